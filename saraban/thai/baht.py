"""Money, as whole satang everywhere: written in figures, written in words, and read as Thais write it. Never a float.

A hundred satang are a baht. What is outside `SATANG_MAX` is no amount of an office.
"""

from __future__ import annotations

import re

from saraban.thai.digits import arabic_digits

SATANG = 100  # of a baht
SATANG_MAX = 10**15  # ten million million baht
WRITTEN_MAX = 60  # characters that are looked at

_DIGITS = ("", "หนึ่ง", "สอง", "สาม", "สี่", "ห้า", "หก", "เจ็ด", "แปด", "เก้า")
_PLACES = ("", "สิบ", "ร้อย", "พัน", "หมื่น", "แสน")
_MILLION = 10**6

_MINUS = str.maketrans(dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212", "-"))
_FIGURES = re.compile(r"([1-9][0-9]{0,2}(?:,[0-9]{3})+|[1-9][0-9]*|0)?(?:\.([0-9]{1,2}|-))?")
_BEFORE = re.compile(r"(?:฿|thb(?![a-z])|บาท)\s*", re.IGNORECASE)
_AFTER = re.compile(r"\s*(?:บาทถ้วน|บาท|฿|thb|baht)\Z", re.IGNORECASE)


class BadAmount(ValueError):
    """Not an amount that can be written. Its text is a Thai sentence."""


def written(satang: int) -> str:
    """`125000` → `1,250.00`; less than nothing has a minus before it."""
    baht, rest = divmod(abs(satang), SATANG)
    return f"{'-' if satang < 0 else ''}{baht:,}.{rest:02d}"


def in_words(satang: int) -> str:
    """`125000` → `หนึ่งพันสองร้อยห้าสิบบาทถ้วน`, `50` → `ห้าสิบสตางค์`, `0` → `ศูนย์บาทถ้วน`.

    Raises `BadAmount` below zero and above `SATANG_MAX`.
    """
    if not 0 <= satang <= SATANG_MAX:
        raise BadAmount(f"เขียนจำนวนเงิน {written(satang)} บาท เป็นตัวหนังสือไม่ได้ โปรดตรวจจำนวนเงิน")
    baht, rest = divmod(satang, SATANG)
    if not rest:
        return f"{_spelled(baht) or 'ศูนย์'}บาทถ้วน"
    return (f"{_spelled(baht)}บาท" if baht else "") + f"{_spelled(rest)}สตางค์"


def read(text: str) -> int | None:
    """The satang of `1,250`, `1250.5`, `๑,๒๕๐.๐๐ บาท`, `฿1,250.-`; below zero of `-500.00`, `500.00-` and `(500.00)`.

    None for what is no amount, or could be two: `1.234`, `12,50`, `1,2345`, `0125`, `1.2e3`.
    """
    if len(text) > WRITTEN_MAX:
        return None
    plain = arabic_digits(text).translate(_MINUS).strip()
    bare = plain[1:-1] if (bracketed := plain.startswith("(") and plain.endswith(")")) else plain
    bare, signs = _without_sign(_without_currency(bare))
    found = _FIGURES.fullmatch(bare)
    if found is None or not any(found.groups()) or bracketed + len(signs) > 1:
        return None
    baht, rest = found.groups()
    if rest == "-" and not baht:
        return None
    satang = int((baht or "0").replace(",", "")) * SATANG
    satang += int((rest or "").replace("-", "").ljust(2, "0"))
    if satang > SATANG_MAX:
        return None
    return -satang if bracketed or signs == "-" else satang


def _spelled(number: int) -> str:
    """Nothing for zero. What stands above the millions is spelled as a number of its own, and has ล้าน behind it."""
    above, below = divmod(number, _MILLION)
    words = f"{_spelled(above)}ล้าน" if above else ""
    for place in range(len(_PLACES) - 1, -1, -1):
        digit = below // 10**place % 10
        if not digit:
            continue
        if place == 0 and digit == 1 and number > 1:
            words += "เอ็ด"
        elif place == 1 and digit <= 2:
            words += "สิบ" if digit == 1 else "ยี่สิบ"
        else:
            words += _DIGITS[digit] + _PLACES[place]
    return words


def _without_currency(text: str) -> str:
    """Once at most, before the figures or behind them; the sign may stand before it."""
    sign = text[:1] if text[:1] in ("-", "+") else ""
    rest = text[len(sign) :].strip()
    if found := _BEFORE.match(rest):
        return sign + rest[found.end() :]
    return sign + _AFTER.sub("", rest, count=1)


def _without_sign(text: str) -> tuple[str, str]:
    """And the signs that stood there, before or behind; the `.-` of whole baht is none."""
    signs = ""
    if text[:1] in ("-", "+"):
        signs, text = text[0], text[1:].strip()
    if text.endswith("-") and not text.endswith(".-"):
        signs, text = signs + "-", text[:-1].rstrip()
    return text, signs
