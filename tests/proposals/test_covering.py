"""What a mail says of a letter that nobody can read, and what it says only of others."""

from __future__ import annotations

from datetime import date

import pytest

from saraban.proposals.covering import Told, told_in
from tests.proposals import papers
from tests.proposals.papers import US, card, mail

NINTH = date(2026, 1, 9)


@pytest.mark.parametrize(
    ("subject", "own", "told"),
    [
        (
            "ส่งหนังสือราชการ",
            "ขอส่งหนังสือที่ นบ 0033.3/77 ลว. 9 ม.ค. 69 เรื่อง ขอเชิญประชุม ครั้งที่ 1/2569 มาเพื่อโปรดพิจารณา",
            Told("นบ 0033.3/77", NINTH, "ขอเชิญประชุม ครั้งที่ 1/2569", plainly=True),
        ),
        (
            "ด่วนที่สุด ที่ นบ ๐๐๑๗.๑/ว ๘๘ ลงวันที่ ๙ มกราคม ๒๕๖๙ เรื่อง การเตรียมรับน้ำท่วม (ตามแนบ)",
            "",
            Told("นบ 0017.1/ว 88", NINTH, "การเตรียมรับน้ำท่วม", plainly=True),
        ),
        (
            "ส่งหนังสือ",
            "รบกวนลงรับด้วยค่ะ\nเรื่อง: ขอข้อมูลผู้สูงอายุ\nที่: นบ 0033.3/77\nลงวันที่: 9 มกราคม 2569",
            Told("นบ 0033.3/77", NINTH, "ขอข้อมูลผู้สูงอายุ", plainly=True),
        ),
        ("ที่ นบ 0033.3/77 ลว 9 ม.ค. 2569 ขอเชิญประชุม", "ตามแนบค่ะ", Told("นบ 0033.3/77", NINTH, "ขอเชิญประชุม")),
        ("ขอเชิญประชุมประจำเดือน", "ตามแนบ", Told(subject="ขอเชิญประชุมประจำเดือน")),
        (
            "ขอส่งรายชื่อผู้เข้าอบรม",
            "ตามหนังสือ ที่ นบ 52001/9 ลงวันที่ 5 มกราคม 2569 เรื่อง ขอรายชื่อผู้เข้าอบรม นั้น ส่งมาพร้อมนี้",
            Told(subject="ขอส่งรายชื่อผู้เข้าอบรม"),
        ),
        (
            "ส่งหนังสือ",
            "ที่ นบ 1/77 ลงวันที่ 9 มกราคม 2569 และ ที่ นบ 1/78 ลงวันที่ 9 มกราคม 2569",
            Told(),
        ),
        ("ส่งหนังสือราชการ", "ตามไฟล์แนบ", Told()),
        ("แจ้งหนังสือเวียน", "", Told()),
        ("scan0001", "", Told()),
    ],
)
def test_what_a_mail_tells_of_its_letter(subject: str, own: str, told: Told) -> None:
    assert told_in(subject, own) == told


def test_a_scan_is_filled_in_from_the_mail() -> None:
    text = "เรียน นายกเทศมนตรีตำบลบางสายบัว\n\nอำเภอบางสายขอส่งหนังสือ ที่ นบ 0118/ว 44 ลงวันที่ 9 มกราคม 2569 เรื่อง การป้องกันอัคคีภัย มาเพื่อถือปฏิบัติ"
    made = card(mail(("scan.pdf", papers.scan()), text=text))
    columns = made.letters[0].columns

    assert [one.value for one in columns] == [
        "นบ 0118/ว 44",
        "2026-01-09",
        "อำเภอบางสาย",
        "นายกเทศมนตรีตำบลบางสายบัว",
        "การป้องกันอัคคีภัย",
    ]
    assert not any(one.doubt for one in columns)
    assert made.unsafe_because == ("หนังสืออ่านไม่ได้ โปรดเปิดดู",)


def test_one_key_is_not_enough_for_a_letter_that_nobody_opened() -> None:
    text = "เรียน นายกเทศมนตรีตำบลบางสายบัว\n\nอำเภอบางสายขอส่งหนังสือ ที่ นบ 0118/ว 44 ลงวันที่ 9 มกราคม 2569 เรื่อง การป้องกันอัคคีภัย"
    made = card(mail(("หนังสือ.docx", b"PK"), text=text))

    assert made.letters[0].their_number.value == "นบ 0118/ว 44"
    assert made.unsafe_because == ("หนังสืออ่านไม่ได้ โปรดเปิดดู",)


def test_who_hands_on_a_scan_did_not_write_it() -> None:
    text = "ขอส่งหนังสือจังหวัดนนทบุรี ที่ นบ 0017/ว 8 ลงวันที่ 9 มกราคม 2569 เรื่อง การเตรียมรับน้ำท่วม"
    number, _, sender, recipient, _ = card(mail(("scan.pdf", papers.scan()), text=text)).letters[0].columns

    assert (number.value, number.doubt) == ("นบ 0017/ว 8", None)
    assert (sender.value, bool(sender.doubt)) == ("จังหวัดนนทบุรี", True)
    assert (recipient.value, bool(recipient.doubt)) == (US, True)


def test_of_a_second_letter_that_is_a_scan_the_mail_tells_nothing() -> None:
    text = "ส่งหนังสือ 2 ฉบับ ที่ นบ 52001/123 ลงวันที่ 12 มกราคม 2569"
    made = card(mail(("ก.pdf", papers.external()), ("ข.pdf", papers.scan()), text=text))

    assert [letter.their_number.value for letter in made.letters] == ["นบ 52001/123", None]


def test_a_scan_that_a_colleague_forwards_comes_from_whose_mail_he_forwards() -> None:
    text = "ลงรับให้ด้วย\n\n---------- Forwarded message ---------\nFrom: ประมงอำเภอบางสาย <bangsai@pramong.example>\nSubject: เชิญอบรม\n\nขอเชิญค่ะ"
    raw = mail(
        ("20260115.pdf", papers.scan()),
        text=text,
        subject="Fwd: เชิญอบรมผู้เลี้ยงปลา",
        sender="วิภา งานธุรการ <wipa@bangsaibua.go.th>",
    )
    _, _, sender, _, _ = card(raw).letters[0].columns

    assert (sender.value, bool(sender.doubt)) == ("ประมงอำเภอบางสาย", True)


def test_a_person_whose_mail_with_a_scan_is_forwarded_is_no_office() -> None:
    text = "ลงรับให้ด้วย\n\n---------- Forwarded message ---------\nFrom: วิชัย ใจดี <wichai@mail.example>\nSubject: เชิญอบรม\n\nขอเชิญค่ะ"
    raw = mail(("20260115.pdf", papers.scan()), text=text, subject="Fwd: เชิญอบรมผู้เลี้ยงปลา")

    assert card(raw).letters[0].sender.value is None
