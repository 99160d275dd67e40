"""`FilmFit`: one body, fitted to all the passes of a person through one or more phones' films."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kinechain.body.own_body import Body
from kinechain.body.phone.aim import aimed
from kinechain.body.phone.keypoints import Keypoints
from kinechain.body.phone.passing import Lens, Passing
from kinechain.body.phone.person import STATURE_SD, Person
from kinechain.body.phone.pinhole import OF_CLIP, UNKNOWNS, Pinhole
from kinechain.body.phone.problem import Noise, Task
from kinechain.body.phone.solve import Solution, noise_of, solve
from kinechain.body.phone.spline import Grid
from kinechain.body.phone.unknowns import Belief, Layout
from kinechain.body.plain_kinematics import posed

Floats = NDArray[np.float64]

# How a phone is held or stands: our choice. Who films holds it level by eye, between table and eyes, at 0.8
# to 1.7 m.
PITCH_SD: Final = np.radians(5.0)
ROLL_SD: Final = np.radians(2.5)
HEIGHT_M, HEIGHT_SD_M = 1.25, 0.25
HEADING_SD: Final = np.radians(60.0)
ACROSS_SD_M: Final = 3.0
NEAR: Final = 5.0
"""Before the noise is known, a step that would lower the cost by less than this is not worth taking. A
choice: with 15, the noise of a film of few frames was found before the fit had arrived.
"""
GRID_HZ: Final = 100.0
"""At so many instants a second the fitted motion is told."""
MISPLACED: Final = 5.0
"""A constant shift of so many of its usual sizes, as one pass would show it, is none."""
UNSEEN_S: Final = 0.2
"""A point that was not seen for longer is not told meanwhile."""


@dataclass(frozen=True, eq=False)
class FittedPass:
    """One pass: `time` (T,) s; `points` (T, K, 3) m of the K names of the fit, in the pass's walk frame, and
    `draws` (n, T, K, 3) of what else they may have been, both NaN while a point was not seen for longer than
    `UNSEEN_S`; the `camera` that saw it.
    `misplaced` (K,): keypoints that lie throughout where no detector puts them, and tell of no joint.
    """

    time: Floats
    points: Floats
    draws: Floats
    camera: Pinhole
    misplaced: NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class FilmFit:
    """The body, in the person's size, its passes, and how much noise there was.

    `names` (K,) are of the points that the passes hold; `flat_foot` (2,) rad is by which the line from heel
    to toe rises in a left and a right foot that lie flat. Draws of different passes belong together: number
    i of each is of one and the same person.
    """

    names: tuple[str, ...]
    flat_foot: Floats
    body: Body
    passes: tuple[FittedPass, ...]
    noise: Noise
    converged: bool
    solution: Solution


def fit_film(
    body: Body,
    keypoints: Keypoints,
    height_m: float,
    passings: Sequence[Passing],
    *,
    draws: int = 40,
    seed: int = 0,
) -> FilmFit:
    """The likeliest body and motion of a person, `height_m` tall, from `passings`, with draws of both.

    Data requirements: at least one pass of a second with hips, knees and ankles in view.
    Raises `numpy.linalg.LinAlgError` where what was seen determines nothing.
    """
    from threadpoolctl import threadpool_limits

    # The blocks are small: spread over threads their products cost many times as much.
    with threadpool_limits(1, "blas"):
        return _fitted(Person(body, keypoints, height_m), passings, draws, seed)


def _fitted(person: Person, passings: Sequence[Passing], draws: int, seed: int) -> FilmFit:
    layout = _layout(person, passings)
    prior = _prior(person, layout, passings)
    tasks, motions, unknowns = _start(person, layout, passings, prior)
    found = solve(tasks, motions, unknowns, prior, still=NEAR)
    noise = noise_of(found)
    again = [replace(task, noise=noise) for task in found.tasks]
    found = solve(again, found.motions, found.unknowns, prior, first=0, rounds=8)
    passes = _passes(found, draws, seed)
    shape = found.unknowns[: layout.shape].copy()
    flat = person.flat_foot(shape)
    shape[0] += np.log(person.enlargement(shape[None])[0])
    body = person.model.scaled_body(shape, None)
    return FilmFit(person.keypoints.names, flat, body, passes, noise, found.converged, found)


def _layout(person: Person, passings: Sequence[Passing]) -> Layout:
    clips = tuple(passing.clip for passing in passings)
    return Layout(
        shape=person.size,
        levels=len(person.habits.moving) - 1,
        held=len(person.habits.held),
        clips=max(clips) + 1,
        clip_of=clips,
    )


def _prior(person: Person, layout: Layout, passings: Sequence[Passing]) -> Belief:
    habits = person.habits
    mean, information = np.zeros(layout.size), np.zeros((layout.size, layout.size))
    shape_mean, shape_information = person.prior()
    mean[: layout.shape], information[: layout.shape, : layout.shape] = shape_mean, shape_information
    mean[layout.shape : layout.person] = np.concatenate([habits.typical, habits.held_typical])
    # A middle that people do not differ in is held as if it were known to a ten-thousandth.
    spread = np.maximum(np.concatenate([habits.spread, habits.held_spread]), 1e-4)
    at = np.arange(layout.shape, layout.person)
    information[at, at] = 1 / spread**2
    for number, passing in enumerate(passings):
        own = layout.of_pass(number)[-len(UNKNOWNS) :]
        mean[own], sd = _camera_prior(passing)
        information[own, own] = 1 / sd**2
    return Belief(mean, information)


def _camera_prior(passing: Passing) -> tuple[Floats, Floats]:
    lens: Lens = passing.lens
    mean = np.array([np.log(lens.focal), 0.0, 0.0, HEIGHT_M, *passing.start_camera[OF_CLIP:]])
    sd = [lens.focal_sd / lens.focal, PITCH_SD, ROLL_SD, HEIGHT_SD_M, HEADING_SD, ACROSS_SD_M]
    return mean, np.array(sd)


def _start(
    person: Person, layout: Layout, passings: Sequence[Passing], prior: Belief
) -> tuple[list[Task], list[Floats], Floats]:
    unknowns = prior.mean.copy()
    tasks, motions = [], []
    for number, passing in enumerate(passings):
        begun = _aimed(person, passing)
        unknowns[layout.of_pass(number)[-len(UNKNOWNS) :]] = begun
        grid = Grid.over(float(passing.time[0]), float(passing.time[-1]))
        camera = Pinhole.of(passing.lens.centre, begun)
        moving = person.habits.moving
        depth = float(np.median(camera.depth(passing.start_q[:, :3])))
        weight = np.isfinite(passing.pixels).all(axis=2).astype(np.float64)
        scale = float(np.exp(camera.log_focal)) / depth
        task = Task(person, passing, layout, grid, scale, np.asarray(weight))
        motion = np.zeros((grid.size, task.moving + 2 * len(person.keypoints.names)))
        motion[:, : len(moving)] = grid.fitted(passing.time, passing.start_q[:, moving])
        tasks.append(task)
        motions.append(motion)
    middles = [motion[:, 1 : layout.levels + 1].mean(axis=0) for motion in motions]
    unknowns[layout.shape : layout.shape + layout.levels] = np.mean(middles, axis=0)
    return tasks, motions, unknowns


def _aimed(person: Person, passing: Passing) -> Floats:
    """The camera's unknowns (6,) for the poses of the start."""
    usual, _ = person.prior()
    pose = posed(person.model.chain(usual), passing.start_q)
    points = person.points(usual, pose)
    _, sd = _camera_prior(passing)
    return aimed(points, passing.pixels, passing.lens.centre, passing.start_camera, sd)


