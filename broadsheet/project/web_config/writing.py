"""Fills the template of a web server."""

from pathlib import Path
from urllib.parse import quote

from django.conf import settings
from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from broadsheet.press.serving import headers, live
from broadsheet.press.writers.choosing import in_storage
from broadsheet.project.errors import (
    CertificateMissingError,
    PackedPagesError,
    SiteInStorageError,
)
from broadsheet.project.web_config.sites import folders, newsroom, quotable, sites
from broadsheet.stories.queries import story_tag

TEMPLATES = {"nginx": "nginx.conf", "caddy": "Caddyfile"}
LIVE = {"prefix": live.PREFIX, "largest": live.LARGEST, "seconds": int(live.SECONDS)}
STORY = "[0-9]{4}/[0-9]{2}/([0-9a-z]{10})-[^/]*"  # After section and slash: DESIGN D5.
TOMBSTONE = quote(story_tag(""), safe="")  # As the folder writer names it; the id follows.


def configuration(
    server: str, *, web_port: int, certificate: str = "", certificate_key: str = ""
) -> str:
    """The configuration of `server`, one of TEMPLATES.

    Raises UnquotableError, CertificateMissingError or PackedPagesError.
    """
    if in_storage():
        raise SiteInStorageError(settings.SITE_STORAGE)
    if server == "caddy" and settings.PACK_AFTER_DAYS:
        raise PackedPagesError(server)
    public, tombstones = folders()
    served, desk = sites(), newsroom(web_port)
    schemes = {site.scheme for site in served} | ({desk.scheme} if desk else set())
    if server == "nginx" and "https" in schemes and not (certificate and certificate_key):
        raise CertificateMissingError
    return template(TEMPLATES[server]).render(
        sites=served,
        newsroom=desk,
        public=public,
        tombstones=tombstones,
        certificate=quotable(certificate),
        certificate_key=quotable(certificate_key),
        headers=headers,
        live=LIVE,
        web_port=web_port,
        story=STORY,
        tombstone=TOMBSTONE,
    )


def template(name: str) -> Template:
    environment = Environment(  # noqa: S701 - no HTML; what goes in went through `quotable`.
        loader=FileSystemLoader(Path(__file__).parent),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    return environment.get_template(name)
