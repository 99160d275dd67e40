"""The fit of a whole walk, against walkers whose every coordinate is known."""

from dataclasses import replace

import numpy as np
import pytest
import xarray as xr
from known_body import (
    KEYPOINTS,
    LOWER,
    WHOLE,
    Walker,
    dataset,
    mirrored,
    other_side,
    sided,
    skin_noise,
    walker,
    walking,
)

from kinechain.body.calibrated_camera import CalibratedCamera
from kinechain.body.fit import fit_body, fit_observation
from kinechain.body.fitted_body import FittedBody
from kinechain.body.observation import PicturesSeen
from kinechain.body.own_body import load_body
from kinechain.body.scaling import PARAMETERS, scaled, scales
from kinechain.body.skin import noise
from kinechain.errors import InputError

SAGITTAL = ("pelvis_tilt", *sided("hip_flexion", "knee_flexion", "ankle_dorsiflexion"))


def error(fitted: FittedBody, truth: Walker, name: str) -> np.ndarray:
    """Degrees, or mm."""
    index = fitted.chain.coordinate(name)
    unit = np.degrees(1) if fitted.chain.coordinates[index].rotational else 1000
    return np.asarray((fitted.q[:, index] - truth.q[:, index]) * unit)


def rms(values: np.ndarray) -> float:
    return float(np.sqrt(np.mean(np.square(values))))


def noisy(truth: Walker, seed: int) -> xr.Dataset:
    slid = skin_noise(truth.names, truth.body, truth.time, np.random.default_rng(seed))
    return truth.walk(truth.points() + slid)


@pytest.fixture(scope="module")
def plain() -> tuple[Walker, FittedBody]:
    truth = walker()
    return truth, fit_body(truth.walk())


def test_a_usual_person_seen_without_noise_is_found_nearly_exactly(plain: tuple[Walker, FittedBody]) -> None:
    # What remains is the pull of the habits, far below the stated sd.
    truth, fitted = plain
    for name in SAGITTAL:
        assert rms(error(fitted, truth, name)) < 0.7
    assert np.abs(fitted.residuals).max() < 0.004
    assert not fitted.outliers


@pytest.mark.parametrize("names", [WHOLE, LOWER], ids=["whole body", "legs alone"])
def test_errors_of_an_unusual_person_with_sliding_skin_are_as_stated(names: tuple[str, ...]) -> None:
    inside, scores = [], []
    for seed in range(6):
        truth = walker(names, seed=seed)
        fitted = fit_body(noisy(truth, seed))
        score = ((fitted.q - truth.q) / fitted.sd)[:, fitted.known]
        inside.append((np.abs(score) < 1.96).mean())
        scores.append(rms(score))
    assert 0.90 < np.mean(inside) < 0.98
    assert 0.8 < np.mean(scores) < 1.2


def test_angles_of_the_legs_are_found_within_few_degrees() -> None:
    found = []
    for seed in range(3):
        truth = walker(WHOLE, seed=seed)
        fitted = fit_body(noisy(truth, seed))
        found.append([rms(error(fitted, truth, name)) for name in SAGITTAL])
    assert np.median(found) < 2.5


def test_draws_spread_as_the_sd_says(plain: tuple[Walker, FittedBody]) -> None:
    _, fitted = plain
    draws = fitted.posterior.deviations(1500, seed=3).q
    assert draws.shape == (1500, *fitted.q.shape)
    ratio = draws.std(axis=0)[:, fitted.known] / fitted.sd[:, fitted.known]
    assert ratio.min() > 0.9
    assert ratio.max() < 1.1
    for one, again in zip(fitted.draws(2, seed=5), fitted.draws(2, seed=5), strict=True):
        np.testing.assert_array_equal(one.q, again.q)
        np.testing.assert_array_equal(one.marker_place, again.marker_place)


