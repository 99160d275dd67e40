"""A figure that stands in a known way, as a detector would see it in a photo of a known camera."""

from dataclasses import dataclass, replace

import numpy as np

from kinechain.body.phone.keypoints import standing_offsets
from kinechain.capture.level_lines import CameraHold
from kinechain.motion.camera import Focal
from kinechain.motion.dataset import Floats
from kinechain.motion.keypoints import INDEX, KEYPOINTS
from kinechain.posture.seen_stance import SeenStance

TALL = 1.741
SIZE = (1500, 2000)
# Forward, outward and up of the figure's points (m), as tall as the reference man.
PLACES = {
    "ear": (0.03, 0.075, 1.611),
    "shoulder": (0.0, 0.165, 1.41),
    "elbow": (-0.02, 0.22, 1.12),
    "wrist": (0.03, 0.24, 0.88),
    "hip": (0.02, 0.09, 0.92),
    "knee": (0.02, 0.085, 0.50),
    "ankle": (0.0, 0.085, 0.08),
    "heel": (-0.05, 0.08, 0.025),
    "foot_index": (0.21, 0.10, 0.02),
}
HAND = ("pinky", "index", "thumb")


@dataclass(frozen=True, slots=True)
class Figure:
    """Lengths in metres, angles in degrees. `height` scales everything; `head_ahead` moves the head,
    `leaning` the trunk forward; `shoulder_up` and `hip_up` lift the left by half and lower the right by half;
    `knees_in` moves both knees to the inside.

    The camera: `turned` is where the figure faces (0 the camera, 90 the picture's right), `roll` clockwise,
    `camera_height` and `pitch` (None: aimed at the middle of the figure), `distance`, `focal` in shares of
    the picture's longer side.
    """

    height: float = TALL
    head_ahead: float = 0.0
    body_ahead: float = 0.0
    shoulder_up: float = 0.0
    hip_up: float = 0.0
    knees_in: float = 0.0
    turned: float = 0.0
    roll: float = 0.0
    distance: float = 3.0
    camera_height: float = 1.3
    focal: float = 0.75
    hold_told: bool = True
    size: tuple[int, int] = SIZE

    @property
    def pitch(self) -> float:
        """Downwards, radians."""
        return float(np.arctan2(self.camera_height - 0.5 * self.height, self.distance))

    def places(self) -> dict[str, Floats]:
        """Forward, left and up of the points that a body has, (3,) m, without what a detector adds."""
        found = {}
        for part, (forward, outward, up) in PLACES.items():
            for sign, side in ((1, "left"), (-1, "right")):
                place = np.array([forward, sign * outward, up])
                place[0] += self.head_ahead * (part == "ear") + self.body_ahead * (up > 1.2)
                place[1] -= sign * self.knees_in * (part == "knee")
                place[2] += sign * self.shoulder_up / 2 * (part == "shoulder")
                place[2] += sign * self.hip_up / 2 * (part == "hip")
                found[f"{side}_{part}"] = place * self.height / TALL
        return found


def seen(figure: Figure, spread: float = 0.0, **changes: object) -> SeenStance:
    """The figure in a photo, each point off by what the detector is off by on average."""
    offsets = standing_offsets()
    places = figure.places()
    size = figure.height / TALL
    points = {}
    for name, place in places.items():
        side, _, part = name.partition("_")
        forward, up, outward = offsets.get(part, (0.0, 0.0, 0.0))
        points[name] = place + size * np.array([forward, outward if side == "left" else -outward, up])
    ears = (points["left_ear"] + points["right_ear"]) / 2
    points |= {f"{side}_{part}": points[f"{side}_wrist"] for side in ("left", "right") for part in HAND}
    # Everything of the face that is not the nose is of no account here.
    face = ears + size * np.array([0.087, 0.0, -0.02])
    placed = np.stack([points.get(name, face) for name in KEYPOINTS])
    hold = CameraHold(figure.roll, 1e-6, float(np.degrees(figure.pitch)), 1e-6) if figure.hold_told else None
    focal = figure.focal * max(figure.size)
    stance = SeenStance(
        kind="photo",
        file="photo.jpg",
        frames=1,
        rate_hz=0.0,
        points=project(placed, figure),
        spread=np.full((len(KEYPOINTS), 2), spread),
        confidence=np.full(len(KEYPOINTS), 0.99),
        size=figure.size,
        focal=Focal(focal, 1e-6),
        hold=hold,
    )
    return replace(stance, **changes)  # type: ignore[arg-type]


def project(places: Floats, figure: Figure) -> Floats:
    """Places (n, 3) forward, left and up of the figure, in pixels (n, 2)."""
    theta, rho, tip = np.radians(figure.turned), np.radians(figure.roll), figure.pitch
    forward, left, up = places.T
    # At 0 the figure looks at the camera, its left on the right of the picture.
    right = np.sin(theta) * forward + np.cos(theta) * left
    away = -np.cos(theta) * forward + np.sin(theta) * left + figure.distance
    down = figure.camera_height - up
    ahead = away * np.cos(tip) + down * np.sin(tip)
    below = down * np.cos(tip) - away * np.sin(tip)
    turned = np.stack([right * np.cos(rho) + below * np.sin(rho), below * np.cos(rho) - right * np.sin(rho)])
    pixels = figure.focal * max(figure.size) * turned / ahead
    return np.asarray(pixels.T + np.array(figure.size) / 2)


def mirrored(stance: SeenStance) -> SeenStance:
    """The photo as a mirror shows it: the picture's sides and the body's are exchanged."""
    order = [INDEX[_other(name)] for name in KEYPOINTS]
    points = stance.points[order].copy()
    points[:, 0] = stance.size[0] - points[:, 0]
    hold = None if stance.hold is None else replace(stance.hold, roll=-stance.hold.roll)
    return replace(stance, points=points, spread=stance.spread[order], hold=hold, file="mirror.jpg")


def _other(name: str) -> str:
    left, right = name.replace("left", "right"), name.replace("right", "left")
    return left if left != name else right
