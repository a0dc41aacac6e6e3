"""What became of a kill: each surface, and the second it was withdrawn; killing a picture."""
