"""Kernel: the pose of each frame by Levenberg-Marquardt, within bounds.

Minimises the sum over markers of weight times squared distance. The matrix of the normal equations comes from
composite bodies, as in `kinematics_kernel`; here a body's markers of one weight in all directions sum up like
the parts of a rigid body, to a mass, a first moment and an inertia. Its zeros follow the branches of the
chain and stay zero in its factors (Featherstone, Rigid Body Dynamics Algorithms, 2008, section 6.5), so the
factors are computed only where something stands.

Helpers are inlined on purpose: numba hands over every array of a tuple one by one, which would cost more than
most of them do. Compiling takes some 15 s, once; numba keeps the result beside this file. It looks at this
file alone for changes: after a change in `kinematics_kernel`, touch this one.

"Rank" is a coordinate's place in the order of elimination; the last rank is eliminated first.
"""
# ruff: noqa: PLR0917  numba's functions take their arguments by position

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from kinechain.body.chain import Tree
from kinechain.body.kinematics_kernel import FAST, place_bodies

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Flags = NDArray[np.bool_]

LOWEST_DAMPING, FIRST_DAMPING, HIGHEST_DAMPING = 1e-9, 1e-6, 1e10
# From far away, undamped steps would wind angles up.
FAR_DAMPING = 1e-2
# A step that would lower the cost by less than this share of it is not taken.
NO_GAIN = 3e-6
# Squared metres, weighted: residuals of ten nanometres are as good as none.
NO_COST = 1e-16
# Each step should leave less than this share of the gain of the one before; else the factors are renewed.
SLOW = 0.05
# A step that gains less than this share of what was expected was too long.
POOR = 0.25
# What a frame's first step may leave of its gain for the next. Later ones are expected to leave so many times
# as much as the one before left. If that is not worth another step, the step is taken without another look.
LEFT, CAUTION = 0.01, 3.0
# How much of the last frame's change the next is expected to repeat. Less than all, so that a coordinate that
# is barely informed comes to rest.
ONWARD = 0.97
# A pivot this much smaller than its diagonal means that two coordinates cannot be told apart.
SINGULAR = 1e-13


class Problem(NamedTuple):
    """A chain with markers on it: K markers, Q coordinates, S slots."""

    tree: Tree
    bodies: Integers  # those that carry markers or lead to them, in order
    body: Integers  # (K,)
    place: Floats  # (K, 3)
    lowest: Floats  # (Q,)
    highest: Floats  # (Q,)
    slot_rank: Integers  # (S,)
    coordinate: Integers  # (Q,) the coordinate of a rank
    partner_start: Integers  # (Q + 1,) by rank
    partner: Integers  # lower ranks that share an entry of the factor with a rank


class Room(NamedTuple):
    """Arrays to work in."""

    rotation: Floats  # (B, 3, 3)
    position: Floats  # (B, 3)
    screw: Floats  # (S, 6)
    force: Floats  # (B, 6) moment about the origin and force of the residuals
    mass: Floats  # (B, 10) weight, first moment, inertia xx yy zz xy xz yz
    felt: Floats  # (6,)
    gradient: Floats  # (Q,) by rank, here and below
    matrix: Floats  # (Q, Q) lower half
    factor: Floats  # (Q, Q) lower half
    inverse: Floats  # (Q,)
    step: Floats  # (Q,)
    shift: Floats  # (Q,) how far a fixed rank goes
    fixed: Flags  # (Q,)
    trial: Floats  # (Q,) by coordinate


@njit(cache=True)
def make_room(problem: Problem) -> Room:
    """Room for one problem."""
    bodies, slots, q = len(problem.tree.parent), len(problem.tree.slot_coordinate), len(problem.lowest)
    room = Room(
        np.zeros((bodies, 3, 3)),
        np.zeros((bodies, 3)),
        np.zeros((slots, 6)),
        np.zeros((bodies, 6)),
        np.zeros((bodies, 10)),
        np.zeros(6),
        np.zeros(q),
        np.zeros((q, q)),
        np.zeros((q, q)),
        np.zeros(q),
        np.zeros(q),
        np.zeros(q),
        np.zeros(q, dtype=np.bool_),
        np.zeros(q),
    )
    room.rotation[0] = np.eye(3)
    return room


