"""What a trace must and must not say."""

import json
import time
from typing import Any

import pytest

from kinechain.case import Case, Habits, Pain, Person, Region, ReportedMeasurement, Shoes
from kinechain.errors import InputError
from kinechain.knowledge import load
from kinechain.measurement import Measurement, Side
from kinechain.plan.to_json import trace_json
from kinechain.reasoning import trace, tracing
from kinechain.reasoning.trace import Contributor, RegionTrace, Trace, UsualExplanation

WOMAN = Person(age_years=34, sex="female", height_m=1.68)


def case(*regions: Region, **more: Any) -> Case:
    return Case(person=WOMAN, pain=tuple(Pain(region=region) for region in regions), red_flags=(), **more)


def ankle(value: float, sd: float = 2.0, side: Side = "left") -> Measurement:
    """A knee-to-wall distance in cm; healthy adults reach 12, sd 2.8."""
    return Measurement("knee_to_wall_distance", side, value / 100, "m", sd / 100, 3, "test")


def contributor(answer: Trace, contributor_id: str, side: Side | None = None, region: int = 0) -> Contributor:
    return next(
        each
        for each in answer.regions[region].contributors
        if each.id == contributor_id and each.side == side
    )


def everything(region: RegionTrace) -> list[Contributor | UsualExplanation]:
    return [*region.contributors, *region.usual_explanations]


def probability(answer: Trace, contributor_id: str, side: Side | None = None) -> float:
    return contributor(answer, contributor_id, side).probability


@pytest.mark.parametrize("value", [-20.0, 0.0, 13.0, 40.0])
def test_a_link_without_evidence_stays_at_nothing_whatever_is_measured(value: float) -> None:
    stiff = trace(case("neck"), [ankle(value, 0.5)])
    assert probability(stiff, "limited_ankle_dorsiflexion", "left") < 1e-6
    listed = contributor(stiff, "limited_ankle_dorsiflexion", "left")
    assert listed.likelihood_ratio == 1.0
    assert "othing published supports" in listed.because[0]
    assert "likelihood ratio of this link is 1" in listed.would_change


def test_a_stiffer_ankle_is_never_less_likely_to_contribute_to_knee_pain() -> None:
    chances = [
        probability(trace(case("knee"), [ankle(value)]), "limited_ankle_dorsiflexion", "left")
        for value in (20.0, 13.0, 8.0, 5.0, 2.0, -2.0)
    ]
    assert chances == sorted(chances)
    assert chances[-1] > 2 * chances[0]


def test_a_noisier_measure_moves_the_answer_less_and_a_useless_one_not_at_all() -> None:
    before = probability(trace(case("knee")), "limited_ankle_dorsiflexion", "left")
    moved = [
        probability(trace(case("knee"), [ankle(2.0, sd)]), "limited_ankle_dorsiflexion", "left") - before
        for sd in (1.0, 4.0, 8.0, 16.0, 1000.0)
    ]
    assert moved == sorted(moved, reverse=True)
    assert moved[-1] == pytest.approx(0, abs=1e-4)


def test_a_measure_of_one_side_says_nothing_of_the_other() -> None:
    before = probability(trace(case("knee")), "limited_ankle_dorsiflexion", "right")
    after = probability(trace(case("knee"), [ankle(2.0)]), "limited_ankle_dorsiflexion", "right")
    assert after <= before


def test_pain_in_one_knee_looks_at_that_side_only() -> None:
    left = Case(person=WOMAN, pain=(Pain(region="knee", side="left"),), red_flags=())
    sides = {each.side for each in trace(left).regions[0].contributors}
    assert "right" not in sides


def test_a_value_without_a_norm_is_named_and_moves_nothing() -> None:
    head = Measurement("head_forward_angle", None, 45.0, "deg", 4.0, 3, "test")
    without, with_it = trace(case("neck")), trace(case("neck"), [head])
    assert probability(with_it, "forward_head") == probability(without, "forward_head")
    assert any("moves nothing: no norm" in line for line in contributor(with_it, "forward_head").because)


