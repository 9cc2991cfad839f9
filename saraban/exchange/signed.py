"""A small JSON file that its writer signed, and the strict reading of such files from anybody.

The bytes are canonical (RFC 8785, ASCII keys, whole numbers), so that no second spelling of a file is accepted. The
signature is Ed25519 over the canonical file without `signature`. What strangers send is read here without any guess:
every member must be there, of its kind and within its bound. `docs/letter-json.md` is the specification.
"""

from __future__ import annotations

import json
import re
import unicodedata
from datetime import date, datetime
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from saraban.audit.canonical import Plain, canonical

BYTES_MAX = 64 * 1024
VERSION = 1
ADDRESS = re.compile(r"[!-?A-~]{1,64}@[A-Za-z0-9.-]{1,189}\Z")
HEX_32 = re.compile(r"[0-9a-f]{64}\Z")
HEX_64 = re.compile(r"[0-9a-f]{128}\Z")
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}\Z")
MOMENT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}[+-][0-9]{2}:[0-9]{2}\Z")
# Line ends, controls, direction signs, half characters: nothing of a name that a person reads.
_INVISIBLE = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
_JOINERS = frozenset("\u200b\u200c\u200d")  # between Thai words, and within other scripts


class NotTrusted(Exception):
    """The file proves nothing. `str()` is a part of a Thai sentence: why."""


class SigningKey:
    """The private half of an agency's key, as 64 letters of hex."""

    def __init__(self, private: str) -> None:
        self._key = Ed25519PrivateKey.from_private_bytes(bytes.fromhex(private))

    @staticmethod
    def make() -> str:
        """A new private half."""
        return Ed25519PrivateKey.generate().private_bytes_raw().hex()

    @property
    def public(self) -> str:
        return self._key.public_key().public_bytes_raw().hex()

    def sign(self, document: dict[str, Plain]) -> str:
        """The file with key and signature in it, as it is attached."""
        whole: dict[str, Plain] = {**document, "key": self.public}
        whole["signature"] = self._key.sign(canonical(whole)).hex()
        return canonical(whole).decode()


class Members:
    """The members of one object; each is asked for once, by its kind and bound. Every question raises `NotTrusted`."""

    def __init__(self, value: object) -> None:
        if not isinstance(value, dict):
            raise NotTrusted("รูปแบบไม่ถูกต้อง")
        self._left: dict[str, Any] = dict(value)

    def take(self, name: str) -> Any:
        if name not in self._left:
            raise NotTrusted("ข้อมูลไม่ครบ")
        return self._left.pop(name)

    def line(self, name: str, *, longest: int, empty: bool = False) -> str:
        """One line of text for people."""
        said = self.take(name)
        if not isinstance(said, str) or len(said) > longest or said != one_line(said) or not (said or empty):
            raise NotTrusted(f"ช่อง {name} ไม่ถูกรูปแบบ")
        return said

    def matching(self, name: str, pattern: re.Pattern[str]) -> str:
        said = self.take(name)
        if not isinstance(said, str) or pattern.match(said) is None:
            raise NotTrusted(f"ช่อง {name} ไม่ถูกรูปแบบ")
        return said

    def one_of(self, name: str, words: tuple[str, ...]) -> str:
        said = self.take(name)
        if not isinstance(said, str) or said not in words:
            raise NotTrusted(f"ช่อง {name} ไม่ถูกรูปแบบ")
        return said

    def whole_number(self, name: str, *, most: int) -> int:
        said = self.take(name)
        if not isinstance(said, int) or isinstance(said, bool) or not 0 <= said <= most:
            raise NotTrusted(f"ช่อง {name} ไม่ถูกรูปแบบ")
        return said

    def objects(self, name: str, *, most: int) -> list[Members]:
        said = self.take(name)
        if not isinstance(said, list) or len(said) > most:
            raise NotTrusted(f"ช่อง {name} ไม่ถูกรูปแบบ")
        return [Members(one) for one in said]

    def day(self, name: str) -> date:
        try:
            return date.fromisoformat(self.matching(name, DAY))
        except ValueError:
            raise NotTrusted(f"ช่อง {name} ไม่ถูกรูปแบบ") from None

    def moment(self, name: str) -> datetime:
        try:
            return datetime.fromisoformat(self.matching(name, MOMENT))
        except ValueError:
            raise NotTrusted(f"ช่อง {name} ไม่ถูกรูปแบบ") from None

    def end(self) -> None:
        """No more members than were asked for."""
        if self._left:
            raise NotTrusted("มีข้อมูลที่ไม่รู้จัก")


def read_signed(data: bytes, *, of: str) -> tuple[Members, str]:
    """What the file says, without its frame, and the public key that signed it. `of`: its `format`.

    Raises `NotTrusted`.
    """
    if len(data) > BYTES_MAX:
        raise NotTrusted("ไฟล์ใหญ่เกินกำหนด")
    try:
        value = json.loads(data.decode("utf-8"), parse_float=_no_fraction, parse_constant=_no_fraction)
        canonically = canonical(value) == data
    except (ValueError, RecursionError):
        raise NotTrusted("อ่านไฟล์ไม่ได้") from None
    if not canonically or not isinstance(value, dict):
        raise NotTrusted("รูปแบบไม่ถูกต้อง")
    members = Members(value)
    if members.take("format") != of or members.whole_number("version", most=1_000_000) != VERSION:
        raise NotTrusted("เป็นรูปแบบหรือรุ่นที่ระบบนี้ไม่รู้จัก")
    key, signature = members.matching("key", HEX_32), members.matching("signature", HEX_64)
    said = canonical({name: one for name, one in value.items() if name != "signature"})
    try:
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(key)).verify(bytes.fromhex(signature), said)
    except (InvalidSignature, ValueError):
        raise NotTrusted("ลายเซ็นไม่ถูกต้อง ไฟล์อาจถูกแก้หลังลงนาม") from None
    return members, key


def one_line(text: str) -> str:
    """As it may stand in such a file: one line, without what nobody sees."""
    kept = (
        letter if letter in _JOINERS or unicodedata.category(letter) not in _INVISIBLE else " "
        for letter in text
    )
    return " ".join("".join(kept).split())


def _no_fraction(_said: str) -> None:
    raise ValueError("only whole numbers stand in such a file")
