"""Whatever stands in a field of a paper is printed as text, or as □ and told; it is never read, run or followed."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pypdfium2
import pytest

from saraban.documents.papers import Check, Letterhead, Paper, PaperKind, Signature, made
from saraban.law.refusal import Refusal
from tests.documents.test_papers import DATED, LETTERHEAD, attached, paper, pdf_of, pdfium_text
from tests.documents.test_typesetting import text_of

HOSTILE = {
    "typst": '#read("/etc/passwd") #panic() $x^2$ ${{}} *a* _b_ `c` @d <e> // f \\ #include "page.typ" ]#[ = g',
    "json": '"},{"qr":"x"}],"\\u0000\\n',
    "markup": "<svg onload=alert(1)>&amp;</svg>]]><!--",
    "places": "{applicant} {{x}} %s {0}",
    "cjk": "株式会社髙島屋 王小明 ひらがな カタカナ",
    "myanmar": "ဒေါ်အောင်ဆန်းစုကြည် ကျွန်ုပ်တို့ နေပြည်တော်",
    "europe": "Nguyễn Thị Phượng Müller Łódź Владимир Ελληνικά fi ffl office",
    "symbols": "①→≤½€™✓☐●★",
    "thai": "น้ํา ็ ์ เเ ำ่ ปู่ ฟู้ ญู ฐู ฎุ ฏู ฤๅ ธมฺมํ ๏ ฯ ๛ ฿",
}
REPLACED = {
    "controls": (
        "a\x00b\x07c\x1bd\te\r\nf\x7fg\x85h\u2028i",
        "a□b□c□def□ghi",
        ("U+0000", "U+0007", "U+001B", "U+007F"),
    ),
    "emoji": ("ยิ้ม😀 👨‍👩‍👧 ❤️", "ยิ้ม□□□□❤", ("😀", "👨", "👩", "👧")),
    "right to left": ("\u202eabc\u202c ש\u2067x\u2069", "abc□x", ("ש",)),
    "surrogates": ("a\ud800b\udfffc", "a□b□c", ("U+D800", "U+DFFF")),
    "unseen": ("ก\u200bข\u200cค\ufeffง\u00adจ\u2060ฉ\ufe0f", "กขคงจฉ", ()),
    "read back wrong if drawn": ("ລາວ ខ្មែរ", "□□□□□□□□", ("ລ", "າ", "ວ", "ខ", "្", "ម", "ែ", "រ")),
    "private": ("\ue000\uffff\U0010ffff", "□□□", ("\ue000", "\uffff", "\U0010ffff")),
}
ENDLESS = {
    "latin": "x" * 1_900,
    "thai": "ก" * 1_900,
    "marks": "ก" + "้" * 1_800,
    "digits": "1" * 1_900,
    "words": "น้ำพริกกะปิ" * 170,
}


RIGHT_EDGE = 595.3 - 56.7 + 3  # points: A4 less its right margin, and what a mark may lean over it


def filled_with(said: str, kind: PaperKind) -> tuple[Paper, Letterhead]:
    """In every field at once."""
    one = Paper(
        kind,
        subject=said,
        paragraphs=(said, said),
        number=said,
        to=said,
        references=(said,),
        enclosures=(said, said),
        rows=((said, said),),
        urgency=said[:20],
        salutation=said[:40],
        closing=said[:40],
        copies=(said,),
        signature=Signature(said, (said,), said),
        check=Check(said[:300], said),
        names=(said,),
    )
    return one, Letterhead((said, said), (said,))


@pytest.mark.parametrize("said", HOSTILE.values(), ids=HOSTILE)
def test_what_can_be_drawn_is_printed_as_it_is(said: str, tmp_path: Path) -> None:
    done = made(paper(paragraphs=(said,)), replace(LETTERHEAD, thai_digits=False), dated_at=DATED)
    assert done.replaced == ()
    for found in (text_of(done.pdf, tmp_path), pdfium_text(done.pdf)):
        assert "".join(said.split()) in found


@pytest.mark.parametrize(("said", "printed", "replaced"), REPLACED.values(), ids=REPLACED)
def test_what_cannot_be_drawn_is_a_box_and_told(
    said: str, printed: str, replaced: tuple[str, ...], tmp_path: Path
) -> None:
    done = made(paper(paragraphs=(f"[{said}]",)), LETTERHEAD, dated_at=DATED)
    assert done.replaced == replaced
    assert f"[{printed}]" in text_of(done.pdf, tmp_path)


@pytest.mark.parametrize("kind", PaperKind)
def test_every_field_of_every_kind_takes_anything(kind: PaperKind) -> None:
    for said in (*HOSTILE.values(), *(one for one, _, _ in REPLACED.values())):
        pdf = pdf_of(*filled_with(said, kind))
        assert "root:" not in pdfium_text(pdf)
        assert attached(pdf).keys() == {"paper.json", "paper.xml"}


@pytest.mark.parametrize("said", ENDLESS.values(), ids=ENDLESS)
def test_what_has_no_gap_stays_on_the_paper(said: str) -> None:
    """All of it is there: the extracted text has every letter of each page, and nothing is cut off at the margin."""
    found = pdfium_text(pdf_of(paper(paragraphs=(said,)), replace(LETTERHEAD, thai_digits=False)))
    assert found.count(said[0]) >= said.count(said[0])
    for kind in PaperKind:
        assert widest(pdf_of(*filled_with(said, kind))) <= RIGHT_EDGE


def widest(pdf: bytes) -> float:
    """The right edge of the letter that stands farthest right, in points."""
    edges = [0.0]
    for page in pypdfium2.PdfDocument(pdf):
        text = page.get_textpage()
        edges += [text.get_charbox(index)[2] for index in range(text.count_chars())]
    return max(edges)


def test_ten_thousand_letters_are_printed_and_more_are_refused(tmp_path: Path) -> None:
    one = paper(paragraphs=("น้ำพริก" * 1_430,), rows=())
    assert text_of(pdf_of(one), tmp_path).count("น้ำพริก") == 1_430
    with pytest.raises(Refusal, match="ข้อความยาวเกินไป"):
        pdf_of(replace(one, subject="น้ำพริก" * 1_430))
