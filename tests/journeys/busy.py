"""The made-up town in the middle of a day: letters entered, sorted and put off, paper, rounds, what went wrong."""

from __future__ import annotations

import re
import sqlite3
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

from tests.documents.filled import filled
from tests.proposals.piles import letters_with_sheets

READ_MS = 900  # a letter must have been on the screen for a while

ENTERED = {
    "meeting": "แจ้งเวียนหนังสือราชการ",
    "tax": "คำนวณภาษีที่ดิน",
    "house": "เลขที่บ้าน",
    "lamp": "ไฟทางดับสามดวง",
    "road": "ถนนเป็นหลุม",
}
LETTERS = {
    "agency": "การเฝ้าระวังโรคไข้เลือดออก",
    "licence": "ขอต่ออายุใบอนุญาตประกอบกิจการ",
    "three": "จำนวน 3 ฉบับ",
    "scan": "ร้องทุกข์ของลูกบ้าน",
    "pump": "ส่งหนังสือ ด่วน",
    "junk": "ต้นไม้พาดสายไฟหน้าบ้านยาย",
    "misdirected": "ลอกผักตบชวา",
    "other_town": "มิเตอร์",
    "spam": "โปรโมชันหมึกพิมพ์",
    "karaoke": "คาราโอเกะ",
    "newsletter": "จดหมายข่าวท้องถิ่น",
    "thanks": "ขอบใจคนเก็บขยะ",
}

ENTRIES = {
    "entry": "คำนวณภาษีที่ดิน",
    "entry_paper": "รถบรรทุกน้ำ",
    "entry_struck": "ขอเชิญประชุมประจำเดือน",
    "entry_other": "ถังขยะ",
    "entry_restricted": "คาราโอเกะ",
}
TROUBLES = {
    "uncertain": "การเชื่อมต่อขาดหลังส่งเนื้อความ ผู้ให้บริการยังไม่ตอบรับ",
    "bounced": "550 5.1.1 ไม่มีผู้รับนี้",
    "failed": "ผู้ให้บริการไม่รับจดหมาย: 554 5.7.1 Message rejected",
    "held": "พักไว้เพราะตอบที่อยู่นี้แล้ววันนี้",
}
FORM = "ชื่อผู้ยื่น\nที่ตั้งร้าน (หลายบรรทัด)\nพื้นที่ (จำนวน)\nประเภทร้าน: อาหาร / เครื่องดื่ม"
SCAN = b"%PDF-1.4\n%%EOF\n"

_ROWS = "[...document.querySelectorAll('a.row')].map(row => [row.getAttribute('href'), row.innerText])"
_ENTERED = """[...window.__forms['/desk/register/'].querySelectorAll('tbody tr')].map(
  row => [row.querySelector('th a').getAttribute('href'), row.textContent])"""
# A form of a page, sent as its button would send it: fetched first, so that many are read in one wait.
_READ = """async addresses => { window.__forms ??= {};
  for (const at of addresses) {
    const text = await (await fetch(at)).text();
    window.__forms[at] = new DOMParser().parseFromString(text, 'text/html');
  } }"""
_SEND = """async ({at, form, action, typed, scan}) => {
  const one = window.__forms[at].querySelector(form);
  const data = new FormData(one);
  for (const [name, value] of Object.entries(typed)) data.set(name, value);
  if (scan.length) data.set('files', new File([Uint8Array.from(scan)], 'หนังสือ.pdf', {type: 'application/pdf'}));
  const said = await fetch(action || one.getAttribute('action') || at, {
    method: 'POST', body: one.enctype === 'multipart/form-data' ? data : new URLSearchParams(data) });
  return [said.status, said.url, await said.text()]; }"""


