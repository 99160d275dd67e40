"""`FittedFilm`: all passes of a person through one or several phones' films, with one body fitted to them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from kinechain.case import Person
from kinechain.errors import InputError
from kinechain.gait.film_clip import FilmClip
from kinechain.gait.first_contacts import first_contacts, first_events
from kinechain.gait.fitted_events import fitted_events
from kinechain.gait.point_view import PointView
from kinechain.gait.seen_pass import SeenPass
from kinechain.gait.strides import alternating, find_strides
from kinechain.measurement import SIDES
from kinechain.motion.camera import focal_of
from kinechain.motion.course import Pass
from kinechain.motion.dataset import Floats

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from kinechain.body.own_body import Body
    from kinechain.body.phone.film_fit import FilmFit
    from kinechain.body.phone.keypoints import Keypoints
    from kinechain.body.phone.passing import Passing

DRAWS = 40
"""Motions that the fit allows, by which the error of every number is found: to about a tenth of itself."""
USUAL_HEIGHT_M = 1.7
"""Of a person who does not say; then no length is told, and angles hardly depend on it."""
FASTEST_HZ = 65.0
"""Of quicker films every second, third ... frame is fitted to: their errors are each other's."""
BEFORE_S = 0.1
"""So much of the motion on either side of a pass belongs to its fit."""
HAIR_S = 1e-4
"""A frame right at the border belongs to it, whatever the clock's last digit."""
LEGS = ("hip", "knee", "ankle")
LEAST_SEEN = 0.5
"""A pass in which either leg is seen in fewer of the frames than this is not fitted."""


@dataclass(frozen=True, slots=True, eq=False)
class FittedFilm:
    """The clips, the passes that could be fitted, and the fit; None where none could."""

    clips: tuple[FilmClip, ...]
    passes: tuple[SeenPass, ...]
    fit: "FilmFit | None"


@dataclass(frozen=True, slots=True, eq=False)
class _Prepared:
    clip: FilmClip
    course: Pass
    passing: "Passing"


def fit_clips(clips: Sequence[FilmClip], person: Person, keypoints: "Keypoints | None" = None) -> FittedFilm:
    """One body fitted to every pass in `clips`, which show one person.

    `keypoints` say where the detector's keypoints lie on the body, if not where `body/phone/keypoints.yaml`
    has them. Raises `InputError` where what was seen determines no body.
    """
    from kinechain.body.own_body import load_body
    from kinechain.body.phone.film_fit import fit_film
    from kinechain.body.phone.keypoints import keypoints as usual_keypoints

    body = load_body(person.sex or "male")
    height = person.height_m or USUAL_HEIGHT_M
    places = keypoints or usual_keypoints(body)
    prepared = [
        each
        for number, clip in enumerate(clips)
        if clip.movement.measurable
        for each in _prepared(number, clip, body, places)
    ]
    if not prepared:
        return FittedFilm(tuple(clips), (), None)
    try:
        fit = fit_film(body, places, height, [each.passing for each in prepared], draws=DRAWS)
    except np.linalg.LinAlgError as error:
        raise InputError("what was seen determines no body; film more of the walk") from error
    return FittedFilm(tuple(clips), tuple(_seen(fit, prepared, person)), fit)


def _prepared(number: int, clip: FilmClip, body: "Body", places: "Keypoints") -> Iterator[_Prepared]:
    from kinechain.body.phone.passing import Lens, Passing
    from kinechain.body.phone.start import start_of

    focal = focal_of(clip.mended)
    centre = (clip.raw.attrs["frame_width"] / 2, clip.raw.attrs["frame_height"] / 2)
    for course in clip.passes:
        time, pixels = _sightings(clip, course, places.names)
        if not _legs_seen(pixels, places.names):
            continue
        bearing = first_contacts(course, first_events(clip, course))
        start, camera = start_of(
            body.chain, clip.smoothed, course, time, height_m=body.stature_m, hip_height_m=body.hip_height_m
        )
        lens = Lens(focal.px, focal.sd_px, centre, clip.camera.left_px)
        passing = Passing(number, lens, time, pixels, bearing, start, camera)
        yield _Prepared(clip, course, passing)


def _sightings(clip: FilmClip, course: Pass, names: Sequence[str]) -> tuple[Floats, Floats]:
    """Times (T,) and pixels (T, K, 2) of a pass, no more than `FASTEST_HZ` of them a second."""
    part = clip.mended.sel(time=slice(course.start_s - BEFORE_S - HAIR_S, course.end_s + BEFORE_S + HAIR_S))
    stride = max(1, round(1 / (clip.frame_s * FASTEST_HZ)))
    part = part.isel(time=slice(None, None, stride))
    pixels = part["position"].sel(keypoints=list(names)).transpose("time", "keypoints", "space").values
    return part["time"].values.astype(np.float64), pixels.astype(np.float64)


def _legs_seen(pixels: Floats, names: Sequence[str]) -> bool:
    """Whether both legs are seen well enough to fit a body to a pass."""
    legs = [names.index(f"{side}_{part}") for side in SIDES for part in LEGS]
    seen = np.isfinite(pixels[:, legs]).all(axis=2).mean(axis=0)
    return len(pixels) > len(LEGS) and bool((seen >= LEAST_SEEN).all())


def _seen(fit: "FilmFit", prepared: Sequence[_Prepared], person: Person) -> Iterator[SeenPass]:
    stature = person.height_m or USUAL_HEIGHT_M
    soles = dict(zip(SIDES, np.degrees(fit.flat_foot).tolist(), strict=True))
    for each, fitted in zip(prepared, fit.passes, strict=True):

        def view(points: Floats, of: "NDArray[np.bool_]", time: Floats = fitted.time) -> PointView:
            tracks = {name: points[:, k] for k, name in enumerate(fit.names) if of[k]}
            return PointView(time, stature, tracks, soles)

        # When a foot moves is seen of a keypoint that lies beside its joint too; what angles are is not.
        everything = view(fitted.points, np.ones(len(fit.names), dtype=np.bool_))
        events = alternating(fitted_events(everything, each.clip.frame_s, each.course.off_side))
        views = [view(points, ~fitted.misplaced) for points in (fitted.points, *fitted.draws)]
        course = each.course
        yield SeenPass(
            each.passing.clip, course.view, views, find_strides(events), events, off_side=course.off_side
        )
