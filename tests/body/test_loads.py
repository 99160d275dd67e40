"""Joint moments: laws of mechanics, what is refused, and a laboratory's own moments."""

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import xarray as xr

pytest.importorskip("mujoco")

from kinechain.body.convex_outline import distance_outside
from kinechain.body.fitted_body import FittedBody
from kinechain.body.gravity import GRAVITY
from kinechain.body.ground_contact import GroundContact, pushes
from kinechain.body.inverse_dynamics import Pushes, generalised_forces, rates
from kinechain.body.kinematics import body_frames, point_positions
from kinechain.body.loads import Loads, joint_moments
from kinechain.body.own_body import Body, load_body, neutral_places
from kinechain.body.plate_wrenches import plate_wrenches
from kinechain.body.posterior import Deviations
from kinechain.errors import InputError
from kinechain.validation.opensim_inverse_dynamics import FOOT, opensim_moments, pushed_motion
from laboratory import DATA, needs_data

RATE_HZ = 100.0
LEFT, RIGHT = 0, 1


class Sure:
    """What a fit leaves open when it leaves nothing open."""

    def __init__(self, shape: tuple[int, int]) -> None:
        self.shape = shape

    def deviations(self, n: int, seed: int) -> Deviations:
        return Deviations(np.zeros((n, *self.shape)), None)


def fitted(q: np.ndarray, body: Body | None = None) -> FittedBody:
    body = body or load_body()
    nothing: Any = Sure(q.shape)
    return FittedBody(
        body=body,
        time=np.arange(len(q)) / RATE_HZ,
        q=q,
        sd=np.zeros_like(q),
        known=np.ones(q.shape[1], dtype=bool),
        marker_names=(),
        marker_body=np.zeros(0, dtype=np.int64),
        marker_place=np.zeros((0, 3)),
        residuals=np.zeros((len(q), 0)),
        outliers=(),
        warnings=(),
        posterior=nothing,
    )


def standing(frames: int = 40) -> np.ndarray:
    return np.tile(load_body().chain.default, (frames, 1))


def moving(frames: int = 400, seed: int = 3, step: float = 0.0025) -> tuple[np.ndarray, np.ndarray]:
    """A smooth motion of every coordinate, as no person moves: time (T,), q (T, Q)."""
    random = np.random.default_rng(seed)
    count = len(load_body().chain.coordinates)
    time = np.arange(frames) * step
    waves = (
        random.normal(0, 0.15, (3, count)),
        random.uniform(1, 6, (3, count)),
        random.uniform(0, 6, (3, count)),
    )
    q = sum(a * np.sin(w * time[:, None] + p) for a, w, p in zip(*waves, strict=True))
    return time, load_body().chain.default + q


def motion(
    frames: int,
    force: np.ndarray,
    centre: np.ndarray,
    corners: np.ndarray | None = None,
    free_moment: np.ndarray | None = None,
    **attributes: object,
) -> xr.Dataset:
    """A motion with P plates: `force` and `centre` (P, 3) all along, or (T, P, 3)."""
    force = np.broadcast_to(force, (frames, *np.shape(force)[-2:])).copy()
    centre = np.broadcast_to(centre, force.shape).copy()
    plates = force.shape[1]
    twist = (
        np.zeros((frames, plates)) if free_moment is None else np.broadcast_to(free_moment, (frames, plates))
    )
    return xr.Dataset(
        {
            "force": (("plate_time", "plate", "space"), force),
            "centre_of_pressure": (("plate_time", "plate", "space"), centre),
            "free_moment": (("plate_time", "plate"), twist),
            "plate_corners": (
                ("plate", "corner", "space"),
                np.full((plates, 4, 3), np.nan) if corners is None else corners,
            ),
        },
        coords={"plate_time": np.arange(frames) / RATE_HZ, "space": ["x", "y", "z"]},
        attrs=attributes,
    )


def square(x: float, y: float, half: float = 0.2) -> np.ndarray:
    return np.array([[x + a * half, y + b * half, 0.0] for a, b in ((1, 1), (1, -1), (-1, -1), (-1, 1))])


def centre_of_mass(body: Body, q: np.ndarray) -> np.ndarray:
    """(T, 3)."""
    points = point_positions(body.chain, q, np.arange(1, len(body.mass)), body.centre[1:])
    return np.asarray(np.einsum("tbi,b->ti", points, body.share[1:]))


