"""ยืนยันตัวตน: how the applicant of a high-risk case proves who they are (guide #3.3), and the picture that proves it.

Pictures lie in a store of their own, apart from letters and scans: no seal and no bundle takes them along, and their
days are counted. The hash and the moment stay.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.timezone import localtime

from saraban.agencies.calendar import calendar_of_agency
from saraban.agencies.duties import HEADS, MACHINE, Duty
from saraban.agencies.models import Officer
from saraban.audit.desk import Desk, at_the_desk, one_at_a_time
from saraban.audit.recorded import Actor, Recorded, RecordedManager
from saraban.cases.calendar_file import CONTENT_TYPE, NAME, appointment_file
from saraban.cases.letters import appointment_letter, called_off_letter, proven_letter
from saraban.cases.models import Case, CaseMail, restricted_for
from saraban.files.store import FileStore, Kept
from saraban.law.initial_level_manual_2566 import Proof, ProofBy, demand_proofing, keep_proof, needs_proofing
from saraban.law.refusal import Refusal
from saraban.mail.models import REASON_MAX, KeptFile, files
from saraban.proposals.reading import read_photo
from saraban.registers.scans import FILE_NAME_MAX, Scan
from saraban.tenancy.scope import current_agency
from saraban.thai.citizen_id import mask_citizen_ids
from saraban.thai.dates import full_date, thai_time

logger = logging.getLogger("saraban.cases")

MINUTES = 15
MINUTES_MAX = 60
DAYS_AHEAD_MAX = 90
HOW_MAX = 500
PICTURE_BYTES_MAX = 10 * 1024 * 1024
PICTURE_KEPT_FOR = timedelta(days=90)  # and for as long as its case is open
REMOVED_AT_ONCE_MAX = 200
UNFINISHED_FOR = timedelta(days=1)  # what was being written when a process died
PICTURES = ("image/jpeg", "image/png")
SEE_PICTURES = HEADS | {Duty.AUDITOR}


def pictures() -> FileStore:
    return FileStore(settings.DATA_DIR / "pictures")


THAI: Mapping[str, str] = {
    ProofBy.IN_PERSON: "มายืนยันด้วยตนเองที่สำนักงาน",  # the guide's own word is of who fetches a licence
    ProofBy.VIDEO_CALL: ProofBy.VIDEO_CALL.thai,
    ProofBy.DIGITAL_ID: ProofBy.DIGITAL_ID.thai,
}


class Stage(models.TextChoices):
    OFFERED = "offered", "รอมายืนยัน"
    APPOINTED = "appointed", "นัดแล้ว"
    PASSED = "passed", "ผ่าน"
    FAILED = "failed", "ไม่ผ่าน"
    NO_SHOW = "no_show", "ไม่มาตามนัด"
    CALLED_OFF = "called_off", "ยกเลิกนัด"


STANDING = (Stage.OFFERED, Stage.APPOINTED)


class Proofings(RecordedManager["Proofing"]):
    def appoint(
        self,
        case: Case,
        method: ProofBy,
        at: datetime | None,
        how: str,
        *,
        by: Officer,
        minutes: int = MINUTES,
    ) -> Proofing:
        """A time in which the officer and the applicant of a high-risk case meet; told to the applicant by mail, with a
        file for their calendar. `how`: the link or the place; `at`: aware, None where they come when they like.

        Raises `Refusal`: low_risk, no_how, no_time, bad_minutes, past, too_far, office_closed, no_calendar,
        appointed_already, officer_busy, ended, no_duty.
        """
        by.assert_may("proofing.appointed")
        demand_proofing(case.risk)
        how = how.strip()[:HOW_MAX]  # as it is: a link may hold any digits
        _must_be_told_how(method, at, how)
        if at is not None:
            _must_be_a_slot(at, minutes, localtime())
        attached = _for_the_calendar(case, method, at, how, minutes)
        with one_at_a_time(case.agency_id) as desk:
            case.refresh_from_db()
            case.must_be_open()
            if self.standing(case) is not None:
                raise Refusal(
                    "appointed_already",
                    "ไม่ได้นัดซ้ำ เพราะเรื่องนี้มีนัดยืนยันตัวตนอยู่แล้ว หากต้องการเปลี่ยนเวลา โปรดยกเลิกนัดเดิมก่อน นัดเดิมยังอยู่",
                )
            if at is not None:
                self._must_be_free(by, at, minutes)
            return self.record(
                "appointed",
                by=by,
                case=case,
                method=method,
                state=Stage.OFFERED if at is None else Stage.APPOINTED,
                at=at,
                minutes=minutes,
                how=how,
                officer=by,
                notice=self._mail(case, method, at, how, minutes, attached, desk, by=by),
            )

    def note_at_counter(self, case: Case, passed: bool, *, by: Officer, note: str = "") -> Proofing:
        """They came by without being asked to. Raises `Refusal`: low_risk, no_reason, appointed_already, ended."""
        with one_at_a_time(case.agency_id):
            case.refresh_from_db()
            case.must_be_open()
            demand_proofing(case.risk)
            standing = self.standing(case)
            if standing is not None and standing.method != ProofBy.IN_PERSON:
                raise Refusal(
                    "appointed_already",
                    "ยังไม่ได้บันทึก เพราะเรื่องนี้นัดวิดีโอคอลหรือวิธีอื่นไว้ โปรดยกเลิกนัดนั้นก่อน แล้วบันทึกผลที่สำนักงาน นัดเดิมยังอยู่",
                )
            proofing = standing or self.record(
                "appointed", by=by, case=case, method=ProofBy.IN_PERSON, state=Stage.OFFERED, officer=by
            )
            proofing.note_result(passed, by=by, note=note)
        return proofing

    def standing(self, case: Case) -> Proofing | None:
        """What was arranged and has no result yet."""
        return self.filter(case=case, state__in=STANDING).first()

    def proofs(self, case: Case, *, since: datetime | None = None) -> list[Proof]:
        """What came of each, as the law asks it; a picture that was removed by its day was kept."""
        had = self.filter(case=case, state__in=(Stage.PASSED, Stage.FAILED)).order_by("pk")
        return [proofing.proof for proofing in (had if since is None else had.filter(ended_at__gte=since))]

    def still_needed(self, case: Case) -> bool:
        """Whether nobody has proven yet to be the applicant, of a case that is not decided without it; while it is asked
        to be withdrawn, since then."""
        withdrawal = case.withdrawals.filter(ended_at=None).first()
        proofs = self.proofs(case, since=withdrawal.asked_at if withdrawal is not None else None)
        return needs_proofing(case.risk) and not any(proof.counts for proof in proofs)

    def of_officer(self, officer: Officer) -> models.QuerySet[Proofing]:
        """This officer's appointments to come, of cases that are still their business, the next one first."""
        return (
            self.filter(officer=officer, state=Stage.APPOINTED)
            .exclude(restricted_for(officer, "case__"))
            .select_related("case__entry", "case__service")
            .order_by("at", "pk")
        )

    def remove_old_pictures(self) -> int:
        """Those whose days are over; how many."""
        moment, count = localtime(), 0
        pictures().sweep((moment - UNFINISHED_FOR).timestamp())
        over = self.filter(
            removed_at=None, taken_at__lte=moment - PICTURE_KEPT_FOR, case__ended_at__isnull=False
        )
        for proofing in over.order_by("taken_at", "pk")[:REMOVED_AT_ONCE_MAX]:
            try:
                proofing.remove_picture(by=MACHINE)
            except OSError:  # a disk that lets nothing go must not keep the day from beginning
                logger.exception("a picture could not be removed")
            else:
                count += 1
        return count

    def _must_be_free(self, officer: Officer, at: datetime, minutes: int) -> None:
        """Raises `Refusal("officer_busy")`."""
        end = at + timedelta(minutes=minutes)
        near = self.filter(
            officer=officer,
            state=Stage.APPOINTED,
            at__lt=end,
            at__gt=at - timedelta(minutes=MINUTES_MAX),
        )
        for other in near.order_by("at"):
            if other.ends_at is not None and other.ends_at > at:
                assert other.at is not None
                raise Refusal(
                    "officer_busy",
                    f"ยังไม่ได้นัด เพราะ{officer.name}มีนัดยืนยันตัวตนอื่นเวลา {thai_time(other.at)} ถึง {thai_time(other.ends_at)} "
                    "โปรดเลือกเวลาอื่น สิ่งที่พิมพ์ไว้อยู่ครบ",
                )

    def _mail(
        self,
        case: Case,
        method: ProofBy,
        at: datetime | None,
        how: str,
        minutes: int,
        attached: list[KeptFile],
        desk: Desk,
        *,
        by: Officer,
    ) -> CaseMail | None:
        risk = case.risk
        assert risk is not None, "an appointment is demanded of high-risk cases alone"
        wording = appointment_letter(
            case.matter(by),
            because=risk.thai,
            method=THAI[method],
            at=at,
            minutes=minutes,
            how=how,
            picture_days=PICTURE_KEPT_FOR.days if method == ProofBy.VIDEO_CALL else 0,
        )
        return case.mail(wording, desk, about="proofing", by=by, attached=attached)


