"""The registers as grids: what is typed into their cells, saved under one reason, or said why not."""

from __future__ import annotations

import json
import re
from urllib.parse import quote
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import localdate

from saraban.agencies.duties import Duty
from saraban.audit.entries import AuditEntry
from saraban.desk.grid import month_of
from saraban.desk.listed import PAGE
from saraban.registers.books import BookYear, Counter, Register
from saraban.registers.handed_in import PAPER_LETTERS_MAX, Channel, HandedIn, HandIn
from saraban.registers.models import IncomingEntry, Particulars, Routing
from saraban.registers.outgoing import OutgoingEntry
from tests.desk.signing_in import sign_in
from tests.insider.deeds import takes_the_guard_away
from tests.office import Office, add_officer

YEAR = localdate().year + 543
DATED = "22 ม.ค. 66"


def enter(office: Office, subject: str = "ขอยืมเต็นท์", **more: object) -> IncomingEntry:
    said = Particulars(subject=subject, sender="นางสมร", letter_number="นย 1", **more)  # type: ignore[arg-type]
    return HandedIn.objects.enter(HandIn(Channel.PAPER), by=office.clerk, particulars=said)


def form_of(page: str) -> dict[str, str]:
    """What the form of a page in edit mode sends, as it stands."""
    hidden = re.findall(r'<input type="hidden" name="(r\d+-saw)" value="([^"]*)"', page)
    inputs = re.findall(r'<input type="text" id="[^"]*" name="(r\d+-\w+)" form="save" value="([^"]*)"', page)
    return {name: value.replace("&quot;", '"').replace("&#x27;", "'") for name, value in [*hidden, *inputs]}


def opened(client: Client, address: str = "/desk/register/?edit=1") -> dict[str, str]:
    return form_of(client.get(address).content.decode())


def corrections() -> list[AuditEntry]:
    return list(AuditEntry.objects.filter(verb="corrected", noun__endswith="entry").order_by("number"))


def paper(*letters: dict[str, str], **more: str) -> dict[str, str]:
    cells = {f"n{nth}-{name}": text for nth, one in enumerate(letters) for name, text in one.items()}
    return {"key": str(uuid4()), **{f"n{nth}-subject": "" for nth in range(len(letters))}, **cells, **more}


# Which rows


def test_the_page_keeps_its_state_in_the_address(office: Office, clerk: Client) -> None:
    enter(office, "เรื่องวันนี้")
    first, last = month_of(localdate())
    for address, shown in (
        (f"?year={YEAR}", True),
        (f"?day={quote('วันนี้')}", True),
        (f"?day={first}&to={last}", True),
        ("?day=1/1/66&to=2/1/66", False),
        (f"?day={quote('วันนี้')}&status=struck", False),
        (f"?day={quote('วันนี้')}&status=paper", True),
    ):
        page = clerk.get(f"/desk/register/{address}").content.decode()
        assert ("เรื่องวันนี้" in page) is shown, address
    page = clerk.get("/desk/register/?day=1/1/66&to=2/1/66&status=paper").content.decode()
    assert 'value="1/1/66"' in page
    assert "status=paper&amp;day=1%2F1%2F66&amp;to=2%2F1%2F66&amp;edit=1" not in page  # nothing there to edit
    assert f"xlsx/?year={YEAR}&amp;status=paper&amp;day=1%2F1%2F66&amp;to=2%2F1%2F66" in page


def test_a_day_that_is_none_is_said_and_the_year_is_shown(office: Office, clerk: Client) -> None:
    enter(office, "เรื่องวันนี้")
    page = clerk.get("/desk/register/?day=abc").content.decode()
    assert "ยังไม่ได้กรองตามวัน" in page
    assert "เรื่องวันนี้" in page


def test_the_days_go_on_below_their_last_row(office: Office, clerk: Client) -> None:
    for nth in range(PAGE + 3):
        enter(office, f"เรื่องที่ {nth}")
    page = clerk.get(f"/desk/register/?day={quote('วันนี้')}").content.decode()
    more = re.search(r'href="(/desk/register/\?[^"]*below=\d+)"', page)
    assert more is not None
    rest = clerk.get(more[1].replace("&amp;", "&")).content.decode()
    numbers = [int(one) for one in re.findall(rf"<b>(\d+)/{YEAR}</b>", page + rest)]
    assert numbers == list(range(PAGE + 3, 0, -1))


