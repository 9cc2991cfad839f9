"""An official paper: what it says, as data, and the PDF made of it (guide #4; Saraban regulation ข้อ 11-24).

The file is PDF/A-3u with its own data inside, as JSON and as XML of the same fields, so that a machine need not read pages.
The same paper gives the same bytes.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from xml.etree import ElementTree

from saraban.documents.emblems import emblem_from
from saraban.documents.lines import Lines, Words
from saraban.documents.qr import qr_svg
from saraban.documents.typesetting import Template, typeset_pdf, typeset_pngs
from saraban.law.refusal import Refusal
from saraban.thai.dates import full_date

__all__ = [
    "Check",
    "Letterhead",
    "Made",
    "Paper",
    "PaperKind",
    "Signature",
    "emblem_from",
    "made",
    "pictured",
]

LINE_MAX, PARAGRAPH_MAX, PAPER_MAX = 2_000, 20_000, 100_000  # characters
LABEL_MAX = 40  # of urgency, salutation and closing
ADDRESS_MAX = 500  # of the check: what a QR holds in any letters
LINES_MAX, PARAGRAPHS_MAX = 100, 500
PAGES_SHOWN_MAX = 20
NOT_YET = "..............................."
NOT_SIGNED_CONTENT = ("number", "dated_on", "check", "draft", "signature")
NOT_IN_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
BEGINS_WITH_NUMBER = re.compile(r"\s*[(]?[0-9๐-๙]")
POWERS = "อาศัยอำนาจ"


class PaperKind(StrEnum):
    EXTERNAL_LETTER = "external_letter"
    MEMO = "memo"
    SEALED_LETTER = "sealed_letter"
    ORDER = "order"
    ANNOUNCEMENT = "announcement"
    CERTIFICATE = "certificate"
    LICENCE = "licence"
    REFUSAL = "refusal"
    DELAY_NOTICE = "delay_notice"
    RETURN = "return"
    DISPOSAL_MEMO = "disposal_memo"
    ROUTING_SLIP = "routing_slip"
    RECEIPT = "receipt"

    @property
    def thai(self) -> str:
        return _THAI[self]


_THAI = {
    PaperKind.EXTERNAL_LETTER: "หนังสือภายนอก",
    PaperKind.MEMO: "บันทึกข้อความ",
    PaperKind.SEALED_LETTER: "หนังสือประทับตรา",
    PaperKind.ORDER: "คำสั่ง",
    PaperKind.ANNOUNCEMENT: "ประกาศ",
    PaperKind.CERTIFICATE: "หนังสือรับรอง",
    PaperKind.LICENCE: "ใบอนุญาต",
    PaperKind.REFUSAL: "หนังสือแจ้งไม่อนุญาต",
    PaperKind.DELAY_NOTICE: "หนังสือแจ้งเหตุล่าช้า",
    PaperKind.RETURN: "หนังสือคืนคำขอ",
    PaperKind.DISPOSAL_MEMO: "บันทึกขออนุมัติจำหน่ายเรื่อง",
    PaperKind.ROUTING_SLIP: "ใบส่งเรื่อง",
    PaperKind.RECEIPT: "ใบเสร็จรับเงิน",
}


@dataclass(frozen=True)
class Letterhead:
    """`office`: the agency's name, then its address, a line each; `owner`: whose matter it is, telephone, e-mail; `emblem`: as
    `emblem_from` gives it; without one its place stays free."""

    office: tuple[str, ...]
    owner: tuple[str, ...] = ()
    emblem: str = ""
    thai_digits: bool = True


@dataclass(frozen=True)
class Signature:
    """`said`: how it was signed electronically, in the place of the hand; empty: the place stays free for one."""

    name: str
    positions: tuple[str, ...]
    said: str = ""


@dataclass(frozen=True)
class Check:
    """Where anybody may ask about the paper; the QR holds the address."""

    url: str
    code: str


@dataclass(frozen=True)
class Paper:
    """`number` and `dated_on`: empty leaves a line for them; `names`: what the line breaker must not cut."""

    kind: PaperKind
    subject: str
    paragraphs: tuple[str, ...]
    number: str = ""
    dated_on: date | None = None
    to: str = ""
    references: tuple[str, ...] = ()
    enclosures: tuple[str, ...] = ()
    rows: tuple[tuple[str, str], ...] = ()
    urgency: str = ""
    salutation: str = ""
    closing: str = ""
    copies: tuple[str, ...] = ()
    signature: Signature | None = None
    check: Check | None = None
    draft: bool = False
    names: tuple[str, ...] = ()

    def content_digest(self) -> str:
        """SHA-256, in hex, of what the authority signs: all but what is known only afterwards."""
        content = {name: said for name, said in self.as_json().items() if name not in NOT_SIGNED_CONTENT}
        canonical = json.dumps(content, ensure_ascii=True, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(canonical.encode()).hexdigest()

    def as_json(self) -> dict[str, Any]:
        day = self.dated_on.isoformat() if self.dated_on is not None else None
        said: dict[str, Any] = json.loads(json.dumps(asdict(self) | {"dated_on": day}))
        return said

    @classmethod
    def from_json(cls, said: Mapping[str, Any]) -> Paper:
        """What `as_json` gave."""
        signature, check = said["signature"], said["check"]
        plain = {one.name: _frozen(said[one.name]) for one in fields(cls)}
        return cls(
            **plain
            | {
                "kind": PaperKind(said["kind"]),
                "dated_on": date.fromisoformat(said["dated_on"]) if said["dated_on"] else None,
                "signature": Signature(**{name: _frozen(one) for name, one in signature.items()})
                if signature
                else None,
                "check": Check(**check) if check else None,
            }
        )

    def as_xml(self) -> str:
        """The fields of `as_json`: a list has an `item` each."""
        root = ElementTree.Element("paper")
        for name, said in self.as_json().items():
            _put(root, name, said)
        ElementTree.indent(root)
        return ElementTree.tostring(root, encoding="unicode")

    def must_be_bounded(self) -> None:
        """Raises `Refusal("too_long")`."""
        lines = list(_texts(self.as_json() | {"paragraphs": []}))
        lists = (self.references, self.enclosures, self.rows, self.copies, self.names)
        too_long = [
            any(len(label) > LABEL_MAX for label in (self.urgency, self.salutation, self.closing)),
            self.check is not None and len(self.check.url) > ADDRESS_MAX,
            any(len(line) > LINE_MAX for line in lines),
            any(len(one) > PARAGRAPH_MAX for one in self.paragraphs),
            sum(map(len, [*lines, *self.paragraphs])) > PAPER_MAX,
            len(self.paragraphs) > PARAGRAPHS_MAX or any(len(one) > LINES_MAX for one in lists),
        ]
        if any(too_long):
            raise Refusal(
                "too_long",
                f"ยังไม่ได้ทำเอกสาร เพราะข้อความยาวเกินไป (ช่องละไม่เกิน {LINE_MAX:,} ย่อหน้าละไม่เกิน {PARAGRAPH_MAX:,} "
                f"ทั้งฉบับไม่เกิน {PAPER_MAX:,} ตัวอักษร และไม่เกิน {PARAGRAPHS_MAX} ย่อหน้า) โปรดย่อหรือแยกเป็นเอกสารแนบ ข้อความอยู่ครบ",
            )


@dataclass(frozen=True)
class Made:
    """`replaced`: the characters that no font of ours draws, printed as □."""

    pdf: bytes
    replaced: tuple[str, ...]


def made(paper: Paper, letterhead: Letterhead, *, dated_at: datetime) -> Made:
    """The file. `dated_at`, aware, stands inside it. Raises `Refusal("too_long")`, `NotTypeset`."""
    page = _Page(paper, letterhead)
    pdf = typeset_pdf(
        page.template, page.data | {"attached": _attached(paper)}, dated_at=dated_at, to_be_kept=True
    )
    return Made(pdf, page.replaced)


def pictured(paper: Paper, letterhead: Letterhead) -> list[bytes]:
    """Its pages as PNG, the first `PAGES_SHOWN_MAX`. Raises `Refusal("too_long")`, `NotTypeset`."""
    page = _Page(paper, letterhead)
    return typeset_pngs(page.template, page.data)[:PAGES_SHOWN_MAX]


TEMPLATES = {
    PaperKind.MEMO: Template.MEMO,
    PaperKind.DISPOSAL_MEMO: Template.MEMO,
    PaperKind.SEALED_LETTER: Template.SEALED_LETTER,
    PaperKind.ORDER: Template.ORDER,
    PaperKind.ANNOUNCEMENT: Template.ANNOUNCEMENT,
    PaperKind.CERTIFICATE: Template.CERTIFICATE,
    PaperKind.LICENCE: Template.LICENCE,
    PaperKind.ROUTING_SLIP: Template.SLIP,
    PaperKind.RECEIPT: Template.SLIP,
}
HAS_NUMBER_LABEL = {
    PaperKind.MEMO: "",
    PaperKind.DISPOSAL_MEMO: "",
    PaperKind.ORDER: "",
    PaperKind.CERTIFICATE: "เลขที่ ",
    PaperKind.LICENCE: "เลขที่ ",
    PaperKind.ROUTING_SLIP: "เลขที่ ",
    PaperKind.RECEIPT: "เลขที่ ",
}
SALUTATIONS = {PaperKind.ROUTING_SLIP: "ถึง", PaperKind.RECEIPT: "ได้รับเงินจาก"}
ASKS_THE_HEAD = (
    "คำสั่งของหัวหน้าหน่วยงาน",
    "อนุมัติให้จำหน่ายเรื่อง",
    "ไม่อนุมัติ เพราะ ..........................................................................",
)


class _Page:
    """What a template is given of a paper: see the head of each."""

    def __init__(self, paper: Paper, letterhead: Letterhead) -> None:
        paper.must_be_bounded()
        agency = letterhead.office[0] if letterhead.office else ""
        self._lines = Lines(
            (*paper.names, agency, paper.signature.name if paper.signature else ""),
            thai_digits=letterhead.thai_digits,
        )
        self._paper, self._letterhead = paper, letterhead
        self.template = TEMPLATES.get(paper.kind, Template.EXTERNAL_LETTER)
        self.data = self._head(agency) | self._body() | self._signed() | self._checked()

    @property
    def replaced(self) -> tuple[str, ...]:
        return self._lines.replaced

    def _head(self, agency: str) -> dict[str, Any]:
        paper, head, words = self._paper, self._letterhead, self._lines.words
        label = HAS_NUMBER_LABEL.get(paper.kind, "ที่ ")
        dated = words(full_date(paper.dated_on)) if paper.dated_on is not None else ""
        plain = self._lines.plain
        return {
            "title": plain(paper.subject) or paper.kind.thai,
            "author": plain(agency),
            "description": plain(f"{paper.kind.thai} {paper.number}"),
            "draft": paper.draft,
            "thai_digits": head.thai_digits,
            "emblem": head.emblem,
            "emblem_alt": "ตราของหน่วยงาน",
            "heading": paper.kind.thai,
            "agency": words(agency),
            "office": self._all(head.office, in_a_cell=True),
            "office_line": words(" ".join([agency, *(line for line in head.owner if "@" not in line)])),
            "owner": self._all(head.owner),
            "number": words(f"{label}{paper.number or NOT_YET}", in_a_cell=bool(paper.number)),
            "date": dated or NOT_YET,
            "ordered_on": dated,
            "announced_on": dated,
            "given_on": dated,
            "urgency": plain(paper.urgency),
        }

    def _body(self) -> dict[str, Any]:
        paper, words = self._paper, self._lines.words
        powers = [
            one for one in paper.paragraphs if paper.kind == PaperKind.LICENCE and one.startswith(POWERS)
        ]
        return {
            "subject": words(paper.subject, in_a_cell=True),
            "salutation": self._lines.plain(paper.salutation) or SALUTATIONS.get(paper.kind, "เรียน"),
            "to": words(paper.to),
            "references": self._all(_numbered(paper.references)),
            "enclosures": self._all(_numbered(paper.enclosures)),
            "powers": self._all(powers),
            "paragraphs": self._all(one for one in paper.paragraphs if one not in powers),
            "rows": [[words(label, in_a_cell=True), words(said)] for label, said in paper.rows],
            "copies": self._all(paper.copies),
            "closing": words(paper.closing),
            "decision": self._all(ASKS_THE_HEAD) if paper.kind == PaperKind.DISPOSAL_MEMO else [],
        }

    def _signed(self) -> dict[str, Any]:
        signature = self._paper.signature or Signature("", ())
        return {
            "signer": self._lines.words(signature.name, in_a_cell=True),
            "positions": self._all(signature.positions, in_a_cell=True),
            "said": self._all(signature.said.splitlines(), in_a_cell=True),
        }

    def _checked(self) -> dict[str, Any]:
        check = self._paper.check
        if check is None:
            return {"qr": "", "check": []}
        told = Lines((), thai_digits=False)  # it is typed into a browser
        url, code = told.plain(check.url), told.plain(check.code)
        return {
            "qr": qr_svg(url),
            "qr_alt": f"QR สำหรับตรวจสอบเอกสารนี้ที่ {url}",
            "check": [
                "ตรวจสอบเอกสารนี้ที่",
                told.words(url),
                *([told.words(f"รหัสตรวจสอบ {code}")] if code else []),
            ],
        }

    def _all(self, texts: Iterable[str], *, in_a_cell: bool = False) -> list[Words]:
        return [self._lines.words(one, in_a_cell=in_a_cell) for one in texts]


def _numbered(lines: Sequence[str]) -> list[str]:
    """Several things are counted, unless whoever wrote them did."""
    if len(lines) < 2 or any(BEGINS_WITH_NUMBER.match(line) for line in lines):
        return list(lines)
    return [f"{number}. {line}" for number, line in enumerate(lines, start=1)]


def _attached(paper: Paper) -> list[dict[str, str]]:
    """What XML cannot hold, JSON does without, too: both tell the same."""
    sound = Paper.from_json(_sound(paper.as_json()))
    said = json.dumps(sound.as_json(), ensure_ascii=False, sort_keys=True, indent=1)
    return [
        {
            "name": "paper.json",
            "text": said,
            "mime": "application/json",
            "description": "ข้อมูลของเอกสารนี้ (JSON)",
        },
        {
            "name": "paper.xml",
            "text": sound.as_xml(),
            "mime": "application/xml",
            "description": "ข้อมูลของเอกสารนี้ (XML)",
        },
    ]


def _sound(said: Any) -> Any:
    if isinstance(said, str):
        return NOT_IN_XML.sub("\ufffd", said)
    if isinstance(said, list):
        return [_sound(one) for one in said]
    if isinstance(said, dict):
        return {name: _sound(one) for name, one in said.items()}
    return said


def _frozen(said: Any) -> Any:
    return tuple(_frozen(one) for one in said) if isinstance(said, list) else said


def _put(parent: ElementTree.Element, name: str, said: Any) -> None:
    element = ElementTree.SubElement(parent, name)
    if isinstance(said, list):
        for one in said:
            _put(element, "item", one)
    elif isinstance(said, dict):
        for key, one in said.items():
            _put(element, key, one)
    elif isinstance(said, bool):
        element.text = "true" if said else "false"
    elif said is not None:
        element.text = said


def _texts(said: Any) -> Iterator[str]:
    if isinstance(said, str):
        yield said
    elif isinstance(said, list):
        for one in said:
            yield from _texts(one)
    elif isinstance(said, dict):
        yield from _texts(list(said.values()))
