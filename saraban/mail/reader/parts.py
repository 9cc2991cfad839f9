"""A letter cut into its parts by one pass over its bytes: no copies, no recursion, linear in its size.

A delimiter line ends every part inside the multipart that it belongs to, closed or not: so a missing end, a cut
letter and an attached stump cost nothing but a warning.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from saraban.mail.reader import caps
from saraban.mail.reader.caps import Warnings
from saraban.mail.reader.headers import Fields, Structured, parse_fields, structured
from saraban.mail.reader.transfer import undo

_GUESSED = re.compile(rb"^--([^\r\n]{1,200}?)[ \t]*\r?\n[Cc]ontent-", re.MULTILINE)
_GUESS_WITHIN = 65_536  # bytes
_DASHES_TRIED = 100
_BLANK_LINES = (b"\n\r\n", b"\n\r\r\n", b"\n\n")
_WIDE_BYTES_MAX = 8 * 1024 * 1024  # of a whole letter in UTF-16, which hardly anything but an editor writes


@dataclass(eq=False)
class Part:
    """One part: `data[start:end]` is its body as it came, still encoded."""

    data: bytes
    fields: Fields
    kind: Structured  # Content-Type
    start: int
    end: int
    parent: Part | None = None
    children: list[Part] = field(default_factory=list)
    closed: bool = False

    @property
    def encoding(self) -> str:
        raw = self.fields.first("content-transfer-encoding")
        return raw.strip().strip('"').split(";")[0].split(" ")[0].lower() if raw else ""

    def raw(self) -> bytes:
        return self.data[self.start : self.end]

    def decoded(self) -> tuple[bytes, bool]:
        """Its content, and whether it was encoded soundly."""
        return undo(self.raw(), self.encoding)


def prepare(data: bytes, warnings: Warnings) -> bytes:
    """What is read of the bytes: not too much, in lines, from the first header."""
    if len(data) > caps.SIZE_MAX:
        warnings.say(caps.TOO_BIG)
        data = data[: caps.SIZE_MAX]
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        data = data[:_WIDE_BYTES_MAX].decode("utf-16", "replace").encode("utf-8", "replace")
    if data[:3] == b"\xef\xbb\xbf":
        data = data[3:]
    if data[:1] in (b"\r", b"\n", b" ", b"\t"):
        data = data.lstrip(b"\r\n \t")
    if b"\n" not in data[: caps.HEADER_BYTES_MAX] and b"\r" in data[: caps.HEADER_BYTES_MAX]:
        data = data.replace(b"\r", b"\n")
    return data


def split(data: bytes, warnings: Warnings) -> tuple[Part, list[Part]]:
    """The letter itself, and its leaves in their order. `data` as from `prepare`."""
    root = _part(data, 0, len(data), None, {}, warnings)
    leaves: list[Part] = []
    if not root.kind.value.startswith("multipart/"):
        return root, [root]
    boundary = _boundary(root)
    if not boundary or data.find(b"--" + boundary, root.start) < 0:
        guessed = _GUESSED.search(data[root.start : root.start + _GUESS_WITHIN])
        warnings.say(caps.NO_BOUNDARY)
        if guessed is None:
            return root, [root]
        boundary = guessed[1]
    stack: list[tuple[bytes, Part]] = [(boundary, root)]
    active = {boundary: 0}  # boundary → the innermost place in the stack that uses it
    leaf: Part | None = None
    parts = 1
    at = root.start - 1
    for _ in range(caps.DASHED_LINES_MAX):
        at = _next_dashes(data, at, in_base64=leaf is not None and leaf.encoding == "base64")
        if at < 0:
            break
        line_end = data.find(b"\n", at + 3, at + 3 + caps.BOUNDARY_MAX)
        line = data[at + 3 : line_end if line_end >= 0 else at + 3 + caps.BOUNDARY_MAX].rstrip()
        closing = line not in active
        if closing and not (line.endswith(b"--") and (line := line[:-2].rstrip()) in active):
            at += 3
            continue
        level = active[line]
        end = at - 1 if data[at - 1 : at] == b"\r" else at
        if leaf is not None:
            leaf.end = max(leaf.start, end)
            leaf = None
        for _, ended in stack[level + 1 :]:
            ended.end = max(ended.start, end)
        del stack[level + 1 :]
        if closing:
            stack[level][1].closed = True
            del stack[level:]
        active = {name: place for place, (name, _) in enumerate(stack)}
        at = line_end if line_end >= 0 else len(data)
        if not stack:
            break
        if closing or line_end < 0:
            continue
        if parts >= caps.PARTS_MAX:
            warnings.say(caps.TOO_MANY_PARTS)
            break
        parts += 1
        parent = stack[-1][1]
        part = _part(data, line_end + 1, len(data), parent, active, warnings)
        parent.children.append(part)
        at = part.start - 1
        inner = _boundary(part) if part.kind.value.startswith("multipart/") else b""
        if inner and len(stack) < caps.DEPTH_MAX:
            stack.append((inner, part))
            active[inner] = len(stack) - 1
        else:
            if inner:
                warnings.say(caps.TOO_DEEP)
            leaf = part
            leaves.append(part)
    else:
        warnings.say(caps.TOO_MANY_LINES)
    # what we did not read may well have closed them
    if stack and not any(map(warnings.said, (caps.TOO_BIG, caps.TOO_MANY_PARTS, caps.TOO_MANY_LINES))):
        warnings.say(caps.CUT_SHORT)
    return root, leaves or [root]


def _next_dashes(data: bytes, at: int, *, in_base64: bool) -> int:
    """Where the next line begins with two dashes: the place of the \\n before it, from `at` on; -1 for none."""
    if in_base64:  # which holds no dash: looking for one byte is much faster than for three
        dash = at
        for _ in range(_DASHES_TRIED):
            dash = data.find(b"-", dash + 1)
            if dash < 0:
                return -1
            if data[dash - 1] == 10 and data[dash + 1 : dash + 2] == b"-":
                return dash - 1
        at = max(at, dash - 1)
    return data.find(b"\n--", at)


def read_fields(data: bytes, start: int, end: int, active: dict[bytes, int]) -> tuple[Fields, int]:
    """The header block that begins at `start`, and where the body after it begins."""
    if data[start : start + 1] == b"\n":
        return Fields(), start + 1
    if data[start : start + 2] == b"\r\n":
        return Fields(), start + 2
    window = min(end, start + caps.HEADER_BYTES_MAX)
    if active:
        first = data.find(b"\n--", start - 1, window)
        if first >= 0 and _delimiter(data, first, active):
            window = first + 1
    block_end, body, found = window, window, False
    # the kind of line end that the first line has is looked for first, so that the others need not look far
    line_end = data.find(b"\n", start, window)
    marks = _BLANK_LINES if data[line_end - 1 : line_end] == b"\r" else _BLANK_LINES[::-1]
    for mark in marks:
        place = data.find(mark, start, min(block_end + len(mark), window))
        if 0 <= place < block_end or (place >= 0 and not found):
            block_end, body, found = place, place + len(mark), True
    if active:
        dashed = start - 1
        while (dashed := data.find(b"\n--", dashed, block_end)) >= 0:
            if _delimiter(data, dashed, active):
                block_end = body = dashed + 1
                break
            dashed += 3
    raw = data[start:block_end]
    block = raw.decode("latin-1")
    if "\r" in block:
        block = block.replace("\r\n", "\n").replace("\r\n", "\n").replace("\r", " ")
    fields, used = parse_fields(block)
    if used < len(block) and not fields.cut:
        # the header ended before its blank line: count the same number of lines in the bytes
        lines = block.count("\n", 0, used)
        body = start
        for _ in range(lines):
            body = data.index(b"\n", body) + 1
    elif not found and window < end and body == window:
        fields.cut = True
    return fields, body


def _delimiter(data: bytes, at: int, active: dict[bytes, int]) -> bool:
    """Whether the line after the \\n at `at`, which begins with two dashes, is one that separates or closes."""
    line_end = data.find(b"\n", at + 3, at + 3 + caps.BOUNDARY_MAX)
    line = data[at + 3 : line_end if line_end >= 0 else at + 3 + caps.BOUNDARY_MAX].rstrip()
    return line in active or (line.endswith(b"--") and line[:-2].rstrip() in active)


def _part(
    data: bytes, start: int, end: int, parent: Part | None, active: dict[bytes, int], warnings: Warnings
) -> Part:
    fields, body = read_fields(data, start, end, active)
    if fields.cut:
        warnings.say(caps.TOO_MANY_HEADERS)
    kind = structured(fields.first("content-type"))
    if "/" not in kind.value:
        digest = parent is not None and parent.kind.value == "multipart/digest"
        kind = Structured("message/rfc822" if digest else "text/plain", kind.parameters)
    return Part(data, fields, kind, body, end, parent)


def _boundary(part: Part) -> bytes:
    """Its declared boundary; empty for none. A boundary of spaces only is none."""
    return (
        part.kind.parameters.get("boundary", "")
        .encode("latin-1", "replace")
        .rstrip()[: caps.BOUNDARY_MAX - 4]
    )
