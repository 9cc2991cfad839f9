"""The pages of chapter 4 as officer, head and clerk press them; on paper, too, and with a PDF that was sealed elsewhere."""

from __future__ import annotations

import logging
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image, ImageDraw

from saraban.documents.papers import PaperKind
from saraban.issuing.carrying import WAITS_FOR_KEY, WAITS_FOR_SCAN
from saraban.issuing.certificates import SealingCertificate, close_all
from saraban.issuing.letterheads import Letterhead
from saraban.issuing.models import Issue, Stage
from saraban.issuing.wordings import Wording
from saraban.mail.models import OutboundEmail, files
from tests.cases.conftest import matters
from tests.desk.signing_in import sign_in
from tests.documents import pki
from tests.issuing.conftest import desk, forget_keys, root
from tests.issuing.desks import APPLICANT, PASSPHRASE, Desk, certificate_file, press, with_certificate

__all__ = ["desk", "forget_keys", "matters", "root"]

AT = "/desk/documents/"
SETTINGS = "/desk/settings/"


def as_(officer: object) -> Client:
    return sign_in(Client(), officer)  # type: ignore[arg-type]


def said(client: Client, path: str, form: dict[str, object] | None = None) -> str:
    answer = client.post(path, form, follow=True) if form is not None else client.get(path, follow=True)
    return answer.content.decode()


@pytest.fixture(autouse=True)
def in_practice(desk: Desk) -> None:
    agency = desk.matters.office.agency
    type(agency).objects.filter(pk=agency.pk).update(practice=True)


def test_a_licence_from_the_case_to_the_mail_by_the_pages(desk: Desk) -> None:
    case = desk.approved()
    officer, head, clerk = as_(desk.officer), as_(desk.head), as_(desk.clerk)
    assert "ออกเอกสารแจ้งผล" in said(officer, f"/desk/cases/{case.pk}/")
    page = said(officer, f"/desk/cases/{case.pk}/document/")
    assert desk.kind.name in page and not Issue.objects.exists(), "to look makes nothing"
    page = said(officer, f"/desk/cases/{case.pk}/document/", {"licence_kind": str(desk.kind.pk)})
    issue = Issue.objects.get()
    assert "ยังลงนามไม่ได้ เพราะยังขาด" in page and "ประเภทกิจการ" in page
    assert "ลงนามในระบบ</button>" not in said(head, f"{AT}{issue.pk}/")
    draft = issue.draft
    form = {
        "subject": draft.letter.subject,
        "to": draft.letter.to,
        "text": draft.letter.text,
        "holder": APPLICANT,
        "place": "12 หมู่ 3",
        "of_activity": "ซ่อมรถยนต์",
    }
    refused = officer.post(f"{AT}{issue.pk}/", form | {"subject": "", "place": "ที่พิมพ์ไว้"})
    assert refused.status_code == 422 and "ที่พิมพ์ไว้" in refused.content.decode()
    said(officer, f"{AT}{issue.pk}/", form)
    assert "เสนอลงนามแล้ว" in said(officer, f"{AT}{issue.pk}/laid/", {})
    assert issue.subject in said(head, "/desk/approvals/")
    assert "ส่งคืนให้แก้แล้ว" in said(head, f"{AT}{issue.pk}/sent-back/", {"because": "แก้คำ"})
    assert "ส่งคืนให้แก้: แก้คำ" in said(officer, f"{AT}{issue.pk}/")
    said(officer, f"{AT}{issue.pk}/laid/", {})
    assert f"ลงนามโดย {desk.head.name}" in said(head, f"{AT}{issue.pk}/signed/", {})
    page = said(clerk, f"{AT}{issue.pk}/out/", {"recipients": "นายสมชาย <ผิด@@example>"})
    assert Issue.objects.get().stage == Stage.SIGNED and "ยังไม่ได้ส่ง" in page
    page = said(clerk, f"{AT}{issue.pk}/out/", {"recipients": f"{APPLICANT} somchai@example.com"})
    assert "ออกแล้ว เลขส่ง" in page and "1/2566" in page
    assert OutboundEmail.objects.filter(kind=OutboundEmail.LETTER).count() == 1
    assert clerk.get(f"{AT}{issue.pk}/files/2/").content.startswith(b"%PDF-")
    assert clerk.get(f"{AT}{issue.pk}/pages/2/0/").content.startswith(b"\x89PNG")
    assert clerk.get(f"{AT}{issue.pk}/pages/3/0/").status_code == 404
    assert "บันทึกคำขอรับฉบับกระดาษแล้ว" in said(clerk, f"{AT}{issue.pk}/copies/", {"said": "โทรมาขอ"})
    assert "ร่างฉบับแทนแล้ว" in said(officer, f"{AT}{issue.pk}/reissued/", {"because": "พิมพ์ผิด"})
    assert issue.subject in said(clerk, AT)


