"""The demo's readers: a few comments, posted and judged through the same actions as real ones."""

from broadsheet.comments.actions import (
    approve_comment,
    confirm_comment,
    feature_comment,
    post_comment,
    reject_comment,
)
from broadsheet.comments.actions.posting import Check, subject_of
from broadsheet.comments.models import Comment
from broadsheet.comments.proofs import new_question
from broadsheet.comments.queries import clause_named
from broadsheet.comments.texts import written
from broadsheet.editions.models import Edition
from broadsheet.stories.models import Placement, PlacementState

# Name, title, text, and what becomes of it: approved, an answer to the one before, or waiting.
TALK = {
    "en": (
        ("Commuter", "About time", "I take this road every morning. It was about time.",
         "approved"),
        ("Harbour walker", "And the lights?", "Good news.\n\nWill the north lights work too?",
         "approved"),
        ("Old hand", "They will", "The council said so in spring.", "answer"),
        ("Newcomer", "A question", "Where can one read the whole plan?", "waiting"),
        ("Cheap lamps", "Buy lamps", "Best lamps at https://lamps.example now!", "spam"),
    ),
    "ar": (
        ("قارئة من الضفة", "أخيرًا", "أسلك هذا الطريق كل صباح، وقد آن الأوان.", "approved"),
        ("عابر الميناء", "والأضواء؟", "خبر سار.\n\nهل ستعود أضواء الشمال أيضًا؟", "approved"),
        ("خبير قديم", "ستعود", "قال المجلس ذلك في الربيع.", "answer"),
        ("قادم جديد", "سؤال", "أين يمكن قراءة الخطة كاملة؟", "waiting"),
    ),
}  # fmt: skip


def make_talk() -> None:
    """Write comments under each edition's two newest stories."""
    for edition in Edition.objects.all():
        live = Placement.objects.filter(edition=edition, state=PlacementState.LIVE, is_home=True)
        live = live.select_related("edition__group", "story", "section")
        for number, placement in enumerate(live.order_by("-published_at")[:2]):
            _talk(placement, number)


def _talk(placement: Placement, number: int) -> None:
    before: Comment | None = None
    lines = TALK.get(placement.edition.language.partition("-")[0], TALK["en"])
    for turn, (name, title, text, becomes) in enumerate(lines[number:]):
        mail = f"reader{turn}-{number}-{placement.edition.code}@example.org"
        values = {"name": name, "mail": mail, "title": title, "text": text}
        question = new_question(subject_of(placement))
        comment = post_comment(
            placement=placement,
            words=written(values),
            check=Check(token=question.token, answer=str(question.first + question.second)),
            parent=before if becomes == "answer" else None,
        )
        comment = confirm_comment(comment=comment)
        if becomes == "spam":
            reject_comment(comment=comment, by=None, clause=clause_named("spam"))
        elif becomes != "waiting":
            before = approve_comment(comment=comment, by=None)
        if becomes == "approved" and turn == 1:
            feature_comment(comment=comment, by=None)
