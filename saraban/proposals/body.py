"""A letter that stands in the mail itself: whom it greets, who signed it, what it is about."""

from __future__ import annotations

import re
from dataclasses import dataclass

from saraban.mail.reader.addresses import Address
from saraban.proposals.agencies import is_company, is_office, office_of_head, without_desk
from saraban.proposals.words import squeezed, tidy

SUBJECT_LINE_MAX = 200  # characters
GREETING_LINES = 8
NAME_MAX = 45
CLAUSE_MIN = 14  # characters between two spaces: shorter may be a name
OFFICE_WORD_MIN = 14  # shorter, กองแก้ว is a family

_QUOTE_BEGINS = re.compile(
    r"^(?:>.*|[ \t]*-{2,}[ \t]*(?:original message|forwarded message|ข้อความต้นฉบับ|ข้อความที่ส่งต่อ|ข้อความเดิม|จดหมายต้นฉบับ|ข้อความที่ถูกส่งต่อ).*|"
    r"[ \t]*_{10,}[ \t]*|on .{5,200} wrote:[ \t]*|(?:begin forwarded message|เริ่ม(?:ต้น)?ข้อความที่ส่งต่อ):.*|.{0,200}(?:เขียนว่า|เขียน):[ \t]*|"
    r"(?:from|จาก)[ \t]*:[ \t].*<?[\w.+-]+@[\w.-]+.*)$",
    re.IGNORECASE | re.MULTILINE,
)
_INNER_FIELD = re.compile(
    r"^[>\s*]*\*?(?P<name>from|จาก|sent|ส่ง|date|วันที่|subject|เรื่อง|หัวเรื่อง|หัวข้อ|to|ถึง|cc|สำเนา|reply-to)\*?[ \t]*:\*?[ \t]*(?P<said>.*)$",
    re.IGNORECASE,
)
_PREFIX = re.compile(
    r"^(?:(?:re|fwd?|aw|wg|sv|vs|antw|rv|tr|ตอบกลับ|ตอบ|ส่งต่อ|ตก|สต)\s*(?:\[\d+\]|\(\d+\))?\s*[:：]|"
    r"\[(?:external|ext|spam|bulk|suspicious|caution|ภายนอก|อีเมลภายนอก|ต้องสงสัย)\]:?|\*{2,}\s*(?:spam|external)\s*\*{2,}:?|\(fwd\)|【external】)\s*",
    re.IGNORECASE,
)
_SUFFIX = re.compile(r"\s*(?:\[\s*เลข(?:ที่)?\s?(?:ทะเบียน)?รับ[^\]]{0,40}\]|\(fwd\)|\(ส่งต่อ\))$", re.IGNORECASE)
_FORWARDED = re.compile(r"^(?:(?:re|ตอบกลับ|ตอบ)\s*[:：]\s*)*(?:fwd?|ส่งต่อ|สต)\s*[:：]", re.IGNORECASE)
_NO_SUBJECT = re.compile(
    r"^(?:[\W\d_]*|\(?(?:no subject|none|untitled|ไม่มีเรื่อง|ไม่มีหัวเรื่อง|ไม่มีหัวข้อ|ไม่ระบุหัวเรื่อง|ไม่ระบุเรื่อง|ไม่ระบุ|ไม่มีชื่อเรื่อง|ไม่มีชื่อ|สวัสดี(?:ครับ|ค่ะ)?|hello|hi|test|subject|เรียน)\)?|"
    r"(?:img|image|dsc|scan|doc|photo|screenshot|line_?album)[\w\-. ()]*\.?(?:jpe?g|png|pdf|heic)?|\S+\.(?:jpe?g|png|pdf|docx?|heic|xlsx?))$",
    re.IGNORECASE,
)
_SUBJECT_LABEL = re.compile(r"^เรื่อง(?:\s*[:：]\s*|\s+)")
_SUBJECT_LINE = re.compile(r"^(?:เรื่อง|หัวเรื่อง|หัวข้อ)(?:[ \t]*[:：][ \t]*|[ \t]+)(.{4,})$")
_SOMEBODY = (
    r"(?:ท่าน|นายก|คุณ|ผู้|ปลัด|รอง|หัวหน้า|เจ้าหน้าที่|เทศบาล|อบต|อบจ|กอง|ฝ่าย|งาน|ผอ|อำเภอ|จังหวัด|ทีม|แอดมิน|คณะ|ประธาน|สำนัก|"
    r"นาย|นาง|พี่|หน่วยงาน|องค์การ|เจ้าพนักงาน|เจ้าอาวาส|อธิบดี|กรม|ศูนย์|โรง|การไฟฟ้า|การประปา|สภา|ช่าง|อาจารย์|ครู|สมาชิก|กำนัน|เลขา|ประชาสัมพันธ์|พัสดุ|นิติกร|วิศวกร|คณบดี|บรรณาธิการ)"
)
_TO_LINE = re.compile(
    rf"^(?:(?:กราบเรียน|เรียน|ถึง|กราบนมัสการ|นมัสการ|เจริญพร)(?:ถึง)?(?:\s*[:：]\s*|\s+|(?={_SOMEBODY}))|dear\s+)"
    r"(?!ว่า|มาเพื่อ|มายัง|เชิญ|ให้ทราบ|สอบถาม|แจ้ง|ปรึกษา|หนังสือ|ด้วย|อยู่|จบ|ที่|มา(?:เพื่อ)?)(.{2,})$",
    re.IGNORECASE,
)
_TO_ENDS = re.compile(
    r"\s+(?=(?:ผม|กระผม|ดิฉัน|ดิชั้น|ฉัน|หนู|ข้าพเจ้า|ขอ|อยาก|เนื่องจาก|เนื่องด้วย|ด้วย|ตามที่|รบกวน|เรื่อง|ที่เคารพ|ที่นับถือ|สวัสดี|คือ|ตอน|มี|แจ้ง|ทราบ|ช่วย|เพื่อ|ครับ|ค่ะ|คะ|บ้าน|ไฟ|ถนน|น้ำ|พอดี|วันนี้|เมื่อ|ส่ง|จัดส่ง|นำส่ง|แนบ|ตาม(?!บ้าน)|ร้องเรียน|สอบถาม|ต้องการ|ใคร่|ได้|จะ|ครู|นี่|ตรง|หน้า(?!ที่)|ซอย|ลูก|แถว|เสียง|ทาง(?!หลวง))(?![ก-๙]*สาธารณสุข))"
)
_TO_RUNS_ON = re.compile(
    r"(?:\s|[ก-๙])(?:ขอ(?!ง)|แจ้ง|ร้องเรียน|สอบถาม|รบกวน|อยาก|ช่วย(?!เหลือ|ราชการ)|ส่ง(?!เสริม))|[0-9๐-๙]{4}|[.!?] "
)
_POLITE = re.compile(r"(?:ครับผม|ครับ|ค่ะ|คะ|ค่า|ฮะ)(?=[\s,.!]|$)")
_POLITE_END = re.compile(r"\s*(?:ที่เคารพ(?:อย่างสูง)?(?:ยิ่ง)?|ที่นับถือ|ที่รัก|ครับ(?:ผม)?|ค่ะ|คะ|จ้า|ฯลฯ)?[\s,:;!]*$")
_OF_TOWN = re.compile(r"(นายกเทศมนตรี|ปลัดเทศบาล|เทศบาล) (?=(?:ตำบล|เมือง|นคร)[ก-๙])")
_FULL_STOP = re.compile(r"(?<=[ก-๙]{5})\.+$")
_SIR_OR_MADAM = re.compile(
    r"^(?:sir|madam|sirs|sir/madam|sir or madam|to whom.*|all|team)\b.*$", re.IGNORECASE
)
_POST = re.compile(
    r"^(?:ท่าน)?(?:นายก|ปลัด|รอง|ผู้อำนวยการ|ผอ\.|หัวหน้า|เจ้าหน้าที่|เจ้าพนักงาน|ประธาน|คณะ|ผู้บริหาร|ผู้จัดการ|ทีม|นายช่าง|นิติกร)"
)
_GOES_ON_AS_A_NAME = re.compile(
    r"^(?:เทศบาล|องค์การ|อบ[ตจ]|ทต|ทม|สำนัก|กอง|ฝ่าย|งาน|ส่วน|กลุ่ม|ตำบล|อำเภอ|จังหวัด|ต\.|อ\.|จ\.|โรง|ศูนย์|สภา|และ|หรือ|ผู้|นาย|นาง|ปลัด|รอง|หัวหน้า|ประธาน|คณะ|เจ้า|ผ่าน|ผอ\.|ผจก\.|ผกก\.|\(|ที่|ประจำ|สาขา|ท่าน|คุณ|ทุก|สมาชิก|กรรมการ|"
    r"ชุมชน|หมู่บ้าน|วัด|มหาวิทยาลัย|วิทยาลัย|สถานี|การ(?:ไฟฟ้า|ประปา)|กรม|กระทรวง|สถาบัน|กำนัน|แห่ง|[A-Za-z])"
)
_HANGS = re.compile(r"^(?:โดย)?(?:ผ่าน|และ|หรือ)$")  # no name ends with these