def on_both_feet(body: Body, x: float, left_share: float = 0.5) -> xr.Dataset:
    """Plates under a person who stands, with all of the pressure at `x`."""
    weight = body.mass_kg * GRAVITY
    force = np.array([[0, 0, left_share * weight], [0, 0, (1 - left_share) * weight]])
    centre = np.array([[x, 0.0865, 0.0], [x, -0.0865, 0.0]])
    corners = np.stack([square(0.05, 0.21), square(0.05, -0.21)])
    return motion(40, force, centre, corners, subject={"mass_kg": body.mass_kg})


def test_who_stands_still_is_carried_and_the_ankle_holds_the_lever() -> None:
    body = load_body()
    q = standing()
    x = centre_of_mass(body, q)[0, 0]
    loads = joint_moments(fitted(q), on_both_feet(body, x))
    assert [(step.plate, step.side) for step in loads.contacts] == [(0, "left"), (1, "right")]
    assert loads.residual == pytest.approx(0, abs=1e-6)
    places = neutral_places(body.chain)
    for side in ("left", "right"):
        parts = [body.chain.body(f"{side}_{name}") for name in ("talus", "foot", "toes")]
        own = sum(body.mass[part] * GRAVITY * (places[part] + body.centre[part])[0] for part in parts)
        lever = body.mass_kg * GRAVITY / 2 * x
        assert loads.of(f"{side}_ankle_dorsiflexion")[0] == pytest.approx(own - lever)
        assert loads.of(f"{side}_toe_extension")[0] == pytest.approx(
            body.mass[parts[2]] * GRAVITY * body.centre[parts[2], 0]
        )


def test_a_falling_body_needs_no_moments_whatever_its_pose() -> None:
    body = load_body()
    random = np.random.default_rng(5)
    q = np.tile(body.chain.default + random.normal(0, 0.5, len(body.chain.coordinates)), (60, 1))
    time = np.arange(60) / RATE_HZ
    q[:, body.chain.coordinate("pelvis_z")] += 3 * time - GRAVITY / 2 * time**2
    assert generalised_forces(body, time, q) == pytest.approx(0, abs=1e-6)


def test_moments_are_newton_s_and_euler_s() -> None:
    """About each axis of each joint: the change of the angular momentum of all that hangs on it."""
    body, (time, q) = load_body(), moving()
    frames = slice(50, -50)
    forces = generalised_forces(body, time, q)[frames]
    rotation, position = body_frames(body.chain, q)
    centre = position + np.einsum("tbij,bj->tbi", rotation, body.centre)
    flat = centre.reshape(len(time), -1)
    acceleration = rates(time, flat)[1].reshape(centre.shape) + np.array([0, 0, GRAVITY])
    turning = np.stack([rates(time, rotation.reshape(len(time), -1))[0]]).reshape(rotation.shape)
    spin_matrix = turning @ np.swapaxes(rotation, -1, -2)
    spin = np.stack([spin_matrix[..., 2, 1], spin_matrix[..., 0, 2], spin_matrix[..., 1, 0]], axis=-1)
    inertia = rotation @ body.inertia @ np.swapaxes(rotation, -1, -2)
    momentum = np.einsum("tbij,tbj->tbi", inertia, spin)
    change = rates(time, momentum.reshape(len(time), -1))[0].reshape(centre.shape)
    moved, names = body.chain.moved_by(), body.chain.coordinate_names
    for name in (
        "left_hip_adduction",
        "right_knee_flexion",
        "left_subtalar_inversion",
        "lumbar_bending",
        "thorax_rotation",
        "neck_flexion",
        "right_shoulder_rotation",
        "left_toe_extension",
    ):
        index = names.index(name)
        hanging = np.flatnonzero(moved[:, index])
        joint = hanging[0]
        arm = centre[:, hanging] - position[:, [joint]]
        push = body.mass[hanging, None] * acceleration[:, hanging]
        total = (np.cross(arm, push) + change[:, hanging]).sum(axis=1)
        expected = np.einsum("ti,ti->t", total, axis_of(body, q, joint, index))[frames]
        assert forces[:, index] == pytest.approx(expected, abs=1e-3), name


def axis_of(body: Body, q: np.ndarray, joint: int, coordinate: int) -> np.ndarray:
    """(T, 3) about which a coordinate turns a body, by a small turn."""
    step = np.zeros(q.shape[1])
    step[coordinate] = 1e-5
    ahead, behind = (body_frames(body.chain, q + sign * step)[0][:, joint] for sign in (1, -1))
    turn = (ahead - behind) / 2e-5 @ np.swapaxes(body_frames(body.chain, q)[0][:, joint], -1, -2)
    return np.stack([turn[:, 2, 1], turn[:, 0, 2], turn[:, 1, 0]], axis=-1)


