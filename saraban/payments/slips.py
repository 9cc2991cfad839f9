"""หลักฐานการชำระ: a slip with the guide's four data (#3.4(2)). It names a transfer and proves nothing: money settles."""

from __future__ import annotations

from dataclasses import replace
from typing import ClassVar

from django.db import models
from django.db.models import Q, QuerySet
from django.utils.timezone import localdate

from saraban.agencies.models import Officer
from saraban.agencies.terms import BECAUSE_MAX
from saraban.audit.desk import one_at_a_time
from saraban.audit.recorded import Actor, Recorded, RecordedManager
from saraban.law.initial_level_manual_2566 import ProofOfPayment, proof_is_whole
from saraban.law.refusal import Refusal, reason_in
from saraban.mail.models import InboundEmail, KeptFile
from saraban.payments.accounts import NAME_MAX
from saraban.payments.bank_statements import BankLine
from saraban.payments.banks import BANKS
from saraban.payments.invoices import Invoice
from saraban.payments.slip_qr import as_one_reference
from saraban.tenancy.scope import current_agency
from saraban.thai import baht
from saraban.thai.dates import medium_date

REFERENCE_MAX = 60
FILE_NAME_MAX = 200


class Came(models.TextChoices):
    """How a slip came."""

    MAIL = "mail", "ทางอีเมล"
    COUNTER = "counter", "ที่สำนักงาน"
    PORTAL = "portal", "ทางเว็บไซต์"


class Slips(RecordedManager["Slip"]):
    def note(
        self,
        invoice: Invoice | None,
        proof: ProofOfPayment,
        *,
        by: Actor,
        came: str = Came.COUNTER,
        bank: str = "",
        email: InboundEmail | None = None,
        file: KeptFile | None = None,
        because: str = "",
    ) -> Slip:
        """What a payer says to have paid. `bank`: the sending one, three digits, where the slip's code says it;
        `invoice` None: nobody knows yet for what.

        Raises `Refusal`: proof_lacks, used_before, future, not_due.
        """
        reference = as_one_reference(proof.reference)[:REFERENCE_MAX]
        proof_is_whole(replace(proof, reference=reference))
        assert proof.paid_on is not None and proof.satang is not None, "a whole proof has all four"
        if bank and bank not in BANKS:
            bank = ""
        with one_at_a_time(current_agency().pk) as desk:
            if invoice is not None:
                invoice.refresh_from_db()
                invoice.must_be_due()
            if proof.paid_on > localdate(desk.moment):
                raise Refusal(
                    "future",
                    f"ยังไม่ได้บันทึกหลักฐาน เพราะวันที่ชำระ {medium_date(proof.paid_on)} ยังมาไม่ถึง โปรดดูจากสลิปอีกครั้ง สิ่งที่พิมพ์ไว้อยู่ครบ",
                )
            self.must_be_new(reference, bank)
            return self.record(
                "noted",
                by=by,
                invoice=invoice,
                account_name=proof.account_name.strip()[:NAME_MAX],
                paid_on=proof.paid_on,
                satang=proof.satang,
                reference=reference,
                bank=bank,
                came=came,
                email=email,
                file=vars(file) if file is not None else {},
                noted_at=desk.moment,
                officer=by if isinstance(by, Officer) else None,
                because=because.strip()[:BECAUSE_MAX],
            )

    def must_be_new(self, reference: str, bank: str = "") -> None:
        """The same transfer pays once. Raises `Refusal("used_before")`, which says where it was used."""
        reference = as_one_reference(reference)[:REFERENCE_MAX]
        same = self.filter(reference=reference, refused_at=None)
        if bank:
            same = same.filter(Q(bank="") | Q(bank=bank))
        before = same.select_related("invoice").first()
        if before is not None:
            raise Refusal(
                "used_before",
                f"ยังไม่ได้บันทึกหลักฐาน เพราะเลขอ้างอิง {reference} ใช้แล้วเมื่อ {medium_date(localdate(before.noted_at))} "
                f"{before.of_what} สลิปหนึ่งใบใช้ได้ครั้งเดียว โปรดตรวจสลิป สิ่งที่พิมพ์ไว้อยู่ครบ",
            )
        line = BankLine.objects.filter(bank_reference=reference, placed__gt=0).first()
        if line is not None:
            owed = (
                Invoice.objects.filter(postings__line=line, postings__taken_back_by=None)
                .order_by("-pk")
                .first()
            )
            of_what = f"ชำระ {owed.what} ({owed.reference1}) " if owed is not None else ""
            raise Refusal(
                "used_before",
                f"ยังไม่ได้บันทึกหลักฐาน เพราะเงินของเลขอ้างอิง {reference} จับคู่ไปแล้ว {of_what}({line.in_baht} บาท วันที่ {medium_date(line.paid_on)}) "
                "โปรดตรวจสลิป สิ่งที่พิมพ์ไว้อยู่ครบ",
            )

    def waiting(self) -> QuerySet[Slip]:
        """Those whose money was not found yet, the oldest first."""
        return self.filter(found_at=None, refused_at=None).order_by("pk")