@pytest.mark.parametrize("name", ["left_toe", "left_ankle_lateral", "left_wrist_radial"])
def test_draws_put_a_marker_where_it_was_seen(name: str) -> None:
    """The motion and the shape are uncertain together: what was seen lies where it was seen in every draw."""
    truth = walker(WHOLE, seed=1)
    fitted = fit_body(noisy(truth, 1))
    draws, middle = fitted.draws(60, seed=2), slice(40, 120)
    whole = np.array([draw.point(name)[middle] for draw in draws])
    moved_only = np.array([replace(fitted, q=draw.q).point(name)[middle] for draw in draws])
    spread, without_shape = (np.sqrt(points.var(axis=0).mean()) for points in (whole, moved_only))
    sd = noise([name], [fitted.chain.bodies[fitted.body.landmarks[name].body]])[0][0]
    assert spread < 1.5 * sd
    assert spread < 0.8 * without_shape


def test_a_child_s_measured_pelvis_stays_as_it_was_measured() -> None:
    reference = load_body()
    shape = np.zeros(len(PARAMETERS))
    shape[0] = np.log(0.7)
    child = scaled(reference, scales(reference, shape))
    carrier, place = child.places(list(LOWER))
    time = np.arange(20) / 100
    walk = Walker(child, LOWER, carrier, place, time, walking(child, time)).walk()
    distance = 2 * child.landmarks["left_asis"].place[1]
    fitted = fit_body(walk, subject={"inter_asis_distance_m": distance})
    assert fitted.model is not None
    prior = scaled(reference, fitted.model.scale(fitted.model.mean))
    assert 2 * prior.landmarks["left_asis"].place[1] == pytest.approx(distance, rel=0.01)


def test_shape_makes_errors_that_last() -> None:
    truth = walker(WHOLE, seed=1)
    fitted = fit_body(noisy(truth, 1))
    lasting = np.sqrt((fitted.posterior.shape_response**2).sum(axis=0))
    knee = fitted.chain.coordinate("left_knee_flexion")
    assert (lasting[:, knee] > 0.2 * fitted.sd[:, knee]).all()


@pytest.mark.parametrize("heading", [-170.0, -60.0, 90.0, 150.0])
def test_any_heading_and_place_gives_the_same_joints(
    heading: float, plain: tuple[Walker, FittedBody]
) -> None:
    truth, straight = plain
    angle = np.radians(heading)
    turn = np.array([[np.cos(angle), -np.sin(angle), 0], [np.sin(angle), np.cos(angle), 0], [0, 0, 1]])
    fitted = fit_body(truth.walk(truth.points() @ turn.T + np.array([3.0, -5.0, 0.0])))
    np.testing.assert_allclose(fitted.q[:, 4:], straight.q[:, 4:], atol=0.002)
    turned = fitted.q[:, 3] - straight.q[:, 3] - angle
    np.testing.assert_allclose(np.angle(np.exp(1j * turned)), 0, atol=0.002)


def test_the_person_in_the_mirror_moves_as_mirrored() -> None:
    truth = walker(LOWER, seed=2)
    seen = truth.points() + skin_noise(LOWER, truth.body, truth.time, np.random.default_rng(2))
    straight = fit_body(dataset(truth.time, seen, LOWER))
    flipped = fit_body(dataset(truth.time, seen * np.array([1, -1, 1]), [other_side(n) for n in LOWER]))
    np.testing.assert_allclose(flipped.q, mirrored(straight.body, straight.q), atol=0.005)
    np.testing.assert_allclose(flipped.sd, np.abs(mirrored(straight.body, straight.sd)), rtol=0.05, atol=1e-4)


def test_the_frame_rate_changes_neither_motion_nor_its_sd() -> None:
    slow, fast = walker(LOWER, rate=100), walker(LOWER, rate=200)
    one, two = fit_body(slow.walk()), fit_body(fast.walk())
    np.testing.assert_allclose(two.q[::2], one.q, atol=0.01)
    middle = slice(40, 120)
    ratio = two.sd[::2][middle] / one.sd[middle]
    assert 0.9 < np.median(ratio) < 1.1


def test_gaps_are_bridged_and_the_sd_says_so() -> None:
    truth = walker(WHOLE, seed=4)
    walk = noisy(truth, 4)
    hidden = [k for k, name in enumerate(WHOLE) if name.startswith(("left_shank", "left_ankle", "left_heel"))]
    hidden += [
        k for k, name in enumerate(WHOLE) if name in {"left_toe", "left_hallux", "left_fifth_metatarsal_head"}
    ]
    walk["position"].values[60:90, :, hidden] = np.nan
    fitted = fit_body(walk)
    assert np.isfinite(fitted.q).all()
    knee = fitted.coordinate_sd("left_knee_flexion")
    assert knee[75] > 1.5 * knee[30]
    assert (np.abs(np.radians(error(fitted, truth, "left_knee_flexion"))) < 4 * knee).all()


