"""Laws of the one rule that turns a value, its error and a norm into a verdict."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kinechain.case import Person
from kinechain.knowledge import judge, judge_all, judge_sides, load, measurement_sd, personal_norm
from kinechain.knowledge.measure import ErrorModel, Measure, Norm
from kinechain.knowledge.verdict import CLEARLY, PersonalNorm
from kinechain.measurement import Measurement

NOBODY = Person()
VALUES = st.floats(-40, 40)
ERRORS = st.floats(0.01, 30)


def measure(
    mean: float = 0.0,
    sd: float = 5.0,
    below: float = 2.0,
    above: float = 2.0,
    asymmetry: dict[str, object] | None = None,
) -> Measure:
    return Measure.model_validate(
        {
            "name": "An angle", "meaning": "an angle", "definition": "an angle", "unit": "deg",
            "link": "knee",
            "sided": True, "decimals": 0, "views": [],
            "matters_when": "either",
            "cannot_tell": {"side": "not here", "front": "not here", "markers": "not here"},
            "typical_sd_below": below, "typical_sd_above": above,
            "norms": [{"mean": mean, "sd": sd, "sources": ["somebody"], "status": "ours"}],
            "asymmetry": asymmetry,
        }
    )  # fmt: skip


MIRRORED = {"low": "high", "high": "low", "typical": "typical", "cannot_tell": "cannot_tell"}


@given(VALUES, ERRORS, ERRORS)
@settings(max_examples=200, deadline=None)
def test_more_error_never_makes_a_verdict_more_decided(value: float, one: float, other: float) -> None:
    angle = measure()
    sharp, _ = judge(angle, value, min(one, other), NOBODY)
    blunt, _ = judge(angle, value, max(one, other), NOBODY)
    assert blunt in (sharp, "cannot_tell")


@given(VALUES, ERRORS, st.floats(0.5, 3), st.floats(0.5, 3))
@settings(max_examples=200, deadline=None)
def test_a_mirrored_norm_gives_a_mirrored_verdict(
    value: float, sd: float, below: float, above: float
) -> None:
    straight, _ = judge(measure(3.0, 5.0, below, above), value, sd, NOBODY)
    mirrored, _ = judge(measure(-3.0, 5.0, above, below), -value, sd, NOBODY)
    assert mirrored == MIRRORED[straight]


@given(VALUES, ERRORS, st.floats(-100, 100))
@settings(max_examples=100, deadline=None)
def test_moving_norm_and_value_together_changes_nothing(value: float, sd: float, shift: float) -> None:
    here, _ = judge(measure(0.0), value, sd, NOBODY)
    there, _ = judge(measure(shift), value + shift, sd, NOBODY)
    away = min(abs(value - bound) for bound in (-10, 10))
    if away > 1e-6:
        assert here == there or math.isclose(abs(away), 0.8416 * sd, rel_tol=1e-3)


def test_known_verdicts() -> None:
    angle = measure(60.0, 6.0)
    assert judge(angle, 60, 2, NOBODY)[0] == "typical"
    assert judge(angle, 40, 2, NOBODY)[0] == "low"
    assert judge(angle, 80, 2, NOBODY)[0] == "high"
    assert judge(angle, 46, 4.5, NOBODY) == (
        "cannot_tell",
        "2 deg below typical, but the error (± 9 deg) is too large to be sure",
    )
    assert judge(angle, None, None, NOBODY)[0] == "cannot_tell"


def film_measure(people_sd: float | None = None, fixed: float = 1.0) -> Measure:
    """With the norm 0, sd 5, that a film from the side gives."""
    error = ErrorModel(
        input="video",
        view="side",
        sd_fixed=fixed,
        people_sd=people_sd,
        sources=("somebody",),
        note="an error",
    )
    cannot_tell = {"front": "not here", "markers": "not here"}
    told = measure().model_dump() | {
        "views": ("side",),
        "error": (error.model_dump(),),
        "cannot_tell": cannot_tell,
    }
    return Measure.model_validate(told)


def test_a_film_that_errs_as_much_as_people_differ_judges_nobody_however_far_out() -> None:
    angle = film_measure()
    assert judge(angle, -30, CLEARLY * 5.0, NOBODY)[0] == "low"
    verdict, reason = judge(angle, -30, CLEARLY * 5.0 + 0.01, NOBODY)
    assert verdict == "cannot_tell"
    assert "its error (± 8 deg) is not clearly smaller than people differ by (± 10 deg)" in reason
    assert judge(angle, -30, CLEARLY * 5.0 + 0.01, NOBODY, "markers")[0] == "low"


def test_people_who_differ_less_than_the_norm_says_ask_for_less_error() -> None:
    assert judge(film_measure(2.0), -30, 2.0, NOBODY)[0] == "cannot_tell"
    assert judge(film_measure(2.0), -30, 1.5, NOBODY)[0] == "low"
    assert judge(film_measure(9.0), -30, 4.0, NOBODY)[0] == "low"


def test_repeated_passes_earn_a_verdict_and_a_constant_error_never_averages_out() -> None:
    for fixed, verdict, passes in ((1.0, "low", "may"), (4.5, "cannot_tell", "would not")):
        angle = film_measure(fixed=fixed)
        one, many = (
            measurement_sd(angle, "side", 3.0 * math.sqrt(2), n, -30.0, fit_sd=4.0 / math.sqrt(n))
            for n in (1, 400)
        )
        assert judge(angle, -30, one, NOBODY)[0] == "cannot_tell"
        assert f"more passes {passes} change that" in judge(angle, -30, one, NOBODY)[1]
        assert many >= fixed
        assert judge(angle, -30, many, NOBODY)[0] == verdict


def test_without_its_own_reason_the_rule_alone_refuses_the_ankle() -> None:
    """From a single clip of a phone: people differ in it by less than a clip errs."""
    ankle = load().measure("ankle_dorsiflexion_stance_peak").model_copy(update={"cannot_classify": None})
    fixed = min(error.fixed(-20.0) for error in ankle.of_camera("video"))
    verdict, reason = judge(ankle, -20.0, fixed, NOBODY)
    assert verdict == "cannot_tell"
    assert "adds too little" in reason


def test_four_chances_in_five_are_asked_for() -> None:
    angle = measure(0.0, 5.0)  # typical down to -10
    just = -10 - 0.8417  # 0.8416 is where a standard normal has four fifths below it
    assert judge(angle, just, 1.0, NOBODY)[0] == "low"
    assert judge(angle, just + 0.001, 1.0, NOBODY)[0] == "cannot_tell"


def test_no_norm_is_no_verdict() -> None:
    head = load().measure("head_forward_angle")
    verdict, reason = judge(head, 40.0, 1.0, NOBODY)
    assert verdict == "cannot_tell"
    assert reason.startswith("no norm")


def test_what_a_phone_cannot_classify_is_never_judged() -> None:
    ankle = load().measure("ankle_dorsiflexion_stance_peak")
    assert judge(ankle, -20.0, 0.1, NOBODY) == ("cannot_tell", ankle.cannot_classify)


def test_a_child_is_not_compared_with_adults() -> None:
    speed = load().measure("walking_speed")
    assert judge(speed, 0.5, 0.01, Person(age_years=8))[0] == "cannot_tell"


def test_a_norm_without_ages_is_that_of_adults() -> None:
    knee = load().measure("knee_flexion_swing_peak")
    assert personal_norm(knee, Person(age_years=17)) is None
    assert judge(knee, 40.0, 1.0, Person(age_years=9)) == ("cannot_tell", "no norm for this age and sex")
    assert judge(knee, 40.0, 1.0, Person(age_years=18))[0] == "low"
    children = knee.norms[0].model_copy(update={"age": (4, 17), "mean": 59.0})
    both = knee.model_copy(update={"norms": (*knee.norms, children)})
    child, unknown = personal_norm(both, Person(age_years=9)), personal_norm(both, NOBODY)
    assert child is not None
    assert unknown is not None
    assert (child.mean, unknown.mean) == (59.0, 65.0)


def test_a_norm_nobody_looked_up_judges_nobody() -> None:
    lean = load().measure("trunk_lean_mean")
    assert lean.norms
    assert judge(lean, 40.0, 1.0, NOBODY) == ("cannot_tell", "no norm that was looked up")
    assert personal_norm(lean, NOBODY) is None


def test_the_mean_of_a_recalled_norm_may_itself_be_off() -> None:
    """Typical from -10 to 10; recalled, the bound has an sd of 0.25 x 5."""
    seen = measure()
    recalled = seen.model_copy(
        update={"norms": (seen.norms[0].model_copy(update={"status": "from-memory"}),)}
    )
    assert judge(seen, -10.5, 0.1, NOBODY)[0] == "low"
    verdict, reason = judge(recalled, -10.5, 0.1, NOBODY)
    assert verdict == "cannot_tell"
    assert "doubt about the recalled norm" in reason
    bound = -10 - 0.8417 * math.hypot(0.1, 1.25)
    assert judge(recalled, bound - 0.01, 0.1, NOBODY)[0] == "low"
    assert judge(recalled, bound + 0.01, 0.1, NOBODY)[0] == "cannot_tell"


def test_an_unknown_age_widens_the_norm() -> None:
    speed = load().measure("walking_speed")
    known = personal_norm(speed, Person(age_years=34, sex="female"))
    unknown = personal_norm(speed, NOBODY)
    assert known is not None
    assert unknown is not None
    assert known.mean == pytest.approx(1.337)
    assert unknown.sd > known.sd
    assert "age and sex not given" in unknown.remark


def test_pooled_groups_keep_the_spread_between_them() -> None:
    men = Norm(mean=0.0, sd=3.0, sex="male", sources=("somebody",), status="ours")
    women = men.model_copy(update={"mean": 8.0, "sex": "female"})
    pooled = measure().model_copy(update={"norms": (men, women)})
    anybody = personal_norm(pooled, NOBODY)
    assert anybody is not None
    assert anybody.mean == 4.0
    assert anybody.sd == pytest.approx(5.0)


def test_a_recalled_norm_says_so() -> None:
    speed = load().measure("walking_speed")
    _, reason = judge(speed, 0.6, 0.02, Person(age_years=34, sex="female"))
    assert "recalled" in reason


def test_slow_walking_counts_from_one_sd_below() -> None:
    speed = load().measure("walking_speed")
    person = Person(age_years=34, sex="female")
    assert judge(speed, 1.337 - 0.24 - 0.06, 0.02, person)[0] == "low"
    assert judge(speed, 1.337 + 0.24 + 0.05, 0.02, person)[0] == "typical"


TEN = {"value": 10, "sources": ["somebody"], "basis": "a convention"}


def test_sides_differ_only_beyond_their_threshold_and_error() -> None:
    angle = measure(asymmetry=TEN)
    assert judge_sides(angle, 30, 1, 10, 1)[0] == "asymmetric"
    assert judge_sides(angle, 30, 8, 10, 8)[0] == "cannot_tell"
    assert judge_sides(angle, 12, 1, 10, 1)[0] == "typical"
    assert judge_sides(measure(), 30, 1, 10, 1)[0] == "cannot_tell"


@given(VALUES, VALUES, ERRORS, ERRORS)
@settings(max_examples=100, deadline=None)
def test_exchanging_the_sides_changes_nothing(
    left: float, right: float, left_sd: float, right_sd: float
) -> None:
    angle = measure(asymmetry=TEN)
    assert (
        judge_sides(angle, left, left_sd, right, right_sd)[0]
        == judge_sides(angle, right, right_sd, left, left_sd)[0]
    )


def test_constant_errors_of_the_two_sides_do_not_cancel() -> None:
    angle = measure(asymmetry=TEN)
    alone = judge_sides(angle, 24, 4.0, 10, 0.01)[0]
    both = judge_sides(angle, 24, 4.0, 10, 4.0)[0]
    assert (alone, both) == ("cannot_tell", "cannot_tell")
    assert judge_sides(angle, 17.2, 0.1, 0, 4.0)[0] == "asymmetric"
    assert judge_sides(angle, 17.2, 4.0, 0, 4.0)[0] == "cannot_tell"


def test_judging_all_compares_the_sides_and_keeps_reasons() -> None:
    angles = {"angle": measure(20.0, 20.0, asymmetry=TEN), "odd": measure()}
    judged = judge_all(
        angles,
        [
            Measurement("angle", "left", 30.0, "deg", 1.0, 4, "test"),
            Measurement("angle", "right", 10.0, "deg", 1.0, 4, "test"),
            Measurement("odd", None, None, "deg", None, 0, "test", reason="the foot was hidden"),
        ],
        NOBODY,
    )
    assert [each.verdict for each in judged] == ["asymmetric", "asymmetric", "cannot_tell"]
    assert judged[2].reason == "the foot was hidden"


def test_a_lopsided_norm_keeps_its_mean_and_sd() -> None:
    """Of a lognormal spread, drawn."""
    norm = PersonalNorm(9.0, 12.6, "", lopsided=True)
    middle, one_up = norm.band(0, 1)
    draws = np.random.default_rng(1).normal(math.log(middle), math.log(one_up / middle), 2_000_000)
    shown = np.exp(draws)
    assert shown.mean() == pytest.approx(9.0, rel=0.01)
    assert shown.std() == pytest.approx(12.6, rel=0.05)


@pytest.mark.parametrize("lopsided", [False, True])
def test_standing_is_where_the_band_says(lopsided: bool) -> None:
    norm = PersonalNorm(20.0, 9.0, "", lopsided=lopsided)
    for sds in (0.5, 1.5):
        low, high = norm.band(sds, sds)
        assert norm.standing(low, 0.01)[0] == pytest.approx(-sds)
        assert norm.standing(high, 0.01)[0] == pytest.approx(sds)
    assert norm.standing(20.0, 2.0)[1] > norm.standing(20.0, 1.0)[1]


def test_no_time_at_all_is_known_no_better_than_its_error() -> None:
    norm = PersonalNorm(9.0, 12.6, "", lopsided=True)
    assert norm.standing(0.0, 1.0) == norm.standing(1.0, 1.0)
    assert math.isfinite(norm.standing(0.0, 0.0)[0])


def test_no_reason_for_want_of_a_norm_speaks_of_walking_alone_where_standing_is_measured_too() -> None:
    for measure in load().measures.values():
        if "standing" in measure.activities and measure.no_norm_because:
            assert " for walking" not in measure.no_norm_because
