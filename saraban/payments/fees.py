"""ตารางค่าธรรมเนียม: what the agency takes money for, and since when how much. What was owed then stays as it was."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import Prefetch
from django.utils.timezone import localdate

from saraban.audit.desk import one_at_a_time
from saraban.audit.recorded import Actor, Recorded, RecordedManager
from saraban.law.refusal import Refusal
from saraban.payments.thai_qr import REFERENCE_MAX
from saraban.tenancy.scope import current_agency
from saraban.thai import baht

NAME_MAX = 200
LAW_MAX = 300
NOTE_MAX = 500
FEE_SATANG_MAX = 100_000_000_00  # a hundred million baht
_CODE = re.compile(rf"[A-Z0-9]{{1,{REFERENCE_MAX}}}")


class Fees(RecordedManager["Fee"]):
    def add(self, code: str, name: str, *, by: Actor) -> Fee:
        """A row of the table, without an amount yet. `code`: the second reference of its bills. Raises `Refusal`:
        bad_code, no_name, there_already."""
        code, name = code.strip().upper(), " ".join(name.split())[:NAME_MAX]
        if not _CODE.fullmatch(code):
            raise Refusal(
                "bad_code",
                f"ยังไม่ได้บันทึก เพราะรหัสค่าธรรมเนียมต้องเป็น A–Z หรือ 0–9 ไม่เกิน {REFERENCE_MAX} ตัว เช่น FEE01 โปรดแก้ สิ่งที่พิมพ์ไว้อยู่ครบ",
            )
        if not name:
            raise Refusal("no_name", "ยังไม่ได้บันทึก เพราะยังไม่มีชื่อค่าธรรมเนียม โปรดพิมพ์ สิ่งที่พิมพ์ไว้อยู่ครบ")
        with one_at_a_time(current_agency().pk):
            if self.filter(code=code).exists():
                raise Refusal(
                    "there_already", f"ไม่ได้บันทึกซ้ำ เพราะรหัส {code} มีในตารางแล้ว โปรดใช้รหัสอื่น สิ่งที่พิมพ์ไว้อยู่ครบ"
                )
            return self.record("added", by=by, code=code, name=name)

    def table(self) -> Sequence[Fee]:
        """Those that are taken, with all their rates, the newest first."""
        rates = Prefetch("rates", FeeRate.objects.order_by("-since", "-pk"))
        return list(self.filter(ended_at=None).order_by("code").prefetch_related(rates))


class Fee(Recorded):
    """One thing that money is taken for."""

    code = models.CharField("รหัส", max_length=REFERENCE_MAX)
    name = models.CharField("ค่าธรรมเนียม", max_length=NAME_MAX)
    ended_at = models.DateTimeField("เลิกเก็บเมื่อ", null=True)

    objects: ClassVar[Fees] = Fees()

    class Meta:
        verbose_name = "ค่าธรรมเนียม"
        constraints = [models.UniqueConstraint(fields=["agency", "code"], name="fee_of_a_code")]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"

    def rate(self, on: date | None = None) -> FeeRate | None:
        """What holds that day, today without one; None before the first."""
        return self.rates.filter(since__lte=on or localdate()).order_by("-since", "-pk").first()

    def set_rate(
        self, satang: int, *, since: date, law: str, exemption: str = "", refund: str = "", by: Actor
    ) -> FeeRate:
        """From `since` on. `law`: under which it is taken; `exemption`, `refund`: who pays nothing, and what is given
        back when, in the words of that law. Raises `Refusal`: bad_amount, no_law, later_rate."""
        if not 0 <= satang <= FEE_SATANG_MAX:
            raise Refusal(
                "bad_amount",
                f"ยังไม่ได้บันทึก เพราะจำนวนเงินต้องไม่เกิน {baht.written(FEE_SATANG_MAX)} บาท โปรดแก้ สิ่งที่พิมพ์ไว้อยู่ครบ",
            )
        if not law.strip():
            raise Refusal(
                "no_law", "ยังไม่ได้บันทึก เพราะยังไม่ได้บอกว่าเก็บตามกฎหมายหรือข้อบัญญัติใด โปรดพิมพ์ สิ่งที่พิมพ์ไว้อยู่ครบ"
            )
        with one_at_a_time(self.agency_id):
            if self.rates.filter(since__gt=since).exists():
                raise Refusal(
                    "later_rate",
                    "ยังไม่ได้บันทึก เพราะมีอัตราที่เริ่มใช้หลังวันนี้อยู่แล้ว อัตราเดิมไม่แก้ย้อนหลัง โปรดตรวจวันที่เริ่มใช้ สิ่งที่พิมพ์ไว้อยู่ครบ",
                )
            return FeeRate.objects.record(
                "set",
                by=by,
                fee=self,
                satang=satang,
                since=since,
                law=law.strip()[:LAW_MAX],
                exemption=exemption.strip()[:NOTE_MAX],
                refund=refund.strip()[:NOTE_MAX],
            )

    def end(self, *, by: Actor) -> None:
        """Not taken any more; what was billed stays."""
        with self.change("ended", by=by) as desk:
            self.ended_at = self.ended_at or desk.moment


class FeeRate(Recorded):
    """How much, since when: a row more for each change, none is edited."""

    fee = models.ForeignKey(Fee, models.PROTECT, related_name="rates")
    satang = models.PositiveBigIntegerField("อัตรา (สตางค์)")
    since = models.DateField("ใช้ตั้งแต่วันที่")
    law = models.CharField("ตามกฎหมาย", max_length=LAW_MAX)
    exemption = models.CharField("ยกเว้น", max_length=NOTE_MAX, blank=True)
    refund = models.CharField("การคืนเงิน", max_length=NOTE_MAX, blank=True)

    class Meta:
        verbose_name = "อัตราค่าธรรมเนียม"

    def __str__(self) -> str:
        return f"rate {self.pk} of fee {self.fee_id}"

    @property
    def in_baht(self) -> str:
        return baht.written(self.satang)
