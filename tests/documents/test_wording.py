"""Words with places: names and nothing else; what is unknown, missing or optional."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from saraban.documents.papers import PaperKind
from saraban.documents.presets import PRESETS
from saraban.documents.wording import (
    Field,
    Filled,
    fill,
    fill_known,
    must_be_fillable,
    placeholders,
)
from saraban.law.refusal import Refusal

NAME, DAY, MORE = Field("name", "ชื่อ"), Field("day", "วันที่"), Field("more", "อื่น ๆ", required=False)
FIELDS = (NAME, DAY, MORE)
TEXT = "เรียน {name}\n\nตั้งแต่วันที่ {day}\n\nอนึ่ง {more}\n\nจึงเรียนมาเพื่อโปรดทราบ"
names = st.from_regex(r"[a-z][a-z_]{0,20}", fullmatch=True)


def test_the_fields_of_a_text_are_listed_once_in_their_order() -> None:
    assert placeholders("{day} {name} {day} {{more}} {{{more}}}") == ("day", "name", "more")


def test_every_paragraph_has_its_values() -> None:
    assert fill(TEXT, {"name": "นายดี", "day": "๑", "more": "มี"}, FIELDS) == Filled(
        ("เรียน นายดี", "ตั้งแต่วันที่ ๑", "อนึ่ง มี", "จึงเรียนมาเพื่อโปรดทราบ"), ()
    )


def test_a_paragraph_with_an_empty_optional_field_is_left_out() -> None:
    assert fill(TEXT, {"name": "นายดี", "day": "๑", "more": " "}, FIELDS).paragraphs == (
        "เรียน นายดี",
        "ตั้งแต่วันที่ ๑",
        "จึงเรียนมาเพื่อโปรดทราบ",
    )


def test_a_missing_field_lists_itself_and_stands_open() -> None:
    filled = fill(TEXT, {"name": "นายดี"}, FIELDS)
    assert [one.label for one in filled.missing] == ["วันที่"]
    assert "ตั้งแต่วันที่ {day}" in filled.paragraphs


def test_what_is_known_goes_in_and_the_rest_stands_open() -> None:
    assert fill_known("{name} {day} {more}", {"name": "นายดี", "more": ""}) == "นายดี {day} {more}"


def test_an_unknown_field_is_refused_and_listed() -> None:
    with pytest.raises(Refusal, match=r"\{nmae\} \{ชื่อ\}.*\{name\} ชื่อ") as refused:
        must_be_fillable("{name} {nmae} {ชื่อ}", FIELDS)
    assert refused.value.code == "unknown_field"


def test_a_value_that_is_too_long_is_refused_by_its_label() -> None:
    with pytest.raises(Refusal, match="“ชื่อ” ยาวเกิน 5,000"):
        fill(TEXT, {"name": "ก" * 5_001}, FIELDS)


@pytest.mark.parametrize("text", ["{name.__class__}", "{name[0]}", "{name!r}", "{0}", "{name:>99999999}"])
def test_no_field_reaches_into_a_value(text: str) -> None:
    with pytest.raises(Refusal):
        must_be_fillable(text, FIELDS)
    assert fill_known(text, {"name": "นายดี"}) == text


@given(text=st.text(), values=st.dictionaries(names, st.text(max_size=40)))
def test_any_text_is_filled_without_trouble(text: str, values: dict[str, str]) -> None:
    filled = fill_known(text, values)
    if not re.search("[{}]", text):
        assert filled == text


@given(text=st.text())
def test_doubled_braces_are_braces(text: str) -> None:
    escaped = text.replace("{", "{{").replace("}", "}}")
    assert placeholders(escaped) == ()
    assert fill_known(escaped, {}) == text


@given(before=st.text(alphabet=st.characters(exclude_characters="{}")), name=names, value=st.text(min_size=1))
def test_a_value_is_never_read_again(before: str, name: str, value: str) -> None:
    said = value.strip()
    assert fill_known(f"{before}{{{name}}}", {name: value}) == before + (said or f"{{{name}}}")


@pytest.mark.parametrize("kind", PaperKind)
def test_the_words_of_every_kind_ask_only_for_their_fields(kind: PaperKind) -> None:
    preset = PRESETS[kind]
    must_be_fillable(f"{preset.subject}\n{preset.text}", preset.fields)
    assert len({one.name for one in preset.fields}) == len(preset.fields)


def test_a_refusal_asks_for_facts_law_reasons_and_appeal() -> None:
    assert {"facts", "law", "reasons", "appeal"} <= set(placeholders(PRESETS[PaperKind.REFUSAL].text))
