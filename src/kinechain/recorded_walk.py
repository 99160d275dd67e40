"""What was recorded of one person, measured: the walk, the body fitted to it, what there is to look at."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import xarray as xr

from kinechain.case import Person
from kinechain.errors import InputError
from kinechain.gait.fitted_film import FittedFilm
from kinechain.gait.fitted_picture import fitted_pixels
from kinechain.gait.walk import Walk
from kinechain.measured_motion import measure_motion
from kinechain.motion.files import read_motion
from kinechain.motion.reading.ground_forces import with_forces
from kinechain.printable import printable
from kinechain.walk_files import Chosen, WalkFiles, check_chosen, is_video

if TYPE_CHECKING:
    from kinechain.body.fitted_body import FittedBody
    from kinechain.capture.film import Film

OnProgress = Callable[[int, int | None], None]
Shown = Callable[[str], AbstractContextManager[OnProgress]]
"""Shows that something of this name goes on, and how far it is."""


@dataclass(frozen=True, slots=True, eq=False)
class RecordedWalk:
    """`walk`; if the first clip of it is the video `video`, its `motion` and the body fitted to the films;
    from markers with the fitted `body`. Photos have neither.
    """

    walk: Walk
    motion: xr.Dataset | None = None
    video: Path | None = None
    body: "FittedBody | None" = None
    fitted: FittedFilm | None = None

    def film(self) -> "Film | None":
        """The walker's frames, or the fitted body drawn; None where there is neither."""
        if self.video is not None and self.motion is not None:
            from kinechain.capture.film import cut_film

            pixels = fitted_pixels(self.fitted) if self.fitted is not None else None
            return cut_film(self.video, self.motion, *self.walk.span, fitted=pixels)
        if self.body is not None:
            from kinechain.report.body_film import body_points, draw_film

            return draw_film(self.body.time, body_points(self.body))
        return None


def measure_files(files: WalkFiles, person: Person, chosen: Chosen, shown: Shown) -> RecordedWalk:
    """The walk in `files`, of which the user said what is `chosen`. Raises `InputError` where it is none."""
    check_chosen(files, chosen)
    standing = _measure_photos(files, person, shown) if files.photos else None
    if standing is not None and files.only_photos:
        return RecordedWalk(standing)
    motions = []
    for path in files.clips:
        with shown(_following(path, files)) as on_progress:
            motions.append(_read_clip(path, chosen, on_progress))
    if files.forces is not None:
        motions = [with_forces(motions[0], files.forces)]
    static = read_motion(files.static) if files.static is not None else None
    with shown("Fitting the body"):
        measured = measure_motion(motions, person, static)
    video = files.walk if is_video(files.walk) else None
    walk = measured.walk
    if standing is not None:
        from kinechain.posture.photos import with_photos

        walk = with_photos(walk, standing)
    return RecordedWalk(walk, motions[0], video, measured.body, measured.film)


def _measure_photos(files: WalkFiles, person: Person, shown: Shown) -> Walk:
    from kinechain.posture.photos import measure_photos

    with shown("Looking at the photos") as on_progress:
        return measure_photos(files.photos, person, on_progress)


def read_markers(files: WalkFiles) -> xr.Dataset:
    """The markers in `files`, with their forces. Raises `InputError` where there are none."""
    film = InputError("a body is fitted to markers in metres; a film is measured by: kinechain measure")
    if files.photos or any(is_video(path) for path in files.clips):
        raise film
    motion = read_motion(files.walk)
    if files.more or motion.attrs["units"] != "m":
        raise film
    return with_forces(motion, files.forces) if files.forces is not None else motion


def _read_clip(path: Path, chosen: Chosen, on_progress: OnProgress) -> xr.Dataset:
    if is_video(path):
        from kinechain.capture.capture import capture

        return capture(path, person=chosen.person, recorded_hz=chosen.recorded_hz, on_progress=on_progress)
    motion = read_motion(path, chosen.person)
    if chosen.person not in (None, motion.attrs.get("person", 1)):
        raise InputError(f"{printable(path.name)} holds person {motion.attrs['person']} alone")
    return motion


def _following(path: Path, files: WalkFiles) -> str:
    if not is_video(path):
        return "Reading"
    return f"Following the walk in {printable(path.name)}" if files.more else "Following the walk"
