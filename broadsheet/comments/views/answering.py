"""How every live page of readers is answered: no cookie, no cache, no frame, in bounded time."""

import html
import logging
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.db import DatabaseError, InterfaceError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from broadsheet.comments.errors import ReaderError
from broadsheet.comments.words import TALK
from broadsheet.press.registry import live_page
from broadsheet.press.serving.headers import NO_SENSORS, PAGE_POLICY

View = Callable[..., HttpResponse]
# A connection that was cut raises either, by whether the driver had noticed yet.
NO_DATABASE = (DatabaseError, InterfaceError)
WRITTEN_BESIDE = ("name", "mail", "title", "agree", "answers")
logger = logging.getLogger(__name__)


def page(name: str, about: Any, *, status: int = 200) -> HttpResponse:
    return HttpResponse(live_page(name, about), status=status)


def wants_json(request: HttpRequest) -> bool:
    return "application/json" in request.headers.get("Accept", "")


def live(*methods: str) -> Callable[[View], View]:
    """Answer for these methods; whatever fails, a reader's text comes back.

    Django's own forgery check needs a cookie; `requests.origin_of` takes its place.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def answering(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            try:
                answer = view(request, *args, **kwargs)
            except ReaderError as error:
                answer = _refusal(request, error.code)
            except NO_DATABASE:
                logger.exception("A reader's request met no database.")
                answer = _away(request)
            return _limited(answer)

        return csrf_exempt(require_http_methods([*methods])(answering))

    return decorate


def _limited(answer: HttpResponse) -> HttpResponse:
    answer["Cache-Control"] = "no-store"
    answer["Content-Security-Policy"] = PAGE_POLICY
    answer["Referrer-Policy"] = "no-referrer"
    answer["Permissions-Policy"] = NO_SENSORS
    answer["X-Frame-Options"] = "DENY"
    answer["X-Robots-Tag"] = "noindex"
    return answer


def _refusal(request: HttpRequest, code: str) -> HttpResponse:
    status = {"too_large": 413, "too_many": 429, "too_many_today": 429}.get(code, 403)
    if code in {"no_receipt", "comment_gone"}:
        status = 404
    if wants_json(request):
        return JsonResponse({"message": _both(code)}, status=status)
    return HttpResponse(_bare(code), status=status)


def _away(request: HttpRequest) -> HttpResponse:
    """What can be said without a database: that nothing was taken, and all that was written."""
    if wants_json(request):
        return JsonResponse({"message": _both("not_sent")}, status=503)
    form = _kept(request) if request.method == "POST" and request.POST.get("text") else ""
    return HttpResponse(_bare("away", form), status=503)


def _kept(request: HttpRequest) -> str:
    """The form as it was filled in, to be sent again when the database is back."""
    hidden = "".join(
        f'<input type="hidden" name="{name}" value="{html.escape(request.POST[name])}">'
        for name in WRITTEN_BESIDE
        if name in request.POST
    )
    text = html.escape(request.POST["text"])
    return (
        f'<form method="post" action="{html.escape(request.path)}">{hidden}'
        f'<p><label for="text">{html.escape(_both("text"))}</label></p>'
        f'<p><textarea id="text" name="text" rows="12" dir="auto">\n{text}</textarea></p>'
        f'<p><button type="submit">{html.escape(_both("send"))}</button></p></form>'
    )


def _both(code: str) -> str:
    return " ".join(talk[code] for talk in TALK.values())


def _bare(code: str, form: str = "") -> str:
    """A page of its own in both languages, for when no edition is known or can be read."""
    said = "".join(
        f'<p lang="{language}" dir="auto">{html.escape(talk[code])}</p>'
        for language, talk in TALK.items()
    )
    return (
        '<!doctype html><html lang="en"><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width">'
        f"<title>{html.escape(TALK['en']['comments'])}</title><main><h1>"
        f"{html.escape(TALK['en']['comments'])}</h1>{said}{form}</main>"
    )
