"""The quadratic model of a pass's cost around a guess: Gauss and Newton's.

Every error grows with the few spline coefficients about it and with the unknowns. What ties a coefficient to
itself and to its three neighbours is a block; what ties it to the unknowns a tie.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kinechain.body.phone.footing import GROWTH
from kinechain.body.phone.pinhole import UNKNOWNS
from kinechain.body.phone.problem import RANGE_SD, Task, Trial
from kinechain.body.phone.spline import REACH

Floats = NDArray[np.float64]
FOUR: Final = REACH + 1
# The weights of an interval's four coefficients in the motion at its start and at its end.
AT_START: Final = np.array([1.0, 4.0, 1.0, 0.0]) / 6
AT_END: Final = np.array([0.0, 1.0, 4.0, 1.0]) / 6


@dataclass(frozen=True, eq=False)
class Model:
    """The quadratic model of a pass: the motion's `blocks` (N, 4, M, M), its `tie` (N, M, G) to the unknowns,
    and their own `curvature` (G, G); G are those of the pass.

    Its memory is made once for all rounds (`empty`): fresh memory costs more than what is done with it.
    """

    blocks: Floats
    tie: Floats
    curvature: Floats

    @classmethod
    def empty(cls, task: Task) -> "Model":
        """Of the size for a `task`."""
        size, wide, parts = task.grid.size, task.smoothness.shape[2], task.layout.person + len(UNKNOWNS)
        return cls(
            np.zeros((size, FOUR, wide, wide)), np.zeros((size, wide, parts)), np.zeros((parts, parts))
        )


@dataclass(frozen=True, eq=False)
class Sightings:
    """How the pictures of K keypoints in T frames move: with coordinates (T, K, 2, F), with what all
    keypoints have to do with (T, K, 2, H) - sizes, what is held, the camera - and the E shifts (T, E, 2, 3).
    """

    by_coordinate: Floats
    by_common: Floats
    by_shift: Floats


@dataclass(frozen=True, eq=False)
class Assembly:
    """One quadratic model, put together: keypoints seen, feet on the floor, smoothness."""

    trial: Trial

    @property
    def task(self) -> Task:
        """The pass."""
        return self.trial.task

    @property
    def unknowns(self) -> Floats:
        """(G,) where the model is made."""
        return self.trial.unknowns

    def fill(self, model: Model) -> None:
        """Make the model in the memory of `model`."""
        for part in (model.blocks, model.tie, model.curvature):
            part.fill(0.0)
        self._smooth(model)
        self._seen(model)
        self._stood(model)
        self._in_range(model)

    def _smooth(self, model: Model) -> None:
        task = self.task
        diagonal = np.arange(model.tie.shape[1])
        model.blocks[:, :, diagonal, diagonal] = task.smoothness
        levels = np.arange(task.levels.start, task.levels.stop)
        model.tie[:, 1 + np.arange(len(levels)), levels] = -task.steadiness
        model.curvature[levels, levels] = task.steadiness.sum(axis=0)

    def _in_range(self, model: Model) -> None:
        """With joints kept from going beyond their ranges."""
        beyond = self.task.beyond(self.trial.at_knots[:-1])
        told = np.flatnonzero(beyond.any(axis=1))
        if not told.size:
            return
        each = np.eye(self.task.moving) * (beyond[told] != 0)[:, :, None] / RANGE_SD
        moved = (each[:, :, None, :] * AT_START[:, None]).reshape(len(told), self.task.moving, -1)
        _with_intervals(model, told, moved)

    @cached_property
    def _columns(self) -> NDArray[np.int64]:
        habits = self.task.person.habits
        return np.concatenate([habits.moving, habits.held])

    @cached_property
    def common(self) -> NDArray[np.int64]:
        """(H,) which unknowns all keypoints have to do with."""
        task, parts = self.task, len(self.unknowns)
        own: NDArray[np.int64] = np.r_[: task.person.parameters, task.held, parts - len(UNKNOWNS) : parts]
        return own

    def sightings(self) -> Sightings:
        """How the keypoints' pictures move."""
        task, trial, placed = self.task, self.trial, self.task.person.keypoints
        shape, pose, points = self.unknowns[: task.layout.shape], trial.in_frames, trial.points
        picture = task.camera(self.unknowns).picture(points)
        moved = picture.by_point @ task.person.slope(shape, pose, points, self._columns)
        grown = picture.by_point @ task.person.growth(shape, pose)
        common = np.concatenate([grown, moved[..., task.moving :], picture.by_camera], axis=3)
        by_shift = picture.by_point[:, placed.shifted] @ pose.rotation[:, placed.shifted_with]
        return Sightings(moved[..., : task.moving], common, by_shift)

    def _seen(self, model: Model) -> None:
        """With what the keypoints say."""
        task, seen = self.task, self.sightings()
        root = np.sqrt(task.precision)[..., None, None]
        shifted = task.person.keypoints.shifted
        rows = _Rows(
            seen.by_coordinate * root,
            task.scale * root[..., 0, 0],
            seen.by_common * root,
            seen.by_shift * root[:, shifted],
            shifted,
            self.common,
            task.person.parameters + np.arange(3 * len(shifted)).reshape(-1, 3),
        )
        _with_frames(task, model, rows)

    def _stood(self, model: Model) -> None:
        """With the feet on the floor."""
        task, person, pose = self.task, self.task.person, self.trial.on_knots
        weight = task.footing.weight
        told = np.flatnonzero(weight.any(axis=1))
        if not told.size:
            return
        root = np.sqrt(weight[told])
        slope = pose.jacobian(person.soles.carrier, self.trial.soles, self._columns)
        grown = person.soles.response(self.unknowns[: task.layout.shape], pose.rotation)
        by_unknown = np.concatenate([grown, slope[..., task.moving :]], axis=3)
        moved = np.zeros((*root.shape, FOUR, task.moving))
        known = np.zeros((*root.shape, by_unknown.shape[3]))
        for end, share in enumerate((AT_START, AT_END)):
            own = slope[told + end][..., : task.moving].reshape(len(told), -1, task.moving)
            moved += (GROWTH[:, end] @ own)[:, :, None, :] * share[:, None]
            known += GROWTH[:, end] @ by_unknown[told + end].reshape(len(told), GROWTH.shape[2], -1)
        moved = (moved * root[..., None, None]).reshape(*root.shape, -1)
        _with_intervals(model, told, moved)
        _with_known(model, told, moved, known * root[..., None], self.common[: known.shape[2]])


