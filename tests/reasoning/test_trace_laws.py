"""Laws that every trace keeps, whatever the case."""

from dataclasses import replace
from functools import cache
from typing import Any, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kinechain.case import Case, Habits, Pain, Person, Region, Shoes
from kinechain.knowledge import load
from kinechain.measurement import Measurement, Side
from kinechain.reasoning import trace
from kinechain.reasoning.ask import enough, next_asks
from kinechain.reasoning.trace import Contributor, RegionTrace, Trace, UsualExplanation

REGIONS = list(get_args(Region))
WOMAN = Person(age_years=34, sex="female", height_m=1.68)
OTHER: dict[Side | None, Side | None] = {"left": "right", "right": "left", None: None}
SIDES: list[Side | None] = ["left", "right", None]
FINDINGS = {
    "knee_to_wall_distance": ("m", 0.0, 0.2, 0.007),
    "straight_leg_raise_angle": ("deg", 30.0, 100.0, 3.0),
    "knee_flexion_swing_peak": ("deg", 30.0, 70.0, 3.0),
    "hip_extension_passive": ("deg", -20.0, 25.0, 2.0),
    "arch_drop_height": ("m", 0.0, 0.02, 0.001),
}


@st.composite
def measured(draw: st.DrawFn) -> tuple[Measurement, ...]:
    """Up to five measurements, each once a side."""
    chosen = draw(
        st.lists(
            st.tuples(st.sampled_from(sorted(FINDINGS)), st.sampled_from(["left", "right"])),
            max_size=5,
            unique=True,
        )
    )
    found = []
    for name, side in chosen:
        unit, low, high, sd = FINDINGS[name]
        found.append(Measurement(name, side, draw(st.floats(low, high)), unit, sd, 3, "test"))  # type: ignore[arg-type]
    return tuple(found)


@st.composite
def pains(draw: st.DrawFn) -> tuple[Pain, ...]:
    """One to three pains."""
    regions = draw(st.lists(st.sampled_from(REGIONS), min_size=1, max_size=3, unique=True))
    return tuple(Pain(region=region, side=draw(st.sampled_from(SIDES))) for region in regions)


HABITS = st.builds(
    Habits,
    stress=st.sampled_from(["low", "high", None]),
    sleep=st.sampled_from(["good", "poor", None]),
    earlier_episodes=st.sampled_from([True, False, None]),
    daily_steps=st.sampled_from([3000, 9000, None]),
)
SHOES = st.builds(Shoes, heel_mm=st.sampled_from([0, 80, None]), wear=st.sampled_from(["new", "worn", None]))


@st.composite
def cases(draw: st.DrawFn) -> tuple[Case, tuple[Measurement, ...]]:
    case = Case(person=WOMAN, pain=draw(pains()), red_flags=(), habits=draw(HABITS), shoes=draw(SHOES))
    return case, draw(measured())


def everything(region: RegionTrace) -> list[Contributor | UsualExplanation]:
    return [*region.contributors, *region.usual_explanations]


def figures(answer: Trace) -> dict[tuple[Any, ...], tuple[float, ...]]:
    """Every probability with its interval, by pain and cause."""
    return {
        (region.region, region.side, each.id, getattr(each, "side", None)): (each.probability, *each.interval)
        for region in answer.regions
        for each in everything(region)
    }


@given(cases())
@settings(max_examples=25, deadline=None)
def test_probabilities_are_probabilities_and_lie_in_their_intervals(
    given_: tuple[Case, tuple[Measurement, ...]],
) -> None:
    for region in trace(*given_).regions:
        assert 0 < region.unseen <= 1
        assert region.unseen + sum(each.probability for each in everything(region)) >= 1 - 1e-9
        for each in everything(region):
            assert 0 <= each.interval[0] <= each.probability <= each.interval[1] <= 1
        for each in region.contributors:
            either = 1 - (1 - each.direct) * (1 - each.through)
            assert (
                max(each.direct, each.through) - 1e-9 <= each.probability <= each.direct + each.through + 1e-9
            )
            assert either >= 0


@given(cases())
@settings(max_examples=15, deadline=None)
def test_swapping_sides_swaps_the_answers(given_: tuple[Case, tuple[Measurement, ...]]) -> None:
    case, found = given_
    mirrored = case.model_copy(
        update={"pain": tuple(pain.model_copy(update={"side": OTHER[pain.side]}) for pain in case.pain)}
    )
    swapped = figures(trace(mirrored, [replace(each, side=OTHER[each.side]) for each in found]))
    for (region, pain_side, cause, side), expected in figures(trace(case, found)).items():
        assert swapped[region, OTHER[pain_side], cause, OTHER[side]] == pytest.approx(expected, abs=1e-9)


