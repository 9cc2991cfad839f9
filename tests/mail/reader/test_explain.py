"""`explain mail` and what intake reads: a record for every file, whatever it is, in the child process."""

from __future__ import annotations

import base64
import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from saraban.mail import reading
from saraban.mail.reader import caps
from saraban.mail.reader.explain import explain
from saraban.mail.reader.mailboxes import places
from tests.mail.reader.letters import file_part, letter, multipart, text_part

KEYS = [
    "path", "subject", "from", "reply_to", "to", "sent_at", "message_id", "in_reply_to", "references", "text", "has_html",
    "attachments", "automatic", "bounce", "warnings",
]  # fmt: skip
MBOX = (
    b"From a@b Mon Jan 23 08:30:00 2023\nSubject: one\n\nFrom the office\n>From x\n>>From y\n> From z\n\nFrom here on\n\n"
    b"From c@d Mon Jan 23 08:31:00 2023\nSubject: two\n\nbody\n"
)


def explained(*paths: Path) -> list[dict[str, Any]]:
    return list(explain(map(str, paths)))


def test_a_line_has_exactly_the_promised_keys(tmp_path: Path) -> None:
    (tmp_path / "a.eml").write_bytes(
        b"From: =?utf-8?B?4LiB?= <a@b.example>\r\nReply-To: r@b.example\r\nTo: saraban@town.example\r\nSubject: x\r\n"
        b"Date: Mon, 23 Jan 2023 08:30:00 +0700\r\nMessage-ID: <1@b>\r\nIn-Reply-To: <0@b>\r\nReferences: <0@b>\r\n"
        b"Content-Type: text/html\r\n\r\n<p>hello"
    )
    [line] = explained(tmp_path / "a.eml")
    assert list(line) == KEYS
    assert line == {
        "path": str(tmp_path / "a.eml"),
        "subject": "x",
        "from": {"name": "ก", "address": "a@b.example"},
        "reply_to": [{"name": "", "address": "r@b.example"}],
        "to": [{"name": "", "address": "saraban@town.example"}],
        "sent_at": "2023-01-23T08:30:00+07:00",
        "message_id": "<1@b>",
        "in_reply_to": "<0@b>",
        "references": ["<0@b>"],
        "text": "hello",
        "has_html": True,
        "attachments": [],
        "automatic": None,
        "bounce": None,
        "warnings": [],
    }


def test_a_missing_file_and_an_empty_folder_have_their_lines(tmp_path: Path) -> None:
    lines = explained(tmp_path / "none.eml", tmp_path)
    assert [(list(line), line["warnings"]) for line in lines] == [
        (KEYS, [caps.MISSING]),
        (KEYS, [caps.NO_LETTERS]),
    ]


