"""One recording, measured: the walk in it, the body fitted to it, and what there is to look at."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import xarray as xr

from kinechain.case import Person
from kinechain.errors import InputError
from kinechain.gait.walk import Walk
from kinechain.measured_motion import measure_motion
from kinechain.motion.files import ENDINGS, read_motion
from kinechain.motion.reading.ground_forces import with_forces
from kinechain.printable import printable
from kinechain.walk_files import WalkFiles

if TYPE_CHECKING:
    from kinechain.body.fitted_body import FittedBody
    from kinechain.capture.film import Film

OnProgress = Callable[[int, int | None], None]


@dataclass(frozen=True, slots=True, eq=False)
class RecordedWalk:
    """`walk`, from the video `video` with its `motion`, or from markers with the fitted `body`."""

    walk: Walk
    motion: xr.Dataset
    video: Path | None = None
    body: "FittedBody | None" = None

    def film(self) -> "Film | None":
        """The walker's frames, or the fitted body drawn; None where there is neither."""
        if self.video is not None:
            from kinechain.capture.film import cut_film

            return cut_film(self.video, self.motion, *self.walk.span)
        if self.body is not None:
            from kinechain.report.body_film import body_points, draw_film

            return draw_film(self.body.time, body_points(self.body))
        return None


def is_video(path: Path) -> bool:
    """Whether `path` is taken for a video: its ending is none of a saved or a laboratory's motion."""
    return not path.is_dir() and path.suffix.lower() not in ENDINGS


def read_walk(files: WalkFiles, number: int | None, on_progress: OnProgress) -> xr.Dataset:
    """The motion of person `number` (None: the walker, or the only one), with its forces.

    Raises `InputError` for files that do not hold it.
    """
    if is_video(files.walk):
        from kinechain.capture.capture import motion_of
        from kinechain.capture.recording import record
        from kinechain.capture.walker import choose_walker

        if files.forces is not None:
            raise InputError("ground reaction forces belong to markers, not to a video")
        recording = record(files.walk, on_progress)
        return motion_of(recording, choose_walker(recording, number))
    motion = read_motion(files.walk, number)
    if number not in (None, motion.attrs.get("person", 1)):
        raise InputError(f"{printable(files.walk.name)} holds person {motion.attrs['person']} alone")
    return with_forces(motion, files.forces) if files.forces is not None else motion


def measure_files(files: WalkFiles, person: Person, motion: xr.Dataset) -> RecordedWalk:
    """The walk in `motion`, which `read_walk` gave for `files`. Raises `InputError` where it is none."""
    static = read_motion(files.static) if files.static is not None else None
    measured = measure_motion(motion, person, static)
    return RecordedWalk(measured.walk, motion, files.walk if is_video(files.walk) else None, measured.body)
