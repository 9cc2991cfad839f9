"""ความเห็นชอบทางอิเล็กทรอนิกส์: the head's order that names the systems, and whose account is whose (guide #3.5)."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate, now
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from saraban.agencies.duties import Duty
from saraban.agencies.models import Assignment, Officer, Profile
from saraban.agencies.terms import ORDER_MAX
from saraban.audit.desk import one_at_a_time
from saraban.desk.downloads import as_download, as_pdf
from saraban.desk.fields import LineField, ThaiDateField, whole_number
from saraban.desk.middleware import OfficerRequest
from saraban.desk.posted import posted, status_of
from saraban.desk.pressed import pressed, typed_day
from saraban.desk.uploads import scans_of
from saraban.documents.typesetting import NotTypeset, Template, typeset_pdf
from saraban.law.refusal import Refusal
from saraban.mail.models import ADDRESS_MAX, files
from saraban.notices.accounts import SYSTEM_MAX, SigningAccount
from saraban.notices.system_orders import LINE_MAX, OTHERS_MAX, OURS, SystemOrder

ENDED_SHOWN = 20
BETWEEN = ":"  # a system and what it is for, in a line of the form


class DraftForm(forms.Form):
    in_force_from = ThaiDateField(label="มีผลตั้งแต่วันที่")
    others = forms.CharField(
        label="ระบบอื่นที่ใช้ภายในหน่วยงาน บรรทัดละหนึ่งระบบ",
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=OTHERS_MAX * 2 * LINE_MAX,
        required=False,
        help_text=f"ชื่อระบบ แล้ว {BETWEEN} แล้วใช้ทำอะไร เช่น อีเมลของเจ้าหน้าที่ที่บันทึกไว้ : รับส่งเอกสารภายใน เว้นว่างถ้าใช้ระบบนี้ระบบเดียว",
    )
    personnel_unit = LineField(
        label="หน่วยที่จัดทำทะเบียนบัญชี", max_length=150, required=False, help_text="เว้นว่างคืองานสารบรรณ"
    )
    asks_for_accounts = forms.BooleanField(
        label="ให้ถือว่าเอกสารจากบัญชีที่บันทึกไว้ เป็นเอกสารที่เจ้าของบัญชีลงนามแล้ว",
        required=False,
        initial=True,
        help_text="คู่มือ #3.5(3) ถ้าไม่เลือก ระบบไม่เตือนเมื่อผู้เห็นชอบไม่มีบัญชีในทะเบียน",
    )


class SignedForm(forms.Form):
    number = LineField(
        label="เลขที่คำสั่ง",
        max_length=ORDER_MAX,
        required=False,
        help_text="เช่น 12/2569 เว้นว่างถ้าให้ระบบออกเลขถัดไปในทะเบียนคำสั่ง (เฉพาะเจ้าหน้าที่สารบรรณ)",
    )
    signed_on = ThaiDateField(label="สั่ง ณ วันที่")
    in_force_from = ThaiDateField(label="มีผลตั้งแต่วันที่")
    signed_by = LineField(
        label="ผู้ลงนาม",
        max_length=LINE_MAX,
        error_messages={"required": "ยังไม่ได้บันทึก เพราะยังไม่ได้บอกว่าใครลงนามในคำสั่ง"},
    )


@require_GET
def signing(request: OfficerRequest) -> HttpResponse:
    """Which order is in force, what is drafted, and whose accounts are recorded."""
    today = localdate()
    standing = list(SigningAccount.objects.standing())
    recorded = {one.officer_id for one in standing if one.system == OURS and one.address == one.officer.email}
    return render(
        request,
        "desk/signing.html",
        {
            "order": SystemOrder.objects.in_force(today),
            "orders": SystemOrder.objects.signed().prefetch_related("scans")[:ENDED_SHOWN],
            "drafts": SystemOrder.objects.drafts(),
            "accounts": standing,
            "ended": SigningAccount.objects.exclude(last_day=None).order_by("-pk")[:ENDED_SHOWN],
            "unrecorded": [one for one in Officer.active_here() if one.email and one.pk not in recorded],
            "officers": Officer.active_here(),
            "today": today,
            "ours": OURS,
            "may_order": request.officer.may("systemorder.drafted"),
            "may_record": request.officer.may("signingaccount.recorded"),
        },
    )


@require_http_methods(["GET", "POST"])
def draft(request: OfficerRequest) -> HttpResponse:
    """A text to print and to sign."""
    request.officer.assert_may("systemorder.drafted")
    initial = {"in_force_from": localdate(), "asks_for_accounts": True}
    form = DraftForm(request.POST or None, initial=initial, label_suffix="")

    def do() -> SystemOrder:
        said = form.cleaned_data
        return SystemOrder.objects.draft(
            by=request.officer,
            in_force_from=said["in_force_from"],
            others=[_system_in(line) for line in said["others"].splitlines()],
            personnel_unit=said["personnel_unit"],
            asks_for_accounts=said["asks_for_accounts"],
        )

    made = posted(request, form, do)
    if made is not None:
        messages.success(request, "ร่างคำสั่งแล้ว พิมพ์ร่าง เสนอลงนาม แล้วกลับมาบันทึกเลขที่และวันที่ในหน้านี้")
        return redirect("system_order", made.pk)
    return render(request, "desk/system_order_new.html", {"form": form}, status=status_of(form))


@require_http_methods(["GET", "POST"])
def order(request: OfficerRequest, pk: int) -> HttpResponse:
    """A draft: to be printed, and recorded once it was signed."""
    row = get_object_or_404(SystemOrder, pk=pk)
    request.officer.assert_may("systemorder.signed")
    head = the_head()
    initial = {
        "signed_on": localdate(),
        "in_force_from": row.in_force_from,
        "signed_by": f"{head.name} {Profile.here().head_title}" if head is not None else "",
    }
    form = SignedForm(request.POST or None, initial=initial, label_suffix="")

    def do() -> SystemOrder:
        said, scans = form.cleaned_data, scans_of(request, doing="บันทึก")
        row.sign(
            by=request.officer,
            signed_on=said["signed_on"],
            signed_by=said["signed_by"],
            in_force_from=said["in_force_from"],
            number=said["number"],
            scan=scans[0] if scans else None,
        )
        return row

    if posted(request, form, do) is not None:
        messages.success(request, f"บันทึก{row.told} แล้ว")
        return redirect("signing")
    return render(request, "desk/system_order.html", {"form": form, "row": row}, status=status_of(form))


@require_GET
def pdf(request: OfficerRequest, pk: int) -> HttpResponse:
    """The order as a page (T11): a draft says so at its foot."""
    row = get_object_or_404(SystemOrder, pk=pk)
    try:
        made = typeset_pdf(Template.ORDER, row.as_page(the_head()), dated_at=now())
    except NotTypeset as trouble:
        raise Refusal("not_typeset", str(trouble)) from None
    return as_pdf(made, "คำสั่งกำหนดระบบ.pdf")


@require_GET
def file(request: OfficerRequest, pk: int) -> FileResponse:
    """The order as it was signed, to download."""
    row = get_object_or_404(SystemOrder, pk=pk)
    kept = row.scans.order_by("pk").first()
    if kept is None:
        raise Http404
    return as_download(FileResponse(files().path(row.agency, kept.sha256).open("rb")), kept.name)


@require_POST
def ended(request: OfficerRequest, pk: int) -> HttpResponse:
    """A draft is thrown away; an order in force ends, without another in its place."""
    row = get_object_or_404(SystemOrder, pk=pk)
    request.officer.assert_may("systemorder.ended")

    def end() -> None:
        row.end(typed_day(request, "last_day"), request.POST.get("because", ""), by=request.officer)

    if row.signed_on is None:
        pressed(request, lambda: row.drop(by=request.officer), "ทิ้งร่างแล้ว")
    else:
        pressed(request, end, "เลิกใช้แล้ว")
    return redirect("signing")


@require_POST
def account(request: OfficerRequest) -> HttpResponse:
    """Record an account: of everybody who signs in here, or one in any system."""
    request.officer.assert_may("signingaccount.recorded")
    key = whole_number(request.POST.get("officer"))
    chosen = [one for one in Officer.active_here() if one.email] if "all" in request.POST else []
    if key is not None:
        chosen = [get_object_or_404(Officer, pk=key, active=True)]
    said = {name: request.POST.get(name, "").strip() for name in ("address", "system")}

    def note() -> None:
        if not chosen:
            raise Refusal("nobody", "ยังไม่ได้บันทึก เพราะยังไม่ได้เลือกเจ้าหน้าที่ บัญชีเดิมอยู่ครบ")
        with one_at_a_time(request.officer.agency_id):
            for officer in chosen:
                SigningAccount.objects.note(
                    officer,
                    said["address"][:ADDRESS_MAX],
                    system=said["system"][:SYSTEM_MAX] or OURS,
                    by=request.officer,
                )

    whose = chosen[0].name if len(chosen) == 1 else f"เจ้าหน้าที่ {len(chosen)} คน"
    pressed(request, note, f"บันทึกบัญชีของ{whose}แล้ว")
    return redirect("signing")


@require_POST
def account_ended(request: OfficerRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(SigningAccount, pk=pk)
    request.officer.assert_may("signingaccount.ended")
    said = f"เลิกใช้บัญชี {row.address} ของ{row.name}แล้ว สิ่งที่เห็นชอบไว้ก่อนวันนี้ยังนับอยู่"
    pressed(request, lambda: row.end(request.POST.get("because", ""), by=request.officer), said)
    return redirect("signing")


def the_head() -> Officer | None:
    """The head, where there is just one."""
    heads = list(
        Assignment.objects.filter(duty=Duty.HEAD, ended_at=None, officer__active=True).select_related(
            "officer"
        )
    )
    return heads[0].officer if len(heads) == 1 else None


def _system_in(line: str) -> tuple[str, str]:
    name, _, purpose = line.partition(BETWEEN)
    return name.strip(), purpose.strip()
