"""Markers on an OpenSim model, for fits to be compared on: a recorded walk, and a made motion."""

import xml.etree.ElementTree as ET
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import xarray as xr
from numpy.typing import NDArray

from kinechain.body.inverse_kinematics import inverse_kinematics
from kinechain.body.kinematics import body_frames, point_positions
from kinechain.body.osim import OsimModel, read_osim
from kinechain.motion.dataset import Floats

RATE_HZ = 100.0
# Markers of OpenSim's example walk that lie where the model has a landmark too.
LANDMARKS = {
    "R.Shoulder": "r_shoulder_study",
    "L.Shoulder": "L_shoulder_study",
    "R.Elbow": "r_lelbow_study",
    "L.Elbow": "L_lelbow_study",
    "R.Wrist": "r_lwrist_study",
    "L.Wrist": "L_lwrist_study",
    "R.ASIS": "r.ASIS_study",
    "L.ASIS": "L.ASIS_study",
    "R.PSIS": "r.PSIS_study",
    "L.PSIS": "L.PSIS_study",
    "R.Knee": "r_knee_study",
    "L.Knee": "L_knee_study",
    "R.Ankle": "r_ankle_study",
    "L.Ankle": "L_ankle_study",
    "R.Heel": "r_calc_study",
    "L.Heel": "L_calc_study",
    "R.MT5": "r_5meta_study",
    "L.MT5": "L_5meta_study",
    "R.Toe": "r_toe_study",
    "L.Toe": "L_toe_study",
}
# The bodies that carry the others, by how a marker's name without its side begins.
CARRIERS = {
    "Clavicle": "torso",
    "Biceps": "humerus",
    "Forearm": "radius",
    "S2": "pelvis",
    "TH": "femur",
    "SH": "tibia",
}
MIDLINE = ("torso", "pelvis")
SIZES = np.linspace(0.9, 1.15, 26)
# The made motion: skin's slow error and cameras' noise, in metres, and the slow one's memory in frames.
SKIN_M, NOISE_M, SKIN_FRAMES = 0.005, 0.0005, 15


@dataclass(frozen=True, slots=True, eq=False)
class Trial:
    """Markers `names` of the model in `path`, as `seen` (T, K, 3) m at `RATE_HZ`."""

    name: str
    path: Path
    names: tuple[str, ...]
    seen: Floats


def marker_points(model: OsimModel, names: Sequence[str]) -> tuple[NDArray[np.int64], Floats]:
    """Bodies (K,) and places (K, 3) of markers."""
    markers = [model.markers[name] for name in names]
    return np.array([marker.body for marker in markers]), np.array([marker.place for marker in markers])


def with_marker_file(model: Path, markers: Path, out: Path) -> Path:
    """A model that carries the markers of another file, written to `out`."""
    return _with_markers(model, next(ET.parse(markers).iter("MarkerSet")), out)  # noqa: S314


def recorded_trial(base: Path, walk: xr.Dataset, out: Path) -> Trial:
    """OpenSim's example walk, shrunk or stretched to the model's size, each marker fixed to its body where
    it lies on average; the model with these markers is written to `out`.

    Data requirements: `base` carries Pose2Sim's markers.
    """
    names = tuple(str(name) for name in walk["keypoints"].values)
    seen = np.ascontiguousarray(walk["position"].values.transpose(0, 2, 1))
    model = read_osim(base)
    landmarks = [name for name in names if name in LANDMARKS]
    here = [names.index(name) for name in landmarks]
    points = marker_points(model, [LANDMARKS[name] for name in landmarks])
    few = seen[::20][:, here]
    size = min(SIZES, key=lambda s: inverse_kinematics(model.chain, *points, few / s).cost.sum() * s**2)
    seen = seen / size
    rotation, position = body_frames(model.chain, inverse_kinematics(model.chain, *points, seen[:, here]).q)
    fixed = {}
    for index, name in enumerate(names):
        body = _carrier(model, name)
        there = np.einsum("tji,tj->ti", rotation[:, body], seen[:, index] - position[:, body])
        fixed[name] = model.chain.bodies[body], np.nanmean(there, axis=0)
    return Trial("a recorded walk", _with_markers(base, _marker_set(fixed), out), names, seen)


def to_and_fro(trial: Trial, times: int) -> Trial:
    """The trial forwards and backwards, `times` times, as a session's trials would add up."""
    return replace(trial, seen=np.concatenate([trial.seen, trial.seen[::-1]] * times))


def made_trial(base: Path, frames: int) -> Trial:
    """Smooth motion of every coordinate within its range, and what skin and cameras add to its markers."""
    from scipy.ndimage import gaussian_filter1d

    model, random = read_osim(base), np.random.default_rng(0)
    names = tuple(model.markers)
    seen = point_positions(model.chain, _swinging(model, frames, random), *marker_points(model, names))
    slow = gaussian_filter1d(random.normal(size=seen.shape), SKIN_FRAMES, axis=0)
    seen += SKIN_M * slow / slow.std() + NOISE_M * random.normal(size=seen.shape)
    return Trial("made motion", base, names, np.round(seen, 9))


def _swinging(model: OsimModel, frames: int, random: np.random.Generator) -> Floats:
    chain, time = model.chain, np.arange(frames) / RATE_HZ
    low = np.where(np.isfinite(chain.lowest), chain.lowest, -0.5)
    high = np.where(np.isfinite(chain.highest), chain.highest, 0.5)
    swing = np.minimum(0.4 * (high - low), 0.5)
    phase = 2 * np.pi * time[:, np.newaxis] * random.uniform(0.5, 1.2, len(low))
    q = (low + high) / 2 + swing * np.sin(phase + random.uniform(0, 6, len(low)))
    q[:, chain.coordinate("pelvis_tx")] = 1.2 * time
    q[:, chain.locked] = chain.default[chain.locked]
    return np.asarray(q)


def _carrier(model: OsimModel, name: str) -> int:
    """The body that carries a marker of the walk."""
    if name in LANDMARKS:
        return model.markers[LANDMARKS[name]].body
    body = next(body for start, body in CARRIERS.items() if name.rpartition(".")[2].startswith(start))
    return model.chain.body(body if body in MIDLINE else f"{body}_{name[0].lower()}")


def _with_markers(model: Path, markers: ET.Element, out: Path) -> Path:
    document = ET.parse(model)  # noqa: S314
    for old in document.iter("MarkerSet"):
        old[:] = list(markers)
    document.write(out, encoding="utf-8", xml_declaration=True)
    return out


def _marker_set(markers: Mapping[str, tuple[str, Floats]]) -> ET.Element:
    made = ET.Element("MarkerSet")
    objects = ET.SubElement(made, "objects")
    for name, (body, place) in markers.items():
        marker = ET.SubElement(objects, "Marker", name=name)
        ET.SubElement(marker, "socket_parent_frame").text = f"/bodyset/{body}"
        ET.SubElement(marker, "location").text = " ".join(repr(float(value)) for value in place)
    return made
