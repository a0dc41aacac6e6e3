"""Comments of other systems come in once, with their threads; what does not is kept and told."""

import json
from datetime import UTC, datetime

import pytest
from typer.testing import CliRunner

from broadsheet.comments import actions, chain
from broadsheet.comments.command_line import app
from broadsheet.comments.keys import author_of, unseal
from broadsheet.comments.models import Comment, Conversation, Decision, Imported, Letter, State
from broadsheet.comments.queries import clause_named, expected_wait, thread_of
from broadsheet.stories.actions import readdress_placement
from broadsheet.stories.queries import path_of
from tests.integration.comments.foreign_files import disqus, disqus_post, isso, wxr, wxr_comment
from tests.newsroom import a_comment, a_live_story, an_edition, placement_of_home

pytestmark = pytest.mark.django_db
AT = datetime(2014, 3, 1, 10, 20, 30, tzinfo=UTC)


@pytest.fixture
def story():
    return a_live_story(edition=an_edition(code="en", sections=["world"]))


@pytest.fixture
def slug(story):
    return placement_of_home(story).slug


@pytest.fixture
def take(tmp_path):
    """Import a text or a file; gives what the command told."""

    def run(system, text, *more, fails=False):
        file = text if hasattr(text, "open") else tmp_path / "file"
        if file != text:
            file.write_text(text, encoding="utf-8")
        arguments = ["import", system, str(file), "--edition", "en", "--json", *more]
        done = CliRunner().invoke(app, arguments, catch_exceptions=False)
        assert (done.exit_code != 0) == fails, done.output
        return done if fails else json.loads(done.stdout)

    return run


def test_wordpress_states_threads_times_and_markup_come_over(take, story, slug):
    text = wxr(((f"https://old.example/2014/03/{slug}/", slug), [
        wxr_comment(7, text='See <a href="https://x.example/a">this</a> &amp; that.\n\nSecond line.'),
        wxr_comment(8, parent=7, name="", mail="", at="2014-03-01 11:00:00"),
        wxr_comment(9, state="0", text="I wait."),
        wxr_comment(10, state="spam", text="Buy."),
        wxr_comment(11, state="trash", text="Gone."),
        wxr_comment(12, kind="pingback", text="[...]"),
    ]))  # fmt: skip

    told = take("wxr", text)

    first, answer = Comment.objects.filter(state=State.APPROVED).order_by("number")
    assert told["taken"] == 4
    assert told["kept"] == {
        "deleted there": 1,
        "no reader's comment (a pingback or a trackback)": 1,
    }
    assert first.text == "See this (https://x.example/a) & that.\nSecond line."
    assert (first.created_at, first.appeared_at, first.number) == (AT, AT, 1)
    assert (first.author, first.mail) == (author_of("walker@readers.example"), "")
    assert (answer.parent, answer.thread, answer.name) == (first, first, "A reader")
    assert [one.pk for one in thread_of(first.pk)] == [first.pk, answer.pk]
    waiting = Comment.objects.get(state=State.PENDING)
    assert (waiting.text, unseal(waiting.mail)) == ("I wait.", "walker@readers.example")
    rejected = Comment.objects.get(state=State.REJECTED)
    assert Decision.objects.get(comment_id=rejected.pk).clause.clause.code == "spam"
    assert Conversation.objects.get().approved == 2
    assert list(chain.broken()) == []
    assert not Letter.objects.exists()


def test_import_may_be_repeated_and_goes_on_where_it_stopped(take, story, slug):
    post = (f"/{slug}/", slug)
    whole = wxr((post, [wxr_comment(1), wxr_comment(2, text="Two.")]), (post, [wxr_comment(3)]))

    cut = take("wxr", whole[:-80], fails=True)
    told = take("wxr", whole)
    again = take("wxr", whole)

    assert "The file ends before" in cut.stderr or "cannot be read" in cut.stderr
    assert json.loads(cut.stdout)["taken"] == 2
    assert (told["taken"], told["known"]) == (1, 2)
    assert (again["taken"], again["known"]) == (0, 3)
    assert Comment.objects.count() == 3


def test_what_finds_no_story_is_kept_told_and_taken_once_its_story_is_named(take, story, tmp_path):
    text = wxr((("https://old.example/?p=77", "nothing-like-it"), [wxr_comment(1, text="Kept.")]))

    told = take("wxr", text)
    rest = json.loads(CliRunner().invoke(app, ["import-rest", "--edition", "en", "--json"]).stdout)
    stories = tmp_path / "stories.csv"
    stories.write_text(f"https://old.example/,{story.pk}\n")
    mapped = take("wxr", text, "--stories", str(stories))

    assert told["addresses"] == {"https://old.example/?p=77": 1}
    assert [(row["text"], row["why"]) for row in rest] == [
        ("Kept.", "no story of the edition has this address")
    ]
    assert "walker@readers.example" not in json.dumps(rest)
    assert mapped["taken"] == 1
    assert Comment.objects.get().story == story
    assert not Imported.objects.filter(comment=None).exists()


