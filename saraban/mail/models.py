"""The central mailbox, the letters that came through it, and the letters that leave by it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.timezone import localtime, now

from saraban.agencies.duties import MACHINE, Duty, Machine
from saraban.agencies.models import Officer
from saraban.audit.leased import ERROR_MAX, Leased
from saraban.audit.recorded import Actor, Recorded, RecordedManager
from saraban.exchange import letter_json, receipt_json
from saraban.files.store import FileStore
from saraban.law.refusal import Refusal
from saraban.mail.composition import MESSAGE_ID, letter_bytes, new_message_id
from saraban.mail.gateway import Role
from saraban.mail.one_time import HIDDEN
from saraban.mail.one_time import LENGTH as CODE_LENGTH
from saraban.mail.references import LENGTH as REFERENCE_LENGTH
from saraban.tenancy.models import Scoped
from saraban.tenancy.scope import arrangement, current_agency, remembered
from saraban.thai.citizen_id import mask_citizen_ids

SUBJECT_MAX = 1_000  # characters, of a letter as we show it; the raw bytes have it whole
ADDRESS_MAX = 320
MESSAGE_ID_MAX = 998
NAME_MAX = 300
EXCERPT_MAX = 300
REASON_MAX = 300
TELLS_MAX = 40
FAILING_PAUSE_MAX = timedelta(minutes=10)
CLOCKS_APART_MAX = timedelta(minutes=5)
BOUNCES_WITHIN = timedelta(days=6)  # most servers give up after five
BOUNCED_AT_ONCE_MAX = 20
HOSTS_MAX = 10
HOST = re.compile(r"(?=.{1,253}\Z)[a-z0-9](?:[a-z0-9-]{0,62})(?:\.[a-z0-9][a-z0-9-]{0,62}){0,10}\Z")


def files() -> FileStore:
    return FileStore(settings.DATA_DIR / "files")


class Mailbox(Recorded):
    """The agency's central mailbox (saraban@…): guide #1.2 and #1.3. Its password is a file; `secret` its name."""

    arranges: ClassVar[bool] = True

    address = models.EmailField("ที่อยู่อีเมลกลาง", max_length=ADDRESS_MAX)
    inbox_url = models.CharField("รับจดหมายจาก", max_length=500)
    outbox_url = models.CharField("ส่งจดหมายทาง", max_length=500)
    secret = models.CharField("ชื่อแฟ้มรหัสผ่าน", max_length=100, blank=True)
    since = models.DateField("รับจดหมายที่เข้ามาตั้งแต่วันที่")
    provider_keeps_sent = models.BooleanField("ผู้ให้บริการเก็บสำเนาที่ส่งให้เอง", default=False)
    active = models.BooleanField("เปิดรับ", default=True)
    checked_by = models.JSONField(
        "เครื่องที่ตรวจว่าใครส่ง", default=list
    )  # in small letters; none: nobody is believed

    class Meta:
        verbose_name = "กล่องอีเมลกลาง"
        constraints = [models.UniqueConstraint(fields=["agency", "address"], name="mailbox_once")]

    def __str__(self) -> str:
        return self.address

    @classmethod
    def addresses(cls) -> frozenset[str]:
        """Of the agency's own mailboxes, in small letters."""
        return arrangement(
            "mailbox addresses",
            lambda: frozenset(one.lower() for one in cls.objects.values_list("address", flat=True)),
        )

    @property
    def keeps_codes_secret(self) -> bool:
        """Whether what leaves by it is kept by us alone: else whoever opens its Sent folder reads the codes, too."""
        return not self.provider_keeps_sent

    def confirm_hosts(self, names: Sequence[str], *, by: Actor) -> None:
        """By which names its host writes what it found of a sender; none: it is not believed any more.

        Raises `Refusal`: bad_host, too_many.
        """
        said = sorted({name.strip().lower().rstrip(".") for name in names} - {""})
        with self.change("hosts_confirmed", by=by):
            for name in said:
                if not HOST.match(name):
                    raise Refusal(
                        "bad_host",
                        f"ยังไม่ได้บันทึก เพราะ “{name[:60]}” ไม่ใช่ชื่อเครื่อง เช่น mx.klongnoy.go.th โปรดแก้ ชื่อเดิมอยู่ครบ",
                    )
            if len(said) > HOSTS_MAX:
                raise Refusal(
                    "too_many", f"ยังไม่ได้บันทึก เพราะใส่ชื่อเครื่องได้ไม่เกิน {HOSTS_MAX} ชื่อ โปรดลดลง ชื่อเดิมอยู่ครบ"
                )
            self.checked_by = said


