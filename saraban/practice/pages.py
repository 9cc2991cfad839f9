"""The PDFs that the story's people attach: official letters, and pages that are none."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, datetime, time
from typing import Any, Protocol

from saraban.documents.typesetting import Template, typeset_pdf
from saraban.thai.dates import BANGKOK, document_date
from saraban.thai.digits import thai_digits

FOOTER = "เอกสารสมมติสำหรับฝึกหัด ไม่มีผลทางราชการ"
NAMES = ("นครนายก", "ปากทาง", "คลองน้อย")  # that no line may break
TO_US = "นายกเทศมนตรีตำบลคลองน้อย"


class Page(Protocol):
    @property
    def dated(self) -> date: ...

    @property
    def words(self) -> list[str]:
        """All that stands on it, in no order: what a reader of the PDF must find again."""
        ...

    def pdf(self) -> bytes: ...


@dataclass(frozen=True)
class OfficialLetter:
    """หนังสือภายนอก. Digits may be Arabic here: they are printed Thai, but not in mail addresses."""

    number: str  # "นย 0021/ว 412"
    dated: date
    sender: str  # the agency, as its letters name it
    office: tuple[str, ...]  # lines at the top right
    subject: str
    paragraphs: tuple[str, ...]
    signer: str
    positions: tuple[str, ...]
    owner: tuple[str, ...]  # lines at the bottom left
    email: str = ""
    to: str = TO_US
    urgency: str = ""
    references: tuple[str, ...] = ()
    enclosures: tuple[str, ...] = ()

    @property
    def ref(self) -> str:
        """`ที่ นย ๐๐๒๑/ว ๔๑๒`"""
        return f"ที่ {thai_digits(self.number)}"

    @property
    def words(self) -> list[str]:
        data = self._data()
        lists = ("office", "references", "enclosures", "paragraphs", "positions", "owner")
        singles = ("urgency", "number", "date", "subject", "to", "closing", "footer")
        return [
            f"({data['signer']})",
            *(data[name] for name in singles),
            *(w for name in lists for w in data[name]),
        ]

    def pdf(self) -> bytes:
        return typeset_pdf(Template.EXTERNAL_LETTER, self._data(), dated_at=_morning(self.dated))

    def _data(self) -> dict[str, Any]:
        said = _in_thai_digits(asdict(self))
        owner = [*said["owner"], *([f"ไปรษณีย์อิเล็กทรอนิกส์ {self.email}"] if self.email else [])]
        return {
            **said,
            "title": self.subject,
            "author": self.sender,
            "number": self.ref,
            "dated": "",
            "date": document_date(self.dated),
            "closing": "ขอแสดงความนับถือ",
            "owner": owner,
            "ring": True,
            "drawn": True,
            "footer": FOOTER,
            "names": NAMES,
        }


@dataclass(frozen=True)
class PlainPage:
    """An application, a programme, a list. Digits are printed as they stand."""

    heading: str
    dated: date
    author: str
    top_right: tuple[str, ...] = ()
    to: str = ""
    paragraphs: tuple[str, ...] = ()
    rows: tuple[tuple[str, str], ...] = ()
    after: tuple[str, ...] = ()
    signer: str = ""
    signer_note: str = ""

    @property
    def words(self) -> list[str]:
        signed = [f"({self.signer})", self.signer_note] if self.signer else []
        cells = [cell for row in self.rows for cell in row]
        return [
            self.heading,
            self.to,
            FOOTER,
            *self.top_right,
            *self.paragraphs,
            *cells,
            *self.after,
            *signed,
        ]

    def pdf(self) -> bytes:
        data = {**asdict(self), "title": self.heading, "dated": "", "footer": FOOTER, "names": NAMES}
        return typeset_pdf(Template.PLAIN_PAGE, data, dated_at=_morning(self.dated))


def _morning(day: date) -> datetime:
    return datetime.combine(day, time(9), tzinfo=BANGKOK)


def _in_thai_digits(value: Any) -> Any:
    if isinstance(value, str):
        return thai_digits(value)
    if isinstance(value, dict):
        return {name: _in_thai_digits(one) for name, one in value.items()}
    if isinstance(value, tuple | list):
        return [_in_thai_digits(one) for one in value]
    return value
