"""The warning signs on a terminal, before a trace or a plan: the most urgent first, one page a level."""

from collections.abc import Callable, Sequence

import typer
from rich.console import Console
from rich.markup import escape

from kinechain.case import Case
from kinechain.check.typed_answer import several_chosen
from kinechain.errors import InputError
from kinechain.knowledge import Knowledge
from kinechain.knowledge.safety import LEVELS
from kinechain.reasoning.red_flags import flags_not_put, stop_for

WHY = "A yes means: see somebody first, and no programme."
LEAVES = {"q", "quit", "exit"}


def with_flags_asked(
    knowledge: Knowledge, case: Case, console: Console, read: Callable[[str], str] | None = None
) -> Case:
    """The case with the warning signs answered that these pains and this age leave open.

    Nothing more is asked after the first level with a yes, nor where the case stops without a question.
    `read` takes a line from the person. Raises `typer.Abort` where the person leaves or the lines end.
    """
    open_flags = flags_not_put(knowledge, case)
    if stop_for(knowledge, case) or not open_flags:
        return case
    present: tuple[str, ...] = ()
    for level in LEVELS:
        of_level = [name for name in open_flags if knowledge.red_flags[name].level == level]
        if of_level and not present:
            present = _page(knowledge, of_level, console, read or console.input)
    told = (*(case.red_flags or ()), *present)
    console.print(
        f"[dim]These answers are not kept. In a case file they are: red_flags: {escape(_listed(told))}[/]",
        soft_wrap=True,
    )
    return case.model_copy(update={"red_flags": told})


def _page(
    knowledge: Knowledge, flags: Sequence[str], console: Console, read: Callable[[str], str]
) -> tuple[str, ...]:
    """Those of one level that are so."""
    console.print("\n[bold]Is any of this so?[/] Warning signs come before everything else.")
    for number, flag in enumerate(flags, start=1):
        console.print(f"  [bold]{number}[/] {escape(knowledge.red_flags[flag].question)}")
    while True:
        typed = _line("Numbers of those that are so, 0 for none: ", read)
        if typed.lower() in LEAVES:
            raise typer.Abort
        if typed in {"", "?"}:
            console.print(f"  [dim]This one is needed. {WHY}[/]")
            continue
        try:
            return several_chosen(typed, flags)
        except InputError as error:
            console.print(f"  [yellow]{escape(str(error))}[/]")


def _line(prompt: str, read: Callable[[str], str]) -> str:
    try:
        return read(prompt).strip()
    except EOFError:
        raise typer.Abort from None


def _listed(flags: Sequence[str]) -> str:
    return f"[{', '.join(flags)}]"
