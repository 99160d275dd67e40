"""A fitted body whose angles are known gives exactly the measures that follow from them."""

from collections.abc import Sequence

import numpy as np
import pytest

pytest.importorskip("numba")

from kinechain.body.fitted_body import FittedBody
from kinechain.gait import body_values, stride_values
from kinechain.gait.body_strides import measure_strides
from kinechain.gait.body_view import BodyView, body_views
from kinechain.gait.seen_pass import SeenPass
from kinechain.gait.seen_walk import SeenWalk
from kinechain.gait.strides import Stride
from kinechain.measurement import SIDES, Event, Side, Way
from known_bodies import WHOLE_BODY, body, wave

STRIDE = Stride("left", start=0.1, other_off=0.2, other_strike=0.6, off=0.72, end=1.1)
RIGHT = Stride("right", start=0.1, other_off=0.2, other_strike=0.6, off=0.72, end=1.1)


def view(fitted: FittedBody) -> BodyView:
    return body_views(fitted, 1.741)[0]


def seen(views: Sequence[SeenWalk], stride: Stride = STRIDE, events: Sequence[Event] = ()) -> SeenPass:
    return SeenPass(0, "markers", views, [stride], events)


def test_joint_angles_are_their_coordinates() -> None:
    seen = view(
        body(
            {
                "left_hip_flexion": wave(15, 25),
                "left_knee_flexion": wave(30, 30, 0.6),
                "left_ankle_dorsiflexion": wave(0, 15, 0.2),
                "left_toe_extension": wave(20, 15, 0.45),
            }
        )
    )
    assert body_values.hip_flexion_peak(seen, STRIDE) == pytest.approx(40, abs=0.01)
    # Behind, it is greatest at 0.75 s, when the foot has left the floor; until then at foot off.
    at_off = -(15 + 25 * np.sin(2 * np.pi * 0.72))
    assert body_values.hip_extension_peak(seen, STRIDE) == pytest.approx(at_off, abs=0.3)
    assert stride_values.knee_flexion_swing_peak(seen, STRIDE) == pytest.approx(60, abs=0.01)
    assert stride_values.ankle_dorsiflexion_stance_peak(seen, STRIDE) == pytest.approx(15, abs=0.01)
    assert stride_values.ankle_plantarflexion_push_off_peak(seen, STRIDE) == pytest.approx(
        -15 * np.sin(2 * np.pi * 0.6), abs=0.9
    )
    assert body_values.toe_extension_push_off_peak(seen, STRIDE) == pytest.approx(35, abs=0.2)


@pytest.mark.parametrize("tilt", [-5.0, 12.0])
@pytest.mark.parametrize("turned", [0.0, 8.0])
def test_the_pelvis_has_its_tilt_and_its_list(tilt: float, turned: float) -> None:
    seen = view(body({"pelvis_tilt": tilt, "pelvis_obliquity": wave(0, 4), "pelvis_rotation": turned}))
    # Turning about the vertical first makes a little list of a tilt, and the other way round.
    assert body_values.pelvic_tilt_mean(seen, STRIDE) == pytest.approx(tilt, abs=0.2)
    assert body_values.pelvic_obliquity_range(seen, STRIDE) == pytest.approx(8, abs=0.2)


def test_a_tilted_body_leans_and_sways_as_a_whole() -> None:
    upright, leaning = view(body({})), view(body({"pelvis_tilt": 10.0}))
    difference = stride_values.trunk_lean_mean(leaning, STRIDE) - stride_values.trunk_lean_mean(
        upright, STRIDE
    )
    assert difference == pytest.approx(10, abs=1e-6)
    assert body_values.trunk_sway_range(view(body({"pelvis_obliquity": wave(0, 3)})), STRIDE) == (
        pytest.approx(6, abs=0.02)
    )


def test_thigh_and_foot_stand_to_the_world_not_to_the_pelvis() -> None:
    seen = view(body({"pelvis_tilt": 10.0, "left_hip_flexion": 0.0}))
    # The pelvis tips forward and takes the thigh with it, backwards below the hip.
    assert stride_values.thigh_trailing_angle_peak(seen, STRIDE) == pytest.approx(10, abs=1e-6)
    assert stride_values.foot_pitch_push_off(seen, STRIDE) == pytest.approx(10, abs=1e-6)


@pytest.mark.parametrize(("side", "out"), [("left", 1.0), ("right", -1.0)])
def test_a_body_turned_left_points_its_left_foot_out(side: Side, out: float) -> None:
    seen = view(body({"pelvis_rotation": 9.0}))
    stride = STRIDE if side == "left" else RIGHT
    assert body_values.foot_progression_angle(seen, stride) == pytest.approx(9 * out, abs=1e-6)


def test_lengths_are_those_of_the_heels() -> None:
    walking = body({"pelvis_x": 0.5 * np.arange(121) / 100})
    # Heels that go on with the body, at half a metre a second: a footfall is their mean place.
    seen = view(walking)
    early = Stride("left", 0.0, 0.1, 0.3, 0.5, 0.8)
    assert stride_values.stride_length(seen, early) == pytest.approx(0.4, abs=4e-3)
    assert stride_values.walking_speed(seen, early) == pytest.approx(0.5, abs=5e-3)
    apart = seen.place("left_heel", "left")[0] - seen.place("right_heel", "left")[0]
    assert apart > 0.15
    for side in SIDES:
        stride = Stride(side, 0.0, 0.1, 0.3, 0.5, 0.8)
        assert body_values.step_width(seen, stride) == pytest.approx(apart, abs=1e-9)


