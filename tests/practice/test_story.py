"""The told story: whatever the hour, some forty letters that a real reader can read, and none from the future."""

from __future__ import annotations

import email
import email.policy
import re
import subprocess
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from email.utils import parsedate_to_datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from saraban.mail.gateway import Role
from saraban.mail.maildir import MaildirInbox
from saraban.mail.reader.letter import ReadLetter, read_letter
from saraban.practice.pages import FOOTER, OfficialLetter
from saraban.practice.story import ENDED, letters, tell
from saraban.practice.told import Told
from saraban.practice.town import LOOKS_BACK
from saraban.thai.dates import BANGKOK

MONDAY = datetime(2026, 11, 23, 8, 40, tzinfo=BANGKOK)
PDF_SIZE_MAX = 60_000  # bytes
TELLING_SECONDS_MAX = 2.5  # of processor time
TEMPLATE_WORDS = {"เรื่อง", "เรียน", "อ้างถึง", "สิ่งที่ส่งมาด้วย", "ลงชื่อ"}
SOMEBODY_ELSE = re.compile(r"@(?!([a-z0-9.-]+\.)?(example|example\.(com|org|net)|klongnoy\.go\.th)$)")

FIRST, LAST = (int(datetime(year, 1, 10, tzinfo=UTC).timestamp()) for year in (2023, 2041))
moments = st.integers(FIRST, LAST).map(lambda seconds: datetime.fromtimestamp(seconds, tz=UTC))


@pytest.fixture(scope="module")
def told() -> dict[str, Told]:
    return {letter.key: letter for letter in letters(now=MONDAY)}


@pytest.fixture(scope="module")
def raw(told: dict[str, Told]) -> dict[str, bytes]:
    return {key: letter.write() for key, letter in told.items()}


@pytest.fixture(scope="module")
def read(raw: dict[str, bytes]) -> dict[str, ReadLetter]:
    return {key: read_letter(content) for key, content in raw.items()}


def test_some_forty_letters_six_of_them_in_junk(told: dict[str, Told]) -> None:
    assert 40 <= len(told) <= 45
    assert {key for key, letter in told.items() if letter.junk} == {
        "district-urgent",
        "citizen-in-junk",
        "ink",
        "loan",
        "false-provider",
        "first-page",
    }


@given(now=moments)
@settings(max_examples=150, deadline=None)
def test_nothing_is_told_from_the_future(now: datetime) -> None:
    story = list(letters(now=now))
    since = now.astimezone(BANGKOK).date() - LOOKS_BACK
    arrivals = [letter.arrived_at for letter in story]
    assert arrivals == sorted(arrivals)
    assert arrivals[-1] <= now
    assert arrivals[0].date() >= since, "older than the mailbox looks back"
    assert [page for letter in story for page in letter.pages if page.dated > letter.arrived_at.date()] == []
    at = {letter.key: letter.arrived_at for letter in story}
    assert len(at) == len(story)
    assert at["pig-farm"] < at["pig-farm-again"]


@given(now=moments)
@settings(max_examples=150, deadline=None)
def test_somchai_wrote_last_sunday_at_21_33(now: datetime) -> None:
    at = next(letter.arrived_at for letter in letters(now=now) if letter.key == "somchai-licence")
    assert (at.weekday(), at.hour, at.minute, at.second, at.microsecond) == (6, 21, 33, 0, 0)
    assert at.utcoffset() == timedelta(hours=7)
    assert timedelta(0) <= now - at < timedelta(days=7)


@given(now=moments)
@settings(max_examples=10, deadline=None)
def test_no_header_names_a_time_after_now(now: datetime) -> None:
    for letter in letters(now=now):
        if not letter.pages:
            for when in _times(letter.write()):
                assert when <= now


def test_on_a_monday_morning_the_mail_of_the_weekend_and_of_this_morning_waits(told: dict[str, Told]) -> None:
    days = {letter.arrived_at.date() for letter in told.values()}
    assert {MONDAY.date() - timedelta(days=ago) for ago in range(5)} == days


def test_every_letter_is_whole_mime(raw: dict[str, bytes]) -> None:
    ids = []
    for key, content in raw.items():
        letter = email.message_from_bytes(content, policy=email.policy.compat32)
        assert [part.defects for part in letter.walk() if part.defects] == [], key
        ids.append(letter["Message-ID"])
        assert max(map(len, content.split(b"\r\n"))) <= 998, key
        assert b"\n" not in content.replace(b"\r\n", b""), key
    assert len(set(ids)) == len(ids)


