"""Whole documents taken apart, bound anew and stamped: the second door to PDFium, for the child alone.

What comes is a scan as it was handed in, a PDF or a photo. It is never changed; what goes out is a new PDF.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from saraban.proposals.barcodes import texts_in
from saraban.proposals.labels import mark_among
from saraban.proposals.photos import JPEG, PNG, NoPhoto, as_pdf

LOOK_DOTS_PER_POINT = 150 / 72
LOOK_DOTS_MAX = 6_000_000  # of a page, whatever size it says it has
PAGE_POINTS_MAX = 14_400  # five metres
FREE_DOTS_PER_POINT = 50 / 72
STAMPED_PAGES_MAX = 300
EDGE_POINTS = 17.0  # 6 mm: what printers leave white
STEP_POINTS = 14.2  # 5 mm
STEPS_DOWN, STEPS_LEFT = 3, 10
INK = 160  # from 0, black, to 255
INK_SHARE_MAX = 0.002  # of the stamp's place: dust
BROKEN, LOCKED, TOO_MANY = "ไฟล์ PDF เสียหาย เปิดไม่ได้", "ไฟล์ PDF มีรหัสผ่าน เปิดไม่ได้", "ไฟล์มีหน้ามากเกินกว่าจะเปิด"


class NotOpened(Exception):
    """The document cannot be opened. `str()` is Thai."""


@dataclass(frozen=True)
class Look:
    """A page as it was looked at: our own mark on it, and whether it could be drawn."""

    mark: str
    drawn: bool


def as_document(path: str) -> bytes:
    """The file as it is, or the photo in it as a PDF. Raises `NotOpened`."""
    data = Path(path).read_bytes()
    if not data.startswith((JPEG, PNG)):
        return data
    try:
        return as_pdf(data)
    except NoPhoto as trouble:
        raise NotOpened(str(trouble)) from None


def count_of(path: str) -> int:
    """How many pages it has. Raises `NotOpened`."""
    with _opened(path) as document:
        return len(document)


def look(path: str, first: int, count: int) -> list[Look]:
    """The pages from `first`, counted from 0, on. Raises `NotOpened`."""
    with _opened(path) as document:
        return [_look(document, number) for number in range(first, min(first + count, len(document)))]


def bound(parts: Sequence[tuple[str, Sequence[int]]]) -> bytes:
    """A PDF of these pages of these documents. Raises `NotOpened`."""
    whole = pdfium.PdfDocument.new()
    try:
        for path, pages in parts:
            with _opened(path) as document:
                if not pages or max(pages) >= len(document):
                    raise NotOpened(BROKEN)
                try:
                    whole.import_pages(document, list(pages))
                except pdfium.PdfiumError:
                    raise NotOpened(BROKEN) from None
        return _saved(whole)
    finally:
        whole.close()


def stamped(source: str | bytes, stamp: bytes) -> bytes:
    """The document with the stamp, a PDF of one small page, on its first page.

    The stamp stands top right; where something is printed there, at the nearest free place below or to the left of it;
    where there is none, top right all the same. Raises `NotOpened`.
    """
    with _opened(source) as document, _opened(stamp) as stamps:
        if len(document) > STAMPED_PAGES_MAX:
            raise NotOpened(TOO_MANY)
        try:
            page = document[0]
            wide, high = stamps[0].get_size()
            left, above = _free_place(page, wide, high)
            drawn = stamps.page_as_xobject(0, document).as_pageobject()
            drawn.set_matrix(_standing_at(page, left, page.get_height() - above - high))
            page.insert_obj(drawn)
            page.gen_content()
            return _saved(document)
        except pdfium.PdfiumError:
            raise NotOpened(BROKEN) from None


@contextmanager
def _opened(source: str | bytes) -> Iterator[pdfium.PdfDocument]:
    """A PDF, read from the disk as far as it is needed; or a photo, as a PDF of one page. Raises `NotOpened`."""
    try:
        if isinstance(source, str):
            with Path(source).open("rb") as file:
                head = file.read(8)
            if head.startswith((JPEG, PNG)):
                source = as_pdf(Path(source).read_bytes())
        elif source.startswith((JPEG, PNG)):
            source = as_pdf(source)
        document = pdfium.PdfDocument(source)
    except NoPhoto as trouble:
        raise NotOpened(str(trouble)) from None
    except pdfium.PdfiumError as error:
        locked = getattr(error, "err_code", None) == raw.FPDF_ERR_PASSWORD
        raise NotOpened(LOCKED if locked else BROKEN) from None
    try:
        if not len(document):
            raise NotOpened(BROKEN)
        yield document
    finally:
        document.close()


@dataclass(frozen=True)
class _Grey:
    """A page as rows of bytes, from black to white."""

    rows: bytes
    wide: int
    high: int

    def part(self, left: int, top: int, right: int, foot: int) -> bytes:
        return b"".join(
            self.rows[row * self.wide + left : row * self.wide + right] for row in range(top, foot)
        )


def _look(document: pdfium.PdfDocument, number: int) -> Look:
    try:
        grey = _grey(document[number], LOOK_DOTS_PER_POINT)
    except pdfium.PdfiumError:
        return Look("", drawn=False)
    if grey is None:
        return Look("", drawn=False)
    return Look(mark_among(texts_in(grey.rows, wide=grey.wide, high=grey.high)), drawn=True)


def _grey(page: pdfium.PdfPage, scale: float) -> _Grey | None:
    """None where it has no size that a sheet of paper can have."""
    wide, high = page.get_size()
    if not (0 < wide <= PAGE_POINTS_MAX and 0 < high <= PAGE_POINTS_MAX):
        return None
    scale = min(scale, (LOOK_DOTS_MAX / (wide * high)) ** 0.5)
    bitmap = page.render(scale=scale, grayscale=True, limit_image_cache=True)
    rows = memoryview(bitmap.buffer).cast("B")
    lines = (rows[line * bitmap.stride :][: bitmap.width] for line in range(bitmap.height))
    return _Grey(b"".join(lines), bitmap.width, bitmap.height)


def _free_place(page: pdfium.PdfPage, wide: float, high: float) -> tuple[float, float]:
    """How far from the left and from the top of the page, as it is seen, the stamp is to stand."""
    corner = page.get_width() - EDGE_POINTS - wide, EDGE_POINTS
    grey = _grey(page, FREE_DOTS_PER_POINT)
    if grey is None or min(corner) < 0:
        return max(corner[0], 0.0), 0.0
    steps = sorted(
        ((down, left) for down in range(STEPS_DOWN + 1) for left in range(STEPS_LEFT + 1)), key=sum
    )
    places = [(corner[0] - left * STEP_POINTS, corner[1] + down * STEP_POINTS) for down, left in steps]
    scale = grey.wide / page.get_width()
    return next((place for place in places if _is_free(grey, scale, place, wide, high)), corner)


def _is_free(grey: _Grey, scale: float, place: tuple[float, float], wide: float, high: float) -> bool:
    left, top = (int(part * scale) for part in place)
    right, foot = int((place[0] + wide) * scale), int((place[1] + high) * scale)
    if left < 0 or foot > grey.high:
        return False
    seen = grey.part(left, top, right, foot)
    return len(seen.translate(None, _WHITE)) <= INK_SHARE_MAX * len(seen)


_WHITE = bytes(range(INK, 256))


def _standing_at(page: pdfium.PdfPage, left: float, low: float) -> pdfium.PdfMatrix:
    """Upright for who looks at the page, whichever way it is turned; measured from its foot as it is seen."""
    box_left, box_low, box_right, box_top = page.get_bbox()
    turned = page.get_rotation()
    if turned == 90:
        return pdfium.PdfMatrix(0, 1, -1, 0, box_right - low, box_low + left)
    if turned == 180:
        return pdfium.PdfMatrix(-1, 0, 0, -1, box_right - left, box_top - low)
    if turned == 270:
        return pdfium.PdfMatrix(0, -1, 1, 0, box_left + low, box_top - left)
    return pdfium.PdfMatrix(1, 0, 0, 1, box_left + left, box_low + low)


def _saved(document: pdfium.PdfDocument) -> bytes:
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()
