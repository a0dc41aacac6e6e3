"""A worker with nothing to do waits, on a real SQLite file, instead of asking without end."""

import json
import subprocess

import pytest

from tests.integration.conftest import COMMAND, surroundings

pytestmark = pytest.mark.any_database
# Tells, after each idle round, how often the waker met a new connection, on which it cannot wait.
# A restore by hand puts another file in the place of the database before the fourth.
IDLE = """
import json, os, shutil
import django
django.setup()
from django.conf import settings
from broadsheet.press import shifts
from broadsheet.press.working import Waker, drain
from broadsheet.press.writers.folder import FolderWriter

told, met = [], []

class Counting(Waker):
    def _listen(self):
        met.append(1)
        super()._listen()

def stopping():
    told.append(len(met))
    if len(told) == 4:
        file = settings.DATABASES["default"]["NAME"]
        os.replace(shutil.copy(file, f"{file}.other"), file)
    return len(told) == 7

writer = FolderWriter(settings.SITE_DIR)
shifts.IDLE_SECONDS, shifts.Waker = 0.05, Counting
drain(writer)
shifts.work_until(stopping, writer)
print(json.dumps(told))
"""


def test_an_idle_worker_keeps_its_connection_until_the_file_is_another(newsroom):
    done = subprocess.run(  # noqa: S603
        [COMMAND[0], "-c", IDLE],
        env=surroundings(newsroom) | {"DJANGO_SETTINGS_MODULE": "broadsheet.project.settings"},
        capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip

    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == [0, 1, 1, 1, 1, 2, 2]
