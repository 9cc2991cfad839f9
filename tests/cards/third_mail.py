"""One mail of the third corpus, written out by hand, and the labels that go with it."""

from __future__ import annotations

import base64
import html
import io
import quopri
import re
import struct
import zipfile
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from email.utils import format_datetime
from random import Random
from typing import Any
from urllib.parse import quote

from tests.cards.third_paper import Paper

BANGKOK = timezone(timedelta(hours=7))
OURS = ("นายกเทศมนตรีตำบลคลองน้อย", "เทศบาลตำบลคลองน้อย")
BOX = "saraban@klongnoi.example"
TO = f'"saraban" <{BOX}>'
MONTHS = [
    "มกราคม",
    "กุมภาพันธ์",
    "มีนาคม",
    "เมษายน",
    "พฤษภาคม",
    "มิถุนายน",
    "กรกฎาคม",
    "สิงหาคม",
    "กันยายน",
    "ตุลาคม",
    "พฤศจิกายน",
    "ธันวาคม",
]
SHORT = ["ม.ค.", "ก.พ.", "มี.ค.", "เม.ย.", "พ.ค.", "มิ.ย.", "ก.ค.", "ส.ค.", "ก.ย.", "ต.ค.", "พ.ย.", "ธ.ค."]
_THAI = str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")
_ARABIC = str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789")

Label = dict[str, Any]
Said = Label | str | Sequence[str]
UNKNOWN: Label = {"unknown": True}
NONE = ("", "-")


def thai(text: str) -> str:
    return text.translate(_THAI)


def arabic(text: str) -> str:
    return text.translate(_ARABIC)


def day(iso: str, form: str = "full") -> str:
    """A date as letters write it. Forms: full, short, two (digits of the year), wide, era, month."""
    year, month, date = (int(one) for one in iso.split("-"))
    long, short, era = MONTHS[month - 1], SHORT[month - 1], year + 543
    return {
        "full": f"{date} {long} {era}",
        "short": f"{date} {short} {era}",
        "two": f"{date} {short} {era % 100}",
        "wide": f"{date}   {long}   {era}",
        "era": f"{date} {long} พ.ศ. {era}",
        "month": f"        {long} {era}",
        "slash": f"{date}/{month}/{era}",
    }[form]


def words(least: int, *held: str) -> Label:
    return {"words": list(held), "least": least}


def column(said: Said) -> Label:
    if isinstance(said, dict):
        return dict(said)
    return {"accept": [said] if isinstance(said, str) else list(dict.fromkeys(said))}


def entry(part: str, number: Said, dated: Said, sender: Said, recipient: Said, subject: Said) -> Label:
    said = {
        "their_number": number,
        "dated": dated,
        "sender": sender,
        "recipient": recipient,
        "subject": subject,
    }
    return {"part": part, **{name: column(one) for name, one in said.items()}}


