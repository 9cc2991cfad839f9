"""ถามความเห็นทางอีเมล: who is asked an opinion hears of it by mail, and may answer it from their recorded account.

What comes back counts as theirs with the one-time code that was mailed to that account, and our own mail host's word that
it comes from there. Whatever lacks one of these is a letter like any other, for a person to see to. It is the way of an
opinion alone: nothing by which a licence is given or refused, or a case disposed of, is ever asked or heard here.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import ClassVar

from django.conf import settings
from django.db import OperationalError, models
from django.db.models import Q
from django.utils.timezone import localdate, localtime

from saraban.agencies.duties import MACHINE
from saraban.agencies.models import Officer
from saraban.audit.desk import Desk, one_at_a_time
from saraban.audit.recorded import Actor, Recorded, RecordedManager
from saraban.cases.letters import question_letter
from saraban.cases.models import Case, restricted_for
from saraban.cases.opinions import TEXT_MAX, Opinion
from saraban.law.electronic_act_2565 import account_signs
from saraban.law.refusal import Refusal
from saraban.mail.composition import ANSWERABLE
from saraban.mail.gateway import Role
from saraban.mail.models import Draft, InboundEmail, Mailbox, OutboundEmail
from saraban.mail.one_time import digest_of_code, new_code
from saraban.notices.accounts import SigningAccount
from saraban.proposals.reading import Answer, read_answer
from saraban.registers.models import central_mailbox, office_of
from saraban.registers.verdicts import Verdict
from saraban.tenancy.models import Scoped
from saraban.tenancy.scope import acting_for
from saraban.thai.citizen_id import mask_citizen_ids
from saraban.thai.contact import addresses_in, phones_in

logger = logging.getLogger("saraban.cases")

LIFE = timedelta(days=7)  # of a code
ASKED_MAX = 50  # officers of a unit who are written to
BATCH_MAX = 50
WHY_MAX = 300
NAME_PIECE_MIN = 3  # letters of a name by which a text may be known to speak of somebody
TITLE = re.compile(r"^(?:นางสาว|นาง|นาย|น\.ส\.)")
COUNTED = "เจ้าหน้าที่ตอบความเห็นภายใน บันทึกไว้ที่เรื่องแล้ว"


class MailedQuestions(RecordedManager["MailedQuestion"]):
    def mail(self, opinion: Opinion, *, by: Actor) -> int:
        """Write to each of those asked who has a recorded account, once; to how many."""
        with one_at_a_time(opinion.agency_id) as desk:
            opinion.refresh_from_db()
            mailbox = central_mailbox()
            if mailbox is None or opinion.answered_at is not None or opinion.case.ended_at is not None:
                return 0
            count = 0
            for officer in opinion.those_asked()[:ASKED_MAX]:
                account = _account_of(officer)
                if account is not None and not self.filter(opinion=opinion, officer=officer).exists():
                    self._mail(desk, opinion, account, mailbox=mailbox, by=by)
                    count += 1
        return count

    def call_back(self, opinion: Opinion, *, by: Actor) -> None:
        """It was answered: what has not left yet is not to leave."""
        waiting = [OutboundEmail.QUEUED, OutboundEmail.HELD]
        for one in self.filter(opinion=opinion, letter__state__in=waiting).select_related("letter"):
            try:
                one.letter.recall(by=by)
            except Refusal as refusal:
                if refusal.code != "already_leaving":
                    raise

    def forget_codes(self, moment: datetime) -> int:
        """Codes of mails that could not leave in their time leave no more; how many."""
        late = self.filter(valid_until__lt=moment).exclude(letter__one_time="").select_related("letter")
        for one in late:
            one.letter.forget_code()
        return len(late)

    def _mail(
        self, desk: Desk, opinion: Opinion, account: SigningAccount, *, mailbox: Mailbox, by: Actor
    ) -> None:
        case, office = opinion.case, office_of(mailbox)
        # An answer lies in the central mailbox and on the desk, where more people read than may see a restricted case.
        counts = bool(mailbox.checked_by) and mailbox.keeps_codes_secret and not case.restricted
        code, until = (new_code(), localtime(desk.moment) + LIFE) if counts else ("", None)
        wording = question_letter(
            office,
            to=account.officer.name,
            asker=opinion.officer.name if opinion.officer is not None else office.registry_name,
            number=case.number,
            about="เรื่องที่จำกัดผู้เห็น" if case.restricted else case.service.name,
            question="" if _tells_of_somebody(case, opinion.text) else opinion.text,
            link=f"{settings.SITE_URL}/desk/cases/{case.pk}/#opinions",
            until=until,
        )
        draft = Draft(
            kind=OutboundEmail.QUESTION,
            to_address=account.address,
            to_name=account.officer.name,
            subject=wording.subject,
            body=wording.body,
            leaves_at=desk.moment,
            automatic=True,
            one_time=code,
        )
        letter = OutboundEmail.objects.compose(draft, mailbox=mailbox, from_name=office.from_name, by=by)
        self.record(
            "mailed",
            by=by,
            opinion=opinion,
            officer=account.officer,
            account=account,
            letter=letter,
            code_sha256=digest_of_code(code) if code else "",
            valid_until=until,
        )


class MailedQuestion(Recorded):
    """One mail to one of those asked. `valid_until` None: an answer to it counts in the system only."""

    operational: ClassVar[frozenset[str]] = frozenset({"code_sha256"})

    opinion = models.ForeignKey(Opinion, models.PROTECT, related_name="mailed")
    officer = models.ForeignKey(
        Officer, models.PROTECT, verbose_name="ผู้ถูกถาม", related_name="+", db_index=False
    )
    account = models.ForeignKey(
        SigningAccount, models.PROTECT, verbose_name="บัญชีที่ส่งไป", related_name="+", db_index=False
    )
    letter = models.OneToOneField(OutboundEmail, models.PROTECT, related_name="question")
    code_sha256 = models.CharField(max_length=64, blank=True)
    valid_until = models.DateTimeField("ตอบทางอีเมลได้ถึง", null=True)
    spent_at = models.DateTimeField("รหัสใช้ไปเมื่อ", null=True)

    objects: ClassVar[MailedQuestions] = MailedQuestions()

    class Meta:
        verbose_name = "ถามความเห็นทางอีเมล"
        constraints = [
            models.UniqueConstraint(fields=["agency", "opinion", "officer"], name="question_mailed_once")
        ]
        indexes = [models.Index(fields=["agency", "code_sha256"], name="questions_by_code")]

    def __str__(self) -> str:
        return f"mail of opinion {self.opinion_id}"

    def spend(self, *, by: Actor) -> None:
        """Its code came back, or its mail did: whatever came of that, who has seen it by now may use it no more."""
        with self.change("spent", by=by) as desk:
            self.spent_at = self.spent_at or desk.moment


class ReplyLook(Scoped):
    """That the machine has looked at a letter that may answer a question, once. Operational. `because`: why it does not
    count, a part of a Thai sentence; empty: it does."""

    email = models.OneToOneField(InboundEmail, models.CASCADE, related_name="reply_look")
    question = models.ForeignKey(MailedQuestion, models.PROTECT, null=True, related_name="looks")
    because = models.CharField(max_length=WHY_MAX, blank=True)

    class Meta:
        verbose_name = "การตรวจคำตอบทางอีเมล"

    def __str__(self) -> str:
        return f"look at letter {self.email_id}"

    @classmethod
    def of(cls, email: InboundEmail) -> ReplyLook | None:
        return cls.objects.filter(email=email).first()

    @classmethod
    def unproven(cls, opinions: Collection[Opinion]) -> dict[int, ReplyLook]:
        """The last letter to each of these that nobody has answered yet and that is no answer for what it lacks."""
        asked = [one.pk for one in opinions if one.is_question and one.answered_at is None]
        looks = cls.objects.filter(question__opinion__in=asked).exclude(because="")
        found = looks.select_related("email", "question").order_by("pk")
        return {one.question.opinion_id: one for one in found if one.question is not None}


def answers_hidden_from(officer: Officer) -> Q:
    """Letters that answered a question about a case that is no business of this officer's."""
    answered = Opinion.objects.filter(restricted_for(officer, "case__")).exclude(answered_in=None)
    return Q(pk__in=answered.values("answered_in"))


