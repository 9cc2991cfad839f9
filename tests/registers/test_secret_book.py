"""สมุดเรื่องลับ: numbers of its own, its registrar alone, and no word of what a secret letter says."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils.timezone import localdate

from saraban.agencies.duties import Duty
from saraban.agencies.models import Officer
from saraban.audit.entries import AuditEntry
from saraban.law.refusal import Refusal
from saraban.mail.models import InboundEmail
from saraban.registers.books import BookYear, Register
from saraban.registers.models import IncomingEntry
from saraban.registers.secret_book import Secrecy, SecretLetter, SecretStub
from saraban.registers.verdicts import Verdict
from tests.office import Office, add_officer, arrive, letter_bytes

THIS_YEAR = localdate().year + 543


@pytest.fixture
def registrar(office: Office) -> Officer:
    return add_officer("นายธนกร เก็บธรรม", "thanakorn@klongnoy.go.th", Duty.SECRETS)


@pytest.fixture
def locked(office: Office) -> InboundEmail:
    letter = arrive(office, letter_bytes("แผนเผชิญเหตุลับมาก"))
    Verdict.objects.lock_as_secret(letter, by=office.clerk)
    return letter


def secret(register: Register = Register.SECRET_IN, **more: object) -> SecretLetter:
    return SecretLetter(register, Secrecy.SECRET, localdate(), **more)  # type: ignore[arg-type]


def test_its_numbers_are_apart_from_every_other_and_from_each_other(
    office: Office, registrar: Officer
) -> None:
    entry = IncomingEntry.objects.enter(arrive(office), by=office.clerk)
    stubs = [
        SecretStub.objects.enter(secret(register), by=registrar)
        for register in (Register.SECRET_IN, Register.SECRET_OUT, Register.SECRET_IN)
    ]
    assert [str(one) for one in stubs] == [f"รับ 1/{THIS_YEAR}", f"ส่ง 1/{THIS_YEAR}", f"รับ 2/{THIS_YEAR}"]
    assert (
        IncomingEntry.objects.enter(arrive(office, subject="อีกฉบับ"), by=office.clerk).number
        == entry.number + 1
    )


def test_it_goes_on_from_the_paper_book(office: Office, registrar: Officer) -> None:
    BookYear.objects.begin(Register.SECRET_IN, THIS_YEAR, 15, by=registrar)
    assert SecretStub.objects.enter(secret(), by=registrar).number == 15


@pytest.mark.parametrize(
    "duty",
    [Duty.REGISTRY, Duty.HEAD, Duty.ADMINISTRATOR, Duty.AUDITOR, Duty.CASE, Duty.FINANCE],
)
def test_nobody_else_writes_in_it(office: Office, registrar: Officer, duty: Duty) -> None:
    other = add_officer("นายวิชัย", "wichai@klongnoy.go.th", duty)
    stub = SecretStub.objects.enter(secret(), by=registrar)
    for do in (lambda: SecretStub.objects.enter(secret(), by=other), lambda: stub.strike("ผิด", by=other)):
        with pytest.raises(Refusal) as refused:
            do()
        assert refused.value.code == "no_duty"
    assert SecretStub.objects.count() == 1 and SecretStub.objects.get().struck_at is None


def test_a_locked_letter_has_one_stub_and_its_words_stay_out_of_the_log(
    office: Office, registrar: Officer, locked: InboundEmail
) -> None:
    before = AuditEntry.objects.count()
    SecretStub.objects.enter(secret(email=locked, kept_at="ตู้นิรภัย"), by=registrar)
    with pytest.raises(Refusal) as refused:
        SecretStub.objects.enter(secret(email=locked), by=registrar)
    assert refused.value.code == "already_registered"
    assert SecretStub.objects.enter(secret(), by=registrar).number == 2  # and no number went astray
    for entry in AuditEntry.objects.filter(number__gt=before):
        assert "เผชิญเหตุ" not in str(entry.facts) and "ตู้นิรภัย" not in str(entry.facts)


def test_a_letter_that_is_not_locked_gets_none(office: Office, registrar: Officer) -> None:
    with pytest.raises(Refusal) as refused:
        SecretStub.objects.enter(secret(email=arrive(office)), by=registrar)
    assert refused.value.code == "not_locked"


def test_a_letter_unlocked_and_locked_again_has_a_new_number_and_the_old_one_stays_struck(
    office: Office, registrar: Officer, locked: InboundEmail
) -> None:
    first = SecretStub.objects.enter(secret(email=locked), by=registrar)
    Verdict.objects.get().take_back(by=registrar)
    first.refresh_from_db()
    assert first.struck_at is not None and "ปลดล็อก" in first.struck_because
    locked.refresh_from_db()
    Verdict.objects.lock_as_secret(locked, by=office.clerk)
    assert SecretStub.objects.enter(secret(email=locked), by=registrar).number == 2


def test_one_press_sent_twice_enters_once(office: Office, registrar: Officer) -> None:
    key = uuid4()
    assert SecretStub.objects.enter(secret(key=key), by=registrar) == SecretStub.objects.enter(
        secret(key=key), by=registrar
    )
    assert SecretStub.objects.count() == 1


def test_no_day_of_the_future(office: Office, registrar: Officer) -> None:
    tomorrow = SecretLetter(Register.SECRET_IN, Secrecy.MOST_SECRET, localdate() + timedelta(days=1))
    with pytest.raises(Refusal) as refused:
        SecretStub.objects.enter(tomorrow, by=registrar)
    assert refused.value.code == "bad_day"


def test_a_line_through_it_needs_a_reason_and_is_drawn_once(office: Office, registrar: Officer) -> None:
    stub = SecretStub.objects.enter(secret(), by=registrar)
    for because, code in (("  ", "no_reason"), ("ลงซ้ำ", ""), ("อีกครั้ง", "struck")):
        if not code:
            stub.strike(because, by=registrar)
            continue
        with pytest.raises(Refusal) as refused:
            stub.strike(because, by=registrar)
        assert refused.value.code == code
    assert SecretStub.objects.get().struck_because == "ลงซ้ำ"
