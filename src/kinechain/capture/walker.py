"""Who is the walker? The person who travels furthest for their height."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from kinechain.capture.recording import Recording
from kinechain.capture.tracklet import Tracklet
from kinechain.errors import InputError
from kinechain.motion.camera import ASSUMED_FOCAL
from kinechain.printable import printable

# Travel that counts: the range between these percentiles, so that one wild frame decides nothing.
LOW, HIGH = 5, 95


def choose_walker(recording: Recording, person: int | None = None) -> int:
    """Number (from 1) of the person to measure: `person` if given, else the one who travels furthest.

    Raises `InputError` if there is no such person.
    """
    people = recording.people
    if person is None:
        return 1 + int(np.argmax([travel(someone, recording) for someone in people]))
    if not 1 <= person <= len(people):
        raise InputError(
            f"there is no person {person} in this video; it shows {len(people)} "
            "(see them with: kinechain capture VIDEO --people people.png)"
        )
    return person


def travel(person: Tracklet, recording: Recording) -> float:
    """How far a person goes, in body heights, across the picture and in depth.

    Depth follows from the size of the region around the body, which is about twice the body's length
    in pixels, with a phone's usual focal length. Good enough to choose, not to measure.
    """
    numbers = sorted(person.sightings)
    regions = [person.sightings[number].next_region for number in numbers]
    size = _smooth(np.array([region.size for region in regions]) / 2)
    across = _smooth(np.array([region.x for region in regions])) - recording.size[0] / 2
    focal = ASSUMED_FOCAL * max(recording.size)
    return float(np.hypot(_range(across / size), _range(focal / size)))


def people_json(recording: Recording, walker: int) -> dict[str, Any]:
    """Who is in a video, as the JSON object ``kinechain.people/1``."""
    return {
        "schema": "kinechain.people/1",
        "source": {
            "file": printable(recording.path.name, 255),
            "frames": recording.frames,
            "rate_hz": recording.rate_hz,
        },
        "walker": walker,
        "people": [
            {
                "person": number,
                "first_s": recording.times[someone.first],
                "last_s": recording.times[someone.last],
                "travel_heights": travel(someone, recording),
            }
            for number, someone in enumerate(recording.people, start=1)
        ],
        "warnings": list(recording.warnings),
    }


def _range(values: NDArray[np.float64]) -> float:
    low, high = np.percentile(values, [LOW, HIGH])
    return float(high - low)


def _smooth(values: NDArray[np.float64], frames: int = 9) -> NDArray[np.float64]:
    """Running median, shorter at the ends."""
    half = frames // 2
    return np.array([np.median(values[max(0, i - half) : i + half + 1]) for i in range(len(values))])
