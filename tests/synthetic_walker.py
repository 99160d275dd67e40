"""A walking person whose every angle, event and length is known.

The walk is built from the ground up, so that it is true and not merely plausible. Footprints are laid
along the path; each foot lands on its heel, slaps flat, lies still, rises about its toe, and swings to
the next footprint. The pelvis travels along the path, its height following what the supporting knee asks
for. Knees are found by two-link inverse kinematics, so segments keep their length. The truth is then
read off the joint positions, sampled densely; nothing is read off the settings.

World frame: X to the right of a side camera, Y away from it, Z up, metres. A person who walks to the
right (+X) has the left side away from the camera. Angles are sagittal: taken in the vertical plane of
progression of the pass. Lengths of segments as shares of height: Drillis & Contini 1966, as tabulated by
Winter, Biomechanics and Motor Control of Human Movement, 4th ed. 2009, fig. 4.1.
"""

import math
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
SideName = Literal["left", "right"]
Direction = Literal["right", "left"]

SIDES: tuple[SideName, SideName] = ("left", "right")
LANDMARKS: tuple[str, ...] = (
    "nose",
    "left_eye_inner",
    "left_eye",
    "left_eye_outer",
    "right_eye_inner",
    "right_eye",
    "right_eye_outer",
    "left_ear",
    "right_ear",
    "mouth_left",
    "mouth_right",
    "left_shoulder",
    "right_shoulder",
    "left_elbow",
    "right_elbow",
    "left_wrist",
    "right_wrist",
    "left_pinky",
    "right_pinky",
    "left_index",
    "right_index",
    "left_thumb",
    "right_thumb",
    "left_hip",
    "right_hip",
    "left_knee",
    "right_knee",
    "left_ankle",
    "right_ankle",
    "left_heel",
    "right_heel",
    "left_foot_index",
    "right_foot_index",
)
INDEX = {name: i for i, name in enumerate(LANDMARKS)}

# Shares of body height (Winter 2009, fig. 4.1).
THIGH, SHANK, ANKLE_HEIGHT, WHOLE_FOOT = 0.245, 0.246, 0.039, 0.152
HIP_HEIGHT, SHOULDER_HEIGHT, EAR_HEIGHT = 0.530, 0.818, 0.936
HALF_SHOULDERS, UPPER_ARM, FOREARM = 0.129, 0.186, 0.146
# Not in that table; our choice, near adult proportions. No truth depends on their exact value.
HALF_HIPS = 0.050
# The toe landmark stands where the forefoot breaks, between the metatarsal heads and the tip, because the
# foot is one rigid piece that rolls about it.
FOOT = 0.80 * WHOLE_FOOT  # heel to toe landmark
ANKLE_AHEAD = 0.25 * WHOLE_FOOT  # of the heel, along the sole
FACE = {  # forward of, left of and above the middle of the ears
    "nose": (0.070, 0.0, -0.010),
    "left_eye_inner": (0.055, 0.010, 0.012),
    "left_eye": (0.052, 0.018, 0.012),
    "left_eye_outer": (0.047, 0.026, 0.012),
    "right_eye_inner": (0.055, -0.010, 0.012),
    "right_eye": (0.052, -0.018, 0.012),
    "right_eye_outer": (0.047, -0.026, 0.012),
    "left_ear": (0.0, 0.042, 0.0),
    "right_ear": (0.0, -0.042, 0.0),
    "mouth_left": (0.056, 0.014, -0.035),
    "mouth_right": (0.056, -0.014, -0.035),
}
HAND = {"pinky": (0.045, -0.012), "index": (0.050, 0.012), "thumb": (0.030, 0.020)}  # along, across

# The shape of push-off and swing, chosen so that the joints move as people's do.
RISE_STEADY = 0.32  # of the heel's rise grows steadily from its start, the rest as a power of time
RISE_POWER = 3.8
PUSH_FADE = 9.0  # how soon the push's speed dies out in swing
LIFT_FADE = 7.0  # how soon the early lift does
TOE_HASTE = 5.3  # of the toe at the start of swing; 3 would be even-handed, 6 all haste

LEAD_IN = 0.2  # strides from the start of the clip to the first (left) foot strike
TURN_DIP = 0.027  # of body height: how far the pelvis sinks in a turn
EDGE = 0.3  # strides kept clear of a turn, so that a counted stride stands on straight footprints


@dataclass(frozen=True)
class SideGait:
    """How one side walks. Shares and times in % of the stride, from that foot's strike.

    What each knob moves: `foot_off_pitch_deg` plantarflexion and foot pitch at push-off and, with
    `early_lift_m`, the knee's swing peak; `heel_rise` the dorsiflexion peak (later is more);
    `knee_loading_deg` the loading peak, nearly one for one; `toe_clearance_m` the foot in mid swing.
    """

    stance_share: float = 61.0
    flat_at: float = 9.5
    heel_rise: float = 30.9
    landing_pitch_deg: float = 14.5
    foot_off_pitch_deg: float = 53.7
    swing_pitch_done: float = 0.914  # share of swing by which the foot has its landing pitch
    knee_landing_deg: float = 7.05
    knee_loading_deg: float = 14.3
    knee_late_stance_deg: float = 0.13
    toe_clearance_m: float = 0.0257
    early_lift_m: float = 0.0367
    arm_swing_deg: float = 32.0


