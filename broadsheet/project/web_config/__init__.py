"""Configurations of web servers that stand in place of `broadsheet readers`, or before it.

`sites` says what there is to serve, the templates how nginx, Caddy and Varnish say it. They must
answer as `press.serving` does: tests hold every header against it.
"""
