"""What an officer sees of a file: every common kind as pages or words, and of what attacks us a plain sentence.

Each is opened in the child, as the product does it.
"""

from __future__ import annotations

import io
import struct
import time
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from saraban.proposals import showing
from saraban.proposals.showing import BROKEN, Shown, draw, legibility, look
from saraban.proposals.showing_job import EMPTY, LOCKED, NO_WORDS, NOT_SHOWN
from tests.proposals import papers, pictures, piles
from tests.proposals.pictures import saved, tiff

SMALL = Image.new("RGB", (60, 40), (200, 30, 30))
KINDS: dict[str, tuple[Callable[[], bytes], int]] = {
    "PDF": (papers.external, 1),
    "TIFF of many pages": (lambda: tiff(SMALL, SMALL, SMALL), 3),
    "TIFF of a fax": (lambda: tiff(pictures.page(100).convert("1"), compression="group4"), 1),
    "TIFF in colours, packed": (lambda: tiff(SMALL, compression="tiff_lzw"), 1),
    "JPEG": (lambda: saved(SMALL, "JPEG"), 1),
    "JPEG of a printer": (lambda: saved(SMALL.convert("CMYK"), "JPEG"), 1),
    "PNG": (lambda: saved(SMALL, "PNG"), 1),
    "PNG that shows through": (lambda: saved(SMALL.convert("RGBA"), "PNG"), 1),
    "PNG of 16 bits": (lambda: saved(Image.new("I;16", (60, 40), 40_000), "PNG"), 1),
    "BMP": (lambda: saved(SMALL, "BMP"), 1),
    "GIF": (lambda: saved(SMALL.convert("P"), "GIF"), 1),
    "WebP": (lambda: saved(SMALL, "WEBP"), 1),
    "HEIC": (pictures.HEIC.read_bytes, 1),
}


@pytest.fixture
def kept(tmp_path: Path) -> Callable[[bytes], Path]:
    def keep(data: bytes) -> Path:
        path = tmp_path / f"{zlib.crc32(data):08x}"
        path.write_bytes(data)
        return path

    return keep


@pytest.mark.parametrize("kind", KINDS)
def test_every_common_kind_is_shown_as_pages(kind: str, kept: Callable[[bytes], Path]) -> None:
    make, count = KINDS[kind]
    path = kept(make())
    assert look(path) == Shown(pages=count)
    for number in range(count):
        drawn = Image.open(io.BytesIO(draw(path, page=number, width=300)))
        assert drawn.format in ("JPEG", "PNG") and 0 < drawn.width <= 300
    assert draw(path, page=count) == b""


def test_a_page_is_turned_clockwise_by_whoever_looks(kept: Callable[[bytes], Path]) -> None:
    corner = Image.new("RGB", (60, 40), "white")
    corner.paste((255, 0, 0), (0, 0, 20, 20))  # top left
    for data in (saved(corner, "PNG"), pictures.as_scanned_pdf(corner, 72)):
        path = kept(data)
        for turned, where in ((0, (5, 5)), (90, (-5, 5)), (180, (-5, -5)), (270, (5, -5))):
            drawn = Image.open(io.BytesIO(draw(path, width=400, turned=turned))).convert("RGB")
            at = where[0] % drawn.width, where[1] % drawn.height
            red, green, _blue = drawn.getpixel(at)  # type: ignore[misc]
            assert red > 200 > 100 > green, (turned, drawn.size)


def test_a_telephones_photo_stands_upright(kept: Callable[[bytes], Path]) -> None:
    """It says by its EXIF that the camera was held on its side."""
    lying = Image.new("RGB", (60, 40), "white")
    turned = Image.Exif()
    turned[0x0112] = 6
    path = kept(saved(lying, "JPEG", exif=turned))
    assert Image.open(io.BytesIO(draw(path))).size == (40, 60)
    assert Image.open(io.BytesIO(draw(path, turned=90))).size == (60, 40)


