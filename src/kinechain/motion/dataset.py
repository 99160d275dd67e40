"""`Motion`: keypoints or markers over time as one labelled `xarray.Dataset`.

Variables and dimensions (names as in the ``movement`` package, so a dataset can be handed over; add
its ``individuals`` dimension with ``expand_dims``):

- ``position`` (time, space, keypoints), NaN where a keypoint was not seen: in pixels with space x and y
  and the 33 keypoints of a capture, or in metres with space x, y and z, the laboratory's axes, and a
  file's own labels;
- ``confidence`` (time, keypoints), 0 to 1, NaN where not seen;
- coordinate ``time`` in seconds from the first frame of the file, increasing, not always evenly.

A video's may have ``camera`` (time, move), how its background lies in each picture: where the middle of the
first picture is now, ``right`` and ``down`` of the middle (px), its ``turn`` clockwise (degrees) and its
``zoom``; NaN where it cannot be told. See `motion.camera_motion`.

Where the ground's forces were measured, in the laboratory's axes too:

- ``force`` (plate_time, plate, space), N on the person;
- ``centre_of_pressure`` (plate_time, plate, space), m, NaN where nothing stands on the plate;
- ``free_moment`` (plate_time, plate), N m about the upward vertical through the centre of pressure;
- ``plate_corners`` (plate, corner, space), m, NaN where a file does not tell;
- coordinate ``plate_time`` in seconds from the first frame of the markers.

Attributes: ``units`` (``px`` with x right and y down, or ``m``), ``fps`` (mean frames a second),
``frames`` (in the file), ``frame_width`` and ``frame_height`` (px), ``source_file`` (name without
folder), ``source_kind`` (``video``, ``markers``), ``person`` (number of the person in the clip) and
``warnings`` (a list of lines for the user). A video's may have ``focal_px`` and ``focal_sd_px`` (the lens's
focal length and its standard deviation, px), where the file tells them, and ``person_light`` and
``background_light`` (how bright both are, 0 to 1). A laboratory's file may have more:
``events`` (side, kind and time of each foot strike and foot off that the file notes), ``subject`` (the
person's measurements, in SI units, by names such as ``left_leg_length_m``), ``planar`` (the markers lie in
one plane, as one camera gives them), ``start_s`` (the file's own time of its first frame) and
``marker_set``.
"""

from collections.abc import Mapping, Sequence

import numpy as np
import xarray as xr
from numpy.typing import NDArray

from kinechain.errors import InputError
from kinechain.motion.attributes import check_attributes
from kinechain.motion.extent import (
    FURTHEST,
    FURTHEST_M,
    HIGHEST_HZ,
    LARGEST_FORCE_N,
    LONGEST_S,
    LOWEST_HZ,
    MOST_FRAMES,
    MOST_MARKERS,
    MOST_PLATE_SAMPLES,
    MOST_PLATES,
    MOST_POINTS,
    MOST_ZOOM,
)
from kinechain.motion.keypoints import KEYPOINTS
from kinechain.motion.labels import LONGEST_LABEL
from kinechain.motion.reading.reading import Forces

Floats = NDArray[np.float64]
VARIABLES = {"position": ("time", "space", "keypoints"), "confidence": ("time", "keypoints")}
FORCE_VARIABLES = {
    "force": ("plate_time", "plate", "space"),
    "centre_of_pressure": ("plate_time", "plate", "space"),
    "free_moment": ("plate_time", "plate"),
    "plate_corners": ("plate", "corner", "space"),
}
CAMERA, MOVES = "camera", ("right", "down", "turn", "zoom")
SPACE = ("x", "y")
SPACE_3D = ("x", "y", "z")


def make_motion(
    time: Floats,
    position: Floats,
    confidence: Floats,
    *,
    fps: float,
    frames: int,
    frame_size: tuple[int, int],
    source_file: str,
    person: int,
    warnings: Sequence[str] = (),
    camera: Floats | None = None,
    more: Mapping[str, object] | None = None,
) -> xr.Dataset:
    """The motion of one person in a video: `time` (n,), `position` (n, 2, 33) px, `confidence` (n, 33) and,
    where the background told it, `camera` (n, 4). `more` holds further attributes of the module's list.
    """
    motion = xr.Dataset(
        {
            "position": (("time", "space", "keypoints"), position),
            "confidence": (("time", "keypoints"), confidence),
        },
        coords={"time": time, "space": list(SPACE), "keypoints": list(KEYPOINTS)},
        attrs={
            "units": "px",
            "fps": fps,
            "frames": frames,
            "frame_width": frame_size[0],
            "frame_height": frame_size[1],
            "source_file": source_file,
            "source_kind": "video",
            "person": person,
            "warnings": list(warnings),
            **(more or {}),
        },
    )
    return motion if camera is None else with_camera(motion, camera)


