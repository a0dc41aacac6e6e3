"""Thousands of lines that try to run a script, built from the known families of evasion.

Each family combines a few parts: what runs, where it hangs, how it is spelled. Whatever runs
calls ``hit`` with a mark or shows a dialogue, so a browser can record it. Nothing is random: the
same lines come in the same order, and ``lines()`` holds none twice.

    from tests.security.evasions import lines, families
"""

import base64
from collections.abc import Iterator
from functools import cache
from itertools import product
from urllib.parse import quote

RUNS = ("alert(1)", "alert`1`", "top['al'+'ert'](1)", "window.hit&&hit('x')", "eval(name)")
CALL = "alert(1)"
URL = f"javascript:{CALL}"

EVENTS = [
    "onload",
    "onerror",
    "onfocus",
    "onblur",
    "onclick",
    "onmouseover",
    "onmouseenter",
    "onpointerover",
    "onpointerenter",
    "onanimationstart",
    "onanimationend",
    "ontransitionend",
    "ontoggle",
    "onbeforetoggle",
    "onscroll",
    "onscrollend",
    "onwheel",
    "oncopy",
    "oncut",
    "onpaste",
    "onbeforeinput",
    "oninput",
    "onchange",
    "oninvalid",
    "onsubmit",
    "onreset",
    "onselect",
    "onkeydown",
    "onkeyup",
    "ondrag",
    "ondrop",
    "oncanplay",
    "onplay",
    "onloadstart",
    "onstart",
    "onfinish",
    "onbounce",
    "onbegin",
    "onend",
    "onrepeat",
    "onpageshow",
    "onhashchange",
    "onpopstate",
    "onmessage",
    "onresize",
    "onbeforeunload",
    "oncontentvisibilityautostatechange",
    "onsecuritypolicyviolation",
    "onbeforexrselect",
]
TAGS = (
    "img src=x", "svg", "body", "iframe src=x", "video src=x", "audio src=x", "input autofocus",
    "select autofocus", "textarea autofocus", "button autofocus", "details open", "marquee",
    "object data=x", "embed src=x", "a href=x", "math", "form", "style", "link rel=stylesheet href=x",
    "script src=x", "isindex type=image src=x", "keygen autofocus", "x contenteditable autofocus",
    "p style=animation:x tabindex=1", "meter", "dialog open", "portal src=x", "image src=x",
)  # fmt: skip
SPACES = (
    " ",
    "/",
    "\t",
    "\n",
    "\r",
    "\x0c",
    "\x0b",
    "//",
    " / ",
    "\xa0",
    "%20",
    "%0d%0a",
    "/**/",
    "\x00",
)
QUOTES = ('"{}"', "'{}'", "{}", "`{}`", "&quot;{}&quot;", '"{}', "''{}''", '\\"{}\\"')
ENDS = (">", "", "//", "<", " x=", "/>", "><!--", ">x</")


def _entities(text: str) -> tuple[str, ...]:
    """Spell a text in each way that a browser reads as the text."""
    return (
        text,
        "".join(f"&#{ord(c)};" for c in text),
        "".join(f"&#{ord(c):07}" for c in text),
        "".join(f"&#x{ord(c):x};" for c in text),
        "".join(f"&#X{ord(c):04X}" for c in text),
        text.replace(":", "&colon;").replace("(", "&lpar;").replace(")", "&rpar;"),
        text.replace("a", "&#97").replace("t", "&#x74"),
        quote(text, safe=""),
        quote(quote(text, safe=""), safe=""),
        "".join(f"\\u{ord(c):04x}" for c in text),
        "".join(f"\\x{ord(c):02x}" for c in text),
        "".join(f"\\{ord(c):x} " for c in text),
        text.upper(),
        "".join(c.upper() if place % 2 else c for place, c in enumerate(text)),
    )


