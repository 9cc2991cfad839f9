"""A sheet of paper as it was photographed or scanned, made flat: cut out of the desk, its light evened, its lines level.

Each is done only where it is certain, and says whether it was; whatever is printed, stamped, signed or pencilled stays.
Pillow alone, no arithmetic of large fields, so that the child stays small. For the child alone.
"""

from __future__ import annotations

import io
import math
from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from PIL import Image, ImageChops, ImageFilter, ImageMath, ImageOps

Point = tuple[float, float]

SEARCHED_DOTS = 360  # along the longer side, where the edges of a sheet are looked for
DESK_DARKER_MIN = 40  # of 255, than the paper
DESK_BRIGHT_SHARE_MAX = 0.08  # of the desk: lamps, another sheet's corner
SHEET_SHARE = (0.2, 0.97)  # of the photo
FILLED_SHARE = (0.96, 1.04)  # of the four corners' field
OPPOSITE_MIN = 0.75  # a side by the one that lies opposite
SHAPE = (1.2, 1.75)  # the longer side by the shorter, seen aslant
A4_SHAPE = (1.34, 1.49)
EDGE_OFF_DOTS = 1.5  # an edge of the sheet is as straight
EDGE_STRAIGHT_SHARE = 0.9
CUT_WITHIN = 0.004  # of a side: the shadow under the edge
CELLS = 16  # dots of a cell in which the light is looked for: 2 mm
WINDOW = 7  # cells: between the lines of a text there is paper
TINT_MAX = 40  # of 255: paper is no more coloured than this
SHADE_MIN = 0.45  # of the page's own light: darker is no shadow, but ink
EVEN_SPAN, WHITE_MIN = 0.06, 246  # light that needs no evening
WHITE_FROM = 238  # of 255, of the paper's own light; pencil has less than 215
BLACK_FROM_MAX = 100
TILT_MAX = 15  # degrees
TILT_MIN = 0.12  # what nobody sees
TILT_CERTAIN = 1.25  # how much clearer the lines are than when they lie askew
COARSE_DOTS, FINE_DOTS = 520, 1_100
NEARLY = 1.02  # a scan that is a hair longer stays sharp
QUALITIES = (82, 74, 66, 58, 50)
SMALLER, QUALITIES_SMALLER = 0.75, (66, 54, 42)


@dataclass
class Flat:
    """A page, and what was done to it."""

    picture: Image.Image
    cut: bool = False
    evened: bool = False
    levelled: float = 0.0  # degrees, against the clock where it is more than 0


def flat(picture: Image.Image, *, long_dots: int) -> Flat:
    """The page no longer than about so many dots."""
    made = Flat(picture)
    if corners := _corners(picture):
        made.picture, made.cut = _cut_out(picture, corners), True
    if max(made.picture.size) > long_dots * NEARLY:
        made.picture.thumbnail((long_dots, long_dots))
    made.picture, made.evened = _evened(made.picture)
    tilt = _tilt(made.picture)
    if abs(tilt) >= TILT_MIN:
        made.picture = made.picture.rotate(tilt, Image.Resampling.BICUBIC, fillcolor="white")
        made.levelled = tilt
    return made


def from_rows(rows: bytes, wide: int, high: int) -> Image.Image:
    """A page of a PDF that was drawn already, three bytes a dot."""
    return Image.frombytes("RGB", (wide, high), rows)


def packed(picture: Image.Image, *, bytes_max: int) -> bytes:
    """As JPEG, in so many bytes where that leaves it legible: coarser first in its shades, then in its dots."""
    data = b""
    for quality in QUALITIES:
        data = _jpeg(picture, quality)
        if len(data) <= bytes_max:
            return data
    size = round(picture.width * SMALLER), round(picture.height * SMALLER)
    smaller = picture.resize(size, Image.Resampling.LANCZOS)
    for quality in QUALITIES_SMALLER:
        data = _jpeg(smaller, quality)
        if len(data) <= bytes_max:
            break
    return data


def _jpeg(picture: Image.Image, quality: int) -> bytes:
    made = io.BytesIO()
    picture.save(made, "JPEG", quality=quality, optimize=True)
    return made.getvalue()


# The sheet on the desk.


