"""Where OpenSim's frames are fixed: offset frames on offset frames, down to a body or the ground.

Frames name each other by paths such as ``/bodyset/pelvis``, ``../pelvis_offset`` or, in older files, a bare
name.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kinechain.body.chain import GROUND
from kinechain.body.osim_xml import Element
from kinechain.errors import InputError

Floats = NDArray[np.float64]
DEEPEST = 50


@dataclass(frozen=True, slots=True, eq=False)
class Fixed:
    """A frame fixed to a body: rotation (3, 3) and position (3,) in the body's frame, m."""

    body: str
    rotation: Floats
    position: Floats


@dataclass(frozen=True, slots=True)
class _Offset:
    parent: str
    rotation: Floats
    position: Floats


def body_fixed_xyz(angles: Floats) -> Floats:
    """The rotation (3, 3) that turns about x, then the new y, then the new z. `angles` (3,) rad."""
    (a, b, c), (d, e, f) = np.cos(angles), np.sin(angles)
    return np.array([
        [b * c, -b * f, e],
        [a * f + d * e * c, a * c - d * e * f, -d * b],
        [d * f - a * e * c, d * c + a * e * f, a * b],
    ])  # fmt: skip


class Frames:
    """Every frame of a model, by its path."""

    def __init__(self, model: Element) -> None:
        self._bodies = {"ground": GROUND, "bodyset/ground": GROUND}
        self._offsets: dict[str, _Offset] = {}
        for body in model.objects("BodySet"):
            if body.tag == "Body" and body.name != GROUND:
                self._bodies[f"bodyset/{body.name}"] = body.name
                self._take_offsets(body, f"bodyset/{body.name}")
        ground = model.first("Ground")
        if ground:
            self._take_offsets(ground, "ground")
        for joint in model.objects("JointSet"):
            self._take_offsets(joint, f"jointset/{joint.name}")
        self._take_offsets(model, "")
        for component in model.objects("ComponentSet"):
            self._take(component, "componentset")

    @property
    def bodies(self) -> tuple[str, ...]:
        """Names of the bodies, without the ground."""
        return tuple(name for name in self._bodies.values() if name != GROUND)

    def fixed(self, path: str, asker: str) -> Fixed:
        """Where the frame that `asker` (a path) calls `path` is fixed.

        Raises `InputError` if there is none.
        """
        rotation, position = np.eye(3), np.zeros(3)
        for _ in range(DEEPEST):
            found = self._find(path, asker)
            if found in self._bodies:
                return Fixed(self._bodies[found], rotation, position)
            offset = self._offsets[found]
            position = offset.rotation @ position + offset.position
            rotation = offset.rotation @ rotation
            path, asker = offset.parent, found
        raise InputError(f"the frame {path!r} hangs on itself; every frame must lead to a body or the ground")

    def _take_offsets(self, owner: Element, place: str) -> None:
        for tag in ("frames", "components"):
            listed = owner.first(tag)
            for element in listed.children if listed else ():
                self._take(element, place)

    def _take(self, element: Element, place: str) -> None:
        if element.tag in {"PhysicalOffsetFrame", "OffsetFrame"}:
            path = f"{place}/{element.name}".lstrip("/")
            self._offsets[path] = _Offset(
                socket(element, "parent"),
                body_fixed_xyz(element.numbers("orientation", 3, np.zeros(3))),
                element.numbers("translation", 3, np.zeros(3)),
            )
            self._take_offsets(element, path)

    def _find(self, path: str, asker: str) -> str:
        """The full path of what `asker` calls `path`: as written, else sought further up, else by name."""
        written = path.strip("/")
        places = [""] if path.startswith("/") else _upwards(asker)
        for place in places:
            full = _normal(f"{place}/{written}")
            for candidate in (full, f"bodyset/{full}"):
                if candidate in self._bodies or candidate in self._offsets:
                    return candidate
        name = written.rpartition("/")[2]
        named = [p for p in (*self._bodies, *self._offsets) if name and p.rpartition("/")[2] == name]
        if len(named) != 1:
            trouble = "is not there" if not named else "could be several"
            raise InputError(f"the frame {path!r}, named by {asker!r}, {trouble}")
        return named[0]


def socket(element: Element, name: str) -> str:
    """The path that a component's socket names, in the ways that versions of OpenSim 4 wrote it."""
    word = element.word(f"socket_{name}", f"socket_{name}_connectee_name")
    connectors = element.first("connectors")
    for connector in connectors.children if connectors and not word else ():
        if connector.name == name:
            word = connector.word("connectee_name")
    if not word:
        raise InputError(f"{element} does not say what its {name} is")
    return word


def _upwards(path: str) -> list[str]:
    """The path, its folder, that one's folder, and so on to the top."""
    parts = path.split("/") if path else []
    return ["/".join(parts[:count]) for count in range(len(parts), -1, -1)]


def _normal(path: str) -> str:
    parts: list[str] = []
    for part in path.split("/"):
        if part == "..":
            parts = parts[:-1]
        elif part not in {"", "."}:
            parts.append(part)
    return "/".join(parts)
