"""How well the card reader fills the register, measured on mails that its maker has not seen.

`python -m tests.cards.score [--corpus first|second|third|fourth] [--show N]` prints the figures as JSON. A column is right when a
careful clerk would leave it as it is; a column that nobody can read is right when it is marked doubtful. A letter
that is missing, or that should not be there, is wrong in every column.
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
import tempfile
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import permutations
from pathlib import Path
from typing import Any

from tests.cards import fourth, second, third
from tests.cards import make as first

AGENCY = "เทศบาลตำบลคลองน้อย"
FIELDS = ("their_number", "dated", "sender", "recipient", "subject")
SUMMARY_MAX = 160
LONG = 40  # characters; from here a line on paper may have been broken
LETTERS_LOOKED_AT = 7
CORPORA = {"first": first.make, "second": second.make, "third": third.make, "fourth": fourth.make}
_DIGITS = str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789")
_QUOTES = str.maketrans("“”„‟‘’", '""""\'\'')

Line = Mapping[str, Any]


@dataclass
class Tally:
    fields: int = 0
    right: int = 0
    wrong_unmarked: int = 0
    doubted: int = 0

    def shares(self) -> dict[str, float]:
        return {
            "right": _share(self.right, self.fields),
            "wrong_unmarked": _share(self.wrong_unmarked, self.fields),
            "doubted": _share(self.doubted, self.fields),
        }


@dataclass
class Score:
    letters: dict[str, int] = field(default_factory=lambda: {"pdf": 0, "citizen": 0})
    letters_right: dict[str, int] = field(default_factory=lambda: {"pdf": 0, "citizen": 0})
    by_field: dict[str, Tally] = field(default_factory=lambda: {name: Tally() for name in FIELDS})
    by_set: dict[str, Tally] = field(default_factory=lambda: {"pdf": Tally(), "citizen": Tally()})
    mails: int = 0
    outcomes_right: int = 0
    enter_safe: int = 0
    enter_safe_though_wrong: int = 0
    enter_safe_though_several: int = 0
    faults: list[dict[str, Any]] = field(default_factory=list)

    def figures(self, show: int = 10) -> dict[str, Any]:
        total = Tally()
        for one in self.by_set.values():
            total.fields += one.fields
            total.wrong_unmarked += one.wrong_unmarked
            total.doubted += one.doubted
        return {
            "mails": self.mails,
            "letters": self.letters,
            "all_columns_right": {
                kind: _share(self.letters_right[kind], count) for kind, count in self.letters.items()
            },
            "wrong_unmarked": _share(total.wrong_unmarked, total.fields),
            "doubted": _share(total.doubted, total.fields),
            "outcome_right": _share(self.outcomes_right, self.mails),
            "by_set": {kind: one.shares() for kind, one in self.by_set.items()},
            "by_field": {name: one.shares() for name, one in self.by_field.items()},
            "enter_is_safe": self.enter_safe,
            "enter_is_safe_though_wrong": self.enter_safe_though_wrong,
            "enter_is_safe_though_several": self.enter_safe_though_several,
            "faults": len(self.faults),
            "worst": sorted(self.faults, key=lambda one: one["weight"], reverse=True)[:show],
        }


def _share(part: int, whole: int) -> float:
    return round(part / whole, 4) if whole else 0.0


def plain(text: object) -> str:
    """Text as it is compared: one way to write each mark, one space, Arabic digits, straight quotes."""
    said = unicodedata.normalize("NFC", str(text or ""))
    said = re.sub("ํ([่-๋]?)า", r"\1ำ", said)
    said = re.sub("ำ([่-๋])", r"\1ำ", said).replace("เเ", "แ")
    said = re.sub("[\u200b-\u200f\u2060\ufeff\u00ad]", "", said)
    return " ".join(said.translate(_DIGITS).translate(_QUOTES).split())


def number(text: object) -> str:
    """Spaces about “/” and “ว” say nothing. Thai digits do: the register has Arabic ones."""
    said = " ".join(unicodedata.normalize("NFC", str(text or "")).split())
    return re.sub(r"\s*([/ว])\s*", r"\1", said)


def same_text(given: str, wanted: str, *, breaks: int) -> bool:
    """`breaks`: at how many places a line's end may have become a space, or a space none."""
    if given == wanted:
        return True
    gaps = []
    for text in (given, wanted):
        found, count = set(), 0
        for letter in text:
            if letter == " ":
                found.add(count)
            else:
                count += 1
        gaps.append(found)
    return given.replace(" ", "") == wanted.replace(" ", "") and len(gaps[0] ^ gaps[1]) <= breaks


def is_right(name: str, label: Line, given: Line) -> bool:
    value = given.get("value")
    if label.get("unknown"):
        return bool(given.get("doubt"))
    accepted: Sequence[str] = label.get("accept", ())
    if name == "their_number":
        return number(value) in {number(one) for one in accepted}
    if name == "dated":
        return str(value or "") in accepted
    said = plain(value)
    breaks = 2 if name == "sender" else 3 if len(said) > LONG else 0
    if any(same_text(said, plain(one), breaks=breaks) for one in accepted):
        return True
    if "words" in label and said and len(said) <= SUMMARY_MAX:
        held = sum(any(plain(word) in said for word in words.split("|")) for words in label["words"])
        return bool(held >= label["least"])
    return False


