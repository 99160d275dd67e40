"""The fit of a phone's film: its derivatives, and a walk of our own body filmed with the usual noise."""

from dataclasses import replace
from functools import cache, cached_property

import numpy as np
import pytest

from kinechain.body.own_body import load_body
from kinechain.body.phone.film_fit import FilmFit, _layout, _prior, _start, fit_film, shown_by_one_pass
from kinechain.body.phone.keypoints import keypoints
from kinechain.body.phone.passing import Lens, Passing
from kinechain.body.phone.person import Person
from kinechain.body.phone.pinhole import UNKNOWNS, Pinhole
from kinechain.body.phone.place import Place
from kinechain.body.phone.problem import KEPT, OF_BODY, Task, Trial
from kinechain.body.phone.quadratic import Assembly, Model
from kinechain.body.phone.solve import _taken, settled
from kinechain.body.plain_kinematics import posed

BODY = load_body()
POINTS = keypoints(BODY)
HEIGHT = BODY.stature_m
CHAIN = BODY.chain
CENTRE = (960.0, 540.0)
CAMERA = np.array([np.log(1500.0), -0.03, 0.01, 1.3, np.radians(75.0), -4.5])
STRIDE_S, SPEED = 1.1, 1.2
TOLD = ("knee_flexion", "ankle_dorsiflexion", "hip_flexion")


def walked(time: np.ndarray) -> np.ndarray:
    """(T, Q) of a walk of our own body, with made-up but plausible curves."""
    q = np.repeat(CHAIN.default[None], len(time), axis=0)
    phase = 2 * np.pi * time / STRIDE_S

    def put(name: str, values: np.ndarray) -> None:
        q[:, CHAIN.coordinate(name)] = values

    put("pelvis_x", SPEED * (time - time.mean()))
    put("pelvis_z", CHAIN.default[CHAIN.coordinate("pelvis_z")] - 0.02 + 0.015 * np.cos(2 * phase))
    put("pelvis_tilt", np.full(len(time), np.radians(10.0)))
    put("lumbar_flexion", np.full(len(time), np.radians(-4.0)))
    for side, shift in (("left", 0.0), ("right", np.pi)):
        own = phase + shift
        put(f"{side}_hip_flexion", np.radians(16.0 + 20.0 * np.cos(own)))
        put(f"{side}_knee_flexion", np.radians(24.0 - 20.0 * np.cos(own + 0.6) + 12 * np.cos(2 * own + 1.0)))
        put(f"{side}_ankle_dorsiflexion", np.radians(2.0 - 8.0 * np.cos(own + 2.0)))
        put(f"{side}_shoulder_flexion", np.radians(-15.0 * np.cos(own)))
        put(f"{side}_elbow_flexion", np.full(len(time), np.radians(25.0)))
    return q


def passing(seed: int, *, noise: float = 1.0, seconds: float = 2.6, rate: float = 30.0) -> Passing:
    random = np.random.default_rng(seed)
    time = np.arange(0.0, seconds, 1 / rate)
    q = walked(time)
    shifts = POINTS.usual + noise * POINTS.spread * random.standard_normal(POINTS.spread.shape)
    pose = posed(CHAIN, q)
    points = pose.points(POINTS.carrier, POINTS.place)
    turned = np.einsum("teij,ej->tei", pose.rotation[:, POINTS.shifted_with], shifts)
    for number, keypoint in enumerate(POINTS.shifted):
        points[:, keypoint] += turned[:, number]
    camera = Pinhole.of(CENTRE, CAMERA)
    pixels = camera.picture(points).pixels
    scale = np.exp(CAMERA[0]) / camera.depth(points)[..., None]
    pixels += noise * scale * POINTS.white[:, None] * random.standard_normal(pixels.shape)
    start = q + np.radians(3.0) * random.standard_normal(len(CHAIN.coordinates))
    begun = CAMERA + np.array([0.05, 0.03, -0.01, -0.1, 0.05, -0.2])
    return Passing(0, Lens(1500.0, 60.0, CENTRE), time, pixels, (), start, begun)


@cache
def fitted(seed: int, noise: float = 1.0) -> FilmFit:
    return fit_film(BODY, POINTS, HEIGHT, [passing(seed, noise=noise)], draws=60)


def knee(points: np.ndarray, names: tuple[str, ...], side: str) -> np.ndarray:
    hip, mid, ankle = (points[..., names.index(f"{side}_{p}"), :] for p in ("hip", "knee", "ankle"))
    thigh, shank = mid - hip, ankle - mid
    bent = np.arctan2(thigh[..., 0], -thigh[..., 2]) - np.arctan2(shank[..., 0], -shank[..., 2])
    return np.asarray(np.degrees(bent))


