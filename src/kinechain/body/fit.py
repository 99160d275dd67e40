"""Fits the body to a walk: the person's size, where markers sit, the whole motion, and how sure all is."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
import xarray as xr
from numpy.typing import NDArray

from kinechain.body.calibration import Calibration, calibrate, start
from kinechain.body.chain import Chain
from kinechain.body.contact import sole_contacts
from kinechain.body.first_pose import first_poses, rough_size
from kinechain.body.fitted_body import FittedBody
from kinechain.body.foot_flat import flat_feet, plumb_bodies
from kinechain.body.habits import habits
from kinechain.body.kinematics import point_positions
from kinechain.body.observation import Observation, PointsSeen
from kinechain.body.outliers import outliers
from kinechain.body.own_body import Body, load_body
from kinechain.body.poses import fit_poses
from kinechain.body.posterior import Posterior
from kinechain.body.prior import LEVEL_S
from kinechain.body.scaling import PARAMETERS
from kinechain.body.shape import ShapeModel, shape_model
from kinechain.body.shape_response import shape_response
from kinechain.body.skin import noise
from kinechain.body.trajectory import Task, Trajectory, fit_trajectory, task
from kinechain.errors import InputError

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

FEWEST_POINTS = 6
FEWEST_BODIES = 3
MOST_FRAMES = 6000
"""A minute at 100 Hz; the whole is fitted at once, in about 0.1 MB a frame."""
SEEN_SHARE = 0.05
"""A marker that is seen in fewer of the frames is left out."""
MOST_CALIBRATED = 60
"""Frames that size and marker places are found from."""
MOST_STANDING = 4
POSED_S = 0.04
"""Between frames this far apart the starting motion is interpolated."""
BEARING = ("left_foot", "left_toes", "right_foot", "right_toes")
TOLD = 0.6
"""A coordinate whose sd is not below this share of its spread among people and moments, is not known."""
UNFINISHED = "the fit of the body did not settle; its angles may be less sure than is said"
SIZE_KNOWN = 0.08
"""With a larger sd of the whole's size, its first guess is taken from the points themselves."""


def fit_body(
    walk: xr.Dataset,
    *,
    static: xr.Dataset | None = None,
    contacts: Sequence[tuple[str, float, float]] = (),
    subject: Mapping[str, float] | None = None,
    body: Body | None = None,
) -> FittedBody:
    """Our body, in the size of the person of `walk`, and its motion.

    `walk` and `static` (a trial in which the same person stands, with the same markers and perhaps more)
    are in the walk frame with canonical names (`motion.lab_frame.to_walk_frame`,
    `motion.marker_sets.canonical`). `contacts` are (side, start, end), s, while a foot is known to bear.
    `subject` adds to what the file says of the person (attribute ``subject``).

    Method: joint calibration of size, marker places and poses (`calibration`), then the whole trajectory
    (`trajectory`) with noise that remembers (`coloured_noise`), its covariance, and what the shape adds to it
    (`shape_response`).

    Data requirements: at least six landmarks on three segments, in metres.

    Raises
    ------
    InputError
        If there is too little to fit a body to, or too much at once.

    """
    reference = body or load_body()
    person = {**_subject(static), **_subject(walk), **(subject or {})}
    if walk.sizes["time"] > MOST_FRAMES:
        raise InputError(
            f"{walk.sizes['time']} frames are more than the {MOST_FRAMES} that are fitted at once; "
            "cut out a walk"
        )
    names = _usable(reference, walk, static)
    seen = _markers(reference, walk, names)
    return fit_observation(
        reference,
        names,
        walk["time"].values.astype(np.float64),
        seen,
        standing=None if static is None else _markers(reference, static, names),
        contacts=contacts,
        subject=person,
    )


def fit_observation(
    reference: Body,
    names: Sequence[str],
    time: Floats,
    seen: Observation,
    *,
    standing: Observation | None = None,
    contacts: Sequence[tuple[str, float, float]] = (),
    subject: Mapping[str, float] | None = None,
) -> FittedBody:
    """As `fit_body`, for anything that has `seen` landmarks `names` (K,) at `time` (T,), such as cameras."""
    from threadpoolctl import threadpool_limits

    # The blocks are small: spread over threads their products cost several times as much.
    with threadpool_limits(1, "blas"):
        return _fit(reference, names, time, seen, dict(subject or {}), standing=standing, contacts=contacts)


