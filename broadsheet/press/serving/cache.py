"""Hot pages stay in memory, and an edit shows at the next request after a known time at most.

A page is looked at again by `stat` when its last look is older than that time; a changed stamp
means that it is read anew. One event loop serves all requests of a process, so nothing here
needs a lock; that fails if answers are ever computed in threads.
"""

import time
from collections import OrderedDict
from collections.abc import Callable
from pathlib import Path

from broadsheet.press.serving.pages import Page, read_page, stamp_of

CHECK_SECONDS = 0.1
BUDGET_BYTES = 64 * 1024 * 1024


class HotPages:
    """The pages asked for most recently, up to `budget_bytes` in all codings, headers included."""

    def __init__(
        self,
        folder: Path,
        *,
        check_seconds: float = CHECK_SECONDS,
        budget_bytes: int = BUDGET_BYTES,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._root = str(folder.resolve())
        self._check_seconds = check_seconds
        self._budget = budget_bytes
        self._clock = clock
        self._pages: OrderedDict[str, Page] = OrderedDict()
        self.size = 0

    def get(self, file: str) -> Page | None:
        """Give the page of a file named by `paths.file_for`, or None where there is none."""
        now = self._clock()
        page = self._pages.get(file)
        if page is not None and now - page.checked < self._check_seconds:
            return page
        return self._look_again(file, page, now)

    def _look_again(self, file: str, page: Page | None, now: float) -> Page | None:
        stamp = stamp_of(self._root, file)
        if page is not None:
            if stamp == page.stamp and not _has_settled(page):
                page.checked = now
                self._pages.move_to_end(file)
                return page
            self._forget(file)
        if not any(stamp):
            return None
        fresh = read_page(self._root, file, stamp)
        if fresh is not None:
            fresh.checked = now
            self._keep(fresh)
        return fresh

    def _keep(self, page: Page) -> None:
        if page.size > self._budget // 4:
            return
        self._pages[page.file] = page
        self.size += page.size
        while self.size > self._budget:
            self._forget(next(iter(self._pages)))

    def _forget(self, file: str) -> None:
        page = self._pages.pop(file, None)
        if page is not None:
            self.size -= page.size


def _has_settled(page: Page) -> bool:
    """True when a page read while its date proved nothing can be read with its date."""
    return page.settles_at > 0 and time.time() >= page.settles_at
