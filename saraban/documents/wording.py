"""Words with places to be filled: `{name}`. A parser of our own, which knows names and nothing else.

`{{` and `}}` are braces; a brace that opens or closes nothing is itself. An empty line parts paragraphs. A paragraph in
which an optional field is empty is left out whole, so what may be missing stands in a paragraph of its own.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from saraban.law.refusal import Refusal

PLACE = re.compile(r"\{\{|\}\}|\{([^{}\n]{1,60})\}")
BETWEEN_PARAGRAPHS = re.compile(r"\n[^\S\n]*\n")
VALUE_MAX = 5_000  # characters


@dataclass(frozen=True)
class Field:
    """A place in the words, and how a form asks for it. `lines`: of its box."""

    name: str
    label: str
    required: bool = True
    lines: int = 1
    chars_max: int = VALUE_MAX


@dataclass(frozen=True)
class Filled:
    """`missing`: required fields that the words ask for and that are empty; they stand as `{name}` in the paragraphs."""

    paragraphs: tuple[str, ...]
    missing: tuple[Field, ...]


def placeholders(text: str) -> tuple[str, ...]:
    """The names that the text asks for, once each, in their order."""
    return tuple(dict.fromkeys(found[1] for found in PLACE.finditer(text) if found[1] is not None))


def must_be_fillable(text: str, fields: Sequence[Field]) -> None:
    """Raises `Refusal("unknown_field")`, which lists what is unknown and what may be asked for."""
    known = {one.name: one.label for one in fields}
    unknown = [name for name in placeholders(text) if name not in known]
    if unknown:
        listed = " ".join(f"{{{name}}}" for name in unknown)
        may_be = " ".join(f"{{{name}}} {label}" for name, label in known.items()) or "ไม่มี"
        raise Refusal(
            "unknown_field",
            f"ยังไม่ได้บันทึก เพราะไม่รู้จักช่อง {listed} โปรดตรวจตัวสะกด ช่องที่ใช้ได้: {may_be} ถ้าต้องการวงเล็บปีกกาเอง พิมพ์ซ้อนสองตัว "
            "ข้อความที่พิมพ์ไว้อยู่ครบ",
        )


def fill(text: str, values: Mapping[str, str], fields: Sequence[Field]) -> Filled:
    """The paragraphs with their values. Raises `Refusal`: unknown_field, too_long."""
    must_be_fillable(text, fields)
    _must_fit(values, fields)
    empty = [one for one in fields if not values.get(one.name, "").strip()]
    optional = {one.name for one in empty if not one.required}
    kept = [
        one
        for one in BETWEEN_PARAGRAPHS.split(text.replace("\r\n", "\n"))
        if optional.isdisjoint(placeholders(one))
    ]
    asked = {name for one in kept for name in placeholders(one)}
    paragraphs = (" ".join(fill_known(one, values).split()) for one in kept)
    return Filled(
        tuple(one for one in paragraphs if one),
        tuple(one for one in empty if one.required and one.name in asked),
    )


def fill_known(text: str, values: Mapping[str, str]) -> str:
    """The text with what is known; what is not, or is empty, stands as `{name}` still, for somebody to fill in."""
    return _put(text, lambda name: values.get(name, "").strip() or f"{{{name}}}")


def _put(text: str, said: Callable[[str], str]) -> str:
    return PLACE.sub(lambda found: found[0][0] if found[1] is None else said(found[1]), text)


def _must_fit(values: Mapping[str, str], fields: Sequence[Field]) -> None:
    for one in fields:
        if len(values.get(one.name, "")) > one.chars_max:
            raise Refusal(
                "too_long",
                f"ยังไม่ได้ทำเอกสาร เพราะ “{one.label}” ยาวเกิน {one.chars_max:,} ตัวอักษร โปรดย่อ สิ่งที่พิมพ์ไว้อยู่ครบ",
            )
