"""ตรวจเอกสาร and แจ้งแก้ไข: one look at each paper, one notice with its day, and what silence leads to."""

from __future__ import annotations

from datetime import date

import pytest

from saraban.cases.checks import Found, PaperCheck, wanting
from saraban.cases.models import CaseMail, Side
from saraban.cases.news import follow_log
from saraban.cases.requests import DocumentRequest
from saraban.cases.states import State
from saraban.mail.models import OutboundEmail
from saraban.registers.models import IncomingEntry
from saraban.registers.outgoing import OutgoingEntry
from tests.cases.matters import Matters, clock_at
from tests.cases.test_cases import follow, refused
from tests.office import arrive, bangkok

FRIDAY = date(2023, 1, 27)


def ask(matters: Matters, case: object, due_on: date | None = FRIDAY) -> DocumentRequest:
    return DocumentRequest.objects.ask(case, [("id", "สำเนาบัตร: ภาพไม่ชัด")], due_on, by=matters.officer)  # type: ignore[arg-type]


def test_each_paper_is_looked_at_and_then_the_application_is_complete(matters: Matters) -> None:
    case = matters.case()
    for key in ("form", "id"):
        with refused("not_complete"):
            PaperCheck.objects.find_complete(case, by=matters.officer)
        PaperCheck.objects.find(case, key, Found.WHOLE, by=matters.officer, file_name=f"{key}.pdf")
    PaperCheck.objects.find_complete(case, by=matters.officer)  # the map is not required

    assert case.state == State.COMPLETE
    assert case.complete_on == date(2023, 1, 23)  # the legal day of the letter: Sunday night counts as Monday
    assert case.due_on == date(2023, 2, 13)  # fifteen working days, by hand: 24-27, 30-3, 6-10, 13


def test_a_late_look_does_not_move_the_day_on_which_it_was_complete(matters: Matters) -> None:
    case = matters.case()
    with clock_at(bangkok(2023, 2, 1, 10, 0)):
        for key in ("form", "id"):
            PaperCheck.objects.find(case, key, Found.WHOLE, by=matters.officer)
        PaperCheck.objects.find_complete(case, by=matters.officer)
    assert case.complete_on == date(2023, 1, 23)


def test_a_paper_is_looked_at_again_and_what_is_not_on_the_list_is_not(matters: Matters) -> None:
    case = matters.case()
    PaperCheck.objects.find(case, "id", Found.UNCLEAR, by=matters.officer, note="มองไม่เห็นเลข")
    PaperCheck.objects.find(case, "form", Found.MISSING, by=matters.officer)
    assert wanting(PaperCheck.objects.checklist(case)) == [
        ("form", "คำขอ: ยังไม่ได้แนบ"),
        ("id", "สำเนาบัตรประจำตัวประชาชน: มองไม่เห็นเลข"),
    ]
    PaperCheck.objects.find(case, "id", Found.WHOLE, by=matters.officer)
    assert [key for key, _ in wanting(PaperCheck.objects.checklist(case))] == ["form"]
    with refused("no_such_paper"):
        PaperCheck.objects.find(case, "passport", Found.WHOLE, by=matters.officer)


def test_a_notice_without_its_day_is_not_sent(matters: Matters) -> None:
    case = matters.case()
    for due_on, code in (
        (None, "no_cure_day"),
        (date(2023, 1, 23), "cure_day_past"),
        (date(2024, 3, 1), "cure_day_far"),
    ):
        with refused(code):
            ask(matters, case, due_on)
    with refused("no_items"):
        DocumentRequest.objects.ask(case, [("id", "  ")], FRIDAY, by=matters.officer)
    case.refresh_from_db()
    assert (case.state, CaseMail.objects.count(), DocumentRequest.objects.count()) == (State.CHECKING, 0, 0)


def test_the_notice_leaves_in_the_thread_and_says_the_one_thing_to_do(matters: Matters) -> None:
    case = matters.case()
    request = ask(matters, case)
    assert request.mail is not None
    letter = request.mail.letter
    assert (letter.kind, letter.to_address) == (OutboundEmail.CASE, "somchai@example.com")
    assert letter.subject.endswith(f"[เลขรับ {case.number}]")
    assert letter.thread_ids[-1] == case.entry.email.message_id  # type: ignore[union-attr]
    for words in ("สำเนาบัตร: ภาพไม่ชัด", "วันศุกร์ที่ 27 มกราคม 2566", "ไม่ต้องรับรองสำเนาถูกต้อง", "นายวิชัย ใจเย็น"):
        assert words in letter.body
    assert OutgoingEntry.objects.count() == 0  # the officer writes directly, and it is logged (guide #3.1)
    assert (case.state, case.waits_for, case.due_on) == (State.INCOMPLETE, Side.APPLICANT, FRIDAY)


