"""What the machine tells officers by e-mail, at hours of the working day: once each, and only those for whom something waits.

A mail within the office, which names no applicant. What waits is said by the rooms above.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from django.conf import settings
from django.db import models
from django.utils.timezone import localtime

from saraban.agencies.calendar import calendar_of_agency
from saraban.agencies.duties import MACHINE
from saraban.agencies.models import Officer, Profile
from saraban.audit.desk import one_at_a_time
from saraban.law.refusal import Refusal
from saraban.law.working_time import NoCalendar
from saraban.mail.models import Draft, Mailbox, OutboundEmail
from saraban.registers.answers import Office, letter_text
from saraban.registers.models import central_mailbox, office_of
from saraban.tenancy.models import Agency, Scoped
from saraban.tenancy.scope import acting_for
from saraban.thai.dates import medium_date, thai_time

logger = logging.getLogger("saraban.registers")

AGENCIES_MAX = 50
HOURS_AFTER_MAX = 2  # who was asleep at nine is not told at night
OF_MAX = 16


@dataclass(frozen=True)
class Telling:
    """One mail for an officer at each of the hours. No two tellings share an hour: the day and the hour name the mail."""

    of: str
    hours: Sequence[time]
    subject: str
    opens: str  # "เปิดงานของท่าน"
    path: str
    lines_for: Callable[[Officer, date], Sequence[str]]  # empty: nothing waits for that officer

    def hour_at(self, moment: datetime) -> time | None:
        """The last of its hours that has come, while it is not yet long ago."""
        come = [hour for hour in self.hours if hour <= moment.time()]
        return come[-1] if come and moment.hour < come[-1].hour + HOURS_AFTER_MAX else None


class TellingMark(Scoped):
    """At which day and hour the agency's officers were told of it last."""

    of = models.CharField(max_length=OF_MAX)
    told = models.CharField(max_length=16, blank=True)

    class Meta:
        verbose_name = "แจ้งเจ้าหน้าที่"
        constraints = [models.UniqueConstraint(fields=["agency", "of"], name="one_telling_mark")]

    def __str__(self) -> str:
        return f"officers were told of {self.of} at {self.told}"


def tell(telling: Telling) -> int:
    """A step of the clock's, at each hour once for an agency; how many mails were laid into the outbox."""
    moment, count = localtime(), 0
    hour = telling.hour_at(moment)
    if hour is None:
        return 0
    told = f"{moment.date().isoformat()} {hour:%H.%M}"
    for mark in _marks(telling.of).exclude(told=told)[:AGENCIES_MAX]:
        with acting_for(mark.agency):
            try:
                count += _tell_all(telling, moment.date(), told)
            except (Refusal, NoCalendar) as trouble:  # the pages say the same
                logger.warning("officers of %s were not told: %s", mark.agency.slug, trouble)
            TellingMark.objects.filter(pk=mark.pk).update(told=told)
    return count


def _marks(of: str) -> models.QuerySet[TellingMark]:
    """Of all agencies; of new ones, too."""
    known = TellingMark.across_agencies.filter(of=of)
    for agency in Agency.objects.exclude(pk__in=known.values("agency"))[:AGENCIES_MAX]:
        TellingMark.across_agencies.get_or_create(agency=agency, of=of)
    return known.select_related("agency").order_by("pk")


def _tell_all(telling: Telling, today: date, told: str) -> int:
    mailbox = central_mailbox()
    if mailbox is None or not Profile.here().digests or not calendar_of_agency().is_working_day(today):
        return 0
    office, count = office_of(mailbox), 0
    for officer in Officer.objects.filter(active=True).exclude(email="").order_by("pk"):
        lines = telling.lines_for(officer, today)
        if lines:
            count += _mail(telling, officer, lines, told, mailbox=mailbox, office=office)
    return count


def _mail(
    telling: Telling, officer: Officer, lines: Sequence[str], told: str, *, mailbox: Mailbox, office: Office
) -> int:
    """Once for each officer and hour, however often the clock died meanwhile, and however many processes have one."""
    if officer.email.lower() in Mailbox.addresses():
        return 0
    with one_at_a_time(officer.agency_id) as desk:
        part = f"{told} {officer.pk}"
        laid = OutboundEmail.objects.filter(kind=OutboundEmail.DIGEST, part=part)
        if laid.exists():
            return 0
        body = [f"เรียน {officer.name}", "", *lines, "", f"{telling.opens} {settings.SITE_URL}{telling.path}"]
        draft = Draft(
            kind=OutboundEmail.DIGEST,
            to_address=officer.email,
            to_name=officer.name,
            subject=f"{telling.subject} {medium_date(desk.moment)} เวลา {thai_time(desk.moment)}",
            body=letter_text(office, body),
            leaves_at=desk.moment,
            automatic=True,
            part=part,
        )
        OutboundEmail.objects.compose(draft, mailbox=mailbox, from_name=office.from_name, by=MACHINE)
    return 1
