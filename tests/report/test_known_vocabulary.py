import re

import pytest
from sample import sample_case, sample_film, sample_plan, sample_trace, sample_walk

from kinechain.case import Person
from kinechain.knowledge import load, personal_norm
from kinechain.measurement import SIDES
from kinechain.report import render_report
from kinechain.report.known_vocabulary import known_vocabulary
from kinechain.report.measurement_groups import GROUPS

WORDS = known_vocabulary(Person(age_years=34, sex="female"))


def test_every_measure_has_its_place_in_the_table() -> None:
    placed = {measure for _, measures in GROUPS for measure in measures}
    assert set(load().measures) <= placed


def test_the_typical_range_is_that_of_the_person() -> None:
    young, old = (known_vocabulary(Person(age_years=age, sex="female")) for age in (25, 85))
    young_range, old_range = (words.measure("walking_speed").typical for words in (young, old))
    assert young_range is not None
    assert old_range is not None
    assert young_range[0] > old_range[0]
    assert young_range[1] > old_range[1]


def test_the_typical_range_reaches_as_far_as_the_measure_says() -> None:
    measure = load().measure("walking_speed")
    norm = personal_norm(measure, Person(age_years=34, sex="female"))
    typical = WORDS.measure("walking_speed").typical
    assert norm is not None
    assert typical is not None
    assert (norm.mean - typical[0]) / norm.sd == pytest.approx(measure.typical_sd_below)
    assert (typical[1] - norm.mean) / norm.sd == pytest.approx(measure.typical_sd_above)


def test_a_measure_without_a_norm_has_no_typical_range() -> None:
    assert WORDS.measure("thigh_trailing_angle_peak").typical is None


def test_neck_questions_come_with_those_for_everybody() -> None:
    asked = [question.id for question in WORDS.red_flag_questions(("neck",))]
    assert asked == sorted(
        asked, key=lambda flag: ["emergency", "urgent", "soon"].index(load().red_flags[flag].level)
    )
    assert set(asked) == set(load().flags_for("neck", 34))


def test_whoever_gave_an_age_is_not_asked_what_it_answers() -> None:
    nobody, old = known_vocabulary(Person()), known_vocabulary(Person(age_years=70))
    flags = {"under_16", "new_severe_from_65"}
    assert flags <= {question.id for question in nobody.red_flag_questions(("neck",))}
    assert flags & {question.id for question in old.red_flag_questions(("neck",))} == {"new_severe_from_65"}
    assert old.question("under_16") == nobody.question("under_16")


@pytest.mark.parametrize("angle", ["knee_flexion", "ankle_dorsiflexion"])
def test_typical_curves_run_the_whole_stride(angle: str) -> None:
    curve = WORDS.curves[angle]
    assert len(curve.mean) == len(curve.sd) == 21
    assert all(source in WORDS.citations for source in curve.sources)


def test_a_child_is_shown_no_curves_of_adults() -> None:
    assert known_vocabulary(Person(age_years=9)).curves == {}


def test_a_norm_nobody_looked_up_gives_no_typical_range() -> None:
    assert WORDS.measure("trunk_lean_mean").typical is None


def test_the_report_keeps_to_the_wording_of_the_knowledge() -> None:
    page = render_report(
        walk=sample_walk(),
        film=sample_film(3),
        trace=sample_trace(),
        plan=sample_plan(),
        case=sample_case(red_flags=None),
    )
    # What is quoted from an article is somebody else's; the rest of the page is ours.
    said = re.compile(r"<span class=.quoted.>.*?</span>", re.DOTALL)
    quoted = said.findall(page)
    assert load().wording.offences(" ".join(quoted), quoted=True) == ()
    ours = said.sub(" ", page)
    shown = re.sub(r"<(style|script)\b.*?</\1>|<[^>]*>|\d+\s*%", " ", ours, flags=re.DOTALL)
    assert load().wording.offences(shown) == ()
    assert all(f" {side}" in shown.lower() for side in SIDES)
