"""เงิน (S14): what came and whose it is: the certain by one key, everything else by hand and with a reason."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from saraban.desk.downloads import as_pdf, as_picture
from saraban.desk.middleware import OfficerRequest
from saraban.desk.posted import posted, status_of
from saraban.desk.pressed import pressed
from saraban.desk.readers import PAYMENTS, must_read
from saraban.desk.slips import SLIP_NOTED, SlipForm, slip_of
from saraban.desk.uploads import scans_of
from saraban.law.refusal import Refusal
from saraban.law.working_time import NoCalendar
from saraban.mail.models import REASON_MAX
from saraban.payments.accounts import Account
from saraban.payments.bank_statements import BankLine
from saraban.payments.closes import DayClose
from saraban.payments.invoices import Invoice, Standing
from saraban.payments.matching import Pile, Proposal
from saraban.payments.papers import bill_pdf, payment_qr_png, receipt_pdf
from saraban.payments.postings import BY_HAND, CONFIRMED_MAX, Posting, proposed
from saraban.payments.receipts import Receipt
from saraban.payments.slips import Slip
from saraban.payments.thai_qr import BadPayment, as_reference
from saraban.registers.scans import keep_scans
from saraban.thai import baht

SHOWN_MAX = 200
REFERENCES_TYPED_MAX = 60  # characters of both, with a space
PILES = {
    Pile.MATCHED: "ตรง",
    Pile.WITHOUT_SLIP: "ตรง ไม่มีสลิป",
    Pile.UNDERPAID: "จ่ายขาด",
    Pile.OVERPAID: "จ่ายเกิน",
    Pile.DUPLICATE: "จ่ายซ้ำ",
    Pile.LIKELY: "อาจใช่",
    Pile.UNKNOWN: "มีเงินไม่มีสลิป",
}


@dataclass(frozen=True)
class Row:
    """A line of money beside what it seems to be for."""

    line: BankLine
    proposal: Proposal
    invoice: Invoice | None
    slip: Slip | None

    @property
    def pile(self) -> str:
        return PILES[self.proposal.pile]

    @property
    def left(self) -> str:
        return baht.written(self.line.left)

    @property
    def difference(self) -> str:
        """`ขาด 50.00`, `เกิน 20.00`; empty where it is the very amount."""
        more = self.proposal.difference
        return f"{'เกิน' if more > 0 else 'ขาด'} {baht.written(abs(more))}" if more else ""


@require_GET
def money(request: OfficerRequest) -> HttpResponse:
    """Three piles: money and slip agree, slip without money, money without slip; and the day that waits to be closed."""
    must_read(request, PAYMENTS)
    matching = proposed()
    certain = [one for one in matching.proposals if one.green]
    others = [one for one in matching.proposals if not one.green]
    now = _rows(certain[:CONFIRMED_MAX])
    slips = Slip.objects.filter(pk__in=matching.slips_without_money[:SHOWN_MAX]).select_related("invoice")
    return render(
        request,
        "desk/money.html",
        {
            "certain": now,
            "certain_later": len(certain) - len(now),
            "certain_sum": baht.written(sum(row.line.left for row in now)),
            "others": _rows(others[:SHOWN_MAX]),
            "others_count": len(others),
            "slips": slips.order_by("pk"),
            "slips_count": len(matching.slips_without_money),
            "due_count": Invoice.objects.due().count(),
            "kinds": [(place.value, place.label) for place in BY_HAND],
            "day": _open_day(),
            "accounts": Account.objects.standing(),
            "lately": Posting.objects.select_related("line", "invoice", "officer").order_by("-pk")[:20],
        },
    )


def _open_day() -> object:
    try:
        return DayClose.objects.open_day(localdate())
    except NoCalendar:
        return None


def _rows(proposals: list[Proposal]) -> list[Row]:
    """Three questions, however many rows."""
    lines = BankLine.objects.in_bulk([one.money for one in proposals])
    invoices = Invoice.objects.in_bulk([one.invoice for one in proposals if one.invoice is not None])
    slips = Slip.objects.in_bulk([one.slip for one in proposals if one.slip is not None])
    return [
        Row(lines[one.money], one, invoices.get(one.invoice or 0), slips.get(one.slip or 0))
        for one in proposals
    ]


@require_POST
def certain(request: OfficerRequest) -> HttpResponse:
    """The green pile, by one key."""
    request.officer.assert_may("posting.made")

    def do() -> None:
        count = Posting.objects.confirm_certain(by=request.officer)
        messages.success(
            request, f"ยืนยันแล้ว {count} รายการ เรื่องที่รอชำระเดินต่อเอง" if count else "ไม่มีรายการที่รอยืนยัน"
        )

    pressed(request, do)
    return redirect("pay")


@require_POST
def settled(request: OfficerRequest, pk: int) -> HttpResponse:
    """By hand: this money is that invoice's, because."""

    said = request.POST.get("reference", "")[:REFERENCES_TYPED_MAX]

    def do(line: BankLine) -> None:
        invoice = _invoice_of(said, line)
        Posting.objects.settle(
            line, invoice, slip=_slip_of(line, invoice), because=_because(request), by=request.officer
        )

    return _on_line(request, pk, do, "จับคู่แล้ว")


