"""Laboratories' walks filmed by virtual phones, measured and held against their truth: the run of
`validate`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from kinechain.validation.laboratory_keypoints import laboratory_walks
from kinechain.validation.laboratory_places import CACHE, find_places
from kinechain.validation.phone_learning import Learnt, learn_phone, without_own
from kinechain.validation.phone_statement import as_told
from kinechain.validation.phone_trial import TrialResult
from kinechain.validation.phone_trials import OFF_SIDES, plan_trials, run_trials

# Each walk once from each view, of the nine walks that the data hold.
CLIPS = 54
SEED = 0

OnProgress = Callable[[int, int | None], None]


@dataclass(frozen=True, eq=False)
class PhoneRun:
    """`told` are the clips' results as users would be told them, with errors that the other people taught;
    `learnt` what all of them teach. The same `seed` films the same clips again.
    """

    told: tuple[TrialResult, ...]
    learnt: Learnt
    seed: int


def run_phones(
    folder: Path | str,
    clips: int = CLIPS,
    *,
    workers: int = 1,
    seed: int = SEED,
    cache: Path = CACHE,
    on_progress: OnProgress = lambda _done, _expected: None,
) -> PhoneRun:
    """Film and measure so many `clips`: every walk in `folder` from every view in turn.

    Raises `InputError` where there is no walk that can be filmed.
    """
    walks = laboratory_walks(folder)
    places = find_places(folder, walks, cache, workers=workers)
    repeats = -(-clips // (len(walks) * len(OFF_SIDES)))
    trials = plan_trials(walks, repeats, seed=seed, places=places)[:clips]
    results = run_trials(trials, workers=workers, on_progress=on_progress)
    return PhoneRun(tuple(as_told(results, without_own(results))), learn_phone(results), seed)
