"""When the feet meet and leave the floor, from a body fitted to a phone's film.

A foot swings two to three times as fast as the body walks, and rests while it bears. The fit shows its
slowing down and starting sharply, its rest less so: what wanders slowly in the detector moves a resting foot
by a tenth of walking speed and more. So the moments at which heel and toe pass a threshold well above rest
are taken, and what they are early or late there against force plates is taken out.

From the front and the back, where the foot moves along the line of sight, its speed says less. There a second
sign is halved with it: that the foot falls flat quickest just after its heel has struck, and that the shank
leans furthest forward just after the foot has left the floor.

Source: the foot's speed against that of walking, as `gait.events`. Deviations: the thresholds (a third and a
half where a marker shows the foot, with which a phone's strikes spread twice as far), and steps are found as
swings, by the same speed, so that those at a pass's ends count too. Regressions on the speeds of heel, ankle
and toe at several thresholds, and means over the fit's draws, came no nearer to the plates with subjects left
out.

Data requirements: heels and tips of the big toes in m in the walk's frame, at 50 instants a second or more;
from the front knees and ankles too.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from kinechain.gait.point_view import PointView
from kinechain.measurement import SIDES, Event, EventKind, Side
from kinechain.motion.dataset import Floats
from kinechain.motion.markers.marker_quality import runs

# A foot swings while it is faster than so many walking speeds, and reaches the second number. One that rests
# for less than this has not stood. Steps even of those who shuffle swing at twice the walking speed.
SWINGING, LEAST_PEAK = 0.8, 1.6
SHORTEST_STANCE_S = 0.15
# Slower than this (m/s) nobody walks; the slowest do about 0.3.
SLOWEST_MPS = 0.15
# A foot must be seen for so long before and after it passes the threshold.
EDGE_S = 0.03
# From so many degrees off the side view on, the second signs are asked, within so long of the first.
FRONTAL_DEG, REACH_S = 45.0, 0.1
# Views up to this count as from the side.
SIDE_DEG = 15.0


@dataclass(frozen=True, slots=True)
class _Sign:
    """How one kind of event shows: `part` of the foot passes `speed` (walking speeds) `late_s` after it."""

    kind: EventKind
    part: str
    speed: float
    late_s: float


@dataclass(frozen=True, slots=True)
class _Second:
    """The second sign of an event: the least of a `line`'s angle, or of its rate, `late_s` after it. It
    counts by its `share`.
    """

    line: str
    rate: bool
    late_s: float
    share: float


# Against force plates (20 strikes and 18 offs of 7 people who walk at 1.05 to 1.45 m/s), filmed 180 times by
# a virtual phone with noise as measured, whoever is asked about left out: strikes spread by 9, 10 and 12 ms
# at 0, 20 and 40 degrees, offs by 10 ms, and 95 % of both lie within 20 ms. The same signs on the
# laboratories' own markers spread by 7 ms: that much of it is the definition's. At 75 to 90 degrees, 81
# films: 95 % of the strikes lie within 26 to 33 ms, of the offs within 26 to 28; by the feet's speeds alone
# within 52 to 58 and 46 to 89.
ASIDE = (
    _Sign("foot_strike", "heel", SWINGING, late_s=-0.032),
    _Sign("foot_off", "foot_index", SWINGING, late_s=0.007),
)
AHEAD = (
    _Sign("foot_strike", "heel", 1.5, late_s=-0.060),
    _Sign("foot_off", "foot_index", 1.5, late_s=0.038),
)
SECOND = {
    "foot_strike": _Second("foot_line", rate=True, late_s=0.013, share=0.5),
    "foot_off": _Second("shank_angle", rate=False, late_s=0.065, share=0.65),
}
# Standard deviations: from the side, obliquely, frontally, and there without the second sign.
SDS_S: dict[EventKind, tuple[float, float, float, float]] = {
    "foot_strike": (0.011, 0.012, 0.016, 0.030),
    "foot_off": (0.011, 0.012, 0.018, 0.030),
}
# The fit knows what lies between frames: at 15, 24, 30 and 60 frames a second events spread alike, at 10 by
# 11 ms instead of 9. So much of the time between frames is added.
OF_FRAME = 0.07


def fitted_events(view: PointView, frame_s: float, off_side_deg: float) -> list[Event]:
    """Foot strikes and foot offs of one pass, in order of time; none of a foot that is not known.

    `frame_s` is the time between the film's frames, `off_side_deg` how far the camera stood from the side
    view (`motion.course.Pass.off_side`).
    """
    speed = walking_speed(view)
    found = [
        event
        for side in SIDES
        for sign in (ASIDE if off_side_deg <= FRONTAL_DEG else AHEAD)
        for event in _events(view, side, sign, speed, off_side_deg)
    ]
    widened = [replace(event, sd_s=float(np.hypot(event.sd_s, OF_FRAME * frame_s))) for event in found]
    return sorted(widened, key=lambda event: event.time_s)


def walking_speed(view: PointView) -> float:
    """Metres a second along the way, of the mid hips; NaN where they are not known."""
    forward = view.place("mid_hip", "forward")
    known = np.isfinite(forward)
    if known.sum() < 2:
        return float("nan")
    return float(np.polyfit(view.time[known], forward[known], 1)[0])


def _events(view: PointView, side: Side, sign: _Sign, walking: float, off_side_deg: float) -> Iterator[Event]:
    track = view.track(f"{side}_{sign.part}")
    if track is None or not walking > SLOWEST_MPS:
        return
    speed = np.hypot(*np.gradient(track[:, [0, 2]], view.time, axis=0).T) / walking
    for swing in _swings(view.time, speed):
        passed = _passing(view.time, speed, swing, sign)
        if passed is None:
            continue
        moment, sd = _moment(view, side, sign.kind, passed - sign.late_s, off_side_deg)
        if view.time[0] <= moment <= view.time[-1]:
            yield Event(side, sign.kind, moment, sd)


def _swings(time: Floats, speed: Floats) -> Iterator[tuple[int, int]]:
    """First index and end (excluded) of each time in which a foot is swung, also of what is seen of one."""
    known = np.isfinite(speed)
    swung = known & (speed > SWINGING)
    step = float(time[1] - time[0])
    for first, end in runs(known & ~swung):
        inside = first > 0 and end < len(speed) and known[first - 1] and known[end]
        if inside and (end - first) * step < SHORTEST_STANCE_S:
            swung[first:end] = True
    for first, end in runs(swung):
        if speed[first:end].max() >= LEAST_PEAK:
            yield first, end


def _passing(time: Floats, speed: Floats, swing: tuple[int, int], sign: _Sign) -> float | None:
    """When the speed passes the sign's threshold in the swing: for an off first, for a strike last, as a foot
    that is hidden for a moment may seem to stop; None where that was not seen.
    """
    first, end = swing
    beyond = np.flatnonzero(speed[first:end] > sign.speed)
    if not beyond.size:
        return None
    index = first + int(beyond[0] if sign.kind == "foot_off" else beyond[-1] + 1)
    around = round(EDGE_S / float(time[1] - time[0]))
    first, last = index - 1 - around, index + around
    if first < 0 or last >= len(time) or not np.isfinite(speed[first : last + 1]).all():
        return None
    before, after = speed[index - 1] - sign.speed, speed[index] - sign.speed
    return float(time[index - 1] + (time[index] - time[index - 1]) * before / (before - after))


def _moment(
    view: PointView, side: Side, kind: EventKind, first: float, off_side_deg: float
) -> tuple[float, float]:
    """The event's time and its sd, from what the first sign says and, frontally, the second."""
    aside, oblique, frontal, alone = SDS_S[kind]
    if off_side_deg <= FRONTAL_DEG:
        return first, aside if off_side_deg <= SIDE_DEG else oblique
    second = SECOND[kind]
    moment = _lowest(view, side, second, first)
    if moment is None:
        return first, alone
    return (1 - second.share) * first + second.share * moment, frontal


def _lowest(view: PointView, side: Side, second: _Second, near: float) -> float | None:
    """What the second sign says, where it has a low point near the first."""
    angle = view.line(second.line, side)
    values = np.gradient(angle, view.time) if second.rate else angle
    inner = values[1:-1]
    low = 1 + np.flatnonzero((inner < values[:-2]) & (inner <= values[2:]))
    if not low.size:
        return None
    moments = view.time[low] - second.late_s
    best = float(moments[np.argmin(abs(moments - near))])
    return best if abs(best - near) <= REACH_S else None