_TITLE = (
    r"(?:นาย|นางสาว|น\.ส\.|นส\.|นาง|ด\.ช\.|ด\.ญ\.|เด็กชาย|เด็กหญิง|ว่าที่ ?(?:ร้อย|พัน)?[ก-๙.]*|ดร\.|ผศ\.|รศ\.|ศ\.|พระ[ก-๙]*|ร\.[ตทอ]\.[ตทอหญิง.]*|พ\.[ตทอ]\.[ตทอ.]*|จ\.ส\.[ตทอ]\.|ส\.[ตทอ]\.[ตทอ.]*|ด\.ต\.|"
    r"ร้อยตำรวจ[ก-๙]+|ร้อย[ตทอเ][ก-๙]+|พัน[ตทอจเ][ก-๙]+|จ่าสิบ[ก-๙]+|สิบ[ก-๙]+|ดาบตำรวจ|พล[ตทอเ][ก-๙]+|นายแพทย์|แพทย์หญิง|ทันตแพทย์[ก-๙]*|นพ\.|พญ\.|คุณ|ผู้ใหญ่(?:บ้าน)?|กำนัน|ครู|อาจารย์|อ\.|Mr\.?|Mrs\.?|Ms\.?|Miss|Dr\.?)"
)
_NAME = r"[ก-ฮเแโใไ][ก-๙]{1,30}"
_FULL_NAME = re.compile(
    rf"^\(?\s*(?:ลงชื่อ[ .…]*|ผู้ร้อง(?:เรียน)?\s?:?\s*|จาก\s?:?\s*|ชื่อ\s?:?\s*)?({_TITLE}\s?{_NAME}\s+{_NAME}(?:\sณ\s?{_NAME})?)\s*\)?(?=$|[\s,(/)])"
)
_TWO_WORDS = re.compile(
    rf"^\(?\s*(?:ลงชื่อ[ .…]*|จาก\s?:?\s*|ชื่อ\s?:?\s*)?({_NAME} {{1,3}}{_NAME})\s*\)?(?=$|\s*[\d,(/)]|\s+(?:โทร|เบอร์|หมู่|บ้าน|อายุ|ต\.|ม\.|tel))"
)
_ENGLISH_NAME = re.compile(
    r"^((?:(?:Mr|Mrs|Ms|Dr)\.? )?[A-Z][a-zA-Z'’-]+(?: [A-Z]\.?)?(?: [A-Z][a-zA-Z'’-]+){1,3})$"
)
_ME = r"(?:ข้าพเจ้า|กระผม|ผม|ดิฉัน|ดิชั้น|หนู|ฉัน)"
_ABOUT_ME = r"(?:อายุ|อยู่|บ้าน|หมู่|ม\.|เลขที่|ที่อยู่|โทร|เบอร์|ซอย|ชุมชน|\d)"
_IN_PROSE = (
    re.compile(rf"{_ME}\s*(?:ชื่อ|คือ)?\s*({_TITLE}\s?{_NAME}\s+{_NAME})"),
    re.compile(rf"(?:^|\s|{_ME})ชื่อ\s*({_TITLE}\s?{_NAME}\s+{_NAME})"),
    re.compile(rf"({_TITLE}\s?{_NAME}\s+{_NAME})\s*\Z"),
    re.compile(rf"(?:^|\n)({_TITLE}\s?{_NAME}\s+{_NAME})\s+(?=ขอ|แจ้ง|สอบถาม|มีความ|ร้องเรียน|อยู่|อายุ|ได้)"),
    re.compile(rf"(?:{_ME}\s*(?:ชื่อ)?|(?:^|\s)ชื่อ)\s*({_NAME}\s+{_NAME})(?=\s+{_ABOUT_ME})"),
)
# A form of a web site tells the name in a row of its own.
_LAST_WORDS = re.compile(
    rf"(?:ครับ|ค่ะ|คะ|จ้า|นะ|นับถือ|เคารพ|ขอบคุณ|ขอบพระคุณ)\s+((?:{_TITLE}\s?)?{_NAME} {_NAME})\s*\Z"
)
_FORM_NAME = re.compile(
    r"^\W{0,3}(?:ชื่อ\s?[-–—/]?\s?(?:และ)?\s?(?:นาม)?สกุล|ชื่อผู้(?:ร้อง|แจ้ง|ส่ง|ติดต่อ|ยื่น|ขอ)[ก-๙]*|ผู้(?:ร้อง(?:เรียน|ทุกข์)?|แจ้ง(?:เรื่อง|เหตุ)?|ส่ง(?:เรื่อง)?|ติดต่อ|ยื่นคำร้อง)|ชื่อ|(?:full |your )?name)\s*(?:\([^)]{1,20}\))?\s*[:：=]\s*(.{3,60})$",
    re.IGNORECASE | re.MULTILINE,
)
_FORM_NAME_ENDS = re.compile(r"\s*(?:[,;|(]|โทร(?!คม)|เบอร์|อายุ|อีเมล|e-?mail|tel|\d).*$", re.IGNORECASE)
_CLOSING = re.compile(
    r"^(?:ขอแสดงความนับถือ|ด้วยความเคารพ|ด้วยความนับถือ|ขอแสดงความเคารพ|ขอบคุณ|ขอบพระคุณ|จึงเรียนมา|ขอนมัสการ|เคารพ|นับถือ|best regards|kind regards|regards|yours|sincerely|thank)",
    re.IGNORECASE,
)
# What mail programs and telephones call their owner, and what people are called at home.
_NICKNAME = re.compile(
    r"^(?:แม่|พ่อ|น้อง|พี่|ป้า|ลุง|น้า|อา|ตา|ยาย|ปู่|ย่า|เจ๊|เฮีย|เจ้|หมู|ไอ|บัง|โกะ?|คุณ|ครู|ช่าง|หมอ|จ่า|หมวด|ผู้พัน|สาว|หนุ่ม|เด็ก)|"
    r"\b(?:user|admin|owner|customer|client|guest|account|iphone|android|samsung|oppo|vivo|info|contact|support|me|my|line|app|mobile|home|office|test|citizen|unknown|anonymous)\b",
    re.IGNORECASE,
)
_INITIAL = re.compile(r"\s[ก-ฮ]\.?$")
_ONLY_A_DESK = re.compile(
    r"^(?:(?:ร้าน|โรงเรียน|วัด|อำเภอ|จังหวัด|เทศบาล|สำนักงาน|ฝ่าย|กอง|กลุ่ม|งาน|ชมรม|สมาคม|ศูนย์)[ก-๙]{0,4}|สำนักงานบัญชี|(?:งาน|ฝ่าย)?(?:ธุรการ|สารบรรณ|บัญชี|การเงิน|พัสดุ|ขาย|บุคคล|ประชาสัมพันธ์)(?:กลาง)?)$"
)
_AT_HOME = re.compile(r"^(?:แม่|พ่อ|น้อง|พี่|ป้า|ลุง|ยาย|เจ๊|เฮีย)")
_ABBREVIATED = re.compile(r"^[ก-ฮ]{2,7}\.(?=\s?[ก-ฮเแโใไ][ก-๙]{2})")  # an office: `ปชส.ศรีนาวา`
_GROUP = re.compile(r"^(?:สมาคม|ชมรม|กลุ่ม|ร้าน|เครือข่าย|ชาว|วัด)")
_HAPPENS = re.compile(
    r"(?:ท่วม|ดับ|พัง|หัก|ล้ม|เหม็น|แตก|รั่ว|ตัน|หมด|หนัก|มาก|ชำรุด|แล้ว|ด้วย|เลย|ไหม|ไม่ได้|อยู่|หน่อย|ตก|เน่า)$"
)
_SOUNDS = {
    thai: latin
    for letters, latin in (
        ("ก", "kg"), ("ขคฆ", "kc"), ("จ", "jc"), ("ฉชฌ", "c"), ("ซศษส", "sz"), ("ด", "d"), ("ต", "td"), ("ทธถฐฑฒ", "tds"),
        ("นณ", "n"), ("บ", "b"), ("ป", "pb"), ("ผพภ", "p"), ("ฝฟ", "f"), ("ม", "m"), ("ยญ", "y"), ("ร", "rl"), ("ลฬ", "l"),
        ("ว", "wv"), ("หฮ", "h"), ("อ", "aeiou"), ("ง", "n"),
    )
    for thai in letters
}  # fmt: skip
_GOES_ON = re.compile(
    r"^(?:ต้อง|ให้|และ|ที่ไหน|แล้ว|ไม่|ได้|จะ|อยู่|มา(?!ก|ล|น)|ไป|เพราะ|แต่|หรือ|เมื่อ|จึง|ซึ่ง|โดย|กับ|จาก|ใน|ของ|อีก|ทุก|หลาย|ตั้งแต่|ยัง|นะ)"
)
_VERB = re.compile(
    r"^(?:ขอ|อยาก|ต้อง|ได้|มี(?!ชัย|นา|โชค|ศักดิ์|ศรี)|ไม่|เป็น|อยู่|จะ|เคย|ไป|มา(?!น|ล|ร|โ|ก|ต|ซ|ฆ|ย)|แจ้ง|โทร|เห็น|รู้|ทราบ|คิด|เข้าใจ|กำลัง|พบ|ยื่น|ส่ง|เดือดร้อน|สนใจ|รบกวน|ใคร่|เอง|ก็|ซื้อ|เช่า|ขับ|ทำ|ใช้|เพิ่ง|พึ่ง)"
)
_NOT_A_NAME = re.compile(
    r"ครับ|ค่ะ|คะ$|ขอ|แจ้ง|ช่วย|โทร|หมู่|บ้าน|ถนน|ตำบล|อำเภอ|จังหวัด|ซอย|เทศบาล|ไม่|ด้วย|เรียน|เพื่อ|พิจารณา|ส่งจาก|ประชาชน|ผู้เดือดร้อน|ชาวบ้าน|ลูกบ้าน|หน้า|ทางเข้า|เรื่อง|ตาม|แนบ|ไฟล์|รูป|ภาพ(?!ร)|นามสกุล|ชื่อ"
)
_SITE = re.compile(
    r"เว็บ|website|web ?form|webmaster|wordpress|google forms?|form|no-?reply|ระบบ|แอป", re.IGNORECASE
)
_COMPANY_WORDS = re.compile(
    r"บริษัท|ห้างหุ้นส่วน(?:จำกัด|สามัญ)?|หจก\.?|บจก?\.?|บมจ\.?|ร้าน|จำกัด|\(?มหาชน\)?|Co\.?,? ?Ltd\.?|Company|Limited|Inc\.?",
    re.IGNORECASE,
)
_WHOLE_COMPANY = re.compile(
    r"(?:บริษัท|ห้างหุ้นส่วนจำกัด)\s?[^\n]{2,60}?\s?จำกัด(?: ?\(มหาชน\))?|ห้างหุ้นส่วนจำกัด\s?[ก-๙A-Za-z]{2,40}(?: [ก-๙A-Za-z]{2,40})?"
)
_COVER = re.compile(
    r"ตาม(?:ไฟล์|เอกสาร|ที่|สิ่งที่|หนังสือ)?(?:ที่)?แนบ|ดังแนบ|ไฟล์แนบ|แนบมา|เอกสารแนบ|ตามแนบ|แนบไฟล์|(?:ขอ|จัด|นำ)?ส่ง(?:หนังสือ|เอกสาร|สำเนา|ไฟล์|แบบ|เรื่อง|คำสั่ง|ประกาศ|บันทึก)|รายละเอียดตาม|please find|attached|ดาวน์โหลด|ดังเอกสาร"
)
_SENT_FROM = re.compile(
    r"^(?:ส่งจาก|sent from|get outlook|รับ outlook|ได้รับการป้องกัน|virus-free).*$", re.IGNORECASE
)
_FOOTER = re.compile(r"^-- ?$")


