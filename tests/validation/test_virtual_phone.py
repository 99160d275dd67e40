"""A virtual phone shows known keypoints, off by errors of known size."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
import xarray as xr
from made_keypoints import mirrored, synthetic_walk

from kinechain.errors import InputError
from kinechain.measurement import SIDES
from kinechain.motion.dataset import check_motion
from kinechain.validation.detector_noise import (
    AGAINST_LIGHT,
    EXACT,
    LEGS,
    MEASURED,
    DetectorNoise,
    shown_tracks,
)
from kinechain.validation.keypoint_walk import KEYPOINTS
from kinechain.validation.phone_camera import PhoneCamera, middle_of_way
from kinechain.validation.virtual_phone import film, film_passes, near_side, there_and_back

# Far enough away that the whole way is in the picture.
CAMERA = PhoneCamera(focal_px=1500.0, distance_m=8.0, height_m=1.2, yaw_deg=0.0)


def rng(seed: int = 1) -> np.random.Generator:
    return np.random.default_rng(seed)


def truth(motion: xr.Dataset, camera: PhoneCamera = CAMERA) -> tuple[np.ndarray, np.ndarray]:
    """Exact places (time, keypoint, 2) px and depths (time, keypoint) m at the motion's times."""
    walk = synthetic_walk()
    points = np.stack([walk.tracks[name] for name in KEYPOINTS], axis=1)
    time = motion["time"].values
    at = np.stack(
        [[np.interp(time, walk.time, points[:, k, axis]) for k in range(len(KEYPOINTS))] for axis in range(3)]
    )
    return camera.project(at.transpose(2, 1, 0), middle_of_way(walk))


def places(motion: xr.Dataset) -> np.ndarray:
    return np.asarray(motion["position"].sel(keypoints=list(KEYPOINTS)).values.transpose(0, 2, 1))


def only(**sizes: Any) -> DetectorNoise:
    return replace(EXACT, **sizes)


def errors_mm(noise: DetectorNoise, seed: int = 1, fps: float = 30.0) -> np.ndarray:
    motion = film(synthetic_walk(), CAMERA, noise, fps, rng(seed))
    exact, depth = truth(motion)
    return np.asarray((places(motion) - exact) * (1000 * depth / CAMERA.focal_px)[..., None])


def test_without_errors_it_shows_what_the_lens_does() -> None:
    motion = film(synthetic_walk(), CAMERA, EXACT, 30.0, rng())
    check_motion(motion)
    np.testing.assert_allclose(places(motion), truth(motion)[0], atol=0.4)
    assert motion.attrs["fps"] == 30.0
    assert np.isnan(motion["position"].sel(keypoints="nose").values).all()


def test_frames_come_a_little_unevenly_and_all_way_long() -> None:
    time = film(synthetic_walk(), CAMERA, EXACT, 30.0, rng())["time"].values
    steps = np.diff(time)
    assert np.median(steps) == pytest.approx(1 / 30, rel=0.01)
    assert 0 < steps.std() < 0.002
    assert time[0] < 1 / 30
    assert time[-1] > synthetic_walk().time[-1] - 0.07


def test_white_errors_have_their_size_at_the_person_s_depth() -> None:
    white = dict.fromkeys(MEASURED.white_mm, 10.0) | {"hip": 20.0}
    errors = errors_mm(only(white_mm=white))
    hips = [KEYPOINTS.index(f"{side}_hip") for side in SIDES]
    others = [index for index in range(len(KEYPOINTS)) if index not in hips]
    assert errors[:, others].std() == pytest.approx(10.0, rel=0.05)
    assert errors[:, hips].std() == pytest.approx(20.0, rel=0.1)
    after = np.corrcoef(errors[1:, others].ravel(), errors[:-1, others].ravel())[0, 1]
    assert abs(after) < 0.05


