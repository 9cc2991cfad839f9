"""The card: what a mail is, and for each letter in it the register's columns with where each was read.

What is not sure carries a mark of doubt, a Thai sentence; nothing is guessed in silence. A mail from an office is read
from its PDFs; a mail without an official letter is itself the letter.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from typing import Any

from saraban.exchange.letter_json import LetterJson, SignedLetter
from saraban.mail.reader.addresses import Address
from saraban.proposals.agencies import (
    BODY_NAME_MIN,
    Office,
    addressed_office,
    head_of,
    is_body,
    is_branch_of_state,
    is_office,
    is_state_office,
    office_in,
    without_desk,
)
from saraban.proposals.beside import Beside
from saraban.proposals.body import (
    bare_subject,
    forwarded_in,
    is_cover,
    is_forwarded,
    named_sender,
    names_agree,
    recipient_line,
    recipient_lines,
    runs_on,
    signature,
    subject_line,
    words_of,
)
from saraban.proposals.covering import Told, told_in
from saraban.proposals.doubts import EMPTY_COLUMN, UNREAD_LETTER, UNREAD_SCAN
from saraban.proposals.forms import Form, form_in
from saraban.proposals.junk import is_acknowledgement, is_report, says_so_only_in_words, why_not_registered
from saraban.proposals.letterhead import NO_DATE, Kind, Letterhead, Read, read_letterhead
from saraban.proposals.mail import Mail
from saraban.proposals.marks import only_marks, without_marks
from saraban.proposals.numbers import read_number
from saraban.proposals.sheets import Sheets
from saraban.proposals.summaries import summary
from saraban.proposals.words import squeezed, tidy
from saraban.proposals.written_dates import dates_in
from saraban.thai.dates import moment_in_bangkok
from saraban.thai.digits import arabic_digits

LETTERS_MAX = 20
HEAD_LINES = 12  # of a mail's text, where an office may write a letter's head
SUBJECT_MAX = 500  # characters
AGE_DAYS_MAX = 400  # of a letter when it is sent
AHEAD_DAYS_MAX = 1
CLOCK_DAYS_MAX = 3  # between the sender's clock and ours
RECIPIENT_LONG = 80  # characters
SAME_SUBJECT_MIN = 12  # characters
NO_WORDS = 40  # characters: a body that says nothing
OFFICE_WORDS = 400  # characters: an office that says more says it in the mail
ENOUGH_WORDS = 120  # characters: a body that says something itself
BODY = "body"
SAID_BY_THE_MAIL = "ข้อความในจดหมายที่ส่ง"
NOT_ENCLOSED = "จดหมายกล่าวถึงหนังสือฉบับนี้ แต่ไม่พบไฟล์หนังสือ"
FORWARDED = "จดหมายนี้มีผู้ส่งต่อ โปรดดูว่าใครเป็นเจ้าของเรื่อง"
UNREAD = "หนังสืออ่านไม่ได้ จึงใช้ตามจดหมายที่ส่ง โปรดเทียบกับต้นฉบับ"
SIGNED = "ไฟล์ letter.json (ลงนามอิเล็กทรอนิกส์)"
URGENCIES = {"urgent": "ด่วน", "very_urgent": "ด่วนมาก", "most_urgent": "ด่วนที่สุด"}

REGISTER, NO_REGISTRATION, MISDIRECTED, SPAM = "register", "no_registration", "misdirected", "spam"
FREE_MAIL = frozenset(
    [
        "gmail.com", "googlemail.com", "hotmail.com", "hotmail.co.th", "outlook.com", "outlook.co.th", "live.com", "msn.com",
        "yahoo.com", "yahoo.co.th", "ymail.com", "icloud.com", "me.com", "aol.com", "proton.me", "protonmail.com", "mail.com",
        "gmx.com", "zoho.com", "yandex.com", "mail.ru", "qq.com", "163.com", "windowslive.com",
    ]
)  # fmt: skip
FREE_NAMES = frozenset(
    ["gmail", "hotmail", "outlook", "yahoo", "icloud", "live", "freemail", "protonmail", "ymail"]
)
_GENERAL = re.compile(
    r"^(?:ทาง|ท่าน)?(?:เทศบาล(?:ตำบล|เมือง|นคร)?|อบต\.?|องค์การบริหารส่วนตำบล|อำเภอ|จังหวัด|หน่วยงาน|ผู้เกี่ยวข้อง)$"
)
_OUR_HEAD = re.compile(
    r"^(?:ท่าน\s?)?นายก(?:เทศมนตรี|เทศบาล|องค์การบริหารส่วน(?:ตำบล|จังหวัด)|\s?อบ[ตจ]\.?)?\s?(?:ฯ|ที่เคารพ)?$"
)
_LOOKS_STATE = re.compile(r"go[-.]?th|gov", re.IGNORECASE)
_STATE_DOMAIN = re.compile(r"\.(?:go|ac|mi|or)\.th$")
_ENCLOSURE_NAME = re.compile(
    r"^(?:\d+[.\-_ ]*)?(?:สิ่งที่ส่งมาด้วย|สิ่งที่แนบ|เอกสารแนบ|สสด|สมด|แบบ(?:ฟอร์ม|รายงาน|ตอบรับ|สำรวจ)?|กำหนดการ|ระเบียบวาระ|รายชื่อ|บัญชี|ภาคผนวก|ตาราง|โครงการ|แผนที่|ใบ|สำเนา|รูป|ภาพ|attachment|annex|form|agenda)",
    re.IGNORECASE,
)
_TELLS_OF_A_LETTER = re.compile(r"(?:หนังสือ|คำร้อง|จดหมาย|ฎีกา|คำสั่ง|ประกาศ)(?!เดินทาง|รับรอง|มอบอำนาจ|สัญญา|ยินยอม)")
_ABBREVIATED_OFFICE = re.compile(
    r"^(?!(?:ดร|นส|ผศ|รศ|ดต|นพ|พญ|ทพ|ร|พ|จ|ส|น|ด|ว|ศ)\.)[ก-ฮ]{2,6}\.(?:[ก-ฮ]\.)?\s?[ก-๙]|^(?:[ก-ฮ]\.){3,6}\s?[ก-๙]{3}"
)
_NUMBER_LINE = re.compile(r"^ที่\s*:?\s*(?=\S)(.{3,60})$")
_TO_OTHERS = re.compile(
    r"^(?:ท่าน)?(?:รอง)?(?:ผู้ว่าราชการ|นายอำเภอ(?! ?[ก-๙]+ นายก)|ปลัดกระทรวง|อธิบดี|ปลัดจังหวัด|ท้องถิ่นจังหวัด|หัวหน้าส่วนราชการ|เลขาธิการ)(?!.*(?:นายก|ท้องถิ่นทุก|เทศบาล))"
)
_ORDERS = re.compile(
    r"(?:ตาม|ส่ง|แนบ|สำเนา|พร้อม|มี|ได้|ออก)(?:[ก-๙]{0,30})(?:คำสั่ง|ประกาศ|ระเบียบ|ข้อบังคับ|ข้อบัญญัติ|เทศบัญญัติ)"
)
_SENDS_A_COPY = re.compile(r"สำเนา|แนบ|พร้อมนี้|พร้อมหนังสือนี้|สิ่งที่ส่งมา|ส่งมาด้วย|ส่งหนังสือ|ตามหนังสือ|ได้รับแจ้ง")
_HOW_MANY = re.compile(r"(?:หนังสือ|จำนวน|ส่ง)[^\n]{0,40}?(\d{1,2}) ?(?:ฉบับ|เรื่อง)")
_SCANNED_LETTER = re.compile(r"\.(?:jpe?g|png|tiff?)$", re.IGNORECASE)
_UNREAD_LETTER = re.compile(r"\.(?:docx?|odt|rtf|zip|rar|7z)$", re.IGNORECASE)
_LINK = re.compile(r"https?://\S+")
_SENDING = (
    "ขอส่ง",
    "ส่ง",
    "ขอจัดส่ง",
    "จัดส่ง",
    "ขอนำส่ง",
    "นำส่ง",
    "ขอเรียนเชิญ",
    "ขอเชิญ",
    "ขอความ",
    "มีหนังสือ",
    "ได้ส่ง",
    "ขอแจ้ง",
    "แจ้ง",
)
_BRINGS_ANOTHERS = re.compile(
    r"(?:ส่ง|สำเนา)หนังสือ(?:จาก|ของ)?((?:จังหวัด|อำเภอ|กรม|กระทรวง|สำนักงาน|สำนัก|ศาล|โรงเรียน)[ก-๙]{3,60})(?=\s|$)"
)
_HANDS_ON = re.compile(r"ลงรับ|ฝาก|ส่งต่อ|ส่งมา|ได้รับ(?:เรื่อง|แจ้ง)|รับเรื่อง|เรื่องนี้|ตามข้างล่าง|ด้านล่าง")
_GOVERNING = re.compile(r"^ที่ทำการปกครอง\s?")  # a district's or province's own desk
_HEAD_OR_ALL = re.compile(r"นายก|ปลัด(?:เทศบาล|อบต|องค์)|ผู้บริหาร|ทุกแห่ง|^(?:เทศบาล|องค์การบริหาร|อบต)")
_NO_REPLY = re.compile(r"no[-_.]?reply|donotreply", re.IGNORECASE)
_OF_A_SITE = re.compile(r"no-reply|words")  # as the reader of mail says why it is automatic
_SCAN_NAME = re.compile(r"scan|สแกน|หนังสือ", re.IGNORECASE)


@dataclass(frozen=True)
class Field:
    """A proposed column. `value` None: nothing could be read; "-": letters of this kind have none."""

    value: str | None
    read_from: str
    doubt: str | None = None


@dataclass(frozen=True)
class Letter:
    part: str  # the file's name, or "body"
    their_number: Field
    dated: Field  # ISO, Gregorian
    sender: Field
    recipient: Field
    subject: Field
    urgency: str | None = None
    secrecy: str | None = None
    encloses: tuple[str, ...] = ()  # names of the files that belong to it
    file: int | None = None  # the place of `part` among the mail's files, from 0, for its picture

    @property
    def columns(self) -> tuple[Field, ...]:
        return (self.their_number, self.dated, self.sender, self.recipient, self.subject)


@dataclass(frozen=True)
class Signer:
    """Whose letter.json the card was filled from, that is from whose address the mail came, and which letter it is of."""

    name: str
    address: str
    key: str
    digest: str  # SHA-256 of that letter.json
    number: str
    dated: str  # ISO, Gregorian


@dataclass(frozen=True)
class Card:
    outcome: str
    letters: tuple[Letter, ...]
    unsafe_because: tuple[str, ...] = ()  # Thai sentences: why Enter must not be enough
    outcome_because: str = ""
    signed: Signer | None = None

    @property
    def enter_is_safe(self) -> bool:
        return not self.unsafe_because

    def as_record(self) -> dict[str, Any]:
        """For JSON."""
        return {
            "outcome": self.outcome,
            "outcome_because": self.outcome_because,
            "enter_is_safe": self.enter_is_safe,
            "unsafe_because": list(self.unsafe_because),
            "letters": [asdict(letter) for letter in self.letters],
            "signed": asdict(self.signed) if self.signed is not None else None,
        }


@dataclass(frozen=True)
class Paper:
    """A PDF that was attached, as far as it could be read."""

    name: str
    sheets: Sheets
    file: int | None = None  # its place among the mail's files; None for one inside a forwarded mail


@dataclass(frozen=True)
class _Official:
    paper: Paper
    head: Letterhead


def propose(
    mail: Mail, pdfs: Sequence[Paper], *, agency: str | None = None, beside: Beside | None = None
) -> Card:
    """`agency`: who we are; else the mailbox's name in To says it. `beside`: the letter.json that the mail brings."""
    if mail.unreadable:
        return Card(REGISTER, (), (mail.unreadable,))
    proposal = _Proposal(mail, pdfs, agency)
    card = proposal.card()
    if beside is None:
        return card
    if beside.signed is None:
        return replace(card, unsafe_because=(beside.doubt, *card.unsafe_because))
    if mail.automatic or mail.bounce:  # letters are not sent by programs: what this mail is counts more
        return card
    return proposal.signed_card(beside.signed, read=card)


