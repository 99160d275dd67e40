"""One rendered clip measured as a user's would be, held against its truth stride by stride."""

from dataclasses import dataclass, replace
from time import perf_counter

import numpy as np
import xarray as xr

from kinechain.errors import KinechainError
from kinechain.rendering.turn import turn
from kinechain.validation.keypoint_walk import KeypointWalk
from kinechain.validation.phone_camera import PhoneCamera, off_side
from kinechain.validation.phone_reading import Read
from kinechain.validation.phone_trial import TrialResult, compared
from kinechain.validation.rendered_detector import PassErrors, detector_errors
from kinechain.validation.rendered_truth import RenderedPass, RenderedTruth
from kinechain.validation.rendered_walk import RenderedWalk, WalkPlan
from kinechain.validation.true_event import TrueEvent
from kinechain.validation.virtual_phone import FilmedPass, VirtualClip

# Frames in which fewer of the 18 keypoints are in the picture do not belong to a pass that can be read.
MOST_IN_PICTURE = 0.9


@dataclass(frozen=True, slots=True)
class RenderedTrial:
    """What was read of a plan's clip beside its truth; what the detector had wrong in it, as it was captured
    and after swapped legs were mended.
    """

    plan: WalkPlan
    result: TrialResult
    detected: tuple[PassErrors, ...]
    mended: tuple[PassErrors, ...]


def rendered_trial(walk: RenderedWalk, motion: xr.Dataset, read: Read) -> RenderedTrial:
    """Measures what was captured of a rendered clip. What cannot be read is a result, too."""
    from kinechain.motion.in_view import only_in_view
    from kinechain.motion.leg_swaps import mend_leg_swaps

    aside = off_side(walk.plan.yaw)
    start = perf_counter()
    try:
        reading = read(motion, walk.truth.stature)
    except KinechainError as error:
        result = TrialResult(aside, failure=str(error))
    else:
        seconds = perf_counter() - start
        clip = clip_of(walk.truth, motion, walk.plan)
        result = replace(compared(clip, reading, aside), seconds=seconds)
    mended = only_in_view(mend_leg_swaps(motion))
    return RenderedTrial(
        walk.plan,
        result,
        tuple(detector_errors(motion, walk.truth)),
        tuple(detector_errors(mended, walk.truth)),
    )


def clip_of(truth: RenderedTruth, motion: xr.Dataset, plan: WalkPlan) -> VirtualClip:
    """The clip as trials of a phone know it."""
    passes = [_filmed(truth, course, plan) for course in truth.passes]
    return VirtualClip(motion, tuple(each for each in passes if each is not None), ())


def _filmed(truth: RenderedTruth, course: RenderedPass, plan: WalkPlan) -> FilmedPass | None:
    """A pass in the walk's frame, over the times in which the person is in the picture."""
    seen = _in_picture(truth, course)
    if seen is None:
        return None
    start, end = seen
    inside = (truth.time >= start) & (truth.time <= end)
    to_walk = turn("z", -course.yaw)
    walk = KeypointWalk(
        name=f"{plan.key}",
        person=f"{plan.body} {plan.walk}",
        time=truth.time[inside],
        tracks={name: track[inside] @ to_walk.T for name, track in truth.tracks.items()},
        stature_m=truth.stature,
        rate_hz=float(1 / np.median(np.diff(truth.time))),
        events=tuple(
            TrueEvent(event.side, event.kind, event.time_s, "noted")
            for event in truth.events
            if start <= event.time_s <= end
        ),
        sole_offsets=truth.sole_offsets,
    )
    camera = truth.cameras[0]
    phone = PhoneCamera(camera.focal_px, plan.distance, plan.camera_height, course.yaw)
    return FilmedPass(walk, phone, 0.0, start, end)


def _in_picture(truth: RenderedTruth, course: RenderedPass) -> tuple[float, float] | None:
    """When nearly the whole person is in the picture within a pass, from first to last."""
    pixels = np.stack(list(truth.pixels().values()), axis=1)
    size = np.array([truth.cameras[0].width, truth.cameras[0].height])
    share = ((pixels >= 0) & (pixels <= size)).all(axis=2).mean(axis=1)
    time = truth.time[truth.frames]
    whole = time[(share >= MOST_IN_PICTURE) & (time >= course.start_s) & (time <= course.end_s)]
    return (float(whole[0]), float(whole[-1])) if len(whole) else None
