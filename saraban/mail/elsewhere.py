"""Letters that somebody sent by the central mailbox without us: found in its Sent folder, and kept.

An officer who writes in webmail forgets the send register (the guide, #4.4: "อย่าลืม!!"). Here such letters are noticed, each
once, and wait until the registry has entered them or said why not. Nothing on the server is changed.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.timezone import localdate, now

from saraban.agencies.duties import MACHINE
from saraban.audit.desk import at_the_desk, one_at_a_time
from saraban.audit.leased import Leased, TakenOver
from saraban.audit.recorded import Actor, Recorded, RecordedManager
from saraban.files.store import DiskFull, Kept
from saraban.law.refusal import Refusal
from saraban.mail.gateway import Arrival, Folder, Inbox, MailFailure
from saraban.mail.intake import Reader, Reading
from saraban.mail.models import (
    ADDRESS_MAX,
    MESSAGE_ID_MAX,
    NAME_MAX,
    REASON_MAX,
    SUBJECT_MAX,
    Mailbox,
    OutboundEmail,
    files,
)
from saraban.tenancy.models import Scoped
from saraban.tenancy.scope import acting_for

logger = logging.getLogger("saraban.mail")

EVERY = timedelta(minutes=15)
PAUSE_MAX = timedelta(hours=1)
LEASE = timedelta(minutes=10)
MAILBOXES_MAX = 20
FETCHED_AT_ONCE = 20  # letters; each may be as big as a server takes
RECIPIENTS_KEPT_MAX = 100


class FoundInSent(RecordedManager["SentElsewhere"]):
    def waiting(self) -> models.QuerySet[SentElsewhere]:
        """Those that are in no register and of which nobody said why, the oldest first."""
        return self.filter(state=SentElsewhere.WAITING).order_by("sent_at", "pk")


class SentElsewhere(Recorded):
    """A letter that lies in Sent and is none of ours. Its bytes (a file, `sha256`) are the record."""

    WAITING, ENTERED, DISMISSED = "waiting", "entered", "dismissed"
    STATES: ClassVar[list[tuple[str, str]]] = [
        (WAITING, "รอลงทะเบียนส่ง"),
        (ENTERED, "ลงทะเบียนส่งแล้ว"),
        (DISMISSED, "ไม่ต้องลงทะเบียน"),
    ]
    personal: ClassVar[frozenset[str]] = frozenset({"subject", "recipients", "message_id", "state_reason"})

    mailbox = models.ForeignKey(Mailbox, models.PROTECT, related_name="+", db_index=False)
    sha256 = models.CharField(max_length=64)
    size = models.BigIntegerField()
    message_id = models.CharField(max_length=MESSAGE_ID_MAX, blank=True)
    sent_at = models.DateTimeField("ส่งเมื่อ")
    subject = models.CharField("เรื่อง", max_length=SUBJECT_MAX, blank=True)
    recipients = models.JSONField("ถึง", default=list)  # [name, address], of To and Cc
    attachments = models.PositiveSmallIntegerField("ไฟล์แนบ", default=0)
    state = models.CharField(max_length=20, choices=STATES, default=WAITING)
    state_reason = models.CharField("เหตุผล", max_length=REASON_MAX, blank=True)

    objects: ClassVar[FoundInSent] = FoundInSent()

    class Meta:
        verbose_name = "จดหมายที่ส่งนอกระบบ"
        constraints = [models.UniqueConstraint(fields=["agency", "sha256"], name="sent_elsewhere_once")]
        indexes = [
            models.Index(
                fields=["agency", "sent_at"], condition=Q(state="waiting"), name="sent_elsewhere_waiting"
            )
        ]

    def __str__(self) -> str:
        return f"sent elsewhere {self.pk}"

    @property
    def to_whom(self) -> str:
        """For a list: the first of them, and how many more."""
        if not self.recipients:
            return "ไม่ปรากฏผู้รับ"
        name, address = self.recipients[0]
        more = len(self.recipients) - 1
        return f"{name or address}{f' และอีก {more} ราย' if more else ''}"

    def dismiss(self, because: str, *, by: Actor) -> None:
        """It needs no number. Raises `Refusal`: no_reason, already_entered."""
        with self.change("dismissed", by=by):
            if not because.strip():
                raise Refusal(
                    "no_reason", "ยังไม่ได้ทำ เพราะยังไม่ได้บอกเหตุผลที่ไม่ต้องลงทะเบียน โปรดเลือกเหตุผล จดหมายยังอยู่ในรายการ"
                )
            self._must_wait()
            self.state, self.state_reason = self.DISMISSED, because.strip()[:REASON_MAX]

    def bring_back(self, *, by: Actor) -> None:
        """That it needs none is taken back. Raises `Refusal("not_dismissed")`."""
        with self.change("brought_back", by=by):
            if self.state != self.DISMISSED:
                raise Refusal("not_dismissed", "จดหมายนี้ไม่ได้คัดออกไว้ ไม่มีข้อมูลใดเปลี่ยน")
            self.state, self.state_reason = self.WAITING, ""

    def enter(self, *, by: Actor) -> None:
        """The send register has a row for it. Raises `Refusal("already_entered")`."""
        with self.change("entered", by=by):
            self._must_wait()
            self.state = self.ENTERED

    def strike(self, because: str, *, by: Actor) -> None:
        """Its row was struck through: it turned out to need none."""
        with self.change("dismissed", by=by):
            self.state, self.state_reason = self.DISMISSED, because[:REASON_MAX]

    def _must_wait(self) -> None:
        if self.state != self.WAITING:
            raise Refusal(
                "already_entered",
                f"ยังไม่ได้ทำ เพราะจดหมายนี้{self.get_state_display()}ไว้แล้ว โปรดเปิดทะเบียนหนังสือส่งอีกครั้ง ไม่มีข้อมูลใดเปลี่ยน",
            )


class SentWatch(Leased, Scoped):
    """How far the Sent folder of a mailbox has been looked through. Operational."""

    mailbox = models.OneToOneField(Mailbox, models.PROTECT, related_name="sent_watch")
    since = models.DateTimeField()  # what was sent before is the paper book's
    folder = models.CharField(max_length=300, blank=True)
    uidvalidity = models.BigIntegerField(default=0)
    high_uid = models.BigIntegerField(default=0)

    class Meta:
        verbose_name = "การตรวจกล่องส่งแล้ว"
        indexes = [models.Index(fields=["not_before"], name="sent_watch_due")]

    def __str__(self) -> str:
        return f"sent watch of {self.mailbox_id}"

    def read_to(self, folder: Folder, uid: int) -> None:
        here = {"folder": folder.name, "uidvalidity": folder.uidvalidity, "high_uid": uid}
        SentWatch.objects.filter(pk=self.pk).update(**here)
        for name, value in here.items():
            setattr(self, name, value)


def look_into_sent(
    inbox_of: Callable[[Mailbox], Inbox],
    *,
    read: Reader,
    drop: Callable[[Mailbox], None] = lambda _: None,
    moment: datetime | None = None,
) -> int:
    """Look into the Sent folders whose time has come, of every agency; how many letters of others' making were kept."""
    assert not at_the_desk(), "no server is asked while the desk is held"
    active = Mailbox.across_agencies.filter(active=True)
    for mailbox in active.filter(sent_watch=None).select_related("agency")[:MAILBOXES_MAX]:
        with acting_for(mailbox.agency):
            defaults = {"agency": mailbox.agency, "since": moment or now(), "not_before": moment or now()}
            SentWatch.objects.get_or_create(mailbox=mailbox, defaults=defaults)
    due = SentWatch.across_agencies.filter(SentWatch.due(moment or now()), mailbox__in=active)
    found = 0
    for watch in due.select_related("mailbox", "mailbox__agency").order_by("not_before")[:MAILBOXES_MAX]:
        with acting_for(watch.mailbox.agency):
            if watch.claim(now(), lease=LEASE):
                found += _look_once(watch, inbox_of, read, drop)
    return found


