"""`RenderedTruth`: what is known of a rendered clip, exactly.

Times are seconds from the clip's first frame. The scene's frame is that of `rendering.scene`: x to the right
of the picture, y away from the camera, z up.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kinechain.gait.point_view import PointView
from kinechain.measurement import Event, Side
from kinechain.motion.dataset import Floats
from kinechain.rendering.camera import Camera
from kinechain.rendering.turn import turn


@dataclass(frozen=True, slots=True)
class RenderedPass:
    """One straight pass from `start_s` to `end_s`, the way the person goes as `motion.course.Pass.yaw` says
    it.
    """

    start_s: float
    end_s: float
    yaw: float


@dataclass(frozen=True, eq=False)
class RenderedTruth:
    """`tracks` (T, 3) of the 18 keypoints' true places in the scene at `time` (T,), finer than the film;
    `frames` (F,) are the indices of the film's frames in it, `cameras` the camera of each. `sole_offsets` in
    degrees, `stature` in metres, barefoot.
    """

    time: Floats
    tracks: Mapping[str, Floats]
    events: tuple[Event, ...]
    passes: tuple[RenderedPass, ...]
    stature: float
    sole_offsets: Mapping[Side, float]
    frames: NDArray[np.int64]
    cameras: tuple[Camera, ...]

    def view(self, course: RenderedPass) -> PointView:
        """One pass in the walk's frame, as the measures' definitions want it."""
        inside = (self.time >= course.start_s) & (self.time <= course.end_s)
        to_walk = turn("z", -course.yaw)
        tracks = {name: track[inside] @ to_walk.T for name, track in self.tracks.items()}
        return PointView(self.time[inside], self.stature, tracks, self.sole_offsets)

    def events_in(self, course: RenderedPass) -> list[Event]:
        """The events of one pass."""
        return [event for event in self.events if course.start_s <= event.time_s <= course.end_s]

    def pixels(self) -> dict[str, Floats]:
        """Where each keypoint truly is in each frame, (F, 2)."""
        return {name: self._seen(track[self.frames]) for name, track in self.tracks.items()}

    def _seen(self, places: Floats) -> Floats:
        return np.stack([camera.project(place) for camera, place in zip(self.cameras, places, strict=True)])
