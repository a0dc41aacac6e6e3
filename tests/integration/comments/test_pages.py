"""Approved comments stand in the pressed pages, and each change presses what shows it alone."""

import re

import pytest
from django.test import Client

from broadsheet.comments import actions
from broadsheet.comments.models import Comment, Conversation, Decision
from broadsheet.comments.queries import clause_named
from broadsheet.press.checking import check_site
from broadsheet.press.serving.site import ReadersSite
from broadsheet.press.wanting import want_everything
from broadsheet.press.working import drain, prepare
from broadsheet.press.writers.folder import FolderWriter
from broadsheet.stories.actions import correct_story, kill_story, readdress_placement
from broadsheet.stories.queries import path_of
from tests.integration.comments.reading import SAME, answered, filled
from tests.newsroom import (
    a_comment,
    a_live_story,
    a_moderator,
    an_arabic_edition,
    an_edition,
    placement_of_home,
)

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def story():
    return a_live_story(edition=an_edition(sections=["world"]))


@pytest.fixture
def site(tmp_path, story):
    writer = FolderWriter(tmp_path / "public")
    prepare(writer)
    want_everything()
    drain(writer)
    return writer


def page(site, ending):
    return next(site.read(path).decode() for path in sorted(site.paths()) if path.endswith(ending))


def story_page(site, story):
    path = next(p for p in site.paths() if f"/{story.pk}-" in p and "/comments/" not in p)
    return site.read(path).decode()


def test_comment_stands_in_the_storys_own_page_once_it_is_approved(site, story):
    comment = a_comment(story=story, text="The <b>bridge</b> is & stays open.")
    drain(site)
    assert "stays open" not in story_page(site, story)

    actions.approve_comment(comment=comment, by=None)
    drain(site)

    assert "The &lt;b&gt;bridge&lt;/b&gt; is &amp; stays open." in story_page(site, story)
    assert "1 comment<" in story_page(site, story)
    assert f'id="comment-{comment.pk}"' in page(site, "/comments/1/index.html")
    assert list(check_site(site)) == []


def test_addresses_become_links_that_vouch_for_nothing(site, story):
    a_comment(story=story, text="See https://a.example/x?y=1&z=2. Or javascript:alert(1)",
              approved=True)  # fmt: skip

    drain(site)

    assert (
        '<a rel="nofollow ugc noopener" href="https://a.example/x?y=1&amp;z=2">'
        "https://a.example/x?y=1&amp;z=2</a>. Or javascript:alert(1)"
    ) in story_page(site, story)


def test_approval_presses_the_pages_that_show_it_and_no_more(site, story):
    other = a_live_story(edition=story.home_edition)
    a_comment(story=other, approved=True)
    a_comment(story=story, approved=True)
    comment = a_comment(story=story)
    drain(site)

    actions.approve_comment(comment=comment, by=None)
    work = drain(site)

    # The story, its page of comments, and the recommended ones.
    assert work.pressed == 3


def test_many_approvals_are_one_press(site, story):
    comments = [a_comment(story=story) for _ in range(10)]
    drain(site)

    for comment in comments:
        actions.approve_comment(comment=comment, by=None)
    pressed = drain(site).pressed

    assert pressed == 3


def test_fifty_comments_are_a_page_and_keep_it(site, story):
    first = a_comment(story=story, approved=True)
    conversation = Conversation.objects.get(story=story)
    rows = [
        Comment(story=story, edition=first.edition, name=f"n{n}", title="", text=f"text {n}",
                language="en", state="approved", number=n)
        for n in range(2, 121)
    ]  # fmt: skip
    Comment.objects.bulk_create(rows)
    Conversation.objects.filter(pk=conversation.pk).update(approved=120, numbered=120)
    want_everything()
    drain(site)

    pages = sorted(p for p in site.paths() if "/comments/" in p)

    assert [p.split("/")[-2] for p in pages] == ["1", "2", "3", "recommended"]
    assert page(site, "comments/1/index.html").count('class="comment"') == 50
    assert page(site, "comments/3/index.html").count('class="comment"') == 20
    assert story_page(site, story).count('class="comment"') == 50
    assert 'rel="prev"' in story_page(site, story)
    assert list(check_site(site)) == []


