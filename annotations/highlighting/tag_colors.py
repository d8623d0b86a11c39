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

# The colours of CSS by name. Source: https://www.w3.org/TR/css-color-4/#named-colors
_NAMED_COLORS = MappingProxyType(
    dict(
        pair.split("=")
        for pair in (
            "aliceblue=f0f8ff antiquewhite=faebd7 aqua=00ffff aquamarine=7fffd4 azure=f0ffff "
            "beige=f5f5dc bisque=ffe4c4 black=000000 blanchedalmond=ffebcd blue=0000ff "
            "blueviolet=8a2be2 brown=a52a2a burlywood=deb887 cadetblue=5f9ea0 chartreuse=7fff00 "
            "chocolate=d2691e coral=ff7f50 cornflowerblue=6495ed cornsilk=fff8dc crimson=dc143c "
            "cyan=00ffff darkblue=00008b darkcyan=008b8b darkgoldenrod=b8860b darkgray=a9a9a9 "
            "darkgreen=006400 darkgrey=a9a9a9 darkkhaki=bdb76b darkmagenta=8b008b "
            "darkolivegreen=556b2f darkorange=ff8c00 darkorchid=9932cc darkred=8b0000 "
            "darksalmon=e9967a darkseagreen=8fbc8f darkslateblue=483d8b darkslategray=2f4f4f "
            "darkslategrey=2f4f4f darkturquoise=00ced1 darkviolet=9400d3 deeppink=ff1493 "
            "deepskyblue=00bfff dimgray=696969 dimgrey=696969 dodgerblue=1e90ff "
            "firebrick=b22222 floralwhite=fffaf0 forestgreen=228b22 fuchsia=ff00ff "
            "gainsboro=dcdcdc ghostwhite=f8f8ff gold=ffd700 goldenrod=daa520 gray=808080 "
            "green=008000 greenyellow=adff2f grey=808080 honeydew=f0fff0 hotpink=ff69b4 "
            "indianred=cd5c5c indigo=4b0082 ivory=fffff0 khaki=f0e68c lavender=e6e6fa "
            "lavenderblush=fff0f5 lawngreen=7cfc00 lemonchiffon=fffacd lightblue=add8e6 "
            "lightcoral=f08080 lightcyan=e0ffff lightgoldenrodyellow=fafad2 lightgray=d3d3d3 "
            "lightgreen=90ee90 lightgrey=d3d3d3 lightpink=ffb6c1 lightsalmon=ffa07a "
            "lightseagreen=20b2aa lightskyblue=87cefa lightslategray=778899 "
            "lightslategrey=778899 lightsteelblue=b0c4de lightyellow=ffffe0 lime=00ff00 "
            "limegreen=32cd32 linen=faf0e6 magenta=ff00ff maroon=800000 mediumaquamarine=66cdaa "
            "mediumblue=0000cd mediumorchid=ba55d3 mediumpurple=9370db mediumseagreen=3cb371 "
            "mediumslateblue=7b68ee mediumspringgreen=00fa9a mediumturquoise=48d1cc "
            "mediumvioletred=c71585 midnightblue=191970 mintcream=f5fffa mistyrose=ffe4e1 "
            "moccasin=ffe4b5 navajowhite=ffdead navy=000080 oldlace=fdf5e6 olive=808000 "
            "olivedrab=6b8e23 orange=ffa500 orangered=ff4500 orchid=da70d6 palegoldenrod=eee8aa "
            "palegreen=98fb98 paleturquoise=afeeee palevioletred=db7093 papayawhip=ffefd5 "
            "peachpuff=ffdab9 peru=cd853f pink=ffc0cb plum=dda0dd powderblue=b0e0e6 "
            "purple=800080 rebeccapurple=663399 red=ff0000 rosybrown=bc8f8f royalblue=4169e1 "
            "saddlebrown=8b4513 salmon=fa8072 sandybrown=f4a460 seagreen=2e8b57 seashell=fff5ee "
            "sienna=a0522d silver=c0c0c0 skyblue=87ceeb slateblue=6a5acd slategray=708090 "
            "slategrey=708090 snow=fffafa springgreen=00ff7f steelblue=4682b4 tan=d2b48c "
            "teal=008080 thistle=d8bfd8 tomato=ff6347 turquoise=40e0d0 violet=ee82ee "
            "wheat=f5deb3 white=ffffff whitesmoke=f5f5f5 yellow=ffff00 yellowgreen=9acd32"
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
