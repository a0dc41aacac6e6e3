"""Imported once by the server that every process is forked from: Django ready, nothing opened."""

import os

os.environ |= {
    "DJANGO_SETTINGS_MODULE": "broadsheet.project.settings",
    "SECRET_KEY": "only-for-the-bench",
}

import django

django.setup()

import bench.faults.scenarios  # noqa: E402, F401
