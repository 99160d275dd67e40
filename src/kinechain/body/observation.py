"""What was seen of a body, told in one form to the fit, whatever saw it.

An observation looks at the K points of a body over T frames, wherever the fit has put them, and answers how
the cost of what was seen changes with them: a `Linearised`. The fit knows nothing else of it. Markers and 3D
keypoints (`PointsSeen`) and the pictures of calibrated cameras (`PicturesSeen`) are here. One phone, whose
camera is an unknown like the body's size, has a fit of its own: `body.phone`.

Each class says with `weighted` how far it believes each sighting: Student's t-distribution, by iteratively
reweighted least squares (Lange, Little and Taylor 1989), and not at all where the error is longer than
`REJECTED` standard deviations.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple, Protocol, Self

import numpy as np
from numpy.typing import NDArray

from kinechain.body.calibrated_camera import CalibratedCamera, triangulated
from kinechain.body.coloured_noise import Link, link

Floats = NDArray[np.float64]

FREEDOM = 6.0
"""Degrees of freedom of Student's t: tails as of a good tracker; 4 to 8 is usual (Lange et al. 1989)."""
REJECTED = 5.0
"""An error whose length is more of one axis's standard deviations is a swapped or lost marker, not noise."""

APART_S = 1000.0
"""Two trials lie so far apart in time, or further, that no error of one is left in the other."""


class Linearised(NamedTuple):
    """A cost (T,) of frames, at some points (T, K, 3), and its quadratic model.

    `gradient` (T, K, 3); `information` (T, K, 3, 3) of a point with itself; `coupling` (T, K, 3, 3) of a
    point (rows) with where it was a frame before (columns). All are zero where a point was not seen.
    """

    cost: Floats
    gradient: Floats
    information: Floats
    coupling: Floats


class Observation(Protocol):
    """What the fit asks of anything that has seen the body's points."""

    def linearised(self, points: Floats) -> Linearised:
        """The cost of `points` (T, K, 3), in the walk frame, m, and its quadratic model."""

    def weighted(self, points: Floats, slack: Floats | float = 0.0) -> Self:
        """The same, believing each sighting as far as its distance from `points` allows.

        `slack` (K,) m is a further sd, of points whose place on the body is not settled yet.
        """

    def seen(self) -> NDArray[np.bool_]:
        """(T, K) whether a point was seen in a frame, and is believed."""

    def at(self, frames: NDArray[np.int64], share: float) -> Self:
        """Some frames only, as independent sightings that count for `share` of one each."""

    def joined(self, other: Self) -> Self:
        """These frames, then those of another trial of the same points."""

    def rough_points(self) -> Floats:
        """(T, K, 3) m where the points seem to be, NaN where unseen: where a fit may start."""


def belief(error: Floats, dimensions: int) -> Floats:
    """Weights of errors in standard deviations, as the root of their mean square over `dimensions` axes.

    0 for NaN. Student's t would raise errors below 1 to more than their due; here no weight exceeds 1.
    """
    squared = dimensions * np.nan_to_num(error) ** 2
    weight = (FREEDOM + dimensions) / (FREEDOM + squared)
    return np.where(np.isfinite(error) & (squared <= REJECTED**2), np.minimum(weight, 1.0), 0.0)


@dataclass(frozen=True, eq=False)
class PointsSeen:
    """Markers or 3D keypoints: `position` (T, K, 3) m in the walk frame, NaN where unseen, at `time` (T,) s.

    `sd` (K,) m of each of a point's three errors and `correlation_s` (K,) over which they last.
    """

    time: Floats
    position: Floats
    sd: Floats
    correlation_s: Floats
    weight: Floats | None = None
    share: Floats | None = None

    def linearised(self, points: Floats) -> Linearised:
        """See `Observation`."""
        tie = self._link
        error = np.nan_to_num(points - self.position)
        precision = _precision(self.sd, self.share)
        own, before = tie.own * precision, tie.before * precision
        gradient = own[..., None] * error
        gradient[1:] += before[1:, :, None] * error[:-1]
        gradient[:-1] += before[1:, :, None] * error[1:]
        eye = np.eye(3)
        return Linearised(
            0.5 * (gradient * error).sum(axis=(1, 2)),
            gradient,
            own[..., None, None] * eye,
            before[..., None, None] * eye,
        )

    def weighted(self, points: Floats, slack: Floats | float = 0.0) -> "PointsSeen":
        """See `Observation`."""
        error = np.linalg.norm(points - self.position, axis=-1) / np.hypot(self.sd, slack)
        return replace(self, weight=belief(error / np.sqrt(3), 3))

    def seen(self) -> NDArray[np.bool_]:
        """See `Observation`."""
        return self._weight > 0

    def at(self, frames: NDArray[np.int64], share: float) -> "PointsSeen":
        """See `Observation`."""
        weight = None if self.weight is None else self.weight[frames]
        white = np.zeros_like(self.correlation_s)
        return replace(
            self,
            time=self.time[frames],
            position=self.position[frames],
            weight=weight,
            correlation_s=white,
            share=np.full(len(frames), share),
        )

    def joined(self, other: "PointsSeen") -> "PointsSeen":
        """See `Observation`."""
        return replace(
            self,
            time=np.concatenate([self.time, other.time + (self.time[-1] - other.time[0] + APART_S)]),
            position=np.concatenate([self.position, other.position]),
            weight=np.concatenate([self._weight, other._weight]),
            share=np.concatenate([_shares(self), _shares(other)]),
        )

    def rough_points(self) -> Floats:
        """See `Observation`."""
        return np.where(self.seen()[..., None], self.position, np.nan)

    @property
    def _weight(self) -> Floats:
        if self.weight is not None:
            return self.weight
        return np.asarray(np.isfinite(self.position).all(axis=-1), dtype=np.float64)

    @property
    def _link(self) -> Link:
        return link(self.time, self._weight, self.correlation_s)