def test_answer_links_to_what_it_answers_and_to_the_thread(site, story):
    parent = a_comment(story=story, approved=True, name="Walker")
    a_comment(story=story, parent=parent, approved=True)

    drain(site)

    assert f"comments/1/#comment-{parent.pk}" in story_page(site, story)
    assert page(site, f"comments/thread-{parent.pk}/index.html").count('class="comment"') == 2


def test_erased_person_is_in_no_pressed_page(site, story):
    comment = a_comment(
        story=story, approved=True, name="Zaynab Unique", text="Zaynab says so.", title="Zaynab"
    )
    a_comment(story=story, parent=comment, approved=True)
    drain(site)
    assert any(b"Zaynab" in site.read(path) for path in site.paths())

    actions.erase_comment(comment=Comment.objects.get(pk=comment.pk))
    drain(site)

    assert [path for path in site.paths() if b"Zaynab" in site.read(path)] == []
    assert list(check_site(site)) == []


def test_killed_story_takes_its_comments_off(site, story):
    a_comment(story=story, approved=True, text="Harbour talk.")
    drain(site)

    kill_story(story=story, by=None, reason="wrong")
    drain(site)

    assert [path for path in site.paths() if b"Harbour talk" in site.read(path)] == []
    assert page(site, "/comments/1/index.html").startswith("<!--broadsheet 410-->")


def test_rejected_comment_leaves_the_page(site, story):
    comment = a_comment(story=story, approved=True, text="Harbour talk.")
    drain(site)

    actions.reject_comment(comment=comment, by=None, clause=clause_named("8"))
    drain(site)

    assert "Harbour talk" not in story_page(site, story)
    assert "0 comments" in story_page(site, story)


def test_terms_are_pressed_in_both_languages_from_their_clauses(site):
    an_edition(code="en1")
    an_arabic_edition(code="ar1")
    said = {"en": {"text": "Be polite.", "example": "Not this."},
            "ar": {"text": "كن مهذبًا.", "example": "ليس هكذا."}}  # fmt: skip
    want_everything()
    drain(site)

    actions.keep_clause(code="insults", texts=said, by=None)
    drain(site)

    assert "7. Be polite." in page(site, "en1/publishing-terms/index.html")
    assert "٧. كن مهذبًا." in page(site, "ar1/publishing-terms/index.html")


def test_closed_conversation_shows_no_form(site, story):
    drain(site)
    assert "<textarea" in story_page(site, story)

    actions.set_conversation_mode(edition=story.home_edition, story=story, by=None, mode="closed")
    drain(site)

    assert "<textarea" not in story_page(site, story)


def test_featured_and_the_newsrooms_reply_are_named_as_such(site, story):
    comment = a_comment(story=story, approved=True)
    actions.feature_comment(comment=comment, by=None)
    by = a_moderator(story.home_edition)
    actions.reply_as_editor(comment=comment, by=by, name="Night desk", text="We corrected it.")

    drain(site)

    assert "Chosen by the editors" in story_page(site, story)
    assert "From the newsroom" in story_page(site, story)


def test_recommendations_count_once_a_machine(site, story):
    comment = a_comment(story=story, approved=True)

    counted = [
        actions.recommend_comment(comment=comment, machine=machine)
        for machine in ("192.0.2.1", "192.0.2.1", "192.0.2.2")
    ]
    drain(site)

    assert counted == [True, False, True]
    assert "Recommend <b>2</b>" in story_page(site, story)


def asked(site, path):
    answer = ReadersSite(site.root).answer(method="GET", host="localhost", path=path)
    return answer.status, dict(answer.headers).get("location")


