"""Smoothing: what walking holds passes, what is faster does not, and what was not seen stays unknown."""

import numpy as np
import pytest
import xarray as xr
from numpy.typing import NDArray

from kinechain.motion.smoothing import CUTOFF_HZ, GRID_HZ, LONGEST_GAP_S, even_grid, smooth, smooth_track

Floats = NDArray[np.float64]
SECONDS = 4.0


def times(rate_hz: float) -> Floats:
    return np.arange(int(SECONDS * rate_hz) + 1) / rate_hz


def smoothed(values: Floats, time: Floats, weight: Floats | None = None) -> tuple[Floats, Floats]:
    """The even grid, and one coordinate smoothed on it."""
    grid = even_grid(time)
    weight = np.ones(len(time)) if weight is None else weight
    return grid, smooth_track(time, values[:, np.newaxis], weight, grid)[:, 0]


def gain(frequency_hz: float, rate_hz: float) -> float:
    """What is left of a sine, away from the ends."""
    time = times(rate_hz)
    grid, track = smoothed(np.sin(2 * np.pi * frequency_hz * time), time)
    inner = (grid > 1) & (grid < SECONDS - 1)
    wave = np.sin(2 * np.pi * frequency_hz * grid[inner])
    return float(track[inner] @ wave / (wave @ wave))


@pytest.mark.parametrize("rate", [30.0, 60.0, 120.0])
@pytest.mark.parametrize("powers", [(50.0,), (50.0, -7.0), (50.0, -7.0, 3.0)])
def test_a_steady_course_is_not_changed(rate: float, powers: tuple[float, ...]) -> None:
    """Standing, going evenly, going faster and faster."""
    course = np.polynomial.Polynomial(powers)
    time = times(rate)
    grid, track = smoothed(course(time), time)
    np.testing.assert_allclose(track, course(grid), atol=1e-5)


def test_frames_at_uneven_times_change_an_even_course_as_little() -> None:
    time = np.cumsum(np.random.default_rng(0).uniform(0.02, 0.05, 100))
    grid, track = smoothed(3 + 2 * time, time)
    np.testing.assert_allclose(track, 3 + 2 * grid, atol=1e-6)


@pytest.mark.parametrize("rate", [30.0, 60.0, 120.0])
def test_the_cut_off_halves_a_sine_whatever_the_frame_rate(rate: float) -> None:
    assert gain(CUTOFF_HZ, rate) == pytest.approx(0.5, abs=0.03)
    assert gain(CUTOFF_HZ / 2, rate) > 0.97
    if rate > 30:
        assert gain(CUTOFF_HZ * 2, rate) < 0.03


def test_unsure_sightings_pull_less() -> None:
    time = times(30)
    values = np.zeros(len(time))
    values[60] = 10.0
    unsure = np.ones(len(time))
    unsure[60] = 0.1
    pulls = [smoothed(values, time, weight)[1].max() for weight in (np.ones(len(time)), unsure)]
    assert 0 < pulls[1] < 0.2 * pulls[0]


def motion(seen: NDArray[np.bool_]) -> xr.Dataset:
    """One keypoint that goes evenly, and one that does so where `seen`, at 30 frames a second."""
    time = np.arange(len(seen)) / 30
    track = np.stack([time, 2 * time], axis=1)
    position = np.stack([track, np.where(seen[:, np.newaxis], track, np.nan)], axis=2)
    return xr.Dataset(
        {
            "position": (("time", "space", "keypoints"), position),
            "confidence": (("time", "keypoints"), np.where(np.isfinite(position[:, 0]), 0.9, np.nan)),
        },
        coords={"time": time, "space": ["x", "y"], "keypoints": ["nose", "left_heel"]},
        attrs={"units": "px"},
    )


def test_the_grid_is_even_and_attributes_stay() -> None:
    result = smooth(motion(np.ones(60, bool)))
    np.testing.assert_allclose(np.diff(result["time"].values), 1 / GRID_HZ)
    assert result.attrs == {"units": "px"}
    time = result["time"].values
    np.testing.assert_allclose(result["position"].values[:, :, 1], np.stack([time, 2 * time], 1), atol=1e-6)


def test_a_short_gap_is_bridged() -> None:
    seen = np.ones(60, bool)
    seen[30:35] = False
    assert np.isfinite(smooth(motion(seen))["position"].values).all()


def test_a_long_gap_stays_unknown() -> None:
    seen = np.ones(90, bool)
    seen[30:55] = False
    result = smooth(motion(seen))
    time = result["time"].values
    known = np.isfinite(result["position"].sel(keypoints="left_heel").values).all(axis=1)
    last, first = 29 / 30 + LONGEST_GAP_S, 55 / 30 - LONGEST_GAP_S
    np.testing.assert_array_equal(known, (time <= last + 1e-9) | (time >= first - 1e-9))
    assert np.isfinite(result["position"].sel(keypoints="nose").values).all()


def test_nothing_is_known_before_the_first_sighting_and_after_the_last() -> None:
    seen = np.zeros(90, bool)
    seen[30:60] = True
    result = smooth(motion(seen))
    time = result["time"].values
    known = np.isfinite(result["position"].sel(keypoints="left_heel").values).all(axis=1)
    np.testing.assert_array_equal(known, (time >= 1 - 1e-9) & (time <= 59 / 30 + 1e-9))


def test_too_few_sightings_tell_nothing() -> None:
    seen = np.zeros(60, bool)
    seen[20:23] = True
    assert np.isnan(smooth(motion(seen))["position"].sel(keypoints="left_heel").values).all()


@pytest.mark.parametrize("gap_s", [0.5, 0.95, 1.05, 30.0, 300.0])
def test_seen_at_both_ends_of_a_long_clip(gap_s: float) -> None:
    seen = np.ones(120 + round(30 * gap_s), bool)
    seen[60:-60] = False
    result = smooth(motion(seen))
    time = result["time"].values
    track = result["position"].sel(keypoints="left_heel").values
    known = np.isfinite(track).all(axis=1)
    assert 3.9 < known.sum() / GRID_HZ < 4.25
    np.testing.assert_allclose(track[known], np.stack([time, 2 * time], 1)[known], atol=1e-4)


def test_seen_only_at_the_beginning_of_a_long_clip() -> None:
    seen = np.zeros(1800, bool)
    seen[:20] = True
    known = np.isfinite(smooth(motion(seen))["position"].sel(keypoints="left_heel").values)
    assert known.all(axis=1).sum() == 19 * 4 + 1
