"""Thai as files hold it, made whole."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from saraban.proposals.marks import only_marks, without_marks
from saraban.proposals.summaries import SUMMARY_MAX, summary
from saraban.proposals.words import closed, from_old_fonts, tidy


@pytest.mark.parametrize(
    ("held", "meant"),
    [
        ("ส\u0e4d\u0e32นักงาน", "สำนักงาน"),
        ("น\u0e49\u0e4d\u0e32 และ น\u0e4d\u0e49\u0e32", "น้ำ และ น้ำ"),
        ("ส \u0e32นักงาน ด \u0e32เนินการ", "สำนักงาน ดำเนินการ"),
        ("ก \u0e32รประชุม ร \u0e32ยงาน", "การประชุม รายงาน"),
        ("ที\u0e48 กี\u0e48 ก\u0e48ี", "ที่ กี่ กี่"),
        ("เ รื\u0e48อง", "เรื่อง"),
        ("ปี\uf702", "ปี"),
        ("เร\u0e37\uf70aอง", "เรื่อง"),
        ("  หลาย   ช่อง\u00a0ว่าง ", "หลาย ช่อง ว่าง"),
    ],
)
def test_marks_and_spaces_are_put_right(held: str, meant: str) -> None:
    assert tidy(held) == meant


@given(st.text("กขนรสำาะแเ่้ิี ํ๐1a", max_size=60))
def test_putting_right_twice_changes_nothing_more_and_loses_no_letter(text: str) -> None:
    once = tidy(text)

    assert len(once) <= len(text)
    assert [letter for letter in once if "ก" <= letter <= "ฮ"] == [
        letter for letter in text if "ก" <= letter <= "ฮ"
    ]


def test_thai_that_claims_to_be_western_is_thai() -> None:
    western = list("ทดสอบการอ่านหนังสือราชการฉบับนี้".encode("tis-620").decode("latin-1"))

    assert "".join(from_old_fonts(western)) == "ทดสอบการอ่านหนังสือราชการฉบับนี้"


def test_french_stays_french() -> None:
    assert "".join(from_old_fonts(list("déjà vu"))) == "déjà vu"


@pytest.mark.parametrize(
    ("line", "text", "urgency", "secrecy"),
    [
        ("ด่วนที่สุด ขอข้อมูล", "ขอข้อมูล", "ด่วนที่สุด", None),
        ("[ด่วนมาก] ขอข้อมูล", "ขอข้อมูล", "ด่วนมาก", None),
        ("ขอข้อมูล (ด่วน)", "ขอข้อมูล", "ด่วน", None),
        ("ส่งหนังสือ ด่วน!!!", "ส่งหนังสือ", "ด่วน", None),
        ("ลับ - ด่วน: ขอข้อมูล", "ขอข้อมูล", "ด่วน", "ลับ"),
        ("ขอข้อมูลทางด่วน", "ขอข้อมูลทางด่วน", None, None),
        ("สายด่วน 1669 ไม่รับสาย", "สายด่วน 1669 ไม่รับสาย", None, None),
        ("ด่วนขนส่งทำของหาย", "ด่วนขนส่งทำของหาย", None, None),
        ("ร้านลับมีดเสียงดัง", "ร้านลับมีดเสียงดัง", None, None),
        ("ขอให้เก็บเป็นความลับ", "ขอให้เก็บเป็นความลับ", None, None),
        ("ขอให้ซ่อมถนนเป็นการด่วน", "ขอให้ซ่อมถนนเป็นการด่วน", None, None),
    ],
)
def test_marks_of_haste_and_secrecy(line: str, text: str, urgency: str | None, secrecy: str | None) -> None:
    said = without_marks(line)

    assert (said.text, said.urgency, said.secrecy) == (text, urgency, secrecy)


def test_a_line_of_marks_only() -> None:
    assert only_marks("- ลับมาก -") is not None
    assert only_marks("ด่วนที่สุด") is not None
    assert only_marks("ทางด่วน") is None


@given(st.text(max_size=2_000))
def test_a_summary_is_short_and_of_the_texts_own_words(text: str) -> None:
    said = summary(text)

    assert len(said) <= SUMMARY_MAX
    assert set(said.split()) <= set(" ".join(text.split()).split()) or all(
        word in text for word in said.split()
    )


def test_a_summary_begins_where_the_matter_begins() -> None:
    said = summary(
        "สวัสดีค่ะ\nดิฉันชื่อสมใจ อยู่บ้านเลขที่ 12 หมู่ 3 โทร 0800000000 ไฟถนนหน้าวัดดับสามดวงมาสองสัปดาห์แล้ว "
        "ขอให้ช่วยมาซ่อมด้วยค่ะ เพราะลูกกลับบ้านมืดทุกวัน เดินแล้วน่ากลัวมาก เมื่อวานมีคนเกือบตกท่อ\nขอบคุณค่ะ"
    )

    assert "ไฟถนนหน้าวัดดับ" in said
    assert "สวัสดี" not in said


def test_a_summary_does_not_end_where_something_follows() -> None:
    said = summary(
        f"ขอส่งสำเนาหนังสือกรมตัวอย่าง ที่ มท 0808.2/ว 77 ลงวันที่ 9 กุมภาพันธ์ 2569 เรื่อง {'การปรับปรุง' * 12} มาเพื่อทราบ"
    )

    assert said == "ขอส่งสำเนาหนังสือกรมตัวอย่าง ที่ มท 0808.2/ว 77 ลงวันที่ 9 กุมภาพันธ์ 2569"


def test_words_of_office_and_months_are_closed() -> None:
    assert closed("นายก เทศมนตรี ตำบลบางสายบัว ๑๒ มก ราคม ๒๕๖๙") == "นายกเทศมนตรี ตำบลบางสายบัว ๑๒ มกราคม ๒๕๖๙"
