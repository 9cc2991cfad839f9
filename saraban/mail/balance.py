"""The mailbox balances like a cash book: each letter that the server holds is explained by what became of it here.

Each evening the server is asked, without changing anything, which UIDs lie in the folders that we read or move to. The
ledger explains them. What it cannot explain is the difference, and stands in the log by its UID; what we hold and the
server no longer has stands on the other side. Nothing here says of a letter more than its key, its size and its time.
"""

from __future__ import annotations

import logging
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, ClassVar, NamedTuple

from django.db import models
from django.db.models import Q
from django.utils.timezone import localtime, now

from saraban.agencies.calendar import calendar_of_agency
from saraban.agencies.duties import MACHINE
from saraban.agencies.models import Officer
from saraban.audit.canonical import moment as as_written
from saraban.audit.desk import at_the_desk, one_at_a_time
from saraban.audit.leased import Leased, TakenOver
from saraban.audit.recorded import Recorded, RecordedManager
from saraban.law.initial_level_manual_2566 import Due, Slot, looks_due
from saraban.law.working_time import NoCalendar
from saraban.mail.gateway import WHERE_LETTERS_LIE, Arrival, Count, Folder, Inbox, MailFailure, Role
from saraban.mail.models import FolderWatch, InboundEmail, LedgerLine, Mailbox
from saraban.tenancy.models import Scoped
from saraban.tenancy.scope import acting_for, current_agency

logger = logging.getLogger("saraban.mail")

PAGE = 1_000  # lines of the ledger, or letters of the server, at a time
NAMED_MAX = 200  # letters that a balance names one by one; of the others it gives the number
LOOKS_MAX = 10  # at what came while we counted
TRIES_MAX = 3  # when a folder is numbered anew while we count
MAILBOXES_MAX = 20
EVENINGS_SHOWN = 30
DAYS_BACK_MAX = 60  # for the last working day: longer than any holidays
LEASE = timedelta(minutes=15)  # longer than a slow server counts one folder
PAUSE_MAX = timedelta(minutes=30)

DUPLICATE, OLDER, WITHHELD, COMING, OTHER = "duplicate", "older", "withheld", "coming", "other"
# What became of a letter, in the order of the page.
EXPLANATIONS: dict[str, str] = {
    InboundEmail.REGISTERED: "ลงรับแล้ว",
    InboundEmail.MISDIRECTED: "ส่งผิดหน่วยงาน",
    InboundEmail.SPAM: "ขยะหรือโฆษณา",
    InboundEmail.NOT_REGISTERED: "ไม่ต้องลงรับ",
    InboundEmail.SECRET: "เรื่องลับ",
    InboundEmail.UNSORTED: "รอลงรับ",
    InboundEmail.MOVING: "กำลังย้ายออกจากจดหมายขยะ",
    DUPLICATE: "ฉบับซ้ำของที่รับไว้แล้ว",
    COMING: "เพิ่งมาถึง รอระบบรับ",
    WITHHELD: "เซิร์ฟเวอร์ยังไม่ส่งให้",
    OLDER: "มาก่อนวันที่เริ่มรับ",
    OTHER: "หน่วยงานทิ้งเอง ไม่ได้มาทางระบบ",  # in the trash only
}
_FOLDER_NAMES = {Role.INBOX: "จดหมายเข้า", Role.JUNK: "จดหมายขยะ", Role.TRASH: "ถังขยะ"}


@dataclass
class FolderBalance:
    """One column of the cash book."""

    name: str
    role: Role
    uidvalidity: int
    on_server: int = 0
    vanished: bool = False  # we read it once, and the server has it no more
    explained: Counter[str] = field(default_factory=Counter)

    @property
    def difference(self) -> int:
        return self.on_server - self.explained.total()

    @property
    def thai(self) -> str:
        return _FOLDER_NAMES[self.role]

    def as_plain(self) -> dict[str, Any]:
        return {
            "name": self.name,
            "role": self.role.value,
            "uidvalidity": self.uidvalidity,
            "on_server": self.on_server,
            "vanished": self.vanished,
            "explained": {key: self.explained[key] for key in EXPLANATIONS if self.explained[key]},
            "difference": self.difference,
        }

    @classmethod
    def of_plain(cls, said: dict[str, Any]) -> FolderBalance:
        return cls(
            said["name"],
            Role(said["role"]),
            said["uidvalidity"],
            said["on_server"],
            said["vanished"],
            Counter(said["explained"]),
        )