def test_slow_errors_wander_alike_at_any_frame_rate() -> None:
    for fps, steps in ((30.0, 9), (60.0, 18)):
        clips = [errors_mm(only(slow_mm=6.0), seed, fps)[: int(5 * fps)] for seed in range(6)]
        errors = np.concatenate(clips, axis=1)
        assert errors.std() == pytest.approx(6.0, rel=0.1)
        after = np.corrcoef(errors[steps:].ravel(), errors[:-steps].ravel())[0, 1]
        assert after == pytest.approx(np.exp(-1.0), abs=0.06)


def test_constant_errors_stay_and_are_the_same_whichever_way_the_person_goes() -> None:
    noise = only(constant_mm=12.0, turning=0.0)
    walk = synthetic_walk()
    # So far away that nearer and further is all the same.
    camera = replace(CAMERA, distance_m=400.0, focal_px=75000.0)
    clip = film_passes(there_and_back([walk, walk], camera), noise, 30.0, rng())
    offsets = []
    for number, (yaw, way) in enumerate(((0.0, 1), (180.0, -1))):
        passed = clip.passes[number]
        part = clip.motion.sel(time=slice(passed.start_s, passed.end_s))
        part = part.assign_coords(time=part["time"] - passed.shift_s)
        exact, depth = truth(part, replace(camera, yaw_deg=yaw))
        apart = (places(part) - exact) * (1000 * depth / camera.focal_px)[..., None]
        assert apart.std(axis=0).max() < 1.5
        offsets.append(apart.mean(axis=0) * [way, 1])
    np.testing.assert_allclose(offsets[0], offsets[1], atol=1.0)
    assert np.concatenate(offsets).std() == pytest.approx(12.0, rel=0.25)


def test_part_of_what_is_constant_turns_with_the_limb() -> None:
    walk = synthetic_walk()
    for turning, turns in ((0.0, False), (1.0, True)):
        noise = only(constant_mm=12.0, turning=turning)
        shown = shown_tracks(walk, noise, rng())
        error = shown["left_foot_index"] - walk.tracks["left_foot_index"]
        angle = np.degrees(np.unwrap(np.arctan2(error[:, 0], error[:, 2])))
        foot = walk.tracks["left_foot_index"] - walk.tracks["left_heel"]
        pitch = np.degrees(np.arctan2(-foot[:, 2], foot[:, 0]))
        assert np.ptp(np.linalg.norm(error, axis=1)) < 1e-9
        if turns:
            np.testing.assert_allclose(angle - angle[0], pitch - pitch[0], atol=1e-6)
        else:
            assert np.ptp(angle) < 1e-6


def test_clips_of_one_person_share_what_is_constantly_wrong() -> None:
    noise = only(constant_mm=12.0)
    one, same, other = (
        film(synthetic_walk(), CAMERA, noise, 30.0, rng(2), of_person=number) for number in (5, 5, 6)
    )
    np.testing.assert_allclose(places(one), places(same))
    assert np.abs(places(one) - places(other)).max() > 1.0


def test_outliers_are_as_many_and_as_wild_as_was_asked() -> None:
    size = np.linalg.norm(errors_mm(only(outlier_share=0.05, outlier_mm=75.0)), axis=2)
    wild = size > 40
    assert wild.mean() == pytest.approx(0.05, abs=0.012)
    assert size[wild].mean() == pytest.approx(75.0, abs=1.5)


@pytest.mark.parametrize("yaw", [0.0, 180.0, 30.0])
def test_only_the_far_leg_is_hidden(yaw: float) -> None:
    motion = film(
        synthetic_walk(), replace(CAMERA, yaw_deg=yaw), only(hidden_share=1.0, burst_share=1.0), 30.0, rng()
    )
    unseen = {name for name in KEYPOINTS if np.isnan(motion["position"].sel(keypoints=name)).any()}
    far = "left" if near_side(yaw) == "right" else "right"
    assert unseen == {f"{far}_{part}" for part in LEGS}


