"""ถ่ายจากมือถือ: the QR on the pages of paper leads to the address that the operator set, and to nothing else."""

from __future__ import annotations

import pytest
from django.test import Client
from pytest_django import Settings

from saraban.documents.qr import qr_for_page
from tests.office import Office

OURS = "https://saraban.klongnoy.go.th"
PAGES = ["/desk/paper/", "/desk/hand-in/"]


@pytest.mark.parametrize("address", PAGES)
def test_the_qr_is_of_the_page_itself_at_the_address_that_was_set(
    office: Office, clerk: Client, settings: Settings, address: str
) -> None:
    settings.SITE_URL = OURS
    settings.ALLOWED_HOSTS = ["*"]
    page = clerk.get(address, headers={"host": "evil.example"}).content.decode()
    assert qr_for_page(f"{OURS}{address}") in page and "evil.example" not in page
    assert '<details class="panel roomy-only no-print"><summary>ถ่ายจากมือถือ</summary>' in page


@pytest.mark.parametrize("address", PAGES)
@pytest.mark.parametrize("url", ["http://localhost:8000", "http://127.0.0.1:8000", "http://[::1]:8000"])
def test_there_is_none_where_no_phone_reaches_the_page(
    office: Office, clerk: Client, settings: Settings, address: str, url: str
) -> None:
    settings.SITE_URL = url
    assert "ถ่ายจากมือถือ" not in clerk.get(address).content.decode()


def test_other_channels_are_handed_in_by_other_pages(
    office: Office, clerk: Client, settings: Settings
) -> None:
    settings.SITE_URL = OURS
    assert "ถ่ายจากมือถือ" not in clerk.get("/desk/other/").content.decode()
