"""Pictures: what is drawn is where the camera says it is."""

import numpy as np
import pytest

from drawn_people import body, figure, needs_drawing
from kinechain.errors import InputError
from kinechain.rendering import stage
from kinechain.rendering.camera import looking_at
from kinechain.rendering.floor import on_floor
from kinechain.rendering.joint_angles import JointAngles, frames_of
from kinechain.rendering.picture import render_picture
from kinechain.rendering.places import PLACES
from kinechain.rendering.rig import Pose
from kinechain.rendering.segments import pose_of
from kinechain.rendering.stage import Stage
from laboratory import needs_data

SIZE = (320, 240)
CAMERA = looking_at((0, -4, 1.0), (0, 0, 0.95), focal_px=260, size=SIZE)


def standing() -> Pose:
    return on_floor(figure(), pose_of(body().rig, frames_of(JointAngles()))).at(0)


@needs_drawing
@needs_data
@pytest.mark.parametrize("way", [(0.0, 0.0, 0.0), (0.8, 0.5, 0.0), (-0.9, -0.4, 0.0)])
def test_a_person_is_drawn_where_the_camera_projects_the_body(way: tuple[float, float, float]) -> None:
    pose = standing().moved(np.array(way))
    with Stage(figure(), PLACES["studio"](), SIZE) as drawn:
        with_person = drawn.picture(pose, CAMERA).astype(int)
        without = drawn.picture(pose.moved(np.array([0.0, -20, 0])), CAMERA).astype(int)
    mesh = figure().posed(pose)
    shown = mesh.vertices[mesh.inside > 0]
    there = CAMERA.project(shown)
    changed = np.argwhere(abs(with_person - without).max(axis=2) > 60)[:, ::-1]
    for axis in (0, 1):
        assert changed[:, axis].min() == pytest.approx(there[:, axis].min(), abs=3)
    # Below the feet a shadow falls, so only the upper and the left end are as exact.
    assert changed[:, 1].max() >= there[:, 1].max() - 3


@needs_drawing
@needs_data
@pytest.mark.parametrize("name", PLACES)
def test_every_place_gives_a_picture_with_light_and_dark(name: str) -> None:
    picture = render_picture(figure(), standing(), CAMERA, PLACES[name]())
    assert picture.shape == (240, 320, 3)
    assert picture.dtype == np.uint8
    assert picture.std() > 8
    assert 20 < picture.mean() < 235


@needs_drawing
@needs_data
def test_the_person_throws_a_shadow() -> None:
    with Stage(figure(), PLACES["park"](), SIZE) as drawn:
        near = drawn.picture(standing(), CAMERA)
        away = drawn.picture(standing().moved(np.array([0.0, -20, 0])), CAMERA)
    floor = CAMERA.project(np.array([-0.35, 0.3, 0.0])).astype(int)
    patch = np.s_[floor[1] - 2 : floor[1] + 3, floor[0] - 3 : floor[0] + 4]
    assert near[patch].mean() < away[patch].mean() - 15


@needs_drawing
@needs_data
def test_a_camera_of_another_size_is_our_mistake() -> None:
    with Stage(figure(), PLACES["studio"](), (160, 120)) as drawn, pytest.raises(ValueError, match="160"):
        drawn.picture(standing(), CAMERA)


def test_where_nothing_can_be_drawn_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "moderngl", None)
    assert not stage.can_draw()
    with pytest.raises(InputError, match="libegl1"):
        stage._context()
