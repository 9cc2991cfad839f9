"""A mail that a form on a web site wrote: who filled it in, about what, and what he says, each in a row of its own."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from saraban.proposals.words import tidy

LABEL_MAX = 60  # characters
NAME_MAX = 100
_TOLD_BY_NOBODY = re.compile(r"^[\W_]*$|^(?:ไม่ระบุ|ไม่มี|none|n/?a|null|undefined)$", re.IGNORECASE)
# What a row is, by its label without marks and brackets. The first that fits counts.
_LABELS = tuple(
    (what, re.compile(rf"^(?:{words})$", re.IGNORECASE))
    for what, words in (
        ("title", r"คำนำหน้า(?:ชื่อ|นาม)?|prefix"),
        ("first", r"ชื่อจริง|(?:your )?first ?name"),
        ("last", r"(?:นาม)?สกุล|(?:your )?(?:last ?name|surname|family name)"),
        (
            "name",
            r"ชื่อ\s?[-–—/]?\s?(?:และ\s?)?(?:นาม)?สกุล(?:ผู้[ก-๙]{2,30})?|(?:ชื่อ)?ผู้(?:ติดต่อ|ร้อง|แจ้ง|ส่ง|ยื่น|ขอ|สอบถาม|ถาม|เสนอ|กรอก|ให้ข้อมูล|เขียน)[ก-๙]{0,20}|ชื่อ(?:ของ)?(?:ท่าน|คุณ)?|"
            r"(?:ชื่อ)?จาก|(?:your |full |sender'?s? |contact )?names?|contact(?: person)?|(?:sent )?from|sender|submitted by",
        ),
        (
            "subject",
            r"(?:ชื่อ|หัวข้อ)?เรื่อง(?:ที่[ก-๙]{2,30}|ร้องเรียน|ร้องทุกข์|ติดต่อ)?|หัวข้อ(?:เรื่อง|คำถาม|[ก-๙]{2,30})?|หัวเรื่อง|(?:your |message )?subject|topic|re|title of message",
        ),
        (
            "message",
            r"(?:ข้อความ|รายละเอียด|เนื้อหา|เนื้อความ|ข้อเสนอแนะ|ข้อคิดเห็น|ความคิดเห็น|คำถาม|คำร้อง|ข้อร้องเรียน|เหตุการณ์|สิ่งที่ต้องการ)[ก-๙/ ]{0,40}|"
            r"(?:your )?(?:message|comments?|details?|enquiry|inquiry|question|description|feedback|content|complaint)(?: body| text)?",
        ),
        (
            "other",
            r"(?:ที่อยู่)?\s?(?:อีเมล์?|อี-เมล์?|e-?mail)(?:\s?address)?(?:[ก-๙]{0,20})|(?:หมายเลข|เบอร์|เลข)?(?:โทร|โทรศัพท์|มือถือ)[ก-๙ ]{0,20}|เบอร์[ก-๙ ]{0,20}|โทร\.?|ที่อยู่[ก-๙ ]{0,20}|line ?(?:id)?|ไลน์(?:ไอดี)?|"
            r"(?:tele)?phone(?: ?(?:no|number))?\.?|tel|mobile(?: number)?|address|(?:remote |sender )?ip(?: ?address)?|ไอพี|วัน(?:ที่|เวลา)[ก-๙ ]{0,20}|เวลา[ก-๙ ]{0,20}|date|time|submitted(?: on| at)?|"
            r"(?:เลข|หมายเลข|รหัส)[ก-๙]{2,30}|บัตรประชาชน|อายุ|เพศ|อาชีพ|ตำบล|อำเภอ|จังหวัด|หมู่(?:ที่|บ้าน)?|บ้านเลขที่|สถานที่[ก-๙]{0,20}|พิกัด|ไฟล์(?:แนบ)?[ก-๙]{0,20}|เอกสารแนบ|รูป(?:ภาพ)?[ก-๙]{0,20}|"
            r"ประเภท[ก-๙]{0,30}|หมวด[ก-๙]{0,20}|ถึง(?:หน่วยงาน)?|ส่งถึง|หน่วยงาน[ก-๙]{0,20}|แผนก|สถานะ|category|department|type|attachments?|files?|page|url|browser|user ?agent|company|organi[sz]ation",
        ),
    )
)
_ROW = re.compile(
    rf"^(?:[\W_]{{0,4}}|\d{{1,2}}[.)]\s*)(?P<label>[^\W\d_][^:：=|\t\n]{{0,{LABEL_MAX}}}?) *[*_]{{0,2}} *(?:[:：=|]+|\t)[*_]{{0,2}}\s*(?P<said>.*)$"
)
_MARKS = re.compile(r"\((?:[^()]{0,40})\)|\[[^\[\]]{0,40}\]|[*_•\-–#]+(?=\s|$)|^[*_•\-–#\d.)\s]+")
_ENDS = re.compile(
    r"^\s*(?:-{2,}|_{3,}|={3,}|\*{3,}|(?:อีเมล|ข้อความ)(?:ฉบับ)?นี้(?:ถูก)?(?:ส่ง|สร้าง)|ส่ง(?:มา)?จาก|ส่งเมื่อ|sent (?:from|via|by)|this (?:e-?mail|message) (?:was|is)|powered by)",
    re.IGNORECASE,
)
_CONTACT_BEHIND_NAME = re.compile(r"\s*(?:[,;|]|โทร|เบอร์|อายุ|อีเมล|e-?mail|tel\b|<|\d{2}).*$", re.IGNORECASE)


@dataclass(frozen=True)
class Form:
    """What was filled in; empty where it was not."""

    name: str
    subject: str
    message: str


def form_in(text: str) -> Form | None:
    """None where the words are no form: it has a row for the message, and one for the name or the subject."""
    rows: dict[str, str] = {}
    lines = [line.strip() for line in text.splitlines()]
    for what, said in _rows(lines, alone={_kind(line) for line in lines} >= {"name", "message"}):
        if what not in rows or not rows[what]:
            rows[what] = said
    if "message" not in rows or not {"name", "first"} & rows.keys():
        return None
    return Form(_name(rows), _told(tidy(" ".join(rows.get("subject", "").split()))), _told(rows["message"]))


def _rows(lines: Sequence[str], *, alone: bool) -> Iterator[tuple[str, str]]:
    """Each label's kind and what stands behind it, with the lines below that have no label. `alone`: labels have lines
    of their own."""
    what, said = "", [""]
    for line in lines:
        found = _ROW.match(line)
        kind = _kind(found["label"]) if found else _kind(line) if alone and len(line) <= LABEL_MAX else ""
        if kind:
            if what:
                yield what, "\n".join(said).strip()
            what, said = kind, [found["said"].strip() if found else ""]
        elif _ENDS.match(line):
            if what:
                yield what, "\n".join(said).strip()
            what, said = "", [""]
        elif what == "message" or (what and not any(said)):
            said.append(line)
    if what:
        yield what, "\n".join(said).strip()


def _kind(label: str) -> str:
    bare = " ".join(_MARKS.sub(" ", label).split()).strip(" *_:.-")
    return next((what for what, words in _LABELS if words.match(bare)), "")


def _name(rows: dict[str, str]) -> str:
    whole = rows.get("name") or rows.get("first") or ""
    last = rows.get("last", "")
    title = rows.get("title", "")
    name = _told(" ".join(_CONTACT_BEHIND_NAME.sub("", whole).split()))
    if name and _told(last) and last not in name:
        name = f"{name} {' '.join(last.split())}"
    if name and _told(title) and not name.startswith(title):
        name = f"{title}{name}" if title[-1:] > "\u0e00" else f"{title} {name}"
    return tidy(name)[:NAME_MAX]


def _told(said: str) -> str:
    return "" if _TOLD_BY_NOBODY.match(said) else said
