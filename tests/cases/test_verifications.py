"""ตรวจสอบเอกสาร: what the state issued is checked with whoever issued it (guide #3.2(5)-(7))."""

from __future__ import annotations

import ssl
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest
from pytest_django import Settings

from saraban.agencies.duties import OPERATOR, Duty
from saraban.cases.checks import Found, PaperCheck
from saraban.cases.models import Case, CaseLetter, CaseMail, Side
from saraban.cases.requests import DocumentRequest
from saraban.cases.states import State
from saraban.cases.verifications import (
    Method,
    Result,
    Verification,
    papers_to_verify,
)
from saraban.documents.signatures import Colour
from saraban.mail.models import KeptFile, OutboundEmail
from saraban.registers.dispatches import Recipient
from saraban.registers.handed_in import Channel, HandedIn, HandIn
from saraban.registers.models import IncomingEntry, Particulars
from saraban.registers.scans import Scan, keep_scans
from tests.cases.matters import Matters, clock_at
from tests.cases.test_cases import answer_to, follow, refused
from tests.cases.test_ends import bounced
from tests.cases.test_papers import ask
from tests.documents import pki
from tests.office import add_officer, arrive, bangkok

DISTRICT = Recipient("ที่ว่าการอำเภอเมืองนครนายก", "muang@district.example.go.th")


def kept(data: bytes = b"%PDF-1.7 copy of a card", name: str = "สำเนาบัตร.pdf") -> KeptFile:
    [file] = keep_scans([Scan(name, data)], doing="แนบ")
    return file


def asked(matters: Matters, case: Case, to: Recipient = DISTRICT) -> Verification:
    return Verification.objects.ask_issuer(case, "id", to, [kept()], by=matters.officer)


def reply(matters: Matters, verification: Verification, **letter: Any) -> IncomingEntry:
    """The issuer answers the mail in which it was asked."""
    assert verification.mail is not None
    said: dict[str, Any] = {
        "subject": "ตอบ: ขอความอนุเคราะห์ตรวจสอบ",
        "sender": DISTRICT.address,
        "name": "District",
        "body": "ตรวจสอบแล้ว ถูกต้อง",
        "headers": {"In-Reply-To": verification.mail.letter.message_id},
    }
    email = arrive(matters.office, **{**said, **letter})
    return IncomingEntry.objects.enter(email, by=matters.office.clerk)


def names(case: Case) -> list[str]:
    return [paper.key for paper in papers_to_verify(case)]


@lru_cache(maxsize=1)
def signed() -> tuple[bytes, bytes]:
    """A paper signed by somebody whom a root vouches for, and the root."""
    root = pki.root()
    authority = root.authority("Sub authority")
    data = pki.signed(
        pki.paper(),
        authority.signer("กรมพัฒนาธุรกิจการค้า"),
        others=[authority],
        roots=[root],
        crls=[root.crl(), authority.crl()],
    )
    return data, root.der


# the guide's words


def test_a_card_is_looked_up_in_linkage_center_and_the_result_is_kept(matters: Matters) -> None:
    case = matters.case()
    assert names(case) == ["id"]
    verification = Verification.objects.note_linkage(case, "id", True, "LC-2566-001", by=matters.officer)
    assert (verification.method, verification.state) == (Method.LINKAGE, Result.GENUINE)
    assert (verification.reference, verification.officer) == ("LC-2566-001", matters.officer)
    assert verification.answered_at == verification.asked_at == bangkok(2023, 1, 23, 9, 0)
    assert names(case) == []


def test_an_issuer_without_a_service_is_sent_the_paper_by_mail(matters: Matters) -> None:
    case = matters.case()
    with case.change("applicant_corrected", by=matters.officer):
        case.applicant = "นายสมชาย 1234567890121"
    verification = asked(matters, case)
    assert (verification.state, verification.answered_at) == (Result.WAITING, None)
    assert verification.mail is not None and verification.mail.about == CaseMail.ISSUER
    letter = verification.mail.letter
    assert (letter.kind, letter.to_address, letter.mailbox) == (
        OutboundEmail.CASE,
        DISTRICT.address,
        matters.office.mailbox,
    )
    assert letter.subject == f"ขอความอนุเคราะห์ตรวจสอบความถูกต้องของสำเนาบัตรประจำตัวประชาชน [เลขรับ {case.number}]"
    assert [file.name for file in letter.attached_files] == ["สำเนาบัตร.pdf"]
    assert (letter.thread_ids, letter.in_reply_to) == ([], None)  # not in the applicant's thread
    for words in ("เรียน ที่ว่าการอำเภอเมืองนครนายก", "1-2345-xxxxx-12-1", "นายวิชัย ใจเย็น", "ข้อมูลส่วนบุคคล"):
        assert words in letter.body
    assert "1234567890121" not in letter.body
    assert b"copy of a card" not in letter.as_bytes() and b"multipart/mixed" in letter.as_bytes()


