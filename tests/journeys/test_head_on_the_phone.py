"""The head decides on a telephone, with a passkey, in at most six taps; and the pages that say under what authority."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.journeys.busy import READ_MS, Town
from tests.journeys.product import Product, chromium
from tests.journeys.test_every_page import PHONE, broken
from tests.servers.processes import free_port

pytestmark = pytest.mark.browser

TAPS_MAX = 6
CLERK, HEAD, OFFICER = "นางสาวสุดา", "นายประเสริฐ", "นายวิชัย"
SERVICE = "ใบอนุญาตประกอบกิจการที่เป็นอันตราย"
COUNT = "document.addEventListener('click', event => event.isTrusted && window.tapped(), true)"
PASSKEY = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@dataclass
class Desk:
    """One browser window of the town, in which people sit down in turn."""

    page: Page
    address: str

    def go(self, path: str) -> None:
        self.page.goto(self.address + path)

    def sits(self, name: str) -> None:
        self.go("/desk/")
        self.page.get_by_text("ลองนั่งแทน").click()
        with self.page.expect_navigation():
            self.page.get_by_role("button", name=name).click()

    def presses(self, name: str) -> None:
        with self.page.expect_navigation():
            self.page.get_by_role("button", name=name, exact=True).first.click()

    def fills(self, **said: str) -> None:
        for name, value in said.items():
            self.page.locator(f"#id_{name}").fill(value)


@dataclass
class Phone:
    """The head's, with the taps counted that the page itself hears."""

    page: Page
    address: str
    taps: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, browser: Browser, desk: Desk) -> Phone:
        """Signed in as whoever sits at the desk, with a passkey of its own."""
        context = browser.new_context(
            viewport={"width": PHONE[0], "height": PHONE[1]},
            has_touch=True,
            is_mobile=True,
            locale="th-TH",
            storage_state=desk.page.context.storage_state(),
        )
        page = context.new_page()
        keys = context.new_cdp_session(page)
        keys.send("WebAuthn.enable")
        keys.send("WebAuthn.addVirtualAuthenticator", {"options": PASSKEY})
        page.goto(f"{desk.address}/accounts/2fa/webauthn/add/")
        page.locator("input[type=text]").first.fill("โทรศัพท์")
        with page.expect_navigation():
            page.locator("#mfa_webauthn_add").click()
        phone = cls(page, desk.address)
        context.expose_function("tapped", lambda: phone.taps.append(page.url))
        context.add_init_script(COUNT)
        return phone

    def opens(self, path: str) -> None:
        self.page.goto(self.address + path)
        self.taps.clear()

    def taps_on(self, what: Locator) -> None:
        self.page.wait_for_timeout(READ_MS)
        with self.page.expect_navigation():
            what.tap()


def lays_before_the_head(desk: Desk, entry: str) -> None:
    """From the registered letter to the proposal, as the case officer does it."""
    desk.go(entry)
    desk.page.locator("#open-case").click()
    option = desk.page.locator("#id_service option", has_text=SERVICE).first
    desk.page.locator("#id_service").select_option(value=option.get_attribute("value"))
    with desk.page.expect_navigation():
        desk.page.locator("main form.form button").click()
    for _ in range(desk.page.locator(".papers form.verdict").count()):
        with desk.page.expect_navigation():
            desk.page.keyboard.press("1")
    for _ in range(2):  # found complete; the form of the proposal
        with desk.page.expect_navigation():
            desk.page.keyboard.press("Control+Enter")
    desk.fills(summary="เอกสารครบ ตรวจสถานที่แล้ว เห็นควรอนุญาต")
    with desk.page.expect_navigation():
        desk.page.keyboard.press("Control+Enter")


