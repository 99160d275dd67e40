"""What is constant of a person over a trial: the size of each part, and where each marker sits on it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from kinechain.body.chain import Chain, scaled_chain
from kinechain.body.own_body import Body
from kinechain.body.scaling import MARKER_M, PARAMETERS, guess, scaled, stretches
from kinechain.measurement import SIDES

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

WIDTH_SD_M = 0.004
"""How far a joint's centre lies from where half a measured width puts it (skin pressed by the caliper)."""
SHOE_SD_M = 0.01
"""Shoes and habits of labs put all of a foot's markers so much higher or lower."""
JOINTS_WITH_WIDTH = ("knee", "ankle")


@dataclass(frozen=True, eq=False)
class ShapeModel:
    """K markers on `body` (as it is before scaling), and what is known of a person's shape beforehand.

    The shape's S = P + 3 K parameters are the P of `scaling.PARAMETERS`, then each marker's offset, m, along
    the axes of the segment it sits on. A marker's place is that of its landmark, `base` (K, 3), stretched
    with the segment (not where `measured` (K, 3): those are in the person's own size), plus the offset.
    `mean` (S,) and `covariance` (S, S) say what is usual.
    """

    body: Body
    names: tuple[str, ...]
    carrier: Integers
    base: Floats
    measured: NDArray[np.bool_]
    mean: Floats
    covariance: Floats

    @cached_property
    def information(self) -> Floats:
        """(S, S) the inverse of the covariance."""
        return np.asarray(np.linalg.inv(self.covariance))

    @cached_property
    def sd(self) -> Floats:
        """(S,) the standard deviations."""
        return np.sqrt(np.diag(self.covariance))

    @cached_property
    def stretches(self) -> Floats:
        """(B, 3, P) what each parameter adds to the logarithm of each scale."""
        return stretches(self.body)

    def scale(self, shape: Floats) -> Floats:
        """(B, 3) of `shape` (S,)."""
        return np.asarray(np.exp(self.stretches @ shape[: len(PARAMETERS)]))

    def offset(self, shape: Floats) -> Floats:
        """(K, 3) m of `shape` (S,)."""
        return shape[len(PARAMETERS) :].reshape(-1, 3)

    def chain(self, shape: Floats) -> Chain:
        """The chain in the size of `shape` (S,)."""
        return scaled_chain(self.body.chain, self.scale(shape))

    def places(self, shape: Floats) -> Floats:
        """(K, 3) m where the markers sit on their segments."""
        return self._stretched(shape) + np.where(self.measured, self.base, 0.0) + self.offset(shape)

    def _stretched(self, shape: Floats) -> Floats:
        return np.where(self.measured, 0.0, self.base * self.scale(shape)[self.carrier])

    def response(self, shape: Floats, rotation: Floats) -> Floats:
        """How the K markers move with the P scale parameters, (T, K, 3, P), where the bodies are turned by
        `rotation` (T, B, 3, 3). With its own offset a marker moves by its segment's rotation.
        """
        tree, stretch = self.chain(shape).tree, self.stretches
        origin = np.zeros((len(rotation), len(tree.parent), 3, stretch.shape[2]))
        for body in range(1, len(tree.parent)):
            parent = tree.parent[body]
            if parent > 0:
                grown = tree.joint_position[body][:, None] * stretch[parent]
                origin[:, body] = origin[:, parent] + rotation[:, parent] @ grown
        own = self._stretched(shape)[:, :, None] * stretch[self.carrier]
        return origin[:, self.carrier] + rotation[:, self.carrier] @ own

    def scaled_body(self, shape: Floats, mass_kg: float | None) -> Body:
        """The whole body in the size of `shape` (S,)."""
        return scaled(self.body, self.scale(shape), mass_kg)


def shape_model(body: Body, names: Sequence[str], subject: Mapping[str, float]) -> ShapeModel:
    """Of markers under canonical `names`, with what the laboratory measured of the `subject`."""
    marks = [body.landmarks[name] for name in names]
    known = guess(body, subject)
    carrier = np.array([mark.body for mark in marks], dtype=np.int64)
    usual = np.exp(stretches(body) @ known.mean)[carrier]
    sd = np.array([mark.sd for mark in marks]) * usual
    model = ShapeModel(
        body,
        tuple(names),
        carrier,
        np.array([mark.place for mark in marks]),
        np.zeros((len(marks), 3), dtype=np.bool_),
        np.concatenate([known.mean, np.zeros(3 * len(marks))]),
        np.diag(np.concatenate([known.sd, sd.ravel()]) ** 2) + _shoes(body, carrier),
    )
    return _with_widths(model, subject)


def _shoes(body: Body, carrier: Integers) -> Floats:
    """(S, S) what a shoe does to the markers on both feet alike: all sit higher or lower under the ankle."""
    size = len(PARAMETERS) + 3 * len(carrier)
    raised = np.zeros(size)
    on_feet = np.isin(carrier, [body.chain.body(f"{side}_foot") for side in SIDES])
    raised[len(PARAMETERS) + 2 :: 3] = on_feet * SHOE_SD_M
    return np.outer(raised, raised)


def _with_widths(model: ShapeModel, subject: Mapping[str, float]) -> ShapeModel:
    """Markers beside knees and ankles lie half a measured width and the marker's radius off the centre.

    As in Plug-in Gait (Davis et al. 1991); there exactly, here within `WIDTH_SD_M`.
    """
    base, measured, covariance = model.base.copy(), model.measured.copy(), model.covariance.copy()
    radius = subject.get("marker_diameter_m", MARKER_M) / 2
    for k, name in enumerate(model.names):
        side, _, rest = name.partition("_")
        joint = rest.removesuffix("_lateral").removesuffix("_medial")
        width = subject.get(f"{side}_{joint}_width_m")
        if joint not in JOINTS_WITH_WIDTH or joint == rest or width is None:
            continue
        base[k, 1] = np.sign(base[k, 1]) * (width / 2 + radius)
        measured[k, 1] = True
        across = len(PARAMETERS) + 3 * k + 1
        covariance[across, across] = WIDTH_SD_M**2
    return replace(model, base=base, measured=measured, covariance=covariance)