class Proofing(Recorded):
    """One time in which somebody was to prove who they are, and what came of it."""

    personal: ClassVar[frozenset[str]] = frozenset({"how", "note", "picture_name"})

    case = models.ForeignKey(Case, models.PROTECT, related_name="proofings")
    method = models.CharField("วิธี", max_length=12, choices=list(THAI.items()))
    state = models.CharField("ผล", max_length=12, choices=Stage.choices)
    at = models.DateTimeField("นัดเวลา", null=True)
    minutes = models.PositiveSmallIntegerField("นาที", default=MINUTES)
    how = models.CharField("ลิงก์หรือสถานที่", max_length=HOW_MAX, blank=True)
    officer = models.ForeignKey(Officer, models.PROTECT, verbose_name="เจ้าหน้าที่", related_name="+")
    notice = models.OneToOneField(CaseMail, models.PROTECT, null=True, related_name="proofing")
    consent = models.BooleanField("ยินยอมให้บันทึกภาพ", default=False)
    note = models.CharField("หมายเหตุ", max_length=REASON_MAX, blank=True)
    ended_at = models.DateTimeField("บันทึกผลเมื่อ", null=True)
    proof_mail = models.OneToOneField(CaseMail, models.PROTECT, null=True, related_name="proof_of")
    # Not named as other files are: seals and bundles look for those, and this one goes when its days are over.
    picture_name = models.CharField("ภาพ", max_length=FILE_NAME_MAX, blank=True)
    picture_type = models.CharField(max_length=50, blank=True)
    picture_sha256 = models.CharField(max_length=64, blank=True)
    picture_size = models.BigIntegerField(default=0)
    taken_at = models.DateTimeField("บันทึกภาพเมื่อ", null=True)
    removed_at = models.DateTimeField("ลบภาพเมื่อ", null=True)

    objects: ClassVar[Proofings] = Proofings()

    class Meta:
        verbose_name = "การยืนยันตัวตน"
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "case"],
                condition=Q(state__in=["offered", "appointed"]),
                name="one_proofing_at_a_time",
            ),
            models.UniqueConstraint(
                fields=["agency", "picture_sha256"],
                condition=~Q(picture_sha256=""),
                name="one_call_to_a_picture",
            ),
        ]
        indexes = [
            models.Index(
                fields=["agency", "officer", "at"], condition=Q(state="appointed"), name="proofings_appointed"
            ),
            models.Index(
                fields=["agency", "taken_at"],
                condition=Q(removed_at=None, taken_at__isnull=False),
                name="proofings_with_picture",
            ),
        ]

    def __str__(self) -> str:
        return f"proofing {self.pk} of case {self.case_id}"

    @property
    def ends_at(self) -> datetime | None:
        return self.at + timedelta(minutes=self.minutes) if self.at is not None else None

    @property
    def proof(self) -> Proof:
        return Proof(ProofBy(self.method), self.state == Stage.PASSED, image_kept=bool(self.picture_sha256))

    @property
    def has_picture(self) -> bool:
        return bool(self.picture_sha256) and self.removed_at is None

    def note_result(
        self,
        passed: bool,
        *,
        by: Officer,
        picture: Scan | None = None,
        consent: bool = False,
        note: str = "",
    ) -> None:
        """Whether they proved to be the applicant; who passed is told so by the channel that they wrote from.

        `picture`: a still of the call, which a call that somebody passed needs; `consent`: they let it be taken.
        Not at the desk: a picture is drawn once in the limited child, so that evidence which nobody can open is not
        taken. Raises `Refusal`: no_image, bad_picture, picture_not_needed, no_consent, same_picture, no_reason,
        not_standing, ended, no_duty.
        """
        by.assert_may("proofing.result_noted")
        keep_proof(Proof(ProofBy(self.method), passed, image_kept=picture is not None))
        if picture is not None:
            self._must_be_a_picture(picture, consent)
            _must_be_new(hashlib.sha256(picture.data).hexdigest())
        if not passed and not note.strip():
            raise Refusal(
                "no_reason", "ยังไม่ได้บันทึกผล เพราะยังไม่ได้บอกว่าไม่ผ่านเพราะอะไร โปรดพิมพ์สั้น ๆ ข้อมูลอื่นยังอยู่ครบ"
            )
        self._must_stand()
        kept = _kept(picture) if picture is not None else None
        try:
            with self.change("result_noted", by=by) as desk:
                self._must_stand()
                self.case.must_be_open()
                self.state = Stage.PASSED if passed else Stage.FAILED
                self.note = mask_citizen_ids(note.strip())[:REASON_MAX]
                self.ended_at, self.officer = desk.moment, by
                if kept is not None and picture is not None:
                    _must_be_new(kept.sha256)
                    self.picture_name, self.picture_type = picture.name[:FILE_NAME_MAX], picture.content_type
                    self.picture_sha256, self.picture_size = kept.sha256, kept.size
                    self.taken_at, self.consent = desk.moment, consent
                if passed:
                    self.proof_mail = self._tell_it_is_proven(desk, by=by)
        except Refusal:
            if kept is not None:
                _let_go(kept)
            raise

    def note_no_show(self, *, by: Officer) -> None:
        """The time came and the applicant did not. Raises `Refusal`: not_standing, too_early."""
        with self.change("no_show_noted", by=by) as desk:
            self._must_stand()
            if self.at is None or desk.moment < self.at:
                raise Refusal("too_early", "ยังบันทึกว่าไม่มาตามนัดไม่ได้ เพราะยังไม่ถึงเวลานัด นัดเดิมยังอยู่")
            self.state, self.ended_at = Stage.NO_SHOW, desk.moment

    def call_off(self, *, by: Actor) -> None:
        """The appointment does not hold: a mail that is still here does not leave, and who has it already is told.

        Raises `Refusal("not_standing")`.
        """
        with self.change("called_off", by=by) as desk:
            self._must_stand()
            self.state, self.ended_at = Stage.CALLED_OFF, desk.moment
            case = self.case
            if self.notice is None:
                return
            if self.notice.call_back(by=by):
                return
            case.mail(called_off_letter(case.matter(by), at=self.at), desk, about="proofing", by=by)

    def may_see_picture(self, officer: Officer) -> bool:
        """The officer who has the case, the head, and who audits; nobody else, however much else they see."""
        duties = officer.duties
        return bool(duties & SEE_PICTURES) or (Duty.CASE in duties and officer.pk == self.case.officer_id)

    def open_picture(self, *, by: Officer) -> Path:
        """Where it lies, for one who may see it; that they saw it stands in the log. Raises `Refusal`: not_yours,
        no_picture."""
        with self.change("picture_seen", by=by):
            if not self.may_see_picture(by):
                raise Refusal(
                    "not_yours", "เปิดภาพไม่ได้ เพราะภาพยืนยันตัวตนเห็นได้เฉพาะผู้รับผิดชอบเรื่อง หัวหน้าหน่วยงาน และผู้ตรวจสอบ"
                )
            if not self.has_picture:
                raise Refusal("no_picture", _why_no_picture(self.removed_at))
        return pictures().path(self.agency, self.picture_sha256)

    def remove_picture(self, *, by: Actor) -> None:
        """Its days are over: the bytes go, their hash and moment stay. Raises `Refusal`: no_picture, kept_still."""
        with self.change("picture_removed", by=by) as desk:
            if not self.has_picture:
                raise Refusal("no_picture", _why_no_picture(self.removed_at))
            assert self.taken_at is not None
            if desk.moment < self.taken_at + PICTURE_KEPT_FOR or self.case.ended_at is None:
                raise Refusal(
                    "kept_still",
                    f"ยังไม่ได้ลบภาพ เพราะต้องเก็บไว้ {PICTURE_KEPT_FOR.days} วันและจนกว่าเรื่องจะสิ้นสุด ภาพยังอยู่",
                )
            # First the bytes: one who dies between them and the log finds the row again, and nothing to take away.
            pictures().remove(self.agency, self.picture_sha256)
            self.removed_at = desk.moment

    def _must_be_a_picture(self, picture: Scan, consent: bool) -> None:
        """Raises `Refusal`: picture_not_needed, bad_picture, no_consent."""
        if self.method != ProofBy.VIDEO_CALL:
            raise Refusal(
                "picture_not_needed",
                "ยังไม่ได้บันทึกผล เพราะวิธีนี้ไม่ต้องเก็บภาพ เก็บเฉพาะวิดีโอคอล โปรดเอาภาพออกแล้วบันทึกอีกครั้ง ข้อมูลอื่นยังอยู่ครบ",
            )
        if picture.content_type not in PICTURES or len(picture.data) > PICTURE_BYTES_MAX:
            raise _bad_picture()
        if not consent:
            raise Refusal(
                "no_consent",
                "ยังไม่ได้บันทึกผล เพราะยังไม่ได้รับความยินยอมให้บันทึกภาพ โปรดถามผู้ยื่นก่อน หากไม่ยินยอม ให้มายืนยันด้วยตนเองแทน ข้อมูลอื่นยังอยู่ครบ",
            )

    def _must_stand(self) -> None:
        if self.state not in STANDING:
            raise Refusal("not_standing", "นัดนี้มีผลหรือยกเลิกไปแล้ว โปรดโหลดหน้าใหม่ ไม่มีข้อมูลใดเปลี่ยน")

    def _tell_it_is_proven(self, desk: Desk, *, by: Officer) -> CaseMail | None:
        case = self.case
        wording = proven_letter(case.matter(by), method=THAI[self.method], at=desk.moment)
        return case.mail(wording, desk, about="proofing", by=by)


