"""ทะเบียนหนังสือส่ง: numbers, the letters that leave under them, and how each reached its recipients."""

from __future__ import annotations

import email
from collections.abc import Sequence
from datetime import date, timedelta
from email import policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import localdate, now
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from saraban.agencies.duties import OPERATOR
from saraban.agencies.models import Profile
from saraban.audit.entries import AuditEntry
from saraban.contacts.models import Contact
from saraban.law.refusal import Refusal
from saraban.mail.models import OutboundEmail
from saraban.registers.books import BookYear, Counter, Register
from saraban.registers.dispatches import Dispatch, Recipient
from saraban.registers.models import IncomingEntry, Particulars, Route
from saraban.registers.outgoing import OutgoingEntry, OutgoingLetter, letter_number, void_expired
from saraban.registers.scans import Scan
from saraban.registers.verdicts import ACKNOWLEDGED, Verdict
from tests.office import Office, arrive, letter_bytes

PDF = b"%PDF-1.7 signed"
THIS_YEAR = localdate().year + 543
NONGBUA = Recipient("เทศบาลตำบลหนองบัว", "saraban@nongbua.go.th")


@pytest.fixture(autouse=True)
def code(office: Office) -> Profile:
    profile = Profile.objects.get()
    with profile.change("corrected", by=OPERATOR):
        profile.letter_code = "นย 52028"
    return profile


def letter(subject: str = "ขอเชิญประชุม", *to: Recipient, **more: Any) -> OutgoingLetter:
    more.setdefault("files", [Scan("หนังสือเชิญประชุม.pdf", PDF)])
    return OutgoingLetter(subject, list(to) or [NONGBUA], **more)


def parsed(one: OutboundEmail) -> EmailMessage:
    message = email.message_from_bytes(one.as_bytes(), policy=policy.default)
    assert isinstance(message, EmailMessage)
    return message


@pytest.mark.parametrize(
    ("kind", "code", "said"),
    [
        (Register.OUTGOING, "นบ 52028", "นบ 52028/2358"),  # as in the gazette
        (Register.CIRCULAR, "มท 0808.3", "มท 0808.3/ว 2358"),
        (Register.ORDER, "นบ 52028", "2358/2566"),
        (Register.CERTIFICATE, "นบ 52028", "2358/2566"),
        (Register.OUTGOING, "", "2358"),
    ],
)
def test_the_number_stands_as_the_regulation_writes_it(kind: Register, code: str, said: str) -> None:
    assert letter_number(kind, code, 2358, 2566) == said


def test_number_row_mail_and_delivery_are_one_act(office: Office) -> None:
    entry = OutgoingEntry.objects.send(letter(urgency="urgent"), by=office.clerk)
    assert (entry.letter_number, entry.number, entry.year) == ("นย 52028/1", 1, THIS_YEAR)
    assert (entry.sender, entry.addressee, entry.dated_on) == ("เทศบาลตำบลคลองน้อย", NONGBUA.name, localdate())
    [dispatch] = entry.dispatches.all()
    assert dispatch.letter is not None
    mail = parsed(dispatch.letter)
    assert mail["To"].addresses[0].addr_spec == NONGBUA.address
    assert mail["From"].addresses[0].addr_spec == office.mailbox.address
    assert mail["Subject"] == "[ด่วน] ขอเชิญประชุม (ที่ นย 52028/1)"
    assert mail["Auto-Submitted"] is None  # a person's letter: it is to be answered
    file, for_machines = mail.iter_attachments()
    assert for_machines.get_filename() == "letter.json"
    assert (file.get_filename(), file.get_content()) == ("หนังสือเชิญประชุม.pdf", PDF)
    assert Contact.objects.get(name=NONGBUA.name).email == NONGBUA.address


def test_a_circular_is_one_number_with_many_recipients(office: Office, code: Profile) -> None:
    to = [Recipient(f"เทศบาล {one}", f"saraban@t{one}.go.th") for one in range(30)]
    first = OutgoingEntry.objects.send(letter("เวียน", *to, kind=Register.CIRCULAR), by=office.clerk)
    assert first.letter_number == "นย 52028/ว 1" and first.dispatches.count() == 30
    assert first.addressee == "เทศบาล 0 และอีก 29 ราย"
    assert OutboundEmail.objects.filter(kind="letter").count() == 30
    assert OutgoingEntry.objects.send(letter(), by=office.clerk).letter_number == "นย 52028/1"
    with code.change("corrected", by=OPERATOR):
        code.circulars_apart = False
    again = OutgoingEntry.objects.send(letter("เวียน", kind=Register.CIRCULAR), by=office.clerk)
    assert again.letter_number == "นย 52028/ว 2"  # one way for a whole year


