"""`Row`: one line of the table of our errors. Its words and targets are data (``table.yaml``)."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict

TABLE, REMARKS = (Path(__file__).with_name(name) for name in ("table.yaml", "remarks.yaml"))
MINUS = "\u2212"


class _Entry(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Target(_Entry):
    """A figure of a row and what it should reach, if anything."""

    name: str
    at_most: float | None = None
    at_least: float | None = None
    unit: str | None = None
    decimals: int | None = None

    def met_by(self, value: float) -> bool | None:
        """None where nothing is to be reached."""
        if self.at_most is None and self.at_least is None:
            return None
        above = self.at_least is None or value >= self.at_least
        return above and (self.at_most is None or value <= self.at_most)


class RowWords(_Entry):
    """One entry of ``table.yaml``."""

    what: str
    against: str
    unit: str
    decimals: int
    figures: tuple[Target, ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Figure:
    """One number of a row."""

    target: Target
    value: float
    unit: str
    decimals: int

    @property
    def met(self) -> bool | None:
        """Whether the target was reached; None where there is none."""
        return self.target.met_by(self.value)

    @property
    def shown(self) -> str:
        """Name, value and unit."""
        return f"{self.target.name} {self._number(self.value)}"

    @property
    def wanted(self) -> str:
        """What was to be reached, or nothing."""
        low, high = self.target.at_least, self.target.at_most
        if low is not None and high is not None:
            return f"{low:g} to {high:g}{self._unit}"
        if low is not None:
            return f"\u2265 {low:,.10g}{self._unit}"
        return "" if high is None else f"\u2264 {high:,.10g}{self._unit}"

    def _number(self, value: float) -> str:
        small = value != 0 and abs(value) < 10.0**-self.decimals / 2
        text = f"{value:.1e}" if small else f"{value:,.{self.decimals}f}"
        return text.replace("-", MINUS) + self._unit

    @property
    def _unit(self) -> str:
        return f" {self.unit}" if self.unit else ""


@dataclass(frozen=True, slots=True)
class Row:
    """One line: what was compared with what, what was found, over how many.

    Without figures the row was not run, and `n` says how it would be.
    """

    key: str
    what: str
    against: str
    figures: tuple[Figure, ...]
    n: str
    note: str
    remark: str

    @property
    def met(self) -> bool | None:
        """Whether every target was reached; None where there is none, or it was not run."""
        judged = [figure.met for figure in self.figures if figure.met is not None]
        return all(judged) if judged else None

    @property
    def reached(self) -> str:
        """The figures in words."""
        return "; ".join(figure.shown for figure in self.figures) or "not run"

    @property
    def target(self) -> str:
        """What was to be reached."""
        wanted = [figure for figure in self.figures if figure.wanted]
        if len(wanted) == 1:
            return wanted[0].wanted
        return "; ".join(f"{figure.target.name} {figure.wanted}" for figure in wanted)

    @property
    def verdict(self) -> Literal["yes", "no", "", "not run"]:
        """Whether it was reached, in a word."""
        if not self.figures:
            return "not run"
        return {True: "yes", False: "no", None: ""}[self.met]  # type: ignore[return-value]


@cache
def row_words() -> Mapping[str, RowWords]:
    """The rows, in order."""
    entries = yaml.safe_load(TABLE.read_text(encoding="utf-8"))
    return {key: RowWords.model_validate(entry) for key, entry in entries.items()}


@cache
def remarks() -> Mapping[str, str]:
    """What is said beside rows, by row."""
    return {str(key): str(text) for key, text in yaml.safe_load(REMARKS.read_text(encoding="utf-8")).items()}


def make_row(key: str, found: Mapping[str, float], n: str) -> Row:
    """The row `key` with its figures by name; figures that are not there are left out."""
    words = row_words()[key]
    figures = tuple(
        Figure(
            target=target,
            value=found[target.name],
            unit=words.unit if target.unit is None else target.unit,
            decimals=words.decimals if target.decimals is None else target.decimals,
        )
        for target in words.figures
        if target.name in found
    )
    return Row(key, words.what, words.against, figures, n, words.note, remarks().get(key, ""))


def not_run(key: str, how: str) -> Row:
    """The row of something that could not be run here; `how` says what it needs."""
    return make_row(key, {}, how)


def renamed(row: Row, key: str, what: str, note: str) -> Row:
    """The same targets for a part of what a row counts."""
    return replace(row, key=key, what=what, note=note, remark=remarks().get(key, ""))
