"""A story tells machines what it tells readers, as schema.org's NewsArticle.

Fields are those that Google's Article documentation recommends (headline, image, datePublished,
dateModified, author), with dateline, publisher, language and corrections from schema.org.
"""

import json
from typing import Any, Final

from markupsafe import Markup

from broadsheet.paper.pieces import Photo
from broadsheet.paper.sheets import StorySheet

# Inside <script> only these can end the element, open a comment, or break older script parsers.
_ESCAPES: Final = {
    ord("<"): "\\u003c",
    ord(">"): "\\u003e",
    ord("&"): "\\u0026",
    ord("\u2028"): "\\u2028",
    ord("\u2029"): "\\u2029",
}


def absolute(url: str, origin: str) -> str:
    """Give an address its host; one that has a host already keeps it."""
    return f"{origin}{url}" if url.startswith("/") else url


def script_json(value: Any) -> Markup:
    """Write JSON that may stand inside ``<script>``: no ``</script>`` or ``<!--`` can end it."""
    return Markup(json.dumps(value, ensure_ascii=False).translate(_ESCAPES))  # noqa: S704


def _image(photo: Photo, origin: str) -> dict[str, Any]:
    image: dict[str, Any] = {
        "@type": "ImageObject",
        "url": absolute(photo.jpeg_url, origin),
        "width": photo.width,
        "height": photo.height,
        "caption": photo.caption,
        "creditText": photo.credit,
    }
    return {name: value for name, value in image.items() if value}


def _corrections(sheet: StorySheet) -> list[dict[str, str]]:
    return [
        {"@type": "CorrectionComment", "text": note.text, "datePublished": note.made.iso}
        for note in sheet.corrections
    ]


def news_article(sheet: StorySheet) -> Markup:
    """The story as JSON-LD, ready to stand inside its ``<script>``."""
    frame, head = sheet.frame, sheet.head
    publisher = {
        "@type": "NewsMediaOrganization",
        "name": frame.name,
        "url": absolute(frame.home_url, frame.origin),
    }
    author = {"@type": sheet.author_kind, "name": sheet.byline} if sheet.byline else publisher
    article: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "mainEntityOfPage": head.canonical,
        "url": head.canonical,
        "headline": sheet.headline,
        "description": head.description,
        "image": [_image(sheet.photo, frame.origin)] if sheet.photo else [],
        "datePublished": sheet.published.iso,
        "dateModified": (sheet.updated or sheet.published).iso,
        "author": [author],
        "publisher": publisher,
        "dateline": sheet.dateline,
        "creditText": sheet.agency,
        "articleSection": sheet.section.name,
        "keywords": list(sheet.keywords),
        "inLanguage": frame.language,
        "isAccessibleForFree": True,
        "correction": _corrections(sheet),
    }
    return script_json({name: value for name, value in article.items() if value})
