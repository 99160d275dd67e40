"""A body dressed: skin where it shows, garments grown outwards from the body's tights, hair, eyes, shoes.

Garments are sheets of MakeHuman's "tights" (or its skirt), moved out along their normals, each ending where a
height, or a place along the arm, says so.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from kinechain.rendering.body_mesh import BodyMesh
from kinechain.rendering.face import eye_layer, face_tint
from kinechain.rendering.figure import Figure, Layer, figure_of
from kinechain.rendering.hair import hair_layer
from kinechain.rendering.material import Material
from kinechain.rendering.outfit import Outfit
from kinechain.rendering.rig import Floats
from kinechain.rendering.segments import joint
from kinechain.rendering.sheet import sheet
from kinechain.rendering.surface import smoothed, vertex_normals

# Metres for a person of 1.7 m; our choice, by eye.
UNDER_CLOTH = 0.025  # how far skin goes on beneath a hem, so that no gap shows
BELOW_WAIST = 0.06  # a top ends so far under the waist, over the trousers
ABOVE_HIP = 0.10  # where the waist is
NECKLINE, COLLAR = 0.015, 0.05
SHOE_TOP = 0.02  # over the ankle's joint
SHOE_THICK = 0.006
# How far down the arm a sleeve goes: 1 is the elbow, 2 the wrist.
SLEEVES = {"none": 0.12, "short": 0.62, "long": 1.93}


def dress(body: BodyMesh, outfit: Outfit) -> Figure:
    """The body in an outfit, as one figure."""
    cut = _Cut(body, outfit)
    layers = [_skin(cut), *eye_layer(body), *_garments(cut)]
    if outfit.hair_depth > 0:
        layers.append(hair_layer(body, outfit))
    if outfit.footwear == "shoes":
        layers.append(_shoes(cut))
    return figure_of(body.rig, layers, lowest=0.06 * cut.scale)


@dataclass(frozen=True, eq=False)
class _Cut:
    """Where garments begin and end on one body."""

    body: BodyMesh
    outfit: Outfit

    @property
    def scale(self) -> float:
        return self.body.stature / 1.7

    @cached_property
    def height(self) -> Floats:
        return self.body.vertices[:, 2]

    @cached_property
    def on_arm(self) -> NDArray[np.bool_]:
        """Vertices that the bones of an arm carry for the most part."""
        words = ("upperarm", "lowerarm", "wrist", "finger", "metacarpal")
        arm = np.array([name.startswith(words) for name in self.body.rig.names], dtype=np.float64)
        return np.asarray(self.body.weights @ arm > 0.5)

    @cached_property
    def along_arm(self) -> Floats:
        """Metres from the shoulder along the arm at rest."""
        left = self.body.vertices[:, 1] > 0
        return np.where(left, self._along("left"), self._along("right"))

    def _along(self, side: str) -> Floats:
        shoulder, wrist = (joint(self.body.rig, f"{side}_{part}") for part in ("shoulder", "wrist"))
        way = (wrist - shoulder) / np.linalg.norm(wrist - shoulder)
        return np.asarray((self.body.vertices - shoulder) @ way)

    @cached_property
    def waist(self) -> float:
        return float(joint(self.body.rig, "left_hip")[2]) + ABOVE_HIP * self.scale

    @cached_property
    def neck(self) -> float:
        return float(self.body.rig.head("neck01")[2]) - NECKLINE * self.scale

    def within_top(self, slack: float = 0.0) -> Floats:
        """Metres inside the top's edges, each edge `slack` further out."""
        neck = self.neck + slack
        trunk = np.minimum(neck - self.height, self.height - (self.waist - BELOW_WAIST * self.scale) + slack)
        return np.where(
            self.on_arm, np.minimum(self._sleeve + slack - self.along_arm, neck - self.height), trunk
        )

    @cached_property
    def _sleeve(self) -> float:
        shoulder, elbow, wrist = (
            joint(self.body.rig, f"left_{part}") for part in ("shoulder", "elbow", "wrist")
        )
        upper, fore = np.linalg.norm(elbow - shoulder), np.linalg.norm(wrist - elbow)
        share = SLEEVES[self.outfit.sleeve]
        return float(min(share, 1.0) * upper + max(share - 1.0, 0.0) * fore)

    def within_lower(self, slack: float = 0.0) -> Floats:
        """Metres inside the edges of trousers or shorts."""
        hem = self.hem - slack
        return np.where(self.on_arm, -1.0, np.minimum(self.waist + slack - self.height, self.height - hem))

    @property
    def hem(self) -> float:
        knee, ankle = (float(joint(self.body.rig, f"left_{part}")[2]) for part in ("knee", "ankle"))
        return {
            "trousers": ankle + 0.01 * self.scale,
            "leggings": ankle + 0.03 * self.scale,
            "shorts": knee + 0.07 * self.scale,
            "skirt": knee + 0.02 * self.scale,
        }[self.outfit.lower]

    @property
    def shoe_top(self) -> float:
        return float(joint(self.body.rig, "left_ankle")[2]) + SHOE_TOP * self.scale


