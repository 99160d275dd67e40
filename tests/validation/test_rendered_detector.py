"""What the detector has wrong, found again where it was put in."""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pytest
from rendered_people import enacted, seen_exactly

from kinechain.measurement import SIDES
from kinechain.motion.dataset import Floats
from kinechain.validation.rendered_detector import (
    LEG_PARTS,
    PARTS,
    detector_errors,
    offsets_of,
    segment_frames,
    split_noise,
)
from kinechain.validation.rendered_truth import RenderedTruth
from kinechain.validation.rendered_walk import WalkPlan
from laboratory import needs_data

PLAN = WalkPlan(passes=2, pass_m=4.0, shake=0.2)


def shown_at(truth: RenderedTruth, offsets: Mapping[str, tuple[float, float, float]]) -> dict[str, Floats]:
    """What keypoints add that sit beside their places by (forward, outward, up) m along their segments."""
    off = {name: np.zeros((len(truth.frames), 2)) for name in truth.tracks}
    time = truth.time[truth.frames]
    for course in truth.passes:
        inside = (time >= course.start_s) & (time <= course.end_s)
        for side in SIDES:
            out = 1 if side == "left" else -1
            for part, (forward, outward, up) in offsets.items():
                name = f"{side}_{part}"
                frames = segment_frames(truth, course, name)[truth.frames]
                moved = truth.tracks[name][truth.frames] + frames @ np.array([forward, out * outward, up])
                there = np.stack(
                    [camera.project(at) for camera, at in zip(truth.cameras, moved, strict=True)]
                )
                off[name][inside] = (there - truth.pixels()[name])[inside]
    return off


@needs_data
def test_offsets_along_the_segments_are_found_again() -> None:
    offsets = {part: (0.004 * number, 0.004, 0.02 - 0.005 * number) for number, part in enumerate(PARTS)}
    passes = []
    for yaw in (0, 30):
        truth, _ = enacted(replace(PLAN, yaw=yaw))
        passes += detector_errors(seen_exactly(truth, 30, shown_at(truth, offsets)), truth)
    for found in offsets_of(passes):
        wanted = np.array(offsets[found.part]) / 1.74
        # Errors are taken at the keypoint's own distance: a small offset towards the camera is 1 % of itself
        # off.
        assert (found.forward, found.outward, found.up) == pytest.approx(wanted, abs=3e-4)
        assert max(found.spread_forward, found.spread_up, found.slow_near, found.white_far) < 2e-3


@needs_data
def test_a_detector_without_errors_has_none_and_the_true_angles() -> None:
    truth, _ = enacted(PLAN)
    for each in detector_errors(seen_exactly(truth, 30), truth):
        assert each.swapped == 0
        assert each.seen == pytest.approx(each.true)
        assert max(abs(keypoint.errors).max() for keypoint in each.keypoints) < 1e-9


@needs_data
def test_swapped_legs_are_counted_and_do_not_count_as_errors() -> None:
    truth, _ = enacted(PLAN)
    motion = seen_exactly(truth, 30)
    frames = np.arange(20, 30)
    for part in LEG_PARTS:
        left, right = (
            motion["position"].sel(keypoints=f"{side}_{part}").values[frames].copy() for side in SIDES
        )
        motion["position"].loc[{"keypoints": f"left_{part}"}][frames] = right
        motion["position"].loc[{"keypoints": f"right_{part}"}][frames] = left
    found = detector_errors(motion, truth)
    # Where the legs are beside each other a swap cannot be told and does no harm.
    assert 4 <= sum(each.swapped for each in found) <= 10
    assert offsets_of(found)[PARTS.index("ankle")].white_near < 0.01


@pytest.mark.parametrize("time", [0.06, 0.2])
def test_wandering_is_told_from_noise_of_each_frame(time: float) -> None:
    rng = np.random.default_rng(0)
    step, count = 1 / 30, 40_000
    keep = np.exp(-step / time)
    wandering = np.zeros(count)
    for number, fresh in enumerate(rng.standard_normal(count - 1)):
        wandering[number + 1] = keep * wandering[number] + np.sqrt(1 - keep**2) * fresh
    slow, slow_s, white = split_noise(2 * wandering + rng.standard_normal(count), step)
    assert slow == pytest.approx(2, rel=0.1)
    assert slow_s == pytest.approx(time, rel=0.2)
    assert white == pytest.approx(1, rel=0.15)
