"""A walker of our own body whose every coordinate, length and marker place is known."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import xarray as xr

from kinechain.body.kinematics import point_positions
from kinechain.body.own_body import Body, load_body
from kinechain.body.scaling import PARAMETERS, scaled, scales
from kinechain.body.skin import noise

SIDES = ("left", "right")


def sided(*names: str) -> tuple[str, ...]:
    return tuple(f"{side}_{name}" for side in SIDES for name in names)


LOWER = (
    *sided("asis", "psis", "thigh", "knee_lateral", "shank", "ankle_lateral", "heel", "toe"),
    *sided("knee_medial", "ankle_medial", "fifth_metatarsal_head"),
)
WHOLE = (
    *LOWER,
    *sided("hallux", "acromion", "elbow_lateral", "wrist_radial", "wrist_ulnar", "head_front", "head_back"),
    "c7",
    "t10",
    "jugular_notch",
    "xiphoid",
    "right_scapula",
)
KEYPOINTS = sided("hip", "knee", "ankle", "heel", "big_toe", "small_toe", "shoulder", "elbow", "wrist", "ear")

# Mean, amplitude of the first and second harmonic (degrees), phase of each (cycles).
LEG = {
    "hip_flexion": (12, 22, 3, 0.0, 0.1),
    "hip_adduction": (1, 5, 2, 0.3, 0.0),
    "hip_rotation": (2, 4, 2, 0.6, 0.2),
    "knee_flexion": (24, 20, 15, 0.75, 0.35),
    "ankle_dorsiflexion": (2, 7, 8, 0.4, 0.6),
    "subtalar_inversion": (0, 4, 2, 0.1, 0.7),
    "toe_extension": (12, 10, 8, 0.5, 0.4),
    "shoulder_flexion": (-2, 14, 1, 0.5, 0.0),
    "shoulder_abduction": (10, 2, 1, 0.2, 0.0),
    "elbow_flexion": (30, 9, 3, 0.4, 0.0),
}
MIDDLE = {
    "pelvis_rotation": (0, 5, 1, 0.1, 0.0),
    "pelvis_tilt": (11, 1, 1.5, 0.0, 0.3),
    "pelvis_obliquity": (0, 4, 1.5, 0.3, 0.1),
    "lumbar_flexion": (-3, 0.5, 1, 0.2, 0.0),
    "lumbar_bending": (0, 3, 1, 0.8, 0.0),
    "thorax_flexion": (-4, 0.5, 1, 0.2, 0.0),
    "thorax_rotation": (0, 5, 1, 0.6, 0.0),
    "neck_flexion": (4, 1, 1, 0.5, 0.0),
    "head_flexion": (1, 1, 1, 0.1, 0.0),
}
STRIDE_S = 1.1
SPEED_MPS = 1.25


@dataclass(frozen=True)
class Walker:
    """A person of known `body`, with markers `names` at `place` (K, 3), moving by `q` (T, Q) at `time`."""

    body: Body
    names: tuple[str, ...]
    carrier: np.ndarray
    place: np.ndarray
    time: np.ndarray
    q: np.ndarray

    def points(self) -> np.ndarray:
        return point_positions(self.body.chain, self.q, self.carrier, self.place)

    def walk(self, position: np.ndarray | None = None) -> xr.Dataset:
        """The walk as a laboratory's file gives it, after its markers were recognised."""
        return dataset(self.time, self.points() if position is None else position, self.names)


def walking(body: Body, time: np.ndarray) -> np.ndarray:
    """q (T, Q) of a smooth walk."""
    chain, phase = body.chain, time / STRIDE_S
    q = np.tile(chain.default, (len(time), 1))
    for name, curve in MIDDLE.items():
        q[:, chain.coordinate(name)] = _curve(curve, phase)
    for side, shift in (("left", 0.0), ("right", 0.5)):
        for name, curve in LEG.items():
            q[:, chain.coordinate(f"{side}_{name}")] = _curve(curve, phase + shift)
    q[:, chain.coordinate("pelvis_x")] = SPEED_MPS * time + 0.015 * np.sin(4 * np.pi * phase)
    q[:, chain.coordinate("pelvis_y")] = 0.02 * np.sin(2 * np.pi * phase)
    q[:, chain.coordinate("pelvis_z")] += 0.02 * np.sin(4 * np.pi * phase + 1) - 0.01
    return q


