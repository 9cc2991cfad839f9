"""The words of an HTML letter, for reading and searching. One pass; not for showing: see `mail/html`."""

from __future__ import annotations

import re
from html.entities import html5

_TAG_NAME = re.compile(r"/?[A-Za-z][A-Za-z0-9:]{0,30}")
_ENTITY = re.compile(
    r"&(#[0-9]{1,7}(?![0-9])|#[xX][0-9a-fA-F]{1,6}(?![0-9a-fA-F])|[A-Za-z][A-Za-z0-9]{1,31});?"
)
_SPACES = re.compile(r"[ \t\r\n\f]+")
_BLANK_LINES = re.compile(r"\n{3,}")
_HIDDEN = frozenset({"script", "style", "title", "svg", "xml"})
_LINES = frozenset(
    [
        "p", "div", "tr", "table", "ul", "ol", "dl", "dt", "dd", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote",
        "section", "article", "header", "footer", "address", "form", "fieldset", "center", "caption", "hr", "main",
        "nav", "pre", "figure", "body", "html", "tbody", "thead",
    ]
)  # fmt: skip
_PARAGRAPHS = frozenset({"p", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "ul", "ol", "table", "pre"})


def html_to_text(html: str) -> str:
    """Plain text with a line per block, cells apart by tabs. Linear in the length of `html`."""
    pieces: list[str] = []
    at = preformatted = 0
    lowered = ""
    endless: set[str] = set()  # what begins and never ends: then nothing is hidden
    while at < len(html):
        less = html.find("<", at)
        if less < 0:
            less = len(html)
        if less > at:
            text = html[at:less]
            pieces.append(text if preformatted else _SPACES.sub(" ", text))
        if less == len(html):
            break
        at = less + 1
        if html.startswith("!--", at):
            end = -1 if "!--" in endless else html.find("-->", at + 3)
            if end < 0:
                endless.add("!--")
            at = at + 3 if end < 0 else end + 3
            continue
        if html[at : at + 1] in ("!", "?"):
            at = _tag_end(html, at)
            continue
        name = _TAG_NAME.match(html, at)
        if name is None:
            pieces.append("<")
            continue
        at = _tag_end(html, name.end())
        tag = name[0].lower()
        if tag in _HIDDEN and tag not in endless and html[at - 2 : at] != "/>":
            lowered = lowered or html.translate(_SMALL)
            end = lowered.find("</" + tag, at)
            if end < 0:
                endless.add(tag)
            else:
                at = _tag_end(html, end + 2 + len(tag))
        elif tag == "br" or tag == "/br":
            pieces.append("\n")
        elif tag in ("td", "th"):
            pieces.append("\t")
        elif tag == "li":
            pieces.append("\n- ")
        elif tag.lstrip("/") in _LINES:
            bare = tag.lstrip("/")
            pieces.append("\n\n" if bare in _PARAGRAPHS else "\n")
            if bare == "pre":
                preformatted = int(tag == "pre")
    text = _ENTITY.sub(_character, "".join(pieces)).replace("\xa0", " ")
    lines = (line.strip(" \t\r\f") for line in text.split("\n"))
    return _BLANK_LINES.sub("\n\n", "\n".join(lines)).strip("\n")


_SMALL = {number: number + 32 for number in range(65, 91)}


def _tag_end(html: str, at: int) -> int:
    """Just after the `>` that ends a tag, quotation marks respected where they are closed."""
    end = html.find(">", at)
    if end < 0:
        return len(html)
    first = end
    while html.count('"', at, end) % 2:
        at = html.find('"', end) + 1
        if at == 0 or (end := html.find(">", at)) < 0:
            return first + 1
    return end + 1


def _character(match: re.Match[str]) -> str:
    name = match[1]
    if name[0] == "#":
        number = int(name[2:], 16) if name[1] in "xX" else int(name[1:])
        if 0x80 <= number <= 0x9F:
            return bytes([number]).decode("cp1252", "replace")
        return chr(number) if 0 < number <= 0x10FFFF and not 0xD800 <= number <= 0xDFFF else "\ufffd"
    found = html5.get(name + ";")
    if found is not None:
        return found
    for length in range(min(len(name), 6), 1, -1):  # names that may go without a semicolon
        if (found := html5.get(name[:length])) is not None:
            return found + name[length:]
    return match[0]
