"""Serves what was uploaded to people of the newsroom only; readers get what the press makes."""

import mimetypes
from pathlib import Path

from django.conf import settings
from django.core.exceptions import SuspiciousFileOperation
from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase
from django.utils._os import safe_join
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

SHOWN_INLINE = {"image/avif", "image/gif", "image/jpeg", "image/png", "image/webp"}


@require_safe
@cache_control(private=True, max_age=3600)
def serve_original(request: HttpRequest, path: str) -> HttpResponseBase:
    """The file at `path` under the originals, as a picture or as a download, never as a page."""
    if not request.user.has_perm("wagtailadmin.access_admin"):
        raise Http404
    file = _file_at(path)
    kind = mimetypes.guess_type(file.name)[0] or ""
    inline = kind in SHOWN_INLINE
    response = FileResponse(
        file.open("rb"),
        as_attachment=not inline,
        filename=file.name,
        content_type=kind if inline else "application/octet-stream",
    )
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _file_at(path: str) -> Path:
    try:
        root = Path(settings.MEDIA_ROOT).resolve()
        file = Path(safe_join(root, path)).resolve()
    except (SuspiciousFileOperation, ValueError, OSError) as error:
        raise Http404 from error
    if not file.is_relative_to(root) or not file.is_file():
        raise Http404
    return file
