"""Whether a picture shows the whole of somebody who stands upright; if not, what it shows instead."""

import numpy as np

from kinechain.errors import InputError
from kinechain.measurement import SIDES
from kinechain.posture.facing import Facing
from kinechain.posture.seen_stance import SeenStance

AGAIN = "take the photo of somebody who stands upright and still, seen from head to feet"
# Shares of the points' box by which a point may lie outside the picture before it counts as cut off: the
# detector guesses the rest of a body that is cut.
BEYOND, LEAST_SURE = 0.01, 0.3
PARTS = (("head", "ear"), ("shoulders", "shoulder"), ("hips", "hip"), ("knees", "knee"), ("feet", "heel"))
# Lines of the body against the vertical, degrees: beyond these nobody stands. Our choices, wide.
MOST_LYING, MOST_BENT, MOST_KNEE = 40.0, 35.0, 45.0
# Thighs and shanks that reach down by less than this share of the trunk are a sitter's or a kneeler's; a
# stander's by 0.8.
SHORTEST_LEG_PART = 0.5
# Ankles further apart than this share of the body's height are a stride or a lunge (from the side), or legs
# apart (from the front). Standing people's are up to 0.1 and 0.2.
MOST_STRIDE, MOST_STRADDLE = 0.16, 0.30


def check_upright(stance: SeenStance, facing: Facing) -> None:
    """Raise `InputError`, in one line, where the picture shows nobody standing upright as a whole."""
    for found in (_cut(stance), _not_standing(stance), _moving(stance, facing)):
        if found:
            raise InputError(f"{stance.file}: {found}; {AGAIN}")


def _cut(stance: SeenStance) -> str:
    """What of the body the picture does not show."""
    room = BEYOND * float(np.ptp(stance.points[:, 1]))
    lowest, highest = np.array([-room, -room]), np.array(stance.size) + room
    for words, part in PARTS:
        points = np.stack([stance.point(f"{side}_{part}") for side in SIDES])
        outside = ((points < lowest) | (points > highest)).any()
        if outside:
            return (
                f"the {words} are not in the picture" if words != "head" else "the head is not in the picture"
            )
    sure = [stance.confidence[_numbers(part)].max() for _, part in PARTS]
    if min(sure) < LEAST_SURE:
        words = PARTS[int(np.argmin(sure))][0]
        return f"the {words} cannot be seen" if words != "head" else "the head cannot be seen"
    return ""


def _numbers(part: str) -> list[int]:
    from kinechain.motion.keypoints import INDEX

    return [INDEX[f"{side}_{part}"] for side in SIDES]


def _not_standing(stance: SeenStance) -> str:
    shoulder, hip, knee, ankle = (stance.middle(part) for part in ("shoulder", "hip", "knee", "ankle"))
    trunk = float(np.linalg.norm(hip - shoulder))
    if _lean(shoulder, ankle) > MOST_LYING:
        return "the person lies, or the picture lies on its side"
    if min(knee[1] - hip[1], ankle[1] - knee[1]) < SHORTEST_LEG_PART * trunk:
        return "the person sits, kneels or squats"
    if _lean(shoulder, hip) > MOST_BENT:
        return "the person bends over"
    return ""


def _moving(stance: SeenStance, facing: Facing) -> str:
    tall = float(np.linalg.norm(stance.middle("ear") - stance.middle("heel")))
    apart = float(np.linalg.norm(stance.apart("ankle"))) / tall
    bent = max(_knee_bend(stance, side) for side in SIDES)
    if facing.view == "side" and apart > MOST_STRIDE:
        return "the feet are a step apart, as in a walk"
    if apart > MOST_STRADDLE:
        return "the feet are far apart"
    if bent > MOST_KNEE:
        return "a knee is bent, as in a walk"
    return ""


def _knee_bend(stance: SeenStance, side: str) -> float:
    """Degrees in the picture."""
    hip, knee, ankle = (stance.point(f"{side}_{part}") for part in ("hip", "knee", "ankle"))
    return _angle(knee - hip, ankle - knee)


def _lean(upper: np.ndarray, lower: np.ndarray) -> float:
    return _angle(lower - upper, np.array([0.0, 1.0]))


def _angle(one: np.ndarray, other: np.ndarray) -> float:
    cosine = float(one @ other) / (float(np.linalg.norm(one) * np.linalg.norm(other)) + 1e-9)
    return float(np.degrees(np.arccos(np.clip(cosine, -1.0, 1.0))))