def test_circulars_may_share_the_letters_numbers(office: Office, code: Profile) -> None:
    with code.change("corrected", by=OPERATOR):
        code.circulars_apart = False
    OutgoingEntry.objects.send(letter(), by=office.clerk)
    shared = OutgoingEntry.objects.send(letter("เวียน", kind=Register.CIRCULAR), by=office.clerk)
    assert (shared.letter_number, shared.number) == ("นย 52028/ว 2", 2)
    with code.change("corrected", by=OPERATOR):
        code.circulars_apart = True
    later = OutgoingEntry.objects.send(letter("เวียน", kind=Register.CIRCULAR), by=office.clerk)
    assert later.letter_number == "นย 52028/ว 3"


def test_one_press_sends_once(office: Office) -> None:
    asked = letter(key=uuid4())
    first = OutgoingEntry.objects.send(asked, by=office.clerk)
    assert OutgoingEntry.objects.send(asked, by=office.clerk) == first
    assert OutboundEmail.objects.count() == 1 and Counter.objects.get().last == 1


def test_the_directory_is_not_rewritten_and_learns_nothing_of_restricted_matters(office: Office) -> None:
    OutgoingEntry.objects.send(letter(), by=office.clerk)
    OutgoingEntry.objects.send(letter("x", Recipient(NONGBUA.name, "typo@nongbua.go.th")), by=office.clerk)
    assert Contact.objects.get().email == NONGBUA.address
    came = IncomingEntry.objects.enter(
        arrive(office), by=office.clerk, particulars=Particulars(restricted=True, subject="ร้องเรียน")
    )
    OutgoingEntry.objects.send(letter("ตอบ", Recipient("ผู้ร้อง"), reply_to=came), by=office.clerk)
    assert Contact.objects.count() == 1


def test_orders_and_certificates_have_series_of_their_own(office: Office) -> None:
    sent = [
        OutgoingEntry.objects.send(letter(kind=kind), by=office.clerk).letter_number
        for kind in (Register.ORDER, Register.CERTIFICATE, Register.ORDER, Register.OUTGOING)
    ]
    assert sent == [f"1/{THIS_YEAR}", f"1/{THIS_YEAR}", f"2/{THIS_YEAR}", "นย 52028/1"]


def test_who_has_no_address_gets_it_on_paper(office: Office) -> None:
    entry = OutgoingEntry.objects.send(
        letter("แจ้งผล", NONGBUA, Recipient("นายสมชาย ที่ปรึกษาดี")), by=office.clerk
    )
    assert [one.letter is None for one in entry.dispatches.order_by("pk")] == [False, True]
    assert entry.addressee == "เทศบาลตำบลหนองบัว และอีก 1 ราย"


def test_the_same_address_twice_is_one_mail(office: Office) -> None:
    again = Recipient(f" {NONGBUA.name} ", NONGBUA.address.upper())
    assert OutgoingEntry.objects.send(letter("x", NONGBUA, again), by=office.clerk).dispatches.count() == 1


@pytest.mark.parametrize(
    ("code", "asked"),
    [
        ("no_subject", letter("  ")),
        ("no_recipient", letter("x", Recipient(" "))),
        ("bad_address", letter("x", Recipient("ก", "ไม่ใช่อีเมล"))),
        ("bad_address", letter("x", Recipient("ก", "a@b.go.th\r\nBcc: x@y.z"))),
        ("too_many", letter("x", *[Recipient(f"{n}") for n in range(201)])),
        (
            "bad_address",
            letter("x", Recipient("ก", f"{'a' * 60}@{'b' * 60}.{'c' * 60}.{'d' * 60}.{'e' * 60}.th")),
        ),
        ("no_file", letter(files=[])),
        ("bad_file", letter(files=[Scan("a.exe", b"MZ")])),
        ("too_big", letter(files=[Scan("a.pdf", b"%PDF-" + bytes(15 * 1024 * 1024))])),
    ],
)
def test_what_is_refused_uses_no_number(office: Office, code: str, asked: OutgoingLetter) -> None:
    with pytest.raises(Refusal) as refused:
        OutgoingEntry.objects.send(asked, by=office.clerk)
    assert refused.value.code == code
    assert (
        not Counter.objects.exists() and not OutboundEmail.objects.exists() and not Contact.objects.exists()
    )


