"""What the workbench does for a card: a mail's bytes and its PDFs in, the card as JSON out."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from saraban.exchange.signed import NotTrusted
from saraban.mail.one_time import quoted_codes
from saraban.mail.reader import caps
from saraban.mail.reader.authentication import checked, hosts_named
from saraban.mail.reader.html_text import html_to_text
from saraban.mail.reader.job import letter_bytes
from saraban.mail.reader.letter import Letter
from saraban.proposals import contents
from saraban.proposals.beside import letter_beside, receipt_beside
from saraban.proposals.card import Paper, propose
from saraban.proposals.mail import mail_of
from saraban.proposals.own_words import own_words
from saraban.proposals.pages import NoPicture, picture, read_pages
from saraban.proposals.photos import NoPhoto, as_pdf
from saraban.proposals.sheets import Sheets

PDFS_MAX = 20  # of one mail
PHOTO_BYTES_MAX = 15_000_000
_PHOTOS = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")
_PDF_KINDS = ("application/pdf", "application/x-pdf")
_UNOPENED = "ไฟล์ PDF ซับซ้อนเกินกว่าจะอ่านอย่างปลอดภัย"


def card(
    path: str,
    begin: int = 0,
    size: int | None = None,
    quoted: bool = False,
    agency: str | None = None,
    open_pdfs: bool = True,
) -> dict[str, Any]:
    """The card's record. `open_pdfs` False: for a mail one of whose PDFs has proved too costly. Raises `OSError`."""
    letter = Letter(letter_bytes(path, begin, size, quoted))
    inner = _forwarded(letter)
    papers = _papers(letter, open_pdfs)
    if inner is not None:
        papers += [replace(paper, file=None) for paper in _papers(inner, open_pdfs)]
    mail, beside = mail_of(letter, inner=inner), letter_beside(letter)
    return propose(mail, papers[:PDFS_MAX], agency=agency, beside=beside).as_record()


def receipt(path: str) -> dict[str, Any]:
    """What the mail's receipt.json says; `why` alone, in Thai, where it proves nothing. Raises `OSError`."""
    try:
        said = receipt_beside(Letter(letter_bytes(path)))
    except NotTrusted as trouble:
        return {"why": str(trouble)}
    one = said.receipt
    return {
        "number": one.number,
        "dated_on": one.dated_on.isoformat(),
        "digest": one.digest,
        "receipt_number": one.receipt_number,
        "received_at": one.received_at.isoformat(),
        "name": one.sender.name,
        "address": one.sender.address,
        "key": said.key,
    }


def answer(path: str, hosts: list[str], characters_max: int) -> dict[str, Any]:
    """An answer to a mail of ours: what its writer wrote, the one-time codes in it, and what our own host, that goes by
    these names, found of its sender. Raises `OSError`."""
    raw = letter_bytes(path)
    letter, of_sender = Letter(raw), checked(raw, hosts=hosts)
    name = letter.sender.name if letter.sender is not None else ""
    return {
        "words": own_words(letter.text, sender=name)[:characters_max],
        "codes": quoted_codes(f"{letter.text}\n{html_to_text(letter.html or '')}"),
        "address": of_sender.address,
        "method": of_sender.method,
        "domain": of_sender.domain,
        "host": of_sender.host,
    }


def names_of_hosts(*paths: str) -> list[list[str]]:
    """By which names the host that took each of these letters in seems to write what it found. Raises `OSError`."""
    return [list(hosts_named(letter_bytes(path, size=caps.HEADER_BYTES_MAX))) for path in paths]


def attachment_picture(path: str, number: int, page: int, width: int) -> bytes:
    """As `file_picture`, of the attachment with this index. Raises `OSError`, `IndexError`."""
    letter = Letter(letter_bytes(path))
    return _picture(letter.files[number].bytes(letter.warnings), page, width)


def file_picture(path: str, page: int, width: int) -> bytes:
    """A page of a PDF as PNG; a JPEG or PNG as it is; empty where nothing can be shown. Raises `OSError`."""
    return _picture(letter_bytes(path), page, width)


def photo(path: str, width: int) -> bytes:
    """The JPEG or PNG in this file, drawn anew as PNG: nothing of its bytes is in it; empty where it cannot be drawn.

    Raises `OSError`.
    """
    try:
        return picture(as_pdf(letter_bytes(path)), 0, width)
    except (NoPhoto, NoPicture):
        return b""


def _picture(data: bytes, page: int, width: int) -> bytes:
    if data.startswith(_PHOTOS):
        return data if page == 0 and len(data) <= PHOTO_BYTES_MAX else b""
    try:
        return picture(data, page, width)
    except NoPicture:
        return b""


def words_of_mail(path: str, characters_max: int) -> str:
    """The words of the mail at this path and of its files. Raises `OSError`."""
    return contents.words_of_mail(Letter(letter_bytes(path)), characters_max)


def words_of_file(path: str, name: str, characters_max: int) -> str:
    """The words of one file of that name. Raises `OSError`."""
    return contents.joined(contents.words_of_file(letter_bytes(path), name, characters_max))


def _papers(letter: Letter, open_pdfs: bool) -> list[Paper]:
    found: list[Paper] = []
    for place, file in enumerate(letter.files):
        named = file.name.lower().endswith(".pdf") or file.content_type in _PDF_KINDS
        unnamed = file.content_type == "application/octet-stream" and "." not in file.name[-6:]
        if len(found) == PDFS_MAX or not (named or unnamed):
            continue
        data = file.bytes(letter.warnings)
        if unnamed and not named and not data.startswith(b"%PDF-"):
            continue
        sheets = read_pages(data) if open_pdfs else Sheets((), 0, trouble=_UNOPENED)
        found.append(Paper(file.name or f"เอกสารแนบ {place + 1}.pdf", sheets, place))
    return found


def _forwarded(letter: Letter) -> Letter | None:
    """A mail inside the mail, whole."""
    for file in letter.files:
        if contents.is_mail(file.content_type, file.name):
            inner = Letter(file.bytes(letter.warnings))
            return None if inner.unreadable else inner
    return None
