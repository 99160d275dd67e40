"""`Validation`: what a run over a folder of laboratories' walks found."""

from collections.abc import Mapping
from dataclasses import dataclass

from kinechain.validation.agreement import Agreement
from kinechain.validation.compared_walk import ComparedWalk
from kinechain.validation.error_model import LearntError
from kinechain.validation.interval_honesty import HeldOut
from kinechain.validation.phone_learning import Learnt
from kinechain.validation.phone_run import PhoneRun
from kinechain.validation.table import Row


@dataclass(frozen=True, slots=True)
class Failure:
    """A file that gave no walk, and why."""

    name: str
    reason: str


@dataclass(frozen=True, slots=True)
class DataNote:
    """What was compared: how many files, whose, a fingerprint of their content, and the day of the run."""

    files: int
    collections: tuple[str, ...]
    day: str
    fingerprint: str


@dataclass(frozen=True, eq=False)
class Validation:
    """`agreements`, `learnt` and `held` are by measure; a measure is in `learnt` only if enough people were
    compared. `phone` is what virtual phones said, if walks were filmed, `rendered` what rendered
    walkers taught of a film's errors. `sections` are further parts of the document, Markdown.
    """

    data: DataNote
    walks: tuple[ComparedWalk, ...]
    failures: tuple[Failure, ...]
    agreements: Mapping[str, Agreement]
    learnt: Mapping[str, LearntError]
    held: tuple[HeldOut, ...]
    rows: tuple[Row, ...]
    phone: PhoneRun | None = None
    rendered: Learnt | None = None
    sections: tuple[str, ...] = ()

    @property
    def all_met(self) -> bool:
        """Whether every target that could be judged was reached."""
        return all(row.met is not False for row in self.rows)
