"""One trial of the virtual phone: a known walk filmed, read, and held against its truth stride by stride."""

import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from time import perf_counter
from typing import TYPE_CHECKING

import numpy as np

from kinechain.errors import KinechainError
from kinechain.gait.strides import Stride
from kinechain.knowledge import load
from kinechain.measurement import Event, EventKind, Side
from kinechain.validation.detector_noise import DetectorNoise
from kinechain.validation.foot_events import EDGE_S, NEAR_S
from kinechain.validation.keypoint_walk import KeypointWalk, strides_of, truth_view
from kinechain.validation.phone_camera import draw_camera, off_side
from kinechain.validation.phone_reading import PhoneReading, Read, ReadMean, Told, read_film
from kinechain.validation.phone_targets import phone_targets
from kinechain.validation.stride_values import same_strides, value
from kinechain.validation.true_event import Origin, TrueEvent
from kinechain.validation.virtual_phone import (
    FilmedPass,
    VirtualClip,
    film_passes,
    there_and_back,
)

if TYPE_CHECKING:
    from kinechain.body.phone.keypoints import Keypoints

# Of a stride that begins or ends nearer than this (s) to the ends of a pass nobody is asked.
STRIDE_EDGE_S = 0.05


@dataclass(frozen=True, slots=True, eq=False)
class PhoneTrial:
    """`walks` are filmed there and back past one phone, the first at `yaw_deg` as in `PhoneCamera`.

    The height that is stated is off by a share drawn with the standard deviation `height_sd`. `keypoints` say
    where those of the walks lie on the body, as other people show it.
    """

    walks: tuple[KeypointWalk, ...]
    yaw_deg: float
    fps: float
    noise: DetectorNoise
    seed: int
    height_sd: float = 0.0
    keypoints: "Keypoints | None" = None

    @property
    def off_side(self) -> float:
        """Degrees between the way and the picture's plane."""
        return off_side(self.yaw_deg)


@dataclass(frozen=True, slots=True)
class StrideRow:
    """One measure of one stride of one trial; `told` and `truth` in the measure's unit, lengths in m.

    `near`: the stride's leg is the one towards the camera, None from the front.
    """

    walk: str
    person: str
    off_side: float
    near: bool | None
    side: Side
    measure: str
    told: Told
    truth: float


@dataclass(frozen=True, slots=True)
class MeanRow:
    """One measurement, with its error as stated, and the mean over the true strides; `read` is what it was
    made of.
    """

    walk: str
    person: str
    off_side: float
    side: Side | None
    measure: str
    value: float
    sd: float
    truth: float
    read: ReadMean


@dataclass(frozen=True, slots=True)
class EventRow:
    """One true event: seconds that ours was late, and our sd of it, NaN where we missed it."""

    person: str
    off_side: float
    near: bool | None
    kind: EventKind
    origin: Origin
    late_s: float
    sd_s: float


@dataclass(frozen=True, slots=True)
class TrialResult:
    """`expected` true strides were whole in view; `extra` events of ours are near no true one. `failure`: why
    the clip could not be read.
    """

    off_side: float
    strides: tuple[StrideRow, ...] = ()
    means: tuple[MeanRow, ...] = ()
    events: tuple[EventRow, ...] = ()
    expected: int = 0
    found: int = 0
    extra: int = 0
    seconds: float = np.nan
    failure: str = ""


def run_trial(trial: PhoneTrial, read: Read = read_film) -> TrialResult:
    """Film, read and compare. What cannot be filmed or read is a result, too."""
    name = zlib.crc32(trial.walks[0].name.encode())
    rng = np.random.default_rng([trial.seed, name, round(10 * (trial.yaw_deg + 360)), round(trial.fps)])
    camera = draw_camera(trial.walks[0], trial.yaw_deg, rng)
    try:
        clip = film_passes(there_and_back(trial.walks, camera), trial.noise, trial.fps, rng)
        stated = trial.walks[0].stature_m * (1 + trial.height_sd * float(rng.standard_normal()))
        start = perf_counter()
        reading = read(clip.motion, stated, trial.keypoints)
        seconds = perf_counter() - start
    except KinechainError as error:
        return TrialResult(trial.off_side, failure=str(error))
    return replace(compared(clip, reading, trial.off_side), seconds=seconds)


