"""Reading an OpenSim model (.osim, versions 3 and 4): its chain, its markers, its masses.

Muscles, shapes, contacts and the like do not move bodies and are not read. Coordinates that a coupler makes
follow another are no coordinates of the chain: the coupler's function becomes part of the axes they drive.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from kinechain.body.chain import GROUND, Axis, Chain, Coordinate, Joint, make_chain
from kinechain.body.osim_frames import Frames, socket
from kinechain.body.osim_functions import inner_function
from kinechain.body.osim_joints import read_joint, read_old_joint
from kinechain.body.osim_xml import Element, read_document
from kinechain.body.piecewise import Piecewise
from kinechain.errors import InputError
from kinechain.printable import printable

Floats = NDArray[np.float64]
MOST_BODIES, MOST_COORDINATES, MOST_MARKERS = 500, 1000, 5000
COUPLER = "CoordinateCouplerConstraint"


@dataclass(frozen=True, slots=True, eq=False)
class OsimMarker:
    """Where a marker is fixed: the body's index in the chain and the place (3,) m in its frame."""

    body: int
    place: Floats


@dataclass(frozen=True, slots=True, eq=False)
class OsimMass:
    """A body's mass, kg, its centre (3,) m and its inertia (3, 3) kg m^2 about the centre."""

    mass: float
    centre: Floats
    inertia: Floats


@dataclass(frozen=True, slots=True)
class Coupled:
    """A coordinate that follows another by `functions`, each of the one before."""

    coordinate: Coordinate
    leader: str
    functions: tuple[Piecewise, ...]


@dataclass(frozen=True, slots=True, eq=False)
class OsimModel:
    """A model: its chain, its markers and masses by name, what it couples, and `warnings`, lines for the user
    about what the file asks for and this reader does not do.
    """

    name: str
    chain: Chain
    markers: dict[str, OsimMarker]
    masses: dict[str, OsimMass]
    coupled: tuple[Coupled, ...]
    warnings: tuple[str, ...]

    def every_coordinate(self, q: Floats) -> dict[str, Floats]:
        """The values (T,) of the chain's coordinates and of those coupled to them, for `q` (T, Q)."""
        found = {name: q[:, index] for index, name in enumerate(self.chain.coordinate_names)}
        for coupled in self.coupled:
            values = found[coupled.leader].tolist()
            for function in coupled.functions:
                values = [function(value) for value in values]
            found[coupled.coordinate.name] = np.array(values, dtype=np.float64)
        return found


def read_osim(path: Path) -> OsimModel:
    """The model in an ``.osim`` file.

    Reads the joints Pin, Universal, Ball, Gimbal, Weld, Free, Slider, Planar and Custom; the functions
    constant, linear, polynomial, piecewise linear, SimmSpline and multiples of these; couplers of one
    coordinate; offset frames. Raises `InputError`, in one line, for what is no such model or needs something
    else to be placed rightly; what only restricts its motion (other constraints) is left out, with a warning.
    Data requirements: lengths in metres, as every OpenSim model has them.
    """
    name = printable(str(path))
    document = read_document(path)
    try:
        return _model(document)
    except InputError as error:
        raise InputError(f"{name}: {printable(str(error))}") from None


def _model(document: Element) -> OsimModel:
    model = document.first("Model")
    if model is None:
        raise InputError("this document holds no model; give the .osim itself, not a setup or a marker set")
    if model.word("length_units").lower() not in {"", "m", "meter", "meters", "metres"}:
        raise InputError("its lengths are not in metres")
    frames = Frames(model)
    joints, coordinates = _joints(model, frames)
    _check_size(model, joints, coordinates)
    coupled = _coupled(model, coordinates)
    following = {c.coordinate.name: c for c in coupled}
    chain = make_chain(
        [replace(joint, axes=tuple(_led(axis, following) for axis in joint.axes)) for joint in joints],
        [c for c in coordinates if c.name not in following],
    )
    return OsimModel(
        name=printable(model.name),
        chain=chain,
        markers=_markers(model, frames, chain),
        masses={body.name: _mass(body) for body in model.objects("BodySet") if body.name != GROUND},
        coupled=coupled,
        warnings=tuple(_warnings(model)),
    )


def _joints(model: Element, frames: Frames) -> tuple[list[Joint], list[Coordinate]]:
    read = [read_joint(joint, frames) for joint in model.objects("JointSet")]
    for body in model.objects("BodySet"):
        held = body.first("Joint")
        if held and held.children:
            read.append(read_old_joint(held.children[0], body.name))
    if not read:
        raise InputError("it has no joints")
    loose = set(frames.bodies) - {joint.child for joint, _ in read}
    if loose:
        raise InputError(f"no joint carries the body {min(loose)!r}; give it one (a FreeJoint, say)")
    return [joint for joint, _ in read], [c for _, own in read for c in own]


