"""When the feet meet and leave the floor, from a body fitted to a phone's film.

A foot swings two to three times as fast as the body walks, and rests while it bears. The fit shows its
slowing down and starting sharply, its rest less so: what wanders slowly in the detector moves a resting foot
by a tenth of walking speed and more. So the moments at which heel and toe pass a threshold well above rest
are taken, and what they are early or late there against force plates is taken out.

Source: the foot's speed against that of walking, as `gait.events`. Deviations: thresholds (there a third and
a half, where the eye or a marker sees the foot stop), and steps are found as swings, by the same speed, so
that those at the ends of a pass count too.

Data requirements: heels and tips of the big toes in m in the walk's frame, at 50 instants a second or more.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from kinechain.gait.point_view import PointView
from kinechain.measurement import SIDES, Event, EventKind, Side
from kinechain.motion.dataset import Floats
from kinechain.motion.markers.marker_quality import runs

# A swing lasts this long at least and reaches this many walking speeds; a foot that rests for less than this
# has not stood.
SHORTEST_SWING_S, LEAST_PEAK = 0.15, 1.6
SHORTEST_STANCE_S = 0.15
# A foot must be seen for so long before and after it passes the threshold.
EDGE_S = 0.03


@dataclass(frozen=True, slots=True)
class _Rule:
    """One kind of event: `part` passes `speed` (walking speeds) this much `late_s` after it, `sd_s` from the
    side and `oblique_sd_s` otherwise.
    """

    kind: EventKind
    part: str
    speed: float
    late_s: float
    sd_s: float
    oblique_sd_s: float


STRIKE = _Rule("foot_strike", "heel", speed=0.8, late_s=-0.032, sd_s=0.011, oblique_sd_s=0.012)
OFF = _Rule("foot_off", "foot_index", speed=0.8, late_s=0.008, sd_s=0.011, oblique_sd_s=0.011)
SIDE_DEG = 15.0


def fitted_events(view: PointView, frame_s: float, off_side_deg: float) -> list[Event]:
    """Foot strikes and foot offs of one pass, in order of time; none of a foot that is not known.

    `frame_s` is the time between the film's frames, `off_side_deg` how far the camera stood from the side
    view (`motion.course.Pass.off_side`).
    """
    speed = walking_speed(view)
    found = [
        event
        for side in SIDES
        for rule in (STRIKE, OFF)
        for event in _events(view, side, rule, speed, frame_s, off_side_deg)
    ]
    return sorted(found, key=lambda event: event.time_s)


def walking_speed(view: PointView) -> float:
    """Metres a second along the way, of the mid hips; NaN where they are not known."""
    forward = view.place("mid_hip", "forward")
    known = np.isfinite(forward)
    if known.sum() < 2:
        return float("nan")
    return float(np.polyfit(view.time[known], forward[known], 1)[0])


def _events(
    view: PointView, side: Side, rule: _Rule, walking: float, frame_s: float, off_side_deg: float
) -> Iterator[Event]:
    track = view.track(f"{side}_{rule.part}")
    if track is None or not walking > 0:
        return
    speed = np.hypot(*np.gradient(track[:, [0, 2]], view.time, axis=0).T) / walking
    sd = rule.sd_s if off_side_deg <= SIDE_DEG else rule.oblique_sd_s
    for first, end in _swings(view.time, speed, rule.speed):
        at = end if rule.kind == "foot_strike" else first
        moment = _crossing(view.time, speed, at, rule.speed)
        if moment is not None and view.time[0] <= moment - rule.late_s <= view.time[-1]:
            yield Event(side, rule.kind, moment - rule.late_s, sd)


def _swings(time: Floats, speed: Floats, threshold: float) -> Iterator[tuple[int, int]]:
    """First index and end (excluded) of each time in which a foot is swung, also of what is seen of one."""
    known = np.isfinite(speed)
    swung = known & (speed > threshold)
    step = float(time[1] - time[0])
    for first, end in runs(known & ~swung):
        inside = first > 0 and end < len(speed) and known[first - 1] and known[end]
        if inside and (end - first) * step < SHORTEST_STANCE_S:
            swung[first:end] = True
    for first, end in runs(swung):
        if np.nanmax(speed[first:end]) >= LEAST_PEAK:
            yield first, end


def _crossing(time: Floats, speed: Floats, index: int, threshold: float) -> float | None:
    """When the speed passes the threshold just before `index`; None where that was not seen, or only just."""
    around = round(EDGE_S / float(time[1] - time[0]))
    first, last = index - 1 - around, index + around
    if first < 0 or last >= len(time) or not np.isfinite(speed[first : last + 1]).all():
        return None
    before, after = speed[index - 1] - threshold, speed[index] - threshold
    return float(time[index - 1] + (time[index] - time[index - 1]) * before / (before - after))
