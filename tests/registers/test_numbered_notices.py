"""Which mails that follow from a verdict take a number of the send register: none, unless the office has it so."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils.timezone import localdate, now

from saraban.agencies.duties import OPERATOR
from saraban.agencies.models import Profile
from saraban.contacts.models import Contact
from saraban.law.refusal import Refusal
from saraban.mail.models import OutboundEmail
from saraban.registers.dispatches import Dispatch
from saraban.registers.models import IncomingEntry
from saraban.registers.outgoing import OutgoingEntry
from saraban.registers.verdicts import Competent, Verdict
from tests.office import Office, arrive


@pytest.fixture
def numbered(office: Office) -> None:
    profile = Profile.objects.get()
    with profile.change("corrected", by=OPERATOR):
        profile.numbers_notices, profile.letter_code = True, "นย 52028"


def misdirect(office: Office, *, forward: bool = False) -> Verdict:
    contact = Contact.objects.remember("เทศบาลตำบลหนองบัว", email="saraban@nongbua.go.th", by=office.clerk)
    return Verdict.objects.return_as_misdirected(
        arrive(office), by=office.clerk, competent=Competent(contact, forward)
    )


def test_by_default_neither_receipts_nor_notices_do(office: Office) -> None:
    IncomingEntry.objects.enter(arrive(office, subject="อีกฉบับ"), by=office.clerk)
    misdirect(office, forward=True)
    assert OutboundEmail.objects.count() == 3 and not OutgoingEntry.objects.exists()


def test_where_it_is_set_each_notice_leaves_with_its_row_in_one_act(office: Office, numbered: None) -> None:
    misdirect(office, forward=True)
    rows = {one.letter_number: one for one in OutgoingEntry.objects.all()}
    assert rows.keys() == {"นย 52028/1", "นย 52028/2"}
    for number, row in rows.items():
        [dispatch] = row.dispatches.all()
        assert dispatch.letter is not None and dispatch.letter.body.startswith(f"ที่ {number}\n")
        assert dispatch.address == dispatch.letter.to_address
        assert (row.dated_on, row.addressee) == (localdate(), dispatch.name)
        assert dispatch.letter.tells == f"outgoing/{row.year}/{row.number}"
        assert "ใบอนุญาต" not in row.subject  # it may turn out to be nobody's business


def test_receipts_still_take_none(office: Office, numbered: None) -> None:
    IncomingEntry.objects.enter(arrive(office), by=office.clerk)
    assert not OutgoingEntry.objects.exists()


def test_taken_back_in_time_the_row_is_struck_and_the_number_stays_used(
    office: Office, numbered: None
) -> None:
    verdict = misdirect(office)
    verdict.take_back(by=office.clerk)
    row = OutgoingEntry.objects.get()
    assert row.voided_at is not None and "เอาหนังสือกลับมา" in row.void_because
    verdict.email.refresh_from_db()
    Verdict.objects.return_as_misdirected(verdict.email, by=office.clerk)
    assert sorted(OutgoingEntry.objects.values_list("number", flat=True)) == [1, 2]


def test_taken_back_after_it_left_the_row_stands(office: Office, numbered: None) -> None:
    verdict = misdirect(office)
    letter = OutboundEmail.objects.get()
    letter.mark_sent(now())
    verdict.take_back(by=office.clerk)
    assert OutgoingEntry.objects.get().voided_at is None


def test_its_row_cannot_be_recalled_apart_from_its_verdict(office: Office, numbered: None) -> None:
    misdirect(office)
    with pytest.raises(Refusal) as refused:
        OutgoingEntry.objects.get().recall(by=office.clerk)
    assert refused.value.code == "of_a_verdict"
    assert OutboundEmail.objects.get().state == OutboundEmail.QUEUED


def test_nobody_is_phoned_about_a_notice(office: Office, numbered: None) -> None:
    misdirect(office)
    letter = OutboundEmail.objects.get()
    letter.mark_sent(now())
    assert not Dispatch.objects.to_be_phoned(moment=now() + timedelta(days=20)).exists()
