"""Fills sheets from the database, one module for each group of pages.

Each builder takes an output's key and gives the page, or None when the database no longer wants it.
"""
