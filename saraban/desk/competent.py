"""The agency whose business something is: named in a form, offered from the directory, remembered in it."""

from __future__ import annotations

from django import forms
from django.db.models import QuerySet

from saraban.agencies.models import Officer
from saraban.contacts.models import NAME_MAX, PHONE_MAX, Contact
from saraban.desk.fields import LineField

LISTED_MAX = 300  # offered while typing


class CompetentForm(forms.Form):
    """Its fields stand in `desk/_competent.html`."""

    name = LineField(
        label="หน่วยงานที่รับผิดชอบ",
        max_length=NAME_MAX,
        error_messages={"required": "ยังไม่ได้ทำ เพราะยังไม่มีชื่อหน่วยงานที่รับผิดชอบ โปรดเลือกหรือพิมพ์ชื่อ สิ่งที่พิมพ์ไว้อยู่ครบ"},
    )
    email = forms.EmailField(
        label="อีเมลของหน่วยงานนั้น",
        required=False,
        error_messages={
            "invalid": "ยังไม่ได้ทำ เพราะที่อยู่อีเมลไม่ถูกรูปแบบ เช่น saraban@nongbua.go.th โปรดแก้ สิ่งที่พิมพ์ไว้อยู่ครบ"
        },
    )
    phone = LineField(label="โทรศัพท์ของหน่วยงานนั้น", max_length=PHONE_MAX, required=False)

    @property
    def offered(self) -> QuerySet[Contact]:
        return Contact.objects.filter(active=True).order_by("name")[:LISTED_MAX]

    def contact(self, *, by: Officer) -> Contact:
        """As the form says it, in the directory from now on."""
        said = self.cleaned_data
        return Contact.objects.remember(said["name"], email=said["email"], phone=said["phone"], by=by)
