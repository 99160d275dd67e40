"""How the legs go, before anything is measured: enough to tell a walk from a run, a treadmill or stairs.

Everything is told from the picture, in statures and seconds; a foot stands where it goes as slowly as the
ground does. Data requirements: a smoothed motion (px) of one person, filmed by one camera that stood still or
was steadied (`motion.camera_motion`).
"""

from dataclasses import dataclass, replace

import numpy as np
import xarray as xr
from numpy.typing import NDArray

from kinechain.measurement import SIDES, Side
from kinechain.motion.camera import focal_of
from kinechain.motion.dataset import Floats, keypoint, middle
from kinechain.motion.stature import apparent_stature, running_mean

# A foot stands where heel or toe goes more slowly than this share of the speed over the ground. Our choice:
# what stands is smeared by the smoothing, most in the short contacts of a run.
STANDING = 0.4
# Or than this (statures a second), below which keypoints jitter.
JITTER = 0.2
# Feet that go apart by less than this (statures; half of from one side to the other) make no steps: along the
# way, and, from the front, in height.
LEAST_APART, LEAST_LIFTED = 0.06, 0.012
# Of the swing to one side, so much counts as having got there.
THERE = 0.35
# Contacts shorter than this (s) are noise, and so are gaps in one.
SHORTEST_S = 0.08
# The body's own speed is a mean over so many seconds, more than a step.
BODY_S = 0.7
# Slower over the ground than this (statures a second), a picture does not tell a step from a tread.
SLOWEST = 0.12
# Footfalls, and their span in statures, that show how the floor rises.
FEWEST_FALLS, SHORTEST_SPAN = 4, 1.0
# A body whose size changes more is seen too obliquely for that.
LARGEST_GROWTH = 1.3


@dataclass(frozen=True, slots=True)
class Stepping:
    """NaN where it cannot be told. `feet_move`: they do, whether or not a whole stride was seen.

    `stride_s` is the median time from step to step of one foot and `strides` how many were seen, `unevenness`
    the longest of those times over the shortest (middle 60 %). `ground` is how fast the ground goes by across
    the picture, nearly none but on a treadmill; `speed` is the body's over the ground and `travel` its own in
    the picture; all in statures a second. `duty` is the share of time for which a foot stands, `flight` that
    in which neither does, `swing_s` how long a foot is in the air. `rises_deg` is how steeply the floor rises
    along the way, and `leans_deg` how far the body leans forward, both in the picture; `stride_ahead` how
    far (statures) a stride takes the body, in depth and across; `way_speed` the speed over the ground in any
    direction, where somebody found it out.
    """

    stride_s: float = np.nan
    strides: int = 0
    unevenness: float = np.nan
    ground: float = np.nan
    speed: float = np.nan
    travel: float = np.nan
    duty: float = np.nan
    flight: float = np.nan
    swing_s: float = np.nan
    rises_deg: float = np.nan
    leans_deg: float = np.nan
    feet_move: bool = False
    stride_ahead: float = np.nan
    way_speed: float = np.nan

    @property
    def cadence(self) -> float:
        """Steps a minute."""
        return 120 / self.stride_s

    @property
    def walk_ratio(self) -> float:
        """Length of a step (statures) over the steps a minute."""
        speed = self.speed if np.isnan(self.way_speed) else self.way_speed
        return speed * self.stride_s / 2 / self.cadence


def find_stepping(smoothed: xr.Dataset) -> Stepping:
    """How the legs of a smoothed motion go; with no stride where there are no steps."""
    seen = _Seen.of(smoothed)
    forth, back = max(_stride_times(seen), key=lambda times: len(times[0]) + len(times[1]))
    times = np.concatenate([forth, back])
    if not times.size:
        return Stepping(feet_move=bool(_swings(seen)))
    stride_s = float(np.median(times))
    strides = Stepping(
        stride_s,
        max(len(forth), len(back)),
        _unevenness(times),
        feet_move=True,
        stride_ahead=_ahead(seen, stride_s),
    )
    ground = _ground_speed(seen)
    over_ground = np.hypot(seen.body[:, 0] - ground, seen.body[:, 1])
    speed = float(np.nanmedian(over_ground))
    if not speed > SLOWEST:
        return strides
    stands = {side: _stands(seen, side, ground, speed) for side in SIDES}
    rises, leans = _rise(seen, stands)
    both = np.stack([stands[side][0] for side in SIDES])
    known = np.stack([stands[side][1] for side in SIDES])
    together = known.all(axis=0)
    return replace(
        strides,
        ground=ground,
        speed=speed,
        travel=float(np.nanmedian(np.abs(running_mean(seen.body[:, 0], _points(seen, strides.stride_s))))),
        duty=float(both[known].mean()) if known.any() else np.nan,
        flight=float((~both[:, together].any(axis=0)).mean()) if together.any() else np.nan,
        swing_s=_swing(both, known, seen.step_s),
        rises_deg=rises,
        leans_deg=leans,
    )


