"""`Figure`: one number that a benchmark found, its target, and how a run is shown and kept.

A run is kept as one line of JSON in ``benchmarks/results/NAME.jsonl``, newest last.
"""

import argparse
import json
import os
import platform
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal

from rich.console import Console
from rich.table import Table

RESULTS = Path(__file__).parent / "results"
MACHINE = Path("/proc/cpuinfo")
# How a target is written, and whether a value keeps to it.
SIGNS = {"at most": "≤", "at least": "≥"}


@dataclass(frozen=True, slots=True)
class Figure:
    """One number with its unit; `bound` says on which side of `target` it should lie. The README shows the
    figures that have a target and those marked `headline`.
    """

    name: str
    value: float
    unit: str
    decimals: int = 1
    bound: Literal["at most", "at least"] | None = None
    target: float | None = None
    headline: bool = False

    @property
    def met(self) -> bool | None:
        """Whether the target was reached; None where there is none."""
        if self.target is None:
            return None
        return self.value <= self.target if self.bound == "at most" else self.value >= self.target

    @property
    def shown(self) -> str:
        """The value with its unit."""
        return f"{self.value:,.{self.decimals}f} {self.unit}".strip()

    @property
    def wanted(self) -> str:
        """The target in words, or nothing."""
        if self.target is None or self.bound is None:
            return ""
        return f"{SIGNS[self.bound]} {self.target:,g} {self.unit}".strip()


def command_line(description: str | None) -> argparse.ArgumentParser:
    """The options that every benchmark has."""
    parser = argparse.ArgumentParser(
        description=description, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--save", action="store_true", help=f"add the figures to {RESULTS.name}/ here")
    return parser


def usable_cores() -> int:
    """Cores that this process may run on."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else (os.cpu_count() or 1)


def busy_before() -> float:
    """Processes that wanted a core during the last minute: near 0 on a quiet machine."""
    return round(os.getloadavg()[0], 2)


def finish(name: str, figures: Sequence[Figure], *, save: bool, busy: float | None = None) -> None:
    """Print a run as a table and, with `save`, add it to the results of benchmark `name`. `busy` is what
    `busy_before` said, where the run was about time.
    """
    console = Console(highlight=False)
    table = Table(box=None, pad_edge=False, header_style="dim")
    for heading, justify in (("What", "left"), ("Found", "right"), ("Target", "right"), ("", "left")):
        table.add_column(heading, justify="right" if justify == "right" else "left")
    for figure in figures:
        met = {None: "", True: "reached", False: "[bold]missed[/]"}[figure.met]
        table.add_row(figure.name, figure.shown, figure.wanted, met)
    console.print(table)
    if busy is not None:
        cores = usable_cores()
        console.print(f"[dim]{cores} cores; {busy} processes wanted one in the minute before[/]")
        if busy > cores / 4:
            console.print("[yellow]note:[/] the machine was not quiet, so times are too long")
    if save:
        console.print(f"[dim]added to {_save(name, figures, busy).name}[/]")


def _save(name: str, figures: Sequence[Figure], busy: float | None) -> Path:
    RESULTS.mkdir(exist_ok=True)
    path = RESULTS / f"{name}.jsonl"
    run = {
        "benchmark": name,
        "day": datetime.now(UTC).date().isoformat(),
        "machine": {
            "processor": _processor(),
            "cores": usable_cores(),
            "system": platform.system(),
            "python": platform.python_version(),
            "busy_before": busy,
        },
        "figures": [asdict(figure) for figure in figures],
    }
    with path.open("a", encoding="utf-8") as file:
        file.write(json.dumps(run, ensure_ascii=False) + "\n")
    return path


def newest(path: Path) -> tuple[dict[str, Any], str, list[Figure]]:
    """The machine, the day and the figures of the last run in a file of results."""
    run = json.loads(path.read_text(encoding="utf-8").splitlines()[-1])
    return run["machine"], run["day"], [Figure(**figure) for figure in run["figures"]]


def _processor() -> str:
    """The processor's name, as far as the system tells it."""
    if MACHINE.is_file():
        for line in MACHINE.read_text(encoding="utf-8").splitlines():
            name, _, value = line.partition(":")
            if name.strip() == "model name" and value.strip() not in {"", "unknown"}:
                return value.strip()
    return platform.processor() or platform.machine()
