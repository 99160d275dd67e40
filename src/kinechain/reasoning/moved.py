"""Which findings and answers moved a probability, and by how much: each left out in turn."""

from kinechain.reasoning.answer import Answer, Taken
from kinechain.reasoning.because import answer_given
from kinechain.reasoning.trace import Moved

LEAST_MOVE = 0.0005
"""What moves a probability by less is not told: it would not show in whole percent."""


def moved_by(answer: Answer, cause: int, site: int) -> tuple[Moved, ...]:
    """What moved one contributor, the largest first."""
    after = answer.chance(cause, site)
    moves = [
        Moved(
            _what(answer, taken),
            float(before[cause, site]),
            after,
            taken.finding.sources if taken.finding else (),
        )
        for taken, before in answer.without.items()
        if abs(float(before[cause, site]) - after) >= LEAST_MOVE
    ]
    return tuple(sorted(moves, key=lambda move: -abs(move.after - move.before)))


def _what(answer: Answer, taken: Taken) -> str:
    cause = answer.model.causes[taken.cause]
    if taken.finding is not None:
        side = f", {cause.side}" if cause.side else ""
        return f"{taken.finding.name}{side}: {taken.finding.text}"
    knowledge = answer.question.knowledge
    entry = knowledge.conditions.get(cause.id) or knowledge.explanations[cause.id]
    if entry.answered_by is None:
        return f"Your answer about {entry.name}: {'yes' if cause.present else 'no'}"
    return f"Your answer about {entry.name}: {answer_given(entry.answered_by, answer.question.case)}"
