"""The outbox: claim → send outside any transaction → record what became of it.

A letter is sent at least once with one Message-ID. Where its fate is not known (the server fell silent after DATA,
or we died while sending) it is looked for in Sent, and an answer is sent at most once more; then an officer decides.
Whoever was slow asks once more, at the last moment before the server has the letter, whether it is still theirs to send.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import DatabaseError
from django.utils.timezone import now

from saraban.audit.desk import at_the_desk
from saraban.audit.leased import TakenOver
from saraban.files.store import DiskFull
from saraban.mail.gateway import Inbox, MailFailure, Outbox
from saraban.mail.models import Mailbox, OutboundEmail, files
from saraban.tenancy.scope import acting_for

logger = logging.getLogger("saraban.mail")

BATCH_MAX = 50
LEASE = timedelta(minutes=15)  # from the last moment before the server has it: it may think for ten minutes
ATTEMPTS_MAX = 24  # with two hours' pause at most: about a day and a half
DOUBTS_MAX = 1  # an answer is tried once more
DOUBT_PAUSE = timedelta(minutes=15)
CAPPED_PAUSE = timedelta(minutes=10)
READ_BACK_FOR = timedelta(hours=1)
PER_SENDER_MAX = 20  # answers to one address in 24 hours
PER_HOUR_MAX = 300  # letters of one agency
LETTERS_PER_HOUR_MAX = (
    200  # while that many have left, the office's own wait: receipts have room behind a circular
)


def send_due(
    outbox_of: Callable[[Mailbox], Outbox],
    inbox_of: Callable[[Mailbox], Inbox],
    *,
    moment: datetime | None = None,
) -> int:
    """Send what is due, of every agency; how many letters were dealt with."""
    assert not at_the_desk(), "nothing is sent while the desk is held"
    due = (
        OutboundEmail.across_agencies.filter(OutboundEmail.due(moment or now()), state=OutboundEmail.QUEUED)
        .select_related("agency", "mailbox", "mailbox__agency")
        .order_by("not_before")
    )
    dealt_with = 0
    silent: set[int] = set()  # mailboxes whose server failed in this round: their letters wait for the next
    for letter in due[:BATCH_MAX]:
        if letter.mailbox_id not in silent:
            with acting_for(letter.agency):
                dealt_with += _try(letter, outbox_of, inbox_of, silent)
    return dealt_with


def read_back(inbox_of: Callable[[Mailbox], Inbox], *, moment: datetime | None = None) -> int:
    """Where the provider keeps what was sent, read there under which Message-ID it did; how many were found."""
    lately = OutboundEmail.across_agencies.filter(
        state=OutboundEmail.SENT,
        server_message_id="",
        mailbox__provider_keeps_sent=True,
        sent_at__gt=(moment or now()) - READ_BACK_FOR,
    ).select_related("agency", "mailbox", "mailbox__agency")
    found = 0
    silent: set[int] = set()
    for letter in lately.order_by("sent_at")[:BATCH_MAX]:
        if letter.mailbox_id in silent:
            continue
        try:
            there = inbox_of(letter.mailbox).sent_message_id(letter.message_id)
        except MailFailure as failure:
            logger.info("sent letter %s not read back: %s", letter.pk, failure.answer or failure.message)
            silent.add(letter.mailbox_id)
            continue
        if there:
            letter.note_id_in_sent(there)
            found += 1
    return found


def _try(
    letter: OutboundEmail,
    outbox_of: Callable[[Mailbox], Outbox],
    inbox_of: Callable[[Mailbox], Inbox],
    silent: set[int],
) -> bool:
    """One letter. A mistake of ours in it stops no other; its lease stays, and who comes next to it is in doubt."""
    try:
        return _send(letter, outbox_of, inbox_of, silent)
    except TakenOver:
        logger.warning("outbound %s: we were so slow that another took over; it is theirs", letter.pk)
        return False
    except DatabaseError:  # none could be marked
        raise
    except Exception:
        logger.exception("outbound %s: it is not known how far it came", letter.pk)
        return True


def _send(
    letter: OutboundEmail,
    outbox_of: Callable[[Mailbox], Outbox],
    inbox_of: Callable[[Mailbox], Inbox],
    silent: set[int],
) -> bool:
    letter.refresh_from_db(
        from_queryset=OutboundEmail.across_agencies.select_related("agency", "mailbox__agency")
    )
    if letter.state != OutboundEmail.QUEUED:
        return False
    # Whoever was at it died, or was left without the server's answer.
    in_doubt = letter.lease_until is not None
    if not letter.claim(now(), lease=LEASE):
        return False
    if letter.handed_over_at is not None:
        in_doubt = False  # the server has it: whoever knew that had no time to say so
    try:
        if in_doubt and not _may_try_again(letter, inbox_of):
            return True
    except MailFailure as failure:  # Sent could not be looked into: the doubt stays
        _put_off_in_doubt(letter, failure.message)
        return True
    if letter.handed_over_at is None and _capped(
        letter
    ):  # after the doubt is settled: a held letter keeps none
        return True
    if letter.handed_over_at is None:
        raw = _kept(letter)
        if raw is None:
            return True
        try:
            _hand_over(letter, raw, _opened(letter.mailbox, outbox_of))
        except MailFailure as failure:
            _note_failure(letter, failure)
            if failure.of_server:
                silent.add(letter.mailbox_id)
            return True
    assert letter.handed_over_at is not None
    if not letter.mailbox.provider_keeps_sent:
        _keep_copy(letter, inbox_of)
    letter.mark_sent(letter.handed_over_at)
    return True


def _written(letter: OutboundEmail) -> bytes | None:
    """Its bytes. None: it can never be sent as it stands, which an officer is told."""
    try:
        return letter.as_bytes()
    except MailFailure as failure:
        logger.warning("outbound %s cannot be written: %s", letter.pk, failure.message)
        letter.mark("failed", OutboundEmail.FAILED, failure.message)
    except Exception:
        logger.exception("outbound %s cannot be written", letter.pk)
        letter.mark(
            "failed",
            OutboundEmail.FAILED,
            "ส่งไม่ได้ เพราะระบบเขียนจดหมายฉบับนี้ไม่สำเร็จ โปรดแจ้งผู้รับทางอื่น และแจ้งผู้ดูแลเครื่อง หนังสือและเลขยังอยู่ครบ",
        )
    return None


def _opened(mailbox: Mailbox, outbox_of: Callable[[Mailbox], Outbox]) -> Outbox:
    """Raises `MailFailure`: whatever is wrong before a word is said to the server leaves no doubt about the letter."""
    try:
        return outbox_of(mailbox)
    except MailFailure:
        raise
    except Exception as error:
        logger.exception("the outbox of mailbox %s cannot be opened", mailbox.pk)
        raise MailFailure(
            "ยังไม่ได้ส่งหนังสือ เพราะเปิดทางส่งของกล่องอีเมลไม่ได้ โปรดตรวจที่อยู่และแฟ้มรหัสผ่านของกล่อง "
            "จะลองใหม่เอง หนังสือยังอยู่ครบ",
            of_server=True,
        ) from error


def _kept(letter: OutboundEmail) -> bytes | None:
    """Its bytes, safe in our files and named by the row: before that, nothing is said to the server. None: not now."""
    raw = _written(letter)
    if raw is None:
        return None
    try:
        kept = files().keep(letter.agency, letter.as_kept() if letter.one_time else raw)
    except (DiskFull, OSError) as error:
        logger.error("outbound %s waits for the disk: %s", letter.pk, error)
        letter.put_off(now(), error="รอส่ง เพราะเขียนลงดิสก์ของเครื่องนี้ไม่ได้ จะลองใหม่เอง หนังสือยังอยู่ครบ")
        return None
    letter.note_bytes(kept.sha256, now(), lease=LEASE)
    return raw


def _hand_over(letter: OutboundEmail, raw: bytes, outbox: Outbox) -> None:
    """Raises `MailFailure`, and `TakenOver` when it was another's to send before the server had it from us."""
    outbox.send(
        raw,
        sender=letter.mailbox.address,
        to=[letter.to_address],
        still_ours=lambda: letter.renew(now(), lease=LEASE),
    )
    letter.note_handed_over(now(), lease=LEASE)


