"""make screenshots: every page at 1366x768 and 390 wide, in practice mode, into build/screenshots."""

from __future__ import annotations

import re
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Page

from tests.journeys.product import chromium, product

SIZES = {"1366": (1366, 768), "390": (390, 844)}
OUT = Path(__file__).parent.parent / "build" / "screenshots"
PAGES = {
    "desk": "/desk/",
    "register": "/desk/register/",
    "entry": "/desk/register/1/",
    "routed": "/desk/routed/",
    "outbox": "/desk/outbox/",
    "search": "/desk/search/?q=%E0%B8%82%E0%B8%AD",
    "search-empty": "/desk/search/",
    "search-layout": "/desk/search/?q=l%3Bylfu",
    "calendar": "/desk/calendar/",
    "settings": "/desk/settings/",
    "unit": "/desk/settings/units/1/",
    "unit-new": "/desk/settings/units/new/",
    "officer": "/desk/settings/officers/2/",
    "citizen": "/practice/inbox/",
    "account": "/accounts/2fa/",
    "not-found": "/desk/letters/999999/",
}
LETTERS_WAITED_FOR = 30


def main() -> int:
    OUT.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as folder,
        product(Path(folder) / "data") as made,
        made.serving("--practice") as link,
        chromium() as browser,
    ):
        context = browser.new_context(locale="th-TH")
        page = context.new_page()
        page.goto(link)
        _wait_for_the_story(page, made.address)
        _take(page, "full")
        page.wait_for_timeout(1_000)
        page.locator("#card button.go").click()
        _take(page, "undo")
        page.wait_for_timeout(22_000)
        for name, path in PAGES.items():
            page.goto(made.address + path)
            _take(page, name)
        page.goto(f"{made.address}/desk/")
        page.locator("#card [name=subject]").fill("")
        page.wait_for_timeout(1_000)
        page.locator("#card button.go").click()
        _take(page, "error")
        stranger = browser.new_context(locale="th-TH").new_page()
        for name, path in {"front": "/", "sign-in": "/accounts/login/", "link-used": "/sign-in/x/"}.items():
            stranger.goto(made.address + path)
            _take(stranger, name)
    print(f"{len(list(OUT.glob('*.png')))} pictures in {OUT}")
    return 0


def _wait_for_the_story(page: Page, address: str) -> None:
    for _ in range(60):
        page.goto(f"{address}/desk/")
        waiting = re.search(r"\d+", page.locator(".hd").first.inner_text())
        if waiting and int(waiting[0]) >= LETTERS_WAITED_FOR:
            return
        page.wait_for_timeout(500)


def _take(page: Page, name: str) -> None:
    for size, (width, height) in SIZES.items():
        page.set_viewport_size({"width": width, "height": height})
        page.screenshot(path=OUT / f"{name}-{size}.png", full_page=size == "390")


if __name__ == "__main__":
    sys.exit(main())
