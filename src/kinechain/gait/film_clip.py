"""`FilmClip`: one clip of a person made ready: what was mended in it, its passes, and what it shows."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import xarray as xr

from kinechain.errors import InputError
from kinechain.gait.movement_kind import Movement, movement_of
from kinechain.gait.treadmill import overground
from kinechain.gait.walk import Source
from kinechain.measurement import View
from kinechain.motion.camera_motion import CameraMotion, camera_motion, steadied
from kinechain.motion.course import Pass, find_passes
from kinechain.motion.in_view import only_in_view
from kinechain.motion.leg_swaps import mend_leg_swaps
from kinechain.motion.smoothing import smooth

SHORTEST_S = 0.4
# Of a step of half a second, slower films show fewer than five moments.
SLOWEST_HZ = 9.0


@dataclass(frozen=True, slots=True, eq=False)
class FilmClip:
    """`raw` as captured (px); `mended` without what was not seen, legs put right, the camera's shaking taken
    out; `smoothed` on an even grid. `passes` are straight walks; `movement` and `camera` say what it
    shows. In the share `exchanged` of the passes' frames the detector had taken one leg for the other.
    """

    raw: xr.Dataset
    mended: xr.Dataset
    smoothed: xr.Dataset
    passes: tuple[Pass, ...]
    movement: Movement
    camera: CameraMotion
    exchanged: float = 0.0

    @property
    def frame_s(self) -> float:
        """Seconds between frames."""
        return float(np.median(np.diff(self.raw["time"].values)))

    @property
    def view(self) -> View | None:
        """The view of the longest pass, None if there is none."""
        longest = max(self.passes, key=lambda course: course.end_s - course.start_s, default=None)
        return longest.view if longest else None

    @property
    def source(self) -> Source:
        """Where it came from."""
        return Source(
            kind=str(self.raw.attrs["source_kind"]),
            file=str(self.raw.attrs["source_file"]),
            frames=int(self.raw.attrs["frames"]),
            rate_hz=round(float(self.raw.attrs["fps"]), 3),
            view=self.view,
        )

    @property
    def span(self) -> tuple[float, float]:
        """From the first pass to the last, or all of the motion if nobody walks."""
        time = self.raw["time"].values
        if not self.passes:
            return float(time[0]), float(time[-1])
        return self.passes[0].start_s, self.passes[-1].end_s

    @property
    def left_out_s(self) -> float:
        """Seconds in which the person was seen but no pass was found."""
        time = self.raw["time"].values
        seen = np.isfinite(self.raw["position"].values).any(axis=(1, 2))
        inside = np.any([(time >= c.start_s) & (time <= c.end_s) for c in self.passes], axis=0)
        return float(np.sum(seen & ~inside) * np.median(np.diff(time)))


def film_clip(motion: xr.Dataset) -> FilmClip:
    """What `motion` (px), as captured, shows.

    Raises `InputError` where it is too short or has too few frames a second to show a walk.
    """
    _check(motion)
    # A leg is followed best with everything that was seen of it; what is in view is told in the picture.
    legs_right = mend_leg_swaps(motion)
    mended = steadied(only_in_view(legs_right))
    smoothed = smooth(mended)
    passes: Sequence[Pass] = find_passes(smoothed)
    camera = camera_motion(motion, *_span(motion, passes))
    movement = movement_of(smoothed, passes, camera)
    exchanged = _exchanged(motion, legs_right, passes)
    clip = FilmClip(motion, mended, smoothed, tuple(passes), movement, camera, exchanged)
    return _on_the_belt(clip) if movement.name == "treadmill" else clip


def _exchanged(motion: xr.Dataset, mended: xr.Dataset, passes: Sequence[Pass]) -> float:
    """Share of the passes' frames in which a leg, or a part of it, was put right."""
    time = motion["time"].values
    inside = np.any([(time >= c.start_s) & (time <= c.end_s) for c in passes], axis=0)
    before, after = (np.nan_to_num(each["position"].values) for each in (motion, mended))
    return float((before != after).any(axis=(1, 2))[inside].mean()) if np.any(inside) else 0.0


def _span(motion: xr.Dataset, passes: Sequence[Pass]) -> tuple[float, float]:
    time = motion["time"].values
    return (passes[0].start_s, passes[-1].end_s) if passes else (float(time[0]), float(time[-1]))


def _on_the_belt(clip: FilmClip) -> FilmClip:
    """With the belt's way added, so that the person walks on over the ground."""
    mended, course = overground(clip.mended, clip.smoothed, clip.movement.stepping)
    smoothed, _ = overground(clip.smoothed, clip.smoothed, clip.movement.stepping)
    return replace(clip, mended=mended, smoothed=smoothed, passes=(course,))


def _check(motion: xr.Dataset) -> None:
    time = motion["time"].values
    if time[-1] - time[0] < SHORTEST_S:
        raise InputError(f"this motion lasts less than {SHORTEST_S:g} s; film at least five steps")
    if np.median(np.diff(time)) > 1 / SLOWEST_HZ:
        raise InputError(f"fewer than {SLOWEST_HZ:g} frames a second do not show a walk; film at 30 or more")
