"""The pages on which papers are verified with whoever issued them (guide #3.2(5)-(7))."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from saraban.agencies.duties import OPERATOR, Duty
from saraban.cases.case_files import files_of
from saraban.cases.catalogue import Kind, Service
from saraban.cases.checks import Found, PaperCheck
from saraban.cases.models import Case, CaseLetter, CaseMail
from saraban.cases.verifications import Method, Result, Verification
from saraban.desk.views import verification as pages
from saraban.documents.signatures import Colour
from saraban.mail.models import OutboundEmail
from saraban.registers.handed_in import Channel, HandedIn, HandIn
from saraban.registers.models import Particulars
from saraban.registers.scans import Scan
from saraban.tenancy.scope import acting_for
from tests.cases.matters import MANUAL, Matters, open_matters
from tests.cases.test_cases import follow
from tests.cases.test_verifications import DISTRICT, asked, kept, reply, signed
from tests.desk.signing_in import sign_in
from tests.documents import pki
from tests.office import add_officer, open_office

PDF = b"%PDF-1.7\n%%EOF\n"


@pytest.fixture
def matters(db: None, data_dir: Path) -> Iterator[Matters]:
    made = open_matters(data_dir, practice=True)
    with acting_for(made.office.agency):
        yield made


@pytest.fixture
def officer(matters: Matters, client: Client) -> Client:
    return sign_in(client, matters.officer)


def case_with(matters: Matters, *attached: tuple[str, bytes], **letter: object) -> Case:
    return matters.case(attachments=list(attached), **letter)


def page(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, (path, answer.status_code)
    return answer.content.decode()


def at(case: Case, way: str = "") -> str:
    return f"/desk/cases/{case.pk}/verification/id/{way}"


def told(answer: object) -> str:
    """What the page said on which the officer came out."""
    return answer.content.decode()  # type: ignore[attr-defined, no-any-return]


def test_the_page_of_a_case_says_what_is_to_be_verified_and_what_was(
    matters: Matters, officer: Client
) -> None:
    case = matters.case()
    shown = page(officer, f"/desk/cases/{case.pk}/")
    assert "ยังไม่ทราบว่าถูกต้อง" in shown and at(case) in shown
    Verification.objects.note_linkage(case, "id", True, "LC-1", by=matters.officer)
    shown = page(officer, f"/desk/cases/{case.pk}/")
    assert "ยังไม่ทราบว่าถูกต้อง" not in shown
    assert "อ้างอิง LC-1" in shown and '<span class="tag ok">ถูกต้อง</span>' in shown


def test_what_linkage_center_said_is_noted(matters: Matters, officer: Client) -> None:
    case = matters.case()
    answer = officer.post(at(case, "linkage/"), {"reference": "LC-1"})
    assert answer.status_code == 422
    assert "ยังไม่ได้เลือกผล" in told(answer) and 'value="LC-1"' in told(answer)
    answer = officer.post(at(case, "linkage/"), {"result": "genuine", "reference": "LC-1"})
    assert answer.headers["Location"] == f"/desk/cases/{case.pk}/#verification"
    one = Verification.objects.get()
    assert (one.method, one.state, one.reference) == (Method.LINKAGE, Result.GENUINE, "LC-1")


def test_the_issuer_is_asked_with_files_of_the_case(matters: Matters, officer: Client) -> None:
    case = case_with(matters, ("บัตร.pdf", PDF), ("แผนที่.png", b"\x89PNG\r\n\x1a\n"))
    PaperCheck.objects.find(
        case, "id", Found.WHOLE, by=matters.officer, letter=case.letters.get(), file_name="บัตร.pdf"
    )
    offered = files_of(case, matters.officer)
    assert [one.name for one in offered] == ["บัตร.pdf", "แผนที่.png"]
    shown = page(officer, at(case))
    assert f'value="{offered[0].key}" id="issuer_attached_0" checked' in shown  # where the check found it
    said = {"name": DISTRICT.name, "address": DISTRICT.address, "attached": [offered[0].key]}

    looked = told(officer.post(at(case, "issuer/"), {**said, "look": "1"}))
    assert f"เรียน {DISTRICT.name}" in looked and "แนบ 1 ไฟล์" in looked and "1 กิโลไบต์" in looked
    assert not Verification.objects.exists() and not CaseMail.objects.filter(about=CaseMail.ISSUER).exists()

    assert officer.post(at(case, "issuer/"), said).status_code == 302
    one = Verification.objects.get()
    assert one.mail is not None
    assert [(file.name, file.content_type) for file in one.mail.letter.attached_files] == [
        ("บัตร.pdf", "application/pdf")
    ]
    assert "รอผู้ออกเอกสารตอบ" in page(officer, f"/desk/cases/{case.pk}/")
    other = case_with(matters, ("บัตร.pdf", PDF), sender="b@example.com")
    assert DISTRICT.address in page(officer, at(other))  # who was asked the last time


def test_what_cannot_be_asked_keeps_what_was_typed(matters: Matters, officer: Client) -> None:
    case = case_with(matters, ("บัตร.pdf", PDF))
    [file] = files_of(case, matters.officer)
    for said, why in (
        ({"name": "อำเภอ", "address": "x"}, "ยังไม่ได้แนบเอกสาร"),
        ({"name": "", "address": "a@example.com", "attached": [file.key]}, "ยังไม่มีชื่อหน่วยงาน"),
        ({"name": "อำเภอ", "address": "ไม่ใช่อีเมล", "attached": [file.key]}, "ไม่ถูกรูปแบบ"),
        ({"name": "อำเภอ", "address": "a@example.com", "attached": ["mail-999-0"]}, "mail-999-0"),
    ):
        answer = officer.post(at(case, "issuer/"), said)
        assert answer.status_code == 422
        assert why in told(answer)
        assert str(said["address"]) in told(answer)
    assert not Verification.objects.exists()


def test_files_are_of_the_letters_that_joined_this_case(matters: Matters, officer: Client) -> None:
    case, other = (
        case_with(matters, ("ของเรา.pdf", PDF)),
        case_with(matters, ("อื่น.pdf", PDF), sender="b@x.th"),
    )
    entry = HandedIn.objects.enter(
        HandIn(Channel.PAPER, scans=[Scan("สแกน.pdf", PDF)]),
        by=matters.office.clerk,
        particulars=Particulars(subject="ส่งเพิ่ม", sender="สมชาย"),
    )
    CaseLetter.objects.join(case, entry, CaseLetter.OFFICER, by=matters.officer)
    assert [one.name for one in files_of(case, matters.officer)] == ["ของเรา.pdf", "สแกน.pdf"]
    [foreign] = files_of(other, matters.officer)
    officer.post(at(case, "signature/"), {"file": foreign.key})
    assert officer.post(at(case, "issuer/"), {"attached": [foreign.key]}).status_code == 422
    assert not Verification.objects.exists()


def test_files_of_a_letter_that_is_restricted_are_not_offered_to_others(
    matters: Matters, client: Client
) -> None:
    case = case_with(matters, ("ของเรา.pdf", PDF))
    assert "ของเรา.pdf" in page(sign_in(client, matters.officer), at(case))
    case.entry.restrict(by=matters.office.clerk)
    colleague = add_officer("นางสาวแก้ว", "kaew@klongnoy.go.th", Duty.CASE)
    assert "ของเรา.pdf" not in page(sign_in(client, colleague), at(case))
    [file] = files_of(case, matters.officer)
    client.post(at(case, "signature/"), {"file": file.key})
    assert client.post(at(case, "issuer/"), {"attached": [file.key]}).status_code == 422
    assert not Verification.objects.exists()


@pytest.mark.parametrize(
    ("what", "says"),
    [("unsigned", "ไม่มีลายมือชื่อดิจิทัล"), ("unknown", "อย่าเพิ่งใช้"), ("no pdf", "ตรวจไม่ได้")],
)
def test_a_signed_pdf_is_judged_by_one_press(matters: Matters, officer: Client, what: str, says: str) -> None:
    data = {"unsigned": pki.paper(), "unknown": signed()[0], "no pdf": b"not a pdf"}[what]
    case = case_with(matters, ("หนังสือรับรอง.pdf", data))
    [file] = files_of(case, matters.officer)
    answer = officer.post(at(case, "signature/"), {"file": file.key}, follow=True)
    assert says in told(answer)
    one = Verification.objects.get()
    assert (one.method, one.state, one.file_name) == (Method.SIGNATURE, Result.UNKNOWN, "หนังสือรับรอง.pdf")
    download = officer.get(f"/desk/verifications/{one.pk}/file/")
    assert b"".join(download.streaming_content) == data  # type: ignore[arg-type]
    assert download["Content-Type"] == "application/octet-stream"


def test_a_green_one_says_that_nothing_more_is_to_be_checked(matters: Matters, officer: Client) -> None:
    case = matters.case()
    data, root = signed()
    one = Verification.objects.judge_signature(case, "id", kept(data), by=matters.officer, roots=[root])
    assert one.judged is not None and one.judged.verdict is Colour.GREEN
    shown = page(officer, at(case))
    assert '<span class="tag ok">ไม่ต้องตรวจเพิ่ม</span>' in shown
    assert "กรมพัฒนาธุรกิจการค้า" in shown and "ดูว่าผู้ลงนามเป็นหน่วยงานที่ออกเอกสารชนิดนี้จริง" in shown


def test_what_an_officer_said_of_a_signature_stands_beside_its_colour(
    matters: Matters, officer: Client
) -> None:
    case = matters.case()
    one = Verification.objects.judge_signature(case, "id", kept(pki.paper()), by=matters.officer)
    assert '<span class="tag plain">ตรวจไม่ได้</span>' in page(officer, at(case))
    officer.post(f"/desk/verifications/{one.pk}/answered/", {"result": "genuine", "note": "โทรถามแล้ว"})
    shown = page(officer, at(case))
    assert '<span class="tag plain">ตรวจไม่ได้</span> <span class="tag ok">ถูกต้อง</span>' in shown
    assert "โทรถามแล้ว" in shown


def test_while_one_file_is_checked_another_press_does_not_wait(matters: Matters, officer: Client) -> None:
    case = case_with(matters, ("a.pdf", pki.paper()))
    [file] = files_of(case, matters.officer)
    with pages.judging:
        answer = officer.post(at(case, "signature/"), {"file": file.key}, follow=True)
    assert "กำลังตรวจอีกไฟล์หนึ่งอยู่" in told(answer)
    assert not Verification.objects.exists()
    officer.post(at(case, "signature/"), {"file": file.key})
    assert Verification.objects.count() == 1  # the turn was given back


def test_the_original_shown_at_the_counter_is_copied_and_certified(matters: Matters, officer: Client) -> None:
    case = matters.case()
    bad = SimpleUploadedFile("a.exe", b"MZ")
    assert "ไม่ใช่ PDF, JPG หรือ PNG" in told(officer.post(at(case, "copy/"), {"files": bad}, follow=True))
    scan = SimpleUploadedFile("ต้นฉบับ.pdf", PDF)
    answer = officer.post(at(case, "copy/"), {"files": scan}, follow=True)
    assert "ไม่คิดค่าใช้จ่าย" in told(answer) and matters.officer.name in told(answer)
    one = Verification.objects.get()
    assert (one.method, one.state, one.file_name) == (Method.CERTIFIED, Result.GENUINE, "ต้นฉบับ.pdf")


def test_an_estamp_code_is_noted_and_the_applicant_told_how_to_buy_one(
    matters: Matters, officer: Client
) -> None:
    case = matters.case()
    where = f"/desk/cases/{case.pk}/estamp/"
    shown = page(officer, where)
    assert "ตรวจสอบการเสียอากรแสตมป์" in shown and 'href="https://www.rd.go.th' not in shown
    assert officer.post(where, {"code": "", "result": "genuine"}).status_code == 422
    assert officer.post(where, {"code": "E-77", "result": "unknown", "note": "เว็บล่ม"}).status_code == 302
    one = Verification.objects.get()
    assert (one.method, one.state, one.reference) == (Method.ESTAMP, Result.UNKNOWN, "E-77")
    assert "รหัส E-77" in page(officer, where)
    assert "จดหมายจะออกใน 20 วินาที" in told(officer.post(f"{where}advice/", follow=True))
    letter = CaseMail.objects.get(about="word").letter
    assert "www.rd.go.th" in letter.body and "“ชำระอากรแสตมป์”" in letter.body
    assert letter.to_address == case.address


@pytest.mark.parametrize(
    ("correction", "why"), [({"replies": "paper"}, "ขอให้ตอบเป็นกระดาษ"), ({"address": ""}, "ไม่มีอีเมล")]
)
def test_who_is_not_written_to_by_mail_is_told_otherwise(
    matters: Matters, officer: Client, correction: dict[str, str], why: str
) -> None:
    case = matters.case()
    case.correct_applicant(by=matters.officer, phone="081 000 0000", **correction)
    where = f"/desk/cases/{case.pk}/estamp/"
    shown = page(officer, where)
    assert f"ผู้ยื่น{why}" in shown and "โทรแจ้ง 081 000 0000" in shown and "เมนู “ชำระอากรแสตมป์”" in shown
    assert "โปรดพิมพ์หรือโทรแจ้ง" in told(officer.post(f"{where}advice/", follow=True))
    assert not CaseMail.objects.exists()


def test_the_reply_is_read_and_answered(matters: Matters, officer: Client) -> None:
    case = matters.case()
    one = asked(matters, case)
    entry = reply(matters, one)
    follow()
    assert "ผู้ออกเอกสารตอบแล้ว รอเจ้าหน้าที่อ่าน" in page(officer, f"/desk/cases/{case.pk}/")
    assert f"/desk/letters/{entry.email_id}/" in page(officer, at(case))
    where = f"/desk/verifications/{one.pk}/answered/"
    assert "ยังไม่ได้เลือกผล" in told(officer.post(where, follow=True))
    assert "ต้องมีเหตุผล" in told(officer.post(where, {"result": "not_genuine"}, follow=True))
    officer.post(where, {"result": "not_genuine", "note": "ไม่ได้ออก"})
    one.refresh_from_db()
    assert (one.state, one.note) == (Result.NOT_GENUINE, "ไม่ได้ออก")
    assert "บันทึกไว้แล้ว" in told(officer.post(where, {"result": "genuine"}, follow=True))


def test_a_question_is_withdrawn_and_one_that_bounced_says_so(matters: Matters, officer: Client) -> None:
    case = matters.case()
    one = asked(matters, case)
    assert one.mail is not None
    one.mail.letter.mark("bounced", OutboundEmail.BOUNCED, "ไม่มีกล่องนี้")
    shown = page(officer, at(case))
    assert "ไม่ถึงผู้รับ" in shown and "ถอนคำถามนี้และส่งใหม่" in shown
    officer.post(f"/desk/verifications/{one.pk}/withdrawn/")
    one.refresh_from_db()
    assert one.state == Result.WITHDRAWN


def test_work_shows_replies_first_and_nothing_of_a_restricted_case(matters: Matters, client: Client) -> None:
    first, second = asked(matters, matters.case()), asked(matters, matters.case(sender="b@example.com"))
    complaints = Service.objects.offer("ร้องเรียน", Kind.COMPLAINT, MANUAL, by=OPERATOR)
    hidden = asked(matters, matters.case(service=complaints, sender="c@example.com"))
    reply(matters, second)
    follow()
    sign_in(client, matters.officer)
    answer = client.get("/desk/work/")
    assert [look.verification for look in answer.context["replies"]] == [second]
    assert [look.verification for look in answer.context["asked"]] == [first, hidden]
    assert "ผู้ออกเอกสารตอบแล้ว" in told(answer)
    colleague = add_officer("นางสาวแก้ว", "kaew@klongnoy.go.th", Duty.CASE)
    sign_in(client, colleague)
    assert client.get("/desk/work/").context["asked"] == []  # not theirs
    answer = client.get("/desk/work/?show=all")
    assert [look.verification for look in answer.context["asked"]] == [first]
    assert hidden.case.number not in told(answer)


def test_work_asks_the_database_as_much_for_many_questions_as_for_few(
    matters: Matters, officer: Client
) -> None:
    counts = []
    for number in range(1, 6):
        one = asked(matters, matters.case(sender=f"s{number}@example.com"))
        reply(matters, one)
        asked(matters, one.case, type(DISTRICT)("อบต.", "b@example.go.th"))
        follow()
        if number in (2, 5):
            page(officer, "/desk/work/")
            with CaptureQueriesContext(connection) as questions:
                page(officer, "/desk/work/")
            counts.append(len(questions))
    assert counts[0] == counts[1]


def test_a_case_with_many_verifications_asks_as_much_as_one_with_few(
    matters: Matters, officer: Client
) -> None:
    case, counts = matters.case(), []
    for many in (2, 12):
        for number in range(many):
            Verification.objects.note_linkage(case, "id", None, f"LC-{number}", by=matters.officer)
        for path in (f"/desk/cases/{case.pk}/", at(case)):
            page(officer, path)
            with CaptureQueriesContext(connection) as questions:
                page(officer, path)
            counts.append(len(questions))
    assert counts[:2] == counts[2:]


def test_a_colleague_may_and_the_registry_only_looks(matters: Matters, client: Client) -> None:
    case = matters.case()
    colleague = add_officer("นางสาวแก้ว", "kaew@klongnoy.go.th", Duty.CASE)
    sign_in(client, colleague).post(at(case, "linkage/"), {"result": "genuine"})
    assert Verification.objects.get().officer == colleague
    shown = page(sign_in(client, matters.office.clerk), at(case))
    assert "บันทึกผล</button>" not in shown and '<span class="tag ok">ถูกต้อง</span>' in shown
    assert client.post(at(case, "linkage/"), {"result": "genuine"}).status_code == 409
    assert Verification.objects.count() == 1


def test_a_restricted_case_and_the_neighbours_are_not_there(
    matters: Matters, data_dir: Path, client: Client
) -> None:
    case = matters.case()
    one = asked(matters, case)
    case.restrict(by=matters.officer)
    colleague = add_officer("นางสาวแก้ว", "kaew@klongnoy.go.th", Duty.CASE)
    neighbour = open_office("paktang", data=data_dir, practice=True)
    for other in (colleague, neighbour.clerk):
        sign_in(client, other)
        assert client.get(at(case)).status_code == 404
        assert client.get(f"/desk/cases/{case.pk}/estamp/").status_code == 404
        for path in (at(case, "linkage/"), at(case, "issuer/"), at(case, "signature/"), at(case, "copy/")):
            assert client.post(path, {"result": "genuine"}).status_code == 404
        for deed in ("answered", "withdrawn"):
            assert (
                client.post(f"/desk/verifications/{one.pk}/{deed}/", {"result": "genuine"}).status_code == 404
            )
    one.refresh_from_db()
    assert one.state == Result.WAITING


def test_a_case_that_ended_shows_what_was_found_and_no_ways(matters: Matters, officer: Client) -> None:
    case = matters.case()
    Verification.objects.note_linkage(case, "id", True, "LC-1", by=matters.officer)
    case.end("withdrawn", "ผู้ยื่นขอ", by=matters.officer)
    shown = page(officer, at(case))
    assert "LC-1" in shown and "เรื่องนี้สิ้นสุดแล้ว" in shown and "<form" not in shown.split("<main")[1]
    answer = officer.post(at(case, "linkage/"), {"result": "genuine"})
    assert answer.status_code == 422 and "สิ้นสุดแล้ว" in told(answer)


def test_no_paper_of_the_list_has_no_page(matters: Matters, officer: Client) -> None:
    case = matters.case()
    assert officer.get(f"/desk/cases/{case.pk}/verification/nonsense/").status_code == 404
    assert OutboundEmail.objects.filter(kind=OutboundEmail.CASE).count() == 0
