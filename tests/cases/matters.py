"""A small office with an officer who handles cases, a service with its manual, and letters of a citizen."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from unittest import mock

from saraban.agencies.duties import OPERATOR, Duty
from saraban.agencies.models import Officer
from saraban.cases.catalogue import Appeal, Kind, ManualText, Paper, Service
from saraban.cases.checks import Found, PaperCheck
from saraban.cases.models import Case
from saraban.law.deadlines import Unit
from saraban.registers.models import IncomingEntry, Particulars, Route
from saraban.tenancy.scope import acting_for
from tests.office import Office, add_officer, arrive, bangkok, open_office

MONDAY = bangkok(2023, 1, 23, 9, 0)
APPEAL = Appeal(to="ผู้ว่าราชการจังหวัด", days=30, law="พ.ร.บ.การสาธารณสุข พ.ศ. 2535 มาตรา 66")
MANUAL = ManualText(
    law="พ.ร.บ.การสาธารณสุข พ.ศ. 2535",
    days=15,
    unit=Unit.WORKING_DAYS,
    steps=[("ตรวจเอกสาร", 3), ("ตรวจสถานที่", 7), ("พิจารณา", 5)],
    papers=[
        Paper("form", "คำขอ"),
        Paper("id", "สำเนาบัตรประจำตัวประชาชน", issued_by_state=True),
        Paper("map", "แผนที่ตั้ง", required=False),
    ],
    fee_satang=50_000,
    appeal=APPEAL,
)


@contextmanager
def clock_at(moment: datetime) -> Iterator[None]:
    """Days are counted, and deeds are done, at this moment."""
    with ExitStack() as stack:
        for module in ("django.utils.timezone.now", "saraban.audit.desk.now", "saraban.mail.intake.now"):
            stack.enter_context(mock.patch(module, lambda: moment))
        yield


@dataclass(frozen=True)
class Matters:
    office: Office
    officer: Officer
    service: Service

    @property
    def head(self) -> Officer:
        return self.office.head

    def entry(self, subject: str = "ขอต่ออายุใบอนุญาต", **letter: Any) -> IncomingEntry:
        """A letter that came by e-mail and was registered, handed on to the unit."""
        email = arrive(self.office, subject=subject, **letter)
        restricted = letter.get("restricted", False)
        return IncomingEntry.objects.enter(
            email,
            by=self.office.clerk,
            particulars=Particulars(subject=subject, restricted=restricted),
            route=Route(unit=self.office.unit),
        )

    def case(self, *, service: Service | None = None, **letter: Any) -> Case:
        return Case.objects.open(
            self.entry(**letter), service or self.service, by=self.officer, officer=self.officer
        )

    def complete(self, **letter: Any) -> Case:
        """A case all of whose papers were found whole."""
        case = self.case(**letter)
        for paper in case.manual.checklist:
            PaperCheck.objects.find(case, paper.key, Found.WHOLE, by=self.officer)
        PaperCheck.objects.find_complete(case, by=self.officer)
        return case


def open_matters(data: Path, *, practice: bool = False) -> Matters:
    """Not within the office: act for it."""
    return matters_of(open_office(data=data, practice=practice))


def matters_of(office: Office) -> Matters:
    with acting_for(office.agency):
        officer = add_officer("นายวิชัย ใจเย็น", "wichai@klongnoy.go.th", Duty.CASE)
        service = Service.objects.offer("ต่ออายุใบอนุญาต", Kind.PERMIT, MANUAL, by=OPERATOR)
    return Matters(office, officer, service)
