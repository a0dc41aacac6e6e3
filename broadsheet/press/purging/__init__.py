"""Caches before the readers' site are told what changed: an effect in the ledger, retried.

Words it owns: *target* (one cache or CDN), *purge* (the row that says: this path, at this target),
*look* (a purge that is sent once more, for copies fetched while old bytes were still about).
It must never hold a page up: rows are written with the settling, and sent beside the press.
"""
