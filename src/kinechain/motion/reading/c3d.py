"""A laboratory's C3D file as markers, forces, events and the subject's measurements.

Data requirements: points in any unit of length, at least two frames. What a model of the laboratory's
computed is left out (`model_outputs`), as are copies that it made of markers under other names.
"""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from kinechain.motion.extent import MOST_NAMES, MOST_VALUES
from kinechain.motion.labels import points_of_person, unique_labels, without_prefix
from kinechain.motion.reading.c3d_file import C3DFile, DamagedC3DError, read_c3d_bytes
from kinechain.motion.reading.c3d_forces import read_forces
from kinechain.motion.reading.file_events import read_events
from kinechain.motion.reading.length_unit import metres_of_unit
from kinechain.motion.reading.model_outputs import output_labels
from kinechain.motion.reading.reading import Floats, Reading, RefusedError
from kinechain.motion.reading.reading_checks import checked_markers, checked_rate
from kinechain.motion.reading.subject_parameters import read_subject

# In metres: how near a model's point lies to a marker if it is its copy.
COPY_M = 0.001


def read_c3d(data: bytes, person: int | str | None = None) -> Reading:
    """The markers of one person, and the forces. Raises `RefusedError`.

    `person`: the name or the number (from 1) of a subject, where the file has several.
    """
    file = _file(data)
    frames = len(file.points)
    rate = checked_rate(file.rate_hz, frames)
    labels = _labels(file)
    outputs = output_labels(file, labels)
    markers = [index for index in range(len(labels)) if index not in outputs]
    own, name, warnings = points_of_person([labels[index] for index in markers], person)
    kept = [markers[index] for index in own]
    position = _position(file, kept)
    names = tuple(without_prefix(labels[index], name) for index in kept)
    metre, said = metres_of_unit(position, names, next(iter(file.texts("POINT", "UNITS")), None))
    position *= metre
    real = _without_copies(file, names, position)
    reading = checked_markers(
        [names[index] for index in real], np.arange(frames) / rate, position[:, :, real], rate
    )
    forces, about_forces = read_forces(file, metre, _somewhere_on(reading.position))
    return replace(
        reading,
        warnings=(*warnings, *_frames_missing(file), *said, *reading.warnings, *about_forces),
        attributes={
            "events": read_events(file, name, frames),
            "subject": read_subject(file, _subject_index(file, name)),
        },
        forces=forces,
    )


def read_c3d_outputs(data: bytes) -> Reading:
    """What the laboratory's model computed: names and values (time, 3, outputs), in the file's own units."""
    file = _file(data)
    labels = _labels(file)
    outputs = sorted(output_labels(file, labels))
    if not outputs:
        raise RefusedError("holds no outputs of a laboratory's model")
    rate = checked_rate(file.rate_hz, len(file.points))
    if len(outputs) > MOST_NAMES or len(outputs) * len(file.points) > MOST_VALUES:
        raise RefusedError("holds far more outputs than a walk can have; cut it out")
    names = unique_labels([labels[index] for index in outputs])
    return Reading(names, np.arange(len(file.points)) / rate, _position(file, outputs), rate)


def _file(data: bytes) -> C3DFile:
    try:
        return read_c3d_bytes(data)
    except DamagedC3DError as error:
        raise RefusedError(f"is damaged or no C3D file ({error}); take a whole copy of it") from None


def _labels(file: C3DFile) -> list[str]:
    count = file.points.shape[1]
    labels = file.texts("POINT", "LABELS")[:count]
    return labels + [f"*{number}" for number in range(len(labels) + 1, count + 1)]


def _position(file: C3DFile, indices: Sequence[int]) -> Floats:
    """Positions (time, 3, points) in the file's unit; a point not seen is NaN."""
    points = file.points[:, list(indices)]
    seen = (points[:, :, 3] >= 0) & (points[:, :, :3] != 0).any(axis=2)
    position = np.where(seen[:, :, np.newaxis], points[:, :, :3], np.nan)
    return np.ascontiguousarray(position.transpose(0, 2, 1), dtype=np.float64)


def _without_copies(file: C3DFile, names: Sequence[str], position: Floats) -> list[int]:
    """Indices of the points, less those that a model copied from a marker."""
    modelled = set(file.texts("POINT", "MODELED_MARKERS"))
    computed = [index for index, name in enumerate(names) if name in modelled]
    real = [index for index, name in enumerate(names) if name not in modelled]
    copies = {index for index in computed if _is_copy(position[:, :, index], position[:, :, real])}
    return [index for index in range(len(names)) if index not in copies]


def _is_copy(track: Floats, others: Floats) -> bool:
    distance = np.abs(others - track[:, :, np.newaxis]).max(axis=1)  # NaN where either is not seen
    together = np.isfinite(distance)
    near = (distance <= COPY_M) | ~together
    return bool((near.all(axis=0) & together.any(axis=0)).any())


def _somewhere_on(position: Floats) -> Floats:
    """A place on the person (3,): the middle of all markers over time."""
    places = position.transpose(0, 2, 1).reshape(-1, 3)
    return np.asarray(np.median(places[np.isfinite(places[:, 0])], axis=0))


def _frames_missing(file: C3DFile) -> list[str]:
    frames = len(file.points)
    if frames >= file.promised_frames:
        return []
    return [f"the file ends early: {frames} of its {file.promised_frames} frames are there"]


def _subject_index(file: C3DFile, name: str) -> int:
    names = file.texts("SUBJECTS", "NAMES")
    return names.index(name) if name in names else 0
