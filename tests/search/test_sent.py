"""Letters sent are found too: by number, words, recipients and files; and no further than what they answer."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.utils.timezone import localdate

from saraban.registers.books import Register
from saraban.registers.dispatches import Recipient
from saraban.registers.models import IncomingEntry, Particulars
from saraban.registers.outgoing import OutgoingEntry, OutgoingLetter
from saraban.registers.scans import Scan
from saraban.registers.verdicts import Verdict
from saraban.search.contents import read_contents
from saraban.search.finding import find
from saraban.search.index import index_new, reindex
from saraban.search.models import Found
from saraban.tenancy.scope import acting_for
from tests.office import Office, arrive, open_office
from tests.proposals import papers

NONGBUA = Recipient("เทศบาลตำบลหนองบัว", "saraban@nongbua.go.th")
THIS_YEAR = localdate().year + 543


def settle() -> None:
    while index_new() + read_contents():
        pass


def found(query: str) -> set[tuple[int, int]]:
    return {(row.kind, row.row_id) for group in find(query).groups for row in group.rows}


def sent(office: Office, subject: str = "ขอเชิญประชุม", **more: object) -> OutgoingEntry:
    more.setdefault("files", [Scan("a.pdf", papers.external())])
    more.setdefault("recipients", [NONGBUA])
    return OutgoingEntry.objects.send(OutgoingLetter(subject, **more), by=office.clerk)  # type: ignore[arg-type]


def test_it_is_found_by_subject_by_each_recipient_and_by_its_file(office: Office) -> None:
    entry = sent(office, recipients=[NONGBUA, Recipient("โรงเรียนวัดป่าเลไลยก์"), Recipient("อำเภอบางกรวย")])
    settle()
    for query in ("เชิญประชุม", "หนองบัว", "เลไลยก์", "nongbua.go.th", "ที่ว่าการอำเภอบางสาย"):
        assert found(query) == {(Found.SENT, entry.pk)}, query


def test_a_word_taken_out_by_a_correction_finds_it_no_more(office: Office) -> None:
    entry = sent(office)
    settle()
    entry.correct(subject="ขอเลื่อนประชุม", sender="", remarks="", urgency="", because="พิมพ์ผิด", by=office.clerk)
    settle()
    assert (found("เชิญ"), found("เลื่อน")) == (set(), {(Found.SENT, entry.pk)})


@pytest.mark.parametrize(
    ("query", "which"),
    [
        ("1", {"in", "out", "order"}),
        ("๑", {"in", "out", "order"}),
        ("เลขรับ 1", {"in"}),
        ("เลขส่งที่ 1", {"out", "order"}),
        (f"เลขส่ง 1/{THIS_YEAR}", {"out", "order"}),
        (f"1/{THIS_YEAR - 1}", set()),
        ("2", set()),
    ],
)
def test_a_number_is_asked_of_both_registers(office: Office, query: str, which: set[str]) -> None:
    incoming = IncomingEntry.objects.enter(arrive(office), by=office.clerk)
    entries = {"in": incoming, "out": sent(office), "order": sent(office, kind=Register.ORDER)}
    assert set(find(query).numbered) == {entries[one] for one in which}


def test_what_answers_a_restricted_letter_is_found_by_its_number_only(office: Office) -> None:
    letter = IncomingEntry.objects.enter(arrive(office), by=office.clerk)
    entry = sent(office, "ตอบข้อร้องเรียนกลิ่น", reply_to=letter)
    settle()
    assert found("ข้อร้องเรียน") == {(Found.SENT, entry.pk)}
    letter.restrict(by=office.clerk)
    settle()
    assert (found("ข้อร้องเรียน"), found("บางสาย"), found("nongbua")) == (set(), set(), set())
    assert (Found.SENT, entry.pk) in found(entry.sent_number)
    letter.open_to_all(by=office.clerk)
    settle()
    assert found("ข้อร้องเรียน") == {(Found.SENT, entry.pk)}
    assert (Found.SENT, entry.pk) in found("บางสาย")


def test_what_answers_a_letter_that_turned_out_secret_is_closed(office: Office) -> None:
    mail = arrive(office)
    letter = IncomingEntry.objects.enter(mail, by=office.clerk, particulars=Particulars(subject="แผนที่"))
    entry = sent(office, "ตอบเรื่องแผนที่ชายแดน", reply_to=letter)
    settle()
    assert (Found.SENT, entry.pk) in found("ชายแดน")
    letter.recall(by=office.clerk)
    mail.refresh_from_db()
    Verdict.objects.lock_as_secret(mail, by=office.clerk)
    settle()
    assert found("ชายแดน") == set()


def test_making_the_index_again_changes_nothing(office: Office) -> None:
    entry = sent(office)
    settle()
    assert reindex() == 1
    settle()
    assert found("เชิญประชุม") == {(Found.SENT, entry.pk)}


def test_no_agency_finds_what_another_sent(office: Office, data_dir: Path) -> None:
    sent(office)
    neighbour = open_office("paktang", data=data_dir)
    settle()
    with acting_for(neighbour.agency):
        assert found("เชิญประชุม") == set() and find("1").numbered == ()
