"""Pages as citizens send them, made here: scans and photos, good and bad, in every common kind of file."""

from __future__ import annotations

import io
import random
from functools import lru_cache
from pathlib import Path
from typing import Any

from PIL import Image, ImageChops, ImageEnhance, ImageFilter

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
