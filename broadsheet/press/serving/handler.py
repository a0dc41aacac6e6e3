"""Granian serves the press folder through `app`, a factory that reads the environment once.

BROADSHEET_SITE_DIR names the folder. BROADSHEET_SITE_CHECK_MS is how many milliseconds an edit
may stay unseen on a hot page (100; 0 looks at the file for each request), BROADSHEET_SITE_CACHE_MB
how much memory hot pages may take (64). BROADSHEET_LIVE_URL is
where the newsroom's web process answers what is live: comments that readers send.
"""

import os
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path

from broadsheet.press.serving.errors import SettingUnreadableError, SiteFolderMissingError
from broadsheet.press.serving.live import PREFIX, Newsroom
from broadsheet.press.serving.rsgi import HTTPProtocol, Scope
from broadsheet.press.serving.site import ReadersSite

Handler = Callable[[Scope, HTTPProtocol], Awaitable[None]]


def app() -> Handler:
    """Build the handler from the environment: `granian --factory` calls this in each worker."""
    return handler_for(site_from(os.environ), os.environ.get("BROADSHEET_LIVE_URL", ""))


def site_from(environment: Mapping[str, str]) -> ReadersSite:
    """Open the folder that the environment names.

    Raises SiteFolderMissingError or SettingUnreadableError.
    """
    return ReadersSite(
        site_folder(environment.get("BROADSHEET_SITE_DIR", "")),
        check_seconds=_number(environment, "BROADSHEET_SITE_CHECK_MS", "100") / 1000,
        budget_bytes=int(_number(environment, "BROADSHEET_SITE_CACHE_MB", "64") * 1024 * 1024),
    )


def site_folder(named: str) -> Path:
    """Give the folder to serve; raises SiteFolderMissingError when it is not named or not there."""
    folder = Path(named)
    if not named or not folder.is_dir():
        raise SiteFolderMissingError(named)
    return folder


def handler_for(site: ReadersSite, live_url: str = "") -> Handler:
    """Answer from the pressed files; what is live, from the newsroom at `live_url`."""
    newsroom = Newsroom(live_url)

    async def handle(scope: Scope, protocol: HTTPProtocol) -> None:
        if scope.path.startswith(PREFIX):
            live = await newsroom.answer(scope, protocol)
            protocol.response_bytes(live.status, live.headers, live.body or b"")
        else:
            await press(scope, protocol)

    async def press(scope: Scope, protocol: HTTPProtocol) -> None:
        headers = scope.headers
        answer = site.answer(
            method=scope.method,
            host=scope.authority or headers.get("host") or "",
            path=scope.path,
            query=scope.query_string,
            accept_encoding=headers.get("accept-encoding"),
            if_none_match=headers.get("if-none-match"),
            if_modified_since=headers.get("if-modified-since"),
        )
        if answer.body is not None:
            protocol.response_bytes(answer.status, answer.headers, answer.body)
        elif answer.file is not None and scope.method == "GET":
            protocol.response_file(answer.status, answer.headers, answer.file)
        else:
            protocol.response_empty(answer.status, answer.headers)

    return handle


def _number(environment: Mapping[str, str], name: str, default: str) -> float:
    value = environment.get(name, "") or default
    try:
        number = float(value)
    except ValueError as error:
        raise SettingUnreadableError(name, value) from error
    if not 0 <= number < float("inf"):
        raise SettingUnreadableError(name, value)
    return number
