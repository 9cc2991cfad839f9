"""What becomes of a letter that gets no number; and ประวัติ, where each may be taken back."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localtime
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from saraban.agencies.duties import Duty
from saraban.agencies.models import Officer, Profile
from saraban.cases.mailed_questions import answers_hidden_from
from saraban.cases.models import entries_hidden_from
from saraban.contacts.models import NAME_MAX, Contact
from saraban.desk.competent import CompetentForm
from saraban.desk.fields import LineField, whole_number
from saraban.desk.finding import letter_or_404
from saraban.desk.middleware import OfficerRequest
from saraban.desk.undo import forget_undo, offer_undo
from saraban.desk.views.letters import looked_at, sign_of_looking
from saraban.law.refusal import Refusal
from saraban.mail.models import REASON_MAX, InboundEmail
from saraban.proposals.agencies import addressed_office
from saraban.proposals.reading import read_card
from saraban.registers.answers import misdirected_text
from saraban.registers.models import IncomingEntry, office_of
from saraban.registers.verdicts import INTERNAL, NO_REGISTRATION_REASONS, Competent, Verdict

PAGE = 50
OTHER = "other"
TOO_SOON = "ยังไม่ได้ทำ เพราะหนังสือเพิ่งเปิดขึ้นมา โปรดอ่านแล้วกดอีกครั้ง หนังสือยังอยู่ที่โต๊ะ"


class MisdirectedForm(CompetentForm):
    forward = forms.BooleanField(label="ส่งหนังสือนี้ต่อไปให้หน่วยงานนั้นด้วย", required=False)


class NoRegistrationForm(forms.Form):
    reason = forms.ChoiceField(
        label="เหตุผลที่ไม่ต้องลงรับ",
        choices=[*((said, said) for said in NO_REGISTRATION_REASONS), (OTHER, "อื่น ๆ (พิมพ์ข้างล่าง)")],
        widget=forms.RadioSelect,
        error_messages={
            "required": "ยังไม่ได้ทำ เพราะยังไม่ได้เลือกเหตุผล",
            "invalid_choice": "โปรดเลือกเหตุผลจากรายการ",
        },
    )
    other = LineField(label="เหตุผลอื่น", max_length=REASON_MAX, required=False)

    @property
    def said(self) -> str:
        chosen: str = self.cleaned_data["reason"]
        return self.cleaned_data["other"] if chosen == OTHER else chosen


@require_http_methods(["GET", "POST"])
def misdirected(request: OfficerRequest, pk: int) -> HttpResponse:
    """Tell the sender whose business it is, and send it on where the officer wants that."""
    letter = letter_or_404(request, pk)
    request.officer.assert_may("verdict.misdirected")
    before = Verdict.objects.contact_before(letter)
    read_as = "" if before else _addressed(letter)
    known = before or Contact.objects.filter(name=read_as, active=True).first() or Contact(name=read_as)
    initial = {"name": known.name, "email": known.email, "phone": known.phone}
    form = MisdirectedForm(request.POST or None, initial=initial, label_suffix="")
    if request.method == "POST" and form.is_valid():
        try:
            competent = Competent(form.contact(by=request.officer), forward=form.cleaned_data["forward"])
            verdict = Verdict.objects.return_as_misdirected(letter, by=request.officer, competent=competent)
        except Refusal as refusal:
            form.add_error(None, refusal.message)
        else:
            offer_undo(request, verdict)
            return redirect("desk")
    return _page(
        request,
        "desk/misdirected.html",
        letter,
        form,
        remembered=bool(known.name) and not form.is_bound,
        read_as=read_as,
        preview=_preview(letter, form),
    )


@require_POST
def spam(request: OfficerRequest, pk: int) -> HttpResponse:
    """Out of sight, and to the server's Trash after the seconds of undo."""
    letter = letter_or_404(request, pk)
    request.officer.assert_may("verdict.spam")
    if not looked_at(request):
        messages.info(request, TOO_SOON)
        return redirect("letter", pk=pk)
    offer_undo(request, Verdict.objects.discard_as_spam(letter, by=request.officer))
    return redirect("desk")


@require_http_methods(["GET", "POST"])
def no_registration(request: OfficerRequest, pk: int) -> HttpResponse:
    """Put aside with a reason: neither numbered nor answered."""
    letter = letter_or_404(request, pk)
    request.officer.assert_may("verdict.no_registration")
    form = NoRegistrationForm(
        request.POST or None, initial={"reason": _likely_reason(letter)}, label_suffix=""
    )
    if request.method == "POST" and form.is_valid():
        try:
            verdict = Verdict.objects.needs_no_registration(letter, by=request.officer, reason=form.said)
        except Refusal as refusal:
            form.add_error("other" if refusal.code == "no_reason" else None, refusal.message)
        else:
            offer_undo(request, verdict)
            return redirect("desk")
    return _page(request, "desk/no_registration.html", letter, form)


