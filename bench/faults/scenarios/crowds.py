"""Twenty editors save and publish on the newsroom's screens while the press runs."""

import json
import math
import re
import socket
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from html import unescape
from typing import Any

import requests
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

from bench.faults.acting import Desk
from bench.faults.filling import EDITORS, file_story
from bench.faults.registry import must, scenario
from bench.faults.stage import Stage, wait_until
from broadsheet.editions.models import Edition
from broadsheet.people.models import User
from broadsheet.press.serving.start import newsroom_argv
from broadsheet.stories.models import Story

SECONDS, SHORT_SECONDS = 60, 8
WAIT = 60
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
OPENED = re.compile(r'name="opened" value="([^"]*)"')
TITLE = re.compile(r"<title>([^<]*)</title>")
COPY = ("kicker", "headline", "slugline", "standfirst", "byline", "dateline", "agency_credit",
        "lead_caption")  # fmt: skip


@dataclass
class Told:
    """What the newsroom's server answered: statuses, and milliseconds of each save."""

    statuses: Counter[int] = field(default_factory=Counter)
    saves: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)


class Editor(threading.Thread):
    """Somebody in a browser who opens, saves and publishes one story again and again."""

    def __init__(self, number: int, base: str, story: Story, desk: Desk) -> None:
        super().__init__(daemon=True)
        self.told = Told()
        self.end = 0.0
        self._number, self._base = number, base
        self._story, self._form, self._desk = story, _form_of(story), desk
        self._session = requests.Session()
        self._session.trust_env = False
        self._session.cookies.set(settings.SESSION_COOKIE_NAME, _session_of(f"editor{number}"))

    def run(self) -> None:
        try:
            turn = 0
            while time.time() < self.end:
                turn += 1
                self._save(turn, publish=turn % 3 == 0)
        except (requests.RequestException, ValueError) as error:
            self.told.errors.append(f"{type(error).__name__}: {error}")

    def _save(self, turn: int, *, publish: bool) -> None:
        address = f"/stories/edit/{self._story.pk}/"
        page = self._get(address)
        headline = f"Editor {self._number} saves {turn}"
        form = self._form | {
            "csrfmiddlewaretoken": _found(TOKEN, page),
            "opened": unescape(_found(OPENED, page)),
            "headline": headline,
        }
        if publish:
            form["action-publish"] = "1"
            self._desk.note(self._story.pk, "try", headline)
        began = time.monotonic()
        answer = self._post(address, form)
        self.told.saves.append(1000 * (time.monotonic() - began))
        if answer.status_code != 302:
            raise ValueError(f"a save was answered with {answer.status_code}")
        if publish:
            self._desk.note(self._story.pk, "done", headline)

    def _get(self, path: str) -> requests.Response:
        answer = self._session.get(self._base + path, timeout=WAIT)
        self.told.statuses[answer.status_code] += 1
        return answer

    def _post(self, path: str, form: dict[str, Any]) -> requests.Response:
        answer = self._session.post(
            self._base + path, data=form, timeout=WAIT, allow_redirects=False,
            headers={"Referer": self._base + path},
        )  # fmt: skip
        self.told.statuses[answer.status_code] += 1
        return answer


def _found(wanted: re.Pattern[str], page: requests.Response) -> str:
    """What the form holds there; the error tells what came in the form's place."""
    if found := wanted.search(page.text):
        return found[1]
    title = TITLE.search(page.text)
    raise ValueError(
        f"{page.url} was answered with {page.status_code} and no {wanted.pattern}, "
        f"but {title[1].strip() if title else page.text[:120]!r}"
    )


def _session_of(name: str) -> str:
    """The key of a session in which the user is logged in; a login's own hash would take longer."""
    user, session = User.objects.get(username=name), SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    return str(session.session_key)


def _form_of(story: Story) -> dict[str, Any]:
    values: dict[str, Any] = {name: getattr(story, name) for name in COPY}
    home = story.placements.get(is_home=True)
    source = "".join(block.value.source for block in story.body)
    body = streamfield([("text", rich_text(source, features=["bold", "italic"]))])
    values |= {
        "lead_picture": "", "keyword_list": "", "telling_of": "", "section": home.section_id,
        "slug": home.slug, "body": body,
    }  # fmt: skip
    return dict(nested_form_data(values))


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@scenario(
    "twenty-editors",
    "Twenty editors save and publish over HTTP while the press runs.",
    short=("sqlite",),
    alone=True,
    seconds=240,
)
def twenty_editors(stage: Stage) -> str:
    english = Edition.objects.get(code="en")
    stories = [file_story(english, f"Draft of editor {n}") for n in range(EDITORS)]
    port = free_port()
    base = f"http://127.0.0.1:{port}"
    stage.worker()
    stage.program(newsroom_argv(host="127.0.0.1", port=port), {"NEWSROOM_URL": base})
    wait_until(lambda: _answers(port), 30, "the newsroom's server did not start")
    editors = [Editor(n, base, story, stage.desk) for n, story in enumerate(stories)]
    for editor in editors:
        editor.end = time.time() + (SHORT_SECONDS if stage.short else SECONDS)
        editor.start()
    for editor in editors:
        editor.join(WAIT + SECONDS)
    statuses = sum((editor.told.statuses for editor in editors), Counter())
    errors = [error for editor in editors for error in editor.told.errors]
    saves = sorted(save for editor in editors for save in editor.told.saves)
    must(not errors, f"editors met {errors[:3]}")
    must(not [code for code in statuses if code >= 500], f"the server answered {dict(statuses)}")
    must(len(saves) >= EDITORS, f"only {len(saves)} saves")
    stage.quiet(within=60)
    p50, p99 = saves[len(saves) // 2], saves[math.ceil(len(saves) * 0.99) - 1]
    told = json.dumps(dict(sorted(statuses.items())))
    return f"{len(saves)} saves, p50 {p50:.0f} ms, p99 {p99:.0f} ms, answers {told}, {stage.hold()}"


def _answers(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0
