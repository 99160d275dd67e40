"""`Place`: where the search for the likeliest body, cameras and motions is, and where a step leads."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kinechain.body.observation import belief
from kinechain.body.phone.pinhole import UNKNOWNS, Pinhole
from kinechain.body.phone.problem import Task, Trial
from kinechain.body.phone.unknowns import Belief

Floats = NDArray[np.float64]

NEAR_M: Final = 1.0
"""A camera that stands nearer to the way than this looks along it: a choice."""
TINY: Final = 1e-4
"""So small a share of a step moves the picture in proportion."""
AIMINGS: Final = 2
"""Rounds of aiming a camera anew after a step. A choice: what they leave, the next step takes up."""


@dataclass(frozen=True, eq=False)
class Place:
    """Where the search is: the passes' `motions` and the `unknowns`, with what they cost and show."""

    tasks: tuple[Task, ...]
    prior: Belief
    motions: tuple[Floats, ...]
    unknowns: Floats

    @cached_property
    def trials(self) -> tuple[Trial, ...]:
        """Each pass there."""
        return tuple(
            Trial(task, motion, self.unknowns[task.layout.of_pass(number)])
            for number, (task, motion) in enumerate(zip(self.tasks, self.motions, strict=True))
        )

    @cached_property
    def cost(self) -> float:
        """Of all passes, and of the unknowns beforehand."""
        return self.prior.cost(self.unknowns) + sum(trial.cost for trial in self.trials)

    @cached_property
    def slope(self) -> Floats:
        """The gradient of all motions, then of the unknowns, in one vector."""
        pull = self.prior.information @ (self.unknowns - self.prior.mean)
        slopes = [trial.slope() for trial in self.trials]
        for number, slope in enumerate(slopes):
            pull[self.tasks[number].layout.of_pass(number)] += slope.unknowns
        return np.concatenate([*(slope.motion.ravel() for slope in slopes), pull])

    def after(self, step: Floats) -> "Place":
        """Where a step, in one vector, leads.

        Focal length and distance grow together in a picture that stays the same, so the distance, too, takes
        its step as a factor.
        """
        parts = self.parts(step)
        motions = tuple(motion + part for motion, part in zip(self.motions, parts[:-1], strict=True))
        unknowns = self.unknowns + parts[-1]
        for number, task in enumerate(self.tasks):
            across = task.layout.of_pass(number)[-1]
            if abs(self.unknowns[across]) > NEAR_M:
                ratio = np.clip(parts[-1][across] / self.unknowns[across], -0.7, 0.7)
                unknowns[across] = self.unknowns[across] * np.exp(ratio)
        return replace(self, motions=motions, unknowns=unknowns)

    def seen(self, step: Floats) -> list[Floats]:
        """(T, K, 2) px that each pass's keypoints would move in the picture by a step, to first order."""
        there = self.after(TINY * step)
        return [
            (each.pixels - own.pixels) / TINY for each, own in zip(there.trials, self.trials, strict=True)
        ]

    def aimed(self, wanted: Sequence[Floats]) -> "Place":
        """With the cameras aimed anew, so that the keypoints are seen where `wanted` (T, K, 2) px as nearly
        as can be, by Gauss and Newton's method; bodies and motions stay.
        """
        cameras = np.arange(self.tasks[0].layout.person, len(self.unknowns))
        at = np.ix_(cameras, cameras)
        unknowns = self.unknowns.copy()
        for _ in range(AIMINGS):
            curvature, pull = self.prior.information.copy(), np.zeros(len(unknowns))
            for trial, own, pixels in zip(self.trials, self._cameras, wanted, strict=True):
                picture = Pinhole.of(trial.task.passing.lens.centre, unknowns[own]).picture(trial.points)
                root = np.sqrt(trial.task.precision)[..., None]
                slope = (picture.by_camera * root[..., None]).reshape(-1, len(own))
                curvature[np.ix_(own, own)] += slope.T @ slope
                pull[own] += slope.T @ (np.nan_to_num(picture.pixels - pixels) * root).ravel()
            unknowns[cameras] -= np.linalg.solve(curvature[at], pull[cameras])
        return self.with_cameras(unknowns)

    @property
    def _cameras(self) -> list[NDArray[np.int64]]:
        """Where the six unknowns of each pass's camera are."""
        return [task.layout.of_pass(number)[-len(UNKNOWNS) :] for number, task in enumerate(self.tasks)]

    def with_cameras(self, unknowns: Floats) -> "Place":
        """With other cameras in `unknowns`: the bodies stay where they are."""
        there = replace(self, unknowns=unknowns)
        there.__dict__["trials"] = tuple(
            trial.with_camera(unknowns[trial.task.layout.of_pass(number)])
            for number, trial in enumerate(self.trials)
        )
        return there

    def believed(self, slack: float) -> "Place":
        """With each sighting believed as far as its error, in sds `slack` times as large, allows."""
        trials = tuple(_believed(trial, slack) for trial in self.trials)
        again = replace(self, tasks=tuple(trial.task for trial in trials))
        again.__dict__["trials"] = trials
        return again

    def parts(self, vector: Floats) -> list[Floats]:
        """The motions of a vector, and its unknowns."""
        ends = np.cumsum([motion.size for motion in self.motions])
        *motions, unknowns = np.split(vector, ends)
        shaped = [part.reshape(motion.shape) for part, motion in zip(motions, self.motions, strict=True)]
        return [*shaped, unknowns]


def _believed(trial: Trial, slack: float) -> Trial:
    doubt = np.linalg.norm(trial.apart, axis=2) / (slack * trial.task.sd) / np.sqrt(2)
    return trial.believed(belief(doubt, 2))
