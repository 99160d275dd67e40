"""Our numbers beside OpenSim's own, where it is installed (the extra `comparisons`)."""

from pathlib import Path
from typing import Any

import numpy as np
import osim_text
import pytest
from numpy.typing import NDArray

from kinechain.body.kinematics import body_frames, point_positions
from kinechain.body.osim import OsimModel, read_osim
from kinechain.body.osim_file import TO_OPENSIM, write_osim
from kinechain.body.osim_fit import motion_columns
from kinechain.body.own_body import load_body
from kinechain.motion.mot import write_mot
from pose2sim_models import SIMPLE, WITH_MUSCLES, UnobtainableError, pose2sim_file

opensim: Any = pytest.importorskip("opensim", reason="OpenSim is not installed (pip install .[comparisons])")
opensim.Logger.setLevelString("off")

Floats = NDArray[np.float64]
ROTATIONAL = 1  # as OpenSim numbers the kinds of motion
REACH_M = 1e-9


@pytest.fixture(params=[*osim_text.MODELS, SIMPLE, WITH_MUSCLES])
def model_file(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    if request.param in osim_text.MODELS:
        path = tmp_path / "model.osim"
        path.write_text(osim_text.MODELS[request.param](), encoding="utf-8")
        return path
    try:
        return pose2sim_file(request.param)
    except UnobtainableError as error:
        pytest.skip(str(error))


def random_poses(model: OsimModel, count: int, widest: float) -> Floats:
    """Far beyond what joints allow, so that functions are asked beyond their ends too."""
    q = np.random.default_rng(1).uniform(-widest, widest, (count, len(model.chain.coordinates)))
    q[:, model.chain.locked] = model.chain.default[model.chain.locked]
    return q


def worst_difference(path: Path, model: OsimModel, q: Floats) -> float:
    """The largest difference (m, or of an entry of a rotation) of any body or marker in any pose."""
    theirs = opensim.Model(str(path))
    state = theirs.initSystem()
    every = model.every_coordinate(q)
    rotation, position = body_frames(model.chain, q)
    worst = 0.0
    for t in range(len(q)):
        for name, values in every.items():
            coordinate = theirs.getCoordinateSet().get(name)
            coordinate.setLocked(state, False)
            coordinate.setValue(state, float(values[t]), False)
        theirs.realizePosition(state)
        for name in model.chain.bodies[1:]:
            body, frame = model.chain.body(name), theirs.getBodySet().get(name).getTransformInGround(state)
            turned = [[frame.R().get(i, j) for j in range(3)] for i in range(3)]
            worst = max(worst, np.abs(frame.p().to_numpy() - position[t, body]).max())
            worst = max(worst, np.abs(turned - rotation[t, body]).max())
        for name, marker in model.markers.items():
            there = theirs.getMarkerSet().get(name).getLocationInGround(state).to_numpy()
            ours = position[t, marker.body] + rotation[t, marker.body] @ marker.place
            worst = max(worst, np.abs(there - ours).max())
    return worst


def test_bodies_and_markers_lie_where_opensim_puts_them(model_file: Path) -> None:
    model = read_osim(model_file)
    assert worst_difference(model_file, model, random_poses(model, 25, 3.5)) < REACH_M


def test_a_model_that_opensim_has_saved_again_is_the_same(model_file: Path, tmp_path: Path) -> None:
    theirs = opensim.Model(str(model_file))
    theirs.initSystem()
    theirs.printToXML(str(tmp_path / "again.osim"))
    first, again = read_osim(model_file), read_osim(tmp_path / "again.osim")
    assert again.chain.coordinate_names == first.chain.coordinate_names
    q = random_poses(first, 5, 2.0)
    assert np.allclose(body_frames(again.chain, q)[1], body_frames(first.chain, q)[1], atol=REACH_M)


def test_coordinates_and_masses_are_those_of_opensim(model_file: Path) -> None:
    model = read_osim(model_file)
    theirs = opensim.Model(str(model_file))
    state = theirs.initSystem()
    known = [*model.chain.coordinates, *(coupled.coordinate for coupled in model.coupled)]
    assert {c.name for c in known} == {c.getName() for c in theirs.getCoordinateSet()}
    for ours in known:
        coordinate = theirs.getCoordinateSet().get(ours.name)
        assert ours.rotational == (coordinate.getMotionType() == ROTATIONAL), ours.name
        assert ours.default == coordinate.getDefaultValue()
        assert ours.locked == coordinate.getLocked(state)
        if coordinate.getClamped(state):
            assert (ours.lowest, ours.highest) == (coordinate.getRangeMin(), coordinate.getRangeMax())
        else:
            assert not np.isfinite([ours.lowest, ours.highest]).any()
    for name, mass in model.masses.items():
        body = theirs.getBodySet().get(name)
        assert mass.mass == body.getMass()
        assert np.allclose(mass.centre, body.getMassCenter().to_numpy())
        assert np.allclose(np.diag(mass.inertia), body.getInertia().getMoments().to_numpy())


def test_couplers_lead_where_opensim_s_assembly_leads(tmp_path: Path) -> None:
    path = tmp_path / "coupled.osim"
    path.write_text(osim_text.coupled(), encoding="utf-8")
    model, theirs = read_osim(path), opensim.Model(str(path))
    state = theirs.initSystem()
    for value in (-1.5, 0.3, 1.2):
        theirs.getCoordinateSet().get("leader").setValue(state, value, True)
        found = [
            theirs.getCoordinateSet().get(name).getValue(state) for name in ("leader", "follower", "second")
        ]
        ours = model.every_coordinate(np.array([[found[0], 0, 0.4]]))
        assert np.allclose(found[1:], [ours["follower"][0], ours["second"][0]], atol=1e-6)


def test_our_own_body_and_a_motion_of_it_open_in_opensim(tmp_path: Path) -> None:
    body, path, motion = load_body(), tmp_path / "own.osim", tmp_path / "own.mot"
    write_osim(path, body)
    model = read_osim(path)
    assert worst_difference(path, model, random_poses(model, 10, 2.0)) < REACH_M
    q = random_poses(model, 4, 1.0)
    write_mot(motion, np.arange(4) / 100, motion_columns(model, q), in_degrees=True)
    theirs = opensim.Model(str(path))
    theirs.initSystem()
    table = opensim.TableProcessor(str(motion))
    table.append(opensim.TabOpConvertDegreesToRadians())
    table.append(opensim.TabOpUseAbsoluteStateNames())
    played = opensim.StatesTrajectory.createFromStatesTable(theirs, table.process(theirs), True)
    same = [model.chain.coordinate(name) for name in body.chain.coordinate_names]
    landmark = body.landmarks["left_knee_lateral"]
    ours = point_positions(body.chain, q[:, same], np.array([landmark.body]), landmark.place[None])[:, 0]
    for t in range(4):
        state = played.get(t)
        theirs.realizePosition(state)
        there = theirs.getMarkerSet().get("left_knee_lateral").getLocationInGround(state).to_numpy()
        assert np.abs(there - TO_OPENSIM @ ours[t]).max() < 1e-7
