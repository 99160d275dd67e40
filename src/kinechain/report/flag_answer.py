"""What stopped the trace: the questions on warning signs, and what answered each."""

from dataclasses import dataclass

from kinechain.case import Case
from kinechain.reasoning.trace import Stop
from kinechain.report.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True)
class FlagAnswer:
    """One question that stopped the trace, and what answered it."""

    question: str
    answered_by: str


def flag_answers(stop: Stop, case: Case, words: Vocabulary) -> tuple[FlagAnswer, ...]:
    """The questions behind a stop, in its order: answered yes, or by the age that was given."""
    told = case.red_flags or ()
    return tuple(
        FlagAnswer(words.question(flag), "You answered yes" if flag in told else "By the age given")
        for flag in stop.flags
    )
