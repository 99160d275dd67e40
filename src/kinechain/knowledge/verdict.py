"""The one rule by which a value, its error and a norm become a verdict.

A verdict other than ``cannot_tell`` is given only when the chance that it is right is at least
`ENOUGH` (0.8). The true value is taken as normal around the measured one, with the measurement's
standard deviation; the chances that it lies below, in or above the typical band of this person's norm
follow. Four chances in five is what people mean by "likely"; a higher bar would silence every joint
angle of a single camera, a lower one would let the camera's error speak. More error can only take a
verdict away, never give one.

Who says of everybody that they are as people are on average is wrong by the spread between people. A film's
value whose error is not clearly smaller than that (`CLEARLY`) adds nothing to it, and is judged in nobody,
however far out it may lie: more passes may make the error smaller, what is constant in it never averages out
(`adds_too_little`).

A norm that was recalled and not looked up may be off itself, so its mean gets an error of its own
(`RECALLED_MEAN_SD`), which is added to the measurement's as squares: a value just outside it is not called
low. One that names no source at all judges nobody.

Left against right asks for 0.95: two sides are compared in each of a dozen measures, so a laxer bar
would find an "asymmetry" in most healthy people.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from kinechain.case import Person
from kinechain.knowledge.measure import Asymmetry, Input, Measure, Norm
from kinechain.knowledge.rounding import half_up
from kinechain.measurement import Measurement, Side, Verdict

ENOUGH = 0.8
# Errors are told to people as the half width that holds the true value 95 times in 100.
IN_95_OF_100 = 1.96
ENOUGH_BETWEEN_SIDES = 0.95

CLEARLY = 0.8
"""An error is clearly smaller than the spread between people if it is no more than this share of it (our
choice): a film's value is then off by at least a fifth less than a guess.
"""

RECALLED_MEAN_SD = 0.25
"""How far the mean of a norm that was not looked up may be off, in that norm's own sds (our choice)."""


class Judged(Protocol):
    """What a value is a value of: a measure, or one way to score a guided test."""

    @property
    def name(self) -> str: ...
    @property
    def unit(self) -> str: ...
    @property
    def decimals(self) -> int: ...
    @property
    def typical_sd_below(self) -> float: ...
    @property
    def typical_sd_above(self) -> float: ...
    @property
    def asymmetry(self) -> Asymmetry | None: ...


@dataclass(frozen=True, slots=True)
class PersonalNorm:
    """The norm that fits one person, as far as the person is known.

    `mean_sd` is the standard deviation of the error of `mean` itself; `remark` says what was pooled. Where
    people spread upwards only, because there is no room below (`lopsided`), the logarithm of what they show
    is taken as normal, with that mean and sd; `mean` stays the average, which then lies above the middle.
    """

    mean: float
    sd: float
    remark: str
    mean_sd: float = 0.0
    lopsided: bool = False

    def band(self, below: float, above: float) -> tuple[float, float]:
        """The ends of what lies no further than so many sds `below` and `above` the middle."""
        if not self.lopsided:
            return self.mean - below * self.sd, self.mean + above * self.sd
        middle, spread = self._log_scale()
        return math.exp(middle - below * spread), math.exp(middle + above * spread)

    def standing(self, value: float, sd: float) -> tuple[float, float]:
        """How many sds a value lies above the middle, and in sds how far it may be off: its own error `sd`
        and the doubt about the mean.

        On the logarithmic scale an error is what it makes upwards, towards the middle from a low value; and a
        value smaller than its error counts as that error: it is known no better.
        """
        if not self.lopsided:
            return (value - self.mean) / self.sd, math.hypot(sd, self.mean_sd) / self.sd
        middle, spread = self._log_scale()
        seen = max(value, sd, self.mean / 1000)
        doubt = math.hypot(math.log1p(sd / seen), math.log1p(self.mean_sd / self.mean))
        return (math.log(seen) - middle) / spread, doubt / spread

    def _log_scale(self) -> tuple[float, float]:
        """Mean and sd of the logarithm, of a lognormal spread with this mean and sd."""
        variance = math.log1p((self.sd / self.mean) ** 2)
        return math.log(self.mean) - variance / 2, math.sqrt(variance)


def personal_norm(measure: Measure, person: Person) -> PersonalNorm | None:
    """The norm for this person, None when no group that was looked up fits.

    What is not known about the person (age, sex) is pooled over: the mean of the groups' means, and a
    spread that holds both the spread within groups and that between them, so it is wider. What was recalled
    may be off in the same way in every group, so those errors do not average out.
    """
    return pooled_norm(measure.norms, person)


