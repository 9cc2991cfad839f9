"""The citizen's side of practice mode: the inbox in which our answers arrive."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import get_current_timezone
from django.views.decorators.http import require_GET

from saraban.agencies.models import Officer, Unit
from saraban.mail.reader.letter import read_letter
from saraban.practice.town import sent_folder
from saraban.registers.models import NUMBER_IN_SUBJECT

SHOWN_MAX = 50  # letters, the newest


@dataclass(frozen=True)
class Delivered:
    """A letter of ours as its receiver sees it."""

    name: str  # of its file
    at: datetime
    from_name: str
    from_address: str
    to_name: str
    to_address: str
    subject: str
    text: str

    @property
    def receipt_number(self) -> str:
        said = NUMBER_IN_SUBJECT.search(self.subject)
        return f"{said[1]}/{said[2]}" if said else ""


@require_GET
def inbox(request: HttpRequest) -> HttpResponse:
    """All citizens' inboxes as one; the newest letter stands open."""
    letters = _delivered(request)
    return render(request, "practice/inbox.html", {"letters": letters, "open": next(iter(letters), None)})


@require_GET
def letter(request: HttpRequest, name: str) -> HttpResponse:
    letters = _delivered(request)
    opened = next((one for one in letters if one.name == name), None)
    if opened is None:
        raise Http404
    return render(request, "practice/inbox.html", {"letters": letters, "open": opened})


def _delivered(request: HttpRequest) -> list[Delivered]:
    """What practice mode "sent" to people outside, the newest first. Raises `Http404` outside practice mode."""
    if not request.officer.agency.practice:  # type: ignore[attr-defined]
        raise Http404
    inside = {*Unit.objects.values_list("email", flat=True), *Officer.objects.values_list("email", flat=True)}
    letters: list[Delivered] = []
    for path in sorted(sent_folder().glob("*.eml"), key=lambda path: path.stat().st_mtime, reverse=True):
        one = _opened(path)
        if one.to_address.lower() not in inside:
            letters.append(one)
        if len(letters) == SHOWN_MAX:
            break
    return letters


def _opened(path: Path) -> Delivered:
    read = read_letter(path.read_bytes())
    to = read.to[0] if read.to else None
    return Delivered(
        name=path.name,
        at=datetime.fromtimestamp(path.stat().st_mtime, get_current_timezone()),
        from_name=read.sender.name if read.sender else "",
        from_address=read.sender.address if read.sender else "",
        to_name=to.name if to else "",
        to_address=to.address if to else "",
        subject=read.subject,
        text=read.text,
    )
