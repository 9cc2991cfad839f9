"""One way of writing for what looks alike on the screen, so that a search finds it however it was typed."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from saraban.thai.digits import arabic_digits

_TONES = "\u0e48-\u0e4b"
_MARKS = f"\u0e31\u0e34-\u0e3a\u0e47{_TONES}\u0e4c-\u0e4e"  # what stands above or below a consonant
_SARA_AM, _NIKHAHIT, _SARA_AA, _SARA_E, _SARA_AE = "\u0e33", "\u0e4d", "\u0e32", "\u0e40", "\u0e41"
_AM = _NIKHAHIT + _SARA_AA  # what สระอำ looks like when it is typed as two letters
# Vowels are written before tones, these before the marks that silence, and นิคหิต next to its สระอา.
_RANKS = dict.fromkeys("\u0e48\u0e49\u0e4a\u0e4b", 1) | {"\u0e4c": 2, "\u0e4e": 2, _NIKHAHIT: 3}

_RUN_OF_MARKS = re.compile(f"[{_MARKS}]{{2,}}")
_MARKS_AROUND_AM = re.compile(f"{_NIKHAHIT}([{_MARKS}]*){_SARA_AA}([{_MARKS}]*)")
_ODD = re.compile("[^ -~\u0e01-\u0e3a\u0e3f-\u0e5b]")  # whatever is neither Thai nor ASCII
# A letter with all that hangs on it: the smallest piece of which the eye sees whether it is marked.
_CLUSTER = re.compile(
    f"(?:{_SARA_E}{_SARA_E}|.)[{_MARKS}\u0300-\u036f]*"
    f"(?:(?:(?<={_NIKHAHIT})|(?<={_NIKHAHIT}[{_TONES}])){_SARA_AA}[{_MARKS}]*|{_SARA_AM}[{_MARKS}]*)?",
    re.DOTALL,
)


def one_spelling(text: str) -> str:
    """`เเก้ไข นํ้า  ๒๕๖๖ PDF` → `แก้ไข น้ำ 2566 pdf`. Twice is the same as once.

    Small Latin letters, Arabic digits, one space where there were several, nothing that cannot be seen; สระแอ of two
    สระเอ, สระอำ of two letters and vowels and tones in the wrong order are written as they should be.
    """
    plain = arabic_digits(_composed(text)).replace(_SARA_E * 2, _SARA_AE).replace(_SARA_AM, _AM)
    plain = _MARKS_AROUND_AM.sub(rf"\1\2{_AM}", plain)
    plain = _RUN_OF_MARKS.sub(_in_order, plain).replace(_AM, _SARA_AM)
    return " ".join(unicodedata.normalize("NFC", plain).split())


def words_marked(text: str, words: Sequence[str]) -> list[tuple[str, bool]]:
    """The text in pieces, and whether one of the words stands there. `words` are in their one spelling.

    A piece never begins or ends between a letter and the marks that hang on it.
    """
    clusters = [found[0] for found in _CLUSTER.finditer(text)]
    spelled, owner = "", list[int]()
    for at, cluster in enumerate(clusters):
        letters = one_spelling(cluster) or (" " if cluster.isspace() else "")
        spelled += letters
        owner += [at] * len(letters)
    lit = [False] * len(clusters)
    for word in words:
        at = spelled.find(word) if word else -1
        while at >= 0:
            for place in owner[at : at + len(word)]:
                lit[place] = True
            at = spelled.find(word, at + len(word))
    pieces: list[tuple[str, bool]] = []
    for cluster, marked in zip(clusters, lit, strict=True):
        if pieces and pieces[-1][1] == marked:
            pieces[-1] = (pieces[-1][0] + cluster, marked)
        else:
            pieces.append((cluster, marked))
    return pieces


def _composed(text: str) -> str:
    """NFC in small letters, without what cannot be seen."""
    seen = _ODD.sub(lambda odd: " " if odd[0].isspace() else "" if _unseen(odd[0]) else odd[0], text)
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", seen).lower())


def _unseen(letter: str) -> bool:
    """Controls, joiners and the like; halves of letters; what is no letter yet."""
    return unicodedata.category(letter) in ("Cc", "Cf", "Cs", "Cn")


def _in_order(run: re.Match[str]) -> str:
    """A mark typed twice is one."""
    return "".join(sorted(set(run[0]), key=_place))


def _place(mark: str) -> tuple[int, int, str]:
    return _RANKS.get(mark, 0), unicodedata.combining(mark), mark