def compared(clip: VirtualClip, reading: PhoneReading, off_side_deg: float) -> TrialResult:
    """What was read from a clip beside the truth."""
    strides: list[StrideRow] = []
    events: list[EventRow] = []
    askable: list[tuple[FilmedPass, Stride]] = []
    found = 0
    for passed in clip.passes:
        true_strides = _askable_strides(passed)
        pairs = same_strides([each.stride for each in reading.strides], [s for s, _ in true_strides])
        rows = [
            row
            for pair in pairs
            for row in _stride_rows(passed, reading, pair.ours, dict(true_strides)[pair.theirs], off_side_deg)
        ]
        strides += rows
        events += _event_rows(passed, reading.events, off_side_deg)
        askable += [(passed, stride) for _, stride in true_strides]
        found += len(pairs)
    return TrialResult(
        off_side=off_side_deg,
        strides=tuple(strides),
        means=tuple(_mean_rows(askable, reading.means, off_side_deg)),
        events=tuple(events),
        expected=len(askable),
        found=found,
        extra=_extra(clip, reading.events),
    )


@lru_cache(maxsize=64)
def _truths(walk: KeypointWalk) -> Mapping[Stride, Mapping[str, float]]:
    """Every measure of the table, of every true stride."""
    view = truth_view(walk)
    return {
        stride: {measure: value(measure, view, stride) for measure in phone_targets().measures}
        for stride in strides_of(walk)
    }


def _askable_strides(passed: FilmedPass) -> list[tuple[Stride, Stride]]:
    """Each true stride that is whole in the pass, in the clip's time and in the walk's."""
    return [
        (_shifted(stride, passed.shift_s), stride)
        for stride in strides_of(passed.walk)
        if stride.start + passed.shift_s >= passed.start_s + STRIDE_EDGE_S
        and stride.end + passed.shift_s <= passed.end_s - STRIDE_EDGE_S
    ]


def _shifted(stride: Stride, by_s: float) -> Stride:
    names = ("start", "other_off", "other_strike", "off", "end")
    return replace(stride, **{name: getattr(stride, name) + by_s for name in names})


def _stride_rows(
    passed: FilmedPass, reading: PhoneReading, ours: Stride, theirs: Stride, off_side_deg: float
) -> Iterator[StrideRow]:
    told = next(each.told for each in reading.strides if each.stride == ours)
    for measure, truth in _truths(passed.walk)[theirs].items():
        if measure in told and np.isfinite(truth):
            yield StrideRow(
                walk=passed.walk.name,
                person=passed.walk.person,
                off_side=off_side_deg,
                near=None if passed.near_side is None else ours.side == passed.near_side,
                side=ours.side,
                measure=measure,
                told=told[measure],
                truth=truth,
            )


def _mean_rows(
    strides: Sequence[tuple[FilmedPass, Stride]], means: Sequence[ReadMean], off_side_deg: float
) -> Iterator[MeanRow]:
    """As the fit has them, without the knowledge's errors: `phone_statement` puts those in."""
    for each in means:
        sided = load().measure(each.measure).sided
        own = [(passed, stride) for passed, stride in strides if not sided or stride.side == each.side]
        truths = [_truths(passed.walk)[stride][each.measure] for passed, stride in own]
        if truths and np.isfinite(truths).all():
            walk = own[0][0].walk
            yield MeanRow(
                walk=walk.name,
                person=walk.person,
                off_side=off_side_deg,
                side=each.side,
                measure=each.measure,
                value=float(np.mean(each.values)),
                sd=each.fit_sd,
                truth=float(np.mean(truths)),
                read=each,
            )


def _event_rows(passed: FilmedPass, ours: Sequence[Event], off_side_deg: float) -> Iterator[EventRow]:
    for event in passed.walk.events:
        moment = event.time_s + passed.shift_s
        if not passed.start_s + EDGE_S <= moment <= passed.end_s - EDGE_S:
            continue
        nearest = min(
            (our for our in ours if _same(our, event)), key=lambda our: abs(our.time_s - moment), default=None
        )
        seen = nearest is not None and abs(nearest.time_s - moment) <= NEAR_S
        yield EventRow(
            person=passed.walk.person,
            off_side=off_side_deg,
            near=None if passed.near_side is None else event.side == passed.near_side,
            kind=event.kind,
            origin=event.origin,
            late_s=nearest.time_s - moment if nearest is not None and seen else np.nan,
            sd_s=nearest.sd_s if nearest is not None and seen else np.nan,
        )


def _extra(clip: VirtualClip, ours: Sequence[Event]) -> int:
    """Our events between a pass's first true event and its last that are near none."""
    count = 0
    for passed in clip.passes:
        times = [event.time_s + passed.shift_s for event in passed.walk.events]
        inside = [our for our in ours if min(times) <= our.time_s <= max(times)]
        count += sum(
            not any(
                _same(our, event) and abs(our.time_s - event.time_s - passed.shift_s) <= NEAR_S
                for event in passed.walk.events
            )
            for our in inside
        )
    return count


def _same(our: Event, event: TrueEvent) -> bool:
    return our.side == event.side and our.kind == event.kind
