"""An official letter read by the places of its words: number, date, who, to whom, about what.

Knows the shapes of the Saraban regulation (หนังสือภายนอก, บันทึกข้อความ, หนังสือประทับตรา, คำสั่ง and ประกาศ) and the
letters of companies and people that follow them. A page that has none of these shapes is no letter.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import pairwise

from saraban.proposals.agencies import (
    is_body,
    is_company,
    is_office,
    is_state_office,
    office_name,
    office_of_head,
)
from saraban.proposals.marks import only_marks, without_marks
from saraban.proposals.numbers import read_number
from saraban.proposals.sheets import Row, Sheets, Span
from saraban.proposals.summaries import SUMMARY_MAX, summary
from saraban.proposals.words import squeezed, tidy
from saraban.proposals.written_dates import dates_in, day_left_out
from saraban.thai.digits import arabic_digits

SUBJECT_MAX = 500  # characters
PARTY_MAX = 200
NAME_MIN = 4  # letters
ROWS_OF_A_VALUE_MAX = 5
ROWS_OF_A_SUBJECT_MAX = 6
ROWS_OF_A_BODY_MAX = 40
BODY_MAX = 4_000  # characters
ROWS_OF_A_FORM_MIN = 4
IN_THE_MIDDLE = 0.05  # of the page's width
FAR = 1.3  # of the usual way from row to row
LARGE = 1.12  # of the usual size: a heading
SHARED = 5  # letters that two names of one office have in common
NO_DATE = "ไม่พบวันที่ของหนังสือ"


class Kind(StrEnum):
    EXTERNAL = "external"
    MEMO = "memo"
    STAMPED = "stamped"
    ORDER = "order"  # คำสั่ง, ประกาศ and their like


@dataclass(frozen=True)
class Read:
    """One column as read: `doubt` is a Thai sentence, empty for none."""

    value: str | None
    where: str  # Thai: "หน้า 1"
    doubt: str = ""


@dataclass(frozen=True)
class Letterhead:
    kind: Kind
    number: Read  # "-" where letters of this kind have none
    dated: Read  # ISO
    sender: Read
    recipient: Read  # None: it names nobody
    subject: Read
    urgency: str | None
    secrecy: str | None
    references: str
    enclosures: str
    from_office: bool  # the sender is an office of the state
    signed: bool = False  # the sender is a person who signed: no office was found
    body: str = ""  # what the first page says below its head
    further: tuple[str, ...] = ()  # numbers of other letters that begin on later pages
    scanned: bool = False


def _label(*words: str) -> str:
    """A label, whatever spaces its letters have among them."""
    return "|".join(" ?".join(re.escape(letter) for letter in word) for word in words)


_TOO = (
    r"(?: ?/ ?[A-Za-z][A-Za-z. ]{0,14}(?=[:. ]|$)| ?\([A-Za-z. ]{2,14}\))?"  # the label once more in English
)
_NUMBER = re.compile(
    r"^(?:Document |Doc\. ?|Letter )?No\. ?[:.]? ?(?=[A-Za-z0-9ก-ฮ])|^(?:Our )?Ref(?:erence)?(?:\.|\b) ?(?:No\.?)? ?[:.]? ?(?=[A-Za-z0-9])|"
    rf"^(?:{_label('เลขที่หนังสือ', 'เลขที่เอกสาร', 'เลขที่', 'ที่')}){_TOO} ?[:.]? ?(?=[ก-ฮA-Za-z๐-๙0-9(./…_\-]|$)(?!ว่าการ|ทำการ|ทําการ|ตั้ง|อยู่|ประชุม|ดิน)"
)
_NUMBER_OF_LETTER = re.compile(
    rf"^(?:{_label('ที่')}) ?[:.]? ?(?=[ก-ฮA-Za-z๐-๙0-9(./…_\-]|$)(?!ว่าการ|ทำการ|ตั้ง|อยู่)"
)
_PHONE_LABEL = r"โทร(?:ศัพท์|สาร)?(?:มือถือ|เคลื่อนที่|ภายใน|สายตรง|หมายเลข|ติดต่อ)?(?![ก-\u0e4e])"  # not the beginning of โทรคมนาคม
_STREET = re.compile(r"^(?:หมู่|ม\.|ถนน|ถ\.|ซอย|ซ\.|ตำบล|ต\.|แขวง|อาคาร|ชั้น)")
_SUBJECT = re.compile(
    rf"^(?:{_label('เรื่อง', 'หัวเรื่อง')}){_TOO}(?!(?:ดังกล่าว|นี้|นั้น|ที่|ร้องเรียน|ร้องทุกข์|ต่าง|ราว)) ?[:.]? ?|^(?:Subject|Re)(?: ?/ ?เรื่อง)? ?: ?|^Subject ?/ ?เรื่อง ",
    re.IGNORECASE,
)
_TO = re.compile(
    rf"^(?:{_label('กราบเรียน', 'เรียน', 'ขอเจริญพร', 'เจริญพร', 'นมัสการ', 'กราบทูล', 'ขอประทานกราบทูล', 'กราบนมัสการ')})(?! ?(?:มาเพื่อ|มายัง|ให้ทราบ|ว่า|เชิญ|รู้|ต่อ|จบ|ฟรี|การสอน|หนังสือ)){_TOO} ?[:.]? ?|^(?:To|Attention|Attn\.?|Dear) ?:? "
)
_TO_STAMPED = re.compile(rf"^(?:{_label('ถึง')}) ?[:.]? ?")
_REFERENCE = re.compile(rf"^(?:{_label('อ้างถึง', 'อ้างอิง', 'อ้าง')}) ?[:.]? ?")
_ENCLOSURE = re.compile(
    rf"^(?:{_label('สิ่งที่ส่งมาด้วย', 'สิ่งที่แนบมาด้วย', 'สิ่งที่ส่งมาพร้อมนี้', 'สิ่งที่แนบ', 'เอกสารแนบ', 'เอกสารที่แนบมาด้วย')}) ?[:.]? ?"
)
_OFFICE = re.compile(rf"^(?:{_label('ส่วนราชการ', 'ส่วนงาน', 'หน่วยงาน')}) ?[:.]? ?(?!เจ้าของ)")
_FROM = re.compile(
    r"^(?:จาก|ผู้ส่ง|หน่วยงานผู้ส่ง|From)(?: ?/ ?From)?(?: ?: ?|$)"
)  # a row of a form, or of a radio message
_FROM_ROW = re.compile(r"^(?:จาก|ผู้ส่ง|หน่วยงานผู้ส่ง|From)(?: ?/ ?From)?(?: ?: ?| |$)")
_DATE = re.compile(rf"^(?:{_label('ลงวันที่', 'วันที่')}) ?[:.]? ?")
_MEMO = re.compile(rf"^(?:{_label('บันทึกข้อความ')})$")
_ORDER = re.compile(
    r"^(?:\(?(?:สำเนา|ร่าง)\)? ?)?(คำสั่ง|ประกาศ|ระเบียบ(?!วาระ)|ข้อบังคับ|ข้อบัญญัติ|เทศบัญญัติ|แถลงการณ์) ?(?=[ก-ฮเแโใไA-Z])(.{2,})"
)
_ORDER_ALONE = re.compile(r"^(?:คำสั่ง|ประกาศ|แถลงการณ์)$")
_FORM = re.compile(
    r"^(?:แบบ(?!อย่าง)|ใบ(?:สมัคร|ตอบรับ|รับหนังสือ|เสนอราคา|แจ้งหนี้|เสร็จ|ส่งของ|มอบ)|กำหนดการ|ระเบียบวาระ|รายงาน|รายชื่อ|บัญชี(?!กลาง)|"
    r"ตาราง|สัญญา|โครงการ(?!ชลประทาน|ส่งน้ำ)|หนังสือ(?:มอบอำนาจ|รับรอง|ยินยอม|สัญญา)|ปฏิทิน|แผนผัง|แผนที่|ภาคผนวก)"
)
_ORDER_DATE = re.compile(r"^(?:สั่ง|ประกาศ|ให้ไว้|แถลง) ?ณ ?(?:วันที่)?")
_CLOSING = re.compile(
    rf"^(?:{_label('ขอแสดงความนับถือ', 'ด้วยความเคารพ', 'ขอแสดงความเคารพ', 'ขอนมัสการ', 'ขอเจริญพร')})|^(?:Yours|Sincerely|Best regards)"
)
_STAMP = re.compile(
    r"^(?:เลข(?:ที่)? ?(?:ทะเบียน)?รับ|เลขรับ|รับที่|รับเลขที่|ทะเบียนรับ|ลงรับ|"
    r"(?:เลข(?:ที่)? ?(?:ทะเบียน)?ส่ง|ส่ง(?:เลข)?ที่|ทะเบียนส่ง|ลงทะเบียน(?:รับ|ส่ง)|ออกเลขที่|เลข(?:ที่)?ออก)[ :.]*(?=[0-9๐-๙]|$))"
)
_STAMP_REST = re.compile(r"^(?:วันที่|รับวันที่|เวลา|ผู้รับ)")
_ADDRESS = re.compile(
    rf"^(?:ถนน|ถ\.|หมู่|ม\.|เลขที่|บ้านเลขที่|ตำบล|ต\.|ซอย|ซ\.|แขวง|เขต|อาคาร|ชั้น|ตู้|(?:{_PHONE_LABEL})|www|http|e-?mail|อีเมล|ไปรษณีย์|รหัส|[0-9๐-๙])|[0-9๐-๙]{{5}}$|(?:^|\s)(?:ถนน|ถ\.|หมู่ที่|หมู่|ตำบล)[ก-๙ ]",
    re.IGNORECASE,
)
_ADDRESS_BEGINS = re.compile(
    rf"\s+(?=(?:ถนน|ถ\.|หมู่|ม\.\s?[0-9๐-๙]|เลขที่|ตำบล|ต\.|ซอย|ซ\.|แขวง|เขต(?! ?(?:พื้นที่ ?)?[0-9๐-๙])|อำเภอ|อ\.|จังหวัด|จ\.|{_PHONE_LABEL}|ตู้ ?ป|"
    r"[0-9๐-๙]+/[0-9๐-๙]+|[0-9๐-๙]+,? (?:หมู่|ม\.|ถนน|ถ\.|ซอย|ซ\.|ตรอก|อาคาร|ชั้น|ตำบล|ต\.|แขวง)|[0-9๐-๙]{5}(?:\s|$)|[ก-ฮ]{2,3}\.? ?[0-9๐-๙]{5}))"
)
# Bodies of a village: its number is part of their names.
_STREETS = re.compile(
    rf"^(?:ถนน|ถ\.|หมู่|ม\.|ตำบล|ต\.|ซอย|ซ\.|แขวง|อาคาร|ชั้น|ตู้|{_PHONE_LABEL}|เลขที่|www|http|[0-9๐-๙]+/[0-9๐-๙]|[0-9๐-๙]{{5}})"
)
_PLACE_OF_ADDRESS = re.compile(
    r"(?:^|\s)(?:ถนน|ถ\.|หมู่|ม\.|ตำบล|ต\.|ซอย|ซ\.|แขวง|เขต[ก-ฮ]|อาคาร|ชั้น|อำเภอ|อ\.|จังหวัด|จ\.|เมือง|ตู้|เลขที่|[0-9๐-๙]+/)|^[0-9๐-๙]|^[ก-ฮ]{2,3}\.? ?[0-9๐-๙]{5}"
)
_HEADMAN = re.compile(r"(?:ผู้ใหญ่บ้าน|กำนัน|หมู่บ้าน|ชุมชน|กองทุน|กลุ่ม|คณะกรรมการ|ประชาคม|ชมรม|อสม|อาสาสมัคร|วิสาหกิจ)")
_REGION = re.compile(r"^เขต ?(?:พื้นที่ ?)?[0-9๐-๙]{1,2}(?:\s|$)")  # of an office that has numbered regions
# How a name goes on in the next row: `(มิตรภาพที่ ๑๒)`, `แห่งชาติ เขต ๖`, `จังหวัดหนึ่ง`.
_NAME_GOES_ON = re.compile(
    r"^(?:\((?!โทร|สำเนา|ร่าง)|เขต ?(?:พื้นที่|[0-9๐-๙])|ที่ ?[0-9๐-๙]|แห่ง|ประจำ|สาขา|ภาค ?(?:ที่ ?)?[0-9๐-๙]|"
    r"(?:จังหวัด|อำเภอ|ตำบล)[ก-๙]+$|หมู่(?:ที่)? ?[0-9๐-๙]{1,2}$|ในพระ|และ|เพื่อ)"
)
_BROKEN_OFF = re.compile(
    r"(?:(?:หมู่|เขต|ภาค|แห่ง|ครั้ง|รุ่น|สาขา|ภาพ| )ที่|(?<!ทุก)(?<!ทุก )แห่ง|เขต|หมู่|และ|(?<!เชียง)ของ|ภาค|ประจำ|เพื่อ|สาขา|(?<!ภาย)ใน|โดย|[(/,\-–])$"
)
# A numbered office, and of which province.
_ENDS_IN_PLACE = re.compile(r"(?:ที่|เขต|ภาค) ?[0-9๐-๙]{1,3} ?(?:จังหวัด|อำเภอ)[ก-ฮเ-ไ][ก-\u0e4e]+$")
_NUMBERED = re.compile(r"(?<!หมู่)ที่ ?[0-9๐-๙]{1,3}$")
_TITLE_OF_PAPER = re.compile(
    r"^(?:หนังสือ|ใบ|แบบ|จดหมาย|ขอ(?:เรียน)?เชิญ|บัตร(?:เชิญ)?|การ์ด|สำเนา|\(สำเนา|ฉบับ|คู่ฉบับ|ต้นฉบับ|ด่วน|ลับ|รายงาน|ประกาศ|คำสั่ง|บันทึก|เอกสาร|วิทยุ|โทรสาร|"
    r"แฟกซ์|ใบปะหน้า|หน้า ?[0-9๐-๙]|แผ่นที่|เรื่อง|QR|FAX|Page|No\.|Letter|Memo|Quotation|Invoice|Invitation|[“\"'‘«(-])",
    re.IGNORECASE,
)
_PRIVATE = re.compile(  # what people write below their names who write for themselves
    r"^(?:ผู้(?:ร้อง|ขอ|ยื่น|แจ้ง|เขียน|เสียหาย|เดือดร้อน|ปกครอง|อยู่อาศัย|เช่า|ประกอบการ|รับมอบ|มอบ|เสียภาษี|รับจ้าง|เสนอราคา)|ราษฎร|ประชาชน|เจ้าของ|ลูกบ้าน|ชาว|ทายาท|บุตร|มารดา|บิดา|"
    r"ข้าราชการบำนาญ|นักศึกษา|นิสิต|บ้านเลขที่|ที่อยู่|โทร|[0-9๐-๙+(]|อีเมล|E-?mail|Tel|พยาน|วันที่|ลงชื่อ)",
    re.IGNORECASE,
)
_CODE_AND_POST = re.compile(r"\s*(?:[ก-ฮ]{2,3}\.?)? ?[0-9๐-๙]{5}$")
_PHONE = re.compile(
    rf"\s*(?:\(?{_PHONE_LABEL}|\(?(?<![A-Za-z])Tel(?:ephone)?(?![A-Za-z])|หมายเลขโทรศัพท์|E-?mail|อีเมล|ไปรษณีย์อิเล็กทรอนิกส์).*$",
    re.IGNORECASE,
)
_WRITTEN_AT = re.compile(r"^(?:เขียน|ทำ)ที่ ?")
_LEADERS = re.compile(r"\.{3,}|…+|_{3,}")
_NAME_IN_BRACKETS = re.compile(
    r"^\(? ?((?:นาย|นางสาว|นาง|น\.ส\.|ว่าที่|พัน|ร้อย|จ่า|สิบ|ดาบ|พล|เด็ก|ดร\.|ผศ|รศ|ศ\.|ม\.ล\.|ม\.ร\.ว\.|หม่อม|พระ|คุณ|Mr|Mrs|Ms)[^()]{3,80}) ?\)?$"
)
_ANY_IN_BRACKETS = re.compile(r"^\( ?([ก-๙A-Za-z][^()\d]{4,80}) ?\)$")
_BODY_BEGINS = re.compile(r"^(?:ด้วย|ตาม|เนื่องจาก|อนุสนธิ|โดยที่|เพื่อ|อาศัย|ข้าพเจ้า|กระผม|ผม|ดิฉัน|สืบเนื่อง|เนื่องด้วย|อนึ่ง)")
_COUNTED = re.compile(r"^[0-9๐-๙]{1,2}[.)] ?")
_RULE = re.compile(r"^[-–—_=*.•…\s]{3,}$")
_OTHER_LABELS = (_FROM, _SUBJECT, _TO, _TO_STAMPED, _REFERENCE, _ENCLOSURE, _OFFICE)
# What has a place of its own in its address, not in its name.
_OF_ONE_PLACE = re.compile(
    r"^(?:(?:สำนักงาน)?(?:เทศบาล|องค์การบริหาร)|โรงเรียน|วัด|บริษัท|ห้าง|หจก|ร้าน|วิทยาลัย|มหาวิทยาลัย|โรงพยาบาล|สถานีตำรวจ(?:ภูธร|นครบาล|น้ำ|ทางหลวง|ท่องเที่ยว)?|สถานี(?:อนามัย|ขนส่ง)|สภ\.|รพ\.|ศูนย์พัฒนาเด็กเล็ก|"
    r"ศูนย์การศึกษา|ที่ว่าการ|ที่ทำการปกครอง|ศาลากลาง|ศาล|ธนาคาร|การไฟฟ้า|การประปา|แขวงทางหลวง|แขวงการทาง|โครงการชลประทาน|เรือนจำ|ทัณฑสถาน|นิคม|อุทยาน|เขื่อน|สหกรณ์|กรม|กระทรวง|มัสยิด|มูลนิธิ|สมาคม|ชมรม|ค่าย|มณฑล|กอง(?:พัน|บิน|พล))\s?[ก-๙A-Za-z(]{3}"
)
_PLACED = re.compile(
    r"(?:จังหวัด|อำเภอ|ตำบล|เทศบาล|สาขา|ภาค|เขต|ประจำ|แห่ง)\s?[ก-๙0-9]"
)  # a name with its own place
_LAST_STOP = re.compile(
    r"(?<![ก-ฮ]\.[ก-ฮ])(?<!(?<![ก-๙])[ก-ฮ]{2})(?<!(?<![ก-๙])[ก-ฮ]{3})(?<!(?<![ก-๙])[ก-ฮ]{4})[ .]+$"
)  # but `นายก อบต.` keeps its own
_TWO_UNITS = re.compile(
    r"^(?P<own>(?:ศูนย์|งาน|ฝ่าย|แผนก|โรงเรียน|สถาน|หน่วย)\S.{4,}?) (?P<above>(?:กอง|สำนัก(?!งาน))[ก-๙].*)$"
)
_BESIDE_THE_POINT = re.compile(r"^(?:วัน|ณ |เวลา|ให้ไว้|ระหว่าง|โดย|พร้อม)")  # below the subject of a card
_HANGS = re.compile(
    r"(?:(?: |ครั้ง|หมู่|วัน|เลข|ฉบับ|งวด)ที่| เรื่อง|และ|(?<!เชียง)ของ|ว่า|เพื่อ|(?<!กำ)กับ|หรือ|โดย|(?<!ภาย)ใน|(?<!ติด)ตาม|พ\.ศ\.|[(/,\-–])$"
)
_OF_ANOTHER_ROW = re.compile(
    r"อ้างถึง|สิ่งที่ส่งมาด้วย|เลขประจำตัว|(?:โทร|Tel)[.: ] ?[0-9๐-๙]|(?:^| )(?:เรียน|เรื่อง|จาก|ถึง) ?:|ขอแสดงความนับถือ| เรียน [ก-๙]"
)
_RUNS_ON = re.compile(r"(?:ครับ|ค่ะ|นะคะ)|(?:^|\s)(?:ขอส่ง|ตามที่|ด้วย|จึง|เนื่องจาก|ส่ง)(?![ก-๙]*(?:เสริม|มอบ))")
_MATTER = re.compile(
    r"เรื่อง ?(?P<said>[ก-๙A-Za-z(“\"].{9,200}?)\s*(?:มาเพื่อ|มาให้|มายัง|มาด้วย|มาพร้อม|จึง|ซึ่ง|รายละเอียด|ดังมี|ตามสิ่งที่|ตามที่แนบ|ลงวันที่|เพื่อ(?:โปรด|ทราบ|พิจารณา|ถือ|ดำเนิน)|$)"
)
_WITHIN = re.compile(
    r"^(?:ฝ่าย|งาน|แผนก|กลุ่ม|กอง|สำนัก(?!งาน|สงฆ์)|คณะ|ส่วน|หน่วย|สาขา|โครงการ|ศูนย์|สถาน|สภา|หมู่บ้าน|ตำรวจ|ทหาร)"
)  # a part of another body
_OF_A_UNIVERSITY = re.compile(r"^(?:มหาวิทยาลัย|สถาบัน|วิทยาลัย|จุฬาลงกรณ์)")
_CUT_NAME = "ชื่ออาจไม่ครบ โปรดเทียบกับหนังสือ"
_GUESSED = "มีคำที่ตัวอักษรในไฟล์ไม่ครบ อ่านอาจผิด"
_SIGNED_FOR = "ผู้ลงนามอาจลงนามแทนหน่วยงาน โปรดดูหัวหนังสือ"
_TWO_OFFICES = "ช่องส่วนราชการบอกสองหน่วยงาน จึงใช้หน่วยที่ผู้ลงนามเป็นหัวหน้า"
_NOT_AT_HEAD = "ไม่พบชื่อหน่วยงานที่หัวหนังสือ จึงอ่านจากท้ายหนังสือ"
_UNUSUAL_HEAD = "หัวหนังสือไม่เหมือนที่เคยเห็น โปรดดูชื่อผู้ออกหนังสือ"
_UNSURE_OF_SCAN = "อ่านจากภาพสแกน อาจผิด โปรดเทียบกับต้นฉบับ"


def read_letterhead(sheets: Sheets) -> Letterhead | None:
    """None where the document is no letter of its own: a form, a list, a programme."""
    if not sheets.sheets or not sheets.sheets[0].rows:
        return None
    return _Reader(sheets).read()


@dataclass
class _Line:
    """A row of a sheet, and on which one."""

    row: Row
    sheet: int
    spans: list[Span] = field(default_factory=list)

    @property
    def text(self) -> str:
        return " ".join(span.text for span in self.spans)


@dataclass(frozen=True)
class _Signed:
    """Who signed, where, and the rows of his position: all in one first, if they are several."""

    name: str
    where: str
    positions: tuple[str, ...]


@dataclass(frozen=True)
class _Name:
    """Who issued a letter, as its head says, and a Thai sentence where that is not sure."""

    text: str
    doubt: str = ""


class _Reader:
    def __init__(self, sheets: Sheets) -> None:
        first = sheets.sheets[0]
        self.width = first.width
        self.scanned = first.scanned
        self.pages = sheets.count
        self.lines = [
            _Line(row, sheet.number, list(row.spans)) for sheet in sheets.sheets for row in sheet.rows
        ]
        self.urgency: str | None = None
        self.secrecy: str | None = None
        self._take_marks()
        self._take_stamps()
        self.lines = [line for line in self.lines if line.spans]
        for line in self.lines:
            line.spans = _with_whole_dates(line.spans)
        self.first = [line for line in self.lines if line.sheet == 1]
        self.guessed = {word for line in self.first for span in line.spans for word in span.guessed}
        self.rings_lost = first.rings_lost
        self.pitch, self.size = _pitch_and_size(self.first)
        self.spread: set[int] = set()  # rows whose value may have taken in a row that is not its own

    def read(self) -> Letterhead | None:
        if any(_FORM.match(line.text) for line in self.first[:2]):
            return None
        order = self._order()
        if order is not None:
            return order
        head = self._head_end()
        subject_at, to_at = self._find(_SUBJECT, head), self._find(_TO, head)
        stamped_at = None if to_at is not None else self._find(_TO_STAMPED, head)
        memo = any(_MEMO.match(squeezed(line.text)) for line in self.first[:6]) or (
            self._find(_OFFICE, head) is not None
        )
        number_at = self._number_at([subject_at, to_at, stamped_at], head)
        if number_at is None and self._in_a_row([subject_at, to_at, stamped_at]) is not None:
            number_at = self._number_at([], head)  # in a form and in a radio message its row may come last
        number = self._number(number_at)
        is_letter = (
            (memo and (subject_at is not None or to_at is not None))
            or (
                number is not None and (to_at is not None or subject_at is not None or stamped_at is not None)
            )
            or (subject_at is not None and to_at is not None)
        )
        if not is_letter:
            return None
        if memo:
            kind = Kind.MEMO
        elif stamped_at is not None and subject_at is None:
            kind = Kind.STAMPED
        else:
            kind = Kind.EXTERNAL
        recipient_at = to_at if to_at is not None else stamped_at
        label = _TO if to_at is not None else _TO_STAMPED
        body_at = self._body_at(
            [subject_at, recipient_at], further=len(self._value_rows(recipient_at, label)) - 1
        )
        sender, from_office, signed = self._sender(kind, number_at, [subject_at, recipient_at], body_at)
        return Letterhead(
            kind=kind,
            number=self._said_number(number, kind, from_office=from_office),
            dated=self._dated(kind, subject_at if subject_at is not None else recipient_at, recipient_at),
            sender=sender,
            recipient=self._recipient(recipient_at, label),
            subject=self._subject(subject_at, body_at, recipient_at),
            urgency=self.urgency,
            secrecy=self.secrecy,
            references=self._value(self._find(_REFERENCE, head + 12), _REFERENCE),
            enclosures=self._value(self._find(_ENCLOSURE, head + 12), _ENCLOSURE, rows_max=20),
            from_office=from_office,
            signed=signed,
            body=join([line.text[:SUBJECT_MAX] for line in self.first[body_at:][:ROWS_OF_A_BODY_MAX]])[
                :BODY_MAX
            ],
            further=self._further(number),
            scanned=self.scanned,
        )

    # What is no part of the letter's words

    def _take_marks(self) -> None:
        """Marks of haste and secrecy that stand alone; before `ที่` they stand in its row."""
        for line in self.lines:
            kept: list[Span] = []
            for span in line.spans:
                alone = only_marks(span.text)
                if alone is None and line.sheet == 1 and _NUMBER.match(without_marks(span.text).text):
                    marked = without_marks(span.text)
                    self._note(marked.urgency, marked.secrecy)
                    span = Span(marked.text, span.left, span.right, span.size)
                if alone is None:
                    kept.append(span)
                else:
                    self._note(alone.urgency, alone.secrecy)
            line.spans = kept

    def _note(self, urgency: str | None, secrecy: str | None) -> None:
        self.urgency = self.urgency or urgency
        self.secrecy = self.secrecy or secrecy

    def _take_stamps(self) -> None:
        """ตรารับหนังสือ of an office through which the letter came: its date is not the letter's."""
        stamps = [
            (line, span)
            for line in self.lines
            for span in line.spans
            if line.sheet == 1 and _STAMP.match(span.text)
        ]
        for stamp, mark in stamps:
            high = 4.5 * mark.size
            for line in self.lines:
                below = stamp.row.base - line.row.base
                if line.sheet != 1 or abs(below) > high:
                    continue
                line.spans = [
                    span
                    for span in line.spans
                    if not (
                        span.left < mark.right + 4 * mark.size
                        and span.right > mark.left - 4 * mark.size
                        and (
                            span is mark
                            or _STAMP_REST.match(span.text)
                            or (
                                0 < -below < 2.2 * mark.size
                                and abs(span.size - mark.size) < 0.5
                                and span.size < 15
                            )
                        )
                    )
                ]

    # Where things stand

    def _head_end(self) -> int:
        """How many rows of the first page may hold the head."""
        return min(len(self.first), 30)

    def _find(self, label: re.Pattern[str], rows: int) -> int | None:
        for at, line in enumerate(self.first[:rows]):
            if label.match(line.spans[0].text):
                return at
        return None

    def _number_at(self, places: Iterable[int | None], head: int) -> int | None:
        """The row of `ที่`, above subject and addressee; `เลขที่` of a street is none."""
        end = min((place for place in places if place is not None), default=head)
        for label in (_NUMBER_OF_LETTER, _NUMBER):
            for at, line in enumerate(self.first[:end]):
                if not label.match(line.spans[0].text):
                    continue
                number = self._number(at)
                if number is not None and not _STREET.match(number[2]):
                    return at
        return None

    def _body_at(self, places: Iterable[int | None], *, further: int) -> int:
        """The first row behind all of the head's labelled lines; `further`: rows of the last one."""
        last = max((place for place in places if place is not None), default=0) + max(further, 0)
        for at in range(last + 1, min(last + 16, len(self.first))):
            if _REFERENCE.match(self.first[at].spans[0].text) or _ENCLOSURE.match(
                self.first[at].spans[0].text
            ):
                last = at
        return last + 1

    def _value(self, at: int | None, label: re.Pattern[str], *, rows_max: int = ROWS_OF_A_VALUE_MAX) -> str:
        """What stands behind a label, and in the rows that belong to it."""
        return _LEADERS.sub(" ", join(self._value_rows(at, label, rows_max))).strip()

    def _value_rows(
        self, at: int | None, label: re.Pattern[str], rows_max: int = ROWS_OF_A_VALUE_MAX
    ) -> list[str]:
        if at is None:
            return []
        line = self.first[at]
        first = label.sub("", line.spans[0].text)
        pieces = [" ".join([first, *(span.text for span in line.spans[1:])]).strip()]
        begins = self._value_left(line, label)
        alone = not label.sub("", line.spans[0].text).strip() and len(line.spans) > 1
        for before, following in zip(self.first[at:], self.first[at + 1 : at + rows_max], strict=False):
            if not self._goes_on(before, following, begins, line.spans[0].left):
                break
            far = self._is_far(before, following)
            under_value = abs(following.spans[0].left - begins) < 1.3 * following.row.size
            centred = (
                self._centred(line) and self._centred(following) and line.spans[0].left > 0.2 * self.width
            )
            if (far or alone) and not under_value:
                if far or len(following.spans) > 1 or self._is_form(begins):
                    break
                self.spread.add(at)
            if centred and _BESIDE_THE_POINT.match(following.text):
                break
            if far or (centred and not under_value):
                self.spread.add(at)
            pieces.append(following.text)
        return pieces

    def _is_form(self, column: float) -> bool:
        """Whether the values of several rows stand in one column, apart from their labels."""
        rows = [line for line in self.first[: self._head_end()] if len(line.spans) > 1]
        return sum(1 for line in rows if abs(line.spans[1].left - column) < 4) >= ROWS_OF_A_FORM_MIN

    def _is_far(self, before: _Line, line: _Line) -> bool:
        """Whether there is more room between two rows than between rows of a paragraph."""
        return 0 < self.pitch * FAR < before.row.base - line.row.base

    def _value_left(self, line: _Line, label: re.Pattern[str]) -> float:
        """Where on the row the words behind the label begin: by its share of the letters, if it has no gap."""
        span = line.spans[0]
        rest = label.sub("", span.text)
        if not rest.strip() and len(line.spans) > 1:
            return line.spans[1].left
        wide = _visible(span.text)
        return span.left + (span.right - span.left) * (1 - _visible(rest) / wide) if wide else span.left

    def _goes_on(self, before: _Line, line: _Line, begins: float, label_left: float) -> bool:
        """Whether a row is the continuation of the labelled one before it."""
        text, size = line.spans[0].text, line.row.size
        if any(label.match(text) for label in _OTHER_LABELS) or _NUMBER.match(text) or _DATE.match(text):
            return False
        if _RULE.match(text) or _BODY_BEGINS.match(text) or _CLOSING.match(text):
            return False
        if before.row.base - line.row.base > 2.1 * max(size, before.row.size):
            return False
        left = line.spans[0].left
        indented = left > label_left + 4.6 * size and left > begins + 1.2 * size  # the body's first line
        # a row that is wider than the one before it does not hold what found no room there
        wider = line.spans[-1].right > before.spans[-1].right + 5 * size
        if indented or (wider and not _COUNTED.match(text)):
            return False
        # a wrapped line comes back under the value, or under the label after a full line
        under_value = abs(left - begins) < 1.3 * size
        under_label = abs(left - label_left) < 0.8 * size and before.spans[-1].right > self.width * 0.72
        return (
            under_value
            or under_label
            or (left > label_left + size and before.spans[-1].right > self.width * 0.72)
        )

    # The columns

    def _number(self, at: int | None) -> tuple[str, bool, str] | None:
        """Its value, whether it is whole, and what stood behind it in the same words."""
        if at is None:
            return None
        line = self.first[at]
        said = _NUMBER.sub("", line.spans[0].text, count=1)
        if not said.strip(" .…_") and len(line.spans) > 1 and line.spans[1].left < self.width * 0.5:
            said = line.spans[1].text
        marked = without_marks(said)
        self._note(marked.urgency, marked.secrecy)
        number = read_number(marked.text)
        if not number.value and not number.whole and number.rest:
            return None
        return number.value, number.whole, number.rest

    def _said_number(self, number: tuple[str, bool, str] | None, kind: Kind, *, from_office: bool) -> Read:
        where = "หน้า 1"
        if number is None:
            if from_office:
                return self._read("-", where, "หนังสือราชการฉบับนี้ไม่พบเลขที่หนังสือ")
            return self._read("-", where)
        value, whole, _rest = number
        if not value:
            return self._read(None, where, "หนังสือยังไม่ได้กรอกเลขที่")
        if whole and _rest and re.match(r"^[0-9(/.\-]", _rest):
            whole = False
        return self._read(value, where, "" if whole else "เลขที่หนังสืออาจไม่ครบ")

    def _read(self, value: str | None, where: str, doubt: str = "") -> Read:
        unsure = value is not None and (
            any(word in value for word in self.guessed) or (self.rings_lost and "\u0e32" in value)
        )
        return Read(value, where, doubt or (_GUESSED if unsure else _UNSURE_OF_SCAN if self.scanned else ""))

    def _dated(self, kind: Kind, head_end: int | None, recipient_at: int | None) -> Read:
        end = len(self.first) if head_end is None else head_end
        above = [span for line in self.first[:end] for span in line.spans]
        if kind is Kind.MEMO:
            above += [span for line in self.first[end : end + 4] for span in line.spans]
        for spans in (above, self._after(recipient_at)):
            alone = [one for span in spans for one in dates_in(span.text) if one.alone]
            labelled = [
                one
                for span in spans
                if "วันที่" in span.text
                for one in dates_in(span.text[span.text.index("วันที่") :])[:1]
            ]
            for found in (alone, labelled if spans is above else []):
                if not found:
                    continue
                chosen = found[-1] if spans is above and kind is not Kind.STAMPED else found[0]
                if kind is Kind.STAMPED:
                    chosen = found[-1]
                if chosen.day is None:
                    return self._read(None, "หน้า 1", "วันที่ในหนังสือเป็นวันที่ไม่มีจริง")
                several = {one.day for one in found if one.day} if spans is above else set()
                return self._read(
                    chosen.day.isoformat(), "หน้า 1", "หัวหนังสือมีวันที่มากกว่าหนึ่งวัน" if len(several) > 1 else ""
                )
            if any(day_left_out(span.text) for span in spans):
                return self._read(None, "หน้า 1", "หนังสือยังไม่ได้ลงวันที่")
        return self._read(None, "หน้า 1", NO_DATE)

    def _after(self, at: int | None) -> list[Span]:
        place = 0 if at is None else at + 1
        return [span for line in self.lines[place:] for span in line.spans]

    def _recipient(self, at: int | None, label: re.Pattern[str]) -> Read:
        if at is None:
            return self._read(None, "หน้า 1")
        value = _LAST_STOP.sub("", self._value(at, label).strip(" :"))
        value = re.sub(r"\s*(?:ที่เคารพ(?:อย่างสูง)?|ที่นับถือ|\(ผ่าน.*)$", "", value)
        doubt = "" if value else "หนังสือไม่ได้บอกว่าถึงใคร"
        if value and (
            at in self.spread or _is_broken(value) or _OF_ANOTHER_ROW.search(value) or _RUNS_ON.search(value)
        ):
            doubt = _CUT_NAME
        return self._read(value[:PARTY_MAX] or None, "หน้า 1", doubt)

    def _subject(self, at: int | None, body_at: int, recipient_at: int | None) -> Read:
        if at is not None:
            rows = self._value_rows(at, _SUBJECT, ROWS_OF_A_SUBJECT_MAX)
            if (
                recipient_at is not None
                and at < recipient_at
                and self._is_left_over(at + len(rows), recipient_at)
            ):
                self.spread.add(at)
            marked = without_marks(_LEADERS.sub(" ", join(rows)).strip())
            self._note(marked.urgency, marked.secrecy)
            if marked.text:
                odd = (
                    at in self.spread
                    or _is_broken(marked.text)
                    or _HANGS.search(marked.text)
                    or _OF_ANOTHER_ROW.search(marked.text)
                )
                doubt = "เรื่องอาจไม่ครบ หรือมีข้อความอื่นติดมา" if odd else ""
                return self._read(marked.text[:SUBJECT_MAX], "หน้า 1", doubt)
        words = join(self._body_rows(body_at))
        matter = _MATTER.search(words)
        if matter and len(matter["said"]) <= SUMMARY_MAX:
            return self._read(matter["said"].strip(' "“”'), "เนื้อความ หน้า 1")
        told = summary(words)
        return self._read(told or None, "เนื้อความ หน้า 1", "" if told else "หนังสือไม่มีเรื่อง และย่อเองไม่ได้")

    def _is_left_over(self, begin: int, end: int) -> bool:
        """Whether rows between subject and addressee say something under no label."""
        return any(
            len(line.spans) == 1
            and not any(label.match(line.text) for label in (*_OTHER_LABELS, _NUMBER, _DATE, _RULE))
            and not dates_in(line.text)
            for line in self.first[begin:end]
        )

    def _body_rows(self, begin: int) -> list[str]:
        """The first paragraphs: to the closing, or to a block that stands at the right."""
        rows: list[str] = []
        for line in self.first[begin : begin + 12]:
            if _CLOSING.match(line.text) or line.spans[0].left > self.width * 0.42 or _PHONE.match(line.text):
                break
            rows.append(line.text)
        return rows

    def _further(self, number: tuple[str, bool, str] | None) -> tuple[str, ...]:
        ours = number[0] if number else ""
        found = []
        for line in self.lines:
            if line.sheet > 1 and _NUMBER.match(line.spans[0].text) and line.spans[0].left < self.width * 0.3:
                other = read_number(_NUMBER.sub("", line.spans[0].text, count=1))
                if other.whole and "/" in other.value and not other.rest and other.value != ours:
                    found.append(other.value)
        return tuple(found)

    # Who wrote it

    def _sender(
        self, kind: Kind, number_at: int | None, places: Sequence[int | None], body_at: int
    ) -> tuple[Read, bool, bool]:
        """As read, whether it is an office of the state, and whether it is a person who signed."""
        if kind is Kind.MEMO:
            at = self._find(_OFFICE, self._head_end())
            said = _PHONE.sub("", self._value(at, _OFFICE)).strip(" .") if at is not None else ""
            if said:
                doubt = _CUT_NAME if at in self.spread or _is_broken(said) else ""
                own = _of_who_signed(said, self._signed_by(body_at).positions)
                doubt = doubt or ("" if own == said else _TWO_OFFICES)
                return self._read(own[:PARTY_MAX], "หน้า 1", doubt), True, False
        signed = self._signed_by(body_at)
        if kind is Kind.STAMPED:
            below = self._below_a_stamped_letter(body_at)
            if below is not None:
                return below, True, False
        else:
            found = self._in_the_head(number_at, places, signed.positions)
            if found is not None:
                doubt = found.doubt
                office = next((name for name in map(office_of_head, signed.positions) if name), "")
                if found.text != office and squeezed(found.text) == squeezed(office):
                    found = _Name(office, doubt)  # as it is written in one row
                if not doubt and _is_broken(found.text):
                    doubt = _CUT_NAME
                within = _WITHIN.match(office) or (is_company(found.text) and not is_company(office))
                if not doubt and office and not within and not _shares(office, found.text):
                    doubt = "ชื่อที่หัวหนังสือไม่ตรงกับตำแหน่งผู้ลงนาม"
                return (
                    self._read(found.text[:PARTY_MAX], "หน้า 1", doubt),
                    is_state_office(found.text),
                    False,
                )
        return self._by_signature(signed, numbered=number_at is not None)

    def _in_the_head(
        self, number_at: int | None, places: Sequence[int | None], positions: Sequence[str]
    ) -> _Name | None:
        right = self._at_the_right(number_at, places, positions)
        if right is not None and (not right.doubt or is_office(right.text)):
            return right
        top, row = self._at_the_top(places), self._in_a_row(places)
        if row is not None and (top is None or top.doubt or not is_body(top.text)):
            return row
        if top is not None and (right is None or is_office(top.text)):
            return top
        return right

    def _at_the_right(
        self, number_at: int | None, places: Sequence[int | None], positions: Sequence[str]
    ) -> _Name | None:
        """The block at the right of `ที่`, down to date and subject: an office, then its address."""
        end = min((place for place in places if place is not None), default=len(self.first))
        block: list[Span] = []
        if number_at is not None and number_at < end:
            number = self._number(number_at)
            top = self.first[number_at].row
            if number and number[2] and len(self.first[number_at].spans) == 1:
                rest = number[2]
                block.append(Span(rest, self.width * 0.5, self.width, top.size))
            highest = top.base + 3.4 * top.size
        else:
            highest = float("inf")
        for at, line in enumerate(self.first[:end]):
            if at != number_at and len(line.spans) == 1 and self._centred(line, within=IN_THE_MIDDLE):
                continue  # a row of a letterhead across the page
            for index, span in enumerate(line.spans):
                beside_number = at == number_at and index > 0 and is_office(span.text)
                right_side = beside_number or (
                    span.left > self.width * 0.42
                    and (span.right > self.width * 0.62 or index > 0 or span.left > self.width * 0.5)
                )
                if right_side and line.row.base <= highest:
                    block.append(span)
        return _office_of_block(block, any_name=number_at is not None, positions=positions)

    def _at_the_top(self, places: Sequence[int | None]) -> _Name | None:
        """A letterhead across the page: a company, a school, a club, or a body of whatever kind in large letters."""
        end = min((place for place in places if place is not None), default=0)
        named = [(at, line, _head_words(line)) for at, line in enumerate(self.first[:end])]
        named = [one for one in named if one[2]]
        bodies = [one for one in named if is_body(one[2])]
        known = next((one for one in bodies if re.search("[ก-๙]", one[2])), bodies[0] if bodies else None)
        large = max(named, key=lambda one: one[1].row.size, default=None)
        if large is not None and large[1].row.size < self.size * LARGE:
            large = None
        if known is None:
            chosen = large or next(
                (one for one in named if one[0] + 1 < end and _ADDRESS.search(self.first[one[0] + 1].text)),
                None,
            )
            if chosen is None:
                return None
            person = _NAME_IN_BRACKETS.match(chosen[2])
            name = self._whole_name(chosen[0], chosen[2], end).text
            return _Name(name, "" if person else _UNUSUAL_HEAD)
        above = large is not None and large[0] < known[0] and large[1].row.size > known[1].row.size * LARGE
        if large is not None and above:
            thai = re.search("[ก-๙]", large[2]) is not None or re.search("[ก-๙]", known[2]) is None
            chosen = large if thai or _is_a_house(known[2]) else known
            return _Name(self._whole_name(chosen[0], chosen[2], end).text, _UNUSUAL_HEAD)
        return self._whole_name(known[0], known[2], end)

    def _whole_name(self, at: int, text: str, end: int) -> _Name:
        """With the rows in which the name goes on."""
        name, address = _cut_at_address(text)
        doubt = ""
        for before, line in zip(self.first[at:end], self.first[at + 1 : end], strict=False):
            if address or is_company(name):
                break
            following = _PHONE.sub("", line.text).strip()
            broken = _is_broken(name)
            labelled = _NUMBER.match(following) or dates_in(following) or _STAMP.match(following)
            if not following or labelled or (self._is_far(before, line) and not broken):
                break
            alike = abs(line.row.size - before.row.size) < 0.06 * before.row.size
            place = re.match(r"^(?:จังหวัด|อำเภอ|ตำบล)[ก-๙]+$", following)
            goes_on = _NAME_GOES_ON.match(following) and not (place and _OF_ONE_PLACE.match(name))
            if goes_on or (broken and not _STREETS.match(following)):
                part, address = _cut_at_address(following)
                name = name + part if place else join([name, part])
                doubt = doubt or ("" if alike or goes_on else _CUT_NAME)
                continue
            if alike and line.row.size >= self.size * LARGE and not _ADDRESS.search(following):
                doubt = _CUT_NAME  # two rows of large letters: one name, or two
            break
        return _Name(office_name(name), doubt)

    def _in_a_row(self, places: Sequence[int | None]) -> _Name | None:
        """`จาก …`, a row of a form."""
        for at, line in enumerate(self.first[: self._head_end()]):
            if not _FROM_ROW.match(line.spans[0].text):
                continue
            first = _FROM_ROW.sub("", line.spans[0].text, count=1)
            said = _PHONE.sub("", " ".join([first, *(span.text for span in line.spans[1:])])).strip(" .")
            reach = 4 if _FROM.match(line.spans[0].text) else 1
            near = any(place is not None and abs(place - at) <= reach for place in places)
            if said and near and len(said) <= PARTY_MAX:
                known = is_body(said) or _NAME_IN_BRACKETS.match(said)
                return _Name(office_name(said), "" if known else _UNUSUAL_HEAD)
        return None

    def _below_a_stamped_letter(self, body_at: int) -> Read | None:
        tail = self._tail(body_at)
        for line in reversed(tail):
            for span in line.spans:
                if span.left > self.width * 0.35 and is_office(span.text) and not _PHONE.match(span.text):
                    return self._read(office_name(span.text)[:PARTY_MAX], f"หน้า {line.sheet}")
        for line in tail:
            if is_state_office(line.text):
                return self._read(line.text[:PARTY_MAX], f"หน้า {line.sheet}", "ไม่พบชื่อส่วนราชการที่ส่งใต้เนื้อความ")
        return None

    def _tail(self, body_at: int) -> list[_Line]:
        """What stands below the closing, or else all below the head."""
        last = self.lines[body_at:]
        closing = next((at for at, line in enumerate(last) if _CLOSING.match(line.text)), None)
        return last[closing + 1 :] if closing is not None else last

    def _signed_by(self, body_at: int) -> _Signed:
        """The name below the closing, and the rows of the position under it."""
        tail = self._tail(body_at)
        closed = len(tail) < len(self.lines[body_at:])
        for at, line in enumerate(tail):
            name = _NAME_IN_BRACKETS.match(line.text) or (
                _ANY_IN_BRACKETS.match(line.text) if closed else None
            )
            if name is None:
                continue
            rows: list[str] = []
            for row in tail[at + 1 : at + 4]:
                under = (
                    row.spans[0].left > self.width * 0.3
                    or row.spans[0].left > line.spans[0].left - row.row.size
                )
                if _PHONE.match(row.text) or not under:
                    break
                rows.append(row.text)
            whole = join(rows)
            return _Signed(
                name[1].strip(), f"หน้า {line.sheet}", (whole, *rows) if len(rows) > 1 else tuple(rows)
            )
        return _Signed("", f"หน้า {tail[0].sheet}" if tail else "หน้า 1", ())

    def _by_signature(self, signed: _Signed, *, numbered: bool) -> tuple[Read, bool, bool]:
        """No office stands in the head: it may be a picture there. Then the position of who signed tells it."""
        if not signed.name:
            return self._read(None, "หน้า 1", "ไม่พบว่าหนังสือนี้ออกโดยใคร"), False, False
        rows = signed.positions[1:] or signed.positions  # the shortest that names an office
        for position in (*rows, *signed.positions[:1]):
            if office := _cut_at_address(_PHONE.sub("", office_of_head(position)))[0]:
                return (
                    self._read(office[:PARTY_MAX], signed.where, _NOT_AT_HEAD),
                    is_state_office(office),
                    False,
                )
        private = not signed.positions or _PRIVATE.match(
            signed.positions[-1] if len(signed.positions) == 1 else signed.positions[1]
        )
        doubt = "" if private and not numbered else _SIGNED_FOR
        return self._read(signed.name[:PARTY_MAX], signed.where, doubt), False, True

    # คำสั่ง, ประกาศ

    def _order(self) -> Letterhead | None:
        at = next((at for at, line in enumerate(self.first[:6]) if _ORDER.match(line.text)), None)
        alone = next((at for at, line in enumerate(self.first[:6]) if _ORDER_ALONE.match(line.text)), None)
        if alone is not None and (at is None or alone < at) and self._centred(self.first[alone]):
            at = alone + 1 if alone + 1 < len(self.first) else at
        if at is None or any(_TO.match(line.spans[0].text) for line in self.first[: at + 8]):
            return None
        heading = _ORDER.match(self.first[at].text)
        pieces, place = [heading[2] if heading else self.first[at].text], at + 1
        number: str | None = None
        subject: list[str] = []
        while place < min(len(self.first), at + 10):
            text = self.first[place].text
            if _SUBJECT.match(text) and not subject:
                subject.append(_SUBJECT.sub("", text))
            elif (numbered := _NUMBER.match(text)) and not subject:
                number = read_number(text[numbered.end() :]).value
            elif _RULE.match(text) or _BODY_BEGINS.match(text) or not self._centred(self.first[place]):
                break
            elif subject:
                subject.append(text)
            elif number is None:
                pieces.append(text)
            place += 1
        office = join(pieces)
        if not subject and " เรื่อง " in office:
            office, _, rest = office.partition(" เรื่อง ")
            subject.append(rest)
        if not subject:
            return None
        inline = re.search(r" ?(?:ที่) ?([0-9๐-๙]{1,5} ?/ ?[0-9๐-๙]{4})$", office)
        if inline and number is None:
            number, office = read_number(inline[1]).value, office[: inline.start()]
        marked = without_marks(join(subject))
        self._note(marked.urgency, marked.secrecy)
        return Letterhead(
            kind=Kind.ORDER,
            number=self._read(number or "-", "หน้า 1"),
            dated=self._order_date(),
            sender=self._read(office_name(office)[:PARTY_MAX], "หน้า 1"),
            recipient=self._read(None, "หน้า 1"),
            subject=self._read(marked.text[:SUBJECT_MAX], "หน้า 1"),
            urgency=self.urgency,
            secrecy=self.secrecy,
            references="",
            enclosures="",
            from_office=True,
            scanned=self.scanned,
        )

    def _centred(self, line: _Line, *, within: float = 0.09) -> bool:
        left, right = line.spans[0].left, line.spans[-1].right
        return abs((left + right) / 2 - self.width / 2) < within * self.width

    def _order_date(self) -> Read:
        for line in reversed(self.lines):
            if _ORDER_DATE.match(line.text):
                where = f"หน้า {line.sheet}"
                for one in dates_in(line.text):
                    if one.day is not None:
                        return self._read(one.day.isoformat(), where)
                return self._read(None, where, "หนังสือยังไม่ได้ลงวันที่")
        beyond = self.pages > self.lines[-1].sheet
        why = "วันที่อยู่หลังหน้าที่อ่าน" if beyond else NO_DATE
        return self._read(None, "หน้า 1", why)


