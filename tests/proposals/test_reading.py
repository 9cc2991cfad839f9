"""Cards as the command prints them and as the desk asks for them: in the child process."""

from __future__ import annotations

import json
import os
import struct
import subprocess
import sys
import zlib
from datetime import date
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from saraban.exchange.letter_json import File, LetterJson, Party, digest_of
from saraban.exchange.signed import SigningKey
from saraban.proposals.card import SIGNED
from saraban.proposals.reading import read_card, read_photo, read_picture
from tests.proposals import papers
from tests.proposals.papers import US, mail
from tests.proposals.piles import bomb as png_bomb
from tests.proposals.piles import png

TOP = Path(__file__).parent.parent.parent
FIELD = {"value", "read_from", "doubt"}


def explain_card(*words: str) -> list[dict[str, Any]]:
    kept = {n: v for n, v in os.environ.items() if not n.startswith(("SARABAN_", "DJANGO_"))}
    done = subprocess.run(
        [sys.executable, "-m", "saraban", "explain", "card", *words, "--jsonl"],
        env=kept | {"LC_ALL": "C"},
        cwd=TOP,
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.decode().splitlines()]


def test_a_line_for_each_mail_and_for_what_is_missing(tmp_path: Path) -> None:
    path = tmp_path / "a.eml"
    path.write_bytes(mail(("หนังสือ.pdf", papers.external())))
    there, missing = explain_card(str(path), str(tmp_path / "none.eml"), "--agency", US)

    assert (there["path"], there["outcome"], there["enter_is_safe"]) == (str(path), "register", True)
    letter = there["letters"][0]
    columns = ("their_number", "dated", "sender", "recipient", "subject")
    assert all(set(letter[name]) == FIELD for name in columns)
    assert letter["their_number"] == {
        "value": "นบ 52001/123",
        "read_from": "ไฟล์ หนังสือ.pdf หน้า 1",
        "doubt": None,
    }
    assert (missing["letters"], missing["enter_is_safe"]) == ([], False)
    assert missing["unsafe_because"] == ["ไม่พบไฟล์นี้ หรือเปิดอ่านไม่ได้"]


def test_the_desk_asks_for_a_card_and_a_picture(tmp_path: Path) -> None:
    path = tmp_path / "a.eml"
    path.write_bytes(mail(("หนังสือ.pdf", papers.external())))

    letter = read_card(path, agency=US)["letters"][0]
    assert (letter["sender"]["value"], letter["file"]) == ("อำเภอบางสาย", 0)
    assert read_picture(path, letter["file"], width=400)[:4] == b"\x89PNG"
    assert read_picture(path, 5) == b""
    assert read_card(tmp_path / "none.eml")["letters"] == []


def test_a_photo_is_drawn_anew_so_that_nothing_it_carried_is_shown(tmp_path: Path) -> None:
    path = tmp_path / "still.png"
    for kind in (2, 6):  # with and without what shows through, as a screen and as a canvas has it
        still, words = png(320, 180, kind=kind), b"tEXtComment\0<script>alert(1)</script>"
        said = struct.pack(">I", len(words) - 4) + words + struct.pack(">I", zlib.crc32(words))
        path.write_bytes(still[:-12] + said + still[-12:])
        drawn = read_photo(path, width=400)
        assert drawn[:4] == b"\x89PNG" and b"script" not in drawn
    for nothing in (
        b"",
        b"\xff\xd8\xff no photo",
        png(8, 8)[:40],
        png(8, 8) + b"<script>",
        papers.external(),
        png_bomb(),
    ):
        path.write_bytes(nothing)
        assert read_photo(path) == b""
    assert read_photo(tmp_path / "none.png") == b""


def test_a_pdf_of_endless_work_leaves_the_mails_own_words(tmp_path: Path) -> None:
    path = tmp_path / "bomb.eml"
    path.write_bytes(
        mail(("bomb.pdf", bomb()), text="เรียน นายก\nถนนหน้าวัดพังเป็นหลุมใหญ่มาก รถล้มทุกวัน ขอให้มาซ่อมโดยด่วนครับ")
    )
    said = read_card(path, agency=US)

    assert said["outcome"] == "register"
    assert len(said["letters"]) == 1


def bomb() -> bytes:
    """A page that draws a form that draws a form …, ten of each."""
    levels, width = 9, 10
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R/Resources<</XObject<</X 5 0 R>>>>>>",
        stream(b"", b"/X Do " * width),
    ]
    for level in range(levels):
        inner = 6 + level
        content = b"/X Do " * width if level < levels - 1 else b"BT /F 12 Tf 9 9 Td (a) Tj ET"
        objects.append(
            stream(
                b"/Type/XObject/Subtype/Form/BBox[0 0 600 800]/Resources<</XObject<</X %d 0 R>>>>" % inner,
                content,
            )
        )
    return papers.assembled(*objects)


def stream(entries: bytes, content: bytes) -> bytes:
    return b"<<%s/Length %d>>stream\n%s\nendstream" % (entries, len(content), content)


def test_a_letter_that_was_signed_for_machines_says_so(tmp_path: Path) -> None:
    sent = papers.external(to=f"เรียน {US}")
    beside = LetterJson(
        number="นบ 52001/123",
        dated_on=date(2026, 1, 12),
        subject="ขอความร่วมมือคัดแยกขยะในครัวเรือน",
        sender=Party("อำเภอบางสาย", "office@bangsai.go.th"),
        recipient=Party(US, "saraban@bangsaibua.go.th"),
        files=(File("หนังสือ.pdf", len(sent), digest_of(sent)),),
    ).signed(SigningKey(SigningKey.make()))
    raw = mail(
        ("หนังสือ.pdf", sent),
        sender="อำเภอบางสาย <office@bangsai.go.th>",
        to=f"{US} <saraban@bangsaibua.go.th>",
    )
    message = message_from_bytes(raw, policy=policy.default)
    assert isinstance(message, EmailMessage)
    message.add_attachment(beside.encode(), maintype="application", subtype="json", filename="letter.json")
    path = tmp_path / "a.eml"
    path.write_bytes(message.as_bytes())
    (told,) = explain_card(str(path), "--agency", US)
    assert (told["enter_is_safe"], told["unsafe_because"]) == (True, [])
    assert told["signed"]["address"] == "office@bangsai.go.th"
    assert {told["letters"][0][name]["read_from"] for name in ("their_number", "subject", "sender")} == {
        SIGNED
    }
    path.write_bytes(message.as_bytes().replace(b"letter.json", b"other.json"))
    (told,) = explain_card(str(path), "--agency", US)
    assert told["signed"] is None
