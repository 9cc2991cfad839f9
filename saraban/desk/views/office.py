"""ตั้งค่า: the agency's name and telephones, its units, its officers and their duties."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from saraban.agencies.duties import GIVEN_TO_OFFICERS, Duty
from saraban.agencies.models import (
    KEYWORDS_MAX,
    LETTER_CODE_MAX,
    PHONE_MAX,
    Assignment,
    Officer,
    Profile,
    Unit,
)
from saraban.audit.desk import one_at_a_time
from saraban.desk.fields import LineField
from saraban.desk.middleware import OfficerRequest
from saraban.documents.tokens import count_roots
from saraban.evidence.stamps import ROOTS_MAX, URL_MAX
from saraban.law.refusal import Refusal
from saraban.mail.models import ADDRESS_MAX, Mailbox
from saraban.tenancy.links import SignInLink
from saraban.tenancy.models import User

EMPTY = "ยังบันทึกไม่ได้ เพราะช่องนี้ยังว่าง"
BAD_EMAIL = {"invalid": "ยังบันทึกไม่ได้ เพราะที่อยู่อีเมลไม่ถูกรูปแบบ เช่น suda@klongnoy.go.th"}


class ProfileForm(forms.Form):
    name = LineField(label="ชื่อหน่วยงาน", max_length=200, error_messages={"required": EMPTY})
    registry_name = LineField(label="ชื่องานสารบรรณ", max_length=100, error_messages={"required": EMPTY})
    registry_phone = LineField(
        label="โทรศัพท์งานสารบรรณ", max_length=PHONE_MAX, error_messages={"required": EMPTY}
    )
    head_title = LineField(label="ตำแหน่งหัวหน้าหน่วยงาน", max_length=100, error_messages={"required": EMPTY})
    letter_code = LineField(
        label="รหัสและเลขประจำของหน่วยงาน (ที่)",
        max_length=LETTER_CODE_MAX,
        required=False,
        help_text="ตามที่ได้รับกำหนด เช่น นย 52028 ระบบพิมพ์หน้าเลขหนังสือส่งเป็น นย 52028/124",
    )
    circulars_apart = forms.BooleanField(
        label="หนังสือเวียน (ว) ใช้เลขชุดของตัวเอง",
        required=False,
        help_text="ถ้าไม่เลือก หนังสือเวียนใช้เลขต่อจากหนังสือส่งทั่วไป มีผลตั้งแต่ปีที่ยังไม่ได้ออกเลขหนังสือเวียน",
    )
    presents_first = forms.BooleanField(
        label="เสนอผู้บังคับบัญชาก่อนส่งต่อ",
        required=False,
        help_text="หนังสือที่ลงรับเข้าแฟ้มเสนอของวัน พร้อมหน่วยที่เห็นควรมอบ ส่งต่อเมื่อผู้บังคับบัญชาเกษียนแล้ว",
    )
    letter_json = forms.BooleanField(
        label="แนบข้อมูลลงนามสำหรับระบบปลายทาง (letter.json)",
        required=False,
        help_text="ปลายทางที่ใช้ระบบนี้ลงรับได้โดยไม่ต้องพิมพ์ และเลขรับกลับมาที่ทะเบียนส่งเอง ไม่แนบกับคำตอบของเรื่องลับหรือเรื่องที่จำกัดผู้เห็น",
    )
    numbers_notices = forms.BooleanField(
        label="จดหมายแจ้งส่งผิดหน่วยงาน และจดหมายส่งต่อหน่วยงานอื่น ออกเลขหนังสือส่ง",
        required=False,
        help_text="ถ้าไม่เลือก จดหมายสองชนิดนี้อยู่ในจดหมายออก ไม่อยู่ในทะเบียนหนังสือส่ง ใบตอบรับเลขรับไม่ใช้เลขส่ง",
    )
    digests = forms.BooleanField(
        label="แจ้งงานที่รอทางอีเมลเจ้าหน้าที่ 09.00 และ 15.00 น. การเงิน 16.00 น.",
        required=False,
        help_text="วันทำการ เฉพาะผู้ที่มีเรื่องเกินกำหนด ครบกำหนด รออนุมัติ หรือหนังสือที่ยังไม่กดรับ การเงินเมื่อมีเงินหรือสลิปรอ หรือยังไม่ได้ปิดยอดวันก่อน ในอีเมลไม่มีชื่อผู้ยื่น",
    )
    delays_copied_to = forms.EmailField(
        label="สำเนาการแจ้งเหตุล่าช้าถึงอีเมล (สำนักงาน ก.พ.ร.)",
        max_length=ADDRESS_MAX,
        required=False,
        error_messages=BAD_EMAIL,
        help_text="พ.ร.บ.การอำนวยความสะดวกฯ ม.10 ให้ส่งสำเนาทุกครั้ง เว้นว่างคือระบบไม่ส่ง โปรดส่งเอง",
    )
    finance_rules = LineField(
        label="ตรวจสอบการรับเงินตามระเบียบ",
        max_length=300,
        required=False,
        help_text="พิมพ์ในรายงานปิดยอดทุกฉบับ ถ้าหน่วยงานมีระเบียบการเงินของตนเอง ให้พิมพ์ชื่อระเบียบนั้น เว้นว่างคือหนังสือ ว 140 ของกระทรวงการคลัง",
    )
    thai_digits = forms.BooleanField(
        label="ใช้เลขไทยในตรารับและป้ายที่พิมพ์", required=False, help_text="ถ้าไม่เลือก พิมพ์เป็นเลขอารบิก"
    )
    seals_to = forms.EmailField(
        label="ส่งตราปิดวันถึงอีเมล",
        max_length=ADDRESS_MAX,
        required=False,
        error_messages=BAD_EMAIL,
        help_text="วันละหนึ่งฉบับ ควรเป็นผู้ตรวจสอบที่ใช้อีเมลนอกหน่วยงาน เช่น จังหวัดหรืออำเภอ เพราะผู้ที่แก้ข้อมูลในหน่วยงานได้ "
        "แก้ตราที่อยู่นอกหน่วยงานไม่ได้ เว้นว่างคือส่งถึงเจ้าหน้าที่ที่มีหน้าที่ผู้ตรวจสอบ ถ้าไม่มีก็ไม่ส่ง",
    )
    month_seals_to = forms.EmailField(
        label="ส่งตราของทั้งเดือนถึงอีเมล (หน่วยงานต้นสังกัด)",
        max_length=ADDRESS_MAX,
        required=False,
        error_messages=BAD_EMAIL,
        help_text="เดือนละหนึ่งฉบับเมื่อสิ้นเดือน เว้นว่างคือไม่ส่ง ในตราไม่มีข้อความหรือชื่อบุคคลจากหนังสือ",
    )

    tsa_url = forms.URLField(
        label="ที่อยู่ผู้ให้บริการประทับเวลา (TSA)",
        max_length=URL_MAX,
        required=False,
        assume_scheme="https",
        error_messages={"invalid": "ยังบันทึกไม่ได้ เพราะที่อยู่ไม่ถูกรูปแบบ เช่น https://tsa.example.go.th"},
        help_text="ถ้าหน่วยงานมีบริการประทับรับรองเวลา (RFC 3161) ระบบขอประทับตราปิดวันทุกคืน ส่งไปเพียงรหัสของตรา เว้นว่างคือไม่ใช้",
    )
    tsa_roots = forms.CharField(
        label="ใบรับรองรากของผู้ให้บริการประทับเวลา (PEM)",
        max_length=ROOTS_MAX,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "spellcheck": "false"}),
        help_text="วางข้อความที่ขึ้นต้นด้วย -----BEGIN CERTIFICATE----- ขอได้จากผู้ให้บริการ",
    )

    def clean_finance_rules(self) -> str:
        return self.cleaned_data["finance_rules"] or str(
            Profile._meta.get_field("finance_rules").get_default()
        )

    def clean_tsa_url(self) -> str:
        url = str(self.cleaned_data["tsa_url"])
        if url and urlsplit(url).scheme not in ("http", "https"):
            raise forms.ValidationError("ยังบันทึกไม่ได้ เพราะที่อยู่ต้องขึ้นต้นด้วย https:// หรือ http://")
        return url

    def clean(self) -> None:
        self._must_have_roots()
        for name in ("seals_to", "month_seals_to"):
            if self.cleaned_data.get(name, "").lower() in Mailbox.addresses():
                self.add_error(
                    name,
                    "ยังบันทึกไม่ได้ เพราะเป็นอีเมลกลางของหน่วยงานเอง ตราต้องอยู่กับผู้อื่นจึงใช้ตรวจได้ โปรดใช้อีเมลของผู้ตรวจสอบ",
                )

    def _must_have_roots(self) -> None:
        url, roots = (self.cleaned_data.get(name, "") for name in ("tsa_url", "tsa_roots"))
        try:
            good = count_roots(roots) > 0
        except ValueError:
            good = False
        if (url or roots) and not good:
            self.add_error(
                "tsa_roots",
                "ยังบันทึกไม่ได้ เพราะยังไม่มีใบรับรองรากที่อ่านได้ จึงตรวจไม่ได้ว่าใครประทับเวลา โปรดขอไฟล์ PEM จากผู้ให้บริการแล้ววางทั้งหมด",
            )


class UnitForm(forms.Form):
    name = LineField(label="ชื่อหน่วย", max_length=150, error_messages={"required": EMPTY})
    phone = LineField(label="โทรศัพท์", max_length=PHONE_MAX, required=False)
    email = forms.EmailField(label="อีเมล", required=False, error_messages=BAD_EMAIL)
    keywords = LineField(
        label="คำที่บอกว่าเป็นงานของหน่วย",
        max_length=KEYWORDS_MAX,
        required=False,
        help_text="คั่นด้วยจุลภาค เช่น ก่อสร้าง, ถนน, ไฟทาง ระบบจะเลือกหน่วยนี้ให้เมื่อพบในเรื่อง",
    )


class OfficerForm(forms.Form):
    name = LineField(label="ชื่อและสกุล", max_length=200, error_messages={"required": EMPTY})
    position = LineField(label="ตำแหน่ง", max_length=150, required=False)
    unit = forms.ModelChoiceField(
        label="หน่วย",
        queryset=Unit.objects.filter(active=True).order_by("name"),
        required=False,
        empty_label="–",
    )
    phone = LineField(label="โทรศัพท์", max_length=PHONE_MAX, required=False)
    email = forms.EmailField(label="อีเมล (ใช้เข้าระบบ)", required=False, error_messages=BAD_EMAIL)
    duties = forms.MultipleChoiceField(
        label="หน้าที่",
        choices=[(duty.value, duty.thai) for duty in GIVEN_TO_OFFICERS],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )


@require_GET
def settings_page(request: OfficerRequest) -> HttpResponse:
    return _page(request)


@require_POST
def profile(request: OfficerRequest) -> HttpResponse:
    form = ProfileForm(request.POST, label_suffix="")
    if not form.is_valid():
        return _page(request, profile_form=form, status=422)
    row = Profile.objects.get()
    with row.change("corrected", by=request.officer):
        _fill(row, form)
    messages.success(request, "บันทึกข้อมูลหน่วยงานแล้ว")
    return redirect("settings")


@require_http_methods(["GET", "POST"])
def unit(request: OfficerRequest, pk: int | None = None) -> HttpResponse:
    request.officer.assert_may("unit.corrected")
    row = get_object_or_404(Unit, pk=pk) if pk else None
    form = UnitForm(request.POST or None, initial=_values(row, UnitForm), label_suffix="")
    if request.method == "POST" and form.is_valid():
        name = form.cleaned_data["name"]
        if Unit.objects.filter(name=name).exclude(pk=pk or 0).exists():
            form.add_error("name", f"ยังบันทึกไม่ได้ เพราะมีหน่วยชื่อ “{name}” อยู่แล้ว")
        else:
            if row is None:
                Unit.objects.record("added", by=request.officer, **form.cleaned_data)
            else:
                with row.change("corrected", by=request.officer):
                    _fill(row, form)
            messages.success(request, f"บันทึก{name}แล้ว")
            return redirect("settings")
    return render(request, "desk/unit.html", {"form": form, "row": row}, status=_status(form))


@require_http_methods(["GET", "POST"])
def officer(request: OfficerRequest, pk: int | None = None) -> HttpResponse:
    request.officer.assert_may("officer.corrected")
    row = get_object_or_404(Officer, pk=pk) if pk else None
    initial = _values(row, OfficerForm) | ({"duties": list(row.duties)} if row else {})
    form = OfficerForm(request.POST or None, initial=initial, label_suffix="")
    if request.method == "POST" and form.is_valid():
        said = dict(form.cleaned_data)
        duties = {Duty(value) for value in said.pop("duties")}
        try:
            row = _keep_officer(request.officer, row, said, duties)
        except Refusal as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(request, f"บันทึก{row.name}แล้ว")
            return redirect("settings")
    return render(request, "desk/officer.html", {"form": form, "row": row}, status=_status(form))


@require_POST
def sign_in_link(request: OfficerRequest, pk: int) -> HttpResponse:
    """A one-time link for an officer, shown once to the administrator who hands it over."""
    row = get_object_or_404(Officer, pk=pk, active=True)
    request.officer.assert_may("officer.link_issued")
    if row.user is None:
        raise Refusal("no_email", "ยังออกลิงก์ไม่ได้ เพราะเจ้าหน้าที่คนนี้ยังไม่มีอีเมล โปรดเพิ่มอีเมลแล้วบันทึกก่อน")
    _refuse_another_agencys(row.user, request.officer)
    with row.change("link_issued", by=request.officer):
        token = SignInLink.make(row.user)
    link = f"{settings.SITE_URL}/sign-in/{token}/"
    return render(request, "desk/link.html", {"row": row, "link": link})


def _keep_officer(by: Officer, row: Officer | None, said: dict[str, Any], duties: set[Duty]) -> Officer:
    email = said["email"].lower()
    with transaction.atomic(), one_at_a_time(by.agency_id):
        user = (User.objects.filter(email=email).first() or User.objects.make(email)) if email else None
        if user is not None and Officer.objects.filter(user=user).exclude(pk=row.pk if row else 0).exists():
            raise Refusal("email_taken", "ยังบันทึกไม่ได้ เพราะมีเจ้าหน้าที่อีกคนใช้อีเมลนี้อยู่แล้ว ข้อมูลเดิมอยู่ครบ")
        if user is not None:
            _refuse_another_agencys(user, by)
        said = {**said, "email": email, "user": user}
        if row is None:
            row = Officer.objects.record("added", by=by, **said)
        else:
            with row.change("corrected", by=by):
                for name, value in said.items():
                    setattr(row, name, value)
        held = {Duty(a.duty): a for a in Assignment.objects.filter(officer=row, ended_at=None)}
        _keep_an_administrator(by, row, duties)
        for duty in sorted(duties - set(held)):
            Assignment.objects.give(row, duty, by=by)
        for duty in sorted(set(held) - duties):
            held[duty].end(by=by)
    return row


def _refuse_another_agencys(user: User, by: Officer) -> None:
    """A link signs a user in everywhere: an administrator of one agency may not hold one of another's officer."""
    if Officer.across_agencies.filter(user=user).exclude(agency_id=by.agency_id).exists():
        raise Refusal("email_taken", "ยังไม่ได้ทำ เพราะอีเมลนี้มีผู้ใช้อยู่แล้วในระบบ โปรดใช้อีเมลอื่น ข้อมูลเดิมอยู่ครบ")


