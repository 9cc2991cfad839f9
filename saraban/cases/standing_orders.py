"""คำสั่งให้ระบบส่งแจ้งเหตุล่าช้า: machines prepare and people send, unless the head said once that these may leave.

An order is for one service, with its number and its days. In the log the letter is the clock's deed, with the order as
its fact; to the applicant it is the office's letter as ever: T15 names no officer, its foot names the registry.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import ClassVar

from django.db import models
from django.db.models import Q

from saraban.agencies.models import BECAUSE_MAX, ORDER_MAX, Officer
from saraban.audit.desk import one_at_a_time
from saraban.audit.recorded import Recorded, RecordedManager
from saraban.cases.catalogue import Service
from saraban.law.refusal import Refusal
from saraban.mail.models import REASON_MAX

TERM_MAX = timedelta(days=366)  # an order that nobody has looked at for a year is looked at again


class StandingOrders(RecordedManager["StandingOrder"]):
    def give(
        self,
        service: Service,
        reason: str,
        *,
        by: Officer,
        order: str,
        ordered_on: date,
        first_day: date,
        last_day: date,
    ) -> StandingOrder:
        """Delay notices of this service leave by themselves, with this reason. Never those of complaints.

        Raises `Refusal`: complaint, no_order, no_reason, bad_days, given.
        """
        with one_at_a_time(service.agency_id):
            if service.is_complaint:
                raise Refusal(
                    "complaint",
                    f"ยังไม่ได้บันทึก เพราะ “{service.name}” เป็นเรื่องร้องเรียน ต้องให้เจ้าหน้าที่อ่านและกดส่งเองทุกฉบับ ไม่มีข้อมูลใดเปลี่ยน",
                )
            if not order.strip():
                raise Refusal("no_order", "ยังไม่ได้บันทึก เพราะยังไม่ได้บอกเลขที่คำสั่ง โปรดพิมพ์ตามคำสั่ง สิ่งที่พิมพ์ไว้อยู่ครบ")
            if not reason.strip():
                raise Refusal(
                    "no_reason", "ยังไม่ได้บันทึก เพราะต้องบอกเหตุแห่งความล่าช้าที่จะแจ้งผู้ยื่น โปรดพิมพ์เหตุผล สิ่งที่พิมพ์ไว้อยู่ครบ"
                )
            if not first_day <= last_day <= first_day + TERM_MAX:
                raise Refusal(
                    "bad_days",
                    "ยังไม่ได้บันทึก เพราะวันสุดท้ายต้องไม่ก่อนวันแรก และคำสั่งหนึ่งใช้ได้ไม่เกินหนึ่งปี โปรดแก้วันที่ สิ่งที่พิมพ์ไว้อยู่ครบ",
                )
            meanwhile = self.filter(service=service, ended_at=None)
            if meanwhile.filter(first_day__lte=last_day, last_day__gte=first_day).exists():
                raise Refusal(
                    "given",
                    f"ยังไม่ได้บันทึก เพราะ “{service.name}” มีคำสั่งในช่วงวันเดียวกันอยู่แล้ว โปรดเลิกคำสั่งเดิมก่อน สิ่งที่พิมพ์ไว้อยู่ครบ",
                )
            return self.record(
                "given",
                by=by,
                service=service,
                reason=" ".join(reason.split())[:REASON_MAX],
                order=order.strip()[:ORDER_MAX],
                ordered_on=ordered_on,
                first_day=first_day,
                last_day=last_day,
                officer=by,
            )

    def in_force(self, on: date) -> models.QuerySet[StandingOrder]:
        return self.filter(ended_at=None, first_day__lte=on, last_day__gte=on)


class StandingOrder(Recorded):
    """One such order for one service. Both days are inclusive."""

    personal: ClassVar[frozenset[str]] = frozenset({"reason"})

    service = models.ForeignKey(
        Service, models.PROTECT, verbose_name="บริการ", related_name="+", db_index=False
    )
    reason = models.CharField("เหตุผลที่แจ้ง", max_length=REASON_MAX)
    order = models.CharField("คำสั่ง", max_length=ORDER_MAX)
    ordered_on = models.DateField("ลงวันที่")
    first_day = models.DateField("ตั้งแต่วันที่")
    last_day = models.DateField("ถึงวันที่")
    officer = models.ForeignKey(Officer, models.PROTECT, verbose_name="ผู้สั่ง", related_name="+", db_index=False)
    ended_at = models.DateTimeField("เลิกเมื่อ", null=True)
    ended_because = models.CharField("เพราะ", max_length=BECAUSE_MAX, blank=True)

    objects: ClassVar[StandingOrders] = StandingOrders()

    class Meta:
        verbose_name = "คำสั่งให้ระบบส่งแจ้งเหตุล่าช้า"
        indexes = [
            models.Index(
                fields=["agency", "service", "last_day"], condition=Q(ended_at=None), name="standing_orders"
            )
        ]

    def __str__(self) -> str:
        return f"standing order {self.pk}"

    def holds_on(self, day: date) -> bool:
        return self.ended_at is None and self.first_day <= day <= self.last_day

    def end(self, because: str, *, by: Officer) -> None:
        """From now on an officer presses again. Raises `Refusal`: no_reason, ended."""
        with self.change("ended", by=by) as desk:
            if self.ended_at is not None:
                raise Refusal("ended", "คำสั่งนี้เลิกใช้แล้ว ไม่มีข้อมูลใดเปลี่ยน")
            if not because.strip():
                raise Refusal("no_reason", "ยังไม่ได้เลิก เพราะยังไม่ได้บอกเหตุผล โปรดพิมพ์เหตุผลสั้น ๆ คำสั่งเดิมยังใช้อยู่")
            self.ended_at, self.ended_because = desk.moment, because.strip()[:BECAUSE_MAX]

    def must_hold_on(self, day: date) -> None:
        """Raises `Refusal("order_over")`: it was ended meanwhile, or its days are over."""
        self.refresh_from_db()
        if not self.holds_on(day):
            raise Refusal(
                "order_over", "ยังไม่ได้แจ้ง เพราะคำสั่งให้ระบบส่งเลิกใช้หรือพ้นกำหนดแล้ว โปรดให้เจ้าหน้าที่กดส่ง เรื่องเดิมอยู่ครบ"
            )