class Footprints(NamedTuple):
    """One foot's contacts in order: strike (s), heel on the floor (k, 2) in m, yaw (rad, unwrapped)."""

    strike: Floats
    heel: Floats
    yaw: Floats


class FootMotion(NamedTuple):
    """Three points of a foot, each (n, 3), in metres."""

    heel: Floats
    toe: Floats
    ankle: Floats


class Path(NamedTuple):
    """Where the body goes: position (n, 2) in m and heading (rad, unwrapped) at `time`."""

    time: Floats
    xy: Floats
    yaw: Floats

    def at(self, time: Floats) -> tuple[Floats, Floats]:
        x, y = (np.interp(time, self.time, self.xy[:, i]) for i in (0, 1))
        return np.column_stack([x, y]), np.interp(time, self.time, self.yaw)


class TruthEvent(NamedTuple):
    side: SideName
    kind: Literal["foot_strike", "foot_off"]
    time_s: float


class Pass(NamedTuple):
    """Straight walking between two times; `direction` across a side camera's picture."""

    start_s: float
    end_s: float
    direction: Direction


class StrideTruth(NamedTuple):
    """One stride of one side, foot strike to foot strike. `values` holds one number per measure."""

    side: SideName
    strike_s: float
    off_s: float
    end_s: float
    values: dict[str, float]


def smoothstep(u: Floats) -> Floats:
    """From 0 to 1 as `u` does, flat at both ends and beyond."""
    u = np.clip(u, 0.0, 1.0)
    return u * u * (3.0 - 2.0 * u)


def bump(u: Floats, fade: float) -> Floats:
    """u**2 (1 - u)**fade, scaled to a height of 1."""
    top = 2.0 / (2.0 + fade)
    scaled: Floats = (u / top) ** 2 * ((1.0 - u) / (1.0 - top)) ** fade
    return scaled


def soft_positive(x: Floats) -> Floats:
    """max(x, 0) with a rounded corner, so that no point of the foot jumps in speed."""
    return 0.5 * (x + np.sqrt(x * x + 0.01))


def horizontal(yaw: Floats) -> tuple[Floats, Floats]:
    """Unit vectors (n, 3) ahead of and to the left of a body that faces `yaw`."""
    c, s, o = np.cos(yaw), np.sin(yaw), np.zeros_like(yaw)
    return np.column_stack([c, s, o]), np.column_stack([-s, c, o])


UP = np.array([0.0, 0.0, 1.0])


