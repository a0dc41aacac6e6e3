"""NewsML-G2 and EventsML-G2 are read by element name, at both conformance levels, in any wrapping.

A delivery may be one bare item or a news message with many; each item becomes one `WireItem`.
Packages become items of type `composite` that name their members; sets of events give one item
for the set and one for each event. Source: NewsML-G2 2.35 specification and guidelines, IPTC.
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from broadsheet.wire.errors import DeliveryTruncated, NoItems, NoNews
from broadsheet.wire.formats.codes import local_name
from broadsheet.wire.formats.content import Content, Notes
from broadsheet.wire.formats.finishing import finished
from broadsheet.wire.formats.g2_content import Found, content_of
from broadsheet.wire.formats.g2_description import description_fields
from broadsheet.wire.formats.g2_events import (
    event_body,
    event_concepts,
    event_fields,
    event_id,
    planning_body,
    planning_fields,
)
from broadsheet.wire.formats.g2_meta import link_fields, management_fields, rights_fields
from broadsheet.wire.formats.g2_scope import Scope, role_of
from broadsheet.wire.formats.item import TYPES, Group, Package, Ref, WireItem
from broadsheet.wire.formats.trees import attribute, child, children, local, namespace

FORMAT = "newsml-g2"
_NEWS = {"newsitem", "packageitem", "planningitem"}
_CONCEPTS = {"conceptitem", "knowledgeitem"}
_ITEMS = _NEWS | _CONCEPTS | {"catalogitem"}
_KINDS = {
    "image": "picture", "photo": "picture", "photograph": "picture", "still": "picture",
    "animated": "video", "animation": "video", "newscoverage": "planning", "package": "composite",
    "webcontent": "text",
}  # fmt: skip
_MEDIA_KINDS = {"image": "picture", "video": "video", "audio": "audio"}


class NewsMLG2:
    """Reads every item of a G2 delivery."""

    def recognises(self, content: Content) -> bool:
        root = content.root
        if root is None:
            return False
        if local(root) in _ITEMS | {"newsmessage"}:
            return True
        return any("iptc.org/std/nar" in namespace(one) for one in _items(root))

    def read(self, content: Content) -> list[WireItem]:
        if content.is_cut_off:
            raise DeliveryTruncated
        found: list[WireItem] = []
        skipped: list[str] = []
        header = _header(content.root)
        for item in _items(content.root):
            read = list(_read_item(content, item, header))
            found.extend(read)
            if not read:
                skipped.append(attribute(item, "guid") or local(item))
        if not found and skipped:
            raise NoNews(kind="terms, persons, organisations or codes")
        if not found:
            raise NoItems(format_name="NewsML-G2")
        if skipped:
            note = f"Items that are no news were left out: {', '.join(skipped)}."
            found[0] = replace(found[0], repairs=(*found[0].repairs, note))
        return found


def _items(root: Any) -> list[Any]:
    """The outermost items, in order."""
    if local(root) in _ITEMS:
        return [root]
    found = [one for one in root.iter() if local(one) in _ITEMS]
    return [one for one in found if not any(local(up) in _ITEMS for up in one.iterancestors())]


def _read_item(content: Content, item: Any, header: Any) -> Iterator[WireItem]:
    scope = Scope(item, header, Notes(content))
    concepts = event_concepts(item)
    name = local(item)
    if name == "planningitem":
        yield _planning(scope)
    elif name in _NEWS or concepts:
        if len(concepts) == 1 and not _has_text(item):
            yield _event(scope, concepts[0], guid=attribute(item, "guid"))
            return
        yield _news(scope, concepts)
        for number, concept in enumerate(concepts, 1):
            one = Scope(item, header, Notes(content))
            yield _event(one, concept, guid=_event_guid(one, concept, number))


def _header(root: Any) -> Any:
    """The header of the news message, wherever the message itself stands."""
    message = next((one for one in root.iter() if local(one) == "newsmessage"), None)
    return child(message, "header")


def _has_text(item: Any) -> bool:
    return any(
        local(one) in {"html", "nitf", "inlinedata", "remotecontent"}
        for one in (
            child(item, "contentSet").iter() if child(item, "contentSet") is not None else ()
        )
    )


def _fields(scope: Scope) -> dict[str, Any]:
    fields = {"format": FORMAT}
    for part in (description_fields, rights_fields, management_fields):
        fields |= part(scope)
    return fields


def _news(scope: Scope, concepts: list[Any]) -> WireItem:
    """A text, picture, video, sound, graphic or package."""
    fields = _fields(scope)
    declared = _kind(scope)
    found = content_of(scope, fields, declared or "")
    fields["type"] = _judged_kind(scope, declared, found)
    _fill(scope, fields, found)
    images, attachments = link_fields(scope)
    fields["images"] = (*found.images, *images)
    fields["attachments"] = (*found.attachments, *attachments)
    if concepts:
        guids = (_event_guid(scope, one, number) for number, one in enumerate(concepts, 1))
        refs = tuple(Ref(guid) for guid in guids if guid)
        fields |= {"type": "composite", "package": Package((Group("events", refs),))}
    elif local(scope.item) == "packageitem":
        fields["package"] = _package(scope)
    return finished(scope.notes, body=found.body, **fields)


def _kind(scope: Scope) -> str | None:
    """The type that `itemClass` names, in this project's words; `None` for none or an odd one."""
    if local(scope.item) in {"packageitem", *_CONCEPTS}:
        return "composite"
    value = attribute(child(scope.item, "itemMeta", "itemClass"), "qcode", "uri", "literal")
    name = local_name(value)
    kind = _KINDS.get(name, name)
    if value and kind not in TYPES:
        scope.notes.add(f"The item class “{value}” is unknown; its type was judged by its content.")
    return kind if kind in TYPES else None


