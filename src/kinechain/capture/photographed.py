"""Where the landmarks of the one person in a photo are, looked for several times, and how far the looks
differ.

The landmark network looks at the person in squares that are shifted, scaled and turned a little, and at the
mirrored picture as well: what it prefers of left or right then cancels, and a mirrored photo gives exactly
the mirrored person.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from kinechain.capture.detector import Detector
from kinechain.capture.landmarker import Landmarker, Sighting
from kinechain.capture.photo import Photo
from kinechain.capture.region import Pixels, Points, Region
from kinechain.capture.tracklet import LEAST_PRESENCE, NEAR
from kinechain.errors import InputError
from kinechain.motion.keypoints import INDEX, KEYPOINTS

# The squares that are looked at, against the settled one: shift right and down (share of its size), scale,
# turn (degrees). Small, so that the person stays whole in each. Our choice.
LOOKS = (
    (0.0, 0.0, 1.0, 0.0),
    (0.02, 0.01, 0.96, 2.0),
    (-0.02, 0.01, 1.05, -2.0),
    (0.01, -0.02, 1.10, 3.0),
    (-0.01, -0.02, 0.93, -3.0),
    (0.015, 0.02, 1.02, -1.0),
    (-0.015, 0.0, 1.0, 1.0),
)
SETTLING = 2
# The person is this much larger than everybody else, or it is not clear who is meant.
CLEARLY_LARGER = 1.5
# Smaller bodies are seen worse: the network looks at 256 pixels, in which a body has two thirds.
LEAST_HEIGHT_PX = 200


@dataclass(frozen=True, slots=True, eq=False)
class Photographed:
    """`points` (33, 2) px are the mean of the looks, `spread` (33, 2) their standard deviation; `confidence`
    (33,) and `presence`, 0 to 1, as a `Sighting` has them. `others` counts smaller people beside.
    """

    photo: Photo
    points: Points
    spread: Points
    confidence: NDArray[np.float64]
    presence: float
    others: int = 0

    @property
    def box(self) -> tuple[float, float, float, float]:
        """Left, top, right and bottom of the landmarks, px."""
        (left, top), (right, bottom) = self.points.min(axis=0), self.points.max(axis=0)
        return float(left), float(top), float(right), float(bottom)


class Beholder:
    """Looks at photos. Not to be shared between threads."""

    def __init__(self) -> None:
        self._detect = Detector()
        self._landmark = Landmarker()

    def __call__(self, photo: Photo) -> Photographed:
        """The person in a photo.

        Raises `InputError` where it shows nobody, several people none of whom is clearly nearer than the
        others, or somebody too small.
        """
        people = sorted(self._people(photo.image), key=_height, reverse=True)
        _check_people(photo.file, people)
        points, confidence, presence = self._looked(photo.image, people[0].next_region)
        return Photographed(
            photo,
            points=points.mean(axis=0),
            spread=points.std(axis=0, ddof=1),
            confidence=confidence.mean(axis=0),
            presence=float(presence.mean()),
            others=len(people) - 1,
        )

    def _people(self, image: Pixels) -> list[Sighting]:
        """Everybody, each once."""
        found: list[Sighting] = []
        for detection in self._detect(image):
            seen = self._settled(image, detection.region)
            near = (seen.next_region.distance(other.next_region) < NEAR for other in found)
            if seen.presence >= LEAST_PRESENCE and not any(near):
                found.append(seen)
        return found

    def _settled(self, image: Pixels, region: Region) -> Sighting:
        """The detector's region is rough: the first looks centre it."""
        seen = self._landmark(image, region)
        for _ in range(SETTLING - 1):
            seen = self._landmark(image, seen.next_region)
        return seen

    def _looked(
        self, image: Pixels, region: Region
    ) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
        """Points (looks, 33, 2), confidence (looks, 33) and presence (looks,)."""
        width = image.shape[1]
        mirrored = np.ascontiguousarray(image[:, ::-1])
        looks = list(_regions(region))
        seen = [self._landmark(image, look) for look in looks]
        seen += [_unmirrored(self._landmark(mirrored, _mirrored(look, width)), width) for look in looks]
        return (
            np.stack([one.points for one in seen]),
            np.stack([one.confidence for one in seen]),
            np.array([one.presence for one in seen]),
        )


def _regions(region: Region) -> Iterator[Region]:
    """The squares of `LOOKS`, and those mirrored about the settled one: together they prefer no side."""
    for right, down, scale, turn in LOOKS:
        for side in (1, -1):
            yield replace(
                region,
                x=region.x + side * right * region.size,
                y=region.y + down * region.size,
                size=region.size * scale,
                angle=region.angle + side * np.radians(turn),
            )


def _mirrored(region: Region, width: int) -> Region:
    return replace(region, x=width - region.x, angle=-region.angle)


def _unmirrored(sighting: Sighting, width: int) -> Sighting:
    points = sighting.points[OTHER_SIDE].copy()
    points[:, 0] = width - points[:, 0]
    return replace(sighting, points=points, confidence=sighting.confidence[OTHER_SIDE])


def _other_side(name: str) -> str:
    left, right = name.replace("left", "right"), name.replace("right", "left")
    return left if left != name else right


OTHER_SIDE = np.array([INDEX[_other_side(name)] for name in KEYPOINTS])


def _height(sighting: Sighting) -> float:
    return sighting.next_region.size


def _check_people(file: str, people: Sequence[Sighting]) -> None:
    if not people:
        raise InputError(
            f"{file} shows nobody; let one person stand in the picture from head to feet, in good light"
        )
    if len(people) > 1 and _height(people[0]) < CLEARLY_LARGER * _height(people[1]):
        raise InputError(
            f"{file} shows {len(people)} people, and none is clearly the nearest; "
            "crop it to the one who is meant"
        )
    height = float(np.ptp(people[0].points[:, 1]))
    if max(height, float(np.ptp(people[0].points[:, 0]))) < LEAST_HEIGHT_PX:
        raise InputError(
            f"the person in {file} is only {height:.0f} pixels high; come nearer or give the camera's "
            f"original, {LEAST_HEIGHT_PX} pixels or more"
        )
