"""The force plates of a C3D file, as forces on the person in the laboratory's frame."""

import numpy as np

from kinechain.motion.extent import FURTHEST_M, LARGEST_FORCE_N, MOST_PLATE_SAMPLES, MOST_PLATES
from kinechain.motion.reading.c3d_file import C3DFile
from kinechain.motion.reading.force_plates import CHANNELS, Plate, PlateForce, plate_force
from kinechain.motion.reading.reading import Floats, Forces

LONGEST_SIDE_M, SHORTEST_SIDE_M = 12.0, 0.15
METRES = {"M": 1.0, "MM": 0.001, "CM": 0.01, "DM": 0.1}


def read_forces(file: C3DFile, metre: float, above: Floats) -> tuple[Forces | None, list[str]]:
    """The forces of the plates that can be read, and a line on each that cannot.

    `metre` is the length of the file's unit in metres, `above` (3,) a place on the person, in metres.
    """
    used = min(int(file.number("FORCE_PLATFORM", "USED") or 0), MOST_PLATES)
    warnings: list[str] = []
    plates: list[Plate] = []
    found: list[PlateForce] = []
    if len(file.analog) * max(used, 0) > MOST_PLATE_SAMPLES:
        return None, ["the forces are left out: there are too many samples of them"]
    for index in range(max(used, 0)):
        try:
            plate = _plate(file, index, metre)
            force = plate_force(plate, _channels(file, plate, index, metre), above)
            _check(force)
        except ValueError as error:
            warnings.append(f"force plate {index + 1} is left out: {error}")
            continue
        plates.append(plate)
        found.append(force)
        warnings += force.warnings
    return (_together(file, plates, found) if found else None), warnings


def _check(force: PlateForce) -> None:
    """Raise ValueError for numbers that no person's steps give."""
    sane = (np.abs(force.force) <= LARGEST_FORCE_N).all() and (
        np.abs(force.free_moment) <= LARGEST_FORCE_N
    ).all()
    with np.errstate(invalid="ignore"):
        far = np.abs(force.centre) > FURTHEST_M
    if not sane or far.any():
        raise ValueError("its numbers are damaged, or in no unit that can be told")


def _together(file: C3DFile, plates: list[Plate], found: list[PlateForce]) -> Forces:
    return Forces(
        time=np.arange(len(file.analog)) / (file.rate_hz * file.samples_per_frame),
        force=np.stack([one.force for one in found], axis=1),
        centre=np.stack([one.centre for one in found], axis=1),
        free_moment=np.stack([one.free_moment for one in found], axis=1),
        corners=np.stack([plate.corners for plate in plates]),
    )


def _plate(file: C3DFile, index: int, metre: float) -> Plate:
    kind = int(_of_plate(file, "TYPE", index, (1,))[0])
    if kind not in CHANNELS:
        raise ValueError(f"it is of type {kind}, and types 1 to 4 are read")
    corners = metre * _of_plate(file, "CORNERS", index, (3, 4)).T
    sides = np.linalg.norm(corners - np.roll(corners, 1, axis=0), axis=1)
    if not ((sides >= SHORTEST_SIDE_M) & (sides <= LONGEST_SIDE_M)).all():
        raise ValueError("its corners span no plate that a person could stand on")
    origin = _of_plate(file, "ORIGIN", index, (3,)) if kind != 1 else np.zeros(3)
    return Plate(index + 1, kind, corners, metre * origin)


def _of_plate(file: C3DFile, name: str, index: int, shape: tuple[int, ...]) -> Floats:
    """A plate's part of a parameter, whose last dimension counts the plates."""
    values = file.numbers("FORCE_PLATFORM", name).ravel(order="F")
    size = int(np.prod(shape))
    own = values[index * size : (index + 1) * size]
    if len(own) < size or not np.isfinite(own).all():
        raise ValueError(f"its {name.lower().replace('_', ' ')} is missing")
    return own.reshape(shape, order="F")


def _channels(file: C3DFile, plate: Plate, index: int, metre: float) -> Floats:
    """The plate's channels in N, N m and m."""
    count = CHANNELS[plate.kind]
    table = file.numbers("FORCE_PLATFORM", "CHANNEL")
    # A file with plates of six and of eight channels has eight rows, the last two empty for some.
    rows = table.shape[0] if table.ndim == 2 else count
    numbers = table.ravel(order="F")[index * rows : index * rows + count].astype(int) - 1
    if len(numbers) < count or numbers.min() < 0 or numbers.max() >= file.analog.shape[1]:
        raise ValueError("its channels are not in the file")
    channels = file.analog[:, numbers]
    if plate.kind == 4:
        channels = channels @ _calibration(file, index).T
    if plate.kind == 3:
        return channels
    lengths = [metre if plate.kind == 4 else _length(file, int(number), metre) for number in numbers]
    newtons = [1.0, 1.0, 1.0]
    return np.asarray(channels * np.array([*newtons, *lengths[3:]]), dtype=np.float64)


def _calibration(file: C3DFile, index: int) -> Floats:
    return _of_plate(file, "CAL_MATRIX", index, (6, 6))


def _length(file: C3DFile, channel: int, metre: float) -> float:
    """The length in a channel's unit (Nmm, N.m, mm), in metres; the file's own where it does not say."""
    units = file.texts("ANALOG", "UNITS")
    said = units[channel].upper() if channel < len(units) else ""
    return METRES.get(said.lstrip("N").strip(" .*-·"), metre)
