"""Piles of scans and photos: what somebody laid before the registry, taken apart into letters that wait for a number.

The files are safe before a row speaks of them, and stay whole. The clock looks at their pages (`proposals.splitting`);
each letter keeps a PDF of its own and says which pages of which file it is. Any officer may hand a pile in (guide #2.4).
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path, PurePath
from typing import ClassVar

from django.db import models
from django.db.models import Count, Q, QuerySet
from django.utils.timezone import now

from saraban.agencies.duties import MACHINE, Duty
from saraban.agencies.models import Officer
from saraban.audit.desk import one_at_a_time
from saraban.audit.leased import Leased, TakenOver
from saraban.audit.recorded import Actor, Recorded, RecordedManager
from saraban.files.store import DiskFull
from saraban.law.refusal import Refusal, reason_in
from saraban.mail.models import ADDRESS_MAX, REASON_MAX, SUBJECT_MAX, KeptFile, files
from saraban.proposals.binding import TooManyPages, Unopened, bound, sheets_of
from saraban.proposals.labels import number_on
from saraban.proposals.splitting import Page, Pile, Run, Sheet, as_runs, letters_among, pages_of
from saraban.registers.handed_in import CHANNEL_MAX, Channel, HandedIn, HandIn
from saraban.registers.models import PARTY_MAX, IncomingEntry, Particulars, Route
from saraban.registers.scans import FILE_NAME_MAX, KINDS, FileOfLetter
from saraban.tenancy.scope import acting_for, current_agency

logger = logging.getLogger("saraban")

BATCH_FILES_MAX = 60
BATCH_FILE_BYTES_MAX = 60 * 1024 * 1024
BATCH_BYTES_MAX = 200 * 1024 * 1024
PAGES_MAX = 300  # of a file; one with more is a letter as it is
NOTE_MAX = 500  # characters
LEASE = timedelta(minutes=10)
ATTEMPTS_MAX = 3  # then each file is a letter as it is: nobody waits for ever
BATCHES_MAX = 20  # in one round of the clock
SHOWN_AGAIN = timedelta(days=7)  # what was discarded or attached


@dataclass(frozen=True)
class Upload:
    """A file as it comes in: its name, its size, and its bytes, once."""

    name: str
    size: int
    chunks: Callable[[], Iterable[bytes]]


@dataclass(frozen=True)
class Handover:
    """What is laid before the registry. `together`: the files are pages of one pile. Words: where they are known."""

    uploads: Sequence[Upload]
    channel: Channel = Channel.PAPER
    channel_name: str = ""
    together: bool = False
    sender: str = ""
    subject: str = ""
    note: str = ""
    answer_address: str = ""


class Batches(RecordedManager["ScanBatch"]):
    def hand_over(self, given: Handover, *, by: Officer) -> ScanBatch:
        """Keep the files, then say that they are here. The clock takes them apart.

        Raises `Refusal`: bad_file, disk_full, nothing, no_channel, no_duty.
        """
        if not given.uploads and not (given.note.strip() or given.subject.strip()):
            raise Refusal("nothing", "ยังไม่ได้ส่ง เพราะยังไม่มีภาพหรือไฟล์ โปรดถ่ายภาพหรือเลือกไฟล์ แล้วกดส่งอีกครั้ง")
        if given.channel is Channel.OTHER and not given.channel_name.strip():
            raise Refusal(
                "no_channel", "ยังไม่ได้ส่ง เพราะยังไม่ได้บอกว่ามาทางใด เช่น LINE ของเจ้าหน้าที่ โปรดพิมพ์แล้วส่งอีกครั้ง"
            )
        kept = _keep(given.uploads)
        with one_at_a_time(current_agency().pk) as desk:
            batch = self.record(
                "handed_over",
                by=by,
                officer=by,
                handed_at=desk.moment,
                channel=given.channel.value,
                channel_name=given.channel_name.strip()[:CHANNEL_MAX],
                together=given.together,
                sender=given.sender.strip()[:PARTY_MAX],
                subject=given.subject.strip()[:SUBJECT_MAX],
                note=given.note.strip()[:NOTE_MAX],
                answer_address=given.answer_address[:ADDRESS_MAX],
                by_registry=Duty.REGISTRY in by.duties,
                not_before=desk.moment,
            )
            for place, file in enumerate(kept):
                BatchFile.objects.record("kept", by=by, batch=batch, place=place, **vars(file))
        return batch


class ScanBatch(Recorded, Leased):
    """Files that were handed in together, by whom and when. The lease is the clock's, while it looks at the pages."""

    personal: ClassVar[frozenset[str]] = frozenset({"sender", "subject", "note", "answer_address"})
    operational: ClassVar[frozenset[str]] = Leased.LEASE_COLUMNS

    officer = models.ForeignKey(Officer, models.PROTECT, verbose_name="ผู้นำส่ง", related_name="+")
    handed_at = models.DateTimeField("นำส่งเมื่อ")
    channel = models.CharField("ช่องทาง", max_length=10, choices=Channel.choices)
    channel_name = models.CharField("มาทาง", max_length=CHANNEL_MAX, blank=True)
    together = models.BooleanField("เป็นหน้าของชุดเดียวกัน", default=False)
    sender = models.CharField("จาก", max_length=PARTY_MAX, blank=True)
    subject = models.CharField("เรื่อง", max_length=SUBJECT_MAX, blank=True)
    note = models.CharField("ข้อความถึงงานสารบรรณ", max_length=NOTE_MAX, blank=True)
    answer_address = models.EmailField("อีเมลสำหรับตอบ", max_length=ADDRESS_MAX, blank=True)
    by_registry = models.BooleanField("งานสารบรรณสแกนเอง", default=False)
    split_at = models.DateTimeField("แยกฉบับเมื่อ", null=True)

    objects: ClassVar[Batches] = Batches()

    class Meta:
        verbose_name = "ชุดสแกน"
        indexes = [
            models.Index(
                fields=["not_before"], condition=Q(not_before__isnull=False), name="batches_to_split"
            ),
            models.Index(fields=["agency", "officer", "-handed_at"], name="batches_of_officer"),
        ]

    def __str__(self) -> str:
        return f"batch {self.pk}"

    @property
    def came_by(self) -> str:
        return self.channel_name or str(Channel(self.channel).label)

    def split(self) -> int:
        """Take it apart; how many letters. Once: whoever comes second finds it done."""
        kept = list(self.files.order_by("place"))
        seen = [_seen(file, as_it_is=self.attempts > ATTEMPTS_MAX) for file in kept]
        found = _letters_of(kept, seen, together=self.together)
        with one_at_a_time(self.agency_id) as desk:
            with self.change("split", by=MACHINE, letters=len(found)):
                if self.split_at is not None:
                    return 0
                self.split_at = desk.moment
            for letter in found:
                made = ScannedLetter.objects.wait(self, letter, by=MACHINE)
                entry = made.labelled() if self.by_registry else None
                if entry is not None:
                    made.attach(entry, by=MACHINE)
        return len(found)


