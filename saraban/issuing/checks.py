"""ตรวจเอกสาร (P11): anyone may ask whether a paper is ours and as it left: by its QR, by number and code, or by the file.

What is told is what the paper itself says, to whoever holds it: a number alone tells nothing.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import islice
from pathlib import Path

from django.db.models import Q
from django.utils.timezone import localdate

from saraban.documents.signatures import PdfVerdict
from saraban.documents.verification import verify_pdf
from saraban.issuing.models import CODE_LENGTH, TOKEN_BYTES, IssuedPaper, Stage
from saraban.licences.models import Licence, Standing
from saraban.proposals.reading import read_words
from saraban.tenancy.models import Agency
from saraban.tenancy.scope import acting_for
from saraban.thai.digits import arabic_digits

FILE_BYTES_MAX = 25 * 1024 * 1024
WORDS_MAX = 200_000  # characters of a file that are looked through for the address of its check
TOKEN = re.compile(rf"/v/([0-9a-f]{{{2 * TOKEN_BYTES}}})")
END_OF_A_REVISION = re.compile(rb"%%EOF\r?\n?")
REVISIONS_MAX = 20
NUMBERS_MAX = 20  # papers that share a number: of the kinds of licences, each with its own series


class Word(StrEnum):
    """What is said of a file."""

    UNCHANGED = "unchanged"
    CHANGED = "changed"
    NOT_OURS = "not_ours"


@dataclass(frozen=True)
class Told:
    """What the one who asks is shown. `paper` None: it is none of ours. `replaced_by`: the number of what stands for it now."""

    paper: IssuedPaper | None
    agency: Agency | None = None
    licence: Licence | None = None
    standing: Standing | None = None
    voided: bool = False
    replaced_by: str = ""
    word: Word | None = None
    signatures: PdfVerdict | None = None

    @property
    def holds(self) -> bool:
        """Whether it may be relied on today."""
        fits = self.word in (None, Word.UNCHANGED)
        in_force = self.standing in (None, Standing.IN_FORCE)
        return self.paper is not None and fits and in_force and not self.voided and not self.replaced_by


NOTHING = Told(None)


def by_token(token: str, *, on: date | None = None) -> Told:
    """By the address that a QR holds; of whichever agency of this installation it is."""
    paper = (
        IssuedPaper.across_agencies.filter(token=token)
        .select_related("agency", "issue__entry", "issue__licence__kind", "certificate")
        .first()
    )
    return told_of(paper, on=on) if paper is not None else NOTHING


def by_number(agency: Agency, number: str, code: str, *, on: date | None = None) -> Told:
    """By the number and the code beside it; the code is needed, since numbers can be guessed."""
    number = " ".join(arabic_digits(number).split())
    code = code.strip().upper()[: 2 * CODE_LENGTH]
    with acting_for(agency):
        found = IssuedPaper.objects.filter(number=number).select_related(
            "agency", "issue__entry", "issue__licence__kind"
        )
        for paper in found.order_by("-pk")[:NUMBERS_MAX]:
            if hmac.compare_digest(paper.code, code):
                return told_of(paper, on=on)
    return NOTHING


def by_file(path: Path, *, on: date | None = None) -> Told:
    """By the file itself: byte for byte as it left, or changed since, or none of ours. Opened only in the limited child."""
    data = path.read_bytes()
    signatures = verify_pdf(path)
    if (known := _of_bytes([_digest(data)])) is not None:
        return told_of(known, on=on, word=Word.UNCHANGED, signatures=signatures)
    if (grown := _of_bytes(_earlier(data))) is not None:
        return told_of(grown, on=on, word=Word.CHANGED, signatures=signatures)
    meant = next(
        (told for token in _tokens_in(path) if (told := by_token(token, on=on)).paper is not None), None
    )
    if meant is not None and meant.paper is not None:
        return told_of(meant.paper, on=on, word=Word.CHANGED, signatures=signatures)
    return Told(None, word=Word.NOT_OURS, signatures=signatures)


def told_of(
    paper: IssuedPaper,
    *,
    on: date | None = None,
    word: Word | None = None,
    signatures: PdfVerdict | None = None,
) -> Told:
    """What is known of this paper of ours."""
    day, issue = on or localdate(), paper.issue
    with acting_for(paper.agency):
        licence = issue.licence if paper.kind == "licence" else None
        newer = (
            issue.replaced_by.filter(stage=Stage.SENT)
            .select_related("entry", "licence")
            .order_by("-pk")
            .first()
        )
        number = ""
        if newer is not None:
            number = newer.licence.licence_number if licence and newer.licence else str(newer.entry)
        return Told(
            paper,
            paper.agency,
            licence,
            licence.stands(day) if licence is not None else None,
            voided=issue.stage == Stage.VOIDED,
            replaced_by=number,
            word=word,
            signatures=signatures,
        )


def _of_bytes(digests: Sequence[str]) -> IssuedPaper | None:
    related = ("agency", "issue__entry", "issue__licence__kind", "certificate")
    return (
        IssuedPaper.across_agencies.filter(Q(sha256__in=digests) | Q(kept_sha256__in=digests))
        .select_related(*related)
        .order_by("pk")
        .first()
    )


def _earlier(data: bytes) -> list[str]:
    """The digests of what the file was before something was written behind it: a PDF ends with a mark, and grows after it."""
    ends = [found.end() for found in islice(END_OF_A_REVISION.finditer(data), REVISIONS_MAX)]
    return [_digest(data[:end]) for end in ends if end < len(data)]


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _tokens_in(path: Path) -> Iterable[str]:
    return dict.fromkeys(TOKEN.findall(read_words(path, name="paper.pdf", characters_max=WORDS_MAX)))
