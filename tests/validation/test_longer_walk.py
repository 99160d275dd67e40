"""A longer walk is the same walk: its strides, its feet on the floor, its events."""

import numpy as np
import pytest
from made_keypoints import synthetic_walk

from kinechain.gait.stride_values import SIDE_VIEW
from kinechain.measurement import SIDES
from kinechain.validation.keypoint_walk import KeypointWalk, strides_of, truth_view
from kinechain.validation.longer_walk import longer
from laboratory import needs_data, recorded_walks
from synthetic_walker import SyntheticWalker

WAY_M = 20.0


def way(walk: KeypointWalk) -> float:
    return float(np.ptp(walk.tracks["left_hip"][:, 0]))


def test_a_steady_walk_goes_on_as_it_would_have() -> None:
    walked, further = synthetic_walk(), synthetic_walk(SyntheticWalker(strides=16, head_forward_deg=20.0))
    made = longer(walked, WAY_M)
    assert way(made) >= WAY_M
    frames = min(len(made.time), len(further.time))
    # The synthetic stride is no whole number of frames, so that the pieces are joined half a frame off.
    lasting = 120 / 112
    short_of = (round(lasting * 100) / 100 - lasting) / lasting
    for name, track in made.tracks.items():
        late = np.arange(frames) * 0.01 * (1 - short_of * (np.arange(frames) > 100))
        there = np.stack([np.interp(late, further.time, axis) for axis in further.tracks[name].T], axis=1)
        assert np.abs(track[:frames] - there).max() < 0.15, name


def test_its_events_come_evenly() -> None:
    made = longer(synthetic_walk(), WAY_M)
    for side in SIDES:
        for kind in ("foot_strike", "foot_off"):
            times = [event.time_s for event in made.events if event.side == side and event.kind == kind]
            assert np.diff(times) == pytest.approx(120 / 112, abs=0.006)


def test_a_foot_stays_where_it_stands() -> None:
    made = longer(synthetic_walk(), WAY_M)
    for stride in strides_of(made):
        stands = (made.time > stride.start + 0.2) & (made.time < stride.start + 0.3)
        assert np.ptp(made.tracks[f"{stride.side}_heel"][stands], axis=0).max() < 0.002


def test_its_strides_measure_as_those_it_was_made_of() -> None:
    walk = synthetic_walk()
    made = longer(walk, WAY_M)
    for name, value_of in SIDE_VIEW.items():
        before = {value_of(truth_view(walk), stride) for stride in strides_of(walk)}
        after = {value_of(truth_view(made), stride) for stride in strides_of(made)}
        allowed = 0.01 * max(map(abs, before)) + 0.1
        assert min(after) > min(before) - allowed, name
        assert max(after) < max(before) + allowed, name


def test_what_is_long_enough_stays_as_it_is() -> None:
    walk = synthetic_walk()
    assert longer(walk, 2.0) is walk


@needs_data
def test_laboratories_walks_can_be_made_longer_without_a_jerk() -> None:
    for walk in recorded_walks():
        made = longer(walk, WAY_M)
        assert way(made) > WAY_M - 0.5
        for part in ("hip", "knee", "ankle", "heel", "foot_index"):
            for side in SIDES:
                before, after = (
                    100**2 * np.nanmax(np.abs(np.diff(each.tracks[f"{side}_{part}"], 2, axis=0)))
                    for each in (walk, made)
                )
                # In m/s^2; what is faded out adds a little.
                assert after < before + 8.0, (walk.name, part)