def _broken_schemes() -> Iterator[str]:
    for gap in (
        "\t",
        "\n",
        "\r",
        "\x00",
        "\x01",
        "\x1f",
        "&Tab;",
        "&NewLine;",
        "&#9;",
        "&#0;",
        "\u200b",
        "\ufeff",
        "\xad",
        "/**/",
    ):
        for place in (0, 1, 4, 10, 11):
            yield f"{URL[:place]}{gap}{URL[place:]}"
    yield from (
        "vbscript:msgbox(1)",
        "livescript:alert(1)",
        "mocha:alert(1)",
        "feed:javascript:alert(1)",
        "view-source:javascript:alert(1)",
        "jar:javascript:alert(1)!/",
        "blob:javascript:alert(1)",
        "filesystem:javascript:alert(1)",
        "about:blank#<script>alert(1)</script>",
        "http://javascript:alert(1)",
        "http://x@javascript:alert(1)",
        "//javascript:alert(1)",
        "javascript://%0aalert(1)",
        "javascript://example.com/%0d%0aalert(1)",
        "JaVaScRiPt:alert(1)//http://example.com",
        "ｊavascript:alert(1)",
        "javaſcript:alert(1)",
        "javas\u0441ript:alert(1)",
    )
    yield from _data_addresses()


def _data_addresses() -> Iterator[str]:
    page = f"<script>{CALL}</script>"
    packed = base64.b64encode(page.encode()).decode()
    for kind in (
        "text/html",
        "TEXT/HTML",
        "image/svg+xml",
        "application/xhtml+xml",
        "text/xml",
        "",
        "text/html;charset=utf-7",
    ):
        yield f"data:{kind},{page}"
        yield f"data:{kind};base64,{packed}"
        yield f"data:{kind},{quote(page)}"


def scripts() -> Iterator[str]:
    """Script elements, however their tag is spelled."""
    opens = (
        "<script>",
        "<SCRIPT>",
        "<ScRiPt >",
        "<script/x>",
        "<script\t>",
        "<script\n>",
        "<script\x00>",
        "<scr\x00ipt>",
        "<script src=data:,alert(1)>",
        '<script type="module">',
        "<script>/**/",
        "<<script>",
        "<script<script>",
        "<scr<script>ipt>",
        "<script/src=//x>",
        "< script>",
        "<\x00script>",
        "<%00script>",
        "<ſcript>",
        "＜script＞",
        "&lt;script&gt;",
        "\\x3cscript\\x3e",
        "\\u003cscript\\u003e",
        "+ADw-script+AD4-",
        "%3Cscript%3E",
        "%253Cscript%253E",
        "<script xmlns='http://www.w3.org/1999/xhtml'>",
        "¼script¾",
        "<ScRipT 5-0*3+9/3=>prompt",
    )
    closes = (
        "</script>",
        "</SCRIPT >",
        "</script x>",
        "<\\/script>",
        "",
        "</scr</script>ipt>",
        "<!--",
        "-->",
    )
    for opening, runs, closing in product(opens, RUNS, closes):
        yield f"{opening}{runs}{closing}"


def handlers() -> Iterator[str]:
    """Event handlers on elements that fire them."""
    for tag, event in product(TAGS, EVENTS):
        yield f"<{tag} {event}={CALL}>"
    for space, quoting, end in product(SPACES, QUOTES, ENDS):
        yield f"<img{space}src=x{space}onerror={quoting.format(CALL)}{end}"
    for equals, runs in product(
        (" =", "= ", "\t=\n", "=\x00", "\x0b=", "&equals;", "=&#x20;"), RUNS
    ):
        yield f"<svg onload{equals}{runs}>"
    for spelled in _entities(CALL):
        yield f"<img src=x onerror={spelled}>"
        yield f'<img src=x onerror="{spelled}">'


