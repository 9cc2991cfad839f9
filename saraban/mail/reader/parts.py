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
_OLD_LINES = re.compile(rb"\r(?!\n)")


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

    def within(self, kind: str) -> bool:
        """Whether it is a child of this kind of multipart, near or far."""
        above = self.parent
        while above is not None:
            if above.kind.value == kind:
                return True
            above = above.parent
        return False


def prepare(data: bytes, warnings: Warnings) -> bytes:
    """What is read of the bytes: not too much, in lines, from the first header."""
    if len(data) > caps.SIZE_MAX:
        warnings.say(caps.TOO_BIG)
        data = data[: caps.SIZE_MAX]
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        data = data.decode("utf-16", "replace").encode("utf-8", "replace")
    if data[:3] == b"\xef\xbb\xbf":
        data = data[3:]
    if data[:1] in (b"\r", b"\n", b" ", b"\t"):
        data = data.lstrip(b"\r\n \t")
    if b"\n" not in data[: caps.HEADER_BYTES_MAX] and b"\r" in data[: caps.HEADER_BYTES_MAX]:
        data = _OLD_LINES.sub(b"\n", data)
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
        at = data.find(b"\n--", at)
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
    if stack:
        warnings.say(caps.CUT_SHORT)
    return root, leaves or [root]


def read_fields(data: bytes, start: int, end: int, active: dict[bytes, int]) -> tuple[Fields, int]:
    """The header block that begins at `start`, and where the body after it begins."""
    if data[start : start + 1] == b"\n":
        return Fields(), start + 1
    if data[start : start + 2] == b"\r\n":
        return Fields(), start + 2
    window = min(end, start + caps.HEADER_BYTES_MAX)
    ends = [
        (place, place + width)
        for mark, width in ((b"\n\r\n", 3), (b"\n\n", 2), (b"\n\r\r\n", 4))
        if (place := data.find(mark, start, window)) >= 0
    ]
    block_end, body = min(ends) if ends else (window, window)
    if active:
        dashed = start - 1
        while (dashed := data.find(b"\n--", dashed, block_end)) >= 0:
            line_end = data.find(b"\n", dashed + 3, dashed + 3 + caps.BOUNDARY_MAX)
            line = data[dashed + 3 : line_end if line_end >= 0 else block_end].rstrip()
            if line in active or (line.endswith(b"--") and line[:-2] in active):
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
    elif not ends and window < end and body == window:
        fields.cut = True
    return fields, body


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
    return part.kind.parameters.get("boundary", "").encode("latin-1", "replace").rstrip()[: caps.BOUNDARY_MAX - 4]

