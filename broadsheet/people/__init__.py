"""The people who work here, and the record of what they did.

Owns the words *user* and *audit entry*.
It must not know editions or copy: who may do what where is a grant, and grants live in `editions`.
"""
