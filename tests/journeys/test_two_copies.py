"""Two copies of the product write to each other, each with a database, a mailbox and a clerk of its own."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from saraban.thai.dates import BANGKOK, document_date, table_date
from saraban.thai.digits import thai_digits
from tests.journeys.product import Product, product, sign_in
from tests.journeys.town import PASSWORD, READ_MS, found, read
from tests.proposals import papers
from tests.servers.certificates import Authority
from tests.servers.dovecot import Dovecot, running_dovecot
from tests.servers.smtp import Sink, running_sink

pytestmark = pytest.mark.browser

HERE, THERE = "เทศบาลตำบลคลองน้อย", "เทศบาลตำบลหนองบัว"
OURS, THEIRS = "saraban@klongnoy.example", "saraban@nongbua.example"
SUBJECT = "ขอเชิญประชุมแก้ไขปัญหาขยะ"
WITHIN_SECONDS = 120.0  # twenty of undo, and the machine's slowness
QUIET_SECONDS = 3.0  # in which each copy goes around many times


@dataclass
class Copies:
    """Two products that share nothing but the mail."""

    here: Product
    there: Product
    sink: Sink
    links: tuple[str, str]


@pytest.fixture
def copies(authority: Authority, tmp_path: Path) -> Iterator[Copies]:
    users = {OURS: PASSWORD, THEIRS: PASSWORD}
    with (
        running_dovecot(users=users, authority=authority) as dovecot,
        running_sink(users=users, authority=authority, into=dovecot) as sink,
        product(tmp_path / "here", ca_file=authority.ca_file) as here,
        product(tmp_path / "there", ca_file=authority.ca_file) as there,
        ThreadPoolExecutor(2) as pool,
    ):
        first, second = (
            pool.submit(_founded, made, dovecot, sink, name, mailbox)
            for made, name, mailbox in ((here, HERE, OURS), (there, THERE, THEIRS))
        )
        yield Copies(here, there, sink, (first.result(), second.result()))


def _founded(made: Product, dovecot: Dovecot, sink: Sink, name: str, mailbox: str) -> str:
    made.data.mkdir()
    return found(made, dovecot, sink, made.data, name=name, mailbox=mailbox)


def test_a_letter_goes_there_and_its_number_comes_back(copies: Copies, browser: Browser) -> None:
    here, there, sink = copies.here, copies.there, copies.sink
    today = datetime.now(BANGKOK).date()
    with here.serving(), there.serving():
        ours = _page(browser, copies.links[0])
        ours.goto(f"{here.address}/desk/settings/")
        expect(ours.locator("#id_letter_json")).to_be_checked()
        ours.locator("#id_letter_code").fill("นย 52028")
        ours.get_by_role("button", name="บันทึกข้อมูลหน่วยงาน").click()
        _send(ours, here.address, _letter(today))
        entry = ours.url
        theirs = _page(browser, copies.links[1])

        # There: every column is right without a mark of doubt, and one key registers it.
        _until(lambda: _has_come(theirs, there.address), of="the letter on the other desk")
        columns = ("letter_number", "dated_on", "sender", "addressee", "subject", "urgency")
        assert {name: theirs.locator(f"#card [name={name}]").input_value() for name in columns} == {
            "letter_number": "นย 52028/1",
            "dated_on": table_date(today),
            "sender": HERE,
            "addressee": THERE,
            "subject": SUBJECT,
            "urgency": "urgent",
        }
        assert theirs.locator("#card .doubt").count() == 0
        assert theirs.get_by_text("ตรวจก่อนลงรับ").count() == 0
        expect(theirs.get_by_text("ลายเซ็นถูกต้อง")).to_be_visible()
        theirs.wait_for_timeout(READ_MS)
        theirs.keyboard.press("Enter")
        expect(theirs.locator("#undo button")).to_be_visible()

        # Here: their number stands at the letter, and nobody pressed anything.
        _until(lambda: _said_of(ours, entry).startswith("ปลายทางรับแล้ว"), of="the receipt at the letter")
        said = _said_of(ours, entry)
        assert said.startswith("ปลายทางรับแล้ว เลขรับ 1/") and "ตอบรับโดยระบบของปลายทาง" in said

        # Both are quiet: one mail each, and nothing waits on either desk.
        time.sleep(QUIET_SECONDS)
        assert [(taken.sender, taken.to) for taken in sink.letters] == [(OURS, (THEIRS,)), (THEIRS, (OURS,))]
        mails = [read(taken.raw) for taken in sink.letters]
        assert [[part.get_filename() for part in mail.iter_attachments()] for mail in mails] == [
            ["หนังสือ.pdf", "letter.json"],
            ["receipt.json"],
        ]
        assert [mail["Auto-Submitted"] for mail in mails] == [None, "auto-replied"]
        assert not _has_come(ours, here.address) and not _has_come(theirs, there.address)


def _page(browser: Browser, link: str) -> Page:
    page = browser.new_context(viewport={"width": 1366, "height": 768}, locale="th-TH").new_page()
    sign_in(page, link)
    return page


def _letter(today: date) -> bytes:
    return papers.external(
        number=f"ที่ {thai_digits('นย 52028/1')}",
        office=(f"สำนักงาน{HERE}", "ถนนริมคลอง นย ๒๖๐๐๐"),
        dated=document_date(today),
        subject=SUBJECT,
        to="เรียน นายกเทศมนตรีตำบลหนองบัว",
    )


def _send(page: Page, address: str, pdf: bytes) -> None:
    page.goto(f"{address}/desk/send/")
    page.locator("#files").set_input_files(
        {"name": "หนังสือ.pdf", "mimeType": "application/pdf", "buffer": pdf}
    )
    page.locator("#id_subject").fill(SUBJECT)
    page.locator("#id_others").fill(f"{THERE} {THEIRS}")
    page.locator("#id_urgency").select_option("urgent")
    page.get_by_role("button", name="ออกเลขและส่ง").click()
    expect(page.get_by_role("heading", name="รายการตามแบบที่ 14")).to_be_visible()


def _has_come(page: Page, address: str) -> bool:
    page.goto(f"{address}/desk/")
    return page.locator("a.row").count() > 0


def _said_of(page: Page, entry: str) -> str:
    page.goto(entry)
    return page.locator("td[data-label=ปลายทาง]").inner_text()


def _until(what: Callable[[], bool], *, of: str) -> None:
    ends = time.monotonic() + WITHIN_SECONDS
    while not what():
        assert time.monotonic() < ends, f"waited for: {of}"
        time.sleep(1.0)