def _capped(letter: OutboundEmail) -> bool:
    moment = now()
    answers = OutboundEmail.objects.filter(kind=OutboundEmail.ANSWER)
    to_them = answers.filter(to_address=letter.to_address, sent_at__gt=moment - timedelta(days=1))
    if letter.kind == OutboundEmail.ANSWER and to_them.count() >= PER_SENDER_MAX:
        letter.mark("held", OutboundEmail.HELD, f"ตอบผู้รับรายนี้ครบ {PER_SENDER_MAX} ฉบับในหนึ่งวันแล้ว")
        return True
    this_hour = OutboundEmail.objects.filter(sent_at__gt=moment - timedelta(hours=1))
    most = LETTERS_PER_HOUR_MAX if letter.kind == OutboundEmail.LETTER else PER_HOUR_MAX
    if this_hour.count() >= most:
        said = f"ส่งครบ {most} ฉบับในหนึ่งชั่วโมง รอส่งต่อ"
        letter.put_off(moment, error=said, by=CAPPED_PAUSE)
        return True
    return False


def _put_off_in_doubt(letter: OutboundEmail, error: str) -> None:
    """Later, and the doubt is kept: the lease is left as that of a worker who died."""
    moment = now()
    letter.let_lapse(moment, not_before=moment + DOUBT_PAUSE, error=error)


def _may_try_again(letter: OutboundEmail, inbox_of: Callable[[Mailbox], Inbox]) -> bool:
    """After a doubt: False when it turns out to have left, or when it has been doubted often enough.

    Raises `MailFailure`.
    """
    there = inbox_of(letter.mailbox).sent_message_id(letter.message_id)
    if there:
        letter.mark_sent(now())
        letter.note_id_in_sent(there)
        return False
    if letter.doubts >= DOUBTS_MAX:
        letter.mark("uncertain", OutboundEmail.UNCERTAIN, "ไม่ทราบว่าถึงผู้รับหรือไม่ โปรดตรวจแล้วเลือกส่งอีกครั้งหรือไม่ส่ง")
        return False
    letter.doubt(now(), lease=LEASE)
    return True


def _note_failure(letter: OutboundEmail, failure: MailFailure) -> None:
    logger.warning("outbound %s not sent: %s", letter.pk, failure.answer or failure.message)
    if failure.uncertain:
        # Looked for in Sent at the next attempt; who has been doubted before is left to an officer there.
        _put_off_in_doubt(letter, failure.message)
    elif failure.of_server or (not failure.permanent and letter.attempts < ATTEMPTS_MAX):
        letter.put_off(now(), error=failure.message)
    else:
        letter.mark("failed", OutboundEmail.FAILED, failure.message)


def _keep_copy(letter: OutboundEmail, inbox_of: Callable[[Mailbox], Inbox]) -> None:
    try:
        inbox_of(letter.mailbox).keep_copy(letter.raw(), sent_at=now())
    except MailFailure as failure:  # it has left, and its bytes are with us: the copy is a courtesy
        logger.warning("no copy of outbound %s in Sent: %s", letter.pk, failure.answer or failure.message)
    except Exception:
        logger.exception("no copy of outbound %s in Sent", letter.pk)
