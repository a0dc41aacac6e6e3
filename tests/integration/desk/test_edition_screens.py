"""Keeping an edition, founding one, giving roles, and the standing pages of each edition."""

import pytest
from django.contrib.auth.models import Group
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text

from broadsheet.editions.actions import grant_role, revoke_role
from broadsheet.editions.models import Edition, Grant, Role, StandingPage
from broadsheet.people.models import AuditEntry
from broadsheet.press.models import Change
from tests.integration.desk.screens import at, opened_by
from tests.newsroom import (
    a_chief,
    a_group,
    a_live_story,
    a_reporter,
    a_superuser,
    a_user,
    an_edition,
    an_editor,
    page_tree,
    pages_root,
)

pytestmark = pytest.mark.django_db

FIELDS = ("name", "tagline", "description", "colour", "time_zone", "month_style", "digit_style",
          "code", "language", "host", "position")  # fmt: skip


def section_row(section, **overrides):
    row = {name: getattr(section, name) for name in ("name", "slug", "colour", "introduction")}
    return {"id": section.pk or "", **row, **overrides}


def edition_data(edition, *, sections=None, **overrides):
    rows = sections
    if rows is None:
        rows = [section_row(section) for section in edition.sections.all()]
    known = [row for row in rows if row.get("id")]
    nothing = inline_formset([])
    return nested_form_data(
        {
            **{name: getattr(edition, name) for name in FIELDS},
            "group": edition.group_id,
            "sections": inline_formset(rows, initial=len(known)),
            "follow_links": nothing,
            "postal_addresses": nothing,
            "sister_titles": nothing,
            **overrides,
        }
    )


def marked():
    return set(Change.objects.values_list("tag", flat=True))


def a_standing_page(edition, **overrides):
    values = {"title": "About us", "slug": "about", "body": "<p>Us.</p>", "purpose": "about"}
    return pages_root(edition).add_child(instance=StandingPage(**{**values, **overrides}))


def test_chief_keeps_masthead_and_sections_in_one_act():
    edition = an_edition(sections=["world"])
    client = opened_by(a_chief(edition))
    rows = [section_row(edition.sections.get(), name="The world")]
    rows.append({"name": "Sport", "slug": "sport", "colour": "#102030", "introduction": ""})
    Change.objects.all().delete()

    client.post(
        at("editions:edit", edition.pk), edition_data(edition, sections=rows, tagline="Daily")
    )

    edition.refresh_from_db()
    assert edition.tagline == "Daily"
    assert [section.name for section in edition.sections.all()] == ["The world", "Sport"]
    assert marked() == {f"frame:{edition.code}"}
    assert AuditEntry.objects.filter(act="editions.edition.keep").count() == 1


def test_new_name_is_told_to_the_other_editions():
    edition = an_edition()
    client = opened_by(a_chief(edition))
    Change.objects.all().delete()

    client.post(at("editions:edit", edition.pk), edition_data(edition, name="The Evening Courier"))

    assert marked() == {f"frame:{edition.code}", "editions"}


def test_chief_cannot_change_what_the_houses_addresses_hang_on():
    edition = an_edition(language="en")
    client = opened_by(a_chief(edition))

    client.post(
        at("editions:edit", edition.pk),
        edition_data(edition, code="other", host="news.example", language="ar", name="Kept"),
    )

    row = Edition.objects.get(pk=edition.pk)
    assert row.name == "Kept"
    assert (row.code, row.host, row.language) == (edition.code, "", "en")


@pytest.mark.parametrize("maker", [an_editor, a_reporter])
def test_only_chiefs_keep_an_edition(maker):
    edition = an_edition()
    client = opened_by(maker(edition))

    response = client.post(at("editions:edit", edition.pk), edition_data(edition, name="Mine"))

    edition.refresh_from_db()
    assert response.status_code == 302
    assert edition.name != "Mine"


def test_chief_of_one_edition_does_not_see_another():
    edition, other = an_edition(), an_edition()
    client = opened_by(a_chief(edition))

    response = client.post(at("editions:edit", other.pk), edition_data(other, name="Mine"))
    listed = client.get(at("editions:index")).context["object_list"]

    other.refresh_from_db()
    assert response.status_code == 302
    assert other.name != "Mine"
    assert list(listed) == [edition]


def test_section_with_stories_is_not_deleted_and_the_form_says_why():
    edition = an_edition(sections=["world"])
    a_live_story(edition=edition)
    client = opened_by(a_chief(edition))
    rows = [section_row(edition.sections.get(), DELETE="1")]

    response = client.post(at("editions:edit", edition.pk), edition_data(edition, sections=rows))

    assert "Stories stand in a section that was to be deleted." in response.text
    assert edition.sections.count() == 1


def test_section_with_published_stories_keeps_its_slug():
    edition = an_edition(sections=["world"])
    a_live_story(edition=edition)
    client = opened_by(a_chief(edition))
    rows = [section_row(edition.sections.get(), slug="globe")]

    response = client.post(at("editions:edit", edition.pk), edition_data(edition, sections=rows))

    assert "keeps its slug" in response.text
    assert Edition.objects.get(pk=edition.pk).sections.get().slug == "world"


