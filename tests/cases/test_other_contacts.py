"""Who cannot be reached by mail is called, or written to elsewhere, before the thirty days begin (guide #3.1)."""

from __future__ import annotations

from datetime import timedelta

from django.utils.timezone import localdate

from saraban.cases.holds import Hold
from saraban.cases.models import Case
from saraban.cases.news import follow_log
from saraban.cases.other_contacts import other_contacts
from saraban.cases.requests import DocumentRequest
from saraban.mail.models import OutboundEmail
from tests.cases.matters import Matters
from tests.cases.test_cases import refused
from tests.office import letter_bytes
from tests.proposals import papers

FORM = papers.pdf("คำขอต่ออายุใบอนุญาต โทร. ๐๘๙-๗๖๕-๔๓๒๑ บัตร ๑-๒๓๔๕-๖๗๘๙๐-๑๒-๑")


def values(case: Case) -> list[str]:
    return [one.value for one in other_contacts(case)]


def bounced(matters: Matters, case: Case) -> None:
    request = DocumentRequest.objects.ask(
        case, [("", "บัตร")], localdate() + timedelta(days=15), by=matters.officer
    )
    assert request.mail is not None
    request.mail.letter.mark("bounced", OutboundEmail.BOUNCED, "ไม่มีกล่องนี้")
    while follow_log():
        pass
    case.refresh_from_db()


def test_what_stands_in_the_mail_and_in_its_files_is_found(matters: Matters) -> None:
    case = matters.case(body="ติดต่อ โทร 081-234-5678 หรือ mali@example.org", attachments=[("คำขอ.pdf", FORM)])
    assert values(case) == ["081-234-5678", "089-765-4321", "mali@example.org"]
    assert {one.letter.entry_id for one in other_contacts(case)} == {case.entry_id}


def test_our_own_numbers_and_addresses_and_the_one_that_failed_are_no_other_contact(matters: Matters) -> None:
    quoted = (
        "> เทศบาลตำบลคลองน้อย โทร 02 123 4567 กองสาธารณสุข โทร ๐๒-๑๒๓-๔๕๖๘\n"
        "> saraban@klongnoy.go.th health@klongnoy.go.th ใครก็ได้@klongnoy.go.th x@klongnoy.go.th\n"
        "somchai@example.com"
    )
    assert values(matters.case(body=quoted)) == []


def test_a_letter_that_is_answered_elsewhere_still_has_its_sender(matters: Matters) -> None:
    case = matters.case(headers={"Reply-To": "gone@example.net"})
    assert (case.address, values(case)) == ("gone@example.net", ["somchai@example.com"])


def test_the_thirty_days_do_not_begin_by_themselves_while_something_was_not_tried(matters: Matters) -> None:
    case = matters.case(body="โทร 081-234-5678")
    bounced(matters, case)
    assert case.unreachable_at is not None
    assert Hold.objects.standing(case) is None


def test_they_begin_once_each_of_them_was_tried(matters: Matters) -> None:
    case = matters.case(body="โทร 081-234-5678 หรือ mali@example.org")
    for tried in ("", "โทรแล้ว", "โทร 0812345678 ไม่มีผู้รับ", "เขียนถึง mali@example.org"):
        with refused("other_contact") as told:
            Hold.objects.begin(case, by=matters.officer, tried=tried)
        assert "ยังไม่ได้เริ่มนับ 30 วัน" in told.value.message
    hold = Hold.objects.begin(case, by=matters.officer, tried="โทร ๐๘๑ ๒๓๔ ๕๖๗๘ ไม่มีผู้รับ mali@example.org ตีกลับ")
    assert hold.tried.startswith("โทร")


def test_a_letter_without_any_other_contact_waits_as_before(matters: Matters) -> None:
    case = matters.case()
    bounced(matters, case)
    assert Hold.objects.standing(case) is not None


def test_a_file_that_cannot_be_read_stops_nothing(matters: Matters) -> None:
    raw = letter_bytes(attachments=[("คำขอ.pdf", b"%PDF-1.7 broken")], body="ตามแนบ")
    assert values(matters.case(raw=raw)) == []
