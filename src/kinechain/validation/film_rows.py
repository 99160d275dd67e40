"""Rows of the table that films fill: one phone's, rendered walkers', changes by a known amount, swapped
legs.
"""

from collections.abc import Iterator, Sequence

import numpy as np

from kinechain.knowledge import load
from kinechain.validation.phone_errors import event_lines, measure_lines
from kinechain.validation.phone_targets import BAND_NAMES, Band, band_of, phone_targets
from kinechain.validation.phone_trial import TrialResult
from kinechain.validation.rendered_change import SeenChange, slope_of
from kinechain.validation.rendered_trial import RenderedTrial
from kinechain.validation.table import Figure, Row, Target, make_row, remarks, renamed

# What is filmed, as keys of remarks begin: how it is called, and what tells the truth of it.
FILMED = {
    "phone": ("One phone", "the walk's own places"),
    "rendered": ("Rendered walkers", "the drawn body's own places"),
}


def phone_rows(results: Sequence[TrialResult], filmed: str = "phone") -> Iterator[Row]:
    """Everything of which a target is set. `filmed` is a key of `FILMED`."""
    for line in measure_lines(results):
        if line.target is not None and line.strides:
            target = Target(name="mean absolute error", at_most=line.target)
            figure = Figure(target, line.mae, line.unit, line.decimals)
            name = load().measure(line.measure).name
            yield _row(
                filmed, line.measure, f"{name}, {BAND_NAMES[line.band]}", figure, f"{line.strides:,} strides"
            )
    for event in event_lines(results):
        if event.target is not None and event.met is not None:
            figure = Figure(Target(name="95 % within", at_most=event.target), event.worst, "ms", 0)
            name = phone_targets().events[event.kind].name
            what = f"{name}, {BAND_NAMES[event.band]}"
            yield _row(filmed, event.kind, what, figure, f"{event.events:,} events")
    for band in phone_targets().intervals:
        yield from _interval_rows(results, filmed, band)


def change_rows(changes: Sequence[SeenChange], named: Sequence[tuple[str, bool]]) -> Iterator[Row]:
    """One for each kind of change: how much of it was seen, and, as `side_named` says it, whether the changed
    side was named.
    """
    for change in dict.fromkeys(each.change for each in changes):
        own = [each for each in changes if each.change == change]
        right = [said for which, said in named if which == change]
        found = {"slope": slope_of(own)} | ({"sides not named": right.count(False)} if right else {})
        row = make_row("known_change", found, f"{len(own)} comparisons")
        what = f"{row.what}: {change.replace('_', ' ')}"
        yield renamed(row, f"change_{change}", what, row.note)


def swap_row(trials: Sequence[RenderedTrial]) -> Row:
    """Clips in which legs that the detector swapped are left so."""
    left = sum(any(each.swapped for each in trial.mended) for trial in trials)
    return make_row("leg_swaps", {"clips with a swap left": left}, f"{len(trials)} clips")


def _interval_rows(results: Sequence[TrialResult], filmed: str, band: Band) -> Iterator[Row]:
    rows = [row for result in results for row in result.strides if band_of(row.off_side) == band]
    told = [row for row in rows if np.isfinite([row.told.lower, row.told.upper]).all()]
    if not told:
        return
    low, high = phone_targets().intervals["side" if band == "side" else "oblique"]
    held = 100 * float(np.mean([row.told.lower <= row.truth <= row.told.upper for row in told]))
    figure = Figure(Target(name="held", at_least=low, at_most=high), held, "%", 1)
    what = f"stated 95 % intervals of strides hold the truth, {BAND_NAMES[band]}"
    yield _row(filmed, "intervals", what, figure, f"{len(told):,} values")


def _row(filmed: str, key: str, what: str, figure: Figure, over: str) -> Row:
    whose, against = FILMED[filmed]
    key = f"{filmed}_{key}"
    return Row(key, f"{whose}: {what}", against, (figure,), over, "", remarks().get(key, ""))