@require_http_methods(["GET", "POST"])
def secret(request: OfficerRequest, pk: int) -> HttpResponse:
    """Lock the letter: from then on only the registrar of secret matters sees it. Asked twice, as only they can undo it."""
    letter = letter_or_404(request, pk)
    request.officer.assert_may("verdict.secret")
    if request.method == "POST":
        Verdict.objects.lock_as_secret(letter, by=request.officer)
        messages.success(request, "ล็อกเป็นเรื่องลับแล้ว เฉพาะนายทะเบียนข้อมูลข่าวสารลับเปิดดูและเอากลับได้")
        return redirect("desk")
    registrars = Officer.objects.filter(
        active=True, assignments__duty=Duty.SECRETS, assignments__ended_at=None
    ).order_by("name")
    return _page(request, "desk/secret.html", letter, forms.Form(), registrars=registrars)


@require_POST
def take_back(request: OfficerRequest, pk: int) -> HttpResponse:
    """The letter waits at the desk again."""
    verdict = get_object_or_404(Verdict.objects.select_related("email"), pk=pk)
    letter_or_404(request, verdict.email_id)
    verdict.take_back(by=request.officer)
    forget_undo(request)
    left = (
        verdict.email.our_letters.filter(kind__in=["misdirected", "forward"])
        .exclude(state="recalled")
        .exists()
    )
    told = " แต่จดหมายแจ้งผู้ส่งออกไปแล้ว หากต้องการเปลี่ยน โปรดแจ้งผู้ส่งอีกครั้ง" if left else ""
    messages.success(request, f"เอาหนังสือกลับมาที่โต๊ะแล้ว{told}")
    return redirect("letter", pk=verdict.email_id)


@require_GET
def history(request: OfficerRequest) -> HttpResponse:
    """ประวัติ: what was sorted without a number, the newest first, `PAGE` at a time."""
    below = whole_number(request.GET.get("below"))
    hidden = IncomingEntry.objects.filter(entries_hidden_from(request.officer))  # registered since
    seen = Verdict.objects.exclude(email__entries__in=hidden)
    rows = seen.select_related("email", "officer", "contact").order_by("-pk")
    page = list((rows.filter(pk__lt=below) if below else rows)[: PAGE + 1])
    closed = InboundEmail.objects.filter(
        answers_hidden_from(request.officer), pk__in=[row.email_id for row in page]
    )
    return render(
        request,
        "desk/history.html",
        {
            "rows": page[:PAGE],
            "closed": set(closed.values_list("pk", flat=True)),
            "more_below": page[PAGE - 1].pk if len(page) > PAGE else None,
        },
    )


def _addressed(letter: InboundEmail) -> str:
    """The office that a letter sent to the wrong one names itself; empty where it names none."""
    read = read_card(letter.path, agency=Profile.here().name)
    if read["outcome"] != "misdirected" or not read["letters"]:
        return ""
    said = read["letters"][0]["recipient"]["value"] or ""
    office = addressed_office(said)
    return f"{office.kind}{office.place}" if office is not None else said[:NAME_MAX]


def _likely_reason(letter: InboundEmail) -> str:
    """The reason that is chosen already when the page opens; the officer sees and changes it."""
    if letter.copy_of_id:
        return NO_REGISTRATION_REASONS[3]
    if letter.of_a_question:
        return INTERNAL
    if letter.answers_id:
        return NO_REGISTRATION_REASONS[0]
    return NO_REGISTRATION_REASONS[1] if letter.automatic else ""


def _preview(letter: InboundEmail, form: MisdirectedForm) -> str:
    name, email, phone = (str(form[field].value() or "") for field in ("name", "email", "phone"))
    return misdirected_text(
        office_of(letter.mailbox),
        sender=letter.from_whom,
        subject=letter.subject,
        arrived_at=localtime(letter.arrived_at),
        competent=name or "…",
        how_to_reach=Contact(name=name, email=email, phone=phone).how_to_reach,
        forwarded=bool(form["forward"].value()),
    )


def _page(
    request: OfficerRequest, template: str, letter: InboundEmail, form: forms.Form, **more: Any
) -> HttpResponse:
    context = {
        "letter": letter,
        "form": form,
        "looked": sign_of_looking(),
        "no_answer_because": letter.no_answer_because(),
    }
    return render(request, template, context | more, status=422 if form.errors else 200)
