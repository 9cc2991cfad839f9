"""One mail, several letters: each has its number, its answer and its way on, all in one commit."""

from __future__ import annotations

import pytest

from saraban.law.refusal import Refusal
from saraban.mail.models import InboundEmail, OutboundEmail
from saraban.registers.books import Counter
from saraban.registers.models import IncomingEntry, Part, Particulars, Route
from tests.office import Office, arrive


def parts(office: Office, *subjects: str) -> list[Part]:
    return [
        Part(str(number), Particulars(subject=subject, sender="อำเภอปากทาง"), Route(unit=office.unit))
        for number, subject in enumerate(subjects, 1)
    ]


def test_a_mail_with_three_letters_gets_three_numbers(office: Office) -> None:
    letter = arrive(office)
    entries = IncomingEntry.objects.enter_parts(letter, parts(office, "ก", "ข", "ค"), by=office.clerk)
    assert [(entry.number, entry.part, entry.subject) for entry in entries] == [
        (1, "1", "ก"),
        (2, "2", "ข"),
        (3, "3", "ค"),
    ]
    answers = OutboundEmail.objects.filter(kind=OutboundEmail.ANSWER)
    assert sorted(answer.subject[-7:] for answer in answers) == sorted(
        f"{e.receipt_number}]" for e in entries
    )
    assert OutboundEmail.objects.filter(kind=OutboundEmail.ROUTING).count() == 3


def test_all_or_none(office: Office) -> None:
    letter = arrive(office, subject="")
    with pytest.raises(Refusal):
        IncomingEntry.objects.enter_parts(letter, parts(office, "ก", ""), by=office.clerk)
    assert not IncomingEntry.objects.exists() and not Counter.objects.exists()
    letter.refresh_from_db()
    assert letter.state == InboundEmail.UNSORTED


def test_undo_brings_back_all_and_each_keeps_its_number(office: Office) -> None:
    letter = arrive(office)
    entries = IncomingEntry.objects.enter_parts(letter, parts(office, "ก", "ข"), by=office.clerk)
    entries[1].recall(by=office.clerk)
    assert not IncomingEntry.objects.filter(recalled_at=None).exists()
    assert {out.state for out in OutboundEmail.objects.all()} == {OutboundEmail.RECALLED}
    again = IncomingEntry.objects.enter_parts(letter, parts(office, "ก ใหม่", "ข"), by=office.clerk)
    assert [(entry.number, entry.subject) for entry in again] == [(1, "ก ใหม่"), (2, "ข")]
    assert Counter.objects.get().last == 2


def test_a_letter_that_holds_numbers_is_not_entered_as_another_count_of_letters(office: Office) -> None:
    letter = arrive(office)
    IncomingEntry.objects.enter_parts(letter, parts(office, "ก", "ข"), by=office.clerk)[0].recall(
        by=office.clerk
    )
    with pytest.raises(Refusal) as refused:
        IncomingEntry.objects.enter(letter, by=office.clerk)
    assert refused.value.code == "other_parts" and "1/" in refused.value.message
    assert Counter.objects.get().last == 2
