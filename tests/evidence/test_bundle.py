"""The bundle, the verifier as an auditor runs it, and what hostile files do to it."""

from __future__ import annotations

import json
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from saraban.agencies.duties import OPERATOR
from saraban.audit.entries import Opening
from saraban.evidence import verify_register
from saraban.evidence.bundle import Evidence
from saraban.evidence.seals import DaySeal
from saraban.mail.models import InboundEmail, files
from saraban.registers.models import IncomingEntry
from tests.evidence.alterations import rows_of
from tests.evidence.days import sealed_until
from tests.insider.deeds import takes_the_guard_away
from tests.office import Office

SCRIPT = Path(verify_register.__file__)


def run_alone(*words: object) -> subprocess.CompletedProcess[str]:
    """As an auditor does: no Saraban in reach, no site packages."""
    return subprocess.run(
        [sys.executable, "-I", "-S", str(SCRIPT), *map(str, words)],
        cwd="/",
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


def test_the_verifier_is_short_and_needs_nothing() -> None:
    source = SCRIPT.read_text(encoding="utf-8")

    assert len(source.splitlines()) <= 300
    assert "saraban." not in source.replace("saraban.seal", "")
    imported = {
        line.split()[1].partition(".")[0]
        for line in source.splitlines()
        if line.startswith(("import ", "from "))
    }
    assert imported <= set(sys.stdlib_module_names)


def test_a_bundle_is_checked_without_us(lived: Office, data_dir: Path) -> None:
    seal = sealed_until(4)
    bundle, kept, short = data_dir / "out.zip", data_dir / "seal.json", data_dir / "seal.txt"
    kept.write_text(json.dumps(seal.told()), encoding="utf-8")
    short.write_text(seal.text() + "\n", encoding="utf-8")
    Evidence().write(bundle)

    for held in (kept, short):
        done = run_alone(bundle, "--seal", held, "--json")
        found = json.loads(done.stdout)
        assert (done.returncode, done.stderr, found["intact"]) == (0, "", True)
        assert (found["sealed_days"], found["problems"], found["letters_checked"]) == (4, [], True)
    assert "ครบถ้วน" in run_alone(bundle).stdout
    assert bundle.stat().st_mode & 0o077 == 0
    with zipfile.ZipFile(bundle) as zipped:
        assert zipped.read("verify_register.py") == SCRIPT.read_bytes()
        assert len([name for name in zipped.namelist() if name.startswith("letters/")]) == 9


def test_what_is_affected_is_listed(lived: Office, data_dir: Path) -> None:
    sealed_until(4)
    row = IncomingEntry.objects.get(number=1)
    rows_of(IncomingEntry).filter(pk=row.pk).update(sender="นางปลอม")
    assert row.email is not None
    path = files().path(lived.agency, row.email.sha256)
    path.unlink()
    path.write_bytes(b"another letter")
    Evidence().write(data_dir / "out.zip")

    done = run_alone(data_dir / "out.zip", "--json")
    found = json.loads(done.stdout)
    assert done.returncode == 1
    assert found["register_numbers"] == ["1/2566"]
    assert found["letters"] == [row.email.sha256]
    assert {problem["code"] for problem in found["problems"]} == {"row", "letter"}


def test_lawful_erasure_is_no_alteration_and_an_unlawful_one_is(lived: Office) -> None:
    sealed_until(4)
    email = InboundEmail.objects.earliest("pk")  # of a batch, and erased: see `live_some_days`
    opening = Opening.objects.get(noun="inboundemail", subject_id=email.pk, entry__subject_id=None)
    assert set(opening.opened["subject"]) == {"hmac"}
    assert Evidence().verify()["intact"]

    other = InboundEmail.objects.latest("pk")
    gone = Opening.objects.get(noun="inboundemail", subject_id=other.pk, entry__subject_id=None)
    takes_the_guard_away()
    gone.forget({"subject"})
    rows_of(InboundEmail).filter(pk=other.pk).update(subject="")
    found = Evidence().verify()
    assert {problem["code"] for problem in found["problems"]} == {"opening", "row"}


def test_an_erasure_takes_the_value_out_of_the_bundle(lived: Office, data_dir: Path) -> None:
    row = IncomingEntry.objects.get(number=3)
    row.redact("sender", "subject", by=OPERATOR, reason="คำสั่งที่ 3/2566")
    assert row.email is not None
    row.email.redact("subject", "excerpt", by=OPERATOR, reason="คำสั่งที่ 3/2566")
    for letter in row.our_letters():
        letter.redact("subject", "body", by=OPERATOR, reason="คำสั่งที่ 3/2566")
    evidence = Evidence(with_letters=False)
    evidence.write(data_dir / "out.zip")

    with zipfile.ZipFile(data_dir / "out.zip") as zipped:
        told = b"".join(zipped.read(name) for name in zipped.namelist() if name.endswith("l"))
    assert "เรื่องที่ 2".encode() not in told
    assert "เรื่องที่ 4".encode() in told
    assert evidence.verify()["intact"]


def test_a_year_has_its_own_rows_and_letters_only(lived: Office, data_dir: Path) -> None:
    sealed_until(4)
    for year, numbers, letters in ((2566, 8, 4), (2565, 0, 0)):
        out = data_dir / f"{year}.zip"
        Evidence(year=year).write(out)
        done = run_alone(out, "--json")
        assert (done.returncode, json.loads(done.stdout)["year"]) == (0, year)
        with zipfile.ZipFile(out) as zipped:
            assert zipped.read("rows.jsonl").count(b"\n") == numbers
            assert len([name for name in zipped.namelist() if name.startswith("letters/")]) == letters
            assert ("สุดา".encode() in zipped.read("entries.jsonl")) is False  # an officer's name


def test_what_is_done_while_it_is_written_is_not_in_it(lived: Office) -> None:
    evidence = Evidence()
    entry = IncomingEntry.objects.get(number=3)
    before = entry.plain_values()
    entry.restrict(by=lived.clerk)
    entry.redact("remarks", by=OPERATOR, reason="คำสั่งที่ 3/2566")

    rows = {(row["noun"], row["key"]): row["fields"] for row in evidence.lines("rows.jsonl")}
    assert rows["incomingentry", entry.pk] == before
    assert evidence.verify()["intact"]
    assert Evidence().verify()["intact"]


def test_two_agencies_are_two_logs(lived: Office, data_dir: Path) -> None:
    sealed_until(4)
    from tests.office import open_office

    open_office("other", data=data_dir)

    assert Evidence().verify()["intact"]
    assert DaySeal.across_agencies.filter(agency__slug="other").count() == 0


def test_no_file_is_written_over(lived: Office, data_dir: Path) -> None:
    (data_dir / "out.zip").write_bytes(b"mine")
    with pytest.raises(FileExistsError):
        Evidence().write(data_dir / "out.zip")
    assert (data_dir / "out.zip").read_bytes() == b"mine"


# Hostile files


def zipped(path: Path, members: list[tuple[str, bytes]]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as bundle:
        for name, data in members:
            bundle.writestr(name, data)
    return path


def manifest(**other: Any) -> bytes:
    said = {
        "format": "saraban-evidence",
        "version": 1,
        "agency": "a",
        "last": 0,
        "counters": [],
        "year": None,
    }
    return json.dumps(said | {"letters": True} | other).encode()


WHOLE = [("manifest.json", manifest()), ("entries.jsonl", b""), ("rows.jsonl", b""), ("seals.jsonl", b"")]
DEEP = b"[" * 100_000
HOSTILE: dict[str, list[tuple[str, bytes]]] = {
    "nothing in it": [],
    "a path upward": [*WHOLE, ("../../etc/passwd", b"x")],
    "a path from the root": [*WHOLE, ("/etc/passwd", b"x")],
    "a letter that is a path": [*WHOLE, ("letters/../../x", b"x")],
    "a letter with a short name": [*WHOLE, ("letters/ab", b"x")],
    "a bomb": [*WHOLE[:1], ("entries.jsonl", b"0" * (80 * 1024**2)), *WHOLE[2:]],
    "another format": [("manifest.json", manifest(format="zip")), *WHOLE[1:]],
    "a later version": [("manifest.json", manifest(version=2)), *WHOLE[1:]],
    "no manifest": WHOLE[1:],
    "a manifest that is a list": [("manifest.json", b"[]"), *WHOLE[1:]],
    "no json": [*WHOLE[:1], ("entries.jsonl", b"\x00\xff\n"), *WHOLE[2:]],
    "deep json": [*WHOLE[:1], ("entries.jsonl", DEEP), *WHOLE[2:]],
    "a number too long": [*WHOLE[:1], ("entries.jsonl", b"9" * 100_000), *WHOLE[2:]],
    "a float": [*WHOLE[:1], ("entries.jsonl", b'{"number": 1.5}\n'), *WHOLE[2:]],
    "not a number": [*WHOLE[:1], ("entries.jsonl", b'{"number": NaN}\n'), *WHOLE[2:]],
    "an entry that is a number": [*WHOLE[:1], ("entries.jsonl", b"7\n"), *WHOLE[2:]],
    "half a character": [*WHOLE[:1], ("entries.jsonl", b'{"number": "\\ud800"}\n'), *WHOLE[2:]],
    "a seal of no day": [*WHOLE[:3], ("seals.jsonl", b'{"day": "tomorrow"}\n')],
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_bundle_cannot_be_read_and_does_nothing(name: str, tmp_path: Path) -> None:
    done = run_alone(zipped(tmp_path / "hostile.zip", HOSTILE[name]))

    assert (done.returncode, done.stdout) in ((2, ""), (1, done.stdout))
    assert "Traceback" not in done.stderr
    assert len(done.stderr) < 500
    assert sorted(path.name for path in tmp_path.iterdir()) == ["hostile.zip"]


def test_an_empty_log_is_whole(tmp_path: Path) -> None:
    assert run_alone(zipped(tmp_path / "empty.zip", WHOLE)).returncode == 0


@pytest.mark.parametrize("seal", ["", "{}", "[]", "SARABAN1 x", "SARABAN1 a 2023-13-01 b", '{"agency": 1}'])
def test_a_seal_that_cannot_be_read_is_said(seal: str, tmp_path: Path) -> None:
    (tmp_path / "seal").write_text(seal)
    done = run_alone(zipped(tmp_path / "empty.zip", WHOLE), "--seal", tmp_path / "seal")
    assert (done.returncode, "Traceback" in done.stderr) == (2, False)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
@given(st.binary(max_size=300), st.integers(0, 10_000), st.integers(0, 400))
def test_broken_bytes_are_unreadable_or_touched(
    small_bundle: bytes, tmp_path_factory: pytest.TempPathFactory, junk: bytes, start: int, cut: int
) -> None:
    """Some bytes of the file replaced: never a crash, never called intact with another content."""
    start %= len(small_bundle)
    path = tmp_path_factory.mktemp("broken") / "b.zip"
    path.write_bytes(small_bundle[:start] + junk + small_bundle[start + cut :])
    argv, sys.argv = sys.argv, ["verify_register.py", str(path), "--json"]
    try:
        assert verify_register.main() in (0, 1, 2)
    finally:
        sys.argv = argv


@pytest.fixture
def small_bundle(tmp_path: Path) -> bytes:
    return zipped(tmp_path / "small.zip", WHOLE).read_bytes()