def _keep_an_administrator(by: Officer, row: Officer, duties: set[Duty]) -> None:
    if Duty.ADMINISTRATOR in duties:
        return
    others = Assignment.objects.filter(duty=Duty.ADMINISTRATOR, ended_at=None, officer__active=True).exclude(
        officer=row
    )
    if not others.exists():
        raise Refusal(
            "last_administrator",
            "ยังบันทึกไม่ได้ เพราะหน่วยงานต้องมีผู้ดูแลระบบอย่างน้อยหนึ่งคน โปรดมอบหน้าที่นี้ให้ผู้อื่นก่อน",
        )


def _page(
    request: OfficerRequest, *, profile_form: ProfileForm | None = None, status: int = 200
) -> HttpResponse:
    officers = Officer.objects.filter(active=True).select_related("unit").order_by("name", "pk")
    duties: dict[int, list[str]] = {}
    for assignment in Assignment.objects.filter(ended_at=None).order_by("pk"):
        duties.setdefault(assignment.officer_id, []).append(Duty(assignment.duty).thai)
    return render(
        request,
        "desk/settings.html",
        {
            "profile_form": profile_form
            or ProfileForm(initial=_values(Profile.here(), ProfileForm), label_suffix=""),
            "units": Unit.objects.filter(active=True).order_by("name"),
            "officers": [(officer, duties.get(officer.pk, [])) for officer in officers],
            "mailboxes": Mailbox.objects.all(),
        },
        status=status,
    )


def _fill(row: Any, form: forms.Form) -> None:
    for name, value in form.cleaned_data.items():
        setattr(row, name, value)


def _values(row: Any, form: type[forms.Form]) -> dict[str, Any]:
    if row is None:
        return {}
    return {name: getattr(row, name) for name in form.base_fields if name != "duties"}


def _status(form: forms.Form) -> int:
    return 422 if form.errors else 200
