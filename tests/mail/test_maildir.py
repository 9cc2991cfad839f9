"""The post as folders: the mailbox that practice runs on, and an outbox whose letters are files."""

from __future__ import annotations

import errno
import itertools
import json
import os
import random
import re
import shutil
import threading
import time
from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from pathlib import Path

import pytest

from saraban.mail.gateway import ARRIVALS_MAX, Arrival, Folder, MailFailure, Role, Sought
from saraban.mail.maildir import INDEX_NAME, MaildirInbox, MaildirOutbox, make_maildir
from tests.kill.faults import Fault, Kind, Tracer
from tests.kill.forks import in_fork
from tests.mail.made import AWKWARD, SUNDAY_EVENING, letter, minutes_later
from tests.servers.dovecot import Dovecot

SETTLE_SECONDS = 0.05


@pytest.fixture
def home(tmp_path: Path) -> Path:
    make_maildir(tmp_path / "Maildir")
    make_maildir(tmp_path / "Maildir" / ".Junk")
    return tmp_path / "Maildir"


@pytest.fixture
def inbox(home: Path) -> MaildirInbox:
    return MaildirInbox(home, settle_seconds=SETTLE_SECONDS)


def drop(
    home: Path, name: str, raw: bytes = letter(), *, when: datetime = SUNDAY_EVENING, part: str = "new"
) -> Path:
    path = home / part / name
    path.write_bytes(raw)
    os.utime(path, (when.timestamp(), when.timestamp()))
    return path


def folder_of(inbox: MaildirInbox, role: Role = Role.INBOX) -> Folder:
    return next(folder for folder in inbox.folders() if folder.role is role)


def arrivals_of(inbox: MaildirInbox, *, after_uid: int = 0, role: Role = Role.INBOX) -> Sequence[Arrival]:
    return inbox.arrivals(folder_of(inbox, role), after_uid=after_uid, since=None)


def bytes_of(
    inbox: MaildirInbox, arrivals: Sequence[Arrival], *, role: Role = Role.INBOX
) -> dict[int, bytes]:
    return {
        fetched.arrival.uid: b"".join(fetched.chunks)
        for fetched in inbox.fetch(folder_of(inbox, role), arrivals)
    }


# what arrives


def test_a_file_dropped_in_arrives_when_it_was_last_written(home: Path, inbox: MaildirInbox) -> None:
    drop(home, "letter.eml", letter(size=3_000_000))
    (arrival,) = arrivals_of(inbox)
    assert arrival == Arrival(uid=1, arrived_at=SUNDAY_EVENING, size=3_000_000)
    assert bytes_of(inbox, [arrival]) == {1: letter(size=3_000_000)}


def test_every_letter_is_had_byte_by_byte(home: Path, inbox: MaildirInbox) -> None:
    for number, raw in enumerate(AWKWARD.values()):
        drop(home, f"{number}.eml", raw, when=minutes_later(number))
    assert list(bytes_of(inbox, arrivals_of(inbox)).values()) == list(AWKWARD.values())


def test_letters_are_numbered_by_their_time(home: Path, inbox: MaildirInbox) -> None:
    for name, minutes in (("a", 3), ("b", 1), ("c", 2)):
        drop(home, name, letter(name), when=minutes_later(minutes))
    assert list(bytes_of(inbox, arrivals_of(inbox)).values()) == [letter("b"), letter("c"), letter("a")]


def test_read_letters_and_junk_are_found_too(home: Path, inbox: MaildirInbox) -> None:
    drop(home, "a:2,S", letter("read"), part="cur")
    drop(home / ".Junk", "b", letter("junk"))
    assert [(folder.name, folder.role) for folder in inbox.folders()] == [
        ("INBOX", Role.INBOX),
        ("Junk", Role.JUNK),
    ]
    assert list(bytes_of(inbox, arrivals_of(inbox)).values()) == [letter("read")]
    junk = arrivals_of(inbox, role=Role.JUNK)
    assert list(bytes_of(inbox, junk, role=Role.JUNK).values()) == [letter("junk")]


def test_without_a_junk_folder_there_is_only_the_inbox(tmp_path: Path) -> None:
    make_maildir(tmp_path / "Maildir")
    assert [folder.role for folder in MaildirInbox(tmp_path / "Maildir").folders()] == [Role.INBOX]


