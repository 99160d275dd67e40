"""Where laboratories put their keypoints on our body, for the fit of a virtual phone's film.

A laboratory's ear lies between markers on the head, its shoulder under one on the acromion: not where
BlazePose sees them. Taken for BlazePose's, they would bend the body that is fitted to them. So our body is
fitted to the markers of each walk, and where the keypoints lie in its segments is told; the phone's own fit
of each walk, filmed without constant errors, then says by how much it would rather have them elsewhere (skin
moves under markers; a phone's fit knows less of it). What is used for one person comes from the others
alone.

Data requirements: the walks of `laboratory_keypoints`, whose markers our body can be fitted to (the extra
``lab``).
"""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from kinechain.case import Person
from kinechain.gait.film_clip import film_clip
from kinechain.gait.fitted_film import fit_clips
from kinechain.motion.dataset import Floats
from kinechain.motion.files import read_motion
from kinechain.validation.detector_noise import NO_CONSTANT
from kinechain.validation.keypoint_walk import KEYPOINTS, KeypointWalk
from kinechain.validation.phone_camera import draw_camera
from kinechain.validation.processes import processes
from kinechain.validation.recordings import Recording, find_recordings
from kinechain.validation.virtual_phone import film

if TYPE_CHECKING:
    from kinechain.body.phone.film_fit import FilmFit
    from kinechain.body.phone.keypoints import Keypoints

# Beside the project's other caches, which git ignores.
CACHE = Path(".cache") / "laboratory_places"
# Ways past the phone, at this many frames a second, from which its fit's own idea of the places is taken.
YAWS, FPS, SEED = (0.0, 180.0), 30.0, 11
MIRRORED = np.array([1.0, -1.0, 1.0])
# What the places rest on, beside the walks: they are found anew where any of it is another.
RESTS_ON = ("body", "gait", "motion", "validation/laboratory_keypoints.py", "validation/laboratory_places.py")


@dataclass(frozen=True, slots=True, eq=False)
class WalkPlaces:
    """Where one walk's keypoints lie: `place` (18, 3), m in the segments of the reference man, in the order
    of `KEYPOINTS`; NaN where the laboratory did not see them.
    """

    person: str
    place: Floats


def laboratory_keypoints(found: Sequence[WalkPlaces], left_out: str) -> "Keypoints":
    """The keypoints of laboratories on our body, as those people who are not `left_out` have them, the same
    on both sides. What none of them shows lies where the detector's does.
    """
    from kinechain.body.own_body import load_body
    from kinechain.body.phone.keypoints import keypoints

    usual = keypoints(load_body())
    order = [KEYPOINTS.index(name) for name in usual.names]
    others = [each for each in found if each.person != left_out]
    people = [
        [each.place[order] for each in others if each.person == person]
        for person in sorted({each.person for each in others})
    ]
    means = np.array([_mean(walks) for walks in people]).reshape(-1, len(order), 3)
    left, right = _sides(usual.names)
    both = _mean([*means[:, left], *(means[:, right] * MIRRORED)])
    place = usual.place.copy()
    place[left], place[right] = _known(both, place[left]), _known(both * MIRRORED, place[right])
    return replace(usual, place=place, usual=np.zeros_like(usual.usual))


def find_places(
    folder: Path | str, walks: Sequence[KeypointWalk], cache: Path = CACHE, *, workers: int = 1
) -> tuple[WalkPlaces, ...]:
    """The places of all `walks`, which are those in `folder`; kept in `cache`, so that a second run has them
    at once. With several `workers` they are found in processes of their own.
    """
    recordings = {each.path.stem: each for each in find_recordings(Path(folder))}
    kept = cache / f"{_fingerprint([recordings[walk.name] for walk in walks])}.npz"
    if kept.is_file():
        return tuple(_kept(kept, walks))
    with processes(min(workers, len(walks))) as each:
        on_body = list(each(places_on_body, [recordings[walk.name] for walk in walks], walks))
        found = list(each(partial(places_in_film, on_body=on_body), walks))
    cache.mkdir(parents=True, exist_ok=True)
    np.savez(kept, **{walk.name: own.place for walk, own in zip(walks, found, strict=True)})
    return tuple(found)


def _kept(file: Path, walks: Sequence[KeypointWalk]) -> Iterator[WalkPlaces]:
    with np.load(file) as places:
        for walk in walks:
            yield WalkPlaces(walk.person, places[walk.name])


