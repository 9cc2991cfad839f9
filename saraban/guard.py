"""What the database itself refuses, whoever asks it: triggers on SQLite and PostgreSQL, laid by the migrations.

They stop a mistake made past the product: a script, a tool for databases, a verb of ours that went around `change()`.
Whoever owns the database can take them away; what was done then is told by the evidence (`docs/evidence.md`), not here.
A migration that makes a table of a legal noun, or that makes one anew (SQLite then forgets its triggers), ends with
`lay`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.apps import apps
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from saraban.audit.entries import AuditEntry, Opening
from saraban.audit.recorded import Recorded
from saraban.evidence.seals import DaySeal
from saraban.issuing.models import IssuedPaper
from saraban.licences.models import Licence
from saraban.notices.announcements import PaymentAnnouncement
from saraban.payments.bank_statements import BankLine
from saraban.payments.closes import DayClose
from saraban.payments.invoices import Invoice
from saraban.payments.postings import Posting
from saraban.payments.receipts import Receipt
from saraban.payments.slips import Slip
from saraban.registers.books import Counter
from saraban.registers.models import IncomingEntry
from saraban.registers.outgoing import OutgoingEntry

LOG: tuple[type[models.Model], ...] = (AuditEntry, Opening)
ITS_PLACE = ("id", "agency_id")
# What is once written there stays, beside the place of every legal row.
LASTING: dict[type[models.Model], tuple[str, ...]] = {
    IncomingEntry: ("year", "number", "registered_at"),
    OutgoingEntry: ("register", "year", "number", "registered_at"),
    DaySeal: ("day", "first", "last", "head", "counts", "root", "counters", "prev", "digest"),
    Counter: ("register", "year"),
    PaymentAnnouncement: ("text", "accounts", "address", "channel", "drafted_at"),
    Invoice: ("account_id", "reference1", "reference2", "satang"),
    Slip: ("reference", "bank", "paid_on", "satang"),
    BankLine: (
        *("account_id", "statement_id", "fingerprint", "paid_at", "paid_on", "satang"),
        *("reference1", "reference2", "bank_reference"),
    ),
    Posting: ("line_id", "satang", "place", "invoice_id", "slip_id", "takes_back_id", "at", "officer_id"),
    DayClose: ("day", "before_id", "line_mark", "posting_mark", "figures", "closed_at", "officer_id"),
    Licence: (
        *("kind_id", "register", "year", "number", "licence_number", "token", "case_id", "replaces_id"),
        *("issued_on", "valid_from", "expires_on"),
    ),
    IssuedPaper: ("issue_id", "place", "kind", "number", "token", "code"),
    Receipt: ("invoice_id", "year", "number", "satang", "issued_on"),
}

KEPT = "saraban: ลบไม่ได้ ทะเบียนและบันทึกไม่มีการลบ ถ้าไม่ใช้ ให้ขีดฆ่าหรือยกเลิกในโปรแกรม (nothing is deleted)"
REPLACED = "saraban: แทนที่ไม่ได้ มีรายการนี้อยู่แล้ว และทะเบียนไม่มีการลบ (this row is there already)"
LASTS = "saraban: แก้ไม่ได้ เลข ปี ทะเบียน เวลาลงทะเบียน จำนวนเงิน ข้อความที่ประกาศ และตราปิดวันคงอยู่ตามเดิมเสมอ (this never changes)"
LOGGED = "saraban: แก้ไม่ได้ บันทึกว่าใครทำอะไรไม่มีการแก้ (the log is never changed)"
OPENED = "saraban: แก้ไม่ได้ ลบข้อมูลส่วนบุคคลออกจากบันทึกได้ทางโปรแกรมเท่านั้น (only a recorded erasure may blank this)"
FALLS = "saraban: แก้ไม่ได้ เลขสุดท้ายของทะเบียนลดลงไม่ได้ (a counter never falls)"


@dataclass(frozen=True)
class Trigger:
    """`when`: the condition in SQL over OLD and NEW, in the words of its database; empty: always."""

    table: str
    name: str
    before: str  # DELETE, INSERT, UPDATE, TRUNCATE
    says: str
    when: str = ""
    calls: str = "saraban_refuse"  # PostgreSQL's function

    @property
    def full_name(self) -> str:
        return f"guard_{self.table.removeprefix('saraban_')}_{self.name}"

    def sqlite(self) -> str:
        when = f"WHEN {self.when} " if self.when else ""
        return (
            f"CREATE TRIGGER {self.full_name} BEFORE {self.before} ON {self.table} {when}"
            f"BEGIN SELECT RAISE(ABORT, '{self.says}'); END"
        )

    def postgresql(self) -> str:
        each = "STATEMENT" if self.before == "TRUNCATE" else "ROW"
        when = f"WHEN ({self.when}) " if self.when else ""
        return (
            f"CREATE TRIGGER {self.full_name} BEFORE {self.before} ON {self.table} FOR EACH {each} {when}"
            f"EXECUTE FUNCTION {self.calls}('{self.says}')"
        )


def lay(editor: BaseDatabaseSchemaEditor) -> None:
    """Put every trigger there that the models ask for, anew where it stands already."""
    lift(editor)
    sqlite = editor.connection.vendor == "sqlite"
    for statement in () if sqlite else FUNCTIONS:
        editor.execute(statement, params=None)
    for trigger in triggers(editor.connection):
        editor.execute(trigger.sqlite() if sqlite else trigger.postgresql(), params=None)


def lift(editor: BaseDatabaseSchemaEditor) -> None:
    """Take them away, as whoever owns the database can."""
    sqlite = editor.connection.vendor == "sqlite"
    for trigger in triggers(editor.connection):
        of_table = "" if sqlite else f" ON {trigger.table}"
        editor.execute(f"DROP TRIGGER IF EXISTS {trigger.full_name}{of_table}", params=None)


def missing(connection: BaseDatabaseWrapper) -> list[str]:
    """The triggers that should be there and are not, by name."""
    with connection.cursor() as cursor:
        cursor.execute(STANDING_SQLITE if connection.vendor == "sqlite" else STANDING_POSTGRESQL)
        standing = {name for (name,) in cursor.fetchall()}
    return sorted({trigger.full_name for trigger in triggers(connection)} - standing)


def triggers(connection: BaseDatabaseWrapper) -> Iterator[Trigger]:
    """All that this kind of database should have."""
    sqlite = connection.vendor == "sqlite"
    nouns: list[type[models.Model]] = [*LOG, Counter, *_legal_nouns()]
    for model in nouns:
        table = model._meta.db_table
        yield Trigger(table, "kept", "DELETE", KEPT)
        if sqlite:  # its REPLACE deletes without a word to the trigger above
            yield Trigger(table, "once", "INSERT", REPLACED, when=_stands_already(model))
        else:
            yield Trigger(table, "whole", "TRUNCATE", KEPT)
        if model not in LOG:
            lasting = (*ITS_PLACE, *LASTING.get(model, ()))
            yield Trigger(table, "lasts", "UPDATE", LASTS, when=_differs(lasting, sqlite=sqlite))
    yield Trigger(AuditEntry._meta.db_table, "lasts", "UPDATE", LOGGED)
    yield Trigger(Counter._meta.db_table, "rises", "UPDATE", FALLS, when="NEW.last < OLD.last")
    opening = Opening._meta.db_table
    if sqlite:
        yield Trigger(opening, "lasts", "UPDATE", OPENED, when=ERASED_OTHERWISE_SQLITE)
    else:
        yield Trigger(opening, "lasts", "UPDATE", OPENED, calls="saraban_refuse_opening")


def _legal_nouns() -> list[type[models.Model]]:
    nouns = [model for model in apps.get_app_config("saraban").get_models() if issubclass(model, Recorded)]
    return sorted(nouns, key=lambda model: model._meta.db_table)


def _differs(columns: tuple[str, ...], *, sqlite: bool) -> str:
    other = "IS NOT" if sqlite else "IS DISTINCT FROM"
    return " OR ".join(f'OLD."{column}" {other} NEW."{column}"' for column in columns)


def _stands_already(model: type[models.Model]) -> str:
    """Whether a new row would take the place of another: by its key, or by whatever else there is once only."""
    fields = {field.name: field.column for field in model._meta.concrete_fields}
    alone = [(field.column,) for field in model._meta.concrete_fields if field.unique]
    together = [
        tuple(fields[name] for name in one.fields)
        for one in model._meta.constraints
        if isinstance(one, models.UniqueConstraint) and one.condition is None
    ]
    return " OR ".join(
        f"EXISTS (SELECT 1 FROM {model._meta.db_table} AS t WHERE "
        + " AND ".join(f't."{column}" = NEW."{column}"' for column in columns)
        + ")"
        for columns in (*alone, *together)
    )


STANDING_SQLITE = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
STANDING_POSTGRESQL = (
    "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'"
    " AND tgrelid IN (SELECT oid FROM pg_class WHERE relnamespace = current_schema()::regnamespace)"
)
# Of an opening a pair [salt, value] may go, or leave its bare commitment behind, where the log tells of the erasure.
ERASED_OTHERWISE_SQLITE = (
    _differs((*ITS_PLACE, "entry_id", "noun", "subject_id"), sqlite=True)
    + """ OR EXISTS (
        SELECT 1
        FROM (SELECT key FROM json_each(OLD.opened) UNION SELECT key FROM json_each(NEW.opened)) AS names
        LEFT JOIN json_each(OLD.opened) AS before ON before.key = names.key
        LEFT JOIN json_each(NEW.opened) AS after ON after.key = names.key
        WHERE (before.value IS NOT after.value OR before.type IS NOT after.type) AND NOT (
            before.type IS 'array'
            AND (after.key IS NULL OR (
                after.type = 'object' AND after.value = json_object('hmac', json_extract(after.value, '$.hmac'))
            ))
            AND EXISTS (
                SELECT 1 FROM saraban_auditentry AS told, json_each(told.facts, '$.fields') AS field
                WHERE told.agency_id = OLD.agency_id AND told.noun = OLD.noun AND told.subject_id = OLD.subject_id
                AND told.verb = 'redacted' AND field.value = replace(names.key, ':before', '')
            )
        )
    )"""
)
FUNCTIONS = (
    """
    CREATE OR REPLACE FUNCTION saraban_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        RAISE EXCEPTION USING MESSAGE = TG_ARGV[0], ERRCODE = 'integrity_constraint_violation';
    END $$
    """,
    """
    CREATE OR REPLACE FUNCTION saraban_refuse_opening() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF (OLD.id, OLD.agency_id, OLD.entry_id, OLD.noun, OLD.subject_id)
            IS DISTINCT FROM (NEW.id, NEW.agency_id, NEW.entry_id, NEW.noun, NEW.subject_id)
        OR EXISTS (
            SELECT 1 FROM jsonb_each(OLD.opened) AS before FULL JOIN jsonb_each(NEW.opened) AS after USING (key)
            WHERE before.value IS DISTINCT FROM after.value AND NOT coalesce(
                jsonb_typeof(before.value) = 'array'
                AND (after.value IS NULL OR (after.value ? 'hmac' AND after.value - 'hmac' = '{}'))
                AND EXISTS (
                    SELECT 1 FROM saraban_auditentry AS told
                    WHERE told.agency_id = OLD.agency_id AND told.noun = OLD.noun
                    AND told.subject_id = OLD.subject_id AND told.verb = 'redacted'
                    AND told.facts -> 'fields' ? replace(key, ':before', '')
                ), false)
        ) THEN
            RAISE EXCEPTION USING MESSAGE = TG_ARGV[0], ERRCODE = 'integrity_constraint_violation';
        END IF;
        RETURN NEW;
    END $$
    """,
)
