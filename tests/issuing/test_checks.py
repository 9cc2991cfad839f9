"""Anyone may ask whether a paper is ours and as it left; the page never says so of what was changed (quality R21, T14)."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pypdfium2
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from saraban.issuing.carrying import carry
from saraban.issuing.checks import FILE_BYTES_MAX, Word, by_file, by_number, by_token
from saraban.issuing.models import Issue, IssuedPaper
from saraban.licences.models import Standing
from saraban.mail.models import files
from saraban.thai.digits import thai_digits
from tests.documents import pki
from tests.issuing.desks import TODAY, Desk, with_certificate

UNCHANGED, CHANGED = "เหมือนฉบับที่ออกทุกประการ", "ไฟล์นี้ไม่เหมือนฉบับที่ออก"
NOT_OURS = "ไม่ใช่เอกสารที่ออกจากระบบนี้"


@pytest.fixture
def sent(desk: Desk, root: pki.Authority) -> Issue:
    with_certificate(desk, root)
    issue = desk.numbered(seals=True)
    carry(issue)
    issue.refresh_from_db()
    return issue


def licence_of(issue: Issue) -> tuple[IssuedPaper, bytes]:
    paper = issue.issued.get(kind="licence")
    return paper, files().read(issue.agency, paper.sha256)


def kept(folder: Path, data: bytes) -> Path:
    path = folder / "it.pdf"
    path.write_bytes(data)
    return path


def dropped(client: Client, data: bytes, name: str = "it.pdf") -> str:
    return client.post("/verify/", {"file": SimpleUploadedFile(name, data)}).content.decode()


def test_the_address_of_a_qr_tells_what_the_paper_says(sent: Issue, client: Client) -> None:
    paper, _ = licence_of(sent)
    answer = client.get(f"/v/{paper.token}")
    page = answer.content.decode()
    for said in ("ออกโดยหน่วยงานนี้จริง", "นายสมชาย ใจดี", "1/2566", "12 หมู่ 3 ตำบลคลองน้อย", paper.sha256):
        assert said in page
    assert answer.headers["Cache-Control"] == "no-store" and answer.headers["X-Robots-Tag"] == "noindex"
    assert paper.code not in page
    unknown = client.get("/v/00000000000000000000")
    assert unknown.status_code == 404 and NOT_OURS in unknown.content.decode()


def test_a_number_tells_nothing_without_its_code(sent: Issue, client: Client) -> None:
    paper, _ = licence_of(sent)
    for number, code, found in (
        (paper.number, paper.code, True),
        (thai_digits(paper.number), paper.code.lower(), True),
        (paper.number, "AAAAAAAA", False),
        (paper.number, "", False),
        ("2/2566", paper.code, False),
    ):
        page = client.post("/verify/", {"number": number, "code": code}).content.decode()
        assert ("นายสมชาย ใจดี" in page) is found, (number, code)
    letter = sent.issued.get(kind="external_letter")
    assert by_number(sent.agency, letter.number, letter.code).paper == letter
    assert by_number(sent.agency, letter.number, paper.code).paper is None


def test_the_file_as_it_left_is_unchanged(sent: Issue, client: Client, tmp_path: Path) -> None:
    for paper in sent.issued.all():
        told = by_file(kept(tmp_path, files().read(sent.agency, paper.sha256)), on=TODAY)
        assert (told.word, told.paper, told.holds) == (Word.UNCHANGED, paper, True)


@pytest.mark.parametrize("place", [0.1, 0.3, 0.5, 0.7, 0.9, 0.99])
def test_one_byte_is_never_unchanged(sent: Issue, client: Client, tmp_path: Path, place: float) -> None:
    _, data = licence_of(sent)
    changed = bytearray(data)
    changed[int(len(data) * place)] ^= 1
    told = by_file(kept(tmp_path, bytes(changed)), on=TODAY)
    assert told.word in (Word.CHANGED, Word.NOT_OURS) and not told.holds
    page = dropped(client, bytes(changed))
    assert UNCHANGED not in page and "note ok" not in page


def test_a_revision_more_another_page_and_a_copy_saved_anew_are_told(
    sent: Issue, client: Client, tmp_path: Path
) -> None:
    paper, data = licence_of(sent)
    with pypdfium2.PdfDocument(data) as opened:
        again = tmp_path / "again.pdf"
        opened.save(again)
    for changed in (pki.changed(data, pki.add_note), pki.changed(data, pki.change_words), again.read_bytes()):
        assert changed != data
        told = by_file(kept(tmp_path, changed), on=TODAY)
        assert (told.word, told.paper, told.holds) == (Word.CHANGED, paper, False)
        page = dropped(client, changed)
        assert CHANGED in page and "note ok" not in page


def test_what_is_none_of_ours_is_told_so(
    desk: Desk, root: pki.Authority, client: Client, tmp_path: Path
) -> None:
    stranger = pki.signed(pki.paper(), root.signer("เทศบาลตำบลคลองน้อย"), roots=[root])
    for data in (pki.paper(), stranger, b"%PDF-1.7 nothing more"):
        assert by_file(kept(tmp_path, data)).word == Word.NOT_OURS
        page = dropped(client, data)
        assert NOT_OURS in page and "note ok" not in page


def test_what_cannot_be_checked_says_what_to_do(sent: Issue, client: Client) -> None:
    for data, said in (
        (b"GIF89a", "ไม่ใช่ PDF"),
        (b"%PDF-" + bytes(FILE_BYTES_MAX), "ใหญ่เกิน 25 เมกะไบต์"),
    ):
        answer = client.post("/verify/", {"file": SimpleUploadedFile("x.pdf", data)})
        assert answer.status_code == 422 and said in answer.content.decode()
    answer = client.post("/verify/", {"number": "1/2566"})
    assert answer.status_code == 422 and "รหัสตรวจสอบ" in answer.content.decode()
    assert client.get("/verify/").status_code == 200


@pytest.mark.parametrize(
    ("on", "standing"),
    [
        (TODAY - timedelta(days=1), Standing.NOT_BEGUN),
        (TODAY, Standing.IN_FORCE),
        (date(2024, 1, 22), Standing.IN_FORCE),
        (date(2024, 1, 23), Standing.EXPIRED),
    ],
)
def test_how_a_licence_stands_that_day(sent: Issue, on: date, standing: Standing) -> None:
    assert sent.licence is not None
    told = by_token(sent.licence.token, on=on)
    assert (told.standing, told.holds) == (standing, standing == Standing.IN_FORCE)


def test_a_forms_press_from_elsewhere_is_refused(sent: Issue) -> None:
    strict = Client(enforce_csrf_checks=True)
    assert strict.post("/verify/", {"number": "1/2566", "code": "x"}).status_code == 403


def test_one_that_was_voided_is_not_to_be_used(desk: Desk, client: Client) -> None:
    issue = desk.numbered()
    issue.void("พิมพ์ผิด", by=desk.clerk)
    for paper in issue.issued.all():
        assert not by_token(paper.token, on=TODAY).holds
        assert "เอกสารนี้ยกเลิกแล้ว" in client.get(f"/v/{paper.token}").content.decode()