def _with_whole_dates(spans: list[Span]) -> list[Span]:
    """`๑๒      มกราคม      ๒๕๖๙` as one span, however far apart it was typed."""
    for begin in range(len(spans)):
        for end in range(begin + 2, min(begin + 4, len(spans)) + 1):
            words = " ".join(span.text for span in spans[begin:end])
            if any(one.alone for one in dates_in(words)) and not any(
                dates_in(span.text) for span in spans[begin:end]
            ):
                whole = Span(words, spans[begin].left, spans[end - 1].right, spans[begin].size)
                return [*spans[:begin], whole, *spans[end:]]
    return spans


def join(rows: Sequence[str]) -> str:
    """Wrapped rows as one line. Thai is written on without a space; around digits and Latin there was one."""
    whole = ""
    for row in rows:
        row = row.strip()
        if not whole or not row:
            whole += row
            continue
        before, after = whole[-1], row[0]
        thai = "\u0e01" <= before <= "\u0e4e" and "\u0e01" <= after <= "\u0e4e"
        tight = before in '(“"[/-' or after in ')”"],.ๆฯ/'
        whole += row if thai or tight else f" {row}"
    return tidy(whole)


def _head_words(line: _Line) -> str:
    """What a row of a letterhead may name; empty for an address, a label, a title."""
    if _FROM_ROW.match(line.spans[0].text):
        return ""
    spans = [
        span
        for span in line.spans
        if not (_NUMBER.match(span.text) or dates_in(span.text) or day_left_out(span.text))
    ]
    text = _PHONE.sub("", " ".join(span.text for span in spans)).strip()
    if len(re.findall("[ก-๙A-Za-z]", text)) < NAME_MIN or len(text) > PARTY_MAX:
        return ""
    if _ADDRESS.match(text) or _STAMP.match(text) or _WRITTEN_AT.match(text):
        return ""
    if (
        _TITLE_OF_PAPER.match(text)
        or _OFFICE.match(text)
        or _RULE.match(text)
        or only_marks(text) is not None
    ):
        return ""
    return text


