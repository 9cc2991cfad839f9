"""Offices as letters name them: which words are an office's name, and whether two names mean the same office."""

from __future__ import annotations

import re
from dataclasses import dataclass

from saraban.proposals.words import squeezed

BODY_NAME_MIN = 9  # letters; `ประธานสโมสร` does not say of which club
_PLACE = r"[ก-๙]{2,40}"
# A kind of office, and how it is written. Longer kinds first: โรงพยาบาลส่งเสริมสุขภาพตำบล before โรงพยาบาล.
_KINDS: tuple[tuple[str, str], ...] = (
    ("เทศบาลตำบล", r"เทศบาลตำบล|ทต\."),
    ("เทศบาลเมือง", r"เทศบาลเมือง|ทม\."),
    ("เทศบาลนคร", r"เทศบาลนคร|ทน\."),
    ("เทศบาล", r"เทศบาล"),
    ("องค์การบริหารส่วนตำบล", r"องค์การบริหารส่วนตำบล|อบต\."),
    ("องค์การบริหารส่วนจังหวัด", r"องค์การบริหารส่วนจังหวัด|อบจ\."),
    ("สาธารณสุขจังหวัด", r"(?:สำนักงาน)?สาธารณสุขจังหวัด|สสจ\."),
    ("สาธารณสุขอำเภอ", r"(?:สำนักงาน)?สาธารณสุขอำเภอ|สสอ\."),
    ("ท้องถิ่นจังหวัด", r"(?:สำนักงานส่งเสริมการปกครอง)?ท้องถิ่นจังหวัด|สถจ\."),
    ("ท้องถิ่นอำเภอ", r"(?:สำนักงานส่งเสริมการปกครอง)?ท้องถิ่นอำเภอ|สถอ\."),
    ("ที่ดิน", r"สำนักงานที่ดิน|กรมที่ดิน"),
    ("เขตพื้นที่การศึกษา", r"สำนักงานเขตพื้นที่การศึกษา|สพป\.|สพม\."),
    ("สำนักงานเขต", r"สำนักงานเขต"),
    ("สถานีตำรวจ", r"สถานีตำรวจ(?:ภูธร|นครบาล)?|สภ\.|สน\."),
    ("รพ.สต.", r"โรงพยาบาลส่งเสริมสุขภาพตำบล|รพ\.สต\."),
    ("โรงพยาบาล", r"โรงพยาบาล|รพ\."),
    ("โรงเรียน", r"โรงเรียน|รร\."),
    ("วิทยาลัย", r"วิทยาลัย"),
    ("มหาวิทยาลัย", r"มหาวิทยาลัย"),
    ("การไฟฟ้า", r"การไฟฟ้า(?:ส่วนภูมิภาค|นครหลวง|ฝ่ายผลิต)?"),
    ("การประปา", r"การประปา(?:ส่วนภูมิภาค|นครหลวง)?"),
    ("อำเภอ", r"(?:ที่ว่าการ)?อำเภอ"),
    ("จังหวัด", r"(?:ศาลากลาง)?จังหวัด"),
    ("กรม", r"กรม(?!การ|ธรรม)"),
    ("กระทรวง", r"กระทรวง"),
)
# Who stands at the head of one, as letters address him.
_HEADS: tuple[tuple[str, str], ...] = (
    ("เทศบาลตำบล", r"(?:รอง)?(?:นายกเทศมนตรี|ปลัดเทศบาล|ประธานสภาเทศบาล)ตำบล"),
    ("เทศบาลเมือง", r"(?:รอง)?(?:นายกเทศมนตรี|ปลัดเทศบาล|ประธานสภาเทศบาล)เมือง"),
    ("เทศบาลนคร", r"(?:รอง)?(?:นายกเทศมนตรี|ปลัดเทศบาล|ประธานสภาเทศบาล)นคร"),
    ("เทศบาล", r"นายกเทศมนตรี"),
    ("องค์การบริหารส่วนตำบล", r"(?:นายก|ปลัด|ประธานสภา)\s?(?:องค์การบริหารส่วนตำบล|อบต\.)"),
    ("องค์การบริหารส่วนจังหวัด", r"(?:นายก|ปลัด|ประธานสภา)\s?(?:องค์การบริหารส่วนจังหวัด|อบจ\.)"),
    ("อำเภอ", r"(?:นาย|ปลัด)อำเภอ"),
    ("จังหวัด", r"(?:รอง)?ผู้ว่าราชการจังหวัด|ปลัดจังหวัด|ผวจ\."),
    ("สาธารณสุขจังหวัด", r"นายแพทย์สาธารณสุขจังหวัด"),
    ("โรงเรียน", r"(?:ผู้อำนวยการ|ผอ\.|ครูใหญ่)\s?(?:โรงเรียน|รร\.)"),
    ("โรงพยาบาล", r"(?:ผู้อำนวยการ|ผอ\.)\s?(?:โรงพยาบาล(?!ส่งเสริม)|รพ\.(?!สต))"),
    ("รพ.สต.", r"(?:ผู้อำนวยการ|ผอ\.)\s?(?:โรงพยาบาลส่งเสริมสุขภาพตำบล|รพ\.สต\.)"),
    ("สถานีตำรวจ", r"ผู้กำกับการ\s?(?:สถานีตำรวจ(?:ภูธร|นครบาล)?|สภ\.|สน\.)"),
    ("กรม", r"อธิบดีกรม|อธิบดี"),
    ("กระทรวง", r"(?:ปลัด|รัฐมนตรีว่าการ)กระทรวง"),
    ("การไฟฟ้า", r"ผู้จัดการ\s?การไฟฟ้า(?:ส่วนภูมิภาค|นครหลวง)?"),
    ("การประปา", r"ผู้จัดการ\s?การประปา(?:ส่วนภูมิภาค|นครหลวง)?"),
    ("มหาวิทยาลัย", r"อธิการบดี(?:มหาวิทยาลัย)?"),
    ("วิทยาลัย", r"(?:ผู้อำนวยการ|ผอ\.)\s?วิทยาลัย"),
)
_BY_HEAD = [(kind, re.compile(rf"(?:{words})\s?({_PLACE})?")) for kind, words in _HEADS]
_BY_NAME = [(kind, re.compile(rf"(?:{words})\s?({_PLACE})?")) for kind, words in _KINDS]
_WHOLE_NAME = re.compile(rf"(?:{'|'.join(words for kind, words in _KINDS if kind != 'เทศบาล')})\s?{_PLACE}")
_MANY = re.compile(r"ทุก|แต่ละ|ทั้งหมด|ตามบัญชี|ตามรายชื่อ|ในเขต|ในพื้นที่|ในสังกัด|และ|หรือ|,|/")
# Addressees in a row, each with a title of his own: a circular, whoever stands first.
_TITLES = re.compile(
    r"(?:^|[\s,])(?:รอง)?(?:ปลัด(?:กระทรวง|จังหวัด|เทศบาล|อำเภอ)|อธิบดี|เลขาธิการ|ผู้อำนวยการ|ผู้ว่าราชการ|นายอำเภอ|หัวหน้า|ผู้บัญชาการ|ผู้กำกับการ|ผู้บริหาร|ผู้จัดการ|ผู้ว่าการ|นายก(?=เทศ|องค์|\s?อบ|สมาคม)|"
    r"ประธาน|อธิการบดี|คณบดี|กำนัน|ผู้ใหญ่บ้าน|ท้องถิ่น(?:จังหวัด|อำเภอ)|นายแพทย์|สาธารณสุข(?:จังหวัด|อำเภอ)|ผอ\.)"
)
_LOCAL_HEADS = re.compile(r"ผู้บริหาร(?:องค์กรปกครองส่วน)?ท้องถิ่น|องค์กรปกครองส่วนท้องถิ่น|อปท|ราชการส่วนท้องถิ่น|ส่วนราชการ")
_THROUGH = re.compile(r"\s*\(?(?:ผ่าน|โดยผ่าน).*$")
_OF_A_TOWN = re.compile(r"โรงเรียน(?:อนุบาล)?เทศบาล|โรงพยาบาลเทศบาล")  # part of a municipality
# Words with which the place's name ends and something else begins.
_BEYOND = re.compile(r"(?:อำเภอ|จังหวัด|ตำบล(?!$)|ที่เคารพ|ครับ|ค่ะ|คะ$|และ|ทุก).*$")

