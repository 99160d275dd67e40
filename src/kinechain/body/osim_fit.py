"""A user's own OpenSim model fitted to markers, frame by frame; markers are matched by name."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import xarray as xr
from numpy.typing import NDArray

from kinechain.body.osim import OsimModel
from kinechain.body.osim_file import TO_OPENSIM
from kinechain.errors import InputError
from kinechain.printable import printable

Floats = NDArray[np.float64]

FEWEST = 3
SHOWN = 12


@dataclass(frozen=True, slots=True, eq=False)
class OsimFit:
    """A motion of a model: `time` (T,) s, `q` (T, Q) rad and m (NaN where a frame has no marker), `cost` (T,)
    m^2, `distance` (T, K) m of each marker from its place on the model (NaN where not seen), by `markers`.
    """

    time: Floats
    q: Floats
    cost: Floats
    distance: Floats
    markers: tuple[str, ...]
    warnings: tuple[str, ...]


def fit_osim(model: OsimModel, motion: xr.Dataset, weights: Mapping[str, float] | None = None) -> OsimFit:
    """The pose of `model` in each frame of `motion`, whose `position` (m) is in the walk frame or else in the
    model's own ground frame (y up).

    Markers are matched by their names: as they stand, or else without regard to case, spaces, dots, dashes
    and underscores. `weights` are by the model's names, 1 by default; 0 leaves a marker out.
    Data requirements: at least three markers of the model. Raises `InputError` where there are fewer.
    """
    from kinechain.body.inverse_kinematics import inverse_kinematics

    labels = [str(name) for name in motion["keypoints"].values]
    matched = match_markers(tuple(model.markers), labels)
    if len(matched) < FEWEST:
        raise InputError(_too_few(matched, labels, model))
    names = tuple(matched)
    position = np.asarray(motion["position"].transpose("time", "keypoints", "space").values, dtype=np.float64)
    seen = position[:, [labels.index(matched[name]) for name in names]]
    if motion.attrs.get("frame") == "walk":
        seen = seen @ TO_OPENSIM.T
    body = np.array([model.markers[name].body for name in names])
    place = np.array([model.markers[name].place for name in names])
    weight = np.array([(weights or {}).get(name, 1.0) for name in names], dtype=np.float64)
    poses = inverse_kinematics(model.chain, body, place, seen, weight)
    time = np.asarray(motion["time"].values, dtype=np.float64)
    return OsimFit(time, poses.q, poses.cost, poses.distance, names, _warnings(model, names))


def motion_columns(model: OsimModel, q: Floats) -> dict[str, Floats]:
    """Every coordinate of the model over time (T,), the coupled ones too, as a .mot in degrees has them."""
    known = [*model.chain.coordinates, *(coupled.coordinate for coupled in model.coupled)]
    turns = {coordinate.name: coordinate.rotational for coordinate in known}
    values = model.every_coordinate(q)
    return {name: np.degrees(column) if turns[name] else column for name, column in values.items()}


def match_markers(wanted: tuple[str, ...], labels: list[str]) -> dict[str, str]:
    """For each of the model's markers that a file has, the file's label for it."""
    plain: dict[str, list[str]] = {}
    for label in labels:
        plain.setdefault(_plain(label), []).append(label)
    matched = {}
    for name in wanted:
        alike = [name] if name in labels else plain.get(_plain(name), [])
        if len(alike) == 1:
            matched[name] = alike[0]
    return matched


def _plain(name: str) -> str:
    """A marker's name without the subject before it and without what people write differently."""
    return "".join(letter for letter in name.rpartition(":")[2].casefold() if letter.isalnum())


def _too_few(matched: Mapping[str, str], labels: list[str], model: OsimModel) -> str:
    def some(names: list[str]) -> str:
        shown = ", ".join(printable(name, 40) for name in names[:SHOWN])
        return f"{shown} and {len(names) - SHOWN} more" if len(names) > SHOWN else shown or "none"

    return (
        f"only {len(matched)} of the model's markers are in the file, at least {FEWEST} are needed; "
        f"the model has {some(list(model.markers))}; the file has {some(labels)}"
    )


def _warnings(model: OsimModel, used: tuple[str, ...]) -> tuple[str, ...]:
    missing = [name for name in model.markers if name not in used]
    lines = list(model.warnings)
    if missing:
        shown = ", ".join(missing[:SHOWN]) + (" and more" if len(missing) > SHOWN else "")
        lines.append(f"{len(missing)} of the model's markers are not in the file: {shown}")
    return tuple(lines)
