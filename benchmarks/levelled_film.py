"""A calibrated camera's film as a level phone at the same place would have seen it.

Laboratories hang their cameras high and askew; people hold a phone level. The camera's calibration turns
the rays of the keypoints to a camera that looks the same way, level, without a lens's bending.

Source: the format of Qualisys Track Manager's calibration ("QCA" text). Deviation: lengths in m.
"""

from pathlib import Path
from typing import Final
from xml.etree import ElementTree as ET

import numpy as np
import xarray as xr

from kinechain.body.calibrated_camera import CalibratedCamera
from kinechain.motion.dataset import Floats, make_motion

SUBPIXELS: Final = 64.0
"""Qualisys counts focal length and principal point in parts of a pixel."""
LENS: Final = ("radialDistortion1", "radialDistortion2", "tangentalDistortion1", "tangentalDistortion2")
CANVAS: Final = 6000
"""Pixels along the side of the level picture: room for what a camera that looks down has moved away."""
FOCAL_SD: Final = 0.02


def qualisys_cameras(path: Path) -> dict[str, CalibratedCamera]:
    """The cameras of a calibration, by their serial numbers; up is z.

    Data requirements: a file that is trusted, such as those beside the project; nothing checks it.
    """
    root = ET.parse(path).getroot()  # noqa: S314
    return {str(camera.get("serial")): _camera(camera) for camera in root.iter("camera")}


def _camera(entry: ET.Element) -> CalibratedCamera:
    place, lens = entry.find("transform"), entry.find("intrinsic")
    if place is None or lens is None:
        raise ValueError("a camera without place or lens")
    axes = np.array([[float(place.attrib[f"r{row}{column}"]) for column in (1, 2, 3)] for row in (1, 2, 3)])
    # Its axes are right, up and backward; ours right, down and ahead.
    rotation = np.diag([1.0, -1.0, -1.0]) @ axes
    centre = np.array([float(place.attrib[axis]) for axis in "xyz"]) / 1000
    focal, middle = (
        [float(lens.attrib[f"{name}{axis}"]) / SUBPIXELS for axis in "UV"]
        for name in ("focalLength", "centerPoint")
    )
    matrix = np.array([[focal[0], 0.0, middle[0]], [0.0, focal[1], middle[1]], [0.0, 0.0, 1.0]])
    k1, k2, p1, p2 = (float(lens.attrib[name]) for name in LENS)
    return CalibratedCamera(matrix, rotation, -rotation @ centre, (k1, k2, p1, p2))


def level_axes(camera: CalibratedCamera) -> Floats:
    """(3, 3): right, down and ahead of a level camera that looks the same way, rows in the world's frame."""
    ahead = camera.rotation[2] * np.array([1.0, 1.0, 0.0])
    ahead = ahead / np.linalg.norm(ahead)
    down = np.array([0.0, 0.0, -1.0])
    return np.stack([np.cross(down, ahead), down, ahead])


def levelled(motion: xr.Dataset, camera: CalibratedCamera) -> xr.Dataset:
    """`motion` (px) as a level camera in the place of `camera`, of the same focal length, would hold it.

    Data requirements: a motion of the film for which the camera was calibrated, in its own pixels.
    """
    pixels = motion["position"].transpose("time", "keypoints", "space").values
    ray = camera.ray(pixels) @ level_axes(camera).T
    focal = float(camera.matrix[0, 0])
    seen = focal * ray[..., :2] / ray[..., 2:] + CANVAS / 2
    return make_motion(
        motion["time"].values,
        np.moveaxis(seen, 2, 1),
        motion["confidence"].values,
        fps=float(motion.attrs["fps"]),
        frames=int(motion.attrs["frames"]),
        frame_size=(CANVAS, CANVAS),
        source_file=str(motion.attrs["source_file"]),
        person=int(motion.attrs["person"]),
        warnings=list(motion.attrs["warnings"]),
        more={"focal_px": focal, "focal_sd_px": FOCAL_SD * focal},
    )
