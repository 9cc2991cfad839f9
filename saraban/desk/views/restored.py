"""กู้คืนข้อมูล: after a backup was put back, how far the numbers had come, and an officer's word where no server tells."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.views.decorators.http import require_GET, require_POST

from saraban.agencies.duties import Duty
from saraban.desk.fields import Line, ThaiDateField, whole_number
from saraban.desk.middleware import OfficerRequest
from saraban.desk.posted import REFUSED
from saraban.law.refusal import Refusal
from saraban.registers.books import BE, FIRST_MAX, Counter, Register
from saraban.registers.marks import begin_recovery, go_on_by_hand, seen_outside, unknown_here
from saraban.registers.recoveries import Marks, Recovery, marks_of
from saraban.registers.secret_book import SECRET_REGISTERS
from saraban.thai.dates import BANGKOK

MAY_SAY_SO = {Duty.REGISTRY, Duty.ADMINISTRATOR}
BECAUSE = "เจ้าหน้าที่แจ้ง"  # who it was stands in the log
KEY = "{}-{}"  # of a register's year, in the form


class BackupForm(forms.Form):
    of = ThaiDateField(
        label="ชุดสำรองทำไว้เมื่อวันที่",
        help_text="เช่น 20/1/69 ไม่แน่ใจให้ใส่วันที่เก่ากว่า ระบบดูกล่อง “ส่งแล้ว” ตั้งแต่ก่อนวันนั้นหนึ่งวัน",
        error_messages={
            "required": "ยังไม่ได้บันทึก เพราะยังไม่มีวันที่ของชุดสำรอง โปรดพิมพ์ เช่น 20/1/69",
            "max_length": "ยังไม่ได้บันทึก เพราะอ่านวันที่ไม่ได้ โปรดพิมพ์ เช่น 20/1/69",
        },
    )

    def clean_of(self) -> datetime:
        day = self.cleaned_data["of"]
        if day > localdate():
            raise forms.ValidationError("ยังไม่ได้บันทึก เพราะวันที่อยู่ในอนาคต โปรดตรวจวันที่ของชุดสำรอง")
        return datetime.combine(day, time.min, tzinfo=BANGKOK)


@dataclass(frozen=True)
class Known:
    """How far one register has come in a year: here, and as it is known outside; None: not known."""

    register: Register
    year: int
    here: int | None
    outside: int | None

    @property
    def place(self) -> tuple[str, int]:
        return self.register.value, self.year

    @property
    def name(self) -> str:
        return f"{self.register.label} ปี {self.year}"


class NumbersForm(forms.Form):
    """The last number of each register by the book or the paper; empty: as the system knows it."""

    def __init__(self, data: object = None, *, known: list[Known]) -> None:
        super().__init__(data, label_suffix="")  # type: ignore[arg-type]
        self.known = {KEY.format(*one.place): one for one in known}
        for name, one in self.known.items():
            self.fields[name] = forms.CharField(
                label=one.name,
                required=False,
                max_length=len(str(FIRST_MAX)),
                widget=Line(attrs={"inputmode": "numeric", "autocomplete": "off"}),
                error_messages={"max_length": f"เลขต้องไม่เกิน {FIRST_MAX} โปรดดูเลขสุดท้ายบนกระดาษอีกครั้ง"},
            )

    def clean(self) -> None:
        said = {name: self.cleaned_data[name] for name in self.known if self.cleaned_data.get(name)}
        self.marks: Marks = {}
        for name, text in said.items():
            one, last = self.known[name], whole_number(text)
            if last is None or last < 1:
                self.add_error(name, "อ่านเลขไม่ได้ โปรดพิมพ์เลขสุดท้ายเป็นตัวเลข เช่น 130")
            elif last < (one.here or 0):
                self.add_error(name, f"น้อยกว่าเลขล่าสุดในระบบ ({one.here}) โปรดดูกระดาษอีกครั้ง หรือเว้นว่างไว้")
            else:
                self.marks[one.place] = last
        if not self.errors and not said:
            raise forms.ValidationError("ยังไม่ได้ออกเลขต่อ เพราะยังไม่ได้พิมพ์เลขสุดท้ายของทะเบียนใด")


@require_GET
def restored(request: OfficerRequest) -> HttpResponse:
    """Whether numbers wait, why, and from which number each register goes on."""
    return _page(request)


@require_POST
def begin(request: OfficerRequest) -> HttpResponse:
    """The officer knows that a backup was put back: no number until it was compared."""
    request.officer.assert_may("recovery.begun")
    form = BackupForm(request.POST, label_suffix="")
    if not form.is_valid():
        return _page(request, backup_form=form, status=REFUSED)
    begin_recovery(BECAUSE, {}, known_until=form.cleaned_data["of"], by=request.officer)
    messages.success(request, "บันทึกแล้วว่ากู้คืนจากชุดสำรอง ระบบหยุดออกเลข และกำลังเทียบกับกล่อง “ส่งแล้ว”")
    return redirect("restored")


@require_POST
def numbers(request: OfficerRequest) -> HttpResponse:
    """The last numbers by hand: first it is told which numbers become void rows, then it is done."""
    for deed in ("recovery.ended", "incomingentry.recovered", "outgoingentry.recovered"):
        request.officer.assert_may(deed)
    recovery = Recovery.objects.filter(ended_at=None).first()
    form = NumbersForm(request.POST, known=_known(recovery))
    if not form.is_valid():
        return _page(request, numbers_form=form, status=REFUSED)
    lost = _lost(recovery, form.marks)
    if whole_number(request.POST.get("sure")) != sum(1 + last - first for _, first, last in lost):
        return _page(request, numbers_form=form, lost=lost, asked=True)
    try:
        go_on_by_hand(form.marks, BECAUSE, by=request.officer)
    except Refusal as refusal:
        form.add_error(None, refusal.message)
        return _page(request, numbers_form=form, status=REFUSED)
    messages.success(request, "เทียบเลขเสร็จแล้ว เลขที่หายไปเป็นรายการ “กู้คืนข้อมูล” ในทะเบียน ออกเลขได้ตามปกติ")
    return redirect("restored")


def _page(
    request: OfficerRequest,
    *,
    backup_form: BackupForm | None = None,
    numbers_form: NumbersForm | None = None,
    lost: list[tuple[str, int, int]] | None = None,
    asked: bool = False,
    status: int = 200,
) -> HttpResponse:
    recovery = Recovery.objects.filter(ended_at=None).first()
    known = _known(recovery)
    last = Recovery.objects.exclude(ended_at=None).order_by("-pk").first()
    return render(
        request,
        "desk/restored.html",
        {
            "recovery": recovery,
            "known": known,
            "last": last,
            "went_on": _shown_of(last) if last is not None else [],
            "backup_form": backup_form or BackupForm(label_suffix=""),
            "numbers_form": numbers_form or NumbersForm(known=known),
            "asked": asked,
            "lost": lost or [],
            "lost_count": sum(1 + until - first for _, first, until in lost or []),
            "may_begin": bool(MAY_SAY_SO & request.officer.duties),
            "may_say_numbers": Duty.REGISTRY in request.officer.duties,
        },
        status=status,
    )


def _known(recovery: Recovery | None) -> list[Known]:
    """Each register of this year, and of a year of which numbers may be missing; not those of secret matters."""
    year = localdate().year + BE
    here = {(one.register, one.year): one.last for one in Counter.objects.all()}
    outside = seen_outside(recovery)
    since = localdate(recovery.known_until).year + BE if recovery is not None else year
    return [
        Known(register, of, here.get((register.value, of)), outside.get((register.value, of)))
        for of in range(year, since - 1, -1)
        for register in Register
        if register not in SECRET_REGISTERS
        and (of == year or (register.value, of) in here or (register.value, of) in outside)
    ]


def _lost(recovery: Recovery | None, by_hand: Marks) -> list[tuple[str, int, int]]:
    """The numbers that would become void rows: of which register, from, to."""
    return [
        (f"{Register(register).label} ปี {year}", first, last)
        for (register, year), (first, last) in sorted(unknown_here(seen_outside(recovery, by_hand)).items())
        if Register(register) not in SECRET_REGISTERS
    ]


def _shown_of(recovery: Recovery) -> list[tuple[str, int]]:
    """From which numbers it went on."""
    return [
        (f"{Register(register).label} ปี {year}", last)
        for (register, year), last in sorted(marks_of(recovery.marks).items())
        if register in Register.values and Register(register) not in SECRET_REGISTERS
    ]
