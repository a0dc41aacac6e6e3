"""Letters by a real SMTP server: to one address, in the comment's language, and nobody's words."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from broadsheet.comments import actions
from broadsheet.comments.letters import TRIES, send_due_letters
from broadsheet.comments.models import Comment, Letter, State
from broadsheet.comments.queries import clause_named
from tests.integration.comments.reading import SAME, answered, filled, post, with_proof
from tests.newsroom import a_comment, a_live_story, a_moderator, an_arabic_edition, an_edition
from tests.security.evasions import lines
from tests.smtp import Postbox, sends_to, smtp_server
from tests.storage import free_port

pytestmark = pytest.mark.django_db
WORDS = {"name": "Zubaydah", "title": "Quincunx", "text": "Buy at https://spam.example now."}
PLAIN_HEADERS = {"content-type", "mime-version", "content-transfer-encoding", "subject", "from", "to",
                 "date", "message-id", "auto-submitted", "content-language"}  # fmt: skip
ADDRESS = re.compile(r"https?://[^/\s]+(/comments/\S+)")


@pytest.fixture
def postbox():
    postbox = Postbox()
    with smtp_server(postbox):
        yield postbox


@pytest.fixture(params=["en", "ar"])
def story(request):
    make = an_arabic_edition if request.param == "ar" else an_edition
    return a_live_story(edition=make(sections=["world"]))


def without_scripts(story, **fields):
    page = post(story, **filled(**WORDS | fields))
    return post(story, **filled(**WORDS | fields, **answered(page)))


def send(*, later=timedelta(0)):
    Letter.objects.filter(sent_at=None).update(due_at=timezone.now() - timedelta(seconds=1))
    return send_due_letters()


def last(postbox):
    return postbox.letters[-1][1]


def whole(message):
    return "\n".join([*(f"{name}: {value}" for name, value in message.items()),
                      message.get_content()])  # fmt: skip


def test_letters_at_each_step_are_in_the_comments_language(postbox, story):
    language = story.home_edition.language
    without_scripts(story)
    send()
    confirm = ADDRESS.search(last(postbox).get_content())[1]
    receipt = Client().post(confirm, {"act": "mine"}, headers=SAME)["Location"]
    comment = Comment.objects.get()
    decider, other = (a_moderator(story.home_edition) for _ in range(2))
    steps = [
        lambda: actions.reject_comment(comment=comment, by=decider, clause=clause_named("spam"),
                                       quoted=["https://spam.example"]),
        lambda: actions.judge_appeal(appeal=actions.appeal_decision(comment=comment), by=other,
                                     overturn=True),
        lambda: actions.judge_report(
            report=actions.report_comment(comment=comment, clause=clause_named("spam"),
                                          mail="other@readers.example"), by=other, uphold=False),
        lambda: actions.ban_author(comment=comment, by=decider, reason="Adverts."),
    ]  # fmt: skip
    subjects = [last(postbox)["Subject"]]
    for step in steps:
        step()
        send()
        subjects.append(last(postbox)["Subject"])

    assert len(postbox.letters) == 6
    assert len(set(subjects)) == 5
    script = re.compile("[\u0600-\u06ff]") if language.startswith("ar") else re.compile("[a-z]{4}")
    for recipients, message in postbox.letters:
        assert len(recipients) == 1
        assert message["Content-Language"] == language
        assert message["Auto-Submitted"] == "auto-generated"
        assert script.search(message.get_content())
        assert story.home_edition.name in message["Subject"]
    rejected = postbox.letters[1][1].get_content()
    assert "> https://spam.example" in rejected
    assert receipt in rejected


@pytest.mark.parametrize("by", [without_scripts, with_proof])
def test_no_word_of_a_reader_goes_to_a_mailbox_before_it_is_confirmed(postbox, story, by):
    by(story, **WORDS)
    send()
    comment = Comment.objects.get()
    if comment.state == State.PENDING:
        actions.reject_comment(comment=comment, by=None, clause=clause_named("spam"),
                               quoted=["https://spam.example"], reason="An advert.")  # fmt: skip
        send()

    assert postbox.letters
    for _recipients, message in postbox.letters:
        for word in ("Zubaydah", "Quincunx", "spam.example", "An advert."):
            assert word not in whole(message)


def test_looking_at_a_letters_address_confirms_nothing(postbox, story):
    without_scripts(story)
    send()

    Client().get(ADDRESS.search(last(postbox).get_content())[1])

    assert Comment.objects.get().state == State.UNCONFIRMED


def test_somebody_elses_mailbox_can_say_so_and_hears_no_more(postbox, story):
    without_scripts(story)
    send()

    Client().post(ADDRESS.search(last(postbox).get_content())[1], {"act": "not_mine"}, headers=SAME)

    assert (Comment.objects.get().state, Comment.objects.get().mail) == (State.WITHDRAWN, "")
    assert send() == 0


def test_aliases_of_a_mailbox_get_no_more_letters_than_the_mailbox(postbox, story):
    for number in range(6):
        without_scripts(story, mail=f"vic.tim+{number}@gmail.com", text=f"Text {number}")
    send()

    assert len(postbox.letters) == 3


def test_mailbox_that_is_not_there_is_not_tried_again(postbox, story):
    postbox.refusals["gone@readers.example"] = "550 5.1.1 No such mailbox"
    without_scripts(story, mail="gone@readers.example")

    letter = Letter.objects.get()

    assert (letter.sent_at, letter.attempts, send_due_letters()) == (None, TRIES, 0)
    assert "No such mailbox" in letter.last_error
    assert postbox.asked == ["gone@readers.example"]


def test_full_mailbox_is_tried_later_and_keeps_no_other_letter_waiting(postbox, story):
    postbox.refusals["full@readers.example"] = "452 4.2.2 Mailbox full"
    without_scripts(story, mail="full@readers.example")
    without_scripts(story, mail="other@readers.example", text="Another text.")

    letter = Letter.objects.get(sent_at=None)
    assert (letter.attempts, letter.due_at > timezone.now()) == (1, True)
    postbox.refusals.clear()
    send()

    assert [one[0][0] for one in postbox.letters] == [
        "other@readers.example", "full@readers.example"
    ]  # fmt: skip


def test_letter_waits_for_a_server_that_is_away(story):
    port, postbox = free_port(), Postbox()
    with sends_to(port):
        without_scripts(story)
        assert send() == 0
    with smtp_server(postbox, port=port):
        assert send() == 1
    assert postbox.letters[0][0] == ["walker@readers.example"]


@pytest.mark.parametrize(
    "mail",
    ["a@b.example\r\nBcc: victim@x.example", "a@b.example\nSubject: x", "a@b.example,c@d.example",
     "a@b.example%0d%0abcc:c@d.example", "<a@b.example>, <c@d.example>", "a@b.example\x00",
     "a@b.example; c@d.example", "A <a@b.example>", "a\u2028@b.example"],
)  # fmt: skip
def test_address_that_would_be_several_or_a_header_is_refused(postbox, story, mail):
    page = post(story, **filled(mail=mail))

    assert page.status_code == 422
    assert not Letter.objects.exists()


@pytest.mark.parametrize(
    ("mail", "envelope"),
    [('"a,b@c.example"@d.example', '"a,b@c.example"@d.example'),
     ("x@bücher.example", "x@xn--bcher-kva.example"),
     ("o'neill@d.example", "o'neill@d.example")],
)  # fmt: skip
def test_odd_addresses_reach_one_mailbox(postbox, story, mail, envelope):
    answer = without_scripts(story, mail=mail)
    send()

    assert answer.status_code == 303
    assert postbox.asked == [envelope]


def test_editions_name_cannot_break_out_of_a_header(postbox):
    story = a_live_story(
        edition=an_edition(sections=["world"], name="The Post\r\nBcc: a@b.example")
    )
    without_scripts(story)
    send()

    assert last(postbox)["Bcc"] is None
    assert postbox.asked == ["walker@readers.example"]


def test_hostile_words_never_become_headers_or_anything_but_plain_text(story, mailoutbox):
    hostile = list(lines())[::400]
    for number, line in enumerate(hostile):
        comment = a_comment(story=story, name=f"W {line[:60]}", title=f"T {line[:90]}", text=line,
                            mail=f"w{number}@readers.example")  # fmt: skip
        actions.reject_comment(
            comment=comment, by=None, clause=clause_named("spam"), quoted=comment.text[:200]
        )
    send_due_letters()

    assert len(mailoutbox) >= len(hostile)
    for letter in mailoutbox:
        message = letter.message()
        assert message.get_content_type() == "text/plain"
        assert not message.is_multipart()
        assert {name.lower() for name in message} <= PLAIN_HEADERS
        assert "\n" not in letter.subject
