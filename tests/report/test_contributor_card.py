from dataclasses import replace

from sample import sample_trace, sample_vocabulary

from kinechain.reasoning.trace import NextTest
from kinechain.report.contributor_card import contributor_cards, next_test_lines, unsupported_links
from kinechain.report.source_list import SourceList

WORDS = sample_vocabulary()
REGION = sample_trace().regions[0]


def test_every_contributor_is_a_card_or_an_unsupported_link() -> None:
    cards = contributor_cards(REGION, SourceList(WORDS))
    links = unsupported_links(REGION, SourceList(WORDS))
    assert [card.number for card in cards] == [1, 2, 3]
    assert [link.numbers for link in links] == [(4,), (5,), (6,)]


def test_the_sides_of_an_unsupported_link_stand_together_with_the_larger_figure() -> None:
    right = REGION.contributors[3]
    left = replace(right, side="left", probability=0.02, because=("seen on the left", *right.because))
    (link,) = unsupported_links(replace(REGION, contributors=(right, left)), SourceList(WORDS))
    assert (link.numbers, link.place, link.reach) == ((1, 2), "Ankle, right and left", "8\u00a0%")
    assert link.because == (*right.because, "seen on the left")


def test_tests_that_tell_nothing_are_called_so() -> None:
    told = next_test_lines((NextTest("knee_to_wall", 0.0, 4.0), NextTest("other_test", 0.2, 0.5)), WORDS)
    assert (told[0].name, told[0].use, told[0].is_worth_doing) == (
        "Knee to wall", "would tell next to nothing", False,
    )  # fmt: skip
    assert (told[1].name, told[1].effort, told[1].use) == (
        "Other test", "under a minute", "would tell much (0.20 bits)",
    )  # fmt: skip