def test_swapped_and_strayed_markers_are_left_out_and_named() -> None:
    truth = walker(WHOLE, seed=5)
    walk = noisy(truth, 5)
    values = walk["position"].values
    heel, knee = WHOLE.index("left_heel"), WHOLE.index("left_knee_lateral")
    values[70:85][:, :, [heel, knee]] = values[70:85][:, :, [knee, heel]].copy()
    values[20:24, :, WHOLE.index("c7")] = 0.0
    clean, fitted = fit_body(noisy(truth, 5)), fit_body(walk)
    left_out = {outlier.marker for outlier in fitted.outliers}
    assert {"left_heel", "left_knee_lateral", "c7"} <= left_out
    swap = next(outlier for outlier in fitted.outliers if outlier.marker == "left_heel")
    assert swap.start_s == pytest.approx(0.70, abs=0.011)
    assert swap.end_s == pytest.approx(0.84, abs=0.011)
    for name in ("left_knee_flexion", "left_ankle_dorsiflexion"):
        assert rms(error(fitted, truth, name)) < rms(error(clean, truth, name)) + 1.0


def test_what_no_marker_tells_is_not_known() -> None:
    fitted = fit_body(walker(LOWER).walk())
    for name in ("left_toe_extension", "neck_flexion", "left_elbow_flexion", "thorax_flexion"):
        assert not fitted.is_known(name)
        with pytest.raises(InputError, match=name):
            fitted.coordinate(name)
    for name in SAGITTAL:
        assert fitted.is_known(name)
        assert fitted.coordinate(name).shape == fitted.time.shape


def test_toes_are_not_told_by_heel_and_toe_tip() -> None:
    names = (*sided("asis", "psis", "knee_lateral", "ankle_lateral", "heel", "toe_tip", "thigh", "shank"),)
    assert not fit_body(walker(names, seed=3).walk()).is_known("left_toe_extension")


def test_video_keypoints_are_fitted_with_their_larger_errors() -> None:
    truth = walker(KEYPOINTS, seed=6)
    fitted = fit_body(noisy(truth, 6))
    assert rms(error(fitted, truth, "left_knee_flexion")) < 12
    assert np.degrees(fitted.coordinate_sd("left_knee_flexion")).mean() > 3
    assert not fitted.is_known("left_hip_rotation")


def test_calibrated_cameras_give_what_points_in_space_give() -> None:
    truth = walker(LOWER)
    cameras = [camera(angle) for angle in (0.4, 1.8, 3.4, 5.0)]
    pictures = np.array([one.picture(truth.points())[0] for one in cameras])
    seen = PicturesSeen(truth.time, cameras, pictures, np.full(len(LOWER), 2.0), np.full(len(LOWER), 0.1))
    fitted = fit_observation(truth.body, LOWER, truth.time, seen)
    for name in SAGITTAL:
        assert rms(error(fitted, truth, name)) < 1.0


def camera(angle: float) -> CalibratedCamera:
    ahead = np.array([np.cos(angle), np.sin(angle), 0.0])
    rotation = np.array([np.cross([0, 0, -1.0], ahead), [0, 0, -1.0], ahead])
    centre = np.array([1.0, 0.0, 1.0]) - 6 * ahead
    matrix = np.array([[1400.0, 0.0, 960.0], [0.0, 1400.0, 540.0], [0.0, 0.0, 1.0]])
    return CalibratedCamera(matrix, rotation, -rotation @ centre)


def test_a_standing_trial_tells_more_of_the_shape() -> None:
    truth = walker(LOWER, seed=7)
    still = np.tile(truth.body.chain.default, (50, 1))
    standing = Walker(truth.body, truth.names, truth.carrier, truth.place, np.arange(50) / 100, still)
    alone, both = fit_body(noisy(truth, 7)), fit_body(noisy(truth, 7), static=standing.walk())
    ankle = alone.chain.coordinate("left_ankle_dorsiflexion")
    assert both.sd[:, ankle].mean() < alone.sd[:, ankle].mean()
    assert rms(error(both, truth, "left_ankle_dorsiflexion")) < 4


