"""The drawn walker: a person in side view at push-off, walking to the left, and where the links lie.

The near leg trails, so that toes, arch, rearfoot and ankle lie apart from each other; that leg and the
spine carry the thirteen links. Units are those of a drawing `FIGURE_WIDTH` by `HEIGHT`.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from kinechain.report.svg_path import Point, circle, polyline, smooth, tapered

FIGURE_WIDTH: Final = 352
HEIGHT: Final = 640
FLOOR: Final = 618.0

_THIGH, _SHANK, _UPPER_ARM, _FOREARM = 138.0, 132.0, 86.0, 76.0
_HIP: Final[Point] = (166.0, 334.0)
_SHOULDER: Final[Point] = (161.0, 186.0)
_HEAD: Final[Point] = (150.0, 86.0)

_HEAD_AND_TRUNK: Final[tuple[Point, ...]] = (
    (152, 45), (134, 49), (121, 62), (116, 80), (108, 97), (114, 102), (114, 111), (118, 121),
    (130, 126), (143, 134), (145, 150), (131, 170), (120, 200), (122, 234), (128, 266), (128, 296),
    (130, 330), (146, 366), (188, 372), (206, 352), (205, 326), (195, 296), (191, 266), (199, 232),
    (205, 198), (199, 170), (182, 148), (177, 131), (184, 110), (188, 86), (184, 65), (171, 50),
)  # fmt: skip
"""The outline of head, neck and trunk, from the crown down the front and up the back."""

Profile = Sequence[tuple[float, float, float]]
"""Shares of a limb's length, with its half widths in front and behind there."""

