"""คำสั่งให้ระบบส่งแจ้งเหตุล่าช้า: machines prepare and people send, unless the head said once that these may leave.

An order is for one service, with its number and its days. In the log the letter is the clock's deed, with the order as
its fact; to the applicant it is the office's letter as ever: T15 names no officer, its foot names the registry.
"""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import Q

from saraban.agencies.models import Officer
from saraban.agencies.terms import ORDER_MAX, Term, Terms, must_be_ordered
from saraban.audit.desk import one_at_a_time
from saraban.cases.catalogue import Service
from saraban.law.refusal import Refusal
from saraban.mail.models import REASON_MAX


class StandingOrders(Terms["StandingOrder"]):
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

        Raises `Refusal`: complaint, no_order, bad_days, no_reason, given.
        """
        with one_at_a_time(service.agency_id):
            if service.is_complaint:
                raise Refusal(
                    "complaint",
                    f"ยังไม่ได้บันทึก เพราะ “{service.name}” เป็นเรื่องร้องเรียน ต้องให้เจ้าหน้าที่อ่านและกดส่งเองทุกฉบับ ไม่มีข้อมูลใดเปลี่ยน",
                )
            must_be_ordered(order, first_day, last_day)
            if not reason.strip():
                raise Refusal(
                    "no_reason", "ยังไม่ได้บันทึก เพราะต้องบอกเหตุแห่งความล่าช้าที่จะแจ้งผู้ยื่น โปรดพิมพ์เหตุผล สิ่งที่พิมพ์ไว้อยู่ครบ"
                )
            if self.meanwhile(first_day, last_day).filter(service=service).exists():
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
        return self.meanwhile(on, on)


class StandingOrder(Term):
    """One such order for one service."""

    personal: ClassVar[frozenset[str]] = frozenset({"reason"})

    service = models.ForeignKey(
        Service, models.PROTECT, verbose_name="บริการ", related_name="+", db_index=False
    )
    reason = models.CharField("เหตุผลที่แจ้ง", max_length=REASON_MAX)
    officer = models.ForeignKey(Officer, models.PROTECT, verbose_name="ผู้สั่ง", related_name="+", db_index=False)

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

    def must_hold_on(self, day: date) -> None:
        """Raises `Refusal("order_over")`: it was ended meanwhile, or its days are over."""
        self.refresh_from_db()
        if not self.holds_on(day):
            raise Refusal(
                "order_over", "ยังไม่ได้แจ้ง เพราะคำสั่งให้ระบบส่งเลิกใช้หรือพ้นกำหนดแล้ว โปรดให้เจ้าหน้าที่กดส่ง เรื่องเดิมอยู่ครบ"
            )