class BatchFile(FileOfLetter):
    """A file as it was handed in. It is never changed."""

    batch = models.ForeignKey(ScanBatch, models.PROTECT, related_name="files", db_index=False)
    place = models.PositiveSmallIntegerField("ลำดับไฟล์")

    class Meta:
        verbose_name = "ไฟล์ที่สแกน"
        constraints = [
            models.UniqueConstraint(fields=["agency", "batch", "place"], name="file_of_batch_once")
        ]

    def __str__(self) -> str:
        return f"file {self.place} of {self.batch_id}"

    @property
    def path(self) -> Path:
        """Raises `FileNotFoundError`."""
        return files().path(self.agency, self.sha256)


@dataclass(frozen=True)
class Found:
    """A letter that was found in a batch, with a PDF of its own; `kept` None where there is nothing but words."""

    pages: Sequence[Page]
    kept: KeptFile | None
    mark: str = ""
    trouble: str = ""
    opened: bool = True
    received_at: datetime | None = None


class ScannedLetters(RecordedManager["ScannedLetter"]):
    def wait(self, batch: ScanBatch, found: Found, *, by: Actor, verb: str = "found") -> ScannedLetter:
        """Lay it before the registry. What the registry scans itself it has had in its hands since then."""
        kept = found.kept or KeptFile("", "", "", 0)
        return self.record(
            verb,
            by=by,
            batch=batch,
            place=min((file * (PAGES_MAX + 1) + page for file, page in found.pages), default=0),
            pages=as_runs(found.pages),
            mark=found.mark,
            trouble=found.trouble[:REASON_MAX],
            opened=found.opened,
            received_at=found.received_at or (batch.handed_at if batch.by_registry else None),
            **vars(kept),
        )

    def waiting(self) -> QuerySet[ScannedLetter]:
        """What waits for the registry, in the order in which it was handed in."""
        return self.filter(state=ScannedLetter.WAITING).order_by("batch", "place", "pk")

    def waiting_by(self, channel: str) -> QuerySet[ScannedLetter]:
        """Of it, what came on paper, or by other ways."""
        return self.waiting().filter(batch__channel=channel)

    def waiting_counts(self) -> dict[str, int]:
        """How many wait, by the way they came."""
        counted = self.filter(state=ScannedLetter.WAITING).values_list("batch__channel").annotate(Count("pk"))
        return dict(counted)

    def done_lately(self) -> QuerySet[ScannedLetter]:
        """What was discarded, or attached to an entry, in the last days: it may be taken back."""
        ended = self.filter(
            state__in=[ScannedLetter.DISCARDED, ScannedLetter.ATTACHED], ended_at__gte=now() - SHOWN_AGAIN
        )
        return ended.order_by("-ended_at", "-pk")


