"""The order that names the systems, the accounts that were recorded, and what an approval lacks without them."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from saraban.agencies.duties import OPERATOR, Duty
from saraban.documents.typesetting import Template, typeset_pdf
from saraban.law.electronic_act_2565 import Lack
from saraban.law.refusal import Refusal
from saraban.mail.models import files
from saraban.notices.accounts import SigningAccount
from saraban.notices.signing import Signing
from saraban.notices.system_orders import OURS, SystemOrder
from saraban.registers.books import Register
from saraban.registers.outgoing import OutgoingEntry
from saraban.registers.scans import Scan
from tests.cases.matters import MONDAY, clock_at
from tests.cases.test_cases import refused
from tests.documents.test_typesetting import text_of
from tests.office import Office, add_officer, bangkok

TODAY = date(2023, 1, 23)


def drafted(office: Office, *, in_force_from: date = TODAY, **said: object) -> SystemOrder:
    return SystemOrder.objects.draft(by=office.head, in_force_from=in_force_from, **said)  # type: ignore[arg-type]


def signed(
    office: Office, number: str = "12/2566", *, in_force_from: date = TODAY, **said: object
) -> SystemOrder:
    order = drafted(office, in_force_from=in_force_from, **said)
    order.sign(by=office.head, signed_on=TODAY, signed_by="นายสมศักดิ์ ตั้งใจ", number=number)
    return order


def test_the_draft_is_the_order_of_the_law_with_the_agencys_own_words(office: Office, tmp_path: Path) -> None:
    order = drafted(
        office, others=[("อีเมลของเจ้าหน้าที่", "รับส่งเอกสาร"), (" ", "")], personnel_unit="งานการเจ้าหน้าที่"
    )
    page = order.as_page(office.head)
    assert page["number"] == "............/๒๕๖๖"
    words = text_of(typeset_pdf(Template.ORDER, page, dated_at=MONDAY), tmp_path)
    for said in (
        "คำสั่งเทศบาลตำบลคลองน้อย",
        "มาตรา๑๖วรรคหนึ่งและมาตรา๒๐วรรคหนึ่ง",
        "๑." + "".join(OURS.split()),
        "๒.อีเมลของเจ้าหน้าที่สำหรับรับส่งเอกสาร",
        "ให้งานการเจ้าหน้าที่จัดทำและปรับปรุงทะเบียนบัญชี",
        "ตั้งแต่วันที่๒๓มกราคม๒๕๖๖เป็นต้นไป",
        "(นายสมศักดิ์ตั้งใจ)นายกเทศมนตรีตำบลคลองน้อย",
        "ร่างยังไม่ได้ลงนาม",
    ):
        assert said in words, said


def test_an_order_that_does_not_ask_for_accounts_says_nothing_of_them(office: Office) -> None:
    order = signed(office, asks_for_accounts=False)
    page = order.as_page(None)
    assert page["number"] == "๑๒/๒๕๖๖" and page["ordered_on"] == "๒๓ มกราคม ๒๕๖๖" and page["footer"] == ""
    assert not any("บัญชี" in words for words in page["paragraphs"])
    assert Signing.of(office.head, TODAY).lacks == ()


def test_an_order_names_a_system(office: Office) -> None:
    with refused("no_system"):
        drafted(office, this_system=False)
    with refused("no_system"):
        drafted(office, others=[(f"ระบบ {number}", "") for number in range(11)])
    assert drafted(office, this_system=False, others=[("ไลน์", "")]).systems == [("ไลน์", "")]


def test_an_order_is_in_force_from_its_day_until_a_later_one(office: Office) -> None:
    assert SystemOrder.objects.in_force(TODAY) is None
    first = signed(office)
    assert SystemOrder.objects.in_force(date(2023, 1, 22)) is None
    assert SystemOrder.objects.in_force(TODAY) == first
    second = signed(office, "15/2566", in_force_from=date(2023, 2, 1))
    first.refresh_from_db()
    assert (first.last_day, first.ended_because) == (date(2023, 1, 31), "มีคำสั่งที่ 15/2566 แทน")
    assert SystemOrder.objects.in_force(date(2023, 1, 31)) == first
    assert SystemOrder.objects.in_force(date(2023, 2, 1)) == second
    second.end(date(2023, 3, 31), "เลิกใช้ระบบ", by=office.head)
    assert SystemOrder.objects.in_force(date(2023, 4, 1)) is None
    assert [entry.verb for entry in first.story()] == ["drafted", "signed", "ended"]


def test_an_order_of_other_systems_ends_none_and_lets_nothing_count_here(office: Office) -> None:
    first = signed(office)
    signed(office, "15/2566", this_system=False, others=[("ไลน์", "")], in_force_from=date(2023, 2, 1))
    assert SystemOrder.objects.in_force(date(2023, 2, 1)) == first


def test_a_clerk_lets_the_orders_book_give_the_number(office: Office) -> None:
    order = drafted(office)
    order.sign(by=office.clerk, signed_on=TODAY, signed_by="นายสมศักดิ์")
    entry = OutgoingEntry.objects.get(kind=Register.ORDER)
    assert (order.entry, order.number) == (entry, entry.letter_number)
    assert entry.subject.startswith("กำหนดระบบ")


def test_who_does_not_keep_the_book_notes_the_number_that_the_paper_bears(office: Office) -> None:
    order = drafted(office)
    with refused("no_duty"):
        order.sign(by=office.head, signed_on=TODAY, signed_by="นายสมศักดิ์")
    order.refresh_from_db()
    assert order.signed_on is None and not OutgoingEntry.objects.exists()


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("no_signer", {"signed_by": " "}),
        ("bad_day", {"signed_on": date(2023, 1, 24)}),
        ("not_later", {"in_force_from": date(2023, 1, 22)}),
        ("bad_file", {"scan": Scan("a.txt", b"hello")}),
    ],
)
def test_what_is_recorded_of_a_signed_order_holds(office: Office, code: str, said: dict[str, object]) -> None:
    signed(office)
    order = drafted(office)
    with refused(code):
        order.sign(
            by=office.head,
            **{"signed_on": TODAY, "signed_by": "นายสมศักดิ์", "number": "2/2566"} | said,  # type: ignore[arg-type]
        )
    order.refresh_from_db()
    assert order.signed_on is None


def test_an_order_is_signed_once_and_a_draft_may_be_thrown_away(office: Office) -> None:
    order = signed(office)
    with refused("signed"):
        order.sign(by=office.head, signed_on=TODAY, signed_by="ใคร", number="9/2566")
    other = drafted(office)
    other.drop(by=office.head)
    assert not SystemOrder.objects.drafts().exists()
    with refused("signed"):
        other.sign(by=office.head, signed_on=TODAY, signed_by="ใคร", number="9/2566")
    with refused("ended"):
        other.end(TODAY, "x", by=office.head)


def test_an_order_ends_with_a_reason_and_not_before_it_began(office: Office) -> None:
    order = signed(office)
    with refused("no_reason"):
        order.end(TODAY, " ", by=office.head)
    with refused("bad_day"):
        order.end(date(2023, 1, 22), "x", by=office.head)


def test_the_paper_as_it_was_signed_is_kept(office: Office) -> None:
    order = drafted(office)
    scan = Scan("คำสั่ง.pdf", b"%PDF-1.4 signed")
    order.sign(by=office.head, signed_on=TODAY, signed_by="นายสมศักดิ์", number="12/2566", scan=scan)
    kept = order.scans.get()
    assert files().path(order.agency, kept.sha256).read_bytes() == scan.data


def test_an_account_is_of_one_officer_from_its_day_on(office: Office) -> None:
    account = SigningAccount.objects.note(office.head, by=office.clerk)
    assert (account.address, account.system, account.name) == ("head@klongnoy.go.th", OURS, office.head.name)
    assert SigningAccount.objects.note(office.head, "HEAD@klongnoy.go.th", by=office.clerk) == account
    with refused("others"):
        SigningAccount.objects.note(office.clerk, "head@klongnoy.go.th", by=office.clerk)
    nobody = add_officer("นายไม่มีอีเมล", "x@klongnoy.go.th")
    with nobody.change("corrected", by=OPERATOR):
        nobody.email = ""
    with refused("no_address"):
        SigningAccount.objects.note(nobody, by=office.clerk)
    assert SigningAccount.objects.of(office.head, TODAY) == account
    assert SigningAccount.objects.of(office.head, date(2023, 1, 22)) is None


def test_an_account_that_ended_signs_nothing_more(office: Office) -> None:
    account = SigningAccount.objects.note(office.head, by=office.clerk)
    with clock_at(bangkok(2023, 2, 1, 9, 0)):
        with refused("no_reason"):
            account.end(" ", by=office.clerk)
        account.refresh_from_db()
        account.end("เปลี่ยนอีเมล", by=office.clerk)
        assert SigningAccount.objects.of(office.head, date(2023, 1, 31)) == account
        assert SigningAccount.objects.of(office.head, date(2023, 2, 1)) is None
        with refused("ended"):
            account.end("อีกครั้ง", by=office.clerk)


def test_the_account_that_counts_is_the_one_with_which_they_sign_in_here(office: Office) -> None:
    SigningAccount.objects.note(office.head, "head@gmail.com", system="อีเมล", by=office.clerk)
    assert SigningAccount.objects.of(office.head, TODAY) is None
    SigningAccount.objects.note(office.head, by=office.clerk)
    assert SigningAccount.objects.of(office.head, TODAY) is not None
    with office.head.change("corrected", by=OPERATOR):
        office.head.email = "other@klongnoy.go.th"
    assert SigningAccount.objects.of(office.head, TODAY) is None


def test_what_is_lacking_goes_away_step_by_step(office: Office) -> None:
    assert Signing.of(office.head, TODAY).lacks == (Lack.NO_ORDER, Lack.NO_ACCOUNT)
    signed(office)
    assert Signing.of(office.head, TODAY).lacks == (Lack.NO_ACCOUNT,)
    SigningAccount.objects.note(office.head, by=office.clerk)
    assert Signing.of(office.head, TODAY).lacks == ()


@pytest.mark.parametrize("duty", [Duty.CASE, Duty.FINANCE, Duty.AUDITOR, Duty.SECRETS])
def test_others_order_and_record_nothing(office: Office, duty: Duty) -> None:
    officer = add_officer("นายวิชัย", "wichai@klongnoy.go.th", duty)
    with pytest.raises(Refusal, match="หน้าที่"):
        SystemOrder.objects.draft(by=officer, in_force_from=TODAY)
    with pytest.raises(Refusal, match="หน้าที่"):
        SigningAccount.objects.note(officer, by=officer)
