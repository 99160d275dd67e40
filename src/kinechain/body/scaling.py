"""Makes our body the size of a person: which lengths there are, and a first guess of them.

A scale stretches each body along its own axes (x forward, y left, z up), with the joints to its children,
its landmarks and its mass, as in OpenSim. A person's scales follow from a few parameters, in which
logarithms add up: `size` of the whole, and for each part by how much it differs from that. `PARAMETERS`
lists them; their sd is how much people differ in it, adults and children.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kinechain.body.chain import scaled_chain
from kinechain.body.own_body import Body, Landmark, Point, lowest_sole
from kinechain.measurement import SIDES

Floats = NDArray[np.float64]

AXES: Final = "xyz"
MARKER_M: Final = 0.014
"""Diameter of the marker that the landmarks' places are made for: the usual 14 mm."""


@dataclass(frozen=True, slots=True)
class ScaleParameter:
    """One way in which people differ in size. `stretches` holds (body, axis, weight); weight 1 makes the body
    longer by the parameter's full value along x, y or z. `sd` is among people, as a share.
    """

    name: str
    sd: float
    stretches: tuple[tuple[str, str, float], ...]


@dataclass(frozen=True, slots=True, eq=False)
class ScaleGuess:
    """What is known of the parameters (P,), in the order of `PARAMETERS`, before a marker is looked at."""

    mean: Floats
    sd: Floats


def _both(parts: tuple[str, ...], axes: str) -> tuple[tuple[str, str, float], ...]:
    return tuple((f"{side}_{part}", axis, 1.0) for part in parts for side in SIDES for axis in axes)


def _middle(parts: tuple[str, ...], axes: str) -> tuple[tuple[str, str, float], ...]:
    return tuple((part, axis, 1.0) for part in parts for axis in axes)


def _left_over_right(part: str) -> tuple[tuple[str, str, float], ...]:
    return ((f"left_{part}", "z", 0.5), (f"right_{part}", "z", -0.5))


TRUNK: Final = ("pelvis", "lumbar", "thorax", "neck", "head")
LEG: Final = ("thigh", "shank", "talus", "foot", "toes")
ARM: Final = ("upper_arm", "forearm")
FOOT: Final = ("talus", "foot", "toes")

# The sd are judgements, from the usual spread of proportions (about 4 % for lengths of limbs against stature,
# more for widths and in children, whose heads are larger). Legs of one person differ by a few millimetres.
PARAMETERS: Final[tuple[ScaleParameter, ...]] = (
    ScaleParameter("size", 0.15, _middle(TRUNK, AXES) + _both(LEG + ARM, AXES)),
    # Harrington's hip lies below and beside the ASIS by the pelvis' width, behind them by its depth.
    ScaleParameter("pelvis_width", 0.08, _middle(("pelvis",), "yz")),
    ScaleParameter("pelvis_depth", 0.10, _middle(("pelvis",), "x")),
    ScaleParameter("hip_depth", 0.06, _middle(("pelvis",), "z")),
    ScaleParameter("thigh_length", 0.06, _both(("thigh",), "z")),
    ScaleParameter("thigh_difference", 0.012, _left_over_right("thigh")),
    ScaleParameter("thigh_width", 0.10, _both(("thigh",), "xy")),
    ScaleParameter("shank_length", 0.06, _both(("shank",), "z")),
    ScaleParameter("shank_difference", 0.012, _left_over_right("shank")),
    ScaleParameter("shank_width", 0.10, _both(("shank",), "xy")),
    ScaleParameter("foot_length", 0.06, _both(FOOT, "x")),
    ScaleParameter("foot_width", 0.08, _both(FOOT, "y")),
    ScaleParameter("foot_height", 0.12, _both(FOOT, "z")),
    ScaleParameter("trunk_length", 0.06, _middle(("lumbar", "thorax"), "z")),
    ScaleParameter("trunk_depth", 0.12, _middle(("lumbar", "thorax"), "x")),
    ScaleParameter("shoulder_width", 0.08, _middle(("lumbar", "thorax"), "y")),
    ScaleParameter("neck_length", 0.12, _middle(("neck",), AXES)),
    ScaleParameter("head_size", 0.12, _middle(("head",), AXES)),
    ScaleParameter("upper_arm_length", 0.08, _both(("upper_arm",), "z")),
    ScaleParameter("forearm_length", 0.06, _both(("forearm",), "z")),
    ScaleParameter("arm_width", 0.12, _both(ARM, "xy")),
)
NAMES: Final = tuple(parameter.name for parameter in PARAMETERS)

# How well a person's own figure tells a parameter: a share.
STATURE_SD: Final = 0.015
LENGTH_SD: Final = 0.03
WIDTH_SD: Final = 0.05