def office_file(part: str, xml: str) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as packed:
        packed.writestr(part, xml)
    return made.getvalue()


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("คำขอ.docx", office_file("word/document.xml", "<w:p>ข้าพเจ้าขออนุญาต</w:p>"), "ข้าพเจ้าขออนุญาต"),
        ("บัญชี.xlsx", office_file("xl/sharedStrings.xml", "<si>แผงค้า</si>"), "แผงค้า"),
        ("คำขอ.txt", "ขออนุญาต".encode("cp874"), "ขออนุญาต"),
        ("เดิม.eml", papers.mail(text="เนื้อความเดิม"), "เนื้อความเดิม"),
    ],
)
def test_office_files_are_shown_as_their_words(
    name: str, data: bytes, words: str, kept: Callable[[bytes], Path]
) -> None:
    shown = look(kept(data), name=name)
    assert words in shown.words and not shown.trouble and not shown.pages


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("ว่าง.pdf", b"", EMPTY),
        ("โปรแกรม.exe", b"MZ\x90\0" * 100, NOT_SHOWN),
        ("เก่า.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), LOCKED),
        ("รวม.zip", office_file("ก.txt", "x"), NO_WORDS),
        ("เปล่า.docx", office_file("word/document.xml", "\0" * 9_000), NO_WORDS),
        ("เสีย.jpg", b"\xff\xd8\xff\xe0" + b"JFIF" * 100, BROKEN),
        ("หน้าเว็บ.jpg", b"<html><script>alert(1)</script></html>", NOT_SHOWN),
    ],
)
def test_what_cannot_be_shown_says_why_in_plain_thai(
    name: str, data: bytes, said: str, kept: Callable[[bytes], Path]
) -> None:
    assert look(kept(data), name=name) == Shown(trouble=said)


def test_a_pdf_with_a_password_says_so(kept: Callable[[bytes], Path]) -> None:
    lock = b"/ID[<00><00>]/Encrypt<</Filter/Standard/V 1/R 2/O<%s>/U<%s>/P -4>>" % (b"01" * 32, b"02" * 32)
    locked = papers.assembled(
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>",
    ).replace(b"/Root 1 0 R", b"/Root 1 0 R" + lock)
    shown = look(kept(locked))
    assert "มีรหัสผ่าน" in shown.trouble and "ดาวน์โหลด" in shown.trouble


def huge_bmp() -> bytes:
    return b"BM" + struct.pack(
        "<IHHIIiiHHIIiiII", 54, 0, 0, 54, 40, 200_000, 200_000, 1, 24, 0, 0, 0, 0, 0, 0
    )


def endless_tiff() -> bytes:
    """Its last page says that the first comes after it."""
    whole = bytearray(tiff(SMALL))
    (first,) = struct.unpack_from("<I", whole, 4)
    (entries,) = struct.unpack_from("<H", whole, first)
    struct.pack_into("<I", whole, first + 2 + 12 * entries, first)
    return bytes(whole)


def huge_tiff() -> bytes:
    whole = bytearray(tiff(SMALL))
    (first,) = struct.unpack_from("<I", whole, 4)
    (entries,) = struct.unpack_from("<H", whole, first)
    for nth in range(entries):
        at = first + 2 + 12 * nth
        if struct.unpack_from("<H", whole, at)[0] in (256, 257):  # its width and height
            struct.pack_into("<HII", whole, at + 2, 4, 1, 400_000)
    return bytes(whole)


def deep_pdf() -> bytes:
    """Forms that draw each other, ten times each: a page that would take years."""
    levels = 12
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</XObject<</F 5 0 R>>>>/Contents 4 0 R>>",
        b"<</Length 5>>\nstream\n/F Do\nendstream",
    ]
    for level in range(levels):
        body = b"/F Do " * 10 if level < levels - 1 else b"0 0 595 842 re f " * 10
        inner = f"/Resources<</XObject<</F {6 + level} 0 R>>>>".encode() if level < levels - 1 else b""
        objects.append(
            b"<</Type/XObject/Subtype/Form/BBox[0 0 595 842]"
            + inner
            + f"/Length {len(body)}>>\nstream\n".encode()
            + body
            + b"\nendstream"
        )
    return papers.assembled(*objects)


