"""Language reads what a comment says and tells moderators what to look at first.

It owns the words *listed word*, *match*, *label*, *likeness* and *weighing*.
Everything here is a function of its arguments: no Django, no database, no network. Lists, counts
of earlier decisions and trained weights are handed in; nothing here rejects a comment.
"""