def _invoice_of(said: str, line: BankLine) -> Invoice:
    """The due one of these references: the first alone, where it is the only one or the line says the second.

    Raises `Refusal`: no_invoice, several_invoices.
    """
    first, _, second = said.strip().rpartition(" ")
    found = _due(said) or _due(first, second)
    if len(found) > 1:
        found = [one for one in found if one.reference2 == line.reference2] or found
    if not found:
        raise Refusal(
            "no_invoice",
            "ยังไม่ได้จับคู่ เพราะไม่พบใบแจ้งชำระที่รอชำระของรหัสอ้างอิงนี้ โปรดตรวจรหัส เช่น C256900124 รายการเดิมอยู่ครบ",
        )
    if len(found) > 1:
        one = found[0]
        raise Refusal(
            "several_invoices",
            f"ยังไม่ได้จับคู่ เพราะรหัสอ้างอิงนี้มีใบแจ้งชำระที่รอชำระ {len(found)} ใบ โปรดพิมพ์รหัสอ้างอิง 2 ต่อท้าย "
            f"เช่น {one.reference1} {one.reference2} รายการเดิมอยู่ครบ",
        )
    return found[0]


def _due(first: str, second: str = "") -> list[Invoice]:
    try:
        references = {"reference1": as_reference(first)}
        if second:
            references["reference2"] = as_reference(second)
    except BadPayment:
        return []
    return list(Invoice.objects.due().filter(**references).order_by("pk")[:SHOWN_MAX])


def _slip_of(line: BankLine, invoice: Invoice) -> Slip | None:
    """The one that tells of this very money; another waits for its own."""
    waiting = list(Slip.objects.waiting().filter(invoice=invoice)[:SHOWN_MAX])
    named = [one for one in waiting if line.bank_reference and one.reference == line.bank_reference]
    found = named or [one for one in waiting if one.satang == line.satang]
    return found[0] if len(found) == 1 else None


@require_POST
def set_aside(request: OfficerRequest, pk: int) -> HttpResponse:
    """By hand: what this money is, if no invoice's."""
    place = request.POST.get("place", "")
    return _on_line(
        request,
        pk,
        lambda line: Posting.objects.set_aside(line, place, _because(request), by=request.officer),
        "บันทึกแล้ว",
    )


@require_POST
def taken_back(request: OfficerRequest, pk: int) -> HttpResponse:
    """A posting was wrong."""
    request.officer.assert_may("posting.taken_back")
    posting = get_object_or_404(Posting, pk=pk)
    pressed(request, lambda: posting.take_back(_because(request), by=request.officer), "ถอนแล้ว เงินกลับมารอจับคู่")
    return redirect("pay")


@require_POST
def slip_refused(request: OfficerRequest, pk: int) -> HttpResponse:
    request.officer.assert_may("slip.refused")
    slip = get_object_or_404(Slip, pk=pk)
    pressed(request, lambda: slip.refuse(_because(request), by=request.officer), "บันทึกว่าไม่รับหลักฐานนี้แล้ว")
    return redirect("pay")


def _on_line(request: OfficerRequest, pk: int, do: Callable[[BankLine], object], said: str) -> HttpResponse:
    request.officer.assert_may("posting.made")
    line = get_object_or_404(BankLine, pk=pk)
    pressed(request, lambda: do(line), said)
    return redirect("pay")


def _because(request: OfficerRequest) -> str:
    return request.POST.get("because", "")[:REASON_MAX]