def test_the_reader_of_the_house_reads_every_word(read: dict[str, ReadLetter]) -> None:
    for key, letter in read.items():
        shown = [letter.subject, letter.text, letter.html or "", *(file.name for file in letter.attachments)]
        shown.append(letter.sender.name if letter.sender else "")
        assert "\ufffd" not in "".join(shown), key
        assert letter.unreadable == "", key
        assert letter.sender and letter.sender.address, key


@pytest.mark.parametrize(
    ("key", "subject", "begins"),
    [
        ("karaoke", "เสียงคาราโอเกะ ไม่ไหวแล้ว!!!", "ตีหนึ่งแล้วยังร้องเพลงเดิม"),  # raw windows-874
        ("rubbish-day", "สอบถามวันเก็บขยะซอย 7", "สวัสดีค่ะ"),  # TIS-620, undeclared
        ("address", "ขอแก้ไขเลขที่บ้านในทะเบียน", "เรียน นายทะเบียนท้องถิ่น"),  # claims iso-8859-1
        ("land-tax", "ขอทราบการคำนวณภาษีที่ดินและสิ่งปลูกสร้าง", "เรียน ผู้อำนวยการกองคลัง"),  # TIS-620
        ("power-company", "ค่าไฟแพงผิดปกติ ขอตรวจมิเตอร์", "เรียน การไฟฟ้า"),  # x-windows-874
        ("health-station", "ขอสนับสนุนทรายกำจัดลูกน้ำ", "เรียน นายกเทศมนตรีตำบลคลองน้อย"),  # winmail.dat
        ("dogs", "", "มีหมาจรจัดเจ็ดแปดตัว"),
        ("only-a-photo", "ส่งรูป", ""),
    ],
)
def test_the_charsets_of_thai_offices(
    read: dict[str, ReadLetter], key: str, subject: str, begins: str
) -> None:
    assert (read[key].subject, read[key].text[: len(begins)]) == (subject, begins)


@pytest.mark.parametrize(
    ("key", "names"),
    [
        ("somchai-licence", ["คำขอต่ออายุใบอนุญาต.pdf", "บัตรประชาชน.jpg"]),  # RFC 2231
        (
            "building-permit",  # in numbered pieces
            ["คำขออนุญาตก่อสร้างอาคารโรงเก็บเครื่องมือ หมู่ 7 ตำบลคลองน้อย (ฉบับลงนามแล้ว).pdf", "แบบแปลน.zip"],
        ),
        ("allowance", ["หนังสือมอบอำนาจ (เบี้ยยังชีพแม่).pdf"]),  # RFC 2047
        ("revenue", ["แจ้งผลอากรแสตมป์.pdf", "รายการสัญญา.pdf"]),  # RFC 2231 in TIS-620, and raw
        ("health-station", ["หนังสือขอทรายกำจัดลูกน้ำ.pdf"]),  # inside winmail.dat
        (
            "district-three",
            ["1.ประชุมประจำเดือน.pdf", "2.ด่วนมาก สำรวจสิ่งกีดขวางทางน้ำ.pdf", "3.ขอบคุณบริจาคโลหิต.pdf"],
        ),
    ],
)
def test_file_names_in_thai(read: dict[str, ReadLetter], key: str, names: list[str]) -> None:
    assert [file.name for file in read[key].attachments] == names


def test_machines_are_known_as_machines(read: dict[str, ReadLetter]) -> None:
    automatic = {key for key, letter in read.items() if letter.automatic}
    assert automatic - {"ink"} == {"out-of-office", "newsletter", "provider", "receipt"}


def test_the_second_letter_of_a_citizen_answers_her_first(read: dict[str, ReadLetter]) -> None:
    assert read["pig-farm-again"].in_reply_to == read["pig-farm"].message_id


def test_nobody_real_is_written_to_or_from(read: dict[str, ReadLetter]) -> None:
    for key, letter in read.items():
        addresses = [letter.sender, *letter.to, *letter.reply_to]
        assert [one.address for one in addresses if one and SOMEBODY_ELSE.search(one.address)] == [], key


