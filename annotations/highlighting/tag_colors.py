"""Pure: converts the ten hues to colours for other programs, and colours to the nearest hue.

The colours are those of underlines in static/css/base/tokens.css (light theme), in sRGB.
"""

import re
from math import atan2, degrees, hypot

COLORS = (
    "#b65e5c",
    "#b06635",
    "#9d7413",
    "#7e8223",
    "#4c8d4f",
    "#009179",
    "#008da1",
    "#4180bd",
    "#8c69b2",
    "#ab5e8b",
)
# The hue angles in OKLCH, as in tokens.css.
ANGLES = (22, 52, 82, 112, 145, 176, 210, 250, 305, 345)
# Colours below this chroma are grey and have no nearest hue.
MIN_CHROMA = 0.03

_HEX_COLOR = re.compile(r"#?([0-9a-f]{3}|[0-9a-f]{6})", re.IGNORECASE)


def color_of(hue: int) -> str:
    """The colour of a hue from 1 to 10, as "#rrggbb"."""
    return COLORS[hue - 1]


def nearest_hue(color: str) -> int | None:
    """The hue nearest to "#rrggbb" or "#rgb", None for a grey. Raises ValueError.

    >>> nearest_hue("#4180bd")
    8
    """
    match = _HEX_COLOR.fullmatch(color.strip())
    if not match:
        raise ValueError(f"“{color}” is no colour like #d08030.")
    digits = match[1] if len(match[1]) == 6 else "".join(2 * digit for digit in match[1])
    _, a, b = oklab(*[int(digits[n : n + 2], 16) / 255 for n in (0, 2, 4)])
    if hypot(a, b) < MIN_CHROMA:
        return None
    angle = degrees(atan2(b, a)) % 360
    return min(range(1, len(ANGLES) + 1), key=lambda hue: _angle_between(ANGLES[hue - 1], angle))


def _angle_between(one: float, other: float) -> float:
    return min((one - other) % 360, (other - one) % 360)


def oklab(red: float, green: float, blue: float) -> tuple[float, float, float]:
    """Convert an sRGB colour, channels from 0 to 1, to OKLab (Ottosson 2020)."""
    r, g, b = (_linear(part) for part in (red, green, blue))
    long = (0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b) ** (1 / 3)
    middle = (0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b) ** (1 / 3)
    short = (0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b) ** (1 / 3)
    return (
        0.2104542553 * long + 0.7936177850 * middle - 0.0040720468 * short,
        1.9779984951 * long - 2.4285922050 * middle + 0.4505937099 * short,
        0.0259040371 * long + 0.7827717662 * middle - 0.8086757660 * short,
    )


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)