def _check_size(model: Element, joints: Sequence[Joint], coordinates: Sequence[Coordinate]) -> None:
    counts = ((len(joints), MOST_BODIES, "bodies"), (len(coordinates), MOST_COORDINATES, "coordinates"))
    for count, most, what in (*counts, (len(model.objects("MarkerSet")), MOST_MARKERS, "markers")):
        if count > most:
            raise InputError(f"it has {count} {what}; no model of a body has more than {most}")


def _coupled(model: Element, coordinates: Sequence[Coordinate]) -> tuple[Coupled, ...]:
    """The coordinates that follow others, each led by one that follows none."""
    known = {coordinate.name: coordinate for coordinate in coordinates}
    direct: dict[str, Coupled] = {}
    for element in model.objects("ConstraintSet"):
        if element.tag == COUPLER and _enforced(element):
            coupled = _coupler(element, known)
            if coupled.coordinate.name in direct:
                raise InputError(f"{coupled.coordinate.name!r} follows two coordinates")
            direct[coupled.coordinate.name] = coupled
    return tuple(_to_the_leader(coupled, direct) for coupled in direct.values())


def _enforced(element: Element) -> bool:
    return element.flag("isEnforced", default=True) and not element.flag("isDisabled", default=False)


def _coupler(element: Element, known: dict[str, Coordinate]) -> Coupled:
    leaders = element.word("independent_coordinate_names").split()
    follower = element.word("dependent_coordinate_name")
    if len(leaders) != 1:
        raise InputError(f"{element} must name one leading coordinate; kinechain reads no other couplers")
    for name in (*leaders, follower):
        if name not in known:
            raise InputError(f"{element} names a coordinate {name!r} that is not there")
    holder = element.first("coupled_coordinates_function")
    function = inner_function(holder) if holder else None
    if function is None:
        raise InputError(f"{element} has no function")
    return Coupled(known[follower], leaders[0], (function.scaled(element.number("scale_factor", 1.0)),))


def _to_the_leader(coupled: Coupled, direct: dict[str, Coupled]) -> Coupled:
    """With the functions of all that it follows."""
    seen = {coupled.coordinate.name}
    while coupled.leader in direct:
        if coupled.leader in seen:
            raise InputError(f"the coordinate {coupled.coordinate.name!r} follows itself")
        seen.add(coupled.leader)
        above = direct[coupled.leader]
        coupled = Coupled(coupled.coordinate, above.leader, above.functions + coupled.functions)
    return coupled


def _led(axis: Axis, following: dict[str, Coupled]) -> Axis:
    """The axis, driven by the coordinate that leads its own."""
    if axis.coordinate not in following:
        return axis
    leader = following[axis.coordinate]
    return replace(axis, coordinate=leader.leader, functions=leader.functions + axis.functions)


def _markers(model: Element, frames: Frames, chain: Chain) -> dict[str, OsimMarker]:
    markers: dict[str, OsimMarker] = {}
    for element in model.objects("MarkerSet"):
        path = element.word("body") or socket(element, "parent_frame")
        fixed = frames.fixed(path, f"markerset/{element.name}")
        place = fixed.rotation @ element.numbers("location", 3, np.zeros(3)) + fixed.position
        name = printable(element.name, 200)
        if name in markers:
            raise InputError(f"two markers are named {name!r}")
        markers[name] = OsimMarker(chain.body(fixed.body), place)
    return markers


def _mass(body: Element) -> OsimMass:
    if body.first("inertia") is not None:
        xx, yy, zz, xy, xz, yz = body.numbers("inertia", 6)
    else:
        parts = ("xx", "yy", "zz", "xy", "xz", "yz")
        xx, yy, zz, xy, xz, yz = (body.number(f"inertia_{part}", 0.0) for part in parts)
    inertia = np.array([[xx, xy, xz], [xy, yy, yz], [xz, yz, zz]])
    mass = body.number("mass", 0.0)
    if mass < 0:
        raise InputError(f"{body} has a negative mass")
    return OsimMass(mass, body.numbers("mass_center", 3, np.zeros(3)), inertia)


def _warnings(model: Element) -> list[str]:
    """What the file asks for and is not done here."""
    others = [str(e) for e in model.objects("ConstraintSet") if e.tag != COUPLER and _enforced(e)]
    lines = [f"the constraint {name} is not enforced" for name in others[:10]]
    prescribed = [c for c in model.every("Coordinate") if c.flag("prescribed", default=False)]
    free = [
        f"{coordinate} follows a function of time in the model; here it is free" for coordinate in prescribed
    ]
    return lines + free