class _Proposal:
    def __init__(self, mail: Mail, pdfs: Sequence[Paper], agency: str | None) -> None:
        self.mail = mail
        self.words = words_of(mail.text, sender=mail.sender.name if mail.sender else "")
        self.papers = list(pdfs)
        self.agency = agency or _mailbox_agency(mail)
        self.us = office_in(self.agency) if self.agency else None
        heads = [(paper, read_letterhead(paper.sheets)) for paper in self.papers]
        self.official = [_Official(paper, head) for paper, head in heads if head is not None]
        self.scans = [paper for paper in self.papers if paper.sheets.trouble]
        self.marked = without_marks(bare_subject(mail.subject))
        self.form = _form_of(mail)

    def card(self) -> Card:
        covering, enclosed = self._sorted_out()
        scanned = None if covering or self.form is not None else self._scanned_letter()
        junk = self._why_not_registered(covering, scanned)
        if junk is not None:
            return Card(junk[0], (), (f"ไม่ต้องลงรับ: {junk[1]}",), junk[1])
        if covering:
            letters = tuple(self._of_paper(one, alone=len(covering) == 1) for one in covering[:LETTERS_MAX])
            letters += tuple(self._of_scan(paper, alone=False) for paper in self._scans_beside(covering))
            if len(letters) == 1:
                letters = (replace(letters[0], encloses=self._all_but(covering[0].paper.name)),)
        elif scanned is not None:
            letters = (self._of_scan(scanned),)
        else:
            letters = (self._of_body(),)
        letters = tuple(_with_arabic_names(letter) for letter in letters)
        outcome, why = self._outcome(letters)
        return Card(outcome, letters, tuple(self._doubts(outcome, why, letters, enclosed)), why)

    def signed_card(self, signed: SignedLetter, *, read: Card) -> Card:
        """As the sending agency's machine says it. `read`: the card without it, for what only the letter itself says."""
        said = signed.letter
        letter = self._of_signed(said, read)
        outcome, why = self._outcome([letter])
        letter = _with_arabic_names(letter)
        signer = None
        if self.mail.sender is not None and said.sender.has(self.mail.sender.address):
            signer = Signer(
                said.sender.name,
                said.sender.address.lower(),
                signed.key,
                signed.digest,
                said.number,
                said.dated_on.isoformat(),
            )
        return Card(
            outcome, (letter,), tuple(self._doubts(outcome, why, [letter], [], signed=True)), why, signer
        )

    def _of_signed(self, said: LetterJson, read: Card) -> Letter:
        paper = self.papers[0] if self.papers else None
        part, file = (paper.name, paper.file) if paper is not None else (BODY, None)
        number, dated = Field(said.number, SIGNED), Field(said.dated_on.isoformat(), SIGNED)
        if len(read.letters) == 1 and read.letters[0].part in {one.paper.name for one in self.official}:
            there = read.letters[0]
            part, file = there.part, there.file
            number, dated = _as_written(number, there.their_number), _as_written(dated, there.dated)
        if dated.doubt is None:
            dated = replace(dated, doubt=self._odd_date(said.dated_on))
        return Letter(
            part=part,
            their_number=number,
            dated=dated,
            sender=Field(said.sender.name, SIGNED, self._other_signer(said)),
            recipient=Field(said.recipient.name, SIGNED, self._other_recipient(said)),
            subject=Field(said.subject[:SUBJECT_MAX], SIGNED),
            urgency=URGENCIES.get(said.urgency),
            secrecy=next((one.secrecy for one in read.letters if one.secrecy), self.marked.secrecy),
            encloses=self._all_but(part),
            file=file,
        )

    def _other_signer(self, said: LetterJson) -> str | None:
        sender = self.mail.sender
        if sender is None or not said.sender.has(sender.address):
            came_from = sender.address if sender is not None else "ที่ไม่ปรากฏ"
            return (
                f"ผู้ลงนามคือ {said.sender.name} ({said.sender.address}) แต่จดหมายมาจาก {came_from} "
                "อาจมีผู้ส่งต่อหรือแอบอ้าง โปรดตรวจผู้ส่ง"
            )
        if squeezed(said.sender.name) not in squeezed(sender.name):
            return f"letter.json ลงนามในชื่อ {said.sender.name} แต่หัวจดหมายใช้ชื่อ {sender.name or 'ว่าง'}"
        return _imitation(self.mail)

    def _other_recipient(self, said: LetterJson) -> str | None:
        sent_to = [one.address for one in (*self.mail.to, *self.mail.cc)]
        if any(said.recipient.has(address) for address in sent_to):
            return None
        return f"letter.json ออกให้ {said.recipient.name} ({said.recipient.address}) มิใช่กล่องที่จดหมายนี้ส่งถึง"

    def _why_not_registered(
        self, covering: Sequence[_Official], scanned: Paper | None
    ) -> tuple[str, str] | None:
        """Systems of offices say of their mails that nobody reads what is answered: the letters are letters still."""
        reported = is_report(self.mail) and not says_so_only_in_words(self.mail)
        if covering and not reported and not self._come_back(covering):
            return None
        if self.form is not None:
            filled_in = replace(self.mail, automatic=None, subject=self.form.subject)
            return why_not_registered(filled_in, self.form.message, with_letter=False)
        brings = scanned is not None and (scanned in self.scans or self._from_office())
        return why_not_registered(self.mail, self.words.own, with_letter=brings or self._announces_a_letter())

    def _come_back(self, covering: Sequence[_Official]) -> bool:
        """Whether it is our own letter to somebody else, which he shows to say that he has it."""
        if self.us is None or not (
            self.mail.automatic or is_acknowledgement(self.mail.subject, self.words.own)
        ):
            return False
        us = self.us
        for one in covering:
            wrote, to = (addressed_office(said.value or "") for said in (one.head.sender, one.head.recipient))
            if wrote is None or not wrote.place or wrote.differs_from(us):
                return False
            if to is not None and not to.differs_from(us):
                return False
        return True

    def _announces_a_letter(self) -> bool:
        """A letter's number, and a link to where it lies."""
        own = self.words.own
        return (
            self._from_office()
            and _LINK.search(own) is not None
            and bool(told_in(self.mail.subject, own).number)
        )

    # Which attachments are letters

    def _sorted_out(self) -> tuple[list[_Official], list[_Official]]:
        """The letters, and those that only came with one."""
        letters, enclosed = list(self.official), []
        for place, one in enumerate(self.official):
            before = self.official[:place]
            if (
                self._is_evidence(one)
                or any(_is_same(other, one) for other in before)
                or any(
                    _encloses(other, one) and (other in before or not _encloses(one, other))
                    for other in self.official
                    if other is not one
                )
                or any(self._is_copy(one, of=other) for other in self.official if other is not one)
            ):
                letters.remove(one)
                enclosed.append(one)
        return letters, enclosed

    def _is_copy(self, one: _Official, *, of: _Official) -> bool:
        """A letter to others, which a later one to us sends on under the same subject."""
        if one.head.sender.value == of.head.sender.value or not (
            one.head.dated.value and of.head.dated.value
        ):
            return False
        if one.head.dated.value > of.head.dated.value or not _TO_OTHERS.match(one.head.recipient.value or ""):
            return False
        ours, theirs = (squeezed(two.head.subject.value or "") for two in (of, one))
        same = len(theirs) > SAME_SUBJECT_MIN and (theirs in ours or ours in theirs)
        return same and not _TO_OTHERS.match(of.head.recipient.value or "")

    def _is_evidence(self, one: _Official) -> bool:
        """A person's own words, with a letter that somebody else got, or that we had written."""
        sender = self.mail.sender
        own = self.words.own
        if len(own) < ENOUGH_WORDS or is_cover(own) or sender is None:
            return False
        if is_office(sender.name) or self._from_office():
            return False
        ours = self.us is not None and one.head.sender.value is not None
        written = addressed_office(one.head.sender.value or "") if ours else None
        if (
            written is not None
            and self.us is not None
            and not written.differs_from(self.us)
            and written.place
        ):
            return True
        to = addressed_office(one.head.recipient.value or "")
        return one.head.from_office and to is None and _names_a_person(one.head.recipient.value or "")

    def _scanned_letter(self) -> Paper | None:
        """The scan that the mail hands over, where the mail's own words are no letter."""
        named = [
            Paper(name, Sheets((), 1, trouble=_why_unread(name)))
            for name in self.mail.attachments
            if _UNREAD_LETTER.search(name)
            or (_SCANNED_LETTER.search(name) and (_SCAN_NAME.search(name) or self._from_office()))
        ]
        own = self.words.own
        scans = [paper for paper in self.scans if not _ENCLOSURE_NAME.match(paper.name)]
        if self._from_office():
            scans = scans or self.scans or ([] if self.papers else named)
            hands_over = is_cover(own) or len(own) < OFFICE_WORDS
        else:  # a person's papers are no letters, unless he says so or says nothing
            scans = scans or named
            hands_over = len(own) < NO_WORDS or (is_cover(own) and _TELLS_OF_A_LETTER.search(own) is not None)
        return scans[0] if scans and hands_over else None

    def _from_office(self) -> bool:
        sender = self.mail.sender
        return sender is not None and (
            is_branch_of_state(sender.name)
            or _ABBREVIATED_OFFICE.match(sender.name) is not None
            or _STATE_DOMAIN.search(sender.address.lower()) is not None
        )

    def _scans_beside(self, covering: Sequence[_Official]) -> list[Paper]:
        """Scans that must be letters too, because the mail tells how many it brings."""
        told = _HOW_MANY.search(arabic_digits(f"{self.mail.subject}\n{self.words.own}"))
        missing = (int(told[1]) if told else 0) - len(covering)
        scans = [paper for paper in self.scans if not _ENCLOSURE_NAME.match(paper.name)]
        return scans[: max(missing, 0)]

    def _all_but(self, name: str) -> tuple[str, ...]:
        return tuple(other for other in self.mail.attachments if other and other != name)

    # A letter's columns

    def _of_paper(self, one: _Official, *, alone: bool) -> Letter:
        name, head = one.paper.name, one.head
        sender = _field(head.sender, name)
        if sender.value is None:
            said = named_sender(self.mail.sender, "")
            sender = Field(said.name if said else None, "หัวจดหมาย From", "ไม่พบผู้ออกหนังสือในไฟล์ จึงใช้ชื่อผู้ส่งจดหมาย")
        elif head.signed and (office := self._mailing_body()):
            why = "หนังสือมีเพียงชื่อผู้ลงนาม จึงใช้ชื่อผู้ส่งจดหมาย โปรดดูหัวหนังสือ"
            sender = Field(office, "หัวจดหมาย From", why)
        elif sender.doubt is None:
            sender = replace(sender, doubt=_imitation(self.mail))
        recipient = _field(head.recipient, name)
        if recipient.value is None:
            recipient = self._mailbox(recipient.doubt)
        dated = _field(head.dated, name)
        if dated.value is None and head.dated.doubt == NO_DATE:
            dated = replace(self._mail_date(self.mail), doubt="หนังสือไม่มีวันที่ จึงใช้วันที่ของจดหมาย")
        elif dated.value and dated.doubt is None:
            dated = replace(dated, doubt=self._odd_date(date.fromisoformat(dated.value)))
        number = _field(head.number, name)
        if head.further and number.doubt is None:
            number = replace(number, doubt="ไฟล์นี้อาจมีหนังสือมากกว่าหนึ่งฉบับ")
        return Letter(
            part=name,
            their_number=number,
            dated=dated,
            sender=sender,
            recipient=recipient,
            subject=_field(head.subject, name),
            urgency=head.urgency or (self.marked.urgency if alone else None),
            secrecy=head.secrecy or (self.marked.secrecy if alone else None),
            file=one.paper.file,
        )

    def _mailing_body(self) -> str:
        """The office or club whose mailbox sent the mail; empty where a person's did, or where it is ours."""
        name = without_desk(tidy(self.mail.sender.name)) if self.mail.sender else ""
        if not is_body(name) or len(name) < BODY_NAME_MIN or is_state_office(name):
            return ""
        return "" if self.agency and squeezed(name) in squeezed(self.agency) else name

    def _of_scan(self, paper: Paper, *, alone: bool = True) -> Letter:
        """A letter that nobody read: what the mail tells of it, where it brings no other."""
        where, why = f"ไฟล์ {paper.name}", paper.sheets.trouble
        nothing = Field(None, where, why)
        told = told_in(self.mail.subject, self._own_or_handed_on()) if alone else Told()
        number = Field(told.number, SAID_BY_THE_MAIL) if told.number else nothing
        dated = nothing
        if told.dated is not None:
            dated = Field(told.dated.isoformat(), SAID_BY_THE_MAIL, self._odd_date(told.dated))
        subject = nothing
        if told.subject:
            plainly = told.plainly and told.number
            subject = Field(told.subject[:SUBJECT_MAX], SAID_BY_THE_MAIL, None if plainly else UNREAD)
        return Letter(
            part=paper.name,
            their_number=number,
            dated=dated,
            sender=self._scan_sender(nothing) if alone else nothing,
            recipient=self._scan_recipient(nothing) if alone else nothing,
            subject=subject,
            urgency=self.marked.urgency,
            secrecy=self.marked.secrecy,
            encloses=self._all_but(paper.name),
            file=paper.file,
        )

    def _own_or_handed_on(self) -> str:
        inner = self.mail.inner
        return self.words.own if inner is None else f"{self.words.own}\n{words_of(inner.text).own}"

    def _scan_sender(self, nothing: Field) -> Field:
        """The office whose mailbox sent it; surely, where its words name it too."""
        if brought := _BRINGS_ANOTHERS.search(self.words.own):
            return Field(brought[1], SAID_BY_THE_MAIL, UNREAD)
        name = without_desk(tidy(self.mail.sender.name)) if self.mail.sender else ""
        if is_forwarded(self.mail.subject) or self.mail.inner is not None:
            return self._handed_on_by(nothing)
        if not self._is_another_office(name):
            return nothing
        said = squeezed(self.words.own)
        named = any(f"{squeezed(name)}{verb}" in said for verb in _SENDING)
        place = office_in(name)
        if not named and place is not None and place.place:
            named = any(f"{place.place}{verb}" in said for verb in _SENDING)
        return Field(name, "หัวจดหมาย From", _imitation(self.mail) or (None if named else UNREAD))

    def _handed_on_by(self, nothing: Field) -> Field:
        """The office that sent it to whoever forwards it to us."""
        inner = forwarded_in(self.words.quoted)
        sender = self.mail.inner.sender if self.mail.inner is not None else None
        said = sender.name if sender else inner.sender if inner else ""
        name = without_desk(tidy(said))
        return Field(name, "ข้อความที่ส่งต่อ บรรทัด From", UNREAD) if self._is_another_office(name) else nothing

    def _is_another_office(self, name: str) -> bool:
        office = is_office(name) or is_branch_of_state(name) or _ABBREVIATED_OFFICE.match(name) is not None
        return office and not (self.agency and squeezed(name) in squeezed(self.agency))

    def _scan_recipient(self, nothing: Field) -> Field:
        said = recipient_line(self.words.own)
        if self._is_our_head(said):
            return Field(head_of(self.agency), "เนื้อความ บรรทัด เรียน")
        if said and _HEAD_OR_ALL.search(said) and not runs_on(said):
            return Field(said, "เนื้อความ บรรทัด เรียน", None if len(said) <= RECIPIENT_LONG else UNREAD)
        if self.agency:
            return Field(self.agency, "ชื่อกล่องจดหมายที่ส่งถึง", UNREAD)
        return nothing

    def _of_form(self, form: Form) -> Letter:
        """What somebody filled in on a web site; From and Subject are the site's."""
        marked = without_marks(form.subject or "")
        told = marked.text or summary(form.message)
        where = "แบบบนเว็บ ช่องเรื่อง" if marked.text else "ย่อจากข้อความในแบบบนเว็บ"
        if not told:
            told, where = self.marked.text, "หัวจดหมาย Subject"
        return Letter(
            part=BODY,
            their_number=Field("-", "จดหมายไม่มีเลขที่หนังสือ"),
            dated=self._mail_date(self.mail),
            sender=self._form_sender(form),
            recipient=self._body_recipient(form.message),
            subject=Field(told[:SUBJECT_MAX] or None, where, None if told else "แบบบนเว็บไม่มีเรื่องและไม่มีข้อความ"),
            urgency=marked.urgency or self.marked.urgency,
            secrecy=marked.secrecy or self.marked.secrecy,
            encloses=tuple(name for name in self.mail.attachments if name),
        )

    def _form_sender(self, form: Form) -> Field:
        if form.name:
            agree = self.mail.sender is None or names_agree(self.mail.sender, form.name)
            return Field(form.name, "แบบบนเว็บ ช่องชื่อ", None if agree else "ชื่อในแบบไม่ตรงกับชื่อในหัวจดหมาย")
        for one in self.mail.reply_to:
            return Field(one.name or one.address, "หัวจดหมาย Reply-To", "แบบบนเว็บไม่บอกชื่อผู้ส่ง")
        return Field(None, "แบบบนเว็บ ช่องชื่อ", "แบบบนเว็บไม่บอกชื่อผู้ส่ง")

    def _of_body(self) -> Letter:
        if self.form is not None:
            return self._of_form(self.form)
        mail, own, part = self.mail, self.words.own, BODY
        marked = self.marked
        handed_on = False
        if mail.inner is not None and (is_forwarded(mail.subject) or is_cover(own) or len(own) < 300):
            mail, part = mail.inner, BODY
            own, handed_on = words_of(mail.text).own, True
            marked = without_marks(bare_subject(mail.subject))
        subject, urgency, secrecy = self._body_subject(marked.text, own)
        sender = self._body_sender(mail, own)
        inner = forwarded_in(self.words.quoted) if is_forwarded(self.mail.subject) and not handed_on else None
        if inner is not None and len(own) < 200:
            inner_own = words_of(inner.text).own
            if self._asks_himself(own, inner_own):
                sender = replace(sender, doubt=FORWARDED)
            else:
                named = named_sender(Address(inner.sender, ""), inner_own)
                sender = Field(named.name if named else inner.sender, "ข้อความที่ส่งต่อ บรรทัด From", FORWARDED)
                own = inner_own or own
            if subject.value is None:
                subject, _, _ = self._body_subject(bare_subject(inner.subject), inner_own)
        first = only_marks(own.splitlines()[0]) if own else None
        number, dated = self._body_number(own), self._body_date(mail, own)
        told = told_in(self.mail.subject, own) if self._from_office() else Told()
        linked = self._from_office() and _LINK.search(own) is not None and not self.mail.attachments
        if told.number and number.value == "-":
            number = Field(told.number, SAID_BY_THE_MAIL, NOT_ENCLOSED)
            dated = Field(told.dated.isoformat(), SAID_BY_THE_MAIL, NOT_ENCLOSED) if told.dated else dated
            subject = Field(told.subject[:SUBJECT_MAX], SAID_BY_THE_MAIL) if told.plainly else subject
        if linked and (told.number or is_cover(own)):
            why = "หนังสืออยู่ที่ลิงก์ในจดหมาย ยังไม่ได้อ่าน"
            number, dated, subject = (replace(one, doubt=why) for one in (number, dated, subject))
        return Letter(
            part=part,
            their_number=number,
            dated=dated,
            sender=sender,
            recipient=self._body_recipient(own),
            subject=subject,
            urgency=marked.urgency or urgency or (first.urgency if first else None),
            secrecy=marked.secrecy or secrecy or (first.secrecy if first else None),
            encloses=tuple(name for name in self.mail.attachments if name),
        )

    def _asks_himself(self, own: str, inner: str) -> bool:
        """Whether who forwards says more than that, and more than what he forwards; a colleague only hands on."""
        home = self.mail.sender.address.rpartition("@")[2].lower() if self.mail.sender else ""
        colleague = any(home and one.address.lower().endswith(f"@{home}") for one in self.mail.to)
        hands_on = colleague or is_cover(own) or _HANDS_ON.search(own) is not None
        return not hands_on and len(own) > len(inner)

    def _body_number(self, own: str) -> Field:
        """An office may write its whole letter into the mail, number and all."""
        for line in own.splitlines()[:HEAD_LINES]:
            found = _NUMBER_LINE.match(line.strip())
            number = read_number(found[1]) if found else None
            if number is not None and number.whole and "/" in number.value and not number.rest:
                return Field(number.value, "เนื้อความ บรรทัด ที่")
        return Field("-", "จดหมายไม่มีเลขที่หนังสือ")

    def _body_date(self, mail: Mail, own: str) -> Field:
        lines = own.splitlines()[:HEAD_LINES]
        if any(_NUMBER_LINE.match(line.strip()) for line in lines):
            for line in lines:
                for one in dates_in(line):
                    if one.alone and one.day is not None:
                        return Field(one.day.isoformat(), "เนื้อความ บรรทัด วันที่", self._odd_date(one.day))
        return self._mail_date(mail)

    def _body_subject(self, said: str, own: str) -> tuple[Field, str | None, str | None]:
        line = without_marks(subject_line(own))
        if line.text:
            return Field(line.text[:SUBJECT_MAX], "เนื้อความ บรรทัด เรื่อง"), line.urgency, line.secrecy
        if said:
            return Field(said[:SUBJECT_MAX], "หัวจดหมาย Subject"), None, None
        signed = signature(own)
        told = summary(own, without=[signed.line] if signed else [])
        if told:
            return Field(told, "ย่อจากเนื้อความ"), None, None
        names = [name for name in self.mail.attachments if name]
        if names:
            return Field(names[0], "ชื่อไฟล์แนบ", "จดหมายไม่มีเรื่องและไม่มีเนื้อความ"), None, None
        return Field(None, "หัวจดหมาย Subject", "จดหมายไม่มีเรื่องและไม่มีเนื้อความ"), None, None

    def _body_sender(self, mail: Mail, own: str) -> Field:
        named = named_sender(mail.sender, own)
        if named is None:
            return Field(None, "หัวจดหมาย From", "จดหมายไม่บอกผู้ส่ง")
        return Field(named.name, named.where, named.doubt or _imitation(mail))

    def _body_recipient(self, own: str) -> Field:
        said = self._greeted(own)
        if self._is_our_head(said):
            return Field(head_of(self.agency), "เนื้อความ บรรทัด เรียน")
        if said and not (self.agency and _GENERAL.match(said)):
            doubt = "ไม่แน่ใจว่าชื่อผู้รับจบที่ใด" if len(said) > RECIPIENT_LONG or runs_on(said) else None
            return Field(said, "เนื้อความ บรรทัด เรียน", doubt)
        return self._mailbox(None)

    def _is_our_head(self, said: str) -> bool:
        """`ท่านนายก`, `นายกเทศมนตรี`: nobody but our own head."""
        head = head_of(self.agency)
        return bool(head) and (_OUR_HEAD.match(said) is not None or squeezed(said) == squeezed(f"ท่าน{head}"))

    def _greeted(self, own: str) -> str:
        """All addressees, if we are one of them; else the first."""
        greeted = recipient_lines(own)
        return ", ".join(greeted if any(map(self._is_us, greeted)) else greeted[:1])

    def _is_us(self, name: str) -> bool:
        office = addressed_office(name)
        return self.us is not None and office is not None and not office.differs_from(self.us)

    def _mailbox(self, doubt: str | None) -> Field:
        if self.agency:
            return Field(self.agency, "ชื่อกล่องจดหมายที่ส่งถึง", None)
        return Field(None, "หัวจดหมาย To", doubt or "จดหมายไม่บอกว่าถึงใคร")

    def _mail_date(self, mail: Mail) -> Field:
        if mail.sent_at is None:
            if mail.arrived_at is not None:
                day = moment_in_bangkok(mail.arrived_at).date()
                return Field(day.isoformat(), "หัวจดหมาย Received", "จดหมายไม่มีวันที่ จึงใช้วันที่เข้าระบบ")
            return Field(None, "หัวจดหมาย Date", "จดหมายไม่มีวันที่")
        day = moment_in_bangkok(mail.sent_at).date()
        doubt = None
        if mail.arrived_at is not None and abs((mail.arrived_at - mail.sent_at).days) > CLOCK_DAYS_MAX:
            doubt = "วันที่ในหัวจดหมายห่างจากวันที่เข้าระบบหลายวัน"
        return Field(day.isoformat(), "หัวจดหมาย Date", doubt)

    def _odd_date(self, day: date) -> str | None:
        at = self._moment()
        if at is None:
            return None
        sent = moment_in_bangkok(at).date()
        if (day - sent).days > AHEAD_DAYS_MAX:
            return "หนังสือลงวันที่หลังวันที่ส่งจดหมาย"
        if (sent - day).days > AGE_DAYS_MAX:
            return "หนังสือลงวันที่ก่อนวันที่ส่งจดหมายเกินหนึ่งปี"
        return None

    def _moment(self) -> datetime | None:
        return self.mail.sent_at or self.mail.arrived_at

    # What becomes of it

    def _outcome(self, letters: Sequence[Letter]) -> tuple[str, str]:
        if self.us is None or not letters:
            return REGISTER, ""
        named = [addressed_office(letter.recipient.value or "") for letter in letters]
        others = [office for office in named if office is not None and office.differs_from(self.us)]
        if not others or len(others) < len(letters):
            return REGISTER, ""
        if letters[0].part != BODY and (
            any(map(self._is_us, recipient_lines(self.words.own)))
            or _hands_on_a_copy(self.words.own)
            or self._is_passed_on(letters, others)
        ):
            return REGISTER, ""
        return MISDIRECTED, f"จดหมายเขียนถึง {letters[0].recipient.value} มิใช่ {self.agency}"

    def _is_passed_on(self, letters: Sequence[Letter], addressed: Sequence[Office]) -> bool:
        """Whether he to whom somebody else's letter is addressed sends it on to us."""
        passes_on = office_in(self.mail.sender.name) if self.mail.sender else None
        if passes_on is None or not passes_on.place:
            return False
        wrote = [
            addressed_office(_GOVERNING.sub("", letter.sender.value))
            for letter in letters
            if letter.sender.value
        ]
        others_wrote = all(one is None or one.differs_from(passes_on) for one in wrote)
        return others_wrote and all(to.place and not to.differs_from(passes_on) for to in addressed)

    def _doubts(
        self,
        outcome: str,
        why: str,
        letters: Sequence[Letter],
        enclosed: Sequence[_Official],
        *,
        signed: bool = False,
    ) -> list[str]:
        """Why one key must not be enough. `signed`: a signature explains each file, and the columns were not read."""
        found: list[str] = []
        if outcome != REGISTER:
            found.append(why)
        if len(letters) > 1:
            found.append(f"จดหมายนี้มีหนังสือ {len(letters)} ฉบับ")
        elif enclosed:
            found.append("มีไฟล์แนบอื่นที่มีลักษณะเป็นหนังสือ")
        elif not signed and letters and letters[0].part != BODY and self._unexplained_scans(letters[0]):
            found.append(UNREAD_SCAN)
        if any(
            "dmarc=fail" in squeezed(said) for said in self.mail.headers.get("authentication-results", ())
        ):
            found.append("จดหมายไม่ผ่านการตรวจผู้ส่ง (DMARC)")
        if (imitation := _imitation(self.mail)) is not None:
            found.append(imitation)
        if any(letter.secrecy for letter in letters) or any(
            "confidential" in said for said in self.mail.headers.get("sensitivity", ())
        ):
            found.append("มีชั้นความลับ")
        read = {BODY, *(one.paper.name for one in self.official)}
        for letter in letters:
            if letter.part not in read and not signed:
                found.append(UNREAD_LETTER)
            if any(not column.value for column in letter.columns):
                found.append(EMPTY_COLUMN)
            found += [column.doubt for column in letter.columns if column.doubt]
            to = addressed_office(letter.recipient.value or "")
            if outcome == REGISTER and to is not None and self.us is not None and to.differs_from(self.us):
                found.append(f"หนังสือเขียนถึง {letter.recipient.value}")
        return list(dict.fromkeys(found))

    def _unexplained_scans(self, letter: Letter) -> bool:
        head = next((one.head for one in self.official if one.paper.name == letter.part), None)
        others = [paper for paper in self.scans if paper.name != letter.part]
        return bool(others) and (head is None or not head.enclosures)


