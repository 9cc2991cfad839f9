"""Every page of the staff in every state: for axe, the keyboard, the phone, double size, Thai's tone marks, no JavaScript.

Full: the made-up town in the middle of a day. Empty: an agency founded a moment ago. Error: what was typed is refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from tests.desk.test_access import ROW_OF, addresses, at
from tests.journeys.busy import READ_MS, SCAN, Town
from tests.journeys.product import Product, chromium, sign_in
from tests.servers.processes import free_port

pytestmark = pytest.mark.browser

DESK, PHONE, DOUBLE = (1366, 768), (390, 844), (683, 384)  # 200 % of the clerk's screen is half its pixels
BREAKS = (Path(__file__).parent / "checks.js").read_text("utf-8")
AXE = Axe().axe_script
VIOLATIONS = """axe.run(document, {resultTypes: ['violations'], preload: false, iframes: false}).then(said =>
  said.violations.map(one => `axe ${one.id}: ` + one.nodes.map(node => node.html.slice(0, 160)).join(' | ')))"""
ACCOUNT = [
    "/accounts/2fa/",
    "/accounts/2fa/totp/activate/",
    "/accounts/2fa/recovery-codes/",
    "/accounts/2fa/webauthn/",
    "/accounts/2fa/webauthn/add/",
    "/accounts/password/change/",
    "/accounts/password/set/",
    "/accounts/sessions/",
    "/accounts/logout/",
    "/accounts/reauthenticate/",
]
STRANGERS = [
    "/",
    "/accounts/login/",
    "/accounts/password/reset/",
    "/accounts/password/reset/done/",
    "/accounts/signup/",
    "/accounts/inactive/",
    "/sign-in/no-such-link/",
]
EMPTY = [
    "/desk/",
    "/desk/register/",
    "/desk/register/?status=urgent",
    "/desk/import/",
    "/desk/register/?edit=1",
    "/desk/register/?columns=1",
    "/desk/outgoing/",
    "/desk/orders/",
    "/desk/routed/",
    "/desk/outbox/",
    "/desk/history/",
    "/desk/rounds/",
    "/desk/rounds/balance/",
    "/desk/seals/",
    "/desk/folder/",
    "/desk/folder/handed-over/",
    "/desk/search/",
    "/desk/search/?q=x",
    "/desk/paper/",
    "/desk/other/",
    "/desk/hand-in/",
    "/desk/paper/labels/",
    "/desk/calendar/",
    "/desk/calendar/2599/",
    "/desk/settings/",
    "/desk/settings/keys/",
    "/desk/settings/restored/",
    "/desk/settings/units/new/",
    "/desk/settings/officers/new/",
    "/desk/settings/approvals/",
    "/desk/settings/approvals/orders/new/",
    "/desk/settings/acting/",
    "/desk/settings/standing-orders/",
    "/desk/settings/licence-kinds/",
    "/desk/settings/licence-kinds/new/",
    "/desk/settings/licence-kinds/new/?preset=building",
    "/desk/approvals/flagged/",
    "/desk/pay/accounts/",
    "/desk/pay/accounts/announcements/",
    "/desk/pay/fees/",
    "/desk/pay/receipt-orders/",
    "/desk/pay/statements/",
]


NOT_PAGES = {"waiting_list", "letter_html"}  # part of a page; what a stranger sent, in a frame of its own


@dataclass
class Office:
    """What the tests of this file share: one server with two agencies on it."""

    town: Town
    product: Product
    browser: Browser
    pages: dict[str, list[str]] = field(
        default_factory=dict
    )  # name in the URLconf → its addresses of the full state

    def __post_init__(self) -> None:
        there = self._there()
        for name, route in addresses():
            address = at(name, route, there)
            if name in NOT_PAGES:
                continue
            answer = self.town.page.request.get(self.town.address + address)
            if answer.status == 405 or not answer.headers["content-type"].startswith("text/html"):
                continue
            self.pages[name] = [address]
        letter = self.town.at
        self.pages["letter"] += [
            letter[name] for name in ("licence", "three", "scan", "pump", "junk", "misdirected")
        ]
        self.pages["letter"] += [
            f"{letter['newsletter']}?view=html",
            f"{letter['licence']}?parts=2",
            letter["tax"],
        ]
        self.pages["register_entry"] += [letter[name] for name in letter if name.startswith("entry_")]
        self.pages["scanned"] += [letter["scanned_broken"], letter["scanned_other"]]
        self.pages["register"] += ["/desk/register/?status=struck"]
        self.pages["register"] += [
            "/desk/register/?status=struck",
            "/desk/register/?edit=1",
            "/desk/register/?columns=1",
            f"/desk/register/?day={quote('วันนี้')}",
            "/desk/register/?day=abc",
        ]
        self.pages["outgoing"] += ["/desk/outgoing/?columns=1"]
        self.pages["case_verification"] += ["/desk/cases/1/verification/p2/"]
        self.pages["case"] += ["/desk/cases/2/"]
        said = ("ขอ", "2/69", "ฟหกดฟหกด", "l;ylfu")
        self.pages["search"] += [f"/desk/search/?q={quote(words)}" for words in said]
        self.pages["letter_misdirected"] += [f"{letter['other_town']}misdirected/"]

    def _there(self) -> dict[str, object]:
        number = {name: re.findall(r"\d+", address)[0] for name, address in self.town.at.items()}
        return {
            **dict.fromkeys(ROW_OF.values(), 1),  # as one sees them who has none
            "letter": number["agency"],
            "entry": number["entry"],
            "paper": number["entry_paper"],
            "scanned": number["scanned"],
            "unit": 1,
            "officer": 2,
            "year": 2569,
            "practice": 2,
        }

    def asked(self, address: str, *, size: tuple[int, int] = DESK) -> Page:
        page = self.town.page
        page.set_viewport_size({"width": size[0], "height": size[1]})
        page.goto(self.town.address + address)
        return page


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    product = Product(tmp_path_factory.mktemp("pages") / "data", free_port())
    with product.serving("--practice") as link, chromium() as browser:
        page = browser.new_context(locale="th-TH").new_page()
        page.goto(link)
        town = Town(page, product.address)
        town.wait_for_the_story()
        town.work(product.data)
        yield Office(town, product, browser)


def broken(page: Page) -> list[str]:
    """What the page that is open breaks: at the clerk's screen, at double size, and on a phone."""
    page.evaluate(AXE)
    found = []
    for width, height in (DESK, DOUBLE, PHONE):
        page.set_viewport_size({"width": width, "height": height})
        said = page.evaluate(BREAKS)
        if (width, height) != DOUBLE:
            said += page.evaluate(VIOLATIONS)
        found += [f"{page.url} at {width}: {one}" for one in said]
    return found


