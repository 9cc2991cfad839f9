"""The code of a slip is read from whatever a telephone sends, and a file that cannot be read is answered in words."""

from __future__ import annotations

import struct
import time
import zlib
from collections.abc import Callable
from email.message import EmailMessage
from pathlib import Path

import pytest
from PIL import Image

from saraban.payments.slip_files import SlipFile, read_slip
from saraban.payments.slip_qr import SlipCode
from saraban.payments.thai_qr import BillPayment
from saraban.proposals import codes
from saraban.proposals.codes import Codes, read_codes
from tests.payments.slips import (
    SLIP,
    TABLE,
    blurred,
    drawn,
    jpeg,
    photographed,
    png,
    screenshot,
    shrunk,
    text_of,
    tilted,
)
from tests.proposals.pictures import HEIC, as_scanned_pdf, saved, tiff

Keep = Callable[[bytes], Path]
BILL = BillPayment("099400016550100", "CASE25660001", "FEE01", 50_000).payload()


@pytest.fixture
def kept(tmp_path: Path) -> Keep:
    def keep(data: bytes) -> Path:
        path = tmp_path / f"{zlib.crc32(data):08x}"
        path.write_bytes(data)
        return path

    return keep


def large(image: Image.Image) -> Image.Image:
    """As a camera of twelve million dots sees a screen on a table: the code is a small part of it."""
    room = Image.new("RGB", (3_000, 4_000), TABLE)
    room.paste(shrunk(image, 1.3), (900, 800))
    return room


SENT: dict[str, Callable[[], bytes]] = {
    "a screenshot": lambda: png(screenshot()),
    "JPEG of the worst quality": lambda: jpeg(screenshot()),
    "blurred": lambda: jpeg(blurred(screenshot()), 80),
    "blurred twice as much": lambda: jpeg(blurred(screenshot(), 3), 80),
    "tilted": lambda: jpeg(tilted(screenshot()), 80),
    "tilted to the other side": lambda: jpeg(tilted(screenshot(), -19), 80),
    "lying": lambda: jpeg(screenshot().rotate(90, expand=True), 80),
    "on its head": lambda: jpeg(screenshot().rotate(180), 80),
    "shrunk to a third": lambda: png(shrunk(screenshot())),
    "shrunk to a third, JPEG of the worst quality": lambda: jpeg(shrunk(screenshot())),
    "shrunk to a quarter, JPEG of the worst quality": lambda: jpeg(shrunk(screenshot(), 4)),
    "shrunk and then blurred": lambda: jpeg(blurred(shrunk(screenshot()), 1), 90),
    "photographed from the side": lambda: jpeg(photographed(screenshot()), 80),
    "photographed and sent by a messenger": lambda: jpeg(shrunk(photographed(screenshot()), 2)),
    "blurred, tilted, shrunk and of bad quality": lambda: jpeg(shrunk(tilted(blurred(screenshot())), 2), 30),
    "of a small code": lambda: jpeg(screenshot(dots_a_module=4)),
    "of a small code, tilted and shrunk": lambda: png(shrunk(tilted(screenshot(dots_a_module=4)))),
    "a part of a large photo": lambda: jpeg(large(screenshot()), 60),
    "in the dark": lambda: jpeg(screenshot().point(lambda value: value // 4), 70),
    "in white on black": lambda: png(Image.eval(screenshot(), lambda value: 255 - value)),
    "WebP": lambda: saved(screenshot(), "WEBP"),
    "one page of a TIFF": lambda: tiff(Image.new("RGB", (300, 300)), screenshot()),
    "GIF": lambda: saved(screenshot().convert("P"), "GIF"),
    "a PDF of a scanner": lambda: as_scanned_pdf(screenshot().convert("L"), 200),
}


@pytest.mark.parametrize("how", SENT)
def test_a_slip_is_read_however_it_was_sent(how: str, kept: Keep) -> None:
    assert read_slip(kept(SENT[how]())) == SlipFile(SLIP)


def test_a_photo_of_a_telephone_is_opened(kept: Keep) -> None:
    assert read_codes(kept(HEIC.read_bytes())) == Codes()


def test_an_advertisement_beside_the_slip_does_not_end_the_search(kept: Keep) -> None:
    """The slip's own code is so small that it is read enlarged, long after the other."""
    image = shrunk(screenshot(), 4)
    room = Image.new("RGB", (image.width, image.height + 300), "white")
    room.paste(image, (0, 0))
    room.paste(drawn("https://example.co.th/promotion", dots_a_module=6), (20, image.height + 20))
    path = kept(jpeg(room))
    assert read_slip(path) == SlipFile(SLIP)
    assert read_codes(path).texts == ("https://example.co.th/promotion",)


def test_of_two_slips_none_is_chosen(kept: Keep) -> None:
    other = screenshot(text=text_of(SlipCode("006", "OTHER1")))
    both = Image.new("RGB", (2_160, 2_400))
    both.paste(screenshot(), (0, 0))
    both.paste(other, (1_080, 0))
    for data in (png(both), tiff(screenshot(), other)):
        read = read_slip(kept(data))
        assert read.code is None and "สลิป 2 ใบ" in read.trouble


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (BILL, "QR สำหรับจ่ายเงิน ไม่ใช่สลิป"),
        ("https://example.go.th", "ไม่พบ QR ของสลิป"),
        (text_of()[:-1] + "0", "ไม่พบ QR ของสลิป"),
    ],
)
def test_another_code_is_told_so(text: str, words: str, kept: Keep) -> None:
    read = read_slip(kept(png(screenshot(text=text))))
    assert read.code is None and words in read.trouble
    assert "โปรดกรอกชื่อบัญชีที่รับชำระ วันที่ชำระ จำนวนเงิน และเลขอ้างอิง" in read.trouble


