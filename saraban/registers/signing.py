"""What we sign for the machines of other agencies: letter.json with a letter, receipt.json with the answer to one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings

from saraban.agencies.models import Profile
from saraban.exchange import letter_json
from saraban.exchange.letter_json import URGENCIES, File, LetterJson, Party
from saraban.exchange.receipt_json import ReceiptJson
from saraban.exchange.signed import ADDRESS, SigningKey
from saraban.files.secrets import made_once
from saraban.mail.models import InboundEmail, KeptFile
from saraban.proposals.reading import read_card
from saraban.registers.answers import Office
from saraban.registers.books import Register
from saraban.tenancy.scope import current_agency

_KINDS = {
    Register.OUTGOING: "letter",
    Register.CIRCULAR: "circular",
    Register.ORDER: "order",
    Register.CERTIFICATE: "certificate",
}
_URGENCIES = dict(zip(("", "urgent", "very", "most"), URGENCIES, strict=True))


def our_key() -> SigningKey:
    """The current agency's, made when it first signs."""
    name = f"exchange-key-{current_agency().uid}"
    return SigningKey(made_once(settings.DATA_DIR, name, SigningKey.make))


def letter_to_sign(
    *,
    number: str,
    dated_on: date,
    subject: str,
    kind: Register,
    urgency: str,
    files: Sequence[KeptFile],
    address: str,
) -> LetterJson | None:
    """What is signed for each recipient. `address`: ours. None where the agency has switched it off, or cannot."""
    profile = Profile.here()
    if not profile.letter_json or not files or ADDRESS.match(address) is None:
        return None
    return LetterJson(
        number=number,
        dated_on=dated_on,
        subject=subject,
        sender=Party(profile.name, address),
        recipient=Party("", ""),
        files=tuple(File(file.name, file.size, file.sha256) for file in files),
        urgency=_URGENCIES[urgency],
        kind=_KINDS[kind],
    )


@dataclass(frozen=True)
class Signer:
    """Who signed a letter that came, and which letter it was."""

    name: str
    address: str
    key: str
    digest: str
    number: str
    dated_on: date


def signer_of(email: InboundEmail) -> Signer | None:
    """None where no letter.json of its sender's own fits the mail. Asks the workbench: not while the desk is held."""
    if email.brings != letter_json.NAME:
        return None
    try:
        path = email.path
    except FileNotFoundError:
        return None
    said = read_card(path, agency=Profile.here().name)["signed"]
    if said is None:
        return None
    return Signer(
        said["name"],
        said["address"],
        said["key"],
        said["digest"],
        said["number"],
        date.fromisoformat(said["dated"]),
    )


def signed_receipt(signer: Signer, office: Office, *, receipt_number: str, deemed_at: datetime) -> str:
    """receipt.json of a letter that was registered; empty where the agency has switched it off, or cannot."""
    if not Profile.here().letter_json or ADDRESS.match(office.address) is None:
        return ""
    receipt = ReceiptJson(
        number=signer.number,
        dated_on=signer.dated_on,
        digest=signer.digest,
        receipt_number=receipt_number,
        received_at=deemed_at,
        sender=Party(office.name, office.address),
    )
    return receipt.signed(our_key())
