"""After each clip: what would make the next one better, in one or two plain lines.

The order follows what measured worst on walkers whose truth is known (``docs/validation.md``): a body that is
cut off or too small, a slanting view, too few strides, light from behind, a shaking hand. What does not
matter (clothes, dim light, more than 30 frames a second) is never asked for.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import xarray as xr

from kinechain.measurement import Side
from kinechain.motion.camera_motion import CameraMotion
from kinechain.motion.course import FRONTAL_YAW, SIDE_YAW, Pass
from kinechain.motion.dataset import Floats, keypoint, middle
from kinechain.motion.stature import EAR_TO_HEEL
from kinechain.printable import printable

MOST_LINES = 2
# A person of fewer pixels from head to feet is measured worse; from here on more pixels add nothing.
ENOUGH_PX = 230
# Shares of a walk's frames with the feet or the head out of the picture that are worth a word.
OFTEN_CUT = 0.12
# Strides of each leg after which more add little.
ENOUGH_STRIDES = 3
# What more strides make surer: a person's strides differ in these more than the camera errs; the error of
# angles, times on the ground and speed is for the most part the same in every stride (`knowledge.error`).
SURER = "cadence and lengths of steps"
# Light from behind: even the person's lighter parts are dark, what surrounds them is bright. Our choice.
DARK, BRIGHT = 0.35, 0.6
# Legs seen with less confidence than this, in the middle, are hidden by something or hard to tell.
LOW_CONFIDENCE = 0.6
# Slower films show too little of a foot that swings; 24 is a film camera's setting.
SLOW_HZ = 27.0
# A hand that shakes by more than this share of the picture's longer side (2 px in 1920) is worth a word.
SHAKES = 0.001
LEGS = tuple(
    f"{side}_{part}" for side in ("left", "right") for part in ("knee", "ankle", "heel", "foot_index")
)


@dataclass(frozen=True, slots=True)
class Clip:
    """What there is to judge: a motion (px) as captured, the passes found in it, whole strides of each leg,
    and how the camera moved.
    """

    motion: xr.Dataset
    passes: Sequence[Pass]
    strides: Mapping[Side, int]
    camera: CameraMotion

    @property
    def walking(self) -> xr.Dataset:
        """The motion from the first pass to the last, or all of it."""
        if not self.passes:
            return self.motion
        ends = slice(self.passes[0].start_s, self.passes[-1].end_s)
        return self.motion.sel(time=ends)

    @property
    def from_the_side(self) -> list[Pass]:
        """Passes that are not from the front or the back."""
        return [course for course in self.passes if course.off_side < FRONTAL_YAW]

    @property
    def fewest(self) -> int:
        """Strides of the leg that has fewer."""
        return min(self.strides.get("left", 0), self.strides.get("right", 0))


@dataclass(frozen=True, slots=True)
class _Line:
    """What to say, and how much it is worth, from 0 to 1."""

    worth: float
    words: str


def capture_advice(clip: Clip) -> tuple[str, ...]:
    """At most two lines on what would make the next clip better, the worthiest first; none for a good one."""
    said = [line for advice in ADVICE if (line := advice(clip)) is not None]
    return tuple(line.words for line in sorted(said, key=lambda line: -line.worth)[:MOST_LINES])


def advice_on_clips(clips: Iterable[tuple[str, Clip]]) -> tuple[str, ...]:
    """At most two lines on clips of one person, each with its file's name: the worthiest of every clip first.
    A line names its clip where it does not hold of all of them.
    """
    said = [(name, capture_advice(clip)) for name, clip in clips]
    lines = [
        line if all(line in own for _, own in said) else f"{printable(name)}: {line}"
        for place in range(MOST_LINES)
        for name, own in said
        for line in own[place : place + 1]
    ]
    return tuple(dict.fromkeys(lines))[:MOST_LINES]


def _hold_still(clip: Clip) -> _Line | None:
    if not clip.camera.known:
        return None
    if clip.camera.turned:
        return _Line(
            1.0, "do not follow the person with the phone: lean it against something and let them walk past"
        )
    shake = clip.camera.shake_px / clip.camera.picture_px
    if shake < SHAKES:
        return None
    return _Line(min(0.5, 150 * shake), "lean the phone against something: the hand that held it shook")


def _whole_body(clip: Clip) -> _Line | None:
    cut = {part: _share_outside(clip.walking, part) for part in ("foot_index", "heel", "ear")}
    worst = max(cut.values())
    if worst < OFTEN_CUT:
        return None
    part = "head was" if cut["ear"] == worst else "feet were"
    words = f"stand further away: the {part} out of the picture for {worst:.0%} of the walk"
    return _Line(0.6 + 0.4 * worst, words)


def _larger(clip: Clip) -> _Line | None:
    size = _stature_px(clip.walking)
    if size <= 0:
        return _Line(1.0, "the picture is upside down; turn the video")
    if not size < ENOUGH_PX:
        return None
    nearer = "come closer, or film in a higher resolution"
    return _Line(
        min(0.95, 1 - 0.5 * size / ENOUGH_PX), f"{nearer}: the person is only {size:.0f} pixels tall"
    )


def _from_the_side(clip: Clip) -> _Line | None:
    slanting = [course for course in clip.from_the_side if course.off_side > SIDE_YAW]
    if not slanting or len(slanting) < len(clip.from_the_side) / 2:
        return None
    off = float(np.median([course.off_side for course in slanting]))
    return _Line(
        min(0.9, off / 45),
        f"film from the side, square to the way: the camera stood about {off:.0f} degrees off",
    )


def _more_strides(clip: Clip) -> _Line | None:
    if not clip.passes or clip.fewest >= ENOUGH_STRIDES:
        return None
    worth = {0: 0.85, 1: 0.7}.get(clip.fewest, 0.45)
    width, height = clip.motion.attrs["frame_width"], clip.motion.attrs["frame_height"]
    if clip.from_the_side and height > width:
        return _Line(worth, "hold the phone sideways, so that more steps fit into the picture")
    return _Line(
        worth,
        f"walk past again, or further: {ENOUGH_STRIDES} whole strides of each leg make {SURER} surer",
    )


def _light(clip: Clip) -> _Line | None:
    said = clip.motion.attrs
    if not (said.get("person_light", 1.0) < DARK and said.get("background_light", 0.0) > BRIGHT):
        return None
    return _Line(0.65, "film with the light behind you, not behind the person: they show dark against it")


def _unhidden(clip: Clip) -> _Line | None:
    seen = clip.walking["confidence"].sel(keypoints=list(LEGS)).values
    if not np.isfinite(seen).any():
        return None
    middle_confidence = float(np.nanmedian(seen))
    if middle_confidence >= LOW_CONFIDENCE:
        return None
    return _Line(
        0.5, "let nothing hide the legs (long coats, a pram, a dog), and film against a plain background"
    )


def _faster(clip: Clip) -> _Line | None:
    rate = float(clip.motion.attrs["fps"])
    if not 0 < rate < SLOW_HZ:
        return None
    return _Line(
        0.4, f"set the camera to 30 or 60 frames a second: {rate:.0f} show too little of a swinging foot"
    )


ADVICE: tuple[Callable[[Clip], _Line | None], ...] = (
    _hold_still,
    _whole_body,
    _larger,
    _from_the_side,
    _more_strides,
    _light,
    _unhidden,
    _faster,
)


def _stature_px(motion: xr.Dataset) -> float:
    heels = np.fmax(keypoint(motion, "left_heel")[:, 1], keypoint(motion, "right_heel")[:, 1])
    heights = (heels - middle(motion, "ear")[:, 1]) / EAR_TO_HEEL
    return float(np.nanmedian(heights)) if np.isfinite(heights).any() else np.nan


def _share_outside(motion: xr.Dataset, part: str) -> float:
    """Share of the frames, of those in which the hips are inside, with both sides' part above or below the
    picture, or not seen.
    """
    height = motion.attrs["frame_height"]
    hips = middle(motion, "hip")
    inside = (hips[:, 0] > 0) & (hips[:, 0] < motion.attrs["frame_width"])
    if not inside.any():
        return 0.0
    out = np.all([_out(keypoint(motion, f"{side}_{part}"), height) for side in ("left", "right")], axis=0)
    return float(out[inside].mean())


def _out(track: Floats, height: float) -> Floats:
    down = track[:, 1]
    return np.asarray(~((down > 0) & (down < height)))
