"""What readers see: the sheets, templates, styles and words of the pressed pages.

Words it owns: sheet (what one template takes), frame (what all pages of an edition share), card
(a story in a list), moment (an instant, already written out), words (the interface's own texts).
It must not hold a clock, ask the network, or decide which pages are stale: a page is a function
of its sheet, so the same sheet always gives the same bytes.
"""
