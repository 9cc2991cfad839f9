"""A kind of licence, and what one of it says."""

from __future__ import annotations

from datetime import date

from saraban.agencies.duties import OPERATOR
from saraban.licences.kinds import KindText, Lasts, LicenceField, LicenceKind
from saraban.licences.models import Granted, Licence
from tests.cases.matters import Matters

TODAY = date(2023, 1, 23)
TEXT = KindText(
    "ใบอนุญาตประกอบกิจการที่เป็นอันตรายต่อสุขภาพ",
    law="พระราชบัญญัติการสาธารณสุข พ.ศ. 2535",
    fields=(
        LicenceField("activity", "ประเภทกิจการ", chars_max=20),
        LicenceField("area", "พื้นที่ (ตร.ม.)"),
        LicenceField("horsepower", "กำลังเครื่องจักร", required=False),
    ),
    lasts=Lasts.YEARS,
    lasts_for=1,
)
SAID = Granted(
    "นายสมชาย ใจดี",
    holder_id="1-2345-67890-12-1",
    trade_name="อู่สมชาย",
    place="12 หมู่ 3 ตำบลคลองน้อย",
    particulars={"area": "120", "activity": "ซ่อมรถยนต์"},
)


def kind_of(text: KindText = TEXT) -> LicenceKind:
    return LicenceKind.objects.add(text, by=OPERATOR)


def grant(
    matters: Matters, kind: LicenceKind, said: Granted = SAID, *, replaces: Licence | None = None
) -> Licence:
    return Licence.objects.grant(kind, said, replaces=replaces, by=matters.office.clerk)
