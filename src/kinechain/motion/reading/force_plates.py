"""Force plates: from the channels of one to the force on the person, where it acts, and its twist.

A plate has axes of its own, told by its corners (C3D.org's user guide, Motion Lab Systems 2008): x from the
middle of corners 2 and 3 to that of 1 and 4, y from that of 3 and 4 to that of 1 and 2, z across both,
mostly down. Types 1 (centre of pressure given), 2 (six channels), 3 (eight sensors, Kistler) and 4 (type 2
before its calibration matrix) are read.

Two habits differ from the guide, and are found from the data: whether a file holds the force on the
plate or on the person (the ground only pushes), and which way its ORIGIN points (a sensor lies below its
surface, as other programs also assume: BTK, Barre and Armand 2014).
"""

from dataclasses import dataclass

import numpy as np

from kinechain.motion.reading.reading import Floats

# Channels of a type of plate.
CHANNELS = {1: 6, 2: 6, 3: 8, 4: 6}
# Under this the centre of pressure is noise; the limit most laboratories use for foot contact.
LOADED_N = 20.0
# A plate at rest shows less than this, and stays there for at least so many samples and such a share of them.
MOST_BASELINE_N, NEAR_BASELINE_N, BIN_N = 50.0, 6.0, 4.0
LEAST_REST_SAMPLES, LEAST_REST_SHARE = 20, 0.03
# How far beside its plate a centre of pressure may be measured.
MARGIN_M = 0.05


@dataclass(frozen=True, slots=True)
class Plate:
    """A plate as its file describes it, in metres: `corners` (4, 3) in the laboratory, `origin` (3,)."""

    number: int
    kind: int
    corners: Floats
    origin: Floats


@dataclass(frozen=True, slots=True)
class PlateForce:
    """`force` (n, 3) N on the person and `centre` (n, 3) m in the laboratory, `free_moment` (n,) N m."""

    force: Floats
    centre: Floats
    free_moment: Floats
    warnings: tuple[str, ...]


def plate_force(plate: Plate, channels: Floats, above: Floats) -> PlateForce:
    """What the plate's `channels` (n, 6 or 8), in N, N m and m, say about the person on it.

    `above` (3,) is any place on the person's side of it, in metres.

    Raises ValueError for corners that span no surface.
    """
    axes = plate_axes(plate.corners)
    middle = plate.corners.mean(axis=0)
    up = axes[:, 2] * (1.0 if (above - middle) @ axes[:, 2] >= 0 else -1.0)
    force, moment, origin = _at_origin(plate, channels)
    force, moment = _without_baseline(force, moment, force @ axes.T @ up, given_centre=plate.kind == 1)
    vertical = force @ axes.T @ up
    if vertical[np.abs(vertical) >= LOADED_N].sum() < 0:  # the force on the plate, not on the person
        force, moment, vertical = -force, moment if plate.kind == 1 else -moment, -vertical
        twist_sign = -1.0
    else:
        twist_sign = 1.0
    loaded = vertical >= LOADED_N
    if plate.kind == 1:
        place, twist = moment[:, :2], twist_sign * moment[:, 2]
        warnings: tuple[str, ...] = ()
    else:
        place, twist, warnings = _centre(plate, force, moment, origin, loaded)
    lab = middle + np.column_stack([place, np.zeros(len(place))]) @ axes.T
    upwards = float(axes[:, 2] @ up)
    return PlateForce(
        force=force @ axes.T,
        centre=np.where(loaded[:, np.newaxis], lab, np.nan),
        free_moment=np.where(loaded, twist * upwards, 0.0),
        warnings=warnings,
    )


def plate_axes(corners: Floats) -> Floats:
    """The plate's axes as the columns of a matrix (3, 3), in the laboratory."""
    x = corners[[0, 3]].mean(axis=0) - corners[[1, 2]].mean(axis=0)
    y = corners[[0, 1]].mean(axis=0) - corners[[2, 3]].mean(axis=0)
    z = np.cross(x, y)
    lengths = [float(np.linalg.norm(axis)) for axis in (x, y, z)]
    if (
        not np.isfinite(lengths).all()
        or min(lengths[:2]) < 0.01
        or lengths[2] < 0.5 * lengths[0] * lengths[1]
    ):
        raise ValueError("the corners span no rectangle")
    x, z = x / lengths[0], z / lengths[2]
    return np.stack([x, np.cross(z, x), z], axis=1)


def _at_origin(plate: Plate, channels: Floats) -> tuple[Floats, Floats, Floats]:
    """Force and moment at the sensor's origin, in the plate's axes, and where the surface's middle lies
    from there. For type 1 the "moment" is the centre of pressure's x and y and the twist.
    """
    if plate.kind == 3:
        force, moment = _eight_sensors(channels, np.abs(plate.origin[:2]))
        return force, moment, np.array([0.0, 0.0, -abs(plate.origin[2])])
    force, moment = channels[:, :3], channels[:, 3:6]
    # From the origin up to the surface, where z points down; some files have it the other way round.
    origin = -plate.origin if plate.origin[2] > 0 else plate.origin
    return force, moment, origin


