"""ตรารับหนังสือ (แบบที่ 12) on a copy of a letter, and what is printed to be laid among or stuck on paper."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from pathlib import Path

from saraban.agencies.models import Profile
from saraban.documents.qr import qr_svg
from saraban.documents.typesetting import Template, typeset_pdf
from saraban.proposals.binding import stamped
from saraban.proposals.labels import FIRST_PAGE, SEPARATOR, entry_label
from saraban.registers.models import IncomingEntry
from saraban.tenancy.scope import current_agency
from saraban.thai.dates import medium_date, thai_time
from saraban.thai.digits import printed_digits

LABELS_MAX = 200  # of one print


@dataclass(frozen=True)
class Sheet:
    """An A4 sheet of stickers, as shops sell it. Millimetres: a label, where the first one stands, from one to the next."""

    name: str
    across: int
    down: int
    width: float
    height: float
    left: float
    top: float
    step_across: float
    step_down: float

    @property
    def count(self) -> int:
        return self.across * self.down


class Sheets(Enum):
    OF_24 = Sheet("24 ดวง (3 × 8) ดวงละ 70 × 37 มม.", 3, 8, 70, 37, 0, 0.5, 70, 37)
    OF_21 = Sheet("21 ดวง (3 × 7) ดวงละ 63.5 × 38.1 มม.", 3, 7, 63.5, 38.1, 7.25, 15.15, 66, 38.1)
    OF_40 = Sheet("40 ดวง (4 × 10) ดวงละ 48.5 × 25.4 มม.", 4, 10, 48.5, 25.4, 8, 21.5, 48.5, 25.4)
    OF_65 = Sheet("65 ดวง (5 × 13) ดวงละ 38.1 × 21.2 มม.", 5, 13, 38.1, 21.2, 4.65, 10.7, 40.6, 21.2)


def stamped_copy(entry: IncomingEntry, file: Path, *, attachment: int | None = None) -> bytes:
    """The letter as a PDF with แบบที่ 12 on its first page, of the time at which it counts as received (guide #2.5).

    The file itself is not touched. With `attachment`, the file is a mail. Raises `Unopened`, `NotTypeset`.
    """
    digits = _digits()
    stamp = typeset_pdf(
        Template.RECEIPT_STAMP,
        {
            "title": f"ตรารับหนังสือ {entry.receipt_number}",
            "author": Profile.here().name,
            "agency": Profile.here().name,
            "rows": [
                ["เลขรับ", digits(entry.receipt_number)],
                ["วันที่", digits(medium_date(entry.deemed_at))],
                ["เวลา", digits(thai_time(entry.deemed_at))],
            ],
        },
        dated_at=entry.registered_at,
    )
    return stamped(file, stamp, attachment=attachment)


def label_sheet(
    entries: Sequence[IncomingEntry], sheet: Sheet, *, skipped: int, printed_at: datetime
) -> bytes:
    """Small labels with receipt numbers, to stick on the papers. `skipped`: stickers used before. Raises `NotTypeset`."""
    digits, name, key = _digits(), Profile.here().name, current_agency().uid.hex
    labels = [
        {
            "qr": qr_svg(entry_label(key, entry.year, entry.number)),
            "lines": [
                digits(f"เลขรับ {entry.receipt_number}"),
                digits(f"{medium_date(entry.deemed_at)} {thai_time(entry.deemed_at)}"),
                name,
            ],
        }
        for entry in entries
    ]
    return _labels(labels, sheet, skipped=skipped, printed_at=printed_at)


def first_page_labels(sheet: Sheet, *, skipped: int, printed_at: datetime) -> bytes:
    """A sheet of equal labels that tell the first page of a letter, before it has a number. Raises `NotTypeset`."""
    label = {"qr": qr_svg(FIRST_PAGE), "lines": ["หน้าแรก", "ติดที่หน้าแรกของหนังสือ", "ก่อนสแกนรวมกัน"]}
    return _labels([label] * (sheet.count - skipped), sheet, skipped=skipped, printed_at=printed_at)


def separator_sheet(*, printed_at: datetime) -> bytes:
    """แผ่นคั่น, to be laid before the first page of each letter in the feeder. Raises `NotTypeset`."""
    return typeset_pdf(
        Template.SEPARATOR_SHEET,
        {
            "title": "แผ่นคั่น",
            "author": Profile.here().name,
            "qr": qr_svg(SEPARATOR),
            "heading": "แผ่นคั่น",
            "lines": [
                "วางก่อนหน้าแรกของหนังสือแต่ละฉบับ แล้วสแกนรวมกันทั้งตั้ง",
                "ระบบตัดแผ่นนี้ออกให้เอง ใช้ซ้ำได้",
                "สแกนสองหน้า ให้พิมพ์แผ่นนี้สองหน้า",
            ],
        },
        dated_at=printed_at,
    )


def _labels(
    labels: Sequence[Mapping[str, object]], sheet: Sheet, *, skipped: int, printed_at: datetime
) -> bytes:
    data = {**vars(sheet), "title": "ป้ายเลขรับ", "author": Profile.here().name}
    return typeset_pdf(
        Template.LABEL_SHEET, {**data, "skipped": skipped, "labels": labels}, dated_at=printed_at
    )


def _digits() -> Callable[[str], str]:
    return printed_digits if Profile.here().thai_digits else str
