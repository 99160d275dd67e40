"""Why a measure is not told of which a keypoint lies where no such part of the body can be."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from kinechain.gait.point_view import PointView
from kinechain.gait.seen_pass import SeenPass
from kinechain.measurement import SIDES, View

NEEDED: Final[Mapping[str, tuple[str, ...]]] = {
    "trunk_lean_mean": ("hip", "shoulder"),
    "head_forward_angle": ("shoulder", "ear"),
    "head_vertical_oscillation": ("ear",),
    "arm_swing_range": ("shoulder", "wrist"),
}
"""Parts of both sides without which a measure is not told at all."""


def why_misplaced(measure: str, passes: Mapping[View, Sequence[SeenPass]]) -> str:
    """The line that says so; empty where it is not that. What the fit leaves out of a pass's points it found
    misplaced, all else is known at some time.
    """
    seen = [one for each in passes.values() for one in each if one.strides]
    needed = [f"{side}_{part}" for part in NEEDED.get(measure, ()) for side in SIDES]
    wrong = [name for name in needed if seen and not any(_has(one, name) for one in seen)]
    return _said(wrong)


def _has(one: SeenPass, name: str) -> bool:
    view = one.views[0]
    return not isinstance(view, PointView) or name in view.tracks


def _said(wrong: Iterable[str]) -> str:
    name = next(iter(wrong), "").replace("_", " ")
    return f"the {name} was seen where no {name.partition(' ')[2]} can be" if name else ""
