"""Fills a newsroom with any number of plainly invented stories, fast, and with its ledger.

The rows are those that publishing one story after the other would have made; see `stories.loading`.
"""