def test_from_the_top_is_from_the_bottom_where_the_forces_agree_with_the_motion() -> None:
    """A wrench on a foot that leaves nothing over at the pelvis; spine and other leg do not see it."""
    body, (time, q) = load_body(), moving()
    bare = generalised_forces(body, time, q)
    wrench = missing_wrench(body, q, bare)
    carrier = np.full((len(q), 1), body.chain.body("left_foot"))
    carried = generalised_forces(body, time, q, Pushes(wrench[:, None, :3], wrench[:, None, 3:], carrier))
    pelvis = [
        body.chain.coordinate(f"pelvis_{name}") for name in ("x", "y", "z", "rotation", "tilt", "obliquity")
    ]
    assert carried[:, pelvis] == pytest.approx(0, abs=1e-6)
    for name in ("lumbar_flexion", "neck_bending", "right_hip_flexion", "left_elbow_flexion"):
        index = body.chain.coordinate(name)
        assert carried[:, index] == pytest.approx(bare[:, index])
    hip = body.chain.coordinate("left_hip_flexion")
    assert np.abs(carried - bare)[:, hip].max() > 10


def missing_wrench(body: Body, q: np.ndarray, forces: np.ndarray) -> np.ndarray:
    """(T, 6) force, and moment about the origin, that would do at the pelvis what is missing there."""
    origin = point_positions(body.chain, q, np.array([1]), np.zeros((1, 3)))[:, 0]
    names = ("rotation", "tilt", "obliquity")
    index = [body.chain.coordinate(f"pelvis_{name}") for name in names]
    axes = np.stack([axis_of(body, q, 1, coordinate) for coordinate in index], axis=1)
    moment = np.linalg.solve(axes, forces[:, index][..., None])[..., 0]
    force = forces[:, :3]
    return np.hstack([force, moment + np.cross(origin, force)])


def test_a_mirrored_walk_swaps_the_sides() -> None:
    body, (time, q) = load_body(), moving(seed=9)
    names = body.chain.coordinate_names
    across = {"pelvis_y", "pelvis_rotation", "pelvis_obliquity"}
    flips = np.array(
        [
            -1.0
            if n in across
            or (
                n.endswith(("_bending", "_rotation"))
                and "_" not in n.removesuffix("_bending").removesuffix("_rotation")
            )
            else 1.0
            for n in names
        ]
    )
    swapped = [names.index(other(name)) for name in names]
    one, two = generalised_forces(body, time, q), generalised_forces(body, time, q[:, swapped] * flips)
    assert two == pytest.approx(one[:, swapped] * flips, abs=1e-6)


def other(name: str) -> str:
    for one, two in (("left_", "right_"), ("right_", "left_")):
        if name.startswith(one):
            return name.replace(one, two, 1)
    return name


def test_the_heading_does_not_matter() -> None:
    body, q = load_body(), standing()
    x = centre_of_mass(body, q)[0, 0]
    trial = on_both_feet(body, x + 0.01)
    angle = 0.9
    turn = np.array([[np.cos(angle), -np.sin(angle), 0], [np.sin(angle), np.cos(angle), 0], [0, 0, 1]])
    turned = trial.copy()
    for name in ("force", "centre_of_pressure", "plate_corners"):
        turned[name] = trial[name].copy(data=trial[name].values @ turn.T)
    other_way = q.copy()
    other_way[:, body.chain.coordinate("pelvis_rotation")] = angle
    one, two = joint_moments(fitted(q), trial), joint_moments(fitted(other_way), turned)
    assert two.moment == pytest.approx(one.moment, abs=1e-6)
    assert len(two.contacts) == 2


