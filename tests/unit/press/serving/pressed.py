"""Writes files as the press does: whole, under a temporary name first, with twins."""

import gzip
import os

import brotli

from broadsheet.press.serving.paths import is_compressible

LONG_AGO = 1_700_000_000


def replace(path, content, *, at=LONG_AGO):
    path.parent.mkdir(parents=True, exist_ok=True)
    waiting = path.with_name(f".tmp-{path.name}")
    waiting.write_bytes(content)
    os.utime(waiting, (at, at))
    waiting.replace(path)


def press(folder, file, text, *, at=LONG_AGO):
    content = text.encode() if isinstance(text, str) else text
    path = folder / file
    replace(path, content, at=at)
    if is_compressible(file):
        replace(path.with_name(f"{path.name}.br"), brotli.compress(content, quality=5), at=at)
        replace(path.with_name(f"{path.name}.gz"), gzip.compress(content, 6, mtime=0), at=at)