def pooled_norm(norms: Iterable[Norm], person: Person) -> PersonalNorm | None:
    """As `personal_norm`, from the norms themselves."""
    groups = [norm for norm in norms if norm.was_looked_up and norm.may_hold_for(person)]
    if not groups:
        return None
    mean = math.fsum(group.mean for group in groups) / len(groups)
    variance = math.fsum(group.sd**2 + (group.mean - mean) ** 2 for group in groups) / len(groups)
    recalled = math.fsum(RECALLED_MEAN_SD * group.sd for group in groups if group.status == "from-memory")
    return PersonalNorm(mean, math.sqrt(variance), _remark(groups, person), recalled / len(groups))


def _remark(groups: Sequence[Norm], person: Person) -> str:
    unknown = []
    if person.age_years is None and any(group.age for group in groups):
        unknown.append("age")
    if person.sex is None and any(group.sex for group in groups):
        unknown.append("sex")
    remarks = []
    if unknown:
        remarks.append(
            f"{' and '.join(unknown)} not given: compared with adults of any {' and '.join(unknown)}"
        )
    if any(group.status == "from-memory" for group in groups):
        remarks.append("norm recalled, not looked up")
    return f" ({'; '.join(remarks)})" if remarks else ""


def judge(
    measure: Measure, value: float | None, sd: float | None, person: Person, source: Input = "video"
) -> tuple[Verdict, str]:
    """The verdict on one value, and the reason in plain words. `value` and `sd` in the measure's unit.

    Some measures cannot be classified from a video; `source` says what the value came from.
    """
    if value is None or sd is None:
        return "cannot_tell", "not measured"
    norm = personal_norm(measure, person)
    unfit = measure.cannot_classify if source == "video" else None
    if norm is None or unfit:
        return "cannot_tell", unfit or why_no_norm(measure, person)
    if source != "markers" and adds_too_little(measure, sd, norm, source):
        return "cannot_tell", _too_little(measure, value, sd, norm, source)
    return against_norm(measure, value, sd, norm)


def adds_too_little(measure: Measure, sd: float, norm: PersonalNorm, source: Input = "video") -> bool:
    """Whether a film's or a photo's value with the error `sd` says no more of a person than everybody's mean
    would.
    """
    return sd > CLEARLY * spread_between_people(measure, norm, source)


def spread_between_people(measure: Measure, norm: PersonalNorm, source: Input = "video") -> float:
    """The norm's sd, or that of the people in whom the camera's error was found, if they differ by less."""
    return min(norm.sd, *(error.people_sd or math.inf for error in measure.of_camera(source)), math.inf)


def _too_little(measure: Measure, value: float, sd: float, norm: PersonalNorm, source: Input) -> str:
    spread = spread_between_people(measure, norm, source)
    stays = min((error.fixed(value) for error in measure.of_camera(source)), default=0.0)
    more = "passes" if source == "video" else "photos"
    change = "would not" if adds_too_little(measure, stays, norm, source) else "may"
    error, between = (f"± {_text(measure, IN_95_OF_100 * size)} {measure.unit}" for size in (sd, spread))
    return (
        f"a phone adds too little here: its error ({error}) is not clearly smaller than people differ by "
        f"({between}); more {more} {change} change that"
    )


def why_no_norm(measure: Measure, person: Person) -> str:
    """Why `personal_norm` gives none, in plain words that begin with "no norm"."""
    if measure.no_norm_because:
        return f"no norm: {measure.no_norm_because}"
    if any(norm.may_hold_for(person) for norm in measure.norms):
        return "no norm that was looked up"
    return "no norm for this age and sex"


def against_norm(
    measure: Judged, value: float, sd: float, norm: PersonalNorm, ceiling: float | None = None
) -> tuple[Verdict, str]:
    """The verdict on a value with the error `sd` against a norm, and the reason with what was pooled. Nothing
    is measured beyond `ceiling`, where a test ends: what is typical ends there, and who gets there is never
    called high.
    """
    if ceiling is not None and value >= ceiling:
        return _against_end(measure, ceiling, sd, norm)
    verdict, reason = _against_band(measure, value, sd, norm, math.inf if ceiling is None else ceiling)
    return verdict, reason + norm.remark


def _against_end(measure: Judged, end: float, sd: float, norm: PersonalNorm) -> tuple[Verdict, str]:
    """The verdict on who came to the end of a test: typical, unless the error leaves too much below."""
    low, high = norm.band(measure.typical_sd_below, measure.typical_sd_above)
    band = f"{_text(measure, low)} to {_text(measure, min(high, end))} {measure.unit}"
    away, doubt = norm.standing(end, sd)
    if 1 - _chance_below(-measure.typical_sd_below, away, doubt) >= ENOUGH:
        return "typical", f"not below the typical range ({band}){norm.remark}"
    error = f"the error (± {_text(measure, IN_95_OF_100 * sd)} {measure.unit})"
    return "cannot_tell", f"typical as it stands ({band}), but {error} reaches below{norm.remark}"


