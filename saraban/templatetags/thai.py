"""Thai dates and words in templates: one line each over `saraban.thai`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.timezone import localtime

from saraban.thai import baht, dates
from saraban.thai.spelling import words_marked

register = template.Library()


def _local(value: date) -> date:
    return localtime(value) if isinstance(value, datetime) else value


@register.filter
def thai_date(value: date | None) -> str:
    return dates.medium_date(_local(value)) if value else ""


@register.filter
def short_date(value: date | None) -> str:
    return dates.table_date(_local(value)) if value else ""


@register.filter
def long_date(value: date | None) -> str:
    return dates.long_date(_local(value)) if value else ""


@register.filter
def thai_time(value: datetime | None) -> str:
    return dates.thai_time(localtime(value)) if value else ""


@register.filter
def weekday(value: date | None) -> str:
    return dates.weekday(_local(value)) if value else ""


@register.filter
def short_weekday(value: date | None) -> str:
    return dates.short_weekday(_local(value)) if value else ""


@register.filter
def be_year(value: date | None) -> str:
    return str(dates.buddhist_year(_local(value))) if value else ""


@register.filter(name="baht")
def in_baht(satang: int | None) -> str:
    """`1,250.00` of satang."""
    return baht.written(satang) if satang is not None else ""


@register.filter
def thousands(value: int) -> str:
    """`2,104`"""
    return f"{value:,}"


@register.filter
def overdue(left: int) -> int:
    """By how many days what has less than none left is late."""
    return -left


@register.filter
def size_words(value: int) -> str:
    """Bytes as a person reads them."""
    if value < 1024 * 1024:
        return f"{max(1, round(value / 1024))} กิโลไบต์"
    return f"{value / 1024 / 1024:.1f} เมกะไบต์"


@register.filter
def marked(text: str, words: Sequence[str]) -> SafeString:
    """The text with the words that were searched for in `<mark>`, however they are spelled in it."""
    pieces = words_marked(text, words)
    return format_html_join(
        "", "{}", ((format_html("<mark>{}</mark>", p) if lit else p,) for p, lit in pieces)
    )
