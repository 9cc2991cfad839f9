"""A letter without a subject gets one, in its own words."""

from __future__ import annotations

import re
from collections.abc import Sequence

SUMMARY_MAX = 160  # characters

_GREETING = re.compile(
    r"^(?:เรียน(?!ว่า|มา)|กราบเรียน|ถึง |hello|hi\b|dear\b|good (?:morning|afternoon)).*$", re.IGNORECASE
)
_GREETING_MAX = 60  # characters; what is longer goes on with the matter itself
_GREETING_HEAD = re.compile(
    r"^(?:สวัสดี(?:ครับ|ค่ะ|คะ|จ้า|ค่า|ตอน\S+)?(?:ท่าน\S*|ทุกท่าน|เจ้าหน้าที่|แอดมิน)?|หวัดดี\S*|ขอโทษ(?:นะ)?(?:ครับ|ค่ะ)|รบกวน(?:หน่อย)?(?:นะ)?(?:ครับ|ค่ะ|คะ))[\s,]*"
)
_ABOUT_ME = re.compile(
    r"^(?:ผม|ดิฉัน|หนู|กระผม|ข้าพเจ้า|ฉัน|เรา)?\s?(?:ชื่อ|เป็น(?:คน|ชาว|ลูกบ้าน|ประชาชน|ผู้ปกครอง)|อยู่(?:บ้าน|ที่|หมู่)|อาศัย|บ้านเลขที่|นาย|นาง|นางสาว)"
)
_CONTACT = re.compile(r"(?:โทร|เบอร์|tel|line id|ไลน์|อีเมล|@|08\d|09\d|06\d)", re.IGNORECASE)
_THANKS = re.compile(
    r"^(?:ขอบคุณ|ขอบพระคุณ|ด้วยความเคารพ|ขอแสดงความนับถือ|จึงเรียนมา|ด้วยความนับถือ|best regards|regards|thank|sent from|ส่งจาก|ปล\.)",
    re.IGNORECASE,
)
_LEADING = re.compile(r"^(?:ด้วย(?!ความ)|เนื่องด้วย|เนื่องจาก|ตามที่|อนึ่ง|คือ(?:ว่า)?|พอดี(?:ว่า)?)\s?")
_ASKS = re.compile(r"ขอ|แจ้ง|ร้องเรียน|ร้องทุกข์|สอบถาม|อยาก|ช่วย|รบกวน|ส่ง|เชิญ|ต้องการ|ประสงค์|หารือ|เสนอ|สมัคร|ชำระ|ยื่น")
_HANGS = re.compile(r"^(?:เรื่อง|ที่|ลงวันที่|วันที่|เลขที่|ว่า|และ|หรือ|ของ|ณ|เพื่อ|โดย)$")  # nothing ends with these
_BREAK = re.compile(r"\n+|(?<=[.!?])\s+")


def summary(text: str, *, without: Sequence[str] = ()) -> str:
    """At most `SUMMARY_MAX` characters, cut between words; empty where nothing is said. `without`: lines left out."""
    lines = [line.strip(" \t-•*>") for line in _BREAK.split(text)]
    said: list[str] = []
    for line in lines:
        line = _GREETING_HEAD.sub("", line).strip()
        if _GREETING.match(line):
            line = line.partition(" ")[2] if len(line) > _GREETING_MAX else ""
        if not line or line in without:
            continue
        if _THANKS.match(line):
            break
        said.append(_LEADING.sub("", line) if not said else line)
    words = " ".join(" ".join(said).split())
    if len(words) <= SUMMARY_MAX:
        return words
    return _best_window(words.split(" "))


def _best_window(clauses: list[str]) -> str:
    """Thai sets a space between clauses: begin where the matter begins, not where the writer tells of himself."""
    begin = 0
    while begin < len(clauses) - 1 and begin < 8:
        rest = " ".join(clauses[begin:])
        if len(rest) <= SUMMARY_MAX or not (
            _ABOUT_ME.match(clauses[begin]) or _CONTACT.search(clauses[begin])
        ):
            break
        begin += 1
    kept: list[str] = []
    length = 0
    for clause in clauses[begin:]:
        if length + len(clause) + bool(kept) > SUMMARY_MAX:
            break
        kept.append(clause)
        length += len(clause) + (len(kept) > 1)
    while len(kept) > 1 and _HANGS.match(kept[-1]):
        kept.pop()
    return " ".join(kept) if kept else clauses[begin][:SUMMARY_MAX]
