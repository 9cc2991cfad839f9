"""What a mail says of the letter that it brings: number, date and subject, for a paper that cannot be read."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from saraban.proposals.body import bare_subject
from saraban.proposals.marks import without_marks
from saraban.proposals.numbers import read_number
from saraban.proposals.words import tidy
from saraban.proposals.written_dates import dates_in

LINES_MAX = 60
LINE_MAX = 1_000  # characters
SUBJECT_MIN = 8  # characters
NEAR = 60  # characters: how far before a number the words stand that say whose it is

_NUMBER = re.compile(
    r"(?:เลข(?:ที่)?(?:ของ)?หนังสือ|หนังสือเลขที่|เลขที่|(?<![ก-๙])ที่|หนังสือ(?:ราชการ|[ก-๙.]{0,40})?\s?ที่)\s*[:：]?\s*(?=[ก-ฮA-Za-z๐-๙0-9(])"
)
_REFERRED = re.compile(
    r"อ้าง(?:ถึง|อิง)?|ตามหนังสือ|ตามที่|ตอบ(?:กลับ|รับ)?(?:หนังสือ)?|สืบเนื่อง|สัญญา|ใบสั่ง|คดี|เลขรับ|รับที่|(?:หนังสือ|ของ)(?:ของ)?ท่าน"
)
_DATED = re.compile(r"(?:ลงวันที่|ลว\.?|วันที่หนังสือ|หนังสือวันที่)\s*[:：]?\s*")
_SUBJECT = re.compile(r"(?:^|\s|[0-9๐-๙)])(?:ชื่อ)?เรื่อง\s*[:：]?\s*(?=\S)(?!ดังกล่าว|นี้|นั้น|ข้างต้น)")
_SUBJECT_ENDS = re.compile(
    r"\s*(?:[,;]?\s(?:มาเพื่อ|มาให้|มายัง|มาด้วย|มาพร้อม|มาแล้ว|จำนวน ?[0-9๐-๙]|ตาม(?:ไฟล์|เอกสาร|ที่|สิ่งที่|หนังสือ)?\s?(?:ที่)?\s?แนบ|ตามรายละเอียด|ดังแนบ|ดังมี|ตามลิงก์|รายละเอียด|เพื่อโปรด|เพื่อ(?:ทราบ|พิจารณา|ถือ|ดำเนิน)|"
    r"จึง|ซึ่ง|ลงวันที่|ลว\.|และได้แนบ|แนบมา|โดยมี|โปรด|กรุณา|รบกวน|ขอ(?:ความกรุณา|บคุณ|บพระคุณ)|(?:นะ)?(?:ครับ|ค่ะ|คะ)\b).*|(?<=[ก-๙])(?:มาเพื่อ(?:โปรด|ทราบ|พิจารณา|ถือ|ดำเนิน)|(?:นะ)?(?:ครับ|ค่ะ)$).*|\s+\(?(?:ดัง|ตาม)แนบ.*)$"
)
_ONLY_SENDS = re.compile(
    r"^(?:(?:ขอ|จัด|นำ|ขอจัด|ขอนำ|แจ้ง)?ส่ง|แจ้ง(?:เวียน)?)?(?:ไฟล์|สำเนา)?(?:หนังสือ|เอกสาร|จดหมาย|ไฟล์|scan|สแกน|document|file)(?:ราชการ|ภายนอก|แจ้ง|เวียน|ด่วน(?:ที่สุด|มาก)?|จาก[ก-๙]{0,60}|[ก-๙]{0,8}แนบ)?(?:\s.{0,60})?$|^[\w.\- ]+$",
    re.IGNORECASE | re.ASCII,
)


@dataclass(frozen=True)
class Told:
    """Empty or None where the mail does not say it, or says several. `plainly`: subject behind `เรื่อง` of a letter."""

    number: str = ""
    dated: date | None = None
    subject: str = ""
    plainly: bool = False


def told_in(subject: str, own: str) -> Told:
    filled = [line for line in (subject, *own.splitlines()) if line.strip()]
    lines = [tidy(line[:LINE_MAX]) for line in filled[:LINES_MAX]]
    brought = [one for line in lines for one in _numbers(line)]
    numbers = {number for number, _ in brought}
    if len(numbers) > 1:
        return Told()
    days = {day for line in lines for day in _days(line)}
    subjects = list(dict.fromkeys(said for line in lines if (said := _subject(line))))
    number = numbers.pop() if len(numbers) == 1 else ""
    dated = days.pop() if len(days) == 1 else None
    if len(subjects) == 1:
        return Told(number, dated, subjects[0], plainly=True)
    behind = [said for _, rest in brought if (said := _behind_date(rest))]
    return Told(number, dated, "" if subjects else _of_the_mail(subject) or (behind[0] if behind else ""))


def _numbers(line: str) -> list[tuple[str, str]]:
    """Numbers of letters that the line brings, each with what stands behind it; not those that it refers to."""
    found = []
    for label in _NUMBER.finditer(line):
        if _REFERRED.search(line[max(0, label.start() - NEAR) : label.end()]):
            continue
        number = read_number(line[label.end() :][:200])
        if number.whole and "/" in number.value and re.match(r"^(?:$|[^\d(/.\-])", number.rest):
            found.append((number.value, number.rest))
    return found


def _days(line: str) -> list[date]:
    found = []
    for label in _DATED.finditer(line):
        if _REFERRED.search(line[max(0, label.start() - NEAR) : label.start()]):
            continue
        days = dates_in(line[label.end() :][:60])
        if days and days[0].begin <= 2 and days[0].day is not None:
            found.append(days[0].day)
    return found


def _subject(line: str) -> str:
    found = _SUBJECT.search(line)
    if found is None or _REFERRED.search(line[max(0, found.start() - NEAR) : found.start()]):
        return ""
    said = without_marks(_SUBJECT_ENDS.sub("", line[found.end() :])).text.strip(' .,:;"“”')
    return said if len(said) >= SUBJECT_MIN else ""


def _behind_date(rest: str) -> str:
    """What follows number and date without a label."""
    days = dates_in(rest)
    if not days or not _DATED.match(rest):
        return ""
    said = _SUBJECT_ENDS.sub("", rest[days[0].end :]).strip(' .,:;"“”-–')
    return said if len(said) >= SUBJECT_MIN and not _ONLY_SENDS.match(said) else ""


def _of_the_mail(subject: str) -> str:
    """The mail's own subject, where it says more than that something is sent."""
    said = without_marks(bare_subject(subject)).text
    if len(said) < SUBJECT_MIN or _ONLY_SENDS.match(said) or _numbers(said):
        return ""
    return said
