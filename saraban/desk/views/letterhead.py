"""หัวหนังสือ and แบบข้อความ: what stands at the head of every paper, and the agency's own words for each kind."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from saraban.desk.downloads import as_picture
from saraban.desk.fields import LineField
from saraban.desk.middleware import OfficerRequest
from saraban.desk.posted import posted, status_of
from saraban.documents.papers import Paper, PaperKind, pictured
from saraban.documents.presets import PRESETS
from saraban.documents.typesetting import NotTypeset
from saraban.documents.wording import placeholders
from saraban.issuing.composing import LATE, SUBJECT_MAX, LetterDraft
from saraban.issuing.letterheads import ADDRESS_MAX, EMBLEM_BYTES_MAX, Letterhead, printed_letterhead
from saraban.issuing.wordings import TEXT_MAX, Wording

EDITABLE = [kind for kind in PaperKind if kind != PaperKind.RECEIPT]
SAMPLE = "………………"


class LetterheadForm(forms.Form):
    address = forms.CharField(
        label="ที่อยู่ของหน่วยงาน",
        required=False,
        max_length=ADDRESS_MAX,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    thai_digits = forms.BooleanField(label="ใช้เลขไทยในหนังสือและใบอนุญาต", required=False)
    emblem_gone = forms.BooleanField(label="เอาตราออก", required=False)


class WordingForm(forms.Form):
    subject = LineField(label="เรื่อง", required=False, max_length=SUBJECT_MAX)
    text = forms.CharField(
        label="ข้อความ", required=False, max_length=TEXT_MAX, widget=forms.Textarea(attrs={"rows": 16})
    )


@require_http_methods(["GET", "POST"])
def letterhead(request: OfficerRequest) -> HttpResponse:
    """Address, digits and emblem, with a sample page beside; and the kinds whose words can be changed."""
    row = Letterhead.objects.here()
    if request.method == "POST":
        request.officer.assert_may("letterhead.corrected")
    initial = {"address": row.address if row else "", "thai_digits": row.thai_digits if row else True}
    form = LetterheadForm(request.POST or None, initial=initial, label_suffix="")

    def save() -> Letterhead:
        said = form.cleaned_data
        file = request.FILES.get("emblem")
        emblem = file.read(EMBLEM_BYTES_MAX + 1) if file is not None else b"" if said["emblem_gone"] else None
        return Letterhead.objects.set(
            address=said["address"], thai_digits=said["thai_digits"], emblem=emblem, by=request.officer
        )

    if posted(request, form, save) is not None:
        messages.success(request, "บันทึกหัวหนังสือแล้ว")
        return redirect("letterhead")
    return render(
        request,
        "desk/letterhead.html",
        {
            "form": form,
            "row": row,
            "kinds": [(kind, Wording.objects.words(kind)) for kind in EDITABLE],
            "may_change": request.officer.may("letterhead.corrected"),
        },
        status=status_of(form),
    )


@require_http_methods(["GET", "POST"])
def wording(request: OfficerRequest, kind: str) -> HttpResponse:
    """The words of one kind; what is in braces is filled in from the case."""
    of = _kind(kind)
    if request.method == "POST":
        request.officer.assert_may("wording.written")
    words, preset = Wording.objects.words(of), PRESETS[of]
    form = WordingForm(
        request.POST or None, initial={"subject": words.subject, "text": words.text}, label_suffix=""
    )

    def write() -> Wording:
        said = form.cleaned_data
        text = "" if "preset" in request.POST else said["text"]
        return Wording.objects.write(of, subject=said["subject"], text=text, by=request.officer)

    if posted(request, form, write) is not None:
        messages.success(request, "บันทึกแบบข้อความแล้ว ใช้กับร่างใหม่ ร่างเดิมและเอกสารที่ออกแล้วไม่เปลี่ยน")
        return redirect("wording", kind)
    return render(
        request,
        "desk/wording.html",
        {
            "kind": of,
            "form": form,
            "words": words,
            "fields": preset.fields,
            "late": LATE.items(),
            "may_change": request.officer.may("wording.written"),
        },
        status=status_of(form),
    )


@require_GET
def sample(request: OfficerRequest, kind: str) -> HttpResponse:
    """A page of that kind with nothing filled in: how head, words and signature stand."""
    of = _kind(kind)
    words, preset = Wording.objects.words(of), PRESETS[of]
    letter = LetterDraft(subject=words.subject or of.thai, to=SAMPLE, text=words.text)
    open_fields = dict.fromkeys(placeholders(f"{words.subject}\n{words.text}"), SAMPLE)
    paper = Paper(
        kind=of,
        subject=_put(letter.subject, open_fields),
        to=SAMPLE,
        paragraphs=tuple(_put(one, open_fields) for one in letter.paragraphs),
        salutation=preset.salutation,
        closing=preset.closing,
        draft=True,
    )
    try:
        drawn = pictured(paper, printed_letterhead())
    except NotTypeset:
        raise Http404 from None
    response = as_picture(drawn[0])
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _put(text: str, values: dict[str, str]) -> str:
    for name, value in values.items():
        text = text.replace(f"{{{name}}}", value)
    return text


def _kind(said: str) -> PaperKind:
    if said not in [one.value for one in EDITABLE]:
        raise Http404
    return PaperKind(said)
