"""The directory: other agencies, companies and persons that the agency writes to."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from saraban.audit.desk import one_at_a_time
from saraban.audit.recorded import Actor, Recorded, RecordedManager
from saraban.law.refusal import Refusal
from saraban.tenancy.scope import current_agency

NAME_MAX = 200  # characters
PHONE_MAX = 100


class Contacts(RecordedManager["Contact"]):
    def remember(self, name: str, *, email: str = "", phone: str = "", by: Actor) -> Contact:
        """The contact of this name: made, or completed with what was not known of it. Raises `Refusal("no_name")`."""
        name = " ".join(name.split())[:NAME_MAX]
        if not name:
            raise Refusal("no_name", "ยังไม่ได้ทำ เพราะยังไม่มีชื่อหน่วยงาน โปรดเลือกหรือพิมพ์ชื่อ สิ่งที่พิมพ์ไว้อยู่ครบ")
        with one_at_a_time(current_agency().pk):
            known = self.filter(name=name).first()
            if known is None:
                return self.record("added", by=by, name=name, email=email, phone=phone)
            if (email and email != known.email) or (phone and phone != known.phone) or not known.active:
                with known.change("corrected", by=by):
                    known.email, known.phone = email or known.email, phone or known.phone
                    known.active = True
            return known


class Contact(Recorded):
    """Somebody outside the agency, as an address book keeps them. An entry keeps the party as the letter wrote it."""

    personal: ClassVar[frozenset[str]] = frozenset({"name", "email", "phone"})

    name = models.CharField("ชื่อ", max_length=NAME_MAX)
    email = models.EmailField("อีเมล", blank=True)
    phone = models.CharField("โทรศัพท์", max_length=PHONE_MAX, blank=True)
    active = models.BooleanField("ใช้อยู่", default=True)

    objects: ClassVar[Contacts] = Contacts()

    class Meta:
        verbose_name = "รายชื่อติดต่อ"
        constraints = [models.UniqueConstraint(fields=["agency", "name"], name="contact_named_once")]

    def __str__(self) -> str:
        return self.name

    @property
    def how_to_reach(self) -> str:
        """`โทร. 037 311 273 อีเมล saraban@…`; empty where neither is known."""
        said = [f"โทร. {self.phone}" if self.phone else "", f"อีเมล {self.email}" if self.email else ""]
        return " ".join(part for part in said if part)
