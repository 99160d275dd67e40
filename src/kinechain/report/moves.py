"""What moved a probability: each finding or answer with the probability without it and with it."""

from collections.abc import Sequence
from dataclasses import dataclass

from kinechain.reasoning.trace import Moved
from kinechain.report.number_format import percent
from kinechain.report.source_list import SourceList

MOST_SHOWN = 4
LEAST_SHOWN = 0.015
"""A smaller move is counted only, unless it is the largest."""


@dataclass(frozen=True, slots=True)
class MoveRow:
    """One finding or answer: the probability `before` it and `after` it, and whether it went up."""

    what: str
    before: str
    after: str
    up: bool
    cited: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Moves:
    """The largest moves; `others` says how many smaller ones there are, and is empty for none."""

    rows: tuple[MoveRow, ...]
    others: str


def moves(moved: Sequence[Moved], sources: SourceList) -> Moves:
    """The moves of some size that show in whole percent, largest first; the rest are counted."""
    ordered = sorted(moved, key=lambda move: -_size(move))
    visible = [move for move in ordered if percent(move.before) != percent(move.after)]
    shown = [move for k, move in enumerate(visible) if k == 0 or _size(move) >= LEAST_SHOWN][:MOST_SHOWN]
    return Moves(
        tuple(
            MoveRow(
                move.what,
                percent(move.before),
                percent(move.after),
                move.after > move.before,
                sources.cite(move.sources),
            )
            for move in shown
        ),
        _others([move for move in ordered if move not in shown], bool(shown)),
    )


def _others(left: Sequence[Moved], some_are_shown: bool) -> str:
    if not left:
        return ""
    largest = percent(max(_size(move) for move in left))
    by = largest if largest.startswith("under") else f"{largest} or less"
    if len(left) == 1:
        return f"One {'other' if some_are_shown else 'finding or answer'} moved it by {by}."
    return f"{len(left)} {'others' if some_are_shown else 'findings or answers'} moved it, each by {by}."


def _size(move: Moved) -> float:
    return abs(move.after - move.before)