def _look_once(
    watch: SentWatch,
    inbox_of: Callable[[Mailbox], Inbox],
    read: Reader,
    drop: Callable[[Mailbox], None],
) -> int:
    try:
        found = _look_through(watch, inbox_of(watch.mailbox), read)
        watch.let_go(not_before=now() + EVERY)
    except TakenOver:
        logger.warning("mailbox %s: another process looks into Sent", watch.mailbox_id)
        return 0
    except (MailFailure, DiskFull) as failure:
        logger.warning("Sent of mailbox %s: %s", watch.mailbox_id, getattr(failure, "answer", "") or failure)
        watch.put_off(now(), error=str(failure), at_most=PAUSE_MAX)
        return 0
    except Exception:
        watch.put_off(now(), error="เกิดข้อขัดข้องภายใน ระบบจะลองใหม่เอง", at_most=PAUSE_MAX)
        raise
    finally:
        drop(watch.mailbox)  # a line is not kept open for one look in a quarter of an hour
    return found


def _look_through(watch: SentWatch, inbox: Inbox, read: Reader) -> int:
    folder = inbox.sent_folder()
    if folder is None:
        return 0
    known_by = (watch.folder, watch.uidvalidity) == (folder.name, folder.uidvalidity)
    after, found = watch.high_uid if known_by else 0, 0
    while arrivals := inbox.arrivals(folder, after_uid=after, since=localdate(watch.since)):
        later = [one for one in arrivals if one.arrived_at >= watch.since]
        strange = _not_ours(inbox, folder, later)
        for start in range(0, len(strange), FETCHED_AT_ONCE):
            watch.renew(now(), lease=LEASE)
            found += _keep(watch.mailbox, inbox, folder, strange[start : start + FETCHED_AT_ONCE], read)
        after = arrivals[-1].uid
        watch.read_to(folder, after)
    return found


