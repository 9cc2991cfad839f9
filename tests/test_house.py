"""The house stands as docs/house.md says: rooms import only what is below them, and nobody goes around the log."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

PRODUCT = Path(__file__).parent.parent / "saraban"

# From the ground up. A room may import the rooms before it.
FLOORS = [
    "thai",
    "law",
    "environment",
    "presence",
    "sqlite",
    "tenancy",
    "audit",
    "exchange",
    "agencies",
    "contacts",
    "files",
    "workbench",
    "mail",
    "proposals",
    "documents",
    "registers",
    "payments",
    "notices",
    "cases",
    "licences",
    "issuing",
    "evidence",
    "guard",
    "search",
    "practice",
    "templatetags",
    "desk",
    "clock",
    "models",
    "apps",
    "urls",
    "settings",
    "wsgi",
    "management",
]
# Files of the ground that a door of Django's needs to find by name.
WITHOUT_FLOOR = {"__init__", "__main__", "migrations"}
PURE = ("law", "thai")
# Heavy libraries, each inside its one wrapper; and what only some systems have.
LATE_ALLOWED = {"typst", "nh3", "fcntl", "resource", "signal"}
AROUND_THE_LOG = re.compile(
    r"\bcursor\(|(objects|across_agencies)\.raw\(|_base_manager|_raw_delete|across_agencies\.all\(\)"
)
MAY_GO_AROUND = {
    "audit/recorded.py",
    "audit/leased.py",
    "sqlite/base.py",
    "guard.py",
    "search/sqlite.py",
    "search/postgresql.py",
}

ADVICE = (
    "When this fails, the usual cure is not a lazy import. Ask which nouns the function touches, and move it to the "
    "highest room among them."
)


@dataclass(frozen=True)
class File:
    """One file of the product: in which room, where below it, what it says and what it imports."""

    room: str
    where: Path
    text: str
    tree: ast.Module
    imports: list[tuple[str, ast.stmt]]


@cache
def files() -> list[File]:
    """Each of them read and parsed once for all tests."""
    found = []
    for path in sorted(PRODUCT.rglob("*.py")):
        where = path.relative_to(PRODUCT)
        room = where.parts[0].removesuffix(".py")
        if room not in WITHOUT_FLOOR:
            text = path.read_text(encoding="utf-8")
            tree = ast.parse(text)
            found.append(File(room, where, text, tree, list(imports(tree))))
    return found


def importing(*names: str) -> set[str]:
    """The files that import one of these modules, or a part of it."""
    return {
        file.where.as_posix()
        for file in files()
        for name, _ in file.imports
        if any(name == one or name.startswith(f"{one}.") for one in names)
    }


def imports(tree: ast.Module) -> Iterator[tuple[str, ast.stmt]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield alias.name, node
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports say where they come from"
            module = node.module or ""
            yield from (
                ((f"{module}.{alias.name}", node) for alias in node.names)
                if module == "saraban"
                else [(module, node)]
            )


def under_type_checking(tree: ast.Module) -> set[int]:
    """Lines that only a type checker reads."""
    lines: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING":
            lines |= set(range(node.lineno, (node.end_lineno or node.lineno) + 1))
    return lines


def test_every_room_has_a_floor() -> None:
    rooms = {
        path.name.removesuffix(".py") for path in PRODUCT.iterdir() if path.suffix == ".py" or path.is_dir()
    }
    with_code = {
        room for room in rooms if (PRODUCT / f"{room}.py").is_file() or any((PRODUCT / room).rglob("*.py"))
    }
    assert with_code - WITHOUT_FLOOR - set(FLOORS) == set()


def test_rooms_import_only_rooms_below_them() -> None:
    wrong = []
    for file in files():
        for name, node in file.imports:
            if name.split(".")[0] != "saraban" or len(name.split(".")) < 2:
                continue
            other = name.split(".")[1]
            if other not in FLOORS or FLOORS.index(other) > FLOORS.index(file.room):
                wrong.append(f"{file.where}:{node.lineno} imports {name}")
    assert wrong == [], ADVICE


def test_nothing_of_ours_is_imported_late() -> None:
    late = []
    for file in files():
        typing_only = under_type_checking(file.tree)
        top = {id(node) for node in file.tree.body}
        for name, node in file.imports:
            allowed = name.split(".")[0] in LATE_ALLOWED or node.lineno in typing_only
            if id(node) not in top and not allowed:
                late.append(f"{file.where}:{node.lineno} imports {name} late")
    assert late == [], ADVICE


def test_law_and_thai_know_no_django_and_no_clock() -> None:
    wrong = []
    for file in files():
        if file.room in PURE:
            wrong += [f"{file.where} imports {name}" for name, _ in file.imports if name.startswith("django")]
            wrong += [
                f"{file.where}:{node.lineno} asks the clock"
                for node in ast.walk(file.tree)
                if isinstance(node, ast.Attribute) and node.attr in ("now", "today", "utcnow")
            ]
    assert wrong == []


def test_only_the_child_opens_a_pdf() -> None:
    assert importing("pypdfium2") == {f"proposals/{name}.py" for name in ("pages", "bindery", "form_values")}
    assert importing("saraban.proposals.form_values") == {"documents/form_job.py"}
    asking = importing("saraban.proposals.pages", "saraban.proposals.contents", "saraban.proposals.bindery")
    jobs = {
        f"proposals/{name}.py"
        for name in ("job", "binding_job", "showing_job", "codes_job", "flattening_job")
    }
    assert asking == {"proposals/contents.py", *jobs}, (
        "PDFium is not safe among threads: ask through proposals/reading.py"
    )


def test_only_the_child_draws_a_picture() -> None:
    assert importing("PIL", "pi_heif") == {"proposals/images.py", "proposals/flattening.py"}
    jobs = {f"proposals/{name}.py" for name in ("showing_job", "codes_job", "flattening_job")}
    assert importing("saraban.proposals.images") == jobs
    assert importing("saraban.proposals.flattening") == {"proposals/flattening_job.py"}
    assert importing("saraban.proposals.showing_job", "saraban.proposals.flattening_job") == set()


def test_only_the_child_reads_a_barcode() -> None:
    assert importing("zxingcpp") == {"proposals/barcodes.py", "documents/bars.py"}  # which draws one
    assert importing("saraban.proposals.barcodes") == {"proposals/bindery.py", "proposals/codes_job.py"}
    assert importing("saraban.proposals.codes_job") == set()


def test_only_the_child_reads_a_signature() -> None:
    reading = importing("pyhanko", "pyhanko_certvalidator", "asn1crypto")
    jobs = tuple(
        f"documents/{job}_job.py" for job in ("signature", "sealing", "stamping", "prolonging", "form")
    )
    assert reading == set(jobs)  # the last lays fields on our own
    for job in jobs:
        assert importing(f"saraban.{job.removesuffix('.py').replace('/', '.')}") == set()


def test_the_reader_and_the_child_it_runs_in_know_no_django() -> None:
    wrong = [
        f"{file.where} imports {name}"
        for file in files()
        if file.room in ("workbench", "proposals", "exchange", "documents")
        or file.where.parts[:2] == ("mail", "reader")
        for name, _ in file.imports
        if name.startswith("django")
    ]
    assert wrong == []


def test_nobody_goes_around_the_log() -> None:
    wrong = [
        f"{file.where}:{number}: {line.strip()}"
        for file in files()
        if file.where.as_posix() not in MAY_GO_AROUND
        for number, line in enumerate(file.text.splitlines(), start=1)
        if AROUND_THE_LOG.search(line)
    ]
    assert wrong == []


@pytest.mark.parametrize("word", ["utils", "helpers", "services", "common", "signals"])
def test_no_room_for_leftovers(word: str) -> None:
    assert [path for path in PRODUCT.rglob(f"{word}*") if path.suffix in ("", ".py")] == []


def test_nothing_committed_names_a_machine_or_a_registry() -> None:
    top = PRODUCT.parent
    forbidden = re.compile(
        r"/work/main|/work/shared|pypi\.org|registry\.npmjs|files\.pythonhosted|deb\.debian"
    )
    found = [
        f"{path.relative_to(top)}:{number}"
        for folder in ("saraban", "tests", "dev", "docs", ".ci")
        for path in (top / folder).rglob("*")
        if path.is_file()
        and path.suffix in ("", ".py", ".md", ".html", ".css", ".js", ".txt", ".toml", ".lock")
        and path != Path(__file__)
        for number, line in enumerate(
            path.read_text(encoding="utf-8", errors="replace").splitlines(), start=1
        )
        if forbidden.search(line)
    ]
    assert found == []
