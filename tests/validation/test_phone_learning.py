"""Made-up clips whose errors are known teach those errors, and leave nobody's own in."""

import numpy as np
import pytest

from kinechain.knowledge import load
from kinechain.knowledge.measure import ErrorModel
from kinechain.measurement import Side
from kinechain.validation.phone_learning import learn_phone, without_own
from kinechain.validation.phone_reading import ReadMean, Told
from kinechain.validation.phone_statement import Errors, as_told, known_errors, view_of
from kinechain.validation.phone_trial import MeanRow, StrideRow, TrialResult

KNEE = "knee_flexion_swing_peak"
PEOPLE = tuple("abcdefgh")
STRIDES = 4


def clip(
    person: str, errors: list[float], fit_sd: float = 1.0, *, stride_sd: float = 1.0, off: float = 0.0
) -> TrialResult:
    """One leg's strides, whose true values are another in each person."""
    truth = 60.0 + ord(person) - ord("a")
    values = [truth + error for error in errors]
    side: Side = "left"
    reach = 1.96 * stride_sd
    strides = tuple(
        StrideRow("w", person, off, True, side, KNEE, Told(value, value - reach, value + reach), truth)
        for value in values
    )
    read = ReadMean(KNEE, side, "side", tuple(values), fit_sd)
    mean = MeanRow("w", person, off, side, KNEE, float(np.mean(values)), fit_sd, truth, read)
    return TrialResult(off, strides, (mean,))


def clips(bias: float, between: float, fit: float, each: float = 0.0, count: int = 40) -> list[TrialResult]:
    """Errors of people `between`, of clips `fit` (as the fit says), of strides `each` (of which it knows
    nothing).
    """
    rng = np.random.default_rng(3)
    found = []
    for person in PEOPLE:
        own = bias + between * rng.standard_normal()
        for _ in range(count):
            of_clip = own + fit * rng.standard_normal()
            errors = (of_clip + each * rng.standard_normal(STRIDES)).tolist()
            found.append(clip(person, errors, fit, stride_sd=fit))
    return found


def test_what_the_fit_says_already_is_not_counted_twice() -> None:
    error = learn_phone(clips(bias=4.0, between=0.0, fit=2.0))[KNEE, "side"]
    assert error.bias == pytest.approx(4.0, abs=0.4)
    assert error.sd_fixed < 1.0
    assert error.sd_per_stride == 0.0
    assert (error.clips, error.people) == (320, 8)
    assert error.people_sd > np.std(range(8), ddof=1)


def test_what_people_differ_by_is_fixed_and_widened() -> None:
    results = clips(bias=-1.0, between=3.0, fit=1.0)
    error = learn_phone(results)[KNEE, "side"]
    means = [
        np.mean([row.value - 60 for result in results for row in result.means if row.person == each])
        for each in PEOPLE
    ]
    assert error.sd_fixed > np.std(means, ddof=1)
    assert error.sd_fixed < 1.6 * np.std(means, ddof=1)


def test_strides_scatter_of_which_the_fit_knows_nothing_is_theirs() -> None:
    error = learn_phone(clips(bias=0.0, between=0.0, fit=1.0, each=3.0))[KNEE, "side"]
    assert error.sd_per_stride == pytest.approx(3.0, rel=0.1)
    assert error.sd_fixed < 0.6


def test_too_few_people_teach_nothing() -> None:
    assert learn_phone([clip(person, [1.0, 2.0]) for person in "abc"]) == {}


def test_a_person_s_own_clips_teach_nothing_about_them() -> None:
    results = [clip(person, [2.0, 2.0 + 0.1 * number]) for number, person in enumerate(PEOPLE)]
    results += [clip("z", [50.0, 50.0])] * 9
    errors_for = without_own(results)
    assert errors_for("z")[KNEE, "side"].bias == pytest.approx(2.175)
    assert errors_for("a")[KNEE, "side"].bias > 5.0


def test_intervals_hold_nineteen_in_twenty_of_people_left_out() -> None:
    results = clips(bias=4.0, between=1.0, fit=2.0, each=1.0)
    told = as_told(results, without_own(results))
    strides = [row for result in told for row in result.strides]
    means = [row for result in told for row in result.means]
    assert 0.92 <= np.mean([row.told.lower <= row.truth <= row.told.upper for row in strides]) <= 0.99
    assert 0.92 <= np.mean([abs(row.value - row.truth) <= 1.96 * row.sd for row in means]) <= 0.99


def test_what_is_told_is_freed_of_the_bias_and_has_the_whole_error() -> None:
    error = ErrorModel(
        input="video",
        view="side",
        bias=4.0,
        sd_fixed=3.0,
        sd_per_stride=2.0,
        sources=("somebody",),
        note="an error",
    )
    errors: Errors = {(KNEE, "side"): error}
    (told,) = as_told([clip("a", [5.0] * 4, fit_sd=1.0, stride_sd=6.0)], lambda _person: errors)
    assert told.strides[0].told.value == pytest.approx(61.0)
    assert told.strides[0].told.sd == pytest.approx(7.0)
    assert told.means[0].value == pytest.approx(61.0)
    assert told.means[0].sd == pytest.approx(np.sqrt(9 + 4 / 4 + 1))
    assert as_told([clip("a", [5.0])], lambda _person: {})[0].strides == ()


def test_slanting_views_have_the_errors_of_the_side() -> None:
    assert [view_of(off) for off in (0.0, 10.0, 40.0, 90.0)] == ["side", "side", "side", "front"]


def test_the_knowledge_knows_every_view_that_it_says_it_has() -> None:
    known = known_errors()
    assert set(known) == {(name, view) for name, measure in load().measures.items() for view in measure.views}
