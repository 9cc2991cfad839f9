"""The words of a PDF where they stand on its first pages. The only door to PDFium.

PDFium is C, is not safe among threads, and reads what strangers wrote: only the workbench's child imports this module.
The words of a page come as rows of spans, because what a word means on a letter is told by its place.
"""

from __future__ import annotations

import ctypes
import re
import struct
import zlib
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from itertools import pairwise
from math import degrees, hypot

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from saraban.proposals.sheets import Row, Sheet, Sheets, Span
from saraban.proposals.words import MARKS, closed, from_old_fonts, guessed, tidy, with_dropped_rings

BYTES_MAX = 50_000_000
PAGES_MAX = 3
SEARCHED_PAGES_MAX = 50
CHARACTERS_MAX = 20_000
LOOSE_MARKS_MAX = 1_000  # written apart from the letters they belong to
PICTURE_WIDTH_MAX = 2_000  # dots
PICTURE_HEIGHT_MAX = 4_000

_TOO_BIG = "ไฟล์ใหญ่เกินกว่าจะอ่าน"
_SCAN_SHARE = 0.5  # of the page: a picture as large as this is the page
_SAME_ROW = 0.35  # of the size: how far two baselines of a row may be apart
_WIDE_GAP = 1.6  # of the size: from here on, two spans
_GAP = 0.3  # of the size: a space that nobody wrote
_GAP_AFTER_SYLLABLE = 0.18  # of the size: PDFium loses spaces that were drawn behind a syllable in one piece
_GAP_AMONG_TIGHT = 0.18  # of the size: a space where all other letters touch, and no space was written
_LIKELY_GAP = 0.13  # of the size: a space where PDFium thinks that there is one
_NO_GAP = 0.06  # of the size: a space that nobody sees
_AM_WIDTH = 0.33  # of the size: the part of ำ that stands on the line, where the page shows no า
_LETTER_WIDTH = 0.4  # of the size, where the page does not show the letter alone
_TIGHT_GAPS_MIN = 8
_TOUCH = 0.02  # of the size
_TIGHT_MIN = 6  # letters า of a page that stand as they should: enough to say so
_LOOKED_BACK = 8  # clusters, for one drawn twice
_ENOUGH_CHARACTERS = 12  # of a page: fewer are a page number, and the page a picture
_UNMAPPED_MAX = 0.2  # of the characters
_INVISIBLE = 3  # the text render mode of what a scanner's software laid over its picture
_HAS_AM = re.compile("\u0e33|\u0e4d[\u0e48-\u0e4b]? ?\u0e32")
_EMPTY = "\u200b\u200c\u200d\ufeff\ufffe\uffff\x00\xad\x02"


class NoPicture(Exception):
    """This page cannot be drawn. `str()` is Thai, or empty."""


def read_pages(data: bytes) -> Sheets:
    """Whatever the bytes are, an answer: `trouble` says why there are no words."""
    if len(data) > BYTES_MAX:
        return Sheets((), 0, trouble=_TOO_BIG)
    try:
        with _opened(data) as document:
            count = len(document)
            left = CHARACTERS_MAX
            sheets: list[Sheet] = []
            for number in range(min(count, PAGES_MAX)):
                sheet, used = _sheet(document, number, left)
                sheets.append(sheet)
                left -= used
    except pdfium.PdfiumError as error:
        return Sheets((), 0, trouble=_why(error))
    if not any(sheet.rows for sheet in sheets):
        unmapped = any(sheet.unmapped for sheet in sheets)
        return Sheets(
            (),
            count,
            trouble="ตัวอักษรในไฟล์ PDF ถอดไม่ได้" if unmapped else "เอกสารสแกน อ่านตัวอักษรไม่ได้",
        )
    return Sheets(tuple(sheets), count)


