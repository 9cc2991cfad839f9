"""letter.json: what an agency's machine says of the letter that a mail brings, beside the letter itself."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from saraban.audit.canonical import Plain
from saraban.exchange.signed import ADDRESS, HEX_32, VERSION, Members, SigningKey, one_line, read_signed

NAME = "letter.json"
FORMAT = "saraban-letter"
NUMBER_MAX = 100  # characters
SUBJECT_MAX = 1_000
PARTY_MAX = 300
FILE_NAME_MAX = 255
FILES_MAX = 100
FILE_BYTES_MAX = 1_000_000_000
URGENCIES = ("normal", "urgent", "very_urgent", "most_urgent")
KINDS = ("letter", "circular", "order", "certificate")


@dataclass(frozen=True)
class Party:
    """An agency, or whoever a letter is for, with the address of its central mailbox."""

    name: str
    address: str

    def plain(self) -> Plain:
        return {"name": one_line(self.name)[:PARTY_MAX].strip(), "address": self.address}

    @classmethod
    def read(cls, members: Members) -> Party:
        """Raises `NotTrusted`."""
        party = cls(members.line("name", longest=PARTY_MAX), members.matching("address", ADDRESS))
        members.end()
        return party

    def has(self, address: str) -> bool:
        return self.address.lower() == address.strip().lower()


@dataclass(frozen=True)
class File:
    name: str
    size: int  # bytes
    sha256: str


@dataclass(frozen=True)
class LetterJson:
    number: str
    dated_on: date
    subject: str
    sender: Party
    recipient: Party
    files: tuple[File, ...]
    urgency: str = "normal"
    kind: str = "letter"

    def to(self, name: str, address: str) -> LetterJson:
        """The same letter for one of those who get it."""
        return replace(self, recipient=Party(name, address))

    def signed(self, key: SigningKey) -> str:
        """The file as it is attached."""
        return key.sign(
            {
                "format": FORMAT,
                "version": VERSION,
                "number": one_line(self.number)[:NUMBER_MAX].strip(),
                "date": self.dated_on.isoformat(),
                "subject": one_line(self.subject)[:SUBJECT_MAX].strip(),
                "from": self.sender.plain(),
                "to": self.recipient.plain(),
                "urgency": self.urgency,
                "kind": self.kind,
                "files": [
                    {
                        "name": one_line(file.name)[:FILE_NAME_MAX].strip(),
                        "size": file.size,
                        "sha256": file.sha256,
                    }
                    for file in self.files
                ],
            }
        )

    def lists(self, files: Iterable[tuple[int, str]]) -> bool:
        """Whether exactly these files, by size and SHA-256, are the ones it lists; in any order, under any name."""
        return Counter(files) == Counter((file.size, file.sha256) for file in self.files)


@dataclass(frozen=True)
class SignedLetter:
    """A letter.json whose signature holds. Whose key it is, only a person can know."""

    letter: LetterJson
    key: str
    digest: str  # SHA-256 of the file


def read_letter_json(data: bytes) -> SignedLetter:
    """Raises `NotTrusted`."""
    members, key = read_signed(data, of=FORMAT)
    letter = LetterJson(
        number=members.line("number", longest=NUMBER_MAX),
        dated_on=members.day("date"),
        subject=members.line("subject", longest=SUBJECT_MAX),
        sender=Party.read(Members(members.take("from"))),
        recipient=Party.read(Members(members.take("to"))),
        urgency=members.one_of("urgency", URGENCIES),
        kind=members.one_of("kind", KINDS),
        files=tuple(_file(one) for one in members.objects("files", most=FILES_MAX)),
    )
    members.end()
    return SignedLetter(letter, key, digest_of(data))


def digest_of(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _file(members: Members) -> File:
    file = File(
        members.line("name", longest=FILE_NAME_MAX, empty=True),
        members.whole_number("size", most=FILE_BYTES_MAX),
        members.matching("sha256", HEX_32),
    )
    members.end()
    return file
