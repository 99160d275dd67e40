"""What a film says of a motion and of the unknowns, as the quadratic model of a cost around a guess.

A pass's motion is F coordinates and the slow errors of K keypoints in two directions, all splines: M = F + 2
K unknowns for each of N coefficients. They are tied to their neighbours by smoothness, to the unknowns that
do not change (`unknowns`) by everything.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kinechain.body.phone.footing import AT_END, AT_START, Footing, footing
from kinechain.body.phone.passing import Passing
from kinechain.body.phone.person import Person
from kinechain.body.phone.pinhole import UNKNOWNS, Pinhole
from kinechain.body.phone.spline import REACH, Bands, Grid, remembering
from kinechain.body.phone.unknowns import Layout
from kinechain.body.plain_kinematics import Posed, posed

Floats = NDArray[np.float64]
FOUR: Final = REACH + 1
RANGE_SD: Final = np.radians(2.0)
"""Joints go beyond the ranges of body.xml, which are of healthy adults, by this."""


@dataclass(frozen=True, slots=True)
class Noise:
    """How much more than the detector's usual noise there is: `white` of single frames, `slow` of what
    wanders; factors.
    """

    white: float = 1.0
    slow: float = 1.0


@dataclass(frozen=True, eq=False)
class Model:
    """The quadratic model of a pass: the motion's own `gradient` (N, M) and `blocks` (N, 4, M, M), its `tie`
    (N, M, G) to the unknowns, their own `pull` (G,) and `curvature` (G, G); G are those of the pass.
    """

    cost: float
    gradient: Floats
    blocks: Floats
    tie: Floats
    pull: Floats
    curvature: Floats


@dataclass(frozen=True, eq=False)
class Task:
    """One pass of a `person`, with `scale` (px a metre where the person walks) and what each sighting is
    believed, `weight` (T, K).
    """

    person: Person
    passing: Passing
    layout: Layout
    grid: Grid
    scale: float
    weight: Floats
    noise: Noise = Noise()

    @cached_property
    def footing(self) -> Footing:
        """When the soles bear."""
        return footing(self.grid, self.passing.contacts)

    @cached_property
    def bands(self) -> tuple[Bands, ...]:
        """The information of each of the M unknowns of the motion beforehand."""
        points = self.person.keypoints
        wander = [remembering(self.grid, sd * self.noise.slow, points.slow_s) for sd in points.slow.tolist()]
        return (*self.person.habits.smoothness(self.grid), *(own for own in wander for _ in range(2)))

    @cached_property
    def _levels(self) -> Floats:
        """(F - 1, N) what the movement's information makes of a middle of one."""
        return np.array([bands.apply(np.ones(self.grid.size)) for bands in self.bands[1 : self.moving]])

    @cached_property
    def touched(self) -> tuple[NDArray[np.int64], ...]:
        """Which of the unknowns, and of the column behind them, each keypoint has to do with."""
        points, sizes = self.person.keypoints, self.person.parameters
        common = np.r_[
            :sizes, self.layout.shape + self.layout.levels : self.layout.person + len(UNKNOWNS) + 1
        ]
        own = [np.flatnonzero(points.shifted == k) for k in range(len(points.names))]
        return tuple(
            np.concatenate([common, *(sizes + 3 * e + np.arange(3) for e in shifts)]) for shifts in own
        )

    @property
    def moving(self) -> int:
        """F."""
        return len(self.person.habits.moving)

    @cached_property
    def precision(self) -> Floats:
        """(T, K) px^-2 of the frames' own noise."""
        return np.asarray(self.weight / self.sd**2)

    @property
    def sd(self) -> Floats:
        """(K,) px of the frames' own noise, as far as it is known."""
        own = self.person.keypoints.white * self.noise.white * self.scale
        return np.hypot(own, self.passing.lens.shaken)

    def coordinates(self, motion: Floats, unknowns: Floats, time: Floats) -> Floats:
        """(T, Q) of the splines `motion` (N, M) at `time`."""
        habits, layout = self.person.habits, self.layout
        q = np.repeat(habits.rest[None], len(time), axis=0)
        q[:, habits.moving] = self.grid.values(motion[:, : self.moving], time)
        q[:, habits.held] = unknowns[layout.shape + layout.levels : layout.person]
        return q

    def camera(self, unknowns: Floats) -> Pinhole:
        """The camera of the pass's `unknowns` (G,)."""
        return Pinhole.of(self.passing.lens.centre, unknowns[-len(UNKNOWNS) :])

    def errors(self, motion: Floats, unknowns: Floats) -> Floats:
        """(T, K, 2) px by which the keypoints would be seen elsewhere, 0 where they were not seen."""
        pose = self._pose(motion, unknowns, self.passing.time)
        count = len(self.person.keypoints.names)
        points = self.person.points(unknowns[: self.layout.shape], pose)[:, :count]
        return self._error(self.camera(unknowns).picture(points).pixels, motion)

    def model(self, motion: Floats, unknowns: Floats) -> Model:
        """The cost and its quadratic model at `motion` (N, M), `unknowns` (G,)."""
        return Assembly(self, motion, unknowns).model()

    def cost(self, motion: Floats, unknowns: Floats) -> float:
        """The cost alone."""
        error = self.errors(motion, unknowns)
        cost = 0.5 * float((self.precision[..., None] * error**2).sum())
        pose = self._pose(motion, unknowns, self.grid.knots)
        soles = slice(len(self.person.keypoints.names), None)
        points = self.person.points(unknowns[: self.layout.shape], pose)[:, soles]
        rows, weight, _ = self.footing.rows(points)
        cost += 0.5 * float((weight * rows**2).sum()) + 0.5 * float((self.beyond(motion) ** 2).sum())
        return cost + self._roughness(motion, unknowns)[0]

    def beyond(self, motion: Floats) -> Floats:
        """(I, F) by how much, in `RANGE_SD`, joints are beyond their ranges at the start of each interval."""
        chain, moving = self.person.body.chain, self.person.habits.moving
        q = self.grid.values(motion[:, : self.moving], self.grid.knots[:-1])
        over = np.maximum(q - chain.highest[moving], 0.0) + np.minimum(q - chain.lowest[moving], 0.0)
        return np.asarray(over / RANGE_SD)

    def _pose(self, motion: Floats, unknowns: Floats, time: Floats) -> Posed:
        chain = self.person.model.chain(unknowns[: self.layout.shape])
        return posed(chain, self.coordinates(motion, unknowns, time))

    def _error(self, pixels: Floats, motion: Floats) -> Floats:
        slow = self.grid.values(motion[:, self.moving :], self.passing.time).reshape(pixels.shape)
        error = pixels + self.scale * slow - self.passing.pixels
        return np.where(self.weight[..., None] > 0, error, 0.0)

    def _roughness(self, motion: Floats, unknowns: Floats) -> tuple[float, Floats]:
        """The cost of how the motion goes about its middle, and its gradient (N, M)."""
        about = motion.copy()
        about[:, 1 : self.moving] -= unknowns[self.layout.shape : self.layout.shape + self.layout.levels]
        gradient = np.column_stack([bands.apply(about[:, m]) for m, bands in enumerate(self.bands)])
        return 0.5 * float((gradient * about).sum()), gradient


