"""docs/law.md, made from the code: clause → rule → its tests → where a person meets it.

    python -m dev.law_page

writes it anew; tests/test_docs.py says when that is needed.
"""

from __future__ import annotations

import ast
import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import saraban.law
from saraban.law.clauses import CITATIONS, CLAUSES, Clause

TOP = Path(__file__).resolve().parent.parent
PAGE = TOP / "docs" / "law.md"

# What a person sees of the code that asks a rule. A file that asks one and stands in no row stops the page.
DOORS: dict[str, tuple[str, ...]] = {
    "saraban/desk/views/letters.py": ("โต๊ะ (`/desk/`)",),
    "saraban/registers/models.py": (
        "โต๊ะ: ปุ่มลงรับ (`/desk/`)",
        "ทะเบียนหนังสือรับ (`/desk/register/`)",
        "`saraban enter`",
    ),
    "saraban/registers/handed_in.py": ("กระดาษ (`/desk/paper/`)", "ช่องทางอื่น (`/desk/other/`)"),
    "saraban/notices/accounts.py": (
        "ความเห็นชอบทางอิเล็กทรอนิกส์ (`/desk/settings/approvals/`)",
        "รออนุมัติ (`/desk/approvals/`)",
    ),
    "saraban/notices/signing.py": (
        "รออนุมัติ (`/desk/approvals/`)",
        "ความเห็นชอบที่ยังไม่ครบ (`/desk/approvals/flagged/`)",
    ),
    "saraban/notices/system_orders.py": (
        "ความเห็นชอบทางอิเล็กทรอนิกส์ (`/desk/settings/approvals/`)",
        "รออนุมัติ (`/desk/approvals/`)",
    ),
    "saraban/payments/accounts.py": ("บัญชีรับชำระเงิน (`/desk/pay/accounts/`)",),
    "saraban/payments/slips.py": ("เงิน (`/desk/pay/`)",),
    "saraban/payments/closes.py": ("เงิน: ปิดยอดวัน (`/desk/pay/days/`)",),
    "saraban/cases/models.py": ("งาน: เรื่อง (`/desk/work/`)",),
    "saraban/cases/catalogue.py": ("บริการ (`/desk/services/`)",),
    "saraban/cases/due.py": ("งาน: กำหนดของเรื่อง และ “ทำไมกำหนดวันนี้” (`/desk/work/`)",),
    "saraban/cases/requests.py": ("งาน: เรื่อง แจ้งแก้ไข และคืนคำขอ (`/desk/work/`)",),
    "saraban/cases/letters.py": ("จดหมายถึงผู้ยื่น จากหน้าของเรื่อง (`/desk/work/`)",),
    "saraban/cases/holds.py": ("งาน: เรื่อง ติดต่อผู้ยื่นไม่ได้ (`/desk/work/`)",),
    "saraban/cases/decisions.py": ("งาน: เรื่อง เสนอ (`/desk/work/`)", "รออนุมัติ (`/desk/approvals/`)"),
    "saraban/issuing/papers.py": ("ออกเอกสาร: ร่างแจ้งไม่อนุญาต (`/desk/documents/`)",),
    "saraban/cases/withdrawals.py": ("งาน: เรื่อง ผู้ยื่นถอนเรื่อง (`/desk/work/`)",),
    "saraban/cases/forwardings.py": ("งาน: เรื่อง ส่งต่อหน่วยงานอื่น (`/desk/work/`)",),
    "saraban/desk/views/ends.py": ("งาน: เรื่อง ส่งต่อหน่วยงานอื่น (`/desk/work/`)",),
    "saraban/cases/verifications.py": ("งาน: เรื่อง ตรวจสอบเอกสาร (`/desk/work/`)",),
    "saraban/cases/mailed_questions.py": ("งาน: เรื่อง ความเห็นที่ตอบทางอีเมล (`/desk/work/`)",),
    "saraban/cases/proofings.py": ("งาน: เรื่อง ยืนยันตัวตน (`/desk/work/`)",),
    "saraban/desk/views/proofing.py": ("งาน: เรื่อง ยืนยันตัวตน (`/desk/work/`)",),
    "saraban/desk/views/checking.py": ("ตรวจเอกสาร จากหน้าของเรื่อง (`/desk/work/`)",),
    "saraban/mail/balance.py": ("นับกล่องเทียบบัญชี (`/desk/rounds/balance/`)",),
    "saraban/mail/rounds.py": ("ตรวจกล่อง (`/desk/rounds/`)",),
    "saraban/mail/founding.py": ("`saraban found`",),
    "saraban/management/doctor.py": ("`saraban doctor`",),
    "saraban/management/explain.py": ("`saraban explain received-at`",),
}

HEADING = """\
# Law: from the clause to the code

Made by `python -m dev.law_page` from the marks in `saraban/law/` (`@cites`); not written by hand. Each rule is a pure
function that carries its clause. A file of tests stands here when it names the rule; a screen, when its code asks it.
"""
NO_DOOR = "ยังไม่มีหน้าใดใช้"


@dataclass(frozen=True)
class Rule:
    file: str  # "saraban/law/electronic_act_2565.py"
    name: str
    says: str  # the first line of its docstring

    @classmethod
    def of(cls, function: Callable[..., object]) -> Rule:
        file = Path(inspect.getsourcefile(function) or "").resolve().relative_to(TOP).as_posix()
        says = (inspect.getdoc(function) or "").partition("\n")[0]
        return cls(file, function.__name__, says)


def main() -> int:
    PAGE.write_text(law_page(), encoding="utf-8")
    return 0


def law_page() -> str:
    """The whole page. Raises `KeyError` for a file that asks a rule and has no row in `DOORS`."""
    read_every_instrument()
    named_in = _named_in([*(TOP / "saraban").rglob("*.py"), *(TOP / "tests").rglob("*.py")])
    return "\n".join([HEADING, *(line for clause in CLAUSES for line in _section(clause, named_in))])


def read_every_instrument() -> None:
    """A rule is known once its module was imported."""
    for module in pkgutil.iter_modules(saraban.law.__path__):
        importlib.import_module(f"saraban.law.{module.name}")


def _section(clause: Clause, named_in: dict[str, set[str]]) -> Iterator[str]:
    yield from (f"## {clause.title}", "", f"Key: `{clause.key}`", "")
    in_order = sorted(
        CITATIONS[clause.key], key=lambda function: function.__module__
    )  # not as they were imported
    for rule in (Rule.of(function) for function in in_order):
        files = sorted(file for file, names in named_in.items() if rule.name in names)
        tests = [file for file in files if Path(file).name.startswith("test_")]
        doors = [door for file in files if _asks(file) for door in DOORS[file]]
        yield f"- Rule: `{rule.file}:{rule.name}` – {rule.says}"
        yield "- Tests: " + ", ".join(f"`{file}`" for file in tests)
        yield "- Screens: " + (" · ".join(dict.fromkeys(doors)) or NO_DOOR)
    yield ""


def _asks(file: str) -> bool:
    return file.startswith("saraban/") and not file.startswith("saraban/law/")


def _named_in(paths: list[Path]) -> dict[str, set[str]]:
    """File → the names of law that it imports."""
    found: dict[str, set[str]] = {}
    for path in paths:
        names = {
            alias.name
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("saraban.law")
            for alias in node.names
        }
        if names:
            found[path.relative_to(TOP).as_posix()] = names
    return found


if __name__ == "__main__":
    raise SystemExit(main())
