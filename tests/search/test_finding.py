"""Whatever letters are typed: just the rows that have them, newest first, of one agency, on either engine."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from saraban.registers.books import Counter
from saraban.registers.models import IncomingEntry, Particulars
from saraban.search.documents import BODY_MAX, Document
from saraban.search.finding import COUNT_MAX, QUERY_MAX, Group, find, words_of
from saraban.search.index import forget, index_new, put
from saraban.search.models import NEXT_MINUTE, Found, kind_of, place_of, range_of
from saraban.tenancy.scope import acting_for
from saraban.thai.spelling import one_spelling
from tests.insider.deeds import takes_the_guard_away
from tests.office import Office, arrive, bangkok, open_office

NOON = bangkok(2023, 1, 23, 12, 0)
LETTERS = "กขยาปู่ที่น้ำเแ์123/.-'\"*ab%_ "


def line(
    row_id: int, text: str, *, at: datetime = NOON, kind: int = Found.ENTRY, body: str | None = None
) -> Document:
    return Document(kind, row_id, at, text, body)


def found(query: str, kind: int = Found.ENTRY, **asked: int) -> list[int]:
    """Row ids of that kind, in the order of the page."""
    return [row.row_id for row in group(query, kind, **asked).rows]


def group(query: str, kind: int = Found.ENTRY, **asked: int) -> Group:
    (only,) = find(query, kinds=[kind], **asked).groups
    return only


def has_all(texts: dict[int, str], query: str) -> set[int]:
    """The oracle: plain Python over the texts in their one spelling."""
    words = one_spelling(query).split()
    return {row_id for row_id, text in texts.items() if all(word in one_spelling(text) for word in words)}


def made_up(seed: int, count: int) -> dict[int, str]:
    dice = random.Random(seed)
    return {row: "".join(dice.choices(LETTERS, k=dice.randint(1, 24))) for row in range(1, count + 1)}


def every_piece(texts: Sequence[str]) -> set[str]:
    words = {word for text in texts for word in one_spelling(text).split()}
    return {word[at:to] for word in words for at in range(len(word)) for to in range(at + 1, len(word) + 1)}


def test_every_piece_of_a_text_finds_just_the_texts_that_have_it(office: Office) -> None:
    texts = made_up(1, 60)
    put([line(row, text, at=NOON + timedelta(days=row * 9)) for row, text in texts.items()])
    pieces = sorted(every_piece(list(texts.values())))
    assert len(pieces) > 1_000
    for piece in pieces[:: max(1, len(pieces) // 1_200)]:
        assert found(piece, limit=100) == sorted(has_all(texts, piece), reverse=True), piece


def test_several_words_are_all_asked_for(office: Office) -> None:
    texts = made_up(2, 60)
    put([line(row, text) for row, text in texts.items()])
    dice = random.Random(3)
    pieces = sorted(every_piece(list(texts.values())))
    for _ in range(300):
        query = " ".join(dice.choices(pieces, k=dice.randint(2, 4)))
        assert set(found(query, limit=100)) == has_all(texts, query), query


def test_letters_that_stand_near_but_not_together_are_not_found(office: Office) -> None:
    put([line(1, "กขคx ขคงx คงจ"), line(2, "กขคงจ")])
    assert found("กขคงจ") == [2]
    assert found("กขค คงจ") == [2, 1]


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.one_of(st.text(max_size=30), st.text("\"'*^:()-+{}&|\\%_ NEARORAND\0\ud800กa1/", max_size=30)))
def test_any_question_is_answered_as_the_oracle_does(office: Office, query: str) -> None:
    texts = {1: "NEAR(\"ก\") OR 'a' AND 100% _*", 2: "กข {1/66} \\ a:b-c^d+e&f|g"}
    put([line(row, text) for row, text in texts.items()])
    hits = find(query)
    if hits.words:
        assert {row.row_id for row in hits.groups[0].rows} == has_all(texts, query)
    else:
        assert hits.groups == ()


@pytest.mark.parametrize("query", ["", " ", "\0", "\u200b", "\n\t", "\ud800"])
def test_a_question_without_letters_asks_for_nothing(office: Office, query: str) -> None:
    put([line(1, "ก")])
    hits = find(query)
    assert (hits.words, hits.found, hits.meant) == ((), False, "")


def test_a_very_long_question_is_cut(office: Office) -> None:
    put([line(1, "ก" * 500)])
    assert found("ก" * 10_000) == [1]
    assert words_of("ก" * 10_000) == ("ก" * QUERY_MAX,)
    assert found(" ".join(map(chr, range(0x0E01, 0x0E30))) * 200) == []


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("ขอความอนุเคราะห์นํ้าดื่ม", "น้ำ"),
        ("ขอเเก้ไขทะเบียน", "แก้ไข"),
        ("เป็นอันตรายต่อสุขภาพ", "อันตราย"),
        ("ที่ สธ ๐๐๓๒/ว ๑๑๘", "0032/ว 118"),
        ("ที่ สธ 0032/ว 118", "๐๐๓๒"),
        ("ร้านขายยา", "ยา"),
        ("ปูนา", "ปู"),
        ("ฌาปนกิจ", "ฌ"),
        ("ส่งไฟล์ PDF", "pdf"),
        ("somchai@example.com", "Example.COM"),
        ("ทด\u200bสอบ", "ทดสอบ"),
    ],
)
def test_thai_is_found_however_it_was_typed(office: Office, text: str, query: str) -> None:
    put([line(1, text), line(2, "เรื่องอื่น")])
    assert found(query) == [1]


# Order, pages, counts


def test_the_newest_come_first_and_pages_go_on_by_place(office: Office) -> None:
    moments = {
        row: bangkok(2019, 1, 1, 9, 0) + timedelta(days=row * 23 % 1_700, minutes=row)
        for row in range(1, 101)
    }
    put([line(row, "ประกาศ", at=at) for row, at in moments.items()])
    wanted = sorted(moments, key=lambda row: moments[row], reverse=True)
    first = group("ประกาศ", limit=30)
    assert first.count == 100
    seen, page = [row.row_id for row in first.rows], first
    while page.before is not None:
        page = group("ประกาศ", limit=30, before=page.before)
        assert page.count is None
        seen += [row.row_id for row in page.rows]
    assert seen == wanted


def test_nobody_counts_beyond_a_thousand(office: Office) -> None:
    put([line(row, f"คำสั่ง {row}", at=NOON + timedelta(minutes=row)) for row in range(1, COUNT_MAX + 100)])
    page = group("คำสั่ง")
    assert (page.count, len(page.rows)) == (COUNT_MAX + 1, 20)
    assert page.rows[0].row_id == COUNT_MAX + 99


def test_what_wants_one_place_stands_side_by_side(office: Office) -> None:
    crowd = [line(1 + number * NEXT_MINUTE, "พร้อมกัน") for number in range(30)]
    put(crowd[:10])
    put(crowd)
    assert sorted(found("พร้อม", limit=50)) == [document.row_id for document in crowd]


def test_a_place_of_another_kind_goes_on_with_that_kind(office: Office) -> None:
    put([line(row, "ก", kind=Found.LETTER, at=NOON + timedelta(minutes=row)) for row in range(1, 5)])
    letters = group("ก", Found.LETTER, limit=2)
    assert letters.before is not None and kind_of(letters.before) == Found.LETTER
    assert find("ก", kinds=[Found.ENTRY], before=letters.before).groups == ()
    assert [one.kind for one in find("ก", before=letters.before).groups] == [Found.LETTER]


@pytest.mark.parametrize("before", [0, 1, (1 << 63) - 1])
def test_a_place_that_is_none_finds_nothing_of_others(office: Office, before: int) -> None:
    put([line(1, "ก")])
    assert [one.rows for one in find("ก", before=before).groups if one.rows] == []


@given(
    st.integers(1, (1 << 18) - 1),
    st.integers(0, 15),
    st.datetimes(datetime(1900, 1, 1), datetime(2200, 1, 1)),  # noqa: DTZ001
    st.integers(1, 1 << 40),
)
def test_a_place_lies_in_the_range_of_its_agency_and_kind(
    agency: int, kind: int, at: datetime, row: int
) -> None:
    low, high = range_of(agency, kind)
    place = place_of(agency, kind, at.replace(tzinfo=NOON.tzinfo), row)
    assert low <= place < high <= 1 << 63
    assert kind_of(place) == kind


# Agencies


def test_an_agency_finds_only_its_own(office: Office, data_dir: Path) -> None:
    neighbour = open_office("paktang", data=data_dir)
    with acting_for(neighbour.agency):
        put([line(row, "ใบอนุญาตของเพื่อนบ้าน ย") for row in range(1, 30)])
    put([line(1, "ใบอนุญาตของเรา ย")])
    for query in ("ใบอนุญาต", "ย", "บอ", "เรา", "ใบอนุญาต ย"):
        assert found(query) == [1]
    assert found("เพื่อนบ้าน") == []
    with acting_for(neighbour.agency):
        assert group("เพื่อนบ้าน").count == 29
        theirs = place_of(office.agency.pk, Found.ENTRY, NOON + timedelta(days=9), 5)
        assert [one.rows for one in find("ใบอนุญาต", before=theirs).groups] == [()]


def test_forgetting_is_of_one_agency(office: Office, data_dir: Path) -> None:
    neighbour = open_office("paktang", data=data_dir)
    put([line(1, "ลับ"), line(2, "ลับ")])
    with acting_for(neighbour.agency):
        put([line(1, "ลับ")])
    forget(Found.ENTRY, [1])
    forget(Found.ENTRY, [])
    assert found("ลับ") == [2]
    with acting_for(neighbour.agency):
        assert found("ลับ") == [1]


# Putting


def test_twice_is_the_same_as_once_and_a_change_replaces(office: Office) -> None:
    put([line(1, "แผนเดิม"), line(2, "ข")])
    put([line(1, "แผนเดิม"), line(1, "แผนใหม่")])
    assert (found("เดิม"), found("ใหม่"), Found.objects.count()) == ([], [1], 2)
    put([line(1, "แผนใหม่", at=NOON + timedelta(days=400))])
    assert (found("ใหม่"), Found.objects.count()) == ([1], 2)
    put([line(1, "")])
    assert found("ใหม่") == []


def test_the_text_of_attachments_is_kept_until_another_is_given(office: Office) -> None:
    put([line(1, "หนังสือ", body="บัญชีแนบ")])
    put([line(1, "หนังสือด่วน")])
    assert found("ด่วน บัญชี") == [1]
    put([line(1, "หนังสือด่วน", body="")])
    assert found("บัญชี") == []


def test_the_text_of_attachments_is_bounded(office: Office) -> None:
    put([line(1, "ก", body="ข" * (BODY_MAX - 2) + "คงจ")])
    assert found("ขค") == [1]
    assert found("ขคง") == [1]
    assert found("งจ") == []


# The number of an entry, the wrong layout


@pytest.fixture
def book(office: Office) -> dict[int, IncomingEntry]:
    """Two entries that were given the same number, 7, in two years; by year."""
    takes_the_guard_away()
    made = {}
    for year in (2565, 2566):
        entry = IncomingEntry.objects.enter(arrive(office, subject=f"เล่มปี {year}"), by=office.clerk)
        with entry.change("recalled", by=office.clerk):  # by the one way there is to write it
            entry.number, entry.year = 7, year
        Counter.objects.update_or_create(
            agency=office.agency, register=IncomingEntry.REGISTER, year=year, defaults={"last": 9}
        )
        made[year] = entry
    return made


@pytest.mark.parametrize(
    ("query", "years"),
    [
        ("7", [2566, 2565]),
        ("๗", [2566, 2565]),
        ("7/66", [2566]),
        ("7/2565", [2565]),
        ("๗/๒๕๖๕", [2565]),
        ("เลขรับ 7/66", [2566]),
        ("เลขรับที่ ๗", [2566, 2565]),
        (" 7 / 66 ", [2566]),
        ("8", []),
        ("7/64", []),
        ("7/256", []),
        ("0", []),
        ("9999999", []),
        ("99999999999999999999", []),
        ("7 ก", []),
    ],
)
def test_a_number_alone_is_the_entry_that_bears_it(
    book: dict[int, IncomingEntry], query: str, years: list[int]
) -> None:
    assert list(find(query).numbered) == [book[year] for year in years]


def test_the_wrong_layout_is_offered_only_where_nothing_is_found(office: Office) -> None:
    put([line(1, "สวัสดีปีใหม่"), line(2, "google")])
    assert find("l;ylfu").meant == "สวัสดี"
    assert find("เนนเสำ").meant == "google"
    assert find("สวัสดี").meant == ""
    put([line(3, "l;ylfu")])
    assert find("l;ylfu").meant == ""


def test_a_word_that_is_simply_not_there_is_not_taken_for_another(office: Office) -> None:
    assert find("นก").meant == ""
    assert find("ใบอนุญาต").meant == ""


def test_an_entry_is_found_by_each_of_its_columns(office: Office) -> None:
    particulars = Particulars(
        letter_number="นย 0023/ว 118",
        sender="อำเภอปากทาง",
        addressee="ปลัดเทศบาล",
        subject="ภัยแล้ง",
        remarks="ด่วนที่สุด",
    )
    entry = IncomingEntry.objects.enter(arrive(office), by=office.clerk, particulars=particulars)
    index_new()
    for query in ("0023/ว", "ปากทาง", "ปลัด", "แล้ง", "ด่วนที่สุด", entry.receipt_number, "ภัย ปากทาง 118"):
        assert found(query) == [entry.pk], query