def test_a_day_begins_at_midnight_in_bangkok(home: Path, inbox: MaildirInbox) -> None:
    midnight = datetime(2023, 1, 22, 17, tzinfo=UTC)
    for seconds in (-86_400, -1, 0, 1):
        drop(home, f"at{seconds}", when=midnight + timedelta(seconds=seconds))
    found = inbox.arrivals(folder_of(inbox), after_uid=0, since=date(2023, 1, 23))
    assert [(one.arrived_at - midnight).total_seconds() for one in found] == [0, 1]


def test_a_time_is_never_rounded_into_the_next_second(home: Path, inbox: MaildirInbox) -> None:
    path = drop(home, "a")
    os.utime(path, ns=(0, 1_674_406_799_999_999_999))
    (arrival,) = arrivals_of(inbox)
    assert arrival.arrived_at == datetime(2023, 1, 22, 16, 59, 59, 999_999, tzinfo=UTC)


def test_a_long_history_comes_in_portions_from_its_beginning(home: Path, inbox: MaildirInbox) -> None:
    for number in range(ARRIVALS_MAX + 2):
        drop(home, f"{number}", b"", when=minutes_later(number))
    first = [one.uid for one in arrivals_of(inbox)]
    assert first == list(range(1, ARRIVALS_MAX + 1))
    assert [one.uid for one in arrivals_of(inbox, after_uid=first[-1])] == [
        ARRIVALS_MAX + 1,
        ARRIVALS_MAX + 2,
    ]


def test_what_is_no_letter_is_passed_over(home: Path, inbox: MaildirInbox) -> None:
    drop(home, ".hidden")
    (home / "new" / "folder").mkdir()
    (home / "new" / "link").symlink_to("/etc/passwd")
    os.mkfifo(home / "new" / "pipe")
    assert arrivals_of(inbox) == []


def test_reading_renames_and_moves_nothing(home: Path, inbox: MaildirInbox) -> None:
    drop(home, "a")
    drop(home, "b:2,S", part="cur")
    bytes_of(inbox, arrivals_of(inbox))
    names = {str(path.relative_to(home)) for path in home.rglob("*") if path.is_file()}
    assert names == {INDEX_NAME, f".Junk/{INDEX_NAME}", "cur/b:2,S", "new/a"}


# what is not whole yet, and what others do meanwhile


def test_a_letter_still_being_written_is_waited_for(home: Path, inbox: MaildirInbox) -> None:
    raw = letter(size=100_000)
    path = home / "new" / "slow.eml"

    def write() -> None:
        with path.open("wb", buffering=0) as file:
            for start in range(0, len(raw), 10_000):
                file.write(raw[start : start + 10_000])
                time.sleep(SETTLE_SECONDS / 3)

    writer = threading.Thread(target=write)
    writer.start()
    got: dict[int, bytes] = {}
    while not got:
        got = bytes_of(inbox, arrivals_of(inbox))
    writer.join()
    assert list(got.values()) == [raw]


def test_a_letter_taken_too_early_comes_again_whole(home: Path, inbox: MaildirInbox) -> None:
    path = drop(home, "slow.eml", letter()[:20], when=minutes_later(0))
    (half,) = arrivals_of(inbox)
    with path.open("ab") as file:  # whoever wrote it had only paused
        file.write(letter()[20:])
    (whole,) = arrivals_of(inbox, after_uid=half.uid)
    assert bytes_of(inbox, [whole]) == {whole.uid: letter()}
    assert bytes_of(inbox, [half]) == {}


def test_letters_that_do_not_come_to_rest_stop_no_other_and_are_not_forgotten(home: Path) -> None:
    inbox = MaildirInbox(home, settle_seconds=0.3)
    drop(home, "early")
    time.sleep(0.35)
    path = drop(home, "restless")
    over = threading.Event()

    def touch() -> None:
        while not over.wait(0.05):
            path.touch()

    toucher = threading.Thread(target=touch)
    toucher.start()
    found = arrivals_of(inbox)
    over.set()
    toucher.join()
    assert [one.uid for one in found] == [1]
    assert inbox.wait(0)  # something may be there still
    assert [one.uid for one in arrivals_of(inbox, after_uid=1)] == [2]


