"""รายการเดินบัญชี: the bank's file taken in, and each line of money that it brought. The same line is never taken twice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from django.db import models
from django.db.models import F, Q, QuerySet

from saraban.agencies.models import Officer
from saraban.audit.desk import at_the_desk, one_at_a_time
from saraban.audit.recorded import Recorded, RecordedManager
from saraban.files.store import Kept
from saraban.law.refusal import Refusal
from saraban.mail.models import files
from saraban.payments.accounts import Account
from saraban.payments.slip_qr import as_one_reference
from saraban.payments.statement_columns import StatementColumns
from saraban.payments.statements import Statement, StatementLine
from saraban.tenancy.scope import current_agency
from saraban.thai import baht
from saraban.thai.dates import date_range, medium_date

FILE_NAME_MAX = 200
TEXT_MAX = 200
REFERENCE_MAX = 60
FAULTS_TOLD_MAX = 5


@dataclass(frozen=True)
class Taking:
    """What taking a file would do. `before`: the same file, taken earlier; `refusal`: why it is not to be taken."""

    fresh: Sequence[StatementLine] = ()
    before: BankStatement | None = None
    refusal: Refusal | None = None


class BankStatements(RecordedManager["BankStatement"]):
    def keep(self, data: bytes) -> Kept:
        """The file as the bank made it, in the store, before it is read or a row speaks of it."""
        assert not at_the_desk(), "files are written before the desk is held"
        return files().keep(current_agency(), data)

    def look(
        self, account: Account, kept: Kept, statement: Statement, *, columns: StatementColumns
    ) -> Taking:
        """What `take` would do just now; nothing is done."""
        same = self.filter(sha256=kept.sha256).select_related("account", "officer").order_by("pk")
        before = same.filter(account__in=account.each_opening()).first()
        if before is not None:
            return Taking(before=before)
        other = same.first()
        if other is not None and statement.lines:
            return Taking(refusal=_taken_for_another(other))
        if statement.faults:
            told = " ".join(fault.message for fault in statement.faults[:FAULTS_TOLD_MAX])
            return Taking(refusal=Refusal("faulty", f"ยังไม่ได้นำเข้ารายการเดินบัญชี: {told}"))
        if (before := self._read_otherwise(account, statement, columns)) is not None:
            return Taking(refusal=_columns_changed(before))
        there = BankLine.objects.fingerprints(account, [line.fingerprint for line in statement.lines])
        return Taking([line for line in statement.lines if line.fingerprint not in there])

    def take(
        self,
        account: Account,
        kept: Kept,
        name: str,
        statement: Statement,
        *,
        columns: StatementColumns,
        by: Officer,
    ) -> BankStatement:
        """What came in becomes rows, but for lines that are there from another file. The same file again is given back.
        `columns`: by which it was read; the account's next file is read by them, too.

        Raises `Refusal`: faulty, for a statement with faults; of_another, where this very file was taken as another
        account's; columns_changed, where its days were taken by other columns, by which no line is known again; no_duty.
        """
        by.assert_may("bankstatement.taken")
        with one_at_a_time(account.agency_id) as desk:
            taking = self.look(account, kept, statement, columns=columns)
            if taking.before is not None:
                return taking.before
            if taking.refusal is not None:
                raise taking.refusal
            account.refresh_from_db()
            if account.columns != columns.as_json():
                account.remember_columns(columns, by=by)
            days = [line.paid_on for line in statement.lines]
            taken = self.record(
                "taken",
                by=by,
                account=account,
                name=name[:FILE_NAME_MAX],
                sha256=kept.sha256,
                size=kept.size,
                columns=columns.as_json(),
                taken_at=desk.moment,
                officer=by,
                first_day=min(days, default=None),
                last_day=max(days, default=None),
                lines_read=len(statement.lines),
                lines_fresh=len(taking.fresh),
                satang=sum(line.satang for line in taking.fresh),
            )
            if taking.fresh:
                BankLine.objects.record_batch(
                    "came", [_row(taken, line) for line in taking.fresh], by=by, statement=taken
                )
        return taken

    def _read_otherwise(
        self, account: Account, statement: Statement, columns: StatementColumns
    ) -> BankStatement | None:
        """The last file that shares a day with this one and was read by columns that tell a line otherwise."""
        days = [line.paid_on for line in statement.lines]
        if not days:
            return None
        meanwhile = self.filter(
            account__in=account.each_opening(), first_day__lte=max(days), last_day__gte=min(days)
        )
        for one in meanwhile.order_by("-last_day", "-pk"):
            if not columns.tells_as(StatementColumns.from_json(one.columns)):
                return one
        return None


class BankStatement(Recorded):
    """One file of the bank's, as it was. `satang`: what came in that no file before had."""

    account = models.ForeignKey(Account, models.PROTECT, verbose_name="บัญชี", related_name="statements")
    name = models.CharField("ชื่อไฟล์", max_length=FILE_NAME_MAX)
    sha256 = models.CharField(max_length=64)
    size = models.BigIntegerField()
    columns = models.JSONField("คอลัมน์ที่ใช้อ่าน", default=dict)  # as `StatementColumns`
    taken_at = models.DateTimeField("นำเข้าเมื่อ")
    officer = models.ForeignKey(Officer, models.PROTECT, related_name="+", db_index=False)
    first_day = models.DateField("ตั้งแต่วันที่", null=True)
    last_day = models.DateField("ถึงวันที่", null=True)
    lines_read = models.PositiveIntegerField("รายการเงินเข้าในไฟล์")
    lines_fresh = models.PositiveIntegerField("รายการใหม่")
    satang = models.PositiveBigIntegerField("เงินเข้าใหม่ (สตางค์)")

    objects: ClassVar[BankStatements] = BankStatements()

    class Meta:
        verbose_name = "รายการเดินบัญชี"
        constraints = [
            models.UniqueConstraint(fields=["agency", "account", "sha256"], name="statement_taken_once")
        ]

    def __str__(self) -> str:
        return f"statement {self.pk}"

    @property
    def in_baht(self) -> str:
        return baht.written(self.satang)