def picture(width: int, height: int, seed: int) -> bytes:
    """A photograph's stand-in, as PNG."""

    def chunk(kind: bytes, held: bytes) -> bytes:
        return struct.pack(">I", len(held)) + kind + held + struct.pack(">I", zlib.crc32(kind + held))

    rows = b"".join(b"\0" + bytes((x * (y + seed) // 7) % 256 for x in range(width)) for y in range(height))
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    packed = chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + packed


def office(kind: str, text: str) -> bytes:
    """The least that is a .docx or an .xlsx."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as file:
        inside = "word/document.xml" if kind == "docx" else "xl/sharedStrings.xml"
        for name, held in (("[Content_Types].xml", "<Types/>"), (inside, f"<t>{html.escape(text)}</t>")):
            file.writestr(zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0)), held)
    return made.getvalue()


@dataclass(frozen=True)
class File:
    name: str
    content: Paper | bytes
    how: str = "star"  # how its name is written: star, word, both, cut

    @property
    def kind(self) -> str:
        ends = self.name.rpartition(".")[2].lower()
        return {"pdf": "application/pdf", "png": "image/png", "jpg": "image/jpeg"}.get(
            ends, "application/octet-stream"
        )


@dataclass
class Mail:
    about: str
    name: str
    address: str
    subject: str | None
    text: str
    sent: str  # "2026-01-07 09:15", in Bangkok
    letters: list[Label] = field(default_factory=list)
    files: Sequence[File] = ()
    outcome: Sequence[str] = ("register",)
    client: str = "gmail"  # gmail, outlook, phone, webmail, rich (HTML only), old (TIS-620)
    to: str = TO
    cc: str = ""
    zone: int = 7
    head: dict[str, str] = field(default_factory=dict)
    html: str = ""

    def raw(self, contents: Sequence[bytes], random: Random) -> bytes:
        at = datetime.fromisoformat(self.sent).replace(tzinfo=BANGKOK)
        charset = "tis-620" if self.client == "old" else "utf-8"
        domain = self.address.rpartition("@")[2]
        lines = {
            "Return-Path": f"<{self.address}>",
            "MIME-Version": "1.0",
            "Date": format_datetime(at.astimezone(timezone(timedelta(hours=self.zone)))),
            "Message-ID": f"<{random.getrandbits(88):022X}@{domain}>",
            "From": f"{_phrase(self.name, charset)} <{self.address}>" if self.name else self.address,
            "To": _addresses(self.to, charset),
        }
        if self.cc:
            lines["Cc"] = _addresses(self.cc, charset)
        if self.subject is not None:
            lines["Subject"] = encoded(self.subject, charset)
        agent = {
            "phone": "iPhone Mail (21E236)",
            "outlook": "Microsoft Outlook 16.0",
            "webmail": "Roundcube Webmail/1.4.13",
        }
        if self.client in agent:
            lines["X-Mailer"] = agent[self.client]
        lines |= self.head
        kind, body = self._body(charset, random)
        if self.files:
            parts = [
                (kind, body),
                *(_attached(file, held) for file, held in zip(self.files, contents, strict=True)),
            ]
            kind, body = _many("mixed", parts, random)
        top = "".join(f"{key}: {value}\r\n" for key, value in lines.items())
        return (top + kind + "\r\n").encode("utf-8") + body

    def _body(self, charset: str, random: Random) -> tuple[str, bytes]:
        if self.client == "rich" or self.html:
            return _text(self.html or _html(self.text, "rich"), "html", charset, "base64")
        way = {"gmail": "base64", "outlook": "quoted-printable", "phone": "quoted-printable"}.get(
            self.client, "8bit"
        )
        plain = _text(self.text, "plain", charset, way)
        if self.client in ("gmail", "outlook"):
            rich = _text(_html(self.text, self.client), "html", charset, way)
            return _many("alternative", [plain, rich], random)
        return plain


def _html(text: str, client: str) -> str:
    said = html.escape(text, quote=False)
    if client == "gmail":
        return f'<div dir="ltr">{said.replace(chr(10), "<br>")}</div>\n'
    if client == "outlook":
        lines = "".join(
            f'<p class="MsoNormal">{one or "<o:p>&nbsp;</o:p>"}</p>\n' for one in said.split("\n")
        )
        style = "<style><!-- p.MsoNormal {margin:0cm; font-size:11.0pt; font-family:Tahoma} --></style>"
        return f'<html><head>{style}</head><body lang="EN-US"><div class="WordSection1">{lines}</div></body></html>'
    lines = "".join(f"<div>{one or '<br>'}</div>" for one in said.split("\n"))
    return f'<html><body style="font-family:sans-serif">{lines}</body></html>'


def _text(text: str, kind: str, charset: str, way: str) -> tuple[str, bytes]:
    raw = text.replace("\n", "\r\n").encode(charset)
    if way == "base64":
        raw = base64.encodebytes(raw).replace(b"\n", b"\r\n")
    elif way == "quoted-printable":
        raw = quopri.encodestring(raw.replace(b"\r\n", b"\n")).replace(b"\n", b"\r\n")
    return f'Content-Type: text/{kind}; charset="{charset}"\r\nContent-Transfer-Encoding: {way}\r\n', raw


def _many(kind: str, parts: Sequence[tuple[str, bytes]], random: Random) -> tuple[str, bytes]:
    mark = f"0000000000{random.getrandbits(60):015x}"
    body = b"".join(f"--{mark}\r\n{head}\r\n".encode() + held + b"\r\n" for head, held in parts)
    return f'Content-Type: multipart/{kind}; boundary="{mark}"\r\n', body + f"--{mark}--\r\n".encode()


def _attached(file: File, content: bytes) -> tuple[str, bytes]:
    star = f"filename*=UTF-8''{quote(file.name)}"
    word = f'filename="{encoded(file.name).replace(chr(13) + chr(10), "")}"'
    if file.how == "cut":
        # Between the escapes of one byte nothing is cut.
        bits = re.findall(r"(?:%..|[^%]){1,20}", quote(file.name))
        star = ";\r\n ".join(
            f"filename*{i}*={'UTF-8' + chr(39) * 2 if i == 0 else ''}{bit}" for i, bit in enumerate(bits)
        )
    named = {"word": word, "both": f"{word};\r\n {star}"}.get(file.how, star)
    kind = (
        f'{file.kind};\r\n name="{encoded(file.name).replace(chr(13) + chr(10), "")}"'
        if file.how != "star"
        else file.kind
    )
    head = f"Content-Type: {kind}\r\nContent-Transfer-Encoding: base64\r\nContent-Disposition: attachment;\r\n {named}\r\n"
    return head, base64.encodebytes(content).replace(b"\n", b"\r\n")


def encoded(text: str, charset: str = "utf-8") -> str:
    """A header's text, folded between letters."""
    if text.isascii():
        return text
    bits, held = [], ""
    for letter in text:
        if len((held + letter).encode(charset)) > 42:
            bits.append(held)
            held = ""
        held += letter
    bits.append(held)
    coded = (base64.b64encode(bit.encode(charset)).decode() for bit in bits)
    return "\r\n ".join(f"=?{charset.upper()}?B?{bit}?=" for bit in coded)


def _phrase(name: str, charset: str) -> str:
    return f'"{name}"' if name.isascii() else encoded(name, charset)


def _addresses(said: str, charset: str) -> str:
    made = []
    for one in said.split(", "):
        name, _, address = one.rpartition(" ")
        made.append(f"{_phrase(name.strip(chr(34)), charset)} {address}" if name else address)
    return ", ".join(made)
