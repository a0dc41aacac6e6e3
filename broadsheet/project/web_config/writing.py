"""Fills the template of a web server."""

from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from broadsheet.press.serving import headers
from broadsheet.project.web_config.sites import folders, newsroom, quotable, sites

TEMPLATES = {"nginx": "nginx.conf", "caddy": "Caddyfile"}
STORY = "[0-9]{4}/[0-9]{2}/([0-9a-z]{10})-[^/]*"  # After section and slash: DESIGN D5.
TOMBSTONE = "story%3A"  # As the folder writer names the file; the story's id follows.


def configuration(
    server: str, *, web_port: int, certificate: str = "", certificate_key: str = ""
) -> str:
    """The configuration of `server`, one of TEMPLATES. Raises UnquotableError."""
    environment = Environment(  # noqa: S701 - no HTML; what goes in went through `quotable`.
        loader=FileSystemLoader(Path(__file__).parent),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    public, tombstones = folders()
    return environment.get_template(TEMPLATES[server]).render(
        sites=sites(),
        newsroom=newsroom(web_port),
        public=public,
        tombstones=tombstones,
        certificate=quotable(certificate),
        certificate_key=quotable(certificate_key),
        headers=headers,
        story=STORY,
        tombstone=TOMBSTONE,
    )
