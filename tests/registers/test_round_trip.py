"""What was exported, opened in another program and brought in again is what it was (issue 4, criterion 3)."""

from __future__ import annotations

import io
import subprocess
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from saraban.proposals.old_books import visible
from saraban.registers.book import RECEIVED, Book, Row, received_book
from saraban.registers.books import Register
from saraban.registers.exported import write_csv, write_xlsx
from saraban.registers.imported import Asked, OldRegister
from saraban.registers.models import IncomingEntry
from saraban.tenancy.scope import acting_for
from tests.office import Office, bangkok, open_office
from tests.registers.books import MORNING, PRINTED, book_of, fill

NAUGHTY = [
    *("=1+1", "=SUM(A1:A9)", "=cmd|' /C calc'!A0", '=HYPERLINK("https://example.com","กด")', "=", "==", "=ก"),
    *("+1", "+66 2 123 4567", "+", "++1", "-1", "-", "--", "-ก", "- ข้อหนึ่ง", "@x", "@", "@SUM(1)", "＝1+1", "＋1", "－1", "＠x"),
    *("'", "''", "'=1+1", "''=1+1", "'-", "'0012", '"', '""', '"=1+1"', "`", "\\", "\\n", "/"),
    *("0012", "007", "00", "0", "1e10", "1E5", "1.0", "1,000", "0x1F", "1/2", "5/2566", "12-3", "3.14", "-0", "∞", "½"),
    *("\tแท็บ", "\t=1+1", "แท็บ\tกลาง", "บรรทัด\nสอง", "\nก", "ก\n", "\r\nขึ้นบรรทัด", " ช่องว่าง ", "  =1+1", "\u00a0=1+1"),
    *("ลูกน้ำ, เครื่องหมาย; <b>&amp;", "<script>alert(1)</script>", "a,b\tc;d", ",", ";", "#REF!", "#N/A", "NULL", "TRUE", "FALSE"),
    *("_x0041_", "_x000D_", "&#10;", "%s%n", "${7*7}", "{{7*7}}", "' OR 1=1 --", "../../etc/passwd"),
    *("😀 ฐูปทอง กตัญญู น้ำ", "น้ำ", "นํ้า", "เเก้ไข", "๑๒๓", "ปั้นดี ผู้รู้", "กกกกก" * 60, "Ω≈ç√", "田中さん", "مرحبا", "שלום"),
    *("23/1/2566", "23 ม.ค. 66", "2566-01-23", "วันที่ 23 เดือน มกราคม พ.ศ. 2566", "เรื่อง", "หมายเหตุ", "รวม", "ยกเลิก", "https://example.com/?a=1"),
]  # fmt: skip


def kept_in(book: Book, kind: str) -> bytes:
    if kind == "xlsx":
        made = io.BytesIO()
        write_xlsx(book, made, agency="เทศบาลตำบลคลองน้อย", made_at=PRINTED)
        return made.getvalue()
    text = io.StringIO(newline="")
    write_csv(book, text)
    return text.getvalue().encode()


def brought_in(office: Office, data: bytes, name: str, *, year: int = 2566) -> list[Row]:
    """The rows of the book of an office that has nothing else."""
    old = OldRegister.objects.offer(name, data, kind=Register.INCOMING, year=year, by=office.clerk)
    assert [(one.line, one.because) for one in old.preview(Asked()).troubles] == []
    old.enter(Asked(), by=office.clerk)
    return list(received_book(IncomingEntry.objects.with_hidden(office.clerk)).of_year(year).rows())


def naughty_book(office: Office, words: Sequence[str] = NAUGHTY) -> Book:
    for place, word in enumerate(words):
        columns = ("letter_number", "sender", "addressee", "action")
        fill(office, 1, subject=word, **{columns[place % 4]: word[:100]})
    return book_of(office)


def rows_of(book: Book) -> list[Row]:
    return list(book.rows())


@pytest.fixture
def other(office: Office, data_dir: Path) -> Office:
    return open_office("paktang", data=data_dir)