def test_a_valid_signature_of_one_whom_nrca_vouches_for_ends_the_checking(matters: Matters) -> None:
    data, root = signed()
    case, file = matters.case(), kept(data, "หนังสือรับรอง.pdf")
    found = Verification.objects.judge_signature(case, "id", file, by=matters.officer, roots=[root])
    assert (found.method, found.state) == (Method.SIGNATURE, Result.GENUINE)
    assert "ไม่ต้องตรวจเพิ่ม" in found.note and "กรมพัฒนาธุรกิจการค้า" in found.note
    assert (found.file_name, found.sha256) == (file.name, file.sha256)
    assert found.judged is not None and found.judged.verdict is Colour.GREEN
    assert names(case) == []


@pytest.mark.parametrize("signer", ["นายสมชาย ที่ปรึกษาดี", "สมชาย  ที่ปรึกษาดี"])
def test_the_applicants_own_signature_makes_no_paper_of_the_state_genuine(
    matters: Matters, signer: str
) -> None:
    root = pki.root()
    authority = root.authority("Sub authority")
    data = pki.signed(
        pki.paper(),
        authority.signer(signer),
        others=[authority],
        roots=[root],
        crls=[root.crl(), authority.crl()],
    )
    case = matters.case()
    found = Verification.objects.judge_signature(case, "id", kept(data), by=matters.officer, roots=[root.der])
    assert found.judged is not None and found.judged.verdict is Colour.GREEN
    assert found.state == Result.UNKNOWN and "ผู้ลงนามคือผู้ยื่นเอง" in found.note
    assert names(case) == ["id"]


def test_an_operator_may_trust_further_roots(matters: Matters, settings: Settings, tmp_path: Path) -> None:
    data, root = signed()
    case, file = matters.case(), kept(data)
    settings.TRUST_FILE = tmp_path / "roots.pem"
    settings.TRUST_FILE.write_text(ssl.DER_cert_to_PEM_cert(root))
    found = Verification.objects.judge_signature(case, "id", file, by=matters.officer)
    assert found.state == Result.GENUINE


def test_an_estamp_code_is_noted_with_what_the_revenue_department_said(matters: Matters) -> None:
    case = matters.case()
    stamp = Verification.objects.note_estamp(case, " 0123456789ABCDEF ", True, by=matters.officer)
    assert (stamp.key, stamp.reference, stamp.state) == ("", "0123456789ABCDEF", Result.GENUINE)
    assert names(case) == ["id"]  # of no paper of the list


def test_whoever_needs_a_stamp_is_told_to_buy_it_at_the_revenue_department(matters: Matters) -> None:
    case = matters.case()
    mail = Verification.objects.advise_estamp(case, by=matters.officer)
    assert mail is not None
    letter = mail.letter
    assert (mail.about, letter.to_address) == ("word", "somchai@example.com")
    assert letter.subject == f"วิธีชำระอากรแสตมป์ทางอิเล็กทรอนิกส์: ต่ออายุใบอนุญาต [เลขรับ {case.number}]"
    for words in ("www.rd.go.th", "“ชำระอากรแสตมป์”", "รหัส e-stamp", matters.officer.name):
        assert words in letter.body
    case.correct_applicant(by=matters.officer, replies="paper")
    assert Verification.objects.advise_estamp(case, by=matters.officer) is None
    case.end("withdrawn", "ผู้ยื่นขอ", by=matters.officer)
    with refused("ended"):
        Verification.objects.advise_estamp(case, by=matters.officer)


def test_an_officer_copies_the_original_that_was_shown_and_certifies_it_free(matters: Matters) -> None:
    case = matters.case()
    with refused("not_free"):
        Verification.objects.certify_copy(case, "id", by=matters.officer, fee=500)
    copy = Verification.objects.certify_copy(case, "id", by=matters.officer, file=kept())
    assert (copy.method, copy.state, copy.file_name) == (Method.CERTIFIED, Result.GENUINE, "สำเนาบัตร.pdf")
    assert names(case) == []


# a signature that proves nothing


