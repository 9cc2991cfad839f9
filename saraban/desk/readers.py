"""Pages that are for some duties to read, and for nobody else."""

from __future__ import annotations

from saraban.agencies.duties import HEADS, Duty
from saraban.desk.middleware import OfficerRequest
from saraban.law.refusal import Refusal

MONEY = frozenset({Duty.FINANCE, Duty.ADMINISTRATOR, Duty.AUDITOR}) | HEADS
PAYMENTS = MONEY - {Duty.ADMINISTRATOR}  # who paid what is no setting


def must_read(request: OfficerRequest, duties: frozenset[Duty]) -> None:
    """Raises `Refusal("no_duty")`."""
    if duties.isdisjoint(request.officer.duties):
        of_whom = " หรือ ".join(duty.thai for duty in Duty if duty in duties)
        raise Refusal(
            "no_duty",
            f"เปิดหน้านี้ไม่ได้ เพราะเป็นหน้าของ{of_whom} โปรดให้ผู้ดูแลระบบมอบหน้าที่ในหน้าตั้งค่า ไม่มีข้อมูลใดเปลี่ยน",
        )
