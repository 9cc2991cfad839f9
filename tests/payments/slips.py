"""Transfer slips as telephones make them, drawn here, and what people do to them before they arrive. No real slip is among them."""

from __future__ import annotations

import io
from functools import lru_cache
from pathlib import Path

import segno
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from saraban.payments.emv import fields, sealed
from saraban.payments.slip_qr import SlipCode

FONT = Path(__file__).parents[2] / "saraban" / "documents" / "fonts" / "THSarabunNew-Regular.ttf"
SLIP = SlipCode("004", "016023083105ABC01234")
SCREEN = (1_080, 2_400)
TABLE = (96, 84, 70)


def text_of(slip: SlipCode = SLIP) -> str:
    """What the small QR of a slip says."""
    inner = fields(("00", "000001"), ("01", slip.bank), ("02", slip.reference))
    return sealed(fields(("00", inner), ("51", "TH")), tag="91")


@lru_cache
def screenshot(*, dots_a_module: int = 6, text: str = "", level: str = "m") -> Image.Image:
    """A slip as a banking app shows it: colours, a wave behind the words, the QR small in a corner."""
    wide, high = SCREEN
    upper = Image.new("RGB", SCREEN, (0, 150, 80))
    image = Image.composite(
        upper, Image.new("RGB", SCREEN, (225, 240, 230)), Image.linear_gradient("L").resize(SCREEN)
    )
    draw = ImageDraw.Draw(image)
    draw.rounded_rectangle((50, 300, wide - 50, high - 350), 40, fill=(250, 252, 250))
    for at in range(0, 900, 18):
        draw.arc((-300 + at, 1_100, 500 + at, 1_900), 200, 340, fill=(215, 235, 222), width=3)
    words = [
        "โอนเงินสำเร็จ",
        "23 ม.ค. 69 08:31 น.",
        "นายสมชาย ท.",
        "xxx-x-x1234-x",
        "เทศบาลตำบลคลองน้อย",
        "จำนวน 500.00 บาท",
        SLIP.reference,
    ]
    for row, line in enumerate(words):
        draw.text((110, 380 + row * 130), line, font=ImageFont.truetype(str(FONT), 46), fill=(40, 50, 45))
    code = drawn(text or text_of(), dots_a_module=dots_a_module, level=level)
    image.paste(code, (wide - 90 - code.width, high - 400 - code.height))
    return image


def drawn(text: str, *, dots_a_module: int, level: str = "m") -> Image.Image:
    made = io.BytesIO()
    segno.make_qr(text, error=level).save(made, kind="png", scale=dots_a_module, border=2)
    return Image.open(made).convert("RGB")


def jpeg(image: Image.Image, quality: int = 20) -> bytes:
    made = io.BytesIO()
    image.save(made, "JPEG", quality=quality)
    return made.getvalue()


def png(image: Image.Image) -> bytes:
    made = io.BytesIO()
    image.save(made, "PNG")
    return made.getvalue()


def blurred(image: Image.Image, dots: float = 1.5) -> Image.Image:
    return image.filter(ImageFilter.GaussianBlur(dots))


def tilted(image: Image.Image, degrees: float = 7) -> Image.Image:
    return image.rotate(degrees, expand=True, resample=Image.Resampling.BICUBIC, fillcolor=TABLE)


def shrunk(image: Image.Image, times: float = 3) -> Image.Image:
    return image.resize((round(image.width / times), round(image.height / times)), Image.Resampling.LANCZOS)


def photographed(image: Image.Image) -> Image.Image:
    """A screen that was photographed from the side, in uneven light, with the grain of the sensor."""
    wide, high = image.size
    room = Image.new("RGB", (wide + 600, high + 400), TABLE)
    seen = image.transform(
        room.size,
        Image.Transform.PERSPECTIVE,
        _coefficients(
            [(180, 120), (wide + 420, 220), (wide + 350, high + 330), (240, high + 200)], wide, high
        ),
        resample=Image.Resampling.BICUBIC,
        fillcolor=TABLE,
    )
    light = (
        Image.linear_gradient("L").rotate(90).resize(seen.size).point(lambda value: 120 + value * 120 // 255)
    )
    lit = Image.composite(seen, Image.new("RGB", seen.size, "black"), light)
    noise = Image.effect_noise(seen.size, 24).convert("RGB")
    return Image.blend(lit, noise, 0.08)


def _coefficients(corners: list[tuple[int, int]], wide: int, high: int) -> list[float]:
    """For Pillow, from where on the picture each dot of the room comes: eight equations, solved by Gauss."""
    rows = []
    for (x, y), (u, v) in zip(corners, [(0, 0), (wide, 0), (wide, high), (0, high)], strict=True):
        rows.append([x, y, 1, 0, 0, 0, -u * x, -u * y, u])
        rows.append([0, 0, 0, x, y, 1, -v * x, -v * y, v])
    for at in range(8):
        pivot = max(range(at, 8), key=lambda row: abs(rows[row][at]))
        rows[at], rows[pivot] = rows[pivot], rows[at]
        rows[at] = [value / rows[at][at] for value in rows[at]]
        for other in range(8):
            if other != at:
                rows[other] = [
                    one - rows[other][at] * two for one, two in zip(rows[other], rows[at], strict=True)
                ]
    return [row[8] for row in rows]
