"""Chapter 3 of the guide, walked by a real browser on real servers: from a letter to the head's word, with an answer that
comes back, a paper that its issuer signed, a day that is closed in between, a case that is late, and an applicant whom no
mail reaches.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.message import EmailMessage
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from saraban.law.government_holidays import seeded_calendar
from saraban.thai.dates import BANGKOK
from tests.documents import pki
from tests.journeys.product import PASSWORD, no_request_went_elsewhere, sign_in
from tests.journeys.test_chapter_two import until
from tests.journeys.town import (
    CITIZEN,
    READ_MS,
    Town,
    last_sunday,
    letter_bytes,
    read,
    running_town,
    text_of,
)
from tests.servers.certificates import Authority

pytestmark = pytest.mark.browser

STALL = "ขออนุญาตจำหน่ายสินค้าหน้าตลาด"
LOST = "ขอจดทะเบียนพาณิชย์"
GONE = "gone@example.com"
LETTERS = ((STALL, CITIZEN, "นายสมชาย ที่ปรึกษาดี"), (LOST, GONE, "นางสาวมะลิ ลาไกล"))


@dataclass
class Officer:
    """One person with every duty, as in a very small office."""

    town: Town
    page: Page

    def go(self, path: str) -> None:
        self.page.goto(self.town.product.address + path)

    def has_the_duties(self) -> None:
        self.go("/desk/settings/officers/1/")
        for duty in ("เจ้าหน้าที่ผู้รับผิดชอบเรื่อง", "หัวหน้าหน่วยงาน"):
            self.page.get_by_label(duty).check()
        self.page.locator("main form.form button.btn").click()

    def offers(self, preset: str) -> None:
        self.go(f"/desk/services/new/?preset={preset}")
        self.page.locator("main form.form .btns button").click()
        expect(self.page.get_by_text("เปิดเรื่องได้ทันที")).to_be_visible()

    def enters(self, subject: str) -> None:
        def came() -> bool:
            self.go("/desk/")
            return self.page.locator("a.row", has_text=subject).count() > 0

        until(came, of=subject)
        self.page.locator("a.row", has_text=subject).first.click()
        expect(self.page.get_by_role("heading", name=subject)).to_be_visible()
        self.page.wait_for_timeout(READ_MS)
        self.page.locator("#card button.go").click()
        expect(self.page.get_by_role("heading", name=subject)).to_have_count(0)
        expect(self.page.locator("#undo button")).to_be_visible()

    def opens(self, subject: str, service: str) -> str:
        """The path of the case."""
        self.go("/desk/register/")
        self.page.locator("table.book a", has_text=subject).first.click()
        self.page.locator("#open-case").click()
        self.page.locator("#id_service").select_option(label=service)
        self.page.locator("main form.form button").click()
        expect(self.page.locator("#step")).to_be_visible()
        return self.page.url.removeprefix(self.town.product.address)

    def says(self, *keys: str) -> None:
        """A key for each paper in turn."""
        for key in keys:
            with self.page.expect_navigation():
                self.page.keyboard.press(key)

    def takes_the_next_step(self) -> None:
        with self.page.expect_navigation():
            self.page.keyboard.press("Control+Enter")

    def agrees(self, word: str = "อนุญาต") -> None:
        """The head's press; where they did not show lately who they are, the password first, and a press more."""
        self.go("/desk/approvals/")
        press = self.page.get_by_role("button", name=word, exact=True)
        self.page.wait_for_timeout(READ_MS)
        with self.page.expect_navigation():
            press.click()
        if "/accounts/" in self.page.url:
            self.go("/accounts/reauthenticate/?next=/desk/approvals/")
            self.page.locator("input[type=password]").fill(PASSWORD)
            for button in (self.page.get_by_role("button", name="ยืนยัน"), press):
                self.page.wait_for_timeout(READ_MS)
                with self.page.expect_navigation():
                    button.click()

    def shows(self, case: str, words: str) -> bool:
        self.go(case)
        return words in self.page.locator("main").inner_text()

    def mailed(self, words: str) -> list[EmailMessage]:
        letters = [read(taken.raw) for taken in list(self.town.sink.letters)]
        return [letter for letter in letters if words in str(letter["Subject"])]


