"""แก้ไขรายการ: the old words, the new ones, who and why stay; number and times do not change."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.test import Client

from saraban.agencies.duties import OPERATOR
from saraban.audit.entries import AuditEntry
from saraban.law.refusal import Refusal
from saraban.registers.dispatches import Recipient
from saraban.registers.models import IncomingEntry, Particulars
from saraban.registers.outgoing import OutgoingEntry, OutgoingLetter
from saraban.registers.scans import Scan
from saraban.tenancy.scope import acting_for
from tests.desk.signing_in import sign_in
from tests.office import Office, arrive, open_office


def entered(office: Office) -> IncomingEntry:
    return IncomingEntry.objects.enter(
        arrive(office), by=office.clerk, particulars=Particulars(subject="ขออนุญาติ", letter_number="นย 1/2")
    )


def test_the_old_and_the_new_are_in_the_log(office: Office) -> None:
    row = entered(office)
    times = (row.number, row.registered_at, row.deemed_at)
    row.correct(Particulars(subject="ขออนุญาต", letter_number="นย 1/3"), "พิมพ์ผิด", by=office.clerk)
    row.refresh_from_db()
    assert (row.subject, row.letter_number, row.sender) == ("ขออนุญาต", "นย 1/3", "นายสมชาย ที่ปรึกษาดี")
    assert (row.number, row.registered_at, row.deemed_at) == times
    logged = AuditEntry.objects.get(verb="corrected", noun="incomingentry")
    assert logged.changes() == {
        "subject": ("ขออนุญาติ", "ขออนุญาต"),
        "letter_number": ("นย 1/2", "นย 1/3"),
        "corrected_because": ("", "พิมพ์ผิด"),
    }
    assert "ขออนุญาต" not in str(logged.facts)


def test_what_was_erased_is_not_told(office: Office) -> None:
    row = entered(office)
    row.correct(Particulars(subject="ขออนุญาต"), "พิมพ์ผิด", by=office.clerk)
    row.redact("subject", by=OPERATOR, reason="คำสั่งที่ 1/2569")
    assert AuditEntry.objects.get(verb="corrected", noun="incomingentry").changes()["subject"] == (None, None)


@pytest.mark.parametrize(
    ("code", "asked", "because"),
    [
        ("no_reason", Particulars(subject="ใหม่"), " "),
        ("no_subject", Particulars(subject=" "), "x"),
        ("nothing_changed", Particulars(subject="ขออนุญาติ", letter_number="นย 1/2"), "x"),
    ],
)
def test_what_is_refused_changes_nothing(office: Office, code: str, asked: Particulars, because: str) -> None:
    row = entered(office)
    with pytest.raises(Refusal) as refused:
        row.correct(asked, because, by=office.clerk)
    assert refused.value.code == code
    assert IncomingEntry.objects.get().subject == "ขออนุญาติ"


def test_only_the_registry_corrects(office: Office) -> None:
    with pytest.raises(Refusal):
        entered(office).correct(Particulars(subject="ใหม่"), "x", by=office.head)


def test_a_sent_letter_is_corrected_in_the_book_alone(office: Office) -> None:
    row = OutgoingEntry.objects.send(
        OutgoingLetter(
            "เชิญประชม", [Recipient("หนองบัว", "saraban@nongbua.go.th")], files=[Scan("a.pdf", b"%PDF-1.7")]
        ),
        by=office.clerk,
    )
    row.correct(subject="เชิญประชุม", sender="", remarks="", urgency="", because="พิมพ์ตก", by=office.clerk)
    assert OutgoingEntry.objects.get().subject == "เชิญประชุม"
    letter = row.dispatches.get().letter
    assert letter is not None and letter.subject.startswith("เชิญประชม")
    row.recall(by=office.clerk)
    row.void("ไม่ใช้", by=office.clerk)
    with pytest.raises(Refusal):
        row.correct(subject="x", sender="", remarks="", urgency="", because="x", by=office.clerk)


def test_from_the_page_the_story_shows_both(db: None, data_dir: Path, client: Client) -> None:
    office = open_office(data=data_dir, practice=True)
    with acting_for(office.agency):
        row = entered(office)
        clerk = sign_in(client, office.clerk)
        there = f"/desk/register/{row.pk}/correction/"
        assert "ขออนุญาติ" in clerk.get(there).content.decode()
        typed = {"subject": "ขออนุญาต", "sender": "นายสมชาย", "dated_on": "22/1/66"}
        refused = clerk.post(there, typed)
        assert refused.status_code == 422 and "ยังไม่ได้บอกเหตุผล" in refused.content.decode()
        page = clerk.post(there, typed | {"because": "พิมพ์ผิด"}, follow=True).content.decode()
        assert "<s>ขออนุญาติ</s> ขออนุญาต" in page and "พิมพ์ผิด" in page
        clerk.post(
            there,
            typed | {"because": "เป็นเรื่องด่วน", "urgency": "very", "dated_on": "23/1/66", "subject": "ขออนุญาต"},
        )
        page = clerk.get(f"/desk/register/{row.pk}/").content.decode()
        assert "</span> ด่วนมาก" in page and "<s>–</s>" not in page and "<s>22 ม.ค. 66</s> 23 ม.ค. 66" in page
