"""เรื่อง: one page with one timeline, where all that is done with a case is done."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from saraban.agencies.calendar import calendar_of_agency
from saraban.agencies.models import Officer, Unit
from saraban.cases.case_files import letters_seen_by
from saraban.cases.catalogue import Service
from saraban.cases.checks import PaperCheck
from saraban.cases.delays import DelayNotice
from saraban.cases.due import decision_due
from saraban.cases.fees import CaseInvoice
from saraban.cases.form_readings import FormReading
from saraban.cases.forwardings import Forwarding
from saraban.cases.holds import Hold
from saraban.cases.mailed_questions import ReplyLook
from saraban.cases.models import Case, CaseLetter, CaseViewer
from saraban.cases.opinions import Opinion
from saraban.cases.proofings import Proofing
from saraban.cases.requests import DocumentRequest
from saraban.cases.states import State
from saraban.cases.withdrawals import Withdrawal
from saraban.desk.fields import whole_number
from saraban.desk.finding import case_or_404, entry_or_404
from saraban.desk.middleware import OfficerRequest
from saraban.desk.next_step import Standing
from saraban.desk.posted import posted, status_of
from saraban.desk.pressed import chosen, on_case, pressed, pressed_on_case
from saraban.desk.story import story_of_case
from saraban.desk.views import proofing, verification
from saraban.desk.views.applicants import ApplicantForm
from saraban.issuing.models import Issue
from saraban.law.deadlines import Deadline, days_left
from saraban.law.refusal import Refusal
from saraban.law.working_time import NoCalendar
from saraban.mail.models import REASON_MAX

STORY_SHOWN, OPINIONS_SHOWN, LETTERS_SHOWN, FORMS_SHOWN = 60, 20, 30, 5  # the latest; all of it on asking


class OpenForm(forms.Form):
    service = forms.ChoiceField(
        label="บริการ", error_messages={"required": "ยังไม่ได้เปิดเรื่อง เพราะยังไม่ได้เลือกบริการ"}
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        choices = [("", "เลือกบริการ"), *((str(one.pk), one.name) for one in Service.objects.offered())]
        self.fields["service"].choices = choices  # type: ignore[attr-defined]


@require_http_methods(["GET", "POST"])
def open_case(request: OfficerRequest, pk: int) -> HttpResponse:
    """A registered letter becomes a case of the service that is chosen."""
    entry = entry_or_404(request, pk)
    request.officer.assert_may("case.opened")
    form = OpenForm(request.POST or None, label_suffix="")
    made = posted(request, form, lambda: _open(request, entry.pk, form.cleaned_data["service"]))
    if made is not None:
        messages.success(request, f"เปิดเรื่องเลขรับ {made.number} แล้ว")
        return redirect("case", made.pk)
    context = {"form": form, "entry": entry, "services": Service.objects.offered()}
    return render(request, "desk/case_open.html", context, status=status_of(form))


def _open(request: OfficerRequest, entry: int, service: str) -> Case:
    chosen = get_object_or_404(Service, pk=whole_number(service), ended_at=None)
    holder = request.officer if "case" in request.officer.duties else None
    return Case.objects.open(entry_or_404(request, entry), chosen, by=request.officer, officer=holder)


@require_GET
def case(request: OfficerRequest, pk: int) -> HttpResponse:
    """All of it: its next step, its papers, its people, and all that happened."""
    found = case_or_404(request, pk)
    standing = standing_of(found)
    clock, left = _clock(found)
    story, whole = story_of_case(found), "whole" in request.GET
    seen = letters_seen_by(found, request.officer)
    opinions = list(
        found.opinions.select_related(
            "officer", "asked_unit", "asked_officer", "answered_by", "answered_in"
        ).order_by("pk")
    )
    shown = opinions if whole else opinions[-OPINIONS_SHOWN:]
    unproven = ReplyLook.unproven(shown)
    return render(
        request,
        "desk/case.html",
        {
            "case": found,
            "standing": standing,
            "step": standing.step,
            "items": standing.items,
            "letters": _letters(seen, None if whole else LETTERS_SHOWN),
            "forms": _forms(seen),
            "proposed": letters_seen_by(found, request.officer, CaseLetter.PROPOSED).select_related("entry"),
            "clock": clock,
            "left": left,
            "story": story if whole else story[-STORY_SHOWN:],
            "forwarding": _forwarding(found),
            "bills": standing.bills if standing.bills or found.manual.fee_satang else None,
            "issues": Issue.objects.filter(case=found).select_related("entry", "licence").order_by("-pk"),
            "opinions": [(one, unproven.get(one.pk)) for one in shown],
            "earlier": 0 if whole else _left_out(seen.count(), len(story), len(opinions)),
            "delays": DelayNotice.objects.unsent().filter(case=found),
            "proposals": found.proposals.select_related("officer", "head", "acting").order_by("-pk"),
            "viewers": found.viewers.filter(ended_at=None).select_related("officer")
            if found.restricted
            else [],
            "officers": Officer.active_here(),
            "units": Unit.active_here(),
            "applicant_form": ApplicantForm(
                initial={name: getattr(found, name) for name in ApplicantForm.base_fields}, label_suffix=""
            ),
            "history": _history(request, found),
            **verification.shown_on_case(found),
            **proofing.shown_on_case(found),
        },
    )


def standing_of(found: Case) -> Standing:
    return Standing(
        found,
        PaperCheck.objects.checklist(found),
        DocumentRequest.objects.standing(found),
        Hold.objects.standing(found),
        found.proposals.filter(word="waiting").select_related("officer").first(),
        localdate(),
        Proofing.objects.still_needed(found),
        Proofing.objects.standing(found),
        Withdrawal.objects.standing(found),
        list(CaseInvoice.objects.of_case(found)),
    )


def _letters(seen: QuerySet[CaseLetter], most: int | None) -> list[CaseLetter]:
    """The latest, in their order."""
    rows = seen.select_related("entry__email", "entry__handed_in")
    return list(reversed(rows.order_by("-pk")[:most]))


def _forms(seen: QuerySet[CaseLetter]) -> QuerySet[FormReading]:
    """What was filled in, the latest first, of the letters that the officer may see."""
    found = FormReading.objects.filter(letter__in=seen.values("pk")).select_related(
        "manual__service", "letter__entry"
    )
    return found.order_by("-pk")[:FORMS_SHOWN]


def _left_out(letters: int, story: int, opinions: int) -> int:
    return max(0, story - STORY_SHOWN, opinions - OPINIONS_SHOWN, letters - LETTERS_SHOWN)


def _forwarding(found: Case) -> Forwarding | None:
    if found.state != State.FORWARDED:
        return None
    return found.forwardings.select_related("to", "letter__letter").order_by("pk").last()


def _history(request: OfficerRequest, found: Case) -> object:
    """Other cases of the same address that this officer may see."""
    if not found.address:
        return []
    same = Case.objects.seen_by(request.officer).filter(address=found.address).exclude(pk=found.pk)
    return same.select_related("entry", "service").order_by("-pk")[:5]


def _clock(found: Case) -> tuple[Deadline | None, int | None]:
    """The days of the manual with their steps, and how many are left; nothing where the calendar lacks a year."""
    try:
        due = decision_due(found)
        if due is None or not found.is_open:
            return due, None
        return due, days_left(due, today=localdate(), calendar=calendar_of_agency())
    except NoCalendar:
        return None, None


@require_POST
def paper(request: OfficerRequest, pk: int) -> HttpResponse:
    """ครบ, ไม่ชัด, ขาด: how one paper of the list was found. The focus goes to the next."""
    found = case_or_404(request, pk)
    request.officer.assert_may("papercheck.checked")
    said = {name: request.POST.get(name, "")[:REASON_MAX] for name in ("key", "found", "note")}
    pressed(
        request,
        lambda: PaperCheck.objects.find(
            found, said["key"], said["found"], by=request.officer, note=said["note"]
        ),
    )
    keys = [one.key for one in found.manual.checklist]
    at = keys.index(said["key"]) + 1 if said["key"] in keys else len(keys)
    onward = f"paper-{keys[at]}" if at < len(keys) else "step"
    return redirect(f"{reverse('case', args=[pk])}#{onward}")


@on_case("case.found_complete", "บันทึกแล้วว่าคำขอครบถ้วน เริ่มนับเวลาตามคู่มือ และขอเอกสารเพิ่มไม่ได้อีก")
def complete(found: Case, request: OfficerRequest) -> None:
    PaperCheck.objects.find_complete(found, by=request.officer)


@on_case("case.assigned", "มอบเรื่องแล้ว")
def officer(found: Case, request: OfficerRequest) -> None:
    """มอบ: to an officer, or to a unit."""
    found.assign(chosen(Officer, request, "officer"), chosen(Unit, request, "unit"), by=request.officer)


@on_case("case.taken", "รับเรื่องไว้ดำเนินการแล้ว")
def taken(found: Case, request: OfficerRequest) -> None:
    found.take(by=request.officer)


@on_case("case.opinion_written", "บันทึกความเห็นภายในแล้ว ผู้ยื่นไม่เห็น", "#opinions")
def opinion(found: Case, request: OfficerRequest) -> None:
    """A note, or a question to a unit or an officer."""
    text, unit, asked = (
        request.POST.get("text", ""),
        chosen(Unit, request, "unit"),
        chosen(Officer, request, "officer"),
    )
    if unit is None and asked is None:
        Opinion.objects.note(found, text, by=request.officer)
    else:
        Opinion.objects.ask(found, text, by=request.officer, unit=unit, officer=asked)


@require_POST
def opinion_answer(request: OfficerRequest, pk: int) -> HttpResponse:
    asked = get_object_or_404(Opinion, pk=pk)
    text = request.POST.get("text", "")
    return pressed_on_case(
        request,
        asked.case_id,
        "opinion.answered",
        lambda _found: asked.reply(text, by=request.officer),
        "ตอบความเห็นแล้ว",
        "#opinions",
    )


@on_case("case.told", "บันทึกว่าแจ้งผลแล้ว เรื่องสิ้นสุด")
def told(found: Case, request: OfficerRequest) -> None:
    """The applicant has been told the result: the case is at its end."""
    found.note_told(by=request.officer)


@require_POST
def restriction(request: OfficerRequest, pk: int) -> HttpResponse:
    """จำกัดผู้เห็น; only the head takes it back."""
    found = case_or_404(request, pk)
    if found.restricted:
        return pressed_on_case(
            request,
            pk,
            "case.opened_to_all",
            lambda one: one.open_to_all(by=request.officer),
            "เปิดให้เจ้าหน้าที่ทุกคนเห็นแล้ว",
        )
    return pressed_on_case(
        request, pk, "case.restricted", lambda one: one.restrict(by=request.officer), "จำกัดผู้เห็นแล้ว"
    )


@on_case("caseviewer.named", "ให้เห็นเรื่องนี้แล้ว")
def viewer(found: Case, request: OfficerRequest) -> None:
    """The head names who may see a restricted case."""
    named = chosen(Officer, request, "officer")
    if named is None:
        raise Refusal("nobody", "ยังไม่ได้ทำ เพราะยังไม่ได้เลือกเจ้าหน้าที่ ไม่มีข้อมูลใดเปลี่ยน")
    found.name_viewer(named, by=request.officer)


@require_POST
def viewer_ended(request: OfficerRequest, pk: int) -> HttpResponse:
    """Whom the head had named sees the case no more, unless it is theirs."""
    named = get_object_or_404(CaseViewer, pk=pk)
    return pressed_on_case(
        request,
        named.case_id,
        "caseviewer.ended",
        lambda _found: named.end(by=request.officer),
        "เลิกให้เห็นเรื่องนี้แล้ว",
    )


@require_POST
def letter_answered(request: OfficerRequest, pk: int, word: str) -> HttpResponse:
    """Whether a letter that was proposed is the case's."""
    letter = get_object_or_404(CaseLetter.objects.select_related("case"), pk=pk)
    entry_or_404(request, letter.entry_id)

    def do(_found: Case) -> None:
        letter.accept(by=request.officer) if word == "accepted" else letter.decline(by=request.officer)

    said = "รวมหนังสือเข้าเรื่องแล้ว" if word == "accepted" else "บันทึกว่าไม่ใช่หนังสือของเรื่องนี้"
    return pressed_on_case(request, letter.case_id, "caseletter.declined", do, said)