def test_only_the_registry_sends(office: Office) -> None:
    with pytest.raises(Refusal):
        OutgoingEntry.objects.send(letter(), by=office.head)
    assert not OutgoingEntry.objects.exists() and not Counter.objects.exists()


def test_undo_keeps_the_number_and_it_leaves_again_under_it(office: Office) -> None:
    entry = OutgoingEntry.objects.send(letter(), by=office.clerk)
    entry.recall(by=office.clerk)
    assert set(OutboundEmail.objects.values_list("state", flat=True)) == {"recalled"}
    entry.send_again(by=office.clerk)
    assert [one.state for one in OutboundEmail.objects.order_by("pk")] == ["recalled", "queued"]
    assert OutgoingEntry.objects.get().letter_number == "นย 52028/1"
    assert OutgoingEntry.objects.send(letter(), by=office.clerk).number == 2


def test_undo_comes_too_late_for_what_has_left(office: Office) -> None:
    entry = OutgoingEntry.objects.send(letter(), by=office.clerk)
    [mail] = OutboundEmail.objects.all()
    assert mail.claim(now() + timedelta(minutes=1), lease=timedelta(minutes=5))
    with pytest.raises(Refusal) as refused:
        entry.recall(by=office.clerk)
    assert refused.value.code == "already_leaving"
    assert OutgoingEntry.objects.get().recalled_at is None


def test_void_leaves_the_row_and_the_number_unused(office: Office) -> None:
    entry = OutgoingEntry.objects.send(letter(), by=office.clerk)
    with pytest.raises(Refusal) as refused:
        entry.void("พิมพ์ผิด", by=office.clerk)
    assert refused.value.code == "sent_already"
    entry.recall(by=office.clerk)
    with pytest.raises(Refusal) as refused:
        entry.void(" ", by=office.clerk)
    assert refused.value.code == "no_reason"
    entry.void("พิมพ์ผิด", by=office.clerk)
    assert entry.remarks_in_the_book == "ยกเลิก พิมพ์ผิด"
    assert OutgoingEntry.objects.send(letter(), by=office.clerk).number == 2
    with pytest.raises(Refusal):
        entry.send_again(by=office.clerk)


def test_a_reserved_number_gets_its_letter(office: Office) -> None:
    held = OutgoingEntry.objects.reserve(
        Register.OUTGOING, until=localdate() + timedelta(days=7), because="ลงนามบนกระดาษแล้ว", by=office.clerk
    )
    assert held.waits and list(OutgoingEntry.objects.reserved()) == [held]
    assert OutgoingEntry.objects.send(letter(), by=office.clerk).number == 2
    sent = OutgoingEntry.objects.send(letter("ตามที่จอง"), by=office.clerk, under=held)
    assert (sent.pk, sent.number, sent.subject) == (held.pk, 1, "ตามที่จอง")
    assert not OutgoingEntry.objects.reserved().exists() and Counter.objects.get().last == 2
    with pytest.raises(Refusal) as refused:
        OutgoingEntry.objects.send(letter(), by=office.clerk, under=held)
    assert refused.value.code == "not_reserved"
    assert OutboundEmail.objects.count() == 2


@pytest.mark.parametrize(("days", "because"), [(-1, "x"), (61, "x"), (1, " ")])
def test_a_reservation_has_an_end_and_a_reason(office: Office, days: int, because: str) -> None:
    with pytest.raises(Refusal):
        OutgoingEntry.objects.reserve(
            Register.ORDER, until=localdate() + timedelta(days=days), because=because, by=office.clerk
        )
    assert not Counter.objects.exists()


def test_what_was_reserved_and_not_used_becomes_a_void_row(office: Office) -> None:
    until = localdate() + timedelta(days=3)
    held = OutgoingEntry.objects.reserve(Register.OUTGOING, until=until, because="รอลงนาม", by=office.clerk)
    assert void_expired(moment=now() + timedelta(days=3)) == 0
    assert void_expired(moment=now() + timedelta(days=4)) == 1
    assert void_expired(moment=now() + timedelta(days=4)) == 0
    held.refresh_from_db()
    assert held.voided_at and "ไม่ได้ใช้ภายในกำหนด" in held.remarks_in_the_book
    assert AuditEntry.objects.filter(verb="voided").get().actor == "machine"
    with pytest.raises(Refusal):
        OutgoingEntry.objects.send(letter(), by=office.clerk, under=held)


