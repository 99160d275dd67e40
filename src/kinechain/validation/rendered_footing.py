"""Feet that stand where they stand: a walk of given turns put on the ground.

A laboratory's turns on another body leave feet that hover or slide by a centimetre or two. Here the leg that
takes the weight says how high the pelvis is; the foot behind rolls on its toes as far as it must to reach the
floor, and a foot that would scuff in its swing lifts its tip. What is then left is taken up by hip and knee.
A foot touches the floor from its strike to its off and never between, so that the events are true.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kinechain.measurement import Side
from kinechain.motion.dataset import Floats
from kinechain.rendering.rig import Rig, bone_heads
from kinechain.rendering.segments import pose_of
from kinechain.rendering.turn import turn

# Within a sole, a point this much (m) over the lowest bears e times less.
NEAR = 0.004
# A foot comes to rest after its strike, and leaves rest before its off, within this time (s).
LANDING_S = 0.04
# A foot turns about its toes, or lifts its tip, over a lever of about this length (m); so many times, each
# nearer to what is wanted.
LEVER, TRIES = 0.14, 4
# A trailing foot is not made steeper than this, nor a swinging one turned by more at a time (deg).
STEEPEST, MOST_TURN = 58.0, 10.0
# A swinging foot keeps this far (m) from the floor, from this share of its swing on and to the same before
# its end.
CLEARANCE, CLEAR_SHARE = 0.012, 0.25
# No knee is drawn straighter than this (deg).
STRAIGHTEST = 1.0
# The pelvis sinks where a leg would not reach, smoothed over these times (s).
SINKING_S, SETTLING_S = 0.03, 0.03
# How stiff the pelvis's height is where no leg says it, and how closely it follows a leg that does.
STIFFNESS_S = 0.025


@dataclass(frozen=True, slots=True, eq=False)
class Stance:
    """Of both feet, left and right, (T, 2): whether each is on the floor, its share of the weight, and
    whether its leg says how high the pelvis is.
    """

    on: NDArray[np.bool_]
    share: Floats
    leads: NDArray[np.bool_]

    def foot(self, number: int) -> "FootStance":
        """One foot's."""
        return FootStance(self.on[:, number], self.leads[:, number])


@dataclass(frozen=True, slots=True, eq=False)
class FootStance:
    """Whether a foot is on the floor, and whether its leg says how high the pelvis is, (T,)."""

    on: NDArray[np.bool_]
    leads: NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class FootMotion:
    """One foot against the rig's root: its lowest height (T,), how fast its bearing points move (T, 3)."""

    height: Floats
    velocity: Floats


def foot_motion(soles: Floats, time: Floats) -> FootMotion:
    """From the points of a sole (T, N, 3)."""
    height = soles[:, :, 2].min(axis=1)
    bears = np.exp(-(soles[:, :, 2] - height[:, None]) / NEAR)
    bears /= bears.sum(axis=1, keepdims=True)
    velocity = np.gradient(soles, time, axis=0)
    return FootMotion(height, np.einsum("tn,tni->ti", bears, velocity))


def root_way(feet: tuple[FootMotion, FootMotion], stance: Stance, time: Floats) -> Floats:
    """Where the root goes, (T, 3): carried over the ground by the feet that bear, at the leading leg's
    height.
    """
    step = float(time[1] - time[0])
    velocity = np.stack([foot.velocity for foot in feet], axis=1)
    going = -np.einsum("tf,tfi->ti", stance.share, velocity)
    way = np.concatenate([np.zeros((1, 3)), np.cumsum((going[1:] + going[:-1]) / 2 * step, axis=0)])
    heights = np.stack([foot.height for foot in feet], axis=1)
    told = np.asarray(stance.leads.any(axis=1))
    way[:, 2] = _bridged(-np.sum(stance.leads * heights, axis=1), told, step)
    return way


def _bridged(values: Floats, told: NDArray[np.bool_], step: float) -> Floats:
    """Values (T,) where `told`, and between them the least third differences (Whittaker 1923)."""
    from scipy.sparse import csc_array, diags_array
    from scipy.sparse.linalg import spsolve

    count = len(values)
    third = diags_array([-1.0, 3.0, -3.0, 1.0], offsets=[0, 1, 2, 3], shape=(count - 3, count))
    stiff = (STIFFNESS_S / step) ** 6 * (third.T @ third)
    system = csc_array(diags_array(told.astype(np.float64)) + stiff)
    return np.asarray(spsolve(system, told * values))