def test_signed_on_paper_it_leaves_once_both_scans_are_there(desk: Desk) -> None:
    issue = desk.draft(desk.approved())
    clerk = as_(desk.clerk)
    said(clerk, f"{AT}{issue.pk}/signed-on-paper/", {"signer": str(desk.head.pk), "signed_on": "23/1/66"})
    said(clerk, f"{AT}{issue.pk}/out/", {"recipients": f"{APPLICANT} somchai@example.com"})
    issue.refresh_from_db()
    assert issue.stage == Stage.NUMBERED and WAITS_FOR_SCAN in said(clerk, f"{AT}{issue.pk}/")
    assert "ยังไม่ได้เลือกไฟล์" in said(clerk, f"{AT}{issue.pk}/scanned/", {"place": "1"})
    data = picture()
    for place in ("1", "2"):
        file = SimpleUploadedFile("หน้า.png", data)
        page = said(clerk, f"{AT}{issue.pk}/scanned/", {"place": place, "files": file})
    assert "ออกแล้ว เลขส่ง" in page
    issue.refresh_from_db()
    assert issue.stage == Stage.SENT
    for paper in issue.issued.all():
        made = files().read(issue.agency, paper.sha256)
        assert made.startswith(b"%PDF-") and b"pdfaid" in made
    assert "ไม่ได้ประทับรับรอง" in OutboundEmail.objects.get(kind=OutboundEmail.LETTER).body


def picture() -> bytes:
    """A page with black lines."""
    image = Image.new("RGB", (1240, 1754), "white")
    drawn = ImageDraw.Draw(image)
    for row in range(200, 1500, 60):
        drawn.rectangle((150, row, 1050, row + 12), fill="black")
    made = BytesIO()
    image.save(made, "PNG")
    return made.getvalue()


def test_a_pdf_that_was_sealed_elsewhere_leaves_as_it_is(desk: Desk, root: pki.Authority) -> None:
    issue = desk.draft(desk.approved())
    issue.note_signed_on_paper(desk.head, issue.drafted_at.date(), by=desk.clerk)
    issue.send_out(press(), by=desk.clerk)
    clerk = as_(desk.clerk)
    sealed = pki.signed(pki.paper(), root.signer("เทศบาลตำบลคลองน้อย"), roots=[root])
    broken = sealed.replace(b"Letter of the town", b"Letter of the TOWN")
    page = said(
        clerk, f"{AT}{issue.pk}/scanned/", {"place": "1", "files": SimpleUploadedFile("x.pdf", broken)}
    )
    assert "ลายมือชื่อในไฟล์ใช้ไม่ได้" in page
    for place in ("1", "2"):
        said(
            clerk, f"{AT}{issue.pk}/scanned/", {"place": place, "files": SimpleUploadedFile("x.pdf", sealed)}
        )
    issue.refresh_from_db()
    assert issue.stage == Stage.SENT, issue.waits
    assert {files().read(issue.agency, one.sha256) for one in issue.issued.all()} == {sealed}
    assert "ไม่ได้ประทับรับรอง" not in OutboundEmail.objects.get(kind=OutboundEmail.LETTER).body


