"""A laboratory's knee axis against its own markers."""

import numpy as np
import pytest
import xarray as xr
from made_walks import compared

from kinechain.measurement import Side
from kinechain.motion.dataset import Floats
from kinechain.validation.knee_axis import cross_talks, knee_axis_turns
from kinechain.validation.knee_explanation import has_turned_knee, knee_explanations
from kinechain.validation.laboratory_view import LaboratoryView

FRAMES = 5


def view(side: Side, turned_deg: float, *, lab: Floats | None = None) -> LaboratoryView:
    """A vertical thigh whose knee axis points left; the markers' line is turned, from above."""
    lab = np.eye(3) if lab is None else lab
    turn = np.radians(turned_deg)
    outward = 1.0 if side == "left" else -1.0
    across = outward * 0.05 * np.array([-np.sin(turn), np.cos(turn), 0.0])
    knee = np.array([1.0, 0.1, 0.5])
    position = np.stack([knee + across, knee - across], axis=1)
    motion = xr.Dataset(
        {"position": (("time", "space", "keypoints"), np.repeat(position[None], FRAMES, axis=0))},
        coords={
            "time": np.arange(FRAMES) / 100,
            "space": ["x", "y", "z"],
            "keypoints": [f"{side}_knee_lateral", f"{side}_knee_medial"],
        },
        attrs={"fps": 100.0},
    )
    letter = side[0].upper()
    axes = {"FEO": knee, "FEP": knee + 0.1 * np.eye(3)[2], "FEL": knee + 0.1 * np.eye(3)[1]}
    outputs = {f"{letter}{name}": np.tile(1000 * lab.T @ place, (FRAMES, 1)) for name, place in axes.items()}
    return LaboratoryView(motion, outputs, lab)


@pytest.mark.parametrize("side", ["left", "right"])
@pytest.mark.parametrize("turned", [0.0, 20.0, -35.0])
def test_the_turn_is_found(side: Side, turned: float) -> None:
    assert knee_axis_turns(view(side, turned)) == {side: pytest.approx(turned)}


def test_it_does_not_matter_how_the_laboratory_stands() -> None:
    lab = np.array([[0.0, 1, 0], [0, 0, 1], [1, 0, 0]])
    assert knee_axis_turns(view("left", 12.0, lab=lab)) == {"left": pytest.approx(12.0)}


def test_without_both_markers_nothing_is_said() -> None:
    full = view("left", 5.0)
    one = LaboratoryView(full.motion.sel(keypoints=["left_knee_lateral"]), full.outputs, full.rotation)
    assert knee_axis_turns(one) == {}
    assert knee_axis_turns(LaboratoryView(full.motion, {}, full.rotation)) == {}


def bending(varus_per_flexion: float, range_deg: float = 60.0) -> LaboratoryView:
    flexion = np.linspace(0, range_deg, FRAMES)
    knee = np.column_stack([flexion, 3 + varus_per_flexion * flexion, np.zeros(FRAMES)])
    return LaboratoryView(view("left", 0).motion, {"LKneeAngles": knee}, np.eye(3))


@pytest.mark.parametrize("turned", [-20.0, 0.0, 12.0])
def test_varus_that_grows_with_flexion_is_a_turned_axis(turned: float) -> None:
    assert cross_talks(bending(np.tan(np.radians(turned)))) == {"left": pytest.approx(turned, abs=1e-9)}


def test_a_knee_that_does_not_bend_shows_nothing() -> None:
    assert cross_talks(bending(0.3, range_deg=10)) == {}
    assert cross_talks(LaboratoryView(view("left", 0).motion, {}, np.eye(3))) == {}


def test_what_goes_with_the_turn_is_told_from_what_does_not() -> None:
    # Differences of 0.3 deg for each degree of turn, and 1 deg up and down beside.
    walks = [
        compared(str(k), {"left": [0.3 * turn + (-1) ** k]}, cross_talks={"left": turn})
        for k, turn in enumerate([-20.0, -15, -10, -5, 5, 10, 15, 20])
    ]
    (found,) = knee_explanations(walks)
    assert found.legs == 8
    assert found.correlation > 0.95
    assert found.left == pytest.approx(1.1, abs=0.1)
    assert [has_turned_knee(walk, "left") for walk in walks].count(True) == 2
    assert not has_turned_knee(walks[0], "right")


def test_few_legs_explain_nothing() -> None:
    assert knee_explanations([compared("a", {"left": [1.0]}, cross_talks={"left": 20.0})]) == ()
