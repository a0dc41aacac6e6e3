"""Codes of controlled vocabularies come apart into scheme and code, whichever way they are written.

A QCode is `alias:code`, and a catalog says which scheme URI the alias stands for (NewsML-G2
guidelines, chapter on controlled vocabularies). Two vocabularies of the IPTC have fixed names here
whatever a file calls them: `subj` (subject codes) and `medtop` (Media Topics).
"""

import re
from dataclasses import dataclass, field

from broadsheet.wire.formats.item import Subject

SUBJECT_CODES = "subj"
MEDIA_TOPICS = "medtop"
_KNOWN_SCHEMES = {
    "cv.iptc.org/newscodes/subjectcode": SUBJECT_CODES,
    "cv.iptc.org/newscodes/mediatopic": MEDIA_TOPICS,
    "cv.iptc.org/newscodes/signal": "sig",
    "cv.iptc.org/newscodes/genre": "genre",
    "cv.iptc.org/newscodes/pubstatusg2": "stat",
    "cv.iptc.org/newscodes/ninature": "ninat",
}
_QCODE = re.compile(r"([^\s:/]+):(?!//)(.+)", re.DOTALL)
_WEB = re.compile(r"https?://", re.IGNORECASE)
_EIGHT_DIGITS = re.compile(r"\d{8}")


@dataclass(frozen=True, slots=True)
class Code:
    """`scheme` is a fixed name, the source's alias, or a scheme URI; `None` if there is none."""

    scheme: str | None
    code: str

    @property
    def qcode(self) -> str:
        return f"{self.scheme}:{self.code}" if self.scheme else self.code


def subject_of(code: Code | None, name: str | None) -> Subject:
    """A subject from a code that may be absent."""
    return Subject(code.scheme if code else None, code.code if code else None, name)


@dataclass(frozen=True, slots=True)
class Catalog:
    """The aliases that a file explains itself; those of remote catalogs stay as they are."""

    uris: dict[str, str] = field(default_factory=dict)

    def code(self, text: str) -> Code | None:
        """A QCode or a URI taken apart."""
        text = text.strip()
        if not text:
            return None
        if _WEB.match(text):
            return code_of_uri(text)
        match = _QCODE.fullmatch(text)
        if not match:
            return Code(None, text)
        alias, code = match[1], match[2].strip()
        uri = self.uris.get(alias)
        if uri is None:
            return Code(alias, code)
        return Code(known_scheme(uri) or (None if alias in _FIXED else alias) or uri, code)


_FIXED = {SUBJECT_CODES, MEDIA_TOPICS}


def known_scheme(uri: str) -> str | None:
    """The fixed name of a vocabulary, from its URI or its alias in any case."""
    bare = _WEB.sub("", uri.strip()).removeprefix("www.").rstrip("/#").casefold()
    if bare in {"subject", "subjectcode", "iptc_subject_code", "iptc_subject"}:
        return SUBJECT_CODES
    return bare if bare in _FIXED else _KNOWN_SCHEMES.get(bare)


def code_of_uri(uri: str) -> Code:
    """The last part of a URI is the code, the rest the scheme."""
    trimmed = uri.strip().rstrip("/")
    match = re.fullmatch(r"(.+[/#=])([^/#=]+)", trimmed)
    if not match or _WEB.fullmatch(match[1]):
        return Code(None, trimmed)
    return Code(known_scheme(match[1]) or match[1], match[2])


def subject_code(scheme: str | None, code: str) -> Code:
    """A code beside its scheme, as JSON and feeds carry it; IPTC codes are known by their shape.

    Both vocabularies have eight digits; only Media Topics begin with 2.
    """
    code = code.strip()
    if scheme and scheme.strip():
        bare = code.rsplit("/", 1)[-1] if _WEB.match(code) else code
        return Code(known_scheme(scheme) or scheme.strip(), bare.removeprefix(f"{scheme}:"))
    found = Catalog().code(code) or Code(None, code)
    if found.scheme is None and _EIGHT_DIGITS.fullmatch(found.code):
        return Code(MEDIA_TOPICS if found.code.startswith("2") else SUBJECT_CODES, found.code)
    return found


def local_name(value: str | None) -> str:
    """`sig:correction` and `http://…/signal/correction` are both `correction`, folded."""
    if not value:
        return ""
    text = value.strip()
    if _WEB.match(text):
        return re.split(r"[/#]", text.rstrip("/"))[-1].casefold()
    match = _QCODE.fullmatch(text)
    return (match[2] if match else text).strip().casefold()
