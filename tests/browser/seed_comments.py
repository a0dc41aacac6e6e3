"""Fills a newsroom's queue for a browser: `python -m tests.browser.seed_comments CODE NUMBER`.

Runs in the newsroom that the environment names; `--hostile` takes the lines of the evasions
instead, as many as fit into each comment. Prints the ids. Without arguments it takes such orders
from its input, one on a line, and answers each with a line; `story CODE` tells the path of the
story that the comments stand under, `clear ID …` takes comments out of the queue that were not
decided upon, `approve ID …` approves comments and answers with their receipts, and
`dispute ID ID ID ID` has one reported, one rejected and appealed against, one revised and one
credited, in their own words wherever somebody writes some.
"""

import json
import os
import sys
from collections.abc import Iterable, Iterator

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "broadsheet.project.settings")
django.setup()

from django.utils import timezone  # noqa: E402
from wagtail.users.models import UserProfile  # noqa: E402

from broadsheet.comments.actions import (  # noqa: E402
    appeal_decision,
    approve_comment,
    credit_comment,
    judge_many,
    reject_comment,
    report_comment,
    revise_comment,
)
from broadsheet.comments.keys import token_for  # noqa: E402
from broadsheet.comments.models import Comment, State  # noqa: E402
from broadsheet.comments.queries import clause_named  # noqa: E402
from broadsheet.comments.texts import written  # noqa: E402
from broadsheet.editions.addresses import address  # noqa: E402
from broadsheet.people.models import User  # noqa: E402
from broadsheet.stories.actions import correct_story  # noqa: E402
from broadsheet.stories.models import Placement, PlacementState  # noqa: E402
from broadsheet.stories.queries import path_of  # noqa: E402
from tests.security.evasions import lines  # noqa: E402

LONGEST = 2_900
SAID = {
    "en": ("On the bridge {}", "I crossed it at noon with {} others and nobody minded."),
    "ar": ("عن الجسر {}", "عبرت الجسر ظهراً مع {} آخرين ولم يعترض أحد."),
}


def plain(code: str, number: int) -> Iterator[tuple[str, str, str]]:
    title, text = SAID[code]
    for place in range(number):
        yield "Walker", title.format(place), text.format(place)


def hostile(number: int) -> Iterator[tuple[str, str, str]]:
    """Name, title and text of each comment are full of lines that want to be run."""
    text, count = "", 0
    for line in lines():
        if len(text) + len(line) > LONGEST:
            yield text[:80], text[:120], text
            text, count = "", count + 1
        if count == number:
            return
        text += f"{line}\n"
    yield text[:80], text[:120], text


def newest(code: str) -> Placement:
    live = Placement.objects.filter(edition__code=code, state=PlacementState.LIVE)
    return live.select_related("edition", "section", "story").order_by("-published_at")[0]


def seed(code: str, said: Iterator[tuple[str, str, str]]) -> list[str]:
    """Past the security check and the limits, which browsers cannot pass by the hundred."""
    placement = newest(code)
    now = timezone.now()
    rows = [
        Comment(
            edition=placement.edition, story=placement.story, name=name, title=title, text=text,
            language=placement.edition.language, state=State.PENDING, waiting_since=now,
            author=f"{place:032x}",
        )
        for place, (name, title, text) in enumerate(said)
    ]  # fmt: skip
    return [row.pk for row in Comment.objects.bulk_create(rows)]


def approved(ids: Iterable[str]) -> list[str]:
    """Approve the comments and give the paths of their receipts."""
    judge_many(ids=list(ids), judge=approve_comment, by=None)
    return [receipt(pk) for pk in ids]


def disputed(ids: Iterable[str]) -> list[str]:
    """What readers and moderators write about four comments; gives the four receipts' paths."""
    rows = Comment.objects.in_bulk(list(ids))
    reported, rejected, revised, credited = (rows[pk] for pk in ids)
    spam = clause_named("spam")
    report_comment(comment=reported, clause=spam, explanation=reported.text, name=reported.title)
    reject_comment(comment=rejected, by=None, clause=spam, quoted=rejected.text.splitlines(),
                   reason=rejected.text)  # fmt: skip
    appeal_decision(comment=rejected, text=rejected.text)
    said = {"name": revised.name, "title": revised.title, "text": f"{revised.text}\nOnce more."}
    revise_comment(comment=revised, words=written({"mail": "one@readers.example"} | said))
    note = correct_story(story=credited.story, by=None, text="The ferry sails at noon.")
    credit_comment(comment=credited, correction=note, by=None)
    return [receipt(pk) for pk in ids]


def receipt(comment_id: str) -> str:
    return f"/comments/receipt/{token_for('receipt', comment_id)}/"


def cleared(ids: Iterable[str]) -> list[str]:
    """Leave the queue as it was found: one screen of it is what the next test looks at."""
    Comment.objects.filter(pk__in=ids, state=State.PENDING).delete()
    return []


def obey(code: str, number: str, *options: str) -> list[str]:
    if code == "story":
        placement = newest(number)
        return [address(placement.edition, path_of(placement))]
    if code == "clear":
        return cleared([number, *options])
    if code == "approve":
        return approved([number, *options])
    if code == "dispute":
        return disputed([number, *options])
    editor = User.objects.get(username=f"editor-{code}")
    UserProfile.objects.update_or_create(user=editor, defaults={"preferred_language": code})
    said = hostile(int(number)) if "--hostile" in options else plain(code, int(number))
    return seed(code, said)


def main() -> None:
    orders = [" ".join(sys.argv[1:])] if sys.argv[1:] else sys.stdin
    for order in orders:
        print(json.dumps(obey(*order.split())), flush=True)  # noqa: T201 (read by who asked)


if __name__ == "__main__":
    main()
