"""A licence is a fact: numbered once and without a gap, never changed; how it stands is told from days alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from saraban.agencies.duties import OPERATOR
from saraban.evidence.bundle import Evidence
from saraban.law.refusal import Refusal
from saraban.licences.kinds import Lasts
from saraban.licences.models import HOLDER_MAX, Granted, Licence, Standing
from saraban.registers.books import Counter
from tests.cases.matters import Matters, clock_at
from tests.licences.kinds import SAID, TEXT, TODAY, grant, kind_of
from tests.office import bangkok

DAY = timedelta(days=1)


def refused(code: str) -> pytest.RaisesExc[Refusal]:
    return pytest.raises(Refusal, check=lambda refusal: refusal.code == code)


# what it says


def test_it_says_all_that_was_granted(matters: Matters) -> None:
    one = grant(matters, kind_of())
    assert (one.licence_number, one.number, one.year) == ("1/2566", 1, 2566)
    assert (one.holder, one.holder_id) == ("นายสมชาย ใจดี", "1234567890121")
    assert (one.trade_name, one.place) == ("อู่สมชาย", "12 หมู่ 3 ตำบลคลองน้อย")
    assert (one.issued_on, one.valid_from, one.expires_on) == (TODAY, TODAY, date(2024, 1, 22))
    assert len(one.token) == 20 and one.story().get().verb == "granted"


def test_what_it_says_stays_when_its_kind_says_something_else(matters: Matters) -> None:
    kind = kind_of()
    one = grant(matters, kind)
    kind.correct(replace(TEXT, fields=[replace(TEXT.fields[0], label="สินค้า")]), by=OPERATOR)
    one.refresh_from_db()
    assert one.particulars == [["activity", "ประเภทกิจการ", "ซ่อมรถยนต์"], ["area", "พื้นที่ (ตร.ม.)", "120"]]


def test_its_days_may_be_said_by_hand(matters: Matters) -> None:
    begins, ends = date(2023, 2, 1), date(2023, 6, 30)
    one = grant(matters, kind_of(), replace(SAID, valid_from=begins, expires_on=ends))
    assert (one.issued_on, one.valid_from, one.expires_on) == (TODAY, begins, ends)
    begun = grant(matters, one.kind, replace(SAID, valid_from=begins))
    assert begun.expires_on == date(2024, 1, 31), "a year from the day on which it begins"


# what is refused, and that it costs no number


REFUSED: dict[str, tuple[Granted, str]] = {
    "lacking": (replace(SAID, holder=" ", particulars={}), "ออกให้แก่, ประเภทกิจการ, พื้นที่ (ตร.ม.)"),
    "other_fields": (replace(SAID, particulars={**SAID.particulars, "goods": "ผัก"}), "กลับเป็นร่าง"),
    "too_long": (
        replace(SAID, place="ก" * (HOLDER_MAX + 1), particulars={"area": "1", "activity": "ก" * 21}),
        "ตั้งอยู่ที่ (ไม่เกิน 500 ตัวอักษร), ประเภทกิจการ (ไม่เกิน 20 ตัวอักษร)",
    ),
    "bad_id": (replace(SAID, holder_id="1-2345-67890-12-2"), "13 หลัก"),
    "bad_days": (replace(SAID, expires_on=TODAY - DAY), "วันสิ้นอายุอยู่ก่อนวันเริ่มใช้"),
}


@pytest.mark.parametrize("code", REFUSED)
def test_what_is_not_whole_is_not_granted_and_uses_no_number(matters: Matters, code: str) -> None:
    kind = kind_of()
    said, words = REFUSED[code]
    with refused(code) as refusal:
        grant(matters, kind, said)
    assert words in refusal.value.message and "ไม่มีเลขใดถูกใช้" in refusal.value.message
    assert not Counter.objects.filter(register=kind.series).exists()
    assert grant(matters, kind).number == 1


@pytest.mark.parametrize("typed", ["", "1234567890121", "๑-๒๓๔๕-๖๗๘๙๐-๑๒-๑"])
def test_an_identity_number_may_be_left_out_or_typed_in_any_way(matters: Matters, typed: str) -> None:
    assert grant(matters, kind_of(), replace(SAID, holder_id=typed)).holder_id in ("", "1234567890121")


@pytest.mark.parametrize("typed", ["-", "123456789012", "12345678901210", "AB1234567"])
def test_what_is_no_identity_number_is_refused(matters: Matters, typed: str) -> None:
    with refused("bad_id"):
        grant(matters, kind_of(), replace(SAID, holder_id=typed))


def test_of_an_ended_kind_nothing_is_granted(matters: Matters) -> None:
    kind = kind_of()
    kind.end(by=OPERATOR)
    with refused("kind_ended"):
        grant(matters, kind)


def test_only_the_registry_grants_and_annuls(matters: Matters) -> None:
    kind = kind_of()
    for officer in (matters.officer, matters.head):
        with refused("no_duty"):
            Licence.objects.grant(kind, SAID, by=officer)
    one = grant(matters, kind)
    with refused("no_duty"):
        one.annul("ผิด", by=matters.officer)


# numbers


def test_numbers_run_without_a_gap_by_kind_and_year(matters: Matters) -> None:
    kind, other = kind_of(), kind_of(replace(TEXT, name="ใบอนุญาตจัดตั้งตลาด"))
    assert [grant(matters, kind).number for _ in range(3)] == [1, 2, 3]
    assert grant(matters, other).number == 1
    with clock_at(bangkok(2023, 12, 31, 23, 59)):
        assert grant(matters, kind).licence_number == "4/2566"
    with clock_at(bangkok(2024, 1, 1, 0, 0)):
        assert grant(matters, kind).licence_number == "1/2567"


def test_a_number_is_given_with_what_its_caller_does_or_not_at_all(matters: Matters) -> None:
    kind = kind_of()
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        grant(matters, kind)
        _ = 1 / 0
    assert Licence.objects.count() == 0
    assert grant(matters, kind).number == 1


def test_the_number_of_an_annulled_licence_is_not_given_again(matters: Matters) -> None:
    kind = kind_of()
    one = grant(matters, kind)
    one.annul("พิมพ์ชื่อผิด ยังไม่ได้ส่ง", by=matters.office.clerk)
    assert one.stands(TODAY) == Standing.ANNULLED and one.annulled_because
    assert grant(matters, kind).number == 2


def test_the_evidence_counts_each_kind_by_itself(matters: Matters) -> None:
    kind, other = kind_of(), kind_of(replace(TEXT, name="ใบอนุญาตจัดตั้งตลาด"))
    for one in (kind, other, kind):
        grant(matters, one)
    assert Evidence().verify()["intact"], "as anyone reads it who checks the numbers"


def test_no_licence_ends_before_it_begins_whatever_writes_it(matters: Matters) -> None:
    one = grant(matters, kind_of())
    with (
        pytest.raises(IntegrityError),
        transaction.atomic(),
        one.change("annulled", by=matters.office.clerk),
    ):
        one.expires_on = one.valid_from - DAY


# how it stands


def test_it_holds_to_the_end_of_its_last_day(matters: Matters) -> None:
    one = grant(matters, kind_of(), replace(SAID, valid_from=TODAY + DAY, expires_on=TODAY + 3 * DAY))
    stands = [one.stands(TODAY + days * DAY) for days in range(5)]
    assert stands == [
        Standing.NOT_BEGUN,
        Standing.IN_FORCE,
        Standing.IN_FORCE,
        Standing.IN_FORCE,
        Standing.EXPIRED,
    ]


def test_it_is_replaced_from_the_day_on_which_the_new_one_begins(matters: Matters) -> None:
    kind = kind_of()
    old = grant(matters, kind)
    new = grant(matters, kind, replace(SAID, valid_from=TODAY + DAY), replaces=old)
    assert (old.stands(TODAY), old.stands(TODAY + DAY)) == (Standing.IN_FORCE, Standing.REPLACED)
    new.annul("พิมพ์ชื่อผิด", by=matters.office.clerk)
    assert Licence.objects.get(pk=old.pk).stands(TODAY + DAY) == Standing.IN_FORCE


def test_without_end_it_holds_on(matters: Matters) -> None:
    one = grant(matters, kind_of(replace(TEXT, lasts=Lasts.NO_END, lasts_for=0)))
    assert one.expires_on is None and one.stands(date(2100, 1, 1)) == Standing.IN_FORCE


def alone(begins: date, ends: date | None, *followed_by: Licence) -> Licence:
    """One whose followers are known already, so that no database is asked."""
    one = Licence(pk=1, valid_from=begins, expires_on=ends)
    one._prefetched_objects_cache = {"replaced_by": list(followed_by)}  # type: ignore[attr-defined]
    return one


DAYS = st.dates(date(2000, 1, 1), date(2100, 12, 31))
LENGTHS = st.none() | st.integers(0, 4_000)
# Each day it stands so or later in this list than the day before.
ORDER = [Standing.NOT_BEGUN, Standing.IN_FORCE, Standing.EXPIRED, Standing.REPLACED]


@given(DAYS, LENGTHS, DAYS)
def test_it_is_in_force_on_the_days_it_names_and_on_no_other(
    begins: date, days: int | None, on: date
) -> None:
    ends = begins + days * DAY if days is not None else None
    in_force = begins <= on and (ends is None or on <= ends)
    assert (alone(begins, ends).stands(on) == Standing.IN_FORCE) is in_force


@given(DAYS, LENGTHS, st.none() | DAYS, st.lists(DAYS, min_size=2, max_size=8))
def test_from_day_to_day_it_never_goes_back(
    begins: date, days: int | None, next_begins: date | None, asked: list[date]
) -> None:
    ends = begins + days * DAY if days is not None else None
    followed_by = [alone(next_begins, None)] if next_begins is not None else []
    places = [ORDER.index(alone(begins, ends, *followed_by).stands(on)) for on in sorted(asked)]
    assert places == sorted(places)
