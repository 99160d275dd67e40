"""`MeasuredWalk`: what kinechain makes of a walk's markers alone, with all that its errors are judged by."""

from collections.abc import Mapping
from dataclasses import dataclass

import xarray as xr

from kinechain.case import Person
from kinechain.errors import InputError
from kinechain.gait.seen_walk import SeenWalk
from kinechain.gait.strides import Stride
from kinechain.measurement import Event, Measurement, Side

Leg = tuple[str, Side | None]
# What holds forces runs over one of these.
PLATES = ("plate_time", "plate", "corner")


@dataclass(frozen=True, eq=False)
class MeasuredWalk:
    """`view` and `strides` are those from which `measurements` come, before any known offset was taken off.

    `fit_sd`: for each measure and side, the standard deviation of its mean that the fit itself leaves open.
    """

    events: tuple[Event, ...]
    strides: tuple[Stride, ...]
    view: SeenWalk
    measurements: tuple[Measurement, ...]
    fit_sd: Mapping[Leg, float]

    def measurement(self, measure: str, side: Side | None) -> Measurement | None:
        """The measurement of one measure and side, None if it is not listed."""
        return next(
            (each for each in self.measurements if (each.measure, each.side) == (measure, side)), None
        )


def measure_alone(motion: xr.Dataset, static: xr.Dataset | None = None) -> MeasuredWalk:
    """A laboratory's `motion` and `static` trial as `kinechain.measure` takes them, without what plates and
    the laboratory's own events would give away.

    Raises `InputError` where nobody walks or the markers do not say enough.
    """
    from kinechain.gait.body_strides import measure_strides
    from kinechain.gait.body_summary import summarise_body
    from kinechain.gait.body_view import body_views
    from kinechain.gait.fitted_walk import fit_walk
    from kinechain.gait.laboratory import DRAWS
    from kinechain.gait.prepared import known_person, prepare

    prepared = prepare(markers_alone(motion))
    if not prepared.walking:
        raise InputError("nobody walks in it")
    person = known_person(Person(), prepared.motion)
    standing = prepare(markers_alone(static)) if static is not None else None
    fitted = fit_walk(prepared, person, standing)
    views = body_views(fitted.body, person.height_m or fitted.body.body.stature_m, DRAWS)
    measured = measure_strides(views, fitted.strides, fitted.events)
    return MeasuredWalk(
        events=fitted.events,
        strides=fitted.strides,
        view=views[0],
        measurements=tuple(summarise_body(fitted, measured, person)),
        fit_sd=measured.fit_sd,
    )


def markers_alone(motion: xr.Dataset) -> xr.Dataset:
    """`motion` without forces, and without the events that the laboratory noted."""
    kept = motion.drop_dims(PLATES, errors="ignore")
    kept.attrs = {name: value for name, value in motion.attrs.items() if name != "events"}
    return kept