def _corners(picture: Image.Image) -> list[Point] | None:
    """Of the sheet, clockwise from top left; None where they are not certain."""
    small = picture.copy()
    small.thumbnail((SEARCHED_DOTS, SEARCHED_DOTS))
    grey = small.convert("L")
    for channel in small.split():  # paper is bright in each colour, wood is not
        grey = ImageChops.darker(grey, channel)
    grey = grey.filter(ImageFilter.MaxFilter(5)).filter(ImageFilter.MinFilter(5))  # no letters any more
    limit, darker = _two_levels(grey.histogram())
    if darker < DESK_DARKER_MIN:
        return None
    bright = grey.point(lambda level: 255 if level > limit else 0)
    sheet = _largest(bright)
    if sheet is None:
        return None
    corners = sheet.corners()
    if corners is None or not _is_sheet(sheet, bright, corners):
        return None
    by = picture.width / grey.width
    return [(x * by, y * by) for x, y in corners]


def _two_levels(histogram: Sequence[int]) -> tuple[int, float]:
    """The grey that parts the dark from the bright best (Otsu), and how far their means lie apart."""
    total, whole = sum(histogram), sum(level * dots for level, dots in enumerate(histogram))
    best, limit, apart = -1.0, 0, 0.0
    below, weight = 0, 0
    for level, dots in enumerate(histogram[:-1]):
        below, weight = below + dots, weight + level * dots
        if not below or below == total:
            continue
        between = (whole - weight) / (total - below) - weight / below
        if (spread := below * (total - below) * between**2) > best:
            best, limit, apart = spread, level, between
    return limit, apart


@dataclass(frozen=True)
class _Sheet:
    """The largest bright field: its dots from edge to edge, by row and by column."""

    rows: dict[int, tuple[int, int]]
    columns: dict[int, tuple[int, int]]
    dots: int

    def corners(self) -> list[Point] | None:
        """Where the four edges meet, each as straight as an edge of paper."""
        ends = [(x, y) for y, pair in self.rows.items() for x in pair]
        top_left, bottom_right = min(ends, key=sum), max(ends, key=sum)
        top_right = max(ends, key=lambda at: at[0] - at[1])
        bottom_left = min(ends, key=lambda at: at[0] - at[1])
        left = _edge((y, pair[0] - 0.5) for y, pair in _between(self.rows, top_left[1], bottom_left[1]))
        right = _edge((y, pair[1] + 0.5) for y, pair in _between(self.rows, top_right[1], bottom_right[1]))
        top = _edge((x, pair[0] - 0.5) for x, pair in _between(self.columns, top_left[0], top_right[0]))
        foot = _edge(
            (x, pair[1] + 0.5) for x, pair in _between(self.columns, bottom_left[0], bottom_right[0])
        )
        if left is None or right is None or top is None or foot is None:
            return None
        return [_meet(top, left), _meet(top, right), _meet(foot, right), _meet(foot, left)]


def _between(ends: dict[int, tuple[int, int]], first: int, last: int) -> list[tuple[int, tuple[int, int]]]:
    """Without what lies near the corners, which may be round or bent."""
    spare = abs(last - first) * 0.06
    return [(at, pair) for at, pair in ends.items() if first + spare <= at <= last - spare]


def _edge(points: Iterable[Point]) -> Point | None:
    """Slope and start of the line through these; None where they make no line."""
    found = list(points)
    for _ in range(3):
        if len(found) < 20:
            return None
        slope, start = _line(found)
        off = [abs(slope * at + start - value) for at, value in found]
        near = [point for point, far in zip(found, off, strict=True) if far <= EDGE_OFF_DOTS]
        if len(near) == len(found):
            break
        kept = max(median(off) * 2, EDGE_OFF_DOTS)
        all_of_it = len(found)
        found = [point for point, far in zip(found, off, strict=True) if far <= kept]
        if len(found) < EDGE_STRAIGHT_SHARE * all_of_it:
            return None
    slope, start = _line(found)
    straight = sum(abs(slope * at + start - value) <= EDGE_OFF_DOTS for at, value in found)
    return (slope, start) if straight >= EDGE_STRAIGHT_SHARE * len(found) else None


def _line(points: Sequence[Point]) -> Point:
    """By least squares."""
    count = len(points)
    mean_at, mean_value = sum(at for at, _ in points) / count, sum(value for _, value in points) / count
    spread = sum((at - mean_at) ** 2 for at, _ in points)
    slope = sum((at - mean_at) * (value - mean_value) for at, value in points) / spread if spread else 0.0
    return slope, mean_value - slope * mean_at


def _meet(flat_line: Point, steep: Point) -> Point:
    """Where y = a·x + b meets x = c·y + d."""
    (a, b), (c, d) = flat_line, steep
    y = (a * d + b) / (1 - a * c)
    return c * y + d, y


