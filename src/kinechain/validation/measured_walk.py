"""`MeasuredWalk`: what kinechain makes of a walk's markers alone, with all that its errors are judged by."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import xarray as xr

from kinechain.case import Person
from kinechain.errors import InputError
from kinechain.gait.body_values import ALL_SIDES
from kinechain.gait.seen_walk import SeenWalk
from kinechain.gait.strides import Stride
from kinechain.knowledge import load, measurement_sd
from kinechain.measurement import Event, Measurement, Side
from kinechain.validation.stride_values import value

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
    from kinechain.gait.body_view import body_views
    from kinechain.gait.fitted_walk import fit_walk
    from kinechain.gait.laboratory import measure_fitted
    from kinechain.gait.pelvis_axis import pelvis_axis
    from kinechain.gait.prepared import known_person, prepare

    prepared = prepare(markers_alone(motion))
    if not prepared.walking:
        raise InputError("nobody walks in it")
    person = known_person(Person(), prepared.motion)
    fitted = fit_walk(prepared, person, prepare(markers_alone(static)) if static is not None else None)
    stature = person.height_m or fitted.body.body.stature_m
    (view,) = body_views(fitted.body, stature, pelvis=pelvis_axis(prepared.motion))
    measurements = measure_fitted(fitted, person).measurements
    return MeasuredWalk(
        events=fitted.events,
        strides=fitted.strides,
        view=view,
        measurements=measurements,
        fit_sd=dict(_left_open(measurements, view, fitted.strides)),
    )


def _left_open(
    measurements: Sequence[Measurement], view: SeenWalk, strides: Sequence[Stride]
) -> Iterator[tuple[Leg, float]]:
    """What the fit left open in each measurement: what its sd holds beside the known error and its strides'
    spread (`knowledge.measurement_sd`).
    """
    for each in measurements:
        if each.value is None or each.sd is None or each.measure not in ALL_SIDES:
            continue
        own = [value(each.measure, view, stride) for stride in strides if each.side in (None, stride.side)]
        seen = [number for number in own if np.isfinite(number)]
        spread = float(np.std(seen, ddof=1)) if len(seen) > 1 else None
        known = measurement_sd(load().measure(each.measure), "markers", spread, each.n, each.value)
        yield (each.measure, each.side), float(np.sqrt(max(0.0, each.sd**2 - known**2)))


def markers_alone(motion: xr.Dataset) -> xr.Dataset:
    """`motion` without forces, and without the events that the laboratory noted."""
    kept = motion.drop_dims(PLATES, errors="ignore")
    kept.attrs = {name: value for name, value in motion.attrs.items() if name != "events"}
    return kept
