"""When the feet meet and leave the floor, from a side view, as the picture alone shows it.

The fit of a body to a film starts from these (`gait.fitted_events` are those that count): through a virtual
phone, 180 films at 0 to 40 degrees, they are 17 ms early at strikes and 8 late at offs, 95 % within 24 and
20 ms of that, and every fifth strike is missed.

A first guess comes from where heel and toe are against the pelvis (Zeni et al. 2008, Gait Posture
27:710): a foot strikes when its heel is furthest ahead, and leaves when its toe is furthest behind.
That rule is 40 ms early and 19 ms late, so the foot's own speed decides: the strike is when the heel's
speed falls below half of walking speed, the off when the toe's rises above four fifths of it.

Deviation from the source: the speeds decide. The thresholds are those that, after the smoothing of
`motion.smoothing`, agree best with force plates (``benchmarks/events_against_plates.py``) and, for the
strike, with what the eye sees in a real clip: a heel on grass slides before it stops, and thresholds
below a half come two frames late there.
"""

from dataclasses import dataclass

import numpy as np
import xarray as xr

from kinechain.gait.peaks import find_peaks
from kinechain.measurement import SIDES, Event, EventKind, Side
from kinechain.motion.dataset import Floats, keypoint, middle

HEEL_SPEED, TOE_SPEED = 0.5, 0.8
# Strike: 16 ms early against the plates, 32 ms late against the eye, spread 8 ms. Off: -1 and 21 ms.
STRIKE_SD_S, OFF_SD_S = 0.025, 0.021
# Where the speed gives no crossing the first guess stays, moved by its known bias.
GUESS_BIAS_S = {"foot_strike": -0.040, "foot_off": 0.019}
GUESS_SD_S = 0.035
# How far from the first guess the crossing may lie.
REACH_S = 0.2
# Strides are never shorter than this, so neither are the times between strikes of one foot.
SHORTEST_STRIDE_S = 0.6
# A swing of the heel about the pelvis must exceed this share of the largest to count as a step.
LEAST_SWING = 0.4
# A foot that is lost this soon before or after its furthest point may have gone further unseen.
SEEN_S = 0.12
# Statures the heel must move about the pelvis in walking.
LEAST_EXCURSION = 0.12


@dataclass(frozen=True, slots=True)
class _Rule:
    """How one kind of event is read from one point of the foot."""

    kind: EventKind
    part: str
    ahead: bool
    speed: float
    falling: bool
    sd_s: float


RULES = (
    _Rule("foot_strike", "heel", ahead=True, speed=HEEL_SPEED, falling=True, sd_s=STRIKE_SD_S),
    _Rule("foot_off", "foot_index", ahead=False, speed=TOE_SPEED, falling=False, sd_s=OFF_SD_S),
)


def find_events(plane: xr.Dataset, walking_speed: float, frame_s: float) -> list[Event]:
    """Foot strikes and foot offs of one pass, in order of time.

    `plane` is the pass in the plane of progression (statures), `walking_speed` in statures a second,
    `frame_s` the time between the film's frames, which limits how well a moment can be placed.
    """
    events = [
        event
        for side in SIDES
        for rule in RULES
        for event in _events(plane, side, rule, walking_speed, frame_s)
    ]
    return sorted(events, key=lambda event: event.time_s)


def _events(plane: xr.Dataset, side: Side, rule: _Rule, walking_speed: float, frame_s: float) -> list[Event]:
    time = plane["time"].values
    foot = keypoint(plane, f"{side}_{rule.part}")
    reach = foot[:, 0] - middle(plane, "hip")[:, 0]
    if np.isfinite(reach).sum() < 2 or np.nanmax(reach) - np.nanmin(reach) < LEAST_EXCURSION:
        return []
    speed = np.hypot(*np.gradient(foot, time, axis=0).T)
    height = reach if rule.ahead else -reach
    # What was not seen lies below everything, so that a rise into it is no peak.
    height = np.nan_to_num(height, nan=float(np.nanmin(height)) - 1)
    step = float(time[1] - time[0])
    around = round(SEEN_S / step)
    peaks = find_peaks(
        height,
        distance=max(1, round(SHORTEST_STRIDE_S / step)),
        prominence=LEAST_SWING * (np.nanmax(reach) - np.nanmin(reach)),
    )
    events = []
    for peak in peaks:
        if not np.isfinite(reach[max(0, peak - around) : peak + around + 1]).all():
            continue
        moment = _crossing(time, speed, int(peak), rule, walking_speed)
        sd = rule.sd_s if moment is not None else GUESS_SD_S
        if moment is None:
            moment = float(time[peak]) - GUESS_BIAS_S[rule.kind]
        events.append(Event(side, rule.kind, moment, float(np.hypot(sd, frame_s / np.sqrt(12)))))
    return events


def _crossing(time: Floats, speed: Floats, peak: int, rule: _Rule, walking_speed: float) -> float | None:
    """When the speed passes the rule's threshold in the rule's sense, nearest to the first guess."""
    step = float(time[1] - time[0])
    first, last = max(1, peak - round(REACH_S / step)), min(len(time) - 1, peak + round(REACH_S / step))
    above = speed[first - 1 : last + 1] - rule.speed * walking_speed
    before, after = above[:-1], above[1:]
    crossed = np.flatnonzero((before > 0) & (after <= 0) if rule.falling else (before <= 0) & (after > 0))
    if not crossed.size:
        return None
    times = time[first - 1 + crossed] + step * before[crossed] / (before[crossed] - after[crossed])
    guess = float(time[peak]) - GUESS_BIAS_S[rule.kind]
    return float(times[np.argmin(abs(times - guess))])
