"""Who a letter is from and to. Reads what people's programs write, not only what RFC 5322 allows."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from saraban.mail.reader.caps import ADDRESS_FIELD_MAX, ADDRESSES_MAX, PERSON_NAME_MAX, Warnings
from saraban.mail.reader.charsets import clean_line, guess
from saraban.mail.reader.headers import SPACE, decode_words

ADDRESS_MAX = 1_000  # characters


@dataclass(frozen=True)
class Address:
    name: str
    address: str  # as written; empty when only a name was given


_QUOTED = r'"(?:[^"\\]|\\.)*"'
_OTHER = r"""
    (?P<word>=\?[^?\s]{1,40}\?[bBqQ]\?[^?]{0,1500}\?=)
  | (?P<angle><[^<>]{0,2000}>?)
  | (?P<mark>[,;:()>"\\])
  | (?P<space>\s+)
  | (?P<atom>(?:(?!=\?)[^\s,;:()<>"\\])+|=)
"""
_TOKEN = re.compile(rf"(?P<quoted>{_QUOTED})|{_OTHER}", re.VERBOSE | re.DOTALL | re.ASCII)
_TOKEN_UNQUOTED = re.compile(_OTHER, re.VERBOSE | re.DOTALL | re.ASCII)
_QUOTED_PIECE = re.compile(_QUOTED, re.DOTALL)
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_COMMENT_MARK = re.compile(r"[()\\]")
_ROUTE = re.compile(r"@[^:]*:")
_SPACES = re.compile(r"\s+")


@dataclass
class _Draft:
    """What was read since the last comma."""

    pieces: list[str] = field(default_factory=list)
    comment: str = ""
    angle: str | None = None
    bare: str = ""

    @property
    def phrase(self) -> str:
        return "".join(self.pieces)

    @property
    def has_address(self) -> bool:
        return self.angle is not None or bool(self.bare)


def addresses(raw: str, warnings: Warnings | None = None) -> tuple[list[Address], bool]:
    """The mailboxes of a raw header, in order, those of groups included; and whether there were more than we read."""
    more = len(raw) > ADDRESS_FIELD_MAX
    raw = raw[:ADDRESS_FIELD_MAX]
    found: list[Address] = []
    draft = _Draft()
    before: list[str] = []  # a name that held a comma and no quotation marks
    pattern = _TOKEN
    at = 0
    while at < len(raw):
        match = pattern.match(raw, at)
        if match is None and pattern is _TOKEN and raw[at] == '"':
            pattern = _TOKEN_UNQUOTED
            match = pattern.match(raw, at)
        if match is None:
            at += 1
            continue
        kind, token = match.lastgroup, match[0]
        at = match.end()
        if kind == "mark" and token == '"' and pattern is _TOKEN:
            pattern = _TOKEN_UNQUOTED  # none that is open will ever be closed
        if kind == "mark" and token == "(":
            comment, at = _comment(raw, at)
            draft.comment = f"{draft.comment} {comment}".strip(SPACE)
        elif kind == "mark" and token in ",;":
            phrase = draft.phrase
            if token == "," and not draft.has_address and phrase.strip(SPACE):
                before.append(phrase + ", ")
            else:
                _take(draft, "".join(before), found, warnings)
                before.clear()
            draft = _Draft()
            if len(found) >= ADDRESSES_MAX:
                return found, more or bool(raw[at:].strip(SPACE))
        elif kind == "mark" and token == ":":
            if not draft.has_address:
                draft = _Draft()  # what stood before was the name of a group, or mailto
                before.clear()
        elif kind == "angle":
            if draft.angle is None or "@" not in draft.angle:
                draft.angle = token
        elif kind == "atom" and "@" in token and not draft.bare and draft.angle is None:
            if token.startswith("@") and draft.pieces and draft.pieces[-1].endswith('"'):
                draft.bare = draft.pieces.pop() + token  # "somebody here"@example
            else:
                draft.bare = token
        elif token != ">":
            draft.pieces.append(token)
    _take(draft, "".join(before), found, warnings)
    return found[:ADDRESSES_MAX], more


def _comment(raw: str, at: int) -> tuple[str, int]:
    """The inside of a comment that began just before `at`, and where it ends; unclosed, it goes on to the end."""
    depth, begin = 1, at
    while mark := _COMMENT_MARK.search(raw, at):
        at = mark.end()
        if mark[0] == "\\":
            at += 1
        else:
            depth += 1 if mark[0] == "(" else -1
            if depth == 0:
                return raw[begin : mark.start()], at
    return raw[begin:], len(raw)


def _take(draft: _Draft, before: str, found: list[Address], warnings: Warnings | None) -> None:
    phrase = draft.phrase
    if not draft.has_address and not (before + phrase + draft.comment).strip(SPACE):
        return
    if draft.angle is not None:
        phrase = before + phrase
    if draft.angle is not None:
        address = _address(draft.angle.strip("<>"))
        name = _name(phrase, warnings) or (_name(draft.comment, warnings) if draft.comment else "")
        if not name and draft.bare and not address:
            address = _address(draft.bare)
        elif draft.bare and not name:
            name = _name(draft.bare, warnings)
    elif draft.bare:
        address = _address(draft.bare)
        name = _name(draft.comment, warnings) or _name(phrase, warnings)
    else:
        name, address = _name(before + phrase, warnings).rstrip(", "), ""
        if re.fullmatch(r"[A-Za-z0-9._+-]{1,64}", name):
            name, address = _name(draft.comment, warnings), name  # root, MAILER-DAEMON
        elif "@" in name and " " not in name:
            name, address = "", name
    if name == address:
        name = ""
    if name or address:
        found.append(Address(name[:PERSON_NAME_MAX], address[:ADDRESS_MAX]))


def _address(raw: str) -> str:
    raw = raw.strip(SPACE)
    if "=?" in raw:
        raw = decode_words(raw)
    elif not raw.isascii():
        raw = guess(raw.encode("latin-1", "replace"))
    raw = clean_line(raw)
    if raw.lower().startswith("mailto:"):
        raw = raw[7:]
    if raw.startswith("@"):
        route = _ROUTE.match(raw)
        raw = raw[route.end() :] if route else raw
    if not raw.startswith('"'):
        raw = _SPACES.sub("", raw)
    return raw.strip("'<>")


def _name(raw: str, warnings: Warnings | None) -> str:
    raw = raw.strip(SPACE)
    if not raw:
        return ""
    if '"' in raw:
        raw = _unquoted(raw)
    elif len(raw) > 1 and raw[0] == raw[-1] == "'":
        raw = raw[1:-1]
    name = _SPACES.sub(" ", decode_words(raw, warnings)).strip()
    if len(name) > 1 and name[0] == name[-1] and name[0] in "\"'":
        return name[1:-1].strip()
    return name[1:].strip() if name.startswith('"') and name.count('"') == 1 else name


def _unquoted(raw: str) -> str:
    """Without the quotation marks that come in pairs, and without their escapes."""
    pieces: list[str] = []
    at = 0
    while (begin := raw.find('"', at)) >= 0:
        quoted = _QUOTED_PIECE.match(raw, begin)
        if quoted is None:
            break
        pieces += [raw[at:begin], _ESCAPED.sub(r"\1", quoted[0][1:-1])]
        at = quoted.end()
    return "".join(pieces) + raw[at:]
