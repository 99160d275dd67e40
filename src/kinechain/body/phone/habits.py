"""How the body moves in walking before a film says anything: `habits.yaml` as arrays for a chain."""

from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any, Final

import numpy as np
import yaml
from numpy.typing import NDArray

from kinechain.body.chain import Chain
from kinechain.body.phone.spline import Bands, Grid, steady, travelling

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

FILE: Final = "habits.yaml"
TRAVELS: Final = "pelvis_x"


@dataclass(frozen=True, eq=False)
class Habits:
    """What a film's fit believes beforehand of a chain's coordinates, rad and m.

    `moving` (F,) are the indices of those that move, the first of them along the way; of the others `typical`
    (F - 1,) and `spread` are of their middle, `moves` and `lasting_s` of the movement about it. `held` (C,)
    stay where they are, with `held_typical` and `held_spread`. All else is as `rest` (Q,) has it.
    """

    moving: Integers
    typical: Floats
    spread: Floats
    moves: Floats
    lasting_s: Floats
    held: Integers
    held_typical: Floats
    held_spread: Floats
    rest: Floats
    acceleration: float
    acceleration_s: float

    def smoothness(self, grid: Grid) -> tuple[Bands, ...]:
        """The information of each moving coordinate about its middle, as `moving`."""
        about = [
            steady(grid, float(sd), float(lasting))
            for sd, lasting in zip(self.moves, self.lasting_s, strict=True)
        ]
        return (travelling(grid, self.acceleration, self.acceleration_s), *about)


@cache
def _table() -> dict[str, Any]:
    text = resources.files("kinechain.body.phone").joinpath(FILE).read_text(encoding="utf-8")
    return dict(yaml.safe_load(text))


def habits(chain: Chain) -> Habits:
    """The habits of `chain`'s coordinates, both sides alike."""
    table = _table()
    moving = _of(chain, table["moves"])
    held = _of(chain, table["holds"])
    unit = {index: np.pi / 180 if chain.coordinates[index].rotational else 1.0 for index, _ in moving + held}

    def column(pairs: list[tuple[int, dict[str, float]]], name: str) -> Floats:
        return np.array([entry[name] * unit[index] for index, entry in pairs])

    return Habits(
        moving=np.array([chain.coordinate(TRAVELS), *(index for index, _ in moving)], dtype=np.int64),
        typical=column(moving, "typical"),
        spread=column(moving, "spread"),
        moves=column(moving, "moves"),
        lasting_s=np.array([entry["lasting_s"] for _, entry in moving]),
        held=np.array([index for index, _ in held], dtype=np.int64),
        held_typical=column(held, "typical"),
        held_spread=column(held, "spread"),
        rest=np.zeros(len(chain.coordinates)),
        acceleration=float(table[TRAVELS]["acceleration_mps2"]),
        acceleration_s=float(table[TRAVELS]["lasting_s"]),
    )


def _of(chain: Chain, entries: dict[str, dict[str, float]]) -> list[tuple[int, dict[str, float]]]:
    """The chain's coordinates of these names, with or without a side before them."""
    found = []
    for name, entry in entries.items():
        sided = [name, f"left_{name}", f"right_{name}"]
        found += [(chain.coordinate(own), entry) for own in sided if own in chain.coordinate_names]
    return found
