"""When the feet bear, as the picture alone suggests it: where the fit of a film starts from.

The fit needs to know roughly when a foot stands on the floor. Events at the ends of a pass are open: a foot
off without a strike before it, a last strike without an off; those feet bore as long as is usual in the
pass.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np

from kinechain.body.phone.passing import Contact
from kinechain.gait.events import find_events
from kinechain.gait.film_clip import FilmClip
from kinechain.gait.fitted_walk import contacts
from kinechain.gait.front_view import front_events
from kinechain.gait.strides import alternating
from kinechain.measurement import SIDES, Event
from kinechain.motion.course import FRONTAL_YAW, Pass
from kinechain.motion.plane import to_plane

# A foot bears so long where no whole stance was seen, s.
USUAL_STANCE_S = 0.6
# From the front only strikes are seen: a foot bears from its strike for so many times of a step, and the
# other foot until so many after it.
BEARS_STEPS, BOTH_STEPS = 1.22, 0.22


def first_events(clip: FilmClip, course: Pass) -> list[Event]:
    """Events as the picture alone suggests them."""
    if course.off_side >= FRONTAL_YAW:
        return alternating(front_events(clip.smoothed, course, clip.frame_s))
    return alternating(find_events(to_plane(clip.smoothed, course), course.speed, clip.frame_s))


def first_contacts(course: Pass, events: Sequence[Event]) -> list[Contact]:
    """When each foot bears, (side, start, end in s)."""
    if course.off_side >= FRONTAL_YAW:
        return list(_from_strikes(events))
    return [*contacts(events), *_open_ended(events)]


def _open_ended(events: Sequence[Event]) -> Iterator[Contact]:
    each = {side: [event for event in events if event.side == side] for side in SIDES}
    whole = [
        two.time_s - one.time_s
        for own in each.values()
        for one, two in pairwise(own)
        if (one.kind, two.kind) == ("foot_strike", "foot_off")
    ]
    usual = float(np.median(whole)) if whole else USUAL_STANCE_S
    for side, own in each.items():
        if own and own[0].kind == "foot_off":
            yield side, own[0].time_s - usual, own[0].time_s
        if own and own[-1].kind == "foot_strike":
            yield side, own[-1].time_s, own[-1].time_s + usual


def _from_strikes(strikes: Sequence[Event]) -> Iterator[Contact]:
    if len(strikes) < 2:
        return
    step = float(np.median(np.diff([strike.time_s for strike in strikes])))
    first = strikes[0]
    other = "left" if first.side == "right" else "right"
    yield other, first.time_s - step, first.time_s + BOTH_STEPS * step
    for strike in strikes:
        yield strike.side, strike.time_s, strike.time_s + BEARS_STEPS * step
