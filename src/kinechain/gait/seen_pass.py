"""`SeenPass`: one straight walk as it was fitted, and as it may have been, with its events and strides."""

from collections.abc import Sequence
from dataclasses import dataclass

from kinechain.gait.seen_walk import SeenWalk
from kinechain.gait.strides import Stride
from kinechain.measurement import Event, Way


@dataclass(frozen=True, slots=True, eq=False)
class SeenPass:
    """`views`: the estimate, then draws of it; number i of one pass belongs to number i of another, being of
    the same person. `way` is how it was seen, in clip number `clip`, and `off_side` how many degrees off the
    side.
    """

    clip: int
    way: Way
    views: Sequence[SeenWalk]
    strides: Sequence[Stride]
    events: Sequence[Event]
    off_side: float = 0.0
