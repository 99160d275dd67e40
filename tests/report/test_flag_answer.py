from sample import sample_case, sample_vocabulary

from kinechain.reasoning.trace import Stop
from kinechain.report.flag_answer import flag_answers

WORDS = sample_vocabulary()


def test_a_yes_and_an_age_are_told_apart() -> None:
    stop = Stop("urgent", ("cord", "under_16"), "Go.")
    told = flag_answers(stop, sample_case(red_flags=("cord",)), WORDS)
    assert [answer.answered_by for answer in told] == ["You answered yes", "By the age given"]
    assert told[0].question.startswith("Have your hands become clumsy")


def test_nothing_asked_and_still_a_stop_is_by_age() -> None:
    (answer,) = flag_answers(Stop("soon", ("under_16",), "Go."), sample_case(red_flags=()), WORDS)
    assert answer.answered_by == "By the age given"