def _of_who_signed(office: str, positions: Sequence[str]) -> str:
    """`ศูนย์หนึ่ง กองสอง`, signed by the head of ศูนย์หนึ่ง: ศูนย์หนึ่ง, which is a part of กองสอง."""
    units = _TWO_UNITS.match(office)
    heads = units is not None and any(
        squeezed(office_of_head(one)) == squeezed(units["own"]) for one in positions
    )
    return units["own"] if units is not None and heads else office


def _is_a_house(text: str) -> bool:
    return re.match(r"^(?:ศาลากลาง|ที่ว่าการ|ที่ทำการ|อาคาร|ศูนย์ราชการ|สำนักงาน)", text) is not None


def _is_broken(name: str) -> bool:
    """Whether a name or subject begins or ends where none does."""
    return (
        _BROKEN_OFF.search(name) is not None
        or re.match(r"^[/).,:;\]”]", name) is not None
        or any(name.count(left) != name.count(right) for left, right in ("()", "[]", "“”"))
        or len(re.findall("[ก-๙A-Za-z]", name)) < NAME_MIN
    )


def _shares(one: str, other: str) -> bool:
    """Whether two names have a piece of their words in common."""
    one, other = squeezed(one[:PARTY_MAX]), squeezed(other[:PARTY_MAX])
    return any(one[at : at + SHARED] in other for at in range(max(1, len(one) - SHARED + 1)))


