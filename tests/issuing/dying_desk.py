"""A desk that signs, presses and carries licences, and may die at any instant; and what must hold whenever it did."""

from __future__ import annotations

import itertools
from collections import Counter as Tally
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.utils.timezone import now

from saraban.agencies.duties import Duty
from saraban.agencies.models import Officer, Unit
from saraban.audit.entries import AuditEntry
from saraban.cases.catalogue import Service
from saraban.issuing.carrying import carry_due
from saraban.issuing.certificates import SealingCertificate
from saraban.issuing.models import Issue, IssuedPaper, Stage
from saraban.licences.kinds import LicenceKind
from saraban.licences.models import Licence
from saraban.mail.models import Mailbox, OutboundEmail, files
from saraban.registers.outgoing import OutgoingEntry
from saraban.tenancy.models import Agency
from saraban.tenancy.scope import acting_for
from tests.cases.matters import Matters
from tests.issuing.desks import PASSPHRASE, Desk, press
from tests.office import Office


def desk_here() -> Desk:
    """The desk of this database, as it was opened."""
    clerk = Officer.objects.get(assignments__duty=Duty.REGISTRY)
    head = Officer.objects.get(assignments__duty=Duty.HEAD)
    officer = Officer.objects.get(assignments__duty=Duty.CASE)
    office = Office(Agency.objects.get(), clerk, head, Unit.objects.get(), Mailbox.objects.get())
    service = Service.objects.get(name="ขออนุญาตประกอบกิจการ")
    return Desk(Matters(office, officer, service), service, LicenceKind.objects.get())


def live(life: int) -> None:
    """Until somebody kills it. It says what there is after each round."""
    with acting_for(Agency.objects.get()):
        desk = desk_here()
        certificate = SealingCertificate.objects.standing()
        assert certificate is not None
        certificate.open(PASSPHRASE, by=desk.clerk)
        for number in itertools.count():
            for waiting in Issue.objects.filter(stage=Stage.SIGNED):  # whose press got no page back
                waiting.send_out(press(seals=True), by=desk.clerk)
            issue = desk.signed(desk.approved(subject=f"คำขอ {life}-{number}"))
            print(tally(), flush=True)
            issue.send_out(press(seals=number % 3 > 0), by=desk.clerk)
            carry_due(moment=now() + timedelta(hours=1))


def tally() -> str:
    """How many have their number, and how many left: neither falls."""
    numbered = Issue.objects.filter(stage__in=[Stage.NUMBERED, Stage.SENT]).count()
    return f"{numbered} {Issue.objects.filter(stage=Stage.SENT).count()}"


def finished() -> None:
    """Nothing dies any more: whatever waits is carried to its end."""
    with acting_for(Agency.objects.get()):
        desk = desk_here()
        certificate = SealingCertificate.objects.standing()
        assert certificate is not None
        certificate.open(PASSPHRASE, by=desk.clerk)
        for waiting in Issue.objects.filter(stage=Stage.SIGNED):
            waiting.send_out(press(seals=True), by=desk.clerk)
        while carry_due(moment=now() + timedelta(hours=1)):
            pass


def unsound(data: Path, *, all_left: bool = False) -> Iterator[str]:
    """What is broken: a number that is missing or given twice, a licence or a mail too many or too few, a file that is not
    there. `all_left`: nothing may be waiting."""
    settings.DATA_DIR = data
    agency = Agency.objects.get()
    with acting_for(agency):
        yield from _gaps("send register", OutgoingEntry.objects.filter(issue__isnull=False))
        yield from _gaps("licences", Licence.objects.all())
        for issue in Issue.objects.filter(stage__in=[Stage.NUMBERED, Stage.SENT]).select_related(
            "entry", "licence"
        ):
            if issue.entry is None or issue.licence is None:
                yield f"issue {issue.pk} is numbered without its number or licence"
                continue
            papers = list(issue.issued.order_by("place"))
            if [one.number for one in papers] != [issue.entry.letter_number, issue.licence.licence_number]:
                yield f"issue {issue.pk}: its papers say other numbers"
            mails = OutboundEmail.objects.filter(dispatches__entry=issue.entry).count()
            if mails != (1 if issue.stage == Stage.SENT else 0):
                yield f"issue {issue.pk} ({issue.stage}) has {mails} mails"
            if issue.stage == Stage.SENT and any(not files().verify(agency, one.sha256) for one in papers):
                yield f"issue {issue.pk}: a file that left is not as it was"
        loose = (
            Licence.objects.filter(issue=None).count() + IssuedPaper.objects.filter(issue__entry=None).count()
        )
        if loose:
            yield f"{loose} licences or papers belong to no issue"
        if all_left and (waiting := Issue.objects.filter(stage__in=[Stage.SIGNED, Stage.NUMBERED]).count()):
            yield f"{waiting} did not leave"
        numbers = list(AuditEntry.objects.order_by("number").values_list("number", flat=True))
        if numbers != list(range(1, len(numbers) + 1)):
            yield "the log has a gap"


def _gaps(what: str, rows: QuerySet[Any]) -> Iterator[str]:
    given = Tally[int](rows.values_list("number", flat=True))
    if twice := [number for number, times in given.items() if times > 1]:
        yield f"{what}: {twice} given twice"
    if missing := set(range(1, len(given) + 1)) - set(given):
        yield f"{what}: {sorted(missing)} missing"
