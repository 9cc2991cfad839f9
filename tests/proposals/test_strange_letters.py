"""Letters of kinds that nobody drew for the corpora: read right, or marked as doubtful; never wrong in silence."""

from __future__ import annotations

import pytest

from saraban.mail.reader.addresses import Address
from saraban.proposals.body import named_sender, recipient_line
from saraban.proposals.letterhead import Letterhead, read_letterhead
from saraban.proposals.numbers import read_number
from saraban.proposals.pages import read_pages
from saraban.proposals.words import MARKS
from saraban.proposals.written_dates import dates_in
from tests.proposals import papers
from tests.proposals.papers import US, card, mail
from tests.proposals.strange import NAYOK, headed, ruled, typed


def read(data: bytes) -> Letterhead:
    found = read_letterhead(read_pages(data))
    assert found is not None, "it is a letter"
    return found


ADDRESS = "๘๘ หมู่ ๒ ตำบลบางสาย อำเภอบางสาย จังหวัดนนทบุรี ๑๑๐๐๐"


@pytest.mark.parametrize(
    ("head", "sender"),
    [
        (("มูลนิธิปันสุขชาวเล", ADDRESS), "มูลนิธิปันสุขชาวเล"),
        (("นิติบุคคลหมู่บ้านจัดสรรร่มเย็นวิลล์ ๒", ADDRESS), "นิติบุคคลหมู่บ้านจัดสรรร่มเย็นวิลล์ ๒"),
        (("พรรคธารใหม่ สาขาลำดับที่ ๓", ADDRESS), "พรรคธารใหม่ สาขาลำดับที่ ๓"),
        (("คณะกรรมการมัสยิดนูรุลบางสาย", ADDRESS), "คณะกรรมการมัสยิดนูรุลบางสาย"),
        (("กลุ่มเกษตรกรทำนาบ้านไร่ หมู่ที่ ๕", "ตำบลบางสาย อำเภอบางสาย"), "กลุ่มเกษตรกรทำนาบ้านไร่ หมู่ที่ ๕"),
        (("หอการค้าจังหวัดนนทบุรี", ADDRESS), "หอการค้าจังหวัดนนทบุรี"),
        (("เหล่ากาชาดจังหวัดนนทบุรี", "ศาลากลางจังหวัดนนทบุรี ถนนรัตนาธิเบศร์"), "เหล่ากาชาดจังหวัดนนทบุรี"),
        (("โรงเรียนราชานุเคราะห์ ๔๙", ADDRESS), "โรงเรียนราชานุเคราะห์ ๔๙"),
        (
            ("ธนาคารข้าวบางสาย จำกัด (มหาชน)", "สาขาบางสาย ๑๒ ถนนริมน้ำ"),
            "ธนาคารข้าวบางสาย จำกัด (มหาชน) สาขาบางสาย",
        ),
        (("มูลนิธิปันสุขชาวเล ร่วมกับ สมาคมประมงบางสาย", ADDRESS), "มูลนิธิปันสุขชาวเล ร่วมกับ สมาคมประมงบางสาย"),
        (("สโมสรนักศึกษา คณะวิทยาศาสตร์ มหาวิทยาลัยบางสาย", ADDRESS), "สโมสรนักศึกษา คณะวิทยาศาสตร์ มหาวิทยาลัยบางสาย"),
        (("สหภาพแรงงานทอผ้าไทยสยาม", ADDRESS), "สหภาพแรงงานทอผ้าไทยสยาม"),
        (("ศูนย์เรียนรู้การเกษตร รุ่นที่ ๔ (บ้านสวน)", ADDRESS), "ศูนย์เรียนรู้การเกษตร รุ่นที่ ๔ (บ้านสวน)"),
        (("ชมรมผู้สูงอายุ", "ประจำตำบลบางสาย", ADDRESS), "ชมรมผู้สูงอายุประจำตำบลบางสาย"),
        (("สมาคมกีฬา", "แห่งจังหวัดนนทบุรี", ADDRESS), "สมาคมกีฬาแห่งจังหวัดนนทบุรี"),
        (("Siam Coast Cleanup Foundation", "9 Sea Road, Bangkok 10110"), "Siam Coast Cleanup Foundation"),
        (("วัดพระธาตุดอยเงิน", ADDRESS, "โทร. ๐ ๒๐๐๐ ๐๐๐๐"), "วัดพระธาตุดอยเงิน"),
        (("หนังสือขอความอนุเคราะห์", "สภาเด็กและเยาวชนตำบลบางสาย", ADDRESS), "สภาเด็กและเยาวชนตำบลบางสาย"),
    ],
)
def test_a_letterhead_of_any_body(head: tuple[str, ...], sender: str) -> None:
    said = read(headed(head)).sender

    assert (said.value, said.doubt) == (sender, "")


@pytest.mark.parametrize(
    ("head", "sender"),
    [
        (("บ้านเรียนริมธาร", ADDRESS), "บ้านเรียนริมธาร"),  # of a kind that no list has
        (("เรือนธรรมสว่างใจ", "ริมคลองบางสาย"), "เรือนธรรมสว่างใจ"),
        (("ธนาคารข้าวชาวนาไร้หนี้", ADDRESS), "ธนาคารข้าวชาวนาไร้หนี้"),
        (("ภาคีคนรักคลอง", "อาคารกีฬา ชั้น ๒"), "ภาคีคนรักคลอง"),
    ],
)
def test_an_unknown_body_in_large_letters_is_read(head: tuple[str, ...], sender: str) -> None:
    assert read(headed(head)).sender.value == sender