@dataclass(frozen=True)
class Words:
    """A mail's text in its two halves."""

    own: str
    quoted: str


def words_of(text: str, *, sender: str = "") -> Words:
    """What the sender wrote, and what he quotes or forwards below: also a letter that greets himself."""
    begins = _QUOTE_BEGINS.search(text)
    own, quoted = (text[: begins.start()], text[begins.start() :]) if begins else (text, "")
    name = re.escape((_bare_name(sender.partition(" ")[0]) if sender else "")[:40])
    if len(name) > 2 and (
        greeted := re.search(rf"^เรียน\s?(?:คุณ|ท่าน|{_TITLE})?\s?{name}.*$", own, re.MULTILINE)
    ):
        own, quoted = own[: greeted.start()], own[greeted.start() :] + quoted
    lines: list[str] = []
    for line in own.splitlines():
        if _FOOTER.match(line):
            break
        if not _SENT_FROM.match(line.strip()):
            lines.append(tidy(line))
    return Words("\n".join(lines).strip(), quoted)


@dataclass(frozen=True)
class Forwarded:
    """What a forwarded mail says of itself in the text below."""

    sender: str
    subject: str
    text: str


def forwarded_in(quoted: str) -> Forwarded | None:
    lines = quoted.splitlines()
    said: dict[str, str] = {}
    begins = 0
    for line in lines[:30]:
        found = _INNER_FIELD.match(line)
        if found:
            said.setdefault(found["name"].lower(), found["said"].strip())
        elif len(said) >= 2 and not line.strip(" >"):
            break
        begins += 1
    sender = said.get("from") or said.get("จาก") or ""
    subject = said.get("subject") or said.get("เรื่อง") or said.get("หัวเรื่อง") or said.get("หัวข้อ") or ""
    if not sender or len(said) < 2:
        return None
    text = "\n".join(re.sub(r"^(?:> ?)+", "", line) for line in lines[begins:])
    name = re.sub(r"\s*[<\[(]?(?:mailto:)?[\w.+-]+@[\w.-]+[>\])]*.*$", "", sender).strip(" \"'*")
    return Forwarded(name or sender.strip("<> "), subject, text.strip())


