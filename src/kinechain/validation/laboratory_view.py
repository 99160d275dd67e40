"""`LaboratoryView`: a walk as the laboratory's own model saw it, for our measures' own definitions.

Being a `SeenWalk`, it goes through the same functions as the fitted body does, so that what is compared
differs in its angles and events, never in its windows.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import xarray as xr

from kinechain.gait.seen_walk import Direction
from kinechain.measurement import Side
from kinechain.motion.dataset import Floats
from kinechain.motion.markers.lab_frame import SPACE
from kinechain.validation.compared_outputs import LaboratoryOutput, compared_outputs

AXES: Mapping[Direction, str] = dict(zip(("forward", "left", "up"), SPACE, strict=True))

# Degrees; nobody walks with the head upside down.
FURTHEST_HEAD_TILT = 90.0


@dataclass(frozen=True, eq=False)
class LaboratoryView:
    """`motion` holds the raw markers in the walk's frame, over the ground; `outputs` the laboratory's, by
    their names, (frames, 3), in its own frame; `rotation` (3, 3) turns that frame into the walk's.
    """

    motion: xr.Dataset
    outputs: Mapping[str, Floats]
    rotation: Floats

    @property
    def time(self) -> Floats:
        """Seconds from the file's first frame."""
        return np.asarray(self.motion["time"].values)

    @property
    def stature(self) -> float:
        """Metres; NaN if the file does not say."""
        return float(self.motion.attrs.get("subject", {}).get("height_m", np.nan))

    def angle(self, name: str, side: Side | None) -> Floats:
        """The laboratory's own angle, NaN where it has none.

        What belongs to the whole body is written once for each side there, the same but for the direction of
        obliquity; the left one counts, and the right one where there is no left one.
        """
        wanted = compared_outputs().outputs.get(name)
        if wanted is None:
            return self._nothing()
        letters = (side[0].upper(),) if side else ("L", "R")
        return next(
            (values for letter in letters if (values := self._output(wanted, letter)) is not None),
            self._nothing(),
        )

    def place(self, point: str, direction: Direction) -> Floats:
        """A marker's track along a direction of the walk, NaN where it was not seen or there is none."""
        if point not in self.motion["keypoints"].values:
            return self._nothing()
        track = self.motion["position"].sel(keypoints=point, space=AXES[direction])
        return np.asarray(track.values, dtype=np.float64)

    @property
    def has_broken_head(self) -> bool:
        """Whether the laboratory's own head angle is none that a body can have."""
        found = (self.output(f"{letter}HeadAngles") for letter in "LR")
        tilts = [values[:, 0] for values in found if values is not None]
        return any(np.isfinite(tilt).any() and abs(np.nanmedian(tilt)) > FURTHEST_HEAD_TILT for tilt in tilts)

    def _output(self, wanted: LaboratoryOutput, letter: str) -> Floats | None:
        if wanted.output is not None:
            values = self.output(letter + wanted.output)
            return None if values is None else wanted.factor * values[:, wanted.component]
        start, end = self.output(f"{letter}{wanted.start}"), self.output(f"{letter}{wanted.end}")
        return None if start is None or end is None else self._lean(end - start)

    def _lean(self, line: Floats) -> Floats:
        """Degrees of a hanging line (frames, 3) to the vertical, seen from the side, forward positive."""
        ahead, _, up = (line @ self.rotation.T).T
        return np.asarray(np.degrees(np.arctan2(ahead, -up)))

    def output(self, name: str) -> Floats | None:
        """An output of the frames that `motion` kept, under its name with or without the subject's."""
        found = next((values for key, values in self.outputs.items() if key.rsplit(":", 1)[-1] == name), None)
        if found is None:
            return None
        frames = np.rint(self.time * self.motion.attrs["fps"]).astype(int)
        return np.asarray(found[np.clip(frames, 0, len(found) - 1)])

    def _nothing(self) -> Floats:
        return np.full(len(self.time), np.nan)
