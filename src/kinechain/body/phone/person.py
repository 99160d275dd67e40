"""The person in a film: our body with the detector's keypoints on it, in a size that is not yet known."""

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kinechain.body.own_body import Body
from kinechain.body.phone.footing import SOLES
from kinechain.body.phone.habits import Habits, habits
from kinechain.body.phone.keypoints import Keypoints
from kinechain.body.plain_kinematics import Posed, posed
from kinechain.body.scaling import PARAMETERS, guess
from kinechain.body.shape import ShapeModel
from kinechain.measurement import SIDES

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

STATURE_SD: Final = 0.015
"""How well a stated height, and the body's shares of it, tell the sum of its parts: a share."""
SHORT_BY: Final = 0.005
"""Who walks is a little less tall than standing: bodies fitted to the markers of nine people in three
laboratories are by this share, on average, less tall than what was stated.
"""
ALIKE: Final = 0.5
"""Correlation of the shifts of the left and the right keypoint of a kind: half is the detector's way, half
clothes, light and hair. A choice.
"""
ALIKE_PEOPLE: Final = 0.6
"""Proportions among adults differ by so much of `scaling.PARAMETERS`, whose spreads hold children too: what a
single camera sees of a length, it sees worse than what is usual (a choice).
"""
SIZE_SD: Final = 1e-3
"""The size of the whole is not asked of the pictures."""
NUDGE: Final = 1e-4


