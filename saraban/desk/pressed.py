"""A press without a form: what it asks for is done and said on the next page, or that page says why not."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import wraps
from typing import TypeVar

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.timezone import localdate
from django.views.decorators.http import require_POST

from saraban.agencies.models import Officer, Unit
from saraban.cases.models import Case
from saraban.desk.fields import whole_number
from saraban.desk.finding import case_or_404
from saraban.desk.middleware import OfficerRequest
from saraban.law.refusal import Refusal
from saraban.thai.dates import BadDate, parse_date

Chosen = TypeVar("Chosen", Officer, Unit)
Press = Callable[[Case, OfficerRequest], object]
View = Callable[[OfficerRequest, int], HttpResponse]


def chosen(model: type[Chosen], request: OfficerRequest, name: str) -> Chosen | None:
    """The unit or officer that a list of the page offered; None for none."""
    key = whole_number(request.POST.get(name))
    return model.objects.filter(pk=key, active=True).first() if key is not None else None


def typed_day(request: OfficerRequest, name: str) -> date:
    """The day that a press carries along, in any of the ways in which clerks write one. Raises `Refusal("bad_day")`."""
    try:
        return parse_date(request.POST.get(name, ""), today=localdate())
    except BadDate as trouble:
        raise Refusal("bad_day", f"ยังไม่ได้บันทึก {trouble} ข้อมูลเดิมอยู่ครบ") from None


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


def on_case(deed: str, said: str = "", at: str = "") -> Callable[[Press], View]:
    """The view of a button of the case's page, from what its press does: as `pressed_on_case`, by POST only."""

    def view_of(press: Press) -> View:
        @require_POST
        @wraps(press)
        def view(request: OfficerRequest, pk: int) -> HttpResponse:
            return pressed_on_case(request, pk, deed, lambda found: press(found, request), said, at)

        return view

    return view_of


def pressed_on_case(
    request: OfficerRequest, pk: int, deed: str, do: Callable[[Case], object], said: str = "", at: str = ""
) -> HttpResponse:
    """What a press of the case's page asks for, `deed` in the table of duties; `at`: where that page opens then."""
    found = case_or_404(request, pk)
    request.officer.assert_may(deed)
    pressed(request, lambda: do(found), said)
    return redirect(f"{reverse('case', args=[pk])}{at}")
