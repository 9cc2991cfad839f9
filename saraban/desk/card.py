"""The card beside a letter: the eight columns of แบบที่ 13, filled from the letter, for a person to check."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.http import QueryDict

from saraban.agencies.models import Officer, Profile, Unit
from saraban.desk.fields import Choice, LineField, ThaiDateField, whole_number
from saraban.mail.models import SUBJECT_MAX, InboundEmail
from saraban.registers.models import (
    ACTION_MAX,
    LETTER_NUMBER_MAX,
    PARTS_MAX,
    PARTY_MAX,
    IncomingEntry,
    Part,
    Particulars,
    Route,
    Urgency,
    said_by,
)
from saraban.registers.suggestions import Suggestion

# Columns of the card, the names under which a letter is read, and the most letters a column takes.
PROPOSED = {
    "letter_number": ("their_number", LETTER_NUMBER_MAX),
    "dated_on": ("dated", 10),
    "sender": ("sender", PARTY_MAX),
    "addressee": ("recipient", PARTY_MAX),
    "subject": ("subject", SUBJECT_MAX),
}
FROM_THE_MAILBOX = "ชื่อกล่องจดหมาย"


@dataclass(frozen=True)
class Line:
    """A column on the card: where its value was read, and why it is to be checked."""

    field: forms.BoundField
    read_from: str
    doubt: str


class RouteForm(forms.Form):
    """To whom a letter is handed on."""

    unit = forms.ModelChoiceField(
        label="การปฏิบัติ",
        queryset=Unit.objects.filter(active=True).order_by("name"),
        widget=Choice,
        required=False,
        error_messages={"invalid_choice": "ไม่พบหน่วยที่เลือก โปรดเลือกใหม่จากรายการ"},
    )
    officer = forms.ModelChoiceField(
        label="เจ้าหน้าที่",
        queryset=Officer.objects.filter(active=True).order_by("name"),
        widget=Choice,
        required=False,
        error_messages={"invalid_choice": "ไม่พบเจ้าหน้าที่ที่เลือก โปรดเลือกใหม่จากรายการ"},
    )

    def __init__(self, *args: Any, nobody: str = "เลือกหน่วย", **kwargs: Any) -> None:
        """`nobody`: what no unit is called."""
        super().__init__(*args, **kwargs)
        for name, empty, rows in (
            ("unit", nobody, Unit.active_here()),
            ("officer", "ทั้งหน่วย", Officer.active_here()),
        ):
            self.fields[name].choices = [("", empty), *((row.pk, row.name) for row in rows)]  # type: ignore[attr-defined]

    def route(self) -> Route:
        return Route(unit=self.cleaned_data["unit"], officer=self.cleaned_data["officer"])


class ColumnsForm(forms.Form):
    """The columns of แบบที่ 13 that a person fills or corrects."""

    letter_number = LineField(label="ที่", max_length=LETTER_NUMBER_MAX, required=False)
    dated_on = ThaiDateField(label="ลงวันที่")
    sender = LineField(
        label="จาก",
        max_length=PARTY_MAX,
        error_messages={"required": "ยังลงรับไม่ได้ เพราะยังไม่มี “จาก” โปรดพิมพ์ชื่อผู้ส่ง แล้วกด Enter"},
    )
    addressee = LineField(label="ถึง", max_length=PARTY_MAX, required=False)
    subject = LineField(
        label="เรื่อง",
        max_length=SUBJECT_MAX,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "ยังลงรับไม่ได้ เพราะยังไม่มี “เรื่อง” โปรดพิมพ์เรื่องโดยย่อ แล้วกด Enter"},
    )
    remarks = LineField(label="หมายเหตุ", max_length=ACTION_MAX, required=False)
    urgency = forms.ChoiceField(
        label="ความเร็ว",
        choices=[("", "ปกติ"), *Urgency.choices],
        widget=Choice,
        required=False,
        error_messages={"invalid_choice": "ไม่พบชั้นความเร็วที่เลือก โปรดเลือกใหม่จากรายการ"},
    )


class EntryCard(ColumnsForm, RouteForm):
    field_order = (
        "letter_number",
        "dated_on",
        "sender",
        "addressee",
        "subject",
        "unit",
        "officer",
        "remarks",
    )

    restricted = forms.BooleanField(label="จำกัดผู้เห็น", required=False)

    def __init__(self, *args: Any, key: str = "", **kwargs: Any) -> None:
        """`key`: which letter of the e-mail it is; "" for the whole mail."""
        kwargs.setdefault("label_suffix", "")
        if key:
            kwargs["prefix"] = f"letter{key}"
        nobody = "เข้าแฟ้มเสนอ" if Profile.here().presents_first else "ยังไม่ส่งต่อ"
        super().__init__(*args, nobody=nobody, **kwargs)
        self.key = key
        self.starts_at = ""  # the column that has the cursor when the page opens
        self.read_from: dict[str, str] = {}  # column → where its value was read
        self.doubts: dict[str, str] = {}  # column → why it is to be checked
        self.part = ""  # the name of the file that the letter stands in
        self.file: int | None = None  # its place among the mail's files

    @classmethod
    def for_entry(cls, held: IncomingEntry) -> EntryCard:
        """What an officer said before, of a letter that came back to the desk."""
        routed = held.last_route()
        if not routed.name:
            routed = held.meant_for
        return cls(
            key=held.part,
            initial={"unit": routed.unit, "officer": routed.officer, **vars(held.particulars())},
        )

    @classmethod
    def for_letter(
        cls, letter: InboundEmail, proposed: dict[str, Any] | None, *, head: str, key: str = ""
    ) -> EntryCard:
        """What the letter itself says: as it was read (`proposals`), else as the mail's head says it.

        `head`: to whom a letter is that names nobody.
        """
        said = said_by(letter)
        initial: dict[str, Any] = {
            "dated_on": said.dated_on,
            "sender": said.sender[:PARTY_MAX],
            "addressee": head,
            "subject": said.subject,
        }
        card = cls(key=key, initial=initial)
        if proposed is not None:
            card.take_proposed(proposed)
        return card

    def take_proposed(self, proposed: dict[str, Any]) -> None:
        """Fill in what was read, with where from and with its doubts."""
        self.part, self.file = proposed["part"], proposed["file"]
        for column, (name, length) in PROPOSED.items():
            read = proposed[name]
            value = read["value"] or ""
            if column == "addressee" and (not value or read["read_from"].startswith(FROM_THE_MAILBOX)):
                continue  # nobody is named: the head is, as every letter to the agency is to them
            if column == "dated_on":
                self.initial[column] = date.fromisoformat(value) if value else None
            else:
                self.initial[column] = "" if value == "-" else value[:length]
            self.read_from[column] = read["read_from"]
            if read["doubt"]:
                self.doubts[column] = read["doubt"]
        self.initial["urgency"] = next(
            (urgency.value for urgency in Urgency if urgency.label == proposed["urgency"]), ""
        )

    def suggest(self, suggestion: Suggestion | None) -> None:
        """Choose the unit for the officer to see, with the reason."""
        if suggestion is None or self.is_bound:
            return
        self.initial["unit"], self.initial["officer"] = suggestion.route.unit, suggestion.route.officer
        self.read_from["unit"] = suggestion.because

    def start_at_what_is_missing(self, *, focus: bool = True) -> None:
        """Put the cursor into the first column that is wrong, doubtful, or empty but needed; else the button has it.

        Without `focus` nothing has it: the key that brought the page may be down still.
        """
        for field in self:
            empty = field.field.required and not field.value()
            doubt = "" if self.is_bound else self.doubts.get(field.name, "")
            if field.errors or doubt or (empty and not self.is_bound):
                field.field.widget.attrs["data-doubt"] = doubt or "ช่องนี้ยังว่าง"
                if not self.starts_at:
                    self.starts_at = field.name
                    if focus:
                        field.field.widget.attrs["autofocus"] = True

    def lines(self) -> Iterator[Line]:
        for field in self:
            doubt = "" if self.is_bound else self.doubts.get(field.name, "")
            yield Line(field, self.read_from.get(field.name, ""), doubt)

    def particulars(self) -> Particulars:
        said = self.cleaned_data
        return Particulars(
            letter_number=said["letter_number"],
            dated_on=said["dated_on"],
            sender=said["sender"],
            addressee=said["addressee"],
            subject=said["subject"],
            remarks=said["remarks"],
            urgency=said["urgency"],
            restricted=said["restricted"],
        )


class Cards:
    """The cards of one e-mail: one, or one for each letter in it."""

    def __init__(self, cards: Sequence[EntryCard]) -> None:
        self.cards = list(cards)

    @classmethod
    def for_letter(
        cls,
        letter: InboundEmail,
        held: Sequence[IncomingEntry],
        read: Sequence[dict[str, Any]],
        *,
        count: int,
    ) -> Cards:
        """`held`: the numbers that the letter holds already; `read`: its letters as they were read; `count`: how many."""
        keys, head = keys_of(count), Profile.here().head_title
        by_key = {entry.part: entry for entry in held}
        return cls(
            [
                EntryCard.for_entry(by_key[key])
                if key in by_key
                else EntryCard.for_letter(letter, read[at] if at < len(read) else None, head=head, key=key)
                for at, key in enumerate(keys)
            ]
        )

    @classmethod
    def bound(cls, data: QueryDict) -> Cards:
        return cls([EntryCard(data, key=key) for key in keys_of(count_in(data.get("parts")) or 1)])

    def __iter__(self) -> Iterator[EntryCard]:
        return iter(self.cards)

    def __len__(self) -> int:
        return len(self.cards)

    @property
    def first(self) -> EntryCard:
        return self.cards[0]

    @property
    def subjects(self) -> list[str]:
        return [str(card.initial.get("subject", "")) for card in self.cards]

    def suggest(self, suggestions: Sequence[Suggestion | None]) -> None:
        for card, suggestion in zip(self.cards, suggestions, strict=True):
            card.suggest(suggestion)

    @property
    def starts_at(self) -> str:
        return next((card.starts_at for card in self.cards if card.starts_at), "")

    def is_valid(self) -> bool:
        valid = [card.is_valid() for card in self.cards]  # each says what is wrong with it
        return all(valid)

    def refuse(self, message: str) -> None:
        self.first.add_error(None, message)

    def parts(self) -> list[Part]:
        return [Part(card.key, card.particulars(), card.route()) for card in self.cards]


def keys_of(count: int) -> list[str]:
    return [""] if count == 1 else [str(number) for number in range(1, count + 1)]


def count_in(said: str | None) -> int | None:
    """How many letters an address or a form says that a mail is; None for what cannot be."""
    count = whole_number(said)
    return count if count and count <= PARTS_MAX else None
