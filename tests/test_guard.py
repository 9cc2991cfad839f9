"""The database itself refuses what the house never does, whoever asks it by raw SQL."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from saraban import guard
from saraban.agencies.duties import OPERATOR
from saraban.audit.entries import AuditEntry, Opening
from saraban.evidence.lines import recorded_models
from saraban.evidence.seals import DaySeal
from saraban.licences.models import Licence
from saraban.notices.announcements import PaymentAnnouncement
from saraban.payments.closes import DayClose
from saraban.payments.postings import Posting
from saraban.payments.receipts import Receipt
from saraban.registers.books import Counter
from saraban.registers.models import IncomingEntry
from saraban.registers.outgoing import OutgoingEntry
from saraban.tenancy.scope import acting_for
from tests.cases.conftest import matters as matters  # its office handles cases
from tests.cases.matters import Matters, clock_at
from tests.evidence.days import live_some_days, office_of_monday, sealed_until
from tests.insider.deeds import takes_the_guard_away
from tests.licences.kinds import grant, kind_of
from tests.office import Office, arrive, bangkok
from tests.payments.conftest import till as till  # its office takes money
from tests.payments.tills import Till


@pytest.fixture
def lived(db: None, data_dir: Path) -> Iterator[Office]:
    """An office after some days, sealed, with every kind of row that the guard stands before."""
    office = office_of_monday(data_dir)
    with acting_for(office.agency):
        live_some_days(office)
        sealed_until(4)
        yield office


def sql(statement: str, *values: object) -> int:
    """How many rows it changed; as a tool for databases would do it."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)
        return int(cursor.rowcount)


def refused(statement: str, *values: object) -> str:
    with pytest.raises(IntegrityError) as said:
        sql(statement, *values)
    return str(said.value)


def test_every_trigger_stands(db: None) -> None:
    assert guard.missing(connection) == []
    takes_the_guard_away()
    assert len(guard.missing(connection)) == len(list(guard.triggers(connection)))


def test_no_row_of_a_legal_noun_is_deleted(lived: Office) -> None:
    with_rows = [model for model in recorded_models() if model.across_agencies.exists()]
    assert len(with_rows) > 14
    for model in with_rows:
        assert "saraban: ลบไม่ได้" in refused(f"DELETE FROM {model._meta.db_table}")


def test_the_log_and_the_counters_are_not_deleted(lived: Office) -> None:
    for model in (AuditEntry, Opening, Counter):
        row = model.across_agencies.all()[0]
        assert "ลบไม่ได้" in refused(f"DELETE FROM {model._meta.db_table} WHERE id = %s", row.pk)


def test_no_table_is_emptied_at_once(lived: Office) -> None:
    if connection.vendor == "postgresql":
        sql("SET CONSTRAINTS ALL IMMEDIATE")  # checks that wait for the commit keep the tables busy
        for model in (*guard.LOG, Counter, IncomingEntry):
            assert "ลบไม่ได้" in refused(f"TRUNCATE {model._meta.db_table} CASCADE")


def test_no_row_of_a_legal_noun_moves_to_another_agency(lived: Office) -> None:
    for model in recorded_models():
        if model.across_agencies.exists():
            assert "แก้ไม่ได้" in refused(f"UPDATE {model._meta.db_table} SET agency_id = agency_id + 1")


def test_the_log_is_not_changed(lived: Office) -> None:
    for change in (
        "at = '2020-01-01 00:00:00+00:00'",
        "actor = 'officer:99'",
        "facts = '{}'",
        "digest = 'x'",
        "number = number + 1000",
        "subject_id = 99",
        "version = 2",
    ):
        assert "the log is never changed" in refused(f"UPDATE saraban_auditentry SET {change}")


def test_a_number_once_given_stays(lived: Office) -> None:
    for model in (IncomingEntry, OutgoingEntry):
        for column in ("year", "number"):
            table = model._meta.db_table
            assert "แก้ไม่ได้ เลข ปี" in refused(f"UPDATE {table} SET {column} = {column} + 1000")
            assert sql(f"UPDATE {table} SET {column} = {column}") == model._base_manager.count()