def breakouts() -> Iterator[str]:
    """What ends the place it is put into: attributes, elements, comments, scripts, CDATA."""
    ways = (
        '"',
        "'",
        "`",
        '">',
        "'>",
        "-->",
        "--!>",
        "]]>",
        "*/",
        "</title>",
        "</textarea>",
        "</style>",
        "</script>",
        "</noscript>",
        "</template>",
        "</iframe>",
        "</xmp>",
        "</plaintext>",
        "</select>",
        "</option>",
        "\\'",
        '\\"',
        '\\\\"',
        "&quot;&gt;",
        "%22%3e",
        "\"'>",
        "'\"`>",
        "</p>",
        "</a>",
        "</bdi>",
        "?>",
        "%>",
        "}}",
        "\n\n",
        "\u2028",
        "\u2029",
        '\x00">',
        "\\u0022\\u003e",
        "＂＞",
        "ʺ>",
        '«">»',
    )
    then = (
        f"<script>{CALL}</script>",
        f"<img src=x onerror={CALL}>",
        f"<svg/onload={CALL}>",
        f" onmouseover={CALL} x=",
        f" autofocus onfocus={CALL} x=",
        f" style=animation:x onanimationstart={CALL} ",
        f";{CALL}//",
        f"-{CALL}-",
        f"+{CALL}+",
        f"${{{CALL}}}",
        f"<a href={URL}>x</a>",
    )
    for way, what in product(ways, then):
        yield f"{way}{what}"


def addresses() -> Iterator[str]:
    """Addresses that run when they are followed, in attributes and in plain text."""
    holders = (
        "<a href={}>x</a>",
        '<a href="{}">x</a>',
        "<a href='{}'>x</a>",
        "<iframe src={}>",
        "<form action={}><input type=submit>",
        "<button formaction={}>x",
        "<object data={}>",
        "<embed src={}>",
        "<svg><a xlink:href={}><text y=9>x",
        "<math href={}>x",
        "<meta http-equiv=refresh content=0;url={}>",
        "<base href={}>",
        "<link rel=import href={}>",
        "<img src={}>",
        "<area href={}>",
        "{}",
        "[x]({})",
        "[x]: {}",
        "<{}>",
        "![x]({})",
        "http://a.example/{}",
        "https://{}",
    )
    for holder, address in product(holders, (*_entities(URL), *_broken_schemes())):
        yield holder.format(address)


def links() -> Iterator[str]:
    """Plain addresses made to break out of the link that is made of them."""
    tails = (
        '"onmouseover=alert(1)',
        "'onmouseover=alert(1)//",
        '"><script>alert(1)</script>',
        "&quot;onfocus=alert(1) autofocus",
        "<script>alert(1)</script>",
        "`onclick=alert(1)",
        "%22onmouseover=alert(1)",
        '\\"onmouseover=alert(1)',
        ")](javascript:alert(1))",
        "\u2028onclick=alert(1)",
        '\x00"onclick=alert(1)',
        '\t"onclick=alert(1)',
        "?x='-alert(1)-'",
        "#<img/src/onerror=alert(1)>",
        '/\u202e"onclick=alert(1)',
        "&#34;onclick=alert(1)&#32;",
        "＂onclick=alert(1)",
        'http://b.example/"onclick=alert(1)',
        "{{constructor.constructor('alert(1)')()}}",
    )
    heads = (
        "http://a.example/",
        "https://a.example",
        "HTTP://A.EXAMPLE/",
        "https://u:p@a.example/",
        "http://[::1]/",
        "http://1.2.3.4:99999/",
        "http://a.example:javascript/",
        "https://аррӏе.example/",
        "http://a.example\\@b.example/",
        "http:///a.example/",
        "http:a.example/",
        "https://\u200ba.example/",
        "www.a.example/",
        "http://" + "a" * 300 + ".example/",
    )
    for head, tail in product(heads, tails):
        yield f"{head}{tail}"
        yield f"see ({head}{tail}), then {head}"