def words_on_pages(data: bytes, characters_max: int) -> str:
    """The words of its pages from the first on, a line per row; empty where there are none that can be read."""
    if len(data) > BYTES_MAX:
        return ""
    lines: list[str] = []
    left = characters_max
    try:
        with _opened(data) as document:
            for number in range(min(len(document), SEARCHED_PAGES_MAX)):
                if left <= 0:
                    break
                sheet, used = _sheet(document, number, left)
                lines += [" ".join(span.text for span in row.spans) for row in sheet.rows]
                left -= used
    except pdfium.PdfiumError:
        pass  # what was read until then
    return "\n".join(lines)


def picture(data: bytes, page: int, width: int, turned: int = 0) -> bytes:
    """A page, counted from 0, as PNG of that width in dots, `turned` so many degrees clockwise. Raises `NoPicture`."""
    if len(data) > BYTES_MAX or not 0 < width <= PICTURE_WIDTH_MAX:
        raise NoPicture
    try:
        with _opened(data, filled_in=True) as document:
            opened, wide, high = _page(document, page)
            if turned % 180:
                wide, high = high, wide
            scale = min(width / wide, PICTURE_HEIGHT_MAX / high)
            bitmap = opened.render(
                scale=scale, rotation=turned, rev_byteorder=True, prefer_bgrx=False, no_smoothtext=False
            )
            return _png(bitmap)
    except pdfium.PdfiumError:
        raise NoPicture from None


def count(data: bytes) -> int:
    """How many pages it has. Raises `NoPicture`, which says why it cannot be opened."""
    if len(data) > BYTES_MAX:
        raise NoPicture(_TOO_BIG)
    try:
        with _opened(data) as document:
            return len(document)
    except pdfium.PdfiumError as error:
        raise NoPicture(_why(error)) from None


@dataclass(frozen=True)
class Scan:
    """A page that is a picture: its bytes from black to white, and how fine it was scanned."""

    rows: bytes
    wide: int
    high: int
    dots_per_inch: int


def scan_on(data: bytes, page: int, width: int) -> Scan | None:
    """The page drawn grey in that width; None where it is not a scan. Raises `NoPicture`."""
    try:
        with _opened(data) as document:
            opened, wide, high = _page(document, page)
            fine = _scanned_at(opened, wide * high)
            if fine is None:
                return None
            scale = min(width / wide, PICTURE_HEIGHT_MAX / high)
            bitmap = opened.render(scale=scale, grayscale=True)
            rows = memoryview(bitmap.buffer).cast("B")
            lines = (rows[line * bitmap.stride :][: bitmap.width] for line in range(bitmap.height))
            return Scan(b"".join(lines), bitmap.width, bitmap.height, fine)
    except pdfium.PdfiumError:
        raise NoPicture from None


@dataclass(frozen=True)
class Drawn:
    """A page in colours, three bytes a dot; how large its paper is, in points; whether it is a scan."""

    rows: bytes
    wide: int
    high: int
    points: tuple[float, float]
    scan: bool


def drawn_at(data: bytes, page: int, dots_per_inch: int, *, dots_max: int) -> Drawn:
    """The page as fine as this, or as fine as so many dots allow. Raises `NoPicture`."""
    if len(data) > BYTES_MAX:
        raise NoPicture(_TOO_BIG)
    try:
        with _opened(data, filled_in=True) as document:
            opened, wide, high = _page(document, page)
            scale = min(dots_per_inch / 72, (dots_max / (wide * high)) ** 0.5)
            bitmap = opened.render(scale=scale, rev_byteorder=True, prefer_bgrx=False, limit_image_cache=True)
            assert bitmap.n_channels == 3, "no page is drawn to show through"
            rows = memoryview(bitmap.buffer).cast("B")
            lines = (rows[line * bitmap.stride :][: 3 * bitmap.width] for line in range(bitmap.height))
            scan = _scanned_at(opened, wide * high) is not None
            return Drawn(b"".join(lines), bitmap.width, bitmap.height, (wide, high), scan)
    except pdfium.PdfiumError as error:
        raise NoPicture(_why(error)) from None


