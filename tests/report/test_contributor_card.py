from dataclasses import replace
from typing import Any

import pytest
from sample import sample_trace, sample_two_pains, sample_vocabulary

from kinechain.measurement import SIDES
from kinechain.report.contributor_card import contributor_cards
from kinechain.report.link_row import less_likely_links, unsupported_links
from kinechain.report.source_list import SourceList

WORDS = sample_vocabulary()
REGION = sample_trace().regions[0]


def test_every_contributor_is_a_card_or_an_unsupported_link() -> None:
    cards = contributor_cards(REGION, SourceList(WORDS))
    links = unsupported_links(REGION, SourceList(WORDS))
    assert [card.numbers for card in cards] == [(1,), (2,), (3,)]
    assert [link.numbers for link in links] == [(4,), (5,), (6,)]


def test_the_sides_of_an_unsupported_link_stand_together_with_the_larger_figure() -> None:
    right = REGION.contributors[3]
    left = replace(right, side="left", probability=0.02, because=("seen on the left", *right.because))
    (link,) = unsupported_links(replace(REGION, contributors=(right, left)), SourceList(WORDS))
    assert (link.numbers, link.place, link.reach) == ((1, 2), "Ankle, left and right", "8\u00a0%")
    assert link.because == (*right.because, "seen on the left")


def test_a_link_under_five_percent_is_a_row_and_no_card() -> None:
    faint, exact = (replace(REGION.contributors[0], probability=p) for p in (0.044, 0.046))
    region = replace(REGION, contributors=(exact, faint))
    assert [c.bar.probability for c in contributor_cards(region, SourceList(WORDS))] == ["5\u00a0%"]
    assert [row.reach for row in less_likely_links(region, SourceList(WORDS))] == ["4\u00a0%"]


def test_equal_sides_are_one_row_with_one_way_to_change_it() -> None:
    (row,) = less_likely_links(sample_two_pains().regions[1], SourceList(WORDS))
    assert (row.numbers, row.place) == ((1, 2), "Knee, left and right")
    assert row.would_change == (
        "stand up from a chair, either side: if it clearly is so, this would go to 9 %",
    )


def test_equal_sides_are_one_card() -> None:
    left, right = (replace(REGION.contributors[0], side=side) for side in SIDES)
    (card,) = contributor_cards(replace(REGION, contributors=(right, left)), SourceList(WORDS))
    assert (card.numbers, card.place) == ((1, 2), "Neck, left and right")


@pytest.mark.parametrize(
    "unlike", [{"probability": 0.33}, {"interval": (0.1, 0.47)}, {"because": ("seen on the right",)}]
)
def test_sides_that_differ_in_anything_shown_stay_apart(unlike: dict[str, Any]) -> None:
    left = replace(REGION.contributors[0], side="left")
    right = replace(left, side="right", **unlike)
    cards = contributor_cards(replace(REGION, contributors=(left, right)), SourceList(WORDS))
    assert {card.place for card in cards} == {"Neck, left", "Neck, right"}