def _fit(
    reference: Body,
    names: Sequence[str],
    time: Floats,
    seen: Observation,
    person: Mapping[str, float],
    *,
    standing: Observation | None,
    contacts: Sequence[tuple[str, float, float]],
) -> FittedBody:
    model = _with_size(shape_model(reference, names, person), seen)
    shape, q = _calibrated(model, time, seen, standing)
    fitted_body = model.scaled_body(shape.shape, person.get("mass_kg"))
    work = task(
        fitted_body.chain,
        model.carrier,
        model.places(shape.shape),
        time,
        sole_contacts(fitted_body, time, tuple(contacts)),
    )
    found = fit_trajectory(work, seen, q)
    response = shape_response(work, found, model, shape.shape, shape.uncertainty)
    posterior = Posterior(found.factor, response.motion, response.turned, shape.uncertainty)
    told = _told(fitted_body, model, work, found, posterior=posterior, seen=seen)
    unfinished = () if shape.converged and found.converged else (UNFINISHED,)
    return replace(told, model=model, shape=shape.shape, warnings=(*told.warnings, *unfinished))


def _told(
    body: Body, model: ShapeModel, work: Task, found: Trajectory, *, posterior: Posterior, seen: Observation
) -> FittedBody:
    """The answer, with what is not known and who was not believed."""
    sd = posterior.sd()
    points = work.points(found.q)
    residuals = np.linalg.norm(points - seen.rough_points(), axis=2)
    left_out = outliers(model.names, work.time, seen.seen() & ~found.seen.seen())
    return FittedBody(
        body=body,
        time=work.time,
        q=found.q,
        sd=sd,
        known=np.sqrt((sd**2).mean(axis=0)) < TOLD * work.habits.spread,
        marker_names=model.names,
        marker_body=model.carrier,
        marker_place=work.place,
        residuals=residuals,
        outliers=left_out,
        warnings=tuple(str(outlier) for outlier in left_out),
        posterior=posterior,
    )


def _subject(trial: xr.Dataset | None) -> dict[str, float]:
    return {} if trial is None else dict(trial.attrs.get("subject") or {})


def _usable(body: Body, walk: xr.Dataset, static: xr.Dataset | None) -> tuple[str, ...]:
    """Names of the landmarks that can be fitted to."""
    seen = _seen_share(walk)
    names = [name for name, share in seen.items() if share >= SEEN_SHARE and name in body.landmarks]
    if static is not None:
        extra = _seen_share(static)
        names += [n for n, share in extra.items() if share >= 0.5 and n in body.landmarks and n not in names]
    bodies = {body.landmarks[name].body for name in names if seen.get(name, 0.0) >= SEEN_SHARE}
    if len(names) < FEWEST_POINTS or len(bodies) < FEWEST_BODIES:
        listed = ", ".join(names) or "none"
        raise InputError(
            f"too little of the body is seen to fit one: {len(names)} landmarks on {len(bodies)} segments "
            f"({listed}); at least {FEWEST_POINTS} on {FEWEST_BODIES} are needed"
        )
    return tuple(names)


def _seen_share(trial: xr.Dataset) -> dict[str, float]:
    finite = np.isfinite(trial["position"].values).all(axis=1).mean(axis=0)
    return dict(zip([str(n) for n in trial["keypoints"].values], finite.tolist(), strict=True))


def _markers(body: Body, trial: xr.Dataset, names: Sequence[str]) -> PointsSeen:
    """The positions of `names` in a trial, NaN for those it has not."""
    own = [str(name) for name in trial["keypoints"].values]
    position = np.full((trial.sizes["time"], len(names), 3), np.nan)
    values = trial["position"].transpose("time", "keypoints", "space").values
    for k, name in enumerate(names):
        if name in own:
            position[:, k] = values[:, own.index(name)]
    sd, correlation_s = noise(names, [body.chain.bodies[body.landmarks[name].body] for name in names])
    return PointsSeen(trial["time"].values.astype(np.float64), position, sd, correlation_s)


def _with_size(model: ShapeModel, seen: Observation) -> ShapeModel:
    """`model` with the size of the whole guessed from the points, where nobody measured it."""
    if model.sd[0] < SIZE_KNOWN:
        return model
    chain = model.chain(model.mean)
    upright = point_positions(chain, chain.default[None], model.carrier, model.places(model.mean))[0]
    size = rough_size(upright, seen.rough_points())
    mean = model.mean.copy()
    mean[0] += np.log(size)
    # What was measured stays as it was measured: these figures are shares of the whole's size.
    usual = np.array([parameter.sd for parameter in PARAMETERS])
    mean[1 : len(usual)] -= np.where(model.sd[: len(usual)] < 0.999 * usual, np.log(size), 0.0)[1:]
    return replace(model, mean=mean)