@dataclass(frozen=True)
class SyntheticWalker:
    """A person and a walk. The defaults are a healthy adult of 1.70 m at 1.21 m/s.

    `strides` full strides per side fit in each straight pass; each of `turns` half turns follows a pass
    and takes `turn_s` seconds. `step_length_difference_m` is left minus right. `hip_over_ankle` (% of the
    stride after foot strike) says when the hip passes over the ankle: later puts the foot further ahead,
    earlier leaves the thigh trailing more. `standing_s`: stand still so long, do not walk at all.
    """

    height_m: float = 1.70
    cadence_steps_per_min: float = 112.0
    stride_length_m: float = 1.30
    step_length_difference_m: float = 0.0
    step_width_m: float = 0.10
    hip_over_ankle: float = 21.91
    left: SideGait = field(default_factory=SideGait)
    right: SideGait = field(default_factory=SideGait)
    trunk_lean_deg: float = 3.0
    trunk_rock_deg: float = 1.0
    head_forward_deg: float = 12.0
    elbow_flexion_deg: float = 25.0
    pelvis_sway_m: float = 0.02
    pelvis_rotation_deg: float = 5.0
    pelvis_list_deg: float = 3.5
    shoulder_rotation_deg: float = 4.0
    toe_out_deg: float = 0.0
    landing_speed_share: float = 0.2  # of walking speed: how fast the heel still travels as it lands
    direction: Direction = "right"
    strides: int = 5
    turns: int = 0
    turn_s: float = 1.5
    standing_s: float | None = None

    def __post_init__(self) -> None:
        if self.strides < 2:
            raise ValueError("a pass needs at least two strides")

    # The clock.

    @property
    def stride_s(self) -> float:
        return 120.0 / self.cadence_steps_per_min

    @property
    def speed(self) -> float:
        return self.stride_length_m / self.stride_s

    @property
    def pass_s(self) -> float:
        """A pass holds `strides` strides of both sides and a margin before and after."""
        margin = 2.0 * EDGE if self.turns else 0.0
        return (LEAD_IN + self.strides + 0.5 + 0.3 + margin + (0.5 if self.turns else 0.0)) * self.stride_s

    @property
    def duration_s(self) -> float:
        if self.standing_s is not None:
            return self.standing_s
        return self.pass_s * (self.turns + 1) + self.turn_s * self.turns

    @cached_property
    def turning(self) -> tuple[tuple[float, float], ...]:
        """Start and end of each half turn, in seconds."""
        starts = [self.pass_s * (i + 1) + self.turn_s * i for i in range(self.turns)]
        return tuple((start, start + self.turn_s) for start in starts)

    @cached_property
    def passes(self) -> tuple[Pass, ...]:
        if self.standing_s is not None:
            return ()
        ways: tuple[Direction, Direction] = (
            ("right", "left") if self.direction == "right" else ("left", "right")
        )
        starts = [i * (self.pass_s + self.turn_s) for i in range(self.turns + 1)]
        return tuple(Pass(s, s + self.pass_s, ways[i % 2]) for i, s in enumerate(starts))

    def gait(self, side: SideName) -> SideGait:
        return self.left if side == "left" else self.right

    # The ground: path and footprints.

    @cached_property
    def path(self) -> Path:
        spare = 3.0 * self.stride_s
        start_yaw = 0.0 if self.direction == "right" else np.pi
        knots = [np.array([-spare, self.duration_s + spare])]
        knots += [np.linspace(a, b, 2001) for a, b in self.turning]
        time = np.unique(np.concatenate(knots))
        yaw, speed = np.full_like(time, start_yaw), np.full_like(time, self.speed)
        for a, b in self.turning:
            u = np.clip((time - a) / (b - a), 0.0, 1.0)
            yaw += np.pi * u**3 * (10.0 - 15.0 * u + 6.0 * u * u)
            speed *= 1.0 - 0.45 * 16.0 * (u * (1.0 - u)) ** 2
        velocity = speed[:, None] * np.column_stack([np.cos(yaw), np.sin(yaw)])
        step = 0.5 * (velocity[1:] + velocity[:-1]) * np.diff(time)[:, None]
        xy = np.vstack([np.zeros((1, 2)), np.cumsum(step, axis=0)])
        return Path(time, xy, yaw)

    @cached_property
    def footprints(self) -> dict[SideName, Footprints]:
        return {side: self._lay_footprints(side) for side in SIDES}

    def _lay_footprints(self, side: SideName) -> Footprints:
        sign = 1.0 if side == "left" else -1.0
        count = int(np.ceil(self.duration_s / self.stride_s)) + 5
        strike = (
            np.arange(count, dtype=np.float64) - 2.0 + LEAD_IN + (0.0 if side == "left" else 0.5)
        ) * self.stride_s
        xy, yaw = self.path.at(strike + self.hip_over_ankle / 100.0 * self.stride_s)
        ahead, leftward = horizontal(yaw)
        forward = sign * self.step_length_difference_m / 4.0 - ANKLE_AHEAD * self.height_m
        heel = xy + (forward * ahead + sign * self.step_width_m / 2.0 * leftward)[:, :2]
        return Footprints(strike, heel, yaw - sign * math.radians(self.toe_out_deg))

    # The feet.

    def _pitch_in_stance(self, share: Floats, side: SideName) -> Floats:
        """Foot to floor in rad, heel up positive; `share` in % of the stride since foot strike."""
        g = self.gait(side)
        # The foot slaps down at once and comes to rest flat.
        landing = -math.radians(g.landing_pitch_deg) * np.clip(1.0 - share / g.flat_at, 0.0, 1.0) ** 2
        w = np.clip((share - g.heel_rise) / (g.stance_share - g.heel_rise), 0.0, 1.0)
        rise = RISE_STEADY * w + (1.0 - RISE_STEADY) * w**RISE_POWER
        pitch: Floats = landing + math.radians(g.foot_off_pitch_deg) * rise
        return pitch

    def _pitch_in_swing(self, u: Floats, side: SideName) -> Floats:
        g = self.gait(side)
        off, landing = math.radians(g.foot_off_pitch_deg), -math.radians(g.landing_pitch_deg)
        speed = RISE_STEADY + RISE_POWER * (1.0 - RISE_STEADY)
        slope = off * speed * (100.0 - g.stance_share) / (g.stance_share - g.heel_rise)
        turn = smoothstep(u / g.swing_pitch_done)
        # The push ends with the contact: what is left of its speed dies out early in swing.
        pitch: Floats = off + (landing - off) * turn + slope * u * (1.0 - u) ** PUSH_FADE
        return pitch

    def _toe_height_in_swing(self, u: Floats, pitch: Floats, side: SideName) -> Floats:
        """The sole's lowest point clears the floor; with the toe up, the lowest point is the heel."""
        g, length = self.gait(side), FOOT * self.height_m
        clear = g.toe_clearance_m * bump(u, 1.0) + g.early_lift_m * bump(u, LIFT_FADE)
        ends = -np.sin(self._pitch_in_swing(np.array([0.0, 1.0]), side))
        excess = soft_positive(ends) - np.maximum(ends, 0.0)
        fade = smoothstep(u)
        rounding = excess[0] * (1.0 - fade) + excess[1] * fade
        height: Floats = clear + length * (soft_positive(-np.sin(pitch)) - rounding)
        return height

    def foot(self, time: Floats, side: SideName) -> FootMotion:
        prints, length = self.footprints[side], FOOT * self.height_m
        k = np.clip(np.searchsorted(prints.strike, time, side="right") - 1, 0, len(prints.strike) - 2)
        stance = self.gait(side).stance_share
        share = (time - prints.strike[k]) / self.stride_s * 100.0
        in_stance = share < stance
        u = np.clip((share - stance) / (100.0 - stance), 0.0, 1.0)
        pitch = np.where(in_stance, self._pitch_in_stance(share, side), self._pitch_in_swing(u, side))
        yaw = prints.yaw[k] + (prints.yaw[k + 1] - prints.yaw[k]) * smoothstep(u)
        ahead, _ = horizontal(yaw)
        along = np.cos(pitch)[:, None] * ahead - np.sin(pitch)[:, None] * UP
        toe = self._toe_in_swing(u, pitch, k, side)
        on_toe = self._flat_toe(k, side)
        on_heel = np.column_stack([prints.heel[k], np.zeros_like(time)]) + length * along
        toe = np.where(in_stance[:, None], np.where(pitch[:, None] > 0.0, on_toe, on_heel), toe)
        heel = toe - length * along
        above = np.sin(pitch)[:, None] * ahead + np.cos(pitch)[:, None] * UP
        ankle = heel + ANKLE_AHEAD * self.height_m * along + ANKLE_HEIGHT * self.height_m * above
        return FootMotion(heel, toe, ankle)

    def _flat_toe(self, k: NDArray[np.intp], side: SideName) -> Floats:
        """Where the toe lies while foot k is flat, (n, 3)."""
        prints = self.footprints[side]
        ahead, _ = horizontal(prints.yaw[k])
        return np.column_stack([prints.heel[k], np.zeros(len(k))]) + FOOT * self.height_m * ahead

    def _toe_in_swing(self, u: Floats, pitch: Floats, k: NDArray[np.intp], side: SideName) -> Floats:
        g, prints = self.gait(side), self.footprints[side]
        ahead, _ = horizontal(prints.yaw[k + 1])
        reach = FOOT * self.height_m * math.cos(math.radians(g.landing_pitch_deg))
        start, end = self._flat_toe(k, side)[:, :2], prints.heel[k + 1] + reach * ahead[:, :2]
        swing_s = (1.0 - g.stance_share / 100.0) * self.stride_s
        landing = self.landing_speed_share * self.speed * swing_s * ahead[:, :2]
        u = u[:, None]
        # From rest to rest, quickest before half way (a quartic); then what speed is left on landing.
        gone = u * u * (TOE_HASTE + (4.0 - 2.0 * TOE_HASTE) * u + (TOE_HASTE - 3.0) * u * u)
        xy = start + (end - start) * gone - landing * u * u * (1.0 - u)
        return np.column_stack([xy, self._toe_height_in_swing(u[:, 0], pitch, side)])

    # The pelvis.

    def _phase(self, time: Floats) -> Floats:
        """Angle that grows by a full circle each stride and is zero at a left foot strike."""
        return 2.0 * np.pi * (time / self.stride_s - LEAD_IN)

    def _hip_offsets(self, time: Floats, yaw: Floats) -> dict[SideName, Floats]:
        """From the middle of the hips to each hip: pelvic rotation leads with the landing leg, pelvic
        list lifts the loaded side."""
        phase, half = self._phase(time), HALF_HIPS * self.height_m
        turned = yaw - math.radians(self.pelvis_rotation_deg) * np.cos(phase)
        tilt = math.radians(self.pelvis_list_deg) * np.cos(phase - 2.0 * np.pi * 0.17)
        _, leftward = horizontal(turned)
        offset = half * (np.cos(tilt)[:, None] * leftward + np.sin(tilt)[:, None] * UP)
        return {"left": offset, "right": -offset}

    def _pelvis_on_ground(self, time: Floats) -> tuple[Floats, Floats]:
        """Middle of the hips with height zero (n, 3), and heading (n,)."""
        xy, yaw = self.path.at(time)
        _, leftward = horizontal(yaw)
        sway = self.pelvis_sway_m * np.cos(self._phase(time) - 2.0 * np.pi * 0.3)
        return np.column_stack([xy, np.zeros_like(time)]) + sway[:, None] * leftward, yaw

    def _pelvis_height_for_leg(self, time: Floats, side: SideName, length: Floats) -> Floats:
        """How high the middle of the hips is when this leg measures `length` from hip to ankle."""
        ground, yaw = self._pelvis_on_ground(time)
        hip = ground + self._hip_offsets(time, yaw)[side]
        ankle = self.foot(time, side).ankle
        across = np.sum((hip - ankle)[:, :2] ** 2, axis=1)
        height: Floats = ankle[:, 2] - hip[:, 2] + np.sqrt(np.maximum(length**2 - across, 0.0))
        return height

    def _leg_length(self, knee_deg: Floats) -> Floats:
        thigh, shank = THIGH * self.height_m, SHANK * self.height_m
        return np.sqrt(thigh**2 + shank**2 + 2.0 * thigh * shank * np.cos(np.radians(knee_deg)))

    def _harmonics(self, time: Floats) -> Floats:
        phase = self._phase(time)
        waves = [f(n * phase) for n in (1, 2, 3, 4) for f in (np.cos, np.sin)]
        return np.column_stack([np.ones_like(time), *waves])

    @cached_property
    def _pelvis_height(self) -> Floats:
        """Fourier coefficients of pelvis height: the smoothest fit to what the supporting knees ask
        for, lowered where a leg could not reach."""
        wanted, rows = [], []
        for side in SIDES:
            g = self.gait(side)
            share = np.arange(0.0, 46.0)
            knots = (g.knee_landing_deg, g.knee_loading_deg, g.knee_loading_deg, g.knee_late_stance_deg)
            knee = np.interp(share, (0.0, 11.0, 15.0, 40.0), knots)
            time = self._one_stride(side, share)
            wanted.append(self._pelvis_height_for_leg(time, side, self._leg_length(knee)))
            rows.append(self._harmonics(time))
        coefficients: Floats = np.linalg.lstsq(np.vstack(rows), np.concatenate(wanted), rcond=None)[0]
        coefficients[0] -= self._reach_short(coefficients)
        return coefficients

    def _one_stride(self, side: SideName, share: Floats) -> Floats:
        """Times of the second whole stride of the clip, always straight."""
        start = float(self.footprints[side].strike[2])
        return start + share / 100.0 * self.stride_s

    def _reach_short(self, coefficients: Floats) -> float:
        """By how much (m) the pelvis is too high for a leg somewhere in the stride."""
        longest = self._leg_length(np.array(2.0))
        worst = 0.0
        for side in SIDES:
            time = self._one_stride(side, np.linspace(0.0, 100.0, 401))
            allowed = self._pelvis_height_for_leg(time, side, longest)
            worst = max(worst, float(np.max(self._harmonics(time) @ coefficients - allowed)))
        return worst

    def _dip(self, time: Floats) -> Floats:
        """The pelvis sinks a little in a turn, where a foot may stand further out."""
        dip, edge = np.zeros_like(time), EDGE * self.stride_s
        for start, end in self.turning:
            ramps = smoothstep((time - start + edge) / 0.5) * smoothstep((end + edge - time) / 0.5)
            dip += TURN_DIP * self.height_m * ramps
        return dip

    # The whole body.

    def positions(self, time: Floats) -> Floats:
        """Every landmark at any times (n,): shape (n, 33, 3), in metres. Exact; nothing is interpolated."""
        time = np.asarray(time, dtype=np.float64)
        if self.standing_s is not None:
            return self._standing(time)
        out = np.empty((len(time), len(LANDMARKS), 3))
        pelvis, yaw = self._pelvis_on_ground(time)
        pelvis[:, 2] = self._harmonics(time) @ self._pelvis_height - self._dip(time)
        hips = self._hip_offsets(time, yaw)
        for side in SIDES:
            self._place_leg(out, side, pelvis + hips[side], self.foot(time, side), yaw)
        self._place_upper_body(out, pelvis, yaw, self._phase(time))
        return out

    def _place_leg(self, out: Floats, side: SideName, hip: Floats, foot: FootMotion, yaw: Floats) -> None:
        points = {
            "hip": hip,
            "knee": self._knee(hip, foot.ankle, yaw),
            "ankle": foot.ankle,
            "heel": foot.heel,
            "foot_index": foot.toe,
        }
        for name, value in points.items():
            out[:, INDEX[f"{side}_{name}"]] = value

    def _knee(self, hip: Floats, ankle: Floats, yaw: Floats) -> Floats:
        """The knee of a thigh and a shank that meet, bent forward in the plane of leg and heading."""
        thigh, shank = THIGH * self.height_m, SHANK * self.height_m
        line = ankle - hip
        length = np.linalg.norm(line, axis=1)
        if np.any(length > thigh + shank):
            raise ValueError("the leg does not reach its footprint: shorter strides or a lower pelvis")
        line /= length[:, None]
        along = (thigh**2 - shank**2 + length**2) / (2.0 * length)
        ahead, _ = horizontal(yaw)
        bend = ahead - np.sum(ahead * line, axis=1)[:, None] * line
        bend /= np.linalg.norm(bend, axis=1)[:, None]
        knee: Floats = hip + along[:, None] * line + np.sqrt(thigh**2 - along**2)[:, None] * bend
        return knee

    def _place_upper_body(self, out: Floats, pelvis: Floats, yaw: Floats, phase: Floats) -> None:
        h = self.height_m
        ahead, leftward = horizontal(yaw)
        lean = np.radians(self.trunk_lean_deg + self.trunk_rock_deg * np.cos(2.0 * phase))
        trunk = np.sin(lean)[:, None] * ahead + np.cos(lean)[:, None] * UP
        chest = pelvis + (SHOULDER_HEIGHT - HIP_HEIGHT) * h * trunk
        nod = math.radians(self.head_forward_deg)
        ears = chest + (EAR_HEIGHT - SHOULDER_HEIGHT) * h * (math.sin(nod) * ahead + math.cos(nod) * UP)
        for name, (x, y, z) in FACE.items():
            out[:, INDEX[name]] = ears + h * (x * ahead + y * leftward + z * UP)
        # Shoulders turn against the pelvis.
        _, across = horizontal(yaw + math.radians(self.shoulder_rotation_deg) * np.cos(phase))
        for side, sign in zip(SIDES, (1.0, -1.0), strict=True):
            shoulder = chest + sign * HALF_SHOULDERS * h * across
            # The arm is furthest back when its own foot lands.
            swing = -0.5 * math.radians(self.gait(side).arm_swing_deg) * sign * np.cos(phase)
            self._place_arm(out, side, shoulder, swing, yaw)

    def _place_arm(self, out: Floats, side: SideName, shoulder: Floats, swing: Floats, yaw: Floats) -> None:
        """`swing`: shoulder-to-wrist line to the vertical, forward positive, rad. The elbow stays bent."""
        upper, fore = UPPER_ARM * self.height_m, FOREARM * self.height_m
        bend = math.radians(self.elbow_flexion_deg)
        behind = math.atan2(fore * math.sin(bend), upper + fore * math.cos(bend))
        ahead, leftward = horizontal(yaw)

        def hanging(angle: Floats) -> Floats:
            line: Floats = np.sin(angle)[:, None] * ahead - np.cos(angle)[:, None] * UP
            return line

        elbow = shoulder + upper * hanging(swing - behind)
        forearm = hanging(swing - behind + bend)
        wrist = elbow + fore * forearm
        inward = -leftward if side == "left" else leftward
        points = {"shoulder": shoulder, "elbow": elbow, "wrist": wrist}
        for finger, (along, across) in HAND.items():
            points[finger] = wrist + self.height_m * (along * forearm + across * inward)
        for name, value in points.items():
            out[:, INDEX[f"{side}_{name}"]] = value

    def _standing(self, time: Floats) -> Floats:
        """Feet side by side, legs nearly straight, arms hanging: nothing moves."""
        one = np.zeros(1)
        yaw = one if self.direction == "right" else one + np.pi
        ahead, leftward = horizontal(yaw)
        out = np.empty((1, len(LANDMARKS), 3))
        pelvis = HIP_HEIGHT * 0.998 * self.height_m * UP[None, :]
        length = FOOT * self.height_m
        for side, sign in zip(SIDES, (1.0, -1.0), strict=True):
            heel = sign * self.step_width_m / 2.0 * leftward - ANKLE_AHEAD * self.height_m * ahead
            ankle = sign * self.step_width_m / 2.0 * leftward + ANKLE_HEIGHT * self.height_m * UP
            hip = pelvis + sign * HALF_HIPS * self.height_m * leftward
            self._place_leg(out, side, hip, FootMotion(heel, heel + length * ahead, ankle), yaw)
        calm = SideGait(arm_swing_deg=0.0)
        still = replace(self, trunk_rock_deg=0.0, shoulder_rotation_deg=0.0, left=calm, right=calm)
        still._place_upper_body(out, pelvis, yaw, one)
        return np.repeat(out, len(time), axis=0)

    # The truth.

    @cached_property
    def events(self) -> tuple[TruthEvent, ...]:
        """Every foot strike and foot off within the clip, in order of time, turns included."""
        if self.standing_s is not None:
            return ()
        found = []
        for side in SIDES:
            strike = self.footprints[side].strike
            off = strike + self.gait(side).stance_share / 100.0 * self.stride_s
            found += [TruthEvent(side, "foot_strike", float(t)) for t in strike]
            found += [TruthEvent(side, "foot_off", float(t)) for t in off]
        inside = [e for e in found if 0.0 <= e.time_s < self.duration_s]
        return tuple(sorted(inside, key=lambda e: e.time_s))

    def walk(self, rate_hz: float = 2000.0) -> "WalkTruth":
        """Walk, and read the truth off the joint positions sampled at `rate_hz`."""
        time = np.arange(int(np.floor(self.duration_s * rate_hz)) + 1) / rate_hz
        return WalkTruth(self, time, self.positions(time))


