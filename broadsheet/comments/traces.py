"""What a comment leaves to compare others with: its signature, and the domains it names.

Both are written when it is weighed, replaced when it is revised, and go when it is erased.
"""

from collections.abc import Collection, Iterator

from django.db.models import Count, Q

from broadsheet.comments.language.likeness import (
    NEWEST_PER_BAND,
    Signature,
    most_alike,
    signature,
)
from broadsheet.comments.language.links import Reputation, Verdicts, find_links
from broadsheet.comments.models import (
    Comment,
    Fingerprint,
    FingerprintBand,
    LinkedDomain,
    State,
)

MOST_DOMAINS = 20
# The newest comments with a domain; what was decided about more tells nothing more.
NEWEST_OF_A_DOMAIN = 200
LONGEST_DOMAIN = 255


def said_in(comment: Comment) -> str:
    """What is weighed, signed and learned from."""
    return f"{comment.title}\n{comment.text}"


def domains_in(text: str) -> list[str]:
    """The registered names that a text links to, the first ones if it has very many."""
    named = dict.fromkeys(link.domain for link in find_links(text))
    return [domain for domain in named if len(domain) <= LONGEST_DOMAIN][:MOST_DOMAINS]


def reputation_of(domains: Collection[str], *, but: str = "") -> Reputation:
    """What moderators decided about the newest comments that name each domain; `but` is left out.

    A domain that nobody has judged yet is left out too. A rejection that an appeal overturned
    counts as the approval it became.
    """
    found = {}
    for domain in domains:
        newest = LinkedDomain.objects.filter(domain=domain).exclude(comment_id=but)
        ids = newest.order_by("-comment").values("comment_id")[:NEWEST_OF_A_DOMAIN]
        judged = Comment.objects.filter(pk__in=list(ids.values_list("comment_id", flat=True)))
        counted = judged.aggregate(
            approved=Count("pk", filter=Q(state=State.APPROVED, to_review=False)),
            rejected=Count("pk", filter=Q(state=State.REJECTED)),
        )
        if counted["approved"] or counted["rejected"]:
            found[domain] = Verdicts(counted["approved"], counted["rejected"])
    return found


def keep_traces(comment: Comment) -> None:
    """Write down what the comment's words leave; what they left before is gone by then."""
    text = said_in(comment)
    LinkedDomain.objects.bulk_create(
        LinkedDomain(comment=comment, domain=domain) for domain in domains_in(text)
    )
    signed = signature(text)
    if signed is None:
        return
    row = Fingerprint.objects.create(comment=comment, whole=signed.whole, sketch=signed.sketch)
    FingerprintBand.objects.bulk_create(
        FingerprintBand(fingerprint=row, value=value) for value in signed.bands
    )


def forget_traces(comment: Comment) -> None:
    LinkedDomain.objects.filter(comment=comment).delete()
    FingerprintBand.objects.filter(fingerprint_id=comment.pk).delete()
    Fingerprint.objects.filter(comment=comment).delete()


def likest_to(comment: Comment) -> float:
    """How alike (0 to 1) the likest comment is: another author's, or a rejected one by anybody."""
    found = _alike(comment)
    return found[0][1] if found else 0.0


def sketches_of(ids: Collection[str]) -> dict[str, bytes]:
    """The sketches that were kept of those comments; one that is too short has none."""
    rows = Fingerprint.objects.filter(pk__in=ids).values_list("pk", "sketch")
    return {pk: bytes(sketch) for pk, sketch in rows}


def comments_like(comment: Comment, *, most: int = 5) -> list[tuple[Comment, float]]:
    """Repeats and near-repeats of the comment with their likeness, the likest first."""
    found = _alike(comment)[:most]
    rows = Comment.objects.select_related("edition", "story").in_bulk([pk for pk, _ in found])
    return [(rows[pk], share) for pk, share in found if pk in rows]


def _alike(comment: Comment) -> list[tuple[str, float]]:
    signed = signature(said_in(comment))
    if signed is None:
        return []
    return most_alike(signed.sketch, _candidates(comment, signed))


def _candidates(comment: Comment, signed: Signature) -> Iterator[tuple[str, bytes]]:
    """The newest comments that share a number with the signature, but for the author's own."""
    ids: set[str] = set()
    for value in signed.bands:
        newest = FingerprintBand.objects.filter(value=value).order_by("-fingerprint")
        ids.update(newest.values_list("fingerprint_id", flat=True)[:NEWEST_PER_BAND])
    ids.discard(comment.pk)
    rows = Fingerprint.objects.filter(pk__in=ids)
    if comment.author:
        rows = rows.exclude(~Q(comment__state=State.REJECTED), comment__author=comment.author)
    for pk, sketch in rows.order_by("-pk").values_list("pk", "sketch"):
        yield pk, bytes(sketch)
