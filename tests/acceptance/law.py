"""Generates the life of a newsroom step by step, and says what its files ought to be."""

import json
import random
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from bench.faults.traps import POINTS, trapped
from broadsheet.editions.actions import keep_edition, turn_day
from broadsheet.editions.models import Edition, StandingPage
from broadsheet.press.leasing import lease_outputs
from broadsheet.press.machine import press_outputs, render
from broadsheet.press.models import Output, Pin
from broadsheet.press.packing import pack_old_pages
from broadsheet.press.registry import kinds
from broadsheet.press.snapshot import snapshot
from broadsheet.press.wanting import want_everything
from broadsheet.press.working import Work, drain, work_once
from broadsheet.press.writers.folder import TEMPORARY, FolderWriter
from broadsheet.stories import actions
from broadsheet.stories.bodies import body_from_text
from broadsheet.stories.due import do_due, lower_old_bars
from broadsheet.stories.embargoes import keep_embargo
from broadsheet.stories.errors import (
    AlreadyKilledError,
    BadTimeError,
    EmbargoedError,
    NotPublishedError,
    NotReadyError,
    NotWaitingError,
)
from broadsheet.stories.models import (
    DueState,
    DueTime,
    Picture,
    Placement,
    PlacementState,
    Story,
)
from broadsheet.wire.actions import lift_version, obey_kills, take_delivery
from tests.acceptance.law_comments import Readers
from tests.acceptance.law_history import Operator
from tests.newsroom import a_picture, a_superuser, an_edition, pages_root, some_copy

WORDS = [
    "harbour",
    "ferry",
    "council",
    "bridge",
    "lantern",
    "budget",
    "drought",
    "library",
    "orchard",
    "signal",
    "tunnel",
    "valley",
    "ميناء",
    "جسر",
    "مجلس",
    "مكتبة",
    "وادي",
    "نفق",
    "ميزانية",
    "إشارة",
]


REFUSALS = (
    AlreadyKilledError,
    BadTimeError,
    EmbargoedError,
    NotPublishedError,
    NotReadyError,
    NotWaitingError,
)
# Where a worker may die, and where another may come between: in its own thread, holding no lock.
CRASH_POINTS = sorted(POINTS.keys() - {"before-commit", "after-keeping"})
MEETING_POINTS = ("after-lease", "after-render", "after-claim", "before-settling")


class CrashError(BaseException):
    """The worker died here; nothing catches it, as nothing catches a kill."""