@dataclass(frozen=True, eq=False)
class WalkTruth:
    """A walk and what is true of it. `positions` (time, landmark, xyz) in metres at `time` in seconds.

    Strides that touch a turn, or stand on a footprint of one, are not in `strides`.
    """

    walker: SyntheticWalker
    time: Floats
    positions: Floats

    @property
    def events(self) -> tuple[TruthEvent, ...]:
        return self.walker.events

    @property
    def passes(self) -> tuple[Pass, ...]:
        return self.walker.passes

    @property
    def turning(self) -> tuple[tuple[float, float], ...]:
        return self.walker.turning

    def at(self, landmark: str) -> Floats:
        """One landmark's track, (time, 3), in metres."""
        track: Floats = self.positions[:, INDEX[landmark]]
        return track

    @cached_property
    def strides(self) -> tuple[StrideTruth, ...]:
        """Every whole straight stride, in order of foot strike."""
        found = [s for one in self.walker.passes for side in SIDES for s in self._strides_of(one, side)]
        return tuple(sorted(found, key=lambda s: s.strike_s))

    def _strides_of(self, one: Pass, side: SideName) -> list[StrideTruth]:
        w = self.walker
        edge = EDGE * w.stride_s
        after = edge if one.start_s > 0.0 else 0.0
        before = edge if one.end_s < w.duration_s else 0.0
        strikes = w.footprints[side].strike
        kept = strikes[(strikes >= one.start_s + after) & (strikes + w.stride_s <= one.end_s - before + 1e-9)]
        return [self._stride(float(t), side, one.direction) for t in kept]

    def _stride(self, strike: float, side: SideName, direction: Direction) -> StrideTruth:
        w = self.walker
        end = strike + w.stride_s
        off = strike + w.gait(side).stance_share / 100.0 * w.stride_s
        seen = slice(*np.searchsorted(self.time, [strike, end]))
        ahead = 1.0 if direction == "right" else -1.0
        window = StrideWindow(self, side, strike, off, end, ahead, seen)
        return StrideTruth(side, strike, off, end, window.values())

    def value(self, measure: str, side: SideName | None = None) -> float:
        """The mean of one measure over the strides of one side, or of both."""
        values = [s.values[measure] for s in self.strides if side in {None, s.side}]
        return float(np.mean(values))


