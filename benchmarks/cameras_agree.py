"""Whether real videos agree with themselves, where no truth is known.

The sample clip against its mirrored copy, half its size, half its frames, itself coded anew, and its first
strides against its last: each number within the errors that both state, and the moments of foot strikes.

The four calibrated cameras of a man who loses his balance and saves himself (Pose2Sim's demonstration, 1.7 s,
no whole stride): each must refuse him, alike. What the fit would say nevertheless of each camera's keypoints,
turned level, is held against the other cameras and against points triangulated from all four: how wrong it
would be to measure what is no walk.

Data requirements: the assets; ``../shared/data/pose2sim`` for the four cameras.

    python benchmarks/cameras_agree.py [--save]
"""

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from figures import Figure, command_line, finish

if TYPE_CHECKING:
    import xarray as xr

    from kinechain.body.calibrated_camera import CalibratedCamera
    from kinechain.gait.point_view import PointView
    from kinechain.gait.seen_walk import SeenWalk
    from kinechain.gait.walk import Walk
    from kinechain.motion.course import Pass
    from kinechain.motion.dataset import Floats

ROOT = Path(__file__).parents[1]
sys.path.append(str(ROOT / "tests"))
FILMS = ROOT.parent / "shared" / "data" / "pose2sim"
CACHE = ROOT / ".cache" / "agreement"
SAMPLE_HEIGHT_M = 1.65
# Between two strikes of the sample clip's middle, in s.
HALVED_S = 118 / 30
# Lengths between the triangulated keypoints over those of our body of 1.741 m, median of thirteen.
SAVED_HEIGHT_M = 1.69
NAMES = ("knee_flexion", "thigh_angle", "trunk_lean", "trunk_sway", "head_forward")
RATE = {"half the frames": 15}


def main() -> None:
    """Run it."""
    options = command_line(__doc__).parse_args()
    found = [*sample_clip()]
    if FILMS.is_dir():
        found += four_cameras()
    finish("cameras_agree", found, save=options.save)


def sample_clip() -> Iterator[Figure]:
    """The figures of the sample clip and what was made of it."""
    from kinechain.validation.film_agreement import differences, furthest, share_within

    clip = _captured("sample")
    whole = _measured(clip)
    pairs = {
        name: (whole, _measured(_captured(name)))
        for name in ("half the size", "half the frames", "coded anew")
    }
    pairs["mirrored"] = (whole, _measured(_captured("mirrored")))
    first, last = (clip.sel(time=part) for part in (slice(0, HALVED_S), slice(HALVED_S, None)))
    pairs["first strides against last"] = (_measured(first), _measured(last))
    for name, (one, other) in pairs.items():
        found = differences(one, other, mirrored=name == "mirrored")
        most, usual = furthest(found), float(np.sqrt(np.mean([each.z**2 for each in found])))
        label = f"Sample clip, {name}"
        yield Figure(
            f"{label}: {len(found)} numbers, within 95 %", 100 * share_within(found), "%", 0, "at least", 92
        )
        yield Figure(f"{label}: usual difference", usual, "sd", 2)
        if most is not None:
            yield Figure(f"{label}: furthest, {most.measure} {most.side or ''}".strip(), abs(most.z), "sd", 2)
        for each in found:
            if each.measure == "stride_length_per_height":
                yield Figure(f"{label}: stride length", 100 * (each.other / each.one - 1), "%", 1)
        if name != "first strides against last":
            yield Figure(f"{label}: foot strikes apart, most", _strikes_apart(one, other), "ms", 0)


def _strikes_apart(one: "Walk", other: "Walk") -> float:
    """The furthest that a strike of one lies from the nearest of the other, ms."""
    here, there = (
        np.array([event.time_s for event in walk.events if event.kind == "foot_strike"])
        for walk in (one, other)
    )
    return float(1000 * np.abs(here[:, None] - there[None]).min(axis=1).max())


def four_cameras() -> Iterator[Figure]:
    """The figures of the four calibrated cameras."""
    from kinechain.gait.film_clip import film_clip
    from levelled_film import levelled, qualisys_cameras

    cameras = qualisys_cameras(FILMS / "calibration" / "Calib.qca.txt")
    films = {name: _captured(name, FILMS / "videos" / f"{name}.mp4") for name in cameras}
    kinds = {film_clip(film).movement.name for film in films.values()}
    refused = [not film_clip(film).movement.measurable for film in films.values()]
    yield Figure(
        "Four cameras, no whole stride: refused by", float(np.sum(refused)), "of 4", 0, "at least", 4
    )
    yield Figure("Four cameras: different reasons", len(kinds), "", 0, "at most", 1)
    truth = Triangulated.of(films, cameras)
    yield Figure("Four cameras, calibration: keypoints off the triangulated, median", truth.off_px, "px", 1)
    level = {name: levelled(film, cameras[name]) for name, film in films.items()}
    seen = {
        name: views for name, film in level.items() if (views := _asked(film, truth.course(cameras[name])))
    }
    yield from _apart(seen, truth)


