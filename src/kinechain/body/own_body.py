"""`Body`: our own model of a person, from the toes to the head (body.xml), with masses and landmarks.

Coordinates, rad and m, in the order of q. All angles are 0 in a person who stands upright with the feet flat
and forward, thighs and shanks plumb and the plane through the markers on ASIS and PSIS level.

====================  =====================================================================================
pelvis_x, _y, _z      place of the midpoint between the hips: forward, left, up from the floor
pelvis_rotation       about the vertical, to the left positive
pelvis_tilt           forward positive, about the axis to the left that pelvis_rotation has turned
pelvis_obliquity      left side up positive, about the pelvis' own forward axis
hip_flexion           thigh to pelvis, forward positive; then
hip_adduction         towards the other leg positive; then
hip_rotation          about the thigh, inwards positive (the sequence of Plug-in Gait and of the ISB)
knee_flexion          0 where hip, knee and ankle stand in line in the sagittal plane
knee_adduction        varus positive; the fit should hold it to one value a person, or nearly
knee_rotation         of the shank, inwards positive, with the tibia's torsion, a constant near -10 degrees
ankle_dorsiflexion    0 where the shank is square to the sole
subtalar_inversion    about Isman and Inman's axis (42 degrees up, 23 degrees inwards), inversion positive
toe_extension         toes to forefoot, up positive
lumbar_...            at L5-S1, to the pelvis: _flexion forward, _bending to the right, _rotation to the left
thorax_...            the same at T12-L1, to the lumbar body
neck_...              at C7, to the thorax
head_...              at C0-C1, to the neck
shoulder_flexion      arm to thorax, forward positive; then shoulder_abduction, away positive; then
shoulder_rotation     inwards positive
elbow_flexion         forearm forward positive
====================  =====================================================================================

Legs and arms have ``left_`` or ``right_`` before the name. 44 in all.

Plug-in Gait turns the pelvis in the order tilt, obliquity, rotation about the laboratory's axes. Ours is the
order rotation, tilt, obliquity, whose tilt and obliquity do not change with the heading (Baker 2001, Hum Mov
Sci 20:655, argues for rotation first; from memory). They differ by the product of rotation and tilt: 1.7
degrees of obliquity where the pelvis is turned by 8 and tilted by 12. The pelvis' matrix gives either.
"""

from dataclasses import dataclass
from functools import cache, cached_property
from importlib import resources
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kinechain.body.chain import Chain
from kinechain.body.mjcf import MjcfModel, Site, read_mjcf
from kinechain.body.segment_masses import Portion, Sex, body_portions, table
from kinechain.errors import InputError

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

MODEL_FILE: Final = "body.xml"


@dataclass(frozen=True, slots=True, eq=False)
class Point:
    """A `place` (3,) m on the body of index `body`."""

    body: int
    place: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Landmark(Point):
    """Where a marker or keypoint is found, and `sd` (3,) m along the body's axes: how far labs place it from
    there.
    """

    sd: Floats


