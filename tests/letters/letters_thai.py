"""Thai as it is really sent: every charset, every mislabelling, every way of writing a file's name."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tests.letters.letter import (
    PDF,
    Header,
    Letter,
    Post,
    b64,
    b_word,
    file_part,
    headers,
    lines,
    multipart,
    percent,
    person,
    q_word,
    qp,
    split_words,
    text_part,
    whole,
)

LIGHT = "แจ้งไฟฟ้าสาธารณะดับ ซอยวัดโบสถ์ หมู่ที่ 4"
PLACE = "ขออนุญาตใช้สถานที่จัดงานลอยกระทง ประจำปี 2568"
MINUTES = "ส่งรายงานการประชุมคณะกรรมการหมู่บ้าน ครั้งที่ 11/2568"
QUOTED = "ร้องเรียนร้าน “ครัวลุงหนวด” – เสียงดังหลังเที่ยงคืน…"
ROAD = "ขอความอนุเคราะห์ซ่อมถนนสายบ้านทุ่งเตาไห–บ้านหนองปลาดุก"
WRITER = "นางสาวพิมพ์ใจ ทองก้อน"
ADDRESS = "pimjai@tungtaohai.example"
FILE = "หนังสือขอความอนุเคราะห์ ที่ ทต 52001.2568.pdf"
SHORT_FILE = "สำเนาทะเบียนบ้าน.pdf"


def cp874(text: str) -> bytes:
    return text.encode("cp874")


def letters() -> Iterator[Letter]:
    yield from subjects()
    yield from senders()
    yield from bodies()
    yield from file_names()
    yield from by_chance()
    yield from careless_file_names()


def subjects() -> Iterator[Letter]:
    post = Post("thai")
    table: list[tuple[str, str, str | bytes, str]] = [
        ("subject-utf8-b", "UTF-8 in base64", b_word(LIGHT), LIGHT),
        ("subject-utf8-q", "UTF-8 in quoted-printable", q_word(LIGHT), LIGHT),
        (
            "subject-utf8-lower-case",
            "lower-case charset and coding",
            b_word(PLACE).replace("?B?", "?b?"),
            PLACE,
        ),
        (
            "subject-utf8-language",
            "RFC 2231 language after the charset",
            b_word(PLACE).replace("utf-8", "utf-8*th"),
            PLACE,
        ),
        ("subject-split-b-10", "UTF-8 cut every 10 bytes, inside characters", split_words(LIGHT, 10), LIGHT),
        (
            "subject-split-b-46",
            "UTF-8 cut every 46 bytes, inside characters",
            split_words(MINUTES, 46),
            MINUTES,
        ),
        (
            "subject-split-q-7",
            "Q words cut every 7 bytes, inside characters",
            split_words(PLACE, 7, how="Q"),
            PLACE,
        ),
        ("subject-split-tab", "folded by tabs, as Exchange does", split_words(ROAD, 45, glue="\n\t"), ROAD),
        (
            "subject-split-one-line",
            "many words on one line, one space between",
            split_words(MINUTES, 31, glue=" "),
            MINUTES,
        ),
        (
            "subject-windows-874-b",
            "windows-874, which Python does not know",
            b_word(LIGHT, "cp874", "windows-874"),
            LIGHT,
        ),
        ("subject-windows-874-q", "windows-874 in Q", q_word(LIGHT, "cp874", "Windows-874"), LIGHT),
        ("subject-x-windows-874", "x-windows-874", b_word(PLACE, "cp874", "x-windows-874"), PLACE),
        ("subject-cp874", "cp874", q_word(PLACE, "cp874", "CP874"), PLACE),
        ("subject-ms874", "MS874, as Java names it", b_word(PLACE, "cp874", "MS874"), PLACE),
        ("subject-tis-620-b", "TIS-620", b_word(LIGHT, "cp874", "TIS-620"), LIGHT),
        ("subject-tis-620-q", "tis-620 in Q", q_word(MINUTES, "cp874", "tis-620"), MINUTES),
        ("subject-tis620", "TIS620 without a dash", b_word(MINUTES, "cp874", "TIS620"), MINUTES),
        ("subject-iso-8859-11", "iso-8859-11", b_word(LIGHT, "cp874", "iso-8859-11"), LIGHT),
        (
            "subject-874-quotes",
            "cp874 quotes, dash and dots as windows-874",
            b_word(QUOTED, "cp874", "windows-874"),
            QUOTED,
        ),
        (
            "subject-tis-620-quotes",
            "Windows quotes 0x85 0x93 0x94 0x96 under the label TIS-620",
            q_word(QUOTED, "cp874", "tis-620"),
            QUOTED,
        ),
        (
            "subject-8859-11-quotes",
            "Windows quotes under the label iso-8859-11",
            b_word(QUOTED, "cp874", "ISO-8859-11"),
            QUOTED,
        ),
        ("subject-raw-utf8", "raw 8-bit UTF-8, no encoding at all", LIGHT, LIGHT),
        ("subject-raw-utf8-folded", "raw UTF-8, folded at a space", LIGHT.replace(" ", "\n ", 1), LIGHT),
        ("subject-raw-cp874", "raw 8-bit cp874", cp874(LIGHT), LIGHT),
        ("subject-raw-cp874-quotes", "raw 8-bit cp874 with Windows quotes", cp874(QUOTED), QUOTED),
        (
            "subject-raw-cp874-dots",
            "raw cp874: Windows dots (0x85) in the midst",
            cp874("น้ำท่วม… ขอเรือด่วน"),
            "น้ำท่วม… ขอเรือด่วน",
        ),
        (
            "subject-q-dots-end",
            "Windows dots at the end of a TIS-620 word",
            q_word("รอมาสามปี…", "cp874", "tis-620"),
            "รอมาสามปี…",
        ),
        ("subject-raw-cp874-short", "raw 8-bit cp874, four letters", cp874("ถนน"), "ถนน"),
        (
            "subject-raw-mixed-ascii",
            "raw cp874 after Latin words",
            b"Re: FW: " + cp874(PLACE),
            "Re: FW: " + PLACE,
        ),
        (
            "subject-latin1-is-cp874-q",
            "labelled iso-8859-1, really cp874",
            q_word(LIGHT, "cp874", "iso-8859-1"),
            LIGHT,
        ),
        (
            "subject-latin1-is-cp874-b",
            "labelled ISO-8859-1, really cp874",
            b_word(ROAD, "cp874", "ISO-8859-1"),
            ROAD,
        ),
        (
            "subject-1252-is-cp874",
            "labelled windows-1252, really cp874",
            b_word(PLACE, "cp874", "windows-1252"),
            PLACE,
        ),
        (
            "subject-us-ascii-is-cp874",
            "labelled us-ascii, really cp874",
            q_word(PLACE, "cp874", "us-ascii"),
            PLACE,
        ),
        (
            "subject-us-ascii-is-utf8",
            "labelled us-ascii, really UTF-8",
            b_word(PLACE, "utf-8", "us-ascii"),
            PLACE,
        ),
        ("subject-utf8-is-cp874", "labelled utf-8, really cp874", b_word(LIGHT, "cp874", "utf-8"), LIGHT),
        (
            "subject-874-is-utf8",
            "labelled windows-874, really UTF-8",
            b_word(LIGHT, "utf-8", "windows-874"),
            LIGHT,
        ),
        (
            "subject-unknown-8bit",
            "labelled unknown-8bit, really cp874",
            b_word(LIGHT, "cp874", "unknown-8bit"),
            LIGHT,
        ),
        (
            "subject-x-unknown-utf8",
            "labelled x-unknown, really UTF-8",
            b_word(LIGHT, "utf-8", "x-unknown"),
            LIGHT,
        ),
        (
            "subject-no-padding",
            "base64 without its padding",
            b_word("เรื่องน้ำประปาไม่ไหล 1").replace("==?=", "?=").replace("=?=", "?="),
            "เรื่องน้ำประปาไม่ไหล 1",
        ),
        (
            "subject-two-charsets",
            "two words in two charsets",
            b_word("ที่ ทต 52001/", "cp874", "tis-620") + "\n " + b_word("ว 88 ด่วนที่สุด"),
            "ที่ ทต 52001/ว 88 ด่วนที่สุด",
        ),
        (
            "subject-ascii-then-word",
            "plain words before and after a coded one",
            "FW: " + b_word("รายงาน") + " (2)",
            "FW: รายงาน (2)",
        ),
        (
            "subject-german",
            "true latin-1 must stay latin",
            q_word("Anfrage zur Müllabfuhr in Straße 7", "latin-1", "iso-8859-1"),
            "Anfrage zur Müllabfuhr in Straße 7",
        ),
        (
            "subject-french-1252",
            "true windows-1252 must stay so",
            q_word("Réunion “école” à Bangkok", "cp1252", "windows-1252"),
            "Réunion “école” à Bangkok",
        ),
        (
            "subject-japanese",
            "ISO-2022-JP",
            b_word("姉妹都市の件", "iso2022_jp", "ISO-2022-JP"),
            "姉妹都市の件",
        ),
        ("subject-chinese", "GB2312", b_word("关于旅游团", "gb2312", "GB2312"), "关于旅游团"),
        (
            "subject-thai-digits",
            "Thai digits and a long vowel",
            b_word("ขอเลขที่บ้าน ๑๒๓/๔ หมู่ ๕ ตำบลคลองน้อย"),
            "ขอเลขที่บ้าน ๑๒๓/๔ หมู่ ๕ ตำบลคลองน้อย",
        ),
        (
            "subject-emoji",
            "an emoji cut in two",
            split_words("ขอบคุณเจ้าหน้าที่มากค่ะ 🙏🏽", 11),
            "ขอบคุณเจ้าหน้าที่มากค่ะ 🙏🏽",
        ),
        ("subject-empty", "an empty subject", "", ""),
    ]
    for name, about, written, read in table:
        fields = post.fields(name, sender=f"{b_word(WRITER)} <{ADDRESS}>", subject=written)
        yield Letter(
            "thai",
            name,
            about,
            whole(fields, "เรียน เจ้าหน้าที่สารบรรณ\n\nขอแจ้งเรื่องตามหัวข้อ\n\nพิมพ์ใจ\n"),
            {
                "subject": read,
                "from": person(WRITER, ADDRESS),
                "attachments": [],
                "automatic": False,
                "bounce": None,
            },
        )


def senders() -> Iterator[Letter]:
    post = Post("thai")
    office = "องค์การบริหารส่วนตำบลทุ่งเตาไห (งานสารบรรณ)"
    table: list[tuple[str, str, str | bytes, dict[str, str]]] = [
        (
            "from-quoted-word",
            "an encoded word inside quotes, forbidden and common",
            f'"{b_word(WRITER)}" <{ADDRESS}>',
            person(WRITER, ADDRESS),
        ),
        (
            "from-raw-cp874",
            "raw cp874 name in quotes",
            b'"' + cp874(WRITER) + b'" <' + ADDRESS.encode() + b">",
            person(WRITER, ADDRESS),
        ),
        (
            "from-raw-cp874-bare",
            "raw cp874 name without quotes",
            cp874(WRITER) + b" <" + ADDRESS.encode() + b">",
            person(WRITER, ADDRESS),
        ),
        ("from-raw-utf8", "raw UTF-8 name", f"{WRITER} <{ADDRESS}>", person(WRITER, ADDRESS)),
        (
            "from-windows-874",
            "windows-874 name",
            f"{q_word(WRITER, 'cp874', 'windows-874')} <{ADDRESS}>",
            person(WRITER, ADDRESS),
        ),
        (
            "from-tis-620",
            "TIS-620 name",
            f"{b_word(WRITER, 'cp874', 'TIS-620')} <{ADDRESS}>",
            person(WRITER, ADDRESS),
        ),
        (
            "from-split-name",
            "a name cut inside characters over three words",
            f"{split_words(office, 40)}\n <{ADDRESS}>",
            person(office, ADDRESS),
        ),
        (
            "from-brackets-in-name",
            "brackets and a comma inside the coded name",
            f"{b_word('กองช่าง, เทศบาล (ฝ่ายโยธา)')} <{ADDRESS}>",
            person("กองช่าง, เทศบาล (ฝ่ายโยธา)", ADDRESS),
        ),
        ("from-address-only", "no name at all", ADDRESS, person("", ADDRESS)),
        ("from-angle-only", "no name, in angle brackets", f"<{ADDRESS}>", person("", ADDRESS)),
        (
            "from-latin-label",
            "name labelled iso-8859-1, really cp874",
            f"{q_word(WRITER, 'cp874', 'iso-8859-1')} <{ADDRESS}>",
            person(WRITER, ADDRESS),
        ),
        (
            "from-quotes-in-quotes",
            "escaped quotes in the name",
            f'"Somchai \\"Lek\\" Jaidee" <{ADDRESS}>',
            person('Somchai "Lek" Jaidee', ADDRESS),
        ),
    ]
    for name, about, written, read in table:
        yield Letter(
            "thai",
            name,
            about,
            whole(post.fields(name, sender=written, subject=b_word(PLACE)), "รายละเอียดตามหัวข้อ\n"),
            {"subject": PLACE, "from": read, "attachments": [], "automatic": False, "bounce": None},
        )


BODY = "เรียน นายกเทศมนตรี\n\nด้วยชาวบ้านหมู่ 7 เดือดร้อนจากน้ำท่วม “ทุกปี” จึงขอให้ตรวจสอบ\n\nขอแสดงความนับถือ\n"
BODY_SIGN = "เดือดร้อนจากน้ำท่วม “ทุกปี” จึงขอให้ตรวจสอบ"


def bodies() -> Iterator[Letter]:
    post = Post("thai")
    table: list[tuple[str, str, str | None, str | None, bytes]] = [
        (
            "body-windows-874-8bit",
            "windows-874, 8bit",
            "text/plain; charset=windows-874",
            "8bit",
            lines(cp874(BODY)),
        ),
        (
            "body-tis-620-qp",
            "TIS-620 with Windows quotes, quoted-printable",
            'text/plain; charset="TIS-620"',
            "quoted-printable",
            qp(cp874(BODY)),
        ),
        (
            "body-8859-11-b64",
            "iso-8859-11 in base64",
            "text/plain; charset=iso-8859-11",
            "base64",
            b64(cp874(BODY)),
        ),
        ("body-no-charset-cp874", "no charset, raw cp874", "text/plain", "8bit", lines(cp874(BODY))),
        ("body-no-mime-cp874", "no MIME at all, raw cp874", None, None, lines(cp874(BODY))),
        ("body-no-mime-utf8", "no MIME at all, raw UTF-8", None, None, lines(BODY)),
        (
            "body-ascii-is-cp874",
            "labelled us-ascii 7bit, raw cp874",
            "text/plain; charset=us-ascii",
            "7bit",
            lines(cp874(BODY)),
        ),
        (
            "body-latin-is-cp874",
            "labelled iso-8859-1, cp874",
            "text/plain; charset=iso-8859-1",
            "quoted-printable",
            qp(cp874(BODY)),
        ),
        (
            "body-utf8-is-cp874",
            "labelled utf-8, cp874",
            "text/plain; charset=utf-8",
            "8bit",
            lines(cp874(BODY)),
        ),
        (
            "body-874-is-utf8",
            "labelled windows-874, UTF-8",
            "text/plain; charset=windows-874",
            "8bit",
            lines(BODY),
        ),
        (
            "body-format-flowed",
            "format=flowed, UTF-8",
            'text/plain; charset="utf-8"; format=flowed; delsp=yes',
            "base64",
            b64(BODY.encode()),
        ),
        (
            "body-html-only-cp874",
            "HTML alone, charset said only in meta",
            "text/html",
            "8bit",
            b"<html><head><meta http-equiv=Content-Type content='text/html; charset=windows-874'></head><body><p>"
            + cp874(BODY).replace(b"\n", b"<br>\r\n")
            + b"</p></body></html>\r\n",
        ),
    ]
    for name, about, kind, coding, body in table:
        fields = post.fields(
            name,
            sender=f"{b_word(WRITER)} <{ADDRESS}>",
            subject=b_word(ROAD),
            content_type=kind,
            encoding=coding,
        )
        yield Letter(
            "thai",
            name,
            about,
            headers(fields) + b"\r\n" + body,
            {
                "subject": ROAD,
                "from": person(WRITER, ADDRESS),
                "attachments": [],
                "automatic": False,
                "bounce": None,
                "text_contains": BODY_SIGN,
            },
        )


def file_names() -> Iterator[Letter]:
    post = Post("thai")
    half = FILE[: len(FILE) // 2], FILE[len(FILE) // 2 :]
    raw_split = percent(FILE)
    cut = 61  # inside an escaped character's three bytes, not inside an escape
    while raw_split[cut - 1] == "%" or raw_split[cut - 2] == "%":
        cut += 1
    pdf = "application/pdf"
    table: list[tuple[str, str, str | bytes | None, str | bytes, str]] = [
        ("file-2231-utf8", "RFC 2231, UTF-8", f"attachment; filename*=UTF-8''{percent(FILE)}", pdf, FILE),
        (
            "file-2231-lower-language",
            "RFC 2231 with a language",
            f"attachment;\n filename*=utf-8'th'{percent(SHORT_FILE)}",
            pdf,
            SHORT_FILE,
        ),
        (
            "file-2231-windows-874",
            "RFC 2231, windows-874",
            f"attachment; filename*=windows-874''{percent(FILE, 'cp874')}",
            pdf,
            FILE,
        ),
        (
            "file-2231-tis-620",
            "RFC 2231, TIS-620",
            f"attachment; filename*=TIS-620''{percent(SHORT_FILE, 'cp874')}",
            pdf,
            SHORT_FILE,
        ),
        (
            "file-2231-continued",
            "RFC 2231 in two continued pieces",
            f"attachment;\n filename*0*=UTF-8''{percent(half[0])};\n filename*1*={percent(half[1])}",
            pdf,
            FILE,
        ),
        (
            "file-2231-split-character",
            "continued pieces cut inside a character",
            f"attachment;\n filename*0*=UTF-8''{raw_split[:cut]};\n filename*1*={raw_split[cut:]}",
            pdf,
            FILE,
        ),
        (
            "file-2231-mixed",
            "continued pieces, the last one plain and quoted",
            f"attachment;\n filename*0*=UTF-8''{percent(half[0])};\n filename*1*={percent(half[1][:-4])};\n filename*2=\".pdf\"",
            pdf,
            FILE,
        ),
        (
            "file-2231-out-of-order",
            "continued pieces in the wrong order",
            f"attachment;\n filename*1*={percent(half[1])};\n filename*0*=UTF-8''{percent(half[0])}",
            pdf,
            FILE,
        ),
        (
            "file-2231-and-ascii",
            "both an ASCII stand-in and RFC 2231",
            f"attachment; filename=\"document.pdf\";\n filename*=UTF-8''{percent(FILE)}",
            pdf,
            FILE,
        ),
        (
            "file-2231-in-name",
            "RFC 2231 in Content-Type's name only",
            None,
            f"application/pdf;\n name*=UTF-8''{percent(SHORT_FILE)}",
            SHORT_FILE,
        ),
        (
            "file-2047-quoted-b",
            "an encoded word in quotes",
            f'attachment; filename="{b_word(SHORT_FILE)}"',
            pdf,
            SHORT_FILE,
        ),
        (
            "file-2047-quoted-q",
            "a Q word in quotes",
            f'attachment; filename="{q_word(SHORT_FILE)}"',
            pdf,
            SHORT_FILE,
        ),
        (
            "file-2047-bare",
            "an encoded word without quotes",
            f"attachment; filename={b_word(SHORT_FILE)}",
            pdf,
            SHORT_FILE,
        ),
        (
            "file-2047-folded",
            "several words in one pair of quotes, folded, cut inside characters",
            f'attachment;\n filename="{split_words(FILE, 40)}"',
            pdf,
            FILE,
        ),
        (
            "file-2047-folded-tab",
            "the same by tabs in both headers",
            f'attachment;\n\tfilename="{split_words(FILE, 31, glue=chr(10) + chr(9))}"',
            f'application/pdf;\n\tname="{split_words(FILE, 31, glue=chr(10) + chr(9))}"',
            FILE,
        ),
        (
            "file-2047-windows-874",
            "windows-874 word in quotes",
            f'attachment; filename="{b_word(FILE, "cp874", "windows-874")}"',
            pdf,
            FILE,
        ),
        (
            "file-2047-tis-620",
            "TIS-620 Q word in quotes",
            f'attachment; filename="{q_word(SHORT_FILE, "cp874", "TIS-620")}"',
            pdf,
            SHORT_FILE,
        ),
        (
            "file-2047-name-only",
            "an encoded word in name=, no file name",
            "attachment",
            f'application/pdf; name="{b_word(SHORT_FILE)}"',
            SHORT_FILE,
        ),
        ("file-raw-utf8", "raw UTF-8 in quotes", f'attachment; filename="{FILE}"', pdf, FILE),
        ("file-raw-cp874", "raw cp874 in quotes", b'attachment; filename="' + cp874(FILE) + b'"', pdf, FILE),
        (
            "file-raw-cp874-both",
            "raw cp874 in both headers",
            b'attachment; filename="' + cp874(SHORT_FILE) + b'"',
            b'application/pdf; name="' + cp874(SHORT_FILE) + b'"',
            SHORT_FILE,
        ),
        (
            "file-raw-cp874-bare",
            "raw cp874 without quotes",
            b"attachment; filename=" + cp874(SHORT_FILE),
            pdf,
            SHORT_FILE,
        ),
        (
            "file-latin-label",
            "word labelled iso-8859-1, really cp874",
            f'attachment; filename="{b_word(SHORT_FILE, "cp874", "iso-8859-1")}"',
            pdf,
            SHORT_FILE,
        ),
        (
            "file-octet-stream",
            "octet-stream, UTF-8 word",
            f'attachment; filename="{b_word(FILE)}"',
            "application/octet-stream",
            FILE,
        ),
        (
            "file-inline",
            "inline with a Thai name",
            f"inline; filename*=UTF-8''{percent(SHORT_FILE)}",
            pdf,
            SHORT_FILE,
        ),
        (
            "file-semicolon",
            "a semicolon and brackets inside the quotes",
            f'attachment; filename="{b_word("แบบ ก; (ฉบับแก้ไข).docx")}"',
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            "แบบ ก; (ฉบับแก้ไข).docx",
        ),
        (
            "file-single-quote",
            "an apostrophe inside RFC 2231",
            "attachment; filename*=UTF-8''Mayor%27s%20letter%20%E0%B8%94%E0%B9%88%E0%B8%A7%E0%B8%99.pdf",
            pdf,
            "Mayor's letter ด่วน.pdf",
        ),
        (
            "file-874-quotes",
            "Windows quotes in a cp874 name",
            f'attachment; filename="{b_word("ประกาศ “ลอยกระทง”.pdf", "cp874", "tis-620")}"',
            pdf,
            "ประกาศ “ลอยกระทง”.pdf",
        ),
        (
            "file-trailing-semicolon",
            "a loose semicolon at the end",
            f"attachment; filename*=UTF-8''{percent(SHORT_FILE)};",
            pdf,
            SHORT_FILE,
        ),
    ]
    for name, about, disposition, kind, read in table:
        boundary = f"=_ส่วน_{name}".encode("ascii", "ignore").decode()
        fields = post.fields(
            name,
            sender=f"{b_word(WRITER)} <{ADDRESS}>",
            subject=b_word(PLACE),
            content_type=f'multipart/mixed; boundary="{boundary}"',
            encoding=None,
        )
        body = multipart(boundary, [text_part("เอกสารแนบ 1 ฉบับ\n"), file_part(disposition, kind)])
        yield Letter("thai", name, about, headers(fields) + b"\r\n" + body, expected([read]))
    yield from several_files(post)


def several_files(post: Post) -> Iterator[Letter]:
    names = ["หนังสือนำส่ง.pdf", "บัญชีรายชื่อ.xlsx", "รูปถ่าย ๑.jpg", "แผนที่ (1).png"]
    kinds = [
        "application/pdf",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "image/jpeg",
        "image/png",
    ]
    parts = [text_part("ส่งเอกสาร 4 รายการ\n")]
    parts += [
        file_part(f"attachment; filename*=UTF-8''{percent(name)}", kind)
        for name, kind in zip(names, kinds, strict=True)
    ]
    top: list[Header] = post.fields(
        "files-four",
        sender=f"{b_word(WRITER)} <{ADDRESS}>",
        subject=b_word(PLACE),
        content_type="multipart/mixed; boundary=four",
        encoding=None,
    )
    yield Letter(
        "thai",
        "files-four",
        "four files in order",
        headers(top) + b"\r\n" + multipart("four", parts),
        expected(names),
    )

    bare: list[Header] = post.fields(
        "file-is-the-letter",
        sender=f"{b_word(WRITER)} <{ADDRESS}>",
        subject=b_word(PLACE),
        content_type=f"application/pdf; name*=UTF-8''{percent(SHORT_FILE)}",
        encoding="base64",
        more=[("Content-Disposition", f"attachment; filename*=UTF-8''{percent(SHORT_FILE)}")],
    )
    yield Letter(
        "thai",
        "file-is-the-letter",
        "a scanner's mail: the PDF is the whole body",
        headers(bare) + b"\r\n" + b64(PDF),
        expected([SHORT_FILE]),
    )

    uu = post.fields(
        "alternative-in-mixed",
        sender=f"{b_word(WRITER)} <{ADDRESS}>",
        subject=b_word(PLACE),
        content_type="multipart/mixed; boundary=outer",
        encoding=None,
    )
    inner = b"Content-Type: multipart/alternative; boundary=inner\r\n\r\n" + multipart(
        "inner", [text_part("ตามแนบ\n"), text_part("<p>ตามแนบ</p>", subtype="html")]
    )
    body = multipart("outer", [inner, file_part(f'attachment; filename="{q_word(SHORT_FILE)}"')])
    yield Letter(
        "thai",
        "alternative-in-mixed",
        "the usual shape of Gmail with one file",
        headers(uu) + b"\r\n" + body,
        expected([SHORT_FILE]),
    )


def expected(names: list[str]) -> dict[str, Any]:
    return {
        "subject": PLACE,
        "from": person(WRITER, ADDRESS),
        "attachments": names,
        "automatic": False,
        "bounce": None,
    }


def by_chance() -> Iterator[Letter]:
    """windows-874 called utf-8, of which its bytes have the shape by chance; and what must not be taken for that."""
    post = Post("thai")
    table: list[tuple[str, str, str, str]] = [
        ("chance-form", "แบบ has the bytes of Ẻ", "แบบ", "cp874"),
        ("chance-power", "ไฟดับ has the bytes of a Chinese and a Cyrillic letter", "ไฟดับ", "cp874"),
        ("chance-car", "รถแดง has the bytes of ö and a phonetic letter", "รถแดง", "cp874"),
        ("chance-attached", "two words, each by chance", "แนบ แบบ", "cp874"),
        ("chance-permit", "half of it by chance: อต is a Greek numeral sign", "ขอต่อใบอนุญาต", "cp874"),
        ("chance-permission", "a medley of Greek, Arabic and Cyrillic, cut short", "อนุญาต", "cp874"),
        ("chance-tambon", "อบต. has the bytes of a Greek sign and half of nothing", "อบต.", "cp874"),
        ("chance-with-latin", "with Latin letters and figures apart from it", "แบบ A4 (PDF)", "cp874"),
        ("chance-french", "true French", "Où est l'été ? À côté de l'île, ça va", "utf-8"),
        ("chance-greek", "true Greek of which every byte could be Thai", "και", "utf-8"),
        ("chance-chinese", "true Chinese of which every byte could be Thai", "中", "utf-8"),
        ("chance-lao", "true Lao", "ລາວ", "utf-8"),
        ("chance-vietnamese", "true Vietnamese", "Đề nghị cấp giấy phép", "utf-8"),
        ("chance-signs", "signs that stand by themselves", "§ 4 © ± ½ ÷", "utf-8"),
        ("chance-umlauts", "umlauts by themselves", "äöü", "utf-8"),
    ]
    for name, about, text, charset in table:
        fields = post.fields(
            name,
            sender=f"{b_word(text, charset, 'utf-8')} <{ADDRESS}>",
            subject=b_word(text, charset, "utf-8"),
            encoding="base64",
        )
        yield Letter(
            "thai",
            name,
            f"{about}; {charset} under the label utf-8",
            headers(fields) + b"\r\n" + b64(f"{text}\n".encode(charset)),
            {
                "subject": text,
                "from": person(text, ADDRESS),
                "text_contains": text,
                "attachments": [],
                "automatic": False,
                "bounce": None,
            },
        )


def careless_file_names() -> Iterator[Letter]:
    """RFC 2231 cut where it must not be, and names written as in an address of the web."""
    post = Post("thai")
    escaped = percent(SHORT_FILE)
    table: list[tuple[str, str, str, str]] = [
        (
            "file-2231-cut-escape",
            "pieces cut inside %XX",
            "attachment;"
            + "".join(
                f"\n filename*{n}*={chr(39).join(['UTF-8', '', '']) if n == 0 else ''}{escaped[n * 40 : n * 40 + 40]};"
                for n in range((len(escaped) + 39) // 40)
            ).rstrip(";"),
            SHORT_FILE,
        ),
        (
            "file-2231-cut-escape-no-star",
            "cut inside %XX, and the star of the second piece forgotten",
            f"attachment;\n filename*0*=UTF-8''{escaped[:19]};\n filename*1={escaped[19:]}",
            SHORT_FILE,
        ),
        ("file-percent", "percent-encoded in plain quotes", f'attachment; filename="{escaped}"', SHORT_FILE),
        (
            "file-percent-pieces",
            "percent-encoded pieces without a star",
            f'attachment;\n filename*0="{escaped[:20]}";\n filename*1="{escaped[20:]}"',
            SHORT_FILE,
        ),
        (
            "file-percent-sign",
            "a true percent sign",
            'attachment; filename="ส่วนลด 50%.pdf"',
            "ส่วนลด 50%.pdf",
        ),
        (
            "file-percent-latin",
            "percent-encoded, but nothing beyond ASCII in it: it stays",
            'attachment; filename="budget%202568.pdf"',
            "budget%202568.pdf",
        ),
    ]
    for name, about, disposition, read in table:
        fields = post.fields(
            name,
            sender=f"{b_word(WRITER)} <{ADDRESS}>",
            subject=b_word(PLACE),
            content_type='multipart/mixed; boundary="cut"',
            encoding=None,
        )
        body = multipart("cut", [text_part("เอกสารแนบ 1 ฉบับ\n"), file_part(disposition)])
        yield Letter("thai", name, about, headers(fields) + b"\r\n" + body, expected([read]))
