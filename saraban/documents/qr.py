"""A text as a QR, drawn in lines, so that it is sharp on any printer."""

from __future__ import annotations

from io import BytesIO

import segno

MASK = 2  # of a QR on paper: to weigh all eight takes longer than to set the page, and readers take any


def qr_svg(text: str) -> str:
    """With the quiet zone that readers need. The same text gives the same drawing."""
    drawn: str = segno.make_qr(text, error="m", mask=MASK).svg_inline(border=4)
    return drawn.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1)


def qr_for_page(text: str) -> str:
    """To stand in HTML, as large as the page has it."""
    drawn: str = segno.make_qr(text, error="m").svg_inline(border=4, omitsize=True)
    return drawn


def qr_png(text: str, *, width_min: int) -> bytes:
    """As a picture of at least so many dots, for mails: black on white, with its quiet zone, a whole number of dots a
    module. The same text gives the same bytes."""
    drawn, made = segno.make_qr(text, error="m"), BytesIO()
    scale = -(-width_min // drawn.symbol_size(border=4)[0])
    drawn.save(made, kind="png", scale=scale, border=4)
    return made.getvalue()
