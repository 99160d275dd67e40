"""Where bodies are, written plainly from the definition in `chain.Joint`, and random chains to try it on."""

import numpy as np
from numpy.typing import NDArray
from scipy.spatial.transform import Rotation

from kinechain.body.chain import Axis, Coordinate, Joint
from kinechain.body.piecewise import broken_line, constant, cubic_spline, linear, polynomial

Floats = NDArray[np.float64]


def frames(joints: list[Joint], q: dict[str, float]) -> dict[str, Floats]:
    """The 4 x 4 transform of each body, for joints in order from the ground."""
    found = {"ground": np.eye(4)}
    for joint in joints:
        moved = transform(joint.rotation, joint.position)
        shift = np.zeros(3)
        spin = np.eye(3)
        for axis in joint.axes:
            value = q[axis.coordinate] if axis.coordinate else 0.0
            for function in axis.functions:
                value = function(value)
            if axis.rotates:
                vector = np.array(axis.vector) / np.linalg.norm(axis.vector)
                spin = spin @ Rotation.from_rotvec(value * vector).as_matrix()
            else:
                shift = shift + value * np.array(axis.vector)
        in_child = transform(joint.child_rotation, joint.child_position)
        found[joint.child] = found[joint.parent] @ moved @ transform(spin, shift) @ np.linalg.inv(in_child)
    return found


def transform(rotation: Floats, position: Floats) -> Floats:
    made = np.eye(4)
    made[:3, :3], made[:3, 3] = rotation, position
    return made


def points(joints: list[Joint], q: dict[str, float], carriers: list[str], place: Floats) -> Floats:
    """(K, 3) where points on bodies lie."""
    found = frames(joints, q)
    return np.array([(found[b] @ np.r_[p, 1])[:3] for b, p in zip(carriers, place, strict=True)])


def random_chain(seed: int) -> tuple[list[Joint], list[Coordinate]]:
    """A branching chain with every kind of axis and function; one coordinate moves two joints."""
    rng = np.random.default_rng(seed)
    coordinates = [Coordinate(name) for name in "abcdefgh"]
    x = np.linspace(-2, 2, 6)
    kinds = [
        (),
        (linear(-0.7, 0.2),),
        (cubic_spline(x, rng.normal(size=6)),),
        (broken_line(x, rng.normal(size=6)),),
        (polynomial(rng.normal(size=4).tolist()),),
        (linear(0.5), cubic_spline(x, rng.normal(size=6)).scaled(1.5)),
    ]
    parents = ["ground", "one", "two", "two", "four", "ground"]
    joints = []
    for child, parent in zip(["one", "two", "three", "four", "five", "six"], parents, strict=True):
        axes = [
            Axis(vector(rng), str(rng.choice(list("abcdefgh"))), bool(rng.random() < 0.6), kind)
            for kind in (kinds[k] for k in rng.integers(0, len(kinds), 4))
        ]
        axes.append(Axis(vector(rng), None, bool(rng.random() < 0.5), (constant(0.3),)))
        frames = Rotation.random(2, random_state=seed).as_matrix()
        joints.append(
            Joint(child, parent, tuple(axes), rng.normal(size=3), frames[0], rng.normal(size=3), frames[1])
        )
    return joints, coordinates


def vector(rng: np.random.Generator) -> tuple[float, float, float]:
    x, y, z = rng.normal(size=3)
    return float(x), float(y), float(z)
