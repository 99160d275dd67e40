"""A walk made longer: laboratories see a few steps, a phone sees people cross its whole picture.

One stride is walked again and again. It is cut where one foot stands alone and lies still, and joined so that
this foot stays where it stands; what the other limbs then differ by is faded out over a quarter of a second.
No event lies near a cut, so that every event and every place stays known.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from kinechain.gait.strides import Stride
from kinechain.motion.dataset import Floats
from kinechain.validation.keypoint_walk import KeypointWalk, strides_of
from kinechain.validation.true_event import TrueEvent

# Seconds on either side of a cut over which it is faded out.
FADE_S = 0.14


@dataclass(frozen=True, slots=True)
class _Cycle:
    """Frames `first` to `last` of a walk, one stride apart, both with the same foot standing alone.

    `step` (3,) is how far that foot was set down further on, m, level.
    """

    first: int
    last: int
    step: Floats

    @property
    def frames(self) -> int:
        return self.last - self.first


def longer(walk: KeypointWalk, least_m: float) -> KeypointWalk:
    """`walk`, at least `least_m` m of it, with the stride in it that joins best walked as often as needed.

    Data requirements: two strikes and offs of one foot, and single support around them. A walk that has no
    such stride, or is long enough, comes back as it is.
    """
    cycles = [(_misfit(walk, cycle), cycle) for cycle in _cycles(walk)]
    way = float(np.ptp(_hips_forward(walk)))
    if not cycles or way >= least_m:
        return walk
    cycle = min(cycles, key=lambda each: each[0])[1]
    times = int(np.ceil((least_m - way) / cycle.step[0]))
    return replace(
        walk,
        time=walk.time[0] + np.arange(len(walk.time) + times * cycle.frames) / walk.rate_hz,
        tracks={name: _repeated(track, cycle, times, _fade(walk)) for name, track in walk.tracks.items()},
        events=tuple(_events(walk, cycle, times)),
    )


def _cycles(walk: KeypointWalk) -> Iterator[_Cycle]:
    """From the middle of a foot's single support to the next of that foot."""
    for stride in strides_of(walk):
        later = [
            other for other in strides_of(walk) if other.side == stride.side and other.start == stride.end
        ]
        ends = [_single_support(walk, later[0])] if later else _last_support(walk, stride)
        for end in ends:
            cycle = _cycle(walk, stride, _single_support(walk, stride), end)
            if cycle is not None:
                yield cycle


def _single_support(walk: KeypointWalk, stride: Stride) -> int:
    """The frame in the middle of single support of the stride's foot."""
    return _frame(walk, (stride.other_off + stride.other_strike) / 2)


def _last_support(walk: KeypointWalk, stride: Stride) -> list[int]:
    """The same after the stride's end, if the other foot was lifted again."""
    offs = [
        event.time_s
        for event in walk.events
        if event.kind == "foot_off" and event.side != stride.side and event.time_s > stride.end
    ]
    swing = (stride.other_strike - stride.other_off) / 2
    return [_frame(walk, min(offs) + swing)] if offs else []


def _cycle(walk: KeypointWalk, stride: Stride, first: int, last: int) -> _Cycle | None:
    """None where a joint has no room to be faded out, or a foot moves there."""
    fade = _fade(walk)
    if first - fade < 0 or last + fade >= len(walk.time):
        return None
    heel, toe = walk.tracks[f"{stride.side}_heel"], walk.tracks[f"{stride.side}_foot_index"]
    step = np.mean([track[last] - track[first] for track in (heel, toe)], axis=0)
    return _Cycle(first, last, np.array([step[0], step[1], 0.0])) if np.isfinite(step).all() else None


def _misfit(walk: KeypointWalk, cycle: _Cycle) -> float:
    """Mean distance (m) of the keypoints from where the repeated stride wants them."""
    apart = [
        np.linalg.norm(track[cycle.last] - track[cycle.first] - cycle.step) for track in walk.tracks.values()
    ]
    return float(np.nanmean(apart))


def _repeated(track: Floats, cycle: _Cycle, times: int, fade: int) -> Floats:
    """`track` (time, 3) with the cycle's frames inserted `times` more."""
    pieces = [track[: cycle.last], *[track[cycle.first : cycle.last]] * (times - 1), track[cycle.first :]]
    moved = np.concatenate([piece + number * cycle.step for number, piece in enumerate(pieces)])
    # What comes before a cut goes on as it would have, and fades into what comes after it.
    share = 0.5 - 0.5 * np.cos(np.pi * (np.arange(-fade, fade) + 0.5 + fade) / (2 * fade))[:, np.newaxis]
    before = track[cycle.last - fade : cycle.last + fade]
    after = track[cycle.first - fade : cycle.first + fade] + cycle.step
    joined = (1 - share) * before + share * after
    for number in range(times):
        cut = cycle.last + number * cycle.frames
        moved[cut - fade : cut + fade] = joined + number * cycle.step
    return moved


def _events(walk: KeypointWalk, cycle: _Cycle, times: int) -> Iterator[TrueEvent]:
    first, last = walk.time[cycle.first], walk.time[cycle.last]
    lasting = cycle.frames / walk.rate_hz
    yield from (event for event in walk.events if event.time_s < last)
    for number in range(1, times):
        inside = (event for event in walk.events if first <= event.time_s < last)
        yield from (replace(event, time_s=event.time_s + number * lasting) for event in inside)
    rest = (event for event in walk.events if event.time_s >= first)
    yield from (replace(event, time_s=event.time_s + times * lasting) for event in rest)


def _fade(walk: KeypointWalk) -> int:
    return max(1, round(FADE_S * walk.rate_hz))


def _frame(walk: KeypointWalk, time_s: float) -> int:
    return int(np.argmin(np.abs(walk.time - time_s)))


def _hips_forward(walk: KeypointWalk) -> Floats:
    hips = (walk.tracks["left_hip"] + walk.tracks["right_hip"])[:, 0] / 2
    return hips[np.isfinite(hips)]
