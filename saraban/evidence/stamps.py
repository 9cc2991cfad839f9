"""A stranger's word on when a seal was there (RFC 3161), where the office has named a time stamp authority.

The seal knows nothing of it. An authority that is down delays nothing: the latest seal is asked for again, and as each is
chained to all before it, one stamp after an outage stands for the days without.
"""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.utils.timezone import now

from saraban.agencies.duties import MACHINE
from saraban.agencies.models import Profile
from saraban.audit.desk import at_the_desk, one_at_a_time
from saraban.audit.recorded import Recorded
from saraban.documents.time_stamps import NotStamped, ask, stamped_at
from saraban.documents.tokens import question
from saraban.evidence.seals import DaySeal
from saraban.files.store import DiskFull
from saraban.law.refusal import Refusal
from saraban.mail.models import files
from saraban.tenancy.scope import acting_for

logger = logging.getLogger("saraban.evidence")

URL_MAX, ROOTS_MAX = 200, 20_000  # characters
STAMPED_WITHIN = timedelta(hours=24)


class SealStamp(Recorded):
    """ตราประทับเวลา: the authority's answer about one seal, whole (a file, `sha256`)."""

    seal = models.OneToOneField(DaySeal, models.PROTECT, verbose_name="ตราปิดวัน", related_name="stamp")
    authority = models.CharField("ผู้ให้บริการประทับเวลา", max_length=URL_MAX)
    sha256 = models.CharField(max_length=64)
    stamped_at = models.DateTimeField("ประทับเวลาเมื่อ")  # by the authority's clock

    class Meta:
        verbose_name = "ตราประทับเวลา"

    def __str__(self) -> str:
        return f"stamp of seal {self.seal_id}"

    def holds(self, roots: str) -> bool:
        """Whether its file is the word about its seal of one for whom `roots` (PEM) stand."""
        try:
            answer = files().read(self.agency, self.sha256)
            return _opened(answer, self.seal.text(), roots) == self.stamped_at
        except (NotStamped, OSError):
            return False


def stamp_seals() -> int:
    """The clock's step: have the latest seal of every agency stamped that named an authority; how many were stamped."""
    stamped, deaf = 0, set[str]()
    named = Profile.across_agencies.exclude(tsa_url="").filter(agency__practice=False)
    for profile in named.select_related("agency").order_by("pk"):
        if profile.tsa_url in deaf:  # down in this round: each of its agencies would wait as long
            continue
        try:
            with acting_for(profile.agency):
                stamped += _stamp_latest(profile)
        except (NotStamped, Refusal, DiskFull, OSError) as trouble:
            deaf.add(profile.tsa_url)
            logger.warning("agency %s: no time stamp: %s", profile.agency.slug, trouble)
    return stamped


def late_since() -> datetime | None:
    """Since when the authority that was named should have stamped a seal; None while all is well."""
    newest, before = DaySeal.objects.order_by("-day").select_related("stamp")[:2], None
    for seal in newest:
        if hasattr(seal, "stamp"):
            break
        before = seal
    if before is None:
        return None
    made_at = before.story().get(verb="made").at
    return made_at if now() - made_at > STAMPED_WITHIN else None


def _stamp_latest(profile: Profile) -> bool:
    seal = DaySeal.objects.latest_day()
    if seal is None or SealStamp.objects.filter(seal=seal).exists():
        return False
    asked = question(seal.text().encode())
    assert not at_the_desk(), "nothing is asked of others while the desk is held"
    answer = ask(profile.tsa_url, asked.data, ca_file=settings.CA_FILE)
    moment = _opened(answer, seal.text(), profile.tsa_roots, asked.nonce)
    kept = files().keep(profile.agency, answer)
    with one_at_a_time(profile.agency_id):
        if SealStamp.objects.filter(seal=seal).exists():  # another process was first
            return False
        SealStamp.objects.record(
            "stamped",
            by=MACHINE,
            seal=seal,
            authority=profile.tsa_url,
            sha256=kept.sha256,
            stamped_at=moment,
        )
    return True


def _opened(answer: bytes, text: str, roots: str, nonce: int | None = None) -> datetime:
    """When it was stamped. Raises `NotStamped`."""
    return stamped_at(answer, text.encode(), roots, nonce)
