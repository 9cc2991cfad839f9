"""ช่องทางติดต่ออื่น: telephone numbers and addresses in the applicant's letters and their files (guide #3.1).

Who cannot be reached by mail is waited for only where there is nothing else to try.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from saraban.agencies.models import Officer, Profile, Unit
from saraban.audit.desk import at_the_desk
from saraban.cases.models import Case, CaseLetter, CaseMail
from saraban.mail.models import InboundEmail, Mailbox, files
from saraban.proposals.reading import read_words
from saraban.registers.handed_in import ScannedFile
from saraban.tenancy.scope import current_agency
from saraban.thai.contact import addresses_in, phones_in

WORDS_MAX = 20_000  # characters of a letter and its files that are read
LETTERS_MAX = 30  # of a case, the latest
FOUND_MAX = 10


@dataclass(frozen=True)
class OtherContact:
    """`value`: a telephone number, or an e-mail address. `letter`: in which it stands."""

    value: str
    letter: CaseLetter

    def was_tried(self, said: str) -> bool:
        """Whether the officer's words of what they tried name it."""
        return self.value in {*phones_in(said), *addresses_in(said)}


def other_contacts(case: Case) -> list[OtherContact]:
    """What nobody wrote to or called yet, as far as we know; the latest letters first.

    Not at the desk: files are read in the child process.
    """
    assert not at_the_desk(), "nobody waits at the desk while files are read"
    known = _ours() | _known_of(case)
    found: dict[str, OtherContact] = {}
    letters = case.letters_of_applicant().exclude(entry__email__state=InboundEmail.SECRET)
    for letter in letters.select_related("entry__email", "entry__handed_in").order_by("-pk")[:LETTERS_MAX]:
        for words in _words_of(letter):
            for value in (*phones_in(words), *addresses_in(words)):
                if value not in known and value.partition("@")[2] not in known:
                    found.setdefault(value, OtherContact(value, letter))
    return list(found.values())[:FOUND_MAX]


def _words_of(letter: CaseLetter) -> Iterator[str]:
    entry = letter.entry
    if entry.email is not None:
        yield f"{entry.email.sender_address} {entry.email.answer_address}"
        yield from _read(entry.email.sha256)
    if entry.handed_in is not None:
        for sha256, name in ScannedFile.objects.filter(handed_in=entry.handed_in).values_list(
            "sha256", "name"
        ):
            yield from _read(sha256, name or "scan")


def _read(sha256: str, name: str = "") -> Iterator[str]:
    try:
        path = files().path(current_agency(), sha256)
    except FileNotFoundError:  # the doctor tells of it
        return
    yield read_words(path, name=name, characters_max=WORDS_MAX)


def _ours() -> set[str]:
    """Our own numbers, addresses and domain: they stand in every answer that is quoted."""
    profile = Profile.here()
    phones = [
        profile.registry_phone,
        *Unit.objects.values_list("phone", flat=True),
        *Officer.objects.values_list("phone", flat=True),
    ]
    addresses = [
        *Mailbox.addresses(),
        *Unit.objects.values_list("email", flat=True),
        *Officer.objects.values_list("email", flat=True),
    ]
    domains = {profile.domain.lower(), *(one.partition("@")[2] for one in Mailbox.addresses())}
    return {*phones_in("\n".join(phones)), *(one.lower() for one in addresses), *domains} - {""}


def _known_of(case: Case) -> set[str]:
    """What failed or is asked for already, and those whom we asked about a paper."""
    issuers = CaseMail.objects.filter(case=case, about=CaseMail.ISSUER)
    asked = issuers.values_list("letter__to_address", flat=True)
    return {case.address.lower(), *phones_in(case.phone), *(one.lower() for one in asked)} - {""}
