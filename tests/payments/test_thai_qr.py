"""Thai QR byte for byte as published, and whatever is encoded is read again, or refused where one character differs."""

from __future__ import annotations

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from saraban.documents.qr import qr_svg
from saraban.payments.emv import checksum
from saraban.payments.thai_qr import (
    SATANG_MAX,
    BadPayment,
    BillPayment,
    PromptPay,
    as_reference,
    mobile,
    read_thai_qr,
)

PUBLISHED = {
    "00020101021130620016A000000677010112011301122334455660211CUSTOMER0010306INV00153037645802TH62070703SCB6304780E": (
        BillPayment("0112233445566", "CUSTOMER001", "INV001", reference3="SCB")
    ),
    "00020101021230640016A00000067701011201150994000165501000212CASE256600010305FEE0153037645406500.005802TH6304028E": (
        BillPayment("099400016550100", "CASE25660001", "FEE01", 50_000)
    ),
    "00020101021130550016A0000006770101120115099999999999990021211122233344453037645802TH63043EE7": (
        BillPayment("099999999999990", "111222333444")
    ),
    "00020101021230650016A00000067701011201150994000165501000212123456789012030667042953037645802TH54073649.2263044534": (
        BillPayment("099400016550100", "123456789012", "670429", 364_922)
    ),
    "00020101021129370016A0000006770101110113006681234567853037645802TH6304823E": PromptPay("0812345678"),
    "00020101021129370016A000000677010111011300668012345675802TH530376463046197": PromptPay("0801234567"),
    "00020101021229370016A0000006770101110113006681222333353037645802TH540530.0063043CAD": (
        PromptPay("0812223333", satang=3_000)
    ),
    "00020101021129370016A0000006770101110213123456789012353037645802TH630433FC": (
        PromptPay(tax_id="1234567890123")
    ),
    "00020101021129390016A000000677010111031514000080111111153037645802TH63047C0F": (
        PromptPay(e_wallet="140000801111111")
    ),
}
# Others write the fields in another order.
OURS = [text for text in PUBLISHED if "5802TH5" not in text]

REFERENCES = st.text(string.ascii_uppercase + string.digits, min_size=1, max_size=20)
AMOUNTS = st.none() | st.integers(1, SATANG_MAX)
BILLS = st.builds(
    BillPayment,
    st.text(string.digits, min_size=15, max_size=15) | st.text(string.digits, min_size=13, max_size=13),
    REFERENCES,
    st.just("") | REFERENCES,
    AMOUNTS,
    st.just("") | REFERENCES,
)
TRANSFERS = (
    st.builds(PromptPay, st.from_regex(r"0[689][0-9]{8}", fullmatch=True), satang=AMOUNTS)
    | st.builds(lambda number, satang: PromptPay(tax_id=number, satang=satang), st.text(string.digits, min_size=13, max_size=13), AMOUNTS)
    | st.builds(lambda number, satang: PromptPay(e_wallet=number, satang=satang), st.text(string.digits, min_size=15, max_size=15), AMOUNTS)
)  # fmt: skip


@pytest.mark.parametrize("text", PUBLISHED)
def test_what_is_published_is_read(text: str) -> None:
    assert read_thai_qr(text) == PUBLISHED[text]


@pytest.mark.parametrize("text", OURS)
def test_what_is_published_is_written_byte_for_byte(text: str) -> None:
    assert PUBLISHED[text].payload() == text


def test_the_checksum_is_the_published_one() -> None:
    assert (checksum("123456789"), checksum("")) == ("29B1", "FFFF")


@given(BILLS | TRANSFERS)
def test_what_is_encoded_is_read_again(payment: BillPayment | PromptPay) -> None:
    text = payment.payload()
    assert text.isascii() and "\n" not in text
    assert read_thai_qr(text) == read_thai_qr(f" {text}\r\n") == payment


@given(BILLS | TRANSFERS, st.data())
def test_a_text_with_one_other_character_pays_nobody_else(
    payment: BillPayment | PromptPay, data: st.DataObject
) -> None:
    text = payment.payload()
    at = data.draw(st.integers(0, len(text) - 1))
    other = data.draw(st.sampled_from(string.printable + "๑１") | st.characters())
    with pytest.raises(BadPayment, match="โปรดสแกน"):
        if read_thai_qr(text[:at] + other + text[at + 1 :]) == payment:
            raise BadPayment("โปรดสแกน: the same character")


@given(BILLS, st.data())
def test_a_text_that_was_cut_or_has_more_pays_nobody(bill: BillPayment, data: st.DataObject) -> None:
    text = bill.payload()
    cut = data.draw(st.integers(0, len(text) - 1))
    for other in (text[:cut], text[cut + 1 :], text + "0", text + text):
        with pytest.raises(BadPayment):
            read_thai_qr(other)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "สวัสดี",
        "https://example.go.th/t/K66-0031",
        "004000060000010103002021900021231231212000115102TH91049C30",  # of a slip
        "00020101021129370016A0000006770101110113006681234567853037025802TH6304" + "0000",
    ],
)
def test_another_qr_is_told_so(text: str) -> None:
    with pytest.raises(BadPayment, match="โปรดสแกนหรือคัดลอกใหม่"):
        read_thai_qr(text)


