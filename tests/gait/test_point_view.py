"""Points in space give exactly the angles and places that they were made from."""

import numpy as np
import pytest

from kinechain.gait import stride_values
from kinechain.gait.point_view import PointView
from kinechain.gait.strides import Stride
from kinechain.measurement import SIDES

TIME = np.arange(0, 1.2, 0.01)
STRIDE = Stride("left", start=0.1, other_off=0.2, other_strike=0.6, off=0.72, end=1.1)
HEIGHT = 1.7


def at(x: float, y: float, z: float) -> np.ndarray:
    """A point that stays where it is."""
    return np.tile([x, y, z], (len(TIME), 1)).astype(float)


def below(start: np.ndarray, length: float, angle_deg: np.ndarray | float, aside: float = 0.0) -> np.ndarray:
    """The end of a line that hangs at an angle seen from the side, and points `aside` (m) to the left."""
    angle = np.radians(np.broadcast_to(angle_deg, len(TIME)))
    line = np.stack([length * np.sin(angle), np.full(len(TIME), aside), -length * np.cos(angle)], axis=1)
    return np.asarray(start + line)


def view(tracks: dict[str, np.ndarray], sole: float = 0.0) -> PointView:
    return PointView(TIME, HEIGHT, tracks, {"left": sole, "right": sole})


def wave(mean: float, size: float, late: float = 0.0) -> np.ndarray:
    return np.asarray(mean + size * np.sin(2 * np.pi * (TIME - late)))


@pytest.mark.parametrize("aside", [0.0, 0.06, -0.1])
def test_a_leg_has_the_angles_it_was_hung_at_whatever_it_does_sideways(aside: float) -> None:
    thigh, knee = wave(5, 25), wave(30, 28, 0.65)
    hip = at(0.1, 0.09, 0.9)
    knee_at = below(hip, 0.42, thigh, aside)
    seen = view(
        {"left_hip": hip, "left_knee": knee_at, "left_ankle": below(knee_at, 0.43, thigh - knee, -aside)}
    )
    np.testing.assert_allclose(seen.angle("thigh_angle", "left"), thigh, atol=1e-9)
    np.testing.assert_allclose(seen.angle("knee_flexion", "left"), knee, atol=1e-9)
    assert stride_values.knee_flexion_swing_peak(seen, STRIDE) == pytest.approx(58, abs=0.05)


def test_a_foot_counts_from_what_it_shows_when_flat() -> None:
    pitch, shank, sole = wave(-10, 30), 8.0, -4.0
    knee, heel = at(0, 0.1, 0.5), at(0, 0.1, 0.03)
    angle = np.radians(pitch + sole)
    toe = heel + 0.2 * np.stack([np.cos(angle), np.full(len(TIME), 0.1), np.sin(angle)], axis=1)
    ankle = below(knee, 0.43, shank)
    seen = view({"left_knee": knee, "left_ankle": ankle, "left_heel": heel, "left_foot_index": toe}, sole)
    np.testing.assert_allclose(seen.angle("foot_pitch", "left"), pitch, atol=1e-9)
    # A leg that leans back over its flat foot is bent up at the ankle: the shank's lower end is behind.
    np.testing.assert_allclose(seen.angle("ankle_dorsiflexion", "left"), pitch - shank, atol=1e-9)


def test_a_foot_whose_zero_is_not_known_has_no_angle() -> None:
    tracks = {"left_knee": at(0, 0, 0.5), "left_ankle": at(0, 0, 0.1)}
    tracks |= {"left_heel": at(0, 0, 0), "left_foot_index": at(0.2, 0, 0)}
    seen = PointView(TIME, HEIGHT, tracks, {"right": 0.0})
    assert np.isnan(seen.angle("foot_pitch", "left")).all()
    assert np.isnan(seen.angle("ankle_dorsiflexion", "left")).all()
    assert np.isfinite(seen.line("foot_line", "left")).all()


def test_trunk_and_head_lean_between_the_middles() -> None:
    lean, nod, sway = np.radians(6.0), np.radians(31.0), np.radians(-3.0)
    hips, shoulders = (
        np.array([0.2, 0.0, 0.9]),
        np.array([0.2, 0.0, 0.9]) + 0.5 * np.array([np.tan(lean), np.tan(sway), 1]),
    )
    ears = shoulders + 0.2 * np.array([np.sin(nod), 0, np.cos(nod)])
    tracks = {}
    for part, middle, half in (("hip", hips, 0.09), ("shoulder", shoulders, 0.18), ("ear", ears, 0.07)):
        for side, way in zip(SIDES, (1, -1), strict=True):
            # A pelvis that turns moves its sides forward and back, and the middle stays.
            tracks[f"{side}_{part}"] = at(*(middle + way * half * np.array([0.3, 1.0, 0.1])))
    seen = view(tracks)
    np.testing.assert_allclose(seen.angle("trunk_lean", None), 6.0, atol=1e-9)
    np.testing.assert_allclose(seen.angle("head_forward", None), 31.0, atol=1e-9)
    np.testing.assert_allclose(seen.angle("trunk_sway", None), -3.0, atol=1e-9)
    assert stride_values.trunk_lean_mean(seen, STRIDE) == pytest.approx(6.0)
    np.testing.assert_allclose(seen.place("mid_ear", "up"), ears[2])


def test_arms_hang_from_their_shoulders() -> None:
    shoulder, swing = at(0, 0.2, 1.4), wave(4, 20)
    seen = view({"left_shoulder": shoulder, "left_wrist": below(shoulder, 0.5, swing, 0.1)})
    np.testing.assert_allclose(seen.angle("arm_angle", "left"), swing, atol=1e-9)
    assert stride_values.arm_swing_range(seen, STRIDE) == pytest.approx(40, abs=0.1)


def test_a_mirrored_walker_sways_to_the_other_side_and_leans_the_same() -> None:
    tracks = {
        f"{side}_{part}": at(0.1 * height, 0.1 * way + 0.02 * height, height)
        for side, way in zip(SIDES, (1, -1), strict=True)
        for part, height in (("hip", 0.9), ("shoulder", 1.4))
    }
    mirrored = {
        name.replace("left", "*").replace("right", "left").replace("*", "right"): track * [1, -1, 1]
        for name, track in tracks.items()
    }
    one, other = view(tracks), view(mirrored)
    np.testing.assert_allclose(one.angle("trunk_sway", None), -other.angle("trunk_sway", None))
    np.testing.assert_allclose(one.angle("trunk_lean", None), other.angle("trunk_lean", None))


def test_what_these_points_cannot_tell_is_not_told() -> None:
    seen = view({"left_hip": at(0, 0, 1)})
    for name in ("hip_flexion", "toe_extension", "pelvic_tilt", "pelvic_obliquity", "foot_progression"):
        assert np.isnan(seen.angle(name, "left")).all()
    assert np.isnan(seen.angle("thigh_angle", "left")).all()
    assert np.isnan(seen.angle("trunk_lean", None)).all()
    assert np.isnan(seen.place("left_heel", "forward")).all()
    assert np.isnan(seen.place("mid_hip", "up")).all()


def test_places_are_along_the_walk() -> None:
    seen = view({"right_heel": at(1.0, -0.1, 0.03)})
    assert [seen.place("right_heel", way)[0] for way in ("forward", "left", "up")] == [1.0, -0.1, 0.03]
