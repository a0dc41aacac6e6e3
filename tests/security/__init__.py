"""Hostile input that every surface has to stand."""
