"""A text as a QR, drawn in lines, so that it is sharp on any printer."""

from __future__ import annotations

import segno


def qr_svg(text: str) -> str:
    """With the quiet zone that readers need. The same text gives the same drawing."""
    drawn: str = segno.make_qr(text, error="m").svg_inline(border=4)
    return drawn.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1)


def qr_for_page(text: str) -> str:
    """To stand in HTML, as large as the page has it."""
    drawn: str = segno.make_qr(text, error="m").svg_inline(border=4, omitsize=True)
    return drawn
