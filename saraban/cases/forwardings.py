"""ส่งต่อหน่วยงานอื่น: what was registered and turns out to be another agency's business (Act 2565 s.10 ¶2)."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from saraban.agencies.models import Officer
from saraban.audit.desk import Desk, one_at_a_time
from saraban.audit.recorded import Actor, Recorded, RecordedManager
from saraban.cases.case_files import ANY_FILE, letters_seen_by
from saraban.cases.letters import forwarded_letter, redirected_letter
from saraban.cases.models import Case, CaseLetter, CaseMail
from saraban.contacts.models import Contact
from saraban.law.electronic_act_2565 import Onward, section_10_pass_on
from saraban.law.refusal import Refusal
from saraban.mail.models import REASON_MAX, KeptFile
from saraban.registers.handed_in import ScannedFile
from saraban.registers.verdicts import FORWARDED_BYTES_MAX

WAYS = [
    (Onward.FORWARD.value, "ส่งเรื่องต่อให้หน่วยงานนั้น และแจ้งผู้ยื่น"),
    (Onward.REDIRECT.value, "แจ้งผู้ยื่นให้ติดต่อหน่วยงานนั้นเอง"),
]


class Forwardings(RecordedManager["Forwarding"]):
    def pass_on(self, case: Case, to: Contact, way: Onward, because: str, *, by: Officer) -> Forwarding:
        """The case is at its end here; the applicant is told whose business it is, and with `Onward.FORWARD` that agency
        gets all letters of the applicant's that this officer may see.

        Raises `Refusal`: no_responsible_agency, no_reason, no_address, too_big, not_now, no_duty.
        """
        by.assert_may("case.forwarded")
        section_10_pass_on(way, within_agency=False, responsible=to.name)
        with one_at_a_time(case.agency_id) as desk:
            case.refresh_from_db()
            forwarding = self.record(
                "passed_on",
                by=by,
                case=case,
                to=to,
                way=way.value,
                because=because.strip()[:REASON_MAX],
                at=desk.moment,
                letter=self._mail_to(case, to, desk, by=by) if way is Onward.FORWARD else None,
                notice=self._tell(case, to, way, desk, by=by),
            )
            said = because.strip() and f"เป็นหน้าที่ของ{to.name}: {because.strip()}"
            case.end("forwarded", said, by=by)
        return forwarding

    def _mail_to(self, case: Case, to: Contact, desk: Desk, *, by: Officer) -> CaseMail:
        if not to.email:
            raise Refusal(
                "no_address",
                f"ยังไม่ได้ส่งต่อ เพราะยังไม่มีอีเมลของ{to.name} โปรดใส่อีเมล หรือเลือกแจ้งผู้ยื่นให้ติดต่อเอง สิ่งที่พิมพ์ไว้อยู่ครบ",
            )
        files = letters_as_files(case, by)
        if sum(file.size for file in files) > FORWARDED_BYTES_MAX:
            raise Refusal(
                "too_big",
                "ยังไม่ได้ส่งต่อ เพราะหนังสือของเรื่องนี้รวมกันใหญ่เกินกว่าที่อีเมลส่วนมากรับได้ (15 เมกะไบต์) "
                "โปรดส่งเป็นหนังสือทางอื่นแล้วเลือกแจ้งผู้ยื่น เรื่องเดิมอยู่ครบ",
            )
        wording = forwarded_letter(case.matter(by), to=to.name, files=len(files))
        mail = case.write_to(to.name, to.email, wording, desk, attached=files, about=CaseMail.ONWARD, by=by)
        if mail is None:
            raise Refusal(
                "no_mailbox",
                "ยังไม่ได้ส่งต่อ เพราะหน่วยงานยังไม่มีกล่องจดหมายกลาง โปรดส่งเป็นหนังสือทางอื่นแล้วเลือกแจ้งผู้ยื่น เรื่องเดิมอยู่ครบ",
            )
        return mail

    def _tell(self, case: Case, to: Contact, way: Onward, desk: Desk, *, by: Officer) -> CaseMail | None:
        wording = redirected_letter(
            case.matter(by), to=to.name, how_to_reach=to.how_to_reach, forwarded=way is Onward.FORWARD
        )
        return case.mail(wording, desk, about="word", by=by)


class Forwarding(Recorded):
    """One time that a case was passed on: to whom, how, and the mails that say so."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="forwardings")
    to = models.ForeignKey(
        Contact, models.PROTECT, verbose_name="หน่วยงานที่รับผิดชอบ", related_name="+", db_index=False
    )
    way = models.CharField("ส่งต่ออย่างไร", max_length=10, choices=WAYS)
    because = models.CharField("เพราะ", max_length=REASON_MAX)
    at = models.DateTimeField("ส่งต่อเมื่อ")
    letter = models.OneToOneField(CaseMail, models.PROTECT, null=True, related_name="forwarding")
    notice = models.OneToOneField(CaseMail, models.PROTECT, null=True, related_name="forwarding_notice")

    objects: ClassVar[Forwardings] = Forwardings()

    class Meta:
        verbose_name = "การส่งต่อหน่วยงานอื่น"

    def __str__(self) -> str:
        return f"forwarding of case {self.case_id}"

    def call_back(self, *, by: Actor) -> None:
        """The case goes on here after all: what has not left yet does not leave."""
        for mail in (self.letter, self.notice):
            if mail is not None:
                mail.call_back(by=by)


def letters_as_files(case: Case, officer: Officer) -> list[KeptFile]:
    """The applicant's letters that this officer may see, whole: a mail as .eml, a paper as it was scanned."""
    letters = letters_seen_by(case, officer).exclude(how=CaseLetter.ISSUER).select_related("entry__email")
    found: list[KeptFile] = []
    for letter in letters.order_by("pk"):
        entry = letter.entry
        name = f"letter-{entry.number}-{entry.year}"
        if entry.email is not None:
            # Not as message/rfc822: that may not be encoded, and the letter may hold any byte.
            found.append(KeptFile(f"{name}.eml", ANY_FILE, entry.email.sha256, entry.email.size))
        scans = ScannedFile.objects.filter(handed_in__entry=entry).order_by("pk")
        found += [scan.kept for scan in scans]
    return found
