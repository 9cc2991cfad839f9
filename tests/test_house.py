"""The house stands as docs/house.md says: rooms import only what is below them, and nobody goes around the log."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
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
    "cases",
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


def files() -> Iterator[tuple[str, Path, ast.Module]]:
    for path in sorted(PRODUCT.rglob("*.py")):
        where = path.relative_to(PRODUCT)
        room = where.parts[0].removesuffix(".py")
        if room not in WITHOUT_FLOOR:
            yield room, where, ast.parse(path.read_text(encoding="utf-8"))


def imports(tree: ast.Module) -> Iterator[tuple[str, ast.AST]]:
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
    for room, where, tree in files():
        for name, node in imports(tree):
            if name.split(".")[0] != "saraban" or len(name.split(".")) < 2:
                continue
            other = name.split(".")[1]
            if other not in FLOORS or FLOORS.index(other) > FLOORS.index(room):
                wrong.append(f"{where}:{node.lineno} imports {name}")  # type: ignore[attr-defined]
    assert wrong == [], ADVICE


def test_nothing_of_ours_is_imported_late() -> None:
    late = []
    for _room, where, tree in files():
        typing_only = under_type_checking(tree)
        top = {id(node) for node in tree.body}
        for name, node in imports(tree):
            allowed = name.split(".")[0] in LATE_ALLOWED or node.lineno in typing_only  # type: ignore[attr-defined]
            if id(node) not in top and not allowed:
                late.append(f"{where}:{node.lineno} imports {name} late")  # type: ignore[attr-defined]
    assert late == [], ADVICE


def test_law_and_thai_know_no_django_and_no_clock() -> None:
    wrong = []
    for room, where, tree in files():
        if room in PURE:
            wrong += [f"{where} imports {name}" for name, _ in imports(tree) if name.startswith("django")]
            wrong += [
                f"{where}:{node.lineno} asks the clock"
                for node in ast.walk(tree)
                if isinstance(node, ast.Attribute) and node.attr in ("now", "today", "utcnow")
            ]
    assert wrong == []


def test_only_the_child_opens_a_pdf() -> None:
    importing = [
        where.as_posix()
        for _room, where, tree in files()
        for name, _ in imports(tree)
        if name.startswith("pypdfium2")
    ]
    asking = {
        where.as_posix()
        for _room, where, tree in files()
        for name, _ in imports(tree)
        if name in ("saraban.proposals.pages", "saraban.proposals.contents", "saraban.proposals.bindery")
    }
    assert set(importing) == {"proposals/pages.py", "proposals/bindery.py"}
    assert asking == {"proposals/contents.py", "proposals/job.py", "proposals/binding_job.py"}, (
        "PDFium is not safe among threads: ask through proposals/reading.py"
    )


def test_only_the_child_reads_a_barcode() -> None:
    importing = {
        where.as_posix() for _room, where, tree in files() for name, _ in imports(tree) if name == "zxingcpp"
    }
    asking = {
        where.as_posix()
        for _room, where, tree in files()
        for name, _ in imports(tree)
        if name == "saraban.proposals.barcodes"
    }
    assert (importing, asking) == ({"proposals/barcodes.py"}, {"proposals/bindery.py"})


def test_only_the_child_reads_a_signature() -> None:
    importing = {
        where.as_posix()
        for _room, where, tree in files()
        for name, _ in imports(tree)
        if name.split(".")[0] in ("pyhanko", "pyhanko_certvalidator", "asn1crypto")
    }
    asking = {
        where.as_posix()
        for _room, where, tree in files()
        for name, _ in imports(tree)
        if name == "saraban.documents.signature_job"
    }
    assert (importing, asking) == ({"documents/signature_job.py"}, set())


def test_the_reader_and_the_child_it_runs_in_know_no_django() -> None:
    wrong = [
        f"{where} imports {name}"
        for room, where, tree in files()
        if room in ("workbench", "proposals", "exchange", "documents")
        or where.parts[:2] == ("mail", "reader")
        for name, _ in imports(tree)
        if name.startswith("django")
    ]
    assert wrong == []


def test_nobody_goes_around_the_log() -> None:
    wrong = []
    for _room, where, _tree in files():
        if where.as_posix() in MAY_GO_AROUND:
            continue
        for number, line in enumerate((PRODUCT / where).read_text(encoding="utf-8").splitlines(), start=1):
            if AROUND_THE_LOG.search(line):
                wrong.append(f"{where}:{number}: {line.strip()}")
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
