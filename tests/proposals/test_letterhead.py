"""Every shape of official letter, read by the places of its words."""

from __future__ import annotations

import pytest

from saraban.proposals.letterhead import Letterhead, read_letterhead
from saraban.proposals.pages import read_pages
from tests.proposals import papers
from tests.proposals.strange import headed


def read(data: bytes) -> Letterhead:
    found = read_letterhead(read_pages(data))
    assert found is not None, "it is a letter"
    return found


def columns(head: Letterhead) -> tuple[str | None, ...]:
    return tuple(
        column.value for column in (head.number, head.dated, head.sender, head.recipient, head.subject)
    )


def doubts(head: Letterhead) -> list[str]:
    return [
        column.doubt
        for column in (head.number, head.dated, head.sender, head.recipient, head.subject)
        if column.doubt
    ]


def test_an_external_letter() -> None:
    head = read(papers.external())

    assert columns(head) == (
        "นบ 52001/123",
        "2026-01-12",
        "อำเภอบางสาย",
        "นายกเทศมนตรีตำบลบางสายบัว",
        "ขอความร่วมมือคัดแยกขยะในครัวเรือน",
    )
    assert doubts(head) == []
    assert head.from_office


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("ที่ มท ๐๘๐๘.๒/ว ๑๒๓๔", "มท 0808.2/ว 1234"),
        ("ที่ มท ๐๘๐๘.๒/ว๑๒๓๔", "มท 0808.2/ว 1234"),
        ("ที่ ตช ๐๐๑๗(นย).๓๓/๑๓๒๒", "ตช 0017(นย).33/1322"),
        ("ที่ อว ๖๘.๑๒(๑)/๙", "อว 68.12(1)/9"),
        ("ที่ นร (กปช) ๐๕๐๓/ว(ล) ๔๒๑", "นร (กปช) 0503/ว (ล) 421"),
        ("ที่ ศธ 04061.012/260", "ศธ 04061.012/260"),
        ("ที่ พิเศษ/๒๕๖๙", "พิเศษ/2569"),
        ("ที่ มท ๕๓๐๒.๑/บง.กส/๗๗/๒๕๖๙", "มท 5302.1/บง.กส/77/2569"),
        ("ที่ SDC/ชม./0042/2569", "SDC/ชม./0042/2569"),
    ],
)
def test_numbers_of_every_owner(written: str, kept: str) -> None:
    head = read(papers.external(number=written))

    assert (head.number.value, head.number.doubt) == (kept, "")


def test_a_number_that_was_not_filled_in_is_doubted() -> None:
    head = read(papers.external(number="ที่ นบ ๕๒๐๐๑/"))

    assert head.number.value == "นบ 52001/"
    assert head.number.doubt != ""


@pytest.mark.parametrize(
    "dated",
    [
        "๑๒ มกราคม ๒๕๖๙",
        "12 มกราคม 2569",
        "วันที่ ๑๒ มกราคม พ.ศ. ๒๕๖๙",
        "๑๒ ม.ค. ๒๕๖๙",
        "๑๒ ม.ค. ๖๙",
        "12/01/2569",
    ],
)
def test_dates_as_they_are_written(dated: str) -> None:
    head = read(papers.external(dated=dated))

    assert (head.dated.value, head.dated.doubt) == ("2026-01-12", "")


@pytest.mark.parametrize("dated", ["#h(1cm) มกราคม ๒๕๖๙", "วันที่ #h(1cm) มกราคม ๒๕๖๙", "....... มกราคม ๒๕๖๙"])
def test_a_day_left_open_is_no_date(dated: str) -> None:
    head = read(papers.external(dated=dated))

    assert (head.dated.value, head.dated.doubt) == (None, "หนังสือยังไม่ได้ลงวันที่")


def test_the_date_of_the_reference_is_not_the_date_of_the_letter() -> None:
    head = read(papers.external(dated="", more="\nอ้างถึง หนังสืออำเภอบางสาย ที่ นบ ๐๑๑๘/๙๐ ลงวันที่ ๒ มกราคม ๒๕๖๙\n"))

    assert head.dated.value is None
    assert head.dated.doubt != ""


def test_a_wrapped_subject_is_one_line() -> None:
    subject = (
        "การจัดทำแผนปฏิบัติการป้องกันและลดอุบัติเหตุทางถนนช่วงเทศกาลสงกรานต์ และการตั้งจุดบริการประชาชน"
        "ในพื้นที่รับผิดชอบขององค์กรปกครองส่วนท้องถิ่น ประจำปีงบประมาณ พ.ศ. ๒๕๖๙"
    )
    head = read(papers.external(subject=subject))

    assert head.subject.value is not None
    assert "".join(head.subject.value.split()) == "".join(subject.split())


