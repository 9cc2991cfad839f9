"""What waits for each officer, told by e-mail at nine and at three on working days; nothing where nothing waits.

A mail of the machine within the office: it names services and numbers, and no applicant.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time

from django.utils.timezone import localtime

from saraban.agencies.duties import Duty
from saraban.agencies.models import Officer
from saraban.cases.decisions import Proposal
from saraban.cases.delays import DelayNotice
from saraban.cases.models import Case
from saraban.cases.opinions import Opinion
from saraban.cases.proofings import Proofing
from saraban.registers.models import Routing
from saraban.registers.tellings import Telling, tell
from saraban.thai.dates import medium_date, thai_time

LISTED_MAX = 20  # cases named in one mail; the others are counted


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
    return tell(DIGEST)


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


DIGEST = Telling(
    "cases",
    (time(9), time(15)),
    "งานที่รอท่าน",
    "เปิดงานของท่าน",
    "/desk/work/",
    lambda officer, today: waiting_for(officer, today).lines,
)
