"""Files that officers hand in: scans, photos, signed PDFs. Their bytes are files by their hash, which the seals cover."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from django.db import models

from saraban.audit.recorded import Recorded
from saraban.law.refusal import Refusal
from saraban.mail.models import KeptFile, files
from saraban.tenancy.scope import current_agency

FILES_MAX = 20
FILE_BYTES_MAX = 25 * 1024 * 1024
FILE_NAME_MAX = 200
# What a scan or a photo is. The bytes say it, not the name.
KINDS = {b"%PDF-": "application/pdf", b"\xff\xd8\xff": "image/jpeg", b"\x89PNG\r\n\x1a\n": "image/png"}


@dataclass(frozen=True)
class Scan:
    """A file of the letter: a scan, a photo, a picture of the screen."""

    name: str
    data: bytes

    @property
    def content_type(self) -> str:
        return next((kind for magic, kind in KINDS.items() if self.data.startswith(magic)), "")


class FileOfLetter(Recorded):
    """One file of a letter."""

    personal: ClassVar[frozenset[str]] = frozenset({"name"})

    name = models.CharField("ชื่อไฟล์", max_length=FILE_NAME_MAX)
    content_type = models.CharField(max_length=50)
    sha256 = models.CharField(max_length=64)
    size = models.BigIntegerField()

    class Meta:
        abstract = True

    @property
    def kept(self) -> KeptFile:
        return KeptFile(self.name, self.content_type, self.sha256, self.size)


def keep_scans(scans: Sequence[Scan], *, doing: str) -> list[KeptFile]:
    """Durable before a row may speak of them. `doing`: what is not done otherwise. Raises `Refusal("bad_file")`."""
    _must_be_scans(scans, doing)
    with files().batch(current_agency()) as batch:
        stored = [(scan, batch.add([scan.data])) for scan in scans]
    return [
        KeptFile(scan.name[:FILE_NAME_MAX], scan.content_type, file.sha256, file.size)
        for scan, file in stored
    ]


def _must_be_scans(scans: Sequence[Scan], doing: str) -> None:
    """Raises `Refusal("bad_file")`."""
    if len(scans) > FILES_MAX:
        raise Refusal("bad_file", f"ยัง{doing}ไม่ได้ เพราะแนบเกิน {FILES_MAX} ไฟล์ โปรดรวมเป็น PDF สิ่งที่พิมพ์ไว้อยู่ครบ")
    for scan in scans:
        if len(scan.data) > FILE_BYTES_MAX:
            raise Refusal(
                "bad_file", f"ยัง{doing}ไม่ได้ เพราะไฟล์ {scan.name} ใหญ่เกิน 25 เมกะไบต์ โปรดลดขนาด สิ่งที่พิมพ์ไว้อยู่ครบ"
            )
        if not scan.content_type:
            raise Refusal(
                "bad_file",
                f"ยัง{doing}ไม่ได้ เพราะไฟล์ {scan.name} ไม่ใช่ PDF, JPG หรือ PNG โปรดสแกนหรือถ่ายใหม่ สิ่งที่พิมพ์ไว้อยู่ครบ",
            )
