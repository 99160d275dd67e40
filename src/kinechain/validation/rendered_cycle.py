"""A walk as it repeats: how each segment of the body turns over one stride, from a laboratory's file.

The laboratory's own model (Plug-in Gait) wrote its segments' axes into the file. A Fourier series over the
stride holds each segment's turns, so that a rendered person can walk for as long as a film lasts, at any
frame rate, without a seam.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from kinechain.errors import InputError
from kinechain.measurement import SIDES, EventKind, Side
from kinechain.motion.dataset import Floats

# Waves a stride that are kept: up to about 10 Hz, beyond which markers only tremble.
WAVES = 9
# Waves are held back by this share of the square of their number, against noise at the ends of the record.
HELD_BACK = 2e-4
# Plug-in Gait's names of segments; limbs have L or R before them.
TRUNK_AXES = {"pelvis": "PEL", "thorax": "TRX", "head": "HED"}
LIMB_AXES = {"thigh": "FE", "shank": "TI", "upper_arm": "HU", "forearm": "RA"}
# A foot lies flat while heel and toe are within this (m) of where they are lowest.
FLAT = 0.015


@dataclass(frozen=True, slots=True, eq=False)
class CyclicTurn:
    """One segment's frame over the stride: a mean (3, 3) turned on by a rotation vector whose Fourier
    coefficients are `waves` (2 x `WAVES` + 1, 3), in radians, in the mean's own axes.
    """

    mean: Floats
    waves: Floats

    def at(self, phase: Floats, share: Floats | float = 1.0) -> Floats:
        """Frames (T, 3, 3) at phases (T,) in strides, the turn from the mean multiplied by `share`."""
        from scipy.spatial.transform import Rotation

        turn = (wave_values(phase) @ self.waves) * np.broadcast_to(share, phase.shape)[:, None]
        return np.asarray(self.mean @ Rotation.from_rotvec(turn).as_matrix())


@dataclass(frozen=True, slots=True, eq=False)
class GaitCycle:
    """A walk: `turns` by the segments' names of `rendering.segments`, in the walk's frame (forward, left,
    up), `stride_s` long, from a left foot strike at phase 0. `events` are phases of strikes and offs where
    force or a laboratory told them, else empty.
    """

    name: str
    stride_s: float
    turns: Mapping[str, CyclicTurn]
    events: Mapping[tuple[Side, EventKind], float]


def wave_values(phase: Floats) -> Floats:
    """The Fourier series' terms at phases (T,), (T, 2 x `WAVES` + 1)."""
    angles = 2 * np.pi * phase[:, None] * np.arange(1, WAVES + 1)
    return np.concatenate([np.ones((len(phase), 1)), np.cos(angles), np.sin(angles)], axis=1)


def fit_cycle(
    name: str,
    phase: Floats,
    frames: Mapping[str, Floats],
    stride_s: float,
    events: Mapping[tuple[Side, EventKind], float],
) -> GaitCycle:
    """The cycle nearest to segments' frames (T, 3, 3) at phases (T,) that cover at least one stride."""
    return GaitCycle(name, stride_s, {part: _fit(phase, frame) for part, frame in frames.items()}, events)


def _fit(phase: Floats, frames: Floats) -> CyclicTurn:
    from scipy.spatial.transform import Rotation

    mean = Rotation.from_matrix(frames).mean().as_matrix()
    turns = Rotation.from_matrix(mean.T @ frames).as_rotvec()
    terms = wave_values(phase)
    number = np.concatenate([[0], np.arange(1, WAVES + 1), np.arange(1, WAVES + 1)])
    held = np.diag(HELD_BACK * len(phase) * number.astype(np.float64) ** 2)
    return CyclicTurn(mean, np.asarray(np.linalg.solve(terms.T @ terms + held, terms.T @ turns)))


def laboratory_cycle(path: Path | str) -> GaitCycle:
    """The walk in a C3D file with Plug-in Gait's segment axes and foot strikes of at least one whole stride.

    Pelvis, thorax and head lose their mean turn (their zero is the laboratory's, not the rig's), feet their
    pitch and roll while they lie flat; thighs, shanks and arms keep theirs. Raises `InputError` where the
    file lacks axes or strikes.
    """
    from kinechain.motion.files import read_model_outputs, read_motion

    path = Path(path)
    motion, outputs = read_motion(path), read_model_outputs(path)
    time = motion["time"].values
    room = _walk_axes(_axis(outputs, "PEL", "O", path))
    frames = {part: _frame(outputs, name, room, path) for part, name in TRUNK_AXES.items()}
    for side in SIDES:
        letter = side[0].upper()
        for part, name in LIMB_AXES.items():
            frames[f"{side}_{part}"] = _frame(outputs, letter + name, room, path)
        heel, toe = (
            motion["position"].sel(keypoints=f"{letter}{end}").values @ room.T for end in ("HEE", "TOE")
        )
        # The laboratory's knee axis is often turned about the leg; a shank is drawn without such a twist.
        frames[f"{side}_shank"] = _orthogonal(
            frames[f"{side}_shank"][:, :, 2], frames[f"{side}_thigh"][:, :, 1]
        )
        frames[f"{side}_foot"] = _foot(heel, toe, frames[f"{side}_shank"])
    strikes = [(side, kind, moment) for side, kind, moment in motion.attrs.get("events", ())]
    return _cyclic(path.stem, time, frames, strikes, path)


