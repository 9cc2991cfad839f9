"""Fillable forms (guide #3.2(1)): from a service's list of fields a PDF, and its values again when it comes back.

The form knows whose it is by a field that nobody sees. What comes back was written by strangers: it is opened in the
limited child process alone, and its values are words for an officer's eye, nothing more.
"""

from __future__ import annotations

import hashlib
import json
import re
from base64 import b64encode
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

from saraban.documents.glyphs import FONTS
from saraban.documents.typesetting import TEMPLATES, NotTypeset
from saraban.workbench.bench import Bench, Broken, TooCostly

JOBS = "saraban.documents.form_job"
TEMPLATE = "fillable_form.typ"
FIELDS_MAX = 80
LABEL_MAX = 200
CHOICES_MAX, CHOICE_MAX = 30, 100
NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")
LAY_SECONDS_MAX, READ_SECONDS_MAX = 15.0, 8.0

_bench = Bench(preload=[JOBS])


class FieldKind(StrEnum):
    TEXT = "text"
    LINES = "lines"
    DATE = "date"
    NUMBER = "number"
    CHECK = "check"
    CHOICE = "choice"

    @property
    def thai(self) -> str:
        return _KINDS[self]

    @property
    def characters_max(self) -> int:
        return {FieldKind.TEXT: 200, FieldKind.LINES: 2_000, FieldKind.DATE: 30, FieldKind.NUMBER: 30}.get(
            self, 0
        )


_KINDS = {
    FieldKind.TEXT: "ข้อความบรรทัดเดียว",
    FieldKind.LINES: "ข้อความหลายบรรทัด",
    FieldKind.DATE: "วันที่",
    FieldKind.NUMBER: "จำนวน",
    FieldKind.CHECK: "ช่องเลือก (ใช่/ไม่ใช่)",
    FieldKind.CHOICE: "เลือกหนึ่งจากรายการ",
}
HINT_MAX = 200  # of choices that are printed, for who fills it in by hand
_HINTS = {FieldKind.DATE: "วัน เดือน พ.ศ. เช่น 5 มกราคม 2570", FieldKind.NUMBER: "ตัวเลข"}


@dataclass(frozen=True)
class FormField:
    """`name` is for programs and never changes; `label` is what people read."""

    name: str
    label: str
    kind: FieldKind = FieldKind.TEXT
    required: bool = True
    choices: tuple[str, ...] = ()

    @classmethod
    def of(cls, said: Mapping[str, Any]) -> FormField:
        """From `as_json`."""
        return cls(
            said["name"], said["label"], FieldKind(said["kind"]), said["required"], tuple(said["choices"])
        )

    def as_json(self) -> dict[str, Any]:
        return {**asdict(self), "kind": self.kind.value, "choices": list(self.choices)}


@dataclass(frozen=True)
class Form:
    """`service` and `version` tell whose it is when it comes back; `how`: where to send it."""

    service: int
    version: int
    title: str
    agency: str
    fields: tuple[FormField, ...]
    how: str
    intro: tuple[str, ...] = ()

    @property
    def checksum(self) -> str:
        """Of the fields as they were asked: a form with others is told from it."""
        return checksum(self.fields)

    @property
    def identity(self) -> str:
        return f"saraban-form/1 {self.service} {self.version} {self.checksum}"


@dataclass(frozen=True)
class FormValues:
    """What a form that came back says: of which service's version, with the fields of which checksum, and the values."""

    service: int
    version: int
    checksum: str
    values: Mapping[str, str] = field(default_factory=dict)

    def missing(self, fields: Sequence[FormField]) -> tuple[FormField, ...]:
        """Those that were to be filled in and were not."""
        return tuple(one for one in fields if one.required and not self.values.get(one.name, "").strip())


