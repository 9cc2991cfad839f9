"""The banks of Thailand by the three digits that slips and statements give them (Bank of Thailand's institution codes). Pure.

A code that is not here is shown as it stands: banks come and go, and a slip is not refused for it.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Bank:
    """`code`: three digits; `name`: Thai, without ธนาคาร; `short`: as the bank itself abbreviates it."""

    code: str
    name: str
    short: str

    @property
    def title(self) -> str:
        """`ธนาคารกรุงไทย`; of one whose name says so already, its name."""
        return self.name if self.name.startswith(("ธนาคาร", "ธ.")) else f"ธนาคาร{self.name}"


BANKS = {
    bank.code: bank
    for bank in (
        Bank("002", "กรุงเทพ", "BBL"),
        Bank("004", "กสิกรไทย", "KBANK"),
        Bank("006", "กรุงไทย", "KTB"),
        Bank("011", "ทหารไทยธนชาต", "TTB"),
        Bank("014", "ไทยพาณิชย์", "SCB"),
        Bank("017", "ซิตี้แบงก์", "CITI"),
        Bank("018", "ซูมิโตโม มิตซุย แบงกิ้ง คอร์ปอเรชั่น", "SMBC"),
        Bank("020", "สแตนดาร์ดชาร์เตอร์ด (ไทย)", "SCBT"),
        Bank("022", "ซีไอเอ็มบี ไทย", "CIMBT"),
        Bank("024", "ยูโอบี", "UOBT"),
        Bank("025", "กรุงศรีอยุธยา", "BAY"),
        Bank("030", "ออมสิน", "GSB"),
        Bank("031", "ฮ่องกงและเซี่ยงไฮ้แบงกิ้งคอร์ปอเรชั่น", "HSBC"),
        Bank("033", "อาคารสงเคราะห์", "GHB"),
        Bank("034", "ธ.ก.ส.", "BAAC"),
        Bank("035", "เพื่อการส่งออกและนำเข้าแห่งประเทศไทย", "EXIM"),
        Bank("039", "มิซูโฮ", "MHCB"),
        Bank("045", "บีเอ็นพี พารีบาส์", "BNPP"),
        Bank("052", "แห่งประเทศจีน (ไทย)", "BOC"),
        Bank("065", "ธนชาต", "TBANK"),
        Bank("066", "อิสลามแห่งประเทศไทย", "ISBT"),
        Bank("067", "ทิสโก้", "TISCO"),
        Bank("069", "เกียรตินาคินภัทร", "KKP"),
        Bank("070", "ไอซีบีซี (ไทย)", "ICBCT"),
        Bank("071", "ไทยเครดิต", "TCRB"),
        Bank("073", "แลนด์ แอนด์ เฮ้าส์", "LHB"),
        Bank("079", "เอเอ็นแซด (ไทย)", "ANZ"),
        Bank("080", "ซูมิโตโม มิตซุย ทรัสต์ (ไทย)", "SMTB"),
        Bank("098", "พัฒนาวิสาหกิจขนาดกลางและขนาดย่อมแห่งประเทศไทย", "SME"),
    )
}


def bank_title(code: str) -> str:
    """`006` → `ธนาคารกรุงไทย`, `034` → `ธ.ก.ส.`; of an unknown code `ธนาคารรหัส 123`."""
    bank = BANKS.get(code)
    return bank.title if bank else f"ธนาคารรหัส {code}"
