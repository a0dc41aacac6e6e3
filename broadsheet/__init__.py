"""A newsroom in one install: agency copy comes in, editions go out, readers read.

`ARCHITECTURE.md` beside this package draws the layers; each package's docstring names its words.
"""