def test_superuser_founds_an_edition_with_sections_and_a_folder_for_pages():
    page_tree()
    group = a_group()
    new = Edition(code="ev", name="The Evening Post", language="en", group=group)
    rows = [{"name": "World", "slug": "world", "colour": "#102030", "introduction": ""}]

    opened_by(a_superuser()).post(at("editions:add"), edition_data(new, sections=rows))

    edition = Edition.objects.get(code="ev")
    assert edition.sections.get().slug == "world"
    assert edition.pages_root is not None


def test_chief_cannot_found_an_edition():
    edition = an_edition()
    new = Edition(code="ev", name="The Evening Post", language="en", group=edition.group)

    response = opened_by(a_chief(edition)).post(at("editions:add"), edition_data(new, sections=[]))

    assert response.status_code == 302
    assert not Edition.objects.filter(code="ev").exists()


def test_superuser_gives_and_takes_a_role():
    page_tree()
    edition, user = an_edition(), a_user()
    client = opened_by(a_superuser())

    client.post(at("grants:index"), {"user": user.pk, "edition": edition.pk, "role": "editor"})
    grant = Grant.objects.get(user=user)
    may_enter = type(user).objects.get(pk=user.pk).has_perm("wagtailadmin.access_admin")
    client.post(at("grants:revoke", grant.pk))

    assert grant.role == Role.EDITOR
    assert may_enter
    assert not type(user).objects.get(pk=user.pk).has_perm("wagtailadmin.access_admin")


def test_chief_cannot_give_a_role():
    edition = an_edition()
    chief = a_chief(edition)

    opened_by(chief).post(
        at("grants:index"), {"user": a_user().pk, "edition": edition.pk, "role": "chief"}
    )

    assert Grant.objects.get().user == chief


def test_groups_follow_the_grants_and_leave_other_groups_alone():
    page_tree()
    edition, user = an_edition(), a_user()
    user.groups.add(Group.objects.create(name="Choir"))

    grant_role(user=user, edition=edition, role=Role.CHIEF, by=None)
    as_chief = set(user.groups.values_list("name", flat=True))
    grant_role(user=user, edition=edition, role=Role.REPORTER, by=None)
    as_reporter = set(user.groups.values_list("name", flat=True))
    revoke_role(user=user, edition=edition, by=None)

    assert as_chief == {"Choir", "Newsroom", "Picture editors", f"Chiefs of {edition.code}"}
    assert as_reporter == {"Choir", "Newsroom"}
    assert set(user.groups.values_list("name", flat=True)) == {"Choir"}


def test_chief_writes_and_publishes_a_standing_page_of_the_edition():
    edition = an_edition()
    client = opened_by(a_chief(edition))
    Change.objects.all().delete()
    data = {"title": "Terms", "slug": "terms", "introduction": "", "purpose": "terms",
            "body": rich_text("<p>Be kind.</p>"), "comments": inline_formset([]),
            "action-publish": "1"}  # fmt: skip
    url = at("wagtailadmin_pages:add", "editions", "standingpage", pages_root(edition).pk)

    client.post(url, nested_form_data(data))

    page = StandingPage.objects.get()
    assert page.live
    assert {f"page:{page.pk}", f"frame:{edition.code}"} <= marked()


def test_chief_of_another_edition_does_not_touch_the_page():
    edition, other = an_edition(), an_edition()
    page = a_standing_page(edition)
    client = opened_by(a_chief(other))

    response = client.post(at("wagtailadmin_pages:unpublish", page.pk))

    page.refresh_from_db()
    assert response.status_code == 302
    assert page.live


@pytest.mark.parametrize("act", ["unpublish", "delete"])
def test_page_that_goes_marks_itself_and_the_frame(act):
    edition = an_edition()
    page = a_standing_page(edition)
    client = opened_by(a_chief(edition))
    Change.objects.all().delete()

    client.post(at(f"wagtailadmin_pages:{act}", page.pk))

    assert not StandingPage.objects.live().exists()
    assert marked() == {f"page:{page.pk}", f"frame:{edition.code}"}


def test_page_moved_among_its_siblings_marks_the_frame():
    edition = an_edition()
    first, second = a_standing_page(edition), a_standing_page(edition, slug="b", title="B")
    client = opened_by(a_chief(edition))
    Change.objects.all().delete()

    client.post(at("wagtailadmin_pages:set_page_position", second.pk) + "?position=0")

    assert list(pages_root(edition).get_children()) == [second.page_ptr, first.page_ptr]
    assert f"frame:{edition.code}" in marked()


def test_saved_draft_of_a_page_marks_nothing():
    page = a_standing_page(an_edition())
    Change.objects.all().delete()

    page.title = "Not yet"
    page.save_revision()

    assert marked() == set()