def is_forwarded(subject: str) -> bool:
    return _FORWARDED.match(subject.strip()) is not None


def bare_subject(subject: str) -> str:
    """Without Re:, Fwd:, ส่งต่อ: and the tags of mail hosts; empty where it says nothing."""
    text = tidy(subject)
    while (shorter := _SUFFIX.sub("", _PREFIX.sub("", text, count=1))) != text:
        text = shorter.strip()
    text = _SUBJECT_LABEL.sub("", text)
    return "" if _NO_SUBJECT.match(text) else text


def subject_line(own: str) -> str:
    """The line `เรื่อง …` among the first ones."""
    lines = [line for line in own.splitlines() if line.strip()][:GREETING_LINES]
    for line in lines:
        found = _SUBJECT_LINE.match(line.strip())
        if found and len(line) <= SUBJECT_LINE_MAX:
            return found[1].strip(" .:")
    return ""


def recipient_line(own: str) -> str:
    """Whom the first lines greet; empty for nobody, or for a reader of no name."""
    return next(iter(recipient_lines(own)), "")


def recipient_lines(own: str) -> list[str]:
    """All whom the first lines greet, one below the other."""
    lines = [line.strip() for line in own.splitlines() if line.strip()][:GREETING_LINES]
    greeted: list[str] = []
    for line in lines:
        whom = _greeted(line)
        if whom:
            greeted.append(whom)
        elif greeted:
            break
    return list(dict.fromkeys(greeted))


