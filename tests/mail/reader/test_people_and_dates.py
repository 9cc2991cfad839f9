"""Who wrote, and when they say they did."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from saraban.mail.reader import caps
from saraban.mail.reader.addresses import addresses
from saraban.mail.reader.caps import Warnings
from saraban.mail.reader.dates import read_date


def raw(text: str, codec: str = "utf-8") -> str:
    return text.encode(codec).decode("latin-1")


@pytest.mark.parametrize(
    ("written", "people"),
    [
        ("a@b.go.th", [("", "a@b.go.th")]),
        ("<a@b.go.th>", [("", "a@b.go.th")]),
        ("Somchai <a@b.go.th>", [("Somchai", "a@b.go.th")]),
        ('"Smith, John" <a@b>, c@d', [("Smith, John", "a@b"), ("", "c@d")]),
        ("Smith, John <a@b>", [("Smith, John", "a@b")]),
        ('"a \\"b\\" c" <a@b>', [('a "b" c', "a@b")]),
        ("a@b (Somchai (Bangkok))", [("Somchai (Bangkok)", "a@b")]),
        ("Somchai (office) <a@b>", [("Somchai", "a@b")]),
        ("friends: a@b, C <c@d>;, e@f", [("", "a@b"), ("C", "c@d"), ("", "e@f")]),
        ("undisclosed-recipients:;", []),
        ("=?utf-8?B?4LiBLCDguII=?= <a@b>", [("ก, ข", "a@b")]),
        ('"=?utf-8?Q?=E0=B8=81?=" <a@b>', [("ก", "a@b")]),
        ("=?utf-8?Q?Smith,_J?= <a@b>", [("Smith, J", "a@b")]),
        (raw("นายสมชาย ใจดี <a@b>"), [("นายสมชาย ใจดี", "a@b")]),
        (raw('"นายสมชาย, ใจดี" <a@b>', "cp874"), [("นายสมชาย, ใจดี", "a@b")]),
        (raw("ผู้ใช้@ตัวอย่าง.ไทย"), [("", "ผู้ใช้@ตัวอย่าง.ไทย")]),
        ("x <user@xn--12c1fe0br.xn--o3cw4h>", [("x", "user@xn--12c1fe0br.xn--o3cw4h")]),
        ("MAILER-DAEMON", [("", "MAILER-DAEMON")]),
        ("Mail System <MAILER-DAEMON>", [("Mail System", "MAILER-DAEMON")]),
        ("Somchai <a@b", [("Somchai", "a@b")]),
        ("Somchai a@b", [("Somchai", "a@b")]),
        ("<mailto:a@b>", [("", "a@b")]),
        ("<@relay,@other:a@b>", [("", "a@b")]),
        ('"somebody here"@b', [("", '"somebody here"@b')]),
        ("'a@b' <a@b>", [("", "a@b")]),
        ('O"Brien <a@b>', [('O"Brien', "a@b")]),
        ("<<a@b>>", [("", "a@b")]),
        ("a@b;c@d", [("", "a@b"), ("", "c@d")]),
        (",,, ,", []),
        ("", []),
        ("<>", []),
        ("สมชาย".encode().decode("latin-1"), [("สมชาย", "")]),
    ],
)
def test_addresses(written: str, people: list[tuple[str, str]]) -> None:
    assert [(one.name, one.address) for one in addresses(written)[0]] == people


def test_addresses_beyond_the_cap_are_told() -> None:
    found, more = addresses(", ".join(f"u{n}@b" for n in range(600)))
    assert (len(found), more) == (caps.ADDRESSES_MAX, True)


@given(st.text(st.sampled_from('<>"\\(),;:@ =?ab\x80\xe0'), max_size=60))
def test_any_bytes_give_addresses(written: str) -> None:
    for one in addresses(written)[0]:
        assert one.name or one.address


@pytest.mark.parametrize(
    ("written", "moment", "warning"),
    [
        ("Mon, 23 Jan 2023 08:30:00 +0700", "2023-01-23T08:30:00+07:00", None),
        ("23 Jan 23 08:30 GMT", "2023-01-23T08:30:00+00:00", None),
        ("Mon, 23 Jan 2023 08:30:00 +0700 (ICT)", "2023-01-23T08:30:00+07:00", None),
        ("Mon, 23 Jan 2566 08:30:00 +0700", "2023-01-23T08:30:00+07:00", caps.BUDDHIST_YEAR),
        ("Thu, 29 Feb 2567 08:30:00 +0700", "2024-02-29T08:30:00+07:00", caps.BUDDHIST_YEAR),
        ("จ., 23 ม.ค. 2566 08:30:00 +0700", "2023-01-23T08:30:00+07:00", caps.BUDDHIST_YEAR),
        ("๒๓ มกราคม ๒๕๖๖ ๐๘:๓๐ +0700", "2023-01-23T08:30:00+07:00", caps.BUDDHIST_YEAR),
        ("Mon, 23 Jan 2023 08:30:00", "2023-01-23T08:30:00+07:00", caps.NO_ZONE),
        ("Mon, 23 Jan 2023 08:30:00 -0000", "2023-01-23T08:30:00+00:00", None),
        ("Mon, 23 Jan 2023 08:30:60 +07:00", "2023-01-23T08:30:59+07:00", None),
        ("Mon Jan 23 08:30:00 2023", "2023-01-23T08:30:00+07:00", caps.NO_ZONE),
        ("2023-01-23T08:30:00+07:00", "2023-01-23T08:30:00+07:00", None),
        ("2023-01-23T08:30:00Z", "2023-01-23T08:30:00+00:00", None),
        ("Mon, 23 Jan 2023 08:30:00 +9999", "2023-01-23T08:30:00+00:00", None),
        ("Mon, 23 Jan 2023 08:30:00 GMT+7", "2023-01-23T08:30:00+07:00", None),
        ("23-Jan-2023 8:30:05 PM +0700", "2023-01-23T20:30:05+07:00", None),
        ("Mon, 32 Jan 2023 08:30:00 +0700", None, caps.BAD_DATE),
        ("Mon, 23 Jan 99999 08:30:00 +0700", None, caps.BAD_DATE),
        ("Mon, 23 Jan 0001 08:30:00 +0700", None, caps.BAD_DATE),
        ("Mon, 29 Feb 2023 08:30:00 +0700", None, caps.BAD_DATE),
        ("Mon, 23 Jan 2023 25:30:00 +0700", None, caps.BAD_DATE),
        ("yesterday", None, caps.BAD_DATE),
        ("", None, None),
    ],
)
def test_dates(written: str, moment: str | None, warning: str | None) -> None:
    warnings = Warnings()
    read = read_date(written, warnings)
    assert (read.isoformat() if read else None) == moment
    assert warnings.all() == ((warning,) if warning else ())


@given(st.text(max_size=80))
def test_any_date_is_a_moment_or_none(written: str) -> None:
    read = read_date(written, Warnings())
    assert read is None or read.utcoffset() is not None
