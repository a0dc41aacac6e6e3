"""Which pages are stale, and the machine that writes them.

Owns the words *output* (a page or file of the readers' site, under a key such as
`en:story:k3f9x2m1qa`), *tag* (something a page read, such as `card:k3f9x2m1qa`), *change*, *kind*,
*lane*, *lease*, *tombstone* and *to press*.
It must know no story and no edition: packages register their kinds of page in `pages.py`.
"""
