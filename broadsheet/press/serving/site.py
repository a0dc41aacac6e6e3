"""A request for the readers' site has one answer, decided by the press folder alone."""

from pathlib import Path

from broadsheet.press.serving.cache import BUDGET_BYTES, CHECK_SECONDS, HotPages
from broadsheet.press.serving.conditional import is_unchanged
from broadsheet.press.serving.headers import REVALIDATE, limits
from broadsheet.press.serving.hosts import Hosts
from broadsheet.press.serving.negotiation import codings_for
from broadsheet.press.serving.pages import Answer, Page, plain_answer
from broadsheet.press.serving.paths import as_address, as_location, file_for

_INDEX = "/index.html"
_BUILT_IN = {
    404: ("This page is not here.", "هذه الصفحة غير موجودة."),
    410: ("This story has been withdrawn.", "سُحبت هذه المادة."),
}
_NOT_ALLOWED = Answer(405, [("allow", "GET, HEAD"), ("cache-control", "no-store")], b"")


class ReadersSite:
    """The pressed site in `folder`, which must exist.

    `check_seconds` is how long an edit may stay unseen on a hot page, 0 for not at all.
    """

    def __init__(
        self,
        folder: Path,
        *,
        check_seconds: float = CHECK_SECONDS,
        budget_bytes: int = BUDGET_BYTES,
    ) -> None:
        self._pages = HotPages(folder, check_seconds=check_seconds, budget_bytes=budget_bytes)
        self._hosts = Hosts(folder, check_seconds=check_seconds)

    def answer(
        self,
        *,
        method: str,
        host: str,
        path: str,
        query: str = "",
        accept_encoding: str | None = None,
        if_none_match: str | None = None,
        if_modified_since: str | None = None,
    ) -> Answer:
        """Answer a request whose `path` is percent-decoded and whose `query` is not."""
        if method not in {"GET", "HEAD"}:
            return _NOT_ALLOWED
        edition = self._hosts.edition_of(host)
        file = file_for(path, edition)
        page = self._pages.get(file) if file is not None else None
        codings = codings_for(accept_encoding)
        if page is None or file is None:
            return self._without_page(path, query, file, edition, codings)
        if path.endswith(_INDEX):
            return _redirect(301, as_location(path.removesuffix("index.html"), query))
        if page.marker.status != 200:
            return self._by_marker(page, edition, codings)
        variant = page.variant(codings)
        if (if_none_match is not None or if_modified_since is not None) and is_unchanged(
            etag=variant.etag,
            last_modified=page.last_modified,
            if_none_match=if_none_match,
            if_modified_since=if_modified_since,
        ):
            return variant.unchanged
        return variant.full

    def _without_page(
        self, path: str, query: str, file: str | None, edition: str | None, codings: tuple[str, ...]
    ) -> Answer:
        if file is not None and not path.endswith("/") and self._pages.get(file + _INDEX):
            return _redirect(301, as_location(f"{path}/", query))
        if path == "/" and edition is None and self._hosts.default is not None:
            return _redirect(302, as_location(f"/{self._hosts.default}/", query))
        return self._status_page(404, edition or _first_segment(file), codings)

    def _by_marker(self, page: Page, edition: str | None, codings: tuple[str, ...]) -> Answer:
        marker = page.marker
        if marker.location is not None:
            location = as_address(_on_host(marker.location, edition))
            moved = page.variant(())
            return _redirect(marker.status, location, moved.full.body or b"")
        if marker.has_body:
            return page.variant(codings).full
        return self._status_page(marker.status, _first_segment(page.file), codings)

    def _status_page(self, status: int, folder: str | None, codings: tuple[str, ...]) -> Answer:
        """Give the pressed page for a status: the edition's, the root's, or plain words."""
        name = f"{status}.html"
        for file in (f"{folder}/{name}", name) if folder else (name,):
            page = self._pages.get(file)
            if page is not None:
                return page.variant(codings).full
        return _built_in(status)


def _first_segment(file: str | None) -> str | None:
    folder, slash, _ = (file or "").partition("/")
    return folder if slash else None


def _on_host(location: str, edition: str | None) -> str:
    """Drop the edition's folder from an address on a host that stands for that edition."""
    prefix = f"/{edition}/"
    return location.removeprefix(prefix[:-1]) if location.startswith(prefix) else location


def _redirect(status: int, location: str, body: bytes = b"") -> Answer:
    headers = [
        ("location", location),
        ("cache-control", REVALIDATE),
        ("content-type", "text/html; charset=utf-8"),
        *limits("moved.html"),
    ]
    return Answer(status, headers, body)


def _built_in(status: int) -> Answer:
    english, arabic = _BUILT_IN.get(status, _BUILT_IN[404])
    return plain_answer(
        status,
        f'<!doctype html><html lang="en" dir="ltr"><meta charset="utf-8"><title>{status}</title>'
        f'<p>{english}<p lang="ar" dir="rtl">{arabic}',
    )
