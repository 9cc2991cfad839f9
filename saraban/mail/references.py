"""The code of ours that a letter quotes: who quotes it had our mail, whatever became of its Message-ID on the way."""

from __future__ import annotations

import re
import secrets

LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"  # none that is taken for another
GROUPS, GROUP = 3, 4  # 12 letters of 31: 59 bits
LENGTH = len("S") + GROUPS * (GROUP + 1)
QUOTED = re.compile(rf"(?<![A-Z0-9-])S(?:-[{LETTERS}]{{{GROUP}}}){{{GROUPS}}}(?![A-Z0-9-])", re.IGNORECASE)


def new_reference() -> str:
    """`S-7KQ2-9XMD-4TPA`, which nobody can guess."""
    groups = ("".join(secrets.choice(LETTERS) for _ in range(GROUP)) for _ in range(GROUPS))
    return "-".join(["S", *groups])


def quoted_reference(text: str) -> str:
    """The first that stands in a text, "" for none; a mail program may have written it in small letters."""
    found = QUOTED.search(text)
    return found[0].upper() if found is not None else ""
