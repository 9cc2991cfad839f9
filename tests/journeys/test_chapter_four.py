"""Chapter 4 of the guide, walked by a real browser on real servers: a licence that is drafted, signed, sealed and mailed, and
whose file others find valid; then the server is killed, and what waits for the key goes out when the passphrase is said.
"""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from email.message import EmailMessage
from pathlib import Path

import pypdfium2
import pytest
from playwright.sync_api import Browser, Page, expect

from saraban.thai.dates import BANGKOK
from saraban.thai.digits import arabic_digits
from tests.documents import pki
from tests.issuing.desks import PASSPHRASE, certificate_file
from tests.journeys.product import PASSWORD, no_request_went_elsewhere, sign_in
from tests.journeys.test_chapter_three import Officer
from tests.journeys.test_chapter_two import until
from tests.journeys.town import CITIZEN, READ_MS, Town, letter_bytes, running_town, text_of
from tests.servers.certificates import Authority

pytestmark = pytest.mark.browser

SERVICE = "ขอหรือต่ออายุใบอนุญาตจำหน่ายสินค้าในที่หรือทางสาธารณะ"
KIND = "ใบอนุญาตจำหน่ายสินค้าในที่หรือทางสาธารณะ"
NAME = "นายสมชาย ที่ปรึกษาดี"
PLACE = "หน้าตลาดสดน้ำป่า ๙/๑ ตำบลปู่ฐู"
TIMES = ("ขออนุญาตขายน้ำปั่น", "ขออนุญาตขายข้าวต้ม")


@pytest.fixture
def town(authority: Authority, database: str, tmp_path: Path) -> Iterator[Town]:
    with running_town(authority, tmp_path, database=database) as made:
        yield made


class Registry(Officer):
    """The same person at the pages of chapter 4."""

    def prepares(self, certificate: Path) -> None:
        """The order that names this system, the account, the kind of licence, and the certificate."""
        self.go("/desk/settings/approvals/orders/new/")
        self.page.locator("main form.form .btns button.btn").first.click()
        expect(self.page.get_by_role("heading", name="ลงนามแล้ว")).to_be_visible()
        self.page.locator("#id_number").fill("7/2569")
        self.page.locator("#id_signed_by").fill("นางสาวสุดา ใจดี")
        self.page.get_by_role("button", name="บันทึกว่าลงนามแล้ว").click()
        self.go("/desk/settings/approvals/")
        self.page.locator("form.note button").first.click()
        self.go("/desk/settings/licence-kinds/new/?preset=street")
        self.page.get_by_label(SERVICE).check()
        self.page.get_by_role("button", name="บันทึก", exact=True).click()
        expect(self.page.get_by_role("link", name=KIND).first).to_be_visible()
        self.go("/desk/settings/letterhead/")
        self.page.locator("#id_address").fill("๑ หมู่ที่ ๒ ถนนริมคลอง\nตำบลทดลอง จังหวัดนครนายก ๒๖๐๐๐")
        self.page.get_by_role("button", name="บันทึก", exact=True).click()
        self.go("/desk/settings/certificate/")
        self.page.locator("#id_p12").set_input_files(certificate)
        self.page.locator("#id_new_passphrase").fill(PASSPHRASE)
        self.page.get_by_role("button", name="นำเข้า").click()
        expect(self.page.get_by_text("เปิดแล้ว ประทับได้")).to_be_visible()

    def decides(self, subject: str) -> str:
        """From the letter on the desk to the head's word; the path of the case."""
        self.enters(subject)
        case = self.opens(subject, SERVICE)
        papers = self.page.locator("[id^=paper-]").count()
        self.says(*["1"] * papers)
        self.takes_the_next_step()  # found complete
        self.takes_the_next_step()
        self.page.locator("#id_summary").fill("เอกสารครบ เห็นควรอนุญาต")
        self.takes_the_next_step()
        self.agrees()
        return case

    def drafts_and_signs(self, case: str) -> None:
        self.go(case)
        self.takes_the_next_step()
        self.page.get_by_role("button", name="ร่าง", exact=True).click()
        expect(self.page.get_by_text("ยังลงนามไม่ได้ เพราะยังขาด")).to_be_visible()
        for label, words in (("ตั้งอยู่ที่", PLACE), ("สินค้า", "น้ำปั่น"), ("ลักษณะการจำหน่าย", "รถเข็น")):
            self.page.get_by_label(label, exact=True).fill(words)
        self.page.get_by_role("button", name="บันทึกร่าง").click()
        expect(self.page.get_by_text("ยังลงนามไม่ได้")).to_have_count(0)
        self.page.get_by_role("button", name="เสนอลงนาม").click()
        expect(self.page.get_by_text("เสนอลงนามแล้ว").first).to_be_visible()
        press = self.page.get_by_role("button", name="ลงนามในระบบ")
        with self.page.expect_navigation():
            press.click()
        if "/accounts/" in self.page.url:
            back = self.page.url.partition("next=")[2]
            self.go(f"/accounts/reauthenticate/?next={back}")
            self.page.locator("input[type=password]").fill(PASSWORD)
            for button in (self.page.get_by_role("button", name="ยืนยัน"), press):
                with self.page.expect_navigation():
                    button.click()
        expect(self.page.get_by_text("ลงนามโดย")).to_be_visible()

    def sends_it_out(self) -> None:
        """One press."""
        with self.page.expect_navigation():
            self.page.keyboard.press("Control+Enter")


