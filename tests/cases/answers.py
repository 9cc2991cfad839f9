"""An officer who is asked an opinion by mail and answers it from their account, and all that may lack in that."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from email import message_from_bytes, policy

from saraban.agencies.duties import OPERATOR, Duty
from saraban.agencies.models import Officer
from saraban.cases.mailed_questions import take_replies
from saraban.cases.models import Case
from saraban.cases.opinions import Opinion
from saraban.mail import delivery
from saraban.mail.fakes import FakeInbox, FakeOutbox
from saraban.mail.gateway import Role, nobody_else
from saraban.mail.intake import fetch
from saraban.mail.models import InboundEmail, Mailbox, OutboundEmail
from saraban.mail.one_time import quoted_codes
from saraban.mail.reading import read_files
from saraban.notices.accounts import SigningAccount
from tests.cases.matters import Matters
from tests.cases.test_cases import follow
from tests.office import Office, add_officer, bangkok

HOST = "mx.klongnoy.go.th"
PASS = "dmarc=pass (policy=none) header.from=klongnoy.go.th"
RECEIVED = f"Received: from out.klongnoy.go.th ([192.0.2.7]) by {HOST} with ESMTPS id 4A; Mon, 23 Jan 2023 10:00:00 +0700"
THEIRS = "Received: from [10.0.0.5] by out.klongnoy.go.th with ESMTP id 3B; Mon, 23 Jan 2023 09:59:58 +0700"
WORDS = "ที่ตั้งเหมาะสม เห็นควรอนุญาต"
MONDAY_TEN = bangkok(2023, 1, 23, 10, 0)
QUESTION = "ที่ตั้งเหมาะสมหรือไม่"


@dataclass(frozen=True)
class Asked:
    """A question to Kaew that left by mail."""

    matters: Matters
    case: Case
    kaew: Officer
    opinion: Opinion
    mail: bytes  # as it left

    @property
    def office(self) -> Office:
        return self.matters.office

    @property
    def account(self) -> SigningAccount:
        return SigningAccount.objects.get(officer=self.kaew)

    @property
    def code(self) -> str:
        return code_in(self.mail)

    def reply(self) -> Reply:
        return Reply(self.mail, self.kaew.email)


def ask_kaew(matters: Matters, **letter: str) -> Asked:
    """The host is confirmed and the account recorded: the question leaves with a code."""
    matters.office.mailbox.confirm_hosts([HOST], by=OPERATOR)
    kaew = add_officer("นางสาวแก้ว มั่นคง", "kaew@klongnoy.go.th", Duty.CASE)
    SigningAccount.objects.note(kaew, by=OPERATOR)
    case = matters.case(**letter)
    return ask(matters, case, kaew)


def ask(matters: Matters, case: Case, officer: Officer) -> Asked:
    opinion = Opinion.objects.ask(case, QUESTION, by=matters.officer, officer=officer)
    follow()
    [mail] = leave()
    return Asked(matters, case, officer, opinion, mail)


def leave() -> list[bytes]:
    """Questions that wait in the outbox leave; as they left, in the order in which they were laid there."""
    outbox, inbox = FakeOutbox(), FakeInbox()
    for letter in OutboundEmail.objects.exclude(kind=OutboundEmail.QUESTION).filter(not_before__isnull=False):
        OutboundEmail.objects.filter(pk=letter.pk).lease(not_before=None)
    delivery.send_due(lambda _: outbox, lambda _: inbox)
    for copy, sent in zip(inbox.sent, outbox.sent, strict=False):  # where we keep copies ourselves
        assert not quoted_codes(text_of(copy)) and message_id(copy) == message_id(sent.raw)
    laid = dict(OutboundEmail.objects.values_list("message_id", "pk"))
    return sorted((sent.raw for sent in outbox.sent), key=lambda raw: laid[message_id(raw)])


def text_of(raw: bytes) -> str:
    body = message_from_bytes(raw, policy=policy.default).get_body(("plain",))
    assert body is not None
    return str(body.get_content())


def code_in(raw: bytes) -> str:
    [code] = quoted_codes(text_of(raw))
    return code


def message_id(raw: bytes) -> str:
    return str(message_from_bytes(raw, policy=policy.default)["Message-ID"])


@dataclass(frozen=True)
class Reply:
    """A mail program's answer to a mail, as our host hands it to the mailbox."""

    answered: bytes
    sender: str
    words: str = WORDS
    above: tuple[str, ...] = (f"Authentication-Results: {HOST}; {PASS}", RECEIVED, THEIRS)
    more: tuple[str, ...] = ()
    froms: tuple[str, ...] = ()
    quotes: bool = True
    thread: bool = True
    body: str = field(default="")

    def but(self, **changes: object) -> Reply:
        return replace(self, **changes)  # type: ignore[arg-type]

    def results(self, said: str, host: str = HOST) -> Reply:
        return self.but(above=(f"Authentication-Results: {host}; {said}", RECEIVED, THEIRS))

    def __bytes__(self) -> bytes:
        answered = message_id(self.answered)
        quoted = "\r\n".join(f"> {line}" for line in text_of(self.answered).splitlines())
        body = (
            self.body
            or f"{self.words}\r\n\r\nOn Mon, Jan 23, 2023 at 9:00 AM <saraban@klongnoy.go.th> wrote:\r\n\r\n"
        )
        lines = [
            *self.above,
            *(self.froms or (f"From: Kaew <{self.sender}>",)),
            "To: saraban@klongnoy.go.th",
            "Subject: Re: opinion",
            f"Message-ID: <{abs(hash((self.words, self.sender, self.above, self.more)))}@out.klongnoy.go.th>",
            *([f"In-Reply-To: {answered}", f"References: {answered}"] if self.thread else []),
            *self.more,
            "MIME-Version: 1.0",
            "Content-Type: text/plain; charset=utf-8",
            "Content-Transfer-Encoding: 8bit",
            "",
            body + (quoted if self.quotes else ""),
        ]
        return "\r\n".join(lines).encode()


def arrives(
    mailbox: Mailbox, reply: Reply | bytes, *, at: datetime = MONDAY_TEN, role: Role = Role.INBOX
) -> InboundEmail:
    """It lies in the mailbox, and is fetched."""
    inbox = FakeInbox()
    inbox.in_role[role].uidvalidity += InboundEmail.objects.count() + 10
    inbox.add(bytes(reply), arrived_at=at, role=role)
    fetch(mailbox, inbox, read=read_files, still_ours=nobody_else)
    return InboundEmail.objects.latest("pk")


def comes(
    mailbox: Mailbox, reply: Reply | bytes, *, at: datetime = MONDAY_TEN, role: Role = Role.INBOX
) -> InboundEmail:
    """It arrives, and the clock looks at it."""
    email = arrives(mailbox, reply, at=at, role=role)
    take_replies()
    email.refresh_from_db()
    return email


LATE = MONDAY_TEN + timedelta(days=8)
