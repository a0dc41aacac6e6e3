"""Decisions as statements of reasons, in the shape of the EU's DSA Transparency Database.

`shape` knows its fields and rules (API version 2) and nothing of comments; `making` makes
statements of decisions. Nothing is sent anywhere: an export is checked here and kept by whoever
asked for it.
"""
