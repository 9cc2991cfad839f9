"""Piles of scans: the letters in them, what waits for the registry, and that nothing of it is lost (guide #2.4, #2.5)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.utils.timezone import now

from saraban.agencies.duties import Duty
from saraban.agencies.models import Officer
from saraban.law.refusal import Refusal
from saraban.mail.models import OutboundEmail, files
from saraban.proposals.binding import sheets_of
from saraban.proposals.labels import FIRST_PAGE, SEPARATOR, entry_label
from saraban.registers.batches import (
    BATCH_FILE_BYTES_MAX,
    BatchFile,
    Handover,
    ScanBatch,
    ScannedLetter,
    Upload,
    split_due,
)
from saraban.registers.books import Counter
from saraban.registers.handed_in import Channel, HandedIn, HandIn, ScannedFile
from saraban.registers.models import IncomingEntry, Particulars
from tests.office import Office, add_officer, bangkok
from tests.proposals.piles import bomb, letters_with_sheets, pile, png

SAID = Particulars(letter_number="นย 0023/118", sender="อำเภอปากทาง", subject="ขอเชิญประชุม")


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Callable[[datetime], None]:
    def set_to(moment: datetime) -> None:
        for module in ("audit.desk", "mail.models", "registers.batches"):
            monkeypatch.setattr(f"saraban.{module}.now", lambda: moment)

    return set_to


@pytest.fixture
def colleague(office: Office) -> Officer:
    return add_officer("นายวิชัย ช่างเขียน", "wichai@klongnoy.go.th", Duty.CASE)


def upload(name: str, data: bytes) -> Upload:
    return Upload(name, len(data), lambda: iter([data]))


def scan(office: Office, *uploads: Upload, by: Officer | None = None, **more: object) -> ScanBatch:
    given = Handover(uploads, **more)  # type: ignore[arg-type]
    return ScanBatch.objects.hand_over(given, by=by or office.clerk)


def split(office: Office, *uploads: Upload, **more: object) -> list[ScannedLetter]:
    scan(office, *uploads, **more)  # type: ignore[arg-type]
    assert split_due() == 1
    return list(ScannedLetter.objects.waiting())


def test_sheets_between_letters_split_a_pile_and_belong_to_none(office: Office) -> None:
    data = letters_with_sheets([["1", "1"], ["2"], ["3", "3", "3"]])
    letters = split(office, upload("เช้า.pdf", data))
    assert [letter.page_count for letter in letters] == [2, 1, 3]
    assert [letter.pages for letter in letters] == [[[0, 1, 2]], [[0, 4, 4]], [[0, 6, 8]]]
    assert [letter.name for letter in letters] == [f"เช้า ฉบับที่ {n}.pdf" for n in (1, 2, 3)]
    assert [len(sheets_of(letter.path, pages_max=9)) for letter in letters if letter.path] == [2, 1, 3]
    original = BatchFile.objects.get()
    assert files().read(office.agency, original.sha256) == data


def test_without_a_sheet_each_file_is_a_letter_and_keeps_its_very_bytes(office: Office) -> None:
    one, other = pile("1", "1"), pile("2")
    letters = split(office, upload("ก.pdf", one), upload("ข.pdf", other))
    assert [(letter.name, letter.page_count) for letter in letters] == [("ก.pdf", 2), ("ข.pdf", 1)]
    assert [files().read(office.agency, letter.sha256) for letter in letters] == [one, other]


def test_photos_are_pages_of_one_letter_where_it_is_said(office: Office) -> None:
    photos = [upload(f"{n}.png", png(kind=kind)) for n, kind in enumerate((2, 6, 0, 4))]
    assert [letter.page_count for letter in split(office, *photos)] == [1, 1, 1, 1]
    *_, letter = split(office, *photos, together=True)
    assert (letter.page_count, letter.content_type) == (4, "application/pdf")
    assert letter.path is not None
    assert [sheet.drawn for sheet in sheets_of(letter.path, pages_max=9)] == [True] * 4


def test_a_label_tells_the_first_page_and_stays_on_it(office: Office) -> None:
    letters = split(office, upload("a.pdf", pile("1", f"{FIRST_PAGE} ก", "2", FIRST_PAGE)))
    assert [letter.pages for letter in letters] == [[[0, 0, 0]], [[0, 1, 2]], [[0, 3, 3]]]


def test_a_pile_of_nothing_but_sheets_holds_no_letter(office: Office) -> None:
    assert split(office, upload("a.pdf", pile(SEPARATOR, SEPARATOR))) == []
    assert ScanBatch.objects.get().split_at is not None


def label_of(office: Office, entry: IncomingEntry) -> str:
    return entry_label(office.agency.uid.hex, entry.year, entry.number)


def test_a_label_with_a_number_attaches_the_scan_to_its_entry(office: Office) -> None:
    entry = HandedIn.objects.enter(HandIn(Channel.PAPER), by=office.clerk, particulars=SAID)
    other_agency = entry_label("f" * 8, entry.year, entry.number)
    letters = split(office, upload("a.pdf", pile(label_of(office, entry), "1", other_agency, "2")))
    assert [letter.page_count for letter in letters] == [2]
    (attached,) = entry.scanned_letters.all()
    assert (attached.state, attached.page_count) == (ScannedLetter.ATTACHED, 2)
    assert Counter.objects.get().last == 1
    attached.restore(by=office.clerk)
    assert len(ScannedLetter.objects.waiting()) == 2
    assert not entry.scanned_letters.exists()


def test_a_label_in_what_another_officer_hands_in_attaches_nothing(
    office: Office, colleague: Officer
) -> None:
    entry = HandedIn.objects.enter(HandIn(Channel.PAPER), by=office.clerk, particulars=SAID)
    (letter,) = split(office, upload("a.pdf", pile(label_of(office, entry))), by=colleague)
    assert letter.labelled() == entry
    assert not entry.scanned_letters.exists()


def test_a_scanned_letter_takes_a_number_with_its_scan_received_when_it_was_scanned(
    office: Office, clock: Callable[[datetime], None]
) -> None:
    clock(bangkok(2027, 11, 29, 16, 20))
    (letter,) = split(office, upload("a.pdf", pile("1")))
    clock(bangkok(2027, 11, 30, 8, 40))
    entry = letter.enter(by=office.clerk, particulars=SAID)
    assert entry.deemed_at == entry.arrived_at == bangkok(2027, 11, 29, 16, 20)
    assert entry.registered_at == bangkok(2027, 11, 30, 8, 40)
    assert ScannedFile.objects.get().sha256 == letter.sha256
    assert (letter.state, letter.entry) == (ScannedLetter.ENTERED, entry)
    with pytest.raises(Refusal) as refused:
        letter.enter(by=office.clerk, particulars=SAID)
    assert refused.value.code == "not_waiting"
    assert Counter.objects.get().last == 1


def test_what_another_officer_hands_in_counts_from_when_the_registry_takes_it(
    office: Office, colleague: Officer, clock: Callable[[datetime], None]
) -> None:
    """Guide #2.4, R-2.4.3: not when the colleague saw it, but when the registry officer has it."""
    clock(bangkok(2027, 11, 29, 9, 0))
    (letter,) = split(
        office,
        upload("จอ.png", png()),
        by=colleague,
        channel=Channel.OTHER,
        channel_name="LINE ของเจ้าหน้าที่",
        together=True,
        sender="นางสมใจ",
        subject="ขอถังขยะ",
    )
    assert letter.received_at is None
    with pytest.raises(Refusal) as refused:
        letter.take(by=colleague)
    assert refused.value.code == "no_duty"
    clock(bangkok(2027, 11, 29, 11, 15))
    letter.take(by=office.clerk)
    clock(bangkok(2027, 11, 29, 18, 0))
    entry = letter.enter(by=office.clerk, particulars=SAID, channel_name="LINE ของเจ้าหน้าที่")
    assert entry.deemed_at == bangkok(2027, 11, 29, 11, 15)
    assert entry.handed_in is not None
    text = entry.handed_in.text_for_the_sender(entry)
    assert "LINE ของเจ้าหน้าที่ ซึ่งมิใช่ช่องทางที่หน่วยงานประกาศไว้" in text
    assert not OutboundEmail.objects.exists()


