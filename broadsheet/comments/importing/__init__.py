"""Comments of other systems come in: read by `wxr`, `disqus`, `isso` or `ours`, stored by `taking`.

A reader knows one form of file and no database; `taking` knows the database and no form.
"""