def compare(expected: Iterable[Line], answers: Iterable[Line]) -> Score:
    score = Score()
    given = {Path(str(one["path"])).name: one for one in answers}
    for wanted in expected:
        _mail(score, wanted, given.get(wanted["path"], {}))
    return score


def _mail(score: Score, wanted: Line, answer: Line) -> None:
    score.mails += 1
    said = answer.get("outcome")
    outcome_right = said in wanted["outcome"]
    score.outcomes_right += outcome_right
    safe = bool(answer.get("enter_is_safe"))
    score.enter_safe += safe
    if not outcome_right:
        _fault(score, wanted, "", "outcome", wanted["outcome"], {"value": said}, 3)
    all_right = outcome_right
    if wanted["outcome"] == ["register"]:
        all_right &= _letters(score, wanted, list(answer.get("letters") or []))
    score.enter_safe_though_wrong += safe and not all_right
    score.enter_safe_though_several += safe and len(wanted["letters"]) > 1


def _letters(score: Score, wanted: Line, given: list[Line]) -> bool:
    kind = wanted["set"]
    every = True
    for label, letter in _paired(wanted["letters"], given):
        score.letters[kind] += 1
        whole = True
        for name in FIELDS:
            column = _column(letter, name)
            right = label is not None and letter is not None and is_right(name, label[name], column)
            doubted = bool(column.get("doubt"))
            whole &= right
            for tally in (score.by_field[name], score.by_set[kind]):
                tally.fields += 1
                tally.right += right
                tally.doubted += doubted
                tally.wrong_unmarked += not right and not doubted
            if not right:
                part = str((label or letter or {}).get("part", ""))
                told = label[name] if label else "no such letter"
                _fault(score, wanted, part, name, told, column if letter else None, 1 if doubted else 2)
        score.letters_right[kind] += whole
        every &= whole
    return every


def _column(letter: Line | None, name: str) -> Line:
    column = (letter or {}).get(name)
    return column if isinstance(column, Mapping) else {"value": column}


def _paired(labels: Sequence[Line], given: Sequence[Line]) -> list[tuple[Line | None, Line | None]]:
    """Each label with the letter that fits it best; what is left over stands alone."""
    looked_at: list[Line | None] = list(given[:LETTERS_LOOKED_AT])
    looked_at += [None] * max(0, len(labels) - len(looked_at))

    def fit(chosen: Sequence[Line | None]) -> int:
        return sum(
            2 * sum(is_right(name, label[name], _column(letter, name)) for name in FIELDS)
            + 3 * (letter.get("part") == label["part"])
            for label, letter in zip(labels, chosen, strict=True)
            if letter is not None
        )

    best = max(
        permutations(range(len(looked_at)), len(labels)), key=lambda at: fit([looked_at[i] for i in at])
    )
    pairs: list[tuple[Line | None, Line | None]] = [
        (label, looked_at[i]) for label, i in zip(labels, best, strict=True)
    ]
    pairs += [(None, letter) for i, letter in enumerate(given) if i not in best]
    return pairs


def _fault(
    score: Score, wanted: Line, part: str, name: str, told: object, given: Line | None, weight: int
) -> None:
    score.faults.append(
        {
            "path": wanted["path"],
            "about": wanted["about"],
            "part": part,
            "field": name,
            "expected": told,
            "given": None if given is None else given.get("value"),
            "read_from": None if given is None else given.get("read_from"),
            "doubt": None if given is None else given.get("doubt"),
            "weight": weight,
        }
    )


def read(paths: Sequence[Path]) -> list[dict[str, Any]]:
    """What `saraban explain card` says of them."""
    command = [sys.executable, "-m", "saraban", "explain", "card", "--jsonl", "--agency", AGENCY]
    done = subprocess.run(
        [*command, *map(str, paths)], capture_output=True, encoding="utf-8", check=False, timeout=900
    )
    if done.returncode != 0:
        raise RuntimeError(f"saraban explain card: exit {done.returncode}\n{done.stderr[-3000:]}")
    return [json.loads(line) for line in done.stdout.splitlines() if line.strip()]


def measure(folder: Path, corpus: str = "first") -> Score:
    paths = CORPORA[corpus](folder)
    lines = (folder / "expected.jsonl").read_text(encoding="utf-8").splitlines()
    return compare((json.loads(line) for line in lines), read(paths))


def main() -> int:
    parser = argparse.ArgumentParser(prog="tests.cards.score")
    parser.add_argument(
        "--show", type=int, default=10, metavar="N", help="how many of the worst cases to print"
    )
    parser.add_argument("--corpus", choices=list(CORPORA), default="first", help="which mails")
    parser.add_argument("--keep", type=Path, metavar="FOLDER", help="make the mails here and leave them")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="cards-") as made:
        folder = asked.keep or Path(made)
        folder.mkdir(parents=True, exist_ok=True)
        score = measure(folder, asked.corpus)
    print(json.dumps(score.figures(asked.show), ensure_ascii=False, indent=1))
    return 0


if __name__ == "__main__":
    sys.exit(main())
