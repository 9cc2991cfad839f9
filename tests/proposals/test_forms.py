"""Forms on web sites: whoever filled one in is the sender, whatever the site's mail says."""

from __future__ import annotations

import pytest

from saraban.proposals.forms import Form, form_in
from tests.proposals.papers import US, card, mail, scan

SITE = "เว็บไซต์เทศบาล <noreply@bangsaibua.go.th>"
FILLED_IN = "ชื่อ-นามสกุล: นายสมชาย ใจดี\nเรื่อง: ขอถังขยะ\nรายละเอียด: ขอเพิ่ม 2 ใบ หมู่ 3"


@pytest.mark.parametrize(
    ("text", "form"),
    [
        (FILLED_IN, Form("นายสมชาย ใจดี", "ขอถังขยะ", "ขอเพิ่ม 2 ใบ หมู่ 3")),
        (
            "ผู้ติดต่อ : นายสมชาย ใจดี\nหมายเลขโทรศัพท์ : 08 0000 0000\nหัวข้อ : ขอรถสูบส้วม\nข้อความ :\nส้วมเต็มครับ\nบ้านเลขที่ 9\nวันที่ส่ง : 15/01/2569",
            Form("นายสมชาย ใจดี", "ขอรถสูบส้วม", "ส้วมเต็มครับ\nบ้านเลขที่ 9"),
        ),
        (
            "From: สมหญิง รักถิ่น <somying@mail.example>\nSubject: ไฟถนนดับ\n\nMessage Body:\nไฟถนนดับ\nมืดมาก\n\n-- \nThis e-mail was sent from a contact form",
            Form("สมหญิง รักถิ่น", "ไฟถนนดับ", "ไฟถนนดับ\nมืดมาก"),
        ),
        (
            "Name: John Smith\nEmail: john@mail.example\nSubject: Broken pipe\nMessage: The pipe is broken.",
            Form("John Smith", "Broken pipe", "The pipe is broken."),
        ),
        ("ชื่อ: สมชาย\nนามสกุล: ใจดี\nข้อความ: ขอสอบถามเรื่องภาษี", Form("สมชาย ใจดี", "", "ขอสอบถามเรื่องภาษี")),
        (
            "คำนำหน้า: นาง\nชื่อ-สกุล: สมศรี มีสุข\nเรื่องที่ร้องเรียน: กลิ่นเหม็น\nรายละเอียดเรื่องร้องเรียน: เหม็นทุกคืน",
            Form("นางสมศรี มีสุข", "กลิ่นเหม็น", "เหม็นทุกคืน"),
        ),
        (
            "1. ชื่อ-สกุล : สมชาย ใจดี\n2. เรื่อง : ขอถังขยะ\n3. รายละเอียด : 2 ใบ",
            Form("สมชาย ใจดี", "ขอถังขยะ", "2 ใบ"),
        ),
        ("*ชื่อ:* สมชาย ใจดี\n*เรื่อง:* ขอถังขยะ\n*ข้อความ:* 2 ใบ", Form("สมชาย ใจดี", "ขอถังขยะ", "2 ใบ")),
        ("ชื่อ-สกุล\tสมชาย ใจดี\nเรื่อง\tขอถังขยะ\nข้อความ\t2 ใบ", Form("สมชาย ใจดี", "ขอถังขยะ", "2 ใบ")),
        ("ชื่อ-สกุล\nสมชาย ใจดี\n\nเรื่อง\nขอถังขยะ\n\nข้อความ\n2 ใบ", Form("สมชาย ใจดี", "ขอถังขยะ", "2 ใบ")),
        ("ชื่อ: -\nเรื่อง: ขอถังขยะ\nข้อความ: 2 ใบ", Form("", "ขอถังขยะ", "2 ใบ")),
        ("เรื่อง: ขอถังขยะ\nเรียน: นายก\nขอถังขยะครับ\nชื่อ: สมชาย", None),
        ("สวัสดีครับ ผมชื่อสมชาย\nรายละเอียดตามแนบ", None),
    ],
)
def test_what_somebody_filled_in(text: str, form: Form | None) -> None:
    assert form_in(text) == form


