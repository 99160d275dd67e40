"""`ExerciseEntry`: an exercise with everything a person needs to do it safely, and how it is to change."""

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from kinechain.knowledge.condition import CaseFact
from kinechain.knowledge.dose import Dose, Quantity
from kinechain.knowledge.dose_rule import Change, Progression, Regression
from kinechain.knowledge.entry import Entry, Status, Text
from kinechain.knowledge.link import Grade

Kind = Literal["walking", "strength", "control", "stretch", "self_massage", "practice"]
"""What an exercise trains. Two of one kind that help the same pain do the same thing."""


class Basis(Entry):
    """Where a figure comes from, and how far it was followed back."""

    text: Text
    status: Status
    sources: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _what_was_seen_has_a_source(self) -> Self:
        if self.status == "verified-in-store" and not self.sources:
            raise ValueError("what is verified-in-store names its sources")
        return self


class Benefit(Entry):
    """What trials found the exercise to do for pain in one region. This is evidence of benefit, which is not
    evidence that the thing exercised brought the pain about. What is recalled or ours has low evidence at
    most. `of` says what the evidence is of where that is not the pain getting less. `lasting` says that those
    who tried it had had their pain for long, which for a new pain is said with it.
    """

    region: str
    evidence: Grade
    of: Text | None = None
    weight: Annotated[float, Field(ge=0, le=1)]
    why: Text
    lasting: bool = False
    status: Status
    sources: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _rests_on_what_it_says(self) -> Self:
        if self.status == "verified-in-store" and not self.sources:
            raise ValueError("what is verified-in-store names its sources")
        if self.status != "verified-in-store" and self.evidence in ("high", "moderate"):
            raise ValueError(f"status {self.status!r} bears no {self.evidence} evidence, low at most")
        return self


class ExpectedChange(Entry):
    """By how much a measure changes in how many weeks, where a trial says so; `change` None: nobody knows."""

    measure: str
    change: float | None = None
    unit: str | None = None
    weeks: Annotated[int, Field(ge=1, le=26)] | None = None
    basis: Basis | None = None

    @model_validator(mode="after")
    def _is_whole_or_unknown(self) -> Self:
        told = (self.change is None, self.unit is None, self.weeks is None, self.basis is None)
        if any(told) != all(told):
            raise ValueError("an expected change needs change, unit, weeks and basis together")
        return self


class ExerciseEntry(Entry):
    """One exercise. `conditions` and `explanations` are those it works on; `benefits` the regions it was
    tried for. `forms` go from the easiest to the hardest; the dose says with which one begins. A `general`
    one helps whatever the walk shows. Who says `done_already` does enough of it: it is left out where it has
    no more than very low evidence, and else `done_already_say` comes first.
    """

    evidence_id: Annotated[str, Field(pattern=r"^I\d\d[a-z]?$")]
    name: Text
    kind: Kind
    general: bool = False
    steps: Annotated[tuple[Text, ...], Field(min_length=1)]
    forms: tuple[Text, ...] = ()
    dose: Dose
    weeks: tuple[Annotated[int, Field(ge=1)], Annotated[int, Field(ge=1)] | None]
    dose_basis: Basis
    progression: Annotated[tuple[Progression, ...], Field(min_length=1)]
    regression: Annotated[tuple[Regression, ...], Field(min_length=1)]
    not_if: Annotated[tuple[Text, ...], Field(min_length=1)]
    not_with: tuple[str, ...] = ()
    done_already: CaseFact | None = None
    done_already_say: Text | None = None
    stop_rules: Annotated[tuple[str, ...], Field(min_length=1)]
    weeks_to_effect: tuple[Annotated[int, Field(ge=1)], int]
    conditions: tuple[str, ...] = ()
    explanations: tuple[str, ...] = ()
    benefits: tuple[Benefit, ...] = ()
    retest: tuple[ExpectedChange, ...] = ()
    effect: Text
    evidence: Grade
    claims: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    status: Text

    @property
    def citing(self) -> tuple[str, ...]:
        """Every source that any part of it names."""
        found = [*self.sources, *self.dose_basis.sources]
        found += [source for benefit in self.benefits for source in benefit.sources]
        found += [source for each in self.retest if each.basis for source in each.basis.sources]
        return tuple(found)

    def bounds(self, quantity: Quantity) -> tuple[float, float] | None:
        """The least and the most that its rules ever come to; None where its dose has no such quantity."""
        start = getattr(self.dose, quantity)
        if start is None:
            return None
        ends = [*(rule.then for rule in self.progression), *(rule.then for rule in self.regression)]
        reached = [float(start)]
        for change in ends:
            if change.moved == quantity:
                reached.append(float(change.up_to if change.up_to is not None else change.down_to or 0.0))
            elif quantity in change.steps:
                reached.append(float(change.steps[quantity][1:]))
        return min(reached), max(reached)

    @model_validator(mode="after")
    def _serves_something(self) -> Self:
        if not (self.conditions or self.benefits):
            raise ValueError("an exercise serves at least one condition or region")
        return self

    @model_validator(mode="after")
    def _says_what_to_do_with_what_is_done(self) -> Self:
        if (self.done_already is None) != (self.done_already_say is None):
            raise ValueError("done_already and done_already_say come together")
        return self

    @model_validator(mode="after")
    def _rules_fit_the_dose(self) -> Self:
        for change in (*(rule.then for rule in self.progression), *(rule.then for rule in self.regression)):
            _check_change(self.dose, self.forms, change)
        if not any(not rule.if_ for rule in self.regression):
            raise ValueError("one regression must hold whatever the stop rule: leave its if out")
        return self


def _check_change(dose: Dose, forms: tuple[str, ...], change: Change) -> None:
    for quantity in change.steps:
        if getattr(dose, quantity) is None:
            raise ValueError(f"a rule changes {quantity}, which the dose does not have")
    start = getattr(dose, change.moved)
    if change.up_to is not None and change.up_to <= start:
        raise ValueError(f"a rule adds to {change.moved} up to {change.up_to:g}, which is where it begins")
    if change.down_to is not None and change.down_to > start:
        raise ValueError(f"a rule takes {change.moved} down to {change.down_to:g}, above where it begins")
    if change.down_to is not None and change.down_to < 1 and change.moved not in ("form", "minutes"):
        raise ValueError(f"a rule takes {change.moved} below 1")
    last = max(len(forms) - 1, 0)
    if dose.form > last or (change.moved == "form" and (change.up_to or 0) > last):
        raise ValueError(f"there are {len(forms)} forms, counted from 0")
