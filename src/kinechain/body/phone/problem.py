"""What a film says of a motion and of the unknowns: a cost, and which way it falls.

A pass's motion is F coordinates and the slow errors of K keypoints in two directions, all splines: M = F + 2
K unknowns for each of N coefficients. They are tied to their neighbours by smoothness, to the unknowns that
do not change (`unknowns`) by everything.
"""

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from kinechain.body.phone.footing import Footing, footing
from kinechain.body.phone.passing import Passing
from kinechain.body.phone.person import Person
from kinechain.body.phone.pinhole import UNKNOWNS, Pinhole
from kinechain.body.phone.spline import REACH, Grid, banded, remembering
from kinechain.body.phone.unknowns import Layout
from kinechain.body.plain_kinematics import Posed, posed

if TYPE_CHECKING:
    from scipy.sparse import csr_array

Floats = NDArray[np.float64]
RANGE_SD: Final = np.radians(2.0)
"""Joints go beyond the ranges of body.xml, which are of healthy adults, by this."""


KEPT: Final = ("footing", "smoothness", "steadiness", "at_frames", "at_knots", "pairs")
"""What of a task does not depend on how far sightings are believed."""


OF_BODY: Final = (
    "values",
    "at_knots",
    "pose",
    "in_frames",
    "on_knots",
    "points",
    "soles",
    "_roughness",
    "_beyond",
)
"""What of a trial the camera has nothing to do with."""


@dataclass(frozen=True, slots=True)
class Noise:
    """How much more than the detector's usual noise there is: `white` of single frames, `slow` of what
    wanders; factors.
    """

    white: float = 1.0
    slow: float = 1.0


@dataclass(frozen=True, eq=False)
class Slope:
    """A cost's gradient: of the motion (N, M) and of the pass's unknowns (G,)."""

    motion: Floats
    unknowns: Floats


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
    def smoothness(self) -> Floats:
        """(N, 1 + REACH, M) the information of each of the unknowns of the motion beforehand."""
        points, noise = self.person.keypoints, self.noise
        wander = [remembering(self.grid, sd * noise.slow, points.slow_s) for sd in points.slow.tolist()]
        bands = [*self.person.habits.smoothness(self.grid), *(own for own in wander for _ in range(2))]
        return np.stack([each.diagonals for each in bands], axis=-1)

    @cached_property
    def steadiness(self) -> Floats:
        """(N, F - 1) what the movement's information makes of a middle of one."""
        own = self.smoothness[..., 1 : self.moving]
        return banded(own, np.ones((len(own), own.shape[2])))

    @cached_property
    def at_frames(self) -> "csr_array":
        """(T, N) what each coefficient weighs in each frame."""
        return self.grid.design(self.passing.time)

    @cached_property
    def at_knots(self) -> "csr_array":
        """(I + 1, N) what each coefficient weighs at each knot."""
        return self.grid.design(self.grid.knots)

    @cached_property
    def pairs(self) -> "tuple[csr_array, ...]":
        """(N - k, T), k = 0 .. REACH: what a coefficient and the k-th after it weigh together, by frame."""
        weights, size = self.at_frames.tocsc(), self.grid.size
        return tuple((weights[:, : size - k] * weights[:, k:]).T.tocsr() for k in range(REACH + 1))

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

    @property
    def levels(self) -> slice:
        """Where the middles of movements stand among the pass's unknowns."""
        return slice(self.layout.shape, self.layout.shape + self.layout.levels)

    @property
    def held(self) -> slice:
        """Where what is held stands among them."""
        return slice(self.layout.shape + self.layout.levels, self.layout.person)

    def coordinates(self, moving: Floats, unknowns: Floats) -> Floats:
        """(..., Q) where those that move are `moving` (..., F)."""
        habits = self.person.habits
        q = np.empty((*moving.shape[:-1], len(habits.rest)))
        q[:] = habits.rest
        q[..., habits.moving] = moving
        q[..., habits.held] = unknowns[self.held]
        return q

    def posed(self, moving: Floats, unknowns: Floats) -> Posed:
        """The body where the coordinates that move are `moving` (T, F)."""
        chain = self.person.model.chain(unknowns[: self.layout.shape])
        return posed(chain, self.coordinates(moving, unknowns))

    def camera(self, unknowns: Floats) -> Pinhole:
        """The camera of the pass's `unknowns` (G,)."""
        return Pinhole.of(self.passing.lens.centre, unknowns[-len(UNKNOWNS) :])

    def weighted(self, weight: Floats) -> "Task":
        """The same with other weights (T, K); what does not depend on them is kept."""
        again = replace(self, weight=weight)
        again.__dict__.update({name: self.__dict__[name] for name in KEPT if name in self.__dict__})
        return again

    def beyond(self, moving: Floats) -> Floats:
        """(..., F) by how much, in `RANGE_SD`, joints at `moving` (..., F) are beyond their ranges."""
        chain, own = self.person.body.chain, self.person.habits.moving
        over = np.maximum(moving - chain.highest[own], 0.0) + np.minimum(moving - chain.lowest[own], 0.0)
        return np.asarray(over / RANGE_SD)

    def roughness(self, motion: Floats, unknowns: Floats) -> tuple[float, Floats]:
        """The cost of how the motion goes about its middle, and its gradient (N, M)."""
        about = motion.copy()
        about[:, 1 : self.moving] -= unknowns[self.levels]
        gradient = banded(self.smoothness, about)
        return 0.5 * float((gradient * about).sum()), gradient


