"""A JPEG or PNG as a PDF of one page, without unpacking it: the page holds the very bytes of the photo.

So a photo is treated as a scan is from here on, and a picture that would fill the memory when unpacked is told by its
head alone. Pure.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

JPEG, PNG = b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n"
PIXELS_MAX = 60_000_000  # a phone's photo has 12 to 50 million
LONG_POINTS, SHORT_POINTS = 841.89, 595.28  # A4
MARKERS_MAX = 2_000
BROKEN = "ไฟล์ภาพเสียหาย เปิดไม่ได้"
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_ALONE = frozenset({0x01, *range(0xD0, 0xD8)})
_TURNS = {3: 180, 4: 180, 5: 90, 6: 90, 7: 270, 8: 270}  # EXIF orientation → degrees clockwise
_DEVICE = {1: "/DeviceGray", 3: "/DeviceRGB", 4: "/DeviceCMYK"}


class NoPhoto(Exception):
    """It cannot be shown as a page. `str()` is Thai."""


@dataclass(frozen=True)
class _Picture:
    wide: int
    high: int
    colours: str  # of the PDF
    bits: int
    filters: str
    body: bytes
    turned: int = 0  # degrees clockwise
    more: str = ""


def as_pdf(data: bytes) -> bytes:
    """A page no larger than A4 with the photo upright on it. Raises `NoPhoto`."""
    try:
        picture = _jpeg(data) if data.startswith(JPEG) else _png(data)
    except (struct.error, IndexError, zlib.error, KeyError):
        raise NoPhoto(BROKEN) from None
    if not (picture.wide and picture.high):
        raise NoPhoto(BROKEN)
    if picture.wide * picture.high > PIXELS_MAX:
        raise NoPhoto("ภาพใหญ่เกินกว่าจะเปิดอย่างปลอดภัย")
    scale = min(LONG_POINTS / max(picture.wide, picture.high), SHORT_POINTS / min(picture.wide, picture.high))
    wide, high = round(picture.wide * scale, 2), round(picture.high * scale, 2)
    drawn = f"q {wide} 0 0 {high} 0 0 cm /P Do Q".encode()
    return _document(
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 {wide} {high}]/Rotate {picture.turned}"
        "/Resources<</XObject<</P 5 0 R>>>>/Contents 4 0 R>>".encode(),
        _stream("", drawn),
        _stream(
            f"/Type/XObject/Subtype/Image/Width {picture.wide}/Height {picture.high}/ColorSpace {picture.colours}"
            f"/BitsPerComponent {picture.bits}/Filter {picture.filters}{picture.more}",
            picture.body,
        ),
    )


def _jpeg(data: bytes) -> _Picture:
    turned, adobe = 0, False
    for marker, start, end in _segments(data):
        if marker == 0xE1 and data[start : start + 6] == b"Exif\0\0":
            turned = _TURNS.get(_orientation(data[start + 6 : end]), 0)
        elif marker == 0xEE and data[start : start + 5] == b"Adobe":
            adobe = True
        elif marker in _FRAMES:
            bits, high, wide, channels = struct.unpack_from(">BHHB", data, start)
            inverted = "/Decode[1 0 1 0 1 0 1 0]" if channels == 4 and adobe else ""
            return _Picture(wide, high, _DEVICE[channels], bits, "/DCTDecode", data, turned, inverted)
    raise NoPhoto(BROKEN)


def _segments(data: bytes) -> Iterator[tuple[int, int, int]]:
    """Each marker of a JPEG, and where its segment starts and ends."""
    at = 2
    for _ in range(MARKERS_MAX):
        if data[at] != 0xFF:
            return
        marker = data[at + 1]
        if marker == 0xFF:  # padding
            at += 1
            continue
        if marker in _ALONE:
            at += 2
            continue
        (length,) = struct.unpack_from(">H", data, at + 2)
        yield marker, at + 4, at + 2 + length
        at += 2 + length


def _orientation(tiff: bytes) -> int:
    order = "<" if tiff[:2] == b"II" else ">"
    (begin,) = struct.unpack_from(f"{order}I", tiff, 4)
    (count,) = struct.unpack_from(f"{order}H", tiff, begin)
    for nth in range(min(count, 100)):
        tag, _kind, _many, value = struct.unpack_from(f"{order}HHIH", tiff, begin + 2 + 12 * nth)
        if tag == 0x0112:
            return int(value)
    return 1


def _png(data: bytes) -> _Picture:
    wide, high, bits, kind, _packed, _filter, interlaced = struct.unpack_from(">IIBBBBB", data, 16)
    if interlaced:
        raise NoPhoto("ไฟล์ PNG เป็นแบบที่แสดงเป็นหน้าไม่ได้ โปรดบันทึกเป็น JPG")
    body, palette, name = [], b"", b""
    at = len(PNG)
    while at + 8 <= len(data):
        (length,) = struct.unpack_from(">I", data, at)
        name, chunk = data[at + 4 : at + 8], data[at + 8 : at + 8 + length]
        if name == b"IDAT":
            body.append(chunk)
        elif name == b"PLTE":
            palette = chunk[:768]
        at += 12 + length
    if name != b"IEND":  # it was cut off
        raise NoPhoto(BROKEN)
    channels = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}[kind]
    predictor = f"/DecodeParms<</Predictor 15/Colors {channels}/BitsPerComponent {bits}/Columns {wide}>>"
    return _Picture(
        wide, high, _png_colours(kind, palette), bits, "/FlateDecode", b"".join(body), 0, predictor
    )


def _png_colours(kind: int, palette: bytes) -> str:
    """What shows through is left out of account: a screenshot is opaque."""
    if kind == 3:
        return f"[/Indexed/DeviceRGB {len(palette) // 3 - 1} <{palette.hex()}>]"
    if kind == 4:
        return "[/DeviceN[/G/A]/DeviceGray 6 0 R]"
    if kind == 6:
        return "[/DeviceN[/R/G/B/A]/DeviceRGB 7 0 R]"
    return _DEVICE[{0: 1, 2: 3}[kind]]


def _without_alpha(channels: int) -> bytes:
    domain, range_ = "0 1 " * channels, "0 1 " * (channels - 1)
    return _stream(f"/FunctionType 4/Domain[{domain}]/Range[{range_}]", b"{pop}")


def _stream(entries: str, body: bytes) -> bytes:
    return f"<<{entries}/Length {len(body)}>>\nstream\n".encode() + body + b"\nendstream"


def _document(*objects: bytes) -> bytes:
    written, places = bytearray(b"%PDF-1.6\n"), []
    for number, one in enumerate([*objects, _without_alpha(2), _without_alpha(4)], start=1):
        places.append(len(written))
        written += f"{number} 0 obj\n".encode() + one + b"\nendobj\n"
    table = len(written)
    written += f"xref\n0 {len(places) + 1}\n0000000000 65535 f \n".encode()
    written += b"".join(f"{place:010d} 00000 n \n".encode() for place in places)
    written += f"trailer<</Size {len(places) + 1}/Root 1 0 R>>\nstartxref\n{table}\n%%EOF\n".encode()
    return bytes(written)
