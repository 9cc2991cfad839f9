"""A case that is another agency's business: it is named, and gets the letters or the applicant (Act 2565 s.10 ¶2)."""

from __future__ import annotations

from unittest import mock

from saraban.agencies.duties import OPERATOR
from saraban.cases import forwardings
from saraban.cases.forwardings import Forwarding, letters_as_files
from saraban.cases.models import Case, CaseLetter, CaseMail
from saraban.cases.states import State
from saraban.contacts.models import Contact
from saraban.law.electronic_act_2565 import Onward
from saraban.mail.models import OutboundEmail
from saraban.registers.models import IncomingEntry
from tests.cases.matters import Matters
from tests.cases.test_cases import answer_to, follow, refused
from tests.office import arrive

WHY = "ที่ตั้งอยู่ในเขตเทศบาล"


def town(email: str = "saraban@nongbua.go.th") -> Contact:
    return Contact.objects.remember("เทศบาลตำบลหนองบัว", email=email, phone="037 311 273", by=OPERATOR)


def pass_on(
    matters: Matters, case: Case, way: Onward = Onward.FORWARD, to: Contact | None = None
) -> Forwarding:
    return Forwarding.objects.pass_on(case, to or town(), way, WHY, by=matters.officer)


def test_the_agency_gets_the_letters_whole_and_the_applicant_is_told_whose_business_it_is(
    matters: Matters,
) -> None:
    case = matters.case()
    answer_to(matters, case.entry)
    follow()
    forwarding = pass_on(matters, case)
    case.refresh_from_db()
    assert case.state == State.FORWARDED
    assert case.ended_because == f"เป็นหน้าที่ของเทศบาลตำบลหนองบัว: {WHY}"
    assert forwarding.letter is not None and forwarding.notice is not None
    letter, notice = forwarding.letter.letter, forwarding.notice.letter
    assert letter.to_address == "saraban@nongbua.go.th"
    assert case.reference not in letter.body  # the code is the applicant's
    emails = [one.entry.email for one in case.letters.order_by("pk")]
    assert [file.sha256 for file in letter.attached_files] == [one.sha256 for one in emails if one]
    raw = letter.as_bytes()
    assert raw.count(b"Content-Disposition: attachment") == 2
    assert notice.to_address == case.address
    assert "ได้ส่งเรื่องของท่านต่อไปยังเทศบาลตำบลหนองบัวแล้ว" in notice.body and "037 311 273" in notice.body


def test_the_applicant_may_be_sent_there_instead(matters: Matters) -> None:
    case = matters.case()
    forwarding = pass_on(matters, case, Onward.REDIRECT, town(""))
    assert forwarding.letter is None and forwarding.notice is not None
    assert "จึงขอให้ท่านติดต่อเทศบาลตำบลหนองบัว (โทร. 037 311 273) โดยตรง" in forwarding.notice.letter.body


def test_nothing_is_passed_on_by_halves(matters: Matters) -> None:
    case = matters.case()
    with refused("no_address"):
        pass_on(matters, case, to=town(""))
    with mock.patch.object(forwardings, "FORWARDED_BYTES_MAX", 10), refused("too_big"):
        pass_on(matters, case)
    with refused("no_reason"):
        Forwarding.objects.pass_on(case, town(), Onward.FORWARD, "  ", by=matters.officer)
    with refused("no_duty"):
        Forwarding.objects.pass_on(case, town(), Onward.FORWARD, WHY, by=matters.office.clerk)
    case.refresh_from_db()
    assert case.state == State.CHECKING
    assert not Forwarding.objects.exists() and not CaseMail.objects.exists()


def test_what_has_not_left_is_called_back_with_the_case(matters: Matters) -> None:
    case = matters.case()
    forwarding = pass_on(matters, case)
    case.refresh_from_db()
    case.reopen(by=matters.officer)
    for mail in (forwarding.letter, forwarding.notice):
        assert mail is not None
        mail.letter.refresh_from_db()
        assert mail.letter.state == OutboundEmail.RECALLED


def test_what_that_agency_answers_is_not_the_applicants(matters: Matters) -> None:
    case = matters.case()
    forwarding = pass_on(matters, case)
    assert forwarding.letter is not None
    heard = Case.objects.get(pk=case.pk).heard_at
    email = arrive(
        matters.office,
        subject="Re: ส่งต่อเรื่อง",
        sender="saraban@nongbua.go.th",
        headers={"In-Reply-To": forwarding.letter.letter.message_id},
    )
    entry = IncomingEntry.objects.enter(email, by=matters.office.clerk)
    follow()
    letter = CaseLetter.objects.get(entry=entry)
    assert (letter.case_id, letter.how) == (case.pk, CaseLetter.ISSUER)
    assert Case.objects.get(pk=case.pk).heard_at == heard
    assert entry.email not in [one.entry.email for one in case.letters_of_applicant()]


def test_letters_that_this_officer_may_not_see_do_not_leave_with_it(matters: Matters) -> None:
    case = matters.case()
    entry = answer_to(matters, case.entry)
    follow()
    assert len(letters_as_files(case, matters.officer)) == 2
    with mock.patch.object(forwardings, "letters_seen_by", lambda of, _: of.letters.exclude(entry=entry)):
        assert len(letters_as_files(case, matters.officer)) == 1
