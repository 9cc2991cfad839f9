"""A letter, read: what its headers say, its words, its attachments, and what kind of mail it is.

`read_letter` is total: whatever the bytes are, it answers, and `warnings` tells in Thai what was odd. It reads only what
is asked: an index of a letter decodes no attachment.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from saraban.mail.reader import caps
from saraban.mail.reader.addresses import Address, addresses
from saraban.mail.reader.automatic import why_automatic
from saraban.mail.reader.bounces import Bounce, Verdict, judge
from saraban.mail.reader.caps import Warnings
from saraban.mail.reader.charsets import clean_line, clean_text, decode, guess, is_odd
from saraban.mail.reader.dates import read_date
from saraban.mail.reader.flowed import unflow
from saraban.mail.reader.headers import Structured, decode_words, structured
from saraban.mail.reader.html_text import html_to_text
from saraban.mail.reader.names import safe_name
from saraban.mail.reader.parts import Part, prepare, read_fields, split
from saraban.mail.reader.tnef import Tnef, read_tnef
from saraban.mail.reader.transfer import uu_files

INLINE_IMAGES_MAX = 100
TEXT_BYTES_MAX = caps.TEXT_MAX * 4  # of one part that are decoded as text

_ID = re.compile(rf"<[^<>]{{1,{caps.ID_MAX}}}>")
_META_CHARSET = re.compile(rb"<meta[^>]{1,200}charset\s{0,5}=\s{0,5}[\"']?([\w.:-]{2,40})", re.IGNORECASE)
_LETTER_KINDS = ("message/rfc822", "message/global")
_TNEF_KINDS = ("application/ms-tnef", "application/vnd.ms-tnef")
_TNEF_NAMES = ("winmail.dat", "win.dat")
_ONCE = ("from", "subject", "date", "message-id", "content-type", "reply-to")
_ANY_HEADER = (
    "from",
    "to",
    "subject",
    "date",
    "message-id",
    "received",
    "mime-version",
    "return-path",
    "sender",
)


@dataclass(frozen=True)
class Attachment:
    name: str  # cleaned; empty when the letter gives none
    content_type: str
    size: int  # bytes, decoded
    sha256: str


@dataclass(frozen=True)
class ReadLetter:
    subject: str = ""
    sender: Address | None = None
    reply_to: tuple[Address, ...] = ()
    to: tuple[Address, ...] = ()
    cc: tuple[Address, ...] = ()
    sent_at: datetime | None = None  # by the sender's clock, with the zone written there
    host_received_at: datetime | None = None  # by the topmost Received: header
    message_id: str | None = None  # with its angle brackets
    in_reply_to: str | None = None
    references: tuple[str, ...] = ()
    text: str = ""  # lines end with \n
    html: str | None = None  # as sent, not cleaned: see `mail/html`
    attachments: tuple[Attachment, ...] = ()
    automatic: str | None = None
    bounce: Bounce | None = None
    warnings: tuple[str, ...] = ()
    unreadable: str = ""  # Thai; empty when it could be read


@dataclass
class _File:
    """A part that is offered as a file, or a file found inside one."""

    part: Part
    name: str
    content_type: str
    data: bytes | None = None  # already decoded

    def bytes(self, warnings: Warnings) -> bytes:
        if self.data is not None:
            return self.data
        data, sound = self.part.decoded()
        if not sound:
            warnings.say(caps.BAD_BASE64)
        return data


class Letter:
    """Bytes, taken apart as far as somebody asks."""

    def __init__(self, data: bytes) -> None:
        self.warnings = Warnings()
        self._data = prepare(data, self.warnings)
        self.root, self.leaves = split(self._data, self.warnings)
        self.fields = self.root.fields
        for name in _ONCE:
            if len(self.fields.all(name)) > 1:
                self.warnings.say(caps.TWICE)

    @property
    def unreadable(self) -> str:
        if not self._data:
            return caps.EMPTY
        return "" if any(name in self.fields for name in _ANY_HEADER) else caps.NOT_A_LETTER

    @cached_property
    def subject(self) -> str:
        return self.fields.text("subject", self.warnings)[: caps.SUBJECT_MAX]

    @cached_property
    def sender(self) -> Address | None:
        named = self._people("from")
        if len(named) > 1:
            self.warnings.say(caps.SEVERAL_SENDERS)
        with_address = [one for one in named if "@" in one.address]
        if with_address or named:
            return (with_address or named)[0]
        named = self._people("sender")
        self.warnings.say(caps.SENDER_NOT_FROM if named else caps.NO_SENDER)
        return named[0] if named else None

    @cached_property
    def reply_to(self) -> tuple[Address, ...]:
        return self._people("reply-to")

    @cached_property
    def to(self) -> tuple[Address, ...]:
        return self._people("to")

    @cached_property
    def cc(self) -> tuple[Address, ...]:
        return self._people("cc")

    @cached_property
    def sent_at(self) -> datetime | None:
        return read_date(self.fields.text("date"), self.warnings)

    @cached_property
    def host_received_at(self) -> datetime | None:
        raw = self.fields.first("received")
        return read_date(decode_words(raw.rpartition(";")[2]), Warnings()) if raw else None

    @cached_property
    def message_id(self) -> str | None:
        raw = self.fields.first("message-id")
        if raw is None:
            return None
        found = self._ids(raw)
        if found:
            return found[0]
        bare = "".join(clean_line(_plain(raw)).strip("<>").split())[: caps.ID_MAX]
        return f"<{bare}>" if bare else None

    @cached_property
    def in_reply_to(self) -> str | None:
        found = self._ids(self.fields.first("in-reply-to") or "")
        return next((mid for mid in found if "@" in mid), found[0] if found else None)

    @cached_property
    def references(self) -> tuple[str, ...]:
        found = list(dict.fromkeys(self._ids(" ".join(self.fields.all("references")))))
        if len(found) > caps.REFERENCES_MAX:
            self.warnings.say(caps.TOO_MANY_REFERENCES)
        return tuple(found[-caps.REFERENCES_MAX :])

    @cached_property
    def text(self) -> str:
        """What there is to read, from plain text where there is any, else from HTML."""
        pieces: list[str] = []
        for plain, html in self._bodies:
            text = self._plain_text(plain) if plain is not None else ""
            if not text.strip() and html is not None:
                text = html_to_text(self._html_of(html))
            if text.strip():
                pieces.append(clean_text(text).strip("\n").rstrip())
        if not pieces:
            pieces = [
                clean_text(wrapped.text).strip() for wrapped in self._wrapped.values() if wrapped.text.strip()
            ]
        text = "\n\n".join(pieces)
        if "\ufffd" in text:
            self.warnings.say(caps.LOST_LETTERS)
        if len(text) > caps.TEXT_MAX:
            self.warnings.say(caps.TOO_LONG_TEXT)
            text = text[: caps.TEXT_MAX]
        return text

    @property
    def has_html(self) -> bool:
        return any(html is not None for _, html in self._bodies)

    @cached_property
    def html(self) -> str | None:
        """The HTML as sent; the first, when there are several."""
        first = next((html for _, html in self._bodies if html is not None), None)
        return None if first is None else clean_text(self._html_of(first))

    @cached_property
    def files(self) -> list[_File]:
        """What is attached, in order: every part that is not the body; winmail.dat as the files in it."""
        self._note_seals()
        found: list[_File] = []
        bodies = {id(part) for pair in self._bodies for part in pair if part is not None}
        for leaf in self.leaves:
            if id(leaf) in bodies:
                if leaf.kind.value == "text/plain":
                    found += self._uuencoded(leaf)
            elif id(leaf) in self._wrapped:
                found += [
                    _File(leaf, safe_name(file.name), _type_of(file.content_type), file.data)
                    for file in self._wrapped[id(leaf)].files
                ]
            elif not _is_other_form(leaf):
                found.append(_File(leaf, self._name(leaf), leaf.kind.value[:200]))
        return found

    @cached_property
    def attachments(self) -> tuple[Attachment, ...]:
        """Decodes every one of them."""
        described = []
        for file in self.files:
            data = file.bytes(self.warnings)
            digest = hashlib.sha256(data).hexdigest()
            described.append(Attachment(file.name, file.content_type, len(data), digest))
        return tuple(described)

    def inline_images(self, *, bytes_max: int) -> dict[str, tuple[str, bytes]]:
        """Content-ID → (content type, bytes) of pictures that the HTML may show, as long as all are small."""
        found: dict[str, tuple[str, bytes]] = {}
        left = bytes_max
        for leaf in self.leaves:
            raw = leaf.fields.first("content-id")
            if not raw or not leaf.kind.value.startswith("image/") or len(found) >= INLINE_IMAGES_MAX:
                continue
            if (leaf.end - leaf.start) > left * 2:
                continue
            data = leaf.decoded()[0]
            if len(data) <= left:
                left -= len(data)
                found.setdefault(clean_line(_plain(raw)).strip("<> "), (leaf.kind.value, data))
        return found

    @cached_property
    def automatic(self) -> str | None:
        reason = why_automatic(
            self.root,
            self.leaves,
            sender_address=self.sender.address if self.sender else "",
            sender_name=self.sender.name if self.sender else "",
            subject=self.subject,
            text=self.text,
        )
        if reason is None and self._verdict.bounce is not None:
            return "delivery report"
        # a report says best what it is
        return self._verdict.other or reason

    @property
    def bounce(self) -> Bounce | None:
        return self._verdict.bounce

    @cached_property
    def _verdict(self) -> Verdict:
        return judge(
            self.root,
            self.leaves,
            sender_address=self.sender.address if self.sender else "",
            sender_name=self.sender.name if self.sender else "",
            subject=self.subject,
            text=self.text,
        )

    def _people(self, name: str) -> tuple[Address, ...]:
        found: list[Address] = []
        for raw in self.fields.all(name)[:10]:
            if not raw:
                continue
            some, more = addresses(raw, self.warnings)
            found += some
            if more or len(found) > caps.ADDRESSES_MAX:
                self.warnings.say(caps.TOO_MANY_ADDRESSES)
        return tuple(found[: caps.ADDRESSES_MAX])

    def _ids(self, raw: str) -> list[str]:
        text = clean_line(_plain(raw) if "=?" not in raw else decode_words(raw))
        return ["".join(found.split()) for found in _ID.findall(text)]

    @cached_property
    def _bodies(self) -> list[tuple[Part | None, Part | None]]:
        """What the letter shows as its words: pairs of plain text and the HTML that says the same."""
        pairs: list[tuple[Part | None, Part | None]] = []
        by_choice: dict[int, int] = {}  # multipart/alternative → its pair
        for leaf in self.leaves:
            if not self._is_body(leaf, first=not pairs):
                continue
            pair = (None, leaf) if leaf.kind.value == "text/html" else (leaf, None)
            choice = _choice(leaf)
            place = by_choice.get(id(choice)) if choice is not None else None
            if place is None:
                if choice is not None:
                    by_choice[id(choice)] = len(pairs)
                pairs.append(pair)
                continue
            plain, html = pairs[place]
            if plain is None or html is None:
                pairs[place] = (plain or pair[0], html or pair[1])
        return pairs

    def _is_body(self, leaf: Part, *, first: bool) -> bool:
        kind = leaf.kind.value
        if leaf is self.root:
            if kind.startswith("multipart/"):
                return True  # never cut into parts: shown as it is
            if kind in ("text", "text/") or kind.startswith("text/plain"):
                kind = "text/plain"
        if kind not in ("text/plain", "text/html"):
            return (leaf is self.root or first) and kind in ("text/enriched", "text/richtext", "text/x-plain")
        disposition = structured(leaf.fields.first("content-disposition"))
        if disposition.value == "attachment":
            return False
        if "filename" in disposition.parameters or "name" in leaf.kind.parameters:
            return leaf is self.root or (
                first and not disposition.parameters.get("filename") and kind == "text/html"
            )
        return True

    def _plain_text(self, part: Part) -> str:
        text = self._decoded_text(part)
        text = clean_text(text)
        if part.kind.value in ("text/enriched", "text/richtext"):
            return html_to_text(text)
        if part.kind.parameters.get("format", "").lower() == "flowed":
            text = unflow(text, delsp=part.kind.parameters.get("delsp", "").lower() == "yes")
        if "\nbegin " in text or text.startswith("begin "):
            data = part.decoded()[0][:TEXT_BYTES_MAX]
            for _, _, begin, end in reversed(uu_files(data, files_max=caps.UU_FILES_MAX)):
                data = data[:begin] + data[end:]
            text = clean_text(decode(data, part.kind.parameters.get("charset")))
        return text

    def _html_of(self, part: Part) -> str:
        html = self._decoded_text(part)
        if len(html) > caps.HTML_MAX:
            self.warnings.say(caps.TOO_LONG_TEXT)
        return html[: caps.HTML_MAX]

    def _decoded_text(self, part: Part) -> str:
        if part is self.root and part.kind.value.startswith("multipart/"):
            data, sound = part.raw(), True
        else:
            data, sound = part.decoded()
        if not sound:
            self.warnings.say(caps.BAD_BASE64)
        if len(data) > TEXT_BYTES_MAX:
            self.warnings.say(caps.TOO_LONG_TEXT)
            data = data[:TEXT_BYTES_MAX]
        label = part.kind.parameters.get("charset")
        if label is None and part.kind.value == "text/html" and (meta := _META_CHARSET.search(data[:2_048])):
            label = meta[1].decode("ascii", "replace")
            if label.lower().startswith(("utf-16", "utf16")):
                label = "utf-8"  # it could not have been read
        if is_odd(data, label):
            self.warnings.say(caps.ODD_CHARSET)
        return decode(data, label)

    def _name(self, leaf: Part) -> str:
        disposition = structured(leaf.fields.first("content-disposition"))
        raw = disposition.parameters.get("filename") or leaf.kind.parameters.get("name") or ""
        if not raw and leaf.kind.value in _LETTER_KINDS:
            subject = self._inner_subject(leaf)
            return safe_name(re.sub(r"[/\\]", "_", subject)[:150] + ".eml") if subject else ""
        if not raw and leaf.kind.value == "text/calendar":
            return "invite.ics"
        name = safe_name(raw)
        if name != raw.strip():
            self.warnings.say(caps.NAME_CLEANED)
        return name

    def _inner_subject(self, leaf: Part) -> str:
        data = leaf.decoded()[0] if leaf.encoding in ("base64", "quoted-printable") else self._data
        start = 0 if data is not self._data else leaf.start
        end = len(data) if data is not self._data else leaf.end
        while start < end and data[start] in b"\r\n":
            start += 1
        return read_fields(data, start, end, {})[0].text("subject")

    @cached_property
    def _wrapped(self) -> dict[int, Tnef]:
        """The leaves that are winmail.dat and could be opened."""
        found: dict[int, Tnef] = {}
        for leaf in self.leaves:
            kind = leaf.kind.value
            if kind not in _TNEF_KINDS:
                name = leaf.kind.parameters.get("name", "") if kind == "application/octet-stream" else ""
                if name.lower() not in _TNEF_NAMES:
                    continue
            wrapped = read_tnef(leaf.decoded()[0])
            if wrapped.files or wrapped.text or wrapped.whole:
                found[id(leaf)] = wrapped
            if not wrapped.whole:
                self.warnings.say(caps.BAD_TNEF)
        return found

    def _uuencoded(self, leaf: Part) -> list[_File]:
        if leaf.encoding not in ("", "7bit", "8bit", "binary"):
            return []
        if self._data.find(b"begin ", leaf.start, leaf.end) < 0:
            return []
        return [
            _File(leaf, safe_name(guess(name)), "application/octet-stream", data)
            for name, data, _, _ in uu_files(leaf.raw(), files_max=caps.UU_FILES_MAX)
        ]

    def _note_seals(self) -> None:
        for leaf in self.leaves:
            if leaf.kind.value in ("application/pkcs7-mime", "application/x-pkcs7-mime"):
                self.warnings.say(caps.SEALED)
            elif leaf.kind.value == "application/pgp-encrypted":
                self.warnings.say(caps.ENCRYPTED_PGP)


def read_letter(data: bytes) -> ReadLetter:
    """Everything, with every attachment decoded and hashed."""
    letter = Letter(data)
    return ReadLetter(
        subject=letter.subject,
        sender=letter.sender,
        reply_to=letter.reply_to,
        to=letter.to,
        cc=letter.cc,
        sent_at=letter.sent_at,
        host_received_at=letter.host_received_at,
        message_id=letter.message_id,
        in_reply_to=letter.in_reply_to,
        references=letter.references,
        text=letter.text,
        html=letter.html,
        attachments=letter.attachments,
        automatic=letter.automatic,
        bounce=letter.bounce,
        warnings=letter.warnings.all(),
        unreadable=letter.unreadable,
    )


def _plain(raw: str) -> str:
    return raw if raw.isascii() else guess(raw.encode("latin-1"))


def _type_of(raw: str) -> str:
    kind: Structured = structured(raw)
    return kind.value if "/" in kind.value else "application/octet-stream"


def _choice(leaf: Part) -> Part | None:
    """The multipart/alternative that it is one form in, nearest first."""
    above = leaf.parent
    while above is not None:
        if above.kind.value == "multipart/alternative":
            return above
        above = above.parent
    return None


def _is_other_form(leaf: Part) -> bool:
    """A nameless text in a multipart/alternative that says once more what the body says."""
    return (
        leaf.parent is not None
        and leaf.parent.kind.value == "multipart/alternative"
        and leaf.kind.value.startswith("text/")
        and leaf.kind.value != "text/calendar"
        and "name" not in leaf.kind.parameters
        and leaf.fields.first("content-disposition") is None
    )
