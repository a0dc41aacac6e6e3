"""The verbs of editions: founding and keeping one, turning its day, granting and taking roles."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import ProtectedError
from django.utils import timezone
from wagtail.models import Page

from broadsheet.editions.errors import SectionInUseError
from broadsheet.editions.groups import keep_groups
from broadsheet.editions.models import Edition, EditionPages, Grant, Role, Section
from broadsheet.editions.permissions import Act, require, require_superuser
from broadsheet.editions.queries import EDITIONS, day_tag, frame_tag, year_tag
from broadsheet.editions.signals import section_readdressed
from broadsheet.people.actions import record
from broadsheet.people.models import User
from broadsheet.press.marking import mark
from broadsheet.press.models import Lane

SHOWN_IN_OTHER_EDITIONS = ("name", "host", "language", "position", "is_default", "group_id")


def found_edition(
    *, edition: Edition, sections: Iterable[Section], by: User | None, at: datetime | None = None
) -> Edition:
    """Save a new edition with its sections, the root of its standing pages and its first day.

    Raises ValidationError, by field, for what cannot be saved, and NotAllowedError for everybody
    but superusers and the machine itself.
    """
    with transaction.atomic():
        if by is not None:
            require_superuser(by)
        edition.full_clean()
        edition.day = edition.date_style.day_of(at or timezone.now())
        edition.save()
        for position, section in enumerate(sections, 1):
            section.edition, section.sort_order = edition, position
            section.full_clean()
            section.save()
        root = Page.objects.get(depth=1)
        root.add_child(
            instance=EditionPages(title=edition.name, slug=edition.code, edition=edition)
        )
        record(
            by=by,
            act="editions.edition.found",
            obj=f"edition:{edition.code}",
            edition=edition.code,
        )
        mark(EDITIONS, frame_tag(edition.code), day_tag(edition.code))
    return edition


def turn_day(*, edition: Edition, at: datetime | None = None) -> bool:
    """Write the date that it is in the edition's zone at `at` (now); False if it stands there.

    The clock calls it, so it asks for no permission.
    """
    with transaction.atomic():
        row = Edition.objects.select_for_update(no_key=True).get(pk=edition.pk)
        today = row.date_style.day_of(at or timezone.now())
        if row.day == today:
            return False
        turned_year = row.day is None or row.day.year != today.year
        row.day = today
        row.save(update_fields=["day"])
        record(
            by=None,
            act="editions.edition.turn_day",
            obj=f"edition:{row.code}",
            edition=row.code,
            day=today.isoformat(),
        )
        mark(day_tag(row.code), *([year_tag(row.code)] if turned_year else []), lane=Lane.ROUTINE)
    return True


def keep_edition(*, edition: Edition, by: User | None) -> Edition:
    """Save the edition as changed, with its sections, links, addresses and sister titles.

    Raises SectionInUseError for a section that is gone though stories stand in it, or that has
    another slug though readers know addresses in it. Raises NotAllowedError.
    """
    with transaction.atomic():
        row = Edition.objects.select_for_update(no_key=True).get(pk=edition.pk)
        require(by, Act.KEEP, row)
        former = dict(Section.objects.filter(edition=row).values_list("pk", "slug"))
        edition.day, edition.last_updated_at = row.day, row.last_updated_at
        try:
            edition.save()
        except ProtectedError as error:
            names = sorted(
                {str(getattr(thing, "section", thing)) for thing in error.protected_objects}
            )
            raise SectionInUseError(", ".join(names)) from error
        for section in Section.objects.filter(edition=row).order_by("pk"):
            if section.pk in former and former[section.pk] != section.slug:
                section_readdressed.send(Section, section=section, former=former[section.pk])
        changed = [
            name for name in SHOWN_IN_OTHER_EDITIONS if getattr(row, name) != getattr(edition, name)
        ]
        mark(frame_tag(row.code), *([EDITIONS] if changed else []))
        record(
            by=by, act="editions.edition.keep", obj=f"edition:{row.code}", edition=row.code,
            changed=changed,
        )  # fmt: skip
    return edition


def grant_role(*, user: User, edition: Edition, role: Role, by: User | None) -> Grant:
    """Give `user` the role in the edition, instead of the one there was. Superusers only.

    Raises NotAllowedError.
    """
    with transaction.atomic():
        require_superuser(by)
        grant, _new = Grant.objects.update_or_create(
            user=user, edition=edition, defaults={"role": Role(role)}
        )
        keep_groups(user)
        record(
            by=by, act="editions.grant.give", obj=f"user:{user.pk}", edition=edition.code,
            role=str(Role(role).value),
        )  # fmt: skip
    return grant


def revoke_role(*, user: User, edition: Edition, by: User | None) -> None:
    """Take away whatever role `user` has in the edition. Superusers only.

    Raises NotAllowedError.
    """
    with transaction.atomic():
        require_superuser(by)
        Grant.objects.filter(user=user, edition=edition).delete()
        keep_groups(user)
        record(by=by, act="editions.grant.take", obj=f"user:{user.pk}", edition=edition.code)