def take_replies() -> int:
    """Write down what counts as an answer, of every agency; how many letters were looked at."""
    waiting = InboundEmail.across_agencies.filter(of_a_question=True, reply_look=None)
    looked = 0
    for email in waiting.select_related("agency", "mailbox", "answers").order_by("pk")[:BATCH_MAX]:
        with acting_for(email.agency):
            _look(email)
            looked += 1
    return looked


def _look(email: InboundEmail) -> None:
    """One that cannot be looked at keeps no other away: it lies on the desk."""
    answer = _read(email)
    try:
        with one_at_a_time(email.agency_id) as desk:
            _take(desk, email, answer)
    except OperationalError:
        raise
    except Exception as trouble:
        if isinstance(trouble, Refusal) and trouble.code == "clock_went_back":
            raise
        logger.exception("letter %s could not be taken for an answer", email.pk)
        with one_at_a_time(email.agency_id):
            ReplyLook.objects.get_or_create(
                agency=email.agency, email=email, defaults={"because": UNREADABLE}
            )


def _read(email: InboundEmail) -> Answer | None:
    try:
        return read_answer(email.path, hosts=email.mailbox.checked_by, characters_max=TEXT_MAX)
    except FileNotFoundError:
        return None


def _take(desk: Desk, email: InboundEmail, answer: Answer | None) -> None:
    """At the desk: its codes are spent, and it is an answer, or it is said why not."""
    if ReplyLook.of(email) is not None:  # another process was first
        return
    email.refresh_from_db()
    asked = _question_of(email)
    brought = _brought(answer, asked)
    fresh = {one.pk for one in brought if one.spent_at is None}
    for one in brought:
        if one.pk in fresh:
            one.spend(by=MACHINE)
    because = _lack(desk, email, answer, asked, brought, fresh)
    if not because:
        assert asked is not None and answer is not None, "nothing lacks"
        because = _count(email, answer, asked)
    about = asked or (brought[0] if brought else None)
    ReplyLook.objects.create(agency=email.agency, email=email, question=about, because=because[:WHY_MAX])


