"""What the agency writes of an e-stamp: a pure text, values in, Thai out (guide #3.2(7))."""

from __future__ import annotations

from saraban.cases.letters import Matter, Wording, numbered


def estamp_letter(matter: Matter) -> Wording:
    """How to buy a stamp on the Revenue Department's site, and to send its code in answer."""
    return matter.to_applicant(
        "วิธีชำระอากรแสตมป์ทางอิเล็กทรอนิกส์",
        f"อ้างถึง {matter.application}",
        "",
        "เอกสารที่ท่านยื่นต้องติดอากรแสตมป์ ท่านชำระทางอิเล็กทรอนิกส์ (e-stamp) ได้โดยไม่ต้องเดินทาง ดังนี้",
        *numbered(
            [
                "เปิดเว็บไซต์กรมสรรพากร www.rd.go.th แล้วเลือกเมนู “ชำระอากรแสตมป์”",
                "กรอกข้อมูลและชำระเงินตามที่เว็บไซต์แจ้ง แล้วจดรหัส e-stamp ที่ได้รับ",
                f"แจ้งรหัส e-stamp โดยตอบกลับอีเมลนี้ หรือส่งมาที่ {matter.office.address} "
                "เจ้าหน้าที่จะตรวจสอบรหัสที่เว็บไซต์เดียวกัน",
            ]
        ),
        "",
        "ชำระกับกรมสรรพากรโดยตรงเท่านั้น หน่วยงานไม่รับชำระอากรแสตมป์แทน",
        "",
        matter.responsible,
    )
