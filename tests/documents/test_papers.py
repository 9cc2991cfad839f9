"""Official papers: what goes in comes out of the file again, nothing in it is read as markup, and the file tells its data."""

from __future__ import annotations

import json
import subprocess
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from xml.etree import ElementTree

import pypdfium2
import pytest

from saraban.documents.papers import (
    Check,
    Letterhead,
    Paper,
    PaperKind,
    Signature,
    made,
    pictured,
)
from saraban.law.refusal import Refusal
from saraban.thai.dates import BANGKOK
from saraban.thai.digits import printed_digits
from tests.documents.test_typesetting import HARD_THAI, text_of

DATED = datetime(2026, 11, 23, 9, 0, tzinfo=BANGKOK)
LETTERHEAD = Letterhead(
    office=("เทศบาลตำบลคลองน้อย", "99 หมู่ที่ 1 อำเภอปากทาง", "จังหวัดนครนายก 26000"),
    owner=(
        "กองสาธารณสุขและสิ่งแวดล้อม",
        "โทร. 0 3731 2345",
        "ไปรษณีย์อิเล็กทรอนิกส์ saraban01@khlongnoi.example.go.th",
    ),
)
CHECK = Check("https://saraban.khlongnoi.example.go.th/v/k3j9x7q2m4p8w5t6", "K3J9-X7Q2")
LONG_WORDS = (
    "การปฏิบัติราชการทางอิเล็กทรอนิกส์ซึ่งกันและกันตลอดจนการบูรณาการฐานข้อมูลกรุงเทพมหานครอมรรัตนโกสินทร์มหินทรายุธยามหาดิลกภพนพรัตน์ราชธานีบูรีรมย์อุดมราชนิเวศน์มหาสถาน",
    "กฎหมายต่าง ๆ ที่เกี่ยวข้อง พ.ศ. 2565 ลงวันที่ 23 พฤศจิกายน 2569 เวลา 08.30 น. “ร้านน้ำพริก (สาขา 2)”",
)


def paper(kind: PaperKind = PaperKind.EXTERNAL_LETTER, **said: object) -> Paper:
    whole = Paper(
        kind=kind,
        subject="แจ้งผลการพิจารณาคำขออนุญาตประกอบกิจการที่เป็นอันตรายต่อสุขภาพ",
        paragraphs=(*HARD_THAI, *LONG_WORDS, "จึงเรียนมาเพื่อโปรดทราบ"),
        number="นย 52101/412",
        dated_on=date(2026, 11, 23),
        to="นางสาวกตัญญู ฐูปทอง",
        references=("คำขอ ลงวันที่ 12 พฤศจิกายน 2569",),
        enclosures=("ใบอนุญาต เลขที่ 13/2569", "คู่มือ จำนวน 1 ฉบับ"),
        rows=(("ออกให้แก่", "นางสาวกตัญญู ฐูปทอง"), ("ชื่อสถานประกอบการ", "ร้านน้ำพริก ABC 24")),
        salutation="เรียน",
        closing="ขอแสดงความนับถือ",
        copies=("สำนักงาน ก.พ.ร.",),
        signature=Signature(
            "นายสมชาย ปั้นดี", ("นายกเทศมนตรีตำบลคลองน้อย",), "ลงนามทางอิเล็กทรอนิกส์ เมื่อ 23 พฤศจิกายน 2569"
        ),
        check=CHECK,
        names=("นางสาวกตัญญู ฐูปทอง",),
    )
    return replace(whole, **said)  # type: ignore[arg-type]


def pdf_of(one: Paper, letterhead: Letterhead = LETTERHEAD) -> bytes:
    return made(one, letterhead, dated_at=DATED).pdf


