"""How much markers jitter is measured whatever they do besides."""

import numpy as np
import pytest
import xarray as xr

from kinechain.motion.markers.jitter import MOST_M, jitter
from synthetic_markers import markers
from synthetic_walker import HEALTHY

WALK = markers(HEALTHY.walk())


def noisy(size: float) -> xr.Dataset:
    random = np.random.default_rng(0)
    return WALK.assign(position=WALK["position"] + random.normal(0, size, WALK["position"].shape))


@pytest.mark.parametrize("size", [0.002, 0.005, 0.01])
def test_noise_is_measured(size: float) -> None:
    assert jitter(noisy(size)) == pytest.approx(size, rel=0.1)


def test_a_calm_walk_hardly_jitters() -> None:
    assert jitter(WALK) < MOST_M / 4


def test_gaps_do_not_count() -> None:
    rough = noisy(0.005)
    rough["position"][::7, :, 3] = np.nan
    assert jitter(rough) == pytest.approx(0.005, rel=0.1)


def test_too_few_frames_tell_nothing() -> None:
    assert jitter(WALK.isel(time=slice(5))) == 0.0