def test_pressure_ahead_of_the_toes_joint_is_borne_by_the_toes() -> None:
    body, q = load_body(), standing(1)
    joint = neutral_places(body.chain)[body.chain.body("left_toes")][0]
    for ahead in (-0.03, 0.03):
        force = np.array([[[0, 0, 500.0], [0, 0, 0]]])
        centre = np.array([[[joint + ahead, 0.0865, 0], [0, 0, 0]]])
        contact = GroundContact((), (), np.ones((1, 2), dtype=bool), force, np.cross(centre, force))
        push = pushes(body, q, contact)
        carrier = body.chain.bodies[push.carrier[0, LEFT]]
        assert carrier == ("left_toes" if ahead > 0 else "left_foot")
        q8 = standing(8)
        wide = Pushes(
            np.repeat(push.force, 8, axis=0),
            np.repeat(push.moment, 8, axis=0),
            np.repeat(push.carrier, 8, axis=0),
        )
        toes = generalised_forces(body, np.arange(8) / 100, q8, wide)[
            :, body.chain.coordinate("left_toe_extension")
        ]
        bare = generalised_forces(body, np.arange(8) / 100, q8)[
            :, body.chain.coordinate("left_toe_extension")
        ]
        assert toes - bare == pytest.approx(-500 * max(0, ahead))


def test_without_plates_only_what_hangs_above_is_told() -> None:
    body, q = load_body(), standing()
    bent = q.copy()
    bent[:, body.chain.coordinate("lumbar_flexion")] = 0.4
    none = xr.Dataset(attrs={"subject": {"mass_kg": 70.0}})
    loads = joint_moments(fitted(bent), none)
    assert "without force plates" in loads.notes[0]
    told = {
        name for name, moment in zip(loads.names, loads.moment.T, strict=True) if np.isfinite(moment).any()
    }
    assert not any("hip" in name or "knee" in name or "ankle" in name or "toe" in name for name in told)
    assert {"lumbar_flexion", "neck_flexion", "left_shoulder_flexion"} <= told
    assert np.isnan(loads.residual).all()
    # Bent forward, the back muscles hold about 40 kg a hand's breadth ahead.
    moment, sd = loads.of("lumbar_flexion")
    assert -80 < moment[0] < -30
    assert 0 < sd[0] < 15
    assert loads.per_kg()[0, loads.names.index("lumbar_flexion")] == pytest.approx(moment[0] / 70)


def both_on_one_plate(body: Body) -> xr.Dataset:
    weight = body.mass_kg * GRAVITY
    force, centre = np.array([[0, 0, weight]]), np.array([[0.04, 0.0, 0.0]])
    return motion(40, force, centre, square(0.05, 0.0, 0.4)[None], subject={"mass_kg": body.mass_kg})


def half_on_a_plate(body: Body) -> xr.Dataset:
    trial = on_both_feet(body, 0.04)
    trial["plate_corners"].values[0] = square(-0.10, 0.21)
    return trial


def beside_the_feet(body: Body) -> xr.Dataset:
    trial = on_both_feet(body, 0.04)
    trial["centre_of_pressure"].values[:, 0, 0] += 1.0
    trial["plate_corners"].values[0, :, 0] += 1.0
    return trial


def with_a_crutch(body: Body) -> xr.Dataset:
    trial = on_both_feet(body, 0.04)
    trial["force"].values[:, :, 2] *= 0.7
    return trial


@pytest.mark.parametrize(
    ("trial", "says", "lost"),
    [
        (both_on_one_plate, "more than one foot pressed plate 1|no foot lies", ("left", "right")),
        (half_on_a_plate, "left foot stood partly beside plate 1", ("left",)),
        (beside_the_feet, "no foot lies where plate 1 was pressed", ("left",)),
        (with_a_crutch, "30% of the body's weight too little", ("left", "right")),
    ],
)
def test_a_step_that_a_plate_did_not_have_to_itself_is_refused(
    trial: Any, says: str, lost: tuple[str, ...]
) -> None:
    body = load_body()
    loads = joint_moments(fitted(standing()), trial(body))
    assert any(re.search(says, note) for note in loads.notes), loads.notes
    for side in lost:
        assert np.isnan(loads.of(f"{side}_knee_flexion")[0]).all()
    if "right" not in lost:
        assert np.isfinite(loads.of("right_knee_flexion")[0]).all()
    assert np.isfinite(loads.of("lumbar_flexion")[0]).all()


def test_a_foot_in_the_air_is_known_to_bear_nothing() -> None:
    body, q = load_body(), standing(120)
    share = np.clip((np.arange(120) - 20) / 50, 0, 1)
    lifting = share**3 * (10 - 15 * share + 6 * share**2)
    for name, angle in (("left_hip_flexion", 0.9), ("left_knee_flexion", 1.2)):
        q[:, body.chain.coordinate(name)] = angle * lifting
    weight = body.mass_kg * GRAVITY
    over = centre_of_mass(body, q)[-1]
    force, centre = np.array([[0, 0, weight]]), np.array([[over[0], -0.0865, 0]])
    trial = motion(120, force, centre, square(0.05, -0.21)[None], subject={"mass_kg": body.mass_kg})
    loads = joint_moments(fitted(q), trial)
    lifted = loads.of("left_hip_flexion")[0][80:]
    assert np.isnan(loads.of("left_hip_flexion")[0][:10]).all()
    assert np.isfinite(lifted).all()
    assert (lifted > 10).all()