@njit(cache=True, fastmath=FAST)
def marker(
    rotation: Floats, position: Floats, body: int, place: Floats, k: int
) -> tuple[float, float, float]:
    """Where marker k lies."""
    u, v, w = place[k, 0], place[k, 1], place[k, 2]
    return (
        position[body, 0] + rotation[body, 0, 0] * u + rotation[body, 0, 1] * v + rotation[body, 0, 2] * w,
        position[body, 1] + rotation[body, 1, 0] * u + rotation[body, 1, 1] * v + rotation[body, 1, 2] * w,
        position[body, 2] + rotation[body, 2, 0] * u + rotation[body, 2, 1] * v + rotation[body, 2, 2] * w,
    )


@njit(cache=True, fastmath=FAST, inline="always")
def assess(problem: Problem, room: Room, q: Floats, seen: Floats, weight: Floats) -> float:
    """The cost at q; fills `room.force`, the moment and force of each body's residuals, for `slope`."""
    force = room.force
    place_bodies(problem.tree, problem.bodies, q, room.rotation, room.position, room.screw)
    force[:] = 0.0
    cost = 0.0
    for k in range(len(problem.body)):
        w = weight[k]
        if w == 0.0:
            continue
        body = problem.body[k]
        x, y, z = marker(room.rotation, room.position, body, problem.place, k)
        dx, dy, dz = x - seen[k, 0], y - seen[k, 1], z - seen[k, 2]
        cost += w * (dx * dx + dy * dy + dz * dz)
        force[body, 0] += w * (y * dz - z * dy)
        force[body, 1] += w * (z * dx - x * dz)
        force[body, 2] += w * (x * dy - y * dx)
        force[body, 3] += w * dx
        force[body, 4] += w * dy
        force[body, 5] += w * dz
    return cost


@njit(cache=True, fastmath=FAST, inline="always")
def weigh(problem: Problem, room: Room, weight: Floats) -> None:
    """Fill `room.mass` at the pose last assessed: the markers' weights summed up body by body."""
    mass = room.mass
    mass[:] = 0.0
    for k in range(len(problem.body)):
        body, w = problem.body[k], weight[k]
        x, y, z = marker(room.rotation, room.position, body, problem.place, k)
        wx, wy, wz = w * x, w * y, w * z
        mass[body, 0] += w
        mass[body, 1] += wx
        mass[body, 2] += wy
        mass[body, 3] += wz
        mass[body, 4] += wy * y + wz * z
        mass[body, 5] += wx * x + wz * z
        mass[body, 6] += wx * x + wy * y
        mass[body, 7] -= wx * y
        mass[body, 8] -= wx * z
        mass[body, 9] -= wy * z


@njit(cache=True, fastmath=FAST)
def feel(mass: Floats, body: int, screw: Floats, slot: int, felt: Floats) -> None:
    """Fill `felt` (6,): the moment and force of a body's weights when it moves by a slot's screw."""
    a, b, c = screw[slot, 0], screw[slot, 1], screw[slot, 2]
    x, y, z = screw[slot, 3], screw[slot, 4], screw[slot, 5]
    w, hx, hy, hz = mass[body, 0], mass[body, 1], mass[body, 2], mass[body, 3]
    felt[0] = mass[body, 4] * a + mass[body, 7] * b + mass[body, 8] * c + hy * z - hz * y
    felt[1] = mass[body, 7] * a + mass[body, 5] * b + mass[body, 9] * c + hz * x - hx * z
    felt[2] = mass[body, 8] * a + mass[body, 9] * b + mass[body, 6] * c + hx * y - hy * x
    felt[3] = w * x + b * hz - c * hy
    felt[4] = w * y + c * hx - a * hz
    felt[5] = w * z + a * hy - b * hx


