"""Numbers and dates, whatever stands around them."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from saraban.proposals.numbers import NUMBER_MAX, read_number
from saraban.proposals.written_dates import dates_in, day_left_out
from saraban.thai.dates import document_date, full_date, medium_date, table_date
from saraban.thai.digits import thai_digits

DAYS = st.dates(date(1980, 1, 1), date(2090, 12, 31))
CODES = st.text("กขคงจชซญดตถทธนบปผพฟมยรลวศสหอ", min_size=1, max_size=3)
OWNERS = st.from_regex(r"[0-9]{2,5}(\.[0-9]{1,3}){0,2}", fullmatch=True)
RUNNING = st.integers(1, 999_999)
ANYTHING = st.text("ก า ำ ่ ้ ที่วันที่๐๑๒๓๔๕๖๗๘๙0123456789/.()…_- มกราคมธ.ค.พ.ศ.AB:", max_size=80)


@given(CODES, OWNERS, RUNNING, st.booleans(), st.booleans(), st.booleans())
def test_a_number_is_read_whole(
    code: str, owner: str, running: int, circular: bool, thai: bool, spaced: bool
) -> None:
    mark = "ว " if circular and spaced else "ว" if circular else ""
    number = f"{code} {owner}{' / ' if spaced else '/'}{mark}{running}"
    said = read_number(thai_digits(number) if thai else number)

    assert said.value == f"{code} {owner}/{'ว ' if circular else ''}{running}"
    assert said.whole and said.rest == ""


@given(CODES, OWNERS, RUNNING)
def test_what_stands_behind_a_number_is_not_part_of_it(code: str, owner: str, running: int) -> None:
    said = read_number(f"{code} {owner}/{running} วันที่ ๕ มกราคม ๒๕๖๙")

    assert (said.value, said.rest) == (f"{code} {owner}/{running}", "วันที่ 5 มกราคม 2569")


@given(ANYTHING)
def test_no_words_break_the_reading_of_numbers(text: str) -> None:
    said = read_number(text)

    assert len(said.value) <= NUMBER_MAX + 4
    assert not said.whole or any(letter.isdigit() for letter in said.value)


@given(
    DAYS, st.sampled_from([document_date, full_date, medium_date]), st.sampled_from(["", "วันที่ ", "ลงวันที่ "])
)
def test_a_date_is_read_in_every_way_of_writing(day: date, write: object, label: str) -> None:
    assert callable(write)
    found = dates_in(label + str(write(day)))

    assert [(one.day, one.alone) for one in found] == [(day, True)]
    assert not day_left_out(label + str(write(day)))


@given(st.dates(date(1990, 1, 1), date(2040, 12, 31)))
def test_years_of_two_digits_are_of_this_century_of_the_buddha(day: date) -> None:
    assert [one.day for one in dates_in(table_date(day))] == [day]


@given(ANYTHING)
def test_no_words_break_the_reading_of_dates(text: str) -> None:
    for one in dates_in(text):
        assert 0 <= one.begin < one.end <= len(text)
    day_left_out(text)


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("๓๑ กุมภาพันธ์ ๒๕๖๙", None),
        ("วันที่ ๕ เดือน มกราคม พ.ศ. ๒๕๖๙", date(2026, 1, 5)),
        ("วันจันทร์ที่ ๕ มกราคม ๒๕๖๙", date(2026, 1, 5)),
        ("12-ม.ค.-69", date(2026, 1, 12)),
        ("๕ มกราคม พุทธศักราช ๒๕๖๙", date(2026, 1, 5)),
        ("5 January 2026", date(2026, 1, 5)),
        ("January 5, 2026", date(2026, 1, 5)),
        ("2026-01-05", date(2026, 1, 5)),
        ("05/01/2569", date(2026, 1, 5)),
        ("วันที่.......๕.......มกราคม.......๒๕๖๙", date(2026, 1, 5)),
    ],
)
def test_dates_of_all_kinds(line: str, day: date | None) -> None:
    assert [one.day for one in dates_in(line)] == [day]


@pytest.mark.parametrize("line", ["โทร. ๐ ๒๑๒๓ ๔๕๖๗", "มท ๐๘๐๘.๒/ว ๑๒๓๔", "หมู่ ๕ มีคนมาก", "192.168.1.2026"])
def test_what_is_no_date(line: str) -> None:
    assert dates_in(line) == []


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("มท ๕๓๐๒.๑/บง.กส/๗๗/๒๕๖๙", "มท 5302.1/บง.กส/77/2569"),
        ("มท 5302.1 / บง.กส / 77/2569", "มท 5302.1/บง.กส/77/2569"),
        ("ก.2/บง.กส(ลค)/77", "ก.2/บง.กส(ลค)/77"),
        ("SDC/ชม./0042/2569", "SDC/ชม./0042/2569"),
        ("กค 0601/สอ/ว 12", "กค 0601/สอ/ว 12"),
    ],
)
def test_units_may_stand_between_slashes(text: str, number: str) -> None:
    said = read_number(text)

    assert (said.value, said.whole, said.rest) == (number, True, "")


def test_a_number_without_its_running_part_is_not_whole() -> None:
    assert not read_number("มท 5302.1/บง.กส/").whole
    assert not read_number("มท 5302.1/บง.กส/....../2569").whole
