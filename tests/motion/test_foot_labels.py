"""Exchanged labels on the feet are found in any frame, and sound ones accuse nobody."""

from collections.abc import Mapping

import numpy as np
import pytest
import xarray as xr

from kinechain.motion.markers.foot_labels import find_exchanges

# Along, across and above the sole, in metres.
PLACES = {
    "heel": (0.0, 0.0, 0.03),
    "ankle_lateral": (0.05, 0.04, 0.08),
    "toe": (0.17, 0.0, 0.05),
    "fifth_metatarsal_head": (0.14, 0.05, 0.03),
    "toe_tip": (0.24, 0.0, 0.03),
}
EXCHANGES = [
    {"left_heel": "right_heel", "right_heel": "left_heel"},
    {"left_toe_tip": "right_toe_tip", "right_toe_tip": "left_toe_tip"},
    {"right_heel": "right_toe", "right_toe": "right_heel"},
    {"left_toe_tip": "left_fifth_metatarsal_head", "left_fifth_metatarsal_head": "left_toe_tip"},
]


def feet(labels: Mapping[str, str]) -> xr.Dataset:
    """Two feet that step past each other, along the third axis, under `labels` for their own."""
    time = np.arange(200) / 100
    tracks = {}
    for side, sign in (("left", 1.0), ("right", -1.0)):
        along = 1.2 * time + sign * 0.3 * np.sin(2 * np.pi * time)
        for name, (ahead, out, up) in PLACES.items():
            across = np.full(200, sign * (0.06 + out))
            tracks[f"{side}_{name}"] = np.stack([across, np.full(200, up), along + ahead], axis=1)
    named = {labels.get(name, name): track for name, track in tracks.items()}
    return xr.Dataset(
        {"position": (("time", "space", "keypoints"), np.stack(list(named.values()), axis=2))},
        coords={"time": time, "space": list("xyz"), "keypoints": list(named)},
    )


def test_sound_labels_accuse_nobody() -> None:
    assert find_exchanges(feet({})) == ()
    few = feet({}).sel(keypoints=["left_heel", "right_heel"])
    assert find_exchanges(few) == ()


@pytest.mark.parametrize("labels", EXCHANGES)
def test_exchanged_labels_are_named(labels: dict[str, str]) -> None:
    found = find_exchanges(feet(labels))
    assert set(labels) == {name for exchange in found for name in exchange.markers}
    assert all("exchanged" in exchange.reason for exchange in found)


def test_markers_that_are_never_seen_accuse_nobody() -> None:
    hidden = feet(EXCHANGES[2])
    hidden["position"][:] = np.nan
    assert find_exchanges(hidden) == ()