@dataclass(frozen=True, eq=False)
class Assembly:
    """One quadratic model, put together: keypoints seen, feet on the floor, smoothness."""

    task: Task
    motion: Floats
    unknowns: Floats

    def model(self) -> Model:
        size, wide = self.task.grid.size, self.motion.shape[1]
        parts = len(self.unknowns)
        blocks, tie = np.zeros((size, FOUR, wide, wide)), np.zeros((size, wide, parts))
        curvature = np.zeros((parts, parts))
        cost, gradient = self._smooth(blocks, tie, curvature)
        model = Model(cost, gradient, blocks, tie, np.zeros(parts), curvature)
        self._levels(model)
        return self._stood(self._seen(self._in_range(model)))

    def _smooth(self, blocks: Floats, tie: Floats, curvature: Floats) -> tuple[float, Floats]:
        task = self.task
        diagonal = np.arange(len(task.bands))
        blocks[:, :, diagonal, diagonal] = np.stack([bands.diagonals for bands in task.bands], axis=-1)
        levels = np.arange(task.layout.levels)
        at = task.layout.shape + levels
        tie[:, 1 + levels, at] = -task._levels.T
        curvature[at, at] = task._levels.sum(axis=1)
        return task._roughness(self.motion, self.unknowns)

    def _levels(self, model: Model) -> None:
        layout = self.task.layout
        model.pull[layout.shape : layout.shape + layout.levels] -= model.gradient[
            :, 1 : self.task.moving
        ].sum(axis=0)

    def _in_range(self, model: Model) -> Model:
        """With joints kept from going beyond their ranges."""
        beyond = self.task.beyond(self.motion)
        told = np.flatnonzero(beyond.any(axis=1))
        if not told.size:
            return model
        each = np.eye(self.task.moving) * (beyond[told] != 0)[:, :, None] / RANGE_SD
        moved = (each[:, :, None, :] * AT_START[:, None]).reshape(len(told), self.task.moving, -1)
        known = np.zeros((len(told), self.task.moving, len(self.unknowns)))
        return _with_intervals(model, told, moved, known, beyond[told])

    @cached_property
    def _pose(self) -> Posed:
        task = self.task
        time = np.concatenate([task.passing.time, task.grid.knots])
        return task._pose(self.motion, self.unknowns, time)

    @cached_property
    def _points(self) -> tuple[Floats, Floats, Floats]:
        """Points (T', K + 6, 3), and how they move with the coordinates that move, and are held (..., F + C),
        and with the person's size (..., P).
        """
        task, habits = self.task, self.task.person.habits
        shape = self.unknowns[: task.layout.shape]
        points = task.person.points(shape, self._pose)
        columns = np.concatenate([habits.moving, habits.held])
        slope = task.person.slope(shape, self._pose, points, columns)
        return points, slope, task.person.growth(shape, self._pose)

    def sightings(self) -> tuple[Floats, Floats, Floats]:
        """Errors (T, K, 2) px, and how they grow with coordinates (T, K, 2, F) and unknowns (T, K, 2, G)."""
        task, placed = self.task, self.task.person.keypoints
        frames, count = len(task.passing.time), len(placed.names)
        points, slope, grown = (part[:frames, :count] for part in self._points)
        picture = task.camera(self.unknowns).picture(points)
        moved = picture.by_point @ slope
        to_unknown = np.zeros((frames, count, 2, len(self.unknowns)))
        to_unknown[..., : task.person.parameters] = picture.by_point @ grown
        for e, (k, body) in enumerate(zip(placed.shifted, placed.shifted_with, strict=True)):
            first = task.person.parameters + 3 * e
            turned = self._pose.rotation[:frames, body]
            to_unknown[:, k, :, first : first + 3] = picture.by_point[:, k] @ turned
        to_unknown[..., self._held] = moved[..., task.moving :]
        to_unknown[..., -len(UNKNOWNS) :] = picture.by_camera
        error = task._error(picture.pixels, self.motion)
        return error, moved[..., : task.moving], to_unknown

    @property
    def _held(self) -> slice:
        """Where what is held stands among the pass's unknowns."""
        layout = self.task.layout
        return slice(layout.shape + layout.levels, layout.person)

    def _seen(self, model: Model) -> Model:
        """With what the keypoints say."""
        task = self.task
        error, by_coordinate, by_unknown = self.sightings()
        shape = (len(error), -1)
        root = np.repeat(np.sqrt(task.precision), 2, axis=1)
        rows = _Rows(
            by_coordinate.reshape(*root.shape, -1) * root[..., None],
            task.scale * root,
            np.concatenate([by_unknown.reshape(*root.shape, -1), error.reshape(shape)[..., None]], axis=2)
            * root[..., None],
            task.touched,
        )
        return _with_frames(task.grid, task.passing.time, model, rows)

    def _stood(self, model: Model) -> Model:
        """With the feet on the floor."""
        task = self.task
        soles = (slice(len(task.passing.time), None), slice(len(task.person.keypoints.names), None))
        points, slope, grown = (part[soles] for part in self._points)
        by_unknown = np.zeros((*points.shape, len(self.unknowns)))
        by_unknown[..., : task.person.parameters] = grown
        by_unknown[..., self._held] = slope[..., task.moving :]
        errors, weight, growth = task.footing.rows(points)
        told = weight.any(axis=1)
        if not told.any():
            return model
        errors, root = errors[told], np.sqrt(weight[told])
        ends = [np.flatnonzero(told), np.flatnonzero(told) + 1]
        flat = growth.reshape(growth.shape[0], 2, -1)
        moved = np.zeros((len(errors), growth.shape[0], FOUR, task.moving))
        known = np.zeros((len(errors), growth.shape[0], len(self.unknowns)))
        for end, (knots, share) in enumerate(zip(ends, (AT_START, AT_END), strict=True)):
            own = flat[:, end] @ slope[knots][..., : task.moving].reshape(len(knots), -1, task.moving)
            moved += own[:, :, None, :] * share[:, None]
            known += flat[:, end] @ by_unknown[knots].reshape(len(knots), flat.shape[2], -1)
        moved = (moved * root[..., None, None]).reshape(*root.shape, -1)
        known *= root[..., None]
        return _with_intervals(model, np.flatnonzero(told), moved, known, errors * root)


