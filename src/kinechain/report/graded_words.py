"""What the evidence behind an exercise is worth, and what it is evidence of."""

from kinechain.plan.plan import Exercise, Graded
from kinechain.report.evidence_words import grade_words

NONE_FOR_THE_PAIN = "none of its own for the pain"


def graded_words(exercise: Exercise) -> str:
    """Such as "Moderate evidence that it helps low back pain; weak evidence that it helps neck pain". Where
    no grade is that of a pain, it says so. An exercise without `grades` has its one grade alone.
    """
    if not exercise.grades:
        return grade_words(exercise.evidence)
    first, *others = (_words(graded) for graded in exercise.grades)
    parts = [first, *(f"{other[0].lower()}{other[1:]}" for other in others)]
    if not any(graded.for_pain for graded in exercise.grades):
        parts.append(NONE_FOR_THE_PAIN)
    return "; ".join(parts)


def _words(graded: Graded) -> str:
    if graded.for_pain and not graded.tried:
        return f"Not tried for {graded.of}"
    of_what = f"that it helps {graded.of}" if graded.for_pain else f"for {graded.of}"
    return f"{grade_words(graded.evidence)} {of_what}"
