"""The pages tell the truth: what they name exists, and what an operator may set, say or meet stands in them."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.urls import resolve

from dev.law_page import DOORS, law_page
from saraban.environment import KNOWN
from saraban.management.saraban import VERBS
from tests.test_house import FLOORS

TOP = Path(__file__).parent.parent
DOCS = TOP / "docs"
PAGES = [TOP / "README.md", *sorted(DOCS.rglob("*.md"))]
OPERATORS = [DOCS / "operate.md", *sorted(DOCS.glob("operate-*.md"))]
SHAPES = ("operate-one-office-pc.md", "operate-own-host.md", "operate-province.md")
GUIDES = {
    "accounts",
    "approvals",
    "authority",
    "cases",
    "checking",
    "documents",
    "licences",
    "services",
    "desk",
    "fees",
    "folder",
    "grid",
    "money",
    "history",
    "identity",
    "import",
    "paper",
    "rounds",
    "register",
    "routed",
    "outbox",
    "restored",
    "seals",
    "search",
    "secret",
    "sending",
    "calendar",
    "settings",
    "sign-in",
    "statements",
    "verification",
}
PICTURE_BYTES_MAX = 200_000
GUIDE_CHARACTERS_MAX = 1_800  # half a page

# `saraban/mail/intake.py:fetch` or `saraban/mail/imap.py:ImapInbox.fetch`
NAMED = re.compile(r"`((?:saraban|tests|dev)/[\w/]+\.py)(?::([\w.]+))?`")
LINK = re.compile(r"\]\((?!https?:|#)([^)#]+)[^)]*\)")
CODE = re.compile(r"^```(?:sh|ini)?\n(.*?)^```", re.MULTILINE | re.DOTALL)


def text_of(pages: list[Path]) -> str:
    return "\n".join(page.read_text(encoding="utf-8") for page in pages)


def names_in(path: Path) -> set[str]:
    """Functions, classes, methods and constants of a file: "Class.method", "function", "CONSTANT"."""

    def walk(body: list[ast.stmt], within: str) -> Iterator[str]:
        for node in body:
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
                yield within + node.name
                if isinstance(node, ast.ClassDef):
                    yield from walk(node.body, f"{within}{node.name}.")
            elif isinstance(node, ast.Assign):
                yield from (within + target.id for target in node.targets if isinstance(target, ast.Name))
            elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
                yield within + node.target.id

    return set(walk(ast.parse(path.read_text(encoding="utf-8")).body, ""))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_file_and_name_in_a_page_exists(page: Path) -> None:
    missing = []
    for file, name in NAMED.findall(page.read_text(encoding="utf-8")):
        path = TOP / file
        if not path.is_file() or (name and name not in names_in(path)):
            missing.append(f"{file}:{name}")
    assert missing == []


def test_the_journey_goes_from_the_socket_to_the_answer_through_the_files() -> None:
    files = [file for file, _ in NAMED.findall((DOCS / "journey.md").read_text(encoding="utf-8"))]

    assert files[0] == "saraban/mail/imap.py"
    assert {"saraban/registers/models.py", "saraban/mail/smtp.py"} <= set(files)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_leads_to_a_file(page: Path) -> None:
    links = LINK.findall(page.read_text(encoding="utf-8"))

    assert [link for link in links if not (page.parent / link).exists()] == []


def test_every_page_is_reached_from_the_readme() -> None:
    reached, waiting = set(), [TOP / "README.md"]
    while waiting:
        page = waiting.pop()
        if page not in reached and page.suffix == ".md":
            reached.add(page)
            waiting += [
                (page.parent / link).resolve() for link in LINK.findall(page.read_text(encoding="utf-8"))
            ]
    assert {page.resolve() for page in PAGES} - reached == set()


def test_operators_find_every_setting_in_the_table_and_no_page_names_another() -> None:
    table = re.findall(
        r"^\| `(SARABAN_[A-Z]+)`", (DOCS / "operate.md").read_text(encoding="utf-8"), re.MULTILINE
    )

    assert sorted(table) == sorted(KNOWN)
    assert set(re.findall(r"SARABAN_[A-Z_]*[A-Z]", text_of(PAGES))) <= set(KNOWN)


def test_operators_find_every_command_and_every_word_of_it() -> None:
    page = (DOCS / "operate.md").read_text(encoding="utf-8")
    silent = []
    for verb, about in VERBS.items():
        source = (TOP / "saraban" / "management" / f"{about.module}.py").read_text(encoding="utf-8")
        options = re.findall(r'"(--[a-z-]+)"', source)
        silent += [f"{verb} {option}" for option in options if option not in page]
        silent += [verb] if f"`saraban {verb}" not in page else []
    assert silent == []


def test_every_finding_of_the_doctor_has_a_cure() -> None:
    doctor = ast.parse((TOP / "saraban/management/doctor.py").read_text(encoding="utf-8"))
    codes = {
        node.args[0].value
        for node in ast.walk(doctor)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == "Finding"
        and isinstance(node.args[0], ast.Constant)
    }
    page = (DOCS / "operate.md").read_text(encoding="utf-8")
    table = page.partition("| `code` |")[2].partition("\n\n")[0]

    assert len(codes) > 10
    assert set(re.findall(r"^\| `(\w+)` \|", table, re.MULTILINE)) == codes


def test_the_readme_begins_with_a_sentence_a_picture_and_the_two_commands() -> None:
    top = (TOP / "README.md").read_text(encoding="utf-8").splitlines()[:12]

    assert top[0] == "# Saraban"
    assert re.search("[ก-๙]", top[2])
    assert "docs/picture-desk.png" in top[4]
    assert [line.split("#")[0].strip() for line in top if line.startswith("make ")] == [
        "make run",
        "make test",
    ]


def test_the_readme_is_thai_first_and_english_after() -> None:
    thai, english = (TOP / "README.md").read_text(encoding="utf-8").split("\n## In English\n")

    assert len(re.findall("[ก-๙]", thai)) > 1_000
    assert len(re.findall("[ก-๙]", english)) < 100
    assert "## ยังทำไม่ได้" in thai
    assert "does not" in english


def test_the_picture_is_of_the_desk_and_light() -> None:
    picture = (DOCS / "picture-desk.png").read_bytes()

    assert picture[16:24] == (1366).to_bytes(4) + (768).to_bytes(4)
    assert len(picture) < PICTURE_BYTES_MAX


@pytest.mark.parametrize("name", SHAPES)
def test_each_shape_says_what_works_in_it_and_what_does_not(name: str) -> None:
    page = (DOCS / name).read_text(encoding="utf-8")

    assert "\n## ใช้ได้ในแบบนี้\n" in page
    assert "ใช้ไม่ได้ในแบบนี้\n" in page
    assert name in (TOP / "README.md").read_text(encoding="utf-8")


def test_each_screen_has_half_a_page_in_thai() -> None:
    guides = {page.stem: page.read_text(encoding="utf-8") for page in (DOCS / "th").glob("*.md")}

    assert guides.keys() == GUIDES
    assert {name: len(text) for name, text in guides.items() if len(text) > GUIDE_CHARACTERS_MAX} == {}
    assert [name for name, text in guides.items() if re.search("[๐-๙]", text)] == []


def test_the_buttons_that_the_guides_name_stand_on_the_screens() -> None:
    templates = (TOP / "saraban" / "templates").rglob("*.html")
    screens = text_of([*sorted(templates), TOP / "saraban" / "desk" / "next_step.py"])
    named = re.findall(r"(?:กด|แล้ว) \*\*([^*…]+?)\s*…?\*\*", text_of(sorted((DOCS / "th").glob("*.md"))))

    assert len(named) > 15
    assert sorted({words for words in named if words not in screens}) == []


def test_the_page_of_the_house_has_the_floors_in_their_order() -> None:
    page = (DOCS / "house.md").read_text(encoding="utf-8")

    assert re.findall(r"^\| `(\w+)` \|", page, re.MULTILINE) == FLOORS


def test_the_page_of_law_is_what_the_code_says() -> None:
    assert (DOCS / "law.md").read_text(encoding="utf-8") == law_page(), "say: python -m dev.law_page"


def test_every_screen_in_the_page_of_law_opens() -> None:
    addresses = re.findall(r"`(/[^`]*)`", " ".join(door for doors in DOORS.values() for door in doors))

    assert addresses
    for address in addresses:
        resolve(address)


def test_every_target_of_the_makefile_is_told_to_developers() -> None:
    phony = re.search(r"^\.PHONY: (.*)$", (TOP / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    assert phony is not None
    page = (DOCS / "develop.md").read_text(encoding="utf-8")

    assert [
        target for target in phony[1].split() if target != "help" and f"`make {target}`" not in page
    ] == []


def test_every_command_in_a_block_is_one_of_ours_that_exists() -> None:
    blocks = "\n".join(CODE.findall(text_of(PAGES)))
    said = set(re.findall(r"(?:^|bin/|\d )saraban ([a-z][a-z-]*)", blocks, re.MULTILINE))
    targets = set(re.findall(r"^make ([a-z-]+)", blocks, re.MULTILINE))
    makefile = (TOP / "Makefile").read_text(encoding="utf-8")

    assert said <= set(VERBS) and len(said) > 4
    assert [target for target in targets if f"\n{target}:" not in makefile] == []
