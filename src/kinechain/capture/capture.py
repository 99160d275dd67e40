"""A video becomes a `Motion`: the walker's keypoints, raw, with their confidence."""

from pathlib import Path

import numpy as np
import xarray as xr

from kinechain.capture.recording import Progress, Recording, record
from kinechain.capture.walker import choose_walker
from kinechain.motion.camera import focal_of_equivalent
from kinechain.motion.dataset import make_motion
from kinechain.motion.keypoints import KEYPOINTS
from kinechain.printable import printable


def capture(
    path: Path | str,
    *,
    person: int | None = None,
    recorded_hz: float | None = None,
    on_progress: Progress | None = None,
) -> xr.Dataset:
    """The motion of the walker in a video, or of person number `person`.

    `recorded_hz`: the frames a second at which a slow motion was recorded, where its file does not say.

    Data requirements: mp4, mov, mkv, webm or avi of at most ten minutes in which the walker is seen
    from head to feet. Raises `InputError` if the file is no such video, or shows nobody.
    """
    recording = record(Path(path), on_progress, recorded_hz=recorded_hz)
    return motion_of(recording, choose_walker(recording, person))


def motion_of(recording: Recording, person: int) -> xr.Dataset:
    """The motion of person number `person`, from first to last sighting, in the file's own pixels.

    Pictures in between in which the person was not seen hold NaN.
    """
    sightings = recording.people[person - 1].sightings
    numbers = range(min(sightings), max(sightings) + 1)
    position = np.full((len(numbers), 2, len(KEYPOINTS)), np.nan)
    confidence = np.full((len(numbers), len(KEYPOINTS)), np.nan)
    for row, number in enumerate(numbers):
        if number in sightings:
            position[row] = sightings[number].points.T * recording.scale
            confidence[row] = sightings[number].confidence
    camera = None if recording.camera is None else recording.camera[list(numbers)]
    if camera is not None:
        camera[:, :2] *= recording.scale
    width, height = (round(side * recording.scale) for side in recording.size)
    return make_motion(
        np.array([recording.times[number] for number in numbers]),
        position,
        confidence,
        fps=recording.rate_hz,
        frames=recording.frames,
        frame_size=(width, height),
        source_file=printable(recording.path.name, 255),
        person=person,
        warnings=recording.warnings,
        camera=camera,
        more={**_focal(recording, width, height), **_light(recording, person), **_stated(recording)},
    )


def _stated(recording: Recording) -> dict[str, bool]:
    return {"rate_stated": True} if recording.rate_stated else {}


def _focal(recording: Recording, width: int, height: int) -> dict[str, float]:
    if recording.focal_35mm is None:
        return {}
    focal = focal_of_equivalent(recording.focal_35mm, width, height)
    return {"focal_px": focal.px, "focal_sd_px": focal.sd_px}


def _light(recording: Recording, person: int) -> dict[str, float]:
    lights = np.array([sighting.light for sighting in recording.people[person - 1].sightings.values()])
    lights = lights[np.isfinite(lights).all(axis=1)]
    if not len(lights):
        return {}
    on_person, around = np.median(lights, axis=0)
    return {"person_light": float(on_person), "background_light": float(around)}
