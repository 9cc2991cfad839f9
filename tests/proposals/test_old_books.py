"""The old register as it proposes itself: headings, days between the rows, years of Excel, and what is told of a bad row."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from saraban.proposals.old_books import (
    FORM,
    NAMES,
    Layout,
    OldBook,
    day_in,
    layout_of,
    read_old_book,
    visible,
)
from saraban.proposals.workbooks import Cell, Line

TODAY = date(2026, 11, 30)
MAXIMA = {
    "letter_number": 100,
    "sender": 300,
    "addressee": 300,
    "subject": 1000,
    "action": 500,
    "remarks": 500,
}
HEADS = ("เลขทะเบียนรับ", "ที่", "ลงวันที่", "จาก", "ถึง", "เรื่อง", "การปฏิบัติ", "หมายเหตุ")


def lines(*rows: tuple[Cell, ...]) -> list[Line]:
    return [Line(number, row) for number, row in enumerate(rows, start=1)]


def read(*rows: tuple[Cell, ...], year: int = 2566, from_letter: bool = False) -> OldBook:
    sheet = lines(*rows)
    return read_old_book(
        sheet,
        layout_of(sheet),
        year=year,
        today=TODAY,
        maxima=MAXIMA,
        number_from_letter=from_letter,
    )


def troubles(*rows: tuple[Cell, ...], year: int = 2566) -> list[tuple[int, str]]:
    return [(one.line, one.because) for one in read(HEADS, *rows, year=year).troubles]


# Which column is which


def test_the_headings_of_the_form_in_its_order() -> None:
    assert layout_of(lines(HEADS)).columns == dict(enumerate(FORM))


@pytest.mark.parametrize(
    ("heads", "columns"),
    [
        (("เลขรับ", "วันที่รับ", "ที่หนังสือ", "ลงวันที่", "จาก", "เรื่อง"), "number registered_on letter_number dated_on sender subject"),
        (("ลำดับ", "เลขที่รับ", "วันที่", "เรื่อง", "ผู้รับผิดชอบ"), "- number dated_on subject action"),
        (("ลำดับที่", "เรื่อง", "จากหน่วยงาน", "เรียน"), "number subject sender addressee"),
        (("เลขทะเบียนส่ง", "เลขที่หนังสือ", "ลว.", "ถึงหน่วยงาน", "ชื่อเรื่อง"), "number letter_number dated_on addressee subject"),
        (("เลข รับ", "ที่ ", "ลง วันที่", "จาก:", "เรื่อง*"), "number letter_number dated_on sender subject"),
        (("ทะเบียนรับเลขที่", "วันที่", "วันที่รับหนังสือ", "เรื่อง"), "number dated_on registered_on subject"),
        (("เลขที่", "ลงวันที่", "เรื่อง", "หมายเหตุ"), "letter_number dated_on subject remarks"),
        (("เลขที่คำสั่ง", "ลงวันที่", "เรื่อง", "สถานะ"), "number dated_on subject state"),
    ],
)  # fmt: skip
def test_headings_as_offices_spell_them(heads: tuple[str, ...], columns: str) -> None:
    found = layout_of(lines(heads)).columns
    assert [found.get(place, "-") for place in range(len(heads))] == columns.split()


def test_a_title_may_stand_above_and_the_heading_may_have_two_rows() -> None:
    sheet = lines(
        ("ทะเบียนหนังสือรับ เทศบาลตำบลคลองน้อย",),
        ("เลขทะเบียนรับ", "หนังสือ", None, "จาก", "ถึง", "เรื่อง", "การปฏิบัติ", None, "หมายเหตุ"),
        (None, "ที่", "ลงวันที่", None, None, None, "ผู้รับ", "วันที่"),
        (1, "นย 1", "20 ม.ค. 66", "ก", "ข", "เรื่อง", "กองช่าง", "21 ม.ค. 66"),
    )
    layout = layout_of(sheet)
    assert layout.head == 3
    assert layout.columns == {
        0: "number",
        1: "letter_number",
        2: "dated_on",
        3: "sender",
        4: "addressee",
        5: "subject",
        6: "action",
        8: "remarks",
    }


def test_without_headings_the_order_of_the_form_is_meant() -> None:
    book = read((1, "นย 1", "20/1/66", "ก", "ข", "เรื่อง"), (2, "นย 2", "20/1/66", "ก", "ข", "เรื่อง"))
    assert [(one.number, one.letter_number, one.subject) for one in book.entries] == [
        (1, "นย 1", "เรื่อง"),
        (2, "นย 2", "เรื่อง"),
    ]


def test_the_heading_that_stands_again_on_each_page_is_no_entry() -> None:
    book = read(HEADS, (1, "", "", "ก", "", "เรื่อง"), HEADS, (2, "", "", "ก", "", "เรื่อง"))
    assert ([one.number for one in book.entries], book.no_entries, book.troubles) == ([1, 2], [3], [])


# Days


def test_a_typed_year_that_excel_took_for_another_is_put_right_and_counted() -> None:
    book = read(
        HEADS, (1, "", date(2566, 1, 23), "ก", "", "เรื่อง"), (2, "", date(2023, 1, 23), "ก", "", "เรื่อง")
    )
    assert [one.dated_on for one in book.entries] == [date(2023, 1, 23)] * 2
    assert book.converted == 1


@pytest.mark.parametrize(
    "said",
    ["23/1/2566", "๒๓/๑/๒๕๖๖", "23/1/66", "23 ม.ค. 66", "๒๓ มกราคม พ.ศ. ๒๕๖๖", "2023-01-23", "2566-01-23", 44949, "230166"],
)  # fmt: skip
def test_a_day_in_text_is_read_as_on_every_page(said: Cell) -> None:
    [entry] = read(HEADS, (1, "", said, "ก", "", "เรื่อง")).entries
    assert entry.dated_on == date(2023, 1, 23)


@pytest.mark.parametrize("said", ["-", "", None, " – ", "ไม่มี"])
def test_no_day_is_no_trouble(said: Cell) -> None:
    [entry] = read(HEADS, (1, "", said, "ก", "", "เรื่อง")).entries
    assert entry.dated_on is None


@pytest.mark.parametrize("said", ["วันนี้", "+7", "-3", "ศุกร์หน้า", "31/2/66", "ไม่แน่", date(2568, 2, 29)])
def test_a_day_that_cannot_be_read_is_told_with_its_row(said: Cell) -> None:
    [(line, because)] = troubles((1, "", said, "ก", "", "เรื่อง"))
    assert line == 2
    assert "วันที่" in because


def test_two_digits_that_would_be_forty_years_away_are_asked_for_in_full() -> None:
    assert "โปรดพิมพ์ปีสี่หลัก" in troubles((1, "", "20/1/23", "ก", "", "เรื่อง"))[0][1]


@pytest.mark.parametrize(
    "row",
    [
        ("วันที่ ๒๓ เดือน มกราคม พ.ศ. ๒๕๖๖",),
        ("ทะเบียนหนังสือรับ วันที่ 23 เดือน มกราคม พ.ศ. 2566",),
        ("วันที่", 23, "เดือน", "มกราคม", "พ.ศ.", 2566),
        ("วันจันทร์ที่ 23 มกราคม 2566",),
        (date(2566, 1, 23),),
        ("23/1/2566",),
    ],
)
def test_a_day_between_the_rows_is_that_of_the_rows_below(row: tuple[Cell, ...]) -> None:
    assert day_in(row, today=TODAY) == date(2023, 1, 23)
    book = read(HEADS, row, (1, "", "", "ก", "", "เรื่อง"), (2, "", "", "ก", "", "เรื่อง"))
    assert [one.registered_on for one in book.entries] == [date(2023, 1, 23)] * 2


@pytest.mark.parametrize("row", [("รวม 12 เรื่อง",), (1, "23/1/66", "ก"), ("วันที่ ........ เดือน ........",)])
def test_other_rows_say_no_day(row: tuple[Cell, ...]) -> None:
    assert day_in(row, today=TODAY) is None


# Numbers


@pytest.mark.parametrize(
    "said", [124, "124", "๑๒๔", "0124", " 124 ", "124/2566", "124/66", "รับที่ 124", "124.0"[:3]]
)
def test_a_number_as_it_is_written(said: Cell) -> None:
    [entry] = read(HEADS, (said, "", "", "ก", "", "เรื่อง")).entries
    assert entry.number == 124


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("", "ไม่มีเลขทะเบียน"),
        ("-", "ไม่มีเลขทะเบียน"),
        ("12-15", "อ่านเลข “12-15” ไม่ได้"),
        ("124/2565", "ไม่ใช่ของปี 2566"),
        ("0", "อ่านเลข “0” ไม่ได้"),
        ("สิบ", "อ่านเลข “สิบ” ไม่ได้"),
        (99_999_999, "อ่านเลข"),
        ("1.5", "อ่านเลข"),
    ],
)
def test_what_is_no_number_is_told_with_its_row(said: Cell, words: str) -> None:
    [(line, because)] = troubles((said, "นย 1", "", "ก", "", "เรื่อง"))
    assert line == 2
    assert words in because


def test_a_number_that_stands_twice_is_brought_in_neither_way() -> None:
    book = read(HEADS, (7, "", "", "ก", "", "หนึ่ง"), (7, "", "", "ก", "", "สอง"), (8, "", "", "ก", "", "สาม"))
    assert [one.number for one in book.entries] == [8]
    assert [(one.line, one.because[:17]) for one in book.troubles] == [
        (2, "เลข 7 ซ้ำกับแถว 3"),
        (3, "เลข 7 ซ้ำกับแถว 2"),
    ]
    assert book.highest == 8


def test_the_same_row_twice_is_one() -> None:
    book = read(HEADS, (7, "", "", "ก", "", "หนึ่ง"), (7, "", "", "ก", "", "หนึ่ง"))
    assert (len(book.entries), book.troubles) == (1, [])


def test_numbers_written_down_beforehand_are_no_entries() -> None:
    book = read(HEADS, (1, "", "", "ก", "", "เรื่อง"), (2,), (3,))
    assert ([one.number for one in book.entries], book.only_numbers, book.highest) == ([1], [3, 4], 1)


@pytest.mark.parametrize(
    ("letter", "number"),
    [("นย 52028/124", 124), ("นย ๕๒๐๒๘/๑๒๔", 124), ("นย 52028/ว 12", 12), ("15/2566", 15), ("ว 7", 7), (date(2566, 5, 1), 5)],
)  # fmt: skip
def test_a_send_register_without_numbers_has_them_in_its_letters(letter: Cell, number: int) -> None:
    [entry] = read(("ที่", "ลงวันที่", "ถึง", "เรื่อง"), (letter, "", "ก", "เรื่อง"), from_letter=True).entries
    assert entry.number == number


def test_a_number_that_excel_made_a_day_of_is_read_back() -> None:
    book = read(
        HEADS, (1, date(2566, 5, 1), "", "ก", "", "เรื่อง"), (2, date(2023, 3, 12), "", "ก", "", "เรื่อง")
    )
    assert ([one.letter_number for one in book.entries], book.undated) == (["5/2566", "12/3"], 2)


# Texts


def test_no_subject_and_too_much_of_it_are_told() -> None:
    said = troubles(
        (1, "นย 1", "", "ก", "", ""), (2, "", "", "ก", "", "ก" * 1001), (3, "", "", "ข" * 301, "", "ก")
    )
    assert said == [
        (2, "ไม่มี “เรื่อง” โปรดพิมพ์เรื่องโดยย่อ"),
        (3, "ช่อง “เรื่อง” ยาวเกิน 1000 ตัวอักษร โปรดย่อให้สั้นลง"),
        (4, "ช่อง “จาก” ยาวเกิน 300 ตัวอักษร โปรดย่อให้สั้นลง"),
    ]


def test_a_state_strikes_the_row_and_any_other_is_kept_as_a_remark() -> None:
    heads = ("เลขรับ", "เรื่อง", "หมายเหตุ", "สถานะ")
    book = read(
        heads, (1, "ก", "", "ยกเลิก"), (2, "", "ไม่ใช้", "ยกเลิก"), (3, "ค", "ด่วน", "เสร็จ"), (4, "ง", "", "จองไว้")
    )
    assert [(one.number, one.struck, one.remarks) for one in book.entries] == [
        (1, True, ""),
        (2, True, "ไม่ใช้"),
        (3, False, "ด่วน สถานะ เสร็จ"),
    ]
    assert [one.line for one in book.troubles] == [5]


def test_rows_of_another_year_are_told() -> None:
    heads = ("เลขรับ", "เรื่อง", "ปี พ.ศ.", "วันที่รับ")
    book = read(
        heads, (1, "ก", 2566, "3/1/66"), (2, "ก", 2565, ""), (3, "ก", "", "3/1/64"), (4, "ก", "", "3/1/2570")
    )
    assert [one.number for one in book.entries] == [1]
    assert [one.line for one in book.troubles] == [3, 4, 5]


@given(st.text())
def test_what_is_visible_stays_as_it_is(text: str) -> None:
    kept = visible(text)
    assert visible(kept) == kept
    assert not set("\u202e\u2066\u200b\0\x07") & set(kept)


CELLS = st.one_of(
    st.none(),
    st.text(max_size=20),
    st.integers(),
    st.dates(),
    st.sampled_from([*HEADS, "12", "๑๒", "23/1/66"]),
)


@given(st.lists(st.lists(CELLS, max_size=10).map(tuple), max_size=12))
def test_no_sheet_breaks_the_reading(rows: list[tuple[Cell, ...]]) -> None:
    book = read(*rows)
    numbers = [one.number for one in book.entries]
    assert numbers == sorted(set(numbers))
    told = (
        {one.line for one in book.entries}
        | {one.line for one in book.troubles}
        | {*book.no_entries, *book.only_numbers}
    )
    assert told <= set(range(1, len(rows) + 1))


def test_a_column_that_the_clerk_chose_is_believed() -> None:
    sheet = lines(("a", "b"), ("เรื่อง", "1"))
    layout = Layout({0: "subject", 1: "number"}, head=1)
    book = read_old_book(sheet, layout, year=2566, today=TODAY, maxima=MAXIMA)
    assert [(one.number, one.subject) for one in book.entries] == [(1, "เรื่อง")]


def test_every_column_has_a_name() -> None:
    assert set(FORM) < set(NAMES)