@pytest.mark.parametrize("what", ["tampered", "unknown root", "unsigned"])
def test_whatever_is_not_green_is_never_genuine_by_itself(matters: Matters, what: str) -> None:
    data, root = signed()
    data = {
        "tampered": pki.changed(data, pki.change_words),
        "unknown root": data,
        "unsigned": pki.paper(),
    }[what]
    case = matters.case()
    found = Verification.objects.judge_signature(
        case, "id", kept(data), by=matters.officer, roots=None if what == "unknown root" else [root]
    )
    assert found.state == Result.UNKNOWN
    assert found.judged is not None and found.judged.verdict is not Colour.GREEN
    assert found.note
    assert names(case) == ["id"]

    found.answer(True, by=matters.officer, note="โทรถามกรมแล้ว")
    assert (found.state, found.note) == (Result.GENUINE, "โทรถามกรมแล้ว")


def test_a_signature_is_not_judged_at_the_desk_nor_by_one_without_the_duty(matters: Matters) -> None:
    case = matters.case()
    with refused("no_duty"):
        Verification.objects.judge_signature(case, "id", kept(), by=matters.office.clerk)
    with case.change("reached", by=matters.officer), pytest.raises(AssertionError):
        Verification.objects.judge_signature(case, "id", kept(), by=matters.officer)


# the issuer answers


def test_the_issuers_reply_is_found_and_an_officer_says_what_came_of_it(matters: Matters) -> None:
    case = matters.case()
    verification = asked(matters, case)
    entry = reply(matters, verification)
    follow()
    letter = CaseLetter.objects.get(entry=entry)
    assert (letter.case, letter.how, letter.state) == (case, CaseLetter.ISSUER, CaseLetter.JOINED)
    verification.refresh_from_db()
    assert (verification.replied, verification.reply, verification.state) == (True, letter, Result.WAITING)
    assert names(case) == ["id"]  # a machine takes nobody's word for it

    verification.answer(True, by=matters.officer)
    assert (verification.state, names(case)) == (Result.GENUINE, [])


def test_the_issuers_reply_is_no_answer_of_the_applicants(matters: Matters) -> None:
    case = matters.case()
    verification = asked(matters, case)
    request = ask(matters, case)
    reply(matters, verification)
    follow()
    request.refresh_from_db()
    case.refresh_from_db()
    assert (case.state, case.waits_for, request.answered) == (State.INCOMPLETE, Side.APPLICANT, False)

    later = ask_again_and_compose(matters, case, request)
    assert later.thread_ids[-1] == case.entry.email.message_id  # type: ignore[union-attr]


def ask_again_and_compose(matters: Matters, case: Case, request: DocumentRequest) -> OutboundEmail:
    request.withdraw(by=matters.officer)
    case.refresh_from_db()
    again = ask(matters, case)
    assert again.mail is not None
    return again.mail.letter


def test_the_issuers_reply_does_not_move_the_day_of_a_complete_application(matters: Matters) -> None:
    case = matters.case()
    verification = asked(matters, case)
    with clock_at(bangkok(2023, 1, 26, 10, 0)):
        reply(matters, verification, at=bangkok(2023, 1, 26, 9, 0))
        follow()
        for key in ("form", "id"):
            PaperCheck.objects.find(case, key, Found.WHOLE, by=matters.officer)
        PaperCheck.objects.find_complete(case, by=matters.officer)
    assert case.complete_on == date(2023, 1, 23)


def test_what_the_issuer_writes_on_our_receipt_is_still_the_issuers(matters: Matters) -> None:
    case = matters.case()
    verification = asked(matters, case)
    first = reply(matters, verification)
    follow()
    second = answer_to(matters, first, sender=DISTRICT.address)
    follow()
    assert CaseLetter.objects.get(entry=second).how == CaseLetter.ISSUER
    verification.refresh_from_db()
    assert verification.reply == CaseLetter.objects.get(entry=first)


def test_a_new_mail_from_the_address_that_was_asked_is_proposed_and_then_the_issuers(
    matters: Matters,
) -> None:
    """Anybody may write any address into a mail: without the thread an officer says whose it is."""
    case = matters.case()
    verification = asked(matters, case)
    request = ask(matters, case)
    entry = reply(matters, verification, subject=f"ผลตรวจสอบ เลขรับ {case.number}", headers={})
    follow()
    proposed = CaseLetter.objects.get(entry=entry)
    assert proposed.state == CaseLetter.PROPOSED
    verification.refresh_from_db()
    assert not verification.replied

    proposed.accept(by=matters.officer)
    follow()
    verification.refresh_from_db()
    request.refresh_from_db()
    case.refresh_from_db()
    assert (proposed.how, verification.replied) == (CaseLetter.ISSUER, True)
    assert (case.state, request.answered) == (State.INCOMPLETE, False)


