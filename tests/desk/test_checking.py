"""The checking page: the files of all letters of a case beside the manual's list, pressed as an officer presses it."""

from __future__ import annotations

import io
import re
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from PIL import Image

from saraban.agencies.duties import OPERATOR, Duty
from saraban.cases.catalogue import Kind, Service
from saraban.cases.checks import Found, PaperCheck
from saraban.cases.models import Case, CaseLetter
from saraban.mail.models import InboundEmail
from saraban.registers.handed_in import Channel, HandedIn, HandIn
from saraban.registers.models import Particulars
from saraban.registers.scans import Scan
from saraban.registers.verdicts import Verdict
from saraban.tenancy.scope import acting_for
from tests.cases.matters import MANUAL, Matters, open_matters
from tests.desk.signing_in import sign_in
from tests.office import add_officer
from tests.proposals import papers, pictures
from tests.proposals.test_showing import ATTACKS

PDF = papers.external()
CARD = pictures.saved(pictures.page(100).crop((0, 0, 700, 441)), "JPEG")
BLURRED = pictures.saved(pictures.blurred(8), "JPEG")


@pytest.fixture
def matters(db: None, data_dir: Path) -> Iterator[Matters]:
    made = open_matters(data_dir, practice=True)
    with acting_for(made.office.agency):
        yield made


def case_with(matters: Matters, *files: tuple[str, bytes], **letter: object) -> Case:
    return matters.case(attachments=files, **letter)


