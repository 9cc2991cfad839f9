"""เรื่อง: opened from a registered letter, joined by what follows, and ended."""

from __future__ import annotations

from dataclasses import replace

import pytest

from saraban.agencies.duties import OPERATOR, Duty
from saraban.cases.catalogue import Kind, Manual, Service
from saraban.cases.models import Case, CaseLetter, Side
from saraban.cases.news import follow_log
from saraban.cases.opinions import Opinion
from saraban.cases.states import State
from saraban.law.refusal import Refusal
from saraban.mail.models import OutboundEmail
from saraban.registers.models import IncomingEntry
from tests.cases.matters import MANUAL, Matters
from tests.office import add_officer, arrive


def refused(code: str) -> pytest.RaisesExc[Refusal]:
    return pytest.raises(Refusal, check=lambda refusal: refusal.code == code)


def follow() -> None:
    while follow_log():
        pass


def answer_to(matters: Matters, entry: IncomingEntry, **letter: object) -> IncomingEntry:
    """The citizen answers the receipt."""
    receipt = OutboundEmail.objects.get(in_reply_to=entry.email, kind=OutboundEmail.ANSWER)
    headers = {"In-Reply-To": receipt.message_id, "References": receipt.message_id}
    email = arrive(
        matters.office, subject=f"Re: {entry.subject}", body="ส่งเอกสารเพิ่ม", headers=headers, **letter
    )
    return IncomingEntry.objects.enter(email, by=matters.office.clerk)


def test_a_letter_becomes_a_case_of_its_service(matters: Matters) -> None:
    entry = matters.entry()
    case = Case.objects.open(entry, matters.service, by=matters.officer, officer=matters.officer)

    assert (case.number, case.state, case.waits_for) == (entry.receipt_number, State.CHECKING, Side.OFFICE)
    assert case.applicant == entry.sender
    assert case.address == "somchai@example.com"
    assert case.manual == matters.service.manual()
    assert case.unit == matters.office.unit
    assert [letter.entry for letter in case.letters.all()] == [entry]
    assert Case.objects.of_entry(entry) == case
    assert list(Case.objects.work_of(matters.officer)) == [case]


def test_a_letter_is_in_one_case_only(matters: Matters) -> None:
    case = matters.case()
    with refused("in_a_case"):
        Case.objects.open(case.entry, matters.service, by=matters.officer)
    assert Case.objects.count() == 1


def test_what_was_recalled_becomes_no_case(matters: Matters) -> None:
    entry = matters.entry()
    entry.recall(by=matters.office.clerk)
    with refused("not_registered"):
        Case.objects.open(entry, matters.service, by=matters.officer)


def test_an_open_case_keeps_its_version_of_the_manual(matters: Matters) -> None:
    case = matters.case()
    newer = Manual.objects.publish(matters.service, replace(MANUAL, days=7), by=OPERATOR)
    case.refresh_from_db()
    assert (case.manual.version, case.manual.days) == (1, 15)
    assert (newer.version, matters.case(sender="b@example.com").manual.days) == (2, 7)


def test_an_answer_joins_its_case_by_the_thread(matters: Matters) -> None:
    case = matters.case()
    answer = answer_to(matters, case.entry)
    follow()
    letter = CaseLetter.objects.get(entry=answer)
    assert (letter.case, letter.how, letter.state) == (case, CaseLetter.THREAD, CaseLetter.JOINED)


def test_a_new_mail_of_the_applicant_that_quotes_the_number_joins(matters: Matters) -> None:
    case = matters.case()
    entry = matters.entry(subject=f"เอกสารเพิ่ม เลขรับ {case.number}", message_id="<new@example.com>")
    follow()
    assert CaseLetter.objects.get(entry=entry).how == CaseLetter.NUMBER
    assert Case.objects.of_entry(entry) == case


def test_a_stranger_who_quotes_a_number_is_proposed_and_never_joined_in_silence(matters: Matters) -> None:
    case = matters.case()
    entry = matters.entry(subject=f"เอกสารเพิ่ม เลขรับ {case.number}", sender="stranger@example.com")
    follow()
    proposed = CaseLetter.objects.get(entry=entry)
    assert (proposed.case, proposed.state) == (case, CaseLetter.PROPOSED)
    assert Case.objects.of_entry(entry) is None

    proposed.accept(by=matters.officer)
    assert Case.objects.of_entry(entry) == case
    with refused("not_proposed"):
        proposed.decline(by=matters.officer)


def test_what_was_declined_is_not_proposed_again_and_may_become_a_case(matters: Matters) -> None:
    case = matters.case()
    entry = matters.entry(subject=f"เลขรับ {case.number}", sender="stranger@example.com")
    follow()
    CaseLetter.objects.get(entry=entry).decline(by=matters.officer)
    assert CaseLetter.objects.propose(case, entry, by=OPERATOR) is None
    follow()
    other = Case.objects.open(entry, matters.service, by=matters.officer)
    assert Case.objects.of_entry(entry) == other


