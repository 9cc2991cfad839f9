"""The bytes of a letter of ours: plain text in UTF-8, seven-bit on the wire, the same bytes at each attempt.

Written out by hand because the standard generator folds long Message-IDs in References into encoded words, which
breaks threads.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime
from email.header import Header
from email.utils import format_datetime, make_msgid
from urllib.parse import quote

from saraban.mail.gateway import ENTRY_HEADER, OUR_ID_HEADER, MailFailure

ANSWERABLE = re.compile(
    r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9-]{1,63}(\.[A-Za-z0-9-]{1,63}){1,10}\Z"
)
NO_DOMAIN = "saraban.invalid"
MESSAGE_ID = re.compile(r"<[!-;=?-~]{1,900}>\Z")  # printable ASCII without spaces or further brackets
ADDRESS_LENGTH_MAX = 254  # characters
PLAIN_NAME = re.compile(r"[A-Za-z0-9 ._()-]{1,60}\Z")
NAME_PIECE = 40  # letters of a file's name on one line; a Thai one takes nine characters
LINE_MAX = 76


def letter_bytes(
    *,
    sender: tuple[str, str],
    recipient: tuple[str, str],
    subject: str,
    body: str,
    message_id: str,
    thread_ids: Sequence[str],
    dated_at: datetime,
    automatic: str | None,
    enclosed: bytes = b"",
    attached: Sequence[tuple[str, str, bytes]] = (),
    tells: str = "",
) -> bytes:
    """RFC 5322 bytes with CRLF. `sender`, `recipient`: (name, address); `automatic`: "auto-replied", say.
    `enclosed`: a whole letter of another's, attached as it came. `attached`: files as (name, content type, bytes).
    `tells`: the number of ours that it tells, "incoming/2569/124".

    Ids that could break a header line are an error of ours (asserted); names and subjects may hold anything, and
    are encoded. An address was typed by a person: raises `MailFailure` where no header can hold it.
    """
    for mid in (message_id, *thread_ids):
        assert MESSAGE_ID.match(mid), "a Message-ID that cannot stand in a header"
    headers = [
        ("From", _address(*sender)),
        ("To", _address(*recipient)),
        ("Subject", _words("Subject", subject)),
        ("Date", format_datetime(dated_at)),
        ("Message-ID", message_id),
        (OUR_ID_HEADER, message_id),
    ]
    if tells:
        headers.append((ENTRY_HEADER, tells))
    if thread_ids:
        headers += [("In-Reply-To", thread_ids[-1]), ("References", "\r\n ".join(thread_ids))]
    if automatic:
        headers += [("Auto-Submitted", automatic), ("X-Auto-Response-Suppress", "All")]
    headers.append(("MIME-Version", "1.0"))
    text = _part(
        [("Content-Type", "text/plain; charset=utf-8")], "\r\n".join(body.splitlines()).encode() + b"\r\n"
    )
    head = "".join(f"{name}: {value}\r\n" for name, value in headers).encode("ascii")
    # As a file in base64, not as message/rfc822: that may not be encoded, and the letter may hold any byte.
    letter = [("letter.eml", "application/octet-stream", enclosed)] if enclosed else []
    files = [_file(*one) for one in (*letter, *attached)]
    if not files:
        return head + text
    line = b"--" + (boundary := _boundary(message_id))
    return b"".join(
        [
            head,
            b'Content-Type: multipart/mixed; boundary="' + boundary + b'"\r\n\r\n',
            line + b"\r\n" + text,
            *(line + b"\r\n" + file for file in files),
            line + b"--\r\n",
        ]
    )


def _file(name: str, content_type: str, content: bytes) -> bytes:
    """A file under its own name, in any script (RFC 2231); readers of long ago find one in ASCII with its type."""
    ending = "." + name.rpartition(".")[2] if "." in name else ""
    plain = name if PLAIN_NAME.match(name) else f"letter{ending if PLAIN_NAME.match(ending) else ''}"
    named = f'filename="{plain}"'
    if plain != name:
        letters = [quote(letter, safe="") for letter in name]
        pieces = ["".join(letters[at : at + NAME_PIECE]) for at in range(0, len(letters), NAME_PIECE)]
        names = [f"filename*{number}*" for number in range(len(pieces))] if len(pieces) > 1 else ["filename*"]
        pieces[0] = f"UTF-8''{pieces[0]}"
        named = ";\r\n ".join(f"{one}={piece}" for one, piece in zip(names, pieces, strict=True))
    return _part(
        [
            ("Content-Type", f'{content_type}; name="{plain}"'),
            ("Content-Disposition", f"attachment;\r\n {named}"),
        ],
        content,
    )


def _part(headers: Sequence[tuple[str, str]], content: bytes) -> bytes:
    """Headers and content in base64. No line of it can begin with the two hyphens of a boundary."""
    head = "".join(f"{name}: {value}\r\n" for name, value in headers)
    wrapped = base64.encodebytes(content).replace(b"\n", b"\r\n")
    return f"{head}Content-Transfer-Encoding: base64\r\n\r\n".encode("ascii") + wrapped


def _boundary(message_id: str) -> bytes:
    """The same for a letter at each attempt."""
    return b"=_" + hashlib.sha256(message_id.encode()).hexdigest()[:32].encode()


def new_message_id(address: str) -> str:
    """Ours and nobody else's: with the domain of the mailbox that it leaves by, where an id can hold that."""
    try:
        domain = _in_ascii(address).rpartition("@")[2]
    except MailFailure:
        domain = NO_DOMAIN
    return make_msgid(domain=domain)


def _address(name: str, address: str) -> str:
    plain = _in_ascii(address)
    return f"{_words('From', name)}\r\n <{plain}>" if name.strip() else f"<{plain}>"


def _in_ascii(address: str) -> str:
    """With a Thai domain as IDNA writes it. Raises `MailFailure`; the address itself is not repeated: logs keep that."""
    local, _, domain = address.rpartition("@")
    with suppress(UnicodeError):
        plain = f"{local}@{domain if domain.isascii() else domain.encode('idna').decode('ascii')}"
        if ANSWERABLE.match(plain) and len(plain) <= ADDRESS_LENGTH_MAX:
            return plain
    raise MailFailure(
        "ส่งไม่ได้ เพราะที่อยู่อีเมลไม่ถูกรูปแบบ (ต้องเป็นอย่าง name@example.go.th) "
        "โปรดแก้ที่อยู่แล้วแจ้งผู้รับทางอื่นสำหรับฉบับนี้ หนังสือและเลขยังอยู่ครบ",
        permanent=True,
    )


def _words(header: str, text: str) -> str:
    plain = " ".join(text.split())
    if (
        plain.isascii()
        and plain.isprintable()
        and len(header) + len(plain) < LINE_MAX
        and header == "Subject"
    ):
        return plain
    return Header(plain, "utf-8", maxlinelen=LINE_MAX, header_name=header).encode(linesep="\r\n")