def page(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return answer.content.decode()


def at(case: Case) -> str:
    return f"/desk/cases/{case.pk}/checking/"


def keys_of(page: str) -> list[str]:
    """The files that the page offers, in their order; of one, the download."""
    several = page.partition('class="which"')[2].partition("</ol>")[0]
    found = re.findall(r"\?file=(\d+-[sp]?\d+)", several) or re.findall(r"/files/(\d+-[sp]?\d+)/\"", page)
    return list(dict.fromkeys(found))


def hand_in(matters: Matters, case: Case, *scans: Scan) -> None:
    entry = HandedIn.objects.enter(
        HandIn(Channel.PAPER, scans=list(scans)),
        by=matters.office.clerk,
        particulars=Particulars(sender="นายสมชาย", subject="ส่งเอกสารเพิ่ม"),
    )
    CaseLetter.objects.join(case, entry, CaseLetter.OFFICER, by=matters.officer)


def test_the_big_button_of_the_case_leads_to_it(matters: Matters, client: Client) -> None:
    case = case_with(matters, ("คำขอ.pdf", PDF))
    sign_in(client, matters.officer)
    shown = page(client, f"/desk/cases/{case.pk}/")
    assert f'id="next" href="{at(case)}"' in shown and "ตรวจเอกสารอีก 2 รายการ" in shown


def test_the_picture_stands_beside_the_list_and_goes_on_through_all_letters(
    matters: Matters, client: Client
) -> None:
    case = case_with(matters, ("คำขอ.pdf", PDF), ("บัตร.jpg", CARD))
    hand_in(matters, case, Scan("แผนที่.png", pictures.saved(Image.new("RGB", (80, 60)), "PNG")))
    sign_in(client, matters.officer)
    shown = page(client, at(case))
    keys = keys_of(shown)
    assert len(keys) == 3
    for name in ("1 คำขอ.pdf", "2 บัตร.jpg", "3 แผนที่.png", "สำเนาบัตรประจำตัวประชาชน", "หน้า 1 จาก 1"):
        assert name in shown
    for key, kind in zip(keys, ("image/png", "image/jpeg", "image/jpeg"), strict=True):
        assert f"/desk/cases/{case.pk}/files/{key}/0/?zoom=1" in page(client, f"{at(case)}?file={key}")
        drawn = client.get(f"/desk/cases/{case.pk}/files/{key}/0/?zoom=1")
        assert (drawn.status_code, drawn["Content-Type"]) == (200, kind)
        assert drawn["Content-Security-Policy"] == "default-src 'none'; sandbox"
    downloads = [client.get(f"/desk/cases/{case.pk}/files/{key}/") for key in keys]
    assert downloads[0].content == PDF and downloads[1].content == CARD
    assert all(answer["Content-Disposition"].startswith("attachment;") for answer in downloads)
    assert quote("แผนที่.png") in downloads[2]["Content-Disposition"]


def test_it_is_turned_and_enlarged_by_its_address(matters: Matters, client: Client) -> None:
    case = case_with(matters, ("บัตร.jpg", CARD))
    sign_in(client, matters.officer)
    [key] = keys_of(page(client, at(case)))
    shown = page(client, f"{at(case)}?file={key}&zoom=2&turned=90")
    assert "zoom=2&amp;turned=90" in shown
    assert "zoom=3" in shown and "turned=180" in shown  # the next of each
    drawn = client.get(f"/desk/cases/{case.pk}/files/{key}/0/?zoom=2&turned=90")
    wide, high = Image.open(io.BytesIO(drawn.content)).size
    assert wide < high  # the card stands on its side


def test_a_tiff_of_many_pages_is_gone_through(matters: Matters, client: Client) -> None:
    sheet = Image.new("RGB", (60, 40), "white")
    case = case_with(matters, ("แฟกซ์.tif", pictures.tiff(sheet, sheet, sheet)), ("คำขอ.pdf", PDF))
    sign_in(client, matters.officer)
    first, second = keys_of(page(client, at(case)))
    for number in (1, 2):
        shown = page(client, f"{at(case)}?file={first}&page={number}")
        assert f"หน้า {number} จาก 3" in shown
        assert f'data-key="after" href="?file={first}&amp;page={number + 1}"' in shown
    last = page(client, f"{at(case)}?file={first}&page=3")
    assert f'data-key="after" href="?file={second}"' in last
    assert f'data-key="before" href="?file={first}&amp;page=2"' in last
    assert "หน้า 3 จาก 3" in page(client, f"{at(case)}?file={first}&page=99999")


def test_what_was_found_is_kept_with_its_file_and_note_and_the_next_is_chosen(
    matters: Matters, client: Client
) -> None:
    case = case_with(matters, ("คำขอ.pdf", PDF), ("บัตร.jpg", CARD))
    sign_in(client, matters.officer)
    first, second = keys_of(page(client, at(case)))
    answer = client.post(f"{at(case)}?file={first}", {"key": "form", "found": "whole"})
    assert answer.headers["Location"] == f"{at(case)}?file={first}#paper-id"
    note = {"key": "id", "found": "unclear", "note": "เห็นเลขไม่ครบ\n13 หลัก"}
    answer = client.post(f"{at(case)}?file={second}&turned=90", note)
    assert answer.headers["Location"] == f"{at(case)}?file={second}&turned=90#paper-map"
    client.post(f"{at(case)}?file={second}", {"key": "map", "found": "missing"})
    letter = case.letters.get()
    said = {one.key: (one.found, one.letter_id, one.file_name, one.note) for one in case.checks.all()}
    assert said == {
        "form": (Found.WHOLE, letter.pk, "คำขอ.pdf", ""),
        "id": (Found.UNCLEAR, letter.pk, "บัตร.jpg", "เห็นเลขไม่ครบ 13 หลัก"),
        "map": (Found.MISSING, None, "", ""),
    }
    shown = page(client, at(case))
    assert f'href="?file={second}">บัตร.jpg</a>' in shown and "เห็นเลขไม่ครบ 13 หลัก" in shown
    assert "แจ้งแก้ไข 2 รายการ" in shown and f"/desk/cases/{case.pk}/request/" in shown


def test_a_press_that_says_nothing_is_refused_and_changes_nothing(matters: Matters, client: Client) -> None:
    case = case_with(matters, ("คำขอ.pdf", PDF))
    sign_in(client, matters.officer)
    for form in ({"key": "form", "found": "x"}, {"key": "x", "found": "whole"}, {}):
        assert "ยังไม่ได้บันทึก" in client.post(at(case), form, follow=True).content.decode()
    assert not case.checks.exists()


def test_a_case_without_files_says_so(matters: Matters, client: Client) -> None:
    case = matters.case()
    sign_in(client, matters.officer)
    assert "ไม่มีไฟล์แนบ" in page(client, at(case))
    assert client.post(at(case), {"key": "form", "found": "missing"}).status_code == 302


def test_after_the_check_the_files_are_still_to_be_seen(matters: Matters, client: Client) -> None:
    case = matters.complete(attachments=[("คำขอ.pdf", PDF)])
    sign_in(client, matters.office.clerk)
    assert at(case) in page(client, f"/desk/cases/{case.pk}/")
    shown = page(client, at(case))
    assert "คำขอ.pdf" in shown and 'data-code="Digit1"' not in shown


def test_what_the_guide_says_stands_there_in_short(matters: Matters, client: Client) -> None:
    sign_in(client, matters.officer)
    shown = page(client, at(case_with(matters, ("คำขอ.pdf", PDF))))
    for words in ("ชุดเดียวพอ", "ไม่ต้องลงชื่อรับรองสำเนา", "ผู้ส่งเอกสารแทนผู้อื่น", "บุคคลอื่นนอกจากผู้ยื่น"):
        assert words in shown


def test_how_legible_it_is_stands_beside_it_and_decides_nothing(matters: Matters, client: Client) -> None:
    case = case_with(matters, ("ชัด.pdf", PDF), ("เบลอ.jpg", BLURRED))
    sign_in(client, matters.officer)
    sharp, blurred = keys_of(page(client, at(case)))
    assert "ภาพเบลอ" not in page(client, f"/desk/cases/{case.pk}/files/{sharp}/0/legibility/")
    assert "ภาพเบลอ อ่านตัวหนังสือยาก" in page(client, f"/desk/cases/{case.pk}/files/{blurred}/0/legibility/")
    assert "ภาพเบลอ" not in page(client, f"{at(case)}?file={blurred}")  # measured after it is seen
    assert "ภาพเบลอ" in page(
        client, f"{at(case)}?file={blurred}&measured=1"
    )  # or on asking, without JavaScript
    assert not case.checks.exists()


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("ว่าง.pdf", b"", "ไฟล์ว่าง 0 ไบต์"),
        ("โปรแกรม.exe", b"MZ" * 100, "ระบบแสดงไฟล์ชนิดนี้ไม่ได้"),
        ("เสีย.jpg", b"\xff\xd8\xff\xe0broken", "ไฟล์เสียหาย"),
        ("คำขอ.txt", "ข้าพเจ้าขออนุญาต".encode(), "ข้าพเจ้าขออนุญาต"),
    ],
)
def test_what_has_no_pages_has_its_words_or_a_sentence_and_a_download(
    matters: Matters, client: Client, name: str, data: bytes, words: str
) -> None:
    case = case_with(matters, (name, data))
    sign_in(client, matters.officer)
    shown = page(client, at(case))
    assert words in shown and "ดาวน์โหลด" in shown
    [key] = keys_of(shown)
    assert client.get(f"/desk/cases/{case.pk}/files/{key}/").content == data
    assert client.get(f"/desk/cases/{case.pk}/files/{key}/0/").status_code == 404


