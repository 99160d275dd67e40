"""Dressed figures."""

import numpy as np
import pytest

from drawn_people import body, figure
from kinechain.rendering.body_mesh import BODIES
from kinechain.rendering.clothing import dress
from kinechain.rendering.outfit import OUTFITS, Outfit, Sleeve
from kinechain.rendering.rig import rest_pose
from kinechain.rendering.surface import smoothed, vertex_normals
from laboratory import needs_data


@needs_data
@pytest.mark.parametrize("name", BODIES)
@pytest.mark.parametrize("outfit", OUTFITS)
def test_every_body_fits_every_outfit(name: str, outfit: str) -> None:
    mesh = figure(name, outfit).rest
    assert np.isfinite(mesh.vertices).all()
    assert np.linalg.norm(mesh.normals, axis=1) == pytest.approx(1)
    assert mesh.faces.max() < len(mesh.vertices)
    assert sum(part.count for part in mesh.parts) == len(mesh.faces)
    # Hair and soles add to the stature, no more.
    assert mesh.vertices[:, 2].max() < 1.74 + 0.03
    assert mesh.vertices[:, 2].min() > -0.03


@needs_data
def test_shoes_stand_under_the_bare_foot_by_their_sole() -> None:
    shod, bare = figure("m_avg", "jeans"), figure("m_avg", "exercise")
    assert shod.rest.vertices[shod.soles, 2].min() == pytest.approx(-0.015, abs=0.004)
    assert bare.rest.vertices[bare.soles, 2].min() == pytest.approx(0, abs=0.001)


@needs_data
def test_long_sleeves_cover_more_than_short_ones() -> None:
    def bare_skin(sleeve: Sleeve) -> int:
        mesh = dress(body(), Outfit(sleeve=sleeve)).rest
        return next(part.count for part in mesh.parts if part.material.pattern == "skin")

    assert bare_skin("long") < bare_skin("short") < bare_skin("none")


@needs_data
def test_a_figure_at_rest_is_its_rest() -> None:
    mesh = figure().posed(rest_pose(figure().rig))
    assert mesh.vertices == pytest.approx(figure().rest.vertices)
    assert mesh.normals == pytest.approx(figure().rest.normals)


def test_normals_of_a_flat_sheet_point_up_and_smoothing_flattens_a_spike() -> None:
    x, y = np.meshgrid(np.arange(5.0), np.arange(5.0))
    vertices = np.stack([x.ravel(), y.ravel(), np.zeros(25)], axis=1)
    corner = np.array([i + 5 * j for j in range(4) for i in range(4)])
    faces = np.concatenate(
        [np.stack([corner, corner + 1, corner + 6], 1), np.stack([corner, corner + 6, corner + 5], 1)]
    )
    assert vertex_normals(vertices, faces) == pytest.approx(np.tile([0.0, 0, 1], (25, 1)))
    vertices[12, 2] = 1.0
    assert smoothed(vertices, faces, 3)[12, 2] < 0.3
