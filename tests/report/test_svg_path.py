import re

import pytest

from kinechain.report.svg_path import band, circle, num, polyline, smooth, tapered


def test_coordinates_have_at_most_one_decimal() -> None:
    assert [num(v) for v in (3.0, 3.04, 3.06, -0.26)] == ["3", "3", "3.1", "-0.3"]


def test_a_band_runs_there_and_back() -> None:
    assert band([(0, 1), (2, 3)], [(0, 0), (2, 2)]) == "M0 1L2 3L2 2L0 0Z"


def test_a_curve_passes_through_its_points() -> None:
    points = [(0, 0), (10, 0), (10, 10), (0, 10)]
    ends = re.findall(r"([-\d.]+ [-\d.]+)(?=C|Z)", smooth(points))
    assert ends == ["0 0", "10 0", "10 10", "0 10", "0 0"]


def test_a_limb_with_even_ends_has_straight_sides() -> None:
    path = tapered((0, 0), (0, 20), 5, 5)
    assert "L-5 20" in path or "L5 20" in path


def test_a_limb_needs_two_ends() -> None:
    with pytest.raises(ValueError, match="inside"):
        tapered((0, 0), (1, 0), 9, 2)


def test_simple_shapes() -> None:
    assert polyline([(0, 0), (1.25, 2)]) == "M0 0L1.2 2"
    assert circle((5, 5), 2) == "M3 5a2 2 0 1 1 4 0a2 2 0 1 1 -4 0Z"