def test_the_answer_brings_the_case_back_to_the_check(matters: Matters) -> None:
    case = matters.case()
    request = ask(matters, case)
    assert request.mail is not None
    email = arrive(
        matters.office, subject="ส่งบัตรใหม่", headers={"In-Reply-To": request.mail.letter.message_id}
    )
    IncomingEntry.objects.enter(email, by=matters.office.clerk)
    follow()
    case.refresh_from_db()
    request.refresh_from_db()
    assert (case.state, case.waits_for, request.answered) == (State.CHECKING, Side.OFFICE, True)


def test_a_notice_taken_back_at_once_does_not_leave(matters: Matters) -> None:
    case = matters.case()
    request = ask(matters, case)
    request.withdraw(by=matters.officer)
    assert request.mail is not None
    request.mail.letter.refresh_from_db()
    assert (request.case.state, request.mail.letter.state) == (State.CHECKING, OutboundEmail.RECALLED)
    with refused("not_now"):
        request.withdraw(by=matters.officer)


def test_silence_returns_the_application_under_a_number_with_reasons(matters: Matters) -> None:
    case = matters.case()
    request = ask(matters, case, date(2023, 1, 28))  # a Saturday: the citizen has until Monday (s.64)
    assert request.last_day == date(2023, 1, 30)
    with clock_at(bangkok(2023, 1, 30, 16, 0)), refused("still_curable"):
        request.return_case("ไม่ส่งเอกสาร", by=matters.officer)
    with clock_at(bangkok(2023, 1, 31, 9, 0)):
        with refused("no_reasons"):
            request.return_case(" ", by=matters.officer)
        request.refresh_from_db()
        request.return_case("ไม่ส่งสำเนาบัตรภายในกำหนด", by=matters.officer)
    case = request.case
    assert (case.state, case.ended_because) == (State.RETURNED, "ไม่ส่งสำเนาบัตรภายในกำหนด")
    [row] = OutgoingEntry.objects.all()
    mail = CaseMail.objects.get(about="return").letter
    assert f"ที่ {row.letter_number}" in mail.body
    assert mail.tells == row.told_as
    assert "อุทธรณ์ต่อผู้ว่าราชการจังหวัด ภายใน 30 วัน" in mail.body
    assert row.dispatches.get().letter == mail


def test_after_complete_only_the_head_asks_for_more_and_the_clock_stands(matters: Matters) -> None:
    case = matters.complete()
    with refused("complete_already"):
        ask(matters, case)
    case.refresh_from_db()
    with refused("no_duty"):
        DocumentRequest.objects.ask(case, [("", "แบบแปลน")], FRIDAY, by=matters.officer, because="จำเป็น")
    case.refresh_from_db()
    request = DocumentRequest.objects.ask(
        case, [("", "แบบแปลน")], FRIDAY, by=matters.head, because="เจ้าหน้าที่ตกหล่นเอง"
    )
    assert case.state == State.INCOMPLETE
    assert case.pauses.get().first_day == date(2023, 1, 24)

    assert request.mail is not None
    with clock_at(bangkok(2023, 1, 26, 10, 0)):
        reply = {"In-Reply-To": request.mail.letter.message_id}
        email = arrive(matters.office, at=bangkok(2023, 1, 26, 9, 0), subject="แบบแปลน", headers=reply)
        IncomingEntry.objects.enter(email, by=matters.office.clerk)
        follow()
        case.refresh_from_db()
        PaperCheck.objects.find_complete(case, by=matters.officer)
    assert case.pauses.get().last_day == date(2023, 1, 25)
    assert follow_log() >= 0


def test_who_has_no_address_is_asked_without_a_mail(matters: Matters) -> None:
    case = matters.case()
    case.correct_applicant(address="", phone="081 234 5678", by=matters.officer)
    assert ask(matters, case).mail is None
    assert case.state == State.INCOMPLETE


@pytest.mark.parametrize("bad", ["x", "a@b", "ชื่อ@example.com"])
def test_an_address_that_no_mail_reaches_is_not_kept(matters: Matters, bad: str) -> None:
    case = matters.case()
    with refused("bad_address"):
        case.correct_applicant(address=bad, by=matters.officer)


def test_who_asked_for_paper_is_not_written_to_by_mail(matters: Matters) -> None:
    case = matters.case()
    case.correct_applicant(replies="paper", by=matters.officer)
    assert ask(matters, case).mail is None
