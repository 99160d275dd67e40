"""A laboratory's walk, prepared, becomes a `Walk`: events, a fitted body, measurements with their errors."""

from collections.abc import Iterator

from kinechain.case import Person
from kinechain.gait.body_strides import measure_strides
from kinechain.gait.body_summary import summarise_body
from kinechain.gait.curves import stride_curves
from kinechain.gait.file_events import disagreement
from kinechain.gait.fitted_walk import FittedWalk
from kinechain.gait.joint_load import joint_loads
from kinechain.gait.net_moments import net_moments
from kinechain.gait.pelvis_axis import pelvis_axis
from kinechain.gait.prepared import known_person
from kinechain.gait.walk import Walk
from kinechain.knowledge import judge_all, load

# Motions that the fit allows, by which the error of every number is found: enough for the error to be known
# to about a tenth of itself; fewer of a long recording, whose strides are many.
MOST_DRAWS, FEWEST_DRAWS, FRAMES_DRAWN = 40, 12, 60_000
FEW_STRIDES = 3


def measure_fitted(walk: FittedWalk, person: Person) -> Walk:
    """The measures of a fitted walk, for a person as far as they are known."""
    from kinechain.gait.body_view import body_views

    person = known_person(person, walk.prepared.motion)
    stature = person.height_m or walk.body.body.stature_m
    draws = max(FEWEST_DRAWS, min(MOST_DRAWS, FRAMES_DRAWN // len(walk.body.time)))
    views = body_views(walk.body, stature, draws, pelvis_axis(walk.prepared.motion))
    measured = measure_strides(views, walk.strides, walk.events)
    moments = net_moments(walk, person.mass_kg)
    measurements = summarise_body(walk, measured, moments, person)
    loads, notes = joint_loads(moments, walk.strides)
    return Walk(
        source=walk.prepared.source,
        person=person,
        direction=None,
        span=walk.prepared.span,
        events=walk.events,
        measurements=judge_all(load().measures, measurements, person, source="markers"),
        curves=stride_curves([(views[0], walk.strides)], "markers"),
        warnings=tuple(dict.fromkeys((*_warnings(walk), *notes))),
        loads=loads,
    )


def _warnings(walk: FittedWalk) -> Iterator[str]:
    attributes = walk.prepared.motion.attrs
    yield from attributes.get("warnings", ())
    yield from (fault.reason for fault in walk.faults)
    yield from walk.body.warnings
    yield from disagreement(walk.events, attributes.get("events") or ())
    if not walk.strides:
        yield "no whole stride was recorded; five steps in a straight line are wanted"
    elif len(walk.strides) < 2 * FEW_STRIDES:
        yield (
            f"only {len(walk.strides)} whole strides were recorded; "
            "three or more of each leg, in several walks, make every number surer"
        )
