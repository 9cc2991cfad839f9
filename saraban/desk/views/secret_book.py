"""สมุดเรื่องลับ: the registrar of secret matters alone sees it and writes in it."""

from __future__ import annotations

from uuid import uuid4

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate
from django.views.decorators.http import require_http_methods, require_POST

from saraban.agencies.duties import Duty
from saraban.desk.fields import Choice, LineField, ThaiDateField, seen, whole_number
from saraban.desk.middleware import OfficerRequest
from saraban.desk.posted import posted, status_of
from saraban.mail.models import REASON_MAX, InboundEmail
from saraban.registers.books import BE, Register
from saraban.registers.secret_book import PLACE_MAX, Secrecy, SecretLetter, SecretStub

SHOWN_MAX = 200


class StubForm(forms.Form):
    key = forms.UUIDField(required=False, widget=forms.HiddenInput)
    letter = forms.ModelChoiceField(
        queryset=InboundEmail.objects.filter(state=InboundEmail.SECRET),
        required=False,
        widget=forms.HiddenInput,
        error_messages={
            "invalid_choice": "ยังไม่ได้ลงสมุด เพราะหนังสือนี้ไม่ได้ล็อกเป็นเรื่องลับแล้ว โปรดเปิดหนังสือดูอีกครั้ง ไม่มีเลขใดถูกใช้"
        },
    )
    register = forms.ChoiceField(
        label="รับหรือส่ง",
        choices=[(Register.SECRET_IN.value, "รับ"), (Register.SECRET_OUT.value, "ส่ง")],
        widget=Choice,
    )
    level = forms.ChoiceField(label="ชั้นความลับ", choices=Secrecy.choices, widget=Choice)
    on = ThaiDateField(label="วันที่รับหรือส่ง", help_text="เช่น วันนี้ หรือ 23/1/66")
    kept_at = LineField(
        label="ที่เก็บเอกสาร",
        max_length=PLACE_MAX,
        required=False,
        help_text="เช่น ตู้นิรภัยห้องปลัด อย่าพิมพ์ชื่อเรื่องหรือผู้ส่ง",
    )


@require_http_methods(["GET", "POST"])
def book(request: OfficerRequest) -> HttpResponse:
    """The stubs of a year, and one more."""
    _must_be_its_registrar(request)
    this_year = localdate().year + BE
    form = StubForm(
        request.POST or None,
        initial={
            "key": uuid4(),
            "on": localdate(),
            "letter": whole_number(request.GET.get("letter")),
        },
        label_suffix="",
    )

    def enter() -> SecretStub:
        said = form.cleaned_data
        return SecretStub.objects.enter(
            SecretLetter(
                Register(said["register"]),
                Secrecy(said["level"]),
                said["on"],
                said["kept_at"],
                email=said["letter"],
                key=said["key"],
            ),
            by=request.officer,
        )

    if (stub := posted(request, form, enter)) is not None:
        messages.success(request, f"ลงสมุดเรื่องลับแล้ว เลข{stub}")
        return redirect("secret_book")
    years = SecretStub.objects.order_by("-year").values_list("year", flat=True).distinct()
    year = whole_number(request.GET.get("year")) or this_year
    stubs = SecretStub.objects.filter(year=year).select_related("officer").order_by("-registered_at", "-pk")
    page = {
        "form": form,
        "year": year,
        "years": sorted({this_year, *years}, reverse=True),
        "stubs": stubs[:SHOWN_MAX],
        "shown_max": SHOWN_MAX,
        "more": stubs.count() > SHOWN_MAX,
    }
    return render(request, "desk/secret_book.html", page, status=status_of(form))


@require_POST
def strike(request: OfficerRequest, pk: int) -> HttpResponse:
    """A line through a stub, with its reason. Raises `Refusal`."""
    _must_be_its_registrar(request)
    stub = get_object_or_404(SecretStub.objects.all(), pk=pk)
    stub.strike(seen(request.POST.get("because", ""))[:REASON_MAX], by=request.officer)
    messages.success(request, f"ขีดฆ่าเลข{stub}แล้ว เลขนี้ไม่ใช้ซ้ำ")
    return redirect("secret_book")


def _must_be_its_registrar(request: OfficerRequest) -> None:
    """For everybody else there is no such book."""
    if Duty.SECRETS not in request.officer.duties:
        raise Http404
