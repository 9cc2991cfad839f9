"""An officer verifies papers and has the applicant prove who they are, in a real browser: a time is chosen, a picture is
pasted, another taken with the camera; and these pages in every state, for axe, the phone and the keyboard."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.busy import READ_MS, Town
from tests.journeys.product import Product, chromium
from tests.journeys.test_every_page import broken
from tests.proposals.piles import png
from tests.servers.processes import free_port

pytestmark = pytest.mark.browser

LINK = "https://meet.example.com/abc-defg-hij"
CAMERA = ("--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream")
INTO_THE_CLIPBOARD = """async data => { const bytes = Uint8Array.from(atob(data), one => one.charCodeAt(0));
  await navigator.clipboard.write([new ClipboardItem({'image/png': new Blob([bytes], {type: 'image/png'})})]); }"""
ASK_FOR_THE_CAMERA = """async () => { try { const got = await navigator.mediaDevices.getUserMedia({video: true});
  got.getTracks().forEach(one => one.stop()); return 'open'; } catch (trouble) { return trouble.name; } }"""


@dataclass
class Office:
    """An officer of cases at a browser, with three cases of a high-risk service and one of another."""

    page: Page
    address: str
    cases: list[str]

    def at(self, path: str) -> Page:
        self.page.set_viewport_size({"width": 1366, "height": 768})
        self.page.goto(self.address + path)
        return self.page

    def appointed(self, case: str) -> None:
        page = self.at(f"{case}proofing/")
        page.get_by_label("ลิงก์หรือสถานที่").fill(LINK)
        page.locator(".slots .day").first.locator("label").first.click()
        page.get_by_role("button", name="นัดและแจ้งผู้ยื่น").click()
        expect(page.get_by_text("จดหมายนัดจะออกใน 20 วินาที")).to_be_visible()


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    product = Product(tmp_path_factory.mktemp("proving") / "data", free_port())
    with product.serving("--practice") as link, chromium(*CAMERA) as browser:
        context = browser.new_context(locale="th-TH", permissions=["clipboard-read", "clipboard-write"])
        page = context.new_page()
        page.goto(link)
        town = Town(page, product.address)
        town.wait_for_the_story()
        entries = [_entered(town, name) for name in ("licence", "house", "road", "lamp")]
        page.goto(f"{product.address}/desk/work/")
        page.locator("summary", has_text="ลองนั่งแทน").click()
        page.get_by_role("button", name="นายวิชัย ศรีสุข").click()
        page.wait_for_url("**/desk/work/")
        town.read("/desk/services/1/")
        town.send("/desk/services/1/", "main form.form", risk="cancellation")
        services = ("1", "1", "1", "2")
        yield Office(
            page,
            product.address,
            [_opened(town, entry, service) for entry, service in zip(entries, services, strict=True)],
        )


def _entered(town: Town, name: str) -> str:
    """The page of its entry in the register."""
    town.read(town.at[name])
    town.page.wait_for_timeout(READ_MS)
    town.send(town.at[name])
    town.page.goto(f"{town.address}/desk/register/")
    return town.page.locator("#register tbody th a, tbody th a").first.get_attribute("href") or ""


def _opened(town: Town, entry: str, service: str) -> str:
    """The page of the case."""
    town.page.goto(f"{town.address}{entry}case/")
    town.page.locator("main select[name=service]").select_option(service)
    town.page.locator("main form.form button").first.click()
    town.page.wait_for_url("**/desk/cases/*/")
    return town.page.url.removeprefix(town.address)


def test_a_slot_is_chosen_by_mouse_or_by_keyboard(office: Office) -> None:
    first, second = office.cases[:2]
    office.appointed(first)
    page = office.at(f"{second}proofing/")
    page.get_by_label("ลิงก์หรือสถานที่").fill(LINK)
    page.locator(".slots input").first.focus()
    page.keyboard.press("Space")
    page.keyboard.press("ArrowRight")
    chosen = page.locator(".slots input:checked").get_attribute("value")
    assert chosen
    page.keyboard.press("Enter")
    expect(page.get_by_text("จดหมายนัดจะออกใน 20 วินาที")).to_be_visible()
    expect(page.get_by_text(LINK)).to_be_visible()
    page.get_by_role("button", name="ยกเลิกนัด").click()
    expect(page.get_by_text("ยกเลิกนัดแล้ว")).to_be_visible()
    assert chosen in page.content()  # it is free again


def test_a_picture_is_pasted_once_the_applicant_agreed(office: Office) -> None:
    first = office.cases[0]
    page = office.at(f"{first}proofing/")
    if not page.get_by_role("link", name="บันทึกผล").count():
        office.appointed(first)
    page.get_by_role("link", name="บันทึกผล").click()
    expect(page.locator("#picture")).to_be_disabled()
    page.evaluate(INTO_THE_CLIPBOARD, b64encode(png(640, 360)).decode())
    page.keyboard.press("Control+v")
    expect(page.locator("#said")).to_contain_text("ยินยอมก่อน")
    assert page.evaluate("document.getElementById('picture').files.length") == 0
    page.get_by_label("ผู้ยื่นยินยอมให้บันทึกภาพแล้ว").check()
    page.keyboard.press("Control+v")
    expect(page.locator("#shown")).to_be_visible()
    assert page.evaluate("document.getElementById('picture').files[0].type") == "image/png"
    assert broken(page) == []
    page.get_by_label("ผ่าน เป็นผู้ยื่นจริง").check()
    page.get_by_role("button", name="บันทึกผล").click()
    expect(page.get_by_text("แจ้งผู้ยื่นทางช่องทางที่ติดต่อมาแล้ว")).to_be_visible()
    page.get_by_role("button", name="เปิดภาพ").click()
    assert page.locator("img.proof").evaluate("one => one.naturalWidth") > 100
    assert broken(page) == []


def test_a_picture_is_taken_with_the_camera_on_that_page_alone(office: Office) -> None:
    second = office.cases[1]
    office.appointed(second)
    assert office.page.evaluate(ASK_FOR_THE_CAMERA) == "NotAllowedError"  # the policy of every other page
    page = office.page
    page.get_by_role("link", name="บันทึกผล").click()
    assert page.evaluate(ASK_FOR_THE_CAMERA) == "open"
    assert page.get_by_role("button", name="ถ่ายจากหน้าต่างวิดีโอคอล").is_disabled()
    page.get_by_label("ผู้ยื่นยินยอมให้บันทึกภาพแล้ว").check()
    page.get_by_role("button", name="ถ่ายจากกล้อง").click()
    expect(page.locator("#live")).to_be_visible()
    assert broken(page) == []
    page.get_by_role("button", name="ถ่ายภาพนี้").click()
    expect(page.locator("#shown")).to_be_visible()
    expect(page.locator("#live")).to_be_hidden()
    assert page.evaluate("document.getElementById('picture').files[0].type") == "image/jpeg"
    page.get_by_label("ผ่าน เป็นผู้ยื่นจริง").check()
    page.get_by_role("button", name="บันทึกผล").click()
    expect(page.get_by_text("แจ้งผู้ยื่นทางช่องทางที่ติดต่อมาแล้ว")).to_be_visible()


def test_papers_are_verified_and_each_page_holds_in_every_state(office: Office) -> None:
    first, plain = office.cases[0], office.cases[3]
    paper = f"{first}verification/p2/"
    found = broken(office.at(first)) + broken(office.at(plain)) + broken(office.at(paper))
    page = office.at(paper)
    page.get_by_label("หน่วยงานผู้ออกเอกสาร").fill("ที่ว่าการอำเภอปากทาง")
    page.get_by_label("อีเมลของหน่วยงานนั้น").fill("district@example.go.th")
    page.get_by_role("button", name="ส่งให้ตรวจ").click()
    expect(page.get_by_role("alert")).to_contain_text("ยังไม่ได้แนบเอกสาร")
    found += broken(page)
    page.locator("[name=attached][type=checkbox]").first.check()
    page.get_by_role("button", name="ดูจดหมายก่อนส่ง").click()
    expect(page.get_by_role("heading", name="จดหมายที่จะออก")).to_be_visible()
    found += broken(page)
    page.get_by_role("button", name="ส่งจดหมายนี้").click()
    expect(page.get_by_text("รอผู้ออกเอกสารตอบ").first).to_be_visible()
    found += broken(office.at(paper)) + broken(office.at("/desk/work/"))
    page = office.at(paper)
    page.get_by_role("button", name="ตรวจลายมือชื่อ").first.click()
    expect(page.get_by_text("ตรวจลายมือชื่อของ")).to_be_visible(timeout=30_000)
    found += broken(page)
    page = office.at(f"{first}estamp/")
    found += broken(page)
    page.get_by_role("button", name="บันทึกผล").click()
    expect(page.get_by_role("alert")).to_be_visible()
    found += broken(page)
    page = office.at(f"{office.cases[1]}proofing/")
    found += broken(page)
    assert office.at(f"{plain}proofing/").get_by_text("ไม่ใช่บริการที่มีความเสี่ยงสูง").count() == 1
    assert found == []


def test_without_javascript_a_time_and_a_file_are_chosen(office: Office) -> None:
    browser = office.page.context.browser
    assert browser is not None
    context = browser.new_context(
        locale="th-TH", java_script_enabled=False, storage_state=office.page.context.storage_state()
    )
    page = context.new_page()
    page.goto(f"{office.address}{office.cases[2]}proofing/")
    page.get_by_label("ลิงก์หรือสถานที่").fill(LINK)
    page.locator(".slots label").nth(2).click()
    page.get_by_role("button", name="นัดและแจ้งผู้ยื่น").click()
    page.get_by_role("link", name="บันทึกผล").click()
    page.get_by_label("ผู้ยื่นยินยอมให้บันทึกภาพแล้ว").check()
    page.locator("#picture").set_input_files(
        {"name": "หน้าจอ.png", "mimeType": "image/png", "buffer": png(200, 100)}
    )
    page.get_by_label("ผ่าน เป็นผู้ยื่นจริง").check()
    page.get_by_role("button", name="บันทึกผล").click()
    expect(page.get_by_text("แจ้งผู้ยื่นทางช่องทางที่ติดต่อมาแล้ว")).to_be_visible()
    context.close()
