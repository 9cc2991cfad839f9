"""ระเบียบสำนักนายกรัฐมนตรีว่าด้วยงานสารบรรณ พ.ศ. 2526 and its amendments, clause by clause."""

from __future__ import annotations

from datetime import datetime

from saraban.law.clauses import REGULATION_38_2, cites
from saraban.thai.dates import buddhist_year


@cites(REGULATION_38_2)
def register_year(*, deemed_at: datetime, registered_at: datetime) -> int:
    """The year พ.ศ. whose book and numbers an entry takes: of the later of its two times, by Bangkok's clock.

    Letters of December that are found in January have an open book to enter; letters that came on the last evening
    take the new year's numbers. Both moments say their time zone.
    """
    assert deemed_at.tzinfo is not None and registered_at.tzinfo is not None, (
        "moments must say their time zone"
    )
    return buddhist_year(max(deemed_at, registered_at))
