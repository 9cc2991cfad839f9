"""Who acts for the head: within the days of an order, and not a day longer."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from saraban.agencies.duties import DEEDS, Duty
from saraban.agencies.models import Acting, Officer
from saraban.tenancy.scope import acting_for
from tests.cases.matters import MONDAY, clock_at
from tests.cases.test_cases import refused
from tests.office import Office, add_officer, bangkok, open_office


@pytest.fixture
def office(db: None, data_dir: Path) -> Iterator[Office]:
    with clock_at(MONDAY):
        made = open_office(data=data_dir)
        with acting_for(made.agency):
            yield made


@pytest.fixture
def deputy(office: Office) -> Officer:
    return add_officer("นางวรรณา รุ่งเรืองดี", "palad@klongnoy.go.th")


def order(office: Office, deputy: Officer, **said: object) -> Acting:
    usual = {
        "stands_for": "นายกเทศมนตรีตำบลคลองน้อย",
        "first_day": date(2023, 1, 24),
        "last_day": date(2023, 1, 27),
        "order": "คำสั่งเทศบาลตำบลคลองน้อย ที่ 15/2566",
        "ordered_on": date(2023, 1, 23),
        "absent": office.head,
    }
    return Acting.objects.order(deputy, Acting.Kind.FOR_ALL, by=office.clerk, **usual | said)  # type: ignore[arg-type]


def test_the_power_comes_and_goes_with_the_days_of_the_order(office: Office, deputy: Officer) -> None:
    term = order(office, deputy)
    assert term.told == "รักษาราชการแทน นายกเทศมนตรีตำบลคลองน้อย"
    held = {}
    for when in ((23, 23, 59), (24, 0, 0), (27, 23, 59), (28, 0, 0)):
        with clock_at(bangkok(2023, 1, *when)):
            held[when] = Duty.ACTING in deputy.duties
    assert list(held.values()) == [False, True, True, False]
    assert deputy.acts_by(date(2023, 1, 24)) == term
    assert office.head.acts_by(date(2023, 1, 24)) is None


def test_ended_before_its_last_day_it_is_over_at_once(office: Office, deputy: Officer) -> None:
    term = order(office, deputy, first_day=date(2023, 1, 23))
    assert Duty.ACTING in deputy.duties
    with refused("no_reason"):
        term.end(" ", by=office.head)
    term.refresh_from_db()
    term.end("กลับมาปฏิบัติราชการแล้ว", by=office.head)
    assert deputy.duties == set()
    with refused("ended"):
        term.end("อีกครั้ง", by=office.head)
    assert [entry.verb for entry in term.story()] == ["ordered", "ended"]


def test_one_who_left_acts_for_nobody(office: Office, deputy: Officer) -> None:
    order(office, deputy, first_day=date(2023, 1, 23))
    with deputy.change("corrected", by=office.clerk):
        deputy.active = False
    assert deputy.duties == set()


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("no_order", {"order": " "}),
        ("no_position", {"stands_for": ""}),
        ("bad_days", {"last_day": date(2023, 1, 23)}),
        ("bad_days", {"last_day": date(2033, 1, 27)}),
    ],
)
def test_an_order_says_its_number_and_its_days(
    office: Office, deputy: Officer, code: str, said: dict[str, object]
) -> None:
    with refused(code):
        order(office, deputy, **said)
    assert not Acting.objects.exists()


def test_nobody_acts_for_themselves_or_twice_at_once(office: Office, deputy: Officer) -> None:
    with refused("nobody"):
        order(office, office.head)
    first = order(office, deputy)
    with refused("overlaps"):
        order(office, deputy, first_day=date(2023, 1, 27), last_day=date(2023, 1, 30))
    order(office, deputy, first_day=date(2023, 1, 28), last_day=date(2023, 1, 30))
    first.end("เปลี่ยนวัน", by=office.head)
    order(office, deputy, first_day=date(2023, 1, 23), last_day=date(2023, 1, 25))


def test_who_acts_decides_as_the_head_and_arranges_nothing(office: Office, deputy: Officer) -> None:
    of_head = {deed for deed, duties in DEEDS.items() if Duty.HEAD in duties}
    of_acting = {deed for deed, duties in DEEDS.items() if Duty.ACTING in duties}
    assert {"proposal.answered", "case.approved", "case.refused", "case.struck_off"} <= of_acting
    assert {deed.partition(".")[0] for deed in of_head - of_acting} == {
        "acting",
        "systemorder",
        "systemorderfile",
        "signingaccount",
        "standingorder",
        "receiptorder",
    }
    order(office, deputy, first_day=date(2023, 1, 23))
    with refused("no_duty"):
        Acting.objects.order(
            office.clerk,
            Acting.Kind.DELEGATED,
            by=deputy,
            stands_for="นายก",
            first_day=date(2023, 1, 23),
            last_day=date(2023, 1, 23),
            order="1/2566",
            ordered_on=date(2023, 1, 23),
        )
