"""What is no letter and what is one, though a program sent it: systems of offices, receipts, bait, and who only tells of it."""

from __future__ import annotations

import pytest

from tests.proposals import papers
from tests.proposals.papers import card, mail

OFFICE = "จังหวัดนนทบุรี <saraban@nonthaburi.example>"
CITIZEN = "สมหญิง รักถิ่น <somying@mail.example>"
ANNOUNCED = "ที่ นบ 0017/ว 55 ลงวันที่ 10 มกราคม 2569 เรื่อง ขอเชิญประชุมคณะกรรมการ"
SYSTEMS = (
    "อีเมลฉบับนี้ส่งจากระบบงานสารบรรณ โปรดเปิดไฟล์แนบ\nกรุณาอย่าตอบกลับอีเมลนี้",
    "ระบบได้จัดส่งหนังสือถึงท่าน\nอีเมลฉบับนี้เป็นระบบอัตโนมัติ ไม่ต้องตอบกลับ",
    "This is an automatically generated e-mail from the e-Document system. Please do not reply.",
    "ท่านมีหนังสือเข้าใหม่ 1 ฉบับ ห้ามตอบกลับอีเมลนี้",
)
OURS = papers.external(
    office=("สำนักงานเทศบาลตำบลบางสายบัว", "ถนนริมน้ำ นบ ๑๑๐๐๐"),
    to="เรียน ผู้ว่าราชการจังหวัดนนทบุรี",
    signed="ขอแสดงความนับถือ\\ \\ (นายปกรณ์ ใจเย็น)\\ นายกเทศมนตรีตำบลบางสายบัว",
)
RECEIVED = "ระบบสารบรรณได้รับหนังสือของท่านแล้ว เลขทะเบียนรับ 123/2569 กรุณาอย่าตอบกลับ"


@pytest.mark.parametrize("words", SYSTEMS)
@pytest.mark.parametrize("paper", [papers.external(), papers.scan()], ids=["read", "scan"])
def test_a_system_of_an_office_brings_letters(words: str, paper: bytes) -> None:
    made = card(mail(("หนังสือ.pdf", paper), text=words, sender=OFFICE, subject=ANNOUNCED))

    assert made.outcome == "register"
    assert [letter.part for letter in made.letters] == ["หนังสือ.pdf"]


@pytest.mark.parametrize(
    "headers",
    [
        {"Auto_Submitted": "auto-generated"},
        {"X_Auto_Response_Suppress": "All"},
        {"sender": "ระบบสารบรรณ จังหวัดนนทบุรี <no-reply@nonthaburi.example>"},
    ],
)
def test_headers_of_programs_do_not_hide_a_scanned_letter(headers: dict[str, str]) -> None:
    raw = mail(("ก.pdf", papers.scan()), text="มีหนังสือส่งถึงท่าน", **({"sender": OFFICE} | headers))  # type: ignore[arg-type]

    assert card(raw).outcome == "register"


def test_a_letter_that_lies_behind_a_link_is_announced() -> None:
    made = card(mail(text=f"{ANNOUNCED}\nดาวน์โหลดที่ https://files.example/1\nกรุณาอย่าตอบกลับ", sender=OFFICE))

    assert (made.outcome, made.letters[0].their_number.value) == ("register", "นบ 0017/ว 55")
    assert not made.enter_is_safe


@pytest.mark.parametrize(
    "files", [(), (("ก.pdf", OURS),), (("ก.pdf", papers.scan()),)], ids=["no", "ours", "scan"]
)
def test_a_system_that_has_our_letter_brings_none(files: tuple[tuple[str, bytes], ...]) -> None:
    assert card(mail(*files, text=RECEIVED, sender=OFFICE, subject="แจ้งรับหนังสือ")).outcome == "no_registration"


@pytest.mark.parametrize(
    ("subject", "text"),
    [
        ("Re: รายงานประจำเดือน", "ได้รับเอกสารเรียบร้อยแล้วค่ะ ขอบคุณค่ะ"),
        ("Re: ส่งแผนพัฒนา", "ขอบคุณค่ะ ได้รับเรียบร้อย"),
        ("Re: ขอส่งหนังสือ", "รับหนังสือแล้ว เลขที่ 231 ลว 12 ม.ค. 69"),
        ("แจ้งเลขทะเบียนรับหนังสือ", "หนังสือที่ นบ 52001/12 ลงทะเบียนรับแล้ว เลขที่รับ 99"),
    ],
)
def test_other_words_for_having_received(subject: str, text: str) -> None:
    assert card(mail(text=text, subject=subject)).outcome == "no_registration"


