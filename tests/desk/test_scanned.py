"""หนังสือกระดาษ from a pile of scans, ส่งให้งานสารบรรณ from any officer, and what is printed for paper."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from saraban.agencies.duties import Duty
from saraban.agencies.models import Officer, Profile
from saraban.proposals.bindery import look
from saraban.proposals.labels import FIRST_PAGE, SEPARATOR, entry_label
from saraban.proposals.pages import read_pages
from saraban.registers.batches import ScanBatch, ScannedLetter, split_due
from saraban.registers.handed_in import Channel, HandedIn, HandIn, ScannedFile
from saraban.registers.models import IncomingEntry, Particulars
from saraban.registers.scans import Scan
from saraban.thai.digits import thai_digits
from tests.desk.signing_in import sign_in
from tests.desk.test_pages import queries_of
from tests.office import Office, add_officer, arrive, letter_bytes
from tests.proposals import papers
from tests.proposals.piles import letters_with_sheets, pile, png

SAID = {"sender": "ที่ว่าการอำเภอปากทาง", "subject": "ขอเชิญประชุม", "dated_on": "24/11/69"}


@pytest.fixture
def colleague(office: Office) -> Officer:
    return add_officer("นายวิชัย ช่างเขียน", "wichai@klongnoy.go.th", Duty.CASE)


def drop(client: Client, *data: bytes, name: str = "เช้า.pdf", **form: str) -> list[ScannedLetter]:
    files = [SimpleUploadedFile(name, one) for one in data]
    answer = client.post("/desk/paper/batches/", {"files": files, **form})
    assert (answer.status_code, answer.headers["Location"]) == (302, "/desk/paper/")
    split_due()
    return list(ScannedLetter.objects.waiting())


def text_of(answer: object) -> str:
    return answer.content.decode()  # type: ignore[attr-defined, no-any-return]


def words(pdf: bytes) -> str:
    return " ".join(span.text for sheet in read_pages(pdf).sheets for row in sheet.rows for span in row.spans)


def test_a_pile_is_dropped_split_and_registered_one_after_the_other(office: Office, clerk: Client) -> None:
    first, second = drop(clerk, letters_with_sheets([["1", "1"], ["2"]]))
    page = text_of(clerk.get("/desk/paper/"))
    assert "ลงรับทีละฉบับ (2)" in page and f"/desk/paper/letters/{second.pk}/pages/0/?small" in page
    answer = clerk.post(f"/desk/paper/letters/{first.pk}/", SAID)
    assert answer.headers["Location"] == f"/desk/paper/letters/{second.pk}/"
    answer = clerk.post(f"/desk/paper/letters/{second.pk}/", SAID | {"subject": "อีกเรื่อง"})
    assert answer.headers["Location"] == "/desk/paper/"
    assert [entry.subject for entry in IncomingEntry.objects.order_by("number")] == [
        "ขอเชิญประชุม",
        "อีกเรื่อง",
    ]
    assert [scan.name for scan in ScannedFile.objects.order_by("pk")] == [
        "เช้า ฉบับที่ 1.pdf",
        "เช้า ฉบับที่ 2.pdf",
    ]
    answer = clerk.get(f"/desk/paper/letters/{first.pk}/")
    assert answer.headers["Location"] == f"/desk/register/{IncomingEntry.objects.get(number=1).pk}/"


def test_while_the_pile_is_being_split_the_page_says_so_and_the_files_are_kept(
    office: Office, clerk: Client
) -> None:
    clerk.post("/desk/paper/batches/", {"files": [SimpleUploadedFile("a.pdf", pile("1"))]})
    page = text_of(clerk.get("/desk/paper/"))
    assert "กำลังแยก 1 ชุดเป็นฉบับ ไฟล์เก็บไว้ครบแล้ว" in page
    assert ScanBatch.objects.get().files.get().path.read_bytes() == pile("1")


def test_what_the_text_layer_says_stands_in_the_columns(office: Office, clerk: Client) -> None:
    (letter,) = drop(clerk, papers.external())
    card = clerk.get(f"/desk/paper/letters/{letter.pk}/").context["card"]
    assert card.initial["letter_number"] == "นบ 52001/123"
    assert card.initial["subject"] == "ขอความร่วมมือคัดแยกขยะในครัวเรือน"


def test_the_cursor_is_in_the_subject_of_what_cannot_be_read(office: Office, clerk: Client) -> None:
    (letter,) = drop(clerk, png(), name="ภาพ.png")
    page = text_of(clerk.get(f"/desk/paper/letters/{letter.pk}/"))
    subject = page[page.index('<textarea name="subject"') :].partition(">")[0]
    assert "autofocus" in subject and page.count("autofocus") == 1


def test_an_empty_subject_is_answered_in_thai_and_the_letter_waits(office: Office, clerk: Client) -> None:
    (letter,) = drop(clerk, pile("1"))
    answer = clerk.post(f"/desk/paper/letters/{letter.pk}/", SAID | {"subject": "", "remarks": "ด่วนมาก"})
    assert answer.status_code == 422
    assert "ยังไม่มี “เรื่อง”" in text_of(answer) and "ด่วนมาก" in text_of(answer)
    assert list(ScannedLetter.objects.waiting()) == [letter]


def test_the_paper_of_a_letter_that_has_a_number_is_attached_to_it(office: Office, clerk: Client) -> None:
    entry = IncomingEntry.objects.enter(
        arrive(office),
        by=office.clerk,
        particulars=Particulars(letter_number="นย 1/2", subject="ขอเชิญประชุม", sender="อำเภอ"),
    )
    (letter,) = drop(clerk, pile("1"))
    dated = f"{entry.dated_on:%d/%m/%Y}"
    answer = clerk.post(
        f"/desk/paper/letters/{letter.pk}/", SAID | {"letter_number": "นย 1/2", "dated_on": dated}
    )
    assert answer.status_code == 409 and "เป็นฉบับกระดาษของเลขนี้" in text_of(answer)
    answer = clerk.post(f"/desk/paper/letters/{letter.pk}/attached/", {"entry": entry.pk})
    assert answer.status_code == 302
    entry.refresh_from_db()
    assert entry.paper_at is not None and IncomingEntry.objects.count() == 1
    page = text_of(clerk.get(f"/desk/register/{entry.pk}/"))
    assert f"/desk/paper/letters/{letter.pk}/pages/0/" in page
    assert "เอากลับ" in text_of(clerk.get("/desk/paper/"))
    clerk.post(f"/desk/paper/letters/{letter.pk}/restored/")
    assert list(ScannedLetter.objects.waiting()) == [letter]


def test_joined_split_and_put_away_by_hand(office: Office, clerk: Client) -> None:
    _, second = drop(clerk, letters_with_sheets([["1", "1"], ["2"]]))
    answer = clerk.post(f"/desk/paper/letters/{second.pk}/joined/", follow=True)
    assert "รวมเป็นฉบับเดียวแล้ว 3 หน้า" in text_of(answer)
    whole = ScannedLetter.objects.waiting().get()
    answer = clerk.post(f"/desk/paper/letters/{whole.pk}/split/", {"page": "๓"}, follow=True)
    assert "แยกเป็นสองฉบับแล้ว 2 หน้า และ 1 หน้า" in text_of(answer)
    answer = clerk.post(f"/desk/paper/letters/{whole.pk}/split/", {"page": "3"})
    assert answer.status_code == 409 and "ไม่ได้รออยู่แล้ว" in text_of(answer)
    one, _ = ScannedLetter.objects.waiting()
    assert clerk.post(f"/desk/paper/letters/{one.pk}/discarded/", {"because": ""}).status_code == 409
    assert clerk.post(f"/desk/paper/letters/{one.pk}/discarded/", {"because": "โฆษณา"}).status_code == 302
    assert "เอาออกเพราะโฆษณา" in text_of(clerk.get("/desk/paper/"))


def test_its_pages_are_pictures_for_the_registry_and_for_who_handed_it_in(
    office: Office, clerk: Client, colleague: Officer
) -> None:
    (letter,) = drop(clerk, pile("1"))
    address = f"/desk/paper/letters/{letter.pk}/pages/0/"
    answer = clerk.get(address)
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/png")
    assert clerk.get(f"/desk/paper/letters/{letter.pk}/pages/1/").status_code == 404
    other = sign_in(Client(), colleague)
    assert other.get(address).status_code == 404
    assert other.get(f"/desk/paper/letters/{letter.pk}/file/").status_code == 404
    entry = letter.enter(by=office.clerk, particulars=Particulars(subject="x", sender="y", restricted=True))
    assert other.get(address).status_code == 404
    entry.open_to_all(by=office.clerk)
    assert other.get(address).status_code == 200


def test_any_officer_hands_in_and_sees_what_became_of_it(
    office: Office, clerk: Client, colleague: Officer
) -> None:
    phone = sign_in(Client(), colleague)
    page = text_of(phone.get("/desk/hand-in/"))
    assert 'capture="environment"' in page
    form = {"channel": "other", "channel_name": "LINE ของเจ้าหน้าที่", "sender": "นางสมใจ", "subject": "ขอถังขยะ"}
    photos = [SimpleUploadedFile("1.png", png()), SimpleUploadedFile("2.png", png())]
    answer = phone.post("/desk/hand-in/", form | {"files": photos}, follow=True)
    assert "ส่งให้งานสารบรรณแล้ว" in text_of(answer)
    split_due()
    assert "รองานสารบรรณ" in text_of(phone.get("/desk/hand-in/"))
    (letter,) = ScannedLetter.objects.waiting()
    assert letter.page_count == 2
    page = text_of(clerk.get("/desk/other/"))
    assert "ขอถังขยะ" in page and "นายวิชัย ช่างเขียน จาก LINE ของเจ้าหน้าที่" in page
    card = clerk.get(f"/desk/paper/letters/{letter.pk}/").context["card"]
    assert (card.initial["sender"], card.initial["channel_name"]) == ("นางสมใจ", "LINE ของเจ้าหน้าที่")
    assert phone.get(f"/desk/paper/letters/{letter.pk}/").status_code == 409
    answer = clerk.post(f"/desk/paper/letters/{letter.pk}/taken/", follow=True)
    assert "เวลารับ" in text_of(answer)
    clerk.post(f"/desk/paper/letters/{letter.pk}/", SAID | {"channel_name": "LINE ของเจ้าหน้าที่"})
    entry = IncomingEntry.objects.get()
    assert f"เลขรับ {entry.receipt_number}" in text_of(phone.get("/desk/hand-in/"))
    assert "นายวิชัย ช่างเขียน ส่งให้งานสารบรรณ" in text_of(clerk.get(f"/desk/register/{entry.pk}/"))


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({"channel": "other", "channel_name": "LINE"}, "ยังไม่มีภาพหรือไฟล์"),
        ({"channel": "other", "note": "x"}, "ยังไม่ได้บอกว่ามาทางใด"),
        ({"channel": "secret", "note": "x"}, "โปรดเลือกว่าเป็นกระดาษ"),
        ({"channel": "paper", "note": "x", "answer_address": "x"}, "ที่อยู่อีเมลไม่ถูกรูปแบบ"),
    ],
)
def test_what_cannot_be_handed_in_is_answered_with_everything_still_there(
    office: Office, client: Client, colleague: Officer, form: dict[str, str], said: str
) -> None:
    answer = sign_in(client, colleague).post("/desk/hand-in/", form | {"sender": "นางสมใจ"})
    assert answer.status_code == 422
    assert said in text_of(answer) and "นางสมใจ" in text_of(answer)
    assert not ScanBatch.objects.exists()


@pytest.mark.parametrize("address", ["/desk/paper/", "/desk/hand-in/", "/desk/paper/labels/"])
def test_the_lists_ask_as_much_for_twelve_as_for_one(office: Office, clerk: Client, address: str) -> None:
    drop(clerk, pile("1"))
    HandedIn.objects.enter(
        HandIn(Channel.PAPER), by=office.clerk, particulars=Particulars(subject="x", sender="y")
    )
    clerk.get(address)
    of_one = queries_of(clerk, address)
    for _ in range(11):
        drop(clerk, pile("1"))
        HandedIn.objects.enter(
            HandIn(Channel.PAPER), by=office.clerk, particulars=Particulars(subject="x", sender="y")
        )
    assert queries_of(clerk, address) == of_one


def test_the_receipt_stamp_stands_on_a_copy_and_the_original_stays(office: Office, clerk: Client) -> None:
    raw = letter_bytes(attachments=[("หนังสือ.pdf", papers.external())])
    entry = IncomingEntry.objects.enter(arrive(office, raw), by=office.clerk)
    answer = clerk.get(f"/desk/register/{entry.pk}/stamped/")
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    said = words(answer.content)
    assert "๒๓ ม.ค. ๒๕๖๖" in said and "๐๘.๓๐ น." in said
    assert thai_digits(entry.receipt_number) in said
    assert "ขอความร่วมมือคัดแยกขยะในครัวเรือน" in said
    profile = Profile.objects.get()
    with profile.change("corrected", by=office.clerk):
        profile.thai_digits = False
    assert entry.receipt_number in words(clerk.get(f"/desk/register/{entry.pk}/stamped/").content)


def test_a_photo_is_stamped_too_and_what_has_no_file_says_so(office: Office, clerk: Client) -> None:
    said = Particulars(subject="x", sender="y")
    photo = HandedIn.objects.enter(
        HandIn(Channel.PAPER, scans=[Scan("ภาพ.png", png(600, 800))]), by=office.clerk, particulars=said
    )
    assert clerk.get(f"/desk/register/{photo.pk}/stamped/").content.startswith(b"%PDF-")
    bare = HandedIn.objects.enter(HandIn(Channel.PAPER), by=office.clerk, particulars=said)
    answer = clerk.get(f"/desk/register/{bare.pk}/stamped/")
    assert answer.status_code == 409 and "ไม่มีไฟล์ให้พิมพ์" in text_of(answer)
    broken = HandedIn.objects.enter(
        HandIn(Channel.PAPER, scans=[Scan("x.pdf", b"%PDF-1.4 x")]), by=office.clerk, particulars=said
    )
    answer = clerk.get(f"/desk/register/{broken.pk}/stamped/")
    assert answer.status_code == 409 and "ไฟล์ PDF เสียหาย" in text_of(answer)


def test_nothing_is_stamped_for_one_who_may_not_see_it(
    office: Office, clerk: Client, colleague: Officer
) -> None:
    entry = HandedIn.objects.enter(
        HandIn(Channel.PAPER, scans=[Scan("x.pdf", pile("1"))]),
        by=office.clerk,
        particulars=Particulars(subject="x", sender="y", restricted=True),
    )
    assert clerk.get(f"/desk/register/{entry.pk}/stamped/").status_code == 200
    assert sign_in(Client(), colleague).get(f"/desk/register/{entry.pk}/stamped/").status_code == 404


def marks(pdf: bytes, folder: Path) -> list[str]:
    path = folder / "printed.pdf"
    path.write_bytes(pdf)
    return [seen.mark for seen in look(str(path), 0, 20)]


def test_a_printed_label_is_read_back_and_finds_its_entry(
    office: Office, clerk: Client, tmp_path: Path
) -> None:
    entry = HandedIn.objects.enter(
        HandIn(Channel.PAPER), by=office.clerk, particulars=Particulars(subject="x", sender="y")
    )
    for sheet in ("OF_24", "OF_21", "OF_40", "OF_65"):
        answer = clerk.get(f"/desk/paper/labels/print/?entry={entry.pk}&sheet={sheet}&start=9")
        wanted = entry_label(office.agency.uid.hex, entry.year, entry.number)
        assert marks(answer.content, tmp_path) == [wanted], sheet
    waiting = drop(clerk, answer.content, name="ป้าย.pdf")
    assert waiting == []
    assert entry.scanned_letters.get().state == ScannedLetter.ATTACHED


def test_labels_of_a_day_start_where_the_sheet_is_free(office: Office, clerk: Client, tmp_path: Path) -> None:
    for _ in range(3):
        HandedIn.objects.enter(
            HandIn(Channel.PAPER), by=office.clerk, particulars=Particulars(subject="x", sender="y")
        )
    assert '<b class="num">3/' in text_of(clerk.get("/desk/paper/labels/"))
    assert len(marks(clerk.get("/desk/paper/labels/print/?start=22").content, tmp_path)) == 1
    assert len(marks(clerk.get("/desk/paper/labels/print/?start=23").content, tmp_path)) == 2
    assert clerk.get("/desk/paper/labels/print/?entry=x").status_code == 409
    assert marks(clerk.get("/desk/paper/labels/print/?first_pages=1").content, tmp_path) == [FIRST_PAGE]


def test_the_sheet_between_letters_is_printed_by_one_press_for_both_sides(
    office: Office, clerk: Client, tmp_path: Path
) -> None:
    answer = clerk.get("/desk/paper/separator/")
    assert answer["Content-Type"] == "application/pdf"
    assert marks(answer.content, tmp_path) == [SEPARATOR, SEPARATOR]
