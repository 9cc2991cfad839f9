"""After a backup was put back: the licences that were given since it was made stand as annulled rows, so that no number is
missing and none is given twice. The papers of such licences are still out there; whoever holds one is told to ask.
"""

from __future__ import annotations

from saraban.licences.kinds import LicenceKind
from saraban.licences.models import Licence
from saraban.registers.recoveries import Recovery
from saraban.tenancy.scope import acting_for


def fill_recovered() -> int:
    """The clock's step, of every agency whose database was put back; how many rows. The next licence does not wait for it."""
    filled = 0
    ended = (
        Recovery.across_agencies.filter(ended_at__isnull=False).order_by("agency_id").select_related("agency")
    )
    for agency in dict.fromkeys(recovery.agency for recovery in ended):
        with acting_for(agency):
            for kind in LicenceKind.objects.order_by("pk"):
                filled += Licence.objects.fill_recovered(kind)
    return filled
