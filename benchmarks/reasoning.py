"""Whether the reasoning keeps what it promises, and how long it thinks, on one core.

Two thousand patients drawn from its own network (`kinechain.validation.sampled_patients`): whether of
contributors given 20 % as many contribute, whether the intervals hold what they say, and whether asking the
most telling next reaches in fewer minutes what asking everything does. Then the time of a full case and of
pain everywhere, knowledge read before.

Data requirements: none.

    python benchmarks/reasoning.py [--save] [--patients N]
"""

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import time
from collections.abc import Callable, Iterator
from functools import partial
from statistics import median

from figures import Figure, busy_before, command_line, finish
from kinechain.case import Case
from kinechain.knowledge import load
from kinechain.measurement import SIDES
from kinechain.reasoning import trace
from kinechain.reasoning.ask import weigh
from kinechain.reasoning.build import sites_of
from kinechain.reasoning.question import put
from kinechain.validation.sampled_patients import PATIENTS, Tally, pooled, sampled_patients, share

ROUNDS = 5
FULL = {
    "person": {"age_years": 34, "sex": "female"},
    "pain": [{"region": "neck"}, {"region": "low_back"}, {"region": "knee", "side": "left"}],
    "red_flags": [],
    "habits": {"stress": "high", "sleep": "poor", "daily_steps": 4000, "earlier_episodes": True},
    "shoes": {"heel_mm": 60, "sole": "stiff", "wear": "worn"},
    "measurements": [
        {"measure": "knee_to_wall_distance", "side": "left", "value": 0.05, "unit": "m"},
        {"measure": "knee_to_wall_distance", "side": "right", "value": 0.11, "unit": "m"},
        {"measure": "straight_leg_raise_angle", "side": "left", "value": 60, "unit": "deg"},
    ],
}


def main() -> None:
    """Run it."""
    parser = command_line(__doc__)
    parser.add_argument("--patients", type=int, default=PATIENTS, help="how many are drawn")
    options = parser.parse_args()
    busy = busy_before()
    found = [*times(), *patients(options.patients)]
    finish("reasoning", found, save=options.save, busy=busy)


def times() -> Iterator[Figure]:
    """Processor time of answers and of the next best test."""
    everywhere = [{"region": region, "side": side} for region in load().regions for side in SIDES]
    cases = {
        "Full case": Case.model_validate(FULL),
        "Pain everywhere": Case.model_validate({"pain": everywhere, "red_flags": []}),
    }
    for name, case in cases.items():
        answering = _taken(partial(trace, case))
        yield Figure(f"{name}: all posteriors and intervals", answering, "s", 2, "at most", 1)
        question = put(load(), case, (), sites_of(load(), case))
        asking = _taken(partial(weigh, question))
        yield Figure(f"{name}: next best test", asking, "s", 2, "at most", 0.5)


def _taken(work: Callable[[], object]) -> float:
    """Processor time, the median of some rounds; the first is not counted."""
    work()
    taken = []
    for _ in range(ROUNDS):
        start = time.process_time()
        work()
        taken.append(time.process_time() - start)
    return median(taken)


def patients(many: int) -> Iterator[Figure]:
    """The figures of sampled patients, the worst region and all together with their targets."""
    tallies = {region: tally for region, tally in sampled_patients(many).items() if tally.chance}
    for region, tally in tallies.items():
        name = f"Sampled patients, {region.replace('_', ' ')}"
        yield Figure(f"{name}: calibration error", tally.calibration_error, "", 4)
        yield Figure(f"{name}: 90 % intervals hold", 100 * share(tally.held), "%", 1)
    worst = max(tally.calibration_error for tally in tallies.values())
    yield Figure(f"{many:,} sampled patients: calibration error, worst region", worst, "", 3, "at most", 0.03)
    yield from _together(f"{many:,} sampled patients", pooled(tallies.values()))


def _together(name: str, whole: Tally) -> Iterator[Figure]:
    held = 100 * share(whole.held)
    yield Figure(f"{name}: 90 % intervals hold", held, "%", 1, "at least", 87)
    yield Figure(f"{name}: 90 % intervals off 90 %", abs(held - 90), "%", 1, "at most", 3)
    off = sum(whole.mean) / len(whole.mean) - sum(whole.chance) / len(whole.chance)
    yield Figure(f"{name}: mean over the draws above the answer", 100 * off, "%", 2)
    same, exercises = 100 * share(whole.same), 100 * share(whole.same_exercises)
    yield Figure(f"{name}: asking in order decides as asking all", same, "%", 1, "at least", 95)
    of = f"{len(whole.same_exercises):,} of them"
    yield Figure(f"{of}: the same exercises are chosen", exercises, "%", 1, "at least", 95)
    asked, minutes = 100 * whole.asked_share, sum(whole.minutes) / len(whole.minutes)
    yield Figure(f"{name}: minutes of testing, of all that bear", asked, "%", 0, "at most", 40)
    yield Figure(f"{name}: minutes of testing", minutes, "min", 1)
    likeliest = 100 * share(whole.same_likeliest)
    yield Figure(f"{name}: the likeliest is the same, if unlikely too", likeliest, "%", 1)
    ours, route = 100 * share(whole.same_beside_route), round(100 * share(whole.same_by_route), 1)
    with_route = f"{len(whole.same_by_route):,} with a route of the articles"
    yield Figure(f"{with_route}: our order decides as asking all", ours, "%", 1, "at least", route)
    yield Figure(f"{with_route}: theirs, in the same minutes", route, "%", 1)


if __name__ == "__main__":
    main()
