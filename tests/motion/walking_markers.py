"""A synthetic walker with markers, and what may befall a file of them: turned axes, a treadmill, a mirror."""

from functools import cache

import numpy as np
import xarray as xr
from numpy.typing import NDArray

from kinechain.motion.files import read_motion
from kinechain.motion.markers.marker_sets import canonical
from laboratory import DATA
from synthetic_walker import LANDMARKS, SyntheticWalker

Floats = NDArray[np.float64]

UP = np.array([0.0, 0.0, 1.0])
# Walker's landmark to canonical name, without sides.
SIDED = {"hip": "hip", "knee": "knee", "ankle": "ankle", "heel": "heel", "foot_index": "toe_tip",
         "shoulder": "shoulder", "elbow": "elbow", "wrist": "wrist", "ear": "ear"}  # fmt: skip
# Markers on the pelvis: forward, left and up of the hip on their side, metres.
ON_PELVIS = {"asis": (0.06, 0.03, 0.09), "psis": (-0.11, -0.05, 0.08), "iliac_crest": (-0.02, 0.05, 0.13)}
# On thigh and shank: share of the way down, and outwards from the limb, metres.
ON_LIMBS = {
    "thigh": ("hip", "knee", 0.5, 0.09),
    "thigh_1": ("hip", "knee", 0.8, 0.05),
    "knee_lateral": ("hip", "knee", 1.0, 0.05),
    "shank": ("knee", "ankle", 0.4, 0.07),
    "shank_1": ("knee", "ankle", 0.7, 0.04),
    "ankle_lateral": ("knee", "ankle", 1.0, 0.04),
}


def markers(walker: SyntheticWalker | None = None, rate_hz: float = 100.0) -> xr.Dataset:
    """The walk as a laboratory's file of markers, canonical names; x ahead at first, z up, floor at 0."""
    walker = walker or SyntheticWalker()
    time = np.arange(int(walker.duration_s * rate_hz)) / rate_hz
    places = walker.positions(time)
    points: dict[str, Floats] = {}
    hips = {side: places[:, LANDMARKS.index(f"{side}_hip")] for side in ("left", "right")}
    left = hips["left"] - hips["right"]
    left = left - (left @ UP)[:, None] * UP
    left /= np.linalg.norm(left, axis=1, keepdims=True)
    ahead = np.cross(left, UP)
    for side, sign in (("left", 1.0), ("right", -1.0)):
        for name, meaning in SIDED.items():
            points[f"{side}_{meaning}"] = places[:, LANDMARKS.index(f"{side}_{name}")]
        for name, (forward, outward, above) in ON_PELVIS.items():
            points[f"{side}_{name}"] = hips[side] + forward * ahead + sign * outward * left + above * UP
        for name, (upper, lower, share, outward) in ON_LIMBS.items():
            top, end = points[f"{side}_{upper}"], points[f"{side}_{lower}"]
            points[f"{side}_{name}"] = top + share * (end - top) + sign * outward * left
    return dataset(time, points, rate_hz)


@cache
def recorded(file: str) -> xr.Dataset:
    """A laboratory's file, canonical names; not to be changed."""
    return canonical(read_motion(DATA / file))


def dataset(time: Floats, points: dict[str, Floats], rate_hz: float) -> xr.Dataset:
    position = np.stack(list(points.values()), axis=2)
    seen = np.isfinite(position).all(axis=1)
    return xr.Dataset(
        {
            "position": (("time", "space", "keypoints"), position),
            "confidence": (("time", "keypoints"), np.where(seen, 1.0, np.nan)),
        },
        coords={"time": time, "space": ["x", "y", "z"], "keypoints": list(points)},
        attrs={"units": "m", "fps": rate_hz, "frames": len(time), "source_kind": "markers",
               "source_file": "walk.c3d", "person": 1, "warnings": []},
    )  # fmt: skip


def in_axes(motion: xr.Dataset, rotation: Floats, origin: Floats | None = None) -> xr.Dataset:
    """The same motion in other axes: rotation (3, 3) @ position + origin (3,)."""
    turned = np.einsum("ij,tjk->tik", rotation, motion["position"].values)
    if origin is not None:
        turned = turned + origin[:, None]
    return motion.assign(position=motion["position"].copy(data=turned))


def about_z(degrees: float) -> Floats:
    c, s = np.cos(np.radians(degrees)), np.sin(np.radians(degrees))
    return np.array([[c, -s, 0.0], [s, c, 0.0], [0.0, 0.0, 1.0]])


# The laboratory's y is up and its z to the walker's right, as OpenSim has it.
Y_UP = np.array([[1.0, 0.0, 0.0], [0.0, 0.0, 1.0], [0.0, -1.0, 0.0]])


def on_treadmill(motion: xr.Dataset, travel: Floats, ahead: Floats) -> xr.Dataset:
    """A walk over ground as a camera sees it that rides along: `travel` (time,) m of the belt backwards."""
    gone = travel[:, None] * ahead
    return motion.assign(
        position=motion["position"]
        - xr.DataArray(gone, dims=("time", "space"), coords={"space": motion["space"]})
    )


def place(motion: xr.Dataset, name: str) -> Floats:
    """One marker's track (time, 3)."""
    return np.asarray(motion["position"].transpose("time", "space", "keypoints").sel(keypoints=name).values)
