"""`FittedBody`: a body whose size, marker places and motion were fitted to what was seen of a person.

What was fitted is what the input determines; the rest is said to be unknown. `sd` and `draws` hold everything
that makes a coordinate uncertain: noise of the markers, which is correlated over time (skin moves on bone),
and the person's size and the markers' places, which are constant over a walk.
"""

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from kinechain.body.chain import Chain
from kinechain.body.outliers import Outlier
from kinechain.body.own_body import Body
from kinechain.body.posterior import Posterior
from kinechain.body.shape import ShapeModel
from kinechain.errors import InputError

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class FittedBody:
    """T frames, Q coordinates, K markers. Angles in rad, lengths in m, time in s, in the walk frame.

    `known` (Q,) is False where the input does not inform a coordinate; its values are then the prior's and
    must not be reported. `residuals` (T, K) is the distance of each marker to its place on the body, NaN
    where it was not seen. `outliers` are the spans of markers that the fit did not believe. `model` and
    `shape` (S,) are what the body's size and the markers' places came from, None if they are certain.
    """

    body: Body
    time: Floats
    q: Floats
    sd: Floats
    known: NDArray[np.bool_]
    marker_names: tuple[str, ...]
    marker_body: NDArray[np.int64]
    marker_place: Floats
    residuals: Floats
    outliers: tuple[Outlier, ...]
    warnings: tuple[str, ...]
    posterior: Posterior
    model: ShapeModel | None = None
    shape: Floats | None = None

    @property
    def chain(self) -> Chain:
        """The scaled body's chain."""
        return self.body.chain

    def draws(self, n: int, seed: int = 0) -> tuple["FittedBody", ...]:
        """`n` others that what was seen allows: motions, each with the size and marker places it goes with.

        A motion on another body's size would put its points where no marker was seen.
        """
        apart = self.posterior.deviations(n, seed)
        shapes = [None] * n if apart.shape is None else list(apart.shape)
        return tuple(self._drawn(q, shape) for q, shape in zip(apart.q, shapes, strict=True))

    def _drawn(self, motion: Floats, shape: Floats | None) -> "FittedBody":
        """The same with `motion` (T, Q) and `shape` (S,) added."""
        if shape is None or self.model is None or self.shape is None:
            return replace(self, q=self.q + motion)
        other = self.shape + shape
        return replace(
            self,
            q=self.q + motion,
            shape=other,
            body=self.model.scaled_body(other, self.body.mass_kg),
            marker_place=self.model.places(other),
        )

    def coordinate(self, name: str) -> Floats:
        """One coordinate over time, (T,), rad or m. Raises `InputError` where the input left it unknown."""
        index = self.chain.coordinate(name)
        if not self.known[index]:
            raise InputError(f"{name} cannot be told from these markers")
        return self.q[:, index]

    def coordinate_sd(self, name: str) -> Floats:
        """Standard deviation of one coordinate over time, (T,), rad or m."""
        return self.sd[:, self.chain.coordinate(name)]

    def is_known(self, name: str) -> bool:
        """Whether what was seen informs the coordinate `name`."""
        return bool(self.known[self.chain.coordinate(name)])

    @cached_property
    def _frames(self) -> tuple[Floats, Floats]:
        from kinechain.body.kinematics import body_frames

        return body_frames(self.chain, self.q)

    def frames(self) -> tuple[Floats, Floats]:
        """Rotation (T, B, 3, 3), body to walk frame, and position (T, B, 3), m, of every body."""
        return self._frames

    def point(self, name: str) -> Floats:
        """Track (T, 3), m, of a fitted marker, else of a landmark or point, else of a part's origin."""
        from kinechain.body.kinematics import point_positions

        body, place = self._place(name)
        return point_positions(self.chain, self.q, np.array([body]), place[None])[:, 0]

    def _place(self, name: str) -> tuple[int, Floats]:
        if name in self.marker_names:
            k = self.marker_names.index(name)
            return int(self.marker_body[k]), self.marker_place[k]
        if name in self.body.landmarks or name in self.body.points:
            bodies, places = self.body.places([name])
            return int(bodies[0]), places[0]
        return self.chain.body(name), np.zeros(3)
