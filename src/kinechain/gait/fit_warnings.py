"""What a fit has to say of markers that it did not believe, in few lines."""

from collections.abc import Sequence

# So many times that a marker fits no body are told one by one.
MOST_TOLD = 3


def capped(lines: Sequence[str]) -> list[str]:
    """The first few of the warnings, and how many more there are."""
    more = len(lines) - MOST_TOLD
    if more <= 1:
        return list(lines)
    return [*lines[:MOST_TOLD], f"and {more} more times that a marker was left out: it fits no body"]