@pytest.mark.parametrize(
    ("signed", "sender"),
    [
        (("(นางสาวอ้อย ทรายทอง)", "ประธานมูลนิธิปันสุขชาวเล"), "มูลนิธิปันสุขชาวเล"),
        (("(นายชัย ทะเลงาม)", "เลขาธิการสมาคมประมงพื้นบ้านบางสาย"), "สมาคมประมงพื้นบ้านบางสาย"),
        (("(นายชัย ทะเลงาม)", "ผู้จัดการ", "สหกรณ์การเกษตรบางสาย จำกัด"), "สหกรณ์การเกษตรบางสาย จำกัด"),
        (("(นายชัย ทะเลงาม)", "ผู้อำนวยการ", "โรงพยาบาลบางสาย"), "โรงพยาบาลบางสาย"),
        (("(พระครูสุนทรธรรม)", "เจ้าอาวาสวัดดอยเงิน"), "วัดดอยเงิน"),
        (("(นายชัย ทะเลงาม)", "รองผู้ว่าราชการจังหวัดนนทบุรี"), "จังหวัดนนทบุรี"),
        (("(นายชัย ทะเลงาม)", "นายกเทศมนตรีตำบลหนองแสง"), "เทศบาลตำบลหนองแสง"),
        (("(นายชัย ทะเลงาม)", "กรรมการผู้จัดการ", "บริษัท ทะเลงาม จำกัด"), "บริษัท ทะเลงาม จำกัด"),
    ],
)
def test_a_letterhead_that_is_a_picture_is_told_by_the_position_and_doubted(
    signed: tuple[str, ...], sender: str
) -> None:
    said = read(headed(signed=signed)).sender

    assert said.value == sender
    assert said.doubt


@pytest.mark.parametrize("position", ["ประธานสโมสร", "ผู้จัดการโครงการ", "กรรมการ", "ที่ปรึกษา"])
def test_a_person_with_a_position_may_sign_for_somebody(position: str) -> None:
    said = read(headed(signed=("(นายชัย ทะเลงาม)", position)))

    assert (said.sender.value, bool(said.sender.doubt)) == ("นายชัย ทะเลงาม", True)


def test_the_mailbox_tells_for_whom_a_person_signs() -> None:
    paper = headed(signed=("(นายชัย ทะเลงาม)", "ประธานสโมสร"))
    sender = card(mail(("ก.pdf", paper), sender="สโมสรเรือพายบางสาย <row@club.example>")).letters[0].sender

    assert (sender.value, bool(sender.doubt)) == ("สโมสรเรือพายบางสาย", True)


@pytest.mark.parametrize("position", ["", "ผู้ร้อง", "ราษฎรบ้านไร่", "ผู้ปกครองนักเรียน"])
def test_a_person_who_signs_for_himself_is_not_doubted(position: str) -> None:
    said = read(headed(number="", signed=tuple(filter(None, ("(นายชัย ทะเลงาม)", position)))))

    assert (said.sender.value, said.sender.doubt) == ("นายชัย ทะเลงาม", "")


