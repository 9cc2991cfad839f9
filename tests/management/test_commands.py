"""The command `saraban`, as a person or a script uses it: what it prints where, and with which exit code."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes, policy
from pathlib import Path

import pytest

from saraban.documents.papers import Check, Letterhead, Paper, PaperKind, made
from tests.documents import pki
from tests.office import letter_bytes

TOP = Path(__file__).parent.parent.parent


@dataclass(frozen=True)
class Said:
    code: int
    out: str
    err: str


@dataclass(frozen=True)
class Cli:
    data: Path

    def __call__(self, *words: str, stdin: str = "", **environment: str) -> Said:
        kept = {n: v for n, v in os.environ.items() if not n.startswith(("SARABAN_", "DJANGO_"))}
        done = subprocess.run(
            [sys.executable, "-m", "saraban", *words],
            env=kept | {"SARABAN_DATA": str(self.data), "LC_ALL": "C"} | environment,
            cwd=TOP,
            input=stdin.encode(),
            capture_output=True,
            check=False,
        )
        return Said(done.returncode, done.stdout.decode("utf-8"), done.stderr.decode("utf-8"))

    def found(self, **instead: str) -> Said:
        asked = {
            "name": "เทศบาลตำบลทดลอง",
            "province": "นครนายก",
            "phone": "037 000 200",
            "domain": "klongnoy.example",
            "mailbox": f"maildir://{self.data.parent / 'box'}",
            "smtp": f"maildir://{self.data.parent / 'sent'}",
            "officer": "suda@klongnoy.example",
        } | instead
        return self("found", *(word for name, value in asked.items() for word in (f"--{name}", value)))


@pytest.fixture
def cli(tmp_path: Path) -> Cli:
    for part in ("new", "cur", "tmp"):
        (tmp_path / "box" / part).mkdir(parents=True)
    return Cli(tmp_path / "data")


def drop(cli: Cli, raw: bytes, name: str = "letter") -> None:
    (cli.data.parent / "box" / "new" / name).write_bytes(raw)
    time.sleep(0.3)  # a file just written may still be being written


# explain


def explain(cli: Cli, *words: str) -> Said:
    return cli("explain", "received-at", *words)


def test_the_guides_example_is_explained(cli: Cli) -> None:
    said = explain(cli, "2566-01-22T21:33:00", "--json")
    assert (said.code, said.err) == (0, "")
    answer = json.loads(said.out)
    assert list(answer) == ["arrived_at", "deemed_at", "register_year", "why"]
    assert answer["arrived_at"] == "2023-01-22T21:33:00+07:00"
    assert answer["deemed_at"] == "2023-01-23T08:30:00+07:00"
    assert answer["register_year"] == 2566
    assert any("มาตรา 10" in sentence for sentence in answer["why"])
    assert not cli.data.exists()  # it needs no folder and makes none


@pytest.mark.parametrize(
    ("moment", "deemed_at", "year"),
    [
        ("2023-01-22T14:33:00Z", "2023-01-23T08:30:00+07:00", 2566),
        ("2568-12-30T18:00:00", "2026-01-05T08:30:00+07:00", 2569),
        ("2566-01-23T08:30:00.9", "2023-01-23T08:30:00+07:00", 2566),
        ("๒๕๖๖-๐๑-๒๓T๑๐:๑๕:๐๐", "2023-01-23T10:15:00+07:00", 2566),
        ("2566-01-23 16:30:01", "2023-01-24T08:30:00+07:00", 2566),
    ],
)
def test_times_are_read_as_people_write_them(cli: Cli, moment: str, deemed_at: str, year: int) -> None:
    answer = json.loads(explain(cli, moment, "--json").out)
    assert (answer["deemed_at"], answer["register_year"]) == (deemed_at, year)


def test_a_province_has_holidays_of_its_own(cli: Cli) -> None:
    moment = "2565-11-16T10:00:00"
    assert json.loads(explain(cli, moment, "--json").out)["deemed_at"] == "2022-11-16T10:00:00+07:00"
    there = json.loads(explain(cli, moment, "--province", "นนทบุรี", "--json").out)
    assert there["deemed_at"] == "2022-11-21T08:30:00+07:00"


@pytest.mark.parametrize(
    ("words", "code", "sentence"),
    [
        (["2590-01-22T10:00:00"], 1, "ปฏิทิน"),
        (["yesterday"], 2, "อ่านเวลา"),
        (["2566-13-40T10:00:00"], 2, "อ่านเวลา"),
        (["9999-12-31T23:59:59Z"], 1, "ปฏิทิน"),
        (["10000-12-31T23:59:59Z"], 2, "อ่านเวลา"),
        (["2566-01-22T21:33:00", "--province", "นนบุรี"], 2, "นนทบุรี"),
        ([], 2, "คำสั่งไม่ครบ"),
    ],
)
def test_what_cannot_be_explained_says_why(cli: Cli, words: Sequence[str], code: int, sentence: str) -> None:
    said = explain(cli, *words)
    assert (said.code, said.out) == (code, "")
    assert sentence in said.err
    assert "Traceback" not in said.err


def test_mail_is_explained_a_line_per_file_in_order(cli: Cli, tmp_path: Path) -> None:
    good, missing = tmp_path / "good.eml", tmp_path / "missing.eml"
    good.write_bytes(letter_bytes("เรื่อง ก", attachments=[("คำขอ.pdf", b"%PDF-1.4")]))
    said = cli("explain", "mail", str(missing), str(good), "--jsonl")
    assert said.code == 0
    first, second = map(json.loads, said.out.splitlines())
    assert (first["path"], first["subject"]) == (str(missing), "")
    assert first["warnings"]
    assert list(second) == [
        *("path", "subject", "from", "reply_to", "to", "sent_at", "message_id", "in_reply_to", "references"),
        *("text", "has_html", "attachments", "automatic", "bounce", "warnings"),
    ]
    assert second["subject"] == "เรื่อง ก"
    assert second["from"] == {"name": "นายสมชาย ที่ปรึกษาดี", "address": "somchai@example.com"}
    assert [file["name"] for file in second["attachments"]] == ["คำขอ.pdf"]
    assert second["attachments"][0]["size"] == 8


def test_a_reader_that_has_had_enough_is_no_trouble(cli: Cli) -> None:
    piped = f"{sys.executable} -m saraban explain mail tests/letters/thai --jsonl | head -n 1"
    done = subprocess.run(["bash", "-o", "pipefail", "-c", piped], cwd=TOP, capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (0, b"")


def test_signed_papers_are_explained_a_line_per_file_in_order(cli: Cli, tmp_path: Path) -> None:
    root = pki.root()
    authority = root.authority("ผู้ให้บริการทดสอบ")
    proofs = [root.crl(), authority.crl()]
    good, missing, trusted = tmp_path / "good.pdf", tmp_path / "missing.pdf", tmp_path / "root.pem"
    good.write_bytes(
        pki.signed(pki.paper(), authority.signer(), others=[authority], roots=[root], crls=proofs)
    )
    filled = tmp_path / "filled.pdf"
    filled.write_bytes(pki.changed(good.read_bytes(), pki.fill_in))
    trusted.write_bytes(root.pem)

    said = cli("explain", "pdf", *map(str, (missing, good, filled)), "--trust", str(trusted), "--jsonl")
    assert (said.code, said.err) == (0, "")
    lines = list(map(json.loads, said.out.splitlines()))
    assert [list(line) for line in lines] == [["path", "signatures", "verdict", "why"]] * 3
    assert [line["path"] for line in lines] == [str(missing), str(good), str(filled)]
    assert [line["verdict"] for line in lines] == ["grey", "green", "amber"]
    (one,) = lines[1]["signatures"]
    assert list(one) == [
        *(
            "signer",
            "issuer",
            "signed_at",
            "intact",
            "covers_whole_file",
            "changed_after",
            "trusted",
            "revoked",
        ),
        *("verdict", "why"),
    ]
    assert (one["signer"], one["issuer"]) == ("นายสมชาย ใจดี", "ผู้ให้บริการทดสอบ")
    assert one["signed_at"].endswith("+07:00")
    assert not cli.data.exists()

    told = cli("explain", "pdf", str(good), "--trust", str(trusted), "--at", "2590-01-01T00:00:00")
    assert told.out.splitlines()[0] == str(good)
    assert "แดง" in told.out and "หมดอายุ" in told.out and "นายสมชาย ใจดี" in told.out
    assert "B-B" in told.out and "หน้าตรวจสอบ" not in told.out
    assert "แดง" in cli("explain", "pdf", str(good)).out  # NRCA knows nobody of these


def test_a_paper_of_ours_says_where_it_is_checked(cli: Cli, tmp_path: Path) -> None:
    address = "https://saraban.klongnoy.go.th/v/0123456789abcdef0123"
    paper = Paper(PaperKind.CERTIFICATE, "ขอรับรอง", ("รับรองว่าเป็นความจริง",), check=Check(address, "ABCDEFGH"))
    path = tmp_path / "ours.pdf"
    path.write_bytes(made(paper, Letterhead(("เทศบาล",), ()), dated_at=datetime.now(UTC)).pdf)
    assert f"หน้าตรวจสอบของผู้ออก: {address}" in cli("explain", "pdf", str(path)).out


@pytest.mark.parametrize(
    ("words", "sentence"), [(["--at", "yesterday"], "อ่านเวลา"), (["--trust", "/nowhere.pem"], "PEM")]
)
def test_papers_are_not_explained_by_what_cannot_be_read(cli: Cli, words: list[str], sentence: str) -> None:
    said = cli("explain", "pdf", "letter.pdf", *words)
    assert (said.code, said.out) == (2, "")
    assert sentence in said.err


# an agency from the command line to the answer


def test_a_letter_from_the_folder_to_its_answer_without_a_browser(cli: Cli) -> None:
    founded = cli.found()
    assert founded.code == 0, founded.err
    assert founded.out.startswith("http://localhost:8000/sign-in/")
    drop(cli, letter_bytes("ขอต่ออายุใบอนุญาต", message_id="<one@example.com>"))

    assert cli("work", "--once").code == 0
    waiting = json.loads(cli("enter", "--as", "suda@klongnoy.example", "--json").out)
    assert waiting["message_id"] == "<one@example.com>"
    entered = cli("enter", str(waiting["letter"]), "--as", "suda@klongnoy.example", "--json")
    assert entered.code == 0, entered.err
    answer = json.loads(entered.out)
    assert answer["number"] == 1
    assert cli("work", "--settle").code == 0

    (sent,) = (cli.data.parent / "sent").glob("*.eml")
    letter = message_from_bytes(sent.read_bytes(), policy=policy.default)
    assert letter["Subject"] == f"Re: ขอต่ออายุใบอนุญาต [เลขรับ {answer['receipt_number']}]"
    assert letter["In-Reply-To"] == "<one@example.com>"

    again = cli("enter", str(waiting["letter"]), "--as", "suda@klongnoy.example")
    assert (again.code, again.out) == (1, "")
    assert answer["receipt_number"] in again.err
    healthy = cli("doctor", "--json")
    assert (healthy.code, json.loads(healthy.out)["ok"]) == (0, True)


@pytest.mark.parametrize(
    ("instead", "sentence"),
    [
        ({"province": "นครนายกก"}, "นครนายก"),
        ({"mailbox": "imaps://u:secret@mail.example"}, "รหัสผ่านอยู่ในที่อยู่ไม่ได้"),
        ({"mailbox": "imap://u@mail.example?tls=no"}, "เฉพาะเครื่องเดียวกันนี้"),
        ({"officer": "suda"}, "อีเมล"),
        ({"domain": "klongnoy"}, "โดเมน"),
        ({"since": "32/1/66"}, "วันที่"),
    ],
)
def test_an_agency_that_cannot_be_is_refused_whole(cli: Cli, instead: dict[str, str], sentence: str) -> None:
    said = cli.found(**instead)
    assert (said.code, said.out) == (1, "")
    assert sentence in said.err
    assert "secret" not in said.err
    assert cli.found().code == 0  # nothing of the first try stands in the way


def test_an_agency_is_founded_once(cli: Cli) -> None:
    assert cli.found().code == 0
    said = cli.found()
    assert (said.code, said.out) == (1, "")
    assert "แล้ว" in said.err


def test_letters_come_in_from_files_each_once(cli: Cli, tmp_path: Path) -> None:
    assert cli.found().code == 0
    letter, box = tmp_path / "one.eml", tmp_path / "old.mbox"
    letter.write_bytes(letter_bytes("ก"))
    lines = [b"From somchai@example.com Mon Jan 23 09:00:00 2023\n" + letter_bytes(s) + b"\n" for s in "กขค"]
    box.write_bytes(b"".join(lines))

    said = cli("import-mail", str(letter), str(box))
    assert said.code == 0, said.err
    # The mbox's first letter is the same bytes but for the empty line that parts it from the next.
    assert int(said.out) in (3, 4)
    assert cli("import-mail", str(letter), str(box)).out.strip() == "0"
    assert cli("import-mail", str(tmp_path / "missing.eml")).code == 1


@pytest.mark.parametrize(
    ("words", "code", "sentence"),
    [
        ([], 2, "ใช้: saraban"),
        (["fly"], 2, "ไม่รู้จักคำสั่ง fly"),
        (["enter", "1", "--as", "nobody@example.com"], 1, "ไม่พบเจ้าหน้าที่"),
        (["doctor"], 1, ""),
        (["work", "--never"], 2, "คำสั่งไม่ครบ"),
        (["import-mail", "README.md"], 1, "ไม่พบหน่วยงาน"),
    ],
)
def test_no_and_cannot_are_told_apart(cli: Cli, words: Sequence[str], code: int, sentence: str) -> None:
    said = cli(*words)
    assert said.code == code
    assert sentence in said.err
    assert "Traceback" not in said.err


def test_an_unknown_setting_stops_every_command(cli: Cli) -> None:
    said = cli("doctor", SARABAN_PROT="8000")
    assert (said.code, said.out) == (2, "")
    assert "SARABAN_PROT" in said.err


def test_a_port_in_use_is_said(cli: Cli) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        said = cli("serve", SARABAN_PORT=str(taken.getsockname()[1]))
    assert said.code == 2
    assert "พอร์ต" in said.err
    assert "Traceback" not in said.err


def test_an_address_that_cannot_be_is_said(cli: Cli) -> None:
    said = cli("serve", SARABAN_HOST="999.1.1.1")
    assert said.code == 2
    assert "Traceback" not in said.err
    assert "999.1.1.1" in said.err


def test_a_data_folder_that_cannot_be_is_said(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    said = cli("doctor", SARABAN_DATA=str(tmp_path / "file" / "data"))
    assert said.code == 2
    assert "Traceback" not in said.err
    assert "โฟลเดอร์ข้อมูล" in said.err


def test_doctor_says_what_is_broken(cli: Cli) -> None:
    assert cli.found().code == 0
    (cli.data.parent / "box" / "new").rmdir()
    said = cli("doctor")
    assert said.code == 1
    assert "Maildir" in said.out
    found = {f["code"]: f["broken"] for f in json.loads(cli("doctor", "--json").out)["findings"]}
    assert found["inbox"]
    assert found["looked"]
    assert not found["database"]


def test_a_lost_link_is_made_anew(cli: Cli) -> None:
    first = cli.found().out
    said = cli("link", "suda@klongnoy.example")
    assert said.code == 0
    assert said.out.startswith("http://localhost:8000/sign-in/")
    assert said.out != first
    assert cli("link", "nobody@klongnoy.example").code == 1


def test_a_mailbox_gets_a_new_password_and_another_server(cli: Cli, tmp_path: Path) -> None:
    assert cli.found().code == 0
    address = "saraban@klongnoy.example"
    (tmp_path / "password").write_text("รหัสใหม่\n")
    said = cli(
        *("mailbox", address, "--password-file", str(tmp_path / "password")),
        *("--smtp", "smtps://saraban@smtp.gmail.com"),
    )
    assert said.code == 0, said.err
    kept = cli.data / "secrets" / "mailbox-klongnoy"
    assert kept.read_text() == "รหัสใหม่"
    assert kept.stat().st_mode & 0o777 == 0o600
    assert cli.data.stat().st_mode & 0o777 == 0o700
    assert cli("mailbox", "other@klongnoy.example", "--password", stdin="x\n").code == 1
    assert cli("mailbox", address, "--mailbox", "imap://u@mail.example?tls=no").code == 1


def test_work_says_which_mailbox_it_could_not_look_into(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "password").write_text("x")
    nobody = "imap://saraban@127.0.0.1:9?tls=no"
    said = cli.found(
        mailbox=nobody,
        smtp="smtp://saraban@127.0.0.1:9?tls=no",
        **{"password-file": str(tmp_path / "password")},
    )
    assert said.code == 0, said.err
    said = cli("work", "--once")
    assert said.code == 0
    assert "ยังตรวจกล่อง saraban@klongnoy.example ไม่ได้: " in said.err
    assert "จดหมายยังอยู่ที่ผู้ให้บริการ" in said.err


# restored


def test_who_says_that_the_database_was_put_back_goes_on_after_the_paper(cli: Cli, tmp_path: Path) -> None:
    cli.found()
    drop(cli, letter_bytes("หลังกู้คืน"))
    cli("work", "--once")
    letter = json.loads(cli("enter", "--as", "suda@klongnoy.example", "--json").out)["letter"]
    bad = cli("restored", "--last", "incoming/2569=5")
    assert (bad.code, "ต้องใช้คู่กัน" in bad.err) == (1, True)
    assert "ไม่ถูกรูปแบบ" in cli("restored", "--last", "รับ=5", "--as", "suda@klongnoy.example").err
    assert "อ่านตราปิดวัน" in cli("restored", "--seal", str(tmp_path / "none.json")).err

    year = time.gmtime(time.time() + 7 * 3600).tm_year + 543
    seal = tmp_path / "seal.json"
    seal.write_text(json.dumps({"counters": [["incomingentry", year, 3]]}))
    said = cli("restored", "--seal", str(seal))
    assert (said.code, f"หนังสือรับ ปี {year} ออกต่อจากเลข 3" in said.err) == (0, True)
    said = cli("restored", "--last", f"incoming/{year}=5", "--as", "suda@klongnoy.example")
    assert (said.code, f"หนังสือรับ ปี {year} ออกต่อจากเลข 5" in said.err) == (0, True)
    entered = json.loads(cli("enter", str(letter), "--as", "suda@klongnoy.example", "--json").out)
    assert entered["receipt_number"] == f"6/{year}"
