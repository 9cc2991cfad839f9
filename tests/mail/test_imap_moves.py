"""A letter moved on a real Dovecot: found again in whatever state, moved once, and nothing else touched."""

from __future__ import annotations

import os
import re
import signal
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, suppress
from hashlib import sha256
from pathlib import Path

import pytest

from saraban.mail.gateway import MailFailure, Role, Sought
from saraban.mail.imap import ImapInbox
from saraban.mail.servers import read_mailbox_url
from tests.campaign import imap_move_cuts
from tests.campaign.imap_move_cuts import KINDS
from tests.kill.forks import in_fork
from tests.mail.made import SUNDAY_EVENING, letter, minutes_later
from tests.servers.certificates import Authority
from tests.servers.dovecot import GMAIL, NAMES_ONLY, THAI, USUAL, Box, Dovecot, running_dovecot
from tests.servers.proxy import Way, Wire, wire_to

Open = Callable[..., ImapInbox]
ID = "<1@post.example>"
RAW = letter("a request", size=900, message_id=ID)
WITHOUT_ID = letter("without an id", size=800)
CUT_PLACES = 18  # of each kind of server


@pytest.fixture
def opened() -> Iterator[Open]:
    with ExitStack() as ends:

        def make(dovecot: Dovecot, *, wire: Wire | None = None) -> ImapInbox:
            url = dovecot.url(security="none", port=wire.port) if wire is not None else dovecot.url()
            inbox = ImapInbox(
                read_mailbox_url(url), dovecot.password, ca_file=dovecot.ca_file, timeout_seconds=20
            )
            ends.callback(inbox.close)
            return inbox

        yield make


@pytest.fixture(params=KINDS)
def each(request: pytest.FixtureRequest, authority: Authority) -> Iterator[Dovecot]:
    """A server that moves, one that only copies, one that cannot take away a single letter either."""
    boxes = (*USUAL, Box("Trash", "Trash"))
    with running_dovecot(
        authority=authority, plain=True, boxes=boxes, without=KINDS[request.param]
    ) as dovecot:
        yield dovecot


def sought(raw: bytes = RAW, *, message_id: str = ID, by_bytes: bool = False, **hint: int) -> Sought:
    return Sought(message_id, len(raw), **hint, sha256=sha256(raw).hexdigest() if by_bytes else "")


def spam(inbox: ImapInbox, letter: Sought) -> bool:
    return inbox.move(letter, away_from=Role.INBOX, to=Role.TRASH)


def take_back(inbox: ImapInbox, letter: Sought) -> bool:
    return inbox.move(letter, away_from=Role.TRASH, to=Role.INBOX)


def rescue(inbox: ImapInbox, letter: Sought) -> bool:
    return inbox.move(letter, away_from=Role.JUNK, to=Role.INBOX)


def lying(dovecot: Dovecot, box: str = "INBOX") -> list[bytes]:
    """What a person sees there: all that is not flagged as deleted."""
    found = zip(dovecot.letters(box=box), dovecot.flags(box=box), strict=True)
    return [raw for raw, flags in found if "T" not in flags]


def hint_of(inbox: ImapInbox, raw: bytes, role: Role = Role.INBOX) -> dict[str, int]:
    folder = next(folder for folder in inbox.folders() if folder.role is role)
    for fetched in inbox.fetch(folder, inbox.arrivals(folder, after_uid=0, since=None)):
        if b"".join(fetched.chunks) == raw:
            return {"uid": fetched.arrival.uid, "uidvalidity": folder.uidvalidity}
    raise AssertionError("it does not lie there")


# there and back