def _pitch_and_size(lines: Sequence[_Line]) -> tuple[float, float]:
    """How far rows of the page's paragraphs stand apart, and how large its letters are."""
    sizes = sorted(line.row.size for line in lines)
    size = sizes[len(sizes) // 2] if sizes else 0.0
    gaps = Counter(
        round(before.row.base - line.row.base)
        for before, line in pairwise(lines)
        if before.sheet == line.sheet
        and abs(line.row.size - size) < 0.5
        and abs(before.row.size - size) < 0.5
    )
    often = [gap for gap, count in gaps.items() if count > 1 and gap > 0.9 * size]
    return (min(often) if often else 0.0), size


def _office_of_block(block: Sequence[Span], *, any_name: bool, positions: Sequence[str] = ()) -> _Name | None:
    """The name at the head of an address. `any_name`: the first line is a name, whatever its words. `positions`: of who
    signed, which may hold the name in one row."""
    name, doubt, followed = "", "", False
    for at, span in enumerate(block):
        text = _PHONE.sub("", span.text).strip()
        if (
            not text
            or dates_in(text)
            or day_left_out(text)
            or _STAMP.match(text)
            or (_NUMBER_OF_LETTER.match(text) and not (name and "/" not in text))
        ):
            continue
        if _WRITTEN_AT.match(text):
            break
        if not name:
            if not (is_body(text) if any_name else is_office(text)) and (
                _ADDRESS.match(text) or not any_name
            ):
                continue
            if whole := _headed_with_place([text, *(row.text for row in block[at + 1 : at + 3])], positions):
                return _Name(office_name(whole))
            name, followed = _cut_at_address(text)
            cut = text[len(name) :].lstrip().startswith(("จังหวัด", "อำเภอ"))
            if cut and _NUMBERED.search(name) and not _heads(positions, name):
                doubt = _CUT_NAME
            if followed:
                break
            continue
        place = re.match(r"^(?:อำเภอ|จังหวัด)[ก-๙]+$", text)
        goes_on = _NAME_GOES_ON.match(text) is not None and not _ADDRESS.match(text)
        if _is_broken(name) and not _STREETS.match(text):
            part, followed = _cut_at_address(text)
            name = join([name, part])
            if followed:
                break
            continue
        part_of_one = _OF_A_UNIVERSITY.match(text) and re.match(
            r"^(?:คณะ|สำนัก|สถาบัน|ศูนย์|บัณฑิต|วิทยาลัย|วิทยาเขต)", name
        )
        heads_more, heads_it = _heads(positions, name + text), _heads(positions, name)
        if heads_it and not heads_more and not part_of_one:
            followed = True
            break
        placed = _OF_ONE_PLACE.match(name) or _PLACED.search(name)
        if place and not heads_more and (placed or _address_below(block[at + 1 :], text)):
            doubt = doubt or ("" if placed else _CUT_NAME)
            followed = True
            break
        if not _REGION.match(text) and not goes_on and (_ADDRESS.search(text) or _CODE_AND_POST.search(text)):
            known = _PLACE_OF_ADDRESS.search(text) is not None or is_body(text)
            doubt = doubt or ("" if known else _CUT_NAME)
            followed = True
            break
        if re.match(r"^(?:ศาลากลาง|ที่ว่าการ|ที่ทำการ|อาคาร|ศูนย์ราชการ|(?:ใน)?สังกัด)", text):
            followed = True
            break
        if re.match(r"^(?:อำเภอ|อ\.)", text) and " " in text:
            followed = True
            break
        if re.search(r"\s(?:อำเภอ|อ\.|จังหวัด|จ\.|จว\.)\s?[ก-๙]", text) and not (goes_on or heads_more):
            doubt, followed = doubt or _CUT_NAME, True
            break
        within = re.match(r"^[ก-๙]", text) and not is_office(text) and not _REGION.match(text)
        part, followed = _cut_at_address(text) if _REGION.match(text) or goes_on else (text, False)
        school_area = within and re.match(r"^(?:ประถม|มัธยม|[ก-๙]+ เขต ?[0-9๐-๙])", text)
        whose = place and re.match(r"^(?:สำนัก|ที่ทำการ|หน่วย)", name)  # of which district or province
        if not (goes_on or whose or part_of_one or _REGION.match(text) or heads_more or school_area):
            doubt = _CUT_NAME
        name += part if within or place else f" {part}"
        if followed:
            break
    if not name:
        return None
    if not is_body(name) and not followed:
        doubt = _UNUSUAL_HEAD
    return _Name(office_name(" ".join(name.split())), doubt)


def _heads(positions: Sequence[str], name: str) -> bool:
    """Whether one of these positions is at the head of an office of just this name."""
    bare = re.sub(r"^(?:ที่ทำการ|ที่ว่าการ|สำนักงาน)(?=.{6})", "", squeezed(arabic_digits(name)))
    return any(squeezed(arabic_digits(one)).endswith(bare) for one in positions)


def _headed_with_place(rows: Sequence[str], positions: Sequence[str]) -> str:
    """`สำนักงานหนึ่งที่ ๒ จังหวัดสาม`, where just this stands below the signature: then the place is no address."""
    said = squeezed(arabic_digits("".join(rows)))
    for office in map(office_of_head, positions):
        placed = _ENDS_IN_PLACE.search(office)
        if placed and said.startswith(squeezed(arabic_digits(office))):
            return office
    return ""


def _address_below(rows: Sequence[Span], place: str) -> bool:
    """Whether a district's row is followed by a province's: then both are the address."""
    below = rows[0].text if rows else ""
    return place.startswith("อำเภอ") and re.match(r"^(?:จังหวัด|จ\.|จว\.)", below) is not None


def _cut_at_address(text: str) -> tuple[str, bool]:
    """`ที่ว่าการอำเภอหนึ่ง ถนนสอง` → `ที่ว่าการอำเภอหนึ่ง`, True. The village of a headman is part of his name."""
    for found in _ADDRESS_BEGINS.finditer(text):
        before, behind = text[: found.start()], text[found.end() :]
        if _HEADMAN.search(before) and re.match(r"^(?:หมู่|ม\.)(?:ที่)? ?[0-9๐-๙]", behind):
            continue
        if re.search(r"(?:หมู่ที่|หมู่|เขต|ชั้น|ที่|แห่งที่)$", before) and re.match(r"^[0-9๐-๙]{1,3}(?:\s|$)", behind):
            continue
        if _REGION.match(behind) and not _REGION.match(text):
            continue
        return _CODE_AND_POST.sub("", before).strip(), True
    return _CODE_AND_POST.sub("", text).strip(), _CODE_AND_POST.search(text) is not None


def _visible(text: str) -> int:
    """Letters that take room on the line."""
    return sum(
        1
        for letter in text
        if not ("\u0e34" <= letter <= "\u0e3a" or "\u0e47" <= letter <= "\u0e4e" or letter == "\u0e31")
    )
