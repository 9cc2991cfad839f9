"""How many keys and clicks the check of a case takes, in the made-up town with a real browser (ux: budgets 5 and 6)."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import format_datetime

import pytest
from axe_playwright_python.sync_playwright import Axe
from PIL import Image
from playwright.sync_api import Page, expect

from saraban.thai.dates import BANGKOK
from tests.journeys.product import Product, chromium, no_request_went_elsewhere
from tests.journeys.test_every_page import BREAKS, DESK, DOUBLE, PHONE, VIOLATIONS
from tests.proposals import papers, pictures
from tests.servers.processes import free_port

pytestmark = pytest.mark.browser

READ_MS = 900  # a letter must have been on the screen for a while
CITIZEN = "นายสมชาย ที่ปรึกษาดี <somchai@example.com>"
SUBJECT = "ขออนุญาตขายข้าวแกงหน้าตลาด"
SERVICE = "ขอหรือต่ออายุใบอนุญาตจำหน่ายสินค้าในที่หรือทางสาธารณะ"
CARD = pictures.saved(pictures.blurred(8), "JPEG")
SHOWS = """said => `${document.querySelector('#sight .tools .num').innerText} ${
  document.querySelector('#sight > .hint').innerText}`.startsWith(said)"""
FAX = pictures.tiff(*[Image.new("RGB", (600, 400), colour) for colour in ("white", "red")])


@dataclass
class Town:
    page: Page
    product: Product
    keys: int = 0
    clicks: int = 0
    case: str = ""
    elsewhere: list[str] = field(default_factory=list)

    def go(self, path: str) -> None:
        self.page.goto(self.product.address + path)

    def press(self, key: str, *, leads_on: bool = False) -> None:
        self.keys += 1
        if not leads_on:
            self.page.keyboard.press(key)
            return
        with self.page.expect_navigation():
            self.page.keyboard.press(key)

    def sits_for(self, name: str) -> None:
        self.page.locator("summary", has_text="ลองนั่งแทน").click()
        with self.page.expect_navigation():
            self.page.get_by_role("button", name=name).click()

    def arrives(self, letter: EmailMessage) -> None:
        folder = self.product.data / "demo" / "Maildir"
        name = f"{time.time_ns()}.citizen.example"
        (folder / "tmp" / name).write_bytes(letter.as_bytes())
        (folder / "tmp" / name).rename(folder / "new" / name)

    def enters(self, subject: str) -> int:
        """By the clerk, with one key where nothing is in doubt; how many it took."""
        row = self.page.locator("a.row", has_text=subject)
        for _ in range(120):
            self.go("/desk/")
            if row.count():
                break
            self.page.wait_for_timeout(500)
        row.first.click()
        self.page.wait_for_selector("#card")
        self.page.wait_for_timeout(READ_MS)
        self.keys = 0
        self.press("Enter")
        self.page.wait_for_url(f"{self.product.address}/desk/")
        expect(self.page.locator("#undo [role=status]")).to_contain_text("ลงรับ เลขรับ")
        return self.keys

    def opens(self, subject: str, *files: tuple[str, bytes]) -> str:
        """A citizen's letter becomes a case, by the clerk; the officer who handles it sits down. Its path."""
        self.sits_for("นางสาวสุดา")
        self.arrives(letter(subject, *files))
        self.enters(subject)
        self.go("/desk/register/")
        self.page.locator("table.book a", has_text=subject).first.click()
        self.page.locator("#open-case").click()
        self.page.locator("#id_service").select_option(label=SERVICE)
        self.page.locator("main form.form button").click()
        expect(self.page.locator("#step")).to_be_visible()
        case = self.page.url.removeprefix(self.product.address)
        self.sits_for("นายวิชัย ศรีสุข")
        return case

    def mailed(self, words: str) -> EmailMessage:
        """What left the town with these words in its subject, once the seconds of undo are over."""
        for _ in range(120):
            for path in sorted((self.product.data / "demo" / "sent").rglob("*.eml")):
                letter = message_from_bytes(path.read_bytes(), policy=policy.default)
                assert isinstance(letter, EmailMessage)
                if words in str(letter["Subject"]):
                    return letter
            self.page.wait_for_timeout(500)
        raise AssertionError(f"no mail said {words}")


