"""Pages as citizens send them, made here: scans and photos, good and bad, in every common kind of file."""

from __future__ import annotations

import io
import random
from functools import lru_cache
from pathlib import Path
from typing import Any

from PIL import Image, ImageChops, ImageDraw, ImageEnhance, ImageFilter

from saraban.proposals.pages import picture as page_of
from tests.proposals import papers

HEIC = Path(__file__).parent / "photo.heic"  # of a telephone, as libheif packs it
INCHES = (8.27, 11.69)


@lru_cache
def page(dots_per_inch: int = 200) -> Image.Image:
    """A letter as a good scanner sees it."""
    drawn = page_of(papers.external(), 0, round(INCHES[0] * dots_per_inch))
    return Image.open(io.BytesIO(drawn)).convert("RGB")


def blurred(dots: float) -> Image.Image:
    return page().filter(ImageFilter.GaussianBlur(dots))


def two_lines() -> Image.Image:
    """Nearly nothing stands on it."""
    sheet = Image.new("RGB", page().size, "white")
    sheet.paste(page().crop((0, 420, 1_654, 520)), (0, 420))
    return sheet


def washed_out() -> Image.Image:
    """As by a cartridge that is nearly empty: ink of a light grey."""
    return page().point(lambda value: 255 - (255 - value) // 6)


def in_the_dark() -> Image.Image:
    """A telephone's photo of a page in a room without light, with the grain of its sensor."""
    return grain(ImageEnhance.Brightness(page()).enhance(0.25), 6)


def by_a_telephone() -> Image.Image:
    """A good one: a page on a table, in the warm and uneven light of a room, a little soft, with grain."""
    sheet = page().resize((1_240, 1_754)).filter(ImageFilter.GaussianBlur(0.6))
    table = Image.new("RGB", (1_536, 2_048), (120, 96, 72))
    table.paste(
        sheet.rotate(1.5, expand=True, fillcolor=(120, 96, 72), resample=Image.Resampling.BICUBIC), (120, 120)
    )
    light = Image.linear_gradient("L").resize(table.size).point(lambda value: 150 + value * 105 // 255)
    lit = Image.composite(table, Image.new("RGB", table.size, "black"), light)
    return grain(lit, 4)


STAMP, INK, PENCIL = (200, 30, 40), (40, 60, 170), (172, 172, 174)
STAMP_AT, INK_AT, PENCIL_AT = (
    (1_100, 1_500, 1_400, 1_800),
    (690, 1_570, 1_010, 1_710),
    (290, 1_980, 710, 2_030),
)


@lru_cache
def signed_letter() -> Image.Image:
    """A letter with a red stamp, a signature in blue, and a line of pencil."""
    sheet = page().copy()
    pen = ImageDraw.Draw(sheet)
    pen.ellipse(STAMP_AT, outline=STAMP, width=8)
    pen.line([(700, 1_650), (760, 1_580), (800, 1_700), (860, 1_600), (930, 1_690), (1_000, 1_610)], INK, 5)
    pen.line([(300, 2_000), (500, 1_990), (520, 2_020), (700, 2_000)], PENCIL, 4)
    return sheet


def shadowed(image: Image.Image, darker: int = 90) -> Image.Image:
    """In light that falls from one side, and with the shadow of a hand over its corner."""
    wide, high = image.size
    hand = Image.new("L", (wide // 8, high // 8), 255)
    corner = [
        (wide // 16, high // 8),
        (wide // 14, high // 20),
        (wide // 8, high // 24),
        (wide // 8, high // 8),
    ]
    ImageDraw.Draw(hand).polygon(corner, fill=255 - darker)
    hand = hand.filter(ImageFilter.GaussianBlur(9)).resize((wide, high), Image.Resampling.BICUBIC)
    light = Image.linear_gradient("L").rotate(90).resize((wide, high)).point(lambda v: 170 + v * 70 // 255)
    return Image.composite(
        image, Image.new(image.mode, image.size, "black"), ImageChops.multiply(hand, light)
    )


def on_a_desk(degrees: float, *, light: bool = False) -> Image.Image:
    """A telephone's photo from a little aside: the letter on a table of wood, or on one as white as the paper."""
    wide, high = 2_400, 3_200
    wood = Image.effect_noise((wide // 4, high // 4), 40).resize((wide, high))
    base = (236, 236, 234) if light else (120, 92, 66)
    desk = Image.merge("RGB", [wood.point(lambda v, level=level: (v - 128) // 4 + level) for level in base])
    sheet, shape = Image.new("RGB", (wide, high)), Image.new("L", (wide, high))
    letter = signed_letter().resize((1_488, 2_104))
    sheet.paste(letter, (448, 512))
    shape.paste(255, (448, 512, 448 + letter.width, 512 + letter.height))
    aside = (1.02, 0.06, -64, 0.01, 1.03, -48, 0.000012, 0.00004)
    for layer, how in ((sheet, Image.Resampling.BICUBIC), (shape, Image.Resampling.BILINEAR)):
        layer.paste(
            layer.rotate(degrees, how).transform(layer.size, Image.Transform.PERSPECTIVE, aside, how), (0, 0)
        )
    desk.paste(sheet, mask=shape)
    return grain(desk, 5)


def grain(image: Image.Image, strength: int) -> Image.Image:
    """With as much noise in each colour."""
    chance = random.Random(1)
    noise = Image.frombytes("L", image.size, chance.randbytes(image.width * image.height))
    calm = noise.point(lambda value: 128 + (value - 128) * strength // 128)
    return Image.merge("RGB", [ImageChops.add(band, calm, offset=-128) for band in image.split()])


def saved(image: Image.Image, kind: str, **how: Any) -> bytes:
    made = io.BytesIO()
    image.save(made, kind, **how)
    return made.getvalue()


def tiff(*pages: Image.Image, **how: Any) -> bytes:
    return saved(pages[0], "TIFF", save_all=True, append_images=list(pages[1:]), **how)


def as_scanned_pdf(image: Image.Image, dots_per_inch: int) -> bytes:
    return saved(image, "PDF", resolution=dots_per_inch)
