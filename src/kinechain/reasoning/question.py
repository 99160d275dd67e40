"""`Question`: one case put to the knowledge, with the network built for it."""

from collections.abc import Sequence
from dataclasses import dataclass

from kinechain.case import Case
from kinechain.knowledge import Knowledge
from kinechain.measurement import Measurement
from kinechain.reasoning.build import build_model
from kinechain.reasoning.model import Model, Site


@dataclass(frozen=True, slots=True)
class Question:
    """Everything that words about an answer need. `measured` holds film and reported values together."""

    knowledge: Knowledge
    case: Case
    measured: tuple[Measurement, ...]
    model: Model


def put(knowledge: Knowledge, case: Case, measured: Sequence[Measurement], sites: Sequence[Site]) -> Question:
    """The question of one case, its network built."""
    return Question(knowledge, case, tuple(measured), build_model(knowledge, case, measured, sites))
