"""The one place that knows everything: settings, addresses, the command line, the processes.

Owns the words *newsroom* (a folder with a database, originals and the pressed site) and *part*
(one process of a running newsroom).
It must hold no rule about copy, editions or pages: those live in the packages below it.
"""
