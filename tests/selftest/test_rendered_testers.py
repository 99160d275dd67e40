"""The errors that tests.yaml states for films, held against what the detector sees of rendered people.

Their joints are known; ``render_testers.py`` made the pictures. A picture stands for a film held still.
"""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
import xarray as xr
from numpy.typing import NDArray
from scipy.stats import theilslopes

from kinechain.case import Person
from kinechain.knowledge import load
from kinechain.measurement import Side
from kinechain.motion.dataset import make_motion
from kinechain.selftest import measure_test
from kinechain.selftest.film_test import FilmedTest
from kinechain.selftest.filmed_body import filmed_body
from kinechain.selftest.heel_raises import READ_SHARE, heel_over_toes, own_shin

Floats = NDArray[np.float64]
PERSON = Person(age_years=34, sex="female", height_m=1.7)
FRAMES, RATE = 33, 30.0


@pytest.fixture(scope="module")
def pictures() -> dict[str, Any]:
    with np.load(Path(__file__).with_name("rendered_testers.npz")) as file:
        return dict(file)


def still(kind: str, number: int, pictures: dict[str, Any]) -> xr.Dataset:
    points = pictures[f"{kind}_points"][number].astype(np.float64).T
    sure = pictures[f"{kind}_confidence"][number].astype(np.float64)
    return make_motion(
        np.arange(FRAMES) / RATE, np.tile(points, (FRAMES, 1, 1)), np.tile(sure, (FRAMES, 1)), fps=RATE,
        frames=FRAMES, frame_size=(720, 1280) if kind == "heel_raise" else (1280, 720),
        source_file="still.mp4", person=1,
    )  # fmt: skip


def side_of(kind: str, number: int, pictures: dict[str, Any]) -> Side:
    return "left" if pictures[f"{kind}_left"][number] else "right"


def scored(kind: str, test_id: str, pictures: dict[str, Any]) -> list[tuple[int, FilmedTest]]:
    count = len(pictures[f"{kind}_truth"])
    return [
        (n, measure_test(still(kind, n, pictures), test_id, side_of(kind, n, pictures), PERSON))
        for n in range(count)
    ]


def errors(kind: str, filmed: list[tuple[int, FilmedTest]], pictures: dict[str, Any]) -> Floats:
    truth = pictures[f"{kind}_truth"]
    told = [(n, each.measurements[0].value) for n, each in filmed]
    return np.array([value - float(truth[n]) for n, value in told if value is not None])


def stated(test_id: str, measure: str) -> float:
    score = load().tests[test_id].score_of(measure, "video")
    assert score is not None
    assert score.sd_constant is not None
    return score.sd_constant


def test_a_lunge_is_read_within_the_stated_error(pictures: dict[str, Any]) -> None:
    filmed = scored("lunge", "knee_to_wall", pictures)
    off = errors("lunge", filmed, pictures)
    sd = stated("knee_to_wall", "knee_to_wall_angle")
    assert len(off) >= 0.85 * len(filmed)
    assert abs(float(np.mean(off))) < sd / 2
    assert float(np.mean(np.abs(off) < 1.96 * sd)) >= 0.93


def test_a_raised_leg_that_is_nearer_is_read_within_the_stated_error(pictures: dict[str, Any]) -> None:
    nearer = pictures["leg_raise_nearer"]
    filmed = [each for each in scored("leg_raise", "straight_leg_raise", pictures) if nearer[each[0]]]
    off = errors("leg_raise", filmed, pictures)
    sd = stated("straight_leg_raise", "straight_leg_raise_angle")
    assert len(off) >= 0.85 * len(filmed)
    assert abs(float(np.median(off))) < sd / 2
    assert float(np.mean(np.abs(off) < 1.96 * sd)) >= 0.9


def test_a_raised_leg_that_is_further_is_never_scored(pictures: dict[str, Any]) -> None:
    nearer = pictures["leg_raise_nearer"]
    filmed = [each for each in scored("leg_raise", "straight_leg_raise", pictures) if not nearer[each[0]]]
    assert filmed
    assert all(each.measurements[0].value is None for _, each in filmed)


def heel_height(number: int, pictures: dict[str, Any]) -> float:
    body = filmed_body(still("heel_raise", number, pictures))
    side = side_of("heel_raise", number, pictures)
    return float(np.median(heel_over_toes(body, side))) / own_shin(body, side)


def test_a_heel_s_height_is_read_in_proportion(pictures: dict[str, Any]) -> None:
    truth = pictures["heel_raise_truth"].astype(np.float64)
    read = np.array([heel_height(number, pictures) for number in range(len(truth))])
    slope, start, *_ = theilslopes(read, truth)
    left = np.abs(read - (start + slope * truth))
    assert slope == pytest.approx(READ_SHARE, abs=0.15)
    assert float(np.median(left)) < 0.025
    assert float(np.mean(left < 0.06)) >= 0.85