def _cyclic(
    name: str,
    time: Floats,
    frames: dict[str, Floats],
    noted: Sequence[tuple[Side, EventKind, float]],
    path: Path,
) -> GaitCycle:
    strikes = {
        side: [moment for whose, kind, moment in noted if whose == side and kind == "foot_strike"]
        for side in SIDES
    }
    lengths = [length for moments in strikes.values() for length in np.diff(moments)]
    if not lengths or not strikes["left"]:
        raise InputError(f"{path.name} notes no whole stride; choose a walk with two strikes of one foot")
    stride_s, start = float(np.mean(lengths)), strikes["left"][0]
    known = np.isfinite(np.stack([frame.sum(axis=(1, 2)) for frame in frames.values()])).all(axis=0)
    moments = [moment for _, _, moment in noted]
    known &= (time >= min(moments) - 0.1) & (time <= max(moments) + 0.1)
    phase = (time[known] - start) / stride_s
    centred = {part: _without_zero(part, frame[known]) for part, frame in frames.items()}
    return fit_cycle(name, phase, centred, stride_s, _mean_phases(noted, start, stride_s))


def _mean_phases(
    noted: Sequence[tuple[Side, EventKind, float]], start: float, stride_s: float
) -> dict[tuple[Side, EventKind], float]:
    """Mean phase of each kind of event, as an angle."""
    found: dict[tuple[Side, EventKind], list[complex]] = {}
    for side, kind, moment in noted:
        around = complex(np.exp(2j * np.pi * (moment - start) / stride_s))
        found.setdefault((side, kind), []).append(around)
    return {key: float(np.angle(sum(each)) / (2 * np.pi)) % 1.0 for key, each in found.items()}


def _axis(outputs: Mapping[str, Floats], name: str, end: str, path: Path) -> Floats:
    if name + end not in outputs:
        raise InputError(f"{path.name} has no {name + end}: Plug-in Gait's segment axes are wanted")
    return outputs[name + end]


def _walk_axes(pelvis: Floats) -> Floats:
    """Rows forward, left and up of the walk in the laboratory, whose z is up and along one of whose axes the
    person walks.
    """
    seen = pelvis[np.isfinite(pelvis).all(axis=1) & (abs(pelvis).sum(axis=1) > 0)]
    way = seen[-1] - seen[0]
    along = int(np.argmax(abs(way[:2])))
    forward = np.zeros(3)
    forward[along] = np.sign(way[along])
    up = np.array([0.0, 0.0, 1.0])
    return np.stack([forward, np.cross(up, forward), up])


def _frame(outputs: Mapping[str, Floats], name: str, room: Floats, path: Path) -> Floats:
    """A segment's frame (T, 3, 3) in the walk's axes, NaN where it was not seen."""
    origin = _axis(outputs, name, "O", path)
    lost = abs(origin).sum(axis=1) == 0
    up = (_axis(outputs, name, "P", path) - origin) @ room.T
    left = (_axis(outputs, name, "L", path) - origin) @ room.T
    up[lost] = np.nan
    # Some models point a segment's axes down and to the right.
    upright = np.sign(np.nanmean(up[:, 2]))
    sideways = np.sign(np.nanmean(left[:, 1]))
    if name[-2:] in ("HU", "RA"):
        left = np.broadcast_to([0.0, 1.0, 0.0], up.shape)
        sideways = 1.0
    return _orthogonal(up * upright, left * sideways)


def _orthogonal(up: Floats, left: Floats) -> Floats:
    from kinechain.rendering.segments import frame_along

    return frame_along(up, left)


def _foot(heel: Floats, toe: Floats, shank: Floats) -> Floats:
    """The foot's frame from its markers, pitch and roll zero while it lies flat, direction kept."""
    from scipy.spatial.transform import Rotation

    forward = (toe - heel) / np.linalg.norm(toe - heel, axis=1, keepdims=True)
    up = np.cross(forward, shank[:, :, 1])
    frame = _orthogonal(up, shank[:, :, 1])
    low = [end[:, 2] < np.nanpercentile(end[:, 2], 15) + FLAT for end in (heel, toe)]
    flat = low[0] & low[1] & np.isfinite(frame).all(axis=(1, 2))
    turned = Rotation.from_matrix(frame[flat]).as_euler("ZYX")
    pitch, roll = np.median(turned[:, 1]), np.median(turned[:, 2])
    zero = Rotation.from_euler("ZYX", [0.0, pitch, roll]).as_matrix()
    return np.asarray(frame @ zero.T)


def _without_zero(part: str, frame: Floats) -> Floats:
    """Pelvis, thorax and head less their mean turn."""
    from scipy.spatial.transform import Rotation

    if part not in TRUNK_AXES:
        return frame
    return np.asarray(frame @ Rotation.from_matrix(frame).mean().as_matrix().T)