def _judged_kind(scope: Scope, declared: str | None, found: Found) -> str:
    if declared:
        return declared
    kind = "text" if found.body.blocks else _MEDIA_KINDS.get(found.media or "", "text")
    if child(scope.item, "itemMeta", "itemClass") is None:
        scope.notes.add(f"No item class was given; read as {kind} by its content.")
    return kind


def _fill(scope: Scope, fields: dict[str, Any], found: Found) -> None:
    """The text's own headline and byline stand in where the metadata has none."""
    for name, value in found.fields.items():
        if value and not fields.get(name) and (name != "headline" or found.body.blocks):
            fields[name] = value
            if name == "headline":
                scope.notes.add("The headline was taken from the text's own head.")


def _planning(scope: Scope) -> WireItem:
    fields = _fields(scope) | planning_fields(scope)
    return finished(scope.notes, body=planning_body(scope), **fields)


def _event_guid(scope: Scope, concept: Any, number: int) -> str | None:
    """The identifier of one event among several: its own, else its place in the item."""
    guid = attribute(scope.item, "guid")
    return event_id(scope, concept) or (f"{guid}#event-{number}" if guid else None)


def _event(scope: Scope, concept: Any, *, guid: str | None) -> WireItem:
    """An event with the management data of the item that carries it."""
    fields = _fields(scope)
    for name, value in event_fields(scope, concept).items():
        is_list = isinstance(value, tuple)
        fields[name] = (
            tuple(dict.fromkeys((*fields[name], *value))) if is_list else value or fields.get(name)
        )
    fields["guid"] = guid
    return finished(scope.notes, body=event_body(concept), **fields)


def _package(scope: Scope) -> Package:
    """Groups in document order; a package without groups is one group without a name."""
    sets = list(children(scope.item, "groupSet"))
    groups = [group for one in sets for group in children(one, "group")]
    if not groups:
        return Package((Group(None, _refs(scope.item)),))
    return Package(
        tuple(
            Group(attribute(one, "id"), _refs(one), _local_role(one), _inner_groups(one))
            for one in groups
        )
    )


def _inner_groups(group: Any) -> tuple[str, ...]:
    ids = (attribute(one, "idref") for one in children(group, "groupRef"))
    return tuple(filter(None, ids))


def _local_role(group: Any) -> str | None:
    role = role_of(group)
    return role.rsplit(":", 1)[-1].rsplit("/", 1)[-1] if role else None


def _refs(holder: Any) -> tuple[Ref, ...]:
    return tuple(
        Ref(guid, attribute(one, "version"))
        for one in children(holder, "itemRef", "conceptRef")
        if (guid := attribute(one, "residref", "guidref", "href"))
    )