@dataclass
class Town:
    """The clerk's browser page at the town's server, and where each thing of the day is found."""

    page: Page
    address: str
    at: dict[str, str] = field(default_factory=dict)

    def wait_for_the_story(self) -> None:
        """Until each letter of the day is in the list."""
        wanted = LETTERS | ENTERED
        for _ in range(100):
            self.page.goto(f"{self.address}/desk/")
            rows: list[list[str]] = self.page.evaluate(_ROWS)
            self.at = {name: at for name, words in wanted.items() for at, text in rows if words in text}
            if len(self.at) == len(wanted):
                return
            self.page.wait_for_timeout(300)
        raise AssertionError(f"the story was not told: {wanted.keys() - self.at.keys()}")

    def read(self, *addresses: str) -> None:
        self.page.evaluate(_READ, list(addresses))

    def send(
        self,
        at: str,
        form: str = "#card",
        *,
        action: str = "",
        expected: int = 200,
        scan: bytes = b"",
        **typed: str,
    ) -> str:
        """What the page said after it."""
        what: dict[str, Any] = {"at": at, "form": form, "action": action, "typed": typed, "scan": list(scan)}
        status, url, text = self.page.evaluate(_SEND, what)
        assert status == expected, (
            f"{at} {form}: {status} {url}\n{re.findall(r'(?s)<(?:div class=.errors|p class=.note err).*?</(?:div|p)>', text)}"
        )
        return str(text)

    def work(self, data: Path) -> None:
        """A morning of it."""
        addresses = list(self.at.values())
        new = ["/desk/paper/", "/desk/other/", "/desk/hand-in/"]
        sorting = [f"{self.at['misdirected']}misdirected/", f"{self.at['thanks']}no-registration/"]
        self.read(*addresses, *new, *sorting)
        self.page.wait_for_timeout(READ_MS)
        for name in ENTERED:
            self.send(self.at[name])
        self.send(self.at["karaoke"], restricted="on")
        self.send(self.at["spam"], action=f"{self.at['spam']}spam/")
        self.send(self.at["scan"], action=f"{self.at['scan']}put-off/")
        self.send(sorting[0], "#sorting", name="เทศบาลตำบลท่าข้ามใหม่", phone="037 000 900")
        self.send(sorting[1], "#sorting", reason="other", other="จดหมายขอบคุณ ไม่มีเรื่องให้ดำเนินการ")
        papers = {"นย 0118/411": "ขอเชิญประชุมประจำเดือน", "นย 0118/412": "ขอความอนุเคราะห์รถบรรทุกน้ำ"}
        for number, subject in papers.items():
            self.send(
                "/desk/paper/",
                scan=SCAN,
                letter_number=number,
                sender="ที่ว่าการอำเภอปากทาง",
                subject=subject,
                unit="",
            )
        self.send("/desk/other/", channel_name="LINE ของเจ้าหน้าที่", sender="นางสมใจ", subject="ขอถังขยะหน้าตลาด")
        rows = "เลขรับ\tลงวันที่\tจาก\tเรื่อง\n1\t23/1/2566\tอบต.ทดลอง\tขอข้อมูล\n2\t31/2/66\tอบต.ทดลอง\tขอเชิญ"
        self.read("/desk/import/")
        self.send("/desk/import/", "form[enctype]", kind="incoming", year="2566", pasted=rows)
        self.send("/desk/paper/", "form[action$='/batches/']", scan=letters_with_sheets([["1", "1"], ["2"]]))
        self.send("/desk/paper/", "form[action$='/batches/']", scan=SCAN)
        self.send("/desk/hand-in/", "main form", channel_name="LINE ของเจ้าหน้าที่", subject="ขอถังขยะ", scan=SCAN)
        self.read("/desk/register/")
        entered: list[list[str]] = self.page.evaluate(_ENTERED)
        for name, words in ENTRIES.items():
            self.at[name] = next(at for at, text in entered if words in text)
        for name in ("struck", "paper"):
            self.undo(self.at[f"entry_{name}"])
        struck = self.at["entry_struck"]
        self.read(struck)
        self.send(struck, "form[action$='/struck/']", because="ลงซ้ำกับเลขก่อนหน้า")
        case = f"{self.at['entry']}case/"
        self.read(case)
        self.send(case, "main form.form", service="1")
        _lose_a_file(data)
        self.send(self.at["junk"])
        self._wait_for_the_scans()
        self._take_in_a_form()
        _make_trouble(data)

    def _take_in_a_form(self) -> None:
        """A service gets a form; one that was filled in on a screen opens a case, and the clock reads it."""
        service, subject = "/desk/services/1/", "ยื่นแบบคำขอที่กรอกบนจอ"
        self.read(service)
        self.send(service, "main form.form", form_fields=FORM)
        blank = self.page.request.get(f"{self.address}{service}form/").body()
        typed = {"f1": "นางสมใจ ใจงาม", "f2": "12 หมู่ 3\nตำบลคลองน้อย", "f4": "1"}
        self.read("/desk/paper/")
        self.send("/desk/paper/", scan=filled(blank, typed), sender="นางสมใจ", subject=subject, unit="")
        self.read("/desk/register/")
        entered: list[list[str]] = self.page.evaluate(_ENTERED)
        opening = f"{next(at for at, text in entered if subject in text)}case/"
        self.read(opening)
        self.send(opening, "main form.form", service="1")
        self.page.goto(f"{self.address}/desk/cases/2/")
        for _ in range(100):
            if self.page.locator("#forms-title").count():
                return
            self.page.wait_for_timeout(300)
            self.page.reload()
        raise AssertionError("the form was not read")

    def _wait_for_the_scans(self) -> None:
        for _ in range(100):
            self.page.goto(f"{self.address}/desk/paper/")
            found = self.page.locator(".scans a").evaluate_all(
                "all => all.map(one => one.getAttribute('href'))"
            )
            if len(found) == 3:
                self.at["scanned"], _, self.at["scanned_broken"] = found
                self.page.goto(f"{self.address}/desk/other/")
                self.at["scanned_other"] = self.page.locator(".scans a").get_attribute("href") or ""
                return
            self.page.wait_for_timeout(300)
        raise AssertionError("the scans were not split")

    def undo(self, entry: str) -> None:
        self.read("/desk/paper/")
        self.send("/desk/paper/", action=f"{entry}recall/")


