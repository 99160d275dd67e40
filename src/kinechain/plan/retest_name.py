"""What a measure is called where it is to be looked at again."""

from collections.abc import Mapping

from kinechain.knowledge.guided_test import GuidedTest, usual_scores


def retest_name(measure: str, known: str | None, tests: Mapping[str, GuidedTest]) -> str:
    """The measure's own name where it is `known`, else that of the guided test that gives it."""
    scores = usual_scores(tests)
    return known or (scores[measure][0].name if measure in scores else measure.replace("_", " "))
