"""Every letter of `tests/letters/` through the reader, against what its writer said before the reader existed.

The thresholds are those of the post's promises: subjects and file names exact; the right recipient of a bounce; no
ordinary letter called a bounce; no machine taken for a person; hardly a person taken for a machine; never an exception.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from saraban.mail.reader.explain import explain
from tests.letters.make_corpus import all_letters

CORPUS = Path(__file__).parent.parent / "letters"
GROUPS = ("thai", "automatic", "bounce", "human", "broken")
BOUNCE_RECIPIENTS_RIGHT_MIN = 0.95
HUMANS_CALLED_AUTOMATIC_MAX = 0.02
# Line breaks that would let one header become two, or one field two lines of a log.
LINE_BREAKS = "\r\n"


@dataclass(frozen=True)
class Reading:
    group: str
    name: str
    expected: dict[str, Any]
    got: dict[str, Any]

    def __str__(self) -> str:
        return f"{self.group}/{self.name} ({self.expected['about']})"


@dataclass(frozen=True)
class Miss:
    reading: Reading
    key: str
    expected: object
    got: object

    def __str__(self) -> str:
        return f"{self.reading}: {self.key}: expected {self.expected!r}, got {self.got!r}"


@pytest.fixture(scope="module")
def readings() -> list[Reading]:
    paths = [path for group in GROUPS for path in sorted((CORPUS / group).glob("*.eml"))]
    lines = [json.loads(json.dumps(line, ensure_ascii=False)) for line in explain(map(str, paths))]
    assert [line["path"] for line in lines] == [str(path) for path in paths]
    return [
        Reading(
            path.parent.name,
            path.stem,
            json.loads(path.with_suffix(".json").read_text(encoding="utf-8")),
            line,
        )
        for path, line in zip(paths, lines, strict=True)
    ]


def misses(readings: list[Reading], *keys: str) -> list[Miss]:
    return [miss for reading in readings for miss in compare(reading) if miss.key in keys]


def compare(reading: Reading) -> Iterator[Miss]:
    expected, got = reading.expected, reading.got

    def unless(agree: bool, key: str, wanted: object, found: object) -> Iterator[Miss]:
        if not agree:
            yield Miss(reading, key, wanted, found)

    if "subject" in expected:
        yield from unless(
            (got["subject"] or "") == expected["subject"], "subject", expected["subject"], got["subject"]
        )
    if "from" in expected:
        said = got["from"] or {}
        found = {"name": said.get("name") or "", "address": said.get("address") or ""}
        yield from unless(found == expected["from"], "from", expected["from"], found)
    if "attachments" in expected:
        names = [attachment["name"] for attachment in got["attachments"]]
        yield from unless(names == expected["attachments"], "attachments", expected["attachments"], names)
    if "text_contains" in expected:
        yield from unless(
            expected["text_contains"] in (got["text"] or ""), "text", expected["text_contains"], got["text"]
        )
    if "automatic" in expected:
        found_automatic = got["automatic"] is not None
        yield from unless(
            found_automatic == expected["automatic"], "automatic", expected["automatic"], got["automatic"]
        )
    if "bounce" in expected:
        yield from compare_bounce(reading)
    if expected.get("no_nul"):
        yield from unless("\\u0000" not in json.dumps(got), "no_nul", "no NUL", got)
    if expected.get("one_line"):
        shown = [got["subject"] or "", *(str(value or "") for value in (got["from"] or {}).values())]
        broken = [value for value in shown if any(mark in value for mark in LINE_BREAKS)]
        yield from unless(not broken, "one_line", "no line end in a header's value", broken)


def compare_bounce(reading: Reading) -> Iterator[Miss]:
    expected, got = reading.expected["bounce"], reading.got["bounce"]
    if expected is None or got is None:
        if (expected is None) != (got is None):
            key = "not_a_bounce" if expected is None else "recipients"
            yield Miss(reading, key, expected, got)
        return
    wanted = {str(who["address"]).lower(): who for who in expected["recipients"]}
    found = {str(who["address"]).lower(): who for who in got["recipients"]}
    if set(wanted) != set(found):
        yield Miss(reading, "recipients", sorted(wanted), sorted(found))
        return
    for address, who in wanted.items():
        for key in ("permanent", "status"):
            if key in who and who[key] != found[address][key]:
                yield Miss(reading, f"bounce_{key}", who[key], found[address][key])
    if "original_message_id" in expected and expected["original_message_id"] != got["original_message_id"]:
        yield Miss(reading, "bounce_original", expected["original_message_id"], got["original_message_id"])


def told(found: list[Miss]) -> str:
    return "\n" + "\n".join(str(miss) for miss in found)


def test_the_committed_corpus_is_what_its_writer_makes() -> None:
    made = {f"{letter.group}/{letter.name}": letter for letter in all_letters()}
    kept = {f"{group}/{path.stem}": path for group in GROUPS for path in (CORPUS / group).glob("*.eml")}
    assert set(made) == set(kept)
    differing = [name for name, path in kept.items() if path.read_bytes() != made[name].raw]
    assert differing == []


def test_every_letter_gives_its_line_and_the_scores_are_told(readings: list[Reading]) -> None:
    keys = {"path", "subject", "from", "reply_to", "to", "sent_at", "message_id", "in_reply_to", "references"}
    keys |= {"text", "has_html", "attachments", "automatic", "bounce", "warnings"}
    for group in GROUPS:
        mine = [reading for reading in readings if reading.group == group]
        wrong = {reading.name for reading in mine if list(compare(reading))}
        print(f"{group}: {len(mine) - len(wrong)} of {len(mine)} read as expected")
    # No lone surrogate: every line can be written out.
    assert all(json.dumps(reading.got, ensure_ascii=False).encode() for reading in readings)
    assert len(readings) > 400
    assert [str(reading) for reading in readings if set(reading.got) != keys] == []


def test_every_subject_and_sender_is_read_exactly(readings: list[Reading]) -> None:
    found = misses(readings, "subject", "from")
    assert not found, told(found)


def test_every_file_name_is_read_exactly(readings: list[Reading]) -> None:
    found = misses(readings, "attachments")
    assert not found, told(found)


def test_thai_text_is_read_whatever_its_label(readings: list[Reading]) -> None:
    found = misses(readings, "text")
    assert not found, told(found)


def test_the_right_recipient_is_found_in_bounces(readings: list[Reading]) -> None:
    bounces = [reading for reading in readings if reading.group == "bounce" and reading.expected["bounce"]]
    found = misses(bounces, "recipients")
    assert len(bounces) > 80
    assert 1 - len(found) / len(bounces) >= BOUNCE_RECIPIENTS_RIGHT_MIN, told(found)


def test_what_a_bounce_says_of_a_recipient_is_kept(readings: list[Reading]) -> None:
    found = misses(readings, "bounce_permanent", "bounce_status", "bounce_original")
    assert not found, told(found)


def test_no_ordinary_letter_receipt_or_warning_is_called_a_bounce(readings: list[Reading]) -> None:
    found = misses(readings, "not_a_bounce")
    assert not found, told(found)


def test_no_machine_is_taken_for_a_person(readings: list[Reading]) -> None:
    automatic = [reading for reading in readings if reading.expected.get("automatic") is True]
    assert len(automatic) > 90
    found = misses(automatic, "automatic")
    assert not found, told(found)


def test_no_bounce_is_answerable(readings: list[Reading]) -> None:
    open_to_answer = [
        str(reading)
        for reading in readings
        if reading.group == "bounce" and reading.got["bounce"] is None and reading.got["automatic"] is None
    ]
    assert open_to_answer == []


def test_hardly_a_person_is_taken_for_a_machine(readings: list[Reading]) -> None:
    humans = [reading for reading in readings if reading.expected.get("automatic") is False]
    found = misses([reading for reading in humans if reading.group == "human"], "automatic")
    allowed = HUMANS_CALLED_AUTOMATIC_MAX * sum(reading.group == "human" for reading in humans)
    assert len(found) <= allowed, told(found)
    elsewhere = misses([reading for reading in humans if reading.group != "human"], "automatic")
    assert not elsewhere, told(elsewhere)


def test_no_nul_and_no_hidden_line_end_comes_through(readings: list[Reading]) -> None:
    found = misses(readings, "no_nul", "one_line")
    assert not found, told(found)