def foreign() -> Iterator[str]:
    """SVG and MathML, where other rules of parsing hold."""
    inner = (
        f"<script>{CALL}</script>",
        f"<script href=data:,{CALL} />",
        f"<script xlink:href=data:,{CALL} />",
        f"<animate onbegin={CALL} attributeName=x dur=1s>",
        f"<set attributeName=href to={URL}>",
        f"<a><animate attributeName=href values={URL} /><text y=9>x</text></a>",
        f"<use href=\"data:image/svg+xml,<svg id='x' xmlns='http://www.w3.org/2000/svg'><image href='1' onerror='{CALL}' /></svg>#x\" />",
        f"<foreignObject><iframe onload={CALL}></foreignObject>",
        f"<handler xmlns:ev='http://www.w3.org/2001/xml-events' ev:event='load'>{CALL}</handler>",
        f"<image href=x onerror={CALL}>",
        f"<style><img src=x onerror={CALL}></style>",
        f"<desc><img src=x onerror={CALL}></desc>",
        f"<title><img src=x onerror={CALL}></title>",
        f"<![CDATA[<img src=x onerror={CALL}>]]>",
        f"<!--><img src=x onerror={CALL}>-->",
        f"<maction actiontype=statusline#{URL}>x",
        f"<mtext><img src=x onerror={CALL}></mtext>",
        f"<annotation-xml encoding=text/html><img src=x onerror={CALL}></annotation-xml>",
        f"<mglyph><style><img src=x onerror={CALL}>",
        f'<malignmark><a title="</style><img src=x onerror={CALL}>">',
    )
    outer = (
        "<svg>{}",
        "<svg>{}</svg>",
        "<math>{}",
        "<math>{}</math>",
        "<svg><svg>{}",
        "<math><mi>{}",
        "<svg></p><style>{}",
        "<math><mtext><table><mglyph><style>{}",
        "<form><math><mtext></form><form><mglyph><svg><mtext><style><path id='</style>{}",
        "<svg xmlns='http://www.w3.org/2000/svg'>{}",
        "<?xml version='1.0'?><svg>{}",
        "<svg\x00>{}",
        "<sVg/>{}",
        "<x:svg>{}",
    )
    for around, what in product(outer, inner):
        yield around.format(what)


def mutations() -> Iterator[str]:
    """What is harmless as it is read and harmful once it was written out and read again."""
    inner = f"<img src=x onerror={CALL}>"
    holders = (
        "noscript",
        "style",
        "textarea",
        "title",
        "xmp",
        "iframe",
        "noembed",
        "noframes",
        "template",
        "plaintext",
        "listing",
        "select",
        "table",
        "option",
        "p",
        "svg",
        "math",
        "desc",
        "mtext",
        "foreignObject",
        "annotation-xml",
    )
    shapes = (
        '<{0}><p title="</{0}>{1}">',
        "<{0}><a title='</{0}>{1}'>",
        "<{0}><!--</{0}>{1}-->",
        "<{0}>&lt;/{0}&gt;{1}",
        "<{0}><{0}></{0}>{1}",
        "<p><{0}></p>{1}",
        "<svg><{0}>{1}",
        "<math><{0}><!--</{0}>{1}-->",
        '<{0} {0}="{1}">',
        "<{0}><![CDATA[</{0}>{1}]]>",
        "<{0}/><{0}>{1}</{0}>",
        "<table><{0}>{1}</table>",
    )
    for holder, shape in product(holders, shapes):
        yield shape.format(holder, inner)
    yield from (f'<p id="{"<" * n}{inner}">' for n in range(1, 6))
    yield from (
        f"<div><!{dash}>{inner}<!--{dash}>"
        for dash in ("", "-", "--", "---", "--!", "[", "[CDATA[")
    )