def test_a_letter_read_in_a_mail_program_keeps_its_number(home: Path, inbox: MaildirInbox) -> None:
    path = drop(home, "1700000000.M1.host")
    before = arrivals_of(inbox)
    path.rename(home / "cur" / f"{path.name}:2,FS")
    assert arrivals_of(inbox) == before
    assert bytes_of(inbox, before) == {1: letter()}


def test_a_letter_read_in_a_mail_program_just_now_is_still_found(home: Path, inbox: MaildirInbox) -> None:
    for name in "abc":
        drop(home, name, letter(name), when=minutes_later(ord(name)))
    arrivals = arrivals_of(inbox)
    got = {}
    for fetched in inbox.fetch(folder_of(inbox), arrivals):
        got[fetched.arrival.uid] = b"".join(fetched.chunks)
        if fetched.arrival.uid == 1:
            (home / "new" / "b").rename(home / "cur" / "b:2,S")
            (home / "new" / "c").unlink()
    assert got == {1: letter("a"), 2: letter("b")}


def test_another_letter_under_a_used_name_is_another_letter(home: Path, inbox: MaildirInbox) -> None:
    drop(home, "letter.eml", letter("first"), when=minutes_later(0))
    (first,) = arrivals_of(inbox)
    drop(home, "letter.eml", letter("other"), when=minutes_later(5))
    (second,) = arrivals_of(inbox)
    assert second.uid > first.uid
    assert bytes_of(inbox, [second]) == {second.uid: letter("other")}


def test_numbers_are_never_used_again(home: Path, inbox: MaildirInbox) -> None:
    drop(home, "a", when=minutes_later(0))
    arrivals_of(inbox)
    (home / "new" / "a").unlink()
    drop(home, "b", when=minutes_later(1))
    drop(home, "c", when=minutes_later(2))
    assert [one.uid for one in arrivals_of(inbox)] == [2, 3]


@pytest.mark.parametrize("damage", ["lost", "empty", "half", "not ours", "numbers twice"])
def test_with_its_index_lost_a_folder_is_a_new_one_and_read_again(
    home: Path, inbox: MaildirInbox, damage: str
) -> None:
    for number in range(3):
        drop(home, str(number), letter(str(number)), when=minutes_later(number))
    old, arrivals = folder_of(inbox), arrivals_of(inbox)
    index = home / INDEX_NAME
    if damage == "lost":
        index.unlink()
    else:
        said = json.loads(index.read_bytes())
        twice = {**said, "uids": dict.fromkeys(said["uids"], 1)}
        index.write_bytes(
            {
                "empty": b"",
                "half": index.read_bytes()[:40],
                "not ours": b'{"format": 1, "uidvalidity": "x", "next_uid": [], "uids": null}',
                "numbers twice": json.dumps(twice).encode(),
            }[damage]
        )
    for ask in (
        lambda: inbox.arrivals(old, after_uid=0, since=None),
        lambda: list(inbox.fetch(old, arrivals)),
    ):
        with pytest.raises(MailFailure) as failure:
            ask()
        assert (failure.value.of_server, failure.value.permanent) == (True, False)
    assert folder_of(inbox).uidvalidity != old.uidvalidity
    assert list(bytes_of(inbox, arrivals_of(inbox)).values()) == [letter(str(number)) for number in range(3)]


def test_a_folder_that_is_no_maildir_is_a_matter_for_people(tmp_path: Path) -> None:
    with pytest.raises(MailFailure) as failure:
        MaildirInbox(tmp_path / "elsewhere").folders()
    assert (failure.value.permanent, failure.value.of_server) == (True, True)
    assert "elsewhere" in failure.value.message


# waiting


def test_a_letter_that_comes_ends_the_wait_within_a_second(home: Path, inbox: MaildirInbox) -> None:
    time.sleep(0.1)  # a folder made this very instant may be written to unseen
    assert arrivals_of(inbox) == []
    delivered: list[float] = []

    def deliver() -> None:
        drop(home / ".Junk", "late")
        delivered.append(time.monotonic())

    timer = threading.Timer(0.2, deliver)
    timer.start()
    assert inbox.wait(10)
    assert time.monotonic() - delivered[0] < 1
    timer.join()


def test_a_wait_without_news_ends_in_time_and_says_so(inbox: MaildirInbox) -> None:
    time.sleep(0.1)
    arrivals_of(inbox)
    began = time.monotonic()
    assert inbox.wait(0.3) is False
    assert 0.2 < time.monotonic() - began < 1


