"""A fit as files that other programs open: coordinates over time, their errors, and their model."""

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import xarray as xr
from numpy.typing import NDArray

from kinechain.case import Person
from kinechain.errors import InputError
from kinechain.measured_motion import check_extra
from kinechain.motion.files import read_motion
from kinechain.motion.mot import write_mot
from kinechain.printable import printable
from kinechain.walk_files import WalkFiles
from kinechain.whole_file import replace_file

if TYPE_CHECKING:
    from kinechain.body.fitted_body import FittedBody

Floats = NDArray[np.float64]
SCHEMA = "kinechain.fit/1"
ENDING = ".mot"


@dataclass(frozen=True, slots=True)
class FitSummary:
    """What was fitted. `rms_mm` is the root mean square distance of markers from their places on the body;
    `unknown` are coordinates that the markers do not tell, `left_out` the markers that fit no body, and when.
    """

    frames: int
    coordinates: int
    markers: int
    rms_mm: float
    unknown: tuple[str, ...]
    left_out: tuple[str, ...]
    files: tuple[str, ...]
    warnings: tuple[str, ...]


def summary_json(summary: FitSummary) -> dict[str, Any]:
    """The object that ``kinechain fit --json`` prints."""
    return {"schema": SCHEMA} | asdict(summary)


def check_fit_place(out: Path) -> None:
    """Raise `InputError` if a fit cannot be saved under this name."""
    if out.suffix.lower() != ENDING:
        raise InputError(f"{printable(str(out))}: a fit is saved as {ENDING}, such as fitted{ENDING}")


def fit_places(out: Path, model: Path | None) -> list[Path]:
    """The files that a fit writes: with kinechain's own body also the errors and the model."""
    if model:
        return [out]
    return [out, out.with_name(f"{out.stem}_sd{ENDING}"), out.with_name(f"{out.stem}_model.osim")]


def fit_own_body(files: WalkFiles, motion: xr.Dataset, person: Person, out: Path) -> FitSummary:
    """Fit kinechain's body to a walk or a stance and write ``OUT.mot``, ``OUT_sd.mot``, ``OUT_model.osim``.

    A coordinate that the markers do not tell stands in the motion at the value that the fit assumed, because
    a model needs them all; it is named in `FitSummary.unknown`. Raises `InputError` where the fit cannot be.
    """
    check_extra()
    from kinechain.body.osim_file import write_fitted_osim

    static = read_motion(files.static) if files.static is not None else None
    fitted, notes = _fitted_body(motion, static, person)
    places = fit_places(out, None)
    names = fitted.chain.coordinate_names
    turns = np.array([coordinate.rotational for coordinate in fitted.chain.coordinates])
    for place, values in ((places[0], fitted.q), (places[1], fitted.sd)):
        shown = np.where(turns, np.degrees(values), values)
        _write(place, fitted.time, dict(zip(names, shown.T, strict=True)))
    write_fitted_osim(places[2], fitted)
    return FitSummary(
        frames=len(fitted.time),
        coordinates=len(names),
        markers=len(fitted.marker_names),
        rms_mm=_rms_mm(fitted.residuals),
        unknown=tuple(name for name in names if not fitted.is_known(name)),
        left_out=tuple(str(outlier) for outlier in fitted.outliers),
        files=tuple(str(place) for place in places),
        warnings=tuple(dict.fromkeys((*motion.attrs.get("warnings", ()), *fitted.warnings, *notes))),
    )


def fit_model(model: Path, motion: xr.Dataset, out: Path) -> FitSummary:
    """Fit a user's own OpenSim model, frame by frame, and write ``OUT.mot``. Raises `InputError`."""
    check_extra()
    from kinechain.body.osim import read_osim
    from kinechain.body.osim_fit import fit_osim, motion_columns

    osim = read_osim(model)
    turned, notes = _upright(motion)
    fit = fit_osim(osim, turned)
    columns = motion_columns(osim, fit.q)
    _write(out, fit.time, columns)
    return FitSummary(
        frames=len(fit.time),
        coordinates=len(columns),
        markers=len(fit.markers),
        rms_mm=_rms_mm(fit.distance),
        unknown=(),
        left_out=(),
        files=(str(out),),
        warnings=tuple(dict.fromkeys((*motion.attrs.get("warnings", ()), *notes, *fit.warnings))),
    )


def _upright(motion: xr.Dataset) -> tuple[xr.Dataset, tuple[str, ...]]:
    """The motion under its own labels in the walk's frame, where its markers tell which way is up."""
    from kinechain.motion.markers.lab_frame import find_walk_frame, to_walk_frame
    from kinechain.motion.markers.marker_sets import canonical

    try:
        frame = find_walk_frame(canonical(motion))
    except InputError:
        return motion, ("no known marker set: the file's axes were taken for the model's, with y up",)
    return to_walk_frame(motion, frame), ()


def _fitted_body(
    motion: xr.Dataset, static: xr.Dataset | None, person: Person
) -> "tuple[FittedBody, tuple[str, ...]]":
    """The body, and notes on what was not used."""
    from kinechain.body.fit import fit_body
    from kinechain.body.own_body import load_body
    from kinechain.gait.fitted_walk import fit_walk
    from kinechain.gait.prepared import known_person, prepare, size_of

    prepared = prepare(motion)
    person = known_person(person, motion)
    if prepared.walking:
        return fit_walk(prepared, person, prepare(static) if static is not None else None).body, ()
    notes = ("the static trial was not used: nobody walks in the file",) if static is not None else ()
    body = load_body(person.sex or "male")
    return fit_body(prepared.motion, subject=size_of(person), body=body), notes


def _write(place: Path, time: Floats, columns: dict[str, Floats]) -> None:
    replace_file(place, lambda path: write_mot(path, time, columns, in_degrees=True))


def _rms_mm(distances: Floats) -> float:
    return float(1000 * np.sqrt(np.nanmean(distances**2)))
