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
from kinechain.motion.course import FRONTAL_YAW, Pass
from kinechain.motion.dataset import keypoint, middle
from kinechain.motion.stature import apparent_stature

MovementName = Literal[
    "walking", "treadmill", "running", "stairs", "on_the_spot", "standing", "sitting", "feet_unseen",
    "too_little", "slow_motion", "fast_motion", "changing_speed", "camera_turned", "upside_down", "backwards",
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
# Who goes ahead has the toes ahead of the heels, by an eighth of the stature from the side and half of that
# at 60 degrees off it. With toes so far behind (statures, our choice) a person goes backwards.
TOES_BEHIND = -0.03

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
    for unfit in (_upside_down, _feet_unseen):
        found = unfit(smoothed)
        if found is not None:
            return found
    stepping = _along_the_way(find_stepping(smoothed), smoothed, passes)
    if not stepping.strides:
        return _without_steps(smoothed, stepping)
    found = _wrong_time(stepping, _stated_hz(smoothed))
    if found is not None:
        return found
    for kind in (_turned_camera, _backwards, _run, _in_place, _climb):
        found = kind(stepping, camera)
        if found is not None:
            return found
    if stepping.walk_ratio > DOUBTFUL_WALK_RATIO and _stated_hz(smoothed) is None:
        return Movement("walking", _doubtful_time(stepping), stepping=stepping)
    return Movement("walking", stepping=stepping)


def _stated_hz(smoothed: xr.Dataset) -> float | None:
    """Frames a second at which somebody says it was recorded; None where nobody does."""
    return float(smoothed.attrs["fps"]) if smoothed.attrs.get("rate_stated") else None


def _along_the_way(stepping: Stepping, smoothed: xr.Dataset, passes: Sequence[Pass]) -> Stepping:
    """With the speed over the ground of passes in any direction, and where the toes point in them, where
    there are some.
    """
    if not passes:
        return stepping
    ahead = [_toes_ahead(smoothed, course) for course in passes if course.off_side < FRONTAL_YAW]
    known = [each for each in ahead if np.isfinite(each)]
    return replace(
        stepping,
        way_speed=float(np.median([course.speed for course in passes])),
        toes_ahead=float(np.median(known)) if known else np.nan,
    )


def _toes_ahead(smoothed: xr.Dataset, course: Pass) -> float:
    """How far toes are seen ahead of heels in a pass, in statures; NaN where they are not seen."""
    part = smoothed.sel(time=slice(course.start_s, course.end_s))
    heel_to_toe = np.concatenate(
        [keypoint(part, f"{side}_foot_index")[:, 0] - keypoint(part, f"{side}_heel")[:, 0] for side in SIDES]
    ) / np.tile(apparent_stature(part), len(SIDES))
    if not np.isfinite(heel_to_toe).any():
        return np.nan
    return float(np.nanmedian(heel_to_toe)) * (1 if course.direction == "left_to_right" else -1)


def _upside_down(smoothed: xr.Dataset) -> Movement | None:
    """Where, in most frames, heels are seen above hips, hips above shoulders and shoulders above ears."""
    down = [middle(smoothed, part)[:, 1] for part in ("heel", "hip", "shoulder", "ear")]
    steps = np.diff(down, axis=0)
    seen = np.isfinite(steps).all(axis=0)
    if not seen.any() or not (np.median(steps[:, seen], axis=1) > 0).all():
        return None
    return Movement("upside_down", "the picture is upside down; turn the video", measurable=False)


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


def _wrong_time(stepping: Stepping, stated_hz: float | None) -> Movement | None:
    """Where somebody says at what rate it was recorded, slow legs are the person's own."""
    slow = stepping.swing_s > LONGEST_SWING_S or stepping.walk_ratio > HIGHEST_WALK_RATIO
    slow |= stepping.walk_ratio > SLOW_WALK_RATIO and stepping.swing_s > DOUBTFUL_SWING_S
    slow |= np.isnan(stepping.walk_ratio) and stepping.cadence < LEAST_CADENCE
    if stepping.strides > 3 and stepping.unevenness > LARGEST_UNEVENNESS:
        line = (
            "the legs go more than twice as fast in one part of the film as in another: part of it plays in "
            "slow motion; film at normal speed, or give the phone's original"
        )
        return Movement("changing_speed", line, measurable=False, stepping=stepping)
    if slow and stated_hz is None:
        return Movement("slow_motion", _slow_words(stepping), measurable=False, stepping=stepping)
    fast = stepping.speed > FASTEST_WALK or stepping.cadence > HIGHEST_CADENCE
    if fast and stepping.duty > 0.5:
        return Movement("fast_motion", _fast_words(stepping, stated_hz), measurable=False, stepping=stepping)
    return None


def _slow_words(stepping: Stepping) -> str:
    seen = stepping.swing_s > DOUBTFUL_SWING_S
    swing = f", with legs that swing for {stepping.swing_s:.1f} s" if seen else ""
    return (
        f"{stepping.cadence:.0f} steps a minute{swing}: this looks like slow motion; "
        f"film at normal speed, or {RECORDED_AT}"
    )


def _fast_words(stepping: Stepping, stated_hz: float | None) -> str:
    if stated_hz is not None:
        return f"at {stated_hz:g} frames a second nobody walks so; check --recorded-at"
    return (
        f"nobody walks with {stepping.cadence:.0f} steps a minute at {stepping.speed:.1f} body heights a "
        "second: this film plays faster than it was recorded; give the phone's original"
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


def _backwards(stepping: Stepping, _camera: CameraMotion | None) -> Movement | None:
    if not stepping.toes_ahead < TOES_BEHIND:
        return None
    line = (
        "the person goes backwards, or the video is played backwards: kinechain measures walking ahead; film "
        "that, or give the phone's original"
    )
    return Movement("backwards", line, measurable=False, stepping=stepping)


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
