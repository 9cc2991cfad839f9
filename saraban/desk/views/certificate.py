"""ใบรับรองของหน่วยงาน: brought in once, its passphrase said after each start, renewed before it ends (guide #4.3)."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from saraban.desk.finding import documents_seen_by
from saraban.desk.middleware import OfficerRequest
from saraban.desk.posted import REFUSED
from saraban.desk.pressed import pressed
from saraban.documents.sealing import P12_BYTES_MAX, PASSPHRASE_MAX
from saraban.issuing.carrying import WAITS_FOR_KEY, WAITS_FOR_RENEWAL, wake
from saraban.issuing.certificates import SealingCertificate
from saraban.issuing.models import Stage
from saraban.law.refusal import Refusal
from saraban.mail.models import REASON_MAX

NO_FILE = "ยังไม่ได้นำเข้า เพราะยังไม่ได้เลือกไฟล์ใบรับรอง (.p12 หรือ .pfx) โปรดเลือกไฟล์ที่ผู้ออกใบรับรองให้มา ไม่มีข้อมูลใดเปลี่ยน"


@require_http_methods(["GET", "POST"])
def certificate(request: OfficerRequest) -> HttpResponse:
    """Which one seals, until when, and whether its key is open. POST: a new one, with its passphrase."""
    status = 200
    if request.method == "POST":
        request.officer.assert_may("sealingcertificate.brought")
        if pressed(request, lambda: _bring(request), "นำใบรับรองเข้าแล้ว และเปิดใช้แล้ว"):
            wake(WAITS_FOR_KEY, WAITS_FOR_RENEWAL)
            return redirect("certificate")
        status = REFUSED
    may = request.officer.may
    return render(
        request,
        "desk/certificate.html",
        {
            "standing": SealingCertificate.objects.standing(),
            "earlier": SealingCertificate.objects.exclude(ended_at=None).order_by("-pk")[:20],
            "waiting": documents_seen_by(request.officer)
            .filter(stage=Stage.NUMBERED, waits=WAITS_FOR_KEY)
            .count(),
            "passphrase_max": PASSPHRASE_MAX,
            "may_bring": may("sealingcertificate.brought"),
            "may_open": may("sealingcertificate.opened"),
        },
        status=status,
    )


def _bring(request: OfficerRequest) -> None:
    file = request.FILES.get("p12")
    if file is None or (file.size or 0) > P12_BYTES_MAX:
        raise Refusal("no_file", NO_FILE)
    SealingCertificate.objects.bring(file.read(), _passphrase(request), by=request.officer)


@require_POST
def opened(request: OfficerRequest) -> HttpResponse:
    """The passphrase, after a start: what waited for the seal goes on."""
    request.officer.assert_may("sealingcertificate.opened")
    standing = SealingCertificate.objects.standing()
    if standing is None:
        messages.error(request, "เปิดไม่ได้ เพราะยังไม่มีใบรับรองของหน่วยงาน โปรดนำไฟล์เข้าก่อน ไม่มีข้อมูลใดเปลี่ยน")
    elif pressed(request, lambda: standing.open(_passphrase(request), by=request.officer), "เปิดใบรับรองแล้ว"):
        count = wake(WAITS_FOR_KEY)
        if count:
            messages.info(request, f"เอกสารที่รออยู่ {count} ฉบับกำลังออก")
    return redirect("certificate")


@require_POST
def ended(request: OfficerRequest) -> HttpResponse:
    request.officer.assert_may("sealingcertificate.ended")
    standing = SealingCertificate.objects.standing()
    if standing is not None:
        because = request.POST.get("because", "")[:REASON_MAX]
        pressed(request, lambda: standing.end(because, by=request.officer), "เลิกใช้ใบรับรองแล้ว")
    return redirect("certificate")


def _passphrase(request: OfficerRequest) -> str:
    """Never kept: not in the session, a message, or a log."""
    return request.POST.get("passphrase", "")[: PASSPHRASE_MAX + 1]