def test_a_wrapped_office_is_one_name() -> None:
    office = ("สำนักงานส่งเสริมการปกครองท้องถิ่น", "จังหวัดนนทบุรี", "ถนนรัตนาธิเบศร์ นบ ๑๑๐๐๐")
    head = read(papers.external(office=office))

    assert head.sender.value == "สำนักงานส่งเสริมการปกครองท้องถิ่นจังหวัดนนทบุรี"


@pytest.mark.parametrize(
    ("first", "office"),
    [
        ("ศาลากลางจังหวัดนนทบุรี", "จังหวัดนนทบุรี"),
        ("สำนักงานเทศบาลตำบลหนองแสง", "เทศบาลตำบลหนองแสง"),
        ("ที่ทำการองค์การบริหารส่วนตำบลหนองแสง", "องค์การบริหารส่วนตำบลหนองแสง"),
        ("โรงเรียนบ้านหนองแสง", "โรงเรียนบ้านหนองแสง"),
        ("สถานีตำรวจภูธรบางสาย", "สถานีตำรวจภูธรบางสาย"),
    ],
)
def test_the_office_and_not_its_house_or_street(first: str, office: str) -> None:
    head = read(papers.external(office=(first, "หมู่ ๒ ตำบลหนองแสง", "อำเภอบางสาย นบ ๑๑๐๐๐")))

    assert head.sender.value == office


def test_haste_and_secrecy_are_told_apart() -> None:
    head = read(papers.external(above="#place(top + left)[#text(size: 32pt)[ด่วนที่สุด]]\n#align(center)[ลับมาก]"))

    assert (head.urgency, head.secrecy) == ("ด่วนที่สุด", "ลับมาก")
    assert head.number.value == "นบ 52001/123"


def test_haste_before_the_number_is_not_part_of_it() -> None:
    head = read(papers.external(number="ด่วนมาก ที่ นบ ๕๒๐๐๑/๑๒๓"))

    assert (head.urgency, head.number.value) == ("ด่วนมาก", "นบ 52001/123")


def test_haste_in_the_subject_is_not_part_of_it_and_an_expressway_is() -> None:
    hasty = read(papers.external(subject="(ด่วน) ขอรับการสนับสนุนกระสอบทราย"))
    road = read(papers.external(subject="ขอข้อมูลแนวเขตทางด่วน"))

    assert (hasty.urgency, hasty.subject.value) == ("ด่วน", "ขอรับการสนับสนุนกระสอบทราย")
    assert (road.urgency, road.subject.value) == (None, "ขอข้อมูลแนวเขตทางด่วน")


def test_references_and_enclosures_are_not_taken_for_the_subject() -> None:
    head = read(
        papers.external(
            more="\nอ้างถึง หนังสือจังหวัด ที่ นบ ๐๐๒๓/ว ๗ ลงวันที่ ๕ มกราคม ๒๕๖๙\n\nสิ่งที่ส่งมาด้วย แบบรายงาน จำนวน ๑ ชุด\n"
        )
    )

    assert head.subject.value == "ขอความร่วมมือคัดแยกขยะในครัวเรือน"
    assert head.dated.value == "2026-01-12"
    assert head.references == "หนังสือจังหวัด ที่ นบ ๐๐๒๓/ว ๗ ลงวันที่ ๕ มกราคม ๒๕๖๙"
    assert head.enclosures == "แบบรายงาน จำนวน ๑ ชุด"


@pytest.mark.parametrize("gap", ["#h(3cm)", "#h(0.5em)", ".............."])
def test_a_memo(gap: str) -> None:
    head = read(papers.memo(gap=gap))

    assert columns(head) == (
        "กช 45/2569",
        "2026-01-07",
        "กองช่าง เทศบาลตำบลบางสายบัว",
        "นายกเทศมนตรีตำบลบางสายบัว",
        "รายงานผลการซ่อมแซมไฟฟ้าสาธารณะ",
    )
    assert doubts(head) == []


def test_a_stamped_letter_has_its_sender_and_date_below_and_a_subject_from_its_words() -> None:
    head = read(papers.stamped())

    assert columns(head)[:4] == ("มท 0808.2/ว 1234", "2026-01-09", "กรมส่งเสริมตัวอย่าง", "เทศบาลตำบลบางสายบัว")
    assert head.subject.value is not None and "แนวทางการจัดทำแผนชุมชน" in head.subject.value
    assert len(head.subject.value) <= 160


