"""Form fields that understand how Thai officers write."""

from __future__ import annotations

import unicodedata
from datetime import date
from typing import Any

from django import forms
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.timezone import localdate

from saraban.thai import baht
from saraban.thai.dates import BadDate, parse_date, table_date

_JOINERS = "\u200c\u200d"  # they belong to the scripts of some names


class Line(forms.TextInput):
    """As Django's own, written without a template: a card has eight, and a clerk waits for each."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        shown = self.format_value(value)
        said = {"name": name, "type": "text"} | ({} if shown is None else {"value": shown})
        return format_html("<input{}>", flatatt(said | self.build_attrs(self.attrs, attrs)))


class Choice(forms.Select):
    """As Django's own, written without a template."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        chosen = set(self.format_value(value))
        options = format_html_join(
            "",
            '<option value="{}"{}>{}</option>',
            (
                (key, mark_safe(" selected") if str(key) in chosen else "", label)
                for key, label in self.choices
            ),
        )
        return format_html(
            "<select{}>{}</select>", flatatt({"name": name} | self.build_attrs(self.attrs, attrs)), options
        )


class LineField(forms.CharField):
    """One line of text: what cannot be seen, or turns the direction of what follows, is taken out of it."""

    widget = Line

    def to_python(self, value: Any) -> Any:
        return super().to_python(seen(value) if isinstance(value, str) else value)


def seen(text: str) -> str:
    """One line of it, without what cannot be seen or turns the direction of what follows."""
    kept = (
        " " if letter in "\t\n\r\v\f\u2028\u2029" else letter
        for letter in text
        if letter in _JOINERS or letter in "\0\t\n\r\v\f" or unicodedata.category(letter) not in ("Cc", "Cf")
    )
    return unicodedata.normalize("NFC", "".join(kept))


class ThaiDateField(forms.CharField):
    """One line: 23/1/66, 23 ม.ค. 2566, วันนี้, +15. Cleans to a `date`; shows พ.ศ."""

    widget = Line

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 60)
        kwargs.setdefault(
            "error_messages", {"required": "ยังบันทึกไม่ได้ เพราะยังไม่มีวันที่ โปรดพิมพ์ เช่น 23/1/66 หรือ วันนี้"}
        )
        super().__init__(**kwargs)

    def prepare_value(self, value: Any) -> Any:
        return table_date(value) if isinstance(value, date) else value

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if not text:
            return None
        try:
            return parse_date(text, today=localdate())
        except BadDate as bad:
            raise forms.ValidationError(str(bad)) from bad


class BahtField(forms.CharField):
    """One line: 500, 1,250.50, ๑,๒๕๐.-, 500 บาท. Cleans to whole satang, never below nothing."""

    widget = Line

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", baht.WRITTEN_MAX)
        kwargs.setdefault("widget", Line(attrs={"inputmode": "decimal", "autocomplete": "off"}))
        kwargs.setdefault("error_messages", {"required": "ยังบันทึกไม่ได้ เพราะยังไม่มีจำนวนเงิน โปรดพิมพ์ เช่น 500"})
        super().__init__(**kwargs)

    def prepare_value(self, value: Any) -> Any:
        return baht.written(value) if isinstance(value, int) else value

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if not text:
            return None
        satang = baht.read(text)
        if satang is None or satang < 0:
            raise forms.ValidationError(
                f"อ่านจำนวนเงิน “{text}” ไม่ได้ หรืออ่านได้สองอย่าง โปรดพิมพ์เป็นบาท เช่น 500 หรือ 1,250.50"
            )
        return satang


def whole_number(text: str | None) -> int | None:
    """What an address says as a number; None for everything else that may stand there."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) <= 9 else None
