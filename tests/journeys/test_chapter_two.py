"""Chapter 2 of the guide, walked by a real browser on real servers: every outcome of a letter, each taken back once."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.message import EmailMessage
from hashlib import sha256

import pytest
from playwright.sync_api import Browser, Page, expect

from saraban.thai.dates import BANGKOK
from tests.journeys.product import no_request_went_elsewhere, sign_in
from tests.journeys.town import (
    ANSWER_WITHIN_SECONDS,
    READ_MS,
    Town,
    last_sunday,
    letter_bytes,
    read,
    text_of,
)
from tests.oracle.working_time import deemed_received_at

pytestmark = pytest.mark.browser

LICENCE = "ขอต่ออายุใบอนุญาตประกอบกิจการ"
HIGHWAY = "ขอให้ซ่อมไหล่ทางหลวงหมายเลข 305"
THANKS = "ขอแจ้งว่าได้รับหนังสือของท่านแล้ว"
ADVERT = "โปรโมชันหมึกพิมพ์ลดราคา"
THREE = "ขอส่งหนังสือราชการ จำนวนสามฉบับ"
TAX = "สอบถามภาษีที่ดิน"  # thought junk by the server
INBOX = (LICENCE, HIGHWAY, THANKS, ADVERT, THREE)
TAKEN_BACK = re.compile("เลิกทำแล้ว|เอาหนังสือกลับมาที่โต๊ะแล้ว")
COMPETENT = "saraban@highways.example"


@dataclass
class Clerk:
    """Sits at the desk, and looks what the mail servers hold."""

    town: Town
    page: Page
    pages: dict[str, str]  # subject → path of the letter's page
    raws: dict[str, bytes]

    def go(self, path: str) -> None:
        self.page.goto(self.town.product.address + path)

    def open(self, subject: str) -> None:
        self.go(self.pages[subject])
        expect(self.page.get_by_role("heading", name=subject)).to_be_visible()
        self.page.wait_for_timeout(READ_MS)  # the desk hears no press on what nobody can have read

    def enter(self, subject: str) -> None:
        self.open(subject)
        self.page.locator("#card button.go").click()
        self.undo_stands_ready()

    def throw_away(self) -> None:
        self.open(ADVERT)
        self.page.locator("#card button[data-key=KeyX]").click()
        self.undo_stands_ready()

    def tell_the_sender(self, *, forward: bool) -> None:
        self.open(HIGHWAY)
        self.page.locator("#card a[data-key=KeyW]").click()
        self.page.locator("#id_name").fill("แขวงทางหลวงนครนายก")
        self.page.locator("#id_email").fill(COMPETENT)
        self.page.locator("#id_forward").set_checked(forward)
        self.page.locator("#sorting button.go").click()
        self.undo_stands_ready()

    def put_aside(self) -> None:
        self.open(THANKS)
        self.page.locator("#card a[data-key=KeyL]").click()
        self.page.get_by_label("หนังสือตอบรับของหน่วยงานอื่น").check()
        self.page.locator("#sorting button.go").click()
        self.undo_stands_ready()

    def undo_stands_ready(self) -> None:
        expect(self.page).to_have_url(re.compile("/desk/$"))
        expect(self.page.locator("#undo button")).to_be_visible()

    def undo(self, subject: str) -> None:
        """By the bar; the letter is at the desk again."""
        self.page.locator("#undo button").click()
        self.is_back(subject)

    def take_back(self, subject: str) -> None:
        """By the page of what was sorted, at any time after."""
        self.go("/desk/history/")
        self.page.get_by_role("button", name=f"เอากลับมาที่โต๊ะ: {subject}").click()
        self.is_back(subject)

    def is_back(self, subject: str) -> None:
        expect(self.page.get_by_text(TAKEN_BACK).first).to_be_visible()
        expect(self.page.get_by_role("heading", name=subject)).to_be_visible()
        expect(self.page.locator("#card button.go")).to_be_visible()

    def shows(self, subject: str, words: str) -> bool:
        self.go(self.pages[subject])
        return self.page.locator("#card-title").get_by_text(words).count() > 0

    def lying(self, box: str) -> list[str]:
        """Subjects of what lies in a folder of the server."""
        try:
            there = self.town.dovecot.letters(box=box)
        except FileNotFoundError:  # not made yet, or a letter on its way out of it
            return ["?"] if box != "Trash" else []
        return sorted(
            subject
            for subject, raw in self.raws.items()
            for lies in there
            if sha256(lies).digest() == sha256(raw).digest()
        )

    def sent(self) -> list[EmailMessage]:
        """What left, each letter once."""
        letters = [read(taken.raw) for taken in list(self.town.sink.letters)]
        return list({str(letter["Message-ID"]): letter for letter in letters}.values())


def until(what: Callable[[], bool], *, of: str, seconds: float = ANSWER_WITHIN_SECONDS) -> None:
    ends = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < ends, f"waited for: {of}"
        time.sleep(0.25)


def clerk_of(town: Town, page: Page) -> Clerk:
    sunday = last_sunday()
    raws = {}
    for minute, subject in enumerate((*INBOX, TAX)):
        sender = f"s{minute}@example.com"
        when = sunday + timedelta(minutes=minute)
        raw = letter_bytes(
            subject, sent=when, sender=sender, message_id=f"<{sender}>", body="เรียน นายกเทศมนตรี"
        )
        raws[subject] = raw.replace(b"\n", b"\r\n")
        town.dovecot.deliver(raws[subject], when=when, box="Junk" if subject == TAX else "INBOX")
    sign_in(page, town.link)

    def all_came() -> bool:
        page.goto(f"{town.product.address}/desk/")
        return page.locator("a.row").count() == len(raws)

    until(all_came, of="the letters on the desk")
    rows = {subject: page.locator("a.row", has_text=subject).get_attribute("href") for subject in raws}
    return Clerk(town, page, {subject: str(path) for subject, path in rows.items()}, raws)


def test_each_outcome_is_done_taken_back_and_done_again(town: Town, browser: Browser) -> None:
    year = max(deemed_received_at(last_sunday()), datetime.now(BANGKOK)).year + 543
    with town.product.serving():
        context = browser.new_context(viewport={"width": 1366, "height": 768}, locale="th-TH")
        page = context.new_page()
        elsewhere = no_request_went_elsewhere(page, town.product.address)
        clerk = clerk_of(town, page)

        # 2.1 Spam: out of sight; on the server it lies where it was for as long as it can be undone.
        clerk.throw_away()
        clerk.undo(ADVERT)
        clerk.throw_away()
        assert clerk.lying("INBOX") == sorted(INBOX)
        town.product.killed_and_started_again()

        # 2.5-2.7 Entered, taken back, entered again under the number that it holds.
        clerk.enter(LICENCE)
        clerk.undo(LICENCE)
        expect(page.get_by_text(f"1/{year}").first).to_be_visible()
        clerk.enter(LICENCE)

        # 2.3 Misdirected: its sender is told, the letter is sent on, and it takes no number.
        clerk.tell_the_sender(forward=False)
        clerk.undo(HIGHWAY)
        clerk.tell_the_sender(forward=True)
        town.product.killed_and_started_again()

        # Another agency's acknowledgement: put aside with its reason.
        clerk.put_aside()
        clerk.take_back(THANKS)
        clerk.put_aside()

        # Three letters in one mail take three numbers, and keep them.
        for again in (False, True):
            clerk.open(THREE)
            for count in (2, 3):
                split = page.get_by_role("link", name=f"แยกเป็น {count} ฉบับ")
                if split.count():
                    split.click()
                    expect(page.locator("#card fieldset.columns")).to_have_count(count)
            page.wait_for_timeout(READ_MS)
            for number, column in enumerate(page.locator("#card input[name$=subject]").all(), 1):
                column.fill(f"ฉบับที่ {number} ของสามฉบับ")
            page.locator("#card button.go").click()
            clerk.undo_stands_ready()
            if not again:
                clerk.undo(THREE)
        assert clerk.shows(THREE, f"2/{year}, 3/{year}, 4/{year}")

        # 2.1 When its seconds are over, spam lies in the server's Trash; taken back, it is fetched from there.
        until(lambda: clerk.lying("Trash") == [ADVERT], of="spam in Trash")
        assert ADVERT not in clerk.lying("INBOX")
        clerk.take_back(ADVERT)
        until(lambda: ADVERT in clerk.lying("INBOX"), of="spam back in the inbox")
        until(lambda: clerk.lying("Trash") == [], of="an empty Trash")
        clerk.throw_away()

        # 2.1 Junk that is none: moved on the server first, then entered. Undone from the page that says "is moving",
        # whether it is only moved by then or entered, too.
        clerk.enter(TAX)
        until(lambda: TAX in clerk.lying("INBOX"), of="what was junk in the inbox")
        clerk.undo(TAX)
        clerk.enter(TAX)
        town.product.killed_and_started_again()

        # What the world has of it all, once nothing can be undone any more.
        until(lambda: clerk.lying("Trash") == [ADVERT], of="spam in Trash again")
        until(lambda: len(clerk.sent()) >= 7, of="five answers, and what became of the misdirected")
        told = {
            (str(mail["To"].addresses[0].addr_spec), *re.findall(r"\[เลขรับ (.+)\]", mail["Subject"]))
            for mail in clerk.sent()
        }
        answers = {("s0@example.com", f"1/{year}"), ("s5@example.com", f"5/{year}")}
        answers |= {("s4@example.com", f"{number}/{year}") for number in (2, 3, 4)}
        assert told == {*answers, ("s1@example.com",), (COMPETENT,)}
        assert len(clerk.sent()) == 7
        to_sender = next(mail for mail in clerk.sent() if "s1@example.com" in mail["To"])
        assert "มิได้ลงทะเบียนรับไว้" in text_of(to_sender)
        assert clerk.lying("INBOX") == sorted([*(one for one in INBOX if one != ADVERT), TAX])
        assert clerk.lying("Junk") == []
        assert clerk.shows(TAX, f"5/{year}")
        assert set(town.dovecot.flags()) == {""}
        clerk.go("/desk/register/")
        expect(page.locator("tbody tr")).to_have_count(5)
        for subject, outcome in ((HIGHWAY, "ส่งผิดหน่วยงาน"), (THANKS, "ไม่ต้องลงรับ"), (ADVERT, "ขยะหรือโฆษณา")):
            assert clerk.shows(subject, outcome)
        assert elsewhere == []
        context.close()

    findings = json.loads(town.product.run("doctor", "--json", expected=0))
    assert findings["ok"], findings