def _largest(bright: Image.Image) -> _Sheet | None:
    """The largest field of white dots that hang together."""
    wide, high = bright.size
    left = bytearray(bright.tobytes())
    best: list[int] = []
    for start in range(0, len(left), 7):
        if not left[start]:
            continue
        found, waiting = [], [start]
        left[start] = 0
        while waiting:
            at = waiting.pop()
            found.append(at)
            column = at % wide
            for near, inside in (
                (at - 1, column > 0),
                (at + 1, column < wide - 1),
                (at - wide, at >= wide),
                (at + wide, at < wide * (high - 1)),
            ):
                if inside and left[near]:
                    left[near] = 0
                    waiting.append(near)
        if len(found) > len(best):
            best = found
    if not best:
        return None
    rows: dict[int, tuple[int, int]] = {}
    columns: dict[int, tuple[int, int]] = {}
    for at in best:
        y, x = divmod(at, wide)
        first, last = rows.get(y, (x, x))
        rows[y] = min(first, x), max(last, x)
        first, last = columns.get(x, (y, y))
        columns[x] = min(first, y), max(last, y)
    return _Sheet(rows, columns, len(best))


def _is_sheet(sheet: _Sheet, bright: Image.Image, corners: Sequence[Point]) -> bool:
    wide, high = bright.size
    if not all(1 <= x <= wide - 1 and 1 <= y <= high - 1 for x, y in corners):
        return False
    around = list(pairwise([*corners, corners[0]]))
    area = sum(x * next_y - next_x * y for (x, y), (next_x, next_y) in around) / 2
    top, right, foot, left = (math.dist(*side) for side in around)
    across, down = (top + foot) / 2, (left + right) / 2
    filled = sum(last - first + 1 for first, last in sheet.rows.values())
    outside = wide * high - filled
    bright_outside = bright.histogram()[255] - sheet.dots
    return (
        SHEET_SHARE[0] * wide * high <= area <= SHEET_SHARE[1] * wide * high
        and FILLED_SHARE[0] * area <= filled <= FILLED_SHARE[1] * area
        and min(top, foot) >= OPPOSITE_MIN * max(top, foot)
        and min(left, right) >= OPPOSITE_MIN * max(left, right)
        and SHAPE[0] <= max(across, down) / min(across, down) <= SHAPE[1]
        and bright_outside <= DESK_BRIGHT_SHARE_MAX * outside
    )


def _cut_out(picture: Image.Image, corners: Sequence[Point]) -> Image.Image:
    """The sheet as seen from straight above."""
    (x0, y0), (x1, y1), (x2, y2), (x3, y3) = _within(corners)
    across = (math.dist((x0, y0), (x1, y1)) + math.dist((x3, y3), (x2, y2))) / 2
    down = (math.dist((x0, y0), (x3, y3)) + math.dist((x1, y1), (x2, y2))) / 2
    if A4_SHAPE[0] <= down / across <= A4_SHAPE[1]:
        down = across * math.sqrt(2)
    elif A4_SHAPE[0] <= across / down <= A4_SHAPE[1]:
        across = down * math.sqrt(2)
    # From the unit's square to the four corners (Heckbert 1989).
    sum_x, sum_y = x0 - x1 + x2 - x3, y0 - y1 + y2 - y3
    right_x, right_y, low_x, low_y = x1 - x2, y1 - y2, x3 - x2, y3 - y2
    whole = right_x * low_y - low_x * right_y
    g, h = (sum_x * low_y - low_x * sum_y) / whole, (right_x * sum_y - sum_x * right_y) / whole
    return picture.transform(
        (round(across), round(down)),
        Image.Transform.PERSPECTIVE,
        (
            (x1 - x0 + g * x1) / across,
            (x3 - x0 + h * x3) / down,
            x0,
            (y1 - y0 + g * y1) / across,
            (y3 - y0 + h * y3) / down,
            y0,
            g / across,
            h / down,
        ),
        Image.Resampling.BICUBIC,
    )


def _within(corners: Sequence[Point]) -> list[Point]:
    middle_x, middle_y = sum(x for x, _ in corners) / 4, sum(y for _, y in corners) / 4
    by = 1 - 2 * CUT_WITHIN
    return [(middle_x + (x - middle_x) * by, middle_y + (y - middle_y) * by) for x, y in corners]


# The light on it.