def stretches(body: Body) -> Floats:
    """(B, 3, P): by how much each parameter adds to the logarithm of each body's scale."""
    weights = np.zeros((len(body.chain.bodies), 3, len(PARAMETERS)))
    for column, parameter in enumerate(PARAMETERS):
        for name, axis, weight in parameter.stretches:
            weights[body.chain.body(name), AXES.index(axis), column] = weight
    return weights


def scales(body: Body, parameters: Floats) -> Floats:
    """(B, 3), the stretch of each body along its axes, for `parameters` (P,) in the order of `PARAMETERS`."""
    return np.asarray(np.exp(stretches(body) @ parameters))


def scaled(body: Body, scale: Floats, mass_kg: float | None = None) -> Body:
    """`body` with each of its bodies stretched by `scale` (B, 3), at neutral on its soles by default.

    Joints, landmarks with their sd, points, centres of mass and the spread of mass stretch; shares of mass
    stay. Without `mass_kg` the body keeps its mass.
    """
    chain = scaled_chain(body.chain, scale)
    points = {name: Point(p.body, p.place * scale[p.body]) for name, p in body.points.items()}
    height = -lowest_sole(chain, points)
    coordinates = tuple(
        replace(coordinate, default=height) if coordinate.name == "pelvis_z" else coordinate
        for coordinate in chain.coordinates
    )
    return replace(
        body,
        chain=replace(chain, coordinates=coordinates),
        landmarks={
            name: Landmark(mark.body, mark.place * scale[mark.body], mark.sd * scale[mark.body])
            for name, mark in body.landmarks.items()
        },
        points=points,
        centre=body.centre * scale,
        spread=body.spread * scale[:, :, np.newaxis] * scale[:, np.newaxis, :],
        scale=body.scale * scale,
        mass_kg=body.mass_kg if mass_kg is None else mass_kg,
    )


def guess(body: Body, subject: Mapping[str, float] | None = None) -> ScaleGuess:
    """Parameters from the figures that a laboratory's file gives, as in a motion's attribute `subject`.

    Read are ``height_m``, ``inter_asis_distance_m``, and of either side or both ``leg_length_m`` (ASIS to
    medial malleolus), ``knee_width_m`` and ``ankle_width_m`` (as Plug-in Gait has them, without markers).
    What is not given or is no length a person can have stays the reference man's, as unsure as people differ.
    """
    mean = np.zeros(len(PARAMETERS))
    sd = np.array([parameter.sd for parameter in PARAMETERS])
    given = subject or {}

    def learn(name: str, ratio: float | None, error: float) -> None:
        if ratio is not None:
            index = NAMES.index(name)
            mean[index] = math.log(ratio) - (mean[0] if index else 0.0)
            sd[index] = min(sd[index], error)

    leg = _ratio(_sides(given, "leg_length_m"), _leg_length(body))
    height = _ratio(given.get("height_m"), body.stature_m)
    learn("size", height if height is not None else leg, STATURE_SD if height is not None else 2 * LENGTH_SD)
    learn("thigh_length", leg, LENGTH_SD)
    learn("shank_length", leg, LENGTH_SD)
    knee, ankle = (_ratio(_sides(given, f"{j}_width_m"), _width(body, j)) for j in ("knee", "ankle"))
    learn("thigh_width", knee, WIDTH_SD)
    learn("shank_width", ankle, WIDTH_SD)
    learn("pelvis_width", _ratio(given.get("inter_asis_distance_m"), _asis_distance(body)), WIDTH_SD)
    return ScaleGuess(mean, sd)


def guessed_body(body: Body, subject: Mapping[str, float] | None = None) -> Body:
    """`body` in the size, and of the mass (``mass_kg``), that `subject` gives it."""
    mass = (subject or {}).get("mass_kg")
    usual = body.mass_kg if mass is None or not 0 < mass < math.inf else mass
    return scaled(body, scales(body, guess(body, subject).mean), usual)


def _sides(given: Mapping[str, float], name: str) -> float | None:
    values = [given[key] for key in (f"left_{name}", f"right_{name}", name) if given.get(key)]
    return sum(values) / len(values) if values else None


def _ratio(length: float | None, reference: float) -> float | None:
    """How many times the reference; None for what no person can have (a width left at 0, mm called m)."""
    if length is None or not 0.3 < length / reference < 2:
        return None
    return length / reference


def _leg_length(body: Body) -> float:
    asis, malleolus = body.landmarks["left_asis"], body.landmarks["left_ankle_medial"]
    joints = body.chain.tree.joint_position
    path = joints[body.chain.body("left_thigh")] + joints[malleolus.body] + malleolus.place - asis.place
    return float(np.linalg.norm(path))


def _width(body: Body, joint: str) -> float:
    lateral, medial = (body.landmarks[f"left_{joint}_{side}"].place for side in ("lateral", "medial"))
    return float(np.linalg.norm(lateral - medial)) - MARKER_M


def _asis_distance(body: Body) -> float:
    return float(2 * body.landmarks["left_asis"].place[1])