def feet_turned(
    frames: dict[str, Floats], side: str, over: Floats, stance: FootStance, step: float
) -> dict[str, Floats]:
    """A foot turned about its hinge where its lowest point, `over` (T,) the floor, is not where it should be:
    on the floor when it trails, clear of it in its swing. A trailing heel is not pressed into the floor.
    """
    trails = stance.on & ~stance.leads
    rise = np.where(trails, over, 0.0)
    for first, last in _spells(~stance.on):
        rise[first:last] = -_rounded(np.maximum(_clear(last - first) - over[first:last], 0.0), step)
    foot = frames[f"{side}_foot"]
    angle = np.degrees(rise / LEVER)
    pitched = np.degrees(np.arctan2(foot[:, 0, 2], foot[:, 2, 2]))
    trailing = np.clip(angle, -np.maximum(pitched, 0.0), np.maximum(STEEPEST - pitched, 0.0))
    angle = np.where(trails, trailing, np.clip(angle, -MOST_TURN, MOST_TURN))
    about = turn("y", angle)
    return frames | {f"{side}_{part}": frames[f"{side}_{part}"] @ about for part in ("foot", "toes")}


def _clear(count: int) -> Floats:
    """How far a foot keeps from the floor in a swing of so many times."""
    share = np.linspace(0, 1, count + 2)[1:-1]
    middle = np.clip(np.minimum(share, 1 - share) / CLEAR_SHARE, 0.0, 1.0)
    return np.asarray(CLEARANCE * middle * middle * (3 - 2 * middle))


def foot_moves(foot: FootMotion, on: NDArray[np.bool_], way: Floats, time: Floats) -> Floats:
    """How far a foot must be moved at each time, (T, 3), to stand where it stands."""
    step = float(time[1] - time[0])
    over = foot.height + way[:, 2]
    sliding = foot.velocity[:, :2] + np.gradient(way[:, :2], time, axis=0)
    moves = np.zeros((len(time), 3))
    for first, last in _spells(on):
        ramp = np.minimum(np.arange(last - first), np.arange(last - first)[::-1]) * step / LANDING_S
        hold = np.clip(ramp, 0.0, 1.0)[:, None] * sliding[first:last]
        moves[first:last, :2] = -np.cumsum(hold, axis=0) * step
        moves[first:last, 2] = -over[first:last]
    for first, last in _spells(~on):
        moves[first:last] = _swinging(moves, over, (first, last), step)
    return moves


def _swinging(moves: Floats, over: Floats, spell: tuple[int, int], step: float) -> Floats:
    """Moves in a swing: from those at its start to those at its end, and never into the floor."""
    first, last = spell
    share = np.linspace(0, 1, last - first + 2)[1:-1]
    start = moves[first - 1] if first else np.zeros(3)
    end = moves[last] if last < len(moves) else np.zeros(3)
    between = start + (end - start) * (share * share * (3 - 2 * share))[:, None]
    between[:, 2] += _rounded(np.maximum(-(over[first:last] + between[:, 2]), 0.0), step)
    return np.asarray(between)


def _rounded(lift: Floats, step: float) -> Floats:
    """A smooth lift that is nowhere less than `lift` and nothing more at both ends."""
    from scipy.ndimage import gaussian_filter1d, maximum_filter1d

    if not lift.any():
        return lift
    around = 2 * round(SETTLING_S / step) + 1
    smooth = gaussian_filter1d(maximum_filter1d(lift, around, mode="nearest"), SETTLING_S / step)
    ends = np.minimum(np.arange(len(lift)), np.arange(len(lift))[::-1]) * step / (2 * SETTLING_S)
    return np.maximum(lift, smooth * np.clip(ends, 0.0, 1.0))


