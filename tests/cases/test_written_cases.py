"""Written cases: what must and must not be said of each.

A case is a file in ``written/``: `about` in a sentence, `case` as in a case file, and any of the following.
Where a region is wanted, ``knee`` stands for the first of that name and ``left knee`` for one with that side.

    refused         the case is no good, and its message holds this
    stop            the level of the referral; there is then no programme
    leads           of a region: the usual explanation or contributor that comes first in its list
    names           of a region: contributors that must be listed
    evidence        of a region: the grade of a contributor
    at_most/at_least  of a region: a contributor's or an explanation's probability
    unseen_at_least   of a region: what is left to what cannot be seen
    does            exercises that must be in the plan; does_not: that must not
    gentler         every exercise begins in its gentler form
    fits_into       minutes a day that the programme must not exceed
    no_plan         there is no plan at all
    asks_next       a test that is among those offered next
    asks            a fact or a test that is among all worth asking; asks_first: the one that comes first;
                    never_asks: those that are not
    asks_no_more    why nothing more is asked
    warns           words (regular expressions, case ignored) in one of the warnings
    says, never_says  words in everything that is shown, JSON and page
    fault           what is wrong in kinechain, so that the case fails; whoever mends it takes this line out
"""

import re
from pathlib import Path
from typing import Any

import pytest

from kinechain.case import Case, Pain
from kinechain.errors import InputError
from kinechain.knowledge import load
from kinechain.plan import make_plan
from kinechain.plan.choose import MOST_EXERCISES
from kinechain.reasoning import trace
from written_cases import FILES, FIRST_DAY, Shown, case_of, shown, written

FIELDS = {
    "about", "case", "refused", "stop", "leads", "names", "evidence", "at_most", "at_least",
    "unseen_at_least", "does", "does_not", "gentler", "fits_into", "no_plan", "asks_next", "asks",
    "asks_first", "never_asks", "asks_no_more", "warns", "says", "never_says", "fault",
}  # fmt: skip
REGIONS = {"neck", "headache", "shoulder", "upper_back", "low_back", "hip", "knee", "ankle", "foot"}
FEWEST = 50
FEWEST_OF_A_REGION = 4
LONGEST_REFUSAL = 400
"""In characters: a message longer than this is not one clear line."""

Json = dict[str, Any]


def parameters() -> list[Any]:
    """The files, those with a known fault marked."""
    entries = [(path, written(path)) for path in FILES]
    return [
        pytest.param(
            entry,
            id=path.stem,
            marks=[pytest.mark.xfail(reason=entry["fault"], strict=True)] if "fault" in entry else [],
        )
        for path, entry in entries
    ]


@pytest.mark.parametrize("entry", parameters())
def test_a_written_case(entry: Json, tmp_path: Path) -> None:
    assert set(entry) <= FIELDS, f"unknown fields: {set(entry) - FIELDS}"
    if "refused" in entry:
        _check_refusal(entry, tmp_path)
        return
    answer = shown(case_of(entry, tmp_path))
    _check_stop(entry, answer)
    _check_regions(entry, answer.json)
    _check_plan(entry, answer.json)
    _check_asking(entry, answer)
    _check_words(entry, answer)


def _check_refusal(entry: Json, folder: Path) -> None:
    with pytest.raises(InputError) as refusal:
        shown(case_of(entry, folder))
    message = str(refusal.value)
    assert re.search(entry["refused"], message, re.IGNORECASE), message
    assert "\n" not in message
    assert len(message) <= LONGEST_REFUSAL, message
    assert load().wording.offences(message) == ()


def _check_stop(entry: Json, answer: Shown) -> None:
    stop = answer.json["stop"]
    assert (stop["level"] if stop else None) == entry.get("stop")
    if stop:
        assert answer.json["plan"] is None
        assert answer.json["regions"] == []
        assert answer.json["next_tests"] == []
        assert set(entry["case"].get("red_flags") or ()) <= set(stop["flags"])
        page = " ".join(answer.page)
        assert stop["advice"] in page
        for exercise in load().exercises.values():
            assert exercise.name not in page


def _by_place(answer: Json) -> dict[str, Json]:
    """The regions by name, and by side and name; the first of a name goes by the name alone."""
    places: dict[str, Json] = {}
    for region in answer["regions"]:
        places.setdefault(region["region"], region)
        places[f"{region['side']} {region['region']}"] = region
    return places


def _listed(region: Json) -> list[Json]:
    return [*region["contributors"], *region["usual_explanations"]]