@dataclass(frozen=True, slots=True)
class _Seen:
    """Tracks in pixels, speeds in statures a second, each (time, 2); `stature` (time,) in pixels."""

    motion: xr.Dataset
    time: Floats
    stature: Floats
    body: Floats

    @property
    def step_s(self) -> float:
        return float(self.time[1] - self.time[0])

    @classmethod
    def of(cls, motion: xr.Dataset) -> "_Seen":
        time, stature = motion["time"].values, apparent_stature(motion)
        hips = middle(motion, "hip")
        points = max(1, round(BODY_S / float(time[1] - time[0])))
        smooth = np.stack([running_mean(column, points) for column in hips.T], axis=1)
        smooth[~np.isfinite(hips).all(axis=1)] = np.nan
        return cls(motion, time, stature, np.gradient(smooth, time, axis=0) / stature[:, np.newaxis])

    def speed(self, name: str) -> Floats:
        return np.asarray(
            np.gradient(keypoint(self.motion, name), self.time, axis=0) / self.stature[:, np.newaxis]
        )


def _points(seen: _Seen, seconds: float) -> int:
    return max(1, round(seconds / seen.step_s))


def _swings(seen: _Seen) -> list[Floats]:
    """How far the feet are apart, (time,), from -1 to 1: along the way and in height, each where it shows
    steps; NaN where they are not seen.
    """
    apart = (middle_of_foot(seen.motion, "left") - middle_of_foot(seen.motion, "right")).T / seen.stature
    swings = []
    for track, least in ((apart[0], LEAST_APART), (apart[1], LEAST_LIFTED)):
        known = np.asarray(np.isfinite(track))
        low, high = np.percentile(track[known], [5, 95]).tolist() if known.any() else (0.0, 0.0)
        if (high - low) / 2 >= least:
            swings.append(np.asarray((track - (low + high) / 2) / ((high - low) / 2)))
    return swings


def _stride_times(seen: _Seen) -> list[tuple[Floats, Floats]]:
    """Seconds from each step of one foot to its next, and of the other foot, as each swing tells them."""
    none = (np.empty(0), np.empty(0))
    return [none, *((_times_up(seen.time, swing), _times_up(seen.time, -swing)) for swing in _swings(seen))]


def middle_of_foot(motion: xr.Dataset, side: Side) -> Floats:
    """Halfway between heel and toe, or either where only that is seen, (time, 2)."""
    both = np.stack([keypoint(motion, f"{side}_heel"), keypoint(motion, f"{side}_foot_index")])
    missing = np.asarray(~np.isfinite(both).all(axis=2))
    both[0][missing[0]], both[1][missing[1]] = both[1][missing[0]], both[0][missing[1]]
    return np.asarray(both.mean(axis=0))


def _times_up(time: Floats, swing: Floats) -> Floats:
    """Times between the moments in which `swing`, from -1 to 1, goes up through the middle for good, less
    those in which it was lost from sight.
    """
    times: list[float] = []
    before, low = np.nan, False
    for moment, value in zip(time.tolist(), swing.tolist(), strict=True):
        if np.isnan(value):
            before, low = np.nan, False
        elif value < -THERE:
            low = True
        elif value > THERE and low:
            times.append(moment - before)
            before, low = moment, False
    found = np.array(times)
    return np.asarray(found[np.isfinite(found)])


