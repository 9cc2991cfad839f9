"""The way of money (guide #3.4), walked by a real browser on real servers: from the account in the agency's name over the
bill with its QR, the slip, the bank's statement and one key, to the receipt and to days that one closes and another
reviews.
"""

from __future__ import annotations

import binascii
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from email.message import EmailMessage
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import Browser, Locator, Page, expect

from saraban.law.government_holidays import seeded_calendar
from saraban.payments.slip_qr import SlipCode
from saraban.thai.dates import BANGKOK, full_date
from tests.documents.test_typesetting import text_of as words_of
from tests.journeys.product import no_request_went_elsewhere, sign_in
from tests.journeys.test_chapter_three import Officer
from tests.journeys.test_chapter_two import until
from tests.journeys.town import CITIZEN, Town, last_sunday, letter_bytes, running_town, text_of
from tests.payments.bank_files import Rows, xlsx_of
from tests.payments.slips import png, screenshot
from tests.payments.slips import text_of as text_of_slip
from tests.payments.test_papers import drawn
from tests.servers.certificates import Authority

pytestmark = pytest.mark.browser

PAID = "โอนค่าธรรมเนียมแล้ว"
STALL = "ขออนุญาตจำหน่ายสินค้าหน้าตลาด"
SERVICE = "ขอหรือต่ออายุใบอนุญาตจำหน่ายสินค้าในที่หรือทางสาธารณะ"
AGENCY = "เทศบาลตำบลทดลอง"
BILLER = "099400016550100"
TRANSFER = SlipCode("004", "016335083105ABC01234")
PREEYA = "preeya@klongnoy.example"
SUDA = "suda@klongnoy.example"


@dataclass
class Cashier(Officer):
    """Who handles the money. `keys`: pressed since it was last set to zero; no button is clicked where they are counted."""

    keys: int = 0

    def press(self, key: str) -> None:
        self.keys += 1
        with self.page.expect_navigation():
            self.page.keyboard.press(key)

    def clicks(self, name: str) -> None:
        with self.page.expect_navigation():
            self.page.get_by_role("button", name=name).first.click()

    def clicks_in(self, form: Locator) -> None:
        with self.page.expect_navigation():
            form.get_by_role("button").click()

    def opens_the_account(self) -> None:
        """First in the name of a person, which is refused with all that was typed (#3.4(1))."""
        self.go("/desk/pay/accounts/")
        self.page.locator("#id_bank").select_option("006")
        self.page.locator("#id_number").fill("123-4-56789-0")
        self.page.locator("#id_biller").fill(BILLER)
        self.page.locator("#id_name").fill("นางสาวปรียา เงินทอง")
        self.clicks("เปิดใช้บัญชี")
        expect(self.page.locator("[role=alert]")).to_be_visible()
        assert self.page.locator("#id_number").input_value() == "123-4-56789-0"
        self.page.locator("#id_name").fill(AGENCY)
        self.clicks("เปิดใช้บัญชี")
        expect(self.page.get_by_text("เปิดใช้บัญชี 123-4-56789-0 แล้ว")).to_be_visible()

    def sets_the_fee(self) -> None:
        self.go("/desk/pay/fees/")
        self.page.locator("#id_code").fill("FEE01")
        self.page.locator("#id_name").fill("ค่าธรรมเนียมใบอนุญาตจำหน่ายสินค้า")
        self.page.locator("main form.form button").first.click()
        self.page.locator("#id_satang").fill("500")
        self.page.locator("#id_since").fill("วันนี้")
        self.page.locator("#id_law").fill("เทศบัญญัติเรื่องการจำหน่ายสินค้าในที่หรือทางสาธารณะ พ.ศ. 2560")
        self.page.locator("form[action*='/rates/'] button").click()
        expect(self.page.locator("main table")).to_contain_text("500.00")

    def waits(self, case: str) -> str:
        """For what the case waits now, as its page says it."""
        self.go(case)
        return self.page.locator("#step").inner_text()

    def looks_at_the_statement(self, file: bytes) -> None:
        self.go("/desk/pay/statements/")
        self.page.locator("#id_file").set_input_files(
            {
                "name": "ktb.xlsx",
                "mimeType": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
                "buffer": file,
            }
        )
        self.clicks("ตรวจก่อนนำเข้า")

    def money(self, words: str) -> None:
        """What to do with one line by hand is opened, and stays open."""
        self.go("/desk/pay/")
        row = self.page.locator("li", has_text=words)
        row.locator("summary").first.click()
        expect(row.locator("form").last).to_be_visible()

    def closes(self) -> None:
        """The day that the page of closes offers: the first that is open, and no other."""
        self.go("/desk/pay/days/")
        self.clicks("ปิดยอด")
        expect(self.page.locator("main")).to_contain_text("รอสอบทาน")

    def reviews(self, day: str) -> None:
        self.go(day)
        self.clicks("สอบทานแล้ว ถูกต้อง")
        expect(self.page.locator("main")).to_contain_text("สอบทานแล้ว ล็อก")

    def figures(self) -> dict[str, str]:
        """Of the day that is open: `{"ยกมา": "0.00", …}`."""
        cells = self.page.locator("dl.kv > *").all_inner_texts()
        return dict(zip(cells[::2], cells[1::2], strict=True))

    def paper(self, path: str) -> bytes:
        answer = self.page.request.get(self.town.product.address + path)
        assert answer.status == 200 and answer.headers["content-type"] == "application/pdf"
        return answer.body()

    def sits_down(self, address: str) -> None:
        self.page.goto(self.town.product.run("link", address).strip())


