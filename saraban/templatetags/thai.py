"""Thai dates and words in templates: one line each over `saraban.thai`."""

from __future__ import annotations

from datetime import date, datetime

from django import template
from django.utils.timezone import localtime

from saraban.thai import dates

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


@register.filter
def size_words(value: int) -> str:
    """Bytes as a person reads them."""
    if value < 1024 * 1024:
        return f"{max(1, round(value / 1024))} กิโลไบต์"
    return f"{value / 1024 / 1024:.1f} เมกะไบต์"