def test_from_the_front_nothing_is_hidden() -> None:
    camera = replace(CAMERA, yaw_deg=-90.0)
    motion = film(synthetic_walk(), camera, only(hidden_share=1.0, burst_share=1.0), 30.0, rng())
    assert np.isfinite(places(motion)).all()
    assert near_side(-90.0) is None


def test_exchanged_legs_are_single_frames_and_told() -> None:
    noise = only(swap_share=AGAINST_LIGHT.swap_share)
    clip = film_passes([(synthetic_walk(), CAMERA)], noise, 60.0, rng(3))
    exact = truth(clip.motion)[0]
    seen = places(clip.motion)
    left, right = (KEYPOINTS.index(f"{side}_heel") for side in SIDES)
    swapped = np.isin(clip.motion["time"].values, clip.swapped)
    assert 0 < swapped.mean() < 0.08
    assert not (swapped[1:] & swapped[:-1]).any()
    np.testing.assert_allclose(seen[swapped, left], exact[swapped, right], atol=0.5)
    np.testing.assert_allclose(seen[~swapped, left], exact[~swapped, left], atol=0.5)


def test_a_detector_s_own_idea_of_a_joint_lies_where_it_was_found_to() -> None:
    walk = synthetic_walk()
    shown = shown_tracks(walk, only(offsets=True), rng())
    foot = np.linalg.norm(shown["left_foot_index"] - walk.tracks["left_heel"], axis=1)
    whole = np.linalg.norm(walk.tracks["left_foot_index"] - walk.tracks["left_heel"], axis=1)
    np.testing.assert_allclose(whole - foot, 0.020 * walk.stature_m, atol=1e-6)
    np.testing.assert_allclose(shown["left_knee"], walk.tracks["left_knee"])


def test_a_mirrored_walk_gives_a_mirrored_picture() -> None:
    camera = replace(CAMERA, yaw_deg=20.0)
    one = film(synthetic_walk(), camera, EXACT, 30.0, rng())
    other = film(mirrored(synthetic_walk()), replace(CAMERA, yaw_deg=160.0), EXACT, 30.0, rng())
    width = one.attrs["frame_width"]
    for side, fellow in (("left", "right"), ("right", "left")):
        here = one["position"].sel(keypoints=f"{side}_knee").values
        there = other["position"].sel(keypoints=f"{fellow}_knee").values
        np.testing.assert_allclose(here, there * [-1, 1] + [width, 0], atol=1e-6)


def test_the_file_tells_the_focal_length_or_does_not() -> None:
    told = film(synthetic_walk(), CAMERA, EXACT, 30.0, rng())
    assert abs(told.attrs["focal_px"] / CAMERA.focal_px - 1) < 0.3
    assert told.attrs["focal_sd_px"] > 0
    assert "focal_px" not in film(synthetic_walk(), CAMERA, EXACT, 30.0, rng(), focal_told=False).attrs


def test_only_what_is_in_the_picture_is_filmed() -> None:
    near = replace(CAMERA, distance_m=2.5)
    motion = film(synthetic_walk(), near, EXACT, 30.0, rng())
    hips = motion["position"].sel(keypoints=["left_hip", "right_hip"]).mean("keypoints").values
    assert (hips[:, 0] >= 0).all()
    assert (hips[:, 0] <= 1920).all()
    assert motion["time"].values[0] > 0.2
    with pytest.raises(InputError, match="further away"):
        film(synthetic_walk(), replace(CAMERA, aim_deg=90.0), EXACT, 30.0, rng())


def test_the_same_seed_gives_the_same_clip() -> None:
    one, same, other = (film(synthetic_walk(), CAMERA, MEASURED, 30.0, rng(seed)) for seed in (1, 1, 2))
    xr.testing.assert_identical(one, same)
    assert one.sizes != other.sizes or not np.array_equal(
        one["position"].values, other["position"].values, equal_nan=True
    )
