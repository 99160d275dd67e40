"""From the columns of a text file (TRC, CSV, storage) to the markers of one person in metres.

Markers that lie in one plane, as a single camera gives them, are marked as planar. Sports2D says m of its
files in pixels too (seen in its source, 2025): points in a plane that would make a giant are in pixels.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from kinechain.motion.extent import FURTHEST, MOST_MARKERS
from kinechain.motion.labels import points_of_person, unique_labels, without_prefix
from kinechain.motion.reading.length_unit import LARGEST_M, METRES, body_size, metres_of_unit
from kinechain.motion.reading.reading import Floats, Reading, RefusedError
from kinechain.motion.reading.reading_checks import checked_markers, checked_rate
from kinechain.motion.reading.time_column import Times

PIXELS = {"px", "pixel", "pixels"}
# A marker in a plane keeps its distance from it as well as the file's figures are rounded.
FLAT_M = 1e-4


@dataclass(frozen=True, slots=True)
class TextMarkers:
    """Markers as a text file has them: `position` (time, 3, markers) in its own `unit`, if it names one."""

    labels: Sequence[str]
    position: Floats
    times: Times
    unit: str | None


def markers_of_person(markers: TextMarkers, person: int | str | None) -> Reading:
    """One person's markers, in metres or, where they are keypoints of a picture, in pixels.

    Raises `RefusedError`.
    """
    time = markers.times.time
    rate = checked_rate((len(time) - 1) / time[-1], len(time))
    own, name, about_person = points_of_person(markers.labels, person)
    names = tuple(without_prefix(markers.labels[index], name) for index in own)
    position = markers.position[:, :, own]
    unseen = ~np.isfinite(position).all(axis=1) | (position == 0).all(axis=1)
    position = np.where(unseen[:, np.newaxis], np.nan, position)
    attributes: dict[str, object] = {"start_s": markers.times.start_s}
    said = (*about_person, *markers.times.warnings)
    if _is_in_pixels(position, names, markers.unit):
        return _keypoints(Reading(names, time, position, rate, said, attributes))
    metre, about_unit = metres_of_unit(position, names, markers.unit)
    reading = checked_markers(names, time, position * metre, rate)
    if is_planar(reading.position):
        attributes["planar"] = True
    return replace(reading, warnings=(*said, *about_unit, *reading.warnings), attributes=attributes)


def _is_in_pixels(position: Floats, names: tuple[str, ...], unit: str | None) -> bool:
    if (unit or "").lower() in PIXELS:
        return True
    metre = METRES.get((unit or "m").lower())
    size, _ = body_size(position, names)
    return metre is not None and size * metre > LARGEST_M and is_planar(position)


def _keypoints(reading: Reading) -> Reading:
    if len(reading.names) > MOST_MARKERS:
        raise RefusedError(f"holds {len(reading.names)} points, more than a person has")
    with np.errstate(invalid="ignore"):
        near = (np.abs(reading.position) <= FURTHEST).all(axis=1, keepdims=True)
    return replace(
        reading,
        names=unique_labels(reading.names),
        position=np.where(near, reading.position, np.nan),
        attributes={**reading.attributes, "units": "px"},
    )


def is_planar(position: Floats) -> bool:
    """Whether each marker of (time, 3, points) keeps its z, as in a file made from one camera's view."""
    z = position[:, 2]
    tracks = z[:, np.isfinite(z).any(axis=0)]
    if len(z) <= 2 or not tracks.size:
        return False
    return bool((np.nanmax(tracks, axis=0) - np.nanmin(tracks, axis=0) <= FLAT_M).all())
