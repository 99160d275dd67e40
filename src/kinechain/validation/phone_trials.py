"""Many trials of the virtual phone: which, and how they are run."""

from collections.abc import Callable, Iterator, Sequence
from functools import partial

import numpy as np

from kinechain.validation.detector_noise import MEASURED, DetectorNoise
from kinechain.validation.keypoint_walk import KeypointWalk
from kinechain.validation.laboratory_places import WalkPlaces, laboratory_keypoints
from kinechain.validation.longer_walk import longer
from kinechain.validation.phone_reading import Read, read_film
from kinechain.validation.phone_trial import PhoneTrial, TrialResult, run_trial
from kinechain.validation.processes import processes

OFF_SIDES = (0.0, 10.0, 20.0, 30.0, 40.0, 90.0)
RATES_HZ = (30.0,)
# People cross the whole picture: as wide as a phone sees from 6 m.
WAY_M = 7.0
# People state their height to about 1.5 cm (a choice; surveys that measure too find about that, from memory).
HEIGHT_SD = 0.009
# Trials that a process takes at a time.
AT_A_TIME = 4

OnProgress = Callable[[int, int | None], None]


def plan_trials(
    walks: Sequence[KeypointWalk],
    repeats: int,
    *,
    off_sides: Sequence[float] = OFF_SIDES,
    rates_hz: Sequence[float] = RATES_HZ,
    noise: DetectorNoise = MEASURED,
    passes: int = 1,
    height_sd: float = HEIGHT_SD,
    seed: int = 0,
    places: Sequence[WalkPlaces] = (),
) -> list[PhoneTrial]:
    """Every walk (`longer`), `repeats` times at each angle off the side and rate, always by another camera.

    `places` are where the walks' keypoints lie on the body; a person is read by those of the others. Without
    them by where the detector's usually do.

    From which side the phone looks, and whether the person comes nearer or goes away, is drawn. `passes`: how
    often the person goes past in one clip. `height_sd`: by what share they misstate their height.
    """
    long = [longer(walk, WAY_M) for walk in walks]
    known = {walk.person: laboratory_keypoints(places, walk.person) for walk in walks if places}
    return [
        PhoneTrial(
            (walk,) * passes,
            _drawn_yaw(off, [seed, number, repeat]),
            rate,
            noise,
            seed + repeat,
            height_sd,
            known.get(walk.person),
        )
        for repeat in range(repeats)
        for off in off_sides
        for rate in rates_hz
        for number, walk in enumerate(long)
    ]


def run_trials(
    trials: Sequence[PhoneTrial],
    read: Read = read_film,
    *,
    workers: int = 1,
    on_progress: OnProgress = lambda _done, _expected: None,
) -> list[TrialResult]:
    """The results in the order of the trials; with several `workers`, in processes of their own.

    `read` must then be a function of a module.
    """
    on_progress(0, len(trials))
    results = []
    for done, result in enumerate(_results(trials, read, workers), start=1):
        results.append(result)
        on_progress(done, len(trials))
    return results


def _results(trials: Sequence[PhoneTrial], read: Read, workers: int) -> Iterator[TrialResult]:
    with processes(min(workers, len(trials)), at_a_time=AT_A_TIME) as each:
        yield from each(partial(run_trial, read=read), trials)


def _drawn_yaw(off_side_deg: float, seed: Sequence[int]) -> float:
    """One of the four ways to stand that far off the side."""
    ways = (off_side_deg, -off_side_deg, 180 - off_side_deg, off_side_deg - 180)
    return float(np.random.default_rng([*seed, round(off_side_deg)]).choice(ways))