def test_merged_letters_go_along_and_split_off_again(matters: Matters) -> None:
    case, twin = matters.case(), matters.case(sender="b@example.com")
    twin.merge_into(case, by=matters.officer)
    assert (twin.state, twin.merged_into) == (State.MERGED, case)
    assert {letter.entry for letter in case.letters.all()} == {case.entry, twin.entry}
    answer = answer_to(matters, twin.entry, sender="b@example.com")
    follow()
    assert Case.objects.of_entry(answer) == case

    twin.split_off(by=matters.officer)
    assert (twin.state, twin.ended_at) == (State.CHECKING, None)
    assert [letter.entry for letter in twin.letters.all()] == [twin.entry]


def test_a_case_is_not_merged_with_itself_nor_with_one_that_ended(matters: Matters) -> None:
    case, ended = matters.case(), matters.case(sender="b@example.com")
    ended.end("withdrawn", "ผู้ยื่นขอถอน", by=matters.officer)
    for other in (case, ended):
        with refused("same_case"):
            case.merge_into(other, by=matters.officer)


@pytest.mark.parametrize("verb", ["withdrawn", "answered", "forwarded"])
def test_a_case_ends_with_a_reason_and_may_be_taken_up_again(matters: Matters, verb: str) -> None:
    case = matters.case()
    with refused("no_reason"):
        case.end(verb, " ", by=matters.officer)
    case.refresh_from_db()
    case.end(verb, "เหตุผล", by=matters.officer)
    assert (case.is_open, case.due_on, case.waits_for, case.ended_because) == (False, None, "", "เหตุผล")
    assert list(Case.objects.work_of(matters.officer)) == []
    case.reopen(by=matters.officer)
    assert (case.state, case.ended_at, case.ended_because) == (State.CHECKING, None, "")


def test_what_nobody_has_is_taken_by_one(matters: Matters) -> None:
    colleague = add_officer("นางสาวแก้ว", "kaew@klongnoy.go.th", Duty.CASE)
    case = Case.objects.open(matters.entry(), matters.service, by=matters.office.clerk)
    case.take(by=matters.officer)
    with refused("taken"):
        case.take(by=colleague)
    case.refresh_from_db()
    case.assign(colleague, None, by=matters.officer)
    assert list(Case.objects.work_of(colleague)) == [case]
    assert list(Case.objects.work_of(matters.officer)) == []


def test_a_complaint_is_seen_by_its_officer_the_head_and_whom_the_head_names(matters: Matters) -> None:
    complaints = Service.objects.offer("ร้องเรียนเจ้าหน้าที่", Kind.COMPLAINT, MANUAL, by=OPERATOR)
    colleague = add_officer("นางสาวแก้ว", "kaew@klongnoy.go.th", Duty.CASE)
    case = matters.case(service=complaints)
    sees = {one: case in Case.objects.seen_by(one) for one in (matters.officer, matters.head, colleague)}
    assert sees == {matters.officer: True, matters.head: True, colleague: False}
    hidden = Case.objects.with_hidden(colleague).get(pk=case.pk)
    assert hidden.hidden  # type: ignore[attr-defined]

    viewer = case.name_viewer(colleague, by=matters.head)
    assert case in Case.objects.seen_by(colleague)
    viewer.end(by=matters.head)
    assert case not in Case.objects.seen_by(colleague)


def test_who_has_no_duty_does_nothing_with_a_case(matters: Matters) -> None:
    case = matters.case()
    with refused("no_duty"):
        case.end("withdrawn", "เหตุผล", by=matters.office.clerk)
    with refused("no_duty"):
        case.open_to_all(by=matters.officer)
    with refused("no_duty"):
        case.name_viewer(matters.officer, by=matters.officer)


# who sees what


def test_the_letters_of_a_restricted_case_are_as_closed_as_it_is(matters: Matters) -> None:
    case = matters.case()
    case.restrict(by=matters.head)
    case.entry.refresh_from_db()
    assert case.entry.restricted
    later = answer_to(matters, case.entry)
    follow()
    later.refresh_from_db()
    assert later.restricted
    case.open_to_all(by=matters.head)
    for entry in (case.entry, later):
        entry.refresh_from_db()
        assert not entry.restricted


def test_a_letter_of_a_complaint_is_closed_with_its_case(matters: Matters) -> None:
    complaints = Service.objects.offer("ร้องเรียน", Kind.COMPLAINT, MANUAL, by=OPERATOR)
    case = matters.case(service=complaints)
    case.entry.refresh_from_db()
    assert case.restricted and case.entry.restricted


def test_who_may_not_see_a_restricted_case_is_not_asked_about_it(matters: Matters) -> None:
    case = matters.case()
    case.restrict(by=matters.head)
    outsider = add_officer("นางมาลี", "malee@klongnoy.go.th", Duty.CASE)
    with refused("may_not_see"):
        Opinion.objects.ask(case, "ว่าอย่างไร", by=matters.officer, officer=outsider)
    with refused("may_not_see"):
        Opinion.objects.ask(case, "ว่าอย่างไร", by=matters.officer, unit=matters.office.unit)
    case.name_viewer(outsider, by=matters.head)
    Opinion.objects.ask(case, "ว่าอย่างไร", by=matters.officer, officer=outsider)
