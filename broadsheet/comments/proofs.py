"""The security check: a proof of work by the ALTCHA v2 protocol, or a plain question.

Both are bound to one conversation, signed, and good for one use: the row of `UsedProof` is
inserted in the transaction of the comment, so of fifty parallel posts with one proof one gets in.
Altcha's own verification knows no replay, so it is no part of it.
"""

import base64
import binascii
import hashlib
import json
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import altcha
from django.core import signing
from django.db import IntegrityError, transaction
from django.utils import timezone

from broadsheet.comments.errors import RefusedError
from broadsheet.comments.keys import keyed, secret
from broadsheet.comments.models import UsedProof
from broadsheet.comments.rules import FLOOD_FACTOR

GOOD_FOR = timedelta(hours=2)
LONGEST = 4_000
ALGORITHM = "PBKDF2/SHA-256"
COST = 1_000  # Iterations a try; some 450 tries take a phone of some years ago under a second.
LEAST, SPREAD = 300, 300
SALT = "broadsheet.comments.question"


@dataclass(frozen=True)
class Question:
    """A sum in words of the edition, and the signed token that knows its answer."""

    first: int
    second: int
    token: str


def new_challenge(subject: str, *, flooded: bool = False) -> dict[str, Any]:
    """A challenge for the conversation (or the report) that `subject` names.

    Making one costs this machine a single derivation, solving it several hundred.
    """
    price = price_now(flooded=flooded)
    challenge = altcha.create_challenge(
        ALGORITHM,
        COST,
        counter=(LEAST + secrets.randbelow(SPREAD)) * price,
        expires_at=timezone.now() + GOOD_FOR,
        data={"for": subject, "price": price},
        hmac_secret=secret("proof"),
        hmac_key_secret=secret("proof key"),
    )
    return challenge.to_dict()


def price_now(*, flooded: bool) -> int:
    """How many times the ordinary work a challenge costs."""
    return FLOOD_FACTOR if flooded else 1


def use_proof(payload: str, subject: str, *, flooded: bool = False) -> None:
    """Accept a solved challenge once, inside the transaction of what it is for.

    One that was fetched before a flood cost too little: whoever hoards them gets nothing for it.
    Raises RefusedError: forged, expired, made for something else, too cheap by now, or used.
    """
    challenge = _verified(payload)
    data = challenge.get("data")
    if not isinstance(data, dict) or data.get("for") != subject:
        raise RefusedError("check_failed")
    if data.get("price", 1) < price_now(flooded=flooded):
        raise RefusedError("check_cheap")
    expires = datetime.fromtimestamp(int(challenge["expiresAt"]), UTC)
    _use(f"proof {challenge['nonce']} {challenge['salt']}", expires)


def _verified(payload: str) -> dict[str, Any]:
    if len(payload) > LONGEST:
        raise RefusedError("check_failed")
    try:
        parameters = json.loads(base64.b64decode(payload, validate=True))["challenge"]["parameters"]
        result = altcha.verify_solution(
            payload, secret("proof"), hmac_key_secret=secret("proof key")
        )
    except (
        ValueError,
        KeyError,
        TypeError,
        AttributeError,
        RecursionError,
        binascii.Error,
    ) as error:
        raise RefusedError("check_failed") from error
    if result.expired or not (isinstance(parameters, dict) and parameters.get("expiresAt")):
        raise RefusedError("check_expired")
    if not result.verified:
        raise RefusedError("check_failed")
    return parameters


def new_question(subject: str) -> Question:
    """A sum that anyone can do, read or hear; its answer is in the token as a keyed hash."""
    first, second = secrets.randbelow(8) + 2, secrets.randbelow(8) + 2
    nonce = secrets.token_hex(16)
    body = {"for": subject, "nonce": nonce, "answer": _hash(nonce, first + second)}
    return Question(first, second, signing.dumps(body, salt=SALT))


def use_answer(token: str, answer: str, subject: str) -> None:
    """Accept the answer to a question once. Raises RefusedError."""
    try:
        body = signing.loads(token[:LONGEST], salt=SALT, max_age=GOOD_FOR)
    except signing.SignatureExpired as error:
        raise RefusedError("check_expired") from error
    except signing.BadSignature as error:
        raise RefusedError("check_failed") from error
    if body.get("for") != subject:
        raise RefusedError("check_failed")
    if not secrets.compare_digest(body["answer"], _hash(body["nonce"], _number(answer))):
        raise RefusedError("answer_wrong")
    _use(f"question {body['nonce']}", timezone.now() + GOOD_FOR)


def _number(answer: str) -> int:
    """The number in any script's digits; -1, which answers nothing, for anything else."""
    try:
        return int(answer.strip()[:5])
    except ValueError:
        return -1


def _hash(nonce: str, number: int) -> str:
    return keyed("answer", nonce, str(number))


def _use(name: str, expires_at: datetime) -> None:
    digest = hashlib.blake2b(name.encode(), digest_size=16).hexdigest()
    try:
        with transaction.atomic():
            UsedProof.objects.create(digest=digest, expires_at=expires_at)
    except IntegrityError as error:
        raise RefusedError("check_used") from error
