"""นำเข้าทะเบียนเดิม: a sheet from Excel is chosen or pasted, looked at row by row, and enters by one press."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate
from django.views.decorators.http import require_GET, require_http_methods

from saraban.desk.downloads import as_download
from saraban.desk.fields import Choice, Line, whole_number
from saraban.desk.middleware import OfficerRequest
from saraban.desk.posted import posted, status_of
from saraban.law.refusal import Refusal
from saraban.mail.models import files
from saraban.proposals.old_books import NAMES
from saraban.registers.books import BE, Register
from saraban.registers.imported import FILE_BYTES_MAX, PASTED, Asked, OldRegister, Preview
from saraban.registers.outgoing import SENT_KINDS

KINDS = [(one.value, one.label) for one in (Register.INCOMING, *SENT_KINDS)]
PASTED_CHARACTERS_MAX = 500_000  # with all else that is typed, below what a form may have
LISTED_MAX = 20
TROUBLES_MAX = 200  # that one page tells
FIRST_MAX, LAST_MAX = 8, 2  # rows shown as they will stand
SAMPLES = 3  # cells of a column
MISSING_MAX = 20
COLUMNS_MAX = 100
REFUSED = 422


class SheetForm(forms.Form):
    kind = forms.ChoiceField(label="ทะเบียน", choices=KINDS, widget=Choice)
    year = forms.IntegerField(
        label="ปี พ.ศ.",
        widget=Line(attrs={"inputmode": "numeric", "maxlength": 4}),
        error_messages={
            "required": "ยังไม่ได้เปิดไฟล์ เพราะยังไม่มีปี โปรดพิมพ์ เช่น 2566",
            "invalid": "ยังไม่ได้เปิดไฟล์ เพราะปีต้องเป็นตัวเลข เช่น 2566",
        },
    )
    file = forms.FileField(label="ไฟล์ทะเบียนเดิม", required=False, allow_empty_file=True)
    pasted = forms.CharField(
        label="หรือวางช่องที่คัดลอกจาก Excel",
        required=False,
        strip=False,
        max_length=PASTED_CHARACTERS_MAX,
        widget=forms.Textarea(attrs={"rows": 3, "wrap": "off", "spellcheck": "false"}),
        error_messages={
            "max_length": "ยังไม่ได้อ่าน เพราะข้อความที่วางยาวเกินไป โปรดบันทึกเป็นไฟล์แล้วเลือกไฟล์แทน",
        },
    )

    def sheet(self) -> tuple[str, bytes]:
        """Its name and its bytes. Raises `Refusal`: no_file, too_big."""
        file, pasted = self.cleaned_data["file"], self.cleaned_data["pasted"]
        if file is not None:
            if file.size > FILE_BYTES_MAX:
                raise Refusal(
                    "too_big",
                    "ยังไม่ได้เปิดไฟล์ เพราะใหญ่เกิน 20 เมกะไบต์ โปรดแบ่งเป็นหลายไฟล์ หรือลบรูปภาพออกจากไฟล์ ทะเบียนอยู่ครบ",
                )
            return file.name or "", file.read()
        if not pasted.strip():
            raise Refusal(
                "no_file", "ยังไม่ได้อ่าน เพราะยังไม่ได้เลือกไฟล์หรือวางช่องจาก Excel โปรดทำอย่างใดอย่างหนึ่ง ทะเบียนอยู่ครบ"
            )
        return PASTED, pasted.encode()


@require_http_methods(["GET", "POST"])
def choose(request: OfficerRequest) -> HttpResponse:
    """Which register, of which year, and the sheet; what was brought in before stands below."""
    request.officer.assert_may("oldregister.offered")
    form = SheetForm(
        request.POST or None,
        request.FILES or None,
        initial={
            "kind": request.GET.get("kind", Register.INCOMING.value),
            "year": whole_number(request.GET.get("year")) or localdate().year + BE,
        },
        label_suffix="",
    )

    def offer() -> OldRegister:
        name, data = form.sheet()
        said = form.cleaned_data
        return OldRegister.objects.offer(
            name, data, kind=Register(said["kind"]), year=said["year"], by=request.officer
        )

    if (offered := posted(request, form, offer)) is not None:
        return redirect("import_preview", offered.pk)
    brought = OldRegister.objects.select_related("officer").order_by("-pk")
    return render(
        request, "desk/import.html", {"form": form, "brought": brought[:LISTED_MAX]}, status=status_of(form)
    )


@require_http_methods(["GET", "POST"])
def preview(request: OfficerRequest, pk: int) -> HttpResponse:
    """What one press would do, row by row; the press itself."""
    request.officer.assert_may("oldregister.offered")
    row = get_object_or_404(OldRegister.objects.select_related("officer"), pk=pk)
    asked, refused = _asked(request.POST if request.method == "POST" else request.GET), ""
    if request.method == "POST":
        said = request.POST.get("first", "").strip()
        try:
            if said and whole_number(said) is None:
                raise Refusal(
                    "bad_number", "ยังไม่ได้นำเข้า เพราะเลขที่ระบบจะออกต่อต้องเป็นจำนวนเต็ม ทะเบียนอยู่ครบตามเดิม"
                )
            count = row.enter(asked, go_on_at=whole_number(said), by=request.officer)
        except Refusal as refusal:
            refused = refusal.message
        else:
            messages.success(request, f"นำเข้าทะเบียน{row.kind.label}ปี {row.year} แล้ว {count:,} แถว")
            return redirect("import_preview", pk)
    try:
        seen = row.preview(asked)
    except Refusal as refusal:
        return render(
            request, "desk/import_preview.html", {"row": row, "refused": refusal.message}, status=REFUSED
        )
    return render(
        request,
        "desk/import_preview.html",
        {
            "row": row,
            "refused": refused,
            "seen": seen,
            "asked": [(name, value) for name, value in _said(asked) if value != ""],
            "columns": _columns(seen),
            "names": NAMES.items(),
            "first_rows": seen.fresh[:FIRST_MAX],
            "last_rows": seen.fresh[FIRST_MAX:][-LAST_MAX:],
            "left_out": max(len(seen.fresh) - FIRST_MAX - LAST_MAX, 0),
            "troubles": seen.troubles[:TROUBLES_MAX],
            "missing": seen.missing[:MISSING_MAX],
            "may_go_on": seen.numbered_from is None and row.year == localdate().year + BE,
        },
        status=REFUSED if refused else 200,
    )


@require_GET
def file(request: OfficerRequest, pk: int) -> FileResponse:
    """The sheet as it was brought in, to download."""
    request.officer.assert_may("oldregister.offered")
    row = get_object_or_404(OldRegister, pk=pk)
    try:
        path = files().path(row.agency, row.sha256)
    except FileNotFoundError as gone:
        raise Http404 from gone
    return as_download(FileResponse(path.open("rb")), row.name or "sheet")


def _asked(said: Mapping[str, Any]) -> Asked:
    """What an address or a form says of the sheet; one column of the register stands once, the first that says so."""
    columns: dict[int, str] | None = None
    for place in range(COLUMNS_MAX):
        name = said.get(f"c{place}")
        if name is not None:
            columns = columns or {}
            if name in NAMES and name not in columns.values():
                columns[place] = name
            columns.setdefault(-1, "")  # somebody has chosen, be it nothing
    if columns is not None:
        columns.pop(-1, None)
    return Asked(
        sheet=whole_number(said.get("sheet")) or 0, columns=columns, head=whole_number(said.get("head"))
    )


def _said(asked: Asked) -> list[tuple[str, object]]:
    """As `_asked` reads it."""
    columns = [(f"c{place}", name) for place, name in (asked.columns or {}).items()]
    return [("sheet", asked.sheet or ""), ("head", "" if asked.head is None else asked.head), *columns]


def _columns(seen: Preview) -> list[dict[str, object]]:
    """Each column of the sheet that has anything: its heading, what stands in it, and which of the register's it is."""
    below = [line for line in seen.lines if line.number > seen.layout.head][:50]
    width = min(max((len(line.cells) for line in seen.lines), default=0), COLUMNS_MAX)
    found = []
    for place in range(width):
        cells = [str(cell) for line in below if (cell := line.cell(place)) is not None]
        head = seen.layout.heads.get(place, "")
        if cells or head:
            found.append(
                {
                    "place": place,
                    "letter": _letter(place),
                    "head": head,
                    "samples": " · ".join(cells[:SAMPLES]),
                    "is": seen.layout.columns.get(place, ""),
                }
            )
    return found


def _letter(place: int) -> str:
    """As Excel calls a column."""
    return chr(65 + place) if place < 26 else chr(64 + place // 26) + chr(65 + place % 26)