def test_an_answer_is_written_into_the_receive_register(office: Office) -> None:
    came = IncomingEntry.objects.enter(arrive(office), by=office.clerk)
    sent = OutgoingEntry.objects.send(
        letter("ตอบข้อหารือ", Recipient("นายสมชาย", "somchai@example.com"), reply_to=came), by=office.clerk
    )
    came.refresh_from_db()
    assert came.action.startswith("ส่งออกโดยหนังสือที่ นย 52028/1 ลงวันที่ ")
    mail = OutboundEmail.objects.get(kind="letter")
    assert came.email is not None and mail.thread_ids[-1] == came.email.message_id
    sent.recall(by=office.clerk)
    came.refresh_from_db()
    assert came.action == ""
    sent.send_again(by=office.clerk)
    came.recall(by=office.clerk)
    IncomingEntry.objects.enter(came.email, by=office.clerk, route=Route(unit=office.unit))
    came.refresh_from_db()
    assert came.action.startswith("กองสาธารณสุข, ส่งออกโดยหนังสือที่ นย 52028/1 ")


def test_the_other_sides_acknowledgement_is_noted_at_the_letter(office: Office) -> None:
    entry = OutgoingEntry.objects.send(letter(), by=office.clerk)
    mail = OutboundEmail.objects.get()
    raw = letter_bytes(
        "Re: ขอเชิญประชุม [เลขรับ 77/2569]",
        sender="saraban@nongbua.go.th",
        headers={"In-Reply-To": mail.message_id},
    )
    came = arrive(office, raw)
    Verdict.objects.needs_no_registration(came, by=office.clerk, reason="จดหมายข่าว").take_back(
        by=office.clerk
    )
    assert not Dispatch.objects.exclude(acknowledged_at=None).exists()
    mistaken = Verdict.objects.needs_no_registration(came, by=office.clerk, reason=ACKNOWLEDGED)
    assert Dispatch.objects.exclude(acknowledged_at=None).exists()
    mistaken.take_back(by=office.clerk)
    assert not Dispatch.objects.exclude(acknowledged_at=None).exists()
    Verdict.objects.needs_no_registration(came, by=office.clerk, reason=ACKNOWLEDGED)
    [dispatch] = entry.dispatches.all()
    assert dispatch.acknowledged_at and dispatch.their_number == "77/2569"
    assert not Dispatch.objects.to_be_phoned(moment=now() + timedelta(days=30)).exists()


def test_who_does_not_answer_by_the_next_working_day_is_to_be_phoned(office: Office) -> None:
    entry = OutgoingEntry.objects.send(letter(), by=office.clerk)
    mail = OutboundEmail.objects.get()
    mail.mark_sent(now())
    assert not Dispatch.objects.to_be_phoned(moment=now()).exists()
    [dispatch] = Dispatch.objects.to_be_phoned(moment=now() + timedelta(days=8))
    assert dispatch.entry == entry
    dispatch.note_phoned("12/2569", by=office.clerk)
    assert not Dispatch.objects.to_be_phoned(moment=now() + timedelta(days=8)).exists()


def test_the_book_goes_on_from_the_paper_one(office: Office) -> None:
    BookYear.objects.begin(Register.OUTGOING, THIS_YEAR, 358, by=office.clerk)
    assert Counter.number_to_come("outgoing", THIS_YEAR) == 358
    assert OutgoingEntry.objects.send(letter(), by=office.clerk).letter_number == "นย 52028/358"
    with pytest.raises(Refusal) as refused:
        BookYear.objects.begin(Register.OUTGOING, THIS_YEAR, 1, by=office.clerk)
    assert refused.value.code == "numbers_given"
    BookYear.objects.begin(Register.INCOMING, THIS_YEAR, 900, by=office.clerk)
    BookYear.objects.begin(Register.INCOMING, THIS_YEAR, 901, by=office.clerk)
    assert IncomingEntry.objects.enter(arrive(office, at=now()), by=office.clerk).number == 901


