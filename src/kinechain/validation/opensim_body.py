"""Our body built with OpenSim's own classes."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from kinechain.body.gravity import GRAVITY
from kinechain.body.own_body import Body
from kinechain.motion.dataset import Floats


def opensim_model(body: Body) -> Any:  # noqa: ANN401  an opensim.Model
    """The same segments, joints and masses, z up as ours."""
    import opensim

    model = opensim.Model()
    model.setGravity(opensim.Vec3(0, 0, -GRAVITY))
    tree, frames = body.chain.tree, [model.getGround()]
    nothing = opensim.Vec3(0)
    for index, name in enumerate(body.chain.bodies[1:], start=1):
        segment = opensim.Body(
            name, float(body.mass[index]), vector(body.centre[index]), _inertia(body, index)
        )
        frames.append(segment)
        model.addBody(segment)
        parent, here = frames[tree.parent[index]], vector(tree.joint_position[index])
        joint = f"{name}_joint"
        axes = _transform(body, index)
        model.addJoint(opensim.CustomJoint(joint, parent, here, nothing, segment, nothing, nothing, axes))
    model.finalizeConnections()
    return model


def vector(numbers: Floats) -> Any:  # noqa: ANN401  an opensim.Vec3
    """Three numbers as OpenSim has them."""
    import opensim

    return opensim.Vec3(*(float(number) for number in numbers))


def _inertia(body: Body, index: int) -> Any:  # noqa: ANN401  an opensim.Inertia
    import opensim

    places = ((0, 0), (1, 1), (2, 2), (0, 1), (0, 2), (1, 2))
    return opensim.Inertia(*(float(body.inertia[index][place]) for place in places))


def _transform(body: Body, index: int) -> Any:  # noqa: ANN401  an opensim.SpatialTransform
    """The axes of the joint of one body; a joint with fewer than three gets idle ones across them."""
    import opensim

    tree, found = body.chain.tree, opensim.SpatialTransform()
    axes = range(tree.axis_start[index], tree.axis_start[index + 1])
    turns = [tree.axis_vector[axis] for axis in axes if tree.axis_rotates[axis]]
    for place, direction in enumerate([*turns, *across(turns)], start=1):
        getattr(found, f"get_rotation{place}")().setAxis(vector(direction))
    counts = {True: 0, False: 0}
    for axis in axes:
        rotates = bool(tree.axis_rotates[axis])
        counts[rotates] += 1
        kind = "rotation" if rotates else "translation"
        moving = getattr(found, f"get_{kind}{counts[rotates]}")()
        name = body.chain.coordinate_names[tree.axis_coordinate[axis]]
        moving.setCoordinateNames(opensim.ArrayStr(name, 1))
        moving.set_function(opensim.LinearFunction(1, 0))
    return found


def across(turns: Sequence[Floats]) -> list[Floats]:
    """Axes that make three independent ones of one to three."""
    if len(turns) >= 3:
        return []
    first = turns[0]
    second = np.cross(first, np.eye(3)[np.argmin(np.abs(first))])
    second = second / np.linalg.norm(second)
    return [second, np.cross(first, second)][: 3 - len(turns)]