class Life(Operator, Readers):
    """A newsroom of two editions to which things happen at random, the same for the same seed."""

    refusals = (*Operator.refusals, *Readers.refusals)

    def __init__(self, seed: int, root) -> None:
        self.rng = random.Random(seed)
        self.writer = FolderWriter(root)
        self.editions = [
            an_edition(sections=["world", "sport"], code="en", time_zone="America/New_York"),
            an_edition(
                sections=["world", "culture"], code="ar", language="ar-EG", digit_style="arab"
            ),
        ]
        self.moderator = a_superuser()
        want_everything()
        self.pictures = [a_picture(size=(60, 40)) for _ in range(3)]
        self.log: list[str] = []
        self.moments = []
        self.acts: dict[str, Callable[[], object]] = {
            name.removeprefix("do_"): getattr(self, name)
            for name in dir(self)
            if name.startswith("do_")
        }

    def step(self) -> None:
        """One thing happens; refusals that an editor could meet are part of life."""
        name = self.rng.choice(sorted(self.acts))
        self.log.append(name)
        try:
            self.acts[name]()
        except (*REFUSALS, *self.refusals) as error:
            self.log[-1] += f" refused: {type(error).__name__}"

    def settle(self) -> Work:
        """What another worker does after crashes: leases run out, then all that is stale is pressed."""
        Output.objects.update(lease_until=None)
        return drain(self.writer)

    def files(self) -> dict[str, bytes]:
        return files_on_disk(self.writer)

    def words(self, most: int) -> str:
        return " ".join(self.rng.choices(WORDS, k=self.rng.randint(2, most)))

    def edition(self) -> Edition:
        return self.rng.choice(self.editions)

    def section(self, edition: Edition):
        return self.rng.choice(list(edition.sections.all()))

    def story(self, **which: object) -> Story:
        ids = sorted(Story.objects.filter(**which).values_list("pk", flat=True))
        if not ids:
            return self.do_create_story()
        return Story.objects.get(pk=self.rng.choice(ids[-12:]))

    def placement(self, **which: object) -> Placement:
        placements = Placement.objects.filter(**which).order_by("story_id", "edition__code")
        rows = list(placements.select_related("edition", "section", "story"))
        if not rows:
            self.do_publish_new()
            return self.placement()
        return self.rng.choice(rows[-12:])

    def do_create_story(self) -> Story:
        edition = self.edition()
        family = self.story().family if self.rng.random() < 0.3 and Story.objects.exists() else None
        if family and family.tellings.filter(home_edition=edition).exists():
            family = None
        copy = some_copy(headline=self.words(6), text=[self.words(30) for _ in range(3)])
        copy["lead_picture"] = self.rng.choice([None, *self.pictures])
        section = self.section(edition)
        return actions.create_story(
            by=None, edition=edition, section=section, copy=copy, family=family
        )

    def do_publish_new(self) -> None:
        year = self.rng.choice([2026] * 8 + [2025, 2021])
        day = datetime(year, self.rng.randint(9, 11), self.rng.randint(1, 28), tzinfo=UTC)
        at = day + timedelta(minutes=self.rng.randrange(1440))
        actions.publish_story(story=self.do_create_story(), by=None, at=at)

    def do_publish_story(self) -> None:
        actions.publish_story(story=self.story(), by=None)

    def do_save_draft(self) -> None:
        story = self.story().get_latest_revision_as_object()
        change = self.rng.choice(["headline", "body", "lead_picture", "standfirst", "nothing"])
        if change == "body":
            texts = [self.words(20), *([self.words(9)] if self.rng.random() < 0.5 else [])]
            blocks = body_from_text(texts)
            if other := Story.objects.filter(live=True).exclude(pk=story.pk).first():
                blocks.append({"type": "related", "value": {"story": other.pk}})
            blocks.append(
                {"type": "picture", "value": {"picture": self.pictures[0].pk, "caption": ""}}
            )
            story.body = blocks
            story = Story(
                **{f.attname: getattr(story, f.attname) for f in Story._meta.concrete_fields}
            )
            story._state.adding = False
        elif change == "lead_picture":
            story.lead_picture = self.rng.choice([None, *self.pictures])
        elif change != "nothing":
            setattr(story, change, self.words(6))
        actions.save_draft(story=story, by=None)
        if self.rng.random() < 0.7:
            actions.publish_story(story=story, by=None)

    def do_unpublish_story(self) -> None:
        actions.unpublish_story(story=self.story(live=True), by=None, reason="A doubt.")

    def do_kill_story(self) -> None:
        if self.rng.random() < 0.5:
            actions.kill_story(story=self.story(), by=None, reason="Not true.")

    def do_kill_picture(self) -> None:
        """Seldom, since pictures are few; a new one takes its place."""
        if self.rng.random() < 0.15:
            number = self.rng.randrange(len(self.pictures))
            actions.kill_picture(picture=self.pictures[number], by=None, reason="Not ours.")
            self.pictures[number] = a_picture(size=(60, 40))

    def do_raise_bar(self) -> None:
        placement = self.placement(state=PlacementState.LIVE)
        actions.raise_bar(placement=placement, by=None, text=self.words(5), until=self.later())

    def do_lower_bar(self) -> None:
        actions.lower_bar(edition=self.edition(), by=None)

    def do_correct_story(self) -> None:
        actions.correct_story(story=self.story(live=True), by=None, text=self.words(8))

    def do_place_story(self) -> None:
        story = self.story()
        others = [edition for edition in self.editions if edition.pk != story.home_edition_id]
        actions.place_story(story=story, by=None, section=self.section(self.rng.choice(others)))

    def do_withdraw_placement(self) -> None:
        placement = self.placement(is_home=False)
        actions.withdraw_placement(placement=placement, by=None)

    def do_move_placement(self) -> None:
        placement = self.placement(published_at__isnull=False)
        section = self.section(placement.edition)
        actions.move_placement(placement=placement, by=None, section=section)

    def do_readdress_placement(self) -> None:
        placement = self.placement(published_at__isnull=False)
        slug = self.rng.choice(["one", "two", self.words(3)])
        actions.readdress_placement(placement=placement, by=None, slug=slug)

    def do_retitle_placement(self) -> None:
        headline = self.rng.choice(["", self.words(5)])
        actions.retitle_placement(placement=self.placement(), by=None, headline=headline)

    def do_schedule_publication(self) -> None:
        placement = self.placement(state=PlacementState.PLANNED)
        at = None if placement.story.embargoed_until else self.later()
        actions.schedule_publication(placement=placement, by=None, at=at)

    def do_schedule_taking_back(self) -> None:
        placement = self.placement()
        actions.schedule_taking_back(placement=placement, by=None, at=self.later())

    def do_call_off(self) -> None:
        if due := DueTime.objects.order_by("-pk").first():
            actions.call_off(due=due, by=None)

    def do_retry_due(self) -> None:
        if due := DueTime.objects.filter(state=DueState.FAILED).order_by("-pk").first():
            actions.retry_due(due=due, by=None)

    def do_keep_embargo(self) -> None:
        until = self.later() if self.rng.random() < 0.6 else None
        keep_embargo(story=self.story(), until=until)

    def do_let_time_pass(self) -> None:
        """Everything that waits comes due, embargoes end with it."""
        do_due(timezone.now() + timedelta(days=30))
        lower_old_bars(timezone.now() + timedelta(days=30))

    def later(self) -> datetime:
        return timezone.now() + timedelta(minutes=self.rng.randint(1, 9_999))

    def do_turn_day(self) -> None:
        days = self.rng.randint(0, 500)
        turn_day(edition=self.edition(), at=timezone.now() + timedelta(days=days))

    def do_keep_edition(self) -> None:
        edition = Edition.objects.get(pk=self.edition().pk)
        setattr(edition, self.rng.choice(["name", "tagline", "description"]), self.words(4))
        keep_edition(edition=edition, by=None)

    def do_edit_standing_page(self) -> None:
        """Wagtail's own screens: a page comes, changes, is taken back or deleted."""
        root = pages_root(self.edition())
        page = StandingPage.objects.child_of(root).order_by("path").first()
        if page is None or self.rng.random() < 0.3:
            page = StandingPage(title=self.words(3), body=f"<p>{self.words(9)}</p>", live=False)
            root.add_child(instance=page)
        match self.rng.choice(["publish", "publish", "unpublish", "delete"]):
            case "publish":
                page.body = f"<p>{self.words(9)}</p>"
                page.save_revision().publish()
            case "unpublish" if page.live:
                page.unpublish()
            case "delete":
                page.delete()

    def do_edit_picture(self) -> None:
        picture = Picture.objects.get(pk=self.rng.choice(self.pictures).pk)
        picture.credit = self.words(3)
        with transaction.atomic():
            picture.save()

    def do_lift_version(self) -> None:
        """The wire brings a new item, or another version of one that it brought before."""
        number, version = self.rng.randint(1, 6), self.rng.randint(1, 4)
        item = {
            "uri": f"urn:newsroom:{number}",
            "version": str(version),
            "type": "text",
            "pubstatus": "canceled" if self.rng.random() < 0.1 else "usable",
            "language": self.rng.choice(["en", "ar"]),
            "headline": self.words(6),
            "body_text": self.words(30),
        }
        taken = take_delivery(data=json.dumps(item).encode(), name="item.json")
        obey_kills(guids=taken.kills)
        for stored in taken.versions:
            lift_version(version=stored, publish=self.rng.random() < 0.8)

    def do_press_a_little(self) -> None:
        work_once(self.writer, batch=self.rng.randint(1, 20))

    def do_pack_old_pages(self) -> None:
        pack_old_pages(self.writer, timedelta(0))

    def do_press_and_act_meanwhile(self) -> None:
        """Something happens between a render and its settling: the render must not count."""
        outputs = lease_outputs(self.rng.randint(1, 10))
        if not outputs:
            return
        press_outputs(outputs, self.writer)
        self.do_publish_new()

    def do_crash_at_a_point(self) -> None:
        """A worker dies at a named place in its work; its leases may have run out already."""
        self.do_save_draft()
        point, hit = self.rng.choice(CRASH_POINTS), self.rng.choice([1, 1, 1, 2, 3, 5])
        self.log[-1] += f" {point} {hit}"
        try:
            with trapped(point, hit, _die):
                for _round in range(2):
                    work_once(self.writer, batch=10)
        except CrashError:
            self.log[-1] += " crashed"
        if self.rng.random() < 0.5:
            Output.objects.update(lease_until=None)

    def do_come_back_late(self) -> None:
        """A worker outlasts its lease: another one presses what happened since, then it goes on."""
        self.do_save_draft()
        point = self.rng.choice(MEETING_POINTS)
        self.log[-1] += f" {point}"
        with trapped(point, 1, self._overtake):
            work_once(self.writer, batch=self.rng.randint(1, 20))

    def _overtake(self) -> None:
        with suppress(*REFUSALS):
            self.rng.choice([self.do_save_draft, self.do_kill_story, self.do_unpublish_story])()
        Output.objects.update(lease_until=None)
        work_once(FolderWriter(self.writer.root), batch=self.rng.randint(1, 20))


