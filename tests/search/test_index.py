"""The index follows the log: what a crash left out comes in with the next round, and what was erased goes out."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from saraban.agencies.duties import OPERATOR
from saraban.audit.entries import AuditEntry
from saraban.clock import Clock
from saraban.mail.models import InboundEmail
from saraban.registers.models import IncomingEntry
from saraban.search.finding import find
from saraban.search.index import forget, index_new, put, reindex
from saraban.search.models import Found, IndexMark
from saraban.tenancy.scope import acting_for
from tests.office import Office, arrive, open_office
from tests.search.test_finding import line


def found(query: str) -> list[tuple[int, int]]:
    return sorted((row.kind, row.row_id) for group in find(query).groups for row in group.rows)


def index_all(limit: int = 200) -> None:
    while index_new(limit):
        pass


class Killed(BaseException):
    pass


def test_what_arrives_and_is_entered_is_found_and_moves(office: Office) -> None:
    letter = arrive(office, subject="ร้องเรียนกลิ่นเหม็น")
    index_all()
    assert found("กลิ่น") == [(Found.LETTER, letter.pk)]
    entry = IncomingEntry.objects.enter(letter, by=office.clerk)
    index_all()
    assert found("กลิ่น") == [(Found.ENTRY, entry.pk)]
    entry.recall(by=office.clerk)
    index_all()
    assert found("กลิ่น") == [(Found.ENTRY, entry.pk), (Found.LETTER, letter.pk)]


@pytest.mark.parametrize("limit", [1, 2, 3, 200])
def test_a_batch_is_taken_in_over_several_rounds(office: Office, limit: int) -> None:
    one = arrive(office, subject="ต้นแบบ")
    columns = {
        field.attname: field.value_from_object(one)
        for field in InboundEmail._meta.concrete_fields
        if field.attname not in ("id", "sha256", "subject")
    }
    rows = [InboundEmail(**columns, sha256=f"{number:064}", subject=f"สำเนา {number}") for number in range(7)]
    InboundEmail.objects.record_batch("imported", rows, by=OPERATOR)
    last = arrive(office, subject="ฉบับท้าย สำเนา")
    index_all(limit)
    assert found("สำเนา") == [(Found.LETTER, row.pk) for row in [*rows, last]]
    assert IndexMark.objects.get().number == AuditEntry.objects.count()
    assert index_new(limit) == 0


def test_a_crash_between_the_commit_and_the_index_loses_nothing(office: Office) -> None:
    entry = IncomingEntry.objects.enter(arrive(office, subject="ก่อนไฟดับ"), by=office.clerk)
    assert found("ไฟดับ") == []
    index_all()
    assert found("ไฟดับ") == [(Found.ENTRY, entry.pk)]


def test_a_crash_in_the_middle_of_a_round_leaves_the_index_as_it_was(office: Office) -> None:
    letter = arrive(office, subject="กลางคัน")
    with pytest.raises(Killed), transaction.atomic():
        index_new()
        assert found("กลางคัน") == [(Found.LETTER, letter.pk)]
        raise Killed
    assert found("กลางคัน") == []
    assert Found.objects.count() == 0
    index_all()
    assert found("กลางคัน") == [(Found.LETTER, letter.pk)]


def test_what_is_redacted_is_not_found_by_what_it_said(office: Office) -> None:
    entry = IncomingEntry.objects.enter(arrive(office, subject="คำร้องของนางสาวเอ"), by=office.clerk)
    index_all()
    entry.redact("subject", by=OPERATOR, reason="คำสั่ง 1/2569")
    forget(Found.ENTRY, [entry.pk])
    assert found("นางสาวเอ") == []
    assert Found.objects.filter(text__contains="นางสาวเอ").count() == 0
    index_all()
    assert found("นางสาวเอ") == []
    assert found(entry.receipt_number) == [(Found.ENTRY, entry.pk)]


def test_a_redaction_that_nobody_told_of_is_followed_by_itself(office: Office) -> None:
    letter = arrive(office, subject="คำร้องของนายบี")
    index_all()
    letter.redact("subject", by=OPERATOR, reason="คำสั่ง 2/2569")
    index_all()
    assert found("นายบี") == []


def test_agencies_are_followed_each_by_its_own_log(office: Office, data_dir: Path) -> None:
    neighbour = open_office("paktang", data=data_dir)
    arrive(office, subject="เรื่องร่วม ของเรา")
    theirs = arrive(neighbour, subject="เรื่องร่วม ของเขา")
    index_all()
    assert len(found("เรื่องร่วม")) == 1
    with acting_for(neighbour.agency):
        assert found("เรื่องร่วม") == [(Found.LETTER, theirs.pk)]
    assert {mark.agency_id for mark in IndexMark.across_agencies.all()} == {
        office.agency.pk,
        neighbour.agency.pk,
    }


def test_reindexing_mends_what_went_wrong(office: Office) -> None:
    letters = [arrive(office, subject=f"ฉบับ {number}") for number in range(5)]
    entry = IncomingEntry.objects.enter(letters[0], by=office.clerk)
    index_all()
    put([line(999, "ผี"), line(entry.pk, "เพี้ยน")])
    put([line(letters[1].pk, "เพี้ยน", kind=Found.LETTER, body="แนบ")])
    forget(Found.LETTER, [letters[2].pk])
    assert reindex(batch=2) == 6
    assert (found("ผี"), found("เพี้ยน")) == ([], [])
    assert found("ฉบับ") == sorted([(Found.ENTRY, entry.pk), *((Found.LETTER, row.pk) for row in letters[1:])])
    assert found("แนบ") == [(Found.LETTER, letters[1].pk)]
    assert index_new() == 0


def test_reindexing_before_any_round_leaves_nothing_to_do(office: Office) -> None:
    arrive(office)
    reindex()
    assert index_new() == 0
    assert found("อนุญาต")


def test_an_idle_office_asks_little_and_writes_nothing(office: Office) -> None:
    arrive(office)
    index_all()
    with CaptureQueriesContext(connection) as asked:
        assert index_new() == 0
    assert len(asked) == 2
    assert [one["sql"] for one in asked.captured_queries if not one["sql"].startswith("SELECT")] == []


def test_the_clock_takes_the_step() -> None:
    assert "search.index_new" in [step.name for step in Clock().index]


def test_the_index_stands_in_no_log(office: Office) -> None:
    arrive(office)
    before = AuditEntry.objects.count()
    index_all()
    reindex()
    assert AuditEntry.objects.count() == before