def styles() -> Iterator[str]:
    """Style sheets that run, load or hide."""
    bodies = (
        f"width:expression({CALL})",
        f"background:url({URL})",
        f"background:url('{URL}')",
        f"-moz-binding:url(data:text/xml,{CALL})",
        f"behavior:url({URL})",
        f"@import '{URL}';",
        f"@import url({URL});",
        f"li{{list-style-image:url({URL})}}",
        f"x{{animation:x}}@keyframes x{{from{{left:0}}}}</style><x onanimationend={CALL}>",
        f"}}*{{background:url({URL})",
        f"\\65xpression({CALL})",
        f"e/**/xpression({CALL})",
        f"ｅxpression({CALL})",
        f"@charset 'utf-7';+ADw-script+AD4-{CALL}",
        f"content:'</style><script>{CALL}</script>'",
        f"--x:{URL};background:var(--x)",
    )
    holders = (
        "<style>{}</style>",
        '<div style="{}">',
        "<div style='{}'>",
        "<div style={}>",
        "<link rel=stylesheet href='data:text/css,{}'>",
        "<svg><style>{}</style>",
        "<style/onload=alert(1)>{}",
        "<x style=`{}`>",
        "{}",
        "<style media=x>{}",
        "<!--<style>-->{}",
    )
    for holder, body in product(holders, bodies):
        yield holder.format(body)


def templates() -> Iterator[str]:
    """What a template engine, of server or browser, would take for its own."""
    marks = (
        "{{{{{}}}}}",
        "{{%{}%}}",
        "${{{}}}",
        "#{{{}}}",
        "<%={}%>",
        "{{{{{{{}}}}}}}",
        "[[{}]]",
        "@({})",
        "*{{{}}}",
        "{{{{={}}}}}",
        "{{{{'{}'|safe}}}}",
        "<!--#exec cmd='{}'-->",
        "{{php}}{}{{/php}}",
        "[% {} %]",
        "<div ng-app>{{{{{}}}}}</div>",
        '<div v-html="{}">',
        '<x x-data x-init="{}">',
        '<b hx-on:load="{}">',
        "<c:out value='{}'/>",
        "{{% raw %}}{}{{% endraw %}}",
    )
    what = (
        CALL,
        "7*7",
        "constructor.constructor('alert(1)')()",
        "''.__class__.__mro__",
        "request.settings.SECRET_KEY",
        '_self.env.display("id")',
        "$on.constructor('alert(1)')()",
        "config.items()",
        "self.__init__.__globals__",
        "[].pop.constructor('alert(1)')()",
        "'a'.constructor.prototype.charAt=[].join",
    )
    for mark, inner in product(marks, what):
        yield mark.format(inner)


def scripts_of_unicode() -> Iterator[str]:
    """Turning signs, unseen signs, full width, overlong and odd encodings around a tag."""
    signs = (
        "\u202e",
        "\u202d",
        "\u2066",
        "\u200b",
        "\u200f",
        "\ufeff",
        "\u00ad",
        "\x00",
        "\x08",
        "\x1b[31m",
        "\x7f",
        "\x85",
        "\u2028",
        "\ufffd",
        "\ufffe",
        "\u0301" * 40,
        "\U000e0001",
        "\u034f",
        "\u061c",
        "\u180e",
        "\udb40\udc3c".encode("utf-16", "surrogatepass").decode("utf-16"),
    )
    shapes = (f"<script>{CALL}</script>", f"<img src=x onerror={CALL}>", f"<a href={URL}>x</a>")
    for sign, shape in product(signs, shapes):
        yield f"{sign}{shape}{sign}"
        yield shape.replace("<", f"<{sign}")
        yield shape.replace("=", f"{sign}=")
        yield shape.replace("s", f"s{sign}", 1)
    wide = {ord(c): ord(c) + 0xFEE0 for c in "<>\"'=&/();:"}
    for shape, table in product(
        shapes,
        (
            wide,
            {60: "‹", 62: "›"},
            {60: "﹤", 62: "﹥"},
            {60: "〈", 62: "〉"},
            {60: "\u226e", 62: "\u226f"},
        ),
    ):
        yield shape.translate(table)
        yield shape.encode("utf-7").decode("ascii")
        yield shape.replace("<", "À¼").replace(">", "À¾")