def _ahead(seen: _Seen, stride_s: float) -> float:
    """From the first to the last stride that is seen, over their number."""
    hips = middle(seen.motion, "hip")[:, 0]
    known = np.flatnonzero(np.isfinite(hips) & np.isfinite(seen.stature))
    if known.size < 2:
        return np.nan
    part = max(1, min(_points(seen, stride_s), known.size // 2))
    centre = seen.motion.attrs["frame_width"] / 2
    places = []
    for ends in (known[:part], known[-part:]):
        stature = float(np.mean(seen.stature[ends]))
        places.append((np.mean(hips[ends]) - centre, focal_of(seen.motion).px) / np.array(stature))
    strides = (seen.time[known[-1]] - seen.time[known[0]]) / stride_s - part / _points(seen, stride_s)
    return float(np.hypot(*(places[1] - places[0])) / max(strides, 0.5))


def _unevenness(times: Floats) -> float:
    short, long = np.percentile(times, [20, 80])
    return float(long / short)


def _ground_speed(seen: _Seen) -> float:
    """How fast the ground goes by across the picture (statures a second): the commonest speed of heels and
    toes while they are furthest below the hips. Nearly none but on a treadmill.
    """
    hips = middle(seen.motion, "hip")[:, 1]
    speeds = []
    for side in SIDES:
        below = (middle_of_foot(seen.motion, side)[:, 1] - hips) / seen.stature
        if np.isfinite(below).any():
            under = below > np.nanpercentile(below, 60)
            speeds += [seen.speed(f"{side}_{part}")[under, 0] for part in ("heel", "foot_index")]
    if not speeds:
        return 0.0
    pooled = np.concatenate(speeds)
    pooled = pooled[np.isfinite(pooled)]
    speed = float(np.median(pooled)) if pooled.size else 0.0
    typical = float(np.nanmedian(np.abs(seen.body[:, 0])))
    # Feet on a floor are seen to slip a little; on a belt they go faster than the body.
    if abs(speed) <= max(SLOWEST, typical):
        return 0.0
    for near in (0.5, 0.25, 0.15):
        speed = float(np.median(pooled[np.abs(pooled - speed) <= near * abs(speed)]))
    return speed


def _stands(
    seen: _Seen, side: Side, ground: float, speed: float
) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """When a foot stands (time,), and when that is known."""
    speeds = []
    for part in ("heel", "foot_index"):
        own = seen.speed(f"{side}_{part}")
        speeds.append(np.hypot(own[:, 0] - ground, own[:, 1]))
    stands = np.asarray(np.fmin(*speeds) < max(STANDING * speed, JITTER))
    shortest = _points(seen, SHORTEST_S)
    for value in (False, True):
        for first, last in _runs(np.asarray(stands == value)):
            if last - first < shortest and first > 0 and last < len(stands):
                stands[first:last] = not value
    return stands, np.asarray(np.isfinite(speeds).all(axis=0))


def _runs(true: NDArray[np.bool_]) -> list[tuple[int, int]]:
    edges = np.flatnonzero(np.diff(np.concatenate([[False], true, [False]]).astype(int)))
    return [(int(first), int(last)) for first, last in zip(edges[::2], edges[1::2], strict=True)]


def _swing(both: NDArray[np.bool_], known: NDArray[np.bool_], step_s: float) -> float:
    """Median time for which a foot was in the air, between two contacts that were seen."""
    lasting = [
        (last - first) * step_s
        for stands, sure in zip(both, known, strict=True)
        for first, last in _runs(~stands)
        if first > 0 and last < len(stands) and sure[first - 1 : last + 1].all()
    ]
    return float(np.median(lasting)) if lasting else np.nan


def _rise(
    seen: _Seen, stands: dict[Side, tuple[NDArray[np.bool_], NDArray[np.bool_]]]
) -> tuple[float, float]:
    """How steeply the floor rises along the way and how far the body leans forward, in degrees."""
    falls = _footfalls(seen, stands)
    if len(falls) < FEWEST_FALLS or np.ptp(falls[:, 0]) < SHORTEST_SPAN:
        return np.nan, np.nan
    feet = np.mean([middle_of_foot(seen.motion, side) for side in SIDES], axis=0)
    upright = (middle(seen.motion, "ear") - feet) / seen.stature[:, np.newaxis]
    upright = upright[np.isfinite(upright).all(axis=1)]
    if not len(upright) or falls[:, 2].max() > LARGEST_GROWTH * falls[:, 2].min():
        return np.nan, np.nan
    way = float(np.sign(np.nansum(seen.body[:, 0])))
    slope = float(np.polyfit(falls[:, 0], falls[:, 1], 1)[0])
    across, down = upright.mean(axis=0).tolist()
    return float(np.degrees(np.arctan(way * slope))), float(np.degrees(np.arctan2(way * across, -down)))


def _footfalls(seen: _Seen, stands: dict[Side, tuple[NDArray[np.bool_], NDArray[np.bool_]]]) -> Floats:
    """Where feet stood: right of where the walk began, up from the middle of the picture (both in statures),
    and the stature (px), shape (k, 3).
    """
    along = np.nancumsum(np.nan_to_num(seen.body[:, 0])) * seen.step_s
    falls = []
    for side in SIDES:
        foot = middle_of_foot(seen.motion, side)
        for first, last in _runs(stands[side][0] & stands[side][1]):
            stature = float(np.mean(seen.stature[first:last]))
            offset = float(np.mean(foot[first:last, 0] - middle(seen.motion, "hip")[first:last, 0])) / stature
            up = (seen.motion.attrs["frame_height"] / 2 - float(np.mean(foot[first:last, 1]))) / stature
            falls.append((float(np.mean(along[first:last])) + offset, up, stature))
    return np.array([fall for fall in falls if np.isfinite(fall).all()]).reshape(-1, 3)
