"""Who has a letter open: so that two clerks do not read the same one. Operational; it stops nobody."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import models
from django.db.models import Q

from saraban.agencies.models import Officer
from saraban.mail.models import InboundEmail
from saraban.tenancy.models import Scoped

OPEN_FOR = timedelta(seconds=30)  # after the page was last heard of
RENEWED_AFTER = timedelta(seconds=10)  # a page asks more often than is written


class OpenedLetter(Scoped):
    email = models.OneToOneField(InboundEmail, models.CASCADE, related_name="opened")
    officer = models.ForeignKey(Officer, models.CASCADE, related_name="+")
    seen_at = models.DateTimeField()

    class Meta:
        verbose_name = "หนังสือที่เปิดอยู่"

    def __str__(self) -> str:
        return f"letter {self.email_id} open"

    @classmethod
    def note(cls, email: InboundEmail, officer: Officer, moment: datetime) -> Officer | None:
        """Say that the officer has it open now; the colleague who has had it open before, if there is one."""
        held = cls._of(email)
        if held is None:
            held, _ = cls.objects.get_or_create(
                agency_id=email.agency_id, email=email, defaults={"officer": officer, "seen_at": moment}
            )
        if held.officer_id != officer.pk and held.seen_at > moment - OPEN_FOR:
            return held.officer
        if held.officer_id != officer.pk or held.seen_at < moment - RENEWED_AFTER:
            mine = Q(officer=officer) | Q(seen_at__lte=moment - OPEN_FOR)
            cls.objects.filter(mine, email=email).update(officer=officer, seen_at=moment)
        return None

    @classmethod
    def by_another(cls, email: InboundEmail, officer: Officer, moment: datetime) -> Officer | None:
        """The colleague who has it open, if there is one; nothing is said of this officer."""
        held = cls._of(email)
        other = held is not None and held.officer_id != officer.pk and held.seen_at > moment - OPEN_FOR
        return held.officer if held is not None and other else None

    @classmethod
    def _of(cls, email: InboundEmail) -> OpenedLetter | None:
        return cls.objects.filter(email=email).first()

    @classmethod
    def take_over(cls, email: InboundEmail, officer: Officer, moment: datetime) -> None:
        """รับช่วงต่อ: the officer has it from now on."""
        cls.objects.update_or_create(
            agency_id=email.agency_id, email=email, defaults={"officer": officer, "seen_at": moment}
        )
