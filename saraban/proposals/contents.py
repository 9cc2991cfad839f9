"""The words that stand in a mail and its files, for the search: in no order that matters, no more than asked."""

from __future__ import annotations

import html
import io
import re
import zipfile
import zlib

from saraban.mail.reader.charsets import guess
from saraban.mail.reader.html_text import html_to_text
from saraban.mail.reader.letter import Letter
from saraban.proposals.pages import words_on_pages

FILES_MAX = 50  # of one mail
TEXT_BYTES_MAX = 1_000_000  # of a text file that are looked at
PACKED_BYTES_MAX = 20_000_000  # of a part of an office file, unpacked
DEPTH_MAX = 2  # mails in mails

# Where the words of an office file are, and what ends a paragraph or a cell in it.
_WORDS_IN = {
    "word/document.xml": re.compile(r"</w:p>|<w:tab/>|<w:br/>"),
    "xl/sharedStrings.xml": re.compile(r"</si>"),
    "content.xml": re.compile(r"</text:p>|</text:h>|<text:tab/>|<text:line-break/>"),
}
_MARKUP = re.compile(r"<[^<>]*>")
# Thai is written without spaces, so a line ends where no word does.
_LINE_END_IN_THAI = re.compile("(?<=[\u0e01-\u0e5b])\n(?=[\u0e01-\u0e5b])")


def words_of_mail(letter: Letter, characters_max: int, *, depth: int = 0) -> str:
    """What its text says, the names of its files, and the words in them."""
    found = [letter.text[:characters_max]]
    left = characters_max - len(found[0])
    for file in letter.files[:FILES_MAX]:
        if left <= 0:
            break
        data = file.bytes(letter.warnings)
        if is_mail(file.content_type, file.name) and depth < DEPTH_MAX:
            inner = Letter(data)
            words = f"{inner.subject}\n{words_of_mail(inner, left, depth=depth + 1)}"
        else:
            words = words_of_file(data, file.name, left)
        words = f"{file.name}\n{words}"[:left]
        found.append(words)
        left -= len(words)
    return joined("\n".join(found))


def words_of_file(data: bytes, name: str, characters_max: int) -> str:
    """Empty where it has no words that can be read: a scan, a picture, what is broken."""
    if data.startswith(b"%PDF-") or name.lower().endswith(".pdf"):
        return words_on_pages(data, characters_max)
    if data.startswith(b"PK\x03\x04"):
        return _of_office_file(data)[:characters_max]
    if name.lower().endswith((".txt", ".csv")):
        return guess(data[:TEXT_BYTES_MAX])[:characters_max]
    if name.lower().endswith((".html", ".htm")):
        return html_to_text(guess(data[:TEXT_BYTES_MAX]))[:characters_max]
    return ""


def is_mail(content_type: str, name: str) -> bool:
    return content_type == "message/rfc822" or name.lower().endswith(".eml")


def joined(text: str) -> str:
    return _LINE_END_IN_THAI.sub("", text)


def _of_office_file(data: bytes) -> str:
    """Of .docx, .xlsx, .odt, .ods; without an XML parser, as only the letters between the tags are wanted."""
    found = []
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            for name, ends in _WORDS_IN.items():
                if name in packed.NameToInfo:
                    with packed.open(name) as part:
                        xml = part.read(PACKED_BYTES_MAX).decode("utf-8", "replace")
                    found.append(html.unescape(_MARKUP.sub("", ends.sub("\n", xml))))
    except (zipfile.BadZipFile, zlib.error, OSError, NotImplementedError, RuntimeError, ValueError, EOFError):
        return ""
    return "\n".join(found)
