"""Approved comments stand in the pressed pages, and each change presses what shows it alone."""

import pytest

from broadsheet.comments import actions
from broadsheet.comments.models import Comment, Conversation
from broadsheet.comments.queries import clause_named
from broadsheet.press.checking import check_site
from broadsheet.press.wanting import want_everything
from broadsheet.press.working import drain, prepare
from broadsheet.press.writers.folder import FolderWriter
from broadsheet.stories.actions import kill_story
from tests.newsroom import a_comment, a_live_story, a_moderator, an_arabic_edition, an_edition

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