@pytest.mark.parametrize(
    ("subject", "text"),
    [
        ("จัดส่งไม่สำเร็จ", "พัสดุของคุณถูกระงับ กรุณาคลิกชำระค่าธรรมเนียม 30 บาท http://parcel.example"),
        ("บัญชีของคุณถูกระงับ", "กรุณาอัปเดตข้อมูลการชำระเงินภายใน 48 ชั่วโมง http://tv.example"),
        ("แจ้งคืนภาษี 4,500 บาท", "ท่านมีสิทธิรับเงินคืนภาษี กรุณากรอกเลขบัญชีธนาคารและยืนยันตัวตนที่ http://tax.example"),
        ("คืนเงินประกันมิเตอร์", "ท่านได้รับสิทธิ์คืนเงินประกันมิเตอร์ คลิกลงทะเบียนรับเงิน https://pea.example"),
        (
            "Your mailbox is almost full",
            "Storage quota has reached 98%. Click here to upgrade: http://srv.example",
        ),
        ("Your package is on hold", "Dear customer, pay the 1.99 USD fee here: http://ship.example"),
        ("ลงทุนรายได้ดี", "ลงทุน 1,000 บาท รับกำไรวันละ 30% การันตี แอดไลน์ @rich"),
        ("งานออนไลน์", "ทำงานผ่านมือถือ รายได้ 800 บาทต่อวัน แอดไลน์ @job"),
        ("I know your secret", "I have hacked your device. Send 900 USD in bitcoin to this wallet."),
    ],
)
def test_bait_is_spam(subject: str, text: str) -> None:
    assert card(mail(text=text, subject=subject, sender="Info <info@bait.example>")).outcome == "spam"


@pytest.mark.parametrize(
    ("subject", "text"),
    [
        ("ขอเปลี่ยนบัญชีรับเบี้ย", "บัญชีเดิมปิดไปแล้ว ขอเปลี่ยนเป็นบัญชีใหม่ ตามสำเนาที่แนบ"),
        ("แจ้งพัสดุหาย", "พัสดุถูกตีกลับเพราะป้ายซอยหาย ขอให้ติดป้ายซอยใหม่"),
        ("เงินเยียวยาน้ำท่วม", "ลงทะเบียนรับเงินเยียวยาแล้วยังไม่ได้เงิน ในเว็บขึ้นว่ายืนยันข้อมูลแล้ว https://aid.example"),
        ("เว็บเข้าไม่ได้", "ระบบจ่ายภาษีขึ้นว่าบัญชีถูกล็อก เข้าสู่ระบบไม่ได้ https://town.example/login"),
        ("Street light", "The street light near our factory has been broken for a week. Please fix."),
        ("Account change", "I changed my bank. Please pay the refund to my new account, details attached."),
        ("ได้รับ SMS หลอกลวง", "มีข้อความว่าพัสดุของคุณถูกระงับ ให้คลิก http://bad.example น่าจะเป็นมิจฉาชีพ"),
    ],
)
def test_who_writes_of_accounts_and_parcels_is_a_citizen(subject: str, text: str) -> None:
    assert card(mail(text=text, subject=subject, sender=CITIZEN)).outcome == "register"


@pytest.mark.parametrize(("dmarc", "outcome"), [("pass", "register"), ("fail", "spam")])
def test_an_office_may_speak_of_passwords_where_its_address_is_its_own(dmarc: str, outcome: str) -> None:
    raw = mail(
        text="กรุณาเปลี่ยนรหัสผ่าน บัญชีผู้ใช้ของท่านจะหมดอายุ เข้าสู่ระบบที่ https://e.example",
        sender="กรมตัวอย่าง <it@sample.go.th>",
        Authentication_Results=f"mx.example; dmarc={dmarc}",
    )

    assert card(raw).outcome == outcome