def _as_written(said: Field, there: Field) -> Field:
    """What was signed, with a doubt where the letter itself surely says otherwise: the wrong file may have been sent."""
    if there.value in (None, "-") or there.doubt or squeezed(there.value) == squeezed(said.value or ""):
        return said
    return replace(said, doubt=f"ในไฟล์หนังสือเขียนว่า {there.value} ไม่ตรงกับที่ลงนามไว้")


def _form_of(mail: Mail) -> Form | None:
    """What a web form filled the mail with. A program's mail counts from our own site, or where somebody elsewhere waits
    for the answer."""
    if is_forwarded(mail.subject) or mail.bounce:
        return None
    form = form_in(mail.text)
    if form is not None and told_in(mail.subject, mail.text).number:
        return None  # it tells of a letter, as systems of offices do
    if form is None or mail.automatic is None:
        return form
    site = mail.sender.address.rpartition("@")[2].lower() if mail.sender else ""
    answers = [one.address.lower() for one in mail.reply_to]
    elsewhere = bool(answers) and all(
        "@" in one and one.rpartition("@")[2] != site and not _NO_REPLY.search(one) for one in answers
    )
    ours = any(site and one.address.lower().endswith(f"@{site}") for one in mail.to)
    return form if (elsewhere or ours) and _OF_A_SITE.search(mail.automatic) else None