@pytest.mark.parametrize(
    ("office", "sender"),
    [
        (("โรงเรียนชุมชนบ้านดอน", "(ประชารัฐพัฒนา)", "อำเภอบางสาย นบ ๑๑๐๐๐"), "โรงเรียนชุมชนบ้านดอน (ประชารัฐพัฒนา)"),
        (
            ("สำนักงานตรวจเงินแผ่นดินภูมิภาค", "ที่ ๑๑ (นนทบุรี)", "ถนนริมน้ำ นบ ๑๑๐๐๐"),
            "สำนักงานตรวจเงินแผ่นดินภูมิภาค ที่ ๑๑ (นนทบุรี)",
        ),
        (("สำนักงานทรัพยากรน้ำบาดาล เขต ๙", "ถนนริมน้ำ นบ ๑๑๐๐๐"), "สำนักงานทรัพยากรน้ำบาดาล เขต ๙"),
        (
            ("สำนักงานส่งเสริมเศรษฐกิจดิจิทัล", "แห่งชาติ สาขาภาคกลาง", "ถนนริมน้ำ"),
            "สำนักงานส่งเสริมเศรษฐกิจดิจิทัลแห่งชาติ สาขาภาคกลาง",
        ),
        (("กองร้อยตำรวจตระเวนชายแดนที่ ๔๔๕", "หมู่ ๔ ตำบลบางสาย"), "กองร้อยตำรวจตระเวนชายแดนที่ ๔๔๕"),
        (("ที่ทำการกำนันตำบลบางสาย", "หมู่ที่ ๒ ตำบลบางสาย"), "ที่ทำการกำนันตำบลบางสาย"),
        (("สำนักงานเทศบาลตำบลหนองแสง หมู่ ๒", "ตำบลหนองแสง อำเภอบางสาย"), "เทศบาลตำบลหนองแสง"),
        (("โรงเรียนวัดดอน (สายธาร ๑๒)", "ตำบลบางสาย นบ ๑๑๐๐๐"), "โรงเรียนวัดดอน (สายธาร ๑๒)"),
        (("สำนักงานที่ดินจังหวัดนนทบุรี", "สาขาบางสาย", "ถนนริมน้ำ นบ ๑๑๐๐๐"), "สำนักงานที่ดินจังหวัดนนทบุรีสาขาบางสาย"),
        (("เรือนจำจังหวัดนนทบุรี", "ถนนริมน้ำ นบ ๑๑๐๐๐"), "เรือนจำจังหวัดนนทบุรี"),
        (("ไปรษณีย์บางสาย", "ถนนริมน้ำ นบ ๑๑๐๐๐"), "ไปรษณีย์บางสาย"),
        (("มณฑลทหารบกที่ ๔๙", "ค่ายบางสาย นบ ๑๑๐๐๐"), "มณฑลทหารบกที่ ๔๙"),
        (("ศูนย์พัฒนาเด็กเล็กบ้านไร่", "สังกัดองค์การบริหารส่วนตำบลหนองแสง"), "ศูนย์พัฒนาเด็กเล็กบ้านไร่"),
        (
            ("สำนักงานเขตพื้นที่การศึกษาประถมศึกษา", "นนทบุรี เขต ๒", "ถนนริมน้ำ"),
            "สำนักงานเขตพื้นที่การศึกษาประถมศึกษานนทบุรี เขต ๒",
        ),
    ],
)
def test_names_of_offices_are_read_to_their_end(office: tuple[str, ...], sender: str) -> None:
    said = read(papers.external(office=office, signed="ขอแสดงความนับถือ\\ \\ (นายปกรณ์ ใจเย็น)")).sender

    assert said.value is not None
    assert said.value.replace(" ", "") == sender.replace(" ", "")
    assert said.doubt == ""


@pytest.mark.parametrize(
    ("office", "position", "sender"),
    [
        (
            ("โรงพยาบาลบางสาย", "อำเภอบางสาย", "จังหวัดนนทบุรี ๑๑๐๐๐"),
            "ผู้อำนวยการโรงพยาบาลบางสาย",
            "โรงพยาบาลบางสาย",
        ),
        (("โรงพยาบาลบางสาย", "บางสาย นนทบุรี"), "ผู้อำนวยการโรงพยาบาลบางสาย", "โรงพยาบาลบางสาย"),
        (("สถานีตำรวจภูธรบางสาย", "จังหวัดนนทบุรี"), "ผู้กำกับการสถานีตำรวจภูธรบางสาย", "สถานีตำรวจภูธรบางสาย"),
        (
            ("สำนักงานเทศบาลตำบลหนองแสง", "อำเภอบางสาย", "จังหวัดนนทบุรี"),
            "นายกเทศมนตรีตำบลหนองแสง",
            "เทศบาลตำบลหนองแสง",
        ),
        (("สำนักงานสาธารณสุข", "อำเภอบางสาย", "ถนนริมน้ำ"), "สาธารณสุขอำเภอบางสาย", "สำนักงานสาธารณสุขอำเภอบางสาย"),
        (
            ("ศูนย์ส่งเสริมการเรียนรู้", "อำเภอบางสาย", "จังหวัดนนทบุรี"),
            "ผู้อำนวยการศูนย์ส่งเสริมการเรียนรู้อำเภอบางสาย",
            "ศูนย์ส่งเสริมการเรียนรู้อำเภอบางสาย",
        ),
        (("มณฑลทหารบกที่ ๔๙", "ค่ายบางสาย จังหวัดนนทบุรี"), "ผู้บัญชาการมณฑลทหารบกที่ ๔๙", "มณฑลทหารบกที่ ๔๙"),
        (("โรงเรียนวัดดอน", "สพป.นนทบุรี เขต ๑"), "ผู้อำนวยการโรงเรียนวัดดอน", "โรงเรียนวัดดอน"),
        (("ศาลากลางจังหวัดนนทบุรี (หลังใหม่)", "ถนนริมน้ำ"), "ผู้ว่าราชการจังหวัดนนทบุรี", "จังหวัดนนทบุรี"),
    ],
)
def test_who_signed_tells_where_an_offices_name_ends(
    office: tuple[str, ...], position: str, sender: str
) -> None:
    signed = f"ขอแสดงความนับถือ\\ \\ (นายปกรณ์ ใจเย็น)\\ {position}"
    said = read(papers.external(office=office, signed=signed)).sender

    assert (said.value, said.doubt) == (sender, "")


@pytest.mark.parametrize(
    "office",
    [
        ("ศูนย์ส่งเสริมการเรียนรู้", "อำเภอบางสาย", "จังหวัดนนทบุรี"),
        ("สำนักงานประปาบางสาย", "ตลาดบางสาย ริมคลอง"),
        ("มณฑลทหารบกที่ ๔๙", "หนองแสง จังหวัดนนทบุรี"),
    ],
)
def test_where_nobody_tells_where_a_name_ends_it_is_doubted(office: tuple[str, ...]) -> None:
    assert read(papers.external(office=office, signed="ขอแสดงความนับถือ\\ \\ (นายปกรณ์ ใจเย็น)")).sender.doubt


