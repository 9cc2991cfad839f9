"""The papers of payments say what their rows say, to the letter, and a bank's app reads what stands on them."""

from __future__ import annotations

import struct
from datetime import date
from pathlib import Path

import pypdfium2
import pytest
import zxingcpp

from saraban.agencies.duties import OPERATOR
from saraban.agencies.models import Profile
from saraban.payments.accounts import Account
from saraban.payments.closes import DayClose
from saraban.payments.invoices import Invoice
from saraban.payments.papers import (
    POSTINGS_HEAD,
    bill_page,
    bill_pdf,
    close_page,
    close_pdf,
    payment_qr_png,
    receipt_pdf,
)
from saraban.payments.postings import Place, Posting
from saraban.payments.receipts import Receipt, ReceiptOrder
from saraban.payments.thai_qr import BillPayment
from tests.cases.matters import clock_at
from tests.documents.test_typesetting import HARD_THAI, text_of
from tests.office import bangkok
from tests.payments.test_ledger import MONDAY, WHY
from tests.payments.tills import AGENCY, Till
from tests.registers.books import pages_of

MONDAY_EVENING, TUESDAY_EVENING = bangkok(2023, 1, 23, 16, 0), bangkok(2023, 1, 24, 16, 0)
HARD_NAMES = (
    "นางกตัญญู น้ำปั้นดี ฐูปทอง ญี่ปุ่น ฤๅษี ซึ่งกันและกัน ฯลฯ",
    '#eval("x") $x^2$ *ตัวหนา* _เอียง_ `โค้ด` <ป้าย> @อ้าง \\ // "คำ" [ ] { } |',
    "บริษัท ปู่ย่าฟื้นฟูน้ำ จำกัด (มหาชน) " * 8,
    "W" * 300,
    "ห" * 300,
    "๑๒๓๔๕๖๗๘๙๐" * 30,
)


def bill_of(till: Till, payer: str = "นายสมชาย ที่ปรึกษาดี", **said: object) -> Invoice:
    return Invoice.objects.issue(
        said.get("account", till.account),  # type: ignore[arg-type]
        reference1="C2566000124",
        reference2="FEE01",
        payer=payer,
        what="ค่าธรรมเนียมใบอนุญาต",
        satang=50_025,
        due_on=date(2023, 2, 28),
        by=till.finance,
    )


def settled(till: Till, count: int = 1) -> list[Invoice]:
    """Paid and posted."""
    invoices = [till.invoice(10_000 + number) for number in range(count)]
    for one in invoices:
        till.payment_of(one, MONDAY)
    assert Posting.objects.confirm_certain(by=till.finance) == count
    return [Invoice.objects.get(pk=one.pk) for one in invoices]


def closed(till: Till, note: str = "") -> DayClose:
    return DayClose.objects.close(MONDAY, note=note, by=till.finance)


def without_gaps(*words: str) -> str:
    return "".join("".join(words).split())


# bills


def test_what_is_left_of_an_invoice_is_asked_and_not_the_whole_again(till: Till) -> None:
    invoice = bill_of(till)
    Posting.objects.settle(till.money(20_025, MONDAY), invoice, because=WHY, by=till.finance)
    assert invoice.bill is not None and invoice.bill.satang == 30_000
    page = bill_page(invoice)
    assert ("คงเหลือที่ต้องชำระ", "300.00 บาท (สามร้อยบาทถ้วน)") in [tuple(fact) for fact in page["facts"]]
    assert "300.00 บาท (สามร้อยบาทถ้วน)" in page["qr_alt"] and "300.00 บาท" in page["qr_names"]
    assert page["bars_say"].endswith(" 30000")
    Posting.objects.settle(till.money(30_000, MONDAY), invoice, because=WHY, by=till.finance)
    assert invoice.bill is None


