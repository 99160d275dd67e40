"""How tall a person appears: the scale of all lengths."""

import numpy as np
import pytest

from kinechain.motion.smoothing import smooth
from kinechain.motion.stature import apparent_stature, running_mean
from synthetic_camera import film
from synthetic_walker import HEALTHY


def test_a_walker_s_stature_in_pixels() -> None:
    motion = smooth(film(HEALTHY.walk(), pixels_per_metre=150, rate_hz=30))
    stature = apparent_stature(motion)
    assert stature.shape == motion["time"].shape
    # A real detector's keypoints lie a little inside the body, which is taken out; the synthetic one's
    # do not.
    assert np.nanmedian(stature) == pytest.approx(150 * HEALTHY.height_m, rel=0.025)
    assert np.nanstd(stature) < 0.01 * np.nanmedian(stature)


def test_a_person_who_comes_closer_grows_to_the_end() -> None:
    motion = smooth(film(HEALTHY.walk(), view="front", distance_m=9, rate_hz=30))
    stature = apparent_stature(motion)
    assert (np.diff(stature[np.isfinite(stature)]) > 0).all()


@pytest.mark.parametrize("points", [1, 5, 40])
def test_a_line_is_its_own_running_mean(points: int) -> None:
    line = np.asarray(3.0 + 0.5 * np.arange(60), np.float64)
    np.testing.assert_allclose(running_mean(line, points), line)
    line[20:25] = np.nan
    np.testing.assert_allclose(running_mean(line, points), 3.0 + 0.5 * np.arange(60))


def test_a_wave_as_long_as_the_window_averages_out() -> None:
    wave = 10 + np.sin(2 * np.pi * np.arange(200) / 20)
    np.testing.assert_allclose(running_mean(wave, 20)[20:-20], 10, atol=0.02)


def test_a_window_longer_than_the_track() -> None:
    np.testing.assert_allclose(running_mean(np.full(10, 4.0), 100), 4.0)


@pytest.mark.parametrize("values", [[np.nan] * 5, [np.nan, 1.0, np.nan]])
def test_what_was_hardly_seen_is_unknown(values: list[float]) -> None:
    assert np.isnan(running_mean(np.array(values), 3)).all()
