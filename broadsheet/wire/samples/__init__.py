"""The project's own wire files: invented places, every format, in English and in Arabic."""
