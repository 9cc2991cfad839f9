"""What stands inside a letter is found too: its text, its PDFs, its office files; and never more than may be found."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from saraban.clock import Clock
from saraban.mail.models import files
from saraban.registers.handed_in import Channel, HandedIn, HandIn
from saraban.registers.models import IncomingEntry, Particulars
from saraban.registers.scans import Scan
from saraban.search import contents
from saraban.search.contents import read_contents
from saraban.search.finding import find
from saraban.search.index import index_new, reindex
from saraban.search.models import Found, IndexMark
from saraban.tenancy.scope import acting_for
from tests.office import Office, arrive, open_office
from tests.proposals import papers

BODY = "เรียน นายกเทศมนตรี\n" + "ข้าพเจ้ามีความเดือดร้อน " * 30 + "จากโรงสีข้าวเปลือกมณฑา"
PDF = papers.external()


def found(query: str) -> list[tuple[int, int]]:
    return sorted((row.kind, row.row_id) for group in find(query).groups for row in group.rows)


def settle() -> None:
    while index_new() + read_contents():
        pass


def office_file(part: str, xml: str) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr(part, xml)
    return packed.getvalue()


def test_a_letter_is_found_by_its_whole_text_and_its_pdf(office: Office) -> None:
    letter = arrive(office, body=BODY, attachments=[("ประกาศ.pdf", PDF)])
    settle()
    for query in ("มณฑา", "ที่ว่าการอำเภอบางสาย", "นบ 52001/123", "ประกาศ.pdf"):
        assert found(query) == [(Found.LETTER, letter.pk)], query


def test_it_goes_with_its_letter_into_the_register_and_back(office: Office) -> None:
    letter = arrive(office, body=BODY, attachments=[("a.pdf", PDF)])
    settle()
    entry = IncomingEntry.objects.enter(letter, by=office.clerk)
    settle()
    assert found("ที่ว่าการอำเภอบางสาย") == [(Found.ENTRY, entry.pk)]
    entry.recall(by=office.clerk)
    settle()
    assert found("ที่ว่าการอำเภอบางสาย") == [(Found.ENTRY, entry.pk), (Found.LETTER, letter.pk)]


def test_words_of_office_files(office: Office) -> None:
    word = office_file(
        "word/document.xml",
        "<w:p><w:r><w:t>บัญชีราย</w:t></w:r><w:r><w:t>ชื่อครู</w:t></w:r></w:p><w:p>ท้าย &amp; จบ</w:p>",
    )
    sheet = office_file("xl/sharedStrings.xml", "<sst><si><t>เบี้ยยังชีพ</t></si><si><t>มกราคม</t></si></sst>")
    letter = arrive(
        office, attachments=[("a.docx", word), ("b.xlsx", sheet), ("c.txt", "แนบท้าย".encode("cp874"))]
    )
    settle()
    for query in ("บัญชีรายชื่อครู", "ท้าย & จบ", "เบี้ยยังชีพ มกราคม", "แนบท้าย"):
        assert found(query) == [(Found.LETTER, letter.pk)], query


def test_a_scan_that_was_handed_in_is_found_by_its_words(office: Office) -> None:
    entry = HandedIn.objects.enter(
        HandIn(Channel.PAPER, scans=[Scan("หนังสือ.pdf", PDF)]),
        by=office.clerk,
        particulars=Particulars(sender="อำเภอ", subject="ขอเชิญ"),
    )
    settle()
    assert found("ที่ว่าการอำเภอบางสาย") == [(Found.ENTRY, entry.pk)]


def test_a_restricted_letter_is_found_by_nothing_that_stands_in_it(office: Office) -> None:
    letter = arrive(office, body=BODY, attachments=[("a.pdf", PDF)])
    settle()
    entry = IncomingEntry.objects.enter(letter, by=office.clerk, particulars=Particulars(restricted=True))
    settle()
    assert found("มณฑา") == found("ที่ว่าการอำเภอบางสาย") == []
    assert [row.body for row in Found.objects.all()] == [""]
    entry.open_to_all(by=office.clerk)
    settle()
    assert found("มณฑา") == [(Found.ENTRY, entry.pk)]
    entry.restrict(by=office.clerk)
    settle()
    assert found("มณฑา") == []


def test_words_that_were_read_while_a_letter_was_closed_are_not_put(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    entry = IncomingEntry.objects.enter(arrive(office, body=BODY), by=office.clerk)
    index_new()
    read = contents.read_words

    def meanwhile(path: Path, *, name: str = "", characters_max: int) -> str:
        entry.restrict(by=office.clerk)
        return read(path, name=name, characters_max=characters_max)

    monkeypatch.setattr(contents, "read_words", meanwhile)
    assert read_contents() == 1
    assert found("มณฑา") == []
    settle()
    assert found("มณฑา") == []


def test_what_cannot_be_read_does_not_stop_the_next_and_is_read_once(office: Office) -> None:
    gone, broken, good = (
        arrive(office, subject="หาย", body="ก"),
        arrive(
            office, subject="เสีย", attachments=[("a.pdf", b"%PDF-1.7 broken"), ("b.docx", b"PK\x03\x04no")]
        ),
        arrive(office, body=BODY),
    )
    files().path(office.agency, gone.sha256).unlink()
    settle()
    assert found("มณฑา") == [(Found.LETTER, good.pk)]
    assert found("a.pdf") == [(Found.LETTER, broken.pk)]
    assert not Found.objects.filter(unread_since__isnull=False).exists()
    assert read_contents() == 0


def test_a_crash_while_reading_reads_again(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    arrive(office, body=BODY)
    index_new()

    class Killed(BaseException):
        pass

    def killed(*_: object, **__: object) -> str:
        raise Killed

    with monkeypatch.context() as dying:
        dying.setattr(contents, "read_words", killed)
        with pytest.raises(Killed):
            read_contents()
    assert read_contents() == 0, "its lease stands"
    IndexMark.objects.update(lease_until=None)
    assert read_contents() == 1
    assert found("มณฑา")


def test_reindexing_reads_the_files_again(office: Office) -> None:
    letter = arrive(office, body=BODY)
    settle()
    Found.objects.update(body="เพี้ยน")
    reindex()
    settle()
    assert (found("มณฑา"), found("เพี้ยน")) == ([(Found.LETTER, letter.pk)], [])


def test_each_agency_reads_its_own(office: Office, data_dir: Path) -> None:
    neighbour = open_office("paktang", data=data_dir)
    arrive(office, body=BODY)
    theirs = arrive(neighbour, body=BODY)
    settle()
    with acting_for(neighbour.agency):
        assert found("มณฑา") == [(Found.LETTER, theirs.pk)]


def test_the_clock_takes_the_step() -> None:
    assert [step.name for step in Clock().index] == ["search.index_new", "search.read_contents"]
