"""Names of attached files: exact where they are names, harmless where they are tricks."""

from __future__ import annotations

import re

from saraban.mail.reader.caps import FILE_NAME_BYTES_MAX
from saraban.mail.reader.charsets import clean_line

_RESERVED = re.compile(r'[<>:"|?*\x00-\x1f]')
_DEVICE = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\.|\Z)", re.IGNORECASE)
_INVISIBLE = dict.fromkeys([0x200E, 0x200F, 0x061C, 0x2028, 0x2029])


def safe_name(raw: str) -> str:
    """No folder, no control or direction sign, no trailing dot, not too long; "" when nothing is left."""
    name = re.split(r"[/\\]", raw.strip().rstrip("/\\"))[-1] if ("/" in raw or "\\" in raw) else raw
    name = clean_line(name).translate(_INVISIBLE)
    name = _RESERVED.sub("_", name).strip().rstrip(". ").lstrip(" ")
    if name.startswith(".."):
        name = name.lstrip(".")
    if _DEVICE.match(name):
        name = "_" + name
    return _shortened(name)


def _shortened(name: str) -> str:
    if len(name.encode()) <= FILE_NAME_BYTES_MAX:
        return name
    stem, dot, extension = name.rpartition(".")
    if not dot or len(extension.encode()) > 20:
        stem, extension = name, ""
    tail = dot + extension if extension else ""
    room = FILE_NAME_BYTES_MAX - len(tail.encode())
    return stem.encode()[:room].decode("utf-8", "ignore").rstrip() + tail