class ScannedLetter(FileOfLetter):
    """One letter of a batch, until it has its number, is attached to an entry, or is put away with a reason."""

    WAITING, ENTERED, ATTACHED, REBOUND, DISCARDED = "waiting", "entered", "attached", "rebound", "discarded"
    STATES: ClassVar[list[tuple[str, str]]] = [
        (WAITING, "รอลงรับ"),
        (ENTERED, "ลงรับแล้ว"),
        (ATTACHED, "แนบกับเลขรับแล้ว"),
        (REBOUND, "รวมหรือแยกใหม่แล้ว"),
        (DISCARDED, "ไม่ลงรับ"),
    ]
    personal: ClassVar[frozenset[str]] = frozenset({"name", "reason"})

    batch = models.ForeignKey(ScanBatch, models.PROTECT, related_name="letters", db_index=False)
    place = models.PositiveIntegerField("ลำดับในชุด")
    pages = models.JSONField("หน้าของไฟล์", default=list)
    mark = models.CharField("ป้ายที่หน้าแรก", max_length=60, blank=True)
    trouble = models.CharField("ข้อสังเกต", max_length=REASON_MAX, blank=True)
    opened = models.BooleanField("เปิดดูได้", default=True)
    received_at = models.DateTimeField("งานสารบรรณได้รับเมื่อ", null=True)
    state = models.CharField("สถานะ", max_length=10, choices=STATES, default=WAITING)
    reason = models.CharField("เหตุผล", max_length=REASON_MAX, blank=True)
    ended_at = models.DateTimeField(null=True)
    entry = models.ForeignKey(
        IncomingEntry, models.PROTECT, null=True, related_name="scanned_letters", db_index=False
    )

    objects: ClassVar[ScannedLetters] = ScannedLetters()

    class Meta:
        verbose_name = "ฉบับที่สแกน"
        indexes = [
            models.Index(
                fields=["agency", "batch", "place"], condition=Q(state="waiting"), name="letters_scanned_wait"
            ),
            models.Index(fields=["agency", "batch"], name="letters_of_batch"),
            models.Index(
                fields=["agency", "entry"], condition=Q(entry__isnull=False), name="letters_scanned_of_entry"
            ),
            models.Index(
                fields=["agency", "-ended_at"],
                condition=Q(ended_at__isnull=False),
                name="letters_scanned_end",
            ),
        ]

    def __str__(self) -> str:
        return f"scanned letter {self.pk}"

    @property
    def page_count(self) -> int:
        return len(pages_of(self.pages))

    @property
    def path(self) -> Path | None:
        """Where its PDF or photo lies; None where it is nothing but words. Raises `FileNotFoundError`."""
        return files().path(self.agency, self.sha256) if self.sha256 else None

    def labelled(self) -> IncomingEntry | None:
        """The entry whose label stands on its first page."""
        said = number_on(self.mark, self.agency.uid.hex)
        return IncomingEntry.objects.filter(year=said[0], number=said[1]).first() if said else None

    def before(self) -> ScannedLetter | None:
        """The one that waits before it in its batch."""
        others = ScannedLetter.objects.waiting().filter(batch=self.batch_id, place__lt=self.place)
        return others.last()

    def take(self, *, by: Officer) -> None:
        """The registry has it from now on: the time of receipt (guide #2.4). Raises `Refusal("not_waiting")`."""
        with self.change("taken", by=by) as desk:
            self._must_wait()
            self.received_at = self.received_at or desk.moment

    def enter(
        self,
        *,
        by: Officer,
        particulars: Particulars,
        route: Route | None = None,
        channel_name: str = "",
        answer_address: str = "",
    ) -> IncomingEntry:
        """Register it, with its scan: number, entry, answer and routing in one commit.

        Raises `Refusal`: not_waiting, and as `HandIns.enter`.
        """
        with one_at_a_time(self.agency_id) as desk:
            with self.change("entered", by=by):
                self._must_wait()
                self.received_at = self.received_at or desk.moment
                self.state, self.ended_at = self.ENTERED, desk.moment
                given = HandIn(
                    Channel(self.batch.channel),
                    channel_name=channel_name,
                    answer_address=answer_address,
                    kept=[self.kept] if self.sha256 else [],
                    received_at=self.received_at,
                )
                self.entry = HandedIn.objects.enter(given, by=by, particulars=particulars, route=route)
            return self.entry

    def attach(self, entry: IncomingEntry, *, by: Actor) -> None:
        """It is the picture of a letter that has its number. Raises `Refusal("not_waiting")`."""
        with self.change("attached", by=by) as desk:
            self._must_wait()
            self.state, self.entry, self.ended_at = self.ATTACHED, entry, desk.moment

    def discard(self, because: str, *, by: Officer) -> None:
        """It needs no number. Raises `Refusal`: no_reason, not_waiting."""
        with self.change("discarded", by=by) as desk:
            reason = reason_in(because, undone="เอาออก", stays="ฉบับนี้ยังรออยู่")
            self._must_wait()
            self.state, self.reason, self.ended_at = self.DISCARDED, reason[:REASON_MAX], desk.moment

    def restore(self, *, by: Officer) -> None:
        """It waits again, after it was discarded or attached. Raises `Refusal("not_ended")`."""
        with self.change("restored", by=by):
            if self.state not in (self.DISCARDED, self.ATTACHED):
                raise Refusal("not_ended", "ไม่ได้เอากลับ เพราะฉบับนี้รออยู่แล้วหรือลงรับไปแล้ว ไม่มีข้อมูลใดเปลี่ยน")
            self.state, self.reason, self.ended_at, self.entry = self.WAITING, "", None, None

    def join_before(self, *, by: Officer) -> ScannedLetter:
        """One letter with the one before it: the machine cut where it should not have.

        Raises `Refusal`: nothing_before, not_waiting, not_opened.
        """
        by.assert_may("scannedletter.rebound")
        before = self.before()
        if before is None:
            raise Refusal("nothing_before", "ยังไม่ได้รวม เพราะไม่มีฉบับก่อนหน้าที่รอลงรับในชุดนี้ ไม่มีข้อมูลใดเปลี่ยน")
        pages = [*pages_of(before.pages), *pages_of(self.pages)]
        received = [letter.received_at for letter in (before, self) if letter.received_at is not None]
        whole = self._bound(pages, before.name, mark=before.mark, received_at=min(received, default=None))
        return self._rebind([before, self], [whole], by=by)[0]

    def split_before(self, page: int, *, by: Officer) -> tuple[ScannedLetter, ScannedLetter]:
        """Two letters; the second begins with this page, counted from 1: the machine did not cut where it should have.

        Raises `Refusal`: no_such_page, not_waiting, not_opened.
        """
        by.assert_may("scannedletter.rebound")
        pages = pages_of(self.pages)
        if not 2 <= page <= len(pages):
            raise Refusal(
                "no_such_page", f"ยังไม่ได้แยก เพราะฉบับนี้มี {len(pages)} หน้า โปรดบอกหน้าแรกของฉบับที่สอง ตั้งแต่ 2 ขึ้นไป"
            )
        stem = PurePath(self.name).stem
        first = self._bound(pages[: page - 1], self.name, mark=self.mark, received_at=self.received_at)
        second = self._bound(
            pages[page - 1 :], f"{stem} (หน้า {page} เป็นต้นไป).pdf", received_at=self.received_at
        )
        one, other = self._rebind([self], [first, second], by=by)
        return one, other

    def _bound(
        self, pages: Sequence[Page], name: str, *, mark: str = "", received_at: datetime | None = None
    ) -> Found:
        """Raises `Refusal("not_opened")`."""
        try:
            kept = _kept_letter(list(self.batch.files.order_by("place")), pages, name)
        except Unopened as trouble:
            raise Refusal("not_opened", f"ยังไม่ได้ทำ เพราะ{trouble} ฉบับเดิมยังรออยู่ครบ") from None
        return Found(pages, kept, mark, self.trouble, received_at=received_at)

    def _rebind(
        self, old: Sequence[ScannedLetter], new: Sequence[Found], *, by: Officer
    ) -> list[ScannedLetter]:
        with one_at_a_time(self.agency_id) as desk:
            for letter in old:
                with letter.change("rebound", by=by):
                    letter._must_wait()
                    letter.state, letter.ended_at = self.REBOUND, desk.moment
            return [ScannedLetter.objects.wait(self.batch, found, by=by, verb="bound") for found in new]

    def _must_wait(self) -> None:
        if self.state != self.WAITING:
            raise Refusal(
                "not_waiting",
                f"ยังไม่ได้ทำ เพราะฉบับนี้ไม่ได้รออยู่แล้ว ({self.get_state_display()}"
                f"{f' เลขรับ {self.entry.receipt_number}' if self.entry else ''}) โปรดเปิดหน้าหนังสือกระดาษใหม่ ไม่มีข้อมูลใดเปลี่ยน",
            )


