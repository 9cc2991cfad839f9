"""A letter's own number: `ที่ มท ๐๘๐๘.๒/ว ๑๒๓๔` as the register keeps it, `มท 0808.2/ว 1234`."""

from __future__ import annotations

import re
from dataclasses import dataclass

from saraban.thai.digits import arabic_digits

NUMBER_MAX = 60  # characters

_CODE = (
    r"(?:[ก-ฮ]{1,7}\.? ?(?:\([ก-ฮ. ]{1,12}\)\.? ?)?|[ก-ฮ](?:\.[ก-ฮ]){1,5}\.? ?|[A-Za-z]{1,12}[.\-_ ]?|พิเศษ ?)"
)
_DIGITS = r"\d[\d.\-]*(?: ?\([ก-ฮ.\d]{1,12}\)[.\d\-]*)*(?: ?[ก-ฮ]{1,4}\.?(?= ?/))?"
# A mark of circulars, or the desk within the office: `ว(ล) 7`, `ว.0412`, `บพล.(บป.) 0231`, `พิเศษ 11`, `HR-7`.
_DESK = r"(?:(?:[ก-ฮ]{1,6}|[ก-ฮ](?:\.[ก-ฮ]){1,5})\.? ?(?:\([ก-ฮ.]{1,8}\)\.? ?)?|\([ก-ฮ.]{1,8}\) ?|พิเศษ ?|[A-Za-z]{1,8}[.\-_ ]?)"
_RUNNING = rf"{_DESK}{{0,2}}\d[\d\-]*(?: ?\([ก-ฮ.]{{1,8}}\))?(?:/\d{{1,6}})?"
# The units that wrote it, one below the other: `มท 5310/คท.ผบ/58/2569`, `AB/พท./0231/2569`.
_UNITS = r"(?: ?/ ?(?:[ก-ฮ]{1,6}(?:\.[ก-ฮ]{1,6}){0,4}\.?(?:\([ก-ฮ.]{1,8}\))?|[A-Za-z]{1,12}(?:\.[A-Za-z]{1,8}){0,3}\.?)(?= ?/)){0,3}"
_WHOLE = re.compile(
    rf"(?:{_CODE})?(?:{_CODE})?(?:{_DIGITS})?{_UNITS} ?/ ?{_RUNNING}|(?:{_CODE}){{1,3}}{_DIGITS}(?: ?/ ?{_RUNNING})?|\d{{1,6}} ?/ ?\d{{2,4}}"
)
_NOT_FILLED_IN = re.compile(
    rf"(?:{_CODE})?(?:{_CODE})?(?:{_DIGITS})? ?/ ?(?:ว\.? ?)?[.…_\-– ]*$|^[.…_\-–/ ]*$"
)
_LEADERS = re.compile(r"\.{2,}|…+|_{2,}")
_AROUND_MARK = re.compile(r" ?(/) ?|(?<=\d) ?(\.) ?(?=\d)")
_CIRCULAR = re.compile(r"/ว ?(?=[(\d])")
_CIRCULAR_DOT = re.compile(r"/ว\. ?(?=[(\d])")
_SPACES = re.compile(r" +")


@dataclass(frozen=True)
class Number:
    """`value` empty where none was filled in. `rest`: what stands behind it."""

    value: str
    whole: bool
    rest: str


def read_number(text: str) -> Number:
    """From what stands behind `ที่`."""
    said = _SPACES.sub(" ", _LEADERS.sub(" ", arabic_digits(text))).strip(" :")
    if blank := _NOT_FILLED_IN.match(said):
        return Number(as_kept(blank[0].strip(" .…_-–")), whole=False, rest="")
    found = _WHOLE.match(said)
    if found is None or not any(letter.isdigit() for letter in found[0]):
        return Number("", whole=False, rest=said)
    rest = said[found.end() :].strip()
    number = as_kept(found[0])
    if rest.startswith(("/", "-", "(", ".")) or len(number) > NUMBER_MAX:
        return Number(number[:NUMBER_MAX], whole=False, rest=rest)
    return Number(number, whole=True, rest=rest)


def as_kept(number: str) -> str:
    """One way of writing: Arabic digits, no spaces around marks, `/ว 12` with one."""
    number = _SPACES.sub(" ", arabic_digits(number)).strip()
    number = _AROUND_MARK.sub(lambda found: found[1] or found[2], number)
    return _CIRCULAR_DOT.sub("/ว.", _CIRCULAR.sub("/ว ", number)).strip()
