"""From the mailbox onto the desk: each letter once, byte by byte, in batches.

The order that nothing may change: raw bytes on disk and synced → row, log entry and ledger line in one commit. The
server's flags are never asked and never set, so people may work in webmail at the same time.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.utils.timezone import now

from saraban.agencies.duties import MACHINE
from saraban.audit.desk import at_the_desk, one_at_a_time
from saraban.audit.recorded import Actor
from saraban.files.store import Batch, Kept
from saraban.mail.bodies import BodyDigest
from saraban.mail.composition import ANSWERABLE
from saraban.mail.gateway import ARRIVALS_MAX, Arrival, Folder, Inbox, MailFailure, Role
from saraban.mail.models import (
    ADDRESS_MAX,
    EXCERPT_MAX,
    MESSAGE_ID_MAX,
    NAME_MAX,
    SUBJECT_MAX,
    THREAD_IDS_MAX,
    FolderWatch,
    InboundEmail,
    LedgerLine,
    Mailbox,
    OutboundEmail,
    answered_by,
    files,
    last_sent_to,
)
from saraban.mail.moves import moved_away
from saraban.mail.one_time import quoted_codes, without_codes
from saraban.mail.references import quoted_reference

logger = logging.getLogger("saraban.mail")

BATCH_LETTERS_MAX = 200
BATCH_BYTES_MAX = 48 * 1024 * 1024
RETRIED_FOR = timedelta(days=3)
RETRY_FIRST = timedelta(minutes=1)
RETRY_MAX = timedelta(hours=1)

# What the reader made of the files at these paths, in order: see mail/reader.
Reading = dict[str, Any]
Reader = Callable[[Sequence[Path]], Sequence[Reading]]


@dataclass(frozen=True)
class Taken:
    """A letter whose bytes are safely here."""

    arrival: Arrival
    kept: Kept
    body_sha256: str


def fetch(mailbox: Mailbox, inbox: Inbox, *, read: Reader, still_ours: Callable[[], None]) -> int:
    """Take what is new in the inbox and the junk folder; how many letters reached the desk.

    `still_ours` is called between batches (it renews the lease). Raises `MailFailure`, `DiskFull`; what was
    taken before that is kept, and the next round goes on from there.
    """
    assert not at_the_desk(), "the network is not asked while the desk is held"
    received = 0
    for folder in inbox.folders():
        watch = _watch(mailbox, folder)
        received += _retry_failed(mailbox, inbox, folder, watch, read=read)
        while True:
            arrivals = inbox.arrivals(folder, after_uid=watch.high_uid, since=mailbox.since)
            for batch in _batches(arrivals):
                received += _take(mailbox, inbox, folder, watch, batch, read=read)
                still_ours()
            if len(arrivals) < ARRIVALS_MAX:
                break
    return received


def take_file(mailbox: Mailbox, data: bytes, *, arrived_at: datetime | None, read: Reader, by: Actor) -> bool:
    """A letter from outside the mailbox (import). False when we have these very bytes already.

    `arrived_at` None: the hour that its own host wrote into it, else now; never the one that its sender wrote.
    """
    body = BodyDigest()
    with files().batch(mailbox.agency) as batch:
        kept = batch.add(body.through([data]))
    (reading,) = read([files().path(mailbox.agency, kept.sha256)])
    if arrived_at is None:
        arrived_at = min(reading["host_received_at"] or now(), now())
    with one_at_a_time(mailbox.agency_id):
        if InboundEmail.objects.filter(sha256=kept.sha256).exists():
            return False
        taken = Taken(Arrival(uid=0, arrived_at=arrived_at, size=kept.size), kept, body.hexdigest())
        rows = _rows(mailbox, Role.INBOX, [(taken, reading)])
        InboundEmail.objects.record_batch("imported", rows, by=by)
    return True


def _watch(mailbox: Mailbox, folder: Folder) -> FolderWatch:
    """How far we are in this folder; from the start again when the server changed what its UIDs mean."""
    watch, _ = FolderWatch.objects.get_or_create(
        agency=mailbox.agency,
        mailbox=mailbox,
        name=folder.name,
        defaults={"role": folder.role, "uidvalidity": folder.uidvalidity},
    )
    if (watch.uidvalidity, watch.role) != (folder.uidvalidity, folder.role):
        logger.warning(
            "folder %s of mailbox %s was renumbered: looking through it again", watch.pk, mailbox.pk
        )
        watch.uidvalidity, watch.role, watch.high_uid = folder.uidvalidity, folder.role, 0
        watch.save(update_fields=["uidvalidity", "role", "high_uid"])
    return watch


def _batches(arrivals: Sequence[Arrival]) -> Iterator[list[Arrival]]:
    batch: list[Arrival] = []
    size = 0
    for arrival in arrivals:
        if batch and (len(batch) >= BATCH_LETTERS_MAX or size + arrival.size > BATCH_BYTES_MAX):
            yield batch
            batch, size = [], 0
        batch.append(arrival)
        size += arrival.size
    if batch:
        yield batch


def _retry_failed(mailbox: Mailbox, inbox: Inbox, folder: Folder, watch: FolderWatch, *, read: Reader) -> int:
    """Letters that the server would not give: asked again for some days, more and more rarely, then left to a person."""
    moment = now()
    waiting = LedgerLine.objects.filter(
        mailbox=mailbox,
        folder=folder.name,
        uidvalidity=folder.uidvalidity,
        outcome=LedgerLine.FAILED,
        seen_at__gt=moment - RETRIED_FOR,
        not_before__lte=moment,
    )
    lines = list(waiting.order_by("not_before", "uid")[:BATCH_LETTERS_MAX])
    for (
        line
    ) in lines:  # before it is asked for: one that ends the connection each time must not do so at each look
        line.not_before = moment + min(RETRY_FIRST * 2 ** (line.attempts + 1), RETRY_MAX)
        line.attempts += 1
    LedgerLine.objects.bulk_update(lines, ["attempts", "not_before"])
    failed = [Arrival(line.uid, line.arrived_at, 0) for line in lines]
    return _take(mailbox, inbox, folder, watch, failed, read=read) if failed else 0


def _take(
    mailbox: Mailbox,
    inbox: Inbox,
    folder: Folder,
    watch: FolderWatch,
    arrivals: Sequence[Arrival],
    *,
    read: Reader,
) -> int:
    with files().batch(mailbox.agency) as batch:
        taken = _bytes_of(inbox, folder, arrivals, batch)
    known = _known({letter.kept.sha256 for letter in taken})
    latest_first = sorted(taken, key=lambda t: t.arrival.arrived_at, reverse=True)
    earliest = {t.kept.sha256: t for t in latest_first if t.kept.sha256 not in known}
    fresh = [t for t in taken if earliest.get(t.kept.sha256) is t]
    readings = read([files().path(mailbox.agency, t.kept.sha256) for t in fresh])
    with one_at_a_time(mailbox.agency_id):
        known = _known({letter.kept.sha256 for letter in taken})
        still_fresh = [(t, r) for t, r in zip(fresh, readings, strict=True) if t.kept.sha256 not in known]
        new: set[int] = set()
        for some in _no_id_twice(still_fresh):
            rows = _rows(mailbox, folder.role, some)
            InboundEmail.objects.record_batch("received", rows, by=MACHINE)
            _note_bounces(rows)
            known |= {row.sha256: row for row in rows}
            new |= {row.pk for row in rows}
        _note_earlier(taken, known)
        _note_moves(mailbox, folder, known.values())
        _settle(mailbox, folder, watch, arrivals, taken, known, new=new)
    return len(new)


def _bytes_of(inbox: Inbox, folder: Folder, arrivals: Sequence[Arrival], batch: Batch) -> list[Taken]:
    """Their bytes, into our files. One that the server withholds stops no other: the rest is asked for singly.

    Raises `MailFailure` when it is the server and not a letter that failed.
    """
    taken: dict[int, Taken] = {}

    def take(some: Sequence[Arrival]) -> None:
        try:
            for fetched in inbox.fetch(folder, some):
                body = BodyDigest()
                kept = batch.add(body.through(fetched.chunks))
                taken[fetched.arrival.uid] = Taken(fetched.arrival, kept, body.hexdigest())
        except MailFailure as failure:
            if failure.of_server:
                raise
            # withheld: it stands in the ledger as failed, and is asked for again
            logger.warning("a letter was withheld: %s", failure.answer or failure.message)
            if len(some) > 1:
                for arrival in [one for one in some if one.uid not in taken]:
                    take([arrival])

    take(arrivals)
    return list(taken.values())


def _no_id_twice(read: Sequence[tuple[Taken, Reading]]) -> Iterator[list[tuple[Taken, Reading]]]:
    """In portions without a Message-ID twice, so that each finds the one before it among the rows."""
    portion: list[tuple[Taken, Reading]] = []
    ids: set[str] = set()
    for taken, reading in read:
        mid = reading["message_id"] or ""
        if mid in ids:
            yield portion
            portion, ids = [], set()
        portion.append((taken, reading))
        if mid:
            ids.add(mid)
    if portion:
        yield portion


def _known(digests: set[str]) -> dict[str, InboundEmail]:
    return {row.sha256: row for row in InboundEmail.objects.filter(sha256__in=digests)}


def _rows(mailbox: Mailbox, role: Role, read: Sequence[tuple[Taken, Reading]]) -> list[InboundEmail]:
    moment = now()
    ours = answered_by([mid for _, reading in read for mid in _thread(reading)])
    rows = []
    for taken, reading in read:
        row = _row(mailbox, role, taken, reading, moment)
        row.answers = next((ours[mid] for mid in reversed(_thread(reading)) if mid in ours), None)
        if row.answers is None and reading["bounce"] is not None:
            row.answers = last_sent_to([one["address"] for one in reading["bounce"]["recipients"]], moment)
        row.of_a_question = not row.bounce and (
            (row.answers is not None and row.answers.kind == OutboundEmail.QUESTION)
            or bool(quoted_codes(f"{reading['subject']}\n{reading['text']}"))
        )
        if row.bounce and row.answers is not None:
            row.state, row.state_reason = InboundEmail.NOT_REGISTERED, "แจ้งส่งไม่ถึงของจดหมายที่เราส่ง"
        rows.append(row)
    first = _first_deliveries(rows)
    for row in rows:
        row.copy_of = first.get(_letter_itself(row))
    return rows


def _row(mailbox: Mailbox, role: Role, taken: Taken, reading: Reading, moment: datetime) -> InboundEmail:
    sender = reading["from"] or {"name": "", "address": ""}
    reply_to = [someone["address"] for someone in reading["reply_to"]]
    answer = reply_to[0] if len(reply_to) == 1 else sender["address"]
    return InboundEmail(
        agency=mailbox.agency,
        mailbox=mailbox,
        role=role,
        sha256=taken.kept.sha256,
        body_sha256=taken.body_sha256,
        size=taken.kept.size,
        arrived_at=min(
            taken.arrival.arrived_at, moment
        ),  # a server's clock may run ahead: it was here by now
        host_received_at=reading["host_received_at"],
        fetched_at=moment,
        sent_at=reading["sent_at"],
        sender_name=sender["name"][:NAME_MAX],
        sender_address=sender["address"][:ADDRESS_MAX],
        answer_address=answer if ANSWERABLE.match(answer) and len(answer) <= 254 else "",
        subject=without_codes(reading["subject"])[:SUBJECT_MAX],
        excerpt=" ".join(without_codes(reading["text"]).split())[:EXCERPT_MAX],
        message_id=(reading["message_id"] or "")[:MESSAGE_ID_MAX],
        thread_ids=[mid[:MESSAGE_ID_MAX] for mid in _thread(reading)[-THREAD_IDS_MAX:]],
        attachments=min(reading["attachments"], 32_767),
        brings=reading["brings"],
        automatic=(reading["automatic"] or "")[:60],
        reference=quoted_reference(f"{reading['subject']}\n{reading['text']}"),
        bounce=reading["bounce"] is not None,
        bounce_status=_bounce_status(reading),
        unreadable=reading["unreadable"][:200],
    )


def _bounce_status(reading: Reading) -> str:
    recipients = reading["bounce"]["recipients"] if reading["bounce"] is not None else []
    return (recipients[0]["status"] or "")[:11] if recipients else ""


def _thread(reading: Reading) -> list[str]:
    """The ids that it says it goes on from, the nearest last; a bounce goes on from what bounced."""
    ids = [*reading["references"]]
    if reading["in_reply_to"]:
        ids.append(reading["in_reply_to"])
    if reading["bounce"] is not None and reading["bounce"]["original_message_id"]:
        ids.append(reading["bounce"]["original_message_id"])
    return list(dict.fromkeys(ids))


def _first_deliveries(rows: Sequence[InboundEmail]) -> dict[tuple[str, ...], InboundEmail]:
    """The letters that these are second deliveries of: the same id, sender, subject and body under new headers.

    A different letter under a used id (a trick, or a broken program) is a letter of its own, and may have copies, too.
    """
    with_id = [row for row in rows if row.message_id]
    earlier = InboundEmail.objects.filter(
        message_id__in={row.message_id for row in with_id},
        body_sha256__in={row.body_sha256 for row in with_id},
        copy_of=None,
    )
    return {_letter_itself(row): row for row in earlier.order_by("-pk")}


def _letter_itself(row: InboundEmail) -> tuple[str, ...]:
    return row.message_id, row.sender_address, row.subject, row.body_sha256


def _note_bounces(rows: Sequence[InboundEmail]) -> None:
    for row in rows:
        letter = row.answers
        if row.bounce and letter is not None and letter.state != OutboundEmail.BOUNCED:
            letter.mark("bounced", OutboundEmail.BOUNCED, "ผู้ให้บริการแจ้งว่าส่งไม่ถึง")


def _note_earlier(taken: Sequence[Taken], known: dict[str, InboundEmail]) -> None:
    """The same bytes delivered earlier than we knew: the earlier favours the citizen, while nothing is entered."""
    for letter in taken:
        row = known[letter.kept.sha256]
        if row.state == InboundEmail.UNSORTED and letter.arrival.arrived_at < row.arrived_at:
            with row.change("arrived_earlier", by=MACHINE):
                row.arrived_at = letter.arrival.arrived_at


def _note_moves(mailbox: Mailbox, folder: Folder, rows: Collection[InboundEmail]) -> None:
    """Somebody took a letter from one folder into the other, in webmail or through us: the desk shows it there.

    Only where it is shown: what was decided about it stands.
    """
    elsewhere = {row.pk: row for row in rows if row.role != folder.role}
    if not elsewhere:
        return
    # One that we took out of this folder and that turns up in it when it was renumbered is what a server without
    # UIDPLUS left behind, flagged as deleted. One that was here by this numbering already has come back.
    here = {"mailbox": mailbox, "folder": folder.name, "uidvalidity": folder.uidvalidity}
    back = set(
        LedgerLine.objects.filter(**here, email__in=list(elsewhere)).values_list("email_id", flat=True)
    )
    left_behind = moved_away(elsewhere, folder.role) - back
    for row in elsewhere.values():
        if row.pk not in left_behind:
            with row.change("moved", by=MACHINE):
                row.role = folder.role


def _settle(
    mailbox: Mailbox,
    folder: Folder,
    watch: FolderWatch,
    arrivals: Sequence[Arrival],
    taken: Sequence[Taken],
    known: dict[str, InboundEmail],
    *,
    new: set[int],
) -> None:
    """Say in the ledger what became of each UID, and that we are past them."""
    by_uid = {letter.arrival.uid: known[letter.kept.sha256] for letter in taken}
    moment = now()
    here = {"mailbox": mailbox, "folder": folder.name, "uidvalidity": folder.uidvalidity}
    uids = [arrival.uid for arrival in arrivals]
    before = {line.uid: line for line in LedgerLine.objects.filter(**here, uid__in=uids)}
    lines = []
    for arrival in arrivals:
        email = by_uid.get(arrival.uid)
        outcome = (
            LedgerLine.FAILED if email is None else LedgerLine.KEPT if email.pk in new else LedgerLine.KNOWN
        )
        line = before.get(arrival.uid)
        if line is None:
            lines.append(
                LedgerLine(
                    agency=mailbox.agency,
                    uid=arrival.uid,
                    email=email,
                    outcome=outcome,
                    arrived_at=arrival.arrived_at,
                    not_before=moment + RETRY_FIRST if email is None else None,
                    **here,
                )
            )
        elif line.outcome == LedgerLine.FAILED and email is not None:
            line.email, line.outcome, line.not_before = email, outcome, None
            line.save(update_fields=["email", "outcome", "not_before"])
    LedgerLine.objects.bulk_create(lines)
    high = max(uids, default=0)
    if high > watch.high_uid:
        watch.high_uid = high
        watch.save(update_fields=["high_uid"])