def test_a_stamp_of_who_sent_it_is_no_head() -> None:
    stamp = "#place(top + right, text(size: 11pt)[โรงพยาบาลบางสาย \\ เลขส่ง 455/69 \\ วันที่ 3 ม.ค. 69])"
    signed = "ขอแสดงความนับถือ\\ \\ (นายปกรณ์ ใจเย็น)\\ ผู้อำนวยการโรงพยาบาลบางสาย"
    said = read(papers.external(above=stamp, office=("โรงพยาบาลบางสาย", "อำเภอบางสาย"), signed=signed))

    assert (said.sender.value, said.sender.doubt, said.dated.value) == ("โรงพยาบาลบางสาย", "", "2026-01-12")


def test_a_head_that_does_not_fit_who_signed_is_doubted() -> None:
    said = read(papers.external(signed="ขอแสดงความนับถือ\\ \\ (นายปกรณ์ ใจเย็น)\\ ประธานสมาคมกู้ภัยหนองแสง"))

    assert said.sender.doubt


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("ยธ ๐๗๖๓/กง. ๕๕/๒๕๖๙", "ยธ 0763/กง. 55/2569"),
        ("อก ๐๓๑๒/(ส.๒) ๗๗", None),  # a digit in the brackets: at least doubted
        ("รฟท./ดบ. ๔๔/๒๕๖๙", None),
        ("มท ๕๓๐๘.๒/กบษ.(จฟ.) ๑๒/๒๕๖๙", "มท 5308.2/กบษ.(จฟ.) 12/2569"),
        ("สธ 0207.05.1/ว 22/2569", "สธ 0207.05.1/ว 22/2569"),
        ("สปส. ๐๖๑๖/ว.๘๘", "สปส. 0616/ว.88"),
        ("นร๐๑๐๕.๐๔/๓๒๑", "นร0105.04/321"),
        ("๔๕/๒๕๖๙", "45/2569"),
        ("กห ๐๔๘๓.๔๒/พิเศษ ๗", "กห 0483.42/พิเศษ 7"),
        ("PEA-NB 12/2569", "PEA-NB 12/2569"),
        ("สภ.บส./ทั่วไป ๑๒", None),
    ],
)
def test_numbers_are_whole_or_doubted(written: str, kept: str | None) -> None:
    said = read_number(written)

    if kept is None:
        assert not said.whole or said.value.count("/") == written.count("/")
    else:
        assert (said.value.replace(" ", ""), said.whole, said.rest) == (kept.replace(" ", ""), True, "")


@pytest.mark.parametrize(
    "line",
    [
        "ให้ไว้ ณ วันที่ ๓ กุมภาพันธ์ ๒๕๖๙",
        "ให้ไว้ ณ วันที่ ๓ กุมภาพันธ์ พุทธศักราช ๒๕๖๙",
        "วันที่/Date ๓ กุมภาพันธ์ ๒๕๖๙",
        "วันที่ (Date) : 3 February 2026",
        "ลงวันที่ ๓ ก.พ. ๖๙",
    ],
)
def test_a_date_with_any_label_stands_alone(line: str) -> None:
    assert [(one.day.isoformat() if one.day else None, one.alone) for one in dates_in(line)] == [
        ("2026-02-03", True)
    ]


@pytest.mark.parametrize("about", ["เรื่อง/Subject", "เรื่อง (Subject) :", "Subject/เรื่อง :", "เรื่อง :"])
def test_labels_in_two_languages_are_no_part_of_the_subject(about: str) -> None:
    said = read(headed(("สโมสรเรือพายบางสาย", ADDRESS), about=about, subject="ขอใช้คลองบางสาย"))

    assert (said.subject.value, said.subject.doubt) == ("ขอใช้คลองบางสาย", "")


@pytest.mark.parametrize("stroke", ["0.5pt", "none"])
def test_a_forms_rows_do_not_run_together(stroke: str) -> None:
    form = ruled(
        [
            ("ที่", "กค ๐๗๑๙/๔๔"),
            ("วันที่", "๑๒ มกราคม ๒๕๖๙"),
            ("จาก", "สำนักงานสรรพากรพื้นที่นนทบุรี"),
            ("เรียน", NAYOK),
            ("เรื่อง", "ขอเชิญประชุมชี้แจงการยื่นแบบแสดงรายการภาษี"),
            ("กำหนดส่งข้อมูล", "๓๐ มกราคม ๒๕๖๙"),
            ("ผู้ประสานงาน", "นางสาวรัตน์ ดีงาม"),
        ],
        stroke=stroke,
    )
    said = read(form)

    assert [one.value for one in (said.number, said.dated, said.sender, said.recipient, said.subject)] == [
        "กค 0719/44",
        "2026-01-12",
        "สำนักงานสรรพากรพื้นที่นนทบุรี",
        NAYOK,
        "ขอเชิญประชุมชี้แจงการยื่นแบบแสดงรายการภาษี",
    ]