class BankLines(RecordedManager["BankLine"]):
    def fingerprints(self, account: Account, asked: Sequence[str]) -> set[str]:
        """Those of `asked` that are there; from when the same account was opened before, too."""
        found: set[str] = set()
        for at in range(0, len(asked), 500):
            rows = self.filter(account__in=account.each_opening(), fingerprint__in=asked[at : at + 500])
            found |= set(rows.values_list("fingerprint", flat=True))
        return found

    def not_placed(self) -> QuerySet[BankLine]:
        """Money of which not every satang has a place yet, the oldest first."""
        return self.filter(placed__lt=F("satang")).order_by("paid_at", "pk")


class BankLine(Recorded):
    """Money that came into the account, as the bank says it; nothing of it is edited. `placed`: satang of it that postings
    gave a place, kept beside them so that what waits is found by an index."""

    personal: ClassVar[frozenset[str]] = frozenset({"payer", "description"})

    account = models.ForeignKey(
        Account, models.PROTECT, verbose_name="บัญชี", related_name="lines", db_index=False
    )
    statement = models.ForeignKey(BankStatement, models.PROTECT, verbose_name="ไฟล์", related_name="lines")
    row = models.PositiveIntegerField("แถวในไฟล์")
    fingerprint = models.CharField(max_length=64)
    paid_at = models.DateTimeField("เงินเข้าเมื่อ")
    paid_on = models.DateField("เงินเข้าวันที่")
    time_known = models.BooleanField(default=False)
    satang = models.PositiveBigIntegerField("จำนวนเงิน (สตางค์)")
    # All three as `as_one_reference` writes them, so that bill, slip and line find each other whatever the bank's separators.
    reference1 = models.CharField("รหัสอ้างอิง 1", max_length=REFERENCE_MAX, blank=True)
    reference2 = models.CharField("รหัสอ้างอิง 2", max_length=REFERENCE_MAX, blank=True)
    bank_reference = models.CharField("เลขอ้างอิงของธนาคาร", max_length=REFERENCE_MAX, blank=True)
    description = models.CharField("รายการ", max_length=TEXT_MAX, blank=True)
    payer = models.CharField("ผู้ชำระ", max_length=TEXT_MAX, blank=True)
    channel = models.CharField("ช่องทาง", max_length=TEXT_MAX, blank=True)
    placed = models.PositiveBigIntegerField("จับคู่แล้ว (สตางค์)", default=0)

    objects: ClassVar[BankLines] = BankLines()

    class Meta:
        verbose_name = "เงินเข้าบัญชี"
        constraints = [
            models.UniqueConstraint(fields=["agency", "account", "fingerprint"], name="line_came_once"),
            models.CheckConstraint(condition=Q(placed__lte=F("satang")), name="line_placed_within"),
            models.CheckConstraint(condition=Q(satang__gt=0), name="line_of_money"),
        ]
        indexes = [
            models.Index(
                fields=["agency", "paid_at"], condition=Q(placed__lt=F("satang")), name="lines_not_placed"
            ),
            models.Index(fields=["agency", "paid_on", "id"], name="lines_of_a_day"),
            models.Index(fields=["agency", "bank_reference"], name="lines_of_reference"),
        ]

    def __str__(self) -> str:
        return f"bank line {self.pk}"

    @property
    def in_baht(self) -> str:
        return baht.written(self.satang)

    @property
    def left(self) -> int:
        """Satang without a place."""
        return self.satang - self.placed


