"""The small QR on a transfer slip: which bank sent, and under which reference of its own. Pure.

It proves nothing alone: no amount and no payee stand in it, and anybody can draw one. It names the transfer, so that
the same slip is not taken twice and its money is found on the bank's statement (guide #3.4).
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from saraban.payments.emv import CHECKSUM, Malformed, fields_in, unsealed
from saraban.thai.digits import arabic_digits

TEXT_MAX = 200  # characters

_SLIP = "000001"  # what the first field says that it is for
MARK = f"0006{_SLIP}"  # stands in the text of every slip
_CHECKSUM_TAG = "91"
_BANK = re.compile(r"[0-9]{3}")
_REFERENCE = re.compile(r"[A-Za-z0-9]{1,50}")
_CLOSED = re.compile(rf"(.+{_CHECKSUM_TAG}{CHECKSUM:02d})([0-9A-Fa-f]{{1,{CHECKSUM}}})")


@dataclass(frozen=True)
class SlipCode:
    """`bank`: three digits (`saraban/payments/banks.py:BANKS`); `reference`: the sending bank's, which it gives once."""

    bank: str
    reference: str


def as_one_reference(said: str) -> str:
    """However it was typed or printed: letters and digits alone, in capitals. Empty where it has none."""
    return "".join(sign for sign in arabic_digits(said) if unicodedata.category(sign)[0] in "LMN").upper()


def read_slip_qr(text: str) -> SlipCode | None:
    """None for any other QR, and where the checksum is not right. Never raises.

    Some banks write the checksum as a number, so zeros before it are lost: they are put back.
    """
    text = text.strip()
    closed = _CLOSED.fullmatch(text) if len(text) <= TEXT_MAX else None
    if closed is None:
        return None
    try:
        said = fields_in(unsealed(closed[1] + closed[2].upper().rjust(CHECKSUM, "0"), tag=_CHECKSUM_TAG))
        slip = fields_in(said.get("00", ""))
    except Malformed:
        return None
    bank, reference = slip.get("01", ""), slip.get("02", "")
    if (slip.get("00"), said.get("51")) != (_SLIP, "TH"):
        return None
    if not _BANK.fullmatch(bank) or not _REFERENCE.fullmatch(reference):
        return None
    return SlipCode(bank, reference)
