"""Figures that stand in a known way give what follows from it, however the camera was held."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from standing_figure import PLACES, TALL, Figure, mirrored, seen

from kinechain.case import Person
from kinechain.errors import InputError
from kinechain.gait.walk import Walk
from kinechain.knowledge import load
from kinechain.measurement import Side
from kinechain.posture.facing import facing_of
from kinechain.posture.photos import with_photos
from kinechain.posture.picture_measures import KNEES_SHOWN, SHOULDERS_SHOWN
from kinechain.posture.picture_standing import WAYS, measure_pictures
from kinechain.posture.seen_stance import SeenStance
from kinechain.posture.stance_space import SHOES_M
from walks import told

SIDE = Figure(turned=90.0, head_ahead=0.06, body_ahead=0.02)
FRONT = Figure(shoulder_up=0.03, hip_up=0.02, knees_in=0.02)
BAREFOOT = 1 - SHOES_M / TALL


def walk(*stances: SeenStance, height: float | None = TALL) -> Walk:
    return measure_pictures(stances, Person(height_m=height, age_years=40))


def value(stance: SeenStance, name: str, side: Side | None = None, **height: float) -> float:
    """As read, with the bias that the knowledge takes off put back."""
    seen_walk = walk(stance, **height)
    found = told(seen_walk)[name, side].value
    error = load().measure(name).error_for(WAYS[str(seen_walk.source.view)])
    assert found is not None
    assert error is not None
    return float(found + error.bias)


def sd(stance: SeenStance, name: str, **height: float | None) -> float:
    found = told(walk(stance, **height))[name, None].sd
    assert found is not None
    return found


HEAD = np.degrees(np.arctan2(PLACES["ear"][0] + 0.06, PLACES["ear"][2] - PLACES["shoulder"][2]))
PLUMB = 0.03 + 0.06 + 0.02
CAMERAS: tuple[dict[str, Any], ...] = (
    {},
    {"roll": 4.0},
    {"roll": -3.0, "camera_height": 0.8},
    {"distance": 2.0, "camera_height": 1.6},
    {"distance": 6.0, "focal": 1.4},
)


@pytest.mark.parametrize("camera", CAMERAS)
def test_a_head_carried_forward_is_read_from_either_side(camera: dict[str, Any]) -> None:
    for turned in (90.0, -90.0):
        stance = seen(replace(SIDE, turned=turned, **camera))
        assert value(stance, "head_forward_angle") == pytest.approx(HEAD, abs=0.4)
        # Shoes lift the figure that wears none, by 1 % of everything.
        assert value(stance, "plumb_line_offset") == pytest.approx(PLUMB, abs=0.004)


@pytest.mark.parametrize("camera", CAMERAS)
@pytest.mark.parametrize("turned", [0.0, 180.0])
def test_uneven_shoulders_are_read_from_front_and_back(camera: dict[str, Any], turned: float) -> None:
    stance = seen(replace(FRONT, turned=turned, **camera))
    # The figure's points are where its shoulders are, a detector's show part of a difference.
    assert value(stance, "shoulder_height_difference") == pytest.approx(0.03 / SHOULDERS_SHOWN, abs=0.002)


@pytest.mark.parametrize("turned", [0.0, 180.0])
def test_knees_to_the_inside_are_positive(turned: float) -> None:
    # The knee is moved in by 2 cm, half of the way down a leg of 2 x 0.42 m; it was 0.5 cm inside the hip.
    drop, inside = 0.42, 0.02
    expected = np.degrees(np.arctan2(inside, drop) + np.arctan2(inside + 0.005, drop)) / KNEES_SHOWN
    figure = seen(replace(FRONT, hip_up=0.0, turned=turned))
    for side in ("left", "right"):
        assert value(figure, "knee_valgus_angle", side) == pytest.approx(expected, abs=0.7)
        bowed = seen(replace(FRONT, hip_up=0.0, knees_in=-0.02, turned=turned))
        assert value(bowed, "knee_valgus_angle", side) < -3


def test_a_figure_turned_a_little_reads_the_same() -> None:
    straight, turned = (value(seen(replace(SIDE, turned=t)), "head_forward_angle") for t in (90.0, 75.0))
    assert turned == pytest.approx(straight, abs=1.0)
    shoulders = [value(seen(replace(FRONT, turned=t)), "shoulder_height_difference") for t in (0.0, 15.0)]
    assert shoulders[1] == pytest.approx(shoulders[0], abs=0.005)


@pytest.mark.parametrize("hold", [True, False])
def test_a_mirror_exchanges_left_and_right(hold: bool) -> None:
    front = seen(replace(FRONT, roll=2.0, hold_told=hold))
    here, there = (
        value(front, "shoulder_height_difference"),
        value(mirrored(front), "shoulder_height_difference"),
    )
    assert there == pytest.approx(-here, abs=1e-9)
    assert value(mirrored(front), "knee_valgus_angle", "left") == pytest.approx(
        value(front, "knee_valgus_angle", "right"), abs=1e-9
    )
    side = seen(replace(SIDE, roll=2.0, hold_told=hold))
    assert value(mirrored(side), "head_forward_angle") == pytest.approx(
        value(side, "head_forward_angle"), abs=1e-9
    )


def test_the_size_of_the_picture_does_not_matter() -> None:
    large, small = (seen(replace(FRONT, size=size)) for size in ((1500, 2000), (750, 1000)))
    for name in ("shoulder_height_difference", "knee_valgus_angle"):
        side: Side | None = "left" if name.startswith("knee") else None
        assert value(large, name, side) == pytest.approx(value(small, name, side), rel=1e-6)


def test_lengths_are_in_proportion_to_the_height_and_angles_are_not() -> None:
    stance = seen(SIDE)
    tall, short = (value(stance, "plumb_line_offset", height=h) for h in (2.0, 1.0))
    assert tall / short == pytest.approx(2.0, rel=0.03)
    angles = [value(stance, "head_forward_angle", height=h) for h in (2.0, 1.0)]
    assert angles[0] == pytest.approx(angles[1], abs=0.5)


@pytest.mark.parametrize("height", [1.2, 2.0])
def test_small_and_tall_people_are_read_alike(height: float) -> None:
    stance = seen(replace(SIDE, height=height, distance=3 * height / TALL, camera_height=1.3 * height / TALL))
    usual = seen(SIDE)
    assert value(stance, "head_forward_angle", height=height) == pytest.approx(
        value(usual, "head_forward_angle"), abs=0.15
    )
    plumb = value(stance, "plumb_line_offset", height=height) / height
    assert plumb == pytest.approx(value(usual, "plumb_line_offset") / TALL, rel=0.01)


def test_from_the_front_the_body_tells_the_camera_s_roll() -> None:
    level, rolled = (
        value(seen(replace(FRONT, roll=roll, hold_told=False)), "shoulder_height_difference")
        for roll in (0.0, 4.0)
    )
    # A roll of 4 degrees would be 23 mm across the shoulders; a third of it is taken for a leaning person.
    assert abs(rolled - level) < 0.011
    assert sd(seen(replace(FRONT, hold_told=False)), "shoulder_height_difference") > sd(
        seen(FRONT), "shoulder_height_difference"
    )


def test_from_the_side_the_body_tells_nothing_of_the_roll() -> None:
    unknown = seen(replace(SIDE, hold_told=False))
    # 2 degrees of roll over 1.5 m from ankle to ear.
    assert sd(unknown, "plumb_line_offset") > np.radians(2.0) * 1.4
    assert sd(seen(SIDE), "plumb_line_offset") < 0.03
    assert any("level" in warning for warning in walk(unknown).warnings)
    assert any("door frame" in line for line in walk(unknown).advice)
    leaning = value(seen(replace(SIDE, hold_told=False, body_ahead=0.10)), "plumb_line_offset")
    assert leaning == pytest.approx(PLUMB + 0.08, abs=0.02)


def test_a_height_that_nobody_said_is_less_sure_and_said_so() -> None:
    front = seen(replace(FRONT, shoulder_up=0.05))
    said, guessed = (
        sd(front, "shoulder_height_difference"),
        sd(front, "shoulder_height_difference", height=None),
    )
    assert guessed > said
    assert any("no height" in warning for warning in walk(front, height=None).warnings)
    with pytest.raises(InputError, match="child's height"):
        measure_pictures([front], Person(age_years=9))


def test_points_that_jitter_make_every_value_less_sure() -> None:
    for figure, name in ((SIDE, "head_forward_angle"), (FRONT, "shoulder_height_difference")):
        assert sd(seen(figure, spread=12.0), name) > sd(seen(figure), name)


def test_two_photos_of_a_side_are_surer_than_one_and_give_their_mean() -> None:
    one, again, other = (
        seen(replace(SIDE, hold_told=False, turned=turned, head_ahead=ahead), spread=8.0, file="b.jpg")
        for turned, ahead in ((90.0, 0.06), (-90.0, 0.06), (90.0, 0.14))
    )
    alone = told(walk(one))["head_forward_angle", None]
    # What a picture leaves open and how people change from moment to moment average out, the rest does not.
    assert told(walk(one, again))["head_forward_angle", None].sd < 0.9 * alone.sd
    both = told(walk(one, other))["head_forward_angle", None]
    # Two that contradict each other are less sure than one that nothing contradicts.
    assert both.sd > alone.sd
    assert {m.n for m in walk(one, other).measurements if m.measure == "head_forward_angle"} == {2}
    apart = told(walk(other))["head_forward_angle", None].value
    assert both.value == pytest.approx((alone.value + apart) / 2, abs=0.01)


def test_front_and_side_together_give_everything_that_photos_give() -> None:
    both = walk(seen(SIDE), seen(FRONT, file="b.jpg"))
    given = {m.measure for m in both.measurements if m.value is not None}
    assert {m.measure for m in both.measurements} == set(load().measures_of("standing"))
    assert {m.measure for m in both.measurements if m.value is None} == {
        "craniovertebral_angle", "pelvic_height_difference", "heel_lean_angle", "arch_height",
    }  # fmt: skip
    assert "plumb_line_offset" in given
    assert (both.source.kind, both.source.view, both.more_sources[0].view) == ("photo", "side", "front")
    assert all(m.reason for m in both.measurements)


def test_what_a_photo_cannot_give_says_what_would() -> None:
    reasons = {m.measure: m.reason for m in walk(seen(SIDE)).measurements if m.value is None}
    assert "C7" in reasons["craniovertebral_angle"]
    assert "tap" in reasons["craniovertebral_angle"]
    assert "photo from the front" in reasons["shoulder_height_difference"]
    assert "ruler" in reasons["arch_height"]
    assert "mirror" in reasons["pelvic_height_difference"]
    reasons = {m.measure: m.reason for m in walk(seen(FRONT)).measurements if m.value is None}
    assert "photo from the side" in reasons["head_forward_angle"]


@pytest.mark.parametrize(
    ("turned", "view"),
    [(0, "front"), (12, "front"), (-90, "side"), (80, "side"), (180, "back"), (-170, "back")],
)
def test_the_view_is_found_by_itself(turned: float, view: str) -> None:
    for roll in (-6.0, 0.0, 6.0):
        facing = facing_of(seen(replace(FRONT, turned=turned, roll=roll)))
        assert facing.view == view
        assert (facing.turned - turned + 180) % 360 - 180 == pytest.approx(0, abs=6)


def test_someone_at_an_angle_is_asked_for_another_photo() -> None:
    with pytest.raises(InputError, match=r"photo\.jpg: the person is turned by about 4\d degrees"):
        walk(seen(replace(FRONT, turned=45.0)))


def test_who_does_not_stand_is_refused() -> None:
    front, side = seen(FRONT), seen(SIDE)
    for stance, words in (
        (_moved(front, {"knee": (0, -350), "ankle": (0, -350)}), "sits, kneels"),
        (_moved(side, {"ankle": (0, 0), "heel": (0, 0)}, apart=450), "a step apart"),
        (replace(front, points=front.points[:, ::-1].copy()), "lies"),
        (_moved(side, {"shoulder": (280, 60), "ear": (400, 100)}), "bends over"),
        (replace(front, size=(1500, 1380)), "feet are not in the picture"),
        (replace(front, confidence=np.full(33, 0.1)), "cannot be seen"),
    ):
        with pytest.raises(InputError, match=words):
            walk(stance)


def _moved(stance: SeenStance, moves: dict[str, tuple[float, float]], apart: float = 0.0) -> SeenStance:
    from kinechain.motion.keypoints import INDEX

    points = stance.points.copy()
    for part, (right, down) in moves.items():
        for sign, side in ((1, "left"), (-1, "right")):
            points[INDEX[f"{side}_{part}"]] += np.array([right + sign * apart / 2, down])
    return replace(stance, points=points)


def test_beside_a_walk_photos_add_what_the_walk_does_not_give() -> None:
    standing = walk(seen(SIDE), seen(FRONT, file="b.jpg"))
    kept = next(m for m in standing.measurements if m.measure == "head_forward_angle")
    walked = replace(
        standing, measurements=(replace(kept, value=3.0),), more_sources=(), warnings=("a walk",)
    )
    both = with_photos(walked, standing)
    assert told(both)["head_forward_angle", None].value == 3.0
    assert told(both)["plumb_line_offset", None] == told(standing)["plumb_line_offset", None]
    assert [source.view for source in both.more_sources] == ["side", "front"]
    assert both.warnings[0] == "a walk"