def test_a_typewritten_subject_that_comes_back_to_the_margin_is_whole() -> None:
    rows = ["การจัดทำทะเบียนผู้ประสบภัยหนาวประจำปี", "และการขอรับผ้าห่มของราษฎร"]
    said = read(typed(subject=rows))

    assert said.subject.value is not None
    assert said.subject.value.replace(" ", "") == "".join(rows) or said.subject.doubt


@pytest.mark.parametrize("word", ["สำรวจ", "จำกัด", "สำรอง", "ตำรวจ", "อำเภอ", "ดำเนินการ", "น้ำ", "สำนักงาน"])
def test_a_lost_ring_comes_back_or_is_doubted(word: str) -> None:
    said = read(typed(subject=[f"ขอให้{word}ราษฎรทางทะเบียน"], lost="\u0e4d")).subject

    assert said.value == f"ขอให้{word}ราษฎรทางทะเบียน" or said.doubt


def test_a_ring_dropped_without_a_trace_is_doubted() -> None:
    rows = [(70, 760, "ที่ นบ ๐๑๑๘/๑๑"), (340, 760, "สานักงานที่ดินบางสาย"), (300, 715, "๘ มกราคม ๒๕๖๙")]
    rows += [(70, 680, "เรื่อง  การสารวจที่ดินของนายบารุง"), (70, 650, f"เรียน  {NAYOK}".replace("ำ", "า"))]
    rows += [(140, 610, "ด้วยสานักงานจะดาเนินการรังวัดที่ดินในเดือนหน้า")]
    said = read(papers.typewritten(rows))

    assert said.sender.value == "สำนักงานที่ดินบางสาย"
    assert said.subject.value is not None and said.subject.value.startswith("การสำรวจ")
    assert said.subject.doubt


def test_a_card_ends_its_subject_where_the_day_begins() -> None:
    source = f"""#align(center)[#text(size: 24pt)[โรงเรียนอนุบาลดาวน้อย] \\ ตำบลบางสาย อำเภอบางสาย \\
    เรียน {NAYOK} \\ เรื่อง ขอเชิญร่วมงานวันเด็กและเปิดอาคารเรียนหลังใหม่ \\ วันเสาร์ที่ ๑๐ มกราคม ๒๕๖๙ เวลา ๐๙.๐๐ น. \\
    ณ ลานหน้าโรงเรียน \\ ให้ไว้ ณ วันที่ ๕ มกราคม ๒๕๖๙]"""
    said = read(papers.pdf(source))

    assert said.subject.value == "ขอเชิญร่วมงานวันเด็กและเปิดอาคารเรียนหลังใหม่"
    assert said.dated.value == "2026-01-05"


def test_two_languages_of_one_body_are_one_and_the_thai_name_is_kept() -> None:
    for head in (
        ("TALAY NGAM CO., LTD.", "บริษัท ทะเลงาม จำกัด"),
        ("บริษัท ทะเลงาม จำกัด", "TALAY NGAM CO., LTD."),
    ):
        assert read(headed((*head, ADDRESS))).sender.value == "บริษัท ทะเลงาม จำกัด"


@pytest.mark.parametrize("at", ["left", "center", "right"])
@pytest.mark.parametrize("size", ["16pt", "24pt"])
def test_a_letterhead_stands_anywhere(at: str, size: str) -> None:
    said = read(headed(("ชมรมคนรักษ์คลองบางสาย", ADDRESS), at=at, size=size)).sender

    assert (said.value, said.doubt) == ("ชมรมคนรักษ์คลองบางสาย", "")


@pytest.mark.parametrize(
    "head",
    [
        ("คนดี ศรีบางสาย", "โรงเรียนบ้านบางสาย", ADDRESS),  # a motto above the name
        ("เครือข่ายอาสาสมัครพิทักษ์ทรัพยากรธรรมชาติและสิ่งแวดล้อมหมู่บ้าน ลุ่มน้ำบางสายตอนล่าง", ADDRESS),  # too long for a row
        ("ภาคีคนรักคลอง",),  # of no known kind, with no address
    ],
)
def test_an_unusual_head_is_doubted(head: tuple[str, ...]) -> None:
    assert read(headed(head, size="20pt")).sender.doubt


def test_a_firm_named_only_at_the_foot() -> None:
    said = read(
        papers.pdf(
            f"""ที่ PT/๐๑๒/๒๕๖๙ #h(1fr) ๑๒ มกราคม ๒๕๖๙

เรื่อง ขอส่งมอบงาน งวดที่ ๒

เรียน {NAYOK}

#par(first-line-indent: (amount: 2.5cm, all: true))[ตามสัญญาจ้าง บริษัทขอส่งมอบงาน]

#pad(left: 7cm, align(center)[ขอแสดงความนับถือ \\ \\ (นายชัย ทะเลงาม) \\ กรรมการผู้จัดการ])
#v(6cm)
#align(center, text(size: 11pt)[บริษัท ทะเลงาม จำกัด ๙๙ ถนนริมน้ำ โทร ๐๒๐๐๐๐๐๐๐])
"""
        )
    )

    assert (said.number.value, said.sender.value, bool(said.sender.doubt)) == (
        "PT/012/2569",
        "บริษัท ทะเลงาม จำกัด",
        True,
    )


