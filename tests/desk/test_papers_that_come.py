"""What an applicant sends of their case after we wrote: one key registers it, whatever kind of file it is."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import Client

from saraban.mail.models import OutboundEmail
from saraban.tenancy.scope import acting_for
from tests.cases.matters import Matters, open_matters
from tests.desk.signing_in import sign_in
from tests.office import arrive, letter_bytes
from tests.proposals import papers, pictures

SCAN = pictures.as_scanned_pdf(pictures.page(100), 100)
DOUBT = "ตรวจก่อนลงรับ"


@pytest.fixture
def matters(db: None, data_dir: Path) -> Iterator[Matters]:
    made = open_matters(data_dir, practice=True)
    with acting_for(made.office.agency):
        yield made


def page_of_a_reply(
    matters: Matters, client: Client, *files: tuple[str, bytes], sender: str = "somchai@example.com"
) -> str:
    case = matters.case()
    receipt = OutboundEmail.objects.get(in_reply_to=case.entry.email, kind=OutboundEmail.ANSWER)
    raw = letter_bytes(
        "Re: ส่งบัตร",
        sender=sender,
        headers={"In-Reply-To": receipt.message_id},
        attachments=files,
        body="ตามแนบ",
    )
    letter = arrive(matters.office, raw)
    assert letter.answers == receipt
    sign_in(client, matters.office.clerk)
    return client.get(f"/desk/letters/{letter.pk}/").content.decode()


@pytest.mark.parametrize("files", [[("บัตร.pdf", SCAN)], [("1.pdf", SCAN), ("2.pdf", SCAN)]])
def test_the_scans_of_an_applicant_are_papers_and_raise_no_doubt(
    matters: Matters, client: Client, files: list[tuple[str, bytes]]
) -> None:
    page = page_of_a_reply(matters, client, *files)
    assert DOUBT not in page and "data-doubt" not in page
    assert 'value="นายสมชาย ที่ปรึกษาดี"' in page and "/pictures/0/" in page  # the scan stands there to be seen


def test_a_scan_of_somebody_else_in_the_thread_is_still_looked_at(matters: Matters, client: Client) -> None:
    page = page_of_a_reply(matters, client, ("หนังสือ.pdf", SCAN), sender="x@example.net")
    assert DOUBT in page and "data-doubt" in page


def test_a_letter_that_can_be_read_is_read_as_ever(matters: Matters, client: Client) -> None:
    page = page_of_a_reply(matters, client, ("หนังสือ.pdf", papers.external()))
    assert "นบ 52001/123" in page or "นบ ๕๒๐๐๑/๑๒๓" in page
