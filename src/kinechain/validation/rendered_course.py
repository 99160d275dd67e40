"""A rendered person's way: straight passes with half turns between, and the root carried by standing feet.

The segments' turns say how the feet move about the pelvis; a foot that bears stays where it is, so the pelvis
goes the opposite way. Nothing slides, whatever body the walk is given.
"""

from dataclasses import dataclass

import numpy as np

from kinechain.measurement import SIDES, Event
from kinechain.motion.dataset import Floats
from kinechain.rendering.figure import Figure
from kinechain.rendering.floor import sole_places
from kinechain.rendering.rig import Pose
from kinechain.rendering.segments import pose_of
from kinechain.rendering.turn import turn
from kinechain.validation.rendered_changes import Changes, changed_frames
from kinechain.validation.rendered_cycle import GaitCycle
from kinechain.validation.rendered_footing import (
    TRIES,
    FootMotion,
    Stance,
    feet_turned,
    foot_motion,
    foot_moves,
    root_way,
    stepped,
)

# In a turn legs swing by this share, and so does the pass's last and first bit of this length (s).
TURNING, EASING_S = 0.35, 0.5
# A leg says how high the pelvis is for this share of the stride from its strike on, while its foot lies flat.
LEADING = 0.38
# A person's strides differ: sd of the swing's share, and of the phase in strides, over this time (s).
SWING_SD, PHASE_SD, WANDERING_S = 0.015, 0.004, 1.5


@dataclass(frozen=True, slots=True)
class Course:
    """`passes` straight passes of `pass_s` each, half turns of `turn_s` between; the way begins at phase 0
    strides + `start`.
    """

    passes: int = 1
    pass_s: float = 4.5
    turn_s: float = 1.6
    start: float = 0.0

    @property
    def duration_s(self) -> float:
        """Of all of it."""
        return self.passes * self.pass_s + (self.passes - 1) * self.turn_s

    def spans(self) -> list[tuple[float, float]]:
        """Start and end (s) of each pass, less what eases into a turn."""
        starts = [number * (self.pass_s + self.turn_s) for number in range(self.passes)]
        ends = [start + self.pass_s for start in starts]
        firsts = [start + (EASING_S if number else 0.0) for number, start in enumerate(starts)]
        lasts = [end - (EASING_S if number < self.passes - 1 else 0.0) for number, end in enumerate(ends)]
        return list(zip(firsts, lasts, strict=True))

    def heading(self, time: Floats) -> Floats:
        """How far the person has turned to the left, radians, (T,)."""
        turned = np.zeros_like(time)
        for start, end in self._turns():
            turned += np.pi * _smooth((time - start) / (end - start))
        return turned

    def swing(self, time: Floats) -> Floats:
        """By which share legs and arms swing, (T,)."""
        share = np.ones_like(time)
        for start, end in self._turns():
            inside = np.clip(np.minimum(time - start + EASING_S, end + EASING_S - time) / EASING_S, 0.0, 1.0)
            share = np.minimum(share, 1 - (1 - TURNING) * _smooth(inside))
        return share

    def _turns(self) -> list[tuple[float, float]]:
        every = self.pass_s + self.turn_s
        return [(every * number - self.turn_s, every * number) for number in range(1, self.passes)]


@dataclass(frozen=True, slots=True, eq=False)
class Walked:
    """Poses of T times, which feet stand, and when each struck and left the floor."""

    poses: Pose
    stance: Stance
    events: tuple[Event, ...]


def walked(
    figure: Figure,
    cycle: GaitCycle,
    changes: Changes,
    course: Course,
    time: Floats,
    *,
    step_width: float,
    rng: np.random.Generator | None = None,
) -> Walked:
    """A figure's poses at even times (T,), x ahead along the first pass from the origin, and when its feet
    stand.

    `step_width` (m) is set by drawing the legs together or apart as a whole. With `rng` strides differ a
    little.
    """
    phase, swing = course.start + time / cycle.stride_s, course.swing(time)
    if rng is not None:
        phase = phase + PHASE_SD * _wandering(time, rng)
        swing = swing * (1 + SWING_SD * _wandering(time, rng))
    frames = _at_step_width(figure, changed_frames(cycle, time, phase, changes, swing), step_width)
    about = turn("z", np.degrees(course.heading(time)))
    frames = {part: about @ frame for part, frame in frames.items()}
    stance = stance_at(cycle, phase)
    for _ in range(TRIES):
        feet, way = _carried(figure, frames, stance, time)
        for number, (side, foot) in enumerate(zip(SIDES, feet, strict=True)):
            over = foot.height + way[:, 2]
            frames = feet_turned(frames, side, over, stance.foot(number), float(time[1] - time[0]))
    feet, way = _carried(figure, frames, stance, time)
    moves = {
        side: foot_moves(foot, stance.on[:, number], way, time)
        for number, (side, foot) in enumerate(zip(SIDES, feet, strict=True))
    }
    frames, sinking = stepped(figure.rig, frames, moves, time)
    way[:, 2] -= sinking
    return Walked(pose_of(figure.rig, frames).moved(way), stance, _events(stance, time))


