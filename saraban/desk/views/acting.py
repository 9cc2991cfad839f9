"""รักษาราชการแทน: who acts for the head, from which day to which, by which order."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate
from django.views.decorators.http import require_http_methods, require_POST

from saraban.agencies.models import POSITION_MAX, Acting, Officer, Profile
from saraban.desk.fields import LineField
from saraban.desk.middleware import OfficerRequest
from saraban.desk.posted import posted, status_of
from saraban.desk.terms import TermForm, end_term

SHOWN_MAX = 50


class ActingForm(TermForm):
    field_order = ("officer", "absent", "kind", "stands_for", "first_day", "last_day", "order", "ordered_on")

    officer = forms.ModelChoiceField(
        label="ผู้แทน",
        queryset=Officer.objects.filter(active=True).order_by("name"),
        empty_label="เลือกเจ้าหน้าที่",
        error_messages={"required": "ยังไม่ได้บันทึก เพราะยังไม่ได้เลือกว่าใครเป็นผู้แทน"},
    )
    kind = forms.ChoiceField(
        label="แทนอย่างไร", choices=Acting.Kind.choices, widget=forms.RadioSelect, initial=Acting.Kind.FOR_ALL
    )
    stands_for = LineField(
        label="แทนตำแหน่ง",
        max_length=POSITION_MAX,
        error_messages={"required": "ยังไม่ได้บันทึก เพราะยังไม่ได้บอกว่าแทนตำแหน่งใด"},
    )
    absent = forms.ModelChoiceField(
        label="แทนใคร",
        queryset=Officer.objects.filter(active=True).order_by("name"),
        empty_label="ตำแหน่งว่าง",
        required=False,
    )


@require_http_methods(["GET", "POST"])
def acting(request: OfficerRequest) -> HttpResponse:
    """The terms that were ordered, and a form for another."""
    if request.method == "POST":
        request.officer.assert_may("acting.ordered")
    today = localdate()
    initial = {
        "stands_for": Profile.here().head_title,
        "first_day": today,
        "ordered_on": today,
        "kind": Acting.Kind.FOR_ALL,
    }
    form = ActingForm(request.POST or None, initial=initial, label_suffix="")

    def do() -> Acting:
        said = dict(form.cleaned_data)
        return Acting.objects.order(said.pop("officer"), said.pop("kind"), by=request.officer, **said)

    made = posted(request, form, do)
    if made is not None:
        messages.success(request, f"บันทึกแล้ว {made.officer.name} {made.told}")
        return redirect("acting")
    terms = Acting.objects.select_related("officer", "absent").order_by("-last_day", "-pk")[:SHOWN_MAX]
    return render(
        request,
        "desk/acting.html",
        {
            "form": form,
            "terms": [(one, _standing(one)) for one in terms],
            "may_order": request.officer.may("acting.ordered"),
        },
        status=status_of(form),
    )


@require_POST
def ended(request: OfficerRequest, pk: int) -> HttpResponse:
    """Before its last day: the officer decides nothing for the head any more."""
    row = get_object_or_404(Acting.objects.select_related("officer"), pk=pk)
    request.officer.assert_may("acting.ended")
    end_term(request, row, f"เลิกแล้ว {row.officer.name}พิจารณาแทนหัวหน้าไม่ได้ตั้งแต่บัดนี้")
    return redirect("acting")


def _standing(term: Acting) -> str:
    today = localdate()
    if term.ended_at is not None:
        return "ended"
    if term.holds_on(today):
        return "now"
    return "later" if term.first_day > today else "over"
