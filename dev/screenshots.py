"""make screenshots: every page at 1366x768 and 390 wide, in practice mode, into build/screenshots; the folder's prints."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from urllib.parse import quote

from playwright.sync_api import Page

from tests.journeys.busy import READ_MS, Town
from tests.journeys.product import chromium, product

SIZES = {"1366": (1366, 768), "390": (390, 844)}
TOP = Path(__file__).parent.parent
OUT = TOP / "build" / "screenshots"
OF_THE_READ_ME = (
    OUT / "picture-desk.png"
)  # docs/picture-desk.png is this one with fewer colours, under 200 kB
PAGES = {
    "register": "/desk/register/",
    "register-edited": "/desk/register/?edit=1",
    "register-columns": "/desk/register/?columns=1",
    "orders": "/desk/orders/",
    "routed": "/desk/routed/",
    "outbox": "/desk/outbox/",
    "history": "/desk/history/",
    "rounds": "/desk/rounds/",
    "send": "/desk/send/",
    "outgoing": "/desk/outgoing/",
    "reserve": "/desk/outgoing/reservation/",
    "books": "/desk/books/",
    "import": "/desk/import/",
    "import-preview": "/desk/import/1/",
    "seals": "/desk/seals/",
    "paper": "/desk/paper/",
    "other": "/desk/other/",
    "hand-in": "/desk/hand-in/",
    "labels": "/desk/paper/labels/",
    "folder": "/desk/folder/",
    "handed-over": "/desk/folder/handed-over/",
    "search": f"/desk/search/?q={quote('ขอ')}",
    "search-empty": "/desk/search/",
    "search-nothing": f"/desk/search/?q={quote('ฟหกดฟหกด')}",
    "search-layout": "/desk/search/?q=l%3Bylfu",
    "calendar": "/desk/calendar/",
    "settings": "/desk/settings/",
    "keys": "/desk/settings/keys/",
    "restored": "/desk/settings/restored/",
    "unit": "/desk/settings/units/1/",
    "unit-new": "/desk/settings/units/new/",
    "officer": "/desk/settings/officers/2/",
    "citizen": "/practice/inbox/",
    "account": "/accounts/2fa/",
    "not-found": "/desk/letters/999999/",
}
STRANGERS = {"front": "/", "sign-in": "/accounts/login/", "link-used": "/sign-in/x/"}


def main() -> int:
    OUT.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as folder,
        product(Path(folder) / "data") as made,
        made.serving("--practice") as link,
        chromium() as browser,
    ):
        page = browser.new_context(locale="th-TH").new_page()
        page.goto(link)
        town = Town(page, made.address)
        town.wait_for_the_story()
        _take(page, "full", f"{made.address}/desk/")
        _show(page, made.address + town.at["agency"])
        page.screenshot(path=OF_THE_READ_ME)
        town.work(made.data)
        _take(page, "undo", f"{made.address}/desk/")
        page.wait_for_timeout(21_000)
        for name, path in (PAGES | _letters_and_entries(town)).items():
            _take(page, name, made.address + path)
        for name in ("slip", "folder"):
            _show(page, made.address + (PAGES | _letters_and_entries(town))[name])
            page.pdf(path=OUT / f"{name}.pdf", prefer_css_page_size=True)
        _take(page, "error", made.address + town.at["licence"], refused=True)
        stranger = browser.new_context(locale="th-TH").new_page()
        for name, path in STRANGERS.items():
            _take(stranger, name, made.address + path)
    print(f"{len(list(OUT.glob('*.png')))} pictures in {OUT}")
    return 0


def _letters_and_entries(town: Town) -> dict[str, str]:
    letter = town.at
    return {
        **{name: letter[name] for name in ("agency", "licence", "three", "scan", "junk")},
        **{
            name.replace("_", "-"): path
            for name, path in letter.items()
            if name.startswith(("entry", "scanned"))
        },
        "in-junk": letter["pump"],
        "sorted": letter["misdirected"],
        "misdirected": f"{letter['other_town']}misdirected/",
        "no-registration": f"{letter['agency']}no-registration/",
        "secret": f"{letter['agency']}secret/",
        "slip": f"{letter['entry']}slip/",
    }


def _show(page: Page, address: str, *, size: str = "1366") -> None:
    """Loaded at this size, as a person with such a screen has it."""
    width, height = SIZES[size]
    page.set_viewport_size({"width": width, "height": height})
    page.goto(address)
    page.wait_for_load_state("networkidle")


def _take(page: Page, name: str, address: str, *, refused: bool = False) -> None:
    for size in SIZES:
        _show(page, address, size=size)
        if refused:
            page.locator("#card [name=subject]").fill("")
            page.wait_for_timeout(READ_MS)
            page.locator("#card button.go").click()
            page.wait_for_selector("#errors")
        page.screenshot(path=OUT / f"{name}-{size}.png", full_page=size == "390")


if __name__ == "__main__":
    sys.exit(main())