_HOUSES: tuple[tuple[str, str], ...] = (  # a building → the office that sits in it
    (r"^ศาลากลางจังหวัด", "จังหวัด"),
    (r"^ที่ว่าการอำเภอ", "อำเภอ"),
    (r"^(?:ที่ทำการ|สำนักงาน)(?:เทศบาล)", "เทศบาล"),
    (r"^(?:ที่ทำการ|สำนักงาน)(?:องค์การบริหารส่วน)", "องค์การบริหารส่วน"),
    (r"^(?:ที่ทำการ|สำนักงาน)\s?อบต\.\s?", "องค์การบริหารส่วนตำบล"),
)
_WHICH_HOUSE = re.compile(r"\s*\((?:หลัง|อาคาร|ชั้น|แห่งใหม่)[^()]*\)|\s+(?:หลัง(?:ใหม่|เก่า)|ชั้น ?[0-9๐-๙]+)$")
_OFFICE = re.compile(
    r"^(?:เทศบาล|องค์การ|อบต\.|อบจ\.|ทต\.|ทม\.|จังหวัด|อำเภอ|ศาลากลาง|ที่ว่าการ|ที่ทำการ|กรม(?!ธรรม)|กระทรวง|สำนัก|สถาน|ศูนย์|กอง(?!ทุนหมู่)|ศาล|การ(?:ไฟฟ้า|ประปา|ท่าเรือ|ทาง|รถไฟ|เคหะ|นิคม|ยาง|กีฬา|ท่องเที่ยว)|"
    r"โรงเรียน|โรงพยาบาล|รพ\.|รพช\.|มหาวิทยาลัย|วิทยาลัย|คณะ|สภ\.|สน\.|สสจ\.|สสอ\.|สพป\.|สพม\.|กกต\.|กศน\.|สกร\.|ธนาคาร|มณฑล|กองพัน|กรมทหาร|แขวง|หน่วย|"
    r"สรรพากร|ท้องถิ่น(?:จังหวัด|อำเภอ)|ปกครอง|งาน|ฝ่าย|สภา|สมาคม|มูลนิธิ|สหกรณ์|ชมรม|วัด|บริษัท|ห้างหุ้นส่วน|หจก|บจก|บมจ|ร้าน|วิสาหกิจ|กลุ่ม|เครือข่าย|องค์กร|ที่ทำการ|ด่าน|นิคม|สันนิบาต|สถาบัน|นิติบุคคล|โครงการชลประทาน|คริสตจักร|มัสยิด)"
)
_STATE = re.compile(
    r"^(?:งานสารบรรณ(?:กลาง)?|สารบรรณ(?:กลาง)?|ธุรการ|งานธุรการ)?\s*(?:เทศบาล|องค์การบริหาร|อบต\.|อบจ\.|ทต\.|ทม\.|จังหวัด|อำเภอ|ศาลากลาง|ที่ว่าการ|กรม(?!ธรรม)|กระทรวง|สำนักงาน(?!บัญชี|กฎหมาย|ทนาย)|สถานีตำรวจ|โรงเรียน|โรงพยาบาล|"
    r"รพ\.|มหาวิทยาลัย|วิทยาลัย|สภ\.|สสจ\.|สสอ\.|สพป\.|สพม\.|ศูนย์|ศาล|การไฟฟ้า|การประปา|ท้องถิ่น|สรรพากร|ปปช|ป\.ป\.ช|กกต)"
)
# Branches of the state in provinces and districts, as their mailboxes are called.
_BRANCH = re.compile(
    r"^(?:ที่ทำการปกครอง|แขวงทางหลวง|แขวงการทาง|โครงการชลประทาน|ด่าน(?:ศุลกากร|ตรวจ|ป่าไม้|กักกัน)|เรือนจำ|ทัณฑสถาน|มณฑล|กองพัน|สถานี(?:พัฒนา|วิจัย|อุตุ|ควบคุม|อนามัย)|"
    r"(?:อัยการ|คลัง|พัฒนา(?:ชุมชน|การ)|เกษตร(?:และสหกรณ์)?|ปศุสัตว์|ประมง|สัสดี|วัฒนธรรม|สรรพสามิต|สถิติ|พาณิชย์|แรงงาน|จัดหางาน|ขนส่ง|โยธาธิการ(?:และผังเมือง)?|สหกรณ์|ที่ดิน|ธนารักษ์|ประกันสังคม)(?:จังหวัด|อำเภอ|สาขา))"
)
_COMPANY = re.compile(
    r"(?:บริษัท|ห้างหุ้นส่วน|หจก\.?|บจก\.?|บมจ\.?|ร้าน|Co\.?,? ?Ltd|Company|Limited|Inc\.)", re.IGNORECASE
)
# Bodies that head a paper, but whose words are too common to know a mailbox by.
_BODY = re.compile(
    r"^(?:สโมสร|กองทุน|บัณฑิต(?:วิทยาลัย|ศึกษา)|กิ่ง(?:กาชาด|อำเภอ)|เหล่ากาชาด|สภากาชาด|สำนักสงฆ์|ที่พักสงฆ์|ธรรมสถาน|พุทธสถาน|พุทธสมาคม|ศาลเจ้า|"
    r"อาสาสมัคร|คณะกรรมการ|คณะทำงาน|สหภาพ|สหพันธ์|สมาพันธ์|สมาชิก|พรรค|หอการค้า|หอสมุด|หอประชุม|โบสถ์|ชุมชน|หมู่บ้าน|ประชาคม|พิพิธภัณฑ์|"
    r"อุทยาน|สวนสัตว์|สวนพฤกษ|โรงงาน|โรงแรม|โรงสี|โรงพิมพ์|โรงน้ำ|รีสอร์ท|ฟาร์ม|คลินิก|อู่|ตลาด|ไร่|ไปรษณีย์|สถานทูต|สถานเอกอัคร|ราชสมาคม|ราชวิทยาลัย|"
    r"เนติบัณฑิต|ทัณฑสถาน|เรือนจำ|ท่าอากาศยาน|ท่าเรือ|ชลประทาน|โครงการ|อนุบาล|ศพด|รร\.|ร\.ร\.|บจ\.|ตำรวจ|ทหาร|ค่าย|กองบ|กองกำกับ|ฌาปนกิจ|ผู้ใหญ่บ้าน|กำนัน)"
    r"|(?:University|School|College|Association|Foundation|Club|Embassy|Institute|Hospital|Office|Bank|Group|Society|Department)\b"
)
_HEAD_OF = re.compile(
    r"^(?:รักษาการ(?:ใน)?(?:ตำแหน่ง)?|รักษาราชการแทน|ปฏิบัติ(?:หน้าที่|ราชการแทน)?|ผู้ช่วย|รอง)?\s?"
    r"(?:ประธานกรรมการบริหาร|ประธานกรรมการ|ประธานคณะกรรมการ(?=ชุมชน)|ประธาน|ผู้อำนวยการสถานศึกษา|ผู้อำนวยการ|ผอ\.|ครูใหญ่|คณบดี|อธิการบดี|อธิการ|"
    r"เจ้าอาวาส|เจ้าคณะ|เลขาธิการ|เลขานุการ|เหรัญญิก|ผู้จัดการทั่วไป|ผู้จัดการ|กรรมการผู้จัดการ|หัวหน้า|นายก(?!เทศ|องค์|อบ)|อธิบดี|ผู้บัญชาการ|"
    r"ผู้บังคับการ|ผู้กำกับการ|สารวัตรใหญ่|สารวัตร|ผู้แทน|ตัวแทน|กรรมการ|ผู้ประสานงาน|ปลัด(?=กระทรวง))\s?"
)
_PLACED_HEAD = (  # a head whose title holds his office
    (re.compile(r"^(?:รอง)?ผู้ว่าราชการ(จังหวัด[ก-๙]+)"), r"\1"),
    (re.compile(r"^(?:นาย|ปลัด)(อำเภอ[ก-๙]+)"), r"\1"),
    (re.compile(r"^(?:รอง)?นายกเทศมนตรี((?:ตำบล|เมือง|นคร)[ก-๙]+)"), r"เทศบาล\1"),
    (re.compile(r"^(?:รอง)?(?:นายก|ปลัด)(องค์การบริหารส่วน[ก-๙]+)"), r"\1"),
    (re.compile(r"^ปลัด(เทศบาล[ก-๙]+)"), r"\1"),
    (re.compile(r"^(?:ท้องถิ่น)((?:จังหวัด|อำเภอ)[ก-๙]+)"), r"สำนักงานส่งเสริมการปกครองท้องถิ่น\1"),
)
_DESK = re.compile(
    r"^(?:งาน|ฝ่าย|กลุ่มงาน|หน่วย|ระบบ(?:งาน)?)?(?:สารบรรณกลาง|สารบรรณ|ธุรการ|รับ-?ส่งหนังสือ|รับส่งหนังสือ|บริหารงานทั่วไป|e-?mail|อีเมล(?:กลาง)?|saraban)"
    r"(?:อิเล็กทรอนิกส์|กลาง)?\s*[:\-–]?\s*",
    re.IGNORECASE,
)
_DESK_BEHIND = re.compile(
    r"\s*[\(\[\-–]?\s*(?:งาน|ฝ่าย|กลุ่มงาน|ระบบ(?:งาน)?)?(?:สารบรรณกลาง|สารบรรณอิเล็กทรอนิกส์|สารบรรณ|ธุรการ|saraban|อีเมลกลาง)\s*[\)\]]?$",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Office:
    """A kind of office, and of which place; the place is empty where only the kind is named."""

    kind: str
    place: str

    def differs_from(self, other: Office) -> bool:
        """For certain: another kind, or the same kind of another place."""
        towns = self.kind.startswith("เทศบาล") and other.kind.startswith(
            "เทศบาล"
        )  # citizens mix their ranks up
        if self.kind != other.kind and not towns:
            return True
        return bool(self.place and other.place) and self.place != other.place


def addressed_office(text: str) -> Office | None:
    """The one office that a line `เรียน …` or `ถึง …` names. None: none, or several, or a desk of ours."""
    text = _THROUGH.sub("", text.strip())
    if _MANY.search(text) or _OF_A_TOWN.search(text) or len(_TITLES.findall(text)) > 1:
        return None
    if _LOCAL_HEADS.search(text) and not any(_named(text, pattern) for _, pattern in _BY_NAME[:6]):
        return None
    for kind, pattern in _BY_HEAD:
        if found := pattern.search(text):
            return Office(kind, _place(found[1] or ""))
    bare = re.sub(r"^(?:ท่าน|เจ้าหน้าที่|หัวหน้า|ผู้อำนวยการ|ผู้จัดการ)\s?", "", text)
    for kind, pattern in _BY_NAME:
        if found := pattern.match(bare):
            return Office(kind, _place(found[1] or ""))
    for kind, pattern in _BY_NAME[:6]:  # `เจ้าพนักงานท้องถิ่น เทศบาลตำบลหนึ่ง`
        if found := _named(text, pattern):
            return Office(kind, _place(found[1]))
    return None


def head_of(agency: str) -> str:
    """`เทศบาลตำบลหนึ่ง` → `นายกเทศมนตรีตำบลหนึ่ง`; empty for an office whose head is no นายก."""
    if found := re.match(r"^เทศบาล((?:ตำบล|เมือง|นคร)[ก-๙ ]{2,40})$", agency.strip()):
        return f"นายกเทศมนตรี{found[1]}"
    return f"นายก{agency.strip()}" if re.match(r"^องค์การบริหารส่วน[ก-๙ ]{2,40}$", agency.strip()) else ""


def _named(text: str, pattern: re.Pattern[str]) -> re.Match[str] | None:
    """Where the text names an office of this kind, place and all."""
    found = pattern.search(text)
    return found if found and found[1] else None


def office_in(text: str) -> Office | None:
    """The office whose name stands somewhere in a text, for instance in a mailbox's name."""
    found = _WHOLE_NAME.search(text)
    return addressed_office(found[0]) if found else None


def office_name(text: str) -> str:
    """From the first line of a letter's address, the office: `ศาลากลางจังหวัดน่าน` → `จังหวัดน่าน`."""
    for building, office in _HOUSES:
        if re.match(building, text):
            return _WHICH_HOUSE.sub("", re.sub(building, office, text))
    return text


def without_desk(name: str) -> str:
    """`งานสารบรรณ เทศบาลตำบลหนึ่ง` → `เทศบาลตำบลหนึ่ง`; a name that is only a desk stays."""
    bare = _DESK_BEHIND.sub("", _DESK.sub("", name.strip())).strip()
    return bare or name.strip()


def is_office(name: str) -> bool:
    return _OFFICE.match(name.strip()) is not None or is_company(name)


def is_body(name: str) -> bool:
    """Whether a line at the head of a paper names an office or any other body of people."""
    return is_office(name) or _BODY.search(name.strip()) is not None


def office_of_head(position: str) -> str:
    """From a position below a signature, the office: `ประธานชมรมวิทยุ` → `ชมรมวิทยุ`. Empty where it tells none."""
    position = position.strip()
    for pattern, office in _PLACED_HEAD:
        if found := pattern.match(position):
            return found.expand(office)
    if is_office(position):
        return position
    found = _HEAD_OF.match(position)
    bare = position[found.end() :].strip() if found and found.end() else ""
    return bare if len(bare) >= BODY_NAME_MIN and is_body(bare) else ""


def is_state_office(name: str) -> bool:
    return _STATE.match(name.strip()) is not None


def is_branch_of_state(name: str) -> bool:
    return is_state_office(name) or _BRANCH.match(name.strip()) is not None


def is_company(name: str) -> bool:
    return _COMPANY.search(name) is not None


def _place(word: str) -> str:
    return squeezed(_BEYOND.sub("", word.strip()))
