"""Pictures of any common kind, drawn as pages and measured: the one door to Pillow and libheif, for the child alone.

What a picture says of its size is read before it is unpacked, so one that would fill the memory is refused by its head.
A JPEG is unpacked no larger than it will be shown.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import pi_heif
from PIL import Image, ImageChops, ImageFilter

from saraban.proposals.legibility import Measured
from saraban.proposals.photos import JPEG, PIXELS_MAX, PNG

PAGES_MAX = 200  # of a TIFF
HEIGHT_MAX = 4_000  # dots
MEASURED_DOTS = 1_600  # along the longer side: what a reader sees of a page on the screen
EDGE_DOTS = 10  # the edge of a letter that cannot be read is as wide
EDGES_SHARE = 0.001  # of the dots of a page with few lines lie at the edge of a letter
INK_SHARE, PAPER_SHARE = 0.001, 0.9
QUALITY = 85
VIEWED_DOTS_MAX = 12_000_000  # of a view in which codes are looked for
ENLARGED_DOTS_MAX = 3_000_000  # a picture no larger than this is looked at enlarged, too
SMALL_DOTS_MAX = 700_000
TOO_LARGE = "ภาพใหญ่เกินกว่าจะเปิดอย่างปลอดภัย"
_FORMATS = {
    JPEG: "JPEG",
    PNG: "PNG",
    b"II*\0": "TIFF",
    b"MM\0*": "TIFF",
    b"BM": "BMP",
    b"GIF87a": "GIF",
    b"GIF89a": "GIF",
}
# How many times as large, and how it is sharpened: over so many dots, by so many hundredths.
_VIEWS: tuple[tuple[float, tuple[int, int] | None], ...] = (
    (1, None),
    (2, None),
    (4, None),
    (1, (3, 250)),
    (0.5, None),
    (2, (4, 400)),
    (2, (6, 800)),
)
_HEIF_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"mif1", b"msf1"}
_ORIENTATION = 0x0112  # of EXIF
_UPRIGHT = {
    2: [Image.Transpose.FLIP_LEFT_RIGHT],
    3: [Image.Transpose.ROTATE_180],
    4: [Image.Transpose.FLIP_TOP_BOTTOM],
    5: [Image.Transpose.TRANSPOSE],
    6: [Image.Transpose.ROTATE_270],
    7: [Image.Transpose.TRANSVERSE],
    8: [Image.Transpose.ROTATE_90],
}
_TURNED = {
    90: [Image.Transpose.ROTATE_270],
    180: [Image.Transpose.ROTATE_180],
    270: [Image.Transpose.ROTATE_90],
}

pi_heif.register_heif_opener(thumbnails=False)
pi_heif.options.DECODE_THREADS = 1
Image.MAX_IMAGE_PIXELS = None  # `_must_fit` asks of each page


class NoPage(Exception):
    """There is no such page, or it is not opened. `str()` is Thai, or empty."""


def is_picture(data: bytes) -> bool:
    """By its bytes, whatever its name is."""
    return bool(_format_of(data))


def count(data: bytes) -> int:
    """How many pages the picture has. Raises `NoPage`, and what Pillow raises for what is broken."""
    with _opened(data, 0) as image:
        found = 1
        while image.format == "TIFF" and found < PAGES_MAX:
            try:
                image.seek(found)
            except EOFError:
                break
            found += 1
        return found


def picture(data: bytes, page: int, width: int, turned: int = 0) -> bytes:
    """A page, counted from 0, upright and then `turned` so many degrees clockwise, as JPEG no wider than `width`.

    Raises as `count`.
    """
    made = io.BytesIO()
    upright(data, page, (width, HEIGHT_MAX), turned).save(made, "JPEG", quality=QUALITY)
    return made.getvalue()


def upright(data: bytes, page: int, box: tuple[int, int], turned: int = 0) -> Image.Image:
    """The same, no wider and no higher than the box, in grey or in colours. Raises as `count`."""
    with _opened(data, page) as image:
        turns = [*_UPRIGHT.get(_orientation(image), []), *_TURNED.get(turned, [])]
        lying = (turned % 180 == 90) != (_orientation(image) >= 5)
        drawn = _small(image, (box[1], box[0]) if lying else box)
    for turn in turns:
        drawn = drawn.transpose(turn)
    return drawn


def size(data: bytes, page: int) -> tuple[int, int]:
    """How many dots a page has, as it lies in the file. Raises as `count`."""
    with _opened(data, page) as image:
        return image.size


def measured(data: bytes, page: int) -> Measured:
    """How legible a page is. Raises as `count`."""
    with _opened(data, page) as image:
        wide, high = image.size
        return _measure(_small(image, (MEASURED_DOTS, MEASURED_DOTS)).convert("L"), wide, high)


def measured_rows(rows: bytes, wide: int, high: int, *, dots_per_inch: int) -> Measured:
    """Of a page of a PDF that was drawn already: its bytes from black to white, and how fine its scan is."""
    grey = Image.frombytes("L", (wide, high), rows)
    grey.thumbnail((MEASURED_DOTS, MEASURED_DOTS))
    return _measure(grey, wide, high, dots_per_inch=dots_per_inch)


@dataclass(frozen=True)
class View:
    """A page in grey, its bytes from black to white."""

    rows: bytes
    wide: int
    high: int


def views(data: bytes, page: int) -> Iterator[View]:
    """A page as it is, and then as a code on it may be read that cannot be so: larger, sharper, smaller.

    Each is made when it is asked for; the likelier and cheaper come first. Raises as `count`.
    """
    with _opened(data, page) as image:
        fits = min((VIEWED_DOTS_MAX / (image.width * image.height)) ** 0.5, 1.0)
        box = (max(round(image.width * fits), 1), max(round(image.height * fits), 1))
        grey = _small(image, box).convert("L")
    dots = grey.width * grey.height
    for times, sharper in _VIEWS:
        if (times > 1 and dots > ENLARGED_DOTS_MAX) or (times > 2 and dots > SMALL_DOTS_MAX):
            continue
        if times < 1 and dots <= ENLARGED_DOTS_MAX:
            continue
        size = (max(round(grey.width * times), 1), max(round(grey.height * times), 1))
        seen = grey if times == 1 else grey.resize(size, Image.Resampling.BICUBIC)
        if sharper:
            radius, percent = sharper
            seen = seen.filter(ImageFilter.UnsharpMask(radius, percent, 0))
        yield View(seen.tobytes(), seen.width, seen.height)


def _format_of(data: bytes) -> str:
    if data[4:8] == b"ftyp":
        return "HEIF" if data[8:12] in _HEIF_BRANDS else "AVIF" if data[8:12] == b"avif" else ""
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        return "WEBP"
    return next((name for magic, name in _FORMATS.items() if data.startswith(magic)), "")


@contextmanager
def _opened(data: bytes, page: int) -> Iterator[Image.Image]:
    name = _format_of(data)
    if not name:
        raise NoPage
    with Image.open(io.BytesIO(data), formats=[name]) as image:
        _must_fit(image)
        if page:
            if name != "TIFF" or page >= PAGES_MAX:
                raise NoPage
            try:
                image.seek(page)
            except EOFError:
                raise NoPage from None
            _must_fit(image)
        yield image


def _must_fit(image: Image.Image) -> None:
    if image.width * image.height > PIXELS_MAX:
        raise NoPage(TOO_LARGE)


def _orientation(image: Image.Image) -> int:
    if image.format in ("HEIF", "TIFF"):  # turned when they are unpacked
        return 1
    said = image.getexif().get(_ORIENTATION, 1)
    return said if isinstance(said, int) else 1


def _small(image: Image.Image, box: tuple[int, int]) -> Image.Image:
    """No larger than the box, in grey or in colours, on white where it shows through."""
    smaller = min(box[0] / image.width, box[1] / image.height, 1.0)
    image.draft(
        "RGB", (round(image.width * smaller), round(image.height * smaller))
    )  # a JPEG is unpacked so far
    image.load()
    drawn = image
    if image.mode in ("1", "L"):
        drawn = image.convert("L")
    elif image.mode.startswith("I"):
        drawn = image.convert("I").point(lambda value: value / 256).convert("L")
    elif image.mode == "P":
        drawn = image.convert("RGBA" if "transparency" in image.info else "RGB")
    drawn.thumbnail(box)
    if drawn.mode in ("RGBA", "LA", "PA"):
        through = drawn.convert("RGBA")
        drawn = Image.new("RGB", through.size, "white")
        drawn.paste(through, mask=through.getchannel("A"))
    return drawn if drawn.mode == "L" else drawn.convert("RGB")


def _measure(grey: Image.Image, wide: int, high: int, *, dots_per_inch: int | None = None) -> Measured:
    """Sharp: what the steepest edges climb from one dot to the next, of what they climb in all, be the light good or bad."""
    levels = grey.histogram()
    ink, paper = _level(levels, INK_SHARE), _level(levels, PAPER_SHARE)
    climbed = _climbed(grey, EDGE_DOTS)
    return Measured(
        sharpness=round(_climbed(grey, 1) / climbed, 3) if climbed else 0.0,
        span=paper - ink,
        light=paper,
        wide=wide,
        high=high,
        said_dots_per_inch=dots_per_inch,
    )


def _climbed(grey: Image.Image, dots: int) -> int:
    """What the steepest edges climb over so many dots, across or down."""
    wide, high = grey.size
    if min(wide, high) <= dots:
        return 0
    across = ImageChops.difference(grey.crop((dots, 0, wide, high)), grey.crop((0, 0, wide - dots, high)))
    down = ImageChops.difference(grey.crop((0, dots, wide, high)), grey.crop((0, 0, wide, high - dots)))
    return max(_level(edges.histogram(), 1 - EDGES_SHARE) for edges in (across, down))


def _level(histogram: list[int], share: float) -> int:
    """The grey that this share of the dots does not pass."""
    wanted, seen = share * sum(histogram), 0
    for level, dots in enumerate(histogram):
        seen += dots
        if seen >= wanted:
            return level
    return 255