@njit(cache=True, fastmath=FAST, inline="always")
def slope(problem: Problem, room: Room) -> None:
    """Fill the gradient (half of it, strictly) at the pose last assessed; uses up force."""
    tree, screw, force = problem.tree, room.screw, room.force
    room.gradient[:] = 0.0
    for at in range(len(problem.bodies) - 1, -1, -1):
        body = problem.bodies[at]
        for slot in range(tree.slot_start[body], tree.slot_start[body + 1]):
            pull = 0.0
            for i in range(6):
                pull += screw[slot, i] * force[body, i]
            room.gradient[problem.slot_rank[slot]] += pull
        for i in range(6):
            force[tree.parent[body], i] += force[body, i]


@njit(cache=True, fastmath=FAST, inline="always")
def assemble(problem: Problem, room: Room, weight: Floats) -> None:
    """Fill the matrix at the pose last assessed."""
    weigh(problem, room, weight)
    tree, mass = problem.tree, room.mass
    room.matrix[:] = 0.0
    for at in range(len(problem.bodies) - 1, -1, -1):
        body = problem.bodies[at]
        for slot in range(tree.slot_start[body], tree.slot_start[body + 1]):
            feel(mass, body, room.screw, slot, room.felt)
            _add_row(problem, room, body, slot)
        for i in range(10):
            mass[tree.parent[body], i] += mass[body, i]


@njit(cache=True, fastmath=FAST, inline="always")
def _add_row(problem: Problem, room: Room, body: int, slot: int) -> None:
    """What `slot`, which makes `room.felt` felt, shares with itself and the slots nearer to the ground."""
    tree, screw, felt = problem.tree, room.screw, room.felt
    r, carrier, last = problem.slot_rank[slot], body, slot + 1
    while carrier > 0:
        for other in range(tree.slot_start[carrier], last):
            shared = 0.0
            for i in range(6):
                shared += screw[other, i] * felt[i]
            o = problem.slot_rank[other]
            if o == r and other != slot:
                shared *= 2.0
            room.matrix[max(r, o), min(r, o)] += shared
        carrier = tree.parent[carrier]
        last = tree.slot_start[carrier + 1]


@njit(cache=True, fastmath=FAST, inline="always")
def factorise(problem: Problem, room: Room, damping: float) -> bool:
    """Factor the damped matrix into L^T D L, without the fixed ranks. False where it is singular.

    L has ones on its diagonal and stands below that of `room.factor`; 1 / D in `room.inverse`, 0 where fixed.
    """
    factor, matrix, fixed = room.factor, room.matrix, room.fixed
    start, partner = problem.partner_start, problem.partner
    count = len(fixed)
    for r in range(count):
        for i in range(r + 1):
            factor[r, i] = matrix[r, i]
        factor[r, r] += matrix[r, r] * damping
    for r in range(count - 1, -1, -1):
        if fixed[r]:
            room.inverse[r] = 0.0
            for i in range(r):
                factor[r, i] = 0.0
            continue
        if factor[r, r] <= SINGULAR * matrix[r, r]:
            return False
        inverse = 1.0 / factor[r, r]
        room.inverse[r] = inverse
        for at in range(start[r], start[r + 1]):
            i = partner[at]
            share = factor[r, i] * inverse
            for j in range(i + 1):  # most are zeros, but side by side
                factor[i, j] -= share * factor[r, j]
        for i in range(r):
            factor[r, i] *= inverse
    return True


@njit(cache=True, fastmath=FAST, inline="always")
def _substitute(room: Room) -> None:
    """Turn `room.step` from the right side into the step, 0 for the ranks that are fixed."""
    factor, step, inverse, fixed = room.factor, room.step, room.inverse, room.fixed
    for r in range(len(step) - 1, -1, -1):
        done = 0.0 if fixed[r] else step[r]
        for i in range(r):
            step[i] -= factor[r, i] * done
    for r in range(len(step)):
        rest = 0.0
        for i in range(r):
            rest += factor[r, i] * step[i]
        step[r] = 0.0 if fixed[r] else step[r] * inverse[r] - rest