def _evened(picture: Image.Image) -> tuple[Image.Image, bool]:
    """The paper white wherever the light fell on it, and what stands on it as dark as it is on white paper."""
    light = _light(picture)
    even = all(
        high - low <= EVEN_SPAN * 255
        and low >= WHITE_MIN - EVEN_SPAN * 255
        and _level(channel, 0.5) >= WHITE_MIN
        for channel in light.split()
        for low, high in [(_level(channel, 0.02), _level(channel, 0.98))]
    )
    if even:
        return picture, False
    whole = light.resize(picture.size, Image.Resampling.BICUBIC)
    channels = [_divided(dots, by) for dots, by in zip(picture.split(), whole.split(), strict=True)]
    made = Image.merge(picture.mode, channels) if len(channels) > 1 else channels[0]
    black = min(_level(made.convert("L"), 0.002), BLACK_FROM_MAX)
    stretched = [
        min(max(round((level - black) * 255 / (WHITE_FROM - black)), 0), 255) for level in range(256)
    ]
    return made.point(stretched * len(channels)), True


def _light(picture: Image.Image) -> Image.Image:
    """What the paper itself shows, a dot a cell: shadows and grey paper, but no ink, stamp or coloured field."""
    cells = max(picture.width // CELLS, 1), max(picture.height // CELLS, 1)
    seen = picture.resize(cells, Image.Resampling.BOX)
    seen = seen.filter(ImageFilter.MaxFilter(WINDOW)).filter(ImageFilter.MinFilter(WINDOW))
    channels = seen.split()
    paper = [_level(channel, 0.9) for channel in channels]
    if len(channels) == 3:
        grounds = Image.merge("RGB", [Image.new("L", cells, level) for level in paper])
        relative = [
            channel.point([min(round(level * 255 / max(white, 1)), 255) for level in range(256)])
            for channel, white in zip(channels, paper, strict=True)
        ]
        tinted = ImageChops.subtract(
            ImageChops.lighter(ImageChops.lighter(relative[0], relative[1]), relative[2]),
            ImageChops.darker(ImageChops.darker(relative[0], relative[1]), relative[2]),
        ).point(lambda tint: 255 if tint > TINT_MAX else 0)
        seen.paste(grounds, mask=tinted)
    floors = [max(round(level * SHADE_MIN), 8) for level in paper]
    channels = tuple(
        channel.point([max(level, floor) for level in range(256)])
        for channel, floor in zip(seen.split(), floors, strict=True)
    )
    seen = Image.merge(seen.mode, channels) if len(channels) > 1 else channels[0]
    return seen.filter(ImageFilter.GaussianBlur(1.5))


def _divided(dots: Image.Image, by: Image.Image) -> Image.Image:
    made: Image.Image = ImageMath.lambda_eval(
        lambda seen: seen["convert"](seen["min"](seen["dots"] * 255 / seen["by"], 255), "L"), dots=dots, by=by
    )
    return made


def _level(grey: Image.Image, share: float) -> int:
    """The grey that this share of the dots does not pass."""
    histogram = grey.histogram()
    wanted, seen = share * sum(histogram), 0
    for level, dots in enumerate(histogram):
        seen += dots
        if seen >= wanted:
            return level
    return 255


# Its lines.


def _tilt(picture: Image.Image) -> float:
    """How many degrees clockwise the lines fall; 0 where there are none that say so clearly."""
    ink = ImageOps.invert(picture.convert("L").point(lambda level: min(level + 40, 255)))
    fine, coarse = ink.copy(), ink.copy()
    fine.thumbnail((FINE_DOTS, FINE_DOTS), Image.Resampling.BOX)
    coarse.thumbnail((COARSE_DOTS, COARSE_DOTS), Image.Resampling.BOX)
    scores = {float(tilt): _clearness(coarse, tilt) for tilt in range(-TILT_MAX, TILT_MAX + 1)}
    best = max(scores, key=lambda tilt: scores[tilt])
    if not scores[best] or scores[best] < TILT_CERTAIN * median(scores.values()):
        return 0.0
    for step, steps in ((0.25, 4), (0.05, 5)):
        near = [best + step * nth for nth in range(-steps, steps + 1)]
        best = max(near, key=lambda tilt: _clearness(fine, tilt))
    return round(best, 2)


def _clearness(ink: Image.Image, tilt: float) -> float:
    """How sharply rows with ink part from rows without, once it is turned back by so much."""
    turned = ink.rotate(tilt, Image.Resampling.BILINEAR)
    rows = array("f", turned.convert("F").resize((1, turned.height), Image.Resampling.BOX).tobytes())
    return sum((above - below) ** 2 for above, below in pairwise(rows))
