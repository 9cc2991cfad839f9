"""The door to PDFium: whatever comes in, an answer comes out."""

from __future__ import annotations

import random
import zlib

import pytest

from saraban.proposals.letterhead import read_letterhead
from saraban.proposals.pages import CHARACTERS_MAX, PAGES_MAX, NoPicture, picture, read_pages
from tests.proposals import papers


def test_two_columns_are_two_spans() -> None:
    sheet = read_pages(papers.external()).sheets[0]
    row = next(row for row in sheet.rows if row.text.startswith("ที่"))

    assert [span.text for span in row.spans] == ["ที่ นบ ๕๒๐๐๑/๑๒๓", "ที่ว่าการอำเภอบางสาย"]


def test_hard_thai_comes_out_as_it_went_in() -> None:
    words = "กตัญญู ฐูปทอง ปั้นดี ผู้รู้ ป้ำ น้ำ ฤๅษี กุ้ง เปี้ยว ฟื้นฟู พิสูจน์ ซึ่งกันและกัน ฯลฯ ๆ เก๊ก๋ ๐๑๒"

    assert [row.text for row in read_pages(papers.pdf(f"#par(justify: false)[{words}]")).sheets[0].rows] == [
        words
    ]


def test_only_the_first_pages_and_letters_are_read() -> None:
    many = papers.pdf("#lorem(20000)")
    read = read_pages(many)

    assert len(read.sheets) <= PAGES_MAX < read.count
    assert sum(len(row.text) for sheet in read.sheets for row in sheet.rows) <= CHARACTERS_MAX


def test_a_picture_of_a_page() -> None:
    drawn = picture(papers.external(), 0, 600)

    assert drawn[:8] == b"\x89PNG\r\n\x1a\n"
    width, height = int.from_bytes(drawn[16:20]), int.from_bytes(drawn[20:24])
    assert width in (599, 600, 601) and 830 < height < 860
    begin = drawn.index(b"IDAT") + 4
    size = int.from_bytes(drawn[begin - 8 : begin - 4])
    assert len(zlib.decompress(drawn[begin : begin + size])) == height * (1 + width * 3)


@pytest.mark.parametrize(("page", "width"), [(7, 600), (-1, 600), (0, 0), (0, 10_000)])
def test_no_picture(page: int, width: int) -> None:
    with pytest.raises(NoPicture):
        picture(papers.external(), page, width)


@pytest.mark.parametrize(
    "data",
    [b"", b"%PDF-1.7", b"PK\x03\x04", b"\0" * 1000, b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 1 0 R>>endobj"],
)
def test_what_is_no_pdf_says_so(data: bytes) -> None:
    assert read_pages(data).trouble.startswith("ไฟล์ PDF เสียหาย")
    with pytest.raises(NoPicture):
        picture(data, 0, 600)


def test_broken_pdfs_never_break_the_reading() -> None:
    whole = papers.external()
    chance = random.Random(20260115)
    for _ in range(60):
        broken = bytearray(whole)
        for _ in range(chance.randint(1, 40)):
            broken[chance.randrange(len(broken))] = chance.randrange(256)
        cut = bytes(broken[: chance.randrange(len(broken))]) if chance.random() < 0.3 else bytes(broken)
        read_letterhead(read_pages(cut))


WORDS = [
    (70, 700, "ที่ นบ ๕๒๐๐๑/๑๒๓"),
    (330, 700, "สำนักงานจังหวัดนนทบุรี"),
    (290, 660, "๑๒ มกราคม ๒๕๖๙"),
    (70, 630, "เรื่อง การดำเนินการตามคำสั่งของอำเภอ"),
    (70, 600, "เรียน นายกเทศมนตรีตำบลบางสายบัว"),
]


def rows_of(data: bytes) -> list[str]:
    return [row.text for sheet in read_pages(data).sheets for row in sheet.rows]


EXPECTED = [f"{WORDS[0][2]} {WORDS[1][2]}", *(words for _, _, words in WORDS[2:])]


def apart(words: list[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    return [(x, y, text.replace("\u0e33", "\u0e4d\u0e32")) for x, y, text in words]


@pytest.mark.parametrize("order", [1, -1])
def test_the_order_in_which_words_were_written_does_not_matter(order: int) -> None:
    assert rows_of(papers.typewritten(WORDS[::order])) == EXPECTED


def test_am_in_two_pieces_is_one() -> None:
    assert rows_of(papers.typewritten(apart(WORDS))) == EXPECTED


def test_am_whose_ring_is_called_a_space_is_am() -> None:
    assert rows_of(papers.typewritten(apart(WORDS), lost="\u0e4d")) == EXPECTED


def test_words_of_fonts_made_before_unicode_are_read() -> None:
    assert rows_of(papers.typewritten(WORDS, raw=True)) == EXPECTED
