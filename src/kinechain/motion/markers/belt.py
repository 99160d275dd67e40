"""A treadmill's belt, seen by the feet that stand on it."""

from dataclasses import dataclass

import numpy as np
import xarray as xr

from kinechain.motion.dataset import Floats
from kinechain.motion.markers.body_direction import centre, level
from kinechain.motion.markers.marker_table import SIDES

# Parts of a foot that lie on the ground together when it is flat.
SOLE = (
    ("heel",),
    ("toe", "big_toe", "toe_tip", "first_metatarsal_head"),
    ("fifth_metatarsal_head", "small_toe"),
)
SPARE = (("ankle_lateral",), ("ankle",))
# A foot is flat where each of these is this close to its lowest and as good as still in height. Our choice.
FLAT_M, FLAT_M_S = 0.025, 0.15
# Ground that goes by more slowly than this is a floor, seen with noise.
SLOWEST_BELT = 0.15
FEWEST_FRAMES = 5
# Speeds are taken over so many seconds, and a belt's changes over windows so long.
DIFFERENCE_S, WINDOW_S = 0.04, 2.0
# A belt's speed varies when windows differ from the whole by more than this share and this much; our choice.
VARYING_SHARE, VARYING_M_S = 0.08, 0.08


@dataclass(frozen=True, slots=True)
class BeltSpeed:
    """How the ground moves below the walker: `direction` is the horizontal unit vector (3,), in the
    laboratory's frame, in which the belt carries the feet; `speed` (k,) m/s at `time` (k,) s, linear between
    and constant beyond.
    """

    direction: Floats
    time: Floats
    speed: Floats

    @property
    def mean(self) -> float:
        """The mean speed, m/s."""
        return float(self.speed.mean())

    def travel(self, time: Floats) -> Floats:
        """How far (n,) the belt has gone, in metres, at each `time` (n,) since time 0."""
        knots = np.unique(np.concatenate([[0.0], self.time, time]))
        speeds = np.interp(knots, self.time, self.speed)
        gone = np.concatenate([[0.0], np.cumsum((speeds[1:] + speeds[:-1]) / 2 * np.diff(knots))])
        return np.asarray(np.interp(time, knots, gone - np.interp(0.0, knots, gone)))


def find_belt(motion: xr.Dataset, up: Floats) -> tuple[BeltSpeed | None, list[str]]:
    """The belt below a walker, None on a floor that stands still, and warnings.

    The speed is the median velocity of feet that lie flat; where it varies over time, that of each
    window of `WINDOW_S`.

    Data requirements: heel and toes, or ankles, of a foot in stance; canonical names, metres, laboratory's
    frame.
    """
    flat = {side: _flat_velocity(motion, up, side) for side in SIDES}
    time = np.concatenate([moments for moments, _ in flat.values()])
    velocity = np.concatenate([velocities for _, velocities in flat.values()])
    if len(time) < FEWEST_FRAMES:
        return None, []
    typical = np.median(velocity, axis=0)
    speed = float(np.linalg.norm(typical))
    if speed < SLOWEST_BELT:
        return None, []
    direction = typical / speed
    order = np.argsort(time)
    belt = _over_time(direction, time[order], (velocity @ direction)[order], speed)
    return belt, _split_belt({side: np.median(v @ direction) for side, (t, v) in flat.items() if len(t)})


def _flat_velocity(motion: xr.Dataset, up: Floats, side: str) -> tuple[Floats, Floats]:
    """Times (k,) at which the foot lies flat, and its horizontal velocity (k, 3)."""
    time = motion["time"].values
    tracks = [centre(motion, names, (side,)) for names in SOLE]
    tracks = [track for track in tracks if np.isfinite(track).any()]
    if not tracks:
        tracks = [centre(motion, names, (side,)) for names in SPARE]
        tracks = [track for track in tracks if np.isfinite(track).any()]
    if not tracks or len(time) < 3:
        return np.empty(0), np.empty((0, 3))
    velocities = np.stack([_velocity(track, time) for track in tracks])
    heights = np.stack([track @ up for track in tracks])
    low = np.nanpercentile(heights, 5, axis=1, keepdims=True)
    flat = (heights < low + FLAT_M).all(axis=0) & (np.abs(velocities @ up) < FLAT_M_S).all(axis=0)
    return time[flat], level(velocities[:, flat].mean(axis=0), up)


def _velocity(track: Floats, time: Floats) -> Floats:
    """Central differences over `DIFFERENCE_S` or one frame either way; NaN beside gaps and at the ends."""
    reach = max(1, round(DIFFERENCE_S / 2 / float(np.median(np.diff(time)))))
    velocity = np.full_like(track, np.nan)
    if len(time) > 2 * reach:
        span = (time[2 * reach :] - time[: -2 * reach])[:, np.newaxis]
        velocity[reach:-reach] = (track[2 * reach :] - track[: -2 * reach]) / span
    return velocity


def _over_time(direction: Floats, time: Floats, speeds: Floats, typical: float) -> BeltSpeed:
    count = max(1, int((time[-1] - time[0]) / WINDOW_S))
    edges = np.linspace(time[0], time[-1], count + 1)
    middles = (edges[1:] + edges[:-1]) / 2
    windows = np.clip(np.searchsorted(edges, time, side="right") - 1, 0, count - 1)
    enough = [window for window in range(count) if (windows == window).sum() >= FEWEST_FRAMES]
    medians = np.array([np.median(speeds[windows == window]) for window in enough])
    tolerated = max(VARYING_M_S, VARYING_SHARE * typical)
    if len(medians) < 2 or np.abs(medians - typical).max() <= tolerated:
        return BeltSpeed(direction, time[:1], np.array([typical]))
    return BeltSpeed(direction, middles[enough], medians)


def _split_belt(by_side: dict[str, float]) -> list[str]:
    if len(by_side) < 2 or abs(by_side["left"] - by_side["right"]) < 0.15 * max(by_side.values()):
        return []
    left, right = by_side["left"], by_side["right"]
    speeds = f"{left:.2f} m/s below the left foot and {right:.2f} m/s below the right"
    return [f"the belt goes at {speeds}: lengths of steps on a split belt are not those on a floor"]
