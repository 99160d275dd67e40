"""How a person stands, from markers: one number a measure, averaged over the recording."""

from collections.abc import Callable, Iterator, Sequence

import numpy as np

from kinechain.body.fitted_body import FittedBody
from kinechain.case import Person
from kinechain.errors import InputError
from kinechain.gait.body_view import BodyView, body_views
from kinechain.gait.fit_warnings import capped
from kinechain.gait.marker_faults import Fault
from kinechain.gait.prepared import Prepared, known_person, size_of
from kinechain.gait.said_height import believed_height
from kinechain.gait.stride_mean import mean_of_strides, unknown
from kinechain.gait.walk import Walk
from kinechain.knowledge import judge_all, load
from kinechain.measurement import SIDES, Measurement, Side
from kinechain.motion.dataset import Floats

METHOD = "markers in space, through a body fitted to them, standing"
DRAWS = 40
# A body sways by a degree or two within a second; what is shorter is a glimpse. Our choice.
SHORTEST_S, FEWEST_FRAMES = 0.5, 3


def measure_standing(prepared: Prepared, person: Person) -> tuple[Walk, FittedBody]:
    """Everything that markers on a standing person give, as a `Walk` without events, and the fitted body.

    Raises `InputError` if too little of the body is seen.
    """
    from kinechain.body.fit import fit_body
    from kinechain.body.own_body import load_body

    _long_enough(prepared)
    motion, person, doubt = believed_height(prepared.motion, known_person(person, prepared.motion))
    fitted = fit_body(motion, subject=size_of(person), body=load_body(person.sex or "male"))
    views = body_views(fitted, person.height_m or fitted.body.stature_m, DRAWS)
    measurements = list(_summarise(views, prepared.faults))
    walk = Walk(
        source=prepared.source,
        person=person,
        direction=None,
        span=prepared.span,
        events=(),
        measurements=judge_all(load().measures, measurements, person, source="markers"),
        curves=(),
        warnings=tuple(dict.fromkeys([*motion.attrs.get("warnings", ()), *doubt, *capped(fitted.warnings)])),
    )
    return walk, fitted


def _long_enough(prepared: Prepared) -> None:
    first, last = prepared.span
    frames = prepared.motion.sizes["time"]
    if frames < FEWEST_FRAMES or last - first < SHORTEST_S - 1e-6:
        raise InputError(
            f"{prepared.source.file} holds {frames} frames, {last - first:.2f} s: too short to tell how "
            f"a person stands or walks; record {SHORTEST_S:g} s or more of standing, or five steps"
        )


def craniovertebral_angle(view: BodyView, _side: Side | None) -> Floats:
    """Degrees from the horizontal, of the line from C7 to the ears, from the side."""
    ahead = view.place("mid_ear", "forward") - view.place("c7", "forward")
    above = view.place("mid_ear", "up") - view.place("c7", "up")
    return np.degrees(np.arctan2(above, ahead))


def head_forward_angle(view: BodyView, _side: Side | None) -> Floats:
    """Degrees from the vertical, of the line from the shoulders to the ears, forward positive."""
    return view.angle("head_forward", None)


def shoulder_height_difference(view: BodyView, _side: Side | None) -> Floats:
    """Metres by which the left acromion is higher than the right."""
    return view.place("left_acromion", "up") - view.place("right_acromion", "up")


def pelvic_height_difference(view: BodyView, _side: Side | None) -> Floats:
    """Metres by which the left spines of the pelvis, in front and behind, are higher than the right."""
    differences = [view.place(f"left_{spine}", "up") - view.place(f"right_{spine}", "up") for spine in SPINES]
    seen = [difference for difference in differences if np.isfinite(difference).any()]
    return np.asarray(np.mean(seen, axis=0)) if seen else differences[0]


def knee_valgus_angle(view: BodyView, side: Side | None) -> Floats:
    """Degrees between thigh and shank from the front, knee to the inside positive."""
    thigh, shank = (_outward(view, side, *ends) for ends in (("hip", "knee"), ("knee", "ankle")))
    return np.degrees(shank - thigh)


def plumb_line_offset(view: BodyView, _side: Side | None) -> Floats:
    """Metres by which the ears are ahead of the ankles."""
    return view.place("mid_ear", "forward") - view.place("mid_ankle", "forward")


SPINES = ("asis", "psis")
STANDING: dict[str, Callable[[BodyView, Side | None], Floats]] = {
    "craniovertebral_angle": craniovertebral_angle,
    "head_forward_angle": head_forward_angle,
    "shoulder_height_difference": shoulder_height_difference,
    "pelvic_height_difference": pelvic_height_difference,
    "knee_valgus_angle": knee_valgus_angle,
    "plumb_line_offset": plumb_line_offset,
}


def _outward(view: BodyView, side: Side | None, upper: str, lower: str) -> Floats:
    """How far (rad) the line from `upper` down to `lower` leans outwards."""
    left, down = (
        view.place(f"{side}_{lower}", axis) - view.place(f"{side}_{upper}", axis) for axis in ("left", "up")
    )
    return np.asarray(np.arctan2(left if side == "left" else -left, -down))


def _summarise(views: Sequence[BodyView], faults: Sequence[Fault]) -> Iterator[Measurement]:
    for name, entry in load().measures_of("standing").items():
        for side in SIDES if entry.sided else (None,):
            if name not in STANDING:
                yield unknown(name, entry.unit, side, str(entry.cannot_tell_because("markers")))
                continue
            means = [_mean(STANDING[name](view, side)) for view in views]
            if np.isfinite(means).all():
                fit_sd = float(np.std(means[1:], ddof=1))
                yield mean_of_strides(name, side, "markers", means[:1], METHOD, fit_sd=fit_sd)
            else:
                fault = next((fault for fault in faults if name in fault.measures), None)
                needed = f"it needs {entry.markers_needed}; this file lacks them, or they were hardly seen"
                yield unknown(name, entry.unit, side, fault.reason if fault else needed)


def _mean(values: Floats) -> float:
    return float(values.mean())
