"""คอลัมน์ของระบบ: what the forms have no column for, beside them, asked for by the address; never by each row."""

from __future__ import annotations

import re
from urllib.parse import quote

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import localdate, localtime

from saraban.agencies.duties import OPERATOR, Duty
from saraban.desk.listed import PAGE
from saraban.mail.models import OutboundEmail
from saraban.registers.books import Register
from saraban.registers.dispatches import Dispatch, Recipient
from saraban.registers.handed_in import Channel, HandedIn, HandIn
from saraban.registers.imported import Asked, OldRegister
from saraban.registers.marks import begin_recovery, go_on
from saraban.registers.models import IncomingEntry, Particulars
from saraban.registers.outgoing import OutgoingEntry, OutgoingLetter
from saraban.registers.scans import Scan
from saraban.thai.dates import table_date, thai_time
from tests.desk.signing_in import sign_in
from tests.office import SUNDAY_NIGHT, Office, add_officer, arrive

YEAR = localdate().year + 543
HEADS = ["เข้าระบบเมื่อ", "ถือว่าได้รับ", "ลงทะเบียนเมื่อ", "ช่องทาง อีเมลผู้ส่ง", "เจ้าหน้าที่"]
HEADS_OF_SENT = ["ส่งเมื่อ", "เจ้าหน้าที่", "ปลายทางรับแล้ว"]


