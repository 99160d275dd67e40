from dataclasses import replace

from sample import sample_trace

from kinechain.report import body_outline
from kinechain.report.chain_figure import ChainFigure, ChainLink, chain_figure
from kinechain.report.plain_words import LINK_NAMES

REGION = sample_trace().regions[0]


def link(figure: ChainFigure, name: str) -> ChainLink:
    return next(each for each in figure.links if each.link == name)


def test_all_thirteen_links_are_drawn_once() -> None:
    assert [shape.link for shape in body_outline.link_shapes()] == list(LINK_NAMES)
    assert len(chain_figure(REGION).links) == 13


def test_shade_and_support_follow_the_contributor() -> None:
    neck = link(chain_figure(REGION), "neck")
    assert (neck.level, neck.support, neck.status) == (3, "weak", "31\u00a0%")
    assert neck.hurts
    assert neck.spoken.startswith(
        "Neck, where it hurts: 31\u00a0% (18\u00a0to\u00a047\u00a0%), weak evidence."
    )


def test_an_unsupported_link_never_shows_a_probability() -> None:
    ankle = link(chain_figure(REGION), "ankle")
    assert (ankle.support, ankle.status) == ("none", "no support")
    assert "%" not in ankle.spoken
    assert "no published support" in ankle.spoken


def test_a_high_probability_does_not_flatter_an_unsupported_link() -> None:
    lone = replace(REGION.contributors[3], probability=0.9, evidence="high")
    ankle = link(chain_figure(replace(REGION, contributors=(lone,))), "ankle")
    assert (ankle.support, ankle.status) == ("none", "no support")


def test_a_supported_contributor_speaks_for_its_link_before_an_unsupported_one() -> None:
    unsupported = replace(REGION.contributors[3], link="neck", probability=0.8)
    neck = link(chain_figure(replace(REGION, contributors=(unsupported, REGION.contributors[0]))), "neck")
    assert (neck.support, neck.card) == ("weak", 2)
    assert "ankle that bends little (right) and head carried forward" in neck.findings


def test_contradicted_and_unasked_links_say_so() -> None:
    figure = chain_figure(REGION)
    assert link(figure, "hip").status == "contradicted"
    assert link(figure, "knee").spoken == "Knee: not looked at for this pain."


def test_the_pain_lies_on_its_link() -> None:
    hurting = [each.link for each in chain_figure(replace(REGION, region="headache")).links if each.hurts]
    assert hurting == ["head"]
