"""A standing body whose pose is known gives exactly the measures that follow from it."""

import numpy as np
import pytest

pytest.importorskip("numba")

from kinechain.body.fitted_body import FittedBody
from kinechain.errors import InputError
from kinechain.gait.body_view import body_views
from kinechain.knowledge import load
from kinechain.measured_motion import measure
from kinechain.measurement import Side
from kinechain.motion.files import read_motion
from kinechain.posture.standing import STANDING
from known_bodies import WHOLE_BODY, body
from laboratory import DATA, needs_data
from walks import told


def stands(fitted: FittedBody, name: str, side: Side | None = None) -> float:
    return float(STANDING[name](body_views(fitted, 1.741)[0], side).mean())


def test_every_standing_measure_of_the_knowledge_has_a_value_here() -> None:
    standing = load().measures_of("standing")
    assert set(STANDING) == {name for name, measure in standing.items() if measure.markers_needed}
    for name in STANDING:
        side: Side | None = "left" if load().measure(name).sided else None
        assert np.isfinite(stands(body({}), name, side)), name


def test_an_even_body_is_even() -> None:
    for name in ("shoulder_height_difference", "pelvic_height_difference"):
        assert stands(body({}), name) == pytest.approx(0, abs=1e-9)
    for side in ("left", "right"):
        assert stands(body({}), "knee_valgus_angle", side) == pytest.approx(0, abs=1e-6)


def test_a_bent_trunk_raises_a_shoulder() -> None:
    # Bending to the right by 5 degrees lifts the left acromion over the right by their distance times sin 5.
    bent = body({"lumbar_bending": 5.0})
    apart = (
        body_views(bent, 1.7)[0].place("left_acromion", "left")[0]
        - body_views(bent, 1.7)[0].place("right_acromion", "left")[0]
    )
    difference = stands(bent, "shoulder_height_difference")
    assert difference == pytest.approx(apart * np.tan(np.radians(5)), abs=1e-6)
    assert stands(bent, "pelvic_height_difference") == pytest.approx(0, abs=1e-9)


def test_a_tipped_pelvis_stands_higher_on_one_side() -> None:
    tipped = body({"pelvis_obliquity": 3.0})
    view = body_views(tipped, 1.7)[0]
    apart = [
        view.place(f"left_{s}", "left")[0] - view.place(f"right_{s}", "left")[0] for s in ("asis", "psis")
    ]
    expected = np.mean(apart) * np.tan(np.radians(3))
    assert stands(tipped, "pelvic_height_difference") == pytest.approx(expected, abs=1e-6)


@pytest.mark.parametrize("side", ["left", "right"])
@pytest.mark.parametrize("varus", [4.0, -6.0])
def test_a_knee_that_goes_inwards_is_positive(side: Side, varus: float) -> None:
    bowed = body({f"{side}_knee_adduction": varus})
    assert stands(bowed, "knee_valgus_angle", side) == pytest.approx(-varus, abs=1e-6)


def test_a_head_put_forward_shows_in_three_measures() -> None:
    upright, forward = body({}), body({"neck_flexion": 20.0, "head_flexion": -20.0})
    assert stands(forward, "head_forward_angle") > stands(upright, "head_forward_angle") + 5
    assert stands(forward, "craniovertebral_angle") < stands(upright, "craniovertebral_angle") - 10
    assert stands(forward, "plumb_line_offset") > stands(upright, "plumb_line_offset") + 0.02


def test_leaning_as_a_whole_turns_every_line_by_as_much() -> None:
    upright, leaning = body({}), body({"pelvis_tilt": 7.0})
    assert stands(leaning, "head_forward_angle") - stands(upright, "head_forward_angle") == pytest.approx(7)
    assert stands(upright, "craniovertebral_angle") - stands(leaning, "craniovertebral_angle") == (
        pytest.approx(7)
    )


@pytest.mark.parametrize(("gone", "measures"), [
    ("head", {"craniovertebral_angle", "head_forward_angle", "plumb_line_offset"}),
    ("c7", {"craniovertebral_angle"}),
    ("acromion", {"shoulder_height_difference"}),
    ("asis", set()),
])  # fmt: skip
def test_what_has_no_marker_is_not_told(gone: str, measures: set[str]) -> None:
    rest = tuple(name for name in WHOLE_BODY if gone not in name)
    for name in STANDING:
        side: Side | None = "left" if load().measure(name).sided else None
        assert np.isnan(stands(body({}, markers=rest), name, side)) == (name in measures), name


@needs_data
def test_children_who_stand_are_measured_and_their_strides_are_not() -> None:
    motion = read_motion(DATA / "biomechzoo/raw_c3d_files/HC030A/Static/HC030A01.c3d")
    walk = measure(motion, static=motion)
    known = told(walk)
    assert any("was not used" in warning for warning in walk.warnings)
    assert {m.measure for m in walk.measurements} == set(load().measures_of("standing"))
    assert not walk.events
    assert walk.source.kind == "markers"
    assert walk.source.view is None
    assert walk.person.height_m == pytest.approx(1.48)
    assert walk.person.mass_kg == pytest.approx(45.8)
    assert known["craniovertebral_angle", None].value == pytest.approx(50, abs=20)
    assert abs(known["shoulder_height_difference", None].value) < 0.04
    assert all(sd > 0 for _, sd in known.values())


@needs_data
def test_a_glimpse_of_a_person_is_too_short() -> None:
    motion = read_motion(DATA / "biomechzoo/raw_c3d_files/HC030A/Static/HC030A01.c3d")
    with pytest.raises(InputError, match="too short"):
        measure(motion.isel(time=slice(0, 2)))