def shown(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def cells(page: str, pk: int) -> list[str]:
    """The system's columns of one row."""
    row = page.partition(f'id="r{pk}"')[2].partition("</tr>")[0]
    labels = "|".join(map(re.escape, [*HEADS, *HEADS_OF_SENT]))
    return re.findall(rf'data-label="(?:{labels})"><span class="num">([^<]*)</span>', row)


def send(office: Office, *names: str) -> OutgoingEntry:
    to = [Recipient(name, f"u{nth}@example.com") for nth, name in enumerate(names)]
    return OutgoingEntry.objects.send(
        OutgoingLetter("เวียน", to, files=[Scan("a.pdf", b"%PDF-1.7")]), by=office.clerk
    )


def moment(at: object) -> str:
    return f"{table_date(localtime(at))} {thai_time(localtime(at))}"  # type: ignore[arg-type]


def test_the_received_say_when_they_came_by_which_way_and_who_entered_them(
    office: Office, clerk: Client
) -> None:
    mailed = IncomingEntry.objects.enter(arrive(office), by=office.clerk)
    other = HandedIn.objects.enter(
        HandIn(Channel.OTHER, channel_name="LINE ของเจ้าหน้าที่"),
        by=office.clerk,
        particulars=Particulars(subject="x", sender="นางสมร"),
    )
    page = shown(clerk, f"/desk/register/?year={mailed.year}&columns=1")
    assert all(f'class="of-system">{head}</th>' in page for head in HEADS)
    assert cells(page, mailed.pk) == [
        moment(SUNDAY_NIGHT),
        moment(mailed.deemed_at),
        moment(mailed.registered_at),
        "somchai@example.com",
        office.clerk.name,
    ]
    assert cells(page, other.pk)[3:] == ["LINE ของเจ้าหน้าที่", office.clerk.name]


def test_they_are_hidden_by_default_and_while_cells_are_edited(office: Office, clerk: Client) -> None:
    IncomingEntry.objects.enter(arrive(office), by=office.clerk)
    send(office, "นางมาลี")
    for address in (
        "/desk/register/",
        "/desk/register/?columns=1&edit=1",
        "/desk/outgoing/",
        "/desk/orders/",
    ):
        page = shown(clerk, address)
        assert "of-system" not in page and "somchai@example.com" not in page, address


def test_the_sent_say_when_by_whom_and_how_many_have_it(office: Office, clerk: Client) -> None:
    sent, held = (
        send(office, "นางมาลี", "นายมา", "นายมี"),
        OutgoingEntry.objects.reserve(Register.OUTGOING, until=localdate(), because="x", by=office.clerk),
    )
    came = Dispatch.objects.filter(entry=sent).order_by("pk")[0]
    letter = arrive(office, subject="ตอบรับ")
    came.acknowledge(letter, by=office.clerk)
    page = shown(clerk, "/desk/outgoing/?columns=1")
    assert all(f'class="of-system">{head}</th>' in page for head in HEADS_OF_SENT)
    assert cells(page, sent.pk) == [moment(sent.issued_at), office.clerk.name, "1/3"]
    assert cells(page, held.pk) == ["–", office.clerk.name, "–"]
    sent.recall(by=office.clerk)
    assert cells(shown(clerk, "/desk/outgoing/?columns=1"), sent.pk)[0] == "–"


def test_what_the_system_does_not_know_is_not_told(office: Office, clerk: Client) -> None:
    """The hours of an old book; who gave a number that was only found outside."""
    old = OldRegister.objects.offer(
        "ทะเบียน.csv",
        "เลขรับ,จาก,เรื่อง\n1,somchai,ขอยืมเต็นท์".encode(),
        kind=Register.INCOMING,
        year=YEAR,
        by=office.clerk,
    )
    old.enter(Asked(), by=office.clerk)
    go_on(
        begin_recovery("x", {}, by=OPERATOR), {("incoming", YEAR): 2, ("outgoing", YEAR): 1}, by=office.clerk
    )
    page = shown(clerk, "/desk/register/?columns=1")
    brought, lost = IncomingEntry.objects.order_by("number")
    assert cells(page, brought.pk) == [
        "–",
        "–",
        table_date(localtime(brought.registered_at)),
        "ทะเบียนเดิม",
        office.clerk.name,
    ]
    assert cells(page, lost.pk) == ["–", "–", moment(lost.registered_at), "–", "–"]
    sent = OutgoingEntry.objects.get()
    assert cells(shown(clerk, "/desk/outgoing/?columns=1"), sent.pk) == ["–", "–", "–"]


def test_a_hidden_row_reveals_nothing_more(office: Office, client: Client) -> None:
    entry = IncomingEntry.objects.enter(arrive(office), by=office.clerk)
    entry.restrict(by=office.clerk)
    answer = OutgoingEntry.objects.send(
        OutgoingLetter(
            "ตอบ",
            [Recipient("นายสมชาย", "somchai@example.com")],
            files=[Scan("a.pdf", b"%PDF-1.7")],
            reply_to=entry,
        ),
        by=office.clerk,
    )
    sign_in(client, add_officer("นายวิชัย", "wichai@klongnoy.go.th", Duty.CASE))
    for address, pk in (("/desk/register/", entry.pk), ("/desk/outgoing/", answer.pk)):
        page = shown(client, f"{address}?year={YEAR}&columns=1")
        assert "จำกัดผู้เห็น" in page and "of-system" in page
        assert cells(page, pk) == []
        main = page.partition("<main")[2]  # beside it, practice mode names the places of the town
        assert "somchai@example.com" not in page and office.clerk.name not in main


def test_the_switch_is_kept_by_filters_and_paging_and_is_no_filter(office: Office, clerk: Client) -> None:
    for nth in range(PAGE + 1):
        HandedIn.objects.enter(
            HandIn(Channel.PAPER), by=office.clerk, particulars=Particulars(subject=f"x{nth}", sender="y")
        )
    page = shown(clerk, "/desk/register/?columns=1")
    assert "ไม่มีเลขข้าม" in page and "ที่ตรงกับที่กรอง" not in page
    assert '<input type="hidden" name="columns" value="1">' in page
    assert re.search(rf'href="/desk/register/\?year={YEAR}&amp;columns=1&amp;below=\d+"', page)
    assert f'href="/desk/register/?year={YEAR}&amp;columns=1&amp;edit=1"' in page
    assert re.search(rf'id="columns" href="/desk/register/\?year={YEAR}" aria-current="true"', page)
    for words in ("วันนี้", "ทั้งปี"):
        assert re.search(rf'href="/desk/register/\?[^"]*columns=1[^"]*"[^>]*>{words}<', page), words
    assert f'xlsx/?year={YEAR}">' in page
    below = shown(clerk, f"/desk/register/?status=paper&day={quote('วันนี้')}&columns=1")
    assert re.search(r'id="columns" href="/desk/register/\?year=\d+&amp;status=paper&amp;day=[^"&]*"', below)
    assert "columns=1" not in re.sub(r'id="columns" href="[^"]*"', "", shown(clerk, "/desk/register/"))


@pytest.mark.parametrize("address", ["/desk/register/?columns=1", "/desk/outgoing/?columns=1"])
def test_questions_do_not_grow_with_rows(office: Office, clerk: Client, address: str) -> None:
    def asked() -> int:
        clerk.get(address)
        with CaptureQueriesContext(connection) as queries:
            assert clerk.get(address).status_code == 200
        return len(queries)

    def one_more(nth: int) -> None:
        IncomingEntry.objects.enter(arrive(office, subject=f"เรื่อง {nth}"), by=office.clerk)
        said = Particulars(subject=f"กระดาษ {nth}", sender="y")
        HandedIn.objects.enter(HandIn(Channel.PAPER), by=office.clerk, particulars=said)
        send(office, "นางมาลี", f"นายมา {nth}")

    one_more(0)
    before = asked()
    for nth in range(1, 4):
        one_more(nth)
    assert asked() == before and OutboundEmail.objects.count() >= 8
