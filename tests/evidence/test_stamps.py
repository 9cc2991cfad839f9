"""Where an authority is named, a stranger says when the seal was there; one that fails delays nothing."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils.timezone import now

from saraban.agencies.duties import OPERATOR
from saraban.agencies.models import Profile
from saraban.clock import Clock
from saraban.documents import time_stamps
from saraban.documents.time_stamps import NotStamped, ask
from saraban.evidence.bundle import Evidence
from saraban.evidence.seals import DaySeal, seal_due
from saraban.evidence.stamps import SealStamp, late_since, stamp_seals
from saraban.evidence.verify_register import Bundle, Verifier
from saraban.mail.models import files
from saraban.management.saraban import main
from tests.evidence.days import MONDAY, clock_at
from tests.office import Office
from tests.servers.timestamps import TimeStamper, time_stamper


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TimeStamper]:
    with time_stamper(tmp_path_factory.mktemp("tsa") / "authority") as made:
        yield made


@pytest.fixture
def tsa(server: TimeStamper) -> TimeStamper:
    server.manner = "well"
    return server


def name(tsa: TimeStamper, *, roots: str = "") -> None:
    profile = Profile.objects.get()
    with profile.change("corrected", by=OPERATOR):
        profile.tsa_url, profile.tsa_roots = tsa.url, roots or tsa.roots


def night_after(day: int) -> int:
    with clock_at(MONDAY.replace(hour=0, minute=1) + timedelta(days=day + 1)):
        seal_due()
        return stamp_seals()


def test_the_latest_seal_is_stamped_once(monday: Office, tsa: TimeStamper) -> None:
    with clock_at(MONDAY):
        name(tsa)
    began, asked = now(), tsa.asked
    assert (night_after(0), night_after(0)) == (1, 0)

    stamp = SealStamp.objects.get()
    assert (stamp.seal.day, stamp.authority, tsa.asked) == (MONDAY.date(), tsa.url, asked + 1)
    assert began - timedelta(seconds=2) <= stamp.stamped_at <= now() + timedelta(seconds=2)
    assert stamp.holds(tsa.roots)


def test_a_bundle_has_the_stamp_and_openssl_checks_it_as_the_page_says(
    monday: Office, tsa: TimeStamper, data_dir: Path
) -> None:
    with clock_at(MONDAY):
        name(tsa)
    night_after(0)
    night_after(1)
    stamp = SealStamp.objects.get(seal__day=MONDAY.date())
    Evidence().write(data_dir / "bundle.zip")
    bundle = Bundle(str(data_dir / "bundle.zip"))
    assert Verifier(bundle, stamp.seal.told()).run()["problems"] == []
    answer = bundle.letter(stamp.sha256)
    assert answer is not None
    (data_dir / "stamp.tsr").write_bytes(b"".join(answer))
    for text, good in ((stamp.seal.text(), True), (f"{stamp.seal.text()}\n", False)):
        (data_dir / "seal.txt").write_text(text)
        done = subprocess.run(
            [
                *["openssl", "ts", "-verify", "-data", "seal.txt", "-in", "stamp.tsr", "-CAfile"],
                str(tsa.authority.ca_file),
            ],
            cwd=data_dir,
            capture_output=True,
            check=False,
        )
        assert (done.returncode == 0) == good


def test_the_seal_does_not_depend_on_its_stamp(monday: Office, tsa: TimeStamper) -> None:
    night_after(0)
    [before] = DaySeal.objects.values_list("digest", flat=True)
    with clock_at(MONDAY + timedelta(days=1)):
        name(tsa)
    night_after(0)
    with clock_at(MONDAY + timedelta(days=1, hours=1)):
        assert stamp_seals() == 1
    assert [seal.digest for seal in DaySeal.objects.all()] == [before]
    assert Evidence().verify()["intact"]


@pytest.mark.parametrize("manner", ["down", "long", "elsewhere", "nonsense", "again", "dripping"])
def test_an_authority_that_fails_delays_nothing_and_is_asked_again(
    monday: Office, tsa: TimeStamper, manner: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(time_stamps, "ASK_SECONDS_MAX", 1.0)
    with clock_at(MONDAY):
        name(tsa)
    night_after(0)
    tsa.manner, asked, began = manner, tsa.asked, time.monotonic()
    assert night_after(1) == 0
    assert time.monotonic() - began < 15
    assert (DaySeal.objects.count(), SealStamp.objects.count(), tsa.asked) == (2, 1, asked + 1)
    tsa.manner = "well"
    assert night_after(1) == 1


def test_an_authority_that_is_not_there_is_said_plainly(monday: Office) -> None:
    for url in ("http://127.0.0.1:9/tsr", "https://127.0.0.1:9", "http://[", "http://x:y/", "http:///"):
        with pytest.raises(NotStamped, match="ติดต่อผู้ให้บริการไม่ได้"):
            ask(url, b"x", ca_file=None)


def test_a_stamp_of_somebody_else_is_none(monday: Office, tsa: TimeStamper, tmp_path: Path) -> None:
    with time_stamper(tmp_path / "other") as other, clock_at(MONDAY):
        name(tsa, roots=other.roots)
    assert night_after(0) == 0
    assert not SealStamp.objects.exists()


def test_verify_checks_the_stamps(
    monday: Office, tsa: TimeStamper, capsys: pytest.CaptureFixture[str]
) -> None:
    with clock_at(MONDAY):
        name(tsa)
    night_after(0)
    night_after(1)
    assert main(["verify"]) == 0
    assert "ประทับเวลา 2 วัน" in capsys.readouterr().out
    first, second = SealStamp.objects.order_by("seal__day")
    swapped = files().path(monday.agency, first.sha256)
    swapped.chmod(0o600)
    swapped.write_bytes(files().read(monday.agency, second.sha256))
    assert main(["verify"]) == 1
    assert "code=stamp day=2023-01-23" in capsys.readouterr().out


def test_after_a_day_without_a_stamp_it_is_said(monday: Office, tsa: TimeStamper) -> None:
    with clock_at(MONDAY):
        name(tsa)
    night_after(0)
    tsa.manner = "down"
    night_after(1)
    after = MONDAY.replace(hour=0, minute=1) + timedelta(days=2)
    for hours, late in ((23, False), (25, True)):
        with clock_at(after + timedelta(hours=hours)):
            assert (late_since() is not None) == late
    night_after(2)
    with clock_at(after + timedelta(days=1, hours=2)):
        assert late_since() == after
    tsa.manner = "well"
    night_after(2)
    with clock_at(after + timedelta(days=1, hours=3)):
        assert late_since() is None


def test_nothing_is_asked_in_practice_or_where_none_is_named(monday: Office, tsa: TimeStamper) -> None:
    asked = tsa.asked
    assert night_after(0) == 0
    with clock_at(MONDAY + timedelta(days=1)):
        name(tsa)
    monday.agency.practice = True
    monday.agency.save()
    assert night_after(1) == 0
    assert tsa.asked == asked


def test_the_clock_asks_where_it_holds_up_no_post() -> None:
    clock = Clock()
    assert [step.name for step in clock.books if step.run is stamp_seals] == ["evidence.stamp_seals"]


def test_only_the_clock_stamps(monday: Office) -> None:
    night_after(0)
    seal = DaySeal.objects.get()
    with pytest.raises(Exception, match="หน้าที่"):
        SealStamp.objects.record(
            "stamped", by=monday.clerk, seal=seal, authority="x", sha256="0" * 64, stamped_at=now()
        )
