"""receipt.json: that a letter with a letter.json was registered, under which number, in the answer to its mail."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from saraban.audit.canonical import Plain
from saraban.exchange.letter_json import NUMBER_MAX, Party
from saraban.exchange.signed import HEX_32, VERSION, Members, SigningKey, one_line, read_signed
from saraban.thai.dates import moment_in_bangkok

NAME = "receipt.json"
FORMAT = "saraban-receipt"
RECEIPT_NUMBER_MAX = 60  # characters


@dataclass(frozen=True)
class ReceiptJson:
    number: str  # of the letter, as its letter.json says it
    dated_on: date
    digest: str  # SHA-256 of that letter.json
    receipt_number: str
    received_at: datetime  # at which the law says it was received
    sender: Party  # who has received it

    def signed(self, key: SigningKey) -> str:
        """The file as it is attached."""
        letter: dict[str, Plain] = {
            "number": self.number,
            "date": self.dated_on.isoformat(),
            "sha256": self.digest,
        }
        return key.sign(
            {
                "format": FORMAT,
                "version": VERSION,
                "letter": letter,
                "receipt_number": one_line(self.receipt_number)[:RECEIPT_NUMBER_MAX],
                "received_at": moment_in_bangkok(self.received_at).isoformat(timespec="seconds"),
                "from": self.sender.plain(),
            }
        )


@dataclass(frozen=True)
class SignedReceipt:
    """A receipt.json whose signature holds."""

    receipt: ReceiptJson
    key: str


def read_receipt_json(data: bytes) -> SignedReceipt:
    """Raises `NotTrusted`."""
    members, key = read_signed(data, of=FORMAT)
    letter = Members(members.take("letter"))
    receipt = ReceiptJson(
        number=letter.line("number", longest=NUMBER_MAX),
        dated_on=letter.day("date"),
        digest=letter.matching("sha256", HEX_32),
        receipt_number=members.line("receipt_number", longest=RECEIPT_NUMBER_MAX),
        received_at=members.moment("received_at"),
        sender=Party.read(Members(members.take("from"))),
    )
    letter.end()
    members.end()
    return SignedReceipt(receipt, key)