_THIGH_PROFILE: Final[Profile] = (
    (-0.14, 22, 26), (0.0, 33, 37), (0.25, 31, 33), (0.6, 25, 24), (0.9, 20, 19), (1.04, 15, 15),
)  # fmt: skip
_SHANK_PROFILE: Final[Profile] = (
    (-0.1, 14, 14), (0.0, 19, 18), (0.12, 17, 22), (0.3, 15, 26), (0.55, 13, 19), (0.8, 11, 11),
    (1.0, 11, 11), (1.06, 8, 8),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class LinkShape:
    """One link of the chain as drawn: its outline and the point that its label points to."""

    link: str
    path: str
    anchor: Point


def _swing(origin: Point, length: float, forward_deg: float) -> Point:
    """The far end of a hanging segment turned forward (to the left) from the vertical."""
    angle = math.radians(forward_deg)
    return origin[0] - length * math.sin(angle), origin[1] + length * math.cos(angle)


def _limb(start: Point, end: Point, profile: Profile) -> str:
    """The outline of a limb along its axis."""
    dx, dy = end[0] - start[0], end[1] - start[1]
    length = math.hypot(dx, dy)
    forward = (-dy / length, dx / length)

    def edge(share: float, half_width: float) -> Point:
        return start[0] + share * dx + half_width * forward[0], start[1] + share * dy + half_width * forward[
            1
        ]

    front = [edge(share, width) for share, width, _ in profile]
    back = [edge(share, -width) for share, _, width in profile]
    return smooth([*front, *reversed(back)])


_KNEE = _swing(_HIP, _THIGH, -14)
_ANKLE = _swing(_KNEE, _SHANK, -43)
_HEEL: Final[Point] = (_ANKLE[0] + 24, _ANKLE[1] + 15)
_BALL: Final[Point] = (_ANKLE[0] - 43, FLOOR - 13)
_TOE_TIP: Final[Point] = (_ANKLE[0] - 80, FLOOR - 10)
_FAR_KNEE = _swing(_HIP, _THIGH, 24)
_FAR_ANKLE = _swing(_FAR_KNEE, _SHANK, 12)
_ELBOW = _swing(_SHOULDER, _UPPER_ARM, 15)
_WRIST = _swing(_ELBOW, _FOREARM, 38)
_FAR_ELBOW = _swing(_SHOULDER, _UPPER_ARM, -36)
_FAR_WRIST = _swing(_FAR_ELBOW, _FOREARM, -16)


def far_side() -> tuple[str, ...]:
    """Outlines of the far leg and arm, to be drawn first and fainter."""
    x, y = _FAR_ANKLE
    foot = (
        (x - 11, y - 8),
        (x + 11, y - 6),
        (x + 17, y + 12),
        (x + 8, y + 24),
        (x - 30, y + 16),
        (x - 68, y + 6),
    )
    toes = ((x - 78, y - 4), (x - 66, y - 10), (x - 38, y - 6))
    return (
        _limb(_HIP, _FAR_KNEE, _THIGH_PROFILE),
        _limb(_FAR_KNEE, _FAR_ANKLE, _SHANK_PROFILE),
        smooth([*foot, *toes]),
        *_arm(_FAR_ELBOW, _FAR_WRIST, -10),
    )


def near_side() -> tuple[str, ...]:
    """Outlines of head, trunk and near leg; together they are one silhouette."""
    return (
        smooth(_HEAD_AND_TRUNK),
        _limb(_HIP, _KNEE, _THIGH_PROFILE),
        _limb(_KNEE, _ANKLE, _SHANK_PROFILE),
        smooth(_near_foot()),
    )


def _near_foot() -> list[Point]:
    (ax, ay), (hx, hy), (bx, by), (tx, ty) = _ANKLE, _HEEL, _BALL, _TOE_TIP
    above = [(tx - 6, ty + 2), (tx + 4, ty - 8), (bx - 4, by - 14), (bx + 14, by - 30), (ax - 13, ay - 4)]
    below = [
        (hx - 8, hy - 20),
        (hx + 9, hy - 4),
        (hx + 6, hy + 12),
        (bx + 36, by - 12),
        (bx + 8, by + 9),
        (tx, ty + 8),
    ]
    return above + below


def near_arm() -> tuple[str, ...]:
    """Outlines of the near arm, drawn over the trunk in a shade of its own."""
    return _arm(_ELBOW, _WRIST, 46)


def _arm(elbow: Point, wrist: Point, hand_deg: float) -> tuple[str, ...]:
    return (
        tapered(_SHOULDER, elbow, 17, 11.5),
        tapered(elbow, wrist, 11.5, 7.5),
        tapered(wrist, _swing(wrist, 22, hand_deg), 8, 6),
    )


def chain_line() -> str:
    """The thread through all links, from the floor to the head."""
    spine = ((170.0, 312.0), (184.0, 276.0), (188.0, 224.0), (184.0, 180.0), (163.0, 134.0), _HEAD)
    return polyline((_TOE_TIP, _BALL, _HEEL, _ANKLE, _KNEE, _HIP, *spine))


def link_shapes() -> tuple[LinkShape, ...]:
    """The thirteen links from the head down, each with its outline."""
    return (*_upper_links(), *_leg_links(), *_foot_links())


def _upper_links() -> tuple[LinkShape, ...]:
    return (
        LinkShape("head", circle(_HEAD, 23), _HEAD),
        LinkShape("neck", tapered((159.0, 124.0), (169.0, 152.0), 10, 11), (164, 138)),
        LinkShape("shoulder", circle(_SHOULDER, 15), _SHOULDER),
        LinkShape("upper_back", tapered((186.0, 178.0), (190.0, 226.0), 10, 11), (189, 204)),
        LinkShape("low_back", tapered((184.0, 249.0), (183.0, 278.0), 11, 12), (184, 264)),
        LinkShape("pelvis", tapered((152.0, 301.0), (183.0, 304.0), 11, 13), (182, 303)),
    )


def _leg_links() -> tuple[LinkShape, ...]:
    return (
        LinkShape("hip", circle(_HIP, 16), _HIP),
        LinkShape("knee", circle(_KNEE, 16), _KNEE),
        LinkShape("ankle", circle(_ANKLE, 11), _ANKLE),
    )


def _foot_links() -> tuple[LinkShape, ...]:
    (hx, hy), (bx, by) = _HEEL, _BALL
    heel_end, ball_end = (hx - 24, hy + 10), (bx + 16, by - 11)
    middle = ((heel_end[0] + ball_end[0]) / 2, (heel_end[1] + ball_end[1]) / 2)
    return (
        LinkShape("rearfoot", tapered((hx - 4, hy - 5), (hx - 5, hy + 5), 8.5, 9), (hx - 4, hy)),
        LinkShape("arch", tapered(heel_end, ball_end, 7, 8.5), middle),
        LinkShape("toes", tapered((bx - 4, by - 1), _TOE_TIP, 9, 6), (bx - 16, by + 1)),
        LinkShape("shoe", _sole(), (bx + 10, by + 18)),
    )


def _sole() -> str:
    """The shoe's sole under the near foot, bent where the toes bend."""
    (hx, hy), (bx, by), (tx, ty) = _HEEL, _BALL, _TOE_TIP
    top = [(hx + 10, hy + 15), (hx - 14, hy + 24), (bx + 26, by + 5), (bx, by + 13), (tx - 6, ty + 11)]
    bottom = [(tx - 8, ty + 17), (bx + 4, by + 22), (bx + 32, by + 13), (hx - 8, hy + 33), (hx + 14, hy + 21)]
    return smooth(top + bottom)
