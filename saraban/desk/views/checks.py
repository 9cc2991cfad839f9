"""ตรวจเอกสาร (P11): the public's page for whoever holds a paper of ours. It needs no sign-in, and keeps nothing that is asked."""

from __future__ import annotations

import tempfile
import threading
from pathlib import Path
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.http import require_http_methods, require_safe

from saraban.agencies.models import Profile
from saraban.desk.fields import LineField
from saraban.desk.posted import REFUSED
from saraban.documents.papers import PaperKind
from saraban.issuing.checks import FILE_BYTES_MAX, NOTHING, Told, by_file, by_number, by_token
from saraban.issuing.models import CODE_LENGTH
from saraban.tenancy.models import Agency
from saraban.tenancy.scope import acting_for

NUMBER_MAX = 100
FILES_AT_ONCE_MAX = 2
TOO_BIG = "ยังไม่ได้ตรวจ เพราะไฟล์ใหญ่เกิน 25 เมกะไบต์ เอกสารที่ออกจากระบบนี้เล็กกว่านั้นเสมอ โปรดเลือกไฟล์ที่ได้รับทางอีเมล"
NO_PDF = "ยังไม่ได้ตรวจ เพราะไฟล์นี้ไม่ใช่ PDF โปรดเลือกไฟล์ PDF ที่ได้รับทางอีเมล หรือใช้เลขที่กับรหัสบนเอกสาร"
BUSY = "ยังไม่ได้ตรวจ เพราะมีผู้ตรวจไฟล์อยู่หลายคน โปรดลองอีกครั้งในอีกสักครู่ หรือใช้เลขที่กับรหัสบนเอกสาร"

_files = threading.BoundedSemaphore(FILES_AT_ONCE_MAX)


class CheckForm(forms.Form):
    number = LineField(label="เลขที่หรือที่ บนเอกสาร", max_length=NUMBER_MAX, required=False)
    code = LineField(label="รหัสตรวจสอบ", max_length=2 * CODE_LENGTH, required=False)
    file = forms.FileField(label="ไฟล์ PDF ที่ได้รับ", required=False)

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        file = said.get("file")
        if file is not None and file.size > FILE_BYTES_MAX:
            raise forms.ValidationError(TOO_BIG)
        if file is None and not (said.get("number") and said.get("code")):
            raise forms.ValidationError(
                "ยังไม่ได้ตรวจ เพราะต้องมีทั้งเลขที่และรหัสตรวจสอบที่พิมพ์อยู่ใต้คิวอาร์ หรือไฟล์ PDF อย่างใดอย่างหนึ่ง"
            )
        return said


@require_safe
def by_address(request: HttpRequest, token: str) -> HttpResponse:
    """What a QR opens, for ever."""
    told = by_token(token)
    return _page(request, told, status=200 if told.paper is not None else 404)


@csrf_protect
@require_http_methods(["GET", "POST"])
def check(request: HttpRequest) -> HttpResponse:
    """By number and code, or by the file."""
    form = CheckForm(request.POST or None, request.FILES or None, label_suffix="")
    if request.method != "POST" or not form.is_valid():
        return _form(request, form)
    file = form.cleaned_data["file"]
    if file is not None:
        return _of_file(request, form)
    agency = Agency.objects.order_by("pk").first()
    if agency is None:
        return _page(request, NOTHING)
    return _page(request, by_number(agency, form.cleaned_data["number"], form.cleaned_data["code"]))


def _of_file(request: HttpRequest, form: CheckForm) -> HttpResponse:
    if not _files.acquire(blocking=False):
        form.add_error(None, BUSY)
        return _form(request, form)
    try:
        with tempfile.TemporaryDirectory(prefix="saraban-check-") as folder:
            path = Path(folder) / "paper.pdf"
            with path.open("wb") as kept:
                for chunk in form.cleaned_data["file"].chunks():
                    kept.write(chunk)
            with path.open("rb") as kept:
                if not kept.read(5).startswith(b"%PDF-"):
                    form.add_error("file", NO_PDF)
                    return _form(request, form)
            return _page(request, by_file(path))
    finally:
        _files.release()


def _form(request: HttpRequest, form: CheckForm) -> HttpResponse:
    return render(request, "public/check.html", {"form": form}, status=REFUSED if form.errors else 200)


def _page(request: HttpRequest, told: Told, *, status: int = 200) -> HttpResponse:
    context: dict[str, Any] = {"told": told}
    if told.paper is not None and told.agency is not None:
        with acting_for(told.agency):
            context |= {
                "profile": Profile.here(),
                "paper": told.paper.as_paper,
                "kind": PaperKind(told.paper.kind).thai,
                "issue": told.paper.issue,
            }
            response = render(request, "public/checked.html", context, status=status)
    else:
        response = render(request, "public/checked.html", context, status=status)
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    return response
