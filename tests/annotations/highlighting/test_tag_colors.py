"""The ten hues: alike in lightness, apart from each other, legible, in both themes."""

import re
from itertools import combinations
from math import cos, dist, radians, sin
from pathlib import Path

import pytest

from annotations.highlighting.tag_colors import (
    ANGLES,
    COLORS,
    color_of,
    has_alpha,
    nearest_hue,
    oklab,
)
from annotations.models.tag import HUES

TOKENS = (Path(__file__).parents[3] / "static/css/base/tokens.css").read_text()
NUMBER = r"([\d.]+)"
# OKLab distance at which two patches of colour are told apart at a glance; 0.02 is just noticed.
GLANCE = 0.04
AA_TEXT, AA_GRAPHIC = 4.5, 3


def themes(name):
    """What a token says in the light and the dark theme: (lightness, chroma, hue or None)."""
    one = rf"oklch\({NUMBER} {NUMBER} (?:{NUMBER}|var\(--hue(?:-\d+)?\))\)"
    found = re.search(rf"--{name}: light-dark\({one}, {one}\)", TOKENS).groups()
    parts = [None if part is None else float(part) for part in found]
    return parts[:3], parts[3:]


def drawn(parts, hue):
    lightness, chroma, own = parts
    return srgb(lightness, chroma, hue if own is None else own)


def srgb(lightness, chroma, hue):
    """A colour in OKLCH (hue in degrees) in sRGB, each part cut to 0 to 1."""
    a, b = chroma * cos(radians(hue)), chroma * sin(radians(hue))
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    middle = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    parts = (
        4.0767416621 * long - 3.3077115913 * middle + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * middle - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * middle + 1.7076147010 * short,
    )
    return tuple(min(max(gamma(part), 0), 1) for part in parts)


def gamma(part):
    return 12.92 * part if part <= 0.0031308 else 1.055 * part ** (1 / 2.4) - 0.055


def luminance(color):
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in color
    ]
    return sum(part * weight for part, weight in zip(linear, (0.2126, 0.7152, 0.0722), strict=True))


def contrast(one, other):
    darker, lighter = sorted([luminance(one), luminance(other)])
    return (lighter + 0.05) / (darker + 0.05)


LINES = [themes(f"line-{n}") for n in range(1, HUES + 1)]
THEMES = pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])


def test_there_are_ten_and_the_style_sheet_has_their_angles():
    angles = [int(found) for found in re.findall(r"--hue-\d+: (\d+);", TOKENS)]
    assert tuple(angles) == ANGLES
    assert (len(COLORS), HUES) == (10, 10)


@THEMES
def test_lines_are_equally_light_and_strong(theme):
    assert len({tuple(line[theme][:2]) for line in LINES}) == 1


@THEMES
def test_any_two_lines_are_told_apart_at_a_glance(theme):
    drawn_lines = [oklab(*drawn(line[theme], hue)) for line, hue in zip(LINES, ANGLES, strict=True)]
    nearest = min(dist(one, other) for one, other in combinations(drawn_lines, 2))
    assert nearest > GLANCE
    # Where a screen cannot show a colour it is cut, and that may not change how light it is.
    lightness = [lab[0] for lab in drawn_lines]
    assert max(lightness) - min(lightness) < 0.02


@THEMES
def test_lines_stand_out_from_every_ground_and_words_can_be_read_on_every_tint(theme):
    ink, paper = (drawn(themes(f"color-{name}")[theme], 0) for name in ("ink", "paper"))
    for line, hue in zip(LINES, ANGLES, strict=True):
        stroke = drawn(line[theme], hue)
        grounds = [paper, *(drawn(themes(name)[theme], hue) for name in ("tint", "tint-deep"))]
        assert min(contrast(stroke, ground) for ground in grounds) >= AA_GRAPHIC
        for name in ("tint", "tint-deep", "tint-lit"):
            assert contrast(ink, drawn(themes(name)[theme], hue)) >= AA_TEXT


def test_colours_for_other_programs_are_those_of_the_light_lines():
    for hue, (line, angle) in enumerate(zip(LINES, ANGLES, strict=True), 1):
        red, green, blue = (round(part * 255) for part in drawn(line[0], angle))
        assert color_of(hue) == f"#{red:02x}{green:02x}{blue:02x}"


def test_a_colour_of_ours_is_nearest_to_its_own_hue():
    assert [nearest_hue(color) for color in COLORS] == [*range(1, 11)]


@pytest.mark.parametrize(
    ("color", "hue"),
    [("#ff0000", 1), ("F00", 1), ("#ffa500", 3), ("#00ff00", 5), ("#0000ff", 8), ("#FF00FF", 10)],
)
def test_strange_colours_get_the_nearest_hue(color, hue):
    assert nearest_hue(color) == hue


@pytest.mark.parametrize("color", ["#000000", "#fff", "#808080", "#7f8081"])
def test_greys_have_no_hue(color):
    assert nearest_hue(color) is None


@pytest.mark.parametrize("color", ["", "reddish", "#12", "#12345g", "#1234567", "rgb(256, 0, 0)"])
def test_what_is_no_colour_is_refused(color):
    with pytest.raises(ValueError, match="is no colour"):
        nearest_hue(color)


@pytest.mark.parametrize(
    ("color", "same"),
    [
        ("red", "#ff0000"),
        (" Orange ", "#ffa500"),
        ("RebeccaPurple", "#663399"),
        ("#ff000080", "#ff0000"),
        ("#F008", "#ff0000"),
        # Programs for Windows write the alpha channel first.
        ("#ffff0000", "#ff0000"),
        ("rgb(255, 0, 0)", "#ff0000"),
        ("rgba(0 0 255 / 50%)", "#0000ff"),
    ],
)
def test_colours_have_names_and_alpha_channels(color, same):
    assert nearest_hue(color) == nearest_hue(same)


def test_alpha_channels_are_noticed():
    colors = ["#f00", "#ff0000", "red", "rgb(1, 2, 3)", "#f008", "#ff000080", "rgba(1, 2, 3, 0.5)"]
    assert [has_alpha(color) for color in colors] == [False] * 4 + [True] * 3
