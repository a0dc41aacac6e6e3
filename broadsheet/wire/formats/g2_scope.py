"""Inside a NewsML-G2 item, its catalogs resolve the codes and its language chooses the names."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from broadsheet.wire.formats.codes import Catalog, Code, local_name
from broadsheet.wire.formats.content import Notes
from broadsheet.wire.formats.languages import language_tag
from broadsheet.wire.formats.trees import attribute, child, children, language_of, local, text_of

_UNWANTED_NAME_ROLES = {"mnemonic", "short", "sort", "adjective"}
# What Reuters' video system writes where it has nothing to say.
PLACEHOLDERS = {"no-data-available"}


@dataclass(slots=True)
class Scope:
    """One item of a G2 delivery: its element, its catalogs, its language, and its notes.

    `language` is the language of the content as a BCP 47 tag, `None` if the item names none.
    """

    item: Any
    header: Any
    notes: Notes
    catalog: Catalog = field(init=False)
    language: str | None = field(init=False)
    asserts: dict[str, Any] = field(init=False)

    def __post_init__(self) -> None:
        self.catalog = Catalog(_aliases(self.header) | _aliases(self.item))
        self.language = _content_language(self.item)
        self.asserts = {
            key: one
            for one in children(self.item, "assert")
            if (key := attribute(one, "qcode", "uri", "literal"))
        }

    def best(self, elements: Iterable[Any]) -> Any:
        """The element in the item's language; else one without a language; else the first."""
        spoken = [one for one in elements if text_of(one)]
        wanted = (self.language or "").split("-")[0]
        own = [(one, (language_tag(language_of(one)) or "").split("-")[0]) for one in spoken]
        for test in (wanted, ""):
            found = next((one for one, language in own if test == language), None)
            if found is not None:
                return found
        return spoken[0] if spoken else None

    def best_text(self, elements: Iterable[Any]) -> str | None:
        text = text_of(self.best(elements))
        return None if text and text.casefold() in PLACEHOLDERS else text

    def name(self, concept: Any) -> str | None:
        """A concept's name for reading, from itself or from the item's assertion about it."""
        for holder in (concept, self.assertion(concept)):
            names = list(children(holder, "name"))
            plain = [one for one in names if local_name(role_of(one)) not in _UNWANTED_NAME_ROLES]
            found = self.best_text(plain) or self.best_text(names)
            if found:
                return found
        return None

    def label(self, concept: Any) -> str | None:
        """The name, else the literal, else the code: whatever a person can read."""
        literal = attribute(concept, "literal")
        if literal and literal.casefold() in PLACEHOLDERS:
            literal = None
        code = self.code(concept)
        readable = code.code if code and code.code.casefold() not in PLACEHOLDERS else None
        return self.name(concept) or literal or readable

    def code(self, element: Any) -> Code | None:
        """The QCode or URI of an element; a literal has a code but no scheme."""
        value = attribute(element, "qcode", "uri")
        if value:
            return self.catalog.code(value)
        literal = attribute(element, "literal")
        return Code(None, literal) if literal else None

    def party(self, concept: Any) -> str | None:
        """The label of a provider or holder; the host, if all that is known is a web address."""
        uri = attribute(concept, "uri")
        if uri and not self.name(concept) and not attribute(concept, "qcode", "literal"):
            return _host(uri)
        return self.label(concept)

    def assertion(self, concept: Any) -> Any:
        key = attribute(concept, "qcode", "uri", "literal")
        return self.asserts.get(key) if key else None

    def qcode(self, element: Any) -> str | None:
        code = self.code(element)
        return code.qcode if code else None


def _host(uri: str) -> str:
    try:
        return (urlsplit(uri).hostname or uri).removeprefix("www.")
    except ValueError:
        return uri


def role_of(element: Any) -> str | None:
    return attribute(element, "role", "roleuri")


def kind_of(element: Any) -> str:
    """The local code of a concept's type, folded: `person`, `organisation`, `geoarea`."""
    return local_name(attribute(element, "type", "typeuri"))


def _aliases(holder: Any) -> dict[str, str]:
    return {
        alias: uri
        for catalog in children(holder, "catalog")
        for scheme in children(catalog, "scheme")
        if (alias := attribute(scheme, "alias")) and (uri := attribute(scheme, "uri"))
    }


def _content_language(item: Any) -> str | None:
    meta = child(item, "contentMeta")
    declared = (attribute(one, "tag") for one in children(meta, "language"))
    first = next((tag for tag in declared if tag), None)
    return language_tag(first or language_of(item) or _unqualified_language(item))


def _unqualified_language(item: Any) -> str | None:
    """`lang` without its namespace, on the item or around it."""
    while item is not None:
        value = attribute(item, "lang") if local(item) else None
        if value:
            return value
        item = item.getparent()
    return None