def _must_be_told_how(method: ProofBy, at: datetime | None, how: str) -> None:
    """Raises `Refusal`: no_time, no_how."""
    if method is ProofBy.VIDEO_CALL and at is None:
        raise Refusal("no_time", "ยังไม่ได้นัด เพราะวิดีโอคอลต้องมีวันและเวลา โปรดเลือกเวลา สิ่งที่พิมพ์ไว้อยู่ครบ")
    if not how:
        raise Refusal("no_how", "ยังไม่ได้นัด เพราะยังไม่ได้บอกลิงก์หรือสถานที่ โปรดพิมพ์ให้ผู้ยื่นทราบ สิ่งที่พิมพ์ไว้อยู่ครบ")


def _must_be_a_slot(at: datetime, minutes: int, moment: datetime) -> None:
    """In the working time of one day to come. Raises `Refusal`: bad_minutes, past, too_far, office_closed, no_calendar."""
    if not 1 <= minutes <= MINUTES_MAX:
        raise Refusal("bad_minutes", f"ยังไม่ได้นัด เพราะเวลานัดต้องไม่เกิน {MINUTES_MAX} นาที โปรดแก้ สิ่งที่พิมพ์ไว้อยู่ครบ")
    if at <= moment:
        raise Refusal("past", "ยังไม่ได้นัด เพราะเวลานี้ผ่านไปแล้ว โปรดเลือกเวลาใหม่ สิ่งที่พิมพ์ไว้อยู่ครบ")
    if at > moment + timedelta(days=DAYS_AHEAD_MAX):
        raise Refusal(
            "too_far", f"ยังไม่ได้นัด เพราะเวลานี้ไกลเกิน {DAYS_AHEAD_MAX} วัน โปรดเลือกเวลาใหม่ สิ่งที่พิมพ์ไว้อยู่ครบ"
        )
    begin, end = localtime(at), localtime(at + timedelta(minutes=minutes))
    calendar = calendar_of_agency()
    hours = calendar.hours
    in_hours = hours.opens <= begin.time() and end.time() <= hours.closes and begin.date() == end.date()
    if not (calendar.is_working_day(begin.date()) and in_hours):
        raise Refusal(
            "office_closed",
            f"ยังไม่ได้นัด เพราะ {full_date(begin)} เวลา {thai_time(begin)} อยู่นอกวันหรือเวลาทำการ "
            f"({hours.opens:%H.%M}–{hours.closes:%H.%M} น.) โปรดเลือกเวลาอื่น สิ่งที่พิมพ์ไว้อยู่ครบ",
        )


