"""T13: how the agency is paid, and what has to stand in the proof, drawn from its accounts."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from saraban.agencies.duties import OPERATOR
from saraban.agencies.models import Profile
from saraban.notices.payment_announcements import (
    SUBJECT,
    announcement_paragraphs,
    announcement_pdf,
    announcement_text,
)
from saraban.payments.accounts import Account
from tests.cases.matters import MONDAY
from tests.documents.test_typesetting import HARD_THAI, text_of
from tests.office import Office
from tests.payments.tills import AGENCY, refused

ADDRESS = "saraban@klongnoy.go.th"


def accounts() -> list[Account]:
    """One with a biller, one with PromptPay, one with neither."""
    Account.objects.open(AGENCY, bank="006", number="1234567890", biller="099400016550100", by=OPERATOR)
    Account.objects.open(
        f"{AGENCY} (ค่าน้ำประปา)", bank="034", number="020012345678", promptpay="0994000165501", by=OPERATOR
    )
    Account.objects.open(AGENCY, bank="030", number="999999999999", by=OPERATOR)
    return list(Account.objects.standing())


def test_it_names_each_account_the_ways_the_channel_and_the_four_data(office: Office) -> None:
    assert announcement_text(accounts(), Profile.here(), ADDRESS, "เว็บไซต์ www.klongnoy.go.th") == (
        "ประกาศเทศบาลตำบลคลองน้อย\n"
        "เรื่อง วิธีการชำระเงินทางอิเล็กทรอนิกส์\n"
        "\n"
        "เพื่อให้ประชาชนชำระค่าธรรมเนียมและเงินอื่นแก่เทศบาลตำบลคลองน้อยได้สะดวกโดยวิธีการทางอิเล็กทรอนิกส์ "
        "จึงประกาศวิธีการชำระเงินและช่องทางส่งหลักฐานไว้ ดังต่อไปนี้\n"
        "๑. ให้โอนเงินเข้าบัญชีซึ่งเปิดในชื่อของหน่วยงานเท่านั้น บัญชีใดบัญชีหนึ่ง ดังนี้\n"
        "๑.๑ ชื่อบัญชี เทศบาลตำบลคลองน้อย ธนาคารกรุงไทย เลขที่บัญชี 123-4-56789-0 Biller ID 099400016550100\n"
        "๑.๒ ชื่อบัญชี เทศบาลตำบลคลองน้อย (ค่าน้ำประปา) ธ.ก.ส. เลขที่บัญชี 020012345678 พร้อมเพย์ 0994000165501\n"
        "๑.๓ ชื่อบัญชี เทศบาลตำบลคลองน้อย ธนาคารออมสิน เลขที่บัญชี 999999999999\n"
        "๒. ชำระได้ทางแอปของธนาคารในโทรศัพท์ เว็บไซต์ของธนาคาร หรือตู้เอทีเอ็ม หรือสแกนคิวอาร์โค้ดบนใบแจ้งชำระด้วยแอปของธนาคารใดก็ได้\n"
        "ก่อนยืนยันการโอน โปรดดูชื่อบัญชีปลายทางให้ตรงกับข้อ ๑ และใส่รหัสอ้างอิงตามใบแจ้งชำระถ้าแอปมีช่องให้ใส่ "
        "หน่วยงานไม่รับชำระเข้าบัญชีของบุคคลใด\n"
        "๓. เมื่อชำระแล้ว ให้ส่งหลักฐานหรือแจ้งการชำระเงินมาทางไปรษณีย์อิเล็กทรอนิกส์ saraban@klongnoy.go.th "
        "หรือทาง เว็บไซต์ www.klongnoy.go.th โดยต้องมีข้อมูลครบสี่รายการ คือ (๑) ชื่อบัญชีที่รับชำระเงิน (๒) วันที่ชำระเงิน "
        "(๓) จำนวนเงินที่ชำระ (๔) หมายเลขอ้างอิงของธุรกรรม\n"
        "๔. เจ้าหน้าที่ตรวจสอบเงินเข้าบัญชีทุกสิ้นวันทำการ การชำระเงินครบถ้วนเมื่อตรวจพบเงินเข้าบัญชีตามจำนวนที่แจ้ง "
        "ภาพหลักฐานเพียงอย่างเดียวไม่ถือเป็นการชำระเงิน\n"
        "หากมีข้อสงสัย สอบถามได้ที่งานสารบรรณกลาง โทร. ๐๒ ๑๒๓ ๔๕๖๗\n"
        "จึงประกาศให้ทราบโดยทั่วกัน"
    )


def test_what_the_agency_has_not_is_not_promised(office: Office) -> None:
    account = Account.objects.open(AGENCY, bank="030", number="999999999999", by=OPERATOR)
    words = announcement_text([account], Profile.here(), "", "LINE @klongnoy")
    assert "คิวอาร์" not in words and "ไปรษณีย์อิเล็กทรอนิกส์" not in words
    assert "แจ้งการชำระเงินมาทาง LINE @klongnoy โดยต้องมี" in words and "หน่วยงานเท่านั้น ได้แก่\n" in words


def test_without_an_account_or_a_channel_there_is_nothing_to_announce(office: Office) -> None:
    with refused("no_account"):
        announcement_text([], Profile.here(), ADDRESS)
    with refused("no_channel"):
        announcement_text(accounts(), Profile.here(), " ", "\x07")


@pytest.mark.parametrize("channel", ["", *HARD_THAI, "ห" * 300, "x" * 300])
def test_the_page_says_what_the_text_says_and_waits_for_the_head(
    channel: str, office: Office, tmp_path: Path
) -> None:
    said = accounts(), Profile.here(), ADDRESS, channel
    made = announcement_pdf(*said, signer=office.head, drafted_at=MONDAY)
    paragraphs = " ".join(announcement_paragraphs(*said))
    expected = "".join(
        f"ประกาศ{AGENCY} เรื่อง {SUBJECT} {paragraphs} ประกาศ ณ วันที่ {'.' * 44} "
        "(นายสมศักดิ์ ตั้งใจ) นายกเทศมนตรีตำบลคลองน้อย".split()
    )
    words = text_of(made, tmp_path).replace("ร่างยังไม่ได้ลงนาม", "").replace("-๒-", "")
    assert words == expected
    assert announcement_pdf(*said, signer=office.head, drafted_at=MONDAY) == made


def test_once_signed_it_has_its_day_and_is_no_draft(office: Office, tmp_path: Path) -> None:
    made = announcement_pdf(
        accounts(), Profile.here(), ADDRESS, drafted_at=MONDAY, announced_on=date(2023, 1, 24)
    )
    words = text_of(made, tmp_path)
    assert "ประกาศณวันที่๒๔มกราคม๒๕๖๖(" + "." * 51 + ")" in words and "ร่าง" not in words