@njit(cache=True, fastmath=FAST, inline="always")
def find_step(problem: Problem, room: Room, q: Floats, held: Flags, damping: float) -> float:
    """Fill `room.step` and `room.trial`, the pose after it, within bounds.

    A coordinate that would pass its bound is put there and the others are asked again. Gives by how much the
    step lowers the cost if the matrix tells the truth, or -1 where it is singular.
    """
    for r in range(len(q)):
        c = problem.coordinate[r]
        low, high, diagonal = problem.lowest[c], problem.highest[c], room.matrix[r, r]
        room.fixed[r] = _is_fixed(held[c], diagonal, q[c], low, high, room.gradient[r])
    shifted = False
    room.shift[:] = 0.0
    while True:
        if not factorise(problem, room, damping):
            return -1.0
        _right_side(problem, room, shifted)
        _substitute(room)
        if not _stop_at_bounds(problem, room, q):
            break
        shifted = True
    for r in range(len(q)):
        room.step[r] += room.shift[r]
        room.trial[problem.coordinate[r]] = q[problem.coordinate[r]] + room.step[r]
    return expected_gain(problem, room, damping, shifted)


@njit(cache=True, fastmath=FAST, inline="always")
def repeat_step(problem: Problem, room: Room, q: Floats) -> float:
    """As `find_step`, by the factors of an earlier pose of the same frame.

    Gives -1 where they do not serve: a coordinate would pass its bound.
    """
    for r in range(len(q)):
        room.step[r] = -room.gradient[r]
    _substitute(room)
    gain = 0.0
    for r in range(len(q)):
        c = problem.coordinate[r]
        room.trial[c] = q[c] + room.step[r]
        gain -= room.step[r] * room.gradient[r]
        if room.trial[c] < problem.lowest[c] or room.trial[c] > problem.highest[c]:
            return -1.0
    return gain


@njit(cache=True, fastmath=FAST, inline="always")
def wants_off(problem: Problem, room: Room, q: Floats, held: Flags) -> bool:
    """Whether a coordinate that stands fixed at its bound is now pulled off it."""
    for r in range(len(q)):
        if room.fixed[r]:
            c = problem.coordinate[r]
            low, high, diagonal = problem.lowest[c], problem.highest[c], room.matrix[r, r]
            if not _is_fixed(held[c], diagonal, q[c], low, high, room.gradient[r]):
                return True
    return False


@njit(cache=True, fastmath=FAST)
def _is_fixed(held: bool, diagonal: float, value: float, low: float, high: float, pull: float) -> bool:
    """Whether a coordinate is held, informed by no marker, or pulled against its bound."""
    return held or diagonal <= 0.0 or (value <= low and pull > 0) or (value >= high and pull < 0)


@njit(cache=True, fastmath=FAST, inline="always")
def _stop_at_bounds(problem: Problem, room: Room, q: Floats) -> bool:
    """Fix, with the shift that leads there, what the step takes past a bound. Whether there was any."""
    passed = False
    for r in range(len(q)):
        if room.fixed[r]:
            continue
        c = problem.coordinate[r]
        wanted = q[c] + room.step[r]
        if wanted < problem.lowest[c] or wanted > problem.highest[c]:
            passed = True
            room.fixed[r] = True
            room.shift[r] = (problem.lowest[c] if wanted < problem.lowest[c] else problem.highest[c]) - q[c]
    return passed


@njit(cache=True, fastmath=FAST, inline="always")
def _right_side(problem: Problem, room: Room, shifted: bool) -> None:
    """Minus the gradient, after the fixed ranks have gone by their shifts."""
    start, partner, step, shift = problem.partner_start, problem.partner, room.step, room.shift
    for r in range(len(step)):
        step[r] = -room.gradient[r]
    if not shifted:
        return
    for r in range(len(step)):
        for at in range(start[r], start[r + 1]):
            i = partner[at]
            step[i] -= room.matrix[r, i] * shift[r]
            step[r] -= room.matrix[r, i] * shift[i]


@njit(cache=True, fastmath=FAST, inline="always")
def expected_gain(problem: Problem, room: Room, damping: float, shifted: bool) -> float:
    """By how much the step lowers the cost if the matrix tells the truth."""
    gain = 0.0
    if not shifted:  # the step solves the damped equations
        for r in range(len(room.step)):
            gain += room.step[r] * (damping * room.matrix[r, r] * room.step[r] - room.gradient[r])
        return gain
    for r in range(len(room.step)):
        rest = 2.0 * room.gradient[r] + room.step[r] * room.matrix[r, r]
        for at in range(problem.partner_start[r], problem.partner_start[r + 1]):
            rest += 2.0 * room.step[problem.partner[at]] * room.matrix[r, problem.partner[at]]
        gain -= room.step[r] * rest
    return gain