def test_old_addresses_of_comments_lead_to_where_they_stand_now(site, story):
    root = a_comment(story=story, approved=True)
    a_comment(story=story, parent=root, approved=True)
    placement = placement_of_home(story)
    code, before = placement.edition.code, path_of(placement)

    readdress_placement(placement=placement, by=None, slug="another-name")
    drain(site)

    after = path_of(placement_of_home(story))
    pages = ["1", "recommended", f"thread-{root.pk}"]
    assert [asked(site, f"/{code}/{before}comments/{page}/") for page in pages] == [
        (301, f"/{code}/{after}comments/{page}/") for page in pages
    ]
    assert {asked(site, f"/{code}/{after}comments/{page}/")[0] for page in pages} == {200}
    assert list(check_site(site)) == []


def test_page_of_comments_that_comes_later_has_an_old_address_too(site, story):
    placement = placement_of_home(story)
    code, before = placement.edition.code, path_of(placement)
    readdress_placement(placement=placement, by=None, slug="another-name")
    drain(site)

    a_comment(story=story, approved=True)
    drain(site)

    assert asked(site, f"/{code}/{before}comments/1/")[0] == 301
    assert list(check_site(site)) == []


def test_killed_storys_old_addresses_of_comments_are_gone(site, story):
    a_comment(story=story, approved=True)
    placement = placement_of_home(story)
    code, before = placement.edition.code, path_of(placement)
    readdress_placement(placement=placement, by=None, slug="another-name")
    drain(site)

    kill_story(story=story, by=None, reason="Untrue.")
    drain(site)

    assert asked(site, f"/{code}/{before}comments/1/")[0] == 410
    assert list(check_site(site)) == []


def test_form_of_a_page_from_before_the_move_still_posts(site, story):
    text = story_page(site, story)
    action = re.search(r'<form[^>]*action="(/comments/on/[^"]+)"', text)[1]
    placement = placement_of_home(story)
    readdress_placement(placement=placement, by=None, slug="another-name")

    first = Client().post(action, filled(), headers=SAME)
    second = Client().post(action, filled(**answered(first)), headers=SAME)

    assert (first.status_code, second.status_code) == (200, 303)
    assert Comment.objects.get().story == story


@pytest.mark.parametrize(
    ("edition", "before"),
    [(an_edition, "Corrected after a comment by"), (an_arabic_edition, "صُحّح بعد تعليق من")],
)
def test_comment_is_named_beside_its_correction_while_it_stands(site, edition, before):
    story = a_live_story(edition=edition(sections=["world"]))
    comment = a_comment(story=story, name="Walker <b>", approved=True)
    correction = correct_story(story=story, by=None, text="It opened on Monday.")
    want_everything()
    drain(site)
    assert before not in story_page(site, story)

    actions.credit_comment(comment=comment, correction=correction, by=None)
    drain(site)
    named = story_page(site, story)
    actions.reject_comment(comment=comment, by=None, clause=clause_named("spam"))
    drain(site)

    assert f'/comments/1/#comment-{comment.pk}">{before}' in named
    assert "<bdi>Walker &lt;b&gt;</bdi>" in named
    assert before not in story_page(site, story)
    assert list(check_site(site)) == []


def test_credit_ends_when_it_is_withdrawn_and_goes_over_to_another_comment(site, story):
    first, second = (a_comment(story=story, name=name, approved=True) for name in ("Ann", "Bee"))
    correction = correct_story(story=story, by=None, text="It opened on Monday.")
    actions.credit_comment(comment=first, correction=correction, by=None)
    credit = actions.credit_comment(comment=second, correction=correction, by=None)
    drain(site)
    named = story_page(site, story)

    actions.withdraw_credit(credit=credit, by=None)
    actions.withdraw_credit(credit=credit, by=None)
    drain(site)

    assert "Corrected after a comment by <bdi>Bee</bdi>" in named
    assert "Corrected after" not in story_page(site, story)
    acts = list(Decision.objects.order_by("pk").values_list("act", flat=True))[-4:]
    assert acts == ["credit", "withdraw_credit", "credit", "withdraw_credit"]
    assert list(check_site(site)) == []