def test_the_certificate_is_brought_opened_and_ended(
    desk: Desk, root: pki.Authority, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    clerk = as_(desk.clerk)
    path = f"{SETTINGS}certificate/"
    p12 = certificate_file(root)
    assert "ยังไม่มีใบรับรอง" in said(clerk, path)
    wrong = clerk.post(path, {"p12": SimpleUploadedFile("a.p12", p12), "passphrase": "รหัสที่ผิด"})
    assert wrong.status_code == 422 and "รหัสผ่านของไฟล์ไม่ถูกต้อง" in wrong.content.decode()
    assert "รหัสที่ผิด" not in wrong.content.decode()
    assert "ยังไม่ได้เลือกไฟล์" in said(clerk, path, {"passphrase": "x"})
    page = said(clerk, path, {"p12": SimpleUploadedFile("a.p12", p12), "passphrase": PASSPHRASE})
    assert "เปิดแล้ว ประทับได้" in page
    close_all()
    issue = desk.signed()
    said(clerk, f"{AT}{issue.pk}/out/", {"recipients": f"{APPLICANT} somchai@example.com", "seals": "on"})
    assert WAITS_FOR_KEY in said(clerk, f"{AT}{issue.pk}/")
    assert "เอกสาร 1 ฉบับออกเลขแล้ว" in said(clerk, path)
    assert "รหัสผ่านของไฟล์ไม่ถูกต้อง" in said(clerk, f"{path}opened/", {"passphrase": "รหัสที่ผิด"})
    page = said(clerk, f"{path}opened/", {"passphrase": PASSPHRASE})
    assert "เปิดใบรับรองแล้ว" in page and "เอกสารที่รออยู่ 1 ฉบับกำลังออก" in page
    assert "เลิกใช้ใบรับรองแล้ว" in said(clerk, f"{path}ended/", {"because": "หมดสัญญา"})
    assert SealingCertificate.objects.standing() is None
    for word in (PASSPHRASE, "รหัสที่ผิด"):
        assert word not in caplog.text
        assert word not in str(dict(clerk.session))


def test_it_warns_sixty_days_before_the_certificate_ends(desk: Desk, root: pki.Authority) -> None:
    certificate = with_certificate(desk, root)
    path = f"{SETTINGS}certificate/"
    assert "โปรดเริ่มขอวันนี้" not in said(as_(desk.clerk), path)
    with certificate.change("opened", by=desk.clerk):
        certificate.valid_until = certificate.valid_from.replace(year=certificate.valid_from.year)
    assert "โปรดเริ่มขอวันนี้" in said(as_(desk.clerk), path)


def test_the_letterhead_takes_the_agencys_own_emblem_and_nothing_that_bites(desk: Desk) -> None:
    clerk = as_(desk.clerk)
    path = f"{SETTINGS}letterhead/"
    good = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10"><circle cx="5" cy="5" r="4"/></svg>'
    page = said(
        clerk, path, {"address": "1 หมู่ 2", "thai_digits": "on", "emblem": SimpleUploadedFile("a.svg", good)}
    )
    assert "บันทึกหัวหนังสือแล้ว" in page
    assert clerk.get(f"{SETTINGS}wordings/external_letter/sample/").content.startswith(b"\x89PNG")
    for bad in (
        b"GIF89a",
        b"<svg",
        b"%PDF-1.7",
        b'<svg xmlns="http://www.w3.org/2000/svg"><image href="file:///etc/passwd"',
    ):
        answer = clerk.post(path, {"address": "2", "emblem": SimpleUploadedFile("a.svg", bad)})
        assert answer.status_code == 422, bad
    row = Letterhead.objects.here()
    assert row is not None and row.address == "1 หมู่ 2" and row.emblem_sha256
    said(clerk, path, {"address": "1 หมู่ 2", "emblem_gone": "on"})
    row = Letterhead.objects.get()
    assert not row.emblem_sha256 and not row.thai_digits


def test_the_agencys_own_words_hold_for_new_drafts(desk: Desk) -> None:
    clerk = as_(desk.clerk)
    path = f"{SETTINGS}wordings/external_letter/"
    answer = clerk.post(path, {"subject": "แจ้งผล", "text": "เรียนท่าน {ไม่รู้จัก} {service}"})
    assert answer.status_code == 422 and "ไม่รู้จักช่อง {ไม่รู้จัก}" in answer.content.decode()
    assert "บันทึกแบบข้อความแล้ว" in said(
        clerk, path, {"subject": "แจ้งผล {service}", "text": "อนุญาต {holder} แล้ว"}
    )
    issue = desk.draft(desk.approved())
    assert issue.draft.letter.text == f"อนุญาต {APPLICANT} แล้ว"
    assert "บันทึกแบบข้อความแล้ว" in said(clerk, path, {"subject": "", "text": "", "preset": "1"})
    assert [row.text for row in Wording.objects.order_by("version")] == ["อนุญาต {holder} แล้ว", ""]
    assert "กลับไปใช้แบบตั้งต้น" not in said(clerk, path)


def test_a_paper_without_a_case(desk: Desk) -> None:
    clerk = as_(desk.clerk)
    for kind in (PaperKind.MEMO, PaperKind.EXTERNAL_LETTER, PaperKind.ANNOUNCEMENT):
        said(clerk, f"{AT}new/", {"kind": kind.value})
        issue = Issue.objects.latest("pk")
        assert issue.paper_kind == kind and issue.case is None
        assert clerk.get(f"{AT}{issue.pk}/pages/1/0/").status_code == 200
    assert clerk.post(f"{AT}new/", {"kind": "licence"}).status_code == 404
