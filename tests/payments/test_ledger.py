"""Money finds its invoice, has one place, and is closed by the day."""

from __future__ import annotations

from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import date, timedelta

import pytest

from saraban.law.initial_level_manual_2566 import ProofOfPayment, proof_is_whole
from saraban.law.refusal import Refusal
from saraban.payments.accounts import Account
from saraban.payments.bank_statements import BankLine, BankStatement
from saraban.payments.closes import DayClose
from saraban.payments.invoices import Invoice, Standing
from saraban.payments.matching import Pile
from saraban.payments.postings import Place, Posting, proposed
from saraban.payments.receipts import Receipt, ReceiptOrder
from saraban.payments.slips import Slip
from saraban.payments.statement_columns import StatementColumns
from saraban.payments.statements import Fault, Statement
from tests.cases.matters import clock_at
from tests.office import bangkok
from tests.payments.tills import AGENCY, COLUMNS, Till, came, refused

MONDAY, TUESDAY, WEDNESDAY = date(2023, 1, 23), date(2023, 1, 24), date(2023, 1, 25)
WHY = "ผู้ชำระแจ้งทางโทรศัพท์"


def evening(day: date) -> AbstractContextManager[None]:
    return clock_at(bangkok(day.year, day.month, day.day, 16, 0))


# the guide's four data, and slips


@pytest.mark.parametrize(
    "proof",
    [
        ProofOfPayment("", MONDAY, 1, "A1"),
        ProofOfPayment(AGENCY, None, 1, "A1"),
        ProofOfPayment(AGENCY, MONDAY, None, "A1"),
        ProofOfPayment(AGENCY, MONDAY, 0, "A1"),
        ProofOfPayment(AGENCY, MONDAY, 1, " "),
    ],
)
def test_a_proof_has_all_four(proof: ProofOfPayment) -> None:
    assert len(proof.lacks) == 1
    with pytest.raises(Refusal, match=proof.lacks[0]):
        proof_is_whole(proof)


def test_a_slip_alone_settles_nothing(till: Till) -> None:
    invoice = till.invoice()
    slip = till.slip(invoice, "2023 0123-abc", invoice.satang, MONDAY)
    assert slip.reference == "20230123ABC"
    assert proposed().slips_without_money == (slip.pk,)
    assert Posting.objects.confirm_certain(by=till.finance) == 0
    invoice.refresh_from_db()
    assert (invoice.state, invoice.paid) == (Standing.DUE, 0)


def test_a_reference_used_twice_is_refused_with_where_it_was_used(till: Till) -> None:
    first, second = till.invoice(), till.invoice()
    till.slip(first, "REF-1", first.satang, MONDAY, bank="004")
    with pytest.raises(Refusal, match=first.reference1):
        till.slip(second, "ref 1", second.satang, MONDAY)
    with pytest.raises(Refusal, match=first.reference1):
        till.slip(first, "REF1", first.satang, MONDAY, bank="004")
    till.slip(second, "REF1", second.satang, MONDAY, bank="014")  # each bank counts its own


def test_money_that_has_its_place_makes_its_reference_used(till: Till) -> None:
    invoice = till.invoice()
    line = till.money(invoice.satang, MONDAY, bank_reference="B77")
    Posting.objects.settle(line, invoice, because=WHY, by=till.finance)
    with refused("used_before"):
        till.slip(till.invoice(), "B77", invoice.satang, MONDAY)


@pytest.mark.parametrize("again", ["2023.0123/abc", "2023–0123_ABC", "๒๐๒๓ 0123\u200b·abc"])
def test_a_reference_is_the_same_with_whatever_separators_it_is_typed(till: Till, again: str) -> None:
    till.slip(till.invoice(), "20230123ABC", 100, MONDAY)
    with refused("used_before"):
        till.slip(till.invoice(), again, 100, MONDAY)


def test_a_reference_of_separators_alone_is_none(till: Till) -> None:
    for said in ("---", " - "):
        with refused("proof_lacks"):
            till.slip(till.invoice(), said, 100, MONDAY)


@pytest.mark.parametrize("written", ["2023-0123-abc", "2023 0123 abc", "20230123abc"])
def test_a_slip_and_its_money_find_each_other_however_the_bank_writes_the_reference(
    till: Till, written: str
) -> None:
    first, second = till.invoice(100), till.invoice(100)
    till.slip(first, "20230123ABC", 100, MONDAY)
    till.money(100, MONDAY, bank_reference=written)
    assert Posting.objects.confirm_certain(by=till.finance) == 1
    Posting.objects.settle(
        till.money(100, MONDAY, bank_reference=f"{written}-7"), second, because=WHY, by=till.finance
    )
    with pytest.raises(Refusal, match=second.reference1) as refusal:
        till.slip(till.invoice(), "20230123ABC7", 100, MONDAY)
    assert refusal.value.code == "used_before"