@pytest.fixture
def town(authority: Authority, database: str, tmp_path: Path) -> Iterator[Town]:
    with running_town(authority, tmp_path, database=database) as made:
        made.product.trust_file = tmp_path / "roots.pem"
        made.product.trust_file.write_bytes(pki.root().pem)
        yield made


def card() -> bytes:
    """A copy of a card that the district has signed, below a root that this office trusts."""
    root = pki.root()
    authority = root.authority("Authority of districts")
    signer = authority.signer("กรมการปกครอง")
    return pki.signed(
        pki.paper(), signer, others=[authority], roots=[root], crls=[root.crl(), authority.crl()]
    )


def test_a_letter_goes_the_way_of_chapter_three(town: Town, browser: Browser) -> None:
    sunday = last_sunday()
    with ThreadPoolExecutor(1) as elsewhere_than_the_browsers_loop:
        signed_card = elsewhere_than_the_browsers_loop.submit(card).result()
    for minute, (subject, sender, name) in enumerate(LETTERS):
        raw = letter_bytes(
            subject, sent=sunday, sender=sender, name=name, message_id=f"<{minute}@example.com>"
        )
        town.dovecot.deliver(raw.replace(b"\n", b"\r\n"), when=sunday + timedelta(minutes=minute))
    town.sink.bouncing.add(GONE)

    with town.product.serving():
        page = browser.new_context(viewport={"width": 1366, "height": 768}, locale="th-TH").new_page()
        elsewhere = no_request_went_elsewhere(page, town.product.address)
        sign_in(page, town.link)
        officer = Officer(town, page)
        officer.has_the_duties()
        for preset in ("street", "commerce"):
            officer.offers(preset)
        officer.enters(STALL)
        officer.enters(LOST)

        # 3.1 Whom no mail reaches: the receipt came back, and the thirty days run by themselves.
        lost = officer.opens(LOST, "จดทะเบียนพาณิชย์")
        until(lambda: officer.shows(lost, "ติดต่อผู้ยื่นไม่ได้ เริ่มนับ"), of="the thirty days")

        # 3.1-3.2 What is wanting is asked for with its day, in the thread, and the answer brings the case back.
        case = officer.opens(STALL, "ขอหรือต่ออายุใบอนุญาตจำหน่ายสินค้าในที่หรือทางสาธารณะ")
        officer.says("1", "3", "1", "2")
        officer.takes_the_next_step()
        officer.takes_the_next_step()
        expect(page.get_by_text("รอผู้ยื่นแก้ไข").first).to_be_visible()
        until(lambda: bool(officer.mailed("แจ้งแก้ไข")), of="the notice")
        [notice] = officer.mailed("แจ้งแก้ไขหรือส่งเอกสารเพิ่มเติม: ขอหรือต่ออายุ")
        assert "สำเนาบัตรประจำตัวประชาชน: ยังไม่ได้แนบ" in text_of(notice)
        assert str(notice["In-Reply-To"]) == "<0@example.com>"
        town.product.killed_and_started_again()
        now = datetime.now(BANGKOK)
        answer = letter_bytes(
            "ส่งบัตรและรูปใหม่",
            sent=now,
            sender=CITIZEN,
            message_id="<2@example.com>",
            attachments=[("บัตร.pdf", signed_card)],
        )
        thread = f"In-Reply-To: {notice['Message-ID']}\n".encode()
        town.dovecot.deliver((thread + answer).replace(b"\n", b"\r\n"), when=now)
        officer.enters("ส่งบัตรและรูปใหม่")
        until(lambda: officer.shows(case, "แจ้งแก้ไข 2 รายการ"), of="the case at the check again")

        # Complete: the manual's days run, and a day that is closed now moves the last of them.
        for place in (1, 3):
            with page.expect_navigation():
                page.locator(".papers li").nth(place).locator("[data-code=Digit1]").click()
        officer.takes_the_next_step()
        expect(page.get_by_text("ทำไมกำหนดวันนี้")).to_be_visible()
        before = page.locator("aside summary", has_text="ทำไมกำหนดวันนี้").inner_text()
        officer.go(f"/desk/calendar/{now.year + 543}/")
        # The next working day may be that of the application itself: what comes after half past four is of the morning.
        closed = seeded_calendar().next_working_day(seeded_calendar().next_working_day(now.date()))
        page.locator("input[name=day]").fill(f"{closed.day}/{closed.month}/{closed.year + 543}")
        page.locator("input[name=name]").fill("ปิดเพราะน้ำท่วม")
        page.locator("form:has(input[name=day]) button").first.click()
        until(lambda: officer.shows(case, "กำหนดเปลี่ยนเพราะปฏิทินวันหยุดเปลี่ยน"), of="the moved day")
        assert page.locator("aside summary", has_text="ทำไมกำหนดวันนี้").inner_text() != before

        # 3.2(5) The card is signed by who issued it: one press, and nothing more is to be asked.
        officer.go(case)
        page.locator(".verification a[href*='/verification/']").first.click()
        with page.expect_navigation():
            page.get_by_role("button", name=re.compile("ตรวจลายมือชื่อ")).first.click()
        expect(page.get_by_text("ไม่ต้องตรวจเพิ่ม").first).to_be_visible()

    # Forty days later it is late: the office owns up to it in the thread, and says what it expects (s.10).
    town.product.pretended = datetime.now(BANGKOK) + timedelta(days=40)
    with town.product.serving():
        page.goto(town.product.run("link", "suda@klongnoy.example").strip())
        until(lambda: officer.shows(case, "ต้องแจ้งเหตุล่าช้า ครั้งที่ 1"), of="the notice of delay")
        page.locator("form[action*='/desk/delays/'] input[name=reason]").first.fill("รอผลตรวจสถานที่")
        page.locator("form[action*='/desk/delays/'] input[name=expected_on]").first.fill("+9")
        with page.expect_navigation():
            page.locator("form[action*='/desk/delays/'] button").first.click()
        until(lambda: bool(officer.mailed("แจ้งเหตุล่าช้า ครั้งที่ 1")), of="the owning up")
        [owned] = officer.mailed("แจ้งเหตุล่าช้า ครั้งที่ 1")
        assert "รอผลตรวจสถานที่" in text_of(owned) and "ทุก 7 วัน" in text_of(owned)

        # 3.1 The thirty days are over, too: the memo waits for the head, who alone strikes the other case off.
        officer.agrees("จำหน่ายเรื่อง")
        assert officer.shows(lost, "หัวหน้าหน่วยงานอนุมัติให้จำหน่ายเรื่อง")

        # 3.5 Laid before the head, who takes it at a press; taken back, and taken again.
        officer.go(case)
        officer.takes_the_next_step()
        page.locator("#id_summary").fill("เอกสารครบ เห็นควรอนุญาต")
        officer.takes_the_next_step()
        for again in (False, True):
            officer.agrees()
            assert officer.shows(case, "ออกเอกสารแจ้งผล")
            if not again:
                officer.go("/desk/approvals/")
                with page.expect_navigation():
                    page.get_by_role("button", name=re.compile("เลิกทำ")).last.click()
        officer.go(case)
        page.get_by_text("แจ้งผลทางอื่นไปแล้ว").click()
        page.get_by_role("button", name="บันทึกว่าแจ้งผลแล้ว").click()
        assert officer.shows(case, "บันทึกว่าแจ้งผลแล้ว")
        assert elsewhere == []
