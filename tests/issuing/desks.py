"""An office whose head may sign here, with a licence kind and a decided case."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from unittest import mock

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.serialization import pkcs12

from saraban.agencies.duties import OPERATOR
from saraban.agencies.models import Officer
from saraban.cases.catalogue import Kind, Service
from saraban.cases.decisions import Asks, Proposal
from saraban.cases.models import Case
from saraban.documents.papers import PaperKind
from saraban.issuing.certificates import SealingCertificate
from saraban.issuing.composing import Draft
from saraban.issuing.models import Issue, Press
from saraban.issuing.papers import first_draft
from saraban.law.administrative_procedure_act_2539 import Reasons
from saraban.licences.kinds import KindText, Lasts, LicenceField, LicenceKind
from saraban.notices.accounts import SigningAccount
from saraban.notices.system_orders import SystemOrder
from saraban.registers.dispatches import Recipient
from tests.cases.matters import MANUAL, Matters
from tests.documents import pki

TODAY = date(2023, 1, 23)
PASSPHRASE = "ตราของเทศบาล-2569"
AGENCY = "เทศบาลตำบลคลองน้อย"
APPLICANT = "นายสมชาย ใจดี"
KIND = KindText(
    "ใบอนุญาตประกอบกิจการที่เป็นอันตรายต่อสุขภาพ",
    law="พระราชบัญญัติการสาธารณสุข พ.ศ. 2535",
    fields=(
        LicenceField("activity", "ประเภทกิจการ"),
        LicenceField("horsepower", "กำลังเครื่องจักร", required=False),
    ),
    lasts=Lasts.YEARS,
    lasts_for=1,
    conditions="ต้องปฏิบัติตามข้อบัญญัติท้องถิ่น",
)


@dataclass(frozen=True)
class Desk:
    matters: Matters
    service: Service
    kind: LicenceKind

    @property
    def head(self) -> Officer:
        return self.matters.head

    @property
    def clerk(self) -> Officer:
        return self.matters.office.clerk

    @property
    def officer(self) -> Officer:
        return self.matters.officer

    def approved(self, **letter: object) -> Case:
        case = self._complete(**letter)
        Proposal.objects.lay(case, Asks.APPROVE, by=self.officer).agree(by=self.head)
        case.refresh_from_db()
        return case

    def refused(self) -> Case:
        case = self._complete()
        why = Reasons("ที่ตั้งอยู่ในเขตห้าม", "ข้อบัญญัติ ข้อ ๕", "เสียงดังรบกวนโรงเรียน")
        Proposal.objects.lay(case, Asks.REFUSE, by=self.officer, grounds=why).agree(by=self.head)
        case.refresh_from_db()
        return case

    def _complete(self, **letter: object) -> Case:
        case = self.matters.complete(service=self.service, **letter)
        case.correct_applicant(by=self.officer, applicant=APPLICANT)
        return case

    def draft(self, case: Case) -> Issue:
        """A whole draft of the licence and its letter."""
        made = first_draft(PaperKind.LICENCE, case, self.kind)
        assert made.licence is not None
        licence = replace(made.licence, place="12 หมู่ 3 ตำบลคลองน้อย", particulars={"activity": "ซ่อมรถยนต์"})
        return Issue.objects.draft(
            PaperKind.LICENCE, Draft(made.letter, licence), case=case, licence_kind=self.kind, by=self.officer
        )

    def signed(self, case: Case | None = None) -> Issue:
        issue = self.draft(case or self.approved())
        issue.ask_for_signature(by=self.officer)
        issue.sign(by=self.head)
        return issue

    def numbered(self, *, seals: bool = False) -> Issue:
        issue = self.signed()
        issue.send_out(press(seals=seals), by=self.clerk)
        return issue


def press(*, seals: bool = False, address: str = "somchai@example.com") -> Press:
    return Press([Recipient(APPLICANT, address)], seals=seals)


def desk_of(matters: Matters, *, since: date = TODAY) -> Desk:
    order = SystemOrder.objects.draft(by=matters.head, in_force_from=since)
    order.sign(by=matters.head, signed_on=since, signed_by="นายสมศักดิ์", number="12/2566")
    SigningAccount.objects.note(matters.head, by=OPERATOR)
    service = Service.objects.offer(
        "ขออนุญาตประกอบกิจการ", Kind.PERMIT, replace(MANUAL, fee_satang=0), by=OPERATOR
    )
    kind = LicenceKind.objects.add(KIND, by=OPERATOR)
    kind.link_services([service], by=OPERATOR)
    return Desk(matters, service, kind)


def certificate_file(authority: pki.Authority, *, name: str = AGENCY, passphrase: str = PASSPHRASE) -> bytes:
    """A PKCS#12 in the agency's name."""
    identity = authority.signer(name, with_key=pki.rsa_key(2048))
    return pkcs12.serialize_key_and_certificates(
        b"seal",
        identity.key,
        identity.certificate,
        [authority.certificate],
        serialization.BestAvailableEncryption(passphrase.encode()),
    )


def with_certificate(desk: Desk, authority: pki.Authority) -> SealingCertificate:
    return SealingCertificate.objects.bring(certificate_file(authority), PASSPHRASE, by=desk.clerk)


@contextmanager
def dies_at(where: str) -> Iterator[None]:
    """The process dies there: whatever would have followed does not happen."""
    with mock.patch(where, side_effect=Death):
        yield


class Death(BaseException):
    """What no `except Exception` catches: as kill -9, seen from the database."""
