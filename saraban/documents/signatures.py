"""What a signed PDF is worth to the officer who holds it: a colour and a sentence, from facts that others found.

Green: unchanged since it was signed, by somebody whom we can trust; nothing more to check. Amber: whole as far as it
was signed, but a person has to look. Grey: we cannot tell. Red: not to be relied on. The worst of several wins, in that
order; whatever we have no rule for is not green.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from saraban.thai.dates import full_date, moment_in_bangkok


class Colour(StrEnum):
    GREEN = "green"
    AMBER = "amber"
    GREY = "grey"
    RED = "red"


class Change(StrEnum):
    """What was done to the file after it was signed."""

    NOTHING = "nothing"  # at most what proves the signature: validation data, time stamps
    FORM = "form"  # fields filled in, signatures and notes added
    OTHER = "other"


class Distrust(StrEnum):
    """Why a certificate is not trusted."""

    ISSUER = "issuer"
    EXPIRED = "expired"
    NOT_YET = "not_yet"
    PURPOSE = "purpose"
    CHAIN = "chain"


class Oddity(StrEnum):
    """What keeps a signature that holds from being green."""

    WEAK = "weak"  # made with algorithms of which forgeries are known to be near
    LOOSE = "loose"  # the signature's own container holds what nothing vouches for
    STAMP_UNTRUSTED = "stamp_untrusted"
    STAMP_UNKNOWN = "stamp_unknown"  # whether the authority's certificate was revoked
    BACKDATED = "backdated"  # the signer says a time before the certificate began
    POSTDATED = "postdated"  # the signer says a time that has not come


class Trouble(StrEnum):
    """Why a file has no signatures that could be judged."""

    UNSIGNED = "unsigned"
    STAMPS_ONLY = "stamps_only"
    EMPTY = "empty"
    NO_PDF = "no_pdf"
    ENCRYPTED = "encrypted"
    UNREADABLE = "unreadable"
    TOO_BIG = "too_big"
    TOO_MANY = "too_many"
    TOO_COSTLY = "too_costly"
    MISSING = "missing"


WORSE = (Colour.GREEN, Colour.AMBER, Colour.GREY, Colour.RED)

_NEW_FILE = "อย่าใช้ไฟล์นี้ ให้ขอไฟล์ใหม่จากผู้ออกเอกสารโดยตรง"
_ASK = "ให้ส่งไฟล์ไปถามผู้ออกเอกสารทางอีเมลก่อนใช้"

_DISTRUST = {
    Distrust.ISSUER: "ใบรับรองของผู้ลงนามออกโดยผู้ให้บริการที่ไม่อยู่ใน NRCA จึงยืนยันไม่ได้ว่าใครลงนาม " + _ASK,
    Distrust.EXPIRED: "ใบรับรองของผู้ลงนามหมดอายุแล้ว และไม่มีตราประทับเวลาที่เชื่อถือได้ว่าลงนามก่อนหมดอายุ " + _ASK,
    Distrust.NOT_YET: "ใบรับรองของผู้ลงนามยังไม่เริ่มใช้ในเวลาที่ตรวจ จึงยืนยันไม่ได้ว่าใครลงนาม " + _ASK,
    Distrust.PURPOSE: "ใบรับรองที่ใช้ลงนามไม่ได้ออกไว้สำหรับลงนามเอกสาร จึงยืนยันไม่ได้ว่าใครลงนาม " + _ASK,
    Distrust.CHAIN: "สายใบรับรองของผู้ลงนามไม่ถูกต้องหรือไม่ครบ จึงยืนยันไม่ได้ว่าใครลงนาม " + _ASK,
}
_ODD = {
    Oddity.WEAK: "ลายมือชื่อใช้วิธีเข้ารหัสรุ่นเก่าที่ปลอมได้ง่ายขึ้น " + _ASK,
    Oddity.LOOSE: "ในช่องลายมือชื่อมีข้อมูลที่ไม่มีใครรับรอง " + _ASK,
    Oddity.STAMP_UNTRUSTED: "ตราประทับเวลามาจากผู้ให้บริการที่ไม่อยู่ใน NRCA จึงยังยืนยันเวลาลงนามไม่ได้ " + _ASK,
    Oddity.STAMP_UNKNOWN: "ในไฟล์ไม่มีหลักฐานว่าใบรับรองของผู้ประทับเวลายังไม่ถูกเพิกถอน " + _ASK,
    Oddity.BACKDATED: "เวลาลงนามที่ผู้ลงนามระบุมาก่อนวันที่ใบรับรองเริ่มใช้ นาฬิกาอาจผิดหรือลงวันที่ย้อนหลัง " + _ASK,
    Oddity.POSTDATED: "เวลาลงนามที่ผู้ลงนามระบุยังมาไม่ถึง นาฬิกาอาจผิด " + _ASK,
}
_TROUBLE = {
    Trouble.UNSIGNED: "ไฟล์นี้ไม่มีลายมือชื่อดิจิทัล ให้ตรวจอย่างเอกสารทั่วไป",
    Trouble.STAMPS_ONLY: "ไฟล์นี้มีเพียงตราประทับเวลา ไม่มีลายมือชื่อดิจิทัลของผู้ใด ให้ตรวจอย่างเอกสารทั่วไป",
    Trouble.EMPTY: "ไฟล์ว่างเปล่า จึงตรวจลายมือชื่อไม่ได้ ให้ขอไฟล์ใหม่จากผู้ส่ง",
    Trouble.NO_PDF: "ไฟล์นี้ไม่ใช่ PDF จึงตรวจลายมือชื่อไม่ได้",
    Trouble.ENCRYPTED: "ไฟล์ตั้งรหัสผ่านหรือเข้ารหัสไว้ จึงตรวจลายมือชื่อไม่ได้ ให้ขอไฟล์ที่ไม่เข้ารหัส หรือเปิดตรวจด้วย Acrobat",
    Trouble.UNREADABLE: "ไฟล์เสียหายหรือผิดรูป จึงตรวจลายมือชื่อไม่ได้ ให้ขอไฟล์ใหม่จากผู้ออกเอกสารโดยตรง",
    Trouble.TOO_BIG: "ไฟล์ใหญ่เกิน 100 MB จึงไม่ได้ตรวจลายมือชื่อ ให้เปิดตรวจด้วย Acrobat",
    Trouble.TOO_MANY: "ไฟล์มีลายมือชื่อมากผิดปกติ จึงไม่ได้ตรวจ ให้เปิดตรวจด้วย Acrobat",
    Trouble.TOO_COSTLY: "ไฟล์ยาวหรือซับซ้อนเกินไป จึงตรวจลายมือชื่อไม่จบในเวลาที่กำหนด ให้เปิดตรวจด้วย Acrobat หรือขอไฟล์ใหม่จากผู้ออกเอกสารโดยตรง",
    Trouble.MISSING: "ไม่พบไฟล์นี้ หรือเปิดอ่านไม่ได้ โปรดตรวจชื่อไฟล์",
}
_GREEN = "ไฟล์ไม่ถูกแก้หลังลงนาม ใบรับรองของผู้ลงนามเชื่อถือได้ ไม่หมดอายุและไม่ถูกเพิกถอน ไม่ต้องตรวจเพิ่ม"
_GREEN_THEN = (
    "ไฟล์ไม่ถูกแก้หลังลงนาม และตราประทับเวลายืนยันว่าขณะลงนามใบรับรองเชื่อถือได้ ไม่หมดอายุและไม่ถูกเพิกถอน ไม่ต้องตรวจเพิ่ม"
)
_UNKNOWN_KIND = "ลายมือชื่อเป็นแบบที่โปรแกรมตรวจไม่ได้ ให้เปิดตรวจด้วย Acrobat หรือขอไฟล์ใหม่จากผู้ออกเอกสาร"
_MALFORMED = "ลายมือชื่อในไฟล์เสียหายหรือผิดรูป จึงเชื่อไม่ได้ว่าไฟล์ยังเป็นอย่างที่ลงนาม " + _NEW_FILE
_NOT_INTACT = "เนื้อไฟล์ไม่ตรงกับที่ลงนามไว้ แปลว่าไฟล์ถูกแก้หรือเสียหาย " + _NEW_FILE
_OTHER = "มีการแก้ไฟล์หลังลงนาม สิ่งที่เห็นอาจไม่ใช่สิ่งที่ลงนาม " + _NEW_FILE
_BROKEN = "ใช้วิธีเข้ารหัสที่ปลอมได้แล้ว (MD5 หรือกุญแจสั้น) จึงเชื่อลายมือชื่อไม่ได้ " + _ASK
_STAMP_BROKEN = "ตราประทับเวลาในไฟล์ไม่ตรงกับเนื้อไฟล์ แปลว่าไฟล์ถูกแก้หรือเสียหายหลังประทับเวลา " + _NEW_FILE
_REVOCATION_UNKNOWN = "ในไฟล์ไม่มีหลักฐานที่ยังใหม่พอว่าใบรับรองของผู้ลงนามไม่ถูกเพิกถอน ให้เปิดตรวจด้วย Acrobat ขณะต่ออินเทอร์เน็ต หรือส่งไฟล์ไปถามผู้ออกเอกสารทางอีเมล"


@dataclass(frozen=True)
class SignatureFacts:
    """What stands in the file about one signature, before anybody judges it."""

    signer: str = ""
    issuer: str = ""
    signed_at: datetime | None = None  # by a trusted stamp where there is one, else as the signer says
    proven_at: datetime | None = None  # a trusted stamp's
    known_kind: bool = True
    well_formed: bool = False  # the signature lies in the file as one must, and could be read
    intact: bool = (
        False  # what was signed is what stands there, and the signature is by that certificate's key
    )
    covers_whole_file: bool = False
    changed_after: Change = Change.OTHER
    changes: tuple[str, ...] = ()  # in Thai
    forbidden: bool = False  # the signer forbade such a change
    trusted: bool | None = None
    distrust: Distrust | None = None
    revoked: bool | None = None  # None: nobody can say without asking the issuer
    revoked_at: datetime | None = None
    broken_algorithm: bool = False
    broken_stamp: bool = False
    odd: tuple[Oddity, ...] = ()

    @classmethod
    def of(cls, said: Mapping[str, Any]) -> SignatureFacts:
        """From what the child said, JSON."""
        return cls(
            **{
                **said,
                "signed_at": _moment(said["signed_at"]),
                "proven_at": _moment(said["proven_at"]),
                "revoked_at": _moment(said["revoked_at"]),
                "changed_after": Change(said["changed_after"]),
                "changes": tuple(said["changes"]),
                "distrust": Distrust(said["distrust"]) if said["distrust"] else None,
                "odd": tuple(Oddity(one) for one in said["odd"]),
            }
        )


@dataclass(frozen=True)
class SignatureVerdict:
    signer: str
    issuer: str
    signed_at: datetime | None
    intact: bool
    covers_whole_file: bool
    changed_after: Change
    trusted: bool | None
    revoked: bool | None
    verdict: Colour
    why: str

    @classmethod
    def on(cls, facts: SignatureFacts) -> SignatureVerdict:
        colour, why = _judged(facts)
        return cls(
            signer=facts.signer,
            issuer=facts.issuer,
            signed_at=facts.signed_at,
            intact=facts.intact and facts.well_formed,
            covers_whole_file=facts.covers_whole_file,
            changed_after=facts.changed_after,
            trusted=facts.trusted,
            revoked=facts.revoked,
            verdict=colour,
            why=why,
        )

    def as_json(self) -> dict[str, Any]:
        return {
            "signer": self.signer,
            "issuer": self.issuer,
            "signed_at": moment_in_bangkok(self.signed_at).isoformat(timespec="seconds")
            if self.signed_at
            else None,
            "intact": self.intact,
            "covers_whole_file": self.covers_whole_file,
            "changed_after": self.changed_after.value,
            "trusted": self.trusted,
            "revoked": self.revoked,
            "verdict": self.verdict.value,
            "why": self.why,
        }

    @classmethod
    def of(cls, said: Mapping[str, Any]) -> SignatureVerdict:
        return cls(
            **{
                **said,
                "signed_at": _moment(said["signed_at"]),
                "changed_after": Change(said["changed_after"]),
                "verdict": Colour(said["verdict"]),
            }
        )


@dataclass(frozen=True)
class PdfVerdict:
    signatures: tuple[SignatureVerdict, ...]
    verdict: Colour
    why: str

    @classmethod
    def on(cls, signatures: Iterable[SignatureFacts], *, broken_stamp: bool = False) -> PdfVerdict:
        """The worst signature's word. `broken_stamp`: a time stamp of the whole file does not fit it."""
        judged = tuple(SignatureVerdict.on(facts) for facts in signatures)
        if not judged:
            return cls.not_told(Trouble.STAMPS_ONLY if not broken_stamp else Trouble.UNREADABLE)
        if broken_stamp and all(one.verdict is not Colour.RED for one in judged):
            return cls(judged, Colour.RED, _STAMP_BROKEN)
        worst = max((one.verdict for one in judged), key=WORSE.index)
        because = [one for one in judged if one.verdict is worst]
        if len(judged) == 1:
            return cls(judged, worst, because[0].why)
        if worst is Colour.GREEN:
            return cls(judged, worst, f"ทั้ง {len(judged)} ลายมือชื่อ: {because[0].why}")
        return cls(
            judged,
            worst,
            " ".join(_once(f"ลายมือชื่อของ {one.signer or 'ผู้ไม่ทราบชื่อ'}: {one.why}" for one in because)),
        )

    @classmethod
    def not_told(cls, trouble: Trouble) -> PdfVerdict:
        return cls((), Colour.GREY, _TROUBLE[trouble])

    def as_json(self) -> dict[str, Any]:
        return {
            "signatures": [one.as_json() for one in self.signatures],
            "verdict": self.verdict.value,
            "why": self.why,
        }

    @classmethod
    def of(cls, said: Mapping[str, Any]) -> PdfVerdict:
        """From `as_json`."""
        return cls(
            tuple(SignatureVerdict.of(one) for one in said["signatures"]),
            Colour(said["verdict"]),
            said["why"],
        )


