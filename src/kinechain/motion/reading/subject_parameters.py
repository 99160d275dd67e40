"""A subject's measurements in a C3D file (group PROCESSING of Vicon, SUBJECTS of others), in SI units.

Lengths are in millimetres in most files, in metres or centimetres in some; each is read in the unit that
makes it a length of its kind, and left out if none does. Plug-in Gait's calibration angles are in radians.
"""

from collections.abc import Iterator

import numpy as np

from kinechain.motion.reading.c3d_file import C3DFile
from kinechain.motion.reading.reading import Floats

GROUPS = ("PROCESSING", "SUBJECTS", "SUBJECT")
# Name here: names in files, and from which to which a person's own may be, in metres.
LENGTHS: dict[str, tuple[tuple[str, ...], float, float]] = {
    "height_m": (("HEIGHT",), 0.6, 2.4),
    "inter_asis_distance_m": (("INTERASISDISTANCE",), 0.1, 0.45),
}
SIDED_LENGTHS: dict[str, tuple[tuple[str, ...], float, float]] = {
    "leg_length_m": (("LEGLENGTH",), 0.25, 1.4),
    "knee_width_m": (("KNEEWIDTH",), 0.04, 0.25),
    "ankle_width_m": (("ANKLEWIDTH",), 0.03, 0.15),
    "asis_trochanter_distance_m": (("ASISTROCANTERDISTANCE", "ASISTROCHANTERDISTANCE"), 0.02, 0.15),
    "shoulder_offset_m": (("SHOULDEROFFSET",), 0.01, 0.095),
    "elbow_width_m": (("ELBOWWIDTH",), 0.03, 0.16),
    "wrist_width_m": (("WRISTWIDTH",), 0.02, 0.12),
    "hand_thickness_m": (("HANDTHICKNESS",), 0.008, 0.07),
}
ANGLES = {
    "thigh_rotation_rad": "THIGHROTATION",
    "shank_rotation_rad": "SHANKROTATION",
    "tibial_torsion_rad": "TIBIALTORSION",
    "static_plantar_flexion_rad": "STATICPLANTFLEX",
    "static_rotation_offset_rad": "STATICROTOFF",
    "ankle_abduction_rad": "ANKLEABADD",
}
MASSES = ("BODYMASS", "MASS", "WEIGHT")
LEAST_MASS_KG, MOST_MASS_KG = 5.0, 400.0
MARKER_DIAMETER = ("MARKERDIAMETER",)
SIDES = {"left": "L", "right": "R"}


def read_subject(file: C3DFile, person: int) -> dict[str, float]:
    """What the file says of its subject number `person` (from 0)."""
    return dict(_found(_numbers(file, person)))


def _numbers(file: C3DFile, person: int) -> dict[str, float]:
    """The first finite number of each parameter, by its name without underscores."""
    people = max(len(file.texts("SUBJECTS", "NAMES")), 1)
    numbers: dict[str, float] = {}
    for group in GROUPS:
        for name, value in file.parameters.get(group, {}).items():
            if not isinstance(value, list):
                number = _own(value, person, people)
                if np.isfinite(number):
                    numbers.setdefault(name.replace("_", "").replace(" ", ""), number)
    return numbers


def _own(values: Floats, person: int, people: int) -> float:
    """A value per subject, or one that is the only subject's."""
    if people == 1:
        return float(values.flat[0]) if values.size else np.nan
    return float(values.ravel(order="F")[person]) if values.size == people and person < people else np.nan


def _found(numbers: dict[str, float]) -> Iterator[tuple[str, float]]:
    for mass in (numbers.get(name) for name in MASSES):
        if mass is not None and LEAST_MASS_KG <= mass <= MOST_MASS_KG:
            yield "mass_kg", mass
            break
    for name, (theirs, least, most) in LENGTHS.items():
        yield from _length(name, [numbers.get(one) for one in theirs], least, most)
    yield from _length("marker_diameter_m", [numbers.get(one) for one in MARKER_DIAMETER], 0.002, 0.05)
    for side, letter in SIDES.items():
        for name, (theirs, least, most) in SIDED_LENGTHS.items():
            yield from _length(f"{side}_{name}", [numbers.get(letter + one) for one in theirs], least, most)
        for name, theirs_alone in ANGLES.items():
            angle = numbers.get(letter + theirs_alone)
            if angle is not None and abs(angle) <= np.pi / 2:
                yield f"{side}_{name}", angle


def _length(name: str, values: list[float | None], least: float, most: float) -> Iterator[tuple[str, float]]:
    for value in values:
        for metres in (0.001, 0.01, 1.0):
            if value is not None and least <= value * metres <= most:
                yield name, value * metres
                return
