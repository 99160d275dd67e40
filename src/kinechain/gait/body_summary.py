"""What the strides of a fitted body gave becomes one `Measurement` a measure, or the reason why not."""

from collections.abc import Iterator, Sequence

import numpy as np

from kinechain.case import Person
from kinechain.gait.body_strides import Key, StrideValues, Values
from kinechain.gait.fitted_walk import FittedWalk
from kinechain.gait.marker_events import has_heel, slow_frames, unseen_feet
from kinechain.gait.net_moments import NetMoments
from kinechain.gait.push_off import PushOffShare, push_off_share
from kinechain.gait.stride_mean import mean_of_strides, unknown
from kinechain.gait.stride_values import ALONG_THE_WAY
from kinechain.gait.strides import why_no_stride
from kinechain.knowledge import load
from kinechain.measurement import SIDES, Measurement, Side

METHOD = "markers in space, through a body fitted to them"
NEEDS_HEIGHT = "a share of the height needs the person's height (--height)"
# Those that compare the events of both feet.
BOTH_FEET = (
    "step_length",
    "step_width",
    "double_support_share",
    "ankle_plantarflexion_push_off_peak",
    "toe_extension_push_off_peak",
)
NO_PLATE = "it needs a force plate under the whole step, and there is none in this file"


def summarise_body(
    walk: FittedWalk, measured: StrideValues, moments: NetMoments, person: Person
) -> Iterator[Measurement]:
    """Every measure of walking, with a value or with the reason why there is none."""
    values, fit_sd = _told(walk, measured.values, person), dict(measured.fit_sd)
    shares, no_share = push_off_shares(walk, moments)
    for leg in SIDES:
        if own := [share for share in shares if share.side == leg]:
            values["push_off_share", leg] = [share.percent for share in own]
            fit_sd["push_off_share", leg] = float(np.mean([share.sd for share in own]))
    for name, entry in load().measures_of("walking").items():
        sides: Sequence[Side | None] = SIDES if entry.sided else (None,)
        if not any(values.get((name, side)) for side in sides):
            yield unknown(name, entry.unit, None, _why_not(name, None, walk, person, no_share))
            continue
        for side in sides:
            if seen := values.get((name, side)):
                doubt = fit_sd.get((name, side), 0.0)
                yield mean_of_strides(name, side, "markers", seen, METHOD, fit_sd=doubt)
            else:
                yield unknown(name, entry.unit, side, _why_not(name, side, walk, person, no_share))


def _told(walk: FittedWalk, values: Values, person: Person) -> Values:
    """The values that count: lengths along the way of who goes backwards are those of their way."""
    untold: set[Key] = {
        ("heel_rise_time", side) for side in SIDES if not has_heel(walk.prepared.motion, side)
    }
    if person.height_m is None:
        untold.add(("stride_length_per_height", None))
    turned = -1.0 if walk.backwards else 1.0
    return {
        key: [turned * value for value in seen] if key[0] in ALONG_THE_WAY else seen
        for key, seen in values.items()
        if key not in untold
    }


def push_off_shares(walk: FittedWalk, moments: NetMoments) -> tuple[list[PushOffShare], str]:
    """`push_off_share` of the strides that have one, and why the others have none."""
    if not moments.plates:
        return [], NO_PLATE
    loads = moments.loads
    if loads is None:
        return [], moments.reason
    shares = [push_off_share(walk.body, loads, stride) for stride in walk.strides]
    return [share for share in shares if share is not None], "; ".join(loads.notes)


def _why_not(name: str, side: Side | None, walk: FittedWalk, person: Person, no_share: str) -> str:
    fault = next((fault for fault in walk.faults if name in fault.measures), None)
    if fault:
        return fault.reason
    if not any(side in (None, stride.side) for stride in walk.strides):
        return _why_no_stride(side, walk)
    if name == "stride_length_per_height" and person.height_m is None:
        return NEEDS_HEIGHT
    if name == "push_off_share" and no_share:
        return no_share
    unseen = "; ".join(reason for _, reason in unseen_feet(walk.prepared.motion))
    if name in BOTH_FEET and unseen:
        return unseen
    needed = load().measure(name).markers_needed
    return f"it needs {needed}; this file lacks them, or they were not seen well enough"


def _why_no_stride(side: Side | None, walk: FittedWalk) -> str:
    """The foot's missing markers, or what was wrong with the strides themselves."""
    unseen = [reason for foot, reason in unseen_feet(walk.prepared.motion) if side in (None, foot)]
    if unseen:
        return "; ".join(unseen)
    if side is not None and walk.strides:
        return f"no whole stride of the {side} leg was recorded"
    return next(slow_frames(walk.prepared.motion), why_no_stride(walk.events))