def _greeted(line: str) -> str:
    found = _TO_LINE.match(line)
    if found is None:
        return ""
    whom = _TO_ENDS.split(_POLITE.split(found[1].strip(), maxsplit=1)[0], maxsplit=1)[0]
    whom = _POLITE_END.sub("", whom).strip(" ,:;")
    whom = _without_prose(_OF_TOWN.sub(r"\1", _FULL_STOP.sub("", whom)))
    return whom if len(whom) <= 120 and not _SIR_OR_MADAM.match(whom) else ""


def _without_prose(whom: str) -> str:
    """`กองช่าง ต้นไม้หน้าวัดพาดสายไฟ เวลาลมแรงน่ากลัว` → `กองช่าง`: behind an office or a post, long clauses that go on
    as no name does are what the writer has to say."""
    words = whom.split(" ")
    if len(words) < 2 or not (is_office(words[0]) or _POST.match(words[0])):
        return whom
    for at, word in enumerate(words[1:], start=1):
        hangs = _HANGS.match(words[at - 1]) is not None
        if len(word) >= CLAUSE_MIN and not _GOES_ON_AS_A_NAME.match(word) and not hangs:
            return " ".join(words[:at])
    return whom


def runs_on(recipient: str) -> bool:
    """Whether a name goes on into what the writer wants."""
    return _TO_RUNS_ON.search(recipient) is not None


