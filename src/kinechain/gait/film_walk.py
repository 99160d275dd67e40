"""Films of a walk become a `Walk`: events, measurements with their errors, curves."""

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

import numpy as np
import xarray as xr

from kinechain.case import Person
from kinechain.gait.capture_advice import SURER, Clip, advice_on_clips
from kinechain.gait.curves import stride_curves
from kinechain.gait.film_clip import FilmClip, film_clip
from kinechain.gait.film_summary import FilmValues, film_values, summarise_film, too_slanting
from kinechain.gait.first_contacts import first_events
from kinechain.gait.fitted_film import FittedFilm, fit_clips
from kinechain.gait.toe_walk import curves_without_lifted, lifted_heels, told_of, without_lifted
from kinechain.gait.unlikely_height import unlikely_height, without_lengths_judged
from kinechain.gait.walk import Walk
from kinechain.knowledge import judge_all, load
from kinechain.measurement import SIDES, Event
from kinechain.motion.course import FURTHEST_OFF_SIDE
from kinechain.printable import printable

if TYPE_CHECKING:
    from kinechain.body.phone.film_fit import FilmFit

FEW_STRIDES = 3
# A camera that leans by so many degrees is worth telling.
NOTICEABLE_ROLL = 2.5
# Time without a straight walk that is worth telling.
LEFT_OUT_S = 2.0
# A larger share of the passes' frames with the legs exchanged is worth telling. Our choice: a few times what
# rendered walkers had on the whole (`motion.leg_swaps`).
CONFUSED = 0.1


def fit_films(motions: Sequence[xr.Dataset], person: Person) -> tuple[Walk, FittedFilm]:
    """Everything that films of one person's walk give together, and for what they do not give, why;
    and the body that was fitted to them.

    Data requirements: checked `Motion`s in pixels of one person, each seen by one camera that stands still,
    with at least one whole stride in view. Raises `InputError` if one is too short or has too few frames a
    second, or if what was seen determines no body.
    """
    clips = [film_clip(motion) for motion in motions]
    film = fit_clips(clips, person)
    values = film_values(film.passes)
    lifted = lifted_heels(film.fit)
    measurements = without_lifted(summarise_film(values, person, _why_not(clips), _no_way(clips)), lifted)
    passes = [course for clip in clips for course in clip.passes]
    first = clips[0]
    walk = Walk(
        source=first.source,
        person=person,
        direction=passes[0].direction if passes else None,
        span=first.span,
        events=tuple(_events(first, film)),
        measurements=without_lengths_judged(judge_all(load().measures, measurements, person), person),
        curves=curves_without_lifted(
            stride_curves([(one.views[0], one.strides) for one in values.well_seen]), lifted
        ),
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
        yield from _named(clip, clips, clip.raw.attrs.get("warnings", ()))
        yield from _named(clip, clips, filter(None, [clip.movement.line]))
    if not values.views:
        if (why := _why_not(clips)) not in (clip.movement.line for clip in clips):
            yield why
        return
    strides = sum(len(one.strides) for one in values.passes["side"])
    if values.passes["side"] and strides < 2 * FEW_STRIDES:
        were = "stride was" if strides == 1 else "strides were"
        yield (
            f"only {strides} whole {were} in view; "
            f"three or more of each leg, in several passes, make {SURER} surer"
        )
    yield from _of_passes(clips, film)
    for clip in clips:
        yield from _named(clip, clips, _of_clip(clip))
    if film.fit is not None:
        yield from _of_fit(film.fit)


def _named(clip: FilmClip, clips: Sequence[FilmClip], lines: Iterable[str]) -> Iterator[str]:
    """Each line about one of several clips, with its file's name where it does not begin with it."""
    name = printable(clip.source.file)
    for line in lines:
        yield line if len(clips) == 1 or line.startswith(name) else f"{name}: {line}"


def _of_fit(fit: "FilmFit") -> Iterator[str]:
    yield from told_of(lifted_heels(fit))
    rolls = [float(np.degrees(one.camera.roll)) for one in fit.passes]
    if any(abs(roll) > NOTICEABLE_ROLL for roll in rolls):
        worst = max(rolls, key=abs)
        yield f"camera or floor leaned by about {abs(worst):.0f} degrees; the floor was taken as level"
    if not fit.converged:
        yield "the fit of the body did not settle; its numbers may be less sure than is said"


def _of_passes(clips: Sequence[FilmClip], film: FittedFilm) -> Iterator[str]:
    """How many passes of all clips together were measured."""
    measured = len(film.passes)
    if len(clips) > 1:
        yield f"{measured} pass{'es' if measured > 1 else ''} in {len(clips)} clips were measured together"
    elif measured > 1:
        turned = len({course.direction for course in clips[0].passes}) > 1
        between = "the turns between them were left out" if turned else "between them the walk was not seen"
        yield f"{measured} passes were measured; {between}"


def _of_clip(clip: FilmClip) -> Iterator[str]:
    if clip.left_out_s > LEFT_OUT_S:
        yield f"{clip.left_out_s:.0f} s of the film hold no straight walk and were left out"
    if clip.exchanged > CONFUSED:
        yield (
            f"the legs were taken for each other in {clip.exchanged:.0%} of the frames and put right; in "
            "single steps left and right may still be exchanged, so film with the light behind you"
        )
    slants = [course.off_side for course in clip.passes if course.view == "oblique"]
    if slants and max(slants) > FURTHEST_OFF_SIDE:
        yield f"{too_slanting(max(slants))}: angles, lengths and speed are not told from there"
    elif clip.view == "oblique":
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
