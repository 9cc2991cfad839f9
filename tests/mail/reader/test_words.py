"""Characters: charsets, encoded words, parameters, file names. Thai comes out exactly or the test fails."""

from __future__ import annotations

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from saraban.mail.reader import caps
from saraban.mail.reader.charsets import clean_line, clean_text, decode, guess, is_odd
from saraban.mail.reader.flowed import unflow
from saraban.mail.reader.headers import decode_words, structured
from saraban.mail.reader.letter import read_letter
from saraban.mail.reader.names import safe_name
from tests.mail.reader.letters import HEAD, letter

THAI = "ขอความอนุเคราะห์ (ด่วนที่สุด) ที่ ทต 52001/ว 123"
thai_words = st.text(
    st.sampled_from([chr(n) for n in [*range(0x0E01, 0x0E3B), *range(0x0E3F, 0x0E5C)]]), min_size=1
)


def raw(data: bytes) -> str:
    return data.decode("latin-1")


def word(data: bytes, charset: str, how: str = "B") -> str:
    coded = base64.b64encode(data).decode() if how == "B" else "".join(f"={byte:02X}" for byte in data)
    return f"=?{charset}?{how}?{coded}?="


@pytest.mark.parametrize(
    "label",
    [
        "windows-874",
        "TIS-620",
        "tis620",
        "iso-8859-11",
        "x-windows-874",
        "cp874",
        "MS874",
        "tis620.2533",
        "TIS-620*th",
    ],
)
def test_every_thai_label_is_windows_thai(label: str) -> None:
    assert decode("“ราชการ”…".encode("cp874"), label) == "“ราชการ”…"


@pytest.mark.parametrize(
    "label", [None, "us-ascii", "iso-8859-1", "windows-1252", "utf-8", "unknown-8bit", "x-nonsense"]
)
@pytest.mark.parametrize("real", ["cp874", "utf-8"])
def test_a_lying_label_does_not_change_thai(label: str | None, real: str) -> None:
    assert decode(THAI.encode(real), label) == THAI


@pytest.mark.parametrize(
    "text", ["Garçon, où est l'été ? à Orléans", "Grüße aus Köln – größer", "São Paulo, não é"]
)
def test_western_letters_stay_western(text: str) -> None:
    assert decode(text.encode("cp1252"), "iso-8859-1") == text
    assert guess(text.encode("cp1252")) == text


@pytest.mark.parametrize(
    ("label", "codec"),
    [
        ("gb2312", "gb18030"),
        ("big5", "big5"),
        ("shift_jis", "cp932"),
        ("iso-2022-jp", "iso2022_jp"),
        ("euc-kr", "cp949"),
    ],
)
def test_other_asian_letters_are_read(label: str, codec: str) -> None:
    text = "한국" if label == "euc-kr" else "日本"
    assert decode(text.encode(codec), label) == text


@pytest.mark.parametrize("codec", ["utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_wide_letters_are_read_with_their_real_order(codec: str) -> None:
    assert clean_text(decode(THAI.encode(codec), "utf-16" if "16" in codec else "utf-32")) == THAI


@pytest.mark.parametrize(
    "label", ["utf-7", "punycode", "unicode_escape", "idna", "hex", "base64", "undefined", "rot13", "mbcs"]
)
def test_codecs_that_are_no_charsets_are_not_asked(label: str) -> None:
    assert decode(b"+ADw-script+AD4- \\u0e01", label) == "+ADw-script+AD4- \\u0e01"


@given(thai_words)
def test_thai_subjects_are_exact_in_every_dress(text: str) -> None:
    text = text.strip()
    for charset, codec in (("utf-8", "utf-8"), ("windows-874", "cp874"), ("TIS-620", "cp874")):
        for how in "BQ":
            assert decode_words(word(text.encode(codec), charset, how)) == text


@given(thai_words, st.integers(1, 40), st.sampled_from("BQ"))
def test_words_cut_anywhere_are_joined(text: str, size: int, how: str) -> None:
    data = text.encode()
    words = [word(data[at : at + size], "utf-8", how) for at in range(0, len(data), size)]
    assert decode_words("\r\n ".join(words).replace("\r\n", "")) == text


@given(thai_words)
def test_raw_bytes_of_a_subject_are_read(text: str) -> None:
    assert decode_words(raw(text.encode())) == text


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("=?utf-8?B?4Lia?=", "บ"),
        ("=?utf-8?b?4Lia", "=?utf-8?b?4Lia"),
        ("=?utf-8?Q?a_b=20c?=", "a b c"),
        ("=?utf-8?Q?a b?= c", "a b c"),
        ("x=?utf-8?Q?=E0=B8=9A?=y", "xบy"),
        ("=?utf-8?B?4Li?=", "\ufffd"),
        ("=?utf-8?Q?broken =?utf-8?Q?ok?=", "=?utf-8?Q?broken ok"),
        ("=?utf-8?Q?what?_yes?=", "what? yes"),
        ("=?utf-8?Q?a?= =?utf-8?Q?b?=", "ab"),
        ("=?utf-8?Q?a?= and =?utf-8?Q?b?=", "a and b"),
        ("=?utf-8?Q??=", ""),
        ("=??Q?a?=", "=??Q?a?="),
        ("=?utf-8?X?a?=", "=?utf-8?X?a?="),
        ("a\x00b\x07c", "abc"),
        ("=?utf-8?Q?a=00b=0D=0ABcc:_x?=", "ab  Bcc: x"),
        ("=?utf-8?B?" + base64.b64encode("บ\u202eab".encode()).decode() + "?=", "บab"),
    ],
)
def test_words(written: str, read: str) -> None:
    assert decode_words(written) == read


