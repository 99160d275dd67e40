"""How the coordinates of a body behave before anything is seen: where they are, and how roughly they move.

Wide, and so of no weight where markers speak; they settle what markers leave open, such as how a bend of the
trunk is shared between its joints.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kinechain.body.chain import Chain, Coordinate

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Habit:
    """`typical` and `spread` (sd) of a coordinate's place, rad or m; `roughness`, of its movement.

    The roughness is the square root of the spectral density of the coordinate's third derivative, taken as
    white: rad/s^3 or m/s^3 in a band of 1 Hz. A walk has more of it at low and less at high frequencies; the
    figures are of the order of walks' own content between 2 and 8 Hz, where noise and movement compete.
    """

    typical: float
    spread: float
    roughness: float


_DEGREE = np.pi / 180

HABITS: dict[str, Habit] = {
    "pelvis_x": Habit(0.0, 1000.0, 20.0),
    "pelvis_y": Habit(0.0, 1000.0, 20.0),
    "pelvis_z": Habit(0.9, 1000.0, 20.0),
    "pelvis_rotation": Habit(0.0, 1000.0, 60.0),
    "pelvis_tilt": Habit(10 * _DEGREE, 12 * _DEGREE, 60.0),
    "pelvis_obliquity": Habit(0.0, 8 * _DEGREE, 60.0),
    "hip_flexion": Habit(15 * _DEGREE, 35 * _DEGREE, 150.0),
    "hip_adduction": Habit(0.0, 10 * _DEGREE, 80.0),
    "hip_rotation": Habit(0.0, 15 * _DEGREE, 100.0),
    "knee_flexion": Habit(20 * _DEGREE, 35 * _DEGREE, 250.0),
    # In vivo, by bone pins, a knee abducts and turns by a few degrees in walking (Lafortune et al. 1992;
    # Benoit et al. 2006); more is skin.
    "knee_adduction": Habit(0.0, 3 * _DEGREE, 30.0),
    "knee_rotation": Habit(0.0, 5 * _DEGREE, 50.0),
    "ankle_dorsiflexion": Habit(0.0, 20 * _DEGREE, 250.0),
    "subtalar_inversion": Habit(0.0, 8 * _DEGREE, 120.0),
    "toe_extension": Habit(5 * _DEGREE, 15 * _DEGREE, 800.0),
    "lumbar_flexion": Habit(0.0, 10 * _DEGREE, 40.0),
    "lumbar_bending": Habit(0.0, 5 * _DEGREE, 40.0),
    "lumbar_rotation": Habit(0.0, 3 * _DEGREE, 30.0),
    "thorax_flexion": Habit(0.0, 12 * _DEGREE, 40.0),
    "thorax_bending": Habit(0.0, 7 * _DEGREE, 40.0),
    "thorax_rotation": Habit(0.0, 10 * _DEGREE, 50.0),
    "neck_flexion": Habit(0.0, 20 * _DEGREE, 50.0),
    "neck_bending": Habit(0.0, 8 * _DEGREE, 50.0),
    "neck_rotation": Habit(0.0, 15 * _DEGREE, 50.0),
    "head_flexion": Habit(0.0, 12 * _DEGREE, 50.0),
    "head_bending": Habit(0.0, 4 * _DEGREE, 50.0),
    "head_rotation": Habit(0.0, 15 * _DEGREE, 50.0),
    "shoulder_flexion": Habit(0.0, 30 * _DEGREE, 100.0),
    "shoulder_abduction": Habit(10 * _DEGREE, 20 * _DEGREE, 80.0),
    "shoulder_rotation": Habit(0.0, 30 * _DEGREE, 100.0),
    "elbow_flexion": Habit(25 * _DEGREE, 30 * _DEGREE, 120.0),
}
"""By the coordinate's name without its side. Spreads and roughness are judgements, not from a paper."""

TURNING, MOVING = Habit(0.0, 40 * _DEGREE, 150.0), Habit(0.0, 1.0, 20.0)
"""Of coordinates of other models, that turn or move."""


def habit(coordinate: Coordinate) -> Habit:
    """How this coordinate behaves."""
    bare = coordinate.name.removeprefix("left_").removeprefix("right_")
    if bare in HABITS:
        return HABITS[bare]
    other = TURNING if coordinate.rotational else MOVING
    return Habit(coordinate.default, other.spread, other.roughness)


@dataclass(frozen=True, eq=False)
class Habits:
    """The habits of all coordinates of a chain, each (Q,), and their bounds."""

    typical: Floats
    spread: Floats
    roughness: Floats
    lowest: Floats
    highest: Floats


def habits(chain: Chain) -> Habits:
    """Of every coordinate of `chain`. A locked one is held where it is."""
    of = [habit(coordinate) for coordinate in chain.coordinates]
    spread = np.where(chain.locked, 1e-4, [h.spread for h in of])
    return Habits(
        np.where(chain.locked, chain.default, [h.typical for h in of]),
        spread,
        np.array([h.roughness for h in of]),
        chain.lowest,
        chain.highest,
    )
