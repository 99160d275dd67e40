"""The mass of every body of our model, its centre and its spread, from de Leva's table (segments.yaml).

De Leva's segments of the trunk end where a bone or the navel can be felt, our bodies at joints, so the trunk
is cut anew: each of his three slabs gets his radii across, throughout, and the density that changes
linearly along it and has his centre; our pelvis, lumbar and thorax take what lies between their joints.
Talus, toes and neck are given (`divisions`), and foot and head are what is left of the whole, so that
together they are de Leva's foot and head.

Sources: de Leva 1996; the rest as segments.yaml says.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any, Final, Literal, NamedTuple

import numpy as np
import yaml
from numpy.typing import NDArray

from kinechain.measurement import SIDES

Floats = NDArray[np.float64]
Sex = Literal["male", "female"]

SPREAD_OF_ELLIPSOID: Final = 5
"""The mean square of a place in an ellipsoid is its half size squared over five."""


class Portion(NamedTuple):
    """Some of the body's mass: its `share`, centre (3,) m, and `spread` (3, 3) m2, the mean of the outer
    product of a place with itself, about the centre.
    """

    share: float
    centre: Floats
    spread: Floats

    def moments(self) -> Floats:
        """Inertia tensor (3, 3) about the centre, m2: per kg of the portion."""
        return np.asarray(np.trace(self.spread) * np.eye(3) - self.spread)


@dataclass(frozen=True, slots=True)
class Segment:
    """A row of de Leva's table, as shares: of the body's mass, of the segment's length."""

    length: float
    mass: float
    centre: float
    gyration: tuple[float, float, float]

    def spread(self, length: float) -> Floats:
        """Mean squares (3,) m2 of places [forward, sideways, along] about the centre."""
        squares = np.square(self.gyration)
        return np.asarray((squares.sum() / 2 - squares) * length**2)


@cache
def table() -> dict[str, Any]:
    """segments.yaml, as it stands."""
    text = resources.files("kinechain.body").joinpath("segments.yaml").read_text(encoding="utf-8")
    return dict(yaml.safe_load(text))


def segment(name: str, sex: Sex) -> Segment:
    """One row for one sex."""
    row = table()["segments"][name][sex]
    forward, sideways, along = (share / 100 for share in row["gyration"])
    return Segment(row["length"], row["mass"] / 100, row["centre"] / 100, (forward, sideways, along))


def body_portions(place: Mapping[str, Floats], sex: Sex) -> dict[str, Portion]:
    """The portion of each body, placed in the person who stands at neutral.

    `place` gives (3,) m of the bodies' origins and of the points and joint centres of body.xml, by name, at
    neutral with the pelvis at the origin.
    """
    portions = dict(_trunk(place, sex)) | dict(_head(place, sex))
    for side in SIDES:
        portions |= dict(_leg(place, side, sex)) | dict(_arm(place, side, sex))
    return portions


def joined(*parts: Portion) -> Portion:
    """Parts taken together."""
    share = sum(part.share for part in parts)
    centre = np.asarray(sum(part.share * part.centre for part in parts) / share)
    return Portion(share, centre, _second_moment(parts) / share - np.outer(centre, centre))


def rest(whole: Portion, *parts: Portion) -> Portion:
    """What is left of the whole without the parts."""
    share = whole.share - sum(part.share for part in parts)
    first = whole.share * whole.centre - sum(part.share * part.centre for part in parts)
    centre = np.asarray(first / share)
    second = _second_moment([whole]) - _second_moment(parts)
    return Portion(share, centre, second / share - np.outer(centre, centre))


def _second_moment(parts: "list[Portion] | tuple[Portion, ...]") -> Floats:
    return np.asarray(sum(p.share * (p.spread + np.outer(p.centre, p.centre)) for p in parts))


def _upright(row: Segment, start: Floats, end: Floats) -> Portion:
    """A segment that stands or hangs."""
    length = float(np.linalg.norm(end - start))
    return Portion(row.mass, start + row.centre * (end - start), np.diag(row.spread(length)))


def _leg(place: Mapping[str, Floats], side: str, sex: Sex) -> Iterator[tuple[str, Portion]]:
    hip, knee, ankle = (place[f"{side}_{joint}"] for joint in ("hip", "knee", "ankle"))
    yield f"{side}_thigh", _upright(segment("thigh", sex), hip, knee)
    yield f"{side}_shank", _upright(segment("shank", sex), knee, ankle)
    whole = _foot(place, side, sex)
    parts = {part: _division(part, whole.share, place[f"{side}_{part}"]) for part in ("talus", "toes")}
    yield from ((f"{side}_{name}", part) for name, part in parts.items())
    yield f"{side}_foot", rest(whole, *parts.values())


