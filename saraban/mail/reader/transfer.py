"""Content-Transfer-Encoding undone, whatever stands between the good bytes."""

from __future__ import annotations

import binascii
import re

_BASE64 = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
_NOT_BASE64 = bytes(set(range(256)) - set(_BASE64))
_PIECES_MAX = 1_000  # between paddings; beyond them padding is skipped like other junk
_SOFT_BREAK = re.compile(rb"=[ \t]+(?=\r?\n)")
_UU_FILE = re.compile(rb"^begin [0-7]{3,4} ([^\r\n]{1,255})\r?\n", re.MULTILINE)
_UU_END = re.compile(rb"^end[ \t]*\r?$", re.MULTILINE)


def undo(data: bytes, encoding: str) -> tuple[bytes, bool]:
    """The decoded bytes, and whether they were encoded soundly. An unknown encoding is none."""
    if encoding == "base64":
        return base64(data)
    if encoding == "quoted-printable":
        return quoted_printable(data), True
    if encoding in ("x-uuencode", "uuencode", "x-uue", "uue"):
        files = uu_files(data, files_max=1)
        return (files[0][1], True) if files else (data, False)
    return data, True


def base64(data: bytes) -> tuple[bytes, bool]:
    """Skips what is not base64; goes on after padding in the middle; a last half-sign is dropped."""
    padding = data.find(b"=")
    if padding < 0 or len(data) - padding <= 8:
        try:
            return binascii.a2b_base64(data), True
        except ValueError:
            pass
    pieces: list[bytes] = []
    sound = True
    for piece in data.split(b"=", _PIECES_MAX):
        kept = piece.translate(None, _NOT_BASE64)
        if not kept:
            continue
        if len(kept) % 4 == 1:
            kept, sound = kept[:-1], False
        pieces.append(binascii.a2b_base64(kept + b"=" * (-len(kept) % 4)))
    return b"".join(pieces), sound


def quoted_printable(data: bytes) -> bytes:
    if b"= " in data or b"=\t" in data:
        data = _SOFT_BREAK.sub(b"=", data)
    return binascii.a2b_qp(data)


def uu_files(data: bytes, *, files_max: int) -> list[tuple[bytes, bytes, int, int]]:
    """(name, bytes, begin, end) of each uuencoded file that stands whole in a text."""
    found: list[tuple[bytes, bytes, int, int]] = []
    at = 0
    while len(found) < files_max and (begin := _UU_FILE.search(data, at)):
        end = _UU_END.search(data, begin.end())
        if end is None:
            break
        decoded = _uu(data[begin.end() : end.start()])
        if decoded is None:
            at = end.end()
            continue
        found.append((begin[1], decoded, begin.start(), end.end()))
        at = end.end()
    return found


def _uu(lines: bytes) -> bytes | None:
    pieces: list[bytes] = []
    for line in lines.splitlines():
        stripped = line.rstrip()
        if not stripped or stripped == b"`":
            continue
        try:
            pieces.append(binascii.a2b_uu(stripped))
        except ValueError:
            length = (((stripped[0] - 32) & 63) * 4 + 5) // 3  # some programs append a check sign
            try:
                pieces.append(binascii.a2b_uu(stripped[:length]))
            except ValueError:
                return None
    return b"".join(pieces)
