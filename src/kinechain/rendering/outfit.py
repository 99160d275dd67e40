"""What a person wears and how hair and skin look: the choices, not the shapes (`clothing`)."""

from dataclasses import dataclass
from typing import Literal

from kinechain.rendering.material import Colour, Pattern

Sleeve = Literal["none", "short", "long"]
Lower = Literal["trousers", "leggings", "shorts", "skirt"]
Footwear = Literal["shoes", "barefoot"]


@dataclass(frozen=True, slots=True)
class Outfit:
    """`looseness` (m): how far the cloth hangs from the body, 0.004 tight, 0.03 baggy. `sole` (m): how thick
    the shoes' soles are. `hair_depth` (m) is the hair's, 0 for a bald head.
    """

    skin: Colour = (0.56, 0.34, 0.24)
    hair: Colour = (0.06, 0.035, 0.02)
    hair_depth: float = 0.012
    top: Colour = (0.05, 0.10, 0.32)
    top_pattern: Pattern = "weave"
    sleeve: Sleeve = "short"
    lower: Lower = "trousers"
    lower_colour: Colour = (0.07, 0.07, 0.09)
    lower_pattern: Pattern = "denim"
    looseness: float = 0.012
    footwear: Footwear = "shoes"
    shoe: Colour = (0.5, 0.5, 0.52)
    sole: float = 0.015


OUTFITS: dict[str, Outfit] = {
    "jeans": Outfit(lower_colour=(0.06, 0.09, 0.18)),
    "sports": Outfit(
        top=(0.55, 0.06, 0.05), lower="shorts", lower_colour=(0.05, 0.05, 0.06), shoe=(0.75, 0.75, 0.2)
    ),
    "leggings": Outfit(
        top=(0.35, 0.45, 0.40), sleeve="none", lower="leggings", lower_colour=(0.03, 0.03, 0.05),
        looseness=0.005, hair=(0.25, 0.14, 0.05), hair_depth=0.02, shoe=(0.7, 0.3, 0.35),
    ),
    "baggy": Outfit(
        top=(0.30, 0.30, 0.32), sleeve="long", looseness=0.028, lower_colour=(0.28, 0.26, 0.20),
        lower_pattern="weave", shoe=(0.08, 0.06, 0.05),
    ),
    "skirt": Outfit(
        top=(0.70, 0.65, 0.55), top_pattern="stripes", sleeve="long", lower="skirt",
        lower_colour=(0.25, 0.05, 0.08), lower_pattern="weave", hair=(0.10, 0.05, 0.02), hair_depth=0.025,
    ),
    "pale": Outfit(
        top=(0.62, 0.60, 0.55), top_pattern="plain", lower_colour=(0.45, 0.42, 0.38), lower_pattern="plain",
        shoe=(0.5, 0.47, 0.43), hair=(0.45, 0.43, 0.42),
    ),
    "dark": Outfit(
        skin=(0.16, 0.085, 0.055), hair=(0.01, 0.01, 0.01), hair_depth=0.006, top=(0.70, 0.62, 0.15),
        top_pattern="print", lower_colour=(0.20, 0.20, 0.24), shoe=(0.05, 0.05, 0.05),
    ),
    "exercise": Outfit(
        top=(0.10, 0.35, 0.40), lower="leggings", lower_colour=(0.05, 0.06, 0.08), looseness=0.004,
        footwear="barefoot",
    ),
}  # fmt: skip
