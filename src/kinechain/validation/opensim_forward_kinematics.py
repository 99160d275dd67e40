"""Where bodies and markers of an OpenSim model are, by our kernels and by OpenSim itself."""

from pathlib import Path
from typing import Any

import numpy as np

from kinechain.body.kinematics import body_frames, point_positions
from kinechain.body.osim import OsimModel, read_osim
from kinechain.motion.dataset import Floats
from kinechain.validation.opensim_models import quiet_opensim

POSES = 50
# How far a coordinate without limits is moved: rad or m.
FREELY = 1.0


def greatest_distance(path: Path, poses: int = POSES, seed: int = 0) -> float:
    """Metres between any body or marker of ours and OpenSim's, in random poses within the joints' limits.

    Data requirements: an ``.osim`` file that both read.
    """
    model = read_osim(path)
    q = random_poses(model, poses, seed)
    ours = np.concatenate([body_frames(model.chain, q)[1], _markers(model, q)], axis=1)
    return float(np.abs(ours - _by_opensim(path, model, q)).max())


def random_poses(model: OsimModel, poses: int, seed: int) -> Floats:
    """Poses (poses, Q), each coordinate anywhere within its limits; locked ones as they stand."""
    chain = model.chain
    low = np.where(np.isfinite(chain.lowest), chain.lowest, -FREELY)
    high = np.where(np.isfinite(chain.highest), chain.highest, FREELY)
    q = np.random.default_rng(seed).uniform(low, high, (poses, len(low)))
    q[:, chain.locked] = chain.default[chain.locked]
    return q


def _markers(model: OsimModel, q: Floats) -> Floats:
    markers = list(model.markers.values())
    if not markers:
        return np.zeros((len(q), 0, 3))
    bodies, places = np.array([m.body for m in markers]), np.array([m.place for m in markers])
    return point_positions(model.chain, q, bodies, places)


def _by_opensim(path: Path, model: OsimModel, q: Floats) -> Floats:
    """Positions (poses, bodies and markers, 3) m."""
    theirs = quiet_opensim().Model(str(path))
    state = theirs.initSystem()
    values = model.every_coordinate(q)
    names = {theirs.getCoordinateSet().get(k).getName() for k in range(theirs.getNumCoordinates())}
    parts = [theirs.getGround(), *(theirs.getBodySet().get(name) for name in model.chain.bodies[1:])]
    parts += [theirs.getMarkerSet().get(name) for name in model.markers]
    found = []
    for pose in range(len(q)):
        for name in sorted(names & set(values)):
            theirs.getCoordinateSet().get(name).setValue(state, float(values[name][pose]), False)
        theirs.realizePosition(state)
        found.append([_place(part, state) for part in parts])
    return np.array(found)


def _place(part: Any, state: Any) -> list[float]:  # noqa: ANN401  OpenSim has no types
    place = (
        part.getLocationInGround(state)
        if hasattr(part, "getLocationInGround")
        else part.getPositionInGround(state)
    )
    return [place.get(axis) for axis in range(3)]