def split_due() -> int:
    """Take apart what was handed in, of every agency; how many batches."""
    moment, done = now(), 0
    due = ScanBatch.across_agencies.filter(ScanBatch.due(moment)).select_related("agency").order_by("pk")
    for batch in due[:BATCHES_MAX]:
        with acting_for(batch.agency):
            if batch.claim(moment, lease=LEASE):
                done += _split(batch)
    return done


def _split(batch: ScanBatch) -> int:
    try:
        try:
            letters = batch.split()
        except (DiskFull, FileNotFoundError) as trouble:
            batch.put_off(now(), error=str(trouble))
            return 0
        batch.let_go(not_before=None)
    except TakenOver:
        return 0
    logger.info("batch %s: %s letters", batch.pk, letters)
    return 1


def _keep(uploads: Sequence[Upload]) -> list[KeptFile]:
    """Durable before a row may speak of them. Raises `Refusal`: bad_file, disk_full."""
    _must_be_a_batch(uploads)
    kept = []
    try:
        with files().batch(current_agency()) as batch:
            for upload in uploads:
                beginning = _Beginning(upload)
                stored = batch.add(beginning.chunks())
                kept.append(
                    KeptFile(upload.name[:FILE_NAME_MAX], beginning.content_type, stored.sha256, stored.size)
                )
    except DiskFull:
        raise Refusal(
            "disk_full", "ยังไม่ได้ส่ง เพราะดิสก์ของเครื่องแม่ข่ายเต็ม โปรดแจ้งผู้ดูแลระบบและเก็บตัวจริงไว้ ยังไม่มีไฟล์ใดเข้าระบบ"
        ) from None
    return kept


