"""What stands beside the card: the first page of a PDF, or the photo; nothing else is ever shown as a picture."""

from __future__ import annotations

from email.message import EmailMessage

import pytest
from django.test import Client

from saraban.registers.handed_in import Channel, HandedIn, HandIn
from saraban.registers.models import Particulars
from saraban.registers.scans import Scan
from tests.office import Office, arrive
from tests.proposals import papers

PHOTO = b"\xff\xd8\xff\xe0" + b"JFIF" * 12_000
PAGE = papers.external()


def mail(*files: tuple[str, str, bytes]) -> bytes:
    message = EmailMessage()
    message["From"] = "somchai@example.com"
    message["Subject"] = "ภาพถนน"
    message["Message-ID"] = "<photo@example.com>"
    message.set_content("ดูภาพ")
    for kind, name, data in files:
        maintype, _, subtype = kind.partition("/")
        message.add_attachment(data, maintype=maintype, subtype=subtype, filename=name)
    return message.as_bytes()


def test_a_photo_stands_beside_the_card_as_it_came(office: Office, clerk: Client) -> None:
    letter = arrive(office, mail(("text/plain", "a.txt", b"a"), ("image/jpeg", "ถนน.jpg", PHOTO)))
    address = f"/desk/letters/{letter.pk}/pictures/1/"
    page = clerk.get(f"/desk/letters/{letter.pk}/").content.decode()
    assert f'src="{address}"' in page and "ภาพ ถนน.jpg" in page
    answer = clerk.get(address)
    assert (answer.content, answer["Content-Type"]) == (PHOTO, "image/jpeg")
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer["X-Content-Type-Options"] == "nosniff"


def test_a_pdf_comes_before_a_photo(office: Office, clerk: Client) -> None:
    letter = arrive(office, mail(("image/jpeg", "a.jpg", PHOTO), ("application/pdf", "b.pdf", PAGE)))
    assert (
        f"/desk/letters/{letter.pk}/pictures/1/" in clerk.get(f"/desk/letters/{letter.pk}/").content.decode()
    )
    assert clerk.get(f"/desk/letters/{letter.pk}/pictures/1/")["Content-Type"] == "image/png"


def test_the_small_picture_of_a_signature_is_none(office: Office, clerk: Client) -> None:
    letter = arrive(office, mail(("image/png", "image001.png", b"\x89PNG\r\n\x1a\n" + b"x" * 3_000)))
    assert "/pictures/" not in clerk.get(f"/desk/letters/{letter.pk}/").content.decode()


def test_what_only_says_that_it_is_a_photo_is_shown_to_nobody(office: Office, clerk: Client) -> None:
    letter = arrive(office, mail(("image/jpeg", "a.jpg", b"<html><script>alert(1)</script></html>")))
    assert clerk.get(f"/desk/letters/{letter.pk}/pictures/0/").status_code == 404


@pytest.mark.parametrize(
    ("name", "data", "kind"), [("a.pdf", PAGE, "image/png"), ("a.jpg", PHOTO, "image/jpeg")]
)
def test_the_scan_of_what_was_handed_in(
    office: Office, clerk: Client, name: str, data: bytes, kind: str
) -> None:
    entry = HandedIn.objects.enter(
        HandIn(Channel.PAPER, scans=[Scan(name, data)]),
        by=office.clerk,
        particulars=Particulars(sender="อำเภอ", subject="ขอเชิญ"),
    )
    assert entry.handed_in is not None
    scan = entry.handed_in.scans.get()
    address = f"/desk/scans/{scan.pk}/picture/"
    assert f'src="{address}"' in clerk.get(f"/desk/register/{entry.pk}/").content.decode()
    answer = clerk.get(address)
    assert (answer.status_code, answer["Content-Type"]) == (200, kind)
