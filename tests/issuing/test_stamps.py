"""Where the office has named a time stamp authority, what leaves says when it was sealed; one that is down delays nothing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from saraban.agencies.duties import OPERATOR
from saraban.agencies.models import Profile
from saraban.issuing.carrying import carry, complete_due
from saraban.issuing.checks import Word, by_file
from saraban.issuing.models import Stage
from saraban.mail.models import OutboundEmail, files
from tests.documents import pki
from tests.issuing.desks import TODAY, Desk, with_certificate
from tests.servers.timestamps import TimeStamper, time_stamper


@pytest.fixture(scope="module")
def tsa(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TimeStamper]:
    with time_stamper(tmp_path_factory.mktemp("tsa") / "authority") as made:
        yield made


def named(url: str, roots: str) -> None:
    profile = Profile.objects.get()
    with profile.change("corrected", by=OPERATOR):
        profile.tsa_url, profile.tsa_roots = url, roots


def test_what_leaves_is_stamped(desk: Desk, root: pki.Authority, tsa: TimeStamper) -> None:
    named(tsa.url, tsa.roots)
    with_certificate(desk, root)
    issue = desk.numbered(seals=True)
    carry(issue)
    assert [one.level for one in issue.issued.all()] == ["B-T", "B-T"]
    assert {one.stamp_said for one in issue.issued.all()} == {"พร้อมตราประทับเวลา"}
    assert complete_due() == 0


def test_an_authority_that_is_down_delays_nothing_and_is_asked_again(
    desk: Desk, root: pki.Authority, tsa: TimeStamper, tmp_path: Path
) -> None:
    named("http://127.0.0.1:9/", tsa.roots)
    with_certificate(desk, root)
    issue = desk.numbered(seals=True)
    carry(issue)
    issue.refresh_from_db()
    assert issue.stage == Stage.SENT and [one.level for one in issue.issued.all()] == ["B-B", "B-B"]
    assert {one.stamp_said for one in issue.issued.all()} == {"ไม่มีตราประทับเวลา"}
    mailed = OutboundEmail.objects.get(kind=OutboundEmail.LETTER).attached
    assert complete_due() == 0, "it is still down"
    named(tsa.url, tsa.roots)
    assert complete_due() == 2
    assert complete_due() == 0
    for paper, sent in zip(issue.issued.order_by("place"), mailed, strict=True):
        assert (paper.sha256, paper.level) == (sent["sha256"], "B-B"), "what left stays as it left"
        assert paper.stamp_said == "ฉบับที่หน่วยงานเก็บไว้มีตราประทับเวลา"
        assert paper.completed_size == paper.size and paper.completed_sha256 != paper.sha256
        for kept in (paper.sha256, paper.completed_sha256):
            path = tmp_path / "it.pdf"
            path.write_bytes(files().read(issue.agency, kept))
            assert by_file(path, on=TODAY).word == Word.UNCHANGED
