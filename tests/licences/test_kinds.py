"""Kinds of licence are data: what they ask for, how they number, how long a licence of them holds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from saraban.agencies.duties import OPERATOR
from saraban.cases.catalogue import Kind, Service
from saraban.cases.presets import PRESETS as SERVICES
from saraban.law.refusal import Refusal
from saraban.licences.kinds import (
    DAYS_MAX,
    FIELDS_MAX,
    YEARS_MAX,
    KindText,
    Lasts,
    LicenceField,
    LicenceKind,
    must_be_a_kind,
    years_after,
)
from saraban.licences.models import Granted
from saraban.licences.presets import PRESETS
from tests.cases.matters import MANUAL, Matters
from tests.licences.kinds import SAID, TEXT, kind_of

DAYS = st.dates(date(2000, 1, 1), date(2100, 12, 31))


def refused(code: str) -> pytest.RaisesExc[Refusal]:
    return pytest.raises(Refusal, check=lambda refusal: refusal.code == code)


# how long


def of(lasts: Lasts, lasts_for: int = 0) -> LicenceKind:
    return LicenceKind(name="x", lasts=lasts, lasts_for=lasts_for)


@given(DAYS)
def test_to_the_end_of_the_year_in_which_it_begins(begins: date) -> None:
    assert of(Lasts.CALENDAR_YEAR).expires(begins) == date(begins.year, 12, 31)


@given(DAYS, st.integers(1, DAYS_MAX))
def test_so_many_days_with_the_first_and_the_last(begins: date, days: int) -> None:
    ends = of(Lasts.DAYS, days).expires(begins)
    assert ends is not None
    assert sum(1 for _ in range((ends - begins).days + 1)) == days


@given(DAYS, st.integers(1, YEARS_MAX))
def test_licences_of_so_many_years_follow_each_other_without_a_gap(begins: date, years: int) -> None:
    ends = of(Lasts.YEARS, years).expires(begins)
    assert ends is not None
    follows = ends + timedelta(days=1)
    assert follows.year == begins.year + years
    same_day = (follows.month, follows.day) == (begins.month, begins.day)
    assert same_day or ((begins.month, begins.day) == (2, 29) and (follows.month, follows.day) == (3, 1))


def test_a_year_that_begins_on_a_leap_day() -> None:
    leap = date(2024, 2, 29)
    assert of(Lasts.YEARS, 1).expires(leap) == date(2025, 2, 28)
    assert of(Lasts.YEARS, 4).expires(leap) == date(2028, 2, 28)
    assert years_after(leap, 4) == date(2028, 2, 29)


def test_without_end_and_by_hand_say_no_day() -> None:
    assert of(Lasts.NO_END).expires(date(2023, 1, 1)) is None
    assert of(Lasts.BY_HAND).expires(date(2023, 1, 1)) is None


def test_a_list_says_how_long_in_words() -> None:
    said = [of(Lasts.YEARS, 3).lasts_text, of(Lasts.DAYS, 1_000).lasts_text, of(Lasts.NO_END).lasts_text]
    assert said == ["3 ปี", "1,000 วัน", "ไม่มีกำหนดสิ้นอายุ"]


# what it asks for


def test_it_lists_each_thing_that_a_licence_lacks_by_its_label() -> None:
    kind = LicenceKind(name="x", fields=[vars(one) for one in TEXT.fields], lasts=Lasts.BY_HAND)
    assert kind.lacking(Granted("")) == ["ออกให้แก่", "ตั้งอยู่ที่", "ประเภทกิจการ", "พื้นที่ (ตร.ม.)", "ใช้ได้ถึง"]
    blank = replace(SAID, particulars={"area": " ", "activity": "x"}, expires_on=date(2023, 12, 31))
    assert kind.lacking(blank) == ["พื้นที่ (ตร.ม.)"]
    kind.place_needed = False
    assert kind.lacking(replace(SAID, place="")) == ["ใช้ได้ถึง"]


def test_its_law_is_one_line_and_none_where_the_office_named_none() -> None:
    assert LicenceKind(law="พระราชบัญญัติโรงงาน พ.ศ. 2535").law_line == "อาศัยอำนาจตามพระราชบัญญัติโรงงาน พ.ศ. 2535"
    assert LicenceKind().law_line == ""


def test_its_numbers_are_written_as_it_says() -> None:
    assert LicenceKind().number_text(7, 2566) == "7/2566"
    assert LicenceKind(numbered_as="คน {number} ปี {year}").number_text(7, 2566) == "คน 7 ปี 2566"


WRONG: Mapping[str, KindText] = {
    "ยังไม่มีชื่อ": replace(TEXT, name="  "),
    "มีรายการเกิน": replace(TEXT, fields=[LicenceField(f"f{n}", "x") for n in range(FIELDS_MAX + 1)]),
    "อักษรอังกฤษ": replace(TEXT, fields=[LicenceField("Area", "พื้นที่")]),
    "ซ้ำกัน": replace(TEXT, fields=[LicenceField("area", "พื้นที่"), LicenceField("area", "ขนาด")]),
    "ไม่มีชื่อ": replace(TEXT, fields=[LicenceField("area", " ")]),
    "{number}/{year}": replace(TEXT, numbered_as="{year}"),
    "จำนวนปี": replace(TEXT, lasts=Lasts.YEARS, lasts_for=0),
    "จำนวนวัน": replace(TEXT, lasts=Lasts.DAYS, lasts_for=DAYS_MAX + 1),
}


@pytest.mark.parametrize("said", WRONG)
def test_what_is_no_kind_is_refused_and_says_why(said: str) -> None:
    with pytest.raises(Refusal, match="โปรดแก้ สิ่งที่พิมพ์ไว้อยู่ครบ") as refusal:
        must_be_a_kind(WRONG[said])
    assert said in refusal.value.message


@pytest.mark.parametrize("form", ["{number}", "คน. {number}/{year}", "{number}-{year} ก"])
def test_forms_of_numbers(form: str) -> None:
    must_be_a_kind(replace(TEXT, numbered_as=form))


@pytest.mark.parametrize("form", ["", "x", "{year}/{number}{x}", "{number}{number}", "{number.year}", "{}"])
def test_forms_that_would_not_number(form: str) -> None:
    with refused("bad_kind"):
        must_be_a_kind(replace(TEXT, numbered_as=form))


# presets


def test_the_presets_are_kinds_with_names_of_their_own() -> None:
    assert len(PRESETS) >= 14 and len({one.name for one in PRESETS.values()}) == len(PRESETS)
    for text in PRESETS.values():
        must_be_a_kind(text)
        assert text.name.startswith(("ใบ", "หนังสือรับรอง")) and text.fields
        assert not any("?" in one.label for one in text.fields)
        assert text.law.startswith("พระราชบัญญัติ") and not text.law.endswith(".")


def test_presets_are_named_as_the_services_that_end_in_them() -> None:
    assert {one.code for one in SERVICES} & PRESETS.keys() >= {
        "hazardous",
        "food",
        "market",
        "street",
        "building",
    }


# kinds of an agency


def test_each_name_stands_once_among_those_given_and_ended(matters: Matters) -> None:
    first = kind_of()
    other = kind_of(replace(TEXT, name="ใบอนุญาตจัดตั้งตลาด"))
    first.end(by=OPERATOR)
    twice = replace(TEXT, name=f"  {TEXT.name} ")
    with refused("added_already"):
        kind_of(twice)
    with refused("added_already"):
        other.correct(twice, by=OPERATOR)
    other.refresh_from_db()
    other.correct(replace(TEXT, name=other.name, law=""), by=OPERATOR)
    assert LicenceKind.objects.get(pk=other.pk).law_line == ""


def test_what_is_ended_is_not_given_until_it_is_again(matters: Matters) -> None:
    kind = kind_of()
    kind.link_services([matters.service], by=OPERATOR)
    assert LicenceKind.objects.issued_by(matters.service) == [kind] == list(LicenceKind.objects.given())
    kind.end(by=OPERATOR)
    assert not LicenceKind.objects.issued_by(matters.service) and not LicenceKind.objects.given()
    kind.give_again(by=OPERATOR)
    assert LicenceKind.objects.issued_by(matters.service) == [kind]


def test_it_is_what_the_services_named_last_end_in(matters: Matters) -> None:
    kind = kind_of()
    other = Service.objects.offer("ขออนุญาตตั้งตลาด", Kind.PERMIT, MANUAL, by=OPERATOR)
    kind.link_services([matters.service, other], by=OPERATOR)
    before = set(kind.services.values_list("pk", flat=True))
    kind.link_services([other], by=OPERATOR)
    assert LicenceKind.objects.issued_by(matters.service) == []
    assert LicenceKind.objects.issued_by(other) == [kind]
    kind.link_services([matters.service, other], by=OPERATOR)
    assert LicenceKind.objects.issued_by(matters.service) == [kind]
    assert kind.services.count() == 3 and before < set(kind.services.values_list("pk", flat=True))


def test_only_who_sets_the_office_up_makes_kinds(matters: Matters) -> None:
    for officer in (matters.officer, matters.head):
        with refused("no_duty"):
            LicenceKind.objects.add(TEXT, by=officer)