def _carried(
    figure: Figure, frames: dict[str, Floats], stance: Stance, time: Floats
) -> tuple[tuple[FootMotion, FootMotion], Floats]:
    """How the feet move about the root, and where they carry it, (T, 3)."""
    soles = sole_places(figure, pose_of(figure.rig, frames))
    left = figure.rest.vertices[figure.soles, 1] > 0
    feet = (foot_motion(soles[:, left], time), foot_motion(soles[:, ~left], time))
    return feet, root_way(feet, stance, time)


def stance_at(cycle: GaitCycle, phase: Floats) -> Stance:
    """Who stands at phases (T,) in strides: each foot from its strike to its off; in double support the
    weight goes evenly from the one to the other.
    """
    strikes = {side: cycle.events[side, "foot_strike"] for side in SIDES}
    spans = {side: (cycle.events[side, "foot_off"] - strikes[side]) % 1.0 for side in SIDES}
    since = {side: (phase - strikes[side]) % 1.0 for side in SIDES}
    on = np.stack([since[side] < spans[side] for side in SIDES], axis=1)
    share = np.zeros(on.shape)
    for number, (side, other) in enumerate((SIDES, SIDES[::-1])):
        # Until the other's off the weight comes, from the other's strike on it goes.
        comes = (cycle.events[other, "foot_off"] - strikes[side]) % 1.0
        leaves = (strikes[other] - strikes[side]) % 1.0
        goes = np.clip((spans[side] - since[side]) / (spans[side] - leaves), 0.0, 1.0)
        share[:, number] = np.where(
            on[:, number], np.minimum(np.clip(since[side] / comes, 0.0, 1.0), goes), 0.0
        )
    leads = np.stack([since[side] < min(LEADING, spans[side]) for side in SIDES], axis=1)
    leads[leads.all(axis=1)] = False
    return Stance(on, share / np.maximum(share.sum(axis=1, keepdims=True), 1e-9), leads)


def _events(stance: Stance, time: Floats) -> tuple[Event, ...]:
    """Strikes and offs, half way between the times before and after."""
    found = [
        Event(
            side,
            "foot_strike" if stance.on[after, number] else "foot_off",
            float(time[after - 1 : after + 1].mean()),
            0.0,
        )
        for number, side in enumerate(SIDES)
        for after in np.flatnonzero(np.diff(stance.on[:, number].astype(int))) + 1
    ]
    return tuple(sorted(found, key=lambda event: event.time_s))


def _at_step_width(figure: Figure, frames: dict[str, Floats], width: float) -> dict[str, Floats]:
    """Legs drawn together until the ankles' mean distance across is the step width."""
    from kinechain.rendering.rig import bone_heads

    rig = figure.rig
    for _ in range(2):
        heads = bone_heads(rig, pose_of(rig, frames))
        ankles = [heads[:, rig.index[f"foot.{letter}"], 1].mean() for letter in "LR"]
        leg = heads[:, rig.index["upperleg01.L"], 2].mean() - heads[:, rig.index["foot.L"], 2].mean()
        apart = (ankles[0] - ankles[1] - width) / 2
        together = float(np.degrees(np.arcsin(np.clip(apart / leg, -0.3, 0.3))))
        for side, way in zip(SIDES, (-1.0, 1.0), strict=True):
            drawn = turn("x", way * together)
            frames = frames | {
                f"{side}_{part}": drawn @ frames[f"{side}_{part}"] for part in ("thigh", "shank")
            }
    return frames


def _smooth(share: Floats) -> Floats:
    share = np.clip(share, 0.0, 1.0)
    return np.asarray(share * share * (3 - 2 * share))


def _wandering(time: Floats, rng: np.random.Generator) -> Floats:
    """Slow noise of sd 1 and mean 0."""
    from scipy.ndimage import gaussian_filter1d

    step = float(time[1] - time[0])
    noise = gaussian_filter1d(rng.standard_normal(len(time)), WANDERING_S / 3 / step, mode="wrap")
    return np.asarray((noise - noise.mean()) / noise.std())