@pytest.fixture
def town(authority: Authority, database: str, tmp_path: Path) -> Iterator[Town]:
    with running_town(authority, tmp_path, database=database) as made:
        yield made


def qr_of(reference: str) -> str:
    """What the QR of a bill of 500 baht says, by EMVCo's rules and the Bank of Thailand's, apart from the product's own."""
    ties = f"0016A0000006770101120115{BILLER}02{len(reference):02}{reference}0305FEE01"
    text = f"00020101021230{len(ties):02}{ties}53037645406500.005802TH6304"
    return f"{text}{binascii.crc_hqx(text.encode(), 0xFFFF):04X}"


def slip_for(bill: EmailMessage, now: datetime) -> bytes:
    """The applicant's answer, with a screenshot of the transfer."""
    picture = png(screenshot(text=text_of_slip(TRANSFER)))
    answer = letter_bytes(
        PAID, sent=now, sender=CITIZEN, message_id="<1@example.com>", attachments=[("สลิป.png", picture)]
    )
    return (f"In-Reply-To: {bill['Message-ID']}\n".encode() + answer).replace(b"\n", b"\r\n")


def codes_in(letter: EmailMessage) -> tuple[str, str]:
    """What an independent decoder reads on the two files of a bill: the PDF's page, and the picture."""
    files = {
        str(part.get_filename()).partition("-")[0]: part.get_content() for part in letter.iter_attachments()
    }
    [on_page] = zxingcpp.read_barcodes(drawn(files["bill"]), formats=zxingcpp.BarcodeFormat.QRCode)
    [on_picture] = zxingcpp.read_barcodes(Image.open(io.BytesIO(files["qr"])))
    return on_page.text, on_picture.text


def statement_of(reference: str, day: date) -> bytes:
    """Of the bank: the fee, the fee once more, and money of somebody whom nobody expects."""
    said = day.strftime("%d/%m/%Y")
    rows: Rows = [
        ["รายงานการรับชำระเงิน บมจ.ธนาคารกรุงไทย"],
        ["ลำดับ", "วันที่ชำระเงิน", "เวลา", "ชื่อผู้ชำระเงิน", "Ref.1", "Ref.2", "จำนวนเงิน (บาท)"],
        ["1", said, "00:01:05", "นายสมชาย ที่ปรึกษาดี", reference, "FEE01", "500.00"],
        ["2", said, "00:04:59", "นายสมชาย ที่ปรึกษาดี", reference, "FEE01", "500.00"],
        ["3", said, "00:06:31", "นางมาลี ใจดี", "", "", "120.00"],
        [None, None, None, None, None, "รวม 3 รายการ", "1,120.00"],
    ]
    return xlsx_of(rows)


def half_past_three(day: date) -> datetime:
    return datetime.combine(day, time(15, 30), BANGKOK)


def page_of(browser: Browser) -> Page:
    return browser.new_context(viewport={"width": 1366, "height": 768}, locale="th-TH").new_page()