@given(cases(), st.randoms(use_true_random=False))
@settings(max_examples=15, deadline=None)
def test_the_order_of_pains_and_measurements_does_not_matter(
    given_: tuple[Case, tuple[Measurement, ...]], chance: Any
) -> None:
    case, found = given_
    shuffled, others = list(case.pain), list(found)
    chance.shuffle(shuffled)
    chance.shuffle(others)
    told_otherwise = figures(trace(case.model_copy(update={"pain": tuple(shuffled)}), others))
    for key, expected in figures(trace(case, found)).items():
        assert told_otherwise[key] == pytest.approx(expected, abs=1e-9)


@given(cases())
@settings(max_examples=10, deadline=None)
def test_an_unanswered_question_changes_nothing(given_: tuple[Case, tuple[Measurement, ...]]) -> None:
    case, found = given_
    silent = [
        Measurement(name, side, None, unit, None, 0, "test")
        for name, (unit, *_) in FINDINGS.items()
        for side in ("left", "right")
    ]
    assert figures(trace(case, [*found, *silent])) == figures(trace(case, found))
    put_and_left_open = case.model_copy(update={"asked": ("habits.stress", "knee_to_wall")})
    assert figures(trace(put_and_left_open, found)) == figures(trace(case, found))


@pytest.mark.parametrize(
    ("measure", "condition", "for_it"),
    [
        ("knee_to_wall_distance", "limited_ankle_dorsiflexion", "low"),
        ("straight_leg_raise_angle", "tight_hamstrings", "low"),
        ("hip_extension_passive", "limited_hip_extension", "low"),
        ("arch_drop_height", "rolling_in_foot", "high"),
    ],
)
@given(st.data())
@settings(max_examples=8, deadline=None)
def test_more_evidence_against_never_raises(
    measure: str, condition: str, for_it: str, data: st.DataObject
) -> None:
    case, others = data.draw(cases())
    unit, low, high, sd = FINDINGS[measure]
    values = sorted(
        data.draw(st.lists(st.floats(low, high), min_size=2, max_size=2)), reverse=for_it == "high"
    )
    found = [each for each in others if each.measure != measure]
    more, less = (
        figures(trace(case, [*found, Measurement(measure, "left", value, unit, sd, 3, "test")]))
        for value in values
    )
    for key, (probability, *_) in less.items():
        if key[2:] == (condition, "left"):
            assert probability <= more[key][0] + 1e-9


@cache
def before(region: Region) -> dict[tuple[Any, ...], tuple[float, ...]]:
    return figures(trace(Case(person=WOMAN, pain=(Pain(region=region),), red_flags=())))


@pytest.mark.parametrize("region", REGIONS)
def test_what_stands_in_no_chain_and_has_no_support_moves_nothing(region: Region) -> None:
    """Walking speed bears on no pain with a ratio other than 1, and stands in no chain."""
    slow = [Measurement("walking_speed", None, 0.6, "m/s", 0.03, 9, "test")]
    case = Case(person=WOMAN, pain=(Pain(region=region),), red_flags=())
    pulled = {
        end for link in load().links.values() if link.pull for end in (link.from_condition, link.to_condition)
    }
    assert "slow_walking" not in pulled
    assert figures(trace(case, slow)) == before(region)


@pytest.mark.parametrize("region", REGIONS)
def test_a_neutral_link_out_of_every_chain_stays_at_nothing_with_its_interval(region: Region) -> None:
    for contributor in (
        trace(Case(person=WOMAN, pain=(Pain(region=region),), red_flags=())).regions[0].contributors
    ):
        if contributor.likelihood_ratio == 1.0 and not contributor.through:
            assert (contributor.probability, contributor.interval) == (0.0, (0.0, 0.0))


def test_pain_everywhere_is_answered_in_time_and_pain_nowhere_is_answered() -> None:
    import time

    everywhere = Case(
        pain=tuple(Pain(region=region, side=side) for region in REGIONS for side in ("left", "right")),
        red_flags=(),
    )
    trace(everywhere)
    started = time.process_time()
    answer = trace(everywhere)
    between = time.process_time()
    next_asks(everywhere)
    assert between - started < 1.0
    assert time.process_time() - between < 0.5
    assert len(answer.regions) > len(REGIONS)
    nowhere = Case(red_flags=())
    assert trace(nowhere).regions == ()
    assert next_asks(nowhere) == ()
    assert enough(nowhere)
