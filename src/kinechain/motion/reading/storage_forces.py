"""Forces of the ground in an OpenSim storage file, as written for its external loads.

Columns in threes: force (``ground_force_vx`` ...), the place where it acts (``ground_force_px``) and the
moment there (``ground_torque_x``), with a number or a side somewhere in the name for each plate or foot;
also ``f1_x, p1_x, m1_x``.
"""

import re
from collections.abc import Mapping

import numpy as np

from kinechain.motion.extent import HIGHEST_PLATE_HZ, LONGEST_S, MOST_PLATE_SAMPLES, MOST_PLATES
from kinechain.motion.reading.force_plates import LOADED_N
from kinechain.motion.reading.reading import Floats, Forces, Reading, RefusedError
from kinechain.motion.reading.storage_file import read_storage

FORCE = re.compile(r"(.*force.*?)_?v([xyz])|(f(\d*))_?([xyz123])", re.IGNORECASE)
AXES = {"x": 0, "y": 1, "z": 2, "1": 0, "2": 1, "3": 2}
# A centre of pressure further away is in millimetres, as a free moment beyond any foot's is in N mm.
FURTHEST_CENTRE_M, LARGEST_FREE_MOMENT_NM = 20.0, 500.0


def read_storage_forces(data: bytes, _person: str | None = None) -> Reading:
    """The forces in a storage file; its times count from its own zero. Raises `RefusedError`."""
    storage = read_storage(data)
    bases = force_columns(storage.columns)
    if not bases:
        raise RefusedError("holds no forces of the ground (columns such as ground_force_vx)")
    time = storage.times.time
    samples = len(time)
    if len(bases) > MOST_PLATES or samples * len(bases) > MOST_PLATE_SAMPLES:
        raise RefusedError("holds more forces than a walk can have; cut it out")
    rate = (samples - 1) / time[-1]
    if time[-1] > LONGEST_S or rate > HIGHEST_PLATE_HZ:
        raise RefusedError(f"holds {time[-1]:.0f} s at {rate:.0f} samples a second; cut out the walk")
    force = _three(storage.columns, bases, "force")
    centre = _three(storage.columns, bases, "centre")
    moment = _three(storage.columns, bases, "moment")
    if not np.isfinite(force).all():
        raise RefusedError("lacks some of its forces; it is damaged")
    forces = _as_forces(time + storage.times.start_s, force, centre, np.nan_to_num(moment))
    # A reading has frames of markers; here it has none of either.
    return Reading((), np.empty(0), np.empty((0, 3, 0)), rate, storage.times.warnings, forces=forces)


def force_columns(columns: Mapping[str, Floats]) -> list[dict[str, list[str]]]:
    """For each plate or foot the three columns of its force, centre of pressure and moment."""
    by_lower = {label.lower(): label for label in columns}
    bases: dict[str, dict[str, list[str]]] = {}
    for label in by_lower:
        match = FORCE.fullmatch(label)
        base = match and (match[1] or match[3])
        if match and base and base not in bases:
            names = _plain(match[4]) if match[3] else _named(match[1])
            found = {part: [by_lower.get(name, "") for name in names[part]] for part in names}
            if all(found["force"]):
                bases[base] = found
    return list(bases.values())


def _named(base: str) -> dict[str, list[str]]:
    torque = base.replace("force", "torque")
    return {
        "force": [f"{base}_v{axis}" for axis in "xyz"],
        "centre": [f"{base}_p{axis}" for axis in "xyz"],
        "moment": [f"{torque}_{axis}" for axis in "xyz"],
    }


def _plain(number: str) -> dict[str, list[str]]:
    return {
        part: [f"{letter}{number}_{axis}" for axis in "xyz"]
        for part, letter in (("force", "f"), ("centre", "p"), ("moment", "m"))
    }


def _three(columns: Mapping[str, Floats], bases: list[dict[str, list[str]]], part: str) -> Floats:
    """Values (time, plates, 3), NaN where a plate lacks the columns."""
    samples = len(next(iter(columns.values())))
    lacking = np.full(samples, np.nan)
    return np.stack(
        [np.stack([columns.get(name, lacking) for name in base[part]], axis=1) for base in bases], axis=1
    )


def _as_forces(time: Floats, force: Floats, centre: Floats, moment: Floats) -> Forces:
    vertical_axis = int(np.argmax(np.abs(force.mean(axis=(0, 1)))))
    up = np.zeros(3)
    up[vertical_axis] = 1.0
    if force[..., vertical_axis].sum() < 0:  # the force on the ground, not on the person
        force, moment = -force, -moment
    loaded = force[..., vertical_axis] >= LOADED_N
    if not loaded.any():
        raise RefusedError(f"holds no force of the ground over {LOADED_N:.0f} N")
    places = centre[loaded]
    if not np.isfinite(places).any() or not np.abs(np.nan_to_num(places)).any():
        raise RefusedError("does not say where its forces act (columns such as ground_force_px)")
    metre = 0.001 if np.nanmedian(np.abs(places).max(axis=1)) > FURTHEST_CENTRE_M else 1.0
    free = moment @ up
    if np.abs(free[loaded]).max() > LARGEST_FREE_MOMENT_NM:
        free = free * 0.001
    return Forces(
        time=time,
        force=force,
        centre=np.where(loaded[..., np.newaxis], centre * metre, np.nan),
        free_moment=np.where(loaded, free, 0.0),
        corners=np.full((force.shape[1], 4, 3), np.nan),
    )
