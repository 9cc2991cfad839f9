"""Is this letter a mail server's word that one of ours did not arrive, and whom did it not reach?

RFC 3464 where the server keeps to it, the words of common servers where it does not. Only a letter that *is* such a
report counts; one in which somebody quotes or forwards a report does not.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from saraban.mail.reader.caps import RECIPIENTS_MAX
from saraban.mail.reader.charsets import decode
from saraban.mail.reader.headers import Fields, decode_words, parse_fields
from saraban.mail.reader.parts import Part, read_fields

STATUS_BYTES_MAX = 512 * 1024  # of a delivery-status part that are read
PROSE_MAX = 20_000  # characters of a report in prose that are read


@dataclass(frozen=True)
class Undelivered:
    address: str
    status: str | None  # x.y.z of RFC 3463
    permanent: bool


@dataclass(frozen=True)
class Bounce:
    recipients: tuple[Undelivered, ...]
    original_message_id: str | None


@dataclass(frozen=True)
class Verdict:
    """`bounce` when something did not arrive; `other` names a report of another kind (delayed, delivered, read)."""

    bounce: Bounce | None = None
    other: str | None = None


_DAEMON = re.compile(
    r"(?:mailer[-_.]?daemon|mail[-_.]?daemon|postmaster|mdaemon|mail[-_.]?delivery[\w.-]*|maildelivery|daemon|"
    r"microsoftexchange[0-9a-f]{8,}|mail[-_.]?administrator|bounces?|delivery[-_.]?(?:status|subsystem|failure)[\w.-]*|"
    r"mailsys|mail-?system|system[-_. ]?administrator|smtp-?daemon|autoreply-?daemon|returnmail|undeliver\w*)\Z",
    re.IGNORECASE,
)
_DAEMON_NAME = re.compile(
    r"mail delivery (?:subsystem|system|service)|mailer[- ]?daemon|mail administrator|system administrator|"
    r"microsoft outlook\Z|postmaster|mail delivery|internet mail delivery|ระบบ(?:การ)?(?:ส่ง|จัดส่ง)(?:เมล|อีเมล|จดหมาย)",
    re.IGNORECASE,
)
_FAILED_SUBJECT = re.compile(
    r"undeliver(?:able|ed)|delivery (?:status )?(?:notification )?[:(]?\s*\(?fail|failure notice|returned mail|mail delivery failed|"
    r"returned to sender|returning message|delivery (?:has )?fail|non[- ]?deliver|could(?: ?n.t| not) be delivered|not delivered|mail failed|processing error|"
    r"delivery (?:failure|problem|error)|mail (?:system )?(?:error|failure)|message (?:could not|undeliver)|rejected:|"
    r"mail delivery (?:failure|problem|error)|nondeliverable|address not found|permanent (?:error|failure)|"
    r"退信|退回|投递失败|无法投递|無法投遞|未送达|配信(?:できません|不能|エラー)|전송 ?실패|반송|gửi thất bại|"
    r"(?:automatically )?rejected mail|delivery report|delivery status notification|"
    r"ส่งไม่ได้|ไม่สามารถส่ง|ส่งไม่ถึง|ส่งไม่สำเร็จ|การส่งล้มเหลว|ไม่พบที่อยู่|ตีกลับ|ส่งคืนผู้ส่ง",
    re.IGNORECASE,
)
_DELAYED_SUBJECT = re.compile(
    r"\bdelay(?:ed)?\b|could not send message for|still being retried|\bdeferred\b|warning: (?:message|could not)|"
    r"ล่าช้า|ยังไม่ได้ส่ง",
    re.IGNORECASE,
)
_DELAYED_PROSE = re.compile(
    r"this is a warning message only|you do not need to resend|will (?:continue to|keep) (?:try|be retried)|"
    r"has not yet been delivered|delivery attempts will continue|message will be retried|will be retried (?:for|until)|"
    r"has been delayed|delivery to the following recipients? has been delayed|yet to be delivered|"
    r"transient non-fatal errors|ไม่จำเป็นต้องส่ง(?:ข้อความ|อีเมล|จดหมาย)?\S{0,20}(?:ใหม่|อีก|ซ้ำ)|จะพยายามส่ง\S{0,30}(?:ต่อไป|อีก)",
    re.IGNORECASE,
)
_FAILED_PROSE = re.compile(
    r"could not be delivered|couldn.t be delivered|wasn.t (?:able to be )?delivered|was not delivered|not able to deliver|"
    r"unable to deliver|were? undeliverable|was undeliverable|delivery (?:has |to the following recipients? )?failed|"
    r"permanent (?:fatal )?error|cannot be delivered|can.t be delivered|could not deliver|did not reach|"
    r"following address(?:es)?(?:\(es\))? (?:failed|had)|undeliverable|has been rejected|was rejected|automatically rejected|"
    r"qmail-send program|failed permanently|failed to deliver|cannot be reached|could not be reached|not be delivered|"
    r"returned to (?:you|sender)|message (?:has )?bounced|not delivered to|has been returned because|error was detected while processing|was aborted after|fatal errors|delivery failure|"
    r"permanent fatal|fatal delivery|failed recipients?\b|unknown user|user unknown|no mailbox here by that name|no valid recipients|failed addresses|no such user|mailbox unavailable|"
    r"(?:following )?problems?\s+(?:it )?encountered while trying to deliver|error (?:while )?(?:delivering|sending)|"
    r"退信|退回|投递失败|无法投递|無法投遞|配信(?:できません|不能)|お届けできません|전송(?:에)? 실패|반송|không (?:thể )?gửi được|"
    r"การส่งล้มเหลว|ไม่สามารถส่ง|ส่งไม่ถึง|ส่งไม่สำเร็จ|ไม่ได้ส่งข้อความ|ไม่พบที่อยู่|ไม่ได้รับการจัดส่ง",
    re.IGNORECASE,
)
# Where the words of the server end and the letter that it returns begins.
_RETURNED = re.compile(
    r"^[ \t|]*(?:-{2,}[ \t]*(?:below this line is a copy|this is a copy of|original message|returned message|"
    r"the (?:header|body) of the|message header|enclosed is|unsent message|returned mail|message text follows|forwarded message|the original message|copy of)|"
    r"(?:-{3,}[ \t]*)?(?:original message headers?|original headers?|message headers? follow|the original message (?:was|follows)|"
    r"included is a copy of|your original message|original message follows|copy of the message|"
    r"ส่วนหัวของข้อความต้นฉบับ|ส่วนหัวข้อความต้นฉบับ|ข้อความต้นฉบับ|ข้อความเดิม)|(?:return-path|received):[ \t])",
    re.IGNORECASE | re.MULTILINE,
)
_ADDRESS = re.compile(
    r"(?<![\w.+=/-])([A-Za-z0-9_][A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{0,80}@[A-Za-z0-9][A-Za-z0-9.-]{1,200}[A-Za-z0-9])"
)
_STATUS = re.compile(r"(?<![\d.])([245]\.\d{1,3}\.\d{1,3})(?![\d.])")
_REPLY_CODE = re.compile(r"(?<![\d.])([45]\d\d)(?=[ -])")
_ID_LINE = re.compile(
    r"^[ \t>]*message-id:[ \t]*(?:\r?\n[ \t]+)?(<[^<>\s]{3,900}>)", re.IGNORECASE | re.MULTILINE
)
_ID = re.compile(r"<[^<>\s]{3,900}>")
_RETURNED_KINDS = (
    "message/rfc822",
    "text/rfc822-headers",
    "message/rfc822-headers",
    "message/global",
    "message/global-headers",
)
_STATUS_KINDS = ("message/delivery-status", "message/global-delivery-status")
_RECEIPT_KINDS = ("message/disposition-notification", "message/global-disposition-notification")


def judge(
    root: Part, leaves: list[Part], *, sender_address: str, sender_name: str, subject: str, text: str
) -> Verdict:
    """What kind of report this letter is; `Verdict()` for none."""
    fields = root.fields
    machine = _is_machine(fields, sender_address, sender_name)
    report = root.kind.value == "multipart/report"
    own = [leaf for leaf in leaves if leaf.parent is root or root is leaf or report]
    for leaf in own:
        if leaf.kind.value in _STATUS_KINDS and (report or machine):
            return _by_status(fields, leaf, leaves, text)
    for leaf in own:
        if leaf.kind.value in _RECEIPT_KINDS and (report or machine):
            return _by_receipt(fields, leaf, leaves, text)
    if "x-failed-recipients" in fields and (machine or report):
        return _by_header(fields, leaves, subject, text)
    if report and root.kind.parameters.get("report-type", "").lower() not in ("", "delivery-status"):
        return Verdict(other="report")
    if machine:
        return _by_prose(fields, leaves, subject, text)
    return Verdict(other="report") if report else Verdict()


def _is_machine(fields: Fields, sender_address: str, sender_name: str) -> bool:
    if "x-failed-recipients" in fields:
        return True
    if (fields.first("return-path") or "").replace(" ", "") == "<>":
        return True
    return bool(
        _DAEMON.match(sender_address.partition("@")[0].strip('"')) or _DAEMON_NAME.search(sender_name)
    )


def _by_status(fields: Fields, leaf: Part, leaves: list[Part], text: str) -> Verdict:
    """RFC 3464: one block for the message, then one for each recipient."""
    data = leaf.decoded()[0][:STATUS_BYTES_MAX]
    if b"final-recipient" not in data.lower() and b"original-recipient" not in data.lower():
        return _by_prose(fields, leaves, fields.text("subject"), text)
    failed: dict[str, Undelivered] = {}
    other = "delivery status"
    for block in _blocks(data):
        recipient = _recipient(block.first("original-recipient")) or _recipient(
            block.first("final-recipient")
        )
        if not recipient or len(failed) >= RECIPIENTS_MAX:
            continue
        diagnostic = block.text("diagnostic-code")
        status = _status(block.text("status")) or _status_in(diagnostic) or _status_in(block.text("status"))
        action = (block.first("action") or "").strip().lower().split(" ")[0].split("(")[0]
        if action not in ("", "delayed", "delivered", "relayed", "expanded") or (
            not action and (status or "5").startswith("5")
        ):
            permanent = status is None or status.startswith("5")
            failed.setdefault(recipient.lower(), Undelivered(recipient, status, permanent))
        elif action == "delayed" or (not action and (status or "").startswith("4")):
            other = "delivery delayed"
    if failed:
        return Verdict(Bounce(tuple(failed.values()), _original_id(fields, leaves, text)))
    return Verdict(other=other)


def _blocks(data: bytes) -> Iterable[Fields]:
    text = data.replace(b"\r\n", b"\n").replace(b"\r", b"\n").decode("latin-1")
    for block in re.split(r"\n[ \t]*\n", text)[: RECIPIENTS_MAX * 2]:
        stripped = block.lstrip("\n")
        if stripped:
            yield parse_fields(stripped)[0]


def _recipient(raw: str | None) -> str:
    if not raw:
        return ""
    kind, semicolon, value = raw.partition(";")
    if not semicolon:
        value = kind
    elif kind.strip().lower() not in ("rfc822", "utf-8", "smtp", "") and "@" not in value:
        return ""
    value = decode_words(value).strip().strip("<>").strip()
    if value.lower().startswith("rfc822;"):
        value = value[7:].strip()
    return value.strip("<> ") if "@" in value else ""


def _status(text: str) -> str | None:
    found = re.match(r"\s*([245]\.\d{1,3}\.\d{1,3})\b", text)
    return found[1] if found else None


def _status_in(text: str) -> str | None:
    if found := _STATUS.search(text):
        return found[1]
    code = _REPLY_CODE.search(text)
    return f"{code[1][0]}.0.0" if code else None


def _by_receipt(fields: Fields, leaf: Part, leaves: list[Part], text: str) -> Verdict:
    """A read receipt; or, from Dovecot and Sieve, the refusal of a letter by the recipient's mailbox."""
    blocks = list(_blocks(leaf.decoded()[0][:STATUS_BYTES_MAX]))
    block = blocks[0] if blocks else Fields()
    disposition = (block.first("disposition") or "").lower()
    refused = "deleted" in disposition and "automatic" in disposition
    rejected = re.search(
        r"rejected|refused|could not be delivered|quota exceeded|mailbox is full", text, re.IGNORECASE
    )
    recipient = _recipient(block.first("final-recipient")) or _recipient(block.first("original-recipient"))
    if not (refused and rejected and recipient):
        return Verdict(other="read receipt (MDN)")
    original = _first_id(block.first("original-message-id")) or _original_id(fields, leaves, text)
    return Verdict(Bounce((Undelivered(recipient, _status_in(text), True),), original))