def _for_the_calendar(
    case: Case, method: ProofBy, at: datetime | None, how: str, minutes: int
) -> list[KeptFile]:
    """The appointment as a file, durable before the mail speaks of it; none where no mail or no time tells of it."""
    if at is None or case.mailbox is None or not case.can_be_mailed:
        return []
    assert not at_the_desk(), "files are written before the desk is held"
    domain = case.mailbox.address.rpartition("@")[2]
    data = appointment_file(
        uid=f"proofing-{case.pk}-{at.timestamp():.0f}@{domain}",
        made_at=localtime(),
        at=at,
        minutes=minutes,
        title=f"ยืนยันตัวตน ({THAI[method]}) {case.service.name} เลขรับ {case.number}",
        place=how,
        words="โปรดเตรียมบัตรประจำตัวประชาชนตัวจริง",
    )
    kept = files().keep(current_agency(), data)
    return [KeptFile(NAME, CONTENT_TYPE, kept.sha256, kept.size)]


def _kept(picture: Scan) -> Kept:
    """The picture in the store of its own, once it could be drawn. Raises `Refusal("bad_picture")`."""
    assert not at_the_desk(), "nobody waits at the desk while a picture is drawn"
    kept = pictures().keep(current_agency(), picture.data)
    if not read_photo(pictures().path(current_agency(), kept.sha256)):
        _let_go(kept)
        raise _bad_picture()
    return kept