def checksum(fields: Sequence[FormField]) -> str:
    said = json.dumps([one.as_json() for one in fields], ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(said.encode()).hexdigest()[:16]


def troubles_of(fields: Sequence[FormField]) -> list[str]:
    """Why these make no form, parts of a Thai sentence; nothing where they make one."""
    labels, names = [one.label.strip() for one in fields], [one.name for one in fields]
    choices = [one.choices for one in fields if one.kind is FieldKind.CHOICE]
    troubles = [
        (len(fields) > FIELDS_MAX, f"แบบคำขอต้องไม่เกิน {FIELDS_MAX} ช่อง"),
        (not all(labels), "ทุกช่องในแบบคำขอต้องมีชื่อ"),
        (any(len(label) > LABEL_MAX for label in labels), f"ชื่อช่องต้องไม่เกิน {LABEL_MAX} ตัวอักษร"),
        (len(set(labels)) < len(labels), "ชื่อช่องในแบบคำขอซ้ำกัน"),
        (len(set(names)) < len(names) or not all(map(NAME.fullmatch, names)), "รหัสช่องไม่ถูกต้อง"),
        (any(len(some) < 2 for some in choices), "ช่องที่ให้เลือกต้องมีอย่างน้อย 2 ตัวเลือก"),
        (any(len(some) > CHOICES_MAX for some in choices), f"ตัวเลือกต้องไม่เกิน {CHOICES_MAX} รายการต่อช่อง"),
        (any(len(set(some)) < len(some) for some in choices), "ตัวเลือกในช่องเดียวกันซ้ำกัน"),
        (
            any(not one.strip() or len(one) > CHOICE_MAX for some in choices for one in some),
            f"ตัวเลือกต้องไม่ว่างและไม่เกิน {CHOICE_MAX} ตัวอักษร",
        ),
    ]
    return [said for wrong, said in troubles if wrong]


def blank(form: Form, *, dated_at: datetime) -> bytes:
    """The form as a fillable PDF, tagged, with Thai that shows as it is typed. Raises `NotTypeset`."""
    assert form.fields and not troubles_of(form.fields), "a manual has no other form"
    pdf, slots = _set(form, dated_at)
    fields = [
        {**one.as_json(), "characters_max": one.kind.characters_max, **slots[one.name]} for one in form.fields
    ]
    try:
        made = _bench.run(
            f"{JOBS}:lay", [b64encode(pdf).decode(), fields, form.identity], timeout_seconds=LAY_SECONDS_MAX
        )
    except (TooCostly, Broken) as trouble:
        raise NotTypeset("ยังไม่ได้สร้างแบบคำขอ โปรดลองอีกครั้ง หรือแจ้งผู้ดูแลระบบ รายการช่องที่ตั้งไว้อยู่ครบ") from trouble
    assert isinstance(made, bytes)
    return made


def values_in(path: Path, attachment: int | None = None) -> FormValues | None:
    """What the form at this path says, or in the attachment with this index of the mail there; None where it is none of
    ours, or was printed and scanned. Never raises for what is in the file."""
    try:
        said: dict[str, Any] | None = _bench.run(
            f"{JOBS}:read", [str(path), attachment], timeout_seconds=READ_SECONDS_MAX
        )
    except (TooCostly, Broken):
        return None
    return FormValues(**said) if said is not None else None


def _set(form: Form, dated_at: datetime) -> tuple[bytes, dict[str, dict[str, Any]]]:
    """The pages, and where on them each field is to lie."""
    import typst  # as in `typesetting`

    data = {
        "title": form.title,
        "author": form.agency,
        "heading": form.title,
        "intro": list(form.intro),
        "fields": [{**one.as_json(), "hint": _hint_of(one)} for one in form.fields],
        "how": form.how,
        "mark": f"แบบคำขอ {form.service}/{form.version} ({form.checksum[:6]})",
    }
    compiler = typst.Compiler(
        input=TEMPLATES / TEMPLATE,
        root=TEMPLATES,
        font_paths=typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[FONTS]),
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
    )
    try:
        pdf = compiler.compile(format="pdf", timestamp=dated_at.astimezone(UTC).replace(microsecond=0))
        slots = json.loads(compiler.query("<slot>", field="value"))
    except typst.TypstError as error:
        raise NotTypeset("ยังไม่ได้สร้างแบบคำขอ เพราะจัดหน้าไม่ได้ โปรดแจ้งผู้ดูแลระบบ รายการช่องที่ตั้งไว้อยู่ครบ") from error
    assert isinstance(pdf, bytes)
    return pdf, {slot["name"]: slot for slot in slots}


def _hint_of(one: FormField) -> str:
    if one.kind is FieldKind.CHOICE:
        said = " / ".join(one.choices)
        return said if len(said) <= HINT_MAX else said[: HINT_MAX - 1] + "…"
    return _HINTS.get(one.kind, "")
