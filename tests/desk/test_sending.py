"""ส่งหนังสือ at its pages: what a clerk types, what is refused, what she sees then."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from saraban.contacts.models import Contact
from saraban.desk.views.outgoing import recipient_in
from saraban.mail.models import OutboundEmail
from saraban.registers.books import Counter
from saraban.registers.dispatches import Recipient
from saraban.registers.handed_in import Channel, HandedIn, HandIn
from saraban.registers.models import IncomingEntry, Particulars
from saraban.registers.outgoing import OutgoingEntry, OutgoingLetter
from saraban.registers.scans import Scan
from tests.desk.signing_in import sign_in
from tests.office import Office, add_officer, arrive


def typed(**changed: object) -> dict[str, object]:
    return {
        "kind": "outgoing",
        "subject": "ขอเชิญประชุม",
        "others": "เทศบาลตำบลหนองบัว saraban@nongbua.go.th\nนายสมชาย ที่ปรึกษาดี",
        "files": SimpleUploadedFile("เชิญ.pdf", b"%PDF-1.7 x", content_type="application/pdf"),
        **changed,
    }


@pytest.mark.parametrize(
    ("line", "name", "address"),
    [
        ("เทศบาลตำบลหนองบัว saraban@nongbua.go.th", "เทศบาลตำบลหนองบัว", "saraban@nongbua.go.th"),
        ("เทศบาลตำบลหนองบัว <saraban@nongbua.go.th>", "เทศบาลตำบลหนองบัว", "saraban@nongbua.go.th"),
        ('"เทศบาลตำบลหนองบัว", saraban@nongbua.go.th;', "เทศบาลตำบลหนองบัว", "saraban@nongbua.go.th"),
        ("saraban@nongbua.go.th", "", "saraban@nongbua.go.th"),
        ("นายสมชาย ที่ปรึกษาดี", "นายสมชาย ที่ปรึกษาดี", ""),
    ],
)
def test_a_line_is_read_as_people_write_it(line: str, name: str, address: str) -> None:
    assert recipient_in(line) == Recipient(name, address)


@pytest.mark.parametrize(
    "line",
    [
        "a@a.go.th, b@b.go.th",
        "เทศบาล saraban@n.go.th โทร 02",
        "เทศบาล <a@b.go.th> (ด่วน)",
        "ก" * 701,
        "@" * 60_000 + "(",
        "a" * 60_000,
    ],
)
def test_a_line_that_would_lose_somebody_is_refused(line: str) -> None:
    with pytest.raises(ValueError):
        recipient_in(line)


@given(st.text(st.sampled_from("ก @a.,;<>()\"'"), max_size=40) | st.text(max_size=300))
def test_no_line_loses_an_address(line: str) -> None:
    try:
        said = recipient_in(line)
    except ValueError:
        return
    assert said.name in line and said.address in line
    assert "@" not in said.name and ("@" in said.address) == ("@" in line)


def test_sent_from_the_page_it_can_be_undone_there(office: Office, clerk: Client) -> None:
    answer = clerk.post("/desk/send/", typed(), follow=True)
    page = answer.content.decode()
    entry = OutgoingEntry.objects.get()
    assert answer.redirect_chain[-1][0] == f"/desk/outgoing/{entry.pk}/"
    assert 'id="undo"' in page and "เชิญ.pdf" in page and "ผู้รับ 2 ราย" in page
    assert clerk.get(f"/desk/outgoing/{entry.pk}/files/0/").getvalue() == b"%PDF-1.7 x"  # type: ignore[attr-defined]
    clerk.post(f"/desk/outgoing/{entry.pk}/recall/")
    assert OutboundEmail.objects.get().state == "recalled"
    assert 'id="undo"' not in clerk.get(f"/desk/outgoing/{entry.pk}/").content.decode()
    clerk.post(f"/desk/outgoing/{entry.pk}/again/")
    assert OutboundEmail.objects.filter(state="queued").count() == 1
    assert OutgoingEntry.objects.get().number == 1


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"subject": ""}, "ยังไม่มี “เรื่อง”"),
        ({"others": ""}, "ยังไม่มีผู้รับ"),
        ({"others": "ใครก็ได้ x@"}, None),
        ({"others": "หนองบัว a@b"}, "ไม่ถูกรูปแบบ"),
        ({"files": SimpleUploadedFile("a.exe", b"MZ")}, "ไม่ใช่ PDF, JPG หรือ PNG"),
        ({"dated_on": "32/1/69"}, "วันที่"),
        ({"under": "99"}, "ไม่ได้จองว่างอยู่แล้ว"),
        ({"kind": "incoming"}, None),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_is_kept(
    office: Office, clerk: Client, changed: dict[str, object], said: str | None
) -> None:
    answer = clerk.post("/desk/send/", typed(remarks="เก็บไว้", **changed))
    if said is None:
        assert answer.status_code in (302, 422)
        return
    assert answer.status_code == 422
    page = answer.content.decode()
    assert said in page and "เก็บไว้" in page
    assert not OutgoingEntry.objects.exists() and not Counter.objects.exists()


def test_a_second_press_sends_nothing_more(office: Office, clerk: Client) -> None:
    key = clerk.get("/desk/send/").context["form"]["key"].value()
    first = clerk.post("/desk/send/", typed(key=str(key)))
    second = clerk.post("/desk/send/", typed(key=str(key)))
    assert first.headers["Location"] == second.headers["Location"]
    assert OutboundEmail.objects.count() == 1 and OutgoingEntry.objects.count() == 1


def test_more_than_a_circular_takes_are_refused_not_dropped(office: Office, clerk: Client) -> None:
    known = [Contact.objects.record("added", by=office.clerk, name=f"หน่วย {one}") for one in range(201)]
    answer = clerk.post("/desk/send/", typed(contacts=[one.pk for one in known], others=""))
    assert answer.status_code == 422 and "เกิน 200 ราย" in answer.content.decode()


def test_a_letters_page_offers_the_undo_of_its_own_sending_only(office: Office, clerk: Client) -> None:
    sent = OutgoingEntry.objects.send(OutgoingLetter("ประกาศ", [Recipient("ทุกหน่วย")]), by=office.clerk)
    clerk.post("/desk/send/", typed())
    assert 'id="undo"' not in clerk.get(f"/desk/outgoing/{sent.pk}/").content.decode()


def test_an_answer_to_restricted_paper_is_hidden_in_the_outbox_too(office: Office, clerk: Client) -> None:
    came = HandedIn.objects.enter(
        HandIn(Channel.PAPER),
        by=office.clerk,
        particulars=Particulars(subject="ร้องเรียน", sender="นางมาลี", restricted=True),
    )
    clerk.post(f"/desk/send/?reply={came.pk}", typed(subject="ตอบเรื่องร้องเรียน"))
    mail = OutboundEmail.objects.get(kind="letter")
    other = sign_in(Client(), add_officer("นายวิชัย", "wichai@klongnoy.go.th"))
    assert "ตอบเรื่องร้องเรียน" not in other.get("/desk/outbox/").content.decode()
    assert other.get(f"/desk/outbox/{mail.pk}/").status_code == 404
    assert "ตอบเรื่องร้องเรียน" in clerk.get("/desk/outbox/").content.decode()


def test_known_ones_are_chosen_from_the_directory(office: Office, clerk: Client) -> None:
    known = Contact.objects.remember("อำเภอเมือง", email="muang@amphoe.go.th", by=office.clerk)
    clerk.post("/desk/send/", typed(contacts=[known.pk], others=""))
    assert OutboundEmail.objects.get().to_address == "muang@amphoe.go.th"


def test_a_reply_says_what_it_answers(office: Office, clerk: Client) -> None:
    came = IncomingEntry.objects.enter(arrive(office), by=office.clerk)
    page = clerk.get(f"/desk/send/?reply={came.pk}").content.decode()
    assert came.receipt_number in page and "somchai@example.com" in page
    clerk.post(f"/desk/send/?reply={came.pk}", typed())
    came.refresh_from_db()
    assert came.action.startswith("ส่งออกโดยหนังสือที่ 1 ")


def test_an_answer_to_a_restricted_letter_is_hidden_with_it(
    office: Office, clerk: Client, client: Client
) -> None:
    came = IncomingEntry.objects.enter(
        arrive(office), by=office.clerk, particulars=Particulars(restricted=True, subject="ร้องเรียน")
    )
    clerk.post(f"/desk/send/?reply={came.pk}", typed(subject="ตอบเรื่องร้องเรียน"))
    sent = OutgoingEntry.objects.get()
    other = sign_in(Client(), add_officer("นายวิชัย", "wichai@klongnoy.go.th"))
    assert other.get(f"/desk/outgoing/{sent.pk}/").status_code == 404
    for address in ("/desk/outgoing/", "/desk/outbox/", "/desk/search/?q=ตอบเรื่องร้องเรียน"):
        assert "ตอบเรื่องร้องเรียน</a>" not in other.get(address).content.decode()


def test_reserved_used_and_void_from_the_pages(office: Office, clerk: Client) -> None:
    clerk.post("/desk/outgoing/reservation/", {"kind": "outgoing", "because": "รอลงนาม", "until": "+7"})
    held = OutgoingEntry.objects.get()
    assert f"?under={held.pk}" in clerk.get("/desk/outgoing/").content.decode()
    clerk.post("/desk/send/", typed(under=held.pk))
    assert OutgoingEntry.objects.get().subject == "ขอเชิญประชุม"
    clerk.post("/desk/outgoing/reservation/", {"kind": "order", "because": "รอลงนาม", "until": "+7"})
    order = OutgoingEntry.objects.get(kind="order")
    clerk.post(f"/desk/outgoing/{order.pk}/void/", {"because": ""})
    assert OutgoingEntry.objects.get(pk=order.pk).voided_at is None
    clerk.post(f"/desk/outgoing/{order.pk}/void/", {"because": "ไม่ใช้"})
    assert 'class="struck"' in clerk.get("/desk/orders/").content.decode()


def test_the_books_page_sets_the_number_after_the_paper_book(office: Office, clerk: Client) -> None:
    year = int(clerk.get("/desk/books/").context["year"])
    clerk.post("/desk/books/", {"register": "outgoing", "year": year, "first": "358"})
    clerk.post("/desk/send/", typed())
    assert OutgoingEntry.objects.get().number == 358
    page = clerk.post("/desk/books/", {"register": "outgoing", "year": year, "first": "1"}, follow=True)
    assert "ออกเลขในระบบนี้ไปแล้ว" in page.content.decode()
    assert clerk.post("/desk/books/", {"register": "x"}).status_code == 404


def test_the_page_of_a_circular_asks_as_much_for_twenty_as_for_two(office: Office, clerk: Client) -> None:
    def asked(count: int) -> int:
        to = [Recipient(f"หน่วย {count} {one}", f"u{one}@c{count}.go.th") for one in range(count)]
        sent = OutgoingEntry.objects.send(
            OutgoingLetter("เวียน", to, files=[Scan("a.pdf", b"%PDF-1.7")]), by=office.clerk
        )
        with CaptureQueriesContext(connection) as queries:
            page = clerk.get(f"/desk/outgoing/{sent.pk}/").content.decode()
        assert page.count("เพิ่มผู้รับ ถึง") == count and page.count("เตรียมจดหมาย ถึง") == count
        return len(queries)

    asked(2)
    assert asked(2) == asked(20)
