"""An emblem is shapes, or one raster; nothing that acts, grows or reaches out."""

from __future__ import annotations

import base64
from io import BytesIO

import pytest
from PIL import Image

from saraban.documents.emblems import emblem_from
from saraban.documents.papers import Letterhead
from saraban.law.refusal import Refusal
from tests.documents.test_papers import LETTERHEAD, paper, pdf_of

SVG = b'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 9 9">%s</svg>'
RING = b'<circle cx="4" cy="4" r="3" fill="#a00"/>'


def raster(kind: str, side: int = 60) -> bytes:
    made = BytesIO()
    Image.new("RGB", (side, side), "#a00").save(made, kind)
    return made.getvalue()


def with_emblem(svg: str) -> Letterhead:
    return Letterhead(LETTERHEAD.office, LETTERHEAD.owner, svg)


@pytest.mark.parametrize(
    ("file", "kind"),
    [(SVG % RING, "image/svg+xml"), (raster("PNG"), "image/png"), (raster("JPEG"), "image/jpeg")],
    ids=["svg", "png", "jpeg"],
)
def test_an_emblem_is_drawn(file: bytes, kind: str) -> None:
    letterhead = with_emblem(emblem_from(file, kind))
    drawn = pdf_of(paper(), letterhead)
    assert len(drawn) > len(pdf_of(paper()))
    assert drawn == pdf_of(paper(), letterhead)


@pytest.mark.parametrize(
    "inside",
    [
        b"<script>alert(1)</script>",
        b'<image href="file:///etc/passwd" width="9" height="9"/>',
        b'<use xlink:href="#a"/>',
        b"<foreignObject><p>x</p></foreignObject>",
        b"<text>x</text>",
        b'<filter id="f"><feGaussianBlur stdDeviation="9999"/></filter>',
        b'<a xlink:href="http://example.com"/>',
    ],
)
def test_what_is_no_shape_is_left_out(inside: bytes) -> None:
    assert emblem_from(SVG % (RING + inside), "image/svg+xml") == emblem_from(SVG % RING, "image/svg+xml")


def test_a_raster_inside_an_svg_is_kept_if_it_is_small() -> None:
    inside = '<image width="9" height="9" href="data:image/png;base64,{}"/>'
    small, large = (base64.b64encode(raster("PNG", side)).decode() for side in (60, 1_201))
    assert small in emblem_from(SVG % inside.format(small).encode(), "image/svg+xml")
    with pytest.raises(Refusal, match="ภาพใหญ่เกินไป"):
        emblem_from(SVG % inside.format(large).encode(), "image/svg+xml")


def test_what_acts_or_reaches_out_from_a_shape_is_left_out() -> None:
    kept = emblem_from(SVG % (b'<g onload="x()" xlink:href="http://example.com"/>' + RING), "image/svg+xml")
    assert "onload" not in kept and "example.com" not in kept


@pytest.mark.parametrize(
    ("file", "kind"),
    [
        (b'<!DOCTYPE svg [<!ENTITY a "aa">]>' + SVG % RING, "image/svg+xml"),
        (b"<html/>", "image/svg+xml"),
        (b"<svg", "image/svg+xml"),
        (SVG % (b"<g/>" * 20_001), "image/svg+xml"),
        (SVG % b"<text>x</text>", "image/svg+xml"),
        (SVG.replace(b"viewBox", b'width="0" viewBox') % RING, "image/svg+xml"),
        (SVG.replace(b"0 0 9 9", b"0 0 0.0 9") % RING, "image/svg+xml"),
        (SVG.replace(b"viewBox", b'height="-1" viewBox') % RING, "image/svg+xml"),
        (b"\x89PNG\r\n\x1a\n", "image/png"),
        (raster("PNG", 1_201), "image/png"),
        (raster("JPEG", 1_201), "image/jpeg"),
        (b"\xff\xd8\xff\xe0", "image/jpeg"),
    ],
)
def test_what_cannot_be_drawn_is_refused(file: bytes, kind: str) -> None:
    with pytest.raises(Refusal, match="ยังไม่ได้บันทึกตรา") as refused:
        emblem_from(file, kind)
    assert refused.value.code == "bad_emblem"
