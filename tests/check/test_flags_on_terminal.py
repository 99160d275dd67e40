"""Before a trace or a plan the warning signs are asked like in a check: by level, by age, until a yes."""

import io
from collections.abc import Sequence

import pytest
import typer
from rich.console import Console

from kinechain.case import Case, Pain, Person
from kinechain.check.flags_on_terminal import with_flags_asked
from kinechain.check.interview import flags_of
from kinechain.knowledge import load
from kinechain.knowledge.safety import LEVELS

KNOWLEDGE = load()
BACK = Case(person=Person(age_years=34), pain=(Pain(region="low_back", intensity=5),))


def asked(lines: Sequence[str], case: Case = BACK) -> tuple[Case, str, int]:
    """The case, what was shown, and how many lines were typed."""
    console = Console(file=io.StringIO(), width=200)
    typed = iter(lines)

    def read(_prompt: str) -> str:
        try:
            return next(typed)
        except StopIteration:
            raise EOFError from None

    answered = with_flags_asked(KNOWLEDGE, case, console, read)
    assert isinstance(console.file, io.StringIO)
    return answered, console.file.getvalue(), len(lines) - len(list(typed))


def pages(case: Case) -> list[tuple[str, ...]]:
    return [page for level in LEVELS if (page := flags_of(KNOWLEDGE, case, level))]


def test_one_page_a_level_the_most_urgent_first() -> None:
    answered, shown, lines = asked(["0"] * 9)
    assert answered.red_flags == ()
    assert lines == shown.count("Is any of this so?") == len(pages(BACK)) == 3
    questions = [KNOWLEDGE.red_flags[flag].question for page in pages(BACK) for flag in page]
    places = [shown.index(question) for question in questions]
    assert places == sorted(places)


def test_a_yes_is_the_last_answer() -> None:
    first, second, _ = pages(BACK)
    answered, shown, lines = asked(["0", "2", "0"])
    assert (answered.red_flags, lines) == ((second[1],), 2)
    assert shown.count("Is any of this so?") == 2
    assert asked(["1"])[0].red_flags == (first[0],)


def test_nobody_is_asked_what_the_age_answers() -> None:
    old = BACK.model_copy(update={"person": Person(age_years=80)})
    for case in (BACK, old):
        _, shown, _ = asked(["0"] * 3, case)
        held = {name for page in pages(case) for name in page}
        for name, flag in KNOWLEDGE.red_flags.items():
            assert (flag.question in shown) == (name in held), name
    assert pages(BACK) != pages(old)
    child = BACK.model_copy(update={"person": Person(age_years=9)})
    assert asked([], child) == (child, "", 0)


def test_what_cannot_be_read_is_asked_again_and_leaving_is_no_answer() -> None:
    answered, shown, lines = asked(["", "99", "?", "0", "0", "0"])
    assert (answered.red_flags, lines) == ((), 6)
    assert shown.count("This one is needed") == 2
    for lines_typed in (["q"], ["0"], []):
        with pytest.raises(typer.Abort):
            asked(lines_typed)


def test_what_a_case_says_is_not_asked_again() -> None:
    told = BACK.model_copy(update={"red_flags": ()})
    assert asked([], told) == (told, "", 0)