def test_attacks_are_answered_and_the_office_works_on(matters: Matters, client: Client) -> None:
    case = case_with(matters, *((f"{name}.pdf", make()) for name, make in ATTACKS.items()), ("คำขอ.pdf", PDF))
    sign_in(client, matters.officer)
    *attacks, good = keys_of(page(client, at(case)))
    assert len(attacks) == len(ATTACKS)
    for key in attacks:
        began = time.monotonic()
        assert client.get(f"{at(case)}?file={key}").status_code == 200
        assert client.get(f"/desk/cases/{case.pk}/files/{key}/0/").status_code in (200, 404)
        assert client.get(f"/desk/cases/{case.pk}/files/{key}/0/legibility/").status_code == 200
        assert time.monotonic() - began < 60
    assert client.get(f"/desk/cases/{case.pk}/files/{good}/0/")["Content-Type"] == "image/png"


@pytest.mark.parametrize(
    "query", ["file=x", "file=1-99", "page=-1", "page=x", "zoom=99", "turned=45", "file=%00"]
)
def test_no_address_makes_it_fail(matters: Matters, client: Client, query: str) -> None:
    case = case_with(matters, ("คำขอ.pdf", PDF))
    sign_in(client, matters.officer)
    assert client.get(f"{at(case)}?{query}").status_code == 200
    for path in ("x", "1-99", "1-s9", "1-p9"):
        assert client.get(f"/desk/cases/{case.pk}/files/{path}/").status_code == 404


def addresses(case: Case, key: str) -> list[str]:
    files = f"/desk/cases/{case.pk}/files/{key}/"
    return [at(case), f"{at(case)}?file={key}", files, f"{files}0/", f"{files}0/legibility/"]


