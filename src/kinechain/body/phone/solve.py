"""The likeliest motions and unknowns of all passes together, and what is left open about them.

Gauss-Newton: the passes' motions are eliminated by their banded factors, one after the other (a Schur
complement), and a small dense system of what they share remains.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kinechain.body.observation import belief
from kinechain.body.phone.information import Factor, factorise
from kinechain.body.phone.problem import Assembly, Noise, Task
from kinechain.body.phone.unknowns import Belief

Floats = NDArray[np.float64]

ROUNDS: Final = 20
STILL: Final = 0.5
"""A step that would lower the cost, half a squared number of sd, by less than this is the last."""
BELIEVED: Final = 2
SLACK: Final = (4.0, 2.0)
"""In the first rounds every sighting is believed, in those after them with so many times its sd: the start
may be further off than the noise.
"""
HALVINGS: Final = 5
NEAR_M: Final = 1.0
"""A camera that stands nearer to the way than this looks along it."""
USUAL: Final = 50.0
LEAST_WHITE, LEAST_SLOW = 0.7, 0.8
"""No clip is so good that its keypoints err by less than this share of the usual: what the network has wrong
about a pose it has wrong in every frame, and the residuals do not show it.
"""


@dataclass(frozen=True, eq=False)
class Solution:
    """`motions` (N, M) of the passes and their shared `unknowns` (G,), with what is left open: each pass's
    `factors` and `answers` (N, M, G), L^-1 of its tie to the unknowns, and `root` (G, G), a root of the
    unknowns' covariance. `tasks` hold what was believed; `converged` is False where the rounds ran out.
    """

    tasks: tuple[Task, ...]
    motions: tuple[Floats, ...]
    unknowns: Floats
    factors: tuple[Factor, ...]
    answers: tuple[Floats, ...]
    root: Floats
    converged: bool

    def of_pass(self, number: int) -> Floats:
        """The unknowns that a pass depends on."""
        task = self.tasks[number]
        return self.unknowns[task.layout.of_pass(number)]

    def deviations(self, count: int, seed: int) -> tuple[tuple[Floats, ...], Floats]:
        """Draws of what is left open: of each pass's motion (count, N, M), and of the unknowns (count, G)."""
        random = np.random.default_rng(seed)
        shared = random.standard_normal((count, len(self.unknowns))) @ self.root.T
        motions = []
        for number, (factor, answer) in enumerate(zip(self.factors, self.answers, strict=True)):
            own = shared[:, self.tasks[number].layout.of_pass(number)]
            noise = random.standard_normal((*answer.shape[:2], count))
            drawn = factor.backward(noise - answer @ own.T)
            motions.append(np.moveaxis(drawn, 2, 0))
        return tuple(motions), shared


@dataclass(frozen=True, eq=False)
class _Step:
    motions: tuple[Floats, ...]
    unknowns: Floats
    factors: tuple[Factor, ...]
    answers: tuple[Floats, ...]
    reduced: Floats
    cost: float
    gain: float


def solve(
    tasks: Sequence[Task],
    motions: Sequence[Floats],
    unknowns: Floats,
    prior: Belief,
    *,
    first: int = BELIEVED,
    still: float = STILL,
    rounds: int = ROUNDS,
) -> Solution:
    """From `motions` and `unknowns` on; in the `first` rounds every sighting is believed, and a step that
    would gain less than `still` is the last.

    Raises `numpy.linalg.LinAlgError` where what was seen determines nothing.
    """
    tasks, motions = tuple(tasks), tuple(motions)
    converged = False
    for turn in range(rounds):
        if turn >= first:
            slack = SLACK[turn - first] if turn - first < len(SLACK) and first else 1.0
            tasks = tuple(
                believed_anew(task, motion, unknowns[task.layout.of_pass(number)], slack)
                for number, (task, motion) in enumerate(zip(tasks, motions, strict=True))
            )
        step = _step(tasks, motions, unknowns, prior)
        converged = turn > first + len(SLACK) * bool(first) and step.gain < still
        motions, unknowns = _taken(tasks, motions, unknowns, prior, step)
        if converged:
            break
    root = np.linalg.cholesky(np.linalg.inv(step.reduced))
    return Solution(tasks, motions, unknowns, step.factors, step.answers, root, converged)


def believed_anew(task: Task, motion: Floats, unknowns: Floats, slack: float) -> Task:
    """`task` with each sighting believed as far as its error, in sds `slack` times as large, allows."""
    seen = np.isfinite(task.passing.pixels).all(axis=2)
    error = replace(task, weight=np.asarray(seen, dtype=np.float64)).errors(motion, unknowns)
    doubt = np.where(seen, np.linalg.norm(error, axis=2) / (slack * task.sd) / np.sqrt(2), np.nan)
    again = replace(task, weight=belief(doubt, 2))
    again.__dict__.update(
        {
            name: task.__dict__[name]
            for name in ("footing", "bands", "_levels", "touched")
            if name in task.__dict__
        }
    )
    return again


