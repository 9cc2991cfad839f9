"""ยืนยันตัวตน (S13): the applicant of a high-risk case proves who they are, by a call, in person, or otherwise (guide #3.3)."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localtime
from django.views.decorators.http import require_http_methods, require_POST

from saraban.agencies.models import Officer
from saraban.cases.models import Case
from saraban.cases.proofings import (
    HOW_MAX,
    MINUTES,
    PICTURE_BYTES_MAX,
    PICTURE_KEPT_FOR,
    THAI,
    Proofing,
)
from saraban.cases.slots import FreeDay, free_days
from saraban.desk.fields import LineField
from saraban.desk.finding import case_or_404
from saraban.desk.headers import CAMERA_ALLOWED
from saraban.desk.middleware import OfficerRequest
from saraban.desk.posted import posted, status_of
from saraban.desk.pressed import pressed
from saraban.law.initial_level_manual_2566 import ProofBy, demand_proofing
from saraban.law.refusal import Refusal
from saraban.law.working_time import NoCalendar
from saraban.mail.models import REASON_MAX
from saraban.proposals.reading import read_photo
from saraban.registers.scans import Scan


class AppointmentForm(forms.Form):
    method = forms.ChoiceField(
        label="วิธี", choices=list(THAI.items()), widget=forms.RadioSelect, initial=ProofBy.VIDEO_CALL.value
    )
    how = LineField(
        label="ลิงก์หรือสถานที่",
        max_length=HOW_MAX,
        error_messages={"required": "ยังไม่ได้นัด เพราะยังไม่ได้บอกลิงก์หรือสถานที่ โปรดพิมพ์ให้ผู้ยื่นทราบ"},
    )
    at = forms.CharField(label="เวลา", max_length=40, required=False)  # a moment, as the page writes it

    def clean_at(self) -> datetime | None:
        said = self.cleaned_data["at"]
        if not said:
            return None
        try:
            moment = datetime.fromisoformat(said)
        except ValueError:
            moment = None
        if moment is None or moment.tzinfo is None:
            raise forms.ValidationError("ยังไม่ได้นัด เพราะอ่านเวลาที่เลือกไม่ได้ โปรดเลือกเวลาจากรายการ")
        return moment


class ResultForm(forms.Form):
    passed = forms.ChoiceField(
        label="ผล",
        choices=(("passed", "ผ่าน เป็นผู้ยื่นจริง"), ("failed", "ไม่ผ่าน")),
        widget=forms.RadioSelect,
        error_messages={"required": "ยังไม่ได้บันทึกผล เพราะยังไม่ได้เลือกว่าผ่านหรือไม่ผ่าน"},
    )
    note = LineField(label="เหตุผลหรือหมายเหตุ", max_length=REASON_MAX, required=False)
    consent = forms.BooleanField(required=False)


def shown_on_case(case: Case) -> dict[str, Any]:
    """What the page of a case says of its applicant's identity: nothing where the service is of low risk."""
    risk = case.risk
    if risk is None:
        return {}
    return {
        "risk": risk,
        "proofings": _proofings(case),
        "proof_needed": Proofing.objects.still_needed(case),
    }


def appointments_of(officer: Officer) -> QuerySet[Proofing]:
    """Of today, and those before whose result nobody noted."""
    midnight = localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    return Proofing.objects.of_officer(officer).filter(at__lt=midnight + timedelta(days=1))


@require_http_methods(["GET", "POST"])
def proofing(request: OfficerRequest, pk: int) -> HttpResponse:
    """Arrange how and when, and what came of it before. Raises `Refusal("low_risk")`."""
    found = case_or_404(request, pk)
    if request.method == "POST":
        request.officer.assert_may("proofing.appointed")
    demand_proofing(found.risk)
    form = AppointmentForm(request.POST or None, label_suffix="")

    def do() -> Proofing:
        said = form.cleaned_data
        method = ProofBy(said["method"])
        return Proofing.objects.appoint(found, method, said["at"], said["how"], by=request.officer)

    made = posted(request, form, do)
    if made is not None:
        if made.notice is None:
            messages.warning(request, "นัดแล้ว แต่ไม่มีจดหมายออก โปรดโทรหรือแจ้งผู้ยื่นตามข้อความในหน้านี้")
        else:
            messages.success(request, "นัดแล้ว จดหมายนัดจะออกใน 20 วินาที")
        return redirect("case_proofing", pk)
    return _page(request, found, form)


@require_POST
def at_counter(request: OfficerRequest, pk: int) -> HttpResponse:
    """They are here, with their card."""
    passed, note = request.POST.get("passed", ""), request.POST.get("note", "")

    def do(found: Case) -> None:
        if passed not in ("passed", "failed"):
            raise Refusal("no_result", "ยังไม่ได้บันทึกผล เพราะยังไม่ได้เลือกว่าผ่านหรือไม่ผ่าน ข้อมูลอื่นยังอยู่ครบ")
        Proofing.objects.note_at_counter(found, passed == "passed", by=request.officer, note=note)

    return _done(request, pk, "proofing.result_noted", do, "บันทึกผลยืนยันตัวตนที่สำนักงานแล้ว")