def test_money_goes_the_way_of_the_guide(town: Town, browser: Browser) -> None:
    sunday, product = last_sunday(), town.product
    raw = letter_bytes(
        STALL, sent=sunday, sender=CITIZEN, name="นายสมชาย ที่ปรึกษาดี", message_id="<0@example.com>"
    )
    town.dovecot.deliver(raw.replace(b"\n", b"\r\n"), when=sunday)
    suda = Cashier(town, page_of(browser))
    preeya = Cashier(town, page_of(browser))

    with product.serving():
        elsewhere = no_request_went_elsewhere(suda.page, product.address)
        elsewhere_too = no_request_went_elsewhere(preeya.page, product.address)
        sign_in(suda.page, town.link)
        suda.has_the_duties()
        suda.go("/desk/settings/officers/new/")
        suda.page.locator("#id_name").fill("นางสาวปรียา เงินทอง")
        suda.page.locator("#id_email").fill(PREEYA)
        suda.page.get_by_label("เจ้าหน้าที่การเงิน").check()
        suda.clicks("บันทึก")
        sign_in(preeya.page, product.run("link", PREEYA).strip())

        # 3.4(1): the account in the agency's name; what is taken, how much since when, and under which law.
        preeya.opens_the_account()
        preeya.sets_the_fee()
        suda.go("/desk/services/new/?preset=street")
        suda.page.locator("#id_fee").fill("500")
        suda.page.locator("#id_fee_due").select_option("decision")
        suda.page.locator("main form.form .btns button").click()
        expect(suda.page.get_by_text("เปิดเรื่องได้ทันที")).to_be_visible()

        # 3.4(2): the case is complete and waits for its fee; the bill leaves with its QR.
        suda.enters(STALL)
        case = suda.opens(STALL, SERVICE)
        suda.takes_the_next_step()
        suda.says("1", "1", "1", "1")
        suda.takes_the_next_step()
        suda.go(case)
        expect(suda.page.locator("#step")).to_contain_text("แจ้งชำระเงิน")
        suda.takes_the_next_step()
        suda.page.locator("#id_fee").select_option(label="FEE01 ค่าธรรมเนียมใบอนุญาตจำหน่ายสินค้า")
        suda.takes_the_next_step()
        expect(suda.page.locator("#step")).to_contain_text("รอชำระเงิน 500.00 บาท")
        until(lambda: bool(suda.mailed("แจ้งชำระเงิน")), of="the bill")
        [bill] = suda.mailed("แจ้งชำระเงิน")
        said = text_of(bill)
        assert str(bill["In-Reply-To"]) == "<0@example.com>"
        assert f"ชื่อบัญชี {AGENCY}" in said and "ห้าร้อยบาทถ้วน" in said
        reference = re.search(r"รหัสอ้างอิง 1: (\w+)", said)
        assert reference is not None
        ref1 = reference.group(1)
        assert codes_in(bill) == (qr_of(ref1), qr_of(ref1))

        # The slip answers the mail: its picture says the reference, nobody types it. It moves nothing: the case waits.
        now = datetime.now(BANGKOK)
        town.dovecot.deliver(slip_for(bill, now), when=now)
        suda.enters(PAID)
        until(lambda: "บันทึกหลักฐานการชำระ" in suda.waits(case), of="the slip in the case")
        suda.takes_the_next_step()
        suda.page.locator("#id_paid_on").fill("วันนี้")
        suda.takes_the_next_step()
        expect(suda.page.locator("#step")).to_contain_text("รอการเงินพบเงิน 500.00 บาท")
        preeya.go("/desk/pay/")
        expect(preeya.page.locator("main")).to_contain_text("ไม่มีรายการรอตรวจ")
        expect(preeya.page.locator("main")).to_contain_text(TRANSFER.reference)

    # 3.4(3): the end of the next working day.
    first = seeded_calendar().next_working_day(now.date())
    product.pretended = half_past_three(first)
    with product.serving():
        suda.sits_down(SUDA)
        preeya.sits_down(PREEYA)
        file = statement_of(ref1, now.date())
        preeya.looks_at_the_statement(file)
        expect(preeya.page.locator("main")).to_contain_text("เงินเข้า 3 รายการ รวม 1,120.00 บาท")
        assert preeya.shows("/desk/pay/", "ไม่มีรายการรอตรวจ")  # looked at, and nothing is changed
        preeya.looks_at_the_statement(file)
        preeya.clicks("นำเข้า 3 รายการ")
        preeya.looks_at_the_statement(file)
        expect(preeya.page.locator("main")).to_contain_text("ไม่ต้องนำเข้าซ้ำ")

        # Slip, money and case by one key: what is certain, and nothing of the rest.
        preeya.go("/desk/pay/")
        preeya.keys = 0
        preeya.press("Enter")
        assert preeya.keys == 1
        expect(preeya.page.locator("main [role=status]")).to_contain_text("ยืนยันแล้ว 1 รายการ")
        expect(preeya.page.locator("main")).to_contain_text("จ่ายซ้ำ")
        assert suda.shows(case, "ชำระครบแล้ว")
        expect(suda.page.locator("#step")).to_contain_text("เสนอหัวหน้าหน่วยงาน")

        # By hand it needs a reason: the page is not left without one, and what was typed stays.
        preeya.money("จ่ายซ้ำ")
        again = preeya.page.locator("li", has_text="จ่ายซ้ำ").locator("form").last
        again.locator("select").select_option(label="ชำระเกินหรือซ้ำ รอคืน")
        again.get_by_role("button").click()
        assert again.locator("input[name=because]").evaluate("one => one.matches(':invalid:focus')")
        assert again.locator("select").input_value() == "to_return"
        again.locator("input[name=because]").fill(" ")
        preeya.clicks_in(again)
        expect(preeya.page.locator("main [role=status]")).to_contain_text("ยังไม่ได้บอกเหตุผล")
        expect(preeya.page.locator("main")).to_contain_text("จ่ายซ้ำ")
        preeya.money("จ่ายซ้ำ")
        again.locator("select").select_option(label="ชำระเกินหรือซ้ำ รอคืน")
        again.locator("input[name=because]").fill("ผู้ชำระโอนสองครั้ง โทรแจ้งแล้ว")
        preeya.clicks_in(again)
        expect(preeya.page.locator("main")).not_to_contain_text("จ่ายซ้ำ")

        # The receipt; and the day, closed by one and reviewed by another, with what is not matched yet.
        preeya.go("/desk/pay/invoices/1/")
        preeya.clicks("ออกหลักฐานรับชำระ")
        receipt = preeya.page.locator("#receipt-title ~ p a").get_attribute("href") or ""
        words = words_of(preeya.paper(receipt), product.data)
        assert "นายสมชายที่ปรึกษาดี" in words and "ห้าร้อยบาทถ้วน" in words and ref1 in words
        preeya.closes()
        day = preeya.page.url.removeprefix(product.address)
        expect(preeya.page.get_by_role("heading", level=1)).to_contain_text(full_date(first))
        assert (
            preeya.figures()
            | {
                "ยกมา": "0.00",
                "เงินเข้า 3 รายการ": "1,120.00",
                "ชำระตามใบแจ้ง 1 รายการ": "500.00",
                "ชำระเกินหรือซ้ำ รอคืน 1 รายการ": "500.00",
                "ค้างจับคู่ 1 รายการ": "120.00",
                "สลิปที่ยังไม่พบเงิน": "0 ใบ",
            }
            == preeya.figures()
        )
        expect(preeya.page.get_by_role("button", name="สอบทานแล้ว")).to_have_count(0)
        suda.reviews(day)
        kept = suda.paper(f"{day}sheet/")
        assert kept == preeya.paper(f"{day}sheet/")
        sheet = words_of(kept, product.data)
        assert "1,120.00" in sheet and "นางสาวปรียาเงินทอง" in sheet and "นางสาวสุดาใจดี" in sheet

    # A week on: a day that nobody closed stands before the one that is at its end.
    last = first + timedelta(days=7)
    between = seeded_calendar().next_working_day(first)
    assert between < last
    product.pretended = half_past_three(last)
    with product.serving():
        suda.sits_down(SUDA)
        preeya.sits_down(PREEYA)
        preeya.money("นางมาลี ใจดี")
        other = preeya.page.locator("li", has_text="นางมาลี ใจดี").locator("form").last
        other.locator("select").select_option(label="รายได้อื่น")
        other.locator("input[name=because]").fill("ค่าเช่าแผงที่ชำระโดยไม่มีใบแจ้ง")
        preeya.clicks_in(other)
        preeya.go("/desk/pay/days/")
        expect(preeya.page.get_by_role("button", name="ปิดยอด")).to_contain_text(full_date(between))
        preeya.closes()
        expect(preeya.page.get_by_role("heading", level=1)).to_contain_text(full_date(between))
        assert (
            preeya.figures()
            | {
                "ยกมา": "120.00",
                "เงินเข้า 0 รายการ": "0.00",
                "รายได้อื่น 1 รายการ": "120.00",
                "ค้างจับคู่ 0 รายการ": "0.00",
            }
            == preeya.figures()
        )
        suda.reviews(preeya.page.url.removeprefix(product.address))
        preeya.go("/desk/pay/days/")
        after = seeded_calendar().next_working_day(between)
        expect(preeya.page.locator("main")).to_contain_text(f"{full_date(after)} ยังไม่ปิดยอด: ไม่มีรับเงิน")
        expect(preeya.page.get_by_role("button", name="วันนี้ไม่มีรับเงิน ปิดยอด 0 บาท")).to_be_visible()
    assert elsewhere == elsewhere_too == []
