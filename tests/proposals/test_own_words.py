"""What an officer wrote in an answer is theirs alone: not what their program, or we, put below it."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from saraban.mail.one_time import ANSWER_ABOVE
from saraban.proposals.own_words import own_words

OURS = f"── {ANSWER_ABOVE} ──\nเรียน นายวิชัย ใจเย็น\n\nถาม: ที่ตั้งเหมาะสมหรือไม่\n\nรหัส T-…"
QUOTED = "\n".join(f"> {line}" for line in OURS.splitlines())
WORDS = "เห็นควรอนุญาต\n\nเว้นแต่ส่วนที่ติดคลอง ซึ่งในคำขอเขียนว่า:\nไม่มี"


@pytest.mark.parametrize(
    "below",
    [
        f"\n\nOn Mon, Jan 23, 2023 at 9:00 AM งานสารบรรณ <saraban@klongnoy.go.th> wrote:\n\n{QUOTED}",
        f"\n\nOn Mon, Jan 23, 2023 at 9:00 AM งานสารบรรณ เทศบาลตำบลคลองน้อย <\nsaraban@klongnoy.go.th> wrote:\n\n{QUOTED}",
        f"\n\nในวันที่ จ. 23 ม.ค. 2023 เวลา 09:00 งานสารบรรณ <saraban@klongnoy.go.th>\nเขียนว่า:\n\n{QUOTED}",
        f"\n\n> เมื่อ 23 ม.ค. 2566 เวลา 09:00 งานสารบรรณ <saraban@klongnoy.go.th> เขียนว่า:\n> \n{QUOTED}",
        f"\n\n________________________________\nFrom: งานสารบรรณ <saraban@klongnoy.go.th>\nSent: Monday\nTo: x\nSubject: y\n\n{OURS}",
        f"\n\n-----Original Message-----\nFrom: a\n Sent: b\nSubject: y\n{OURS}",
        f"\n\nจาก: งานสารบรรณ\nส่งเมื่อ: 23 มกราคม 2566\nถึง: x\nเรื่อง: y\n\n{OURS}",
        f"\n\n{OURS}",
        f"\n\nส่งจาก iPhone ของฉัน\n\n> On 23 Jan BE 2566, at 09:00, x <s@k.go.th> wrote:\n> \n{QUOTED}",
        f"\n-- \nนายวิชัย ใจเย็น\nโทร. 1234\n\nOn 23/1/2566 9:00, x wrote:\n{QUOTED}",
        f"\n\nx wrote:\n{QUOTED}",
    ],
)
def test_what_stands_below_is_cut_off_and_nothing_else(below: str) -> None:
    assert own_words(WORDS + below) == WORDS
    assert own_words((WORDS + below).replace("\n", "\n ")) == WORDS


def test_a_line_that_only_looks_like_a_heading_stays() -> None:
    assert own_words(f"เห็นด้วย\nเรื่อง: ให้แนบแผนที่\n{OURS}") == "เห็นด้วย\nเรื่อง: ให้แนบแผนที่"


def test_where_our_line_was_left_out_the_usual_marks_of_a_quotation_cut() -> None:
    assert own_words("เห็นควรอนุญาต\n\nOn Monday x <s@k.go.th> wrote:\n> ถาม") == "เห็นควรอนุญาต"


@pytest.mark.parametrize(
    "text", ["", OURS, QUOTED, f"\n\nOn Monday x wrote:\n{QUOTED}", f"ส่งจาก iPhone\n{QUOTED}"]
)
def test_who_wrote_nothing_above_our_line_answered_nothing(text: str) -> None:
    assert own_words(text) == ""


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=300), st.text(max_size=300))
def test_no_text_breaks_it(above: str, below: str) -> None:
    own_words(above + ANSWER_ABOVE + below)
    own_words(above)


@pytest.mark.parametrize("piece", ["\n", ">", "> \n", "From: x\n", "-", "On x wrote:\n", "เขียน:\n"])
def test_its_time_grows_no_faster_than_the_text(piece: str) -> None:
    begin = time.process_time()
    own_words(piece * 100_000 + OURS)
    assert time.process_time() - begin < 2.0
