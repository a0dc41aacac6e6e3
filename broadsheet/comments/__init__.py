"""Readers' comments: what readers write under a story, and how the newsroom judges it."""
