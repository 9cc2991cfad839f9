"""Twelve services that a small local government has, to begin with: its officers read them and change what differs.

What they say of days, papers and fees is a start and not the law: each agency has its own คู่มือสำหรับประชาชน. Which
services the public looks for was counted in the Royal Gazette's notices of 2566.
"""

from __future__ import annotations

from dataclasses import dataclass

from saraban.cases.catalogue import Appeal, Kind, ManualText, Paper
from saraban.law.deadlines import Unit


@dataclass(frozen=True)
class Preset:
    code: str
    name: str
    kind: str
    text: ManualText


def _papers(*names: str) -> tuple[Paper, ...]:
    """A mark at the end of a name: `*` the state issued it, `?` not always needed."""
    return tuple(
        Paper(
            key=f"p{number}",
            name=name.rstrip("*?"),
            required="?" not in name[-2:],
            issued_by_state="*" in name[-2:],
        )
        for number, name in enumerate(names, start=1)
    )


_ID = "สำเนาบัตรประจำตัวประชาชน*"
_HOUSE = "สำเนาทะเบียนบ้านของสถานประกอบการ*"
_COMPANY = "หนังสือรับรองการจดทะเบียนนิติบุคคล*?"
_PROXY = "หนังสือมอบอำนาจ?"
_HEALTH = "พ.ร.บ.การสาธารณสุข พ.ศ. 2535"
_BUILDING = "พ.ร.บ.ควบคุมอาคาร พ.ศ. 2522"
# ~ from general knowledge; each agency checks it against its own law before a refusal leaves.
_HEALTH_APPEAL = Appeal("รัฐมนตรีว่าการกระทรวงสาธารณสุข", 30, f"{_HEALTH} มาตรา 66")
_BUILDING_APPEAL = Appeal("คณะกรรมการพิจารณาอุทธรณ์", 30, f"{_BUILDING} มาตรา 52")


def _text(
    law: str, days: int, *papers: str, appeal: Appeal | None = None, unit: Unit = Unit.WORKING_DAYS
) -> ManualText:
    steps = (
        [("ตรวจคำขอและเอกสาร", 1), ("ตรวจสถานที่และพิจารณา", max(days - 2, 0)), ("แจ้งผล", 1)] if days > 2 else []
    )
    return ManualText(
        law=law, days=days, unit=unit, steps=steps, papers=_papers(*papers), appeal=appeal or Appeal()
    )


PRESETS: tuple[Preset, ...] = (
    Preset(
        "hazardous",
        "ขอหรือต่ออายุใบอนุญาตประกอบกิจการที่เป็นอันตรายต่อสุขภาพ",
        Kind.PERMIT,
        _text(
            _HEALTH, 30, "คำขอ", _ID, _HOUSE, _COMPANY, _PROXY, "แผนที่ตั้งสถานประกอบการ", appeal=_HEALTH_APPEAL
        ),
    ),
    Preset(
        "food",
        "ขอหรือต่ออายุใบอนุญาตจัดตั้งสถานที่จำหน่ายหรือสะสมอาหาร (เกิน 200 ตร.ม.)",
        Kind.PERMIT,
        _text(_HEALTH, 30, "คำขอ", _ID, _HOUSE, _COMPANY, _PROXY, "แผนที่ตั้ง", appeal=_HEALTH_APPEAL),
    ),
    Preset(
        "food-notice",
        "แจ้งจัดตั้งสถานที่จำหน่ายหรือสะสมอาหาร (ไม่เกิน 200 ตร.ม.)",
        Kind.PERMIT,
        _text(_HEALTH, 7, "แบบแจ้ง", _ID, _HOUSE, _COMPANY, _PROXY, appeal=_HEALTH_APPEAL),
    ),
    Preset(
        "market",
        "ขอหรือต่ออายุใบอนุญาตจัดตั้งตลาด",
        Kind.PERMIT,
        _text(_HEALTH, 30, "คำขอ", _ID, _HOUSE, _COMPANY, _PROXY, "แผนผังตลาด", appeal=_HEALTH_APPEAL),
    ),
    Preset(
        "street",
        "ขอหรือต่ออายุใบอนุญาตจำหน่ายสินค้าในที่หรือทางสาธารณะ",
        Kind.PERMIT,
        _text(_HEALTH, 15, "คำขอ", _ID, "แผนที่จุดจำหน่าย", "รูปถ่ายหน้าตรง", appeal=_HEALTH_APPEAL),
    ),
    Preset(
        "building",
        "ขออนุญาตก่อสร้าง ดัดแปลง รื้อถอน หรือเคลื่อนย้ายอาคาร",
        Kind.PERMIT,
        _text(
            _BUILDING,
            45,
            *("คำขอ", _ID, _COMPANY, _PROXY, "โฉนดที่ดิน*", "แบบแปลนและรายการประกอบแบบ", "รายการคำนวณ?"),
            "หนังสือรับรองของสถาปนิกหรือวิศวกร?",
            appeal=_BUILDING_APPEAL,
            unit=Unit.CALENDAR_DAYS,
        ),
    ),
    Preset(
        "building-use",
        "ขออนุญาตเปลี่ยนการใช้อาคาร",
        Kind.PERMIT,
        _text(
            _BUILDING,
            30,
            *("คำขอ", _ID, _COMPANY, _PROXY, "ใบอนุญาตเดิม*", "แผนผังและแบบแปลน"),
            appeal=_BUILDING_APPEAL,
            unit=Unit.CALENDAR_DAYS,
        ),
    ),
    Preset(
        "earthwork",
        "แจ้งการขุดดินหรือถมดิน",
        Kind.PERMIT,
        _text("พ.ร.บ.การขุดดินและถมดิน พ.ศ. 2543", 7, "แบบแจ้ง", _ID, _PROXY, "โฉนดที่ดิน*", "แผนผังบริเวณ"),
    ),
    Preset(
        "commerce",
        "จดทะเบียนพาณิชย์",
        Kind.PERMIT,
        _text(
            "พ.ร.บ.ทะเบียนพาณิชย์ พ.ศ. 2499",
            1,
            "คำขอจดทะเบียน (แบบ ทพ.)",
            _ID,
            _HOUSE,
            _PROXY,
            "หนังสือยินยอมให้ใช้สถานที่?",
        ),
    ),
    Preset(
        "welfare",
        "ลงทะเบียนรับเงินเบี้ยยังชีพ",
        Kind.WELFARE,
        _text(
            "ระเบียบกระทรวงมหาดไทยว่าด้วยการจ่ายเงินเบี้ยยังชีพ",
            1,
            "แบบคำขอ",
            _ID,
            "สำเนาทะเบียนบ้าน*",
            "สำเนาสมุดบัญชีธนาคาร",
        ),
    ),
    Preset(
        "complaint",
        "ร้องเรียน ร้องทุกข์",
        Kind.COMPLAINT,
        _text(
            "ระเบียบสำนักนายกรัฐมนตรีว่าด้วยการจัดการเรื่องราวร้องทุกข์ พ.ศ. 2552", 15, "รายละเอียดเรื่องร้องเรียน", "หลักฐาน?"
        ),
    ),
    Preset(
        "information",
        "ขอข้อมูลข่าวสารของราชการ",
        Kind.OTHER,
        _text("พ.ร.บ.ข้อมูลข่าวสารของราชการ พ.ศ. 2540", 15, "คำขอ", "สำเนาบัตรประจำตัวประชาชน*?"),
    ),
)