class SideAngles(NamedTuple):
    """Sagittal angles of one side in degrees, each (time,). Signs as in the list of measures."""

    knee_flexion: Floats
    ankle_dorsiflexion: Floats
    thigh_trailing: Floats
    foot_pitch: Floats
    trunk_lean: Floats
    head_forward: Floats
    arm: Floats


def angles(positions: Floats, side: SideName, ahead: float) -> SideAngles:
    """Read the angles of one side off (n, 33, 3) positions; `ahead` is +1 for a walk towards +X, else -1."""

    def forward_tilt(low: Floats, high: Floats) -> Floats:
        """Angle of the line from `low` to `high` to the vertical, top forward positive."""
        line = high - low
        return np.degrees(np.arctan2(ahead * line[:, 0], line[:, 2]))

    def point(name: str) -> Floats:
        found: Floats = positions[:, INDEX[f"{side}_{name}"]]
        return found

    def middle(name: str) -> Floats:
        found: Floats = 0.5 * (positions[:, INDEX[f"left_{name}"]] + positions[:, INDEX[f"right_{name}"]])
        return found

    thigh = forward_tilt(point("knee"), point("hip"))
    shank = forward_tilt(point("ankle"), point("knee"))
    foot = point("foot_index") - point("heel")
    pitch = np.degrees(np.arctan2(-foot[:, 2], ahead * foot[:, 0]))
    return SideAngles(
        knee_flexion=shank - thigh,
        ankle_dorsiflexion=shank - pitch,
        thigh_trailing=thigh,
        foot_pitch=pitch,
        trunk_lean=forward_tilt(middle("hip"), middle("shoulder")),
        head_forward=forward_tilt(middle("shoulder"), middle("ear")),
        arm=-forward_tilt(point("wrist"), point("shoulder")),
    )