def test_a_slip_that_is_none_frees_its_reference(till: Till) -> None:
    slip = till.slip(till.invoice(), "REF1", 100, MONDAY)
    with refused("no_reason"):
        slip.refuse(" ", by=till.finance)
    slip.refuse("บัญชีปลายทางไม่ใช่ของหน่วยงาน", by=till.finance)
    with refused("over"):
        slip.refuse("อีกครั้ง", by=till.finance)
    till.slip(till.invoice(), "REF1", 100, MONDAY)


def test_a_slip_of_tomorrow_is_none(till: Till) -> None:
    with refused("future"):
        till.slip(till.invoice(), "REF1", 100, TUESDAY)


# statements


def test_the_same_file_twice_changes_nothing_and_files_that_overlap_agree(till: Till) -> None:
    lines = [came(100, MONDAY), came(200, MONDAY), came(300, MONDAY)]
    kept = BankStatement.objects.keep(b"a bank's file")
    statement = Statement(lines[:2])
    first, again = (
        BankStatement.objects.take(till.account, kept, name, statement, columns=COLUMNS, by=till.finance)
        for name in ("a.csv", "b.csv")
    )
    assert first.pk == again.pk and BankLine.objects.count() == 2
    longer = till.statement(lines)
    assert (longer.lines_read, longer.lines_fresh, longer.satang) == (3, 1, 300)
    assert BankLine.objects.count() == 3


def test_a_statement_with_a_fault_is_not_taken_in_part(till: Till) -> None:
    kept = BankStatement.objects.keep(b"x")
    statement = Statement([came(100, MONDAY)], [Fault(7, "no_day", "แถว 7: มีจำนวนเงินแต่ไม่มีวันที่")])
    with pytest.raises(Refusal, match="แถว 7"):
        BankStatement.objects.take(till.account, kept, "a.csv", statement, columns=COLUMNS, by=till.finance)
    assert not BankLine.objects.exists() and not BankStatement.objects.exists()


def test_days_that_came_by_other_columns_are_not_taken_again(till: Till) -> None:
    """By other columns no line has the fingerprint that it had: the same money would count twice."""
    more = replace(COLUMNS, bank_reference="เลขที่รายการ")

    def take(data: bytes, columns: StatementColumns, *days: date) -> BankStatement:
        kept = BankStatement.objects.keep(data)
        lines = [came(100, day) for day in days]
        return BankStatement.objects.take(
            till.account, kept, f"{data.decode()}.csv", Statement(lines), columns=columns, by=till.finance
        )

    take(b"first", COLUMNS, MONDAY, TUESDAY)
    with pytest.raises(Refusal, match=r"“first.csv” แล้วด้วยคอลัมน์อื่น .*เฉพาะวันหลัง 24 ม.ค. 2566") as refusal:
        take(b"other", more, TUESDAY)
    assert refusal.value.code == "columns_changed"
    take(b"channel", replace(COLUMNS, channel="ช่องทาง", debit="เงิน ออก"), TUESDAY)  # in no fingerprint
    take(b"later", more, WEDNESDAY)
    with refused("columns_changed"):  # the account's columns are others by now; those of these days are not
        take(b"again", more, TUESDAY, WEDNESDAY)
    take(b"none", more)
    till.account.refresh_from_db()
    assert till.account.statement_columns == more
    assert [one.name for one in BankStatement.objects.order_by("pk")] == [
        "first.csv",
        "channel.csv",
        "later.csv",
        "none.csv",
    ]


def test_an_account_that_is_opened_again_does_not_take_its_money_twice(till: Till) -> None:
    line = came(100, MONDAY)
    till.statement([line])
    kept, statement = BankStatement.objects.keep(b"x"), Statement([came(200, MONDAY)])
    BankStatement.objects.take(till.account, kept, "x.csv", statement, columns=COLUMNS, by=till.finance)
    till.account.end("ธนาคารเปลี่ยนสาขา", by=till.finance)
    again = Account.objects.open(AGENCY, bank="006", number="1234567890", by=till.finance)
    assert BankStatement.objects.look(again, kept, statement, columns=COLUMNS).before is not None
    longer = BankStatement.objects.keep(b"longer")
    taken = BankStatement.objects.take(
        again, longer, "y.csv", Statement([line, came(300, MONDAY)]), columns=COLUMNS, by=till.finance
    )
    assert (taken.lines_fresh, taken.satang) == (1, 300)
    other = Statement([came(400, MONDAY)])
    with refused("columns_changed"):
        BankStatement.objects.take(
            again,
            BankStatement.objects.keep(b"other"),
            "z.csv",
            other,
            columns=replace(COLUMNS, payer="ผู้ชำระ"),
            by=till.finance,
        )


