"""Feet whose heels never come down: their ankle and foot are not told.

A film's fit holds every heel on the floor while its foot bears (`body/phone/footing.py`), which one camera
needs to know how far away the feet are. Of somebody who walks on the toes that is not so, and the numbers of
foot and ankle would be wrong by far more than their errors say.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from kinechain.gait.stride_mean import unknown
from kinechain.gait.walk import StrideCurve
from kinechain.measurement import SIDES, Measurement, Side
from kinechain.motion.course import FURTHEST_OFF_SIDE
from kinechain.motion.dataset import Floats

if TYPE_CHECKING:
    from kinechain.body.phone.film_fit import FilmFit
    from kinechain.body.phone.problem import Task

WHY_NOT: Final = "this heel did not come down in this film; feet that walk on their toes are not measured yet"
TOLD_BY_FOOT: Final = frozenset(
    {
        "ankle_dorsiflexion_stance_peak",
        "ankle_plantarflexion_push_off_peak",
        "foot_pitch_push_off",
        "heel_rise_time",
    }
)
ANGLES_OF_FOOT: Final = frozenset({"ankle_dorsiflexion", "foot_pitch"})
BOTH_DEG: Final = 9.5
ALONE_DEG: Final = 15.0
"""Heels that are up by more than this, both of them or one alone, did not come down. Of the four heels of
rendered walkers on their toes (by 14 degrees) the least was 11.0; of the others the most was 7.8, and 8.5 in
the sample clip. Of 18 films of laboratories' walkers by a virtual phone, whose keypoints lie further off, the
most of one heel was 14.3, with 9.4 of the other. Above these two lies the choice.
"""
FLAT: Final = (0.2, 0.5)
"""A foot lies flat in this part of the time that it bears."""
FOOT_M: Final = 0.21
"""From the heel's keypoint to the toe's on the reference man."""


@dataclass(frozen=True, slots=True)
class BearingHeel:
    """By how many degrees a foot points down while it bears, in two ways: as its keypoints are `seen`, the
    median of all stances, NaN where there is none; and as the fit, which holds the heel down, has to put the
    heel's keypoint over where it usually is, `shifted`. Either alone is off by more.
    """

    seen_deg: float
    shifted_deg: float

    @property
    def up_deg(self) -> float:
        """The mean of both."""
        return (self.seen_deg + self.shifted_deg) / 2


def lifted_heels(fit: "FilmFit | None") -> tuple[Side, ...]:
    """The sides whose heels did not come down."""
    return which_lifted({side: bearing_heel(fit, side) for side in SIDES}) if fit is not None else ()


def which_lifted(heels: Mapping[Side, BearingHeel]) -> tuple[Side, ...]:
    """Of both heels, those that did not come down."""
    least = BOTH_DEG if all(heel.up_deg > BOTH_DEG for heel in heels.values()) else ALONE_DEG
    return tuple(side for side, heel in heels.items() if heel.up_deg > least)


def without_lifted(measurements: Iterable[Measurement], lifted: Sequence[Side]) -> Iterator[Measurement]:
    """`measurements`, those of the ankles and feet of the `lifted` sides without a value."""
    for each in measurements:
        wrong = each.side in lifted and each.measure in TOLD_BY_FOOT and each.value is not None
        yield unknown(each.measure, each.unit, each.side, WHY_NOT) if wrong else each


def curves_without_lifted(curves: Iterable[StrideCurve], lifted: Sequence[Side]) -> tuple[StrideCurve, ...]:
    """`curves` but for those of the ankles and feet of the `lifted` sides."""
    return tuple(each for each in curves if not (each.side in lifted and each.angle in ANGLES_OF_FOOT))


def told_of(lifted: Sequence[Side]) -> list[str]:
    """The warning, if there is anything to warn of."""
    if not lifted:
        return []
    which = "both heels" if len(lifted) == len(SIDES) else f"the {lifted[0]} heel"
    return [WHY_NOT.replace("this heel", which)]


def bearing_heel(fit: "FilmFit", side: Side) -> BearingHeel:
    """How the foot of a side is seen while it bears."""
    solution = fit.solution
    tilts = [
        tilt
        for number, task in enumerate(solution.tasks)
        for tilt in _tilts(task, solution.motions[number], solution.of_pass(number), side)
    ]
    person = solution.tasks[0].person
    points = person.keypoints
    shifts = solution.unknowns[person.parameters : person.size].reshape(-1, 3)
    heel = int(np.flatnonzero(points.shifted == points.names.index(f"{side}_heel"))[0])
    rise = float(shifts[heel, 2] - points.usual[heel, 2])
    shifted = float(np.degrees(np.arctan2(rise, FOOT_M)))
    return BearingHeel(float(np.median(tilts)) if tilts else np.nan, shifted)


def _tilts(task: "Task", motion: Floats, unknowns: Floats, side: Side) -> Iterator[float]:
    """Degrees by which a foot points down in each of its stances in a pass, from its keypoints as they were
    seen: those of the fit lie where a foot on the floor has them.
    """
    from kinechain.body.phone.problem import Trial

    camera = task.camera(unknowns)
    # From further off the side a foot is seen too short to say how it points.
    if abs(np.degrees(np.arcsin(np.cos(camera.heading)))) > FURTHEST_OFF_SIDE:
        return
    names, person, time = task.person.keypoints.names, task.person, task.passing.time
    heel, toe = (names.index(f"{side}_{part}") for part in ("heel", "foot_index"))
    points = Trial(task, motion, unknowns).points
    line = points[:, toe] - points[:, heel]
    ahead = np.stack([line[:, 0], line[:, 1], np.zeros(len(line))], axis=1)
    ahead /= np.linalg.norm(ahead, axis=1, keepdims=True)
    by_point = camera.picture((points[:, toe] + points[:, heel]) / 2).by_point
    # The line as it was seen, as so much ahead and so much up.
    axes = np.stack([(by_point @ ahead[..., None])[..., 0], by_point[:, :, 2]], axis=2)
    seen = task.passing.pixels[:, toe] - task.passing.pixels[:, heel]
    forward, up = np.linalg.solve(axes, seen[..., None])[..., 0].T
    down = np.degrees(person.flat_keypoints[SIDES.index(side)] - np.arctan2(up, forward))
    for own, start, end in task.passing.contacts:
        flat = (time >= start + FLAT[0] * (end - start)) & (time <= start + FLAT[1] * (end - start))
        known = down[flat & np.isfinite(down)]
        if own == side and known.size > 1:
            yield float(np.median(known))
