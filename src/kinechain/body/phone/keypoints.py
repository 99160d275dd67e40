"""Where a detector's keypoints lie on our body, how far off they are and for how long: `keypoints.yaml`."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any, Final, NamedTuple

import numpy as np
import yaml
from numpy.typing import NDArray

from kinechain.body.own_body import Body
from kinechain.measurement import SIDES, Side

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

FILE: Final = "keypoints.yaml"
MILLI: Final = 1e-3


@dataclass(frozen=True, slots=True)
class Joined:
    """The other `segment` of a joint, that takes a keypoint along too: `offset` and `spread` along its axes,
    m.
    """

    segment: str
    offset: tuple[float, float, float]
    spread: tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class Keypoint:
    """One kind of keypoint: `offset` and `spread` (forward, up, outward), `white` and `slow`, m on the
    reference man. `joins` names the other segment of the joint it marks, with which its own offset may move
    too.
    """

    name: str
    landmark: str
    offset: tuple[float, float, float]
    spread: tuple[float, float, float]
    white: float
    slow: float
    joins: Joined | None
    meant: tuple[float, float, float]


@dataclass(frozen=True, eq=False)
class Keypoints:
    """A detector's keypoints on a body, left then right of each kind: K in all.

    `carrier` (K,); `place` (K, 3) m of what is meant, on the reference man; `white` (K,) m of a frame,
    `slow` (K,) m of what wanders, for `slow_s` s.

    Where it is seen beside that are E shifts: number e moves keypoint `shifted` (E,) by what turns with the
    body `shifted_with` (E,), of `usual` (E, 3) size on the reference man and a `spread` (E, 3) among clips,
    m. Where soft parts lie over a joint, a keypoint goes with both of its segments, so those have a shift
    each.
    """

    names: tuple[str, ...]
    carrier: Integers
    place: Floats
    white: Floats
    slow: Floats
    slow_s: float
    shifted: Integers
    shifted_with: Integers
    usual: Floats
    spread: Floats

    def opposite(self) -> Iterator[tuple[int, int]]:
        """Each shift and that of the other side."""
        kinds = [(self.names[k].split("_", 1)[1], self.names[k]) for k in self.shifted]
        # A kind's shifts come in one order on both sides: with the bearing segment, then with the joined one.
        order = [sum(name == own for _, name in kinds[:e]) for e, (_, own) in enumerate(kinds)]
        for e, (kind, name) in enumerate(kinds):
            for other, (same, beside) in enumerate(kinds):
                if kind == same and name != beside and order[e] == order[other]:
                    yield e, other


@cache
def _table() -> tuple[tuple[Keypoint, ...], float]:
    text = resources.files("kinechain.body.phone").joinpath(FILE).read_text(encoding="utf-8")
    read: Mapping[str, Any] = yaml.safe_load(text)
    kinds = tuple(
        Keypoint(
            name,
            entry["landmark"],
            _metres(entry["offset"]),
            _metres(entry["spread"]),
            entry["white"] * MILLI,
            entry["slow"] * MILLI,
            _joined(entry.get("joins")),
            _metres(entry.get("meant", [0, 0, 0])),
        )
        for name, entry in read["keypoints"].items()
    )
    return kinds, float(read["slow_lasts_s"])


def standing_offsets() -> dict[str, tuple[float, float, float]]:
    """How far ahead of, above and outward of the landmark each kind of keypoint lies on average in somebody
    who stands upright, m on the reference man: with the legs straight both of a joint's shifts count whole.
    """
    return {kind.name: _standing_offset(kind) for kind in _table()[0]}


def _standing_offset(kind: Keypoint) -> tuple[float, float, float]:
    joined = kind.joins.offset if kind.joins else (0.0, 0.0, 0.0)
    forward, up, outward = (own + with_ for own, with_ in zip(kind.offset, joined, strict=True))
    return forward, up, outward


def _joined(entry: Mapping[str, Any] | None) -> Joined | None:
    if entry is None:
        return None
    return Joined(entry["segment"], _metres(entry["offset"]), _metres(entry["spread"]))


def _metres(millimetres: list[float]) -> tuple[float, float, float]:
    forward, up, outward = (value * MILLI for value in millimetres)
    return forward, up, outward


def keypoints(body: Body) -> Keypoints:
    """The detector's keypoints on `body` (as it is before scaling)."""
    kinds, slow_s = _table()
    each = [(kind, side) for kind in kinds for side in SIDES]
    marks = [body.landmark(f"{side}_{kind.landmark}") for kind, side in each]
    shifts = [
        shift
        for number, (kind, side) in enumerate(each)
        for shift in _shifts(body, kind, side, number, marks[number].body)
    ]
    return Keypoints(
        names=tuple(f"{side}_{kind.name}" for kind, side in each),
        carrier=np.array([mark.body for mark in marks], dtype=np.int64),
        place=np.array(
            [
                mark.place + _along_axes(kind.meant, side)
                for (kind, side), mark in zip(each, marks, strict=True)
            ]
        ),
        white=np.array([kind.white for kind, _ in each]),
        slow=np.array([kind.slow for kind, _ in each]),
        slow_s=slow_s,
        shifted=np.array([shift.keypoint for shift in shifts], dtype=np.int64),
        shifted_with=np.array([shift.body for shift in shifts], dtype=np.int64),
        usual=np.array([shift.usual for shift in shifts]),
        spread=np.array([shift.spread for shift in shifts]),
    )


class _Shift(NamedTuple):
    keypoint: int
    body: int
    usual: Floats
    spread: Floats


def _shifts(body: Body, kind: Keypoint, side: Side, number: int, carrier: int) -> Iterator[_Shift]:
    yield _Shift(number, carrier, _along_axes(kind.offset, side), abs(_along_axes(kind.spread, side)))
    if joined := kind.joins:
        with_ = body.chain.body(f"{side}_{joined.segment}")
        offset, spread = _along_axes(joined.offset, side), abs(_along_axes(joined.spread, side))
        yield _Shift(number, with_, offset, spread)


def _along_axes(way: tuple[float, float, float], side: Side) -> Floats:
    """Forward, up and outward as x, y (left) and z of the body's axes."""
    forward, up, outward = way
    return np.array([forward, outward if side == "left" else -outward, up])