def _by_header(fields: Fields, leaves: list[Part], subject: str, text: str) -> Verdict:
    own = _own_words(text)
    if _is_delay(subject, own):
        return Verdict(other="delivery delayed")
    named = _ADDRESS.findall(" ".join(fields.all("x-failed-recipients")))
    recipients = [_described(address, own) for address in dict.fromkeys(named)]
    if not recipients:
        return _by_prose(fields, leaves, subject, text)
    return Verdict(Bounce(tuple(recipients[:RECIPIENTS_MAX]), _original_id(fields, leaves, text)))


def _by_prose(fields: Fields, leaves: list[Part], subject: str, text: str) -> Verdict:
    own = _own_words(text)
    if _is_delay(subject, own):
        return Verdict(other="delivery delayed")
    begin = _FAILED_PROSE.search(own)
    if begin is None and not _FAILED_SUBJECT.search(subject):
        return Verdict()
    ours = {
        address.lower() for address in _ADDRESS.findall(" ".join([*fields.all("from"), *fields.all("to")]))
    }
    start = begin.start() if begin else 0
    # a failure told on the line after the address it is about belongs to that address
    start = own.rfind("\n\n", 0, start) + 1
    named = _named(own[start:], ours) or _named(own[:start], ours)
    if not named and begin is None:
        return Verdict()
    recipients = tuple(_described(address, own) for address in named[:RECIPIENTS_MAX])
    return Verdict(Bounce(recipients, _original_id(fields, leaves, text)))


