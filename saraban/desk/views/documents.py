"""ออกเอกสาร (S17): one page on which a paper is drafted, signed, sealed and sent; and the list of what is on its way (guide #4)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from saraban.agencies.models import Officer
from saraban.cases.models import Case
from saraban.cases.states import State
from saraban.desk.downloads import as_pdf, as_picture
from saraban.desk.fields import LineField, ThaiDateField, seen
from saraban.desk.finding import case_or_404, documents_seen_by
from saraban.desk.middleware import OfficerRequest
from saraban.desk.posted import posted, status_of
from saraban.desk.pressed import chosen, pressed, typed_day
from saraban.desk.sign_in import PROVED, just_proved, prove_again, proved_lately
from saraban.desk.uploads import scans_of
from saraban.desk.views.outgoing import LINE_MAX, RecipientsField, recipient_in
from saraban.documents.papers import Paper, PaperKind, made, pictured
from saraban.documents.typesetting import NotTypeset
from saraban.issuing.carrying import WAITS_FOR_KEY, carry
from saraban.issuing.certificates import SealingCertificate
from saraban.issuing.composing import NAME_MAX, SUBJECT_MAX, TEXT_MAX, Draft, LetterDraft, as_draft
from saraban.issuing.copies import PaperCopy
from saraban.issuing.models import OF_A_RESULT, REGISTERS, Issue, Press, Stage
from saraban.issuing.papers import first_draft, letterhead_of
from saraban.issuing.scans import attach_scans
from saraban.issuing.wordings import Wording, Words
from saraban.law.refusal import Refusal
from saraban.licences.kinds import LicenceKind
from saraban.licences.models import Granted
from saraban.mail.models import REASON_MAX, files
from saraban.notices.signing import Signing

SHOWN_MAX = 50
FIELD_MAX = 2_000
WITHOUT_A_CASE = (
    PaperKind.EXTERNAL_LETTER,
    PaperKind.MEMO,
    PaperKind.SEALED_LETTER,
    PaperKind.ORDER,
    PaperKind.ANNOUNCEMENT,
    PaperKind.CERTIFICATE,
)


class LetterForm(forms.Form):
    to = LineField(label="เรียน", max_length=NAME_MAX, required=False)
    subject = LineField(
        label="เรื่อง",
        max_length=SUBJECT_MAX,
        error_messages={"required": "ยังไม่ได้บันทึกร่าง เพราะยังไม่มี “เรื่อง” โปรดพิมพ์เรื่องโดยย่อ"},
    )
    references = forms.CharField(
        label="อ้างถึง", required=False, max_length=FIELD_MAX, widget=forms.Textarea(attrs={"rows": 2})
    )
    enclosures = forms.CharField(
        label="สิ่งที่ส่งมาด้วย", required=False, max_length=FIELD_MAX, widget=forms.Textarea(attrs={"rows": 2})
    )
    text = forms.CharField(
        label="ข้อความ", required=False, max_length=TEXT_MAX, widget=forms.Textarea(attrs={"rows": 12})
    )

    def drafted(self) -> LetterDraft:
        said = self.cleaned_data
        return LetterDraft(
            subject=said["subject"],
            to=said["to"],
            text=said["text"].replace("\r\n", "\n"),
            references=lines_of(said["references"]),
            enclosures=lines_of(said["enclosures"]),
        )


class DraftForm(LetterForm):
    """The letter, and the fields of the licence that this kind has."""

    def __init__(self, *args: Any, kind: LicenceKind | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind = kind
        if kind is None:
            return
        shown = not self.is_bound  # what a licence needs is marked so; a draft may lack it
        self.fields["holder"] = LineField(label="ออกให้แก่", max_length=NAME_MAX, required=shown)
        self.fields["holder_id"] = LineField(
            label="เลขประจำตัวประชาชนหรือนิติบุคคล", max_length=20, required=False
        )
        self.fields["trade_name"] = LineField(label="ชื่อสถานประกอบการ", max_length=NAME_MAX, required=False)
        self.fields["place"] = LineField(
            label="ตั้งอยู่ที่", max_length=NAME_MAX, required=shown and kind.place_needed
        )
        for one in kind.field_list:
            self.fields[f"of_{one.name}"] = LineField(
                label=one.label, max_length=one.chars_max, required=shown and one.required
            )
        self.fields["conditions"] = forms.CharField(
            label="เงื่อนไข", required=False, max_length=FIELD_MAX, widget=forms.Textarea(attrs={"rows": 3})
        )
        self.fields["valid_from"] = ThaiDateField(label="ใช้ได้ตั้งแต่ (ว่าง: วันที่ออก)", required=False)
        self.fields["expires_on"] = ThaiDateField(label="ใช้ได้ถึง (ว่าง: ตามชนิดใบอนุญาต)", required=False)

    @property
    def letter_fields(self) -> list[Any]:
        return [self[name] for name in LetterForm.base_fields]

    @property
    def licence_fields(self) -> list[Any]:
        return [self[name] for name in self.fields if name not in LetterForm.base_fields]

    def draft(self) -> Draft:
        letter, said = self.drafted(), self.cleaned_data
        if self.kind is None:
            return Draft(letter)
        particulars = {
            one.name: said[f"of_{one.name}"] for one in self.kind.field_list if said[f"of_{one.name}"]
        }
        plain = {name: said[name] for name in ("holder", "holder_id", "trade_name", "place", "conditions")}
        days = {name: said[name] for name in ("valid_from", "expires_on")}
        return Draft(letter, Granted(particulars=particulars, **plain, **days))


class OutForm(forms.Form):
    recipients = RecipientsField(
        label="ส่งถึง", error_messages={"required": "ยังไม่ได้ออกเอกสาร เพราะยังไม่มีผู้รับ โปรดพิมพ์ชื่อผู้รับ ไม่มีเลขใดถูกใช้"}
    )
    seals = forms.BooleanField(label="ประทับรับรองด้วยใบรับรองของหน่วยงาน", required=False)

    def __init__(self, *args: Any, of: Issue, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if of.paper_kind in REGISTERS:
            del self.fields["recipients"]


def initial_of(draft: Draft) -> dict[str, Any]:
    letter = draft.letter
    said: dict[str, Any] = {
        "to": letter.to,
        "subject": letter.subject,
        "references": "\n".join(letter.references),
        "enclosures": "\n".join(letter.enclosures),
        "text": letter.text,
    }
    if draft.licence is not None:
        one = draft.licence
        said |= {f"of_{name}": value for name, value in one.particulars.items()}
        said |= {
            name: getattr(one, name)
            for name in (
                "holder",
                "holder_id",
                "trade_name",
                "place",
                "conditions",
                "valid_from",
                "expires_on",
            )
        }
    return said


def lines_of(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.splitlines() if line.strip())


@require_GET
def documents(request: OfficerRequest) -> HttpResponse:
    """What waits for a signature, what is on its way out, and what left lately."""
    seen = documents_seen_by(request.officer)
    return render(
        request,
        "desk/documents.html",
        {
            "to_sign": Issue.objects.to_be_signed(seen)[:SHOWN_MAX],
            "drafts": seen.filter(stage=Stage.DRAFT, asked_at=None).order_by("-pk")[:SHOWN_MAX],
            "on_their_way": Issue.objects.on_their_way(seen)[:SHOWN_MAX],
            "sent": seen.filter(stage=Stage.SENT)
            .select_related("entry", "licence")
            .order_by("-pk")[:SHOWN_MAX],
            "kinds": WITHOUT_A_CASE,
            "may_draft": request.officer.may("issue.drafted"),
        },
    )


@require_POST
def new(request: OfficerRequest) -> HttpResponse:
    """A paper that belongs to no case, with the words of its kind."""
    request.officer.assert_may("issue.drafted")
    kind = _kind_of(request.POST.get("kind", ""))
    words = Wording.objects.words(kind)
    if kind == PaperKind.EXTERNAL_LETTER:  # whose words tell the result of a case
        words = Words("", "")
    draft = Draft(LetterDraft(subject=words.subject or kind.thai, text=words.text))
    issue = Issue.objects.draft(kind, draft, by=request.officer)
    return redirect("document", issue.pk)


def _kind_of(said: str) -> PaperKind:
    if said not in [one.value for one in WITHOUT_A_CASE]:
        raise Http404
    return PaperKind(said)


@require_http_methods(["GET", "POST"])
def of_case(request: OfficerRequest, pk: int) -> HttpResponse:
    """The paper that tells the result of a case: the one that is on its way, or a new draft."""
    case = case_or_404(request, pk)
    request.officer.assert_may("issue.drafted")
    standing = Issue.objects.standing(case).first()
    if standing is not None:
        return redirect("document", standing.pk)
    kind = OF_A_RESULT.get(State(case.state))
    kinds = LicenceKind.objects.issued_by(case.service) if kind == PaperKind.LICENCE else []
    if request.method == "POST":
        licence_kind = next((one for one in kinds if str(one.pk) == request.POST.get("licence_kind")), None)
        return _drafted(request, case, kind, licence_kind)
    refusal = kind == PaperKind.REFUSAL
    return render(request, "desk/document_new.html", {"case": case, "kinds": kinds, "refusal": refusal})


def _drafted(
    request: OfficerRequest, case: Case, kind: PaperKind | None, licence_kind: LicenceKind | None
) -> HttpResponse:
    if kind == PaperKind.LICENCE and licence_kind is None:
        kind = PaperKind.EXTERNAL_LETTER  # what was granted needs no licence: the letter tells it
    kind = kind or PaperKind.EXTERNAL_LETTER
    try:
        issue = Issue.objects.draft(
            kind,
            first_draft(kind, case, licence_kind),
            case=case,
            licence_kind=licence_kind,
            by=request.officer,
        )
    except Refusal as refusal:
        messages.error(request, refusal.message)
        return redirect("case", case.pk)
    return redirect("document", issue.pk)


def document_or_404(request: OfficerRequest, pk: int) -> Issue:
    seen = documents_seen_by(request.officer)
    related = (
        "case__entry__email",
        "case__service",
        "entry",
        "licence",
        "licence_kind",
        "signer",
        "replaces",
    )
    return get_object_or_404(seen.select_related(*related), pk=pk)


@require_http_methods(["GET", "POST"])
def document(request: OfficerRequest, pk: int) -> HttpResponse:
    """The four steps, with the pages as they stand beside them. POST: the words of the draft."""
    issue = document_or_404(request, pk)
    if request.method == "POST":
        request.officer.assert_may("issue.redrafted")
    form = DraftForm(
        request.POST or None, initial=initial_of(issue.draft), kind=issue.licence_kind, label_suffix=""
    )

    def redraft() -> Issue:
        issue.redraft(form.draft(), by=request.officer)
        return issue

    if posted(request, form, redraft) is not None:
        messages.success(request, "บันทึกร่างแล้ว")
        return redirect("document", pk)
    certificate = SealingCertificate.objects.standing()
    may = request.officer.may
    return render(
        request,
        "desk/document.html",
        {
            "issue": issue,
            "form": form,
            "stage": Stage,
            "lacks": issue.lacks if issue.stage == Stage.DRAFT else [],
            "pages": _pages(issue),
            "issued": list(issue.issued.order_by("place")),
            "certificate": certificate,
            "waits_for_key": issue.waits == WAITS_FOR_KEY,
            "out_form": OutForm(
                initial={"recipients": _proposed(issue), "seals": certificate is not None},
                of=issue,
                label_suffix="",
            ),
            "needs_recipient": issue.paper_kind not in REGISTERS,
            "dispatches": issue.entry.dispatches.select_related("letter").order_by("pk")
            if issue.entry
            else [],
            "heads": [one for one in Officer.active_here() if one.may("issue.signed")],
            "signing": Signing.of(request.officer, localdate()) if may("issue.signed") else None,
            "copies": issue.copies.select_related("officer").order_by("-pk"),
            "today": localdate(),
            "proved": just_proved(request),
            "may": {
                name: may(f"issue.{name}")
                for name in (
                    "redrafted",
                    "laid_for_signature",
                    "signed",
                    "signed_on_paper",
                    "numbered",
                    "dropped",
                    "voided",
                    "drafted",
                    "mailed_again",
                )
            },
        },
        status=status_of(form),
    )


def _proposed(issue: Issue) -> str:
    """To the address under which they applied, or the one that they chose since (guide #4.4(1)); else on paper."""
    case = issue.case
    if case is None:
        return issue.draft.letter.to
    return f"{case.applicant} {case.address}" if case.can_be_mailed else case.applicant


def _pages(issue: Issue) -> list[tuple[int, str]]:
    """Each paper that is shown, with its kind."""
    if issue.stage in (Stage.NUMBERED, Stage.SENT, Stage.VOIDED):
        return [(one.place, PaperKind(one.kind).thai) for one in issue.issued.order_by("place")]
    return [(place, paper.kind.thai) for place, paper in enumerate(issue.shown_papers, start=1)]


@require_GET
def page(request: OfficerRequest, pk: int, place: int, index: int) -> HttpResponse:
    """One page of one paper as a picture: of the draft, or as it leaves."""
    issue = document_or_404(request, pk)
    try:
        drawn = pictured(_paper(issue, place), letterhead_of(issue))
    except NotTypeset:
        raise Http404 from None
    if index >= len(drawn):
        raise Http404
    response = as_picture(drawn[index])
    response.headers["Cache-Control"] = "private, no-store"
    return response


@require_GET
def file(request: OfficerRequest, pk: int, place: int) -> HttpResponse:
    """The file as it left; before that, a print of the paper as it stands, to be read or signed by hand."""
    issue = document_or_404(request, pk)
    one = issue.issued.filter(place=place).exclude(sha256="").first()
    if one is not None:
        return as_pdf(files().read(issue.agency, one.sha256), one.name)
    paper = _paper(issue, place)
    return as_pdf(
        made(paper, letterhead_of(issue), dated_at=issue.drafted_at).pdf, f"{paper.kind.thai} (ร่าง).pdf"
    )


def _paper(issue: Issue, place: int) -> Paper:
    """As it leaves, or as the draft has it. Raises `Http404`."""
    issued = {one.place: one.as_paper for one in issue.issued.all()}
    papers = issued or {n: as_draft(one) for n, one in enumerate(issue.shown_papers, start=1)}
    if place not in papers:
        raise Http404
    return papers[place]


def _pressed(
    deed: str, said: str, do: Callable[[Issue, OfficerRequest], object]
) -> Callable[..., HttpResponse]:
    """The view of a button of the page."""

    @require_POST
    def view(request: OfficerRequest, pk: int) -> HttpResponse:
        issue = document_or_404(request, pk)
        request.officer.assert_may(deed)
        pressed(request, lambda: do(issue, request), said)
        return redirect("document", pk)

    return view


def _because(request: OfficerRequest) -> str:
    return request.POST.get("because", "")[:REASON_MAX]


laid = _pressed(
    "issue.laid_for_signature",
    "เสนอลงนามแล้ว",
    lambda issue, request: issue.ask_for_signature(by=request.officer),
)
sent_back = _pressed(
    "issue.sent_back",
    "ส่งคืนให้แก้แล้ว",
    lambda issue, request: issue.send_back(_because(request), by=request.officer),
)
dropped = _pressed(
    "issue.dropped", "เลิกร่างแล้ว", lambda issue, request: issue.drop(_because(request), by=request.officer)
)
unsigned = _pressed(
    "issue.signature_taken_back",
    "กลับเป็นร่างแล้ว ต้องลงนามใหม่",
    lambda issue, request: issue.take_back_signature(_because(request), by=request.officer),
)
voided = _pressed(
    "issue.voided",
    "ยกเลิกแล้ว เลขนี้ไม่ใช้อีก",
    lambda issue, request: issue.void(_because(request), by=request.officer),
)


@require_POST
def signed(request: OfficerRequest, pk: int) -> HttpResponse:
    """ลงนาม: the authority, who has just shown who they are."""
    issue = document_or_404(request, pk)
    request.officer.assert_may("issue.signed")
    if not proved_lately(request):
        return prove_again(request, back=f"{reverse('document', args=[pk])}?{PROVED}=1")
    pressed(request, lambda: issue.sign(by=request.officer), "ลงนามแล้ว")
    return redirect("document", pk)


@require_POST
def signed_on_paper(request: OfficerRequest, pk: int) -> HttpResponse:
    """The authority signed a print; who and when is noted by whoever has the paper."""
    issue = document_or_404(request, pk)
    request.officer.assert_may("issue.signed_on_paper")

    def note() -> None:
        signer = chosen(Officer, request, "signer")
        if signer is None or not signer.may("issue.signed"):
            raise Refusal("no_signer", "ยังไม่ได้บันทึก เพราะยังไม่ได้เลือกผู้ลงนาม โปรดเลือก ร่างอยู่ครบ")
        issue.note_signed_on_paper(signer, typed_day(request, "signed_on"), by=request.officer)

    pressed(request, note, "บันทึกว่าลงนามในกระดาษแล้ว กด “ออกเลข” เพื่อเขียนเลขลงในกระดาษ")
    return redirect("document", pk)


@require_POST
def out(request: OfficerRequest, pk: int) -> HttpResponse:
    """ออกและส่ง: the numbers are given, and what can be done at once is."""
    issue = document_or_404(request, pk)
    request.officer.assert_may("issue.numbered")
    form = OutForm(request.POST, of=issue)

    def do() -> None:
        if not form.is_valid():
            raise Refusal(
                "bad_address", " ".join(str(one) for errors in form.errors.values() for one in errors)
            )
        press = Press(form.cleaned_data.get("recipients", []), seals=form.cleaned_data["seals"])
        issue.send_out(press, by=request.officer)

    if pressed(request, do):
        carry(issue)
        _say_how_far(request, issue)
    return redirect("document", pk)


@require_POST
def scanned(request: OfficerRequest, pk: int) -> HttpResponse:
    """The signed paper, scanned or photographed; then it goes on by itself."""
    issue = document_or_404(request, pk)
    request.officer.assert_may("issue.scanned")

    def attach() -> None:
        attach_scans(
            issue,
            int(request.POST.get("place", "1")[:3] or 1),
            scans_of(request, doing="แนบ"),
            by=request.officer,
        )

    if pressed(request, attach, "เก็บไฟล์แล้ว"):
        issue.refresh_from_db()
        carry(issue)
        _say_how_far(request, issue)
    return redirect("document", pk)


@require_POST
def mailed_again(request: OfficerRequest, pk: int) -> HttpResponse:
    """To an address that was wrong, or once more: an officer's word, never the clock's."""
    issue = document_or_404(request, pk)
    request.officer.assert_may("issue.mailed_again")

    def send() -> None:
        try:
            to = recipient_in(seen(request.POST.get("to", "")[:LINE_MAX]).strip())
        except ValueError:
            raise Refusal(
                "bad_address", "ยังไม่ได้ส่ง เพราะอ่านผู้รับไม่ได้ โปรดพิมพ์ชื่อแล้วตามด้วยอีเมลเดียว ไม่มีข้อมูลใดเปลี่ยน"
            ) from None
        issue.mail_again(to, by=request.officer)

    pressed(request, send, "ส่งอีกครั้งด้วยเลขเดิม จดหมายจะออกใน 20 วินาที")
    return redirect("document", pk)


@require_POST
def reissued(request: OfficerRequest, pk: int) -> HttpResponse:
    """ออกแทน: a draft in the place of what left; the old one is found as replaced once the new one leaves."""
    issue = document_or_404(request, pk)
    request.officer.assert_may("issue.drafted")
    made_now: list[Issue] = []
    if pressed(
        request, lambda: made_now.append(issue.reissue(_because(request), by=request.officer)), "ร่างฉบับแทนแล้ว"
    ):
        return redirect("document", made_now[0].pk)
    return redirect("document", pk)


@require_POST
def copy_asked(request: OfficerRequest, pk: int) -> HttpResponse:
    """ขอรับฉบับกระดาษ: they may ask later (guide #4.4(1)); it is noted, and when it was handed over."""
    issue = document_or_404(request, pk)
    request.officer.assert_may("papercopy.asked")
    said = request.POST.get("said", "")
    pressed(request, lambda: PaperCopy.objects.ask(issue, said, by=request.officer), "บันทึกคำขอรับฉบับกระดาษแล้ว")
    return redirect("document", pk)


@require_POST
def copy_given(request: OfficerRequest, pk: int) -> HttpResponse:
    asked = get_object_or_404(PaperCopy.objects.select_related("issue"), pk=pk)
    issue = document_or_404(request, asked.issue_id)
    request.officer.assert_may("papercopy.given")
    pressed(request, lambda: asked.give(request.POST.get("said", ""), by=request.officer), "บันทึกว่าส่งมอบแล้ว")
    return redirect("document", issue.pk)


def _say_how_far(request: OfficerRequest, issue: Issue) -> None:
    issue.refresh_from_db()
    if issue.stage == Stage.SENT:
        assert issue.entry is not None
        messages.success(request, f"ออกแล้ว เลขส่ง {issue.entry.letter_number} จดหมายจะออกใน 20 วินาที")
    elif issue.waits:
        messages.warning(request, f"ออกเลขแล้ว {issue.waits}")
