"""What an issue says: the officer's draft, and the papers made of it.

The authority signs the content; number, days and the address of the check are known only afterwards (guide #4.1), and stand
in the words as `{licence_no}` and the like until then. So the draft and what leaves are the same words.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any

from saraban.documents.papers import PARAGRAPHS_MAX, Paper, PaperKind
from saraban.documents.presets import PRESETS
from saraban.law.refusal import Refusal
from saraban.licences.models import Granted

SUBJECT_MAX, NAME_MAX, TEXT_MAX, LINES_MAX = 500, 500, 20_000, 20
LATE = {
    "licence_no": "เลขที่ใบอนุญาต",
    "issued_on": "วันที่ออก",
    "from": "วันเริ่มใช้",
    "to": "วันสิ้นอายุ",
    "verify_url": "ที่อยู่สำหรับตรวจสอบ",
}
STANDS_OPEN = re.compile(r"\{([a-z_]{1,40})\}")
NOT_YET = "………………"


@dataclass(frozen=True)
class LetterDraft:
    """`text`: its paragraphs, a line each, as who types it presses Enter; `references` and `enclosures`: a line each."""

    subject: str = ""
    to: str = ""
    text: str = ""
    references: tuple[str, ...] = ()
    enclosures: tuple[str, ...] = ()

    @property
    def paragraphs(self) -> tuple[str, ...]:
        found = (" ".join(one.split()) for one in self.text.splitlines())
        return tuple(one for one in found if one)

    @property
    def open_fields(self) -> list[str]:
        """Fields that nobody filled in yet, by name, but for what is known only when the number is given."""
        found = STANDS_OPEN.findall(f"{self.subject}\n{self.to}\n{self.text}")
        return [name for name in dict.fromkeys(found) if name not in LATE]


@dataclass(frozen=True)
class Draft:
    """`licence`: of an approval that grants one."""

    letter: LetterDraft
    licence: Granted | None = None

    def as_json(self) -> dict[str, Any]:
        said: dict[str, Any] = {"letter": asdict(self.letter)}
        if self.licence is not None:
            days = {name: getattr(self.licence, name) for name in ("valid_from", "expires_on")}
            said["licence"] = asdict(self.licence) | {
                name: day.isoformat() if day is not None else None for name, day in days.items()
            }
        return said

    @classmethod
    def from_json(cls, said: Mapping[str, Any]) -> Draft:
        letter = LetterDraft(**{name: _frozen(value) for name, value in said["letter"].items()})
        if "licence" not in said:
            return cls(letter)
        days = {
            name: date.fromisoformat(said["licence"][name]) if said["licence"][name] else None
            for name in ("valid_from", "expires_on")
        }
        return cls(letter, Granted(**said["licence"] | days))

    def must_be_bounded(self) -> None:
        """Raises `Refusal`: no_subject, too_long."""
        if not self.letter.subject.strip():
            raise Refusal("no_subject", "ยังไม่ได้บันทึกร่าง เพราะยังไม่มี “เรื่อง” โปรดพิมพ์เรื่องโดยย่อ สิ่งที่พิมพ์ไว้อยู่ครบ")
        lines = [*self.letter.references, *self.letter.enclosures]
        too_long = [
            len(self.letter.subject) > SUBJECT_MAX,
            len(self.letter.to) > NAME_MAX,
            len(self.letter.text) > TEXT_MAX or len(self.letter.paragraphs) > PARAGRAPHS_MAX,
            len(lines) > LINES_MAX or any(len(line) > NAME_MAX for line in lines),
        ]
        if any(too_long):
            raise Refusal(
                "too_long",
                f"ยังไม่ได้บันทึกร่าง เพราะยาวเกินไป (เรื่องและชื่อไม่เกิน {NAME_MAX} ข้อความไม่เกิน {TEXT_MAX:,} ตัวอักษร {PARAGRAPHS_MAX} ย่อหน้า "
                f"อ้างถึงและสิ่งที่ส่งมาด้วยรวมกันไม่เกิน {LINES_MAX} บรรทัด) โปรดย่อ สิ่งที่พิมพ์ไว้อยู่ครบ",
            )


def content_digest(papers: Sequence[Paper]) -> str:
    """SHA-256 over what the authority signs, in hex: every paper's content, in order."""
    return hashlib.sha256("\n".join(one.content_digest() for one in papers).encode()).hexdigest()


def with_late(paper: Paper, late: Mapping[str, str]) -> Paper:
    """What became known when the number was given, put where the words wait for it."""

    def put(text: str) -> str:
        return STANDS_OPEN.sub(lambda found: late.get(found[1], found[0]), text)

    return replace(
        paper,
        subject=put(paper.subject),
        references=tuple(put(one) for one in paper.references),
        enclosures=tuple(put(one) for one in paper.enclosures),
        paragraphs=tuple(put(one) for one in paper.paragraphs),
        rows=tuple((label, put(words)) for label, words in paper.rows),
    )


def as_draft(paper: Paper) -> Paper:
    """To be looked at before it has a number."""
    return replace(with_late(paper, dict.fromkeys(LATE, NOT_YET)), draft=True)


def labels_of(kind: PaperKind, names: Sequence[str]) -> list[str]:
    """What a person calls these fields."""
    known = {one.name: one.label for one in PRESETS[kind].fields}
    return [known.get(name, name) for name in names]


def _frozen(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value