def _is_delay(subject: str, own: str) -> bool:
    if _DELAYED_PROSE.search(own):
        return not re.search(
            r"permanent (?:fatal )?error|failed permanently|giving up|gave up|cannot be delivered",
            own,
            re.IGNORECASE,
        )
    return bool(_DELAYED_SUBJECT.search(subject)) and not _FAILED_SUBJECT.search(subject)


def _own_words(text: str) -> str:
    text = text[:PROSE_MAX]
    returned = _RETURNED.search(text, 20)
    return text[: returned.start()] if returned else text


def _named(own: str, ours: set[str]) -> list[str]:
    """The recipients that a report in prose names: those set apart on lines of their own, or else the first."""
    apart: list[str] = []
    passing: list[str] = []
    for line in own.split("\n"):
        for match in _ADDRESS.finditer(line):
            address = re.sub(r"(?i)^smtp=", "", match[1].rstrip("."))
            local = address.partition("@")[0].lower()
            if address.lower() in ours or _DAEMON.match(local):
                continue
            before = line[: match.start()].strip()
            if before.endswith("from") or before.endswith("จาก"):
                continue
            if re.search(
                r"\((?:expanded|generated) from:?$|originally addressed to:?$",
                before.rstrip("< "),
                re.IGNORECASE,
            ):
                apart[-1:] = [address]  # the name that we wrote to; the one before is what it stood for
                continue
            alone = re.fullmatch(
                r"(?:[-*<\[(\"'•]|to:?|smtp:|mailto:|(?:failed |final |original )?recipient:?|user:?|address:?|rfc822;|unknown user:?|收信人:?|收件人:?|ผู้รับ:?|宛先:?|받는사람:?|error-for:|[A-Za-z][A-Za-z -]{2,40}:)*\s*<?",
                before,
                re.IGNORECASE,
            )
            (apart if alone is not None else passing).append(address)
    unique = list(dict.fromkeys(apart)) or list(dict.fromkeys(passing))[:1]
    seen: dict[str, str] = {}
    for address in unique:
        seen.setdefault(address.lower(), address)
    return list(seen.values())