def test_a_file_that_was_taken_as_another_accounts_is_not_counted_again(till: Till) -> None:
    other = Account.objects.open(AGENCY, bank="006", number="0987654321", by=till.finance)
    kept, statement = BankStatement.objects.keep(b"x"), Statement([came(100, MONDAY)])
    BankStatement.objects.take(other, kept, "x.csv", statement, columns=COLUMNS, by=till.finance)
    with pytest.raises(Refusal, match="098-7-65432-1") as refusal:
        BankStatement.objects.take(till.account, kept, "x.csv", statement, columns=COLUMNS, by=till.finance)
    assert refusal.value.code == "of_another" and BankLine.objects.count() == 1


def test_the_look_says_what_taking_would_do(till: Till) -> None:
    kept, line = BankStatement.objects.keep(b"x"), came(100, MONDAY)
    statement = Statement([line, came(200, MONDAY)])
    till.statement([line])
    look = BankStatement.objects.look(till.account, kept, statement, columns=COLUMNS)
    assert ([one.satang for one in look.fresh], look.before, look.refusal) == ([200], None, None)
    taken = BankStatement.objects.take(
        till.account, kept, "x.csv", statement, columns=COLUMNS, by=till.finance
    )
    assert (taken.lines_fresh, taken.columns) == (1, COLUMNS.as_json())
    assert BankStatement.objects.look(till.account, kept, statement, columns=COLUMNS).before == taken


def test_another_account_of_the_same_bank_is_read_by_the_same_columns(till: Till) -> None:
    till.money(100, MONDAY)
    same, other = (
        Account.objects.open(AGENCY, bank=bank, number="0987654321", by=till.finance)
        for bank in ("006", "004")
    )
    assert (same.statement_columns, other.statement_columns) == (COLUMNS, None)


# where money goes


def test_the_green_pile_has_its_place_by_one_press(till: Till) -> None:
    first, second, third = till.invoice(100), till.invoice(200), till.invoice(300)
    till.payment_of(first, MONDAY)
    slip = till.slip(second, "S2", 200, MONDAY)
    till.money(200, MONDAY, bank_reference="S2")
    till.payment_of(third, MONDAY, 299)
    piles = {one.invoice: (one.pile, one.green) for one in proposed().proposals}
    assert piles == {
        first.pk: (Pile.WITHOUT_SLIP, True),
        second.pk: (Pile.MATCHED, True),
        third.pk: (Pile.UNDERPAID, False),
    }
    assert Posting.objects.confirm_certain(by=till.finance) == 2
    assert Posting.objects.confirm_certain(by=till.finance) == 0
    states = {one.pk: (one.state, one.paid) for one in Invoice.objects.all()}
    assert states == {first.pk: ("settled", 100), second.pk: ("settled", 200), third.pk: ("due", 0)}
    slip.refresh_from_db()
    assert slip.found_at is not None and not Slip.objects.waiting().exists()


