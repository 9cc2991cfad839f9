"""What waits for each officer, told by e-mail at nine and at three on working days; nothing where nothing waits.

A mail of the machine within the office: it names services and numbers, and no applicant.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from django.conf import settings
from django.utils.timezone import localtime, now

from saraban.agencies.calendar import calendar_of_agency
from saraban.agencies.duties import MACHINE, Duty
from saraban.agencies.models import Officer, Profile
from saraban.audit.desk import one_at_a_time
from saraban.cases.decisions import Proposal
from saraban.cases.delays import DelayNotice
from saraban.cases.models import Case
from saraban.cases.news import CaseMark, marks
from saraban.cases.opinions import Opinion
from saraban.cases.proofings import Proofing
from saraban.law.refusal import Refusal
from saraban.law.working_time import NoCalendar
from saraban.mail.models import Draft, Mailbox, OutboundEmail
from saraban.registers.answers import Office, letter_text
from saraban.registers.models import Routing, central_mailbox, office_of
from saraban.tenancy.scope import acting_for
from saraban.thai.dates import medium_date, thai_time

logger = logging.getLogger("saraban.cases")

TOLD_AT = (time(9), time(15))
LISTED_MAX = 20  # cases named in one mail; the others are counted
AGENCIES_MAX = 50


@dataclass(frozen=True)
class Waiting:
    """What waits for one officer."""

    late: Sequence[str] = ()  # `เลขรับ 124/2569 ต่ออายุใบอนุญาต ครบกำหนด 27 พ.ย. 2569`
    today: Sequence[str] = ()
    appointments: Sequence[str] = ()
    approvals: int = 0
    questions: int = 0
    delays: int = 0
    letters: int = 0  # handed on and not accepted

    @property
    def lines(self) -> list[str]:
        """Of the mail; empty where nothing waits."""
        lines: list[str] = []
        for title, rows in (
            ("เกินกำหนด", self.late),
            ("ครบกำหนดวันนี้", self.today),
            ("นัดยืนยันตัวตนวันนี้", self.appointments),
        ):
            if rows:
                more = [f"และอีก {len(rows) - LISTED_MAX} เรื่อง"] if len(rows) > LISTED_MAX else []
                lines += [f"{title} {len(rows)} เรื่อง", *(f"- {row}" for row in rows[:LISTED_MAX]), *more, ""]
        for count, said in (
            (self.approvals, "เรื่องรออนุมัติ {} เรื่อง"),
            (self.questions, "มีผู้ขอความเห็น {} เรื่อง"),
            (self.delays, "ถึงกำหนดแจ้งเหตุล่าช้า {} เรื่อง"),
            (self.letters, "หนังสือที่ส่งถึงและยังไม่กดรับ {} ฉบับ"),
        ):
            if count:
                lines.append(said.format(count))
        return lines


def tell_officers() -> int:
    """The clock's step, at each of the two hours once for an agency; how many mails were laid into the outbox."""
    moment, count = localtime(now()), 0
    hour = _hour(moment)
    if hour is None:
        return 0
    told = f"{moment.date().isoformat()} {hour:%H.%M}"
    for mark in marks().exclude(told=told)[:AGENCIES_MAX]:
        with acting_for(mark.agency):
            try:
                count += _tell_all(moment, told)
            except (Refusal, NoCalendar) as trouble:  # the work list says the same
                logger.warning("officers of %s were not told: %s", mark.agency.slug, trouble)
            CaseMark.objects.filter(pk=mark.pk).update(told=told)
    return count


def _hour(moment: datetime) -> time | None:
    """The last of the hours that has come, while it is not yet long ago: who was asleep at nine is not told at night."""
    come = [hour for hour in TOLD_AT if hour <= moment.time()]
    return come[-1] if come and moment.hour < come[-1].hour + 2 else None


def _tell_all(moment: datetime, told: str) -> int:
    mailbox = central_mailbox()
    calendar = calendar_of_agency()
    if mailbox is None or not Profile.here().digests or not calendar.is_working_day(moment.date()):
        return 0
    office, count = office_of(mailbox), 0
    for officer in Officer.objects.filter(active=True).exclude(email="").order_by("pk"):
        lines = waiting_for(officer, moment.date()).lines
        if lines:
            count += _mail(officer, lines, told, mailbox=mailbox, office=office)
    return count


def waiting_for(officer: Officer, today: date) -> Waiting:
    """As many questions for a thousand cases as for one."""
    due = Case.objects.work_of(officer).filter(due_on__lte=today).select_related("entry", "service")
    rows = [(case.due_on, _named(case)) for case in due]
    head = Duty.HEAD in officer.duties
    return Waiting(
        late=[f"{name} ครบกำหนด {medium_date(day)}" for day, name in rows if day is not None and day < today],
        today=[name for day, name in rows if day == today],
        appointments=[
            f"{thai_time(one.at)} {_named(one.case)}"
            for one in Proofing.objects.of_officer(officer)
            if one.at is not None and localtime(one.at).date() == today
        ],
        approvals=Proposal.objects.waiting().count() if head else 0,
        questions=Opinion.objects.asked_of(officer).count(),
        delays=DelayNotice.objects.unsent().filter(case__in=Case.objects.work_of(officer)).count(),
        letters=Routing.objects.to(officer).filter(accepted_at=None).count(),
    )


def _named(case: Case) -> str:
    return f"เลขรับ {case.number} {'เรื่องที่จำกัดผู้เห็น' if case.restricted else case.service.name}"


def _mail(officer: Officer, lines: Sequence[str], told: str, *, mailbox: Mailbox, office: Office) -> int:
    """Once for each officer and hour, however often the clock died meanwhile."""
    if officer.email.lower() in Mailbox.addresses():
        return 0
    with one_at_a_time(officer.agency_id) as desk:
        part = f"{told} {officer.pk}"
        laid = OutboundEmail.objects.filter(kind=OutboundEmail.DIGEST, part=part)
        if laid.exists():
            return 0
        body = [f"เรียน {officer.name}", "", *lines, "", f"เปิดงานของท่าน {settings.SITE_URL}/desk/work/"]
        draft = Draft(
            kind=OutboundEmail.DIGEST,
            to_address=officer.email,
            to_name=officer.name,
            subject=f"งานที่รอท่าน {medium_date(desk.moment)} เวลา {thai_time(desk.moment)}",
            body=letter_text(office, body),
            leaves_at=desk.moment,
            automatic=True,
            part=part,
        )
        OutboundEmail.objects.compose(draft, mailbox=mailbox, from_name=office.from_name, by=MACHINE)
    return 1