def _question_of(email: InboundEmail) -> MailedQuestion | None:
    if email.answers_id is None:
        return None
    mailed = MailedQuestion.objects.filter(letter=email.answers_id)
    return mailed.select_related("opinion__case", "officer", "account").first()


def _brought(answer: Answer | None, asked: MailedQuestion | None) -> list[MailedQuestion]:
    """Those whose codes it brings; of one that we cannot read and somebody else might, the one that it answers."""
    if answer is None:
        return [asked] if asked is not None else []
    return list(MailedQuestion.objects.filter(code_sha256__in=map(digest_of_code, answer.codes)))


UNREADABLE = "ระบบอ่านจดหมายฉบับนี้ไม่ได้"


def _lack(
    desk: Desk,
    email: InboundEmail,
    answer: Answer | None,
    asked: MailedQuestion | None,
    brought: Sequence[MailedQuestion],
    fresh: Collection[int],
) -> str:
    """Why a letter does not prove to be the answer of the one who was asked, whatever it says; empty: it does."""
    if answer is None:
        return UNREADABLE
    if asked is None:
        return "ไม่ได้ตอบกลับจากจดหมายที่ระบบส่งไปถาม"
    if not email.ledger.exists():
        return "ไม่ได้มาทางกล่องอีเมลกลาง"
    if email.role == Role.JUNK:
        return "ผู้ให้บริการอีเมลจัดเป็นจดหมายขยะ"
    if email.automatic:
        return "เป็นจดหมายอัตโนมัติ"
    if email.state != InboundEmail.UNSORTED or email.entries.exists():
        return "มีผู้คัดแยกหรือลงรับจดหมายนี้ก่อนแล้ว"
    account = account_signs(email.sender_address, localdate(desk.moment), accounts=[asked.account.as_law])
    if account is None or answer.address != account.address.lower():
        return "ไม่ได้ส่งจากบัญชีที่บันทึกไว้ของผู้ถูกถาม หรือบัญชีนั้นเลิกใช้แล้ว"
    if not email.mailbox.checked_by:
        return "หน่วยงานยังไม่ได้ยืนยันชื่อเครื่องที่ตรวจว่าอีเมลมาจากใคร"
    if not answer.method:
        return "เครื่องรับอีเมลของหน่วยงานไม่ได้ยืนยันว่าส่งจากบัญชีนั้น (DMARC หรือ DKIM)"
    if asked not in brought:
        return "ไม่มีรหัสใช้ครั้งเดียวของคำถามนี้"
    if asked.pk not in fresh:
        return "รหัสใช้ครั้งเดียวใช้ไปแล้ว"
    if asked.valid_until is None or email.arrived_at > asked.valid_until:
        return "รหัสใช้ครั้งเดียวหมดอายุแล้ว"
    return ""


def _count(email: InboundEmail, answer: Answer, asked: MailedQuestion) -> str:
    """It is the officer's answer, and leaves the desk; why not, where the question does not take it."""
    proof = f"{answer.method.upper()} ของ {answer.domain} ตรวจโดย {answer.host}"
    proven = {"question": asked, "method": answer.method, "domain": answer.domain, "host": answer.host}
    try:
        asked.opinion.reply_by_mail(answer.words, email, proof, by=asked.officer, **proven)
    except Refusal as refusal:
        why = NOT_TAKEN.get(refusal.code)
        if why is None:
            raise
        return why
    Verdict.objects.needs_no_registration(email, by=MACHINE, reason=COUNTED)
    return ""


NOT_TAKEN = {
    "answered": "มีผู้ตอบคำถามนี้แล้ว",
    "ended": "เรื่องสิ้นสุดแล้ว",
    "may_not_see": "ผู้ตอบไม่มีสิทธิ์เห็นเรื่องนี้แล้ว",
    "not_asked": "คำถามนี้ไม่ได้ถามผู้ตอบแล้ว",
    "no_text": "ไม่พบข้อความคำตอบเหนือข้อความเดิม",
    "no_duty": "ผู้ตอบไม่มีหน้าที่ในระบบแล้ว",
}


def _account_of(officer: Officer) -> SigningAccount | None:
    """Where they are written to: the e-mail address with which they sign in, where that is recorded; else another."""
    standing = [
        one
        for one in SigningAccount.objects.standing().filter(officer=officer)
        if ANSWERABLE.match(one.address) and one.address.lower() not in Mailbox.addresses()
    ]
    return min(standing, key=lambda one: (one.address != officer.email.lower(), one.pk), default=None)


def _tells_of_somebody(case: Case, text: str) -> bool:
    """Whether a question may not leave the office: the case is restricted, or the text says who somebody is."""
    if case.restricted or mask_citizen_ids(text) != text or addresses_in(text) or phones_in(text):
        return True
    names = TITLE.sub("", case.applicant).split()
    return any(len(name) >= NAME_PIECE_MIN and name in text for name in names)
