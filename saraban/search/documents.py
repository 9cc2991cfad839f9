"""What may be found of a row, said in one place: a row that stands in no answer here is found by nobody."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from saraban.mail.models import InboundEmail
from saraban.registers.dispatches import Dispatch
from saraban.registers.models import IncomingEntry
from saraban.registers.outgoing import OutgoingEntry
from saraban.search.models import Found

BODY_MAX = 20_000  # characters of a mail and its files that are searched
NOUNS = {  # as the log names them
    "incomingentry": Found.ENTRY,
    "inboundemail": Found.LETTER,
    "outgoingentry": Found.SENT,
}


@dataclass(frozen=True)
class Document:
    """`body`: the words of its mail and files; None: as they were read before. `closed`: they are not to be found."""

    kind: int
    row_id: int
    at: datetime
    text: str
    body: str | None = None
    closed: bool = False


def documents_of(kind: int, row_ids: Collection[int]) -> list[Document]:
    """Those of these rows that may be found, as they stand now."""
    return list(READERS[kind](row_ids))


def rows_of(kind: int, *, after: int, limit: int) -> list[int]:
    """The next keys of the agency's rows of this kind."""
    noun = {Found.ENTRY: IncomingEntry, Found.LETTER: InboundEmail, Found.SENT: OutgoingEntry}[kind]
    rows = noun.objects.by_key().filter(pk__gt=after).order_by("pk")
    return list(rows.values_list("pk", flat=True)[:limit])


def _entries(row_ids: Collection[int]) -> Iterator[Document]:
    columns = (
        "number",
        "year",
        "letter_number",
        "sender",
        "addressee",
        "subject",
        "action",
        "remarks",
        "restricted",
    )
    for row in (
        IncomingEntry.objects.by_key().filter(pk__in=row_ids).only(*columns, "registered_at", "old_register")
    ):
        if row.restricted:  # who may see it finds it by its number
            yield Document(Found.ENTRY, row.pk, row.registered_at, row.receipt_number, closed=True)
            continue
        said = (row.receipt_number, row.letter_number, row.sender, row.addressee, row.subject, row.action)
        body = "" if row.old_register_id is not None else None  # an old row has no files
        yield Document(Found.ENTRY, row.pk, row.registered_at, " ".join((*said, row.remarks)), body)


def _letters(row_ids: Collection[int]) -> Iterator[Document]:
    """Those that wait; one that was registered is found as its entry."""
    for row in InboundEmail.objects.by_key().filter(pk__in=row_ids, state=InboundEmail.UNSORTED):
        said = (row.sender_name, row.sender_address, row.subject, row.excerpt)
        yield Document(Found.LETTER, row.pk, row.arrived_at, " ".join(said))


def _sent(row_ids: Collection[int]) -> Iterator[Document]:
    """With all who get it. What answers a restricted or secret letter is as closed as that letter."""
    names: dict[int, list[str]] = {}
    dispatches = Dispatch.objects.filter(entry__in=row_ids).order_by("pk")
    for entry_id, name, address in dispatches.values_list("entry_id", "name", "address"):
        names.setdefault(entry_id, []).append(f"{name} {address}")
    rows = OutgoingEntry.objects.by_key().filter(pk__in=row_ids).select_related("reply_to__email")
    for row in rows:
        if row.reply_to is not None and row.reply_to.is_confidential:
            yield Document(Found.SENT, row.pk, row.registered_at, row.sent_number, closed=True)
            continue
        said = (
            row.sent_number,
            row.letter_number,
            row.sender,
            row.addressee,
            row.subject,
            row.action,
            row.remarks,
        )
        yield Document(Found.SENT, row.pk, row.registered_at, " ".join((*said, *names.get(row.pk, []))))


def answers_to(rows: Mapping[int, Collection[int]]) -> set[int]:
    """Letters sent that answer these rows, by kind: they are restricted, and opened again, with what they answer."""
    if not rows[Found.ENTRY] and not rows[Found.LETTER]:
        return set()
    answered = Q(reply_to__in=rows[Found.ENTRY]) | Q(reply_to__email__in=rows[Found.LETTER])
    return set(OutgoingEntry.objects.filter(answered).values_list("pk", flat=True))


READERS = {Found.ENTRY: _entries, Found.LETTER: _letters, Found.SENT: _sent}
