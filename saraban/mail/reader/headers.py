"""Header fields as they stand on the wire, and the two ways in which they hide letters beyond ASCII.

Raw values are `str` in latin-1: one character per byte, so that nothing is lost before we know what the bytes are. So
Unicode's idea of space must not touch them: bytes 0x85 and 0xA0 are spaces to `strip`, and halves of Thai letters here.
RFC 2047 (words), RFC 2231 (parameters), and what programs make of them.
"""

from __future__ import annotations

import binascii
import re
from dataclasses import dataclass, field
from urllib.parse import unquote_to_bytes

from saraban.mail.reader import charsets
from saraban.mail.reader.caps import (
    HEADER_LINES_MAX,
    HEADERS_MAX,
    ODD_CHARSET,
    PARAMETER_CHARACTERS_MAX,
    PARAMETERS_MAX,
    Warnings,
)
from saraban.mail.reader.transfer import base64

_FIELD = re.compile(r"([!-9;-~]{1,200})[ \t]*:")
_KNOWN = frozenset(
    [
        "from", "to", "cc", "subject", "date", "message-id", "mime-version", "content-type", "reply-to",
        "content-transfer-encoding", "content-disposition", "in-reply-to", "references", "received", "return-path",
    ]
)  # fmt: skip
SPACE = " \t\r\n\v\f"
_WORD_HEAD = re.compile(r"=\?([^?\s=]{1,40})\?([bBqQ])\?", re.ASCII)
_NO_SPACE = dict.fromkeys(map(ord, SPACE))
_BLANK = re.compile(r"[ \t]*\Z")
_SIXTY_FOUR = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"


@dataclass
class Fields:
    """The fields of one part: names in lower case, raw values in their order."""

    by_name: dict[str, list[str]] = field(default_factory=dict)
    cut: bool = False  # there were more than the caps allow

    def first(self, name: str) -> str | None:
        values = self.by_name.get(name)
        return values[0] if values else None

    def all(self, name: str) -> list[str]:
        return self.by_name.get(name, [])

    def text(self, name: str, warnings: Warnings | None = None) -> str:
        """The first of this name, for people; empty when there is none."""
        raw = self.first(name)
        return "" if raw is None else decode_words(raw, warnings)

    def __contains__(self, name: str) -> bool:
        return name in self.by_name


def parse_fields(block: str) -> tuple[Fields, int]:
    """The fields of a block whose lines end in \\n, and how many of its characters are header.

    A line that is no field ends the header, unless a known field follows: then a careless program has wrapped the line
    before it.
    """
    fields = Fields()
    at = count = 0
    last: list[str] | None = None
    broken: list[tuple[int, str]] = []  # lines that may be a wrapped value, or the body
    for number, line in enumerate(block.split("\n", HEADER_LINES_MAX)):
        if not line:
            break
        if number == HEADER_LINES_MAX:
            fields.cut = True
            break
        if line[0] in " \t" and (last is not None or count == 0):
            if broken:
                broken.append((at, line))
            elif last is not None:
                last.append(line)
            at += len(line) + 1
            continue
        match = _FIELD.match(line)
        if match is None or (broken and match[1].lower() not in _KNOWN):
            if count == 0 and not line.startswith(("From ", ">From ")):
                return fields, 0
            if count:
                broken.append((at, line))
            at += len(line) + 1
            continue
        for _, piece in broken:
            if last is not None:
                last.append(piece)
        broken.clear()
        count += 1
        if count > HEADERS_MAX:
            fields.cut = True
            break
        last = [line[match.end() :]]
        fields.by_name.setdefault(match[1].lower(), []).append(last)  # type: ignore[arg-type]
        at += len(line) + 1
    for values in fields.by_name.values():
        values[:] = ["".join(pieces).strip(SPACE) for pieces in values]
    return fields, broken[0][0] if broken else at