@dataclass(frozen=True, eq=False)
class Body:
    """A person: B bodies (0 is the ground) with Q coordinates.

    `landmarks` are by canonical name (``marker_sets.yaml``), `points` are soles and ends of segments.
    `share` (B,) of the person's mass, `centre` (B, 3) m, `spread` (B, 3, 3) m2 of mass about its centre;
    `scale` (B, 3) is against the reference man. `mass_kg` is the person's.
    """

    chain: Chain
    landmarks: dict[str, Landmark]
    points: dict[str, Point]
    share: Floats
    centre: Floats
    spread: Floats
    scale: Floats
    mass_kg: float
    sex: Sex

    @cached_property
    def mass(self) -> Floats:
        """(B,) kg."""
        return np.asarray(self.share * self.mass_kg)

    @cached_property
    def inertia(self) -> Floats:
        """(B, 3, 3) kg m2, about each body's centre of mass along its axes."""
        trace = np.trace(self.spread, axis1=1, axis2=2)[:, np.newaxis, np.newaxis]
        return np.asarray(self.mass[:, np.newaxis, np.newaxis] * (trace * np.eye(3) - self.spread))

    @cached_property
    def stature_m(self) -> float:
        """Height of the crown over the soles at neutral."""
        at_neutral = neutral_places(self.chain)
        top = self.points["vertex"]
        return float(at_neutral[top.body][2] + top.place[2] + self.hip_height_m)

    @cached_property
    def hip_height_m(self) -> float:
        """Height of the hips over the lowest sole at neutral: the default of pelvis_z."""
        return -lowest_sole(self.chain, self.points)

    def landmark(self, name: str) -> Landmark:
        """One landmark. Raises `InputError` where there is none of that name."""
        if name not in self.landmarks:
            raise InputError(f"the body has no landmark {name!r}; it has {', '.join(sorted(self.landmarks))}")
        return self.landmarks[name]

    def places(self, names: "tuple[str, ...] | list[str]") -> tuple[Integers, Floats]:
        """Bodies (K,) and places (K, 3) of landmarks or points, as the kernels of kinematics.py take them."""
        found = [self.points[name] if name in self.points else self.landmark(name) for name in names]
        bodies = np.array([point.body for point in found], dtype=np.int64)
        return bodies, np.array([point.place for point in found], dtype=np.float64).reshape(-1, 3)


@cache
def load_body(sex: Sex = "male") -> Body:
    """The reference person: a man of 1.741 m and 73.0 kg, or a woman.

    A woman's body has a woman's shares of mass; its lengths are the man's until it is scaled.
    """
    model = _model()
    portions = body_portions(_standing(model), sex)
    origin = neutral_places(model.chain)
    own = [portions[name] for name in model.chain.bodies[1:]]
    nothing = Portion(0.0, np.zeros(3), np.zeros((3, 3)))
    sites = model.sites.items()
    return Body(
        chain=model.chain,
        landmarks={n: Landmark(s.body, s.place, s.user) for n, s in sites if s.user is not None},
        points={name: Point(site.body, site.place) for name, site in sites if site.user is None},
        # The table's rounded percentages of a woman miss 0.01 % of her.
        share=np.array([0.0, *(part.share for part in own)]) / sum(part.share for part in own),
        centre=np.array([part.centre for part in (nothing, *own)]) - origin,
        spread=np.array([part.spread for part in (nothing, *own)]),
        scale=np.ones((len(model.chain.bodies), 3)),
        mass_kg=float(table()["reference"][sex]["mass_kg"]),
        sex=sex,
    )


def neutral_places(chain: Chain) -> Floats:
    """(B, 3) m, the origins of the bodies at neutral with the pelvis at the ground's origin."""
    places = np.zeros((len(chain.bodies), 3))
    for body, parent in enumerate(chain.tree.parent):
        if parent > 0:
            places[body] = places[parent] + chain.tree.joint_position[body]
    return places


def lowest_sole(chain: Chain, points: dict[str, Point]) -> float:
    """Height, m, of the lowest sole at neutral, counted from the hips."""
    origin = neutral_places(chain)
    soles = [point for name, point in points.items() if name.endswith("_sole")]
    return float(min(origin[point.body][2] + point.place[2] for point in soles))


@cache
def _model() -> MjcfModel:
    with resources.as_file(resources.files("kinechain.body").joinpath(MODEL_FILE)) as path:
        return read_mjcf(path)


def _standing(model: MjcfModel) -> dict[str, Floats]:
    """Origins of bodies and places of sites at neutral, by name. A body's name goes before a site's."""
    origin = neutral_places(model.chain)

    def place(site: Site) -> Floats:
        return np.asarray(origin[site.body] + site.place)

    origins = dict(zip(model.chain.bodies, origin, strict=True))
    return {name: place(site) for name, site in model.sites.items()} | origins
