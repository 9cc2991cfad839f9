"""Mails of the fourth corpus: the third's envelope, with sheets in it, and the offices that write."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from random import Random
from typing import Any

from tests.cards.fourth_paper import Sheet
from tests.cards.third_mail import NONE, OURS, UNKNOWN, File, Label, Mail, Said, arabic, day, entry

HEAD = OURS[0]
LOOKS = (
    "chrome-a",
    "hand-am",
    "typst-a",
    "hand-",
    "chrome-b",
    "hand-pua",
    "chrome-c",
    "hand-amgap+wide",
    "typst-b",
    "hand-am+frag",
    "chrome-a",
    "hand-order",
    "hand-am+pua",
    "chrome-b",
    "hand-uneven+wide",
    "hand-lost",
)


@dataclass(frozen=True)
class Held:
    """One file of a mail; a letter has its label."""

    name: str
    content: Sheet | bytes
    label: Label | None = None
    how: str = "star"


@dataclass
class Post(Mail):
    held: Sequence[Held] = field(default_factory=tuple)

    def written(self, printed: Sequence[bytes], random: Random) -> bytes:
        files = [File(one.name, made, one.how) for one, made in zip(self.held, printed, strict=True)]
        plain = Mail(**{key: value for key, value in vars(self).items() if key not in ("held", "files")})
        return replace(plain, files=files).raw(printed, random)


@dataclass(frozen=True)
class Office:
    org: Sequence[str]
    code: str
    sign: Sequence[str]
    box: tuple[str, str]  # the mailbox: its name, its address
    contact: Sequence[str] = ()
    also: Sequence[str] = ()
    layout: str = "std"
    thai: bool = True
    tail: str = ""

    def names(self) -> list[str]:
        post = self.sign[1:]
        # A line that goes on with “และ” is half a name, and a bare “ผู้จัดการ” says nothing.
        whole = not any(one.startswith("และ") for one in self.org[1:2])
        found = [
            self.org[0] if whole else "".join(self.org[:2]),
            " ".join(post),
            "".join(post),
            f"{' '.join(post)} {self.org[0]}",
            *(one for one in post[-1:] if not one.startswith("และ") and len(one) > 13),
            *self.also,
        ]
        return [one for one in dict.fromkeys(found) if one and (len(one) > 13 or one not in post)]


def letter(
    office: Office,
    run: str,
    iso: str,
    subject: str,
    *body: str,
    to: str = HEAD,
    name: str = "",
    form: str = "full",
    said: dict[str, Said] | None = None,
    to_also: Sequence[str] = (),
    how: str = "star",
    **more: Any,
) -> Held:
    """An office's letter and its label; `said` overrules columns of the label."""
    number = f"{office.code}/{run}" if office.code else run
    kind = more.get("form_of", "letter")
    sheet = Sheet(
        form=kind,
        number=number,
        date=day(iso, form),
        org=office.org,
        subject=subject,
        to=to,
        body=body,
        sign=() if kind == "seal" else office.sign,
        contact=office.contact,
        layout=office.layout,
        thai=office.thai,
        tail=office.tail,
    )
    sheet = replace(sheet, **{key: one for key, one in more.items() if key != "form_of"})
    listed = arabic(number)
    bare = [listed, listed.replace(" ", "")] if sheet.look == "hand-lost" else [listed]
    columns: dict[str, Said] = {
        "number": bare if number else NONE,
        "dated": iso,
        "sender": office.names(),
        "recipient": [to, *to_also] if to else OURS,
        "subject": subject,
    }
    columns |= said or {}
    if sheet.look == "hand-lost":
        columns = {
            key: one if isinstance(one, dict) or key in ("number", "dated") else _unspaced(one)
            for key, one in columns.items()
        }
    return Held(name or f"{run.replace('/', '-')}.pdf", sheet, entry(name, **columns), how)


def _unspaced(one: Said) -> list[str]:
    texts = [one] if isinstance(one, str) else list(one)
    return [*texts, *(text.replace(" ", "") for text in texts)]


@dataclass
class Bag:
    """The mails, as they are written down; sheets that name no look take turns."""

    mails: list[Post] = field(default_factory=list)
    turn: int = 0

    def look(self) -> str:
        self.turn += 1
        return LOOKS[(self.turn * 7) % len(LOOKS)]

    def add(
        self,
        about: str,
        box: tuple[str, str],
        sent: str,
        subject: str | None,
        text: str,
        *held: Held,
        **more: Any,
    ) -> None:
        labels = []
        for one in held:
            if one.label is not None:
                labels.append(one.label | {"part": one.name})
        labels += more.pop("letters", [])
        self.mails.append(Post(about, box[0], box[1], subject, text, sent, letters=labels, held=held, **more))


__all__ = ["HEAD", "NONE", "OURS", "UNKNOWN", "Bag", "Held", "Office", "Post", "letter"]
