"""The readers' site is answered from the press folder, with no database and no Django.

Words it owns: *page* (one file of the press folder with its compressed twins, ready to answer),
*twin* (`index.html.br`, `index.html.gz`), *marker* (the first bytes by which a file says that it
has moved or was killed), *host* (a name in the Host header that stands for one edition).

It must not import Django, open the database or write into the press folder.
"""
