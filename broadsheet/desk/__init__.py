"""The newsroom's screens on top of Wagtail: the story list, the story, its publication.

It must hold no rule of its own: screens call the actions of the packages below.
"""
