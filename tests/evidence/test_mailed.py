"""The seals leave by themselves: once for each day, to those outside, and nothing else leaves with them."""

from __future__ import annotations

import email
import email.policy
import json
from datetime import date, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from saraban.agencies.duties import MACHINE, OPERATOR, Duty
from saraban.agencies.models import Profile
from saraban.clock import Clock
from saraban.evidence.bundle import Evidence
from saraban.evidence.mailed import Holder, holders, mail_seals
from saraban.evidence.seals import DaySeal, SealText, seal_due
from saraban.evidence.verify_register import Bundle, Verifier, held_seal
from saraban.mail.models import Mailbox, OutboundEmail, files
from saraban.management.saraban import main
from saraban.registers.outgoing import OutgoingEntry
from tests.evidence.days import MONDAY, clock_at
from tests.office import Office, add_officer

AUDITOR = "auditor@province.example.go.th"
PARENT = "saraban@district.example.go.th"


def send_to(*, daily: str = "", monthly: str = "") -> None:
    profile = Profile.objects.get()
    with profile.change("corrected", by=OPERATOR):
        profile.seals_to, profile.month_seals_to = daily, monthly


def mailed(to: str) -> list[OutboundEmail]:
    return list(OutboundEmail.objects.filter(to_address=to).order_by("pk"))


def night_after(day: int) -> None:
    """What the clock does a minute after midnight; Monday is 0."""
    with clock_at(MONDAY.replace(hour=0, minute=1) + timedelta(days=day + 1)):
        while seal_due():
            pass
        mail_seals()


def file_in(letter: OutboundEmail) -> bytes:
    [file] = letter.attached_files
    return files().read(letter.agency, file.sha256)


def test_each_night_the_auditor_gets_one_mail(monday: Office) -> None:
    with clock_at(MONDAY):
        send_to(daily=AUDITOR)
    for day in range(3):
        night_after(day)
        night_after(day)

    mails = mailed(AUDITOR)
    assert [mail.part for mail in mails] == ["day 2023-01-23", "day 2023-01-24", "day 2023-01-25"]
    assert [mail.attached_files[0].name for mail in mails] == [
        f"seal-{day}.json" for day in ("2023-01-23", "2023-01-24", "2023-01-25")
    ]
    seal = DaySeal.objects.get(day=date(2023, 1, 24))
    assert json.loads(file_in(mails[1])) == seal.told()
    assert seal.text() in mails[1].body
    assert SealText.parse(seal.text()).digest == seal.digest


def test_the_mail_says_that_a_machine_wrote_it_and_has_no_row_in_the_send_register(monday: Office) -> None:
    with clock_at(MONDAY):
        send_to(daily=AUDITOR)
    night_after(0)

    [letter] = mailed(AUDITOR)
    parsed = email.message_from_bytes(letter.as_bytes(), policy=email.policy.default)
    assert parsed["Auto-Submitted"] == "auto-generated"
    assert "klongnoy.go.th" in parsed["From"]
    assert [part.get_filename() for part in parsed.iter_attachments()] == ["seal-2023-01-23.json"]
    assert not OutgoingEntry.objects.exists()


def test_no_word_and_no_name_of_a_letter_leaves_with_it(lived: Office) -> None:
    with clock_at(MONDAY + timedelta(days=4)):
        send_to(daily=AUDITOR, monthly=PARENT)
    night_after(4)
    night_after(10)

    for letter in [*mailed(AUDITOR), *mailed(PARENT)]:
        whole = letter.subject + letter.body + file_in(letter).decode()
        for word in ("เรื่องที่", "example.com", "มาลี", "สุดา", "ตอบข้อหารือ", "ทะเบียนบ้าน"):
            assert word not in whole
    assert "มาลี" in str(list(Evidence().lines("rows.jsonl")))