def test_a_radio_message_has_its_sender_in_a_row() -> None:
    said = read(
        papers.pdf(
            """#align(center)[*วิทยุในราชการกระทรวงมหาดไทย*]
จาก ผวจ.นนทบุรี (สถ.)

ถึง นายกเทศมนตรีตำบลบางสายบัว

ที่ นบ ๐๐๒๓.๓/ว ๕๕ #h(3cm) วันที่ ๑๒ มกราคม ๒๕๖๙

เรื่อง การเตรียมรับพายุ

#par(first-line-indent: (amount: 2.5cm, all: true))[ด้วยกรมอุตุนิยมวิทยาแจ้งว่าจะมีพายุ]"""
        )
    )

    assert [one.value for one in (said.number, said.dated, said.sender, said.recipient, said.subject)] == [
        "นบ 0023.3/ว 55",
        "2026-01-12",
        "ผวจ.นนทบุรี (สถ.)",
        NAYOK,
        "การเตรียมรับพายุ",
    ]


@pytest.mark.parametrize(
    ("heading", "number", "sender"),
    [
        ("ประกาศ\\ สมาคมกีฬาบางสาย", "", "สมาคมกีฬาบางสาย"),
        ("ประกาศคณะกรรมการการเลือกตั้ง\\ ประจำจังหวัดนนทบุรี", "ที่ ๙/๒๕๖๙", "คณะกรรมการการเลือกตั้งประจำจังหวัดนนทบุรี"),
        ("คำสั่งอำเภอบางสาย ที่ ๔๕/๒๕๖๙", "", "อำเภอบางสาย"),
    ],
)
def test_orders_and_announcements_of_any_heading(heading: str, number: str, sender: str) -> None:
    assert read(papers.order(heading=heading, number=number)).sender.value == sender


def test_the_date_may_stand_below_the_signature() -> None:
    said = read(
        headed(
            ("สมาคมประมงบางสาย", ADDRESS),
            dated="",
            signed=("(นายชัย ทะเลงาม)", "นายกสมาคมประมงบางสาย", "๑๒ มกราคม ๒๕๖๙"),
        )
    )

    assert (said.dated.value, said.sender.value) == ("2026-01-12", "สมาคมประมงบางสาย")


# Which letters are in a mail


def department(number: str = "ที่ มท ๐๘๐๘.๒/ว ๗๗", subject: str = "ขอความร่วมมือคัดแยกขยะในครัวเรือน") -> bytes:
    return papers.external(
        number=number,
        office=("กรมตัวอย่าง", "ถนนหลวง กทม. ๑๐๓๐๐"),
        dated="๕ มกราคม ๒๕๖๙",
        subject=subject,
        to="เรียน ผู้ว่าราชการจังหวัด ทุกจังหวัด",
        signed="ขอแสดงความนับถือ\\ \\ (นายปกรณ์ ใจเย็น)\\ อธิบดีกรมตัวอย่าง",
    )


def province(more: str = "") -> bytes:
    return papers.external(
        number="ที่ นบ ๐๐๒๓/ว ๙",
        office=("ศาลากลางจังหวัดนนทบุรี", "ถนนริมน้ำ นบ ๑๑๐๐๐"),
        dated="๙ มกราคม ๒๕๖๙",
        to="เรียน นายอำเภอ ทุกอำเภอ",
        more=more,
        signed="ขอแสดงความนับถือ\\ \\ (นายปกรณ์ ใจเย็น)\\ ผู้ว่าราชการจังหวัดนนทบุรี",
    )


SENDS = "\nสิ่งที่ส่งมาด้วย สำเนาหนังสือ{} จำนวน ๑ ชุด\n"


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 2, 0)])
@pytest.mark.parametrize("named", [True, False])
def test_a_chain_of_three_offices_is_one_letter(order: tuple[int, int, int], named: bool) -> None:
    files = [
        papers.external(more=SENDS.format("จังหวัดนนทบุรี ที่ นบ ๐๐๒๓/ว ๙ ลงวันที่ ๙ มกราคม ๒๕๖๙") if named else ""),
        province(SENDS.format("กรมตัวอย่าง ที่ มท ๐๘๐๘.๒/ว ๗๗ ลงวันที่ ๕ มกราคม ๒๕๖๙") if named else ""),
        department(),
    ]
    made = card(mail(*[(f"{at}.pdf", files[at]) for at in order]))

    assert [letter.their_number.value for letter in made.letters] == ["นบ 52001/123"]
    assert not made.enter_is_safe


def test_a_stamped_letter_sends_a_copy() -> None:
    stamped = papers.pdf(
        """#v(2cm)
ที่ นบ ๐๐๒๓.๓/ว ๑๔

ถึง เทศบาลตำบลบางสายบัว

#par(first-line-indent: (amount: 2.5cm, all: true))[พร้อมหนังสือนี้ จังหวัดนนทบุรีขอส่งสำเนาหนังสือกรมตัวอย่าง ที่ มท ๐๘๐๘.๒/ว ๗๗ ลงวันที่ ๕ มกราคม ๒๕๖๙ เรื่อง การจัดเก็บค่าธรรมเนียมขยะแบบใหม่ มาเพื่อทราบและถือปฏิบัติ]

#v(1cm)
#pad(left: 7cm, align(center)[จังหวัดนนทบุรี\\ ๙ มกราคม ๒๕๖๙])
"""
    )
    made = card(mail(("ก.pdf", stamped), ("ข.pdf", department(subject="การจัดเก็บค่าธรรมเนียมขยะแบบใหม่"))))

    assert [letter.their_number.value for letter in made.letters] == ["นบ 0023.3/ว 14"]
    assert made.letters[0].subject.value == "การจัดเก็บค่าธรรมเนียมขยะแบบใหม่"


