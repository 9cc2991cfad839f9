"""Agency to agency by plain mail: the card of who gets a letter, and the receipt that finds its letter again."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from django.utils.timezone import localdate, now

from saraban.agencies.duties import OPERATOR
from saraban.agencies.models import Profile
from saraban.audit.entries import AuditEntry
from saraban.exchange.signed import SigningKey
from saraban.law.refusal import Refusal
from saraban.mail.fakes import FakeInbox
from saraban.mail.gateway import Role
from saraban.mail.intake import fetch
from saraban.mail.models import InboundEmail, OutboundEmail
from saraban.mail.reading import read_files
from saraban.registers.dispatches import Dispatch, Recipient
from saraban.registers.models import IncomingEntry, Part, Particulars, Route
from saraban.registers.orders import EntryOrder
from saraban.registers.outgoing import OutgoingEntry, OutgoingLetter
from saraban.registers.receipts import ReceiptLook, file_receipts
from saraban.registers.scans import Scan
from saraban.registers.sender_keys import SenderKey
from saraban.registers.verdicts import RECEIPT_OF_A_MACHINE, Verdict
from saraban.tenancy.scope import acting_for
from tests.exchange.two import (
    HERE,
    SIGNED,
    SUBJECT,
    THERE,
    Two,
    file_in,
    letter_pdf,
    parsed,
    two_agencies,
    with_file,
)
from tests.office import arrive


@pytest.fixture
def two(db: None, data_dir: Path) -> Two:
    return two_agencies(data_dir)


def test_the_card_is_right_in_every_column(two: Two) -> None:
    came = two.came(two.send().as_bytes(), to=two.there)
    card = two.card(came, two.there)
    [letter] = card["letters"]
    columns = {name: letter[name] for name in ("their_number", "dated", "sender", "recipient", "subject")}
    assert {name: one["value"] for name, one in columns.items()} == {
        "their_number": "นย 52028/1",
        "dated": localdate().isoformat(),
        "sender": HERE,
        "recipient": THERE,
        "subject": SUBJECT,
    }
    assert {(one["read_from"], one["doubt"]) for one in columns.values()} == {(SIGNED, None)}
    assert (card["outcome"], card["enter_is_safe"], card["unsafe_because"]) == ("register", True, [])
    assert (letter["urgency"], letter["part"], letter["encloses"]) == ("ด่วนมาก", "หนังสือ.pdf", [])
    assert card["signed"]["address"] == two.here.mailbox.address


def test_the_number_comes_back_by_itself(two: Two) -> None:
    sent = two.send()
    answer = two.answered(two.came(sent.as_bytes(), to=two.there))
    mail = parsed(answer.as_bytes())
    assert mail["Auto-Submitted"] == "auto-replied" and "[เลขรับ 1/" in mail["Subject"]
    came = two.came(answer.as_bytes(), to=two.here)
    assert file_receipts() == 1 and file_receipts() == 0

    with acting_for(two.here.agency):
        [dispatch] = Dispatch.objects.all()
        entry = IncomingEntry.across_agencies.get()
        assert dispatch.their_number == entry.receipt_number == f"1/{entry.year}"
        assert (dispatch.their_received_at, dispatch.acknowledgement) == (entry.deemed_at, came)
        came.refresh_from_db()
        assert (came.state, came.state_reason) == ("not_registered", RECEIPT_OF_A_MACHINE)
        verdict = Verdict.objects.get()
        assert (verdict.outcome, verdict.officer, verdict.given_by) == ("no_registration", None, "ระบบ")
        told = AuditEntry.objects.filter(noun="dispatch", verb="acknowledged").get()
        assert told.actor == "machine"
        # Nothing is answered to it, by anybody.
        assert came.no_answer_because() and not came.our_letters.exists()
        assert SenderKey.objects.get().address == two.there.mailbox.address
    with acting_for(two.there.agency):
        assert SenderKey.objects.get().address == two.here.mailbox.address
    assert OutboundEmail.across_agencies.count() == 2  # one mail each


def test_an_officer_takes_it_back_and_the_machine_leaves_it_alone(two: Two) -> None:
    came = two.came(two.answered(two.came(two.send().as_bytes(), to=two.there)).as_bytes(), to=two.here)
    file_receipts()
    with acting_for(two.here.agency):
        Verdict.objects.get().take_back(by=two.here.clerk)
        dispatch = Dispatch.objects.get()
        assert (dispatch.acknowledged_at, dispatch.their_number, dispatch.their_received_at) == (
            None,
            "",
            None,
        )
        came.refresh_from_db()
        assert came.state == InboundEmail.UNSORTED
    assert file_receipts() == 0


def test_a_letter_of_their_own_in_answer_goes_the_same_way_back(two: Two) -> None:
    sent = two.send()
    came = two.came(sent.as_bytes(), to=two.there)
    receipt = two.answered(came)
    with acting_for(two.there.agency):
        reply = OutgoingEntry.objects.send(
            OutgoingLetter(
                "ตอบรับการประชุม",
                [Recipient(HERE, two.here.mailbox.address)],
                files=[Scan("ตอบ.jpg", b"\xff\xd8\xff a photo of the letter")],
                reply_to=IncomingEntry.objects.get(),
            ),
            by=two.there.clerk,
        )
        mail = reply.dispatches.get().letter
        assert mail is not None
    answer = two.came(mail.as_bytes(), to=two.here)
    two.came(receipt.as_bytes(), to=two.here)
    assert file_receipts() == 1
    card = two.card(answer, two.here)
    assert card["enter_is_safe"], card
    assert [one["value"] for one in (card["letters"][0]["their_number"], card["letters"][0]["sender"])] == [
        "นย 52029/1",
        THERE,
    ]
    with acting_for(two.here.agency):
        IncomingEntry.objects.enter(answer, by=two.here.clerk)
        back = OutboundEmail.objects.get(kind=OutboundEmail.ANSWER)
    two.came(back.as_bytes(), to=two.there)
    assert file_receipts() == 1 and file_receipts() == 0
    with acting_for(two.there.agency):
        assert (
            reply.dispatches.get().their_number == IncomingEntry.across_agencies.latest("pk").receipt_number
        )
    assert OutboundEmail.across_agencies.count() == 4  # two letters, one receipt for each


@pytest.mark.parametrize("name", ["letter.json", "หนังสือ.pdf"])
@pytest.mark.parametrize("place", [0, 1, -1])
def test_a_changed_byte_is_noticed_and_said(two: Two, name: str, place: int) -> None:
    raw = two.send().as_bytes()
    data = bytearray(file_in(raw, name))
    data[len(data) // 2 if place == 1 else place] ^= 1
    came = two.came(with_file(raw, name, bytes(data)), to=two.there)
    card = two.card(came, two.there)
    assert card["signed"] is None and not card["enter_is_safe"]
    assert SIGNED not in json.dumps(card, ensure_ascii=False)
    assert card["unsafe_because"][0].startswith("ไม่ได้ใช้ letter.json ที่แนบมา เพราะ")
    assert two.answered(came).for_machines == ""


def test_a_missing_or_a_further_file_is_noticed(two: Two) -> None:
    raw = two.send().as_bytes()
    for other in (with_file(raw, "หนังสือ.pdf", b""), with_file(raw, "แถม.pdf", b"%PDF-1.7 another")):
        card = two.card(two.came(other, to=two.there), two.there)
        assert card["signed"] is None and "ไม่ตรงกับที่ลงนามไว้" in card["unsafe_because"][0]


def test_two_of_them_are_none(two: Two) -> None:
    message = parsed(two.send().as_bytes())
    message.add_attachment(b"{}", maintype="application", subtype="json", filename="LETTER.JSON")
    card = two.card(two.came(message.as_bytes(), to=two.there), two.there)
    assert card["signed"] is None and "พบ 2 ไฟล์" in card["unsafe_because"][0]


def test_who_hands_it_on_is_not_taken_for_the_signer(two: Two) -> None:
    message = parsed(two.send().as_bytes())
    message.replace_header("From", "นางสาวมาลี <malee@example.com>")
    message.replace_header("Subject", f"Fwd: {message['Subject']}")
    came = two.came(message.as_bytes(), to=two.there)
    card = two.card(came, two.there)
    assert card["signed"] is None and not card["enter_is_safe"]
    assert "แต่จดหมายมาจาก malee@example.com" in card["letters"][0]["sender"]["doubt"]
    assert two.answered(came).for_machines == ""
    with acting_for(two.there.agency):
        assert not SenderKey.objects.exists()


def test_a_name_that_is_not_the_senders_is_a_doubt(two: Two) -> None:
    message = parsed(two.send().as_bytes())
    message.replace_header("From", f"ใครก็ได้ <{two.here.mailbox.address}>")
    card = two.card(two.came(message.as_bytes(), to=two.there), two.there)
    assert f"ลงนามในชื่อ {HERE}" in card["letters"][0]["sender"]["doubt"] and not card["enter_is_safe"]


def test_a_letter_signed_for_another_mailbox_is_a_doubt(two: Two) -> None:
    message = parsed(two.send().as_bytes())
    message.replace_header("To", "saraban@elsewhere.go.th")
    card = two.card(two.came(message.as_bytes(), to=two.there), two.there)
    assert "มิใช่กล่องที่จดหมายนี้ส่งถึง" in card["letters"][0]["recipient"]["doubt"]


def test_the_wrong_file_is_noticed_by_its_own_number(two: Two) -> None:
    sent = two.send(files=[Scan("หนังสือ.pdf", letter_pdf("นย 52028/77"))])
    card = two.card(two.came(sent.as_bytes(), to=two.there), two.there)
    number = card["letters"][0]["their_number"]
    assert number["value"] == "นย 52028/1" and "นย 52028/77" in number["doubt"]
    assert not card["enter_is_safe"]


def test_switched_off_nothing_is_signed(two: Two) -> None:
    with acting_for(two.here.agency):
        profile = Profile.objects.get()
        with profile.change("corrected", by=OPERATOR):
            profile.letter_json = False
    sent = two.send()
    assert sent.for_machines == "" and "letter.json" not in sent.body
    with acting_for(two.there.agency):
        profile = Profile.objects.get()
    assert two.answered(two.came(sent.as_bytes(), to=two.there)).for_machines == ""


def test_a_receipt_may_be_switched_off_too(two: Two) -> None:
    with acting_for(two.there.agency):
        profile = Profile.objects.get()
        with profile.change("corrected", by=OPERATOR):
            profile.letter_json = False
    assert two.answered(two.came(two.send().as_bytes(), to=two.there)).for_machines == ""


def test_answers_to_restricted_or_secret_letters_carry_none(two: Two) -> None:
    with acting_for(two.here.agency):
        first, second = arrive(two.here), arrive(two.here, subject="เรื่องที่สอง")
        hidden = IncomingEntry.objects.enter(
            first, by=two.here.clerk, particulars=Particulars(restricted=True, subject="ร้องเรียน")
        )
        assert hidden.is_confidential
        assert two.send(reply_to=hidden).for_machines == ""
        entry = IncomingEntry.objects.enter(second, by=two.here.clerk)
        assert two.send(reply_to=entry).for_machines
        entry.recall(by=two.here.clerk)
        Verdict.objects.lock_as_secret(InboundEmail.objects.get(pk=second.pk), by=two.here.clerk)
        entry.refresh_from_db()
        assert IncomingEntry.objects.get(pk=entry.pk).is_confidential


def test_a_letter_that_an_officer_splits_has_no_receipt_for_machines(two: Two) -> None:
    came = two.came(two.send().as_bytes(), to=two.there)
    with acting_for(two.there.agency):
        parts = [Part(key, Particulars(subject=key), Route()) for key in ("1", "2")]
        IncomingEntry.objects.enter_parts(came, parts, by=two.there.clerk)
        assert {one.for_machines for one in OutboundEmail.objects.all()} == {""}


def test_a_letter_that_lay_in_junk_is_answered_to_machines_too(two: Two) -> None:
    inbox = FakeInbox()
    inbox.add(two.send().as_bytes(), arrived_at=now(), role=Role.JUNK)
    with acting_for(two.there.agency):
        fetch(two.there.mailbox, inbox, read=read_files, still_ours=lambda: None)
        said = Particulars(subject=SUBJECT, sender=HERE, dated_on=localdate())
        came = InboundEmail.objects.get()
        EntryOrder.objects.give(came, [Part("", said, Route())], by=two.there.clerk)
        EntryOrder.objects.get().enter_by_hand(by=two.there.clerk)
        assert json.loads(OutboundEmail.objects.get(kind=OutboundEmail.ANSWER).for_machines)["receipt_number"]


# What does not fit in every part waits at the desk.


def forged(raw: bytes, change: str, key: SigningKey | None = None) -> bytes:
    """A receipt well signed, by this key, that says something else."""
    said = json.loads(file_in(raw, "receipt.json"))
    del said["key"], said["signature"]
    if change == "digest":
        said["letter"]["sha256"] = "0" * 64
    elif change == "number":
        said["letter"]["number"] = "นย 52028/2"
    elif change == "date":
        said["letter"]["date"] = "2020-01-01"
    elif change == "address":
        said["from"]["address"] = "saraban@elsewhere.go.th"
    return with_file(raw, "receipt.json", (key or SigningKey(SigningKey.make())).sign(said).encode())


@pytest.mark.parametrize(
    "change", ["digest", "number", "date", "address", "byte", "none", "stranger", "thread"]
)
def test_a_receipt_that_does_not_fit_waits_at_the_desk(two: Two, change: str) -> None:
    raw = two.answered(two.came(two.send().as_bytes(), to=two.there)).as_bytes()
    if change == "byte":
        data = bytearray(file_in(raw, "receipt.json"))
        data[-5] ^= 1
        raw = with_file(raw, "receipt.json", bytes(data))
    elif change == "none":
        raw = with_file(raw, "receipt.json", b"{}")
    elif change == "stranger":
        message = parsed(raw)
        message.replace_header("From", "x <saraban@elsewhere.go.th>")
        raw = message.as_bytes()
    elif change == "thread":
        message = parsed(raw)
        message.replace_header("In-Reply-To", "<other@example.com>")
        message.replace_header("References", "<other@example.com>")
        raw = message.as_bytes()
    else:
        raw = forged(raw, change)
    came = two.came(raw, to=two.here)
    assert file_receipts() == 1 and file_receipts() == 0
    with acting_for(two.here.agency):
        came.refresh_from_db()
        assert came.state == InboundEmail.UNSORTED
        assert not Dispatch.objects.exclude(acknowledged_at=None).exists() and not Verdict.objects.exists()
        assert ReceiptLook.objects.get().because.startswith("ไม่ได้บันทึก receipt.json ที่แนบมาให้เอง เพราะ")
        assert not SenderKey.objects.exists()


def test_another_key_of_a_known_sender_waits_at_the_desk(two: Two) -> None:
    with acting_for(two.here.agency):
        SenderKey.objects.pin(two.there.mailbox.address, "0" * 64, name=THERE, by=two.here.clerk)
    raw = two.answered(two.came(two.send().as_bytes(), to=two.there)).as_bytes()
    two.came(raw, to=two.here)
    file_receipts()
    with acting_for(two.here.agency):
        assert not Verdict.objects.exists()
        assert "กุญแจที่ต่าง" in ReceiptLook.objects.get().because
        SenderKey.objects.pin(two.there.mailbox.address, "1" * 64, name=THERE, by=two.here.clerk)
        known = SenderKey.objects.get()
        assert known.key == "0" * 64  # only an officer replaces it
        with pytest.raises(Refusal):
            known.replace("1" * 64, by=two.here.head)
        known.replace("1" * 64, by=two.here.clerk)
        assert SenderKey.objects.get().key == "1" * 64


def test_the_second_receipt_of_a_letter_is_put_aside_and_changes_nothing(two: Two) -> None:
    raw = two.answered(two.came(two.send().as_bytes(), to=two.there)).as_bytes()
    first = two.came(raw, to=two.here)
    file_receipts()
    two.came(raw.replace(b"Subject: ", b"X-Again: 1\r\nSubject: ", 1), to=two.here)
    assert file_receipts() == 1
    with acting_for(two.here.agency):
        assert Dispatch.objects.get().acknowledgement == first
        assert Verdict.objects.count() == 2


def test_a_receipt_says_more_than_an_acknowledgement_by_hand(two: Two) -> None:
    sent = two.send()
    raw = two.answered(two.came(sent.as_bytes(), to=two.there)).as_bytes()
    with acting_for(two.here.agency):
        by_hand = two.came(parsed_without_machines(raw, "ได้รับแล้ว"), to=two.here)
        Verdict.objects.needs_no_registration(by_hand, by=two.here.clerk, reason="หนังสือตอบรับของหน่วยงานอื่น")
        assert Dispatch.objects.get().their_number == ""
    two.came(raw, to=two.here)
    file_receipts()
    with acting_for(two.here.agency):
        assert Dispatch.objects.get().their_number == f"1/{IncomingEntry.across_agencies.get().year}"


def parsed_without_machines(raw: bytes, subject: str) -> bytes:
    message = parsed(with_file(raw, "receipt.json", b""))
    message.replace_header("Subject", subject)
    message.replace_header("Message-ID", "<by-hand@example.com>")
    return message.as_bytes()


def test_each_agency_has_a_key_of_its_own_and_keeps_it(two: Two, data_dir: Path) -> None:
    keys = [json.loads(two.send().for_machines)["key"] for _ in range(2)]
    with acting_for(two.there.agency):
        back = OutgoingEntry.objects.send(
            OutgoingLetter(
                "x", [Recipient(HERE, two.here.mailbox.address)], files=[Scan("a.pdf", b"%PDF-1.7")]
            ),
            by=two.there.clerk,
        )
        other = back.dispatches.get().letter
        assert other is not None
    assert keys[0] == keys[1] != json.loads(other.for_machines)["key"]
    files = sorted((data_dir / "secrets").glob("exchange-key-*"))
    assert [path.stat().st_mode & 0o777 for path in files] == [0o600, 0o600]


def test_only_registry_and_clock_may_file_and_pin(two: Two) -> None:
    with acting_for(two.here.agency), pytest.raises(Refusal):
        SenderKey.objects.pin("a@b.go.th", "0" * 64, name="x", by=two.here.head)