def data() -> Iterator[str]:
    """What breaks JSON, XML, mail headers and feeds."""
    inner = f"<script>{CALL}</script>"
    for shape in (
        '","x":"{}',
        "'}};{}//",
        "</script>{}",
        "<!--<script>{}",
        "]]>{}<![CDATA[",
        "<!ENTITY x '{}'>&x;",
        "&#60;{}",
        "<?xml-stylesheet href='javascript:alert(1)'?>{}",
        "<!DOCTYPE x [<!ENTITY y SYSTEM 'file:///etc/passwd'>]>&y;{}",
        "x\r\nBcc: a@b.example\r\n\r\n{}",
        "x\nContent-Type: text/html\n\n{}",
        "x%0d%0aSet-Cookie:a=b%0d%0a%0d%0a{}",
        "=cmd|'/c calc'!A1{}",
        "@SUM(1+1){}",
        "\\u003c/script\\u003e{}",
        "callback({{}});{}",
        "__proto__{}",
        '{{"__proto__":{{"x":"{}"}}}}',
        "';DROP TABLE x;--{}",
        "<xsl:script>{}",
        "<html:script xmlns:html='http://www.w3.org/1999/xhtml'>{}",
    ):
        for what in (inner, f"<img src=x onerror={CALL}>", URL, ""):
            yield shape.format(what)


def polyglots() -> Iterator[str]:
    """Lines meant to run in as many places at once as can be."""
    parts = (
        "javascript:/*-/*`/*\\`/*'/*\"/**/(/* */oNcliCk=alert() )//%0D%0A%0d%0a//</stYle/</titLe/</teXtarEa/</scRipt/--!>\\x3csVg/<sVg/oNloAd=alert()//>\\x3e",
        '">><marquee><img src=x onerror=alert(1)></marquee>"></plaintext\\></|\\><plaintext/onmouseover=prompt(1)><script>prompt(1)</script>@a.example<isindex formaction=javascript:alert(1) type=submit>\'-->"></script><script>alert(1)</script>',
        "';alert(String.fromCharCode(49))//\\';alert(1)//\";alert(1)//\\\";alert(1)//--></SCRIPT>\">'><SCRIPT>alert(1)</SCRIPT>",
        "'\"--></style></script><svg onload=alert(1)//",
        "{{7*7}}${7*7}<%=7*7%>#{7*7}'\"><svg/onload=alert(1)>",
        "`-alert(1)-`'-alert(1)-'\"-alert(1)-\"</script><svg/onload=alert(1)>",
    )
    around = (
        "{}",
        "http://a.example/{}",
        "x {} y",
        "<a title='{}'>",
        "<!--{}-->",
        "\n\n{}\n\n",
        "{}{}",
        "غبي {} نص",
        "\u202e{}",
        "<b>{}</b>",
    )
    for part, shape in product(parts, around):
        yield shape.replace("{}", part)


FAMILIES = {
    "scripts": scripts,
    "handlers": handlers,
    "breakouts": breakouts,
    "addresses": addresses,
    "links": links,
    "foreign": foreign,
    "mutations": mutations,
    "styles": styles,
    "templates": templates,
    "unicode": scripts_of_unicode,
    "data": data,
    "polyglots": polyglots,
}


def families() -> dict[str, list[str]]:
    """Give the lines of each family; a line of an earlier family does not come again."""
    seen: set[str] = set()
    told: dict[str, list[str]] = {}
    for name, family in FAMILIES.items():
        told[name] = [line for line in dict.fromkeys(family()) if line not in seen]
        seen.update(told[name])
    return told


@cache
def lines() -> tuple[str, ...]:
    """Give every line of every family once, always in the same order."""
    return tuple(line for family in families().values() for line in family)