def test_of_a_great_pile_a_press_takes_as_many_as_a_page_shows(
    till: Till, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("saraban.payments.postings.CONFIRMED_MAX", 2)
    owed = [till.invoice(100 + number) for number in range(3)]
    for invoice in owed:
        till.payment_of(invoice, MONDAY)
    assert Posting.objects.confirm_certain(by=till.finance) == 2
    assert Posting.objects.confirm_certain(by=till.finance) == 1
    assert not Invoice.objects.due().exists()


def test_money_of_an_invoice_that_was_settled_before_is_told_as_a_duplicate(till: Till) -> None:
    invoice = till.invoice(100)
    till.payment_of(invoice, MONDAY)
    Posting.objects.confirm_certain(by=till.finance)
    again = till.payment_of(invoice, MONDAY)
    assert [(one.money, one.pile, one.invoice, one.green) for one in proposed().proposals] == [
        (again.pk, Pile.DUPLICATE, invoice.pk, False)
    ]
    anew = till.invoice(100, reference1=invoice.reference1)  # the same is owed once more
    assert [(one.invoice, one.green) for one in proposed().proposals] == [(anew.pk, True)]


def test_by_hand_only_with_a_reason(till: Till) -> None:
    invoice, line = till.invoice(100), till.money(100, MONDAY)
    with refused("no_reason"):
        Posting.objects.settle(line, invoice, by=till.finance)
    with refused("no_reason"):
        Posting.objects.set_aside(line, Place.NOT_OURS, " ", by=till.finance)
    with refused("no_place"):
        Posting.objects.set_aside(line, Place.INVOICE, WHY, by=till.finance)
    for by in (till.office.head, till.office.clerk):
        with refused("no_duty"):
            Posting.objects.settle(line, invoice, because=WHY, by=by)
    assert not Posting.objects.exists()


def test_less_leaves_it_due_and_more_waits_to_be_given_back(till: Till) -> None:
    invoice = till.invoice(1_000)
    less = till.money(400, MONDAY)
    Posting.objects.settle(less, invoice, because=WHY, by=till.finance)
    invoice.refresh_from_db()
    assert (invoice.state, invoice.paid) == (Standing.DUE, 400)
    more = till.money(700, MONDAY)
    posting = Posting.objects.settle(more, invoice, because=WHY, by=till.finance)
    invoice.refresh_from_db()
    more.refresh_from_db()
    assert (posting.satang, invoice.state, invoice.paid, more.left) == (600, Standing.SETTLED, 1_000, 100)
    Posting.objects.set_aside(more, Place.TO_RETURN, "ชำระเกิน", by=till.finance)
    with refused("placed_already"):
        Posting.objects.set_aside(more, Place.TO_RETURN, "ชำระเกิน", by=till.finance)
    with refused("not_due"):
        Posting.objects.settle(till.money(1, MONDAY), invoice, because=WHY, by=till.finance)


def test_what_was_wrong_is_taken_back_and_the_invoice_is_due_again(till: Till) -> None:
    invoice = till.invoice(100)
    slip = till.slip(invoice, "S1", 100, MONDAY)
    line = till.money(100, MONDAY, bank_reference="S1")
    Posting.objects.confirm_certain(by=till.finance)
    posting = Posting.objects.get()
    with refused("no_reason"):
        posting.take_back("", by=till.finance)
    back = posting.take_back("เงินของอีกเรื่องหนึ่ง", by=till.finance)
    for one in (invoice, slip, line):
        one.refresh_from_db()
    assert (back.satang, invoice.state, invoice.paid, line.left) == (-100, Standing.DUE, 0, 100)
    assert invoice.settled_at is None and slip.found_at is None
    for posted in (posting, back):
        with refused("taken_back"):
            posted.take_back(WHY, by=till.finance)


def test_an_invoice_with_money_is_neither_cancelled_nor_exempted(till: Till) -> None:
    invoice = till.invoice(100)
    Posting.objects.settle(till.money(40, MONDAY), invoice, because=WHY, by=till.finance)
    with refused("paid_in_part"):
        invoice.cancel("ผิด", by=till.finance)
    with refused("paid_in_part"):
        invoice.exempt("ผิด", by=till.finance)
    other = till.invoice(100)
    with refused("no_reason"):
        other.exempt(" ", by=till.finance)
    other.exempt("โรงเรียน ข้อบัญญัติข้อ 5", by=till.finance)
    with refused("not_due"):
        Posting.objects.settle(till.money(100, MONDAY), other, because=WHY, by=till.finance)


def test_two_that_are_due_never_have_the_same_references(till: Till) -> None:
    first = till.invoice(100, reference1="C1")
    with refused("due_already"):
        till.invoice(100, reference1="C1")
    Posting.objects.settle(till.money(100, MONDAY), first, because=WHY, by=till.finance)
    till.invoice(100, reference1="C1")
    with refused("due_already"):
        Posting.objects.get().take_back(WHY, by=till.finance)


# the day


def test_a_day_is_closed_by_one_and_reviewed_by_another(till: Till) -> None:
    invoice = till.invoice(100)
    till.payment_of(invoice, MONDAY)
    stray = till.money(70, MONDAY)
    Posting.objects.confirm_certain(by=till.finance)
    with refused("too_early"):
        DayClose.objects.close(MONDAY, by=till.finance)
    with evening(MONDAY):
        close = DayClose.objects.close(MONDAY, by=till.finance)
        figures = close.figures
        assert (figures["opening"], figures["came"], figures["placed"], figures["open"]) == (0, 170, 100, 70)
        assert [line.pk for line in close.without_place()] == [stray.pk]
        assert "ว 140" in close.rules
        with refused("same_person"):
            close.review(by=till.finance)
        with refused("no_duty"):
            close.review(by=till.office.clerk)
        close.review(by=till.second)
        with refused("not_open"):
            close.withdraw(WHY, by=till.finance)
        with refused("closed_already"):
            DayClose.objects.close(MONDAY, by=till.finance)


def test_an_earlier_day_that_is_open_blocks_a_later_one_and_nothing_is_closed_as_zero(till: Till) -> None:
    with evening(MONDAY):
        DayClose.objects.close(MONDAY, by=till.finance)
    with evening(WEDNESDAY):
        assert DayClose.objects.open_day(WEDNESDAY) == TUESDAY
        with refused("earlier_day_open"):
            DayClose.objects.close(WEDNESDAY, by=till.finance)
        zero = DayClose.objects.close(TUESDAY, by=till.finance)
        assert (zero.figures["came"], zero.figures["open"]) == (0, 0)
        DayClose.objects.close(WEDNESDAY, by=till.finance)
        assert DayClose.objects.open_day(WEDNESDAY) is None
        with refused("too_early"):
            DayClose.objects.close(WEDNESDAY + timedelta(days=1), by=till.finance)


def test_no_day_off_is_closed(till: Till) -> None:
    with evening(date(2023, 1, 28)), refused("not_a_working_day"):
        DayClose.objects.close(date(2023, 1, 28), by=till.finance)


def test_a_closed_day_stays_and_is_corrected_in_the_next(till: Till) -> None:
    invoice = till.invoice(100)
    till.payment_of(invoice, MONDAY)
    Posting.objects.confirm_certain(by=till.finance)
    with evening(MONDAY):
        monday = DayClose.objects.close(MONDAY, by=till.finance)
        monday.review(by=till.second)
    with evening(TUESDAY):
        late = till.money(30, MONDAY)  # the bank tells of it a day later
        Posting.objects.get().take_back("เงินของเรื่องอื่น", by=till.finance)
        assert monday.counted() == monday.figures | {"slips_waiting": 0}
        tuesday = DayClose.objects.close(TUESDAY, by=till.finance)
    assert list(tuesday.lines()) == [late]
    assert [one.satang for one in tuesday.postings()] == [-100]
    assert (tuesday.figures["opening"], tuesday.figures["open"]) == (0, 130)


def test_before_anybody_reviewed_it_it_may_be_done_again(till: Till) -> None:
    with evening(MONDAY):
        close = DayClose.objects.close(MONDAY, by=till.finance)
        till.money(30, MONDAY)
        with refused("no_reason"):
            close.withdraw("", by=till.finance)
        close.withdraw("ลืมนำเข้ารายการเดินบัญชี", by=till.finance)
        again = DayClose.objects.close(MONDAY, by=till.finance)
    assert again.figures["came"] == 30
    with evening(TUESDAY):
        DayClose.objects.close(TUESDAY, by=till.finance)
        with refused("later_closed"):
            again.withdraw(WHY, by=till.finance)


# receipts


def test_a_receipt_is_evidence_unless_an_order_numbers_it(till: Till) -> None:
    invoice = till.invoice(125_050)
    with refused("not_settled"):
        Receipt.objects.issue(invoice, by=till.finance)
    Posting.objects.settle(till.money(125_050, MONDAY), invoice, because=WHY, by=till.finance)
    evidence = Receipt.objects.issue(invoice, by=till.finance)
    assert (evidence.title, evidence.shown_number) == ("หลักฐานรับแจ้งการชำระเงิน", "")
    assert evidence.in_words == "หนึ่งพันสองร้อยห้าสิบบาทห้าสิบสตางค์"
    assert Receipt.objects.issue(invoice, by=till.finance) == evidence
    evidence.note_official("กค 12/2566", by=till.finance)
    assert evidence.shown_number == "กค 12/2566"
    with refused("receipted"):
        Posting.objects.get().take_back(WHY, by=till.finance)
    evidence.void("ออกผิด", by=till.finance)

    with refused("no_duty"):
        _order(till, by=till.finance)
    _order(till, by=till.office.head)
    numbered = Receipt.objects.issue(invoice, by=till.finance)
    assert (numbered.title, numbered.shown_number) == ("ใบเสร็จรับเงิน", "1/2566")
    with refused("own_number"):
        numbered.note_official("2", by=till.finance)
    numbered.void("พิมพ์ผิด", by=till.finance)
    assert Receipt.objects.issue(invoice, by=till.finance).shown_number == "2/2566"


def _order(till: Till, *, by: object) -> ReceiptOrder:
    return ReceiptOrder.objects.give(
        by=by,  # type: ignore[arg-type]
        order="คำสั่งเทศบาลตำบลคลองน้อย ที่ 5/2566",
        ordered_on=MONDAY,
        first_day=MONDAY,
        last_day=date(2023, 12, 31),
    )