@dataclass
class Balance:
    """What one count found. Lists name the first `NAMED_MAX`."""

    folders: list[FolderBalance] = field(default_factory=list)
    unexplained: list[dict[str, Any]] = field(default_factory=list)
    withheld: list[dict[str, Any]] = field(default_factory=list)
    gone: list[dict[str, Any]] = field(default_factory=list)
    gone_count: int = 0
    gone_spam: int = 0  # thrown away by us, and the server has emptied its trash since
    gone_known: bool = True  # False: too much is still to come to say what is gone

    @property
    def difference(self) -> int:
        return sum(folder.difference for folder in self.folders)


class _Renumbered(Exception):
    """A folder counts its letters anew since we began."""


class _Line(NamedTuple):
    uid: int
    email: int | None
    state: str | None
    size: int | None
    arrived_at: datetime
    attempts: int


def count(mailbox: Mailbox, inbox: Inbox, *, still_ours: Callable[[], None]) -> Balance:
    """Ask the server what lies there and have the ledger explain it. Changes nothing anywhere. Raises `MailFailure`.

    `still_ours` is called between the folders (it renews the lease).
    """
    assert not at_the_desk(), "the network is not asked while the desk is held"
    for _ in range(TRIES_MAX):
        try:
            return _Book(mailbox, inbox, still_ours).balance()
        except _Renumbered:
            logger.warning("mailbox %s: a folder was numbered anew while it was counted", mailbox.pk)
    raise MailFailure(
        "เซิร์ฟเวอร์จัดเลขในกล่องใหม่ทุกครั้งที่ระบบนับ ระบบจะนับใหม่เอง ไม่มีหนังสือสูญหาย",
        of_server=True,
    )