@pytest.mark.parametrize("where", ["ours", "former", "slug.html"])
def test_story_is_told_by_our_own_address_a_former_one_or_its_slug(take, story, slug, where):
    placement = placement_of_home(story)
    before = path_of(placement)
    if where != "slug.html":
        readdress_placement(placement=placement, by=None, slug="another-name")
    address = {"ours": f"https://n.example/en/{path_of(placement_of_home(story))}",
               "former": f"https://n.example/{before}",
               "slug.html": f"https://old.example/a/{slug}.html"}[where]  # fmt: skip

    assert take("wxr", wxr(((address, ""), [wxr_comment(1)])))["taken"] == 1


def test_slug_of_two_stories_stands_for_neither(take, story, slug):
    other = a_live_story(edition=story.home_edition)
    readdress_placement(placement=placement_of_home(other), by=None, slug=slug)

    assert take("wxr", wxr(((f"/{slug}/", slug), [wxr_comment(1)])))["taken"] == 0


def test_disqus_threads_states_and_late_parents_come_over(take, story, slug):
    text = disqus(
        {"100": f"https://old.example/{slug}", "101": "https://old.example/unknown"},
        disqus_post("3", "100", parent="1", text="<p>An answer.</p>"),
        disqus_post("1", "100", text="<p>One.</p><p>Two <b>bold</b>.</p>"),
        disqus_post("4", "100", parent="5", text="To one that is gone."),
        disqus_post("5", "100", parent="1", deleted="true"),
        disqus_post("6", "100", spam="true"),
        disqus_post("7", "101"),
    )

    told = take("disqus", text)

    root = Comment.objects.get(text="One.\nTwo bold.")
    answers = Comment.objects.filter(parent=root).order_by("text")
    assert told["taken"] == 4
    assert told["addresses"] == {"https://old.example/unknown": 1}
    assert [answer.text for answer in answers] == ["An answer.", "To one that is gone."]
    assert root.replies == 2
    assert root.created_at == AT
    assert Comment.objects.get(state=State.REJECTED)


def test_isso_is_read_from_its_database_and_left_as_it_is(take, story, slug, tmp_path):
    file = tmp_path / "comments.db"
    isso(file, f"/{slug}/", (1, None, 1, "One."), (2, 1, 1, "<b>Two</b>"), (3, None, 2, "Waits."),
         (4, None, 4, ""))  # fmt: skip
    before = file.read_bytes()

    told = take("isso", file)

    assert told["taken"] == 3
    assert told["kept"] == {"deleted there": 1}
    assert Comment.objects.get(text="Two").parent.text == "One."
    assert Comment.objects.get(text="One.").created_at.timestamp() == 1393669230.5
    assert file.read_bytes() == before


def test_file_that_is_no_database_is_refused_by_name(take, story):
    assert "is no database of Isso's" in take("isso", "no database", fails=True).stderr


@pytest.mark.parametrize(
    "head",
    ['<!DOCTYPE r [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>',
     '<!DOCTYPE r [<!ENTITY a SYSTEM "file:///etc/passwd">]>', "<!DOCTYPE r>"],
)  # fmt: skip
def test_document_type_in_an_import_is_refused(take, story, slug, head):
    text = wxr(((f"/{slug}/", slug), [wxr_comment(1, text="x]]>&a;<![CDATA[")]), head=head)

    done = take("wxr", text, fails=True)

    assert "declares the entity" in done.stderr
    assert Comment.objects.count() == 0


def test_hostile_markup_becomes_text(take, story, slug):
    hostile = "<script>alert(1)</script><img src=x onerror=alert(1)>\u202eHello<b onclick=x>!</b>"

    take("wxr", wxr(((f"/{slug}/", slug), [wxr_comment(1, text=hostile, name="<i>N\u202e</i>")])))

    comment = Comment.objects.get()
    assert comment.text == "Hello!"
    assert comment.name == "<i>N</i>"


def test_export_of_everything_comes_into_another_edition_with_its_decisions(take, story, tmp_path):
    kept = a_comment(story=story, approved=True, name="Keeper")
    answer = a_comment(story=story, parent=kept, approved=True)
    bad = a_comment(story=story)
    actions.reject_comment(comment=bad, by=None, clause=clause_named("insults"), reason="Rude.")
    actions.report_comment(comment=kept, clause=clause_named("spam"))
    actions.appeal_decision(comment=bad, text="Why?")

    done = CliRunner().invoke(app, ["export", "--everything"], catch_exceptions=False)
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    by_id = {line["id"]: line for line in lines if line["kind"] == "comment"}
    Comment.objects.exclude(pk="").delete()
    Conversation.objects.all().delete()
    told = take("broadsheet", done.stdout)

    assert {line["kind"] for line in lines} == {"clause", "word", "comment"}
    assert by_id[bad.pk]["decisions"][0]["reason"] == "Rude."
    assert by_id[bad.pk]["appeals"][0]["text"] == "Why?"
    assert by_id[kept.pk]["reports"][0]["clause"] == "spam"
    assert by_id[answer.pk]["parent"] == kept.pk
    assert told["taken"] == 3
    assert Comment.objects.get(name="Keeper").replies == 1
    rejected = Comment.objects.get(state=State.REJECTED)
    assert Decision.objects.filter(comment_id=rejected.pk).get().clause.clause.code == "insults"


def test_imported_comments_do_not_count_as_decided_in_no_time(take, story, slug):
    take("wxr", wxr(((f"/{slug}/", slug), [wxr_comment(1)])))

    assert expected_wait(story.home_edition) is None
