"""What our own mail host found out about who sent a letter (RFC 8601), read from the top of its header and no deeper.

Everything below the line in which our host took a letter in was written by whoever sent it, results of checks included.
So this reads less than the reader does: a header that is not in order, a From with anything beside a name and one
address, or a result that stands where our host cannot have written it, proves nothing. Pure, and total.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal

from saraban.mail.reader.caps import HEADER_BYTES_MAX, HEADERS_MAX
from saraban.mail.reader.headers import decode_words

FROM_MAX = 2_000  # characters of one From that are looked at
RESULTS_MAX = 200  # of one header

Method = Literal["", "dmarc", "dkim"]


class Lack(StrEnum):
    """Why it is not proven who sent a letter."""

    SENDER = "sender"  # it has not just one From with just one plain address
    RESULT = "result"  # our own host says nothing of it
    PASS = "pass"  # our host says something else than that it comes from that domain


@dataclass(frozen=True)
class Checked:
    """`method` empty: nothing is proven, and `lacks` says why."""

    address: str = ""  # of the only From, in small letters
    method: Method = ""
    domain: str = ""  # for which it passed: that of the address, or one below it that signed for it
    host: str = ""  # the one of ours that says so
    lacks: Lack | None = None


@dataclass(frozen=True)
class _Result:
    """`dkim=pass header.d=example.com`"""

    method: str
    result: str
    properties: Sequence[tuple[str, str]] = ()

    def one(self, name: str) -> str:
        """Empty where it is not said, or said in two ways."""
        said = {value.lower() for key, value in self.properties if key == name}
        return said.pop() if len(said) == 1 else ""


@dataclass(frozen=True)
class _Results:
    """One header: who wrote it, and what. `readable` False: what it says past its author cannot be read."""

    author: str
    results: Sequence[_Result] = ()
    readable: bool = True

    @property
    def decides(self) -> bool:
        """Whether it speaks of what we ask, were it only by saying that nothing was checked: what stands below it, and
        may be the sender's, is then not asked."""
        return not self.readable or not self.results or any(self._of("dmarc", "dkim"))

    def passed(self, domain: str) -> tuple[Method, str]:
        """What passed for the domain of the From, and for which domain."""
        if not self.readable:
            return "", ""
        dmarc, dkim = self._of("dmarc"), self._of("dkim")
        if dmarc and all(one.result == "pass" and one.one("header.from") == domain for one in dmarc):
            return "dmarc", domain
        if any(one.result != "none" for one in dmarc) or any(one.result == "none" for one in dkim):
            return "", ""
        aligned = [one for one in dkim if _is_within(one.one("header.d"), domain)]
        if aligned and all(one.result == "pass" for one in aligned):
            return "dkim", aligned[0].one("header.d")
        return "", ""

    def _of(self, *methods: str) -> list[_Result]:
        return [one for one in self.results if one.method in methods]


@dataclass(frozen=True)
class _Hop:
    """A `Received` line. `within`: from one program to the next on the way from our host to the mailbox, which no
    stranger's server takes part in. `submitted`: by one who signed in, whose letter is not checked as it comes in."""

    by: str
    within: bool
    submitted: bool


def checked(raw: bytes, *, hosts: Collection[str]) -> Checked:
    """What our host found of the letter. `hosts`: by which names it writes its results and its `Received` lines."""
    fields = _fields(raw)
    address = _only_address(fields)
    if not address:
        return Checked(lacks=Lack.SENDER)
    ours = {host.lower() for host in hosts if host}
    said = next((one for one in _trusted(fields, ours) if one.decides), None)
    if said is None:
        return Checked(address, lacks=Lack.RESULT)
    method, domain = said.passed(address.rpartition("@")[2])
    if not method:
        return Checked(address, host=said.author, lacks=Lack.PASS)
    return Checked(address, method, domain, said.author)


def hosts_named(raw: bytes) -> tuple[str, ...]:
    """By which names the host that took this letter in seems to write: to be proposed to a person, never believed.

    Nothing where there are no results at the place at which it would write them.
    """
    names: list[str] = []
    for name, value in _fields(raw):
        if name == "received":
            hop = _hop(value)
            if hop is None or hop.submitted or names:
                return ()
            if not hop.within:
                if not _NAME.match(hop.by):
                    return ()
                names.append(hop.by)
        elif name == "authentication-results":
            author = _results(value).author
            return tuple(dict.fromkeys([author, *names])) if _NAME.match(author) else ()
    return ()