def _page(document: pdfium.PdfDocument, page: int) -> tuple[pdfium.PdfPage, float, float]:
    """With its width and height. Raises `NoPicture`."""
    if not 0 <= page < len(document):
        raise NoPicture
    opened = document[page]
    wide, high = opened.get_size()
    if wide <= 0 or high <= 0:
        raise NoPicture
    return opened, wide, high


def _scanned_at(page: pdfium.PdfPage, area: float) -> int | None:
    """Dots per inch of the picture that fills the page; None where none does."""
    for one in page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=3):
        left, low, right, top = one.get_bounds()
        inches = max(right - left, top - low) / 72
        if inches > 0 and (right - left) * (top - low) > _SCAN_SHARE * area:
            return int(max(one.get_px_size()) / inches + 0.5)
    return None


def _why(error: pdfium.PdfiumError) -> str:
    locked = getattr(error, "err_code", None) == raw.FPDF_ERR_PASSWORD
    return "ไฟล์ PDF มีรหัสผ่าน เปิดอ่านไม่ได้" if locked else "ไฟล์ PDF เสียหาย เปิดอ่านไม่ได้"


@contextmanager
def _opened(data: bytes, *, filled_in: bool = False) -> Iterator[pdfium.PdfDocument]:
    """`filled_in`: what was typed into its fields is drawn, too."""
    document = pdfium.PdfDocument(data)
    try:
        if filled_in:
            document.init_forms()
        yield document
    finally:
        document.close()


@dataclass
class _Cluster:
    """A letter with the marks above and below it."""

    text: str
    left: float
    right: float
    base: float  # up from the foot of the page
    size: float
    pen: float  # where the pen stood: left of the ink
    marks: list[str] = field(default_factory=list)
    spaced: bool = False  # a space was written before it
    parted: bool = False  # PDFium thinks that there is one
    one_piece: bool = False  # a syllable drawn as one: its letters share its width

    @property
    def whole(self) -> str:
        return self.text + "".join(dict.fromkeys(self.marks))


@dataclass(frozen=True)
class _Character:
    text: str
    left: float
    right: float
    base: float
    size: float
    origin: float = 0.0  # where the pen stood
    generated: bool = False  # PDFium's own space


def _sheet(document: pdfium.PdfDocument, number: int, characters_max: int) -> tuple[Sheet, int]:
    page = document[number]
    width, height = page.get_size()
    text = page.get_textpage()
    try:
        characters, unmapped, invisible, turned = _characters(text.raw, characters_max)
    finally:
        text.close()
    if turned % 180:
        width, height = max(width, height), min(width, height)
    used = len(characters)
    seen = sum(1 for one in characters if not one.text.isspace())
    if seen < _ENOUGH_CHARACTERS or unmapped > _UNMAPPED_MAX * seen:
        return Sheet(number + 1, width, height, (), unmapped=seen >= _ENOUGH_CHARACTERS), used
    rows, rings_lost = _put_right(_rows(_clusters(_decoded(characters))))
    return Sheet(
        number + 1, width, height, tuple(rows), scanned=invisible * 2 > seen, rings_lost=rings_lost
    ), used