def test_a_letter_goes_there_and_back_with_its_flags_and_its_time(each: Dovecot, opened: Open) -> None:
    each.deliver(letter("another"), when=minutes_later(1))
    each.deliver(RAW, when=SUNDAY_EVENING)
    each.mark_read("header message-id 1@post.example")
    inbox = opened(each)
    for _ in range(3):
        for _ in range(2):  # asked twice, moved once
            assert spam(inbox, sought())
            assert (lying(each), lying(each, "Trash")) == ([letter("another")], [RAW])
        assert take_back(inbox, sought())
        assert sorted(lying(each)) == sorted([RAW, letter("another")])
        assert lying(each, "Trash") == []
    assert each.flags().count("S") == 1
    folder = inbox.folders()[0]
    times = {one.arrived_at for one in inbox.arrivals(folder, after_uid=0, since=None)}
    assert times == {SUNDAY_EVENING, minutes_later(1)}


@pytest.mark.parametrize("without", [(), ("SPECIAL-USE", "LIST-EXTENDED")], ids=["new", "old"])
@pytest.mark.parametrize(
    ("boxes", "junk", "trash"),
    [
        ((*USUAL, Box("Trash", "Trash")), "Junk", "Trash"),
        ((*NAMES_ONLY, Box("Deleted Items")), "Junk", "Deleted Items"),
        ((*THAI, Box("ถังขยะ")), "จดหมายขยะ", "ถังขยะ"),
        ((*GMAIL, Box("[Gmail]/Trash", "Trash")), "[Gmail]/Spam", "[Gmail]/Trash"),
        ((Box("[Gmail]/จดหมายขยะ"), Box("[Gmail]/ถังขยะ")), "[Gmail]/จดหมายขยะ", "[Gmail]/ถังขยะ"),
        ((Box("INBOX/Junk"), Box("INBOX/Trash")), "INBOX/Junk", "INBOX/Trash"),
        ((), "Junk", "Trash"),
    ],
    ids=["usual", "names", "thai", "gmail", "thai gmail", "under inbox", "none yet"],
)
def test_junk_and_trash_are_found_by_use_and_name_and_else_made(
    authority: Authority,
    opened: Open,
    boxes: Sequence[Box],
    without: Sequence[str],
    junk: str,
    trash: str,
) -> None:
    with running_dovecot(authority=authority, boxes=boxes, without=without) as dovecot:
        dovecot.deliver(RAW, when=SUNDAY_EVENING)
        inbox = opened(dovecot)
        assert spam(inbox, sought())
        assert dovecot.letters(box=trash) == [RAW]
        assert inbox.move(sought(), away_from=Role.TRASH, to=Role.JUNK)
        assert dovecot.letters(box=junk) == [RAW]
        assert rescue(inbox, sought())
        assert dovecot.letters() == [RAW]
        expected = ["INBOX", junk]  # what is looked at has not grown
        assert [folder.name for folder in inbox.folders()] == expected


def test_one_folder_for_junk_and_trash_loses_nothing(authority: Authority, opened: Open) -> None:
    with running_dovecot(authority=authority, boxes=(Box("ขยะทั้งหมด", "Junk \\Trash"),)) as dovecot:
        dovecot.deliver(RAW, when=SUNDAY_EVENING, box="ขยะทั้งหมด")
        assert opened(dovecot).move(sought(), away_from=Role.JUNK, to=Role.TRASH)
        assert dovecot.letters(box="ขยะทั้งหมด") == [RAW]


# finding it


def test_a_hint_tells_apart_what_looks_alike(each: Dovecot, opened: Open) -> None:
    twins = [letter("a", size=901, message_id=ID).replace(b"a\r\n", body, 1) for body in (b"b\r\n", b"c\r\n")]
    for minute, raw in enumerate(twins):
        each.deliver(raw, when=minutes_later(minute))
    inbox = opened(each)
    assert spam(inbox, sought(twins[1], **hint_of(inbox, twins[1])))
    assert (lying(each), lying(each, "Trash")) == ([twins[0]], [twins[1]])


