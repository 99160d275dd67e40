"""`FactQuestion`: how a fact of the case is asked for, and what an answer may be."""

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from kinechain.knowledge.entry import Entry, Range, Text

Kind = Literal["choice", "number", "yes_no"]


class FactQuestion(Entry):
    """One question to the person. Its id is the fact's place in the case, such as ``habits.stress``.

    `choices` go from the value in the case to the words shown; a number lies in `between` and is asked for in
    `unit`. `first`: asked before the first test, whose result is read by it.
    """

    ask: Text
    why: Text
    kind: Kind
    choices: dict[str, Text] = Field(default_factory=dict)
    unit: str | None = None
    between: Range | None = None
    minutes: Annotated[float, Field(gt=0)] = 0.2
    first: bool = False

    @model_validator(mode="after")
    def _says_what_an_answer_may_be(self) -> Self:
        if (self.kind == "choice") != bool(self.choices):
            raise ValueError("a choice needs choices, and nothing else has any")
        if (self.kind == "number") != (self.between is not None and self.unit is not None):
            raise ValueError("a number needs between and unit, and nothing else has them")
        return self