def test_a_page_without_a_code_is_told_in_time(kept: Keep) -> None:
    began = time.monotonic()
    read = read_slip(kept(jpeg(photographed(Image.effect_noise((1_080, 2_400), 90).convert("RGB")))))
    assert read.code is None and "ไม่พบ QR ของสลิป" in read.trouble and "ยังอยู่ครบ" in read.trouble
    assert time.monotonic() - began < codes.READ_SECONDS_MAX


def bomb() -> bytes:
    """A PNG of a few bytes that says it has forty thousand million dots."""
    head = struct.pack(">IIBBBBB", 200_000, 200_000, 8, 2, 0, 0, 0)
    chunks = [(b"IHDR", head), (b"IDAT", zlib.compress(b"\0" * 1_000)), (b"IEND", b"")]
    body = b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        for name, data in chunks
    )
    return b"\x89PNG\r\n\x1a\n" + body


HOSTILE: dict[str, tuple[Callable[[], bytes], str]] = {
    "nothing": (lambda: b"", "ไม่ใช่ภาพหรือ PDF"),
    "a text": (lambda: b"hello", "ไม่ใช่ภาพหรือ PDF"),
    "a page of the web": (lambda: b"<html><img src=x>", "ไม่ใช่ภาพหรือ PDF"),
    "a picture that is cut": (lambda: png(screenshot())[:9_000], "เสียหาย"),
    "the head of a picture": (lambda: b"\xff\xd8\xff\xe0" + b"\0" * 50, "เสียหาย"),
    "noise behind the head of a HEIC": (lambda: b"\0\0\0\x18ftypheic" + b"\x55" * 500, "เสียหาย"),
    "a picture that would fill the memory": (bomb, "ใหญ่เกินกว่าจะเปิด"),
    "a PDF that is none": (lambda: b"%PDF-1.7\nnothing", "PDF เสียหาย"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_file_that_cannot_be_read_is_answered_in_words(name: str, kept: Keep) -> None:
    make, words = HOSTILE[name]
    read = read_slip(kept(make()))
    assert read.code is None
    assert read.trouble.startswith("อ่าน QR บนสลิปไม่ได้ เพราะ") and words in read.trouble
    assert "โปรดกรอก" in read.trouble and "ยังอยู่ครบ" in read.trouble


def test_a_file_that_is_gone_is_answered_in_words(tmp_path: Path) -> None:
    assert read_slip(tmp_path / "none").trouble.startswith("อ่าน QR บนสลิปไม่ได้")


def test_the_longest_code_is_read_whole_and_many_are_bounded(kept: Keep) -> None:
    longest = "1" * 2_000
    assert read_codes(kept(png(drawn(longest, dots_a_module=3, level="l")))).texts == (longest,)
    sheet = Image.new("RGB", (1_500, 1_500), "white")
    for number in range(36):
        sheet.paste(drawn(f"CODE{number:03d}", dots_a_module=6), (number % 6 * 240, number // 6 * 240))
    assert len(read_codes(kept(png(sheet))).texts) == 20


def test_a_slip_that_came_by_mail_is_read_from_the_mail(kept: Keep) -> None:
    mail = EmailMessage()
    mail["Subject"] = "ส่งสลิป"
    mail.set_content("ส่งสลิปค่ะ")
    mail.add_attachment(jpeg(screenshot()), maintype="image", subtype="jpeg", filename="slip.jpg")
    assert read_slip(kept(mail.as_bytes()), 0) == SlipFile(SLIP)
    assert read_slip(kept(mail.as_bytes()), 7).trouble.startswith("อ่าน QR บนสลิปไม่ได้")