def _passes(found: Solution, draws: int, seed: int) -> tuple[FittedPass, ...]:
    drawn, shared = found.deviations(draws, seed)
    person, layout = found.tasks[0].person, found.tasks[0].layout
    size = person.enlargement(
        np.concatenate([np.zeros((1, person.size)), shared[:, : person.size]]) + found.unknowns[: person.size]
    )
    # Stated height and proportions leave the same error in all that a person does.
    size[1:] *= np.exp(STATURE_SD * np.random.default_rng(seed + 1).standard_normal(draws))
    misplaced = _misplaced(found)
    passes = []
    for number, task in enumerate(found.tasks):
        own = layout.of_pass(number)
        unknowns = found.unknowns[own]
        start, end = task.passing.time[0], task.passing.time[-1]
        time = np.linspace(start, end, max(2, round((end - start) * GRID_HZ) + 1))
        points, others = _points(task, found.motions[number], unknowns, time, (drawn[number], shared[:, own]))
        unseen = ~_near(task, time)
        points[unseen], others[:, unseen] = np.nan, np.nan
        camera = task.camera(unknowns)
        moved = replace(camera, height=camera.height * float(size[0]), across=camera.across * float(size[0]))
        passes.append(
            FittedPass(time, points * size[0], others * size[1:, None, None, None], moved, misplaced)
        )
    return tuple(passes)