class _Book:
    """One count: first the server's side as it is at one moment, then ours, which may only know more."""

    def __init__(self, mailbox: Mailbox, inbox: Inbox, still_ours: Callable[[], None]) -> None:
        self._mailbox = mailbox
        self._inbox = inbox
        self._still_ours = still_ours
        self._found = Balance()
        self._seen: set[int] = set()  # letters that lie somewhere on the server
        self._missing: dict[int, str] = {}  # letters that left a place where they lay, and their state
        self._left: dict[tuple[int, int], list[int]] = {}  # the same, by their looks
        self._never_had: list[dict[str, Any]] = []  # gone before the server handed them over
        self._coming: list[tuple[Folder, Sequence[int]]] = []
        self._in_trash: list[tuple[FolderBalance, Folder, list[int]]] = []

    def balance(self) -> Balance:
        counts = self._counts()
        for counted in counts:
            self._still_ours()
            self._explain(counted)
        self._read_what_left(counts)
        self._look_through_trash()
        self._name_the_gone(counts)
        return self._found

    def _counts(self) -> list[Count]:
        """All folders as at one moment: until nothing came to any of them while we looked at the others.

        A letter that is moved has a new UID where it goes, so after a quiet look none was passed over.
        """
        counts: list[Count] = []
        for role in WHERE_LETTERS_LIE:
            counted = self._inbox.count(role, since=self._mailbox.since)
            if counted is not None and all(counted.folder.name != one.folder.name for one in counts):
                counts.append(counted)
            self._still_ours()
        for _ in range(LOOKS_MAX):
            later = [self._since(counted) for counted in counts]
            counts = [_joined(counted, more) for counted, more in zip(counts, later, strict=True)]
            if not any(more.uids for more in later):
                return counts
        self._found.gone_known = False
        return counts

    def _since(self, counted: Count) -> Count:
        more = self._inbox.count(
            counted.folder.role, since=self._mailbox.since, after_uid=counted.next_uid - 1
        )
        if more is None or more.folder != counted.folder:
            raise _Renumbered
        return more

    def _explain(self, counted: Count) -> None:
        """Go through the server's UIDs and the lines of the ledger side by side, both rising."""
        folder, uids = counted.folder, counted.uids
        column = FolderBalance(folder.name, folder.role, folder.uidvalidity, on_server=len(uids))
        self._found.folders.append(column)
        # How far we have read is asked before what we read: both grow in one commit.
        watch = FolderWatch.objects.filter(mailbox=self._mailbox, name=folder.name).first()
        read_to = watch.high_uid if watch is not None and watch.uidvalidity == folder.uidvalidity else 0
        unknown: list[int] = []
        at = 0
        for line in self._lines(folder.name, folder.uidvalidity):
            if line.uid >= counted.next_uid:
                break  # it came after we had counted
            while at < len(uids) and uids[at] < line.uid:
                unknown.append(uids[at])
                at += 1
            if at < len(uids) and uids[at] == line.uid:
                at += 1
                self._note_known(column, line)
            else:
                self._note_missing(folder.name, line)
        unknown.extend(uids[at:])
        self._note_unknown(column, counted, unknown, read_to=read_to)

    def _note_known(self, column: FolderBalance, line: _Line) -> None:
        if line.email is None or line.state is None:
            column.explained[WITHHELD] += 1
            if len(self._found.withheld) < NAMED_MAX:
                self._found.withheld.append(
                    _named(column.name, line.uid, arrived_at=line.arrived_at) | {"attempts": line.attempts}
                )
        elif line.email in self._seen:
            column.explained[DUPLICATE] += 1
        else:
            column.explained[line.state] += 1
            self._seen.add(line.email)

    def _note_missing(self, folder: str, line: _Line) -> None:
        if line.email is None or line.state is None or line.size is None:
            self._never_had.append(_named(folder, line.uid, arrived_at=line.arrived_at))
        else:
            self._missing[line.email] = line.state
            self._left.setdefault((line.size, int(line.arrived_at.timestamp())), []).append(line.email)

    def _note_unknown(
        self, column: FolderBalance, counted: Count, unknown: Sequence[int], *, read_to: int
    ) -> None:
        coming: list[int] = []
        left: list[int] = []
        for uid in unknown:
            if _holds(counted.older, uid):
                column.explained[OLDER] += 1
            else:
                (left if column.role is Role.TRASH or uid <= read_to else coming).append(uid)
        if column.role is Role.TRASH:
            self._in_trash.append((column, counted.folder, left))
            return
        column.explained[COMING] += len(coming)
        self._coming.append((counted.folder, coming))
        room = NAMED_MAX - len(self._found.unexplained)
        if left and room > 0:
            about = {one.uid: one for one in self._about(counted.folder, left[:room])}
            self._found.unexplained += [
                _named(column.name, uid, arrival=about.get(uid)) for uid in left[:room]
            ]

    def _read_what_left(self, counts: Sequence[Count]) -> None:
        """What the ledger says of folders that are there no more, and of how folders were numbered before."""
        now_there = {(one.folder.name, one.folder.uidvalidity) for one in counts}
        lines = LedgerLine.objects.filter(mailbox=self._mailbox)
        for name, uidvalidity in sorted(set(lines.values_list("folder", "uidvalidity").distinct())):
            if (name, uidvalidity) not in now_there:
                for line in self._lines(name, uidvalidity):
                    if line.email is not None:  # what was withheld there was asked for anew, or is named here
                        self._note_missing(name, line)
        for watch in FolderWatch.objects.filter(mailbox=self._mailbox).order_by("pk"):
            if all(watch.name != counted.folder.name for counted in counts):
                self._found.folders.append(
                    FolderBalance(watch.name, Role(watch.role), watch.uidvalidity, vanished=True)
                )

    def _look_through_trash(self) -> None:
        """No UID of the trash is in the ledger: its letters are known by their size and the second they arrived."""
        for column, folder, uids in self._in_trash:
            for start in range(0, len(uids) if self._left else 0, PAGE):
                self._still_ours()
                for arrival in self._about(folder, uids[start : start + PAGE]):
                    alike = self._left.get(_looks(arrival), [])
                    email = next((one for one in alike if one not in self._seen), None)
                    if email is not None:
                        column.explained[self._missing[email]] += 1
                        self._seen.add(email)
                    elif alike:
                        column.explained[DUPLICATE] += 1
            column.explained[OTHER] += column.difference

    def _name_the_gone(self, counts: Sequence[Count]) -> None:
        """Letters of ours that lie nowhere any more; not those that were moved and have yet to be read where they lie."""
        found = self._found
        if self._missing.keys() - self._seen:  # one may have been moved since we counted, too
            self._coming += [(counted.folder, self._since(counted).uids) for counted in counts]
        if sum(len(uids) for _, uids in self._coming) > PAGE:
            found.gone_known = False
        if not found.gone_known:
            return
        for folder, uids in self._coming:
            for arrival in self._about(folder, uids):
                alike = self._left.get(_looks(arrival), [])
                self._seen.update([one for one in alike if one not in self._seen][:1])
        gone = {email: state for email, state in self._missing.items() if email not in self._seen}
        found.gone_spam = sum(state == InboundEmail.SPAM for state in gone.values())
        ours = sorted((email for email, state in gone.items() if state != InboundEmail.SPAM), reverse=True)
        found.gone_count = len(ours) + len(self._never_had)
        found.gone = [*reversed(self._never_had), *({"letter": email} for email in ours)][:NAMED_MAX]

    def _about(self, folder: Folder, uids: Sequence[int]) -> Sequence[Arrival]:
        return self._inbox.about(folder, uids) if uids else ()

    def _lines(self, folder: str, uidvalidity: int) -> Iterator[_Line]:
        """By UID, a page at a time: as many questions for a thousand lines however many there are."""
        lines = LedgerLine.objects.filter(mailbox=self._mailbox, folder=folder, uidvalidity=uidvalidity)
        columns = ("uid", "email_id", "email__state", "email__size", "arrived_at", "attempts")
        after = 0
        while True:
            page = list(lines.filter(uid__gt=after).order_by("uid").values_list(*columns)[:PAGE])
            yield from (_Line(*columns_) for columns_ in page)
            if len(page) < PAGE:
                return
            after = page[-1][0]


