"""A wrong stated height: what it changes, and when it is noticed."""

import pytest

from detected_walker import film
from kinechain.case import Person
from kinechain.gait.stride_values import LENGTHS
from kinechain.gait.unlikely_height import unlikely_height, without_lengths_judged
from kinechain.measured_motion import measure
from kinechain.measurement import Measurement
from synthetic_walker import HEALTHY
from walks import told


def measured(measure: str, value: float | None) -> Measurement:
    if value is None:
        return Measurement(measure, None, None, "m/s", None, 0, "none", "cannot_tell", "not seen")
    return Measurement(measure, None, value, "m/s", 0.05, 6, "film", "low", "0.2 m/s below typical")


def test_no_length_is_judged_by_a_height_that_is_hardly_anybody_s() -> None:
    speed, cadence, lost = (
        measured("walking_speed", 0.83),
        measured("cadence", 98),
        measured("step_width", None),
    )
    unlikely, usual = Person(height_m=1.2, age_years=40), Person(height_m=1.7, age_years=40)
    judged, *rest = without_lengths_judged([speed, cadence, lost], unlikely)
    assert (judged.verdict, judged.value) == ("cannot_tell", 0.83)
    # That somebody of usual height walks there lies within its error.
    assert judged.sd is not None
    assert abs(0.83 * 1.67 / 1.2 - 0.83) < 1.96 * judged.sd
    assert judged.reason == unlikely_height(unlikely)
    assert rest == [cadence, lost]
    assert without_lengths_judged([speed, cadence, lost], usual) == (speed, cadence, lost)


def test_a_wrong_height_changes_lengths_in_proportion_and_little_else() -> None:
    motion = film(HEALTHY.walk(), distance_m=6.0, rate_hz=30, noise_px=1)
    wrong, right = (told(measure(motion, person=Person(height_m=height))) for height in (1.2, 1.8))
    assert wrong.keys() == right.keys()
    for key, value in wrong.items():
        if key[0] in LENGTHS:
            assert value.value == pytest.approx(1.2 / 1.8 * right[key].value, rel=0.02)
        else:
            # What a body usually does is known in metres, so a little comes of it.
            assert abs(value.value - right[key].value) < max(
                0.01 * abs(right[key].value), 0.5 * right[key].sd
            )


@pytest.mark.parametrize(
    ("height", "age"), [(1.68, None), (1.45, 40), (2.0, None), (1.1, 5), (None, 40), (1.35, 80)]
)
def test_usual_heights_pass(height: float | None, age: float | None) -> None:
    assert unlikely_height(Person(height_m=height, age_years=age)) is None


@pytest.mark.parametrize(
    ("height", "age", "words"),
    [
        (1.2, None, "1.20 m is very short for a grown-up (say the age of a child)"),
        (1.2, 34, "1.20 m is very short for a grown-up:"),
        (2.18, 34, "2.18 m is very tall"),
    ],
)
def test_a_height_that_is_hardly_anybody_s_is_asked_about(
    height: float, age: float | None, words: str
) -> None:
    line = unlikely_height(Person(height_m=height, age_years=age))
    assert line is not None
    assert words in line
