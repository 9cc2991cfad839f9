"""ตรวจสอบเอกสาร: what the state issued is checked with whoever issued it, a page a paper (guide #3.2(5)-(7))."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from saraban.cases.case_files import CaseFile, files_of
from saraban.cases.catalogue import Paper
from saraban.cases.letters import Wording
from saraban.cases.models import Case, restricted_for
from saraban.cases.verifications import (
    NO_FILE,
    REFERENCE_MAX,
    Method,
    Result,
    Verification,
    papers_to_verify,
)
from saraban.desk.downloads import as_download
from saraban.desk.fields import LineField
from saraban.desk.finding import case_or_404
from saraban.desk.middleware import OfficerRequest
from saraban.desk.posted import posted, status_of
from saraban.desk.pressed import pressed
from saraban.desk.uploads import scans_of
from saraban.documents.signatures import Colour
from saraban.law.refusal import Refusal
from saraban.mail.models import ADDRESS_MAX, REASON_MAX, KeptFile, files
from saraban.registers.dispatches import Recipient
from saraban.registers.models import PARTY_MAX
from saraban.registers.outgoing import MAILED_BYTES_MAX
from saraban.registers.scans import keep_scans
from saraban.templatetags.thai import size_words

RESULTS = (
    ("genuine", "ถูกต้อง"),
    ("not_genuine", "ไม่ถูกต้อง"),
    ("unknown", "ยังบอกไม่ได้"),
)
GENUINE: dict[str, bool | None] = {"genuine": True, "not_genuine": False, "unknown": None}
TONES = {Result.WAITING: "hold", Result.GENUINE: "ok", Result.NOT_GENUINE: "err", Result.UNKNOWN: "warn"}
COLOURS = {
    Colour.GREEN: ("ไม่ต้องตรวจเพิ่ม", "ok"),
    Colour.AMBER: ("ต้องดูเพิ่ม", "warn"),
    Colour.GREY: ("ตรวจไม่ได้", "plain"),
    Colour.RED: ("อย่าเพิ่งใช้", "err"),
}
# One file at a time in a process: a check takes seconds, and the other threads stay free for pages.
judging = threading.BoundedSemaphore(1)


@dataclass(frozen=True)
class Look:
    """A verification as a page says it."""

    verification: Verification
    paper: str

    @property
    def said(self) -> str:
        one = self.verification
        if one.state == Result.WAITING and one.replied:
            return "ผู้ออกเอกสารตอบแล้ว รอเจ้าหน้าที่อ่าน"
        if one.state == Result.WAITING and one.did_not_arrive:
            return "ไม่ถึงผู้รับ"
        return one.get_state_display()

    @property
    def tone(self) -> str:
        one = self.verification
        if one.state == Result.WAITING and (one.replied or one.did_not_arrive):
            return "warn" if one.replied else "err"
        return TONES.get(Result(one.state), "")

    @property
    def may_be_answered(self) -> bool:
        return self.verification.state in (Result.WAITING, Result.UNKNOWN)

    @property
    def colour(self) -> tuple[str, str] | None:
        """Of a signature: what it is worth in two words, and how that is painted."""
        judged = self.verification.judged
        return COLOURS[judged.verdict] if judged is not None else None

    @property
    def by_a_person(self) -> bool:
        """Whether somebody said what came of it, in place of what its signature says alone."""
        green = self.colour is not None and self.colour == COLOURS[Colour.GREEN]
        return self.verification.state != (Result.GENUINE if green else Result.UNKNOWN) or self.colour is None

    @classmethod
    def of(cls, verification: Verification, case: Case) -> Look:
        names = {paper.key: paper.name for paper in case.manual.checklist}
        return cls(verification, names.get(verification.key, "อากรแสตมป์ (e-stamp)"))


class ResultForm(forms.Form):
    result = forms.ChoiceField(
        label="ผล",
        choices=RESULTS,
        widget=forms.RadioSelect,
        error_messages={"required": "ยังไม่ได้บันทึก เพราะยังไม่ได้เลือกผล โปรดเลือกหนึ่งข้อ"},
    )

    @property
    def genuine(self) -> bool | None:
        return GENUINE[self.cleaned_data["result"]]


class LinkageForm(ResultForm):
    reference = LineField(label="เลขอ้างอิงหรือเวลาที่ตรวจ", max_length=REFERENCE_MAX, required=False)


class EstampForm(ResultForm):
    code = LineField(
        label="รหัส e-stamp",
        max_length=REFERENCE_MAX,
        error_messages={"required": "ยังไม่ได้บันทึก เพราะยังไม่มีรหัส e-stamp โปรดพิมพ์รหัสที่ประชาชนส่งมา"},
    )
    note = LineField(label="หมายเหตุ", max_length=REASON_MAX, required=False)
    field_order = ("code", "result", "note")


class IssuerForm(forms.Form):
    name = LineField(
        label="หน่วยงานผู้ออกเอกสาร",
        max_length=PARTY_MAX,
        error_messages={"required": "ยังไม่ได้ส่ง เพราะยังไม่มีชื่อหน่วยงานผู้ออกเอกสาร โปรดพิมพ์ชื่อ"},
    )
    address = LineField(
        label="อีเมลของหน่วยงานนั้น",
        max_length=ADDRESS_MAX,
        error_messages={"required": "ยังไม่ได้ส่ง เพราะยังไม่มีอีเมลของหน่วยงานผู้ออกเอกสาร โปรดพิมพ์อีเมล"},
    )
    attached = forms.MultipleChoiceField(
        label="ไฟล์ที่แนบไปให้ตรวจ", widget=forms.CheckboxSelectMultiple, required=False
    )

    def offer(self, found: Sequence[CaseFile]) -> None:
        choices = [(file.key, _file_in_words(file)) for file in found]
        self.fields["attached"].choices = choices  # type: ignore[attr-defined]


@dataclass(frozen=True)
class Preview:
    """The mail as it would leave."""

    wording: Wording
    files: Sequence[KeptFile]

    @property
    def size(self) -> int:
        return sum(file.size for file in self.files)

    @property
    def is_too_big(self) -> bool:
        return self.size > MAILED_BYTES_MAX


def shown_on_case(case: Case) -> dict[str, Any]:
    """What the page of a case says of its verifications: as many questions for twenty as for one."""
    rows = case.verifications.select_related("officer", "mail__letter", "reply__entry").order_by("-pk")
    return {"to_verify": papers_to_verify(case), "looks": [Look.of(one, case) for one in rows]}


@require_GET
def paper(request: OfficerRequest, pk: int, key: str) -> HttpResponse:
    """One paper: what was found out, and the ways to find out."""
    found = case_or_404(request, pk)
    return _page(request, found, _paper_or_404(found, key))


@require_POST
def linkage(request: OfficerRequest, pk: int, key: str) -> HttpResponse:
    """What Linkage Center said, to an officer who looked there."""
    found = case_or_404(request, pk)
    request.officer.assert_may("verification.linkage_noted")
    chosen = _paper_or_404(found, key)
    form = LinkageForm(request.POST, auto_id="linkage_%s", label_suffix="")
    noted = posted(
        request,
        form,
        lambda: Verification.objects.note_linkage(
            found, key, form.genuine, form.cleaned_data["reference"], by=request.officer
        ),
    )
    if noted is None:
        return _page(request, found, chosen, refused=form, linkage=form)
    messages.success(request, f"บันทึกผลจาก Linkage Center แล้ว: {chosen.name} {noted.get_state_display()}")
    return _to_case(found)


@require_POST
def issuer(request: OfficerRequest, pk: int, key: str) -> HttpResponse:
    """Ask whoever issued it by mail (T17), or look at the mail first."""
    found = case_or_404(request, pk)
    request.officer.assert_may("verification.asked")
    chosen = _paper_or_404(found, key)
    form, offered = IssuerForm(request.POST, auto_id="issuer_%s", label_suffix=""), _files(request, found)
    form.offer(offered)

    def do() -> Verification | Preview:
        said = form.cleaned_data
        attached = [one.keep() for one in offered if one.key in said["attached"]]
        if "look" in request.POST:
            wording = Verification.objects.question(
                found, key, said["name"], len(attached), by=request.officer
            )
            return Preview(wording, attached)
        to = Recipient(said["name"], said["address"])
        return Verification.objects.ask_issuer(found, key, to, attached, by=request.officer)

    made = posted(request, form, do)
    if not isinstance(made, Verification):
        return _page(request, found, chosen, offered, refused=form, issuer=form, preview=made)
    messages.success(
        request,
        f"ส่งถามแล้ว {chosen.name} จดหมายจะออกใน 20 วินาที เมื่อหน่วยงานนั้นตอบ คำตอบจะมาอยู่ในเรื่องนี้เอง",
    )
    return _to_case(found)


@require_POST
def signature(request: OfficerRequest, pk: int, key: str) -> HttpResponse:
    """The signatures of a PDF, checked by one press in the limited child: seconds, and never at the desk."""
    found = case_or_404(request, pk)
    request.officer.assert_may("verification.signature_judged")
    chosen = _paper_or_404(found, key)
    if not judging.acquire(blocking=False):
        messages.error(
            request,
            "ยังไม่ได้เริ่มตรวจ เพราะกำลังตรวจอีกไฟล์หนึ่งอยู่ โปรดโหลดหน้านี้ใหม่ในอีกสักครู่ หากยังไม่มีผลของไฟล์นี้ โปรดกดอีกครั้ง ไม่มีข้อมูลใดเปลี่ยน",
        )
        return _to_paper(found, key)

    def judge() -> None:
        picked = next((one for one in _files(request, found) if one.key == request.POST.get("file")), None)
        if picked is None:
            raise Refusal("no_file", "ยังไม่ได้ตรวจ เพราะไม่พบไฟล์นี้ในหนังสือของเรื่อง โปรดโหลดหน้าใหม่ ผลตรวจเดิมอยู่ครบ")
        Verification.objects.judge_signature(found, key, picked.keep(), by=request.officer)

    try:
        pressed(request, judge, f"ตรวจลายมือชื่อของ {chosen.name} แล้ว ผลอยู่ด้านล่าง")
    finally:
        judging.release()
    return _to_paper(found, key)


@require_POST
def copy(request: OfficerRequest, pk: int, key: str) -> HttpResponse:
    """The original was shown at the counter: the officer made the copy and certifies it, free (Act 2565 s.12)."""
    found = case_or_404(request, pk)
    request.officer.assert_may("verification.copy_certified")
    chosen = _paper_or_404(found, key)

    def certify() -> None:
        scans = keep_scans(scans_of(request, doing="เก็บสำเนา")[:1], doing="เก็บสำเนา")
        Verification.objects.certify_copy(found, key, by=request.officer, file=(scans or [NO_FILE])[0])

    said = f"รับรองสำเนา {chosen.name} จากต้นฉบับแล้ว โดย{request.officer.name} ไม่คิดค่าใช้จ่าย"
    return _to_case(found) if pressed(request, certify, said) else _to_paper(found, key)


@require_http_methods(["GET", "POST"])
def estamp(request: OfficerRequest, pk: int) -> HttpResponse:
    """อากรแสตมป์: what rd.go.th said of a code, and how the applicant is told to buy one."""
    found = case_or_404(request, pk)
    if request.method == "POST":
        request.officer.assert_may("verification.estamp_noted")
    form = EstampForm(request.POST or None, auto_id="estamp_%s", label_suffix="")

    def do() -> Verification:
        said = form.cleaned_data
        return Verification.objects.note_estamp(
            found, said["code"], form.genuine, by=request.officer, note=said["note"]
        )

    if posted(request, form, do) is not None:
        messages.success(request, "บันทึกผลตรวจรหัส e-stamp แล้ว")
        return _to_case(found)
    advice = Verification.objects.estamp_advice(found, by=request.officer) if found.mailbox else None
    context = {
        "case": found,
        "form": form,
        "refused": form,
        "looks": _looks(found, ""),
        "advice": advice,
        "why_no_mail": found.why_no_mail,
        "results": RESULTS,
    }
    return render(request, "desk/case_estamp.html", context, status=status_of(form))


@require_POST
def estamp_advice(request: OfficerRequest, pk: int) -> HttpResponse:
    found = case_or_404(request, pk)
    request.officer.assert_may("verification.estamp_noted")

    def advise() -> None:
        if Verification.objects.advise_estamp(found, by=request.officer) is None:
            messages.warning(
                request, f"ไม่มีจดหมายออก เพราะผู้ยื่น{found.why_no_mail} โปรดพิมพ์หรือโทรแจ้งตามข้อความในหน้านี้"
            )
        else:
            messages.success(request, "แนะนำผู้ยื่นแล้ว จดหมายจะออกใน 20 วินาที")

    pressed(request, advise)
    return redirect("case_estamp", pk)


@require_POST
def answered(request: OfficerRequest, pk: int) -> HttpResponse:
    """What came of a question, as the officer read the reply."""
    one = get_object_or_404(Verification, pk=pk)
    form = ResultForm(request.POST)

    def do() -> None:
        if not form.is_valid():
            raise Refusal("no_result", "ยังไม่ได้บันทึก เพราะยังไม่ได้เลือกผล โปรดเลือกหนึ่งข้อ ข้อมูลเดิมอยู่ครบ")
        one.answer(form.genuine, by=request.officer, note=request.POST.get("note", ""))

    return _done(request, one, "verification.answered", do, "บันทึกผลตรวจสอบแล้ว")


@require_POST
def withdrawn(request: OfficerRequest, pk: int) -> HttpResponse:
    one = get_object_or_404(Verification, pk=pk)
    return _done(
        request,
        one,
        "verification.withdrawn",
        lambda: one.withdraw(by=request.officer),
        "ถอนคำถามแล้ว จดหมายที่ยังไม่ออกจะไม่ออก หากออกไปแล้ว โปรดโทรแจ้งหน่วยงานนั้นด้วย",
    )


@require_GET
def file(request: OfficerRequest, pk: int) -> FileResponse:
    """The file that was judged, or the certified copy, to download."""
    one = get_object_or_404(Verification.objects.exclude(sha256=""), pk=pk)
    case_or_404(request, one.case_id)
    return as_download(FileResponse(files().path(one.agency, one.sha256).open("rb")), one.file_name)


def _page(
    request: OfficerRequest,
    case: Case,
    chosen: Paper,
    offered: Sequence[CaseFile] | None = None,
    *,
    refused: forms.Form | None = None,
    linkage: LinkageForm | None = None,
    issuer: IssuerForm | None = None,
    preview: Preview | None = None,
) -> HttpResponse:
    found = _files(request, case) if offered is None else offered
    if issuer is None:
        issuer = IssuerForm(
            initial=_usual_issuer(request, case, chosen, found), auto_id="issuer_%s", label_suffix=""
        )
        issuer.offer(found)
    context = {
        "case": case,
        "paper": chosen,
        "looks": _looks(case, chosen.key),
        "files": found,
        "pdfs": [one for one in found if one.may_be_pdf],
        "linkage": linkage or LinkageForm(auto_id="linkage_%s", label_suffix=""),
        "issuer": issuer,
        "refused": refused,
        "preview": preview,
        "bytes_max": MAILED_BYTES_MAX,
        "results": RESULTS,
    }
    return render(
        request,
        "desk/case_verification.html",
        context,
        status=status_of(refused) if refused is not None else 200,
    )


def _usual_issuer(
    request: OfficerRequest, case: Case, chosen: Paper, found: Sequence[CaseFile]
) -> dict[str, Any]:
    """Who was asked about such a paper the last time, in a case that the officer may see; and the file in which this one
    was found."""
    before = Verification.objects.exclude(restricted_for(request.officer, "case__")).filter(
        method=Method.ISSUER, key=chosen.key, case__service=case.service_id, mail__isnull=False
    )
    last = before.select_related("mail__letter").order_by("-pk").first()
    check = case.checks.filter(key=chosen.key).exclude(file_name="").first()
    initial: dict[str, Any] = {
        "attached": [
            file.key
            for file in found
            if check is not None and (check.letter_id, check.file_name) == (file.letter.pk, file.name)
        ]
    }
    if last is not None and last.mail is not None:
        initial |= {"name": last.mail.letter.to_name, "address": last.mail.letter.to_address}
    return initial


def _looks(case: Case, key: str) -> list[Look]:
    rows = case.verifications.filter(key=key).select_related("officer", "mail__letter", "reply__entry")
    return [Look.of(one, case) for one in rows.order_by("-pk")]


def _paper_or_404(case: Case, key: str) -> Paper:
    for one in case.manual.checklist:
        if one.key == key:
            return one
    raise Http404


def _files(request: OfficerRequest, case: Case) -> list[CaseFile]:
    return files_of(case, request.officer)


def _file_in_words(one: CaseFile) -> str:
    return f"{one.name} ({size_words(one.size or 0)}) เลขรับ {one.letter.entry.receipt_number}"


def _done(
    request: OfficerRequest, one: Verification, deed: str, do: Callable[[], object], said: str
) -> HttpResponse:
    found = case_or_404(request, one.case_id)
    request.officer.assert_may(deed)
    return _to_case(found) if pressed(request, do, said) else _to_paper(found, one.key)


def _to_case(case: Case) -> HttpResponse:
    return redirect(f"{reverse('case', args=[case.pk])}#verification")


def _to_paper(case: Case, key: str) -> HttpResponse:
    return redirect("case_verification", case.pk, key) if key else redirect("case_estamp", case.pk)