def test_markers_that_only_the_standing_trial_has_are_kept() -> None:
    worn = tuple(name for name in LOWER if not name.endswith("_medial"))
    truth, calibrating = walker(worn), walker(LOWER, seconds=0.5)
    still = np.tile(calibrating.body.chain.default, (50, 1))
    static = dataset(
        calibrating.time,
        Walker(truth.body, LOWER, calibrating.carrier, calibrating.place, calibrating.time, still).points(),
        LOWER,
    )
    fitted = fit_body(truth.walk(), static=static)
    assert set(fitted.marker_names) == set(LOWER)
    assert fitted.point("left_knee_medial").shape == (len(truth.time), 3)


def test_a_measured_knee_width_places_the_knee(plain: tuple[Walker, FittedBody]) -> None:
    truth, _ = plain
    width = {f"{side}_knee_width_m": 0.1 for side in ("left", "right")}
    fitted = fit_body(truth.walk(), subject={**width, "marker_diameter_m": 0.014})
    rotation, position = fitted.frames()
    thigh, shank = (fitted.chain.body(f"left_{part}") for part in ("thigh", "shank"))
    across = np.einsum(
        "ti,ti->t", fitted.point("left_knee_lateral") - position[:, shank], rotation[:, thigh, :, 1]
    )
    assert np.abs(across).mean() == pytest.approx(0.057, abs=0.004)


def test_contact_keeps_a_hidden_foot_still() -> None:
    truth = walker(LOWER)
    walk = truth.walk()
    hidden = [
        LOWER.index(f"left_{name}") for name in ("heel", "toe", "fifth_metatarsal_head", "ankle_lateral")
    ]
    walk["position"].values[50:80, :, hidden] = np.nan
    free = fit_body(walk)
    held = fit_body(walk, contacts=[("left", 0.5, 0.8)])
    ankle = free.chain.coordinate("left_ankle_dorsiflexion")
    assert held.sd[65, ankle] < 0.8 * free.sd[65, ankle]
    with pytest.raises(InputError, match="left or the right"):
        fit_body(walk, contacts=[("both", 0.5, 0.8)])


def test_points_frames_and_body_agree(plain: tuple[Walker, FittedBody]) -> None:
    truth, fitted = plain
    rotation, position = fitted.frames()
    foot = fitted.chain.body("left_foot")
    np.testing.assert_allclose(fitted.point("left_foot"), position[:, foot])
    heel = fitted.marker_names.index("left_heel")
    expected = position[:, foot] + rotation[:, foot] @ fitted.marker_place[heel]
    np.testing.assert_allclose(fitted.point("left_heel"), expected, atol=1e-12)
    assert np.abs(fitted.point("left_heel") - truth.points()[:, WHOLE.index("left_heel")]).max() < 0.003
    np.testing.assert_allclose(fitted.point("vertex")[:, 2].max(), fitted.body.stature_m, atol=0.1)


@pytest.mark.parametrize("frames", [2, 3, 5])
def test_a_few_frames_are_enough(frames: int) -> None:
    truth = walker(LOWER, seconds=frames / 100)
    fitted = fit_body(truth.walk())
    assert fitted.q.shape == (frames, truth.q.shape[1])
    assert rms(error(fitted, truth, "left_knee_flexion")) < 3


def test_too_long_a_trial_is_refused_in_one_line() -> None:
    walk = walker(LOWER, seconds=0.2).walk()
    with pytest.raises(InputError, match="cut out a walk"):
        fit_body(walk.isel(time=np.zeros(6001, dtype=np.int64)))


def test_too_little_is_said_in_one_line() -> None:
    feet = walker(sided("heel", "toe"))
    with pytest.raises(InputError, match="too little of the body is seen") as raised:
        fit_body(feet.walk())
    assert "\n" not in str(raised.value)
    nothing = walker(LOWER).walk()
    nothing["position"].values[:] = np.nan
    with pytest.raises(InputError, match="none"):
        fit_body(nothing)