@dataclass(frozen=True, eq=False)
class _Rows:
    """`Sightings` whose errors have a sd of one; each grows with its own slow error by `by_wander` (T, K).
    Shift e moves keypoint `shifted` (E,). `common` (H,) and `own` (E, 3) say which unknowns the others are.
    """

    by_coordinate: Floats
    by_wander: Floats
    by_common: Floats
    by_shift: Floats
    shifted: NDArray[np.int64]
    common: NDArray[np.int64]
    own: NDArray[np.int64]


def _with_frames(task: Task, model: Model, rows: _Rows) -> None:
    """Add what frames say to `model`."""
    _with_coefficients(task, model, rows)
    _with_ties(task, model, rows)
    frames, shifts = len(rows.by_common), rows.own.ravel()
    common = rows.by_common.reshape(-1, len(rows.common))
    model.curvature[np.ix_(rows.common, rows.common)] += common.T @ common
    across = np.swapaxes(rows.by_shift, 2, 3) @ rows.by_common[:, rows.shifted]
    across = across.sum(axis=0).reshape(-1, len(rows.common))
    model.curvature[np.ix_(shifts, rows.common)] += across
    model.curvature[np.ix_(rows.common, shifts)] += across.T
    for e, keypoint in enumerate(rows.shifted):
        for other in np.flatnonzero(rows.shifted == keypoint):
            one, two = (rows.by_shift[:, n].reshape(2 * frames, 3) for n in (e, other))
            model.curvature[np.ix_(rows.own[e], rows.own[other])] += one.T @ two