def places_on_body(recording: Recording, walk: KeypointWalk) -> WalkPlaces:
    """Where a walk's keypoints lie in the segments of the body that was fitted to its markers."""
    from kinechain.gait.fitted_walk import fit_walk
    from kinechain.gait.prepared import prepare

    static = prepare(read_motion(recording.static)) if recording.static else None
    fitted = fit_walk(prepare(read_motion(recording.path)), Person(height_m=walk.stature_m), static).body
    rotation, origin = fitted.frames()
    seen = {name: track for name, track in walk.tracks.items() if name not in walk.made_up}
    place = np.full((len(KEYPOINTS), 3), np.nan)
    for name, body in _carriers().items():
        if name in seen:
            track = np.stack([np.interp(fitted.time, walk.time, way) for way in seen[name].T], axis=1)
            within = np.einsum("tji,tj->ti", rotation[:, body], track - origin[:, body])
            place[KEYPOINTS.index(name)] = np.nanmedian(within, axis=0) / fitted.body.scale[body]
    return WalkPlaces(walk.person, place)


def places_in_film(walk: KeypointWalk, on_body: Sequence[WalkPlaces]) -> WalkPlaces:
    """Where a phone's fit would have a walk's keypoints, who starts from those of other people."""
    starting = laboratory_keypoints(on_body, walk.person)
    made_up = [name in walk.made_up for name in KEYPOINTS]
    place = np.full((len(KEYPOINTS), 3), np.nan)
    if found := [each for yaw in YAWS for each in _in_film(walk, yaw, starting)]:
        place = np.mean(found, axis=0)[[starting.names.index(name) for name in KEYPOINTS]]
        place[made_up] = np.nan
    return WalkPlaces(walk.person, place)


def _in_film(walk: KeypointWalk, yaw_deg: float, starting: "Keypoints") -> Iterator[Floats]:
    rng = np.random.default_rng(SEED)
    clip = film_clip(film(walk, draw_camera(walk, yaw_deg, rng), NO_CONSTANT, FPS, rng))
    fit = fit_clips([clip], Person(height_m=walk.stature_m), starting).fit
    if fit is not None:
        yield _fitted_places(fit)


def _fitted_places(fit: "FilmFit") -> Floats:
    """Where in their segments the fit has the keypoints (K, 3), its shifts included, in the middle of the
    pass.
    """
    from kinechain.body.phone.problem import Trial

    solution = fit.solution
    task, unknowns = solution.tasks[0], solution.of_pass(0)
    person, shape = task.person, unknowns[: task.layout.shape]
    pose = Trial(task, solution.motions[0], unknowns).in_frames
    carrier = person.keypoints.carrier
    shown = person.points(shape, pose) - pose.position[:, carrier]
    within = np.einsum("tkji,tkj->tki", pose.rotation[:, carrier], shown)
    return np.asarray(within.mean(axis=0) / person.model.scale(shape)[carrier])


def _carriers() -> Mapping[str, int]:
    """The segment that bears each keypoint."""
    from kinechain.body.own_body import load_body
    from kinechain.body.phone.keypoints import keypoints

    usual = keypoints(load_body())
    return dict(zip(usual.names, usual.carrier.tolist(), strict=True))


def _sides(names: Sequence[str]) -> tuple[list[int], list[int]]:
    """The indices of the left keypoints, and of the right ones in the same order."""
    left = [index for index, name in enumerate(names) if name.startswith("left_")]
    return left, [names.index(names[index].replace("left_", "right_", 1)) for index in left]


def _mean(places: Sequence[Floats]) -> Floats:
    """The mean of what is known, NaN where nothing is."""
    each = np.array(places)
    known = np.isfinite(each)
    total, count = np.where(known, each, 0.0).sum(axis=0), known.sum(axis=0)
    return np.asarray(np.where(count > 0, total / np.maximum(count, 1), np.nan))


def _known(first: Floats, otherwise: Floats) -> Floats:
    return np.asarray(np.where(np.isfinite(first), first, otherwise))


def _fingerprint(recordings: Sequence[Recording]) -> str:
    """Of the walks' files and of everything else that the places rest on."""
    package = Path(__file__).parents[1]
    rests_on = [package / name for name in RESTS_ON]
    files = [file for each in rests_on for file in ([each] if each.is_file() else sorted(each.rglob("*.*")))]
    files += [path for each in recordings for path in (each.path, each.static) if path]
    summed = hashlib.sha256()
    for file in files:
        if file.suffix != ".pyc" and file.is_file():
            summed.update(file.read_bytes())
    return summed.hexdigest()[:16]