def _characters(text: object, characters_max: int) -> tuple[list[_Character], int, int, int]:
    """What stands upright, in the order in which it was written; how many have no letter, or cannot be seen; the turn."""
    count = min(raw.FPDFText_CountChars(text), characters_max)
    x, y = ctypes.c_double(), ctypes.c_double()
    box, matrix = raw.FS_RECTF(), raw.FS_MATRIX()
    found: list[tuple[int, _Character]] = []
    turns: dict[int, int] = {}
    unmapped = invisible = 0
    for index in range(count):
        code = raw.FPDFText_GetUnicode(text, index)
        if code in (0x0A, 0x0D):
            continue
        if raw.FPDFText_IsGenerated(text, index) == 1:
            if code == 0x20:
                found.append((-1, _Character(" ", 0, 0, 0, 1, generated=True)))
            continue
        if raw.FPDFText_HasUnicodeMapError(text, index) == 1:
            unmapped += 1
            continue
        letter = chr(code) if code < 0xD800 or 0xE000 <= code < 0x110000 else ""
        if not letter or letter in _EMPTY:
            continue
        if not raw.FPDFText_GetCharOrigin(text, index, x, y) or not raw.FPDFText_GetLooseCharBox(
            text, index, box
        ):
            continue
        angle = raw.FPDFText_GetCharAngle(text, index)
        turn = round(degrees(angle) / 90) % 4 * 90 if angle >= 0 else 0
        if abs((degrees(angle) - turn + 180) % 360 - 180) > 4:
            continue  # a watermark
        raw.FPDFText_GetMatrix(text, index, matrix)
        size = raw.FPDFText_GetFontSize(text, index) * hypot(matrix.c, matrix.d)
        if not 2 <= size <= 300:
            size = abs(box.top - box.bottom) or abs(box.right - box.left)
        if not 0.5 <= size <= 600:
            continue
        turns[turn] = turns.get(turn, 0) + 1
        found.append((turn, _turned(turn, letter, box, x.value, y.value, size)))
        if index % 8 == 0:
            piece = raw.FPDFText_GetTextObject(text, index)
            if piece and raw.FPDFTextObj_GetTextRenderMode(piece) == _INVISIBLE:
                invisible += 8
    upright = max(turns, key=lambda turn: turns[turn], default=0)
    return [one for turn, one in found if turn in (upright, -1)], unmapped, invisible, upright


def _turned(turn: int, letter: str, box: raw.FS_RECTF, x: float, y: float, size: float) -> _Character:
    """As it would stand if its line ran from left to right."""
    if turn == 90:
        return _Character(letter, box.bottom, box.top, -x, size, origin=y)
    if turn == 180:
        return _Character(letter, -box.right, -box.left, -y, size, origin=-x)
    if turn == 270:
        return _Character(letter, -box.top, -box.bottom, x, size, origin=-y)
    return _Character(letter, box.left, box.right, y, size, origin=x)


def _decoded(characters: list[_Character]) -> list[_Character]:
    """Letters of fonts made before Unicode, as what they show."""
    letters = from_old_fonts([one.text for one in characters])
    return [
        one if one.text == letter else replace(one, text=letter)
        for one, letter in zip(characters, letters, strict=True)
    ]


def _clusters(characters: list[_Character]) -> list[_Cluster]:
    clusters: list[_Cluster] = []
    loose: list[_Character] = []
    spaces: list[_Character] = []
    last: _Cluster | None = None
    parted = False
    origin = float("-inf")
    widths = _widths(characters)
    for one in characters:
        if one.generated:
            parted = True
            continue
        if one.text.isspace():
            spaces.append(one)
            continue
        if one.text in MARKS:
            if last is not None and _near(last, one):
                last.marks.append(one.text)
                if abs(one.origin - origin) < 0.05 and one.left >= last.right - 0.01:
                    last.right, last.one_piece = max(last.right, one.right), True
            else:
                loose.append(one)
            continue
        if last is not None and _twice(last, one):
            continue  # drawn again to look bold
        same = last is not None and abs(one.origin - origin) < 0.05 and one.left >= last.right - 0.01
        following = _Cluster(
            one.text,
            one.left,
            max(one.right, one.left),
            one.base,
            one.size,
            pen=one.origin if abs(one.origin - one.left) < 0.3 * one.size else one.left,
            parted=parted and not same,
        )
        if same and last is not None:
            following.one_piece = last.one_piece = True
            if one.text == "\u0e33":
                # the box of the syllable may have left out the part of ำ that stands on the line
                after = widths.get("\u0e32", _AM_WIDTH)
                whole = (widths.get(last.text, _LETTER_WIDTH) + 0.5 * after) * one.size
                if following.right - last.left < whole:
                    following.right += after * one.size
        last, parted, origin = following, False, one.origin
        clusters.append(last)
    clusters = _without_repeats(clusters)
    for mark in loose[:LOOSE_MARKS_MAX]:
        middle = (mark.left + mark.right) / 2
        under = min(
            (one for one in clusters if _near(one, mark) and one.left - 0.1 * one.size <= middle),
            key=lambda one: abs((one.left + one.right) / 2 - middle) + abs(one.base - mark.base),
            default=None,
        )
        if under is not None:
            under.marks.append(mark.text)
    _note_spaces(clusters, spaces)
    return clusters