def begun(seconds: float = 1.0) -> tuple[Task, np.ndarray, np.ndarray]:
    """A pass with feet on the floor, somewhere near where its fit starts, a knee beyond its range."""
    person = Person(BODY, POINTS, HEIGHT)
    seen = replace(passing(1, seconds=seconds), contacts=(("left", 0.1, 0.7), ("right", 0.5, 1.0)))
    layout = _layout(person, [seen])
    (task,), (motion,), unknowns = _start(person, layout, [seen], _prior(person, layout, [seen]))
    random = np.random.default_rng(2)
    motion = motion + 0.01 * random.standard_normal(motion.shape)
    motion[:, list(person.habits.moving).index(CHAIN.coordinate("left_knee_flexion"))] -= 0.4
    return task, motion, unknowns + 0.003 * random.standard_normal(unknowns.shape)


def test_what_pulls_is_the_gradient_of_the_cost() -> None:
    task, motion, unknowns = begun()
    slope = Trial(task, motion, unknowns).slope()
    random = np.random.default_rng(3)
    for _ in range(6):
        way, other = random.standard_normal(motion.shape), random.standard_normal(unknowns.shape)
        step = 1e-6
        forth = Trial(task, motion + step * way, unknowns + step * other).cost
        back = Trial(task, motion - step * way, unknowns - step * other).cost
        wanted = float((slope.motion * way).sum() + slope.unknowns @ other)
        assert (forth - back) / (2 * step) == pytest.approx(wanted, rel=2e-4)


def test_the_model_says_how_what_pulls_changes_where_all_is_seen_as_expected() -> None:
    # Gauss and Newton's model is exact where the errors are nought: so the film is what the body would show.
    task, motion, unknowns = begun()
    motion[:, 1 : task.moving] += 0.4 * (motion[:, 1 : task.moving] < 0)
    motion[:, task.moving :] = 0.0
    trial = Trial(task, motion, unknowns)
    task = replace(task, passing=replace(task.passing, pixels=trial.pixels, contacts=()))
    model = Model.empty(task)
    Assembly(Trial(task, motion, unknowns)).fill(model)
    random = np.random.default_rng(4)
    way, other, step = random.standard_normal(motion.shape), random.standard_normal(unknowns.shape), 1e-5
    forth, back = (
        Trial(task, motion + sign * step * way, unknowns + sign * step * other).slope() for sign in (1, -1)
    )
    wanted = (model.tie @ other)[..., None][..., 0]
    for k in range(model.blocks.shape[1]):
        ahead = np.einsum("nij,nj->ni", model.blocks[: len(way) - k, k], way[: len(way) - k])
        behind = np.einsum("nji,nj->ni", model.blocks[: len(way) - k, k], way[k:])
        wanted[k:] += ahead
        wanted[: len(way) - k] += behind if k else 0.0
    moved = (forth.motion - back.motion) / (2 * step)
    assert moved == pytest.approx(wanted, rel=1e-3, abs=1e-3 * abs(wanted).max())
    own = np.einsum("nmg,nm->g", model.tie, way) + model.curvature @ other
    moved = (forth.unknowns - back.unknowns) / (2 * step)
    assert moved == pytest.approx(own, rel=1e-3, abs=1e-3 * abs(own).max())


def test_a_camera_aimed_anew_keeps_the_picture() -> None:
    # The body is twice as far away for a camera twice as long, and the picture nearly what it was.
    task, motion, unknowns = begun()
    belief = _prior(task.person, task.layout, [task.passing])
    loose = replace(belief, information=1e-9 * np.eye(len(unknowns)))
    place = Place((task,), loose, (motion,), unknowns)
    (wanted,) = (trial.pixels for trial in place.trials)
    moved = unknowns.copy()
    moved[-len(UNKNOWNS) :] += np.array([0.05, 0.02, 0.01, 0.1, 0.02, -0.1])
    there = replace(place, unknowns=moved)
    before = abs(there.trials[0].pixels - wanted).max()
    for _ in range(4):
        there = there.aimed([wanted])
    assert abs(there.trials[0].pixels - wanted).max() < 1e-3 * before
    assert there.unknowns[-len(UNKNOWNS) :] == pytest.approx(unknowns[-len(UNKNOWNS) :], abs=1e-3)
    assert there.motions[0] is motion


def test_a_step_that_does_not_help_is_not_taken() -> None:
    task, motion, unknowns = begun()
    place = Place((task,), _prior(task.person, task.layout, [task.passing]), (motion,), unknowns)
    uphill = place.slope / np.linalg.norm(place.slope)
    assert _taken(place, uphill) is place
    assert _taken(place, -1e-6 * uphill).cost < place.cost


