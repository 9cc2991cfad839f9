"""จดหมายที่ส่งนอกระบบ: what lies in Sent and stands in no register, to be entered or put aside with a reason."""

from __future__ import annotations

from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from saraban.desk.fields import seen
from saraban.desk.middleware import OfficerRequest
from saraban.desk.posted import posted, status_of
from saraban.desk.views.outgoing import LetterForm
from saraban.mail.elsewhere import SentElsewhere
from saraban.mail.models import REASON_MAX, files
from saraban.registers.books import Register
from saraban.registers.dispatches import Recipient
from saraban.registers.outgoing import OutgoingEntry

REASONS = (
    "โต้ตอบภายในหน่วยงาน",
    "นัดหมายหรือสอบถามทั่วไป ไม่ใช่หนังสือราชการ",
    "ทดสอบกล่องจดหมาย",
    "ลงทะเบียนส่งไว้แล้วเลขอื่น",
)


class FoundForm(LetterForm):
    """As for a letter that leaves now, without what only such a one has."""

    key = None  # type: ignore[assignment]
    contacts = None  # type: ignore[assignment]

    def recipients(self) -> list[Recipient]:
        return list(self.cleaned_data["others"])


@require_http_methods(["GET", "POST"])
def found(request: OfficerRequest, pk: int) -> HttpResponse:
    """Its row of the send register, proposed from the letter."""
    request.officer.assert_may("sentelsewhere.entered")
    letter = get_object_or_404(SentElsewhere.objects.all(), pk=pk)
    form = FoundForm(request.POST or None, initial=_initial(letter), label_suffix="")

    def enter() -> OutgoingEntry:
        return OutgoingEntry.objects.enter_found(
            letter, form.letter(), by=request.officer, under=form.cleaned_data["under"]
        )

    if (made := posted(request, form, enter)) is not None:
        messages.success(request, f"ลงทะเบียนส่งแล้ว ที่ {made.letter_number}")
        return redirect("outgoing_entry", made.pk)
    page = {"form": form, "letter": letter, "reasons": REASONS}
    return render(request, "desk/found_in_sent.html", page, status=status_of(form))


@require_POST
def dismissed(request: OfficerRequest, pk: int) -> HttpResponse:
    """It needs no number, for this reason; or that is taken back."""
    letter = get_object_or_404(SentElsewhere.objects.all(), pk=pk)
    if "back" in request.POST:
        letter.bring_back(by=request.officer)
        messages.success(request, "เอากลับแล้ว จดหมายรอลงทะเบียนส่ง")
        return redirect("outgoing_found", pk)
    letter.dismiss(seen(request.POST.get("because", ""))[:REASON_MAX], by=request.officer)
    messages.success(request, "บันทึกแล้วว่าไม่ต้องลงทะเบียนส่ง")
    return redirect("outgoing")


@require_GET
def original(request: OfficerRequest, pk: int) -> FileResponse:
    """The letter byte for byte as it lies in Sent."""
    request.officer.assert_may("sentelsewhere.entered")
    letter = get_object_or_404(SentElsewhere.objects.all(), pk=pk)
    return FileResponse(
        files().path(letter.agency, letter.sha256).open("rb"),
        as_attachment=True,
        filename=f"sent-{letter.pk}.eml",
        content_type="message/rfc822",
    )


def _initial(letter: SentElsewhere) -> dict[str, object]:
    return {
        "kind": Register.OUTGOING.value,
        "subject": letter.subject,
        "others": "\n".join(f"{name} {address}".strip() for name, address in letter.recipients),
        "dated_on": localdate(letter.sent_at),
    }
