"""How a dose shrinks when a stop rule says do less."""

from kinechain.knowledge.dose import Dose
from kinechain.knowledge.dose_rule import Regression
from kinechain.knowledge.exercise import ExerciseEntry


def eased(entry: ExerciseEntry, dose: Dose, rule: str | None = None) -> tuple[Dose, Regression] | None:
    """The next smaller dose, and the regression that makes it: the first that is not at its end, of those
    that answer the stop rule, those that answer any, and at last the others. None where the dose is as small
    as it gets.
    """
    answering = [each for each in entry.regression if rule in each.if_]
    general = [each for each in entry.regression if not each.if_]
    for regression in (*answering, *general, *entry.regression):
        smaller = regression.then.applied(dose)
        if smaller is not None:
            return smaller, regression
    return None


def shortened(entry: ExerciseEntry, dose: Dose) -> Dose | None:
    """The next dose that takes less time in the same form; None where there is none."""
    for regression in entry.regression:
        if regression.then.moved != "form":
            smaller = regression.then.applied(dose)
            if smaller is not None:
                return smaller
    return None