@pytest.mark.parametrize(
    ("tags", "why"),
    [
        ("5303702", "another currency"),
        ("5802SG", "another country"),
        ("30200016A000000677010112", "two accounts"),
        ("5404-500", "an amount that is none"),
        ("540512,50", "an amount that is none"),
        ("54040.00", "no money"),
        ("530053", "a field without a value"),
    ],
)
def test_a_right_checksum_alone_makes_no_payment(tags: str, why: str) -> None:
    kept = {"53": "5303764", "58": "5802TH"} | {tags[:2]: tags}
    body = "00020101021129370016A00000067701011101130066812345678" + "".join(kept.values()) + "6304"
    with pytest.raises(BadPayment):
        read_thai_qr(body + checksum(body))


def test_the_line_of_the_bars() -> None:
    assert BillPayment("099400016550100", "123456789012", "670429", 364_922).barcode() == (
        "|099400016550100\r123456789012\r670429\r364922"
    )
    assert BillPayment("099999999999990", "111222333444").barcode() == "|099999999999990\r111222333444\r\r0"


@pytest.mark.parametrize(
    "biller", ["", "09940001655010", "0994000165501000", "09940001655010A", "๐๙๙๔๐๐๐๑๖๕๕๐๑๐๐"]
)
def test_a_biller_has_fifteen_digits(biller: str) -> None:
    with pytest.raises(BadPayment, match="Biller ID"):
        BillPayment(biller, "A1")


@pytest.mark.parametrize("reference", ["", "A" * 21, "case1", "A-1", "A 1", "ก1", "A1\n", "１"])
def test_a_reference_is_what_a_bank_can_carry(reference: str) -> None:
    with pytest.raises(BadPayment, match="รหัสอ้างอิง 1"):
        BillPayment("099400016550100", reference)
    if reference:
        with pytest.raises(BadPayment, match="รหัสอ้างอิง 2"):
            BillPayment("099400016550100", "A1", reference)
        with pytest.raises(BadPayment, match="รหัสอ้างอิง 3"):
            BillPayment("099400016550100", "A1", "B1", None, reference)


@pytest.mark.parametrize("satang", [0, -1, SATANG_MAX + 1])
def test_an_amount_has_bounds(satang: int) -> None:
    with pytest.raises(BadPayment, match="จำนวนเงิน"):
        BillPayment("099400016550100", "A1", satang=satang)
    with pytest.raises(BadPayment, match="จำนวนเงิน"):
        PromptPay("0812345678", satang=satang)


def test_the_greatest_amount_fills_its_field() -> None:
    assert "54139999999999.99" in PromptPay("0812345678", satang=SATANG_MAX).payload()


@pytest.mark.parametrize(
    "numbers",
    [
        {},
        {"phone": "0812345678", "tax_id": "0994000165501"},
        {"phone": "081234567"},
        {"phone": "0212345678"},
        {"phone": "66812345678"},
        {"tax_id": "099400016550"},
        {"e_wallet": "14000080111111"},
    ],
)
def test_promptpay_takes_one_whole_number(numbers: dict[str, str]) -> None:
    with pytest.raises(BadPayment, match="โปรด"):
        PromptPay(**numbers)


@pytest.mark.parametrize(
    "text", ["0812345678", "081-234-5678", "+66 81 234 5678", "๐๘๑ ๒๓๔ ๕๖๗๘", " โทร 081-2345678"]
)
def test_a_mobile_number_is_read_as_thais_write_it(text: str) -> None:
    assert mobile(text) == "0812345678"


@pytest.mark.parametrize("text", ["", "02-123-4567", "081-234-5678, 089-123-4567", "12345"])
def test_no_mobile_number_is_guessed(text: str) -> None:
    with pytest.raises(BadPayment, match="เบอร์เดียว"):
        mobile(text)


def test_a_code_of_ours_becomes_what_a_bank_can_carry() -> None:
    assert (as_reference("S-7KQ2-9XMD-4TPA"), as_reference("k66-๐๐๓๑"), as_reference("124/2566")) == (
        "S7KQ29XMD4TPA",
        "K660031",
        "1242566",
    )
    for code in ("", "-", "เรื่อง 1", "A" * 21, "A#1"):
        with pytest.raises(BadPayment, match="ธนาคารรับเฉพาะ"):
            as_reference(code)


def test_it_fits_into_a_code_that_a_telephone_reads() -> None:
    longest = BillPayment("9" * 15, "A" * 20, "B" * 20, SATANG_MAX, "C" * 20)
    assert len(longest.payload()) <= 180 and qr_svg(longest.payload()).startswith("<svg")