def decode_words(raw: str, warnings: Warnings | None = None) -> str:
    """A raw value for people. Characters split between neighbouring words are joined before they are decoded.

    Where somebody listens, it is told of words that are not in the charset that they name.
    """
    if "=?" not in raw:
        return charsets.clean_line(_plain(raw))
    pieces: list[str] = []
    run: list[tuple[str, str, str]] = []  # neighbouring words: charset, B or Q, text
    at = literal = 0
    end = -1
    while (at := raw.find("=?", at)) >= 0:
        head = _WORD_HEAD.match(raw, at)
        if head is None:
            at += 2
            continue
        if end < head.end():
            end = raw.find("?=", head.end())
        if end < 0:
            break
        inner = raw.find("=?", head.end(), end)
        if inner >= 0 and _WORD_HEAD.match(raw, inner):
            at = inner  # the word before it never ended
            continue
        between = raw[literal:at]
        if between and not (run and _BLANK.match(between)):
            if run:
                pieces.append(_decode_run(run, warnings))
                run = []
            pieces.append(_plain(between))
        run.append((head[1], head[2].upper(), raw[head.end() : end]))
        at = literal = end + 2
    if run:
        pieces.append(_decode_run(run, warnings))
    pieces.append(_plain(raw[literal:]))
    return charsets.clean_line("".join(pieces))


def _decode_run(run: list[tuple[str, str, str]], warnings: Warnings | None) -> str:
    """Neighbouring words; those of one charset are one piece of bytes."""
    texts: list[str] = []
    label, held = run[0][0], b""
    carried = ""
    cut_anywhere = any(kind == "B" and _is_cut(text) for _, kind, text in run[:-1])
    for index, (charset, kind, text) in enumerate(run):
        if charset.lower() != label.lower():
            texts.append(_decode(held, label, warnings))
            label, held = charset, b""
        if kind == "Q":
            held += _q_bytes(text)
            continue
        text = carried + text.translate(_NO_SPACE)
        carried = ""
        following = run[index + 1] if index + 1 < len(run) else None
        if (
            cut_anywhere
            and not text.endswith("=")
            and following is not None
            and following[1] == "B"
            and following[0].lower() == charset.lower()
        ):
            carried = text  # base64 that was cut without regard to its groups of four
            continue
        held += base64(text.encode("latin-1"))[0]
    texts.append(_decode(held, label, warnings))
    return "".join(texts)


def _decode(data: bytes, label: str, warnings: Warnings | None) -> str:
    if warnings is not None and charsets.is_odd(data, label):
        warnings.say(ODD_CHARSET)
    return charsets.decode(data, label)


def _is_cut(text: str) -> bool:
    """Whether this base64 breaks off inside a group, rather than lacking its padding: then the bits left are zero."""
    odd = len(text) % 4
    if odd < 2 or "=" in text:
        return odd == 1
    return _SIXTY_FOUR.find(text[-1]) & (15 if odd == 2 else 3) > 0


def _q_bytes(text: str) -> bytes:
    raw = text.replace("_", " ").encode("latin-1")
    return binascii.a2b_qp(raw) if b"=" in raw else raw


def _plain(raw: str) -> str:
    return raw if raw.isascii() else charsets.guess(raw.encode("latin-1"))


@dataclass(frozen=True)
class Structured:
    """`text/plain; charset=…`: the value in lower case, and its parameters, decoded."""

    value: str
    parameters: dict[str, str]


_BETWEEN = re.compile(r"[;\s]*", re.ASCII)
_PARAMETER = re.compile(
    r'([^\s=;"]{1,100})[ \t]*(?:=[ \t]*("(?:[^"\\]|\\.)*"?|[^;]*))?', re.DOTALL | re.ASCII
)
_CONTINUED = re.compile(r"([^*]+)(?:\*(\d{1,3}))?(\*?)\Z")
_ESCAPED = re.compile(r"\\(.)")
_CUT_ESCAPE = re.compile(r"%[0-9A-Fa-f]?\Z")
_NO_ESCAPE = re.compile(r"%(?![0-9A-Fa-f]{2})")
_FILE_NAMES = ("filename", "name")