@dataclass(frozen=True)
class Signed:
    name: str
    certain: bool  # with a title, or in brackets
    line: str = ""


_A_POST = re.compile(
    r"นายก(?:เทศ|องค์|อบ|\s|ฯ|$)|นาย(?:อำเภอ|ทะเบียน|แพทย์|ช่าง|ตรวจ|สถานี)"
)  # begins as a name does


_TITLE_OR_POST = re.compile(r"^(?:ครู|อาจารย์|กำนัน|ผู้ใหญ่(?:บ้าน)?)\s?")
_MAKES_A_POST = re.compile(r"ชำนาญ|เชี่ยวชาญ|อัตรา|ประจำ|ผู้ช่วย|ผู้สอน|ผู้ดูแล|พี่เลี้ยง|พิเศษ|ใหญ่|ฝ่าย|จ้าง|ตำบล|หมู่")
_HEADS_A_BODY = re.compile(r"^นาย(?:ก(?:เทศ|องค์|อบ|สมาคม|สโมสร|\s)|อำเภอ|ทะเบียน)")


def _is_a_post(words: str) -> bool:
    """`ครูชำนาญการ โรงเรียนหนึ่ง`: begins with what may be a title, and is no name."""
    if _HEADS_A_BODY.match(words):
        return True
    title = _TITLE_OR_POST.match(words)
    behind = words[title.end() :] if title else ""
    school = any(is_office(part) and len(part) >= OFFICE_WORD_MIN for part in behind.split())
    return school or _MAKES_A_POST.match(behind) is not None


