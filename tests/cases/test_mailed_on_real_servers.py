"""A question leaves by a real SMTP server, lies in the officer's own mailbox, and is answered from there over IMAP."""

from __future__ import annotations

from pathlib import Path

from django.utils.timezone import now
from pytest_django import Settings

from saraban.agencies.duties import OPERATOR, Duty
from saraban.agencies.models import Profile
from saraban.cases.mailed_questions import COUNTED, ReplyLook
from saraban.cases.opinions import Opinion
from saraban.clock import Clock
from saraban.files.secrets import keep_secret
from saraban.mail.models import InboundEmail, OutboundEmail
from saraban.mail.one_time import HIDDEN, quoted_codes
from saraban.notices.accounts import SigningAccount
from saraban.registers.models import IncomingEntry
from saraban.tenancy.scope import acting_for
from tests.cases.answers import HOST, WORDS, Reply, text_of
from tests.cases.matters import matters_of
from tests.office import Office, add_officer
from tests.servers.certificates import Authority
from tests.servers.dovecot import running_dovecot
from tests.servers.smtp import running_sink

SARABAN, KAEW, OTHER = "saraban@klongnoy.go.th", "kaew@klongnoy.go.th", "other@klongnoy.go.th"
USERS = dict.fromkeys((SARABAN, KAEW, OTHER), "correct horse")


def test_a_question_is_answered_from_the_officers_own_mailbox(
    office: Office, authority: Authority, data_dir: Path, settings: Settings
) -> None:
    settings.CA_FILE = authority.ca_file
    keep_secret(data_dir, "mailbox", USERS[SARABAN])
    with (
        running_dovecot(users=USERS, authority=authority) as dovecot,
        running_sink(users=USERS, authority=authority, into=dovecot) as sink,
    ):
        matters = matters_of(office)
        with acting_for(office.agency):
            with office.mailbox.change("corrected", by=OPERATOR):
                office.mailbox.inbox_url, office.mailbox.outbox_url = dovecot.url(SARABAN), sink.url(SARABAN)
                office.mailbox.secret = "mailbox"
            office.mailbox.confirm_hosts([HOST], by=OPERATOR)
            profile = Profile.objects.get()
            with profile.change("corrected", by=OPERATOR):
                profile.digests = False  # at some hours of the day one would come between
            kaew = add_officer("นางสาวแก้ว มั่นคง", KAEW, Duty.CASE)
            SigningAccount.objects.note(kaew, by=OPERATOR)
            opinion = Opinion.objects.ask(matters.case(), "ที่ตั้งเหมาะสมหรือไม่", by=matters.officer, officer=kaew)
        clock = Clock()
        clock.until_nothing_is_due()

        [asked] = dovecot.letters(KAEW)
        [code] = quoted_codes(text_of(asked))
        copies = [copy for copy in dovecot.letters(SARABAN, box="Sent") if HIDDEN in text_of(copy)]
        assert len(copies) == 1 and code not in text_of(copies[0])

        # A colleague of the same house got hold of it: our host says who they are, and it is not their question.
        dovecot.deliver(bytes(Reply(asked, OTHER, words="ไม่เห็นด้วย", quotes=False)), when=now(), user=SARABAN)
        # So did a stranger, who wrote our host's results into the letter.
        forged = Reply(asked, KAEW, words="ไม่เห็นด้วย", quotes=False)
        received, *rest = forged.above[1:]
        dovecot.deliver(bytes(forged.but(above=(received, *rest, forged.above[0]))), when=now(), user=SARABAN)
        dovecot.deliver(bytes(Reply(asked, KAEW)), when=now(), user=SARABAN)
        clock.until_nothing_is_due()
        clock.close()

        with acting_for(office.agency):
            opinion.refresh_from_db()
            assert (opinion.answer, opinion.answered_by) == (WORDS, kaew)
            assert [look.because == "" for look in ReplyLook.objects.order_by("email")].count(True) == 1
            states = InboundEmail.objects.filter(of_a_question=True).values_list("state", "state_reason")
            assert sorted(states) == [("not_registered", COUNTED), ("unsorted", ""), ("unsorted", "")]
            assert IncomingEntry.objects.count() == 1  # the application
            left = OutboundEmail.objects.filter(state=OutboundEmail.SENT)
            assert [letter.kind for letter in left if letter.to_address != "somchai@example.com"] == [
                "question"
            ]
        assert len(dovecot.letters(KAEW)) == 1 and dovecot.letters(OTHER) == []
