"""Marks of haste and of secrecy: told apart from subject and number, and never mistaken for words like ทางด่วน."""

from __future__ import annotations

import re
from dataclasses import dataclass

_SECRECY = r"ลับที่สุด|ลับมาก|ลับ"
_URGENCY = r"ด่วนที่สุด|ด่วนมาก|ด่วน"
_EDGE = r"[\s!！*\-–—_:;,.()\[\]{}【】<>「」\"“”']"
_MARK = rf"(?P<secrecy>{_SECRECY})|(?P<urgency>{_URGENCY})"
# A mark stands alone between edges; the word after it must not go on in Thai.
_ALONE = re.compile(rf"(?:(?<=^)|(?<={_EDGE}))(?:{_MARK})(?:จี๋|ๆ|!+)?(?=$|{_EDGE})")
_ONLY = re.compile(
    rf"^{_EDGE}*(?:{_SECRECY}|{_URGENCY}){_EDGE}*(?:(?:{_SECRECY}|{_URGENCY}){_EDGE}*)?(?:ภายใน.{{0,60}})?$"
)
_FRAME = re.compile(r"\(\s*\)|\[\s*\]|【\s*】|\{\s*\}|<\s*>")
_SPACES = re.compile(r"\s+")
# Words before which ด่วน and ลับ stand as part of a sentence.
_IN_SENTENCE = re.compile(r"(?:เป็นการ|โดย|อย่าง|เป็น|เร่ง|ความ|เรื่อง|สาย|ทาง|รถ|เพื่อ)$")


@dataclass(frozen=True)
class Marked:
    text: str  # without the marks
    urgency: str | None
    secrecy: str | None


def without_marks(text: str) -> Marked:
    """Take the marks from the beginning and the end of a line; what stands in the midst of a sentence stays."""
    urgency = secrecy = None
    for _ in range(4):
        found = _at_an_end(text)
        if found is None:
            break
        urgency = urgency or found["urgency"]
        secrecy = secrecy or found["secrecy"]
        text = _trimmed(text[: found.start()] + " " + text[found.end() :])
    return Marked(text, urgency, secrecy)


def only_marks(line: str) -> Marked | None:
    """A line that is nothing but marks: `ด่วนที่สุด`, `- ลับ -`."""
    if not _ONLY.match(line.strip()):
        return None
    urgency = re.search(_URGENCY, line)
    secrecy = re.search(_SECRECY, line)
    return Marked("", urgency[0] if urgency else None, secrecy[0] if secrecy else None)


def _at_an_end(text: str) -> re.Match[str] | None:
    for found in _ALONE.finditer(text):
        before, after = text[: found.start()], text[found.end() :]
        framed = before.rstrip()[-1:] in "([【{<" and before.strip() != "" and after.lstrip()[:1] in ")]】}>"
        if framed or not before.strip(" !*-–—_:;,.()[]{}【】<>\"“”'"):
            return found
        if not after.strip(" !*-–—_:;,.()[]{}【】<>\"“”'ๆ") and not _IN_SENTENCE.search(before.rstrip()):
            return found
    return None


def _trimmed(text: str) -> str:
    return _SPACES.sub(" ", _FRAME.sub(" ", text)).strip(" !*-–—_:;,")
