"""A letter that quotes the code of our mail joins its case, from whatever address and without any thread."""

from __future__ import annotations

from saraban.audit.entries import AuditEntry
from saraban.cases.models import CaseLetter
from saraban.mail.models import OutboundEmail
from tests.cases.matters import Matters
from tests.cases.test_cases import follow
from tests.cases.test_papers import ask


def test_who_quotes_the_code_joins_from_another_address_without_a_thread(matters: Matters) -> None:
    case = matters.case()
    request = ask(matters, case)
    assert request.mail is not None and case.reference in request.mail.letter.body
    entry = matters.entry(
        subject="ส่งสำเนาบัตร", sender="daughter@example.net", body=f"ตามจดหมาย {case.reference.lower()} ค่ะ"
    )
    follow()
    letter = CaseLetter.objects.get(entry=entry)
    assert (letter.case, letter.how, letter.state) == (case, CaseLetter.REFERENCE, CaseLetter.JOINED)


def test_another_code_joins_nothing(matters: Matters) -> None:
    matters.case()
    entry = matters.entry(subject="x", sender="x@example.net", body="S-7KQ2-9XMD-4TPA")
    follow()
    assert not CaseLetter.objects.filter(entry=entry).exists()


def test_the_code_stands_in_no_log_no_subject_and_no_copy(matters: Matters) -> None:
    case = matters.case()
    ask(matters, case)
    follow()
    assert not any(case.reference in str(entry.facts) for entry in AuditEntry.objects.all())
    said = [mail for mail in OutboundEmail.objects.all() if case.reference in mail.subject]
    assert said == []
