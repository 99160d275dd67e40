"""When the feet meet and leave force plates, for steps that a plate bore alone.

A foot is on a plate while the plate feels more than 20 N, the threshold that most laboratories use. A contact
counts if the foot lay within the plate, by its markers, and if the markers saw that foot strike or leave at
nearly that time; a foot half beside a plate touches the floor before it touches the plate.

Data requirements: forces and corners of plates beside markers on heel and forefoot, all in the walk's frame.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import xarray as xr

from kinechain.gait.marker_events import FootTracks, foot_tracks
from kinechain.gait.seen_walk import FOOTFALL_S
from kinechain.measurement import SIDES, Event, EventKind
from kinechain.motion.dataset import Floats
from kinechain.motion.markers.marker_quality import runs

THRESHOLD_N = 20.0
# The weakest contact that is a person's step and not a touch.
LEAST_PEAK_N = 100.0
# A step bears for this long, and the plate is free for this long before and after it.
SHORTEST_LOAD_S, SHORTEST_REST_S = 0.15, 0.05
# How far apart (s) plate and markers may place an event, and how far (m) pressure may lie from the foot.
AGREE_S, BESIDE_M = 0.06, 0.12
# From heel to toe tip is so many times as far as from heel to the second metatarsal's head (our body's foot).
WHOLE_FOOT = 1.5
# Half a foot's width, and how far the middle of a marker lies outside the part of the foot that bears; our
# choice.
HALF_WIDTH_M, MARGIN_M = 0.035, 0.02
# What the threshold leaves open, and how fast (N/s) a force passes it, by which a plate's noise counts; our
# choice. Treadmills' plates are noisy.
SD_S, RISE = 0.003, 2000.0


@dataclass(frozen=True, slots=True)
class Loading:
    """One spell of load on one plate (index) from `start_s` to `end_s`, None where the recording cuts it.

    `sd_s` is the error of these times.
    """

    plate: int
    start_s: float | None
    end_s: float | None
    sd_s: float


def with_plates(motion: xr.Dataset, from_markers: Sequence[Event]) -> list[Event]:
    """`from_markers`, with the plates' times where a plate felt a foot alone. In order of time.

    `motion` in the walk's frame. Without plates nothing changes.
    """
    if "force" not in motion:
        return list(from_markers)
    better = {id(event): event for event in from_markers}
    feet = {side: foot_tracks(motion, side) for side in SIDES}
    for loading in loadings(motion):
        for kind, moment in (("foot_strike", loading.start_s), ("foot_off", loading.end_s)):
            if moment is None:
                continue
            event = _event_at(from_markers, "foot_strike" if kind == "foot_strike" else "foot_off", moment)
            if event and _bears_alone(motion, feet[event.side], loading, event.kind, moment):
                better[id(event)] = Event(event.side, event.kind, moment, loading.sd_s)
    return sorted(better.values(), key=lambda event: event.time_s)


def loadings(motion: xr.Dataset) -> list[Loading]:
    """Every spell in which a plate bore a person."""
    time = motion["plate_time"].values
    upward = np.nan_to_num(motion["force"].sel(space="z").values)
    return [spell for plate in range(upward.shape[1]) for spell in _spells(time, upward[:, plate], plate)]


def _spells(time: Floats, upward: Floats, plate: int) -> Iterator[Loading]:
    step = float(time[1] - time[0])
    loaded = upward > THRESHOLD_N
    sd = float(np.hypot(SD_S, _noise(upward) / RISE))
    for first, end in runs(~loaded):
        if first > 0 and end < len(time) and (end - first) * step < SHORTEST_REST_S:
            loaded[first:end] = True
    for first, end in runs(loaded):
        if (end - first) * step < SHORTEST_LOAD_S or upward[first:end].max() < LEAST_PEAK_N:
            continue
        on = _crossing(time, upward, first - 1) if first > 0 else None
        off = _crossing(time, upward, end - 1) if end < len(time) else None
        yield Loading(plate, on, off, sd)


def _noise(upward: Floats) -> float:
    """Standard deviation (N) of the force of an empty plate, by its median absolute deviation."""
    empty = upward[np.abs(upward) < 3 * THRESHOLD_N]
    return float(1.4826 * np.median(np.abs(empty - np.median(empty)))) if empty.size else 0.0


def _crossing(time: Floats, upward: Floats, index: int) -> float:
    """When the force passes the threshold between samples `index` and the next."""
    one, two = upward[index : index + 2] - THRESHOLD_N
    return float(time[index] + (time[index + 1] - time[index]) * one / (one - two))


def _event_at(events: Sequence[Event], kind: EventKind, moment: float) -> Event | None:
    near = [event for event in events if event.kind == kind and abs(event.time_s - moment) <= AGREE_S]
    return min(near, key=lambda event: abs(event.time_s - moment), default=None)


def _bears_alone(
    motion: xr.Dataset, foot: FootTracks | None, loading: Loading, kind: EventKind, moment: float
) -> bool:
    """Whether the foot lies within the plate and the pressure under the foot, next to the moment."""
    if foot is None:
        return False
    lay = _lying(foot, moment, kind)
    if lay is None:
        return False
    heel, tip = lay
    if "plate_corners" in motion:
        corners = motion["plate_corners"].values[loading.plate, :, :2]
        on_belt = motion.attrs.get("belt_speed", 0.0) != 0.0
        if np.isfinite(corners).all() and not _lies_within(
            _widened(corners) if on_belt else corners, heel, tip
        ):
            return False
    pressure = _pressure(motion, loading.plate, kind, moment)
    return pressure is None or _distance(pressure, heel, tip) <= BESIDE_M


def _lying(foot: FootTracks, moment: float, kind: EventKind) -> tuple[Floats, Floats] | None:
    """Heel and toe tip (2,) on the floor after a strike, or before an off (where it lay before it rose)."""
    first, last = FOOTFALL_S if kind == "foot_strike" else (-0.45, -0.3)
    window = (foot.time >= moment + first) & (foot.time <= moment + last)
    heel, forefoot = foot.heel[window, :2], foot.forefoot[window, :2]
    if not window.any() or not np.isfinite(heel + forefoot).all():
        return None
    back, front = heel.mean(axis=0), forefoot.mean(axis=0)
    return back, back + WHOLE_FOOT * (front - back)


def _widened(corners: Floats) -> Floats:
    """A treadmill's plate stands below a belt that carries the walk on: only its sides count."""
    return np.where(np.arange(2) == 0, corners * 1e3, corners)


