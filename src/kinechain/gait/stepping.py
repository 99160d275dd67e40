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
# Parts of a stride for each of which the feet's velocities in all strides are averaged, so that the noise of
# a leg that is seen badly does not pass for a foot that moves.
PARTS_OF_STRIDE = 40
FOOT = ("heel", "foot_index")
# Strides that last so much longer or shorter than the middle one are not averaged with it, as a share.
ALIKE = 0.25
# The body's own speed is a mean over so many seconds, more than a step.
BODY_S = 0.7
# Slower over the ground than this (statures a second), a picture does not tell a step from a tread.
SLOWEST = 0.12
# Footfalls, and their span in statures, that show how the floor rises.
FEWEST_FALLS, SHORTEST_SPAN = 4, 1.0


@dataclass(frozen=True, slots=True)
class Stepping:
    """NaN where it cannot be told. `feet_move`: they do, whether or not a whole stride was seen.

    `stride_s` is the median time from step to step of one foot and `strides` how many were seen, `unevenness`
    the longest of those times over the shortest (middle 60 %). `ground` is how fast the ground goes by across
    the picture, nearly none but on a treadmill; `speed` is the body's over the ground and `travel` its own in
    the picture; all in statures a second. `duty` is the share of time for which a foot stands, `flight` that
    in which neither does, `swing_s` how long a foot is in the air. `rises_deg` is how steeply the floor rises
    along the way, were the camera level, and `leans_deg` how far the body leans forward in the picture; of
    the way `into_depth` goes away from the camera or towards it, 0 to 1. `stride_ahead` how
    far (statures) a stride takes the body, in depth and across; `way_speed` the speed over the ground in any
    direction, and `toes_ahead` how far toes are seen ahead of heels along the way (statures), where somebody
    found them out.
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
    into_depth: float = np.nan
    feet_move: bool = False
    stride_ahead: float = np.nan
    way_speed: float = np.nan
    toes_ahead: float = np.nan

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
    told = _all_strides(seen)
    found = max(told, key=len)
    times = np.diff(np.concatenate([found.forth, found.back]), axis=1)[:, 0]
    if not times.size:
        return Stepping(feet_move=bool(_swings(seen)))
    stride_s = float(np.median(times))
    strides = Stepping(
        stride_s,
        max(len(found.forth), len(found.back)),
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
    rises, leans, into_depth = _rise(seen, stands)
    contact = _contact(seen, next((each for each in told if each.along and len(each)), found), ground, speed)
    return replace(
        strides,
        ground=ground,
        speed=speed,
        travel=float(np.nanmedian(np.abs(running_mean(seen.body[:, 0], _points(seen, strides.stride_s))))),
        duty=float(contact.mean()) if contact.size else np.nan,
        flight=float((~contact.any(axis=0)).mean()) if contact.size else np.nan,
        swing_s=float((1 - contact.mean(axis=1)).mean() * stride_s) if contact.size else np.nan,
        rises_deg=rises,
        leans_deg=leans,
        into_depth=into_depth,
    )


@dataclass(frozen=True, slots=True)
class _Seen:
    """Tracks in pixels, speeds in statures a second, each (time, 2); `stature` (time,) in pixels."""

    motion: xr.Dataset
    time: Floats
    stature: Floats
    body: Floats
    ground: float = 0.0

    @property
    def over_ground(self) -> Floats:
        return self.body - [self.ground, 0.0]

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


@dataclass(frozen=True, slots=True, eq=False)
class _Strides:
    """From when to when (k, 2) each stride of the left foot lasts, `forth`, and of the right one, `back`; the
    other way round, if the feet are told apart `along` the way and this goes to the left.
    """

    forth: Floats
    back: Floats
    along: bool

    def __len__(self) -> int:
        return len(self.forth) + len(self.back)

    def of_one_foot(self, seen: _Seen) -> tuple[Floats, Floats]:
        """Strides (k, 2), and which way (k,) the body goes in each: 1 to the right, -1 to the left."""
        if not self.along:
            return self.forth, _way(seen, self.forth)
        there, back = self.forth[_way(seen, self.forth) > 0], self.back[_way(seen, self.back) < 0]
        return np.concatenate([there, back]), np.repeat([1.0, -1.0], [len(there), len(back)])


def _way(seen: _Seen, strides: Floats) -> Floats:
    moments = strides.mean(axis=1)
    return np.asarray(np.sign(np.interp(moments, seen.time, np.nan_to_num(seen.over_ground[:, 0]))))


def _all_strides(seen: _Seen) -> list[_Strides]:
    """The strides as each swing tells them, none of them if none does."""
    none = _Strides(np.empty((0, 2)), np.empty((0, 2)), along=False)
    told = [
        _Strides(_strides(seen.time, swing), _strides(seen.time, -swing), axis == 0)
        for axis, swing in _swings(seen)
    ]
    return [none, *told]


def _swings(seen: _Seen) -> list[tuple[int, Floats]]:
    """How far the feet are apart, (time,), from -1 to 1: along the way (0) and in height (1), each where it
    shows steps; NaN where they are not seen.
    """
    apart = (middle_of_foot(seen.motion, "left") - middle_of_foot(seen.motion, "right")).T / seen.stature
    swings = []
    for axis, least in enumerate((LEAST_APART, LEAST_LIFTED)):
        known = np.asarray(np.isfinite(apart[axis]))
        low, high = np.percentile(apart[axis][known], [5, 95]).tolist() if known.any() else (0.0, 0.0)
        if (high - low) / 2 >= least:
            swings.append((axis, np.asarray((apart[axis] - (low + high) / 2) / ((high - low) / 2))))
    return swings


def middle_of_foot(motion: xr.Dataset, side: Side) -> Floats:
    """Halfway between heel and toe, or either where only that is seen, (time, 2)."""
    both = np.stack([keypoint(motion, f"{side}_heel"), keypoint(motion, f"{side}_foot_index")])
    missing = np.asarray(~np.isfinite(both).all(axis=2))
    both[0][missing[0]], both[1][missing[1]] = both[1][missing[0]], both[0][missing[1]]
    return np.asarray(both.mean(axis=0))


def _strides(time: Floats, swing: Floats) -> Floats:
    """From when to when (k, 2) strides last that begin and end where `swing`, from -1 to 1, goes up through
    the middle for good, less those in which it was lost from sight.
    """
    ends: list[tuple[float, float]] = []
    before, low = np.nan, False
    for moment, value in zip(time.tolist(), swing.tolist(), strict=True):
        if np.isnan(value):
            before, low = np.nan, False
        elif value < -THERE:
            low = True
        elif value > THERE and low:
            ends.append((before, moment))
            before, low = moment, False
    found = np.array(ends).reshape(-1, 2)
    return np.asarray(found[np.isfinite(found).all(axis=1)])


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
            speeds += [seen.speed(f"{side}_{part}")[under, 0] for part in FOOT]
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
    for part in FOOT:
        own = seen.speed(f"{side}_{part}")
        speeds.append(np.hypot(own[:, 0] - ground, own[:, 1]))
    stands = np.asarray(np.fmin(*speeds) < max(STANDING * speed, JITTER))
    stands = _without_short(stands, _points(seen, SHORTEST_S))
    return stands, np.asarray(np.isfinite(speeds).all(axis=0))


def _without_short(stands: NDArray[np.bool_], shortest: int) -> NDArray[np.bool_]:
    """With gaps, then contacts, of fewer than `shortest` filled, but for those at the ends."""
    filled = stands.copy()
    for value in (False, True):
        for first, last in _runs(np.asarray(filled == value)):
            if last - first < shortest and first > 0 and last < len(filled):
                filled[first:last] = not value
    return filled


def _runs(true: NDArray[np.bool_]) -> list[tuple[int, int]]:
    edges = np.flatnonzero(np.diff(np.concatenate([[False], true, [False]]).astype(int)))
    return [(int(first), int(last)) for first, last in zip(edges[::2], edges[1::2], strict=True)]


def _contact(seen: _Seen, found: _Strides, ground: float, speed: float) -> NDArray[np.bool_]:
    """Whether each foot stands in each part of a stride, (side, part): by its mean velocity over the
    ground in all strides that last alike. With no part where a foot is not seen.
    """
    strides, way = found.of_one_foot(replace(seen, ground=ground))
    none = np.zeros((len(SIDES), 0), dtype=np.bool_)
    if not len(strides):
        return none
    lasts = np.diff(strides, axis=1)[:, 0]
    alike = np.abs(lasts / np.median(lasts) - 1) <= ALIKE
    moments = strides[alike, :1] + (np.arange(PARTS_OF_STRIDE) + 0.5) / PARTS_OF_STRIDE * lasts[alike, None]
    shortest = max(1, round(SHORTEST_S / float(np.median(lasts)) * PARTS_OF_STRIDE))
    rows = []
    for side in SIDES:
        feet = [_mean_speed(seen, f"{side}_{part}", moments, way[alike], ground) for part in FOOT]
        if not np.isfinite(feet).all():
            return none
        stands = np.asarray(np.fmin(*feet) < max(STANDING * speed, JITTER))
        # The stride before and the one after go on as this one does.
        rows.append(_without_short(np.tile(stands, 3), shortest)[len(stands) : 2 * len(stands)])
    return np.array(rows)


def _mean_speed(seen: _Seen, name: str, moments: Floats, way: Floats, ground: float) -> Floats:
    """How fast a keypoint goes over the ground at `moments` (k, part) of strides that go `way` (k,): the size
    of its mean velocity, (part,), NaN where it was never seen.
    """
    velocity = seen.speed(name) - [ground, 0.0]
    seen_in = [np.interp(moments, seen.time, column) for column in velocity.T]
    known = np.isfinite(seen_in).all(axis=0)
    often = np.where(known.any(axis=0), known.sum(axis=0), np.nan)
    ahead, down = (np.where(known, each, 0.0) for each in (seen_in[0] * way[:, None], seen_in[1]))
    return np.asarray(np.hypot(ahead.sum(axis=0), down.sum(axis=0)) / often)


def _rise(
    seen: _Seen, stands: dict[Side, tuple[NDArray[np.bool_], NDArray[np.bool_]]]
) -> tuple[float, float, float]:
    """How steeply the floor rises along the way, how far the body leans to where it goes in the picture (both
    in degrees), and how much of the way goes into depth, 0 to 1.
    """
    falls = _footfalls(seen, stands)
    upright = _upright(seen)
    if len(falls) < FEWEST_FALLS or not len(upright):
        return np.nan, np.nan, np.nan
    ground = falls[:, 1:3] - falls[:, 1:3].mean(axis=0)
    way = np.linalg.svd(ground, full_matrices=False)[2][0]
    # The way goes on with time.
    way = way if np.polyfit(falls[:, 0], ground @ way, 1)[0] > 0 else -way
    if np.ptp(ground @ way) < SHORTEST_SPAN:
        return np.nan, np.nan, np.nan
    slope = float(np.polyfit(ground @ way, falls[:, 3], 1)[0])
    across, down = upright.mean(axis=0).tolist()
    leans = np.arctan2(np.sign(way[0]) * across, -down)
    return float(np.degrees(np.arctan(slope))), float(np.degrees(leans)), float(abs(way[1]))


def _upright(seen: _Seen) -> Floats:
    """From the feet up to the ears in the picture (k, 2), in statures, where both are seen."""
    feet = np.mean([middle_of_foot(seen.motion, side) for side in SIDES], axis=0)
    upright = (middle(seen.motion, "ear") - feet) / seen.stature[:, np.newaxis]
    return np.asarray(upright[np.isfinite(upright).all(axis=1)])


def _footfalls(seen: _Seen, stands: dict[Side, tuple[NDArray[np.bool_], NDArray[np.bool_]]]) -> Floats:
    """When (s) and where feet stood: right of the camera, away from it and above its height (statures), were
    it level; shape (k, 4).
    """
    middle_px = np.array([seen.motion.attrs["frame_width"], seen.motion.attrs["frame_height"]]) / 2
    focal = focal_of(seen.motion).px
    falls = []
    for side in SIDES:
        foot = middle_of_foot(seen.motion, side)
        for first, last in _runs(stands[side][0] & stands[side][1]):
            stature = float(np.mean(seen.stature[first:last]))
            right, down = (np.mean(foot[first:last], axis=0) - middle_px) / stature
            falls.append((float(np.mean(seen.time[first:last])), right, focal / stature, -down))
    return np.array([fall for fall in falls if np.isfinite(fall).all()]).reshape(-1, 4)