def test_a_letter_that_an_officer_joins_by_hand_is_the_issuers_too(matters: Matters) -> None:
    case = matters.case()
    verification = asked(matters, case)
    entry = reply(matters, verification)
    letter = CaseLetter.objects.join(case, entry, CaseLetter.OFFICER, by=matters.officer)
    follow()
    verification.refresh_from_db()
    assert (letter.how, verification.reply) == (CaseLetter.ISSUER, letter)


def test_the_reply_goes_to_where_the_case_was_merged(matters: Matters) -> None:
    case, twin = matters.case(), matters.case(sender="b@example.com")
    verification = asked(matters, twin)
    twin.merge_into(case, by=matters.officer)
    entry = reply(matters, verification)
    follow()
    verification.refresh_from_db()
    assert Case.objects.of_entry(entry) == case
    assert verification.replied


def test_a_question_that_bounces_makes_nobody_unreachable(matters: Matters) -> None:
    case = matters.case()
    verification = asked(matters, case)
    assert verification.mail is not None
    verification.mail.letter.mark("bounced", OutboundEmail.BOUNCED, "ไม่มีกล่องนี้")
    follow()
    case.refresh_from_db()
    assert (case.unreachable_at, case.waits_for) == (None, Side.OFFICE)
    assert Verification.objects.get(pk=verification.pk).did_not_arrive


def test_a_receipt_to_the_issuer_that_bounces_makes_nobody_unreachable(matters: Matters) -> None:
    case = matters.case()
    entry = reply(matters, asked(matters, case))
    follow()
    receipt = OutboundEmail.objects.get(in_reply_to=entry.email, kind=OutboundEmail.ANSWER)
    receipt.mark("bounced", OutboundEmail.BOUNCED, "ไม่มีกล่องนี้")
    follow()
    case.refresh_from_db()
    assert case.unreachable_at is None


def test_the_issuers_reply_ends_no_thirty_days(matters: Matters) -> None:
    case, hold = bounced(matters)
    assert hold is not None
    verification = asked(matters, case)
    reply(matters, verification)
    follow()
    hold.refresh_from_db()
    case.refresh_from_db()
    assert hold.ended_at is None and case.unreachable_at is not None


# answers


def test_a_paper_that_is_not_genuine_is_called_so_with_a_reason(matters: Matters) -> None:
    case = matters.case()
    verification = asked(matters, case)
    with refused("no_reason"):
        verification.answer(False, by=matters.officer)
    verification.refresh_from_db()
    verification.answer(False, by=matters.officer, note="อำเภอแจ้งว่าไม่เคยออก ของ 1234567890121")
    assert verification.state == Result.NOT_GENUINE
    assert verification.note.endswith("1-2345-xxxxx-12-1")
    with refused("answered"):
        verification.answer(True, by=matters.officer)
    assert names(case) == ["id"]


def test_the_last_word_on_a_paper_holds(matters: Matters) -> None:
    case = matters.case()
    for minute, (genuine, left) in enumerate([(True, []), (None, []), (False, ["id"]), (True, [])]):
        with clock_at(bangkok(2023, 1, 23, 10, minute)):
            Verification.objects.note_linkage(case, "id", genuine, "", by=matters.officer)
            assert names(case) == left


def test_who_cannot_say_may_say_later(matters: Matters) -> None:
    verification = asked(matters, matters.case())
    verification.answer(None, by=matters.officer, note="ขอเวลาค้น")
    assert verification.state == Result.UNKNOWN
    verification.answer(True, by=matters.officer)
    assert (verification.state, verification.note) == (Result.GENUINE, "ขอเวลาค้น")


def test_a_question_that_was_withdrawn_at_once_does_not_leave(matters: Matters) -> None:
    verification = asked(matters, matters.case())
    verification.withdraw(by=matters.officer)
    assert verification.mail is not None
    verification.mail.letter.refresh_from_db()
    assert (verification.state, verification.mail.letter.state) == (
        Result.WITHDRAWN,
        OutboundEmail.RECALLED,
    )
    with refused("answered"):
        verification.withdraw(by=matters.officer)
    verification.refresh_from_db()
    with refused("answered"):
        verification.answer(True, by=matters.officer)


def test_what_waits_is_listed_with_replies_first(matters: Matters) -> None:
    case = matters.case()
    first, second = (
        asked(matters, case),
        asked(matters, case, replace(DISTRICT, address="two@x.example.go.th")),
    )
    assert list(Verification.objects.waiting()) == [first, second]
    reply(matters, second, sender="two@x.example.go.th")
    follow()
    assert list(Verification.objects.waiting()) == [second, first]
    second.refresh_from_db()
    second.answer(True, by=matters.officer)
    assert list(Verification.objects.waiting()) == [first]


