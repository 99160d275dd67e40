"""A laboratory's knee axis against its own markers."""

import numpy as np
import pytest
import xarray as xr

from kinechain.measurement import Side
from kinechain.motion.dataset import Floats
from kinechain.validation.knee_axis import knee_axis_turns
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