def test_what_a_phone_cannot_classify_is_named_and_moves_nothing() -> None:
    film = Measurement("ankle_dorsiflexion_stance_peak", "left", -5.0, "deg", 1.0, 9, "test")
    without, with_it = trace(case("knee")), trace(case("knee"), [film])
    stiff = contributor(with_it, "limited_ankle_dorsiflexion", "left")
    assert stiff.probability == probability(without, "limited_ankle_dorsiflexion", "left")
    assert any("a phone cannot classify" in line for line in stiff.because)


def test_what_a_phone_cannot_classify_counts_from_markers() -> None:
    seen = Measurement(
        "ankle_dorsiflexion_stance_peak", "left", -5.0, "deg", 1.0, 9, "markers", "low", "8 deg below typical"
    )
    stiff = contributor(trace(case("knee"), [seen]), "limited_ankle_dorsiflexion", "left")
    assert any(line.startswith("Seen: Ankle bend in stance, left") for line in stiff.because)
    assert not any("a phone cannot classify" in line for line in stiff.because)


def test_film_counts_where_it_can_be_judged() -> None:
    slow = Measurement("knee_flexion_swing_peak", "left", 40.0, "deg", 3.0, 9, "test")
    seen = contributor(trace(case("knee"), [slow]), "stiff_knee_in_swing", "left")
    assert any(line.startswith("Seen: Knee bend in swing, left, 40 deg") for line in seen.because)


def test_usual_explanations_follow_the_answers() -> None:
    told = {
        stress: trace(case("neck", habits=Habits(stress=stress))).regions[0].usual_explanations
        for stress in ("high", "low", None)
    }
    chance = {
        stress: next(each.probability for each in listed if each.id == "high_stress")
        for stress, listed in told.items()
    }
    assert chance["high"] > chance[None] > chance["low"] == 0


def test_every_probability_lies_in_its_interval() -> None:
    answer = trace(case("neck", "low_back", "knee"), [ankle(2.0)])
    for region in answer.regions:
        assert 0 < region.unseen <= 1
        for each in everything(region):
            assert 0 <= each.interval[0] <= each.probability <= each.interval[1] <= 1


def test_the_same_case_gives_the_same_answer() -> None:
    assert trace(case("knee"), [ankle(2.0)]) == trace(case("knee"), [ankle(2.0)])


def test_what_is_likeliest_comes_first() -> None:
    for region in trace(case("neck", "low_back", "knee")).regions:
        chances = [each.probability for each in region.contributors]
        assert chances == sorted(chances, reverse=True)


def test_a_trace_takes_well_under_a_second() -> None:
    trace(case("neck"))
    started = time.process_time()
    trace(case("neck", "low_back", "knee"), [ankle(2.0)])
    assert time.process_time() - started < 1.0


def test_men_are_not_told_what_was_found_in_women_only() -> None:
    man = Case(person=Person(sex="male"), pain=(Pain(region="low_back"),), red_flags=())
    nobody = Case(pain=(Pain(region="low_back"),), red_flags=())
    of_a_man = [each for each in trace(man).regions[0].contributors if each.id == "rolling_in_foot"]
    assert all(each.direct == 0 for each in of_a_man)
    half = contributor(trace(nobody), "rolling_in_foot", "left").direct
    assert half < contributor(trace(case("low_back")), "rolling_in_foot", "left").direct


def test_a_red_flag_stops_everything_at_the_most_severe_level() -> None:
    answer = trace(Case(pain=(Pain(region="neck"),), red_flags=("weight_loss", "neck_brain_signs")))
    assert answer.stop is not None
    assert answer.stop.level == "emergency"
    assert answer.stop.flags == ("weight_loss", "neck_brain_signs")
    assert answer.regions == ()
    assert answer.next_tests == ()


@pytest.mark.parametrize(
    ("flags", "level"),
    [
        (("brittle_bones",), "soon"),
        (("brittle_bones", "weight_loss"), "urgent"),
        (("brittle_bones", "weight_loss", "neck_brain_signs"), "emergency"),
    ],
)
def test_the_highest_level_wins_before_any_measurement_is_looked_at(
    flags: tuple[str, ...], level: str
) -> None:
    """A measurement that cannot be would be refused; a red flag comes first."""
    answer = trace(reported(4000.0).model_copy(update={"red_flags": flags}))
    assert answer.stop is not None
    assert (answer.stop.level, answer.stop.flags) == (level, flags)
    assert answer.by_hand == ()