def test_who_filled_in_the_form_is_the_sender() -> None:
    made = card(
        mail(text=FILLED_IN, sender=SITE, subject="ข้อความใหม่จากเว็บไซต์", Reply_To="somchai@mail.example")
    )
    number, dated, sender, recipient, subject = made.letters[0].columns

    assert (made.outcome, made.enter_is_safe) == ("register", True)
    assert (number.value, dated.value) == ("-", "2026-01-15")
    assert (sender.value, recipient.value, subject.value) == ("นายสมชาย ใจดี", US, "ขอถังขยะ")


def test_a_form_without_a_name_is_doubted() -> None:
    text = FILLED_IN.replace("นายสมชาย ใจดี", "-")
    sender = card(mail(text=text, sender=SITE, Reply_To="somchai@mail.example")).letters[0].sender

    assert (sender.value, sender.doubt) == ("somchai@mail.example", "แบบบนเว็บไม่บอกชื่อผู้ส่ง")


@pytest.mark.parametrize(
    ("sender", "reply_to", "more", "outcome"),
    [
        (SITE, "somchai@mail.example", "", "register"),
        (SITE, "", "", "register"),  # our own site
        ("ระบบรับเรื่อง <no-reply@citycare.example>", "somchai@mail.example", "", "register"),
        (SITE, "somchai@mail.example", "\n\nอีเมลนี้ส่งโดยระบบอัตโนมัติ กรุณาอย่าตอบกลับ", "register"),
        ("กรมตัวอย่าง <noreply@dept.example>", "", "", "no_registration"),  # tells us what we filled in there
        ("กรมตัวอย่าง <noreply@dept.example>", "noreply@dept.example", "", "no_registration"),
    ],
)
def test_which_programs_bring_forms(sender: str, reply_to: str, more: str, outcome: str) -> None:
    headers = {"Reply_To": reply_to} if reply_to else {}

    assert card(mail(text=FILLED_IN + more, sender=sender, **headers)).outcome == outcome


@pytest.mark.parametrize(
    ("message", "outcome"),
    [
        ("Please collect the garbage in front of our factory, Moo 8. It has been 10 days.", "register"),
        ("We can put your website on the first page of Google. SEO packages from $99.", "spam"),
        ("ปล่อยเงินกู้ดอกเบี้ยต่ำ อนุมัติทันที แอดไลน์ @loan", "spam"),
    ],
)
def test_what_stands_in_a_form_may_be_spam(message: str, outcome: str) -> None:
    text = f"Name: Kenji Sato\nSubject: Hello\nMessage: {message}"

    assert card(mail(text=text, sender=SITE, Reply_To="kenji@mail.example")).outcome == outcome


def test_a_paper_that_comes_with_a_form_belongs_to_it() -> None:
    made = card(mail(("คำร้อง.pdf", scan()), text=FILLED_IN, sender=SITE, Reply_To="somchai@mail.example"))

    assert [(letter.part, letter.encloses) for letter in made.letters] == [("body", ("คำร้อง.pdf",))]


def test_rows_that_tell_of_an_offices_letter_are_no_form() -> None:
    text = (
        "เลขที่หนังสือ: นบ 0017/ว 55\nลงวันที่: 10 มกราคม 2569\nจาก: จังหวัดนนทบุรี\nเรื่อง: ขอเชิญประชุมคณะกรรมการ\n"
        "รายละเอียด: ดูที่ https://files.example/1"
    )
    number = card(mail(text=text, sender="จังหวัดนนทบุรี <saraban@nonthaburi.example>")).letters[0].their_number

    assert (number.value, number.doubt) == ("นบ 0017/ว 55", "หนังสืออยู่ที่ลิงก์ในจดหมาย ยังไม่ได้อ่าน")
