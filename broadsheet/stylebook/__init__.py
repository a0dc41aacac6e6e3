"""The stylebook says how the paper writes: addresses, dates, digits, words and languages.

It owns the words *id*, *slug*, *month style*, *fold*, *stem* and *term*.
Everything here is a pure function of its arguments (``ids.mint`` alone reads a clock and a
random source): no Django, no database, no network, and no import from another package.
"""
