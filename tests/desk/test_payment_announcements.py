"""The page of the announcement of how the agency is paid: drafted, signed, recorded, and told when it is no longer true."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from saraban.agencies.duties import OPERATOR, Duty
from saraban.notices.announcements import PaymentAnnouncement
from saraban.payments.accounts import Account
from saraban.tenancy.scope import acting_for
from tests.desk.signing_in import sign_in
from tests.office import add_officer
from tests.payments.tills import AGENCY, Till, open_till

ACCOUNTS, HERE = "/desk/pay/accounts/", "/desk/pay/accounts/announcements/"
SIGNED = {
    "announced_on": "วันนี้",
    "signer": "นายสมศักดิ์ ตั้งใจ",
    "position": "นายกเทศมนตรีตำบลคลองน้อย",
    "place": "เว็บไซต์ของเทศบาล",
}


@pytest.fixture
def till(db: None, data_dir: Path) -> Iterator[Till]:
    made = open_till(data_dir, practice=True)
    with acting_for(made.office.agency):
        yield made


@pytest.fixture
def finance(till: Till, client: Client) -> Client:
    return sign_in(client, till.finance)


def page(client: Client, path: str = HERE) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return answer.content.decode()


def drafted(client: Client, channel: str = "") -> str:
    """Where the draft is."""
    answer = client.post(HERE, {"channel": channel})
    assert answer.status_code == 302, answer.content.decode()
    return answer.headers["Location"]


def test_it_is_drafted_printed_signed_and_recorded(till: Till, finance: Client) -> None:
    for path in (ACCOUNTS, HERE):
        assert "ยังไม่ได้บันทึกว่าประกาศวิธีการชำระเงินแล้ว" in page(finance, path)
    assert f'href="{HERE}"' in page(finance, ACCOUNTS)
    assert "เลขที่บัญชี 123-4-56789-0" in page(finance), "what it will say"
    where = drafted(finance, "เว็บไซต์ www.klongnoy.go.th")
    shown = page(finance, where)
    assert "หรือทาง เว็บไซต์ www.klongnoy.go.th" in shown and "(๔) หมายเลขอ้างอิงของธุรกรรม" in shown
    assert 'value="นายสมศักดิ์ ตั้งใจ"' in shown and 'value="นายกเทศมนตรีตำบลคลองน้อย"' in shown
    made = finance.get(f"{where}pdf/")
    assert made.content.startswith(b"%PDF-") and made.headers["Content-Type"] == "application/pdf"
    assert f'href="{where}"' in page(finance)

    shown = finance.post(where, SIGNED, follow=True).content.decode()
    assert "ประกาศนี้คือฉบับที่ใช้อยู่" in shown and "ตรงกับบัญชีที่ใช้อยู่" in shown and till.finance.name in shown
    assert "ตรงกับบัญชีที่ใช้อยู่" in page(finance, ACCOUNTS)
    assert "บันทึกว่าประกาศแล้ว</button>" not in page(finance, where)
    assert 'value="เว็บไซต์ www.klongnoy.go.th"' in page(finance), (
        "the next one has the same channel, unless changed"
    )


def test_when_an_account_changes_the_pages_say_that_the_announcement_differs(
    till: Till, finance: Client
) -> None:
    finance.post(drafted(finance), SIGNED)
    old = PaymentAnnouncement.objects.get()
    Account.objects.open(AGENCY, bank="030", number="999999999999", by=OPERATOR)
    for path in (ACCOUNTS, HERE):
        shown = page(finance, path)
        assert "ยังไม่ตรงกับบัญชี" in shown and "บัญชี 999999999999 ยังไม่อยู่ในประกาศ" in shown
    waiting = drafted(finance)
    till.account.end("ธนาคารปิดสาขา", by=till.finance)
    assert "โปรดร่างใหม่ก่อนเสนอลงนาม" in page(finance, waiting)
    finance.post(f"{waiting}dropped/")
    finance.post(drafted(finance), SIGNED)
    shown = page(finance)
    assert "ยังไม่ตรงกับบัญชี" not in shown and f'href="{HERE}{old.pk}/"' in shown
    assert "123-4-56789-0" in page(finance, f"{HERE}{old.pk}/"), (
        "the words of the older one stay as they were"
    )


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"announced_on": "+1"}, "วันที่ประกาศยังมาไม่ถึง"),
        ({"announced_on": "32/1/66"}, "32"),
        ({"signer": ""}, "ยังไม่ได้บอกว่าใครลงนาม"),
        ({"position": ""}, "ยังไม่ได้บอกตำแหน่ง"),
        ({"place": ""}, "ยังไม่ได้บอกว่าประกาศไว้ที่ใด"),
        ({"place": "ก" * 301}, "300"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(
    finance: Client, wrong: dict[str, str], words: str
) -> None:
    said = SIGNED | {"place": "ป้ายหน้าสำนักงาน"} | wrong
    answer = finance.post(drafted(finance), said)
    shown = answer.content.decode()
    assert answer.status_code == 422 and words in shown
    assert all(f'value="{kept}"' in shown for kept in said.values() if kept)
    assert PaymentAnnouncement.objects.in_force() is None


def test_a_channel_that_is_too_long_is_refused_and_one_that_hides_letters_is_cleaned(finance: Client) -> None:
    assert finance.post(HERE, {"channel": "x" * 201}).status_code == 422
    assert "หรือทาง LINE @klongnoy โดย" in page(finance, drafted(finance, "LINE \u202e@klongnoy"))


def test_without_an_account_the_page_says_what_to_do_first(till: Till, finance: Client) -> None:
    till.account.end("x", by=till.finance)
    assert "โปรดเพิ่มบัญชีก่อน" in page(finance)
    answer = finance.post(HERE, {"channel": ""})
    assert answer.status_code == 422 and "โปรดเพิ่มบัญชีก่อน" in answer.content.decode()


def test_the_head_and_the_auditor_read_it_and_change_nothing(till: Till, finance: Client) -> None:
    where = drafted(finance)
    auditor = add_officer("นายตรวจ", "truat@klongnoy.go.th", Duty.AUDITOR)
    for officer in (auditor, till.office.head):
        reader = sign_in(Client(), officer)
        assert "ดูอย่างเดียว" in page(reader) and "ร่างประกาศ</button>" not in page(reader)
        assert "บันทึกว่าประกาศแล้ว</button>" not in page(reader, where)
        assert reader.get(f"{where}pdf/").status_code == 200
    other = sign_in(Client(), add_officer("นายวิชัย", "wichai@klongnoy.go.th", Duty.REGISTRY))
    for path in (HERE, where, f"{where}pdf/"):
        assert other.get(path).status_code == 409


def test_the_page_asks_as_much_for_many_as_for_one(finance: Client) -> None:
    counts = set()
    for number in range(3):
        finance.post(drafted(finance), SIGNED)
        drafted(finance, f"ช่องทาง {number}")
        if number != 1:
            page(finance)
            with CaptureQueriesContext(connection) as asked:
                page(finance)
            counts.add(len(asked))
    assert len(counts) == 1
