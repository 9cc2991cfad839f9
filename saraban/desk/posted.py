"""A form that was sent: what it asks for is done, or the form says why not and keeps what was typed."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from django import forms
from django.http import HttpRequest

from saraban.law.refusal import Refusal

Done = TypeVar("Done")
REFUSED = 422


def posted(request: HttpRequest, form: forms.Form, do: Callable[[], Done]) -> Done | None:
    """What `do` made, called once the form is valid; None where the page is only shown, or stands with its errors."""
    if request.method != "POST" or not form.is_valid():
        return None
    try:
        return do()
    except Refusal as refusal:
        form.add_error(None, refusal.message)
        return None


def status_of(form: forms.Form) -> int:
    return REFUSED if form.errors else 200