@dataclass(frozen=True, eq=False)
class _Rows:
    """Weighted errors of T frames, R in each: how they grow with the coordinates (T, R, F), how each grows
    with its own slow error (T, R), and with the unknowns, the errors themselves behind them (T, R, G + 1).
    `touched` says which of those columns each keypoint, of whose two directions the rows are, has to do with.
    """

    by_coordinate: Floats
    by_wander: Floats
    known: Floats
    touched: Sequence[NDArray[np.int64]]


def _with_frames(grid: Grid, time: Floats, model: Model, rows: _Rows) -> Model:
    """`model` with the errors of frames at `time` (T,)."""
    moving = rows.by_coordinate.shape[2]
    interval, weight = grid.weights(time)
    first, at = _by_interval(interval)
    # Frames that an interval has fewer of than the fullest one weigh nothing.
    weight = np.concatenate([weight, np.zeros((1, FOUR))])[at]
    at = np.where(at < len(time), at, 0)
    turned = rows.by_coordinate.swapaxes(1, 2)
    across = np.concatenate([turned @ rows.known, rows.by_wander[..., None] * rows.known], axis=1)
    right = _summed(weight.swapaxes(1, 2), across[at])
    pairs = [(a, b) for a in range(FOUR) for b in range(a, FOUR)]
    both = np.stack([weight[:, :, a] * weight[:, :, b] for a, b in pairs], axis=1)
    square = _summed(both, (turned @ rows.by_coordinate)[at])
    mixed = _summed(both, (turned * rows.by_wander[:, None])[at])
    wander = _summed(both, (rows.by_wander**2)[at])
    own = moving + np.arange(rows.by_wander.shape[1])
    for a in range(FOUR):
        model.tie[first + a] += right[:, a, :, :-1]
        model.gradient[first + a] += right[:, a, :, -1]
    for number, (a, b) in enumerate(pairs):
        block = model.blocks[first + a, b - a]
        block[:, :moving, :moving] += square[:, number]
        block[:, :moving, moving:] += mixed[:, number]
        block[:, moving:, :moving] += mixed[:, number].swapaxes(1, 2)
        block[:, own, own] += wander[:, number]
        model.blocks[first + a, b - a] = block
    return _with_sightings(model, rows.known, rows.touched)


