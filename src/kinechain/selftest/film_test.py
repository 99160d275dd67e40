"""`measure_test`: a film of a guided test becomes measurements."""

from collections.abc import Callable
from dataclasses import dataclass

import xarray as xr

from kinechain.case import Person
from kinechain.errors import InputError
from kinechain.knowledge import load
from kinechain.knowledge.guided_test import GuidedTest, Score
from kinechain.measurement import Measurement, Side
from kinechain.near_names import did_you_mean
from kinechain.selftest.film_score import FilmScore
from kinechain.selftest.filmed_body import FilmedBody, filmed_body
from kinechain.selftest.heel_raises import score_heel_raises
from kinechain.selftest.leg_raise import score_leg_raise
from kinechain.selftest.lunge import score_lunge
from kinechain.selftest.one_leg_stance import score_one_leg_stance
from kinechain.selftest.result import score_result

METHOD = "film of the test, angles in the picture"


@dataclass(frozen=True, slots=True)
class FilmedTest:
    """What a film of a guided test gave: a measurement for each measure it scores, and lines for the
    person.
    """

    test: str
    side: Side
    measurements: tuple[Measurement, ...]
    notes: tuple[str, ...] = ()


Reader = Callable[[FilmedBody, Side, GuidedTest, Person], tuple[FilmScore, ...]]

READERS: dict[str, Reader] = {
    "knee_to_wall": lambda body, side, _test, _person: (score_lunge(body, side),),
    "straight_leg_raise": lambda body, side, _test, _person: (score_leg_raise(body, side),),
    "single_leg_stance": lambda body, side, test, _person: (
        score_one_leg_stance(body, side, _film_score(test, "single_leg_stance_time").ceiling or 45.0),
    ),
    "heel_raises": lambda body, side, _test, person: score_heel_raises(body, side, person.height_m),
}
"""The tests that a film scores, each with what reads it."""


def measure_test(motion: xr.Dataset, test_id: str, side: Side, person: Person | None = None) -> FilmedTest:
    """Score the guided test `test_id`, done with the `side` leg, from a film of it.

    Angles are those in the picture: the camera is taken to stand square to the plane of the movement, level
    and still; the errors in ``knowledge/tests.yaml`` allow for 15 degrees off square and 2 off level, and
    are our own until somebody has held them against a goniometer. A measure that the film cannot give is
    ``cannot_tell`` with the reason.

    Data requirements: a `Motion` in pixels of one person by one camera, of a second or more. Raises
    `InputError` for an unknown test, one that no film scores, and what is no such motion.
    """
    test = known_test(test_id)
    if test_id not in READERS:
        ways = ", ".join(dict.fromkeys(score.way.replace("_", " ") for score in test.scores))
        raise InputError(
            f"{test_id} is not scored from a film but by {ways}; those that are: {', '.join(READERS)}"
        )
    person = person or Person()
    scores = READERS[test_id](filmed_body(motion), side, test, person)
    measured = tuple(_measurement(test, each, side, person) for each in scores)
    notes = dict.fromkeys(note for each in scores for note in each.notes)
    return FilmedTest(test_id, side, measured, tuple(notes))


def known_test(test_id: str) -> GuidedTest:
    """The guided test of that name; `InputError` with the near ones where there is none."""
    tests = load().tests
    if test_id not in tests:
        hint = did_you_mean(test_id, tests, f"known are: {', '.join(tests)}")
        raise InputError(f"there is no guided test {test_id!r}; {hint}")
    return tests[test_id]


def _film_score(test: GuidedTest, measure: str) -> Score:
    score = test.score_of(measure, "video")
    if score is None:
        raise InputError(f"tests.yaml does not say how well a film gives {measure}")
    return score


def _measurement(test: GuidedTest, film: FilmScore, side: Side, person: Person) -> Measurement:
    score = _film_score(test, film.measure)
    if not film.tries:
        return Measurement(film.measure, side, None, score.unit, None, 0, METHOD, "cannot_tell", film.why_not)
    tries = [value - score.bias for value in film.tries]
    low, high = score.possible
    if not all(low <= value <= high for value in tries):
        read = f"{tries[0]:.{score.decimals}f} {score.unit}"
        lost = f"{read} is not possible ({low:g} to {high:g}); the points on the body were lost"
        return Measurement(film.measure, side, None, score.unit, None, 0, METHOD, "cannot_tell", lost)
    return score_result(test, score, tries, side, person)
