"""Writing a body of ours as an OpenSim model (.osim, OpenSim 4), so that the motion of a fit opens beside it.

OpenSim's ground has y up and z to the right; our walk frame has z up and y to the left. The joints to the
ground are turned accordingly, so that the coordinates mean the same in both and a .mot of a fit can be played
as it is.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import numpy as np
from numpy.typing import NDArray

from kinechain.body.chain import GROUND, Chain
from kinechain.body.osim_joints import AXES, ROTATION
from kinechain.whole_file import replace_file

if TYPE_CHECKING:
    from kinechain.body.fitted_body import FittedBody
    from kinechain.body.own_body import Body, Point

Floats = NDArray[np.float64]

VERSION = "40000"
# From the walk frame (x forward, y left, z up) to OpenSim's ground (x forward, y up, z right).
TO_OPENSIM = np.array([[1.0, 0.0, 0.0], [0.0, 0.0, 1.0], [0.0, -1.0, 0.0]])
MOST_OF_A_KIND = 3


def write_osim(path: Path, body: "Body", markers: "Mapping[str, Point] | None" = None) -> None:
    """Write `body` to `path`, which it replaces, with `markers` or else the body's own landmarks.

    Raises `InputError` if the file cannot be written, and ValueError for a body whose joints OpenSim cannot
    have: more than three rotations or translations, or moved by functions.
    """
    document = ET.ElementTree(_document(body, body.landmarks if markers is None else markers))
    ET.indent(document, "\t")
    replace_file(path, lambda place: document.write(place, encoding="UTF-8", xml_declaration=True))


def write_fitted_osim(path: Path, fitted: "FittedBody") -> None:
    """Write the scaled body of a fit, with its markers where the fit found them. Raises as `write_osim`."""
    from kinechain.body.own_body import Point

    rows = zip(fitted.marker_names, fitted.marker_body, fitted.marker_place, strict=True)
    write_osim(path, fitted.body, {name: Point(int(body), place) for name, body, place in rows})


def xyz_angles(rotation: Floats) -> Floats:
    """The angles (3,) rad of a rotation (3, 3) about x, the new y and the new z."""
    return np.array([
        np.arctan2(-rotation[1, 2], rotation[2, 2]),
        np.arctan2(rotation[0, 2], np.hypot(rotation[0, 0], rotation[0, 1])),
        np.arctan2(-rotation[0, 1], rotation[0, 0]),
    ])  # fmt: skip


def _document(body: "Body", markers: "Mapping[str, Point]") -> ET.Element:
    document = ET.Element("OpenSimDocument", Version=VERSION)
    model = ET.SubElement(document, "Model", name="kinechain")
    ET.SubElement(model, "Ground", name=GROUND)
    _numbers(model, "gravity", TO_OPENSIM @ [0.0, 0.0, -9.80665])
    bodies = _objects(model, "BodySet", "bodyset")
    joints = _objects(model, "JointSet", "jointset")
    placed = _objects(model, "MarkerSet", "markerset")
    for index, name in enumerate(body.chain.bodies[1:], start=1):
        _add_body(bodies, body, index, name)
        _add_joint(joints, body.chain, index)
    for name, marker in markers.items():
        element = ET.SubElement(placed, "Marker", name=name)
        ET.SubElement(element, "socket_parent_frame").text = _path(body.chain, marker.body)
        _numbers(element, "location", TO_OPENSIM @ marker.place if marker.body == 0 else marker.place)
        ET.SubElement(element, "fixed").text = "true"
    return document


def _objects(model: ET.Element, tag: str, name: str) -> ET.Element:
    return ET.SubElement(ET.SubElement(model, tag, name=name), "objects")


def _numbers(element: ET.Element, tag: str, values: Floats) -> None:
    ET.SubElement(element, tag).text = " ".join(repr(float(value)) for value in values)


def _path(chain: Chain, body: int) -> str:
    return f"/bodyset/{chain.bodies[body]}" if body else f"/{GROUND}"


def _add_body(bodies: ET.Element, body: "Body", index: int, name: str) -> None:
    element = ET.SubElement(bodies, "Body", name=name)
    inertia = body.inertia[index]
    ET.SubElement(element, "mass").text = repr(float(body.mass[index]))
    _numbers(element, "mass_center", body.centre[index])
    _numbers(element, "inertia", np.array([*np.diag(inertia), inertia[0, 1], inertia[0, 2], inertia[1, 2]]))


def _add_joint(joints: ET.Element, chain: Chain, index: int) -> None:
    """The joint that carries body `index`, as a CustomJoint between two offset frames."""
    tree, child = chain.tree, chain.bodies[index]
    axes = range(int(tree.axis_start[index]), int(tree.axis_start[index + 1]))
    joint = ET.SubElement(joints, "CustomJoint" if axes else "WeldJoint", name=f"to_{child}")
    ET.SubElement(joint, "socket_parent_frame").text = f"{child}_in_parent"
    ET.SubElement(joint, "socket_child_frame").text = f"{child}_in_child"
    coordinates = ET.SubElement(joint, "coordinates")
    for slot in range(tree.slot_start[index], tree.slot_start[index + 1]):
        _add_coordinate(coordinates, chain, int(tree.slot_coordinate[slot]))
    frames = ET.SubElement(joint, "frames")
    parent = int(tree.parent[index])
    up = TO_OPENSIM if parent == 0 else np.eye(3)
    rotation, position = up @ tree.joint_rotation[index], up @ tree.joint_position[index]
    _add_frame(frames, f"{child}_in_parent", _path(chain, parent), rotation, position)
    in_child = tree.child_rotation[index].T
    _add_frame(
        frames, f"{child}_in_child", _path(chain, index), in_child, -in_child @ tree.child_position[index]
    )
    if axes:
        _add_transform(joint, chain, list(axes))


def _add_coordinate(coordinates: ET.Element, chain: Chain, index: int) -> None:
    coordinate = chain.coordinates[index]
    bounded = bool(np.isfinite([coordinate.lowest, coordinate.highest]).all())
    widest = np.pi if coordinate.rotational else 100.0
    lowest, highest = (coordinate.lowest, coordinate.highest) if bounded else (-widest, widest)
    element = ET.SubElement(coordinates, "Coordinate", name=coordinate.name)
    _numbers(element, "default_value", np.array([coordinate.default]))
    _numbers(element, "range", np.array([lowest, highest]))
    ET.SubElement(element, "clamped").text = str(bounded).lower()
    ET.SubElement(element, "locked").text = str(coordinate.locked).lower()


def _add_frame(frames: ET.Element, name: str, parent: str, rotation: Floats, position: Floats) -> None:
    frame = ET.SubElement(frames, "PhysicalOffsetFrame", name=name)
    ET.SubElement(frame, "socket_parent").text = parent
    _numbers(frame, "translation", position)
    _numbers(frame, "orientation", xyz_angles(rotation))


def _add_transform(joint: ET.Element, chain: Chain, axes: list[int]) -> None:
    tree = chain.tree
    if (tree.stage_start[axes[-1] + 1] != tree.stage_start[axes[0]]) or (tree.axis_slot[axes] < 0).any():
        raise ValueError(f"{joint.get('name')}: only axes moved by a coordinate itself can be written")
    turning = [axis for axis in axes if tree.axis_rotates[axis]]
    moving = [axis for axis in axes if not tree.axis_rotates[axis]]
    if max(len(turning), len(moving)) > MOST_OF_A_KIND:
        raise ValueError(f"{joint.get('name')}: OpenSim has three rotations and three translations at most")
    transform = ET.SubElement(joint, "SpatialTransform")
    for name in AXES:
        of_kind = turning if name.startswith(ROTATION) else moving
        vectors = independent(tree.axis_vector[of_kind])
        place = int(name[-1]) - 1
        used = place < len(of_kind)
        element = ET.SubElement(transform, "TransformAxis", name=name)
        driver = chain.coordinates[tree.axis_coordinate[of_kind[place]]].name if used else ""
        ET.SubElement(element, "coordinates").text = driver
        _numbers(element, "axis", vectors[place])
        function = ET.SubElement(element, "LinearFunction" if used else "Constant")
        if used:
            ET.SubElement(function, "coefficients").text = "1 0"
        else:
            ET.SubElement(function, "value").text = "0"


def independent(vectors: Floats) -> Floats:
    """`vectors` (n, 3), n up to 3, and more until they are three that span space, as OpenSim wants them."""
    chosen = [np.asarray(vector, dtype=np.float64) for vector in vectors]
    while len(chosen) < MOST_OF_A_KIND:
        # The unit vector that the ones chosen so far reach least.
        _, _, across = np.linalg.svd(np.array(chosen).reshape(-1, 3))
        unreached = np.linalg.norm(across[len(chosen) :], axis=0)
        chosen.append(np.eye(3)[int(np.argmax(unreached))])
    return np.array(chosen)