def test_where_several_look_alike_and_no_hint_holds_their_bytes_decide(each: Dovecot, opened: Open) -> None:
    twins = [letter(subject, size=900, message_id=ID) for subject in "abc"]
    for minute, raw in enumerate(twins):
        each.deliver(raw, when=minutes_later(minute))
    assert spam(opened(each), sought(twins[1], by_bytes=True))
    assert (lying(each), lying(each, "Trash")) == ([twins[0], twins[2]], [twins[1]])


def test_of_letters_under_one_id_the_one_of_that_size_is_moved(each: Dovecot, opened: Open) -> None:
    others = [letter(size=size, message_id=ID) for size in (600, 1_200)]
    each.deliver(others[0], when=minutes_later(0))
    each.deliver(RAW, when=minutes_later(1))
    each.deliver(others[1], when=minutes_later(2))
    each.deliver(others[1], when=minutes_later(3), box="Trash")
    inbox = opened(each)
    assert spam(inbox, sought())
    assert lying(each) == others
    assert lying(each, "Trash") == [RAW, others[1]] or lying(each, "Trash") == [others[1], RAW]


@pytest.mark.parametrize("stale", ["another letter", "nobody", "renumbered"])
def test_a_hint_that_no_longer_holds_leads_nobody_astray(each: Dovecot, opened: Open, stale: str) -> None:
    each.deliver(letter("another", size=700), when=minutes_later(0))
    each.deliver(RAW, when=minutes_later(1))
    inbox = opened(each)
    hint = hint_of(inbox, RAW)
    if stale == "another letter":
        hint["uid"] = 1
    elif stale == "nobody":
        hint["uid"] = 99
    else:
        each.expunge("uid 1")
        each.deliver(letter("a third", size=700), when=minutes_later(2))
        each.renumber(uidvalidity=hint["uidvalidity"] + 7)
    assert spam(inbox, sought(**hint))
    assert lying(each, "Trash") == [RAW]
    assert len(lying(each)) == 1


def test_a_folder_renumbered_within_the_move_is_asked_for_anew(dovecot: Dovecot, opened: Open) -> None:
    dovecot.deliver(RAW, when=SUNDAY_EVENING)

    def change(said: bytes) -> bytes:
        # From EXAMINE to SELECT, as if the index had been lost between them.
        if b"[READ-WRITE]" in said and wire.connections == 1:
            return re.sub(rb"UIDVALIDITY \d+", b"UIDVALIDITY 7", said)
        return said

    with wire_to(dovecot.imap_port, change=change) as wire:
        inbox = opened(dovecot, wire=wire)
        with pytest.raises(MailFailure) as failure:
            spam(inbox, sought())
        assert not failure.value.permanent
        assert dovecot.letters() == [RAW]
        assert spam(inbox, sought())
    assert (dovecot.letters(), dovecot.letters(box="Trash")) == ([], [RAW])


def test_without_an_id_a_letter_is_found_by_a_hint_or_by_its_bytes_and_else_not(
    each: Dovecot, opened: Open
) -> None:
    for minute, raw in enumerate((letter("another", size=800), WITHOUT_ID)):
        each.deliver(raw, when=minutes_later(minute))
    inbox = opened(each)
    hint = hint_of(inbox, WITHOUT_ID)
    assert not spam(inbox, sought(WITHOUT_ID, message_id=""))
    assert not spam(inbox, sought(WITHOUT_ID, message_id="", uid=hint["uid"], uidvalidity=7))
    assert len(lying(each)) == 2
    assert spam(inbox, sought(WITHOUT_ID, message_id="", **hint))
    assert lying(each, "Trash") == [WITHOUT_ID]
    assert take_back(inbox, sought(WITHOUT_ID, message_id="", by_bytes=True))
    assert len(lying(each)) == 2
    assert lying(each, "Trash") == []


