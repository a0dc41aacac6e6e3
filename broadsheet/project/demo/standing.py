"""The demo's standing pages, read from text files: what a newsroom's own pages could say."""

import html
from dataclasses import dataclass
from importlib.resources import files


@dataclass(frozen=True)
class Standing:
    """One standing page; `body` is clean HTML."""

    purpose: str
    title: str
    slug: str
    introduction: str
    body: str


def standing_pages_of(edition: str) -> list[Standing]:
    """The pages in their order in the footer.

    A page begins with `=== purpose`; title, slug and introduction follow, one a line, then a blank
    line and the body: paragraphs, `## ` headings, and `1. ` lists of clauses.
    """
    file = files("broadsheet.project.demo") / "copy" / f"standing-{edition}.txt"
    pages = file.read_text(encoding="utf-8").split("=== ")[1:]
    return [_page(page) for page in pages]


def _page(text: str) -> Standing:
    head, _, body = text.partition("\n\n")
    purpose, title, slug, introduction = head.splitlines()
    blocks = (_block(block) for block in body.strip().split("\n\n"))
    return Standing(purpose, title, slug, introduction, "".join(blocks))


def _block(text: str) -> str:
    if text.startswith("## "):
        return f"<h2>{html.escape(text[3:])}</h2>"
    if text.startswith("1. "):
        lines = (line.partition(". ")[2] for line in text.splitlines())
        return "<ol>" + "".join(f"<li>{html.escape(line)}</li>" for line in lines) + "</ol>"
    return f"<p>{html.escape(' '.join(text.split()))}</p>"
