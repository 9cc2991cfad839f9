"""Hostile and broken letters: each must still give its line, with no exception, and be kept."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Any

from tests.letters.letter import (
    PDF,
    Letter,
    Post,
    b_word,
    file_part,
    headers,
    multipart,
    percent,
    text_part,
    whole,
)

SENDER = "Somchai <somchai@mail.example>"
WHO = {"name": "Somchai", "address": "somchai@mail.example"}
SUBJECT = "ขอสำเนาเอกสาร"
PARTS_MANY = 1_200
DEPTH_MANY = 400
SEED = 2566


def letters() -> Iterator[Letter]:
    post = Post("broken")

    def letter(name: str, about: str, raw: bytes, **expect: Any) -> Letter:
        return Letter("broken", name, about, raw, expect)

    def top(name: str, kind: str | None = "text/plain; charset=utf-8", **more: Any) -> bytes:
        more.setdefault("sender", SENDER)
        more.setdefault("subject", b_word(SUBJECT))
        return headers(post.fields(name, content_type=kind, **more)) + b"\r\n"

    human: dict[str, Any] = {"subject": SUBJECT, "from": WHO, "automatic": False, "bounce": None}

    yield letter("empty", "no byte at all", b"", bounce=None)
    yield letter("one-newline", "one line end", b"\r\n", bounce=None)
    yield letter(
        "only-headers",
        "headers without a blank line after them",
        top("only-headers")[:-2],
        attachments=[],
        **human,
    )
    yield letter("only-body", "no header, a blank line and text", b"\r\nhello\r\n", bounce=None)
    yield letter(
        "bare-lf",
        "bare LF line ends",
        (top("bare-lf") + b"text\r\n").replace(b"\r\n", b"\n"),
        attachments=[],
        **human,
    )
    yield letter(
        "bare-cr", "bare CR line ends", (top("bare-cr") + b"text\r\n").replace(b"\r\n", b"\r"), bounce=None
    )
    yield letter(
        "mbox-from-line",
        "an mbox From line before the headers",
        b"From somchai@mail.example Mon Nov 10 09:00:00 2025\r\n" + top("mbox-from-line") + b"text\r\n",
        attachments=[],
        **human,
    )
    yield letter(
        "byte-order-mark",
        "a BOM before the first header",
        b"\xef\xbb\xbf" + top("byte-order-mark") + b"text\r\n",
        subject=SUBJECT,
        bounce=None,
    )
    draw = random.Random(SEED)
    yield letter("binary-junk", "8 KB of random bytes", draw.randbytes(8_192), bounce=None)
    yield letter(
        "a-jpeg",
        "a picture saved as .eml",
        b"\xff\xd8\xff\xe0\x00\x10JFIF" + draw.randbytes(2_000),
        bounce=None,
    )
    yield letter(
        "nul-bytes",
        "NULs in subject, name, file name and body",
        top(
            "nul-bytes",
            sender=b"Som\x00chai <somchai@mail.example>",
            subject=b"a\x00b",
            kind="multipart/mixed; boundary=n",
        )
        + multipart(
            "n",
            [
                b"Content-Type: text/plain\r\n\r\nte\x00xt\r\n",
                file_part(b'attachment; filename="a\x00b.pdf"'),
            ],
        ),
        bounce=None,
        automatic=False,
        no_nul=True,
    )
    yield letter(
        "nul-in-word",
        "a NUL inside an encoded word",
        top("nul-in-word", subject="=?utf-8?Q?a=00b?=") + b"text\r\n",
        bounce=None,
        automatic=False,
        no_nul=True,
    )

    nest: bytes = text_part("ลึก\n")
    for level in range(DEPTH_MANY):
        mark = f"d{level}"
        nest = f"Content-Type: multipart/mixed; boundary={mark}\r\n\r\n".encode() + multipart(mark, [nest])
    yield letter(
        "deep-multipart",
        f"{DEPTH_MANY} multiparts in one another",
        top("deep-multipart", None)[:-2] + b"MIME-Version: 1.0\r\n" + nest,
        **human,
    )
    nest = b"Subject: innermost\r\n\r\ntext\r\n"
    for _ in range(DEPTH_MANY):
        nest = b"Subject: in\r\nContent-Type: message/rfc822\r\n\r\n" + nest
    yield letter(
        "deep-rfc822",
        f"{DEPTH_MANY} letters in one another",
        top("deep-rfc822", "message/rfc822", encoding=None) + nest,
        **human,
    )
    many = [b"Content-Type: text/plain\r\n\r\nx\r\n"] * PARTS_MANY
    yield letter(
        "many-parts",
        f"{PARTS_MANY} parts",
        top("many-parts", "multipart/mixed; boundary=m", encoding=None) + multipart("m", many),
        **human,
    )
    files = [
        b'Content-Type: application/pdf; name="a.pdf"\r\nContent-Disposition: attachment; filename="a.pdf"\r\n\r\nx\r\n'
    ] * PARTS_MANY
    yield letter(
        "many-files",
        f"{PARTS_MANY} files",
        top("many-files", "multipart/mixed; boundary=m", encoding=None) + multipart("m", files),
        **human,
    )
    yield letter(
        "many-empty-parts",
        "10,000 boundary lines with nothing between",
        top("many-empty-parts", "multipart/mixed; boundary=m", encoding=None) + b"--m\r\n" * 10_000,
        **human,
    )
    yield letter(
        "giant-header",
        "one header of 300 KB",
        top("giant-header", more=[("X-Long", "a" * 300_000)]) + b"text\r\n",
        subject=SUBJECT,
        bounce=None,
    )
    yield letter(
        "many-headers",
        "3,000 headers",
        top("many-headers", more=[(f"X-H-{n}", "v") for n in range(3_000)]) + b"text\r\n",
        bounce=None,
    )
    yield letter(
        "giant-subject",
        "a subject of 60 KB of encoded words",
        top("giant-subject", subject="\n ".join([b_word("ก" * 12)] * 1_000)) + b"text\r\n",
        bounce=None,
    )
    yield letter(
        "many-addresses",
        "4,000 addressees",
        top("many-addresses", to=",\n ".join(f"a{n}@t.example" for n in range(4_000))) + b"text\r\n",
        subject=SUBJECT,
        bounce=None,
    )
    yield letter(
        "comment-bomb",
        "20,000 open brackets in From",
        top("comment-bomb", sender="(" * 20_000 + "x@mail.example") + b"text\r\n",
        subject=SUBJECT,
        bounce=None,
    )
    yield letter(
        "quote-bomb",
        "a backslash run in an open quote",
        top("quote-bomb", sender='"' + "\\" * 20_000 + " <x@mail.example>") + b"text\r\n",
        subject=SUBJECT,
        bounce=None,
    )
    yield letter(
        "group-bomb",
        "nested groups in To",
        top("group-bomb", to="a:" * 5_000 + ";" * 5_000) + b"text\r\n",
        subject=SUBJECT,
        bounce=None,
    )
    yield letter(
        "param-bomb",
        "5,000 RFC 2231 pieces",
        top("param-bomb", "multipart/mixed; boundary=p", encoding=None)
        + multipart(
            "p",
            [
                text_part("x\n"),
                file_part("attachment;" + ";".join(f"\n filename*{n}=a" for n in range(5_000))),
            ],
        ),
        subject=SUBJECT,
        bounce=None,
    )
    yield letter(
        "word-bomb",
        "a broken encoded word of 50 KB",
        top("word-bomb", subject="=?utf-8?B?" + "=?" * 25_000) + b"text\r\n",
        bounce=None,
    )

    yield letter(
        "boundary-missing",
        "multipart without a boundary",
        top("boundary-missing", "multipart/mixed", encoding=None) + b"--x\r\n\r\ntext\r\n--x--\r\n",
        **human,
    )
    yield letter(
        "boundary-wrong",
        "a boundary that never comes",
        top("boundary-wrong", "multipart/mixed; boundary=yes", encoding=None)
        + multipart("no", [text_part("x\n")]),
        **human,
    )
    yield letter(
        "boundary-unclosed",
        "never closed, the file still readable",
        top("boundary-unclosed", "multipart/mixed; boundary=u", encoding=None)
        + multipart(
            "u",
            [text_part("ตามแนบ\n"), file_part(f"attachment; filename*=UTF-8''{percent('คำขอ.pdf')}")],
            closed=False,
        ),
        attachments=["คำขอ.pdf"],
        **human,
    )
    yield letter(
        "boundary-nested-same",
        "inner and outer share one boundary",
        top("boundary-nested-same", "multipart/mixed; boundary=s", encoding=None)
        + multipart(
            "s",
            [
                b"Content-Type: multipart/alternative; boundary=s\r\n\r\n"
                + multipart("s", [text_part("x\n")]),
                file_part("attachment; filename=a.pdf"),
            ],
        ),
        **human,
    )
    yield letter(
        "boundary-empty",
        "an empty boundary",
        top("boundary-empty", 'multipart/mixed; boundary=""', encoding=None) + b"--\r\n\r\ntext\r\n----\r\n",
        **human,
    )
    yield letter(
        "base64-broken",
        "base64 with junk inside and no padding",
        top("base64-broken", "multipart/mixed; boundary=b", encoding=None)
        + multipart(
            "b",
            [
                text_part("x\n"),
                b'Content-Type: application/pdf\r\nContent-Disposition: attachment; filename="a.pdf"\r\nContent-Transfer-Encoding: base64\r\n\r\nJVBERi0!!!xLjQK\xff\xfe=\r\n',
            ],
        ),
        attachments=["a.pdf"],
        **human,
    )
    yield letter(
        "encoding-unknown",
        "an unknown transfer encoding",
        top("encoding-unknown", encoding="x-rot13") + b"grkg\r\n",
        attachments=[],
        **human,
    )
    yield letter(
        "charset-unknown",
        "an unknown charset for the body",
        top("charset-unknown", "text/plain; charset=klingon") + "ข้อความ\r\n".encode(),
        attachments=[],
        **human,
    )
    yield letter(
        "charset-hostile",
        "a charset that is a codec, not a charset",
        top("charset-hostile", "text/plain; charset=zlib_codec") + b"x\x9c\x4b\r\n",
        attachments=[],
        **human,
    )
    yield letter(
        "charset-idna",
        "charset=idna in the subject",
        top("charset-idna", subject="=?idna?Q?" + "a" * 3_000 + "?=") + b"text\r\n",
        bounce=None,
    )
    yield letter(
        "charset-utf7",
        "UTF-7 in the body",
        top("charset-utf7", "text/plain; charset=utf-7") + b"+DgIOGQ4T-\r\n",
        attachments=[],
        **human,
    )
    yield letter(
        "content-type-twice",
        "two Content-Types",
        top("content-type-twice", more=[("Content-Type", 'application/x-evil; name="a"')]) + b"text\r\n",
        **human,
    )
    yield letter(
        "content-type-nonsense",
        "a Content-Type that is no type",
        top("content-type-nonsense", "text; ;;=; charset") + b"text\r\n",
        **human,
    )

    for name, about, date in [
        ("date-2566", "Date in the Buddhist era", "Sun, 22 Jan 2566 21:33:00 +0700"),
        ("date-99999", "a year of five digits", "Mon, 10 Nov 99999 09:00:00 +0700"),
        ("date-zone", "an impossible zone", "Mon, 10 Nov 2025 09:00:00 +9999"),
        ("date-words", "a date in Thai words", "จ. 10 พ.ย. 2568 09:00"),
        ("date-overflow", "numbers that overflow", "Mon, 99 Nov 99999999999999999999 99:99:99 +0700"),
        ("date-year-0", "the year nought", "Sat, 1 Jan 0000 00:00:00 -0000"),
        ("date-empty", "an empty date", ""),
    ]:
        fields = [
            (key, date if key == "Date" else value)
            for key, value in post.fields(name, sender=SENDER, subject=b_word(SUBJECT))
        ]
        yield letter(name, about, whole(fields, "text\n"), attachments=[], **human)

    yield letter(
        "subject-twice",
        "two subjects, two From lines",
        top("subject-twice", more=[("Subject", "second"), ("From", "other@mail.example")]) + b"text\r\n",
        bounce=None,
        automatic=False,
    )
    yield letter(
        "subject-injection",
        "a line end hidden in an encoded word",
        top("subject-injection", subject="=?utf-8?Q?hello=0D=0ABcc:_evil=40mail.example?=") + b"text\r\n",
        bounce=None,
        automatic=False,
        one_line=True,
    )
    yield letter(
        "name-injection",
        "a line end hidden in the sender's name",
        top(
            "name-injection", sender="=?utf-8?B?U29tDQpCY2M6IGV2aWxAbWFpbC5leGFtcGxl?= <somchai@mail.example>"
        )
        + b"text\r\n",
        subject=SUBJECT,
        bounce=None,
        one_line=True,
    )
    yield letter(
        "address-injection",
        "a line end inside the address",
        top("address-injection", sender="<somchai@mail.example\\r\\nBcc: evil@mail.example>") + b"text\r\n",
        subject=SUBJECT,
        bounce=None,
        one_line=True,
    )
    yield letter(
        "address-two-at",
        "an address with two signs",
        top("address-two-at", sender="a@b@mail.example") + b"text\r\n",
        subject=SUBJECT,
        bounce=None,
    )
    yield letter(
        "from-missing",
        "no From",
        top("from-missing", sender=None) + b"text\r\n",
        subject=SUBJECT,
        attachments=[],
        bounce=None,
    )
    yield letter(
        "from-empty",
        "From: nothing",
        top("from-empty", sender="") + b"text\r\n",
        subject=SUBJECT,
        attachments=[],
        bounce=None,
    )
    yield letter(
        "header-no-colon",
        "a line without a colon among the headers",
        top("header-no-colon")[:-2] + b"this is no header\r\nX-After: 1\r\n\r\ntext\r\n",
        subject=SUBJECT,
        bounce=None,
    )
    yield letter(
        "header-8bit-name",
        "a header whose name is not ASCII",
        "เรื่อง: สวัสดี\r\n".encode() + top("header-8bit-name") + b"text\r\n",
        bounce=None,
    )
    yield letter(
        "header-unicode-newline",
        "U+2028 and U+0085 in the subject",
        top("header-unicode-newline", subject=b_word("บรรทัดหนึ่ง\u2028บรรทัดสอง\u0085จบ")) + b"text\r\n",
        bounce=None,
        automatic=False,
    )
    yield letter(
        "bidi-file-name",
        "a right-to-left override in a file name",
        top("bidi-file-name", "multipart/mixed; boundary=r", encoding=None)
        + multipart(
            "r",
            [
                text_part("x\n"),
                file_part(
                    f"attachment; filename*=UTF-8''{percent('bill' + chr(0x202E) + 'fdp.exe')}",
                    "application/octet-stream",
                ),
            ],
        ),
        **human,
    )
    yield letter(
        "path-file-name",
        "a path climbing out of the folder",
        top("path-file-name", "multipart/mixed; boundary=r", encoding=None)
        + multipart(
            "r",
            [
                text_part("x\n"),
                file_part('attachment; filename="../../../etc/passwd"'),
                file_part('attachment; filename="C:\\\\Windows\\\\a.pdf"'),
            ],
        ),
        **human,
    )
    yield letter(
        "long-file-name",
        "a file name of 20,000 letters",
        top("long-file-name", "multipart/mixed; boundary=r", encoding=None)
        + multipart("r", [text_part("x\n"), file_part(f'attachment; filename="{"a" * 20_000}.pdf"')]),
        **human,
    )
    yield letter(
        "html-script",
        "HTML with a script and a far picture",
        top("html-script", "text/html; charset=utf-8")
        + b"<script>alert(1)</script><img src=http://evil.example/x.png><p>hello</p>\r\n",
        **human,
    )
    yield letter(
        "html-deep",
        "20,000 open divs",
        top("html-deep", "text/html; charset=utf-8") + b"<div>" * 20_000 + b"x\r\n",
        **human,
    )
    yield letter(
        "winmail-junk",
        "a winmail.dat that is none",
        top("winmail-junk", "multipart/mixed; boundary=w", encoding=None)
        + multipart(
            "w",
            [
                text_part("x\n"),
                file_part(
                    'attachment; filename="winmail.dat"',
                    "application/ms-tnef",
                    b"\x78\x9f\x3e\x22" + draw.randbytes(200),
                ),
            ],
        ),
        **human,
    )
    yield letter(
        "partial",
        "message/partial",
        top("partial", 'message/partial; id="a@b"; number=1; total=3', encoding=None)
        + b"Subject: inner\r\n\r\npiece\r\n",
        **human,
    )
    yield letter(
        "external-body",
        "message/external-body",
        top(
            "external-body",
            'message/external-body; access-type=URL; URL="http://evil.example/"',
            encoding=None,
        )
        + b"Content-Type: text/plain\r\n\r\n",
        **human,
    )
    yield letter(
        "report-without-parts",
        "multipart/report with no part",
        top(
            "report-without-parts", "multipart/report; report-type=delivery-status; boundary=q", encoding=None
        )
        + b"nothing\r\n",
        subject=SUBJECT,
    )
    yield letter(
        "report-hostile",
        "a status part of 5,000 groups",
        top("report-hostile", "multipart/report; report-type=delivery-status; boundary=q", encoding=None)
        + multipart(
            "q",
            [
                text_part("x\n"),
                b"Content-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; x\r\n\r\n"
                + b"Final-Recipient: rfc822; a@b.example\r\nAction: failed\r\n\r\n" * 3_000,
            ],
        ),
        subject=SUBJECT,
    )
    yield letter(
        "uuencoded",
        "a uuencoded file in the text",
        top("uuencoded") + b"text\r\nbegin 644 a.pdf\r\n$4$1&#0``\r\n`\r\nend\r\n",
        **human,
    )
    yield letter(
        "pdf-mislabelled",
        "a PDF said to be text",
        top("pdf-mislabelled", "multipart/mixed; boundary=t", encoding=None)
        + multipart(
            "t",
            [
                text_part("x\n"),
                b'Content-Type: text/plain; name="scan.pdf"\r\nContent-Disposition: attachment; filename="scan.pdf"\r\n\r\n'
                + PDF,
            ],
        ),
        attachments=["scan.pdf"],
        **human,
    )
    yield letter(
        "space-before-colon",
        "a space before the colon of Subject",
        b"Subject : spaced\r\nFrom : somchai@mail.example\r\n\r\ntext\r\n",
        bounce=None,
    )
    yield letter(
        "control-characters",
        "control characters in the subject",
        top("control-characters", subject=b"a\x07\x1b[31mb\x7f") + b"text\r\n",
        bounce=None,
        automatic=False,
    )
    yield letter(
        "surrogates",
        "an unpaired surrogate in UTF-8",
        top("surrogates", subject="=?utf-8?B?7aCA?=") + b"\xed\xa0\x80\r\n",
        bounce=None,
        automatic=False,
    )
