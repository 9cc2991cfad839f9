"""Mail from a recorded officer's account is their word on an opinion with the code that was mailed to that account and our
own host's word that it comes from there (0.6(11)); and never on a licence, a refusal or a disposal."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import timedelta

import pytest

from saraban.agencies.duties import OPERATOR, Duty
from saraban.agencies.models import Unit
from saraban.audit.entries import AuditEntry, Opening
from saraban.cases.decisions import Asks, Proposal
from saraban.cases.mailed_questions import (
    COUNTED,
    LIFE,
    MailedQuestion,
    ReplyLook,
    answers_hidden_from,
    take_replies,
)
from saraban.cases.models import Case
from saraban.cases.news import begin_day
from saraban.cases.opinions import TEXT_MAX, Opinion
from saraban.mail.gateway import Role
from saraban.mail.models import InboundEmail, OutboundEmail
from saraban.mail.one_time import HIDDEN, quoted_codes, without_codes
from saraban.notices.accounts import SigningAccount
from saraban.registers.models import IncomingEntry
from saraban.registers.verdicts import Verdict
from tests.cases.answers import (
    HOST,
    LATE,
    MONDAY_TEN,
    PASS,
    QUESTION,
    RECEIVED,
    THEIRS,
    WORDS,
    Asked,
    Reply,
    arrives,
    ask,
    ask_kaew,
    code_in,
    comes,
    leave,
    text_of,
)
from tests.cases.matters import MONDAY, Matters, clock_at
from tests.cases.test_cases import follow, refused
from tests.office import add_officer, arrive


@pytest.fixture
def asked(matters: Matters) -> Asked:
    return ask_kaew(matters)


def because(email: InboundEmail) -> str:
    return ReplyLook.objects.get(email=email).because


# The question


def test_who_is_asked_is_written_to_at_the_account_that_is_recorded(asked: Asked) -> None:
    letter = OutboundEmail.objects.get(kind=OutboundEmail.QUESTION)
    assert (letter.to_address, letter.mailbox, letter.automatic) == (
        asked.kaew.email,
        asked.office.mailbox,
        True,
    )
    assert letter.subject == f"ขอความเห็น [เลขรับ {asked.case.number}]"
    said = text_of(asked.mail)
    for words in (QUESTION, f"/desk/cases/{asked.case.pk}/", "นายวิชัย ใจเย็น", asked.code, "30 มกราคม 2566"):
        assert words in said
    assert asked.case.applicant not in said + letter.subject
    question = MailedQuestion.objects.get()
    assert (question.officer, question.account, question.letter) == (asked.kaew, asked.account, letter)
    assert question.valid_until == MONDAY + LIFE
    assert b"Auto-Submitted: auto-generated" in asked.mail  # no program answers it


def test_the_code_stands_in_that_mail_and_nowhere_else(
    asked: Asked, caplog: pytest.LogCaptureFixture
) -> None:
    letter = OutboundEmail.objects.get(kind=OutboundEmail.QUESTION)
    assert (letter.state, letter.one_time) == (OutboundEmail.SENT, "")
    assert HIDDEN in letter.body and not quoted_codes(letter.body + letter.subject)
    assert HIDDEN in text_of(letter.raw())
    assert not quoted_codes(text_of(letter.raw()))
    comes(asked.office.mailbox, asked.reply())
    rows = [
        *AuditEntry.objects.values_list("facts", flat=True),
        *Opening.objects.values_list("opened", flat=True),
    ]
    assert asked.code not in str(rows) and len(rows) > 20
    assert asked.code not in caplog.text
    assert asked.code not in InboundEmail.objects.latest("pk").excerpt


def test_before_it_left_only_the_outbox_has_the_code(matters: Matters) -> None:
    ask_kaew(matters)
    Opinion.objects.ask(matters.case(sender="b@example.com"), "ถาม", by=matters.officer, officer=matters.head)
    SigningAccount.objects.note(matters.head, by=OPERATOR)
    follow()
    waiting = OutboundEmail.objects.get(kind=OutboundEmail.QUESTION, state=OutboundEmail.QUEUED)
    assert quoted_codes(waiting.one_time) == [waiting.one_time]
    assert waiting.one_time not in waiting.body and HIDDEN in waiting.body
    assert waiting.as_bytes() != waiting.as_kept()
    question = MailedQuestion.objects.get(letter=waiting)
    assert question.code_sha256 and waiting.one_time not in str(question.plain_values())
    with clock_at(MONDAY + LIFE + timedelta(minutes=1)):
        assert MailedQuestion.objects.forget_codes(MONDAY + LIFE + timedelta(minutes=1)) == 1
    waiting.refresh_from_db()
    assert waiting.one_time == "" and HIDDEN in text_of(waiting.as_bytes())
    begin_day()


def test_codes_are_of_one_shape_and_none_comes_twice(asked: Asked) -> None:
    more = [ask(asked.matters, asked.case, asked.kaew).code for _ in range(3)]
    assert len({asked.code, *more}) == 4
    assert without_codes(f"> {asked.code.lower()}!") == f"> {HIDDEN}!"


def test_each_of_a_unit_is_written_to_with_a_code_of_their_own(matters: Matters) -> None:
    matters.office.mailbox.confirm_hosts([HOST], by=OPERATOR)
    unit = Unit.objects.record("added", by=OPERATOR, name="กองช่าง")
    members = [add_officer(f"ช่าง {n}", f"chang{n}@klongnoy.go.th", Duty.CASE) for n in range(4)]
    for member in members:
        with member.change("corrected", by=OPERATOR):
            member.unit, member.active = unit, member != members[3]
        if member != members[2]:
            SigningAccount.objects.note(member, by=OPERATOR)
    opinion = Opinion.objects.ask(matters.case(), QUESTION, by=matters.officer, unit=unit)
    follow()
    follow()
    mails = leave()
    assert len({code_in(mail) for mail in mails}) == 2
    assert set(MailedQuestion.objects.values_list("officer", flat=True)) == {members[0].pk, members[1].pk}

    # One answers for all, and the code of another is not theirs.
    taken = comes(matters.office.mailbox, Reply(mails[0], members[1].email))
    assert "ไม่ได้ส่งจากบัญชีที่บันทึกไว้ของผู้ถูกถาม" in because(taken)
    comes(matters.office.mailbox, Reply(mails[1], members[1].email))
    opinion.refresh_from_db()
    assert opinion.answered_by == members[1]
    late = comes(matters.office.mailbox, Reply(mails[0], members[0].email, words="ช้าไป"))
    assert because(late)


@pytest.mark.parametrize("lack", ["no_account", "ended_account", "no_mailbox", "answered", "line"])
def test_where_nobody_can_be_written_to_nobody_is(matters: Matters, lack: str) -> None:
    head, case = matters.head, matters.case()
    if lack == "line":
        SigningAccount.objects.note(head, "somsak.line", system="ไลน์", by=OPERATOR)
    elif lack != "no_account":
        account = SigningAccount.objects.note(head, by=OPERATOR)
        if lack == "ended_account":
            account.end("ย้าย", by=OPERATOR)
    if lack == "no_mailbox":
        with matters.office.mailbox.change("corrected", by=OPERATOR):
            matters.office.mailbox.active = False
    opinion = Opinion.objects.ask(case, QUESTION, by=matters.officer, officer=head)
    if lack == "answered":
        opinion.reply("เหมาะ", by=head)
    follow()
    assert not MailedQuestion.objects.exists()


def test_an_account_elsewhere_is_written_to_where_none_of_ours_is_recorded(matters: Matters) -> None:
    SigningAccount.objects.note(matters.head, "Somsak@gmail.example.com", system="อีเมลส่วนตัว", by=OPERATOR)
    Opinion.objects.ask(matters.case(), QUESTION, by=matters.officer, officer=matters.head)
    follow()
    assert MailedQuestion.objects.get().letter.to_address == "somsak@gmail.example.com"


def test_without_a_confirmed_host_the_mail_brings_no_code_and_says_so(matters: Matters) -> None:
    SigningAccount.objects.note(matters.head, by=OPERATOR)
    asked = ask(matters, matters.case(), matters.head)
    assert not quoted_codes(text_of(asked.mail)) and HIDDEN not in text_of(asked.mail)
    assert "โปรดตอบในระบบ" in text_of(asked.mail) and QUESTION in text_of(asked.mail)
    assert MailedQuestion.objects.get().valid_until is None


def test_where_the_provider_keeps_what_was_sent_the_mail_brings_no_code(matters: Matters) -> None:
    with matters.office.mailbox.change("corrected", by=OPERATOR):
        matters.office.mailbox.provider_keeps_sent = True
    assert not quoted_codes(text_of(ask_kaew(matters).mail))


def test_of_a_restricted_case_the_mail_tells_only_that_a_question_waits(matters: Matters) -> None:
    matters.office.mailbox.confirm_hosts([HOST], by=OPERATOR)
    SigningAccount.objects.note(matters.head, by=OPERATOR)
    case = matters.case()
    case.restrict(by=matters.officer)
    said = text_of(ask(matters, case, matters.head).mail)
    assert QUESTION not in said and case.service.name not in said and not quoted_codes(said)
    assert "คำถามอ่านได้ในระบบเท่านั้น" in said and f"/desk/cases/{case.pk}/" in said


@pytest.mark.parametrize(
    "question",
    ["คุณสมชายอยู่จริงหรือ", "เลข 1234567890121 ถูกไหม", "โทร 081-234-5678 แล้วหรือ", "เขียนถึง a@example.com หรือยัง"],
)
def test_a_question_that_tells_of_somebody_stays_in_the_office(matters: Matters, question: str) -> None:
    SigningAccount.objects.note(matters.head, by=OPERATOR)
    Opinion.objects.ask(matters.case(), question, by=matters.officer, officer=matters.head)
    follow()
    assert question not in OutboundEmail.objects.get(kind=OutboundEmail.QUESTION).body


def test_who_answered_in_the_system_is_not_written_to_any_more(matters: Matters) -> None:
    SigningAccount.objects.note(matters.head, by=OPERATOR)
    opinion = Opinion.objects.ask(matters.case(), QUESTION, by=matters.officer, officer=matters.head)
    follow()
    opinion.reply("เหมาะ", by=matters.head)
    follow()
    letter = OutboundEmail.objects.get(kind=OutboundEmail.QUESTION)
    assert (letter.state, letter.one_time) == (OutboundEmail.RECALLED, "")


# The answer


def test_what_has_all_of_it_is_the_officers_answer(asked: Asked) -> None:
    before = IncomingEntry.objects.count(), OutboundEmail.objects.count()
    email = comes(asked.office.mailbox, asked.reply())
    opinion = Opinion.objects.get()
    assert (opinion.answer, opinion.answered_by, opinion.answered_in) == (WORDS, asked.kaew, email)
    assert opinion.answered_at == MONDAY
    assert opinion.proof == f"DMARC ของ klongnoy.go.th ตรวจโดย {HOST}"
    told = AuditEntry.objects.get(noun="opinion", verb="answered_by_mail")
    question = MailedQuestion.objects.get()
    assert told.actor == asked.kaew.actor_key
    assert {name: told.facts[name] for name in ("email", "question", "method", "domain", "host")} == {
        "email": email.pk,
        "question": question.pk,
        "method": "dmarc",
        "domain": "klongnoy.go.th",
        "host": HOST,
    }
    assert question.spent_at == MONDAY
    assert because(email) == ""

    # It is neither numbered nor answered, and off the desk.
    assert (email.state, email.state_reason) == (InboundEmail.NOT_REGISTERED, COUNTED)
    assert Verdict.objects.get(email=email).given_by == "ระบบ"
    assert (IncomingEntry.objects.count(), OutboundEmail.objects.count()) == before
    assert not Opinion.objects.asked_of(asked.kaew).exists()


def test_a_signature_of_the_very_domain_is_as_good_as_dmarc(asked: Asked) -> None:
    comes(asked.office.mailbox, asked.reply().results("dkim=pass header.d=klongnoy.go.th"))
    assert Opinion.objects.get().proof == f"DKIM ของ klongnoy.go.th ตรวจโดย {HOST}"


def test_a_long_answer_is_cut_as_in_the_system(asked: Asked) -> None:
    comes(asked.office.mailbox, asked.reply().but(words="ก" * (TEXT_MAX + 5)))
    assert Opinion.objects.get().answer == "ก" * TEXT_MAX


def test_a_code_in_small_letters_and_without_the_quotation_is_enough(asked: Asked) -> None:
    body = f"{WORDS}\r\n-- \r\n{asked.code.lower()}\r\n"
    comes(asked.office.mailbox, asked.reply().but(body=body, quotes=False))
    assert Opinion.objects.get().answer == WORDS


Change = Callable[[Asked], Reply]


def without_host(asked: Asked) -> Reply:
    asked.office.mailbox.confirm_hosts([], by=OPERATOR)
    return asked.reply()


def with_an_ended_account(asked: Asked) -> Reply:
    asked.account.end("รหัสผ่านรั่ว", by=OPERATOR)
    return asked.reply()


def from_another_officer(asked: Asked) -> Reply:
    other = add_officer("นายอื่น", "other@klongnoy.go.th", Duty.CASE)
    SigningAccount.objects.note(other, by=OPERATOR)
    return asked.reply().but(sender=other.email)


def with_the_code_of_another_question(asked: Asked) -> Reply:
    other = ask(asked.matters, asked.case, asked.kaew)
    return asked.reply().but(body=f"{WORDS}\r\n-- \r\n{other.code}", quotes=False)


def in_the_thread_of_another_mail(asked: Asked) -> Reply:
    receipt = OutboundEmail.objects.filter(kind=OutboundEmail.ANSWER).latest("pk")
    return asked.reply().but(thread=False, more=(f"In-Reply-To: {receipt.message_id}",))


def after_an_answer_in_the_system(asked: Asked) -> Reply:
    asked.opinion.reply("ตอบในระบบ", by=asked.kaew)
    return asked.reply()


def after_the_case(asked: Asked) -> Reply:
    asked.case.end("withdrawn", "ผู้ยื่นขอถอน", by=asked.matters.officer)
    return asked.reply()


def after_the_case_was_closed_to_them(asked: Asked) -> Reply:
    asked.case.restrict(by=asked.matters.officer)
    return asked.reply()


def by_one_who_left(asked: Asked) -> Reply:
    with asked.kaew.change("corrected", by=OPERATOR):
        asked.kaew.active = False
    return asked.reply()


LACKS: list[tuple[Change, str]] = [
    # our host's word
    (without_host, "ยังไม่ได้ยืนยันชื่อเครื่อง"),
    (lambda asked: asked.reply().but(above=(RECEIVED, THEIRS)), "DMARC"),
    (lambda asked: asked.reply().results(PASS, host="mx.elsewhere.example"), "DMARC"),
    (lambda asked: asked.reply().results("dmarc=fail header.from=klongnoy.go.th"), "DMARC"),
    (lambda asked: asked.reply().results("spf=pass smtp.mailfrom=kaew@klongnoy.go.th"), "DMARC"),
    (lambda asked: asked.reply().results("dkim=pass header.d=other.example"), "DMARC"),
    (
        lambda asked: asked.reply().but(above=(RECEIVED, THEIRS, f"Authentication-Results: {HOST}; {PASS}")),
        "DMARC",
    ),
    (
        lambda asked: asked.reply().but(
            above=(RECEIVED.replace("ESMTPS", "ESMTPSA"), f"Authentication-Results: {HOST}; {PASS}")
        ),
        "DMARC",
    ),
    # the account
    (from_another_officer, "บัญชีที่บันทึกไว้ของผู้ถูกถาม"),
    (with_an_ended_account, "เลิกใช้แล้ว"),
    (
        lambda asked: asked.reply().but(froms=(f"From: {asked.kaew.email}", "From: x@evil.example")),
        "บัญชีที่บันทึกไว้ของผู้ถูกถาม",
    ),
    (
        lambda asked: asked.reply().but(froms=(f"From: {asked.kaew.email}, x@evil.example",)),
        "บัญชีที่บันทึกไว้ของผู้ถูกถาม",
    ),
    (
        lambda asked: asked.reply().but(froms=(f'From: "{asked.kaew.email}" <x@klongnoy.go.th>',)),
        "บัญชีที่บันทึกไว้ของผู้ถูกถาม",
    ),
    # the code
    (lambda asked: asked.reply().but(quotes=False), "รหัสใช้ครั้งเดียวของคำถามนี้"),
    (with_the_code_of_another_question, "รหัสใช้ครั้งเดียวของคำถามนี้"),
    # the thread
    (lambda asked: asked.reply().but(thread=False), "ไม่ได้ตอบกลับจากจดหมายที่ระบบส่งไปถาม"),
    (in_the_thread_of_another_mail, "ไม่ได้ตอบกลับจากจดหมายที่ระบบส่งไปถาม"),
    # a person
    (lambda asked: asked.reply().but(more=("Auto-Submitted: auto-replied",)), "จดหมายอัตโนมัติ"),
    (lambda asked: asked.reply().but(words=""), "ไม่พบข้อความคำตอบ"),
    # the question
    (after_an_answer_in_the_system, "มีผู้ตอบคำถามนี้แล้ว"),
    (after_the_case, "เรื่องสิ้นสุดแล้ว"),
    (after_the_case_was_closed_to_them, "ไม่มีสิทธิ์เห็นเรื่องนี้"),
    (by_one_who_left, "ไม่มีหน้าที่ในระบบแล้ว"),
]


@pytest.mark.parametrize(("change", "why"), LACKS)
def test_whatever_lacks_anything_is_a_letter_like_any_other(asked: Asked, change: Change, why: str) -> None:
    reply = change(asked)
    before = Opinion.objects.get(pk=asked.opinion.pk).answer
    sent = OutboundEmail.objects.count()
    email = comes(asked.office.mailbox, reply)
    assert why in because(email)
    opinion = Opinion.objects.get(pk=asked.opinion.pk)
    assert (opinion.answer, opinion.answered_in, opinion.proof) == (before, None, "")
    assert email.state == InboundEmail.UNSORTED and not email.entries.exists()
    assert OutboundEmail.objects.count() == sent
    assert not Verdict.objects.exists()
    # Whoever reads it on the desk reads a code that is of no use any more.
    brought = quoted_codes(bytes(reply).decode())
    spent = MailedQuestion.objects.exclude(spent_at=None)
    assert spent.count() == len(brought)


def test_what_the_provider_took_for_junk_does_not_count(asked: Asked) -> None:
    email = comes(asked.office.mailbox, asked.reply(), role=Role.JUNK)
    assert "จดหมายขยะ" in because(email)
    assert Opinion.objects.get().answered_at is None


def test_after_its_days_a_code_counts_no_more(asked: Asked) -> None:
    with clock_at(LATE):
        email = comes(asked.office.mailbox, asked.reply(), at=LATE)
    assert "หมดอายุ" in because(email)
    assert Opinion.objects.get().answered_at is None


def test_what_came_in_time_counts_though_it_was_fetched_late(asked: Asked) -> None:
    with clock_at(LATE):
        comes(asked.office.mailbox, asked.reply())
    assert Opinion.objects.get().answer == WORDS


def test_whom_the_head_lets_see_a_case_that_was_closed_still_answers_by_mail(asked: Asked) -> None:
    asked.case.restrict(by=asked.matters.officer)
    asked.case.name_viewer(asked.kaew, by=asked.matters.head)
    email = comes(asked.office.mailbox, asked.reply())
    assert Opinion.objects.get().answered_in == email
    hidden = InboundEmail.objects.filter(answers_hidden_from(asked.office.clerk))
    assert list(hidden) == [email]
    assert not InboundEmail.objects.filter(answers_hidden_from(asked.kaew)).exists()


def test_a_code_counts_once(asked: Asked) -> None:
    comes(asked.office.mailbox, asked.reply())
    again = comes(asked.office.mailbox, asked.reply().but(words="เปลี่ยนใจ"))
    assert because(again)
    assert Opinion.objects.get().answer == WORDS
    assert again.state == InboundEmail.UNSORTED


def test_a_code_that_failed_once_is_of_no_use_any_more(asked: Asked) -> None:
    comes(asked.office.mailbox, asked.reply().results("dmarc=fail header.from=klongnoy.go.th"))
    second = comes(asked.office.mailbox, asked.reply().but(words="อีกครั้ง"))
    assert "ใช้ไปแล้ว" in because(second)
    assert Opinion.objects.get().answered_at is None
    asked.opinion.refresh_from_db()
    asked.opinion.reply("ตอบในระบบ", by=asked.kaew)


def test_a_code_of_a_mail_that_bounced_is_of_no_use(asked: Asked) -> None:
    OutboundEmail.objects.get(kind=OutboundEmail.QUESTION).mark("bounced", OutboundEmail.BOUNCED, "ส่งไม่ถึง")
    follow()
    assert MailedQuestion.objects.get().spent_at is not None
    assert Case.objects.get().unreachable_at is None  # the applicant is as well as before
    assert "ใช้ไปแล้ว" in because(comes(asked.office.mailbox, asked.reply()))


def test_a_letter_that_was_brought_in_from_a_file_proves_nothing(asked: Asked) -> None:
    email = arrive(asked.office, bytes(asked.reply()), at=MONDAY_TEN)
    take_replies()
    assert "ไม่ได้มาทางกล่องอีเมลกลาง" in because(email)
    assert Opinion.objects.get().answered_at is None


def test_a_colleague_who_was_first_at_the_letter_keeps_it(asked: Asked) -> None:
    email = arrives(asked.office.mailbox, asked.reply())
    IncomingEntry.objects.enter(email, by=asked.office.clerk)
    take_replies()
    assert "ก่อนแล้ว" in because(email)
    assert Opinion.objects.get().answered_at is None


def test_a_letter_is_looked_at_once(asked: Asked) -> None:
    email = comes(asked.office.mailbox, asked.reply())
    assert take_replies() == 0
    Verdict.objects.get(email=email).take_back(by=asked.office.clerk)
    assert take_replies() == 0
    assert Opinion.objects.get().answer == WORDS


def test_one_that_cannot_be_read_lies_on_the_desk(asked: Asked, caplog: pytest.LogCaptureFixture) -> None:
    email = arrives(asked.office.mailbox, asked.reply())
    email.path.unlink()
    with caplog.at_level(logging.CRITICAL):
        assert take_replies() == 1
    assert "อ่านจดหมายฉบับนี้ไม่ได้" in because(email)
    assert MailedQuestion.objects.get().spent_at is not None


def test_a_letter_of_a_citizen_is_not_looked_at(asked: Asked) -> None:
    comes(asked.office.mailbox, bytes(asked.reply().but(thread=False, quotes=False)))
    assert not ReplyLook.objects.exists()


# Never a licence, a refusal or a disposal


@pytest.mark.parametrize(
    "words", ["อนุญาต", "เห็นชอบ", "ไม่อนุญาต", "จำหน่ายเรื่อง", "approve", "ลงนามแล้ว อนุญาตตามเสนอ"]
)
def test_nothing_is_decided_by_mail(matters: Matters, words: str) -> None:
    matters.office.mailbox.confirm_hosts([HOST], by=OPERATOR)
    SigningAccount.objects.note(matters.head, by=OPERATOR)
    case = matters.complete()
    asked = ask(matters, case, matters.head)
    proposal = Proposal.objects.lay(case, Asks.APPROVE, by=matters.officer, summary="ครบถ้วน")
    follow()
    assert OutboundEmail.objects.filter(to_address=matters.head.email).count() == 1  # the question alone
    case.refresh_from_db()
    before = case.state

    comes(matters.office.mailbox, asked.reply().but(words=words))
    comes(matters.office.mailbox, asked.reply().but(words=words, thread=False, quotes=False))
    asked.opinion.refresh_from_db()
    assert asked.opinion.answer == words  # an opinion, of whoever holds whatever office
    proposal.refresh_from_db()
    case.refresh_from_db()
    assert (proposal.word, proposal.decided_at, case.state) == ("waiting", None, before)
    assert not AuditEntry.objects.filter(noun="proposal", verb="answered").exists()


def test_the_verb_itself_takes_no_answer_of_one_who_may_not_see(asked: Asked) -> None:
    email = arrives(asked.office.mailbox, asked.reply())
    asked.case.restrict(by=asked.matters.officer)
    with refused("may_not_see"):
        asked.opinion.reply_by_mail("x", email, "DMARC", by=asked.kaew)
