"""Files of the letters that joined a case: what is attached to its mails, and scans of its paper. An officer sends them
on to whoever issued a paper, or has their signatures checked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Q

from saraban.audit.desk import at_the_desk
from saraban.cases.models import Case, CaseLetter
from saraban.mail.models import KeptFile, files
from saraban.mail.reading import OpenedLetter, open_letter
from saraban.proposals.beside import FOR_MACHINES
from saraban.registers.batches import ScannedLetter
from saraban.registers.models import IncomingEntry
from saraban.registers.scans import FILE_NAME_MAX, Scan
from saraban.tenancy.scope import current_agency

LETTERS_MAX = 20  # the latest; each mail is opened in the child
PDF = "application/pdf"
ANY_FILE = "application/octet-stream"


@dataclass(frozen=True)
class CaseFile:
    """`key`: how a form names it. `kept` where it lies in the store by itself, else `mail` and `place`: where it is attached."""

    key: str
    letter: CaseLetter
    name: str
    content_type: str
    size: int  # bytes
    kept: KeptFile | None = None
    mail: OpenedLetter | None = None
    place: int = 0

    @property
    def may_be_signed(self) -> bool:
        return self.content_type == PDF or self.name.lower().endswith(".pdf")

    def keep(self) -> KeptFile:
        """It, in the store. What a sender says that his bytes are is not repeated. Raises `Refusal("too_costly")`."""
        if self.kept is not None:
            return self.kept
        assert self.mail is not None and not at_the_desk(), "a mail is opened before the desk is held"
        name, data = self.mail.attachment(self.place)
        stored = files().keep(current_agency(), data)
        kind = Scan(name, data[:16]).content_type or ANY_FILE
        return KeptFile(name[:FILE_NAME_MAX], kind, stored.sha256, stored.size)


def files_of_case(case: Case, *, but: Q) -> list[CaseFile]:
    """The newest letter's first. `but`: entries that are no business of whoever asks."""
    seen = IncomingEntry.objects.exclude(but)
    joined = case.letters.filter(state=CaseLetter.JOINED, entry__in=seen)
    joined = joined.select_related("entry__email", "entry__handed_in")
    return [file for letter in joined.order_by("-pk")[:LETTERS_MAX] for file in _of_letter(letter)]


def _of_letter(letter: CaseLetter) -> Iterator[CaseFile]:
    entry = letter.entry
    if entry.email is not None and entry.email.attachments:
        mail = open_letter(entry.email)
        for one in mail.attachments:
            if one.name.lower() not in FOR_MACHINES:
                key = f"mail-{letter.pk}-{one.index}"
                yield CaseFile(
                    key, letter, one.name, one.content_type, one.size or 0, mail=mail, place=one.index
                )
    if entry.handed_in is not None:
        for scan in entry.handed_in.scans.order_by("pk"):
            yield _stored(f"scan-{scan.pk}", letter, scan.kept)
    for scanned in entry.scanned_letters.filter(state=ScannedLetter.ATTACHED).exclude(sha256=""):
        yield _stored(f"paper-{scanned.pk}", letter, scanned.kept)


def _stored(key: str, letter: CaseLetter, kept: KeptFile) -> CaseFile:
    return CaseFile(key, letter, kept.name, kept.content_type, kept.size, kept)
