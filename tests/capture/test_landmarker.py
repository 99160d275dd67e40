"""The landmarks of one person: mended by the heat around them, and true to the sample clip."""

import numpy as np
import pytest

import sample_walk
from kinechain.capture.detector import Detector
from kinechain.capture.landmarker import HEATMAP, SIDE, Landmarker, refine
from kinechain.capture.region import Pixels, Region
from kinechain.motion.keypoints import INDEX

CELL = SIDE / HEATMAP


def heat_at(column: int, row: int, logit: float = 10.0) -> np.ndarray[tuple[int, ...], np.dtype[np.float32]]:
    heat = np.full((HEATMAP, HEATMAP, 1), -20.0, np.float32)
    heat[row, column] = logit
    return heat


def test_a_landmark_moves_to_the_heat_near_it() -> None:
    refined = refine(np.array([[31.5 * CELL, 20.5 * CELL]]), heat_at(29, 22))
    np.testing.assert_allclose(refined, [[29 * CELL, 22 * CELL]], atol=0.01)


@pytest.mark.parametrize(("column", "logit"), [(29, -1.0), (20, 10.0)])
def test_a_landmark_without_clear_heat_near_it_stays(column: int, logit: float) -> None:
    points = np.array([[31.5 * CELL, 20.5 * CELL]])
    np.testing.assert_array_equal(refine(points, heat_at(column, 22, logit)), points)


@pytest.mark.parametrize("point", [(-5.0, 100.0), (100.0, 300.0)])
def test_a_landmark_outside_the_square_stays(point: tuple[float, float]) -> None:
    points = np.array([point])
    np.testing.assert_array_equal(refine(points, np.full((HEATMAP, HEATMAP, 1), 10, np.float32)), points)


def test_heat_at_the_border_of_the_square() -> None:
    refined = refine(np.array([[1.0, 254.0]]), heat_at(0, HEATMAP - 1))
    np.testing.assert_allclose(refined, [[0, (HEATMAP - 1) * CELL]], atol=0.01)


def test_the_given_points_are_left_alone() -> None:
    points = np.array([[31.5 * CELL, 20.5 * CELL]])
    refine(points, heat_at(29, 22))
    assert points[0, 0] == 31.5 * CELL


@pytest.fixture(scope="module")
def picture() -> Pixels:
    return next(sample_walk.pictures(100))


def test_the_walker_s_landmarks_are_where_they_are_seen(picture: Pixels) -> None:
    landmark = Landmarker()
    region = max((found.region for found in Detector()(picture)), key=lambda region: region.y)
    sighting = landmark(picture, landmark(picture, region).next_region)
    assert sighting.presence > 0.9
    assert sighting.points.shape == (33, 2)
    assert sighting.confidence.shape == (33,)
    assert ((sighting.confidence >= 0) & (sighting.confidence <= 1)).all()
    assert sighting.next_region.distance(region) < 0.1
    at = {name: sighting.points[index] for name, index in INDEX.items()}
    # She walks to the left, upright: nose ahead of the ear, toes ahead of the heel, ear over heel.
    assert at["nose"][0] < at["left_ear"][0]
    for side in ("left", "right"):
        assert at[f"{side}_foot_index"][0] < at[f"{side}_heel"][0]
        assert at[f"{side}_ear"][1] < at[f"{side}_hip"][1] < at[f"{side}_knee"][1] < at[f"{side}_heel"][1]


def test_a_region_without_a_person_holds_none(picture: Pixels) -> None:
    grey = np.full_like(picture, 128)
    assert Landmarker()(grey, Region(400, 300, 300, 0)).presence < 0.5