@require_http_methods(["GET", "POST"])
def result(request: OfficerRequest, pk: int) -> HttpResponse:
    """Whether they passed. Of a call: its picture, pasted, chosen, or taken from the window that is shared or the camera.

    The one page that may use a camera.
    """
    one = get_object_or_404(Proofing, pk=pk)
    found = case_or_404(request, one.case_id)
    request.officer.assert_may("proofing.result_noted")
    form = ResultForm(request.POST or None, label_suffix="")

    def do() -> bool:
        said = form.cleaned_data
        one.note_result(
            said["passed"] == "passed",
            by=request.officer,
            picture=_picture_of(request),
            consent=said["consent"],
            note=said["note"],
        )
        return True

    if posted(request, form, do):
        told = "แจ้งผู้ยื่นทางช่องทางที่ติดต่อมาแล้ว" if one.proof_mail is not None else _tell_them(found)
        messages.success(request, f"บันทึกผลยืนยันตัวตนแล้ว: {one.get_state_display()} {told}")
        return redirect("case_proofing", found.pk)
    context = {
        "case": found,
        "one": one,
        "form": form,
        "days": PICTURE_KEPT_FOR.days,
        "bytes_max": PICTURE_BYTES_MAX,
        "is_call": one.method == ProofBy.VIDEO_CALL,
    }
    response = render(request, "desk/proofing_result.html", context, status=status_of(form))
    response.headers["Permissions-Policy"] = CAMERA_ALLOWED
    return response


@require_POST
def no_show(request: OfficerRequest, pk: int) -> HttpResponse:
    one = get_object_or_404(Proofing, pk=pk)
    return _done(
        request,
        one.case_id,
        "proofing.no_show_noted",
        lambda _found: one.note_no_show(by=request.officer),
        "บันทึกแล้วว่าไม่มาตามนัด นัดใหม่ได้ในหน้านี้",
    )


@require_POST
def called_off(request: OfficerRequest, pk: int) -> HttpResponse:
    one = get_object_or_404(Proofing, pk=pk)
    found = case_or_404(request, one.case_id)
    if one.notice is not None and one.notice.letter.may_be_recalled:
        said = "ยกเลิกนัดแล้ว จดหมายนัดยังไม่ได้ออกและจะไม่ออก"
    elif one.notice is not None and found.can_be_mailed:
        said = "ยกเลิกนัดแล้ว จดหมายแจ้งผู้ยื่นจะออกใน 20 วินาที"
    else:
        said = f"ยกเลิกนัดแล้ว {_tell_them(found)}"
    return _done(
        request, found.pk, "proofing.called_off", lambda _found: one.call_off(by=request.officer), said
    )


@require_POST
def picture(request: OfficerRequest, pk: int) -> HttpResponse:
    """The picture of a call, drawn anew in the limited child, within the page: to open it is a deed, which the log keeps."""
    one = get_object_or_404(Proofing, pk=pk)
    found = case_or_404(request, one.case_id)
    drawn = read_photo(one.open_picture(by=request.officer))
    context = {"case": found, "one": one, "picture": b64encode(drawn).decode("ascii")}
    response = render(request, "desk/proofing_picture.html", context)
    response.headers["Cache-Control"] = "no-store"
    return response


def _page(request: OfficerRequest, found: Case, form: AppointmentForm) -> HttpResponse:
    standing = Proofing.objects.standing(found)
    days, no_calendar = _offered(request, standing)
    context = {
        "case": found,
        "form": form,
        "chosen": form["at"].value() or "",
        "standing": standing,
        "due": standing is not None and (standing.at is None or standing.at <= localtime()),
        "rows": [
            (one, one.has_picture and one.may_see_picture(request.officer)) for one in _proofings(found)
        ],
        "needed": Proofing.objects.still_needed(found),
        "days": days,
        "later": days[-1].day + timedelta(days=1) if days else None,
        "no_calendar": no_calendar,
        "minutes": MINUTES,
    }
    return render(request, "desk/case_proofing.html", context, status=status_of(form))


def _offered(request: OfficerRequest, standing: Proofing | None) -> tuple[list[FreeDay], str]:
    """The days to choose from, or why there are none."""
    if standing is not None:
        return [], ""
    try:
        return free_days(request.officer, moment=localtime(), since=_day(request.GET.get("since", ""))), ""
    except NoCalendar as refusal:
        return [], refusal.message


def _day(said: str) -> date | None:
    try:
        return date.fromisoformat(said)
    except ValueError:
        return None


def _proofings(case: Case) -> list[Proofing]:
    rows = list(case.proofings.select_related("officer").order_by("-pk"))
    for one in rows:
        one.case = case
    return rows


def _tell_them(case: Case) -> str:
    """What is to be done where no mail leaves."""
    return f"ไม่มีจดหมายออก โปรดแจ้งผู้ยื่นด้วย{f' โทร. {case.phone}' if case.phone else ''}"


def _picture_of(request: OfficerRequest) -> Scan | None:
    """One that is too big is not read whole: the row's own rule says so of what was read."""
    uploaded = request.FILES.get("picture")
    return (
        Scan(uploaded.name or "ภาพ", uploaded.read(PICTURE_BYTES_MAX + 1)) if uploaded is not None else None
    )


def _done(
    request: OfficerRequest, case: int, deed: str, do: Callable[[Case], object], said: str
) -> HttpResponse:
    found = case_or_404(request, case)
    request.officer.assert_may(deed)
    pressed(request, lambda: do(found), said)
    return redirect("case_proofing", found.pk)