@pytest.mark.parametrize(
    "message_id", ['<a"b\\c@post.example>', '<x"\r\nA9 LOGOUT\r\n>', "<ก@post.example>", "<\x00>", "<*%{5}>"]
)
def test_a_message_id_of_any_kind_slips_nothing_in(dovecot: Dovecot, opened: Open, message_id: str) -> None:
    raw = letter("odd", size=777, message_id='<a"b\\c@post.example>')
    dovecot.deliver(raw, when=SUNDAY_EVENING)
    inbox = opened(dovecot)
    same = message_id.startswith("<a")
    assert spam(inbox, sought(raw, message_id=message_id)) is same
    assert spam(inbox, sought(raw, message_id=message_id, by_bytes=True)) is (same or "*" not in message_id)


def test_a_server_that_only_reckons_sizes_is_measured(dovecot: Dovecot, opened: Open) -> None:
    dovecot.deliver(letter(size=950, message_id=ID), when=minutes_later(0))
    dovecot.deliver(RAW, when=minutes_later(1))

    def reckon(said: bytes) -> bytes:
        return re.sub(rb"RFC822.SIZE (\d+)", rb"RFC822.SIZE 1\1", said)

    with wire_to(dovecot.imap_port, change=reckon) as wire:
        inbox = opened(dovecot, wire=wire)
        assert spam(inbox, sought(by_bytes=True))
        assert spam(inbox, sought())
    assert (dovecot.letters(), dovecot.letters(box="Trash")) == ([letter(size=950, message_id=ID)], [RAW])


# what others did meanwhile


def test_a_letter_that_a_person_took_there_lies_there(each: Dovecot, opened: Open) -> None:
    each.deliver(RAW, when=SUNDAY_EVENING, box="Junk")
    inbox = opened(each)
    hint = hint_of(inbox, RAW, Role.JUNK)
    each.move("all", away_from="Junk", to="INBOX")
    for letter_ in (sought(**hint), sought(), sought(by_bytes=True)):
        assert rescue(inbox, letter_)
    assert (each.letters(), each.flags(), each.letters(box="Junk")) == ([RAW], [""], [])


def test_a_letter_that_is_gone_is_gone_and_no_folder_is_made_for_it(
    authority: Authority, opened: Open
) -> None:
    with running_dovecot(authority=authority, boxes=()) as dovecot:
        dovecot.deliver(letter("another", message_id="<11@post.example>"), when=SUNDAY_EVENING)
        inbox = opened(dovecot)
        assert not spam(inbox, sought(uid=1, uidvalidity=1))
        assert not rescue(inbox, sought())
        assert not inbox.move(sought(), away_from=Role.JUNK, to=Role.TRASH)
        assert not dovecot.maildir(box="Trash").exists()
        assert len(dovecot.letters()) == 1


def test_what_a_person_flagged_as_deleted_is_left_to_them(each: Dovecot, opened: Open) -> None:
    for minute, raw in enumerate((RAW, letter("flagged"), letter("not flagged"))):
        each.deliver(raw, when=minutes_later(minute))
    each.doveadm("flags", "add", "-u", each.first_user, r"\Deleted", "mailbox", "INBOX", "subject", "flagged")
    each.doveadm("flags", "remove", "-u", each.first_user, r"\Deleted", "mailbox", "INBOX", "subject", "not")
    inbox = opened(each)
    assert spam(inbox, sought())
    assert letter("flagged") in each.letters()  # nobody expunged it
    each.deliver(RAW.replace(ID.encode(), b"<2@post.example>"), when=minutes_later(5))
    each.doveadm(
        "flags", "add", "-u", each.first_user, r"\Deleted", "mailbox", "INBOX", "header", "message-id", "2@"
    )
    assert not spam(inbox, sought(message_id="<2@post.example>"))
    assert lying(each, "Trash") == [RAW]


# halfway


