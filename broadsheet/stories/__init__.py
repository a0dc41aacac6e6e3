"""The copy itself: stories, the family that joins their tellings, where each is placed.

Owns the words *story*, *telling*, *family*, *placement*, *home edition*, *paragraph*,
*provenance*, *picture*, *correction*, *publish*, *unpublish*, *correct* and *kill*.
It must not know where copy came from (`wire`) nor what a page looks like (`paper`).
"""
