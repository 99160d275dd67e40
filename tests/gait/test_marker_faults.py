"""A front that lies behind its back is named and left out."""

import numpy as np
import pytest
import xarray as xr

from kinechain.gait.marker_faults import find_faults, without_faults

HEAD = {"left_head_front": 0.08, "right_head_front": 0.08, "left_head_back": -0.07, "right_head_back": -0.07}
CHEST = {"jugular_notch": 0.06, "xiphoid": 0.11, "c7": -0.06, "t10": -0.07}


def motion(places: dict[str, float]) -> xr.Dataset:
    position = np.zeros((20, 3, len(places)))
    position[:, 0] = list(places.values())
    position[:, 0] += np.arange(20)[:, np.newaxis] * 0.01
    return xr.Dataset(
        {"position": (("time", "space", "keypoints"), position)},
        coords={"time": np.arange(20) / 100, "space": list("xyz"), "keypoints": list(places)},
        attrs={"warnings": ["before"]},
    )


def test_a_body_as_it_is_has_no_faults() -> None:
    whole = motion(HEAD | CHEST)
    assert find_faults(whole) == ()
    assert without_faults(whole, ()) is whole


@pytest.mark.parametrize(("part", "others", "measure"), [
    (HEAD, CHEST, "head_forward_angle"),
    (CHEST, HEAD, "trunk_lean_mean"),
])  # fmt: skip
def test_exchanged_front_and_back_are_left_out_and_said(
    part: dict[str, float], others: dict[str, float], measure: str
) -> None:
    exchanged = motion({name: -place for name, place in part.items()} | others)
    (fault,) = find_faults(exchanged)
    assert set(fault.markers) == set(part)
    assert measure in fault.measures
    assert "exchanged" in fault.reason
    rest = without_faults(exchanged, [fault])
    assert set(rest["keypoints"].values) == set(others)
    assert rest.attrs["warnings"] == ["before", fault.reason]


def test_a_moment_s_turn_of_the_head_is_no_fault() -> None:
    turned = motion(HEAD)
    turned["position"][:6, 0] *= -1
    assert find_faults(turned) == ()


def test_markers_that_are_not_there_or_not_seen_accuse_nobody() -> None:
    assert find_faults(motion({"left_head_front": 0.1})) == ()
    hidden = motion(HEAD)
    hidden["position"][:] = np.nan
    assert find_faults(hidden) == ()


def test_spines_of_the_pelvis_that_were_exchanged_are_named() -> None:
    (fault,) = find_faults(
        motion({"left_asis": 0.1, "left_psis": -0.1, "right_asis": -0.1, "right_psis": 0.1})
    )
    assert set(fault.markers) == {"right_asis", "right_psis"}
    assert "right asis" in fault.reason
    assert "pelvic_obliquity_range" in fault.measures


def test_a_fifth_metatarsal_inside_the_second_is_named() -> None:
    feet = motion({"left_heel": -0.1, "left_toe": 0.1, "left_fifth_metatarsal_head": 0.07})
    feet["position"].loc[{"space": "y", "keypoints": "left_fifth_metatarsal_head"}] = 0.05
    assert find_faults(feet) == ()
    feet["position"].loc[{"space": "y", "keypoints": "left_fifth_metatarsal_head"}] = -0.05
    (fault,) = find_faults(feet)
    assert set(fault.markers) == {"left_toe", "left_fifth_metatarsal_head"}
