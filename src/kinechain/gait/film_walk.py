"""Films of a walk become a `Walk`: events, measurements with their errors, curves."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import numpy as np
import xarray as xr

from kinechain.case import Person
from kinechain.gait.capture_advice import Clip, advice_on_clips
from kinechain.gait.curves import stride_curves
from kinechain.gait.film_clip import FilmClip, film_clip
from kinechain.gait.film_summary import FilmValues, film_values, summarise_film
from kinechain.gait.first_contacts import first_events
from kinechain.gait.fitted_film import FittedFilm, fit_clips
from kinechain.gait.unlikely_height import unlikely_height
from kinechain.gait.walk import Walk
from kinechain.knowledge import judge_all, load
from kinechain.measurement import SIDES, Event

if TYPE_CHECKING:
    from kinechain.body.phone.film_fit import FilmFit

FEW_STRIDES = 3
# A camera that leans by so many degrees is worth telling.
NOTICEABLE_ROLL = 2.5
# Time without a straight walk that is worth telling.
LEFT_OUT_S = 2.0
# A larger share of frames with the legs exchanged is worth telling: on rendered walkers 4 % of all frames,
# and 13 to 22 % in six of 27 clips, most of them against the light.
CONFUSED = 0.1


def measure_film(motion: xr.Dataset, person: Person) -> Walk:
    """As `measure_films`, of one film."""
    return measure_films([motion], person)


def measure_films(motions: Sequence[xr.Dataset], person: Person) -> Walk:
    """As `fit_films`, without the fit."""
    return fit_films(motions, person)[0]


def fit_films(motions: Sequence[xr.Dataset], person: Person) -> tuple[Walk, FittedFilm]:
    """Everything that films of one person's walk give together, and for what they do not give, why;
    and the body that was fitted to them.

    Data requirements: checked `Motion`s in pixels of one person, each seen by one camera that stands still,
    with at least one whole stride in view. Raises `InputError` if one is too short or has too few frames a
    second.
    """
    clips = [film_clip(motion) for motion in motions]
    film = fit_clips(clips, person)
    values = film_values(film.passes)
    measurements = summarise_film(values, person, _why_not(clips), _no_way(clips))
    passes = [course for clip in clips for course in clip.passes]
    first = clips[0]
    walk = Walk(
        source=first.source,
        person=person,
        direction=passes[0].direction if passes else None,
        span=first.span,
        events=tuple(_events(first, film)),
        measurements=judge_all(load().measures, measurements, person),
        curves=stride_curves([(one.views[0], one.strides) for one in values.passes["side"]]),
        warnings=tuple(dict.fromkeys(_warnings(clips, film, values, person))),
        advice=_advice(clips, film),
        more_sources=tuple(clip.source for clip in clips[1:]),
    )
    return walk, film


def _events(clip: FilmClip, film: FittedFilm) -> list[Event]:
    """The events in the first clip."""
    fitted = [event for one in film.passes if one.clip == 0 for event in one.events]
    if not clip.movement.measurable:
        return []
    unfitted = [
        event
        for course in clip.passes
        if not any(abs(one.views[0].time[0] - course.start_s) < 0.5 for one in film.passes if one.clip == 0)
        for event in first_events(clip, course)
    ]
    return sorted([*fitted, *unfitted], key=lambda event: event.time_s)


def _why_not(clips: Sequence[FilmClip]) -> str:
    """Why there is no stride to measure."""
    kinds = [clip.movement for clip in clips]
    line = next((kind.line for kind in kinds if not kind.measurable), "")
    if line:
        return line
    if not any(clip.passes for clip in clips):
        return (
            "nobody was seen to walk across or along the picture; "
            "let the person walk past a camera that stands still"
        )
    return "no whole stride was in view; let the person walk at least five steps past the camera"


def _no_way(clips: Sequence[FilmClip]) -> str:
    """Why no length along the way is told; empty where it is."""
    kinds = [clip.movement for clip in clips]
    return next((kind.line for kind in kinds if kind.measurable and not kind.lengths), "")


def _warnings(
    clips: Sequence[FilmClip], film: FittedFilm, values: FilmValues, person: Person
) -> Iterator[str]:
    if unlikely := unlikely_height(person):
        yield unlikely
    for clip in clips:
        yield from clip.raw.attrs.get("warnings", ())
        if clip.movement.line:
            yield clip.movement.line
    if not values.views:
        yield _why_not(clips)
        return
    strides = sum(len(one.strides) for one in values.passes["side"])
    if values.passes["side"] and strides < 2 * FEW_STRIDES:
        yield (
            f"only {strides} whole strides were in view; "
            "three or more of each leg, in several passes, make every number surer"
        )
    for clip in clips:
        yield from _of_passes(clip)
    if film.fit is not None:
        yield from _of_fit(film.fit)


def _of_fit(fit: "FilmFit") -> Iterator[str]:
    rolls = [float(np.degrees(one.camera.roll)) for one in fit.passes]
    if any(abs(roll) > NOTICEABLE_ROLL for roll in rolls):
        worst = max(rolls, key=abs)
        yield f"camera or floor leaned by about {abs(worst):.0f} degrees; the floor was taken as level"
    if not fit.converged:
        yield "the fit of the body did not settle; its numbers may be less sure than is said"


def _of_passes(clip: FilmClip) -> Iterator[str]:
    if len(clip.passes) > 1:
        turned = len({course.direction for course in clip.passes}) > 1
        between = "the turns between them were left out" if turned else "between them the walk was not seen"
        yield f"{len(clip.passes)} passes were measured; {between}"
    if clip.left_out_s > LEFT_OUT_S:
        yield f"{clip.left_out_s:.0f} s of the film hold no straight walk and were left out"
    if clip.exchanged > CONFUSED:
        yield (
            f"the legs were taken for each other in {clip.exchanged:.0%} of the frames and put right; in "
            "single steps left and right may still be exchanged, so film with the light behind you"
        )
    if clip.view == "oblique":
        yield "the camera stood obliquely; the errors are larger for it"


def _advice(clips: Sequence[FilmClip], film: FittedFilm) -> tuple[str, ...]:
    """What would make the next film better, in at most two lines."""
    strides = {
        side: sum(stride.side == side for one in film.passes for stride in one.strides) for side in SIDES
    }
    return advice_on_clips(
        (clip.source.file, Clip(clip.raw, clip.passes, strides, clip.camera))
        for clip in clips
        if clip.movement.measurable
    )
