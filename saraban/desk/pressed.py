"""A press without a form: what it asks for is done and said on the next page, or that page says why not."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from saraban.agencies.models import Officer, Unit
from saraban.cases.models import Case
from saraban.desk.fields import whole_number
from saraban.desk.finding import case_or_404
from saraban.desk.middleware import OfficerRequest
from saraban.law.refusal import Refusal

Chosen = TypeVar("Chosen", Officer, Unit)


def chosen(model: type[Chosen], request: OfficerRequest, name: str) -> Chosen | None:
    """The unit or officer that a list of the page offered; None for none."""
    key = whole_number(request.POST.get(name))
    return model.objects.filter(pk=key, active=True).first() if key is not None else None


def pressed(request: OfficerRequest, do: Callable[[], object], said: str = "") -> bool:
    """Whether it was done."""
    try:
        do()
    except Refusal as refusal:
        messages.error(request, refusal.message)
        return False
    if said:
        messages.success(request, said)
    return True


def pressed_on_case(
    request: OfficerRequest, pk: int, deed: str, do: Callable[[Case], object], said: str = "", at: str = ""
) -> HttpResponse:
    """What a press of the case's page asks for, `deed` in the table of duties; `at`: where that page opens then."""
    found = case_or_404(request, pk)
    request.officer.assert_may(deed)
    pressed(request, lambda: do(found), said)
    return redirect(f"{reverse('case', args=[pk])}{at}")