def _not_ours(inbox: Inbox, folder: Folder, arrivals: Sequence[Arrival]) -> list[Arrival]:
    """Ours are known by our id, or by their Message-ID: a provider may take one of them away."""
    if not arrivals:
        return []
    ids = inbox.ids(folder, [one.uid for one in arrivals])
    asked = {said for pair in ids.values() for said in pair if said}
    ours = set(OutboundEmail.objects.filter(message_id__in=asked).values_list("message_id", flat=True))
    return [one for one in arrivals if not ours.intersection(ids.get(one.uid, ()))]


def _keep(mailbox: Mailbox, inbox: Inbox, folder: Folder, arrivals: Sequence[Arrival], read: Reader) -> int:
    with files().batch(mailbox.agency) as batch:
        kept = [(one.arrival, batch.add(one.chunks)) for one in inbox.fetch(folder, arrivals)]
    readings = read([files().path(mailbox.agency, one.sha256) for _, one in kept])
    with one_at_a_time(mailbox.agency_id):
        there = SentElsewhere.objects.filter(sha256__in=[one.sha256 for _, one in kept])
        known = set(there.values_list("sha256", flat=True))
        rows = []
        for (arrival, one), reading in zip(kept, readings, strict=True):
            if one.sha256 not in known:
                known.add(one.sha256)
                rows.append(_row(mailbox, arrival, one, reading))
        for columns in rows:
            SentElsewhere.objects.record("found", by=MACHINE, **columns)
    return len(rows)


def _row(mailbox: Mailbox, arrival: Arrival, kept: Kept, reading: Reading) -> dict[str, object]:
    people = [[one["name"][:NAME_MAX], one["address"][:ADDRESS_MAX]] for one in reading["to"]]
    return {
        "mailbox": mailbox,
        "sha256": kept.sha256,
        "size": kept.size,
        "message_id": (reading["message_id"] or "")[:MESSAGE_ID_MAX],
        "sent_at": min(arrival.arrived_at, now()),
        "subject": reading["subject"][:SUBJECT_MAX],
        "recipients": people[:RECIPIENTS_KEPT_MAX],
        "attachments": min(reading["attachments"], 32_767),
    }
