"""A thousand comments a minute come in while readers read and one of them has something to say."""

import base64
import json
import re
import threading
import time
from collections import Counter
from itertools import count

import requests
from altcha import Challenge, Payload, solve_challenge
from django.conf import settings

from bench.faults.registry import must, scenario
from bench.faults.scenarios.chaos import Reader
from bench.faults.scenarios.crowds import free_port
from bench.faults.stage import Stage, wait_until
from broadsheet.comments.models import Comment, UsedProof
from broadsheet.comments.proofs import new_question
from broadsheet.press.serving.start import newsroom_argv, readers_argv
from broadsheet.stories.models import Placement, PlacementState

A_SECOND, SENDERS = 1_000 / 60, 4
SECONDS, SHORT_SECONDS = 60, 10
HOARDED = 3
WAIT = 60
FLOODED = "Very many comments are coming in now"
QUESTION = re.compile(r'for="c-answer">\D*(\d+)\D+(\d+)')
numbers = count(1)


class Flood:
    """Senders who answer the question as fast as they are told to, each time as somebody else."""

    def __init__(self, address: str, subject: str) -> None:
        self.answers: Counter[int] = Counter()
        self.errors: list[str] = []
        self._address, self._subject = address, subject
        self._end = 0.0

    def run(self, seconds: float) -> None:
        self._end = time.monotonic() + seconds
        senders = [threading.Thread(target=self._send, daemon=True) for _ in range(SENDERS)]
        for sender in senders:
            sender.start()
        for sender in senders:
            sender.join(seconds + WAIT)

    def _send(self) -> None:
        session = a_session()
        while (began := time.monotonic()) < self._end:
            question = new_question(self._subject)
            form = a_form() | {
                "token": question.token, "answer": str(question.first + question.second)
            }  # fmt: skip
            try:
                answer = post(session, self._address, form)
            except requests.RequestException as error:
                self.errors.append(f"{type(error).__name__}: {error}")
                return
            self.answers[answer.status_code] += 1
            time.sleep(max(0.0, began + SENDERS / A_SECOND - time.monotonic()))


def a_session() -> requests.Session:
    session = requests.Session()
    session.trust_env = False
    return session


def a_form() -> dict[str, str]:
    number = next(numbers)
    return {
        "name": f"Reader {number}", "mail": f"reader{number}@readers.example",
        "title": f"On the bridge, {number}", "text": f"I crossed it {number} times.", "agree": "1",
    }  # fmt: skip


def post(
    session: requests.Session, address: str, form: dict[str, str], **headers: str
) -> requests.Response:
    number = next(numbers)
    sender = {"X-Forwarded-For": f"10.{number // 250 % 250}.{number % 250}.7"}
    same = {"Sec-Fetch-Site": "same-origin"}
    return session.post(
        address, data=form, headers=sender | same | headers, timeout=WAIT, allow_redirects=False
    )


def proof_from(session: requests.Session, address: str) -> str:
    challenge = Challenge.from_dict(
        session.get(f"{address}challenge", timeout=WAIT).json()["challenge"]
    )
    solution = solve_challenge(challenge)
    must(solution is not None, "a challenge has no solution")
    body = Payload(challenge, solution).to_dict()  # type: ignore[arg-type]
    return base64.b64encode(json.dumps(body).encode()).decode()


@scenario(
    "comments-flood",
    "A thousand comments a minute while readers read; cheap checks were hoarded before.",
    short=("sqlite",),
    alone=True,
    seconds=240,
)
def comments_flood(stage: Stage) -> str:
    placement = Placement.objects.filter(state=PlacementState.LIVE, edition__code="en").first()
    must(placement is not None, "nothing is published")
    port, readers_port = free_port(), free_port()
    base = f"http://127.0.0.1:{port}"
    address = f"{base}/comments/on/en/{placement.story_id}/"  # type: ignore[union-attr]
    stage.worker()
    stage.program(newsroom_argv(host="127.0.0.1", port=port), {"NEWSROOM_URL": base})
    site = {"BROADSHEET_SITE_DIR": str(settings.SITE_DIR)}
    stage.program(readers_argv(host="127.0.0.1", port=readers_port), site)
    session = a_session()
    wait_until(lambda: is_there(session, address), 60, "the newsroom's server did not start")
    hoard = [proof_from(session, address) for _ in range(HOARDED)]
    reader = Reader(readers_port)
    reader.start()
    flood = Flood(address, f"en:{placement.story_id}")  # type: ignore[union-attr]
    flood.run(SHORT_SECONDS if stage.short else SECONDS)
    reader.going = False
    reader.join(WAIT)
    refused = [post(session, address, a_form() | {"proof": one}) for one in hoard]
    check_prices(session, address, refused)
    return told(stage, flood, reader)


def is_there(session: requests.Session, address: str) -> bool:
    try:
        return session.get(f"{address}challenge", timeout=WAIT).status_code == 200
    except requests.ConnectionError:
        return False


def check_prices(session: requests.Session, address: str, refused: list[requests.Response]) -> None:
    """What was hoarded is worth nothing; the form says why, and a dearer check gets in."""
    must(all(one.status_code == 422 for one in refused), f"hoarded checks: {refused}")
    must(all("I crossed it" in one.text for one in refused), "a refusal lost the text")
    must(FLOODED in session.get(address, timeout=WAIT).text, "the form does not tell of the flood")
    form = a_form() | {"proof": proof_from(session, address)}
    honest = post(session, address, form, Accept="application/json")
    must(honest.status_code == 200, f"an honest reader was answered with {honest.status_code}")


def told(stage: Stage, flood: Flood, reader: Reader) -> str:
    """Nothing half stored: every comment that was taken is there, with its check, and no other."""
    taken = flood.answers[303] + 1
    must(not flood.errors, f"senders met {flood.errors[:3]}")
    must(set(flood.answers) <= {303, 422}, f"the flood was answered with {dict(flood.answers)}")
    must(taken > 1, "no comment came in")
    must(not reader.wrong, f"readers got {reader.wrong[:3]}")
    must(reader.seen["whole"] > 0, "nobody read anything")
    stored = Comment.objects.count(), UsedProof.objects.count()
    must(stored == (taken, taken), f"{taken} were taken, (comments, checks) are {stored}")
    stage.quiet(within=60)
    return f"{taken} comments taken, {reader.seen['whole']} whole pages read, {stage.hold()}"