def broken_of(page: Page, home: str, paths: list[str]) -> list[str]:
    found = []
    for path in paths:
        page.set_viewport_size({"width": DESK[0], "height": DESK[1]})
        page.goto(home + path)
        found += broken(page)
    return found


def test_every_page_of_a_full_office(office: Office) -> None:
    assert {"desk", "paper", "rounds", "history", "folder", "entry_slip", "search", "citizen_inbox"} <= set(
        office.pages
    )
    paths = [path for some in office.pages.values() for path in some]
    assert broken_of(office.town.page, office.town.address, paths) == []


def test_every_page_of_an_agency_founded_a_moment_ago(office: Office) -> None:
    mail = office.product.data / "new"
    for part in ("in/cur", "in/new", "in/tmp", "out"):
        (mail / part).mkdir(parents=True)
    link = office.product.run(
        *("found", "--name", "องค์การบริหารส่วนตำบลทดลอง", "--province", "นครนายก", "--phone", "037 000 300"),
        *(
            "--domain",
            "thotlong.example",
            "--mailbox",
            f"maildir://{mail}/in",
            "--smtp",
            f"maildir://{mail}/out",
        ),
        *("--address", "saraban@thotlong.example", "--officer", "somsri@thotlong.example"),
    ).strip()
    page = office.browser.new_context(locale="th-TH").new_page()
    sign_in(page, link)
    assert broken_of(page, office.town.address, [*EMPTY, *ACCOUNT]) == []
    page.context.close()


def test_what_a_stranger_sees(office: Office) -> None:
    page = office.browser.new_context(locale="th-TH").new_page()
    assert broken_of(page, office.town.address, STRANGERS) == []
    page.goto(f"{office.town.address}/accounts/login/")
    page.locator("input[name=login]").fill("nobody@klongnoy.go.th")
    page.locator("input[name=password]").fill("ไม่ใช่รหัสนี้")
    page.keyboard.press("Enter")
    page.wait_for_selector(".errors, .why")
    assert broken(page) == []
    page.context.close()


