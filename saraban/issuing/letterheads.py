"""หัวหนังสือ: what stands at the head of every paper of the agency: its address, and the emblem that it gave us itself.

The product ships no Garuda: an agency that may use one uploads its own file (พ.ร.บ.เครื่องหมายครุฑพ่าห์ 2534).
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from saraban.agencies.models import Officer, Profile, Unit
from saraban.audit.desk import one_at_a_time
from saraban.audit.recorded import Actor, Recorded, RecordedManager
from saraban.documents.papers import Letterhead as PrintedLetterhead
from saraban.documents.papers import emblem_from
from saraban.law.refusal import Refusal
from saraban.mail.models import files
from saraban.registers.models import central_mailbox
from saraban.tenancy.scope import arrangement, current_agency

ADDRESS_MAX = 300
EMBLEM_BYTES_MAX = 1024 * 1024
EMBLEM_KINDS = {b"\x89PNG\r\n\x1a\n": "image/png", b"\xff\xd8\xff": "image/jpeg", b"<svg": "image/svg+xml"}


class Letterheads(RecordedManager["Letterhead"]):
    def here(self) -> Letterhead | None:
        """The current agency's; None until it was set."""
        return arrangement("letterhead", self.first)

    def set(self, *, address: str, thai_digits: bool, emblem: bytes | None = None, by: Actor) -> Letterhead:
        """`emblem`: the bytes of a PNG, JPEG or SVG; None leaves the one that is there, empty takes it away.

        Raises `Refusal`: bad_emblem.
        """
        sha256, kind = _kept(emblem) if emblem else ("", "")
        with one_at_a_time(current_agency().pk):
            row = self.first() or self.record("made", by=by)
            with row.change("corrected", by=by):
                row.address, row.thai_digits = address.strip()[:ADDRESS_MAX], thai_digits
                if emblem is not None:
                    row.emblem_sha256, row.emblem_kind = sha256, kind
        return row


class Letterhead(Recorded):
    """One row an agency."""

    arranges: ClassVar[bool] = True

    address = models.TextField("ที่อยู่ของหน่วยงาน", max_length=ADDRESS_MAX, blank=True)
    thai_digits = models.BooleanField("ใช้เลขไทยในหนังสือ", default=True)
    emblem_sha256 = models.CharField(max_length=64, blank=True)
    emblem_kind = models.CharField("ชนิดของไฟล์ตรา", max_length=20, blank=True)

    objects: ClassVar[Letterheads] = Letterheads()

    class Meta:
        verbose_name = "หัวหนังสือ"
        constraints = [models.UniqueConstraint(fields=["agency"], name="one_letterhead")]

    def __str__(self) -> str:
        return f"letterhead {self.pk}"


def printed_letterhead(unit: Unit | None = None, officer: Officer | None = None) -> PrintedLetterhead:
    """As it is printed on a paper whose matter is this unit's; `officer`: whom to call."""
    profile, row, mailbox = Profile.here(), Letterhead.objects.here(), central_mailbox()
    emblem = ""
    if row is not None and row.emblem_sha256:
        emblem = emblem_from(files().read(current_agency(), row.emblem_sha256), row.emblem_kind)
    called = [officer.phone if officer is not None else "", unit.phone if unit is not None else ""]
    phone = next((one for one in called if one), profile.registry_phone)
    owner = [
        unit.name if unit is not None else profile.registry_name,
        f"โทร. {phone}",
        f"ไปรษณีย์อิเล็กทรอนิกส์ {mailbox.address}" if mailbox is not None else "",
    ]
    return PrintedLetterhead(
        office=(profile.name, *(row.address.splitlines() if row is not None else [])),
        owner=tuple(line for line in owner if line),
        emblem=emblem,
        thai_digits=row.thai_digits if row is not None else True,
    )


def _kept(emblem: bytes) -> tuple[str, str]:
    """Raises `Refusal("bad_emblem")`."""
    begins = emblem[:200].lstrip()
    kind = next((kind for magic, kind in EMBLEM_KINDS.items() if magic in begins), "")
    if not kind or len(emblem) > EMBLEM_BYTES_MAX:
        raise Refusal(
            "bad_emblem",
            "ยังไม่ได้บันทึกตรา เพราะไฟล์ต้องเป็น PNG, JPG หรือ SVG และไม่เกิน 1 เมกะไบต์ โปรดเลือกไฟล์ใหม่ หัวหนังสือเดิมอยู่ครบ",
        )
    emblem_from(emblem, kind)
    return files().keep(current_agency(), emblem).sha256, kind