class StrideWindow(NamedTuple):
    """One stride of one side, ready to be measured."""

    truth: WalkTruth
    side: SideName
    strike: float
    off: float
    end: float
    ahead: float
    seen: slice

    def values(self) -> dict[str, float]:
        return self.lengths_and_times() | self.peaks()

    def _heels(self, time: float) -> tuple[Floats, Floats]:
        """Own and other heel at a time, (3,) each."""
        now = self.truth.walker.positions(np.array([time]))[0]
        other = "right" if self.side == "left" else "left"
        return now[INDEX[f"{self.side}_heel"]], now[INDEX[f"{other}_heel"]]

    def _other_strike_and_off(self) -> tuple[float, float]:
        """When the other foot lands in this stride, and when it leaves the floor in it."""
        w = self.truth.walker
        other: SideName = "right" if self.side == "left" else "left"
        strikes = w.footprints[other].strike
        landing = float(strikes[np.searchsorted(strikes, self.strike, side="right")])
        return landing, landing + (w.gait(other).stance_share / 100.0 - 1.0) * w.stride_s

    def lengths_and_times(self) -> dict[str, float]:
        """Step length and width belong to the foot that lands first in the stride: this one. Lengths are
        between places where a heel lies on the floor."""
        stride_s = self.end - self.strike
        other_strike, other_off = self._other_strike_and_off()
        own, _ = self._heels(self.strike)
        following, _ = self._heels(self.end)
        # The other heel's print of the step before: where it lay half its stance after landing.
        _, other = self._heels(other_strike - stride_s + 0.2 * stride_s)
        pelvis = self.truth.walker.positions(np.array([self.strike, self.end]))
        middle = 0.5 * (pelvis[:, INDEX["left_hip"]] + pelvis[:, INDEX["right_hip"]])
        both_feet = (other_off - self.strike) + (self.off - other_strike)
        return {
            "walking_speed": self.ahead * float(middle[1, 0] - middle[0, 0]) / stride_s,
            "cadence": 120.0 / stride_s,
            "stride_length": self.ahead * float(following[0] - own[0]),
            "step_length": self.ahead * float(own[0] - other[0]),
            "step_width": abs(float(own[1] - other[1])),
            "stance_share": 100.0 * (self.off - self.strike) / stride_s,
            "double_support_share": 100.0 * both_feet / stride_s,
            "heel_rise_time": self.truth.walker.gait(self.side).heel_rise,
        }

    def peaks(self) -> dict[str, float]:
        time = self.truth.time[self.seen]
        body = self.truth.positions[self.seen]
        a = angles(body, self.side, self.ahead)
        share = 100.0 * (time - self.strike) / (self.end - self.strike)
        off_share = 100.0 * (self.off - self.strike) / (self.end - self.strike)
        stance = share < off_share
        rise = self.truth.walker.gait(self.side).heel_rise
        pushing = (share > rise) & (share < off_share + 10.0)
        ears = 0.5 * (body[:, INDEX["left_ear"], 2] + body[:, INDEX["right_ear"], 2])
        at_off = angles(self.truth.walker.positions(np.array([self.off])), self.side, self.ahead)
        return {
            "ankle_dorsiflexion_stance_peak": float(np.max(a.ankle_dorsiflexion[stance])),
            "ankle_plantarflexion_push_off_peak": float(-np.min(a.ankle_dorsiflexion[pushing])),
            "knee_flexion_loading_peak": float(np.max(a.knee_flexion[share < 30.0])),
            "knee_flexion_swing_peak": float(np.max(a.knee_flexion[~stance])),
            "thigh_trailing_angle_peak": float(np.max(a.thigh_trailing[share > 30.0])),
            "foot_pitch_push_off": float(at_off.foot_pitch[0]),
            "trunk_lean_mean": float(np.mean(a.trunk_lean)),
            "head_forward_angle": float(np.mean(a.head_forward)),
            "head_vertical_oscillation": float(np.ptp(ears)),
            "arm_swing_range": float(np.ptp(a.arm)),
        }