class MailboxWatch(Leased, Scoped):
    """How the fetching of one mailbox stands. Operational: one process at a time holds its lease."""

    mailbox = models.OneToOneField(Mailbox, models.PROTECT, related_name="watch")
    looked_at = models.DateTimeField("ตรวจล่าสุด", null=True)
    failing_since = models.DateTimeField(null=True)

    class Meta:
        verbose_name = "การตรวจกล่อง"
        indexes = [models.Index(fields=["not_before"], name="watch_due")]

    def __str__(self) -> str:
        return f"watch of {self.mailbox_id}"

    def note_look(self, moment: datetime, *, every: timedelta) -> None:
        """Looked into it, all is well; the next look is due after `every`."""
        self._set(
            looked_at=moment,
            failing_since=None,
            not_before=moment + every,
            lease_until=None,
            attempts=0,
            last_error="",
        )

    def note_failure(self, moment: datetime, error: str, *, every: timedelta) -> None:
        """Could not look into it: again after `every`, more slowly the longer it lasts."""
        pause = min(every * 2 ** min(self.attempts, 4), FAILING_PAUSE_MAX)
        self._set(
            failing_since=self.failing_since or moment,
            not_before=moment + pause,
            lease_until=None,
            last_error=error[:ERROR_MAX],
        )


class FolderWatch(Scoped):
    """How far a folder has been read: every UID up to `high_uid` is in the ledger, under that UIDVALIDITY."""

    mailbox = models.ForeignKey(Mailbox, models.PROTECT, related_name="folders", db_index=False)
    name = models.CharField(max_length=300)
    role = models.CharField(max_length=10, choices=[(role.value, role.value) for role in Role])
    uidvalidity = models.BigIntegerField()
    high_uid = models.BigIntegerField(default=0)

    class Meta:
        verbose_name = "กล่องย่อยที่ตรวจ"
        constraints = [
            models.UniqueConstraint(fields=["agency", "mailbox", "name"], name="folder_watched_once")
        ]

    def __str__(self) -> str:
        return self.name


class LedgerLine(Scoped):
    """What became of one (folder, UIDVALIDITY, UID). Independent of any flag on the server."""

    KEPT, KNOWN, FAILED = "kept", "known", "failed"

    mailbox = models.ForeignKey(Mailbox, models.PROTECT, related_name="+", db_index=False)
    folder = models.CharField(max_length=300)
    uidvalidity = models.BigIntegerField()
    uid = models.BigIntegerField()
    email = models.ForeignKey("InboundEmail", models.PROTECT, null=True, related_name="ledger")
    outcome = models.CharField(max_length=10)
    attempts = models.PositiveSmallIntegerField(default=0)  # times that a withheld one was asked for again
    not_before = models.DateTimeField(null=True)  # when it is asked for again
    arrived_at = models.DateTimeField()
    seen_at = models.DateTimeField(default=now)

    class Meta:
        verbose_name = "บัญชีจดหมายในกล่อง"
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "mailbox", "folder", "uidvalidity", "uid"], name="uid_settled_once"
            )
        ]
        indexes = [
            models.Index(
                fields=["agency", "mailbox", "folder"], condition=Q(outcome="failed"), name="uid_withheld"
            )
        ]

    def __str__(self) -> str:
        return f"{self.folder}/{self.uidvalidity}/{self.uid} {self.outcome}"


