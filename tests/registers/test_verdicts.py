"""Letters that get no number: told whose they are, thrown away, or put aside; and each taken back (guide #2.1, #2.3)."""

from __future__ import annotations

import email
from pathlib import Path

import pytest

from saraban.contacts.models import Contact
from saraban.law.refusal import Refusal
from saraban.mail.models import InboundEmail, OutboundEmail
from saraban.registers.books import Counter
from saraban.registers.models import IncomingEntry
from saraban.registers.verdicts import Competent, Verdict
from tests.office import Office, arrive, letter_bytes


@pytest.fixture
def nongbua(office: Office) -> Contact:
    return Contact.objects.remember(
        "เทศบาลตำบลหนองบัว", email="saraban@nongbua.go.th", phone="037 311 273", by=office.clerk
    )


def misdirect(office: Office, letter: InboundEmail, contact: Contact, *, forward: bool = False) -> Verdict:
    return Verdict.objects.return_as_misdirected(
        letter, by=office.clerk, competent=Competent(contact, forward)
    )


def test_a_misdirected_letter_is_answered_and_takes_no_number(office: Office, nongbua: Contact) -> None:
    letter = arrive(office)
    verdict = misdirect(office, letter, nongbua)

    letter.refresh_from_db()
    assert letter.state == InboundEmail.MISDIRECTED
    assert not IncomingEntry.objects.exists() and not Counter.objects.exists()
    told = OutboundEmail.objects.get()
    assert told.kind == OutboundEmail.MISDIRECTED
    assert told.subject == "แจ้งการส่งเรื่องผิดหน่วยงาน: ขอต่ออายุใบอนุญาต"
    assert (
        "หน่วยงานที่รับผิดชอบโดยตรง คือ เทศบาลตำบลหนองบัว (โทร. 037 311 273 อีเมล saraban@nongbua.go.th)" in told.body
    )
    assert "มิได้ลงทะเบียนรับไว้" in told.body
    assert told.thread_ids == [letter.message_id]
    assert (verdict.officer, verdict.contact) == (office.clerk, nongbua)


def test_a_letter_sent_on_goes_whole(office: Office, nongbua: Contact) -> None:
    raw = letter_bytes(attachments=[("คำขอ.pdf", b"%PDF-1.4 x")])
    letter = arrive(office, raw)
    misdirect(office, letter, nongbua, forward=True)

    onward = OutboundEmail.objects.get(kind=OutboundEmail.FORWARD)
    assert onward.to_address == "saraban@nongbua.go.th"
    made = email.message_from_bytes(onward.as_bytes())
    [_, file] = made.get_payload()  # type: ignore[misc]
    assert file.get_payload(decode=True) == raw  # type: ignore[union-attr]
    assert file.get_filename() == "letter.eml"  # type: ignore[union-attr]
    assert onward.as_bytes() == onward.as_bytes()
    assert "ได้ส่งต่อเรื่องของท่านไปยังเทศบาลตำบลหนองบัวแล้ว" in OutboundEmail.objects.get(kind="misdirected").body


def test_without_an_address_nothing_is_sent_on_and_nothing_is_lost(office: Office) -> None:
    letter = arrive(office)
    nowhere = Contact.objects.remember("เทศบาลตำบลหนองบัว", by=office.clerk)
    with pytest.raises(Refusal) as refused:
        misdirect(office, letter, nowhere, forward=True)
    assert refused.value.code == "no_address"
    letter.refresh_from_db()
    assert letter.state == InboundEmail.UNSORTED
    assert not Verdict.objects.exists() and not OutboundEmail.objects.exists()


def test_the_choice_is_remembered_for_the_same_sender(office: Office, nongbua: Contact) -> None:
    misdirect(office, arrive(office), nongbua)
    again = arrive(office, letter_bytes("อีกเรื่อง"))
    other = arrive(office, letter_bytes("อีกเรื่อง", sender="malee@example.com"))
    assert Verdict.objects.contact_before(again) == nongbua
    assert Verdict.objects.contact_before(other) is None


def test_spam_is_put_out_of_sight_and_answered_nothing(office: Office) -> None:
    letter = arrive(office)
    Verdict.objects.discard_as_spam(letter, by=office.clerk)
    letter.refresh_from_db()
    assert letter.state == InboundEmail.SPAM
    assert not OutboundEmail.objects.exists() and not Counter.objects.exists()
    assert not InboundEmail.objects.waiting().exists()


