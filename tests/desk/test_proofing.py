"""The pages on which the applicant of a high-risk case proves who they are (guide #3.3)."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import localtime

from saraban.agencies.duties import OPERATOR, Duty
from saraban.audit.entries import AuditEntry
from saraban.cases.catalogue import Kind, Service
from saraban.cases.models import Case, CaseMail
from saraban.cases.proofings import Proofing, Stage
from saraban.cases.slots import free_days
from saraban.desk.headers import CAMERA_ALLOWED, PERMISSIONS
from saraban.law.initial_level_manual_2566 import HighRisk, ProofBy
from saraban.mail.models import OutboundEmail
from saraban.registers.scans import Scan
from saraban.tenancy.scope import acting_for
from tests.cases.matters import MANUAL, MONDAY, Matters, clock_at, open_matters
from tests.desk.signing_in import sign_in
from tests.office import add_officer, open_office
from tests.proposals.piles import png

LINK = "https://meet.example.com/abc-defg-hij"
STILL = png(320, 180)


@pytest.fixture
def matters(db: None, data_dir: Path) -> Iterator[Matters]:
    with clock_at(MONDAY):
        made = open_matters(data_dir, practice=True)
        with acting_for(made.office.agency):
            yield made


@pytest.fixture
def risky(matters: Matters) -> Service:
    manual = replace(MANUAL, risk=HighRisk.CANCELLATION)
    return Service.objects.offer("ขอเพิกถอนการจดทะเบียน", Kind.PERMIT, manual, by=OPERATOR)


@pytest.fixture
def officer(matters: Matters, client: Client) -> Client:
    return sign_in(client, matters.officer)


def page(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, (path, answer.status_code)
    return answer.content.decode()


def told(answer: object) -> str:
    return answer.content.decode()  # type: ignore[attr-defined, no-any-return]


def at(case: Case) -> str:
    return f"/desk/cases/{case.pk}/proofing/"


def call(matters: Matters, case: Case) -> Proofing:
    """On the first free time."""
    moment = free_days(matters.officer, moment=localtime())[0].times[0]
    return Proofing.objects.appoint(case, ProofBy.VIDEO_CALL, moment, LINK, by=matters.officer)


def still() -> SimpleUploadedFile:
    return SimpleUploadedFile("ภาพหน้าจอ.png", STILL, "image/png")


def passed(matters: Matters, case: Case) -> Proofing:
    proofing = call(matters, case)
    proofing.note_result(True, by=matters.officer, picture=Scan("ภาพ.png", STILL), consent=True)
    return proofing


def test_a_low_risk_case_is_offered_no_proof(matters: Matters, officer: Client) -> None:
    case = matters.complete()
    shown = page(officer, f"/desk/cases/{case.pk}/")
    assert "ยืนยันตัวตน" not in shown.split("<main")[1]
    assert "เสนอหัวหน้าหน่วยงาน" in shown
    for answer in (officer.get(at(case)), officer.post(at(case), {"method": "in_person", "how": "ห้อง 1"})):
        assert answer.status_code == 409
        assert "ไม่ใช่บริการที่มีความเสี่ยงสูง" in told(answer)
    assert officer.post(f"{at(case)}counter/", {"passed": "passed"}).status_code == 302
    assert not Proofing.objects.exists()


def test_the_next_step_of_a_high_risk_case_is_the_proof_before_the_head(
    matters: Matters, risky: Service, officer: Client
) -> None:
    case = matters.complete(service=risky)
    shown = page(officer, f"/desk/cases/{case.pk}/")
    assert f'id="next" href="{at(case)}"' in shown and "ยืนยันตัวตนผู้ยื่น" in shown
    assert "เสนอหัวหน้าหน่วยงาน" not in shown.split("<main")[1].split('id="papers-title"')[0]
    proofing = call(matters, case)
    assert proofing.at is not None
    with clock_at(proofing.at - timedelta(days=1)):
        assert "รอยืนยันตัวตน" in page(officer, f"/desk/cases/{case.pk}/")
    with clock_at(proofing.at):
        assert "บันทึกผลยืนยันตัวตน" in page(officer, f"/desk/cases/{case.pk}/")
    proofing.note_result(True, by=matters.officer, picture=Scan("ภาพ.png", STILL), consent=True)
    shown = page(officer, f"/desk/cases/{case.pk}/")
    assert f'id="next" href="/desk/cases/{case.pk}/proposal/"' in shown and "ยืนยันแล้ว" in shown


def test_a_free_time_is_chosen_and_the_applicant_told(
    matters: Matters, risky: Service, officer: Client
) -> None:
    case = matters.case(service=risky)
    first = free_days(matters.officer, moment=localtime())[0].times[0]
    shown = page(officer, at(case))
    assert f'value="{first.isoformat()}"' in shown
    said = {"method": "video_call", "how": LINK, "at": first.isoformat()}
    refused = officer.post(at(case), {**said, "how": ""})
    assert refused.status_code == 422 and "ยังไม่ได้บอกลิงก์หรือสถานที่" in told(refused)
    assert f'value="{first.isoformat()}" checked' in told(refused)
    refused = officer.post(at(case), {**said, "at": "พรุ่งนี้"})
    assert refused.status_code == 422 and "อ่านเวลาที่เลือกไม่ได้" in told(refused)
    refused = officer.post(at(case), {**said, "at": ""})
    assert refused.status_code == 422 and "วิดีโอคอลต้องมีวันและเวลา" in told(refused)
    assert LINK in told(refused)
    assert officer.post(at(case), said).status_code == 302
    proofing = Proofing.objects.get()
    assert (proofing.at, proofing.how, proofing.officer) == (first, LINK, matters.officer)
    assert proofing.notice is not None
    assert [file.name for file in proofing.notice.letter.attached_files] == ["appointment.ics"]
    shown = page(officer, at(case))
    assert "ยกเลิกนัด" in shown and 'name="at"' not in shown and "ไม่มาตามนัด" not in shown
    other = matters.case(service=risky, sender="b@example.com")
    assert first not in free_days(matters.officer, moment=localtime())[0].times
    refused = officer.post(at(other), said)
    assert refused.status_code == 422 and "มีนัดยืนยันตัวตนอื่น" in told(refused)


def test_in_person_without_a_time(matters: Matters, risky: Service, officer: Client) -> None:
    case = matters.case(service=risky)
    officer.post(at(case), {"method": "in_person", "how": "ห้อง 1", "at": ""})
    assert Proofing.objects.get().state == Stage.OFFERED
    assert "ในวันเวลาราชการ" in page(officer, at(case))


@pytest.mark.parametrize(
    ("correction", "why"), [({"replies": "paper"}, "ขอให้ตอบเป็นกระดาษ"), ({"address": ""}, "ไม่มีอีเมล")]
)
def test_who_is_not_written_to_by_mail_is_told_otherwise(
    matters: Matters, risky: Service, officer: Client, correction: dict[str, str], why: str
) -> None:
    case = matters.case(service=risky)
    case.correct_applicant(by=matters.officer, phone="081 000 0000", **correction)
    answer = officer.post(at(case), {"method": "in_person", "how": "ห้อง 1", "at": ""}, follow=True)
    assert "ไม่มีจดหมายออก" in told(answer) and why in told(answer)
    assert "โปรดโทรแจ้ง 081 000 0000" in told(answer) and "บัตรประจำตัวประชาชนตัวจริง" in told(answer)
    standing = Proofing.objects.get()
    off = officer.post(f"/desk/proofings/{standing.pk}/called-off/", follow=True)
    assert "ไม่มีจดหมายออก โปรดแจ้งผู้ยื่นด้วย โทร. 081 000 0000" in told(off)
    again = Proofing.objects.appoint(case, ProofBy.IN_PERSON, None, "ห้อง 1", by=matters.officer)
    done = officer.post(f"/desk/proofings/{again.pk}/result/", {"passed": "passed"}, follow=True)
    assert "ไม่มีจดหมายออก โปรดแจ้งผู้ยื่นด้วย โทร. 081 000 0000" in told(done)
    assert not CaseMail.objects.exists()


def test_who_came_to_the_counter_needs_no_appointment(
    matters: Matters, risky: Service, officer: Client
) -> None:
    case = matters.case(service=risky)
    where = f"{at(case)}counter/"
    assert "ยังไม่ได้เลือก" in told(officer.post(where, follow=True))
    assert "ไม่ผ่านเพราะอะไร" in told(officer.post(where, {"passed": "failed"}, follow=True))
    assert not Proofing.objects.exists()
    assert "ที่สำนักงานแล้ว" in told(officer.post(where, {"passed": "passed"}, follow=True))
    assert Proofing.objects.get().state == Stage.PASSED


def test_the_picture_of_a_call_is_sent_with_its_result(
    matters: Matters, risky: Service, officer: Client
) -> None:
    case = matters.case(service=risky)
    proofing = call(matters, case)
    where = f"/desk/proofings/{proofing.pk}/result/"
    shown = page(officer, where)
    assert "ท่านยินยอมหรือไม่" in shown and '<input type="file" id="picture"' in shown
    for form, why in (
        ({"note": ""}, "ยังไม่ได้เลือกว่าผ่านหรือไม่ผ่าน"),
        ({"passed": "passed"}, "ต้องเก็บภาพไว้เป็นหลักฐาน"),
        ({"passed": "passed", "picture": still()}, "ยังไม่ได้รับความยินยอม"),
        ({"passed": "failed"}, "ไม่ผ่านเพราะอะไร"),
        (
            {"passed": "passed", "consent": "on", "picture": SimpleUploadedFile("a.png", b"<svg/>")},
            "JPG หรือ PNG",
        ),
        (
            {"passed": "passed", "consent": "on", "picture": SimpleUploadedFile("a.png", STILL[:60])},
            "ที่เปิดได้",
        ),
    ):
        answer = officer.post(where, form)
        assert (answer.status_code, why in told(answer)) == (422, True), why
    assert officer.post(where, {"passed": "passed", "consent": "on", "picture": still()}).status_code == 302
    proofing.refresh_from_db()
    assert (proofing.state, proofing.consent, proofing.picture_name) == (Stage.PASSED, True, "ภาพหน้าจอ.png")
    assert "ผลหรือยกเลิกไปแล้ว" in told(officer.post(where, {"passed": "failed", "note": "x"}))


def test_in_person_no_picture_is_asked_for(matters: Matters, risky: Service, officer: Client) -> None:
    proofing = Proofing.objects.appoint(
        matters.case(service=risky), ProofBy.IN_PERSON, None, "ห้อง 1", by=matters.officer
    )
    where = f"/desk/proofings/{proofing.pk}/result/"
    assert 'type="file"' not in page(officer, where)
    assert officer.post(where, {"passed": "failed", "note": "หน้าไม่ตรงกับบัตร"}).status_code == 302
    proofing.refresh_from_db()
    assert (proofing.state, proofing.note) == (Stage.FAILED, "หน้าไม่ตรงกับบัตร")


def test_only_the_page_of_the_result_may_use_a_camera(
    matters: Matters, risky: Service, officer: Client
) -> None:
    case = matters.case(service=risky)
    proofing = call(matters, case)
    allowed = officer.get(f"/desk/proofings/{proofing.pk}/result/")
    assert allowed["Permissions-Policy"] == CAMERA_ALLOWED
    assert "microphone=()" in CAMERA_ALLOWED
    assert "unsafe" not in allowed["Content-Security-Policy"]
    for path in ("/desk/work/", f"/desk/cases/{case.pk}/", at(case), "/desk/nowhere/"):
        assert officer.get(path)["Permissions-Policy"] == PERMISSIONS
    assert "camera=()" in PERMISSIONS and "display-capture=()" in PERMISSIONS


def test_no_show_and_calling_off(matters: Matters, risky: Service, officer: Client) -> None:
    case = matters.case(service=risky)
    proofing = call(matters, case)
    assert proofing.at is not None
    where = f"/desk/proofings/{proofing.pk}/"
    assert "ยังไม่ถึงเวลานัด" in told(officer.post(f"{where}no-show/", follow=True))
    with clock_at(proofing.at + timedelta(minutes=20)):
        assert "ไม่มาตามนัด" in page(officer, at(case))
        officer.post(f"{where}no-show/")
        proofing.refresh_from_db()
        assert proofing.state == Stage.NO_SHOW
        second = call(matters, case)
        off = officer.post(f"/desk/proofings/{second.pk}/called-off/", follow=True)
        assert "จดหมายนัดยังไม่ได้ออกและจะไม่ออก" in told(off)
        third = call(matters, case)
        assert third.notice is not None
        third.notice.letter.mark("sent", OutboundEmail.SENT, "")
        off = officer.post(f"/desk/proofings/{third.pk}/called-off/", follow=True)
        assert "จดหมายแจ้งผู้ยื่นจะออกใน 20 วินาที" in told(off)
    second.refresh_from_db()
    assert second.state == Stage.CALLED_OFF


def test_the_picture_is_shown_to_whom_it_concerns_and_that_they_saw_it_is_kept(
    matters: Matters, risky: Service, client: Client
) -> None:
    case = matters.case(service=risky)
    proofing = passed(matters, case)
    where = f"/desk/proofings/{proofing.pk}/picture/"
    auditor = add_officer("นางตรวจ สอบ", "audit@klongnoy.go.th", Duty.AUDITOR)
    for one in (matters.officer, matters.head, auditor):
        sign_in(client, one)
        assert "เปิดภาพ" in page(client, at(case))
        answer = client.post(where)
        assert answer.status_code == 200
        assert answer["Cache-Control"] == "no-store"
        assert 'src="data:image/png;base64,' in told(answer)
        assert b64encode(STILL).decode()[:200] not in told(
            answer
        )  # drawn anew: none of the bytes that were sent
        last = AuditEntry.objects.order_by("number").last()
        assert last is not None
        assert (last.noun, last.verb, last.actor) == ("proofing", "picture_seen", one.actor_key)
    assert client.get(where).status_code == 405  # nothing is seen by following a link


def test_the_picture_is_for_nobody_else(
    matters: Matters, risky: Service, data_dir: Path, client: Client
) -> None:
    case = matters.case(service=risky)
    proofing = passed(matters, case)
    where = f"/desk/proofings/{proofing.pk}/picture/"
    colleague = add_officer("นางสาวแก้ว", "kaew@klongnoy.go.th", Duty.CASE, Duty.REGISTRY)
    before = AuditEntry.objects.count()
    for one in (colleague, matters.office.clerk):
        sign_in(client, one)
        assert "เปิดภาพ" not in page(client, at(case))
        answer = client.post(where)
        assert (answer.status_code, "base64" in told(answer)) == (409, False)
    neighbour = open_office("paktang", data=data_dir, practice=True)
    assert sign_in(client, neighbour.clerk).post(where).status_code == 404
    assert AuditEntry.objects.count() == before
    case.restrict(by=matters.officer)
    assert sign_in(client, colleague).post(where).status_code == 404
    assert AuditEntry.objects.filter(verb="picture_seen").count() == 0


def test_a_restricted_case_and_the_neighbours_are_not_there(
    matters: Matters, risky: Service, data_dir: Path, client: Client
) -> None:
    case = matters.case(service=risky)
    proofing = call(matters, case)
    case.restrict(by=matters.officer)
    colleague = add_officer("นางสาวแก้ว", "kaew@klongnoy.go.th", Duty.CASE)
    neighbour = open_office("paktang", data=data_dir, practice=True)
    for other in (colleague, neighbour.clerk):
        sign_in(client, other)
        assert client.get(at(case)).status_code == 404
        assert client.post(f"{at(case)}counter/", {"passed": "passed"}).status_code == 404
        for deed in ("result", "no-show", "called-off"):
            assert client.post(f"/desk/proofings/{proofing.pk}/{deed}/").status_code == 404
    proofing.refresh_from_db()
    assert proofing.state == Stage.APPOINTED


def test_a_colleague_may_and_the_registry_only_looks(
    matters: Matters, risky: Service, client: Client
) -> None:
    case = matters.case(service=risky)
    proofing = call(matters, case)
    shown = page(sign_in(client, matters.office.clerk), at(case))
    assert "วิดีโอคอล" in shown and "ยกเลิกนัด" not in shown
    assert client.get(f"/desk/proofings/{proofing.pk}/result/").status_code == 409
    colleague = add_officer("นางสาวแก้ว", "kaew@klongnoy.go.th", Duty.CASE)
    sign_in(client, colleague).post(f"/desk/proofings/{proofing.pk}/called-off/")
    proofing.refresh_from_db()
    assert proofing.state == Stage.CALLED_OFF


def test_work_shows_my_appointments_of_today(matters: Matters, risky: Service, client: Client) -> None:
    case, later = matters.case(service=risky), matters.case(service=risky, sender="b@example.com")
    days = free_days(matters.officer, moment=localtime())
    first = Proofing.objects.appoint(case, ProofBy.VIDEO_CALL, days[0].times[0], LINK, by=matters.officer)
    Proofing.objects.appoint(later, ProofBy.VIDEO_CALL, days[1].times[0], LINK, by=matters.officer)
    sign_in(client, matters.officer)
    with clock_at(days[0].times[0] - timedelta(minutes=20)):
        answer = client.get("/desk/work/")
        assert list(answer.context["appointments"]) == [first]
        assert "ยังไม่ได้บันทึกผล" not in told(answer)
    with clock_at(days[0].times[0] + timedelta(hours=1)):
        assert "ยังไม่ได้บันทึกผล" in page(client, "/desk/work/")
    colleague = add_officer("นางสาวแก้ว", "kaew@klongnoy.go.th", Duty.CASE)
    with clock_at(days[0].times[0]):
        assert list(sign_in(client, colleague).get("/desk/work/").context["appointments"]) == []


def test_work_asks_the_database_as_much_for_many_appointments_as_for_few(
    matters: Matters, risky: Service, officer: Client
) -> None:
    day = free_days(matters.officer, moment=localtime())[0]
    counts = []
    for number in range(1, 6):
        case = matters.case(service=risky, sender=f"s{number}@example.com")
        Proofing.objects.appoint(case, ProofBy.VIDEO_CALL, day.times[number], LINK, by=matters.officer)
        if number in (2, 5):
            with clock_at(day.times[0]):
                page(officer, "/desk/work/")
                with CaptureQueriesContext(connection) as questions:
                    page(officer, "/desk/work/")
            counts.append(len(questions))
    assert counts[0] == counts[1]


def test_the_page_offers_later_days_and_takes_no_nonsense(
    matters: Matters, risky: Service, officer: Client
) -> None:
    case = matters.case(service=risky)
    days = officer.get(at(case)).context["days"]
    assert len(days) == 3
    later = officer.get(f"{at(case)}?since={(days[-1].day + timedelta(days=1)).isoformat()}").context["days"]
    assert later[0].day > days[-1].day
    for since in ("x", "0001-01-01", "9999-12-31"):
        assert officer.get(f"{at(case)}?since={since}").status_code == 200
