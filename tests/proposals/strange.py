"""Letters of kinds that neither corpus has, for `test_strange_letters`: all offices and people are invented."""

from __future__ import annotations

from collections.abc import Sequence

from tests.proposals.papers import BODY, pdf, typewritten

NAYOK = "นายกเทศมนตรีตำบลบางสายบัว"
_PICTURE = "#align(center, rect(width: 3cm, height: 1.5cm, fill: luma(85%)))"


def escaped(text: str) -> str:
    """Words as they stand, whatever they mean to Typst."""
    return "".join(f"\\{letter}" if letter in "#*_`$<>@[]\\/=+-~\"'" else letter for letter in text)


def _lines(lines: Sequence[str]) -> str:
    return " #linebreak() ".join(escaped(line) for line in lines)


def headed(
    head: Sequence[str] = (),
    *,
    size: str = "22pt",
    at: str = "center",
    number: str = "ที่ ๑๒/๒๕๖๙",
    dated: str = "๑๒ มกราคม ๒๕๖๙",
    subject: str = "ขอใช้หอประชุมจัดประชุมสามัญประจำปี",
    about: str = "เรื่อง",
    to: str = f"เรียน {NAYOK}",
    body: str = BODY,
    closing: str = "ขอแสดงความนับถือ",
    signed: Sequence[str] = ("(นายปกรณ์ ใจเย็น)",),
    more: str = "",
) -> bytes:
    """A letterhead across the page: the first line in large letters. Without `head` it is a picture."""
    top = _PICTURE
    if head:
        rest = f" #linebreak() {_lines(head[1:])}" if len(head) > 1 else ""
        top = f"#align({at})[#text(size: {size}, weight: 700)[{escaped(head[0])}]{rest}]"
    return pdf(
        f"""{top}

#grid(columns: (1fr, auto), [{escaped(number)}], [{escaped(dated)}])

{f"{escaped(about)} #h(0.6em) {escaped(subject)}" if subject else ""}

{escaped(to)}

{more}

#par(first-line-indent: (amount: 2.5cm, all: true))[{escaped(body)}]

#pad(left: 7cm, align(center)[{escaped(closing)} #linebreak() #linebreak() {_lines(signed)}])
"""
    )


def ruled(rows: Sequence[tuple[str, str]], *, title: str = "หนังสือนำส่ง", stroke: str = "0.5pt") -> bytes:
    """A form: labels in one column, values in the next."""
    cells = ", ".join(f"[{escaped(label)}], [{escaped(value)}]" for label, value in rows)
    return pdf(
        f"""#align(center, text(size: 20pt, weight: 700)[{escaped(title)}])
#table(columns: (4cm, 1fr), stroke: {stroke}, {cells})

#par(first-line-indent: (amount: 2.5cm, all: true))[{escaped(BODY)}]
"""
    )


def typed(
    *,
    subject: Sequence[str],
    lost: str = "",
    office: str = "ที่ว่าการอำเภอบางสาย",
    body: Sequence[str] = (
        "ด้วยอำเภอจะออกหน่วยบริการประชาชน จึงขอให้แจ้งราษฎรทราบ",
        "ทางหอกระจายข่าวทุกวันจันทร์ และรายงานผลภายในเดือนหน้า",
    ),
) -> bytes:
    """A typewriter's page: the subject comes back to the left margin."""
    lines = [(70, 760, "ที่ นบ ๐๑๑๘/๑๑"), (340, 760, office), (300, 715, "๘ มกราคม ๒๕๖๙")]
    y = 680
    for at, row in enumerate(subject):
        lines.append((70, y, f"เรื่อง  {row}" if at == 0 else row))
        y -= 22
    lines.append((70, y - 14, f"เรียน  {NAYOK}"))
    y -= 50
    for at, row in enumerate(body):
        lines.append((140 if at == 0 else 70, y, row))
        y -= 22
    return typewritten(lines, lost=lost)
