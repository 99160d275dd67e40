"""A film's `Motion` becomes a `Walk`: events, measurements with their errors, curves."""

from collections.abc import Iterator, Sequence

import numpy as np
import xarray as xr

from kinechain.case import Person
from kinechain.errors import InputError
from kinechain.gait.curves import stride_curves
from kinechain.gait.events import find_events
from kinechain.gait.front_view import front_events, front_steps
from kinechain.gait.level_floor import NOTICEABLE_ROLL, levelled, roll
from kinechain.gait.segment_angles import flat_foot_offsets
from kinechain.gait.side_view import SideView
from kinechain.gait.stride_values import SIDE_VIEW
from kinechain.gait.strides import alternating, find_strides
from kinechain.gait.summary import Found, summarise
from kinechain.gait.walk import Source, Walk
from kinechain.knowledge import judge_all, load
from kinechain.measurement import View
from kinechain.motion.course import Pass, find_passes
from kinechain.motion.in_view import only_in_view
from kinechain.motion.leg_swaps import mend_leg_swaps
from kinechain.motion.plane import LARGEST_YAW, to_plane
from kinechain.motion.smoothing import smooth

FEW_STRIDES = 3
SHORTEST_S = 0.4
# Of a step of half a second, slower films show fewer than five moments.
SLOWEST_HZ = 9.0
# Time without a straight walk that is worth telling.
LEFT_OUT_S = 2.0


def measure_film(motion: xr.Dataset, person: Person) -> Walk:
    """Everything that one camera's film of a walk gives, and for what it does not give, why.

    Data requirements: a checked `Motion` in pixels of one person, seen by one camera that stands still, with
    at least one whole stride in view. Raises `InputError` if it is too short or has too few frames a second.
    """
    _check_film(motion)
    knowledge = load()
    smoothed = smooth(mend_leg_swaps(only_in_view(motion)))
    passes = find_passes(smoothed)
    found = Found(frame_s=float(np.median(np.diff(motion["time"].values))))
    for course in passes:
        if course.off_side <= LARGEST_YAW:
            _from_the_side(smoothed, course, found)
        elif course.view in ("front", "back"):
            _from_the_front(smoothed, course, found)
    view = _view(passes)
    measurements = summarise(found, person, _why_not(passes))
    return Walk(
        source=Source(
            kind=str(motion.attrs["source_kind"]),
            file=str(motion.attrs["source_file"]),
            frames=int(motion.attrs["frames"]),
            rate_hz=round(float(motion.attrs["fps"]), 3),
            view=view,
        ),
        person=person,
        direction=passes[0].direction if passes else None,
        span=_span(motion, passes),
        events=tuple(found.events),
        measurements=judge_all(knowledge.measures, measurements, person),
        curves=stride_curves(found.side_passes),
        warnings=tuple(_warnings(motion, passes, found, view)),
    )


def _check_film(motion: xr.Dataset) -> None:
    """Raise `InputError` for a motion that is no film of a walk, whatever it shows."""
    time = motion["time"].values
    if time[-1] - time[0] < SHORTEST_S:
        raise InputError(f"this motion lasts less than {SHORTEST_S:g} s; film at least five steps")
    if np.median(np.diff(time)) > 1 / SLOWEST_HZ:
        raise InputError(f"fewer than {SLOWEST_HZ:g} frames a second do not show a walk; film at 30 or more")


def _from_the_side(smoothed: xr.Dataset, course: Pass, found: Found) -> None:
    rolled = to_plane(smoothed, course)
    askew = roll(rolled, course.speed)
    plane = levelled(rolled, askew)
    events = alternating(find_events(plane, course.speed, found.frame_s))
    strides = find_strides(events)
    side_view = SideView(plane, flat_foot_offsets(plane, course.speed))
    knowledge = load()
    for stride in strides:
        for name, value_of in SIDE_VIEW.items():
            value = value_of(side_view, stride)
            if np.isfinite(value):
                side = stride.side if knowledge.measure(name).sided else None
                found.values[name, side, "side"].append(value)
    found.events += events
    found.side_passes.append((side_view, strides))
    found.yaw_stretch += [_yaw_stretch(course)] * len(strides)
    found.rolls.append(askew)


def _from_the_front(smoothed: xr.Dataset, course: Pass, found: Found) -> None:
    events = alternating(front_events(smoothed, course, found.frame_s))
    for step in front_steps(smoothed, course, events):
        found.values["cadence", None, "front"].append(step.cadence)
        found.values["step_width", None, "front"].append(step.width)
        found.values["head_vertical_oscillation", None, "front"].append(step.head_range)
    found.events += events


def _yaw_stretch(course: Pass) -> float:
    """Relative error of lengths along the way that the yaw's own error leaves: the change of 1/cos."""
    off, sd = np.radians(course.off_side), np.radians(course.yaw_sd)
    return float(np.hypot(np.tan(off) * sd, sd**2 / 2))


def _view(passes: Sequence[Pass]) -> View | None:
    """The view of the longest pass."""
    if not passes:
        return None
    return max(passes, key=lambda course: course.end_s - course.start_s).view


def _span(motion: xr.Dataset, passes: Sequence[Pass]) -> tuple[float, float]:
    """From the first pass to the last, or all of the motion if nobody walks."""
    if not passes:
        return float(motion["time"][0]), float(motion["time"][-1])
    return passes[0].start_s, passes[-1].end_s


def _left_out(motion: xr.Dataset, passes: Sequence[Pass]) -> float:
    """Seconds in which the person was seen but no pass was found."""
    time = motion["time"].values
    seen = np.isfinite(motion["position"].values).any(axis=(1, 2))
    inside = np.any([(time >= course.start_s) & (time <= course.end_s) for course in passes], axis=0)
    return float(np.sum(seen & ~inside) * np.median(np.diff(time)))


def _why_not(passes: Sequence[Pass]) -> str:
    """Why there is no stride to measure."""
    if not passes:
        return (
            "nobody was seen to walk across or along the picture; "
            "let the person walk past a camera that stands still"
        )
    if all(course.off_side > LARGEST_YAW and course.view == "oblique" for course in passes):
        off = min(course.off_side for course in passes)
        return (
            f"the camera stood about {off:.0f} degrees off the side view, too oblique to measure; "
            "film square from the side, or straight from the front"
        )
    return "no whole stride was in view; let the person walk at least five steps past the camera"


def _warnings(motion: xr.Dataset, passes: Sequence[Pass], found: Found, view: View | None) -> Iterator[str]:
    yield from motion.attrs.get("warnings", ())
    if not found.values:
        yield _why_not(passes)
        return
    strides = sum(len(strides) for _, strides in found.side_passes)
    if found.side_passes and strides < 2 * FEW_STRIDES:
        yield (
            f"only {strides} whole strides were in view; "
            "three or more of each leg, in several passes, make every number surer"
        )
    if len(passes) > 1:
        turned = len({course.direction for course in passes}) > 1
        between = "the turns between them were left out" if turned else "between them the walk was not seen"
        yield f"{len(passes)} passes were measured; {between}"
    if any(abs(askew) > NOTICEABLE_ROLL for askew in found.rolls):
        worst = max(found.rolls, key=abs)
        yield f"camera or floor leaned by about {abs(worst):.0f} degrees; the floor was taken as level"
    left_out = _left_out(motion, passes)
    if left_out > LEFT_OUT_S:
        yield f"{left_out:.0f} s of the film hold no straight walk and were left out"
    if view == "oblique":
        yield "the camera stood obliquely; what could be corrected was, and the errors are larger for it"