# which papers


def test_only_what_the_state_issued_and_was_handed_in_is_to_be_verified(matters: Matters) -> None:
    case = matters.case()
    for found, left in (
        (Found.MISSING, []),
        (Found.NOT_NEEDED, []),
        (Found.UNCLEAR, ["id"]),
        (Found.WHOLE, ["id"]),
    ):
        PaperCheck.objects.find(case, "id", found, by=matters.officer)
        assert names(case) == left


def test_what_is_not_verified_keeps_no_application_from_being_complete(matters: Matters) -> None:
    case = matters.complete()
    assert (case.state, names(case)) == (State.COMPLETE, ["id"])


# refusals


def test_what_cannot_be_asked_is_not(matters: Matters) -> None:
    case = matters.case()
    big = KeptFile("ใหญ่.pdf", "application/pdf", "0" * 64, 16 * 1024 * 1024)
    own = replace(DISTRICT, address=matters.office.mailbox.address.upper())
    for to, files, key, code in (
        (DISTRICT, [], "id", "no_files"),
        (DISTRICT, [kept()] * 21, "id", "too_many_files"),
        (DISTRICT, [big], "id", "too_big"),
        (replace(DISTRICT, name="  "), [kept()], "id", "no_name"),
        (replace(DISTRICT, address="อำเภอ"), [kept()], "id", "bad_address"),
        (replace(DISTRICT, address=""), [kept()], "id", "bad_address"),
        (own, [kept()], "id", "bad_address"),
        (DISTRICT, [kept()], "passport", "no_such_paper"),
    ):
        with refused(code):
            Verification.objects.ask_issuer(case, key, to, files, by=matters.officer)
    assert (Verification.objects.count(), CaseMail.objects.count()) == (0, 0)
    asked(matters, case)
    with refused("asked_already"):
        asked(matters, case, replace(DISTRICT, address=DISTRICT.address.upper()))
    with refused("no_code"):
        Verification.objects.note_estamp(case, " ", True, by=matters.officer)
    with refused("no_such_paper"):
        Verification.objects.note_linkage(case, "passport", True, "", by=matters.officer)
    with refused("no_such_paper"):
        Verification.objects.certify_copy(case, "passport", by=matters.officer)
    with refused("no_such_paper"):
        Verification.objects.judge_signature(case, "passport", kept(), by=matters.officer)


def test_an_office_without_a_mailbox_asks_nobody(matters: Matters) -> None:
    entry = HandedIn.objects.enter(
        HandIn(Channel.PAPER),
        by=matters.office.clerk,
        particulars=Particulars(sender="นายดำ", subject="คำขอ"),
    )
    case = Case.objects.open(entry, matters.service, by=matters.officer, officer=matters.officer)
    with matters.office.mailbox.change("corrected", by=OPERATOR):
        matters.office.mailbox.active = False
    with refused("no_mailbox"):
        asked(matters, case)


def test_nothing_is_verified_of_a_case_that_ended(matters: Matters) -> None:
    case = matters.case()
    case.end("withdrawn", "ผู้ยื่นขอถอน", by=matters.officer)
    deeds: list[Callable[[], Verification]] = [
        lambda: asked(matters, case),
        lambda: Verification.objects.note_linkage(case, "id", True, "", by=matters.officer),
        lambda: Verification.objects.note_estamp(case, "1", True, by=matters.officer),
        lambda: Verification.objects.certify_copy(case, "id", by=matters.officer),
        lambda: Verification.objects.judge_signature(case, "id", kept(), by=matters.officer),
    ]
    for deed in deeds:
        with refused("ended"):
            deed()
    assert CaseMail.objects.count() == 0


def test_only_an_officer_of_cases_verifies(matters: Matters) -> None:
    case = matters.case()
    auditor = add_officer("นางตรวจ สอบ", "audit@klongnoy.go.th", Duty.AUDITOR)
    for who in (matters.office.clerk, matters.head, auditor):
        with refused("no_duty"):
            Verification.objects.note_linkage(case, "id", True, "", by=who)


def test_a_reference_keeps_no_citizens_number_and_the_log_no_words(matters: Matters) -> None:
    case = matters.case()
    found = Verification.objects.note_linkage(case, "id", True, "1234567890121", by=matters.officer)
    assert found.reference == "1-2345-xxxxx-12-1"
    facts = found.story().get().facts
    assert isinstance(facts, dict)
    made = facts["made"]
    assert isinstance(made, dict) and set(made["reference"]) == {"hmac"}
