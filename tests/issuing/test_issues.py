"""From an approved case to the mail: signed, numbered, made, sealed and sent, each once and in that order (guide #4)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from saraban.agencies.duties import OPERATOR
from saraban.cases.states import State
from saraban.documents.papers import PaperKind
from saraban.issuing.carrying import WAITS_FOR_KEY, carry, carry_due, wake
from saraban.issuing.certificates import SealingCertificate, close_all
from saraban.issuing.checks import by_token
from saraban.issuing.composing import Draft, LetterDraft
from saraban.issuing.copies import PaperCopy
from saraban.issuing.models import Issue, IssuedPaper, Stage
from saraban.issuing.papers import first_draft
from saraban.law.refusal import Refusal
from saraban.licences.models import Licence, Standing
from saraban.mail.models import OutboundEmail, files
from saraban.notices.system_orders import SystemOrder
from saraban.payments.accounts import Account
from saraban.registers.dispatches import Recipient
from saraban.registers.outgoing import OutgoingEntry
from tests.documents import pki
from tests.issuing.desks import (
    AGENCY,
    APPLICANT,
    PASSPHRASE,
    TODAY,
    Death,
    Desk,
    dies_at,
    press,
    with_certificate,
)


def refused(code: str) -> pytest.RaisesExc[Refusal]:
    return pytest.raises(Refusal, check=lambda refusal: refusal.code == code)


def test_a_licence_leaves_with_its_numbers_in_one_mail(desk: Desk, root: pki.Authority) -> None:
    with_certificate(desk, root)
    case = desk.approved()
    issue = desk.signed(case)
    assert not OutgoingEntry.objects.exclude(issue=None).exists(), "nothing is numbered before the press"
    issue.send_out(press(seals=True), by=desk.clerk)
    assert carry_due() == 1
    issue.refresh_from_db()
    case.refresh_from_db()
    entry, licence = issue.entry, issue.licence
    assert entry is not None and licence is not None
    assert (issue.stage, case.told_at is not None, case.ended_at is not None) == (Stage.SENT, True, True)
    assert licence.licence_number == "1/2566" and licence.stands(TODAY) == Standing.IN_FORCE
    assert licence.expires_on == date(2024, 1, 22)
    letter, paper = issue.issued.order_by("place")
    assert (letter.number, paper.number) == (entry.letter_number, "1/2566")
    assert [one.level for one in (letter, paper)] == ["B-B", "B-B"]
    words = " ".join(letter.as_paper.paragraphs)
    assert "เลขที่ 1/2566 ตั้งแต่วันที่" in words and "๒๒ มกราคม ๒๕๖๗" in words and "{" not in words
    mail = OutboundEmail.objects.get(kind=OutboundEmail.LETTER)
    assert mail.to_address == "somchai@example.com"
    assert [one["sha256"] for one in mail.attached] == [letter.sha256, paper.sha256]
    assert "กระดาษ" in mail.body and f"/v/{licence.token}" in mail.body and "02 123 4567" in mail.body
    assert carry_due() == 0 and OutboundEmail.objects.filter(kind=OutboundEmail.LETTER).count() == 1


def test_the_order_of_things_is_kept(desk: Desk) -> None:
    issue = desk.draft(desk.approved())
    with refused("not_now"):
        issue.send_out(press(), by=desk.clerk)
    issue.sign(by=desk.head)
    with refused("not_now"):
        issue.redraft(issue.draft, by=desk.officer)
    issue.send_out(press(), by=desk.clerk)
    for late in (
        lambda: issue.take_back_signature("ผิด", by=desk.head),
        lambda: issue.drop("ผิด", by=desk.officer),
        lambda: issue.sign(by=desk.head),
    ):
        with refused("not_now"):
            late()


def test_what_was_signed_is_what_leaves(desk: Desk) -> None:
    issue = desk.signed()
    before = issue.content_sha256
    assert len(before) == 64
    issue.send_out(press(), by=desk.clerk)
    carry(issue)
    letter, paper = (one.as_paper for one in issue.issued.order_by("place"))
    assert letter.signature is not None and letter.signature.name == desk.head.name
    assert paper.dated_on == TODAY and paper.check is not None
    assert issue.signed_as.startswith(f"{desk.head.name} ") and "คำสั่ง" in issue.signed_as


def test_a_press_twice_is_one_issue(desk: Desk) -> None:
    issue = desk.signed()
    for _ in range(3):
        issue.send_out(press(), by=desk.clerk)
    assert OutgoingEntry.objects.exclude(issue=None).count() == 1
    assert Licence.objects.count() == 1 and IssuedPaper.objects.count() == 2
    carry(issue)
    issue.send_out(press(), by=desk.clerk)
    assert OutboundEmail.objects.filter(kind=OutboundEmail.LETTER).count() == 1


@pytest.mark.parametrize(
    "where",
    [
        "saraban.issuing.carrying.made",
        "saraban.issuing.models.IssuedPaper.note_made",
        "saraban.issuing.models.IssuedPaper.finish",
        "saraban.issuing.carrying.outgoing_letter",
        "saraban.registers.outgoing.Dispatch.objects.make",
        "saraban.issuing.models.Issue.note_sent",
        "saraban.issuing.models.Issue.let_go",
    ],
)
def test_dead_at_any_step_it_goes_on_and_nothing_is_doubled(desk: Desk, where: str) -> None:
    issue = desk.numbered()
    with dies_at(where), pytest.raises(Death):
        carry(issue)
    Issue.across_agencies.filter(pk=issue.pk).lease(lease_until=None, not_before=issue.numbered_at)  # type: ignore[attr-defined]
    issue = Issue.objects.get(pk=issue.pk)
    carry_due()
    issue.refresh_from_db()
    assert issue.stage == Stage.SENT
    assert OutboundEmail.objects.filter(kind=OutboundEmail.LETTER).count() == 1
    assert OutgoingEntry.objects.exclude(issue=None).count() == Licence.objects.count() == 1
    assert IssuedPaper.objects.exclude(sha256="").count() == 2


def test_it_waits_for_the_passphrase_and_goes_on(desk: Desk, root: pki.Authority) -> None:
    certificate = with_certificate(desk, root)
    close_all()  # the server was started anew
    issue = desk.numbered(seals=True)
    assert not carry(issue)
    issue.refresh_from_db()
    assert (issue.stage, issue.waits) == (Stage.NUMBERED, WAITS_FOR_KEY)
    with refused("passphrase"):
        certificate.open("ผิด", by=desk.clerk)
    certificate.open(PASSPHRASE, by=desk.clerk)
    assert wake(WAITS_FOR_KEY) == 1
    assert carry_due() == 1
    assert {one.certificate for one in issue.issued.all()} == {certificate}


def test_the_seal_is_of_what_was_made(desk: Desk, root: pki.Authority) -> None:
    with_certificate(desk, root)
    issue = desk.numbered(seals=True)
    carry(issue)
    for one in issue.issued.all():
        made = files().read(issue.agency, one.made_sha256)
        assert files().read(issue.agency, one.sha256).startswith(made), "one revision more, and nothing else"


def test_without_a_certificate_it_leaves_unsealed_and_says_so(desk: Desk) -> None:
    issue = desk.signed()
    with refused("no_certificate"):
        issue.send_out(press(seals=True), by=desk.clerk)
    assert not Licence.objects.exists()
    issue.send_out(press(), by=desk.clerk)
    carry(issue)
    assert {one.level for one in issue.issued.all()} == {""}
    assert "ไม่ได้ประทับรับรอง" in OutboundEmail.objects.get(kind=OutboundEmail.LETTER).body


def test_what_is_missing_lists_itself(desk: Desk) -> None:
    case = desk.approved()
    made = first_draft(PaperKind.LICENCE, case, desk.kind)
    bare = replace(made, letter=replace(made.letter, text=f"{made.letter.text}\n\nตาม {{condition_x}}"))
    issue = Issue.objects.draft(PaperKind.LICENCE, bare, case=case, licence_kind=desk.kind, by=desk.officer)
    assert issue.lacks == ["condition_x", "ตั้งอยู่ที่", "ประเภทกิจการ"]
    with refused("lacking"):
        issue.sign(by=desk.head)
    with refused("lacking"):
        issue.ask_for_signature(by=desk.officer)


def test_nobody_signs_here_without_the_order_and_anybody_may_on_paper(desk: Desk) -> None:
    issue = desk.draft(desk.approved())
    SystemOrder.objects.get().end(TODAY.replace(day=23), "เลิก", by=desk.head)
    with refused("no_duty"):
        issue.sign(by=desk.clerk)
    order = SystemOrder.objects.get()
    with order.change("ended", by=desk.head):
        order.last_day = date(2023, 1, 22)
    with refused("no_order"):
        issue.sign(by=desk.head)
    issue.note_signed_on_paper(desk.head, TODAY, by=desk.clerk)
    assert issue.signed_as == f"{desk.head.name} นายกเทศมนตรีตำบลคลองน้อย ลงนามในกระดาษ วันที่ 23 มกราคม 2566"


def test_a_refusal_has_its_reasons_and_its_appeal(desk: Desk) -> None:
    case = desk.refused()
    issue = Issue.objects.draft(
        PaperKind.REFUSAL, first_draft(PaperKind.REFUSAL, case), case=case, by=desk.officer
    )
    assert issue.lacks == []
    issue.sign(by=desk.head)
    issue.send_out(press(), by=desk.clerk)
    carry(issue)
    [paper] = issue.issued.all()
    words = " ".join(paper.as_paper.paragraphs)
    for said in ("ที่ตั้งอยู่ในเขตห้าม", "ข้อบัญญัติ ข้อ ๕", "เสียงดังรบกวนโรงเรียน", "อุทธรณ์", "30 วัน"):
        assert said in words
    case.refresh_from_db()
    assert case.told_at is not None and not Licence.objects.exists()


def test_what_tells_a_result_needs_that_result(desk: Desk) -> None:
    case = desk.matters.complete(service=desk.service)
    issue = desk.draft(case)
    assert case.state == State.COMPLETE
    with refused("not_decided"):
        issue.sign(by=desk.head)


def test_a_case_has_one_paper_on_its_way(desk: Desk) -> None:
    case = desk.approved()
    issue = desk.draft(case)
    with refused("drafted_already"):
        desk.draft(case)
    issue.drop("ร่างใหม่", by=desk.officer)
    assert desk.draft(case).pk != issue.pk


def test_the_fee_is_paid_before_the_licence_is_given(desk: Desk) -> None:
    case = desk.approved()
    manual = case.manual
    with manual.change("published", by=OPERATOR):
        manual.fee_satang = 50_000
    Account.objects.open(AGENCY, bank="006", number="123-4-56789-0", biller="099400016550100", by=OPERATOR)
    issue = desk.signed(case)
    with refused("not_paid"):
        issue.send_out(press(), by=desk.clerk)
    assert not Licence.objects.exists() and not OutgoingEntry.objects.exclude(issue=None).exists()


def test_a_numbered_one_that_will_not_leave_is_struck_through(desk: Desk) -> None:
    issue = desk.numbered()
    issue.void("พบว่าพิมพ์ชื่อผิด", by=desk.clerk)
    assert issue.entry is not None and issue.licence is not None
    issue.entry.refresh_from_db()
    issue.licence.refresh_from_db()
    assert issue.entry.voided_at is not None and issue.licence.stands(TODAY) == Standing.ANNULLED
    assert carry_due() == 0 and not OutboundEmail.objects.filter(kind=OutboundEmail.LETTER).exists()
    second = desk.signed(issue.case)
    second.send_out(press(), by=desk.clerk)
    assert second.licence is not None and second.licence.number == 2


def test_on_paper_it_is_numbered_and_no_mail_leaves(desk: Desk) -> None:
    issue = desk.signed()
    issue.send_out(press(address=""), by=desk.clerk)
    carry(issue)
    issue.refresh_from_db()
    assert issue.stage == Stage.SENT and not OutboundEmail.objects.filter(kind=OutboundEmail.LETTER).exists()
    assert issue.entry is not None and issue.entry.dispatches.get().name == APPLICANT


def test_the_order_has_its_own_number_and_no_recipient(desk: Desk) -> None:
    draft = Draft(LetterDraft(subject="แต่งตั้งคณะทำงาน", text="ด้วยเทศบาลเห็นสมควร"))
    issue = Issue.objects.draft(PaperKind.ORDER, draft, by=desk.clerk)
    issue.sign(by=desk.head)
    issue.send_out(press(), by=desk.clerk)
    carry(issue)
    issue.refresh_from_db()
    assert issue.stage == Stage.SENT and issue.entry is not None
    assert (issue.entry.register, issue.entry.letter_number) == ("order", "1/2566")


def test_a_certificate_of_the_agency(desk: Desk, root: pki.Authority) -> None:
    certificate = with_certificate(desk, root)
    assert certificate.is_open and not certificate.warns() and certificate.name == "เทศบาลตำบลคลองน้อย"
    with refused("no_duty"):
        SealingCertificate.objects.bring(b"x", "x", by=desk.officer)
    with refused("unreadable"):
        SealingCertificate.objects.bring(b"x", "x", by=desk.clerk)
    assert SealingCertificate.objects.standing() == certificate, "a wrong file takes nothing away"
    certificate.end("เลิกสัญญา", by=desk.clerk)
    assert not certificate.is_open and SealingCertificate.objects.standing() is None


def test_to_another_address_by_an_officers_word_under_its_number(desk: Desk) -> None:
    issue = desk.numbered()
    with refused("not_now"):
        issue.mail_again(Recipient(APPLICANT, "new@example.com"), by=desk.clerk)
    carry(issue)
    with refused("bad_address"):
        issue.mail_again(Recipient(APPLICANT), by=desk.clerk)
    issue.mail_again(Recipient(APPLICANT, "new@example.com"), by=desk.clerk)
    first, second = OutboundEmail.objects.filter(kind=OutboundEmail.LETTER).order_by("pk")
    assert (second.to_address, second.attached, second.body) == (
        "new@example.com",
        first.attached,
        first.body,
    )
    assert OutgoingEntry.objects.exclude(issue=None).count() == 1 and Licence.objects.count() == 1


def test_what_is_issued_in_its_place_leaves_the_old_one_findable(desk: Desk) -> None:
    old = desk.numbered()
    with refused("not_now"):
        old.reissue("พิมพ์ผิด", by=desk.officer)
    carry(old)
    old.refresh_from_db()
    with refused("no_reason"):
        old.reissue(" ", by=desk.officer)
    new = old.reissue("พิมพ์ชื่อผิด", by=desk.officer)
    new.sign(by=desk.head)
    new.send_out(press(), by=desk.clerk)
    assert old.licence is not None
    assert not by_token(old.licence.token, on=TODAY).replaced_by, "until the new one has left"
    carry(new)
    new.refresh_from_db()
    assert new.licence is not None and new.licence.replaces == old.licence
    told = by_token(old.licence.token, on=TODAY)
    assert (told.replaced_by, told.standing, told.holds) == ("2/2566", Standing.REPLACED, False)
    assert by_token(new.licence.token, on=TODAY).holds
    letter = old.issued.order_by("place")[0]
    assert by_token(letter.token, on=TODAY).replaced_by


def test_paper_may_be_asked_for_later(desk: Desk) -> None:
    issue = desk.numbered()
    with refused("not_sent"):
        PaperCopy.objects.ask(issue, "โทรมาขอ", by=desk.officer)
    carry(issue)
    issue.refresh_from_db()
    with refused("no_word"):
        PaperCopy.objects.ask(issue, " ", by=desk.officer)
    asked = PaperCopy.objects.ask(issue, "โทรมาขอ", by=desk.officer)
    asked.give("มารับเอง", by=desk.clerk)
    with refused("given"):
        asked.give("อีกครั้ง", by=desk.clerk)


def test_each_line_of_the_text_is_a_paragraph() -> None:
    letter = LetterDraft(subject="เรื่อง", text="ให้นำมา\r\n1. สำเนาบัตร\n\n2. แผนที่  ตั้ง\n")
    assert letter.paragraphs == ("ให้นำมา", "1. สำเนาบัตร", "2. แผนที่ ตั้ง")
    with pytest.raises(Refusal, match="ย่อหน้า"):
        Draft(replace(letter, text="ก\n" * 501)).must_be_bounded()
