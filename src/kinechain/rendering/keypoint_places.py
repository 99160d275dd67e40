"""Where the keypoints of the phone's fit truly are on a rendered body.

Joints are the rig's own centres; the heel, the big toe's tip and the ear (its tragus) are points of the bare
skin. The rig's joints are MakeHuman's, not an anatomist's: its hips lie some 2 cm further apart than
people's.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from kinechain.measurement import SIDES, Side
from kinechain.rendering.body_mesh import BodyMesh
from kinechain.rendering.rig import Floats, Pose, bone_heads, bone_motions, carry
from kinechain.rendering.segments import JOINTS, joint

if TYPE_CHECKING:
    from scipy.sparse import csr_array

# From the point of the ear that sticks out furthest to the tragus, ahead and up, in shares of stature.
TRAGUS = np.array([0.012, -0.008])
# Heights over the sole between which the heel bulges back, as shares of stature.
HEEL_BAND = (0.007, 0.026)


@dataclass(frozen=True, eq=False)
class SkinPoints:
    """Named points of the bare skin: `names` (N), `places` at rest (N, 3), and `weights` of bones (N, B)."""

    names: tuple[str, ...]
    places: Floats
    weights: "csr_array"


def keypoint_tracks(body: BodyMesh, poses: Pose) -> dict[str, Floats]:
    """The 18 keypoints' true places, (T, 3) each, for poses of T times."""
    heads = bone_heads(body.rig, poses)
    names = [(f"{side}_{part}", side, part) for side in SIDES for part in JOINTS]
    tracks = {name: heads[:, body.rig.index[_bone(side, part)]] for name, side, part in names}
    on_skin = skin_points(body)
    motions = bone_motions(body.rig, poses)
    carried = np.stack([carry(motion, on_skin.weights, on_skin.places) for motion in motions])
    return tracks | {name: carried[:, number] for number, name in enumerate(on_skin.names)}


def _bone(side: Side, part: str) -> str:
    return f"{JOINTS[part]}.{'L' if side == 'left' else 'R'}"


def skin_points(body: BodyMesh) -> SkinPoints:
    """Heels, tips of the big toes and ears."""
    found = {f"{side}_{part}": find(body, side) for side in SIDES for part, find in _FINDERS.items()}
    vertices = np.array(list(found.values()))
    return SkinPoints(tuple(found), body.vertices[vertices], body.weights[vertices])


def _heel(body: BodyMesh, side: Side) -> int:
    """The rearmost point of the foot."""
    near = _on_side(body, side)
    height = body.vertices[near, 2] / body.stature
    near = near[(height > HEEL_BAND[0]) & (height < HEEL_BAND[1])]
    return int(near[np.argmin(body.vertices[near, 0])])


def _toe_tip(body: BodyMesh, side: Side) -> int:
    """The foremost point of the big toe."""
    near = _on_side(body, side)
    toe = body.rig.head(f"toe1-2.{'L' if side == 'left' else 'R'}")
    beside = abs(body.vertices[near, 1] - toe[1]) < 0.01 * body.stature
    near = near[beside & (body.vertices[near, 2] < joint(body.rig, f"{side}_ankle")[2])]
    return int(near[np.argmax(body.vertices[near, 0])])


def _ear(body: BodyMesh, side: Side) -> int:
    """The tragus, the little flap before the ear's canal, from which clinicians measure."""
    near = _on_side(body, side)
    near = near[body.vertices[near, 2] > body.rig.head("head")[2]]
    widest = near[np.argmax(abs(body.vertices[near, 1]))]
    wanted = body.vertices[widest][[0, 2]] + TRAGUS * body.stature
    # The skin of the temple lies further in than the ear.
    far = np.linalg.norm(body.vertices[near][:, [0, 2]] - wanted, axis=1) - 0.5 * abs(body.vertices[near, 1])
    return int(near[np.argmin(far)])


def _on_side(body: BodyMesh, side: Side) -> NDArray[np.int64]:
    points = body.points_of("body")
    return np.asarray(points[body.vertices[points, 1] * (1 if side == "left" else -1) > 0])


_FINDERS = {"heel": _heel, "foot_index": _toe_tip, "ear": _ear}