def test_an_unknown_red_flag_is_refused() -> None:
    with pytest.raises(InputError, match="'bad_mood' is no red flag; "):
        trace(Case(red_flags=("bad_mood",)))


def test_red_flags_that_were_not_asked_are_mentioned() -> None:
    assert "Red flags were not asked" in trace(Case(pain=(Pain(region="neck"),))).warnings[0]
    assert not trace(case("neck")).warnings


def test_a_region_nothing_is_known_of_claims_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    known = load()
    fewer = {name: region for name, region in known.regions.items() if name != "shoulder"}
    monkeypatch.setattr(tracing, "load", lambda: known.model_copy(update={"regions": fewer}))
    answer = trace(case("shoulder"))
    assert answer.regions[0].contributors == ()
    assert answer.regions[0].unseen == 1.0
    assert "shoulder" in answer.warnings[0]


def test_no_pain_is_no_trace() -> None:
    assert trace(Case(red_flags=())).regions == ()


WALL = ReportedMeasurement(measure="knee_to_wall_distance", side="left", value=0.03, unit="m")


def reported(value: float, unit: str = "m", **more: Any) -> Case:
    entry = ReportedMeasurement(measure="knee_to_wall_distance", value=value, unit=unit, **more)
    return case("knee", measurements=(entry,))


def test_a_measurement_in_the_case_counts() -> None:
    short = trace(reported(0.03, side="left"))
    long = trace(reported(0.14, side="left"))
    assert probability(short, "limited_ankle_dorsiflexion", "left") > 5 * probability(
        long, "limited_ankle_dorsiflexion", "left"
    )
    assert "knee_to_wall" not in [test.test for test in short.next_tests]


def test_a_measurement_in_the_wrong_unit_or_without_its_side_is_refused() -> None:
    with pytest.raises(InputError, match="is given in m or cm or mm, not in inches"):
        trace(reported(3.0, unit="inches", side="left"))
    in_cm, in_m = (
        trace(reported(value, unit=unit, side="left")) for value, unit in ((3.0, "cm"), (0.03, "m"))
    )
    assert in_cm.regions == in_m.regions
    with pytest.raises(InputError, match="needs a side"):
        trace(reported(0.03))


def test_a_measurement_nobody_knows_is_left_out_with_a_warning() -> None:
    odd = case("neck", measurements=(ReportedMeasurement(measure="shoe_size", value=42, unit="EU"),))
    assert "shoe_size" in trace(odd).warnings[0]


def test_shoes_count_only_as_far_as_the_evidence() -> None:
    worn = trace(case("low_back", shoes=Shoes(wear="worn", heel_mm=80)))
    assert probability(worn, "worn_shoes") == 0
    assert probability(worn, "high_heels") > 0


def test_no_line_breaks_the_wording_rules() -> None:
    answer = trace(case("neck", "low_back", "knee", habits=Habits(stress="high")), [ankle(2.0)])
    for region in answer.regions:
        for each in everything(region):
            for line in (each.name, *each.because):
                assert not load().wording.offences(line), line
        for contributed in region.contributors:
            assert not load().wording.offences(contributed.would_change)


def test_the_json_has_the_shape_of_the_contract() -> None:
    answer = trace(case("neck", "knee", measurements=(WALL,)))
    printed = json.loads(json.dumps(trace_json(answer, None, [ankle(2.0)], ["a warning"])))
    assert printed["schema"] == "kinechain.trace/1"
    assert printed["stop"] is None
    assert [region["region"] for region in printed["regions"]] == ["neck", "knee"]
    first = printed["regions"][0]["contributors"][0]
    contract = {"id", "link", "side", "probability", "interval", "evidence", "because", "modifiable"}
    assert contract <= set(first)
    assert set(printed["regions"][0]["usual_explanations"][0]) >= {"id", "probability", "interval", "because"}
    assert set(printed["next_tests"][0]) == {"test", "information_bits", "minutes"}
    assert printed["regions"][0]["usual_explanations"][0]["asked"] is False
    assert [each["method"] for each in printed["measurements"]] == ["test", "guided test, by tape"]
    assert printed["measurements"][1]["measure"] == "knee_to_wall_distance"
    assert printed["measurements"][1]["value"] == 0.03
    assert printed["warnings"] == ["a warning"]
