"""winmail.dat: the files that Outlook wraps in TNEF ([MS-OXTNEF]). Reads forward only; stops at the first nonsense."""

from __future__ import annotations

import struct
from dataclasses import dataclass, field

from saraban.mail.reader import charsets
from saraban.mail.reader.caps import TNEF_FILES_MAX

SIGNATURE = b"\x78\x9f\x3e\x22"
PROPERTIES_MAX = 2_000  # of one file
_FILE_BEGINS, _FILE_NAME, _FILE_DATA, _FILE_PROPERTIES = 0x9002, 0x8010, 0x800F, 0x9005
_BODY, _CODE_PAGE = 0x800C, 0x9007
_LONG_NAME, _SHORT_NAME, _DISPLAY_NAME, _TYPE, _DATA = 0x3707, 0x3704, 0x3001, 0x370E, 0x3701
_FIXED = {1: 0, 2: 4, 3: 4, 4: 4, 5: 8, 6: 8, 7: 8, 10: 4, 11: 4, 20: 8, 64: 8, 72: 16}  # type → bytes
_LONG = struct.Struct("<I")
_ATTRIBUTE = struct.Struct("<BHHI")


@dataclass
class TnefFile:
    name: str = ""
    content_type: str = ""
    data: bytes = b""


@dataclass
class Tnef:
    text: str = ""
    files: list[TnefFile] = field(default_factory=list)
    whole: bool = False  # read to its end


def read_tnef(data: bytes) -> Tnef:
    """Never raises; what was read before the trouble is kept."""
    found = Tnef()
    if data[:4] != SIGNATURE:
        return found
    code_page = "cp874"
    at = 6
    while at + _ATTRIBUTE.size <= len(data) and len(found.files) <= TNEF_FILES_MAX:
        _, name, _, length = _ATTRIBUTE.unpack_from(data, at)
        begin = at + _ATTRIBUTE.size
        if begin + length > len(data):
            return found
        at = begin + length + 2  # past a checksum that many programs get wrong
        if name == _FILE_BEGINS:
            found.files.append(TnefFile())
            continue
        if name == _CODE_PAGE and length >= 4:
            code_page = f"cp{_LONG.unpack_from(data, begin)[0]}"
        elif name == _BODY:
            found.text = _text(data[begin : begin + length], code_page)
        elif found.files:
            file = found.files[-1]
            if name == _FILE_NAME:
                file.name = file.name or _text(data[begin : begin + length], code_page)
            elif name == _FILE_DATA:
                file.data = data[begin : begin + length]
            elif name == _FILE_PROPERTIES:
                _read_properties(memoryview(data)[begin : begin + length], file, code_page)
    found.whole = at >= len(data)
    return found


def _read_properties(view: memoryview, file: TnefFile, code_page: str) -> None:
    try:
        at = 4
        for _ in range(min(_LONG.unpack_from(view, 0)[0], PROPERTIES_MAX)):
            kind, name = struct.unpack_from("<HH", view, at)
            at += 4
            if name >= 0x8000:
                at = _past_name(view, at)
            many = kind & 0x1000
            kind &= 0x0FFF
            count = 1
            if many or kind in (0x1E, 0x1F, 0x102, 0x0D):
                count = _LONG.unpack_from(view, at)[0]
                at += 4
            if kind in _FIXED:
                at += _FIXED[kind] * count
                continue
            for _ in range(min(count, PROPERTIES_MAX)):
                length = _LONG.unpack_from(view, at)[0]
                value = view[at + 4 : at + 4 + length]
                at += 4 + length + -length % 4
                _note(file, name, kind, value, code_page)
    except struct.error:
        return


def _past_name(view: memoryview, at: int) -> int:
    if _LONG.unpack_from(view, at + 16)[0] == 0:
        return at + 24
    length: int = _LONG.unpack_from(view, at + 20)[0]
    return at + 24 + length + -length % 4


def _note(file: TnefFile, name: int, kind: int, value: memoryview, code_page: str) -> None:
    if name == _DATA:
        data = bytes(value)
        file.data = file.data or (data[16:] if kind == 0x0D else data)
        return
    if name not in (_LONG_NAME, _SHORT_NAME, _DISPLAY_NAME, _TYPE) or len(value) > 4_096:
        return
    text = bytes(value).decode("utf-16-le", "replace") if kind == 0x1F else _text(bytes(value), code_page)
    text = text.rstrip("\0")
    if name == _LONG_NAME:
        file.name = text or file.name
    elif name == _TYPE:
        file.content_type = text
    else:
        file.name = file.name or text


def _text(data: bytes, code_page: str) -> str:
    return charsets.decode(data.rstrip(b"\0"), code_page)