class Slip(Recorded):
    """One transfer as its payer tells of it. `found_at`: when its money was found on a statement."""

    personal: ClassVar[frozenset[str]] = frozenset({"file"})

    invoice = models.ForeignKey(
        Invoice, models.PROTECT, null=True, verbose_name="ใบแจ้งชำระ", related_name="slips"
    )
    account_name = models.CharField("ชื่อบัญชีที่รับชำระเงิน", max_length=NAME_MAX)
    paid_on = models.DateField("วันที่ชำระเงิน")
    satang = models.PositiveBigIntegerField("จำนวนเงินที่ชำระ (สตางค์)")
    reference = models.CharField("หมายเลขอ้างอิงของธุรกรรม", max_length=REFERENCE_MAX)
    bank = models.CharField("ธนาคารที่โอนจาก", max_length=3, blank=True)
    came = models.CharField("ส่งมา", max_length=10, choices=Came.choices)
    email = models.ForeignKey(InboundEmail, models.PROTECT, null=True, related_name="+", db_index=False)
    file = models.JSONField("ไฟล์", default=dict)  # as `KeptFile`
    noted_at = models.DateTimeField("บันทึกเมื่อ")
    officer = models.ForeignKey(Officer, models.PROTECT, null=True, related_name="+", db_index=False)
    because = models.CharField("หมายเหตุ", max_length=BECAUSE_MAX, blank=True)
    found_at = models.DateTimeField("พบเงินเมื่อ", null=True)
    refused_at = models.DateTimeField("ไม่รับเมื่อ", null=True)
    refused_because = models.CharField("เพราะ", max_length=BECAUSE_MAX, blank=True)

    objects: ClassVar[Slips] = Slips()

    class Meta:
        verbose_name = "หลักฐานการชำระ"
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "reference", "bank"],
                condition=Q(refused_at=None),
                name="slip_used_once",
            )
        ]
        indexes = [
            models.Index(
                fields=["agency", "id"], condition=Q(found_at=None, refused_at=None), name="slips_waiting"
            )
        ]

    def __str__(self) -> str:
        return f"slip {self.pk}"

    @property
    def kept_file(self) -> KeptFile | None:
        return KeptFile(**self.file) if self.file else None

    @property
    def of_what(self) -> str:
        """`ชำระ ค่าธรรมเนียม… (C2569000124)`"""
        if self.invoice is None:
            return "โดยยังไม่รู้ว่าของเรื่องใด"
        return f"ชำระ {self.invoice.what} ({self.invoice.reference1})"

    @property
    def in_baht(self) -> str:
        return baht.written(self.satang)

    def give(self, invoice: Invoice, *, by: Officer) -> None:
        """It is of this invoice. Raises `Refusal`: over, not_due."""
        with self.change("given", by=by):
            self._must_wait()
            invoice.must_be_due()
            self.invoice = invoice

    def refuse(self, because: str, *, by: Officer) -> None:
        """It is none: made up, of another account, told twice. Its reference may be used again. Raises `Refusal`:
        over, no_reason."""
        with self.change("refused", by=by) as desk:
            self._must_wait()
            reason = reason_in(because, undone="บันทึก", stays="หลักฐานเดิมอยู่ครบ")
            self.refused_at, self.refused_because = desk.moment, reason[:BECAUSE_MAX]

    def note_found(self, found: bool, *, by: Actor) -> None:
        """Its money was placed, or taken out of its place again."""
        with self.change("found" if found else "lost", by=by) as desk:
            self.found_at = desk.moment if found else None

    def _must_wait(self) -> None:
        if self.found_at is not None or self.refused_at is not None:
            raise Refusal("over", "หลักฐานนี้พบเงินแล้วหรือไม่รับแล้ว โปรดโหลดหน้าใหม่ ไม่มีข้อมูลใดเปลี่ยน")
