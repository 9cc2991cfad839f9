"""The emblem that an agency gave us, made fit to be drawn: an SVG of shapes alone, or a raster inside one."""

from __future__ import annotations

import base64
import re
import struct
from collections.abc import Iterator
from xml.etree import ElementTree

from saraban.law.refusal import Refusal

SIDE_MAX = 1_200  # dots: 3 cm in print have 700, and each paper carries them all
SVG_CHARS_MAX = 1_000_000
ELEMENTS_MAX = 20_000
SVG = "{http://www.w3.org/2000/svg}"
HREFS = ("href", "{http://www.w3.org/1999/xlink}href")
IMAGE = f"{SVG}image"
NO_SIDE = re.compile(r"\s*(?:-|0*\.?0*(?![0-9.]))")
DRAWN = {IMAGE} | {
    f"{SVG}{name}" for name in ("path", "rect", "circle", "ellipse", "line", "polyline", "polygon")
}
AROUND = ("g", "defs", "linearGradient", "radialGradient", "stop", "clipPath", "title", "desc", "style")
SHAPES = (DRAWN - {IMAGE}) | {f"{SVG}{name}" for name in AROUND}


def emblem_from(file: bytes, kind: str) -> str:
    """SVG text, for `Letterhead.emblem`. `kind`: image/svg+xml, image/png or image/jpeg. Raises `Refusal("bad_emblem")`."""
    if kind == "image/svg+xml":
        return _shapes(file)
    width, height = _side(file, kind)
    inside = base64.b64encode(file).decode()
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}">'
        f'<image width="{width}" height="{height}" href="data:{kind};base64,{inside}"/></svg>'
    )


def _bad(why: str) -> Refusal:
    return Refusal("bad_emblem", f"ยังไม่ได้บันทึกตรา เพราะ{why} โปรดเลือกไฟล์ PNG, JPG หรือ SVG อื่น หัวหนังสือเดิมอยู่ครบ")


def _shapes(file: bytes) -> str:
    """What is no shape is left out: scripts, links to other files, what repeats others and could grow without end."""
    if len(file) > SVG_CHARS_MAX or b"<!ENTITY" in file:
        raise _bad("ไฟล์ SVG นี้มีสิ่งที่ระบบไม่เปิด")
    try:
        root = ElementTree.fromstring(file)
    except (ElementTree.ParseError, LookupError, ValueError):
        raise _bad("อ่านไฟล์ SVG ไม่ได้") from None
    if root.tag != f"{SVG}svg" or sum(1 for _ in root.iter()) > ELEMENTS_MAX:
        raise _bad("ไฟล์ SVG นี้ไม่ใช่ภาพที่ระบบวาดได้")
    sides = [
        root.get("width", "1"),
        root.get("height", "1"),
        *root.get("viewBox", "").replace(",", " ").split()[2:],
    ]
    if any(NO_SIDE.match(side) for side in sides):
        raise _bad("ภาพในไฟล์ SVG นี้ไม่มีขนาด")
    _prune(root)
    if not any(one.tag in DRAWN for one in root.iter()):
        raise _bad("ไม่พบสิ่งที่วาดได้ในไฟล์ SVG นี้")
    ElementTree.register_namespace("", SVG[1:-1])
    return ElementTree.tostring(root, encoding="unicode")


def _prune(element: ElementTree.Element) -> None:
    for name in list(element.attrib):
        if name.startswith("on") or (name in HREFS and element.tag != IMAGE):
            del element.attrib[name]
    for one in list(element):
        if one.tag in SHAPES or (one.tag == IMAGE and _is_inside(one)):
            _prune(one)
        else:
            element.remove(one)


def _is_inside(image: ElementTree.Element) -> bool:
    """A raster that the file itself holds. Raises `Refusal` where it is larger than one may be."""
    begins, _, data = next((image.attrib[name] for name in HREFS if name in image.attrib), "").partition(
        ";base64,"
    )
    if begins not in ("data:image/png", "data:image/jpeg"):
        return False
    try:
        file = base64.b64decode(data)
    except ValueError:
        return False
    _side(file, begins.removeprefix("data:"))
    return True


def _side(file: bytes, kind: str) -> tuple[int, int]:
    try:
        width, height = _png_side(file) if kind == "image/png" else _jpeg_side(file)
    except (struct.error, StopIteration):
        raise _bad("ไฟล์ภาพไม่ครบ") from None
    if not (0 < width <= SIDE_MAX and 0 < height <= SIDE_MAX):
        raise _bad(f"ภาพใหญ่เกินไป (ด้านละไม่เกิน {SIDE_MAX:,} จุด)")
    return width, height


def _png_side(file: bytes) -> tuple[int, int]:
    width, height = struct.unpack_from(">LL", file, 16)
    return width, height


def _jpeg_side(file: bytes) -> tuple[int, int]:
    return next(
        (width, height)
        for marker, begins in _jpeg_segments(file)
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC)
        for height, width in [struct.unpack_from(">HH", file, begins + 3)]
    )


def _jpeg_segments(file: bytes) -> Iterator[tuple[int, int]]:
    """Markers, and where the length of each stands."""
    at = 2
    while at < len(file):
        mark, marker, length = struct.unpack_from(">BBH", file, at)
        if mark != 0xFF:
            return
        yield marker, at + 2
        at += 2 + length
