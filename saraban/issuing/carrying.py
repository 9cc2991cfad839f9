"""The way of an issue after its press: its files made, then sealed, then sent with its number; each step once.

What is done is in rows and files before the next is begun, so whoever comes after a death goes on where it stopped. The
officer's press is the act by which a numbered letter leaves (domain: machines prepare, people send); here it is carried out.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import DatabaseError
from django.utils.timezone import now

from saraban.agencies.models import Officer, Profile
from saraban.audit.desk import at_the_desk, one_at_a_time
from saraban.audit.leased import TakenOver
from saraban.documents.papers import made
from saraban.documents.stamping import Level, time_stamped
from saraban.documents.time_stamps import NotStamped
from saraban.documents.typesetting import NotTypeset
from saraban.files.store import DiskFull
from saraban.issuing.certificates import SealingCertificate
from saraban.issuing.models import Issue, IssuedPaper, Stage, Way
from saraban.issuing.papers import file_name, letterhead_of, outgoing_letter
from saraban.law.refusal import Refusal
from saraban.mail.models import KeptFile, files
from saraban.registers.outgoing import OutgoingEntry
from saraban.registers.scans import Scan
from saraban.tenancy.scope import acting_for, current_agency

logger = logging.getLogger("saraban.issuing")

BATCH_MAX = 50
LEASE = timedelta(minutes=5)
LOOKED_AT_AGAIN = timedelta(minutes=10)  # what waits for an officer is woken by what they do

WAITS_FOR_KEY = "รอเปิดใบรับรอง: พิมพ์รหัสผ่านของใบรับรองในหน้า ใบรับรองของหน่วยงาน แล้วเอกสารจะออกเอง"
WAITS_FOR_RENEWAL = "ยังไม่ได้ประทับ เพราะใบรับรองของหน่วยงานหมดอายุหรือยังไม่ถึงวันเริ่มใช้: นำใบใหม่เข้าในหน้า ใบรับรองของหน่วยงาน แล้วเอกสารจะออกเอง"
WAITS_FOR_SCAN = "รอไฟล์ที่ลงนามในกระดาษ: เขียนเลขและวันที่ลงในกระดาษ สแกนหรือถ่ายภาพ แล้ววางไฟล์ในหน้านี้"


@dataclass(frozen=True)
class Waiting(Exception):
    """It waits for an officer. `str()` is Thai, and says for what."""

    said: str

    def __str__(self) -> str:
        return self.said


def carry_due(*, moment: datetime | None = None) -> int:
    """Carry on what is due, of every agency; how many left."""
    assert not at_the_desk(), "files are made and sealed while others may use the desk"
    due = Issue.across_agencies.filter(Issue.due(moment or now()), stage=Stage.NUMBERED)
    left = 0
    for issue in due.select_related("agency").order_by("not_before", "pk")[:BATCH_MAX]:
        with acting_for(issue.agency):
            left += carry(issue)
    return left


def carry(issue: Issue) -> bool:
    """One issue as far as it goes; whether it left. A mistake of ours in it stops no other."""
    try:
        if not issue.claim(now(), lease=LEASE):
            return False
        return _carry(issue)
    except TakenOver:
        return False
    except DatabaseError:
        raise
    except Waiting as waiting:
        _wait(issue, waiting.said, LOOKED_AT_AGAIN)
    except (Refusal, NotTypeset, DiskFull) as trouble:
        _wait(issue, str(trouble), None)
    except Exception:
        logger.exception("issue %s was not carried on", issue.pk)
        _wait(issue, "ยังทำเอกสารไม่สำเร็จ ระบบจะลองใหม่เอง หากยังไม่ออก โปรดแจ้งผู้ดูแลระบบ เลขและเอกสารอยู่ครบ", None)
    return False


def wake(*waits: str) -> int:
    """What waited for this goes on at once; how many do. For the current agency, after an officer's deed."""
    standing = Issue.objects.filter(stage=Stage.NUMBERED, waits__in=waits)
    return standing.lease(not_before=now(), attempts=0)  # type: ignore[attr-defined, no-any-return]


