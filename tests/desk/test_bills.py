"""The slip that an applicant mails: seen beside the four data, noted with the number of its code; and the case says so."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client
from django.utils.timezone import localdate

from saraban.agencies.duties import OPERATOR
from saraban.cases.catalogue import FeeDue, Kind, Service
from saraban.cases.fees import CaseInvoice
from saraban.cases.models import Case, Side
from saraban.payments.slips import Came, Slip
from saraban.registers.models import IncomingEntry
from saraban.tenancy.scope import acting_for
from tests.cases.matters import MANUAL, Matters, open_matters
from tests.cases.test_cases import follow
from tests.desk.signing_in import sign_in
from tests.office import arrive, letter_bytes
from tests.payments.slips import SLIP, screenshot
from tests.payments.tills import AGENCY, Till, till_of

SAID = {"account_name": AGENCY, "paid_on": "วันนี้", "amount": "500"}


@pytest.fixture
def matters(db: None, data_dir: Path) -> Iterator[Matters]:
    made = open_matters(data_dir, practice=True)
    with acting_for(made.office.agency):
        yield made


@pytest.fixture
def till(matters: Matters) -> Till:
    return till_of(matters.office)


@pytest.fixture
def made(matters: Matters, till: Till) -> CaseInvoice:
    """Of a case whose fee is paid before the decision: its bill, mailed."""
    manual = replace(MANUAL, fee_due=FeeDue.DECISION)
    service = Service.objects.offer("ขออนุญาตก่อสร้าง", Kind.PERMIT, manual, by=OPERATOR)
    case = matters.complete(service=service)
    due_on = localdate() + timedelta(days=9)
    bill = CaseInvoice.objects.bill(case, 50_000, due_on=due_on, fee=till.fee, by=matters.officer)
    bill.send(by=matters.officer)
    return bill


def answered(matters: Matters, made: CaseInvoice, *attachments: tuple[str, bytes]) -> None:
    assert made.mail is not None
    thread = {"In-Reply-To": made.mail.letter.message_id}
    raw = letter_bytes(
        "Re: ใบแจ้งชำระ", sender="somchai@example.com", headers=thread, attachments=[*attachments]
    )
    IncomingEntry.objects.enter(arrive(matters.office, raw), by=matters.office.clerk)
    follow()


def slip_bytes() -> bytes:
    bytes_ = io.BytesIO()
    screenshot().save(bytes_, format="png")
    return bytes_.getvalue()


def page(client: Client, path: str, status: int = 200) -> str:
    answer = client.get(path)
    assert answer.status_code == status
    return answer.content.decode()


def test_a_slip_that_was_mailed_is_noted_from_its_picture(
    matters: Matters, till: Till, made: CaseInvoice, client: Client
) -> None:
    sign_in(client, matters.officer)
    case = f"/desk/cases/{made.case_id}/"
    assert "รอชำระเงิน 500.00 บาท" in page(client, case)
    answered(matters, made, ("IMG_0001.png", slip_bytes()))
    assert "บันทึกหลักฐานการชำระ <kbd>" in page(client, case)
    made.case.refresh_from_db()
    assert made.case.waits_for == Side.OFFICE
    shown = page(client, f"{case}slip/")
    assert f'เลขอ้างอิง <b class="num">{SLIP.reference}</b> โอนจากธนาคารกสิกรไทย' in shown
    assert f'value="{AGENCY}"' in shown and 'value="500.00"' in shown
    file = made.case.letters.get(entry__email__answers=made.mail.letter).pk  # type: ignore[union-attr]
    answer = client.post(f"{case}slip/?file={file}-0", SAID | {"invoice": made.invoice_id}, follow=True)
    assert "บันทึกหลักฐานแล้ว" in answer.content.decode()
    slip = Slip.objects.get()
    assert (slip.invoice, slip.reference, slip.bank, slip.came) == (
        made.invoice,
        SLIP.reference,
        "004",
        Came.MAIL,
    )
    assert slip.email is not None and slip.kept_file is not None and slip.kept_file.name == "IMG_0001.png"
    assert "ได้หลักฐานแล้ว รอการเงินพบเงิน 500.00 บาท" in page(client, case)
    slip.refuse("บัญชีผิด", by=till.finance)
    made.send(by=matters.officer)
    follow()
    made.case.refresh_from_db()
    assert made.case.waits_for == Side.APPLICANT and "รอชำระเงิน 500.00 บาท" in page(client, case)


def test_what_lacks_is_said_and_what_was_typed_stays(
    matters: Matters, made: CaseInvoice, client: Client
) -> None:
    sign_in(client, matters.officer)
    answered(matters, made, ("statement.txt", b"paid"))
    path = f"/desk/cases/{made.case_id}/slip/"
    answer = client.post(path, SAID | {"invoice": made.invoice_id, "amount": "๔๙๙.๕๐"})
    shown = answer.content.decode()
    assert answer.status_code == 422 and "ยังไม่มีหมายเลขอ้างอิงของธุรกรรม" in shown
    assert 'value="๔๙๙.๕๐"' in shown and not Slip.objects.exists()


def test_nothing_is_noted_where_nothing_is_due(matters: Matters, client: Client) -> None:
    sign_in(client, matters.officer)
    case: Case = matters.case()
    answer = client.get(f"/desk/cases/{case.pk}/slip/", follow=True)
    assert "ไม่มีใบแจ้งชำระที่รอเงิน" in answer.content.decode()