def pdfs_of(mail: EmailMessage, folder: Path) -> list[Path]:
    made = []
    for place, part in enumerate(mail.iter_attachments()):
        if part.get_content_type() == "application/pdf":
            path = folder / f"{place}.pdf"
            path.write_bytes(part.get_payload(decode=True))  # type: ignore[arg-type]
            made.append(path)
    return made


def words_of(path: Path) -> str:
    with pypdfium2.PdfDocument(path) as opened:
        return " ".join(page.get_textpage().get_text_range() for page in opened)


def is_valid_to_others(path: Path, root: Path) -> None:
    """By three programs that are not ours."""
    told = subprocess.run(["pdfsig", "-nocert", path], capture_output=True, text=True, check=False).stdout
    assert "Signature is Valid" in told and "Total document signed" in told, told
    subprocess.run(["qpdf", "--check", path], capture_output=True, check=True)
    data = path.read_bytes()
    [(a, b, c, d)] = [
        tuple(map(int, found)) for found in re.findall(rb"/ByteRange \[\s*(\d+) (\d+) (\d+) (\d+)\s*\]", data)
    ]
    cms = bytes.fromhex(data[b + 1 : c - 1].decode())
    (path.with_suffix(".p7s")).write_bytes(cms)
    (path.with_suffix(".signed")).write_bytes(data[a : a + b] + data[c : c + d])
    subprocess.run(
        [
            *(
                "openssl",
                "cms",
                "-verify",
                "-inform",
                "DER",
                "-binary",
                "-purpose",
                "any",
                "-out",
                "/dev/null",
            ),
            *("-in", path.with_suffix(".p7s"), "-content", path.with_suffix(".signed"), "-CAfile", root),
        ],
        capture_output=True,
        check=True,
    )


