"""The time machine: what readers got at any time, and an edition set back to how it was.

Words: a *version* is bytes that readers no longer get; a *pin* sets an edition back. It must not
know what a page shows: whether a version showed what has been killed since is told by its tags.
"""
