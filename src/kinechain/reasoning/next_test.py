"""Which guided tests would tell most for the time they take; see `ask.py`, which weighs questions too."""

from kinechain.reasoning.ask import weigh
from kinechain.reasoning.question import Question
from kinechain.reasoning.trace import NextTest

MOST_TESTS = 3


def next_tests(question: Question) -> tuple[NextTest, ...]:
    """At most three tests not done yet, the most useful first; none that would tell nothing, or has no norm
    for this person.
    """
    tests = [ask for ask in weigh(question) if ask.kind == "test"]
    return tuple(NextTest(ask.id, ask.information_bits, ask.minutes) for ask in tests[:MOST_TESTS])
