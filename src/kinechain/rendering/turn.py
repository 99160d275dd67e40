"""Turns about the room's axes."""

from typing import Literal

import numpy as np

from kinechain.rendering.rig import Floats

Axis = Literal["x", "y", "z"]
FIXED: dict[Axis, int] = {"x": 0, "y": 1, "z": 2}


def turn(axis: Axis, degrees: float | Floats) -> Floats:
    """Right-handed turns about an axis, (..., 3, 3) for angles (...)."""
    angle = np.radians(np.asarray(degrees, dtype=np.float64))
    fixed = FIXED[axis]
    first, second = (fixed + 1) % 3, (fixed + 2) % 3
    matrix = np.zeros((*angle.shape, 3, 3))
    matrix[..., fixed, fixed] = 1.0
    matrix[..., first, first] = matrix[..., second, second] = np.cos(angle)
    matrix[..., second, first] = np.sin(angle)
    matrix[..., first, second] = -np.sin(angle)
    return matrix