def _die() -> None:
    raise CrashError


def wanted_files(writer: FolderWriter | None = None) -> dict[str, bytes]:
    """A full press of what the database wants, into memory.

    With the `writer` that holds former pages, editions that are set back give theirs.
    """
    with snapshot():
        keys = {key for kind in kinds() for key in kind.expected()}
        if writer is not None:
            keys |= set(Output.objects.values_list("key", flat=True))
        proofs = [render(Output(key=key), writer=writer) for key in sorted(keys)]
    beside = {page.path: page.body for proof in proofs for page in proof.beside}
    return beside | {proof.page.path: proof.page.body for proof in proofs if proof.page is not None}


def leftovers(writer: FolderWriter) -> list[str]:
    """Unfinished files, wherever they are; the empty bars that keep late workers out are none."""
    named = writer.root.rglob(f"{TEMPORARY}*")
    return [str(path.relative_to(writer.root)) for path in named if path.is_file()]


def files_on_disk(writer: FolderWriter) -> dict[str, bytes]:
    return {path: writer.read(path) or b"" for path in writer.paths()}


def dead_text_on_disk(writer: FolderWriter) -> list[str]:
    """Paths that still show a headline of a killed or unpublished story.

    What was only unpublished shows where an edition is set back.
    """
    live = set(
        Placement.objects.filter(state=PlacementState.LIVE).values_list("story_id", flat=True)
    )
    dead = Story.objects.exclude(pk__in=live)
    killed = dead.filter(killed_at__isnull=False)
    set_back = tuple(f"{pin.edition}/" for pin in Pin.objects.all())
    files = files_on_disk(writer)
    present = {path: body for path, body in files.items() if not path.startswith(set_back or "/")}
    return [*_naming(killed, files), *_naming(dead, present)]


def _naming(stories: QuerySet[Story], files: dict[str, bytes]) -> list[str]:
    marks = [f"/{pk}-".encode() for pk in stories.values_list("pk", flat=True)]
    return [path for path, body in files.items() if any(mark in body for mark in marks)]
