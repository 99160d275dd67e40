from dataclasses import replace

from sample import sample_chain, sample_vocabulary

from kinechain.report.body_outline import link_shapes
from kinechain.report.chain_figure import chain_figure
from kinechain.report.route_arrow import route_arrow
from kinechain.report.routes import paths, routes, without_shares

PULLS = sample_vocabulary().pulls
REGION = sample_chain()
ANKLE = REGION.contributors[0]


def test_every_way_up_the_chain_is_found_on_its_own_side() -> None:
    ways = routes(ANKLE, REGION, PULLS)
    assert [[c.name for c in way.through] for way in ways] == [["foot that rolls in"], ["knee that turns in"]]
    assert all(c.side == "left" for way in ways for c in way.through)


def test_a_way_is_as_good_as_its_weakest_step() -> None:
    assert [way.evidence for way in routes(ANKLE, REGION, PULLS)] == ["very_low", "very_low"]
    sound = replace(REGION, contributors=tuple(replace(c, evidence="high") for c in REGION.contributors))
    assert [way.evidence for way in routes(ANKLE, sound, PULLS)] == ["low", "very_low"]


def test_a_way_ends_where_something_contributes_by_itself() -> None:
    idle = tuple(replace(c, direct=0.0) if c.link == "arch" else c for c in REGION.contributors)
    (way,) = routes(ANKLE, replace(REGION, contributors=idle), PULLS)
    assert way.through[0].link == "knee"


def test_what_counts_by_itself_alone_has_no_ways() -> None:
    alone = replace(ANKLE, through=0.0)
    assert routes(alone, REGION, PULLS) == ()
    assert paths(alone, REGION, PULLS) is None


def test_the_shares_are_told_with_their_stations() -> None:
    told = paths(ANKLE, REGION, PULLS)
    assert told is not None
    assert (told.direct, told.through) == ("5\u00a0%", "27\u00a0%")
    assert told.routes[1].stations == ("Ankle that bends little", "Knee that turns in", "Left hip pain")


def test_the_shares_are_not_told_twice() -> None:
    lines = ("Seen: it is so.", "Of this 5 % directly, 27 % through the knee that turns in: evidence low.")
    assert without_shares(lines) == ("Seen: it is so.",)


def test_the_arrow_passes_through_what_brings_most() -> None:
    arrow = chain_figure(REGION, PULLS).arrow
    assert arrow is not None
    assert len(arrow.steps) == 2
    assert "mostly through foot that rolls in" in arrow.words


def test_the_arrow_goes_straight_where_more_is_direct() -> None:
    direct = replace(REGION, contributors=(replace(ANKLE, direct=0.3, through=0.1), *REGION.contributors[1:]))
    arrow = chain_figure(direct, PULLS).arrow
    assert arrow is not None
    assert len(arrow.steps) == 1
    assert "mostly by itself" in arrow.words


def test_the_likeliest_link_needs_no_arrow_where_it_is_itself_what_hurts_or_is_faint() -> None:
    anchors = {shape.link: shape.anchor for shape in link_shapes()}
    assert (
        route_arrow(replace(REGION, region="ankle", contributors=(replace(ANKLE, through=0.0),)), anchors, {})
        is None
    )
    assert (
        route_arrow(replace(REGION, contributors=(replace(ANKLE, probability=0.02),)), anchors, PULLS) is None
    )
    unsupported = replace(REGION, contributors=(replace(ANKLE, likelihood_ratio=1.0),))
    assert route_arrow(unsupported, anchors, PULLS) is None
