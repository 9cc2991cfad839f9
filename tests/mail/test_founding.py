"""Founding an agency: everything or nothing, and whoever may not is told why."""

from __future__ import annotations

import stat
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from saraban.agencies.calendar import CalendarYear
from saraban.agencies.duties import Duty
from saraban.agencies.models import Profile
from saraban.files.secrets import FOLDER, read_secret
from saraban.law.refusal import Refusal
from saraban.mail.founding import AgencyFacts, Founded, MailboxFacts, OfficerFacts, found
from saraban.tenancy.links import SignInLink
from saraban.tenancy.models import Agency, User
from saraban.tenancy.scope import acting_for

TOWN = AgencyFacts(
    name="เทศบาลตำบลปากทาง", province="จ.นครนายก", phone="037 000 200", domain="pakthang.go.th"
)
MAILBOX = MailboxFacts(
    inbox_url="imaps://saraban%40pakthang.go.th@mail.pakthang.go.th:993",
    outbox_url="smtps://saraban%40pakthang.go.th@mail.pakthang.go.th:465",
    since=date(2026, 11, 1),
    password="รหัส ลับ 9",
)
CLERK = OfficerFacts(email="Noi@Pakthang.go.th")


pytestmark = pytest.mark.django_db


def test_an_agency_stands_ready() -> None:
    founded = found(TOWN, MAILBOX, CLERK)
    with acting_for(founded.agency):
        profile = Profile.objects.get()
        assert (profile.name, profile.province, profile.domain) == (
            "เทศบาลตำบลปากทาง",
            "นครนายก",
            "pakthang.go.th",
        )
        assert CalendarYear.objects.filter(year=2569, confirmed=True).exists()
        assert founded.officer.duties == {Duty.REGISTRY, Duty.ADMINISTRATOR}
    assert (founded.agency.slug, founded.agency.practice) == ("pakthang", False)
    assert (founded.mailbox.address, founded.mailbox.since) == ("saraban@pakthang.go.th", date(2026, 11, 1))
    assert founded.mailbox.inbox_url == MAILBOX.inbox_url
    assert founded.warnings == ()


def test_the_password_is_a_file_of_the_server_and_the_row_has_its_name(data_dir: Path) -> None:
    founded = found(TOWN, MAILBOX, CLERK)
    path = data_dir / FOLDER / founded.mailbox.secret
    assert read_secret(data_dir, founded.mailbox.secret) == "รหัส ลับ 9"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert "รหัส ลับ 9" not in repr((MAILBOX, founded))


def test_the_token_signs_the_officer_in_once() -> None:
    founded = found(TOWN, MAILBOX, CLERK)
    user = SignInLink.use(founded.token)
    assert user is not None and user.email == "noi@pakthang.go.th"
    assert SignInLink.use(founded.token) is None


def test_a_folder_needs_no_password() -> None:
    founded = found(
        TOWN,
        MailboxFacts(
            inbox_url="maildir:///srv/mail", outbox_url="maildir:///srv/sent", since=date(2026, 11, 1)
        ),
        CLERK,
    )
    assert (founded.mailbox.address, founded.mailbox.secret) == ("saraban@pakthang.go.th", "")


def test_another_name_of_the_mailbox_is_allowed_and_warned_of() -> None:
    founded = found(TOWN, replace(MAILBOX, inbox_url="imaps://admin@mail.pakthang.go.th"), CLERK)
    assert founded.mailbox.address == "admin@pakthang.go.th"
    assert len(founded.warnings) == 1 and "saraban@pakthang.go.th" in founded.warnings[0]


def test_somebody_may_be_an_officer_of_two_agencies() -> None:
    first = found(TOWN, MAILBOX, CLERK)
    second = found(
        replace(TOWN, name="เทศบาลตำบลท่าข้าม", domain="pakthang.or.th"),
        replace(MAILBOX, address="saraban@pakthang.or.th"),
        CLERK,
    )
    assert (first.agency.slug, second.agency.slug) == ("pakthang", "pakthang-2")
    assert first.officer.user == second.officer.user
    assert first.mailbox.secret != second.mailbox.secret


@pytest.mark.parametrize(
    ("code", "town", "mailbox", "clerk"),
    [
        ("no_name", {"name": "  "}, {}, {}),
        ("no_name", {}, {}, {"name": " "}),
        ("no_phone", {"phone": ""}, {}, {}),
        ("too_long", {"name": "ก" * 201}, {}, {}),
        ("too_long", {"phone": "0" * 101}, {}, {}),
        ("too_long", {}, {"password": "ก" * 2_000}, {}),
        ("unknown_province", {"province": "นครนายอ"}, {}, {}),
        ("bad_domain", {"domain": "pakthang"}, {}, {}),
        ("bad_domain", {"domain": "https://pakthang.go.th"}, {}, {}),
        ("bad_email", {}, {}, {"email": "noi"}),
        ("bad_mailbox_address", {}, {"address": "saraban @pakthang.go.th"}, {}),
        ("mailbox_url", {}, {"inbox_url": "pop3://mail.pakthang.go.th"}, {}),
        ("smtp_url", {}, {"outbox_url": "smtp://saraban:secret@mail.pakthang.go.th"}, {}),
        ("no_password", {}, {"password": ""}, {}),
    ],
)
def test_what_cannot_be_is_refused_in_thai_and_leaves_nothing(
    data_dir: Path, code: str, town: dict[str, str], mailbox: dict[str, str], clerk: dict[str, str]
) -> None:
    with pytest.raises(Refusal) as refused:
        found(replace(TOWN, **town), replace(MAILBOX, **mailbox), replace(CLERK, **clerk))
    assert refused.value.code == code
    assert refused.value.message.startswith("ยังไม่ได้ตั้ง")
    _nothing_stands(data_dir)


@pytest.mark.parametrize(
    ("town", "mailbox"),
    [
        ({"domain": "other.go.th"}, {"address": "saraban@other.go.th"}),  # the name again
        ({"name": "เทศบาลตำบลอื่น"}, {"address": "SARABAN@pakthang.go.th"}),  # the mailbox again
    ],
)
def test_an_agency_is_not_founded_twice(town: dict[str, str], mailbox: dict[str, str]) -> None:
    found(TOWN, MAILBOX, CLERK)
    with pytest.raises(Refusal) as refused:
        found(replace(TOWN, **town), replace(MAILBOX, **mailbox), CLERK)
    assert refused.value.code == "founded_already"
    assert Agency.objects.count() == 1


def test_when_the_password_cannot_be_kept_there_is_no_agency(data_dir: Path) -> None:
    (data_dir / FOLDER).write_text("a file where the folder should be")
    with pytest.raises(OSError):
        found(TOWN, MAILBOX, CLERK)
    assert (Agency.objects.count(), User.objects.count()) == (0, 0)


def _nothing_stands(data_dir: Path) -> None:
    assert (Agency.objects.count(), User.objects.count()) == (0, 0)
    assert not (data_dir / FOLDER).exists()


def test_the_same_name_in_another_province_is_another_agency() -> None:
    first: Founded = found(TOWN, MAILBOX, CLERK)
    second = found(
        replace(TOWN, province="สระบุรี"), replace(MAILBOX, address="saraban-2@pakthang.go.th"), CLERK
    )
    assert first.agency != second.agency