def _skin(cut: _Cut) -> Layer:
    """The skin, but for what lies well under cloth."""
    slack = -UNDER_CLOTH * cut.scale
    covered = np.maximum(cut.within_top(slack), cut.within_lower(slack))
    if cut.outfit.footwear == "shoes":
        covered = np.maximum(covered, cut.shoe_top + slack - cut.height)
    body = cut.body
    return sheet(
        body,
        Material(cut.outfit.skin, "skin", gloss=0.05),
        "body",
        body.vertices,
        -covered,
        tint=face_tint(body),
    )


def _garments(cut: _Cut) -> list[Layer]:
    outfit = cut.outfit
    top = Material(outfit.top, outfit.top_pattern)
    lower = Material(outfit.lower_colour, outfit.lower_pattern)
    loose = np.full(len(cut.height), outfit.looseness)
    # A collar lies on the neck.
    collar = np.clip((cut.neck - cut.height) / (COLLAR * cut.scale), 0.0, 1.0)
    shirt = _grown(cut, "tights", 0.004 + collar * loose)
    layers = [sheet(cut.body, top, "tights", shirt, cut.within_top())]
    if outfit.lower == "skirt":
        hanging = _grown(cut, "skirt", loose * 0.5)
        layers.append(sheet(cut.body, lower, "skirt", hanging, cut.height - cut.hem))
        return layers
    # Trousers are wider towards their hem.
    knee, hip = (joint(cut.body.rig, f"left_{part}")[2] for part in ("knee", "hip"))
    wider = np.clip((hip - cut.height) / (hip - knee), 0.0, 1.0) * (
        outfit.looseness if _flares(outfit) else 0.0
    )
    legs = _grown(cut, "tights", 0.6 * loose + wider)
    layers.append(sheet(cut.body, lower, "tights", legs, cut.within_lower()))
    return layers


def _flares(outfit: Outfit) -> bool:
    return outfit.lower in ("trousers", "shorts")


def _grown(cut: _Cut, group: str, by: Floats) -> Floats:
    """All vertices moved out along the group's normals."""
    body = cut.body
    return np.asarray(body.vertices + vertex_normals(body.vertices, body.faces[group]) * by[:, None])


def _shoes(cut: _Cut) -> Layer:
    """The tights' feet, their toes smoothed together, on flat soles."""
    body = cut.body
    rounded = smoothed(body.vertices, body.faces["tights"], 2)
    shape = np.where((cut.height < cut.shoe_top)[:, None], rounded, body.vertices)
    # Smoothing shrinks; the toe box is given back its length.
    shape = shape + vertex_normals(shape, body.faces["tights"]) * (SHOE_THICK + 0.004) * cut.scale
    under = cut.height < 0.016 * cut.scale
    shape[under, 2] = -cut.outfit.sole * cut.scale
    tint = np.where(under[:, None], 0.5, 1.0) * np.ones(3)
    shoe = Material(cut.outfit.shoe, "plain", gloss=0.1)
    return sheet(body, shoe, "tights", shape, cut.shoe_top - cut.height, tint=tint)