def _wait(issue: Issue, said: str, pause: timedelta | None) -> None:
    try:
        type(issue).across_agencies.filter(pk=issue.pk).lease(waits=said[:400])  # type: ignore[attr-defined]
        issue.put_off(now(), error=said, by=pause)
    except TakenOver:
        pass


def _carry(issue: Issue) -> bool:
    issue.refresh_from_db()
    if issue.stage != Stage.NUMBERED:
        issue.let_go(not_before=None)
        return False
    papers = list(issue.issued.order_by("place"))
    for paper in papers:
        _make(issue, paper)
    for paper in papers:
        _finish(issue, paper)
    _send(issue, papers)
    issue.let_go(not_before=None)
    return True


def _make(issue: Issue, paper: IssuedPaper) -> None:
    """The file before its seal. Raises `Waiting`, `NotTypeset`, `DiskFull`."""
    if paper.sha256 or paper.made_sha256:
        return
    if issue.way == Way.PAPER:
        raise Waiting(WAITS_FOR_SCAN)
    assert issue.numbered_at is not None
    pdf = made(paper.as_paper, letterhead_of(issue), dated_at=issue.numbered_at).pdf
    kept = files().keep(issue.agency, pdf)
    paper.note_made(kept.sha256, kept.size)


def _finish(issue: Issue, paper: IssuedPaper) -> None:
    """Sealed, where the officer wants the seal; the file that leaves. Raises `Waiting`, `Refusal`, `DiskFull`."""
    if paper.sha256:
        return
    officer = _officer(issue)
    if not issue.seals:
        kept = KeptFile(file_name(paper), "application/pdf", paper.made_sha256, paper.made_size)
        paper.finish(kept, certificate=None, level="", by=officer)
        return
    certificate = SealingCertificate.objects.standing()
    sealer = certificate.sealer if certificate is not None else None
    if certificate is not None and not certificate.holds_at(now()):
        raise Waiting(WAITS_FOR_RENEWAL)
    if certificate is None or sealer is None:
        raise Waiting(WAITS_FOR_KEY)
    sealed = sealer.seal(files().path(issue.agency, paper.made_sha256), at=now())
    sealed, level = _timed(sealed)
    stored = files().keep(issue.agency, sealed)
    kept = KeptFile(file_name(paper), "application/pdf", stored.sha256, stored.size)
    paper.finish(kept, certificate=certificate, level=level.value, by=officer)


def _timed(sealed: bytes) -> tuple[bytes, Level]:
    """With the word of the authority that the office has named; one that is down delays no letter."""
    profile = Profile.here()
    if not profile.tsa_url or current_agency().practice:
        return sealed, Level.BASIC
    try:
        stamped = time_stamped(sealed, url=profile.tsa_url, roots=profile.tsa_roots, ca_file=settings.CA_FILE)
        return stamped, Level.TIMED
    except NotStamped as trouble:
        logger.warning("agency %s: no time stamp: %s", current_agency().slug, trouble)
        return sealed, Level.BASIC


def _send(issue: Issue, papers: list[IssuedPaper]) -> None:
    """It leaves: register, mails, licence and case in one commit."""
    officer = _officer(issue)
    scans = [Scan(one.name, files().read(issue.agency, one.sha256)) for one in papers]
    letter = outgoing_letter(issue, papers, scans)
    with one_at_a_time(issue.agency_id) as desk:
        issue.refresh_from_db()
        if issue.stage != Stage.NUMBERED:
            return
        assert issue.entry is not None
        if letter.recipients:
            OutgoingEntry.objects.send(letter, by=officer, under=issue.entry)
        else:
            issue.entry.take(desk, {"subject": issue.subject, "issued_at": desk.moment}, by=officer)
        issue.note_sent(desk, by=officer)


def _officer(issue: Issue) -> Officer:
    assert issue.officer is not None, "somebody pressed"
    return issue.officer
