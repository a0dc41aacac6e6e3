"""The moderators' room: the queue, reports, appeals, one comment, the rules and the terms.

It decides nothing by itself: every button is one action of `comments`.
"""
