"""Where a result lies among healthy people, in words: graded, not passed or failed."""

import math

from kinechain.knowledge.guided_test import Score
from kinechain.knowledge.rounding import half_up
from kinechain.knowledge.verdict import IN_95_OF_100, PersonalNorm


def grade(score: Score, value: float, sd: float, norm: PersonalNorm) -> str:
    """One clause: how many of 100 healthy people show less, with what the error leaves open.

    A norm whose spread is lopsided gives no such share; then the average of the group is told instead. Normal
    spread between people is assumed (source of each mean and sd: ``knowledge/tests.yaml``).
    """
    middle = f"{half_up(norm.mean, score.decimals)} {score.unit}"
    if score.ceiling is not None and value >= score.ceiling:
        return f"held to the end of the test, {score.ceiling:g} {score.unit}; the average is {middle}"
    if score.skewed:
        beside = _against_average(value, norm.mean)
        return f"{beside} of {middle}; people differ too unevenly to tell a place among them"
    doubt = IN_95_OF_100 * math.hypot(sd, norm.mean_sd)
    low, here, high = (_share((value + step - norm.mean) / norm.sd) for step in (-doubt, 0.0, doubt))
    left_open = f" (the error leaves {low} to {high})" if low != high else ""
    about = "" if "than" in here else "about "
    return f"{about}{here} of 100 healthy people show less{left_open}, the average is {middle}"


MULTIPLES = ("", "", "twice ", "three times ", "four times ", "five times ")


def _against_average(value: float, average: float) -> str:
    """How that compares with the average, in words."""
    ratio = value / average if average > 0 else 1.0
    if ratio < 0.1:
        return "less than a tenth of the average"
    if ratio < 0.95:  # rounded, it is less than all of it
        return f"about {10 * int(half_up(ratio, 0, times=10))} % of the average"
    if ratio <= 1.05:
        return "about the average"
    return f"more than {MULTIPLES[min(math.ceil(ratio) - 1, len(MULTIPLES) - 1)]}the average"


def _share(z: float) -> str:
    """How many of 100 lie below `z` standard deviations; no finer than a norm of a few dozen people bears."""
    percent = 50 * math.erfc(-z / math.sqrt(2))
    if percent < 1:
        return "fewer than 1"
    if percent > 99:
        return "more than 99"
    return f"{round(percent)}" if percent < 10 or percent > 90 else f"{5 * round(percent / 5)}"