def _calibrated(
    model: ShapeModel, time: Floats, seen: Observation, standing: Observation | None
) -> tuple[Calibration, Floats]:
    """Size and marker places, and a motion (T, Q) to start from."""
    frames = _informative(seen, MOST_CALIBRATED)
    spacing = _spacing(time, frames)
    some, lasting_s = seen.at(frames, _independent(spacing)), np.full(len(frames), spacing)
    chain = model.body.chain
    flat = flat_feet(chain, model.names, time, seen.rough_points())
    flat = {body: when[frames] for body, when in flat.items()}
    if standing is not None:
        still = _informative(standing, MOST_STANDING)
        # Skin is where it was when the markers were put on: each frame counts in full.
        some = some.joined(standing.at(still, 1.0))
        lasting_s = np.append(lasting_s, np.full(len(still), LEVEL_S))
        flat = {chain.body(part): _then_flat(flat.get(chain.body(part)), frames, still) for part in BEARING}
    poses = _started(model, some, lasting_s)
    found = calibrate(model, some, lasting_s, poses, plumb_bodies(chain, flat))
    return found, _whole(model, found, time, seen, frames)


def _then_flat(walking: NDArray[np.bool_] | None, frames: Integers, still: Integers) -> NDArray[np.bool_]:
    """Who stands, stands on flat feet: told by the standing frames, where there are any."""
    del walking
    return np.append(np.zeros(len(frames), dtype=np.bool_), np.ones(len(still), dtype=np.bool_))


def _informative(seen: Observation, most: int) -> Integers:
    """Frames spread over the trial, of those in which most is seen."""
    count = seen.seen().sum(axis=1)
    good = np.flatnonzero(count >= 0.8 * np.percentile(count, 90))
    chosen = np.linspace(0, len(good) - 1, min(most, len(good))).astype(np.int64)
    return good[np.unique(chosen)].astype(np.int64)


def _spacing(time: Floats, frames: Integers) -> float:
    return float(np.median(np.diff(time[frames]))) if len(frames) > 1 else LEVEL_S


def _independent(spacing_s: float, memory_s: float = 0.15) -> float:
    """The share of a frame that is news, of frames so far apart whose errors last for `memory_s`."""
    kept = np.exp(-spacing_s / memory_s)
    return float((1 - kept) / (1 + kept))


def _started(model: ShapeModel, seen: Observation, lasting_s: Floats) -> Floats:
    chain = model.chain(model.mean)
    upright = point_positions(chain, chain.default[None], model.carrier, model.places(model.mean))[0]
    return start(model, seen, lasting_s, first_poses(chain, upright, seen.rough_points()))


def _whole(
    model: ShapeModel, found: Calibration, time: Floats, seen: Observation, frames: Integers
) -> Floats:
    """All frames' poses, near enough for the trajectory to start from."""
    q = _interpolated(time, time[frames], _unwound(model.body.chain, found.q[: len(frames)]))
    stride = max(1, round(POSED_S / float(np.median(np.diff(time)))))
    some = np.unique(np.append(np.arange(0, len(time), stride), len(time) - 1))
    chain = model.chain(found.shape)
    lasting_s = np.full(len(some), stride * float(np.median(np.diff(time))))
    poses = fit_poses(
        chain,
        model.carrier,
        model.places(found.shape),
        seen.at(some, 1.0),
        q[some],
        habits=habits(chain),
        lasting_s=lasting_s,
        rounds=15,
    )
    return _interpolated(time, time[some], _unwound(chain, poses))


def _unwound(chain: Chain, q: Floats) -> Floats:
    """`q` (T, Q) without whole turns from one frame to the next, which single frames cannot tell apart."""
    q, free = q.copy(), np.isinf(chain.lowest) & [c.rotational for c in chain.coordinates]
    q[:, free] = np.unwrap(q[:, free], axis=0)
    return q


def _interpolated(time: Floats, known: Floats, q: Floats) -> Floats:
    return np.column_stack([np.interp(time, known, q[:, c]) for c in range(q.shape[1])])
