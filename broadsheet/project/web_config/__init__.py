"""Configurations of web servers that serve a newsroom in place of `broadsheet readers`.

`sites` says what there is to serve, the two templates how nginx and Caddy say it. They must
answer as `press.serving` does: tests hold every header against it.
"""
