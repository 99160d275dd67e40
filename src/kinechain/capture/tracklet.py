"""Following every person through a short run of pictures, forwards and backwards.

A run is followed on its own, so that runs can be worked on side by side and the answer does not
depend on how many cores there are. `linking` joins the runs.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from kinechain.capture.detector import Detector
from kinechain.capture.landmarker import Landmarker, Sighting
from kinechain.capture.region import Pixels, Region

# The detector looks at every KEYFRAME-th picture of a run for people not yet followed.
KEYFRAME = 24
# Less than this and the region holds nobody (MediaPipe pose_landmark_cpu).
LEAST_PRESENCE = 0.5
# A find this near a person who is already followed, as a share of the region's size, is that person.
NEAR = 0.25
# Two followed people whose landmarks are on average this near, as a share of the region's size, are one.
ONE_BODY = 0.06
MOST_PEOPLE = 8


@dataclass(slots=True)
class Tracklet:
    """One person's sightings in consecutive pictures, by the picture's number."""

    sightings: dict[int, Sighting] = field(default_factory=dict)

    @property
    def first(self) -> int:
        """Number of the first picture."""
        return min(self.sightings)

    @property
    def last(self) -> int:
        """Number of the last picture."""
        return max(self.sightings)


class Follower:
    """The two networks, and how to follow people with them. Not to be shared between threads."""

    def __init__(self) -> None:
        self._detect = Detector()
        self._landmark = Landmarker()

    def __call__(self, pictures: Sequence[Pixels], first: int) -> list[Tracklet]:
        """Everybody in consecutive pictures, the first of which has number `first`."""
        run: list[Tracklet] = []
        for offset in range(0, len(pictures), KEYFRAME):
            for detection in self._detect(pictures[offset]):
                if len(run) >= MOST_PEOPLE or _followed(run, first + offset, detection.region):
                    continue
                tracklet = self._follow(pictures, offset, detection.region, first, run)
                if tracklet.sightings:
                    run.append(tracklet)
        return run

    def _follow(
        self, pictures: Sequence[Pixels], start: int, region: Region, first: int, others: Sequence[Tracklet]
    ) -> Tracklet:
        tracklet = Tracklet()
        # The detector's region is rough: a first look centres it before anything is kept.
        settled = self._landmark(pictures[start], region).next_region
        for offsets in (range(start, len(pictures)), range(start - 1, -1, -1)):
            region = settled
            for offset in offsets:
                sighting = self._landmark(pictures[offset], region)
                number = first + offset
                if sighting.presence < LEAST_PRESENCE or _same_body(sighting, number, others):
                    break
                tracklet.sightings[number] = sighting
                region = sighting.next_region
        return tracklet


def _followed(run: Sequence[Tracklet], number: int, region: Region) -> bool:
    seen = (tracklet.sightings.get(number) for tracklet in run)
    return any(sighting.next_region.distance(region) < NEAR for sighting in seen if sighting)


def _same_body(sighting: Sighting, number: int, others: Sequence[Tracklet]) -> bool:
    """Whether another tracklet already holds this very body: its region has slid onto it."""
    for other in others:
        seen = other.sightings.get(number)
        if seen is None:
            continue
        apart = np.linalg.norm(seen.points - sighting.points, axis=1).mean()
        if apart < ONE_BODY * sighting.next_region.size:
            return True
    return False
