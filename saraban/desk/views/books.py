"""ทะเบียนเป็นเล่ม: the registers printed as แบบที่ 13 and 14, and as files for Excel and other programs."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from io import TextIOWrapper
from tempfile import TemporaryFile
from typing import IO

from django.http import FileResponse, HttpResponse
from django.utils.timezone import localdate, now
from django.views.decorators.http import require_GET

from saraban.agencies.models import Profile
from saraban.desk.downloads import as_download, as_pdf
from saraban.desk.fields import whole_number
from saraban.desk.middleware import OfficerRequest
from saraban.desk.views.register import rows_asked_for
from saraban.documents.typesetting import NotTypeset
from saraban.evidence.sheets import Sheets
from saraban.law.refusal import Refusal
from saraban.registers.book import Book, Days, received_book, sent_book
from saraban.registers.books import Register
from saraban.registers.exported import write_csv, write_xlsx
from saraban.registers.models import IncomingEntry
from saraban.registers.outgoing import SENT_KINDS, OutgoingEntry
from saraban.registers.printed import Print
from saraban.thai.dates import BE_MINUS_CE, BadDate, parse_date

BookOf = Callable[[OfficerRequest], Book]
_one_book_at_a_time = threading.Lock()  # a large one takes seconds; the other threads are the officers'


@require_GET
def as_print(request: OfficerRequest, book_of: BookOf) -> HttpResponse:
    """A day's sheet; from a day to another, each with a sheet of its own; or the whole book of a year. Else today's.

    The sheets of days that are sealed are what they were then. The book of a year is as it is now.
    """
    part = _asked_for(request) or Days(localdate(), localdate())
    thai = request.GET.get("digits") != "arabic"
    book = book_of(request)
    try:
        with _alone():
            if isinstance(part, Days):
                sheets = Sheets(book, part)
                made = sheets.paper(thai=thai).pdf(sheets.book)
            else:
                paper = Print(Profile.here().name, printed_at=now(), day=localdate(), thai=thai)
                made = paper.pdf(book.of_year(part))
    except NotTypeset as trouble:
        raise Refusal("not_typeset", str(trouble)) from trouble
    return as_pdf(made, _named(book, part, "pdf"))


@require_GET
def as_xlsx(request: OfficerRequest, book_of: BookOf) -> FileResponse:
    """The rows that the page shows, of the days or of the year, for Excel."""

    def write(book: Book, to: IO[bytes]) -> None:
        write_xlsx(book, to, agency=Profile.here().name, made_at=now())

    return _file(request, book_of, "xlsx", write)


@require_GET
def as_csv(request: OfficerRequest, book_of: BookOf) -> FileResponse:
    """The same for other programs."""

    def write(book: Book, to: IO[bytes]) -> None:
        text = TextIOWrapper(to, encoding="utf-8", newline="")
        write_csv(book, text)
        text.detach()

    return _file(request, book_of, "csv", write)


def received(request: OfficerRequest) -> Book:
    return received_book(rows_asked_for(request))


def received_sheets(request: OfficerRequest) -> Book:
    """Whole: a sheet that leaves rows out would be taken for all of the day."""
    return received_book(IncomingEntry.objects.with_hidden(request.officer))


def sent(request: OfficerRequest) -> Book:
    """Of the series that the page is asked for; the letters' own where it is not."""
    asked = request.GET.get("register", "")
    series = Register(asked) if asked in {kind.value for kind in SENT_KINDS} else Register.OUTGOING
    return sent_book(OutgoingEntry.objects.with_hidden(request.officer), series)


def _file(
    request: OfficerRequest, book_of: BookOf, kind: str, write: Callable[[Book, IO[bytes]], None]
) -> FileResponse:
    """Written whole before its first byte leaves, so that no half of a book is taken for all of it."""
    part = _asked_for(request) or localdate().year + BE_MINUS_CE
    book = _part_of(book_of(request), part)
    file = TemporaryFile()  # noqa: SIM115
    try:
        with _alone():
            write(book, file)
        file.seek(0)
    except BaseException:
        file.close()
        raise
    return as_download(FileResponse(file), _named(book, part, kind))  # which closes it


@contextmanager
def _alone() -> Iterator[None]:
    """Raises `Refusal("busy")` while this process makes another book."""
    if not _one_book_at_a_time.acquire(blocking=False):
        raise Refusal("busy", "ยังไม่ได้ทำไฟล์ เพราะกำลังทำทะเบียนอีกชุดหนึ่งอยู่ โปรดลองอีกครั้งในอีกสักครู่ ทะเบียนอยู่ครบ")
    try:
        yield
    finally:
        _one_book_at_a_time.release()


def _asked_for(request: OfficerRequest) -> Days | int | None:
    """From `day` to `to`, the same day where that is not said; else `year`. Raises `Refusal("bad_day")`."""
    said, until = (request.GET.get(name, "").strip() for name in ("day", "to"))
    if not said:
        return whole_number(request.GET.get("year"))
    first = _day(said)
    last = _day(until) if until else first
    return Days(min(first, last), max(first, last))


def _day(said: str) -> date:
    try:
        return parse_date(said, today=localdate())
    except BadDate as bad:
        raise Refusal("bad_day", f"ยังไม่ได้ทำไฟล์ {bad} ทะเบียนอยู่ครบ") from bad


def _part_of(book: Book, part: Days | int) -> Book:
    return book.of_days(part) if isinstance(part, Days) else book.of_year(part)


def _named(book: Book, part: Days | int, kind: str) -> str:
    """ISO days, so that a folder of them stands in order; or the year."""
    if isinstance(part, Days):
        of = " ".join(sorted({part.first.isoformat(), part.last.isoformat()}))
    else:
        of = str(part)
    return f"{book.form.name} {of}.{kind}"