def _by_interval(interval: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The intervals (I,) that hold frames, and which (I, most in one); len(interval) stands for none."""
    first, starts, counts = np.unique(interval, return_index=True, return_counts=True)
    place = np.arange(counts.max())
    return first, np.where(place < counts[:, None], starts[:, None] + place, len(interval))


def _summed(weights: Floats, values: Floats) -> Floats:
    """(I, P, ...): sums of `values` (I, n, ...) with `weights` (I, P, n)."""
    flat = weights @ values.reshape(*values.shape[:2], -1)
    return np.asarray(flat.reshape(*weights.shape[:2], *values.shape[2:]))


def _with_intervals(
    model: Model, first: NDArray[np.int64], moved: Floats, known: Floats, felt: Floats
) -> Model:
    """The same with errors (I, R) that depend on the four coefficients from `first` (I,) on: (I, R, 4 F)."""
    moving = moved.shape[2] // FOUR
    own = (moved.swapaxes(1, 2) @ moved).reshape(-1, FOUR, moving, FOUR, moving)
    across = moved.swapaxes(1, 2) @ np.concatenate([known, felt[..., None]], axis=2)
    across = across.reshape(len(first), FOUR, moving, -1)
    for a in range(FOUR):
        model.tie[first + a, :moving] += across[:, a, :, :-1]
        model.gradient[first + a, :moving] += across[:, a, :, -1]
        for b in range(a, FOUR):
            model.blocks[first + a, b - a, :moving, :moving] += own[:, b, :, a]
    return _with_unknowns(model, known, felt)


def _with_sightings(model: Model, known: Floats, touched: Sequence[NDArray[np.int64]]) -> Model:
    """With what sightings say of the unknowns, a keypoint at a time: each has to do with few of them."""
    size = known.shape[2]
    square = np.zeros((size, size))
    for k, columns in enumerate(touched):
        own = known[:, 2 * k : 2 * k + 2, columns].reshape(-1, len(columns))
        square[np.ix_(columns, columns)] += own.T @ own
    return Model(
        model.cost + square[-1, -1] / 2,
        model.gradient,
        model.blocks,
        model.tie,
        model.pull + square[:-1, -1],
        model.curvature + square[:-1, :-1],
    )


def _with_unknowns(model: Model, known: Floats, felt: Floats) -> Model:
    flat, error = known.reshape(-1, known.shape[-1]), felt.ravel()
    cost = model.cost + 0.5 * float(error @ error)
    return Model(
        cost,
        model.gradient,
        model.blocks,
        model.tie,
        model.pull + flat.T @ error,
        model.curvature + flat.T @ flat,
    )
