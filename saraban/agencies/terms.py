"""An order and its days: what somebody may do, or a machine, from one day to another and under the number of an order."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TypeVar

from django.db import models

from saraban.audit.recorded import Actor, Recorded, RecordedManager
from saraban.law.refusal import Refusal, reason_in

ORDER_MAX = 100  # characters: "คำสั่งเทศบาลตำบลคลองน้อย ที่ 12/2569"
BECAUSE_MAX = 300
TERM_MAX = timedelta(
    days=366
)  # a year mistyped is no term of ten years; what nobody looked at for one is looked at again

Row = TypeVar("Row", bound="Term")


class Terms(RecordedManager[Row]):
    def meanwhile(self, first_day: date, last_day: date) -> models.QuerySet[Row]:
        """Those that stand and share a day with these."""
        return self.filter(ended_at=None, first_day__lte=last_day, last_day__gte=first_day)


class Term(Recorded):
    """Both days are inclusive; it may be ended before its last one."""

    order = models.CharField("คำสั่ง", max_length=ORDER_MAX)
    ordered_on = models.DateField("ลงวันที่")
    first_day = models.DateField("ตั้งแต่วันที่")
    last_day = models.DateField("ถึงวันที่")
    ended_at = models.DateTimeField("เลิกเมื่อ", null=True)
    ended_because = models.CharField("เพราะ", max_length=BECAUSE_MAX, blank=True)

    class Meta:
        abstract = True

    def holds_on(self, day: date) -> bool:
        return self.ended_at is None and self.first_day <= day <= self.last_day

    def end(self, because: str, *, by: Actor) -> None:
        """At once, before its last day. Raises `Refusal`: no_reason, ended."""
        with self.change("ended", by=by) as desk:
            if self.ended_at is not None:
                raise Refusal("ended", "คำสั่งนี้เลิกใช้แล้ว ไม่มีข้อมูลใดเปลี่ยน")
            reason = reason_in(because, undone="เลิก", stays="คำสั่งเดิมยังใช้อยู่")
            self.ended_at, self.ended_because = desk.moment, reason[:BECAUSE_MAX]


def must_be_ordered(order: str, first_day: date, last_day: date) -> None:
    """Raises `Refusal`: no_order, bad_days."""
    if not order.strip():
        raise Refusal("no_order", "ยังไม่ได้บันทึก เพราะยังไม่ได้บอกเลขที่คำสั่ง โปรดพิมพ์ตามคำสั่ง สิ่งที่พิมพ์ไว้อยู่ครบ")
    if not first_day <= last_day <= first_day + TERM_MAX:
        raise Refusal(
            "bad_days",
            "ยังไม่ได้บันทึก เพราะวันสุดท้ายต้องไม่ก่อนวันแรก และคำสั่งหนึ่งใช้ได้ไม่เกินหนึ่งปี โปรดแก้วันที่ สิ่งที่พิมพ์ไว้อยู่ครบ",
        )