def test_a_move_that_stopped_between_its_halves_is_finished_and_not_doubled(
    each: Dovecot, opened: Open
) -> None:
    for box in ("INBOX", "Trash"):
        each.deliver(RAW, when=SUNDAY_EVENING, box=box)
    inbox = opened(each)
    assert spam(inbox, sought(**hint_of(inbox, RAW)))
    assert (lying(each), lying(each, "Trash")) == ([], [RAW])


def test_a_move_that_stopped_before_its_last_word_is_finished(each: Dovecot, opened: Open) -> None:
    each.deliver(RAW, when=SUNDAY_EVENING)
    each.deliver(RAW, when=SUNDAY_EVENING, box="Trash")
    each.doveadm("flags", "add", "-u", each.first_user, r"\Deleted", "mailbox", "INBOX", "all")
    assert spam(opened(each), sought())
    assert lying(each, "Trash") == [RAW]
    assert each.letters() == ([RAW] if "UIDPLUS" not in _capabilities(each) else [])


def test_another_letter_under_its_id_and_size_does_not_pass_for_its_copy(each: Dovecot, opened: Open) -> None:
    trick = letter("a trick", size=len(RAW), message_id=ID)
    each.deliver(RAW, when=SUNDAY_EVENING)
    each.deliver(trick, when=SUNDAY_EVENING, box="Trash")
    inbox = opened(each)
    assert spam(inbox, sought(**hint_of(inbox, RAW)))
    assert lying(each) == []
    assert sorted(lying(each, "Trash")) == sorted([RAW, trick])


def test_when_it_has_left_by_the_hint_another_of_the_same_bytes_stays(each: Dovecot, opened: Open) -> None:
    each.deliver(RAW, when=minutes_later(0))
    inbox = opened(each)
    hint = hint_of(inbox, RAW)
    assert spam(inbox, sought(**hint))
    each.deliver(RAW, when=minutes_later(9))
    assert spam(inbox, sought(**hint))
    assert (lying(each), lying(each, "Trash")) == ([RAW], [RAW])


@pytest.mark.parametrize("kind", ["copies", "flags"])
def test_killed_between_copy_and_delete_the_next_one_finishes(
    authority: Authority, opened: Open, tmp_path: Path, kind: str
) -> None:
    boxes = (*USUAL, Box("Trash", "Trash"))
    with running_dovecot(authority=authority, plain=True, boxes=boxes, without=KINDS[kind]) as dovecot:
        dovecot.deliver(RAW, when=SUNDAY_EVENING)
        victims: list[int] = []

        def kill(said: bytes) -> bytes:
            if b"COPYUID" in said and victims:
                os.kill(victims.pop(), signal.SIGKILL)  # it never hears that the copy was made
            return said

        with wire_to(dovecot.imap_port, change=kill) as wire:
            pids, telling = os.pipe()

            def move(_: int) -> bool:
                os.write(telling, b"%d\n" % os.getpid())
                return spam(opened(dovecot, wire=wire), sought())

            reader = threading.Thread(target=lambda: victims.append(int(os.read(pids, 20))))
            reader.start()
            ended = in_fork(move, seconds_max=30, log=tmp_path / "log")
            reader.join()
        assert ended.how == "killed"
        assert (lying(dovecot), lying(dovecot, "Trash")) == ([RAW], [RAW])
        assert spam(opened(dovecot), sought())
        assert (lying(dovecot), lying(dovecot, "Trash")) == ([], [RAW])


def test_two_at_once_lose_nothing_and_both_say_that_it_lies_there(dovecot: Dovecot, opened: Open) -> None:
    """That only one is at it is seen to by the row: Dovecot itself may let both make a copy."""
    for number in range(12):
        raw = letter(str(number), message_id=f"<{number}@post.example>")
        dovecot.deliver(raw, when=minutes_later(number))
        start, answers = threading.Barrier(2), []

        def move(inbox: ImapInbox, letter_: Sought, start: threading.Barrier, answers: list[bool]) -> None:
            start.wait()
            with suppress(MailFailure):  # "some of the requested messages no longer exist"
                answers.append(spam(inbox, letter_))
                return
            answers.append(spam(inbox, letter_))

        what = sought(raw, message_id=f"<{number}@post.example>")
        both = [threading.Thread(target=move, args=(opened(dovecot), what, start, answers)) for _ in range(2)]
        for one in both:
            one.start()
        for one in both:
            one.join()
        assert answers == [True, True]
    assert dovecot.letters() == []
    assert len(set(dovecot.letters(box="Trash"))) == 12
    assert not dovecot.maildir(box="INBOX/Trash").exists()


