"""What the receipt calls each kind of page and each effect; a test holds that none is missing."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SURFACES: dict[str, Promise] = {
    "story": _("Story page"),
    "moved": _("Former address"),
    "moved-comments": _("Former address of comments"),
    "picture": _("Picture file"),
    "page": _("Standing page"),
    "section": _("Section front"),
    "home": _("Front page"),
    "group": _("Page of all titles"),
    "feed": _("Feed"),
    "live": _("Live file"),
    "archive": _("Archive index"),
    "month": _("Archive month"),
    "date": _("Archive day"),
    "sitemap": _("Sitemap index"),
    "map": _("Sitemap day"),
    "style": _("Style sheet"),
    "script": _("Script"),
    "icon": _("Icon"),
    "hosts": _("List of hosts"),
    "404": _("Page for what is not there"),
    "410": _("Page for what is gone"),
    "robots": _("File for robots"),
    "comments": _("Comments page"),
    "comment-terms": _("Publishing terms"),
    "comment-figures": _("Figures of moderation"),
    "comment-script": _("Script of the comments"),
    "proof-script": _("Script of the security check"),
    "cache": _("Cache"),
    "history": _("History of former pages"),
}
HOW: dict[str, Promise] = {
    "tombstone": _("Tombstone, status 410"),
    "removed": _("Taken away"),
    "pressed anew": _("Pressed without it"),
    "purged": _("Purged"),
    "forgotten": _("Forgotten"),
    "no longer ours": _("Left to itself: no longer in the settings"),
}