def _must_be_a_batch(uploads: Sequence[Upload]) -> None:
    """Raises `Refusal("bad_file")`."""
    if len(uploads) > BATCH_FILES_MAX:
        raise Refusal(
            "bad_file", f"ยังไม่ได้ส่ง เพราะเลือกเกิน {BATCH_FILES_MAX} ไฟล์ โปรดแบ่งส่งเป็นหลายชุด ยังไม่มีไฟล์ใดเข้าระบบ"
        )
    for upload in uploads:
        if upload.size > BATCH_FILE_BYTES_MAX:
            raise Refusal(
                "bad_file",
                f"ยังไม่ได้ส่ง เพราะไฟล์ {upload.name} ใหญ่เกิน 60 เมกะไบต์ โปรดสแกนเป็นหลายไฟล์หรือลดความละเอียด ยังไม่มีไฟล์ใดเข้าระบบ",
            )
    if sum(upload.size for upload in uploads) > BATCH_BYTES_MAX:
        raise Refusal(
            "bad_file", "ยังไม่ได้ส่ง เพราะทุกไฟล์รวมกันใหญ่เกิน 200 เมกะไบต์ โปรดแบ่งส่งเป็นหลายชุด ยังไม่มีไฟล์ใดเข้าระบบ"
        )


class _Beginning:
    """The bytes of an upload as they pass, and what their beginning says they are."""

    def __init__(self, upload: Upload) -> None:
        self.upload = upload
        self.content_type = ""

    def chunks(self) -> Iterable[bytes]:
        """Raises `Refusal("bad_file")` before the first byte is kept."""
        for chunk in self.upload.chunks():
            if not self.content_type:
                self.content_type = next(
                    (kind for magic, kind in KINDS.items() if chunk.startswith(magic)), ""
                )
                self._must_be_known()
            yield chunk
        self._must_be_known()

    def _must_be_known(self) -> None:
        if not self.content_type:
            raise Refusal(
                "bad_file",
                f"ยังไม่ได้ส่ง เพราะไฟล์ {self.upload.name} ไม่ใช่ PDF, JPG หรือ PNG โปรดสแกนหรือถ่ายใหม่ ยังไม่มีไฟล์ใดเข้าระบบ",
            )


