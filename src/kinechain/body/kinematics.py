"""Where a chain's bodies and points are, and how they move with its coordinates.

T frames, B bodies, K points, Q coordinates; a point is a body's index and a place in that body's frame (m).
Imports numba: import this module where it is needed, not at the top of what the command line imports.
"""

import numpy as np
from numpy.typing import NDArray

from kinechain.body import kinematics_kernel as kernel
from kinechain.body.chain import Chain, Tree

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]


def body_frames(chain: Chain, q: Floats) -> tuple[Floats, Floats]:
    """Rotation (T, B, 3, 3), body to ground, and position (T, B, 3) of every body, m, for `q` (T, Q)."""
    q = _frames(chain, q)
    rotation = np.empty((len(q), len(chain.bodies), 3, 3))
    position = np.empty((len(q), len(chain.bodies), 3))
    kernel.frames_over_time(chain.tree, _all_bodies(chain), q, rotation, position)
    return rotation, position


def point_positions(chain: Chain, q: Floats, body: Integers, place: Floats) -> Floats:
    """Where the points lie in the ground's frame, (T, K, 3) m. `body` (K,), `place` (K, 3)."""
    q, body, place = _frames(chain, q), _indices(chain, body), _places(body, place)
    points = np.empty((len(q), len(body), 3))
    kernel.points_over_time(chain.tree, carrying_bodies(chain, body), q, body, place, points)
    return points


def point_jacobian(chain: Chain, q: Floats, body: Integers, place: Floats) -> Floats:
    """Derivative of `point_positions` to the coordinates, (T, K, 3, Q), m/rad or m/m."""
    q, body, place = _frames(chain, q), _indices(chain, body), _places(body, place)
    jacobian = np.zeros((len(q), len(body), 3, len(chain.coordinates)))
    kernel.jacobian_over_time(chain.tree, carrying_bodies(chain, body), q, body, place, jacobian)
    return jacobian


def normal_equations(  # noqa: PLR0917  as a person writes the sum
    chain: Chain, q: Floats, body: Integers, place: Floats, gradient: Floats, information: Floats
) -> tuple[Floats, Floats]:
    """The sums over the points of J^T gradient, (T, Q), and of J^T information J, (T, Q, Q).

    `gradient` (T, K, 3) and `information` (T, K, 3, 3), symmetric, are of a cost to the points' positions;
    both are zero where a point was not seen. The Jacobian itself is never formed.
    """
    q, body, place = _frames(chain, q), _indices(chain, body), _places(body, place)
    g = np.zeros((len(q), len(chain.coordinates)))
    h = np.zeros((len(q), len(chain.coordinates), len(chain.coordinates)))
    kernel.normal_equations_over_time(
        chain.tree,
        carrying_bodies(chain, body),
        q,
        body,
        place,
        _shaped(gradient, (len(q), len(body), 3)),
        _shaped(information, (len(q), len(body), 3, 3)),
        g,
        h,
    )
    return g, h


def carrying_bodies(chain: Chain, body: Integers) -> Integers:
    """The bodies from the ground (without it) to those named, in order: all that points on them need."""
    return leading_bodies(chain.tree, body)


def leading_bodies(tree: Tree, body: Integers) -> Integers:
    """As `carrying_bodies`, of a tree."""
    leads = np.zeros(len(tree.parent), dtype=np.bool_)
    leads[body] = True
    for child in range(len(leads) - 1, 0, -1):
        if leads[child]:
            leads[tree.parent[child]] = True
    leads[0] = False
    return np.flatnonzero(leads).astype(np.int64)


def _all_bodies(chain: Chain) -> Integers:
    return np.arange(1, len(chain.bodies), dtype=np.int64)


def _frames(chain: Chain, q: Floats) -> Floats:
    return _shaped(q, (len(q), len(chain.coordinates)))


def _indices(chain: Chain, body: Integers) -> Integers:
    body = np.ascontiguousarray(body, dtype=np.int64)
    if body.ndim != 1 or (len(body) and (body.min() < 0 or body.max() >= len(chain.bodies))):
        raise ValueError(f"points name bodies by indices from 0 to {len(chain.bodies) - 1}, in one row")
    return body


def _places(body: Integers, place: Floats) -> Floats:
    return _shaped(place, (len(body), 3))


def _shaped(values: Floats, shape: tuple[int, ...]) -> Floats:
    """`values` as the kernels want them, which check nothing themselves."""
    values = np.ascontiguousarray(values, dtype=np.float64)
    if values.shape != shape:
        raise ValueError(f"expected an array of shape {shape}, got {values.shape}")
    return values
