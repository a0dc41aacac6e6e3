"""A ban as its author is told of it: why, until when, and how to contest it.

The moderator's own words stand in the letter and on the receipt alone: whoever types somebody's
address into a form must not read what was written about them.
"""

from broadsheet.comments.models import Answer, Appeal, Ban, Comment
from broadsheet.comments.rules import ban_on
from broadsheet.comments.words import talk_in
from broadsheet.editions.models import Edition


def ban_by(comment: Comment) -> Ban | None:
    """The ban in force that was laid on the author because of this comment."""
    ban = ban_on(comment.author, comment.edition) if comment.author else None
    return ban if ban and ban.decision and ban.decision.comment_id == comment.pk else None


def may_contest(ban: Ban) -> bool:
    """Once."""
    return ban.decision is not None and not Appeal.objects.filter(decision=ban.decision).exists()


def is_contested(ban: Ban) -> bool:
    return Appeal.objects.filter(decision=ban.decision, answer=Answer.OPEN).exists()


def term_in_words(ban: Ban, edition: Edition) -> str:
    """Until when the ban holds, in the edition's language, calendar and digits."""
    talk = talk_in(edition.language)
    if ban.until is None:
        return talk["ban_for_good"]
    return talk["ban_until"].format(time=edition.date_style.date_time(ban.until))


def clause_in_words(ban: Ban, edition: Edition) -> str:
    if ban.clause is None:
        return ""
    talk, number = talk_in(edition.language), edition.date_style.number(ban.clause.clause.number)
    said = ban.clause.in_language(edition.language)["text"]
    return f"{talk['clause'].format(number=number)} {said}"


def refusal_in_words(ban: Ban, edition: Edition) -> str:
    """What a refused form adds to its first sentence."""
    how = talk_in(edition.language)["ban_contest"]
    parts = [term_in_words(ban, edition), clause_in_words(ban, edition), how]
    return " ".join(part for part in parts if part)
