"""What people type is read as they meant it, or they are told what would be right."""

import pytest

from kinechain.check.typed_answer import chosen, number, several_chosen, yes_or_no
from kinechain.errors import InputError


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("0.045", 0.045),
        ("4.5 cm", 0.045),
        ("45mm", 0.045),
        ("0,045 m", 0.045),
        ("-2 cm", -0.02),
        (" .05", None),
    ],
)
def test_a_length_is_read_in_any_unit_of_length(typed: str, value: float | None) -> None:
    if value is None:
        with pytest.raises(InputError, match="no number"):
            number(typed, "m", (-0.1, 0.3))
    else:
        assert number(typed, "m", (-0.1, 0.3)) == pytest.approx(value)


def test_four_metres_from_knee_to_wall_were_centimetres() -> None:
    with pytest.raises(InputError, match=r"4 is not possible \(-0.1 to 0.3 m\); type 4 cm if that was meant"):
        number("4", "m", (-0.1, 0.3))


def test_a_time_is_read_in_days_weeks_or_months() -> None:
    assert number("3 weeks", "days", (0, 1000)) == 21
    assert number("4 months", "days", (0, 1000)) == pytest.approx(121.6)


@pytest.mark.parametrize("typed", ["", "abc", "1 2", "nan", "1e9", "٣x"])
def test_what_is_no_number_is_said_to_be_none(typed: str) -> None:
    with pytest.raises(InputError, match="no number"):
        number(typed, "m", (0, 1))


def test_a_foreign_unit_is_refused() -> None:
    with pytest.raises(InputError, match="inches is no unit for this; give m or cm or mm"):
        number("4 inches", "m", (0, 1))


def test_yes_and_no() -> None:
    assert (yes_or_no("Y"), yes_or_no(" no ")) == (True, False)
    with pytest.raises(InputError, match="perhaps is neither"):
        yes_or_no("perhaps")


def test_a_choice_by_number_by_name_and_by_what_is_near() -> None:
    choices = ("low_back", "neck", "knee")
    assert [chosen(typed, choices) for typed in ("1", "low back", "nec")] == ["low_back", "low_back", "neck"]
    for typed in ("0", "4", "elbow", "", "\u00b2", "\u0661"):
        with pytest.raises(InputError, match="from 1 to 3"):
            chosen(typed, choices)


def test_several_at_once() -> None:
    choices = ("a", "b", "c")
    assert several_chosen("3, 1;1", choices) == ("c", "a")
    assert several_chosen("0", choices) == ()
    with pytest.raises(InputError, match="0 for none"):
        several_chosen("  ", choices)


def test_a_list_s_own_words_and_blanks_between_numbers() -> None:
    choices, shown = ("low_back", "upper_back", "neck"), ("low back pain", "upper back pain", "neck pain")
    assert several_chosen("low back pain, neck pain", choices, shown) == ("low_back", "neck")
    assert several_chosen("low back", choices, shown) == ("low_back",)
    assert several_chosen("1 3", choices, shown) == ("low_back", "neck")


@pytest.mark.parametrize("typed", ["10,000", "10 000", "10.000", "10000 steps", "10'000"])
def test_a_thousand_steps_are_a_thousand(typed: str) -> None:
    assert number(typed, "steps", (0, 100_000)) == 10_000


def test_minutes_may_be_said() -> None:
    assert number("30 min", "minutes", (2, 240)) == 30