class Inbounds(RecordedManager["InboundEmail"]):
    def waiting(self) -> models.QuerySet[InboundEmail]:
        """What lies before the clerk, the oldest first."""
        return self.filter(state=InboundEmail.UNSORTED).order_by("arrived_at", "pk")

    def in_inbox(self) -> models.QuerySet[InboundEmail]:
        """What waits and was not thought junk by the mail server."""
        return self.waiting().exclude(role=Role.JUNK)

    def count_in_inbox(self) -> int:
        return remembered("count in inbox", self.in_inbox().count)

    def seen_by(self, officer: Officer) -> models.QuerySet[InboundEmail]:
        """All but the secret ones, which only the registrar of secret matters sees."""
        return self.all() if Duty.SECRETS in officer.duties else self.exclude(state=InboundEmail.SECRET)


class InboundEmail(Recorded):
    """A letter that came by e-mail. Its raw bytes (a file, `sha256`) are the record; the rest is read from them."""

    UNSORTED, MOVING, REGISTERED, NOT_REGISTERED, MISDIRECTED, SPAM, SECRET = (
        "unsorted",
        "moving",
        "registered",
        "not_registered",
        "misdirected",
        "spam",
        "secret",
    )
    STATES: ClassVar[list[tuple[str, str]]] = [
        (UNSORTED, "รอลงรับ"),
        (MOVING, "กำลังย้ายออกจากจดหมายขยะ"),
        (REGISTERED, "ลงรับแล้ว"),
        (NOT_REGISTERED, "ไม่ต้องลงรับ"),
        (MISDIRECTED, "ส่งผิดหน่วยงาน"),
        (SPAM, "ขยะหรือโฆษณา"),
        (SECRET, "เรื่องลับ"),
    ]
    personal: ClassVar[frozenset[str]] = frozenset(
        {"sender_name", "sender_address", "answer_address", "subject", "excerpt", "message_id", "thread_ids"}
    )
    operational: ClassVar[frozenset[str]] = frozenset({"body_sha256", "brings", "reference", "of_a_question"})

    mailbox = models.ForeignKey(Mailbox, models.PROTECT, related_name="+", db_index=False)
    role = models.CharField(
        "พบในกล่อง", max_length=10, choices=[(Role.INBOX, "จดหมายเข้า"), (Role.JUNK, "จดหมายขยะ")]
    )
    sha256 = models.CharField(max_length=64)
    body_sha256 = models.CharField(max_length=64)  # tells a second delivery under new headers
    size = models.BigIntegerField()
    arrived_at = models.DateTimeField("เข้าระบบเมื่อ")
    host_received_at = models.DateTimeField("เวลาที่เครื่องรับจดหมายบันทึก", null=True)
    fetched_at = models.DateTimeField("ดึงมาเมื่อ")
    sent_at = models.DateTimeField("ผู้ส่งลงเวลาไว้", null=True)
    sender_name = models.CharField("ชื่อผู้ส่ง", max_length=NAME_MAX, blank=True)
    sender_address = models.CharField("อีเมลผู้ส่ง", max_length=ADDRESS_MAX, blank=True)
    answer_address = models.CharField("อีเมลสำหรับตอบ", max_length=ADDRESS_MAX, blank=True)
    subject = models.CharField("เรื่อง", max_length=SUBJECT_MAX, blank=True)
    excerpt = models.CharField("ข้อความย่อ", max_length=EXCERPT_MAX, blank=True)
    message_id = models.CharField(max_length=MESSAGE_ID_MAX, blank=True)
    thread_ids = models.JSONField(default=list)  # References, then In-Reply-To: the oldest first
    reference = models.CharField(max_length=REFERENCE_LENGTH, blank=True)  # of ours, which it quotes
    attachments = models.PositiveSmallIntegerField("ไฟล์แนบ", default=0)
    brings = models.CharField(max_length=20, blank=True)  # letter.json or receipt.json, where one is attached
    of_a_question = models.BooleanField(
        default=False
    )  # goes on from one of ours to an officer, or quotes a code
    automatic = models.CharField("จดหมายอัตโนมัติ", max_length=60, blank=True)
    bounce = models.BooleanField("แจ้งส่งไม่ถึง", default=False)
    bounce_status = models.CharField(max_length=11, blank=True)  # x.y.z of RFC 3463, of its first recipient
    unreadable = models.CharField("อ่านไม่ได้เพราะ", max_length=200, blank=True)
    state = models.CharField(max_length=20, choices=STATES, default=UNSORTED)
    state_reason = models.CharField("เหตุผล", max_length=REASON_MAX, blank=True)
    put_off_at = models.DateTimeField("ดูแล้ว รอ", null=True)
    copy_of = models.ForeignKey("self", models.PROTECT, null=True, related_name="copies")
    answers = models.ForeignKey("OutboundEmail", models.PROTECT, null=True, related_name="replies")

    objects: ClassVar[Inbounds] = Inbounds()

    class Meta:
        verbose_name = "จดหมายเข้า"
        constraints = [
            models.UniqueConstraint(fields=["agency", "sha256"], name="email_received_once"),
            models.CheckConstraint(
                condition=Q(
                    state__in=[
                        "unsorted",
                        "moving",
                        "registered",
                        "not_registered",
                        "misdirected",
                        "spam",
                        "secret",
                    ]
                ),
                name="inbound_states",
            ),
        ]
        indexes = [
            models.Index(fields=["agency", "state", "role", "arrived_at"], name="desk_order"),
            models.Index(fields=["agency", "message_id"], name="inbound_message_id"),
            models.Index(fields=["agency", "sender_address"], name="inbound_of_a_sender"),
            models.Index(
                fields=["agency", "sender_name"], condition=Q(state="registered"), name="inbound_of_a_name"
            ),
            models.Index(fields=["agency", "answers"], name="inbound_answers"),
            models.Index(
                fields=["id"], condition=Q(brings="receipt.json", state="unsorted"), name="inbound_receipts"
            ),
            models.Index(fields=["id"], condition=Q(of_a_question=True), name="inbound_of_questions"),
        ]

    def __str__(self) -> str:
        return f"letter {self.pk}"

    @property
    def from_whom(self) -> str:
        return self.sender_name or self.sender_address or "ไม่ปรากฏผู้ส่ง"

    @property
    def clocks_apart(self) -> bool:
        """Whether our own host's Received line and the mailbox disagree by more than five minutes."""
        return (
            self.host_received_at is not None
            and abs(self.host_received_at - self.arrived_at) > CLOCKS_APART_MAX
        )

    @property
    def path(self) -> Path:
        """Where its bytes lie. Raises `FileNotFoundError`."""
        agency = current_agency()
        assert agency.pk == self.agency_id, "a letter is read while acting for its agency"
        return files().path(agency, self.sha256)

    def raw(self) -> bytes:
        return files().read(self.agency, self.sha256)

    def must_wait(self) -> None:
        """Raises `Refusal("already_sorted")` for one that a colleague was first with."""
        if self.state != self.UNSORTED:
            raise Refusal(
                "already_sorted",
                f"ยังไม่ได้ทำ เพราะหนังสือนี้ไม่ได้รออยู่ที่โต๊ะแล้ว ({self.get_state_display()}) โปรดดูในประวัติหรือทะเบียน ไม่มีข้อมูลใดเปลี่ยน",
            )

    def put_off(self, *, by: Actor) -> None:
        """Seen, and to wait: a round can be signed while it lies at the desk."""
        with self.change("put_off", by=by) as desk:
            self.put_off_at = self.put_off_at or desk.moment

    def no_answer_because(self) -> str:
        """Why this letter must not be answered by mail (Thai, for the card); "" when it may be."""
        if self.bounce:
            return "เป็นจดหมายแจ้งส่งไม่ถึง"
        if self.automatic:
            return "เป็นจดหมายอัตโนมัติ"
        if self.unreadable and not self.answer_address:
            return "อ่านที่อยู่ผู้ส่งไม่ได้"
        if not self.answer_address:
            return "ไม่มีที่อยู่อีเมลให้ตอบ"
        ours = self.answer_address.lower() in Mailbox.addresses()
        return "ผู้ส่งคืออีเมลกลางของหน่วยงานเอง" if ours else ""