def test_what_was_not_taken_counts_from_when_it_is_registered(
    office: Office, colleague: Officer, clock: Callable[[datetime], None]
) -> None:
    clock(bangkok(2027, 11, 29, 9, 0))
    (letter,) = split(office, by=colleague, channel=Channel.OTHER, channel_name="โทรศัพท์", note="แจ้งไฟดับ")
    assert (letter.sha256, letter.page_count) == ("", 0)
    clock(bangkok(2027, 11, 29, 17, 20))
    entry = letter.enter(by=office.clerk, particulars=SAID, channel_name="โทรศัพท์")
    assert entry.arrived_at == bangkok(2027, 11, 29, 17, 20)
    assert entry.deemed_at == bangkok(2027, 11, 30, 8, 30)
    assert not ScannedFile.objects.exists()


def test_joining_and_splitting_by_hand_bind_anew_and_lose_no_page(office: Office) -> None:
    one, two = split(office, upload("a.pdf", pile("1", "1")), upload("b.pdf", pile("2", SEPARATOR)))
    whole = two.join_before(by=office.clerk)
    assert whole.pages == [[0, 0, 1], [1, 0, 0]]
    assert whole.path is not None and len(sheets_of(whole.path, pages_max=9)) == 3
    first, second = whole.split_before(2, by=office.clerk)
    assert [first.pages, second.pages] == [[[0, 0, 0]], [[0, 1, 1], [1, 0, 0]]]
    assert list(ScannedLetter.objects.waiting()) == [first, second]
    with pytest.raises(Refusal) as refused:
        one.enter(by=office.clerk, particulars=SAID)
    assert refused.value.code == "not_waiting"
    for page in (0, 1, 3):
        with pytest.raises(Refusal) as refused:
            second.split_before(page, by=office.clerk)
        assert refused.value.code == "no_such_page"
    with pytest.raises(Refusal) as refused:
        first.join_before(by=office.clerk)
    assert refused.value.code == "nothing_before"


