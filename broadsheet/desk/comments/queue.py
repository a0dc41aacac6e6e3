"""The queue: what waits in one's editions, and the orders that come from it."""

import json
from dataclasses import asdict
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import View
from wagtail.admin import messages

from broadsheet.comments.models import Comment
from broadsheet.comments.queries import clauses_in_force
from broadsheet.desk.comments.access import ModeratorScreen, ModeratorsOnly, comment_of, moderated
from broadsheet.desk.comments.cards import Card, cards_for
from broadsheet.desk.comments.keys import keyed_clauses, spoken
from broadsheet.desk.comments.orders import Order, carry_out, order_from, watched
from broadsheet.desk.comments.waiting import held_for, undoable_by, waiting_for
from broadsheet.desk.comments.words import ACTS
from broadsheet.editions.models import Edition

ON_A_SCREEN = 50


class Asked:
    """Mixed into views: the part of the queue that the address asks for."""

    request: HttpRequest
    is_held = False

    @cached_property
    def edition(self) -> Edition | None:
        user: Any = self.request.user
        return moderated(user).filter(code=self.request.GET.get("edition", "")).first()

    @cached_property
    def author(self) -> Comment | None:
        """A comment whose author's waiting ones are asked for."""
        user: Any = self.request.user
        by = self.request.GET.get("by", "")
        return comment_of(user, by) if by else None

    @property
    def start(self) -> int:
        told = self.request.GET.get("from", "")
        return int(told) if told.isdecimal() and len(told) < 6 else 0

    def rows(self) -> QuerySet[Comment]:
        user: Any = self.request.user
        rows = (held_for if self.is_held else waiting_for)(user, self.edition)
        if self.author is not None:
            rows = rows.filter(author=self.author.author).exclude(author="")
        return rows

    def cards(self) -> tuple[list[Card], bool]:
        """The cards of this part, and whether more follow."""
        rows = list(self.rows()[self.start : self.start + ON_A_SCREEN + 1])
        return cards_for(self.request.user, rows[:ON_A_SCREEN]), len(rows) > ON_A_SCREEN

    def told(self) -> dict[str, Any]:
        cards, has_more = self.cards()
        return {
            "cards": cards,
            "has_more": has_more,
            "clauses": keyed_clauses(clauses_in_force()),
            "are_chosen": self.author is not None,
        }

    def query(self, **changes: Any) -> str:
        asked = QueryDict(mutable=True)
        if self.edition is not None:
            asked["edition"] = self.edition.code
        if self.author is not None:
            asked["by"] = self.author.pk
        asked.update({name: str(value) for name, value in changes.items()})
        return f"?{asked.urlencode()}" if asked else ""


class QueueView(Asked, ModeratorScreen):
    template_name = "desk/comments/queue.html"
    page_title = gettext_lazy("Comments")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user: Any = self.request.user
        more = "moderation:more_held" if self.is_held else "moderation:more"
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | self.told() | {
            "is_held": self.is_held,
            "edition": self.edition,
            "editions": moderated(user),
            "here": self.request.path + self.query(),
            "more_url": reverse(more) + self.query(),
            "next_url": self.request.path + self.query(**{"from": self.start + ON_A_SCREEN}),
            "start": self.start,
            "size": ON_A_SCREEN,
            "undoable": undoable_by(user),
            "by_author": self.author,
            "spoken": spoken(),
        }  # fmt: skip


class HeldView(QueueView):
    """What somebody put aside, for another pair of eyes."""

    room = "held"
    page_title = gettext_lazy("Held comments")
    is_held = True


class MoreView(ModeratorsOnly, Asked, View):
    """The next cards alone, which the screen fetches before anybody gets there."""

    http_method_names = ["get"]

    def get(self, request: HttpRequest) -> HttpResponse:
        return render(request, "desk/comments/cards.html", self.told())


class MoreHeldView(MoreView):
    is_held = True


class OrdersView(ModeratorsOnly, View):
    """Orders from the keyboard, several at once, answered one by one in JSON."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        user: Any = request.user
        try:
            orders = [order_from(told) for told in json.loads(request.POST.get("orders", "[]"))]
            told = json.loads(request.POST.get("ahead", "[]"))
            ahead = [(str(pk), int(seen)) for pk, seen in told]
        except (ValueError, TypeError, AttributeError) as error:
            return JsonResponse({"error": str(error)}, status=400)
        done = carry_out(user, orders)
        answer = [asdict(one) | {"ok": one.ok} for one in done]
        return JsonResponse({"done": answer, "ahead": watched(user, ahead)})


class JudgeView(ModeratorsOnly, View):
    """Orders from a form: one comment by its own buttons, or all that were chosen."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        back = HttpResponseRedirect(self.back())
        orders = self.orders(request.POST)
        if not orders:
            messages.warning(request, _("No comment was chosen, so nothing was done."))
            return back
        done = carry_out(request.user, orders)
        for one in done:
            if one.error:
                messages.error(request, one.error)
        number = sum(one.ok for one in done)
        if number:
            said = _("%(act)s (%(number)s).") % {"act": ACTS[orders[0].act], "number": number}
            messages.success(request, said)
        return back

    def orders(self, form: QueryDict) -> list[Order]:
        one = form.get("one", "")
        if one:
            act, comment_id, clause = (*one.split(" "), "", "")[:3]
            return self.of(form, act, [comment_id], clause)
        return self.of(form, form.get("many", ""), form.getlist("ids"), form.get("clause", ""))

    def of(self, form: QueryDict, act: str, ids: list[str], clause: str) -> list[Order]:
        try:
            return [order_from(self.told(form, act, pk, clause)) for pk in ids]
        except ValueError:
            return []

    def told(self, form: QueryDict, act: str, pk: str, clause: str) -> dict[str, Any]:
        seen = form.get(f"seen-{pk}", "")
        return {
            "act": act,
            "id": pk,
            "clause": clause,
            "seen": int(seen) if seen.isdecimal() else None,
            "reason": form.get(f"reason-{pk}", ""),
            "quoted": form.get(f"quoted-{pk}", ""),
        }

    def back(self) -> str:
        """The screen that the form was on; the queue where it does not say."""
        told = self.request.POST.get("back", "")
        safe = url_has_allowed_host_and_scheme(told, allowed_hosts={self.request.get_host()})
        return told if safe else reverse("moderation:queue")