@njit(cache=True)
def after_step(damping: float, gained: float, expected: float) -> tuple[float, bool]:
    """The next step's damping, and whether the last gained what was expected. Before the first, both are
    infinite.
    """
    if gained == np.inf:
        return damping, True
    if gained < POOR * expected:
        return max(damping * 10.0, FIRST_DAMPING), False
    return max(damping * 0.1, LOWEST_DAMPING), True


@njit(cache=True, inline="always")
def solve_frame(
    problem: Problem,
    room: Room,
    held: Flags,
    q: Floats,
    seen: Floats,
    weight: Floats,
    most: int,
    damping: float,
) -> tuple[int, float]:
    """Move q (Q,), in place, to the nearest minimum; gives the number of steps and, nearly, the cost there.

    The factors of the first step serve for the next, as long as these make good progress.
    """
    room.trial[:] = q
    factored = assembled = repeated = False
    steps, cost, last = 0, np.inf, np.inf
    while damping < HIGHEST_DAMPING:
        found = assess(problem, room, room.trial, seen, weight)
        if found <= cost:
            damping, well = after_step(damping, cost - found, last)
            factored = factored and well
            q[:] = room.trial
            cost, assembled = found, False
            slope(problem, room)
        elif repeated:  # the factors had served their time: back, to renew them
            room.trial[:] = q
            cost, factored, repeated = np.inf, False, False
            continue
        else:
            damping, factored = max(damping * 10.0, FIRST_DAMPING), False
        enough = NO_GAIN * cost + NO_COST
        gain = repeat_step(problem, room, q) if factored else -1.0
        left = CAUTION * gain / last if last < np.inf else LEFT
        repeated = 0 <= gain <= SLOW * last and not (
            gain * min(left, 1.0) <= enough and wants_off(problem, room, q, held)
        )
        if not repeated:
            if not assembled:
                assemble(problem, room, weight)
            assembled = True
            gain = find_step(problem, room, q, held, damping)
            factored = damping <= FIRST_DAMPING
        if steps >= most:
            break
        if gain < 0 or (gain <= enough and not factored):  # singular, or so damped that it hardly moves
            damping = max(damping * 100.0, FIRST_DAMPING) if gain < 0 else damping * 0.01
            room.trial[:] = q
            steps, cost, factored = steps + 1, np.inf, False
            continue
        left = CAUTION * gain / last if last < np.inf else LEFT
        if gain * min(left, 1.0) <= enough and factored:
            if gain > enough:
                q[:] = room.trial
                return steps + 1, max(cost - gain, 0.0)
            break
        steps, last = steps + 1, gain
    return steps, cost


@njit(cache=True)
def solve_frames(
    problem: Problem,
    held: Flags,
    first: Floats,
    seen: Floats,
    weight: Floats,
    steady: Flags,
    most: int,
    damping: float,
    q: Floats,
    cost: Floats,
    steps: Integers,
) -> None:
    """Fill q (T, Q), cost (T,), nearly, and steps (T,).

    The first frame starts at `first`, damped by `damping`. The others start where the ones before point, if
    they are `steady` (T,): weighted like the one before.
    """
    room = make_room(problem)
    for t in range(len(seen)):
        q[t] = first if t == 0 else q[t - 1]
        if t > 1 and steady[t]:
            ahead(problem.lowest, problem.highest, held, q, t)
        begin = damping if t == 0 else LOWEST_DAMPING
        steps[t], cost[t] = solve_frame(problem, room, held, q[t], seen[t], weight[t], most, begin)


@njit(cache=True, fastmath=FAST)
def ahead(lowest: Floats, highest: Floats, held: Flags, q: Floats, t: int) -> None:
    """Start frame t where the last two frames point, within bounds."""
    for c in range(q.shape[1]):
        if not held[c]:
            pointed = q[t - 1, c] + ONWARD * (q[t - 1, c] - q[t - 2, c])
            q[t, c] = min(max(pointed, lowest[c]), highest[c])