def test_the_moment_of_registration_stays(lived: Office) -> None:
    for row in (IncomingEntry.objects.order_by("pk")[0], OutgoingEntry.objects.order_by("pk")[0]):
        statement = f"UPDATE {row._meta.db_table} SET registered_at = %s WHERE id = %s"
        for moved in (timedelta(seconds=-1), timedelta(microseconds=1), timedelta(days=365)):
            assert "เวลาลงทะเบียน" in refused(statement, row.registered_at + moved, row.pk)


def test_a_sent_letter_stays_in_its_register(lived: Office) -> None:
    assert "แก้ไม่ได้" in refused("UPDATE saraban_outgoingentry SET register = 'circular'")


def test_what_an_officer_may_correct_stays_open(lived: Office) -> None:
    """The log tells of such a change; an edit past it is for the evidence to notice."""
    assert sql("UPDATE saraban_incomingentry SET remarks = 'x'") == IncomingEntry.objects.count()


def test_a_counter_never_falls(lived: Office) -> None:
    assert "never falls" in refused("UPDATE saraban_counter SET last = last - 1")
    assert sql("UPDATE saraban_counter SET last = last + 1") == Counter.objects.count()
    assert "แก้ไม่ได้" in refused("UPDATE saraban_counter SET year = year - 1")


def test_a_seal_stays_as_it_was_made(lived: Office) -> None:
    seal = DaySeal.objects.order_by("day")[0]
    other: dict[str, object] = {
        "day": seal.day + timedelta(days=400),
        "first": 99,
        "last": 99,
        "counts": "{}",
        "counters": "[]",
    }
    for column in guard.LASTING[DaySeal]:
        statement = f"UPDATE saraban_dayseal SET {column} = %s WHERE id = %s"
        assert "ตราปิดวัน" in refused(statement, other.get(column, "0"), seal.pk)


def test_money_stays_as_it_came_and_as_it_was_closed(till: Till) -> None:
    """Nobody edits an amount or a reference once it stands, past the program neither (R28)."""
    with clock_at(bangkok(2023, 1, 23, 16, 0)):
        day = date(2023, 1, 23)
        invoice = till.invoice(100)
        slip = till.slip(invoice, "S1", 100, day)
        line = till.money(100, day, bank_reference="S1")
        Posting.objects.confirm_certain(by=till.finance)
        receipt = Receipt.objects.issue(invoice, by=till.finance)
        close = DayClose.objects.close(day, by=till.finance)
        announced = PaymentAnnouncement.objects.draft(by=till.finance)
    other: dict[str, object] = {
        "paid_at": "2023-01-24 00:00:00+00:00",
        "at": "2023-01-24 00:00:00+00:00",
        "closed_at": "2023-01-24 00:00:00+00:00",
        "paid_on": date(2023, 1, 24),
        "issued_on": date(2023, 1, 24),
        "day": date(2023, 1, 24),
        "figures": "{}",
        "drafted_at": "2023-01-24 00:00:00+00:00",
        "accounts": "[]",
    }
    for row in (invoice, slip, line, Posting.objects.get(), receipt, close, announced):
        for column in guard.LASTING[type(row)]:
            statement = f"UPDATE {row._meta.db_table} SET {column} = %s WHERE id = %s"
            assert "จำนวนเงิน" in refused(statement, other.get(column, 99), row.pk), (row, column)


def test_a_licence_stays_as_it_was_granted(matters: Matters) -> None:
    """Which, when and for how long; past the program neither. What is personal on it is for the log to tell."""
    row = grant(matters, kind_of())
    day = date(2023, 1, 24)
    other: dict[str, object] = {"issued_on": day, "valid_from": day, "expires_on": day}
    for column in guard.LASTING[Licence]:
        statement = f"UPDATE saraban_licence SET {column} = %s WHERE id = %s"
        assert "แก้ไม่ได้ เลข ปี" in refused(statement, other.get(column, 99), row.pk), column
    assert sql("UPDATE saraban_licence SET holder = 'x'") == 1
    assert "ลบไม่ได้" in refused("DELETE FROM saraban_licence")


