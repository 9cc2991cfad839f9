"""Pages from data: what goes in comes out again, and data is never read as markup."""

from __future__ import annotations

import subprocess
from datetime import datetime
from pathlib import Path

import pytest

from saraban.documents.glyphs import FONTS
from saraban.documents.typesetting import (
    NotTypeset,
    Template,
    typeset_pdf,
    typeset_pdf_apart,
    typeset_png,
)
from saraban.thai.dates import BANGKOK

DATED = datetime(2026, 11, 23, 9, 0, tzinfo=BANGKOK)
HARD_THAI = (
    "กตัญญู ฐูปทอง ญี่ปุ่น ปั้นดี ผู้รู้ ฝื้น ป้ำ น้ำ ฤๅษี สิ์ กุ้ง เปี้ยว ฟื้นฟู พิสูจน์ ซึ่งกันและกัน ฯลฯ ๆ เก๊ก๋ “ใบ” – ๐๑๒๓๔๕๖๗๘๙",
    "#panic(1) $x^2$ *ตัวหนา* _เอียง_ `โค้ด` <ป้าย> @อ้าง \\ // ความเห็น https://example.com",
)


def page(*paragraphs: str) -> dict[str, object]:
    return {
        "title": "ทดสอบ",
        "author": "",
        "heading": "ทดสอบ",
        "top_right": [],
        "to": "",
        "paragraphs": list(paragraphs),
        "rows": [],
        "after": [],
        "signer": "",
        "signer_note": "",
        "footer": "",
        "names": [],
    }


def text_of(pdf: bytes, folder: Path) -> str:
    path = folder / "page.pdf"
    path.write_bytes(pdf)
    done = subprocess.run(["pdftotext", "-raw", str(path), "-"], capture_output=True, check=True)
    return "".join(done.stdout.decode().split())


@pytest.mark.parametrize("words", HARD_THAI)
def test_the_text_layer_is_the_text(words: str, tmp_path: Path) -> None:
    found = text_of(typeset_pdf(Template.PLAIN_PAGE, page(words), dated_at=DATED), tmp_path)
    assert found == "ทดสอบ" + "".join(words.split())


def test_the_same_data_gives_the_same_bytes() -> None:
    first, second = (typeset_pdf(Template.PLAIN_PAGE, page("น้ำ"), dated_at=DATED) for _ in range(2))
    assert first == second


def test_a_process_of_its_own_gives_the_same_bytes() -> None:
    data = page(*HARD_THAI)
    here, apart = (
        made(Template.PLAIN_PAGE, data, dated_at=DATED) for made in (typeset_pdf, typeset_pdf_apart)
    )
    assert here == apart


def test_what_a_process_of_its_own_cannot_set_is_said_in_thai() -> None:
    with pytest.raises(NotTypeset, match="ยังไม่ได้จัดหน้าเอกสาร"):
        typeset_pdf_apart(Template.PLAIN_PAGE, {"title": "ขาดทุกอย่าง"}, dated_at=DATED)


def test_data_that_does_not_fit_the_template_is_said_in_thai() -> None:
    with pytest.raises(NotTypeset, match="ยังไม่ได้จัดหน้าเอกสาร"):
        typeset_pdf(Template.PLAIN_PAGE, {"title": "ขาดทุกอย่าง"}, dated_at=DATED)


def test_a_picture_is_a_png() -> None:
    assert typeset_png(Template.EMBLEM, {"letters": "สก", "colour": "#0b6e4f"}).startswith(b"\x89PNG\r\n")


def test_the_licence_of_the_fonts_travels_with_them() -> None:
    assert {path.name for path in FONTS.iterdir()} == {
        "Apache-2.0.txt",
        "DroidSansFallbackFull.ttf",
        "GPL-2.txt",
        "LICENSE.txt",
        "NotoSans-Regular.ttf",
        "NotoSansMyanmar-Regular.ttf",
        "NotoSansSymbols-Regular.ttf",
        "NotoSansSymbols2-Regular.ttf",
        "OFL.txt",
        "THSarabunNew-Bold.ttf",
        "THSarabunNew-Regular.ttf",
    }
    assert "special exception" in (FONTS / "LICENSE.txt").read_text()
    assert "SIL OPEN FONT LICENSE Version 1.1" in (FONTS / "OFL.txt").read_text()
