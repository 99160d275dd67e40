"""Reads our own body model, a small part of MuJoCo's MJCF, without MuJoCo.

What it understands: nested bodies with `pos`; hinge and slide joints at the body's origin, with `axis`,
`range` and `ref`; sites with `pos` and, for landmarks, `user`. Anything else that would move a body is
refused; what it looks like and weighs is passed over (segment_masses.py has the masses of any size and sex).
"""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Final
from xml.etree import ElementTree as ET

import numpy as np
from numpy.typing import NDArray

from kinechain.body.chain import GROUND, Axis, Chain, Coordinate, Joint, make_chain
from kinechain.errors import InputError

Floats = NDArray[np.float64]

ROTATES: Final = {"hinge": True, "slide": False}
REFUSED: Final = ("quat", "euler", "axisangle", "xyaxes", "zaxis")


@dataclass(frozen=True, slots=True, eq=False)
class Site:
    """A place (3,) m on the body of index `body`, with the `user` numbers it was given, if any."""

    body: int
    place: Floats
    user: Floats | None


@dataclass(frozen=True, slots=True, eq=False)
class MjcfModel:
    """What the file holds; sites by name."""

    chain: Chain
    sites: dict[str, Site]


@dataclass(slots=True)
class _Found:
    joints: list[Joint] = field(default_factory=list)
    coordinates: list[Coordinate] = field(default_factory=list)
    sites: list[tuple[str, str, Floats, Floats | None]] = field(default_factory=list)


def read_mjcf(path: Path) -> MjcfModel:
    """The model in the file at `path`. Coordinates come in the file's order, which is MuJoCo's order of qpos.

    Raises `InputError` for a file that is no MJCF or goes beyond the part that is understood.
    """
    found = _Found()
    for body in _root(path).iterfind("./worldbody/body"):
        _take_body(body, GROUND, found)
    chain = make_chain(found.joints, found.coordinates)
    sites = {name: Site(chain.body(body), place, user) for name, body, place, user in found.sites}
    return MjcfModel(chain, sites)


def _root(path: Path) -> ET.Element:
    try:
        root = ET.parse(path).getroot()  # noqa: S314  (it is our own file)
    except ET.ParseError as problem:
        raise InputError(f"{path.name} is no XML: {problem}") from None
    compiler = root.find("compiler")
    if root.tag != "mujoco" or compiler is None or compiler.get("angle") != "radian":
        raise InputError(f'{path.name} is not a model of ours: it needs <compiler angle="radian"/>')
    return root


def _take_body(element: ET.Element, parent: str, found: _Found) -> None:
    name = _name(element)
    axes, shift = [], np.zeros(3)
    for joint in element.iterfind("joint"):
        axis, coordinate = _axis(joint)
        if not axis.rotates:
            shift -= coordinate.default * np.asarray(axis.vector)
        axes.append(axis)
        found.coordinates.append(coordinate)
    place = _numbers(element, "pos", (0.0, 0.0, 0.0)) + shift
    found.joints.append(Joint(child=name, parent=parent, axes=tuple(axes), position=place))
    for site in element.iterfind("site"):
        user = _numbers(site, "user") if site.get("user") else None
        found.sites.append((_name(site), name, _numbers(site, "pos"), user))
    for child in element.iterfind("body"):
        _take_body(child, name, found)


def _axis(element: ET.Element) -> tuple[Axis, Coordinate]:
    name, kind = _name(element), element.get("type", "hinge")
    if kind not in ROTATES or element.get("pos"):
        raise InputError(f"joint {name!r}: only hinges and slides at the origin of their body are understood")
    vector = _numbers(element, "axis", (0.0, 0.0, 1.0))
    lowest, highest = _numbers(element, "range", (-np.inf, np.inf), size=2)
    default = float(_numbers(element, "ref", (0.0,), size=1)[0])
    if ROTATES[kind] and default:
        raise InputError(f"joint {name!r}: a hinge's ref is not understood; let its zero be the neutral pose")
    axis = Axis((float(vector[0]), float(vector[1]), float(vector[2])), name, ROTATES[kind])
    return axis, Coordinate(name, ROTATES[kind], default, float(lowest), float(highest))


def _name(element: ET.Element) -> str:
    turned = [attribute for attribute in REFUSED if element.get(attribute)]
    name = element.get("name")
    if not name or turned:
        wrong = f"its {turned[0]} is not understood" if turned else "it has no name"
        raise InputError(f"a {element.tag} {name or ''}: {wrong}; bodies stand parallel at neutral")
    return name


def _numbers(
    element: ET.Element, attribute: str, otherwise: tuple[float, ...] | None = None, size: int = 3
) -> Floats:
    text = element.get(attribute)
    if text is None and otherwise is not None:
        return np.array(otherwise, dtype=np.float64)
    try:
        numbers = np.array([float(word) for word in (text or "").split()], dtype=np.float64)
    except ValueError:
        numbers = np.empty(0)
    if len(numbers) != size:
        name = element.get("name", "")
        raise InputError(f"{element.tag} {name!r}: {attribute} needs {size} numbers and is {text!r}")
    return numbers