def test_an_order() -> None:
    head = read(papers.order())

    assert columns(head) == (
        "123/2569",
        "2026-01-06",
        "เทศบาลตำบลหนองแสง",
        None,
        "แต่งตั้งคณะกรรมการจัดงานวันเด็กแห่งชาติ ประจำปี ๒๕๖๙",
    )


def test_an_announcement_without_a_number() -> None:
    head = read(papers.order(heading="ประกาศเทศบาลตำบลหนองแสง", number="", at="ประกาศ ณ วันที่"))

    assert columns(head)[:3] == ("-", "2026-01-06", "เทศบาลตำบลหนองแสง")
    assert doubts(head) == []


def test_a_company() -> None:
    head = read(papers.company())

    assert columns(head) == (
        "สด. 015/2569",
        "2026-01-08",
        "บริษัท แสงดีการโยธา จำกัด",
        "ประธานกรรมการตรวจรับพัสดุ เทศบาลตำบลบางสายบัว",
        "ขอส่งมอบงานปรับปรุงถนน งวดที่ 2",
    )
    assert doubts(head) == []


def test_a_person_who_writes_like_an_office() -> None:
    head = read(papers.of_a_person())

    assert columns(head) == (
        "-",
        "2026-01-11",
        "นางบุญมา สายน้ำ",
        "นายกเทศมนตรีตำบลบางสายบัว",
        "ขอให้ลอกท่อระบายน้ำ",
    )
    assert doubts(head) == []


def test_letters_set_apart_are_read_as_words() -> None:
    head = read(papers.external(subject="#text(tracking: 0.12em)[ขอความอนุเคราะห์วิทยากร]"))

    assert head.subject.value == "ขอความอนุเคราะห์วิทยากร"


def test_the_stamp_of_an_office_on_the_way_is_not_the_date_of_the_letter() -> None:
    stamp = (
        "#place(top + right, dy: -1cm, box(stroke: 1pt, inset: 4pt, text(size: 11pt)"
        "[อำเภอบางสาย\\ เลขรับ ๙๙๙\\ วันที่ ๑๔ มกราคม ๒๕๖๙\\ เวลา ๐๙.๑๒ น.]))"
    )
    head = read(papers.external(above=stamp, office=("ศาลากลางจังหวัดนนทบุรี", "ถนนรัตนาธิเบศร์ นบ ๑๑๐๐๐")))

    assert columns(head)[:3] == ("นบ 52001/123", "2026-01-12", "จังหวัดนนทบุรี")


@pytest.mark.parametrize(
    "heading", ["แบบรายงานผลการดำเนินงาน", "ระเบียบวาระการประชุม", "กำหนดการ", "รายชื่อผู้เข้าร่วมประชุม"]
)
def test_forms_and_programmes_are_no_letters(heading: str) -> None:
    assert read_letterhead(read_pages(papers.form(heading))) is None


def test_a_date_typed_far_apart_is_one_date() -> None:
    head = read(papers.external(dated="๑๒ #h(1cm) มกราคม #h(1cm) ๒๕๖๙"))

    assert (head.dated.value, head.dated.doubt) == ("2026-01-12", "")


def test_an_announcement_in_one_line() -> None:
    head = read(
        papers.pdf(
            "#align(center)[ประกาศจังหวัดนนทบุรี เรื่อง กำหนดเขตประสบภัยหนาว]\n"
            "#par(first-line-indent: (amount: 2.5cm, all: true))[ด้วยเกิดภัยหนาว]\n\nประกาศ ณ วันที่ ๕ มกราคม ๒๕๖๙"
        )
    )

    assert columns(head)[:3] == ("-", "2026-01-05", "จังหวัดนนทบุรี")
    assert head.subject.value == "กำหนดเขตประสบภัยหนาว"


def test_an_english_letter() -> None:
    head = read(papers.english())

    assert columns(head) == (
        "GP-2026/012",
        "2026-01-12",
        "Green Power (Thailand) Co., Ltd.",
        "Mayor of Bang Sai Bua",
        "Request for permission to install power poles",
    )


