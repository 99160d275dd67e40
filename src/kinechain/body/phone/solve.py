"""The likeliest motions and unknowns of all passes together, and what is left open about them.

Gauss-Newton: the passes' motions are eliminated by their banded factors, one after the other (a Schur
complement; Golub and Van Loan 2013, Matrix Computations, chapter 4), and a small dense system of what they
share remains.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kinechain.body.phone.information import Factor, factorise
from kinechain.body.phone.place import Place
from kinechain.body.phone.problem import Noise, Task, Trial
from kinechain.body.phone.quadratic import Assembly, Model
from kinechain.body.phone.unknowns import Belief

Floats = NDArray[np.float64]

ROUNDS: Final = 20
STILL: Final = 1.0
"""A step that would lower the cost, half a squared number of sd, by less than this is the last: no
number then moves by more than 1.4 of its sd. Costs add up over passes, so that where the rounds run out the
fit has settled if what it could gain is less than this for each pass. A choice.
"""
BELIEVED: Final = 1
SLACK: Final = (4.0, 2.0)
"""In the first rounds every sighting is believed, in those after them with so many times its sd: the start
may be further off than the noise. Both are choices.
"""
HALVINGS: Final = 5
"""A step that does not help even at a sixteenth of its length is not taken: a choice."""
USUAL: Final = 50.0
"""So many sightings the detector's usual noise is worth, a choice: a keypoint's in less than a second."""
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
class Metric:
    """The information of all, factored: of the motions given the unknowns, and of these, `reduced` (G, G)."""

    factors: tuple[Factor, ...]
    answers: tuple[Floats, ...]
    owns: tuple[NDArray[np.int64], ...]
    reduced: Floats

    @classmethod
    def at(cls, place: Place, models: Sequence[Model]) -> "Metric":
        """At `place`; its factors lie in the memory of the `models`."""
        reduced = place.prior.information.copy()
        owns = tuple(task.layout.of_pass(number) for number, task in enumerate(place.tasks))
        factors = []
        for trial, model, own in zip(place.trials, models, owns, strict=True):
            Assembly(trial).fill(model)
            factor = factorise(model.blocks)
            flat = factor.forward(model.tie).reshape(-1, len(own))
            reduced[np.ix_(own, own)] += model.curvature - flat.T @ flat
            factors.append(factor)
        return cls(tuple(factors), tuple(model.tie for model in models), owns, (reduced + reduced.T) / 2)

    def step(self, place: Place) -> Floats:
        """Gauss and Newton's step from `place`, in one vector."""
        *motions, pull = place.parts(-place.slope)
        felts = [
            factor.forward(motion[..., None]) for factor, motion in zip(self.factors, motions, strict=True)
        ]
        for felt, answer, own in zip(felts, self.answers, self.owns, strict=True):
            pull[own] -= answer.reshape(-1, len(own)).T @ felt.ravel()
        shared = np.linalg.solve(self.reduced, pull)
        moves = [
            factor.backward(felt - (answer @ shared[own])[..., None]).ravel()
            for factor, felt, answer, own in zip(self.factors, felts, self.answers, self.owns, strict=True)
        ]
        return np.concatenate([*moves, shared])


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
    place = Place(tuple(tasks), prior, tuple(motions), unknowns)
    models = [Model.empty(task) for task in tasks]
    converged = False
    for turn in range(rounds):
        if turn >= first:
            slack = SLACK[turn - first] if turn - first < len(SLACK) and first else 1.0
            place = place.believed(slack)
        metric = Metric.at(place, models)
        step = metric.step(place)
        gain = -0.5 * float(place.slope @ step)
        there = _taken(place, step)
        stuck, place = there is place, there
        believed = turn >= first + len(SLACK) * bool(first)
        converged = believed and settled(gain, still, len(tasks))
        if believed and (gain < still or stuck):
            break
    root = np.linalg.cholesky(np.linalg.inv(metric.reduced))
    return Solution(
        place.tasks, place.motions, place.unknowns, metric.factors, metric.answers, root, converged
    )


def settled(gain: float, still: float, passes: int) -> bool:
    """Whether a step that would gain so much is small enough to be the last: `still` for each pass."""
    return gain < still * passes


def _taken(place: Place, step: Floats) -> Place:
    """Where the step leads, or as much of it as helps; `place` itself where none of it does.

    Steps of body and camera are long where one takes back what the other does to the picture, and such
    valleys are curved: so after the step the cameras are aimed anew at the picture that the step was to have.
    """
    share, rates = 1.0, place.seen(step)
    for _ in range(HALVINGS):
        there = place.after(share * step)
        again = there.aimed(
            [own.pixels + share * rate for own, rate in zip(place.trials, rates, strict=True)]
        )
        best = again if again.cost < there.cost else there
        if best.cost <= place.cost:
            return best
        share /= 2
    return place


def noise_of(solution: Solution, count: int = 24, seed: int = 1) -> Noise:
    """How much noise there was: what is left over, per sighting that the fit did not spend on the motion.

    The detector's usual noise counts as `USUAL` further sightings of either kind.
    """
    drawn, shared = solution.deviations(count, seed)
    white, sightings, slow, waves = USUAL, USUAL, USUAL, USUAL
    for number, task in enumerate(solution.tasks):
        own = task.layout.of_pass(number)
        motion = solution.motions[number]
        assembly = Assembly(Trial(task, motion, solution.unknowns[own]))
        error, moved = assembly.trial.errors, np.stack([task.at_frames @ one for one in drawn[number]])
        apart = _apart(assembly, moved, shared[:, own])
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


def _apart(assembly: Assembly, moved: Floats, unknowns: Floats) -> Floats:
    """(n, T, K, 2) px by which draws are seen apart from the fit, to first order: of `moved` (n, T, M) in the
    frames, and of the pass's `unknowns` (n, G).
    """
    task, seen, person = assembly.task, assembly.sightings(), assembly.task.person
    frames, keypoints, _, moving = seen.by_coordinate.shape
    apart = seen.by_coordinate.reshape(frames, -1, moving) @ np.moveaxis(moved[..., :moving], 0, 2)
    apart += seen.by_common.reshape(frames, 2 * keypoints, -1) @ unknowns[:, assembly.common].T
    shifts = unknowns[:, person.parameters : task.layout.shape].reshape(len(unknowns), -1, 3)
    own = seen.by_shift @ shifts.transpose(1, 2, 0)
    apart = apart.reshape(frames, keypoints, 2, -1)
    for e, keypoint in enumerate(person.keypoints.shifted):
        apart[:, keypoint] += own[:, e]
    slow = moved[..., moving:].reshape(len(moved), frames, keypoints, 2)
    return np.asarray(np.moveaxis(apart, 3, 0) + task.scale * slow)
