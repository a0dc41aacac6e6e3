"""A reader as the web sees one: fetches forms, fills them in, follows what comes back."""

import re
from html import unescape

from django.core import mail
from django.test import Client

from broadsheet.comments.letters import send_due_letters
from tests.newsroom import a_check, placement_of_home

SAME = {"Sec-Fetch-Site": "same-origin"}
NUMBER_WORDS = re.compile(r'for="[cr]-answer">\D*(\d+)\D+(\d+)')


def filled(**overrides):
    return {
        "name": "Walker",
        "mail": "walker@readers.example",
        "title": "On the bridge",
        "text": "I crossed it at noon.",
        "agree": "1",
    } | overrides


def post(story, *, code=None, headers=SAME, client=None, as_json=False, **fields):
    code = code or story.home_edition.code
    headers = {**headers, **({"Accept": "application/json"} if as_json else {})}
    return (client or Client()).post(f"/comments/on/{code}/{story.pk}/", fields, headers=headers)


def with_proof(story, **fields):
    """Post as the script does."""
    proof = a_check(placement_of_home(story)).proof
    return post(story, as_json=True, **filled(proof=proof) | fields)


def answered(page):
    """The hidden token of a page's question, and the right answer."""
    text = page.content.decode()
    first, second = map(int, NUMBER_WORDS.search(text).groups())
    token = unescape(re.search(r'name="token" value="([^"]+)"', text)[1])
    return {"token": token, "answer": str(first + second)}


def letters():
    send_due_letters()
    return mail.outbox


def address_in(letter):
    return re.search(r"https?://[^/\s]+(/comments/\S+)", letter.body)[1]