def test_a_closed_year_gives_no_number(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(Refusal) as refused:
        BookYear.objects.close(Register.INCOMING, THIS_YEAR, by=office.clerk)
    assert refused.value.code == "not_over"
    BookYear.objects.close(Register.INCOMING, 2566, by=office.clerk)
    with pytest.raises(Refusal) as refused:
        BookYear.objects.close(Register.INCOMING, 2566, by=office.clerk)
    assert refused.value.code == "book_closed"
    held = OutgoingEntry.objects.reserve(Register.OUTGOING, until=localdate(), because="x", by=office.clerk)
    with monkeypatch.context() as next_year:
        next_year.setattr("saraban.registers.books.localdate", lambda _: date(THIS_YEAR - 542, 1, 1))
        BookYear.objects.close(Register.OUTGOING, THIS_YEAR, by=office.clerk)
    with pytest.raises(Refusal) as refused:
        OutgoingEntry.objects.send(letter(), by=office.clerk, under=held)
    assert refused.value.code == "book_closed"
    monkeypatch.setattr("saraban.registers.models.register_year", lambda **_: 2566)
    with pytest.raises(Refusal) as refused:
        IncomingEntry.objects.enter(arrive(office), by=office.clerk)
    assert refused.value.code == "book_closed"
    assert not IncomingEntry.objects.exists()


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["send", "order", "reserve", "use", "recall", "again", "void", "refused"]),
        st.integers(0, 9),
    ),
    max_size=25,
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_whatever_is_done_the_numbers_have_no_gap_and_none_is_given_twice(
    office: Office, data_dir: Path, steps: Sequence[tuple[str, int]]
) -> None:
    until = localdate() + timedelta(days=9)
    for step, which in steps:
        rows = list(OutgoingEntry.objects.order_by("pk"))
        one = rows[which % len(rows)] if rows else None
        try:
            if step == "send":
                OutgoingEntry.objects.send(letter(), by=office.clerk)
            elif step == "order":
                OutgoingEntry.objects.send(letter(kind=Register.ORDER), by=office.clerk)
            elif step == "reserve":
                OutgoingEntry.objects.reserve(Register.OUTGOING, until=until, because="x", by=office.clerk)
            elif step == "refused":
                OutgoingEntry.objects.send(letter(" "), by=office.clerk)
            elif one is not None and step == "use":
                OutgoingEntry.objects.send(letter(), by=office.clerk, under=one)
            elif one is not None and step == "recall":
                one.recall(by=office.clerk)
            elif one is not None and step == "again":
                one.send_again(by=office.clerk)
            elif one is not None:
                one.void("x", by=office.clerk)
        except Refusal:
            pass
    for register in ("outgoing", "order"):
        numbers = list(
            OutgoingEntry.objects.filter(register=register)
            .order_by("number")
            .values_list("number", flat=True)
        )
        assert numbers == list(range(1, len(numbers) + 1))
    for entry in OutgoingEntry.objects.all():
        waiting = OutboundEmail.objects.filter(dispatches__entry=entry, state="queued").count()
        leaves = entry.issued_at is not None and entry.recalled_at is None
        assert waiting == (1 if leaves else 0)
        assert not (leaves and entry.voided_at)


def test_a_circulars_questions_grow_by_what_each_mail_needs_and_no_more(office: Office) -> None:
    def asked(count: int) -> int:
        to = [Recipient(f"หน่วย {count} {one}", f"u{one}@c{count}.go.th") for one in range(count)]
        with CaptureQueriesContext(connection) as queries:
            OutgoingEntry.objects.send(letter("เวียน", *to, kind=Register.CIRCULAR), by=office.clerk)
        return len(queries)

    asked(1)  # what is asked once for all is known from here on
    few, many = asked(5), asked(25)
    # Mail, delivery and contact: each a savepoint and its end, the row, its log entry and its opening.
    assert (many - few) / 20 == 15


def test_the_mails_of_one_letter_have_a_bound_together(office: Office) -> None:
    big = Scan("a.pdf", b"%PDF-" + bytes(10 * 1024 * 1024))
    with pytest.raises(Refusal) as refused:
        OutgoingEntry.objects.send(
            letter("x", *[Recipient(f"{n}", f"a{n}@b.go.th") for n in range(60)], files=[big]),
            by=office.clerk,
        )
    assert refused.value.code == "too_big" and not Counter.objects.exists()