@pytest.mark.parametrize("payer", HARD_NAMES)
def test_a_bill_says_what_is_owed_and_how_it_is_paid(payer: str, till: Till, tmp_path: Path) -> None:
    words = text_of(bill_pdf(bill_of(till, payer)), tmp_path)
    assert (
        words.replace("-๒-", "")
        == without_gaps(  # the second page of the longest has its number
            f"{AGENCY} ใบแจ้งชำระ วันที่แจ้ง 23 มกราคม 2566 ผู้ชำระ",
            payer[:300],
            "รายการ ค่าธรรมเนียมใบอนุญาต จำนวนเงิน 500.25 บาท (ห้าร้อยบาทยี่สิบห้าสตางค์) ชำระภายใน 28 กุมภาพันธ์ 2566",
            f"ชื่อบัญชี {AGENCY} ธนาคาร ธนาคารกรุงไทย เลขที่บัญชี 123-4-56789-0",
            "รหัสอ้างอิง 1 (Ref. 1) C2566000124 รหัสอ้างอิง 2 (Ref. 2) FEE01",
            f"สแกนด้วยแอปของธนาคารใดก็ได้ จำนวนเงินขึ้นให้เอง {AGENCY} 500.25 บาท",
            "บาร์โค้ดสำหรับเคาน์เตอร์และตู้ที่รับชำระบิล |099400016550100 C2566000124 FEE01 50025",
            "เมื่อชำระแล้ว โปรดส่งหลักฐานการชำระเงินมาทางอีเมล saraban@klongnoy.go.th โดยหลักฐานต้องมี ชื่อบัญชีที่รับชำระเงิน วันที่ชำระเงิน ",
            "จำนวนเงินที่ชำระ และหมายเลขอ้างอิงของธุรกรรม และโปรดบอกรหัสอ้างอิง C2566000124 มาด้วย สอบถามได้ที่งานสารบรรณกลาง โทร. 02 123 4567",
            "เอกสารนี้ไม่ใช่ใบเสร็จรับเงิน และไม่ใช่ใบกำกับภาษี",
        )
    )


@pytest.mark.parametrize("payer", [name for name in HARD_NAMES if len(name) > 200])
def test_a_long_name_stays_on_the_page(payer: str, till: Till) -> None:
    with pypdfium2.PdfDocument(bill_pdf(bill_of(till, payer))) as document:
        for page in document:
            text, width = page.get_textpage(), page.get_width()
            assert all(text.get_charbox(at)[2] < width - 50 for at in range(text.count_chars()))


def test_what_nobody_sees_is_not_printed(till: Till, tmp_path: Path) -> None:
    invoice = bill_of(till, "นายก\x07\x1b[31m \u202eข\u2066 ค")
    words = text_of(bill_pdf(invoice), tmp_path)
    assert "ผู้ชำระนายก[31mขครายการ" in words


def test_the_qr_on_the_page_and_the_picture_of_it_are_the_bill(till: Till) -> None:
    invoice = bill_of(till)
    qr, bars = sorted(
        zxingcpp.read_barcodes(drawn(bill_pdf(invoice))), key=lambda one: len(one.text), reverse=True
    )
    assert isinstance(invoice.bill, BillPayment) and qr.text == invoice.bill.payload()
    assert (bars.text, bars.format) == (invoice.bill.barcode(), zxingcpp.BarcodeFormat.Code128)
    picture = payment_qr_png(invoice)
    assert picture == payment_qr_png(invoice) and picture.startswith(b"\x89PNG\r\n")
    width, height = struct.unpack(">II", picture[16:24])
    assert 600 <= width == height < 700


def test_an_account_with_promptpay_has_a_qr_without_a_barcode(till: Till) -> None:
    account = Account.objects.open(
        AGENCY, bank="034", number="0200123456789", promptpay="0994000165501", by=OPERATOR
    )
    invoice = bill_of(till, account=account)
    [read] = zxingcpp.read_barcodes(drawn(bill_pdf(invoice)))
    assert invoice.bill is not None and read.text == invoice.bill.payload()
    page = bill_page(invoice)
    assert page["bars"] == "" and ["เลขที่บัญชี", "0200123456789"] in page["facts"]


def test_an_account_without_qr_has_none_on_its_bills(till: Till) -> None:
    account = Account.objects.open(AGENCY, bank="034", number="020012345678", by=OPERATOR)
    invoice = bill_of(till, account=account)
    assert invoice.bill is None and zxingcpp.read_barcodes(drawn(bill_pdf(invoice))) == []


def test_a_bill_that_is_not_due_cannot_be_paid_by_its_paper(till: Till, tmp_path: Path) -> None:
    invoice = bill_of(till)
    invoice.cancel("ออกผิดคน", by=till.finance)
    made = bill_pdf(invoice)
    assert zxingcpp.read_barcodes(drawn(made)) == []
    words = text_of(made, tmp_path)
    assert without_gaps("ใบแจ้งนี้ยกเลิกแล้ว โปรดอย่าชำระตามใบนี้") in words and "สแกน" not in words


def test_without_a_mailbox_the_proof_goes_to_the_office(till: Till) -> None:
    with till.office.mailbox.change("corrected", by=OPERATOR):
        till.office.mailbox.active = False
    assert "มาที่งานสารบรรณกลาง โดยหลักฐานต้องมี" in bill_page(bill_of(till))["paragraphs"][0]


