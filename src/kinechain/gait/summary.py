"""What a film's passes gave becomes one `Measurement` a measure, with its error."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from kinechain.case import Person
from kinechain.gait.side_view import SideView
from kinechain.gait.stride_mean import mean_of_strides, unknown
from kinechain.gait.stride_values import ALONG_THE_WAY, LENGTHS, TIMED
from kinechain.gait.strides import Stride
from kinechain.knowledge import Measure, load
from kinechain.measurement import SIDES, Event, Measurement, Side, View

METHODS: dict[View, str] = {
    "side": "keypoints of one camera from the side, in the plane of progression",
    "front": "keypoints of one camera from the front or back",
}
# The frame time that the known errors of timed measures hold for.
USUAL_FRAME_S = 1 / 30

VIEWS: tuple[View, View] = ("side", "front")
Key = tuple[str, Side | None, View]


@dataclass(slots=True)
class Found:
    """What the passes gave.

    `frame_s` is the time between the film's frames; `values` holds one number per stride for each
    measure, side and view (lengths in statures; a view from the back counts as from the front);
    `yaw_stretch` one relative error of lengths along the way per stride; `rolls` how far, in degrees,
    the camera was askew in each pass from the side.
    """

    frame_s: float
    events: list[Event] = field(default_factory=list)
    values: dict[Key, list[float]] = field(default_factory=lambda: defaultdict(list))
    side_passes: list[tuple[SideView, Sequence[Stride]]] = field(default_factory=list)
    yaw_stretch: list[float] = field(default_factory=list)
    rolls: list[float] = field(default_factory=list)

    def view_of(self, name: str) -> View | None:
        """The view that a measure is taken from: the side where that gave it, else the front."""
        seen = {view for measure, _, view in self.values if measure == name}
        return next((view for view in VIEWS if view in seen), None)

    @property
    def views(self) -> list[View]:
        """The views that gave anything."""
        return [view for view in VIEWS if any(view == seen for _, _, seen in self.values)]

    @property
    def stride_s(self) -> float:
        """Mean duration of the strides of side views."""
        durations = [stride.duration for _, strides in self.side_passes for stride in strides]
        return float(np.mean(durations)) if durations else np.nan


def summarise(found: Found, person: Person, why_not: str) -> list[Measurement]:
    """Every measure of the knowledge, with a value or with the reason why there is none.

    `why_not` is the reason where no stride gave a value.
    """
    return [
        measurement
        for name in load().measures_of("walking")
        for measurement in _summarise(name, found, person.height_m, why_not)
    ]


def _summarise(name: str, found: Found, height_m: float | None, why_not: str) -> Iterator[Measurement]:
    entry = load().measure(name)
    view = found.view_of(name)
    if view is None:
        yield unknown(name, entry.unit, None, _why_unknown(entry, found, why_not))
        return
    if name in LENGTHS and height_m is None:
        yield unknown(name, entry.unit, None, "a length in metres needs the person's height (--height)")
        return
    sides: Sequence[Side | None] = SIDES if entry.sided else (None,)
    for side in sides:
        if found.values.get((name, side, view)):
            yield _measurement(name, side, view, found, height_m or np.nan)
        else:
            yield unknown(name, entry.unit, side, _why_one_side(str(side), found))


def _why_one_side(side: str, found: Found) -> str:
    if any(stride.side == side for _, strides in found.side_passes for stride in strides):
        return f"the {side} limb was not seen well enough, or its foot never lay flat"
    return f"no whole stride of the {side} leg was in view"


def _why_unknown(entry: Measure, found: Found, why_not: str) -> str:
    """The measure's own reason if the views that there were, or any, do not give it; else what was wrong
    with the walk.
    """
    views: Sequence[View] = found.views or (["side"] if not entry.views else [])
    reasons = [entry.cannot_tell_because(view) for view in views]
    return next((reason for reason in reasons if reason), why_not)


def _measurement(name: str, side: Side | None, view: View, found: Found, height_m: float) -> Measurement:
    entry = load().measure(name)
    values = np.array(found.values[name, side, view]) * (height_m if name in LENGTHS else 1.0)
    seen = mean_of_strides(name, side, view, values.tolist(), METHODS[view])
    if seen.value is None or seen.sd is None:
        return seen
    camera = [_yaw_sd(name, entry, seen.value, found), _frame_sd(name, seen.value, found)]
    return replace(seen, sd=float(np.linalg.norm([seen.sd, *camera])))


def _yaw_sd(name: str, entry: Measure, value: float, found: Found) -> float:
    """What the error of the course's direction adds. A stretch e along the way changes a length by e
    of it, and the tilt of a line by at most e/2 radians.
    """
    if not found.yaw_stretch:
        return 0.0
    stretch = float(np.mean(found.yaw_stretch))
    if name in ALONG_THE_WAY:
        return stretch * abs(value)
    return float(np.degrees(stretch / 2)) if entry.unit == "deg" else 0.0


def _frame_sd(name: str, value: float, found: Found) -> float:
    """What frames rarer than usual add to a measure that rests on the moments of events."""
    slower = max(0.0, found.frame_s**2 - USUAL_FRAME_S**2) / 12
    if name not in TIMED or not slower or not found.stride_s > 0:
        return 0.0
    share = np.sqrt(2 * slower) / found.stride_s
    return float(share * (abs(value) if name == "cadence" else 100))
