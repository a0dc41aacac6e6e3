"""Every address of the newsroom, for every role, in one's own edition and in another.

An address that is not in the table fails; so does a row whose address is gone.
"""

import re
from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, get_resolver, reverse
from django.utils import timezone

from broadsheet.comments.actions import ban_author, report_comment
from broadsheet.comments.keys import token_for
from broadsheet.editions.models import Grant, StandingPage
from broadsheet.press import registry
from broadsheet.press.models import Tombstone
from broadsheet.stories.actions import schedule_taking_back
from broadsheet.stories.queries import picture_tag, story_tag
from tests.newsroom import (
    a_chief,
    a_comment,
    a_live_story,
    a_moderator,
    a_picture,
    a_reporter,
    a_superuser,
    an_appeal,
    an_edition,
    an_editor,
    pages_root,
)

pytestmark = [pytest.mark.any_database, pytest.mark.django_db]

ROLES = ("anonymous", "reporter", "moderator", "editor", "chief", "chief elsewhere", "superuser")
EVERYBODY = set(ROLES)
NEWSROOM = EVERYBODY - {"anonymous"}
WRITERS = NEWSROOM - {"chief elsewhere", "moderator"}
PUBLISHERS = WRITERS - {"reporter"}
CHIEFS = PUBLISHERS - {"editor"}
ALL_CHIEFS = CHIEFS | {"chief elsewhere"}
EDITORS_ANYWHERE = PUBLISHERS | {"chief elsewhere"}
MODERATORS = PUBLISHERS | {"moderator"}
MODERATORS_ANYWHERE = MODERATORS | {"chief elsewhere"}
SUPERUSERS = {"superuser"}
NOBODY: set[str] = set()

CLOSED = (
    "api/", "bulk/", "collections/", "embeds/", "failwhale/", "groups/", "reports/", "sites/",
    "snippets/", "test404/", "workflows/", "pages/workflow/", "pages/usage/", "pages/create/",
    "users/delete/", "users/copy/", "users/usage/",
)  # fmt: skip

