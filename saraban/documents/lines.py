"""Words on their way to the page: what no font can draw, which digits, and what the line breaker must leave whole.

All of it is done here and not by rules of the template, which would be asked for every letter of the page.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence

from saraban.documents.glyphs import printable
from saraban.thai.dates import MONTHS
from saraban.thai.digits import arabic_digits, printed_digits

# As the templates take them (`worded` of page.typ): a text; or pieces: a text, [a text left whole], [parts to break between].
Words = str | list[str | list[str]]

NOTHING_DRAWS = "□"
NAME_KEPT_MAX = 40  # characters that surely fit on a line
CLUSTER_MAX = 8  # characters over and under each other
ON_A_LINE, IN_A_CELL = 36, 12  # Latin letters in a row that surely fit there

# The segmenter of the typesetter cuts these in the middle.
KEPT_WHOLE = (
    "อิเล็กทรอนิกส์|คณะกรรมการ|นายกเทศมนตรี|เทศบาลตำบล|เทศบาลเมือง|เทศบาลนคร|องค์การบริหาร|องค์กรปกครอง|ส่วนท้องถิ่น|ราชการ|"
    "สาธารณภัย|สาธารณสุข|ใบอนุญาต|พระราชบัญญัติ|อุทธรณ์"
)
DIGITS = "[0-9๐-๙]"
DATES = rf"(?:{DIGITS}{{1,2}} )?(?:{'|'.join(MONTHS)})(?: (?:พ\.ศ\. ?)?{DIGITS}{{4}})?"
YEARS_AND_HOURS = rf"(?:พ|ค)\.ศ\. ?{DIGITS}+|{DIGITS}{{1,2}}[.:]{DIGITS}{{2}} น\."
LATIN = "[^\\s\u0e00-\u0e4f\u0e5a-\u0e7f]"
INVISIBLE = re.compile("[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u3164\ufe00-\ufe0f\uffa0]")
AGAIN = re.compile("[ \u00a0]+(?=ๆ)")  # ๆ begins no line


class Lines:
    """How the texts of one paper are set. `replaced`: what was printed as □, once each."""

    def __init__(self, names: Sequence[str], *, thai_digits: bool) -> None:
        self._thai_digits = thai_digits
        self._replaced: dict[str, None] = {}
        kept = sorted(
            {one for name in names if 1 < len(one := self.plain(name)) <= NAME_KEPT_MAX},
            key=len,
            reverse=True,
        )
        whole = "|".join([*map(re.escape, kept), DATES, YEARS_AND_HOURS, KEPT_WHOLE])
        self._on_a_line, self._in_a_cell = (
            re.compile(f"(?P<run>{LATIN}{{{most},}}|[ก-ฮ]{{{most * 2 // 3},}}|[ะ-ฺเ-๎ฯ๏๚๛]{{6,}})|{whole}")
            for most in (ON_A_LINE, IN_A_CELL)
        )

    @property
    def replaced(self) -> tuple[str, ...]:
        return tuple(self._replaced)

    def plain(self, text: str) -> str:
        """One line of characters that our fonts draw, with the digits of this paper."""
        drawn = " ".join(self._drawn(text).split())
        return printed_digits(drawn) if self._thai_digits else arabic_digits(drawn)

    def words(self, text: str, *, in_a_cell: bool = False) -> Words:
        """For the template, with its places to break."""
        line = AGAIN.sub("\u00a0", self.plain(text))
        pieces = list(_pieces(line, self._in_a_cell if in_a_cell else self._on_a_line))
        return pieces if any(isinstance(one, list) for one in pieces) else line

    def _drawn(self, text: str) -> str:
        strange = set(text) - printable()
        for one in strange:
            text = text.replace(one, self._instead(one))
        return INVISIBLE.sub("", text)

    def _instead(self, one: str) -> str:
        """Controls that mean a gap become one; those that only steer, bidirectional ones too, go; the rest is shown as □."""
        if one.isspace():
            return " "
        category = unicodedata.category(one)
        if category == "Cf" or INVISIBLE.match(one):
            return ""
        self._replaced[f"U+{ord(one):04X}" if category in ("Cc", "Cs") else one] = None
        return NOTHING_DRAWS


def _pieces(line: str, pattern: re.Pattern[str]) -> Iterator[str | list[str]]:
    done = 0
    for found in pattern.finditer(line):
        if found.start() > done:
            yield line[done : found.start()]
        yield _clusters(found[0]) if found["run"] else [found[0]]
        done = found.end()
    if done < len(line):
        yield line[done:]


def _clusters(run: str) -> list[str]:
    """Between which a word that is longer than a line is broken: a letter with its marks."""
    parts: list[str] = []
    for one in run:
        if parts and unicodedata.category(one).startswith("M") and len(parts[-1]) < CLUSTER_MAX:
            parts[-1] += one
        else:
            parts.append(one)
    return parts