def test_a_wait_ends_when_told(home: Path) -> None:
    stop = threading.Event()
    inbox = MaildirInbox(home, stop=stop)
    time.sleep(0.1)
    arrivals_of(inbox)
    threading.Timer(0.1, stop.set).start()
    began = time.monotonic()
    assert inbox.wait(30) is False
    assert time.monotonic() - began < 1


# what we sent


def test_a_copy_of_what_we_sent_is_kept_once(home: Path, inbox: MaildirInbox) -> None:
    ours = letter(message_id="<1@klongnoy.example>")
    assert not inbox.sent_message_id("<1@klongnoy.example>")
    for _ in range(3):
        inbox.keep_copy(ours, sent_at=SUNDAY_EVENING)
    (kept,) = (home / ".Sent" / "cur").iterdir()
    assert kept.read_bytes() == ours
    assert kept.name.endswith(":2,S")
    assert kept.stat().st_mtime == SUNDAY_EVENING.timestamp()
    assert inbox.sent_message_id("<1@klongnoy.example>")
    assert not inbox.sent_message_id("<11@klongnoy.example>")


def test_a_letter_sent_is_one_file_with_its_bytes_untouched(tmp_path: Path) -> None:
    outbox = MaildirOutbox(tmp_path / "sent")
    raws = [letter(str(number)) for number in range(20)]
    for raw in raws:
        assert outbox.send(raw, sender="saraban@klongnoy.example", to=["citizen@post.example"]).startswith(
            "250 "
        )
    files = sorted((tmp_path / "sent").iterdir())
    assert [path.read_bytes() for path in files] == raws  # in the order they were sent
    assert {path.suffix for path in files} == {".eml"}


def test_an_outbox_that_cannot_write_says_so_and_leaves_nothing_half(tmp_path: Path) -> None:
    (tmp_path / "sent").write_bytes(b"a file where a folder should be")
    with pytest.raises(MailFailure) as failure:
        MaildirOutbox(tmp_path / "sent").send(letter(), sender="a@b.example", to=["c@d.example"])
    assert (failure.value.permanent, failure.value.uncertain) == (False, False)
    assert [path.name for path in tmp_path.iterdir()] == ["sent"]


def test_the_way_out_can_be_tried_without_a_letter(tmp_path: Path) -> None:
    MaildirOutbox(tmp_path / "sent").check()
    assert list((tmp_path / "sent").iterdir()) == []
    (tmp_path / "file").touch()
    with pytest.raises(MailFailure):
        MaildirOutbox(tmp_path / "file").check()


