"""A reader can pass a story on without anybody following: the links are plain, no script runs."""

from urllib.parse import quote

from broadsheet.paper.pieces import Link
from broadsheet.paper.words import Words


def share_links(address: str, headline: str, words: Words) -> tuple[Link, ...]:
    """Links that open mail or a service's own page for sharing; ``address`` is absolute."""
    url = quote(address, safe="")
    text = quote(headline, safe="")
    both = quote(f"{headline} {address}", safe="")
    body = quote(f"{headline}\r\n\r\n{address}", safe="")
    return (
        Link(text=words.mail, url=f"mailto:?subject={text}&body={body}"),
        Link(text=words.facebook, url=f"https://www.facebook.com/sharer/sharer.php?u={url}"),
        Link(text=words.x, url=f"https://x.com/intent/post?text={text}&url={url}"),
        Link(text=words.whatsapp, url=f"https://wa.me/?text={both}"),
        Link(text=words.telegram, url=f"https://t.me/share/url?url={url}&text={text}"),
    )