@dataclass(frozen=True)
class Draft:
    """A letter about to be written into the outbox."""

    kind: str
    to_address: str
    to_name: str
    subject: str
    body: str
    leaves_at: datetime
    automatic: bool  # says so in its header (RFC 3834), so that no machine answers it
    answers: InboundEmail | None = None
    part: str = ""  # which letter of that e-mail; of a seal: up to which day
    encloses: InboundEmail | None = None  # a letter sent on whole, as an attachment
    attached: Sequence[KeptFile] = ()
    tells: str = ""  # the number of ours that it tells: "incoming/2569/124"
    for_machines: str = ""  # letter.json of a letter, receipt.json of an answer
    one_time: str = ""  # a code that leaves in the place of `HIDDEN` in the body


@dataclass(frozen=True)
class KeptFile:
    """A file that is safe in our store, under the name by which people know it."""

    name: str
    content_type: str
    sha256: str
    size: int  # bytes


class Outbounds(RecordedManager["OutboundEmail"]):
    def compose(self, draft: Draft, *, mailbox: Mailbox, from_name: str, by: Actor) -> OutboundEmail:
        """Lay a letter into the outbox, in the caller's transaction. The clock sends it when its time has come."""
        thread: list[str] = []
        if draft.answers is not None and MESSAGE_ID.match(draft.answers.message_id):
            earlier = [mid for mid in draft.answers.thread_ids if MESSAGE_ID.match(mid)]
            thread = [*dict.fromkeys(mid for mid in earlier if mid != draft.answers.message_id)]
            thread = [*thread, draft.answers.message_id][-THREAD_IDS_MAX:]
        return self.record(
            "composed",
            by=by,
            mailbox=mailbox,
            kind=draft.kind,
            to_address=draft.to_address,
            to_name=mask_citizen_ids(draft.to_name)[:NAME_MAX],
            from_name=from_name[:NAME_MAX],
            subject=draft.subject[:SUBJECT_MAX],
            body=draft.body,
            message_id=new_message_id(mailbox.address),
            thread_ids=thread,
            in_reply_to=draft.answers,
            part=draft.part,
            encloses=draft.encloses,
            attached=[vars(file) for file in draft.attached],
            tells=draft.tells,
            for_machines=draft.for_machines,
            one_time=draft.one_time,
            dated_at=draft.leaves_at,
            automatic=draft.automatic,
            not_before=draft.leaves_at,
        )