def pdfium_text(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    return "".join("".join(page.get_textpage().get_text_range().split()) for page in document)


def attached(pdf: bytes) -> dict[str, bytes]:
    document = pypdfium2.PdfDocument(pdf)
    return {
        one.get_name(): bytes(one.get_data())
        for one in (document.get_attachment(index) for index in range(document.count_attachments()))
    }


@pytest.mark.parametrize("kind", PaperKind)
def test_the_text_of_every_kind_comes_out_as_it_went_in(kind: PaperKind, tmp_path: Path) -> None:
    one = paper(kind)
    pdf = pdf_of(one)
    subject = () if kind == PaperKind.SEALED_LETTER else (one.subject,)  # that has none, ข้อ 14
    for found in (text_of(pdf, tmp_path), pdfium_text(pdf)):
        for words in (*one.paragraphs, *subject, *one.rows[0], "นายสมชาย ปั้นดี", "เทศบาลตำบลคลองน้อย"):
            assert "".join(printed_digits(words).split()) in found
        assert CHECK.url in found


@pytest.mark.parametrize("kind", PaperKind)
def test_the_same_paper_gives_the_same_bytes(kind: PaperKind) -> None:
    assert pdf_of(paper(kind)) == pdf_of(paper(kind))


@pytest.mark.parametrize("kind", PaperKind)
def test_the_file_is_an_archival_tagged_pdf(kind: PaperKind, tmp_path: Path) -> None:
    pdf = pdf_of(paper(kind))
    assert b"<pdfaid:part>3</pdfaid:part>" in pdf
    assert b"<pdfaid:conformance>U</pdfaid:conformance>" in pdf
    path = tmp_path / "paper.pdf"
    path.write_bytes(pdf)
    told = subprocess.run(["pdfinfo", str(path)], capture_output=True, text=True, check=True).stdout
    assert "Tagged:          yes" in told
    assert "Page size:       595.276 x 841.89 pts (A4)" in told


@pytest.mark.parametrize("kind", PaperKind)
def test_the_file_tells_its_data_as_json_and_as_xml(kind: PaperKind) -> None:
    one = paper(kind)
    inside = attached(pdf_of(one))
    assert Paper.from_json(json.loads(inside["paper.json"])) == one
    root = ElementTree.fromstring(inside["paper.xml"])
    assert [child.tag for child in root] == list(one.as_json())
    assert [child.text for child in root.find("paragraphs") or ()] == list(one.paragraphs)


@pytest.mark.parametrize("one", [paper(), paper(signature=None, check=None, dated_on=None, number="")])
def test_a_paper_survives_json(one: Paper) -> None:
    assert Paper.from_json(json.loads(json.dumps(one.as_json()))) == one


def test_what_is_known_only_afterwards_is_not_signed() -> None:
    before = paper(number="", dated_on=None, check=None, signature=None, draft=True)
    assert before.content_digest() == paper().content_digest()
    for changed in (
        {"subject": "อื่น"},
        {"to": "อื่น"},
        {"rows": ()},
        {"paragraphs": ("อื่น",)},
        {"kind": PaperKind.ORDER},
    ):
        assert paper(**changed).content_digest() != paper().content_digest()


def test_digits_are_thai_or_arabic_by_choice_but_addresses_keep_theirs(tmp_path: Path) -> None:
    thai, arabic = (
        text_of(pdf_of(paper(), replace(LETTERHEAD, thai_digits=one)), tmp_path) for one in (True, False)
    )
    assert "ที่นย๕๒๑๐๑/๔๑๒" in thai and "๒๓พฤศจิกายน๒๕๖๙" in thai
    assert "ที่นย52101/412" in arabic and "23พฤศจิกายน2569" in arabic
    for found in (thai, arabic):
        assert "saraban01@khlongnoi.example.go.th" in found
        assert "รหัสตรวจสอบK3J9-X7Q2" in found


def test_a_draft_says_so_and_has_lines_for_number_and_day(tmp_path: Path) -> None:
    found = text_of(pdf_of(paper(draft=True, number="", dated_on=None)), tmp_path)
    assert "ร่าง" in found and "ที่......" in found
    assert "ร่าง" not in text_of(pdf_of(paper()), tmp_path)


def test_what_is_too_long_is_refused_in_thai() -> None:
    for said in (
        {"subject": "ก" * 2_001},
        {"paragraphs": ("ก" * 20_001,)},
        {"rows": (("ก", "ข"),) * 101},
        {"salutation": "ก" * 41},
        {"check": Check("https://" + "ก" * 500, "")},
    ):
        with pytest.raises(Refusal, match="ยังไม่ได้ทำเอกสาร เพราะข้อความยาวเกินไป"):
            pdf_of(paper(**said))


def test_every_page_is_pictured() -> None:
    drawn = pictured(paper(paragraphs=HARD_THAI * 20), LETTERHEAD)
    assert len(drawn) > 1 and all(one.startswith(b"\x89PNG\r\n") for one in drawn)


@pytest.mark.parametrize("kind", PaperKind)
def test_qpdf_finds_nothing_wrong(kind: PaperKind, tmp_path: Path) -> None:
    path = tmp_path / "paper.pdf"
    path.write_bytes(pdf_of(paper(kind)))
    subprocess.run(["qpdf", "--check", str(path)], capture_output=True, check=True)


def test_lines_begin_where_a_reader_expects(tmp_path: Path) -> None:
    """The same words behind longer and longer beginnings, so that every place comes to the end of a line."""
    words = (
        "เจ้าหน้าที่ตรวจเอกสารต่าง ๆ และหลักฐานอื่นๆ ของนางสาวกตัญญู ฐูปทอง ตามพระราชบัญญัติการปฏิบัติราชการทางอิเล็กทรอนิกส์ พ.ศ. 2565 "
        "เมื่อวันที่ 23 กุมภาพันธ์ 2569 เวลา 08.30 น. ที่ “ร้านข้าวน้ำพริก” (สาขาคลองน้อย) กรุงเทพฯ เลขที่ นย 52101/412 ตามมาตรา 33/1 ทางไปรษณีย์อิเล็กทรอนิกส์"
    )
    whole = (
        *("นางสาวกตัญญู ฐูปทอง", "อิเล็กทรอนิกส์", "พ.ศ. ๒๕๖๕", "๒๓ กุมภาพันธ์ ๒๕๖๙", "๐๘.๓๐ น.", "นย ๕๒๑๐๑/๔๑๒"),
        *("ไปรษณีย์", "พระราชบัญญัติ", "มาตรา ๓๓/๑"),
    )
    path = tmp_path / "paper.pdf"
    path.write_bytes(pdf_of(paper(paragraphs=tuple(f"{'กา' * more} {words}" for more in range(60)), rows=())))
    lines = subprocess.run(
        ["pdftotext", "-raw", str(path), "-"], capture_output=True, text=True, check=True
    ).stdout
    assert not [line for line in lines.splitlines() if line.startswith(("ๆ", "”", ")", "ฯ", ".", " "))]
    for one in whole:
        assert lines.count(one) >= 60, one
