"""A demo group of two fictional titles: their copy, their pictures, and how they are made.

Everything in it is invented, the copy was written and the pictures are drawn for this project.
It must not be needed by anything but the commands `demo` and `fill-demo`.
"""
