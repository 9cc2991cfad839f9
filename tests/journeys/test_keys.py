"""How many keys a morning takes: each counted, with the made-up town and a real browser (ux: budgets)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.journeys.product import Product, chromium
from tests.proposals.piles import png
from tests.servers.processes import free_port

pytestmark = pytest.mark.browser

READ_MS = 900  # a letter must have been on the screen for a while


@dataclass
class Desk:
    page: Page
    address: str
    keys: int = 0

    def open(self, words: str) -> None:
        self.page.goto(f"{self.address}/desk/")
        self.page.locator("a.row", has_text=words).first.click()
        self.page.wait_for_selector("#card")
        self.page.wait_for_timeout(READ_MS)
        self.keys = 0

    def press(self, key: str) -> None:
        self.keys += 1
        self.page.keyboard.press(key)

    def type(self, words: str) -> None:
        self.keys += len(words)
        self.page.keyboard.type(words)

    def done(self) -> str:
        """What the bar of undo says was done, once the next letter is open."""
        self.page.wait_for_url(f"{self.address}/desk/")
        return self.page.locator("#undo [role=status]").inner_text(timeout=10_000)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    product = Product(tmp_path_factory.mktemp("keys") / "data", free_port())
    with product.serving("--practice") as link, chromium() as browser:
        context = browser.new_context(viewport={"width": 1366, "height": 768}, locale="th-TH")
        page = context.new_page()
        page.goto(link)
        page.wait_for_selector("a.row")
        yield Desk(page, product.address)


def count_of(desk: Desk, path: str, selector: str) -> int:
    other = desk.page.context.new_page()
    other.goto(f"{desk.address}{path}")
    count = other.locator(selector).count()
    other.close()
    return count


def test_a_citizens_letter_takes_one_key(desk: Desk) -> None:
    desk.open("ขอต่ออายุใบอนุญาตประกอบกิจการ")
    desk.press("Enter")
    assert "ลงรับ เลขรับ" in desk.done()
    assert desk.keys == 1


def test_an_agencys_pdf_takes_at_most_three(desk: Desk) -> None:
    desk.open("การเฝ้าระวังโรคไข้เลือดออก")
    assert desk.page.locator("#id_letter_number").input_value().startswith("นย 0033/ว ")
    assert (
        desk.page.locator("#id_unit").evaluate("e => e.selectedOptions[0].text") == "กองสาธารณสุขและสิ่งแวดล้อม"
    )
    while desk.keys < 3 and "/letters/" in desk.page.url:
        desk.press("Enter")
        desk.page.wait_for_timeout(300)
    assert "ลงรับ เลขรับ" in desk.done()


def test_spam_takes_one(desk: Desk) -> None:
    desk.open("โปรโมชันหมึกพิมพ์")
    desk.press("x")
    assert desk.done().startswith("ขยะหรือโฆษณา")
    assert desk.keys == 1


def test_a_letter_in_junk_takes_one_and_is_moved_first(desk: Desk) -> None:
    desk.open("ส่งหนังสือ ด่วน!!!")
    desk.press("Enter")
    assert desk.keys == 1
    assert "กำลังย้ายออกจากจดหมายขยะแล้วลงรับ" in desk.done() or "ลงรับ เลขรับ" in desk.done()
    for _ in range(40):
        if count_of(desk, "/desk/register/", "tr:has-text('เครื่องสูบน้ำ')"):
            return
        desk.page.wait_for_timeout(500)
    raise AssertionError("it was not registered after its move")


def test_a_wrong_agency_takes_two(desk: Desk) -> None:
    desk.open("ลอกผักตบชวา")
    desk.press("w")
    desk.page.wait_for_selector("#sorting")
    assert desk.page.locator("#id_name").input_value() == "เทศบาลตำบลท่าข้ามใหม่"
    desk.page.wait_for_timeout(READ_MS)
    desk.press("Enter")
    assert desk.done().startswith("ส่งผิดหน่วยงาน")
    assert desk.keys == 2


def test_a_scan_takes_at_most_forty_five(desk: Desk) -> None:
    desk.open("ร้องทุกข์ของลูกบ้าน")
    desk.press("Enter")  # to the first doubt
    desk.press("Tab")
    desk.type("24/11/69")
    desk.press("Tab")  # the mail itself says who sends it
    desk.press("Tab")
    desk.press("Tab")
    desk.type("ท่อระบายน้ำหน้าวัด")
    while desk.keys < 45 and "/letters/" in desk.page.url:
        desk.press("Enter")
        desk.page.wait_for_timeout(300)
    assert "ลงรับ เลขรับ" in desk.done()
    assert desk.keys <= 45


def test_a_paper_scanned_with_others_takes_at_most_forty_five(desk: Desk) -> None:
    page = desk.page
    page.goto(f"{desk.address}/desk/paper/")
    photo = {"name": "ภาพ.png", "mimeType": "image/png", "buffer": png()}
    page.locator("#batch-files").set_input_files([photo, photo | {"name": "อีกภาพ.png"}])
    page.get_by_role("button", name="แยกเป็นฉบับ").click()
    page.get_by_role("link", name="ลงรับทีละฉบับ").click(timeout=20_000)
    first = page.url
    page.wait_for_timeout(READ_MS)
    desk.keys = 0
    desk.type("ท่อระบายน้ำหน้าวัด")  # the cursor is in the subject
    desk.press("Enter")  # to the date, which is to be looked at
    desk.type("24/11/69")
    desk.press("Enter")
    desk.type("อำเภอปากทาง")
    desk.press("Enter")
    page.wait_for_selector(".flash")
    assert "ลงรับแล้ว เลขรับ" in page.locator(".flash").inner_text()
    assert "/desk/paper/letters/" in page.url and page.url != first  # the next one
    assert desk.keys <= 45


def test_three_letters_in_one_mail_take_two_and_three_numbers(desk: Desk) -> None:
    desk.open("จำนวน 3 ฉบับ")
    before = count_of(desk, "/desk/register/", "tbody tr")
    desk.press("Enter")  # to what must be looked at
    desk.page.wait_for_timeout(300)
    assert "/letters/" in desk.page.url
    while desk.keys < 4 and "/letters/" in desk.page.url:
        desk.press("Enter")
        desk.page.wait_for_timeout(300)
    assert "ลงรับ เลขรับ" in desk.done()
    assert count_of(desk, "/desk/register/", "tbody tr") == before + 3


def test_enter_held_down_for_ten_seconds_registers_one_letter(desk: Desk) -> None:
    desk.open("ขอใช้หอประชุมเทศบาล")
    before = count_of(desk, "/desk/register/", "tbody tr")
    session = desk.page.context.new_cdp_session(desk.page)
    key = {"key": "Enter", "code": "Enter", "windowsVirtualKeyCode": 13, "text": "\r"}
    session.send("Input.dispatchKeyEvent", {"type": "keyDown", **key})
    for _ in range(100):
        session.send("Input.dispatchKeyEvent", {"type": "keyDown", "autoRepeat": True, **key})
        desk.page.wait_for_timeout(100)
    session.send("Input.dispatchKeyEvent", {"type": "keyUp", **key})
    assert count_of(desk, "/desk/register/", "tbody tr") == before + 1


def test_letters_are_text_where_text_is_typed(desk: Desk) -> None:
    desk.open("ถนนเป็นหลุม")
    desk.page.locator("#id_remarks").click()
    desk.page.keyboard.type("xw")
    assert desk.page.locator("#id_remarks").input_value() == "xw"
    assert "/letters/" in desk.page.url


def test_keys_can_be_switched_off(desk: Desk, tmp_path: Path) -> None:
    desk.open("คาราโอเกะ")
    desk.page.locator("details.me summary").click()
    desk.page.locator("#keys-switch").uncheck()
    desk.page.locator("#letter").focus()
    desk.page.keyboard.press("x")
    desk.page.wait_for_timeout(300)
    assert "/letters/" in desk.page.url
    desk.page.locator("#keys-switch").check()
