"""How a person stands, from photos or a short clip of standing: one number a measure, with its error.

Each picture's side is found by itself. What a picture leaves open (how the camera was held, its lens, how far
the person is turned, how tall they are, where the detector saw each point) is drawn many times and gives the
value's sd in that picture; what the detector is off by in a person stands in the knowledge, as does what one
look at a posture leaves open. Several pictures of a side are averaged.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from kinechain.case import Person
from kinechain.errors import InputError
from kinechain.gait.stride_mean import unknown
from kinechain.gait.unlikely_height import unlikely_height
from kinechain.gait.walk import Source, Walk
from kinechain.knowledge import Measure, judge_all, load, measurement_sd
from kinechain.knowledge.entry import ADULT_FROM_YEARS
from kinechain.measurement import SIDES, Measurement, Side, Way
from kinechain.posture.facing import Facing, facing_of
from kinechain.posture.picture_measures import FROM_THE_FRONT, FROM_THE_SIDE, Value
from kinechain.posture.seen_stance import SeenStance
from kinechain.posture.stance_space import HEIGHT_SD, USUAL_HEIGHT, StanceSpace, stance_space
from kinechain.posture.upright_check import check_upright

LENGTHS = ("m",)
WAYS: dict[str, Way] = {"side": "photo_side", "front": "photo_front", "back": "photo_front"}
# A camera that leans by so many degrees is worth telling, and a roll that is no better known than this.
NOTICEABLE_ROLL, HARDLY_KNOWN = 2.5, 1.5


@dataclass(frozen=True, slots=True, eq=False)
class ReadPicture:
    """One picture, from which side it was taken, and the person in space."""

    stance: SeenStance
    facing: Facing
    space: StanceSpace

    @property
    def source(self) -> Source:
        """Where it came from."""
        stance = self.stance
        return Source(stance.kind, stance.file, stance.frames, stance.rate_hz, self.facing.view)


def measure_pictures(stances: Sequence[SeenStance], person: Person) -> Walk:
    """Everything that pictures of one standing person give together, as a `Walk` without events.

    Data requirements: pictures of one person standing upright and still, seen from head to feet, each from
    the front, the back or a side. Raises `InputError` where one shows something else, and where a child's
    height is not known.
    """
    _check_height(person)
    pictures = [_read(stance, person) for stance in stances]
    measurements = list(_measurements(pictures))
    return Walk(
        source=pictures[0].source,
        person=person,
        direction=None,
        span=(0.0, 0.0),
        events=(),
        measurements=judge_all(load().measures, measurements, person, source="photo"),
        curves=(),
        warnings=tuple(dict.fromkeys(_warnings(pictures, person))),
        advice=tuple(_advice(pictures)),
        more_sources=tuple(picture.source for picture in pictures[1:]),
    )


def _check_height(person: Person) -> None:
    if person.height_m is None and (person.age_years or ADULT_FROM_YEARS) < ADULT_FROM_YEARS:
        raise InputError("a child's height is needed to measure photos, such as --height 1.32")


def _read(stance: SeenStance, person: Person) -> ReadPicture:
    facing = facing_of(stance)
    check_upright(stance, facing)
    if facing.view == "oblique":
        raise InputError(
            f"{stance.file}: the person is turned by about {abs(facing.turned):.0f} degrees from the camera; "
            "take photos straight from the front or back, and straight from a side"
        )
    return ReadPicture(stance, facing, stance_space(stance, facing, person))


def _measurements(pictures: Sequence[ReadPicture]) -> Iterator[Measurement]:
    values = {**FROM_THE_SIDE, **FROM_THE_FRONT}
    for name, entry in load().measures_of("standing").items():
        seen = [picture for picture in pictures if entry.error_for(WAYS[picture.facing.view]) is not None]
        for side in SIDES if entry.sided else (None,):
            if seen and name in values:
                yield _mean(name, side, seen, values[name])
            else:
                yield unknown(name, entry.unit, side, _why_not(entry, pictures))


def _mean(name: str, side: Side | None, pictures: Sequence[ReadPicture], value: Value) -> Measurement:
    """The mean over pictures, freed of the detector's known bias. Its sd holds each picture's own, what
    pictures differ by beyond that, and the detector's constant error, which the knowledge has.
    """
    entry, way, n = load().measure(name), WAYS[pictures[0].facing.view], len(pictures)
    drawn = np.stack([value(picture.space, side) for picture in pictures])
    error = entry.error_for(way)
    mean = float(drawn[:, 0].mean()) - (error.bias if error else 0.0)
    if impossible := entry.impossible_because(mean):
        return unknown(name, entry.unit, side, impossible)
    own = float(np.mean(drawn[:, 1:].var(axis=1, ddof=1)))
    beyond = float(np.sqrt(max(drawn[:, 0].var(ddof=1) - own, 0.0))) if n > 1 else None
    sd = measurement_sd(entry, way, beyond, n, mean, fit_sd=float(np.sqrt(own / n)))
    return Measurement(name, side, mean, entry.unit, sd, n, _method(pictures))


def _why_not(entry: Measure, pictures: Sequence[ReadPicture]) -> str:
    """Why none of the pictures gives a measure: what would, if another side does."""
    needed = [way for way in ("photo_side", "photo_front") if entry.error_for(way) is not None]
    if needed:
        return str(entry.cannot_tell_because(WAYS[pictures[0].facing.view]))
    reasons = [entry.cannot_tell_because(WAYS[picture.facing.view]) or "" for picture in pictures]
    # Where neither view gives it, the fuller reason is the one that is not about the wrong view.
    return max(reasons, key=len)


def _method(pictures: Sequence[ReadPicture]) -> str:
    told = dict.fromkeys(picture.space.cameras.told_by for picture in pictures)
    kind = "a clip of standing" if pictures[0].stance.kind == "video" else "a photo"
    view = pictures[0].facing.view
    return f"keypoints in {kind} from the {view}; level by {' and '.join(told)}"


def _warnings(pictures: Sequence[ReadPicture], person: Person) -> Iterator[str]:
    if unlikely := unlikely_height(person):
        yield unlikely
    if person.height_m is None:
        yield (
            f"no height was given: {USUAL_HEIGHT:.2f} m, give or take {2 * HEIGHT_SD:.2f}, was taken; "
            "lengths are as much less sure (--height)"
        )
    for picture in pictures:
        yield from _of_picture(picture)


def _of_picture(picture: ReadPicture) -> Iterator[str]:
    file, cameras = picture.stance.file, picture.space.cameras
    roll = float(np.degrees(cameras.roll[0]))
    if abs(roll) > NOTICEABLE_ROLL:
        yield f"{file}: the camera leaned by about {abs(roll):.0f} degrees, which was taken out"
    if picture.facing.view == "side" and cameras.roll_sd > HARDLY_KNOWN:
        untold = "nothing in the picture tells whether the camera was level"
        if picture.stance.kind == "video":
            untold = "whether the camera was level is read from photos only"
        yield (
            f"{file}: {untold}, so the numbers have {cameras.roll_sd:.0f} degrees of doubt; "
            "a photo with a door frame beside the person would tell"
        )
    if picture.facing.view in ("front", "back"):
        yield (
            f"{file}: left and right are the person's own, if the picture is no mirror image "
            "(photos taken in a mirror, and some phones' selfies, are)"
        )


def _advice(pictures: Sequence[ReadPicture]) -> Iterator[str]:
    views = {WAYS[picture.facing.view] for picture in pictures}
    if "photo_side" not in views:
        yield "add a photo from the side: it tells how the head is carried"
    if "photo_front" not in views:
        yield "add a photo from the front or back: it tells of shoulders and knees"
    if any(picture.space.cameras.roll_sd > HARDLY_KNOWN for picture in pictures):
        yield "take a photo with something upright in it, such as a door frame beside the person"
