"""A laboratory's walk, prepared, becomes a `Walk`: events, a fitted body, measurements with their errors."""

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from kinechain.case import Person
from kinechain.gait.body_strides import measure_strides
from kinechain.gait.body_summary import summarise_body
from kinechain.gait.curves import stride_curves
from kinechain.gait.file_events import disagreement
from kinechain.gait.fit_warnings import capped
from kinechain.gait.fitted_walk import FittedWalk
from kinechain.gait.joint_loads import joint_loads
from kinechain.gait.marker_events import doubtful_feet, slow_frames, unseen_feet
from kinechain.gait.net_moments import net_moments
from kinechain.gait.pelvis_axis import pelvis_axis
from kinechain.gait.prepared import known_person
from kinechain.gait.said_height import believed_height
from kinechain.gait.seen_pass import SeenPass
from kinechain.gait.shown_joints import is_shown
from kinechain.gait.strides import why_no_stride
from kinechain.gait.walk import Walk
from kinechain.knowledge import judge_all, load
from kinechain.measurement import Measurement
from kinechain.motion.markers.jitter import MOST_M, jitter

if TYPE_CHECKING:
    from kinechain.body.fitted_body import FittedBody
    from kinechain.gait.body_view import BodyView

# Motions that the fit allows, by which the error of every number is found: enough for the error to be known
# to about a tenth of itself; fewer of a long recording, whose strides are many.
MOST_DRAWS, FEWEST_DRAWS, FRAMES_DRAWN = 40, 12, 60_000
FEW_STRIDES = 3
# A marker seen in less of the walk than this shows no joint.
SEEN = 0.5
BACKWARDS = "walked backwards: no norm of forward walking holds"
JITTERY = "the markers jitter by {size:.0f} mm from frame to frame, so peaks and ranges are read too large"


def measure_fitted(walk: FittedWalk, person: Person) -> Walk:
    """The measures of a fitted walk, for a person as far as they are known."""
    from kinechain.gait.body_view import body_views

    _, person, _ = believed_height(walk.prepared.motion, known_person(person, walk.prepared.motion))
    stature = person.height_m or walk.body.body.stature_m
    draws = max(FEWEST_DRAWS, min(MOST_DRAWS, FRAMES_DRAWN // len(walk.body.time)))
    views = shown(walk.body, body_views(walk.body, stature, draws, pelvis_axis(walk.prepared.motion)))
    measured = measure_strides([SeenPass(0, "markers", views, walk.strides, walk.events)])
    moments = net_moments(walk, person.mass_kg)
    measurements = summarise_body(walk, measured, moments, person)
    loads, notes = joint_loads(moments, walk.strides)
    return Walk(
        source=walk.prepared.source,
        person=person,
        direction=None,
        span=walk.prepared.span,
        events=walk.events,
        measurements=_if_judgeable(walk, judge_all(load().measures, measurements, person, source="markers")),
        curves=stride_curves([(views[0], walk.strides)], "markers"),
        warnings=tuple(dict.fromkeys((*_warnings(walk), *notes))),
        loads=loads,
    )


def shown(body: "FittedBody", views: "list[BodyView]") -> "list[BodyView]":
    """The views without the angles that no marker shows."""
    seen = np.isfinite(body.residuals).mean(axis=0) >= SEEN
    markers = {name for name, is_seen in zip(body.marker_names, seen, strict=True) if is_seen}
    return [
        replace(view, angles={key: angle for key, angle in view.angles.items() if is_shown(*key, markers)})
        for view in views
    ]


def _if_judgeable(walk: FittedWalk, judged: tuple[Measurement, ...]) -> tuple[Measurement, ...]:
    """The measurements with their verdicts, or with the reason why this walk is held against no norm."""
    reason = BACKWARDS if walk.backwards else _jittery(walk)
    if not reason:
        return judged
    return tuple(
        each if each.value is None else replace(each, verdict="cannot_tell", reason=reason) for each in judged
    )


def _jittery(walk: FittedWalk) -> str:
    size = jitter(walk.prepared.motion)
    return JITTERY.format(size=1000 * size) if size > MOST_M else ""


def _warnings(walk: FittedWalk) -> Iterator[str]:
    attributes = walk.prepared.motion.attrs
    if jittery := _jittery(walk):
        yield f"{jittery}; nothing is judged, and errors are larger than said"
    yield from attributes.get("warnings", ())
    yield from (fault.reason for fault in walk.faults)
    yield from walk.notes
    yield from slow_frames(walk.prepared.motion)
    yield from capped(walk.body.warnings)
    yield from (reason for _, reason in unseen_feet(walk.prepared.motion))
    yield from doubtful_feet(walk.prepared.motion)
    yield from disagreement(walk.events, attributes.get("events") or ())
    if not walk.strides:
        yield why_no_stride(walk.events)
    elif len(walk.strides) < 2 * FEW_STRIDES:
        yield (
            f"only {len(walk.strides)} whole stride{'s were' if len(walk.strides) > 1 else ' was'} recorded; "
            "three or more of each leg, in several walks, make every number surer"
        )
