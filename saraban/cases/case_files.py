"""The files of a case: what came attached to its letters and what was scanned of them, whichever letter brought it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from django.db.models import QuerySet

from saraban.agencies.models import Officer
from saraban.audit.desk import at_the_desk
from saraban.cases.models import Case, CaseLetter, entries_hidden_from
from saraban.mail.models import InboundEmail, KeptFile, files
from saraban.mail.reading import attachments_of, open_letter
from saraban.proposals.beside import FOR_MACHINES
from saraban.registers.batches import ScannedLetter
from saraban.registers.handed_in import ScannedFile
from saraban.registers.models import IncomingEntry
from saraban.registers.scans import FILE_NAME_MAX, FileOfLetter, Scan
from saraban.tenancy.scope import current_agency

LETTERS_MAX = 100  # of a case whose files are shown
PDF = "application/pdf"
ANY_FILE = "application/octet-stream"


@dataclass(frozen=True)
class CaseFile:
    """`key` names it in an address. `attachment`: its index in the mail at `path`; else `scan`, as it lies in the store.
    `path` None: its bytes are gone."""

    key: str
    letter: CaseLetter
    name: str
    size: int | None
    path: Path | None
    attachment: int | None = None
    scan: KeptFile | None = None

    @property
    def may_be_pdf(self) -> bool:
        return self.name.lower().endswith(".pdf") or (self.scan is not None and self.scan.content_type == PDF)

    def keep(self) -> KeptFile:
        """It, in the store. What a sender says that his bytes are is not repeated. Raises `Refusal("too_costly")`."""
        if self.scan is not None:
            return self.scan
        email = self.letter.entry.email
        assert email is not None and self.attachment is not None, "what is no scan came with a mail"
        assert not at_the_desk(), "a mail is opened before the desk is held"
        name, data = open_letter(email).attachment(self.attachment)
        stored = files().keep(current_agency(), data)
        kind = Scan(name, data[:16]).content_type or ANY_FILE
        return KeptFile(name[:FILE_NAME_MAX], kind, stored.sha256, stored.size)


def letters_seen_by(case: Case, officer: Officer, state: str = CaseLetter.JOINED) -> QuerySet[CaseLetter]:
    """Those that joined, or that are proposed, but for the ones that are no business of who may see the case: closed in
    the register, or secret."""
    letters = case.letters.filter(state=state).exclude(entry__email__state=InboundEmail.SECRET)
    return letters.exclude(entry__in=IncomingEntry.objects.filter(entries_hidden_from(officer)).values("pk"))


def files_of(case: Case, officer: Officer) -> list[CaseFile]:
    """All that this officer may see, in the order in which the letters joined: three questions, however many they are."""
    letters = letters_seen_by(case, officer).select_related("entry__email", "entry__handed_in").order_by("pk")
    return files_in(list(letters[:LETTERS_MAX]))


def files_in(found: Sequence[CaseLetter]) -> list[CaseFile]:
    """All of these letters."""
    entries = [one.entry_id for one in found]
    scans: dict[int, list[tuple[str, FileOfLetter]]] = {}
    handed_in = ScannedFile.objects.filter(handed_in__entry__in=entries).select_related("handed_in__entry")
    for scan in handed_in.order_by("pk"):
        scans.setdefault(scan.handed_in.entry.pk, []).append((f"s{scan.pk}", scan))
    attached = ScannedLetter.objects.filter(entry__in=entries, state=ScannedLetter.ATTACHED).exclude(
        sha256=""
    )
    for later in attached.order_by("pk"):
        assert later.entry_id is not None
        scans.setdefault(later.entry_id, []).append((f"p{later.pk}", later))
    return [
        file
        for letter in found
        for file in (*_attached_to(letter), *_scanned_of(letter, scans.get(letter.entry_id, [])))
    ]


def _attached_to(letter: CaseLetter) -> Iterator[CaseFile]:
    email = letter.entry.email
    if email is None:
        return
    try:
        path = email.path
        attached = attachments_of(email)
    except FileNotFoundError:  # the doctor tells of it
        return
    for one in attached:
        if one.name.lower() in FOR_MACHINES:
            continue
        yield CaseFile(f"{letter.pk}-{one.index}", letter, one.name, one.size, path, one.index)


def _scanned_of(letter: CaseLetter, scans: list[tuple[str, FileOfLetter]]) -> Iterator[CaseFile]:
    for key, scan in scans:
        try:
            path = files().path(current_agency(), scan.sha256)
        except FileNotFoundError:
            path = None
        yield CaseFile(f"{letter.pk}-{key}", letter, scan.name, scan.size, path, scan=scan.kept)