# Page, form on it, what is typed, how the server answers.
REFUSED = [
    ("licence", "#card", {"subject": "", "sender": "", "dated_on": "เมื่อวานซืน"}, 422),
    ("three", "#card", {"letter1-subject": "", "letter2-dated_on": "x"}, 422),
    ("/desk/paper/", "#card", {"subject": "", "sender": ""}, 422),
    ("/desk/other/", "#card", {"subject": "", "answer_address": "ไม่ใช่อีเมล"}, 422),
    ("scanned", "#card", {"subject": "", "sender": ""}, 422),
    ("scanned_other", "#card", {"subject": "", "sender": ""}, 422),
    ("/desk/hand-in/", "main form", {"channel_name": "", "answer_address": "x"}, 422),
    ("/desk/register/?edit=1", "#save", {"because": ""}, 422),
    ("/desk/register/", "#new", {"n0-subject": "x", "n0-dated_on": "31/2/66", "n0-unit": "x"}, 422),
    ("misdirected/", "#sorting", {"name": "", "email": "x"}, 422),
    ("no-registration/", "#sorting", {}, 422),
    ("/desk/settings/units/new/", "main form", {"name": "", "email": "x"}, 422),
    ("/desk/settings/officers/new/", "main form", {"name": "", "email": "x"}, 422),
    ("/desk/settings/", "main form", {"name": ""}, 422),
    ("/desk/settings/licence-kinds/new/", "main form", {"name": "", "numbered_as": "{year}"}, 422),
    ("/desk/settings/restored/", "form[action$='/begun/']", {"of": "ไม่ใช่วัน"}, 422),
    ("/desk/settings/restored/", "#numbers", {}, 422),
    ("/desk/calendar/", "form[action$='/days/']", {"day": "ไม่ใช่วัน", "name": ""}, 422),
    ("/desk/import/", "main form[enctype]", {"pasted": "", "year": "x"}, 422),
    ("entry_paper", "form[action$='/struck/']", {"because": ""}, 409),
]
SENT_AT_ONCE = """([form, typed]) => { const one = document.querySelector(form);
  for (const [name, value] of Object.entries(typed)) one.elements.namedItem(name).value = value;
  one.submit(); }"""


def sent(page: Page, form: str, typed: dict[str, str]) -> int:
    """The status of the page that answers."""
    with page.expect_navigation() as answered:
        page.evaluate(SENT_AT_ONCE, [form, typed])
    return answered.value.status


def test_every_form_that_is_refused(office: Office) -> None:
    town = office.town
    found = []
    for where, form, typed, expected in REFUSED:
        path = where if where.startswith("/") else town.at.get(where) or f"{town.at['agency']}{where}"
        page = office.asked(path)
        if form == "#card" and where in town.at:
            page.wait_for_timeout(READ_MS)
        assert sent(page, form, typed) == expected, where
        assert page.locator("[role=alert]").count(), where
        found += broken(page)
    page = office.asked(town.at["licence"])
    assert sent(page, "#card", {}) == 409  # sent before anybody could have read it
    found += broken(page)
    assert [*found, *broken_of(page, town.address, ["/desk/letters/999999/", "/desk/no-such-page/"])] == []


WALK = """() => { window.__walk = [];
  document.addEventListener('focusin', ({target: one}) => { const style = getComputedStyle(one), box = one.getBoundingClientRect();
    const bar = document.querySelector('.bar'), fixed = bar && !bar.contains(one) && getComputedStyle(bar).position === 'fixed';
    window.__walk.push([one, style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2,
      !fixed || box.top < bar.getBoundingClientRect().top]); });
  document.activeElement?.blur(); window.scrollTo(0, 0); }"""