def test_what_is_no_letter_has_its_line(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(b"%PDF-1.7\n" + bytes(range(256)))
    (tmp_path / "b").write_bytes(b"")
    assert [line["warnings"][0] for line in explained(tmp_path / "a.pdf", tmp_path / "b")] == [
        caps.NOT_A_LETTER,
        caps.EMPTY,
    ]


def test_the_letters_of_an_mbox_are_numbered(tmp_path: Path) -> None:
    path = tmp_path / "mbox"
    path.write_bytes(MBOX)
    assert [(line["path"], line["subject"], line["text"]) for line in explained(path)] == [
        (f"{path}#1", "one", "From the office\nFrom x\n>From y\n> From z\n\nFrom here on"),
        (f"{path}#2", "two", "body"),
    ]


def test_the_bytes_of_an_mbox_letter_end_before_the_separating_line(tmp_path: Path) -> None:
    path = tmp_path / "mbox"
    path.write_bytes(MBOX)
    [first, second] = places(path)
    assert first.size is not None and second.size is not None
    assert MBOX[first.begin :][: first.size].endswith(b">>From y\n> From z\n\nFrom here on\n")
    assert MBOX[second.begin :][: second.size] == b"Subject: two\n\nbody\n"


def test_what_an_mbox_put_before_from_is_taken_away_once(tmp_path: Path) -> None:
    (tmp_path / "mbox").write_bytes(MBOX)
    (tmp_path / "a.eml").write_bytes(MBOX)
    assert [one.read() for one in places(tmp_path / "mbox")] == [
        b"Subject: one\n\nFrom the office\nFrom x\n>From y\n> From z\n\nFrom here on\n",
        b"Subject: two\n\nbody\n",
    ]
    assert [one.read() for one in places(tmp_path / "a.eml")] == [MBOX]


def test_an_eml_that_begins_like_an_mbox_is_one_letter(tmp_path: Path) -> None:
    path = tmp_path / "a.eml"
    path.write_bytes(MBOX)
    assert [(line["path"], line["subject"]) for line in explained(path)] == [(str(path), "one")]


def test_a_maildir_is_read_new_then_cur_then_its_folders(tmp_path: Path) -> None:
    for folder, name in (
        ("new", "2"),
        ("cur", "1:2,S"),
        (".Junk/cur", "3"),
        (".Junk/new", "4"),
        ("tmp", "5"),
    ):
        (tmp_path / folder).mkdir(parents=True, exist_ok=True)
        (tmp_path / folder / name).write_bytes(b"Subject: " + name.encode() + b"\n\nx")
    assert [line["subject"] for line in explained(tmp_path)] == ["2", "1:2,S", "4", "3"]


def test_paths_are_told_as_given(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "จดหมาย.eml").write_bytes(letter())
    monkeypatch.chdir(tmp_path)
    assert [line["path"] for line in explained(Path("จดหมาย.eml"))] == ["จดหมาย.eml"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs a pipe with a name")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    pipes = [tmp_path / "pipe.eml", tmp_path / "pipe"]
    for pipe in pipes:
        os.mkfifo(pipe)
    watch = threading.Timer(10, lambda: [pipe.write_bytes(b"") for pipe in pipes])
    watch.start()
    assert [line["warnings"] for line in explained(*pipes)] == [[caps.MISSING]] * 2
    watch.cancel()


def test_the_biggest_letter_is_read_within_its_means(tmp_path: Path) -> None:
    big = base64.encodebytes(os.urandom(1_000_000)) * 36
    data = multipart(
        text_part(), b"Content-Type: application/pdf\r\nContent-Transfer-Encoding: base64\r\n\r\n" + big
    )
    (tmp_path / "a.eml").write_bytes(data)
    [line] = explained(tmp_path / "a.eml")
    assert (line["text"], [one["size"] for one in line["attachments"]], line["warnings"]) == (
        "hello",
        [36_000_000],
        [],
    )


def test_a_letter_beyond_the_biggest_still_tells_who_wrote(tmp_path: Path) -> None:
    with (tmp_path / "a.eml").open("wb") as file:
        file.write(letter(b"x"))
        file.truncate(300_000_000)
    [line] = explained(tmp_path / "a.eml")
    assert line["from"] == {"name": "", "address": "somchai@example.org"}
    assert caps.TOO_BIG in line["warnings"]


def test_reading_needs_no_django() -> None:
    script = (
        "import sys\n"
        "import saraban.mail.reader.explain, saraban.mail.reader.job\n"
        "heavy = {name.partition('.')[0] for name in sys.modules} & {'django', 'email', 'nh3', 'socket', 'sqlite3'}\n"
        "sys.exit(f'imported {heavy}' if heavy else 0)"
    )
    subprocess.run([sys.executable, "-c", script], check=True)


def read_files(paths: Iterable[Path]) -> list[dict[str, Any]]:
    return reading.read_files(list(paths))


def test_intake_reads_a_batch_in_order(tmp_path: Path) -> None:
    paths = [tmp_path / f"{number}" for number in range(50)]
    for number, path in enumerate(paths):
        path.write_bytes(b"Subject: %d\r\nDate: Mon, 23 Jan 2566 08:30:00 +0700\r\n\r\nx" % number)
    read = read_files(paths)
    assert [one["subject"] for one in read] == [str(number) for number in range(50)]
    assert read[0]["sent_at"] == datetime.fromisoformat("2023-01-23T08:30:00+07:00")
    assert read_files([]) == []


def test_a_missing_letter_does_not_stop_the_next(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(multipart(text_part(), file_part()))
    read = read_files([tmp_path / "none", tmp_path / "a"])
    assert [(one["unreadable"], one["attachments"]) for one in read] == [(caps.MISSING, 0), ("", 1)]
    assert {*read[0]} == {*read[1]}


def test_every_record_is_json(tmp_path: Path) -> None:
    (tmp_path / "a.eml").write_bytes(bytes(range(256)) * 40)
    for line in explained(tmp_path / "a.eml"):
        json.dumps(line, ensure_ascii=False).encode()


def test_a_path_is_told_as_it_was_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("x.eml").write_bytes(b"Subject: a\n\nb\n")
    Path("d").mkdir()
    Path("d/y.eml").write_bytes(b"Subject: a\n\nb\n")
    Path("box").write_bytes(b"From a Mon Jan  1 00:00:00 2024\nSubject: a\n\nb\n")
    written = ["./x.eml", "x.eml", "./none.eml", "./d/", "d", "./box"]
    told = [line["path"] for line in explain(written)]
    assert told == ["./x.eml", "x.eml", "./none.eml", "./d/y.eml", "d/y.eml", "./box#1"]