def _eight_sensors(channels: Floats, arms: Floats) -> tuple[Floats, Floats]:
    """A Kistler plate's fx12, fx34, fy14, fy23, fz1..fz4; `arms` are the sensors' distances a and b."""
    fx12, fx34, fy14, fy23, fz1, fz2, fz3, fz4 = channels.T
    a, b = arms
    force = np.column_stack([fx12 + fx34, fy14 + fy23, fz1 + fz2 + fz3 + fz4])
    moment = np.column_stack(
        [b * (fz1 + fz2 - fz3 - fz4), a * (-fz1 + fz2 + fz3 - fz4), b * (fx34 - fx12) + a * (fy14 - fy23)]
    )
    return force, moment


def _without_baseline(
    force: Floats, moment: Floats, vertical: Floats, *, given_centre: bool
) -> tuple[Floats, Floats]:
    """Less what the plate shows, slowly drifting, while nothing stands on it; as it is if that is never."""
    resting = resting_samples(vertical)
    if resting is None:
        return force, moment
    force = force - _line_through(force, resting)
    return force, moment if given_centre else moment - _line_through(moment, resting)


def resting_samples(vertical: Floats) -> np.ndarray | None:
    """Which samples of a plate's `vertical` force (n,) show it at rest, or None if that cannot be told."""
    small = vertical[np.abs(vertical) < MOST_BASELINE_N]
    needed = max(LEAST_REST_SAMPLES, LEAST_REST_SHARE * len(vertical))
    if len(small) < needed:
        return None
    counts, edges = np.histogram(small, bins=np.arange(-MOST_BASELINE_N, MOST_BASELINE_N + BIN_N, BIN_N))
    level = edges[np.argmax(counts)] + BIN_N / 2
    resting = np.abs(vertical - level) < NEAR_BASELINE_N
    for _ in range(3):
        if resting.sum() < needed:
            return None
        resting = np.abs(vertical - _line_through(vertical[:, np.newaxis], resting)[:, 0]) < NEAR_BASELINE_N
    return resting if resting.sum() >= needed else None


def _line_through(values: Floats, resting: np.ndarray) -> Floats:
    """A straight line in time through the resting samples of each column; level if they are all near
    one end of the recording.
    """
    place = np.linspace(-1.0, 1.0, len(values))
    known = place[resting]
    mean = values[resting].mean(axis=0)
    spread = known - known.mean()
    if np.ptp(known) < 1.0 or not (spread @ spread) > 0:
        return np.broadcast_to(mean, values.shape)
    slope = spread @ (values[resting] - mean) / (spread @ spread)
    line: Floats = mean + (place - known.mean())[:, np.newaxis] * slope
    return line


def _centre(
    plate: Plate, force: Floats, moment: Floats, origin: Floats, loaded: np.ndarray
) -> tuple[Floats, Floats, tuple[str, ...]]:
    """The centre of pressure in the plate's axes (n, 2) from the surface's middle, and the twist (n,)."""
    place, twist = _from_moment(force, moment, origin, loaded)
    if _mostly_on(plate, place[loaded]):
        return place, twist, ()
    turned, turned_twist = _from_moment(force, moment, -origin, loaded)
    if _mostly_on(plate, turned[loaded]):
        said = f"force plate {plate.number}: its origin is given the other way round, and was turned"
        return turned, turned_twist, (said,)
    said = f"force plate {plate.number}: its forces act beside it, so where they act is not to be relied on"
    return place, twist, (said,)


def _from_moment(force: Floats, moment: Floats, origin: Floats, loaded: np.ndarray) -> tuple[Floats, Floats]:
    at_middle = moment - np.cross(np.broadcast_to(origin, force.shape), force)
    down = np.where(loaded, force[:, 2], np.nan)
    place = np.column_stack([-at_middle[:, 1] / down, at_middle[:, 0] / down])
    twist = at_middle[:, 2] - place[:, 0] * force[:, 1] + place[:, 1] * force[:, 0]
    return place, twist


def _mostly_on(plate: Plate, place: Floats) -> bool:
    """Whether most of the places lie on the plate; so if there are none."""
    across = np.linalg.norm(plate.corners[[0, 3]].mean(axis=0) - plate.corners[[1, 2]].mean(axis=0))
    along = np.linalg.norm(plate.corners[[0, 1]].mean(axis=0) - plate.corners[[2, 3]].mean(axis=0))
    reach = np.array([across, along]) / 2 + MARGIN_M
    return len(place) == 0 or float((np.abs(place) <= reach).all(axis=1).mean()) > 0.5
