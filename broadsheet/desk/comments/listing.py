"""The word lists: what they hold, how they read a text, and what the user may add or withdraw."""

from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import View
from wagtail.admin import messages

from broadsheet.comments.actions import keep_word, withdraw_word
from broadsheet.comments.errors import CommentsError
from broadsheet.comments.language.errors import LanguageError
from broadsheet.comments.lists import lists_for, words_in_force
from broadsheet.comments.models import ListedWord
from broadsheet.comments.queries import clauses_in_force
from broadsheet.desk.comments.access import ModeratorScreen, ModeratorsOnly, moderated
from broadsheet.desk.comments.forms import TryForm, WordForm
from broadsheet.desk.comments.marking import Found, marked
from broadsheet.desk.comments.words import KINDS, refusal
from broadsheet.editions.models import Edition
from broadsheet.stylebook.unmasking import unmask

ON_A_PAGE = 100


@dataclass(frozen=True)
class Tried:
    """How an edition's lists read a text: without its masks, and with what they find marked."""

    folded: str
    marked: SafeString
    found: list[tuple[str, Any, int]]


class WordsView(ModeratorScreen):
    """Words of the user's editions and of all; those of all are a superuser's to change."""

    template_name = "desk/comments/words.html"
    page_title = gettext_lazy("Word lists")
    room = "words"

    def post(self, request: HttpRequest, *_args: Any, **kwargs: Any) -> HttpResponse:
        user: Any = request.user
        form = WordForm(request.POST, user=user)
        if form.is_valid() and self.kept(form, user):
            messages.success(request, _("The word is listed. Comments from now on are read by it."))
            return HttpResponseRedirect(request.path)
        return self.render_to_response(self.get_context_data(form=form, **kwargs))

    def kept(self, form: WordForm, user: Any) -> bool:
        try:
            keep_word(**form.cleaned_data, by=user)
        except CommentsError as error:
            form.add_error("word", refusal(error))
        except LanguageError:
            form.add_error("word", _("Write a word with at least one letter or digit."))
        return not form.errors

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user: Any = self.request.user
        trying = TryForm(self.request.GET if "text" in self.request.GET else None, user=user)
        tried = trying.is_valid() and tried_in(**trying.cleaned_data)
        sought = self.request.GET.get("q", "").strip()[:120]
        shown = Paginator(words_seen(user, sought), ON_A_PAGE).get_page(self.request.GET.get("p"))
        told = {
            "form": WordForm(user=user),
            "trying": trying,
            "tried": tried,
            "sought": sought,
            "page": shown,
            "rows": [(row, KINDS[row.kind], may_withdraw(user, row)) for row in shown],
        }
        context: dict[str, Any] = super().get_context_data(**(told | kwargs))
        return context


def words_seen(user: Any, sought: str = "") -> QuerySet[ListedWord]:
    """The words in force in the user's editions, the latest first."""
    rows = words_in_force().filter(Q(edition=None) | Q(edition__in=moderated(user)))
    rows = rows.filter(word__icontains=sought) if sought else rows
    return rows.order_by("-at", "-pk")


def may_withdraw(user: Any, row: ListedWord) -> bool:
    return bool(user.is_superuser) or row.edition_id is not None


def tried_in(edition: Edition, text: str) -> Tried:
    """Read a text as a comment in the edition would be read; nothing is kept of it."""
    numbers = {version.clause.code: version.clause.number for version in clauses_in_force()}
    found = lists_for(edition).find(text, language=edition.language)
    places = [Found(match.clause, match.start, match.end, match.word) for match in found]
    told = [(match.word, KINDS[match.kind], numbers.get(match.clause, 0)) for match in found]
    return Tried(unmask(text).text, marked(text, places), list(dict.fromkeys(told)))


class WithdrawWordView(ModeratorsOnly, View):
    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        user: Any = request.user
        word = get_object_or_404(words_seen(user), pk=pk)
        withdraw_word(word=word, by=user)
        messages.success(request, _("The word is withdrawn; what it found stays as it was."))
        return HttpResponseRedirect(reverse("moderation:words"))
