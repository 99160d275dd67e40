import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kinechain.report.number_format import (
    MARGIN_SDS,
    decimals_warranted,
    display_scale,
    fixed,
    number_with_error,
    out_of_ten,
    percent,
    percent_range,
    range_text,
)

VALUES = st.floats(-5000, 5000, allow_nan=False)
SDS = st.floats(1e-4, 300)


def as_number(text: str) -> float:
    return float(text.replace("\u2212", "-"))


def decimals_of(text: str) -> int:
    return len(text.partition(".")[2])


@given(VALUES, SDS)
def test_value_and_margin_end_at_the_same_digit(value: float, sd: float) -> None:
    shown = number_with_error(value, sd, "deg")
    assert decimals_of(shown.value) == decimals_of(shown.margin)


@given(VALUES, SDS)
def test_rounding_never_moves_the_value_by_more_than_half_its_margin(value: float, sd: float) -> None:
    shown = number_with_error(value, sd, "deg")
    assert abs(as_number(shown.value) - value) <= 0.5 * MARGIN_SDS * sd + 1e-9


@given(VALUES, SDS)
def test_rounding_changes_the_margin_by_at_most_a_quarter(value: float, sd: float) -> None:
    shown = number_with_error(value, sd, "deg")
    assert as_number(shown.margin) == pytest.approx(MARGIN_SDS * sd, rel=0.25)


@given(SDS)
def test_an_error_never_warrants_more_than_two_significant_digits(sd: float) -> None:
    digits = fixed(sd, decimals_warranted(sd)).replace(".", "").lstrip("0").rstrip("0")
    assert len(digits) <= 2


@given(VALUES, st.integers(-2, 4))
def test_no_negative_zero_and_no_hyphen_for_a_minus(value: float, decimals: int) -> None:
    text = fixed(value, decimals)
    assert "-" not in text
    assert not re.fullmatch(r"\u22120(\.0*)?", text)


@pytest.mark.parametrize(
    ("value", "sd", "unit", "line"),
    [
        (61.34, 2.1, "deg", "61 ± 4°"),
        (1.3234, 0.0251, "m", "1.32 ± 0.05\u00a0m"),
        (0.0451, 0.0021, "m", "4.5 ± 0.4\u00a0cm"),
        (105.31, 0.55, "steps/min", "105.3 ± 1.1\u00a0steps/min"),
        (-11.2, 0.6, "deg", "\u221211.2 ± 1.2°"),
        (33.4, 13.7, "deg", "33 ± 27°"),
        (1234.0, 110.0, "steps", "1200 ± 200\u00a0steps"),
        (7.0, 0.0, "", "7 ± 0"),
    ],
)
def test_known_texts(value: float, sd: float, unit: str, line: str) -> None:
    assert number_with_error(value, sd, unit).line == line


def test_the_two_sides_of_a_row_share_their_unit() -> None:
    scale = display_scale("m", 0.52)
    assert number_with_error(0.48, 0.01, "m", scale=scale).unit == "m"


@pytest.mark.parametrize("error", [0.0, -1.0, float("nan"), float("inf")])
def test_an_error_must_be_an_error(error: float) -> None:
    with pytest.raises(ValueError, match="positive and finite"):
        decimals_warranted(error)


@given(st.floats(0, 1))
def test_a_probability_is_never_shown_as_certain(probability: float) -> None:
    shown = percent(probability)
    assert shown not in {"0\u00a0%", "100\u00a0%"}
    assert "0 in 10" not in out_of_ten(probability)
    assert "10 in 10" not in out_of_ten(probability)


def test_ranges() -> None:
    assert percent_range((0.181, 0.474)) == "18\u00a0to\u00a047\u00a0%"
    assert percent_range((0.001, 0.12)) == "under 1\u00a0to\u00a012\u00a0%"
    assert percent_range((0.001, 0.002)) == "under 1\u00a0%"
    assert range_text(-10, 4.56, "°", 0) == "\u221210 to 5°"