TABLE = {
    "closed": NOBODY,
    "closed_page_doors": NOBODY,
    "closed_page_lists": NOBODY,
    "closed_renditions": NOBODY,
    "closed_user_doors": NOBODY,
    "original": NEWSROOM,
    "stories:index": NEWSROOM - {"moderator"},
    "stories:index_results": NEWSROOM - {"moderator"},
    "stories:add": NEWSROOM - {"moderator"},
    "stories:edit": WRITERS,
    "stories:preview": WRITERS,
    "stories:lock": WRITERS,
    "stories:unlock": WRITERS,
    "stories:placements": WRITERS,
    "stories:schedule": WRITERS,
    "stories:breaking": PUBLISHERS,
    "stories:let_out": WRITERS,
    "stories:withdraw": WRITERS,
    "stories:retitle": WRITERS,
    "stories:history": WRITERS,
    "stories:revision": WRITERS,
    "stories:revert": WRITERS,
    "stories:compare": WRITERS,
    "stories:unpublish": PUBLISHERS,
    "stories:correct": PUBLISHERS,
    "stories:kill": CHIEFS,
    "comments:post": EVERYBODY,
    "comments:challenge": EVERYBODY,
    "comments:receipt": EVERYBODY,
    "comments:data": EVERYBODY,
    "comments:receipt_act": EVERYBODY,
    "comments:mail": EVERYBODY,
    "comments:recommend": EVERYBODY,
    "comments:report": EVERYBODY,
    "comments:notice": EVERYBODY,
    "editions:index": ALL_CHIEFS,
    "editions:index_results": ALL_CHIEFS,
    "editions:edit": CHIEFS,
    "editions:add": SUPERUSERS,
    "receipts:story": WRITERS,
    "receipts:picture": ALL_CHIEFS | {"superuser"},
    "receipts:kill_picture": ALL_CHIEFS | {"superuser"},
    "moderation:queue": MODERATORS_ANYWHERE,
    "moderation:more": MODERATORS_ANYWHERE,
    "moderation:held": MODERATORS_ANYWHERE,
    "moderation:more_held": MODERATORS_ANYWHERE,
    "moderation:orders": MODERATORS_ANYWHERE,
    "moderation:judge": MODERATORS_ANYWHERE,
    "moderation:reports": MODERATORS_ANYWHERE,
    "moderation:answer_report": MODERATORS,
    "moderation:appeals": MODERATORS_ANYWHERE,
    "moderation:answer_appeal": MODERATORS,
    "moderation:comment": MODERATORS,
    "moderation:author": MODERATORS,
    "moderation:credit": MODERATORS,
    "moderation:feature": MODERATORS,
    "moderation:reply": MODERATORS,
    "moderation:ban": MODERATORS,
    "moderation:lift_ban": MODERATORS,
    "moderation:author_rule": MODERATORS,
    "moderation:erase": MODERATORS,
    "moderation:rules": MODERATORS_ANYWHERE,
    "moderation:edition_rules": MODERATORS,
    "moderation:story_rule": MODERATORS,
    "moderation:words": MODERATORS_ANYWHERE,
    "moderation:withdraw_word": MODERATORS,
    "moderation:figures": MODERATORS_ANYWHERE,
    "moderation:terms": MODERATORS_ANYWHERE,
    "moderation:new_clause": SUPERUSERS,
    "moderation:clause": SUPERUSERS,
    "moderation:withdraw_clause": SUPERUSERS,
    "schedule:index": EDITORS_ANYWHERE,
    "schedule:call_off": PUBLISHERS,
    "schedule:retry": PUBLISHERS,
    "press_room:index": EDITORS_ANYWHERE,
    "press_room:figures": EDITORS_ANYWHERE,
    "press_room:retry": EDITORS_ANYWHERE,
    "grants:index": SUPERUSERS,
    "grants:revoke": SUPERUSERS,
    "wagtailadmin_home": NEWSROOM,
    "wagtailadmin_account": NEWSROOM,
    "wagtailadmin_logout": NEWSROOM,
    "wagtailadmin_dismissibles": NEWSROOM,
    "wagtailadmin_block_preview": NOBODY,
    "wagtailadmin_sprite": EVERYBODY,
    "wagtailadmin_login": EVERYBODY,
    "wagtailadmin_password_reset": EVERYBODY,
    "wagtailadmin_password_reset_done": EVERYBODY,
    "wagtailadmin_password_reset_confirm": EVERYBODY,
    "wagtailadmin_password_reset_complete": EVERYBODY,
    "wagtailadmin_javascript_catalog": EVERYBODY,
    "wagtailadmin_editing_sessions:ping": WRITERS,
    "wagtailadmin_editing_sessions:release": NEWSROOM,
    "wagtailadmin_choose_page": NEWSROOM,
    "wagtailadmin_choose_page_child": NEWSROOM,
    "wagtailadmin_choose_page_search": NEWSROOM,
    "wagtailadmin_choose_page_chosen_multiple": NEWSROOM,
    "wagtailadmin_choose_page_external_link": NEWSROOM,
    "wagtailadmin_choose_page_email_link": NEWSROOM,
    "wagtailadmin_choose_page_phone_link": NEWSROOM,
    "wagtailadmin_choose_page_anchor_link": NEWSROOM,
    "wagtailadmin_tag_autocomplete": NEWSROOM,
    "wagtailadmin_tag_model_autocomplete": NOBODY,
    "wagtailadmin_explore_root": ALL_CHIEFS,
    "wagtailadmin_explore": CHIEFS,
    "wagtailadmin_explore_results": CHIEFS,
    "wagtailadmin_pages:add": CHIEFS,
    "wagtailadmin_pages:preview_on_add": CHIEFS,
    "wagtailadmin_pages:add_subpage": CHIEFS,
    "wagtailadmin_pages:edit": CHIEFS,
    "wagtailadmin_pages:preview_on_edit": CHIEFS,
    "wagtailadmin_pages:view_draft": NOBODY,
    "wagtailadmin_pages:delete": CHIEFS,
    "wagtailadmin_pages:unpublish": CHIEFS,
    "wagtailadmin_pages:set_page_position": CHIEFS,
    "wagtailadmin_pages:copy": CHIEFS,
    "wagtailadmin_pages:lock": CHIEFS,
    "wagtailadmin_pages:unlock": CHIEFS,
    "wagtailadmin_pages:revisions_index": NEWSROOM,
    "wagtailadmin_pages:revisions_view": NOBODY,
    "wagtailadmin_pages:revisions_revert": CHIEFS,
    "wagtailadmin_pages:revisions_compare": CHIEFS,
    "wagtailadmin_pages:history": CHIEFS,
    "wagtailadmin_pages:history_results": CHIEFS,
    "wagtailadmin_pages:search": ALL_CHIEFS,
    "wagtailadmin_pages:search_results": ALL_CHIEFS,
    "wagtailimages:index": NEWSROOM,
    "wagtailimages:index_results": NEWSROOM,
    "wagtailimages:add": NEWSROOM,
    "wagtailimages:add_multiple": NEWSROOM,
    "wagtailimages:image_usage": EDITORS_ANYWHERE,
    "wagtailimages:edit": EDITORS_ANYWHERE,
    "wagtailimages:delete": EDITORS_ANYWHERE,
    "edit_picture": EDITORS_ANYWHERE,
    "delete_picture": EDITORS_ANYWHERE,
    "wagtailimages:edit_multiple": EDITORS_ANYWHERE,
    "wagtailimages:delete_multiple": EDITORS_ANYWHERE,
    "wagtailimages:create_multiple_from_uploaded_image": NOBODY,
    "wagtailimages:delete_upload_multiple": NOBODY,
    "wagtailimages_chooser:choose": NEWSROOM,
    "wagtailimages_chooser:choose_results": NEWSROOM,
    "wagtailimages_chooser:chosen": NEWSROOM,
    "wagtailimages_chooser:chosen_multiple": NEWSROOM,
    "wagtailimages_chooser:create": NEWSROOM,
    "wagtailimages_chooser:select_format": NEWSROOM,
    "wagtailusers_users:index": SUPERUSERS,
    "wagtailusers_users:index_results": SUPERUSERS,
    "wagtailusers_users:add": SUPERUSERS,
    "wagtailusers_users:edit": SUPERUSERS,
    "wagtailusers_users:history": SUPERUSERS,
    "wagtailusers_users:history_results": SUPERUSERS,
    "": NOBODY,
}