def blanked(opening: Opening, how: Callable[[dict[str, Any]], dict[str, Any]]) -> Sequence[object]:
    return (
        "UPDATE saraban_opening SET opened = %s WHERE id = %s",
        json.dumps(how(dict(opening.opened))),
        opening.pk,
    )


def test_an_opening_is_blanked_by_a_recorded_erasure_only(office: Office) -> None:
    email = arrive(office)
    opening = Opening.objects.get(noun="inboundemail", subject_id=email.pk)
    assert {"subject", "sender_name"} <= opening.opened.keys()
    without = blanked(opening, lambda opened: {k: v for k, v in opened.items() if k != "subject"})
    assert "recorded erasure" in refused(*without)  # type: ignore[arg-type]

    email.redact("sender_name", by=OPERATOR, reason="คำสั่งที่ 1/2566")
    opening.refresh_from_db()
    assert opening.opened["sender_name"].keys() == {"hmac"}  # a batch's entry is checked with it
    assert "recorded erasure" in refused(*without)  # type: ignore[arg-type]

    email.redact("subject", by=OPERATOR, reason="คำสั่งที่ 2/2566")
    opening.refresh_from_db()
    assert opening.opened["subject"].keys() == {"hmac"}
    office.clerk.redact("phone", "name", by=OPERATOR, reason="คำสั่งที่ 3/2566")
    told = Opening.objects.filter(noun="officer", subject_id=office.clerk.pk).order_by("pk")
    assert [sorted(one.opened) for one in told] == [["email"], []]


def test_after_an_erasure_an_opening_says_nothing_new(office: Office) -> None:
    email = arrive(office)
    opening = Opening.objects.get(noun="inboundemail", subject_id=email.pk)
    with email.change("redacted", by=OPERATOR, fields=["subject"], reason="คำสั่งที่ 1/2566"):
        email.subject = ""
    other: list[Callable[[dict[str, Any]], dict[str, Any]]] = [
        lambda opened: opened | {"subject": [opened["subject"][0], "เรื่องอื่น"]},
        lambda opened: opened | {"subject": {"hmac": "0", "more": 1}},
        lambda opened: opened | {"subject": None},
        lambda opened: opened | {"letter_number": ["00", "ก 1"]},
        lambda opened: opened | {"sender_name": [opened["sender_name"][0], "ผู้อื่น"]},
    ]
    for how in other:
        assert "recorded erasure" in refused(*blanked(opening, how))  # type: ignore[arg-type]
    assert "recorded erasure" in refused("UPDATE saraban_opening SET noun = 'x' WHERE id = %s", opening.pk)
    assert sql(*blanked(opening, lambda opened: opened | {"subject": {"hmac": "0"}})) == 1  # type: ignore[arg-type]


def test_nothing_takes_the_place_of_a_row(lived: Office) -> None:
    """SQLite's REPLACE deletes without asking a trigger for deletions."""
    if connection.vendor != "sqlite":
        return
    entry = IncomingEntry.objects.order_by("pk")[0]
    columns = ", ".join(f'"{field.column}"' for field in IncomingEntry._meta.concrete_fields)
    others = columns.replace('"id", ', "")
    by_key = f"REPLACE INTO saraban_incomingentry ({columns}) SELECT {columns} FROM saraban_incomingentry WHERE id = %s"
    by_number = f"REPLACE INTO saraban_incomingentry ({others}) SELECT {others} FROM saraban_incomingentry WHERE id = %s"
    log = "REPLACE INTO saraban_auditentry SELECT * FROM saraban_auditentry WHERE number = 3"
    assert "แทนที่ไม่ได้" in refused(by_key, entry.pk)
    assert "แทนที่ไม่ได้" in refused(by_number, entry.pk)
    assert "แทนที่ไม่ได้" in refused(log)


def test_who_owns_the_database_can_take_the_guard_away(lived: Office) -> None:
    """So it proves nothing: what is done then is for the evidence to notice."""
    takes_the_guard_away()
    assert sql("UPDATE saraban_incomingentry SET number = number + 1000") > 0
    assert sql("UPDATE saraban_auditentry SET actor = 'officer:99'") > 0
