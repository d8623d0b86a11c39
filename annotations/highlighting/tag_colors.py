"""Pure: converts the ten hues to colours for other programs, and colours to the nearest hue.

The colours are those of underlines in static/css/base/tokens.css (light theme), in sRGB.
"""

import re
from math import atan2, degrees, hypot
from types import MappingProxyType

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

# Red, green and blue, perhaps with an alpha channel; of one digit each or of two.
_HEX_COLOR = re.compile(r"#?([0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8})", re.IGNORECASE)
_RGB_COLOR = re.compile(
    r"rgba?\(\s*([0-9]{1,3})[\s,]+([0-9]{1,3})[\s,]+([0-9]{1,3})\s*(?:[,/]\s*[0-9.]+%?\s*)?\)",
    re.IGNORECASE,
)

# The colours that people name. Source: https://www.w3.org/TR/css-color-4/#named-colors
_NAMED_COLORS = MappingProxyType(
    dict(
        pair.split("=")
        for pair in (
            "aqua=00ffff black=000000 blue=0000ff brown=a52a2a coral=ff7f50 crimson=dc143c "
            "cyan=00ffff darkblue=00008b darkgreen=006400 darkorange=ff8c00 darkred=8b0000 "
            "deeppink=ff1493 fuchsia=ff00ff gold=ffd700 gray=808080 green=008000 grey=808080 "
            "hotpink=ff69b4 indigo=4b0082 khaki=f0e68c lavender=e6e6fa lightblue=add8e6 "
            "lightgray=d3d3d3 lightgreen=90ee90 lightgrey=d3d3d3 lightyellow=ffffe0 lime=00ff00 "
            "magenta=ff00ff maroon=800000 navy=000080 olive=808000 orange=ffa500 orchid=da70d6 "
            "pink=ffc0cb plum=dda0dd purple=800080 red=ff0000 royalblue=4169e1 salmon=fa8072 "
            "silver=c0c0c0 skyblue=87ceeb steelblue=4682b4 tan=d2b48c teal=008080 tomato=ff6347 "
            "turquoise=40e0d0 violet=ee82ee white=ffffff yellow=ffff00 yellowgreen=9acd32"
        ).split()
    )
)


def color_of(hue: int) -> str:
    """The colour of a hue from 1 to 10, as "#rrggbb"."""
    return COLORS[hue - 1]


def nearest_hue(color: str) -> int | None:
    """The hue nearest to a colour, None for a grey. Raises ValueError.

    Colours are "#rrggbb" or "#rgb", both perhaps with an alpha channel, which is left out;
    "rgb(0, 128, 255)"; or a name of CSS.

    >>> nearest_hue("#4180bd")
    8
    """
    red, green, blue, *_ = _channels(color)
    _, a, b = oklab(red / 255, green / 255, blue / 255)
    if hypot(a, b) < MIN_CHROMA:
        return None
    angle = degrees(atan2(b, a)) % 360
    return min(range(1, len(ANGLES) + 1), key=lambda hue: _angle_between(ANGLES[hue - 1], angle))


def has_alpha(color: str) -> bool:
    """Whether a colour that `nearest_hue` can read has an alpha channel."""
    return len(_channels(color)) == 4 or color.strip().lower().startswith("rgba")


def _channels(color: str) -> list[int]:
    """Red, green, blue, and alpha if written in digits, from 0 to 255. Raises ValueError."""
    color = color.strip()
    rgb = _RGB_COLOR.fullmatch(color)
    if rgb and all(int(channel) <= 255 for channel in rgb.groups()):
        return [int(channel) for channel in rgb.groups()]
    match = _HEX_COLOR.fullmatch(_NAMED_COLORS.get(color.lower(), color))
    if not match:
        raise ValueError(f"“{color}” is no colour like #d08030.")
    digits = match[1] if len(match[1]) >= 6 else "".join(2 * digit for digit in match[1])
    channels = [int(digits[n : n + 2], 16) for n in range(0, len(digits), 2)]
    if len(channels) == 4 and channels[0] == 255 and channels[3] == 0:
        # Nobody marks with a colour that is not seen: programs for Windows write the alpha first.
        channels = [*channels[1:], channels[0]]
    return channels


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
