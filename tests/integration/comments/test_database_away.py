"""The database goes away for real: nothing is half stored, and the reader keeps every word."""

import http.client
import shutil
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from urllib.parse import urlencode

import psycopg
import pytest
from django.db import connection

from broadsheet.comments.models import Comment, UsedProof
from tests.integration.comments.reading import SAME, answered, filled, post
from tests.integration.conftest import surroundings
from tests.newsroom import a_check, a_live_story, placement_of_home
from tests.storage import free_port, wait_until_open

ROOT = Path(__file__).parents[3]
STORY = """
import django; django.setup()
from broadsheet.editions.models import Edition
from tests.newsroom import a_live_story
story = a_live_story(edition=Edition.objects.get())
print(f"/comments/on/{story.home_edition.code}/{story.pk}/")
"""
COUNT = """
import django; django.setup()
from broadsheet.comments.models import Comment, Decision, Letter, UsedProof
print(*(model.objects.count() for model in (Comment, UsedProof, Letter)))
"""
needs_postgresql = pytest.mark.skipif(
    connection.vendor == "sqlite", reason="SQLite in memory has no connection to lose"
)


@pytest.mark.django_db(transaction=True)
@needs_postgresql
def test_connection_cut_by_postgresql_gives_the_text_back_and_the_next_post_gets_in():
    story = a_live_story()
    proof = a_check(placement_of_home(story)).proof

    cut_connection()
    page = post(story, **filled(proof=proof, text="I crossed <it> at noon."))
    connection.close()
    cut_connection()
    as_json = with_proof_of(story, proof)
    connection.close()

    assert (page.status_code, as_json.status_code) == (503, 503)
    assert "I crossed &lt;it&gt; at noon." in page.content.decode()
    assert "Your text is still here" in as_json.json()["message"]
    assert (Comment.objects.count(), UsedProof.objects.count()) == (0, 0)
    assert with_proof_of(story, proof).status_code == 200


def with_proof_of(story, proof):
    return post(story, as_json=True, **filled(proof=proof))


def cut_connection():
    """Have the server end this process's own connection, as a restart or a failover does."""
    connection.ensure_connection()
    backend = connection.connection.info.backend_pid
    given = connection.get_connection_params()
    names = ("host", "port", "user", "password", "dbname")
    told = {name: given[name] for name in names if given.get(name)}
    with psycopg.connect(**told, autocommit=True) as other:
        other.execute("SELECT pg_terminate_backend(%s, 5000)", [backend])


@pytest.fixture(scope="module")
def newsroom(founded, tmp_path_factory):
    """A newsroom on an SQLite file, its web process, and the address that takes comments."""
    home = Path(shutil.copytree(founded, tmp_path_factory.mktemp("away") / "newsroom"))
    path = python(home, STORY).strip()
    port = free_port()
    argv = [sys.executable, "-m", "broadsheet.project.command_line", "web", "--port", str(port)]
    server = subprocess.Popen(  # noqa: S603
        argv, env=surroundings(home), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        wait_until_open(port, server)
        yield home, port, path
    finally:
        server.terminate()
        server.wait(20)


def python(home, code):
    names = {"DJANGO_SETTINGS_MODULE": "broadsheet.project.settings", "PYTHONPATH": str(ROOT)}
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-c", code], env=surroundings(home) | names, cwd=ROOT,
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout


def send(port, path, fields):
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=60)) as asked:
        headers = {"Content-Type": "application/x-www-form-urlencoded", **SAME}
        asked.request("POST", path, urlencode(fields), headers)
        answer = asked.getresponse()
        return answer.status, answer.read().decode()


class Page:
    """A page as `answered` reads it."""

    def __init__(self, text):
        self.content = text.encode()


@pytest.mark.any_database
def test_database_file_out_of_reach_gives_every_field_back(newsroom):
    home, port, path = newsroom
    file = home / "newsroom.sqlite3"
    _status, asked = send(port, path, filled())
    fields = filled(text="I crossed <it> at noon.") | answered(Page(asked))
    aside = file.with_name("aside.sqlite3")
    file.rename(aside)
    file.mkdir()
    try:
        status, page = send(port, path, fields)
    finally:
        file.rmdir()
        aside.rename(file)

    assert status == 503
    assert "The newsroom cannot take comments at this moment." in page
    assert "I crossed &lt;it&gt; at noon.</textarea>" in page
    assert 'name="mail" value="walker@readers.example"' in page
    assert f'<form method="post" action="{path}">' in page
    assert python(home, COUNT).split() == ["0", "0", "0"]
    assert send(port, path, fields)[0] == 303
    assert python(home, COUNT).split() == ["1", "1", "1"]
