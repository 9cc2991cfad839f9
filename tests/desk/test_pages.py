"""The staff's pages: what they ask of the database, what they send to the browser, and how they answer bad input."""

from __future__ import annotations

import os
import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.core import signing
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import now

from saraban.agencies.duties import Duty
from saraban.desk.views.letters import CARD_SALT
from saraban.mail.intake import fetch
from saraban.mail.maildir import MaildirInbox, make_maildir
from saraban.mail.models import InboundEmail, MailboxWatch
from saraban.mail.moves import move_due
from saraban.mail.reading import read_files
from saraban.registers.models import IncomingEntry, Route
from saraban.registers.orders import enter_moved
from tests.desk.signing_in import sign_in
from tests.office import SUNDAY_NIGHT, Office, add_officer, arrive, bangkok, letter_bytes

LOOKED_LONG_AGO = timedelta(seconds=5)
STAFF_PAGES = [
    "/desk/",
    "/desk/list/",
    "/desk/register/",
    "/desk/routed/",
    "/desk/outbox/",
    "/desk/paper/",
    "/desk/paper/labels/",
    "/desk/hand-in/",
    "/desk/seals/",
    "/desk/search/",
    "/desk/search/?q=%E0%B9%83%E0%B8%9A%E0%B8%AD%E0%B8%99%E0%B8%B8%E0%B8%8D%E0%B8%B2%E0%B8%95",
    "/desk/calendar/",
    "/desk/settings/",
    "/desk/settings/units/new/",
    "/desk/settings/officers/new/",
    "/practice/inbox/",
    "/desk/no-such-page/",
]
OTHER_PAGES = [
    "/",
    "/accounts/login/",
    "/accounts/2fa/",
    "/accounts/password/reset/",
    "/sign-in/no-such-link/",
]


def looked(*, ago: timedelta = LOOKED_LONG_AGO) -> str:
    return signing.dumps((now() - ago).timestamp(), salt=CARD_SALT)


def columns(**changed: str) -> dict[str, str]:
    return {
        "looked": looked(),
        "dated_on": "22 ม.ค. 66",
        "sender": "นายสมชาย ที่ปรึกษาดี",
        "subject": "ขอต่ออายุใบอนุญาต",
        **changed,
    }