def test_a_letter_sent_is_on_the_disk_before_it_counts_as_sent(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The order that a power cut asks for: bytes synced, then the name, then the folder synced."""
    done: list[str] = []
    fsync, replace = os.fsync, Path.replace

    def note_fsync(handle: int) -> None:
        done.append(
            "folder synced" if Path(f"/proc/self/fd/{handle}").readlink().is_dir() else "bytes synced"
        )
        fsync(handle)

    def note_replace(self: Path, target: Path) -> Path:
        done.append("named")
        return replace(self, target)

    monkeypatch.setattr(os, "fsync", note_fsync)
    monkeypatch.setattr(Path, "replace", note_replace)
    MaildirOutbox(tmp_path / "sent").send(letter(), sender="a@b.example", to=["c@d.example"])
    assert done == ["bytes synced", "named", "folder synced"]


@pytest.mark.parametrize(("broken", "named"), [("bytes", False), ("folder", True)])
def test_what_has_its_name_and_is_not_on_the_disk_for_sure_is_uncertain(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, broken: str, named: bool
) -> None:
    fsync = os.fsync

    def fail(handle: int) -> None:
        if Path(f"/proc/self/fd/{handle}").readlink().is_dir() == (broken == "folder"):
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        fsync(handle)

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(MailFailure) as failure:
        MaildirOutbox(tmp_path / "sent").send(letter(), sender="a@b.example", to=["c@d.example"])
    assert (failure.value.uncertain, failure.value.permanent) == (named, False)
    assert len(list((tmp_path / "sent").iterdir())) == named


# moving

ID = "<1@post.example>"
RAW = letter("a request", size=900, message_id=ID)


def sought(raw: bytes = RAW, *, message_id: str = ID, by_bytes: bool = False, **hint: int) -> Sought:
    return Sought(message_id, len(raw), **hint, sha256=sha256(raw).hexdigest() if by_bytes else "")


def spam(inbox: MaildirInbox, letter: Sought) -> bool:
    return inbox.move(letter, away_from=Role.INBOX, to=Role.TRASH)


def lying(home: Path, folder: str = "") -> dict[str, bytes]:
    return {
        path.name: path.read_bytes()
        for part in ("new", "cur")
        if (home / folder / part).is_dir()
        for path in sorted((home / folder / part).iterdir())
    }


@pytest.mark.parametrize(("name", "part"), [("a.eml", "new"), ("1700000000.M1.host,S=900:2,FS", "cur")])
def test_a_letter_goes_there_and_back_with_its_flags_and_its_time(
    home: Path, inbox: MaildirInbox, name: str, part: str
) -> None:
    drop(home, name, RAW, part=part)
    drop(home, "other.eml", letter("another", size=900))
    arrivals_of(inbox)
    for _ in range(3):
        for _ in range(2):  # asked twice, moved once
            assert spam(inbox, sought())
            assert (list(lying(home).values()), list(lying(home, ".Trash").values())) == (
                [letter("another", size=900)],
                [RAW],
            )
        assert inbox.move(sought(), away_from=Role.TRASH, to=Role.JUNK)
        assert inbox.move(sought(), away_from=Role.JUNK, to=Role.INBOX)
    (there,) = (path for path in (home / part).iterdir() if path.read_bytes() == RAW)
    assert there.name.partition(":")[2] == name.partition(":")[2]
    assert there.stat().st_mtime == SUNDAY_EVENING.timestamp()
    (again,) = arrivals_of(inbox, after_uid=2)
    assert again == Arrival(uid=3, arrived_at=SUNDAY_EVENING, size=900)
    assert [folder.role for folder in inbox.folders()] == [Role.INBOX, Role.JUNK]


def test_it_is_found_by_hint_by_id_and_size_and_by_its_bytes(home: Path, inbox: MaildirInbox) -> None:
    twins = [letter(subject, size=900, message_id=ID) for subject in "abc"]
    for minute, raw in enumerate((*twins, letter(size=901, message_id=ID), letter("no id", size=800))):
        drop(home, str(minute), raw, when=minutes_later(minute))
    arrivals_of(inbox)
    uidvalidity = folder_of(inbox).uidvalidity
    assert spam(inbox, sought(uid=2, uidvalidity=uidvalidity))
    assert list(lying(home, ".Trash").values()) == [twins[1]]
    assert spam(inbox, sought(twins[2], by_bytes=True, uid=1, uidvalidity=uidvalidity + 1))
    assert set(lying(home, ".Trash").values()) == {twins[1], twins[2]}
    assert spam(inbox, sought(letter(size=901, message_id=ID), uid=5, uidvalidity=uidvalidity))
    assert not spam(inbox, sought(letter("no id", size=800), message_id=""))
    assert not spam(inbox, sought(letter("no id", size=800), message_id="<2@post.example>"))
    assert spam(inbox, sought(letter("no id", size=800), message_id="", by_bytes=True))
    assert list(lying(home).values()) == [twins[0]]


def test_a_letter_moved_by_a_person_a_flagged_one_and_one_that_is_gone(
    home: Path, inbox: MaildirInbox
) -> None:
    assert not spam(inbox, sought())
    assert not (home / ".Trash").exists()
    drop(home / ".Junk", "a", RAW)
    assert inbox.move(sought(), away_from=Role.INBOX, to=Role.JUNK)
    assert list(lying(home, ".Junk").values()) == [RAW]
    (home / ".Junk" / "new" / "a").rename(home / "cur" / "a:2,ST")
    assert not spam(inbox, sought())
    assert lying(home) == {"a:2,ST": RAW}


def test_what_lies_in_both_is_taken_away_here_unless_it_is_another_letter(
    home: Path, inbox: MaildirInbox
) -> None:
    make_maildir(home / ".Trash")
    trick = letter("a trick", size=900, message_id=ID)
    drop(home / ".Trash", "trick", trick)
    drop(home, "a", RAW)
    assert spam(inbox, sought())
    assert sorted(lying(home, ".Trash").values()) == sorted([RAW, trick])
    drop(home, "b", RAW)
    assert spam(inbox, sought(by_bytes=True))
    assert lying(home) == {}
    assert sorted(lying(home, ".Trash").values()) == sorted([RAW, trick])


def test_a_folder_that_cannot_be_written_to_says_so(home: Path, inbox: MaildirInbox) -> None:
    drop(home, "a", RAW)
    (home / ".Trash").write_bytes(b"a file where a folder should be")
    with pytest.raises(MailFailure) as failure:
        spam(inbox, sought())
    assert not failure.value.permanent
    assert list(lying(home).values()) == [RAW]


def test_killed_at_any_step_of_a_move_it_lies_in_one_place_and_the_next_one_finishes(
    home: Path, inbox: MaildirInbox, tmp_path: Path
) -> None:
    for at in itertools.count(1):
        drop(home, "a", RAW)

        def move(_: int, at: int = at) -> bool:
            Tracer(Fault(Kind.EFFECT, at)).start()
            return spam(MaildirInbox(home, settle_seconds=0), sought(by_bytes=True))

        ended = in_fork(move, seconds_max=30, log=tmp_path / "log")
        assert len(lying(home)) + len(lying(home, ".Trash")) == 1
        assert spam(inbox, sought(by_bytes=True))
        assert (lying(home), list(lying(home, ".Trash").values())) == ({}, [RAW])
        shutil.rmtree(home / ".Trash")
        if ended.how == "done":
            break
        assert ended.how == "killed", (tmp_path / "log").read_text()
    assert at > 5


def test_many_at_once_move_it_once_while_a_mail_program_renames_it(home: Path) -> None:
    for number in range(30):
        drop(home, str(number), RAW)
        start = threading.Barrier(4)
        answers: list[bool] = []

        def move(start: threading.Barrier, answers: list[bool]) -> None:
            start.wait()
            answers.append(spam(MaildirInbox(home, settle_seconds=0), sought()))

        def read(start: threading.Barrier, number: int) -> None:
            start.wait()
            with suppress(FileNotFoundError):
                (home / "new" / str(number)).rename(home / "cur" / f"{number}:2,S")

        both = [threading.Thread(target=move, args=(start, answers)) for _ in range(3)]
        both.append(threading.Thread(target=read, args=(start, number)))
        for one in both:
            one.start()
        for one in both:
            one.join()
        assert answers == [True] * 3
        assert (lying(home), list(lying(home, ".Trash").values())) == ({}, [RAW])
        shutil.rmtree(home / ".Trash")


def test_a_real_server_sees_what_was_moved_in_its_folders(dovecot: Dovecot) -> None:
    dovecot.deliver(RAW, when=SUNDAY_EVENING)
    dovecot.mark_read("all")
    inbox = MaildirInbox(dovecot.maildir(), settle_seconds=0)
    for away_from, to in ((Role.INBOX, Role.JUNK), (Role.JUNK, Role.INBOX), (Role.INBOX, Role.JUNK)):
        assert inbox.move(sought(), away_from=away_from, to=to)
        box = {Role.INBOX: "INBOX", Role.JUNK: "Junk"}[to]
        told = dovecot.doveadm(
            *("fetch", "-u", dovecot.first_user, "flags date.received", "mailbox", box, "all")
        )
        assert r"\Seen" in told
        assert re.search(r"2023-01-2[23] \d\d:33:00", told)  # in the time zone of whoever asks


# together with others


def test_it_reads_what_a_real_server_keeps_and_disturbs_it_not(dovecot: Dovecot) -> None:
    """Dovecot and we on one folder: a person reads, flags and deletes while we fetch."""
    dice = random.Random(7)
    inbox = MaildirInbox(dovecot.maildir(), settle_seconds=0)
    truth: set[bytes] = set()
    got: dict[int, bytes] = {}
    for round_ in range(8):
        for number in range(5):
            raw = letter(f"{round_}-{number}")
            truth.add(raw)
            dovecot.deliver(raw, when=minutes_later(round_ * 10 + number))
        got |= bytes_of(inbox, arrivals_of(inbox, after_uid=max(got, default=0)))
        dovecot.mark_read(f"uid {dice.randint(1, 5 * round_ + 5)}")
        dovecot.expunge(f"uid {dice.randint(1, 5 * round_ + 5)}")
    assert set(got.values()) == truth
    assert len(got) == len(truth)
    assert len(dovecot.letters()) < len(truth)
