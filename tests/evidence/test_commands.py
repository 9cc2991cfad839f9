"""`saraban seal`, `verify` and `export-evidence`: what they print, and with which exit code they end."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from saraban.evidence.verify_register import Bundle, Verifier
from saraban.management.saraban import main
from saraban.registers.models import Counter, IncomingEntry
from tests.evidence.alterations import rows_of
from tests.evidence.days import MONDAY, clock_at
from tests.insider.deeds import takes_the_guard_away
from tests.office import Office

Capture = pytest.CaptureFixture[str]


def seal(capsys: Capture) -> dict[str, Any]:
    with clock_at(MONDAY + timedelta(days=4)):
        assert main(["seal", "--json"]) == 0
    said: dict[str, Any] = json.loads(capsys.readouterr().out)
    return said


def test_seal_seals_what_is_due_and_prints_the_latest(lived: Office, capsys: Capture) -> None:
    said = seal(capsys)

    assert (said["day"], said["agency"], said["version"]) == ("2023-01-26", str(lived.agency.uid), 1)
    assert {"root", "prev", "digest", "head", "first", "last", "counts", "counters", "text"} <= said.keys()
    assert seal(capsys) == said  # once is enough
    with clock_at(MONDAY + timedelta(days=4)):
        assert main(["seal", "--agency", "klongnoy"]) == 0
    assert capsys.readouterr().out == said["text"] + "\n"


def test_before_the_first_day_has_ended_there_is_no_seal(monday: Office, capsys: Capture) -> None:
    with clock_at(MONDAY + timedelta(hours=3)):
        assert main(["seal", "--json"]) == 1
    out, err = capsys.readouterr()
    assert (out, "ยังไม่มีตราปิดวัน" in err) == ("", True)


def test_verify_in_place_with_a_seal_that_was_kept(lived: Office, capsys: Capture, tmp_path: Path) -> None:
    kept = tmp_path / "kept.json"
    kept.write_text(json.dumps(seal(capsys)), encoding="utf-8")

    assert main(["verify", "--seal", str(kept), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["intact"]

    rows_of(IncomingEntry).filter(number=2).update(remarks="แก้ย้อนหลัง")
    assert main(["verify", "--seal", str(kept), "--json"]) == 1
    assert json.loads(capsys.readouterr().out)["register_numbers"] == ["2/2566"]
    assert main(["verify"]) == 1
    assert "register_number=2/2566" in capsys.readouterr().out


def test_a_counter_turned_back_is_seen(lived: Office, capsys: Capture) -> None:
    takes_the_guard_away()
    rows_of(Counter).update(last=2)
    assert main(["verify", "--json"]) == 1
    assert [problem["code"] for problem in json.loads(capsys.readouterr().out)["problems"]] == ["counter"]


def test_a_seal_of_another_agency_or_a_spoilt_one_does_not_pass(
    lived: Office, capsys: Capture, tmp_path: Path
) -> None:
    said, kept = seal(capsys), tmp_path / "kept.json"
    kept.write_text(json.dumps(said | {"root": "0" * 64}), encoding="utf-8")
    assert main(["verify", "--seal", str(kept)]) == 1
    assert "อ่านตราปิดวัน" in capsys.readouterr().err
    kept.write_text(said["text"].replace(said["agency"], "11111111-2222-3333-4444-555555555555"))
    assert main(["verify", "--seal", str(kept), "--json"]) == 1
    assert json.loads(capsys.readouterr().out)["days"] == ["2023-01-26"]


def test_export_writes_a_bundle_once(lived: Office, capsys: Capture, tmp_path: Path) -> None:
    out = tmp_path / "out.zip"
    assert main(["export-evidence", str(out), "--year", "2566"]) == 0
    assert capsys.readouterr().out == f"{out}\n"
    assert Verifier(Bundle(str(out))).run()["intact"]

    assert main(["export-evidence", str(out)]) == 1
    assert "ไม่มีไฟล์ใดถูกเขียนทับ" in capsys.readouterr().err
    assert main(["export-evidence", str(tmp_path / "2.zip"), "--year", "2023"]) == 1  # not พ.ศ.
    assert main(["export-evidence", str(tmp_path / "3.zip"), "--without-letters"]) == 0
    assert Verifier(Bundle(str(tmp_path / "3.zip"))).run()["letters_checked"] is False
