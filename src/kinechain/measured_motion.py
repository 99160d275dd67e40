"""`Motion`s of one person become a `Walk`, however recorded and whether the person walks or stands."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from importlib.util import find_spec
from typing import TYPE_CHECKING

import xarray as xr

from kinechain.case import Person
from kinechain.errors import InputError
from kinechain.gait.clips_agree import with_clips_compared
from kinechain.gait.film_walk import fit_films
from kinechain.gait.fitted_film import FittedFilm
from kinechain.gait.same_walk import show_same_walk
from kinechain.gait.walk import Walk
from kinechain.motion.dataset import check_motion
from kinechain.posture.clips import standing_instead
from kinechain.printable import printable

if TYPE_CHECKING:
    from kinechain.body.fitted_body import FittedBody

EXTRA = ("numba", "mujoco")


@dataclass(frozen=True, slots=True, eq=False)
class MeasuredMotion:
    """The measurements, and the body that was fitted: to markers, or to what films show."""

    walk: Walk
    body: "FittedBody | None" = None
    film: FittedFilm | None = None


def measure(
    motion: xr.Dataset | Sequence[xr.Dataset],
    *,
    person: Person | None = None,
    static: xr.Dataset | None = None,
) -> Walk:
    """Everything that one person's walk, or standing, gives, and for what it does not give, why.

    Several motions are clips of one and the same person: one body is fitted to all of them. `static` is the
    same person standing still, with the same markers. Height and mass that `person` does not say are taken
    from the file.

    Data requirements: `Motion`s in pixels of one person seen by one camera that stands still, with at least
    one whole stride in view; or one `Motion` in metres with a known marker set (the extra ``lab``). Raises
    `InputError` if it is neither.
    """
    return measure_motion(motion, person or Person(), static).walk


def measure_motion(
    motion: xr.Dataset | Sequence[xr.Dataset], person: Person, static: xr.Dataset | None = None
) -> MeasuredMotion:
    """As `measure`, with the fitted body. Raises `InputError`."""
    motions = [motion] if isinstance(motion, xr.Dataset) else list(motion)
    if not motions:
        raise InputError("no motion was given; give one, or several clips of one person")
    for each in motions if static is None else [*motions, static]:
        check_motion(each)
    if len(motions) == 1 and motions[0].attrs["units"] == "m":
        return _from_markers(motions[0], person, static)
    if static is not None:
        raise InputError("a trial of standing still belongs to markers; a film has no use for it")
    _check_clips(motions)
    motions, left_out = _without_copies(motions)
    walk, film = fit_films(motions, person)
    walk = with_clips_compared(walk, film) if walk.events else standing_instead(motions, person, walk)
    return MeasuredMotion(replace(walk, warnings=(*left_out, *walk.warnings)), film=film)


def _without_copies(motions: Sequence[xr.Dataset]) -> tuple[list[xr.Dataset], list[str]]:
    """The clips without those whose walk an earlier one shows already, and a line about each of these."""
    kept: list[xr.Dataset] = []
    lines = []
    for motion in motions:
        earlier = next((other for other in kept if show_same_walk(other, motion)), None)
        if earlier is None:
            kept.append(motion)
        else:
            name, shown = (printable(str(each.attrs["source_file"])) for each in (motion, earlier))
            lines.append(f"{name} shows the same walk as {shown}; it was left out")
    return kept, lines


def _check_clips(motions: Sequence[xr.Dataset]) -> None:
    for number, motion in enumerate(motions):
        name = motion.attrs["source_file"]
        if motion.attrs["units"] == "m":
            raise InputError(f"{name} holds markers; only films are measured together, so give it by itself")
        # Counted twice, the same errors would seem to average out.
        if any(motion["position"].equals(other["position"]) for other in motions[:number]):
            raise InputError(f"{name} shows the same as another of the clips; give each clip once")


def _from_markers(motion: xr.Dataset, person: Person, static: xr.Dataset | None) -> MeasuredMotion:
    check_extra()
    from kinechain.gait.fitted_walk import fit_walk
    from kinechain.gait.laboratory import measure_fitted
    from kinechain.gait.prepared import known_person, prepare
    from kinechain.posture.standing import measure_standing

    prepared = prepare(motion)
    person = known_person(person, prepared.motion)
    if prepared.walking:
        fitted = fit_walk(prepared, person, prepare(static) if static is not None else None)
        return MeasuredMotion(measure_fitted(fitted, person), fitted.body)
    standing, body = measure_standing(prepared, person)
    if static is not None:
        unused = f"{static.attrs['source_file']} was not used: nobody walks in {prepared.source.file}"
        standing = replace(standing, warnings=(*standing.warnings, unused))
    return MeasuredMotion(standing, body)


def check_extra() -> None:
    """Raise `InputError` where what the body needs was not installed."""
    missing = [name for name in EXTRA if find_spec(name) is None]
    if missing:
        raise InputError(
            f"measuring markers needs {' and '.join(missing)}; install it: pip install 'kinechain[lab]'"
        )