# one invoice


@require_GET
def invoice(request: OfficerRequest, pk: int) -> HttpResponse:
    """What is owed, how it is paid, what came of it; the slip that somebody brings."""
    must_read(request, PAYMENTS)
    found = get_object_or_404(Invoice.objects.select_related("account"), pk=pk)
    return _invoice_page(request, found, SlipForm(initial=slip_of(found), label_suffix=""))


def _invoice_page(request: OfficerRequest, found: Invoice, form: SlipForm) -> HttpResponse:
    return render(
        request,
        "desk/invoice.html",
        {
            "invoice": found,
            "form": form,
            "paid": baht.written(found.paid),
            "left": baht.written(found.left),
            "slips": found.slips.order_by("pk"),
            "postings": found.postings.select_related("line", "officer", "taken_back_by").order_by("pk"),
            "receipt": found.receipts.filter(voided_at=None).select_related("officer").first(),
            "words": baht.in_words(found.satang),
        },
        status=status_of(form),
    )


@require_GET
def invoice_pdf(request: OfficerRequest, pk: int) -> HttpResponse:
    must_read(request, PAYMENTS)
    found = get_object_or_404(Invoice.objects.select_related("account"), pk=pk)
    return as_pdf(bill_pdf(found), f"ใบแจ้งชำระ {found.reference1}.pdf")


@require_GET
def invoice_qr(request: OfficerRequest, pk: int) -> HttpResponse:
    must_read(request, PAYMENTS)
    found = get_object_or_404(Invoice.objects.select_related("account"), pk=pk)
    if found.bill is None or found.state != Standing.DUE:
        raise Http404
    return as_picture(payment_qr_png(found))


@require_POST
def slip(request: OfficerRequest, pk: int) -> HttpResponse:
    """A slip with its four data, as a payer brings it."""
    request.officer.assert_may("slip.noted")
    must_read(request, PAYMENTS)
    found = get_object_or_404(Invoice.objects.select_related("account"), pk=pk)
    form = SlipForm(request.POST, label_suffix="")

    def do() -> Slip:
        doing = "บันทึกหลักฐาน"
        kept = keep_scans(scans_of(request, doing=doing)[:1], doing=doing)
        return form.note(found, kept[0] if kept else None, by=request.officer)

    if posted(request, form, do) is None:
        return _invoice_page(request, found, form)
    messages.success(request, SLIP_NOTED)
    return redirect("pay_invoice", pk)


@require_POST
def invoice_ended(request: OfficerRequest, pk: int, how: str) -> HttpResponse:
    """ยกเว้น or ยกเลิก, with a reason."""
    request.officer.assert_may(f"invoice.{how}")
    must_read(request, PAYMENTS)
    found = get_object_or_404(Invoice, pk=pk)
    end = found.exempt if how == "exempted" else found.cancel
    pressed(request, lambda: end(_because(request), by=request.officer), "บันทึกแล้ว")
    return redirect("pay_invoice", pk)


@require_POST
def receipt(request: OfficerRequest, pk: int) -> HttpResponse:
    request.officer.assert_may("receipt.issued")
    found = get_object_or_404(Invoice, pk=pk)
    pressed(request, lambda: Receipt.objects.issue(found, by=request.officer), "ออกแล้ว เปิดดูหรือพิมพ์ได้จากหน้านี้")
    return redirect("pay_invoice", pk)


@require_http_methods(["GET", "POST"])
def receipt_paper(request: OfficerRequest, pk: int) -> HttpResponse:
    """GET: as PDF. POST: the number of the official receipt, or that it is void."""
    if request.method == "POST":
        request.officer.assert_may("receipt.official_number_noted")
    must_read(request, PAYMENTS)
    found = get_object_or_404(Receipt.objects.select_related("invoice__account", "officer", "order"), pk=pk)
    if request.method == "GET":
        return as_pdf(receipt_pdf(found), f"{found.title} {found.invoice.reference1}.pdf")
    if "void" in request.POST:
        pressed(request, lambda: found.void(_because(request), by=request.officer), "ยกเลิกแล้ว")
    else:
        number = request.POST.get("number", "")
        pressed(request, lambda: found.note_official(number, by=request.officer), "บันทึกเลขที่ใบเสร็จแล้ว")
    return redirect("pay_invoice", found.invoice_id)
