"""Texts that try to be more than text, each with a number that says where it came from when it does."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import count

FIRST = 800_000
"""Numbers begin here, so that no hour, price, place or colour of a page is one."""

NUMBER = re.compile(r"(?<!\d)8\d{5}(?!\d)")
NAME_ROOM = 150
"""What several payloads in one text may come to, so that a name still shows all of them."""


@dataclass(frozen=True, slots=True)
class Payload:
    """A text that does harm where it is taken for anything but text.

    Attributes:
        name: What it tries.
        text: Itself, with ``№`` where its number goes.
        sink: A careless use of a text, with ``{}`` for the text, in which it does harm; the name of one of `SINKS`.
    """

    name: str
    text: str
    sink: str

    def numbered(self, number: int) -> str:
        """The text with its number."""
        return self.text.replace("№", str(number))


ADDRESSES = {"Source.url"}
"""Fields that hold one word: with several payloads in it, it would be no address at all."""

SOURCES = 4
"""How many sources a world has: each has another payload for an address."""

SINKS = {
    "content": "<p>{}</p>",
    "title": "<title>{}</title>",
    "style": "<style>p {{ color: red }} {}</style>",
    "rule": "<style>p {{ color: {} }}</style>",
    "noscript": "<noscript>{}</noscript>",
    "comment": "<!-- {} -->",
    "cdata": "<svg><desc><![CDATA[{}]]></desc></svg>",
    "textarea": "<textarea>{}</textarea>",
    "double": '<p title="{}">x</p>',
    "single": "<p title='{}'>x</p>",
    "bare": "<p title={}>x</p>",
    "link": '<a href="{}">x</a>',
    "frame": '<iframe src="{}"></iframe>',
    "picture": '<img alt="" src="{}">',
    "in style": '<p style="color: {}">x</p>',
    "double script": '<script>var text = "{}";</script>',
    "single script": "<script>var text = '{}';</script>",
    "template script": "<script>var text = `{}`;</script>",
    "json": '<script type="application/json">{{"text": "{}"}}</script>',
    "escapes": "<p></p><script>document.querySelector('p').innerHTML = \"{}\"</script>",
    "twice": "<p>{}</p><script>const p = document.querySelector('p'); p.innerHTML = p.innerText</script>",
    "template": "",
    "mermaid": 'flowchart LR\n  n0["{}"]:::skill\n',
    "dot": 'digraph {{\n  n0 [label="{}"]\n}}\n',
    "dot html": "digraph {{\n  n0 [label={}]\n}}\n",
    "markdown": "{}\n",
    "terminal": "{}",
    "data": '{{"text": "{}"}}',
}
"""What a view must not do with a text, by the place that it puts it in."""

PAYLOADS = (
    Payload("script", "<script>fire(№)</script>", "content"),
    Payload("script in another case", "</ScRiPt><sCrIpT>fire(№)</sCrIpT>", "json"),
    Payload("end of a title", "</title><script>fire(№)</script>", "title"),
    Payload("end of a style", "</style><script>fire(№)</script>", "style"),
    Payload("end of noscript", "</noscript><img src=x onerror=fire(№)>", "noscript"),
    Payload("end of a text area", "</textarea><img src=x onerror=fire(№)>", "textarea"),
    Payload("open comment", "<!--<script>№", "json"),
    Payload("end of a comment", "--><img src=x onerror=fire(№)>", "comment"),
    Payload("end of CDATA", "]]><img src=x onerror=fire(№)>", "cdata"),
    Payload("picture that fails", "<img src=x onerror=fire(№)>", "content"),
    Payload("picture from elsewhere", "<img src=//canary.test/№>", "content"),
    Payload("SVG", "<svg onload=fire(№)>", "content"),
    Payload("animation", "<svg><animate onbegin=fire(№) attributeName=x>", "content"),
    Payload("link in SVG", "<svg><a xlink:href=javascript:fire(№)><text>№", "content"),
    Payload("link in MathML", "<math href=javascript:fire(№)>№</math>", "content"),
    Payload("style in MathML", "<math><mtext><style><img src=x onerror=fire(№)>", "content"),
    Payload("details", "<details open ontoggle=fire(№)>", "content"),
    Payload("frame with a page", '<iframe srcdoc="<script>top.fire(№)</script>">', "content"),
    Payload("frame with a script", "<iframe src=javascript:fire(№)>", "content"),
    Payload("object", "<object data=//canary.test/№>", "content"),
    Payload("style sheet", "<link rel=stylesheet href=//canary.test/№>", "content"),
    Payload("refresh", '<meta http-equiv=refresh content="9;//canary.test/№">', "content"),
    Payload("base", "<base href=//canary.test/№>", "content"),
    Payload("form", "<form action=//canary.test/№><button>", "content"),
    Payload("plain element", "<b id=c№>№</b>", "content"),
    Payload("double quote", '" onfocus=fire(№) autofocus tabindex=1 x="', "double"),
    Payload("single quote", "' onfocus=fire(№) autofocus tabindex=1 x='", "single"),
    Payload("no quote", "№ onmouseover=fire(№)", "bare"),
    Payload("double quote and element", '"><img src=x onerror=fire(№)>', "double"),
    Payload("single quote and element", "'><img src=x onerror=fire(№)>", "single"),
    Payload("double quote in a script", '";fire(№);//', "double script"),
    Payload("single quote in a script", "';fire(№);//", "single script"),
    Payload("template string", "${fire(№)}`;fire(№)//", "template script"),
    Payload("backslash", '\\";fire(№);//', "double script"),
    Payload("escape of a script", "\\u003cimg src=x onerror=fire(№)\\u003e", "escapes"),
    Payload("line separator", '\u2028";fire(№)//\u2029', "double script"),
    Payload("entities", "&lt;img src=x onerror=fire(№)&gt;", "twice"),
    Payload("numbers of entities", "&#60;img src=x onerror=fire(№)&#62;", "twice"),
    Payload("template of Jinja", "{{№*3}}{%set x=№%}", "template"),
    Payload("script as an address", "javascript:fire(№)", "link"),
    Payload("script as an address, mixed", " JaVaScRiPt:fire(№)", "link"),
    Payload("script as an address, parted", "java\tscript:fire(№)", "link"),
    Payload("script as an address, hidden", "\x01javascript:fire(№)", "link"),
    Payload("page as an address", "data:text/html,<script>top.fire(№)</script>", "frame"),
    Payload("old script as an address", "vbscript:fire(№)", "link"),
    Payload("file as an address", "file:///etc/№", "link"),
    Payload("address without a scheme", "//canary.test/№", "picture"),
    Payload("address with a quote", 'https://canary.test/№"onfocus=fire(№)//', "link"),
    Payload("end of a rule", "red}*{background:url(//canary.test/№)", "rule"),
    Payload("import of a style", "} @import url(//canary.test/№); {", "rule"),
    Payload("picture in a style", "red;background:url(//canary.test/№)", "in style"),
    Payload("expression of a style", "red;width:expression(fire(№))", "in style"),
    Payload("click of Mermaid", '"]\nclick n0 "javascript:fire(№)"', "mermaid"),
    Payload("end of Mermaid", '"];end;n0 --> №;%%{init:{}}%%', "mermaid"),
    Payload("attribute of DOT", '" URL="javascript:fire(№)', "dot"),
    Payload("escape of DOT", '\\G\\" URL="//canary.test/№', "dot"),
    Payload("table of DOT", '<<TABLE HREF="//canary.test/№"><TR><TD>№</TD></TR></TABLE>>', "dot html"),
    Payload("link of Markdown", "[№](javascript:fire(№))", "markdown"),
    Payload("picture of Markdown", "![№](http://canary.test/№)", "markdown"),
    Payload("link alone of Markdown", "<javascript:fire(№)>", "markdown"),
    Payload("cell of Markdown", "№|`№`|**№**|~~№~~", "markdown"),
    Payload("link of rich", "[link=http://canary.test/№]№[/link]\x1b]8;;x\x07", "terminal"),
    Payload("colour of a terminal", "\x1b[31m№\x1b[0m", "terminal"),
    Payload("title of a terminal", "\x1b]0;№\x07", "terminal"),
    Payload("control of eight bits", "\x9b31m№\x9b0m", "terminal"),
    Payload("carriage return", "№\r\x08\x7f№", "terminal"),
    Payload("direction", "\u202e№\u202c\u2066№\u2069\u200f", "terminal"),
    Payload("control in data", "\x9b\u202e№", "data"),
    Payload("nothing", "<scr\x00ipt>fire(№)</scr\x00ipt>\x00", "terminal"),
    Payload("half a character", "\ud800<b id=c№>№</b>\udfff", "content"),
    Payload("very long", "<i id=c№>№</i>" + "<i>x</i>" * 1250, "content"),
)


_PLACES = {payload.name: place for place, payload in enumerate(PAYLOADS)}


@dataclass(slots=True)
class Texts:
    """Hands out texts that do harm, and remembers of which field and payload each number is.

    Attributes:
        chunks: The payloads, in parts that go into one text.
        first: Which part goes into the first text.
    """

    chunks: Sequence[Sequence[Payload]]
    first: int = 0
    fields: dict[str, int] = field(default_factory=dict)
    given: dict[int, tuple[str, Payload]] = field(default_factory=dict)
    _turn: Iterator[int] = field(default_factory=count)
    _sources: Iterator[int] = field(default_factory=count)

    def __call__(self, key: str) -> str:
        """A text for a field, which is named ``Class.field``."""
        if key in ADDRESSES:
            every = [payload for chunk in self.chunks for payload in chunk]
            place = self.first * SOURCES + next(self._sources)
            return self._numbered(key, every[place % len(every)])
        turn = next(self._turn)
        chunk = self.chunks[(self.first + turn) % len(self.chunks)]
        start = turn // len(self.chunks) % len(chunk)
        return " ".join(self._numbered(key, payload) for payload in (*chunk[start:], *chunk[:start]))

    def _numbered(self, key: str, payload: Payload) -> str:
        row = self.fields.setdefault(key, len(self.fields))
        number = FIRST + row * 100 + _PLACES[payload.name]
        self.given[number] = key, payload
        return payload.numbered(number)

    def said(self, text: str) -> set[int]:
        """The numbers of these texts that stand in a text."""
        return {number for number in map(int, NUMBER.findall(text)) if number in self.given}

    def told(self, text: str) -> str:
        """Which fields and payloads the numbers in a text are of."""
        known = [self.given[number] for number in sorted(self.said(text))]
        return ", ".join(f"{payload.name!r} in {key}" for key, payload in known) or "of no field"


def chunks(payloads: Sequence[Payload] = PAYLOADS) -> list[list[Payload]]:
    """Payloads in parts short enough for a name, a long one alone; each alone where the whole product is asked for."""
    if os.environ.get("FULL_MATRIX"):
        return [[payload] for payload in payloads]
    found: list[list[Payload]] = [[]]
    for payload in sorted(payloads, key=lambda payload: len(payload.numbered(FIRST))):
        room = sum(len(other.numbered(FIRST)) + 1 for other in found[-1])
        if found[-1] and room + len(payload.numbered(FIRST)) > NAME_ROOM:
            found.append([])
        found[-1].append(payload)
    return found
