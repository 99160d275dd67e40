"""Where a detector's keypoints lie on our body, how far off they are and for how long: `keypoints.yaml`."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any, Final

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
    joins: str | None
    meant: tuple[float, float, float]


@dataclass(frozen=True, eq=False)
class Keypoints:
    """A detector's keypoints on a body, left then right of each kind: K in all.

    `carrier` (K,); `place` (K, 3) m of what is meant, on the reference man; `offset` (K, 3) of where it is
    seen, `white` (K,) m of a frame, `slow` (K,) m of what wanders, for `slow_s` s.

    A clip's constant errors are E shifts: number e moves keypoint `shifted` (E,) by what turns with the body
    `shifted_with` (E,), `spread` (E, 3) m among clips. Where soft parts lie over a joint, a keypoint goes
    with both of its segments, so those have a shift each.
    """

    names: tuple[str, ...]
    carrier: Integers
    place: Floats
    offset: Floats
    white: Floats
    slow: Floats
    slow_s: float
    shifted: Integers
    shifted_with: Integers
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
            entry.get("joins"),
            _metres(entry.get("meant", [0, 0, 0])),
        )
        for name, entry in read["keypoints"].items()
    )
    return kinds, float(read["slow_lasts_s"])


def _metres(millimetres: list[float]) -> tuple[float, float, float]:
    forward, up, outward = (value * MILLI for value in millimetres)
    return forward, up, outward


def keypoints(body: Body) -> Keypoints:
    """The detector's keypoints on `body` (as it is before scaling)."""
    kinds, slow_s = _table()
    each = [(kind, side) for kind in kinds for side in SIDES]
    marks = [body.landmark(f"{side}_{kind.landmark}") for kind, side in each]
    shifts = [
        (number, with_, np.abs(_along_axes(kind.spread, side)))
        for number, (kind, side) in enumerate(each)
        for with_ in _moved_with(body, kind, side, marks[number].body)
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
        offset=np.array([_along_axes(kind.offset, side) for kind, side in each]),
        white=np.array([kind.white for kind, _ in each]),
        slow=np.array([kind.slow for kind, _ in each]),
        slow_s=slow_s,
        shifted=np.array([number for number, _, _ in shifts], dtype=np.int64),
        shifted_with=np.array([with_ for _, with_, _ in shifts], dtype=np.int64),
        spread=np.array([spread for _, _, spread in shifts]),
    )


def _moved_with(body: Body, kind: Keypoint, side: Side, carrier: int) -> tuple[int, ...]:
    return (carrier,) if kind.joins is None else (carrier, body.chain.body(f"{side}_{kind.joins}"))


def _along_axes(way: tuple[float, float, float], side: Side) -> tuple[float, float, float]:
    """Forward, up and outward as x, y (left) and z of the body's axes."""
    forward, up, outward = way
    return forward, outward if side == "left" else -outward, up
