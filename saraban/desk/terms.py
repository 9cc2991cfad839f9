"""The form of an order with its days, and the press that ends one."""

from __future__ import annotations

from django import forms

from saraban.agencies.terms import ORDER_MAX, Term
from saraban.desk.fields import LineField, ThaiDateField
from saraban.desk.middleware import OfficerRequest
from saraban.desk.pressed import pressed


class TermForm(forms.Form):
    order = LineField(
        label="ตามคำสั่ง ที่",
        max_length=ORDER_MAX,
        help_text="เช่น คำสั่งเทศบาลตำบลคลองน้อย ที่ 15/2569",
        error_messages={"required": "ยังไม่ได้บันทึก เพราะยังไม่ได้บอกเลขที่คำสั่ง"},
    )
    ordered_on = ThaiDateField(label="ลงวันที่")
    first_day = ThaiDateField(label="ตั้งแต่วันที่")
    last_day = ThaiDateField(label="ถึงวันที่")


def end_term(request: OfficerRequest, term: Term, said: str) -> None:
    pressed(request, lambda: term.end(request.POST.get("because", ""), by=request.officer), said)
