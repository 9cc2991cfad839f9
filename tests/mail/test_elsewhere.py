"""Letters that somebody sent in webmail: noticed once, ours never, and nothing lost when the line breaks."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.utils.timezone import now

from saraban.law.refusal import Refusal
from saraban.mail.elsewhere import SentElsewhere, SentWatch, look_into_sent
from saraban.mail.fakes import FakeInbox
from saraban.mail.gateway import Inbox, MailFailure, Role
from saraban.mail.imap import ImapInbox
from saraban.mail.maildir import MaildirInbox, make_maildir
from saraban.mail.models import OutboundEmail
from saraban.mail.reading import read_files
from saraban.mail.servers import read_mailbox_url
from saraban.registers.models import IncomingEntry
from saraban.tenancy.scope import acting_for
from tests.office import Office, arrive, letter_bytes, open_office
from tests.servers.dovecot import Dovecot

SENT_ID = "<from-webmail@klongnoy.go.th>"


def written(subject: str = "ขอเชิญประชุม", **more: object) -> bytes:
    more.setdefault("sender", "saraban@klongnoy.go.th")
    return letter_bytes(subject, **more)  # type: ignore[arg-type]


@pytest.fixture
def inbox() -> FakeInbox:
    return FakeInbox()


@pytest.fixture
def looked(office: Office, inbox: FakeInbox) -> Callable[[], int]:
    """Look once more; the first time has been, so that what comes now is new."""

    def look() -> int:
        SentWatch.objects.update(not_before=now() - timedelta(seconds=1), lease_until=None)
        return look_into_sent(lambda _: inbox, read=read_files)

    look()
    return look


def put(inbox: FakeInbox, raw: bytes, *, at: datetime | None = None) -> int:
    return inbox.add(raw, arrived_at=at or now(), role=Role.SENT)


def test_what_was_sent_in_webmail_is_kept_with_what_its_head_says(
    office: Office, inbox: FakeInbox, looked: Callable[[], int]
) -> None:
    raw = written(message_id=SENT_ID, attachments=[("a.pdf", b"%PDF-1.4")])
    at = now()
    put(inbox, raw, at=at)
    assert looked() == 1
    found = SentElsewhere.objects.get()
    assert (found.subject, found.message_id, found.sent_at) == ("ขอเชิญประชุม", SENT_ID, at)
    assert found.recipients == [["", "saraban@klongnoy.go.th"]]
    assert (found.attachments, found.state) == (1, SentElsewhere.WAITING)
    assert looked() == 0 and SentElsewhere.objects.count() == 1


def test_ours_is_never_taken_for_anothers(
    office: Office, inbox: FakeInbox, looked: Callable[[], int]
) -> None:
    IncomingEntry.objects.enter(arrive(office), by=office.clerk)
    copy = OutboundEmail.objects.get().as_bytes()
    inbox.keep_copy(copy, sent_at=now())
    rewritten = copy.replace(b"Message-ID: ", b"Message-ID: <of-the-provider@mail.gmail.com>\r\nX-Old: ", 1)
    put(inbox, rewritten)
    assert looked() == 0


def test_a_letter_that_only_says_it_is_ours_is_not_believed(
    office: Office, inbox: FakeInbox, looked: Callable[[], int]
) -> None:
    put(inbox, written(headers={"X-Saraban-ID": "<never@klongnoy.go.th>"}))
    assert looked() == 1


def test_what_was_sent_before_we_began_is_the_paper_books(
    office: Office, inbox: FakeInbox, looked: Callable[[], int]
) -> None:
    put(inbox, written(), at=now() - timedelta(minutes=5))
    put(inbox, written("นานแล้ว"), at=now() - timedelta(days=400))
    assert looked() == 0


def test_a_folder_numbered_anew_brings_none_twice(
    office: Office, inbox: FakeInbox, looked: Callable[[], int]
) -> None:
    put(inbox, written("หนึ่ง"))
    assert looked() == 1
    inbox.reset(Role.SENT)
    put(inbox, written("สอง"))
    assert looked() == 1
    assert SentElsewhere.objects.count() == 2


def test_without_a_sent_folder_nothing_is_wrong(
    office: Office, inbox: FakeInbox, looked: Callable[[], int]
) -> None:
    del inbox.in_role[Role.SENT]
    assert looked() == 0
    assert SentWatch.objects.get().last_error == ""


def test_a_line_cut_anywhere_loses_none_and_doubles_none(
    office: Office, inbox: FakeInbox, looked: Callable[[], int]
) -> None:
    for number in range(23):  # more than are fetched at once
        put(inbox, written(f"ฉบับที่ {number}"))
    cuts = 0
    while True:
        inbox.cut_after, inbox.operations = cuts, 0
        looked()
        if inbox.cut_after is not None:  # it went through before it could be cut
            break
        cuts += 1
        assert SentWatch.objects.get().last_error
    assert cuts > 3 and SentElsewhere.objects.count() == 23
    assert SentElsewhere.objects.values("sha256").distinct().count() == 23


def test_a_server_that_fails_is_asked_again_later(
    office: Office, inbox: FakeInbox, looked: Callable[[], int]
) -> None:
    put(inbox, written())
    inbox.failures.append(MailFailure("ต่อไม่ได้", of_server=True))
    assert looked() == 0
    watch = SentWatch.objects.get()
    assert watch.last_error == "ต่อไม่ได้" and watch.not_before is not None and watch.not_before > now()
    assert looked() == 1


def test_it_is_put_aside_with_a_reason_and_brought_back(
    office: Office, inbox: FakeInbox, looked: Callable[[], int]
) -> None:
    put(inbox, written())
    looked()
    found = SentElsewhere.objects.get()
    with pytest.raises(Refusal) as refused:
        found.dismiss("  ", by=office.clerk)
    assert refused.value.code == "no_reason"
    found.dismiss("ทดสอบกล่อง", by=office.clerk)
    assert not SentElsewhere.objects.waiting().exists()
    with pytest.raises(Refusal) as refused:
        found.dismiss("อีกครั้ง", by=office.clerk)
    assert refused.value.code == "already_entered"
    found.bring_back(by=office.clerk)
    assert list(SentElsewhere.objects.waiting()) == [found]


def test_each_agency_has_its_own(office: Office, data_dir: Path) -> None:
    neighbour = open_office("paktang", data=data_dir)
    boxes = {office.mailbox.pk: FakeInbox(), neighbour.mailbox.pk: FakeInbox()}
    look_into_sent(lambda mailbox: boxes[mailbox.pk], read=read_files)
    put(boxes[neighbour.mailbox.pk], written())
    SentWatch.across_agencies.update(not_before=now())
    assert look_into_sent(lambda mailbox: boxes[mailbox.pk], read=read_files) == 1
    assert not SentElsewhere.objects.exists()
    with acting_for(neighbour.agency):
        assert SentElsewhere.objects.count() == 1


def seen_by(adapter: Inbox, *, after_uid: int = 0) -> list[tuple[str, str]]:
    folder = adapter.sent_folder()
    assert folder is not None
    arrivals = adapter.arrivals(folder, after_uid=after_uid, since=None)
    ids = adapter.ids(folder, [one.uid for one in arrivals])
    bodies = {one.arrival.uid: b"".join(one.chunks) for one in adapter.fetch(folder, arrivals)}
    assert all(ids[uid][1].encode() in raw for uid, raw in bodies.items())
    return [ids[one.uid] for one in arrivals]


def copies() -> list[tuple[bytes, tuple[str, str]]]:
    ours = written("ของเรา", message_id="<1@a>", headers={"X-Saraban-ID": "<1@a>"})
    rewritten = written("เขียนทับ", message_id="<g@gmail>", headers={"X-Saraban-ID": "<2@a>"})
    theirs = written("ของเขา", message_id=SENT_ID)
    return [(ours, ("<1@a>", "<1@a>")), (rewritten, ("<2@a>", "<g@gmail>")), (theirs, ("", SENT_ID))]


def test_a_maildir_shows_its_sent_folder(tmp_path: Path) -> None:
    make_maildir(tmp_path)
    adapter = MaildirInbox(tmp_path, settle_seconds=0)
    assert adapter.sent_folder() is None
    for raw, _ in copies():
        adapter.keep_copy(raw, sent_at=now())
    assert sorted(seen_by(adapter)) == sorted(ids for _, ids in copies())
    assert seen_by(adapter, after_uid=3) == []


def test_a_real_server_shows_its_sent_folder(dovecot: Dovecot) -> None:
    adapter = ImapInbox(read_mailbox_url(dovecot.url()), dovecot.password, ca_file=dovecot.ca_file)
    with closing(adapter):
        for raw, _ in copies():
            adapter.keep_copy(raw.replace(b"\n", b"\r\n"), sent_at=now())
        assert seen_by(adapter) == [ids for _, ids in copies()]
        assert seen_by(adapter, after_uid=2) == [copies()[2][1]]
