"""Which exercises suit a trace: those shown to help the region, and those that work on its contributors."""

from dataclasses import dataclass

from kinechain.knowledge import Knowledge
from kinechain.knowledge.exercise import Benefit, ExerciseEntry
from kinechain.reasoning.trace import Contributor, Trace

MOST_EXERCISES = 4
WORTH_WORKING_ON = 0.05
"""A contributor less likely than this gets no exercise of its own (our choice)."""


@dataclass(frozen=True, slots=True)
class Choice:
    """An exercise with what speaks for it. `score` ranks: benefit weights and contributor probabilities."""

    id: str
    entry: ExerciseEntry
    benefits: tuple[Benefit, ...]
    contributors: tuple[Contributor, ...]

    @property
    def score(self) -> float:
        """Evidence that it helps counts in full; each contributor it works on adds its probability."""
        helped = max((benefit.weight for benefit in self.benefits), default=0.0)
        others = sum(benefit.weight for benefit in self.benefits) - helped
        return helped + others / 2 + sum(each.probability for each in self.contributors)


def choose(knowledge: Knowledge, trace: Trace) -> tuple[Choice, ...]:
    """At most four exercises, the best supported first; each helps a region of the trace or a contributor.

    Evidence of benefit is not evidence of having brought the pain about: walking helps backs whatever the
    walk looks like. So an exercise needs no contributor to be chosen, and a contributor without evidence
    (likelihood ratio 1) chooses none.
    """
    regions = {region.region for region in trace.regions}
    likely = [
        each
        for region in trace.regions
        for each in region.contributors
        if each.modifiable and each.probability >= WORTH_WORKING_ON
    ]
    choices = []
    for exercise_id, entry in knowledge.exercises.items():
        benefits = tuple(benefit for benefit in entry.benefits if benefit.region in regions)
        served = tuple(each for each in likely if each.id in entry.conditions)
        if benefits or served:
            choices.append(Choice(exercise_id, entry, benefits, served))
    choices.sort(key=lambda choice: -choice.score)
    return tuple(choices[:MOST_EXERCISES])
