"""The titles of a media group: what each is called, where it stands, and who may do what in it.

Owns the words *edition*, *section*, *sister title*, *standing page*, *role* and *grant*.
It must know no story: placements point at editions, never the other way.
"""