def test_there_are_many_naughty_words() -> None:
    assert len(set(NAUGHTY)) >= 60
    assert {word[0] for word in NAUGHTY} >= set("=+-@\t'0")


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_exported_and_brought_in_again_is_equal(office: Office, other: Office, kind: str) -> None:
    before = rows_of(naughty_book(office))
    data = kept_in(book_of(office), kind)
    with acting_for(other.agency):
        assert brought_in(other, data, f"ทะเบียน.{kind}") == before


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_struck_recalled_and_undated_rows_are_equal_too(office: Office, other: Office, kind: str) -> None:
    fill(office, 2)
    fill(office, 1, struck_at=MORNING, struck_because="ลงซ้ำ")
    fill(office, 1, recalled_at=MORNING)
    fill(office, 1, dated_on=None, letter_number="")
    fill(office, 1, dated_on=date(1895, 3, 1), at=bangkok(2022, 12, 30, 16, 30), year=2566)
    before = rows_of(book_of(office))
    data = kept_in(book_of(office), kind)
    with acting_for(other.agency):
        assert brought_in(other, data, f"ทะเบียน.{kind}") == before
        assert [row.state for row in before] == ["", "", "ขีดฆ่า", "เลิกทำ", "", ""]


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_the_same_office_has_all_of_it_already(office: Office, kind: str) -> None:
    data = kept_in(naughty_book(office), kind)
    old = OldRegister.objects.offer(f"a.{kind}", data, kind=Register.INCOMING, year=2566, by=office.clerk)
    seen = old.preview(Asked())
    assert (list(seen.fresh), seen.same, list(seen.troubles)) == ([], len(NAUGHTY), [])


@pytest.mark.parametrize(
    ("kind", "into"), [("xlsx", "xlsx"), ("xlsx", "ods"), ("csv", "xlsx"), ("xlsx", "xls")]
)
def test_saved_by_libreoffice_and_brought_in_is_equal(
    office: Office, other: Office, tmp_path: Path, kind: str, into: str
) -> None:
    before = rows_of(naughty_book(office))
    given_out = tmp_path / f"ทะเบียน.{kind}"
    given_out.write_bytes(kept_in(book_of(office), kind))
    again = saved_by_libreoffice(given_out, into, tmp_path / "again")
    with acting_for(other.agency):
        after = brought_in(other, again.read_bytes(), again.name)
    if kind == "csv":  # without types, a program that guesses has made numbers and days of some
        assert [row.number for row in after] == [row.number for row in before]
        return
    spaces = into != "ods"  # calamine drops the tabs of .ods
    assert [plain(row, spaces=spaces) for row in after] == [plain(row, spaces=spaces) for row in before]


def plain(row: Row, *, spaces: bool) -> Row:
    """The ends of lines are the program's own."""
    texts = {
        name: getattr(row, name).replace("\r\n", "\n") if spaces else "".join(getattr(row, name).split())
        for name in ("letter_number", "sender", "addressee", "subject", "action", "remarks")
    }
    return replace(row, **texts)


def saved_by_libreoffice(path: Path, kind: str, folder: Path) -> Path:
    done = subprocess.run(
        [
            *(
                "soffice",
                f"-env:UserInstallation=file://{folder}-profile",
                "--headless",
                "--convert-to",
                kind,
            ),
            *("--infilter=CSV:44,34,76,1",) * (path.suffix == ".csv"),
            *("--outdir", str(folder), str(path)),
        ],
        capture_output=True,
        timeout=180,
        check=True,
    )
    made = folder / f"{path.stem}.{kind}"
    assert made.is_file(), done.stderr
    return made


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    words=st.lists(
        st.text(
            st.characters(exclude_categories=("Cs", "Cc", "Cf", "Cn", "Co")), min_size=1, max_size=60
        ).filter(lambda text: text.strip() != ""),
        min_size=1,
        max_size=5,
    ),
    kind=st.sampled_from(["xlsx", "csv"]),
)
def test_whatever_can_be_seen_is_equal(office: Office, words: list[str], kind: str) -> None:
    rows = [
        Row(number, 2566, date(2023, 1, 23), "ที่", date(2023, 1, 20), visible(word), "ถึง", word, "", word)
        for number, word in enumerate(words, start=1)
    ]
    old = OldRegister.objects.offer(
        f"a.{kind}", kept_in(TheseRows(rows), kind), kind=Register.INCOMING, year=2566, by=office.clerk
    )
    seen = old.preview(Asked())
    assert [(one.sender, one.subject, one.remarks) for one in seen.fresh] == [
        (row.sender, row.subject, row.remarks) for row in rows
    ]


class TheseRows(Book):
    """A book whose rows are said, so that no database is asked for each example."""

    def __init__(self, rows: list[Row]) -> None:
        super().__init__(IncomingEntry.objects.none(), RECEIVED)
        object.__setattr__(self, "_rows", rows)

    def longer_than(self, rows: int) -> bool:
        return False

    def rows(self):  # type: ignore[no-untyped-def]
        return iter(self._rows)  # type: ignore[attr-defined]
