"""How a NewsML-G2 item is managed: status, versions, times, rights, relations (`itemMeta`)."""

import re
from typing import Any

from broadsheet.wire.formats.codes import local_name
from broadsheet.wire.formats.content import FIRST_CREATED, VERSION_CREATED
from broadsheet.wire.formats.g2_notes import editorial_notes
from broadsheet.wire.formats.g2_scope import Scope
from broadsheet.wire.formats.item import Attachment, Image, Rendition
from broadsheet.wire.formats.numbers import level, unique, whole
from broadsheet.wire.formats.statuses import (
    is_correction,
    is_kill,
    is_killing,
    is_previous_version,
    is_replacing,
    pubstatus_of,
)
from broadsheet.wire.formats.trees import attribute, child, children, text_of

_WEB_PAGES = {"alternate", "canonical", "webpage", "permalink", "hasweb"}


def management_fields(scope: Scope) -> dict[str, Any]:
    """Status, versions, times, notes and relations, from `itemMeta` and the message header."""
    meta = child(scope.item, "itemMeta")
    status, note = pubstatus_of(attribute(child(meta, "pubStatus"), "qcode", "uri", "literal"))
    if note:
        scope.notes.add(note)
    signals = tuple(filter(None, (scope.qcode(one) for one in children(meta, "signal"))))
    guid = attribute(scope.item, "guid")
    killed = _linked(meta, is_killing)
    if not killed and guid and any(map(is_kill, signals)):
        killed = (guid,)
    public, private = editorial_notes(meta)
    return {
        "guid": guid,
        "version": attribute(scope.item, "version"),
        "pubstatus": status,
        "provider": scope.party(child(meta, "provider")),
        "service": _service(scope, meta),
        "signals": signals,
        "is_correction": any(map(is_correction, signals)),
        "kills": killed,
        "replaces": tuple(one for one in _linked(meta, is_replacing) if one != guid),
        "previous_version": _previous_version(scope, meta),
        "ednote": public,
        "private_notes": private,
        "link": _web_page(meta),
        "priority": level(scope.notes, text_of(child(scope.header, "priority")), "priority"),
        "sender": text_of(child(scope.header, "sender")),
    } | _times(scope, meta)


def rights_fields(scope: Scope) -> dict[str, Any]:
    """Copyright and terms of use; the notice in the item's language wins."""
    infos = list(children(scope.item, "rightsInfo"))
    notices = [one for info in infos for one in children(info, "copyrightNotice")]
    holders = [scope.party(one) for info in infos for one in children(info, "copyrightHolder")]
    terms = [one for info in infos for one in children(info, "usageTerms")]
    holder = next(filter(None, holders), None)
    return {
        "copyright": scope.best_text(notices) or (f"© {holder}" if holder else None),
        "usage_terms": scope.best_text(terms),
    }


def link_fields(scope: Scope) -> tuple[tuple[Image, ...], tuple[Attachment, ...]]:
    """Pictures and pages that the item links to; relations between versions are no links."""
    images, attachments = [], []
    for link in children(child(scope.item, "itemMeta"), "link"):
        href, relation = attribute(link, "href"), attribute(link, "rel", "reluri")
        if not href or not href.startswith("http"):
            continue
        title = scope.best_text(children(link, "title"))
        mimetype = attribute(link, "contenttype")
        kind = local_name(attribute(child(link, "itemClass"), "qcode", "uri"))
        if kind in {"picture", "graphic"}:
            rendition = Rendition(None, href, mimetype=mimetype)
            images.append(Image(title, None, (rendition,)))
        else:
            size = whole(attribute(link, "size"))
            rel = re.split(r"[:/#]", relation)[-1] if relation else None
            attachments.append(Attachment(href, title, mimetype, size, rel))
    return tuple(images), tuple(attachments)


def _times(scope: Scope, meta: Any) -> dict[str, Any]:
    content = child(scope.item, "contentMeta")
    notes = scope.notes
    created = notes.moment(text_of(child(meta, "versionCreated")), VERSION_CREATED)
    if created is None:
        for holder, name in ((content, "contentModified"), (scope.header, "sent")):
            created = created or notes.moment(text_of(child(holder, name)), VERSION_CREATED)
        if created:
            notes.add("No time of this version; the nearest other time was taken.")
    embargo_text = text_of(child(meta, "embargoed"))
    embargo = notes.moment(embargo_text, "embargo")
    fields: dict[str, Any] = {
        "version_created": created,
        "first_created": notes.moment(text_of(child(meta, "firstCreated")), FIRST_CREATED),
        "embargo": embargo,
        "expires": notes.moment(_expiry(meta, content), "expiry"),
    }
    if embargo_text and embargo is None:
        fields["pubstatus"] = "withheld"
        notes.add("The embargo cannot be read, so the item is withheld.")
    elif child(meta, "embargoed") is not None and not embargo_text:
        notes.add("An embargo without a time was sent; ask the agency if one is meant.")
    return fields


def _expiry(meta: Any, content: Any) -> str | None:
    return text_of(child(meta, "expires")) or text_of(child(content, "expires"))


def _linked(meta: Any, test: Any) -> tuple[str, ...]:
    """The guids of items linked in a relation that passes the test."""
    return unique(
        attribute(link, "residref", "guidref")
        for link in children(meta, "link")
        if test(attribute(link, "rel", "reluri"))
    )


def _previous_version(scope: Scope, meta: Any) -> str | None:
    """The version named by a link to the previous one; a link without relation can only be that."""
    current = whole(attribute(scope.item, "version"))
    for link in children(meta, "link"):
        relation, version = attribute(link, "rel", "reluri"), attribute(link, "version")
        if version and is_previous_version(relation):
            return version
        older = whole(version)
        if version and not relation and older and current and older < current:
            return version
    return None


def _web_page(meta: Any) -> str | None:
    for link in children(meta, "link"):
        relation = local_name(attribute(link, "rel", "reluri"))
        href = attribute(link, "href")
        if href and relation in _WEB_PAGES:
            return href
    return None


def _service(scope: Scope, meta: Any) -> str | None:
    codes = (scope.code(one) for one in children(meta, "service"))
    names = unique(code.code if code else None for code in codes)
    return ", ".join(names) or scope.best_text(children(child(meta, "service"), "name"))