def test_the_sd_holds_the_errors_of_the_plates() -> None:
    body, q = load_body(), standing()
    loads = joint_moments(fitted(q), on_both_feet(body, 0.05), draws=200)
    sd = loads.of("left_ankle_dorsiflexion")[1][0]
    half = body.mass_kg * GRAVITY / 2
    assert sd == pytest.approx(np.hypot(half * 0.005, half * 0.05 * 0.01), rel=0.15)


def test_the_sd_holds_the_motion_s_errors() -> None:
    body, q = load_body(), standing()
    index = body.chain.coordinate("left_ankle_dorsiflexion")
    unsure = fitted(q)

    class Unsure(Sure):
        def deviations(self, n: int, seed: int) -> Deviations:
            draws = np.zeros((n, *self.shape))
            draws[:, :, body.chain.coordinate("pelvis_x")] = np.random.default_rng(seed).normal(
                0, 0.02, (n, 1)
            )
            return Deviations(draws, None)

    shaken: Any = Unsure(q.shape)
    sure = joint_moments(unsure, on_both_feet(body, 0.05), draws=100)
    wide = joint_moments(replace(unsure, posterior=shaken), on_both_feet(body, 0.05), draws=100)
    assert wide.of("left_ankle_dorsiflexion")[1][0] > 2 * sure.of("left_ankle_dorsiflexion")[1][0]
    assert index in range(q.shape[1])


def test_rough_draws_do_not_make_rough_moments() -> None:
    """Noise of a twentieth of a degree, new in every frame, would be tens of N m at the hip."""
    body, q = load_body(), standing(100)

    class Rough(Sure):
        def deviations(self, n: int, seed: int) -> Deviations:
            return Deviations(np.random.default_rng(seed).normal(0, 0.001, (n, *self.shape)), None)

    rough: Any = Rough(q.shape)
    loads = joint_moments(replace(fitted(q), posterior=rough), xr.Dataset(), 73.0)
    bare = np.std(
        [
            generalised_forces(body, loads.time, draw)[:, body.chain.coordinate("lumbar_flexion")]
            for draw in q + Rough(q.shape).deviations(5, 0).q
        ]
    )
    assert loads.of("lumbar_flexion")[1][20:-20].max() < bare / 5


@needs_data
def test_a_laboratory_s_own_moments_are_met() -> None:
    """A walk over three plates, the last of which the foot did not meet wholly (C3D-parser, Sydney)."""
    ezc3d = pytest.importorskip("ezc3d")
    from kinechain.body.fit import fit_body
    from kinechain.motion.files import read_motion
    from kinechain.motion.markers.lab_frame import to_walk_frame
    from kinechain.motion.markers.marker_sets import canonical

    folder = DATA / "c3dparser" / "tests" / "data" / "Sydney"
    path = folder / "dynamic" / "S4-AMGait04.c3d"
    walk, static = (
        to_walk_frame(canonical(read_motion(one))) for one in (path, folder / "static" / "S4_AM_Cal_01.c3d")
    )
    loads = joint_moments(fit_body(walk, static=static), walk)
    assert [(step.plate, step.side) for step in loads.contacts] == [(0, "right"), (1, "left")]
    assert [refusal.reason for refusal in loads.refusals] == ["the right foot stood partly beside plate 3"]
    assert np.sqrt(np.nanmean(loads.residual[:, 2] ** 2)) < 0.1 * loads.mass_kg * GRAVITY
    file = ezc3d.c3d(str(path))
    labels = file["parameters"]["POINT"]["LABELS"]["value"]
    for step in loads.contacts:
        frames = slice(step.first, step.last + 1)
        for joint, coordinate, rms, peak in (
            ("Ankle", "ankle_dorsiflexion", 0.05, 0.1),
            ("Knee", "knee_flexion", 0.25, 0.25),
            ("Hip", "hip_flexion", 0.25, 0.25),
        ):
            # Extensors and plantarflexors are positive there. N mm/kg.
            label = f"{step.side[0].upper()}{joint}Moment"
            lab = file["data"]["points"][0, labels.index(label), frames] / 1000
            ours = -loads.of(f"{step.side}_{coordinate}")[0][frames] / loads.mass_kg
            assert np.sqrt(np.mean((ours - lab) ** 2)) < rms, label
            assert ours.max() == pytest.approx(lab.max(), abs=peak), label