def _lies_within(corners: Floats, heel: Floats, tip: Floats) -> bool:
    """Whether a foot of `HALF_WIDTH_M` between heel and tip (2,) lies on the plate."""
    forward, left = (tip - heel) / np.linalg.norm(tip - heel)
    beside = HALF_WIDTH_M * np.array([-left, forward])
    return all(_within(corners, point) for end in (heel, tip) for point in (end + beside, end - beside))


def _within(corners: Floats, point: Floats) -> bool:
    """Whether `point` (2,) lies in the plate's quadrilateral (4, 2), or less than `MARGIN_M` beside it."""
    centre = corners.mean(axis=0)
    for one, two in zip(corners, np.roll(corners, -1, axis=0), strict=True):
        along = (two - one) / np.linalg.norm(two - one)
        inward = np.array([-along[1], along[0]])
        inward = inward if inward @ (centre - one) > 0 else -inward
        if inward @ (point - one) < -MARGIN_M:
            return False
    return True


def _pressure(motion: xr.Dataset, plate: int, kind: EventKind, moment: float) -> Floats | None:
    """The mean centre of pressure (2,) in the tenth of a second next to the moment, None if not known."""
    if "centre_of_pressure" not in motion:
        return None
    first, last = (0.03, 0.13) if kind == "foot_strike" else (-0.13, -0.03)
    window = motion["centre_of_pressure"].sel(plate_time=slice(moment + first, moment + last))
    places = window.values[:, plate, :2]
    places = places[np.isfinite(places).all(axis=1)]
    return places.mean(axis=0) if len(places) else None


def _distance(point: Floats, heel: Floats, tip: Floats) -> float:
    """From a point to the line between heel and toe tip."""
    share = np.clip((point - heel) @ (tip - heel) / ((tip - heel) @ (tip - heel)), 0, 1)
    return float(np.linalg.norm(point - heel - share * (tip - heel)))
