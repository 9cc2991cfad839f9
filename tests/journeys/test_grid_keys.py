"""The registers as a clerk with Excel in the fingers has them: each key pressed in a real browser."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from saraban.thai.dates import BANGKOK, table_date
from tests.journeys.product import Product, chromium
from tests.servers.processes import free_port

pytestmark = pytest.mark.browser

TODAY = table_date(datetime.now(BANGKOK))  # as the browser of a Thai office has it
AXE = Axe().axe_script
VIOLATIONS = """axe.run(document, {resultTypes: ['violations'], preload: false, iframes: false}).then(said =>
  said.violations.map(one => `axe ${one.id}: ` + one.nodes.map(node => node.html.slice(0, 160)).join(' | ')))"""
BREAKS = (Path(__file__).parent / "checks.js").read_text("utf-8")
FOUR = "\n".join(
    f"นย {nth}/69\t{nth}/11/69\tนาง{name}" for nth, name in enumerate(("ก", "ข", "ค", "ง"), start=1)
)


@dataclass
class Grid:
    page: Page
    address: str

    def open(self, path: str = "/desk/register/") -> None:
        self.page.goto(self.address + path)

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def type(self, words: str) -> None:
        self.page.keyboard.type(words)

    def put_on_clipboard(self, text: str) -> None:
        self.page.evaluate("text => navigator.clipboard.writeText(text)", text)

    def clipboard(self) -> str:
        return str(self.page.evaluate("navigator.clipboard.readText()"))

    def told(self) -> str:
        return self.page.locator("#told, #told-new").first.inner_text()

    def here(self) -> tuple[int, str]:
        """The row, from the newest, and the column of the cell that has the focus."""
        return tuple(
            self.page.evaluate(
                """() => { const one = document.activeElement; const row = one.closest('tr');
            return [[...row.parentElement.rows].indexOf(row), one.id.split('-')[1]]; }"""
            )
        )

    def column(self, name: str, count: int = 4) -> list[str]:
        return [
            one.input_value()
            for one in self.page.locator(f"#book tbody input[name$='-{name}']").all()[:count]
        ]


@pytest.fixture(scope="module")
def grid(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Grid]:
    product = Product(tmp_path_factory.mktemp("grid") / "data", free_port())
    with product.serving("--practice") as link, chromium() as browser:
        context = browser.new_context(
            viewport={"width": 1366, "height": 768}, locale="th-TH", timezone_id="Asia/Bangkok"
        )
        context.grant_permissions(["clipboard-read", "clipboard-write"], origin=product.address)
        page = context.new_page()
        page.set_default_timeout(15_000)
        page.goto(link)
        yield Grid(page, product.address)


def broken(page: Page) -> list[str]:
    page.evaluate(AXE)
    found = []
    for width, height in ((1366, 768), (390, 844)):
        page.set_viewport_size({"width": width, "height": height})
        found += [f"{width}: {one}" for one in [*page.evaluate(BREAKS), *page.evaluate(VIOLATIONS)]]
    page.set_viewport_size({"width": 1366, "height": 768})
    return found


def test_letters_on_paper_are_typed_into_the_last_row(grid: Grid) -> None:
    """Tab onward, Enter at the end; and the next is typed where the first was."""
    grid.open()
    grid.page.locator("#n0-letter_number").click()
    for nth in range(2):
        grid.type(f"นย 77/{nth}")
        grid.press("Tab", "Control+Semicolon")
        expect(grid.page.locator("#n0-dated_on")).to_have_value(TODAY)
        grid.press("Tab")
        grid.type("นางสมร ใจดี")
        grid.press("Tab", "Tab")
        grid.type(f"ขอยืมเต็นท์ ครั้งที่ {nth}")
        grid.press("Tab", "Tab", "Enter")
        expect(grid.page.locator(".flash")).to_contain_text("ลงรับหนังสือกระดาษแล้ว 1 ฉบับ")
        assert grid.here() == (0, "letter_number")
    assert grid.page.locator("tbody tr", has_text="ขอยืมเต็นท์ ครั้งที่").count() == 2


def test_rows_of_excel_become_letters_after_their_numbers_are_told(grid: Grid) -> None:
    grid.open()
    before = grid.page.locator("#book tbody tr").count()
    rows = [f"{nth}\tนย 9/{nth}\t1/11/69\tอบต. ปากทาง\tนายก\tเรื่องที่ {nth}\t\tวาง" for nth in range(1, 4)]
    grid.put_on_clipboard("\r\n".join(rows) + "\r\n")
    grid.page.locator("#n0-letter_number").focus()
    grid.press("Control+v")
    assert grid.page.locator("#book tfoot tr").count() == 3
    assert "ระบบออกเลขให้เอง" in grid.told()
    grid.press("Control+Enter")
    expect(grid.page.locator("#sure")).to_contain_text("จะลงรับ 3 ฉบับ เลข")
    assert grid.page.locator("#book tbody tr").count() == before
    assert broken(grid.page) == []
    grid.page.get_by_role("button", name="ลงรับ 3 ฉบับ").click()
    expect(grid.page.locator(".flash")).to_contain_text("ลงรับหนังสือกระดาษแล้ว 3 ฉบับ")
    assert grid.page.locator("#book tbody tr").count() == before + 3


def test_a_page_is_corrected_with_the_keys_of_excel(grid: Grid) -> None:
    grid.open()
    grid.page.locator("#book tbody tr").nth(1).locator("th a").focus()
    grid.press("F2")
    grid.page.wait_for_selector("#book[role=grid]")
    assert grid.here() == (1, "letter_number"), "the row on which F2 was pressed"
    stood = {name: grid.column(name) for name in ("letter_number", "dated_on", "sender", "remarks")}
    assert broken(grid.page) == []

    # Moving: arrows, Tab, Enter and the way back; การปฏิบัติ is passed over.
    grid.press("ArrowUp", "Tab", "Enter", "Shift+Tab", "ArrowRight")
    assert grid.here() == (1, "dated_on")
    grid.press("Shift+Enter", "ArrowRight", "ArrowRight", "ArrowRight", "ArrowRight")
    assert grid.here() == (0, "remarks")

    # A block of 4 rows and 3 columns, and what it says of itself.
    grid.page.locator("#book tbody tr").first.locator("input").first.focus()
    grid.put_on_clipboard(FOUR)
    grid.press("Control+v")
    assert grid.column("letter_number") == [f"นย {nth}/69" for nth in range(1, 5)]
    assert grid.column("sender") == ["นางก", "นางข", "นางค", "นางง"]
    assert "วาง 12 ช่อง ใน 4 แถว" in grid.told()

    # Ctrl+Z takes the whole paste back; pasted again it stands.
    grid.press("Control+z")
    assert {name: grid.column(name) for name in stood} == stood
    grid.press("Control+v")

    # Today, a day on, and Esc: the cell back.
    grid.press("Tab", "Control+Semicolon")
    assert grid.column("dated_on", 1) == [TODAY]
    grid.press("Alt+ArrowDown")
    assert grid.column("dated_on", 1) != [TODAY]
    grid.press("Alt+ArrowUp")
    assert grid.column("dated_on", 1) == [TODAY]
    assert re.search(r"[จอพศส]\S* \d+ \S+ 25\d\d", grid.told())
    grid.press("ArrowDown")
    grid.type("ผิด")
    grid.press("Escape")
    assert grid.column("dated_on", 2)[1] == "2/11/69"

    # F2 stands in the text, so that arrows move in it.
    grid.press("F2", "ArrowLeft", "ArrowLeft", "Delete", "F2")
    assert grid.column("dated_on", 2)[1] == "2/11/9"
    grid.press("Control+z")
    assert grid.column("dated_on", 2)[1] == "2/11/69"

    # Fill down over three chosen cells.
    grid.page.locator("#book tbody tr").first.locator("input[name$='-remarks']").focus()
    grid.type("รับที่เคาน์เตอร์")
    grid.press("Shift+ArrowDown", "Shift+ArrowDown", "Control+d")
    assert grid.column("remarks") == ["รับที่เคาน์เตอร์"] * 3 + [stood["remarks"][3]]

    # What is chosen is copied as rows.
    grid.press("Control+c")
    assert grid.clipboard().splitlines() == ["รับที่เคาน์เตอร์"] * 3

    # Saved under one reason, which is asked for.
    grid.press("Control+Enter")
    assert "ยังไม่ได้บอกเหตุผล" in grid.told()
    grid.type("ตรวจกับต้นฉบับ")
    grid.press("Enter")
    expect(grid.page.locator(".flash")).to_contain_text("แก้ไขแล้ว 4 รายการ")
    grid.page.locator("#book tbody tr").first.locator("th a").click()
    story = grid.page.locator(".told").inner_text()
    for word in ("นย 1/69", "นางก", "ตรวจกับต้นฉบับ", "รับที่เคาน์เตอร์"):
        assert word in story


def test_a_bad_cell_is_where_the_cursor_stands_and_nothing_is_saved(grid: Grid) -> None:
    grid.open("/desk/register/?edit=1")
    grid.press("Tab")
    grid.type("31/2/69")
    grid.press("Control+Enter")
    grid.type("x")
    grid.press("Enter")
    expect(grid.page.locator("[aria-invalid]")).to_have_count(1)
    assert grid.here() == (0, "dated_on")
    expect(grid.page.locator("td.bad .why")).to_contain_text("ไม่มีวันที่ 31 กุมภาพันธ์")
    assert broken(grid.page) == []
    # What was typed is still not saved: Escape gives the cell back, then asks, then leaves.
    grid.type("1/2/69")
    grid.press("Escape", "Escape")
    assert "ยังมี 1 ช่องที่ไม่ได้บันทึก" in grid.told()
    grid.press("Escape")
    expect(grid.page.locator("#edit")).to_be_visible()


def test_escape_leaves_and_asks_once_about_what_is_not_saved(grid: Grid) -> None:
    grid.open("/desk/register/?edit=1")
    grid.type("ใหม่")
    grid.press("Tab", "Escape")
    assert "กด Esc อีกครั้งเพื่อออกโดยไม่บันทึก" in grid.told()
    grid.press("Escape")
    expect(grid.page.locator("#edit")).to_be_visible()
    assert grid.page.locator("tbody tr", has_text="ใหม่").count() == 0


def test_rows_that_are_chosen_are_copied_without_formulas(grid: Grid) -> None:
    grid.open()
    grid.page.locator("#n0-letter_number").focus()
    grid.put_on_clipboard("๑๒/๖๙\t\t=HYPERLINK(1)\t\t@เรื่อง")
    grid.press("Control+v", "Control+Enter")
    expect(grid.page.locator(".flash")).to_contain_text("แล้ว 1 ฉบับ")
    first = grid.page.locator("#book tbody tr").first
    first.locator("th a").focus()
    grid.press("Shift+ArrowDown", "Control+c")
    rows = [line.split("\t") for line in grid.clipboard().splitlines()]
    assert [len(row) for row in rows] == [8, 8]
    assert rows[0][1] == "12/69"
    assert (rows[0][3], rows[0][5]) == ("'=HYPERLINK(1)", "'@เรื่อง")


def test_keys_that_are_switched_off_leave_plain_inputs(grid: Grid) -> None:
    grid.open()
    grid.page.evaluate("localStorage.setItem('saraban.keys-off', '1')")
    grid.press("F2")
    assert "edit" not in grid.page.url
    grid.open("/desk/register/?edit=1")
    assert grid.page.locator("#book[role=grid]").count() == 0
    first = grid.page.locator("#book tbody input").first
    first.focus()
    grid.press("ArrowDown")
    assert grid.here()[0] == 0
    grid.page.evaluate("localStorage.removeItem('saraban.keys-off')")


def test_without_javascript_the_same_page_is_a_form(grid: Grid) -> None:
    browser = grid.page.context.browser
    assert browser is not None
    context = browser.new_context(
        locale="th-TH", java_script_enabled=False, storage_state=grid.page.context.storage_state()
    )
    page = context.new_page()
    page.goto(f"{grid.address}/desk/register/")
    page.get_by_role("link", name="แก้ไขในตาราง").click()
    page.locator("#book tbody input[name$='-remarks']").first.fill("ไม่มีสคริปต์")
    page.get_by_label("แก้ไขเพราะ").fill("ทดลอง")
    page.get_by_role("button", name="บันทึก").click()
    expect(page.locator(".flash")).to_contain_text("แก้ไขแล้ว 1 รายการ")
    page.locator("#n0-sender").fill("นางสมใจ")
    page.locator("#n0-subject").fill("ขอถังขยะ")
    page.get_by_role("button", name="ลงรับ", exact=False).first.click()
    expect(page.locator(".flash")).to_contain_text("ลงรับหนังสือกระดาษแล้ว 1 ฉบับ")
    context.close()


def test_the_books_of_what_is_sent(grid: Grid) -> None:
    grid.open("/desk/orders/")
    grid.page.locator("tfoot input[name=subject]").fill("แต่งตั้งคณะกรรมการ")
    grid.press("Control+Enter")
    expect(grid.page.locator(".flash")).to_contain_text("ออกเลขคำสั่งที่ 1/")
    assert broken(grid.page) == []
    grid.press("F2")
    grid.page.wait_for_selector("#book[role=grid]")
    assert broken(grid.page) == []
    grid.open("/desk/outgoing/")
    grid.page.locator("tfoot input[name=because]").fill("รอลงนาม")
    grid.press("Control+Enter")
    expect(grid.page.locator(".flash")).to_contain_text("จองเลข")
    grid.open("/desk/outgoing/")
    assert broken(grid.page) == []