# on the line


def test_a_folder_is_opened_for_writing_only_to_move_and_read_in_never(
    dovecot: Dovecot, opened: Open
) -> None:
    dovecot.deliver(RAW, when=minutes_later(0))
    dovecot.deliver(letter("another"), when=minutes_later(1))
    with wire_to(dovecot.imap_port) as wire:
        inbox = opened(dovecot, wire=wire)
        assert not rescue(inbox, sought(message_id="<unknown@post.example>"))
        assert b" SELECT " not in wire.passed[Way.UP]
        assert spam(inbox, sought())
        folder = inbox.folders()[0]
        arrivals = inbox.arrivals(folder, after_uid=0, since=None)
        assert [b"".join(one.chunks) for one in inbox.fetch(folder, arrivals)] == [letter("another")]
        said = bytes(wire.passed[Way.UP])
    opened_for_writing = said.index(b" SELECT ")
    assert said.count(b" SELECT ") == 1
    assert said.index(b" UID MOVE ") < said.index(b" EXAMINE ", opened_for_writing)
    assert b"CLOSE" not in said
    assert b"EXPUNGE" not in said
    assert dovecot.flags() == [""]


@pytest.mark.parametrize("answer", [b"NO [OVERQUOTA] full", b"NO [NOPERM] not yours", b"BAD what?"])
def test_a_letter_that_the_server_will_not_move_is_a_matter_of_that_letter(
    dovecot: Dovecot, opened: Open, answer: bytes
) -> None:
    for number in range(2):
        raw = letter(str(number), message_id=f"<{number}@post.example>")
        dovecot.deliver(raw, when=minutes_later(number))
    refused = threading.Event()

    def change(said: bytes) -> bytes:
        if b"OK Move completed" not in said or refused.is_set():
            return said
        refused.set()
        tag = said.rpartition(b" OK Move completed")[0].rpartition(b"\n")[2]
        return tag + b" " + answer + b"\r\n"

    with wire_to(dovecot.imap_port, change=change) as wire:
        inbox = opened(dovecot, wire=wire)
        with pytest.raises(MailFailure) as failure:
            spam(inbox, sought(letter("0", message_id="<0@post.example>"), message_id="<0@post.example>"))
        assert (failure.value.of_server, failure.value.permanent) == (False, False)
        assert "ย้าย" in failure.value.message
        for number in (0, 1):
            mid = f"<{number}@post.example>"
            assert spam(inbox, sought(letter(str(number), message_id=mid), message_id=mid))
    assert len(dovecot.letters(box="Trash")) == 2


@pytest.mark.parametrize("kind", KINDS)
def test_wherever_the_line_is_cut_it_lies_there_once(authority: Authority, kind: str) -> None:
    with imap_move_cuts.prepared(kind, authority=authority) as ground:
        cuts = imap_move_cuts.places(imap_move_cuts.measured(ground), CUT_PLACES, by_lines=True)
        outcomes = [imap_move_cuts.try_cut(ground, cut) for cut in cuts]
        assert outcomes.count("failure") > len(outcomes) // 2


def _capabilities(dovecot: Dovecot) -> str:
    told = re.search("^imap_capability = (.*)$", (dovecot.folder / "dovecot.conf").read_text(), re.MULTILINE)
    return told[1] if told else "MOVE UIDPLUS"
