"""Writing drafts: nothing here is seen by readers."""

from collections.abc import Mapping
from typing import Any, TypeVar

from django.db import IntegrityError, transaction
from wagtail.models import Revision

from broadsheet.editions.models import Edition, Section
from broadsheet.editions.permissions import Act, require
from broadsheet.people.actions import record
from broadsheet.people.models import User
from broadsheet.stories.errors import AlreadyKilledError, EditedMeanwhileError, LockedError
from broadsheet.stories.models import Placement, Story, StoryFamily
from broadsheet.stories.paragraphs import carried_provenance, paragraphs_of
from broadsheet.stories.readiness import length_of
from broadsheet.stories.rows import locked_story
from broadsheet.stylebook.ids import mint

COPY = (
    "kicker", "headline", "slugline", "standfirst", "byline", "dateline", "agency_credit", "body",
    "lead_picture", "lead_caption", "keywords", "subjects", "provenance",
)  # fmt: skip
# What the desk's lists and search show of a story that readers have not seen.
SHOWN_OF_DRAFTS = ("headline", "slugline")
Row = TypeVar("Row", Story, StoryFamily)


def create_story(
    *,
    by: User | None,
    edition: Edition,
    section: Section | None,
    copy: Mapping[str, Any],
    family: StoryFamily | None = None,
) -> Story:
    """File a new draft in `edition`, placed in `section` if it has one yet; `copy` is by field.

    Raises NotAllowedError, and ValueError for a section of another edition.
    """
    if section is not None and section.edition_id != edition.pk:
        message = f"{section} is not in {edition}; file the story in one of its own sections."
        raise ValueError(message)
    with transaction.atomic():
        require(by, Act.WRITE, edition)
        story = Story(
            family=family or _minted(StoryFamily()),
            home_edition=edition,
            language=copy.get("language") or edition.language,
            created_by=by,
            live=False,
            has_unpublished_changes=True,
            **{name: copy[name] for name in COPY if name in copy},
        )
        _minted(story)
        revision = story.save_revision(user=by, log_action=False, clean=False)
        if section is not None:
            Placement.objects.create(story=story, edition=edition, section=section, is_home=True)
        record(
            by=by,
            act="stories.story.create",
            obj=f"story:{story.pk}",
            edition=edition.code,
            revision=revision.pk,
        )
    return story


def save_draft(*, story: Story, by: User | None, opened: Revision | None = None) -> Revision:
    """Keep the copy as `story` holds it now as a new revision.

    `opened` is the revision that the editor had before the eyes; a newer one that somebody else
    saved raises EditedMeanwhileError. Raises LockedError while somebody else has the lock; the
    machine itself (`by` is None) is held up by no lock.
    """
    with transaction.atomic():
        row = locked_story(story.pk)
        require(by, Act.WRITE, row.home_edition)
        if row.is_killed:
            raise AlreadyKilledError(story.pk)
        if by is not None and row.locked and row.locked_by_id != by.pk:
            raise LockedError(story.pk, str(row.locked_by))
        latest = row.latest_revision
        if opened is not None and latest is not None and latest.pk != opened.pk:
            raise EditedMeanwhileError(story.pk, str(latest.user or "Somebody"))
        before = row.get_latest_revision_as_object()
        story.provenance = carried_provenance(
            paragraphs_of(before.body), paragraphs_of(story.body), before.provenance
        )
        revision = story.save_revision(user=by, log_action=False, clean=False)
        if not row.live:
            # Readers see nothing of the row yet, so lists and search may know the newest headline.
            shown = {name: getattr(story, name)[: length_of(name)] for name in SHOWN_OF_DRAFTS}
            Story.objects.filter(pk=row.pk).update(**shown)
        record(
            by=by,
            act="stories.story.save",
            obj=f"story:{story.pk}",
            edition=row.home_edition.code,
            revision=revision.pk,
        )
    return revision


def _minted(row: Row) -> Row:
    """Save a new row, under another id if a process that minted at the same time took this one."""
    while True:
        try:
            with transaction.atomic():
                row.save(force_insert=True)
        except IntegrityError:
            if not type(row).objects.filter(pk=row.pk).exists():
                raise
            row.pk = mint()
        else:
            return row
