"""A letter that stands in the mail: what citizens write, and how."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from saraban.mail.reader.addresses import Address
from saraban.proposals.body import (
    Forwarded,
    bare_subject,
    forwarded_in,
    is_cover,
    named_sender,
    recipient_line,
    recipient_lines,
    signature,
    subject_line,
    words_of,
)


@pytest.mark.parametrize(
    ("subject", "bare"),
    [
        ("Re: ขอซ่อมถนน", "ขอซ่อมถนน"),
        ("RE: FW: Fwd: ขอซ่อมถนน", "ขอซ่อมถนน"),
        ("ส่งต่อ: ตอบ: ขอซ่อมถนน", "ขอซ่อมถนน"),
        ("ตอบกลับ : ขอซ่อมถนน", "ขอซ่อมถนน"),
        ("Re[2]: ขอซ่อมถนน", "ขอซ่อมถนน"),
        ("[EXTERNAL] ขอซ่อมถนน", "ขอซ่อมถนน"),
        ("Re: ขอซ่อมถนน [เลขรับ 12/2569]", "ขอซ่อมถนน"),
        ("ตอบแบบสำรวจ", "ตอบแบบสำรวจ"),
        ("(ไม่มีหัวเรื่อง)", ""),
        ("Fwd:", ""),
        ("IMG_2041.jpg", ""),
        ("หนังสือ.pdf", ""),
    ],
)
def test_a_subject_without_what_programs_add(subject: str, bare: str) -> None:
    assert bare_subject(subject) == bare


@pytest.mark.parametrize(
    ("text", "whom"),
    [
        ("เรียน นายกเทศมนตรีตำบลบางสายบัว\n\nขอซ่อมถนน", "นายกเทศมนตรีตำบลบางสายบัว"),
        ("เรียนท่านนายกเทศมนตรีที่เคารพ\nขอซ่อมถนน", "ท่านนายกเทศมนตรี"),
        ("เรื่อง ขอซ่อมถนน\nเรียน ผู้อำนวยการกองช่าง\nถนนพัง", "ผู้อำนวยการกองช่าง"),
        ("เรียน ผู้อำนวยการกองช่าง ผมขอแจ้งว่าถนนพัง", "ผู้อำนวยการกองช่าง"),
        ("กราบเรียน ท่านนายก อบต. ครับ\nถนนพัง", "ท่านนายก อบต."),
        ("ถึง เทศบาล\nถนนพัง", "เทศบาล"),
        ("เรียน นายกเทศมนตรี ผ่าน ผอ.กองสวัสดิการ\nถนนพัง", "นายกเทศมนตรี ผ่าน ผอ.กองสวัสดิการ"),
        ("เรียน ปลัดเทศบาล ผ่าน จพง.ป้องกันภัยอาวุโส\nถนนพัง", "ปลัดเทศบาล ผ่าน จพง.ป้องกันภัยอาวุโส"),
        ("ถึงเวลาแล้วที่ต้องซ่อมถนน", ""),
        ("เรียนจบเกษตรมาค่ะ อยากเปิดร้าน", ""),
        ("เรียน ท่านนายกเทศมนตรี ตำบลบางสายบัว\nถนนพัง", "ท่านนายกเทศมนตรีตำบลบางสายบัว"),
        ("เรียนมาเพื่อทราบ", ""),
        ("เรียนสอบถามเรื่องภาษี", ""),
        ("สวัสดีครับ\nลูกเรียนหนังสือที่นี่", ""),
        ("Dear Sir or Madam,\nI live here.", ""),
    ],
)
def test_whom_the_first_lines_greet(text: str, whom: str) -> None:
    assert recipient_line(text) == whom


def test_the_line_of_the_subject() -> None:
    assert subject_line("เรื่อง ขอซ่อมถนนหน้าวัด\nเรียน นายก") == "ขอซ่อมถนนหน้าวัด"
    assert subject_line("เรื่องมีอยู่ว่าถนนพัง") == ""


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("ถนนพัง\n\nขอแสดงความนับถือ\nนายสมชาย ใจดี\nโทร. 08 0000 0000", "นายสมชาย ใจดี"),
        ("ถนนพัง\n\nขอบคุณครับ\n(นางสาวสมหญิง รักถิ่น)", "นางสาวสมหญิง รักถิ่น"),
        ("ถนนพัง\n\nขอบคุณค่ะ\nสมหญิง รักถิ่น", "สมหญิง รักถิ่น"),
        ("ข้าพเจ้า นายสมชาย ใจดี ขอแจ้งว่าถนนพัง\nขอบคุณครับ", "นายสมชาย ใจดี"),
        ("ป้ายซอยล้ม\nวันชัย ชูศรี", "วันชัย ชูศรี"),
        ("สวัสดีครับ ผมกิตติ พูนทรัพย์ บ้าน 12/8 ท่อหน้าบ้านตัน", "กิตติ พูนทรัพย์"),
        ("สนใจอบรมค่ะ ชื่อ น.ส.อรอุมา บุญประเสริฐ อายุ 29 ปี", "น.ส.อรอุมา บุญประเสริฐ"),
        ("บ้านโดนพายุครับ โทร 0800000000 นายทองดี มีสุข", "นายทองดี มีสุข"),
        ("Road is broken.\n\nBest regards,\nPeter Example", "Peter Example"),
    ],
)
def test_who_signed(text: str, name: str) -> None:
    signed = signature(text)

    assert signed is not None and signed.name == name


@pytest.mark.parametrize(
    "text",
    [
        "ถนนพัง\nช่วยมาซ่อมด้วยครับ",
        "ถนนพัง\n\nขอบคุณค่ะ",
        "",
        "ถนนพัง\n\nขอบคุณ\nหมู่ 4 ตำบลบางสาย",
        "แจ้งเหตุ\nฝนตกหนัก กิ่งไม้หัก",
        "ไฟดับ\nผมอยากให้มา ช่วยดูหน่อย",
    ],
)
def test_who_did_not_sign(text: str) -> None:
    assert signature(text) is None


@pytest.mark.parametrize(
    ("display", "text", "name", "doubted"),
    [
        ("สมชาย ใจดี", "ถนนพังครับ", "สมชาย ใจดี", False),
        ("somchai1999", "ถนนพัง\n\nขอบคุณครับ\nนายสมชาย ใจดี", "นายสมชาย ใจดี", False),
        ("สมชาย ใจดี", "ถนนพัง\n\nขอบคุณครับ\nนายสมชาย ใจดี", "นายสมชาย ใจดี", False),
        ("แพรว พราวดี", "ถนนพัง\n\nขอแสดงความนับถือ\nนายบุญมี แสนสุข", "นายบุญมี แสนสุข", True),
        ("", "ถนนพัง", "a@mail.example", True),
        ("งานธุรการ อำเภอบางสาย", "ตามแนบ", "อำเภอบางสาย", False),
        ("บริษัท แสงดี จำกัด", "ตามแนบ\n\nนายแสง ดีงาม", "บริษัท แสงดี จำกัด", False),
    ],
)
def test_the_sender_by_name(display: str, text: str, name: str, doubted: bool) -> None:
    said = named_sender(Address(display, "a@mail.example"), text)

    assert said is not None
    assert (said.name, bool(said.doubt)) == (name, doubted)


def test_own_words_end_where_the_quoting_begins() -> None:
    words = words_of(
        "เรียน นายก\nขอเพิ่มเติมครับ\n\nเมื่อ วันจันทร์ที่ 5 มกราคม 2569 นาย ก <a@b.example> เขียนว่า:\n> เดิม\n"
    )

    assert words.own == "เรียน นายก\nขอเพิ่มเติมครับ"
    assert "เดิม" in words.quoted


def test_a_forwarded_text_tells_its_first_sender() -> None:
    words = words_of(
        "ส่งต่อครับ\n\n---------- Forwarded message ----------\nFrom: ประยูร อยู่ยืน <p@mail.example>\n"
        "Date: Mon, 5 Jan 2026\nSubject: ฝาท่อแตก\nTo: <x@y.example>\n\nฝาท่อแตกครับ\n"
    )
    inner = forwarded_in(words.quoted)

    assert inner is not None
    assert (inner.sender, inner.subject, inner.text) == ("ประยูร อยู่ยืน", "ฝาท่อแตก", "ฝาท่อแตกครับ")


def test_words_that_only_hand_over() -> None:
    assert is_cover("เรียน งานสารบรรณ\n\nส่งหนังสือราชการ รายละเอียดตามไฟล์แนบ")
    assert is_cover("ตามแนบ")
    assert not is_cover("ไฟถนนหน้าวัดดับมาสองสัปดาห์แล้ว ขอให้มาซ่อมด้วย เพราะมืดและน่ากลัวมากสำหรับเด็ก ๆ")


@given(st.text("เรียนถึงRe:Fwd ส่งต่อ:\n>()นายก <@.ขอบคุณ08-", max_size=300))
def test_no_text_breaks_the_reading(text: str) -> None:
    words = words_of(text)
    recipient_line(words.own)
    signature(words.own)
    subject_line(words.own)
    forwarded_in(words.quoted)
    bare_subject(text)
    named_sender(Address(text[:20], text[20:40]), words.own)


def test_a_post_that_is_addressed_is_no_signature() -> None:
    assert signature("เรียน นายกเทศมนตรี\nข้าพเจ้าขอต่ออายุใบอนุญาต") is None
    assert signature("เรียน นายอำเภอ ปากทาง\nขอเรียนถาม") is None


def test_all_whom_the_first_lines_greet() -> None:
    text = "เรียน ผู้ว่าราชการจังหวัดน่าน\n\nเรียน นายกเทศมนตรี\n\nถนนพัง\nเรียน มาเพื่อทราบ\nเรียน คนอื่น"

    assert recipient_lines(text) == ["ผู้ว่าราชการจังหวัดน่าน", "นายกเทศมนตรี"]


@pytest.mark.parametrize(
    "post",
    [
        "ครูชำนาญการพิเศษ โรงเรียนวัดสายทอง",
        "ครูอัตราจ้าง รร.วัดสายทอง",
        "อาจารย์ประจำ คณะเกษตรศาสตร์",
        "ครู โรงเรียนอนุบาลสายทอง ตำบลบางสาย",
        "นายกสมาคม ชาวสวนบางสาย",
    ],
)
def test_a_post_below_a_name_is_not_the_name(post: str) -> None:
    signed = signature(f"ขอเข้าดูงานวันที่ 30\n\nสุดา ทองดี\n{post}")

    assert signed is not None and signed.name == "สุดา ทองดี"


def test_a_title_that_is_also_a_post_begins_a_name() -> None:
    for name in ("ครูสุดา ทองดี", "กำนันบุญมา แสนสุข", "นายแพทย์วิชัย งานประเสริฐกุลชัย"):
        signed = signature(f"ถนนพัง\n\nขอบคุณครับ\n{name}")
        assert signed is not None and signed.name == name


def test_a_telephones_word_before_what_it_forwards_is_not_the_senders() -> None:
    words = words_of("ช่วยด้วยครับ\n\nเริ่มต้นข้อความที่ส่งต่อ:\n\nจาก: ดวงดี <d@mail.example>\nหัวเรื่อง: น้ำท่วม\n\nรูป")

    assert words.own == "ช่วยด้วยครับ"
    assert forwarded_in(words.quoted) == Forwarded("ดวงดี", "น้ำท่วม", "รูป")
