"""Paper made into PDF/A, through the child as the product does it; and what attacks us ends in a plain sentence."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pypdfium2 as pdfium
import pytest
from PIL import Image

from saraban.documents.conversion import KEPT, PAGE_BYTES_MAX, Converted, PageNote, converted
from saraban.law.refusal import Refusal
from tests.documents import pki
from tests.proposals import papers, pictures, piles
from tests.proposals.pictures import as_scanned_pdf, saved, tiff
from tests.proposals.test_showing import ATTACKS

AT = datetime(2026, 12, 1, 9, 30, tzinfo=UTC)
A4 = (595.276, 841.89)
SMALL = Image.new("RGB", (600, 840), (240, 240, 240))


def made(*files: tuple[str, bytes]) -> Converted:
    return converted(files, dated_at=AT, title="คำสั่งที่ ๑๒/๒๕๖๙")


def refused(*files: tuple[str, bytes]) -> Refusal:
    with pytest.raises(Refusal) as told:
        made(*files)
    assert told.value.message.startswith("ยังไม่ได้แปลงเป็น PDF เพราะ") and told.value.message.endswith(KEPT)
    return told.value


def seen(pdf: bytes, page: int = 0) -> Image.Image:
    with pdfium.PdfDocument(pdf) as document:
        drawn: Image.Image = document[page].render(scale=100 / 72).to_pil()
        return drawn.convert("RGB")


def test_photos_and_scans_become_one_pdf_a_in_their_order() -> None:
    photo = saved(pictures.shadowed(pictures.on_a_desk(3), 60), "JPEG", quality=88)
    tilted = pictures.signed_letter().rotate(2, fillcolor="white")
    done = made(
        ("IMG_1.jpg", photo),
        ("scan.pdf", as_scanned_pdf(tilted, 200)),
        ("photo.heic", pictures.HEIC.read_bytes()),
        ("fax.tif", tiff(SMALL, SMALL)),
        ("letter.pdf", papers.external()),
    )
    assert done.pages == 6 == len(done.notes)
    assert [note.file for note in done.notes] == [
        "IMG_1.jpg", "scan.pdf", "photo.heic", "fax.tif", "fax.tif", "letter.pdf",
    ]  # fmt: skip
    assert [note.done for note in done.notes[:2]] == [
        ("ตัดเฉพาะแผ่นกระดาษ", "ปรับความสว่าง"),
        ("หมุนให้ตรง 2.0 องศา",),
    ]
    assert "กลายเป็นภาพ" in done.notes[5].thai
    for said in (b"<pdfaid:part>2</pdfaid:part>", b"<pdfaid:conformance>B", "คำสั่งที่ ๑๒/๒๕๖๙".encode()):
        assert said in done.pdf
    with pdfium.PdfDocument(done.pdf) as document:
        assert len(document) == 6 and document.is_tagged()
        sizes = [document[page].get_size() for page in range(6)]
    assert all(sorted(size) == pytest.approx(A4, abs=0.1) for size in sizes)


def test_the_same_files_give_the_same_bytes() -> None:
    files = ("a.jpg", saved(SMALL, "JPEG")), ("b.png", saved(pictures.page(100), "PNG"))
    assert made(*files) == made(*files)


def test_what_stands_on_the_paper_stands_in_the_file() -> None:
    """A mark in each corner of a page tells that nothing was turned, mirrored or left out."""
    page = pictures.page(100).copy()
    for colour, place in (("red", (20, 20)), ("lime", (760, 20)), ("blue", (20, 1_100))):
        page.paste(colour, (*place, place[0] + 40, place[1] + 40))
    drawn = seen(made(("page.png", saved(page, "PNG"))).pdf)
    for colour, (x, y) in (
        ((255, 0, 0), (40, 40)), ((0, 255, 0), (780, 40)), ((0, 0, 255), (40, 1_120)),
    ):  # fmt: skip
        found = drawn.getpixel((x, y))
        assert isinstance(found, tuple) and all(abs(a - b) < 40 for a, b in zip(found, colour, strict=True))


@pytest.mark.parametrize(("orientation", "place"), [(1, (0, 0)), (3, (1, 1)), (6, (1, 0)), (8, (0, 1))])
def test_a_photo_stands_as_its_exif_says(orientation: int, place: tuple[int, int]) -> None:
    photo = Image.new("RGB", (600, 800), "white")
    photo.paste("red", (0, 0, 150, 150))
    exif = Image.Exif()
    exif[0x0112] = orientation
    drawn = seen(made(("photo.jpg", saved(photo, "JPEG", quality=95, exif=exif))).pdf)
    lying = orientation in (6, 8)
    assert (drawn.width > drawn.height) is lying
    corners = {
        (across, down): drawn.getpixel((round(drawn.width * x), round(drawn.height * y)))
        for across, x in ((0, 0.08), (1, 0.92))
        for down, y in ((0, 0.08), (1, 0.92))
    }
    reds = [where for where, dot in corners.items() if isinstance(dot, tuple) and dot[1] < 90]
    assert reds == [place]


def test_a_page_is_small_whatever_the_camera_gives() -> None:
    photo = saved(pictures.on_a_desk(-4), "JPEG", quality=97)
    done = made(("IMG.jpg", photo))
    assert len(done.pdf) < PAGE_BYTES_MAX + 20_000 < len(photo)
    smaller = converted([("IMG.jpg", photo)], dated_at=AT, title="ก", page_bytes_max=60 * 1024)
    assert len(smaller.pdf) < 60 * 1024 + 20_000


def test_a_small_scan_is_not_blown_up() -> None:
    card = pictures.page().crop((0, 0, 674, 425))  # 85.6 × 54 mm at 200 dpi
    with pdfium.PdfDocument(made(("card.pdf", as_scanned_pdf(card, 200))).pdf) as document:
        drawn = next(iter(document[0].get_objects()))
        left, low, right, top = drawn.get_bounds()
    assert (right - left, top - low) == pytest.approx((674 * 72 / 200, 425 * 72 / 200), abs=1)


def test_what_may_be_hard_to_read_is_said() -> None:
    done = made(
        ("dark.jpg", saved(pictures.in_the_dark(), "JPEG", quality=85)),
        ("blurred.png", saved(pictures.blurred(5), "PNG")),
        ("good.png", saved(pictures.page(), "PNG")),
    )
    assert done.notes[0].thai == "หน้า 1 (dark.jpg) ปรับความสว่าง · อ่านยาก: ภาพมืด และตัวหนังสือจาง"
    assert "อ่านยาก: ภาพเบลอ" in done.notes[1].thai
    assert done.notes[2] == PageNote(3, "good.png", (), ())
    assert done.notes[2].thai == "หน้า 3 (good.png) คงเดิม"


def test_sixty_pages_and_not_one_more() -> None:
    sheets = [Image.new("RGB", (420, 594), (250 - nth, 250, 250)) for nth in range(60)]
    files = [(f"{nth}.png", saved(sheet, "PNG")) for nth, sheet in enumerate(sheets)]
    assert made(*files).pages == 60
    assert refused(*files, files[0]).code == "too_many_files"
    assert refused(("a.tif", tiff(*[sheet.copy() for sheet in sheets])), files[0]).code == "too_many_pages"


def test_without_a_file_there_is_none() -> None:
    assert refused().code == "no_file"
    assert refused(("a.jpg", bytes(61 * 1024 * 1024))).code == "too_big"


def test_a_signed_pdf_is_not_touched() -> None:
    told = refused(("signed.pdf", pki.signed(pki.paper(), pki.self_signed())))
    assert told.code == "signed" and "โปรดส่งไฟล์ที่ลงนามแล้วตามเดิม" in told.message


def cut(data: bytes) -> bytes:
    return data[: len(data) // 2]


HOSTILE: dict[str, tuple[Callable[[], bytes], str]] = {
    "bomb": (piles.bomb, "ภาพใหญ่เกินกว่าจะเปิดอย่างปลอดภัย"),
    "truncated JPEG": (lambda: cut(saved(pictures.page(), "JPEG")), "ขาดหรือเสียหาย"),
    "truncated PNG": (lambda: cut(saved(pictures.page(100), "PNG")), "ขาดหรือเสียหาย"),
    "truncated HEIC": (lambda: cut(pictures.HEIC.read_bytes()), "ขาดหรือเสียหาย"),
    "broken PDF": (lambda: b"%PDF-1.7\n" + bytes(range(256)) * 20, "เสียหาย"),
    "nothing": (lambda: b"", "0 ไบต์"),
    "words": (lambda: "สวัสดี".encode(), "ไม่ใช่ไฟล์ภาพหรือ PDF"),
    "a page": (lambda: b"<html><script>alert(1)</script>", "ไม่ใช่ไฟล์ภาพหรือ PDF"),
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_what_cannot_be_opened_is_told_by_name_and_nothing_is_made(kind: str) -> None:
    make, why = HOSTILE[kind]
    told = refused(("ดี.png", saved(SMALL, "PNG")), ("ร้าย\n<b>.jpg", make()))
    assert told.code == "bad_file" and why in told.message and "เปิดไฟล์ ร้าย<b>.jpg ไม่ได้" in told.message
    assert made(("ดี.png", saved(SMALL, "PNG"))).pages == 1, "the next is not harmed"


@pytest.mark.parametrize("name", sorted(ATTACKS.keys() - {"TIFF without end"}))  # its one page can be read
def test_an_attack_is_refused_and_takes_nothing_else_with_it(name: str) -> None:
    began = time.monotonic()
    assert refused(("แนบ.pdf", ATTACKS[name]())).code == "bad_file"
    assert time.monotonic() - began < 60
    assert made(("ดี.png", saved(SMALL, "PNG"))).pages == 1


def test_a_locked_pdf_says_so() -> None:
    lock = b"/ID[<00><00>]/Encrypt<</Filter/Standard/V 1/R 2/O<%s>/U<%s>/P -4>>" % (b"01" * 32, b"02" * 32)
    locked = papers.assembled(
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>",
    ).replace(b"/Root 1 0 R", b"/Root 1 0 R" + lock)
    assert "มีรหัสผ่าน" in refused(("locked.pdf", locked)).message


def test_words_that_look_like_markup_are_words() -> None:
    title = '#panic("x") #read("/etc/passwd") $x$ \\ "'
    done = converted([("a.png", saved(SMALL, "PNG"))], dated_at=AT, title=title)
    with pdfium.PdfDocument(done.pdf) as document:
        assert document.get_metadata_value("Title") == title


def test_a_large_photo_takes_neither_our_memory_nor_long(tmp_path: Path) -> None:
    """48 million dots, as newer telephones give them, in a process that tells how much larger it became."""
    path = tmp_path / "photo.jpg"
    pictures.signed_letter().resize((6_000, 8_000)).save(path, quality=80)
    script = f"""
import resource, time
from datetime import UTC, datetime
from pathlib import Path
from saraban.documents.conversion import converted
data = Path("{path}").read_bytes()
before, begin = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.monotonic()
converted([("a.jpg", data)], dated_at=datetime(2026, 1, 1, tzinfo=UTC), title="a")
print((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024, time.monotonic() - begin)
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    grown_megabytes, seconds = map(float, done.stdout.split())
    assert grown_megabytes < 40 and seconds < 30
