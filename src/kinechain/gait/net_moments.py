"""The net joint moments of a fitted walk, or the reason why there are none."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kinechain.errors import InputError
from kinechain.gait.fitted_walk import FittedWalk

if TYPE_CHECKING:
    from kinechain.body.loads import Loads


@dataclass(frozen=True, slots=True, eq=False)
class NetMoments:
    """`loads`, or None with the `reason`. `plates` says whether the file has force plates at all."""

    loads: "Loads | None"
    reason: str
    plates: bool


def net_moments(walk: FittedWalk, mass_kg: float | None) -> NetMoments:
    """The moments of a walk; `mass_kg` None takes what the file says."""
    from kinechain.body.loads import joint_moments

    motion = walk.prepared.motion
    try:
        return NetMoments(joint_moments(walk.body, motion, mass_kg), "", "force" in motion)
    except InputError as error:
        return NetMoments(None, str(error), "force" in motion)