def test_the_pdfs_read_back_as_they_were_written(told: dict[str, Told], tmp_path: Path) -> None:
    pages = [(key, page) for key, letter in told.items() for page in letter.pages]
    assert sum(isinstance(page, OfficialLetter) for _, page in pages) >= 10
    for key, page in pages:
        pdf = page.pdf()
        assert len(pdf) < PDF_SIZE_MAX, key
        (tmp_path / "page.pdf").write_bytes(pdf)
        done = subprocess.run(
            ["pdftotext", "-raw", str(tmp_path / "page.pdf"), "-"], capture_output=True, check=True
        )
        left = "".join(done.stdout.decode().split())
        left = re.sub("-[๐-๙]-", "", left.replace(_bare(FOOTER), ""))
        for words in sorted(
            {_bare(words) for words in page.words} - {_bare(FOOTER), ""}, key=len, reverse=True
        ):
            assert words in left, f"{key}: {words}"
            left = left.replace(words, "|", page.words.count(words) or 1)
        rest = [word for word in left.split("|") if word]
        assert set(rest) <= TEMPLATE_WORDS, key


def test_the_urgency_and_the_number_stand_in_the_pdf_and_not_in_the_subject(
    told: dict[str, Told], read: dict[str, ReadLetter]
) -> None:
    official = told["province-meeting"].pages[0]
    assert isinstance(official, OfficialLetter)
    assert (official.urgency, official.ref[:10]) == ("ด่วนที่สุด", "ที่ นย ๐๐๒")
    assert read["province-meeting"].subject == "จังหวัดนครนายก ส่งหนังสือราชการ"


def test_it_is_told_quickly_and_the_mailbox_shows_it(tmp_path: Path) -> None:
    begun = time.process_time()
    count = tell(tmp_path / "Maildir", now=MONDAY)
    assert time.process_time() - begun < TELLING_SECONDS_MAX
    inbox = MaildirInbox(tmp_path / "Maildir", settle_seconds=0.0)
    shown = {
        folder.role: [one.arrived_at for one in inbox.arrivals(folder, after_uid=0, since=None)]
        for folder in inbox.folders()
    }
    story = list(letters(now=MONDAY))
    assert len(story) == count
    assert shown == {
        Role.INBOX: [letter.arrived_at for letter in story if not letter.junk],
        Role.JUNK: [letter.arrived_at for letter in story if letter.junk],
    }


def test_the_same_now_gives_the_same_bytes(tmp_path: Path) -> None:
    for name in ("one", "two"):
        tell(tmp_path / name, now=MONDAY)
    assert _files(tmp_path / "one") == _files(tmp_path / "two")


def test_it_is_told_once(tmp_path: Path) -> None:
    assert tell(tmp_path, now=MONDAY) > 0
    files = _files(tmp_path)
    assert tell(tmp_path, now=MONDAY + timedelta(days=2)) == 0
    assert _files(tmp_path) == files


def test_after_a_crash_the_rest_is_told_as_it_was_begun(tmp_path: Path) -> None:
    tell(tmp_path / "whole", now=MONDAY)
    tell(tmp_path / "cut", now=MONDAY)
    (tmp_path / "cut" / ENDED).unlink()
    lost = sorted((tmp_path / "cut" / "new").iterdir())[5:9]
    for path in lost:
        path.unlink()
    opened = sorted((tmp_path / "cut" / "new").iterdir())[0]
    opened.rename(tmp_path / "cut" / "cur" / f"{opened.name}:2,S")  # somebody has read it meanwhile
    assert tell(tmp_path / "cut", now=MONDAY + timedelta(hours=3)) == len(lost)
    assert _names(tmp_path / "cut") == _names(tmp_path / "whole")


def test_it_can_be_stopped_between_two_letters(tmp_path: Path) -> None:
    stop = threading.Event()
    stop.set()
    assert tell(tmp_path, now=MONDAY, stop=stop) == 0
    assert tell(tmp_path, now=MONDAY) == len(list(letters(now=MONDAY)))


def _bare(words: str) -> str:
    return "".join(words.split())


def _times(content: bytes) -> Iterator[datetime]:
    letter = email.message_from_bytes(content, policy=email.policy.default)
    assert isinstance(letter, EmailMessage)
    yield parsedate_to_datetime(letter["Date"])
    yield parsedate_to_datetime(letter["Received"].rpartition(";")[2])


def _files(folder: Path) -> dict[str, tuple[bytes, int]]:
    return {
        str(path.relative_to(folder)): (path.read_bytes(), path.stat().st_mtime_ns)
        for path in folder.rglob("*.klongnoy*")
    }


def _names(folder: Path) -> set[str]:
    return {path.name.partition(":")[0] for path in folder.rglob("*.klongnoy*")}
