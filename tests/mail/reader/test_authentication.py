"""Who sent a letter is proven by what our own mail host wrote above it, and by nothing that came with it (RFC 8601)."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from saraban.mail.reader.authentication import Checked, Lack, checked, hosts_named
from tests.campaign.reader_mutations import CORPUS, mutate

HOST = "mx.klongnoy.go.th"
ADDRESS = "wichai@klongnoy.go.th"
FROM = f"From: =?utf-8?b?4LiZ4Liy4Lii4Lin4Li04LiK4Lix4Lii?= <{ADDRESS}>"
PASS = "dmarc=pass (policy=none) header.from=klongnoy.go.th"
OURS = f"Received: from out.klongnoy.go.th (out.klongnoy.go.th [192.0.2.7]) by {HOST} (Postfix) with ESMTPS id 4A; Mon, 23 Jan 2023 09:00:00 +0700"
THEIRS = "Received: from [10.0.0.5] by out.klongnoy.go.th with ESMTPSA id 3B; Mon, 23 Jan 2023 08:59:58 +0700"
PROVEN = Checked(ADDRESS, "dmarc", "klongnoy.go.th", HOST)


def results(*said: str, host: str = HOST) -> str:
    return "Authentication-Results: " + "; ".join([host, *said])


def letter(*fields: str, sender: str = FROM) -> bytes:
    return "\r\n".join([*fields, sender, "Subject: x", "", "agreed"]).encode("utf-8")


def found(*fields: str, sender: str = FROM, hosts: tuple[str, ...] = (HOST,)) -> Checked:
    return checked(letter(*fields, sender=sender), hosts=hosts)


# What is believed


@pytest.mark.parametrize(
    "fields",
    [
        [results(PASS), OURS, THEIRS],
        [OURS, results(PASS), THEIRS],
        ["Return-Path: <x@y.z>", "Delivered-To: s@x.y", results(PASS), "X-Spam: no", OURS],
        [f"Received: from {HOST} by imap01 with LMTP id 9; Mon", results(PASS), OURS],
        ["Received: by 2002:a05:6a10 with SMTP id s1; Mon", OURS, "Received-SPF: pass", results(PASS)],
        [
            "Received: from localhost (localhost [127.0.0.1]) by localhost (amavisd-new, port 10024) with ESMTP id 1",
            OURS,
            results(PASS),
        ],
        ["Received: (qmail 7 invoked by uid 89); 23 Jan 2023 02:00:00 -0000", OURS, results(PASS)],
        [OURS, results("spf=pass smtp.mailfrom=x@y.z"), results(PASS), THEIRS],  # a header for each check
        [results("dkim=pass header.d=other.example", PASS)],
        [results(PASS).replace(HOST, HOST.upper())],
        [results(PASS).replace("; ", ";\r\n\t")],  # folded
        [results(f"arc=none; {PASS}")],
        [
            f"Authentication-Results: (ours (and nested \\) )) {HOST} 1 ;spf=fail\t(a ; dmarc=fail ) "
            'smtp.mailfrom="a; dmarc=fail"@x.y ; dmarc = pass reason="it ; \\" did" header.from=KLONGNOY.go.th;'
        ],
        [results("dkim=pass header.d=klongnoy.go.th header.b=Ab/+c= header.s=s; " + PASS)],
    ],
)
def test_our_host_says_who_sent_it(fields: list[str]) -> None:
    assert found(*fields) == PROVEN


@pytest.mark.parametrize(
    ("said", "domain"),
    [
        ("dkim=pass header.d=klongnoy.go.th", "klongnoy.go.th"),
        ("dkim=pass header.d=mail.klongnoy.go.th", "mail.klongnoy.go.th"),
        ("dkim=pass header.d=other.example; dkim=pass header.d=klongnoy.go.th", "klongnoy.go.th"),
        ("dmarc=none header.from=klongnoy.go.th; dkim=pass header.d=klongnoy.go.th", "klongnoy.go.th"),
    ],
)
def test_without_a_policy_a_signature_of_the_very_domain_is_as_good(said: str, domain: str) -> None:
    assert found(results(said)) == Checked(ADDRESS, "dkim", domain, HOST)


# What is not


@pytest.mark.parametrize(
    "said",
    [
        "spf=pass smtp.mailfrom=wichai@klongnoy.go.th",
        "dmarc=fail header.from=klongnoy.go.th",
        "dmarc=pass",
        "dmarc=pass header.from=other.example",
        "dmarc=pass header.from=mail.klongnoy.go.th",
        "dmarc=pass header.from=klongnoy.go.th header.from=other.example",
        "dmarc=bestguesspass header.from=klongnoy.go.th",
        f"{PASS}; dmarc=fail header.from=klongnoy.go.th",
        "dmarc=fail header.from=klongnoy.go.th; dkim=pass header.d=klongnoy.go.th",
        "dmarc=temperror header.from=klongnoy.go.th; dkim=pass header.d=klongnoy.go.th",
        "dkim=pass header.d=other.example",
        "dkim=pass header.d=evilklongnoy.go.th",
        "dkim=pass header.d=go.th",
        "dkim=pass header.d=go.th header.i=@klongnoy.go.th",
        "dkim=pass header.i=@klongnoy.go.th",
        "dkim=fail header.d=klongnoy.go.th",
        "dkim=none; dkim=pass header.d=klongnoy.go.th",
        "dkim=fail header.d=klongnoy.go.th; dkim=pass header.d=klongnoy.go.th",
        "dkim=pass (header.d=klongnoy.go.th)",
        "none",
        "dmarc",
        "dmarc=pass header.from=klongnoy.go.th (never ends",
        "dmarc=pass header.from=klongnoy.go.th )",
        "=pass header.from=klongnoy.go.th",
        'dmarc=pass header.from="klongnoy.go.th',
    ],
)
def test_anything_else_that_our_host_says_proves_nothing(said: str) -> None:
    answer = found(results(said))
    assert (answer.method, answer.domain) == ("", "")
    assert answer.lacks in (Lack.PASS, Lack.RESULT)


@pytest.mark.parametrize(
    "fields",
    [
        [],
        [OURS, THEIRS],
        [results(PASS, host="mx.elsewhere.example"), OURS],
        [f"Authentication-Results: {PASS}"],
        [f"Authentication-Results: x {HOST}; {PASS}"],
        [f"Authentication-Results: {HOST} 2; {PASS}"],
        [f"ARC-Authentication-Results: i=1; {HOST}; {PASS}"],
        [f"X-Authentication-Results: {HOST}; {PASS}"],
        [f"X: {results(PASS)}"],
        # below what our host did not write
        [THEIRS, results(PASS)],
        [OURS, THEIRS, results(PASS)],
        [OURS, f"Received: from x by {HOST}.evil.example with ESMTP id 1", results(PASS)],
        [OURS, f'Received: from "x by {HOST} y" by evil.example with ESMTP id 1', results(PASS)],
        [OURS, "Received: no such line", results(PASS)],
        [OURS, f"Received: from x (by {HOST} by evil.example with ESMTP", results(PASS)],
        # beyond its own results: the sender brought those
        [results("spf=pass"), OURS, results(PASS)],
        # one who signed in to our host is not checked, and may bring what they like
        [OURS.replace("ESMTPS", "ESMTPSA"), results(PASS)],
        [OURS.replace("(Postfix)", "(Postfix) (Authenticated sender: x)"), results(PASS)],
        [f"Received: from 10.0.0.1 (SquirrelMail) by {HOST} with HTTP; Mon", results(PASS)],
        # by way of another host, to which anybody may send
        ["Received: from x by mx.google.example with ESMTPS id 1", OURS, results(PASS)],
    ],
)
def test_what_our_host_did_not_write_is_not_asked(fields: list[str]) -> None:
    assert found(*fields) == Checked(ADDRESS, lacks=Lack.RESULT)


@pytest.mark.parametrize(
    "genuine",
    [
        "dmarc=fail header.from=klongnoy.go.th",
        "dkim=none",
        "dkim=pass header.d=evil.example",
        "none",
        "dkim=(",
    ],
)
@pytest.mark.parametrize("between", [[], ["X-Spam: no"], [OURS], [OURS, THEIRS]])
def test_results_that_the_sender_brought_never_stand_against_ours(genuine: str, between: list[str]) -> None:
    for fields in ([results(genuine), *between, results(PASS)], [OURS, results(genuine), results(PASS)]):
        answer = found(*fields)
        assert (answer.method, answer.lacks) == ("", Lack.PASS)


def test_no_name_is_no_host_of_ours() -> None:
    assert found(f"Authentication-Results: ; {PASS}", hosts=("",)) == Checked(ADDRESS, lacks=Lack.RESULT)
    assert found(results(PASS), hosts=()) == Checked(ADDRESS, lacks=Lack.RESULT)


@pytest.mark.parametrize(
    "header", ["From: a\x00", "no field", " begins with space", "\x0bX: y", "X: a\rFrom: b"]
)
def test_a_header_that_is_not_in_order_proves_nothing(header: str) -> None:
    assert found(header, results(PASS)) == Checked(lacks=Lack.SENDER)
    assert checked(letter(results(PASS)).partition(b"\r\n\r\n")[0], hosts=[HOST]).lacks is Lack.SENDER
    assert checked(b"\r\n" + letter(results(PASS)), hosts=[HOST]).lacks is Lack.SENDER


# The From


@pytest.mark.parametrize(
    "sender",
    [
        f"From: {ADDRESS}",
        f"From: <{ADDRESS}>",
        "From: WICHAI@KlongNoy.go.th",
        f'FROM : "{ADDRESS}" <{ADDRESS}>',
        f'From: "Wichai, \\"W\\" (health)" <{ADDRESS}>',
        f"From: นายวิชัย ใจเย็น <{ADDRESS}>",
        f"From: Mr. W. =?utf-8?q?a=20b?=\r\n  <{ADDRESS}> ",
    ],
)
def test_one_plain_address_under_any_name(sender: str) -> None:
    assert found(results(PASS), sender=sender) == PROVEN


@pytest.mark.parametrize(
    "sender",
    [
        "X-From: nobody",
        f"{FROM}\r\n{FROM}",
        f"{FROM}\r\nfrom: x@evil.example",
        f"From: {ADDRESS}, x@evil.example",
        f"From: x@evil.example, {ADDRESS}",
        f"From: <{ADDRESS}> <x@evil.example>",
        f"From: <{ADDRESS}> x",
        f"From: x@evil.example <{ADDRESS}>",
        f'From: "x@evil.example" <{ADDRESS}>',
        f"From: =?utf-8?q?x=40evil.example?= <{ADDRESS}>",
        f"From: x\uff20evil.example <{ADDRESS}>",
        f"From: officers: {ADDRESS};",
        f"From: {ADDRESS} (Wichai)",
        f"From: (x) {ADDRESS}",
        f"From: <@evil.example:{ADDRESS}>",
        "From: =?utf-8?q?wichai=40klongnoy.go.th?=",
        "From: <=?utf-8?q?wichai?=@klongnoy.go.th>x",
        'From: "wichai"@klongnoy.go.th',
        "From: wichai@[192.0.2.7]",
        "From: wichai@localhost",
        "From: wichai@klongnoy.go.th.",
        "From: wichai @klongnoy.go.th",
        "From: wiсhai@klongnoy.go.th",  # a Cyrillic letter
        "From: wichai@klongnoу.go.th",
        f'From: "a <{ADDRESS}>',
        f"From: {'x' * 3_000} <{ADDRESS}>",
    ],
)
def test_a_from_with_anything_else_in_it_proves_nothing(sender: str) -> None:
    assert found(results(PASS), sender=sender) == Checked(lacks=Lack.SENDER)


def test_a_name_does_not_make_an_address() -> None:
    answer = found(
        results("dmarc=pass header.from=evil.example"), sender="From: Wichai klongnoy.go.th <x@evil.example>"
    )
    assert answer == Checked("x@evil.example", "dmarc", "evil.example", HOST)
    lookalike = found(
        results("dmarc=pass header.from=xn--klongno-x9g.go.th"), sender="From: w@xn--klongno-x9g.go.th"
    )
    assert lookalike.address == "w@xn--klongno-x9g.go.th"  # and not that of the officer


# The names that are proposed


@pytest.mark.parametrize(
    ("fields", "names"),
    [
        ([results(PASS), OURS], (HOST,)),
        ([OURS, results(PASS), THEIRS], (HOST,)),
        ([OURS, results(PASS, host="klongnoy.go.th"), THEIRS], ("klongnoy.go.th", HOST)),
        (["Received: from a by imap01 with LMTP id 1", OURS, results(PASS)], (HOST,)),
        ([OURS, THEIRS, results(PASS)], ()),
        ([OURS.replace("ESMTPS", "ESMTPSA"), results(PASS)], ()),
        ([f"Authentication-Results: {PASS}"], ()),
        ([OURS, THEIRS], ()),
        ([], ()),
    ],
)
def test_the_names_to_ask_about_stand_at_the_top(fields: list[str], names: tuple[str, ...]) -> None:
    assert hosts_named(letter(*fields)) == names


# Whatever comes

# fmt: off
TOKENS = (
    "(", ")", '"', "\\", ";", "=", " ", "\t", "\r\n ", "\r\n", ".", "/", "1", "@", "<", ">", ",", "é", "\x00", "none",
    "dmarc", "dkim", "pass", "header.from", "header.d", "klongnoy.go.th", "with LMTP", "Authentication-Results: ",
    "Received: from x by ", "From: ", HOST, ADDRESS,
)
# fmt: on
PIECES = st.lists(st.sampled_from(TOKENS), max_size=60).map("".join)


@settings(max_examples=500, deadline=None)
@given(PIECES, PIECES, PIECES)
def test_no_header_breaks_it_and_none_below_ours_proves_anything(
    first: str, second: str, sender: str
) -> None:
    raw = f"{first}\r\nAuthentication-Results: {second}\r\nFrom: {sender}\r\n\r\nx".encode()
    checked(raw, hosts=[HOST])
    hosts_named(raw)
    forged = letter(
        results("dmarc=fail header.from=klongnoy.go.th"),
        OURS,
        first.strip(),
        f"Authentication-Results: {second}",
    )
    assert checked(forged, hosts=[HOST]).method == ""


@settings(max_examples=300, deadline=None)
@given(st.integers(0, 2**32))
def test_no_letter_breaks_it(seed: int) -> None:
    raw = mutate(CORPUS, seed)
    checked(raw, hosts=[HOST])
    hosts_named(raw)


@pytest.mark.parametrize(
    "field",
    [
        results("(" * 200_000),
        results(";" * 200_000),
        results("x=y " * 50_000),
        results("dkim=pass" + " a.b=" * 40_000),
        results('"' * 100_001),
        results("\\" * 200_000),
        "Received: " + "from by " * 25_000,
        "Received: " + "(\\" * 100_000,
        "From: " + '"\\' * 100_000,
        "From: " + "a " * 900,
        "X: y\r\n" * 900,
    ],
)
def test_its_time_grows_no_faster_than_the_header(field: str) -> None:
    begin = time.process_time()
    checked(letter(field), hosts=[HOST])
    hosts_named(letter(field))
    assert time.process_time() - begin < 2.0
