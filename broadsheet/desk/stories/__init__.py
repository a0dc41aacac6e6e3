"""The screens of copy: the list, the story, its history, where it runs, and what is done to it."""