def _widths(characters: list[_Character]) -> dict[str, float]:
    """How wide letters that stand alone are, in shares of the size."""
    found: dict[str, float] = {}
    written = [one for one in characters if not one.generated]
    for before, one, behind in zip(written, written[1:], written[2:], strict=False):
        alone = abs(before.origin - one.origin) > 0.05 and abs(behind.origin - one.origin) > 0.05
        if alone and one.text not in found and one.right > one.left:
            found[one.text] = (one.right - one.left) / one.size
    return found


def _without_repeats(clusters: list[_Cluster]) -> list[_Cluster]:
    """Without syllables that a font made its program write once for the letter and once more for the mark."""
    kept: list[_Cluster] = []
    for one in clusters:
        if one.one_piece and any(
            other.text == one.text
            and set(one.marks) <= set(other.marks)
            and abs(other.base - one.base) < 0.3 * one.size
            and min(other.right, one.right) - max(other.left, one.left) > 0.4 * (one.right - one.left)
            for other in kept[-_LOOKED_BACK:]
        ):
            continue
        kept.append(one)
        if one.text == "\u0e33" and len(kept) > 3 and _is_rest_of_am(*kept[-4:]):
            del kept[-2:]
    return kept


def _is_rest_of_am(first: _Cluster, am: _Cluster, again: _Cluster, rest: _Cluster) -> bool:
    """Whether `ตำ` that follows `ตำ` is just the part of its ำ that stands on the line, as narrow as that."""
    return (
        am.text == rest.text
        and first.whole == again.whole
        and am.one_piece
        and rest.one_piece
        and rest.right - again.left < 0.9 * rest.size
        and again.left - am.right < 0.3 * rest.size
    )


def _near(cluster: _Cluster, mark: _Character) -> bool:
    return (
        abs(mark.base - cluster.base) < 0.9 * cluster.size
        and cluster.left - 0.6 * cluster.size
        < (mark.left + mark.right) / 2
        < cluster.right + 0.6 * cluster.size
    )


def _twice(last: _Cluster, one: _Character) -> bool:
    close = 0.12 * last.size
    return last.text == one.text and abs(last.left - one.left) < close and abs(last.base - one.base) < close


def _note_spaces(clusters: list[_Cluster], spaces: list[_Character]) -> None:
    """Mark what stands just behind a written space."""
    if not spaces:
        return
    by_row: dict[int, list[_Cluster]] = {}
    for one in sorted(clusters, key=lambda one: one.left):
        by_row.setdefault(round(one.base), []).append(one)
    lefts = {key: [one.left for one in row] for key, row in by_row.items()}
    for space in spaces:
        behind: _Cluster | None = None
        for key in range(round(space.base) - 1, round(space.base) + 2):
            if key in by_row:
                at = bisect_left(lefts[key], space.left - 0.1 * space.size)
                if at < len(by_row[key]) and (behind is None or by_row[key][at].left < behind.left):
                    behind = by_row[key][at]
        if behind is not None:
            behind.spaced = True


def _rows(clusters: list[_Cluster]) -> list[Row]:
    rows: list[list[_Cluster]] = []
    base = 0.0
    for one in sorted(clusters, key=lambda one: -one.base):
        if rows and base - one.base <= _SAME_ROW * min(one.size, rows[-1][0].size):
            rows[-1].append(one)
        else:
            rows.append([one])
            base = one.base
    return [_row(sorted(row, key=lambda one: one.left)) for row in rows]


