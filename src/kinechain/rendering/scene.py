"""Scenes: where a person is filmed, and in which light.

Frame: x to the right of the picture, y away from the camera, z up from the floor, metres, with the middle of
the walk at the origin.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from kinechain.rendering.figure import Mesh, Part
from kinechain.rendering.material import Colour, Material
from kinechain.rendering.rig import Floats


@dataclass(frozen=True, slots=True)
class Light:
    """One lamp, sun or window `towards` which lies (x, y, z), of a `colour`, and the light from all around,
    of surfaces that look up and that look down. `exposure` is the camera's.
    """

    towards: tuple[float, float, float]
    colour: Colour
    above: Colour
    below: Colour
    exposure: float = 1.0

    @property
    def direction(self) -> Floats:
        """Of length 1."""
        way = np.array(self.towards, dtype=np.float64)
        return np.asarray(way / np.linalg.norm(way))


@dataclass(frozen=True, slots=True)
class Panel:
    """A flat rectangle: one `corner`, the edges `across` and `up` from it; `repeat` is the size of one repeat
    of the material's pattern (m). It faces across x up.
    """

    material: Material
    corner: tuple[float, float, float]
    across: tuple[float, float, float]
    up: tuple[float, float, float]
    repeat: tuple[float, float]


@dataclass(frozen=True, eq=False)
class Scene:
    """Panels and a light."""

    name: str
    panels: tuple[Panel, ...]
    light: Light

    @cached_property
    def mesh(self) -> Mesh:
        """All panels as one mesh."""
        corners = [_corners(panel) for panel in self.panels]
        normals = [np.tile(_normal(panel), (4, 1)) for panel in self.panels]
        quad = np.array([[0, 1, 2], [0, 2, 3]])
        count = 4 * len(self.panels)
        return Mesh(
            np.concatenate(corners),
            np.concatenate(normals),
            np.concatenate([_repeats(panel) for panel in self.panels]),
            np.ones((count, 3)),
            np.ones(count),
            np.concatenate([quad + 4 * number for number in range(len(self.panels))]),
            tuple(Part(panel.material, 2 * number, 2) for number, panel in enumerate(self.panels)),
        )


def _corners(panel: Panel) -> Floats:
    corner, across, up = (np.array(edge) for edge in (panel.corner, panel.across, panel.up))
    return np.stack([corner, corner + across, corner + across + up, corner + up])


def _normal(panel: Panel) -> Floats:
    normal = np.cross(panel.across, panel.up)
    return np.asarray(normal / np.linalg.norm(normal))


def _repeats(panel: Panel) -> Floats:
    wide = float(np.linalg.norm(panel.across)) / panel.repeat[0]
    high = float(np.linalg.norm(panel.up)) / panel.repeat[1]
    return np.array([[0.0, 0.0], [wide, 0.0], [wide, high], [0.0, high]])