THREAD_IDS_MAX = 20


class OutboundEmail(Recorded, Leased):
    """A letter that leaves by the central mailbox. Its Message-ID is stored before it is sent."""

    ANSWER, ROUTING, MISDIRECTED, FORWARD, LETTER = "answer", "routing", "misdirected", "forward", "letter"
    CASE = "case"
    # Machine mail: no letter of the office's, so without a row in the send register.
    SEAL = "seal"
    DIGEST = "digest"
    QUESTION = "question"
    KINDS: ClassVar[list[tuple[str, str]]] = [
        (ANSWER, "ตอบรับ"),
        (ROUTING, "ส่งต่อภายใน"),
        (MISDIRECTED, "แจ้งส่งผิดหน่วยงาน"),
        (FORWARD, "ส่งต่อหน่วยงานอื่น"),
        (LETTER, "หนังสือส่ง"),
        (CASE, "ถึงผู้ยื่น"),
        (SEAL, "ตราปิดวัน"),
        (DIGEST, "แจ้งงานเจ้าหน้าที่"),
        (QUESTION, "ถามความเห็นเจ้าหน้าที่"),
    ]
    QUEUED, HELD, SENT, UNCERTAIN, BOUNCED, FAILED, RECALLED = (
        "queued",
        "held",
        "sent",
        "uncertain",
        "bounced",
        "failed",
        "recalled",
    )
    STATES: ClassVar[list[tuple[str, str]]] = [
        (QUEUED, "รอส่ง"),
        (HELD, "พักไว้"),
        (SENT, "ส่งแล้ว"),
        (UNCERTAIN, "ไม่แน่ว่าถึง"),
        (BOUNCED, "ส่งไม่ถึง"),
        (FAILED, "ส่งไม่ได้"),
        (RECALLED, "เรียกกลับแล้ว"),
    ]
    TROUBLED: ClassVar[list[str]] = [HELD, UNCERTAIN, BOUNCED, FAILED]  # an officer has to look at them
    # A server's reason may repeat the address.
    personal: ClassVar[frozenset[str]] = frozenset(
        {"to_address", "to_name", "subject", "body", "thread_ids", "state_reason", "attached", "for_machines"}
    )
    operational: ClassVar[frozenset[str]] = Leased.LEASE_COLUMNS | {
        "doubts",
        "handed_over_at",
        "one_time",
        "server_message_id",
        "sha256",
    }

    mailbox = models.ForeignKey(Mailbox, models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(max_length=20, choices=KINDS)
    to_address = models.CharField("ถึง", max_length=ADDRESS_MAX)
    to_name = models.CharField("ชื่อผู้รับ", max_length=NAME_MAX, blank=True)
    from_name = models.CharField("ในนาม", max_length=NAME_MAX)
    subject = models.CharField("เรื่อง", max_length=SUBJECT_MAX)
    body = models.TextField("ข้อความ")
    message_id = models.CharField(max_length=MESSAGE_ID_MAX)
    server_message_id = models.CharField(
        max_length=MESSAGE_ID_MAX, blank=True
    )  # where the provider rewrote it
    thread_ids = models.JSONField(default=list)
    in_reply_to = models.ForeignKey(InboundEmail, models.PROTECT, null=True, related_name="our_letters")
    part = models.CharField(max_length=40, blank=True)
    encloses = models.ForeignKey(
        InboundEmail, models.PROTECT, null=True, verbose_name="แนบจดหมาย", related_name="+", db_index=False
    )
    attached = models.JSONField("ไฟล์แนบ", default=list)  # as `KeptFile`
    tells = models.CharField("แจ้งเลข", max_length=TELLS_MAX, blank=True)
    for_machines = models.TextField("ข้อมูลลงนามสำหรับระบบ", blank=True)
    one_time = models.CharField(max_length=CODE_LENGTH, blank=True)  # until it left: then nobody has it here
    dated_at = models.DateTimeField()
    automatic = models.BooleanField(default=True)
    state = models.CharField(max_length=20, choices=STATES, default=QUEUED)
    state_reason = models.CharField(max_length=REASON_MAX, blank=True)
    sent_at = models.DateTimeField("ส่งเมื่อ", null=True)
    sha256 = models.CharField(max_length=64, blank=True)  # of its bytes, before any of them is sent
    doubts = models.PositiveSmallIntegerField(default=0)  # times that its fate was not known
    handed_over_at = models.DateTimeField(null=True)  # the server said so; set before anything else is done

    objects: ClassVar[Outbounds] = Outbounds()

    class Meta:
        verbose_name = "จดหมายออก"
        constraints = [
            models.UniqueConstraint(fields=["agency", "message_id"], name="outbound_message_id_once"),
            models.UniqueConstraint(
                fields=["agency", "in_reply_to", "part"],
                condition=Q(kind="answer") & ~Q(state="recalled"),
                name="one_answer_per_letter",
            ),
            models.UniqueConstraint(
                fields=["agency", "to_address", "part"], condition=Q(kind="seal"), name="seal_mailed_once"
            ),
            models.CheckConstraint(
                condition=Q(
                    state__in=["queued", "held", "sent", "uncertain", "bounced", "failed", "recalled"]
                ),
                name="outbound_states",
            ),
        ]
        indexes = [
            models.Index(fields=["not_before"], condition=Q(state="queued"), name="outbox_due"),
            models.Index(fields=["agency", "to_address", "sent_at"], name="outbox_caps"),
            models.Index(fields=["agency", "sent_at"], name="outbox_hour"),
            models.Index(
                fields=["agency", "-id"],
                condition=Q(state__in=["held", "uncertain", "bounced", "failed"]),
                name="outbox_troubled",
            ),
            models.Index(
                fields=["sent_at"], condition=Q(state="sent", server_message_id=""), name="outbox_unread_back"
            ),
            models.Index(fields=["agency", "server_message_id"], name="outbound_server_id"),
        ]

    def __str__(self) -> str:
        return f"outbound {self.pk}"

    def as_bytes(self) -> bytes:
        """The letter as it leaves: the same bytes at each attempt. Raises `MailFailure` when it cannot be written."""
        return self._bytes(self.body.replace(HIDDEN, self.one_time) if self.one_time else self.body)

    def as_kept(self) -> bytes:
        """As it leaves, but for its one-time code: for our files and the Sent folder, which colleagues may open."""
        return self._bytes(self.body)

    def _bytes(self, body: str) -> bytes:
        automatic = "auto-replied" if self.in_reply_to_id else "auto-generated"
        return letter_bytes(
            sender=(self.from_name, self.mailbox.address),
            recipient=(self.to_name, self.to_address),
            subject=self.subject,
            body=body,
            message_id=self.message_id,
            thread_ids=self.thread_ids,
            dated_at=localtime(self.dated_at),
            automatic=automatic if self.automatic else None,
            enclosed=self.encloses.raw() if self.encloses is not None else b"",
            attached=[
                *(
                    (file.name, file.content_type, files().read(self.agency, file.sha256))
                    for file in self.attached_files
                ),
                *self._for_machines(),
            ],
            tells=self.tells,
        )

    def _for_machines(self) -> list[tuple[str, str, bytes]]:
        name = self.file_for_machines
        return [(name, "application/json", self.for_machines.encode())] if name else []

    @property
    def file_for_machines(self) -> str:
        """What it is called in the mail; empty where none goes with it."""
        if not self.for_machines:
            return ""
        return letter_json.NAME if self.kind == self.LETTER else receipt_json.NAME

    @property
    def attached_files(self) -> list[KeptFile]:
        return [KeptFile(**file) for file in self.attached]

    def raw(self) -> bytes:
        """The bytes that left, or were to leave, `as_kept`."""
        return files().read(self.agency, self.sha256)

    @property
    def may_be_recalled(self) -> bool:
        """Whether it has neither left nor is being sent, as far as this object knows."""
        return self.state in (self.QUEUED, self.HELD) and self.lease_until is None

    def recall(self, *, by: Actor) -> None:
        """Stop it from leaving. Raises `Refusal("already_leaving")` when it has left or is being sent."""
        with self.change("recalled", by=by):
            waiting = Q(pk=self.pk, state__in=[self.QUEUED, self.HELD], lease_until=None)
            rows = OutboundEmail.across_agencies.get_queryset().filter(waiting)
            if not rows.lease(not_before=None, one_time=""):
                raise Refusal(
                    "already_leaving",
                    "เรียกกลับไม่ทัน เพราะจดหมายกำลังส่งหรือส่งไปแล้ว เลขยังอยู่ตามเดิม หากข้อความผิด ให้เขียนจดหมายแจ้งผู้รับอีกฉบับ",
                )
            self.not_before = None
            self.state = self.RECALLED

    def release(self, *, by: Actor) -> None:
        """Let a held or uncertain one go out (again): an officer's decision."""
        with self.change("released", by=by) as desk:
            if self.state not in (self.HELD, self.UNCERTAIN, self.FAILED):
                raise Refusal("not_held", "จดหมายฉบับนี้ไม่ได้พักไว้ จึงไม่มีอะไรให้ปล่อย โปรดดูสถานะล่าสุดในหน้านี้")
            self.state, self.state_reason = self.QUEUED, ""
            OutboundEmail.across_agencies.get_queryset().filter(pk=self.pk).lease(
                not_before=desk.moment, lease_until=None, attempts=0
            )

    def doubt(self, moment: datetime, *, lease: timedelta) -> None:
        """Its fate is not known once more."""
        self.renew(moment, lease=lease, doubts=self.doubts + 1)

    def let_lapse(self, moment: datetime, *, not_before: datetime, error: str) -> None:
        """Come back to it later as to the work of one who died over it."""
        self._set(not_before=not_before, lease_until=moment, last_error=error[:ERROR_MAX])

    def note_bytes(self, sha256: str, moment: datetime, *, lease: timedelta) -> None:
        """What is about to be sent lies in our files: of whatever becomes of it, we know what it was."""
        self.renew(moment, lease=lease, sha256=sha256)

    def note_handed_over(self, moment: datetime, *, lease: timedelta) -> None:
        """The server has it: whoever took it over from us meanwhile does not send it, and who comes after us need not ask."""
        self.take_back(moment, lease=lease, handed_over_at=moment)

    def mark_sent(self, at: datetime) -> None:
        """It left: that is so, whoever has it by now."""
        self._held_until = None
        with self.change("sent", by=MACHINE, **self._bytes_told()):
            self.sent_at = at
            if self.state != self.BOUNCED:  # its bounce may come home before the server's last word to us
                self.state, self.state_reason = self.SENT, ""
            self.let_go(not_before=None)
            self.forget_code()

    def forget_code(self) -> None:
        """What it was to bring has left, or is of no use any more."""
        if self.one_time:
            OutboundEmail.across_agencies.get_queryset().filter(pk=self.pk).lease(one_time="")
            self.one_time = ""

    def note_id_in_sent(self, message_id: str) -> None:
        """The id under which the provider sent it: replies and bounces may name that one."""
        self._set(server_message_id=message_id[:MESSAGE_ID_MAX])

    def mark(self, verb: str, state: str, reason: str, *, by: Machine = MACHINE) -> None:
        """Its fate as the post learned it: failed, uncertain, held, bounced. Raises `TakenOver`."""
        with self.change(verb, by=by, **self._bytes_told()):
            self.state, self.state_reason = state, reason[:REASON_MAX]
            self.let_go(not_before=None, error=reason)

    def _bytes_told(self) -> dict[str, str]:
        """For the log: what it was that left, or may have left."""
        return {"sha256": self.sha256} if self.sha256 else {}


def answered_by(message_ids: Sequence[str]) -> dict[str, OutboundEmail]:
    """Our letters among these Message-IDs, by the id that was found, ours or the provider's."""
    asked = [mid for mid in message_ids if mid]
    rows = OutboundEmail.objects.filter(Q(message_id__in=asked) | Q(server_message_id__in=asked))
    found: dict[str, OutboundEmail] = {}
    for row in rows:
        for mid in (row.message_id, row.server_message_id):
            if mid in asked:
                found[mid] = row
    return found


def last_sent_to(addresses: Sequence[str], moment: datetime) -> OutboundEmail | None:
    """The letter of ours that a bounce without any id must mean: the last one to that address, if lately."""
    lately = OutboundEmail.objects.filter(
        to_address__in=list(addresses)[:BOUNCED_AT_ONCE_MAX], sent_at__gt=moment - BOUNCES_WITHIN
    )
    return lately.order_by("-sent_at").first()
