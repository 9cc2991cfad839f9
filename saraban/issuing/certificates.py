"""ใบรับรองของหน่วยงาน: the certificate in the agency's name that seals what leaves (guide #4.3), and the key while it is open.

The PKCS#12 lies among the secrets, as its issuer encrypted it; the row holds what it says of itself. An officer gives the
passphrase after each start. Then a process of this server holds the key, and whatever waits for the seal goes on.
"""

from __future__ import annotations

import hashlib
import threading
from base64 import b64decode, b64encode
from datetime import date, datetime, timedelta
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.timezone import localdate, now

from saraban.agencies.models import Profile
from saraban.audit.desk import one_at_a_time
from saraban.audit.recorded import Actor, Recorded, RecordedManager
from saraban.documents.sealing import SealCertificate as Said
from saraban.documents.sealing import Sealer
from saraban.files.secrets import NoSecret, keep_secret, read_secret
from saraban.law.refusal import Refusal, reason_in
from saraban.mail.models import REASON_MAX
from saraban.tenancy.scope import current_agency

WARNED_BEFORE = timedelta(days=60)
NAME_MAX, SERIAL_MAX = 300, 80

_sealers: dict[int, Sealer] = {}  # of this process: the certificate's row → who holds its key
_opening = threading.Lock()


class SealingCertificates(RecordedManager["SealingCertificate"]):
    def standing(self) -> SealingCertificate | None:
        """The one that seals; None: what leaves is not sealed, and says so."""
        return self.filter(ended_at=None).order_by("-pk").first()

    def bring(self, p12: bytes, passphrase: str, *, by: Actor) -> SealingCertificate:
        """Keep it, open it, and seal with it from now on; the one before ends.

        Raises `Refusal`: those of `Sealer.open`, brought_already, no_duty.
        """
        by.assert_may("sealingcertificate.brought")
        fingerprint = hashlib.sha256(p12).hexdigest()
        if self.filter(fingerprint=fingerprint, ended_at=None).exists():
            raise Refusal("brought_already", "ใช้ใบรับรองนี้อยู่แล้ว ไม่มีข้อมูลใดเปลี่ยน")
        sealer = Sealer()
        try:
            said = sealer.open(p12, passphrase, at=now())
            keep_secret(settings.DATA_DIR, _secret(fingerprint), b64encode(p12).decode())
            with one_at_a_time(current_agency().pk):
                for before in self.filter(ended_at=None):
                    before.end("มีใบใหม่แทน", by=by)
                made = self.record("brought", by=by, fingerprint=fingerprint, **_columns(said))
        except BaseException:
            sealer.close()
            raise
        _hold(made.pk, sealer)
        return made


class SealingCertificate(Recorded):
    """What the certificate says of itself, for as long as the office seals with it."""

    fingerprint = models.CharField(max_length=64)  # SHA-256 of the PKCS#12, by which its secret is found
    organisation = models.CharField("ออกให้แก่", max_length=NAME_MAX, blank=True)
    name = models.CharField("ชื่อในใบรับรอง", max_length=NAME_MAX, blank=True)
    issuer = models.CharField("ผู้ออก", max_length=NAME_MAX, blank=True)
    serial = models.CharField("เลขใบรับรอง", max_length=SERIAL_MAX)
    valid_from = models.DateTimeField("ใช้ได้ตั้งแต่")
    valid_until = models.DateTimeField("ใช้ได้ถึง")
    ended_at = models.DateTimeField("เลิกใช้เมื่อ", null=True)
    ended_because = models.CharField("เพราะ", max_length=REASON_MAX, blank=True)

    objects: ClassVar[SealingCertificates] = SealingCertificates()

    class Meta:
        verbose_name = "ใบรับรองของหน่วยงาน"
        constraints = [
            models.UniqueConstraint(
                fields=["agency"], condition=Q(ended_at=None), name="one_sealing_certificate"
            )
        ]

    def __str__(self) -> str:
        return f"certificate {self.serial}"

    @property
    def shown(self) -> str:
        return self.organisation or self.name

    @property
    def of_another_name(self) -> bool:
        """Whether it was not issued in the agency's name: of a person, or of another body."""
        return " ".join(Profile.here().name.split()) not in " ".join(self.organisation.split())

    def days_left(self, on: date | None = None) -> int:
        return (localdate(self.valid_until) - (on or localdate())).days

    def holds_at(self, moment: datetime) -> bool:
        return self.valid_from <= moment <= self.valid_until

    def warns(self, moment: datetime | None = None) -> bool:
        return self.valid_until - (moment or now()) <= WARNED_BEFORE

    @property
    def is_open(self) -> bool:
        """Whether a process here holds its key."""
        sealer = _sealers.get(self.pk)
        return sealer is not None and bool(sealer.pids())

    @property
    def sealer(self) -> Sealer | None:
        return _sealers.get(self.pk) if self.is_open else None

    def open(self, passphrase: str, *, by: Actor) -> None:
        """An officer says the passphrase, after a start. Raises `Refusal`: those of `Sealer.open`, lost, no_duty."""
        by.assert_may("sealingcertificate.opened")
        try:
            p12 = b64decode(read_secret(settings.DATA_DIR, _secret(self.fingerprint)))
        except NoSecret:
            raise Refusal(
                "lost",
                "เปิดใบรับรองไม่ได้ เพราะไฟล์ของใบรับรองไม่อยู่ในเครื่องนี้แล้ว (ไฟล์นี้ไม่อยู่ในชุดสำรอง) โปรดนำไฟล์ .p12 เข้าใหม่ เอกสารอยู่ครบ",
            ) from None
        sealer = Sealer()
        try:
            sealer.open(p12, passphrase, at=now())
            with self.change("opened", by=by):
                if self.ended_at is not None:
                    raise Refusal("ended", "เปิดใบรับรองนี้ไม่ได้ เพราะเลิกใช้แล้ว โปรดใช้ใบปัจจุบัน ไม่มีข้อมูลใดเปลี่ยน")
        except BaseException:
            sealer.close()
            raise
        _hold(self.pk, sealer)

    def end(self, because: str, *, by: Actor) -> None:
        """The office seals with it no more; what it sealed stays sealed. Raises `Refusal("no_reason")`."""
        with self.change("ended", by=by) as desk:
            self.ended_because = reason_in(because, undone="เลิกใช้", stays="ใบรับรองเดิมยังใช้อยู่")[:REASON_MAX]
            self.ended_at = self.ended_at or desk.moment
        _hold(self.pk, None)


def close_all() -> None:
    """Forget every key: at the end of the process, and between tests."""
    for pk in list(_sealers):
        _hold(pk, None)


def _hold(pk: int, sealer: Sealer | None) -> None:
    with _opening:
        before = _sealers.pop(pk, None)
        if sealer is not None:
            _sealers[pk] = sealer
    if before is not None:
        before.close()


def _secret(fingerprint: str) -> str:
    return f"seal-{current_agency().uid}-{fingerprint[:16]}"


def _columns(said: Said) -> dict[str, object]:
    return {
        "organisation": said.organisation[:NAME_MAX],
        "name": said.name[:NAME_MAX],
        "issuer": said.issuer[:NAME_MAX],
        "serial": said.serial[:SERIAL_MAX],
        "valid_from": said.valid_from,
        "valid_until": said.valid_until,
    }
