"""ชุดตั้งต้น: the licences that municipalities give most often, by the gazetted notices of 2566 on. A start, to be changed.

Laws are named where they are well known; how long a licence holds is the agency's to check.
"""

from __future__ import annotations

from saraban.licences.kinds import KindText, Lasts, LicenceField

HEALTH = "พระราชบัญญัติการสาธารณสุข พ.ศ. 2535"
BUILDINGS = "พระราชบัญญัติควบคุมอาคาร พ.ศ. 2522"
DIGGING = "พระราชบัญญัติการขุดดินและถมดิน พ.ศ. 2543"
FUEL = "พระราชบัญญัติควบคุมน้ำมันเชื้อเพลิง พ.ศ. 2542"


def _fields(**labels: str) -> tuple[LicenceField, ...]:
    """A label that ends with `?` may stay empty."""
    return tuple(
        LicenceField(name, label.removesuffix("?"), required=not label.endswith("?"))
        for name, label in labels.items()
    )


_AREA = "พื้นที่ (ตร.ม.)"

# By code: that of the service which ends in it, where there is a preset of one (`saraban/cases/presets.py`).
PRESETS: dict[str, KindText] = {
    "commerce": KindText(
        "ใบทะเบียนพาณิชย์",
        law="พระราชบัญญัติทะเบียนพาณิชย์ พ.ศ. 2499",
        fields=_fields(business="ชนิดแห่งพาณิชยกิจ", began_on="วันที่เริ่มประกอบพาณิชยกิจ?"),
        lasts=Lasts.NO_END,
    ),
    "hazardous": KindText(
        "ใบอนุญาตประกอบกิจการที่เป็นอันตรายต่อสุขภาพ",
        law=HEALTH,
        fields=_fields(activity="ประเภทกิจการ", horsepower="กำลังเครื่องจักร (แรงม้า)?", workers="จำนวนคนงาน?"),
        lasts=Lasts.YEARS,
        lasts_for=1,
    ),
    "market": KindText(
        "ใบอนุญาตจัดตั้งตลาด",
        law=HEALTH,
        fields=_fields(market_type="ประเภทตลาด", area=_AREA, stalls="จำนวนแผงค้า?"),
        lasts=Lasts.YEARS,
        lasts_for=1,
    ),
    "food": KindText(
        "ใบอนุญาตจัดตั้งสถานที่จำหน่ายอาหารหรือสถานที่สะสมอาหาร (พื้นที่เกิน 200 ตารางเมตร)",
        law=HEALTH,
        fields=_fields(food_type="ประเภทอาหาร", area=_AREA),
        lasts=Lasts.YEARS,
        lasts_for=1,
    ),
    "food-notice": KindText(
        "หนังสือรับรองการแจ้งจัดตั้งสถานที่จำหน่ายอาหารหรือสถานที่สะสมอาหาร (พื้นที่ไม่เกิน 200 ตารางเมตร)",
        law=HEALTH,
        fields=_fields(food_type="ประเภทอาหาร", area=_AREA),
        lasts=Lasts.NO_END,
    ),
    "street": KindText(
        "ใบอนุญาตจำหน่ายสินค้าในที่หรือทางสาธารณะ",
        law=HEALTH,
        fields=_fields(goods="สินค้า", manner="ลักษณะการจำหน่าย", hours="เวลาจำหน่าย?"),
        lasts=Lasts.YEARS,
        lasts_for=1,
    ),
    "waste": KindText(
        "ใบอนุญาตเก็บ ขน หรือกำจัดสิ่งปฏิกูลหรือมูลฝอย",
        law=HEALTH,
        fields=_fields(activity="ประเภทการดำเนินการ", vehicles="ยานพาหนะ?"),
        lasts=Lasts.YEARS,
        lasts_for=1,
    ),
    "building": KindText(
        "ใบอนุญาตก่อสร้าง ดัดแปลง รื้อถอน หรือเคลื่อนย้ายอาคาร",
        law=BUILDINGS,
        fields=_fields(
            work="งานที่ได้รับอนุญาต",
            building="ชนิดและจำนวนอาคาร",
            purpose="ใช้เป็น",
            area="พื้นที่หรือความยาว",
            land="โฉนดหรือเอกสารสิทธิในที่ดิน?",
            designer="ผู้ออกแบบและคำนวณ?",
            supervisor="ผู้ควบคุมงาน?",
        ),
        lasts=Lasts.BY_HAND,
    ),
    "building-certificate": KindText(
        "ใบรับรองการก่อสร้าง ดัดแปลง หรือเคลื่อนย้ายอาคาร",
        law=BUILDINGS,
        fields=_fields(building="ชนิดและจำนวนอาคาร", purpose="ใช้เป็น", permit="ตามใบอนุญาตเลขที่"),
        lasts=Lasts.NO_END,
    ),
    "building-use": KindText(
        "ใบอนุญาตเปลี่ยนการใช้อาคาร",
        law=BUILDINGS,
        fields=_fields(building="ชนิดอาคาร", before="เดิมใช้เป็น", after="เปลี่ยนการใช้เป็น"),
        lasts=Lasts.NO_END,
    ),
    "digging": KindText(
        "ใบรับแจ้งการขุดดิน",
        law=DIGGING,
        fields=_fields(depth="ความลึก", area="พื้นที่ปากบ่อดิน", purpose="เพื่อใช้เป็น?", land="โฉนดหรือเอกสารสิทธิในที่ดิน?"),
        lasts=Lasts.BY_HAND,
    ),
    "filling": KindText(
        "ใบรับแจ้งการถมดิน",
        law=DIGGING,
        fields=_fields(
            height="ความสูงของเนินดิน", area="พื้นที่ของเนินดิน", purpose="เพื่อใช้เป็น?", land="โฉนดหรือเอกสารสิทธิในที่ดิน?"
        ),
        lasts=Lasts.BY_HAND,
    ),
    "factory": KindText(
        "ใบรับแจ้งการประกอบกิจการโรงงานจำพวกที่ 2",
        law="พระราชบัญญัติโรงงาน พ.ศ. 2535",
        fields=_fields(
            activity="ประเภทหรือชนิดของโรงงาน", horsepower="กำลังเครื่องจักร (แรงม้า)", workers="จำนวนคนงาน?"
        ),
        lasts=Lasts.NO_END,
    ),
    "fuel-station": KindText(
        "ใบอนุญาตประกอบกิจการควบคุมประเภทที่ 3",
        law=FUEL,
        fields=_fields(station="ประเภทสถานีบริการหรือสถานที่เก็บ", fuels="ชนิดและปริมาณน้ำมัน"),
        lasts=Lasts.CALENDAR_YEAR,
    ),
}
