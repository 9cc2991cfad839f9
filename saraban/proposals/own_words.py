"""What the answerer wrote in an answer to a mail of ours, without what their program put below it."""

from __future__ import annotations

import re

from saraban.mail.one_time import ANSWER_ABOVE
from saraban.proposals.body import words_of

WROTE_LINES_MAX = 4  # that a program wraps `On …, … wrote:` into
FIELD_LINES_MIN, FIELD_LINES_MAX = 2, 8  # fewer may be the answerer's own

_QUOTES = re.compile(r"^(?:[ \t]*>)+[ \t]?")
_WROTE = re.compile(r"(?:\bwrote|เขียนว่า|เขียน|schrieb|a écrit)[ \t]*:$", re.IGNORECASE)
_WROTE_BEGINS = re.compile(r"^(?:on\b|ในวัน|วันที่|วัน|เมื่อ|le\b|am\b)", re.IGNORECASE)
_FIELD = re.compile(
    r"^\*?(?:from|sent|date|to|cc|subject|reply-to|จาก|ส่ง(?:เมื่อ)?|วันที่|ถึง|สำเนา(?:ถึง)?|เรื่อง|หัวเรื่อง|หัวข้อ)[ \t]*:",
    re.IGNORECASE,
)
_RULE = re.compile(r"^(?:_{5,}|-{3,}.{0,60}?-{0,10})$")
_FOOTER = re.compile(r"^-- ?$")
_SENT_FROM = re.compile(r"^(?:ส่งจาก|sent from|get outlook|รับ outlook).{0,60}$", re.IGNORECASE)


def own_words(text: str, *, sender: str = "") -> str:
    """Above the line of ours that asks for that; where a program left it out, what `words_of` takes for theirs."""
    above, line, _ = text.partition(ANSWER_ABOVE)
    if not line:
        return words_of(text, sender=sender).own
    lines = [_QUOTES.sub("", one).strip() for one in above.split("\n")[:-1]]
    _drop_blank(lines)
    _drop_heading(lines)
    _drop_footer(lines)
    return "\n".join(lines).strip()


def _drop_blank(lines: list[str]) -> None:
    while lines and not lines[-1]:
        lines.pop()


def _drop_heading(lines: list[str]) -> None:
    """`On …, … wrote:`, or the header of the mail below as some programs write it out."""
    if lines and _WROTE.search(lines[-1]):
        begins = [
            back for back in range(1, WROTE_LINES_MAX + 1) if _WROTE_BEGINS.match("".join(lines[-back:][:1]))
        ]
        del lines[-begins[0] if begins else -1 :]
        return
    keep, fields = len(lines), 0
    while keep and fields < FIELD_LINES_MAX and (not lines[keep - 1] or _FIELD.match(lines[keep - 1])):
        keep -= 1
        fields += bool(lines[keep])
    if fields >= FIELD_LINES_MIN:
        while keep and (not lines[keep - 1] or _RULE.match(lines[keep - 1])):
            keep -= 1
        del lines[keep:]


def _drop_footer(lines: list[str]) -> None:
    footer = next((at for at, line in enumerate(lines) if _FOOTER.match(line)), len(lines))
    del lines[footer:]
    while lines and (not lines[-1] or _SENT_FROM.match(lines[-1])):
        lines.pop()