def test_a_licence_goes_the_way_of_chapter_four(town: Town, browser: Browser, tmp_path: Path) -> None:
    with ThreadPoolExecutor(1) as elsewhere_than_the_browsers_loop:
        root = elsewhere_than_the_browsers_loop.submit(pki.root).result()
        made = elsewhere_than_the_browsers_loop.submit(
            certificate_file, root, name="เทศบาลตำบลทดลอง"
        ).result()
    certificate, trusted = tmp_path / "seal.p12", tmp_path / "root.pem"
    certificate.write_bytes(made)
    trusted.write_bytes(root.pem)
    now = datetime.now(BANGKOK)
    for place, subject in enumerate(TIMES):
        raw = letter_bytes(subject, sent=now, sender=CITIZEN, name=NAME, message_id=f"<{place}@example.com>")
        town.dovecot.deliver(raw.replace(b"\n", b"\r\n"), when=now)

    with town.product.serving():
        page = browser.new_context(viewport={"width": 1366, "height": 768}, locale="th-TH").new_page()
        elsewhere = no_request_went_elsewhere(page, town.product.address)
        sign_in(page, town.link)
        registry = Registry(town, page)
        registry.has_the_duties()
        registry.offers("street")
        registry.prepares(certificate)

        # 4.1-4.4 Drafted, signed, and by one press numbered, sealed, sent and entered; the case is at its end.
        case = registry.decides(TIMES[0])
        registry.drafts_and_signs(case)
        wizard = page.url
        registry.sends_it_out()
        expect(page.get_by_text("ออกแล้ว เลขส่ง")).to_be_visible()
        assert registry.shows(case, "ออกเอกสารแล้ว") or registry.shows(case, "แจ้งผลแล้ว")
        until(lambda: bool(registry.mailed("แจ้งผลการพิจารณา")), of="the mail")
        [mail] = registry.mailed("แจ้งผลการพิจารณา")
        assert str(mail["To"]).endswith(f"<{CITIZEN}>") and "037 000 200" in text_of(mail)
        assert "ในรูปแบบกระดาษ" in text_of(mail)
        letter, licence = pdfs_of(mail, tmp_path)
        for path in (letter, licence):
            is_valid_to_others(path, trusted)
        words = words_of(licence)
        for said in (NAME, PLACE, "น้ำปั่น", "รถเข็น", KIND):
            assert said in words, said
        assert "เลขที่ 1/25" in arabic_digits(words)
        page.goto(wizard)
        number = page.locator("main a.num b").inner_text()
        assert f"ที่ {number}" in arabic_digits(words_of(letter))
        registry.go("/desk/outgoing/")
        assert page.locator("table.book").inner_text().count(number) >= 1

        # Anyone may check: by the QR's address, and by the file as it came, changed by one byte, and of somebody else.
        [address] = set(re.findall(r"https?://\S+/v/[0-9a-f]{20}", text_of(mail))) - set(
            re.findall(r"https?://\S+/v/[0-9a-f]{20}", words_of(letter))
        ) or [""]
        visitor = browser.new_context(locale="th-TH").new_page()
        if address:
            visitor.goto(address)
            expect(visitor.get_by_text("ออกโดยหน่วยงานนี้จริง")).to_be_visible()
        changed = tmp_path / "changed.pdf"
        data = bytearray(licence.read_bytes())
        data[len(data) // 3] ^= 1
        changed.write_bytes(data)
        shutil.copy(certificate, tmp_path / "other.pdf")
        for file, said in ((licence, "เหมือนฉบับที่ออกทุกประการ"), (changed, "เหมือนฉบับที่ออกทุกประการ")):
            told = dropped(visitor, town, file)
            assert (said in told) == (file == licence), told

        # 4.3 The server dies: what is signed waits for the passphrase, and then leaves by itself, once.
        case = registry.decides(TIMES[1])
        registry.drafts_and_signs(case)
        wizard = page.url
        town.product.killed_and_started_again()
        page.goto(wizard)
        registry.sends_it_out()
        expect(page.get_by_text("รอเปิดใบรับรอง").first).to_be_visible()
        registry.go("/desk/settings/certificate/")
        expect(page.get_by_text("เอกสาร 1 ฉบับออกเลขแล้ว")).to_be_visible()
        page.locator("#id_passphrase").fill(PASSPHRASE)
        page.get_by_role("button", name="เปิดใบรับรอง").click()
        until(
            lambda: registry.shows(wizard.removeprefix(town.product.address), "ออกเมื่อ"),
            of="the second licence",
        )
        until(lambda: len(registry.mailed("แจ้งผลการพิจารณา")) == 2, of="its mail")
        page.wait_for_timeout(READ_MS)
        assert len(registry.mailed("แจ้งผลการพิจารณา")) == 2
        assert elsewhere == []


def dropped(visitor: Page, town: Town, file: Path) -> str:
    visitor.goto(f"{town.product.address}/verify/")
    visitor.locator("input[type=file]").set_input_files(file)
    visitor.get_by_role("button", name="ตรวจ", exact=True).click()
    return visitor.locator("main").inner_text()
