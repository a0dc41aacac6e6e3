"""Everything that comes from outside enters the newsroom here, and is hostile or broken until read.

Words owned here: document (parsed XML), repair (what was mended, in words).
This package knows no agency, no story and no database; it hands on values or refuses with a reason.
"""