# receipts


def test_evidence_has_room_for_the_official_number_and_says_what_it_is_not(
    till: Till, tmp_path: Path
) -> None:
    [invoice] = settled(till)
    with till.finance.change("corrected", by=OPERATOR):
        till.finance.position = "นักวิชาการเงินและบัญชีชำนาญการ"
    receipt = Receipt.objects.issue(invoice, by=till.finance)
    number = "เลขที่ใบเสร็จรับเงินของระบบการเงิน"
    rest = without_gaps(
        "วันที่ 23 มกราคม 2566 ได้รับเงินจาก นายสมชาย ที่ปรึกษาดี รายการ ค่าธรรมเนียมใบอนุญาต จำนวนเงิน 100.00 บาท",
        f"ตัวอักษร หนึ่งร้อยบาทถ้วน ใบแจ้งชำระ {invoice.reference1} FEE01",
        "เอกสารนี้เป็นหลักฐานว่าได้รับแจ้งการชำระเงินแล้วเท่านั้น ไม่ใช่ใบเสร็จรับเงิน",
        f"ลงชื่อ {'.' * 45} ผู้รับเงิน (นางสาวปรียา เงินทอง) นักวิชาการเงินและบัญชีชำนาญการ",
    )
    head = without_gaps(AGENCY, "หลักฐานรับแจ้งการชำระเงิน", number)
    assert text_of(receipt_pdf(receipt), tmp_path) == head + "." * 40 + rest
    receipt.note_official("กค. 12/2566", by=till.finance)
    assert text_of(receipt_pdf(receipt), tmp_path) == head + "กค.12/2566" + rest


def test_a_numbered_receipt_names_the_order_under_which_it_is_numbered(till: Till, tmp_path: Path) -> None:
    [invoice] = settled(till)
    ReceiptOrder.objects.give(
        by=till.office.head,
        order="คำสั่งเทศบาลตำบลคลองน้อย ที่ 3/2566",
        ordered_on=date(2023, 1, 4),
        first_day=date(2023, 1, 5),
        last_day=date(2023, 9, 30),
    )
    receipt = Receipt.objects.issue(invoice, by=till.finance)
    words = text_of(receipt_pdf(receipt), tmp_path)
    assert words.startswith(f"{AGENCY}ใบเสร็จรับเงินเลขที่1/2566วันที่23มกราคม2566ได้รับเงินจาก")
    assert "ออกตามคำสั่งเทศบาลตำบลคลองน้อยที่3/2566ลงวันที่4มกราคม2566" in words
    assert "ไม่ใช่ใบเสร็จ" not in words
    receipt.void("พิมพ์ชื่อผิด", by=till.finance)
    assert "ยกเลิกแล้วเมื่อ23ม.ค.256609.00น.เพราะพิมพ์ชื่อผิด" in text_of(receipt_pdf(receipt), tmp_path)


# closes


def test_the_sheet_of_a_day_has_its_head_on_every_page_and_each_posting_once(till: Till) -> None:
    invoices = settled(till, 60)
    first = Posting.objects.order_by("pk")[0]
    first.take_back(WHY, by=till.finance)
    stray = till.money(77_700, MONDAY)
    Posting.objects.set_aside(stray, Place.NOT_OURS, f"{HARD_THAI[1]} น้ำปั้นดี", by=till.finance)
    till.money(12_345, MONDAY, bank_reference="ไม่รู้ของใคร")
    with clock_at(MONDAY_EVENING):
        close = closed(till, "ตรวจกับสมุดบัญชีแล้ว")
        close.review(by=till.second)
    made = close_pdf(close)
    pages = pages_of(made)
    assert len(pages) == 4 and [page.count(without_gaps(*POSTINGS_HEAD)) for page in pages] == [1, 1, 1, 1]
    words = "".join(pages)
    for said in (
        f"{AGENCY}วันจันทร์ที่ 23 มกราคม 2566",
        "ยกมาจากวันก่อน ยังไม่มีที่ลง 0.00 เงินเข้า 62 6,918.15 ลงเป็น ชำระตามใบแจ้ง 61 5,917.70",
        "ลงเป็น โอนผิด ไม่ใช่เงินของหน่วยงาน 1 777.00 รวมที่ลงบัญชี 6,694.70 คงเหลือ ยังไม่มีที่ลง 2 223.45",
        f"ตรวจสอบตาม {Profile.here().finance_rules}",
        "หลักฐานที่ยังไม่พบเงิน 0 ฉบับ รายการที่ถอนการลงบัญชี 1 รายการ",
        "รายการที่ยังไม่มีที่ลง (2 รายการ)",
        "123.45 123.45 ไม่รู้ของใคร",
        "การลงบัญชีของวัน (62 รายการ)",
        "61 23 ม.ค. 66 09.00 น. -100.00 นายสมชาย ที่ปรึกษาดี",
        f"ชำระตามใบแจ้ง ถอนการลงบัญชี {WHY} นางสาวปรียา เงินทอง",
        f"โอนผิด ไม่ใช่เงินของหน่วยงาน {HARD_THAI[1]} น้ำปั้นดี",
        "หมายเหตุ ตรวจกับสมุดบัญชีแล้ว",
        f"ผู้ปิดยอด (นางสาวปรียา เงินทอง) ปิดยอดเมื่อ 23 ม.ค. 2566 16.00 น. ลงชื่อ {'.' * 45} ผู้สอบทาน (นางวรรณา รุ่งเรืองดี) สอบทานเมื่อ",
        close.figures["digest"],
    ):
        assert without_gaps(said) in words, said
    for invoice in invoices[1:]:
        assert words.count(f"ที่ปรึกษาดี{invoice.reference1}FEE01") == 1
    assert close_pdf(close) == made


