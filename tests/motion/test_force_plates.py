"""A force, where it acts and its twist go onto plates of every type by plain mechanics and must come back."""

from typing import Any

import numpy as np
import pytest
from c3d_writer import Recorded, c3d_bytes
from crowd import LABELS, crowd

from kinechain.motion.files import read_model_outputs, read_motion
from kinechain.motion.reading.c3d import read_c3d
from kinechain.motion.reading.force_plates import Plate, plate_axes, plate_force, resting_samples
from laboratory import DATA, needs_data

SAMPLES = 500
# Vector from the sensor up to the middle of its surface, in axes whose z points down.
ORIGIN = np.array([0.004, -0.003, -0.04])
ARMS = np.array([0.12, 0.2, -0.05])
ABOVE = np.array([0.0, 0.0, 1.0])
CALIBRATION = np.diag([2.0, 3.0, 4.0, 5.0, 6.0, 7.0]) + 0.05


def corners(turn: float = 0.0) -> np.ndarray:
    """A plate of 0.5 by 0.6 m in the floor, its z down, turned about the vertical."""
    flat = np.array([[0.25, 0.3, 0.0], [-0.25, 0.3, 0.0], [-0.25, -0.3, 0.0], [0.25, -0.3, 0.0]])
    down = np.diag([1.0, -1.0, -1.0])
    cos, sin = np.cos(turn), np.sin(turn)
    rotation = np.array([[cos, -sin, 0], [sin, cos, 0], [0, 0, 1]])
    return np.asarray(flat @ down.T @ rotation.T + np.array([0.4, 0.3, 0.0]))