def test_no_registration_wants_a_reason(office: Office) -> None:
    letter = arrive(office)
    with pytest.raises(Refusal) as refused:
        Verdict.objects.needs_no_registration(letter, by=office.clerk, reason="  ")
    assert refused.value.code == "no_reason"
    Verdict.objects.needs_no_registration(letter, by=office.clerk, reason="จดหมายข่าว")
    letter.refresh_from_db()
    assert (letter.state, letter.state_reason) == (InboundEmail.NOT_REGISTERED, "จดหมายข่าว")


@pytest.mark.parametrize("outcome", ["misdirected", "spam", "no_registration"])
def test_each_is_taken_back_and_the_letter_can_be_entered_then(
    office: Office, nongbua: Contact, outcome: str
) -> None:
    letter = arrive(office)
    verdict = {
        "misdirected": lambda: misdirect(office, letter, nongbua),
        "spam": lambda: Verdict.objects.discard_as_spam(letter, by=office.clerk),
        "no_registration": lambda: Verdict.objects.needs_no_registration(letter, by=office.clerk, reason="x"),
    }[outcome]()
    verdict.take_back(by=office.clerk)
    letter.refresh_from_db()
    assert letter.state == InboundEmail.UNSORTED
    assert [out.state for out in OutboundEmail.objects.all()] in ([], [OutboundEmail.RECALLED])
    with pytest.raises(Refusal):
        verdict.take_back(by=office.clerk)
    assert IncomingEntry.objects.enter(letter, by=office.clerk).number == 1


def test_what_has_left_stays_and_the_letter_comes_back_all_the_same(office: Office, nongbua: Contact) -> None:
    letter = arrive(office)
    verdict = misdirect(office, letter, nongbua)
    OutboundEmail.objects.get().mark_sent(verdict.given_at)
    verdict.take_back(by=office.clerk)
    assert OutboundEmail.objects.get().state == OutboundEmail.SENT
    entry = IncomingEntry.objects.enter(letter, by=office.clerk)
    assert entry.receipt_number in OutboundEmail.objects.get(kind=OutboundEmail.ANSWER).body


def test_a_number_that_the_letter_holds_is_struck_through_and_never_given_again(office: Office) -> None:
    letter = arrive(office)
    entry = IncomingEntry.objects.enter(letter, by=office.clerk)
    entry.recall(by=office.clerk)
    verdict = Verdict.objects.needs_no_registration(letter, by=office.clerk, reason="ลงซ้ำ")
    entry.refresh_from_db()
    assert entry.struck_because == "ไม่ต้องลงรับ (ลงซ้ำ)"
    assert entry.remarks_in_the_book.startswith("ยกเลิก ไม่ต้องลงรับ (ลงซ้ำ) รับ ")
    assert IncomingEntry.objects.enter(arrive(office, letter_bytes("ถัดไป")), by=office.clerk).number == 2
    verdict.take_back(by=office.clerk)
    again = IncomingEntry.objects.enter(letter, by=office.clerk)
    assert (again.number, again.struck_at) == (1, None)


def test_a_registered_letter_gets_no_verdict_and_a_sorted_one_no_second(office: Office) -> None:
    letter = arrive(office)
    IncomingEntry.objects.enter(letter, by=office.clerk)
    with pytest.raises(Refusal, match="ลงรับแล้ว"):
        Verdict.objects.discard_as_spam(letter, by=office.clerk)
    other = arrive(office, letter_bytes("อีกฉบับ"))
    Verdict.objects.discard_as_spam(other, by=office.clerk)
    with pytest.raises(Refusal, match="ขยะหรือโฆษณา"):
        Verdict.objects.needs_no_registration(other, by=office.clerk, reason="x")


def test_only_the_registry_sorts(office: Office, data_dir: Path) -> None:
    with pytest.raises(Refusal) as refused:
        Verdict.objects.discard_as_spam(arrive(office), by=office.head)
    assert refused.value.code == "no_duty"


def test_an_automatic_letter_is_never_told(office: Office, nongbua: Contact) -> None:
    letter = arrive(office, letter_bytes(headers={"Auto-Submitted": "auto-generated"}))
    misdirect(office, letter, nongbua)
    assert not OutboundEmail.objects.exists()
