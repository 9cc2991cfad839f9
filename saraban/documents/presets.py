"""What each kind of paper says until the agency writes otherwise (our own words, after the templates T5 to T19 of the guide)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from saraban.documents.papers import PaperKind
from saraban.documents.wording import Field


@dataclass(frozen=True)
class Preset:
    """`text`: its paragraphs, an empty line between. `salutation` and `closing`: empty where the kind has none."""

    subject: str
    text: str
    fields: tuple[Field, ...]
    salutation: str = "เรียน"
    closing: str = "ขอแสดงความนับถือ"


AGENCY = Field("agency", "ชื่อหน่วยงาน")
AUTHORITY = Field("authority", "ผู้มีอำนาจ")
APPLICANT = Field("applicant", "ผู้ยื่นคำขอ")
HOLDER = Field("holder", "ผู้รับใบอนุญาต")
SERVICE = Field("service", "งานบริการ")
RECEIPT_NUMBER = Field("receipt_number", "เลขรับ")
APPLIED_ON = Field("applied_on", "วันที่ยื่นคำขอ")
PERMISSION = Field("permission", "สิ่งที่อนุญาต")
LICENCE_KIND = Field("licence_kind", "ชนิดใบอนุญาต")
LICENCE_NO = Field("licence_no", "เลขที่ใบอนุญาต")
ISSUED_ON = Field("issued_on", "วันที่ออก")
FROM, TO = Field("from", "วันเริ่มใช้"), Field("to", "วันสิ้นอายุ")
VERIFY_URL = Field("verify_url", "ที่อยู่สำหรับตรวจสอบ")
FACTS = Field("facts", "ข้อเท็จจริง", lines=4)
LAW = Field("law", "ข้อกฎหมาย", lines=2)
REASONS = Field("reasons", "ข้อพิจารณาและเหตุผล", lines=4)
APPEAL = Field("appeal", "การอุทธรณ์", lines=3)
SARABAN_EMAIL = Field("saraban_email", "อีเมลกลาง")

OF_A_CASE = (
    AGENCY,
    AUTHORITY,
    APPLICANT,
    HOLDER,
    SERVICE,
    RECEIPT_NUMBER,
    APPLIED_ON,
    FACTS,
    LAW,
    REASONS,
    APPEAL,
    SARABAN_EMAIL,
)
OF_A_LICENCE = (PERMISSION, LICENCE_KIND, LICENCE_NO, ISSUED_ON, FROM, TO, VERIFY_URL)
APPLIED = "ตามที่ท่านได้ยื่นคำขอ{service} เลขรับที่ {receipt_number} ลงวันที่ {applied_on} นั้น"

PRESETS: Mapping[PaperKind, Preset] = {
    PaperKind.EXTERNAL_LETTER: Preset(  # T5
        "แจ้งผลการพิจารณาคำขอ{service}",
        f"{APPLIED} {{authority}}พิจารณาแล้ว อนุญาตให้ {{holder}} ตาม{{permission}} เลขที่ {{licence_no}} ตั้งแต่วันที่ {{from}} ถึงวันที่ {{to}} "
        "ดังเอกสารที่แนบมาพร้อมนี้\n\n"
        "ท่านตรวจสอบสถานะใบอนุญาตได้ที่ {verify_url} และหากประสงค์จะขอรับใบอนุญาตในรูปแบบกระดาษ แจ้งความประสงค์ได้ในภายหลัง\n\n"
        "จึงเรียนมาเพื่อโปรดทราบ",
        OF_A_CASE + OF_A_LICENCE,
    ),
    PaperKind.REFUSAL: Preset(  # T6; Administrative Procedure Act s.37 and s.40
        "แจ้งผลการพิจารณาคำขอ{service}",
        f"{APPLIED} {{authority}}พิจารณาแล้ว มีคำสั่งไม่อนุญาต โดยมีเหตุผลดังนี้\n\n"
        "๑. ข้อเท็จจริงอันเป็นสาระสำคัญ {facts}\n\n"
        "๒. ข้อกฎหมายที่อ้างอิง {law}\n\n"
        "๓. ข้อพิจารณาและข้อสนับสนุนในการใช้ดุลพินิจ {reasons}\n\n"
        "อนึ่ง {appeal} โดยยื่นด้วยตนเองหรือทางไปรษณีย์อิเล็กทรอนิกส์ {saraban_email}\n\n"
        "จึงเรียนมาเพื่อโปรดทราบ",
        OF_A_CASE,
    ),
    PaperKind.DELAY_NOTICE: Preset(  # T15; Facilitation Act s.10
        "แจ้งเหตุล่าช้าในการพิจารณาคำขอ{service} ครั้งที่ {times}",
        f"{APPLIED} {{agency}}ยังพิจารณาไม่แล้วเสร็จภายในกำหนดเวลาตามคู่มือสำหรับประชาชน\n\n"
        "เหตุแห่งความล่าช้า คือ {reasons}\n\n"
        "คาดว่าจะแล้วเสร็จภายในวันที่ {expected_on} หากยังไม่แล้วเสร็จ จะแจ้งเหตุให้ท่านทราบทุกเจ็ดวันจนกว่าจะพิจารณาแล้วเสร็จ\n\n"
        "จึงเรียนมาเพื่อโปรดทราบ",
        (*OF_A_CASE, Field("times", "ครั้งที่"), Field("expected_on", "วันที่คาดว่าแล้วเสร็จ")),
    ),
    PaperKind.RETURN: Preset(  # T19; Facilitation Act s.9
        "คืนคำขอ{service}",
        f"{APPLIED} {{agency}}ตรวจสอบแล้ว พบว่าคำขอหรือเอกสารยังไม่ถูกต้องครบถ้วน และพ้นกำหนดที่แจ้งให้แก้ไขหรือส่งเพิ่มเติมแล้ว จึงขอคืนคำขอ\n\n"
        "เหตุแห่งการคืนคำขอ คือ {reasons}\n\n"
        "ท่านแก้ไขแล้วยื่นคำขอใหม่ได้เสมอ\n\n"
        "อนึ่ง {appeal} โดยยื่นด้วยตนเองหรือทางไปรษณีย์อิเล็กทรอนิกส์ {saraban_email}\n\n"
        "จึงเรียนมาเพื่อโปรดทราบ",
        OF_A_CASE,
    ),
    PaperKind.DISPOSAL_MEMO: Preset(  # T16
        "ขออนุมัติจำหน่ายเรื่อง",
        "ตามที่ {applicant} ได้ยื่นคำขอ{service} เลขรับที่ {receipt_number} ลงวันที่ {applied_on} นั้น\n\n"
        "เจ้าหน้าที่ได้ติดต่อผู้ยื่นคำขอแล้วไม่สำเร็จ ดังนี้ {facts}\n\n"
        "ได้รอการติดต่อกลับตั้งแต่วันที่ {held_from} ถึงวันที่ {held_to} (๓๐ วัน) แล้ว ไม่มีการติดต่อ\n\n"
        "จึงเรียนมาเพื่อโปรดพิจารณาอนุมัติให้จำหน่ายเรื่อง",
        (*OF_A_CASE, Field("held_from", "รอตั้งแต่วันที่"), Field("held_to", "รอถึงวันที่")),
        closing="",
    ),
    PaperKind.SEALED_LETTER: Preset(  # T9
        "ส่งข้อมูลใบอนุญาตประจำเดือน {month}",
        "ด้วย {agency} ได้ปรับปรุงฐานข้อมูลใบอนุญาตซึ่งกฎหมายกำหนดให้แสดงไว้ในที่เปิดเผย ในรอบเดือน {month} ({added} รายการเพิ่ม "
        "{changed} รายการแก้ไข) จึงขอส่งไฟล์ข้อมูล {file} เพื่อเผยแพร่บนเว็บไซต์ของ {parent} ต่อไป",
        (
            AGENCY,
            Field("month", "เดือนและปี"),
            Field("added", "จำนวนรายการเพิ่ม"),
            Field("changed", "จำนวนรายการแก้ไข"),
            Field("file", "ชื่อไฟล์"),
            Field("parent", "หน่วยงานที่เผยแพร่"),
        ),
        salutation="ถึง",
        closing="",
    ),
    PaperKind.MEMO: Preset(
        "{subject}",
        "ด้วย{background}\n\nจึงเรียนมาเพื่อโปรดพิจารณา",
        (Field("subject", "เรื่อง"), Field("background", "เรื่องเดิมและข้อเท็จจริง", lines=6)),
        closing="",
    ),
    PaperKind.ORDER: Preset(
        "{subject}",
        "เพื่อให้{purpose} อาศัยอำนาจตามความใน{law} จึงมีคำสั่ง ดังต่อไปนี้\n\n{content}\n\nทั้งนี้ ตั้งแต่วันที่ {from} เป็นต้นไป",
        (
            Field("subject", "เรื่อง"),
            Field("purpose", "วัตถุประสงค์"),
            LAW,
            Field("content", "ข้อความของคำสั่ง", lines=6),
            FROM,
        ),
        salutation="",
        closing="",
    ),
    PaperKind.ANNOUNCEMENT: Preset(
        "{subject}",
        "เพื่อให้{purpose} อาศัยอำนาจตามความใน{law} จึงประกาศให้ทราบ ดังต่อไปนี้\n\n{content}\n\nจึงประกาศให้ทราบโดยทั่วกัน",
        (
            Field("subject", "เรื่อง"),
            Field("purpose", "วัตถุประสงค์"),
            LAW,
            Field("content", "ข้อความของประกาศ", lines=6),
        ),
        salutation="",
        closing="",
    ),
    PaperKind.CERTIFICATE: Preset(
        "หนังสือรับรอง",
        "หนังสือฉบับนี้ให้ไว้เพื่อรับรองว่า {holder} {certified}\n\nออกให้เพื่อ{purpose}",
        (HOLDER, Field("certified", "ข้อความที่รับรอง", lines=4), Field("purpose", "ใช้เพื่อ")),
        salutation="",
        closing="",
    ),
    PaperKind.LICENCE: Preset("{licence_kind}", "", OF_A_CASE + OF_A_LICENCE, salutation="", closing=""),
    PaperKind.ROUTING_SLIP: Preset(
        "{subject}",
        "{instruction}",
        (Field("subject", "เรื่อง"), Field("instruction", "ข้อสั่งการ", lines=3)),
        salutation="ถึง",
        closing="",
    ),
    PaperKind.RECEIPT: Preset(
        "{subject}",
        "ได้รับเงินไว้เป็นการถูกต้องแล้ว",
        (Field("subject", "รายการ"),),
        salutation="ได้รับเงินจาก",
        closing="",
    ),
}