def step() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Force on a person (n, 3), where it acts (n, 3) and the free moment (n,): a step in the middle third."""
    share = np.clip((np.arange(SAMPLES) / SAMPLES - 0.33) / 0.34, 0, 1)
    load = np.sin(np.pi * share)
    force = np.stack([100 * load * np.cos(np.pi * share), 40 * load, 800 * load], axis=1)
    place = np.stack([0.3 + 0.2 * share, 0.25 + 0.05 * share, np.zeros(SAMPLES)], axis=1)
    return force, place, 5 * load


def channels(kind: int, axes: np.ndarray, middle: np.ndarray, sign: float) -> np.ndarray:
    """What a plate of this type shows, by the sum of moments about its sensor."""
    force, place, free = step()
    if kind == 1:
        flat = (place - middle) @ axes
        twist = free * axes[2, 2]
        return np.column_stack([sign * force @ axes, flat[:, :2], sign * twist])
    origin = np.array([0.0, 0.0, ARMS[2]]) if kind == 3 else ORIGIN
    sensor = middle - axes @ origin
    moment = np.cross(place - sensor, force) + free[:, np.newaxis] * np.array([0, 0, 1.0])
    shown = sign * np.column_stack([force @ axes, moment @ axes])
    if kind == 4:
        return shown @ np.linalg.inv(CALIBRATION).T
    return _eight(shown) if kind == 3 else shown


def _eight(shown: np.ndarray) -> np.ndarray:
    """Four corner sensors that bear the load between them: the least squares share of each."""
    a, b, _ = ARMS
    x, y = np.array([a, -a, -a, a]), np.array([b, b, -b, -b])
    upright = np.linalg.pinv(np.stack([np.ones(4), y, -x])) @ shown[:, [2, 3, 4]].T
    # fx12, fx34, fy14, fy23: their sums and their moment about z; 1 and 2 lie at y = b, 1 and 4 at x = a.
    level = np.linalg.pinv(np.array([[1, 1, 0, 0], [0, 0, 1, 1], [-b, b, a, -a]]))
    return np.concatenate([level @ shown[:, [0, 1, 5]].T, upright]).T


def check(found: Any, tolerance: float = 1e-6) -> None:
    force, place, free = step()
    loaded = force[:, 2] >= 20
    np.testing.assert_allclose(found.force, force, atol=1000 * tolerance)
    np.testing.assert_allclose(found.centre[loaded], place[loaded], atol=10 * tolerance)
    np.testing.assert_allclose(found.free_moment[loaded], free[loaded], atol=1000 * tolerance)
    assert np.isnan(found.centre[~loaded]).all()
    assert (found.free_moment[~loaded] == 0).all()
    assert found.warnings == ()


@pytest.mark.parametrize("sign", [1.0, -1.0], ids=["on the person", "on the plate"])
@pytest.mark.parametrize("turn", [0.0, 0.7, np.pi / 2, np.pi])
@pytest.mark.parametrize("kind", [1, 2, 3])
def test_what_a_person_does_on_a_plate_comes_back(kind: int, turn: float, sign: float) -> None:
    place = corners(turn)
    shown = channels(kind, plate_axes(place), place.mean(axis=0), sign)
    origin = ARMS if kind == 3 else ORIGIN
    check(plate_force(Plate(1, kind, place, origin), shown, ABOVE))


def test_an_origin_given_the_other_way_round_is_turned() -> None:
    place = corners()
    shown = channels(2, plate_axes(place), place.mean(axis=0), 1.0)
    check(plate_force(Plate(1, 2, place, -ORIGIN), shown, ABOVE))


def test_a_shared_origin_between_two_belts_is_turned_as_the_data_show() -> None:
    """Its z does not tell: only that the forces else would act beside the plate."""
    place = corners()
    axes = plate_axes(place)
    force, acts, free = step()
    origin = np.array([0.9, 0.0, -0.00001])
    moment = np.cross(acts - (place.mean(axis=0) - axes @ origin), force) + free[:, np.newaxis] * [0, 0, 1.0]
    shown = np.column_stack([force @ axes, moment @ axes])
    found = plate_force(Plate(1, 2, place, origin * [-1, -1, 1]), shown, ABOVE)
    np.testing.assert_allclose(found.centre[200:300], acts[200:300], atol=1e-4)
    assert "origin is given the other way round" in found.warnings[0]
    lost = plate_force(Plate(1, 2, place, np.array([5.0, 5.0, -0.04])), shown, ABOVE)
    assert "act beside it" in lost.warnings[0]


def test_turning_the_laboratory_turns_the_forces_along() -> None:
    rotation = np.array([[0, 0, 1.0], [1, 0, 0], [0, 1, 0]])  # z up becomes y up
    place = corners(0.3)
    shown = channels(2, plate_axes(place), place.mean(axis=0), -1.0)
    plain = plate_force(Plate(1, 2, place, ORIGIN), shown, ABOVE)
    turned = plate_force(Plate(1, 2, place @ rotation, ORIGIN), shown, ABOVE @ rotation)
    np.testing.assert_allclose(turned.force, plain.force @ rotation, atol=1e-9)
    np.testing.assert_allclose(turned.centre, plain.centre @ rotation, atol=1e-9)
    np.testing.assert_allclose(turned.free_moment, plain.free_moment, atol=1e-9)


@pytest.mark.parametrize("drift", [0.0, 15.0])
def test_what_an_empty_plate_shows_is_taken_away(drift: float) -> None:
    place = corners()
    shown = channels(2, plate_axes(place), place.mean(axis=0), -1.0)
    resting = np.array([3.0, -2.0, 12.0, 0.4, -0.8, 0.1])
    slope = np.linspace(0, 1, SAMPLES)[:, np.newaxis] * np.array([0, 0, drift, 0.01 * drift, 0, 0])
    noise = np.random.default_rng(2).normal(0, [0.3, 0.3, 0.8, 0.02, 0.02, 0.02], shown.shape)
    found = plate_force(Plate(1, 2, place, ORIGIN), shown + resting + slope + noise, ABOVE)
    force, acts, _ = step()
    np.testing.assert_allclose(found.force, force, atol=4)
    strong = force[:, 2] > 300
    np.testing.assert_allclose(found.centre[strong], acts[strong], atol=0.002)


def test_a_person_who_never_leaves_the_plate_leaves_no_baseline() -> None:
    standing = np.full(300, 600.0) + np.random.default_rng(1).normal(0, 3, 300)
    assert resting_samples(standing) is None
    assert resting_samples(np.concatenate([standing, np.full(5, 2.0)])) is None
    empty = resting_samples(np.concatenate([standing, np.full(100, 8.0)]))
    assert empty is not None
    assert empty.sum() == 100
    assert empty[300:].all()


def file_with_plate(kind: int, **platform: Any) -> bytes:
    place = corners()
    shown = channels(kind, plate_axes(place), place.mean(axis=0), -1.0)
    units = {1: ["N"] * 3 + ["mm", "mm", "Nmm"], 2: ["N"] * 3 + ["Nmm"] * 3, 3: ["N"] * 8, 4: ["V"] * 6}[kind]
    origin = 1000 * (ARMS if kind == 3 else ORIGIN)
    if kind == 4:  # the calibration of a file in mm gives N mm
        metres = np.diag([1, 1, 1, 0.001, 0.001, 0.001])
        shown = shown @ CALIBRATION.T @ np.linalg.inv(metres) @ np.linalg.inv(CALIBRATION).T
    else:
        shown = shown * np.array([1000.0 if "mm" in unit else 1.0 for unit in units])
    group = {
        "USED": [1],
        "TYPE": [kind],
        "CORNERS": 1000 * place.T[:, :, np.newaxis],
        "ORIGIN": origin[:, np.newaxis],
        "CHANNEL": 1 + np.arange(len(units))[:, np.newaxis],
        "CAL_MATRIX": CALIBRATION[:, :, np.newaxis],
        **platform,
    }
    more = {"FORCE_PLATFORM": group, "ANALOG": {"UNITS": units}}
    return c3d_bytes(Recorded(LABELS, 1000 * crowd(), shown, more=more))


@pytest.mark.parametrize("kind", [1, 2, 3, 4])
def test_a_files_plate_of_every_type_gives_newtons_and_metres(kind: int) -> None:
    reading = read_c3d(file_with_plate(kind))
    force, place, free = step()
    loaded = force[:, 2] >= 20
    assert reading.warnings == ()
    assert reading.forces is not None
    np.testing.assert_allclose(reading.forces.time, np.arange(SAMPLES) / 1000)
    np.testing.assert_allclose(reading.forces.force[:, 0], force, atol=0.01)
    np.testing.assert_allclose(reading.forces.centre[loaded, 0], place[loaded], atol=1e-4)
    np.testing.assert_allclose(reading.forces.free_moment[loaded, 0], free[loaded], atol=0.01)
    np.testing.assert_allclose(reading.forces.corners[0], corners(), atol=1e-6)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"TYPE": [9]}, "it is of type 9"),
        ({"CORNERS": np.zeros((3, 4, 1))}, "its corners span no plate"),
        ({"CORNERS": np.zeros((3, 2, 1))}, "its corners is missing"),
        ({"CHANNEL": np.array([[1], [2], [3], [4], [5], [60]])}, "its channels are not in the file"),
        ({"ORIGIN": np.array([[np.nan], [0.0], [0.0]])}, "its origin is missing"),
    ],
)
def test_a_plate_that_cannot_be_read_is_left_out_and_the_markers_stay(
    change: dict[str, Any], said: str
) -> None:
    reading = read_c3d(file_with_plate(2, **change))
    assert reading.forces is None
    assert reading.names == LABELS
    assert [said in line for line in reading.warnings] == [True]


PLATED = (
    "biomechzoo/raw_c3d_files/HC030A/Straight/HC030A05.c3d",
    "biomechzoo/raw_c3d_files/HC038A/Straight/HC038A11.c3d",
    "biomechzoo/raw_c3d_files/HC044A/Straight/HC044A15.c3d",
    "c3dparser/tests/data/FMC/dynamic/MH0222_BP06.c3d",
)


@needs_data
@pytest.mark.parametrize("name", PLATED, ids=lambda name: name[-14:-4])
def test_a_laboratorys_plates_agree_with_its_own_model(name: str) -> None:
    """It wrote the force on each foot per body mass, of each frame's mean, in the laboratory's axes."""
    motion, outputs = read_motion(DATA / name), read_model_outputs(DATA / name)
    samples = motion["force"].values
    around = [samples[max(0, 10 * at - 5) : 10 * at + 6].mean(axis=0) for at in range(motion.sizes["time"])]
    ours = np.stack(around)
    mass = motion.attrs["subject"]["mass_kg"]
    theirs = [mass * outputs[f"{side}GroundReactionForce"] for side in "LR"]
    stepped_on = [plate for plate in range(ours.shape[1]) if (ours[:, plate, 2] > 100).sum() > 20]
    assert len(stepped_on) == 2
    for plate in stepped_on:
        strong = ours[:, plate, 2] > 100
        apart = [np.abs(ours[strong, plate] - np.nan_to_num(foot[strong])).max(axis=1) for foot in theirs]
        assert min(np.percentile(one, 90) for one in apart) < 0.5  # one foot may reach over two plates


@needs_data
def test_forces_act_below_the_foot_that_stands() -> None:
    path = DATA / "biomechzoo" / "raw_c3d_files" / "HC030A" / "Straight" / "HC030A05.c3d"
    motion = read_motion(path)
    centre = motion["centre_of_pressure"].values[::10]
    place = motion["position"].values
    names = list(motion["keypoints"].values)
    for plate in range(2):
        standing = np.flatnonzero(motion["force"].values[::10, plate, 2] > 200)
        feet = [place[standing][:, :2, [names.index(f"{s}HEE"), names.index(f"{s}HLX")]] for s in "LR"]
        middles = [foot.mean(axis=2) for foot in feet]
        distance = [
            np.nanmedian(np.linalg.norm(middle - centre[standing, plate, :2], axis=1)) for middle in middles
        ]
        assert min(distance) < 0.09


@needs_data
def test_a_treadmills_belts_share_an_origin_and_carry_the_person() -> None:
    motion = read_motion(DATA / "gaitalytics" / "tests" / "treadmill_events.c3d")
    assert motion.attrs["warnings"] == []
    total = motion["force"].values[:, :, 2].sum(axis=1)
    assert total.mean() == pytest.approx(55.3 * 9.81, rel=0.02)
    left, right = (motion["centre_of_pressure"].values[:, plate, 0] for plate in range(2))
    assert np.nanmedian(left) * np.nanmedian(right) < 0
