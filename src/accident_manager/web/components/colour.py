"""From an insurer's one colour (the seed) to colours that can be read (WCAG 2.2).

The style sheet derives its colours from the seed itself, in OKLCH; `light` and `dark` do the same sums, so that a test
can hold every seed to 4.5:1 for text and 3:1 for borders. `safe` is for browsers that know no relative colours.
Colours are "#rrggbb". OKLCH as in https://www.w3.org/TR/css-color-4/#ok-lab, contrast as in WCAG 2.2, 1.4.3.
"""

import math
import re
from collections.abc import Mapping

NEUTRAL = "#45507a"
PAPER = "#ffffff"
# What stands behind text where relative colours are missing: the darkest of the neutral surfaces of tokens.css.
_PLAIN_TINT = "#ececf0"

Oklch = tuple[float, float, float]


def seed(text: str) -> str:
    """The colour an insurer gave, as "#rrggbb". ValueError when it is anything else: it goes into a style sheet."""
    if not re.fullmatch(r"#[0-9a-fA-F]{6}", text):
        raise ValueError(f"not a colour of the form #rrggbb: {text!r}")
    return text.lower()


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours, 1 to 21."""
    brighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (brighter + 0.05) / (darker + 0.05)


def safe(brand_seed: str) -> str:
    """One colour near the seed that bears white text and is itself readable on every plain surface (4.5:1)."""
    lightness, chroma, hue = to_oklch(seed(brand_seed))
    lightness, chroma = min(lightness, 0.46), min(chroma, 0.19)
    while contrast(colour := from_oklch((lightness, chroma, hue)), _PLAIN_TINT) < 4.5:
        lightness -= 0.01
    return colour


def light(brand_seed: str) -> Mapping[str, str]:
    """The colours of tokens.css that come from the seed, by the name of their custom property."""
    lightness, chroma, hue = to_oklch(seed(brand_seed))
    is_light = lightness > 0.6
    brand = max(lightness, 0.74) if is_light else min(lightness, 0.52)
    return {
        "brand": from_oklch((brand, min(chroma, 0.2), hue)),
        "on-brand": from_oklch((0.15 if is_light else 1, 0, hue)),
        "brand-deep": from_oklch((brand - 0.07, min(chroma, 0.2), hue)),
        "brand-ink": from_oklch((min(lightness, 0.46), min(chroma, 0.19), hue)),
        "brand-tint": from_oklch((0.945, min(chroma, 0.018), hue)),
        "brand-wash": from_oklch((0.975, min(chroma, 0.01), hue)),
        "ground": from_oklch((0.973, min(chroma, 0.003), hue)),
        "sunk": from_oklch((0.945, min(chroma, 0.004), hue)),
        "edge": from_oklch((0.58, min(chroma, 0.01), hue)),
        "ink-2": from_oklch((0.44, min(chroma, 0.016), hue)),
        "ink": from_oklch((0.23, min(chroma, 0.022), hue)),
        "paper": PAPER,
    }


def dark(brand_seed: str) -> Mapping[str, str]:
    """The same for the dark scheme."""
    lightness, chroma, hue = to_oklch(seed(brand_seed))
    return {
        **light(brand_seed),
        "brand-ink": from_oklch((max(lightness, 0.8), min(chroma, 0.11), hue)),
        "brand-tint": from_oklch((0.31, min(chroma, 0.06), hue)),
        "brand-wash": from_oklch((0.25, min(chroma, 0.02), hue)),
        "ground": "#16171b",
        "paper": "#1f2026",
        "sunk": "#2a2b32",
        "edge": "#868893",
        "ink-2": "#b4b6c0",
        "ink": "#f0f0f4",
    }


def style_sheet(brand_seed: str) -> str:
    """The style sheet of an insurer: the seed and its safe neighbour, nothing else."""
    return f":root{{--brand-seed:{seed(brand_seed)};--brand-safe:{safe(brand_seed)}}}\n"


def to_oklch(colour: str) -> Oklch:
    """Lightness 0 to 1, chroma, hue in degrees."""
    red, green, blue = (_linear(part) for part in _parts(colour))
    long = math.cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue)
    medium = math.cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue)
    short = math.cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue)
    a = 1.9779984951 * long - 2.4285922050 * medium + 0.4505937099 * short
    b = 0.0259040371 * long + 0.7827717662 * medium - 0.8086757660 * short
    lightness = 0.2104542553 * long + 0.7936177850 * medium - 0.0040720468 * short
    return lightness, math.hypot(a, b), math.degrees(math.atan2(b, a)) % 360


def from_oklch(colour: Oklch) -> str:
    """The nearest "#rrggbb": parts outside sRGB are clipped, as browsers do."""
    lightness, chroma, hue = colour
    a, b = chroma * math.cos(math.radians(hue)), chroma * math.sin(math.radians(hue))
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    linear = (
        4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short,
    )
    return "#" + "".join(f"{round(255 * _encoded(min(1.0, max(0.0, part)))):02x}" for part in linear)


def _parts(colour: str) -> tuple[float, float, float]:
    return int(colour[1:3], 16) / 255, int(colour[3:5], 16) / 255, int(colour[5:7], 16) / 255


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4


def _encoded(part: float) -> float:
    return part * 12.92 if part <= 0.0031308 else 1.055 * part ** (1 / 2.4) - 0.055


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(part) for part in _parts(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
