"""Whole mails: how many letters are in them, what each says, what becomes of them, and when one key is enough."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from saraban.proposals.card import Card
from tests.proposals import papers
from tests.proposals.papers import US, card, mail

LONG = (
    "เรียน นายกเทศมนตรีตำบลบางสายบัว\n\nไฟถนนหน้าวัดบางสายดับสามดวงมาสองสัปดาห์แล้วค่ะ ตอนค่ำมืดมาก เด็กกลับจากเรียนพิเศษต้องเดินผ่านทุกวัน "
    "เมื่อวานมีคนสะดุดล้ม ขอให้เทศบาลช่วยส่งช่างมาซ่อมด้วยนะคะ\n\nขอบคุณค่ะ\nนางสาวสมหญิง รักถิ่น\n08 0000 0000"
)
CITIZEN = "สมหญิง รักถิ่น <somying@mail.example>"


def only(made: Card) -> tuple[str | None, ...]:
    assert len(made.letters) == 1
    letter = made.letters[0]
    return (letter.part, *(column.value for column in letter.columns))


def test_an_office_writes_in_a_pdf() -> None:
    made = card(mail(("หนังสือ.pdf", papers.external())))

    assert only(made) == (
        "หนังสือ.pdf",
        "นบ 52001/123",
        "2026-01-12",
        "อำเภอบางสาย",
        "นายกเทศมนตรีตำบลบางสายบัว",
        "ขอความร่วมมือคัดแยกขยะในครัวเรือน",
    )
    assert made.letters[0].their_number.read_from == "ไฟล์ หนังสือ.pdf หน้า 1"
    assert (made.outcome, made.enter_is_safe) == ("register", True)


def test_a_citizen_writes_a_mail() -> None:
    made = card(mail(text=LONG, sender=CITIZEN, subject="Re: ไฟถนนดับ หน้าวัด"))

    assert only(made) == (
        "body",
        "-",
        "2026-01-15",
        "นางสาวสมหญิง รักถิ่น",
        "นายกเทศมนตรีตำบลบางสายบัว",
        "ไฟถนนดับ หน้าวัด",
    )
    assert (made.outcome, made.enter_is_safe) == ("register", True)


def test_the_day_of_a_mail_is_bangkoks() -> None:
    late = datetime(2026, 1, 14, 18, 30, tzinfo=UTC)

    assert card(mail(text=LONG, sender=CITIZEN, date=late)).letters[0].dated.value == "2026-01-15"


def test_without_a_subject_the_mails_own_words_tell() -> None:
    subject = card(mail(text=LONG, sender=CITIZEN, subject=None)).letters[0].subject

    assert subject.value is not None and "ไฟถนนหน้าวัดบางสายดับ" in subject.value
    assert len(subject.value) <= 160 and subject.doubt is None


def test_nobody_greeted_means_the_mailbox() -> None:
    text = LONG.partition("\n\n")[2]

    assert card(mail(text=text, sender=CITIZEN)).letters[0].recipient.value == US


def test_three_letters_are_three_entries() -> None:
    made = card(
        mail(
            ("1.pdf", papers.external(number="ที่ นบ ๐๑๑๘/ว ๑")),
            ("2.pdf", papers.external(number="ที่ นบ ๐๑๑๘/ว ๒", subject="สำรวจคลองสาธารณะ")),
            ("3.pdf", papers.external(number="ที่ นบ ๐๑๑๘/๓", subject="ขอขอบคุณ")),
        )
    )

    assert [letter.their_number.value for letter in made.letters] == [
        "นบ 0118/ว 1",
        "นบ 0118/ว 2",
        "นบ 0118/3",
    ]
    assert not made.enter_is_safe


def test_a_letter_and_what_it_encloses_are_one_entry() -> None:
    made = card(
        mail(
            ("หนังสือ.pdf", papers.external(more="\nสิ่งที่ส่งมาด้วย แบบรายงาน จำนวน ๑ ชุด\n")),
            ("แบบรายงาน.pdf", papers.form()),
        )
    )

    assert only(made)[1] == "นบ 52001/123"
    assert made.letters[0].encloses == ("แบบรายงาน.pdf",)
    assert made.enter_is_safe


@pytest.mark.parametrize(
    ("enclosure", "other"),
    [
        (
            "สำเนาหนังสือกรมตัวอย่าง ที่ มท ๐๘๐๘/ว ๙ ลงวันที่ ๕ มกราคม ๒๕๖๙",
            papers.external(
                number="ที่ มท ๐๘๐๘/ว ๙",
                office=("กรมตัวอย่าง", "ถนนหลวง กทม. ๑๐๓๐๐"),
                to="เรียน ผู้ว่าราชการจังหวัด ทุกจังหวัด",
            ),
        ),
        ("สำเนาคำสั่ง จำนวน ๑ ฉบับ", papers.order()),
    ],
)
def test_an_enclosure_with_a_head_of_its_own_is_no_entry_but_stops_the_key(
    enclosure: str, other: bytes
) -> None:
    made = card(mail(("ก.pdf", papers.external(more=f"\nสิ่งที่ส่งมาด้วย {enclosure}\n")), ("ข.pdf", other)))

    assert only(made)[:2] == ("ก.pdf", "นบ 52001/123")
    assert not made.enter_is_safe


def test_a_scan_is_never_guessed() -> None:
    made = card(mail(("scan.pdf", papers.scan())))
    number, dated, sender, recipient, subject = made.letters[0].columns

    assert only(made) == ("scan.pdf", None, None, "อำเภอบางสาย", US, None)
    assert {one.doubt for one in (number, dated, subject)} == {"เอกสารสแกน อ่านตัวอักษรไม่ได้"}
    assert {one.doubt for one in (sender, recipient)} == {"หนังสืออ่านไม่ได้ จึงใช้ตามจดหมายที่ส่ง โปรดเทียบกับต้นฉบับ"}
    assert not made.enter_is_safe


def test_a_scan_beside_a_citizens_own_words_is_an_enclosure() -> None:
    made = card(mail(("บัตรประชาชน.pdf", papers.scan()), text=LONG, sender=CITIZEN))

    assert only(made)[0] == "body"


def test_a_citizens_form_is_an_enclosure() -> None:
    made = card(mail(("คำขอ.pdf", papers.form("คำขอใบอนุญาต")), text=LONG, sender=CITIZEN))

    assert only(made)[:3] == ("body", "-", "2026-01-15")


def test_a_letter_that_somebody_else_got_is_evidence() -> None:
    to_her = papers.external(to="เรียน นางสาวสมหญิง รักถิ่น", office=("สำนักงานที่ดินจังหวัดนนทบุรี",))
    made = card(mail(("หนังสือที่ดิน.pdf", to_her), text=LONG, sender=CITIZEN))

    assert only(made)[0] == "body"
    assert not made.enter_is_safe


def test_who_forwards_is_not_who_wrote() -> None:
    made = card(
        mail(
            ("หนังสือ.pdf", papers.external()),
            sender="วิภา ใจงาม <wipa@nonthaburi.go.th>",
            subject="Fwd: ส่งต่อ: หนังสืออำเภอ",
            text="ส่งต่อหนังสืออำเภอค่ะ\nวิภา",
        )
    )

    assert made.letters[0].sender.value == "อำเภอบางสาย"


def test_an_order_goes_to_the_mailbox() -> None:
    made = card(mail(("คำสั่ง.pdf", papers.order(heading="คำสั่งจังหวัดนนทบุรี"))))

    assert only(made)[1:5] == ("123/2569", "2026-01-06", "จังหวัดนนทบุรี", US)
    assert made.enter_is_safe


@pytest.mark.parametrize(
    ("to", "outcome"),
    [
        ("เรียน นายกเทศมนตรีตำบลหนองแสง", "misdirected"),
        ("เรียน นายกองค์การบริหารส่วนตำบลบางสายบัว", "misdirected"),
        ("เรียน นายกเทศมนตรี", "register"),
        ("เรียน ปลัดเทศบาลตำบลบางสายบัว", "register"),
        ("เรียน ผู้ว่าราชการจังหวัด ทุกจังหวัด", "register"),
        ("เรียน ผู้บริหารองค์กรปกครองส่วนท้องถิ่นทุกแห่ง", "register"),
        ("เรียน ผู้อำนวยการกองคลัง", "register"),
    ],
)
def test_a_letter_to_another_office_is_misdirected(to: str, outcome: str) -> None:
    assert card(mail(("หนังสือ.pdf", papers.external(to=to)), text="")).outcome == outcome


def test_who_we_are_may_be_said() -> None:
    raw = mail(("หนังสือ.pdf", papers.external()), text="", to="saraban@bangsaibua.go.th")

    assert card(raw).outcome == "register"
    assert card(raw, agency=US).outcome == "register"
    assert card(raw, agency="เทศบาลตำบลหนองแสง").outcome == "misdirected"


def test_a_complaint_about_another_offices_matter_is_not_judged() -> None:
    text = LONG.replace("ไฟถนน", "มิเตอร์ของการไฟฟ้า")

    assert card(mail(text=text, sender=CITIZEN)).outcome == "register"


RECEIPT = (
    "เรียน เทศบาลตำบลบางสายบัว\n\nอำเภอบางสายได้รับหนังสือของท่าน เรื่อง รายงานประจำเดือน แล้ว เลขรับที่ 991/2569 "
    "วันที่ 15 มกราคม 2569 สอบถามได้ที่งานสารบรรณ โทร. 0 2000 0001"
)


@pytest.mark.parametrize(
    ("raw", "outcome"),
    [
        (mail(text=RECEIPT, subject="Re: รายงานประจำเดือน [เลขรับ 991/2569]"), "no_registration"),
        (mail(text="ไม่อยู่ค่ะ", subject="ตอบกลับอัตโนมัติ", Auto_Submitted="auto-replied"), "no_registration"),
        (
            mail(
                text="ข่าวประจำสัปดาห์ ยกเลิกการรับข่าวสาร",
                List_Unsubscribe="<mailto:x@y.example>",
                List_Id="<n.y.example>",
            ),
            "spam",
        ),
        (
            mail(
                text="หมึกพิมพ์ลด 50% ส่งฟรี สั่งซื้อวันนี้ แอดไลน์ @ink",
                subject="โปรโมชั่นพิเศษ",
                sender="ร้านหมึก <ink@shop.example>",
            ),
            "spam",
        ),
        (
            mail(
                text="ตามที่เทศบาลได้รับเรื่องของดิฉันแล้ว เลขรับ 12/2569 ยังไม่มีใครมาดู ดิฉันขอติดตามเรื่องค่ะ",
                subject="ติดตามเรื่อง",
                sender=CITIZEN,
            ),
            "register",
        ),
        (
            mail(
                text="เรียน นายก\nขอร้องเรียนบ่อนและเว็บพนันคาสิโนในหมู่บ้านครับ เดือดร้อนมาก",
                subject="ร้องเรียนบ่อนพนัน",
                sender=CITIZEN,
            ),
            "register",
        ),
        (mail(("หนังสือ.pdf", papers.external()), List_Id="<all.dla.example>", Precedence="list"), "register"),
    ],
)
def test_what_becomes_of_it(raw: bytes, outcome: str) -> None:
    made = card(raw)

    assert made.outcome == outcome
    assert made.enter_is_safe is False or outcome == "register"


@pytest.mark.parametrize(
    ("headers", "why"),
    [
        ({"Authentication_Results": "mx.example; dmarc=fail (p=none)"}, "DMARC"),
        ({"sender": "อำเภอบางสาย <bangsai.office@gmail.com>"}, "อีเมลสาธารณะ"),
        ({"sender": "อำเภอบางสาย <saraban@bangsai-go-th.example>"}, "เลียนแบบ"),
        ({"subject": "ลับ: ส่งหนังสือ"}, "ชั้นความลับ"),
    ],
)
def test_why_one_key_is_not_enough(headers: dict[str, str], why: str) -> None:
    made = card(mail(("หนังสือ.pdf", papers.external()), **headers))  # type: ignore[arg-type]

    assert made.outcome == "register"
    assert any(why in reason for reason in made.unsafe_because)


def test_an_undated_letter_stops_the_key() -> None:
    made = card(mail(("หนังสือ.pdf", papers.external(dated="#h(1cm) มกราคม ๒๕๖๙"))))

    assert made.letters[0].dated.doubt == "หนังสือยังไม่ได้ลงวันที่"
    assert not made.enter_is_safe


def test_a_date_after_the_mail_is_doubted() -> None:
    made = card(mail(("หนังสือ.pdf", papers.external(dated="๑๒ มกราคม ๒๕๗๐"))))

    assert made.letters[0].dated.value == "2027-01-12"
    assert made.letters[0].dated.doubt is not None


def test_a_letter_written_into_the_mail_keeps_its_number_and_date() -> None:
    text = (
        "ที่ นบ 0017.1/ว 256\nวันที่ 13 มกราคม 2569\nเรื่อง ขอให้ตรวจสอบถนนชำรุด\n"
        "เรียน นายกเทศมนตรีตำบลบางสายบัว\n\nด้วยได้รับเรื่องร้องทุกข์ ขอให้ตรวจสอบและรายงานผล"
    )
    made = card(mail(text=text, sender="ศูนย์ดำรงธรรมจังหวัดนนทบุรี <dam@nonthaburi.go.th>"))

    assert only(made) == (
        "body",
        "นบ 0017.1/ว 256",
        "2026-01-13",
        "ศูนย์ดำรงธรรมจังหวัดนนทบุรี",
        "นายกเทศมนตรีตำบลบางสายบัว",
        "ขอให้ตรวจสอบถนนชำรุด",
    )


def test_a_letter_behind_a_link_is_doubted() -> None:
    made = card(mail(text="ส่งหนังสือราชการ ดาวน์โหลดได้ที่ https://files.example/1"))

    assert made.letters[0].their_number.doubt == "หนังสืออยู่ที่ลิงก์ในจดหมาย ยังไม่ได้อ่าน"
    assert not made.enter_is_safe


def test_a_readable_and_a_scanned_letter_that_were_announced_are_two() -> None:
    made = card(
        mail(("ว99.pdf", papers.external()), ("ว100.pdf", papers.scan()), text="ส่งหนังสือ 2 ฉบับ ตามไฟล์แนบ")
    )

    assert [(letter.part, letter.their_number.value) for letter in made.letters] == [
        ("ว99.pdf", "นบ 52001/123"),
        ("ว100.pdf", None),
    ]


def test_an_office_that_has_our_letter_and_wants_more_is_registered() -> None:
    text = "ตามที่อำเภอได้รับหนังสือของท่านแล้วนั้น ยังขาดแบบ 3 ขอให้จัดส่งภายในวันที่ 20 มกราคม 2569"

    assert card(mail(text=text, subject="ขอให้ส่งรายงาน")).outcome == "register"


def test_a_town_with_a_longer_name_is_another_town() -> None:
    made = card(mail(("ก.pdf", papers.external(to="เรียน นายกเทศมนตรีตำบลบางสายบัวใหม่")), text=""))

    assert made.outcome == "misdirected"


def test_a_reply_ends_where_it_quotes_a_letter_to_its_writer() -> None:
    text = "ขอเลื่อนวันนัดเป็นวันที่ 25 ค่ะ\n\nดารา สมใจ\n\nเรียน คุณดารา\nเรื่อง ตอบรับการขอใช้รถ ที่ นบ 52001/60"
    made = card(mail(text=text, sender="ดารา สมใจ <d@mail.example>", subject="Re: ขอใช้รถรับส่งผู้ป่วย"))

    assert only(made)[3:] == ("ดารา สมใจ", US, "ขอใช้รถรับส่งผู้ป่วย")


def test_what_is_no_mail_has_no_letters() -> None:
    made = card(papers.external())

    assert (made.letters, made.enter_is_safe) == ((), False)


def test_a_letter_attached_twice_is_one_entry() -> None:
    made = card(
        mail(("ก.pdf", papers.external()), ("ก_ลงนาม.pdf", papers.external(above="#text(size: 8pt)[QR]")))
    )

    assert only(made)[:2] == ("ก.pdf", "นบ 52001/123")
    assert not made.enter_is_safe


@pytest.mark.parametrize(
    ("to", "outcome"),
    [
        ("เรียน เจ้าพนักงานท้องถิ่น เทศบาลตำบลหนองแสง", "misdirected"),
        ("เรียน เจ้าพนักงานท้องถิ่น เทศบาลตำบลบางสายบัว", "register"),
        ("เรียน นายกเทศมนตรีเมืองบางสายบัว", "register"),
        ("เรียน ผู้อำนวยการโรงเรียนเทศบาล ๑", "register"),
        ("เรียน ปลัดอำเภอบางสาย", "misdirected"),
    ],
)
def test_who_belongs_to_us(to: str, outcome: str) -> None:
    assert card(mail(("ก.pdf", papers.external(to=to)), text="")).outcome == outcome


@pytest.mark.parametrize(
    ("to", "outcome"),
    [
        ("ปลัดกระทรวง อธิบดี เลขาธิการ ผู้ว่าราชการจังหวัด ผู้บริหารท้องถิ่น", "register"),
        ("หัวหน้าส่วนราชการ นายอำเภอ นายกเทศมนตรี นายก อบต.", "register"),
        ("นายอำเภอบางสาย นายกเทศมนตรีตำบลบางสายบัว", "register"),
        ("ผู้บริหารท้องถิ่นในเขตอำเภอบางสาย", "register"),
        ("นายกเทศมนตรีตำบลบางสายบัว (ผ่านปลัดเทศบาล)", "register"),
        ("ผู้บริหารท้องถิ่น เทศบาลตำบลหนองแสง", "misdirected"),
        ("นายกเทศมนตรีตำบลหนองแสง (ผ่านนายอำเภอ)", "misdirected"),
        ("นายก อบต.หนองแสง", "misdirected"),
    ],
)
def test_addressees_in_a_row_are_a_circular(to: str, outcome: str) -> None:
    assert card(mail(("ก.pdf", papers.external(to=f"เรียน {to}")), text="")).outcome == outcome


def test_a_circular_keeps_the_stop_of_an_abbreviation() -> None:
    made = card(mail(("ก.pdf", papers.external(to="เรียน นายกเทศมนตรี และนายก อบต.")), text=""))

    assert made.letters[0].recipient.value == "นายกเทศมนตรี และนายก อบต."


@pytest.mark.parametrize(
    ("greeting", "recipient"),
    [
        ("เรียน ท่านนายกฯ", "นายกเทศมนตรีตำบลบางสายบัว"),
        ("กราบเรียนท่านนายกที่เคารพ", "นายกเทศมนตรีตำบลบางสายบัว"),
        ("เรียน นายก", "นายกเทศมนตรีตำบลบางสายบัว"),
        ("เรียน ท่านนายกเทศมนตรีตำบลบางสายบัว", "นายกเทศมนตรีตำบลบางสายบัว"),
        ("เรียน นายกเทศมนตรีและคณะผู้บริหาร", "นายกเทศมนตรีและคณะผู้บริหาร"),
        ("เรียนฝ่ายสาธารณสุข มีคนเลี้ยงหมูในหมู่บ้านกลิ่นเหม็นมากทุกวัน", "ฝ่ายสาธารณสุข"),
        ("เรียนกองช่าง ต้นก้ามปูหน้าตลาดพาดสายไฟ ลมแรงน่ากลัว", "กองช่าง"),
        ("เรียน ผู้อำนวยการกองช่าง เทศบาลตำบลบางสายบัว", "ผู้อำนวยการกองช่าง เทศบาลตำบลบางสายบัว"),
    ],
)
def test_our_head_has_his_whole_title_and_a_desk_no_sentence(greeting: str, recipient: str) -> None:
    made = card(mail(text=f"{greeting}\nไฟถนนดับครับ", sender=CITIZEN, subject="ไฟถนนดับ"))

    assert made.letters[0].recipient.value == recipient


@pytest.mark.parametrize(
    "more",
    [
        {"subject": "ส่งคำสั่งแต่งตั้งคณะกรรมการจัดงานวันเด็กแห่งชาติ"},
        {"body": "ตามคำสั่งเทศบาลตำบลหนองแสง ได้แต่งตั้งคณะกรรมการจัดงานวันเด็กแห่งชาติ ประจำปี ๒๕๖๙ จึงขอเชิญประชุม"},
    ],
)
def test_a_letter_and_the_order_that_it_is_about_are_one_entry(more: dict[str, str]) -> None:
    letter = papers.external(office=("สำนักงานเทศบาลตำบลหนองแสง", "ถนนริมน้ำ"), **more)  # type: ignore[arg-type]
    made = card(mail(("ก.pdf", letter), ("คำสั่ง.pdf", papers.order())))

    assert (only(made)[0], made.letters[0].encloses) == ("ก.pdf", ("คำสั่ง.pdf",))
    assert not made.enter_is_safe


def test_a_letter_and_an_order_about_something_else_are_two() -> None:
    made = card(mail(("ก.pdf", papers.external()), ("คำสั่ง.pdf", papers.order())))

    assert len(made.letters) == 2


def test_brackets_in_a_name_are_kept_whole() -> None:
    sender = '"ณิชา ตั้งใจ (สายน้ำนิวส์)" <nicha@news.example>'

    assert card(mail(text=LONG.partition("\n\nขอบคุณ")[0], sender=sender)).letters[0].sender.value == (
        "ณิชา ตั้งใจ (สายน้ำนิวส์)"
    )


def test_a_scan_that_a_copier_sends_is_a_letter() -> None:
    made = card(mail(("scan.pdf", papers.scan()), text="", sender="no-reply@copier.bangsai.go.th"))

    assert (made.outcome, made.letters[0].part) == ("register", "scan.pdf")


def test_our_own_letter_that_comes_back_is_no_letter() -> None:
    raw = mail(
        ("หนังสือ.pdf", papers.external()),
        subject="Undelivered Mail Returned to Sender",
        sender="Mail Delivery System <mailer-daemon@mx.example>",
        text="The following message could not be delivered.\n<x@y.example>: 550 5.1.1 User unknown",
        Auto_Submitted="auto-replied",
    )

    assert card(raw).outcome == "no_registration"


def test_who_got_a_letter_may_pass_it_on_to_us() -> None:
    to_the_district = papers.external(
        office=("สถานีตำรวจภูธรบางสาย", "ถนนริมน้ำ นบ ๑๑๐๐๐"),
        to="เรียน นายอำเภอบางสาย",
        signed="ขอแสดงความนับถือ\\ \\ (นายปกรณ์ ใจเย็น)\\ ผู้กำกับการสถานีตำรวจภูธรบางสาย",
    )
    attached = ("หนังสือ.pdf", to_the_district)
    made = card(mail(attached, text="ครับ", sender="ที่ทำการปกครองอำเภอบางสาย <a@amphoe.example>"))
    other = card(mail(attached, text="ครับ", sender="ที่ทำการปกครองอำเภอท่าดี <a@amphoe.example>"))

    assert (made.outcome, made.letters[0].sender.value) == ("register", "สถานีตำรวจภูธรบางสาย")
    assert "หนังสือเขียนถึง นายอำเภอบางสาย" in made.unsafe_because
    assert other.outcome == "misdirected"


def test_a_letter_to_several_of_whom_we_are_one_is_ours() -> None:
    words = "ฝุ่นจากโรงงานเข้าบ้านทุกวัน เด็กไอกันทั้งซอย ขอให้แก้ไขด้วยครับ"
    to_all = f"เรียน ผู้ว่าราชการจังหวัดน่าน\nเรียน นายกเทศมนตรีตำบลบางสายบัว\n\n{words}"
    to_others = f"เรียน ผู้ว่าราชการจังหวัดน่าน\nเรียน นายกเทศมนตรีตำบลหนองแสง\n\n{words}"
    ours, theirs = (card(mail(text=text, sender=CITIZEN, subject="ฝุ่น")) for text in (to_all, to_others))

    assert ours.outcome == "register"
    assert ours.letters[0].recipient.value == "ผู้ว่าราชการจังหวัดน่าน, นายกเทศมนตรีตำบลบางสายบัว"
    assert theirs.outcome == "misdirected"


def test_a_covering_mail_may_greet_us_among_others() -> None:
    attached = ("หนังสือ.pdf", papers.external(to="เรียน นายกเทศมนตรีตำบลหนองแสง"))
    text = "เรียน นายกเทศมนตรีตำบลหนองแสง\nเรียน นายกเทศมนตรีตำบลบางสายบัว\n\nส่งหนังสือครับ"

    assert card(mail(attached, text=text)).outcome == "register"


@pytest.mark.parametrize(
    ("own", "sender", "told", "name"),
    [
        ("น้ำเข้าบ้านแล้วค่ะ ขอเรือกับกระสอบทราย", "สมหญิง รักถิ่น <s@mail.example>", "รูปที่ถ่ายไว้", "สมหญิง รักถิ่น"),
        ("ฝากดูเรื่องน้ำเข้าบ้านของเพื่อนด้วยนะคะ", "สมหญิง รักถิ่น <s@mail.example>", "น้ำเข้าบ้าน", "ดวงดี มีสุข"),
        ("ช่างครับ รบกวนไปดูให้ชาวบ้านหน่อย", "วิชัย ใจดี <w@bangsaibua.go.th>", "น้ำเข้าบ้าน", "ดวงดี มีสุข"),
    ],
)
def test_who_forwards_and_asks_himself_is_the_sender(own: str, sender: str, told: str, name: str) -> None:
    text = f"{own}\n\n---------- Forwarded message ---------\nFrom: ดวงดี มีสุข <d@mail.example>\nSubject: น้ำท่วม\n\n{told}"
    said = card(mail(text=text, sender=sender, subject="Fwd: น้ำท่วม ซอย 2")).letters[0].sender

    assert (said.value, bool(said.doubt)) == (name, True)


def test_names_have_the_digits_of_the_register() -> None:
    raw = mail(("ก.pdf", papers.external(office=("โรงเรียนมิตรภาพที่ ๑๒", "ถนนริมน้ำ นบ ๑๑๐๐๐"))))

    assert card(raw).letters[0].sender.value == "โรงเรียนมิตรภาพที่ 12"
