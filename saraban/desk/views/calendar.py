"""ปฏิทิน: the closed days that the law's clock counts with."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from datetime import date

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate
from django.views.decorators.http import require_GET, require_POST

from saraban.agencies.calendar import IMPORT_MAX, CalendarYear, Holiday
from saraban.agencies.models import Profile
from saraban.desk.fields import LineField, ThaiDateField
from saraban.desk.middleware import OfficerRequest
from saraban.law.refusal import Refusal
from saraban.registers.models import IncomingEntry
from saraban.thai.dates import BadDate, parse_date

CSV_BYTES_MAX = 100_000
BE_YEAR_MIN, BE_YEAR_MAX = 2400, 3000


class HolidayForm(forms.Form):
    day = ThaiDateField(label="วันที่")
    name = LineField(
        label="ชื่อวันหยุด", max_length=200, error_messages={"required": "ยังเพิ่มไม่ได้ เพราะยังไม่มีชื่อวันหยุด"}
    )


@require_GET
def year(request: OfficerRequest, be_year: int | None = None) -> HttpResponse:
    return _page(request, be_year or localdate().year + 543)


@require_POST
def days(request: OfficerRequest) -> HttpResponse:
    form = HolidayForm(request.POST)
    if not form.is_valid():
        return _page(request, localdate().year + 543, form=form, status=422)
    try:
        holiday = Holiday.objects.add(form.cleaned_data["day"], form.cleaned_data["name"], by=request.officer)
    except Refusal as refusal:
        form.add_error(None, refusal.message)
        return _page(request, form.cleaned_data["day"].year + 543, form=form, status=409)
    _warn_of_stamps(request, [holiday.day])
    return redirect("calendar", holiday.day.year + 543)


@require_POST
def removal(request: OfficerRequest, pk: int) -> HttpResponse:
    holiday = get_object_or_404(Holiday, pk=pk, removed=False)
    holiday.remove(by=request.officer)
    _warn_of_stamps(request, [holiday.day])
    return redirect("calendar", holiday.day.year + 543)


@require_POST
def confirmation(request: OfficerRequest, be_year: int) -> HttpResponse:
    get_object_or_404(CalendarYear, year=be_year).confirm(by=request.officer)
    return redirect("calendar", be_year)


@require_GET
def as_csv(request: OfficerRequest, be_year: int) -> HttpResponse:
    """The year as CSV that Excel opens in Thai: วันที่ (ISO), ชื่อ, ประเภท, จังหวัด."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(["date", "name", "kind", "provinces"])
    for holiday in _days_of(be_year):
        writer.writerow([holiday.day.isoformat(), holiday.name, holiday.kind, " ".join(holiday.provinces)])
    response = HttpResponse("\ufeff" + text.getvalue(), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="holidays-{be_year}.csv"'
    return response


@require_POST
def csv_import(request: OfficerRequest) -> HttpResponse:
    """Add the days of a CSV: first column the day as anyone writes it, second its name. All or none."""
    file = request.FILES.get("file")
    if file is None or (file.size or 0) > CSV_BYTES_MAX:
        raise Refusal("bad_csv", "ยังไม่ได้นำเข้า เพราะไม่มีไฟล์ หรือไฟล์ใหญ่เกิน 100 กิโลไบต์ ปฏิทินเดิมอยู่ครบ")
    added = Holiday.objects.import_days(_read_csv(file.read()), by=request.officer)
    messages.success(request, f"นำเข้าวันหยุดใหม่ {len(added)} วัน วันที่มีอยู่แล้วไม่เปลี่ยน")
    _warn_of_stamps(request, added)
    return redirect("calendar_now")


def _warn_of_stamps(request: OfficerRequest, days: Sequence[date]) -> None:
    """Say how many registered letters count as received by the calendar as it was: their times stay."""
    count = IncomingEntry.objects.reckoned_with(days).count()
    if count:
        messages.warning(
            request,
            f"ปฏิทินเปลี่ยนหลังจากลงรับหนังสือที่เกี่ยวข้องแล้ว {count} ฉบับ เวลาที่ถือว่าได้รับซึ่งลงทะเบียนและแจ้งผู้ส่งไปแล้วไม่เปลี่ยน "
            "โปรดตรวจรายการในทะเบียนหนังสือรับ หากไม่ตรง ให้บันทึกเหตุผลในช่องหมายเหตุ",
        )


def _read_csv(data: bytes) -> list[tuple[date, str]]:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp874", errors="replace")
    try:
        rows = list(csv.reader(io.StringIO(text, newline="")))
    except csv.Error:
        raise Refusal(
            "bad_csv", "ยังไม่ได้นำเข้า เพราะไฟล์นี้ไม่ใช่ CSV โปรดบันทึกจาก Excel เป็น CSV UTF-8 ปฏิทินเดิมอยู่ครบ"
        ) from None
    days: list[tuple[date, str]] = []
    for line, row in enumerate(rows, start=1):
        if not row or not row[0].strip() or (line == 1 and not any(c.isdigit() for c in row[0])):
            continue
        try:
            day = parse_date(row[0], today=localdate())
        except BadDate as bad:
            raise Refusal("bad_csv", f"ยังไม่ได้นำเข้า บรรทัดที่ {line}: {bad} ปฏิทินเดิมอยู่ครบ") from bad
        if len(row) < 2 or not row[1].strip() or not row[1].strip().isprintable():
            raise Refusal("bad_csv", f"ยังไม่ได้นำเข้า บรรทัดที่ {line} ไม่มีชื่อวันหยุด ปฏิทินเดิมอยู่ครบ")
        days.append((day, row[1].strip()[:200]))
        if len(days) > IMPORT_MAX:
            raise Refusal("bad_csv", f"ยังไม่ได้นำเข้า เพราะเกิน {IMPORT_MAX} วัน ปฏิทินเดิมอยู่ครบ")
    return days


def _days_of(be_year: int) -> list[Holiday]:
    """Raises `Http404` for a year of which no calendar speaks."""
    if not BE_YEAR_MIN <= be_year <= BE_YEAR_MAX:
        raise Http404
    province = Profile.here().province
    rows = Holiday.objects.filter(day__year=be_year - 543, removed=False).order_by("day")
    return [row for row in rows if row.holds_in(province)]


def _page(
    request: OfficerRequest, be_year: int, *, form: HolidayForm | None = None, status: int = 200
) -> HttpResponse:
    return render(
        request,
        "desk/calendar.html",
        {
            "be_year": be_year,
            "known": CalendarYear.objects.filter(year=be_year).first(),
            "years": CalendarYear.objects.order_by("year"),
            "days": _days_of(be_year),
            "form": form or HolidayForm(label_suffix=""),
            "province": Profile.here().province,
        },
        status=status,
    )