def test_base64_cut_outside_its_groups_is_joined() -> None:
    coded = base64.b64encode(THAI.encode()).decode()
    words = " ".join(f"=?utf-8?B?{coded[at : at + 30]}?=" for at in range(0, len(coded), 30))
    assert decode_words(words) == THAI


def test_base64_without_padding_is_read_word_by_word() -> None:
    words = " ".join(
        word(part.encode(), "utf-8").replace("=?=", "?=").replace("=?=", "?=") for part in ("กข", "abcd", "ค")
    )
    assert decode_words(words) == "กขabcdค"


@pytest.mark.parametrize(
    ("header", "name"),
    [
        (b"attachment; filename=a.pdf", "a.pdf"),
        (b'attachment; filename="a b.pdf"', "a b.pdf"),
        (b"attachment; filename=a b.pdf", "a b.pdf"),
        (b'attachment; filename="a;b.pdf"; size=1', "a;b.pdf"),
        (b'attachment; filename="a \\"b\\".pdf"', 'a "b".pdf'),
        (b'attachment; filename="a "b" c.pdf"; x=1', 'a "b" c.pdf'),
        (b'attachment; filename="a.pdf', "a.pdf"),
        (b"attachment; filename*=UTF-8''%E0%B8%81%20.pdf", "ก .pdf"),
        (b"attachment; filename*=windows-874''%A1.pdf", "ก.pdf"),
        (b"attachment; filename*0*=UTF-8''%E0%B8; filename*1*=%81; filename*2=.pdf", "ก.pdf"),
        (b"attachment; filename*1=b.pdf; filename*0=a", "ab.pdf"),
        (b"attachment; filename*0*=UTF-8''%E0%B8%; filename*1*=81.pdf", "ก.pdf"),
        (b"attachment; filename*0*=UTF-8''%E0%B; filename*1*=8%81.pdf", "ก.pdf"),
        (b"attachment; filename*0*=UTF-8''%E0%B; filename*1=8%81.pdf", "ก.pdf"),
        (b"attachment; filename*0*=UTF-8''%E0%B8%81; filename*1=100%25.pdf", "ก100%25.pdf"),
        (b"attachment; filename*0*=windows-874''%A; filename*1*=1.pdf", "ก.pdf"),
        (b"attachment; filename=%E0%B8%81.pdf", "ก.pdf"),
        (b'attachment; filename="%e0%b8%81 %28%e0%b8%82%29.pdf"', "ก (ข).pdf"),
        (b'attachment; filename="%E0%B8%81%00.pdf"', "ก.pdf"),
        (b'attachment; filename="50%E0.pdf"', "50%E0.pdf"),
        (b'attachment; filename="%E0%B8%81 100%.pdf"', "%E0%B8%81 100%.pdf"),
        (b'attachment; filename="a%20b.pdf"', "a%20b.pdf"),
        (b"attachment; filename=x.pdf; filename*=UTF-8''%E0%B8%81.pdf", "ก.pdf"),
        (b"attachment; filename*=%E0%B8%81.pdf", "ก.pdf"),
        (b"attachment; filename*=broken'%E0%B8%81.pdf", "broken'ก.pdf"),
        (b'attachment; filename="=?utf-8?B?4LiBLnBkZg==?="', "ก.pdf"),
        (b"attachment; filename==?utf-8?B?4LiBLnBkZg==?=", "ก.pdf"),
        (b'attachment; filename="' + "ภาษี.pdf".encode() + b'"', "ภาษี.pdf"),
        (b'attachment; filename="' + "ภาษีอากร.pdf".encode("cp874") + b'"', "ภาษีอากร.pdf"),
        (b"attachment; ; filename = a.pdf ;", "a.pdf"),
        (b"attachment filename=a.pdf", "a.pdf"),
        (b'attachment; FILENAME="a.pdf"', "a.pdf"),
    ],
)
def test_parameters(header: bytes, name: str) -> None:
    assert structured(raw(header)).parameters["filename"] == name