def _lose_a_file(data: Path) -> None:
    """Somebody deletes the letter in the webmail, so its order to be moved and entered stands."""
    (lost,) = (data / "demo" / "Maildir" / ".Junk").glob("*/*citizen-in-junk*")
    lost.unlink()


def _make_trouble(data: Path) -> None:
    """What days of use leave behind, by the shortest way: each trouble of the outbox once, rounds signed and missed."""
    database = sqlite3.connect(data / "saraban.sqlite3", timeout=30, isolation_level=None)
    for nth, (state, why) in enumerate(TROUBLES.items()):
        database.execute(
            "UPDATE saraban_outboundemail SET state = ?, state_reason = ? WHERE id ="
            " (SELECT id FROM saraban_outboundemail ORDER BY id LIMIT 1 OFFSET ?)",
            (state, why, nth),
        )
    database.execute("UPDATE saraban_agency SET founded_at = datetime(founded_at, '-9 days') WHERE practice")
    for days in range(1, 8):
        database.execute(
            "INSERT INTO saraban_round (agency_id, day, slot, officer_id, signed_at, looked_at, inbox, junk, put_off, up_to)"
            " SELECT a.id, date('now', ?), 'morning', o.id, t.at, t.at, 12, 3, 1, 0 FROM saraban_agency a, saraban_officer o,"
            " (SELECT datetime(date('now', ?), '+1 hour', '+38 minutes') AS at) t WHERE o.agency_id = a.id"
            " AND a.practice ORDER BY o.id LIMIT 1",
            (f"-{days} days", f"-{days} days"),
        )
    database.close()