def with_camera(motion: xr.Dataset, camera: Floats) -> xr.Dataset:
    """A video's motion with how the camera moved: `camera` (time, 4), in the order of `MOVES`."""
    return motion.assign({CAMERA: (("time", "move"), camera)}).assign_coords(move=list(MOVES))


def make_marker_motion(
    time: Floats,
    position: Floats,
    names: Sequence[str],
    *,
    fps: float,
    source_file: str,
    warnings: Sequence[str] = (),
    forces: Forces | None = None,
    more: Mapping[str, object] | None = None,
) -> xr.Dataset:
    """The motion of markers: `time` (n,), `position` (n, 3, k) m, NaN where not seen, their `names` (k).

    `more` holds further attributes: events, subject and others of the module's list.
    """
    seen = np.isfinite(position).all(axis=1)
    motion = xr.Dataset(
        {
            "position": (("time", "space", "keypoints"), np.where(np.expand_dims(seen, 1), position, np.nan)),
            "confidence": (("time", "keypoints"), np.where(seen, 1.0, np.nan)),
        },
        coords={"time": time, "space": list(SPACE_3D), "keypoints": list(names)},
        attrs={
            "units": "m",
            "fps": fps,
            "frames": len(time),
            "source_file": source_file,
            "source_kind": "markers",
            "person": 1,
            "warnings": list(warnings),
            **(more or {}),
        },
    )
    return motion if forces is None else motion.merge(force_dataset(forces), combine_attrs="override")


def force_dataset(forces: Forces) -> xr.Dataset:
    """Forces as the variables that a `Motion` has for them."""
    plates = forces.free_moment.shape[1]
    values = (forces.force, forces.centre, forces.free_moment, forces.corners)
    return xr.Dataset(
        {name: (dims, value) for (name, dims), value in zip(FORCE_VARIABLES.items(), values, strict=True)},
        coords={"plate_time": forces.time, "plate": np.arange(1, plates + 1), "space": list(SPACE_3D)},
    )


def check_motion(motion: xr.Dataset) -> None:
    """Raise `InputError`, in one line, where the dataset is not a `Motion` that can be relied on.

    It may come from a stranger's file, so sizes and spans are bounded too: what passes can be
    computed with in sane time and memory.
    """
    _check_layout(motion)
    check_attributes(motion.attrs)
    _check_labels(motion)
    _check_time(motion["time"].values)
    _check_values(motion)
    if "force" in motion:
        check_forces(motion)
    if CAMERA in motion:
        _check_camera(motion)


def _check_layout(motion: xr.Dataset) -> None:
    for name, dimensions in VARIABLES.items():
        _check_variable(motion, name, dimensions)
    for name in VARIABLES["position"]:
        if name not in motion.coords:
            raise InputError(f"this is no motion: its dimension {name!r} has no coordinate")


def _check_variable(motion: xr.Dataset, name: str, dimensions: tuple[str, ...]) -> None:
    if name not in motion or motion[name].dims != dimensions:
        shown = f"({', '.join(dimensions)})"
        raise InputError(f"this is no motion: it needs {name!r} with dimensions {shown}")
    if motion[name].dtype.kind != "f":
        raise InputError(f"this is no motion: {name!r} must hold floating-point numbers")


def _check_labels(motion: xr.Dataset) -> None:
    space, names = tuple(motion["space"].values), tuple(motion["keypoints"].values)
    if motion.attrs["units"] == "m" and space == SPACE_3D:
        _check_markers(names)
        return
    if space != SPACE:
        raise InputError("this motion needs the space coordinates x and y, or x, y and z in metres, in order")
    if names != KEYPOINTS:
        raise InputError(f"this motion needs the {len(KEYPOINTS)} keypoints of a capture, in their order")


def _check_markers(names: tuple[object, ...]) -> None:
    if not 1 <= len(names) <= MOST_MARKERS:
        raise InputError(f"this motion needs between 1 and {MOST_MARKERS} markers, and has {len(names)}")
    sane = all(
        isinstance(name, str) and name.isprintable() and 0 < len(name) <= LONGEST_LABEL for name in names
    )
    if not sane or len(set(names)) < len(names):
        raise InputError("this motion's markers need names, printable, short and each another")