def _joined(counted: Count, more: Count) -> Count:
    return Count(counted.folder, counted.uids + more.uids, counted.older + more.older, more.next_uid)


def _holds(uids: Sequence[int], uid: int) -> bool:
    place = bisect_left(uids, uid)
    return place < len(uids) and uids[place] == uid


def _looks(arrival: Arrival) -> tuple[int, int]:
    return arrival.size, int(arrival.arrived_at.timestamp())


def _named(
    folder: str, uid: int, *, arrived_at: datetime | None = None, arrival: Arrival | None = None
) -> dict[str, Any]:
    """A letter as it may stand in the log: where it lies, how big it is and when it came."""
    arrived_at = arrival.arrived_at if arrival is not None else arrived_at
    return {
        "folder": folder,
        "uid": uid,
        "size": arrival.size if arrival is not None else None,
        "arrived_at": as_written(arrived_at) if arrived_at is not None else None,
    }


class MailboxBalances(RecordedManager["MailboxBalance"]):
    def keep(
        self, mailbox: Mailbox, found: Balance, *, began_at: datetime, asked_by: Officer | None
    ) -> MailboxBalance:
        """Write a count down. The first one since a working day's end is that evening's; each evening has one."""
        with one_at_a_time(mailbox.agency_id):
            evening = last_evening(began_at)
            if evening is not None and self.filter(mailbox=mailbox, evening=evening).exists():
                evening = None
            return self.record(
                "counted",
                by=MACHINE,
                mailbox=mailbox,
                evening=evening,
                counted_at=began_at,
                asked_by=asked_by,
                folders=[column.as_plain() for column in found.folders],
                difference=found.difference,
                unexplained=found.unexplained,
                withheld=found.withheld,
                gone=found.gone,
                gone_count=found.gone_count,
                gone_spam=found.gone_spam,
                gone_known=found.gone_known,
            )

    def newest(self, mailbox: Mailbox) -> MailboxBalance | None:
        return self.filter(mailbox=mailbox).select_related("asked_by").order_by("-pk").first()

    def evenings(self, mailbox: Mailbox, *, shown: int = EVENINGS_SHOWN) -> list[Evening]:
        """The last evenings on which a count was due, the newest first; `kept` None: it was not made."""
        began = max(current_agency().founded_at, mailbox_watched_since(mailbox))
        days: list[date] = []
        day = localtime(now()).date()
        while len(days) < shown and day >= localtime(began).date():
            if began <= _evening_of(day) <= now() and _is_working_day(day):
                days.append(day)
            day -= timedelta(days=1)
        rows = {row.evening: row for row in self.filter(mailbox=mailbox, evening__in=days)}
        return [Evening(day, rows.get(day)) for day in days]