def structured(raw: str | None) -> Structured:
    if raw is None:
        return Structured("", {})
    value, _, rest = raw.partition(";")
    value = value.strip(SPACE).lower()
    if " " in value:  # a comment, or a forgotten semicolon
        value, _, more = value.partition(" ")
        if "=" in more:
            rest = raw.strip(SPACE)[len(value) :]
    if not rest.strip(SPACE):
        return Structured(value, {})
    return Structured(value, _parameters(rest[:PARAMETER_CHARACTERS_MAX]))


def _parameters(text: str) -> dict[str, str]:
    plain: dict[str, str] = {}
    continued: dict[str, dict[int, tuple[str, bool]]] = {}
    at = 0
    for _ in range(PARAMETERS_MAX):
        at = _BETWEEN.match(text, at).end()  # type: ignore[union-attr]
        match = _PARAMETER.match(text, at)
        if match is None:
            at = text.find(";", at)
            if at < 0:
                break
            continue
        at = match.end()
        name, raw = match[1].lower(), match[2]
        if raw is None:
            continue
        if raw.startswith('"'):
            following = text.find(";", at)
            whole = text[match.start(2) : following if following >= 0 else len(text)].rstrip(SPACE)
            if len(whole) > len(raw) and whole.endswith('"') and "\\" not in whole:
                raw = whole  # quotation marks within the name, not escaped
            raw = _unquoted(raw)
            at = following if following >= 0 else len(text)
        else:
            raw = raw.strip(SPACE)
        star = _CONTINUED.match(name)
        if star is None or (star[2] is None and not star[3]):
            plain.setdefault(name, raw)
        else:
            continued.setdefault(star[1], {}).setdefault(int(star[2] or 0), (raw, bool(star[3])))
    found = {name: decode_words(raw) for name, raw in plain.items()}
    found |= {name: _joined(pieces) for name, pieces in continued.items()}
    for name in _FILE_NAMES:
        if name in found:
            found[name] = _unescaped(found[name])
    return found


def _unquoted(raw: str) -> str:
    inner = raw[1:-1] if len(raw) > 1 and raw.endswith('"') else raw[1:]
    # a Windows path is not a row of escapes
    return _ESCAPED.sub(r"\1", inner) if "\\" in inner and not re.match(r"[A-Za-z]:\\|\\\\", inner) else inner


def _joined(pieces: dict[int, tuple[str, bool]]) -> str:
    """RFC 2231: numbered pieces, the first of which may name the charset of all.

    Encoded neighbours are one text before their escapes are undone: careless programs cut inside %E0, and forget the
    star of what follows.
    """
    label: str | None = None
    data = b""
    escaped = ""  # not undone yet
    encoded_any = False
    for order, number in enumerate(sorted(pieces)):
        raw, encoded = pieces[number]
        if encoded:
            encoded_any = True
            if order == 0 and raw.count("'") >= 2:
                label, _, raw = raw.split("'", 2)
        if encoded or _CUT_ESCAPE.search(escaped):
            escaped += raw
            continue
        data += unquote_to_bytes(escaped.encode("latin-1")) + raw.encode("latin-1")
        escaped = ""
    data += unquote_to_bytes(escaped.encode("latin-1"))
    if not encoded_any:
        return decode_words(data.decode("latin-1"))
    return charsets.clean_line(charsets.decode(data, label or None))


def _unescaped(name: str) -> str:
    """A file name that was written as it stands in an address of the web: หนังสือ as %E0%B8%AB…"""
    if "%" not in name or not name.isascii() or _NO_ESCAPE.search(name):
        return name
    try:
        text = unquote_to_bytes(name).decode("utf-8")
    except UnicodeDecodeError:
        return name
    return name if text.isascii() else charsets.clean_line(text)
