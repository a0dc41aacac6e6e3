"""Agency copy coming in: what an agency delivers becomes items that an editor can lift.

Words owned here: delivery (the bytes as they came), item (one thing an agency sent), version,
format, repair (what was mended while reading, in words), refusal (code, reason, remedy).
Reading needs no database and never changes the bytes; no reader may know a title or a section.
"""