def test_two_letters_of_one_office_about_one_matter_stay_two() -> None:
    again = papers.external(number="ที่ นบ ๕๒๐๐๑/๑๒๔", dated="๑๓ มกราคม ๒๕๖๙")

    assert len(card(mail(("ก.pdf", papers.external()), ("ข.pdf", again))).letters) == 2


def test_a_longer_number_is_another_letter() -> None:
    first = papers.external(more=SENDS.format("กรมตัวอย่าง ที่ มท ๐๘๐๘.๒/ว ๗๗๑ ลงวันที่ ๕ มกราคม ๒๕๖๙"))
    other = papers.external(
        number="ที่ มท ๐๘๐๘.๒/ว ๗๗",
        office=("กรมตัวอย่าง", "ถนนหลวง กทม. ๑๐๓๐๐"),
        subject="ขอข้อมูลสระน้ำ",
        signed="",
    )

    assert len(card(mail(("ก.pdf", first), ("ข.pdf", other))).letters) == 2


# What people write


@pytest.mark.parametrize(
    ("display", "text", "name"),
    [
        ("มานะ", "ไฟดับครับ\n\nด้วยความนับถือ\nมานะ ทองดี", "มานะ ทองดี"),
        ("หนูเล็ก", "ท่อตันค่ะ\n\nขอบคุณค่ะ\nนางสาวเล็กฤดี สายธาร", "นางสาวเล็กฤดี สายธาร"),
        ("สมพร", "สวัสดีครับ ผมสมพร แก้วใส ขอแจ้งไฟดับหน้าบ้านครับ", "สมพร แก้วใส"),
        (
            "เว็บไซต์",
            "ชื่อ-นามสกุล : นายสมพร แก้วใส\nเบอร์โทร : 0800000000\nเรื่อง : ไฟดับ\nไฟดับหน้าวัด",
            "นายสมพร แก้วใส",
        ),
        ("no-reply", "ผู้แจ้ง: สมพร แก้วใส (โทร 0800000000)\nรายละเอียด: ไฟดับ", "สมพร แก้วใส"),
        ("หจก.", "ขอจดทะเบียนพาณิชย์ครับ\n\nนายสมพร แก้วใส", "นายสมพร แก้วใส"),
        ("iPhone", "ถังขยะเต็มครับ สมพร แก้วใส", "สมพร แก้วใส"),
        ("บจก.ทะเลงาม", "ขอใบเสนอราคาค่าธรรมเนียม\n\nบริษัท ทะเลงามการประมง จำกัด", "บริษัท ทะเลงามการประมง จำกัด"),
        ("มีชัย", "ขอถังขยะครับ\n\nขอแสดงความนับถือ\nมีชัย รุ่งเรือง", "มีชัย รุ่งเรือง"),
        ("มาลี แสนดี", "ขอถังขยะค่ะ", "มาลี แสนดี"),
        ("somchai", "ไฟดับ\n\nขอแสดงความนับถือ สมพร แก้วใส", "สมพร แก้วใส"),
        ("ครูเอ", "ครูสมพร แก้วใส ขอสอบถามเรื่องค่าเทอมค่ะ", "ครูสมพร แก้วใส"),
        ("ชัย ท.", "ไฟดับครับ\n\nชัย ทะเลงาม\nบ้านไร่", "ชัย ทะเลงาม"),
        ("abdul", "ไฟดับครับ\n\nขอบคุณครับ\nอับดุลเลาะ มะแซ", "อับดุลเลาะ มะแซ"),
    ],
)
def test_the_fullest_name_is_the_senders(display: str, text: str, name: str) -> None:
    said = named_sender(Address(display, "a@mail.example"), text)

    assert said is not None and said.name == name


@pytest.mark.parametrize(
    "display",
    [
        "ป้าแต๋ว",
        "แม่น้องใบบัว",
        "หมิว",
        "อัญชลี ร.",
        "Galaxy user",
        "kitty_99",
        "ช่างเอก",
        "Owner",
        "ผู้หวังดี",
        "ชาวบ้านซอย 5",
        "งานธุรการ",
        "สำนักงานบัญชี",
    ],
)
def test_a_nickname_is_doubted(display: str) -> None:
    said = named_sender(Address(display, "a@mail.example"), "ไฟดับหน้าวัดค่ะ ช่วยมาดูหน่อย")

    assert said is not None and (said.name, bool(said.doubt)) == (display, True)


@pytest.mark.parametrize(
    "display", ["สมชาย ใจดี", "นางอารี ทองคำ", "อารี ทับทิม", "ปชส.นนทบุรี", "Somchai Jaidee", "อบต.หนองแสง"]
)
def test_a_whole_name_is_not_doubted(display: str) -> None:
    said = named_sender(Address(display, "a@mail.example"), "ไฟดับหน้าวัดค่ะ ช่วยมาดูหน่อย")

    assert said is not None and (said.name, said.doubt) == (display, "")


