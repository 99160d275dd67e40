from dataclasses import replace

from sample import sample_trace, sample_two_pains

from kinechain.report.glance import glance

REGION = sample_trace().regions[0]


def test_the_likeliest_of_each_kind_and_the_unseen_share() -> None:
    contributors, usual, unseen = glance(REGION)
    assert [row.probability for row in contributors.rows] == ["31\u00a0%", "16\u00a0%", "11\u00a0%"]
    assert [row.name for row in usual.rows] == ["Stress and low mood", "Poor sleep", "Long sitting"]
    assert (contributors.others, usual.others) == ("", "")
    assert [(row.name, row.dot, row.interval) for row in unseen.rows] == [("Unseen", "38.0%", "")]


def test_the_interval_is_drawn_from_its_lower_to_its_upper_end() -> None:
    head = glance(REGION)[0].rows[0]
    assert (head.dot, head.low, head.width) == ("31.0%", "18.0%", "29.0%")
    assert head.interval == "18\u00a0to\u00a047\u00a0%"


def test_what_is_faint_is_counted_and_equal_sides_count_once() -> None:
    neck, knee = sample_two_pains().regions
    assert glance(neck)[0].others == "1 other, under 5\u00a0%"
    contributors, usual, _ = glance(knee)
    assert (contributors.rows, contributors.others) == ((), "1, under 5\u00a0%")
    assert (usual.rows, usual.others) == ((), "3, each under 5\u00a0%")


def test_what_was_not_asked_says_so() -> None:
    usual = (replace(REGION.usual_explanations[0], asked=False), *REGION.usual_explanations[1:])
    rows = glance(replace(REGION, usual_explanations=usual))[1].rows
    assert [row.name for row in rows] == ["Stress and low mood (not asked)", "Poor sleep", "Long sitting"]


def test_what_was_not_asked_is_drawn_hollow() -> None:
    usual = (replace(REGION.usual_explanations[0], asked=False), *REGION.usual_explanations[1:])
    rows = glance(replace(REGION, usual_explanations=usual))[1].rows
    assert [row.firm for row in rows] == [False, True, True]


def test_where_nothing_is_supported_it_is_said() -> None:
    contributors, *_ = glance(replace(REGION, contributors=REGION.contributors[3:]))
    assert (contributors.rows, contributors.others) == ((), "none has published support")


def test_a_side_is_named() -> None:
    left = replace(REGION.contributors[0], side="left")
    assert glance(replace(REGION, contributors=(left,)))[0].rows[0].side == "left"


def test_more_than_four_are_bounded_by_the_likeliest_left_out() -> None:
    five = tuple(replace(c, likelihood_ratio=1.5, evidence="low") for c in REGION.contributors[:5])
    assert glance(replace(REGION, contributors=five))[0].others == "1 other, 7\u00a0% or less"
