"""`PhoneReading`: what kinechain makes of one phone's clip, stride by stride, for comparison."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Protocol

import numpy as np
import xarray as xr

from kinechain.case import Person
from kinechain.gait.body_strides import measure_strides
from kinechain.gait.film_clip import film_clip
from kinechain.gait.film_summary import film_values
from kinechain.gait.fitted_film import FittedFilm, fit_clips
from kinechain.gait.seen_pass import SeenPass
from kinechain.gait.strides import Stride
from kinechain.knowledge.verdict import IN_95_OF_100
from kinechain.measurement import Event, Side, View
from kinechain.validation.phone_targets import phone_targets

if TYPE_CHECKING:
    from kinechain.body.phone.keypoints import Keypoints


@dataclass(frozen=True, slots=True)
class Told:
    """A value in the measure's unit, lengths in m, and the ends of its 95 % interval, NaN without one."""

    value: float
    lower: float = np.nan
    upper: float = np.nan

    @property
    def sd(self) -> float:
        """The standard deviation that the interval is made of."""
        return (self.upper - self.lower) / (2 * IN_95_OF_100)


@dataclass(frozen=True, slots=True)
class ReadStride:
    """One stride as it was found, with what was told of it by measure."""

    stride: Stride
    told: Mapping[str, Told]


@dataclass(frozen=True, slots=True)
class ReadMean:
    """What a measurement is made of: one number a stride, no known bias taken off, and what the fit leaves
    open in their mean.
    """

    measure: str
    side: Side | None
    view: View
    values: tuple[float, ...]
    fit_sd: float


@dataclass(frozen=True, slots=True)
class PhoneReading:
    """`events` and `strides` in the clip's time, `means` over the strides of each leg: as the fit has them,
    without the known errors of the knowledge (`phone_statement`).
    """

    events: tuple[Event, ...]
    strides: tuple[ReadStride, ...]
    means: tuple[ReadMean, ...]


class Read(Protocol):
    """Reads a `Motion` in px of somebody who is so tall, in m. `keypoints` say where the detector's lie on
    the body, if not where they usually do. Raises `InputError` where it cannot.
    """

    def __call__(
        self, motion: xr.Dataset, stature_m: float, keypoints: "Keypoints | None" = None, /
    ) -> PhoneReading: ...


def read_film(motion: xr.Dataset, stature_m: float, keypoints: "Keypoints | None" = None) -> PhoneReading:
    """As kinechain reads a film: by the body fitted to its passes."""
    film = fit_clips([film_clip(motion)], Person(height_m=stature_m), keypoints)
    return PhoneReading(
        events=tuple(event for one in film.passes for event in one.events),
        strides=tuple(_read_strides(film)),
        means=tuple(_means(film)),
    )


def _read_strides(film: FittedFilm) -> Iterator[ReadStride]:
    for one in film.passes:
        for stride in one.strides:
            yield ReadStride(stride, dict(_told(one, stride)))


def _told(one: SeenPass, stride: Stride) -> Iterator[tuple[str, Told]]:
    measured = measure_strides([replace(one, strides=[stride])])
    for key, (value,) in measured.values.items():
        if key[0] in phone_targets().measures:
            reach = IN_95_OF_100 * measured.fit_sd[key]
            yield key[0], Told(value, value - reach, value + reach)


def _means(film: FittedFilm) -> Iterator[ReadMean]:
    for view, measured in film_values(film.passes).strides.items():
        for (measure, side), values in measured.values.items():
            if measure in phone_targets().measures:
                yield ReadMean(measure, side, view, tuple(values), measured.fit_sd[measure, side])
