from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.utils.timezone import now

from saraban.agencies.duties import OPERATOR, Duty
from saraban.agencies.models import Assignment, Officer, Unit
from saraban.audit.desk import one_at_a_time
from saraban.audit.entries import AuditEntry
from saraban.audit.recorded import UnrecordedChange
from saraban.law.refusal import Refusal
from saraban.tenancy.scope import acting_for
from tests.insider.deeds import takes_the_guard_away
from tests.office import Office, add_officer, open_office


def entries() -> int:
    return AuditEntry.objects.count()


def test_a_stale_copy_cannot_overwrite(office: Office) -> None:
    stale = Unit.objects.get(pk=office.unit.pk)
    with office.unit.change("corrected", by=office.clerk):
        office.unit.phone = "02 111 1111"
    with stale.change("corrected", by=office.clerk):
        stale.email = "new@klongnoy.go.th"

    fresh = Unit.objects.get(pk=office.unit.pk)
    assert (fresh.phone, fresh.email) == ("02 111 1111", "new@klongnoy.go.th")


def test_a_refused_verb_leaves_nothing(office: Office) -> None:
    before = entries()
    with pytest.raises(Refusal), office.unit.change("corrected", by=office.clerk):
        office.unit.phone = "0"
        raise Refusal("not_now", "ยังไม่ได้")

    assert entries() == before
    assert Unit.objects.get(pk=office.unit.pk).phone == "02 123 4568"


def test_a_refused_verb_inside_another_leaves_only_the_other(office: Office) -> None:
    other = Unit.objects.record("added", by=OPERATOR, name="กองช่าง")
    before = entries()
    with other.change("corrected", by=office.clerk):
        other.phone = "1"
        with pytest.raises(Refusal), office.unit.change("corrected", by=office.clerk):
            raise Refusal("not_now", "ยังไม่ได้")

    assert entries() == before + 1
    with office.unit.change("corrected", by=office.clerk):
        office.unit.phone = "2"
    assert list(AuditEntry.objects.order_by("number").values_list("number", flat=True)) == list(
        range(1, before + 3)
    )


@pytest.mark.parametrize(
    "write",
    [
        lambda unit: unit.save(),
        lambda unit: unit.delete(),
        lambda unit: Unit.objects.update(name="x"),
        lambda unit: Unit.objects.all().delete(),
        lambda unit: Unit.objects.bulk_create([Unit(name="x")]),
        lambda unit: Unit.objects.bulk_update([unit], ["name"]),
        lambda unit: Unit.objects.create(name="x", agency=unit.agency),
        lambda unit: Unit.across_agencies.update(name="x"),
    ],
)
def test_there_is_no_other_way_to_write(office: Office, write: object) -> None:
    before = entries()
    with pytest.raises(UnrecordedChange):
        write(office.unit)  # type: ignore[operator]
    assert entries() == before
    assert Unit.objects.get().name == "กองสาธารณสุข"


def test_a_second_row_cannot_be_written_inside_the_first_ones_change(office: Office) -> None:
    other = Unit.objects.record("added", by=OPERATOR, name="กองช่าง")
    with pytest.raises(UnrecordedChange), office.unit.change("corrected", by=office.clerk):
        other.name = "x"
        other.save()
    assert Unit.objects.get(pk=other.pk).name == "กองช่าง"


def test_only_the_one_with_the_duty_may(office: Office) -> None:
    case_officer = add_officer("นายวิชัย", "wichai@klongnoy.go.th", Duty.CASE)
    with pytest.raises(Refusal) as refused, office.unit.change("corrected", by=case_officer):
        office.unit.name = "x"
    assert refused.value.code == "no_duty"
    assert "ผู้ดูแลระบบ" in refused.value.message


def test_an_ended_duty_ends_now(office: Office) -> None:
    held = Assignment.objects.get(officer=office.clerk, duty=Duty.ADMINISTRATOR)
    held.end(by=OPERATOR)
    assert Duty.ADMINISTRATOR not in Officer.objects.get(pk=office.clerk.pk).duties
    with pytest.raises(Refusal), office.unit.change("corrected", by=office.clerk):
        office.unit.name = "x"


def test_a_batch_is_one_entry_for_each_five_hundred(office: Office) -> None:
    before = entries()
    Unit.objects.record_batch("added", [Unit(name=f"หน่วย {i}") for i in range(1_001)], by=OPERATOR)

    assert entries() == before + 3
    assert Unit.objects.count() == 1_002
    counts = [entry.facts["count"] for entry in AuditEntry.objects.order_by("-number")[:3]]
    assert counts == [1, 500, 500]


def test_another_agencys_row_cannot_be_tied_to_ours(office: Office, data_dir: object) -> None:
    other = open_office("paktang", data=data_dir)  # type: ignore[arg-type]
    with pytest.raises(AssertionError, match="another agency"), acting_for(office.agency):
        Officer.objects.record("added", by=OPERATOR, name="x", unit=other.unit)


def test_a_clock_set_back_stops_the_numbering_and_says_so(office: Office) -> None:
    takes_the_guard_away()
    AuditEntry.objects.filter(number=entries()).update(at=now() + timedelta(hours=1))
    with pytest.raises(Refusal) as refused, office.unit.change("corrected", by=office.clerk):
        office.unit.name = "x"
    assert refused.value.code == "clock_went_back"


def test_a_small_step_back_of_the_clock_never_shows_in_the_log(office: Office) -> None:
    ahead = now() + timedelta(seconds=40)
    takes_the_guard_away()
    AuditEntry.objects.filter(number=entries()).update(at=ahead)
    with one_at_a_time(office.agency.pk) as desk:
        assert desk.moment == ahead


def test_the_number_of_queries_of_a_change_does_not_grow_with_the_log(office: Office) -> None:
    def queries() -> int:
        connection.queries_log.clear()
        connection.force_debug_cursor = True
        with office.unit.change("corrected", by=office.clerk):
            office.unit.phone = str(entries())
        connection.force_debug_cursor = False
        return len(connection.queries_log)

    queries()  # what is asked once for all is known from here on
    first = queries()
    for number in range(30):
        Unit.objects.record("added", by=OPERATOR, name=f"หน่วย {number}")
    assert queries() == first
