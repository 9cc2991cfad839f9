"""What only some may see: a locked letter is not there for the others; a restricted entry shows its number only."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils.timezone import localdate

from saraban.agencies.duties import OPERATOR, Duty
from saraban.agencies.models import Officer
from saraban.contacts.models import Contact
from saraban.law.refusal import Refusal
from saraban.mail.models import InboundEmail, OutboundEmail
from saraban.registers.books import Register
from saraban.registers.handed_in import Channel, HandedIn, HandIn
from saraban.registers.models import IncomingEntry, Particulars, Route
from saraban.registers.secret_book import Secrecy, SecretLetter, SecretStub
from saraban.registers.verdicts import Competent, Verdict
from saraban.search.index import index_new
from tests.desk.signing_in import sign_in
from tests.desk.test_access import STAFF, at
from tests.office import Office, add_officer, arrive, letter_bytes

SECRET = "แผนเผชิญเหตุลับมาก"


@pytest.fixture
def registrar(office: Office) -> Officer:
    return add_officer("นายธนกร เก็บธรรม", "thanakorn@klongnoy.go.th", Duty.SECRETS)


@pytest.fixture
def locked(office: Office) -> InboundEmail:
    letter = arrive(office, letter_bytes(SECRET, attachments=[("a.pdf", b"%PDF-1.4")]))
    Verdict.objects.lock_as_secret(letter, by=office.clerk)
    return letter


@pytest.mark.parametrize(("name", "route"), [one for one in STAFF if one[1].startswith("desk/letters/")])
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_locked_letter_is_not_there_for_the_clerk(
    office: Office, locked: InboundEmail, client: Client, name: str, route: str, method: str
) -> None:
    answer = getattr(sign_in(client, office.clerk), method)(at(name, route, {"letter": locked.pk, "year": 1}))
    assert answer.status_code in (404, 405)


@pytest.mark.parametrize(
    "path", ["/desk/", "/desk/list/", "/desk/history/", "/desk/outbox/", "/desk/register/"]
)
def test_no_list_names_it(office: Office, locked: InboundEmail, client: Client, path: str) -> None:
    assert SECRET not in sign_in(client, office.clerk).get(path).content.decode()


def test_the_registrar_opens_it_and_only_they_bring_it_back(
    office: Office, registrar: Officer, locked: InboundEmail, client: Client
) -> None:
    verdict = Verdict.objects.get()
    with pytest.raises(Refusal) as refused:
        verdict.take_back(by=office.clerk)
    assert refused.value.code == "no_duty"
    page = sign_in(client, registrar).get(f"/desk/letters/{locked.pk}/").content.decode()
    assert SECRET in page and "เอากลับมาที่โต๊ะ" in page
    assert client.post(f"/desk/history/{verdict.pk}/taken-back/").status_code == 302
    locked.refresh_from_db()
    assert locked.state == InboundEmail.UNSORTED


def test_a_number_that_the_letter_held_keeps_silent_about_it(office: Office, client: Client) -> None:
    letter = arrive(office, letter_bytes(SECRET))
    IncomingEntry.objects.enter(letter, by=office.clerk).recall(by=office.clerk)
    Verdict.objects.lock_as_secret(letter, by=office.clerk)
    entry = IncomingEntry.objects.get()
    assert entry.restricted and entry.struck_at is not None
    other = add_officer("นายวิชัย", "wichai@klongnoy.go.th", Duty.CASE)
    page = sign_in(client, other).get("/desk/register/").content.decode()
    assert SECRET not in page and entry.receipt_number in page


@pytest.fixture
def restricted(office: Office) -> IncomingEntry:
    return IncomingEntry.objects.enter(
        arrive(office, letter_bytes(SECRET)),
        by=office.clerk,
        particulars=Particulars(restricted=True),
        route=Route(unit=office.unit),
    )


def test_a_restricted_entry_shows_its_number_only(
    office: Office, restricted: IncomingEntry, client: Client
) -> None:
    stranger = add_officer("นายวิชัย", "wichai@klongnoy.go.th", Duty.CASE)
    sign_in(client, stranger)
    page = client.get("/desk/register/").content.decode()
    assert SECRET not in page and "จำกัดผู้เห็น" in page and restricted.receipt_number in page
    assert client.get(f"/desk/register/{restricted.pk}/").status_code == 404
    assert client.get(f"/desk/letters/{restricted.email_id}/").status_code == 404
    assert SECRET not in client.get("/desk/outbox/").content.decode()


def test_those_it_is_routed_to_see_it(office: Office, restricted: IncomingEntry, client: Client) -> None:
    mine = add_officer("นายวิชัย", "wichai@klongnoy.go.th", Duty.CASE)
    with mine.change("corrected", by=OPERATOR):
        mine.unit = office.unit
    sign_in(client, mine)
    assert SECRET in client.get(f"/desk/register/{restricted.pk}/").content.decode()
    assert SECRET in client.get("/desk/register/").content.decode()


def test_the_head_and_the_registry_see_it(office: Office, restricted: IncomingEntry, client: Client) -> None:
    for officer in (office.head, office.clerk):
        sign_in(client, officer)
        assert SECRET in client.get(f"/desk/register/{restricted.pk}/").content.decode()


def test_search_finds_neither_the_locked_nor_the_restricted_for_others(
    office: Office, locked: InboundEmail, restricted: IncomingEntry, client: Client
) -> None:
    index_new()
    stranger = add_officer("นายวิชัย", "wichai@klongnoy.go.th", Duty.CASE)
    for officer in (stranger, office.clerk):
        sign_in(client, officer)
        words = client.get("/desk/search/", {"q": "แผนเผชิญเหตุ"}).content.decode()
        assert SECRET not in words
    number = sign_in(client, stranger).get("/desk/search/", {"q": str(restricted.number)}).content.decode()
    assert SECRET not in number
    number = (
        sign_in(client, office.clerk).get("/desk/search/", {"q": str(restricted.number)}).content.decode()
    )
    assert SECRET in number


def test_what_goes_on_from_a_restricted_entry_does_not_name_it(
    office: Office, restricted: IncomingEntry, client: Client
) -> None:
    subject = f"Re: เรื่องเดิม [เลขรับ {restricted.receipt_number}]"
    reply = arrive(office, letter_bytes(subject, body="ตามเรื่องเดิม"))
    stranger = add_officer("นายวิชัย", "wichai@klongnoy.go.th", Duty.CASE)
    assert SECRET not in sign_in(client, stranger).get(f"/desk/letters/{reply.pk}/").content.decode()
    assert SECRET in sign_in(client, office.clerk).get(f"/desk/letters/{reply.pk}/").content.decode()


def test_the_letters_about_a_restricted_paper_are_hidden_too(office: Office, client: Client) -> None:
    HandedIn.objects.enter(
        HandIn(Channel.OTHER, channel_name="LINE", answer_address="a@example.com"),
        by=office.clerk,
        particulars=Particulars(subject=SECRET, sender="นางมาลี", restricted=True),
        route=Route(unit=office.unit),
    )
    stranger = add_officer("นายวิชัย", "wichai@klongnoy.go.th", Duty.CASE)
    assert SECRET not in sign_in(client, stranger).get("/desk/outbox/").content.decode()
    assert SECRET in sign_in(client, office.clerk).get("/desk/outbox/").content.decode()
    for letter in OutboundEmail.objects.all():
        assert sign_in(client, stranger).get(f"/desk/outbox/{letter.pk}/").status_code == 404
        printed = sign_in(client, office.clerk).get(f"/desk/outbox/{letter.pk}/").content.decode()
        assert letter.to_address in printed and SECRET in printed


def test_an_answer_to_what_turned_out_secret_is_hidden_too(
    office: Office, registrar: Officer, client: Client
) -> None:
    letter = arrive(office, letter_bytes(SECRET))
    contact = Contact.objects.remember("อำเภอ", by=office.clerk)
    Verdict.objects.return_as_misdirected(
        letter, by=office.clerk, competent=Competent(contact, "")
    ).take_back(by=office.clerk)
    answer = OutboundEmail.objects.get()
    letter.refresh_from_db()
    assert SECRET in sign_in(client, office.clerk).get("/desk/outbox/").content.decode()
    Verdict.objects.lock_as_secret(letter, by=office.clerk)
    assert SECRET not in sign_in(client, office.clerk).get("/desk/outbox/").content.decode()
    assert client.get(f"/desk/outbox/{answer.pk}/").status_code == 404
    assert sign_in(client, registrar).get(f"/desk/outbox/{answer.pk}/").status_code == 200


def test_a_restriction_is_taken_back(office: Office, restricted: IncomingEntry, client: Client) -> None:
    stranger = add_officer("นายวิชัย", "wichai@klongnoy.go.th", Duty.CASE)
    for seen in (200, 404):
        sign_in(client, office.clerk).post(f"/desk/register/{restricted.pk}/restriction/")
        answer = sign_in(client, stranger).get(f"/desk/register/{restricted.pk}/")
        assert answer.status_code == seen


def test_the_secret_book_is_its_registrars_alone(
    office: Office, registrar: Officer, locked: InboundEmail, client: Client
) -> None:
    sign_in(client, registrar)
    assert (
        f'href="/desk/secret/?letter={locked.pk}"'
        in client.get(f"/desk/letters/{locked.pk}/").content.decode()
    )
    form = {"letter": locked.pk, "register": "secret_in", "level": "very", "on": "วันนี้", "kept_at": "ตู้นิรภัย"}
    assert client.post("/desk/secret/", form).status_code == 302
    again = client.post("/desk/secret/", form)
    assert again.status_code == 422 and "ลงสมุดเรื่องลับไว้แล้ว" in again.content.decode()
    page = client.get("/desk/secret/").content.decode()
    assert "ลับมาก" in page and "ตู้นิรภัย" in page and SECRET not in page
    assert "หนังสือลับ (รับ)" in client.get("/desk/books/").content.decode()
    stub = SecretStub.objects.get()
    assert client.post(f"/desk/secret/{stub.pk}/struck/", {"because": "ลงซ้ำ"}).status_code == 302
    assert "ขีดฆ่า ลงซ้ำ" in client.get("/desk/secret/").content.decode()


@pytest.mark.parametrize("who", ["clerk", "head"])
def test_nobody_else_finds_the_secret_book(
    office: Office, registrar: Officer, client: Client, who: str
) -> None:
    stub = SecretStub.objects.enter(
        SecretLetter(Register.SECRET_IN, Secrecy.SECRET, localdate()), by=registrar
    )
    sign_in(client, getattr(office, who))
    assert client.get("/desk/secret/").status_code == 404
    assert (
        client.post("/desk/secret/", {"register": "secret_in", "level": "very", "on": "1"}).status_code == 404
    )
    assert client.post(f"/desk/secret/{stub.pk}/struck/", {"because": "x"}).status_code == 404
    assert "/desk/secret/" not in client.get("/desk/").content.decode()
    assert "หนังสือลับ" not in client.get("/desk/books/").content.decode()
    assert client.post("/desk/books/", {"register": "secret_in", "first": "9"}).status_code == 404


def test_a_letter_that_was_unlocked_meanwhile_gets_no_stub(
    office: Office, registrar: Officer, locked: InboundEmail, client: Client
) -> None:
    Verdict.objects.get().take_back(by=registrar)
    form = {"letter": locked.pk, "register": "secret_in", "level": "very", "on": "วันนี้"}
    answer = sign_in(client, registrar).post("/desk/secret/", form)
    assert answer.status_code == 422 and "ไม่ได้ล็อกเป็นเรื่องลับแล้ว" in answer.content.decode()
    assert not SecretStub.objects.exists()
