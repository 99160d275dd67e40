"""From which side a picture shows somebody who stands, and how far off that side."""

from dataclasses import dataclass

import numpy as np

from kinechain.measurement import View
from kinechain.posture.seen_stance import SeenStance

# How wide shoulders and hips look from the front, and how far the nose is ahead of the ears and the toes
# ahead of the heels from the side, in trunks' lengths (middle of the shoulders to middle of the hips), as the
# detector has them. Means of 90 rendered standing people, rounded (benchmarks/photo_posture.py).
SHOULDERS, HIPS, NOSE, FEET = 0.69, 0.40, 0.175, 0.41
# The head turns by itself and feet turn out, one more than the other: shoulders and feet say more. Our
# choice.
OF_HIPS, OF_NOSE = 0.4, 0.3
# A picture is from the front, the back or a side within this (deg); beyond it is from none of them.
NEAREST = 25.0
# How far off the true one the found direction is (deg, sd): 2.5 on rendered people from the front and back
# and 6 from a side, where shoulders and hips hide one another; feet that turn out unevenly add to the first.
TURN_SD = {"front": 4.0, "back": 4.0, "side": 6.0, "oblique": 6.0}


@dataclass(frozen=True, slots=True)
class Facing:
    """`turned` (deg): 0 towards the camera, 90 to the right of the picture, 180 away from the camera, -90 to
    its left. `view` is the view it counts as, and `off` by how much it misses that (deg, to the picture's
    right of the front and of each side, counted on in the same sense).
    """

    turned: float

    @property
    def view(self) -> View:
        """Front, back, side, or oblique where it is none of these."""
        if abs(self.off) > NEAREST:
            return "oblique"
        return ("front", "side", "back", "side")[self._quarter % 4]

    @property
    def off(self) -> float:
        """By how much the person is turned from the nearest view, degrees, -45 to 45."""
        return self.turned - 90.0 * self._quarter

    @property
    def ahead(self) -> int:
        """From the side: 1 if the person faces the right of the picture, else -1."""
        return 1 if self.turned > 0 else -1

    @property
    def to_left(self) -> int:
        """From the front or back: 1 if the person's left is on the picture's right (a front view), else
        -1.
        """
        return 1 if abs(self.turned) < 90 else -1

    @property
    def nearer(self) -> str:
        """From the side: the side of the body that the camera sees."""
        return "right" if self.ahead > 0 else "left"

    @property
    def _quarter(self) -> int:
        return round(self.turned / 90.0)


def facing_of(stance: SeenStance) -> Facing:
    """Which way the person faces, from how wide the body looks and where nose and toes point."""
    trunk = float(np.linalg.norm(stance.middle("shoulder") - stance.middle("hip")))
    down = (stance.middle("hip") - stance.middle("shoulder")) / trunk
    # Across the picture as the body stands in it: a picture may be askew.
    across = np.array([down[1], -down[0]])
    wide = (1 - OF_HIPS) * (stance.apart("shoulder") @ across) / (SHOULDERS * trunk)
    wide += OF_HIPS * (stance.apart("hip") @ across) / (HIPS * trunk)
    nose = (stance.point("nose") - stance.middle("ear")) @ across / (NOSE * trunk)
    feet = (stance.middle("foot_index") - stance.middle("heel")) @ across / (FEET * trunk)
    ahead = OF_NOSE * nose + (1 - OF_NOSE) * feet
    return Facing(float(np.degrees(np.arctan2(ahead, wide))))