@dataclass(frozen=True)
class Triangulated:
    """What the four cameras' keypoints say together: `view` in the walk's frame, `hips` (T, 3) m in the
    cameras', and how far (px, median) keypoints are seen from there.
    """

    view: "PointView"
    hips: "Floats"
    off_px: float

    @classmethod
    def of(
        cls, films: Mapping[str, "xr.Dataset"], cameras: Mapping[str, "CalibratedCamera"]
    ) -> "Triangulated":
        """From films of the same instants."""
        from kinechain.body.calibrated_camera import triangulated
        from kinechain.gait.point_view import PointView

        pixels = np.stack(
            [film["position"].transpose("time", "keypoints", "space").values for film in films.values()]
        )
        used = [cameras[name] for name in films]
        points = triangulated(used, pixels)
        off = [
            np.linalg.norm(camera.picture(points)[0] - own, axis=2)
            for camera, own in zip(used, pixels, strict=True)
        ]
        film = next(iter(films.values()))
        time, names = film["time"].values, [str(name) for name in film["keypoints"].values]
        hips = points[:, [names.index("left_hip"), names.index("right_hip")]].mean(axis=1)
        ahead = _way(time, hips) / np.linalg.norm(_way(time, hips))
        left = np.array([-ahead[1], ahead[0], 0.0])
        turned = points @ np.stack([ahead, left, [0.0, 0.0, 1.0]]).T
        tracks = {name: turned[:, number] for number, name in enumerate(names)}
        return cls(PointView(time, SAVED_HEIGHT_M, tracks, {}), hips, float(np.nanmedian(off)))

    def course(self, camera: "CalibratedCamera") -> "Pass":
        """The man's way as a `Pass` before a level camera."""
        from kinechain.motion.course import Pass
        from levelled_film import level_axes

        right, _, ahead = level_axes(camera)
        ground = (self.hips - camera.centre) @ np.stack([right, ahead]).T / SAVED_HEIGHT_M
        across, away = _way(self.view.time, ground)[:2]
        start, end = float(self.view.time[0]), float(self.view.time[-1])
        yaw = float(np.degrees(np.arctan2(away, across)))
        x0, z0 = ground.mean(axis=0).tolist()
        return Pass(start, end, x0, z0, yaw, 5.0, float(np.hypot(across, away)))


def _way(time: "Floats", places: "Floats") -> "Floats":
    """Metres a second over the ground; 0 upward."""
    way = np.array(np.polyfit(time, places, 1)[0], dtype=np.float64)
    if len(way) == 3:
        way[2] = 0.0
    return way


def _asked(film: "xr.Dataset", course: "Pass") -> list["SeenWalk"]:
    """What the fit says of a film that is refused, and what else it may have been."""
    from kinechain.case import Person
    from kinechain.gait.film_clip import film_clip
    from kinechain.gait.fitted_film import fit_clips
    from kinechain.gait.movement_kind import Movement

    clip = replace(film_clip(film), movement=Movement("walking"), passes=(course,))
    fitted = fit_clips([clip], Person(height_m=SAVED_HEIGHT_M))
    return list(fitted.passes[0].views) if fitted.passes else []


def _apart(seen: Mapping[str, Sequence["SeenWalk"]], truth: Triangulated) -> Iterator[Figure]:
    """How far the cameras are from each other and from the triangulated, over all angles and instants."""
    label = "Four cameras, asked although refused"
    time = truth.view.time
    told = {name: _angles(views, time) for name, views in seen.items()}
    real = _angles([truth.view], time)[0]
    pairs = [((a, b), np.hypot(sa, sb)) for (a, sa), (b, sb) in combinations(told.values(), 2)]
    against = [((value, real), sd) for value, sd in told.values()]
    for what, compared in (("each other", pairs), ("the triangulated", against)):
        apart = np.concatenate([(one - other).ravel() for (one, other), _ in compared])
        sd = np.concatenate([each.ravel() for _, each in compared])
        known = np.isfinite(apart) & np.isfinite(sd)
        within = np.abs(apart[known]) <= 1.96 * sd[known]
        yield Figure(f"{label}: angles from {what}", float(np.sqrt(np.mean(apart[known] ** 2))), "deg", 0)
        yield Figure(f"{label}: from {what}, within 95 %", 100 * float(np.mean(within)), "%", 0)


def _angles(views: Sequence["SeenWalk"], time: "Floats") -> tuple["Floats", "Floats"]:
    """Angles (A, T) of the first view at `time`, and the sd (A, T) of the others."""
    from kinechain.measurement import SIDES

    which = [
        (name, side)
        for name in NAMES
        for side in (SIDES if name[0] in "kt" and "trunk" not in name else (None,))
    ]
    all_of = np.array(
        [[np.interp(time, view.time, view.angle(name, side)) for name, side in which] for view in views]
    )
    return all_of[0], all_of[1:].std(axis=0) if len(views) > 1 else np.zeros_like(all_of[0])


def _measured(motion: "xr.Dataset") -> "Walk":
    from kinechain.case import Person
    from kinechain.measured_motion import measure

    return measure(motion, person=Person(height_m=SAMPLE_HEIGHT_M))


def _captured(name: str, path: Path | None = None) -> "xr.Dataset":
    """The walker's motion in a clip, captured once."""
    from kinechain.capture.capture import capture
    from kinechain.motion.files import read_motion, write_motion

    CACHE.mkdir(parents=True, exist_ok=True)
    kept = CACHE / f"{name.replace(' ', '_')}.parquet"
    if not kept.is_file():
        write_motion(capture(path or _clip(name)), kept)
    return read_motion(kept)


def _clip(name: str) -> Path:
    """The sample clip, or what is made of it."""
    import sample_walk
    from kinechain.demo import sample_video

    if name == "sample":
        return sample_video()
    images = sample_walk.pictures()
    if name == "mirrored":
        images = map(sample_walk.mirrored, images)
    elif name == "half the size":
        images = map(sample_walk.halved, images)
    elif name == "half the frames":
        images = (image for number, image in enumerate(images) if number % 2 == 0)
    path = CACHE / f"{name.replace(' ', '_')}.mp4"
    return sample_walk.write(path, images, rate=RATE.get(name, sample_walk.RATE_HZ))


if __name__ == "__main__":
    main()