def queries_of(client: Client, address: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert client.get(address).status_code == 200
    return len(asked)


def fill(office: Office, numbers: range, *, entered: bool) -> None:
    for number in numbers:
        letter = arrive(office, subject=f"เรื่องที่ {number}", at=SUNDAY_NIGHT + timedelta(minutes=number))
        if entered:
            IncomingEntry.objects.enter(letter, by=office.clerk, route=Route(unit=office.unit))


@pytest.mark.parametrize("address", ["/desk/", "/desk/list/"])
def test_the_list_asks_as_much_for_fifty_letters_as_for_one(
    office: Office, clerk: Client, address: str
) -> None:
    fill(office, range(1), entered=False)
    clerk.get(address)
    of_one = queries_of(clerk, address)
    fill(office, range(1, 50), entered=False)
    assert queries_of(clerk, address) == of_one


@pytest.mark.parametrize("address", ["/desk/register/", "/desk/routed/", "/desk/outbox/"])
def test_the_register_asks_as_much_for_fifty_entries_as_for_one(
    office: Office, clerk: Client, address: str
) -> None:
    with office.clerk.change("corrected", by=office.clerk):
        office.clerk.unit = office.unit
    fill(office, range(1), entered=True)
    clerk.get(address)
    of_one = queries_of(clerk, address)
    fill(office, range(1, 50), entered=True)
    assert queries_of(clerk, address) == of_one


@pytest.mark.parametrize("address", [*STAFF_PAGES, *OTHER_PAGES])
def test_no_page_needs_what_the_strict_policy_forbids(office: Office, clerk: Client, address: str) -> None:
    arrive(office)
    response = clerk.get(address, follow=True)
    page = response.content.decode()
    policy = response.headers["Content-Security-Policy"]
    assert "unsafe" not in policy and "script-src 'self'" in policy
    assert re.findall(r"<[^>]+\s(?:style|on\w+)=", page) == []
    scripts = re.findall(r"<script([^>]*)>", page)
    assert [script for script in scripts if "src=" not in script and "application/json" not in script] == []
    addresses = re.findall(r"(?:src|href|action|hx-get)=\"([^\"]*)\"", page)
    assert [one for one in addresses if "//" in one] == []


def test_one_press_registers_the_letter_and_the_next_one_opens(office: Office, clerk: Client) -> None:
    first = arrive(office, subject="ฉบับแรก")
    second = arrive(office, subject="ฉบับที่สอง", at=SUNDAY_NIGHT + timedelta(minutes=5))
    response = clerk.post(f"/desk/letters/{first.pk}/entry/", columns(), follow=True)
    assert response.context["letter"].pk == second.pk
    made = IncomingEntry.objects.get()
    assert made.email_id == first.pk
    assert f"เลขรับ {made.receipt_number}</a> แล้ว" in response.content.decode()


def test_an_empty_column_is_answered_in_thai_with_everything_typed_still_there(
    office: Office, clerk: Client
) -> None:
    letter = arrive(office)
    response = clerk.post(
        f"/desk/letters/{letter.pk}/entry/", columns(subject="", remarks="ด่วน", dated_on="ไม่ใช่วันที่")
    )
    page = response.content.decode()
    assert response.status_code == 422
    assert "ยังไม่ได้ลงรับ สิ่งที่พิมพ์ไว้อยู่ครบ" in page
    assert '<a href="#id_subject">ยังลงรับไม่ได้ เพราะยังไม่มี “เรื่อง”' in page
    assert 'value="ด่วน"' in page and 'value="ไม่ใช่วันที่"' in page
    assert re.search(r'id="id_dated_on"[^>]*autofocus|autofocus[^>]*id="id_dated_on"', page)
    assert not IncomingEntry.objects.exists()


def test_a_press_before_the_letter_could_be_read_registers_nothing_and_says_so(
    office: Office, clerk: Client
) -> None:
    letter = arrive(office)
    response = clerk.post(
        f"/desk/letters/{letter.pk}/entry/", columns(looked=looked(ago=timedelta(seconds=0.2)), remarks="ด่วน")
    )
    page = response.content.decode()
    assert "ยังไม่ได้ลงรับ เพราะหนังสือเพิ่งเปิดขึ้นมา" in page
    assert 'value="ด่วน"' in page
    assert not IncomingEntry.objects.exists()


def test_undo_brings_the_letter_back_under_the_number_it_holds(office: Office, clerk: Client) -> None:
    letter = arrive(office)
    page = clerk.post(f"/desk/letters/{letter.pk}/entry/", columns(), follow=True).content.decode()
    entry = IncomingEntry.objects.get()
    assert f'action="/desk/register/{entry.pk}/recall/"' in page
    page = clerk.post(f"/desk/register/{entry.pk}/recall/", follow=True).content.decode()
    assert entry.receipt_number in page and "เลขเดิมของหนังสือนี้" in page
    assert "เลิกทำแล้ว คำตอบและการส่งต่อถูกเรียกกลับก่อนออกไป" in page


def test_a_day_closed_after_the_stamp_is_warned_of(office: Office, clerk: Client) -> None:
    letter = arrive(office)  # of Sunday night: counts as received on Monday
    clerk.post(f"/desk/letters/{letter.pk}/entry/", columns())
    entry = IncomingEntry.objects.get()
    assert entry.remarks_in_the_book.startswith("รับ 23 ม.ค. 66 08.30 น. (เข้าระบบ 22 ม.ค. 66 21.33 น.)")
    page = clerk.post(
        "/desk/calendar/days/", {"day": "23/1/2566", "name": "วันหยุดพิเศษ"}, follow=True
    ).content.decode()
    assert "ปฏิทินเปลี่ยนหลังจากลงรับหนังสือที่เกี่ยวข้องแล้ว 1 ฉบับ" in page
    page = clerk.post(
        "/desk/calendar/days/", {"day": "24/1/2566", "name": "อีกวัน"}, follow=True
    ).content.decode()
    assert "ปฏิทินเปลี่ยนหลังจาก" not in page


def test_who_has_no_duty_to_register_sees_no_button_for_it(office: Office, client: Client) -> None:
    arrive(office)
    assert office.head.user is not None
    client.force_login(office.head.user, backend="allauth.account.auth_backends.AuthenticationBackend")
    page = client.get("/desk/").content.decode()
    assert "ดูอย่างเดียว การลงรับเป็นหน้าที่ของเจ้าหน้าที่สารบรรณ" in page
    assert 'class="btn go"' not in page


def test_a_letter_thought_junk_waits_under_its_fold_and_is_never_the_one_that_opens(
    office: Office, clerk: Client, data_dir: Path
) -> None:
    maildir = data_dir / "klongnoy" / "Maildir"
    for home in (maildir, maildir / ".Junk"):
        make_maildir(home)
    old = maildir / ".Junk" / "new" / "1.junk.example"
    old.write_bytes(letter_bytes(subject="อาจเป็นขยะ"))
    os.utime(old, times=(SUNDAY_NIGHT.timestamp() - 3600,) * 2)
    assert fetch(office.mailbox, MaildirInbox(maildir), read=read_files, still_ours=lambda: None) == 1
    letter = arrive(office, subject="หนังสือจริง")
    response = clerk.get("/desk/")
    assert response.context["letter"].pk == letter.pk
    assert "พบในจดหมายขยะ 1" in response.content.decode()


def test_undo_from_the_page_that_says_it_is_moving_recalls_what_was_entered_meanwhile(
    office: Office, clerk: Client, data_dir: Path
) -> None:
    maildir = data_dir / "klongnoy" / "Maildir"
    for home in (maildir, maildir / ".Junk"):
        make_maildir(home)
    (maildir / ".Junk" / "new" / "1.junk.example").write_bytes(letter_bytes())
    assert fetch(office.mailbox, MaildirInbox(maildir), read=read_files, still_ours=lambda: None) == 1
    letter = InboundEmail.objects.get()
    clerk.post(f"/desk/letters/{letter.pk}/entry/", columns())
    shown = clerk.get("/desk/").context["undo"]
    assert "กำลังย้าย" in shown.said
    assert (move_due(lambda mailbox: MaildirInbox(maildir)), enter_moved()) == (1, 1)

    answer = clerk.post(shown.action, follow=True)
    assert "เลิกทำแล้ว" in answer.content.decode()
    assert IncomingEntry.objects.get().recalled_at is not None
    letter.refresh_from_db()
    assert letter.state == InboundEmail.UNSORTED
    assert clerk.post(shown.action).status_code == 409


def test_only_the_list_and_its_count_are_sent_when_the_page_renews_them(
    office: Office, clerk: Client
) -> None:
    letter = arrive(office)
    page = clerk.get(f"/desk/list/?open={letter.pk}", headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in page
    assert 'id="rail-waiting" hx-swap-oob="true">1<' in page
    assert page.count('aria-current="true"') == 1


def test_the_paper_of_a_registered_letter_takes_no_new_number(office: Office, clerk: Client) -> None:
    letter = arrive(office)
    said = {
        "letter_number": "นย 0518/12",
        "dated_on": "20/1/66",
        "sender": "อำเภอปากทาง",
        "subject": "ขอเชิญประชุม",
    }
    clerk.post(f"/desk/letters/{letter.pk}/entry/", columns(**said))
    entry = IncomingEntry.objects.get()
    answer = clerk.post("/desk/paper/", said)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert f"ลงรับไว้แล้ว เลขรับ {entry.receipt_number}" in page and "ขอเชิญประชุม</textarea>" in page
    clerk.post(f"/desk/register/{entry.pk}/paper/", said)
    entry.refresh_from_db()
    assert entry.paper_at is not None and "ได้รับฉบับกระดาษ" in entry.remarks_in_the_book
    assert IncomingEntry.objects.count() == 1
    clerk.post("/desk/paper/", said | {"new_number": "1"})
    assert IncomingEntry.objects.count() == 2


def test_a_letter_that_is_registered_already_is_a_doubt(
    office: Office, clerk: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = (arrive(office, sender=sender) for sender in ("a@example.com", "b@example.com"))
    clerk.post(f"/desk/letters/{first.pk}/entry/", columns(letter_number="นย 0518/12", dated_on="20/1/66"))
    entry = IncomingEntry.objects.get()
    field = {"value": "x", "read_from": "ไฟล์ a.pdf หน้า 1", "doubt": None}
    read = {
        "outcome": "register",
        "outcome_because": "",
        "enter_is_safe": True,
        "unsafe_because": [],
        "signed": None,
        "letters": [
            {
                "part": "a.pdf",
                "their_number": field | {"value": "นย 0518/12"},
                "dated": field | {"value": "2023-01-20"},
                "sender": field,
                "recipient": field,
                "subject": field,
                "urgency": "ด่วนมาก",
                "secrecy": None,
                "encloses": [],
                "file": 0,
            }
        ],
    }
    monkeypatch.setattr("saraban.desk.views.letters.read_card", lambda path, *, agency: read)
    page = clerk.get(f"/desk/letters/{second.pk}/").content.decode()
    assert f"ลงรับไว้แล้ว เลขรับ {entry.receipt_number}" in page
    assert 'value="นย 0518/12"' in page and 'value="20 ม.ค. 66"' in page
    assert "อ่านจากไฟล์ a.pdf หน้า 1" in page
    assert '<option value="very" selected>' in page


def test_after_a_deed_nothing_of_the_next_letter_has_the_cursor(office: Office, clerk: Client) -> None:
    """A key that is still down would do to it what was meant for the last one, where there is no JavaScript."""
    letter = arrive(office)
    assert re.search(r'class="btn go"[^>]*autofocus', clerk.get("/desk/").content.decode())
    arrive(office, letter_bytes("ถัดไป", sender="b@example.com"))
    arrive(office, letter_bytes("", sender="c@example.com"))
    page = clerk.post(f"/desk/letters/{letter.pk}/entry/", columns(), follow=True).content.decode()
    assert 'id="undo"' in page and " autofocus" not in page
    nameless = InboundEmail.objects.get(subject="")
    assert " autofocus" not in clerk.get(f"/desk/letters/{nameless.pk}/").content.decode()
    early = clerk.post(
        f"/desk/letters/{nameless.pk}/entry/", columns(looked=looked(ago=timedelta(seconds=0.1)))
    )
    assert " autofocus" not in early.content.decode()


def test_a_held_key_is_stopped_before_the_page_can_be_pressed(office: Office, clerk: Client) -> None:
    page = clerk.get("/desk/").content.decode()
    head = page.partition("</head>")[0]
    assert re.search(r'<script src="[^"]*held-key[^"]*\.js"></script>', head)  # neither a module nor deferred


def test_who_asks_beside_the_page_gets_the_next_letter_at_once(office: Office, clerk: Client) -> None:
    """The same page that the redirect leads to, but for the rows of the list, which the asker has and renews."""
    first, second = (
        arrive(office, subject="ฉบับแรก"),
        arrive(office, subject="ฉบับถัดไป", at=bangkok(2023, 1, 23, 9, 0)),
    )
    form = {"subject": "ฉบับแรก", "sender": "นายสมชาย", "dated_on": "22/1/66", "looked": looked()}
    answer = clerk.post(f"/desk/letters/{first.pk}/entry/", form, headers={"X-Beside": "1"})
    page = answer.content.decode()
    assert answer.status_code == 200
    assert f'action="/desk/letters/{second.pk}/entry/"' in page and 'id="undo"' in page
    assert f'hx-get="/desk/list/?open={second.pk}" hx-trigger="every 5s, load"' in page
    assert f'id="row-{second.pk}"' not in page
    whole = clerk.get("/desk/").content.decode()
    assert f'id="row-{second.pk}"' in whole and 'hx-trigger="every 5s"' in whole


def test_who_entered_the_last_one_sees_that_nothing_waits_and_when_the_mailbox_was_looked_into(
    office: Office, clerk: Client
) -> None:
    letter = arrive(office)
    MailboxWatch.objects.create(agency=office.agency, mailbox=office.mailbox, looked_at=now())
    form = {"subject": "ก", "sender": "ข", "dated_on": "22/1/66", "looked": looked()}
    answer = clerk.post(f"/desk/letters/{letter.pk}/entry/", form, headers={"X-Beside": "1"})
    page = answer.content.decode()
    assert "รอลงรับ 0" in page and "ไม่มีอีเมลค้าง" in page and "ตรวจล่าสุด" in page and 'id="undo"' in page


def test_who_asks_beside_the_page_and_is_refused_gets_the_whole_page(office: Office, clerk: Client) -> None:
    letter = arrive(office)
    answer = clerk.post(f"/desk/letters/{letter.pk}/entry/", {"looked": looked()}, headers={"X-Beside": "1"})
    assert answer.status_code == 422
    assert f'id="row-{letter.pk}"' in answer.content.decode()


def test_the_undo_is_its_officers_alone(office: Office, clerk: Client) -> None:
    """On a shared computer the next officer to sign in is offered nothing of the last one's."""
    arrive(office)
    clerk.post(f"/desk/letters/{InboundEmail.objects.get().pk}/entry/", columns())
    assert 'id="undo"' in clerk.get("/desk/").content.decode()
    sign_in(clerk, add_officer("นายวิชัย ขยันงาน", "wichai@klongnoy.go.th", Duty.REGISTRY))
    assert 'id="undo"' not in clerk.get("/desk/").content.decode()


def test_an_undo_that_somebody_wrote_themselves_is_none(office: Office, clerk: Client) -> None:
    entry = IncomingEntry.objects.enter(arrive(office), by=office.clerk)
    clerk.cookies["undo"] = f'["incomingentry", {entry.pk}]:1abc:forged'
    assert 'id="undo"' not in clerk.get("/desk/").content.decode()