@dataclass(frozen=True, eq=False)
class Trial:
    """What one motion (N, M) and the unknowns (G,) cost, and which way that falls.

    The gradient is found backwards, without any derivative of the pictures: each error pulls at its point,
    the points at coordinates and sizes. So it costs no more than the cost itself does twice over.
    """

    task: Task
    motion: Floats
    unknowns: Floats

    @property
    def _shape(self) -> Floats:
        return self.unknowns[: self.task.layout.shape]

    @cached_property
    def values(self) -> Floats:
        """(T, M) in the frames."""
        return np.asarray(self.task.at_frames @ self.motion)

    @cached_property
    def at_knots(self) -> Floats:
        """(I + 1, F) at the knots."""
        return np.asarray(self.task.at_knots @ self.motion[:, : self.task.moving])

    @cached_property
    def pose(self) -> Posed:
        """In the frames, then at the knots."""
        return self.task.posed(
            np.concatenate([self.values[:, : self.task.moving], self.at_knots]), self.unknowns
        )

    @cached_property
    def in_frames(self) -> Posed:
        """In the frames."""
        return self.pose.part(slice(len(self.values)))

    @cached_property
    def on_knots(self) -> Posed:
        """At the knots."""
        return self.pose.part(slice(len(self.values), None))

    @cached_property
    def points(self) -> Floats:
        """(T, K, 3) m, the keypoints."""
        return self.task.person.points(self._shape, self.in_frames)

    @cached_property
    def soles(self) -> Floats:
        """(I + 1, 6, 3) m."""
        return self.task.person.standing(self._shape, self.on_knots)

    @cached_property
    def pixels(self) -> Floats:
        """(T, K, 2) px where the keypoints would be seen, but for the slow errors."""
        return self.task.camera(self.unknowns).pixels(self.points)

    @cached_property
    def apart(self) -> Floats:
        """(T, K, 2) px by which the keypoints would be seen elsewhere, NaN where they were not seen."""
        slow = self.values[:, self.task.moving :].reshape(self.pixels.shape)
        return np.asarray(self.pixels + self.task.scale * slow - self.task.passing.pixels)

    def with_camera(self, unknowns: Floats) -> "Trial":
        """The same with other `unknowns` (G,), which differ in the camera alone."""
        again = replace(self, unknowns=unknowns)
        again.__dict__.update({name: self.__dict__[name] for name in OF_BODY if name in self.__dict__})
        return again

    def believed(self, weight: Floats) -> "Trial":
        """The same with each sighting believed by `weight` (T, K)."""
        again = replace(self, task=self.task.weighted(weight))
        again.__dict__.update(
            {name: self.__dict__[name] for name in (*OF_BODY, "pixels", "apart") if name in self.__dict__}
        )
        return again

    @cached_property
    def errors(self) -> Floats:
        """(T, K, 2) px, the same, 0 where they are not believed."""
        return np.where(self.task.weight[..., None] > 0, self.apart, 0.0)

    @cached_property
    def _roughness(self) -> tuple[float, Floats]:
        return self.task.roughness(self.motion, self.unknowns)

    @cached_property
    def _beyond(self) -> Floats:
        return self.task.beyond(self.at_knots[:-1])

    @cached_property
    def cost(self) -> float:
        """Half the sum of squared errors, each in its sd."""
        task = self.task
        seen = float((task.precision[..., None] * self.errors**2).sum())
        stood = float((task.footing.weight * task.footing.errors(self.soles) ** 2).sum())
        return self._roughness[0] + 0.5 * (seen + stood + float((self._beyond**2).sum()))

    def slope(self) -> Slope:
        """The cost's gradient."""
        task, layout = self.task, self.task.layout
        motion, unknowns = self._roughness[1].copy(), np.zeros(len(self.unknowns))
        unknowns[task.levels] = -motion[:, 1 : task.moving].sum(axis=0)
        in_frames, slow, by_size, by_camera = self._seen()
        at_knots, by_floor = self._stood()
        unknowns[: layout.shape] += by_size
        unknowns[: task.person.parameters] += by_floor
        unknowns[-len(UNKNOWNS) :] += by_camera
        for design, felt in ((task.at_frames, in_frames), (task.at_knots, at_knots)):
            unknowns[task.held] += felt[:, task.moving :].sum(axis=0)
            motion[:, : task.moving] += design.T @ felt[:, : task.moving]
        motion[:, task.moving :] += task.at_frames.T @ slow
        return Slope(motion, unknowns)

    @property
    def _columns(self) -> NDArray[np.int64]:
        return np.concatenate([self.task.person.habits.moving, self.task.person.habits.held])

    def _seen(self) -> tuple[Floats, Floats, Floats, Floats]:
        """What the sightings pull: coordinates, moving and held (T, F + C), slow errors (T, 2 K), the shape
        (S,) and the camera (6,).
        """
        task = self.task
        force = task.precision[..., None] * self.errors
        at_points, by_camera = task.camera(self.unknowns).pulled(self.points, force)
        felt, by_size = task.person.pulled(self._shape, self.in_frames, self.points, at_points, self._columns)
        return felt, task.scale * force.reshape(len(force), -1), by_size, by_camera

    def _stood(self) -> tuple[Floats, Floats]:
        """What floor and ranges pull: coordinates, moving and held (I + 1, F + C), and sizes (P,)."""
        task, person = self.task, self.task.person
        force = task.footing.forces(task.footing.weight * task.footing.errors(self.soles))
        felt = self.on_knots.pulled(person.soles.carrier, self.soles, force, self._columns)
        felt[:-1, : task.moving] += self._beyond / RANGE_SD
        return felt, person.grown(person.soles, self._shape, self.on_knots, force)