def _misplaced(found: Solution) -> NDArray[np.bool_]:
    """(K,) as `FittedPass.misplaced`."""
    person, layout = found.tasks[0].person, found.tasks[0].layout
    points = person.keypoints
    own = np.arange(person.parameters, layout.shape)
    _, believed = person.prior()
    shown = shown_by_one_pass(
        found.unknowns[own] - points.usual.ravel(),
        believed[np.ix_(own, own)],
        found.root[own] @ found.root[own].T,
        len(found.tasks),
    )
    far = np.linalg.norm(shown.reshape(-1, 3) / points.spread, axis=1) > MISPLACED
    return np.isin(np.arange(len(points.names)), points.shifted[far])


def shown_by_one_pass(moved: Floats, believed: Floats, covariance: Floats, passes: int) -> Floats:
    """(N,) by how much shifts that `passes` alike moved from what was expected would move in one of them.

    The more passes show a shift, the less the belief beforehand, of information `believed` (N, N), holds
    back the estimate, of `covariance` (N, N): what is far must not depend on how often it was seen.
    """
    information = np.linalg.inv(covariance)
    one = believed + (information - believed) / passes
    return np.asarray(np.linalg.solve(one, information @ moved) / passes)


def _near(task: Task, time: Floats) -> NDArray[np.bool_]:
    """(T, K) whether each keypoint was seen, and believed, about then."""
    near = np.zeros((len(time), task.weight.shape[1]), dtype=np.bool_)
    for k in range(task.weight.shape[1]):
        seen = task.passing.time[task.weight[:, k] > 0]
        if len(seen):
            after = np.clip(np.searchsorted(seen, time), 0, len(seen) - 1)
            before = np.clip(np.searchsorted(seen, time, side="right") - 1, 0, len(seen) - 1)
            inside = (time > seen[0] - 1 / GRID_HZ) & (time < seen[-1] + 1 / GRID_HZ)
            near[:, k] = inside & (abs(seen[after] - seen[before]) <= UNSEEN_S)
    return near


def _points(
    task: Task, motion: Floats, unknowns: Floats, time: Floats, drawn: tuple[Floats, Floats]
) -> tuple[Floats, Floats]:
    """The points (T, K, 3) that the keypoints stand for, and draws of them (n, T, K, 3), to first order."""
    person, layout = task.person, task.layout
    shape = unknowns[: layout.shape]
    design = task.grid.design(time)
    pose = task.posed(design @ motion[:, : task.moving], unknowns)
    carrier = person.keypoints.carrier
    points = pose.points(carrier, person.meant(shape))
    slope = pose.jacobian(carrier, points, np.concatenate([person.habits.moving, person.habits.held]))
    grown = person.growth(shape, pose)
    moved = np.stack([design @ one[:, : task.moving] for one in drawn[0]], axis=2)
    held = drawn[1][:, layout.shape + layout.levels : layout.person].T
    moved = np.concatenate([moved, np.repeat(held[None], len(time), axis=0)], axis=1)
    flat = len(time), 3 * len(carrier), -1
    apart = np.ascontiguousarray(slope).reshape(flat) @ moved
    apart += grown.reshape(flat) @ drawn[1][:, : person.parameters].T
    apart = np.moveaxis(apart.reshape(*points.shape, -1), 3, 0)
    return points, points + apart
