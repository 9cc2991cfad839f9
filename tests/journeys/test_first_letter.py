"""A letter's whole way, through a real IMAP server, a real SMTP server and a real browser."""

from __future__ import annotations

import json
import re
import time
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from saraban.thai.dates import BANGKOK, medium_date, thai_time
from tests.journeys.product import no_request_went_elsewhere, product, sign_in
from tests.journeys.town import (
    ANSWER_WITHIN_SECONDS,
    CITIZEN,
    PASSWORD,
    READ_MS,
    SARABAN,
    Town,
    last_sunday,
    letter_bytes,
    read,
    text_of,
)
from tests.oracle.working_time import deemed_received_at
from tests.servers.certificates import Authority
from tests.servers.dovecot import running_dovecot
from tests.servers.smtp import running_sink

pytestmark = pytest.mark.browser


def test_sunday_night_becomes_monday_morning_and_the_sender_has_the_number(
    town: Town, browser: Browser
) -> None:
    sunday = last_sunday()
    deemed_at = deemed_received_at(sunday)
    raw = letter_bytes(
        "ขอต่ออายุใบอนุญาตประกอบกิจการ", sent=sunday, sender=CITIZEN, message_id="<first@example.com>"
    ).replace(b"\n", b"\r\n")
    town.dovecot.deliver(raw, when=sunday)
    town.sink.bouncing.add("gone@example.com")
    lost = letter_bytes(
        "สอบถามภาษี", sent=sunday, sender="gone@example.com", message_id="<second@example.com>"
    )
    town.dovecot.deliver(lost.replace(b"\n", b"\r\n"), when=sunday + timedelta(minutes=1), box="Junk")

    with town.product.serving():
        context = browser.new_context(viewport={"width": 1366, "height": 768}, locale="th-TH")
        page = context.new_page()
        elsewhere = no_request_went_elsewhere(page, town.product.address)
        sign_in(page, town.link)

        # The oldest waiting letter is open, with the real time and the legal one.
        for _ in range(90):
            if page.get_by_text("สอบถามภาษี").count():
                break
            page.wait_for_timeout(500)
            page.goto(f"{town.product.address}/desk/")
        expect(page.get_by_role("heading", name="ขอต่ออายุใบอนุญาตประกอบกิจการ")).to_be_visible()
        main = page.locator("main").inner_text()
        assert thai_time(sunday) in main
        assert f"{medium_date(deemed_at)} {thai_time(deemed_at)}" in " ".join(main.split()).replace(
            " เวลา ", " "
        )

        # One press registers it; the next letter opens, and the undo stands ready.
        year = max(deemed_at, datetime.now(BANGKOK)).year + 543
        page.wait_for_timeout(READ_MS)
        page.keyboard.press("Enter")
        expect(page.get_by_text(f"1/{year}").first).to_be_visible()
        expect(page.get_by_role("button", name=re.compile("เลิกทำ"))).to_be_visible()
        expect(page.get_by_role("heading", name="ไม่มีอีเมลค้าง")).to_be_visible()

        first = town.sink.wait_for(1, seconds=ANSWER_WITHIN_SECONDS)[0]
        answer = read(first.raw)
        assert first.to == (CITIZEN,)
        assert first.sender == SARABAN
        assert first.tls
        assert answer["Subject"] == f"Re: ขอต่ออายุใบอนุญาตประกอบกิจการ [เลขรับ 1/{year}]"
        assert answer["In-Reply-To"] == "<first@example.com>"
        assert answer["Auto-Submitted"] == "auto-replied"
        told = text_of(answer)
        assert f"เลขรับที่ 1/{year}" in told
        assert f"วันที่ {medium_date(deemed_at)} เวลา {thai_time(deemed_at)}" in told
        assert "037 000 200" in told

        # A copy lies in Sent, and nothing in the mailbox was touched.
        for _ in range(120):
            if town.dovecot.letters(box="Sent"):
                break
            time.sleep(0.25)
        assert [read(copy)["Message-ID"] for copy in town.dovecot.letters(box="Sent")] == [
            answer["Message-ID"]
        ]
        assert town.dovecot.flags() == [""]

        # The second letter's answer bounces; the bounce comes home to its letter and not onto the desk.
        junk = page.locator("a.row", has_text="สอบถามภาษี").get_attribute("href")
        page.evaluate(
            "window.stays = true"
        )  # with junk alone in the list the page is renewed, never reloaded
        page.wait_for_timeout(6_000)
        assert page.evaluate("window.stays") is True
        page.goto(f"{town.product.address}{junk}")
        expect(page.get_by_role("heading", name="สอบถามภาษี")).to_be_visible()
        page.wait_for_timeout(READ_MS)
        page.locator("#card button.go").click()
        expect(page.locator("#undo")).to_be_visible()
        for _ in range(60):  # the server moves it, then it is registered
            page.goto(f"{town.product.address}{junk}")
            if page.get_by_text(f"2/{year}").count():
                break
            page.wait_for_timeout(500)
        expect(page.get_by_role("heading", name=f"ลงรับแล้ว เลขรับ 2/{year}")).to_be_visible()
        assert not town.dovecot.letters(box="Junk")
        assert len(town.dovecot.letters()) == 2
        town.sink.wait_for(2, seconds=ANSWER_WITHIN_SECONDS)
        for _ in range(120):
            page.goto(f"{town.product.address}/desk/outbox/")
            if page.locator("main").get_by_text("ส่งไม่ถึง").count():
                break
            page.wait_for_timeout(500)
        expect(page.locator("main").get_by_text("ส่งไม่ถึง").first).to_be_visible()
        page.goto(f"{town.product.address}/desk/")
        assert page.get_by_text("Undelivered").count() == 0
        assert elsewhere == []
        context.close()

    findings = json.loads(town.product.run("doctor", "--json", expected=0))
    assert findings["ok"], findings


def test_mail_of_30_december_found_on_5_january_enters_the_new_book(
    authority: Authority, tmp_path: Path
) -> None:
    year = datetime.now(BANGKOK).year
    january = datetime(year + 1, 1, 5, 9, 0, tzinfo=BANGKOK)
    with (
        running_dovecot(users={SARABAN: PASSWORD}, authority=authority) as dovecot,
        running_sink(users={SARABAN: PASSWORD}, authority=authority) as sink,
        # The servers' certificates are of today: this time the way to them on this machine is not encrypted.
        product(tmp_path / "data", pretended=january) as made,
    ):
        del sink
        (tmp_path / "password").write_text(PASSWORD)
        made.run(
            *("found", "--name", "เทศบาลตำบลทดลอง", "--province", "นครนายก", "--phone", "037 000 200"),
            *("--domain", "klongnoy.example", "--mailbox", f"maildir://{dovecot.maildir()}"),
            *("--smtp", f"maildir://{tmp_path / 'sent'}", "--officer", "suda@klongnoy.example"),
        )
        december = datetime(year, 12, 30, 10, 0, tzinfo=BANGKOK)
        raw = letter_bytes(
            "ขออนุญาตก่อสร้าง", sent=december, sender=CITIZEN, message_id="<december@example.com>"
        )
        dovecot.deliver(raw, when=december, box="Junk")
        made.run("work", "--once")
        entered = json.loads(
            made.run("enter", "december@example.com", "--as", "suda@klongnoy.example", "--json")
        )

    assert entered["receipt_number"] == f"1/{year + 1 + 543}"
    assert entered["deemed_at"] == deemed_received_at(december).isoformat()
    assert entered["registered_at"].startswith(f"{year + 1}-01-05T09:0")