@dataclass(frozen=True, eq=False)
class PicturesSeen:
    """The pictures of C calibrated cameras: `position` (C, T, K, 2) px, NaN where unseen, at `time` (T,) s.

    `sd` (K,) px of each of a keypoint's two errors and `correlation_s` (K,) over which they last. All cameras
    must tell the same time.
    """

    time: Floats
    cameras: Sequence[CalibratedCamera]
    position: Floats
    sd: Floats
    correlation_s: Floats
    weight: Floats | None = None
    share: Floats | None = None

    def linearised(self, points: Floats) -> Linearised:
        """See `Observation`."""
        total = Linearised(
            np.zeros(len(points)),
            np.zeros_like(points),
            np.zeros((*points.shape, 3)),
            np.zeros((*points.shape, 3)),
        )
        for camera, position, weight in zip(self.cameras, self.position, self._weight, strict=True):
            self._add_picture(camera, position, weight, points, total)
        return total

    def _add_picture(
        self, camera: CalibratedCamera, position: Floats, weight: Floats, points: Floats, total: Linearised
    ) -> None:
        pixels, slope = camera.picture(points)
        error = np.where(weight[..., None] > 0, pixels - position, 0.0)
        tie, precision = link(self.time, weight, self.correlation_s), _precision(self.sd, self.share)
        own, before = tie.own * precision, tie.before * precision
        felt = own[..., None] * error
        felt[1:] += before[1:, :, None] * error[:-1]
        felt[:-1] += before[1:, :, None] * error[1:]
        total.gradient[:] += np.einsum("tkci,tkc->tki", slope, felt)
        total.information[:] += np.einsum("tk,tkci,tkcj->tkij", own, slope, slope)
        total.coupling[1:] += np.einsum("tk,tkci,tkcj->tkij", before[1:], slope[1:], slope[:-1])
        total.cost[:] += 0.5 * (felt * error).sum(axis=(1, 2))

    def weighted(self, points: Floats, slack: Floats | float = 0.0) -> "PicturesSeen":
        """See `Observation`."""
        error = []
        for camera, position in zip(self.cameras, self.position, strict=True):
            pixels, slope = camera.picture(points)
            loose = slack * np.sqrt((slope**2).sum(axis=(-1, -2)) / 2)
            error.append(np.linalg.norm(pixels - position, axis=-1) / np.hypot(self.sd, loose))
        return replace(self, weight=belief(np.array(error) / np.sqrt(2), 2))

    def seen(self) -> NDArray[np.bool_]:
        """See `Observation`: seen by two cameras, as one alone gives no place in space."""
        return np.asarray((self._weight > 0).sum(axis=0) >= 2)

    def at(self, frames: NDArray[np.int64], share: float) -> "PicturesSeen":
        """See `Observation`."""
        weight = None if self.weight is None else self.weight[:, frames]
        white = np.zeros_like(self.correlation_s)
        return replace(
            self,
            time=self.time[frames],
            position=self.position[:, frames],
            weight=weight,
            correlation_s=white,
            share=np.full(len(frames), share),
        )

    def joined(self, other: "PicturesSeen") -> "PicturesSeen":
        """See `Observation`."""
        return replace(
            self,
            time=np.concatenate([self.time, other.time + (self.time[-1] - other.time[0] + APART_S)]),
            position=np.concatenate([self.position, other.position], axis=1),
            weight=np.concatenate([self._weight, other._weight], axis=1),
            share=np.concatenate([_shares(self), _shares(other)]),
        )

    def rough_points(self) -> Floats:
        """See `Observation`."""
        return np.where(self.seen()[..., None], triangulated(self.cameras, self.position), np.nan)

    @property
    def _weight(self) -> Floats:
        if self.weight is not None:
            return self.weight
        return np.asarray(np.isfinite(self.position).all(axis=-1), dtype=np.float64)


def _shares(seen: PointsSeen | PicturesSeen) -> Floats:
    """(T,) for how much of a sighting each frame counts."""
    return np.ones(len(seen.time)) if seen.share is None else seen.share


def _precision(sd: Floats, share: Floats | None) -> Floats:
    """(K,) or (T, K)."""
    return np.asarray(1 / sd**2 if share is None else share[:, None] / sd**2)