def _against_band(
    measure: Judged, value: float, sd: float, norm: PersonalNorm, end: float
) -> tuple[Verdict, str]:
    low, high = norm.band(measure.typical_sd_below, measure.typical_sd_above)
    away, doubt = norm.standing(value, sd)
    below = _chance_below(-measure.typical_sd_below, away, doubt)
    above = 1 - _chance_below(measure.typical_sd_above, away, doubt) if high < end else 0.0
    high = min(high, end)
    band = f"{_text(measure, low)} to {_text(measure, high)} {measure.unit}"
    if below >= ENOUGH:
        return "low", f"{_gap(measure, low - value)} below typical ({band})"
    if above >= ENOUGH:
        return "high", f"{_gap(measure, value - high)} above typical ({band})"
    if 1 - below - above >= ENOUGH:
        return "typical", f"within the typical range ({band})"
    error = f"the error (± {_text(measure, IN_95_OF_100 * sd)} {measure.unit})"
    added = ", with the doubt about the recalled norm added," if norm.mean_sd else ""
    return "cannot_tell", _undecided(measure, value, error + added, low, high)


def _undecided(measure: Judged, value: float, error: str, low: float, high: float) -> str:
    if low <= value <= high:
        nearest = "lower" if value - low < high - value else "upper"
        return f"typical as it stands, but {error} reaches past the {nearest} end of the typical range"
    beyond, where = (low - value, "below") if value < low else (value - high, "above")
    return f"{_gap(measure, beyond)} {where} typical, but {error} is too large to be sure"


def _gap(measure: Judged, size: float) -> str:
    """How far a value lies beyond the band; too little to show says so."""
    text = _text(measure, size)
    return f"{text} {measure.unit}" if float(text) else "just"


def judge_sides(
    measure: Judged, left: float, left_sd: float, right: float, right_sd: float
) -> tuple[Verdict, str]:
    """Whether the sides differ by more than the published threshold: asymmetric, typical or cannot_tell.

    Each sd is the whole error of its side, fixed part included: near and far side are seen under
    different conditions, so the camera's constant error does not cancel in the difference.
    """
    if measure.asymmetry is None:
        return "cannot_tell", f"no published left-right threshold for {measure.name.lower()}"
    threshold = measure.asymmetry.threshold(left, right)
    difference, sd = left - right, math.hypot(left_sd, right_sd)
    beyond = _chance_below(-threshold, difference, sd) + 1 - _chance_below(threshold, difference, sd)
    said = f"left and right differ by {_text(measure, abs(difference))} {measure.unit}"
    if beyond >= ENOUGH_BETWEEN_SIDES:
        return "asymmetric", f"{said}, more than {_text(measure, threshold)}"
    if 1 - beyond >= ENOUGH:
        return "typical", f"{said}, less than {_text(measure, threshold)}"
    return "cannot_tell", f"{said}, but the error of that difference is ± {_text(measure, IN_95_OF_100 * sd)}"


def judge_all(
    measures: Mapping[str, Measure],
    measurements: Iterable[Measurement],
    person: Person,
    source: Input = "video",
) -> tuple[Measurement, ...]:
    """Every measurement with its verdict and reason, sides compared with each other.

    A side that is asymmetric says so; one that is low or high for itself keeps that verdict and adds the
    difference to its reason. Measurements without a value keep the reason they came with.
    """
    judged = [_judged(measures[each.measure], each, person, source) for each in measurements]
    by_side = {(each.measure, each.side): each for each in judged if each.value is not None}
    return tuple(_with_other_side(measures[each.measure], each, by_side) for each in judged)


def _judged(measure: Measure, measurement: Measurement, person: Person, source: Input) -> Measurement:
    if measurement.value is None:
        return replace(measurement, verdict="cannot_tell", reason=measurement.reason or "not measured")
    verdict, reason = judge(measure, measurement.value, measurement.sd, person, source)
    return replace(measurement, verdict=verdict, reason=reason)


def _with_other_side(
    measure: Measure, each: Measurement, by_side: dict[tuple[str, Side | None], Measurement]
) -> Measurement:
    left, right = by_side.get((each.measure, "left")), by_side.get((each.measure, "right"))
    if each.side is None or left is None or right is None or each.value is None:
        return each
    verdict, reason = judge_sides(
        measure, left.value or 0.0, left.sd or 0.0, right.value or 0.0, right.sd or 0.0
    )
    if verdict != "asymmetric":
        return each
    if each.verdict in ("low", "high"):
        return replace(each, reason=f"{each.reason}; {reason}")
    return replace(each, verdict="asymmetric", reason=reason)


def _chance_below(bound: float, value: float, sd: float) -> float:
    """The chance that the true value lies below `bound`."""
    if sd <= 0:
        return 1.0 if value < bound else 0.0
    return 0.5 * math.erfc((value - bound) / (sd * math.sqrt(2)))


def _text(measure: Judged, number: float) -> str:
    return half_up(number, measure.decimals)