def _check_regions(entry: Json, answer: Json) -> None:
    places = _by_place(answer)
    for place, first in entry.get("leads", {}).items():
        leader = max(_listed(places[place]), key=lambda each: each["probability"])
        assert leader["id"] == first
        assert leader["probability"] > 0
    for place, names in entry.get("names", {}).items():
        assert set(names) <= {each["id"] for each in places[place]["contributors"]}
    for place, grades in entry.get("evidence", {}).items():
        graded = {each["id"]: each["evidence"] for each in places[place]["contributors"]}
        assert {name: graded[name] for name in grades} == grades
    for place, least in entry.get("unseen_at_least", {}).items():
        assert places[place]["unseen"] >= least
    for field, holds in (("at_most", float.__le__), ("at_least", float.__ge__)):
        for place, limits in entry.get(field, {}).items():
            for name, limit in limits.items():
                found = [each["probability"] for each in _listed(places[place]) if each["id"] == name]
                assert found, f"{name} is not listed for {place}"
                assert holds(float(max(found)), float(limit)), f"{name}: {max(found)}"


def _check_plan(entry: Json, answer: Json) -> None:
    plan = answer["plan"]
    done = plan["exercises"] if plan else []
    names = {each["id"] for each in done}
    assert len(done) <= MOST_EXERCISES
    assert set(entry.get("does", ())) <= names
    assert not set(entry.get("does_not", ())) & names
    if entry.get("no_plan"):
        assert plan is None
    if entry.get("gentler"):
        assert done
        assert all(each["gentler"] for each in done)
    if "fits_into" in entry:
        assert done
        assert plan["fullest_day_minutes"] <= entry["fits_into"]


def _check_asking(entry: Json, answer: Shown) -> None:
    assert set(entry.get("asks_next", ())) <= {each["test"] for each in answer.json["next_tests"]}
    assert set(entry.get("asks", ())) <= {ask.id for ask in answer.asks}
    assert not set(entry.get("never_asks", ())) & {ask.id for ask in answer.asks}
    if "asks_first" in entry:
        assert answer.asks[0].id == entry["asks_first"]
    if "asks_no_more" in entry:
        assert answer.enough is not None
        assert re.search(entry["asks_no_more"], answer.enough)
    elif entry.get("asks") or entry.get("asks_next"):
        assert answer.enough is None


def _check_words(entry: Json, answer: Shown) -> None:
    for pattern in entry.get("warns", ()):
        said = [line for line in answer.json["warnings"] if re.search(pattern, line, re.IGNORECASE)]
        assert said, f"does not warn {pattern!r}"
    for pattern in entry.get("says", ()):
        assert _holds(pattern, answer.texts), f"does not say {pattern!r}"
    for pattern in entry.get("never_says", ()):
        assert not _holds(pattern, answer.texts), f"says {pattern!r}"


def _holds(pattern: str, texts: tuple[str, ...]) -> str | None:
    """The text that holds the pattern; blanks of every kind are alike."""
    plain = (text.replace("\u00a0", " ").replace("\u202f", " ") for text in texts)
    return next((text for text in plain if re.search(pattern, text, re.IGNORECASE)), None)


def test_there_are_enough_cases_over_every_region_and_red_flag() -> None:
    cases = [written(path)["case"] for path in FILES]
    assert len(cases) >= FEWEST
    asked = [case for case in cases if not case.get("red_flags")]
    regions = [pain.get("region") for case in asked for pain in case.get("pain", ())]
    assert {region for region in REGIONS if regions.count(region) < FEWEST_OF_A_REGION} == set()
    flags = {flag for case in cases for flag in case.get("red_flags") or ()}
    assert set(load().red_flags) - flags == set()


def test_a_case_with_a_fault_is_an_exception() -> None:
    assert sum("fault" in written(path) for path in FILES) <= len(FILES) // 10


@pytest.mark.parametrize("flag", load().red_flags)
def test_every_red_flag_by_itself_stops_at_its_level_whatever_hurts(flag: str) -> None:
    for region in REGIONS:
        case = Case(pain=(Pain(region=region),), red_flags=(flag,))  # type: ignore[arg-type]
        result = trace(case)
        assert result.stop is not None
        assert result.stop.level == load().red_flags[flag].level
        assert result.stop.advice == load().levels[result.stop.level].advice
        assert (result.regions, result.next_tests) == ((), ())
        assert make_plan(result, case, FIRST_DAY) is None


@pytest.mark.parametrize("first", ["pregnant", "knee_hot", "back_saddle"])
@pytest.mark.parametrize("second", ["pregnant", "knee_hot", "back_saddle"])
def test_the_more_urgent_of_two_flags_decides_in_any_order(first: str, second: str) -> None:
    order = ("emergency", "urgent", "soon")
    levels = [load().red_flags[flag].level for flag in (first, second)]
    stop = trace(Case(pain=(Pain(region="knee"),), red_flags=(first, second))).stop
    assert stop is not None
    assert stop.level == min(levels, key=order.index)
