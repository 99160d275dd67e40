"""Photos of one person who stands, measured."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from kinechain.case import Person
from kinechain.errors import InputError
from kinechain.gait.walk import Walk
from kinechain.posture.picture_standing import measure_pictures
from kinechain.posture.seen_stance import SeenStance, stance_of_photo

OnProgress = Callable[[int, int | None], None]
MOST_PHOTOS = 12


def measure_photos(
    paths: Sequence[Path | str], person: Person, on_progress: OnProgress | None = None
) -> Walk:
    """Everything that photos of one standing person give, with its errors, and for what they do not give,
    why.

    From which side each was taken is found by itself. Data requirements: JPEG, PNG or WebP, each of one
    person who stands upright, from head to feet, straight from the front, the back or a side. Raises
    `InputError`, in one line that names the photo, where one is none of this.
    """
    if not 1 <= len(paths) <= MOST_PHOTOS:
        raise InputError(f"give between 1 and {MOST_PHOTOS} photos of one person, not {len(paths)}")
    return measure_pictures(_stances([Path(path) for path in paths], on_progress), person)


def with_photos(walk: Walk, standing: Walk) -> Walk:
    """A walk with what photos of the same person standing give beside it.

    Where both give a measure, the walk's counts, for it is the mean of many moments.
    """
    walked = {(m.measure, m.side) for m in walk.measurements if m.value is not None}
    added = [m for m in standing.measurements if (m.measure, m.side) not in walked]
    replaced = {(m.measure, m.side) for m in added}
    kept = [m for m in walk.measurements if (m.measure, m.side) not in replaced]
    return replace(
        walk,
        measurements=(*kept, *added),
        warnings=tuple(dict.fromkeys((*walk.warnings, *standing.warnings))),
        more_sources=(*walk.more_sources, standing.source, *standing.more_sources),
    )


def _stances(paths: Sequence[Path], on_progress: OnProgress | None) -> list[SeenStance]:
    from kinechain.capture.photo import read_photo
    from kinechain.capture.photographed import Beholder

    look, stances = Beholder(), []
    for done, path in enumerate(paths, start=1):
        stances.append(stance_of_photo(look(read_photo(path))))
        _check_not_again(stances)
        if on_progress is not None:
            on_progress(done, len(paths))
    return stances


def _check_not_again(stances: Sequence[SeenStance]) -> None:
    """Counted twice, the same errors would seem to average out."""
    for earlier in stances[:-1]:
        if earlier.size == stances[-1].size and np.array_equal(earlier.points, stances[-1].points):
            raise InputError(f"{stances[-1].file} shows the same as {earlier.file}; give each photo once")
