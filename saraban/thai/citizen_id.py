"""The 13-digit identity number: its check digit, and how it is hidden from those who need not see it."""

from __future__ import annotations

import re

from saraban.thai.digits import arabic_digits

LENGTH = 13  # digits

_DIGIT = "[0-9๐-๙]"
_BETWEEN = "(?: ?[-\u2010-\u2015] ?|[ \u00a0])?"  # 1-2345-67890-12-3, with spaces, or run together
_NUMBER = re.compile(
    f"(?<!{_DIGIT})({_DIGIT}){_BETWEEN}({_DIGIT}{{4}}){_BETWEEN}({_DIGIT}{{5}}){_BETWEEN}"
    f"({_DIGIT}{{2}}){_BETWEEN}({_DIGIT})(?!{_DIGIT})"
)


def check_digit_ok(number: str) -> bool:
    """Whether 13 Arabic or Thai digits, with nothing between them, end in the right check digit (mod 11)."""
    digits = arabic_digits(number)
    if len(digits) != LENGTH or not (digits.isascii() and digits.isdecimal()):
        return False
    total = sum(int(digit) * weight for digit, weight in zip(digits[:-1], range(LENGTH, 1, -1), strict=True))
    return int(digits[-1]) == (11 - total % 11) % 10


def mask_citizen_ids(text: str) -> str:
    """`1234567890121` → `1-2345-xxxxx-12-1`, in whatever form it was written; other numbers stay."""
    return _NUMBER.sub(_masked, text)


def _masked(found: re.Match[str]) -> str:
    first, four, _five, two, last = found.groups()
    if not check_digit_ok("".join(found.groups())):
        return found[0]
    return f"{first}-{four}-xxxxx-{two}-{last}"