def _judged(facts: SignatureFacts) -> tuple[Colour, str]:
    if not facts.known_kind:
        return Colour.GREY, _UNKNOWN_KIND
    if red := _red(facts):
        return Colour.RED, red
    if amber := _amber(facts):
        return Colour.AMBER, " ".join(amber)
    sure = facts.well_formed and facts.intact and facts.trusted is True and facts.revoked is False
    assert sure and facts.changed_after is Change.NOTHING, "only what is known to be well is green"
    return Colour.GREEN, _GREEN_THEN if facts.proven_at else _GREEN


def _red(facts: SignatureFacts) -> str | None:
    """The first of the reasons, by weight."""
    if not facts.well_formed:
        return _MALFORMED
    if not facts.intact:
        return _NOT_INTACT
    if facts.changed_after is Change.OTHER:
        return _OTHER
    if facts.forbidden:
        return f"หลังลงนามมี{_listed(facts.changes)} ซึ่งผู้ลงนามห้ามไว้ {_NEW_FILE}"
    if facts.revoked:
        when = f"เมื่อ {full_date(facts.revoked_at)} " if facts.revoked_at else ""
        return f"ใบรับรองของผู้ลงนามถูกเพิกถอน{when or ' '}จึงใช้ยืนยันไม่ได้ {_ASK}"
    if facts.trusted is not True:
        return _DISTRUST[facts.distrust or Distrust.CHAIN]
    if facts.broken_algorithm:
        return _BROKEN
    if facts.broken_stamp:
        return _STAMP_BROKEN
    return None


def _amber(facts: SignatureFacts) -> list[str]:
    """All of the reasons: each asks something else of the officer."""
    reasons = []
    if facts.changed_after is not Change.NOTHING:
        reasons.append(f"หลังลงนามมี{_listed(facts.changes)} ให้เทียบส่วนนั้นกับผู้ออกเอกสารก่อนใช้ ส่วนที่ลงนามไว้ไม่เปลี่ยน")
    if facts.revoked is not False:
        reasons.append(_REVOCATION_UNKNOWN)
    return reasons + [_ODD[one] for one in facts.odd]


def _listed(changes: Sequence[str]) -> str:
    return " และ".join(changes) or "การเพิ่มข้อมูล"


def _once(sentences: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(sentences))


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
