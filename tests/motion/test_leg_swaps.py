"""Exchanged legs are put right, and legs that were right stay."""

from collections.abc import Sequence
from functools import cache

import numpy as np
import pytest
import xarray as xr

from kinechain.motion.leg_swaps import PARTS, mend_leg_swaps
from synthetic_camera import film
from synthetic_walker import HEALTHY, SHORT_STRIDED_AND_STOOPED, UNEVEN, WalkTruth

LEGS = [f"{side}_{part}" for side in ("left", "right") for part in PARTS]
WALKERS = {"healthy": HEALTHY, "uneven": UNEVEN, "stooped": SHORT_STRIDED_AND_STOOPED}


@cache
def truth(name: str) -> WalkTruth:
    return WALKERS[name].walk()


def filmed(
    name: str = "healthy", *, rate_hz: float = 30, noise_px: float = 0, swap_legs: Sequence[int] = ()
) -> xr.Dataset:
    return film(truth(name), distance_m=8, rate_hz=rate_hz, noise_px=noise_px, seed=3, swap_legs=swap_legs)


def legs(motion: xr.Dataset) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    return np.asarray(motion["position"].sel(keypoints=LEGS).values, dtype=np.float64)


def frames_off(one: xr.Dataset, other: xr.Dataset) -> list[int]:
    """Frames in which a leg lies elsewhere."""
    apart = np.nan_to_num(np.abs(legs(one) - legs(other))).max(axis=(1, 2))
    return np.flatnonzero(apart > 1e-9).tolist()


@pytest.mark.parametrize("name", WALKERS)
@pytest.mark.parametrize("rate", [15.0, 30.0, 60.0])
@pytest.mark.parametrize("noise", [0.0, 2.5])
def test_a_clean_walk_is_left_alone(name: str, rate: float, noise: float) -> None:
    motion = filmed(name, rate_hz=rate, noise_px=noise)
    assert frames_off(mend_leg_swaps(motion), motion) == []


@pytest.mark.parametrize("swaps", [[20], [33, 34], [12, 40, 41, 70], [50, 51, 52, 53]])
@pytest.mark.parametrize("noise", [0.0, 1.5])
def test_exchanged_legs_are_put_right(swaps: list[int], noise: float) -> None:
    clean = filmed(noise_px=noise)
    swapped = filmed(noise_px=noise, swap_legs=swaps)
    before = legs(swapped).copy()
    mended = mend_leg_swaps(swapped)
    apart = np.abs(legs(mended) - legs(clean)).max(axis=(1, 2))
    # Where the legs lie over each other an exchange is neither seen nor of consequence.
    assert np.nanmax(apart) < 25
    assert np.nanmax(np.abs(before - legs(clean))) > 50
    np.testing.assert_array_equal(legs(swapped), before)


def test_confidence_goes_with_the_leg() -> None:
    clean, swapped = filmed(), filmed(swap_legs=[20])
    heels = ["left_heel", "right_heel"]
    swapped["confidence"].loc[{"keypoints": heels}] = [0.3, 0.8]
    confidence = mend_leg_swaps(swapped)["confidence"].sel(keypoints=heels).values
    assert confidence[20].tolist() == [0.8, 0.3]
    assert confidence[21].tolist() == [0.3, 0.8]
    assert frames_off(mend_leg_swaps(swapped), clean) == []


@pytest.mark.parametrize("frame", range(20, 56, 4))
def test_one_wild_frame_exchanges_no_others(frame: int) -> None:
    """The detector puts both legs somewhere between; the frames up to the next crossing must not suffer."""
    motion = filmed()
    left, right = ([f"{side}_{part}" for part in PARTS] for side in ("left", "right"))
    here = motion["position"][frame]
    one, other = here.sel(keypoints=left).values.copy(), here.sel(keypoints=right).values.copy()
    motion["position"].loc[{"time": motion["time"][frame], "keypoints": left}] = 0.4 * one + 0.6 * other
    motion["position"].loc[{"time": motion["time"][frame], "keypoints": right}] = 0.6 * one + 0.4 * other
    assert set(frames_off(mend_leg_swaps(motion), motion)) <= {frame}


def test_legs_that_are_not_seen_whole_are_not_exchanged() -> None:
    motion = filmed()
    motion["position"].loc[{"keypoints": "left_knee"}] = np.nan
    assert frames_off(mend_leg_swaps(motion), motion) == []


def test_two_frames_are_too_few_to_judge_by() -> None:
    motion = filmed().isel(time=slice(2))
    assert frames_off(mend_leg_swaps(motion), motion) == []
