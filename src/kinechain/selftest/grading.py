"""Where a result lies among healthy people, in words: graded, not passed or failed."""

import math

from kinechain.knowledge.guided_test import Score
from kinechain.knowledge.verdict import IN_95_OF_100, PersonalNorm


def grade(score: Score, value: float, sd: float, norm: PersonalNorm) -> str:
    """One clause: how many of 100 healthy people show less, with what the error leaves open.

    A norm whose spread is lopsided gives no such share; then the middle of the group is told instead. Normal
    spread between people is assumed (source of each mean and sd: ``knowledge/tests.yaml``).
    """
    middle = f"{norm.mean:.{score.decimals}f} {score.unit}"
    if score.ceiling is not None and value >= score.ceiling:
        return f"held to the end of the test, {score.ceiling:g} {score.unit}; the average is {middle}"
    if score.skewed:
        share = f", {value / norm.mean:.0%} of it" if norm.mean > 0 else ""
        return f"the average is {middle}{share}; people differ too unevenly to tell a place among them"
    doubt = IN_95_OF_100 * math.hypot(sd, norm.mean_sd)
    low, here, high = (_share((value + step - norm.mean) / norm.sd) for step in (-doubt, 0.0, doubt))
    left_open = f" (the error leaves {low} to {high})" if low != high else ""
    about = "" if "than" in here else "about "
    return f"{about}{here} of 100 healthy people show less{left_open}, the average is {middle}"


def _share(z: float) -> str:
    """How many of 100 lie below `z` standard deviations; no finer than a norm of a few dozen people bears."""
    percent = 50 * math.erfc(-z / math.sqrt(2))
    if percent < 1:
        return "fewer than 1"
    if percent > 99:
        return "more than 99"
    return f"{round(percent)}" if percent < 10 or percent > 90 else f"{5 * round(percent / 5)}"