def test_a_gap_is_a_red_row_on_every_page_of_the_book(office: Office, clerk: Client) -> None:
    for nth in range(4):
        enter(office, f"เรื่องที่ {nth}")
    assert "ไม่มีเลขข้าม" in clerk.get("/desk/register/").content.decode()
    other = IncomingEntry.objects.get(number=4).handed_in_id
    takes_the_guard_away()
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM saraban_incomingentry WHERE number = 4")
        cursor.execute("DELETE FROM saraban_handedin WHERE id = %s", [other])
    enter(office, "หลังเลขที่หายไป")
    for address in ("/desk/register/", "/desk/register/?status=urgent", "/desk/register/?edit=1"):
        page = clerk.get(address).content.decode()
        assert "เลขข้าม: เลข 4 ออกไปแล้ว" in page, address
    assert "ไม่มีเลขข้าม" not in clerk.get("/desk/register/").content.decode()


def test_the_foot_says_until_when_the_book_is_locked(office: Office, clerk: Client) -> None:
    enter(office)
    assert "ยังไม่ล็อกปีใด" in clerk.get("/desk/register/").content.decode()
    BookYear.objects.close(Register.INCOMING, YEAR - 1, by=office.clerk)
    assert "1 รายการ" in (page := clerk.get("/desk/register/").content.decode())
    assert f"ล็อกถึง 31 ธ.ค. {YEAR - 1}" in page


@pytest.mark.parametrize("address", ["/desk/register/", "/desk/register/?edit=1", "/desk/outgoing/?edit=1"])
def test_questions_do_not_grow_with_rows(office: Office, clerk: Client, address: str) -> None:
    def asked() -> int:
        clerk.get(address)
        with CaptureQueriesContext(connection) as queries:
            assert clerk.get(address).status_code == 200
        return len(queries)

    enter(office)
    OutgoingEntry.objects.reserve(Register.OUTGOING, until=localdate(), because="x", by=office.clerk)
    before = asked()
    for _ in range(4):
        enter(office)
        OutgoingEntry.objects.reserve(Register.OUTGOING, until=localdate(), because="x", by=office.clerk)
    assert asked() == before


# Cells


def test_only_what_was_typed_is_saved_and_stands_in_the_log(office: Office, clerk: Client) -> None:
    first, second = enter(office, "ก"), enter(office, "ข")
    form = opened(clerk) | {
        f"r{first.pk}-subject": "ก ใหม่",
        f"r{first.pk}-dated_on": "๒๓/๑/๖๖",
        f"r{second.pk}-remarks": "มาสาย",
        "because": "พิมพ์ผิด",
    }
    answer = clerk.post("/desk/register/corrections/?year=1&edit=1", form)
    assert (answer.status_code, answer.headers["Location"]) == (302, "/desk/register/?year=1")
    assert [(one.subject_id, sorted(one.changes())) for one in corrections()] == [
        (second.pk, ["corrected_because", "remarks"]),
        (first.pk, ["corrected_because", "dated_on", "subject"]),
    ]
    first.refresh_from_db()
    assert (first.subject, str(first.dated_on), first.corrected_because) == ("ก ใหม่", "2023-01-23", "พิมพ์ผิด")


def test_one_bad_cell_saves_nothing_and_all_that_was_typed_is_kept(office: Office, clerk: Client) -> None:
    first, second = enter(office, "ก"), enter(office, "ข")
    form = opened(clerk) | {
        f"r{first.pk}-subject": "ก ใหม่",
        f"r{second.pk}-dated_on": "31/2/66",
        f"r{second.pk}-sender": " ",
        "because": "พิมพ์ผิด",
    }
    answer = clerk.post("/desk/register/corrections/", form)
    page = answer.content.decode()
    assert (answer.status_code, corrections()) == (422, [])
    assert "มี 2 ช่องที่ต้องแก้ก่อน" in page
    assert page.count('aria-invalid="true"') == 2
    assert "ไม่มีวันที่ 31 กุมภาพันธ์ 2566" in page
    for kept in ("ก ใหม่", "31/2/66", 'value="พิมพ์ผิด"'):
        assert kept in page


def test_without_a_reason_nothing_is_saved(office: Office, clerk: Client) -> None:
    row = enter(office)
    answer = clerk.post(
        "/desk/register/corrections/", opened(clerk) | {f"r{row.pk}-subject": "ใหม่", "because": " "}
    )
    assert (answer.status_code, "ยังไม่ได้บอกเหตุผล" in answer.content.decode()) == (422, True)
    assert corrections() == []


def test_a_colleagues_change_is_shown_and_a_second_press_has_seen_it(office: Office, clerk: Client) -> None:
    row, other = enter(office, "เดิม"), enter(office, "อีกเรื่อง")
    mine = opened(clerk) | {
        f"r{row.pk}-subject": "ของฉัน",
        f"r{other.pk}-subject": "ของฉันด้วย",
        "because": "x",
    }
    row.correct(Particulars(subject="ของเพื่อน", letter_number="นย 1"), "y", by=office.clerk)
    answer = clerk.post("/desk/register/corrections/", mine)
    page = answer.content.decode()
    assert (answer.status_code, len(corrections())) == (422, 1)
    assert re.search(r"นางสาวสุดา ใจดี \d\d\.\d\d น\. แก้เป็น “ของเพื่อน” ท่านพิมพ์ “ของฉัน”", page)
    assert clerk.post("/desk/register/corrections/", form_of(page) | {"because": "x"}).status_code == 302
    assert IncomingEntry.objects.get(pk=row.pk).subject == "ของฉัน"
    assert IncomingEntry.objects.get(pk=other.pk).subject == "ของฉันด้วย"


