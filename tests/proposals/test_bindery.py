"""Documents taken apart, bound anew and stamped: what stands where, and what strangers could hand in."""

from __future__ import annotations

import io
from pathlib import Path

import pypdfium2 as pdfium
import pytest

from saraban.proposals import binding, photos
from saraban.proposals.bindery import NotOpened, bound, look, stamped
from saraban.proposals.photos import NoPhoto
from tests.proposals.papers import external, pdf
from tests.proposals.piles import bomb, pile, png

STAMP = pdf(
    "#set page(width: 5cm, height: 2.5cm, margin: 0pt)\n#rect(width: 100%, height: 100%, fill: black)"
)
CM = 72 / 2.54


def placed(data: bytes) -> tuple[float, float]:
    """How far the stamp's black stands from the right and from the top of the first page, in centimetres."""
    page = pdfium.PdfDocument(data)[0]
    bitmap = page.render(scale=1, grayscale=True)
    rows = [bytes(bitmap.buffer)[line * bitmap.stride :][: bitmap.width] for line in range(bitmap.height)]
    black = [(line, row) for line, row in enumerate(rows) if row.count(0) > 100]
    top, row = black[0]
    assert len(black) == pytest.approx(2.5 * CM, abs=2) and row.count(0) == pytest.approx(5 * CM, abs=2)
    return (bitmap.width - 1 - row.rindex(0)) / CM, top / CM


@pytest.mark.parametrize("turned", [0, 90, 180, 270])
def test_the_stamp_stands_top_right_and_upright_however_the_page_is_turned(turned: int) -> None:
    document = pdfium.PdfDocument(pdf("#v(12cm) #h(6cm) กลางหน้า"))
    document[0].set_rotation(turned)
    document[0].set_cropbox(20, 30, 560, 800)
    made = io.BytesIO()
    document.save(made)
    assert placed(stamped(made.getvalue(), STAMP)) == pytest.approx((0.6, 0.6), abs=0.1)


def test_the_stamp_goes_to_the_nearest_free_place_where_the_corner_is_printed_on() -> None:
    printed = pdf(
        "#place(top + right, dx: 1.5cm, dy: -2cm, rect(width: 2cm, height: 0.8cm, fill: luma(30%)))"
    )
    right, top = placed(stamped(printed, STAMP))
    assert (right, top) == pytest.approx((0.6, 1.6), abs=0.3)


def test_where_nothing_is_free_the_stamp_stands_in_the_corner_all_the_same() -> None:
    full = pdf("#set page(margin: 0pt)\n#rect(width: 100%, height: 100%, fill: luma(30%))")
    assert placed(stamped(full, STAMP)) == pytest.approx((0.6, 0.6), abs=0.1)


def test_stamping_keeps_every_page_and_touches_no_byte_of_the_original() -> None:
    before = external()
    made = stamped(before, STAMP)
    assert before == external() and len(pdfium.PdfDocument(made)) == len(pdfium.PdfDocument(before))
    assert len(pdfium.PdfDocument(stamped(png(800, 600), STAMP))) == 1


def test_a_bound_pile_has_the_pages_in_the_order_asked(tmp_path: Path) -> None:
    one, other = tmp_path / "one.pdf", tmp_path / "other.png"
    one.write_bytes(pile("1", "2", "SARABAN:FIRST"))
    other.write_bytes(png())
    made = tmp_path / "made.pdf"
    made.write_bytes(bound([(str(one), [2, 0]), (str(other), [0])]))
    assert [seen.mark for seen in look(str(made), 0, 9)] == ["SARABAN:FIRST", "", ""]
    with pytest.raises(NotOpened):
        bound([(str(one), [3])])


@pytest.mark.parametrize(("turn", "sideways"), [(1, False), (3, False), (6, True), (8, True)])
def test_a_phones_photo_stands_upright(turn: int, sideways: bool) -> None:
    exif = b"Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01" + turn.to_bytes(2) + b"\0\0\0\0\0\0"
    head = b"\xff\xd8\xff\xe1" + (len(exif) + 2).to_bytes(2) + exif
    frame = b"\xff\xc0\x00\x11\x08" + (30).to_bytes(2) + (40).to_bytes(2) + b"\x03" + bytes(9)
    page = pdfium.PdfDocument(photos.as_pdf(head + frame + b"\xff\xd9"))[0]
    wide, high = page.get_size()
    assert (wide < high) == sideways and max(wide, high) <= 842


@pytest.mark.parametrize(
    "data",
    [bomb(), png()[:-20], b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff" + b"\xff\xe1\0\2" * 9_000],
)
def test_what_is_no_photo_is_told_by_its_head_alone(data: bytes) -> None:
    with pytest.raises(NoPhoto):
        photos.as_pdf(data)


def test_a_page_that_breaks_the_child_is_told_and_the_others_are_looked_at(tmp_path: Path) -> None:
    """Ten pages, the fourth of which wants more paths than there is time for."""
    heavy = b"0 0 m " + b"9 9 l 1 1 l " * 60_000 + b" S " + b"q 1 0 0 1 0 0 cm /F Do Q " * 20
    path = tmp_path / "a.pdf"
    path.write_bytes(_document([b"0 0 9 9 re f"] * 3 + [heavy * 60] + [b"0 0 9 9 re f"] * 6))
    sheets = binding.sheets_of(path, pages_max=20, page_seconds=1.5)
    assert len(sheets) == 10 and not sheets[3].drawn
    assert all(sheet.drawn for sheet in [*sheets[:3], *sheets[4:]])


def test_a_document_of_too_many_pages_is_not_looked_at(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(_document([b""] * 12))
    with pytest.raises(binding.TooManyPages):
        binding.sheets_of(path, pages_max=11)


def _document(pages: list[bytes]) -> bytes:
    kids = " ".join(f"{3 + 2 * nth} 0 R" for nth in range(len(pages)))
    objects = [b"<</Type/Catalog/Pages 2 0 R>>", f"<</Type/Pages/Kids[{kids}]/Count {len(pages)}>>".encode()]
    for nth, drawn in enumerate(pages):
        objects.append(
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents {4 + 2 * nth} 0 R>>".encode()
        )
        objects.append(b"<</Length %d>>stream\n%s\nendstream" % (len(drawn), drawn))
    written = b"%PDF-1.4\n"
    for number, one in enumerate(objects, start=1):
        written += b"%d 0 obj\n%s\nendobj\n" % (number, one)
    return written + b"trailer<</Root 1 0 R/Size %d>>\n%%%%EOF" % (len(objects) + 1)