@dataclass(frozen=True)
class Evening:
    day: date
    kept: MailboxBalance | None


class MailboxBalance(Recorded):
    """One count of a mailbox against the ledger. Of letters it holds keys, UIDs, sizes and times, and no words."""

    mailbox = models.ForeignKey(Mailbox, models.PROTECT, related_name="balances")
    evening = models.DateField("ของเย็นวันที่", null=True)  # None: asked for beside the evening's own
    counted_at = models.DateTimeField("นับเมื่อ")
    asked_by = models.ForeignKey(Officer, models.PROTECT, null=True, verbose_name="ผู้สั่งนับ", related_name="+")
    folders = models.JSONField("ยอดของแต่ละกล่อง", default=list)
    difference = models.IntegerField("ต่าง")
    unexplained = models.JSONField("ฉบับที่อธิบายไม่ได้", default=list)
    withheld = models.JSONField("ฉบับที่เซิร์ฟเวอร์ไม่ส่งให้", default=list)
    gone = models.JSONField("ฉบับที่ไม่อยู่ในเซิร์ฟเวอร์แล้ว", default=list)
    gone_count = models.PositiveIntegerField("จำนวนที่ไม่อยู่ในเซิร์ฟเวอร์แล้ว")
    gone_spam = models.PositiveIntegerField("ขยะที่เซิร์ฟเวอร์ลบแล้ว")
    gone_known = models.BooleanField("ทราบว่าฉบับใดไม่อยู่แล้ว", default=True)

    objects: ClassVar[MailboxBalances] = MailboxBalances()

    class Meta:
        verbose_name = "การนับกล่องเทียบบัญชี"
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "mailbox", "evening"],
                condition=~Q(evening=None),
                name="one_balance_an_evening",
            )
        ]

    def __str__(self) -> str:
        return f"balance {self.pk} of mailbox {self.mailbox_id}"

    mailbox_id: int  # said for the type checker

    @property
    def columns(self) -> list[FolderBalance]:
        return [FolderBalance.of_plain(said) for said in self.folders]

    @property
    def vanished(self) -> list[FolderBalance]:
        return [column for column in self.columns if column.vanished]

    @property
    def unexplained_more(self) -> int:
        """How many are not named one by one."""
        return max(self.difference - len(self.unexplained), 0)

    @property
    def gone_more(self) -> int:
        return self.gone_count - len(self.gone)


class BalanceWatch(Leased, Scoped):
    """When the next count of a mailbox is due. Operational: one process at a time holds its lease."""

    mailbox = models.OneToOneField(Mailbox, models.PROTECT, related_name="balance_watch")
    since = models.DateTimeField()
    asked_by = models.ForeignKey(Officer, models.PROTECT, null=True, related_name="+")
    failing_since = models.DateTimeField(null=True)

    class Meta:
        verbose_name = "การนับกล่องที่จะถึง"
        indexes = [models.Index(fields=["not_before"], name="balance_due")]

    def __str__(self) -> str:
        return f"balance watch of {self.mailbox_id}"

    mailbox_id: int  # said for the type checker

    @property
    def is_asked_for(self) -> bool:
        """Whether a count was ordered on the page, and has not been made yet."""
        return self.asked_by_id is not None

    asked_by_id: int | None  # said for the type checker

    @classmethod
    def ask(cls, mailbox: Mailbox, *, by: Officer) -> None:
        """Have it counted as soon as the clock comes by. Asked twice before that, it is counted once."""
        by.assert_may("mailboxbalance.counted")
        watch, _ = cls.objects.get_or_create(
            mailbox=mailbox, defaults={"agency": mailbox.agency, "since": now(), "not_before": now()}
        )
        cls.objects.filter(pk=watch.pk).update(asked_by=by)
        cls.objects.filter(pk=watch.pk, lease_until=None).update(not_before=now())

    def note_counted(self, moment: datetime) -> None:
        """Counted; the next time is the end of the next working day, or now where another asked since we began."""
        alone = BalanceWatch.objects.filter(pk=self.pk)
        alone.filter(asked_by=self.asked_by_id).update(asked_by=None)
        self._set(
            not_before=moment if alone.exclude(asked_by=None).exists() else next_evening(moment),
            lease_until=None,
            lease_by="",
            attempts=0,
            last_error="",
            failing_since=None,
        )

    def note_failure(self, moment: datetime, error: str) -> None:
        BalanceWatch.objects.filter(pk=self.pk, failing_since=None).update(failing_since=moment)
        self.put_off(moment, error=error, at_most=PAUSE_MAX)


