"""Markup from the wire becomes blocks of ours, and nothing of it reaches readers as it came."""

import json
import re

import pytest

from broadsheet.stories.models import Story
from tests.integration.wire.agency import an_english_newsroom, lift, pressed
from tests.newsroom import page_tree

pytestmark = pytest.mark.django_db(transaction=True)

HOSTILE = """
<script>alert(1)</script><style>p{display:none}</style>
<p style="position:fixed" onclick="steal()" class="x" id="y">The ferry <b onmouseover=steal()>left</b>.</p>
<p><a href="javascript:steal()">Click</a> <a href="JaVa&#09;script:steal()">here</a>
<a href="data:text/html,<script>steal()</script>">or</a> <a href="https://halden.example/a?b=1&amp;c=2" target=_blank onclick=steal()>read on</a>.</p>
<img src=x onerror=steal()><svg><script>steal()</script></svg><iframe src="https://evil.example"></iframe>
<form action="https://evil.example"><input name=password><button>Go</button></form>
<math><mtext></p><img src=1 onerror=steal()></mtext></math>
<object data="evil.swf"></object><embed src="evil.swf"><base href="https://evil.example/">
<h2 onclick=steal()>A subhead</h2><blockquote style="x">A quotation.</blockquote>
<ul><li onclick=steal()>One</li><li>Two</li></ul><!-- steal() --><p>&lt;script&gt;steal()&lt;/script&gt;</p>
"""


def body_of(story):
    return [
        (block.block_type, str(getattr(block.value, "source", block.value))) for block in story.body
    ]


def test_only_our_blocks_are_left_of_the_markup():
    an_english_newsroom()

    lift(body_html=HOSTILE)

    kinds = [kind for kind, _ in body_of(Story.objects.get())]
    markup = "".join(text for kind, text in body_of(Story.objects.get()) if kind == "text")
    assert set(kinds) <= {"text", "subhead", "quote"}
    assert set(re.findall(r"<(\w+)", markup)) <= {"p", "ul", "ol", "li", "b", "i", "a", "br"}
    assert set(re.findall(r"\s([\w-]+)=", re.sub(r">[^<]*<", "><", markup))) == {
        "data-block-key",
        "href",
    }
    assert re.findall(r'href="([^"]*)"', markup) == ["https://halden.example/a?b=1&amp;c=2"]


def test_nothing_of_hostile_markup_is_on_any_page(tmp_path):
    page_tree()
    an_english_newsroom()

    lift(
        headline="<img src=x onerror=steal()>Ferry & quay",
        byline="<script>steal()</script>Port desk",
        slugline='"><script>steal()</script>',
        keywords=["</bdi><script>steal()</script>"],
        creditline="Halden</span><script>steal()</script>",
        description_text="<b onclick=steal()>Summary</b></script><script>steal()</script>",
        body_html=HOSTILE,
    )

    site = pressed(tmp_path / "public")
    lifted = Story.objects.get()
    story = next(text for path, text in site.items() if f"/{lifted.pk}-" in path)
    assert "Ferry &amp; quay" in story
    for text in site.values():
        assert not re.search(
            r"<script>|onerror=|onclick=|javascript:|<iframe|<form[^>]*evil|name=.?password|<svg",
            text,
            re.IGNORECASE,
        )
        assert not re.search(r"<[^>]+\sstyle=", text)
    linked = re.search(r'<script type="application/ld\+json">(.*?)</script>', story, re.DOTALL)
    assert json.loads(linked[1])["headline"] == "Ferry & quay"


def test_no_word_is_lost_or_glued_to_the_next():
    an_english_newsroom()

    lift(
        body_html="<blockquote><p>First.</p><p>Second.</p></blockquote>"
        "<table><tr><td>Oslo<br>Bergen</td><td>3</td></tr></table>"
        "<dl><dt>Ferry</dt><dd>late</dd></dl><h3>One<br>two</h3><p>End.</p>"
    )

    words = re.sub(r"<[^>]+>", " ", " ".join(text for _, text in body_of(Story.objects.get())))
    for phrase in ("First. Second.", "Oslo Bergen | 3", "Ferry late", "One two"):
        assert phrase in " ".join(words.split())
