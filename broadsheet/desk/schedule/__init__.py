"""What is due: when stories go out and come back, in all editions of the one who looks."""
