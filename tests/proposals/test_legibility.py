"""Whether a page can be read, measured: found on the bad pages, and never said of the good ones.

The limits of `saraban/proposals/legibility.py` stand between these two piles.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PIL import Image

from saraban.proposals import images, pages
from saraban.proposals.legibility import Measured, hints
from tests.proposals import papers, pictures
from tests.proposals.pictures import as_scanned_pdf, saved

GOOD: dict[str, Callable[[], bytes]] = {
    "scan of 200 dpi": lambda: saved(pictures.page(), "PNG"),
    "scan of 150 dpi, JPEG": lambda: saved(pictures.page(150), "JPEG", quality=75),
    "scan of 240 dpi, black and white": lambda: saved(
        pictures.page(240).convert("1"), "TIFF", compression="group4"
    ),
    "page as wide as a screen": lambda: saved(pictures.page(96), "PNG"),
    "a little soft": lambda: saved(pictures.blurred(2), "JPEG", quality=85),
    "photo by a telephone": lambda: saved(pictures.by_a_telephone(), "JPEG", quality=85),
    "photo on its side": lambda: saved(pictures.by_a_telephone().rotate(90, expand=True), "JPEG"),
    "two lines on a sheet": lambda: saved(pictures.two_lines(), "PNG"),
    "pencil": lambda: saved(pictures.page().point(lambda value: 255 - (255 - value) // 2), "PNG"),
    "identity card, cut out": lambda: saved(pictures.page().crop((300, 250, 1_312, 888)), "JPEG"),
}
BAD: dict[str, tuple[Callable[[], bytes], str]] = {
    "blurred": (lambda: saved(pictures.blurred(4), "JPEG", quality=85), "ภาพเบลอ"),
    "blurred much": (lambda: saved(pictures.blurred(9), "PNG"), "ภาพเบลอ"),
    "blurred photo": (
        lambda: saved(pictures.by_a_telephone().filter(pictures.ImageFilter.GaussianBlur(3)), "JPEG"),
        "ภาพเบลอ",
    ),
    "scan of 50 dpi": (lambda: saved(pictures.page(50), "PNG"), "ความละเอียดต่ำ ราว 50 จุดต่อนิ้ว"),
    "scan of 72 dpi": (lambda: saved(pictures.page(72), "JPEG"), "ความละเอียดต่ำ ราว 72 จุดต่อนิ้ว"),
    "small picture of LINE": (
        lambda: saved(pictures.page().crop((200, 500, 680, 860)), "JPEG"),
        "ความละเอียดต่ำ",
    ),
    "washed out": (lambda: saved(pictures.washed_out(), "PNG"), "ตัวหนังสือจาง"),
    "in the dark": (lambda: saved(pictures.in_the_dark(), "JPEG", quality=85), "ภาพมืด"),
    "nothing": (lambda: saved(Image.new("RGB", (1_654, 2_339), "white"), "PNG"), "หน้าว่าง"),
}


@pytest.mark.parametrize("name", GOOD)
def test_a_good_page_raises_no_alarm(name: str) -> None:
    measured = images.measured(GOOD[name](), 0)
    assert hints(measured) == [], measured


@pytest.mark.parametrize("name", BAD)
def test_a_bad_page_is_found_and_its_trouble_is_named(name: str) -> None:
    make, said = BAD[name]
    measured = images.measured(make(), 0)
    assert any(one.startswith(said) for one in hints(measured)), measured


@pytest.mark.parametrize(
    ("image", "dots_per_inch", "said"),
    [
        (pictures.page, 200, ""),
        (lambda: pictures.page(50), 50, "ความละเอียดต่ำ ราว 50 จุดต่อนิ้ว"),
        (lambda: pictures.blurred(6), 200, "ภาพเบลอ"),
    ],
)
def test_a_scan_in_a_pdf_is_measured_as_fine_as_it_was_scanned(
    image: Callable[[], Image.Image], dots_per_inch: int, said: str
) -> None:
    scan = pages.scan_on(as_scanned_pdf(image(), dots_per_inch), 0, images.MEASURED_DOTS)
    assert scan is not None and abs(scan.dots_per_inch - dots_per_inch) <= 1
    measured = images.measured_rows(scan.rows, scan.wide, scan.high, dots_per_inch=scan.dots_per_inch)
    found = hints(measured)
    assert any(one.startswith(said) for one in found) if said else found == [], measured


def test_what_a_program_wrote_is_no_scan() -> None:
    assert pages.scan_on(papers.external(), 0, images.MEASURED_DOTS) is None


def test_each_trouble_is_said_once_and_in_order() -> None:
    coarse = "ความละเอียดต่ำ ราว 50 จุดต่อนิ้ว ตัวหนังสือเล็กอาจอ่านไม่ออก"
    blurred = Measured(sharpness=0.1, span=40, light=80, wide=413, high=585)
    assert hints(blurred) == ["ภาพเบลอ อ่านตัวหนังสือยาก", coarse, "ภาพมืด"]  # blur alone makes it pale
    pale = Measured(sharpness=0.8, span=40, light=80, wide=413, high=585)
    assert hints(pale) == [coarse, "ภาพมืด", "ตัวหนังสือจาง"]
    assert hints(Measured(sharpness=0.9, span=200, light=240, wide=1_654, high=2_339)) == []
    small = Measured(sharpness=0.9, span=200, light=240, wide=500, high=300)
    assert hints(small) == ["ความละเอียดต่ำ ภาพมีเพียง 500×300 จุด ตัวหนังสือเล็กอาจอ่านไม่ออก"]