@pytest.mark.parametrize(
    ("given_name", "name"),
    [
        ("หนังสือที่ ทต ๕๒/๒๕๖๖.pdf", "๒๕๖๖.pdf"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\ก\\รายงาน.docx", "รายงาน.docx"),
        ("a\x00b\r\n.pdf", "ab  .pdf"),
        ("ใบ\u202efdp.exe", "ใบfdp.exe"),
        ("name.pdf. . .", "name.pdf"),
        ("..", ""),
        ("...x", "x"),
        ("CON.txt", "_CON.txt"),
        ('a<b>:"c|d?*.pdf', "a_b___c_d__.pdf"),
        ("น้ำ ที่ ก็.pdf", "น้ำ ที่ ก็.pdf"),
    ],
)
def test_file_names_are_harmless_and_thai_is_exact(given_name: str, name: str) -> None:
    assert safe_name(given_name) == name


def test_a_long_file_name_keeps_its_end() -> None:
    name = safe_name("ก" * 300 + ".pdf")
    assert name.endswith("ก.pdf")
    assert 235 <= len(name.encode()) <= 240


@given(st.text())
def test_any_name_is_a_file_name(text: str) -> None:
    name = safe_name(text)
    assert "/" not in name and "\\" not in name and name not in (".", "..") and len(name.encode()) <= 240
    assert name == safe_name(name)


@given(st.text(st.characters(codec=None)))
def test_cleaned_text_can_be_stored(text: str) -> None:
    for cleaned in (clean_line(text), clean_text(text)):
        assert "\0" not in cleaned
        cleaned.encode()
    assert "\n" not in clean_line(text)


@pytest.mark.parametrize(
    ("flowed", "delsp", "text"),
    [
        ("a \nb\nc", False, "a b\nc"),
        ("ก \nข", True, "กข"),
        ("> a \n> b\nc", False, "> a b\nc"),
        ("> a \nb", False, "> a \nb"),
        ("a\n-- \nme", False, "a\n-- \nme"),
        (" From x", False, "From x"),
    ],
)
def test_flowed_lines_are_joined(flowed: str, delsp: bool, text: str) -> None:
    assert unflow(flowed, delsp=delsp) == text


@pytest.mark.parametrize("text", ["รถ", "ยก", "(รถ)", "รถ 2 คัน"])
def test_short_thai_that_happens_to_be_utf_8_is_thai(text: str) -> None:
    assert guess(text.encode("cp874")) == text
    assert decode(text.encode("cp874"), "tis-620") == text


@pytest.mark.parametrize("text", ["แบบ", "รถ", "อบต.", "ไฟดับ", "อนุญาต", "ขอต่อใบอนุญาต", "แนบ แบบ (ใหม่) A4"])
def test_thai_that_calls_itself_utf_8_and_looks_it_is_thai_and_told(text: str) -> None:
    data = text.encode("cp874")
    assert (decode(data, "utf-8"), is_odd(data, "utf-8")) == (text, True)
    read = read_letter(letter(data, b"Content-Type: text/plain; charset=utf-8"))
    assert (read.text, read.warnings) == (text, (caps.ODD_CHARSET,))
    for field in (b"Subject: ", b"From: a@b.example\r\nSubject: x\r\nTo: "):
        warned = read_letter(
            field + word(data, "utf-8").encode() + b" <a@b.example>\r\nSender: c@b.example\r\n\r\n"
        )
        assert caps.ODD_CHARSET in warned.warnings


@pytest.mark.parametrize(
    "text",
    [
        "é", "à l'été", "äöü", "ö ä å", "Où ça ?", "¿Qué?", "© 2025", "5 µΩ", "§ 4", "½", "α β γ", "και", "να δει", "Καλημέρα", "да",
        "Привет", "中", "中山", "日本語", "한국", "ລາວ", "म", "नमस्ते", "မြန်မာ", "Việt Nam", "ĐỀ NGHỊ", "Łódź", "💡", "⤵", "→", "…",
    ],
)  # fmt: skip
def test_what_is_utf_8_stays_so(text: str) -> None:
    assert (decode(text.encode(), "utf-8"), is_odd(text.encode(), "utf-8")) == (text, False)
    assert decode_words(word(text.encode(), "utf-8")) == text


def test_words_in_their_own_charset_are_not_told() -> None:
    for coded in (
        word(THAI.encode(), "utf-8*th"),
        word(THAI.encode(), "UTF8"),
        word(THAI.encode("cp874"), "tis-620"),
    ):
        assert read_letter(HEAD + b"To: " + coded.encode() + b" <a@b.example>\r\n\r\n").warnings == ()


@given(thai_words)
def test_a_lying_utf_8_label_never_raises_and_true_utf_8_is_never_doubted(text: str) -> None:
    decode(text.encode("cp874"), "utf-8")
    assert (decode(text.encode(), "utf-8"), is_odd(text.encode(), "utf-8")) == (text, False)


@pytest.mark.parametrize("text", ["für", "été", "Ångström", "naïve façade", "à la carte"])
def test_western_utf_8_without_a_label_is_utf_8(text: str) -> None:
    assert guess(text.encode()) == text
