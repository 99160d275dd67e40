"""Patterns and places."""

from typing import get_args

import numpy as np
import pytest

from kinechain.rendering.material import Pattern
from kinechain.rendering.pattern import NEUTRAL, SIZE, pattern_picture
from kinechain.rendering.places import PLACES


@pytest.mark.parametrize("pattern", get_args(Pattern))
def test_a_pattern_is_a_picture_and_always_the_same(pattern: Pattern) -> None:
    picture = pattern_picture(pattern)
    assert picture.shape == (SIZE, SIZE, 3)
    assert picture.dtype == np.uint8
    pattern_picture.cache_clear()
    assert (pattern_picture(pattern) == picture).all()


@pytest.mark.parametrize(
    "pattern", ["plain", "weave", "denim", "skin", "hair", "plaster", "pavement", "leaves"]
)
def test_a_grain_has_no_seam_and_leaves_the_colour_on_average(pattern: Pattern) -> None:
    picture = pattern_picture(pattern).astype(float)
    assert picture.mean() == pytest.approx(NEUTRAL, rel=0.03)
    inside = abs(np.diff(picture, axis=1)).mean()
    assert abs(picture[:, 0] - picture[:, -1]).mean() < 1.5 * inside + 1


@pytest.mark.parametrize("name", PLACES)
def test_a_place_has_a_floor_under_the_walk_and_a_background_behind_it(name: str) -> None:
    scene = PLACES[name]()
    assert scene.name == name
    mesh = scene.mesh
    assert np.linalg.norm(mesh.normals, axis=1) == pytest.approx(1)
    assert np.isfinite(mesh.vertices).all()
    floor = scene.panels[0]
    assert floor.corner[2] == 0
    assert np.linalg.norm(scene.light.direction) == pytest.approx(1)
    assert scene.light.direction[2] > 0
    assert sum(part.count for part in mesh.parts) == len(mesh.faces)
    behind = [panel for panel in scene.panels if panel.corner[1] > 1 and panel.up[2] > 1.5]
    assert behind


@pytest.mark.parametrize("name", PLACES)
def test_what_stands_faces_the_camera_or_the_sides(name: str) -> None:
    """A panel is lit on the side that it shows: its normal must not point away."""
    for panel in PLACES[name]().panels:
        normal = np.cross(panel.across, panel.up)
        middle = np.array(panel.corner) + (np.array(panel.across) + np.array(panel.up)) / 2
        assert normal @ (np.array([0.0, -4.8, 1.2]) - middle) > 0 or abs(normal[0]) > 0