@pytest.mark.parametrize(
    ("markers", "name"),
    [
        ([n for n in WHOLE_BODY if "head" not in n], "head_forward"),
        ([n for n in WHOLE_BODY if "wrist" not in n], "arm_angle"),
        ([n for n in WHOLE_BODY if n.split("_")[-1] not in {"acromion", "c7", "t10", "notch", "xiphoid"}
          and "elbow" not in n and "wrist" not in n], "trunk_lean"),
        ([n for n in WHOLE_BODY if "hallux" not in n], "toe_extension"),
        ([n for n in WHOLE_BODY if n not in {"left_toe", "right_toe"}], "toe_extension"),
    ],
)  # fmt: skip
def test_what_carries_no_marker_is_not_known(markers: list[str], name: str) -> None:
    side: Side | None = "left" if name in ("arm_angle", "toe_extension") else None
    assert np.isfinite(view(body({})).angle(name, side)).all()
    assert np.isnan(view(body({}, markers=tuple(markers))).angle(name, side)).all()


def test_a_marker_that_was_never_seen_counts_for_nothing() -> None:
    heads = tuple(name for name in WHOLE_BODY if "head" in name)
    assert np.isnan(view(body({}, unseen=heads)).angle("head_forward", None)).all()


def test_an_unknown_coordinate_gives_no_angle() -> None:
    seen = view(body({}, unknown=("left_hip_flexion", "right_ankle_dorsiflexion")))
    assert np.isnan(seen.angle("hip_flexion", "left")).all()
    assert np.isfinite(seen.angle("hip_flexion", "right")).all()
    assert np.isnan(seen.angle("foot_pitch", "right")).all()


def test_what_the_fit_leaves_open_becomes_the_error_of_the_mean() -> None:
    fitted = body({"left_hip_flexion": wave(15, 25)}, sd_deg=2.0)
    measured = measure_strides([seen(body_views(fitted, 1.7, 400))])
    assert measured.fit_sd["hip_flexion_peak", "left"] == pytest.approx(2, rel=0.12)
    sure = measure_strides([seen(body_views(body({"left_hip_flexion": wave(15, 25)}), 1.7, 5))])
    assert sure.fit_sd["hip_flexion_peak", "left"] == pytest.approx(0, abs=1e-9)


def test_the_error_of_events_becomes_that_of_what_they_time() -> None:
    events = [
        Event("left", "foot_strike", STRIDE.start, 0.01),
        Event("right", "foot_off", STRIDE.other_off, 0.01),
        Event("right", "foot_strike", STRIDE.other_strike, 0.01),
        Event("left", "foot_off", STRIDE.off, 0.01),
        Event("left", "foot_strike", STRIDE.end, 0.01),
    ]
    measured = measure_strides([seen(body_views(body({}), 1.7, 400), events=events)])
    rate = 120 / STRIDE.duration
    assert measured.fit_sd["cadence", None] == pytest.approx(rate * np.sqrt(2) * 0.01, rel=0.12)
    share = (STRIDE.off - STRIDE.start) / STRIDE.duration
    expected = 100 * 0.01 * np.sqrt(1 + (1 - share) ** 2 + share**2)
    assert measured.fit_sd["stance_share", "left"] == pytest.approx(expected, rel=0.12)


def in_several_strides(way: Way, passes: int = 6) -> float:
    """Error of the time on both feet, percent, in the mean over passes whose events err by 10 ms."""
    views = body_views(body({}), 1.7, 400)
    events = [
        Event("left", "foot_strike", STRIDE.start, 0.01),
        Event("right", "foot_off", STRIDE.other_off, 0.01),
        Event("right", "foot_strike", STRIDE.other_strike, 0.01),
        Event("left", "foot_off", STRIDE.off, 0.01),
    ]
    seen_in = [SeenPass(0, way, views, [STRIDE], events) for _ in range(passes)]
    return measure_strides(seen_in).fit_sd["double_support_share", None]


def test_what_a_person_s_events_are_always_late_does_not_average_out() -> None:
    """Of four events' errors in percent of a stride of a second, 60 % of the variance stay from the side."""
    one = 100 * 0.01 * 2.0
    assert in_several_strides("front") == pytest.approx(one / np.sqrt(6), rel=0.12)
    for way in ("side", "oblique"):
        assert in_several_strides(way) == pytest.approx(one * np.sqrt(0.6 + 0.4 / 6), rel=0.12)


def test_in_the_mirror_left_and_right_exchange() -> None:
    angles = {"hip_flexion": wave(15, 25), "toe_extension": wave(20, 10), "knee_flexion": wave(30, 20)}
    one = view(body({f"left_{name}": angle for name, angle in angles.items()} | {"pelvis_rotation": 5.0}))
    two = view(body({f"right_{name}": angle for name, angle in angles.items()} | {"pelvis_rotation": -5.0}))
    here, there = (measure_strides([seen([v], s)]).values for v, s in ((one, STRIDE), (two, RIGHT)))
    for (name, side), values in here.items():
        mirrored: Side | None = "right" if side == "left" else None
        assert there[name, mirrored] == pytest.approx(values, abs=1e-9), name