MISSED = """() => { const seen = new Set(window.__walk.map(([one]) => one));
  const radios = (one) => one.type === 'radio' && [...document.getElementsByName(one.name)].some(other => seen.has(other));
  const said = (one) => one.outerHTML.slice(0, 120);
  return [
    ...[...document.querySelectorAll('a[href], button, input, select, textarea, summary, [tabindex="0"], iframe')]
      .filter(one => one.checkVisibility() && !one.disabled && one.type !== 'hidden' && one.tabIndex >= 0 && !seen.has(one) && !radios(one)
        && one.tagName !== 'IFRAME').map(one => `not reached: ${said(one)}`),
    ...window.__walk.filter(([, ring]) => !ring).map(([one]) => `no ring: ${said(one)}`),
    ...window.__walk.filter(([,, free]) => !free).map(([one]) => `under the bar: ${said(one)}`)]; }"""


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_the_keyboard_reaches_everything_and_shows_where_it_is(office: Office, size: tuple[int, int]) -> None:
    town, found = office.town, []
    for path in (
        town.at["three"],
        f"{town.at['other_town']}misdirected/",
        f"{town.at['agency']}no-registration/",
        f"{town.at['agency']}secret/",
        town.at["entry_paper"],
        town.at["scanned"],
        "/desk/paper/",
        "/desk/hand-in/",
        "/desk/outbox/",
        "/desk/history/",
        "/desk/folder/",
        "/desk/folder/handed-over/",
    ):
        page = office.asked(path, size=size)
        page.evaluate(WALK)
        for _ in range(
            page.locator("a, button, input, select, textarea, summary, [tabindex='0']").count() + 4
        ):
            page.keyboard.press("Tab")
        found += [f"{path}: {one}" for one in page.evaluate(MISSED)]
    assert found == []


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_escape_closes_the_guide_and_the_menu_and_gives_the_focus_back(
    office: Office, size: tuple[int, int]
) -> None:
    page = office.asked(f"{office.town.at['other_town']}misdirected/", size=size)
    page.wait_for_timeout(READ_MS)  # Escape would mean the way back to the letter by now
    for opened in ("details.guide", "details.me"):
        page.locator(f"{opened} > summary").focus()
        page.keyboard.press("Enter")
        assert page.locator(f"{opened}[open]").count() == 1
        page.evaluate(AXE)
        assert page.evaluate(VIOLATIONS) == []
        page.keyboard.press("Tab")
        page.keyboard.press("Escape")
        assert page.locator(f"{opened}[open]").count() == 0
        assert page.evaluate("one => document.activeElement.parentElement.matches(one)", opened)
    page.keyboard.press("Escape")
    page.wait_for_url(f"{office.town.address}{office.town.at['other_town']}")


def test_a_day_without_javascript(office: Office) -> None:
    """Signed in as before; each kind of action by its links and buttons alone."""
    town = office.town
    context = office.browser.new_context(
        locale="th-TH", java_script_enabled=False, storage_state=town.page.context.storage_state()
    )
    context.set_default_timeout(10_000)
    page = context.new_page()

    def press(words: str) -> None:
        page.get_by_role("button", name=words).first.click()

    page.goto(f"{town.address}{town.at['licence']}")
    page.wait_for_timeout(READ_MS)
    press("ลงรับ ตอบกลับ ส่งต่อ")
    assert "แล้ว" in page.locator("#undo").inner_text()
    press("เลิกทำ")
    assert "เลขเดิมของหนังสือนี้" in page.locator("#card").inner_text()
    page.wait_for_timeout(READ_MS)
    press("ลงรับ ตอบกลับ ส่งต่อ")

    page.goto(f"{town.address}{town.at['other_town']}")
    page.get_by_role("link", name="ส่งผิด").click()
    press("แจ้งผู้ส่ง ไม่ลงรับ")
    press("เลิกทำ")
    page.get_by_role("link", name="ไม่ลงรับ").click()
    page.get_by_label("จดหมายข่าว").check()
    press("ไม่ต้องลงรับ")
    page.get_by_role("link", name="ประวัติการคัดแยก").click()
    press("เอากลับ")
    page.wait_for_timeout(READ_MS)
    press("ขยะ")
    page.goto(f"{town.address}{town.at['agency']}")
    press("รอ")
    assert "ดูแล้ว รอ" in page.locator("#letter").inner_text()
    page.get_by_role("link", name="ลับ", exact=True).click()
    press("ล็อกเป็นเรื่องลับ")

    page.get_by_role("link", name="กระดาษ").click()
    page.get_by_label("จาก").fill("นางสมร")
    page.get_by_label("เรื่อง").fill("ขอยืมเต็นท์")
    page.get_by_label("สแกนหรือภาพถ่าย").set_input_files(
        {"name": "scan.pdf", "mimeType": "application/pdf", "buffer": SCAN}
    )
    press("ลงรับ")
    page.get_by_role("searchbox").fill("ถังขยะ")
    page.keyboard.press("Enter")
    page.locator(".found a", has_text="ถังขยะ").first.click()
    page.get_by_text("คู่มือ #").first.click()
    assert page.get_by_role("complementary", name="คู่มือของหน้านี้").is_visible()
    context.close()