def office_bomb() -> bytes:
    made = io.BytesIO()
    with (
        zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as packed,
        packed.open("word/document.xml", "w") as part,
    ):
        for _ in range(300):
            part.write(bytes(1_000_000))
    return made.getvalue()


ATTACKS: dict[str, Callable[[], bytes]] = {
    "PNG of 14,400 million dots": piles.bomb,
    "PNG cut off": lambda: saved(pictures.page(), "PNG")[:5_000],
    "BMP of 40,000 million dots": huge_bmp,
    "TIFF of 160,000 million dots": huge_tiff,
    "TIFF without end": endless_tiff,
    "TIFF cut off": lambda: tiff(pictures.page(), compression="tiff_lzw")[:4_000],
    "TIFF of nothing but its head": lambda: b"II*\0\x08\0\0\0",
    "HEIC cut off": lambda: pictures.HEIC.read_bytes()[: pictures.HEIC.stat().st_size // 2],
    "HEIC of nothing but its head": lambda: pictures.HEIC.read_bytes()[:40],
    "JPEG cut off": lambda: saved(pictures.page(), "JPEG")[:3_000],
    "GIF of 4,000 million dots": lambda: b"GIF89a" + struct.pack("<HHBBB", 65_535, 65_535, 0, 0, 0) + b"\x3b",
    "PDF cut off": lambda: papers.external()[:900],
    "PDF of nothing but its head": lambda: b"%PDF-1.7",
    "PDF whose page would take years": deep_pdf,
    "Word file that unpacks to 300 MB": office_bomb,
}


@pytest.mark.parametrize("name", ATTACKS)
def test_an_attack_ends_in_the_child_within_its_limits(name: str, kept: Callable[[bytes], Path]) -> None:
    path = kept(ATTACKS[name]())
    began = time.monotonic()
    shown = look(path, name="แนบ.docx")
    drawn = draw(path, width=1_000)
    said = legibility(path)
    assert time.monotonic() - began < 3 * showing.DRAW_SECONDS_MAX
    assert shown.trouble or shown.pages or shown.words
    assert isinstance(drawn, bytes) and all(isinstance(one, str) for one in said)
    assert look(kept(papers.external())) == Shown(pages=1)  # the next file is opened as ever


def test_a_picture_is_refused_by_the_size_that_it_says(kept: Callable[[bytes], Path]) -> None:
    for data in (piles.bomb(), huge_bmp(), huge_tiff()):
        path = kept(data)
        assert "ใหญ่เกินกว่าจะเปิดอย่างปลอดภัย" in look(path).trouble
        assert (draw(path), legibility(path)) == (b"", [])


def test_the_child_holds_no_more_than_half_a_gigabyte() -> None:
    """What it holds when it is ready, and what it may take beyond."""
    showing._bench.run("saraban.workbench.limits:resident_bytes", [], timeout_seconds=5)
    [pid] = showing._bench.resting_pids()[:1]
    limit = next(
        line
        for line in Path(f"/proc/{pid}/limits").read_text().splitlines()
        if line.startswith("Max data size")
    )
    assert int(limit.split()[3]) <= 512 * 1024 * 1024


def test_what_was_looked_at_is_kept_and_what_failed_is_not(kept: Callable[[bytes], Path]) -> None:
    path = kept(papers.external())
    look(path)
    before = showing._looked_at.cache_info().hits
    look(path)
    assert showing._looked_at.cache_info().hits == before + 1
    broken = kept(b"\xff\xd8\xff\xe0broken")
    assert (look(broken).trouble, look(broken).trouble) == (BROKEN, BROKEN)
    assert showing._looked_at.cache_info().hits == before + 1