def _row(clusters: list[_Cluster]) -> Row:
    spans: list[list[_Cluster]] = [[clusters[0]]]
    for before, one in pairwise(clusters):
        if one.left - before.right > _WIDE_GAP * max(before.size, one.size):
            spans.append([])
        spans[-1].append(one)
    made = [_span(span) for span in spans]
    return Row(tuple(made), base=clusters[0].base, size=max(span.size for span in made))


def _span(clusters: list[_Cluster]) -> Span:
    """Its text as it is written there: `_put_right` comes when the whole page is known."""
    pieces = [clusters[0].whole]
    gaps = sorted(one.left - before.right for before, one in pairwise(clusters) if not one.spaced)
    usual = (
        max(gaps[len(gaps) // 3], 0.0) if len(gaps) >= 3 else 0.0
    )  # letters set apart are not words set apart
    tight = (
        len(gaps) >= _TIGHT_GAPS_MIN and len(gaps) == len(clusters) - 1 and _all_touch(gaps, clusters[0].size)
    )
    for before, one in pairwise(clusters):
        gap = (one.pen - before.right - usual) / max(before.size, one.size)
        wide = _GAP_AFTER_SYLLABLE if before.one_piece else _GAP_AMONG_TIGHT if tight else _GAP
        lost_ring = one.text == "\u0e32" and one.spaced  # no word begins with า: see `tidy`
        if lost_ring or gap > wide or (one.spaced and gap > _NO_GAP) or (one.parted and gap > _LIKELY_GAP):
            pieces.append(" ")
        pieces.append(one.whole)
    sizes = sorted(one.size for one in clusters)
    return Span(
        "".join(pieces),
        clusters[0].left,
        max(one.right for one in clusters),
        sizes[len(sizes) // 2],
    )


def _all_touch(gaps: Sequence[float], size: float) -> bool:
    """Whether a row's letters touch but for a few places, as where a program left out the spaces but not their room."""
    apart = sum(1 for gap in gaps if gap > _TOUCH * size)
    return apart <= len(gaps) // 5


def _put_right(rows: list[Row]) -> tuple[list[Row], bool]:
    """The rows with their words as they should have been written; and whether ำ was lost without a trace."""
    raw = "\n".join(span.text for row in rows for span in row.spans)
    lost = _rings_lost(raw)

    def told(span: Span) -> Span:
        unsure = guessed(span.text) if lost is None and " \u0e32" in span.text else ()
        return replace(span, text=closed(tidy(span.text, rings_lost=lost is True)), guessed=unsure)

    rows = [replace(row, spans=tuple(told(span) for span in row.spans)) for row in rows]
    words = "\n".join(span.text for row in rows for span in row.spans)
    if "\u0e33" in words or with_dropped_rings(words) == words:
        return rows, False

    def ringed(span: Span) -> Span:
        return replace(span, text=with_dropped_rings(span.text))

    return [replace(row, spans=tuple(ringed(span) for span in row.spans)) for row in rows], True


def _rings_lost(raw: str) -> bool | None:
    """Whether a space before า is a lost ring of ำ: True where the page is else whole, False where it has spaces
    everywhere, None where nobody can say."""
    spaced = raw.count(" \u0e32")
    tight = raw.count("\u0e32") - spaced
    if spaced > tight:
        return False
    if tight >= _TIGHT_MIN and spaced * 2 < tight and not _HAS_AM.search(raw):
        return True
    return None


def _png(bitmap: pdfium.PdfBitmap) -> bytes:
    wide, high, stride, channels = bitmap.width, bitmap.height, bitmap.stride, bitmap.n_channels
    colour = {1: 0, 3: 2, 4: 6}[channels]
    pixels = memoryview(bitmap.buffer)
    packer = zlib.compressobj(6)
    packed = [
        packer.compress(b"\0" + bytes(pixels[line * stride : line * stride + wide * channels]))
        for line in range(high)
    ]
    packed.append(packer.flush())
    head = struct.pack(">IIBBBBB", wide, high, 8, colour, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        for kind, body in ((b"IHDR", head), (b"IDAT", b"".join(packed)), (b"IEND", b""))
    )