def test_what_comes_after_a_close_does_not_change_its_sheet(till: Till) -> None:
    settled(till, 3)
    waits = till.money(500, MONDAY)
    with clock_at(MONDAY_EVENING):
        close = closed(till)
    made = close_pdf(close)
    with clock_at(TUESDAY_EVENING):
        Posting.objects.order_by("pk")[0].take_back(WHY, by=till.finance)
        Posting.objects.set_aside(waits, Place.OTHER_REVENUE, WHY, by=till.finance)
        till.money(700, MONDAY)
        assert close_pdf(DayClose.objects.get(pk=close.pk)) == made


def test_a_day_on_which_nothing_came_has_a_sheet_too(till: Till) -> None:
    with clock_at(MONDAY_EVENING):
        [page] = pages_of(close_pdf(closed(till)))
    assert page.count("ไม่มีรายการ") == 2
    assert without_gaps(f"ผู้สอบทาน ({'.' * 45}) สอบทานเมื่อ {'.' * 40}") in page


def test_what_is_not_printed_is_counted(till: Till) -> None:
    settled(till, 5)
    for _ in range(2):
        till.money(100, MONDAY)
    with clock_at(MONDAY_EVENING):
        close = closed(till)
    left, posted = close_page(close, rows_max=4)["tables"]
    assert [len(one["rows"]) for one in (left, posted)] == [2, 2]
    assert (left["more"], left["heading"]) == ("", "รายการที่ยังไม่มีที่ลง (2 รายการ)")
    assert posted["more"] == "ยังมีอีก 3 รายการในระบบที่ไม่ได้พิมพ์ในใบนี้ ยอดข้างต้นนับรวมแล้ว"
    left, posted = close_page(close, rows_max=1)["tables"]
    assert [(len(one["rows"]), one["more"][:14]) for one in (left, posted)] == [
        (1, "ยังมีอีก 1 ราย"),
        (0, "ยังมีอีก 5 ราย"),
    ]


def test_a_close_that_was_withdrawn_says_so(till: Till) -> None:
    with clock_at(MONDAY_EVENING):
        close = closed(till)
        close.withdraw("มีรายการเข้าเพิ่ม", by=till.finance)
        [page] = pages_of(close_pdf(close))
    assert "ถอนแล้วเมื่อ23ม.ค.256616.00น.เพราะมีรายการเข้าเพิ่ม" in page


def test_the_same_rows_give_the_same_bytes(till: Till) -> None:
    [invoice] = settled(till)
    receipt = Receipt.objects.issue(invoice, by=till.finance)
    fresh = bill_of(till)
    assert bill_pdf(fresh) == bill_pdf(Invoice.objects.get(pk=fresh.pk))
    assert receipt_pdf(receipt) == receipt_pdf(Receipt.objects.get(pk=receipt.pk))


def drawn(pdf: bytes) -> memoryview:
    """The first page as a scanner would see it: grey, 200 dots an inch."""
    with pypdfium2.PdfDocument(pdf) as document:
        page = document[0].render(scale=200 / 72, grayscale=True)
        rows = [bytes(page.buffer)[row * page.stride :][: page.width] for row in range(page.height)]
        return memoryview(b"".join(rows)).cast("B", shape=[page.height, page.width])