def _trusted(fields: Sequence[tuple[str, str]], ours: Collection[str]) -> Iterator[_Results]:
    """What our host wrote, from the top: above the first `Received` line that it did not write, and not past the first
    one below its results."""
    spoke = False
    for name, value in fields:
        if name == "received":
            hop = _hop(value)
            if spoke or hop is None or hop.submitted or not (hop.within or hop.by in ours):
                return
        elif name == "authentication-results":
            said = _results(value)
            if said.author in ours:
                spoke = True
                yield said


def _is_within(domain: str, of: str) -> bool:
    """Whether it is that domain or one below it. Which domains are one organisation's above it, only a list would know."""
    return domain == of or domain.endswith(f".{of}")


# The header as it stands


def _fields(raw: bytes) -> list[tuple[str, str]]:
    """Names in small letters with their values unfolded, from the top; none where the header is not in order."""
    fields: list[tuple[str, list[str]]] = []
    head = raw[:HEADER_BYTES_MAX]
    for line in head.split(b"\n"):
        line = line[:-1] if line.endswith(b"\r") else line
        if not line:
            return [(name, "".join(pieces)) for name, pieces in fields]
        if _ODD.search(line):
            return []
        text = line.decode("latin-1")
        if text[0] in " \t":
            if not fields:
                return []
            fields[-1][1].append(text)
            continue
        found = _FIELD.match(text)
        if found is None or len(fields) == HEADERS_MAX:
            return []
        fields.append((found[1].lower(), [text[found.end() :]]))
    return []  # longer than we read, or without an end


_ODD = re.compile(rb"[\x00\r\v\f]")
_FIELD = re.compile(r"([!-9;-~]{1,200})[ \t]*:")

_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]"
_ADDRESS = rf"{_ATOM}{{1,64}}(?:\.{_ATOM}{{1,64}}){{0,10}}@(?:{_LABEL}\.){{1,10}}{_LABEL}"
_FROM = re.compile(
    rf"""[ ]*+(?:
        (?P<name>(?:(?:{_ATOM}|[.\x80-\xff])++[ ]*+|"(?:[^"\\]|\\.)*+"[ ]*+)*+)<(?P<angle>{_ADDRESS})>
      | (?P<bare>{_ADDRESS})
    )[ ]*+\Z""".replace("[ ]", "[ \\t]"),
    re.VERBOSE,
)


def _only_address(fields: Sequence[tuple[str, str]]) -> str:
    """Of the From, in small letters; empty where there are several, a group, a comment, an address that is not plain, or
    a name that looks like another address."""
    said = [value for name, value in fields if name == "from"]
    if len(said) != 1 or len(said[0]) > FROM_MAX:
        return ""
    found = _FROM.match(said[0])
    if found is None:
        return ""
    address = (found["angle"] or found["bare"]).lower()
    name = unicodedata.normalize("NFKC", decode_words((found["name"] or "").replace("\\", ""))).lower()
    return "" if "@" in name.replace(address, "") else address


# One line of each kind

_NAME = re.compile(r"[a-z0-9][a-z0-9.-]{0,250}\Z")
_HOP = re.compile(
    r"\s*(?:from\s+(?P<of>[^\s;]+)\s+)?by\s+(?P<by>[^\s;]+)(?P<more>[^;]*)", re.IGNORECASE | re.ASCII
)
_BY = re.compile(r"\sby\s", re.IGNORECASE | re.ASCII)
_WITH = re.compile(r"\swith\s+(?P<how>[A-Za-z0-9]+)", re.IGNORECASE | re.ASCII)
_THIS_MACHINE = frozenset({"localhost", "localhost.localdomain", "127.0.0.1", "[127.0.0.1]", "::1"})
_SIGNED_IN = re.compile(r"(?:e?smtps?|utf8smtps?)a\Z|https?\Z")  # RFC 3848


