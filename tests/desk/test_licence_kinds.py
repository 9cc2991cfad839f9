"""Kinds of licence at the desk: from a preset or from nothing, their fields in rows that work without a script."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client

from saraban.agencies.duties import OPERATOR, Duty
from saraban.cases.catalogue import Kind, Service
from saraban.licences.kinds import LicenceKind
from saraban.licences.presets import PRESETS
from tests.cases.matters import MANUAL
from tests.desk.signing_in import sign_in
from tests.licences.kinds import TEXT, kind_of
from tests.office import Office, add_officer

KINDS, NEW = "/desk/settings/licence-kinds/", "/desk/settings/licence-kinds/new/"


@pytest.fixture
def admin(office: Office, client: Client) -> Client:
    return sign_in(client, add_officer("นางสาวอรทัย ดูแล", "orathai@klongnoy.go.th", Duty.ADMINISTRATOR))


@pytest.fixture
def service(office: Office) -> Service:
    return Service.objects.offer("ขออนุญาตตั้งตลาด", Kind.PERMIT, MANUAL, by=OPERATOR)


def typed(**other: Any) -> dict[str, Any]:
    said = {"name": "ใบอนุญาตจัดตั้งตลาด", "numbered_as": "{number}/{year}", "lasts": "years", "lasts_for": "1"}
    return said | {"field": ["", ""], "label": ["ประเภทตลาด", "จำนวนแผง"], "required": ["0"]} | other


def page(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status
    return answer.content.decode()


def refused(client: Client, address: str, form: dict[str, Any]) -> str:
    answer = client.post(address, form)
    assert answer.status_code == 422, answer.content.decode()
    return answer.content.decode()


def test_the_settings_lead_to_the_kinds_and_they_to_every_preset(admin: Client) -> None:
    assert KINDS in page(admin, "/desk/settings/")
    empty = page(admin, KINDS)
    assert "ยังไม่มีชนิดใบอนุญาต" in empty
    for code, text in PRESETS.items():
        assert f"{NEW}?preset={code}" in empty
        shown = page(admin, f"{NEW}?preset={code}")
        assert text.name in shown and all(one.label in shown for one in text.fields)
    page(admin, f"{NEW}?preset=no-such", 404)


def test_a_kind_is_made_from_a_preset_with_its_services(admin: Client, service: Service) -> None:
    text = PRESETS["market"]
    form = typed(
        name=text.name,
        law=text.law,
        place_needed="on",
        field=[one.name for one in text.fields],
        label=[one.label for one in text.fields],
        required=["0", "1"],
        services=[str(service.pk)],
    )
    assert text.name in admin.post(f"{NEW}?preset=market", form, follow=True).content.decode()
    kind = LicenceKind.objects.get()
    assert (kind.code, kind.text().law, kind.field_list) == ("market", text.law, list(text.fields))
    assert LicenceKind.objects.issued_by(service) == [kind]


def test_what_is_there_is_not_offered_again_and_says_how_long_it_holds(admin: Client) -> None:
    market = kind_of(PRESETS["market"])
    assert "ใบอนุญาตจัดตั้งตลาด" in (listed := page(admin, KINDS)) and "1 ปี" in listed
    assert "preset=market" not in listed and "preset=food" in listed
    market.end(by=OPERATOR)
    assert "preset=market" not in page(admin, KINDS)


def test_a_preset_ticks_the_service_that_ends_in_it(admin: Client, service: Service) -> None:
    of_preset = Service.objects.offer("ขอตั้งตลาด", Kind.PERMIT, MANUAL, by=OPERATOR, code="market")
    boxes = re.findall(r'<input[^>]*name="services"[^>]*>', page(admin, f"{NEW}?preset=market"))
    ticked = [box for box in boxes if "checked" in box]
    assert len(boxes) == 2 and len(ticked) == 1 and f'value="{of_preset.pk}"' in ticked[0]


def test_rows_are_added_renamed_and_taken_out(admin: Client, office: Office) -> None:
    admin.post(NEW, typed())
    kind = LicenceKind.objects.get()
    assert [(one.name, one.label, one.required) for one in kind.field_list] == [
        ("field_1", "ประเภทตลาด", True),
        ("field_2", "จำนวนแผง", False),
    ]
    form = typed(field=["field_1", "field_2", ""], label=["", "จำนวนแผงค้า", "พื้นที่"], required=["2"])
    admin.post(f"{KINDS}{kind.pk}/", form)
    kind.refresh_from_db()
    assert [(one.label, one.required) for one in kind.field_list] == [("จำนวนแผงค้า", False), ("พื้นที่", True)]
    assert kind.field_list[0].name == "field_2"


def test_how_a_field_is_bounded_outlives_an_edit_of_its_label(admin: Client) -> None:
    kind = kind_of()
    names = [one.name for one in TEXT.fields]
    form = typed(field=names, label=["กิจการ", "พื้นที่", "เครื่องจักร"], required=["0", "1"])
    admin.post(f"{KINDS}{kind.pk}/", form)
    kind.refresh_from_db()
    assert [(one.label, one.chars_max) for one in kind.field_list] == [
        ("กิจการ", 20),
        ("พื้นที่", 1_000),
        ("เครื่องจักร", 1_000),
    ]


def test_what_is_refused_keeps_what_was_typed(admin: Client) -> None:
    said = refused(admin, NEW, typed(name=""))
    assert "ยังไม่มีชื่อ" in said and "ประเภทตลาด" in said and "จำนวนแผง" in said
    assert "ต้องมี {number}" in refused(admin, NEW, typed(numbered_as="{year}"))
    assert "จำนวนปีต้องเป็น" in refused(admin, NEW, typed(lasts_for=""))
    admin.post(NEW, typed())
    assert "มีชนิด “ใบอนุญาตจัดตั้งตลาด” อยู่แล้ว" in refused(admin, NEW, typed())
    other = kind_of()
    assert "อยู่แล้ว" in refused(admin, f"{KINDS}{other.pk}/", typed())


def test_a_service_that_is_not_offered_now_stays_linked(admin: Client, service: Service) -> None:
    kind = kind_of()
    kind.link_services([service], by=OPERATOR)
    service.end(by=OPERATOR)
    assert service.name in page(admin, f"{KINDS}{kind.pk}/")
    admin.post(f"{KINDS}{kind.pk}/", typed(services=[str(service.pk)]))
    assert LicenceKind.objects.issued_by(service) == [kind]


def test_a_kind_is_ended_and_given_again(admin: Client) -> None:
    kind = kind_of()
    ended = admin.post(f"{KINDS}{kind.pk}/ended/", follow=True).content.decode()
    assert "เลิกออกแล้ว" in ended and "ออกอีก" in ended
    assert not LicenceKind.objects.filter(ended_at=None).exists()
    again = admin.post(f"{KINDS}{kind.pk}/ended/", follow=True).content.decode()
    assert "ออกอีก" not in again
    assert LicenceKind.objects.get(ended_at=None) == kind


def test_others_read_and_cannot_press(office: Office, client: Client) -> None:
    kind = kind_of()
    reader = sign_in(client, add_officer("นายวิชัย ใจเย็น", "wichai@klongnoy.go.th", Duty.CASE))
    assert "preset=" not in page(reader, KINDS)
    shown = page(reader, f"{KINDS}{kind.pk}/")
    assert "ดูอย่างเดียว" in shown and "บันทึก</button>" not in shown
