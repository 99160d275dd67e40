"""What kind of movement a film shows, told before it is measured as a walk.

kinechain measures walking on level ground, filmed at the speed of life. Whatever else a film shows is named,
so that no number of a run, a slow motion or a flight of stairs is taken for one of a walk.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

import numpy as np
import xarray as xr
from numpy.typing import NDArray

from kinechain.gait.stepping import Stepping, find_stepping
from kinechain.measurement import SIDES, Side
from kinechain.motion.camera_motion import CameraMotion
from kinechain.motion.course import Pass
from kinechain.motion.dataset import keypoint, middle

MovementName = Literal[
    "walking", "treadmill", "running", "stairs", "on_the_spot", "standing", "sitting", "feet_unseen",
    "too_little", "slow_motion", "fast_motion", "changing_speed", "camera_turned",
]  # fmt: skip

# In running each foot stands for less than half of the time (the definition; Novacheck 1998) and for a while
# neither does. Margins for what smoothing makes of contacts are our choice.
# Slow runners make 150 steps a minute.
RUNNING_DUTY, RUNNING_FLIGHT, RUNNING_CADENCE = 0.47, 0.06, 125.0
# A leg swings through in 0.4 s, in very slow walks in 0.6 to 0.8 s, hardly later than its own pendulum (half
# a period of a leg of 0.9 m hanging from the hip: 0.78 s). A longer swing is a film that was slowed down.
LONGEST_SWING_S = 1.0
# Step length over cadence hardly changes with speed (the walk ratio, Sekiya and Nagasaki 1998: 0.0065 m a
# step a minute, or 0.0038 statures; from memory); a film slowed n times shows n times that. Above the first
# limit nobody walks; above the second nobody whose legs also swing slowly; above the third, whatever the legs
# do, it is worth asking.
HIGHEST_WALK_RATIO, SLOW_WALK_RATIO, DOUBTFUL_WALK_RATIO = 0.0095, 0.0056, 0.0062
DOUBTFUL_SWING_S = 0.62
# From the front, where no length is seen, so few steps a minute are nobody's.
LEAST_CADENCE = 34.0
# Nobody but a racer walks faster than this (statures a second; 2.9 m/s): people run from 2 m/s on. Nor with
# more steps a minute, small children included.
FASTEST_WALK, HIGHEST_CADENCE = 1.7, 190.0
# Within one film people's strides differ by less.
LARGEST_UNEVENNESS = 2.4
# A body that travels at less than this share of its speed over the ground stays in place.
IN_PLACE = 0.25
# Strides from the front that must have been seen, or a distance, to say that somebody stays in place.
FEWEST_IN_PLACE = 4
# A floor that rises more steeply than this (degrees) is stairs or a hill: ramps for people have 3 to 8. A
# phone that looks down or up by so much more (our choice) tips a way into depth. Walkers lean forward by
# about 4 degrees, feet to ears.
STEEPEST_RAMP, TIPPED, USUAL_LEAN = 13.0, 10.0, 4.0
# Of the frames in which the trunk is seen, so many must show each foot, by heel or toe.
FEET_SEEN, FOOT, KNEE = 0.25, ("heel", "foot_index"), ("ankle", "knee")
# Thighs that reach down by less than this share of the trunk's length are a sitter's; a stander's by 0.85.
SITTING_THIGH = 0.5

RECORDED_AT = "say at how many frames a second it was recorded (--recorded-at 240)"


@dataclass(frozen=True, slots=True)
class Movement:
    """`name` says what the film shows and `line` what to tell the user, empty for a plain walk.

    `measurable` is whether numbers of a walk may be taken from it; `lengths` whether lengths along the
    way and speeds may.
    """

    name: MovementName
    line: str = ""
    measurable: bool = True
    lengths: bool = True
    stepping: Stepping = field(default_factory=Stepping)


def movement_of(
    smoothed: xr.Dataset, passes: Sequence[Pass] = (), camera: CameraMotion | None = None
) -> Movement:
    """The kind of movement in a smoothed motion (px) in which `passes` were found; `camera` is how the camera
    moved where that is known.

    Data requirements: as `find_stepping`; the motion holds the whole clip in which the person is seen.
    """
    unseen = _feet_unseen(smoothed)
    if unseen is not None:
        return unseen
    stepping = _along_the_way(find_stepping(smoothed), passes)
    if not stepping.strides:
        return _without_steps(smoothed, stepping)
    for kind in (_wrong_time, _turned_camera, _run, _in_place, _climb):
        found = kind(stepping, camera)
        if found is not None:
            return found
    if stepping.walk_ratio > DOUBTFUL_WALK_RATIO:
        return Movement("walking", _doubtful_time(stepping), stepping=stepping)
    return Movement("walking", stepping=stepping)


def _along_the_way(stepping: Stepping, passes: Sequence[Pass]) -> Stepping:
    """With the speed over the ground of passes in any direction, where there are some."""
    if not passes:
        return stepping
    return replace(stepping, way_speed=float(np.median([course.speed for course in passes])))


def _feet_unseen(smoothed: xr.Dataset) -> Movement | None:
    upper = [np.isfinite(middle(smoothed, part)).all(axis=1) for part in ("hip", "shoulder")]
    trunk = np.asarray(np.any(upper, axis=0))
    if not trunk.any():
        return Movement(
            "too_little", "the person is hardly seen; film them from head to feet", measurable=False
        )
    hidden = [side for side in SIDES if _share_seen(smoothed, side, FOOT, trunk) < FEET_SEEN]
    if not hidden:
        return None
    cut = f"the {hidden[0]} foot is"
    if len(hidden) == 2:
        knees = max(_share_seen(smoothed, side, KNEE, trunk) for side in SIDES)
        cut = "the feet are" if knees >= FEET_SEEN else "the legs are"
    return Movement(
        "feet_unseen",
        f"{cut} out of the picture or hidden, and a walk is measured from the feet up; "
        "stand further away, so that the whole person is seen, and let nothing stand between",
        measurable=False,
    )


def _share_seen(smoothed: xr.Dataset, side: Side, parts: Sequence[str], of: NDArray[np.bool_]) -> float:
    """Share of the frames `of` in which any of the parts is seen."""
    any_of = [np.isfinite(keypoint(smoothed, f"{side}_{part}")).all(axis=1) for part in parts]
    return float(np.any(any_of, axis=0)[of].mean())


def _without_steps(smoothed: xr.Dataset, stepping: Stepping) -> Movement:
    film = "kinechain measures walking: let the person walk at least five steps past the camera"
    if stepping.feet_move:
        return Movement("too_little", f"no whole stride was seen; {film}", measurable=False)
    thigh = np.nanmedian(middle(smoothed, "knee")[:, 1] - middle(smoothed, "hip")[:, 1])
    trunk = np.nanmedian(np.linalg.norm(middle(smoothed, "hip") - middle(smoothed, "shoulder"), axis=1))
    if thigh < SITTING_THIGH * trunk:
        return Movement("sitting", f"the person sits, squats or lies; {film}", measurable=False)
    return Movement("standing", f"the person stands; {film}", measurable=False, stepping=stepping)


def _wrong_time(stepping: Stepping, _camera: CameraMotion | None) -> Movement | None:
    slow = stepping.swing_s > LONGEST_SWING_S or stepping.walk_ratio > HIGHEST_WALK_RATIO
    slow |= stepping.walk_ratio > SLOW_WALK_RATIO and stepping.swing_s > DOUBTFUL_SWING_S
    slow |= np.isnan(stepping.walk_ratio) and stepping.cadence < LEAST_CADENCE
    if stepping.strides > 3 and stepping.unevenness > LARGEST_UNEVENNESS:
        line = (
            "the legs go more than twice as fast in one part of the film as in another: part of it plays in "
            "slow motion; film at normal speed, or give the phone's original"
        )
        return Movement("changing_speed", line, measurable=False, stepping=stepping)
    if slow:
        return Movement("slow_motion", _slow_words(stepping), measurable=False, stepping=stepping)
    fast = stepping.speed > FASTEST_WALK or stepping.cadence > HIGHEST_CADENCE
    if fast and stepping.duty > 0.5:
        line = (
            f"nobody walks with {stepping.cadence:.0f} steps a minute at {stepping.speed:.1f} body heights a "
            "second: this film plays faster than it was recorded; give the phone's original"
        )
        return Movement("fast_motion", line, measurable=False, stepping=stepping)
    return None


def _slow_words(stepping: Stepping) -> str:
    seen = stepping.swing_s > DOUBTFUL_SWING_S
    swing = f", with legs that swing for {stepping.swing_s:.1f} s" if seen else ""
    return (
        f"{stepping.cadence:.0f} steps a minute{swing}: this looks like slow motion; "
        f"film at normal speed, or {RECORDED_AT}"
    )


def _doubtful_time(stepping: Stepping) -> str:
    return (
        f"long steps at only {stepping.cadence:.0f} a minute: if this was recorded in slow motion, every "
        f"time, speed and cadence is wrong; then {RECORDED_AT}"
    )


def _turned_camera(stepping: Stepping, camera: CameraMotion | None) -> Movement | None:
    if camera is None or not camera.turned:
        return None
    what = "was turned or carried" if camera.travelled else "zoomed"
    line = (
        f"the camera {what} while it filmed, so lengths and speeds cannot be told; lean the phone against "
        "something and let the person walk past it"
    )
    return Movement("camera_turned", line, measurable=False, lengths=False, stepping=stepping)


def _run(stepping: Stepping, _camera: CameraMotion | None) -> Movement | None:
    flies = stepping.duty < RUNNING_DUTY and stepping.flight > RUNNING_FLIGHT
    if not flies or stepping.cadence < RUNNING_CADENCE:
        return None
    line = (
        f"this is a run: at {stepping.cadence:.0f} steps a minute both feet are off the floor for part of "
        "each step; kinechain measures walking, so film a walk at the usual pace"
    )
    return Movement("running", line, measurable=False, stepping=stepping)


def _in_place(stepping: Stepping, camera: CameraMotion | None) -> Movement | None:
    goes = max(stepping.travel, np.nan_to_num(stepping.way_speed)) >= IN_PLACE * stepping.speed
    if np.isfinite(stepping.speed) and goes:
        return None
    if np.isnan(stepping.speed):
        return _on_the_spot(stepping)
    still = camera is not None and camera.known
    seen = (
        "this walk is on a treadmill" if still else "this walk is on a treadmill, or the camera followed it"
    )
    line = (
        f"{seen}: speed and lengths of steps cannot be told (a treadmill shows its speed itself); angles can"
    )
    return Movement("treadmill", line, lengths=False, stepping=stepping)


def _on_the_spot(stepping: Stepping) -> Movement | None:
    """Seen from the front, where the ground's speed is not told."""
    goes = np.isfinite(stepping.way_speed) or not abs(stepping.stride_ahead) < IN_PLACE
    if stepping.strides < FEWEST_IN_PLACE or goes:
        return None
    line = (
        "the legs walk but the person stays where they are: on the spot, or on a treadmill seen from the "
        "front; film a treadmill from the side"
    )
    return Movement("on_the_spot", line, measurable=False, lengths=False, stepping=stepping)


def _climb(stepping: Stepping, _camera: CameraMotion | None) -> Movement | None:
    aside = np.sqrt(1 - stepping.into_depth**2)
    # A phone held askew tips the floor and the body alike, as far as the way goes across the picture.
    steep = stepping.rises_deg + aside * (stepping.leans_deg - aside * USUAL_LEAN)
    least = STEEPEST_RAMP + TIPPED * stepping.into_depth
    if not (abs(steep) > least and abs(stepping.rises_deg) > least):
        return None
    way = "up" if steep > 0 else "down"
    line = (
        f"the way goes {way} by about {abs(steep):.0f} degrees: stairs or a slope; "
        "kinechain measures walking on level ground"
    )
    return Movement("stairs", line, measurable=False, stepping=stepping)
