"""Why a comment stands where it does in the queue, in the moderator's language, with weights."""

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from broadsheet.comments.models import Comment

# The codes are those of `comments.language.weighing`; words and domains themselves are marked in
# the comment's text.
REASONS: dict[str, Promise] = {
    "word-banned": gettext_lazy("a banned word"),
    "word-suspect": gettext_lazy("a suspect word"),
    "word-allowed": gettext_lazy("an allowed word"),
    "link-new": gettext_lazy("a link to a site never seen here"),
    "link-known": gettext_lazy("a link to a site often rejected"),
    "link-obfuscated": gettext_lazy("a hidden address"),
    "link-homograph": gettext_lazy("a site’s name in look-alike letters"),
    "link-short": gettext_lazy("a shortened link"),
    "link-many": gettext_lazy("many links"),
    "repeat": gettext_lazy("a repeat of another comment"),
    "classifier": gettext_lazy("reads like rejected ones"),
    "turning-signs": gettext_lazy("signs that turn the text’s direction"),
    "heaped-marks": gettext_lazy("marks heaped on letters"),
    "shouting": gettext_lazy("all in capitals"),
}
MOST_TOLD = 5


def reasons_for(comment: Comment) -> str:
    """The heaviest reasons with what each weighs, in hundredths: "a banned word 80 %, …"."""
    told = [
        _("%(reason)s %(weight)s %%")
        % {"reason": REASONS.get(code, code), "weight": round(100 * weight)}
        for code, _words, weight in (comment.reasons or [])[:MOST_TOLD]
    ]
    return _(", ").join(told)
