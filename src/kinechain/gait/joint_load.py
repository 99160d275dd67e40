"""`JointLoad`: one peak of a net joint moment, per kilogram of body mass."""

from dataclasses import dataclass

from kinechain.measurement import Side

UNIT = "N m/kg"


@dataclass(frozen=True, slots=True)
class JointLoad:
    """One peak: `value` and `sd` in N m/kg, mean over `n` strides; None with the `reason` where it cannot be
    told. `moment` says which, such as ``ankle_plantarflexor``; an extensor's or plantarflexor's own moment is
    positive.
    """

    moment: str
    side: Side | None
    value: float | None
    unit: str
    sd: float | None
    n: int
    reason: str