def signature(own: str) -> Signed | None:
    """The name below the words, or where the writer tells his name."""
    lines = [line.strip() for line in own.splitlines() if line.strip()]
    tail = lines[1:][-8:]
    closing = next((at for at, line in enumerate(tail) if _CLOSING.match(line)), None)
    from_the_end = tail[closing + 1 :] if closing is not None else tail[::-1]
    for candidates in (from_the_end, tail[::-1]):
        for line in candidates:
            if (found := _FULL_NAME.match(line)) and not _is_a_post(found[1]):
                return Signed(_one_space(found[1]), certain=True, line=line)
    for line in from_the_end:
        if (found := _TWO_WORDS.match(line) or _ENGLISH_NAME.match(line)) and _can_be_a_name(found[1]):
            return Signed(
                _one_space(found[1]), certain=closing is not None or line.startswith("("), line=line
            )
    for form in _IN_PROSE:
        for found in form.finditer(own):
            if not _VERB.match(_bare_name(found[1])) and not _A_POST.match(found[1]):
                return Signed(_one_space(found[1]), certain=True)
    if (found := _LAST_WORDS.search(own)) and _can_be_a_name(found[1]):
        return Signed(_one_space(found[1]), certain=False)
    return None


def position_below(own: str, signed: Signed) -> str:
    """What stands under the name: a position, an office."""
    lines = [line.strip() for line in own.splitlines() if line.strip()]
    at = lines.index(signed.line) if signed.line in lines else len(lines)
    return lines[at + 1] if at + 1 < len(lines) else ""


def _can_be_a_name(words: str) -> bool:
    parts = words.split()
    return (
        _NOT_A_NAME.search(words) is None
        and not _is_a_post(words)
        and len(words) <= NAME_MAX
        and not _VERB.match(parts[0])
        and not any(_GOES_ON.match(part) for part in parts[1:])
        and not any(_HAPPENS.search(part) for part in parts)
        and not any(is_office(part) and len(part) > OFFICE_WORD_MIN for part in parts)
    )


@dataclass(frozen=True)
class Named:
    """Who sent the mail, and a Thai sentence where that is not sure."""

    name: str
    where: str
    doubt: str = ""


def named_sender(sender: Address | None, own: str) -> Named | None:
    display = _clean_display(sender.name) if sender else ""
    if _tells_only_a_kind(display):
        display = ""
    told = form_name(own)
    if told:
        agree = sender is None or names_agree(sender, told)
        return Named(told, "เนื้อความ บรรทัด ชื่อ", "" if agree else "ชื่อในแบบไม่ตรงกับชื่อในหัวจดหมาย")
    signed = signature(own)
    if display and is_office(display):
        return _of_an_office(display, own, signed)
    if display and signed and squeezed(display) in squeezed(position_below(own, signed)):
        return Named(display, "หัวจดหมาย From")
    if display and signed:
        here, there = _bare_name(_INITIAL.sub("", display)), _bare_name(signed.name)
        if here == there or here in there or there in here:
            longer = signed.name if len(squeezed(signed.name)) >= len(here) else display
            return Named(longer, "ลายมือชื่อท้ายจดหมาย" if longer is signed.name else "หัวจดหมาย From")
        if not _is_full_thai(display) and (signed.certain or _may_sound_like(display, signed.name)):
            return Named(signed.name, "ลายมือชื่อท้ายจดหมาย")
        return Named(signed.name, "ลายมือชื่อท้ายจดหมาย", "ชื่อท้ายจดหมายไม่ตรงกับชื่อในหัวจดหมาย")
    if display:
        if longer := _goes_on_in(own, display):
            return Named(longer, "เนื้อความ", "ชื่อในข้อความยาวกว่าชื่อในหัวจดหมาย")
        return Named(display, "หัวจดหมาย From", "" if _can_be_real(display) else "ชื่อผู้ส่งอาจไม่ใช่ชื่อจริง")
    if signed:
        sure = signed.certain or (sender is not None and _may_sound_like(sender.address, signed.name))
        return Named(signed.name, "ลายมือชื่อท้ายจดหมาย", "" if sure else "อาจไม่ใช่ชื่อผู้ส่ง")
    if sender and sender.address:
        return Named(sender.address, "หัวจดหมาย From", "จดหมายไม่บอกชื่อผู้ส่ง มีเพียงที่อยู่อีเมล")
    return None


def names_agree(sender: Address, told: str) -> bool:
    """Whether a mail may bring what this person wrote in a form: his own mail, or a site's."""
    display = _clean_display(sender.name)
    if not display or _tells_only_a_kind(display):
        return True
    same = _bare_name(display) in _bare_name(told) or _bare_name(told) in _bare_name(display)
    return same or is_office(display) or _SITE.search(f"{display} {sender.address}") is not None


def form_name(own: str) -> str:
    """The name in the row `ชื่อ-สกุล: …`; empty where there is none, or several."""
    names = {_one_space(_FORM_NAME_ENDS.sub("", found[1])) for found in _FORM_NAME.finditer(own)}
    names = {name for name in names if len(_bare_name(name)) > 2 and not _NOT_A_NAME.search(name)}
    return names.pop() if len(names) == 1 else ""


