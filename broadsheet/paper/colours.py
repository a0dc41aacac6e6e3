"""A colour chosen by an editor stays readable, whatever it was.

Contrast is that of WCAG 2.2 (success criterion 1.4.3, definition "contrast ratio"): 4.5 to 1 for
text, 3 to 1 for what is no text. Colours are #rrggbb.
"""

import re
from typing import Final

from broadsheet.paper.errors import NotAColourError

# The washed panels of site.css: on the paper itself contrast is higher still.
LIGHT_WASH: Final = "#f5f2ea"
DARK_WASH: Final = "#211f1c"

_HEX: Final = re.compile(r"#[0-9a-fA-F]{6}")
_STEPS: Final = 50

Channels = tuple[int, int, int]


def _channels(colour: str) -> Channels:
    if not _HEX.fullmatch(colour):
        raise NotAColourError(colour)
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _linear(channel: int) -> float:
    share = channel / 255
    return share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4


def luminance(colour: str) -> float:
    """Relative luminance, 0 (black) to 1 (white)."""
    red, green, blue = (_linear(channel) for channel in _channels(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours, 1 to 21, in either order."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _mixed(channels: Channels, goal: int, step: int) -> str:
    parts = (channel + round((goal - channel) * step / _STEPS) for channel in channels)
    return "#" + "".join(f"{part:02x}" for part in parts)


def readable_on(colour: str, background: str, *, ratio: float = 4.5) -> str:
    """Give the colour nearest to this one that reads on the background; the hue is kept.

    It is darkened on a light background and lightened on a dark one, no more than needed. A ratio
    that the background cannot give to any colour ends in plain black or white.
    """
    goal = 0 if contrast("#000000", background) > contrast("#ffffff", background) else 255
    channels = _channels(colour)
    shades = (_mixed(channels, goal, step) for step in range(_STEPS + 1))
    fitting = (shade for shade in shades if contrast(shade, background) >= ratio)
    return next(fitting, _mixed(channels, goal, _STEPS))
