"""When the feet meet and leave the floor, from markers on them, in the walk's frame.

A foot is on the floor while its heel or its forefoot is nearly still. It strikes when the first of them
becomes still, which a heel does 15 ms before a force plate feels 20 N; it leaves the floor near where the
forefoot's acceleration is greatest, 15 ms after the plate is free of it.

Source: speeds of heel and forefoot with thresholds relative to walking speed follow Ghoussayni et al. 2004
(Gait Posture 20:266), the acceleration at foot off Hreljac and Marshall 2000 (J Biomech 33:783); both cited
from memory. Deviations: speeds in all directions instead of one; the acceleration's size instead of one
component, and only near where the forefoot starts to move. Thresholds, offsets and errors are those that
agree best with the plates of four laboratories (34 strikes and 33 offs, medians of the laboratories):
children and adults, 1.0 to 1.4 m/s, one of them on a treadmill. There the strike's error has a standard
deviation of 8 ms, the off's of 10 ms; allowance is made for laboratories unlike these.

Data requirements: markers on heel (or else the ankle, which comes to rest later and less surely) and forefoot
at 50 Hz or more.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import xarray as xr
from numpy.typing import NDArray

from kinechain.measurement import SIDES, Event, Side
from kinechain.motion.dataset import Floats, keypoint
from kinechain.motion.markers.marker_quality import runs
from kinechain.motion.smoothing import LONGEST_GAP_S, smooth_track

# The markers that may show a part of the foot, the best first.
HEEL = ("heel", "heel_proximal", "heel_lateral", "heel_medial")
# Beside a lost heel the ankle shows the strike: it comes to rest this much later than the heel does, by this
# error (14 strikes of three people in three laboratories: 12 to 93 ms, median 17).
ANKLE = ("ankle_lateral", "ankle_medial", "ankle")
ANKLE_LATE_S, ANKLE_SD_S = 0.03, 0.035
FOREFOOT = (
    "toe",
    "first_metatarsal_head",
    "fifth_metatarsal_head",
    "hallux",
    "big_toe",
    "toe_tip",
    "small_toe",
)
CUTOFF_HZ = 20.0
GRID_HZ = 240.0
# Still is slower than this share of walking speed.
STILL = 0.4
# A foot that moves for less than this has not been lifted; one still for less than this has not stood.
SHORTEST_SWING_S, SHORTEST_STANCE_S = 0.15, 0.2
# The greatest acceleration of the forefoot lies this long before to this long after it starts to move.
AROUND_OFF_S = (-0.02, 0.13)
# How long after the plate (positive) the rules speak, in seconds, and the error that remains.
STRIKE_LATE_S, OFF_LATE_S = -0.015, 0.015
STRIKE_SD_S, OFF_SD_S = 0.010, 0.012
# So close to the first and last sight of a foot, speeds are not known well.
EDGE_S = 0.03
# Below the first, speeds no longer show when a foot becomes still; below the second, less exactly.
FEWEST_HZ, WANTED_HZ = 20.0, 50.0


@dataclass(frozen=True, slots=True)
class FootTracks:
    """Heel and forefoot of one foot, (time, 3) in m, smoothed, at `time` (s, even), NaN where not seen.

    `by_ankle` says that the ankle stands for a heel without a marker.
    """

    time: Floats
    heel: Floats
    forefoot: Floats
    by_ankle: bool = False


def foot_tracks(motion: xr.Dataset, side: Side) -> FootTracks | None:
    """The best-seen markers of a foot, None if heel (and ankle) or forefoot has none.

    `motion` in the walk's frame.
    """
    heel, ankle, forefoot = (
        _best(motion, [f"{side}_{name}" for name in names]) for names in (HEEL, ANKLE, FOREFOOT)
    )
    back = ankle if heel is None else heel
    if back is None or forefoot is None:
        return None
    seen = motion["time"].values
    steps = int(np.ceil((seen[-1] - seen[0]) * GRID_HZ - 1e-6))
    grid = seen[0] + np.arange(steps + 1) / GRID_HZ
    return FootTracks(grid, _smooth(seen, back, grid), _smooth(seen, forefoot, grid), by_ankle=heel is None)


def marker_events(motion: xr.Dataset, walking_speed: float) -> list[Event]:
    """Foot strikes and foot offs of a motion in the walk's frame (m), in order of time.

    `walking_speed` in m/s. A foot without markers on heel or forefoot gives none.
    """
    frame_s = float(np.median(np.diff(motion["time"].values)))
    events: list[Event] = []
    for side in SIDES:
        tracks = foot_tracks(motion, side)
        if tracks is not None:
            events += _foot_events(tracks, side, STILL * walking_speed, frame_s)
    return sorted(events, key=lambda event: event.time_s)


def has_heel(motion: xr.Dataset, side: Side) -> bool:
    """Whether a marker on that heel is ever seen."""
    return _best(motion, [f"{side}_{name}" for name in HEEL]) is not None


def unseen_feet(motion: xr.Dataset) -> Iterator[tuple[Side, str]]:
    """The sides whose foot lacks the markers that show its steps, and what that means."""
    for side in SIDES:
        if foot_tracks(motion, side) is None:
            behind = _best(motion, [f"{side}_{name}" for name in (*HEEL, *ANKLE)])
            part = "forefoot" if behind is not None else "heel or ankle"
            yield side, f"no {side} {part} marker, so when that foot strikes and leaves the floor is not seen"


def slow_frames(motion: xr.Dataset) -> Iterator[str]:
    """A warning where the frames are too few to see when the feet strike."""
    rate = float(motion.attrs["fps"])
    wanted = f"{WANTED_HZ:.0f} or more are wanted"
    if rate < FEWEST_HZ:
        yield f"{rate:.3g} frames a second are too few to see when the feet strike; {wanted}"
    elif rate < WANTED_HZ:
        yield f"at {rate:.3g} frames a second foot strikes are seen less exactly; {wanted}"


def doubtful_feet(motion: xr.Dataset) -> Iterator[str]:
    """A warning for each foot whose strikes are seen by its ankle alone."""
    for side in SIDES:
        tracks = foot_tracks(motion, side)
        if tracks is not None and tracks.by_ankle:
            yield f"no {side} heel marker: its strikes were found by the ankle's, less exactly"


def _best(motion: xr.Dataset, names: Sequence[str]) -> Floats | None:
    """The first of the markers that is seen in nearly as many frames as the best of them."""
    there = [name for name in names if name in motion["keypoints"].values]
    seen = {name: np.isfinite(keypoint(motion, name)).all(axis=1).mean() for name in there}
    good = [name for name in there if seen[name] > 0 and seen[name] >= 0.9 * max(seen.values())]
    return keypoint(motion, good[0]) if good else None


def _smooth(time: Floats, track: Floats, grid: Floats) -> Floats:
    seen = np.isfinite(track).all(axis=1)
    smoothed = smooth_track(time[seen], track[seen], np.ones(seen.sum()), grid, cutoff_hz=CUTOFF_HZ)
    nearest = np.abs(grid[:, np.newaxis] - time[seen][_nearest(time[seen], grid)][:, np.newaxis])[:, 0]
    inside = (grid >= time[seen][0] - 1e-9) & (grid <= time[seen][-1] + 1e-9)
    return np.where((inside & (nearest <= LONGEST_GAP_S / 2))[:, np.newaxis], smoothed, np.nan)


def _nearest(time: Floats, grid: Floats) -> NDArray[np.intp]:
    """For each instant of `grid` the index of the nearest of `time`."""
    after = np.clip(np.searchsorted(time, grid), 1, len(time) - 1)
    return np.where(grid - time[after - 1] < time[after] - grid, after - 1, after)


def _foot_events(tracks: FootTracks, side: Side, still: float, frame_s: float) -> list[Event]:
    time, step = tracks.time, float(tracks.time[1] - tracks.time[0])
    speeds = [_length(np.gradient(track, step, axis=0)) for track in (tracks.heel, tracks.forefoot)]
    push = _length(np.gradient(np.gradient(tracks.forefoot, step, axis=0), step, axis=0))
    known = np.flatnonzero(np.isfinite(speeds[0] + speeds[1]))
    if not known.size:
        return []
    first, last = time[known[0]] + EDGE_S, time[known[-1]] - EDGE_S
    late = STRIKE_LATE_S + (ANKLE_LATE_S if tracks.by_ankle else 0.0)
    strike_sd = float(np.hypot(STRIKE_SD_S, ANKLE_SD_S)) if tracks.by_ankle else STRIKE_SD_S
    quick = float(np.hypot(strike_sd, frame_s / np.sqrt(12)))
    slow = float(np.hypot(OFF_SD_S, frame_s / np.sqrt(12)))
    events = []
    for start, end in _stances(speeds, still, step):
        strike = _falls_below(time, speeds, still, start)
        if strike is not None and first < strike < last:
            events.append(Event(side, "foot_strike", strike - late, quick))
        off = _greatest(time, push, time[end] + AROUND_OFF_S[0], time[end] + AROUND_OFF_S[1])
        if off is not None and first < off < last:
            events.append(Event(side, "foot_off", off - OFF_LATE_S, slow))
    return events


def _length(vectors: Floats) -> Floats:
    return np.asarray(np.linalg.norm(vectors, axis=1))


def _stances(speeds: Sequence[Floats], still: float, step: float) -> list[tuple[int, int]]:
    """First and last index of each time on the floor; one that the recording cuts off may be short."""
    known = np.isfinite(speeds[0] + speeds[1])
    standing = known & (np.minimum(*speeds) < still)
    for first, end in runs(known & ~standing):
        if not _cut_off(known, first, end) and (end - first) * step < SHORTEST_SWING_S:
            standing[first:end] = True
    return [
        (first, end - 1)
        for first, end in runs(standing)
        if _cut_off(known, first, end) or (end - first) * step >= SHORTEST_STANCE_S
    ]


def _cut_off(known: NDArray[np.bool_], first: int, end: int) -> bool:
    """Whether what lies before or after a run, `end` excluded, is not known."""
    return first == 0 or end == len(known) or not (known[first - 1] and known[end])


def _falls_below(time: Floats, speeds: Sequence[Floats], still: float, start: int) -> float | None:
    """When the first of the speeds falls below `still`, at index `start`; None if that was not seen."""
    if start == 0:
        return None
    for speed in speeds:
        before, after = speed[start - 1] - still, speed[start] - still
        if before > 0 >= after:
            return float(time[start - 1] + (time[start] - time[start - 1]) * before / (before - after))
    return None


def _greatest(time: Floats, values: Floats, start: float, end: float) -> float | None:
    """When `values` is greatest between two times, between samples by a parabola; None at the window's ends
    or if any of it was not seen.
    """
    window = np.flatnonzero((time >= start) & (time <= end))
    if window.size < 3 or time[-1] < end or not np.isfinite(values[window]).all():
        return _greatest_so_far(time, values, window)
    return _top(time, values, window)


def _greatest_so_far(time: Floats, values: Floats, window: NDArray[np.intp]) -> float | None:
    """Where the recording ends within the window: a top counts if the values fall well off after it."""
    window = window[np.isfinite(values[window])]
    if window.size < 3 or values[window].max() * 0.9 < values[window[-1]]:
        return None
    return _top(time, values, window)


def _top(time: Floats, values: Floats, window: NDArray[np.intp]) -> float | None:
    top = int(window[np.argmax(values[window])])
    if top in (window[0], window[-1]):
        return None
    before, at, after = values[top - 1 : top + 2]
    shift = 0.5 * (before - after) / (before - 2 * at + after)
    return float(time[top] + shift * (time[1] - time[0]))