def _check_time(time: NDArray[np.generic]) -> None:
    increase = time.dtype.kind == "f" and np.isfinite(time).all() and (np.diff(time) > 0).all()
    if len(time) < 2 or not increase:
        raise InputError("this motion needs at least two frames whose times increase")
    if len(time) > MOST_FRAMES or time[0] < 0 or time[-1] > LONGEST_S + 1:
        raise InputError(
            f"this motion must lie within {LONGEST_S / 60:.0f} minutes and {MOST_FRAMES} frames; "
            "cut out the walk"
        )
    if not LOWEST_HZ <= 1 / float(np.median(np.diff(time))) <= HIGHEST_HZ:
        raise InputError(
            f"this motion needs between {LOWEST_HZ:.0f} and {HIGHEST_HZ:.0f} frames a second; "
            "are its times in seconds?"
        )


def _check_values(motion: xr.Dataset) -> None:
    position, confidence = motion["position"].values, motion["confidence"].values
    if confidence.size > MOST_POINTS:
        raise InputError(f"this motion has more than {MOST_POINTS} positions; cut out the walk")
    in_metres = motion.sizes["space"] == len(SPACE_3D)
    furthest = FURTHEST_M if in_metres else FURTHEST
    if not (np.isnan(position) | (np.abs(position) <= furthest)).all():
        raise InputError("this motion has positions that no camera can have seen")
    if not (np.isnan(confidence) | ((confidence >= 0) & (confidence <= 1))).all():
        raise InputError("this motion has a confidence outside 0 to 1")
    if (np.isfinite(position).all(axis=1) & np.isnan(confidence)).any():
        raise InputError("this motion has positions without confidence")


def _check_camera(motion: xr.Dataset) -> None:
    _check_variable(motion, CAMERA, ("time", "move"))
    path = motion[CAMERA].values
    if motion.attrs["units"] != "px" or tuple(motion["move"].values) != MOVES:
        raise InputError(f"this motion's {CAMERA!r} must be a video's, with the moves {', '.join(MOVES)}")
    zoom, rest = path[:, 3], path[:, :3]
    if not (np.isnan(rest) | (np.abs(rest) <= FURTHEST)).all():
        raise InputError("this motion's camera went further than any can")
    if not (np.isnan(zoom) | ((zoom >= 1 / MOST_ZOOM) & (zoom <= MOST_ZOOM))).all():
        raise InputError("this motion's camera zoomed further than any can")


def check_forces(motion: xr.Dataset) -> None:
    """Raise `InputError`, in one line, where the forces beside a motion's markers are none to rely on."""
    for name, dimensions in FORCE_VARIABLES.items():
        _check_variable(motion, name, dimensions)
    if "plate_time" not in motion.coords or tuple(motion["space"].values) != SPACE_3D:
        raise InputError("these forces need the coordinates plate_time and space (x, y and z)")
    time = motion["plate_time"].values
    samples, plates = motion["free_moment"].shape
    if plates > MOST_PLATES or samples * plates > MOST_PLATE_SAMPLES:
        raise InputError("there are more samples of force than a walk can have; cut it out")
    if samples < 2 or not (np.isfinite(time).all() and (np.diff(time) > 0).all()):
        raise InputError("these forces need times that increase")
    force, moment = motion["force"].values, motion["free_moment"].values
    if not ((np.abs(force) <= LARGEST_FORCE_N).all() and (np.abs(moment) <= LARGEST_FORCE_N).all()):
        raise InputError("these forces are larger than any person's; are they in newtons?")
    for name in ("centre_of_pressure", "plate_corners"):
        places = motion[name].values
        if not (np.isnan(places) | (np.abs(places) <= FURTHEST_M)).all():
            raise InputError("these forces act further away than any laboratory reaches")


def keypoint(motion: xr.Dataset, name: str) -> Floats:
    """One keypoint's track, shape (time, space). Raises `KeyError` for one that the motion does not have."""
    # By label xarray takes a millisecond, and a walk asks a hundred times.
    column = np.flatnonzero(motion.variables["keypoints"].values == name)
    if not column.size:
        raise KeyError(name)
    return np.asarray(motion.variables["position"].values[:, :, column[0]], dtype=np.float64)


def middle(motion: xr.Dataset, part: str) -> Floats:
    """Halfway between the left and the right `part` (``hip``, ``ear`` ...), shape (time, space)."""
    return (keypoint(motion, f"left_{part}") + keypoint(motion, f"right_{part}")) / 2