def _of_an_office(display: str, own: str, signed: Signed | None) -> Named:
    bare = without_desk(display)
    if signed and signed.certain and _is_only_a_group(bare, own, signed):
        return Named(signed.name, "ลายมือชื่อท้ายจดหมาย", "ชื่อท้ายจดหมายเป็นบุคคล แต่ชื่อในหัวจดหมายเป็นกลุ่มหรือองค์กร")
    if is_company(bare):
        core = squeezed(_COMPANY_WORDS.sub("", bare))
        for line in own.splitlines():
            found = _WHOLE_COMPANY.search(line)
            if found is None or squeezed(found[0]) == squeezed(bare):
                continue
            if len(core) > 2 and core in squeezed(found[0]) and len(found[0]) > len(bare):
                return Named(_one_space(found[0]), "เนื้อความ", "ชื่อในข้อความยาวกว่าชื่อในหัวจดหมาย")
    return Named(bare, "หัวจดหมาย From", "ชื่อผู้ส่งบอกเพียงชนิดของหน่วยงาน" if _ONLY_A_DESK.match(bare) else "")


def _tells_only_a_kind(display: str) -> bool:
    """`บจก.`, `ร้าน`: an office's name of which only the kind is left."""
    return is_company(display) and len(re.findall("[ก-๙A-Za-z]", _COMPANY_WORDS.sub("", display))) < 2


def _goes_on_in(own: str, display: str) -> str:
    """`ปกรณ์` shown, `ผมปกรณ์ วัฒนะ` written: the whole name."""
    first = re.sub(rf"^{_TITLE}\s?", "", display).split(" ")[0].strip(".")
    if len(first) < 3 or not re.match(f"^{_NAME}$", first) or _is_full_thai(display):
        return ""
    for found in re.finditer(
        rf"(?:^|[\s(]|{_ME}|ชื่อ|{_TITLE}){re.escape(first)} +({_NAME})(?=$|[\s,.)/])", own, re.MULTILINE
    ):
        name = f"{first} {found[1]}"
        if _can_be_a_name(name) and not _VERB.match(found[1]):
            return name
    return ""


def is_cover(own: str) -> bool:
    """Whether the words only hand over what is attached."""
    lines = [
        line.strip()
        for line in own.splitlines()
        if line.strip() and not _TO_LINE.match(line.strip()) and not _CLOSING.match(line.strip())
    ]
    said = " ".join(lines)
    if len(said) < 25:
        return True
    return len(said) < 450 and _COVER.search(said) is not None


def _clean_display(name: str) -> str:
    name = tidy(name).strip(" \"'<>")
    if re.match(r"^[(\[][^()\[\]]*[)\]]$", name) or any(
        name.count(a) != name.count(b) for a, b in ("()", "[]")
    ):
        name = name.strip("()[] ")
    return "" if "@" in name or not re.search(r"[A-Za-zก-๙]{2}", name) else name


def _is_full_thai(name: str) -> bool:
    return re.match(rf"^(?:{_TITLE}\s?)?{_NAME}\s+{_NAME}", name) is not None or is_company(name)


def _is_only_a_group(display: str, own: str, signed: Signed) -> bool:
    """A club by whose mailbox a person writes, whose words do not name it."""
    named = squeezed(display)[:12]
    return _GROUP.match(display) is not None and named not in squeezed(own.replace(signed.line, ""))


def _can_be_real(display: str) -> bool:
    """Not a nickname, nor what a mail program made up: `nong_aom`, `Kitti`, `user123`, `แม่น้องเอ`, `มานิตย์`."""
    if _ABBREVIATED.match(display) or office_of_head(display):
        return True
    if _NICKNAME.search(display) and not (_is_full_thai(display) and not _AT_HOME.match(display)):
        return False
    if re.search(r"^[ก-๙.]+$|\s[ก-ฮ]\.?$", display):
        return False
    return re.search(r"[\d_♡♥★~*]|^[A-Za-z.\-]+$|[\U0001F000-\U0001FAFF]", display) is None


def _may_sound_like(latin: str, thai: str) -> bool:
    """`Wanchai` may be วันชัย: one of its words begins with a letter that writes the first sound of the Thai name."""
    initials = {word[0] for word in re.findall(r"[a-z]+", latin.lower().partition("@")[0])}
    for word in re.sub(rf"^{_TITLE}\s?", "", thai).split():
        consonants = re.findall("[ก-ฮ]", word[:4])
        if len(consonants) > 1 and consonants[0] == "ห" and consonants[1] in "งญณนมยรลว":
            consonants = consonants[1:]
        if consonants and initials & set(_SOUNDS.get(consonants[0], "")):
            return True
    return False


def _bare_name(name: str) -> str:
    return squeezed(re.sub(rf"^{_TITLE}\s?", "", name)).lower()


def _one_space(name: str) -> str:
    return " ".join(name.split())
