"""Each kind of file has its media type, its time in caches, and its limits in the browser."""

from broadsheet.press.serving.conditional import http_date
from broadsheet.press.serving.paths import is_compressible
from broadsheet.press.serving.rsgi import HeaderList

REVALIDATE = "public, max-age=0, must-revalidate"
FOREVER = "public, max-age=31536000, immutable"
FIVE_MINUTES = "public, max-age=300"
FIVE_SECONDS = "public, max-age=5"

MEDIA_TYPES = {
    "html": "text/html; charset=utf-8",
    "css": "text/css; charset=utf-8",
    "js": "text/javascript; charset=utf-8",
    "json": "application/json",
    "webmanifest": "application/manifest+json",
    "txt": "text/plain; charset=utf-8",
    "svg": "image/svg+xml",
    "webp": "image/webp",
    "avif": "image/avif",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "png": "image/png",
    "gif": "image/gif",
    "ico": "image/x-icon",
    "woff2": "font/woff2",
    "pdf": "application/pdf",
    "mp3": "audio/mpeg",
    "mp4": "video/mp4",
}
PAGE_POLICY = (
    "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'none'"
)
# A drawing opened by itself is a document that could carry scripts.
DRAWING_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox"
REFERRER_POLICY = "strict-origin-when-cross-origin"
NO_SENSORS = "camera=(), geolocation=(), microphone=(), payment=(), usb=()"


def headers_for(
    file: str, *, head: bytes, etag: str, last_modified: int | None, coding: str | None
) -> HeaderList:
    """List the headers of one coding of a file; `head` is how its plain bytes begin."""
    headers = [
        ("content-type", media_type(file, head)),
        *validators(file, etag=etag, last_modified=last_modified),
        *limits(file),
    ]
    if coding is not None:
        headers.append(("content-encoding", coding))
    return headers


def validators(file: str, *, etag: str, last_modified: int | None) -> HeaderList:
    """List what a 304 repeats of the 200 that it stands for (RFC 9110, section 15.4.5)."""
    headers = [("cache-control", cache_control(file)), ("etag", etag)]
    if last_modified is not None:
        headers.append(("last-modified", http_date(last_modified)))
    if is_compressible(file):
        headers.append(("vary", "Accept-Encoding"))
    return headers


def limits(file: str) -> HeaderList:
    headers = [("x-content-type-options", "nosniff")]
    if file.endswith(".svg"):
        headers.append(("content-security-policy", DRAWING_POLICY))
    elif file.endswith(".html"):
        headers += [
            ("content-security-policy", PAGE_POLICY),
            ("referrer-policy", REFERRER_POLICY),
            ("permissions-policy", NO_SENSORS),
        ]
    return headers


def cache_control(file: str) -> str:
    """Say how long a copy may be used: names that change with their content, for good.

    A page is asked for anew each time, because a kill must reach every reader.
    """
    folder, _, _ = file.partition("/")
    name = file.rpartition("/")[2]
    if folder in {"assets", "pictures"}:
        return FOREVER
    if name == "live.json":
        return FIVE_SECONDS
    if name.endswith(".xml") or name == "robots.txt":
        return FIVE_MINUTES
    return REVALIDATE


def media_type(file: str, head: bytes) -> str:
    ending = file.rpartition(".")[2].lower()
    if ending == "xml":
        return f"{_xml_type(head)}; charset=utf-8"
    return MEDIA_TYPES.get(ending, "application/octet-stream")


def _xml_type(head: bytes) -> str:
    if b"<rss" in head:
        return "application/rss+xml"
    if b"<feed" in head:
        return "application/atom+xml"
    return "application/xml"