@dataclass(frozen=True)
class _Seen:
    """The pages of a file as they were looked at; with trouble, it is a letter as it is."""

    sheets: Sequence[Sheet]
    trouble: str = ""
    opened: bool = True


def _seen(file: BatchFile, *, as_it_is: bool) -> _Seen:
    if as_it_is:
        return _Seen([Sheet()], "ระบบแยกไฟล์นี้ไม่ได้ จึงเป็นหนึ่งฉบับตามไฟล์")
    try:
        return _Seen(sheets_of(file.path, pages_max=PAGES_MAX))
    except Unopened as trouble:
        opened = isinstance(trouble, TooManyPages)
        return _Seen([Sheet()], f"{trouble} จึงเป็นหนึ่งฉบับตามไฟล์ ตรวจกับตัวจริง", opened)


def _letters_of(kept: Sequence[BatchFile], seen: Sequence[_Seen], *, together: bool) -> list[Found]:
    if not kept:
        return [Found([], None)]
    found: list[Found] = []
    # A file that cannot be opened is bound into no other letter, and none into it.
    for start, end in _stretches(seen):
        piles = letters_among([one.sheets for one in seen[start:end]], together=together)
        for pile in piles:
            pages = tuple((file + start, page) for file, page in pile.pages)
            found.append(_found(kept, seen, replace(pile, pages=pages), number=len(found) + 1))
    return found


def _stretches(seen: Sequence[_Seen]) -> list[tuple[int, int]]:
    cuts = [0]
    for place, one in enumerate(seen):
        if one.trouble:
            cuts += [place, place + 1]
    cuts.append(len(seen))
    return [(start, end) for start, end in pairwise(cuts) if start < end]


def _found(kept: Sequence[BatchFile], seen: Sequence[_Seen], pile: Pile, *, number: int) -> Found:
    first = kept[pile.pages[0][0]]
    trouble = seen[first.place].trouble
    if trouble:
        return Found(pile.pages, first.kept, pile.mark, trouble, seen[first.place].opened)
    undrawn = [
        str(nth) for nth, (file, page) in enumerate(pile.pages, start=1) if not seen[file].sheets[page].drawn
    ]
    if undrawn:
        trouble = f"หน้า {', '.join(undrawn)} อ่านไม่ได้ ตรวจกับตัวจริง"
    if _is_whole(pile.pages, first, len(seen[first.place].sheets)):
        return Found(pile.pages, first.kept, pile.mark, trouble)
    try:
        letter = _kept_letter(kept, pile.pages, f"{PurePath(first.name).stem} ฉบับที่ {number}.pdf")
    except Unopened as broken:
        return Found(pile.pages, first.kept, pile.mark, f"{broken} จึงแนบไฟล์ทั้งไฟล์ไว้ ตรวจกับตัวจริง")
    return Found(pile.pages, letter, pile.mark, trouble)


def _is_whole(pages: Sequence[Page], file: BatchFile, count: int) -> bool:
    """Whether the letter is a file from its first page to its last: then it keeps the very file."""
    return list(pages) == [(file.place, page) for page in range(count)]


def _kept_letter(kept: Sequence[BatchFile], pages: Iterable[Page], name: str) -> KeptFile:
    """A PDF of these pages, safe in the store. Raises `Unopened`, `DiskFull`."""
    runs: list[Run] = as_runs(pages)
    data = bound([(kept[file].path, range(first, last + 1)) for file, first, last in runs])
    stored = files().keep(current_agency(), data)
    return KeptFile(
        f"{PurePath(name).stem}.pdf"[-FILE_NAME_MAX:], "application/pdf", stored.sha256, stored.size
    )