def _let_go(kept: Kept) -> None:
    """What no row speaks of is not kept."""
    if not Proofing.objects.filter(picture_sha256=kept.sha256).exists():
        pictures().remove(current_agency(), kept.sha256)


def _bad_picture() -> Refusal:
    return Refusal(
        "bad_picture",
        f"ยังไม่ได้บันทึกผล เพราะภาพต้องเป็น JPG หรือ PNG ที่เปิดได้ และไม่เกิน {PICTURE_BYTES_MAX // 1024 // 1024} เมกะไบต์ "
        "โปรดบันทึกภาพหน้าจอใหม่ ข้อมูลอื่นยังอยู่ครบ",
    )


def _must_be_new(sha256: str) -> None:
    """One picture shows one call, for ever: hashes stay. Raises `Refusal("same_picture")`."""
    if Proofing.objects.filter(picture_sha256=sha256).exists():
        raise Refusal(
            "same_picture",
            "ยังไม่ได้บันทึกผล เพราะภาพนี้เป็นภาพของการยืนยันตัวตนอีกครั้งหนึ่ง โปรดแนบภาพจากการสนทนาครั้งนี้ ข้อมูลอื่นยังอยู่ครบ",
        )


def _why_no_picture(removed_at: datetime | None) -> str:
    if removed_at is not None:
        return f"ไม่มีภาพให้เปิด เพราะลบตามกำหนดเก็บแล้วเมื่อ {full_date(removed_at)} ผลยืนยันตัวตนยังอยู่ครบ"
    return "ไม่มีภาพให้เปิด เพราะการยืนยันตัวตนครั้งนี้ไม่ได้เก็บภาพ ไม่มีข้อมูลใดเปลี่ยน"