def test_the_head_approves_within_six_taps_and_nothing_lacks(tmp_path: Path) -> None:
    product = Product(tmp_path / "data", free_port())
    with product.serving("--practice") as link, chromium() as browser:
        page = browser.new_context(viewport={"width": 1366, "height": 768}, locale="th-TH").new_page()
        page.goto(link)
        town, desk = Town(page, product.address), Desk(page, product.address)
        town.wait_for_the_story()
        town.read(*(town.at[name] for name in ("licence", "lamp")))
        page.wait_for_timeout(READ_MS)
        for name in ("licence", "lamp"):
            town.send(town.at[name])
        desk.go("/desk/register/")
        entries = [
            str(page.locator("tbody tr", has_text=words).locator("th a").first.get_attribute("href"))
            for words in ("ขอต่ออายุใบอนุญาต", "ไฟทาง")
        ]

        # 3.5(2), 3.5(3): the order is drafted, signed and recorded, and so are everybody's accounts.
        desk.go("/desk/settings/approvals/")
        assert broken(page) == []
        page.locator("button[name=all]").click()
        page.get_by_role("link", name="ร่างคำสั่ง").click()
        assert broken(page) == []
        desk.presses("ร่างคำสั่ง")
        assert broken(page) == []
        desk.presses("บันทึกว่าลงนามแล้ว")
        if page.locator(".errors").count():  # nobody is the one head of this town: somebody says who signed
            desk.fills(signed_by="นายประเสริฐ คลองงาม นายกเทศมนตรีตำบลคลองน้อย")
            desk.presses("บันทึกว่าลงนามแล้ว")
        expect(page.get_by_text("ใช้อยู่").first).to_be_visible()
        assert broken(page) == []

        desk.sits(OFFICER)
        for entry in entries:
            lays_before_the_head(desk, entry)
        desk.sits(HEAD)
        desk.go("/desk/approvals/")
        assert broken(page) == []
        for path, first in (("/desk/settings/acting/", "officer"), ("/desk/settings/standing-orders/", "")):
            desk.go(path)
            desk.presses("บันทึกคำสั่ง")
            assert page.locator(".errors").count() == 1 and broken(page) == []
            if first:
                page.locator("#id_officer").select_option(label="นางวรรณา รุ่งเรืองดี")
            else:
                page.get_by_label(SERVICE).check()
                desk.fills(reason="รอผลตรวจสถานที่")
            desk.fills(order="คำสั่งเทศบาลตำบลคลองน้อย ที่ 15/2569", last_day="+3")
            desk.presses("บันทึกคำสั่ง")
            assert page.locator("tbody tr").count() == 1 and broken(page) == []

        phone = Phone.of(browser, desk)
        phone.opens("/desk/approvals/")
        approve = phone.page.get_by_role("button", name="อนุญาต", exact=True)
        expect(approve).to_be_in_viewport()
        phone.taps_on(approve)
        expect(phone.page.get_by_role("heading", name="ยืนยันว่าเป็นท่าน")).to_be_visible()
        phone.taps_on(phone.page.get_by_role("button", name="ใช้พาสคีย์ของเครื่องนี้"))
        expect(phone.page.get_by_text("กดอีกครั้งเพื่อบันทึก")).to_be_visible()
        phone.taps_on(approve)
        expect(phone.page.locator("#undo")).to_be_visible()
        assert len(phone.taps) == 3 <= TAPS_MAX

        # Within five minutes the next one is a tap; taken back within ten seconds, it waits again.
        phone.taps.clear()
        phone.taps_on(approve)
        seconds = int(phone.page.locator("#undo [data-seconds]").inner_text())
        assert 0 < seconds <= 10 and len(phone.taps) == 1
        phone.taps_on(phone.page.locator("#undo button"))
        expect(phone.page.get_by_text("รอพิจารณาอีกครั้ง")).to_be_visible()
        phone.opens("/desk/approvals/flagged/")
        expect(phone.page.get_by_text("ไม่มีความเห็นชอบที่ค้าง")).to_be_visible()

        # From an account that is recorded no more the word is given and flagged; recorded, it is said again.
        phone.opens("/desk/settings/approvals/")
        account = phone.page.locator("tr", has_text="mayor@")
        account.locator("summary").tap()
        account.locator("input[name=because]").fill("เปลี่ยนอีเมล")
        phone.taps_on(account.locator("button"))
        phone.opens("/desk/approvals/")
        expect(phone.page.get_by_text("จะยังไม่ครบตามมาตรา 16")).to_be_visible()
        phone.taps_on(approve)
        phone.opens("/desk/approvals/flagged/")
        expect(phone.page.get_by_text("บัญชีที่ผู้เห็นชอบใช้ยังไม่ได้บันทึกไว้")).to_be_visible()
        assert broken(phone.page) == []
        phone.opens("/desk/settings/approvals/")
        phone.taps_on(phone.page.locator("button[name=all]"))
        phone.opens("/desk/approvals/flagged/")
        phone.taps_on(phone.page.get_by_role("button", name="ยืนยันอีกครั้ง"))
        expect(phone.page.get_by_text("ไม่มีความเห็นชอบที่ค้าง")).to_be_visible()