def test_both_verifiers_take_the_file_as_it_came(
    lived: Office, data_dir: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with clock_at(MONDAY + timedelta(days=4)):
        send_to(daily=AUDITOR)
    night_after(8)  # a month ends among them: all in one file
    [letter] = mailed(AUDITOR)
    file, bundle = data_dir / letter.attached_files[0].name, data_dir / "bundle.zip"
    file.write_bytes(file_in(letter))
    Evidence().write(bundle)

    assert Verifier(Bundle(str(bundle)), held_seal(file.read_text())).run()["intact"]
    assert main(["verify", "--seal", str(file)]) == 0
    capsys.readouterr()


def test_after_a_long_outage_one_mail_has_all_days(monday: Office) -> None:
    with clock_at(MONDAY):
        send_to(daily=AUDITOR)
    night_after(0)
    with clock_at(MONDAY + timedelta(days=120)):
        assert seal_due() == 31  # some; the others wait, and the mail for them
        assert mail_seals() == 0
    night_after(120)

    _, second = mailed(AUDITOR)
    said = json.loads(file_in(second))
    assert said["day"] == str(MONDAY.date() + timedelta(days=120))
    days = [one["day"] for one in said["earlier"]]
    assert days[0] == "2023-01-23"  # its month has ended
    assert len(days) == 120
    assert second.body.count("SARABAN1") == 31


def test_a_month_that_is_over_goes_to_the_parent_in_one_file(monday: Office) -> None:
    with clock_at(MONDAY):
        send_to(daily=AUDITOR, monthly=PARENT)
    for day in range(10):  # until 1 February
        night_after(day)

    [letter] = mailed(PARENT)
    assert letter.part == "month 2023-01-31"
    said = json.loads(file_in(letter))
    assert (said["day"], len(said["earlier"])) == ("2023-01-31", 8)
    last_of_january = [mail for mail in mailed(AUDITOR) if mail.part == "day 2023-01-31"]
    assert [file_in(mail) for mail in last_of_january] == [file_in(letter)]
    assert len(mailed(AUDITOR)) == 10


def test_where_nobody_is_named_the_offices_auditor_gets_them_and_where_there_is_none_nothing_leaves(
    monday: Office,
) -> None:
    assert holders() == []
    night_after(0)
    assert not OutboundEmail.objects.exists()
    with clock_at(MONDAY + timedelta(days=1, hours=2)):
        add_officer("นางสาวอรุณี ตรวจการ", "arunee@klongnoy.go.th", Duty.AUDITOR)
    night_after(1)
    assert [letter.part for letter in mailed("arunee@klongnoy.go.th")] == ["day 2023-01-24"]
    with clock_at(MONDAY + timedelta(days=2, hours=2)):
        send_to(daily=AUDITOR)
    night_after(2)
    assert len(mailed("arunee@klongnoy.go.th")) == 1
    assert len(mailed(AUDITOR)) == 1


def test_whoever_has_their_mail_beside_the_offices_own_is_told_apart(monday: Office) -> None:
    addresses = ("Arunee@Klongnoy.go.th", AUDITOR, "x@sub.klongnoy.go.th")
    assert [Holder("x", address).beside_us for address in addresses] == [True, False, False]


def test_our_own_mailbox_holds_nothing(monday: Office) -> None:
    with clock_at(MONDAY):
        send_to(daily=Mailbox.objects.get().address.upper())
    assert holders() == []


def test_a_day_is_never_laid_into_the_outbox_twice(monday: Office) -> None:
    with clock_at(MONDAY):
        send_to(daily=AUDITOR)
    night_after(0)
    [letter] = mailed(AUDITOR)
    again = {
        name: getattr(letter, name)
        for name in ("mailbox", "kind", "to_address", "from_name", "subject", "body", "part", "dated_at")
    }
    with pytest.raises(IntegrityError), transaction.atomic():
        OutboundEmail.objects.record("composed", by=MACHINE, message_id="<other@example.com>", **again)


def test_a_mail_that_fails_delays_neither_the_seal_nor_the_next_mail(monday: Office) -> None:
    with clock_at(MONDAY):
        send_to(daily=AUDITOR)
    night_after(0)
    [letter] = mailed(AUDITOR)
    with clock_at(MONDAY + timedelta(days=1, hours=1)):
        letter.mark("failed", OutboundEmail.FAILED, "ส่งไม่ได้")
    night_after(1)

    assert DaySeal.objects.count() == 2
    assert [(mail.part, mail.state) for mail in mailed(AUDITOR)] == [
        ("day 2023-01-23", "failed"),
        ("day 2023-01-24", "queued"),
    ]


def test_the_seals_of_a_full_disk_wait(
    monday: Office, monkeypatch: pytest.MonkeyPatch, data_dir: Path
) -> None:
    with clock_at(MONDAY):
        send_to(daily=AUDITOR)
    folder = data_dir / "files" / str(monday.agency.uid)
    folder.parent.mkdir(parents=True, exist_ok=True)
    folder.write_text("in the way")
    night_after(0)
    assert (DaySeal.objects.count(), mailed(AUDITOR)) == (1, [])
    folder.unlink()
    night_after(0)
    assert len(mailed(AUDITOR)) == 1


def test_the_clock_mails_by_itself_after_it_has_sealed() -> None:
    runs = [step.run for step in Clock().rest]
    assert runs.index(seal_due) < runs.index(mail_seals)


@given(
    st.dates(date(2023, 1, 1), date(2030, 1, 1)),
    st.lists(st.integers(1, 70), min_size=1, max_size=6),
    st.booleans(),
)
def test_whoever_is_mailed_gets_every_day_once_or_more_and_every_month_whole(
    begins: date, pauses: list[int], monthly: bool
) -> None:
    class Told(Holder):
        last: OutboundEmail | None = None

        def last_mail(self) -> OutboundEmail | None:
            return OutboundEmail(part=f"day {got[-1][1]}") if got else None

    got: list[tuple[date, date]] = []
    holder, day = Told("x", "x@example.com", monthly), begins
    for pause in pauses:
        day += timedelta(days=pause)
        if (due := holder.days_due(day)) is not None:
            got.append(due)
            assert holder.days_due(day) is None
    for (_, before), (first, last) in pairwise(got):
        assert first <= before + timedelta(days=1) <= last
    for first, last in got:
        assert first <= last <= day
        month_ends = [
            first + timedelta(days=n)
            for n in range((last - first).days + 1)
            if (first + timedelta(days=n + 1)).day == 1
        ]
        assert not month_ends or first.day == 1
        assert not monthly or last in month_ends


def examined(at: datetime, capsys: pytest.CaptureFixture[str]) -> dict[str, bool]:
    """What the doctor finds of the seals, and whether it is broken."""
    capsys.readouterr()
    with clock_at(at):
        main(["doctor", "--json"])
    found = json.loads(capsys.readouterr().out)["findings"]
    return {
        finding["code"]: finding["broken"]
        for finding in found
        if finding["code"] in ("sealed", "seals_held", "stamped")
    }


def test_the_doctor_says_what_is_wrong_with_the_seals(
    monday: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    assert examined(MONDAY + timedelta(hours=3), capsys) == {"seals_held": False}
    with clock_at(MONDAY + timedelta(hours=4)):
        send_to(daily=AUDITOR)
    assert examined(MONDAY + timedelta(days=1, hours=3), capsys) == {}
    assert examined(MONDAY + timedelta(days=2, hours=3), capsys) == {"sealed": True}
    night_after(1)
    assert examined(MONDAY + timedelta(days=2, hours=3), capsys) == {}
    with clock_at(MONDAY + timedelta(days=2, hours=4)):
        mailed(AUDITOR)[-1].mark("bounced", OutboundEmail.BOUNCED, "ไม่มีผู้ใช้นี้")
        profile = Profile.objects.get()
        with profile.change("corrected", by=OPERATOR):
            profile.tsa_url = "https://tsa.example.go.th"
    assert examined(MONDAY + timedelta(days=2, hours=5), capsys) == {"seals_held": True}
    assert examined(MONDAY + timedelta(days=3, hours=5), capsys) == {"seals_held": True, "stamped": True}
