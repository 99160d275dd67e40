"""OpenSim's joints as joints of a `Chain`, still moved by the file's own coordinates."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from kinechain.body.chain import Axis, Coordinate, Joint
from kinechain.body.osim_frames import Frames, body_fixed_xyz, socket
from kinechain.body.osim_functions import inner_function
from kinechain.body.osim_xml import Element
from kinechain.body.piecewise import Piecewise
from kinechain.errors import InputError

X, Y, Z = (1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0)
# What each coordinate of a joint does, in order: axis, and whether it turns.
SIMPLE: dict[str, tuple[tuple[tuple[float, float, float], bool], ...]] = {
    "WeldJoint": (),
    "PinJoint": ((Z, True),),
    "SliderJoint": ((X, False),),
    "UniversalJoint": ((X, True), (Y, True)),
    "BallJoint": ((X, True), (Y, True), (Z, True)),
    "GimbalJoint": ((X, True), (Y, True), (Z, True)),
    "PlanarJoint": ((Z, True), (X, False), (Y, False)),
    "FreeJoint": ((X, True), (Y, True), (Z, True), (X, False), (Y, False), (Z, False)),
}
CUSTOM = "CustomJoint"
ROTATION = "rotation"
AXES = ("rotation1", "rotation2", "rotation3", "translation1", "translation2", "translation3")


def read_joint(element: Element, frames: Frames) -> tuple[Joint, list[Coordinate]]:
    """A joint of OpenSim 4 (with sockets) and its coordinates. Raises `InputError`."""
    here = f"jointset/{element.name}"
    parent = frames.fixed(socket(element, "parent_frame"), here)
    child = frames.fixed(socket(element, "child_frame"), here)
    axes, coordinates = _motion(element)
    joint = Joint(
        child.body, parent.body, axes, parent.position, parent.rotation, child.position, child.rotation
    )
    return joint, coordinates


def read_old_joint(element: Element, child: str) -> tuple[Joint, list[Coordinate]]:
    """A joint of OpenSim 3, which stands in the body `child` that it carries."""
    if element.flag("reverse", default=False):
        raise InputError(f"{element} is reversed, which kinechain cannot read; save it from OpenSim 4")
    axes, coordinates = _motion(element)
    zeros = np.zeros(3)
    joint = Joint(
        child,
        element.word("parent_body"),
        axes,
        element.numbers("location_in_parent", 3, zeros),
        body_fixed_xyz(element.numbers("orientation_in_parent", 3, zeros)),
        element.numbers("location", 3, zeros),
        body_fixed_xyz(element.numbers("orientation", 3, zeros)),
    )
    return joint, coordinates


def _motion(element: Element) -> tuple[tuple[Axis, ...], list[Coordinate]]:
    if element.tag not in SIMPLE and element.tag != CUSTOM:
        known = ", ".join([*SIMPLE, CUSTOM])
        raise InputError(f"{element} is a joint that kinechain cannot read; it reads {known}")
    coordinates = [_coordinate(found) for found in _listed(element)]
    if element.tag == CUSTOM:
        transform = _transform(element)
        axes = tuple(axis for name in AXES if (axis := _axis(transform[name])) is not None)
        return axes, [replace(c, rotational=_turns(c.name, transform)) for c in coordinates]
    motions = SIMPLE[element.tag]
    if len(coordinates) != len(motions):
        raise InputError(f"{element} needs {len(motions)} coordinate(s), it has {len(coordinates)}")
    named = list(zip(coordinates, motions, strict=True))
    axes = tuple(Axis(vector, c.name, turns) for c, (vector, turns) in named)
    return axes, [replace(c, rotational=turns) for c, (_, turns) in named]


def _listed(element: Element) -> Sequence[Element]:
    listed = element.first("coordinates")
    found = listed.children if listed else element.objects("CoordinateSet")
    return [child for child in found if child.tag == "Coordinate"]


def _coordinate(element: Element) -> Coordinate:
    lowest, highest = element.numbers("range", 2, np.array([-np.inf, np.inf]))
    if lowest > highest:
        raise InputError(f"{element} has a range that ends before it begins")
    clamped = element.flag("clamped", default=False)
    return Coordinate(
        element.name,
        default=element.number("default_value", 0.0),
        lowest=float(lowest) if clamped else -np.inf,
        highest=float(highest) if clamped else np.inf,
        locked=element.flag("locked", default=False),
    )


def _transform(element: Element) -> dict[str, Element]:
    """The six axes of a custom joint."""
    transform = element.first("SpatialTransform")
    found = transform.children if transform else ()
    named = {axis.name: axis for axis in found if axis.tag == "TransformAxis"}
    if set(named) != set(AXES):
        raise InputError(f"{element} needs a SpatialTransform with the axes {', '.join(AXES)}")
    return named


def _axis(element: Element) -> Axis | None:
    """The axis, or None where nothing moves along it."""
    vector = element.numbers("axis", 3)
    length = float(np.linalg.norm(vector))
    if length == 0:
        raise InputError(f"{element} has no direction")
    x, y, z = (vector / length).tolist()
    drivers = element.word("coordinates").split()
    if len(drivers) > 1:
        raise InputError(f"{element} depends on several coordinates; kinechain reads functions of one")
    function = inner_function(element)
    turns = element.name.startswith(ROTATION)
    if function is None or not drivers or not _rises(function):
        value = function(0.0) if function and not _rises(function) else 0.0
        return Axis((x, y, z), None, turns, (function,)) if function and value else None
    return Axis((x, y, z), drivers[0], turns, () if _is_identity(function) else (function,))


def _rises(function: Piecewise) -> bool:
    """Whether the function is not the same everywhere."""
    return len(function.knots) > 0 or bool(function.coefficients[0, :-1].any())


def _is_identity(function: Piecewise) -> bool:
    return not len(function.knots) and np.array_equal(np.trim_zeros(function.coefficients[0], "f"), [1, 0])


def _turns(name: str, transform: dict[str, Element]) -> bool:
    """Whether OpenSim takes the coordinate for an angle, and writes it in degrees.

    It does if the last axis that the coordinate drives by a LinearFunction of slope 1 or -1 turns. Every
    other coordinate is a length or "coupled", and stands in files in its own unit. Found by asking OpenSim
    4.6.
    """
    kind = ""
    for axis in AXES:
        function = transform[axis].first("function") or transform[axis]
        line = function.first("LinearFunction")
        if line and transform[axis].word("coordinates") == name and abs(line.numbers("coefficients")[0]) == 1:
            kind = axis
    return kind.startswith(ROTATION)
