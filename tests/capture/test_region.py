"""The square around a body: what is cut from the picture, and where its points lie in it."""

import math

import numpy as np
import pytest

from kinechain.capture.region import MARGIN, Region

SIDE = 64


def around(rim: tuple[float, float]) -> Region:
    return Region.around(np.array([100.0, 200.0]), np.array(rim))


@pytest.mark.parametrize(
    ("rim", "angle"),
    [((100, 150), 0), ((150, 200), math.pi / 2), ((50, 200), -math.pi / 2), ((130, 160), math.atan2(3, 4))],
)
def test_a_region_is_turned_with_the_body(rim: tuple[float, float], angle: float) -> None:
    region = around(rim)
    assert (region.x, region.y) == (100, 200)
    assert region.size == pytest.approx(2 * MARGIN * 50)
    assert region.angle == pytest.approx(angle)
    # The rim lies straight above the middle in the square.
    above = np.array([SIDE / 2, SIDE / 2 - SIDE / (2 * MARGIN)])
    np.testing.assert_allclose(region.to_picture(above, SIDE), rim)


def test_a_body_upside_down_is_turned_by_half_a_turn() -> None:
    assert abs(around((100, 250)).angle) == pytest.approx(math.pi)


def test_an_upright_region_is_cut_out_as_it_is() -> None:
    picture = np.random.default_rng(0).integers(0, 255, (300, 400, 3), dtype=np.uint8)
    cut = Region(132, 82, SIDE, 0).cut(picture, SIDE)
    np.testing.assert_array_equal(cut, picture[50 : 50 + SIDE, 100 : 100 + SIDE])


def test_a_region_turned_by_a_quarter_is_cut_out_upright() -> None:
    picture = np.random.default_rng(0).integers(0, 255, (300, 400, 3), dtype=np.uint8)
    cut = Region(132, 82, SIDE, math.pi / 2).cut(picture, SIDE)
    np.testing.assert_array_equal(cut, np.rot90(picture[50 : 50 + SIDE, 100 : 100 + SIDE]))


@pytest.mark.parametrize("size", [40.0, 100.0, 290.0])
@pytest.mark.parametrize("angle", [0.0, 0.4, -2.0])
def test_what_is_found_in_the_cut_is_put_back_where_it_was(size: float, angle: float) -> None:
    region = Region(210.3, 160.8, size, angle)
    place = region.to_picture(np.array([40.0, 22.0]), SIDE)
    rows, columns = np.mgrid[0:300, 0:400] + 0.5
    reach = max(3.0, size / 20)
    bright = 255 * np.exp(-((columns - place[0]) ** 2 + (rows - place[1]) ** 2) / (2 * reach**2))
    picture = np.repeat(bright[:, :, np.newaxis], 3, axis=2).astype(np.uint8)
    weight = region.cut(picture, SIDE)[:, :, 0].astype(float)
    rows, columns = np.mgrid[0:SIDE, 0:SIDE] + 0.5
    found = np.array([(weight * columns).sum(), (weight * rows).sum()]) / weight.sum()
    np.testing.assert_allclose(found, [40, 22], atol=0.3)
    np.testing.assert_allclose(region.to_picture(found, SIDE), place, atol=0.3 * size / SIDE)


def test_outside_the_picture_it_is_black() -> None:
    picture = np.full((100, 100, 3), 200, np.uint8)
    cut = Region(0, 50, SIDE, 0).cut(picture, SIDE)
    assert cut.shape == (SIDE, SIDE, 3)
    assert (cut[:, : SIDE // 2 - 1] == 0).all()
    assert (cut[:, SIDE // 2 + 1 :] == 200).all()
    assert (Region(900, 900, SIDE, 0.3).cut(picture, SIDE) == 0).all()


def test_distance_is_a_share_of_the_larger_region() -> None:
    assert Region(0, 0, 100, 0).distance(Region(30, 40, 50, 1)) == pytest.approx(0.5)
