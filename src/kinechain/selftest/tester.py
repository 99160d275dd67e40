"""Who does the test? The person who is seen largest for longest, whoever walks about beside."""

import numpy as np

from kinechain.capture.recording import Recording
from kinechain.capture.tracklet import Tracklet
from kinechain.capture.walker import choose_walker


def choose_tester(recording: Recording, person: int | None = None) -> int:
    """Number (from 1) of the person to score: `person` if given, else the one seen largest for longest.

    Raises `InputError` if there is no such person.
    """
    if person is not None:
        return choose_walker(recording, person)
    return 1 + int(np.argmax([_presence(someone) for someone in recording.people]))


def _presence(person: Tracklet) -> float:
    """The pictures in which somebody is seen, times their size there."""
    return float(sum(sighting.next_region.size for sighting in person.sightings.values()))
