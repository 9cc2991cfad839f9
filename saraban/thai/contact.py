"""Telephone numbers and e-mail addresses that stand in a text, as Thais write them. Pure."""

from __future__ import annotations

import re

from saraban.thai.digits import arabic_digits

_BETWEEN = "[ \u00a0]?[-\u2010-\u2015()]?[ \u00a0]?"
_ABROAD = rf"(?:\+|(?<!\d)00)66{_BETWEEN}0?"
_AT_HOME = rf"(?<!\d)(?<!\d-)\(?0{_BETWEEN}"
_MOBILE, _FIXED = rf"[689](?:{_BETWEEN}\d){{8}}", rf"[23457](?:{_BETWEEN}\d){{7}}"
_PHONE = re.compile(rf"(?:{_ABROAD}|{_AT_HOME})((?:{_MOBILE})|(?:{_FIXED}))(?!\d)")
_WITH_DOTS = re.compile(r"(?<![\d.])0([689]\d)\.(\d{3})\.(\d{4})(?![\d.])")
# The identity number of a person or a firm, whether or not its check digit is right.
_IDENTITY = re.compile(r"(?<!\d)\d[- ]?\d{4}[- ]?\d{5}[- ]?\d{2}[- ]?\d(?!\d)")
_FAX = re.compile(r"(?:โทรสาร|แฟกซ์|แฟ็กซ์|fax)[^\w\n]{0,4}$", re.IGNORECASE)
_LAST_GROUP_MIN = 3  # digits: the last of 089-2-34567-8, an account, has one
_ADDRESS = re.compile(r"[A-Za-z0-9][A-Za-z0-9._%+-]*@(?:[A-Za-z0-9-]+\.)+[A-Za-z]{2,}")
_NOBODY = re.compile(r"^(?:no-?reply|do-?not-?reply|mailer-daemon|postmaster)", re.IGNORECASE)


def phones_in(text: str) -> list[str]:
    """`081-234-5678`, `02-123-4567`, `037-123-456`, each once, in the order in which they stand; no fax, no identity number."""
    plain = _IDENTITY.sub(" ", arabic_digits(text))
    plain = _WITH_DOTS.sub(r"0\1-\2-\3", plain)
    found = []
    for one in _PHONE.finditer(plain):
        if len(re.split(r"\D+", one[1])[-1]) >= _LAST_GROUP_MIN and not _FAX.search(plain[: one.start()]):
            found.append(_written("0" + re.sub(r"\D", "", one[1])))
    return list(dict.fromkeys(found))


def addresses_in(text: str) -> list[str]:
    """In small letters, each once, in the order in which they stand; none that nobody reads."""
    found = [one.lower() for one in _ADDRESS.findall(text) if not _NOBODY.match(one)]
    return list(dict.fromkeys(found))


def _written(digits: str) -> str:
    area = 2 if digits.startswith("02") else 3
    return f"{digits[:area]}-{digits[area : area + 3]}-{digits[area + 3 :]}"
