"""Whether a page can be read, said in words from what was measured of it: a hint to the officer, who decides. Pure.

The limits lie between the good and the bad pages of `tests/proposals/test_legibility.py`, nearer to the bad ones: a
hint that is often wrong is soon read by nobody.
"""

from __future__ import annotations

from dataclasses import dataclass

BLURRED_BELOW = 0.2  # good pages have 0.28 and more, those that cannot be read 0.16 and less
PALE_BELOW = 60  # of 255, from ink to paper: pencil has 104, a cartridge nearly empty 34
BLANK_BELOW = 12  # of 255: there is nothing but the grain of the paper
DARK_BELOW = 110  # of 255, the paper itself: by a telephone in a room 233, in the dark 65
COARSE_BELOW = 90  # dots per inch: what fills a screen has 96
SMALL_BELOW = 600  # dots along the longer side, where nobody knows how large the paper is
A4_LONG_INCHES = 11.69
A4_SHAPE = (1.38, 1.45)  # the longer side by the shorter


@dataclass(frozen=True)
class Measured:
    """Of one page. `sharpness`: what its steepest edges climb from one dot to the next, of what they climb in all.
    `light`: of the paper, and `span`: from the ink to it, both of 255."""

    sharpness: float
    span: int
    light: int
    wide: int
    high: int
    said_dots_per_inch: int | None = None  # where the file knows how large the paper is

    @property
    def dots_per_inch(self) -> int | None:
        """As said, else of a sheet of A4 where it has its shape."""
        long, short = max(self.wide, self.high), max(min(self.wide, self.high), 1)
        if self.said_dots_per_inch is not None:
            return self.said_dots_per_inch
        return round(long / A4_LONG_INCHES) if A4_SHAPE[0] <= long / short <= A4_SHAPE[1] else None


def hints(page: Measured) -> list[str]:
    """What may keep it from being read, in Thai; nothing where nothing does."""
    if page.span < BLANK_BELOW:
        return ["หน้าว่าง หรือตัวหนังสือจางจนแทบมองไม่เห็น"]
    found = []
    blurred = page.sharpness < BLURRED_BELOW
    if blurred:
        found.append("ภาพเบลอ อ่านตัวหนังสือยาก")
    fine = page.dots_per_inch
    if fine is not None and fine < COARSE_BELOW:
        found.append(f"ความละเอียดต่ำ ราว {fine} จุดต่อนิ้ว ตัวหนังสือเล็กอาจอ่านไม่ออก")
    elif fine is None and max(page.wide, page.high) < SMALL_BELOW:
        found.append(f"ความละเอียดต่ำ ภาพมีเพียง {page.wide}×{page.high} จุด ตัวหนังสือเล็กอาจอ่านไม่ออก")
    if page.light < DARK_BELOW:
        found.append("ภาพมืด")
    if page.span < PALE_BELOW and not blurred:  # blur takes the ink from thin letters, too
        found.append("ตัวหนังสือจาง")
    return found
