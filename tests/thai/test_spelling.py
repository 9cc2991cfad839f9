"""What looks alike is the same word, whichever keys were pressed; a marked word is marked whole."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from saraban.thai.spelling import one_spelling, words_marked

THAI = st.characters(min_codepoint=0x0E01, max_codepoint=0x0E5B)
TROUBLED = st.sampled_from(
    "\u0e4d\u0e49\u0e48\u0e32\u0e33\u0e40\u0e41\u0e38\u0e34\u0e4c\u0e3ak\u0301É\u200b \u00a0"
)
TEXTS = st.one_of(st.text(st.one_of(THAI, TROUBLED), max_size=20), st.text(max_size=20))


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("เเก้ไข", "แก้ไข"),
        ("นํ้า", "น้ำ"),
        ("น้ํา", "น้ำ"),
        ("นำ้", "น้ำ"),
        ("กํา", "กำ"),
        ("ก่ี", "กี่"),
        ("ที่่", "ที่"),
        ("ผู้", "ผู้"),
        ("๑๒๔/๒๕๖๖", "124/2566"),
        ("ทด\u200bสอบ\ufeff", "ทดสอบ"),
        ("  ก \u00a0\n\tข  ", "ก ข"),
        ("PDF Straße", "pdf straße"),
        ("cafe\u0301", "café"),
        ("ก\0ข\ud800", "กข"),
        ("ๆลฯ", "ๆลฯ"),
        ("", ""),
    ],
)
def test_the_ways_that_thais_type_one_word(typed: str, meant: str) -> None:
    assert one_spelling(typed) == meant


@given(TEXTS)
def test_twice_is_the_same_as_once(text: str) -> None:
    once = one_spelling(text)
    assert one_spelling(once) == once


@given(TEXTS)
def test_nothing_unseen_and_no_double_blank_is_left(text: str) -> None:
    said = one_spelling(text)
    assert said == " ".join(said.split())
    assert [letter for letter in said if unicodedata.category(letter) in ("Cc", "Cf", "Cs")] == []
    assert unicodedata.normalize("NFC", said) == said


@given(TEXTS, st.lists(st.text(THAI, min_size=1, max_size=3), max_size=3))
def test_the_pieces_are_the_text(text: str, words: list[str]) -> None:
    pieces = words_marked(text, [one_spelling(word) for word in words])
    assert "".join(piece for piece, _ in pieces) == text


@pytest.mark.parametrize(
    ("text", "words", "marked"),
    [
        ("ขอนํ้าดื่ม", ["น้ำ"], ["นํ้า"]),
        ("เเก้ไข", ["แก้"], ["เเก้"]),
        ("เลขที่ ๑๒๔/2566", ["124/25"], ["๑๒๔/25"]),
        ("ที่ดิน", ["ท"], ["ที่"]),
        ("ยายา ยา", ["ยา"], ["ยายา", "ยา"]),
        ("PDF", ["pdf"], ["PDF"]),
        ("ก<b>", ["<"], ["<"]),
        ("ไม่มี", ["น้ำ"], []),
        ("ก", [""], []),
    ],
)
def test_what_is_marked(text: str, words: list[str], marked: list[str]) -> None:
    assert [piece for piece, lit in words_marked(text, words) if lit] == marked