def test_what_is_left_to_gain_is_counted_by_the_pass() -> None:
    # Four passes that leave as much open as one that has settled have settled too.
    assert settled(0.9, 1.0, 1)
    assert not settled(1.1, 1.0, 1)
    assert settled(4 * 0.9, 1.0, 4)
    assert not settled(4 * 1.1, 1.0, 4)


def test_what_is_kept_by_name_is_there() -> None:
    for names, of in ((KEPT, Task), (OF_BODY, Trial)):
        assert all(isinstance(vars(of).get(name), cached_property) for name in names)


def test_what_is_kept_does_not_depend_on_what_changes() -> None:
    task, motion, unknowns = begun(0.5)
    trial, moved = Trial(task, motion, unknowns), unknowns.copy()
    moved[-len(UNKNOWNS) :] += 0.01
    doubted = task.weighted(0.5 * task.weight)
    assert trial.cost > 0
    assert trial.with_camera(moved).cost == Trial(task, motion, moved).cost
    assert trial.believed(doubted.weight).cost == pytest.approx(
        Trial(replace(task, weight=doubted.weight), motion, unknowns).cost, rel=1e-12
    )


def test_without_noise_the_walk_is_found() -> None:
    fit = fitted(0, 0.0)
    one = fit.passes[0]
    truth = posed(CHAIN, walked(one.time)).points(POINTS.carrier, POINTS.place)
    for side in ("left", "right"):
        away = knee(one.points, fit.names, side) - knee(truth, fit.names, side)
        assert abs(away[10:-10]).max() < 2.5
    assert fit.converged
    assert fit.body.stature_m == pytest.approx(HEIGHT, rel=0.02)


def test_its_errors_are_as_large_as_it_says() -> None:
    scores = []
    for seed in range(6):
        fit = fitted(seed)
        one = fit.passes[0]
        truth = posed(CHAIN, walked(one.time)).points(POINTS.carrier, POINTS.place)
        for side in ("left", "right"):
            wanted, found = knee(truth, fit.names, side), knee(one.points, fit.names, side)
            sd = knee(one.draws, fit.names, side).std(axis=0)
            scores.append(((found - wanted) / sd)[15:-15])
    assert 0.6 < np.sqrt(np.nanmean(np.square(scores))) < 1.5


def test_two_passes_make_it_surer_of_what_passes_differ_in_not_of_what_stays() -> None:
    once, twice = passing(3), passing(3)
    other = replace(passing(4), pixels=passing(4).pixels)
    alone = fit_film(BODY, POINTS, HEIGHT, [once], draws=80)
    together = fit_film(BODY, POINTS, HEIGHT, [twice, other], draws=80)
    sd = [knee(fit.passes[0].draws, fit.names, "left").mean(axis=1).std() for fit in (alone, together)]
    assert sd[1] < 1.1 * sd[0]
    assert sd[1] > 0.4 * sd[0]


@pytest.mark.parametrize("passes", [1, 2, 8])
def test_a_shift_is_no_further_off_for_being_seen_more_often(passes: int) -> None:
    random = np.random.default_rng(3)
    root, other = random.standard_normal((2, 6, 6))
    believed, seen = root @ root.T + np.eye(6), other @ other.T + 0.1 * np.eye(6)
    real = 6 * random.standard_normal(6)

    def estimated(count: int) -> np.ndarray:
        return np.linalg.solve(believed + count * seen, count * seen @ real)

    covariance = np.linalg.inv(believed + passes * seen)
    shown = shown_by_one_pass(estimated(passes), believed, covariance, passes)
    assert shown == pytest.approx(estimated(1))
    if passes > 1:
        assert np.linalg.norm(estimated(passes) - estimated(1)) > 0.1


def test_a_keypoint_that_jumps_is_not_believed() -> None:
    seen = passing(5)
    pixels = seen.pixels.copy()
    column = POINTS.names.index("left_knee")
    pixels[20:23, column] += 200.0
    fit = fit_film(BODY, POINTS, HEIGHT, [replace(seen, pixels=pixels)], draws=10)
    assert not fit.solution.tasks[0].weight[20:23, column].any()


def test_what_was_not_seen_for_long_is_not_told() -> None:
    seen = passing(6)
    pixels = seen.pixels.copy()
    column = POINTS.names.index("right_ankle")
    pixels[20:40, column] = np.nan
    one = fit_film(BODY, POINTS, HEIGHT, [replace(seen, pixels=pixels)], draws=10).passes[0]
    hidden = (one.time > seen.time[20]) & (one.time < seen.time[39])
    assert np.isnan(one.points[hidden, column]).all()
    assert np.isfinite(one.points[~hidden, column][5:-5]).mean() > 0.8