@dataclass(frozen=True, eq=False)
class Person:
    """`body` (before scaling), the detector's `keypoints` (K) on it, `height_m` as it was stated.

    A camera sees no size: a body twice as large, twice as far away, looks the same. While it is fitted the
    body has the reference man's stature, and all that is in metres is in those of that body; the person's own
    height is put in afterwards (`enlargement`).

    The shape (S,) is the P parameters of `scaling.PARAMETERS`, then each of the keypoints' shifts, m
    forward, left and up.
    """

    body: Body
    keypoints: Keypoints
    height_m: float

    @cached_property
    def habits(self) -> Habits:
        """How the body moves."""
        return habits(self.body.chain)

    @cached_property
    def model(self) -> ShapeModel:
        """The keypoints, without what they are beside their landmarks."""
        known = guess(self.body, {"height_m": self.body.stature_m})
        return ShapeModel(
            self.body,
            (),
            self.keypoints.carrier,
            self.keypoints.place,
            np.zeros(self.keypoints.place.shape, dtype=np.bool_),
            known.mean,
            np.diag(np.where(np.arange(len(known.sd)) == 0, SIZE_SD, ALIKE_PEOPLE * known.sd) ** 2),
        )

    @cached_property
    def soles(self) -> ShapeModel:
        """The six points under the feet that bear."""
        carrier, place = self.body.places([f"{side}_{sole}" for side in SIDES for sole in SOLES])
        return replace(
            self.model, carrier=carrier, base=place, measured=np.zeros(place.shape, dtype=np.bool_)
        )

    @property
    def parameters(self) -> int:
        """P."""
        return len(PARAMETERS)

    @property
    def size(self) -> int:
        """S."""
        return self.parameters + 3 * len(self.keypoints.shifted)

    def prior(self) -> tuple[Floats, Floats]:
        """What is believed of the shape beforehand: mean (S,) and information (S, S)."""
        mean = np.concatenate([self.model.mean, self.keypoints.usual.ravel()])
        information = np.zeros((len(mean), len(mean)))
        information[: self.parameters, : self.parameters] = self.model.information
        information[self.parameters :, self.parameters :] = self._shift_information()
        growth, _ = self._stature
        information[: self.parameters, : self.parameters] += np.outer(growth, growth) / SIZE_SD**2
        return mean, information

    def _shift_information(self) -> Floats:
        """(3 E, 3 E): what a detector has wrong about one side, it has largely wrong about the other too."""
        points = self.keypoints
        covariance = np.diag(points.spread.ravel() ** 2)
        mirrored = np.array([1.0, -1.0, 1.0])
        for e, other in points.opposite():
            alike = ALIKE * mirrored * points.spread[e] * points.spread[other]
            covariance[3 * e + np.arange(3), 3 * other + np.arange(3)] = alike
        return np.asarray(np.linalg.inv(covariance))

    def flat_foot(self, shape: Floats) -> Floats:
        """(2,) rad by which the line from heel to toe rises in a left and right foot that lie flat."""
        pose = posed(self.model.chain(shape), self.habits.rest[None])
        return self._rise(pose.points(self.keypoints.carrier, self.meant(shape))[0])

    @cached_property
    def flat_keypoints(self) -> Floats:
        """(2,) rad, the same of the line between the keypoints, which lie beside heel and toe as is usual."""
        usual, _ = self.prior()
        pose = posed(self.model.chain(usual), self.habits.rest[None])
        return self._rise(self.points(usual, pose)[0])

    def _rise(self, points: Floats) -> Floats:
        names = self.keypoints.names
        lines = [
            points[names.index(f"{side}_foot_index")] - points[names.index(f"{side}_heel")] for side in SIDES
        ]
        return np.array([np.arctan2(line[2], line[0]) for line in lines])

    def enlargement(self, shapes: Floats) -> Floats:
        """(n,) by how much a body of each of the `shapes` (n, S) is too small for the person's height."""
        growth, middle = self._stature
        grown = (shapes[:, : self.parameters] - self.model.mean) @ growth
        return np.asarray(np.exp(np.log(self.height_m) - SHORT_BY - middle - grown))

    @cached_property
    def _stature(self) -> tuple[Floats, float]:
        """How the logarithm of stature grows with the parameters (P,), and what it is at their mean."""
        mean = self.model.mean

        def stature(parameters: Floats) -> float:
            return float(np.log(self.model.scaled_body(parameters, None).stature_m))

        middle = stature(mean)
        growth = [(stature(mean + NUDGE * step) - middle) / NUDGE for step in np.eye(self.parameters)]
        return np.array(growth), middle

    def shifts(self, shape: Floats, pose: Posed) -> Floats:
        """(T, E, 3) m, the shifts as the bodies turn them."""
        return pose.arrows(self.keypoints.shifted_with, shape[self.parameters :].reshape(-1, 3))

    @cached_property
    def _shifted(self) -> Floats:
        """(K, E): 1 where a shift moves a keypoint."""
        shifted = np.zeros((len(self.model.carrier), len(self.keypoints.shifted)))
        shifted[self.keypoints.shifted, np.arange(len(self.keypoints.shifted))] = 1.0
        return shifted

    @cached_property
    def _joined(self) -> NDArray[np.bool_]:
        """(E,) whether a shift turns with another body than the one that bears its keypoint."""
        points = self.keypoints
        return np.asarray(points.shifted_with != points.carrier[points.shifted])

    def meant(self, shape: Floats) -> Floats:
        """(K, 3) m where on their bodies the points are that the keypoints stand for."""
        return np.asarray(self.keypoints.place * self.model.scale(shape)[self.keypoints.carrier])

    def points(self, shape: Floats, pose: Posed) -> Floats:
        """(T, K, 3) m where the keypoints are in a `pose` of T frames."""
        bare = pose.points(self.model.carrier, self.meant(shape))
        return np.asarray(bare + self._shifted @ self.shifts(shape, pose))

    def standing(self, shape: Floats, pose: Posed) -> Floats:
        """(T, 6, 3) m where the points under the soles are."""
        return pose.points(self.soles.carrier, self.soles.base * self.soles.scale(shape)[self.soles.carrier])

    def slope(self, shape: Floats, pose: Posed, points: Floats, columns: Integers) -> Floats:
        """(T, K, 3, C): how the keypoints' `points` move with the coordinates `columns`."""
        joined, beside = self._joined, self.keypoints.shifted[self._joined]
        apart = self.shifts(shape, pose)[:, joined]
        borne = points.copy()
        borne[:, beside] -= apart
        slope = pose.jacobian(self.model.carrier, borne, columns)
        slope[:, beside] += pose.swing(self.keypoints.shifted_with[joined], apart, columns)
        return slope

    def growth(self, shape: Floats, pose: Posed) -> Floats:
        """(T, K, 3, P): how the keypoints move with the parameters of size in a `pose`.

        With its own shifts a keypoint moves as their bodies turn.
        """
        return self.model.response(shape, pose.rotation)

    def pulled(
        self, shape: Floats, pose: Posed, points: Floats, force: Floats, columns: Integers
    ) -> tuple[Floats, Floats]:
        """What `force` (T, K, 3) at the keypoints' `points` does to the coordinates `columns`, (T, C), and to
        the shape, (S,), all frames together.
        """
        joined, beside, with_ = self._joined, self.keypoints.shifted, self.keypoints.shifted_with
        apart = self.shifts(shape, pose)[:, joined]
        borne = points.copy()
        borne[:, beside[joined]] -= apart
        felt = pose.pulled(self.model.carrier, borne, force, columns)
        felt += pose.swung(with_[joined], apart, force[:, beside[joined]], columns)
        by_shift = (pose.rotation[:, with_] * force[:, beside, :, None]).sum(axis=(0, 2))
        return felt, np.concatenate([self.grown(self.model, shape, pose, force), by_shift.ravel()])

    def grown(self, model: ShapeModel, shape: Floats, pose: Posed, force: Floats) -> Floats:
        """(P,) what `force` (T, K, 3) at the points of `model` does to the parameters of size.

        A body that grows moves its own points, and all that hangs on its joints.
        """
        tree, carrier = pose.chain.tree, model.carrier
        felt = np.zeros((len(tree.parent), 3))
        own = (pose.rotation[:, carrier] * force[..., None]).sum(axis=(0, 2))
        np.add.at(felt, carrier, own * model.base * model.scale(shape)[carrier])
        hanging = self._below[:, carrier] & (tree.parent > 0)[:, None]
        pull = hanging.astype(np.float64) @ force
        joints = (pose.rotation[:, np.maximum(tree.parent, 0)] * pull[..., None]).sum(axis=(0, 2))
        np.add.at(felt, tree.parent, joints * tree.joint_position)
        return np.asarray(np.einsum("bi,bip->p", felt, model.stretches))

    @cached_property
    def _below(self) -> NDArray[np.bool_]:
        """(B, B) whether a body (column) is another one (row), or hangs below it."""
        parent = self.body.chain.tree.parent
        below = np.eye(len(parent), dtype=np.bool_)
        for body in range(1, len(parent)):
            below[:, body] |= below[:, parent[body]]
        return below