def _with_arabic_names(letter: Letter) -> Letter:
    """Names with the digits of the register."""
    sender, recipient = (
        replace(one, value=arabic_digits(one.value)) if one.value else one
        for one in (letter.sender, letter.recipient)
    )
    return replace(letter, sender=sender, recipient=recipient)


def _field(read: Read, name: str) -> Field:
    return Field(read.value, f"ไฟล์ {name} {read.where}", read.doubt or None)


def _mailbox_agency(mail: Mail) -> str:
    """The office to whose mailbox it was sent, by the name in To."""
    for one in (*mail.to, *mail.cc):
        bare = without_desk(tidy(one.name))
        if office_in(bare) is not None:
            return bare
    for one in mail.to:
        bare = without_desk(tidy(one.name))
        if is_office(bare) and bare == tidy(one.name):
            return bare
    return ""


def _is_same(one: _Official, other: _Official) -> bool:
    """The same letter once more, signed or scanned again."""
    number = other.head.number.value
    return number not in (None, "-") and (number, other.head.dated.value, other.head.sender.value) == (
        one.head.number.value,
        one.head.dated.value,
        one.head.sender.value,
    )


def _encloses(letter: _Official, other: _Official) -> bool:
    """Whether the letter names the other one among what it sends or refers to."""
    named = squeezed(arabic_digits(letter.head.enclosures + " " + letter.head.references))
    sent = squeezed(arabic_digits(letter.head.enclosures))
    number = squeezed(other.head.number.value or "")
    if len(number) > 3 and _names(named, number):
        return True
    told = squeezed(arabic_digits(letter.head.body))
    if (
        len(number) > 5
        and _names(told, number)
        and _SENDS_A_COPY.search(letter.head.body)
        and other.head.sender.value != letter.head.sender.value
    ):
        return True
    subject = squeezed(arabic_digits(other.head.subject.value or ""))
    if len(subject) > 8 and subject in sent:
        return True
    if (
        other.head.kind is Kind.ORDER
        and letter.head.kind is not Kind.ORDER
        and _hands_over_order(letter, other)
    ):
        return True
    if not sent:
        return False
    if _ENCLOSURE_NAME.match(other.paper.name):
        return True
    if other.head.kind is Kind.ORDER and letter.head.kind is not Kind.ORDER:
        return re.search(r"คำสั่ง|ประกาศ|ระเบียบ|ข้อบังคับ|ข้อบัญญัติ", sent) is not None
    return False


