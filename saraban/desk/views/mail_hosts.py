"""ความเห็นที่ตอบทางอีเมล: whose word the agency takes on who sent a mail: that of its own mail host, by the names confirmed here."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from saraban.desk.fields import whole_number
from saraban.desk.middleware import OfficerRequest
from saraban.desk.pressed import pressed
from saraban.mail.models import InboundEmail, Mailbox
from saraban.proposals.reading import read_hosts

LOOKED_AT_MAX = 20  # letters of a mailbox, the latest
PROPOSED_MAX = 5
TYPED_MAX = 2_000


@dataclass(frozen=True)
class Named:
    """A name under which results stand where our host would write them, and in how many letters; or that was confirmed."""

    name: str
    letters: int
    confirmed: bool


@dataclass(frozen=True)
class Shown:
    mailbox: Mailbox
    looked_at: int
    names: Sequence[Named]


@require_http_methods(["GET", "POST"])
def mail_hosts(request: OfficerRequest) -> HttpResponse:
    """Which names are confirmed, and which stand in the letters of late. What is not confirmed here is never believed."""
    if request.method == "POST":
        request.officer.assert_may("mailbox.hosts_confirmed")
        mailbox = get_object_or_404(Mailbox, pk=whole_number(request.POST.get("mailbox")))
        typed = re.split(r"[\s,;]+", request.POST.get("more", "")[:TYPED_MAX])
        names = [*request.POST.getlist("name"), *typed]
        said = "ยืนยันชื่อเครื่องแล้ว" if any(names) else "เลิกเชื่อผลตรวจแล้ว คำตอบทางอีเมลไม่นับจนกว่าจะยืนยันชื่อเครื่อง"
        pressed(request, lambda: mailbox.confirm_hosts(names, by=request.officer), said)
        return redirect("mail_hosts")
    may = request.officer.may("mailbox.hosts_confirmed")
    return render(
        request,
        "desk/mail_hosts.html",
        {"shown": [_shown(one, may=may) for one in Mailbox.objects.order_by("pk")], "may_confirm": may},
    )


def _paths(letters: Iterable[InboundEmail]) -> list[Path]:
    """Of those whose bytes are here still: what was thrown away as junk has none after its days."""
    found = []
    for letter in letters:
        with suppress(FileNotFoundError):
            found.append(letter.path)
    return found


def _shown(mailbox: Mailbox, *, may: bool) -> Shown:
    letters = InboundEmail.objects.filter(mailbox=mailbox, ledger__isnull=False).order_by("-pk").distinct()
    paths = _paths(letters[:LOOKED_AT_MAX]) if may else []
    seen = Counter(name for names in read_hosts(paths) for name in names)
    proposed = [name for name, _ in seen.most_common(PROPOSED_MAX)]
    names = dict.fromkeys([*mailbox.checked_by, *proposed])
    return Shown(mailbox, len(paths), [Named(name, seen[name], name in mailbox.checked_by) for name in names])
