from dataclasses import replace
from datetime import date

import pytest
from sample import sample_plan, sample_trace, sample_vocabulary

from kinechain.case import Case
from kinechain.plan.making import NOT_ASKED
from kinechain.plan.plan import Dose, Retest, SmallestChange
from kinechain.report import render_report
from kinechain.report.plan_page import date_words, dose_words, plan_page
from kinechain.report.source_list import SourceList, web_address


def test_the_retest_date_is_counted_from_today() -> None:
    words = sample_vocabulary()
    page = plan_page(sample_plan(), words, SourceList(words), date(2026, 1, 30))
    assert (page.made, page.retest, page.retest_iso) == ("30 January 2026", "13 March 2026", "2026-03-13")
    assert page.retest_measures[0] == "Head in front of the shoulders"


def test_a_change_that_is_noise_is_told_in_the_unit_people_use() -> None:
    words = sample_vocabulary()
    changes = (
        SmallestChange("knee_to_wall_distance", 0.0194, "m"),
        SmallestChange("walking_speed", 0.1, "m/s"),
    )
    plan = replace(sample_plan(), retest=Retest(42, ("knee_to_wall_distance", "walking_speed"), changes))
    page = plan_page(plan, words, SourceList(words), date(2026, 1, 30))
    assert page.noise == (
        "Knee-to-wall test: a change smaller than 1.9\u00a0cm is noise.",
        "Walking speed: a change smaller than 0.1\u00a0m/s is noise.",
    )


@pytest.mark.parametrize(
    ("dose", "weeks", "words"),
    [
        (Dose(sets=3, repetitions=10, hold_s=5, times_per_week=5), (6, 12),
         ("3 sets of 10", "hold 5 s", "5 times a week", "for 6 to 12 weeks")),
        (Dose(minutes=20, times_per_week=7), (1, 2), ("20 min", "every day", "for 1 to 2 weeks")),
        (Dose(sets=1, hold_s=30, times_per_week=14, each_side=True), (8, 8),
         ("once", "hold 30 s", "each side", "twice a day", "for 8 weeks")),
        (Dose(sets=1, repetitions=8, times_per_week=1, parts=3), (12, None),
         ("1 set of 8 of each", "once a week", "for 12 weeks and on")),
        (Dose(minutes=2.5, times_per_week=2), None, ("2.5 min", "twice a week")),
    ],
)  # fmt: skip
def test_doses_are_said_as_people_say_them(
    dose: Dose, weeks: tuple[int, int | None] | None, words: tuple[str, ...]
) -> None:
    assert dose_words(dose, weeks) == words


def test_a_change_to_expect_that_noise_swallows_is_told_as_such() -> None:
    words = sample_vocabulary()
    changes = (SmallestChange("knee_to_wall_distance", 0.0194, "m", expected=0.014),)
    plan = replace(sample_plan(), retest=Retest(42, ("knee_to_wall_distance",), changes))
    said = plan_page(plan, words, SourceList(words), date(2026, 1, 30)).noise[0]
    assert "about 1.4\u00a0cm is what to expect" in said
    assert "mean of several tries" in said


def test_a_change_beyond_noise_needs_no_warning() -> None:
    words = sample_vocabulary()
    changes = (SmallestChange("knee_to_wall_distance", 0.0194, "m", expected=0.03),)
    plan = replace(sample_plan(), retest=Retest(42, ("knee_to_wall_distance",), changes))
    said = plan_page(plan, words, SourceList(words), date(2026, 1, 30)).noise[0]
    assert said == "Knee-to-wall test: a change smaller than 1.9\u00a0cm is noise."


def test_what_comes_first_is_shown_but_questions_the_page_puts_itself() -> None:
    words = sample_vocabulary()
    plan = replace(sample_plan(), first=(NOT_ASKED, "Begin gently."))
    assert plan_page(plan, words, SourceList(words), date(2026, 1, 30)).first == ("Begin gently.",)


def test_a_plan_that_begins_later_is_tested_later() -> None:
    words = sample_vocabulary()
    plan = replace(sample_plan(), start=date(2026, 2, 2))
    page = plan_page(plan, words, SourceList(words), date(2026, 1, 30))
    assert (page.made, page.begins, page.retest) == ("30 January 2026", "2 February 2026", "16 March 2026")
    same = plan_page(replace(plan, start=date(2026, 1, 30)), words, SourceList(words), date(2026, 1, 30))
    assert same.begins == ""


def test_an_exercise_says_its_form_its_time_and_when_to_expect_something() -> None:
    words = sample_vocabulary()
    dose = Dose(sets=3, repetitions=8, hold_s=5, times_per_week=3)
    exercise = replace(sample_plan().exercises[0], dose=dose, weeks_to_effect=(6, 12), form="lying")
    sheet = plan_page(
        replace(sample_plan(), exercises=(exercise,)), words, SourceList(words), date(2026, 1, 30)
    )
    assert sheet.sheets[0].takes == "about 4\u00a0min"
    assert sheet.sheets[0].shows == "something after 6 to 12 weeks"


def test_dates_do_not_depend_on_the_locale() -> None:
    assert date_words(date(2026, 12, 3)) == "3 December 2026"


def test_sources_are_numbered_as_first_cited_and_shared() -> None:
    sources = SourceList(sample_vocabulary())
    assert sources.cite(("b", "a")) == (1, 2)
    assert sources.cite(("a", "c", "a")) == (2, 3)
    assert [s.number for s in sources.listed()] == [1, 2, 3]
    assert replace(sources.listed()[0]).text == "b"


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "javascript://example.org/%0aalert(1)",
        "ftp://example.org/a",
        "data:text/html,x",
        "file:///etc/passwd",
        "http://",
        "http://[x",
        "",
    ],
)
def test_only_web_addresses_become_links(url: str) -> None:
    assert web_address(url) is None


def test_web_addresses_are_kept() -> None:
    assert web_address("https://example.org/a") == "https://example.org/a"


def test_the_plan_with_nothing_to_measure_again_still_asks_how_much_it_hurts() -> None:
    page = render_report(
        walk=None,
        film=None,
        trace=sample_trace(),
        plan=replace(sample_plan(), retest=Retest(42, ())),
        case=Case(),
    )
    assert "Note how much it hurts" in page
    assert "Measure the same way" not in page