@pytest.mark.parametrize(
    ("text", "whom"),
    [
        ("เรียนงานพัสดุ ส่งใบเสนอราคาโต๊ะพับตามที่คุยกันค่ะ", "งานพัสดุ"),
        ("เรียน กองช่าง แนบแบบแปลนมาให้ดูครับ", "กองช่าง"),
        ("เรียน ท่านปลัดเทศบาล จะขอสอบถามเรื่องถนนค่ะ", "ท่านปลัดเทศบาล"),
        ("เรียนสมาชิกสภาเทศบาลทุกท่าน\nไฟดับ", "สมาชิกสภาเทศบาลทุกท่าน"),
        ("ถึง ผู้อำนวยการกองคลัง\nภาษีโรงเรือน", "ผู้อำนวยการกองคลัง"),
    ],
)
def test_whom_a_running_sentence_greets(text: str, whom: str) -> None:
    assert recipient_line(text) == whom


@pytest.mark.parametrize(
    ("text", "subject", "outcome"),
    [
        ("ได้รับแล้วค่ะ เลขรับ 55 ลว. 3 ก.พ. 69", "Re: ส่งรายงาน", "no_registration"),
        ("รับทราบค่ะ ลงรับที่ 812/2569", "Re: ส่งรายงาน", "no_registration"),
        ("อำเภอได้รับเอกสารเรียบร้อยแล้ว ขอบคุณครับ", "ตอบกลับ: ส่งแผน", "no_registration"),
        ("ได้รับแล้วค่ะ แต่ยังขาดแบบ 2 ขอให้ส่งเพิ่ม", "Re: ส่งรายงาน", "register"),
        ("ผมได้รับจดหมายแล้วครับ แต่ชื่อผมผิด ขอให้แก้ไข", "Re: แจ้งภาษี", "register"),
        ("ร้านเราจำหน่ายกล้องวงจรปิดทุกรุ่น ราคาส่ง ออกใบกำกับภาษีได้ สนใจติดต่อ 0800000000", "กล้องวงจรปิดราคาส่ง", "spam"),
        (
            "We are a factory of LED lights. Best price list attached, visit our catalog.",
            "LED lights our products",
            "spam",
        ),
        ("ร้านขอส่งใบเสนอราคาหมึกพิมพ์ตามที่ท่านขอ ราคาส่งครับ", "ใบเสนอราคาตามที่ขอ", "register"),
        ("ขายส่งผักอยู่ตลาดบางสาย ขอร้องเรียนเรื่องน้ำเสียหน้าแผงค่ะ", "น้ำเสียในตลาด", "register"),
    ],
)
def test_what_becomes_of_short_mails(text: str, subject: str, outcome: str) -> None:
    made = card(mail(text=text, subject=subject, sender="บุคคล <a@mail.example>"), agency=US)

    assert made.outcome == outcome


@pytest.mark.parametrize(
    ("office", "position", "sender"),
    [
        ("ศูนย์พัฒนาเด็กเล็กบ้านไร่ กองการศึกษา", "หัวหน้าศูนย์พัฒนาเด็กเล็กบ้านไร่", "ศูนย์พัฒนาเด็กเล็กบ้านไร่"),
        ("ศูนย์พัฒนาเด็กเล็กบ้านไร่ กองการศึกษา", "ผู้อำนวยการกองการศึกษา", "ศูนย์พัฒนาเด็กเล็กบ้านไร่ กองการศึกษา"),
        ("กองช่าง เทศบาลตำบลบางสายบัว", "ผู้อำนวยการกองช่าง", "กองช่าง เทศบาลตำบลบางสายบัว"),
    ],
)
def test_a_memo_of_a_part_of_a_division(office: str, position: str, sender: str) -> None:
    said = read(
        papers.pdf(
            f"""
#align(center, text(size: 29pt, weight: "bold")[บันทึกข้อความ])
ส่วนราชการ {office}

ที่ กศ ๔๕/๒๕๖๙ #h(3cm) วันที่ ๗ มกราคม ๒๕๖๙

เรื่อง ขออนุมัติซื้อของเล่น

เรียน นายกเทศมนตรีตำบลบางสายบัว

ด้วยของเล่นชำรุด จึงขออนุมัติซื้อใหม่

#pad(left: 7cm, align(center)[(นางสาวดวงใจ ดีงาม)\\ {position}])
"""
        )
    )

    assert said.sender.value == sender
    assert bool(said.sender.doubt) == (sender != office)


def test_spaces_that_were_left_out_leave_their_room() -> None:
    town, all_of_them = "นายกเทศมนตรี", "ทุกแห่ง"
    wide = 8 * sum(1 for letter in town if letter not in MARKS)
    row = read_pages(
        papers.typewritten([(85, 600, town), (85 + wide + 4, 600, all_of_them), (85, 560, "ตัวอักษรอื่นในหน้า")])
    )

    assert row.sheets[0].rows[0].text == "นายกเทศมนตรี ทุกแห่ง"
