"""ฉบับเก็บรักษา: beside each sealed file that left lies the same file with what keeps its seal provable (PAdES B-LTA): stamps and
lists that came later, and, before the newest stamp ages, one more.

Nothing of it is sent: what the citizen has stays valid as long as its certificates, and ours answers for it afterwards.
"""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from django.conf import settings
from django.utils.timezone import now

from saraban.agencies.duties import MACHINE
from saraban.agencies.models import Profile
from saraban.audit.desk import at_the_desk
from saraban.documents.prolonging import Authorities, Prolonged, prolonged
from saraban.documents.roots import certificates_in, trusted_roots
from saraban.documents.stamping import Level, Unstampable
from saraban.files.store import DiskFull
from saraban.issuing.models import IssuedPaper
from saraban.mail.models import files
from saraban.tenancy.scope import acting_for

logger = logging.getLogger("saraban.issuing")

PROLONGED_MAX = 20  # of one agency in one round
RENEWED_BEFORE = timedelta(days=90)  # the certificate of the newest stamp ends
RENEWED_AT_MOST = timedelta(days=1)  # apart, however short the certificates of an authority are
AGAIN_AFTER, AGAIN_AFTER_MAX = timedelta(minutes=30), timedelta(days=7)


def prolong_due(*, moment: datetime | None = None) -> int:
    """The clock's step, for agencies that named a time stamp authority; how many files came further."""
    assert not at_the_desk(), "authorities are asked"
    came_further = 0
    for profile in _who_named_one():
        with acting_for(profile.agency):
            by = _authorities(profile)
            for paper in IssuedPaper.objects.to_be_prolonged(moment or now())[:PROLONGED_MAX]:
                try:
                    further, lacks = _prolong(paper, by, moment or now())
                except DiskFull as trouble:
                    logger.warning("agency %s: not prolonged: %s", profile.agency.slug, trouble)
                    break
                came_further += further
                if lacks:  # an authority is down: it would keep each of the others as long
                    logger.warning("agency %s: paper %s: %s", profile.agency.slug, paper.pk, lacks)
                    break
    return came_further


def _who_named_one() -> list[Profile]:
    named = Profile.across_agencies.exclude(tsa_url="").filter(agency__practice=False)
    return list(named.select_related("agency").order_by("pk"))


def _authorities(profile: Profile) -> Authorities:
    added = [settings.TRUST_FILE] if settings.TRUST_FILE else []
    known = (*trusted_roots(added), *certificates_in(profile.tsa_roots.encode()))
    return Authorities(profile.tsa_url, profile.tsa_roots, known, settings.CA_FILE)


def _prolong(paper: IssuedPaper, by: Authorities, moment: datetime) -> tuple[bool, str]:
    """Whether it came further, and what it still lacks through no fault of its own. Raises `DiskFull`."""
    try:
        before = files().read(paper.agency, paper.kept_sha256 or paper.sha256)
        found = prolonged(before, by, at=moment, renews=paper.kept_level == Level.KEPT.value)
    except (Unstampable, FileNotFoundError) as trouble:  # its own fault: the others do not wait for it
        logger.warning("agency %s: paper %s stays as it is: %s", paper.agency.slug, paper.pk, trouble)
        paper.give_up_prolonging(str(trouble), by=MACHINE)
        return False, ""
    further = found.pdf != before
    if further:
        stored = files().keep(paper.agency, found.pdf)
        paper.prolonged(stored.sha256, stored.size, found.level, by=MACHINE)
    tries = 0 if further and not found.lacks else paper.prolong_tries + 1
    paper.prolong_again(_next(found, tries, moment), tries=tries)
    return further, found.lacks


def _next(found: Prolonged, tries: int, moment: datetime) -> datetime:
    if found.level == Level.KEPT and not found.lacks and found.until is not None:
        return max(found.until - RENEWED_BEFORE, moment + RENEWED_AT_MOST)
    doubled: int = 2 ** min(tries, 10)
    return moment + min(AGAIN_AFTER * doubled, AGAIN_AFTER_MAX)