def _foot(place: Mapping[str, Floats], side: str, sex: Sex) -> Portion:
    row = segment("foot", sex)
    heel, tip = place[f"{side}_pternion"], place[f"{side}_acropodion"]
    # He measured along the foot: neither how far inwards its longest toe points nor its height counts.
    length = float(tip[0] - heel[0])
    along = heel + row.centre * (tip - heel) * (1, 0, 1)
    up, sideways, forward = row.spread(length)
    return Portion(row.mass, along, np.diag([forward, sideways, up]))


def _arm(place: Mapping[str, Floats], side: str, sex: Sex) -> Iterator[tuple[str, Portion]]:
    joints = ("upper_arm", "elbow", "wrist", "metacarpale")
    shoulder, elbow, wrist, knuckle = (place[f"{side}_{joint}"] for joint in joints)
    yield f"{side}_upper_arm", _upright(segment("upper_arm", sex), shoulder, elbow)
    forearm = _upright(segment("forearm", sex), elbow, wrist)
    yield f"{side}_forearm", joined(forearm, _upright(segment("hand", sex), wrist, knuckle))


def _head(place: Mapping[str, Floats], sex: Sex) -> Iterator[tuple[str, Portion]]:
    row = segment("head_and_neck", sex)
    top, bottom = place["vertex"][2], place["cervicale"][2]
    centre = np.array([place["head"][0] + table()["head_ahead"], 0.0, top - row.centre * (top - bottom)])
    whole = Portion(row.mass, centre, np.diag(row.spread(top - bottom)))
    neck = _division("neck", whole.share, place["neck"])
    yield "neck", neck
    yield "head", rest(whole, neck)


def _division(name: str, share: float, origin: Floats) -> Portion:
    entry = table()["divisions"][name]
    spread = np.diag(np.square(entry["half_size"]) / SPREAD_OF_ELLIPSOID)
    return Portion(share * entry["share"], origin + np.array(entry["centre"]), spread)


def _trunk(place: Mapping[str, Floats], sex: Sex) -> Iterator[tuple[str, Portion]]:
    """Our pelvis, lumbar and thorax, cut out of de Leva's slabs at the heights of their joints."""
    top = float(place["cervicale"][2])
    slabs = [segment(name, sex) for name in ("upper_trunk", "middle_trunk", "lower_trunk")]
    shorter = top / sum(slab.length for slab in slabs)
    cuts = [top, float(place["thorax"][2]), float(place["lumbar"][2]), 0.0]
    shoulder = (place["left_upper_arm"] + place["right_upper_arm"]) / 2
    for body, upper, lower in zip(("thorax", "lumbar", "pelvis"), cuts[:-1], cuts[1:], strict=True):
        pieces, slab_top = [], top
        for slab in slabs:
            length = slab.length * shorter
            begin, end = max(0.0, slab_top - upper) / length, min(1.0, (slab_top - lower) / length)
            if end > begin:
                pieces.append(_piece(slab, slab_top, length, (begin, end), shoulder))
            slab_top -= length
        yield body, joined(*pieces)


def _piece(slab: Segment, top: float, length: float, part: tuple[float, float], shoulder: Floats) -> Portion:
    """What lies between two shares of a slab's length, from its top."""
    # With u from -1/2 to 1/2 down the slab, the density 1 + slope u has its centre at slope / 12.
    density = np.polynomial.Polynomial([1.0, 12 * (slab.centre - 0.5)])
    u = np.polynomial.Polynomial([0.0, 1.0])
    begin, end = part[0] - 0.5, part[1] - 0.5
    integral = [(density * u**power).integ() for power in range(3)]
    amount, first, second = (float(whole(end) - whole(begin)) for whole in integral)
    centre = first / amount
    height = top - (0.5 + centre) * length
    forward, sideways, _ = slab.spread(slab.length)
    along = (second / amount - centre**2) * length**2
    # De Leva gives no place forward: on the line from the hips to the shoulders.
    where = np.array([shoulder[0] * height / shoulder[2], 0.0, height])
    return Portion(slab.mass * amount, where, np.diag([forward, sideways, along]))
