"""ยืนยันตัวตน: who asks for what is of high risk proves who they are (guide #3.3)."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from saraban.agencies.calendar import Holiday
from saraban.agencies.duties import MACHINE, OPERATOR, Duty
from saraban.cases.calendar_file import LINE_BYTES_MAX, appointment_file
from saraban.cases.catalogue import Kind, Service
from saraban.cases.decisions import Asks, Proposal
from saraban.cases.models import Case, CaseMail
from saraban.cases.news import begin_day
from saraban.cases.proofings import PICTURE_BYTES_MAX, Proofing, Stage, pictures
from saraban.law.initial_level_manual_2566 import HighRisk, ProofBy
from saraban.mail.models import OutboundEmail, files
from saraban.registers.scans import Scan
from tests.cases.matters import MANUAL, MONDAY, Matters, clock_at
from tests.cases.test_cases import refused
from tests.cases.test_ends import WHY
from tests.office import add_officer, bangkok
from tests.proposals.piles import bomb, png

TUESDAY_AT_TEN = bangkok(2023, 1, 24, 10, 0)
LINK = "https://meet.example.com/1234567890121"  # a link may look like a citizen's number
STILL = Scan("หน้าจอ.png", png(320, 180))


@pytest.fixture
def risky(matters: Matters) -> Service:
    manual = replace(MANUAL, risk=HighRisk.CANCELLATION)
    return Service.objects.offer("ขอเพิกถอนการจดทะเบียน", Kind.PERMIT, manual, by=OPERATOR)


def call(
    matters: Matters, case: Case, at: datetime | None = TUESDAY_AT_TEN, *, minutes: int = 15
) -> Proofing:
    return Proofing.objects.appoint(case, ProofBy.VIDEO_CALL, at, LINK, by=matters.officer, minutes=minutes)


def passed(matters: Matters, case: Case, picture: Scan = STILL) -> Proofing:
    proofing = call(matters, case)
    proofing.note_result(True, by=matters.officer, picture=picture, consent=True)  # they called earlier
    return proofing


def lies_there(proofing: Proofing) -> bool:
    try:
        pictures().path(proofing.agency, proofing.picture_sha256)
    except FileNotFoundError:
        return False
    return True


# the guide's words


def test_a_video_call_is_arranged_and_its_picture_is_the_evidence(matters: Matters, risky: Service) -> None:
    case = matters.complete(service=risky)
    proofing = call(matters, case)
    assert (proofing.state, proofing.at, proofing.officer) == (
        Stage.APPOINTED,
        TUESDAY_AT_TEN,
        matters.officer,
    )
    with clock_at(TUESDAY_AT_TEN):
        proofing.note_result(True, by=matters.officer, picture=STILL, consent=True)
    assert (proofing.state, proofing.consent, proofing.taken_at) == (Stage.PASSED, True, TUESDAY_AT_TEN)
    assert (proofing.picture_name, proofing.picture_type) == (STILL.name, "image/png")
    assert pictures().read(case.agency, proofing.picture_sha256) == STILL.data
    assert proofing.picture_size == len(STILL.data)
    assert proofing.proof.counts


def test_a_call_that_somebody_passed_needs_its_picture(matters: Matters, risky: Service) -> None:
    proofing = call(matters, matters.case(service=risky))
    with refused("no_image"):
        proofing.note_result(True, by=matters.officer)
    proofing.refresh_from_db()
    assert proofing.state == Stage.APPOINTED


def test_in_person_needs_no_picture_and_no_hour(matters: Matters, risky: Service) -> None:
    case = matters.case(service=risky)
    proofing = Proofing.objects.appoint(
        case, ProofBy.IN_PERSON, None, "ห้อง 1 เทศบาลตำบลคลองน้อย", by=matters.officer
    )
    assert proofing.state == Stage.OFFERED
    assert proofing.notice is not None
    assert "วันและเวลาราชการ" in proofing.notice.letter.body
    assert proofing.notice.letter.attached_files == []
    with refused("picture_not_needed"):
        proofing.note_result(True, by=matters.officer, picture=STILL, consent=True)
    proofing.note_result(True, by=matters.officer)
    assert proofing.proof.counts


def test_the_applicant_is_told_by_the_channel_that_they_wrote_from(matters: Matters, risky: Service) -> None:
    case = matters.case(service=risky)
    proofing = call(matters, case)
    assert proofing.notice is not None
    letter = proofing.notice.letter
    assert (proofing.notice.about, letter.to_address) == ("proofing", "somchai@example.com")
    assert letter.thread_ids[-1] == case.entry.email.message_id  # type: ignore[union-attr]
    for words in (
        "วันอังคารที่ 24 มกราคม 2566 เวลา 10.00 น. ประมาณ 15 นาที",
        LINK,
        "ยกเลิกการขออนุญาต",
        "ขออนุญาตท่านบันทึกภาพ",
        "หากท่านไม่ได้ยื่นคำขอนี้ โปรดแจ้งทันที",
        "นายวิชัย ใจเย็น",
    ):
        assert words in letter.body
    [attached] = letter.attached_files
    assert attached.name == "appointment.ics"
    event = files().read(case.agency, attached.sha256).decode()
    assert "DTSTART:20230124T030000Z\r\nDTEND:20230124T031500Z\r\n" in event
    assert b'filename="appointment.ics"' in letter.as_bytes()

    with clock_at(TUESDAY_AT_TEN):
        proofing.note_result(True, by=matters.officer, picture=STILL, consent=True)
    assert proofing.proof_mail is not None
    told = proofing.proof_mail.letter
    assert told.to_address == "somchai@example.com"
    assert "หากท่านไม่ได้เป็นผู้ยืนยันตัวตน โปรดแจ้งทันที" in told.body


@pytest.mark.parametrize("asks", [Asks.APPROVE, Asks.REFUSE])
def test_a_case_of_high_risk_is_laid_before_the_head_only_once_proven(
    matters: Matters, risky: Service, asks: Asks
) -> None:
    case = matters.complete(service=risky)
    with refused("not_proven"):
        Proposal.objects.lay(case, asks, by=matters.officer, grounds=WHY)
    call(matters, case).note_result(False, by=matters.officer, note="หน้าไม่ตรงกับบัตร")
    with refused("not_proven"):
        Proposal.objects.lay(case, asks, by=matters.officer, grounds=WHY)
    passed(matters, case)
    assert Proposal.objects.lay(case, asks, by=matters.officer, grounds=WHY).case == case


def test_what_is_of_low_risk_demands_no_proof(matters: Matters) -> None:
    case = matters.complete()
    with refused("low_risk"):
        call(matters, case)
    with refused("low_risk"):
        Proofing.objects.note_at_counter(case, True, by=matters.officer)
    assert (Proofing.objects.count(), CaseMail.objects.count()) == (0, 0)
    assert Proposal.objects.lay(case, Asks.APPROVE, by=matters.officer).case == case


# appointments


@pytest.mark.parametrize(
    ("at", "minutes", "code"),
    [
        (None, 15, "no_time"),
        (bangkok(2023, 1, 23, 9, 0), 15, "past"),
        (bangkok(2023, 1, 20, 10, 0), 15, "past"),
        (bangkok(2023, 4, 25, 10, 0), 15, "too_far"),
        (bangkok(2023, 1, 28, 10, 0), 15, "office_closed"),  # a Saturday
        (bangkok(2023, 3, 6, 10, 0), 15, "office_closed"),  # มาฆบูชา
        (bangkok(2023, 1, 24, 8, 29), 15, "office_closed"),
        (bangkok(2023, 1, 24, 16, 16), 15, "office_closed"),
        (bangkok(2023, 1, 24, 23, 50), 15, "office_closed"),
        (TUESDAY_AT_TEN, 0, "bad_minutes"),
        (TUESDAY_AT_TEN, 61, "bad_minutes"),
    ],
)
def test_an_appointment_lies_in_working_time(
    matters: Matters, risky: Service, at: datetime | None, minutes: int, code: str
) -> None:
    case = matters.case(service=risky)
    with refused(code):
        call(matters, case, at, minutes=minutes)
    assert Proofing.objects.count() == 0


@pytest.mark.parametrize("at", [bangkok(2023, 1, 24, 8, 30), bangkok(2023, 1, 24, 16, 15)])
def test_the_first_and_the_last_quarter_of_the_day_are_working_time(
    matters: Matters, risky: Service, at: datetime
) -> None:
    assert call(matters, matters.case(service=risky), at).at == at


def test_a_day_that_the_agency_closed_is_no_day_for_it(matters: Matters, risky: Service) -> None:
    Holiday.objects.add(TUESDAY_AT_TEN.date(), "วันหยุดพิเศษ", by=matters.office.clerk)
    with refused("office_closed"):
        call(matters, matters.case(service=risky))


@pytest.mark.parametrize(
    ("minute", "minutes", "free"),
    [
        (0, 15, False),
        (-10, 15, False),
        (29, 15, False),
        (-30, 60, False),
        (5, 5, False),
        (-15, 15, True),
        (30, 15, True),
    ],
)
def test_an_officer_is_in_one_call_at_a_time(
    matters: Matters, risky: Service, minute: int, minutes: int, free: bool
) -> None:
    first, second = matters.case(service=risky), matters.case(service=risky, sender="b@example.com")
    call(matters, first, minutes=30)
    at = TUESDAY_AT_TEN + timedelta(minutes=minute)
    if free:
        assert call(matters, second, at, minutes=minutes).at == at
        return
    with refused("officer_busy"):
        call(matters, second, at, minutes=minutes)
    colleague = add_officer("นางสาวแก้ว", "kaew@klongnoy.go.th", Duty.CASE)
    assert Proofing.objects.appoint(second, ProofBy.VIDEO_CALL, at, LINK, by=colleague, minutes=minutes)


def test_what_was_called_off_leaves_its_time_free_and_another_may_be_made(
    matters: Matters, risky: Service
) -> None:
    case = matters.case(service=risky)
    proofing = call(matters, case)
    with refused("appointed_already"):
        call(matters, case, TUESDAY_AT_TEN + timedelta(hours=2))
    proofing.call_off(by=matters.officer)
    assert proofing.notice is not None
    proofing.notice.letter.refresh_from_db()
    assert (proofing.state, proofing.notice.letter.state) == (Stage.CALLED_OFF, OutboundEmail.RECALLED)
    again = call(matters, case)
    assert list(Proofing.objects.of_officer(matters.officer)) == [again]
    with refused("not_standing"):
        proofing.call_off(by=matters.officer)


def test_who_has_the_appointment_already_is_told_that_it_was_called_off(
    matters: Matters, risky: Service
) -> None:
    proofing = call(matters, matters.case(service=risky))
    assert proofing.notice is not None
    proofing.notice.letter.mark("sent", OutboundEmail.SENT, "")
    proofing.call_off(by=matters.officer)
    last = CaseMail.objects.latest("pk")
    assert last.about == "proofing"
    assert last.letter.subject.startswith("ยกเลิกนัดยืนยันตัวตน")
    assert "วันอังคารที่ 24 มกราคม 2566" in last.letter.body


def test_an_applicant_without_a_mail_is_told_otherwise(matters: Matters, risky: Service) -> None:
    case = matters.case(service=risky)
    case.correct_applicant(address="", phone="081 234 5678", by=matters.officer)
    proofing = passed(matters, case)
    assert (proofing.notice, proofing.proof_mail, proofing.state) == (None, None, Stage.PASSED)


def test_a_link_or_a_place_is_told(matters: Matters, risky: Service) -> None:
    with refused("no_how"):
        Proofing.objects.appoint(
            matters.case(service=risky), ProofBy.VIDEO_CALL, TUESDAY_AT_TEN, "  ", by=matters.officer
        )


def test_nobody_without_the_duty_arranges_a_call_and_none_is_of_a_case_that_ended(
    matters: Matters, risky: Service
) -> None:
    case = matters.case(service=risky)
    with refused("no_duty"):
        Proofing.objects.appoint(case, ProofBy.VIDEO_CALL, TUESDAY_AT_TEN, LINK, by=matters.office.clerk)
    proofing = call(matters, case)
    case.end("withdrawn", "ผู้ยื่นขอถอน", by=matters.officer)
    proofing.refresh_from_db()
    assert proofing.state == Stage.CALLED_OFF
    with refused("not_standing"):
        proofing.note_result(True, by=matters.officer, picture=STILL, consent=True)
    with pytest.raises(FileNotFoundError):  # nothing of a refused result is left behind
        pictures().read(case.agency, hashlib.sha256(STILL.data).hexdigest())
    with refused("ended"):
        call(matters, case)


# results


def test_who_does_not_come_is_noted_once_the_time_came(matters: Matters, risky: Service) -> None:
    case = matters.case(service=risky)
    proofing = call(matters, case)
    with refused("too_early"):
        proofing.note_no_show(by=matters.officer)
    proofing.refresh_from_db()
    with clock_at(TUESDAY_AT_TEN):
        proofing.note_no_show(by=matters.officer)
        assert proofing.state == Stage.NO_SHOW
        with refused("not_standing"):
            proofing.note_result(True, by=matters.officer, picture=STILL, consent=True)
        assert Proofing.objects.proofs(case) == []
        assert call(matters, case, TUESDAY_AT_TEN + timedelta(hours=1)).state == Stage.APPOINTED


@pytest.mark.parametrize(
    ("picture", "consent", "code"),
    [
        (STILL, False, "no_consent"),
        (Scan("a.pdf", b"%PDF-1.7 "), True, "bad_picture"),
        (Scan("a.png", b"<svg onload=alert(1)>"), True, "bad_picture"),
        (Scan("a.png", STILL.data + bytes(PICTURE_BYTES_MAX)), True, "bad_picture"),
        (Scan("a.png", b"\x89PNG\r\n\x1a\n a still of the call"), True, "bad_picture"),
        (Scan("a.png", bomb()), True, "bad_picture"),
    ],
)
def test_only_a_picture_that_was_agreed_to_is_kept(
    matters: Matters, risky: Service, picture: Scan, consent: bool, code: str
) -> None:
    proofing = call(matters, matters.case(service=risky))
    with refused(code):
        proofing.note_result(True, by=matters.officer, picture=picture, consent=consent)
    proofing.refresh_from_db()
    assert (proofing.state, proofing.picture_sha256) == (Stage.APPOINTED, "")
    with pytest.raises(FileNotFoundError):
        pictures().read(proofing.agency, hashlib.sha256(picture.data).hexdigest())


def test_one_picture_shows_one_call(matters: Matters, risky: Service) -> None:
    first = passed(matters, matters.case(service=risky))
    second = call(matters, matters.case(service=risky, sender="b@example.com"))
    with refused("same_picture"):
        second.note_result(True, by=matters.officer, picture=STILL, consent=True)
    assert lies_there(first)


def test_a_failure_needs_a_word_and_no_picture(matters: Matters, risky: Service) -> None:
    case = matters.case(service=risky)
    proofing = call(matters, case)
    with refused("no_reason"):
        proofing.note_result(False, by=matters.officer)
    proofing.refresh_from_db()
    proofing.note_result(False, by=matters.officer, note="บัตรเลข 1234567890121 ไม่ใช่ของผู้ยื่น")
    assert (proofing.state, proofing.proof_mail) == (Stage.FAILED, None)
    assert "1-2345-xxxxx-12-1" in proofing.note
    assert [proof.counts for proof in Proofing.objects.proofs(case)] == [False]


def test_who_comes_to_the_counter_unasked_is_proven_there(matters: Matters, risky: Service) -> None:
    case = matters.case(service=risky)
    proofing = Proofing.objects.note_at_counter(case, True, by=matters.officer)
    assert (proofing.method, proofing.state, proofing.notice) == (ProofBy.IN_PERSON, Stage.PASSED, None)
    other = matters.case(service=risky, sender="b@example.com")
    call(matters, other)
    with refused("appointed_already"):
        Proofing.objects.note_at_counter(other, True, by=matters.officer)


# the picture


def test_the_picture_is_seen_by_its_officer_the_head_and_the_auditor_alone(
    matters: Matters, risky: Service
) -> None:
    proofing = passed(matters, matters.case(service=risky))
    colleague = add_officer("นางสาวแก้ว", "kaew@klongnoy.go.th", Duty.CASE, Duty.REGISTRY, Duty.ADMINISTRATOR)
    auditor = add_officer("นางตรวจ สอบ", "audit@klongnoy.go.th", Duty.AUDITOR)
    everyone = (matters.officer, matters.head, auditor, colleague, matters.office.clerk)
    sees = [proofing.may_see_picture(one) for one in everyone]
    assert sees == [True, True, True, False, False]
    for one in everyone[:3]:
        assert proofing.open_picture(by=one).read_bytes() == STILL.data
    with refused("not_yours"):
        proofing.open_picture(by=colleague)
    with refused("no_duty"):
        proofing.open_picture(by=matters.office.clerk)
    seen = [entry.actor for entry in proofing.story() if entry.verb == "picture_seen"]
    assert seen == [one.actor_key for one in everyone[:3]]

    proofing.case.assign(colleague, None, by=matters.officer)
    proofing.refresh_from_db()
    assert (proofing.may_see_picture(colleague), proofing.may_see_picture(matters.officer)) == (True, False)


def test_after_its_days_the_picture_goes_and_its_hash_stays(matters: Matters, risky: Service) -> None:
    case = matters.case(service=risky)
    proofing = passed(matters, case)
    case.refresh_from_db()
    case.end("withdrawn", "ผู้ยื่นขอถอน", by=matters.officer)
    ninety_days = timedelta(days=90)
    with clock_at(MONDAY + ninety_days - timedelta(seconds=1)):
        begin_day()
        proofing.refresh_from_db()
        assert proofing.has_picture and lies_there(proofing)
        with refused("kept_still"):
            proofing.remove_picture(by=MACHINE)
    gone_at = MONDAY + ninety_days + timedelta(days=1)
    with clock_at(gone_at):
        begin_day()
        begin_day()
        proofing.refresh_from_db()
        assert (proofing.removed_at, proofing.has_picture, lies_there(proofing)) == (gone_at, False, False)
        assert (proofing.taken_at, len(proofing.picture_sha256)) == (MONDAY, 64)
        assert proofing.proof.counts
        for deed in (
            lambda: proofing.open_picture(by=matters.officer),
            lambda: proofing.remove_picture(by=MACHINE),
        ):
            with refused("no_picture"):
                deed()


def test_no_picture_goes_while_its_case_is_open(matters: Matters, risky: Service) -> None:
    proofing = passed(matters, matters.case(service=risky))
    with clock_at(MONDAY + timedelta(days=200)):
        assert Proofing.objects.remove_old_pictures() == 0
        with refused("kept_still"):
            proofing.remove_picture(by=MACHINE)
    assert lies_there(proofing)


def test_a_removal_that_was_cut_short_is_finished_the_next_day(matters: Matters, risky: Service) -> None:
    case = matters.case(service=risky)
    proofing = passed(matters, case)
    case.refresh_from_db()
    case.end("withdrawn", "ผู้ยื่นขอถอน", by=matters.officer)
    pictures().remove(case.agency, proofing.picture_sha256)
    with clock_at(MONDAY + timedelta(days=90)):
        assert Proofing.objects.remove_old_pictures() == 1


def test_no_officer_removes_a_picture(matters: Matters, risky: Service) -> None:
    proofing = passed(matters, matters.case(service=risky))
    for who in (matters.officer, matters.head, OPERATOR):
        with refused("no_duty"):
            proofing.remove_picture(by=who)


# the file for the calendar


def test_the_file_for_the_calendar_is_folded_between_letters_and_says_what_it_was_told() -> None:
    title = "ยืนยันตัวตน, ครั้งที่ 1; " * 9 + "\\ปลาย\nEND:VEVENT"
    data = appointment_file(
        uid="a@b",
        made_at=TUESDAY_AT_TEN,
        at=TUESDAY_AT_TEN,
        minutes=20,
        title=title,
        place=LINK,
        words="บัตร\r\nจริง",
    )
    lines = data.split(b"\r\n")
    assert lines[-1] == b"" and all(len(line) <= LINE_BYTES_MAX for line in lines)
    assert all(line.decode() is not None for line in lines)
    whole = data.replace(b"\r\n ", b"").decode().split("\r\n")
    [summary] = [line for line in whole if line.startswith("SUMMARY:")]
    said = summary.removeprefix("SUMMARY:")
    back = said.replace("\\n", "\n").replace("\\,", ",").replace("\\;", ";").replace("\\\\", "\\")
    assert back == title
    assert whole.count("END:VEVENT") == 1
    assert "DESCRIPTION:บัตร\\nจริง" in whole