def _described(address: str, own: str) -> Undelivered:
    """With the status that stands after it in the server's words."""
    at = own.lower().find(address.lower())
    near = own[max(at, 0) : max(at, 0) + 1_500] if at >= 0 else own
    following = _ADDRESS.search(near, len(address) + 2)
    if (
        following is not None
        and following[1].lower() != address.lower()
        and _status_in(near[: following.start()])
    ):
        near = near[: following.start()]
    status = _status_in(near) or _status_in(own)
    return Undelivered(address, status, status is None or status.startswith("5"))


def _original_id(fields: Fields, leaves: list[Part], text: str) -> str | None:
    """The Message-ID of the letter that did not arrive."""
    for leaf in leaves:
        if leaf.kind.value in _RETURNED_KINDS:
            data = leaf.decoded()[0].lstrip(b"\r\n ")
            found = _first_id(read_fields(data, 0, len(data), {})[0].first("message-id"))
            if found:
                return found
    for name in ("x-original-message-id", "x-ms-exchange-message-id"):
        if found := _first_id(fields.first(name)):
            return found
    if (line := _ID_LINE.search(text)) is not None:
        return line[1]
    for leaf in leaves:
        if leaf.kind.value.startswith("text/"):
            head = decode(leaf.decoded()[0][:PROSE_MAX], None)
            if (line := _ID_LINE.search(head)) is not None:
                return line[1]
    references = _ID.findall(fields.first("references") or "")
    return _first_id(fields.first("in-reply-to")) or (references[-1] if references else None)


def _first_id(raw: str | None) -> str | None:
    found = _ID.search(raw) if raw else None
    return found[0] if found else None
