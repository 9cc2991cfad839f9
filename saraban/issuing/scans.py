"""Signed on paper: the scan or the photo of it becomes the file that leaves (guide #4.1, #4.2); or a PDF sealed elsewhere."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.timezone import now

from saraban.agencies.models import Officer
from saraban.documents.conversion import converted
from saraban.documents.stamping import Level
from saraban.documents.verification import verify_pdf
from saraban.issuing.models import Issue, Stage, Way
from saraban.issuing.papers import file_name
from saraban.law.refusal import Refusal
from saraban.mail.models import KeptFile, files
from saraban.registers.scans import Scan, keep_scans


def attach_scans(issue: Issue, place: int, scans: Sequence[Scan], *, by: Officer) -> None:
    """The signed paper of this place, with its number on it. A PDF that bears a signature already is taken as it is.

    Raises `Refusal`: not_now, no_file, no_paper, changed_since, bad_file, and those of `converted`.
    """
    if not scans:
        raise Refusal("no_file", "ยังไม่ได้แนบ เพราะยังไม่ได้เลือกไฟล์ โปรดเลือกไฟล์สแกนหรือภาพถ่าย เอกสารอยู่ครบ")
    paper = issue.issued.filter(place=place).first()
    if paper is None or issue.way != Way.PAPER or issue.stage != Stage.NUMBERED or paper.sha256:
        raise Refusal("not_now", "แนบไม่ได้ เพราะเอกสารนี้ไม่ได้รอไฟล์ที่ลงนามในกระดาษ โปรดโหลดหน้าใหม่ ไม่มีข้อมูลใดเปลี่ยน")
    kept = keep_scans(scans, doing="แนบ")
    sealed = _sealed_elsewhere(issue, kept)
    if sealed is not None:
        paper.finish(
            KeptFile(file_name(paper), "application/pdf", sealed.sha256, sealed.size),
            certificate=None,
            level=Level.ELSEWHERE.value,
            by=by,
        )
    else:
        pdf = converted([(one.name, one.data) for one in scans], dated_at=now(), title=issue.subject).pdf
        stored = files().keep(issue.agency, pdf)
        paper.note_scanned(stored.sha256, stored.size, by=by)
    issue.wake(now())


def _sealed_elsewhere(issue: Issue, kept: Sequence[KeptFile]) -> KeptFile | None:
    """The one PDF that bears a signature; None where nothing is signed. Who signed is for the office to know; that it is
    whole since is asked here. Raises `Refusal("changed_since")`."""
    if len(kept) != 1 or kept[0].content_type != "application/pdf":
        return None
    found = verify_pdf(files().path(issue.agency, kept[0].sha256))
    if not found.signatures:
        return None
    whole = found.signatures[-1].covers_whole_file
    if not (whole and all(one.intact for one in found.signatures)):
        raise Refusal("changed_since", f"ยังไม่ได้แนบ เพราะลายมือชื่อในไฟล์ใช้ไม่ได้ {found.why} เอกสารอยู่ครบ")
    return kept[0]
