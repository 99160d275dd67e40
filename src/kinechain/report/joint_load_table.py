"""The net joint moments as rows of a small table, from the toes to the neck."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from kinechain.gait.joint_load import JointLoad
from kinechain.report.number_format import NumberText, number_with_error

_NAMES: Final = {
    "toe_flexor": ("Toes pressing down", "toe flexor moment at push-off"),
    "ankle_plantarflexor": ("Ankle pushing off", "plantarflexor moment at push-off"),
    "knee_extensor": ("Knee holding on landing", "extensor moment while the leg takes the load"),
    "hip_extensor": ("Hip driving back", "extensor moment while the leg takes the load"),
    "hip_flexor": ("Hip braking and pulling through", "flexor moment at push-off"),
    "hip_abductor": ("Hip holding the pelvis level", "abductor moment while the foot bears"),
    "low_back_extensor": ("Low back holding the trunk", "extensor moment over the stride"),
    "neck_extensor": ("Neck holding the head", "extensor moment over the stride"),
}
MOMENT_UNIT: Final = "N\u00a0m/kg"


@dataclass(frozen=True, slots=True)
class LoadRow:
    """One moment: its everyday and its proper name, and a text for each side, or for both together."""

    name: str
    definition: str
    left: NumberText | None
    right: NumberText | None
    both: NumberText | None

    @property
    def sided(self) -> bool:
        """Whether left and right are told apart."""
        return self.both is None


def load_rows(loads: Sequence[JointLoad]) -> tuple[LoadRow, ...]:
    """The moments that could be told for one side at least; empty where none could."""
    rows = []
    for moment, (name, definition) in _NAMES.items():
        texts = {
            load.side: number_with_error(load.value, load.sd, MOMENT_UNIT)
            for load in loads
            if load.moment == moment and load.value is not None and load.sd
        }
        if texts:
            rows.append(LoadRow(name, definition, texts.get("left"), texts.get("right"), texts.get(None)))
    return tuple(rows)