def test_a_second_letter_on_a_later_page_is_noticed() -> None:
    page = "ที่ นบ ๐๑๑๘/{n} #h(3cm) ที่ว่าการอำเภอบางสาย\n\n#pad(left: 7cm)[๘ มกราคม ๒๕๖๙]\nเรื่อง ขอข้อมูล\n\nเรียน นายกเทศมนตรี\n"
    head = read(papers.pdf(page.replace("{n}", "๑๑") + "#pagebreak()\n" + page.replace("{n}", "๑๒")))

    assert (head.number.value, head.further) == ("นบ 0118/11", ("นบ 0118/12",))


def test_a_subject_that_begins_like_a_sentence_is_a_subject() -> None:
    head = read(papers.external(subject="ร้องเรียนเรื่องกลิ่นเหม็นจากโรงงาน"))

    assert head.subject.value == "ร้องเรียนเรื่องกลิ่นเหม็นจากโรงงาน"


def test_the_number_of_a_village_belongs_to_its_headman() -> None:
    head = read(papers.external(office=("ที่ทำการผู้ใหญ่บ้าน หมู่ที่ ๔", "ตำบลบางสาย อำเภอบางสาย")))

    assert head.sender.value == "ที่ทำการผู้ใหญ่บ้าน หมู่ที่ ๔"


def test_words_laid_over_a_scan_are_read_and_doubted() -> None:
    head = read(papers.scanned_with_words())

    assert head.number.value == "GP-2026/012"
    assert {column.doubt for column in (head.number, head.dated, head.recipient, head.subject)} == {
        "อ่านจากภาพสแกน อาจผิด โปรดเทียบกับต้นฉบับ"
    }


@pytest.mark.parametrize("heading", ["แบบตอบรับเข้าร่วมประชุม", "ใบตอบรับ", "หนังสือมอบอำนาจ"])
def test_a_form_that_greets_somebody_is_no_letter(heading: str) -> None:
    form = papers.pdf(
        f"#align(center)[{heading}]\nเรื่อง การประชุมประจำเดือน\n\nเรียน นายอำเภอบางสาย\n\nข้าพเจ้าขอตอบรับ"
    )

    assert read_letterhead(read_pages(form)) is None


DAM = ("สำนักงานดูแลเขื่อนที่ ๗ จังหวัดน่าน", "ถนนริมน้ำ นน ๕๕๐๐๐")


def signed_by(position: str) -> str:
    return f"ขอแสดงความนับถือ\\ \\ (นายปกรณ์ ใจเย็น)\\ {position}"


@pytest.mark.parametrize("office", [DAM, ("สำนักงานดูแลเขื่อนที่ ๗ จังหวัด", "น่าน", DAM[1])])
def test_the_place_of_a_numbered_office_is_in_its_name_if_its_head_signs_so(office: tuple[str, ...]) -> None:
    said = read(papers.external(office=office, signed=signed_by(f"ผู้อำนวยการ{DAM[0]}"))).sender

    assert (said.value, said.doubt) == (DAM[0], "")


def test_the_place_of_a_numbered_office_is_doubted_if_nobody_tells() -> None:
    said = read(papers.external(office=DAM, signed=signed_by("วิศวกรชำนาญการ"))).sender

    assert (said.value, bool(said.doubt)) == ("สำนักงานดูแลเขื่อนที่ ๗", True)


def test_a_numbered_office_in_a_province_may_be_signed_without_it() -> None:
    said = read(papers.external(office=DAM, signed=signed_by("ผู้อำนวยการสำนักงานดูแลเขื่อนที่ ๗"))).sender

    assert (said.value, said.doubt) == ("สำนักงานดูแลเขื่อนที่ ๗", "")


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("บริษัท เหนือโทรคมนาคม จำกัด โทร. ๐๒ ๐๐๐ ๐๐๐๔", "บริษัท เหนือโทรคมนาคม จำกัด"),
        ("บริษัท โทรทัศน์ชุมชน จำกัด โทรศัพท์ ๐๒ ๐๐๐ ๐๐๐๔", "บริษัท โทรทัศน์ชุมชน จำกัด"),
        ("บริษัท แสงดี Telecom จำกัด Tel. 02 000 0004", "บริษัท แสงดี Telecom จำกัด"),
        ("บริษัท แสงดี จำกัด โทรศัพท์มือถือ ๐๘ ๐๐๐๐ ๐๐๐๔", "บริษัท แสงดี จำกัด"),
    ],
)
def test_a_name_does_not_end_at_a_word_that_begins_like_a_telephone(line: str, name: str) -> None:
    assert read(headed([line], signed=("(นายปกรณ์ ใจเย็น)", "ผู้จัดการ"))).sender.value == name
