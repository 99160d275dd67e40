"""What a surface looks like."""

from dataclasses import dataclass
from typing import Literal

Colour = tuple[float, float, float]
Pattern = Literal[
    "plain", "weave", "denim", "stripes", "print", "skin", "hair", "wood", "tiles", "plaster", "pavement",
    "leaves", "sky", "pictures", "window",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Material:
    """`colour`: the share of red, green and blue light thrown back, 0 to 1. `gloss`: how strongly lights are
    mirrored, 0 to 1. `glow`: light given off by itself, as a share of white paper in the scene's light.
    """

    colour: Colour
    pattern: Pattern = "plain"
    gloss: float = 0.0
    glow: float = 0.0
