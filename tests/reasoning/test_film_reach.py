"""A film that could not move the answer is said to be such a one; the verdict on that is the knowledge's."""

import math

import pytest

from kinechain.case import Case, Habits, Pain, Person, Region, ReportedMeasurement
from kinechain.knowledge import Knowledge, load
from kinechain.measurement import SIDES, Measurement
from kinechain.plan.to_json import trace_json
from kinechain.reasoning import trace, tracing
from kinechain.reasoning.finding import findings_for
from kinechain.reasoning.trace import Contributor, Trace, UsualExplanation

SWING = [Measurement("knee_flexion_swing_peak", side, 30.0, "deg", 3.0, 9, "test") for side in SIDES]
PACE = [Measurement("walking_speed", None, 0.6, "m/s", 0.03, 9, "test")]
FILM = [*SWING, *PACE]


def case(region: Region, *by_hand: ReportedMeasurement) -> Case:
    person = Person(age_years=34, sex="female")
    return Case(person=person, pain=(Pain(region=region),), red_flags=(), measurements=by_hand)


def chances(answer: Trace) -> list[float]:
    region = answer.regions[0]
    weighed: list[Contributor | UsualExplanation] = [*region.contributors, *region.usual_explanations]
    return [each.probability for each in weighed]


@pytest.mark.parametrize(
    ("region", "test"),
    [
        ("neck", "side photo of the head"),
        ("low_back", "straight leg raise in a doorway"),
        ("knee", "knee-to-wall test"),
    ],
)
def test_what_a_film_cannot_change_is_said_with_the_test_that_can(region: Region, test: str) -> None:
    without, with_it = trace(case(region)), trace(case(region), FILM)
    supported = [each.likelihood_ratio != 1.0 for each in with_it.regions[0].contributors]
    assert any(supported)
    limit = with_it.regions[0].film_limit
    assert sorted(chances(without)) == sorted(chances(with_it))
    assert f"cannot change these probabilities for {region.replace('_', ' ')} pain" in limit
    assert test in limit
    (told,) = (id_ for id_, each in load().tests.items() if each.name.lower().startswith(test))
    assert f"(kinechain test {told})" in limit
    assert limit in with_it.warnings
    assert not load().wording.offences(limit)


def test_without_a_film_nothing_is_said_of_it() -> None:
    by_hand = ReportedMeasurement(measure="knee_to_wall_distance", side="left", value=0.03, unit="m")
    answer = trace(case("knee", by_hand))
    assert answer.regions[0].film_limit == ""
    assert answer.warnings == ()


def test_a_hand_test_does_not_speak_for_the_film() -> None:
    by_hand = ReportedMeasurement(measure="knee_to_wall_distance", side="left", value=0.03, unit="m")
    limit = trace(case("knee", by_hand), FILM).regions[0].film_limit
    assert "cannot change these probabilities for knee pain" in limit
    assert "knee-to-wall" not in limit


def strong_swing(ratio: float) -> Knowledge:
    """The knowledge as it would be if a stiff knee in swing had published support."""
    links = dict(load().links)
    links["knee_swing_to_knee"] = links["knee_swing_to_knee"].model_copy(update={"likelihood_ratio": ratio})
    return load().model_copy(update={"links": links})


def test_a_film_that_counts_is_not_called_mute(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tracing, "load", lambda: strong_swing(1.5))
    assert trace(case("knee"), FILM).regions[0].film_limit == ""
    assert "Nothing that this recording showed" in trace(case("knee"), PACE).regions[0].film_limit


def test_the_doubt_about_a_recalled_norm_is_part_of_a_finding_s_noise() -> None:
    (finding,) = findings_for(load(), "slow_walking", None, Person(age_years=34, sex="female"), PACE)
    assert finding.noise == pytest.approx(math.hypot(0.03 / 0.24, 0.25))


def test_a_link_that_only_protects_has_no_weight_to_reach(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tracing, "load", lambda: strong_swing(0.7))
    assert "cannot change" in trace(case("knee"), FILM).regions[0].film_limit


def test_what_was_not_asked_says_so_and_a_marker_stays_small() -> None:
    silent = trace(case("neck")).regions[0].usual_explanations
    told = trace(case("neck").model_copy(update={"habits": Habits(earlier_episodes=True, stress="high")}))
    assert not any(each.asked for each in silent)
    assert all("(not asked)" in each.because[1] for each in silent)
    answered = {each.id: each for each in told.regions[0].usual_explanations}
    assert answered["earlier_episodes"].asked
    assert not any("(not asked)" in line for line in answered["earlier_episodes"].because)
    assert answered["earlier_episodes"].probability < answered["high_stress"].probability / 3


def test_each_knee_has_its_side_and_no_pain_counts_twice() -> None:
    def knees(*sides: str | None) -> Trace:
        pain = tuple(Pain.model_validate({"region": "knee", "side": side}) for side in sides)
        return trace(Case(pain=pain, red_flags=()))

    both = knees("left", "right")
    assert [region.side for region in both.regions] == ["left", "right"]
    assert [region["side"] for region in trace_json(both, None)["regions"]] == ["left", "right"]
    assert knees("left", None).regions == knees("left").regions == knees(None, "left").regions
    assert "taken to be one pain" in knees("left", None).warnings[0]
    assert [region.side for region in knees(None).regions] == [None]
    assert knees("left").warnings == knees(None).warnings == ()
