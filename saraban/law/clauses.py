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


_ACT = "พ.ร.บ. การปฏิบัติราชการทางอิเล็กทรอนิกส์ พ.ศ. 2565"
_MANUAL = "วิธีการทางอิเล็กทรอนิกส์ฯ ระดับเริ่มต้น"
_PROCEDURE = "พ.ร.บ. วิธีปฏิบัติราชการทางปกครอง พ.ศ. 2539"
_FACILITATION = "พ.ร.บ. การอำนวยความสะดวกในการพิจารณาอนุญาตของทางราชการ พ.ศ. 2558"

ACT_7_1 = Clause("act2565/7/1", f"{_ACT} มาตรา 7 วรรคหนึ่ง")
ACT_7_2 = Clause("act2565/7/2", f"{_ACT} มาตรา 7 วรรคสอง")
ACT_7_3 = Clause("act2565/7/3", f"{_ACT} มาตรา 7 วรรคสาม")
ACT_7_5 = Clause("act2565/7/5", f"{_ACT} มาตรา 7 วรรคห้า")
ACT_8 = Clause("act2565/8", f"{_ACT} มาตรา 8")
ACT_10_1 = Clause("act2565/10/1", f"{_ACT} มาตรา 10 วรรคหนึ่ง")
ACT_10_2 = Clause("act2565/10/2", f"{_ACT} มาตรา 10 วรรคสอง")
ACT_11 = Clause("act2565/11", f"{_ACT} มาตรา 11")
ACT_12 = Clause("act2565/12", f"{_ACT} มาตรา 12")
ACT_16 = Clause("act2565/16", f"{_ACT} มาตรา 16")
ACT_21_2 = Clause("act2565/21/2", f"{_ACT} มาตรา 21 วรรคสอง")
MANUAL_1_3 = Clause("manual2566/1.3", f"{_MANUAL} #1.3")
MANUAL_1_5 = Clause("manual2566/1.5", f"{_MANUAL} #1.5")
MANUAL_2_2 = Clause("manual2566/2.2", f"{_MANUAL} #2.2")
MANUAL_3_1 = Clause("manual2566/3.1", f"{_MANUAL} #3.1")
MANUAL_3_2_3 = Clause("manual2566/3.2(3)", f"{_MANUAL} #3.2(3)")
MANUAL_3_2_4 = Clause("manual2566/3.2(4)", f"{_MANUAL} #3.2(4)")
MANUAL_3_3 = Clause("manual2566/3.3", f"{_MANUAL} #3.3")
MANUAL_3_4_1 = Clause("manual2566/3.4(1)", f"{_MANUAL} #3.4(1)")
MANUAL_3_4_2 = Clause("manual2566/3.4(2)", f"{_MANUAL} #3.4(2)")
MANUAL_3_4_3 = Clause("manual2566/3.4(3)", f"{_MANUAL} #3.4(3)")
MANUAL_3_5_2 = Clause("manual2566/3.5(2)", f"{_MANUAL} #3.5(2)")
MANUAL_3_5_3 = Clause("manual2566/3.5(3)", f"{_MANUAL} #3.5(3)")
MANUAL_5_3 = Clause("manual2566/5.3", f"{_MANUAL} #5.3")
REGULATION_38_2 = Clause("regulation2526/38.2", "ระเบียบสำนักนายกรัฐมนตรีว่าด้วยงานสารบรรณ พ.ศ. 2526 ข้อ 38.2")
PROCEDURE_37 = Clause("procedure2539/37", f"{_PROCEDURE} มาตรา 37")
PROCEDURE_40 = Clause("procedure2539/40", f"{_PROCEDURE} มาตรา 40")
PROCEDURE_44 = Clause("procedure2539/44", f"{_PROCEDURE} มาตรา 44")
PROCEDURE_64 = Clause("procedure2539/64", f"{_PROCEDURE} มาตรา 64")
FACILITATION_8 = Clause("facilitation2558/8", f"{_FACILITATION} มาตรา 8")
FACILITATION_9 = Clause("facilitation2558/9", f"{_FACILITATION} มาตรา 9")
FACILITATION_10 = Clause("facilitation2558/10", f"{_FACILITATION} มาตรา 10")
CLAUSES = (
    ACT_7_1,
    ACT_7_2,
    ACT_7_3,
    ACT_7_5,
    ACT_8,
    ACT_10_1,
    ACT_10_2,
    ACT_11,
    ACT_12,
    ACT_16,
    ACT_21_2,
    MANUAL_1_3,
    MANUAL_1_5,
    MANUAL_2_2,
    MANUAL_3_1,
    MANUAL_3_2_3,
    MANUAL_3_2_4,
    MANUAL_3_3,
    MANUAL_3_4_1,
    MANUAL_3_4_2,
    MANUAL_3_4_3,
    MANUAL_3_5_2,
    MANUAL_3_5_3,
    MANUAL_5_3,
    REGULATION_38_2,
    PROCEDURE_37,
    PROCEDURE_40,
    PROCEDURE_44,
    PROCEDURE_64,
    FACILITATION_8,
    FACILITATION_9,
    FACILITATION_10,
)


def cites(*clauses: Clause) -> Callable[[Rule], Rule]:
    """Mark a function as the rule that these clauses state."""

    def remember(rule: Rule) -> Rule:
        for clause in clauses:
            CITATIONS.setdefault(clause.key, []).append(rule)
        return rule

    return remember