def balance_due(
    inbox_of: Callable[[Mailbox], Inbox],
    *,
    drop: Callable[[Mailbox], None] = lambda _: None,
    moment: datetime | None = None,
) -> int:
    """Count the mailboxes whose evening has come, or that somebody asked for, of every agency; how many were counted."""
    assert not at_the_desk(), "no server is asked while the desk is held"
    active = Mailbox.across_agencies.filter(active=True)
    for mailbox in active.filter(balance_watch=None).select_related("agency")[:MAILBOXES_MAX]:
        with acting_for(mailbox.agency):
            BalanceWatch.objects.get_or_create(
                mailbox=mailbox,
                defaults={
                    "agency": mailbox.agency,
                    "since": moment or now(),
                    "not_before": next_evening(moment or now()),
                },
            )
    due = BalanceWatch.across_agencies.filter(BalanceWatch.due(moment or now()), mailbox__in=active)
    counted = 0
    for watch in due.select_related("mailbox", "mailbox__agency", "asked_by").order_by("not_before")[
        :MAILBOXES_MAX
    ]:
        with acting_for(watch.mailbox.agency):
            if watch.claim(now(), lease=LEASE):
                counted += _count_once(watch, inbox_of, drop)
    return counted


def _count_once(
    watch: BalanceWatch, inbox_of: Callable[[Mailbox], Inbox], drop: Callable[[Mailbox], None]
) -> bool:
    mailbox, began_at = watch.mailbox, now()

    def still_ours() -> None:
        watch.renew(now(), lease=LEASE)

    try:
        found = count(mailbox, inbox_of(mailbox), still_ours=still_ours)
        with one_at_a_time(mailbox.agency_id):
            still_ours()
            MailboxBalance.objects.keep(mailbox, found, began_at=began_at, asked_by=watch.asked_by)
            watch.note_counted(now())
    except TakenOver:  # we were slow; the other counts anew, and only one of us writes it down
        logger.warning("mailbox %s: another process counts it", mailbox.pk)
        return False
    except MailFailure as failure:
        logger.warning("mailbox %s not counted: %s", mailbox.pk, failure.answer or failure.message)
        watch.note_failure(now(), failure.message)
        return False
    except Exception:
        watch.note_failure(now(), "เกิดข้อขัดข้องภายใน ระบบจะนับใหม่เอง ไม่มีหนังสือสูญหาย")
        raise
    finally:
        drop(mailbox)  # a line is not kept open for one count a day
    if found.difference:
        logger.warning("mailbox %s does not balance: %s letters", mailbox.pk, found.difference)
    return True


def mailbox_watched_since(mailbox: Mailbox) -> datetime:
    """From when on its evenings count: not from before the house began to count it."""
    since = BalanceWatch.objects.filter(mailbox=mailbox).values_list("since", flat=True).first()
    return since or now()


def last_evening(moment: datetime) -> date | None:
    """The working day whose end was the last before this moment; None before the first one here."""
    began, day = current_agency().founded_at, localtime(moment).date()
    for _ in range(DAYS_BACK_MAX):
        if _evening_of(day) <= moment and _is_working_day(day):
            return day if _evening_of(day) >= began else None
        day -= timedelta(days=1)
    return None


def next_evening(moment: datetime) -> datetime:
    """The end of the first working day that ends after this moment."""
    day = localtime(moment).date()
    for _ in range(DAYS_BACK_MAX):
        if _evening_of(day) > moment and _is_working_day(day):
            break
        day += timedelta(days=1)
    return _evening_of(day)


def _evening_of(day: date) -> datetime:
    return Due(day, Slot.EVENING).moment


def _is_working_day(day: date) -> bool:
    """In a year without a calendar every day counts: a count too many harms nobody."""
    try:
        return bool(looks_due(day, calendar=calendar_of_agency()))
    except NoCalendar:
        return True
