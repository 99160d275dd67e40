"""How a number with an error is written: never more digits than the error warrants."""

import math
from dataclasses import dataclass

from kinechain.knowledge.rounding import half_up
from kinechain.reasoning.decision import WORTH_WORKING_ON

MINUS = "\u2212"

MARGIN_SDS = 1.96
"""Half width of a 95 % range of a normal error, in standard deviations."""

_SHOWN_IN_CENTIMETRES_BELOW_M = 0.5
_UNIT_WORDS = {
    "deg": "°",
    "degree": "°",
    "degrees": "°",
    "percent": "%",
    "1": "",
    "none": "",
    "height": "\u00d7 height",
}


@dataclass(frozen=True, slots=True)
class NumberText:
    """A value and the half width of its 95 % range, as texts with the same last digit, and the unit.

    `says_little` marks a value whose error drowns it.
    """

    value: str
    margin: str
    unit: str
    says_little: bool = False

    @property
    def line(self) -> str:
        """All of it on one line, such as ``61 ± 4°`` or ``1.32 ± 0.05 m``."""
        return f"{self.value} ± {self.margin}{with_gap(self.unit)}"


def with_gap(unit: str) -> str:
    """The unit with the space that goes before it; a degree sign has none, and the space does not break."""
    if not unit:
        return ""
    return unit if unit == "°" else f"\u00a0{unit}"


def decimals_warranted(error: float) -> int:
    """Digits after the point (negative: before it) that an error of this size leaves meaningful.

    One significant digit of the error, two where it begins with 1; an error of tens is told to the unit, as
    people expect of degrees and centimetres. Never more than two significant digits, and rounding never
    changes the error by more than a quarter. Raises ValueError unless the error is positive and finite.
    """
    if not (math.isfinite(error) and error > 0):
        raise ValueError(f"an error must be positive and finite, not {error}")
    exponent = math.floor(math.log10(error))
    leading = math.floor(error / 10.0**exponent + 1e-9)
    decimals = (1 if leading == 1 else 0) - exponent
    return 0 if exponent == 1 else decimals


def fixed(value: float, decimals: int) -> str:
    """`value` rounded to that many decimals (negative: to tens, hundreds), with a true minus sign."""
    return half_up(value, decimals).replace("-", MINUS)


def display_scale(unit: str, largest: float) -> tuple[float, str]:
    """Factor and unit to show a measure in: short lengths read better in centimetres."""
    if unit == "m" and abs(largest) < _SHOWN_IN_CENTIMETRES_BELOW_M:
        return 100.0, "cm"
    return 1.0, _UNIT_WORDS.get(unit, unit)


def number_with_error(
    value: float, sd: float, unit: str, *, scale: tuple[float, str] | None = None
) -> NumberText:
    """`value` with the half width of its 95 % range from `sd`, in the digits that range warrants.

    `scale` is a factor and unit from `display_scale`, for rows whose cells must agree. An sd of
    zero (a counted number) shows the value to four significant digits and no margin.
    """
    factor, shown_unit = scale or display_scale(unit, value)
    shown, margin = value * factor, MARGIN_SDS * sd * factor
    if margin == 0:
        return NumberText(f"{shown:.4g}".replace("-", MINUS), "0", shown_unit)
    decimals = decimals_warranted(margin)
    return NumberText(fixed(shown, decimals), fixed(margin, decimals), shown_unit)


def range_text(low: float, high: float, unit: str, decimals: int) -> str:
    """A range such as ``55 to 67°``."""
    return f"{fixed(low, decimals)} to {fixed(high, decimals)}{with_gap(unit)}"


def percent(probability: float) -> str:
    """A probability in whole percent; what rounds to none or all keeps its doubt."""
    return f"{_whole_percent(probability)}\u00a0%"


def percent_range(interval: tuple[float, float]) -> str:
    """An interval of probabilities in whole percent, such as ``18 to 47 %``."""
    low, high = (_whole_percent(bound) for bound in interval)
    return f"{low}\u00a0%" if low == high else f"{low}\u00a0to\u00a0{high}\u00a0%"


def _whole_percent(probability: float) -> str:
    whole = round(100 * probability)
    if whole <= 0:
        return "under 1"
    return "over 99" if whole >= 100 else str(whole)


def out_of_ten(probability: float) -> str:
    """A probability as people picture it: ``about 3 in 10``."""
    if probability < WORTH_WORKING_ON:
        return "fewer than 1 in 20"
    if probability < 0.15:
        return "about 1 in 10"
    if probability >= 0.95:
        return "more than 19 in 20"
    return f"about {round(probability * 10)} in 10"


def seconds(time_s: float) -> str:
    """A moment in the clip, to a hundredth of a second."""
    return f"{fixed(time_s, 2)}\u00a0s"