def addresses(
    patterns: Any = None, route: str = "", space: str = ""
) -> Iterator[tuple[str, str, list[str]]]:
    """Each address as (route, name, names of its arguments)."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        here = route + str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            names = list(pattern.pattern.converters) or list(pattern.pattern.regex.groupindex)
            yield here, space + (pattern.name or ""), names
        else:
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from addresses(pattern.url_patterns, here, inner)


def is_closed(route: str) -> bool:
    return route.startswith(CLOSED) or "/workflow_history" in route or any(
        door in route for door in ("/convert_alias/", "/move/", "_id>/usage/", "/privacy/", "/unschedule/",
                                   "/generate_url/", "/preview/<str:filter_spec>")
    )  # fmt: skip


class House:
    """An edition with a story, a page and a picture, and one client for each role."""

    def __init__(self):
        self.edition = an_edition(sections=["world"])
        self.story = a_live_story(edition=self.edition)
        self.page = pages_root(self.edition).add_child(
            instance=StandingPage(title="Terms", slug="terms", body="<p>Be kind.</p>")
        )
        self.page.save_revision()
        self.picture = a_picture()
        for subject in (story_tag(self.story.pk), picture_tag(self.picture.pk)):
            Tombstone.objects.create(subject=subject)
        home = self.story.placements.get()
        tomorrow = timezone.now() + timedelta(days=1)
        self.due = schedule_taking_back(placement=home, by=None, at=tomorrow)
        people = {
            "reporter": a_reporter(self.edition),
            "moderator": a_moderator(self.edition),
            "editor": an_editor(self.edition),
            "chief": a_chief(self.edition),
            "chief elsewhere": a_chief(an_edition()),
            "superuser": a_superuser(),
        }
        self.people = people
        self.comment = a_comment(story=self.story, approved=True)
        report = report_comment(comment=self.comment, unlawful=True, explanation="It is.")
        self.report = report
        self.ban = ban_author(comment=self.comment, by=None, reason="Spam.")
        self.appeal = an_appeal(story=self.story)
        self.secrets = {
            "comments:notice": token_for("notice", report.pk),
            "comments:mail": token_for("mail", self.comment.pk),
        }

    def argument(self, name: str, address: str) -> Any:
        space, _, name_of = address.rpartition(":")
        pages = space.startswith("wagtailadmin_pages")
        mine = {
            "stories": self.story.pk,
            "editions": self.edition.pk,
            "grants": Grant.objects.get(user=self.people["reporter"]).pk,
            "wagtailusers_users": self.people["reporter"].pk,
            "wagtailimages_chooser": self.picture.pk,
            "schedule": self.due.pk,
            "receipts": self.story.pk,
            "moderation": {
                "answer_report": self.report.pk,
                "answer_appeal": self.appeal.pk,
            }.get(name_of, self.ban.pk),
        }
        revision = self.page.latest_revision_id if pages else self.story.latest_revision_id
        known = {
            "pk": mine.get(space, self.page.pk),
            "page_id": self.page.pk,
            "page_to_move_id": self.page.pk,
            "parent_page_id": pages_root(self.edition).pk,
            "destination_id": pages_root(self.edition).pk,
            "image_id": self.picture.pk,
            "picture_id": self.picture.pk,
            "placement_id": self.story.placements.get(is_home=True).pk,
            "revision_id": revision,
            "revision_id_a": revision,
            "revision_id_b": "latest",
            "path": self.picture.file.name,
            "content_type_app_name": "editions",
            "content_type_model_name": "standingpage",
            "app_label": "stories",
            "model_name": "story",
            "object_id": self.story.pk,
            "code": "spam" if name_of.endswith("clause") else self.edition.code,
            "story_id": self.story.pk,
            "comment_id": self.comment.pk,
            "act": "revise",
        }
        return known.get(name, "nothing" if name in {"uidb64", "token", "app_name"} else 1)

    def path(self, name: str, arguments: list[str]) -> str:
        space = name.rpartition(":")[0]
        values = {key: self.argument(key, name) for key in arguments}
        if space == "comments" and "token" in values:
            values["token"] = self.secrets.get(name, token_for("receipt", self.comment.pk))
        return reverse(name, kwargs=values)

    def client(self, role: str) -> Client:
        client = Client(raise_request_exception=False)
        if role in self.people:
            client.force_login(self.people[role])
        return client

    def door(self, role: str, path: str, method: str) -> str:
        """`open`, `shut` (403, 404, or sent to login, home or one's own folder), or `no way` for a
        method that does not exist there."""
        with suppress(Undone), transaction.atomic():
            response = getattr(self.client(role), method)(path)
            raise Undone
        away = response.get("Location", "")
        sent_off = away.startswith("/login/?next=") or (away == "/" and path != "/login/")
        if method == "get" and path.startswith("/pages/") and path != "/pages/":
            sent_off = sent_off or re.fullmatch(r"/pages/\d+/", away) is not None
        if response.status_code == 405:
            return "no way"
        return "shut" if response.status_code in {403, 404} or sent_off else "open"


class Undone(Exception):  # noqa: N818 (no error: it takes back what the request did)
    """Takes back whatever a request did."""


@pytest.fixture
def house(monkeypatch):
    monkeypatch.setattr(registry, "_previewers", [lambda story: story.headline.encode()])
    return House()


def test_every_address_has_a_row_and_every_row_an_address():
    open_names = {name for route, name, _arguments in addresses() if not is_closed(route)}

    assert open_names - TABLE.keys() == set()
    assert TABLE.keys() - open_names == set()


def test_closed_doors_are_closed_for_everybody(house):
    doors = [
        house.path(name, arguments)
        for route, name, arguments in addresses()
        if is_closed(route) and name
    ]

    ajar = {
        (role, path)
        for path in doors
        for role in ("chief", "superuser")
        if house.door(role, path, "get") != "shut"
    }

    assert len(doors) > 80
    assert sorted(ajar) == []


def test_each_role_enters_exactly_the_rows_of_the_table(house):
    rows = [
        (name, house.path(name, arguments))
        for route, name, arguments in addresses()
        if name and not name.startswith("closed") and not is_closed(route)
    ]

    wrong = {
        (name, role, door)
        for name, path in rows
        for role in ROLES
        for door in [house.door(role, path, "get")]
        if door == ("shut" if role in TABLE[name] else "open")
    }

    assert sorted(wrong) == []


def test_nobody_posts_where_they_may_not_look(house):
    rows = [
        (name, house.path(name, arguments))
        for route, name, arguments in addresses()
        if name and not name.startswith("closed") and not is_closed(route)
    ]

    let_in = {
        (name, role)
        for name, path in rows
        for role in ROLES
        if role not in TABLE[name] and house.door(role, path, "post") == "open"
    }

    assert sorted(let_in) == []
