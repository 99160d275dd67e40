"""Feet put on the floor."""

import numpy as np

from kinechain.rendering.figure import Figure
from kinechain.rendering.rig import Floats, Pose, bone_motions, carry


def sole_places(figure: Figure, poses: Pose) -> Floats:
    """The soles' vertices at T times, (T, N, 3)."""
    weights, rest = figure.weights[figure.soles], figure.rest.vertices[figure.soles]
    return np.stack([carry(motion, weights, rest) for motion in bone_motions(figure.rig, poses)])


def on_floor(figure: Figure, poses: Pose) -> Pose:
    """Poses of T times, each lifted or lowered until the lowest sole touches z = 0."""
    lowest = sole_places(figure, poses)[:, :, 2].min(axis=1)
    return poses.moved(np.stack([np.zeros_like(lowest), np.zeros_like(lowest), -lowest], axis=1))
