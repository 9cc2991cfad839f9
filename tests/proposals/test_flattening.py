"""Paper made flat, measured on sheets whose tilt, light and place are known."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from PIL import Image, ImageChops, ImageStat

from saraban.proposals.flattening import flat, packed
from tests.proposals import pictures

LONG = 2_339
ANGLES = (-14, -9.5, -4, -1.7, -0.6, 0.35, 1, 2.2, 5, 8, 13)


def turned(degrees: float) -> Image.Image:
    return pictures.signed_letter().rotate(degrees, Image.Resampling.BICUBIC, fillcolor="white")


def mean(picture: Image.Image, box: tuple[int, int, int, int]) -> list[float]:
    return ImageStat.Stat(picture.convert("RGB").crop(box)).mean


def darkest(picture: Image.Image, box: tuple[int, int, int, int]) -> tuple[int, ...]:
    """The dot of the box with the least green, which each of our inks has little of."""
    part = picture.convert("RGB").crop(box)
    green = part.getchannel("G").tobytes()
    place = min(range(len(green)), key=green.__getitem__)
    found = part.getpixel((place % part.width, place // part.width))
    assert isinstance(found, tuple)
    return tuple(int(one) for one in found)


@pytest.mark.parametrize("degrees", ANGLES)
def test_lines_are_level_to_a_third_of_a_degree(degrees: float) -> None:
    assert flat(turned(degrees), long_dots=LONG).levelled == pytest.approx(-degrees, abs=0.1)


@pytest.mark.parametrize("degrees", [-3, 2])
def test_lines_are_level_in_bad_light_and_grain(degrees: float) -> None:
    seen = pictures.grain(pictures.shadowed(turned(degrees)), 6)
    assert flat(seen, long_dots=LONG).levelled == pytest.approx(-degrees, abs=0.2)


@pytest.mark.parametrize(
    "sheet",
    [pictures.signed_letter, lambda: Image.new("RGB", (1_654, 2_339), "white"), lambda: pictures.page(96)],
)
def test_a_good_scan_stays_as_it_is_dot_for_dot(sheet: Callable[[], Image.Image]) -> None:
    made = flat(sheet().copy(), long_dots=LONG)
    assert (made.cut, made.evened, made.levelled) == (False, False, 0.0)
    assert ImageChops.difference(made.picture, sheet()).getbbox() is None


def test_a_photograph_of_a_landscape_is_not_turned() -> None:
    hills = Image.effect_noise((1_400, 1_000), 120).resize((140, 100)).resize((1_400, 1_000)).convert("RGB")
    assert flat(hills, long_dots=LONG).levelled == 0.0


@pytest.mark.parametrize("darker", [60, 90, 120])
def test_the_shadow_of_a_hand_becomes_white_paper(darker: int) -> None:
    before = pictures.grain(pictures.shadowed(pictures.signed_letter(), darker), 4)
    made = flat(before, long_dots=LONG)
    assert made.evened
    for corner in ((60, 60, 300, 200), (1_420, 2_100, 1_600, 2_300), (900, 1_900, 1_100, 2_100)):
        assert min(mean(made.picture, corner)) > 249, "white in the light, in the shadow and at its edge"
    off = ImageStat.Stat(ImageChops.difference(made.picture, pictures.signed_letter())).mean
    assert max(off) < 3, "what stands on it is what stood on it"


@pytest.mark.parametrize("sheet", ["shadowed", "dark", "grey paper", "yellow light"])
def test_stamps_stay_red_signatures_blue_and_pencil_legible(sheet: str) -> None:
    letter = pictures.signed_letter()
    seen = {
        "shadowed": lambda: pictures.shadowed(letter),
        "dark": lambda: letter.point(lambda level: level // 4),
        "grey paper": lambda: letter.point(lambda level: level * 200 // 255),
        "yellow light": lambda: ImageChops.multiply(letter, Image.new("RGB", letter.size, (245, 225, 165))),
    }[sheet]()
    made = flat(seen, long_dots=LONG)
    assert made.evened and min(mean(made.picture, (60, 60, 300, 200))) > 249
    red, green, blue = darkest(made.picture, pictures.STAMP_AT)
    assert red > 120 and red > 2 * max(green, blue)
    red, green, blue = darkest(made.picture, pictures.INK_AT)
    assert blue > 120 and blue > 1.8 * max(red, green)
    assert max(darkest(made.picture, pictures.PENCIL_AT)) < 190


def test_a_coloured_field_keeps_its_colour() -> None:
    sheet = pictures.shadowed(pictures.signed_letter(), 40)
    sheet.paste((70, 120, 190), (200, 1_100, 1_400, 1_400))
    red, _, blue = mean(flat(sheet, long_dots=LONG).picture, (400, 1_150, 1_200, 1_350))
    assert blue > red + 60


@pytest.mark.parametrize("degrees", [-20, -6, 0, 3, 12])
def test_the_sheet_is_cut_out_of_the_desk_and_stands_straight(degrees: float) -> None:
    made = flat(pictures.on_a_desk(degrees), long_dots=LONG)
    assert made.cut
    assert made.picture.height / made.picture.width == pytest.approx(2**0.5, abs=0.005)
    assert abs(made.levelled) < 1
    again = flat(made.picture.copy(), long_dots=LONG)
    assert abs(again.levelled) <= 0.3, "its lines are level"
    wide, high = made.picture.size
    for strip in ((0, 0, wide, 12), (0, high - 12, wide, high), (0, 0, 12, high), (wide - 12, 0, wide, high)):
        assert min(mean(made.picture, strip)) > 235, "no desk is left at its edges"


@pytest.mark.parametrize(
    "photo",
    [
        lambda: pictures.on_a_desk(4, light=True),  # no edge to be seen
        lambda: pictures.on_a_desk(3).crop((700, 0, 2_400, 3_200)),  # one side is not in the picture
        lambda: pictures.on_a_desk(3).crop((0, 0, 2_400, 2_300)),
        pictures.signed_letter,
        lambda: pictures.shadowed(pictures.signed_letter(), 120),
    ],
)
def test_where_the_edges_are_not_certain_nothing_is_cut(photo: Callable[[], Image.Image]) -> None:
    assert not flat(photo().copy(), long_dots=LONG).cut


def test_a_page_is_packed_as_small_as_asked_and_stays_fine_enough() -> None:
    noisy = pictures.grain(pictures.shadowed(pictures.signed_letter()), 60)
    full = packed(pictures.signed_letter(), bytes_max=300_000)
    assert len(full) <= 300_000
    small = packed(noisy, bytes_max=60_000)
    with Image.open(io.BytesIO(small)) as seen:
        assert max(seen.size) >= 1_750, "150 dots an inch at the least"