def _hands_over_order(letter: _Official, order: _Official) -> bool:
    """Whether a letter and an order or announcement, which is addressed to nobody, are about one matter."""
    if (order.head.dated.value or "") > (letter.head.dated.value or "9"):
        return False
    said = squeezed(arabic_digits(f"{letter.head.subject.value or ''} {letter.head.body}"))
    matter = squeezed(arabic_digits(order.head.subject.value or ""))
    if len(matter) >= SAME_SUBJECT_MIN and matter in said:
        return True
    theirs, ours = order.head.sender.value, letter.head.sender.value
    return theirs is not None and theirs == ours and _ORDERS.search(said) is not None


def _names(text: str, number: str) -> bool:
    """Whether a text has this number, and not just the beginning of a longer one."""
    return re.search(
        rf"(?<![0-9]){re.escape(number)}(?![0-9])", text.replace("ว.", "ว")
    ) is not None or number in (text if "ว." in number else "")


def _imitation(mail: Mail) -> str | None:
    """A sender who calls himself an office from an address that no office has."""
    sender = mail.sender
    if sender is None:
        return None
    domain = sender.address.rpartition("@")[2].lower()
    if "@" in sender.name and sender.address.lower() not in sender.name.lower():
        return "ชื่อผู้ส่งแสดงที่อยู่อีเมลอื่น"
    if is_state_office(without_desk(sender.name)) and _is_free(domain):
        return "ผู้ส่งใช้ชื่อหน่วยงาน แต่ส่งจากอีเมลสาธารณะ"
    if (
        _LOOKS_STATE.search(domain)
        and not domain.endswith((".th", ".gov"))
        and re.search(r"go[-.]?th", domain)
    ):
        return "ที่อยู่อีเมลของผู้ส่งเลียนแบบหน่วยงานรัฐ"
    if domain.startswith("xn--") or ".xn--" in domain:
        return "ที่อยู่อีเมลของผู้ส่งเลียนแบบชื่ออื่นได้"
    return None


def _is_free(domain: str) -> bool:
    """Where anybody gets an address; also under another country's ending."""
    return domain in FREE_MAIL or domain.partition(".")[0] in FREE_NAMES


def _why_unread(name: str) -> str:
    if _SCANNED_LETTER.search(name):
        return "เอกสารสแกน อ่านตัวอักษรไม่ได้"
    return "ไฟล์ชนิดนี้ยังอ่านเองไม่ได้ โปรดเปิดดู"


def _names_a_person(text: str) -> bool:
    return re.match(r"^(?:คุณ|นาย(?!ก|อำเภอ)|นาง|นางสาว|น\.ส\.)", text) is not None


def _hands_on_a_copy(own: str) -> bool:
    return re.search(r"สำเนา|เพื่อทราบ|แจ้งเวียน|ส่งต่อ|เวียน", own) is not None