def letter(subject: str, *files: tuple[str, bytes], **headers: str) -> EmailMessage:
    made = EmailMessage()
    made["From"], made["To"], made["Subject"] = CITIZEN, "saraban@klongnoy.go.th", subject
    made["Date"] = format_datetime(datetime.now(BANGKOK))
    made["Message-ID"] = f"<{time.time_ns()}@example.com>"
    for name, value in headers.items():
        made[name.replace("_", "-")] = value
    made.set_content("เรียน นายกเทศมนตรี ตามเอกสารแนบ")
    for name, data in files:
        made.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)
    return made


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """A case of four papers and three files, open before the officer who handles it."""
    product = Product(tmp_path_factory.mktemp("case") / "data", free_port())
    with product.serving("--practice") as link, chromium() as browser:
        page = browser.new_context(viewport={"width": DESK[0], "height": DESK[1]}, locale="th-TH").new_page()
        town = Town(page, product)
        town.elsewhere = no_request_went_elsewhere(page, product.address)
        page.goto(link)
        page.wait_for_selector("a.row")
        form = papers.pdf(f"แบบคำขอ ข้าพเจ้าขออนุญาต {papers.BODY}\n#pagebreak()\n{papers.BODY}")
        town.case = town.opens(SUBJECT, ("คำขอ.pdf", form), ("บัตร.jpg", CARD), ("แฟกซ์.tif", FAX))
        yield town


def test_the_picture_is_gone_through_turned_and_enlarged_by_keys(town: Town) -> None:
    page = town.page
    town.go(town.case)
    town.press("Control+Enter", leads_on=True)
    assert page.url.endswith("/checking/")
    expect(page.locator("#sight .frame img")).to_be_visible()
    for said in (
        "หน้า 1 จาก 2 คำขอ.pdf",
        "หน้า 2 จาก 2 คำขอ.pdf",
        "หน้า 1 จาก 1 บัตร.jpg",
        "หน้า 1 จาก 2 แฟกซ์.tif",
    ):
        page.wait_for_function(SHOWS, arg=said)
        town.press("ArrowRight")
    page.wait_for_function(SHOWS, arg="หน้า 2 จาก 2 แฟกซ์.tif")
    town.press("ArrowLeft")
    town.press("ArrowLeft")
    expect(page.locator("#sight > .hint")).to_contain_text("บัตร.jpg")
    expect(page.locator("#legibility")).to_contain_text("ภาพเบลอ อ่านตัวหนังสือยาก")
    town.press("r")
    page.wait_for_url("**turned=90**")
    town.press("+")
    page.wait_for_url("**zoom=2**")
    page.wait_for_function("() => document.querySelector('#sight .frame img').naturalWidth > 0")
    town.press("-")
    page.wait_for_function("() => !location.search.includes('zoom')")


def test_a_note_is_kept_while_pages_are_turned_and_goes_with_the_verdict(town: Town) -> None:
    page = town.page
    town.go(f"{town.case}checking/")
    town.press("n")
    page.keyboard.type("ขอเห็นเลข 13 หลัก 123")
    assert page.locator(".papers .remark[open]").count() == 1
    town.press("Escape")
    assert page.evaluate("document.activeElement.matches('.papers > li')")
    town.press("ArrowRight")
    page.wait_for_url("**page=2**")
    assert page.locator(".papers textarea").first.input_value() == "ขอเห็นเลข 13 หลัก 123"
    town.press("2", leads_on=True)
    expect(page.locator(".papers li").first).to_contain_text("ขอเห็นเลข 13 หลัก 123")
    expect(page.locator(".papers li").first).to_contain_text("ใน คำขอ.pdf")
    assert page.evaluate("document.activeElement === document.querySelectorAll('.papers > li')[1]")
    town.press("ArrowUp")
    assert page.evaluate("document.activeElement === document.querySelectorAll('.papers > li')[0]")
    town.press("1", leads_on=True)
    assert town.elsewhere == []


