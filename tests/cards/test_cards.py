"""The card fills itself as well as a careful clerk would: goals on mails that its maker has not seen."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import pytest

from tests.cards.make import SCANS_AT_MOST, all_mails, make
from tests.cards.score import CORPORA, FIELDS, Score, compare, measure, plain

# All corpora have been read by who made the reader: they guard what was learned, and measure nothing new.
GOALS = {"pdf": 0.95, "citizen": 0.97}
WRONG_UNMARKED_AT_MOST = 0.005
DOUBTED_AT_MOST = 0.12


@pytest.fixture(scope="module", params=list(CORPORA))
def figures(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    return measure(tmp_path_factory.mktemp("cards"), request.param).figures(show=25)


@pytest.mark.parametrize("kind", ["pdf", "citizen"])
def test_letters_need_no_edit(figures: dict[str, Any], kind: str) -> None:
    assert figures["all_columns_right"][kind] >= GOALS[kind], _told(figures)


def test_what_is_wrong_is_marked(figures: dict[str, Any]) -> None:
    assert figures["wrong_unmarked"] <= WRONG_UNMARKED_AT_MOST, _told(figures)


def test_doubts_are_few(figures: dict[str, Any]) -> None:
    assert figures["doubted"] <= DOUBTED_AT_MOST, _told(figures)


def test_one_key_is_never_offered_for_what_is_wrong(figures: dict[str, Any]) -> None:
    assert figures["enter_is_safe_though_wrong"] == figures["enter_is_safe_though_several"] == 0, _told(
        figures
    )


def _told(figures: dict[str, Any]) -> str:
    return json.dumps(figures, ensure_ascii=False, indent=1)


# The measure itself.


def labels() -> list[dict[str, Any]]:
    return [
        {"path": f"{i}.eml", "set": kind, "about": one.about, "outcome": one.outcome, "letters": one.letters}
        for i, (kind, one) in enumerate(all_mails())
    ]


def perfect(label: dict[str, Any]) -> dict[str, Any]:
    """The answer that leaves the clerk nothing to do."""
    return {
        "path": f"/somewhere/{label['path']}",
        "outcome": label["outcome"][0],
        "enter_is_safe": False,
        "letters": [
            {"part": letter["part"]} | {name: column(letter[name]) for name in FIELDS}
            for letter in label["letters"]
        ],
    }


def column(label: dict[str, Any]) -> dict[str, Any]:
    if label.get("unknown"):
        return {"value": "", "read_from": None, "doubt": "ภาพสแกน"}
    value = (
        label["accept"][0] if "accept" in label else " ".join(word.split("|")[0] for word in label["words"])
    )
    return {"value": value, "read_from": "x", "doubt": None}


def told(answers: list[dict[str, Any]]) -> dict[str, Any]:
    score: Score = compare(labels(), answers)
    return score.figures()


def test_a_perfect_reader_is_perfect() -> None:
    figures = told([perfect(one) for one in labels()])
    assert figures["all_columns_right"] == {"pdf": 1.0, "citizen": 1.0}
    assert (figures["wrong_unmarked"], figures["outcome_right"], figures["faults"]) == (0.0, 1.0, 0)
    assert figures["doubted"] < 0.06


def test_a_silent_reader_has_nothing_right() -> None:
    figures = told([])
    assert figures["all_columns_right"] == {"pdf": 0.0, "citizen": 0.0}
    assert (figures["wrong_unmarked"], figures["outcome_right"]) == (1.0, 0.0)


def test_one_wrong_column_is_one_wrong_letter_and_a_mark_saves_the_column_only() -> None:
    answers = [perfect(one) for one in labels()]
    at = next(i for i, one in enumerate(labels()) if one["set"] == "citizen" and one["letters"])
    answers[at]["letters"][0]["subject"]["value"] = "เรื่องอื่น"
    unmarked = told(answers)
    answers[at]["letters"][0]["subject"]["doubt"] = "ไม่แน่ใจ"
    marked = told(answers)
    for figures in (unmarked, marked):
        assert figures["faults"] == 1
        assert figures["all_columns_right"]["citizen"] < 1.0
    assert unmarked["wrong_unmarked"] > marked["wrong_unmarked"] == 0.0


def test_a_letter_too_many_or_too_few_is_a_wrong_letter() -> None:
    answers = [perfect(one) for one in labels()]
    at = next(i for i, one in enumerate(labels()) if len(one["letters"]) == 2)
    more = copy.deepcopy(answers)
    more[at]["letters"].append(more[at]["letters"][0])
    assert told(more)["faults"] == len(FIELDS)
    del answers[at]["letters"][1]
    assert told(answers)["faults"] == len(FIELDS)


def test_letters_may_come_in_any_order() -> None:
    answers = [perfect(one) for one in labels()]
    for one in answers:
        one["letters"].reverse()
    assert told(answers)["faults"] == 0


def test_a_scan_read_without_a_doubt_is_wrong() -> None:
    answers = [perfect(one) for one in labels()]
    for one in answers:
        for letter in one["letters"]:
            for name in FIELDS:
                letter[name]["doubt"] = None
    assert told(answers)["wrong_unmarked"] > 0


def test_text_is_compared_as_it_is_read() -> None:
    assert plain("น\u0e4d\u0e49า  ป่า ๒๕๖๙") == plain("น้ำ ป่า 2569")
    assert plain("ก\u0e4dาหนด") == plain("กำหนด")


def test_the_corpus_is_what_it_claims_to_be() -> None:
    made = labels()
    letters = [letter for one in made if one["set"] == "pdf" for letter in one["letters"]]
    scans = [letter for letter in letters if all(letter[name].get("unknown") for name in FIELDS)]
    assert 0 < len(scans) <= SCANS_AT_MOST * len(letters)
    for one in made:
        assert bool(one["letters"]) == (one["outcome"] == ["register"]), one["about"]


def test_the_same_mails_are_made_each_time(tmp_path: Path) -> None:
    first, second = tmp_path / "1", tmp_path / "2"
    first.mkdir()
    second.mkdir()
    for one, other in zip(make(first), make(second), strict=True):
        assert one.read_bytes() == other.read_bytes(), one.name