def _taken_for_another(other: BankStatement) -> Refusal:
    return Refusal(
        "of_another",
        f"ยังไม่ได้นำเข้า เพราะไฟล์นี้นำเข้าแล้วเป็นของบัญชี {other.account.shown_number} ถ้านำเข้าอีก เงินเดิมจะนับซ้ำเป็นเงินใหม่ "
        "โปรดตรวจว่าไฟล์เป็นของบัญชีใด แล้วเลือกบัญชีหรือไฟล์ใหม่ ข้อมูลเดิมอยู่ครบ",
    )


def _columns_changed(other: BankStatement) -> Refusal:
    assert other.first_day is not None and other.last_day is not None, "it shares a day"
    return Refusal(
        "columns_changed",
        f"ยังไม่ได้นำเข้า เพราะรายการวันที่ {date_range(other.first_day, other.last_day)} นำเข้าจากไฟล์ “{other.name}” แล้วด้วยคอลัมน์อื่น "
        "ถ้าเปลี่ยนคอลัมน์ เงินเดิมจะนับซ้ำเป็นเงินใหม่ โปรดใช้คอลัมน์เดิม หรือดาวน์โหลดจากธนาคารเฉพาะวันหลัง "
        f"{medium_date(other.last_day)} แล้วนำเข้าใหม่ ข้อมูลเดิมอยู่ครบ",
    )


def _row(statement: BankStatement, line: StatementLine) -> BankLine:
    return BankLine(
        account=statement.account,
        statement=statement,
        row=line.row,
        fingerprint=line.fingerprint,
        paid_at=line.paid_at,
        paid_on=line.paid_on,
        time_known=line.time_known,
        satang=line.satang,
        reference1=as_one_reference(line.reference1)[:REFERENCE_MAX],
        reference2=as_one_reference(line.reference2)[:REFERENCE_MAX],
        bank_reference=as_one_reference(line.bank_reference)[:REFERENCE_MAX],
        description=line.description[:TEXT_MAX],
        payer=line.payer[:TEXT_MAX],
        channel=line.channel[:TEXT_MAX],
    )