def _step(tasks: Sequence[Task], motions: Sequence[Floats], unknowns: Floats, prior: Belief) -> _Step:
    pull = prior.information @ (unknowns - prior.mean)
    curvature, cost = prior.information.copy(), prior.cost(unknowns)
    factors, answers, felts = [], [], []
    for number, (task, motion) in enumerate(zip(tasks, motions, strict=True)):
        own = task.layout.of_pass(number)
        model = task.model(motion, unknowns[own])
        factor = factorise(model.blocks)
        both = factor.forward(np.concatenate([model.tie, model.gradient[..., None]], axis=2))
        answer, felt = both[..., :-1], both[..., -1]
        flat = answer.reshape(-1, len(own))
        curvature[np.ix_(own, own)] += model.curvature - flat.T @ flat
        pull[own] += model.pull - flat.T @ felt.ravel()
        cost += model.cost
        factors.append(factor)
        answers.append(answer)
        felts.append(felt)
    curvature = (curvature + curvature.T) / 2
    shared = np.asarray(-np.linalg.solve(curvature, pull), dtype=np.float64)
    gain = -float(pull @ shared) / 2
    moves = []
    for number, (factor, answer, felt) in enumerate(zip(factors, answers, felts, strict=True)):
        own = tasks[number].layout.of_pass(number)
        moves.append(-factor.backward(felt[..., None] + (answer @ shared[own])[..., None])[..., 0])
        gain += float((felt**2).sum()) / 2
    return _Step(tuple(moves), shared, tuple(factors), tuple(answers), curvature, cost, gain)


def _taken(
    tasks: Sequence[Task], motions: Sequence[Floats], unknowns: Floats, prior: Belief, step: _Step
) -> tuple[tuple[Floats, ...], Floats]:
    """The step, or as much of it as helps."""
    share = 1.0
    for _ in range(HALVINGS):
        there = tuple(motion + share * move for motion, move in zip(motions, step.motions, strict=True))
        known = _moved(tasks, unknowns, share * step.unknowns)
        if _cost(tasks, there, known, prior) <= step.cost:
            break
        share /= 2
    return there, known


def _moved(tasks: Sequence[Task], unknowns: Floats, step: Floats) -> Floats:
    """`unknowns` after a step. Focal length and distance grow together in a picture that stays the same, so
    the distance, too, takes its step as a factor.
    """
    moved = unknowns + step
    for number, task in enumerate(tasks):
        across = task.layout.of_pass(number)[-1]
        if abs(unknowns[across]) > NEAR_M:
            ratio = np.clip(step[across] / unknowns[across], -0.7, 0.7)
            moved[across] = unknowns[across] * np.exp(ratio)
    return moved


def _cost(tasks: Sequence[Task], motions: Sequence[Floats], unknowns: Floats, prior: Belief) -> float:
    return prior.cost(unknowns) + sum(
        task.cost(motion, unknowns[task.layout.of_pass(number)])
        for number, (task, motion) in enumerate(zip(tasks, motions, strict=True))
    )


def noise_of(solution: Solution, count: int = 24, seed: int = 1) -> Noise:
    """How much noise there was: what is left over, per sighting that the fit did not spend on the motion.

    The detector's usual noise counts as `USUAL` further sightings of either kind.
    """
    drawn, shared = solution.deviations(count, seed)
    white, sightings, slow, waves = USUAL, USUAL, USUAL, USUAL
    for number, task in enumerate(solution.tasks):
        own = task.layout.of_pass(number)
        motion = solution.motions[number]
        error, by_motion, by_unknown = Assembly(task, motion, solution.unknowns[own]).sightings()
        moved = np.stack([task.grid.values(one, task.passing.time) for one in drawn[number]])
        apart = np.einsum("tkac,ntc->ntka", by_motion, moved[..., : task.moving], optimize=True)
        apart += task.scale * moved[..., task.moving :].reshape(apart.shape)
        apart += np.einsum("tkag,ng->ntka", by_unknown, shared[:, own], optimize=True)
        precision = task.precision[..., None]
        scale = task.noise.white**2
        white += scale * float((precision * error**2).sum())
        sightings += float((2 * (task.weight > 0)).sum() - (precision * (apart**2).mean(axis=0)).sum())
        usual = task.person.keypoints.slow.repeat(2) ** 2
        wander = motion[:, task.moving :]
        slow += float((wander**2 / usual).sum())
        open_share = (drawn[number][..., task.moving :] ** 2).mean(axis=0) / (usual * task.noise.slow**2)
        waves += float(np.maximum(1 - open_share, 0.0).sum())
    found = Noise(float(np.sqrt(white / max(sightings, USUAL))), float(np.sqrt(slow / waves)))
    return Noise(max(found.white, LEAST_WHITE), max(found.slow, LEAST_SLOW))
