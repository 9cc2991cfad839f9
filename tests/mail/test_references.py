"""The code of ours in letters: nobody guesses it, and it is found however a mail program treated it."""

from __future__ import annotations

import re

import pytest

from saraban.mail.references import LENGTH, QUOTED, new_reference, quoted_reference


def test_codes_are_of_one_shape_and_none_comes_twice() -> None:
    made = {new_reference() for _ in range(5_000)}
    assert len(made) == 5_000
    assert all(len(one) == LENGTH and QUOTED.fullmatch(one) for one in made)
    assert not re.search(r"[01ILO]", "".join(made))


@pytest.mark.parametrize(
    "text",
    [
        "โปรดคงรหัสเรื่อง S-7KQ2-9XMD-4TPA ไว้ในจดหมายที่ตอบกลับ",
        "> > รหัสเรื่องS-7KQ2-9XMD-4TPAไว้",
        "(s-7kq2-9xmd-4tpa)",
        "S-7KQ2-9XMD-4TPA",
        "S-7KQ2-9XMD-4TPA และ S-AAAA-BBBB-CCCC",
    ],
)
def test_it_is_found(text: str) -> None:
    assert quoted_reference(text) == "S-7KQ2-9XMD-4TPA"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "S-7KQ2-9XMD",
        "XS-7KQ2-9XMD-4TPA",
        "S-7KQ2-9XMD-4TPAX",
        "S-7KQ2-9XMD-4TPA-AAAA",
        "S-0000-1111-IIII",
    ],
)
def test_what_only_looks_like_it_is_none(text: str) -> None:
    assert quoted_reference(text) == ""
