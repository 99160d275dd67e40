from dataclasses import replace

import pytest
from sample import sample_trace, sample_vocabulary

from kinechain.knowledge import load
from kinechain.reasoning.trace import NextTest
from kinechain.report.next_test_card import NextTestCard, guide_to, next_test_cards
from kinechain.report.source_list import SourceList

WORDS = sample_vocabulary()


def cards(*tests: NextTest) -> tuple[NextTestCard, ...]:
    return next_test_cards(replace(sample_trace(), next_tests=tests), WORDS, SourceList(WORDS))


def test_tests_that_tell_nothing_are_called_so() -> None:
    told = cards(NextTest("knee_to_wall", 0.0, 4.0), NextTest("other_test", 0.2, 0.5))
    assert (told[0].name, told[0].use, told[0].is_worth_doing) == (
        "Knee-to-wall test", "would tell next to nothing", False,
    )  # fmt: skip
    assert (told[1].name, told[1].effort, told[1].use) == (
        "Other test", "under a minute", "would tell much (0.20 bits)",
    )  # fmt: skip


def test_a_test_says_which_contributor_it_is_about_and_how_likely_that_is_now() -> None:
    (card,) = cards(NextTest("knee_to_wall", 0.1, 4.0))
    assert card.tells == ("ankle that bends little: now 8\u00a0% for the neck pain",)


def test_a_test_nobody_described_has_no_guide() -> None:
    (card,) = cards(NextTest("other_test", 0.1, 4.0))
    assert (card.guide, card.tells) == (None, ())


@pytest.mark.parametrize("name", list(load().tests))
def test_every_guided_test_is_told_whole(name: str) -> None:
    test = load().tests[name]
    guide = guide_to(name, test, SourceList(WORDS))
    assert guide.steps == test.steps
    assert guide.safety == test.safety
    assert len(guide.cheats) == len(test.cheats)
    assert {reading.how for reading in guide.readings} <= {score.how for score in test.scores}
    assert len(guide.readings) >= len(test.measures)
