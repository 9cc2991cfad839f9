"""The search page and its box: what was found, marked; what was not, said in Thai."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from saraban.agencies.duties import OPERATOR, Duty
from saraban.registers.dispatches import Recipient
from saraban.registers.models import IncomingEntry
from saraban.registers.outgoing import OutgoingEntry, OutgoingLetter
from saraban.search.index import index_new
from tests.desk.signing_in import sign_in
from tests.office import SUNDAY_NIGHT, Office, add_officer, arrive, open_office


def index_all() -> None:
    while index_new():
        pass


def page_of(client: Client, query: str, **more: int) -> str:
    address = f"/desk/search/?q={quote(query)}" + "".join(f"&{name}={value}" for name, value in more.items())
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def marked(page: str) -> list[str]:
    return re.findall(r"<mark>(.*?)</mark>", page)


def test_entries_and_letters_stand_apart_with_the_words_marked(office: Office, clerk: Client) -> None:
    entry = IncomingEntry.objects.enter(arrive(office, subject="ขอนํ้าดื่ม"), by=office.clerk)
    letter = arrive(office, subject="น้ำท่วม", at=SUNDAY_NIGHT + timedelta(hours=1))
    index_all()
    page = page_of(clerk, "น้ำ")
    assert marked(page) == ["นํ้า", "น้ำ"]
    assert f'href="/desk/register/{entry.pk}/"' in page
    assert f'href="/desk/letters/{letter.pk}/"' in page
    assert re.findall(r'<h2 id="(\w+)"', page) == ["entries", "letters"]


def test_a_number_puts_its_entry_first_and_once(office: Office, clerk: Client) -> None:
    entry = IncomingEntry.objects.enter(arrive(office, subject="เลขหนึ่ง"), by=office.clerk)
    index_all()
    page = page_of(clerk, "๑")
    assert page.index("เลขรับที่พิมพ์") < page.index(f"/desk/register/{entry.pk}/")
    assert page.count(f'<a class="num" href="/desk/register/{entry.pk}/"') == 1
    assert f"<mark>1</mark>/{entry.year}" in page


def test_nothing_found_is_said_and_the_other_layout_offered(office: Office, clerk: Client) -> None:
    page = page_of(clerk, "l;ylfu")
    assert "ไม่พบในทะเบียนหนังสือรับ ทะเบียนหนังสือส่ง และหนังสือที่รอลงรับ" in page
    assert f'<a href="/desk/search/?q={quote("สวัสดี")}">สวัสดี</a> แทน l;ylfu' in page
    assert "พิมพ์ผิดแป้น" not in page_of(clerk, "ใบอนุญาต")


def test_without_words_the_page_says_what_can_be_typed(clerk: Client) -> None:
    for query in ("", " ", "\u200b"):
        assert "พิมพ์ในช่อง" in page_of(clerk, query)
    assert clerk.get("/desk/search/").status_code == 200


def test_what_was_typed_is_in_the_box_and_harmless(office: Office, clerk: Client) -> None:
    arrive(office, subject="<b>หนา</b> & บาง")
    index_all()
    page = page_of(clerk, '"><script>x</script>')
    assert "<script>x" not in page
    assert 'value="&quot;&gt;&lt;script&gt;x&lt;/script&gt;"' in page
    assert marked(page_of(clerk, "<b>")) == ["&lt;b&gt;"]
    assert "<b>หนา" not in page_of(clerk, "หนา")


@pytest.mark.parametrize(
    "address",
    [
        "?q=%00%ff",
        "?q=" + "%E0%B8%81" * 10_000,
        "?q=%22%20OR%20*%20NEAR(&before=x",
        "?q=1&before=99999999999999999999",
        "?q=1&before=9223372036854775807",
        "?q=1&before=-1",
        "?q=1&before=0",
        "?q=%27;%20DROP%20TABLE%20x--",
        "?before=5",
    ],
)
def test_no_question_makes_it_fail(office: Office, clerk: Client, address: str) -> None:
    arrive(office)
    index_all()
    assert clerk.get("/desk/search/" + address).status_code == 200


def test_the_page_goes_on_to_what_is_older(office: Office, clerk: Client) -> None:
    letters = [
        arrive(office, subject=f"ประกาศ {number}", at=SUNDAY_NIGHT + timedelta(minutes=number))
        for number in range(23)
    ]
    index_all()
    page = page_of(clerk, "ประกาศ")
    assert "23 รายการ" in page
    listed = re.findall(r'<li>\s*<a href="/desk/letters/(\d+)/"', page)
    older = re.search(r"before=(\d+)", page)
    assert older is not None
    rest = page_of(clerk, "ประกาศ", before=int(older[1]))
    listed += re.findall(r'<li>\s*<a href="/desk/letters/(\d+)/"', rest)
    assert listed == [str(letter.pk) for letter in reversed(letters)]
    assert "before=" not in rest


def test_it_asks_as_much_for_twenty_rows_as_for_one(office: Office, clerk: Client) -> None:
    def asked(query: str) -> int:
        with CaptureQueriesContext(connection) as queries:
            page_of(clerk, query)
        return len(queries)

    for number in range(12):
        IncomingEntry.objects.enter(arrive(office, subject=f"คู่ {number}"), by=office.clerk)
        arrive(office, subject=f"คู่ รอ {number}")
    IncomingEntry.objects.enter(arrive(office, subject="เดี่ยว"), by=office.clerk)
    arrive(office, subject="เดี่ยว รอ")
    index_all()
    asked("เดี่ยว")
    assert asked("คู่") == asked("เดี่ยว")


def test_rows_are_shown_as_they_are_now_not_as_they_were_indexed(office: Office, clerk: Client) -> None:
    letter = arrive(office, subject="ยังรออยู่")
    entered = arrive(office, subject="เพิ่งลงรับ")
    index_all()
    IncomingEntry.objects.enter(entered, by=office.clerk)
    letter.redact("subject", by=OPERATOR, reason="คำสั่ง 1/2569")
    assert marked(page_of(clerk, "เพิ่งลงรับ")) == []
    page = page_of(clerk, "รออยู่")
    assert "(ไม่มีชื่อเรื่อง)" in page
    assert marked(page) == []


def test_the_neighbours_rows_are_found_by_nobody_else(office: Office, client: Client, data_dir: Path) -> None:
    neighbour = open_office("paktang", data=data_dir, practice=True)
    arrive(office, subject="ความลับของคลองน้อย")
    index_all()
    assert len(marked(page_of(sign_in(client, office.clerk), "ความลับ"))) == 1
    assert marked(page_of(sign_in(client, neighbour.clerk), "ความลับ")) == []


def test_the_box_stands_on_every_page_of_the_staff(office: Office, clerk: Client) -> None:
    for address in ("/desk/", "/desk/register/", "/desk/calendar/", "/desk/settings/", "/desk/search/"):
        page = clerk.get(address).content.decode()
        form = re.search(
            r'<form class="find" role="search" method="get" action="/desk/search/">(.*?)</form>', page, re.S
        )
        assert form is not None, address
        assert '<label class="unseen" for="find">' in form[1]
        assert 'id="find" name="q" type="search"' in form[1]


def sent(office: Office, **more: Any) -> OutgoingEntry:
    letter = OutgoingLetter("ขอเชิญประชุม", [Recipient("เทศบาลตำบลหนองบัว")], **more)
    return OutgoingEntry.objects.send(letter, by=office.clerk)


def test_letters_sent_stand_in_a_part_of_their_own(office: Office, clerk: Client) -> None:
    entry = sent(office)
    index_all()
    page = page_of(clerk, "เชิญประชุม")
    assert f'href="/desk/outgoing/{entry.pk}/"' in page and marked(page) == ["เชิญประชุม"]
    assert re.findall(r'<h2 id="([\w-]+)"', page) == ["sent"]
    by_number = page_of(clerk, "1")
    assert re.findall(r'<h2 id="([\w-]+)"', by_number) == ["by-sent-number"]
    assert by_number.count(f'<a class="num" href="/desk/outgoing/{entry.pk}/"') == 1


def test_what_answers_a_restricted_letter_is_listed_for_no_other_officer(
    office: Office, client: Client
) -> None:
    letter = IncomingEntry.objects.enter(arrive(office), by=office.clerk)
    entry = sent(office, reply_to=letter)
    index_all()
    letter.restrict(by=office.clerk)  # the index has not heard of it yet
    sign_in(client, add_officer("นายมานะ", "mana@klongnoy.go.th", Duty.CASE))
    for query in ("เชิญประชุม", "1"):
        assert f"/desk/outgoing/{entry.pk}/" not in page_of(client, query)
    sign_in(client, office.clerk)
    assert f"/desk/outgoing/{entry.pk}/" in page_of(client, "เชิญประชุม")