def _curve(curve: tuple[float, ...], phase: np.ndarray) -> np.ndarray:
    mean, first, second, start, other = curve
    return np.radians(
        mean + first * np.sin(2 * np.pi * (phase + start)) + second * np.sin(4 * np.pi * (phase + other))
    )


def walker(
    names: Sequence[str] = WHOLE,
    *,
    seconds: float = 1.6,
    rate: float = 100.0,
    seed: int | None = None,
    own_habits: bool = True,
) -> Walker:
    """A walker of the reference size with markers at their landmarks; with a `seed`, of a size and with
    places of markers drawn from what is usual.
    """
    body, time = load_body(), np.arange(round(seconds * rate)) / rate
    carrier, place = body.places(list(names))
    if seed is not None:
        random = np.random.default_rng(seed)
        sd = np.array([parameter.sd for parameter in PARAMETERS])
        scale = scales(body, sd * random.standard_normal(len(sd)))
        spread = np.array([body.landmarks[name].sd for name in names])
        place = place * scale[carrier] + spread * random.standard_normal(place.shape)
        body = scaled(body, scale)
    q = walking(body, time)
    if seed is not None and own_habits:
        _add_habits(body, q, np.random.default_rng(seed + 1000))
    return Walker(body, tuple(names), carrier, place, time, q)


def _add_habits(body: Body, q: np.ndarray, random: np.random.Generator) -> None:
    """Everybody holds their joints a little differently, also those that no marker tells."""
    from kinechain.body.habits import habits

    spread = np.minimum(habits(body.chain).spread, np.radians(8.0))
    turning = np.array([c.rotational for c in body.chain.coordinates])
    turning[: body.chain.coordinate("pelvis_tilt")] = False
    q += turning * spread * random.standard_normal(len(spread))


def skin_noise(names: Sequence[str], body: Body, time: np.ndarray, random: np.random.Generator) -> np.ndarray:
    """Coloured noise (T, K, 3) m of the sd and memory that the fit believes in."""
    bodies = [body.chain.bodies[body.landmarks[name].body] for name in names]
    sd, memory = noise(names, bodies)
    kept = np.exp(-np.diff(time, prepend=time[0] - 1e6)[:, None] / memory)[..., None]
    fresh = random.standard_normal((len(time), len(names), 3))
    error = np.empty_like(fresh)
    error[0] = fresh[0]
    for t in range(1, len(time)):
        error[t] = kept[t] * error[t - 1] + np.sqrt(1 - kept[t] ** 2) * fresh[t]
    return error * sd[:, None]


def dataset(time: np.ndarray, position: np.ndarray, names: Sequence[str]) -> xr.Dataset:
    """A walk in the walk frame: `position` (T, K, 3) m."""
    return xr.Dataset(
        {
            "position": (("time", "space", "keypoints"), position.transpose(0, 2, 1)),
            "confidence": (("time", "keypoints"), np.isfinite(position).all(axis=2).astype(float)),
        },
        coords={"time": time, "space": list("xyz"), "keypoints": list(names)},
        attrs={"units": "m", "source_kind": "markers", "walking": True},
    )


def mirrored(body: Body, q: np.ndarray) -> np.ndarray:
    """`q` (T, Q) of the person in the mirror: left and right exchanged."""
    chain, out = body.chain, q.copy()
    turned = ("pelvis_y", "pelvis_rotation", "pelvis_obliquity", "bending", "rotation")
    for i, coordinate in enumerate(chain.coordinates):
        name = coordinate.name
        side, _, rest = name.partition("_")
        if side in SIDES:
            other = "right" if side == "left" else "left"
            out[:, i] = q[:, chain.coordinate(f"{other}_{rest}")]
        elif name.endswith(turned):
            out[:, i] = -q[:, i]
    return out


def other_side(name: str) -> str:
    """The landmark in the mirror."""
    if name == "right_scapula":
        return name
    side, _, rest = name.partition("_")
    return f"{'right' if side == 'left' else 'left'}_{rest}" if side in SIDES else name
