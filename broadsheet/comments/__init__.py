"""Readers' conversation under stories: what they write, and what is decided about it, and why.

Owns the words *comment*, *conversation*, *clause*, *decision*, *report*, *appeal*, *receipt*.
It must not know how a page looks: `paper` presses comments and draws the live pages.
"""