def _hop(value: str) -> _Hop | None:
    """None: it cannot be told who wrote the line."""
    said = _without_comments(value)
    if said is None:
        return None
    if not said.partition(";")[0].strip(" \t"):
        return _Hop("", within=True, submitted=False)  # qmail, from one of its programs to the next
    found = _HOP.match(said)
    if found is None or _BY.search(
        found["more"]
    ):  # a name that its client made up may hold words of the grammar
        return None
    way = _WITH.search(found["more"])
    how = way["how"].lower() if way is not None else ""
    by = found["by"].lower()
    within = found["of"] is None or how.startswith("lmtp") or by in _THIS_MACHINE
    submitted = _SIGNED_IN.match(how) is not None or "authenticated" in value.lower()
    return _Hop(by, within, submitted)


def _without_comments(text: str) -> str | None:
    """None: one of them never ends."""
    pieces: list[str] = []
    at = depth = 0
    for mark in _COMMENT_MARK.finditer(text):
        if depth == 0:
            pieces.append(text[at : mark.start()])
        at = mark.end()
        if mark[0] == "(":
            depth += 1
        elif mark[0] == ")":
            if depth == 0:
                return None
            depth -= 1
            pieces.append(" ")
        elif depth == 0:
            pieces.append(mark[0])
    if depth:
        return None
    pieces.append(text[at:])
    return "".join(pieces)


_COMMENT_MARK = re.compile(r"\\.|[()]|\\\Z", re.DOTALL)


class _Unreadable(Exception):
    pass


def _results(value: str) -> _Results:
    """The author is empty where even that cannot be read."""
    scan = _Scan(value)
    try:
        author = scan.value().lower()
        scan.version()
        if not scan.at_end_of_statement():
            return _Results("")
    except _Unreadable:
        return _Results("")
    try:
        return _Results(author, list(scan.statements()))
    except _Unreadable:
        return _Results(author, readable=False)


@dataclass
class _Scan:
    """RFC 8601, 2.2, and the values that hosts leave without quotation marks."""

    text: str
    at: int = field(default=0)

    def statements(self) -> Iterator[_Result]:
        """Raises `_Unreadable`."""
        for _ in range(RESULTS_MAX):
            self.space()
            if self.at == len(self.text):
                return
            self.mark(";")
            self.space()
            if self.at == len(self.text):
                return
            method = self.take(_KEYWORD).lower()
            self.version()
            if method == "none" and self.at_end_of_statement():
                continue
            self.mark("=")
            self.space()
            result = self.take(_KEYWORD).lower()
            yield _Result(method, result, list(self.properties()))
        raise _Unreadable

    def properties(self) -> Iterator[tuple[str, str]]:
        for _ in range(RESULTS_MAX):
            if self.at_end_of_statement():
                return
            name = self.take(_PROPERTY).lower()
            self.space()
            self.mark("=")
            yield name, self.value()
        raise _Unreadable

    def value(self) -> str:
        """A word, a quoted one, or `"a b"@example.com`; empty where nothing stands there."""
        self.space()
        pieces: list[str] = []
        while (found := _VALUE.match(self.text, self.at)) is not None:
            self.at = found.end()
            pieces.append(_ESCAPED.sub(r"\1", found[0][1:-1]) if found[0].startswith('"') else found[0])
        return "".join(pieces)

    def version(self) -> None:
        self.space()
        found = _VERSION.match(self.text, self.at)
        if found is not None:
            self.at = found.end()
            self.space()

    def at_end_of_statement(self) -> bool:
        self.space()
        return self.at == len(self.text) or self.text[self.at] == ";"

    def take(self, pattern: re.Pattern[str]) -> str:
        found = pattern.match(self.text, self.at)
        if found is None:
            raise _Unreadable
        self.at = found.end()
        return found[0]

    def mark(self, mark: str) -> None:
        if not self.text.startswith(mark, self.at):
            raise _Unreadable
        self.at += 1

    def space(self) -> None:
        """Past white space and comments. Raises `_Unreadable` where one never ends."""
        depth = 0
        while self.at < len(self.text):
            letter = self.text[self.at]
            if depth == 0 and letter not in " \t(":
                return
            if letter == "\\":
                self.at += 1
            depth += (letter == "(") - (letter == ")")
            self.at += 1
        self.at = len(self.text)
        if depth:
            raise _Unreadable


_KEYWORD = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,60})")
_PROPERTY = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,100}")
_VERSION = re.compile(r"/?[ \t]*1(?![A-Za-z0-9.-])")
_VALUE = re.compile(r'"(?:[^"\\]|\\.)*+"|[^\s;()"\\]+', re.ASCII)
_ESCAPED = re.compile(r"\\(.)")