def test_a_restricted_cases_files_are_not_there_for_others(matters: Matters, client: Client) -> None:
    complaints = Service.objects.offer("ร้องเรียน", Kind.COMPLAINT, MANUAL, by=OPERATOR)
    case = case_with(matters, ("ลับ.pdf", PDF), service=complaints)
    sign_in(client, matters.officer)
    [key] = keys_of(page(client, at(case)))
    assert [client.get(one).status_code for one in addresses(case, key)] == [200] * 5

    colleague = add_officer("นางสาวแก้ว", "kaew@klongnoy.go.th", Duty.CASE)
    sign_in(client, colleague)
    unknown = Case(pk=999_999)
    for hidden, missing in zip(addresses(case, key), addresses(unknown, key), strict=True):
        for method in (client.get, client.post, client.head):
            one, other = method(hidden), method(missing)
            assert one.status_code == other.status_code and one.status_code in (404, 405)
            assert len(one.content) == len(other.content)
            assert one.headers.get("ETag") == other.headers.get("ETag")
    assert not case.checks.exists()

    case.name_viewer(colleague, by=matters.head)
    assert [client.get(one).status_code for one in addresses(case, key)] == [200] * 5


def test_a_letter_that_the_register_closes_to_an_officer_shows_no_file(
    matters: Matters, client: Client
) -> None:
    case = case_with(matters, ("เปิด.pdf", PDF))
    closed = matters.entry(subject="ปิด", sender="x@example.net", attachments=[("ปิด.pdf", PDF)])
    CaseLetter.objects.join(case, closed, CaseLetter.OFFICER, by=matters.officer)
    closed.restrict(by=matters.office.clerk)
    sign_in(client, matters.officer)  # who holds the case sees all of it
    keys = keys_of(page(client, at(case)))
    assert len(keys) == 2
    sign_in(client, add_officer("นางสาวแก้ว", "kaew@klongnoy.go.th", Duty.CASE))
    assert keys_of(page(client, at(case))) == keys[:1]
    assert client.get(f"/desk/cases/{case.pk}/files/{keys[1]}/").status_code == 404


def test_a_letter_that_turned_out_secret_shows_no_file(matters: Matters, client: Client) -> None:
    case = case_with(matters, ("ลับ.pdf", PDF))
    sign_in(client, matters.officer)
    [key] = keys_of(page(client, at(case)))
    case.entry.recall(by=matters.office.clerk)
    Verdict.objects.lock_as_secret(InboundEmail.objects.get(), by=matters.office.clerk)
    assert "ลับ.pdf" not in page(client, at(case))
    assert client.get(f"/desk/cases/{case.pk}/files/{key}/").status_code == 404


def test_twenty_files_ask_as_much_as_two_and_cost_little(matters: Matters, client: Client) -> None:
    sign_in(client, matters.officer)
    counts, costs = [], []
    for many in (1, 10):
        case = case_with(matters, *((f"{n}.pdf", PDF) for n in range(many)), sender=f"s{many}@example.com")
        other = matters.entry(
            sender=f"t{many}@example.com", attachments=[(f"{n}.jpg", CARD) for n in range(many)]
        )
        CaseLetter.objects.join(case, other, CaseLetter.OFFICER, by=matters.officer)
        assert len(keys_of(page(client, at(case)))) == 2 * many
        began = time.process_time()
        with CaptureQueriesContext(connection) as asked:
            page(client, at(case))
        costs.append(time.process_time() - began)
        counts.append(len(asked))
    assert counts[0] == counts[1]
    assert costs[1] < 0.15


def test_the_pictures_are_loaded_late(matters: Matters, client: Client) -> None:
    sign_in(client, matters.officer)
    shown = page(client, at(case_with(matters, *((f"{n}.pdf", PDF) for n in range(9)))))
    assert shown.count("<img") == 1 and 'loading="lazy"' in shown


def test_the_small_list_on_the_page_of_the_case_stays(matters: Matters, client: Client) -> None:
    case = case_with(matters, ("คำขอ.pdf", PDF))
    PaperCheck.objects.find(case, "form", Found.WHOLE, by=matters.officer)
    sign_in(client, matters.officer)
    assert page(client, f"/desk/cases/{case.pk}/").count('data-code="Digit1"') == 3