def test_an_unknown_coordinate_has_no_moment() -> None:
    body, q = load_body(), standing()
    known = np.ones(q.shape[1], dtype=bool)
    known[body.chain.coordinate("neck_rotation")] = False
    loads = joint_moments(replace(fitted(q), known=known), on_both_feet(body, 0.04))
    assert np.isnan(loads.of("neck_rotation")[0]).all()
    assert np.isfinite(loads.of("neck_flexion")[0]).all()


def test_opensim_s_tool_finds_the_same_moments(tmp_path: Path) -> None:
    pytest.importorskip("opensim")
    body = load_body("female")
    motion = pushed_motion(body, 80)
    carrier = np.full((80, 1), body.chain.body(FOOT))
    pushes = Pushes(motion.force[:, None], np.cross(motion.place, motion.force)[:, None], carrier)
    ours = generalised_forces(body, motion.time, motion.q, pushes)
    theirs, _ = opensim_moments(body, motion, tmp_path)
    inner = slice(10, -10)
    assert np.abs(ours[inner]).max() > 100
    assert np.abs(ours - theirs)[inner].max() < 0.1


@pytest.mark.parametrize(
    ("mass", "says"),
    [(None, "need the person's mass"), (7300.0, "no person weighs 7300 kg"), (0.0, "no person")],
)
def test_a_mass_that_is_none_is_refused(mass: float | None, says: str) -> None:
    with pytest.raises(InputError, match=says):
        joint_moments(fitted(standing()), xr.Dataset(), mass)


def test_too_short_a_walk_is_refused() -> None:
    with pytest.raises(InputError, match="at least 6 frames; this walk has 4"):
        joint_moments(fitted(standing(4)), xr.Dataset(), 70.0)


def test_an_unknown_moment_is_named() -> None:
    loads = joint_moments(fitted(standing()), xr.Dataset(), 70.0)
    assert isinstance(loads, Loads)
    with pytest.raises(InputError, match="no joint moment 'tail'"):
        loads.of("tail")


def test_plates_faster_than_markers_are_averaged_exactly() -> None:
    """A force that rises linearly, at ten times the markers' rate, is itself at the markers' frames."""
    at = np.arange(400) / 1000
    force = np.zeros((400, 1, 3))
    force[:, 0, 2] = 100 + 500 * at
    centre = np.zeros((400, 1, 3))
    centre[:, 0, 0] = 0.3
    trial = xr.Dataset(
        {
            "force": (("plate_time", "plate", "space"), force),
            "centre_of_pressure": (("plate_time", "plate", "space"), centre),
            "free_moment": (("plate_time", "plate"), np.full((400, 1), 7.0)),
        },
        coords={"plate_time": at},
    )
    time = np.arange(5, 35) / 100
    plates = plate_wrenches(trial, time)
    assert plates is not None
    assert plates.force[:, 0, 2] == pytest.approx(100 + 500 * time)
    assert plates.centre[:, 0, :2] == pytest.approx(np.tile([0.3, 0.0], (30, 1)))
    assert plates.moment[:, 0, 2] == pytest.approx(7)
    assert plates.loaded.all()
    assert np.isnan(plates.corners).all()


def test_noise_of_an_empty_plate_is_no_force() -> None:
    force = np.random.default_rng(0).normal(0, 4, (50, 1, 3))
    plates = plate_wrenches(motion(50, force, np.full((50, 1, 3), np.nan)), np.arange(50) / RATE_HZ)
    assert plates is not None
    assert not plates.force.any()
    assert not plates.loaded.any()


def test_no_plates_are_no_wrenches() -> None:
    assert plate_wrenches(xr.Dataset(), np.arange(10) / 100) is None


def test_distance_outside_a_convex_outline() -> None:
    outline = square(0, 0, 1.0)[:, :2]
    points = np.array([[0.0, 0.0], [2.0, 0.0], [2.0, 2.0], [0.9, -0.9], [0.0, -1.5]])
    expected = [0, 1, np.sqrt(2), 0, 0.5]
    assert distance_outside(points, outline) == pytest.approx(expected)
    assert distance_outside(points, outline[::-1]) == pytest.approx(expected)
    assert np.isnan(distance_outside(np.array([np.nan, 0.0]), outline))