def test_the_checking_page_keeps_what_every_page_keeps(town: Town) -> None:
    page = town.page
    found = []
    for query in ("", "?zoom=2&turned=90"):
        for width, height in (DESK, DOUBLE, PHONE):
            page.set_viewport_size({"width": width, "height": height})
            town.go(f"{town.case}checking/{query}")
            page.evaluate(Axe().axe_script)
            found += page.evaluate(BREAKS) + (page.evaluate(VIOLATIONS) if (width, height) != DOUBLE else [])
    town.go(f"{town.case}hold/")
    for width, height in (DESK, PHONE):
        page.set_viewport_size({"width": width, "height": height})
        page.evaluate(Axe().axe_script)
        found += page.evaluate(BREAKS) + page.evaluate(VIOLATIONS)
    page.set_viewport_size({"width": DESK[0], "height": DESK[1]})
    assert found == []


def test_without_javascript_each_of_it_is_a_link_or_a_button(town: Town) -> None:
    browser = town.page.context.browser
    assert browser is not None
    context = browser.new_context(
        locale="th-TH", java_script_enabled=False, storage_state=town.page.context.storage_state()
    )
    page = context.new_page()
    page.goto(f"{town.product.address}{town.case}checking/")
    page.get_by_role("link", name="ถัดไป").click()
    page.get_by_role("link", name="ถัดไป").click()
    page.get_by_role("link", name="หมุน").click()
    page.get_by_role("link", name="ขยาย").click()
    assert "บัตร.jpg" in page.locator("#sight > .hint").inner_text()
    page.get_by_role("link", name="วัดว่าภาพชัดพอหรือไม่").click()
    assert "ภาพเบลอ" in page.locator("#legibility").inner_text()
    page.locator(".papers li").nth(1).get_by_role("button", name="ขาด").click()
    assert "ขาด" in page.locator(".papers li").nth(1).inner_text()
    context.close()


def test_a_notice_of_what_is_wanting_takes_at_most_twelve_keys_and_four_clicks(town: Town) -> None:
    page = town.page
    town.case = town.opens("ขออนุญาตขายน้ำแข็งหน้าวัด", ("บัตร.jpg", CARD))
    town.go(town.case)
    town.keys = town.clicks = 0
    town.press("Control+Enter", leads_on=True)
    for key in ("1", "3", "1", "2"):
        town.press(key, leads_on=True)
    town.press("Control+Enter", leads_on=True)
    assert page.url.endswith("/request/")
    assert "สำเนาบัตรประจำตัวประชาชน: ยังไม่ได้แนบ" in page.locator("#id_items").input_value()
    assert page.locator("#id_due_on").input_value()
    town.press("Control+Enter", leads_on=True)
    expect(page.locator(".flash, .note").first).to_contain_text("แจ้งแก้ไขแล้ว")
    assert town.keys <= 12 and town.clicks <= 4, (town.keys, town.clicks)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("บัตรใหม่.png", pictures.saved(pictures.page(100), "PNG")),
        ("บัตรสแกน.pdf", pictures.as_scanned_pdf(pictures.page(100), 100)),
    ],
    ids=["photo", "scan"],
)
def test_what_the_citizen_sends_then_joins_its_case_with_one_key(town: Town, name: str, data: bytes) -> None:
    notice = town.mailed("แจ้งแก้ไขหรือส่งเอกสารเพิ่มเติม")
    subject = f"ส่ง {name} ตามที่ขอ"
    town.arrives(letter(subject, (name, data), In_Reply_To=str(notice["Message-ID"])))
    town.sits_for("นางสาวสุดา")
    assert town.enters(subject) == 1
    town.sits_for("นายวิชัย ศรีสุข")
    for _ in range(60):
        town.go(f"{town.case}checking/")
        if name in town.page.locator("#sight").inner_text():
            return
        town.page.wait_for_timeout(500)
    raise AssertionError("it did not join")