def _spells(true: NDArray[np.bool_]) -> list[tuple[int, int]]:
    """Half-open ranges in which `true` holds."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], true, [False]]).astype(int)))
    return [(int(a), int(b)) for a, b in zip(edges[::2], edges[1::2], strict=True)]


def stepped(
    rig: Rig, frames: dict[str, Floats], moves: Mapping[Side, Floats], time: Floats
) -> tuple[dict[str, Floats], Floats]:
    """Frames in which both ankles have moved by `moves` (T, 3), by side, and how far the root sinks for it,
    (T,).
    """
    from scipy.ndimage import gaussian_filter1d, maximum_filter1d

    step = float(time[1] - time[0])
    heads = bone_heads(rig, pose_of(rig, frames))
    legs = {side: Leg.of(rig, heads, side) for side in moves}
    short = np.max([leg.short_of(moves[side]) for side, leg in legs.items()], axis=0)
    sinking = gaussian_filter1d(
        maximum_filter1d(short, 2 * round(SINKING_S / step) + 1), SINKING_S / 2 / step
    )
    frames = dict(frames)
    for side, leg in legs.items():
        # The ankle's place over the ground stays when the pelvis sinks.
        wanted = leg.line + moves[side] + sinking[:, None] * np.array([0.0, 0.0, 1.0])
        thigh, shank = leg.reaching(frames[f"{side}_thigh"], frames[f"{side}_shank"], wanted)
        frames[f"{side}_thigh"], frames[f"{side}_shank"] = thigh, shank
    return frames, sinking


@dataclass(frozen=True, slots=True, eq=False)
class Leg:
    """Hip to ankle, `line` (T, 3), and the lengths of thigh and shank (m)."""

    line: Floats
    thigh: float
    shank: float

    @classmethod
    def of(cls, rig: Rig, heads: Floats, side: str) -> "Leg":
        """A side's leg, from the heads of all bones (T, B, 3)."""
        letter = "L" if side == "left" else "R"
        hip, knee, ankle = (
            heads[:, rig.index[f"{bone}.{letter}"]] for bone in ("upperleg01", "lowerleg01", "foot")
        )
        lengths = [float(np.linalg.norm(part, axis=1).mean()) for part in (knee - hip, ankle - knee)]
        return cls(ankle - hip, lengths[0], lengths[1])

    @property
    def longest(self) -> float:
        """Hip to ankle with the knee as straight as it is drawn."""
        straight = np.cos(np.radians(STRAIGHTEST))
        return float(np.sqrt(self.thigh**2 + self.shank**2 + 2 * self.thigh * self.shank * straight))

    def short_of(self, move: Floats) -> Floats:
        """By how much the pelvis must sink for the ankle to move by (T, 3), (T,)."""
        wanted = self.line + move
        level = (wanted[:, :2] ** 2).sum(axis=1)
        reach = np.sqrt(np.maximum(self.longest**2 - level, 0.0))
        return np.asarray(np.maximum(-wanted[:, 2] - reach, 0.0))

    def reaching(self, thigh: Floats, shank: Floats, wanted: Floats) -> tuple[Floats, Floats]:
        """Thigh and shank frames (T, 3, 3) that bring the ankle to `wanted` (T, 3) from the hip: the knee
        bends about the thigh's own hinge, then the leg swings as a whole, the shortest way.
        """
        from scipy.spatial.transform import Rotation

        length = np.minimum(np.linalg.norm(wanted, axis=1), self.longest)
        upright = np.einsum("tij,ti->tj", thigh, shank[:, :, 2])
        within = np.hypot(upright[:, 0], upright[:, 2])
        cosine = (length**2 - self.thigh**2 - self.shank**2) / (2 * self.thigh * self.shank * within)
        bend = np.arccos(np.clip(cosine, -1.0, 1.0)) - np.arctan2(upright[:, 0], upright[:, 2])
        shank = Rotation.from_rotvec(thigh[:, :, 1] * bend[:, None]).as_matrix() @ shank
        line = -self.thigh * thigh[:, :, 2] - self.shank * shank[:, :, 2]
        swing = shortest_turns(line, wanted)
        return np.asarray(swing @ thigh), np.asarray(swing @ shank)


def shortest_turns(one: Floats, other: Floats) -> Floats:
    """Turns (T, 3, 3) that bring directions (T, 3) onto others."""
    from scipy.spatial.transform import Rotation

    axis = np.cross(one, other)
    sine = np.linalg.norm(axis, axis=1)
    angle = np.arctan2(sine, np.sum(one * other, axis=1))
    return np.asarray(Rotation.from_rotvec(axis * (angle / np.maximum(sine, 1e-12))[:, None]).as_matrix())