def _with_coefficients(task: Task, model: Model, rows: _Rows) -> None:
    """The blocks: each frame ties the four coefficients about it to each other, all by the same matrix."""
    frames, keypoints, _, moving = rows.by_coordinate.shape
    flat = rows.by_coordinate.reshape(frames, -1, moving)
    wander = np.repeat(rows.by_wander, 2, axis=1)
    square = (np.swapaxes(flat, 1, 2) @ flat).reshape(frames, -1)
    mixed = np.swapaxes(flat * wander[..., None], 1, 2).reshape(frames, -1)
    slow = moving + np.arange(2 * keypoints)
    for apart, weights in enumerate(task.pairs):
        block = model.blocks[: weights.shape[0], apart]
        block[:, :moving, :moving] += (weights @ square).reshape(-1, moving, moving)
        beside = (weights @ mixed).reshape(-1, moving, 2 * keypoints)
        block[:, :moving, moving:] += beside
        block[:, moving:, :moving] += np.swapaxes(beside, 1, 2)
        block[:, slow, slow] += weights @ wander**2


def _with_ties(task: Task, model: Model, rows: _Rows) -> None:
    """The ties of the coefficients to the unknowns."""
    frames, keypoints, _, moving = rows.by_coordinate.shape
    turned = np.swapaxes(rows.by_coordinate.reshape(frames, -1, moving), 1, 2)
    by_common = rows.by_common * rows.by_wander[..., None, None]
    by_shift = rows.by_shift * rows.by_wander[:, rows.shifted, None, None]
    own = np.swapaxes(rows.by_coordinate[:, rows.shifted], 2, 3) @ rows.by_shift
    parts = (turned @ rows.by_common.reshape(frames, -1, len(rows.common)), own, by_common, by_shift)
    size, weights = task.grid.size, task.at_frames.T
    commons, owns, wanders, lasting = (weights @ part.reshape(frames, -1) for part in parts)
    model.tie[:, :moving, rows.common] += commons.reshape(size, moving, -1)
    model.tie[:, moving:, rows.common] += wanders.reshape(size, 2 * keypoints, -1)
    shares, lasts = owns.reshape(size, -1, moving, 3), lasting.reshape(size, -1, 2, 3)
    for e, keypoint in enumerate(rows.shifted):
        first, column = moving + 2 * keypoint, rows.own[e, 0]
        model.tie[:, :moving, column : column + 3] += shares[:, e]
        model.tie[:, first : first + 2, column : column + 3] += lasts[:, e]


def _with_intervals(model: Model, first: NDArray[np.int64], moved: Floats) -> None:
    """Add errors (I, R) that depend on the four coefficients from `first` (I,) on: (I, R, 4 F)."""
    moving = moved.shape[2] // FOUR
    own = (np.swapaxes(moved, 1, 2) @ moved).reshape(-1, FOUR, moving, FOUR, moving)
    for a in range(FOUR):
        for b in range(a, FOUR):
            model.blocks[first + a, b - a, :moving, :moving] += own[:, b, :, a]


def _with_known(
    model: Model, first: NDArray[np.int64], moved: Floats, known: Floats, columns: NDArray[np.int64]
) -> None:
    """That they depend on the unknowns `columns` (C,) as well, (I, R, C)."""
    moving = moved.shape[2] // FOUR
    across = (np.swapaxes(moved, 1, 2) @ known).reshape(len(first), FOUR, moving, -1)
    for a in range(FOUR):
        model.tie[(first + a)[:, None, None], np.arange(moving)[:, None], columns] += across[:, a]
    flat = known.reshape(-1, known.shape[-1])
    model.curvature[np.ix_(columns, columns)] += flat.T @ flat
