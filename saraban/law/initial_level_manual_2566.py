"""วิธีการทางอิเล็กทรอนิกส์สำหรับหน่วยงานของรัฐระดับเริ่มต้น พ.ศ. 2566: the guide itself."""

from __future__ import annotations

import re

from saraban.law.clauses import MANUAL_1_3, cites

_CENTRAL_ADDRESS = re.compile(r"saraban([_-][a-z0-9._-]+)?@[^@\s]+", re.IGNORECASE)


@cites(MANUAL_1_3)
def mailbox_name_ok(address: str) -> bool:
    """Whether a central mailbox is named as it must be: saraban@…, saraban_04110113@…, saraban-0409@…"""
    return _CENTRAL_ADDRESS.fullmatch(address) is not None
