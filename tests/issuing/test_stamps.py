"""Where the office has named a time stamp authority, what leaves says when it was sealed; one that is down delays nothing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils.timezone import now

from saraban.agencies.duties import OPERATOR
from saraban.agencies.models import Profile
from saraban.documents import prolonging
from saraban.documents.revocation_lists import NoList
from saraban.issuing.carrying import carry
from saraban.issuing.checks import Word, by_file
from saraban.issuing.models import Stage
from saraban.issuing.prolonging import prolong_due
from saraban.mail.models import OutboundEmail, files
from tests.documents import pki
from tests.documents.pki import OF_THE_ROOT
from tests.issuing.desks import TODAY, Desk, with_certificate
from tests.servers.timestamps import LISTS, TimeStamper, time_stamper


@pytest.fixture(scope="module")
def tsa(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TimeStamper]:
    with time_stamper(tmp_path_factory.mktemp("tsa") / "authority") as made:
        yield made


def named(url: str, roots: str) -> None:
    profile = Profile.objects.get()
    with profile.change("corrected", by=OPERATOR):
        profile.tsa_url, profile.tsa_roots = url, roots


@pytest.fixture
def lists(root: pki.Authority, tsa: TimeStamper, monkeypatch: pytest.MonkeyPatch) -> dict[str, bytes]:
    """What lies where; a test may take it away. Whose root the seal's is, the operator has said."""
    there = {OF_THE_ROOT: root.crl(at=now()), LISTS: tsa.revocation_list()}

    def ask(address: str) -> bytes:
        if address not in there:
            raise NoList("ไม่มี")
        return there[address]

    monkeypatch.setattr(prolonging, "fetched", ask)
    return there


@pytest.fixture
def trusted(root: pki.Authority, tmp_path: Path, settings: Any) -> None:
    settings.TRUST_FILE = tmp_path / "trusted.pem"
    settings.TRUST_FILE.write_bytes(root.pem)


def test_what_leaves_is_stamped_and_what_is_kept_is_proven_for_long(
    desk: Desk, root: pki.Authority, tsa: TimeStamper, lists: dict[str, bytes], trusted: None, tmp_path: Path
) -> None:
    named(tsa.url, tsa.roots)
    with_certificate(desk, root)
    issue = desk.numbered(seals=True)
    carry(issue)
    assert [one.level for one in issue.issued.all()] == ["B-T", "B-T"]
    assert {one.stamp_said for one in issue.issued.all()} == {"มีตราประทับเวลา"}
    sent = [one.sha256 for one in issue.issued.order_by("place")]
    assert (prolong_due(), prolong_due()) == (2, 0)
    kept = list(issue.issued.order_by("place"))
    assert {one.kept_level for one in kept} == {"B-LTA"} and [one.sha256 for one in kept] == sent
    assert "เก็บระยะยาว" in kept[0].stamp_said
    assert prolong_due(moment=now() + timedelta(hours=23)) == 0
    first = [files().read(one.agency, one.kept_sha256) for one in kept]
    assert prolong_due(moment=now() + timedelta(hours=25)) == 2, (
        "the authority's certificate of tests ends in two days"
    )
    for before, paper in zip(first, issue.issued.order_by("place"), strict=True):
        renewed = files().read(paper.agency, paper.kept_sha256)
        assert renewed.startswith(before) and renewed != before
        for data in (files().read(paper.agency, paper.sha256), renewed):
            path = tmp_path / "it.pdf"
            path.write_bytes(data)
            assert by_file(path, on=TODAY).word == Word.UNCHANGED
    assert OutboundEmail.objects.filter(kind=OutboundEmail.LETTER).count() == 1, "nothing of it is sent"


def test_an_authority_that_is_down_delays_nothing_and_is_asked_again(
    desk: Desk, root: pki.Authority, tsa: TimeStamper, lists: dict[str, bytes], trusted: None
) -> None:
    named("http://127.0.0.1:9/", tsa.roots)
    with_certificate(desk, root)
    issue = desk.numbered(seals=True)
    carry(issue)
    issue.refresh_from_db()
    assert issue.stage == Stage.SENT and [one.level for one in issue.issued.all()] == ["B-B", "B-B"]
    assert {one.stamp_said for one in issue.issued.all()} == {"ไม่มีตราประทับเวลา"}
    mailed = OutboundEmail.objects.get(kind=OutboundEmail.LETTER).attached
    assert prolong_due() == 0, "it is still down"
    named(tsa.url, tsa.roots)
    taken = lists.pop(OF_THE_ROOT)
    assert prolong_due() == 1 and prolong_due() == 0, (
        "the other one is not asked for while the lists are down"
    )
    assert sorted(one.kept_level for one in issue.issued.all()) == ["", "B-T"]
    lists[OF_THE_ROOT] = taken
    assert prolong_due(moment=now() + timedelta(hours=3)) == 2
    for paper, sent in zip(issue.issued.order_by("place"), mailed, strict=True):
        assert (paper.sha256, paper.level) == (sent["sha256"], "B-B"), "what left stays as it left"
        assert paper.kept_level == "B-LTA"


def test_where_a_certificate_was_revoked_nothing_more_is_put_behind_it(
    desk: Desk, root: pki.Authority, tsa: TimeStamper, lists: dict[str, bytes], trusted: None
) -> None:
    named(tsa.url, tsa.roots)
    certificate = with_certificate(desk, root)
    issue = desk.numbered(seals=True)
    carry(issue)
    lists[OF_THE_ROOT] = root.crl(at=now(), revoked=[int(certificate.serial, 16)])
    assert prolong_due() == 0
    assert {one.prolong_at for one in issue.issued.all()} == {None}
    assert all("ถูกเพิกถอน" in str(one.story().get(verb="not_completed").facts) for one in issue.issued.all())