@pytest.mark.parametrize(
    "saw", ["", "[]", "{", '{"subject": "x"}', json.dumps({"dated_on": "x"}), "9" * 30_000]
)
def test_a_page_that_says_nonsense_of_what_stood_there(office: Office, clerk: Client, saw: str) -> None:
    row = enter(office, "เดิม")
    form = {f"r{row.pk}-saw": saw, f"r{row.pk}-subject": "ใหม่", "because": "x"}
    assert clerk.post("/desk/register/corrections/", form).status_code == 302
    assert IncomingEntry.objects.get().subject == "ใหม่"


def test_what_stands_in_a_closed_year_or_has_a_line_through_it_has_no_cells(
    office: Office, clerk: Client
) -> None:
    struck, row = enter(office, "ขีด"), enter(office, "อยู่")
    struck.recall(by=office.clerk)
    struck.strike("ลงซ้ำ", by=office.clerk)
    form = opened(clerk)
    assert f"r{row.pk}-saw" in form
    assert f"r{struck.pk}-saw" not in form
    BookYear.objects.record(
        "closed", by=office.clerk, register="incoming", year=YEAR, closed_at=row.registered_at
    )
    assert opened(clerk) == {}
    assert 'id="edit"' not in clerk.get("/desk/register/").content.decode()
    answer = clerk.post("/desk/register/corrections/", form | {f"r{row.pk}-subject": "ใหม่", "because": "x"})
    assert (answer.status_code, f"เลข {row}" in answer.content.decode()) == (422, True)


def test_a_restricted_row_is_neither_shown_nor_taken(office: Office, client: Client) -> None:
    row = enter(office, "เรื่องจำกัด", restricted=True)
    other = sign_in(client, add_officer("นายวิชัย", "wichai@klongnoy.go.th", Duty.CASE))
    page = other.get("/desk/register/?edit=1").content.decode()
    assert "เรื่องจำกัด" not in page
    assert form_of(page) == {}
    answer = other.post(
        "/desk/register/corrections/", {f"r{row.pk}-saw": "{}", f"r{row.pk}-subject": "x", "because": "x"}
    )
    assert answer.status_code in (403, 409)
    assert "เรื่องจำกัด" not in answer.content.decode()
    assert corrections() == []


def test_cells_of_the_send_register_and_of_orders(office: Office, clerk: Client) -> None:
    sent = OutgoingEntry.objects.reserve(Register.OUTGOING, until=localdate(), because="x", by=office.clerk)
    order = OutgoingEntry.objects.issue(Register.ORDER, subject="แต่งตัง", by=office.clerk)
    form = opened(clerk, "/desk/outgoing/?edit=1")
    assert f"r{order.pk}-saw" not in form
    clerk.post(
        "/desk/outgoing/corrections/", form | {f"r{sent.pk}-subject": "เชิญประชุม", "because": "เพิ่งทราบเรื่อง"}
    )
    form = opened(clerk, "/desk/orders/?edit=1")
    answer = clerk.post(
        "/desk/outgoing/corrections/?orders=1", form | {f"r{order.pk}-subject": "แต่งตั้ง", "because": "x"}
    )
    assert answer.headers["Location"].startswith("/desk/orders/")
    assert [one.subject for one in OutgoingEntry.objects.order_by("pk")] == ["เชิญประชุม", "แต่งตั้ง"]


# The last row


def test_one_letter_on_paper_is_registered_at_once_and_handed_on(office: Office, clerk: Client) -> None:
    form = paper({"subject": "ขอยืมเต็นท์", "sender": "นางสมร", "unit": "กองสาธา", "dated_on": "22/1/66"})
    for _ in range(2):  # a press that comes twice
        answer = clerk.post("/desk/register/rows/?year=1", form)
        assert (answer.status_code, answer.headers["Location"]) == (
            302,
            "/desk/register/?year=1#n0-letter_number",
        )
    row = IncomingEntry.objects.get()
    assert (row.subject, row.action, str(row.dated_on)) == ("ขอยืมเต็นท์", "กองสาธารณสุข", "2023-01-22")
    assert row.handed_in is not None
    assert row.handed_in.channel == Channel.PAPER
    assert Routing.objects.count() == 1


