"""A one-time code: it leaves in one mail of ours, comes back in the answer to it, and stands nowhere else.

Whoever brings it had that very mail. So no row, file, log or page holds it: rows keep its digest, and what we show and
keep of the mail has `HIDDEN` in its place.
"""

from __future__ import annotations

import hashlib
import re
import secrets

from saraban.mail.references import GROUP, LETTERS

GROUPS = 6  # 24 letters of 31: 118 bits
LENGTH = len("T") + GROUPS * (GROUP + 1)
QUOTED = re.compile(rf"(?<![A-Z0-9-])T(?:-[{LETTERS}]{{{GROUP}}}){{{GROUPS}}}(?![A-Z0-9-])", re.IGNORECASE)
HIDDEN = "T" + GROUPS * f"-{GROUP * '•'}"
QUOTED_MAX = 20  # codes of one letter

# In the first line of a mail with a code: what stands above it in an answer is the answerer's own.
ANSWER_ABOVE = "พิมพ์คำตอบเหนือบรรทัดนี้"


def new_code() -> str:
    """`T-7KQ2-9XMD-4TPA-B8HJ-2MNC-WQRS`"""
    groups = ("".join(secrets.choice(LETTERS) for _ in range(GROUP)) for _ in range(GROUPS))
    return "-".join(["T", *groups])


def quoted_codes(text: str) -> list[str]:
    """Those that stand in a text, once each; a mail program may have written them in small letters."""
    found = dict.fromkeys(one[0].upper() for one in QUOTED.finditer(text))
    return list(found)[:QUOTED_MAX]


def digest_of_code(code: str) -> str:
    return hashlib.sha256(code.encode()).hexdigest()


def without_codes(text: str) -> str:
    return QUOTED.sub(HIDDEN, text)
