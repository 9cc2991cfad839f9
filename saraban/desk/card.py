"""The card beside a letter: the eight columns of แบบที่ 13, filled from the letter, for a person to check."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.timezone import localtime

from saraban.agencies.models import Officer, Profile, Unit
from saraban.desk.fields import LineField, ThaiDateField
from saraban.mail.models import SUBJECT_MAX, InboundEmail
from saraban.registers.models import (
    ACTION_MAX,
    LETTER_NUMBER_MAX,
    PARTY_MAX,
    IncomingEntry,
    Particulars,
    Route,
    Urgency,
)


class EntryCard(forms.Form):
    letter_number = LineField(label="ที่", max_length=LETTER_NUMBER_MAX, required=False)
    dated_on = ThaiDateField(label="ลงวันที่")
    sender = LineField(
        label="จาก",
        max_length=PARTY_MAX,
        error_messages={"required": "ยังลงรับไม่ได้ เพราะยังไม่มี “จาก” โปรดพิมพ์ชื่อผู้ส่ง แล้วกด Enter"},
    )
    addressee = LineField(label="ถึง", max_length=PARTY_MAX, required=False)
    subject = LineField(
        label="เรื่อง",
        max_length=SUBJECT_MAX,
        error_messages={"required": "ยังลงรับไม่ได้ เพราะยังไม่มี “เรื่อง” โปรดพิมพ์เรื่องโดยย่อ แล้วกด Enter"},
    )
    unit = forms.ModelChoiceField(
        label="การปฏิบัติ",
        queryset=Unit.objects.filter(active=True).order_by("name"),
        required=False,
        empty_label="ยังไม่ส่งต่อ",
        error_messages={"invalid_choice": "ไม่พบหน่วยที่เลือก โปรดเลือกใหม่จากรายการ"},
    )
    officer = forms.ModelChoiceField(
        label="เจ้าหน้าที่",
        queryset=Officer.objects.filter(active=True).order_by("name"),
        required=False,
        empty_label="ทั้งหน่วย",
        error_messages={"invalid_choice": "ไม่พบเจ้าหน้าที่ที่เลือก โปรดเลือกใหม่จากรายการ"},
    )
    remarks = LineField(label="หมายเหตุ", max_length=ACTION_MAX, required=False)
    urgency = forms.ChoiceField(
        label="ความเร็ว",
        choices=[("", "ปกติ"), *Urgency.choices],
        required=False,
        error_messages={"invalid_choice": "ไม่พบชั้นความเร็วที่เลือก โปรดเลือกใหม่จากรายการ"},
    )
    restricted = forms.BooleanField(label="จำกัดผู้เห็น", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        self.starts_at = ""  # the column that has the cursor when the page opens

    @classmethod
    def for_letter(cls, letter: InboundEmail, held: IncomingEntry | None) -> EntryCard:
        """What the letter itself says; what an officer said before where it came back to the desk."""
        if held is not None:
            routed = held.last_route()
            return cls(
                initial={
                    "unit": routed.unit,
                    "officer": routed.officer,
                    "letter_number": held.letter_number,
                    "dated_on": held.dated_on,
                    "sender": held.sender,
                    "addressee": held.addressee,
                    "subject": held.subject,
                    "remarks": held.remarks,
                    "urgency": held.urgency,
                    "restricted": held.restricted,
                }
            )
        return cls(
            initial={
                "dated_on": localtime(letter.sent_at or letter.arrived_at).date(),
                "sender": letter.from_whom[:PARTY_MAX],
                "addressee": Profile.objects.get().head_title,
                "subject": letter.subject,
            }
        )

    def start_at_what_is_missing(self) -> None:
        """Put the cursor into the first column that is wrong or empty but needed; else the button has it."""
        for field in self:
            empty = field.field.required and not field.value()
            if field.errors or (empty and not self.is_bound):
                field.field.widget.attrs["autofocus"] = True
                self.starts_at = field.name
                return

    def particulars(self) -> Particulars:
        said = self.cleaned_data
        return Particulars(
            letter_number=said["letter_number"],
            dated_on=said["dated_on"],
            sender=said["sender"],
            addressee=said["addressee"],
            subject=said["subject"],
            remarks=said["remarks"],
            urgency=said["urgency"],
            restricted=said["restricted"],
        )

    def route(self) -> Route:
        return Route(unit=self.cleaned_data["unit"], officer=self.cleaned_data["officer"])