def test_several_are_told_with_their_numbers_first(office: Office, clerk: Client) -> None:
    enter(office)
    rows = [{"subject": f"เรื่อง {nth}", "sender": "นางสมร"} for nth in range(4)]
    form = paper(*rows)
    page = clerk.post("/desk/register/rows/", form).content.decode()
    assert "จะลงรับ 4 ฉบับ เลข 2–5" in page
    assert IncomingEntry.objects.count() == 1
    assert form["key"] in page
    sure = re.search(r'name="sure" value="(\d+)"', page)
    assert sure is not None
    for _ in range(2):
        assert clerk.post("/desk/register/rows/", form | {"sure": sure[1]}).status_code == 302
    assert list(IncomingEntry.objects.order_by("number").values_list("number", flat=True)) == [1, 2, 3, 4, 5]


def test_numbers_that_a_colleague_took_meanwhile_are_told_anew(office: Office, clerk: Client) -> None:
    form = paper(*[{"subject": "x", "sender": "x"}] * 2)
    clerk.post("/desk/register/rows/", form)
    enter(office)
    answer = clerk.post("/desk/register/rows/", form | {"sure": "1"})
    assert (answer.status_code, "เลขแรกจะเป็น 2 ไม่ใช่ 1" in answer.content.decode()) == (422, True)
    assert IncomingEntry.objects.count() == 1


def test_a_letter_that_has_a_number_already_is_asked_about(office: Office, clerk: Client) -> None:
    held = enter(office)
    form = paper({"subject": "ขอยืมเต็นท์", "sender": "นางสมร", "letter_number": "นย 1"})
    page = clerk.post("/desk/register/rows/", form).content.decode()
    assert f"เลขรับ {held.receipt_number}" in page
    assert IncomingEntry.objects.count() == 1


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ({}, "ยังไม่ได้พิมพ์อะไร"),
        ({"subject": "x"}, "ยังไม่มี “จาก”"),
        ({"sender": "x"}, "ยังไม่มี “เรื่อง”"),
        ({"subject": "x", "sender": "x", "dated_on": "abc"}, "อ่านวันที่"),
        ({"subject": "x", "sender": "x", "unit": "กองที่ไม่มี"}, "ไม่พบหน่วยชื่อนี้"),
        ({"subject": "x", "sender": "x" * 301}, "ยาวเกิน 300 ตัวอักษร"),
    ],
)
def test_what_cannot_be_registered_is_said_at_its_cell(
    office: Office, clerk: Client, cells: dict[str, str], said: str
) -> None:
    answer = clerk.post("/desk/register/rows/", paper(cells))
    assert (answer.status_code, said in answer.content.decode()) == (422, True)
    assert (IncomingEntry.objects.count(), Counter.objects.count()) == (0, 0)


def test_a_page_takes_so_many_letters_and_no_more(office: Office, clerk: Client) -> None:
    form = paper(*[{"subject": f"{nth}", "sender": "x"} for nth in range(PAPER_LETTERS_MAX + 5)])
    answer = clerk.post("/desk/register/rows/", form)
    assert (answer.status_code, "ไม่เกิน 50 ฉบับ" in answer.content.decode()) == (422, True)
    assert answer.content.decode().count("-subject") >= PAPER_LETTERS_MAX + 5, "what was typed is kept"


def test_the_last_row_is_there_for_the_registry_in_the_open_year(
    office: Office, client: Client, clerk: Client
) -> None:
    enter(office)
    assert 'name="n0-subject"' in clerk.get("/desk/register/").content.decode()
    assert 'name="n0-subject"' not in clerk.get(f"/desk/register/?year={YEAR - 1}").content.decode()
    head = sign_in(Client(), office.head)
    page = head.get("/desk/register/?edit=1").content.decode()
    assert 'name="n0-subject"' not in page
    assert form_of(page) == {}


def test_the_last_rows_of_what_is_sent(office: Office, clerk: Client) -> None:
    page = clerk.get("/desk/outgoing/").content.decode()
    assert 'name="because"' in page
    key = re.search(r'name="key" value="([^"]+)"', page)
    assert key is not None
    form = {"key": key[1], "kind": "outgoing", "because": "รอลงนาม", "until": "+7", "subject": ""}
    for _ in range(2):
        assert clerk.post("/desk/outgoing/reservation/", form).status_code == 302
    assert OutgoingEntry.objects.count() == 1
    page = clerk.get("/desk/orders/").content.decode()
    key = re.search(r'name="key" value="([^"]+)"', page)
    assert key is not None
    form = {"key": key[1], "kind": "order", "subject": "แต่งตั้งคณะกรรมการ"}
    for _ in range(2):
        assert clerk.post("/desk/outgoing/issue/", form).headers["Location"] == "/desk/orders/"
    page = clerk.get("/desk/orders/").content.decode()
    assert f"1/{YEAR}" in page
    assert "คำสั่ง 1 รายการ" in page
    assert clerk.post("/desk/outgoing/issue/", {"kind": "order", "subject": " "}).status_code == 422
