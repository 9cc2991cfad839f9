"""Names of the clauses that the code answers to.

A rule carries its clause (`@cites`), so that a reader can go from the instrument to the code and back, and a test
can list the clauses that no rule answers yet.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

Rule = TypeVar("Rule", bound=Callable[..., object])
CITATIONS: dict[str, list[Callable[..., object]]] = {}


@dataclass(frozen=True)
class Clause:
    key: str
    title: str  # as the instrument names it, in Thai


ACT_10_1 = Clause("act2565/10/1", "พ.ร.บ. การปฏิบัติราชการทางอิเล็กทรอนิกส์ พ.ศ. 2565 มาตรา 10 วรรคหนึ่ง")
MANUAL_1_3 = Clause("manual2566/1.3", "วิธีการทางอิเล็กทรอนิกส์ฯ ระดับเริ่มต้น #1.3")
MANUAL_1_5 = Clause("manual2566/1.5", "วิธีการทางอิเล็กทรอนิกส์ฯ ระดับเริ่มต้น #1.5")
MANUAL_2_2 = Clause("manual2566/2.2", "วิธีการทางอิเล็กทรอนิกส์ฯ ระดับเริ่มต้น #2.2")
REGULATION_38_2 = Clause("regulation2526/38.2", "ระเบียบสำนักนายกรัฐมนตรีว่าด้วยงานสารบรรณ พ.ศ. 2526 ข้อ 38.2")
PROCEDURE_64 = Clause("procedure2539/64", "พ.ร.บ. วิธีปฏิบัติราชการทางปกครอง พ.ศ. 2539 มาตรา 64")
CLAUSES = (ACT_10_1, MANUAL_1_3, MANUAL_1_5, MANUAL_2_2, REGULATION_38_2, PROCEDURE_64)


def cites(*clauses: Clause) -> Callable[[Rule], Rule]:
    """Mark a function as the rule that these clauses state."""

    def remember(rule: Rule) -> Rule:
        for clause in clauses:
            CITATIONS.setdefault(clause.key, []).append(rule)
        return rule

    return remember