def test_what_needs_no_number_is_put_away_with_a_reason_and_comes_back(office: Office) -> None:
    (letter,) = split(office, upload("a.pdf", pile("1")))
    with pytest.raises(Refusal) as refused:
        letter.discard(" ", by=office.clerk)
    assert refused.value.code == "no_reason"
    letter.refresh_from_db()
    letter.discard("โฆษณา", by=office.clerk)
    assert not ScannedLetter.objects.waiting().exists()
    assert list(ScannedLetter.objects.done_lately()) == [letter]
    letter.restore(by=office.clerk)
    assert list(ScannedLetter.objects.waiting()) == [letter]


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("broken.pdf", b"%PDF-1.4 not a pdf at all"),
        ("cut.pdf", pile("1", "1")[:900]),
        ("bomb.png", bomb()),
        ("cut.png", png()[:40]),
        ("cut.jpg", b"\xff\xd8\xff\xe0\x00\x10JFIF\x00"),
    ],
)
def test_what_cannot_be_opened_is_flagged_and_blocks_nothing(office: Office, name: str, data: bytes) -> None:
    broken, good = split(office, upload(name, data), upload("good.pdf", pile("1")), together=True)
    assert "ตรวจกับตัวจริง" in broken.trouble
    assert (broken.name, files().read(office.agency, broken.sha256)) == (name, data)
    assert (good.page_count, good.trouble) == (1, "")
    with pytest.raises(Refusal) as refused:
        good.join_before(by=office.clerk)
    assert refused.value.code == "not_opened"
    assert broken.enter(by=office.clerk, particulars=SAID).number == 1


@pytest.mark.parametrize(
    ("uploads", "said"),
    [
        ([upload("x.pdf", b"PK\x03\x04 a zip")], "ไม่ใช่ PDF"),
        ([upload("x.pdf", b"")], "ไม่ใช่ PDF"),
        ([upload("a.pdf", b"%PDF-"), upload("x.exe", b"MZ")], "x.exe ไม่ใช่ PDF"),
        ([Upload("x.pdf", BATCH_FILE_BYTES_MAX + 1, lambda: iter([b"%PDF-"]))], "ใหญ่เกิน 60"),
        ([Upload("x.pdf", BATCH_FILE_BYTES_MAX, lambda: iter([b"%PDF-"]))] * 4, "ใหญ่เกิน 200"),
        ([upload("x.pdf", b"%PDF-")] * 61, "เกิน 60 ไฟล์"),
        ([], "ยังไม่มีภาพหรือไฟล์"),
    ],
)
def test_what_is_no_scan_is_refused_at_the_door(office: Office, uploads: list[Upload], said: str) -> None:
    with pytest.raises(Refusal) as refused:
        scan(office, *uploads)
    assert said in refused.value.message
    assert not ScanBatch.objects.exists() and not BatchFile.objects.exists()
    assert not [path for path in files().root.rglob("*") if path.is_file()]


def test_one_who_dies_while_splitting_loses_nothing_and_makes_nothing_twice(office: Office) -> None:
    batch = scan(office, upload("a.pdf", letters_with_sheets([["1"], ["2"]])))
    assert batch.claim(now(), lease=timedelta(milliseconds=1))  # and is never heard of again
    slow = ScanBatch.objects.get()
    assert split_due() == 1
    assert split_due() == 0
    assert slow.split() == 0  # it wakes up, and finds it done
    assert len(ScannedLetter.objects.waiting()) == 2


def test_what_fails_again_and_again_is_a_letter_as_it_is(office: Office) -> None:
    batch = scan(office, upload("a.pdf", letters_with_sheets([["1"], ["2"]])))
    ScanBatch.objects.filter(pk=batch.pk).lease(attempts=3)  # type: ignore[attr-defined]
    assert split_due() == 1
    (letter,) = ScannedLetter.objects.waiting()
    assert letter.name == "a.pdf" and letter.trouble


def test_only_the_registry_deals_with_what_waits(office: Office, colleague: Officer) -> None:
    (letter,) = split(office, upload("a.pdf", pile("1", "1")), by=colleague)
    for deed in (
        lambda: letter.enter(by=colleague, particulars=SAID),
        lambda: letter.discard("x", by=colleague),
        lambda: letter.split_before(2, by=colleague),
        lambda: letter.join_before(by=colleague),
        lambda: letter.restore(by=colleague),
    ):
        with pytest.raises(Refusal) as refused:
            deed()
        assert refused.value.code == "no_duty"
    assert list(ScannedLetter.objects.waiting()) == [letter]
