"""นำเข้ารายการเดินบัญชี: the bank's file is chosen, looked at line by line, and taken in by one press.

Between the look and the press the file lies in the store, and a signed address names it: no row speaks of it before.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.core import signing
from django.db.models import F
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate
from django.views.decorators.http import require_http_methods

from saraban.desk.fields import seen, whole_number
from saraban.desk.middleware import OfficerRequest
from saraban.desk.posted import REFUSED, posted, status_of
from saraban.desk.readers import MONEY, must_read
from saraban.files.store import Kept
from saraban.law.refusal import Refusal
from saraban.mail.models import files
from saraban.payments.accounts import Account
from saraban.payments.bank_statements import FILE_NAME_MAX, BankStatement, Taking
from saraban.payments.statement_cells import words_in
from saraban.payments.statement_columns import (
    NAMES,
    PLACES_MAX,
    Places,
    StatementColumns,
    columns_chosen,
    places_of,
    propose_columns,
)
from saraban.payments.statement_files import BYTES_MAX, open_statement
from saraban.payments.statements import Statement, read_statement
from saraban.proposals.workbooks import Line, Workbook
from saraban.tenancy.scope import current_agency
from saraban.thai import baht

SALT = "saraban.bank-statement"
COLUMNS_SALT = "saraban.bank-statement-columns"
ADDRESS_SECONDS_MAX = 24 * 3600  # from the choice to the press
LISTED_MAX = 30
FIRST_ROWS = 8
SAMPLES = 3  # cells of a column
SAMPLED_WITHIN = 50  # rows below the heading
CELL_SHOWN_MAX = 40
TOLD_MAX = 100  # faults or notices on one page


class AccountField(forms.ModelChoiceField):  # type: ignore[type-arg]
    def label_from_instance(self, account: Account) -> str:
        ended = " (เลิกใช้แล้ว)" if account.ended_at else ""
        return f"{account.bank_name} {account.shown_number} {account.name}{ended}"


class FileForm(forms.Form):
    account = AccountField(
        label="บัญชี",
        queryset=Account.objects.order_by(F("ended_at").desc(nulls_first=True), "pk"),
        empty_label=None,
        error_messages={
            "required": "ยังไม่ได้เปิดไฟล์ เพราะยังไม่ได้เลือกบัญชี",
            "invalid_choice": "ยังไม่ได้เปิดไฟล์ เพราะไม่มีบัญชีนี้ โปรดเลือกจากรายการ",
        },
    )
    file = forms.FileField(
        label="ไฟล์รายการเดินบัญชี",
        allow_empty_file=True,
        error_messages={"required": "ยังไม่ได้เปิดไฟล์ เพราะยังไม่ได้เลือกไฟล์ โปรดเลือกไฟล์ที่ดาวน์โหลดจากธนาคาร"},
    )


@dataclass(frozen=True)
class Chosen:
    """A file that lies in the store, and the account whose it is said to be."""

    account: Account
    kept: Kept
    name: str

    def address(self) -> str:
        said = {"a": self.account.pk, "h": self.kept.sha256, "s": self.kept.size, "n": self.name}
        return signing.dumps(said, salt=SALT, compress=True)

    @classmethod
    def at(cls, address: str) -> Chosen:
        """Raises `Http404`, and `signing.SignatureExpired` for one that was chosen too long ago."""
        try:
            said = signing.loads(address, salt=SALT, max_age=ADDRESS_SECONDS_MAX)
        except signing.SignatureExpired:
            raise
        except signing.BadSignature as bad:
            raise Http404 from bad
        account = get_object_or_404(Account, pk=said["a"])
        return cls(account, Kept(said["h"], said["s"]), said["n"])

    def workbook(self, sheet: int) -> Workbook:
        """Raises `Refusal` as `open_statement`."""
        try:
            path = files().path(current_agency(), self.kept.sha256)
        except FileNotFoundError as gone:
            raise Http404 from gone
        return open_statement(path, name=self.name, sheet=sheet)


@dataclass(frozen=True)
class Look:
    """One sheet as it is read by some columns. `columns` None: those that were asked for name no day or no money."""

    workbook: Workbook
    columns: StatementColumns | None
    places: Places  # as the page's choices stand
    statement: Statement
    taking: Taking


@require_http_methods(["GET", "POST"])
def statements(request: OfficerRequest) -> HttpResponse:
    """Which account and which file; what was taken before stands below."""
    must_read(request, MONEY)
    if request.method == "POST":
        request.officer.assert_may("bankstatement.taken")
    form = FileForm(request.POST or None, request.FILES or None, label_suffix="")

    def choose() -> Chosen:
        file = form.cleaned_data["file"]
        if file.size > BYTES_MAX:
            raise Refusal(
                "too_large",
                "ยังไม่ได้เปิดไฟล์ เพราะใหญ่เกิน 20 MB โปรดดาวน์โหลดจากธนาคารเป็นช่วงวันที่สั้นลง ข้อมูลเดิมอยู่ครบ",
            )
        kept = BankStatement.objects.keep(file.read())
        chosen = Chosen(form.cleaned_data["account"], kept, seen(file.name or "")[-FILE_NAME_MAX:])
        chosen.workbook(0)
        return chosen

    if (chosen := posted(request, form, choose)) is not None:
        return redirect("pay_statement", chosen.address())
    rows = BankStatement.objects.select_related("account", "officer").order_by("-pk")
    return render(
        request,
        "desk/pay_statements.html",
        {
            "form": form,
            "statements": rows[:LISTED_MAX],
            "has_account": Account.objects.exists(),
            "may_take": request.officer.may("bankstatement.taken"),
        },
        status=status_of(form),
    )


@require_http_methods(["GET", "POST"])
def statement(request: OfficerRequest, file: str) -> HttpResponse:
    """What one press would do, and the press itself."""
    request.officer.assert_may("bankstatement.taken")
    try:
        chosen = Chosen.at(file)
    except signing.SignatureExpired:
        messages.error(request, "ยังไม่ได้นำเข้า เพราะเลือกไฟล์ไว้นานเกินหนึ่งวัน โปรดเลือกไฟล์อีกครั้ง ข้อมูลเดิมอยู่ครบ")
        return redirect("pay_statements")
    asked = request.POST if request.method == "POST" else request.GET
    look, refused = _look(chosen, asked), ""
    if request.method == "POST" and look.columns is not None:
        before = look.taking.before
        try:
            taken = BankStatement.objects.take(
                chosen.account,
                chosen.kept,
                chosen.name,
                look.statement,
                columns=look.columns,
                by=request.officer,
            )
        except Refusal as refusal:
            refused = refusal.message
        else:
            if before is None:
                messages.success(
                    request,
                    f"นำเข้ารายการเดินบัญชีแล้ว {taken.lines_fresh:,} รายการ รวม {baht.written(taken.satang)} บาท",
                )
            else:
                messages.warning(request, "ไฟล์นี้นำเข้าแล้วก่อนหน้านี้ ไม่ได้นำเข้าซ้ำ ไม่มีข้อมูลใดเปลี่ยน")
            return redirect("pay_statements")
    return _page(request, chosen, look, refused)


def _look(chosen: Chosen, asked: Mapping[str, Any]) -> Look:
    workbook = chosen.workbook(whole_number(asked.get("sheet")) or 0)
    said, looked_at = _choices(asked), asked.get("columns")
    if looked_at is not None:  # the press, of just what was looked at
        columns = _columns_signed(looked_at)
    elif said is None:
        columns = chosen.account.statement_columns or propose_columns(workbook.lines)
    else:
        columns = columns_chosen(workbook.lines, said)
    if columns is None:
        places = Places({fact: place for place, fact in (said or {}).items()})
        return Look(workbook, None, places, Statement(), Taking())
    found = read_statement(workbook.lines, columns, today=localdate(), more=workbook.more, csv=workbook.csv)
    places = places_of(workbook.lines, columns) or Places({})
    if (
        not places.of or places.missing
    ):  # the bank has other headings by now, and these are what they might be
        proposed = propose_columns(workbook.lines)
        places = (places_of(workbook.lines, proposed) if proposed else None) or places
    taking = BankStatement.objects.look(chosen.account, chosen.kept, found, columns=columns)
    return Look(workbook, columns, places, found, taking)


def _columns_signed(said: str) -> StatementColumns | None:
    try:
        return StatementColumns.from_json(signing.loads(said, salt=COLUMNS_SALT))
    except signing.BadSignature as bad:
        raise Http404 from bad


def _choices(asked: Mapping[str, Any]) -> dict[int, str] | None:
    """Place → fact, each fact once, as an address or a form says; None where nobody has chosen."""
    said = {place: asked[f"c{place}"] for place in range(PLACES_MAX) if f"c{place}" in asked}
    chosen: dict[int, str] = {}
    for place, fact in said.items():
        if fact in NAMES and fact not in chosen.values():
            chosen[place] = fact
    return chosen if said else None


def _page(request: OfficerRequest, chosen: Chosen, look: Look, refused: str) -> HttpResponse:
    found, fresh = look.statement, look.taking.fresh
    days = [line.paid_on for line in found.lines]
    if not refused and look.taking.refusal is not None and not found.faults:
        refused = look.taking.refusal.message
    facts = {place: NAMES[fact] for fact, place in look.places.of.items()}
    width = min(max((len(line.cells) for line in look.workbook.lines), default=0), PLACES_MAX)
    return render(
        request,
        "desk/pay_statement.html",
        {
            "chosen": chosen,
            "look": look,
            "refused": refused,
            "looked_at": signing.dumps(look.columns.as_json(), salt=COLUMNS_SALT) if look.columns else "",
            "in_all": baht.written(found.satang),
            "fresh_in_all": baht.written(sum(line.satang for line in fresh)),
            "there": len(found.lines) - len(fresh),
            "first_day": min(days, default=None),
            "last_day": max(days, default=None),
            "debited": baht.written(found.debited),
            "faults": found.faults[:TOLD_MAX],
            "notices": found.notices[:TOLD_MAX],
            "heads": [(_letter(place), facts.get(place, "")) for place in range(width)],
            "first_rows": [_shown(line, width, facts) for line in look.workbook.lines[:FIRST_ROWS]],
            "columns": _columns(look, width),
            "names": NAMES.items(),
        },
        status=REFUSED if request.method == "POST" else 200,
    )


def _shown(line: Line, width: int, facts: Mapping[int, str]) -> tuple[int, list[tuple[str, str]]]:
    cells = [
        (f"{_letter(place)} {facts.get(place, '')}".strip(), words_in(line.cell(place))[:CELL_SHOWN_MAX])
        for place in range(width)
    ]
    return line.number, cells


def _columns(look: Look, width: int) -> list[dict[str, object]]:
    """Each column of the sheet that has anything: its heading, what stands in it, and what it is."""
    lines, head = look.workbook.lines, look.places.head
    below = [line for line in lines if line.number > head][:SAMPLED_WITHIN]
    above: Sequence[Line] = [line for line in lines if line.number <= head][
        -2:
    ]  # a heading has two rows at most
    facts = {place: fact for fact, place in look.places.of.items()}
    found = []
    for place in range(width):
        cells = [said for line in below if (said := words_in(line.cell(place)))]
        heads = [said for line in reversed(above) if (said := words_in(line.cell(place)))]
        if cells or heads:
            found.append(
                {
                    "place": place,
                    "letter": _letter(place),
                    "head": heads[0] if heads else "",
                    "samples": " · ".join(cells[:SAMPLES]),
                    "is": facts.get(place, ""),
                }
            )
    return found


def _letter(place: int) -> str:
    """As Excel calls a column."""
    return chr(65 + place) if place < 26 else chr(64 + place // 26) + chr(65 + place % 26)
