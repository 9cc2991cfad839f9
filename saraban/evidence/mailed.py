"""The seals leave the house by themselves, as mail: only a seal that lies elsewhere tells of a forgery from within.

A mail is of the machine: no letter, no name and no word of one is in it, and it has no row in the send register. Which
days somebody holds is told by the mails themselves (`OutboundEmail.part`), so that each day is laid into the outbox once.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Exists, OuterRef
from django.utils.timezone import localdate, now

from saraban.agencies.duties import MACHINE, Duty
from saraban.agencies.models import Assignment, Profile
from saraban.audit.desk import one_at_a_time
from saraban.evidence.seals import DaySeal
from saraban.files.store import DiskFull
from saraban.law.refusal import Refusal
from saraban.mail.models import Draft, KeptFile, Mailbox, OutboundEmail, files
from saraban.registers.models import central_mailbox, office_of
from saraban.tenancy.models import Agency
from saraban.tenancy.scope import acting_for, current_agency
from saraban.thai.dates import full_date, long_date

logger = logging.getLogger("saraban.evidence")

SEALS_MAX = 400  # of one mail, the latest: each is chained to all before it
SHORT_FORMS_MAX = 31  # of them that stand in the text as well
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Holder:
    """Somebody who is sent the seals: of each day, or of each month when it is over."""

    name: str
    address: str
    monthly: bool = False

    @property
    def mails(self) -> str:
        """How `part` of their mails begins."""
        return "month " if self.monthly else "day "

    @property
    def beside_us(self) -> bool:
        """Whether their mail lies where the office's own does: who minds that may open it too."""
        own = {address.rpartition("@")[2] for address in Mailbox.addresses()}
        return self.address.lower().rpartition("@")[2] in own

    def last_mail(self) -> OutboundEmail | None:
        """The one that goes furthest."""
        theirs = OutboundEmail.objects.filter(
            kind=OutboundEmail.SEAL, to_address=self.address, part__startswith=self.mails
        )
        return theirs.order_by("-part").first()

    def days_due(self, sealed: date) -> tuple[date, date] | None:
        """From which day to which they are to be sent seals now, where the days up to `sealed` have theirs."""
        last = _month_end(sealed) if self.monthly else sealed
        mail = self.last_mail()
        first = last if mail is None else last_day_of(mail) + ONE_DAY
        if first > last:
            return None
        return (
            first.replace(day=1) if first <= _month_end(last) else first
        ), last  # a month that is over, whole


def holders() -> list[Holder]:
    """Whom the office has named; else its own auditors. Nobody: nothing leaves."""
    profile = Profile.here()
    auditors = Assignment.objects.filter(duty=Duty.AUDITOR, ended_at=None, officer__active=True)
    addresses = (
        [profile.seals_to]
        if profile.seals_to
        else sorted(set(auditors.values_list("officer__email", flat=True)))
    )
    daily = [Holder("ผู้ตรวจสอบภายใน", address) for address in addresses]
    named = [*daily, Holder("หน่วยงานต้นสังกัด", profile.month_seals_to, monthly=True)]
    return [one for one in named if one.address and one.address.lower() not in Mailbox.addresses()]


def last_day_of(mail: OutboundEmail) -> date:
    """The last day whose seal is in a mail of seals."""
    return date.fromisoformat(mail.part.rpartition(" ")[2])


def mail_seals() -> int:
    """The clock's step: lay into the outbox what holders do not have yet, of every agency; how many mails were laid.

    Only where no day waits for its seal: after a long outage all go in one mail.
    """
    yesterday = localdate(now()) - ONE_DAY
    sealed = DaySeal.across_agencies.filter(agency=OuterRef("pk"), day=yesterday)
    laid = 0
    for agency in Agency.objects.filter(Exists(sealed)).order_by("pk"):
        try:
            with acting_for(agency):
                laid += sum(_mail(holder, yesterday) for holder in holders())
        except (
            Refusal,
            DiskFull,
            OSError,
        ) as trouble:  # the seals wait; those of the others leave all the same
            logger.warning("the seals of agency %s have not left: %s", agency.slug, trouble)
    return laid


def seal_file(seals: Sequence[DaySeal]) -> bytes:
    """The last of them as `saraban seal --json` prints it, and those before it beside: a file that verifiers take."""
    *earlier, last = [seal.told() for seal in seals]
    return json.dumps(last | ({"earlier": earlier} if earlier else {}), ensure_ascii=False, indent=1).encode()


def _mail(holder: Holder, sealed: date) -> bool:
    days, mailbox = holder.days_due(sealed), central_mailbox()
    if days is None or mailbox is None:
        return False
    seals = list(DaySeal.objects.filter(day__range=days).order_by("-day")[:SEALS_MAX])[::-1]
    if not seals:  # of a month before the office began
        return False
    data, name = seal_file(seals), f"seal-{seals[-1].day.isoformat()}.json"
    kept = files().keep(current_agency(), data)
    office = office_of(mailbox)
    with one_at_a_time(mailbox.agency_id) as desk:
        if holder.days_due(sealed) != days:  # another process was first
            return False
        OutboundEmail.objects.compose(
            Draft(
                kind=OutboundEmail.SEAL,
                to_address=holder.address,
                to_name=holder.name,
                subject=_subject(office.name, seals),
                body=_text(holder, office.name, seals, name),
                leaves_at=desk.moment,
                automatic=True,
                part=f"{holder.mails}{seals[-1].day.isoformat()}",
                attached=[KeptFile(name, "application/json", kept.sha256, kept.size)],
            ),
            mailbox=mailbox,
            from_name=office.from_name,
            by=MACHINE,
        )
    return True


def _subject(office: str, seals: Sequence[DaySeal]) -> str:
    days = f" (รวม {len(seals)} วัน)" if len(seals) > 1 else ""
    return f"ตราปิดวันของ{office} {full_date(seals[-1].day)}{days}"


def _text(holder: Holder, office: str, seals: Sequence[DaySeal], file: str) -> str:
    shown = seals[-SHORT_FORMS_MAX:]
    more = len(seals) - len(shown)
    return "\n".join(
        [
            f"เรียน {holder.name}",
            "",
            f"นี่คือตราปิดวันของทะเบียน{office} {_days(seals)}",
            "",
            *(seal.text() for seal in shown),
            *([f"(และก่อนหน้านี้อีก {more} วัน อยู่ในไฟล์แนบ)"] if more else []),
            "",
            "โปรดเก็บจดหมายฉบับนี้ไว้นอกหน่วยงาน ไม่ต้องตอบกลับ ในนี้ไม่มีข้อความหรือชื่อบุคคลจากหนังสือใด",
            "ตราของวันหนึ่งยืนยันทะเบียนของวันนั้นและของทุกวันก่อนหน้า ถ้ามีใครแก้ ลบ หรือแทรกย้อนหลัง ตราจะไม่ตรง",
            "",
            "เมื่อจะตรวจ ขอไฟล์หลักฐานจากหน่วยงาน แล้วสั่ง",
            f"python verify_register.py ไฟล์หลักฐาน.zip --seal {file}",
            "",
            "จดหมายนี้ระบบส่งเอง",
        ]
    )


def _days(seals: Sequence[DaySeal]) -> str:
    last = long_date(seals[-1].day)
    return f"ตั้งแต่{long_date(seals[0].day)} ถึง{last}" if len(seals) > 1 else last


def _month_end(day: date) -> date:
    """The last day of the latest month that is over when `day` is."""
    tomorrow = day + ONE_DAY
    return tomorrow.replace(day=1) - ONE_DAY