# Five people to test with; their knobs were fitted so that every angle stays human.
HEALTHY = SyntheticWalker()
_STIFF_KNEE = SideGait(
    stance_share=61.0,
    flat_at=9.37,
    heel_rise=27.49,
    landing_pitch_deg=9.71,
    foot_off_pitch_deg=46.56,
    swing_pitch_done=0.782,
    knee_landing_deg=2.98,
    knee_loading_deg=3.65,
    knee_late_stance_deg=0.0,
    toe_clearance_m=0.0139,
    early_lift_m=0.004,
)
STIFF_KNEED = SyntheticWalker(
    cadence_steps_per_min=100.0,
    stride_length_m=1.10,
    hip_over_ankle=20.22,
    left=_STIFF_KNEE,
    right=_STIFF_KNEE,
)
_SHORT_STRIDE = SideGait(
    stance_share=63.5,
    flat_at=7.53,
    heel_rise=26.0,
    landing_pitch_deg=5.99,
    foot_off_pitch_deg=46.94,
    swing_pitch_done=0.932,
    knee_landing_deg=4.44,
    knee_loading_deg=11.29,
    knee_late_stance_deg=5.35,
    toe_clearance_m=0.0116,
    early_lift_m=0.0233,
    arm_swing_deg=14.0,
)
SHORT_STRIDED_AND_STOOPED = SyntheticWalker(
    cadence_steps_per_min=116.0,
    stride_length_m=0.96,
    hip_over_ankle=18.57,
    trunk_lean_deg=11.0,
    head_forward_deg=32.0,
    left=_SHORT_STRIDE,
    right=_SHORT_STRIDE,
)
_STIFF_ANKLE = SideGait(
    stance_share=62.0,
    flat_at=10.02,
    heel_rise=26.0,
    landing_pitch_deg=12.48,
    foot_off_pitch_deg=50.33,
    swing_pitch_done=0.963,
    knee_landing_deg=2.0,
    knee_loading_deg=12.14,
    knee_late_stance_deg=0.0,
    toe_clearance_m=0.0222,
    early_lift_m=0.0313,
)
STIFF_ANKLED = SyntheticWalker(
    cadence_steps_per_min=106.0,
    stride_length_m=1.12,
    hip_over_ankle=20.45,
    left=_STIFF_ANKLE,
    right=_STIFF_ANKLE,
)
UNEVEN = SyntheticWalker(
    cadence_steps_per_min=104.0,
    stride_length_m=1.18,
    step_length_difference_m=0.06,
    hip_over_ankle=21.60,
    left=SideGait(
        stance_share=63.0,
        flat_at=10.69,
        heel_rise=32.0,
        landing_pitch_deg=18.11,
        foot_off_pitch_deg=54.11,
        swing_pitch_done=0.934,
        knee_landing_deg=2.08,
        knee_loading_deg=12.09,
        knee_late_stance_deg=0.0,
        toe_clearance_m=0.0217,
        early_lift_m=0.0402,
    ),
    right=SideGait(
        stance_share=59.0,
        flat_at=10.44,
        heel_rise=26.0,
        landing_pitch_deg=13.23,
        foot_off_pitch_deg=49.68,
        swing_pitch_done=0.85,
        knee_landing_deg=2.02,
        knee_loading_deg=5.07,
        knee_late_stance_deg=2.4,
        toe_clearance_m=0.017,
        early_lift_m=0.004,
        arm_swing_deg=20.0,
    ),
)
