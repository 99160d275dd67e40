from dataclasses import replace

from sample import sample_trace, sample_walk

from kinechain.reasoning.trace import UsualExplanation
from kinechain.report.headline import measured_headline, region_headline

REGION = sample_trace().regions[0]
ALONE = replace(REGION, usual_explanations=())


def test_likelier_usual_explanations_come_first() -> None:
    headline = region_headline(REGION)
    assert headline.kind == "usual"
    assert headline.title == "The usual explanations come first: stress and low mood, and poor sleep."
    assert "44\u00a0% (range 31\u00a0to\u00a058\u00a0%)" in headline.sentences[0]
    assert "31\u00a0%, range 18\u00a0to\u00a047\u00a0%" in headline.sentences[1]


def test_usual_explanations_make_the_title_where_the_walk_says_nothing() -> None:
    headline = region_headline(replace(REGION, contributors=()))
    assert headline.kind == "usual"
    assert (
        headline.sentences[1] == "No link of the chain stands out as a possible contributor to the neck pain."
    )


def test_unlikely_usual_explanations_do_not_make_the_title() -> None:
    faint = tuple(replace(e, probability=0.12) for e in REGION.usual_explanations)
    headline = region_headline(replace(REGION, contributors=(), usual_explanations=faint))
    assert headline.kind == "cannot_tell"
    assert "stress and low mood (12\u00a0%)" in " ".join(headline.sentences)


def test_a_likelier_contributor_is_named_with_its_doubt() -> None:
    headline = region_headline(replace(REGION, usual_explanations=REGION.usual_explanations[2:]))
    assert headline.title == "A possible contributor: head carried forward."
    assert "about 3 in 10" in headline.sentences[0]
    assert headline.sentences[-1].startswith("About 4 in 10 is left")


def test_a_faint_contributor_is_named_but_makes_no_title() -> None:
    faint = replace(REGION.contributors[0], probability=0.12, interval=(0.0, 0.25))
    headline = region_headline(replace(ALONE, contributors=(faint,)))
    assert headline.title == "From this, we cannot tell."
    assert "strongest possible contributor is head carried forward" in headline.sentences[0]


def test_one_usual_explanation_is_told_in_the_singular() -> None:
    headline = region_headline(
        replace(REGION, contributors=(), usual_explanations=REGION.usual_explanations[:1])
    )
    assert headline.sentences[0].replace("\u00a0", " ") == (
        "The probability that this contributes to the neck pain is 44 % (range 31 to 58 %)."
    )


def test_unsupported_links_are_never_the_answer() -> None:
    lone = tuple(replace(c, probability=0.9) for c in REGION.contributors if c.likelihood_ratio == 1)
    headline = region_headline(replace(ALONE, contributors=lone))
    assert headline.title == "From this, we cannot tell."
    assert "ankle" not in " ".join(headline.sentences)


def test_contradicted_links_are_never_the_answer() -> None:
    lone = replace(REGION.contributors[4], probability=0.9, likelihood_ratio=2.0)
    assert region_headline(replace(ALONE, contributors=(lone,))).kind == "cannot_tell"


def test_an_interval_that_holds_nearly_everything_is_no_answer() -> None:
    wide = replace(REGION.contributors[0], probability=0.5, interval=(0.05, 0.95))
    assert region_headline(replace(ALONE, contributors=(wide,))).kind == "cannot_tell"


LIMIT = "What was recorded cannot change these probabilities."


def test_a_film_that_moves_nothing_leads_the_answer_and_is_no_clean_bill() -> None:
    bare = replace(ALONE, contributors=(), film_limit=LIMIT)
    assert region_headline(bare).sentences[0] == LIMIT
    usual = region_headline(replace(REGION, contributors=(), film_limit=LIMIT))
    assert LIMIT in usual.sentences
    for headline in (region_headline(bare), usual):
        assert "stands out" not in " ".join(headline.sentences)
    for contributors in (REGION.contributors, REGION.contributors[:1]):
        assert LIMIT in region_headline(replace(ALONE, contributors=contributors, film_limit=LIMIT)).sentences


def unasked(*chances: float) -> tuple[UsualExplanation, ...]:
    pairs = zip(REGION.usual_explanations, chances, strict=False)
    return tuple(replace(e, probability=chance, asked=False) for e, chance in pairs)


def test_an_explanation_nobody_asked_for_makes_no_title() -> None:
    headline = region_headline(replace(REGION, contributors=(), usual_explanations=unasked(0.5)))
    assert headline.title == "From this, we cannot tell."
    assert "stress and low mood (not asked) (50\u00a0%)" in " ".join(headline.sentences)
    asked = replace(REGION.usual_explanations[1], probability=0.3)
    mixed = region_headline(replace(REGION, contributors=(), usual_explanations=(*unasked(0.5), asked)))
    assert mixed.title == "The usual explanations come first: poor sleep."


def test_a_contributor_between_an_unasked_and_an_asked_explanation_makes_no_title_either() -> None:
    asked = replace(REGION.usual_explanations[1], probability=0.25)
    headline = region_headline(replace(REGION, usual_explanations=(*unasked(0.5), asked)))
    assert headline.title == "From this, we cannot tell."


def test_the_side_of_the_pain_is_named() -> None:
    knee = replace(ALONE, region="knee", side="left", contributors=())
    assert "the left knee pain" in region_headline(knee).sentences[0]


def test_nothing_traced_and_nothing_measured() -> None:
    assert measured_headline(sample_walk()).kind == "measured"
    untold = tuple(replace(m, value=None, sd=None) for m in sample_walk().measurements)
    assert measured_headline(replace(sample_walk(), measurements=untold)).kind == "cannot_tell"
    assert measured_headline(None).sentences == ()
